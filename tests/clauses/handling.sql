-- What becomes of a card: raised, answered, decided, escalated, inquired into, answered for. Entered by a department, by two supervisors of the city, and by a
-- supervisor of the department itself.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('h-city', '市', null), ('h-a', '甲局', 'h-city'), ('h-b', '乙局', 'h-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M5', 'h-a', '五个工作日', 5, 20);
create role clause_h_a; create role clause_h_b; create role clause_h_city; create role clause_h_two; create role clause_h_self;
select jiancha.grant_access('clause_h_a', 'h-a'), jiancha.grant_access('clause_h_b', 'h-b'), jiancha.grant_access('clause_h_city', 'h-city', 'supervisor'),
    jiancha.grant_access('clause_h_two', 'h-city', 'supervisor'), jiancha.grant_access('clause_h_self', 'h-a', 'supervisor') \g /dev/null

-- what people do
create function pg_temp.raise(no text, rule text, at timestamptz, bad_effect boolean default null, text text default '检查发现', org text default 'h-a', case_no text default null)
returns void begin atomic
    insert into jiancha.signal_raise (raise_no, rule, org_code, case_no, at, text, bad_effect) values (no, rule, org, case_no, at, text, bad_effect);
end;
create function pg_temp.card(no text) returns text begin atomic select signal_no from jiancha.signal_raise where raise_no = no; end;
create function pg_temp.reply(card text, kind text, at timestamptz) returns void begin atomic
    insert into jiancha.signal_reply (signal_no, kind, at, text) values (card, kind, at, '答复');
end;
create function pg_temp.decide(card text, kind text, at timestamptz, ground text default null, decision_no text default null) returns void begin atomic
    insert into jiancha.signal_decision (signal_no, kind, at, reason, ground, decision_no) values (card, kind, at, '理由', ground, decision_no);
end;
create function pg_temp.inquire(no text, card text, kind text, at timestamptz, decider text default null, result text default null, assigned_to text default null,
    reason text default null, document_no text default null) returns void begin atomic
    insert into jiancha.inquiry_step (inquiry_no, signal_no, kind, at, decider, result, assigned_to, reason, document_no)
    values (no, card, kind, at, decider, result, assigned_to, reason, document_no);
end;
-- the letter is handed over: the time to correct counts from then
create function pg_temp.deliver(card text, at timestamptz) returns void language sql as $$ select jiancha._answer_step(array[card], 'delivered', at) $$;
create function pg_temp.state(card text) returns text begin atomic select level || ' ' || state from jiancha.signals where signal_no = card; end;
create function pg_temp.followed(card text) returns text begin atomic
    select coalesce(string_agg(rule || ' ' || level || ' ' || state, ', ' order by signal_no), '') from jiancha.signals where cause_no = card;
end;

select no_plan();

-- trial run: raised cards are kept and not issued
set role clause_h_city;
select pg_temp.raise('T-1', 'X-W-4.1', '2025-03-03 10:00+08') \g /dev/null
select is(pg_temp.state(pg_temp.card('T-1')), 'yellow trial', '[X-W-1..3] in the trial run a card is kept and not issued');
reset role;
update jiancha.record_state set live_from = '2025-01-01 00:00+08';

-- X-W-2: by the system or by hand
set role clause_h_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'C-' || n, 'h-a', 'M5', '申请人', '2025-01-02 09:00+08' from generate_series(1, 4) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'C-' || n, 1, 'accept', '2025-01-02 10:00+08' from generate_series(1, 4) n;
reset role;
select jiancha.sweep('2025-01-10 00:00+08') \g /dev/null
set role clause_h_city;
select pg_temp.raise('R-1', 'X-W-4.1', '2025-03-03 10:00+08') \g /dev/null
select results_eq($$ select distinct origin from jiancha.signals where issued_at is not null order by 1 $$, $$ values ('auto'), ('manual') $$,
    '[X-W-1..3] cards are issued by the system and by hand');
select results_eq($$ select rule, level, state from jiancha.signals where case_no = 'C-1' and level <> 'notice' $$, $$ values ('X-W-5.2', 'yellow', 'issued') $$,
    '[X-W-4.3] a broken promise of time is found by the engine');
select results_eq($$ select issued_at, earned_at, state from jiancha.signals where signal_no = pg_temp.card('R-1') $$,
    $$ values (timestamptz '2025-03-03 10:00+08', timestamptz '2025-03-03 10:00+08', 'issued') $$, '[X-W-1..3] a raised card is issued at once');

-- each code of article 4, of article 9 of the management measures: yellow, with a bad consequence red
create function pg_temp.each_code(c text) returns setof text language plpgsql as $$
begin
    return next lives_ok(format('select pg_temp.raise(%L, %L, %L)', 'Y-' || c, c, '2025-03-03 10:00+08'), format('[%s] can be raised', c));
    return next lives_ok(format('select pg_temp.raise(%L, %L, %L, true)', 'E-' || c, c, '2025-03-03 10:00+08'), format('[%s] and with a bad consequence', c));
    return next is(pg_temp.state(pg_temp.card('Y-' || c)), 'yellow issued', format('[X-W-5.2] %s without a bad consequence is yellow', c));
    return next is(pg_temp.state(pg_temp.card('E-' || c)), 'red issued', format('[X-W-5.3] %s with a bad consequence is red', c));
end $$;
select pg_temp.each_code(c)
from unnest('{X-W-4.1,X-W-4.4,X-W-4.6,X-W-4.7,X-W-4.9,X-W-4.10,X-W-4.11,X-W-4.13,X-M-9.1,X-M-9.2,X-M-9.4,X-M-9.5,X-M-9.6,X-M-9.7,X-M-9.9,X-M-9.10}'::text[]) c;
select throws_ok($$ select pg_temp.raise('N-1', 'X-W-4.99', '2025-03-03 10:00+08') $$, 'JC004', null, '[X-M-9.1–10] a code that does not exist is refused');
select throws_ok(format('select pg_temp.raise(%L, %L, %L, text => null)', 'N-' || c, c, '2025-03-03 10:00+08'), 'JC005', null, format('[%s] needs words', c))
from unnest('{X-W-4.13,X-M-9.10}'::text[]) c;
select lives_ok($$ select pg_temp.raise('N-2', 'X-W-4.1', '2025-03-03 10:00+08', text => null) $$, '[X-W-4.1] does not');
select throws_ok($$ select pg_temp.raise('N-3', 'X-W-4.1', '2025-03-03 10:00+08', org => 'h-city') $$, 'JC007', null, '[X-W-1..3] not against the own organisation');
set role clause_h_self;
select throws_ok($$ select pg_temp.raise('N-4', 'X-W-4.1', '2025-03-03 10:00+08') $$, 'JC007', null, '[X-W-1..3] a supervisor of the department itself may not either');
set role clause_h_a;
select throws_ok($$ select pg_temp.raise('N-5', 'X-W-4.1', '2025-03-03 10:00+08') $$, '42501', null, '[X-W-1..3] a department raises nothing');
reset role;
select results_eq($$ select count(*) from jiancha.signals s where s.origin = 'manual' and s.rule in ('X-W-4.1', 'X-M-9.1') and s.state = 'issued' $$, $$ values (6::bigint) $$,
    '[X-M-2] what was raised stands among the cards');
select set_eq($$ select distinct kind from jiancha.effective_signal_rule where pack = 'xinxiang' $$, $$ values ('time'), ('condition'), ('manual'), ('lapse') $$, '[X-M-2] rules by time, by the facts, by hand and by lapse');
select ok(to_regprocedure('jiancha.sweep(timestamptz, integer)') is not null and to_regclass('jiancha.signals') is not null and to_regclass('jiancha.signal_decision') is not null
    and exists (select from jiancha.docket_kind where kind = 'complaint'), '[X-M-2] watching, warning and correcting, complaints are there');

-- A06: the bad consequence is recorded later, with its reason
set role clause_h_city;
select throws_ok($$ insert into jiancha.signal_decision (signal_no, kind, at) values (pg_temp.card('R-1'), 'effect', '2025-03-05 10:00+08') $$, 'JC005', null, '[A06] a decision gives its reason');
select pg_temp.decide(pg_temp.card('R-1'), 'effect', '2025-03-05 10:00+08') \g /dev/null
select is(pg_temp.state(pg_temp.card('R-1')), 'yellow escalated', '[A06] the yellow card stays');
select is(pg_temp.followed(pg_temp.card('R-1')), 'X-W-5.3b red issued', '[X-W-5.3] and a red one follows, linked to it');
select throws_ok($$ select pg_temp.decide(pg_temp.card('R-1'), 'effect', '2025-03-06 10:00+08') $$, 'JC007', null, '[A18] once: the effect is not recorded twice');
select pg_temp.decide((select signal_no from jiancha.signals where case_no = 'C-1' and rule = 'X-W-5.2'), 'effect', '2025-01-10 10:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-01-14 00:00+08') \g /dev/null
select is((select count(*) from jiancha.signals where case_no = 'C-1' and level = 'red' and cause_no is not null), 1::bigint, '[A18] by its effect, with its cause');
select is((select count(*) from jiancha.signals where case_no = 'C-1' and level = 'yellow'), 1::bigint, '[A18] the yellow is not given again');
set role clause_h_city;
select pg_temp.decide((select signal_no from jiancha.signals where case_no = 'C-2' and rule = 'X-W-5.2'), 'effect', '2025-01-14 10:00+08') \g /dev/null
select is((select string_agg(rule || ' ' || origin, ', ' order by rule) from jiancha.signals where case_no = 'C-2' and level = 'red'), 'X-W-5.3 auto',
    '[A18] where the red card stands by lapse already, the effect gives no second one');

-- X-W-4.12: not corrected in the set time, and a bad effect; A05: five working days from delivery (2025-03-04: 5, 6, 7, 10, 11)
select pg_temp.raise('L-' || n, 'X-W-4.1', '2025-03-03 10:00+08') from generate_series(1, 6) n \g /dev/null
reset role;
select pg_temp.deliver(pg_temp.card('L-' || n), '2025-03-04 09:00+08') from generate_series(1, 5) n \g /dev/null
select is((select answer_by from jiancha.signals where signal_no = pg_temp.card('L-1')), '2025-03-12 00:00+08'::timestamptz, '[A05] five working days after delivery');
select is((select answer_by from jiancha.signals where signal_no = pg_temp.card('L-6')), null, '[A05] a card that was not delivered has no such limit');
set role clause_h_a;
select throws_ok($$ select pg_temp.reply(pg_temp.card('L-2'), 'rectify', '2025-03-03 09:00+08') $$, 'JC005', null, '[X-W-9.1] no answer before the card');
select pg_temp.reply((select signal_no from jiancha.signals where case_no = 'L-2'), 'rectify', '2025-03-11 23:59:59+08') \g /dev/null
set role clause_h_b;
select throws_ok(format('select pg_temp.reply(%L, %L, %L)', (select min(signal_no) from jiancha.signals), 'rectify', '2025-03-11 10:00+08'), null, null, '[X-W-9.1] another department sees and answers none');
reset role;
select jiancha.sweep('2025-03-11 23:59:59+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('L-1')), '', '[X-W-4.12] nothing while the set time lasts');
select jiancha.sweep('2025-03-12 00:00+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('L-1')), 'X-W-4.12 red pending', '[X-W-4.12] silence alone makes a candidate, no card');
select is(pg_temp.followed(pg_temp.card('L-2')), '', '[X-W-4.12] answered in the last second: none');
select is(pg_temp.followed(pg_temp.card('L-6')), '', '[X-W-4.12] never delivered: none');
select is(pg_temp.state(pg_temp.card('L-1')), 'yellow escalated', '[X-W-4.12] the yellow card stays and says so');
set role clause_h_city;
select throws_ok($$ select pg_temp.decide((select signal_no from jiancha.signals where cause_no = pg_temp.card('L-1')), 'issue', '2025-03-12 10:00+08') $$, 'JC007', null,
    '[X-W-4.12] it cannot be confirmed without the effect');
select pg_temp.decide((select signal_no from jiancha.signals where cause_no = pg_temp.card('L-1')), 'effect', '2025-03-12 10:00+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('L-1')), 'X-W-4.12 red issued', '[X-W-4.12] red when the bad effect is recorded');
select is((select issued_at from jiancha.signals where cause_no = pg_temp.card('L-1')), '2025-03-12 10:00+08'::timestamptz, '[X-W-4.12] issued at that decision');
select pg_temp.decide((select signal_no from jiancha.signals where cause_no = pg_temp.card('L-3')), 'dismiss', '2025-03-12 10:00+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('L-3')), 'X-W-4.12 red dismissed', '[X-W-4.12] no bad effect: the candidate is dismissed');
reset role;
select is_empty($$ select 1 from jiancha.verify('2025-03-12 00:00+08') $$, '[X-W-4.12] verify() is empty: nothing missing, nothing too much');

-- a rejection starts the time anew; an answer in time stops it while undecided
select jiancha.sweep('2025-03-20 00:00+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('L-2')), '', '[X-W-4.12] answered and undecided: it does not escalate');
set role clause_h_city;
select is(pg_temp.state(pg_temp.card('L-2')), 'yellow answered', '[X-W-9.1] the card is answered');
select pg_temp.decide(pg_temp.card('L-2'), 'reject', '2025-03-20 10:00+08') \g /dev/null
select is(pg_temp.state(pg_temp.card('L-2')), 'yellow rejected', '[X-W-9.1] the answer is rejected');
select is((select answer_by from jiancha.signals where signal_no = pg_temp.card('L-2')), '2025-03-28 00:00+08'::timestamptz, '[A05] a rejection sets a new date');
reset role;
select jiancha.sweep('2025-03-27 23:59:59+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('L-2')), '', '[X-W-4.12] nothing while the new time lasts');
select jiancha.sweep('2025-03-28 00:00+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('L-2')), 'X-W-4.12 red pending', '[X-W-4.12] then it escalates');
-- late answer, rejected, silent again: once
set role clause_h_a;
insert into jiancha.signal_reply (signal_no, kind, at, text) select signal_no, 'explain', '2025-03-13 10:00+08', '说明' from jiancha.signals where case_no in ('L-4', 'L-5') and level = 'yellow';
select results_eq($$ select late from jiancha.signal_reply r join jiancha.signals s using (signal_no) where s.case_no in ('L-4', 'L-2') and s.level = 'yellow' order by s.case_no $$, $$ values (false), (true) $$,
    '[X-W-9.1] a late report is kept and flagged, one in time is not');
set role clause_h_city;
select pg_temp.decide(pg_temp.card('L-4'), 'reject', '2025-03-14 10:00+08'), pg_temp.decide(pg_temp.card('L-5'), 'accept', '2025-03-14 10:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-05-30 00:00+08') \g /dev/null
select is((select count(*) from jiancha.signals where cause_no = pg_temp.card('L-4')), 1::bigint, '[A18] each card escalates once, however often its time runs out');
select is(pg_temp.state(pg_temp.card('L-5')), 'yellow accepted', '[X-W-9.1] accepted');
select is((select count(*) from jiancha.unanswered_signals where signal_no = pg_temp.card('L-5')), 0::bigint, '[X-W-9.1] and off the list of the unanswered');

-- X-W-8: red, approval, inquiry, proposal, decision
set role clause_h_city;
select throws_ok($$ select pg_temp.inquire('I-1', pg_temp.card('E-X-W-4.1'), 'investigate', '2025-03-04 10:00+08') $$, 'JC007', null, '[X-W-8.1] no inquiry without approval');
select throws_ok($$ select pg_temp.inquire('I-1', pg_temp.card('E-X-W-4.1'), 'notice_inquiry', '2025-03-04 10:00+08', assigned_to => '派驻机构', document_no => '1') $$, 'JC007', null,
    '[X-W-8.1] nor a notice of inquiry');
select throws_ok($$ select pg_temp.inquire('I-1', pg_temp.card('E-X-W-4.1'), 'approve_inquiry', '2025-03-04 10:00+08', '中心主任') $$, 'JC007', null, '[X-W-8.1] approved by nobody but the leader in charge');
select lives_ok($$ select pg_temp.inquire('I-1', pg_temp.card('E-X-W-4.1'), 'approve_inquiry', '2025-03-04 10:00+08', '分管领导') $$, '[X-W-8.1] the leader in charge approves');
select throws_ok($$ select pg_temp.inquire('I-2', pg_temp.card('E-X-W-4.4'), 'assign', '2025-03-04 10:00+08', '科长', assigned_to => '效能室') $$, 'JC007', null, '[X-M-8.2] nobody but the leader assigns');
select lives_ok($$ select pg_temp.inquire('I-2', pg_temp.card('E-X-W-4.4'), 'assign', '2025-03-04 10:00+08', '分管领导', assigned_to => '效能室') $$, '[X-M-8.2] the leader assigns to an office');
select results_eq($$ select inquiry_no, state from jiancha.inquiries where inquiry_no = 'I-2' $$, $$ values ('I-2', 'assigned') $$, '[X-M-8.2] and the inquiry says so');
select throws_ok($$ select pg_temp.inquire('I-1', null, 'notice_inquiry', '2025-03-05 10:00+08', assigned_to => '派驻机构') $$, 'JC005', null, '[X-W-8.1] the notice has a number');
select lives_ok($$ select pg_temp.inquire('I-1', null, 'notice_inquiry', '2025-03-05 10:00+08', assigned_to => '派驻机构', document_no => '新监查〔2025〕1号') $$, '[X-W-8.1] then the notice goes to the stationed body');
select throws_ok($$ select pg_temp.inquire('I-1', null, 'conclude', '2025-03-06 10:00+08', '常委会', '立案调查') $$, 'JC007', null, '[X-W-8.2] no decision before the proposal');
select throws_ok($$ select pg_temp.inquire('I-1', null, 'propose', '2025-03-06 10:00+08', result => '罚款', reason => '事实') $$, 'JC005', null, '[X-W-8.2] two outcomes, no other');
select lives_ok($$ select pg_temp.inquire('I-1', null, 'propose', '2025-03-06 10:00+08', result => '立案调查', reason => '事实清楚') $$, '[X-W-8.2] the proposal');
select throws_ok($$ select pg_temp.inquire('I-1', null, 'conclude', '2025-03-07 10:00+08', '分管领导', '立案调查') $$, 'JC007', null, '[X-W-8.2] the leader in charge does not decide it');
select lives_ok($$ select pg_temp.inquire('I-1', null, 'conclude', '2025-03-07 10:00+08', '局长办公会', '初核了结') $$, '[X-W-8.2] the bureau meeting does, otherwise than proposed if it likes');
select results_eq($$ select state, proposal, decision from jiancha.inquiries where inquiry_no = 'I-1' $$, $$ values ('concluded', '立案调查', '初核了结') $$, '[X-W-8.2] both are kept');
select throws_ok($$ select pg_temp.inquire('I-1', null, 'investigate', '2025-03-08 10:00+08') $$, 'JC007', null, '[X-W-8.2] nothing after the end');
select is((select count(*) from jiancha.inquiries), 2::bigint, '[X-W-8.1] no card opened an inquiry by itself');

-- X-W-10, W-11, A23
create function pg_temp.account(no text, measure text, cites_kind text, cites_no text, kind text default 'efficiency') returns void begin atomic
    insert into jiancha.accountability_intake (accountability_no, kind, org_code, measure, cites_kind, cites_no, reason, decision_no, at)
    values (no, kind, 'h-a', measure, cites_kind, cites_no, '理由', '决' || no, '2025-03-10 10:00+08');
end;
select throws_ok($$ select pg_temp.account('A-0', '通报批评', 'inquiry', 'I-99') $$, 'JC004', null, '[W-11] an accountability that rests on nothing is refused');
select throws_ok($$ select pg_temp.account('A-0', '通报批评', null, null) $$, 'JC005', null, '[W-11] it must cite');
select throws_ok($$ select pg_temp.account('A-0', '开除公职', 'inquiry', 'I-1') $$, 'JC005', null, '[X-W-10] a measure that is not in the pack is refused');
select lives_ok(format('select pg_temp.account(%L, %L, %L, %L)', 'A-' || measure, measure, 'inquiry', 'I-1'), format('[X-W-10] %s', measure))
from jiancha.effective_measure_rule where pack = 'xinxiang' and version = 1 order by rank, measure;
select results_eq($$ select array_agg(distinct rank) from jiancha.effective_measure_rule where pack = 'xinxiang' $$, $$ values ('{1,2,3,4,5}'::integer[]) $$, '[X-W-10] five kinds, in order');
select lives_ok($$ select pg_temp.account('A-Y', '通报批评', 'signal', pg_temp.card('Y-X-W-4.4'), 'legal') $$, '[W-11] two tiers: by law, or as efficiency');
select lives_ok($$ select pg_temp.account('A-R', '停职检查', 'signal', pg_temp.card('E-X-W-4.4')) $$, '[A23] after a red card any of them');
select throws_ok($$ select pg_temp.account('A-N', '通报批评', 'signal', (select signal_no from jiancha.signals where case_no = 'C-1' and level = 'notice')) $$, 'JC007', null, '[A23] not after a notice');
select lives_ok($$ select pg_temp.account('A-I', '通报批评', 'inspection', 'Y-X-W-4.6') $$, '[W-11] an inspection can be cited');

-- X-W-10 gap: grounds of exemption
select throws_ok($$ select pg_temp.decide(pg_temp.card('Y-X-W-4.7'), 'exempt', '2025-03-05 10:00+08', 'force_majeure') $$, 'JC007', null, '[X-W-10gap] not by who raised the card');
set role clause_h_two;
select throws_ok($$ select pg_temp.decide(pg_temp.card('Y-X-W-4.7'), 'exempt', '2025-03-05 10:00+08', 'bad_weather') $$, 'JC005', null, '[X-W-10gap] a ground that the pack does not know is refused');
select pg_temp.decide(pg_temp.card('Y-X-W-4.7'), 'exempt', '2025-03-05 10:00+08', 'force_majeure'),
    pg_temp.decide(pg_temp.card('Y-X-W-4.9'), 'exempt', '2025-03-05 10:00+08', 'applicant_fraud') \g /dev/null
select results_eq($$ select state, exempts_points from jiancha.signals where case_no in ('Y-X-W-4.7', 'Y-X-W-4.9') $$, $$ values ('exempt', true), ('exempt', true) $$,
    '[X-W-10gap] exempt on either ground: the card stays visible and takes no points');
select throws_ok($$ select pg_temp.account('A-X', '通报批评', 'signal', pg_temp.card('Y-X-W-4.7')) $$, 'JC007', null, '[X-W-10gap] and bears no liability');
-- outage of the platform: by one decision, seen before
select results_eq($$ select case_no, obstacle from jiancha.preview_exempt_bulk('2025-01-10', '2025-01-14', '{h-a}', 'platform_outage') where rule = 'X-W-5.2' order by 1 $$,
    $$ values ('C-1', null), ('C-2', null), ('C-3', null), ('C-4', null::text) $$, '[X-W-10gap] an outage exempts in bulk, with preview');
select is((select count(*) from jiancha.exempt_bulk('2025-01-10', '2025-01-11', '{h-a}', 'platform_outage', '决1', '平台故障', '2025-01-15 10:00+08') where rule = 'X-W-5.2'), 4::bigint, '[X-W-10gap] by one decision');
select is((select count(*) from jiancha.signals where rule = 'X-W-5.2' and state = 'exempt'), 4::bigint, '[X-W-10gap] four cards are exempt');

-- appeal: ten working days from issue (2025-03-03: to 03-17); who decides is not who issued
set role clause_h_a;
select throws_ok($$ insert into jiancha.signal_reply (signal_no, kind, at, text) select signal_no, 'appeal', '2025-03-18 00:00+08', '申诉' from jiancha.signals where case_no = 'Y-X-W-4.10' $$, 'JC007', null, '[X-W-9.1] an appeal after the window is refused');
insert into jiancha.signal_reply (signal_no, kind, at, text) select signal_no, 'appeal', '2025-03-17 23:59:59+08', '申诉' from jiancha.signals where case_no in ('Y-X-W-4.10', 'Y-X-W-4.11', 'Y-X-W-4.4');
select results_eq($$ select state, points_rest from jiancha.signals where case_no = 'Y-X-W-4.10' $$, $$ values ('appealed', true) $$, '[X-W-9.1] in its last second it is taken, and the points rest');
set role clause_h_city;
select throws_ok($$ select pg_temp.decide(pg_temp.card('Y-X-W-4.10'), 'uphold', '2025-03-19 10:00+08') $$, 'JC007', null, '[X-W-1..3] who raised the card does not decide the appeal');
set role clause_h_self;
select throws_ok($$ select pg_temp.decide(pg_temp.card('Y-X-W-4.10'), 'withdraw', '2025-03-19 10:00+08') $$, 'JC007', null, '[X-W-1..3] nor does a supervisor of the organisation itself');
set role clause_h_two;
select pg_temp.decide(pg_temp.card('Y-X-W-4.10'), 'uphold', '2025-03-19 10:00+08'), pg_temp.decide(pg_temp.card('Y-X-W-4.11'), 'withdraw', '2025-03-19 10:00+08', decision_no => '撤1') \g /dev/null
select is(pg_temp.state(pg_temp.card('Y-X-W-4.10')), 'yellow upheld', '[X-W-9.1] upheld');
select is(pg_temp.state(pg_temp.card('Y-X-W-4.11')), 'yellow withdrawn', '[X-W-1..3] 有错必纠: withdrawn');
-- a withdrawal takes along what followed: the red card, the inquiry, the measure
select pg_temp.inquire('I-3', (select signal_no from jiancha.signals where cause_no = pg_temp.card('R-1')), 'approve_inquiry', '2025-03-06 10:00+08', '分管领导'),
    pg_temp.account('A-W', '停职检查', 'inquiry', 'I-3') \g /dev/null
select pg_temp.decide(pg_temp.card('R-1'), 'withdraw', '2025-03-21 10:00+08', decision_no => '撤2') \g /dev/null
select is(pg_temp.followed(pg_temp.card('R-1')), 'X-W-5.3b red withdrawn', '[X-W-1..3] the red card that followed is withdrawn with it');
select results_eq($$ select state from jiancha.inquiries where inquiry_no = 'I-3' $$, $$ values ('void') $$, '[X-W-8.1] its inquiry ends');
select results_eq($$ select state, withdrawn_by from jiancha.accountabilities where accountability_no = 'A-W' $$, $$ values ('withdrawn', '撤2') $$, '[W-11] and the measure is withdrawn');
select throws_ok($$ select pg_temp.account('A-Z', '通报批评', 'signal', pg_temp.card('R-1')) $$, 'JC007', null, '[W-11] a withdrawn card bears none');
select throws_ok($$ select pg_temp.decide(pg_temp.card('R-1'), 'exempt', '2025-03-22 10:00+08', 'force_majeure') $$, 'JC007', null, '[X-W-1..3] a withdrawal is final');
reset role;

-- X-W-9.2: nothing of it is ever changed or deleted
select throws_ok(format('%s jiancha.%s %s', verb, record, rest), 'JC008', null, format('[X-W-9.2] nobody may %s %s, a superuser neither', verb, record))
from unnest('{signal,signal_action,finding,inquiry,accountability,supervision_order,instrument}'::text[]) record,
    (values ('delete from', ''), ('truncate', '')) v (verb, rest)
where record not in ('supervision_order', 'instrument') or verb = 'truncate';
select throws_ok('update jiancha.finding set text = ''x''', 'JC008', null, '[X-W-9.2] nor update a finding');
set role jiancha_owner;
select throws_ok('delete from jiancha.signal', 'JC008', null, '[X-W-9.2] the owner of the records neither');
set role clause_h_a;
select throws_ok(format('delete from jiancha.%s', record), null, null, format('[X-W-9.2] a department cannot delete from %s', record))
from unnest('{signal,signal_action,finding,inquiry,accountability,signals,signal_reply,signal_raise}'::text[]) record;
reset role;

-- instruments, with a card or without; followed up
set role clause_h_city;
insert into jiancha.instrument_intake (instrument_no, instrument, org_code, text, issued_at, set_limit) values ('J-1', 'suggestion', 'h-a', '建议', '2025-03-03 10:00+08', 5), ('J-2', 'admonition', 'h-a', '告诫', '2025-03-03 10:00+08', 5);
select throws_ok($$ insert into jiancha.instrument_intake (instrument_no, instrument, org_code, text, issued_at, set_limit) values ('J-3', 'sermon', 'h-a', '建议', '2025-03-03 10:00+08', 5) $$, 'JC005', null,
    '[X-P-12.1] an instrument that the pack does not know is refused');
set role clause_h_a;
insert into jiancha.order_reply (docket_kind, business_no, at, text) values ('instrument', 'J-1', '2025-03-10 10:00+08', '已采纳');
select results_eq($$ select business_no, replied_at is not null from jiancha.follow_up where docket_kind = 'instrument' order by 1 $$, $$ values ('J-1', true), ('J-2', false) $$,
    '[X-P-13] what was not answered is listed');
reset role;

-- Zhenjiang: silence is enough, an order that is not answered is red, every card opens an inquiry
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
set role clause_h_city;
select pg_temp.raise('Z-' || n, 'Z-15.1', '2025-09-01 10:00+08') from generate_series(1, 4) n \g /dev/null
select pg_temp.raise('Z16-' || c, c, '2025-09-01 10:00+08') from unnest('{Z-16.4,Z-16.11}'::text[]) c \g /dev/null
select is(pg_temp.state(pg_temp.card('Z16-Z-16.4')), 'red issued', '[Z-16.4] red at once, no yellow first');
select is(pg_temp.state(pg_temp.card('Z16-Z-16.11')), 'red issued', '[Z-16.11] red at once');
select throws_ok($$ select pg_temp.raise('Z16-x', 'Z-16.11', '2025-09-01 10:00+08', text => null) $$, 'JC005', null, '[Z-16.11] needs words');
select throws_ok($$ select pg_temp.raise('Z16-y', 'Z-15.1', '2025-09-01 10:00+08', true) $$, 'JC005', null, '[A06] Zhenjiang knows no bad consequence');
select throws_ok($$ select pg_temp.raise('Z16-z', 'X-W-4.1', '2025-09-01 10:00+08') $$, 'JC004', null, '[Z-16.11] codes of another city are refused');
reset role;
-- delivered Mon 2025-09-01: 2, 3, 4, 5, 8
select pg_temp.deliver(pg_temp.card('Z-' || n), '2025-09-01 15:00+08') from generate_series(1, 4) n \g /dev/null
set role clause_h_a;
insert into jiancha.signal_reply (signal_no, kind, at, text) select signal_no, 'explain', '2025-09-08 23:59:59+08', '说明' from jiancha.signals where case_no in ('Z-2', 'Z-3');
reset role;
set role clause_h_city;
select pg_temp.decide(pg_temp.card('Z-3'), 'accept', '2025-09-08 23:59:59+08') \g /dev/null
reset role;
select jiancha.sweep('2025-09-08 23:59:59+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('Z-1')), '', '[Z-15] no red while the set time lasts');
select jiancha.sweep('2025-09-09 00:00+08') \g /dev/null
select is(pg_temp.followed(pg_temp.card('Z-1')), 'Z-15 red issued', '[Z-15] neither explained nor corrected: red, linked to its yellow');
select is(pg_temp.followed(pg_temp.card('Z-2')), '', '[Z-15] explained in time, undecided: none');
select is(pg_temp.followed(pg_temp.card('Z-3')), '', '[Z-15] explained and accepted: closed');
select is(pg_temp.state(pg_temp.card('Z-1')), 'yellow escalated', '[Z-15] the yellow card stays');
select results_eq($$ select case_no, earned_at from jiancha.signals where cause_no = pg_temp.card('Z-1') $$, $$ values ('Z-1', timestamptz '2025-09-09 00:00+08') $$, '[Z-15] from the first instant after');
-- answered late, rejected, silent: no second red (A18)
set role clause_h_a;
insert into jiancha.signal_reply (signal_no, kind, at, text) select signal_no, 'rectify', '2025-09-10 10:00+08', '已改正' from jiancha.signals where case_no = 'Z-1' and level = 'yellow';
set role clause_h_city;
select pg_temp.decide(pg_temp.card('Z-1'), 'reject', '2025-09-10 11:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-09-30 00:00+08') \g /dev/null
select is((select count(*) from jiancha.signals where cause_no = pg_temp.card('Z-1')), 1::bigint, '[A18] never twice for the same card');
-- supervision orders (Z-20): three working days from Mon 2025-09-01 end on the 4th
set role clause_h_city;
insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at, set_limit) select 'O-' || n, 'h-a', '限期答复', '2025-09-01 10:00+08', 3 from generate_series(1, 3) n;
select throws_ok($$ insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at) values ('O-9', 'h-a', '答复', '2025-09-01 10:00+08') $$, 'JC005', null, '[Z-16.10] an order sets its time');
set role clause_h_a;
insert into jiancha.order_reply (business_no, at, text) values ('O-2', '2025-09-04 23:59:59+08', '已办'), ('O-3', '2025-09-05 00:00:01+08', '已办');
set role clause_h_b;
select throws_ok($$ insert into jiancha.order_reply (business_no, at, text) values ('O-1', '2025-09-04 10:00+08', '已办') $$, 'JC004', null, '[Z-16.10] answered by nobody else');
reset role;
select jiancha.sweep('2025-09-04 23:59:59+08') \g /dev/null
select is_empty($$ select 1 from jiancha.signals where rule = 'Z-16.10' $$, '[Z-16.10] nothing while the set time lasts');
select jiancha.sweep('2025-09-05 00:00:01+08') \g /dev/null
select results_eq($$ select case_no, level, state, earned_at from jiancha.signals where rule = 'Z-16.10' order by 1 $$,
    $$ values ('O-1', 'red', 'issued', timestamptz '2025-09-05 00:00+08'), ('O-3', 'red', 'cleared', '2025-09-05 00:00+08') $$, '[Z-16.10] not answered in the set time: red; answered late: red, and cleared');
select results_eq($$ select business_no, state from jiancha.follow_up where docket_kind = 'supervision_order' order by 1 $$, $$ values ('O-1', 'open'), ('O-2', 'answered'), ('O-3', 'late') $$, '[X-P-13] each is tracked');
-- Z-17
select is((select count(*) from jiancha.inquiries i join jiancha.signals s using (signal_no) where s.pack = 'zhenjiang'),
    (select count(*) from jiancha.signals where pack = 'zhenjiang' and level in ('yellow', 'red') and issued_at is not null), '[Z-17] each yellow and red card opened an inquiry');
select cmp_ok((select count(*) from jiancha.inquiries where state = 'new'), '>', 5::bigint, '[Z-17] in state new, without approval');
set role clause_h_city;
select lives_ok($$ select pg_temp.inquire(pg_temp.card('Z-4'), null, 'investigate', '2025-09-03 10:00+08') $$, '[Z-17] and is investigated without one');
reset role;
select jiancha.sweep('2025-10-30 00:00+08') \g /dev/null
select is_empty($$ select * from jiancha.verify('2025-10-30 00:00+08') $$, '[design 10.1] verify() is empty');
select is_empty($$ select * from jiancha.verify_clocks() $$, '[design 10.2] verify_clocks() is empty');
select * from finish();

drop owned by clause_h_a, clause_h_b, clause_h_city, clause_h_two, clause_h_self;
drop role clause_h_a, clause_h_b, clause_h_city, clause_h_two, clause_h_self;
