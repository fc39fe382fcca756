-- The live board and what goes with it: 威海 第二条、第八条, 行政效能电子监察方案 二、三1(2), 青岛某区 六(三). Entered by a department, watched from the monitoring room.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension dblink;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('b-city', '市', null), ('b-a', '甲局', 'b-city'), ('b-b', '乙局', 'b-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('BM5', 'b-a', '五个工作日', 5, 20), ('BM9', 'b-b', '九个工作日', 9, 20);
create role clause_b_a; create role clause_b_b; create role clause_b_room;
select jiancha.grant_access('clause_b_a', 'b-a'), jiancha.grant_access('clause_b_b', 'b-b'), jiancha.grant_access('clause_b_room', 'b-city', 'supervisor') \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';
create function pg_temp.open(no text, at timestamptz, matter text default 'BM5', org text default 'b-a') returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (no, org, matter, '申请人', at);
end;
create function pg_temp.step(no text, step integer, kind text, at timestamptz, node text default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, node) values (no, step, kind, at, node);
end;
create function pg_temp.stage(no text, at timestamptz) returns text begin atomic
    select format('%s %s', stage, age) from jiancha.live_board_at(at) where case_no = no;
end;

select no_plan();

-- W-8.1.1: the five stages, age in working days. Monday 2025-03-31; 4 April is Qingming, 5 and 6 a weekend
set role clause_b_a;
select pg_temp.open('S-1', '2025-03-31 09:00+08') \g /dev/null
select is(pg_temp.stage('S-1', '2025-03-31 23:00+08'), '未受理 0', '[W-8.1.1] before acceptance, its age counted from the receipt, that day not counted');
select is(pg_temp.stage('S-1', '2025-04-01 00:00+08'), '未受理 1', '[W-8.1.1] the next day is the first');
select pg_temp.step('S-1', 1, 'accept', '2025-04-01 09:00+08') \g /dev/null
select is(pg_temp.stage('S-1', '2025-04-01 10:00+08'), '受理 0', '[W-8.1.1] accepted: a stage of its own age');
select pg_temp.step('S-1', 2, 'handle', '2025-04-02 09:00+08') \g /dev/null
select is(pg_temp.stage('S-1', '2025-04-06 23:00+08'), '承办 1', '[W-8.1.1] handled, over Qingming and the weekend');
select pg_temp.step('S-1', 3, 'begin_special', '2025-04-03 09:00+08') \g /dev/null
select is(pg_temp.stage('S-1', '2025-04-07 09:00+08'), '承办 2', '[W-8.1.1] a further step of the same stage does not make it younger');
select pg_temp.step('S-1', 4, 'end_special', '2025-04-07 09:00+08'), pg_temp.step('S-1', 5, 'review', '2025-04-08 09:00+08') \g /dev/null
select is(pg_temp.stage('S-1', '2025-04-09 09:00+08'), '审核 1', '[W-8.1.1] reviewed');
select pg_temp.step('S-1', 6, 'rollback', '2025-04-09 10:00+08') \g /dev/null
select is(pg_temp.stage('S-1', '2025-04-10 09:00+08'), '承办 1', '[W-8.1.1] sent back: it is handled again, from then');
select pg_temp.step('S-1', 7, 'approve', '2025-04-10 10:00+08', '批准') \g /dev/null
select is(pg_temp.stage('S-1', '2025-04-10 11:00+08'), '批准 0', '[W-8.1.1] approved, by the node that the step names');
select is(pg_temp.stage('S-1', '2025-04-08 10:00+08'), '审核 0', '[W-8.1.1] and as it was at an earlier instant');
select pg_temp.step('S-1', 8, 'close', '2025-04-11 10:00+08') \g /dev/null
select is(pg_temp.stage('S-1', '2025-04-12 10:00+08'), null, '[W-8.1.1] completed: off the board');
reset role;
select results_eq($$ select stage from jiancha._stages('xinxiang', 1) order by place $$, array['受理', '承办', '审核', '批准', '办结'], '[W-8.1.1] the stages are those of the pack, here the five');

-- a matter with a chart: what the node counts as, whatever kind of step is taken there
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('BMC', 'b-a', '有流程图', 9, 20);
insert into jiancha.matter_flow (matter_code, mode, name) values ('BMC', 'import', '内部流程图');
insert into jiancha.matter_flow_node (matter_code, node, position, stage, is_start, kinds, opinion_needed) values
    ('BMC', '窗口', 1, 'accept', true, '{accept}', false), ('BMC', '复核组', 2, 'review', false, '{handle}', false), ('BMC', '出证', 3, 'close', false, '{close,deliver}', false);
insert into jiancha.matter_flow_edge (matter_code, from_node, to_node) values ('BMC', '窗口', '复核组'), ('BMC', '复核组', '出证');
set role clause_b_a;
select pg_temp.open('C-1', '2025-04-01 09:00+08', 'BMC'), pg_temp.step('C-1', 1, 'accept', '2025-04-01 10:00+08', '窗口'), pg_temp.step('C-1', 2, 'handle', '2025-04-02 10:00+08', '复核组') \g /dev/null
select is(pg_temp.stage('C-1', '2025-04-03 10:00+08'), '审核 1', '[W-8.1.1] the chart of the matter says which stage a node counts as');
select pg_temp.step('C-1', 3, 'close', '2025-04-03 11:00+08', '出证') \g /dev/null

-- G-3.1.2a: by remaining time; the number of a case that is completed goes out
set role clause_b_a;
select pg_temp.open('T-' || n, '2025-05-06 09:00+08'), pg_temp.step('T-' || n, 1, 'accept', timestamptz '2025-05-06 10:00+08' + (n - 1) * interval '1 day') from generate_series(1, 3) n \g /dev/null
select results_eq($$ select case_no, "left" from jiancha.board_at('2025-05-12 09:00+08') $$, $$ values ('T-1', 1), ('T-2', 2), ('T-3', 3) $$, '[G-3.1.2a] the least remaining time first');
select results_eq($$ select case_no, "left" from jiancha.board_at('2025-05-14 09:00+08') $$, $$ values ('T-1', -1), ('T-2', 0), ('T-3', 1) $$, '[G-3.1.2a] what is late before all');
reset role;
select dblink_connect('board', format('host=%s port=%s dbname=%s user=%s', split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database(), current_user)) \g /dev/null
select dblink_exec('board', 'listen jiancha_board') \g /dev/null
-- the listening session answers, so it has taken in what was sent before
create function pg_temp.heard() returns setof text language sql as $$
    select from dblink('board', 'select 1') t (x int) union all select from dblink('board', 'select 2') t (x int);
    select extra from dblink_get_notify('board') where notify_name = 'jiancha_board';
$$;
create function pg_temp.enter(query text) returns void language sql as $$ select dblink_exec('entry', query) $$;
select dblink_connect('entry', format('host=%s port=%s dbname=%s user=%s', split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database(), current_user)) \g /dev/null
select pg_temp.enter('set role clause_b_a'), pg_temp.enter($$ set timezone = 'Asia/Shanghai' $$) \g /dev/null
select pg_temp.enter($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('T-1', 2, 'handle', '2025-05-07 10:00+08') $$) \g /dev/null
select is_empty('select pg_temp.heard()', '[G-3.1.2a] a step that completes nothing tells nobody');
select pg_temp.enter($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('T-1', 3, 'close', '2025-05-08 10:00+08') $$) \g /dev/null
select results_eq('select x::jsonb from pg_temp.heard() x', $$ values ('{"case_no": "T-1", "state": "closed"}'::jsonb) $$, '[G-3.1.2a] a completed case: its number is in the payload');
select pg_temp.enter($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('T-1', 3, 'close', '2025-05-08 10:00+08') $$) \g /dev/null
select is_empty('select pg_temp.heard()', '[G-3.1.2a] the same row again changes nothing and tells nothing');
select pg_temp.enter($$ begin; insert into jiancha.case_step (case_no, step_no, kind, at) values ('T-2', 3, 'close', '2025-05-08 10:00+08'); rollback $$) \g /dev/null
select is_empty('select pg_temp.heard()', '[G-3.1.2a] what was rolled back never was');
select pg_temp.enter('reset role'), pg_temp.enter($$ set jiancha.board_notify = 'all' $$), pg_temp.enter('set role clause_b_a') \g /dev/null
select pg_temp.enter($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('T-2', 2, 'begin_special', '2025-05-08 10:00+08') $$) \g /dev/null
select results_eq('select x::jsonb from pg_temp.heard() x', $$ values ('{"case_no": "T-2", "state": "special"}'::jsonb) $$, '[G-3.1.2a] with board_notify = all every change of state is told');
select pg_temp.enter('reset role'), pg_temp.enter($$ set jiancha.board_notify = 'off' $$), pg_temp.enter('set role clause_b_a') \g /dev/null
select pg_temp.enter($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('T-2', 4, 'close', '2025-05-09 10:00+08') $$) \g /dev/null
select is_empty('select pg_temp.heard()', '[G-3.1.2a] with off none');
select throws_ok($q$ select pg_temp.enter($$ set jiancha.board_notify = 'all' $$) $q$, '42501', null, '[G-3.1.2a] who enters cases does not choose');
select pg_temp.enter('reset role'), pg_temp.enter('reset jiancha.board_notify'), pg_temp.enter('set role clause_b_a') \g /dev/null
select pg_temp.enter($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'L-' || n, 'b-a', 'BM5', '申请人', '2025-05-06 09:00+08' from generate_series(1, 101) n $$) \g /dev/null
select pg_temp.enter($$ insert into jiancha.case_step (case_no, step_no, kind, at) select 'L-' || n, 1, 'withdraw', '2025-05-07 09:00+08' from generate_series(1, 101) n $$) \g /dev/null
select results_eq('select x::jsonb from pg_temp.heard() x', $$ values ('{"dockets": 101}'::jsonb) $$, '[G-3.1.2a] a bulk load sends one word');
select dblink_disconnect('board'), dblink_disconnect('entry') \g /dev/null

-- G-3.1.1: the monitoring room reads all and issues warnings, and enters no cases
set role clause_b_room;
select is((select count(*) > 0 from jiancha.live_board_at('2025-05-08 09:00+08')), true, '[G-3.1.1] the monitoring room reads the board of every department');
select lives_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('R-1', 'X-W-4.11', 'b-b', '2025-05-08 10:00+08', '脱岗') $$, '[G-3.1.1] it issues warnings');
select throws_ok($$ select pg_temp.open('X-1', '2025-05-08 09:00+08') $$, '42501', null, '[G-3.1.1] it enters no cases');
set role clause_b_b;
select is_empty($$ select 1 from jiancha.live_board_at('2025-05-08 09:00+08') $$, '[G-3.1.1] a department sees its own cases alone');

-- G-2.2: per matter, organisation and month
select pg_temp.open('M-' || n, '2025-02-26 09:00+08', 'BM9', 'b-b'), pg_temp.step('M-' || n, 1, 'accept', '2025-02-28 23:00+08') from generate_series(1, 4) n \g /dev/null
select pg_temp.step('M-1', 2, 'close', '2025-03-13 23:59:59+08'), pg_temp.step('M-2', 2, 'close', '2025-03-14 00:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-03-31 23:00+08') \g /dev/null
set role clause_b_room;
select results_eq($$ select month, received, accepted, closed, late, mean_working_days, notices, yellows, reds from jiancha.matter_statistics where matter_code = 'BM9' order by month $$,
    $$ values ('2025-02', 4::bigint, 4::bigint, 0::bigint, 0::bigint, null::numeric, 0::bigint, 0::bigint, 0::bigint),
        ('2025-03', 0, 0, 2, 1, 9.50, 4, 3, 2) $$, '[G-2.2] cases and cards by matter, organisation and month; completed on the last day is in time');
select is_empty($$ select 1 from jiancha.matter_statistics s where s.org_code = 'b-b' and s.matter_code = 'BM5' $$, '[G-2.2] each organisation under its own');
reset role;
select pg_temp.step('M-3', 2, 'conclude', '2025-04-14 00:00+08'), pg_temp.step('M-4', 2, 'withdraw', '2025-04-14 00:00+08') \g /dev/null
select results_eq($$ select closed, late from jiancha.matter_statistics where (matter_code, month) = ('BM9', '2025-04') $$, $$ values (1::bigint, 1::bigint) $$,
    '[G-2.2] whatever step closes a case completes it, late as it is; one that is withdrawn is not completed');
set role clause_b_room;

-- W-2.2: the four functions over one case
set role clause_b_a;
select pg_temp.open('F-1', '2025-06-03 09:00+08'), pg_temp.step('F-1', 1, 'accept', '2025-06-03 10:00+08') \g /dev/null
select results_eq($$ select stage, "left" from jiancha.live_board_at('2025-06-11 09:00+08') where case_no = 'F-1' $$, $$ values ('受理', -1) $$, '[W-2.2] watched in real time: on the board, a working day late');
reset role;
select jiancha.sweep('2025-06-11 09:00+08') \g /dev/null
set role clause_b_a;
select results_eq($$ select rule, state from jiancha.signals where case_no = 'F-1' order by rule $$, $$ values ('X-W-5.1', 'issued'), ('X-W-5.2', 'issued') $$, '[W-2.2] warned and corrected: its cards');
select results_eq($$ select days from jiancha.explain_deadline('F-1') order by no desc limit 1 $$, array[5], '[W-2.2] information: how its limit is counted');
reset role;
select is((select count(*) from jiancha.score_run('2025-06', 'r1') r where r.org_code = 'b-a'), 1::bigint, '[W-2.2] evaluated: its organisation has a score for the month');

-- Q-6.3: a city with another list of stages
select jiancha.setup(region => '410700', pack => 'qingdao_district') \g /dev/null
set role clause_b_a;
select pg_temp.open('Q-1', '2025-07-01 09:00+08'), pg_temp.step('Q-1', 1, 'accept', '2025-07-01 10:00+08'), pg_temp.step('Q-1', 2, 'handle', '2025-07-02 10:00+08'), pg_temp.step('Q-1', 3, 'review', '2025-07-03 10:00+08') \g /dev/null
select is(pg_temp.stage('Q-1', '2025-07-03 11:00+08'), '承办 1', '[Q-6.3] where the pack has no review a reviewed case is still being handled');
select pg_temp.step('Q-1', 4, 'approve', '2025-07-04 10:00+08'), pg_temp.step('Q-1', 5, 'deliver', '2025-07-07 10:00+08') \g /dev/null
select is(pg_temp.stage('Q-1', '2025-07-07 11:00+08'), '告知 0', '[Q-6.3] and one that is told to the applicant is in the stage of telling');
reset role;
select results_eq($$ select stage from jiancha._stages('qingdao_district', 1) order by place $$, array['受理', '承办', '批准', '办结', '告知'], '[Q-6.3] the five of that plan');

-- Q-5.1–3: organisation, list and first meeting by their days
set role clause_b_room;
insert into jiancha.milestone_intake (milestone_no, org_code, name, set_at, due_on) values
    ('Q-1', 'b-a', '成立领导机构', '2010-03-15 09:00+08', '2010-04-30'), ('Q-2', 'b-a', '上报事项目录', '2010-03-15 09:00+08', '2010-05-31'), ('Q-3', 'b-city', '召开动员会', '2010-03-15 09:00+08', '2010-06-10');
reset role;
set role clause_b_a;
select lives_ok($$ insert into jiancha.milestone_report (milestone_no, at, text) values ('Q-1', '2010-04-30 23:59:59+08', '已成立') $$, '[Q-5.1–3] reported on the last day');
select lives_ok($$ insert into jiancha.milestone_report (milestone_no, at, text) values ('Q-2', '2010-06-01 00:00+08', '已上报') $$, '[Q-5.1–3] and after it');
select throws_ok($$ insert into jiancha.milestone_report (milestone_no, at, text) values ('Q-2', '2010-06-02 00:00+08', '再报') $$, 'JC007', null, '[Q-5.1–3] once');
select throws_ok($$ insert into jiancha.milestone_report (milestone_no, at, text) values ('Q-3', '2010-06-02 00:00+08', '代报') $$, 'JC004', null, '[Q-5.1–3] by who must reach it');
select results_eq($$ select milestone_no, late from jiancha.milestone_report order by 1 $$, $$ values ('Q-1', false), ('Q-2', true) $$, '[Q-5.1–3] late or not');
reset role;
select results_eq($$ select milestone_no, state from jiancha.milestones_at('2010-06-10 23:59:59+08') order by 1 $$, $$ values ('Q-1', 'done'), ('Q-2', 'done_late'), ('Q-3', 'open') $$, '[Q-5.1–3] the register says how each stands');
select jiancha.sweep('2010-06-10 23:59:59+08') \g /dev/null
select results_eq($$ select case_no, rule from jiancha.signals where rule = 'Q-5.1' order by 1 $$, $$ values ('Q-2', 'Q-5.1') $$, '[Q-5.1–3] the card is earned by the one that was late');
select jiancha.sweep('2010-06-11 00:00+08') \g /dev/null
select results_eq($$ select case_no from jiancha.signals where rule = 'Q-5.1' order by 1 $$, array['Q-2', 'Q-3'], '[Q-5.1–3] and by the one that is open when its day is over');

-- G-0, G-3.1.2b, G-3.1.2c: the scheme of the autonomous region
select jiancha.setup(region => '410700', pack => 'guangxi') \g /dev/null
set role clause_b_room;
insert into jiancha.milestone_intake (milestone_no, org_code, name, set_at, due_on) values ('G-1', 'b-a', '6月底前开通系统', '2010-05-04 09:00+08', '2010-06-30'), ('G-2', 'b-b', '6月底前开通系统', '2010-05-04 09:00+08', '2010-06-30');
set role clause_b_a;
insert into jiancha.milestone_report (milestone_no, at, text) values ('G-1', '2010-06-30 18:00+08', '已开通');
reset role;
select jiancha.sweep('2010-06-30 23:59:59+08') \g /dev/null
select is_empty($$ select 1 from jiancha.signals where rule = 'G-0' $$, '[G-0] 30 June is in time');
select is((select state from jiancha.milestones_at('2010-06-30 23:59:59+08') where milestone_no = 'G-2'), 'open', '[G-0] the milestone is open');
select jiancha.sweep('2010-07-01 00:00+08') \g /dev/null
select results_eq($$ select case_no, level, org_code from jiancha.signals where rule = 'G-0' $$, $$ values ('G-2', 'notice', 'b-b') $$, '[G-0] open after its day: overdue, and a card by the same engine');
select is((select state from jiancha.milestones_at('2010-07-01 00:00+08') where milestone_no = 'G-2'), 'overdue', '[G-0] the register says so');
select is_empty($$ select * from jiancha.verify('2010-07-01 00:00+08') $$, '[G-0] verify() agrees');
set role clause_b_room;
insert into jiancha.video_source_intake (source_no, org_code, hall) values ('BV-1', 'b-a', '大厅');
select throws_ok($$ insert into jiancha.video_event_intake (event_no, source_no, event_kind, at) values ('BE-0', 'BV-9', 'absence', '2025-05-08 10:00+08') $$, 'JC004', null, '[G-3.1.2b] an event of an unknown camera is refused');
insert into jiancha.video_event_intake (event_no, source_no, event_kind, at, post, clip_ref) values ('BE-1', 'BV-1', 'absence', '2025-05-08 10:00+08', '受理岗', 'nvr3/20250508/1000');
reset role;
select jiancha.sweep('2025-05-08 09:59:59+08') \g /dev/null
select is_empty($$ select 1 from jiancha.signals where case_no = 'BE-1' $$, '[G-3.1.2b] nothing before it happened');
select jiancha.sweep('2025-05-08 10:00+08') \g /dev/null
select results_eq($$ select rule, level, state, org_code from jiancha.signals where case_no = 'BE-1' $$, $$ values ('G-3.1.2b', 'yellow', 'pending', 'b-a') $$, '[G-3.1.2b] an absence makes a candidate');
set role clause_b_room;
select results_eq($$ select signal_no from jiancha.pending_signals where rule = 'G-3.1.2b' $$, $$ select signal_no from jiancha.signals where case_no = 'BE-1' $$, '[G-3.1.2b] it stands among those that wait for a decision');
insert into jiancha.signal_decision (signal_no, kind, at, reason) select signal_no, 'issue', '2025-05-08 11:00+08', '回看录像属实' from jiancha.signals where case_no = 'BE-1';
select is((select state from jiancha.signals where case_no = 'BE-1'), 'issued', '[G-3.1.2b] and goes out when a supervisor confirms it');
select throws_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('R-2', 'G-3.1.2c', 'b-a', '2025-05-08 10:00+08', ' ') $$, 'JC005', null, '[G-3.1.2c] a warning without a reason is refused');
select throws_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at) values ('R-2', 'G-3.1.2c', 'b-a', '2025-05-08 10:00+08') $$, 'JC005', null, '[G-3.1.2c] nor NULL');
select lives_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('R-2', 'G-3.1.2c', 'b-a', '2025-05-08 10:00+08', '现场态度恶劣') $$, '[G-3.1.2c] with one it is issued');
reset role;
select * from finish();
