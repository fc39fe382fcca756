-- Who acts for which organisation, and the guard of append-only tables.

create function jiancha.my_orgs() returns text[]
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_my_orgs';
comment on function jiancha.my_orgs() is
    'Codes of the organisations the current role acts for: it has the privileges of role jiancha_org_<code>. Reads the system cache, no table. Empty array if there are none.';

create function jiancha._orgs_of(role_name name, prefix text) returns text[]
language c stable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_orgs_of';
comment on function jiancha._orgs_of(name, text) is
    'Codes of the organisations for which a role has the privileges of a role named prefix and code: jiancha_own_ gives those it was itself granted, children not included.';

create function jiancha._guard() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_guard';
comment on function jiancha._guard() is 'Trigger that refuses UPDATE, DELETE and TRUNCATE with JC008; an UPDATE of nothing but the column named by its argument passes.';

create function jiancha._sync_org_roles(prefix text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    link record;
begin
    -- the role of a parent is a member of those of its children, of whatever version is in force today
    for link in
        with tree as (
            select distinct on (o.org_code) o.org_code, o.parent_code from jiancha.org_version o
            where o.valid_from <= current_date order by o.org_code, o.valid_from desc),
        wanted as (
            select prefix || t.org_code as role, prefix || t.parent_code as member from tree t
            where exists (select from pg_roles r where r.rolname = prefix || t.org_code)
                and exists (select from pg_roles r where r.rolname = prefix || t.parent_code)),
        there as (
            select r.rolname::text as role, m.rolname::text as member
            from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
            where starts_with(r.rolname, prefix) and starts_with(m.rolname, prefix))
        select role, member, t.role is null as missing from wanted w full join there t using (role, member)
        where w.role is null or t.role is null
    loop
        if link.missing then
            execute format('grant %I to %I', link.role, link.member);
        else
            execute format('revoke %I from %I', link.role, link.member);
        end if;
    end loop;
end
$$;
comment on function jiancha._sync_org_roles(text) is 'Brings the memberships among the organisations'' roles in line with the tree of organisations.';

create function jiancha._make_member(role_name text, member name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from pg_roles r where r.rolname = _make_member.role_name) then
        execute format('create role %I nologin', _make_member.role_name);
    end if;
    -- GRANT would say that he is one already
    if not exists (
        select from pg_auth_members a
        where a.roleid = (select r.oid from pg_roles r where r.rolname = _make_member.role_name)
            and a.member = (select r.oid from pg_roles r where r.rolname = _make_member.member)) then
        execute format('grant %I to %I', _make_member.role_name, _make_member.member);
    end if;
end
$$;
comment on function jiancha._make_member(text, name) is 'Makes a role where it is missing, and another its member where it is not. Says nothing.';

create function jiancha.grant_access(role_name name, org_code text, duty text default 'department') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    prefix text;
    unit text;
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.grant_access()');
    end if;
    if duty is null or duty not in ('department', 'supervisor', 'complaint_desk') then
        perform jiancha._raise('bad_value', 'duty', duty, role_name, 'department, supervisor, complaint_desk');
    end if;
    if not exists (select from pg_roles r where r.rolname = role_name) then
        perform jiancha._raise('unknown_role', role_name);
    end if;
    if not exists (select from jiancha.org_version o where o.org_code = grant_access.org_code and o.valid_from <= current_date) then
        perform jiancha._raise('unknown_org', grant_access.org_code, role_name);
    end if;

    if duty = 'department' then
        perform jiancha._require_training(role_name);
    end if;

    -- a role for each organisation of the subtree, one to read and one to enter or to supervise
    foreach prefix in array case duty when 'department' then array['jiancha_org_', 'jiancha_enter_'] when 'complaint_desk' then array['jiancha_org_'] else array['jiancha_org_', 'jiancha_supervise_'] end loop
        for unit in
            with recursive tree as (
                select distinct on (o.org_code) o.org_code, o.parent_code from jiancha.org_version o
                where o.valid_from <= current_date order by o.org_code, o.valid_from desc),
            below as (
                select t.org_code from tree t where t.org_code = grant_access.org_code
                union
                select t.org_code from tree t join below b on t.parent_code = b.org_code)
            select prefix || b.org_code from below b
            where not exists (select from pg_roles r where r.rolname = prefix || b.org_code)
        loop
            execute format('create role %I nologin', unit);
        end loop;
        perform jiancha._sync_org_roles(prefix);
        perform jiancha._make_member(prefix || grant_access.org_code, role_name);
    end loop;

    -- the organisation itself, without those below it: nobody decides on cards of his own
    perform jiancha._make_member('jiancha_own_' || grant_access.org_code, role_name);

    -- a complaint desk is that of one organisation: the desk above does not read who complained to the one below
    if duty = 'complaint_desk' then
        perform jiancha._make_member('jiancha_complaint_desk_' || grant_access.org_code, role_name);
    end if;

    execute format('grant usage on schema jiancha to %I', role_name);
    perform jiancha._grant(role_name, duty);
    perform jiancha._grant_scores(role_name);
end
$$;
comment on function jiancha.grant_access(name, text, text) is
    'Lets a role act for an organisation and all below it: makes roles jiancha_org_<code> (to read) and jiancha_enter_<code> (a department: to enter rows) or jiancha_supervise_<code> (a supervisor: to raise and decide cards) or, of the organisation alone, jiancha_complaint_desk_<code> (a complaint desk) where they are missing, brings their memberships in line with the tree of organisations, grants membership and rights; jiancha_own_<code> remembers the organisation itself, on whose cards the role never decides. duty: department (enters, answers and reads), supervisor (raises, decides and reads) or complaint_desk (receives complaints, handles them and reads who complained). Call it again after the tree has changed. Errors: JC004 unknown role or organisation, JC005 unknown duty, JC007 the entry duty for one who was not trained, where parameter entry_needs_training is true; superusers only.';
