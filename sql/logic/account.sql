-- Accounts: who was given which duty, and what becomes of it when it ends. Rights follow account_act: after each row that takes something away they are made anew.

create function jiancha._staff_within(staff_code text, org_code text) returns boolean
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    with recursive tree as (
        select distinct on (o.org_code) o.org_code, o.parent_code from jiancha.org_version o
        where o.valid_from <= current_date order by o.org_code, o.valid_from desc),
    up as (
        select s.org_code
        from (
            select v.org_code from jiancha.staff_version v
            where v.staff_code = _staff_within.staff_code and v.valid_from <= current_date order by v.valid_from desc limit 1) s
        union
        select t.parent_code from up u join tree t on t.org_code = u.org_code where t.parent_code is not null)
    select exists (select from up u where _staff_within.org_code is null or u.org_code = _staff_within.org_code)
$$;
comment on function jiancha._staff_within(text, text) is 'Whether a person is registered today with an organisation or one below it; NULL: with any.';

create function jiancha._note_account(
    role_name name, kind text, duty text, org_code text, clearance text, staff_code text, valid_until date, decision_no text) returns void
language sql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
    -- the same again is not said again
    insert into jiancha.account_act (role_name, kind, duty, org_code, clearance, staff_code, valid_until, decision_no, actor)
    select _note_account.role_name, _note_account.kind, _note_account.duty, _note_account.org_code, _note_account.clearance, _note_account.staff_code,
        _note_account.valid_until, _note_account.decision_no, current_user
    where not exists (
        select from (
            select a.* from jiancha.account_act a
            where a.role_name = _note_account.role_name::text and a.duty = _note_account.duty and a.org_code is not distinct from _note_account.org_code
                and a.clearance is not distinct from _note_account.clearance
            order by a.seq desc limit 1) l
        where l.kind = _note_account.kind and l.staff_code is not distinct from _note_account.staff_code
            and l.valid_until is not distinct from _note_account.valid_until and l.decision_no is not distinct from _note_account.decision_no)
$$;
comment on function jiancha._note_account(name, text, text, text, text, text, date, text) is 'Enters an act about an account, unless the latest of its duty and organisation says the same.';

create function jiancha._renew_account(role_name name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    held record;
begin
    for held in
        select r.rolname
        from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
        where m.rolname = role_name
            and (r.rolname ~ '^jiancha_(org|enter|supervise|own|monitor|legal|secrecy|audit|administer|complaint_desk|cleared)_'
                or r.rolname in (select d.role_name from jiancha.duty_role d))
    loop
        execute format('revoke %I from %I', held.rolname, role_name);
    end loop;
    perform jiancha._revoke_all(role_name);
    for held in select a.* from jiancha.accounts a where a.role_name = _renew_account.role_name order by a.duty, a.org_code loop
        if held.duty = 'cleared' then
            perform jiancha._join_role(role_name, ('jiancha_cleared_' || held.clearance)::name);
            continue;
        end if;
        if held.org_code is not null or held.duty = 'administrator' then
            perform jiancha._join_orgs(role_name, held.duty, held.org_code);
        end if;
        if exists (select from pg_roles r where r.rolname = jiancha._duty_role(held.duty)) then
            perform jiancha._join_role(role_name, jiancha._duty_role(held.duty));
        else
            perform jiancha._grant(role_name, held.duty);
        end if;
    end loop;
    -- what he assesses is the matter of grant_assessor()
    if exists (
        select from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
        where m.rolname = role_name and r.rolname ^@ 'jiancha_assess_') then
        perform jiancha._grant(role_name, 'assessor');
    end if;
end
$$;
comment on function jiancha._renew_account(name) is 'Takes all memberships and rights on the records from an account and gives it those of the duties that it still has.';

create function jiancha.revoke_access(role_name name, org_code text, duty text, decision_no text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    held record;
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.revoke_access()');
    end if;
    if btrim(coalesce(decision_no, '')) = '' then
        perform jiancha._raise('missing_value', 'decision_no', role_name);
    end if;
    select a.* into held from jiancha.accounts a
    where a.role_name = revoke_access.role_name and a.duty = revoke_access.duty and a.org_code is not distinct from revoke_access.org_code
    limit 1;
    if held.role_name is null then
        perform jiancha._raise('duty_not_held', role_name, coalesce(duty, 'NULL'), coalesce(org_code, '-'));
    end if;
    perform jiancha._note_account(revoke_access.role_name, 'revoke', a.duty, a.org_code, a.clearance, a.staff_code, null, revoke_access.decision_no)
    from jiancha.accounts a
    where a.role_name = revoke_access.role_name and a.duty = revoke_access.duty and a.org_code is not distinct from revoke_access.org_code;
    if exists (select from pg_roles r where r.rolname = role_name) then
        perform jiancha._renew_account(role_name);
    end if;
end
$$;
comment on function jiancha.revoke_access(name, text, text, text) is
    'Takes a duty from an account, by a decision; what it may do by its other duties stays. Duty cleared: all its clearances. Rights on the records that were granted to the account by hand go too. Writes account_act. Errors: JC004 the account does not hold it, JC005 no decision; superusers only.';

create function jiancha.grant_clearance(role_name name, clearance text, decision_no text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.grant_clearance()');
    end if;
    if not exists (select from pg_roles r where r.rolname = role_name) then
        perform jiancha._raise('unknown_role', role_name);
    end if;
    if not exists (
        select from jiancha.secrecy_decision s where s.decision_no = grant_clearance.decision_no and s.clearance = grant_clearance.clearance) then
        perform jiancha._raise('clearance_needs_decision', coalesce(clearance, 'NULL'), coalesce(decision_no, 'NULL'), role_name);
    end if;
    perform jiancha._join_role(role_name, ('jiancha_cleared_' || clearance)::name);
    perform jiancha._note_account(role_name, 'grant', 'cleared', null, clearance, null, null, decision_no);
end
$$;
comment on function jiancha.grant_clearance(name, text, text) is
    'Lets an account read what was made secret under a clearance, of the organisations whose rows it reads anyway; by a recorded decision of that clearance. Writes account_act; revoke_access(role, NULL, ''cleared'', decision) takes it back. Errors: JC004 unknown role or no such decision; superusers only.';

create function jiancha.staff_leaves(staff_code text, at date, decision_no text) returns table (role_name name)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.staff_leaves()');
    end if;
    if at is null or not isfinite(at) then
        perform jiancha._raise('bad_value', 'at', coalesce(at::text, 'NULL'), coalesce(staff_leaves.staff_code, 'NULL'), 'a finite date');
    end if;
    if btrim(coalesce(staff_leaves.decision_no, '')) = '' then
        perform jiancha._raise('missing_value', 'decision_no', coalesce(staff_leaves.staff_code, 'NULL'));
    end if;
    if not exists (select from jiancha.staff_version s where s.staff_code = staff_leaves.staff_code) then
        perform jiancha._raise('bad_value', 'staff_code', coalesce(staff_leaves.staff_code, 'NULL'), 'staff_leaves', 'a person registered in jiancha.staff');
    end if;
    update jiancha.duty d set valid_until = staff_leaves.at
    where d.staff_code = staff_leaves.staff_code and (d.valid_until is null or d.valid_until > staff_leaves.at) and d.valid_from < staff_leaves.at;
    for role_name in
        select distinct a.role_name::name from jiancha.accounts a where a.staff_code = staff_leaves.staff_code order by 1
    loop
        perform jiancha._note_account(a.role_name::name, 'revoke', a.duty, a.org_code, a.clearance, a.staff_code, null, staff_leaves.decision_no)
        from jiancha.accounts a where a.role_name = staff_leaves.role_name;
        if exists (select from pg_roles r where r.rolname = staff_leaves.role_name) then
            perform jiancha._renew_account(staff_leaves.role_name);
            execute format('alter role %I nologin', staff_leaves.role_name);
        end if;
        return next;
    end loop;
end
$$;
comment on function jiancha.staff_leaves(text, date, text) is
    'A person leaves: his duties (register duty) end on the day, his accounts lose every duty and can no longer log in. at: first day on which they no longer hold. Returns the accounts. Sessions that are open go on reading until they end: pg_terminate_backend(). Errors: JC005 unknown person, no day or no decision; superusers only.';

create function jiancha.close_accounts(as_of date) returns table (role_name name, org_code text, duty text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    ended record;
    closed name[] := '{}';
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.close_accounts()');
    end if;
    if as_of is null or not isfinite(as_of) then
        perform jiancha._raise('bad_value', 'as_of', coalesce(as_of::text, 'NULL'), 'close_accounts', 'a finite date');
    end if;
    for ended in
        select a.* from jiancha.accounts a where a.valid_until <= close_accounts.as_of order by a.role_name, a.duty, a.org_code
    loop
        perform jiancha._note_account(ended.role_name::name, 'revoke', ended.duty, ended.org_code, ended.clearance, ended.staff_code, null, ended.decision_no);
        role_name := ended.role_name::name; org_code := ended.org_code; duty := ended.duty;
        closed := closed || role_name;
        return next;
    end loop;
    perform jiancha._renew_account(r.rolname) from pg_roles r where r.rolname = any (closed) order by r.rolname;
end
$$;
comment on function jiancha.close_accounts(date) is
    'Takes from accounts the duties whose valid_until has come. Call it once a day; accounts that are over and still hold rights are listed in account_trouble. Errors: JC005 no day; superusers only.';
