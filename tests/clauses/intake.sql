-- What the receipt of a case and its silence do: deemed acceptance (行政许可法 第三十二条), cards of cases that end late or are void.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- the lapse, where the pack does not define it itself
insert into jiancha.signal_rule (pack, version, rule, kind, clock, at, amount, unit, comparison, effect, source, status)
select 'xinxiang', 1, 'L-32', 'lapse', 'acceptance', 'due passed', p.amount, p.unit, p.comparison, 'deemed_accept', '行政许可法 第三十二条', 'statute'
from jiancha._parse_threshold('due passed') p
where not exists (select from jiancha.effective_signal_rule r where r.pack = 'xinxiang' and r.version = 1 and r.kind = 'lapse');
insert into jiancha.org (org_code, name) values ('ci-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M5', 'ci-a', '五个工作日', 5, 20), ('M10', 'ci-a', '十个工作日', 10, 20);
create role clause_intake_clerk;
select jiancha.grant_access('clause_intake_clerk', 'ci-a') \g /dev/null
create function pg_temp.receive(no text, at timestamptz, matter text default 'M10') returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (no, 'ci-a', matter, '申请人', at);
end;
create function pg_temp.step(no text, step_no int, kind text, at timestamptz, corrects int default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values (no, step_no, kind, at, corrects, case when corrects is not null then '录入有误' end);
end;
create function pg_temp.accepted(no text) returns timestamptz language sql as $$ select d.accepted_at from jiancha.docket d where d.business_no = no $$;
create function pg_temp.promised(no text) returns text language sql as $$
    select format('%s %s', c.start_at::date, c.due_on) from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = no and c.clock = 'promised' and c.state <> 'gone'
$$;
create function pg_temp.cards(no text) returns text language sql as $$
    select coalesce(string_agg(s.level, ' ' order by s.earned_at), '') from jiancha.signals s where s.case_no = no and s.state <> 'unfounded'
$$;
select no_plan();

-- received Mon 2025-04-21: 22, 23, 24, 25 and Sun 27 (make-up day) are the five working days
set role clause_intake_clerk;
select pg_temp.receive('A-1', '2025-04-21 10:00+08');
select pg_temp.receive('A-2', '2025-04-21 10:00+08');
select pg_temp.step('A-2', 1, 'accept', '2025-04-27 23:59:59+08');
select pg_temp.receive('A-3', '2025-04-21 10:00+08');
select pg_temp.step('A-3', 1, 'accept', '2025-04-28 00:00+08');
select pg_temp.receive('A-4', '2025-04-21 10:00+08');
select pg_temp.step('A-4', 1, 'request_correction', '2025-04-27 23:59:59+08');
reset role;
call jiancha.sweep_all('2025-04-27 23:59:59.999999+08');
select is(pg_temp.accepted('A-1'), null, '[A22] silence: not deemed accepted while the fifth working day lasts, a make-up Sunday');
call jiancha.sweep_all('2025-04-28 00:00+08');
select is(pg_temp.accepted('A-1'), timestamptz '2025-04-21 10:00+08', '[A22] silence: deemed accepted when the fifth working day is over, from the day of receipt');
select is(pg_temp.promised('A-1'), '2025-04-21 2025-05-07', '[A22] the promised limit runs from the day of receipt');
select is(pg_temp.accepted('A-2'), timestamptz '2025-04-27 23:59:59+08', '[A22] accepted within the last second: no effect of silence');
select is(pg_temp.promised('A-2'), '2025-04-27 2025-05-14', '[A22] accepted in time: the promised limit runs from acceptance');
select is(pg_temp.accepted('A-3'), timestamptz '2025-04-21 10:00+08', '[A22] accepted at the first instant after the limit: too late, it stays deemed accepted from receipt');
select is(pg_temp.promised('A-3'), '2025-04-21 2025-05-07', '[A22] a late acceptance does not move the start');
select is(pg_temp.accepted('A-4'), null, '[A22] asked for corrections in time: not deemed accepted');
select results_eq($$ select s.kind, s.at, s.actor from jiancha.docket_step v join jiancha.step s on s.step_no = v.step_no join jiancha.docket d on d.docket_id = s.docket_id and d.business_no = v.business_no
                     where v.business_no = 'A-1' and v.docket_kind = 'approval' $$,
                  $$ values ('deemed_accept', timestamptz '2025-04-21 10:00+08', 'jiancha_owner') $$,
                  '[A22] the effect is a step of the engine, in the file for all to read');
-- papers back on 2025-05-06 (after the holidays of May): 7, 8, 9, 12, 13 are the five days
set role clause_intake_clerk;
select pg_temp.step('A-4', 2, 'correction_received', '2025-05-06 09:00+08');
reset role;
call jiancha.sweep_all('2025-05-13 23:59:59+08');
select is(pg_temp.accepted('A-4'), null, '[A22] corrected papers: five working days of their own');
call jiancha.sweep_all('2025-05-14 00:00+08');
select is(pg_temp.accepted('A-4'), timestamptz '2025-05-06 09:00+08', '[A22] corrected papers: deemed accepted from the day they came');
-- the acceptance was made in time and entered late
set role clause_intake_clerk;
select pg_temp.step('A-1', 1, 'accept', '2025-04-25 10:00+08');
reset role;
call jiancha.sweep_all('2025-05-14 00:00+08');
select is(pg_temp.accepted('A-1'), timestamptz '2025-04-25 10:00+08', '[A22] an acceptance made in time and entered late takes the effect back');
select is(pg_temp.promised('A-1'), '2025-04-25 2025-05-13', '[A22] and the promised limit runs from that acceptance');
select is_empty($$ select * from jiancha.verify('2025-05-14 00:00+08') $$, '[A22] verify() agrees');

-- accepted Mon 2025-03-03, five working days: due Mon 03-10
set role clause_intake_clerk;
select pg_temp.receive('B-' || n, '2025-03-03 10:00+08', 'M5') from generate_series(1, 4) n;
select pg_temp.step('B-' || n, 1, 'accept', '2025-03-03 10:00+08') from generate_series(1, 4) n;
select pg_temp.step('B-1', 2, 'void', '2025-03-06 23:59:59+08');
select pg_temp.step('B-2', 2, 'void', '2025-03-10 23:59:59+08');
select pg_temp.step('B-3', 2, 'close', '2025-03-11 00:00+08');
select pg_temp.step('B-4', 2, 'close', '2025-03-10 23:59:59+08');
reset role;
call jiancha.sweep_all('2025-03-20 00:00+08');
select is(pg_temp.cards('B-1'), '', '[A19] void before the reminder: no card');
select is(pg_temp.cards('B-2'), 'notice', '[A19] void in the last second before due: no yellow');
select is(pg_temp.cards('B-3'), 'notice yellow', '[A19] completed at the first instant after due: the card stays');
select is(pg_temp.cards('B-4'), 'notice', '[A19] completed in the last second before due: no yellow');
set role clause_intake_clerk;
select pg_temp.receive('B-5', '2025-03-03 10:00+08', 'M5');
select pg_temp.step('B-5', 1, 'accept', '2025-03-03 10:00+08');
reset role;
call jiancha.sweep_all('2025-03-13 00:00+08');
select is(pg_temp.cards('B-5'), 'notice yellow red', '[A19] still open: yellow and red');
set role clause_intake_clerk;
select pg_temp.step('B-5', 2, 'close', '2025-03-14 10:00+08');
reset role;
call jiancha.sweep_all('2025-03-20 00:00+08');
select is(pg_temp.cards('B-5'), 'notice yellow red', '[A19] late completion keeps the cards');
select results_eq($$ select distinct cleared_at from jiancha.signals where case_no = 'B-5' $$, $$ values (timestamptz '2025-03-14 10:00+08') $$,
                  '[A19] and stamps them with its instant');
-- void after due was entered: the card was earned and stays
set role clause_intake_clerk;
select pg_temp.receive('B-6', '2025-03-03 10:00+08', 'M5');
select pg_temp.step('B-6', 1, 'accept', '2025-03-03 10:00+08');
select pg_temp.step('B-6', 2, 'void', '2025-03-11 00:00+08');
reset role;
call jiancha.sweep_all('2025-03-20 00:00+08');
select is(pg_temp.cards('B-6'), 'notice yellow', '[A19] void at the first instant after due: the yellow card was earned');
select * from finish();
drop owned by clause_intake_clerk;
drop role clause_intake_clerk;
