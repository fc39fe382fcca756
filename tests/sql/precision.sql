-- Steps known only to the day beside steps known to the minute, procedures side by side, and who carries the card.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select from jiancha.go_live('2004-01-01 00:00+08', '试运行结束') \g /dev/null
insert into jiancha.org (org_code, name) values ('pr-a', '甲局'), ('pr-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('pr-m', 'pr-a', '事项', 5);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
select 'P' || n, 'pr-a', 'pr-m', '申请人', '2025-03-03 09:00' from generate_series(1, 6) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'P' || n, 1, 'accept', '2025-03-03 10:00' from generate_series(1, 6) n where n <> 3;
-- P1 due 03-10, handed over some time on the 11th: the limit ran out with pr-a
insert into jiancha.case_step (case_no, step_no, kind, at, at_precision, data) values ('P1', 2, 'transfer', '2025-03-11', 'day', '{"to_org": "pr-b"}');
-- P2 begins and ends a special procedure on one day, the end known to the day: no pause is left open
insert into jiancha.case_step (case_no, step_no, kind, at, at_precision) values
    ('P2', 2, 'begin_special', '2025-03-05 10:00', 'minute'), ('P2', 3, 'end_special', '2025-03-05', 'day');
-- P3 is accepted in the morning and closed the same day, known to the day: accepted first, then closed
insert into jiancha.case_step (case_no, step_no, kind, at, at_precision) values
    ('P3', 1, 'accept', '2025-03-05 10:00', 'minute'), ('P3', 2, 'close', '2025-03-05', 'day');
-- P4 has a hearing and an inspection side by side: the end of the hearing does not end the inspection
insert into jiancha.case_step (case_no, step_no, kind, at, data) values
    ('P4', 2, 'begin_special', '2025-03-04 09:00', '{"procedure": "听证"}'), ('P4', 3, 'begin_special', '2025-03-05 09:00', '{"procedure": "检验"}'),
    ('P4', 4, 'end_special', '2025-03-06 09:00', '{"procedure": "听证"}'), ('P4', 5, 'end_special', '2025-03-20 09:00', '{"procedure": "检验"}');
-- P5 is closed on the day after due, known to the day; P6 on the due day
insert into jiancha.case_step (case_no, step_no, kind, at, at_precision) values ('P5', 2, 'close', '2025-03-11', 'day'), ('P6', 2, 'close', '2025-03-10', 'day');

select d.business_no, d.state, d.org_code, k.start_at, k.stop_at, k.pauses, k.due_on, k.state as clock
from jiancha.docket d join jiancha.clock k using (docket_id) where k.clock = 'promised' order by 1;
call jiancha.sweep_all('2025-03-12 09:00');
select case_no, org_code, level, earned_at, state from jiancha.signals order by case_no, earned_at;
select count(*) from jiancha.verify('2025-03-12 09:00');
select count(*) from jiancha.verify_clocks();
-- P1 at the 13th: red is earned when pr-b holds the case, the yellow stays with pr-a
call jiancha.sweep_all('2025-03-13 09:00');
select org_code, level, earned_at from jiancha.signals where case_no = 'P1' order by earned_at;
-- an organisation above itself, a deleted docket, an updated view
insert into jiancha.org (org_code, name, parent_code, valid_from) values ('pr-a', '甲局', 'pr-b', '2020-01-01'), ('pr-b', '乙局', 'pr-a', '2020-01-01');
delete from jiancha.docket;
update jiancha.case_step set kind = 'void';
