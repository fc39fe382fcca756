-- What happens outside and must be followed: laws that change, items and handlers that change, certificates to be found again among the cases. Each is a
-- docket on the one engine. Called as the functions of intake.sql are.

create function jiancha._law_change_rows()
returns table (no bigint, law_change_no text, title text, cause text, document_no text, event_on date, pack text, holder_org text, matters text[])
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.law_change_no, b.title, coalesce(b.cause, 'law'), b.document_no, b.event_on, b.pack, b.holder_org, coalesce(b.matters, '{}')
    from rows from (jiancha._buffered() as (
        law_change_no text, title text, cause text, document_no text, event_on date, pack text, holder_org text, matters text[])) with ordinality b;
end;
comment on function jiancha._law_change_rows() is 'Rows of the statement on law_change_intake, numbered as they came, defaults filled in.';

create function jiancha._acts_as(orgs text[], kinds text[]) returns boolean
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    return orgs is null or exists (
        select from unnest(orgs) g (org_code)
        cross join lateral (
            select v.kinds, v.state from jiancha.org_version v where v.org_code = g.org_code order by v.valid_from desc limit 1) o
        where o.kinds && _acts_as.kinds and o.state = 'active');
end
$$;
comment on function jiancha._acts_as(text[], text[]) is 'Whether one of the organisations is of one of the kinds; orgs NULL: all, so it is.';

create function jiancha._law_change_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    fresh bigint[];
    today date;
begin
    if not jiancha._acts_as(orgs, '{legal_office,supervisor}') then
        perform jiancha._raise('not_that_office', 'law_change_intake', 'legal_office, supervisor', caller);
    end if;
    lock table jiancha.law_change in share row exclusive mode;
    select s.pack, s.calendar_code, c.time_zone, v.published_from into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;
    today := ((statement_timestamp() + interval '5 minutes') at time zone here.time_zone)::date;

    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.law_change_no, '')) = '' then array['missing_value', 'law_change_no', format('(row %s of the statement)', r.no)]
                when octet_length(r.law_change_no) > 100 or r.law_change_no <> btrim(r.law_change_no)
                    then array['bad_value', 'law_change_no', left(r.law_change_no, 60), format('(row %s of the statement)', r.no), 'at most 100 bytes, no space before or behind']
                when btrim(coalesce(r.title, '')) = '' then array['missing_value', 'title', r.law_change_no]
                when r.cause not in ('law', 'function') then array['bad_value', 'cause', r.cause, r.law_change_no, 'law, function']
                when r.event_on is null then array['missing_value', 'event_on', r.law_change_no]
                when not isfinite(r.event_on) or r.event_on < here.published_from
                    then array['bad_instant', 'event_on', r.event_on::text, r.law_change_no, here.calendar_code, here.published_from::text]
                when r.event_on > today then array['in_the_future', 'event_on', r.event_on::text, r.law_change_no, statement_timestamp()::text]
                when r.pack is null and cardinality(r.matters) = 0 then array['missing_value', 'matters or pack', r.law_change_no]
                when (r.pack is null) <> (r.holder_org is null)
                    then array['missing_value', case when r.pack is null then 'pack' else 'holder_org' end, r.law_change_no]
                when r.pack is not null and not exists (select from jiancha.rule_pack k where k.pack = r.pack)
                    then array['bad_value', 'pack', r.pack, r.law_change_no, 'a pack of jiancha.rule_pack']
                when r.holder_org is not null and not exists (select from jiancha.org_version o where o.org_code = r.holder_org)
                    then array['unknown_org', r.holder_org, r.law_change_no]
                when u.matter_code is not null then array['unknown_matter', u.matter_code, r.law_change_no]
                when (l.title, l.cause, l.document_no, l.event_on, l.pack, l.holder_org, l.matters)
                        is distinct from (r.title, r.cause, r.document_no, r.event_on, r.pack, r.holder_org, r.matters) and l.law_change_no is not null
                        or row_number() over (partition by r.law_change_no order by r.no) > 1
                    then array['law_change_conflict', r.law_change_no]
            end as problem
        from jiancha._law_change_rows() r
        left join jiancha.law_change l on l.law_change_no = r.law_change_no
        left join lateral (
            select coalesce(m.matter_code, 'NULL') as matter_code from unnest(r.matters) m (matter_code)
            where not exists (select from jiancha.matter_version v where v.matter_code = m.matter_code) limit 1) u on true) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with added as (
        insert into jiancha.law_change (law_change_no, title, cause, document_no, event_on, pack, holder_org, matters, actor)
        select r.law_change_no, r.title, r.cause, r.document_no, r.event_on, r.pack, r.holder_org, r.matters, caller::text
        from jiancha._law_change_rows() r order by r.law_change_no
        on conflict on constraint law_change_pkey do nothing
        returning law_change_no, event_on, holder_org, matters),
    task as materialized (
        select t.*, jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from (
            select distinct 'matter_change' as kind, a.law_change_no || '#' || v.matter_code as business_no, v.org_code, v.matter_code, v.version, a.event_on
            from added a
            cross join lateral unnest(a.matters) m (matter_code)
            cross join lateral (
                select w.matter_code, w.version, w.org_code from jiancha.matter_version w where w.matter_code = m.matter_code
                order by w.valid_from <= a.event_on desc, case when w.valid_from <= a.event_on then w.valid_from end desc, w.valid_from limit 1) v
            union all
            select 'rule_change', a.law_change_no, a.holder_org, null, null, a.event_on from added a where a.holder_org is not null) t),
    keys as (
        insert into jiancha.docket_key (kind, business_no, docket_id) select t.kind, t.business_no, t.docket_id from task t order by t.kind, t.business_no),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code, received_at, state)
        select t.docket_id, t.kind, t.business_no, t.org_code, t.org_code, t.matter_code, t.version, here.pack, here.calendar_code,
            t.event_on::timestamp at time zone here.time_zone, 'received'
        from task t)
    select array_agg(t.docket_id) into fresh from task t;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._law_change_intake_statement(text[], name) is
    'Handles the rows of a statement on law_change_intake: opens a task (docket of kind matter_change, numbered event#matter) for each matter concerned, and one of kind rule_change for a rule pack.';

create function jiancha._law_change_done_rows() returns table (no bigint, law_change_no text, version integer, done_at timestamptz, text text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.law_change_no, b.version, b.done_at, b.text
    from rows from (jiancha._buffered() as (law_change_no text, version integer, done_at timestamptz, text text)) with ordinality b;
end;
comment on function jiancha._law_change_done_rows() is 'Rows of the statement on law_change_done, numbered as they came.';

create function jiancha._law_change_done_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select array_agg(k.docket_id order by k.docket_id) into dockets
    from jiancha._law_change_done_rows() r join jiancha.docket_key k on k.kind = 'rule_change' and k.business_no = r.law_change_no;
    perform jiancha._lock(dockets);
    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.law_change_no, '') = '' then array['missing_value', 'law_change_no', format('(row %s of the statement)', r.no)]
                when d.docket_id is null or d.org_code <> all (orgs) then array['task_not_yours', r.law_change_no, caller, array_to_string(orgs, ', ')]
                when r.version is null or p.version is null or p.valid_from < l.event_on
                    then array['no_new_rules', r.law_change_no, l.pack, coalesce(r.version::text, 'NULL'), l.event_on::text]
                when r.done_at is null then array['missing_value', 'done_at', r.law_change_no]
                when not isfinite(r.done_at) or r.done_at < d.received_at
                    then array['bad_value', 'done_at', r.done_at::text, r.law_change_no, format('an instant not before the event, %s', d.received_at)]
                when r.done_at > latest then array['in_the_future', 'done_at', r.done_at::text, r.law_change_no, statement_timestamp()::text]
                when s.docket_id is not null and (s.at, s.opinion, s.data ->> 'version') is distinct from (r.done_at, r.text, r.version::text)
                        or row_number() over (partition by r.law_change_no order by r.no) > 1
                    then array['law_change_conflict', r.law_change_no]
            end as problem
        from jiancha._law_change_done_rows() r
        left join jiancha.law_change l on l.law_change_no = r.law_change_no
        left join jiancha.rule_pack p on p.pack = l.pack and p.version = r.version
        left join jiancha.docket_key k on k.kind = 'rule_change' and k.business_no = r.law_change_no
        left join jiancha.docket d on d.docket_id = k.docket_id
        left join jiancha.step s on s.docket_id = k.docket_id and s.kind = 'adjust_change') p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.step (docket_id, kind, at, at_precision, actor, opinion, data, org_code, revision)
    select d.docket_id, 'adjust_change', r.done_at, 'minute', caller::text, r.text, jsonb_build_object('version', r.version), d.org_code, d.revision + 1
    from jiancha._law_change_done_rows() r
    join jiancha.docket_key k on k.kind = 'rule_change' and k.business_no = r.law_change_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where not exists (select from jiancha.step s where s.docket_id = d.docket_id and s.kind = 'adjust_change');
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._law_change_done_statement(text[], name) is
    'Handles the rows of a statement on law_change_done: a task on a rule pack ends with a version of it that took effect on or after the event.';

create function jiancha._notice_rows()
returns table (
    no bigint, notice_no text, org_code text, what text, matter_code text, version integer, staff_code text, successor_code text, changed_on date,
    notified_at timestamptz, text text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.notice_no, b.org_code, b.what, b.matter_code, m.version, b.staff_code, b.successor_code,
        coalesce(b.changed_on, m.valid_from), b.notified_at, b.text
    from rows from (jiancha._buffered() as (
        notice_no text, org_code text, what text, matter_code text, version integer, staff_code text, successor_code text, changed_on date,
        notified_at timestamptz, text text)) with ordinality b
    -- the version named, else the latest
    left join lateral (
        select v.version, v.valid_from from jiancha.matter_version v
        where b.what = 'matter' and v.matter_code = b.matter_code and (b.version is null or v.version = b.version)
        order by v.valid_from desc limit 1) m on true;
end
$$;
comment on function jiancha._notice_rows() is 'Rows of the statement on change_notices, numbered as they came, defaults filled in.';

create function jiancha._change_notices_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    dockets bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    lock table jiancha.change_notice in share row exclusive mode;
    select s.pack, s.calendar_code, c.time_zone, v.published_from into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;
    select array_agg(distinct k.docket_id) into dockets
    from jiancha._notice_rows() r
    join jiancha.docket_key k on (k.kind, k.business_no) in (('matter_version', format('%s#%s', r.matter_code, r.version)), ('duty_change', r.notice_no));
    perform jiancha._lock(dockets);

    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.notice_no, '')) = '' then array['missing_value', 'notice_no', format('(row %s of the statement)', r.no)]
                when octet_length(r.notice_no) > 200 or r.notice_no <> btrim(r.notice_no)
                    then array['bad_value', 'notice_no', left(r.notice_no, 60), format('(row %s of the statement)', r.no), 'at most 200 bytes, no space before or behind']
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', coalesce(r.org_code, ''), r.notice_no]
                when r.org_code <> all (orgs) then array['not_your_org', r.org_code, r.notice_no, caller, array_to_string(orgs, ', ')]
                when coalesce(r.what, '') not in ('matter', 'handler') then array['bad_value', 'what', coalesce(r.what, 'NULL'), r.notice_no, 'matter, handler']
                when r.what = 'matter' and (r.version is null or k.docket_id is null)
                    then array['no_such_change', coalesce(r.matter_code, ''), r.notice_no]
                when r.what = 'matter' and d.org_code <> r.org_code then array['matter_of_other', r.matter_code, r.notice_no, d.org_code]
                when r.what = 'matter' and r.changed_on <> m.valid_from
                    then array['bad_value', 'changed_on', r.changed_on::text, r.notice_no, format('%s, from which version %s holds', m.valid_from, r.version)]
                when r.what = 'handler' and not exists (select from jiancha.staff_version s where s.staff_code = r.staff_code)
                    then array['unknown_staff', coalesce(r.staff_code, ''), r.notice_no]
                when r.what = 'handler' and r.successor_code is not null and not exists (select from jiancha.staff_version s where s.staff_code = r.successor_code)
                    then array['unknown_staff', r.successor_code, r.notice_no]
                when r.changed_on is null then array['missing_value', 'changed_on', r.notice_no]
                when not isfinite(r.changed_on) or r.changed_on < here.published_from
                    then array['bad_instant', 'changed_on', r.changed_on::text, r.notice_no, here.calendar_code, here.published_from::text]
                when r.notified_at is null or not isfinite(r.notified_at) then array['missing_value', 'notified_at', r.notice_no]
                when r.notified_at > latest then array['in_the_future', 'notified_at', r.notified_at::text, r.notice_no, statement_timestamp()::text]
                when x.docket_id is not null and (x.org_code, x.what, x.matter_code, x.version, x.staff_code, x.successor_code, x.changed_on, x.notified_at, x.text)
                            is distinct from (r.org_code, r.what, r.matter_code, r.version, r.staff_code, r.successor_code, r.changed_on, r.notified_at, r.text)
                        or row_number() over (partition by r.notice_no order by r.no) > 1
                    then array['notice_conflict', r.notice_no]
            end as problem
        from jiancha._notice_rows() r
        left join jiancha.docket_key k on k.kind = 'matter_version' and k.business_no = format('%s#%s', r.matter_code, r.version)
        left join jiancha.docket d on d.docket_id = k.docket_id
        left join jiancha.matter_version m on m.matter_code = r.matter_code and m.version = r.version
        left join lateral (
            select c.* from jiancha.docket_key q join jiancha.change_notice c on c.docket_id = q.docket_id and c.notice_no = r.notice_no
            where (q.kind, q.business_no) in (('matter_version', format('%s#%s', r.matter_code, r.version)), ('duty_change', r.notice_no)) limit 1) x on true) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, coalesce(k.docket_id, jiancha._docket_base() | nextval('jiancha.docket_seq')) as docket_id, k.docket_id is null as fresh,
            r.changed_on::timestamp at time zone here.time_zone as received_at, coalesce(d.revision, 0) as revision
        from jiancha._notice_rows() r
        left join jiancha.docket_key k on k.kind = case r.what when 'matter' then 'matter_version' else 'duty_change' end
            and k.business_no = case r.what when 'matter' then format('%s#%s', r.matter_code, r.version) else r.notice_no end
        left join jiancha.docket d on d.docket_id = k.docket_id
        where not exists (select from jiancha.change_notice c where c.docket_id = k.docket_id and c.notice_no = r.notice_no)),
    keys as (
        insert into jiancha.docket_key (kind, business_no, docket_id) select 'duty_change', i.notice_no, i.docket_id from incoming i where i.fresh order by i.notice_no),
    opened as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state)
        select i.docket_id, 'duty_change', i.notice_no, i.org_code, i.org_code, here.pack, here.calendar_code, i.received_at, 'received' from incoming i where i.fresh),
    told as (
        insert into jiancha.change_notice (docket_id, org_code, notice_no, what, matter_code, version, staff_code, successor_code, changed_on, notified_at, text, actor)
        select i.docket_id, i.org_code, i.notice_no, i.what, i.matter_code, i.version, i.staff_code, i.successor_code, i.changed_on, i.notified_at, i.text, caller::text
        from incoming i),
    stepped as (
        insert into jiancha.step (docket_id, kind, at, at_precision, actor, opinion, org_code, revision)
        -- told before it happened is told in time
        select i.docket_id, 'notify_change', greatest(i.notified_at, i.received_at), 'minute', caller::text, i.text, i.org_code, i.revision + 1
        from incoming i)
    select array_agg(distinct i.docket_id) into dockets from incoming i;
    if dockets is not null then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._change_notices_statement(text[], name) is
    'Handles the rows of a statement on change_notices: enters the step notify_change into the docket of the version of a matter, or into one of kind duty_change that it opens.';

create function jiancha._certificate_report_rows()
returns table (no bigint, certificate_no text, act text, org_code text, matter_code text, case_no text, issued_on date, reported_by text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.certificate_no, coalesce(b.act, 'approval'), b.org_code, b.matter_code, nullif(btrim(b.case_no), ''), b.issued_on, b.reported_by
    from rows from (jiancha._buffered() as (
        certificate_no text, act text, org_code text, matter_code text, case_no text, issued_on date, reported_by text, case_found boolean)) with ordinality b;
end;
comment on function jiancha._certificate_report_rows() is 'Rows of the statement on certificate_report_intake, numbered as they came, defaults filled in.';

create function jiancha._certificate_report_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    fresh bigint[];
    today date;
begin
    select s.pack, s.calendar_code, c.time_zone, v.published_from into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;
    today := ((statement_timestamp() + interval '5 minutes') at time zone here.time_zone)::date;

    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.certificate_no, '')) = '' then array['missing_value', 'certificate_no', format('(row %s of the statement)', r.no)]
                when octet_length(r.certificate_no) > 200 or r.certificate_no <> btrim(r.certificate_no)
                    then array['bad_value', 'certificate_no', left(r.certificate_no, 60), format('(row %s of the statement)', r.no), 'at most 200 bytes, no space before or behind']
                when r.act not in ('approval', 'penalty', 'inspection', 'levy')
                    then array['bad_value', 'act', r.act, r.certificate_no, 'approval, penalty, inspection, levy']
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', coalesce(r.org_code, ''), r.certificate_no]
                when r.org_code <> all (orgs) then array['not_supervised', r.org_code, r.certificate_no, caller, array_to_string(orgs, ', ')]
                when not exists (select from jiancha.matter_version m where m.matter_code = r.matter_code)
                    then array['unknown_matter', coalesce(r.matter_code, ''), r.certificate_no]
                when r.issued_on is null then array['missing_value', 'issued_on', r.certificate_no]
                when not isfinite(r.issued_on) or r.issued_on < here.published_from
                    then array['bad_instant', 'issued_on', r.issued_on::text, r.certificate_no, here.calendar_code, here.published_from::text]
                when r.issued_on > today then array['in_the_future', 'issued_on', r.issued_on::text, r.certificate_no, statement_timestamp()::text]
                when btrim(coalesce(r.reported_by, '')) = '' then array['missing_value', 'reported_by', r.certificate_no]
                when x.docket_id is not null and (x.act, x.org_code, x.matter_code, x.case_no, x.issued_on, x.reported_by)
                            is distinct from (r.act, r.org_code, r.matter_code, r.case_no, r.issued_on, r.reported_by)
                        or row_number() over (partition by r.certificate_no order by r.no) > 1
                    then array['certificate_report_conflict', r.certificate_no]
            end as problem
        from jiancha._certificate_report_rows() r
        left join jiancha.docket_key k on k.kind = 'certificate_report' and k.business_no = r.certificate_no
        left join jiancha.certificate_report x on x.docket_id = k.docket_id) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id from jiancha._certificate_report_rows() r),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'certificate_report', i.certificate_no, i.docket_id from incoming i order by i.certificate_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, pack, calendar_code, received_at, state)
        select i.docket_id, 'certificate_report', i.certificate_no, i.org_code, i.org_code, i.matter_code, here.pack, here.calendar_code,
            i.issued_on::timestamp at time zone here.time_zone, 'received'
        from incoming i join numbered using (docket_id)),
    reported as (
        insert into jiancha.certificate_report (docket_id, certificate_no, act, org_code, matter_code, case_no, issued_on, reported_by, actor)
        select i.docket_id, i.certificate_no, i.act, i.org_code, i.matter_code, i.case_no, i.issued_on, i.reported_by, caller::text
        from incoming i join numbered using (docket_id))
    select array_agg(n.docket_id) into fresh from numbered n;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._certificate_report_intake_statement(text[], name) is
    'Handles the rows of a statement on certificate_report_intake: a docket of kind certificate_report each, whose conditions look for the case (X-M-9.6).';
