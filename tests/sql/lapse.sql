-- Lapses: an effect of time that is a step the engine enters (deemed acceptance), taken back when a late fact removes its ground.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- 行政许可法 第三十二条: silence for five working days is acceptance from the day of receipt
insert into jiancha.signal_rule (pack, version, rule, kind, clock, at, amount, unit, comparison, effect, source, status)
select 'xinxiang', 1, 'L-32', 'lapse', 'acceptance', 'due passed', p.amount, p.unit, p.comparison, 'deemed_accept', '行政许可法 第三十二条', 'statute'
from jiancha._parse_threshold('due passed') p
on conflict do nothing;
insert into jiancha.org (org_code, name) values ('la-a', '甲局'), ('la-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('la-m', 'la-a', '事项', 5, 20);
create role test_lapse_clerk;
select jiancha.grant_access('test_lapse_clerk', 'la-a') \g /dev/null
create function pg_temp.docket(no text) returns text language sql as $$
    select format('%s, accepted %s, revision %s', state, accepted_at, revision) from jiancha.docket where business_no = no
$$;
create view pg_temp.steps as
select d.business_no, s.step_no, s.kind, s.at, s.corrects, s.reason, s.data, s.actor, s.revision
from jiancha.step s join jiancha.docket d using (docket_id) order by d.business_no, s.seq;
create view pg_temp.clocks as
select d.business_no, c.clock, c.cycle, c.state, c.start_at, c.due_on, c.next_at
from jiancha.clock c join jiancha.docket d using (docket_id) order by 1, 2, 3;

set role test_lapse_clerk;
-- Mon 2025-03-03: five working days end on Mon 03-10
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('L-1', 'la-a', 'la-m', '张', '2025-03-03 09:00+08');
reset role;
select * from pg_temp.clocks where business_no = 'L-1';
select * from jiancha.sweep('2025-03-10 23:59:59.999999+08');
select pg_temp.docket('L-1');
select difference, rule, clock, cycle, derived_at from jiancha.verify('2025-03-11 00:00+08') where difference ~ 'lapse';
select * from jiancha.sweep('2025-03-11 00:00+08');
select pg_temp.docket('L-1');
select * from pg_temp.steps where business_no = 'L-1';
select * from pg_temp.clocks where business_no = 'L-1';
select count(*) from jiancha.verify('2025-03-11 00:00+08');
-- what the promised limit has earned since is found by the same sweep; again nothing
select rule, earned_at, found_at from jiancha.signal order by rule;
select * from jiancha.sweep('2025-03-11 00:00+08');

-- a real acceptance after the limit does not move the start
set role test_lapse_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('L-1', 1, 'accept', '2025-03-12 10:00+08');
reset role;
call jiancha.sweep_all('2025-03-12 12:00+08');
select pg_temp.docket('L-1');
select * from pg_temp.clocks where business_no = 'L-1';

-- one that was made in time and entered late takes the effect back, and the cards with it
set role test_lapse_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('L-1', 2, 'accept', '2025-03-07 10:00+08', 1, '录入有误');
reset role;
select difference, rule, clock, cycle, derived_at, recorded_at from jiancha.verify('2025-03-12 12:00+08');
call jiancha.sweep_all('2025-03-12 12:00+08');
select pg_temp.docket('L-1');
select * from pg_temp.steps where business_no = 'L-1';
select * from pg_temp.clocks where business_no = 'L-1';
select rule, cycle, mark, earned_at from jiancha.signal_now order by rule;
select count(*) from jiancha.verify('2025-03-12 12:00+08');

-- that turns out wrong as well: a new step, below the others
set role test_lapse_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('L-1', 3, 'cancel_step', '2025-03-12 15:00+08', 2, '并未受理');
reset role;
call jiancha.sweep_all('2025-03-12 16:00+08');
select pg_temp.docket('L-1');
select step_no, kind, corrects from pg_temp.steps where business_no = 'L-1';
select rule, cycle, mark, earned_at from jiancha.signal_now order by rule;
select count(*) from jiancha.verify('2025-03-12 16:00+08');
select count(*) from jiancha.verify_clocks();

-- the second round of a correction: from the day the papers came back; a round corrected away takes its effect with it
set role test_lapse_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('L-2', 'la-a', 'la-m', '李', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values
    ('L-2', 1, 'request_correction', '2025-03-05 09:00+08'), ('L-2', 2, 'correction_received', '2025-03-06 09:00+08');
reset role;
call jiancha.sweep_all('2025-03-13 23:59:59+08');
select pg_temp.docket('L-2');
call jiancha.sweep_all('2025-03-14 00:00+08');
select pg_temp.docket('L-2');
set role test_lapse_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('L-2', 3, 'correction_received', '2025-03-07 09:00+08', 2, '录入有误');
reset role;
-- not due before 03-17: the effect is taken back, and comes again
call jiancha.sweep_all('2025-03-14 00:00+08');
select pg_temp.docket('L-2');
call jiancha.sweep_all('2025-03-15 00:00+08');
select pg_temp.docket('L-2');
select step_no, kind, at, corrects from pg_temp.steps where business_no = 'L-2';
set role test_lapse_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('L-2', 4, 'cancel_step', '2025-03-16 09:00+08', 3, '尚未补正');
reset role;
call jiancha.sweep_all('2025-03-16 10:00+08');
select pg_temp.docket('L-2');
select step_no, kind, at, corrects from pg_temp.steps where business_no = 'L-2';
select * from pg_temp.clocks where business_no = 'L-2';
select count(*) from jiancha.verify('2025-03-16 10:00+08');

-- refused, withdrawn, void in time: no effect
set role test_lapse_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'L-3' || k, 'la-a', 'la-m', '王', '2025-03-03 09:00+08' from unnest(array['refuse_acceptance', 'withdraw', 'void']) k;
insert into jiancha.case_step (case_no, step_no, kind, at)
    select 'L-3' || k, 1, k, '2025-03-10 23:59+08' from unnest(array['refuse_acceptance', 'withdraw', 'void']) k;
reset role;
call jiancha.sweep_all('2025-03-20 00:00+08');
select business_no, state, accepted_at from jiancha.docket where business_no ~ '^L-3' order by 1;

-- the engine's steps are not the department's to write
set role test_lapse_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('L-1', 9, 'cancel_step', '2025-03-21', -3, '不要');
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('L-1', 9, 'deemed_accept', '2025-03-21', '{"lapse": "L-32", "clock": "acceptance", "cycle": 1}');
-- a number it had already named: the engine goes below it
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('L-4', 'la-a', 'la-m', '赵', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('L-4', -2, 'cancel_step', '2025-03-04 09:00+08', -7, '预先');
reset role;
call jiancha.sweep_all('2025-03-21 00:00+08');
select step_no, kind from pg_temp.steps where business_no = 'L-4';
select pg_temp.docket('L-4');
select count(*) from jiancha.verify('2025-03-21 00:00+08');
-- a sweep that looks back takes nothing away
call jiancha.sweep_all('2025-03-05 00:00+08');
select pg_temp.docket('L-4');
select count(*) from jiancha.verify('2025-03-05 00:00+08');

-- a rule whose effect takes its own ground away: the docket is quarantined, the others go on
insert into jiancha.rule_pack (pack, version, parent_pack, parent_version, name, issuer, valid_from, source)
select 'xinxiang', 2, p.parent_pack, p.parent_version, 'v2', 'v2', '2025-06-01', 'test' from jiancha.rule_pack p where p.pack = 'xinxiang' and p.version = 1;
insert into jiancha.clock_rule select (r).* from (select jsonb_populate_record(c, '{"version": 2}') as r from jiancha.clock_rule c where c.pack = 'xinxiang' and c.version = 1) x;
insert into jiancha.signal_rule (pack, version, rule, kind, clock, at, amount, unit, comparison, effect, source, status)
select 'xinxiang', 2, 'L-0', 'lapse', 'acceptance', 'due passed', p.amount, p.unit, p.comparison, 'refuse_acceptance', 'test', 'assumed'
from jiancha._parse_threshold('due passed') p;
set role test_lapse_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('L-5', 'la-a', 'la-m', '钱', '2025-06-03 09:00+08');
reset role;
call jiancha.sweep_all('2025-06-30 00:00+08');
select d.business_no, q.error_code, q.message from jiancha.quarantine q join jiancha.docket d using (docket_id);
drop owned by test_lapse_clerk;
drop role test_lapse_clerk;
