-- Signals: earned at the threshold, one row each, numbered by organisation and year, marked when the facts change.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select from jiancha.go_live('2004-01-01 00:00+08', '试运行结束') \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';
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
insert into jiancha.org (org_code, name) values ('si-a', '甲局'), ('si-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('si-5', 'si-a', '五日', 5, 20), ('si-b5', 'si-b', '五日', 5, 20);
create role test_signals_a; create role test_signals_b;
select jiancha.grant_access('test_signals_' || o, 'si-' || o) from unnest('{a,b}'::text[]) o \g /dev/null
set role test_signals_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'A-' || n, 'si-a', 'si-5', '张', '2025-01-02 09:00+08' from generate_series(1, 9) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'A-' || n, 1, 'accept', '2025-01-02 10:00+08' from generate_series(1, 9) n;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('A-2', 2, 'close', '2025-01-09 17:00+08'), ('A-3', 2, 'close', '2025-01-10 09:00+08');
set role test_signals_b;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('B-1', 'si-b', 'si-b5', '张', '2025-01-02 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('B-1', 1, 'accept', '2025-01-02 10:00+08');
reset role;
-- a transfer on the due day: the notice is the giver's, the yellow the taker's
set role test_signals_a;
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('A-4', 2, 'transfer', '2025-01-09 15:00+08', '{"to_org": "si-b"}'),
    -- at the very instant at which the yellow is earned
    ('A-5', 2, 'transfer', '2025-01-10 00:00+08', '{"to_org": "si-b"}'), ('A-6', 2, 'transfer', '2025-01-10 00:00:01+08', '{"to_org": "si-b"}');
reset role;
select * from jiancha.sweep('2025-02-01 00:00+08');
select case_no, level, org_code, earned_at, due_at, found_at, state, origin from jiancha.signals where case_no in ('A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6', 'B-1') order by case_no, earned_at;
-- numbers: unique, running in each organisation and year
select org_code, count(*), count(distinct signal_no), min(signal_no), max(signal_no) from jiancha.signals group by 1 order by 1;
select * from jiancha.signal_counter order by 1, 2;
-- a department reads its own cards, the taker those it earned
set role test_signals_b;
select case_no, level from jiancha.signals order by case_no, level;
reset role;
-- late facts: unfounded, reinstated, moved; the row itself is never changed
set role test_signals_a;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('A-7', 2, 'close', '2025-01-09 12:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('A-8', 2, 'accept', '2025-01-06 10:00+08', 1, '录入有误');
reset role;
select difference, case_no, rule, derived_at, recorded_at from jiancha.verify('2025-02-01 00:00+08');
select * from jiancha.sweep('2025-02-02 00:00+08');
select * from jiancha.verify('2025-02-02 00:00+08');
set role test_signals_a;
select case_no, rule, state, mark, earned_at, due_at, found_at, cleared_at from jiancha.signals where case_no in ('A-7', 'A-8') order by case_no, rule;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('A-7', 3, 'cancel_step', '2025-02-02 10:00+08', 2, '误录');
reset role;
select * from jiancha.sweep('2025-02-03 00:00+08');
select case_no, rule, state, mark from jiancha.signals where case_no = 'A-7' order by rule;
select a.kind, at, actor from jiancha.signal_action a join jiancha.docket d using (docket_id) where d.business_no = 'A-7' and a.rule = 'X-W-5.3' order by seq;
select s.rule, s.earned_at from jiancha.signal s join jiancha.docket d using (docket_id) where d.business_no = 'A-8' order by 1;
-- the due moment moves while the notice stays where it was: the stored due_at follows (design 10.2)
set role test_signals_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('D-1', 'si-a', 'si-5', '张', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('D-1', 1, 'accept', '2025-03-03 10:00+08', null);
reset role;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, roll) values ('si-d', 'si-a', '自然日', 5, 'day', 'none');
set role test_signals_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('D-2', 'si-a', 'si-d', '张', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('D-2', 1, 'accept', '2025-03-03 10:00+08', null);
reset role;
call jiancha.sweep_all('2025-03-07 12:00+08');
set role test_signals_a;
-- due Sat 03-08, and with one day more Sun 03-09: the working day before is Fri 03-07 for both
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('D-2', 2, 'extend', '2025-03-07 10:00+08', '{"days": 1}');
reset role;
call jiancha.sweep_all('2025-03-07 13:00+08');
select s.rule, s.earned_at, s.due_at = c.due_at as due_agrees from jiancha.signals s join jiancha.docket d on d.business_no = s.case_no join jiancha.clock c on c.docket_id = d.docket_id and c.clock = 'promised' where s.case_no = 'D-2';
-- a transfer that is entered late takes the card along: it belongs to who held the case at earned_at
set role test_signals_a;
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('A-9', 2, 'transfer', '2025-01-03 10:00+08', '{"to_org": "si-b"}');
reset role;
call jiancha.sweep_all('2025-03-08 00:00+08');
select rule, org_code from jiancha.signals where case_no = 'A-9' order by 1;
-- sweeping again finds nothing, earlier instants take nothing back
select issued, marked from jiancha.sweep('2025-03-08 00:00+08');
select issued, marked from jiancha.sweep('2025-01-08 00:00+08');
select * from jiancha.verify('2025-03-08 00:00+08');
select * from jiancha.verify_clocks();
drop owned by test_signals_a, test_signals_b;
drop role test_signals_a, test_signals_b, "jiancha_org_si-a", "jiancha_org_si-b";
