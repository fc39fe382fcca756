-- Who sees, who may, what is kept: graded management, the duties of the bodies, secrecy, retention. Facts are entered by the accounts of the duties.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values
    ('t-city', '市', null), ('t-d1', '甲区', 't-city'), ('t-d1a', '甲区一局', 't-d1'), ('t-d1b', '甲区二局', 't-d1'), ('t-d2', '乙区', 't-city'), ('t-d2a', '乙区一局', 't-d2');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M5', 't-d1a', '五个工作日', 5, 20);
insert into jiancha.staff (staff_code, org_code, name) values ('p1', 't-d1a', '张一'), ('p2', 't-d2a', '李二');
do $$
declare
    d record;
begin
    for d in select * from jiancha._duties() loop
        execute format('create role %I', 'clause_t_' || d.duty);
        perform jiancha.grant_access(('clause_t_' || d.duty)::name, case when not d.of_org then null when d.duty in ('department', 'service_centre', 'exchange') then 't-d1a' else 't-city' end, d.duty);
    end loop;
end $$;
create role clause_t_d1; create role clause_t_d2; create role clause_t_d2a; create role clause_t_unit; create role clause_t_two;
select jiancha.grant_access('clause_t_d1', 't-d1', 'supervisor'), jiancha.grant_access('clause_t_d2', 't-d2', 'supervisor'), jiancha.grant_access('clause_t_d2a', 't-d2a'), jiancha.grant_access('clause_t_unit', 't-d1a', 'supervisor'),
    jiancha.grant_access('clause_t_two', 't-city', 'supervisor') \g /dev/null
update jiancha.record_state set live_from = '2021-01-01 00:00+08';
grant usage on schema public to public;

select no_plan();

-- cases of two districts; all of them run over their limit
set role clause_t_department;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) select 'A-' || n, 't-d1a', 'M5', '申请人' || n, '2022-01-04 09:00+08', 'p1' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at, opinion) select 'A-' || n, 1, 'accept', '2022-01-04 10:00+08', '同意' from generate_series(1, 3) n;
-- and three of the first that do not: two of them end in time
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'V-' || n, 't-d1a', 'M5', '申请人', '2022-01-04 09:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'V-' || n, 1, 'accept', '2022-01-04 10:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('V-1', 2, 'withdraw', '2022-01-05 10:00+08'), ('V-2', 2, 'withdraw', '2022-01-07 10:00+08');
set role clause_t_d2a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('B-1', 't-d2a', 'M5', '申请人', '2022-01-04 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('B-1', 1, 'accept', '2022-01-04 10:00+08');
reset role;
call jiancha.sweep_all('2022-01-20 00:00+08');

-- W-4, Z-14: graded management
create function pg_temp.seen() returns text language sql as $$
    select string_agg(distinct x.org_code, ' ' order by x.org_code) from (
        select org_code from jiancha.docket union all select org_code from jiancha.step union all select org_code from jiancha.case_file union all select org_code from jiancha.clock
        union all select org_code from jiancha.signals union all select org_code from jiancha.letter union all select org_code from jiancha.notice) x $$;
set role clause_t_department; select is(pg_temp.seen(), 't-d1a', '[Z-14] a department sees its own cases');
set role clause_t_unit; select is(pg_temp.seen(), 't-d1a', '[Z-14] the department''s supervisor sees the own department');
set role clause_t_d1; select is(pg_temp.seen(), 't-d1a', '[Z-14] the district''s supervisor sees the district and nothing of its sibling');
set role clause_t_d2; select is(pg_temp.seen(), 't-d2a', '[W-4] a district role sees no row of its sibling');
set role clause_t_supervisor; select is(pg_temp.seen(), 't-d1a t-d2a', '[W-4] the city sees its districts: a role per level, by the tree of organisations');
-- X-M-6.5: who coordinates the stationed bodies sees what they see
select is((select count(distinct signal_no)::int from jiancha.signals where org_code = 't-d1a'), (select count(*)::int from jiancha.signal where seen_by = 't-d1a'), '[X-M-6.5] the city''s supervisor sees the cards of every department with a stationed body below it');
set role clause_t_d2;
select throws_ok($$ insert into jiancha.signal_decision (signal_no, kind, at, reason) values ('t-d1a-2022-00001', 'dismiss', '2022-01-21', '理由') $$, 'JC004', null, '[X-M-6.5] a supervisor of another subtree decides nothing there');

-- W-5.2, W-5.3, W-5.4, Z-2, G-2.1: each body its own verbs
reset role;
create function pg_temp.card() returns text begin atomic select min(signal_no) from jiancha.signal where business_no = 'A-3' and level <> 'notice' and issued_at is null; end;
select pg_temp.card() as card \gset
set role clause_t_department;
select throws_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) values (%L, 'withdraw', '2022-01-21', '理由', '1') $$, :'card'), '42501', null, '[W-5.2] a department cancels no signal');
select throws_ok($$ update jiancha.signal set level = 'notice' $$, '42501', null, '[W-5.2] UPDATE of a signal by a department: permission denied');
select throws_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('R', 'Z-15.1', 't-d1a', '2022-01-21', '无') $$, '42501', null, '[W-5.2] a department issues no signal');
select throws_ok($$ select jiancha.score_freeze('zhenjiang', now(), '2022-01') $$, '42501', null, '[W-5.2] a department freezes no score');
set role clause_t_supervisor;
select lives_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason) values (%L, 'issue', '2022-01-20 09:00+08', '超期') $$, :'card'), '[W-5.2] the supervisor issues a signal');
set role clause_t_two;
select lives_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) values (%L, 'withdraw', '2022-01-21 09:00+08', '情况属实', '撤1') $$, :'card'), '[W-5.2] and another supervisor cancels it by a decision');
set role clause_t_supervisor;
select throws_ok($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('A-9', 't-d1a', 'M5', '张', '2022-01-04') $$, '42501', null, '[G-2.1] supervision writes nothing into what is collected: case_intake');
select throws_ok($$ insert into jiancha.case_step (case_no, kind, at) values ('A-1', 'close', '2022-01-21') $$, '42501', null, '[G-2.1] nor into case_step');
select throws_ok($$ insert into jiancha.case_file (docket_id, org_code, channel, at_precision) values (1, 't-d1a', 'window', 'minute') $$, '42501', null, '[G-2.1] nor into the table of files');
set role clause_t_department;
select throws_ok($$ insert into jiancha.signal (docket_id) values (1) $$, '42501', null, '[G-2.1] who collects writes nothing into what supervises');
set role clause_t_service_centre;
select lives_ok($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('A-4', 't-d1a', 'M5', '张', '2022-01-04 09:00+08') $$, '[W-5.3] the centre loads cases');
select throws_ok($$ insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('M6', 't-d1a', '新事项', 5) $$, '42501', null, '[W-5.3] the centre puts no power into force');
select throws_ok($$ insert into jiancha.docket_step (docket_kind, business_no, kind, at) values ('signal', 'x', 'accept_reply', '2022-01-21') $$, 'JC007', null, '[W-5.3] the centre ends no supervision');
set role clause_t_legal_office;
select throws_ok($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('A-9', 't-d1a', 'M5', '张', '2022-01-04') $$, '42501', null, '[Z-2] the legal office loads no case');
set role clause_t_it;
select throws_ok(format('select * from jiancha.%I', r), '42501', null, '[W-5.4] the IT office reads no content: ' || r) from unnest('{case_file,step,case_intake,case_step,complaint,complainant,letter,signal_action,case_document}'::text[]) r;
select lives_ok('select count(*) from jiancha.calendar', '[W-5.4] the IT office reads calendars');
select isnt_empty('select * from jiancha.health', '[W-5.4] and whether it runs');
set role clause_t_platform;
select throws_ok('select * from jiancha.step', '42501', null, '[Z-2] who runs the platform reads no case');
select isnt_empty('select * from jiancha.health', '[Z-2] who runs the platform sees whether it runs');
set role clause_t_project_office;
select throws_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) values (%L, 'withdraw', '2022-01-21', '理由', '1') $$, :'card'), '42501', null, '[W-5.1] the project office decides no card');
select lives_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('P-1', 'Z-15.1', 't-d1a', '2022-01-20 09:00+08', '检查发现') $$, '[W-5.5] the project office raises what it finds');
set role clause_t_exchange;
select throws_ok('select * from jiancha.case_intake', '42501', null, '[Z-2] the exchange loads and reads no case');
reset role;
-- the whole matrix: tests/sql/grants.sql tries each duty against each object; here, that what it says is what each has
select is_empty($$
    select d.duty, c.relname, p.privilege
    from jiancha._duties() d cross join pg_class c cross join unnest('{select,insert,update,delete,truncate}'::text[]) p (privilege)
    where c.relnamespace = 'jiancha'::regnamespace and c.relkind in ('r', 'v')
        and has_table_privilege('clause_t_' || d.duty, c.oid, p.privilege) <> exists (
            select from jiancha.grant_matrix() m where m.duty = d.duty and m.object = c.relname and m.privilege = p.privilege) $$,
    '[W-5.1] each body can do its own verbs and no others: the grant matrix, by the catalogue');
select is((select count(distinct duty)::int from jiancha.grant_matrix()), (select count(*)::int from jiancha._duties()), '[Z-2] each body has its grants');

-- G-3.1.1: the monitoring room reads, and sends out warnings
select jiancha.define_pack('t_watch', 1, '试验包', '测试', '2021-01-01', '测试', parent => 'zhenjiang');
select jiancha.define_signal('t_watch', 1, 'T-N', clock => 'promised', level => 'notice', at => 'due - 1 working day', issue => 'on_decision', source => '测试', status => 'assumed');
select jiancha.define_signal('t_watch', 1, 'T-Y', clock => 'promised', level => 'yellow', at => 'due passed', issue => 'on_decision', source => '测试', status => 'assumed');
select count(*) from jiancha.setup(region => '410700', pack => 't_watch') \g /dev/null
set role clause_t_department;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('M-1', 't-d1a', 'M5', '张', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('M-1', 1, 'accept', '2025-03-03 10:00+08');
reset role;
call jiancha.sweep_all('2025-03-20 00:00+08');
select signal_no as warning from jiancha.signals where case_no = 'M-1' and rule = 'T-N' \gset
select signal_no as yellow from jiancha.signals where case_no = 'M-1' and rule = 'T-Y' \gset
set role clause_t_monitor;
select is((select state from jiancha.signals where signal_no = :'warning'), 'pending', '[G-3.1.1] the monitoring room reads what waits');
select throws_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason) values (%L, 'issue', '2025-03-20 09:00+08', '超期') $$, :'yellow'), 'JC004', null, '[G-3.1.1] it issues no yellow card');
select throws_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason) values (%L, 'dismiss', '2025-03-20 09:00+08', '无') $$, :'warning'), 'JC004', null, '[G-3.1.1] it dismisses no warning');
select lives_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason) values (%L, 'issue', '2025-03-20 09:00+08', '临期') $$, :'warning'), '[G-3.1.1] it issues a warning');
select is((select state from jiancha.signals where signal_no = :'warning'), 'issued', '[G-3.1.1] the warning is out');
select throws_ok($$ insert into jiancha.case_step (case_no, kind, at) values ('M-1', 'close', '2025-03-20') $$, '42501', null, '[G-3.1.1] it enters nothing else');

-- X-P-15: no decision on cards of the own organisation
set role clause_t_unit;
select throws_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason) values (%L, 'issue', '2025-03-20 09:00+08', '超期') $$, :'yellow'), 'JC007', null, '[X-P-15] a supervisor decides nothing on the own organisation');
select throws_ok(format($$ insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) values (%L, 'withdraw', '2025-03-20 09:00+08', '误发', '1') $$, :'card'), 'JC007', null, '[X-P-15] cancel on the own organisation: error');
set role clause_t_auditor;
select isnt_empty(format($$ select from jiancha.signal_action a join jiancha.signal s using (docket_id, rule, clock, cycle) where s.signal_no = %L and a.kind = 'withdraw' and a.actor = 'clause_t_two' $$, :'card'),
    '[X-P-15] what a supervisor did stands with his account, and the auditor reads it');

-- X-C-8: who complained
set role clause_t_complaint_desk;
select throws_ok('select * from jiancha.complainant', '42501', null, '[X-C-8] not even the desk reads the table of complainants');
set role clause_t_department;
select throws_ok('select * from jiancha.complainant', '42501', null, '[X-C-8] the organisation complained of reads no complainant');
select throws_ok($$ select * from jiancha.ask_identity('T-1', '想知道') $$, '42501', null, '[X-C-8] and cannot ask for one');

-- X-M-4.2: secrecy
set role clause_t_security_officer;
select throws_ok($$ insert into jiancha.secrecy_mark (business_no, decision_no, at) values ('A-1', '保1', '2025-03-20') $$, 'JC004', null, '[X-M-4.2] marking secret without decision: error');
select throws_ok($$ insert into jiancha.secrecy_decision_intake (decision_no, ground, document_no, decided_on, clearance) values ('保1', 'state_secret', '保〔2025〕1号', '2025-03-19', 'project') $$, 'JC005', null,
    '[X-M-4.2] a decision that the secrecy authority has not confirmed is none');
insert into jiancha.secrecy_decision_intake (decision_no, ground, confirmed_by, document_no, decided_on, clearance) values ('保1', 'state_secret', '市保密局', '保〔2025〕1号', '2025-03-19', 'project');
insert into jiancha.secrecy_mark (business_no, decision_no, at) values ('A-1', '保1', '2025-03-20 09:00+08');
set role clause_t_department;
select results_eq($$ select applicant, subject, data from jiancha.case_intake where case_no = 'A-1' $$, $$ values (null::text, null::text, null::jsonb) $$, '[X-M-4.2] an ordinary role sees NULL content');
select is_empty($$ select * from jiancha.case_step where case_no = 'A-1' $$, '[X-M-4.2] and none of its steps');
select is((select count(*)::int from jiancha.case_intake where case_no like 'A-%'), 4, '[X-M-4.2] but the case still counts');
select isnt_empty($$ select * from jiancha.signals where case_no = 'A-1' $$, '[X-M-4.2] and its cards stand');
reset role;
create role clause_t_cleared;
select jiancha.grant_access('clause_t_cleared', 't-d1a'), jiancha.grant_clearance('clause_t_cleared', 'project', '保1') \g /dev/null
set role clause_t_cleared;
select is((select applicant from jiancha.case_intake where case_no = 'A-1'), '申请人1', '[X-M-4.2] who has the decision''s clearance reads it');
reset role;

-- Z-12.1: records are kept as they are
set role clause_t_department;
select throws_ok($$ update jiancha.step set at = now() $$, '42501', null, '[Z-12.1] operators do not change records: UPDATE');
select throws_ok($$ delete from jiancha.case_step $$, '42501', null, '[Z-12.1] nor delete them');
reset role;
select throws_ok($$ update jiancha.step set at = now() $$, 'JC008', null, '[Z-12.1] not even a superuser: UPDATE is an error');
select throws_ok($$ truncate jiancha.step $$, 'JC008', null, '[Z-12.1] TRUNCATE is an error');
set session_replication_role = replica;
select throws_ok($$ delete from jiancha.case_file $$, 'JC008', null, '[Z-12.1] also in a session that skips ordinary triggers');
reset session_replication_role;
select docket_id as v1 from jiancha.docket where business_no = 'V-1' \gset
select docket_id as v2 from jiancha.docket where business_no = 'V-2' \gset
select docket_id as v3 from jiancha.docket where business_no = 'V-3' \gset
select throws_ok(format($$ select jiancha.archive_volume('v2022', %s, %s, '2025-01-07 10:00+08', '归1') $$, :v1, :v2), 'JC006', null, '[Z-12.2] nothing is archived that is not sealed');
select seal_no from jiancha.seal('2025-03-21') \g /dev/null
select is_empty('select * from jiancha.verify_seals()', '[Z-12.1] sealed, all is as it was');
select docket_id as a1 from jiancha.docket where business_no = 'A-1' \gset
alter table jiancha.step disable trigger append_only;
update jiancha.step set opinion = '同竟' where docket_id = :a1 and step_no = 1;
alter table jiancha.step enable always trigger append_only;
set role clause_t_auditor;
select results_eq('select problem, relation from jiancha.verify_seals()', $$ values ('changed', 'step') $$, '[Z-12.1] one character changed by a superuser is found and named, by the auditor');
reset role;
alter table jiancha.step disable trigger append_only;
update jiancha.step set opinion = '同意' where docket_id = :a1 and step_no = 1;
alter table jiancha.step enable always trigger append_only;

-- Z-12.2: online for three years. Case V-1 ended on 2022-01-05, V-2 of the same volume on 2022-01-07
select throws_ok(format($$ select jiancha.archive_volume('v2022', %s, %s, '2024-01-07 10:00+08', '归1') $$, :v1, :v2), 'JC006', null, '[Z-12.2] archive of a 2-year-old volume: error');
select results_eq(format($$ select business_no, obstacle from jiancha.archive_obstacles(%s, %s, '2025-01-06') $$, :v1, :v2), $$ values ('V-2', 'too young') $$, '[Z-12.2] one docket that is younger holds the volume back, and is named');
select throws_ok(format($$ select jiancha.archive_volume('v2022', %s, %s, '2025-01-07 09:59:59+08', '归1') $$, :v1, :v2), 'JC006', null, '[Z-12.2] one second before three years: error');
select throws_ok(format($$ select jiancha.archive_volume('v2022', %s, %s, '2025-01-07 10:00+08', '归1') $$, :v1, :v3), 'JC006', null, '[Z-12.2] an open docket holds it back');
select lives_ok(format($$ select jiancha.archive_volume('v2022', %s, %s, '2025-01-07 10:00+08', '归1') $$, :v1, :v2), '[Z-12.2] three years on the volume is archived');
select is_empty('select * from jiancha.verify_seals()', '[Z-12.2] and is as it was sealed');
select throws_ok($$ select jiancha.detach_volume('v2022', 'abc', '2025-03-01', '带库') $$, 'JC006', null, '[Z-12.2] nothing leaves without the proof that the export is kept');
select encode(sha256(convert_to(string_agg(line || E'\n', '' order by no), 'UTF8')), 'hex') as sha from jiancha.export_volume('v2022') \gset
select lives_ok(format($$ select jiancha.detach_volume('v2022', %L, '2025-03-01', '带库') $$, :'sha'), '[Z-12.2] exported and verified it is detached');
select isnt_empty('select * from jiancha_archive.step_v2022', '[Z-12.2] and never dropped');
set role clause_t_department;
select is_empty('select * from jiancha_archive.step', '[Z-12.2] detached it is not online');
reset role;
select lives_ok($$ select jiancha.attach_volume('v2022', '2025-03-02', '查阅') $$, '[Z-12.2] it is attached again');
set role clause_t_department;
select isnt_empty($$ select * from jiancha_archive.step where kind = 'withdraw' $$, '[Z-12.2] and read by the department');
set role clause_t_d2;
select is_empty('select * from jiancha_archive.step', '[Z-14] by no other district');
reset role;

-- accounts
select throws_ok($$ select jiancha.grant_access('clause_t_administrator', 't-city', 'auditor') $$, 'JC007', null, '[Z-2] administrator and auditor exclude each other (三员分立)');
select throws_ok($$ select jiancha.grant_access('clause_t_unit', 't-d1a', 'supervisor', staff_code => 'p2') $$, 'JC004', null, '[Z-2] an account is that of a person of the organisation');
set role clause_t_department;
select throws_ok($$ insert into jiancha.case_step (case_no, kind, at, staff_code) values ('A-4', 'handle', '2022-01-10', 'p2') $$, 'JC007', null, '[Z-12.1] nobody signs with the name of another organisation''s person');
reset role;

select * from finish();
drop owned by clause_t_d1, clause_t_d2, clause_t_d2a, clause_t_unit, clause_t_cleared;
do $$
declare
    r name;
begin
    for r in select rolname from pg_roles where rolname ~ '^clause_t_' loop
        execute format('drop owned by %I', r);
        execute format('drop role %I', r);
    end loop;
    for r in select rolname from pg_roles where rolname ~ '^(jiancha_.*_t-|jiancha_cleared_|jiancha_administer_all|jiancha_assess)' loop
        execute format('drop role %I', r);
    end loop;
end $$;
