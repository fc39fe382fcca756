-- How a sweep handles conditions: looks when asked to, once; issues, marks and follows up; daily looks; what a person raised stays.
-- What holds is said here by a table, in the place of _condition_signals(): the sweep knows nothing of how it was found.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.signal_rule (pack, version, rule, kind, level, condition, phase, holds_from, issue, source, status) values
    ('xinxiang', 1, 'C-1', 'condition', 'yellow', 'true', 'step', 'received_at', 'at_once', '测试', 'assumed'),
    ('xinxiang', 1, 'C-2', 'condition', 'anomaly', 'true', 'close', 'received_at', 'on_decision', '测试', 'assumed');
insert into jiancha.org (org_code, name) values ('cs-a', '甲局'), ('cs-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('cs-m', 'cs-a', '事项', 20, 40);
create table holds (business_no text, rule text, level text, at timestamptz, org_code text);
create table asked (no serial, business_no text);
grant select on holds to jiancha_owner;
grant insert, select on asked to jiancha_owner;
grant usage on sequence asked_no_seq to jiancha_owner;
create or replace function jiancha._condition_signals(dockets bigint[])
returns table (docket_id bigint, rule text, level text, at timestamptz, org_code text, pack text, rule_version integer, issue text)
language plpgsql as $$
#variable_conflict use_column
begin
    insert into public.asked (business_no) select d.business_no from jiancha.docket d where d.docket_id = any (dockets);
    return query select d.docket_id, h.rule, h.level, h.at, h.org_code, d.pack, 1, r.issue
    from public.holds h join jiancha.docket d using (business_no) join jiancha.signal_rule r using (rule) where d.docket_id = any (dockets);
end $$;
create table followed (no serial, what text, signal_nos text[], as_of timestamptz);
grant insert on followed to jiancha_owner;
grant usage on sequence followed_no_seq to jiancha_owner;
create or replace function jiancha._follow_up(signal_nos text[], what text, as_of timestamptz) returns void
language sql as $$ insert into public.followed (what, signal_nos, as_of) values (what, signal_nos, as_of) $$;
update jiancha.record_state set live_from = '2025-03-01 00:00+08';
create view cards as select s.business_no, s.rule, s.clock, s.cycle, s.signal_no, s.earned_at, s.found_at, s.issued_at, s.due_at, n.mark
from jiancha.signal s join jiancha.signal_now n using (docket_id, rule, clock, cycle) order by s.business_no, s.rule;
create view looks as select d.business_no, d.check_at from jiancha.docket d order by 1;

insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('V-1', 'cs-a', 'cs-m', '张', '2025-03-03 09:00+08'), ('V-2', 'cs-a', 'cs-m', '李', '2025-03-03 09:00+08'),
    ('V-0', 'cs-a', 'cs-m', '王', '2025-02-03 09:00+08');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel) values ('V-9', 'cs-a', 'cs-m', '赵', '2025-03-03 09:00+08', 'import');
-- a receipt and a step ask for a look
select * from looks;
insert into holds values
    ('V-1', 'C-1', 'yellow', '2025-03-04 10:00+08', 'cs-a'), ('V-1', 'C-2', 'anomaly', '2025-03-06 00:00+08', 'cs-a'),
    ('V-0', 'C-1', 'yellow', '2025-03-04 10:00+08', 'cs-a'), ('V-9', 'C-1', 'yellow', '2025-03-04 10:00+08', 'cs-b');

-- before and at the instant
call jiancha.sweep_all('2025-03-04 09:59:59+08');
select * from cards;
select * from looks;
call jiancha.sweep_all('2025-03-04 10:00+08');
select * from cards;
select * from looks;
select what, signal_nos, as_of from followed order by no;
-- a card that waits for a decision is earned and not issued; one of an imported docket, or from before, is historical
truncate asked, followed;
call jiancha.sweep_all('2025-03-06 00:00+08');
select * from cards;
select * from looks;
select business_no from asked order by no;
select count(*) as followed from followed;
select count(*) from jiancha.verify('2025-03-06 00:00+08');
-- nothing is looked at twice
truncate asked;
call jiancha.sweep_all('2025-03-07 00:00+08');
select count(*) as asked from asked;

-- what no longer holds is marked, only the one that was issued is told; it holds again at another instant: reinstated
delete from holds where business_no = 'V-1';
select difference, case_no, rule from jiancha.verify('2025-03-07 00:00+08') order by 2, 3;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('V-1', 1, 'accept', '2025-03-07 09:00+08');
call jiancha.sweep_all('2025-03-07 10:00+08');
select business_no, rule, mark from cards where business_no = 'V-1';
select what, signal_nos from followed order by no;
truncate followed;
insert into holds values ('V-1', 'C-1', 'yellow', '2025-03-05 10:00+08', 'cs-b');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('V-1', 2, 'handle', '2025-03-07 10:00+08');
call jiancha.sweep_all('2025-03-07 11:00+08');
select n.rule, n.mark, n.earned_at, n.org_code, s.seen_by from jiancha.signal_now n join jiancha.signal s using (docket_id, rule, clock, cycle) where n.business_no = 'V-1' order by 1;
select what, signal_nos from followed order by no;
select count(*) from jiancha.verify('2025-03-07 11:00+08');

-- what a person raised is compared with nothing
insert into jiancha.signal (docket_id, rule, clock, cycle, signal_no, business_no, level, origin, org_code, seen_by, earned_at, found_at, calendar_code, calendar_version, pack, rule_version, revision)
    select d.docket_id, 'X-W-4.1', 'facts', 1, 'm-1', 'V-2', 'yellow', 'manual', 'cs-a', 'cs-a', '2025-03-05', '2025-03-05', 'CN', 1, 'xinxiang', 1, 0 from jiancha.docket d where d.business_no = 'V-2';
insert into jiancha.case_step (case_no, step_no, kind, at) values ('V-2', 1, 'accept', '2025-03-07 09:00+08');
call jiancha.sweep_all('2025-03-07 11:00+08');
select mark from jiancha.signal_now where signal_no = 'm-1';
select count(*) from jiancha.verify('2025-03-07 11:00+08');

-- daily rules: every open docket of the pack, once a local day; a closed one no more
insert into jiancha.signal_rule (pack, version, rule, kind, level, condition, phase, holds_from, issue, source, status)
    values ('xinxiang', 1, 'C-3', 'condition', 'notice', 'true', 'daily', 'received_at', 'at_once', '测试', 'assumed');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('V-2', 2, 'close', '2025-03-08 09:00+08');
call jiancha.sweep_all('2025-03-08 10:00+08');
truncate asked;
insert into holds values ('V-1', 'C-3', 'notice', '2025-03-09 00:00+08', 'cs-a'), ('V-2', 'C-3', 'notice', '2025-03-09 00:00+08', 'cs-a');
call jiancha.sweep_all('2025-03-08 23:59:59+08');
select count(*) as asked from asked;
call jiancha.sweep_all('2025-03-09 00:00+08');
select business_no from asked order by 1;
select business_no, rule, earned_at from cards where rule = 'C-3';
truncate asked;
call jiancha.sweep_all('2025-03-09 12:00+08');
call jiancha.sweep_all('2025-03-08 12:00+08');
select count(*) as asked from asked;
select daily_scanned_on from jiancha.record_state;

-- the answer to a card was due and did not come: the card that follows names its cause and the case of its cause
insert into jiancha.clock_rule (pack, version, clock, docket_kind, name, start_kinds, stop_kinds, limit_from, limit_amount, limit_unit, source, status)
    values ('xinxiang', 1, 'answer', 'signal', '说明时限', '{delivered,reject_reply}', '{explain,rectify}', 'fixed', 5, 'working_day', '测试', 'assumed');
insert into jiancha.signal_rule (pack, version, rule, kind, docket_kind, clock, level, at, amount, unit, comparison, source, status)
    select 'xinxiang', 1, 'E-1', 'time', 'signal', 'answer', 'red', 'due passed', p.amount, p.unit, p.comparison, '测试', 'assumed' from jiancha._parse_threshold('due passed') p;
select signal_no as card from cards where business_no = 'V-1' and rule = 'C-1' \gset
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values ('signal', :'card', 'cs-a', '2025-03-04 10:00+08');
insert into jiancha.docket_step (docket_kind, business_no, kind, at) values ('signal', :'card', 'delivered', '2025-03-05 09:00+08');
call jiancha.sweep_all('2025-03-12 23:59:59+08');
select count(*) from jiancha.signal where rule = 'E-1';
call jiancha.sweep_all('2025-03-13 00:00+08');
select signal_no, business_no, cause_no, level, issued_at from jiancha.signal where rule = 'E-1';
select s.signal_no, a.kind, a.at, a.text from jiancha.signal_action a join jiancha.signal s using (docket_id, rule, clock, cycle) where a.kind = 'escalate';
call jiancha.sweep_all('2025-03-14 00:00+08');
select count(*) from jiancha.signal where rule = 'E-1';
