-- jiancha.board_at(), overdue_at(), explain_deadline() and the views board and overdue_cases: order, working days left, what is shown of cases not accepted, paused, provisional.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select from jiancha.go_live('2004-01-01 00:00+08', '试运行结束') \g /dev/null
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
insert into jiancha.org (org_code, name) values ('bo-a', '住房建设局'), ('bo-b', '交通运输局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit) values ('bo-3', 'bo-a', '施工许可', 3, 'working_day', 7, 'working_day'),
    ('bo-10', 'bo-a', '预售许可', 10, 'working_day', 20, 'working_day'), ('bo-d', 'bo-b', '客运经营许可', 15, 'day', 30, 'day'), ('bo-n', 'bo-b', '无时限事项', null, null, null, null);
create role test_board_a; create role test_board_b;
select jiancha.grant_access('test_board_' || o, 'bo-' || o) from unnest('{a,b}'::text[]) o \g /dev/null
set role test_board_a;
select * from jiancha.board_at('2025-02-07 12:00+08');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('A-1', 'bo-a', 'bo-3', '张', '2025-01-24 09:00+08'), ('A-2', 'bo-a', 'bo-3', '张', '2025-02-05 09:00+08'), ('A-3', 'bo-a', 'bo-10', '张', '2025-02-06 09:00+08'),
    ('A-4', 'bo-a', 'bo-10', '张', '2025-02-07 09:00+08'), ('A-5', 'bo-a', 'bo-10', '张', '2025-01-20 09:00+08'), ('A-6', 'bo-a', 'bo-3', '张', '2025-02-06 09:00+08'),
    ('A-7', 'bo-a', 'bo-3', '张', '2025-02-05 09:00+08'), ('A-8', 'bo-a', 'bo-10', '张', '2025-02-10 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, node) values
    ('A-1', 1, 'accept', '2025-01-24 10:00+08', '受理'), ('A-1', 2, 'review', '2025-01-26 10:00+08', '审核'), ('A-2', 1, 'accept', '2025-02-05 10:00+08', null), ('A-2', 2, 'approve', '2025-02-06 10:00+08', null),
    ('A-3', 1, 'accept', '2025-02-06 10:00+08', '受理'), ('A-3', 2, 'begin_special', '2025-02-06 11:00+08', '专家评审'), ('A-5', 1, 'request_correction', '2025-01-21 10:00+08', null),
    ('A-6', 1, 'accept', '2025-02-06 10:00+08', null), ('A-6', 2, 'close', '2025-02-07 10:00+08', null), ('A-7', 1, 'refuse_acceptance', '2025-02-06 10:00+08', null);
set role test_board_b;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('B-1', 'bo-b', 'bo-d', '张', '2025-01-13 09:00+08'), ('B-2', 'bo-b', 'bo-n', '张', '2025-01-13 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('B-1', 1, 'accept', '2025-01-13 10:00+08'), ('B-2', 1, 'accept', '2025-01-13 10:00+08');
reset role;
call jiancha.sweep_all('2025-02-07 12:00+08');
-- Friday 2025-02-07; Saturday the 8th is a make-up day, so A-2, due on the 8th, has one working day left
select case_no, org, matter, stage, due, "left", state, certainty from jiancha.board_at('2025-02-07 12:00+08');
-- a department sees its own rows, the view shows the same as of now
set role test_board_b;
select case_no, due, "left", state from jiancha.board_at('2025-02-07 12:00+08');
select count(*) from jiancha.board;
reset role;
-- the first and the last instant of a day are the same day
select case_no, "left" from jiancha.board_at('2025-02-08 00:00+08') where case_no = 'A-2' union all
select case_no, "left" from jiancha.board_at('2025-02-08 23:59:59+08') where case_no = 'A-2' union all
select case_no, "left" from jiancha.board_at('2025-02-09 00:00+08') where case_no = 'A-2' union all
select case_no, "left" from jiancha.board_at('2025-02-10 00:00+08') where case_no = 'A-2';
-- before anything was received, and far on
select count(*) from jiancha.board_at('2025-01-01 00:00+08');
select case_no, due, "left" from jiancha.board_at('2026-12-31 12:00+08') where case_no = 'A-1';
select pg_temp.try(format('select * from jiancha.board_at(%L)', as_of)) from unnest('{infinity,-infinity,NULL}'::timestamptz[]) as_of;
-- overdue: from the due moment on, by days over, promise and law apart
select * from jiancha.overdue_at('2025-02-07 12:00+08');
select case_no, clock, due, days_over from jiancha.overdue_at('2025-02-08 23:59:59+08') where case_no = 'A-2';
select case_no, clock, due, days_over from jiancha.overdue_at('2025-02-09 00:00+08') where case_no = 'A-2';
select case_no, clock, due, days_over from jiancha.overdue_at('2025-02-10 00:00+08') where case_no = 'A-2';
set role test_board_a;
select count(distinct org_code) from jiancha.overdue_cases;
-- explanations: working days, natural days rolled, a pause, an extension, not accepted, no limit, a case of another's
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('A-3', 3, 'end_special', '2025-02-11 10:00+08', null), ('A-3', 4, 'extend', '2025-02-12 10:00+08', '{"days": 5}');
select * from jiancha.explain_deadline('A-1');
select * from jiancha.explain_deadline('A-3');
select * from jiancha.explain_deadline('A-4');
select what, "from", "to" from jiancha.explain_deadline('A-4', 'acceptance') order by no desc limit 1;
select * from jiancha.explain_deadline('A-6') order by no desc limit 2;
select pg_temp.try($$ select * from jiancha.explain_deadline('B-1') $$);
select pg_temp.try($$ select * from jiancha.explain_deadline('no-such') $$);
select pg_temp.try($$ select * from jiancha.explain_deadline(null) $$);
select * from jiancha.explain_deadline('A-1', 'no-such-clock');
-- of another kind, by a clock of its own; a number belongs to its kind
insert into jiancha.docket_intake (docket_kind, business_no, org_code, applicant, received_at) values ('complaint', 'P-1', (select min(o) from unnest(jiancha.my_orgs()) o), '丙', '2025-01-20 09:00+08');
select * from jiancha.explain_deadline('P-1', 'complaint', docket_kind => 'complaint');
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at) values ('complaint', 'P-1', 1, 'portal_received', '2025-01-24 10:00+08');
select * from jiancha.explain_deadline('P-1', 'complaint', docket_kind => 'complaint');
select pg_temp.try($$ select * from jiancha.explain_deadline('P-1', 'complaint') $$);
select pg_temp.try($$ select * from jiancha.explain_deadline('A-1', docket_kind => 'complaint') $$);
set role test_board_b;
select * from jiancha.explain_deadline('B-1');
select * from jiancha.explain_deadline('B-2');
reset role;
-- each explanation counts to its limit, and ends on the due day of the board
set client_min_messages = error;
select b.case_no, b.due, (select max("to") from jiancha.explain_deadline(b.case_no) where what like '%届满；%') as explained
from jiancha.board_at('2025-03-01 12:00+08') b where b.due is not null and b.stage <> '未受理' order by 1;
drop owned by test_board_a, test_board_b;
drop role test_board_a, test_board_b, "jiancha_org_bo-a", "jiancha_org_bo-b";
