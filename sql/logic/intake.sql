-- What the insertable views do with the rows of a statement. Each function gets the organisations the caller acts for (NULL: all)
-- and the caller's name, and runs as the records' owner. A problem is an array of the message's name and its arguments; the
-- first in order of arrival is raised.

create function jiancha._intake_rows()
returns table (
    no bigint, case_no text, org_code text, matter_code text, applicant text, received_at timestamptz, channel text, party_kind text,
    subject text, staff_code text, at_precision text, data jsonb)
language sql stable parallel unsafe
begin atomic
    select row_number() over (), b.case_no, b.org_code, b.matter_code, b.applicant, b.received_at, coalesce(b.channel, 'window'),
        b.party_kind, b.subject, b.staff_code, coalesce(b.at_precision, 'minute'), b.data
    from jiancha._buffered() as b (
        case_no text, org_code text, matter_code text, applicant text, received_at timestamptz, channel text, party_kind text,
        subject text, staff_code text, at_precision text, data jsonb);
end;
comment on function jiancha._intake_rows() is 'Rows of the statement on case_intake, numbered as they came, defaults filled in.';

create function jiancha._step_rows()
returns table (
    no bigint, case_no text, step_no bigint, kind text, at timestamptz, node text, staff_code text, opinion text, reason text,
    document_no text, corrects bigint, data jsonb, at_precision text)
language sql stable parallel unsafe
begin atomic
    select row_number() over (), b.case_no, b.step_no, b.kind, b.at, b.node, b.staff_code, b.opinion, b.reason, b.document_no, b.corrects,
        b.data, coalesce(b.at_precision, 'minute')
    from jiancha._buffered() as b (
        case_no text, step_no bigint, kind text, at timestamptz, node text, staff_code text, opinion text, reason text, document_no text,
        corrects bigint, data jsonb, at_precision text, flag text);
end;
comment on function jiancha._step_rows() is 'Rows of the statement on case_step, numbered as they came, defaults filled in.';

create function jiancha._check_time_zone(first_at timestamptz, last_at timestamptz, calendars text[]) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    session_zone text := current_setting('TimeZone');
begin
    perform jiancha._raise('time_zone_differs', session_zone, c.calendar_code, c.time_zone)
    from jiancha.calendar c
    where c.calendar_code = any (calendars)
        and (first_at at time zone c.time_zone <> first_at at time zone session_zone
            or last_at at time zone c.time_zone <> last_at at time zone session_zone)
    limit 1;
end
$$;
comment on function jiancha._check_time_zone(timestamptz, timestamptz, text[]) is 'Warns when the session reads instants in another zone than that of a calendar the rows are counted with.';

create function jiancha._case_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    affected bigint;
    total bigint;
    first_at timestamptz;
    last_at timestamptz;
    calendars text[];
    fresh bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select (s.region::bigint << 43) | (s.node::bigint << 35) as id_base, s.pack, s.calendar_code, c.time_zone,
        v.published_from, v.published_from::timestamp at time zone c.time_zone as calendar_start
    into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], count(*), min(p.received_at), max(p.received_at),
        array_agg(distinct p.calendar_code)
    into problem, total, first_at, last_at, calendars
    from (
        select r.no, r.received_at, coalesce(m.calendar_code, here.calendar_code) as calendar_code, case
                when btrim(coalesce(r.case_no, '')) = '' then array['missing_value', 'case_no', format('(row %s of the statement)', r.no)]
                when r.case_no <> btrim(r.case_no) or octet_length(r.case_no) > 200
                    then array['bad_value', 'case_no', left(r.case_no, 60), format('(row %s of the statement)', r.no),
                        'at most 200 bytes, no space before or behind']
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.case_no]
                when coalesce(r.matter_code, '') = '' then array['missing_value', 'matter_code', r.case_no]
                when btrim(coalesce(r.applicant, '')) = '' then array['missing_value', 'applicant', r.case_no]
                when r.received_at is null then array['missing_value', 'received_at', r.case_no]
                when o.org_code is null then array['unknown_org', r.org_code, r.case_no]
                when r.org_code <> all (orgs) then array['not_your_org', r.org_code, r.case_no, caller, array_to_string(orgs, ', ')]
                when not isfinite(r.received_at) or r.received_at < here.calendar_start
                    then array['bad_instant', 'received_at', r.received_at::text, r.case_no, here.calendar_code, here.published_from::text]
                when r.received_at > latest then array['in_the_future', 'received_at', r.received_at::text, r.case_no, statement_timestamp()::text]
                when m.valid_from is null or m.valid_from > (r.received_at at time zone here.time_zone)::date
                    then array['unknown_matter', r.matter_code, r.case_no]
                when r.channel not in ('window', 'online', 'post', 'phone', 'app', 'feed', 'import')
                    then array['bad_value', 'channel', r.channel, r.case_no, 'window, online, post, phone, app, feed, import']
                when r.at_precision not in ('day', 'minute')
                    then array['bad_value', 'at_precision', r.at_precision, r.case_no, 'day, minute']
            end as problem
        from jiancha._intake_rows() r
        left join (select distinct v.org_code from jiancha.org_version v) o on o.org_code = r.org_code
        left join (select v.matter_code, min(v.valid_from) as valid_from, max(v.calendar_code) as calendar_code from jiancha.matter_version v group by v.matter_code) m
            on m.matter_code = r.matter_code) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, m.version as matter_version, coalesce(m.calendar_code, here.calendar_code) as calendar_code,
            here.id_base | nextval('jiancha.docket_seq') as docket_id
        from jiancha._intake_rows() r
        -- the version in force on the day of receipt
        cross join lateral (
            select v.version, v.calendar_code from jiancha.matter_version v
            where v.matter_code = r.matter_code and v.valid_from <= (r.received_at at time zone here.time_zone)::date
            order by v.valid_from desc limit 1) m),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        -- in one order, so that two feeds of the same numbers do not deadlock
        select 'approval', i.case_no, i.docket_id from incoming i order by i.case_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack,
            calendar_code, received_at, state)
        select i.docket_id, 'approval', i.case_no, i.org_code, i.org_code, i.matter_code, i.matter_version, here.pack,
            i.calendar_code, i.received_at, 'received'
        from incoming i join numbered using (docket_id)),
    files as (
        insert into jiancha.case_file (docket_id, org_code, applicant, channel, party_kind, subject, staff_code, at_precision, data)
        select i.docket_id, i.org_code, i.applicant, i.channel, i.party_kind, i.subject, i.staff_code, i.at_precision, i.data
        from incoming i join numbered using (docket_id))
    select array_agg(n.docket_id) into fresh from numbered n;
    affected := coalesce(cardinality(fresh), 0);

    -- a row that was there already must be the same, word for word
    if affected < total then
        select array['case_conflict', r.case_no, case
                when d.origin_org_code is distinct from r.org_code then 'org_code'
                when d.matter_code is distinct from r.matter_code then 'matter_code'
                when d.received_at is distinct from r.received_at then 'received_at'
                when f.applicant is distinct from r.applicant then 'applicant'
                when f.channel is distinct from r.channel then 'channel'
                else 'party_kind, subject, staff_code, at_precision or data' end]
        into problem
        from jiancha._intake_rows() r
        left join jiancha.docket_key k on k.kind = 'approval' and k.business_no = r.case_no
        left join jiancha.docket d using (docket_id)
        left join jiancha.case_file f using (docket_id)
        where (d.origin_org_code, d.matter_code, d.received_at, f.applicant, f.channel, f.party_kind, f.subject, f.staff_code, f.at_precision, f.data)
            is distinct from
            (r.org_code, r.matter_code, r.received_at, r.applicant, r.channel, r.party_kind, r.subject, r.staff_code, r.at_precision, r.data)
        order by r.no limit 1;
        perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    end if;

    perform jiancha._check_time_zone(first_at, last_at, calendars);
    if affected > 0 then
        perform jiancha._store_clocks(fresh, true);
    end if;
end
$$;
comment on function jiancha._case_intake_statement(text[], name) is 'Handles the rows of a statement on case_intake: checks all, inserts docket, key and file, derives the clocks.';

create function jiancha._is_extension(data jsonb) returns boolean
language sql immutable parallel safe
begin atomic
    select data is not null and jsonb_typeof(data) = 'object'
        and exists (select from unnest(array['days', 'weeks', 'months', 'years', 'hours']) u (name) where data ? u.name)
        and not exists (select from unnest(array['days', 'weeks', 'months', 'years', 'hours']) u (name)
                        where data ? u.name
                            and coalesce(data ->> u.name, '') !~ '^([1-9]|[1-9][0-9]|[12][0-9][0-9]|3[0-5][0-9]|36[0-6])$');
end;
comment on function jiancha._is_extension(jsonb) is 'Whether the data of a step say by how much a limit is extended: days, weeks, months, years or hours, 1 to 366 each.';

create function jiancha._case_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    affected bigint;
    total bigint;
    first_at timestamptz;
    last_at timestamptz;
    calendars text[];
    dockets bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select s.calendar_code, v.published_from, v.published_from::timestamp at time zone c.time_zone as calendar_start,
        (s.region::bigint << 8) | s.node as origin
    into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;

    -- lock, then look: who holds a docket may be changing at this moment
    select array_agg(distinct dk.docket_id) into dockets
    from jiancha._step_rows() r join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no;
    perform jiancha._lock(dockets);

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], count(*), min(p.at), max(p.at),
        array_agg(distinct p.calendar_code)
    into problem, total, first_at, last_at, calendars
    from (
        select r.no, r.at, d.docket_id, d.calendar_code, case
                when coalesce(r.case_no, '') = '' then array['missing_value', 'case_no', format('(row %s of the statement)', r.no)]
                when d.docket_id is null and orgs is null then array['unknown_case', r.case_no]
                when orgs is not null
                    and (d.docket_id is null or not (d.org_code = any (orgs)
                            -- who held it once may still enter what happened then, and mend what he entered
                            or (jiancha._holder(d.docket_id, r.at) = any (orgs)
                                and (r.corrects is null
                                    or exists (select from jiancha.step s
                                               where s.docket_id = d.docket_id and s.step_no = r.corrects and s.org_code = any (orgs))))))
                    then array['case_not_yours', r.case_no, caller, array_to_string(orgs, ', ')]
                when d.docket_id >> 35 <> here.origin then array['case_elsewhere', r.case_no]
                when coalesce(r.kind, '') = '' then array['missing_value', 'kind', r.case_no]
                when k.kind is null then array['unknown_kind', r.kind, r.case_no]
                when r.at is null then array['missing_value', 'at', r.case_no]
                when not isfinite(r.at) or r.at < here.calendar_start
                    then array['bad_instant', 'at', r.at::text, r.case_no, here.calendar_code, here.published_from::text]
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.case_no, statement_timestamp()::text]
                when r.at_precision not in ('day', 'minute')
                    then array['bad_value', 'at_precision', r.at_precision, r.case_no, 'day, minute']
                when r.corrects is not null and btrim(coalesce(r.reason, '')) = ''
                    then array['correction_without_reason', r.case_no, r.corrects::text]
                when r.kind = 'cancel_step' and r.corrects is null then array['correction_without_target', r.case_no]
                when r.corrects = r.step_no then array['corrects_itself', r.case_no, r.step_no::text]
                when r.kind = 'extend' and not jiancha._is_extension(r.data)
                    then array['bad_extension', r.case_no, coalesce(r.data::text, 'NULL')]
                when r.kind = 'transfer' and not exists (select from jiancha.org_version o where o.org_code = r.data ->> 'to_org')
                    then array['bad_transfer', r.case_no, coalesce(r.data::text, 'NULL')]
            end as problem
        from jiancha._step_rows() r
        left join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no
        left join jiancha.docket d on d.docket_id = dk.docket_id
        left join jiancha.step_kind k on k.kind = r.kind) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with row as materialized (
        select d.docket_id, d.org_code, r.step_no, r.kind, r.at, r.at_precision, r.node, r.staff_code, r.opinion, r.reason, r.document_no,
            r.corrects, r.data
        from jiancha._step_rows() r
        join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no
        join jiancha.docket d on d.docket_id = dk.docket_id)
    insert into jiancha.step (docket_id, step_no, kind, at, at_precision, node, staff_code, actor, opinion, reason, document_no, corrects,
        data, org_code)
    select r.docket_id, r.step_no, r.kind, r.at, r.at_precision, r.node, r.staff_code, caller::text, r.opinion, r.reason,
        r.document_no, r.corrects, r.data, r.org_code
    from row r
    where r.step_no is not null
    union all
    -- a row without a step_no that says the same as another is the same step: a batch sent twice changes nothing
    select distinct r.docket_id, r.step_no, r.kind, r.at, r.at_precision, r.node, r.staff_code, caller::text, r.opinion, r.reason,
        r.document_no, r.corrects, r.data, r.org_code
    from row r
    where r.step_no is null
        and not exists (
            select from jiancha.step s
            where s.docket_id = r.docket_id and s.step_no is null and s.kind = r.kind and s.at = r.at
                and (s.at_precision, s.node, s.staff_code, s.opinion, s.reason, s.document_no, s.corrects, s.data)
                    is not distinct from
                    (r.at_precision, r.node, r.staff_code, r.opinion, r.reason, r.document_no, r.corrects, r.data))
    on conflict (docket_id, step_no) where step_no is not null do nothing;
    get diagnostics affected = row_count;

    -- a numbered row that was there already must be the same, word for word
    if affected < total then
        select array['step_conflict', r.case_no, r.step_no::text]
        into problem
        from jiancha._step_rows() r
        join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no
        join jiancha.step s on s.docket_id = dk.docket_id and s.step_no = r.step_no
        where (s.kind, s.at, s.at_precision, s.node, s.staff_code, s.opinion, s.reason, s.document_no, s.corrects, s.data)
            is distinct from
            (r.kind, r.at, r.at_precision, r.node, r.staff_code, r.opinion, r.reason, r.document_no, r.corrects, r.data)
        order by r.no limit 1;
        perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    end if;

    perform jiancha._check_time_zone(first_at, last_at, calendars);
    if affected > 0 then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._case_step_statement(text[], name) is 'Handles the rows of a statement on case_step: checks all, locks the dockets, inserts the steps, derives.';
