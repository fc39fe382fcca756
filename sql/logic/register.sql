-- Registers: the administrator inserts versions; the same row again does nothing. Called as the functions of intake.sql are.

create function jiancha._register_only_administrator(orgs text[], register text) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if orgs is not null then
        perform jiancha._raise('not_for_departments', register);
    end if;
end
$$;
comment on function jiancha._register_only_administrator(text[], text) is 'Refuses a caller who does not act for all organisations.';

create function jiancha._org_rows()
returns table (
    org_code text, name text, parent_code text, valid_from date, kinds text[], level integer, authority text, legal_form text, hall_of text, credit_code text,
    state text)
language sql stable parallel unsafe
begin atomic
    select b.org_code, b.name, b.parent_code, coalesce(b.valid_from, '-infinity'), b.kinds, b.level, b.authority, b.legal_form, b.hall_of,
        upper(nullif(btrim(b.credit_code), '')), coalesce(b.state, 'active')
    from jiancha._buffered() as b (
        org_code text, name text, parent_code text, valid_from date, kinds text[], level integer, authority text, legal_form text, hall_of text,
        credit_code text, state text);
end;
comment on function jiancha._org_rows() is 'Rows of the statement on org, defaults filled in.';

create function jiancha._staff_rows() returns table (staff_code text, org_code text, name text, post text, valid_from date, mobile text, phone text)
language sql stable parallel unsafe
begin atomic
    select b.staff_code, b.org_code, b.name, b.post, coalesce(b.valid_from, '-infinity'), nullif(btrim(b.mobile), ''), nullif(btrim(b.phone), '')
    from jiancha._buffered() as b (staff_code text, org_code text, name text, post text, valid_from date, mobile text, phone text);
end;
comment on function jiancha._staff_rows() is 'Rows of the statement on staff, defaults filled in.';

create function jiancha._org_kinds() returns text[]
language sql immutable parallel safe
begin atomic
    select '{government,approval_organ,service_hall,project_unit,legal_office,reform_office,efficiency_office,supervisor}'::text[];
end;
comment on function jiancha._org_kinds() is 'What an organisation can be (W-3.1).';

create function jiancha._org_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'org');
    select case
            when btrim(coalesce(r.org_code, '')) = '' then array['missing_value', 'org_code', coalesce(r.name, '')]
            when btrim(coalesce(r.name, '')) = '' then array['missing_value', 'name', r.org_code]
            when octet_length(r.org_code) > 40 or r.org_code <> btrim(r.org_code)
                then array['bad_value', 'org_code', left(r.org_code, 60), r.name, 'at most 40 bytes, no space before or behind']
            when not r.kinds <@ jiancha._org_kinds() or array_position(r.kinds, null) is not null
                then array['bad_value', 'kinds', r.kinds::text, r.org_code, array_to_string(jiancha._org_kinds(), ', ')]
            when r.level not between 1 and 6 then array['bad_value', 'level', r.level::text, r.org_code, 'NULL or 1 to 6']
            when r.authority not in ('statutory', 'delegated', 'authorised')
                then array['bad_value', 'authority', r.authority, r.org_code, 'statutory, delegated, authorised']
            when r.legal_form not in ('organ', 'institution', 'enterprise', 'stationed', 'other')
                then array['bad_value', 'legal_form', r.legal_form, r.org_code, 'organ, institution, enterprise, stationed, other']
            when r.state not in ('active', 'ended') then array['bad_value', 'state', r.state, r.org_code, 'active, ended']
            when r.hall_of is not null and not coalesce('service_hall' = any (r.kinds), false)
                then array['bad_value', 'hall_of', r.hall_of, r.org_code, 'an organisation, of one that has the kind service_hall']
            when r.hall_of = r.org_code then array['bad_value', 'hall_of', r.hall_of, r.org_code, 'another organisation']
            when length(r.credit_code) = 18 and not jiancha.code_is_valid('credit_code', r.credit_code)
                or length(r.credit_code) <> 18 and not jiancha.code_is_valid('organisation_code', r.credit_code)
                then array['bad_code', 'credit_code', r.credit_code, r.org_code, case when length(r.credit_code) = 18
                    then jiancha.code_problem('credit_code', r.credit_code) else jiancha.code_problem('organisation_code', r.credit_code) end]
        end
    into problem
    from jiancha._org_rows() r
    order by 1 is null limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.org_version (org_code, valid_from, name, parent_code, kinds, level, authority, legal_form, hall_of, credit_code, state)
    select r.org_code, r.valid_from, r.name, r.parent_code, r.kinds, r.level, r.authority, r.legal_form, r.hall_of, r.credit_code, r.state
    from jiancha._org_rows() r
    on conflict on constraint org_version_pkey do nothing;

    select case
            when (v.name, v.parent_code, v.kinds, v.level, v.authority, v.legal_form, v.hall_of, v.credit_code, v.state)
                is distinct from (r.name, r.parent_code, r.kinds, r.level, r.authority, r.legal_form, r.hall_of, r.credit_code, r.state)
                then array['register_conflict', 'org', r.org_code, r.valid_from::text]
            when not exists (select from jiancha.org_version p where p.org_code = r.parent_code) and r.parent_code is not null
                then array['unknown_org', r.parent_code, r.org_code]
            when not exists (select from jiancha.org_version p where p.org_code = r.hall_of) and r.hall_of is not null
                then array['unknown_org', r.hall_of, r.org_code] end
    into problem
    from jiancha._org_rows() r
    join jiancha.org_version v on v.org_code = r.org_code and v.valid_from = r.valid_from
    order by 1 is null limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- a tree, of any version: nobody stands above himself
    with recursive up (org_code, above) as (
        select r.org_code, r.parent_code from jiancha._org_rows() r where r.parent_code is not null
        union
        select u.org_code, v.parent_code from up u join jiancha.org_version v on v.org_code = u.above where v.parent_code is not null)
    select array['org_circle', u.org_code] into problem from up u where u.above = u.org_code order by u.org_code limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._org_statement(text[], name) is 'Handles the rows of a statement on org. Parents may come in the same statement.';

create function jiancha._staff_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'staff');
    select case
            when btrim(coalesce(r.staff_code, '')) = '' then array['missing_value', 'staff_code', coalesce(r.name, '')]
            when btrim(coalesce(r.name, '')) = '' then array['missing_value', 'name', r.staff_code]
            when r.mobile !~ '^\+?[0-9]{5,20}$' then array['bad_value', 'mobile', r.mobile, r.staff_code, 'digits, 5 to 20, with an optional leading +']
            when r.phone !~ '^[+0-9(][0-9 ()*-]{2,30}$' then array['bad_value', 'phone', r.phone, r.staff_code, 'digits, spaces, parentheses, hyphens']
            else array['unknown_org', coalesce(r.org_code, ''), r.staff_code]
        end
    into problem
    from jiancha._staff_rows() r
    where btrim(coalesce(r.staff_code, '')) = '' or btrim(coalesce(r.name, '')) = ''
        or r.mobile !~ '^\+?[0-9]{5,20}$' or r.phone !~ '^[+0-9(][0-9 ()*-]{2,30}$'
        or not exists (select from jiancha.org_version o where o.org_code = r.org_code)
    limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.staff_version (staff_code, valid_from, org_code, name, post, mobile, phone)
    select r.staff_code, r.valid_from, r.org_code, r.name, r.post, r.mobile, r.phone
    from jiancha._staff_rows() r
    on conflict on constraint staff_version_pkey do nothing;

    select array['register_conflict', 'staff', r.staff_code, r.valid_from::text] into problem
    from jiancha._staff_rows() r
    join jiancha.staff_version v on v.staff_code = r.staff_code and v.valid_from = r.valid_from
    where (v.org_code, v.name, v.post, v.mobile, v.phone) is distinct from (r.org_code, r.name, r.post, r.mobile, r.phone)
    limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._staff_statement(text[], name) is 'Handles the rows of a statement on staff.';

create function jiancha._requirements() returns text[]
language sql immutable parallel safe
begin atomic
    select '{handle,review,approve,hearing,tender,auction,exam,inspection,test,quarantine,appraisal,expert_review}'::text[];
end;
comment on function jiancha._requirements() is 'What a matter may require of its cases before they are decided: steps, and special procedures (行政许可法 第四十五条).';

create function jiancha._surely_longer(amount integer, unit text, than integer, than_unit text) returns boolean
language sql immutable parallel safe
begin atomic
    -- least and greatest number of natural days that the limits can take; n working days take at least n days
    select case
        when unit = than_unit then amount > than
        else amount * case unit when 'working_day' then 1 when 'day' then 1 when 'month' then 28 when 'year' then 365 end
            > than * case than_unit when 'day' then 1 when 'month' then 31 when 'year' then 366 end end;
end;
comment on function jiancha._surely_longer(integer, text, integer, text) is
    'Whether a limit is longer than another whenever they begin; units working_day, day, month, year, working_hour. NULL: it depends on the day, or a limit is missing.';

create function jiancha._matter_rows()
returns table (
    matter_code text, org_code text, name text, promised_limit integer, promised_unit text, statutory_limit integer, statutory_unit text,
    roll text, calendar_code text, valid_from date, state text, change_no text, use_level integer, requires text[], gazette_digest text)
language sql stable parallel unsafe
begin atomic
    select r.matter_code, r.org_code, r.name, r.promised_limit, coalesce(r.promised_unit, 'working_day'), r.statutory_limit,
        coalesce(r.statutory_unit, 'working_day'), coalesce(r.roll, 'last_day'), r.calendar_code, coalesce(r.valid_from, '-infinity'),
        coalesce(r.state, 'active'), r.change_no, r.use_level, r.requires, r.gazette_digest
    from jiancha._buffered() as r (
        matter_code text, org_code text, name text, promised_limit integer, promised_unit text, statutory_limit integer,
        statutory_unit text, roll text, calendar_code text, valid_from date, version integer, state text, change_no text,
        use_level integer, requires text[], gazette_digest text);
end;
comment on function jiancha._matter_rows() is 'Rows of the statement on matter, defaults filled in.';

create function jiancha._matter_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    added jsonb;
begin
    perform jiancha._register_only_administrator(orgs, 'matter');
    select case
            when btrim(coalesce(r.matter_code, '')) = '' then array['missing_value', 'matter_code', coalesce(r.name, '')]
            when btrim(coalesce(r.name, '')) = '' then array['missing_value', 'name', r.matter_code]
            when not exists (select from jiancha.org_version o where o.org_code = r.org_code)
                then array['unknown_org', coalesce(r.org_code, ''), r.matter_code]
            when r.promised_unit not in ('working_day', 'day', 'month', 'year', 'working_hour')
                then array['bad_value', 'promised_unit', r.promised_unit, r.matter_code, 'working_day, day, month, year, working_hour']
            when r.statutory_unit not in ('working_day', 'day', 'month', 'year', 'working_hour')
                then array['bad_value', 'statutory_unit', r.statutory_unit, r.matter_code, 'working_day, day, month, year, working_hour']
            when r.roll not in ('none', 'last_day', 'skip_all')
                then array['bad_value', 'roll', r.roll, r.matter_code, 'none, last_day, skip_all']
            when r.promised_limit not between 1 and 10000
                then array['bad_value', 'promised_limit', r.promised_limit::text, r.matter_code, 'NULL or 1 to 10000']
            when r.statutory_limit not between 1 and 10000
                then array['bad_value', 'statutory_limit', r.statutory_limit::text, r.matter_code, 'NULL or 1 to 10000']
            when r.calendar_code is not null and not exists (select from jiancha.calendar c where c.calendar_code = r.calendar_code)
                then array['bad_value', 'calendar_code', r.calendar_code, r.matter_code, 'a calendar of jiancha.calendar']
            when r.state not in ('active', 'suspended', 'abolished')
                then array['bad_value', 'state', r.state, r.matter_code, 'active, suspended, abolished']
            when r.use_level not between 1 and 6
                then array['bad_value', 'use_level', r.use_level::text, r.matter_code, 'NULL or 1 to 6']
            when (select o.kinds from jiancha.org_version o where o.org_code = r.org_code and o.valid_from <= greatest(r.valid_from, (
                      select min(f.valid_from) from jiancha.org_version f where f.org_code = r.org_code))
                  order by o.valid_from desc limit 1) = '{}' then array['org_without_kind', r.org_code, r.matter_code]
            when jiancha._surely_longer(r.promised_limit, r.promised_unit, r.statutory_limit, r.statutory_unit)
                then array['promise_exceeds_statute', r.matter_code, format('%s %s', r.promised_limit, r.promised_unit),
                    format('%s %s', r.statutory_limit, r.statutory_unit)]
            when not r.requires <@ jiancha._requirements() or array_position(r.requires, null) is not null
                then array['bad_value', 'requires', r.requires::text, r.matter_code, array_to_string(jiancha._requirements(), ', ')]
            when 'working_hour' in (r.promised_unit, r.statutory_unit) and not exists (
                with recursive up as (
                    select c.calendar_code, c.parent from jiancha.calendar c
                    where c.calendar_code = r.calendar_code or (r.calendar_code is null and c.is_default)
                    union
                    select c.calendar_code, c.parent from jiancha.calendar c join up u on c.calendar_code = u.parent)
                select from up u join jiancha.calendar_hours h on h.calendar_code = u.calendar_code)
                then array['bad_value', 'promised_unit or statutory_unit', 'working_hour', r.matter_code,
                    'working_day, day, month, year; working_hour only with a calendar that has opening hours']
        end
    into problem
    from jiancha._matter_rows() r
    order by 1 nulls last limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with added_version as (
    insert into jiancha.matter_version (matter_code, version, valid_from, org_code, name, promised_limit, promised_unit, statutory_limit,
        statutory_unit, roll, calendar_code, state, change_no, use_level, requires, gazette_digest)
    select r.matter_code,
        -- versions are few and entered by one administrator; the key refuses a number given twice at once
        coalesce((select max(v.version) from jiancha.matter_version v where v.matter_code = r.matter_code), 0)
            + row_number() over (partition by r.matter_code order by r.valid_from),
        r.valid_from, r.org_code, r.name, r.promised_limit, r.promised_unit, r.statutory_limit, r.statutory_unit, r.roll, r.calendar_code,
        r.state, r.change_no, r.use_level, r.requires, r.gazette_digest
    from jiancha._matter_rows() r
    where not exists (select from jiancha.matter_version v where v.matter_code = r.matter_code and v.valid_from = r.valid_from)
    returning matter_code, version)
    select jsonb_agg(a) into added from added_version a;

    select array['register_conflict', 'matter', r.matter_code, r.valid_from::text] into problem
    from jiancha._matter_rows() r
    join jiancha.matter_version v on v.matter_code = r.matter_code and v.valid_from = r.valid_from
    where (v.org_code, v.name, v.promised_limit, v.promised_unit, v.statutory_limit, v.statutory_unit, v.roll, v.calendar_code,
            v.state, v.change_no, v.use_level, v.requires, v.gazette_digest)
        is distinct from
        (r.org_code, r.name, r.promised_limit, r.promised_unit, r.statutory_limit, r.statutory_unit, r.roll, r.calendar_code,
            r.state, r.change_no, r.use_level, r.requires, r.gazette_digest)
    limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._matter_versions_added(added) where added is not null;
end
$$;
comment on function jiancha._matter_statement(text[], name) is 'Handles the rows of a statement on matter.';
