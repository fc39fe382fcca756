-- What is done about a complaint: by the desk that received it, and by the organisation it was transferred to. Each act is a row of complaint_act and, for the
-- clocks, a step of the docket.

create function jiancha._complaint_step_rows()
returns table (
    no bigint, complaint_no text, kind text, at timestamptz, to_org text, to_body text, result_required boolean, result_due date, days integer, decider text,
    outcome text, result text, person text, text text, reason text, document_no text, staff_code text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.complaint_no, b.kind, b.at, nullif(b.to_org, ''), nullif(btrim(b.to_body), ''),
        case when b.kind = 'transfer_out' then coalesce(b.result_required, true) else b.result_required end, b.result_due, b.days, nullif(b.decider, ''),
        nullif(b.outcome, ''), nullif(btrim(b.result), ''), nullif(btrim(b.person), ''), nullif(btrim(b.text), ''), nullif(btrim(b.reason), ''),
        nullif(btrim(b.document_no), ''), nullif(b.staff_code, '')
    from rows from (jiancha._buffered() as (
        complaint_no text, kind text, at timestamptz, to_org text, to_body text, result_required boolean, result_due date, days integer, decider text,
        outcome text, result text, person text, text text, reason text, document_no text, staff_code text)) with ordinality b;
end;
comment on function jiancha._complaint_step_rows() is 'Rows of the statement on complaint_step, numbered as they came, empty columns made NULL, defaults filled in.';

create function jiancha._complaint_now(docket bigint, out done text[], out last_at timestamptz, out pending_at timestamptz, out handler text,
    out asked_again boolean, out fed_back boolean, out own_extensions bigint, out own_due_on date, out own_due_at timestamptz,
    out result_due_on date, out result_due_at timestamptz)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    select array(select distinct a.kind from jiancha.complaint_act a where a.docket_id = docket order by 1),
        max(a.at),
        -- seq orders the acts: each comes after those before it, and at never goes back
        count(*) filter (where a.kind = 'extend'),
        coalesce(max(a.seq) filter (where a.kind = 'feedback') > max(a.seq) filter (where a.kind in ('handle', 'reply', 'transfer_out')), false)
    into done, last_at, own_extensions, fed_back
    from jiancha.complaint_act a
    where a.docket_id = docket;

    select t.at, t.to_org,
        exists (select from jiancha.complaint_act q where q.docket_id = docket and q.kind = 'request_extension' and q.seq > t.seq
                    and not exists (select from jiancha.complaint_act g where g.docket_id = docket and g.kind = 'extend_result' and g.seq > q.seq))
    into pending_at, handler, asked_again
    from jiancha.complaint_act t
    where t.docket_id = docket and t.kind = 'transfer_out' and t.result_required
        and not exists (select from jiancha.complaint_act z where z.docket_id = docket and z.seq > t.seq and z.kind in ('reply', 'handle', 'transfer_out'))
    order by t.seq desc limit 1;

    select k.due_on, k.due_at into own_due_on, own_due_at
    from jiancha.clock k where k.docket_id = docket and k.clock = 'complaint' order by k.cycle desc limit 1;
    select k.due_on, k.due_at into result_due_on, result_due_at
    from jiancha.clock k where k.docket_id = docket and k.clock = 'complaint_result' order by k.cycle desc limit 1;
end
$$;
comment on function jiancha._complaint_now(bigint) is
    'How far a complaint is: kinds of acts so far, instant of the last, the transfer whose result is awaited and who handles it, whether an extension asked for is undecided, whether feedback followed the last result, extensions of its own, and both limits (NULL: none).';

create function jiancha._complaint_problem(r record, c record, n record, zone text, extension_days integer, extension_times integer) returns text[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    filled text[] := array_remove(array[
        case when r.reason is not null then 'reason' end, case when r.document_no is not null then 'document_no' end,
        case when r.result is not null then 'result' end, case when r.person is not null then 'person' end, case when r.text is not null then 'text' end,
        case when coalesce(r.to_org, r.to_body) is not null then 'assigned_to' end, case when r.staff_code is not null then 'staff_code' end], null);
    outcome record;
    found text[];
    day date;
begin
    if r.kind = 'publish' then
        return case
            when c.closed_at is null then array['complaint_open', r.complaint_no]
            when r.text is null then array['missing_value', 'text', r.complaint_no]
            when jiancha._names_complainant(r.text, c.name, c.contact, c.identity_number) then array['text_names_complainant', r.complaint_no] end;
    end if;
    if c.closed_at is not null then
        return array['complaint_closed', r.complaint_no, c.state, c.closed_at::text];
    end if;
    found := jiancha._procedure_problem(c.pack, c.rule_version, 'complaint', r.kind, n.done, r.decider, r.result, filled, r.complaint_no);
    if found is not null then
        return found;
    end if;
    if r.to_org is not null and not exists (select from jiancha.org_version o where o.org_code = r.to_org) then
        return array['unknown_org', r.to_org, r.complaint_no];
    end if;
    -- who handles it gets what the desk writes to it: not who complained
    if r.kind in ('transfer_out', 'assign', 'extend_result')
        and jiancha._names_complainant(concat_ws(E'\n', r.text, r.reason, r.result), c.name, c.contact, c.identity_number) then
        return array['text_names_complainant', r.complaint_no];
    end if;

    if n.pending_at is not null and r.kind in ('transfer_out', 'close', 'conclude', 'feedback') then
        return array['complaint_pending', r.complaint_no, n.handler, n.result_due_on::text];
    end if;

    case r.kind
    when 'accept' then
        if c.org_code is null then
            return array['complaint_no_subject', r.complaint_no];
        end if;
    when 'refuse_acceptance' then
        -- X-C-5.5: the competent body, and the notice to who complained if he can be reached
        if c.has_contact and r.document_no is null then
            return array['missing_value', 'document_no', r.complaint_no];
        end if;
    when 'transfer_out' then
        if r.to_org is null then
            return array['missing_value', 'to_org', r.complaint_no];
        elsif r.to_org = c.desk_org then
            return array['transfer_to_itself', r.complaint_no, r.to_org];
        elsif r.result_required and r.result_due is null then
            return array['missing_value', 'result_due', r.complaint_no];
        elsif not r.result_required then
            return case when r.result_due is not null then array['bad_value', 'result_due', r.result_due::text, r.complaint_no, 'empty, or result_required true'] end;
        end if;
        day := (r.at at time zone zone)::date;
        if not isfinite(r.result_due) or r.result_due <= day then
            return array['bad_value', 'result_due', r.result_due::text, r.complaint_no, format('a working day after %s', day)];
        elsif not jiancha.is_working_day(r.result_due, c.calendar_code) then
            return array['result_due_no_working_day', r.complaint_no, r.result_due::text, jiancha.roll_back(r.result_due, c.calendar_code)::text];
        elsif r.result_due > n.own_due_on then
            return array['result_after_due', r.complaint_no, r.result_due::text, n.own_due_on::text];
        end if;
    when 'extend' then
        if n.own_due_at is null or not isfinite(n.own_due_at) then
            return array['complaint_without_limit', r.complaint_no];
        elsif r.at >= n.own_due_at then
            return array['extension_late', r.complaint_no, r.at::text, n.own_due_on::text];
        elsif n.own_extensions >= extension_times then
            return array['extension_again', r.complaint_no, n.own_extensions::text, extension_times::text];
        elsif coalesce(r.days, 0) not between 1 and extension_days then
            return array['bad_value', 'days', coalesce(r.days::text, 'NULL'), r.complaint_no, format('1 to %s working days', extension_days)];
        end if;
    when 'handle' then
        null;
    when 'reply', 'request_extension', 'extend_result' then
        if n.pending_at is null then
            return array['complaint_not_transferred', r.complaint_no, r.kind];
        end if;
        if r.kind = 'reply' then
            return case when r.text is null then array['missing_value', 'text', r.complaint_no] end;
        end if;
        if n.result_due_at is null then
            return array['complaint_without_limit', r.complaint_no];
        elsif r.at >= n.result_due_at then
            return array['extension_late', r.complaint_no, r.at::text, n.result_due_on::text];
        elsif coalesce(r.days, 0) not between 1 and 366 then
            return array['bad_value', 'days', coalesce(r.days::text, 'NULL'), r.complaint_no, '1 to 366 working days'];
        elsif r.kind = 'request_extension' then
            return case when n.asked_again then array['extension_undecided', r.complaint_no] end;
        elsif not n.asked_again then
            return array['extension_not_asked', r.complaint_no, n.handler];
        elsif n.own_due_on is not null and jiancha.add_working_days(n.result_due_on, r.days, c.calendar_code) > n.own_due_on then
            return array['result_after_due', r.complaint_no, jiancha.add_working_days(n.result_due_on, r.days, c.calendar_code)::text, n.own_due_on::text];
        end if;
    when 'feedback' then
        if r.text is null then
            return array['missing_value', 'text', r.complaint_no];
        end if;
    when 'close', 'conclude' then
        if c.real_name and c.has_contact and not n.fed_back then
            return array['feedback_missing', r.complaint_no];
        end if;
        if r.kind = 'close' then
            select e.needs, e.results, e.source into outcome
            from jiancha.effective_complaint_rule e
            where e.pack = c.pack and e.version = c.rule_version and e.topic = 'outcome' and e.code = r.outcome;
            return case
                when outcome.source is null
                    then array['bad_value', 'outcome', coalesce(r.outcome, 'NULL'), r.complaint_no,
                        (select string_agg(e.code || ' ' || e.name, '; ' order by e.code) from jiancha.effective_complaint_rule e
                         where e.pack = c.pack and e.version = c.rule_version and e.topic = 'outcome')]
                when not outcome.needs <@ filled
                    then array['procedure_needs', (select x from unnest(outcome.needs) x where x <> all (filled) limit 1), r.complaint_no, r.outcome, outcome.source]
                when cardinality(outcome.results) > 0 and r.result <> all (outcome.results)
                    then array['procedure_result', r.outcome, r.complaint_no, r.result, array_to_string(outcome.results, ', '), outcome.source]
            end;
        end if;
    else
        null;
    end case;
    return null;
end
$$;
comment on function jiancha._complaint_problem(record, record, record, text, integer, integer) is
    'What stands against an act (r: row of the statement) upon a complaint (c: complaint, complainant and docket) as far as it is (n: of _complaint_now), as a message for _raise(); NULL: nothing.';

create function jiancha._complaint_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    fresh bigint[];
    dockets bigint[];
    own text[] := jiancha._own_orgs(caller);
    enters text[] := case when orgs is not null then jiancha._orgs_of(caller, 'jiancha_enter_') end;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select array_agg(distinct k.docket_id order by k.docket_id) into dockets
    from jiancha._complaint_step_rows() r
    join jiancha.docket_key k on k.kind = 'complaint' and k.business_no = r.complaint_no;
    perform jiancha._lock(dockets);

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(p.no) filter (where not p.known)
    into problem, fresh
    from (
        select r.no, y.known, case
                when coalesce(r.complaint_no, '') = '' then array['missing_value', 'complaint_no', format('(row %s of the statement)', r.no)]
                when coalesce(r.kind, '') = '' then array['missing_value', 'kind', r.complaint_no]
                when r.at is null then array['missing_value', 'at', r.complaint_no]
                -- one message for what does not exist and what is another's, so that numbers cannot be tried out
                when c.docket_id is null or not coalesce(c.desk_org = any (orgs), orgs is null)
                    and not exists (select from jiancha.complaint_act a where a.docket_id = c.docket_id and a.org_code = any (enters))
                    then array['complaint_not_yours', r.complaint_no, caller, array_to_string(orgs || enters, ', ')]
                when y.known then null
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.complaint_no, 'a finite instant']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.complaint_no, statement_timestamp()::text]
                when r.at < c.received_at then array['act_before_card', r.complaint_no, r.at::text, c.received_at::text]
                when r.at < n.last_at and r.kind <> 'publish' then array['complaint_step_back', r.complaint_no, r.at::text, n.last_at::text]
                when row_number() over (partition by r.complaint_no, y.known order by r.no) > 1 then array['acts_in_one_statement', r.complaint_no]
                -- X-C-6.2: who handles it asks, he never approves; the desk decides, it does not reply for him
                when orgs is not null and r.kind in ('reply', 'request_extension') and n.handler is not null and n.handler <> all (enters)
                    then array['complaint_handler_only', r.complaint_no, r.kind, n.handler]
                when orgs is not null and r.kind not in ('reply', 'request_extension')
                    and (not coalesce(c.desk_org = any (orgs), false) or coalesce(n.handler = any (own), false))
                    then array['complaint_desk_only', r.complaint_no, r.kind, c.desk_org]
                else jiancha._complaint_problem(r, c, n, z.time_zone,
                    (select m.value::integer from jiancha.effective_param m where m.pack = c.pack and m.version = c.rule_version and m.param = 'max_extension'),
                    (select m.value::integer from jiancha.effective_param m where m.pack = c.pack and m.version = c.rule_version and m.param = 'max_extension_times'))
            end as problem
        from jiancha._complaint_step_rows() r
        left join lateral (
            select x.docket_id, x.complaint_no, x.org_code, x.desk_org, x.real_name, x.has_contact, x.received_at, x.pack, x.rule_version, d.state, d.closed_at,
                d.calendar_code, p.name, p.contact, p.identity_number
            from jiancha.docket_key k
            join jiancha.complaint x on x.docket_id = k.docket_id
            join jiancha.docket d on d.docket_id = k.docket_id
            join jiancha.complainant p on p.docket_id = k.docket_id
            where k.kind = 'complaint' and k.business_no = r.complaint_no) c on true
        left join jiancha.calendar z on z.calendar_code = c.calendar_code
        cross join lateral jiancha._complaint_now(c.docket_id) n
        cross join lateral (
            select exists (
                select from jiancha.complaint_act a
                where a.docket_id = c.docket_id and a.kind = r.kind and a.at = r.at
                    and (a.to_org, a.to_body, a.result_required, a.result_due, a.days, a.decider, a.outcome, a.result, a.person, a.text, a.reason, a.document_no,
                            a.staff_code)
                        is not distinct from (r.to_org, r.to_body, r.result_required, r.result_due, r.days, r.decider, r.outcome, r.result, r.person, r.text,
                            r.reason, r.document_no, r.staff_code))
                or r.kind = 'publish' and exists (
                    select from jiancha.complaint_publication u where u.docket_id = c.docket_id and u.published_at = r.at and u.text = r.text) as known) y) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is null then
        return;
    end if;

    insert into jiancha.complaint_publication (docket_id, complaint_no, published_at, text, desk_org, actor)
    select c.docket_id, c.complaint_no, r.at, r.text, c.desk_org, caller::text
    from jiancha._complaint_step_rows() r
    join jiancha.docket_key k on k.kind = 'complaint' and k.business_no = r.complaint_no
    join jiancha.complaint c on c.docket_id = k.docket_id
    where r.no = any (fresh) and r.kind = 'publish';

    with acting as materialized (
        select r.*, c.docket_id, c.desk_org, d.calendar_code, d.org_code as holder, d.revision + 1 as revision,
            case when r.kind = 'transfer_out' then case when r.result_required then r.to_org end else n.handler end as handler,
            case when r.kind = 'transfer_out' and r.result_required
                then jiancha.working_days_between((r.at at time zone z.time_zone)::date, r.result_due, d.calendar_code) end as result_days
        from jiancha._complaint_step_rows() r
        join jiancha.docket_key k on k.kind = 'complaint' and k.business_no = r.complaint_no
        join jiancha.complaint c on c.docket_id = k.docket_id
        join jiancha.docket d on d.docket_id = k.docket_id
        join jiancha.calendar z on z.calendar_code = d.calendar_code
        cross join lateral jiancha._complaint_now(c.docket_id) n
        where r.no = any (fresh) and r.kind <> 'publish'),
    acts as (
        insert into jiancha.complaint_act (docket_id, kind, at, to_org, to_body, result_required, result_due, days, decider, outcome, result, person, text, reason,
            document_no, staff_code, org_code, desk_org, actor)
        select a.docket_id, a.kind, a.at, a.to_org, a.to_body, a.result_required, a.result_due, a.days, a.decider, a.outcome, a.result, a.person, a.text, a.reason,
            a.document_no, a.staff_code, a.handler, a.desk_org, caller::text
        from acting a)
    insert into jiancha.step (docket_id, kind, at, at_precision, staff_code, actor, document_no, data, org_code, revision)
    select a.docket_id, a.kind, a.at, 'minute', a.staff_code, caller::text, a.document_no,
        case when a.kind in ('extend', 'extend_result') then jsonb_build_object('days', a.days)
            when a.result_days is not null then jsonb_build_object('days', a.result_days, 'to_org', a.to_org) end,
        a.holder, a.revision
    from acting a
    union all
    -- the cards of a transferred complaint are the handler's, until he has replied or the desk takes it back
    select a.docket_id, 'transfer', a.at, 'minute', null, caller::text, null,
        jsonb_build_object('to_org', case a.kind when 'transfer_out' then a.to_org else a.desk_org end), a.holder, a.revision
    from acting a
    where a.kind = 'transfer_out' and a.result_required or a.kind in ('reply', 'handle') and a.handler is not null;
    -- who handled it sees it from then on
    update jiancha.complaint c set handlers = h.org_codes
    from (select a.docket_id, array_agg(distinct a.org_code order by a.org_code) as org_codes
          from jiancha.complaint_act a where a.docket_id = any (dockets) and a.org_code is not null
          group by a.docket_id) h
    where c.docket_id = h.docket_id and c.handlers <> h.org_codes;
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._complaint_step_statement(text[], name) is
    'Handles the rows of a statement on complaint_step: checks each against what was done so far and the procedure of the pack, keeps the acts, enters the steps that turn the clocks.';
