-- Row-level security: who sees and enters what; parents, transfers, several duties, NOINHERIT, quarantine, and that nothing leaks by another way.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- runs a command in a subtransaction and says what came of it
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    -- the detail of a broken constraint prints the row, the time of its entry included
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
-- a city with two districts' worth of departments
insert into jiancha.org (org_code, name, parent_code) values ('rl-city', '市', null), ('rl-a', '甲局', 'rl-city'), ('rl-a1', '甲局一科', 'rl-a'), ('rl-b', '乙局', 'rl-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('rl-m', 'rl-a', '事项', 5, 20);
create role test_rls_city; create role test_rls_a; create role test_rls_a1; create role test_rls_b; create role test_rls_both; create role test_rls_none; create role test_rls_noinherit noinherit;
select jiancha.grant_access('test_rls_city', 'rl-city', 'supervisor'), jiancha.grant_access('test_rls_a', 'rl-a'), jiancha.grant_access('test_rls_a1', 'rl-a1'),
    jiancha.grant_access('test_rls_b', 'rl-b'), jiancha.grant_access('test_rls_both', 'rl-a1'), jiancha.grant_access('test_rls_both', 'rl-b'), jiancha.grant_access('test_rls_noinherit', 'rl-a') \g /dev/null
-- granting again, and wrongly
select jiancha.grant_access('test_rls_a', 'rl-a');
select pg_temp.try($$ select jiancha.grant_access('test_rls_a', 'rl-x') $$);
select pg_temp.try($$ select jiancha.grant_access('test_rls_a', 'rl-a', 'king') $$);
select pg_temp.try($$ select jiancha.grant_access('no_such_role', 'rl-a') $$);
select pg_temp.try($$ select jiancha.grant_access('test_rls_a', null) $$);
set role test_rls_a;
select pg_temp.try($$ select jiancha.grant_access('test_rls_a', 'rl-b') $$);
reset role;
-- whom each acts for
set role test_rls_city; select jiancha.my_orgs() @> '{rl-city,rl-a,rl-a1,rl-b}' as city, cardinality(jiancha.my_orgs());
set role test_rls_a; select array(select unnest(jiancha.my_orgs()) order by 1);
set role test_rls_a1; select jiancha.my_orgs();
set role test_rls_both; select array(select unnest(jiancha.my_orgs()) order by 1);
set role test_rls_noinherit; select jiancha.my_orgs();
set role test_rls_none; select jiancha.my_orgs();
reset role;
-- each enters a case
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'C-' || o, o, 'rl-m', '张', '2025-01-02 09:00+08' from unnest('{rl-city,rl-a,rl-a1,rl-b}'::text[]) o;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'C-' || o, 1, 'accept', '2025-01-02 10:00+08' from unnest('{rl-city,rl-a,rl-a1,rl-b}'::text[]) o;
call jiancha.sweep_all('2025-02-01 00:00+08');
create function pg_temp.seen() returns text language sql as $$
    select format('dockets %s files %s steps %s clocks %s signals %s board %s overdue %s', (select string_agg(business_no, ' ' order by docket_id) from jiancha.docket), (select count(*) from jiancha.case_intake),
        (select count(*) from jiancha.case_step), (select count(*) from jiancha.clock), (select count(*) from jiancha.signals), (select count(*) from jiancha.board_at('2025-02-01')),
        (select count(distinct case_no) from jiancha.overdue_at('2025-02-01'))) $$;
set role test_rls_city; select pg_temp.seen();
set role test_rls_a; select pg_temp.seen();
set role test_rls_a1; select pg_temp.seen();
set role test_rls_b; select pg_temp.seen();
set role test_rls_both; select pg_temp.seen();
set role test_rls_none; select pg_temp.try('select pg_temp.seen()');
-- who may see a table but acts for nobody sees nothing; his own privileges change nothing
reset role;
grant usage on schema jiancha to test_rls_none; grant select on all tables in schema jiancha to test_rls_none;
set role test_rls_none;
select count(*) from jiancha.docket; select count(*) from jiancha.signal_now; select count(*) from jiancha.clock_threshold; select count(*) from jiancha.quarantine;
select count(*) from jiancha.effective_step; select count(*) from jiancha.signal_action; select count(*) from jiancha.case_file;
-- one who may not inherit acts when he sets the role
set role test_rls_noinherit; select count(*) from jiancha.docket;
-- entering for others: the child for the parent, the sibling, the parent for the child, the supervisor for anybody
create function pg_temp.enters(org text) returns text language sql as $$
    select pg_temp.try(format('insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (%L, %L, ''rl-m'', ''张'', ''2025-01-02 09:00+08'')', current_user || org, org)) $$;
set role test_rls_a1; select pg_temp.enters('rl-a1'), pg_temp.enters('rl-a');
set role test_rls_a; select pg_temp.enters('rl-a1'), pg_temp.enters('rl-b');
set role test_rls_city; select pg_temp.enters('rl-a');
set role test_rls_b; select pg_temp.try($$ insert into jiancha.case_step (case_no, kind, at) values ('C-rl-a', 'close', '2025-01-05') $$);
-- a leaky function in a query sees no row of others
create function pg_temp.leak(text) returns boolean language plpgsql cost 0.0000001 as $$ begin raise warning 'sees %', $1; return true; end $$;
set role test_rls_b;
select count(*) from jiancha.case_intake where pg_temp.leak(case_no);
select count(*) from jiancha.signals where pg_temp.leak(case_no || level);
-- what departments may not touch at all
select pg_temp.try(format('select * from jiancha.%I', t)) from unnest('{docket_key,signal_counter}'::text[]) t;
select pg_temp.try(c) from unnest(array['select jiancha._lock(array[1])', 'select jiancha._derive(array[1])', 'select jiancha._store_clocks(array[1])', 'select jiancha._case_step_statement(null, ''x'')', 'select jiancha._as_owner(''postgres'', ''select 1'')',
    'select jiancha.sweep(''2025-01-01'')', 'select * from jiancha.verify(''2025-01-01'')', 'select * from jiancha.earned(''2025-01-01'')', 'select jiancha.setup(''410700'', ''xinxiang'')', 'select jiancha.load_notice(''{}'')', 'select nextval(''jiancha.docket_seq'')',
    'insert into jiancha.org (org_code, name) values (''x'', ''x'')', 'insert into jiancha.docket default values', 'insert into jiancha.step default values', 'insert into jiancha.signal default values']) c;
select pg_has_role('test_rls_b', 'jiancha_owner', 'member') as is_owner;
-- registers: granted INSERT alone is not enough
reset role;
grant insert on jiancha.org, jiancha.staff, jiancha.matter to test_rls_b;
set role test_rls_b;
insert into jiancha.org (org_code, name) values ('rl-x', '丙局');
insert into jiancha.staff (staff_code, org_code, name) values ('x', 'rl-b', '张');
insert into jiancha.matter (matter_code, org_code, name) values ('x', 'rl-b', '事项');
reset role;
-- a member of the owner acts for all, and is bound by no policy of his own records
create role test_rls_admin; grant jiancha_owner to test_rls_admin;
set role test_rls_admin;
select count(*) > 4 as sees_all from jiancha.docket;
insert into jiancha.org (org_code, name) values ('rl-x', '丙局');
reset role;
-- renamed and dropped organisation roles harm nobody
drop role "jiancha_org_rl-a1";
set role test_rls_a1; select pg_temp.seen();
set role test_rls_city; select count(*) from jiancha.docket where business_no like 'C-%';
reset role;
-- one cached answer of my_orgs() is not carried to the next role
set role test_rls_a; prepare mine as select count(*) from jiancha.docket where business_no like 'C-%'; execute mine;
set role test_rls_b; execute mine; reset role; set role test_rls_city; execute mine; reset role;
-- an index on org_code stays usable: the policy is one call, not one a row; as its plan is chosen among three thousand cases
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
select 'many-' || n, case when n % 100 = 0 then 'rl-b' else 'rl-a' end, 'rl-m', '申请人', '2025-03-03 09:00' from generate_series(1, 3000) n;
analyze jiancha.docket;
set role test_rls_b;
set enable_seqscan = off;
create function pg_temp.uses_index(query text) returns boolean language plpgsql as $$
declare
    line text;
begin
    for line in execute 'explain (costs off) ' || query loop
        if line ~ 'Index Cond: \((org_code|seen_by) = ANY \(jiancha.my_orgs\(\)\)\)' then return true; end if;
    end loop;
    return false;
end $$;
select pg_temp.uses_index('select * from jiancha.docket where closed_at is null') as docket, pg_temp.uses_index('select * from jiancha.signal') as signal;
reset enable_seqscan;
reset role;
drop owned by test_rls_city, test_rls_a, test_rls_a1, test_rls_b, test_rls_both, test_rls_none, test_rls_noinherit;
drop role test_rls_city, test_rls_a, test_rls_a1, test_rls_b, test_rls_both, test_rls_none, test_rls_noinherit, test_rls_admin, "jiancha_org_rl-city", "jiancha_org_rl-a", "jiancha_org_rl-b";
