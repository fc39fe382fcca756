-- A pack that lacks what its letters or notices need: the card is issued, what could not be written waits, and the sweep after the mending writes it.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- a pack without a parent: no organ that signs, no office hours, unless it says so itself
select jiancha.define_pack('bare', 1, '光杆', '试验市', valid_from => '2010-01-01', source => '试验', parent => ''),
    jiancha.define_clock('bare', 1, 'promised', '承诺时限', '{accept}', '{close}', '试验', limit_from => 'promised'),
    jiancha.define_clock('bare', 1, 'answer', '纠正', '{delivered,reject_reply}', '{explain,rectify,appeal}', '试验', limit_amount => 5, limit_unit => 'working_day', docket_kind => 'signal'),
    jiancha.define_signal('bare', 1, 'B-1', clock => 'promised', level => 'yellow', at => 'due passed', answer_clock => 'answer', source => '试验 第一条'),
    jiancha.define_template('bare', 1, '告诫书', '“{{matter}}”（{{case_no}}）：{{rule_text}}。', word => '告', for_level => 'yellow', source => '试验'),
    jiancha.define_recipient('bare', 1, 'yellow', 'unit', 'letter', '试验'), jiancha.define_recipient('bare', 1, 'yellow', 'handler', 'sms', '试验', delivers => false) \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';
insert into jiancha.org (org_code, name) values ('of-a', '甲局'), ('of-b', '乙局');
insert into jiancha.staff (staff_code, org_code, name, mobile) values ('of1', 'of-a', '张', '13800000001');
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('of-a', 'handler', 'of1');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('of-m', 'of-a', '许可', 5, 20);
-- one case of a pack in good order among them
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('X-1', 'of-a', 'of-m', '某', '2025-03-03 09:00+08');
update jiancha.record_state set pack = 'bare';
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'B-' || n, 'of-a', 'of-m', '某', '2025-03-03 09:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select c, 1, 'accept', '2025-03-03 10:00+08' from unnest('{X-1,B-1,B-2,B-3}'::text[]) c;
create view pg_temp.written as
    select s.case_no, s.rule, s.state, (select string_agg(l.letter_no, ' ') from jiancha.letter l where l.signal_no = s.signal_no) as letter,
        (select string_agg(n.duty || case when n.letter_no is null then '' else '=' || n.letter_no end, ' ' order by n.duty) from jiancha.notice n where n.signal_no = s.signal_no) as told
    from jiancha.signals s where s.level = 'yellow' order by s.case_no;

-- no docket is put aside, each card is issued, the other pack's letter is written
select examined, issued, quarantined from jiancha.sweep('2025-03-11 00:00+08');
select * from pg_temp.written;
select pack, rule_version, task, error_code, message, cards, since from jiancha.outbox_faults order by task;
select count(*) as quarantined from jiancha.docket where quarantined;
select * from jiancha.verify('2025-03-11 00:00+08');
select state, value from jiancha.health_at('2025-03-11 01:00+08') where subject = 'letters and notices that wait';

-- a sweep that cannot do better says nothing again, changes nothing
select examined, issued, quarantined from jiancha.sweep('2025-03-11 12:00+08');
select sum(cards) from jiancha.outbox_faults;
select count(*) from jiancha.letter_counter where word like '%告' and word not like '新%';

-- one card is withdrawn meanwhile, one is no longer earned
insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) select signal_no, 'withdraw', '2025-03-11 13:00+08', '理由', '撤1' from jiancha.signals where case_no = 'B-2';
insert into jiancha.case_step (case_no, step_no, kind, at) values ('B-3', 2, 'close', '2025-03-10 16:00+08');
-- what is missing can be supplied though the version judges cases; a rule cannot
select jiancha.define_signal('bare', 1, 'B-2', clock => 'promised', level => 'red', at => 'due passed', source => '试验 第二条');
select jiancha.define_param('bare', 1, 'other_setting', 'x', source => '试验');
select jiancha.define_param('bare', 1, p, v, source => '试验') from (values ('letter_organ', '试验市监察局'), ('letter_prefix', '试')) v (p, v) \g /dev/null
select examined, issued, quarantined from jiancha.sweep('2025-03-12 00:00+08');
select * from pg_temp.written;
select task, error_code, cards, signal_nos from jiancha.outbox_faults order by task;
select jiancha.define_param('bare', 1, p, v, source => '试验') from (values ('notice_opens', '08:30'), ('notice_closes', '17:30'), ('notice_attempts', '5'), ('notice_retry_minutes', '5')) v (p, v) \g /dev/null
select examined, issued, quarantined from jiancha.sweep('2025-03-12 09:00+08');
select * from pg_temp.written;
select * from jiancha.outbox_faults;
-- what came of the withdrawn card reaches nobody who was not told of it; the one that is earned again is told of after all
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('B-3', 3, 'cancel_step', '2025-03-10 16:00+08', 2, '录入有误');
select examined, issued, marked, quarantined from jiancha.sweep('2025-03-12 10:00+08');
select * from pg_temp.written;
select * from jiancha.outbox_faults;
select count(*) from jiancha.letter_counter where word = '试告' and last_no = 2;

-- a setting that cannot be read, a value that one card lacks
select jiancha.define_pack('odd', 1, '有误', '试验市', valid_from => '2010-01-01', source => '试验'),
    jiancha.define_clock('odd', 1, 'promised', '承诺时限', '{accept}', '{close}', '试验', limit_from => 'promised'),
    jiancha.define_signal('odd', 1, 'O-1', clock => 'promised', level => 'yellow', at => 'due passed', source => '试验 第一条'),
    jiancha.define_template('odd', 1, '告诫书', '{{org}}“{{matter}}”。', word => '告', for_rule => 'O-1', source => '试验'),
    jiancha.define_param('odd', 1, 'notice_opens', '上午八点半', unit => 'time', source => '试验') \g /dev/null
update jiancha.record_state set pack = 'odd';
insert into jiancha.org (org_code, name) values ('of-c', '丙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('of-n', 'of-c', '登记', 5, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('O-1', 'of-a', 'of-m', '某', '2025-03-03 09:00+08'), ('O-2', 'of-c', 'of-n', '某', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) select c, 1, 'accept', '2025-03-03 10:00+08' from unnest('{O-1,O-2}'::text[]) c;
-- past the view, which refuses it
insert into jiancha.org_version (org_code, name, valid_from) values ('of-c', '  ', '2025-03-04');
-- only the letter that would name nobody waits
select examined, issued, quarantined from jiancha.sweep('2025-03-13 00:00+08');
select * from pg_temp.written where case_no like 'O-%';
select task, error_code, message, cards from jiancha.outbox_faults order by task, error_code;

-- who sees them: supervisors, each of what he supervises
create role regress_of_city; create role regress_of_b; create role regress_of_a;
select jiancha.grant_access('regress_of_city', 'of-a', 'supervisor'), jiancha.grant_access('regress_of_b', 'of-b', 'supervisor'), jiancha.grant_access('regress_of_a', 'of-a') \g /dev/null
set role regress_of_city;
select count(*) > 0 from jiancha.outbox_faults;
set role regress_of_b;
select count(*) > 0 from jiancha.outbox_faults;
set role regress_of_a;
select count(*) > 0 from jiancha.outbox_faults;
delete from jiancha.outbox_fault;
reset role;
drop owned by regress_of_city, regress_of_b, regress_of_a;
drop role regress_of_city, regress_of_b, regress_of_a;
