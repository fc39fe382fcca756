-- Who acts for which organisation, and the guard of append-only tables.

create function jiancha.my_orgs() returns text[]
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_my_orgs';
comment on function jiancha.my_orgs() is
    'Codes of the organisations the current role acts for: it has the privileges of role jiancha_org_<code>. Reads the system cache, no table. Empty array if there are none.';

create function jiancha._orgs_of(role_name name, prefix text) returns text[]
language c stable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_orgs_of';
comment on function jiancha._orgs_of(name, text) is
    'Codes of the organisations for which a role has the privileges of a role named prefix and code: jiancha_own_ gives those it was itself granted, children not included.';

create function jiancha.my_clearances() returns text[]
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_my_clearances';
comment on function jiancha.my_clearances() is
    'Clearances under which the current role reads what decisions have made secret: it has the privileges of role jiancha_cleared_<clearance>. Reads the system cache, no table. Empty array if there are none.';

create function jiancha._guard() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_guard';
comment on function jiancha._guard() is 'Trigger that refuses UPDATE, DELETE and TRUNCATE with JC008; an UPDATE of nothing but the columns named by its argument, divided by commas, passes, and so does what redact() and archive_volume() do.';

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
            select prefix || l.org_code as role, prefix || l.above as member
            from (
                select t.org_code, t.parent_code as above from tree t
                union
                -- who took over reads what was the old one's, and enters what belongs to that time
                select s.from_org, s.to_org from jiancha.org_succession s where s.effective_on <= current_date) l
            where exists (select from pg_roles r where r.rolname = prefix || l.org_code)
                and exists (select from pg_roles r where r.rolname = prefix || l.above)),
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
comment on function jiancha._sync_org_roles(text) is 'Brings the memberships among the organisations'' roles in line with the tree of organisations and with successions.';

create function jiancha._join_orgs(role_name name, duty text, org_code text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    prefix text;
    unit text;
    about record;
begin
    select d.* into strict about from jiancha._duties() d where d.duty = _join_orgs.duty;
    -- a role for each organisation of the subtree, one for each thing it may do
    foreach prefix in array array(select 'jiancha_' || w.word || '_' from unnest(about.subtree) w (word)) loop
        for unit in
            with recursive tree as (
                select distinct on (o.org_code) o.org_code, o.parent_code from jiancha.org_version o
                where o.valid_from <= current_date order by o.org_code, o.valid_from desc),
            below as (
                select t.org_code from tree t where t.org_code = _join_orgs.org_code
                union
                select t.org_code from tree t join below b on t.parent_code = b.org_code)
            select prefix || b.org_code from below b
            where not exists (select from pg_roles r where r.rolname = prefix || b.org_code)
        loop
            execute format('create role %I nologin', unit);
        end loop;
        perform jiancha._sync_org_roles(prefix);
        perform jiancha._join_role(role_name, (prefix || org_code)::name);
    end loop;
    -- the organisation itself, without those below it: nobody decides on cards of his own, and the complaint desk above does not read who
    -- complained to the one below
    foreach prefix in array array(select 'jiancha_' || w.word || '_' from unnest(about.single) w (word)) loop
        perform jiancha._join_role(role_name, (prefix || org_code)::name);
    end loop;
    if about.duty = 'administrator' then
        perform jiancha._join_role(role_name, 'jiancha_administer_all');
    end if;
end
$$;
comment on function jiancha._join_orgs(name, text, text) is 'Makes a role a member of the roles by which a duty acts for an organisation and those below it; makes the roles that are missing.';

create function jiancha.grant_access(
    role_name name, org_code text, duty text default 'department', staff_code text default null, valid_until date default null, decision_no text default null)
    returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    about record;
    carrier name;
    words text[];
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.grant_access()');
    end if;
    select d.* into about from jiancha._duties() d where d.duty = grant_access.duty;
    if about.duty is null then
        perform jiancha._raise('bad_value', 'duty', duty, role_name, (select string_agg(d.duty, ', ' order by d.duty) from jiancha._duties() d));
    end if;
    if not exists (select from pg_roles r where r.rolname = role_name) then
        perform jiancha._raise('unknown_role', role_name);
    end if;
    if jiancha._unsafe_role(role_name) is not null then
        perform jiancha._raise('unsafe_role', role_name, jiancha._unsafe_role(role_name));
    end if;
    if about.of_org and not exists (select from jiancha.org_version o where o.org_code = grant_access.org_code and o.valid_from <= current_date) then
        perform jiancha._raise('unknown_org', grant_access.org_code, role_name);
    elsif not about.of_org and org_code is not null then
        perform jiancha._raise('bad_value', 'org_code', org_code, role_name, format('NULL: duty %s is about no organisation', duty));
    end if;
    if staff_code is not null and not jiancha._staff_within(staff_code, org_code) then
        perform jiancha._raise('staff_elsewhere', staff_code, coalesce(org_code, '-'), role_name);
    end if;

    if duty = 'department' then
        perform jiancha._require_training(role_name);
    end if;

    if about.of_org or about.duty = 'administrator' then
        perform jiancha._join_orgs(role_name, duty, org_code);
    end if;
    words := jiancha._officer_words(role_name);
    if cardinality(words) > 1 then
        perform jiancha._raise('officers_exclude', role_name, array_to_string(words, ', '));
    end if;
    carrier := jiancha._duty_role(duty);
    if carrier is not null and exists (select from pg_roles r where r.rolname = carrier) then
        perform jiancha._join_role(role_name, carrier);
    else
        perform jiancha._grant(role_name, duty);
    end if;
    perform jiancha._note_account(role_name, 'grant', duty, org_code, null, staff_code, valid_until, decision_no);
end
$$;
comment on function jiancha.grant_access(name, text, text, text, date, text) is
    'Gives an account a duty, for an organisation and all below it: makes the roles jiancha_<word>_<org_code> where they are missing (org: to read; enter, supervise, monitor, legal, secrecy, audit: to do what the duty does; of the organisation alone own, on whose cards the account never decides, and complaint_desk), brings their memberships in line with the tree of organisations, grants membership, and the rights of the duty: by membership in the role that setup_roles() named, or to the account itself. Writes account_act. org_code: NULL for administrator, it, platform, portal, sweeper, which are about no organisation. staff_code: who works with it, one of the organisation or below; valid_until: first day on which it no longer holds. Call it again after the tree has changed. Errors: JC004 unknown role, organisation or person, JC005 unknown duty, JC007 a role that can do more than its duty, 三员 in one hand, the entry duty for one who was not trained where parameter entry_needs_training is true; superusers only.';
