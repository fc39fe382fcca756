-- What an applicant may ask: his case, with the secret he was given at the receipt. Every query leaves a row; guessing is slowed by the rows there are.

create function jiancha._issue_query_secret(case_no text, secret text, caller name) returns table (query_secret text, set_at timestamptz)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    -- no letter that looks like a digit
    letters constant text := 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
    given text := _issue_query_secret.secret;
    docket bigint;
    salt bytea;
begin
    select d.docket_id into docket
    from jiancha.docket_key k join jiancha.docket d on d.docket_id = k.docket_id
    where k.kind = 'approval' and k.business_no = _issue_query_secret.case_no and jiancha._acts_for(caller, 'jiancha_enter_', d.org_code);
    if docket is null then
        perform jiancha._raise('case_not_yours', coalesce(_issue_query_secret.case_no, 'NULL'), caller,
            array_to_string(jiancha._orgs_of(caller, 'jiancha_enter_'), ', '));
    end if;
    if given is null then
        -- 50 bits of a random UUID's 122
        select string_agg(substr(letters, 1 + (get_byte(b.random, i) & 31), 1), '' order by i) into given
        from (select sha256(convert_to(gen_random_uuid()::text, 'UTF8')) as random) b cross join generate_series(0, 9) i;
    elsif length(given) not between 6 and 100 then
        perform jiancha._raise('short_secret', _issue_query_secret.case_no);
    end if;
    salt := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
    return query
        insert into jiancha.query_secret (docket_id, salt, digest, actor)
        values (docket, salt, sha256(salt || convert_to(given, 'UTF8')), caller::text)
        returning given, recorded_at;
end
$$;
comment on function jiancha._issue_query_secret(text, text, name) is 'Does the work of issue_query_secret(), as the owner.';

create function jiancha.issue_query_secret(case_no text, secret text default null) returns table (query_secret text, set_at timestamptz)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.issue_query_secret(text, text) is
    'Sets the secret with which an applicant asks for an approval case and returns it, to be printed on the 接件凭证: the one given (6 to 100 characters), else a random one of ten letters and digits. Only its salted SHA-256 is stored; the latest counts. By the department that holds the case. Errors: JC004 no such case of yours, JC005 too short or long.';

create function jiancha._query_case(case_no text, secret text, client text, as_of timestamptz, caller name)
returns table (answer text, matter text, org text, stage text, received_at timestamptz, accepted_at timestamptz, due_on date, closed_at timestamptz, result text,
    progress jsonb, ask_again_at timestamptz)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    asked constant bytea := sha256(convert_to(coalesce(_query_case.case_no, ''), 'UTF8'));
    who constant text := left(coalesce(_query_case.client, ''), 200);
    -- guesses are counted by the clock of the server, which who asks cannot set; only who owns the records may, to try it out
    asked_at constant timestamptz := case when pg_has_role(caller, current_user, 'usage') then as_of else clock_timestamp() end;
    setting record;
    misses bigint;
    missed_at timestamptz;
    until timestamptz;
    docket bigint;
    told text;
begin
    if as_of is null or not isfinite(as_of) then
        perform jiancha._raise('bad_value', 'as_of', coalesce(as_of::text, 'NULL'), 'query_case()', 'a finite instant');
    elsif as_of > clock_timestamp() + interval '5 minutes' then
        perform jiancha._raise('in_the_future', 'as_of', as_of::text, 'query_case()', clock_timestamp()::text);
    end if;
    select max(e.value) filter (where e.param = 'query_tries')::integer as tries, max(e.value) filter (where e.param = 'query_wait_seconds')::integer as wait,
        max(e.value) filter (where e.param = 'query_wait_most')::integer as most, max(e.value) filter (where e.param = 'query_client_tries')::integer as client_tries
    into setting
    from jiancha.effective_param e
    where e.pack = (select s.pack from jiancha.record_state s) and e.version = (select max(p.version) from jiancha.rule_pack p where p.pack = e.pack)
        and e.param in ('query_tries', 'query_wait_seconds', 'query_wait_most', 'query_client_tries');

    -- two guesses at once count one after the other
    perform pg_advisory_xact_lock(hashtextextended('jiancha.query_case ' || case who when '' then encode(asked, 'hex') else who end, 0));

    -- misses of this client at this number since it last found it; the clock set back changes nothing
    select count(*), max(q.at) into misses, missed_at
    from jiancha.case_query q
    where q.asked_digest = asked and q.client = who and q.answer = 'not_found'
        and q.seq > coalesce((select max(f.seq) from jiancha.case_query f where f.asked_digest = asked and f.client = who and f.answer = 'found'), 0);
    if misses >= setting.tries then
        until := missed_at + make_interval(secs => least(setting.wait * 2.0 ^ least(misses - setting.tries, 30), setting.most));
    end if;
    -- and of this client at whatever number, within the longest wait
    if who <> '' then
        select count(*), max(q.at) into misses, missed_at
        from jiancha.case_query q
        where q.client = who and q.answer = 'not_found' and q.at > asked_at - make_interval(secs => setting.most);
        if misses >= setting.client_tries then
            until := greatest(until, missed_at + make_interval(secs => least(setting.wait * 2.0 ^ least(misses - setting.client_tries, 30), setting.most)));
        end if;
    end if;

    if asked_at < until then
        told := 'try_later';
    else
        until := null;
        -- a case without a secret, one with another, and none at all: the same work and the same answer
        select s.docket_id into docket
        from (values (1)) one (x)
        left join jiancha.docket_key k on k.kind = 'approval' and k.business_no = _query_case.case_no
        left join lateral (
            select q.docket_id, q.salt, q.digest from jiancha.query_secret q where q.docket_id = k.docket_id order by q.seq desc limit 1) s on true
        where sha256(coalesce(s.salt, asked) || convert_to(coalesce(_query_case.secret, ''), 'UTF8')) = s.digest;
        told := case when docket is null then 'not_found' else 'found' end;
    end if;
    insert into jiancha.case_query (asked_digest, client, at, answer, actor) values (asked, who, asked_at, told, caller::text);

    return query
    select told, m.name, o.name,
        case when d.docket_id is not null then coalesce(l.name, case when d.accepted_at is null then '未受理' else '受理' end) end,
        d.received_at, d.accepted_at, p.due_on, d.closed_at, l.result, l.progress, until
    from (values (1)) one (x)
    left join jiancha.docket d on d.docket_id = docket
    left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
    left join jiancha.org o on o.org_code = d.org_code
    left join lateral (
        select c.due_on from jiancha.clock c
        where c.docket_id = d.docket_id and c.state in ('running', 'paused') and isfinite(c.due_on)
        order by c.clock = 'promised' desc, c.due_on limit 1) p on true
    left join lateral (
        -- what was done and when; neither who did it nor what he thought
        select (array_agg(e.name order by e.at desc, e.rank desc))[1] as name,
            (array_agg(e.result order by e.at desc) filter (where e.result is not null))[1] as result,
            jsonb_agg(jsonb_build_object('at', e.at, 'what', e.name, 'document_no', e.document_no) order by e.at, e.rank) as progress
        from (
            select s.at, k.rank, coalesce(s.node, k.name) as name, s.document_no,
                case when s.kind = 'decide' then case s.data ->> 'decision' when 'granted' then '准予' when 'refused' then '不予' end
                    when k.ends then k.name end as result
            from jiancha.effective_step s join jiancha.step_kind k on k.kind = s.kind
            where s.docket_id = d.docket_id and s.at <= as_of) e) l on true;
end
$$;
comment on function jiancha._query_case(text, text, text, timestamptz, name) is 'Does the work of query_case(), as the owner.';

create function jiancha.query_case(case_no text, secret text, client text default '', as_of timestamptz default now())
returns table (answer text, matter text, org text, stage text, received_at timestamptz, accepted_at timestamptz, due_on date, closed_at timestamptz, result text,
    progress jsonb, ask_again_at timestamptz)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.query_case(text, text, text, timestamptz) is
    '办件查询: progress and result of an approval case for who knows its secret (Q-4.3.2); always one row. answer: found; not_found, the same for a wrong secret and an unknown case; try_later, asked too often, not before ask_again_at. After query_tries misses of a client at a number each further one doubles the wait, from query_wait_seconds to query_wait_most seconds; query_client_tries misses of a client at whatever number count likewise. Each query leaves a row in case_query. client: who asks, as the portal knows him, an address or a session. result: 准予, 不予 or the kind of the end; progress: steps with instant, name and number of the document. For the role of the portal, which commits each query by itself. as_of: up to when steps are shown; waits are counted by the clock of the server, whatever it is, unless the owner of the records asks. Errors: JC005 an instant that is not finite or lies ahead.';
