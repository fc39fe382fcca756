-- Changes of the library (权力事项变更): an organisation applies, the legal office of its government reviews, the organisation adjusts what was approved
-- (Z-6 to Z-8). Called as the functions of intake.sql are.

create function jiancha._legal_office(org_code text, day date) returns text
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    with recursive tree as (
        select distinct on (o.org_code) o.org_code, o.parent_code, o.kinds, o.state from jiancha.org_version o
        where o.valid_from <= day order by o.org_code, o.valid_from desc),
    up as (
        select t.parent_code as org_code, 1 as distance from tree t where t.org_code = _legal_office.org_code
        union
        select t.parent_code, u.distance + 1 from up u join tree t on t.org_code = u.org_code where t.parent_code is not null)
    select t.org_code from up u
    join tree t on 'legal_office' = any (t.kinds) and t.state = 'active' and t.org_code <> _legal_office.org_code
        and (t.org_code = u.org_code or t.parent_code = u.org_code)
    order by u.distance, t.org_code limit 1
$$;
comment on function jiancha._legal_office(text, date) is
    '同级政府法制机构: the organisation of kind legal_office that stands beside or nearest above an organisation on a day, never itself; NULL: there is none.';

create function jiancha._change_rows()
returns table (
    no bigint, change_no text, org_code text, matter_code text, action text, event_on date, applied_at timestamptz, content jsonb, reason text, cause text,
    law_change_no text, document_no text, staff_code text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.change_no, b.org_code, b.matter_code, b.action, b.event_on, b.applied_at, coalesce(b.content, '{}'), b.reason,
        coalesce(b.cause, 'law'), b.law_change_no, b.document_no, b.staff_code
    from rows from (jiancha._buffered() as (
        change_no text, org_code text, matter_code text, action text, event_on date, applied_at timestamptz, content jsonb, reason text, cause text,
        law_change_no text, document_no text, staff_code text, reviewer_org text)) with ordinality b;
end;
comment on function jiancha._change_rows() is 'Rows of the statement on change_intake, numbered as they came, defaults filled in.';

create function jiancha._change_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    dockets bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    -- changes are few: one statement after the other, so that each sees what the one before it decided
    lock table jiancha.matter_change in share row exclusive mode;
    select s.pack, s.calendar_code, c.time_zone, v.published_from
    into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;

    select array_agg(k.docket_id order by k.docket_id) into dockets
    from jiancha._change_rows() r join jiancha.docket_key k on k.kind = 'matter_change' and k.business_no = r.change_no;
    perform jiancha._lock(dockets);

    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.change_no, '')) = '' then array['missing_value', 'change_no', format('(row %s of the statement)', r.no)]
                when r.change_no <> btrim(r.change_no) or octet_length(r.change_no) > 200
                    then array['bad_value', 'change_no', left(r.change_no, 60), format('(row %s of the statement)', r.no), 'at most 200 bytes, no space before or behind']
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.change_no]
                when o.org_code is null then array['unknown_org', r.org_code, r.change_no]
                when r.org_code <> all (orgs) then array['not_your_org', r.org_code, r.change_no, caller, array_to_string(orgs, ', ')]
                when row_number() over (partition by r.change_no order by r.no) > 1 then array['change_conflict', r.change_no]
                when x.docket_id is not null then case
                    when (x.org_code, x.matter_code, x.action, x.event_on, x.applied_at, x.content, x.reason, x.cause, x.law_change_no, x.document_no, x.staff_code)
                        is distinct from (r.org_code, r.matter_code, r.action, r.event_on, r.applied_at, r.content, r.reason, r.cause, r.law_change_no, r.document_no, r.staff_code)
                        then array['change_conflict', r.change_no] end
                when coalesce(r.matter_code, '') = '' then array['missing_value', 'matter_code', r.change_no]
                when coalesce(r.action, '') not in ('add', 'amend', 'suspend', 'resume', 'abolish', 'confirm')
                    then array['bad_value', 'action', coalesce(r.action, 'NULL'), r.change_no, 'add, amend, suspend, resume, abolish, confirm']
                when r.cause not in ('law', 'function', 'other') then array['bad_value', 'cause', r.cause, r.change_no, 'law, function, other']
                when btrim(coalesce(r.reason, '')) = '' then array['missing_value', 'reason', r.change_no]
                when r.event_on is null then array['missing_value', 'event_on', r.change_no]
                when not isfinite(r.event_on) or r.event_on < here.published_from
                    then array['bad_instant', 'event_on', r.event_on::text, r.change_no, here.calendar_code, here.published_from::text]
                when r.applied_at is null then array['missing_value', 'applied_at', r.change_no]
                when not isfinite(r.applied_at) or (r.applied_at at time zone here.time_zone)::date < r.event_on
                    then array['bad_value', 'applied_at', r.applied_at::text, r.change_no, format('an instant on or after the day of the event, %s', r.event_on)]
                when r.applied_at > latest then array['in_the_future', 'applied_at', r.applied_at::text, r.change_no, statement_timestamp()::text]
                when cardinality(coalesce(o.kinds, '{}')) = 0 then array['org_without_kind', r.org_code, r.matter_code]
                when o.reviewer is null then array['no_legal_office', r.org_code, r.change_no]
                when r.law_change_no is not null and l.law_change_no is null then array['unknown_law_change', r.law_change_no, r.change_no]
                when r.action = 'add' and m.version is not null then array['matter_exists', r.matter_code, r.change_no]
                when r.action <> 'add' and m.version is null then array['unknown_matter', r.matter_code, r.change_no]
                when m.org_code <> r.org_code then array['matter_of_other', r.matter_code, r.change_no, m.org_code]
                when r.action in ('amend', 'suspend') and m.state = 'abolished' or r.action = 'suspend' and m.state <> 'active'
                        or r.action = 'resume' and m.state <> 'suspended' or r.action = 'abolish' and m.state = 'abolished'
                    then array['matter_state', r.matter_code, r.change_no, m.state, r.action]
                when r.action in ('add', 'amend') and r.content = '{}' then array['missing_value', 'content', r.change_no]
                when r.action in ('suspend', 'resume', 'abolish', 'confirm') and r.content <> '{}'
                    then array['bad_value', 'content', left(r.content::text, 80), r.change_no, 'nothing, where the action is no add or amend']
                when r.action = 'add' and coalesce(r.content ->> 'name', '') = '' then array['missing_value', 'content.name', r.change_no]
                -- a task that an event opened: its docket, its matter
                when d.docket_id is not null and (d.org_code, d.matter_code) is distinct from (r.org_code, r.matter_code)
                    then array['task_of_other', r.change_no, coalesce(d.matter_code, ''), d.org_code]
                when d.docket_id is not null and (d.received_at at time zone here.time_zone)::date <> r.event_on
                    then array['bad_value', 'event_on', r.event_on::text, r.change_no, format('%s, the day of the event that opened the task', (d.received_at at time zone here.time_zone)::date)]
                else coalesce(jiancha._content_problem(r.content, r.change_no, '{version,detail,element,list}'),
                    jiancha._content_conflict(r.matter_code, r.org_code,
                        jsonb_strip_nulls(coalesce(jiancha._matter_content(r.matter_code, m.version), jiancha._empty_content()) || r.content)))
            end as problem
        from jiancha._change_rows() r
        left join lateral (
            select v.org_code, v.kinds, jiancha._legal_office(v.org_code, (coalesce(r.applied_at, latest) at time zone here.time_zone)::date) as reviewer
            from jiancha.org_version v where v.org_code = r.org_code order by v.valid_from desc limit 1) o on true
        left join jiancha.law_change l on l.law_change_no = r.law_change_no
        left join lateral (
            select v.version, v.org_code, v.state from jiancha.matter_version v where v.matter_code = r.matter_code order by v.valid_from desc limit 1) m on true
        left join jiancha.docket_key k on k.kind = 'matter_change' and k.business_no = r.change_no
        left join jiancha.docket d on d.docket_id = k.docket_id
        left join jiancha.matter_change x on x.docket_id = k.docket_id) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, coalesce(k.docket_id, jiancha._docket_base() | nextval('jiancha.docket_seq')) as docket_id, k.docket_id is null as fresh,
            m.version, r.event_on::timestamp at time zone here.time_zone as received_at,
            jiancha._legal_office(r.org_code, (r.applied_at at time zone here.time_zone)::date) as reviewer
        from jiancha._change_rows() r
        left join jiancha.docket_key k on k.kind = 'matter_change' and k.business_no = r.change_no
        left join lateral (
            select v.version from jiancha.matter_version v where v.matter_code = r.matter_code order by v.valid_from desc limit 1) m on true
        where not exists (select from jiancha.matter_change x where x.docket_id = k.docket_id)),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'matter_change', i.change_no, i.docket_id from incoming i where i.fresh order by i.change_no),
    opened as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code, received_at, state)
        select i.docket_id, 'matter_change', i.change_no, i.org_code, i.org_code, i.matter_code, i.version, here.pack, here.calendar_code, i.received_at, 'received'
        from incoming i where i.fresh),
    applied as (
        insert into jiancha.matter_change (docket_id, change_no, org_code, reviewer_org, matter_code, action, cause, event_on, content, reason, law_change_no,
            document_no, staff_code, applied_at, actor)
        select i.docket_id, i.change_no, i.org_code, i.reviewer, i.matter_code, i.action, i.cause, i.event_on, i.content, i.reason, i.law_change_no,
            i.document_no, i.staff_code, i.applied_at, caller::text
        from incoming i),
    stepped as (
        insert into jiancha.step (docket_id, kind, at, at_precision, staff_code, actor, reason, document_no, org_code, revision)
        select i.docket_id, 'apply_change', i.applied_at, 'minute', i.staff_code, caller::text, i.reason, i.document_no, i.org_code, 1 from incoming i)
    select array_agg(i.docket_id) into dockets from incoming i;
    if dockets is not null then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._change_intake_statement(text[], name) is
    'Handles the rows of a statement on change_intake: finds the legal office that reviews, opens dockets of kind matter_change or takes those that an event opened, enters the application, derives their clocks.';

create function jiancha._empty_content() returns jsonb
language sql immutable parallel safe
begin atomic
    select '{"promised_unit": "working_day", "statutory_unit": "working_day", "roll": "last_day"}'::jsonb;
end;
comment on function jiancha._empty_content() is 'The content of a matter about which nothing is said: the defaults of the register.';

create function jiancha._review_rows()
returns table (no bigint, change_no text, reviewed_at timestamptz, result text, approved text[], opinion text, document_no text, staff_code text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.change_no, b.reviewed_at, b.result, b.approved, b.opinion, b.document_no, b.staff_code
    from rows from (jiancha._buffered() as (
        change_no text, reviewed_at timestamptz, result text, approved text[], opinion text, document_no text, staff_code text, reviewer_org text)) with ordinality b;
end;
comment on function jiancha._review_rows() is 'Rows of the statement on change_review, numbered as they came.';

create function jiancha._change_review_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select array_agg(c.docket_id order by c.docket_id) into dockets
    from jiancha._review_rows() r join jiancha.matter_change c on c.change_no = r.change_no;
    perform jiancha._lock(dockets);

    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.change_no, '') = '' then array['missing_value', 'change_no', format('(row %s of the statement)', r.no)]
                -- what another office reviews is as good as none
                when c.docket_id is null or c.reviewer_org <> all (orgs)
                    then array['change_not_yours', r.change_no, caller, array_to_string(orgs, ', ')]
                when row_number() over (partition by r.change_no order by r.no) > 1 then array['review_conflict', r.change_no]
                when v.docket_id is not null then case
                    when (v.reviewed_at, v.result, v.opinion, v.document_no, v.staff_code) is distinct from (r.reviewed_at, r.result, r.opinion, r.document_no, r.staff_code)
                        or v.approved <> coalesce(r.approved, v.approved) then array['review_conflict', r.change_no] end
                when coalesce(r.result, '') not in ('approved', 'partly', 'rejected')
                    then array['bad_value', 'result', coalesce(r.result, 'NULL'), r.change_no, 'approved, partly, rejected']
                when r.reviewed_at is null then array['missing_value', 'reviewed_at', r.change_no]
                when not isfinite(r.reviewed_at) or r.reviewed_at < c.applied_at
                    then array['bad_value', 'reviewed_at', r.reviewed_at::text, r.change_no, format('an instant not before the application, %s', c.applied_at)]
                when r.reviewed_at > latest then array['in_the_future', 'reviewed_at', r.reviewed_at::text, r.change_no, statement_timestamp()::text]
                when btrim(coalesce(r.opinion, '')) = '' then array['missing_value', 'opinion', r.change_no]
                when btrim(coalesce(r.document_no, '')) = '' then array['review_in_writing', r.change_no]
                when not coalesce(r.approved, '{}') <@ array(select jsonb_object_keys(c.content))
                    or r.result = 'partly' and (cardinality(coalesce(r.approved, '{}')) = 0 or r.approved @> array(select jsonb_object_keys(c.content)))
                    or r.result = 'approved' and not coalesce(r.approved @> array(select jsonb_object_keys(c.content)), true)
                    or r.result = 'rejected' and cardinality(r.approved) > 0
                    then array['bad_value', 'approved', coalesce(r.approved::text, 'NULL'), r.change_no,
                        format('%s; partly: some of %s', case r.result when 'rejected' then 'nothing' else 'all, or nothing said' end,
                            array_to_string(array(select jsonb_object_keys(c.content) order by 1), ', '))]
            end as problem
        from jiancha._review_rows() r
        left join jiancha.matter_change c on c.change_no = r.change_no
        left join jiancha.matter_change_review v on v.docket_id = c.docket_id) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, c.docket_id, c.org_code, c.reviewer_org, d.revision,
            case r.result when 'approved' then array(select jsonb_object_keys(c.content) order by 1) else coalesce(r.approved, '{}') end as fields
        from jiancha._review_rows() r
        join jiancha.matter_change c on c.change_no = r.change_no
        join jiancha.docket d on d.docket_id = c.docket_id
        where not exists (select from jiancha.matter_change_review v where v.docket_id = c.docket_id)),
    reviewed as (
        insert into jiancha.matter_change_review (docket_id, org_code, reviewer_org, result, approved, opinion, document_no, staff_code, reviewed_at, actor)
        select i.docket_id, i.org_code, i.reviewer_org, i.result, i.fields, i.opinion, i.document_no, i.staff_code, i.reviewed_at, caller::text from incoming i),
    stepped as (
        insert into jiancha.step (docket_id, kind, at, at_precision, staff_code, actor, opinion, document_no, data, org_code, revision)
        select i.docket_id, 'review_change', i.reviewed_at, 'minute', i.staff_code, caller::text, i.opinion, i.document_no, jsonb_build_object('result', i.result),
            i.org_code, i.revision + 1
        from incoming i
        union all
        -- nothing is left to adjust
        select i.docket_id, 'conclude', i.reviewed_at, 'minute', i.staff_code, caller::text, i.opinion, i.document_no, null, i.org_code, i.revision + 1
        from incoming i where i.result = 'rejected')
    select array_agg(i.docket_id) into dockets from incoming i;
    if dockets is not null then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._change_review_statement(text[], name) is
    'Handles the rows of a statement on change_review: takes them from the legal office that the change went to, enters the review as a step, ends the docket of what was rejected.';

create function jiancha._adjust_rows()
returns table (no bigint, change_no text, adjusted_at timestamptz, valid_from date, content jsonb, pending_basis text, staff_code text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.change_no, b.adjusted_at, b.valid_from, b.content, nullif(btrim(b.pending_basis), ''), b.staff_code
    from rows from (jiancha._buffered() as (
        change_no text, adjusted_at timestamptz, valid_from date, content jsonb, pending_basis text, staff_code text, matter_code text, version integer)) with ordinality b;
end;
comment on function jiancha._adjust_rows() is 'Rows of the statement on change_adjust, numbered as they came.';

create function jiancha._adjustments() returns table (
    no bigint, change_no text, adjusted_at timestamptz, valid_from date, given jsonb, pending_basis text, staff_code text, docket_id bigint, org_code text,
    reviewer_org text, matter_code text, action text, proposed jsonb, result text, approved text[], version integer, version_from date, was jsonb, content jsonb,
    state text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select r.no, r.change_no, r.adjusted_at, coalesce(r.valid_from, (r.adjusted_at at time zone c.time_zone)::date), r.content, r.pending_basis, r.staff_code,
        x.docket_id, x.org_code, x.reviewer_org, x.matter_code, x.action, x.content, v.result, v.approved, m.version, m.valid_from, w.was,
        jsonb_strip_nulls(w.was || coalesce((select jsonb_object_agg(e.key, e.value) from jsonb_each(x.content) e where e.key = any (v.approved)), '{}')),
        case x.action when 'suspend' then 'suspended' when 'abolish' then 'abolished' when 'resume' then 'active' else coalesce(m.state, 'active') end
    from jiancha._adjust_rows() r
    cross join jiancha.record_state s
    join jiancha.calendar c on c.calendar_code = s.calendar_code
    left join jiancha.matter_change x on x.change_no = r.change_no
    left join jiancha.matter_change_review v on v.docket_id = x.docket_id
    left join lateral (
        select w.version, w.valid_from, w.state from jiancha.matter_version w where w.matter_code = x.matter_code order by w.valid_from desc limit 1) m on true
    cross join lateral (select coalesce(jiancha._matter_content(x.matter_code, m.version), jiancha._empty_content()) as was) w;
end
$$;
comment on function jiancha._adjustments() is
    'Rows of the statement on change_adjust with their change, its review, the latest version of the matter (was), and what the approved fields make of it (content).';

create function jiancha._change_adjust_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    dockets bigint[];
    done jsonb;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    lock table jiancha.matter_change in share row exclusive mode;
    select s.pack, (select max(p.version) from jiancha.rule_pack p where p.pack = s.pack) as pack_version into here from jiancha.record_state s;
    -- with the open cases that would follow, in one order
    select array_agg(l.docket_id) into dockets
    from (
        select c.docket_id from jiancha._adjust_rows() r join jiancha.matter_change c on c.change_no = r.change_no
        union
        select d.docket_id
        from jiancha._adjust_rows() r
        join jiancha.matter_change c on c.change_no = r.change_no
        join jiancha.docket d on d.matter_code = c.matter_code and d.kind in ('approval', 'penalty') and d.closed_at is null
        where r.pending_basis is not null) l;
    perform jiancha._lock(dockets);

    select p.problem into problem
    from (
        select a.no, case
                when coalesce(a.change_no, '') = '' then array['missing_value', 'change_no', format('(row %s of the statement)', a.no)]
                when a.docket_id is null or a.org_code <> all (orgs) then array['change_not_yours', a.change_no, caller, array_to_string(orgs, ', ')]
                when row_number() over (partition by a.matter_code order by a.no) > 1 then array['adjusted_already', a.change_no]
                when y.docket_id is not null then case
                    when (y.adjusted_at, y.pending_basis, y.staff_code) is distinct from (a.adjusted_at, a.pending_basis, a.staff_code)
                        then array['adjusted_already', a.change_no] end
                -- nothing unreviewed enters the library
                when a.result is null then array['change_not_reviewed', a.change_no, a.reviewer_org]
                when a.result = 'rejected' then array['change_rejected', a.change_no, (select v.document_no from jiancha.matter_change_review v where v.docket_id = a.docket_id)]
                when a.adjusted_at is null then array['missing_value', 'adjusted_at', a.change_no]
                when not isfinite(a.adjusted_at) or a.adjusted_at < v.reviewed_at
                    then array['bad_value', 'adjusted_at', a.adjusted_at::text, a.change_no, format('an instant not before the review, %s', v.reviewed_at)]
                when a.adjusted_at > latest then array['in_the_future', 'adjusted_at', a.adjusted_at::text, a.change_no, statement_timestamp()::text]
                when f.field is not null then array[case when f.approved then 'value_not_approved' else 'field_not_approved' end, f.field, a.change_no,
                    array_to_string(a.approved, ', ')]
                when a.action <> 'confirm' and (not isfinite(a.valid_from) or a.valid_from <= a.version_from)
                    then array['bad_value', 'valid_from', a.valid_from::text, a.change_no, format('a day after %s, on which the version before began', a.version_from)]
                when q.missing is not null then array['incomplete_entry', a.matter_code, a.change_no, q.missing, q.sources]
                when n.total > (a.content ->> 'promised_limit')::integer and a.action in ('add', 'amend')
                    then array['nodes_exceed_promise', a.matter_code, n.total::text, a.content ->> 'promised_limit', a.content ->> 'promised_unit']
                else jiancha._content_conflict(a.matter_code, a.org_code, a.content)
            end as problem
        from jiancha._adjustments() a
        left join jiancha.matter_change_review v on v.docket_id = a.docket_id
        left join jiancha.matter_change_adjust y on y.docket_id = a.docket_id
        -- what the organisation would enter beside what was approved
        left join lateral (
            select g.key as field, g.key = any (a.approved) as approved
            from jsonb_each(coalesce(jiancha._normal_content(a.given), '{}')) g
            where g.value is distinct from a.was -> g.key
                and not (g.key = any (a.approved) and g.value is not distinct from jiancha._normal_content(a.proposed) -> g.key)
            order by 1 limit 1) f on true
        left join lateral (
            select string_agg(k.name, '、' order by k.checklist, k.no) as missing, string_agg(distinct k.source, '; ') as sources
            from jiancha.effective_checklist_rule k
            where k.pack = here.pack and k.version = here.pack_version and k.purpose = 'entry'
                and (k.matter_types is null or a.content ->> 'matter_type' = any (k.matter_types))
                and not jiancha._holds_element(a.content, k.element)
                and a.state <> 'abolished') q on true
        left join lateral (
            select sum(l.limit_amount) as total from jiancha.node_limit l
            where l.matter_code = a.matter_code and l.version = a.version and l.limit_unit = a.content ->> 'promised_unit') n on true) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    select jsonb_agg(jsonb_build_object('docket_id', a.docket_id, 'change_no', a.change_no, 'org_code', a.org_code, 'reviewer_org', a.reviewer_org,
        'matter_code', a.matter_code, 'base', a.version, 'version', case a.action when 'confirm' then a.version else coalesce(a.version, 0) + 1 end,
        'fresh', a.action <> 'confirm', 'valid_from', case a.action when 'confirm' then a.version_from else a.valid_from end,
        'content', jiancha._normal_content(a.content), 'state', a.state, 'adjusted_at', a.adjusted_at, 'pending_basis', a.pending_basis, 'staff_code', a.staff_code))
    into done
    from jiancha._adjustments() a
    where not exists (select from jiancha.matter_change_adjust y where y.docket_id = a.docket_id);
    if done is not null then
        perform jiancha._adjust(done, caller);
    end if;
end
$$;
comment on function jiancha._change_adjust_statement(text[], name) is
    'Handles the rows of a statement on change_adjust: refuses what was not reviewed, fields and values that were not approved (Z-8) and what is incomplete (Z-6), and enters the rest.';

create function jiancha._holds_element(content jsonb, element text) returns boolean
language sql immutable parallel safe
begin atomic
    select case element when 'limit' then content ? 'promised_limit' or content ? 'statutory_limit' when 'fee' then content ? 'fees' else content ? element end;
end;
comment on function jiancha._holds_element(jsonb, text) is 'Whether the content of a matter says something under an element of element_kind.';

create function jiancha._add_versions(versions jsonb) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    insert into jiancha.matter_version (matter_code, version, valid_from, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit, roll,
        calendar_code, state, change_no, use_level, requires, gazette_digest)
    select v.matter_code, v.version, v.valid_from, v.org_code, c.name, c.promised_limit, c.promised_unit, c.statutory_limit, c.statutory_unit, c.roll,
        b.calendar_code, v.state, v.change_no, c.use_level, c.requires, c.gazette_digest
    from jsonb_to_recordset(versions) v (matter_code text, base integer, version integer, valid_from date, org_code text, state text, change_no text, content jsonb)
    cross join lateral jsonb_to_record(v.content) c (name text, promised_limit integer, promised_unit text, statutory_limit integer, statutory_unit text, roll text,
        use_level integer, requires text[], gazette_digest text)
    left join jiancha.matter_version b on b.matter_code = v.matter_code and b.version = v.base
    order by v.matter_code;
    perform jiancha._store_contents(versions);
    insert into jiancha.node_limit (matter_code, version, node, limit_amount, limit_unit)
    select v.matter_code, v.version, n.node, n.limit_amount, n.limit_unit
    from jsonb_to_recordset(versions) v (matter_code text, base integer, version integer)
    join jiancha.node_limit n on n.matter_code = v.matter_code and n.version = v.base
    order by v.matter_code, n.node;
    perform jiancha._matter_versions_added(versions);
end
$$;
comment on function jiancha._add_versions(jsonb) is
    'Makes versions of matters: an array of matter_code, base (the version before; calendar and limits of nodes are taken from it), version, valid_from, org_code, state, change_no and content.';

create function jiancha._enter_library(entries jsonb, way text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    fresh bigint[];
begin
    insert into jiancha.library_entry (matter_code, version, change_no, way, entered_at)
    select e.matter_code, e.version, e.change_no, _enter_library.way, e.adjusted_at
    from jsonb_to_recordset(entries) e (matter_code text, version integer, change_no text, adjusted_at timestamptz)
    order by e.matter_code
    on conflict on constraint library_entry_pkey do nothing;

    -- what must be public has its time to be published
    with due as materialized (
        select e.matter_code, e.version, m.org_code, s.pack, coalesce(m.calendar_code, s.calendar_code) as calendar_code, e.adjusted_at,
            jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from jsonb_to_recordset(entries) e (matter_code text, version integer, adjusted_at timestamptz)
        join jiancha.matter_version m on m.matter_code = e.matter_code and m.version = e.version
        cross join jiancha.record_state s
        where m.state = 'active'
            and not exists (select from jiancha.matter_detail d where d.matter_code = e.matter_code and d.version = e.version and d.secrecy_kind is not null)
            and not exists (select from jiancha.docket_key k where k.kind = 'publication' and k.business_no = format('%s#%s', e.matter_code, e.version))),
    keys as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'publication', format('%s#%s', d.matter_code, d.version), d.docket_id from due d),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code, received_at, state)
        select d.docket_id, 'publication', format('%s#%s', d.matter_code, d.version), d.org_code, d.org_code, d.matter_code, d.version, d.pack, d.calendar_code,
            d.adjusted_at, 'received'
        from due d)
    select array_agg(d.docket_id) into fresh from due d;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._enter_library(jsonb, text) is
    'Enters versions into the library, an array of matter_code, version, change_no and adjusted_at, and opens a docket of kind publication for each that is in force and not secret.';

create function jiancha._adjust(done jsonb, caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    fresh jsonb;
    dockets bigint[];
    following bigint[];
begin
    select jsonb_agg(a) into fresh from jsonb_array_elements(done) a where (a ->> 'fresh')::boolean;
    if fresh is not null then
        perform jiancha._add_versions(fresh);
    end if;
    perform jiancha._enter_library(done, 'change');

    -- open cases keep the version they came under, unless the law says otherwise
    select array_agg(d.docket_id) into following
    from jsonb_to_recordset(done) a (matter_code text, version integer, fresh boolean, pending_basis text)
    join jiancha.docket d on d.matter_code = a.matter_code and d.kind in ('approval', 'penalty') and d.closed_at is null
    cross join jiancha.record_state s
    where a.fresh and a.pending_basis is not null and d.matter_version < a.version and d.docket_id >> 35 = (s.region::bigint << 8) | s.node;
    insert into jiancha.matter_change_adjust (docket_id, org_code, reviewer_org, matter_code, version, valid_from, pending_basis, pending_cases, staff_code,
        adjusted_at, actor)
    select a.docket_id, a.org_code, a.reviewer_org, a.matter_code, a.version, a.valid_from, a.pending_basis,
        (select count(*) from jiancha.docket d where d.docket_id = any (following) and d.matter_code = a.matter_code), a.staff_code, a.adjusted_at, caller::text
    from jsonb_to_recordset(done) a (docket_id bigint, org_code text, reviewer_org text, matter_code text, version integer, valid_from date, pending_basis text,
        staff_code text, adjusted_at timestamptz);
    if following is not null then
        update jiancha.docket d set matter_version = a.version
        from jsonb_to_recordset(done) a (matter_code text, version integer)
        where d.docket_id = any (following) and d.matter_code = a.matter_code;
        perform jiancha._derive(following);
    end if;

    insert into jiancha.step (docket_id, kind, at, at_precision, staff_code, actor, data, org_code, revision)
    select a.docket_id, 'adjust_change', a.adjusted_at, 'minute', a.staff_code, caller::text, jsonb_build_object('version', a.version), a.org_code, d.revision + 1
    from jsonb_to_recordset(done) a (docket_id bigint, org_code text, version integer, staff_code text, adjusted_at timestamptz)
    join jiancha.docket d on d.docket_id = a.docket_id;
    select array_agg((a ->> 'docket_id')::bigint) into dockets from jsonb_array_elements(done) a;
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._adjust(jsonb, name) is
    'Does what checked adjustments say: versions, library entries, open cases that follow by a named basis, and the step that ends the change.';
