-- Who acts for which organisation, and the guard of append-only tables.

create function jiancha.my_orgs() returns text[]
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_my_orgs';
comment on function jiancha.my_orgs() is
    'Codes of the organisations the current role acts for: it has the privileges of role jiancha_org_<code>. Reads the system cache, no table. Empty array if there are none.';

create function jiancha._guard() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_guard';
comment on function jiancha._guard() is 'Trigger that refuses UPDATE, DELETE and TRUNCATE with JC008.';

create function jiancha.grant_access(role_name name, org_code text, duty text default 'department') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    unit record;
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.grant_access()');
    end if;
    if duty not in ('department', 'supervisor') then
        perform jiancha._raise('bad_value', 'duty', duty, role_name, 'department, supervisor');
    end if;
    if not exists (select from jiancha.org_version o where o.org_code = grant_access.org_code) then
        perform jiancha._raise('unknown_org', grant_access.org_code, role_name);
    end if;

    -- a role for each organisation of the subtree; the role of a parent is a member of those of its children
    for unit in
        with recursive below as (
            select o.org_code, null::text as parent_code from jiancha.org o where o.org_code = grant_access.org_code
            union
            select o.org_code, o.parent_code from jiancha.org o join below b on o.parent_code = b.org_code)
        select 'jiancha_org_' || b.org_code as role, 'jiancha_org_' || b.parent_code as parent from below b
    loop
        if not exists (select from pg_roles r where r.rolname = unit.role) then
            execute format('create role %I nologin', unit.role);
        end if;
        if unit.parent is not null then
            execute format('grant %I to %I', unit.role, unit.parent);
        end if;
    end loop;
    execute format('grant %I to %I', 'jiancha_org_' || grant_access.org_code, role_name);

    execute format('grant usage on schema jiancha to %I', role_name);
    execute format('grant select on jiancha.calendar, jiancha.calendar_version, jiancha.calendar_day, jiancha.calendar_notice,
        jiancha.org_version, jiancha.staff_version, jiancha.matter_version, jiancha.org, jiancha.staff, jiancha.matter,
        jiancha.step_kind, jiancha.rule_pack, jiancha.clock_rule, jiancha.signal_rule, jiancha.legal_basis, jiancha.record_state,
        jiancha.docket, jiancha.case_file, jiancha.step, jiancha.clock, jiancha.signal, jiancha.signal_action, jiancha.quarantine,
        jiancha.effective_step, jiancha.signal_now, jiancha.standing_signal, jiancha.clock_threshold,
        jiancha.case_intake, jiancha.case_step, jiancha.signals, jiancha.board, jiancha.overdue_cases to %I', role_name);
    if duty = 'department' then
        execute format('grant insert on jiancha.case_intake, jiancha.case_step to %I', role_name);
    end if;
end
$$;
comment on function jiancha.grant_access(name, text, text) is
    'Lets a role act for an organisation and all below it: makes roles jiancha_org_<code> where they are missing, grants membership and rights. duty: department (enters and reads) or supervisor (reads). Call it again after organisations were added below. Errors: JC004 unknown organisation, JC005 unknown duty; superusers only.';
