-- Accounts: granting, revoking, ending, leaving; three officers; what was granted by hand is seen.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name, parent_code) values ('ac', '市', null), ('ac-a', '甲局', 'ac'), ('ac-b', '乙局', 'ac');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('ac-m', 'ac-a', '事项', 5, 20);
insert into jiancha.staff (staff_code, org_code, name) values ('s-a', 'ac-a', '张一'), ('s-b', 'ac-b', '李二');
insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_from) values ('ac-a', 'unit_head', 's-a', '2020-01-01');
create role test_accounts_a login; create role test_accounts_two login; create role test_accounts_end; create role test_accounts_adm; create role test_accounts_aud; create role test_accounts_group; create role test_accounts_hand;
-- one account, two duties, a person, an end
select pg_temp.try(c) from unnest(array[$$ select jiancha.grant_access('test_accounts_a', 'ac-a', staff_code => 's-b') $$, $$ select jiancha.grant_access('test_accounts_a', 'ac-a', staff_code => 's-x') $$,
    $$ select jiancha.grant_access('test_accounts_a', 'ac-a', staff_code => 's-a', decision_no => '授1') $$, $$ select jiancha.grant_access('test_accounts_a', 'ac-a', staff_code => 's-a', decision_no => '授1') $$,
    $$ select jiancha.grant_access('test_accounts_a', 'ac-b', 'reporting', decision_no => '授2') $$, $$ select jiancha.grant_access('test_accounts_end', 'ac', 'supervisor', valid_until => '2025-07-01') $$,
    $$ select jiancha.grant_access('test_accounts_adm', 'ac-a', 'administrator') $$, $$ select jiancha.grant_access('test_accounts_adm', null, 'administrator') $$, $$ select jiancha.grant_access('test_accounts_aud', null, 'auditor') $$,
    $$ select jiancha.grant_access('test_accounts_aud', 'ac', 'auditor') $$]) c;
select role_name, duty, org_code, staff_code, valid_until, decision_no, can_login from jiancha.accounts order by 1, 2;
select count(*) as acts from jiancha.account_act;
-- administrator, security officer, auditor: by another grant, by membership, by a group that one of its members makes both
select pg_temp.try(c) from unnest(array[$$ select jiancha.grant_access('test_accounts_aud', null, 'administrator') $$, $$ select jiancha.grant_access('test_accounts_adm', 'ac-a', 'security_officer') $$]) c;
grant test_accounts_group to test_accounts_aud;
select pg_temp.try($$ select jiancha.grant_access('test_accounts_group', null, 'administrator') $$);
revoke test_accounts_group from test_accounts_aud;
-- an administrator enters registers and no case; the auditor reads who holds what
set role test_accounts_adm;
select pg_temp.try(c) from unnest(array[$$ insert into jiancha.staff (staff_code, org_code, name) values ('s-c', 'ac-a', '王三') $$, $$ insert into jiancha.org (org_code, name, parent_code) values ('ac-c', '丙局', 'ac') $$,
    $$ insert into jiancha.case_intake (case_no) values ('x') $$, $$ select * from jiancha.docket $$, $$ select jiancha.define_param('common', 1, 'x', '1') $$]) c;
set role test_accounts_aud;
select count(*) from jiancha.accounts;
select pg_temp.try($$ insert into jiancha.staff (staff_code, org_code, name) values ('s-d', 'ac-a', '王三') $$);
reset role;
-- by hand: seen
select * from jiancha.account_trouble;
grant "jiancha_org_ac-a" to test_accounts_hand; grant jiancha_administer_all to test_accounts_aud;
select * from jiancha.account_trouble order by 1, 2;
revoke "jiancha_org_ac-a" from test_accounts_hand; revoke jiancha_administer_all from test_accounts_aud;
alter role test_accounts_end bypassrls;
select * from jiancha.account_trouble order by 1, 2;
alter role test_accounts_end nobypassrls;

-- one duty is taken away, the other stays
set role test_accounts_a;
select pg_temp.try($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) values ('C-1', 'ac-a', 'ac-m', '张', '2025-01-02 09:00+08', 's-a') $$);
-- who signs is of the own organisation, if he is registered at all
select pg_temp.try(format('insert into jiancha.case_step (case_no, kind, at, staff_code) values (%L, %L, %L, %L)', 'C-1', 'accept', '2025-01-02 10:00+08', s)) from unnest('{s-b,s-unknown,s-a}'::text[]) s;
select pg_temp.try($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) values ('C-2', 'ac-a', 'ac-m', '张', '2025-01-02 09:00+08', 's-b') $$);
reset role;
select pg_temp.try(c) from unnest(array[$$ select jiancha.revoke_access('test_accounts_a', 'ac-a', 'supervisor', '收1') $$, $$ select jiancha.revoke_access('test_accounts_a', 'ac-a', 'department', ' ') $$, $$ select jiancha.revoke_access('test_accounts_a', 'ac-a', 'department', '收1') $$,
    $$ select jiancha.revoke_access('test_accounts_a', 'ac-a', 'department', '收1') $$]) c;
set role test_accounts_a;
select jiancha.my_orgs();
select pg_temp.try($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('C-3', 'ac-a', 'ac-m', '张', '2025-01-02 09:00+08') $$), pg_temp.try('select * from jiancha.docket');
reset role;
-- an end that has come: to the day
select * from jiancha.close_accounts('2025-06-30');
select * from jiancha.close_accounts('2025-07-01');
select * from jiancha.close_accounts('2025-07-01');
select * from jiancha.account_trouble;
set role test_accounts_end; select pg_temp.try('select jiancha.my_orgs()'), pg_temp.try('select * from jiancha.signals'); reset role;
select pg_temp.try('select jiancha.close_accounts(null)');
-- a person leaves: his duties, his accounts, their login
select jiancha.grant_access('test_accounts_a', 'ac-a', staff_code => 's-a'), jiancha.grant_access('test_accounts_two', 'ac', 'supervisor', staff_code => 's-a') \g /dev/null
select pg_temp.try(c) from unnest(array[$$ select jiancha.staff_leaves('s-x', '2025-08-01', '离1') $$, $$ select jiancha.staff_leaves('s-a', null, '离1') $$, $$ select jiancha.staff_leaves('s-a', '2025-08-01', null) $$]) c;
select * from jiancha.staff_leaves('s-a', '2025-08-01', '离1');
select rolname, rolcanlogin from pg_roles where rolname ~ '^test_accounts_(a|two)$' order by 1;
select duty, valid_until from jiancha.duty where staff_code = 's-a';
select role_name, duty, org_code from jiancha.accounts order by 1, 2;
set role test_accounts_two; select pg_temp.try('select jiancha.my_orgs()'); reset role;
-- the tree of organisations changes: the roles of the officers follow as those of departments do
insert into jiancha.org (org_code, name, parent_code, valid_from) values ('ac-b', '乙局', null, '2025-02-01');
select m.rolname as member, r.rolname as role from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
    where r.rolname in ('jiancha_audit_ac-b', 'jiancha_supervise_ac-b') and m.rolname ~ '^jiancha_';
select jiancha.sync_access() \g /dev/null
select m.rolname as member, r.rolname as role from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
    where r.rolname in ('jiancha_audit_ac-b', 'jiancha_supervise_ac-b') and m.rolname ~ '^jiancha_';
-- what happened stands
select role_name, kind, duty, org_code, staff_code, valid_until, decision_no from jiancha.account_act order by seq;
select pg_temp.try('delete from jiancha.account_act');
set role test_accounts_aud;
select pg_temp.try(c) from unnest(array[$$ select jiancha.revoke_access('test_accounts_adm', null, 'administrator', '收') $$, $$ select jiancha.staff_leaves('s-b', '2025-08-01', '离') $$, $$ select jiancha.close_accounts('2030-01-01') $$,
    $$ select jiancha.grant_clearance('test_accounts_aud', 'x', 'x') $$]) c;
reset role;

do $$
declare
    r name;
begin
    for r in select rolname from pg_roles where rolname ~ '^(test_accounts_|jiancha_administer_all)' order by rolname loop
        execute format('drop owned by %I', r);
    end loop;
    for r in select rolname from pg_roles where rolname ~ '^(test_accounts_|jiancha_administer_all|jiancha_(org|enter|supervise|own|audit|secrecy)_ac)' order by rolname loop
        execute format('drop role %I', r);
    end loop;
end $$;
