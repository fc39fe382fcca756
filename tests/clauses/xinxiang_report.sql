-- What a card asks of the unit: a yellow one to be corrected, a red one to be reported upon. Entered by a department and by two supervisors of the city.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('xr-city', '市', null), ('xr-a', '甲局', 'xr-city');
insert into jiancha.staff (staff_code, org_code, name, mobile) values ('xr1', 'xr-a', '承办甲', '13900000001');
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('xr-a', 'handler', 'xr1');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('XR5', 'xr-a', '五个工作日', 5, 20);
create role clause_xr_a; create role clause_xr_city; create role clause_xr_two;
select jiancha.grant_access('clause_xr_a', 'xr-a'), jiancha.grant_access('clause_xr_city', 'xr-city', 'supervisor'), jiancha.grant_access('clause_xr_two', 'xr-city', 'supervisor') \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';
create function pg_temp.card(no text, rule text) returns text begin atomic select s.signal_no from jiancha.signals s where s.case_no = no and s.rule = card.rule; end;
create function pg_temp.raised(no text) returns text begin atomic select signal_no from jiancha.signal_raise where raise_no = no; end;
create function pg_temp.decide(card text, kind text, at timestamptz, decision_no text default null) returns void begin atomic
    insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) values (card, kind, at, '理由', decision_no);
end;
create function pg_temp.hand_over(card text, at timestamptz) returns void begin atomic select jiancha.confirm_delivery(card, at, '监察中心'); end;
create function pg_temp.reply(card text, kind text, at timestamptz) returns void begin atomic
    insert into jiancha.signal_reply (signal_no, kind, at, text) values (card, kind, at, '整改情况');
end;
create function pg_temp.state(card text) returns text begin atomic select level || ' ' || state from jiancha.signals where signal_no = card; end;
select no_plan();

-- accepted Thu 2025-01-02, five working days: 3, 6, 7, 8, 9; yellow from the 10th, red from the 14th
set role clause_xr_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'P-' || n, 'xr-a', 'XR5', '申请人', '2025-01-02 09:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'P-' || n, 1, 'accept', '2025-01-02 10:00+08' from generate_series(1, 3) n;
reset role;
select jiancha.sweep('2025-01-10 00:00+08'), jiancha.sweep('2025-01-14 00:00+08') \g /dev/null

-- X-W-9.1: each violating unit reports in writing within the set time, after a red card too
set role clause_xr_city;
select results_eq($$ select rule, answer_clock from jiancha.signals where case_no = 'P-1' and level <> 'notice' order by 1 $$, $$ values ('X-W-5.2', 'answer'), ('X-W-5.3', 'report') $$,
    '[X-W-9.1] a yellow card is to be corrected, a red one to be reported upon, each in its time');
select is_empty($$ select rule from jiancha.effective_signal_rule where pack = 'xinxiang' and level in ('yellow', 'red') and answer_clock is null $$,
    '[X-W-9.1] no yellow or red card without a time to report');
select matches((select body from jiancha.letters l join jiancha.letter using (letter_no) where l.signal_no = pg_temp.card('P-1', 'X-W-5.3')), '自送达之日起5个工作日内作出书面说明',
    '[X-W-9.1] the letter of a red card states the time');
select results_eq($$ select delivered_at, answer_by from jiancha.signals where signal_no = pg_temp.card('P-1', 'X-W-5.3') $$, $$ values (null::timestamptz, null::timestamptz) $$,
    '[X-W-9.1] no time runs before the letter is handed over');
reset role;
select count(jiancha.notice_done(m ->> 'key', 'w', true, null, '2025-01-14 09:00+08'))
from jsonb_array_elements(jiancha.take_notices('w', 10, '2025-01-14 09:00+08')) m \g /dev/null
set role clause_xr_city;
select is((select min(y.state) from jiancha.notice n join jiancha.notice_delivery y using (docket_id, notice_id) where n.signal_no = pg_temp.card('P-1', 'X-W-5.3') and n.duty = 'handler'), 'sent',
    '[X-W-9.1] the handler was told by message');
select is((select delivered_at from jiancha.signals where signal_no = pg_temp.card('P-1', r)), null, format('[X-W-9.1] which is no delivery to the unit: %s', r)) from unnest('{X-W-5.2,X-W-5.3}'::text[]) r;
select pg_temp.hand_over(pg_temp.card('P-' || n, 'X-W-5.3'), '2025-01-14 10:00+08') from generate_series(1, 3) n \g /dev/null
-- 15, 16, 17, 20, 21
select is((select answer_by from jiancha.signals where signal_no = pg_temp.card('P-1', 'X-W-5.3')), '2025-01-22 00:00+08'::timestamptz, '[X-W-9.1] five working days after the letter of a red card was handed over');
select is((select delivered_at from jiancha.letters where signal_no = pg_temp.card('P-1', 'X-W-5.3')), '2025-01-14 10:00+08'::timestamptz, '[X-W-9.1] the register of letters shows when');
set role clause_xr_a;
select pg_temp.reply(pg_temp.card('P-1', 'X-W-5.3'), 'rectify', '2025-01-21 23:59:59+08'), pg_temp.reply(pg_temp.card('P-2', 'X-W-5.3'), 'rectify', '2025-01-22 00:00+08') \g /dev/null
select results_eq($$ select s.case_no, r.late from jiancha.signal_reply r join jiancha.signals s using (signal_no) order by 1 $$, $$ values ('P-1', false), ('P-2', true) $$,
    '[X-W-9.1] reported in the last second: in time; a second later: late, kept and flagged');
reset role;
select jiancha.sweep('2025-03-03 00:00+08') \g /dev/null
set role clause_xr_city;
select results_eq($$ select case_no from jiancha.unanswered_signals where rule = 'X-W-5.3' and now() > answer_by $$, $$ values ('P-3') $$, '[X-W-9.1] a red card that nobody reported upon is on the list');
select is_empty($$ select 1 from jiancha.signals where cause_no in (select signal_no from jiancha.signals where level = 'red') $$,
    '[X-W-4.12] silence after a red card gives no further one: the clause is about a yellow card that was not corrected');

-- X-W-4.12: an event that had its bad effect from the start is red; nobody was given a yellow card that he left uncorrected
insert into jiancha.signal_raise (raise_no, rule, org_code, at, text, bad_effect) values
    ('E-1', 'X-W-4.1', 'xr-a', '2025-03-03 10:00+08', '错误决定', true), ('Y-1', 'X-W-4.1', 'xr-a', '2025-03-03 10:00+08', '错误决定', false),
    ('Y-2', 'X-W-4.4', 'xr-a', '2025-03-03 10:00+08', '公开不及时', false);
select results_eq($$ select case_no, level, answer_clock from jiancha.signals where case_no in ('E-1', 'Y-1') order by 1 $$, $$ values ('E-1', 'red', 'report'), ('Y-1', 'yellow', 'answer') $$,
    '[X-W-5.3] raised with its bad effect the card is red and is reported upon as a red one');
select pg_temp.hand_over(pg_temp.raised(no), '2025-03-04 09:00+08') from unnest('{E-1,Y-1,Y-2}'::text[]) no \g /dev/null
reset role;
select jiancha.sweep('2025-03-12 00:00+08') \g /dev/null
set role clause_xr_city;
select results_eq($$ select case_no, rule || ' ' || state from jiancha.signals where cause_no in (pg_temp.raised('E-1'), pg_temp.raised('Y-1')) $$, $$ values ('Y-1', 'X-W-4.12 pending') $$,
    '[X-W-4.12] a yellow card that was not corrected makes a candidate, a red one does not');
-- its effect recorded later: the red card that follows is reported upon, and only once
select pg_temp.decide(pg_temp.raised('Y-2'), 'effect', '2025-03-12 10:00+08') \g /dev/null
select results_eq($$ select rule, answer_clock from jiancha.signals where cause_no = pg_temp.raised('Y-2') order by 1 $$, $$ values ('X-W-4.12', 'report'), ('X-W-5.3b', 'report') $$,
    '[X-W-9.1] so is the red card of a later effect, and the candidate once it goes out');
select results_eq($$ select k.kind, count(*) from jiancha.docket k join jiancha.signals s on s.signal_no = k.business_no and k.kind in ('signal', 'report') where s.case_no = 'Y-2' group by 1 order by 1 $$,
    $$ values ('report', 1::bigint), ('signal', 1) $$, '[X-W-9.1] one duty to answer a card, none for the candidate');

-- a reply that is dated back takes the ground from a card that has gone out: it is kept, shown as what it is, and the card waits for the supervisor's decision
insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('Y-3', 'X-W-4.1', 'xr-a', '2025-03-03 10:00+08', '错误决定'), ('Y-4', 'X-W-4.1', 'xr-a', '2025-03-03 10:00+08', '错误决定');
select pg_temp.hand_over(pg_temp.raised(no), '2025-03-04 09:00+08') from unnest('{Y-3,Y-4}'::text[]) no \g /dev/null
set role clause_xr_a;
select pg_temp.reply(pg_temp.raised('Y-4'), 'rectify', '2025-03-10 10:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-03-12 00:00+08') \g /dev/null
set role clause_xr_city;
select pg_temp.decide((select signal_no from jiancha.signals where cause_no = pg_temp.raised('Y-3')), 'effect', '2025-03-12 10:00+08') \g /dev/null
set role clause_xr_a;
select pg_temp.reply(pg_temp.raised('Y-3'), 'rectify', '2025-03-10 10:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-03-12 11:00+08') \g /dev/null
set role clause_xr_city;
select results_eq($$ select rule, state from jiancha.signals where cause_no = pg_temp.raised('Y-3') $$, $$ values ('X-W-4.12', 'unfounded') $$, '[X-W-4.12] a reply dated back into the time: the red card that had gone out is no longer earned');
select results_eq($$ select s.case_no, r.late, r.after_card from jiancha.signal_reply r join jiancha.signals s using (signal_no) where s.case_no in ('Y-3', 'Y-4') order by 1 $$,
    $$ values ('Y-3', false, true), ('Y-4', false, false) $$, '[X-W-4.12] and the reply is marked as entered after the card; one of the same instant that came in time is not');
set role clause_xr_two;
select lives_ok($$ select pg_temp.decide((select signal_no from jiancha.signals where cause_no = pg_temp.raised('Y-3')), 'withdraw', '2025-03-12 12:00+08', '新监撤〔2025〕3号') $$, '[X-W-4.12] a supervisor closes it');

-- X-W-5.2 and X-W-5.3 rest on two facts, not on one another: a decision about one card decides about no other
set role clause_xr_two;
select pg_temp.decide(pg_temp.card('P-3', 'X-W-5.2'), 'withdraw', '2025-03-12 10:00+08', '新监撤〔2025〕1号') \g /dev/null
select is(pg_temp.state(pg_temp.card('P-3', 'X-W-5.2')), 'yellow withdrawn', '[X-W-5.2] withdrawn by decision');
select is(pg_temp.state(pg_temp.card('P-3', 'X-W-5.3')), 'red issued', '[X-W-5.3] two working days later the case was still not finished: the red card stands until it is decided itself');
reset role;
select jiancha.sweep('2025-03-13 00:00+08') \g /dev/null
select results_eq($$ select rule, state from jiancha.signals where case_no = 'P-3' and level <> 'notice' order by 1 $$, $$ values ('X-W-5.2', 'withdrawn'), ('X-W-5.3', 'issued') $$,
    '[X-W-5.3] and a sweep changes neither');
-- where the case had been finished in time both fall by the facts
set role clause_xr_a;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('P-3', 2, 'close', '2025-01-09 16:00+08');
reset role;
select jiancha.sweep('2025-03-13 12:00+08') \g /dev/null
select results_eq($$ select rule, state from jiancha.signals where case_no = 'P-3' and level <> 'notice' order by 1 $$, $$ values ('X-W-5.2', 'withdrawn'), ('X-W-5.3', 'unfounded') $$,
    '[X-W-5.3] if it had been finished in time, the facts take the red card back');
-- what follows from a withdrawn card falls with it: its ground is that card
set role clause_xr_two;
select pg_temp.decide(pg_temp.raised('Y-2'), 'withdraw', '2025-03-13 13:00+08', '新监撤〔2025〕2号') \g /dev/null
select results_eq($$ select rule, state from jiancha.signals where cause_no = pg_temp.raised('Y-2') order by 1 $$, $$ values ('X-W-4.12', 'withdrawn'), ('X-W-5.3b', 'withdrawn') $$,
    '[X-W-5.3] what follows from a yellow card falls with it');
reset role;
select is_empty($$ select * from jiancha.verify('2025-03-13 12:00+08') $$, '[X-W-5.3] verify() is empty');
drop owned by clause_xr_a, clause_xr_city, clause_xr_two;
drop role clause_xr_a, clause_xr_city, clause_xr_two;
select * from finish();
