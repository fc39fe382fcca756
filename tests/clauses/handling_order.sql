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

select * from finish();
