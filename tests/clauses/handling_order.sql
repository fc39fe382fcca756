-- Acts upon a card in other orders than the plain one: what stands while something else happens, dates out of order, decisions between two sweeps.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('o-city', '市', null), ('o-a', '甲局', 'o-city'), ('o-b', '乙局', 'o-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M5', 'o-a', '五个工作日', 5, 20);
create role clause_o_a; create role clause_o_city; create role clause_o_two;
select jiancha.grant_access('clause_o_a', 'o-a'), jiancha.grant_access('clause_o_city', 'o-city', 'supervisor'), jiancha.grant_access('clause_o_two', 'o-city', 'supervisor') \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';

create function pg_temp.card(no text) returns text begin atomic select signal_no from jiancha.signal_raise where raise_no = no; end;
create function pg_temp.after(no text) returns text begin atomic select s.signal_no from jiancha.signals s where s.cause_no = pg_temp.card(no); end;
create function pg_temp.reply(card text, kind text, at timestamptz) returns void begin atomic
    insert into jiancha.signal_reply (signal_no, kind, at, text) values (card, kind, at, '答复');
end;
create function pg_temp.decide(card text, kind text, at timestamptz, ground text default null) returns void begin atomic
    insert into jiancha.signal_decision (signal_no, kind, at, reason, ground) values (card, kind, at, '理由', ground);
end;
create function pg_temp.state(card text) returns text begin atomic select level || ' ' || state from jiancha.signals where signal_no = card; end;
create function pg_temp.owed(card text) returns bigint begin atomic select count(*) from jiancha.unanswered_signals where signal_no = card; end;

select no_plan();

-- yellow cards of 2025-03-03, handed over on 03-04: answered until 03-12 00:00
set role clause_o_city;
insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) select 'R-' || n, 'X-W-4.1', 'o-a', '2025-03-03 10:00+08', '检查发现' from generate_series(1, 20) n;
select jiancha.confirm_delivery(pg_temp.card('R-' || n), '2025-03-04 09:00+08', '送达人') from generate_series(1, 19) n \g /dev/null

-- an appeal stands until it is decided
set role clause_o_a;
select pg_temp.reply(pg_temp.card('R-' || n), 'appeal', '2025-03-05 10:00+08') from generate_series(1, 2) n \g /dev/null
select pg_temp.reply(pg_temp.card('R-1'), 'explain', '2025-03-06 10:00+08') \g /dev/null
select results_eq($$ select state, points_rest from jiancha.signals where signal_no = pg_temp.card('R-1') $$, $$ values ('appealed', true) $$,
    '[X-W-9.1] an explanation filed after an appeal does not take the appeal away');
set role clause_o_two;
select lives_ok($$ select pg_temp.decide(pg_temp.card('R-1'), 'uphold', '2025-03-07 10:00+08') $$, '[X-W-9.1] it is decided');
select is(pg_temp.state(pg_temp.card('R-1')), 'yellow upheld', '[X-W-9.1] and then it is upheld');
select pg_temp.decide(pg_temp.card('R-2'), 'effect', '2025-03-06 10:00+08') \g /dev/null
select results_eq($$ select state, points_rest from jiancha.signals where signal_no = pg_temp.card('R-2') $$, $$ values ('appealed', true) $$,
    '[X-W-9.1] nor does a bad effect that is recorded meanwhile');
set role clause_o_a;
select pg_temp.reply(pg_temp.card('R-1'), 'explain', '2025-03-10 10:00+08') \g /dev/null
select throws_ok($$ select pg_temp.reply(pg_temp.card('R-1'), 'appeal', '2025-03-11 10:00+08') $$, 'JC007', null, '[X-W-9.1] an appeal is decided once, whatever was filed since');

-- an answer stands until it is rejected
select pg_temp.reply(pg_temp.card('R-3'), 'rectify', '2025-03-05 10:00+08') \g /dev/null
set role clause_o_two;
select pg_temp.decide(pg_temp.card('R-3'), 'effect', '2025-03-06 10:00+08') \g /dev/null
select is(pg_temp.state(pg_temp.card('R-3')), 'yellow answered', '[X-W-9.1] a bad effect leaves the answer standing');
select is(pg_temp.owed(pg_temp.card('R-3')), 0::bigint, '[X-W-9.1] the card is not among the unanswered');
select lives_ok($$ select pg_temp.decide(pg_temp.card('R-3'), 'accept', '2025-03-07 10:00+08') $$, '[X-W-9.1] and its answer can be accepted');
set role clause_o_a;
select pg_temp.reply(pg_temp.card('R-3'), 'appeal', '2025-03-10 10:00+08') \g /dev/null
set role clause_o_city;
select throws_ok($$ select pg_temp.decide(pg_temp.card('R-3'), 'uphold', '2025-03-11 10:00+08') $$, 'JC007', null, '[X-W-1..3] who raised it does not decide the appeal');
reset role;
create role clause_o_three;
select jiancha.grant_access('clause_o_three', 'o-city', 'supervisor') \g /dev/null
set role clause_o_three;
select pg_temp.decide(pg_temp.card('R-3'), 'uphold', '2025-03-11 10:00+08') \g /dev/null
select is(pg_temp.owed(pg_temp.card('R-3')), 0::bigint, '[X-W-9.1] whose answer was accepted owes no other when his appeal fails');

-- dates out of order: state and clock would part
set role clause_o_a;
select pg_temp.reply(pg_temp.card('R-' || n), 'rectify', '2025-03-06 10:00+08') from generate_series(4, 5) n \g /dev/null
set role clause_o_two;
select throws_ok($$ select pg_temp.decide(pg_temp.card('R-4'), 'reject', '2025-03-06 09:59:59+08') $$, 'JC005', null, '[X-W-9.1] an answer is not rejected before it was filed');
select lives_ok($$ select pg_temp.decide(pg_temp.card('R-4'), 'reject', '2025-03-06 10:00+08') $$, '[X-W-9.1] but at once');
set role clause_o_a;
select throws_ok($$ select pg_temp.reply(pg_temp.card('R-4'), 'rectify', '2025-03-06 09:59:59+08') $$, 'JC005', null, '[X-W-9.1] a further answer does not lie before the rejection');
select lives_ok($$ select pg_temp.reply(pg_temp.card('R-4'), 'rectify', '2025-03-06 10:00:01+08') $$, '[X-W-9.1] but after it');
reset role;

-- an exemption and an appeal, in either order: the appeal is decided, the exemption stays
set role clause_o_two;
select pg_temp.decide(pg_temp.card('R-8'), 'exempt', '2025-03-05 10:00+08', 'platform_outage') \g /dev/null
set role clause_o_a;
select pg_temp.reply(pg_temp.card('R-' || n), 'appeal', '2025-03-06 10:00+08') from generate_series(8, 9) n \g /dev/null
set role clause_o_two;
select pg_temp.decide(pg_temp.card('R-9'), 'exempt', '2025-03-06 11:00+08', 'platform_outage') \g /dev/null
select set_eq($$ select state, points_rest from jiancha.signals where signal_no in (pg_temp.card('R-8'), pg_temp.card('R-9')) $$, $$ values ('exempt', true) $$,
    '[X-W-10gap] points rest while the appeal on an exempt card is open');
select lives_ok(format('select pg_temp.decide(pg_temp.card(%L), %L, %L)', 'R-' || n, 'uphold', '2025-03-07 10:00+08'), '[X-W-10gap] it is decided')
from generate_series(8, 9) n;
select set_eq($$ select state, points_rest from jiancha.signals where signal_no in (pg_temp.card('R-8'), pg_temp.card('R-9')) $$, $$ values ('exempt', false) $$,
    '[X-W-10gap] and they rest no longer; the exemption stays');
select is(pg_temp.owed(pg_temp.card('R-8')), 0::bigint, '[X-W-10gap] an exempt card owes no answer');
select throws_ok($$ select pg_temp.decide(pg_temp.card('R-8'), 'uphold', '2025-03-07 11:00+08') $$, 'JC007', null, '[X-W-10gap] where no appeal is open there is nothing to uphold');
reset role;

-- R-20 is answered before its letter is handed over; the time to answer ends on 03-12 for all others that are silent
set role clause_o_a;
select pg_temp.reply(pg_temp.card('R-20'), 'rectify', '2025-03-04 10:00+08') \g /dev/null
set role clause_o_city;
select jiancha.confirm_delivery(pg_temp.card('R-20'), '2025-03-05 09:00+08', '送达人') \g /dev/null
select results_eq($$ select state, delivered_at from jiancha.signals where signal_no = pg_temp.card('R-20') $$, $$ values ('answered', timestamptz '2025-03-04 10:00+08') $$,
    '[X-W-9.1] who answered had the card by then');

-- a withdrawal between the end of the time and the sweep that finds it
set role clause_o_two;
select throws_ok($$ select pg_temp.decide(pg_temp.card('R-10'), 'withdraw', '2025-03-13 10:00+08') $$, 'JC005', null, '[X-W-1..3] a withdrawal bears the number of its decision');
insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) values (pg_temp.card('R-10'), 'withdraw', '2025-03-13 10:00+08', '理由', '撤1');
select pg_temp.decide(pg_temp.card('R-11'), 'exempt', '2025-03-13 10:00+08', 'platform_outage') \g /dev/null
reset role;
select jiancha.sweep('2025-03-14 00:00+08') \g /dev/null
select is(pg_temp.state(pg_temp.after('R-10')), 'red withdrawn', '[X-W-1..3] what a withdrawn card led to falls with it, found before or after');
select is(pg_temp.state(pg_temp.after('R-11')), 'red pending', '[X-W-4.12] what an exempt card led to waits for a supervisor, as it does when found before');
select is(pg_temp.after('R-20'), null, '[X-W-4.12] an answer before the delivery stops the time: no further card');
select is_empty($$ select 1 from jiancha.verify('2025-03-14 00:00+08') $$, '[X-W-4.12] verify() is empty');

-- an answer in time that is entered late: what silence earned is earned no more, from the instant at which it is entered
set role clause_o_two;
select pg_temp.decide(pg_temp.after('R-12'), 'effect', '2025-03-14 10:00+08') \g /dev/null
set role clause_o_a;
select pg_temp.reply(pg_temp.card('R-' || n), 'explain', '2025-03-11 10:00+08') from generate_series(12, 13) n \g /dev/null
set role clause_o_two;
select throws_ok($$ select pg_temp.decide(pg_temp.after('R-13'), 'effect', '2025-03-14 11:00+08') $$, 'JC007', null, '[X-W-4.12] a card that is not earned any more does not go out before the next sweep either');
select lives_ok($$ select pg_temp.decide(pg_temp.after('R-13'), 'dismiss', '2025-03-14 11:00+08') $$, '[X-W-4.12] it can be dismissed');
select lives_ok($$ select pg_temp.decide(pg_temp.after('R-14'), 'effect', '2025-03-14 11:00+08') $$, '[X-W-4.12] one that is, does');
reset role;
select is((select count(*) from jiancha.notice_delivery join jiancha.notice using (docket_id, notice_id) where signal_no = pg_temp.after('R-12') and what = 'issued' and state = 'pending') > 0, true,
    '[X-W-6] people are to be told of a card that went out by its effect');
select jiancha.sweep('2025-03-15 00:00+08') \g /dev/null
select is(pg_temp.state(pg_temp.after('R-12')), 'red unfounded', '[X-W-1..3] a late answer takes its ground');
select is((select count(*) from jiancha.notice_delivery join jiancha.notice using (docket_id, notice_id) where signal_no = pg_temp.after('R-12') and what = 'issued' and state = 'pending'), 0::bigint,
    '[X-W-6] and nobody is told of it any more');

-- unfounded and founded again before anybody was told
insert into jiancha.staff (staff_code, org_code, name, mobile) values ('O1', 'o-a', '张三', '13800000001'), ('O2', 'o-b', '李四', '13800000002');
set role clause_o_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('C-1', 'o-a', 'M5', '申请人', '2025-01-02 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('C-1', 1, 'accept', '2025-01-02 10:00+08', 'O1');
reset role;
select jiancha.sweep('2025-01-10 00:00+08') \g /dev/null
create function pg_temp.telling() returns text begin atomic
    select string_agg(distinct s.state || ' ' || n.what || ' ' || d.state, ', ')
    from jiancha.signals s join jiancha.notice n on n.signal_no = s.signal_no
    join jiancha.notice_delivery d on d.docket_id = n.docket_id and d.notice_id = n.notice_id where s.case_no = 'C-1' and s.level = 'yellow';
end;
set role clause_o_a;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('C-1', 2, 'close', '2025-01-03 10:00+08', 'O1');
reset role;
select jiancha.sweep('2025-01-10 01:00+08') \g /dev/null
select is(pg_temp.telling(), 'unfounded issued recorded', '[X-W-6] in the night a card loses its ground: nobody is told');
set role clause_o_a;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('C-1', 3, 'cancel_step', '2025-01-10 02:00+08', 2, '录入错误');
reset role;
select jiancha.sweep('2025-01-10 03:00+08') \g /dev/null
select is(pg_temp.telling(), 'issued issued pending', '[X-W-6] and gets it back: all are told in the morning, once');

-- a transfer that is entered late takes the card to another organisation
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('o-b', 'supervising_leader', 'O2');
set role clause_o_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('C-2', 'o-a', 'M5', '申请人', '2025-01-02 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('C-2', 1, 'accept', '2025-01-02 10:00+08', 'O1');
reset role;
select jiancha.sweep('2025-01-10 00:00+08') \g /dev/null
set role clause_o_a;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, data) values ('C-2', 2, 'transfer', '2025-01-06 10:00+08', 'O1', '{"to_org": "o-b"}');
reset role;
select jiancha.sweep('2025-01-10 01:00+08') \g /dev/null
create function pg_temp.told(word text) returns setof text begin atomic
    select distinct n.org_code || ' ' || n.duty || ' ' || coalesce(n.recipient_staff, '') || ' ' || d.state
    from jiancha.signals s join jiancha.notice n on n.signal_no = s.signal_no
    join jiancha.notice_delivery d on d.docket_id = n.docket_id and d.notice_id = n.notice_id where s.case_no = 'C-2' and s.level = 'yellow' and n.what = word;
end;
select set_eq($$ select pg_temp.told('issued') $$, '{o-a handler O1 recorded,o-a stationed_body  recorded,o-a supervising_leader  recorded,o-a unit  recorded}'::text[],
    '[X-W-6] the organisation that does not have the card any more is not told of it');
select set_eq($$ select pg_temp.told('moved') $$, '{o-b handler  pending,o-b stationed_body  pending,o-b supervising_leader O2 pending,o-b unit  pending}'::text[],
    '[X-W-6] the one that has it is');
select is((select count(*) from jiancha.notice n join jiancha.signals s using (signal_no) where s.case_no = 'C-2' and n.what = 'moved' and n.text like '%甲局%'), 0::bigint, '[X-W-6] by its own name');
select is((select count(*) from jiancha.notice n join jiancha.signals s using (signal_no) where s.case_no = 'C-2' and s.level = 'yellow' and n.what = 'moved' and n.text like '%黄牌警告%5个工作日内说明和纠正%'), 4::bigint,
    '[X-W-6] it hears that it has a card and by when to answer, not that a limit changed');
select results_eq($$ select l.org_code, l.addressee, l.on_issue from jiancha.letter l join jiancha.signals s using (signal_no) where s.case_no = 'C-2' and s.level = 'yellow' order by 1 $$,
    $$ values ('o-a', '甲局', true), ('o-b', '乙局', true) $$, '[X-W-7] the letter is written to the organisation that has the card now');
select is((select count(*) from jiancha.notice n join jiancha.letter l on l.letter_no = n.letter_no join jiancha.signals s on s.signal_no = n.signal_no
    where s.case_no = 'C-2' and s.level = 'yellow' and n.what = 'moved' and l.org_code = 'o-b'), 1::bigint, '[X-W-7] and its notice names that letter');
set role clause_o_city;
select jiancha.confirm_delivery(s.signal_no, '2025-01-13 09:00+08', '送达人') from jiancha.signals s where s.case_no = 'C-2' and s.level = 'yellow' \g /dev/null
reset role;
select results_eq($$ select org_code, delivered_at, answer_by from jiancha.signals where case_no = 'C-2' and level = 'yellow' $$,
    $$ values ('o-b', timestamptz '2025-01-13 09:00+08', timestamptz '2025-01-21 00:00+08') $$, '[A05] its time to answer runs from its own delivery');

-- a delivery that is entered after a later one: the first counts, entered in whatever order
set role clause_o_city;
insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('V-1', 'X-W-4.1', 'o-a', '2025-03-03 10:00+08', '检查发现');
select jiancha.confirm_delivery(pg_temp.card('V-1'), '2025-03-06 09:00+08', '送达人') \g /dev/null
select is((select delivered_at from jiancha.signals where signal_no = pg_temp.card('V-1')), '2025-03-06 09:00+08', '[A05] delivered');
select jiancha.confirm_delivery(pg_temp.card('V-1'), '2025-03-04 09:00+08', '送达人') \g /dev/null
select jiancha.confirm_delivery(pg_temp.card('V-1'), '2025-03-05 09:00+08', '送达人') \g /dev/null
select results_eq($$ select delivered_at, answer_by from jiancha.signals where signal_no = pg_temp.card('V-1') $$,
    $$ values (timestamptz '2025-03-04 09:00+08', timestamptz '2025-03-12 00:00+08') $$, '[A05] the first delivery counts, though it was entered second');
select jiancha.confirm_delivery(pg_temp.card('V-1'), '2025-03-03 11:00+08', '送达人') \g /dev/null
select results_eq($$ select delivered_at, answer_by from jiancha.signals where signal_no = pg_temp.card('V-1') $$,
    $$ values (timestamptz '2025-03-03 11:00+08', timestamptz '2025-03-11 00:00+08') $$, '[A05] and one before that entered third');
reset role;
select jiancha.sweep('2025-03-16 00:00+08') \g /dev/null
select is_empty($$ select 1 from jiancha.verify('2025-03-16 00:00+08') where derived_at >= '2025-03-01' $$, '[A05] verify() knows of no other');

-- who does not belong to the organisation of the card, or to none, is not told of it
insert into jiancha.staff (staff_code, org_code, name, mobile) values ('O3', 'o-a', '王五', '13800000003'), ('O4', 'o-a', '赵六', '13800000004');
-- he signed for this organisation and belongs to another since
insert into jiancha.staff (staff_code, org_code, name, mobile, valid_from) values ('O5', 'o-a', '孙七', '13800000005', '2024-01-01'), ('O5', 'o-b', '孙七', '13800000005', '2025-01-05');
set role clause_o_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'H-' || n, 'o-a', 'M5', '申请人', '2025-01-02 09:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('H-1', 1, 'accept', '2025-01-02 10:00+08', 'O5'), ('H-2', 1, 'accept', '2025-01-02 10:00+08', 'nobody'),
    ('H-3', 1, 'accept', '2025-01-02 10:00+08', 'O1');
reset role;
create function pg_temp.handlers(case_no text) returns text begin atomic
    select string_agg(distinct s.level || ' ' || coalesce(n.recipient_staff, '?'), ', ') from jiancha.signals s join jiancha.notice n using (signal_no)
    where s.case_no = handlers.case_no and n.duty = 'handler' and n.what = 'issued' and s.level in ('yellow', 'red');
end;
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('o-a', 'liaison', 'O3');
select jiancha.sweep('2025-01-10 00:00+08') \g /dev/null
select is(pg_temp.handlers('H-1'), 'yellow O3', '[X-W-6] one of another organisation is not told: the liaison is');
select is(pg_temp.handlers('H-2'), 'yellow O3', '[X-W-6] nor is a number that nobody has');
select is(pg_temp.handlers('H-3'), 'yellow O1', '[X-W-6] who handles the case and belongs to it is');
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('o-a', 'handler', 'O4');
select jiancha.sweep('2025-01-20 00:00+08') \g /dev/null
select is(pg_temp.handlers('H-1'), 'red O4, yellow O3', '[X-W-6] before the liaison comes who holds the duty');

select * from finish();
