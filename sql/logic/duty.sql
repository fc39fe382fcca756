-- Duties: who holds which office for an organisation. The register of the people that notices go to.

create function jiancha._duty_rows() returns table (no bigint, org_code text, duty text, staff_code text, valid_from date, valid_until date)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.org_code, b.duty, b.staff_code, coalesce(b.valid_from, '-infinity'), b.valid_until
    from rows from (jiancha._buffered() as (org_code text, duty text, staff_code text, valid_from date, valid_until date)) with ordinality b;
end;
comment on function jiancha._duty_rows() is 'Rows of the statement on duty_assignment, defaults filled in.';

create function jiancha._duty_assignment_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    duties constant text[] := array['handler', 'unit_head', 'supervising_leader', 'stationed_body', 'window_head', 'liaison'];
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'duty_assignment');
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.org_code, '')) = '' then array['missing_value', 'org_code', coalesce(r.staff_code, '')]
                when btrim(coalesce(r.duty, '')) = '' then array['missing_value', 'duty', r.org_code]
                when btrim(coalesce(r.staff_code, '')) = '' then array['missing_value', 'staff_code', r.org_code]
                when r.duty <> all (duties) then array['bad_value', 'duty', r.duty, r.org_code, array_to_string(duties, ', ')]
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', r.org_code, r.staff_code]
                when not exists (select from jiancha.staff_version s where s.staff_code = r.staff_code) then array['unknown_staff', r.staff_code, r.org_code]
                when r.valid_until <= r.valid_from or r.valid_until in ('infinity', '-infinity')
                    then array['bad_value', 'valid_until', r.valid_until::text, r.staff_code, 'empty, or a day after valid_from']
            end as problem
        from jiancha._duty_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- an end is set once; rows that say the same twice are one
    insert into jiancha.duty as d (org_code, duty, staff_code, valid_from, valid_until)
    select r.org_code, r.duty, r.staff_code, r.valid_from, max(r.valid_until) from jiancha._duty_rows() r
    group by r.org_code, r.duty, r.staff_code, r.valid_from
    order by r.org_code, r.duty, r.staff_code, r.valid_from
    on conflict on constraint duty_pkey do update set valid_until = excluded.valid_until
        where d.valid_until is null and excluded.valid_until is not null;

    select array['duty_conflict', r.staff_code, r.duty, d.valid_until::text] into problem
    from jiancha._duty_rows() r
    join jiancha.duty d on d.org_code = r.org_code and d.duty = r.duty and d.staff_code = r.staff_code and d.valid_from = r.valid_from
    where r.valid_until <> d.valid_until or (r.valid_until is null and d.valid_until is not null
        -- the same statement may enter it and end it
        and not exists (select from jiancha._duty_rows() e
                        where (e.org_code, e.duty, e.staff_code, e.valid_from, e.valid_until) = (d.org_code, d.duty, d.staff_code, d.valid_from, d.valid_until)))
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._duty_assignment_statement(text[], name) is 'Handles the rows of a statement on duty_assignment.';
