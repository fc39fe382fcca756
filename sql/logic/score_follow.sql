-- What the public says, and whether what a fail grade opened was carried out. Called as the functions of score_intake.sql are.

create function jiancha._opinion_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select case
            when not jiancha._assesses(orgs, caller, 'supervision') then array['score_not_your_part', 'opinion', 'supervision', caller]
            when btrim(coalesce(b.opinion_no, '')) = '' then array['missing_value', 'opinion_no', coalesce(b.org_code, '')]
            when not exists (select from jiancha.org_version o where o.org_code = b.org_code) then array['unknown_org', coalesce(b.org_code, 'NULL'), b.opinion_no]
            when b.channel is null or b.channel not in ('phone', 'visit', 'letter', 'email')
                then array['bad_value', 'channel', coalesce(b.channel, 'NULL'), b.opinion_no, 'phone, visit, letter, email']
            when btrim(coalesce(b.text, '')) = '' then array['missing_value', 'text', b.opinion_no]
            else jiancha._bad_instant(b.at, 'at', b.opinion_no)
        end
    into problem
    from jiancha._buffered() as b (opinion_no text, org_code text, channel text, text text, at timestamptz)
    order by 1 nulls last limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.opinion (opinion_no, org_code, channel, text, at, actor)
    select b.opinion_no, b.org_code, b.channel, b.text, b.at, caller::text
    from jiancha._buffered() as b (opinion_no text, org_code text, channel text, text text, at timestamptz)
    on conflict on constraint opinion_pkey do nothing;
    select array['score_row_conflict', 'opinion_intake', b.opinion_no] into problem
    from jiancha._buffered() as b (opinion_no text, org_code text, channel text, text text, at timestamptz)
    join jiancha.opinion o using (opinion_no)
    where (o.org_code, o.channel, o.text, o.at) is distinct from (b.org_code, b.channel, b.text, b.at)
    order by b.opinion_no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._opinion_intake_statement(text[], name) is 'Handles the rows of a statement on opinion_intake.';

create function jiancha._score_followups_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
begin
    select case
            when orgs is not null and not coalesce(b.org_code = any (orgs), false)
                then array['not_your_org', coalesce(b.org_code, 'NULL'), coalesce(b.period, 'NULL'), caller, array_to_string(orgs, ', ')]
            when btrim(coalesce(b.text, '')) = '' then array['missing_value', 'text', coalesce(b.period, 'NULL')]
            when btrim(coalesce(b.document_no, '')) = '' then array['missing_value', 'document_no', coalesce(b.period, 'NULL')]
            when not exists (select from jiancha.score_consequence c where (c.scheme, c.period, c.org_code) = (s.scheme_name, b.period, b.org_code))
                then array['score_no_consequence', coalesce(b.org_code, 'NULL'), coalesce(b.period, 'NULL')]
            else jiancha._bad_instant(b.at, 'at', b.period)
        end
    into problem
    from jiancha._buffered() as b (scheme text, period text, org_code text, text text, document_no text, at timestamptz)
    cross join lateral jiancha._scheme_of(b.scheme, current_date) s
    order by 1 nulls last limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.score_followup (scheme, period, org_code, text, document_no, at, actor)
    select s.scheme_name, b.period, b.org_code, b.text, b.document_no, b.at, caller::text
    from jiancha._buffered() as b (scheme text, period text, org_code text, text text, document_no text, at timestamptz)
    cross join lateral jiancha._scheme_of(b.scheme, current_date) s
    on conflict on constraint score_followup_pkey do nothing;
    select array['score_row_conflict', 'score_followups', b.document_no] into problem
    from jiancha._buffered() as b (scheme text, period text, org_code text, text text, document_no text, at timestamptz)
    cross join lateral jiancha._scheme_of(b.scheme, current_date) s
    join jiancha.score_followup f on (f.scheme, f.period, f.org_code, f.document_no) = (s.scheme_name, b.period, b.org_code, b.document_no)
    where (f.text, f.at) is distinct from (b.text, b.at)
    limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    -- it answers the instrument that was opened with it
    select array_agg(distinct k.docket_id order by k.docket_id) into dockets
    from jiancha._buffered() as b (scheme text, period text, org_code text, text text, document_no text, at timestamptz)
    cross join lateral jiancha._scheme_of(b.scheme, current_date) s
    join jiancha.score_consequence c on (c.scheme, c.period, c.org_code) = (s.scheme_name, b.period, b.org_code)
    join jiancha.docket_key k on k.kind = 'instrument' and k.business_no = c.instrument_no;
    if dockets is null then
        return;
    end if;
    perform jiancha._lock(dockets);
    insert into jiancha.step (docket_id, kind, at, at_precision, actor, opinion, document_no, org_code, revision)
    select distinct d.docket_id, 'reply', b.at, 'minute', caller::text, b.text, b.document_no, d.org_code, d.revision + 1
    from jiancha._buffered() as b (scheme text, period text, org_code text, text text, document_no text, at timestamptz)
    cross join lateral jiancha._scheme_of(b.scheme, current_date) s
    join jiancha.score_consequence c on (c.scheme, c.period, c.org_code) = (s.scheme_name, b.period, b.org_code)
    join jiancha.docket_key k on k.kind = 'instrument' and k.business_no = c.instrument_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where b.at >= d.received_at and not exists (
        select from jiancha.step x
        where x.docket_id = d.docket_id and x.kind = 'reply' and x.at = b.at and (x.opinion, x.document_no) is not distinct from (b.text, b.document_no));
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._score_followups_statement(text[], name) is 'Handles the rows of a statement on score_followups: the own organisation, and something must have been opened; each is a reply to the instrument that was.';

create function jiancha.consequences_open(as_of timestamptz, scheme text default null)
returns table (period text, org_code text, name text, kind text, basis text, opened_at timestamptz, due_at timestamptz, overdue boolean, instrument_no text)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    zone record;
begin
    if consequences_open.as_of is null or not isfinite(consequences_open.as_of) then
        perform jiancha._raise('missing_value', 'as_of', 'consequences_open');
    end if;
    select c.calendar_code, c.version into zone from jiancha.record_state s join jiancha.calendar c using (calendar_code);
    return query
    select c.period, c.org_code, r.name, c.kind, c.basis, c.opened_at, d.due_at, d.due_at <= consequences_open.as_of, c.instrument_no
    from jiancha.score_now n
    join jiancha.score_consequence c on (c.scheme, c.period, c.version) = (n.scheme, n.period, n.version)
    join jiancha.score_result r on (r.scheme, r.period, r.version, r.org_code, r.subject) = (c.scheme, c.period, c.version, c.org_code, 'org')
    cross join lateral (
        select jiancha._start_of_day(jiancha.add_working_days(jiancha._local_date(c.opened_at, zone.calendar_code, zone.version),
            jiancha.score_setting(n.scheme, n.scheme_version, 'followup_days')::integer) + 1, zone.calendar_code, zone.version) as due_at) d
    where n.scheme = (jiancha._scheme_of(consequences_open.scheme, n.as_of::date)).scheme_name and c.opened_at <= consequences_open.as_of
        and not exists (select from jiancha.score_followup f
                        where (f.scheme, f.period, f.org_code) = (c.scheme, c.period, c.org_code) and f.at between c.opened_at and consequences_open.as_of)
        -- who answered the instrument itself (order_reply) answered
        and not exists (select from jiancha.docket_key k join jiancha.effective_step e on e.docket_id = k.docket_id
                        where k.kind = 'instrument' and k.business_no = c.instrument_no and e.kind = 'reply' and e.at <= consequences_open.as_of)
    order by d.due_at, c.org_code;
end
$$;
comment on function jiancha.consequences_open(timestamptz, text) is
    'What fail grades of sheets that hold have opened and nobody has reported on as of an instant, by score_followups or in answer to the instrument; overdue from the end of the working day that the setting followup_days gives. Errors: JC005, JC001 past the calendar.';
