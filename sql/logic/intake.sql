-- What the insertable views do with the rows of a statement. case_intake and docket_intake share one function, case_step and
-- docket_step another: a case is a docket of kind approval. Each gets the organisations the caller acts for (NULL: all) and the
-- caller's name, and runs as the records' owner. The rows are read, resolved and checked once, in the statement that inserts
-- them. A problem is an array of the message's name and its arguments; the first in order of arrival is raised.

create function jiancha._intake_rows(generic boolean, feed boolean)
returns table (
    no bigint, docket_kind text, business_no text, org_code text, matter_code text, applicant text, received_at timestamptz, channel text,
    party_kind text, subject text, staff_code text, set_limit integer, set_unit text, at_precision text, data jsonb, misread text[])
language sql stable parallel unsafe
begin atomic
    select b.ordinality, 'approval', b.case_no, b.org_code, b.matter_code, b.applicant, b.received_at, coalesce(b.channel, 'window'),
        b.party_kind, b.subject, b.staff_code, null::integer, null::text, coalesce(b.at_precision, 'minute'), b.data, null::text[]
    from rows from (jiancha._buffered() as (
        case_no text, org_code text, matter_code text, applicant text, received_at timestamptz, channel text, party_kind text,
        subject text, staff_code text, at_precision text, data jsonb)) with ordinality b
    where not _intake_rows.generic
    union all
    select b.ordinality, b.docket_kind, b.business_no, b.org_code, b.matter_code, b.applicant, b.received_at, coalesce(b.channel, 'window'),
        b.party_kind, b.subject, b.staff_code, b.set_limit, b.set_unit, coalesce(b.at_precision, 'minute'), b.data, null
    from rows from (jiancha._buffered() as (
        docket_kind text, business_no text, org_code text, matter_code text, applicant text, received_at timestamptz, channel text,
        party_kind text, subject text, staff_code text, set_limit integer, set_unit text, at_precision text, data jsonb)) with ordinality b
    where _intake_rows.generic and not _intake_rows.feed
    union all
    select b.no, b.docket_kind, b.business_no, b.org_code, b.matter_code, b.applicant, b.received_at, b.channel, b.party_kind, b.subject, b.staff_code,
        null, null, b.at_precision, b.data, b.misread
    from jiancha._buffered() as b (
        no bigint, docket_kind text, business_no text, org_code text, matter_code text, applicant text, received_at timestamptz, channel text,
        party_kind text, subject text, staff_code text, at_precision text, data jsonb, misread text[])
    where _intake_rows.feed;
end;
comment on function jiancha._intake_rows(boolean, boolean) is
    'Rows of the statement on docket_intake (generic), case_intake or, of a feed, feed_docket_row, numbered as they came, defaults filled in.';

create function jiancha._step_rows(generic boolean, feed boolean)
returns table (
    no bigint, docket_kind text, business_no text, step_no bigint, kind text, at timestamptz, node text, staff_code text, opinion text,
    reason text, document_no text, corrects bigint, data jsonb, at_precision text, source text, misread text[])
language sql stable parallel unsafe
begin atomic
    select b.ordinality, 'approval', b.case_no, b.step_no, b.kind, b.at, b.node, b.staff_code, b.opinion, b.reason, b.document_no,
        b.corrects, b.data, coalesce(b.at_precision, 'minute'), null::text, null::text[]
    from rows from (jiancha._buffered() as (
        case_no text, step_no bigint, kind text, at timestamptz, node text, staff_code text, opinion text, reason text, document_no text,
        corrects bigint, data jsonb, at_precision text, flag text)) with ordinality b
    where not _step_rows.generic
    union all
    select b.ordinality, b.docket_kind, b.business_no, b.step_no, b.kind, b.at, b.node, b.staff_code, b.opinion, b.reason, b.document_no,
        b.corrects, b.data, coalesce(b.at_precision, 'minute'), null, null
    from rows from (jiancha._buffered() as (
        docket_kind text, business_no text, step_no bigint, kind text, at timestamptz, node text, staff_code text, opinion text, reason text,
        document_no text, corrects bigint, data jsonb, at_precision text, flag text)) with ordinality b
    where _step_rows.generic and not _step_rows.feed
    union all
    select b.no, b.docket_kind, b.business_no, b.step_no, b.kind, b.at, b.node, b.staff_code, b.opinion, b.reason, b.document_no, b.corrects, b.data,
        b.at_precision, b.source, b.misread
    from jiancha._buffered() as b (
        no bigint, docket_kind text, business_no text, step_no bigint, kind text, at timestamptz, node text, staff_code text, opinion text,
        reason text, document_no text, corrects bigint, data jsonb, at_precision text, source text, misread text[])
    where _step_rows.feed;
end;
comment on function jiancha._step_rows(boolean, boolean) is
    'Rows of the statement on docket_step (generic), case_step or, of a feed, feed_step_row, numbered as they came, defaults filled in.';

create function jiancha._conflicts(conflicts text[]) returns jsonb
language sql immutable parallel safe
begin atomic
    select coalesce(jsonb_object_agg(conflicts[i][1], (select jsonb_agg(c) from unnest(conflicts[i:i][2:]) c)), '{}')
    from generate_subscripts(conflicts, 1) i;
end;
comment on function jiancha._conflicts(text[]) is 'Rows of number and problem as an object: problem by number of the row; empty for NULL.';

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

create function jiancha._take_dockets(generic boolean, orgs text[], caller name, feed boolean default false, out landed bigint, out refused jsonb, out unclocked text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    total bigint;
    bad bigint;
    first_at timestamptz;
    last_at timestamptz;
    calendars text[];
    fresh bigint[];
    conflicts text[];
    no_column constant text := case when generic then 'business_no' else 'case_no' end;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select (s.region::bigint << 43) | (s.node::bigint << 35) as id_base, s.pack, s.calendar_code, c.time_zone,
        v.published_from, v.published_from::timestamp at time zone c.time_zone as calendar_start,
        -- kinds whose facts some pack has a condition about: their dockets are looked at by the next sweep
        array(select distinct r.docket_kind from jiancha.signal_rule r where r.kind = 'condition') as conditioned
    into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;

    with incoming as materialized (
        select r.*, m.version as matter_version, coalesce(m.calendar_code, here.calendar_code) as calendar_code,
            case
                when r.misread is not null then r.misread
                when btrim(coalesce(r.business_no, '')) = '' then array['missing_value', no_column, format('(row %s of the statement)', r.no)]
                when r.business_no <> btrim(r.business_no) or octet_length(r.business_no) > 200
                    then array['bad_value', no_column, left(r.business_no, 60), format('(row %s of the statement)', r.no),
                        'at most 200 bytes, no space before or behind']
                when generic and k.kind is null
                    then array['unknown_docket_kind', coalesce(r.docket_kind, 'NULL'), r.business_no,
                        (select string_agg(a.kind, ', ' order by a.kind) from jiancha.docket_kind a where a.department_enters or orgs is null)]
                when generic and orgs is not null and not k.department_enters then array['not_entered_here', r.docket_kind, r.business_no]
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.business_no]
                when coalesce(r.matter_code, '') = '' and r.docket_kind in ('approval', 'penalty')
                    then array['missing_value', 'matter_code', r.business_no]
                when btrim(coalesce(r.applicant, '')) = '' and r.docket_kind = 'approval' then array['missing_value', 'applicant', r.business_no]
                when orgs is not null and r.staff_code in (
                    select v.staff_code from jiancha.staff_version v
                    where v.staff_code in (select x.staff_code from jiancha._intake_rows(generic, feed) x)
                    group by v.staff_code having not bool_or(v.org_code = any (orgs)))
                    then array['staff_of_another', r.staff_code, r.business_no, caller, array_to_string(orgs, ', ')]
                when r.received_at is null then array['missing_value', 'received_at', r.business_no]
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code)
                    then array['unknown_org', r.org_code, r.business_no]
                when r.org_code <> all (orgs) then array['not_your_org', r.org_code, r.business_no, caller, array_to_string(orgs, ', ')]
                when not isfinite(r.received_at) or r.received_at < here.calendar_start
                    then array['bad_instant', 'received_at', r.received_at::text, r.business_no, here.calendar_code, here.published_from::text]
                when r.received_at > latest then array['in_the_future', 'received_at', r.received_at::text, r.business_no, statement_timestamp()::text]
                when r.matter_code is not null and m.version is null then array['unknown_matter', r.matter_code, r.business_no]
                when r.channel not in ('window', 'online', 'post', 'phone', 'app', 'feed', 'import')
                    then array['bad_value', 'channel', r.channel, r.business_no, 'window, online, post, phone, app, feed, import']
                when r.at_precision not in ('day', 'minute')
                    then array['bad_value', 'at_precision', r.at_precision, r.business_no, 'day, minute']
                when r.set_limit not between 1 and 10000
                    then array['bad_value', 'set_limit', r.set_limit::text, r.business_no, '1 to 10000']
                when r.set_unit not in ('working_day', 'day', 'week', 'month', 'year', 'working_hour')
                    then array['bad_value', 'set_unit', r.set_unit, r.business_no, 'working_day, day, week, month, year, working_hour']
                when (r.set_limit is null) <> (r.set_unit is null)
                    then array['missing_value', case when r.set_limit is null then 'set_limit' else 'set_unit' end, r.business_no]
            end as problem
        -- numbered before anything is joined, so in order of arrival
        from (select i.*, here.id_base | nextval('jiancha.docket_seq') as docket_id from jiancha._intake_rows(generic, feed) i) r
        left join jiancha.docket_kind k on generic and k.kind = r.docket_kind
        -- the version in force on the day of receipt
        left join lateral (
            select v.version, v.calendar_code from jiancha.matter_version v
            where v.matter_code = r.matter_code
                and v.valid_from <= case when r.received_at <= latest and isfinite(r.received_at) then (r.received_at at time zone here.time_zone)::date end
            order by v.valid_from desc limit 1) m on true),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        -- in one order, so that two feeds of the same numbers do not deadlock
        select i.docket_kind, i.business_no, i.docket_id from incoming i where i.problem is null order by i.docket_kind, i.business_no, i.no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack,
            calendar_code, received_at, state, set_limit, set_unit, imported, check_at)
        select i.docket_id, i.docket_kind, i.business_no, i.org_code, i.org_code, i.matter_code, i.matter_version, here.pack,
            i.calendar_code, i.received_at, 'received', i.set_limit, i.set_unit, i.channel = 'import',
            case when i.docket_kind = any (here.conditioned) then i.received_at end
        from incoming i join numbered using (docket_id)),
    files as (
        insert into jiancha.case_file (docket_id, org_code, applicant, channel, party_kind, subject, staff_code, at_precision, data)
        select i.docket_id, i.org_code, i.applicant, i.channel, i.party_kind, i.subject, i.staff_code, i.at_precision, i.data
        from incoming i join numbered using (docket_id))
    select (select i.problem from incoming i where i.problem is not null order by i.no limit 1), (select array_agg(n.docket_id) from numbered n),
        count(*), count(*) filter (where i.problem is not null), min(i.received_at), max(i.received_at), array_agg(distinct i.calendar_code),
        coalesce((select jsonb_object_agg(i.no, i.problem) from incoming i where i.problem is not null), '{}')
    into problem, fresh, total, bad, first_at, last_at, calendars, refused
    from incoming i;
    landed := coalesce(cardinality(fresh), 0);
    if problem is not null and not feed then
        perform jiancha._raise(problem[1], variadic problem[2:]);
    end if;

    -- a row that was there already must be the same, word for word
    if landed + bad < total then
        select array_agg(case when d.docket_id is null then array[r.no::text, 'case_archived', r.docket_kind, r.business_no]
            else array[r.no::text, 'case_conflict', r.business_no, case
                when d.origin_org_code is distinct from r.org_code then 'org_code'
                when d.matter_code is distinct from r.matter_code then 'matter_code'
                when d.received_at is distinct from r.received_at then 'received_at'
                when f.applicant is distinct from r.applicant then 'applicant'
                when f.channel is distinct from r.channel then 'channel'
                when (d.set_limit, d.set_unit) is distinct from (r.set_limit, r.set_unit) then 'set_limit or set_unit'
                else 'party_kind, subject, staff_code, at_precision or data' end] end order by r.no)
        into conflicts
        from jiancha._intake_rows(generic, feed) r
        left join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
        left join jiancha.docket d using (docket_id)
        left join jiancha.case_file f using (docket_id)
        where (d.origin_org_code, d.matter_code, d.received_at, d.set_limit, d.set_unit, f.applicant, f.channel, f.party_kind, f.subject,
                f.staff_code, f.at_precision, f.data)
            is distinct from
            (r.org_code, r.matter_code, r.received_at, r.set_limit, r.set_unit, r.applicant, r.channel, r.party_kind, r.subject,
                r.staff_code, r.at_precision, r.data)
            and not refused ? r.no::text;
        if conflicts is not null and not feed then
            perform jiancha._raise(conflicts[1][2], variadic (select array_agg(c) from unnest(conflicts[1:1][3:]) c));
        end if;
        refused := refused || jiancha._conflicts(conflicts);
    end if;

    -- a feed says no zone but the calendar's
    if not feed and (current_setting('TimeZone') <> here.time_zone or calendars <> array[here.calendar_code]::text[]) then
        perform jiancha._check_time_zone(first_at, last_at, calendars);
    end if;
    if fresh is not null then
        perform jiancha._mark_scope(fresh);
        if feed then
            unclocked := fresh::text;
        else
            perform jiancha._store_clocks(fresh, true);
        end if;
    end if;
end
$$;
comment on function jiancha._take_dockets(boolean, text[], name, boolean) is
    'Handles the rows of a statement on docket_intake (generic), case_intake or, of a feed, feed_docket_row: checks all, inserts docket, key and file, derives the clocks. The first problem is raised; of a feed, refused names them all by the number of the row, and the other rows are taken. landed: dockets that were not there before; unclocked: of a feed, their ids: their clocks are derived when the steps of the batch are in.';

create function jiancha._case_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._take_dockets(false, orgs, caller);
end
$$;
comment on function jiancha._case_intake_statement(text[], name) is 'Handles the rows of a statement on case_intake.';

create function jiancha._docket_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._take_dockets(true, orgs, caller);
end
$$;
comment on function jiancha._docket_intake_statement(text[], name) is 'Handles the rows of a statement on docket_intake.';

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

create function jiancha._take_steps(generic boolean, orgs text[], caller name, feed boolean default false, out landed bigint, out refused jsonb)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    total bigint;
    bad bigint;
    first_at timestamptz;
    last_at timestamptz;
    calendars text[];
    dockets bigint[];
    conflicts text[];
    sender text;
    sender_orgs text[];
    no_column constant text := case when generic then 'business_no' else 'case_no' end;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    if feed then
        select s.org_code, s.orgs into sender, sender_orgs
        from jiancha._feed_sender((select r.source from jiancha._step_rows(generic, feed) r limit 1)) s;
    end if;
    select s.calendar_code, c.time_zone, v.published_from, v.published_from::timestamp at time zone c.time_zone as calendar_start,
        (s.region::bigint << 8) | s.node as origin
    into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;

    -- lock, in docket_id order as every writer does; then look: who holds a docket may be changing at this moment
    select array_agg(l.docket_id) into dockets
    from (
        select d.docket_id from jiancha.docket d
        where d.docket_id in (
            select dk.docket_id from jiancha._step_rows(generic, feed) r
            join jiancha.docket_key dk on dk.kind = r.docket_kind and dk.business_no = r.business_no
            where r.misread is null)
        order by d.docket_id for no key update) l;

    with incoming as materialized (
        select r.*, d.docket_id, d.org_code, d.calendar_code, d.revision + 1 as revision,
            case
                when r.misread is not null then r.misread
                when coalesce(r.business_no, '') = '' then array['missing_value', no_column, format('(row %s of the statement)', r.no)]
                when generic and dk.kind is null
                    then array['unknown_docket_kind', coalesce(r.docket_kind, 'NULL'), r.business_no,
                        (select string_agg(a.kind, ', ' order by a.kind) from jiancha.docket_kind a where a.department_enters or orgs is null)]
                when generic and orgs is not null and not dk.department_enters then array['not_entered_here', r.docket_kind, r.business_no]
                when d.docket_id is null and jiancha._archived(r.docket_kind, r.business_no, orgs) then array['case_archived', r.docket_kind, r.business_no]
                when d.docket_id is null and orgs is null
                    then case when generic then array['unknown_docket', r.docket_kind, r.business_no] else array['unknown_case', r.business_no] end
                when orgs is not null
                    and (d.docket_id is null or not (d.org_code = any (orgs)
                            -- who held it once may still enter what happened then, and mend what he entered
                            or (jiancha._holder(d.docket_id, r.at) = any (orgs)
                                and (r.corrects is null
                                    -- OFFSET 0 here and below: looked up for the row, never by hashing every step there is
                                    or exists (select from jiancha.step s
                                               where s.docket_id = d.docket_id and s.step_no = r.corrects and s.org_code = any (orgs) offset 0)))))
                    then case when generic then array['docket_not_yours', r.docket_kind, r.business_no, caller, array_to_string(orgs, ', ')]
                        else array['case_not_yours', r.business_no, caller, array_to_string(orgs, ', ')] end
                -- a source speaks of what its organisation or one below it holds, held at that instant, or entered
                when feed and d.org_code <> all (sender_orgs) and d.origin_org_code <> all (sender_orgs)
                    and jiancha._holder(d.docket_id, r.at) = any (sender_orgs) is not true
                    then array['feed_other_org', d.org_code, r.business_no, r.source, sender]
                when d.docket_id >> 35 <> here.origin then array['case_elsewhere', r.business_no]
                -- who is complained of, or handles it, does not close it by himself
                when orgs is not null and r.docket_kind = 'complaint' and exists (select from jiancha.complaint c where c.docket_id = d.docket_id)
                    then array['complaint_by_desk', r.business_no]
                when coalesce(r.kind, '') = '' then array['missing_value', 'kind', r.business_no]
                when k.kind is null then array['unknown_kind', left(r.kind, 60), r.business_no]
                -- the engine numbers its own steps below every number that is used or named
                when least(r.step_no, r.corrects) < -1000000000
                    then array['bad_value', case when r.step_no < -1000000000 then 'step_no' else 'corrects' end, least(r.step_no, r.corrects)::text,
                        r.business_no, 'NULL or from -1000000000 on']
                -- who signs signs for his own: one pass over the statement, not a look for each row
                when orgs is not null and r.staff_code in (
                    select v.staff_code from jiancha.staff_version v
                    where v.staff_code in (select x.staff_code from jiancha._step_rows(generic, feed) x)
                    group by v.staff_code having not bool_or(v.org_code = any (orgs)))
                    then array['staff_of_another', r.staff_code, r.business_no, caller, array_to_string(orgs, ', ')]
                when r.at is null then array['missing_value', 'at', r.business_no]
                when not isfinite(r.at) or r.at < here.calendar_start
                    then array['bad_instant', 'at', r.at::text, r.business_no, here.calendar_code, here.published_from::text]
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.business_no, statement_timestamp()::text]
                when r.at_precision not in ('day', 'minute')
                    then array['bad_value', 'at_precision', r.at_precision, r.business_no, 'day, minute']
                -- what a lapse entered is the engine's alone
                when coalesce(r.corrects < 0, false)
                    and exists (select from jiancha.step s where s.docket_id = d.docket_id and s.step_no = r.corrects and s.data ? 'lapse' offset 0)
                    then array['engine_step', r.business_no, r.corrects::text]
                when jsonb_typeof(r.data) = 'object' and r.data ? 'lapse' then array['engine_data', r.business_no, left(r.data::text, 200)]
                when r.corrects is not null and btrim(coalesce(r.reason, '')) = ''
                    then array['correction_without_reason', r.business_no, r.corrects::text]
                when r.kind = 'cancel_step' and r.corrects is null then array['correction_without_target', r.business_no]
                when r.corrects = r.step_no then array['corrects_itself', r.business_no, r.step_no::text]
                when r.kind = 'extend' and not jiancha._is_extension(r.data)
                    then array['bad_extension', r.business_no, coalesce(left(r.data::text, 200), 'NULL')]
                when r.kind = 'transfer' and not exists (select from jiancha.org_version o where o.org_code = r.data ->> 'to_org')
                    then array['bad_transfer', r.business_no, coalesce(left(r.data::text, 200), 'NULL')]
            end as problem
        from jiancha._step_rows(generic, feed) r
        left join (select l.* from jiancha.docket l where l.docket_id = any (dockets)) d on d.kind = r.docket_kind and d.business_no = r.business_no
        left join jiancha.docket_kind dk on generic and dk.kind = r.docket_kind
        left join jiancha.step_kind k on k.kind = r.kind),
    written as (
        insert into jiancha.step (docket_id, step_no, kind, at, at_precision, node, staff_code, actor, opinion, reason, document_no, corrects,
            data, org_code, revision)
        -- of two rows with one number the first counts
        (select i.docket_id, i.step_no, i.kind, i.at, i.at_precision, i.node, i.staff_code, caller::text, i.opinion, i.reason,
            i.document_no, i.corrects, i.data, i.org_code, i.revision
        from incoming i
        where i.problem is null and i.step_no is not null
        order by i.no)
        union all
        -- a row without a step_no that says the same as another is the same step: a batch sent twice changes nothing
        select distinct i.docket_id, i.step_no, i.kind, i.at, i.at_precision, i.node, i.staff_code, caller::text, i.opinion, i.reason,
            i.document_no, i.corrects, i.data, i.org_code, i.revision
        from incoming i
        where i.problem is null and i.step_no is null
            and not exists (
                select from jiancha.step s
                where s.docket_id = i.docket_id and s.step_no is null and s.kind = i.kind and s.at = i.at
                    and (s.at_precision, s.node, s.staff_code, s.opinion, s.reason, s.document_no, s.corrects, s.data)
                        is not distinct from
                        (i.at_precision, i.node, i.staff_code, i.opinion, i.reason, i.document_no, i.corrects, i.data))
        on conflict (docket_id, step_no) where step_no is not null do nothing
        returning 1)
    select (select i.problem from incoming i where i.problem is not null order by i.no limit 1), (select count(*) from written),
        -- a docket for which nothing was taken is left alone
        coalesce((select array_agg(distinct i.docket_id) from incoming i
                  where i.problem is null and exists (select from incoming j where j.problem is not null)), dockets),
        count(*), count(*) filter (where i.problem is not null), min(i.at), max(i.at), array_agg(distinct i.calendar_code),
        coalesce((select jsonb_object_agg(i.no, i.problem) from incoming i where i.problem is not null), '{}')
    into problem, landed, dockets, total, bad, first_at, last_at, calendars, refused
    from incoming i;
    if problem is not null and not feed then
        perform jiancha._raise(problem[1], variadic problem[2:]);
    end if;

    -- a numbered row that was there already must be the same, word for word
    if landed + bad < total then
        select array_agg(array[r.no::text, 'step_conflict', r.business_no, r.step_no::text] order by r.no)
        into conflicts
        from jiancha._step_rows(generic, feed) r
        join jiancha.docket_key dk on dk.kind = r.docket_kind and dk.business_no = r.business_no
        join jiancha.step s on s.docket_id = dk.docket_id and s.step_no = r.step_no
        where (s.kind, s.at, s.at_precision, s.node, s.staff_code, s.opinion, s.reason, s.document_no, s.corrects, s.data)
            is distinct from
            (r.kind, r.at, r.at_precision, r.node, r.staff_code, r.opinion, r.reason, r.document_no, r.corrects, r.data)
            and not refused ? r.no::text;
        if conflicts is not null and not feed then
            perform jiancha._raise(conflicts[1][2], variadic (select array_agg(c) from unnest(conflicts[1:1][3:]) c));
        end if;
        refused := refused || jiancha._conflicts(conflicts);
    end if;

    -- a feed says no zone but the calendar's
    if not feed and (current_setting('TimeZone') <> here.time_zone or calendars <> array[here.calendar_code]::text[]) then
        perform jiancha._check_time_zone(first_at, last_at, calendars);
    end if;
    if landed > 0 then
        perform jiancha._check_flow(dockets);
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._take_steps(boolean, text[], name, boolean) is
    'Handles the rows of a statement on docket_step (generic), case_step or, of a feed, feed_step_row: locks the dockets, checks all, inserts the steps, derives. The first problem is raised; of a feed, refused names them all by the number of the row, and the other rows are taken. landed: steps that were not there before.';

create function jiancha._case_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._take_steps(false, orgs, caller);
end
$$;
comment on function jiancha._case_step_statement(text[], name) is 'Handles the rows of a statement on case_step.';

create function jiancha._docket_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._take_steps(true, orgs, caller);
end
$$;
comment on function jiancha._docket_step_statement(text[], name) is 'Handles the rows of a statement on docket_step.';
