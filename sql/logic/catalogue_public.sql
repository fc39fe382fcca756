-- What a matter must have (checklists of packs), what of it was published, how much is online; shared limits and delegations. Called as the functions of
-- intake.sql are.

create function jiancha._define_checklist(
    pack text, version integer, checklist text, element text, no integer, source text, purpose text, name text, matter_types text[], status text, enabled boolean)
    returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    title text := coalesce(nullif(btrim(name), ''), (select k.name from jiancha.element_kind k where k.element = element));
begin
    perform jiancha._check_definition(pack, version, checklist, source, status, exists (
        select from jiancha.checklist_rule r where (r.pack, r.version, r.checklist, r.element) = (pack, version, checklist, element)));
    if title is null then
        perform jiancha._raise('bad_value', 'element', coalesce(element, 'NULL'), checklist,
            (select string_agg(k.element, ', ' order by k.element) from jiancha.element_kind k));
    end if;
    if purpose is null or purpose not in ('entry', 'library', 'publication') then
        perform jiancha._raise('bad_value', 'purpose', coalesce(purpose, 'NULL'), checklist, 'entry, library, publication');
    end if;
    if no is null or no < 1 then
        perform jiancha._raise('bad_value', 'no', coalesce(no::text, 'NULL'), checklist, '1, 2, …');
    end if;
    insert into jiancha.checklist_rule (pack, version, checklist, element, purpose, no, name, matter_types, enabled, source, status)
    values (pack, version, checklist, element, purpose, no, title, matter_types, enabled, source, status)
    on conflict on constraint checklist_rule_pkey do nothing;
    if not exists (
        select from jiancha.checklist_rule r
        where (r.pack, r.version, r.checklist, r.element, r.purpose, r.no, r.name, r.matter_types, r.enabled, r.source, r.status)
            is not distinct from (pack, version, checklist, element, purpose, no, title, matter_types, enabled, source, status)) then
        perform jiancha._raise('rule_conflict', pack, version::text, checklist || ' ' || element);
    end if;
end
$$;
comment on function jiancha._define_checklist(text, integer, text, text, integer, text, text, text, text[], text, boolean) is 'Does the work of define_checklist(), as the owner.';

create function jiancha.define_checklist(
    pack text, version integer, checklist text, element text, no integer, source text, purpose text default 'publication', name text default null,
    matter_types text[] default null, status text default 'regulation', enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_checklist(text, integer, text, text, integer, text, text, text, text[], text, boolean) is
    'Defines a heading that matters must have: purpose entry (without it no matter enters the library), library (its absence is a gap) or publication (it must be published). element: of element_kind; name: the clause''s words (default: those of element_kind); matter_types: of which matters (NULL: of all). Errors: JC004 unknown version, JC005 unknown element, purpose or number, JC006 other content or a version in use, JC009 no source.';

create function jiancha._publication_rows()
returns table (no bigint, matter_code text, version integer, element text, published_at timestamptz, place text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code,
        -- the latest version that is in the library, if the row names none
        coalesce(b.version, (select max(e.version) from jiancha.library_entry e where e.matter_code = b.matter_code)), b.element, b.published_at, b.place
    from rows from (jiancha._buffered() as (matter_code text, version integer, element text, published_at timestamptz, place text)) with ordinality b;
end
$$;
comment on function jiancha._publication_rows() is 'Rows of the statement on publication_intake, numbered as they came, defaults filled in.';

create function jiancha._publication_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select array_agg(distinct k.docket_id) into dockets
    from jiancha._publication_rows() r
    join jiancha.docket_key k on k.kind = 'publication' and k.business_no = format('%s#%s', r.matter_code, r.version);
    perform jiancha._lock(dockets);

    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.matter_code, '') = '' then array['missing_value', 'matter_code', format('(row %s of the statement)', r.no)]
                when coalesce(m.org_code, w.org_code) is null then array['unknown_matter', r.matter_code, coalesce(r.element, '')]
                when coalesce(m.org_code, w.org_code) <> all (orgs)
                    then array['not_your_org', coalesce(m.org_code, w.org_code), r.matter_code, caller, array_to_string(orgs, ', ')]
                when e.matter_code is null then array['not_in_library', r.matter_code, coalesce(r.version, w.version)::text]
                when d.secrecy_kind is not null then array['matter_secret', r.matter_code, r.version::text, d.secrecy_decision]
                when coalesce(r.element, '') = '' then array['missing_value', 'element', r.matter_code]
                when k.element is null then array['bad_value', 'element', r.element, r.matter_code,
                    (select string_agg(q.element, ', ' order by q.element) from jiancha.element_kind q)]
                when not jiancha._holds_element(jiancha._matter_content(r.matter_code, r.version), r.element)
                    then array['element_not_held', r.element, r.matter_code, r.version::text]
                when r.published_at is null then array['missing_value', 'published_at', r.matter_code]
                when not isfinite(r.published_at) then array['bad_value', 'published_at', r.published_at::text, r.matter_code, 'a finite instant']
                when r.published_at > latest then array['in_the_future', 'published_at', r.published_at::text, r.matter_code, statement_timestamp()::text]
                when btrim(coalesce(r.place, '')) = '' then array['missing_value', 'place', r.matter_code]
                when row_number() over (partition by r.matter_code, r.version, r.element order by r.no) > 1
                        or (x.published_at, x.place) is distinct from (r.published_at, r.place) and x.element is not null
                    then array['publication_conflict', r.element, r.matter_code, r.version::text]
            end as problem
        from jiancha._publication_rows() r
        left join jiancha.library_entry e on e.matter_code = r.matter_code and e.version = r.version
        left join jiancha.matter_version m on m.matter_code = r.matter_code and m.version = r.version
        left join lateral (
            select w.version, w.org_code from jiancha.matter_version w where w.matter_code = r.matter_code order by w.valid_from desc limit 1) w on true
        left join jiancha.matter_detail d on d.matter_code = r.matter_code and d.version = r.version
        left join jiancha.element_kind k on k.element = r.element
        left join jiancha.publication x on x.matter_code = r.matter_code and x.version = r.version and x.element = r.element) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.publication (matter_code, version, element, published_at, place, actor)
    select r.matter_code, r.version, r.element, r.published_at, r.place, caller::text
    from jiancha._publication_rows() r
    order by r.matter_code, r.version, r.element
    on conflict on constraint publication_pkey do nothing;
    perform jiancha._publication_complete(dockets, caller);
end
$$;
comment on function jiancha._publication_intake_statement(text[], name) is
    'Handles the rows of a statement on publication_intake: refuses what is not in the library, is secret, or says nothing under that heading, and ends the docket of a version when its checklists are done.';

create function jiancha._publication_complete(dockets bigint[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    complete bigint[];
begin
    with stepped as (
        insert into jiancha.step (docket_id, kind, at, at_precision, actor, org_code, revision)
        select d.docket_id, 'publish', greatest(max(p.published_at), d.received_at), 'minute', caller::text, d.org_code, d.revision + 1
        from jiancha.docket d
        left join jiancha.matter_detail t on t.matter_code = d.matter_code and t.version = d.matter_version
        join jiancha.effective_checklist_rule k on k.pack = d.pack and k.purpose = 'publication'
            and k.version = jiancha._pack_version(d.pack, d.received_at, d.calendar_code)
            and (k.matter_types is null or t.matter_type = any (k.matter_types))
        left join jiancha.publication p on p.matter_code = d.matter_code and p.version = d.matter_version and p.element = k.element
        where d.docket_id = any (dockets) and d.closed_at is null
        group by d.docket_id, d.received_at, d.org_code, d.revision
        having bool_and(p.element is not null)
        returning docket_id)
    select array_agg(s.docket_id) into complete from stepped s;
    if complete is not null then
        perform jiancha._derive(complete);
    end if;
end
$$;
comment on function jiancha._publication_complete(bigint[], name) is
    'Enters the step publish, at the instant of the last heading, into locked open dockets of kind publication of which every heading of the publication checklists is published.';

create function jiancha._delegation_rows()
returns table (no bigint, delegation_no text, from_org text, to_org text, matter_code text, kind text, valid_from date, valid_until date, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.delegation_no, b.from_org, b.to_org, b.matter_code, coalesce(b.kind, 'delegated'), b.valid_from, b.valid_until, b.document_no
    from rows from (jiancha._buffered() as (
        delegation_no text, from_org text, to_org text, matter_code text, kind text, valid_from date, valid_until date, document_no text)) with ordinality b;
end;
comment on function jiancha._delegation_rows() is 'Rows of the statement on delegations, numbered as they came, defaults filled in.';

create function jiancha._delegations_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    cases bigint[];
begin
    perform jiancha._register_only_administrator(orgs, 'delegations');
    lock table jiancha.delegation in share row exclusive mode;
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.delegation_no, '')) = '' then array['missing_value', 'delegation_no', format('(row %s of the statement)', r.no)]
                when not exists (select from jiancha.org_version o where o.org_code = r.from_org) then array['unknown_org', coalesce(r.from_org, ''), r.delegation_no]
                when not exists (select from jiancha.org_version o where o.org_code = r.to_org) then array['unknown_org', coalesce(r.to_org, ''), r.delegation_no]
                when r.from_org = r.to_org then array['bad_value', 'to_org', r.to_org, r.delegation_no, 'another organisation than from_org']
                when not exists (select from jiancha.matter_version m where m.matter_code = r.matter_code)
                    then array['unknown_matter', coalesce(r.matter_code, ''), r.delegation_no]
                when r.kind not in ('delegated', 'authorised') then array['bad_value', 'kind', r.kind, r.delegation_no, 'delegated, authorised']
                when r.valid_from is null or not isfinite(r.valid_from) then array['missing_value', 'valid_from', r.delegation_no]
                when r.valid_until <= r.valid_from or not isfinite(r.valid_until)
                    then array['bad_value', 'valid_until', r.valid_until::text, r.delegation_no, 'empty, or a day after valid_from']
                when btrim(coalesce(r.document_no, '')) = '' then array['missing_value', 'document_no', r.delegation_no]
                when (d.from_org, d.to_org, d.matter_code, d.kind, d.valid_from, d.document_no) <> (r.from_org, r.to_org, r.matter_code, r.kind, r.valid_from, r.document_no)
                        or d.valid_until is not null and d.valid_until is distinct from r.valid_until
                        or row_number() over (partition by r.delegation_no order by r.no) > 1
                    then array['delegation_conflict', r.delegation_no, coalesce(d.valid_until::text, '')]
            end as problem
        from jiancha._delegation_rows() r
        left join jiancha.delegation d on d.delegation_no = r.delegation_no) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.delegation as d (delegation_no, from_org, to_org, matter_code, kind, valid_from, valid_until, document_no)
    select r.delegation_no, r.from_org, r.to_org, r.matter_code, r.kind, r.valid_from, r.valid_until, r.document_no
    from jiancha._delegation_rows() r order by r.delegation_no
    on conflict on constraint delegation_pkey do update set valid_until = excluded.valid_until
        where d.valid_until is null and excluded.valid_until is not null;
    -- cases that the delegate holds are looked at again
    select array_agg(c.docket_id) into cases
    from jiancha._delegation_rows() r
    join jiancha.docket c on c.matter_code = r.matter_code and c.origin_org_code = r.to_org and c.kind = 'approval';
    if cases is not null then
        perform jiancha._lock(cases);
        update jiancha.docket c set check_at = c.received_at, revision = c.revision + 1 where c.docket_id = any (cases);
    end if;
end
$$;
comment on function jiancha._delegations_statement(text[], name) is 'Handles the rows of a statement on delegations: enters them, or sets the end of one that is open, and lets the next sweep look at the delegate''s cases.';

create function jiancha._shared_limit_rows() returns table (no bigint, matter_code text, version integer, part_org text, amount integer, unit text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code, v.version, b.part_org, b.amount, coalesce(b.unit, l.promised_unit, 'working_day')
    from rows from (jiancha._buffered() as (matter_code text, version integer, part_org text, amount integer, unit text, valid_from timestamptz)) with ordinality b
    cross join lateral (
        select coalesce(b.version, (select max(m.version) from jiancha.matter_version m where m.matter_code = b.matter_code)) as version) v
    left join jiancha.matter_limit l on l.matter_code = b.matter_code and l.version = v.version;
end
$$;
comment on function jiancha._shared_limit_rows() is 'Rows of the statement on shared_limits, numbered as they came, defaults filled in.';

create function jiancha._shared_limits_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    -- one after the other: their sum is looked at
    lock table jiancha.shared_limit in share row exclusive mode;
    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.matter_code, '') = '' then array['missing_value', 'matter_code', format('(row %s of the statement)', r.no)]
                when m.matter_code is null then array['no_matter_version', r.matter_code, coalesce(r.version::text, '1'), format('(row %s of the statement)', r.no)]
                when m.org_code <> all (orgs) then array['not_your_org', m.org_code, r.matter_code, caller, array_to_string(orgs, ', ')]
                when not exists (select from jiancha.org_version o where o.org_code = r.part_org) then array['unknown_org', coalesce(r.part_org, ''), r.matter_code]
                when r.amount is null or r.amount not between 1 and 10000
                    then array['bad_value', 'amount', coalesce(r.amount::text, 'NULL'), r.matter_code, '1 to 10000']
                when l.promised_limit is null then array['missing_value', 'promised_limit', r.matter_code]
                when r.unit <> l.promised_unit then array['bad_value', 'unit', r.unit, r.matter_code, format('%s, the unit of the promised limit', l.promised_unit)]
                when s.part_org is null and exists (
                        select from jiancha.shared_limit_confirmation c where c.matter_code = r.matter_code and c.version = r.version)
                    then array['shared_limit_confirmed', r.matter_code, r.version::text]
                when s.part_org is not null and (s.amount, s.unit) <> (r.amount, r.unit) or row_number() over (partition by r.matter_code, r.version, r.part_org order by r.no) > 1
                    then array['shared_limit_conflict', r.part_org, r.matter_code, r.version::text]
            end as problem
        from jiancha._shared_limit_rows() r
        left join jiancha.matter_version m on m.matter_code = r.matter_code and m.version = r.version
        left join jiancha.matter_limit l on l.matter_code = r.matter_code and l.version = r.version
        left join jiancha.shared_limit s on s.matter_code = r.matter_code and s.version = r.version and s.part_org = r.part_org) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.shared_limit (matter_code, version, part_org, amount, unit)
    select r.matter_code, r.version, r.part_org, r.amount, r.unit from jiancha._shared_limit_rows() r
    order by r.matter_code, r.version, r.part_org
    on conflict on constraint shared_limit_pkey do nothing;
    select array['parts_exceed_whole', s.matter_code, string_agg(format('%s %s', s.part_org, s.amount), ' + ' order by s.part_org), sum(s.amount)::text,
            l.promised_limit::text, l.promised_unit]
    into problem
    from jiancha.shared_limit s
    join jiancha.matter_limit l on l.matter_code = s.matter_code and l.version = s.version
    where (s.matter_code, s.version) in (select r.matter_code, r.version from jiancha._shared_limit_rows() r)
    group by s.matter_code, s.version, l.promised_limit, l.promised_unit
    having sum(s.amount) > l.promised_limit
    order by s.matter_code limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._shared_limits_statement(text[], name) is 'Handles the rows of a statement on shared_limits: checks all, inserts, and holds the sum of the parts against the whole (Q-6.1).';

create function jiancha._confirm_rows()
returns table (no bigint, matter_code text, version integer, role text, confirmed_by text, document_no text, confirmed_at timestamptz)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code,
        coalesce(b.version, (select max(s.version) from jiancha.shared_limit s where s.matter_code = b.matter_code)), b.role, b.confirmed_by, b.document_no,
        b.confirmed_at
    from rows from (jiancha._buffered() as (matter_code text, version integer, role text, confirmed_by text, document_no text, confirmed_at timestamptz)) with ordinality b;
end
$$;
comment on function jiancha._confirm_rows() is 'Rows of the statement on shared_limit_confirm, numbered as they came, defaults filled in.';

create function jiancha._shared_limit_confirm_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    lock table jiancha.shared_limit in share row exclusive mode;
    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.matter_code, '') = '' then array['missing_value', 'matter_code', format('(row %s of the statement)', r.no)]
                when coalesce(r.role, '') not in ('reform_office', 'legal_office')
                    then array['bad_value', 'role', coalesce(r.role, 'NULL'), r.matter_code, 'reform_office, legal_office']
                when coalesce(r.confirmed_by, '') = '' then array['missing_value', 'confirmed_by', r.matter_code]
                when r.confirmed_by <> all (orgs) then array['not_your_org', r.confirmed_by, r.matter_code, caller, array_to_string(orgs, ', ')]
                when not coalesce(r.role = any (o.kinds), false) then array['bad_value', 'confirmed_by', r.confirmed_by, r.matter_code, format('an organisation of kind %s', r.role)]
                when not exists (select from jiancha.shared_limit s where s.matter_code = r.matter_code and s.version = r.version)
                    then array['no_shared_limit', r.matter_code, coalesce(r.version::text, '')]
                when btrim(coalesce(r.document_no, '')) = '' then array['missing_value', 'document_no', r.matter_code]
                when r.confirmed_at is null or not isfinite(r.confirmed_at) then array['missing_value', 'confirmed_at', r.matter_code]
                when r.confirmed_at > latest then array['in_the_future', 'confirmed_at', r.confirmed_at::text, r.matter_code, statement_timestamp()::text]
                when c.role is not null and (c.confirmed_by, c.document_no, c.confirmed_at) <> (r.confirmed_by, r.document_no, r.confirmed_at)
                        or row_number() over (partition by r.matter_code, r.version, r.role order by r.no) > 1
                    then array['shared_limit_conflict', r.role, r.matter_code, r.version::text]
            end as problem
        from jiancha._confirm_rows() r
        left join lateral (select v.kinds from jiancha.org_version v where v.org_code = r.confirmed_by order by v.valid_from desc limit 1) o on true
        left join jiancha.shared_limit_confirmation c on c.matter_code = r.matter_code and c.version = r.version and c.role = r.role) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.shared_limit_confirmation (matter_code, version, role, confirmed_by, document_no, confirmed_at, actor)
    select r.matter_code, r.version, r.role, r.confirmed_by, r.document_no, r.confirmed_at, caller::text
    from jiancha._confirm_rows() r order by r.matter_code, r.version, r.role
    on conflict on constraint shared_limit_confirmation_pkey do nothing;
end
$$;
comment on function jiancha._shared_limit_confirm_statement(text[], name) is 'Handles the rows of a statement on shared_limit_confirm: takes each from an office of its kind.';

create function jiancha.online_ratio(first_month date, last_month date)
returns table (month date, org_code text, in_library bigint, online bigint, ratio numeric)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    if first_month is null or last_month is null or not isfinite(first_month) or not isfinite(last_month) or last_month < first_month
        or last_month - first_month > 36600 then
        perform jiancha._raise('bad_months', coalesce(first_month::text, 'NULL'), coalesce(last_month::text, 'NULL'));
    end if;
    return query
    select s.month, m.org_code, count(*), count(*) filter (where d.online_level > 0),
        round(count(*) filter (where d.online_level > 0) * 100.0 / count(*), 2)
    from (
        select g::date as month, (g + interval '1 month -1 day')::date as last_day
        from generate_series(date_trunc('month', first_month::timestamp), date_trunc('month', last_month::timestamp), interval '1 month') g) s
    cross join lateral (
        select distinct on (v.matter_code) v.matter_code, v.version, v.org_code, v.state from jiancha.matter_version v
        where v.valid_from <= s.last_day
        order by v.matter_code, v.valid_from desc) m
    join jiancha.library_entry e on e.matter_code = m.matter_code and e.version = m.version
    join jiancha.record_state here on true
    join jiancha.calendar c on c.calendar_code = here.calendar_code
    left join jiancha.matter_detail d on d.matter_code = m.matter_code and d.version = m.version
    where m.state = 'active' and d.secrecy_kind is null and (e.entered_at at time zone c.time_zone)::date <= s.last_day
    group by s.month, m.org_code
    order by s.month, m.org_code;
end
$$;
comment on function jiancha.online_ratio(date, date) is
    '网上审批比例 (W-8.1.4): of each organisation and month the matters in the library on its last day, how many of them are online (online_level above 0), and the ratio in percent. Secret matters do not count. Both months are named by any of their days. Errors: JC005 a month missing, infinite, or in the wrong order.';
