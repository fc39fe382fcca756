-- 机构改革: organisations that follow others, and handlers that follow others. What is open passes on; what happened stays with whom it happened to.

create function jiancha._check_succession(from_orgs text[], to_orgs text[], kind text, effective_on date, decision_no text, share jsonb, as_of timestamptz) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    label text := coalesce(decision_no, '');
    today date;
begin
    if as_of is null or not isfinite(as_of) then
        perform jiancha._raise('bad_instant_of_question', coalesce(as_of::text, 'NULL'));
    end if;
    select (as_of at time zone c.time_zone)::date into today from jiancha.calendar c where c.is_default;
    problem := case
        when btrim(label) = '' then array['missing_value', 'decision_no', 'org_succession']
        when kind is null or kind not in ('rename', 'merge', 'split') then array['bad_value', 'kind', coalesce(kind, 'NULL'), label, 'rename, merge, split']
        when cardinality(from_orgs) is null or cardinality(from_orgs) = 0 or array_position(from_orgs, null) is not null then array['missing_value', 'from_orgs', label]
        when cardinality(to_orgs) is null or cardinality(to_orgs) = 0 or array_position(to_orgs, null) is not null then array['missing_value', 'to_orgs', label]
        when kind in ('rename', 'split') and cardinality(from_orgs) <> 1
            then array['bad_value', 'from_orgs', from_orgs::text, label, 'one organisation, unless several merge']
        when kind in ('rename', 'merge') and cardinality(to_orgs) <> 1 then array['bad_value', 'to_orgs', to_orgs::text, label, 'one organisation, unless one is split']
        when from_orgs && to_orgs then array['bad_value', 'to_orgs', to_orgs::text, label, 'organisations that are not among from_orgs']
        when effective_on is null or not isfinite(effective_on) then array['missing_value', 'effective_on', label]
        when effective_on > today then array['bad_value', 'effective_on', effective_on::text, label, format('a day up to %s: it is done when it has happened', today)]
        when kind = 'split' and (share is null or jsonb_typeof(share) <> 'object' or share ->> 'rest' is null) then array['missing_value', 'share.rest', label]
        when kind <> 'split' and share is not null then array['bad_value', 'share', left(share::text, 80), label, 'nothing, unless an organisation is split']
    end;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    select p.problem into problem
    from (
        select 1 as rank, array['unknown_org', o.org_code, label] as problem from unnest(from_orgs || to_orgs) o (org_code)
        where not exists (select from jiancha.org_version v where v.org_code = o.org_code)
        union all
        select 2, array['org_ended', v.org_code, label]
        from unnest(from_orgs || to_orgs) o (org_code)
        cross join lateral (
            select v.org_code, v.state, v.valid_from from jiancha.org_version v where v.org_code = o.org_code order by v.valid_from desc limit 1) v
        where v.state = 'ended'
        union all
        select 3, array['bad_value', 'effective_on', effective_on::text, label, format('a day after %s, on which the version of %s began', v.valid_from, v.org_code)]
        from unnest(from_orgs) o (org_code)
        cross join lateral (
            select v.org_code, v.valid_from from jiancha.org_version v where v.org_code = o.org_code order by v.valid_from desc limit 1) v
        where v.valid_from >= effective_on
        union all
        select 4, array['bad_value', 'share.' || e.key, left(e.value::text, 80), label, '{"matters": {matter: org}, "staff": {person: org}, "rest": org}']
        from jsonb_each(share) e
        where kind = 'split' and (e.key not in ('matters', 'staff', 'rest') or jsonb_typeof(e.value) <> case e.key when 'rest' then 'string' else 'object' end)
        union all
        select 5, array['bad_value', 'share', x.value, label, array_to_string(to_orgs, ', ')]
        from (
            select share ->> 'rest' as value
            union all
            select s.value #>> '{}' from jsonb_each(case when jsonb_typeof(share -> 'matters') = 'object' then share -> 'matters' else '{}' end) s
            union all
            select s.value #>> '{}' from jsonb_each(case when jsonb_typeof(share -> 'staff') = 'object' then share -> 'staff' else '{}' end) s) x
        where kind = 'split' and coalesce(x.value, '') <> all (to_orgs)
        union all
        select 6, array['unknown_matter', s.key, label]
        from jsonb_each(case when jsonb_typeof(share -> 'matters') = 'object' then share -> 'matters' else '{}' end) s
        where not exists (select from jiancha.matter_version m where m.matter_code = s.key and m.org_code = any (from_orgs))
        union all
        select 7, array['unknown_staff', s.key, label]
        from jsonb_each(case when jsonb_typeof(share -> 'staff') = 'object' then share -> 'staff' else '{}' end) s
        where not exists (select from jiancha.staff_version m where m.staff_code = s.key and m.org_code = any (from_orgs))
        union all
        select 8, array['bad_value', 'effective_on', effective_on::text, label, format('a day after %s, on which the latest version of matter %s began', m.valid_from, m.matter_code)]
        from (select distinct on (v.matter_code) v.* from jiancha.matter_version v order by v.matter_code, v.valid_from desc) m
        where m.org_code = any (from_orgs) and m.state <> 'abolished' and m.valid_from >= effective_on
        union all
        select 9, array['succession_again', label, s.from_org, s.to_org]
        from jiancha.org_succession s
        where s.decision_no = _check_succession.decision_no and s.from_org = any (from_orgs)) p
    order by p.rank limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._check_succession(text[], text[], text, date, text, jsonb, timestamptz) is 'Refuses a succession of unknown or ended organisations, of a day to come, or whose shares name others.';

create function jiancha._succession_plan(from_orgs text[], to_orgs text[], effective_on date, share jsonb)
returns table (what text, item text, kind text, docket_id bigint, from_org text, to_org text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    rest text := coalesce(share ->> 'rest', to_orgs[1]);
begin
    return query
    with person as materialized (
        select s.staff_code, s.org_code, coalesce(share #>> array['staff', s.staff_code], rest) as to_org
        from (select distinct on (v.staff_code) v.staff_code, v.org_code from jiancha.staff_version v order by v.staff_code, v.valid_from desc) s
        where s.org_code = any (from_orgs))
    select 'docket', d.business_no, d.kind, d.docket_id, d.org_code, coalesce(share #>> array['matters', d.matter_code], rest)
    from jiancha.docket d
    cross join jiancha.record_state s
    where d.org_code = any (from_orgs) and d.closed_at is null and d.docket_id >> 35 = (s.region::bigint << 8) | s.node
    union all
    -- what a card is about goes with its case; one that must still be answered, decided or issued is shown to the successor
    select 'card', g.signal_no, g.level, g.docket_id, g.seen_by, coalesce(share #>> array['matters', d.matter_code], rest)
    from jiancha.signal g
    join jiancha.docket d on d.docket_id = g.docket_id
    where g.seen_by = any (from_orgs)
        and (exists (select from jiancha.signals v
                     where v.signal_no = g.signal_no and v.state in ('pending', 'trial', 'issued', 'answered', 'rejected', 'appealed', 'escalated'))
            or exists (select from jiancha.docket a where a.kind = 'signal' and a.business_no = g.signal_no and a.closed_at is null))
    union all
    select 'matter', m.matter_code, m.state, null, m.org_code, coalesce(share #>> array['matters', m.matter_code], rest)
    from (select distinct on (v.matter_code) v.matter_code, v.org_code, v.state from jiancha.matter_version v order by v.matter_code, v.valid_from desc) m
    where m.org_code = any (from_orgs) and m.state <> 'abolished'
    union all
    select 'staff', p.staff_code, null, null, p.org_code, p.to_org from person p
    union all
    select 'duty', u.staff_code, u.duty, null, u.org_code, coalesce(p.to_org, rest)
    from jiancha.duty u
    left join person p on p.staff_code = u.staff_code
    where u.org_code = any (from_orgs) and (u.valid_until is null or u.valid_until > effective_on)
    union all
    select 'delegation', g.delegation_no, case when g.from_org = any (from_orgs) then 'from' else 'to' end, null,
        case when g.from_org = any (from_orgs) then g.from_org else g.to_org end, coalesce(share #>> array['matters', g.matter_code], rest)
    from jiancha.delegation g
    where (g.from_org = any (from_orgs) or g.to_org = any (from_orgs)) and g.valid_until is null
    union all
    select 'unit', o.org_code, null, null, o.parent_code, rest
    from (select distinct on (v.org_code) v.org_code, v.parent_code, v.state from jiancha.org_version v order by v.org_code, v.valid_from desc) o
    where o.parent_code = any (from_orgs) and o.org_code <> all (from_orgs) and o.org_code <> all (to_orgs) and o.state = 'active'
    order by 1, 2;
end
$$;
comment on function jiancha._succession_plan(text[], text[], date, jsonb) is
    'What passes from organisations to their successors: open dockets, open cards, matters, staff, duties, delegations, units below.';

create function jiancha.preview_org_succession(
    from_orgs text[], to_orgs text[], kind text, effective_on date, decision_no text, share jsonb default null, as_of timestamptz default now())
returns table (what text, item text, item_kind text, from_org text, to_org text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    perform jiancha._check_succession($1, $2, $3, $4, $5, $6, $7);
    return query
    select p.what, p.item, p.kind, p.from_org, p.to_org from jiancha._succession_plan($1, $2, $4, $6) p order by p.what, p.item, p.kind;
end
$$;
comment on function jiancha.preview_org_succession(text[], text[], text, date, text, jsonb, timestamptz) is
    'What org_succession() would pass on, one row an item: docket (open), card (to be answered, decided or issued), matter, staff, duty, delegation, unit (organisation below), from which organisation to which. Changes nothing. Errors: those of org_succession().';

create function jiancha._org_succession(
    from_orgs text[], to_orgs text[], kind text, effective_on date, decision_no text, share jsonb, as_of timestamptz, caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    zone text := (select c.time_zone from jiancha.calendar c where c.is_default);
    starts_at timestamptz := effective_on::timestamp at time zone zone;
    plan jsonb;
    dockets bigint[];
    versions jsonb;
begin
    -- one succession at a time; dockets are locked before it is read who holds them
    lock table jiancha.org_succession in share row exclusive mode;
    perform jiancha._check_succession($1, $2, $3, $4, $5, $6, $7);
    select array_agg(p.docket_id) into dockets from jiancha._succession_plan($1, $2, $4, $6) p where p.docket_id is not null;
    perform jiancha._lock(dockets);
    select coalesce(jsonb_agg(to_jsonb(p)), '[]') into plan from jiancha._succession_plan($1, $2, $4, $6) p;

    -- open dockets: a transfer, which clocks, cards and rights understand
    insert into jiancha.step (docket_id, kind, at, at_precision, actor, reason, document_no, data, org_code, revision)
    select d.docket_id, 'transfer', greatest(starts_at, d.received_at), 'minute', caller::text, '机构改革', decision_no,
        jsonb_build_object('to_org', p.to_org, 'succession', decision_no), d.org_code, d.revision + 1
    from jsonb_to_recordset(plan) p (what text, docket_id bigint, to_org text)
    join jiancha.docket d on d.docket_id = p.docket_id
    where p.what = 'docket';
    update jiancha.signal g set seen_by = p.to_org
    from jsonb_to_recordset(plan) p (what text, item text, to_org text)
    where p.what = 'card' and g.signal_no = p.item;
    perform jiancha._derive(dockets) where dockets is not null;

    -- matters: a version of the successor, in the library if the one before is
    select jsonb_agg(jsonb_build_object('matter_code', m.matter_code, 'base', m.version, 'version', m.version + 1, 'valid_from', effective_on, 'org_code', p.to_org,
        'state', m.state, 'change_no', decision_no, 'content', jiancha._matter_content(m.matter_code, m.version), 'adjusted_at', as_of,
        'entered', exists (select from jiancha.library_entry e where e.matter_code = m.matter_code and e.version = m.version)))
    into versions
    from jsonb_to_recordset(plan) p (what text, item text, to_org text)
    cross join lateral (
        select v.* from jiancha.matter_version v where v.matter_code = p.item order by v.valid_from desc limit 1) m
    where p.what = 'matter';
    if versions is not null then
        perform jiancha._add_versions(versions);
        perform jiancha._enter_library(jsonb_agg(v), 'succession') from jsonb_array_elements(versions) v where (v ->> 'entered')::boolean having count(*) > 0;
    end if;

    insert into jiancha.staff_version (staff_code, valid_from, org_code, name, post, mobile, phone)
    select s.staff_code, effective_on, p.to_org, s.name, s.post, s.mobile, s.phone
    from jsonb_to_recordset(plan) p (what text, item text, to_org text)
    cross join lateral (select v.* from jiancha.staff_version v where v.staff_code = p.item order by v.valid_from desc limit 1) s
    where p.what = 'staff' and s.valid_from < effective_on;
    insert into jiancha.duty (org_code, duty, staff_code, valid_from, valid_until)
    select p.to_org, u.duty, u.staff_code, greatest(u.valid_from, effective_on), u.valid_until
    from jsonb_to_recordset(plan) p (what text, item text, kind text, from_org text, to_org text)
    join jiancha.duty u on u.org_code = p.from_org and u.duty = p.kind and u.staff_code = p.item and (u.valid_until is null or u.valid_until > effective_on)
    where p.what = 'duty'
    on conflict on constraint duty_pkey do nothing;
    update jiancha.duty u set valid_until = effective_on
    from jsonb_to_recordset(plan) p (what text, item text, kind text, from_org text)
    where p.what = 'duty' and u.org_code = p.from_org and u.duty = p.kind and u.staff_code = p.item
        and (u.valid_until is null or u.valid_until > effective_on) and u.valid_from < effective_on;

    insert into jiancha.delegation (delegation_no, from_org, to_org, matter_code, kind, valid_from, document_no)
    select format('%s/%s', g.delegation_no, decision_no), case when p.kind = 'from' then p.to_org else g.from_org end,
        case when p.kind = 'to' then p.to_org else g.to_org end, g.matter_code, g.kind, greatest(g.valid_from, effective_on), decision_no
    from jsonb_to_recordset(plan) p (what text, item text, kind text, to_org text)
    join jiancha.delegation g on g.delegation_no = p.item
    -- who takes over both sides acts for himself
    where p.what = 'delegation' and case when p.kind = 'from' then g.to_org else g.from_org end <> p.to_org
    on conflict on constraint delegation_pkey do nothing;
    update jiancha.delegation g set valid_until = effective_on
    from jsonb_to_recordset(plan) p (what text, item text)
    where p.what = 'delegation' and g.delegation_no = p.item and g.valid_until is null and g.valid_from < effective_on;

    -- the tree: units below go on below the successor, the old organisation ends and keeps its name
    insert into jiancha.org_version (org_code, valid_from, name, parent_code, kinds, level, authority, legal_form, hall_of, credit_code, state)
    select o.org_code, effective_on, o.name, case when x.ends then o.parent_code else x.to_org end, o.kinds, o.level, o.authority, o.legal_form,
        case when o.hall_of = any (from_orgs) then coalesce(x.to_org, o.hall_of) else o.hall_of end, o.credit_code, case when x.ends then 'ended' else o.state end
    from (
        select p.item as org_code, p.to_org, false as ends from jsonb_to_recordset(plan) p (what text, item text, to_org text) where p.what = 'unit'
        union all
        select f, null, true from unnest(from_orgs) f) x
    cross join lateral (select v.* from jiancha.org_version v where v.org_code = x.org_code order by v.valid_from desc limit 1) o
    where o.valid_from < effective_on;

    insert into jiancha.org_succession (decision_no, from_org, to_org, kind, effective_on, share, moved, at, actor)
    select $5, f.org_code, t.org_code, $3, $4, $6,
        coalesce((
            select jsonb_object_agg(c.what, c.items)
            from (select p.what, count(*) as items from jsonb_to_recordset(plan) p (what text, from_org text, to_org text)
                  where p.from_org = f.org_code and p.to_org = t.org_code group by p.what) c), '{}'),
        $7, caller::text
    from unnest(from_orgs) f (org_code) cross join unnest(to_orgs) t (org_code);
end
$$;
comment on function jiancha._org_succession(text[], text[], text, date, text, jsonb, timestamptz, name) is 'Does the work of org_succession(), as the records'' owner.';

create function jiancha.org_succession(
    from_orgs text[], to_orgs text[], kind text, effective_on date, decision_no text, share jsonb default null, as_of timestamptz default now())
returns table (what text, item text, item_kind text, from_org text, to_org text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    owner name := (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = to_regclass('jiancha.docket'));
begin
    if owner is null then
        perform jiancha._raise('no_records');
    end if;
    if not pg_has_role(owner, 'usage') then
        perform jiancha._raise('needs_owner', 'jiancha.org_succession()', owner);
    end if;
    return query select p.what, p.item, p.item_kind, p.from_org, p.to_org from jiancha.preview_org_succession($1, $2, $3, $4, $5, $6, $7) p;
    if (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._as_owner(owner, format('select jiancha._org_succession(%L, %L, %L, %L, %L, %L, %L, %L)', $1, $2, $3, $4, $5, $6, $7, current_user));
        -- the successor may read what was the old one's
        perform jiancha.sync_access();
    else
        perform jiancha._org_succession($1, $2, $3, $4, $5, $6, $7, current_user);
    end if;
end
$$;
comment on function jiancha.org_succession(text[], text[], text, date, text, jsonb, timestamptz) is
    '机构改革: passes what is open from organisations to their successors, by a decision, from the day effective_on (up to the day of as_of): open dockets by a step transfer, cards that must still be answered or decided, matters as versions of the successor, staff, duties, delegations, units below. kind: rename (one to one), merge (several to one), split (one to several; share: {"matters": {matter: org}, "staff": {person: org}, "rest": org}). Successors are registered in jiancha.org before. Cards stay with who held the case when they were earned, documents and history keep the old name; the successor may read them (roles of the cluster: called by a superuser at once, else with sync_access()). Returns what passed, as preview_org_succession(). Superusers and members of the records'' owner. Errors: JC003 no records, JC004 unknown organisation, matter or person, JC005 bad value, JC006 done already or an organisation that has ended, JC007 not the owner.';

create function jiancha.sync_access() returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.sync_access()');
    end if;
    perform jiancha._sync_org_roles(p.prefix)
    from (select distinct 'jiancha_' || w.word || '_' as prefix from jiancha._duties() d cross join unnest(d.subtree) w (word)) p;
end
$$;
comment on function jiancha.sync_access() is
    'Brings the memberships among the roles of organisations in line with the tree of organisations and with successions: a parent reads what its children do, a successor what the old organisation did. Superusers only.';

create function jiancha._reassign(from_staff text, to_staff text, on_day date, reason text, matters text[], as_of timestamptz, caller name)
returns table (what text, item text, item_kind text, org_code text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    problem text[];
    zone text := (select c.time_zone from jiancha.calendar c where c.is_default);
    starts_at timestamptz := on_day::timestamp at time zone zone;
    dockets bigint[];
    post record;
begin
    select (select v.org_code from jiancha.staff_version v where v.staff_code = from_staff and v.valid_from <= on_day order by v.valid_from desc limit 1) as from_org,
        (select v.org_code from jiancha.staff_version v where v.staff_code = to_staff and v.valid_from <= on_day order by v.valid_from desc limit 1) as to_org
    into post;
    problem := case
        when btrim(coalesce(reason, '')) = '' then array['missing_value', 'reason', coalesce(from_staff, '')]
        when as_of is null or not isfinite(as_of) then array['bad_instant_of_question', coalesce(as_of::text, 'NULL')]
        when on_day is null or not isfinite(on_day) then array['missing_value', 'on_day', coalesce(from_staff, '')]
        when on_day > (as_of at time zone zone)::date
            then array['bad_value', 'on_day', on_day::text, from_staff, format('a day up to %s: it is done when it has happened', (as_of at time zone zone)::date)]
        when not exists (select from jiancha.staff_version v where v.staff_code = from_staff) then array['unknown_staff', coalesce(from_staff, 'NULL'), 'reassign']
        when post.to_org is null then array['unknown_staff', coalesce(to_staff, 'NULL'), 'reassign']
        when from_staff = to_staff then array['bad_value', 'to_staff', to_staff, from_staff, 'another person']
        when post.from_org is distinct from post.to_org then array['staff_of_other', to_staff, from_staff, post.to_org, coalesce(post.from_org, '')]
    end;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- the open dockets that he signed last, or received and nobody signed since
    select array_agg(d.docket_id order by d.docket_id) into dockets
    from jiancha.docket d
    cross join jiancha.record_state s
    cross join lateral (
        select coalesce(
            (select e.staff_code from jiancha.effective_step e where e.docket_id = d.docket_id and e.staff_code is not null
             order by e.at desc, e.step_no desc nulls last, e.seq desc limit 1),
            (select f.staff_code from jiancha.case_file f where f.docket_id = d.docket_id)) as staff_code) h
    where d.org_code = post.from_org and d.closed_at is null and d.docket_id >> 35 = (s.region::bigint << 8) | s.node
        and h.staff_code = from_staff and (matters is null or d.matter_code = any (matters));
    perform jiancha._lock(dockets);
    insert into jiancha.step (docket_id, kind, at, at_precision, staff_code, actor, reason, data, org_code, revision)
    select d.docket_id, 'reassign', greatest(starts_at, d.received_at), 'minute', to_staff, caller::text, reason, jsonb_build_object('from_staff', from_staff), d.org_code,
        d.revision + 1
    from jiancha.docket d where d.docket_id = any (dockets);
    perform jiancha._derive(dockets) where dockets is not null;
    return query select 'docket'::text, d.business_no, d.kind, d.org_code from jiancha.docket d where d.docket_id = any (dockets) order by d.business_no;

    -- his duties, unless only some matters pass
    if matters is null then
        return query
        with taken as (
            insert into jiancha.duty as n (org_code, duty, staff_code, valid_from, valid_until)
            select u.org_code, u.duty, to_staff, greatest(u.valid_from, on_day), u.valid_until
            from jiancha.duty u
            where u.staff_code = from_staff and (u.valid_until is null or u.valid_until > on_day)
            on conflict on constraint duty_pkey do nothing
            returning n.org_code, n.duty)
        select 'duty'::text, to_staff, t.duty, t.org_code from taken t order by t.org_code, t.duty;
        update jiancha.duty u set valid_until = on_day
        where u.staff_code = from_staff and (u.valid_until is null or u.valid_until > on_day) and u.valid_from < on_day;
    end if;
end
$$;
comment on function jiancha._reassign(text, text, date, text, text[], timestamptz, name) is 'Does the work of reassign(), as the records'' owner.';

create function jiancha.reassign(from_staff text, to_staff text, on_day date, reason text, matters text[] default null, as_of timestamptz default now())
returns table (what text, item text, item_kind text, org_code text)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.reassign(text, text, date, text, text[], timestamptz) is
    '承办人变更: from a day on, up to the day of as_of, another person of the same organisation handles the open dockets that one signed last (matters: only those of these matters) and, without matters, holds his duties. A step reassign in each docket; cards stay with who had signed last when they were earned, notices go to the holder now. Returns a row each docket and duty. The time to tell the centre (W-6.2b) is kept by change_notices. Errors: JC004 unknown person, JC005 bad value or persons of different organisations.';
