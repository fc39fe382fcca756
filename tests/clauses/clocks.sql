-- Ways in which the regulations and their published packs count: by the day and by the moment (A11), nodes (A20), special procedures (A33),
-- extensions (A34), corrections (A14), the tables of rubrics 3 and 3.1. The packs are those of the test; facts come through the
-- department's views, cards from a sweep.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('k-a', '甲局'), ('k-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values
    ('P5', 'k-a', '五日承诺', 5, 10), ('P7', 'k-a', '七日承诺', 7, 10), ('P1', 'k-a', '一日承诺', 1, 10), ('P10', 'k-a', '十日承诺', 10, 20), ('P8', 'k-a', '八日承诺', 8, 20);
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit) values
    ('D30', 'k-a', '三十日', 30, 'day', 60, 'day');
create role clause_k_clerk;
select jiancha.grant_access('clause_k_clerk', 'k-a') \g /dev/null

-- packs of the test, by rows
insert into jiancha.rule_pack (pack, version, name, issuer, valid_from, source)
select p, 1, p, '测试', '2010-01-01', '测试' from unnest(array['HN', 'YL', 'ZJ', 'NODE', 'MODE', 'ONCE', 'LAPSE', 'DAY']) p;
insert into jiancha.clock_rule (pack, version, clock, name, start_kinds, stop_kinds, pause_kinds, resume_kinds, extend_kinds, limit_from, limit_amount, limit_unit,
    count_mode, special_mode, source, status)
select pack, 1, clock, clock, start_kinds::text[], stop_kinds::text[], pause_kinds::text[], resume_kinds::text[], extend_kinds::text[], limit_from, limit_amount, limit_unit, count_mode,
    special_mode, '测试', 'assumed'
from (values
    -- rubrics 3.1
    ('HN', 'promised', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'promised', null, null, 'exact', 'requested'),
    ('HN', 'statutory', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'statutory', null, null, 'exact', 'requested'),
    ('HN', 'special', '{begin_special}', '{end_special}', '{}', '{}', '{}', 'requested', null, 'working_day', 'exact', 'actual'),
    ('HN', 'preapply', '{received}', '{accept,refuse_acceptance}', '{}', '{}', '{}', 'fixed', 2, 'working_day', 'exact', 'actual'),
    ('HN', 'certificate', '{close}', '{deliver}', '{}', '{}', '{}', 'fixed', 3, 'working_day', 'exact', 'actual'),
    ('HN', 'answer', '{accept}', '{decide}', '{}', '{}', '{}', 'fixed', 5, 'working_day', 'exact', 'actual'),
    ('YL', 'promised', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'promised', null, null, 'day', 'actual'),
    ('YL', 'exact', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'promised', null, null, 'exact', 'actual'),
    ('ZJ', 'promised', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'promised', null, null, 'day', 'actual'),
    ('NODE', 'node', '{handle,review,approve}', '{close}', '{}', '{}', '{}', 'node', null, null, 'day', 'actual'),
    ('NODE', 'promised', '{accept}', '{close}', '{}', '{}', '{}', 'promised', null, null, 'day', 'actual'),
    ('MODE', 'actual', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'promised', null, null, 'day', 'actual'),
    ('MODE', 'requested', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'promised', null, null, 'day', 'requested'),
    ('MODE', 'least', '{accept}', '{close}', '{begin_special}', '{end_special}', '{extend}', 'promised', null, null, 'day', 'least'),
    ('MODE', 'correcting', '{accept}', '{close}', '{request_correction}', '{correction_received}', '{}', 'promised', null, null, 'day', 'actual'),
    ('MODE', 'plain', '{accept}', '{close}', '{}', '{}', '{}', 'promised', null, null, 'day', 'actual'),
    ('MODE', 'set', '{received}', '{close}', '{}', '{}', '{}', 'set', null, null, 'day', 'actual'),
    ('MODE', 'delivery', '{decide,close}', '{deliver}', '{}', '{}', '{}', 'fixed', 10, 'working_day', 'day', 'actual'),
    ('ONCE', 'acceptance', '{received,correction_received}', '{accept,request_correction}', '{}', '{}', '{}', 'fixed', 5, 'working_day', 'day', 'actual'),
    ('LAPSE', 'acceptance', '{received}', '{accept,refuse_acceptance,request_correction}', '{}', '{}', '{}', 'fixed', 5, 'working_day', 'day', 'actual'))
    v (pack, clock, start_kinds, stop_kinds, pause_kinds, resume_kinds, extend_kinds, limit_from, limit_amount, limit_unit, count_mode, special_mode);
insert into jiancha.signal_rule (pack, version, rule, kind, clock, level, at, amount, unit, comparison, effect, once, source, status)
select pack, 1, rule, kind, clock, level, comparison, amount, unit, comparison, effect, once, '测试', 'assumed'
from (values
    ('HN', 'H1', 'time', 'promised', 'notice', 3, 'working_day', 'before', null, false), ('HN', 'H2', 'time', 'promised', 'yellow', null, null, 'passed', null, false),
    ('HN', 'H3', 'time', 'statutory', 'red', null, null, 'passed', null, false),
    ('HN', 'S1', 'time', 'special', 'notice', 3, 'working_day', 'before', null, false), ('HN', 'S2', 'time', 'special', 'yellow', null, null, 'passed', null, false),
    ('HN', 'S3', 'time', 'special', 'red', 1, 'working_day', 'more_than', null, false),
    ('HN', 'W1', 'time', 'preapply', 'notice', null, null, 'passed', null, false), ('HN', 'W2', 'time', 'preapply', 'yellow', 3, 'working_day', 'more_than', null, false),
    ('HN', 'W3', 'time', 'preapply', 'red', 5, 'working_day', 'more_than', null, false),
    ('HN', 'C1', 'time', 'certificate', 'yellow', null, null, 'passed', null, false),
    ('HN', 'A1', 'time', 'answer', 'notice', 3, 'working_day', 'before', null, false), ('HN', 'A2', 'time', 'answer', 'yellow', null, null, 'passed', null, false),
    ('HN', 'A3', 'time', 'answer', 'red', 1, 'working_day', 'more_than', null, false),
    ('YL', 'Y1', 'time', 'promised', 'yellow', 90, 'percent', 'elapsed', null, false), ('YL', 'Y2', 'time', 'promised', 'red', null, null, 'passed', null, false),
    ('YL', 'Y3', 'time', 'exact', 'notice', 90, 'percent', 'elapsed', null, false),
    ('ZJ', 'Z1', 'time', 'promised', 'red', null, null, 'passed', null, false),
    ('NODE', 'N1', 'time', 'node', 'yellow', null, null, 'passed', null, false), ('NODE', 'N2', 'time', 'promised', 'red', null, null, 'passed', null, false),
    ('MODE', 'M1', 'time', 'actual', 'yellow', null, null, 'passed', null, false), ('MODE', 'M2', 'time', 'delivery', 'yellow', null, null, 'passed', null, false),
    ('ONCE', 'O1', 'time', 'acceptance', 'yellow', null, null, 'passed', null, true), ('ONCE', 'O2', 'time', 'acceptance', 'notice', null, null, 'passed', null, false),
    ('LAPSE', 'L1', 'lapse', 'acceptance', null, null, null, 'passed', 'deemed_accept', false))
    v (pack, rule, kind, clock, level, amount, unit, comparison, effect, once);

create function pg_temp.use(pack text) returns void begin atomic
    update jiancha.record_state set pack = use.pack;
end;
-- as the clerk
create function pg_temp.receive(case_no text, matter text, received_at timestamptz) returns void set role = clause_k_clerk begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (case_no, 'k-a', matter, '申请人', received_at);
end;
create function pg_temp.step(case_no text, step_no int, kind text, at timestamptz, data jsonb default null, node text default null, at_precision text default null) returns void
    set role = clause_k_clerk begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, data, node, at_precision) values (case_no, step_no, kind, at, data, node, at_precision);
end;
create function pg_temp.take(case_no text, matter text, accepted_at timestamptz) returns void begin atomic
    select pg_temp.receive(case_no, matter, accepted_at);
    select pg_temp.step(case_no, 1, 'accept', accepted_at);
end;
create function pg_temp.due(no text, clock text, cycle int default 1) returns timestamptz language sql as $$
    select c.due_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = due.no and c.clock = due.clock and c.cycle = due.cycle
$$;
-- the instant of a rule: by the view people read and by the function that sweeps read, which must agree
create function pg_temp.at(no text, rule text, cycle int default 1) returns timestamptz language plpgsql as $$
declare
    docket bigint := (select d.docket_id from jiancha.docket d where d.business_no = no);
    seen timestamptz := (select t.at from jiancha.clock_threshold t where t.docket_id = docket and t.rule = at.rule and t.cycle = at.cycle);
begin
    if exists ((table jiancha.clock_threshold except select * from jiancha._clock_thresholds((select array_agg(d.docket_id) from jiancha.docket d)))
               union all (select * from jiancha._clock_thresholds((select array_agg(d.docket_id) from jiancha.docket d)) except table jiancha.clock_threshold)) then
        raise 'the view clock_threshold and _clock_thresholds() differ';
    end if;
    return seen;
end $$;
-- which rules of a case have a card after a sweep
create function pg_temp.cards(no text, as_of timestamptz) returns text language plpgsql as $$
begin
    perform jiancha.sweep(as_of);
    return (select coalesce(string_agg(s.rule, ' ' order by s.rule), '') from jiancha.signals s
            where s.case_no = no and s.state <> 'unfounded' and s.earned_at <= as_of);
end $$;
create function pg_temp.from_instant(no text, rule text, at timestamptz, what text) returns setof text language plpgsql as $$
begin
    return next is(pg_temp.at(no, rule), at, what || ': the instant');
    return next ok(not pg_temp.cards(no, at - interval '1 microsecond') ~ rule, what || ': not before it');
    return next ok(pg_temp.cards(no, at) ~ rule, what || ': from it on');
end $$;

select no_plan();

-- one late case, rubrics 3: promise 5, law 10 working days, accepted 2025-04-21 10:00, never finished
select pg_temp.use('HN') \g /dev/null
select pg_temp.take('R-HN', 'P5', '2025-04-21 10:00+08') \g /dev/null
select pg_temp.use('YL') \g /dev/null
select pg_temp.take('R-YL', 'P5', '2025-04-21 10:00+08') \g /dev/null
select pg_temp.use('ZJ') \g /dev/null
select pg_temp.take('R-ZJ', 'P5', '2025-04-21 10:00+08') \g /dev/null
select pg_temp.from_instant('R-HN', 'H1', '2025-04-23 10:00:01+08', '[A11] rubrics 3, exact pack: notice after 04-23 10:00');
select pg_temp.from_instant('R-HN', 'H2', '2025-04-27 10:00:01+08', '[A11] rubrics 3, exact pack: yellow after 04-27 10:00, a make-up day');
select pg_temp.from_instant('R-HN', 'H3', '2025-05-07 10:00:01+08', '[A11] rubrics 3, exact pack: red after 05-07 10:00, by the limit of the law');
select pg_temp.from_instant('R-YL', 'Y1', '2025-04-27 00:00+08', '[A03] rubrics 3: 90 percent of five working days begin with the fifth');
select pg_temp.from_instant('R-YL', 'Y2', '2025-04-28 00:00+08', '[A04] rubrics 3: red when the promise is passed');
select pg_temp.from_instant('R-ZJ', 'Z1', '2025-04-28 00:00+08', '[A04] rubrics 3: red at once when overdue');
-- 4.5 of 5 working days of 24 hours after Monday 10:00
select is(pg_temp.at('R-YL', 'Y3'), '2025-04-25 22:00+08'::timestamptz, '[A11] 90 percent of five exact working days: four and a half after the start');

-- rubrics 3.1, all from Monday 2018-10-15 10:00
select pg_temp.use('HN') \g /dev/null
select pg_temp.take('T-1', 'P7', '2018-10-15 10:00+08') \g /dev/null
select is(pg_temp.at('T-1', r), at, '[A11] rubrics 3.1 ' || what) from (values
    ('H1', timestamptz '2018-10-19 10:00:01+08', 'promise of 7: notice'), ('H2', '2018-10-24 10:00:01+08', 'promise of 7: yellow'), ('H3', '2018-10-29 10:00:01+08', 'law of 10: red'),
    ('A1', '2018-10-17 10:00:01+08', 'consultation due 10-22: notice'), ('A2', '2018-10-22 10:00:01+08', 'consultation: yellow'), ('A3', '2018-10-23 10:00:01+08', 'consultation: red')) v (r, at, what);
select pg_temp.take('T-2', 'P7', '2018-10-15 10:00+08') \g /dev/null
select pg_temp.step('T-2', 2, 'begin_special', '2018-10-16 09:00+08', '{"days": 3}') \g /dev/null
select is(pg_temp.at('T-2', r), at, '[A33] rubrics 3.1, a special procedure of 3 days moves all by 3: ' || r) from (values
    ('H1', timestamptz '2018-10-24 10:00:01+08'), ('H2', '2018-10-29 10:00:01+08'), ('H3', '2018-11-01 10:00:01+08')) v (r, at);
select pg_temp.take('T-3', 'P7', '2018-10-12 10:00+08') \g /dev/null
select pg_temp.step('T-3', 2, 'begin_special', '2018-10-15 10:00+08', '{"days": 7}') \g /dev/null
select is(pg_temp.at('T-3', r), at, '[A33] rubrics 3.1, the special procedure''s own limit of 7 days: ' || r) from (values
    ('S1', timestamptz '2018-10-19 10:00:01+08'), ('S2', '2018-10-24 10:00:01+08'), ('S3', '2018-10-25 10:00:01+08')) v (r, at);
select pg_temp.receive('T-4', 'P7', '2018-10-15 10:00+08') \g /dev/null
select is(pg_temp.at('T-4', r), at, '[A11] rubrics 3.1, two days to look at an application: ' || r) from (values
    ('W1', timestamptz '2018-10-17 10:00:01+08'), ('W2', '2018-10-22 10:00:01+08'), ('W3', '2018-10-24 10:00:01+08')) v (r, at);
select pg_temp.take('T-5', 'P7', '2018-10-11 10:00+08') \g /dev/null
select pg_temp.step('T-5', 2, 'close', '2018-10-15 10:00+08') \g /dev/null
select pg_temp.from_instant('T-5', 'C1', '2018-10-18 10:00:01+08', '[A11] rubrics 3.1: a certificate is late three days after the case was closed');
select pg_temp.step('T-5', 3, 'deliver', '2018-10-18 10:00+08') \g /dev/null
select is(pg_temp.cards('T-5', '2018-11-30 00:00+08'), '', '[A11] a certificate delivered on the second the limit ends is in time, after the end of the case');
select is((select count(*) from jiancha.verify_clocks()), 0::bigint, '[A11] the stored clocks are those the facts make');

-- day and moment
select pg_temp.take('E-1', 'P1', '2025-03-08 15:00+08') \g /dev/null
select is(pg_temp.due('E-1', 'promised'), '2025-03-11 00:00:01+08'::timestamptz, '[A11] begun on a Saturday an exact day runs from the first working instant, Monday 00:00');
select pg_temp.receive('E-2', 'P1', '2025-03-07 09:00+08') \g /dev/null
select pg_temp.step('E-2', 1, 'accept', '2025-03-07 00:00+08', at_precision => 'day') \g /dev/null
select is(pg_temp.due('E-2', 'promised'), '2025-03-11 00:00+08'::timestamptz, '[A11] of a step known only to the day the limit ends with a day');
select pg_temp.use('YL') \g /dev/null
select pg_temp.take('E-3', 'P1', '2025-03-07 23:59:59+08') \g /dev/null
select is(pg_temp.due('E-3', 'promised'), '2025-03-11 00:00+08'::timestamptz, '[A11] by the day: the start day is out, the last ends at 24:00');
select is(pg_temp.due('E-3', 'exact'), '2025-03-11 00:00+08'::timestamptz, '[A11] by the moment: 23:59:59 on the next working day, and a second');
select pg_temp.take('E-4', 'P5', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('E-4', 2, 'close', '2025-03-10 00:00+08') \g /dev/null
select ok(not pg_temp.cards('E-4', '2025-04-01 00:00+08') ~ 'Y1', '[A03] what is finished at the instant of a percentage needs no card');
select pg_temp.take('E-5', 'P5', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('E-5', 2, 'extend', '2025-03-04 10:00+08', '{"days": 5}') \g /dev/null
select is(pg_temp.at('E-5', 'Y1'), '2025-03-14 00:00+08'::timestamptz, '[A34] 90 percent of 5 working days and an extension of 5 is the ninth');
select pg_temp.step('E-5', 3, 'begin_special', '2025-03-05 10:00+08') \g /dev/null
select is(pg_temp.at('E-5', 'Y1'), 'infinity'::timestamptz, '[A03] an open pause leaves the percentage open');
select pg_temp.step('E-5', 4, 'end_special', '2025-03-06 10:00+08') \g /dev/null
select is(pg_temp.at('E-5', 'Y1'), '2025-03-17 00:00+08'::timestamptz, '[A03] a pause of a day moves the percentage by a day');

-- nodes
insert into jiancha.matter_node (matter_code, node, limit_amount) values ('P10', '承办', 2), ('P10', '审核', 3);
select pg_temp.use('NODE') \g /dev/null
select pg_temp.take('N-1', 'P10', '2025-03-03 09:00+08') \g /dev/null
select pg_temp.step('N-1', 2, 'handle', '2025-03-03 10:00+08', node => '承办') \g /dev/null
select pg_temp.from_instant('N-1', 'N1', '2025-03-06 00:00+08', '[A20] a node of two working days is late on the third, although the case is in time');
select pg_temp.step('N-1', 3, 'handle', '2025-03-04 10:00+08', node => '承办') \g /dev/null
select is(pg_temp.due('N-1', 'node'), '2025-03-06 00:00+08'::timestamptz, '[A20] a second step of the node changes nothing');
select pg_temp.step('N-1', 4, 'handle', '2025-03-04 10:30+08') \g /dev/null
select is(pg_temp.due('N-1', 'node'), '2025-03-06 00:00+08'::timestamptz, '[A20] a step that names no node changes nothing');
select pg_temp.step('N-1', 5, 'review', '2025-03-05 10:00+08', node => '审核') \g /dev/null
select is(pg_temp.cards('N-1', '2025-03-06 00:00+08'), '', '[A20] left in time the node earns no card');
select is(pg_temp.due('N-1', 'node', 2), '2025-03-11 00:00+08'::timestamptz, '[A20] the next node has its own limit');
select pg_temp.step('N-1', 6, 'approve', '2025-03-06 10:00+08', node => '签发') \g /dev/null
select is((select count(*) from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'N-1' and c.clock = 'node' and c.state <> 'stopped'), 0::bigint,
    '[A20] a node without a limit has no clock');
select is(pg_temp.at('N-1', 'N2'), '2025-03-18 00:00+08'::timestamptz, '[A20] the limit of the whole goes on');
select throws_ok($$ insert into jiancha.matter_node (matter_code, node, limit_amount) values ('P10', '签发', 1) $$, 'JC006', null, '[A20] limits of nodes are fixed once a case was received under them');
select throws_ok($$ insert into jiancha.matter_node (matter_code, node, limit_amount) values ('P8', '承办', 5), ('P8', '审核', 4) $$, 'JC005', null, '[A20] nodes take no longer together than is promised');
select lives_ok($$ insert into jiancha.matter_node (matter_code, node, limit_amount) values ('P8', '承办', 5), ('P8', '审核', 3) $$, '[A20] as long as is promised they may take');
select throws_ok($$ insert into jiancha.matter_node (matter_code, node, limit_amount) values ('P8', '承办', 3) $$, 'JC006', null, '[A20] another limit of a node needs another version of the matter');
select throws_ok($$ insert into jiancha.matter_node (matter_code, node, limit_amount) values ('nix', '承办', 3) $$, 'JC004', null, '[A20] a node of an unknown matter is refused');
select throws_ok($$ insert into jiancha.matter_node (matter_code, node, limit_amount) values ('P5', '', 3) $$, 'JC005', null, '[A20] a node has a name');

-- special procedures and extensions, accepted Monday 2025-03-03, 10 working days: due 2025-03-17
select pg_temp.use('MODE') \g /dev/null
select pg_temp.take('M-0', 'P10', '2025-03-03 10:00+08') \g /dev/null
select is(pg_temp.due('M-0', clock), '2025-03-18 00:00+08'::timestamptz, '[A33] without a procedure all are alike: ' || clock) from unnest('{actual,requested,least}'::text[]) clock;
select pg_temp.take('M-1', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('M-1', 2, 'begin_special', '2025-03-04 10:00+08', '{"days": 3}') \g /dev/null
select is(pg_temp.due('M-1', clock), due, '[A33] open, 3 days applied for: ' || clock)
from (values ('actual', 'infinity'::timestamptz), ('requested', '2025-03-21 00:00+08'), ('least', '2025-03-21 00:00+08')) v (clock, due);
select pg_temp.step('M-1', 3, 'end_special', '2025-03-11 10:00+08') \g /dev/null
select is(pg_temp.due('M-1', clock), due, '[A33] 3 applied for, 5 used: ' || clock)
from (values ('actual', timestamptz '2025-03-25 00:00+08'), ('requested', '2025-03-21 00:00+08'), ('least', '2025-03-21 00:00+08')) v (clock, due);
select pg_temp.take('M-2', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('M-2', 2, 'begin_special', '2025-03-04 10:00+08', '{"days": 3}'), pg_temp.step('M-2', 3, 'end_special', '2025-03-05 10:00+08') \g /dev/null
select is(pg_temp.due('M-2', clock), due, '[A33] 3 applied for, 1 used: ' || clock)
from (values ('actual', timestamptz '2025-03-19 00:00+08'), ('requested', '2025-03-21 00:00+08'), ('least', '2025-03-19 00:00+08')) v (clock, due);
select pg_temp.take('M-3', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('M-3', 2, 'begin_special', '2025-03-04 10:00+08') , pg_temp.step('M-3', 3, 'end_special', '2025-03-05 10:00+08') \g /dev/null
select is(pg_temp.due('M-3', clock), '2025-03-19 00:00+08'::timestamptz, '[A33] nothing said of days: its time is out either way: ' || clock) from unnest('{actual,requested,least}'::text[]) clock;
select pg_temp.take('M-4', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('M-4', 2, 'extend', '2025-03-17 23:59+08', '{"days": 4}') \g /dev/null
select is(pg_temp.due('M-4', 'actual'), '2025-03-22 00:00+08'::timestamptz, '[A34] an extension on the last day lengthens the limit');
select is(pg_temp.due('M-4', 'plain'), '2025-03-18 00:00+08'::timestamptz, '[A34] not that of a clock that knows no extension');
select pg_temp.take('M-5', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('M-5', 2, 'extend', '2025-03-18 00:00+08', '{"days": 4}'), pg_temp.step('M-5', 3, 'extend', '2025-03-05 00:00+08', '{"weeks": 1}') \g /dev/null
select is(pg_temp.due('M-5', 'actual'), '2025-03-18 00:00+08'::timestamptz, '[A34] one granted after the last day lengthens nothing, nor one in weeks');
select results_eq($$ select what from jiancha.explain_deadline('M-5', 'actual') where what like '延期不计入%' order by 1 $$,
    $$ values ('延期不计入：届满日之后批准（延长4个工作日）'), ('延期不计入：延长1周，而本时限以个工作日计') $$, '[A34] and the explanation says so');
select pg_temp.take('M-6', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('M-6', 2, 'begin_special', '2025-03-04 10:00+08'), pg_temp.step('M-6', 3, 'end_special', '2025-03-05 10:00+08'),
    pg_temp.step('M-6', 4, 'extend', '2025-03-18 10:00+08', '{"days": 4}') \g /dev/null
select is(pg_temp.due('M-6', 'actual'), '2025-03-25 00:00+08'::timestamptz, '[A34] the pause stops the clock, the extension lengthens the limit that is left: both count');
select results_eq($$ select what, days from jiancha.explain_deadline('M-1', 'requested') where what like '特别程序%' $$, $$ values ('特别程序申请3个工作日，期限相应顺延', 3) $$,
    '[A33] the days applied for stand in the explanation');

-- corrections after acceptance
select pg_temp.take('C-1', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('C-1', 2, 'request_correction', '2025-03-04 10:00+08'), pg_temp.step('C-1', 3, 'correction_received', '2025-03-06 10:00+08') \g /dev/null
select is(pg_temp.due('C-1', 'plain'), '2025-03-18 00:00+08'::timestamptz, '[A14] after acceptance a correction does not stop the limit');
select is(pg_temp.due('C-1', 'correcting'), '2025-03-20 00:00+08'::timestamptz, '[A14] unless the pack lets it: two working days');

-- limits of the docket's own; ends that start a clock
select is((select count(*) from jiancha.clock c where c.clock = 'set'), 0::bigint, '[A05] no limit of its own, no clock');
update jiancha.docket set set_limit = 3, set_unit = 'day' where business_no = 'M-0';
select jiancha._derive((select array_agg(docket_id) from jiancha.docket where business_no = 'M-0')) \g /dev/null
select is(pg_temp.due('M-0', 'set'), '2025-03-07 00:00+08'::timestamptz, '[A05] three days set for the docket');
select pg_temp.step('M-0', 2, 'decide', '2025-03-05 10:00+08'), pg_temp.step('M-0', 3, 'close', '2025-03-06 10:00+08') \g /dev/null
select pg_temp.from_instant('M-0', 'M2', '2025-03-20 00:00+08', '[A36] the limit of delivery runs on after the case was closed');
select pg_temp.step('M-0', 4, 'deliver', '2025-03-19 23:59+08') \g /dev/null
select is(pg_temp.cards('M-0', '2025-04-01 00:00+08'), '', '[A36] delivered on the last day');
select pg_temp.take('M-7', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('M-7', 2, 'decide', '2025-03-05 10:00+08'), pg_temp.step('M-7', 3, 'withdraw', '2025-03-06 10:00+08') \g /dev/null
select is((select c.stop_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'M-7' and c.clock = 'delivery'), '2025-03-06 10:00+08'::timestamptz,
    '[A36] a withdrawal stops the limit of delivery too');

-- once, and lapses
select pg_temp.use('ONCE') \g /dev/null
select pg_temp.receive('O-1', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('O-1', 1, 'request_correction', '2025-03-11 10:00+08'), pg_temp.step('O-1', 2, 'correction_received', '2025-03-12 10:00+08') \g /dev/null
select is(pg_temp.at('O-1', 'O1', 2), null, '[A18] of a rule that counts once the first cycle that earns it is the last');
select is(pg_temp.at('O-1', 'O2', 2), '2025-03-20 00:00+08'::timestamptz, '[A18] another rule counts in every cycle');
select pg_temp.receive('O-2', 'P10', '2025-03-03 10:00+08') \g /dev/null
select pg_temp.step('O-2', 1, 'request_correction', '2025-03-10 10:00+08'), pg_temp.step('O-2', 2, 'correction_received', '2025-03-12 10:00+08') \g /dev/null
select is(pg_temp.at('O-2', 'O1', 2), '2025-03-20 00:00+08'::timestamptz, '[A18] a first cycle in time leaves it to the second');
select pg_temp.use('LAPSE') \g /dev/null
select pg_temp.receive('L-1', 'P10', '2025-03-03 10:00+08') \g /dev/null
select is((select (c.next_at, t.at, t.level, t.earnable)::text from jiancha.clock c join jiancha.docket d using (docket_id)
           cross join lateral jiancha._clock_thresholds(array[d.docket_id]) t where d.business_no = 'L-1'),
    '("2025-03-11 00:00:00+08","2025-03-11 00:00:00+08",,t)', '[A22] a lapse has a threshold without a level, and the clock is looked at then');
select jiancha.sweep('2025-03-11 00:00+08') \g /dev/null
select is((select c.next_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'L-1' and c.clock = 'acceptance'), null, '[A22] its step entered, there is nothing to look at');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('L-1', 2, 'request_correction', '2025-03-04 10:00+08');
select is((select c.next_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'L-1' and c.clock = 'acceptance'), '2025-03-11 00:00+08'::timestamptz,
    '[A22] a late fact that takes its ground away brings the docket up again');

-- a notice moves what rests on the calendar, capped pauses included
select jiancha.load_notice('{"notice_no": "试1", "days": [{"day": "2025-03-06", "kind": "off"}]}') \g /dev/null
select is(pg_temp.due('M-1', clock), due, '[A33] the notice makes 03-06 a day of rest: ' || clock)
from (values ('actual', timestamptz '2025-03-25 00:00+08'), ('requested', '2025-03-22 00:00+08'), ('least', '2025-03-22 00:00+08')) v (clock, due);
select is((select count(*) from jiancha.verify_clocks()), 0::bigint, '[A13] counted again after the notice as if derived anew');

select * from finish();
