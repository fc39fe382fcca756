-- 新乡市电子监察预警纠错办法(试行): every threshold from both sides, the facts entered by a clerk through the department's views.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
update jiancha.record_state set live_from = '2010-01-01 00:00+08';
insert into jiancha.org (org_code, name) values ('x-a', '甲局'), ('x-b', '乙局');
-- the national calendar as it would be before the notice for 2026
select jiancha.create_calendar('CN-2025', '至2025年', parent => 'CN', published_through => '2025-12-31') \g /dev/null
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit, roll, calendar_code)
    select 'M' || n, 'x-a', n || '个工作日', n, 'working_day', 20, 'working_day', null, null from unnest('{1,2,3,5,10}'::int[]) n;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit, roll, calendar_code) values
    ('D15', 'x-a', '十五日', 15, 'day', 60, 'day', null, null), ('D15N', 'x-a', '十五日', 15, 'day', 60, 'day', 'none', null),
    ('D15S', 'x-a', '十五日', 15, 'day', 60, 'day', 'skip_all', null),
    ('L5', 'x-a', '无承诺', null, null, 5, 'working_day', null, null),
    ('H5', 'x-a', '五个工作日', 5, 'working_day', 20, 'working_day', null, 'CN-2025'),
    ('H10', 'x-a', '十个工作日', 10, 'working_day', 20, 'working_day', null, 'CN-2025');
create role clause_x_clerk;
select jiancha.grant_access('clause_x_clerk', 'x-a') \g /dev/null
create role clause_x_supervisor;
select jiancha.grant_access('clause_x_supervisor', 'x-a', 'supervisor') \g /dev/null

-- what a clerk does; called as the clerk
create function pg_temp.step(case_no text, step_no int, kind text, at timestamptz, data jsonb default null, corrects int default null,
    at_precision text default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, data, corrects, reason, at_precision)
        values (case_no, step_no, kind, at, data, corrects, case when corrects is not null then '录入有误' end, at_precision);
end;
create function pg_temp.accept_case(case_no text, matter text, accepted_at timestamptz, received_at timestamptz default null) returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
        values (case_no, 'x-a', matter, '申请人', coalesce(received_at, accepted_at));
    select pg_temp.step(case_no, 1, 'accept', accepted_at);
end;
-- what stands as of an instant, after a sweep at it
create function pg_temp.cards(no text, as_of timestamptz) returns text language plpgsql as $$
begin
    perform jiancha.sweep(as_of);
    return (select coalesce(string_agg(s.level, ' ' order by s.earned_at), '') from jiancha.signals s
            where s.case_no = no and s.clock <> 'facts' and s.state <> 'unfounded' and s.earned_at <= as_of);
end $$;

select no_plan();

-- rubrics 7.5
create temp table golden (no int, accepted date, n int, due date, warn date, yellow date, last_before_red date, red date);
insert into golden values
    (1, '2025-01-02', 5, '2025-01-09', '2025-01-08', '2025-01-10', '2025-01-13', '2025-01-14'),
    (2, '2025-01-23', 5, '2025-02-06', '2025-02-05', '2025-02-07', '2025-02-08', '2025-02-10'),
    (3, '2025-04-21', 5, '2025-04-27', '2025-04-25', '2025-04-28', '2025-04-29', '2025-04-30'),
    (4, '2025-04-22', 5, '2025-04-28', '2025-04-27', '2025-04-29', '2025-04-30', '2025-05-06'),
    (5, '2025-09-19', 5, '2025-09-26', '2025-09-25', '2025-09-27', '2025-09-29', '2025-09-30'),
    (6, '2025-09-26', 3, '2025-09-30', '2025-09-29', '2025-10-01', '2025-10-10', '2025-10-11'),
    (7, '2026-02-12', 2, '2026-02-14', '2026-02-13', '2026-02-15', '2026-02-25', '2026-02-26');
create function pg_temp.golden_row(g golden) returns setof text language plpgsql as $$
declare
    case_no text := 'G-' || g.no;
    moment constant interval := '1 microsecond';
    instant timestamptz;
begin
    set local role clause_x_clerk;
    perform pg_temp.accept_case(case_no, 'M' || g.n, g.accepted + time '10:00');
    return next is((select b.due from jiancha.board_at(g.accepted + time '12:00') b where b.case_no = 'G-' || g.no), g.due,
        format('[7.5] accepted on %s with %s working days: due on %s, on the clerk''s board', g.accepted, g.n, g.due));
    reset role;
    return next is(pg_temp.cards(case_no, g.warn - moment), '', format('[X-W-5.1] nothing before %s', g.warn));
    return next is(pg_temp.cards(case_no, g.warn), 'notice', format('[X-W-5.1] a notice from %s, the working day before', g.warn));
    return next is(pg_temp.cards(case_no, g.yellow - moment), 'notice', format('[X-W-5.2] no yellow while %s lasts', g.due));
    return next is(pg_temp.cards(case_no, g.yellow), 'notice yellow', format('[X-W-5.2] yellow from the first instant of %s, rest day or not', g.yellow));
    return next is(pg_temp.cards(case_no, g.last_before_red + time '23:59:59'), 'notice yellow',
        format('[X-W-5.3] [A32] two working days over, on %s, is not more than two', g.last_before_red));
    return next is(pg_temp.cards(case_no, g.red - moment), 'notice yellow', format('[X-W-5.3] no red on a rest day before %s', g.red));
    return next is(pg_temp.cards(case_no, g.red), 'notice yellow red', format('[X-W-5.3] red from the first instant of %s', g.red));
    return next is(pg_temp.cards(case_no, g.red + interval '90 days'), 'notice yellow red', format('[X-W-5] each level once, %s', g.accepted));
    foreach instant in array array[g.warn::timestamptz, g.yellow::timestamptz, g.red::timestamptz] loop
        return next ok(exists (select from jiancha.signals s where s.case_no = 'G-' || g.no and s.earned_at = instant), format('[X-W-5] earned at %s', instant));
    end loop;
end $$;
select pg_temp.golden_row(golden) from golden order by no;
set role clause_x_clerk;
select results_eq($$ select rule, clock, level from jiancha.signals where case_no = 'G-1' order by earned_at $$,
    $$ values ('X-W-5.1', 'promised', 'notice'), ('X-W-5.2', 'promised', 'yellow'), ('X-W-5.3', 'promised', 'red') $$,
    '[X-W-5] three levels, each under the number of its clause');
select results_eq($$ select earned_at, due_at from jiancha.signals where case_no = 'G-1' and level = 'yellow' $$,
    $$ values (timestamptz '2025-01-10 00:00+08', timestamptz '2025-01-10 00:00+08') $$, '[X-W-5.2] earned at due_at itself, the end of the 9th');

-- closed in time, at the last instant, too late
select pg_temp.accept_case('C-' || n, 'M5', '2025-01-02 10:00+08') from generate_series(1, 8) n \g /dev/null
select pg_temp.step('C-1', 2, 'close', '2025-01-07 10:00+08') \g /dev/null
select pg_temp.step('C-2', 2, 'close', '2025-01-09 23:59:59+08') \g /dev/null
select pg_temp.step('C-3', 2, 'close', '2025-01-10 00:00:01+08') \g /dev/null
select pg_temp.step('C-4', 2, 'close', '2025-01-13 23:59:59+08') \g /dev/null
select pg_temp.step('C-5', 2, 'decide', '2025-01-07 10:00+08') \g /dev/null
select pg_temp.step('C-6', 2, 'close', '2025-01-10 00:00+08', at_precision => 'day') \g /dev/null
select pg_temp.step('C-7', 2, 'close', '2025-01-09 00:00+08', at_precision => 'day') \g /dev/null
select pg_temp.step('C-8', 2, 'close', '2025-01-10 00:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('C-1', '2025-02-01'), '', '[X-W-5.1] finished before the notice was due: nothing');
select is(pg_temp.cards('C-2', '2025-02-01'), 'notice', '[X-W-5.2] finished in the last second of the due day: no card');
select is(pg_temp.cards('C-3', '2025-02-01'), 'notice yellow', '[X-W-5.2] finished a second after: yellow, also when the sweep comes later');
select is(pg_temp.cards('C-4', '2025-02-01'), 'notice yellow', '[X-W-5.3] finished on the second working day over: no red');
select is(pg_temp.cards('C-5', '2025-02-01'), 'notice yellow red', '[X-W-5.2] 未办结: a decision alone does not finish the case');
-- known to the day, the closing lies on the 10th, so after the end of the 9th
select is(pg_temp.cards('C-6', '2025-02-01'), 'notice yellow', '[X-W-5.2] finished on the day after due, time of day unknown: yellow');
select is(pg_temp.cards('C-7', '2025-02-01'), 'notice', '[X-W-5.2] finished on the due day, time of day unknown: no card');
select is(pg_temp.cards('C-8', '2025-02-01'), 'notice yellow', '[X-W-5.2] finished at the due moment itself, which is exclusive: yellow');

-- 遇法定节假日时顺延
set role clause_x_clerk;
select pg_temp.accept_case('R-1', 'D15', '2025-09-16 10:00+08'), pg_temp.accept_case('R-2', 'D15N', '2025-09-16 10:00+08'),
    pg_temp.accept_case('R-3', 'D15S', '2025-09-16 10:00+08') \g /dev/null
prepare due as select c.due_on from jiancha.docket d join jiancha.clock c using (docket_id) where d.business_no = $1 and c.clock = 'promised';
select results_eq($$ execute due('R-1') $$, $$ values (date '2025-10-09') $$, '[X-W-16] [A02] fifteen days from 09-16 end in the holiday and roll to 10-09');
select results_eq($$ execute due('R-2') $$, $$ values (date '2025-10-01') $$, '[A02] roll none: to the letter');
select results_eq($$ execute due('R-3') $$, $$ values (date '2025-10-13') $$, '[A02] skip_all: no holiday inside the limit counts');
reset role;
select is(pg_temp.cards('R-1', '2025-10-09 23:59:59'), 'notice', '[X-W-16] no card in the holidays nor on the day it rolled to');
select is(pg_temp.cards('R-1', '2025-10-10'), 'notice yellow', '[X-W-16] yellow when that day is over');
select results_eq($$ select earned_at from jiancha.signals where case_no = 'R-1' and level = 'notice' $$, $$ values (timestamptz '2025-09-30 00:00+08') $$,
    '[X-W-5.1] the notice of a limit in days comes on the working day before, not in the holidays');

-- A03, A04, A08. Readings do not take A08's default back: where no promise is published the statutory limit is judged
set role clause_x_clerk;
select pg_temp.accept_case('S-1', 'M1', '2025-04-23 10:00+08'), pg_temp.accept_case('S-2', 'M1', '2025-04-25 10:00+08'),
    pg_temp.accept_case('S-3', 'L5', '2025-01-02 10:00+08'), pg_temp.accept_case('S-4', 'M5', '2025-01-02 10:00+08', '2025-01-01 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('S-1', '2025-04-23 09:59:59'), '', '[A03] no notice before the case is accepted');
select is(pg_temp.cards('S-1', '2025-04-23 10:00'), 'notice', '[A03] a limit of one working day gives notice at acceptance');
select is(pg_temp.cards('S-2', '2025-04-25 10:00'), 'notice', '[A03] also when the due day is the make-up Sunday');
-- 即办件: accepted and finished in one instant, as a feed that knows only days says too; a finished case is never reminded of
set role clause_x_clerk;
select pg_temp.accept_case('S-5', 'M1', '2025-04-23 10:00+08'), pg_temp.step('S-5', 2, 'close', '2025-04-23 10:00+08'),
    pg_temp.accept_case('S-6', 'M1', '2025-04-23 00:00+08'), pg_temp.step('S-6', 2, 'close', '2025-04-23 00:00+08', at_precision => 'day') \g /dev/null
reset role;
select is(pg_temp.cards('S-5', '2025-05-20'), '', '[A03] accepted and finished in one instant: no notice');
select is(pg_temp.cards('S-6', '2025-05-20'), '', '[A03] and none when both are known to the day');
select is(pg_temp.cards('S-2', '2025-04-28'), 'notice yellow', '[A04] X: past the promised limit is yellow, not red');
select is(pg_temp.cards('S-3', '2025-01-09 23:59:59'), 'notice', '[A08] no promise is published: the statutory limit is the base');
select is(pg_temp.cards('S-3', '2025-01-14'), 'notice yellow red', '[A08] and earns all three levels');
select is(pg_temp.cards('S-4', '2025-01-10'), 'notice yellow', '[A08] X: the promised limit is the base, the statutory one still runs');
set role clause_x_clerk;
select results_eq($$ select clock, due from jiancha.overdue_at('2025-02-20') where case_no = 'S-4' order by clock $$,
    $$ values ('promised', date '2025-01-09'), ('statutory', date '2025-02-06') $$, '[A08] overdue against the law is reported beside the promise');

-- A11: the start day, however early or late on it
select pg_temp.accept_case('T-1', 'M5', '2025-01-02 00:00+08'), pg_temp.accept_case('T-2', 'M5', '2025-01-02 23:59:59+08'),
    pg_temp.accept_case('T-3', 'M5', '2025-01-03 00:00+08') \g /dev/null
select results_eq($$ execute due('T-1') $$, $$ values (date '2025-01-09') $$, '[A11] accepted at midnight: the day does not count');
select results_eq($$ execute due('T-2') $$, $$ values (date '2025-01-09') $$, '[A11] accepted in its last second: the same due day');
select results_eq($$ execute due('T-3') $$, $$ values (date '2025-01-10') $$, '[A11] accepted an instant later: a day later');

-- A13: the calendar ends on 2025-12-31
select pg_temp.accept_case('H-1', 'H5', '2025-12-26 10:00+08'), pg_temp.accept_case('H-2', 'H5', '2025-12-24 10:00+08'),
    pg_temp.accept_case('H-3', 'H5', '2025-12-25 10:00+08') \g /dev/null
select results_eq($$ select certainty from jiancha.board_at('2025-12-30') where case_no in ('H-1', 'H-2', 'H-3') order by case_no $$,
    $$ values ('provisional'), ('firm'), ('provisional') $$, '[A13] past the last published day a due day is provisional, and says so');
reset role;
select is(pg_temp.cards('H-1', '2026-03-01'), '', '[A13] no card on a provisional day, however late');
select is(pg_temp.cards('H-3', '2026-03-01'), '', '[A13] nor a notice when the day before the provisional day is published');
select is(pg_temp.cards('H-2', '2026-03-01'), 'notice yellow', '[A13] due on the last published day: yellow; red would need days that are not published');
select throws_ok($$ select jiancha.add_working_days('2025-12-26', 5, 'CN-2025') $$, 'JC001', null, '[A13] the public arithmetic raises');
select lives_ok($$ select jiancha.load_notice('{"calendar": "CN-2025", "notice_no": "2026", "published_through": "2026-12-31"}') $$, '[A13] the notice for 2026 comes');
select is(pg_temp.cards('H-1', '2026-03-01'), 'notice yellow red', '[A13] then the cards come, each from its own day');
select results_eq($$ select earned_at from jiancha.signals where case_no = 'H-1' order by 1 $$,
    $$ values (timestamptz '2026-01-04 00:00+08'), ('2026-01-06 00:00+08'), ('2026-01-08 00:00+08') $$,
    '[A13] 2026 begins with a holiday to the 3rd and the make-up Sunday 4th: due on the 5th');

-- A14: before and after acceptance
set role clause_x_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('Q-1', 'x-a', 'M5', '申请人', '2025-03-03 09:00+08');
select pg_temp.step('Q-1', 1, 'request_correction', '2025-03-05 09:00+08') \g /dev/null
select results_eq($$ select stage, state from jiancha.board_at('2025-03-20') where case_no = 'Q-1' $$, $$ values ('一次性补正告知', 'correcting') $$,
    '[A14] while the applicant corrects no limit runs');
select pg_temp.step('Q-1', 2, 'correction_received', '2025-03-20 09:00+08'), pg_temp.step('Q-1', 3, 'accept', '2025-03-21 09:00+08') \g /dev/null
select results_eq($$ execute due('Q-1') $$, $$ values (date '2025-03-28') $$, '[A14] the promise counts from acceptance, not from receipt');
select pg_temp.step('Q-1', 4, 'request_correction', '2025-03-24 09:00+08'), pg_temp.step('Q-1', 5, 'correction_received', '2025-03-27 09:00+08') \g /dev/null
select results_eq($$ execute due('Q-1') $$, $$ values (date '2025-03-28') $$, '[A14] a correction after acceptance does not stop the clock');
-- an accepted case has no limit of acceptance any more, whatever is received later
select is_empty($$ select clock from jiancha.overdue_at('2025-04-20') where case_no = 'Q-1' and clock = 'acceptance' $$,
    '[A14] nor does it start the limit of acceptance again: the case is accepted');

-- A19: finished late, void, withdrawn, and found wrong
select pg_temp.accept_case('V-' || n, 'M5', '2025-01-02 10:00+08') from generate_series(1, 6) n \g /dev/null
select pg_temp.step('V-1', 2, 'void', '2025-01-07 10:00+08'), pg_temp.step('V-2', 2, 'withdraw', '2025-01-07 10:00+08'),
    pg_temp.step('V-3', 2, 'void', '2025-01-10 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('V-4', '2025-01-14'), 'notice yellow red', '[A19] three cards before the late facts come');
set role clause_x_clerk;
select pg_temp.step('V-4', 2, 'close', '2025-01-15 10:00+08'), pg_temp.step('V-5', 2, 'close', '2025-01-09 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('V-1', '2025-02-01'), '', '[A19] void before due: no card');
select is(pg_temp.cards('V-2', '2025-02-01'), '', '[A19] withdrawn before due: no card');
select is(pg_temp.cards('V-3', '2025-02-01'), 'notice yellow', '[A19] void after due: the card stays');
select is(pg_temp.cards('V-4', '2025-02-01'), 'notice yellow red', '[A19] finished late: the cards stay');
set role clause_x_supervisor;
select results_eq($$ select distinct state, cleared_at from jiancha.signals where case_no = 'V-4' $$, $$ values ('cleared', timestamptz '2025-01-15 10:00+08') $$,
    '[A19] and are stamped with the day it was finished');
select results_eq($$ select level, state from jiancha.signals where case_no = 'V-5' order by earned_at $$,
    $$ values ('notice', 'cleared'), ('yellow', 'unfounded'), ('red', 'unfounded') $$,
    '[late facts] a card whose facts no longer earn it is unfounded, and kept');
select is((select count(*) from jiancha.signals where case_no = 'V-6'), 3::bigint, '[X-W-5] one still open has its three');
reset role;
set role clause_x_clerk;
select pg_temp.step('V-5', 3, 'cancel_step', '2025-02-02 10:00+08', corrects => 2) \g /dev/null
reset role;
select is(pg_temp.cards('V-5', '2025-02-03'), 'notice yellow red', '[late facts] reinstated when the closing is taken back');
select is((select count(*) from jiancha.signals where case_no = 'V-5'), 3::bigint, '[A18] the same rows, never a second card');

-- A33, A34: special procedures stop the clock, an extension lengthens the limit
set role clause_x_clerk;
select pg_temp.accept_case('P-' || n, 'M5', '2025-03-03 10:00+08') from generate_series(1, 8) n \g /dev/null
select pg_temp.step('P-1', 2, 'begin_special', '2025-03-05 10:00+08', '{"days": 10}'), pg_temp.step('P-1', 3, 'end_special', '2025-03-07 10:00+08') \g /dev/null
select results_eq($$ execute due('P-1') $$, $$ values (date '2025-03-12') $$, '[A33] [A34] the days actually used are excluded, not those asked for');
select pg_temp.step('P-2', 2, 'extend', '2025-03-06 10:00+08', '{"days": 10}') \g /dev/null
select results_eq($$ execute due('P-2') $$, $$ values (date '2025-03-24') $$, '[A34] ten more working days');
select pg_temp.step('P-3', 2, 'extend', '2025-03-10 23:59:59+08', '{"days": 10}'), pg_temp.step('P-4', 2, 'extend', '2025-03-11 00:00+08', '{"days": 10}') \g /dev/null
select results_eq($$ execute due('P-3') $$, $$ values (date '2025-03-24') $$, '[A34] granted in the last second of the due day: it counts');
select results_eq($$ execute due('P-4') $$, $$ values (date '2025-03-10') $$, '[A34] granted after due: it changes nothing');
select pg_temp.step('P-5', 2, 'begin_special', '2025-03-12 10:00+08'), pg_temp.step('P-5', 3, 'end_special', '2025-03-14 10:00+08') \g /dev/null
select results_eq($$ execute due('P-5') $$, $$ values (date '2025-03-10') $$, '[A34] a pause that begins after due wipes no card out');
select pg_temp.step('P-6', 2, 'begin_special', '2025-03-05 10:00+08') \g /dev/null
select results_eq($$ execute due('P-6') $$, $$ values ('infinity'::date) $$, '[A34] while a special procedure is open there is no due day');
select pg_temp.step('P-7', 2, 'begin_special', '2025-03-05 10:00+08'), pg_temp.step('P-7', 3, 'extend', '2025-03-06 10:00+08', '{"days": 1}'),
    pg_temp.step('P-7', 4, 'end_special', '2025-03-07 10:00+08') \g /dev/null
select results_eq($$ execute due('P-7') $$, $$ values (date '2025-03-13') $$, '[A34] both: one more day, two excluded');
reset role;
select is(pg_temp.cards('P-6', '2025-06-01'), '', '[A34] and no card, however long it takes');
set role clause_x_clerk;
select pg_temp.step('P-6', 3, 'end_special', '2025-06-03 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('P-6', '2025-06-05'), 'notice', '[A34] then the rest of the limit runs: three more working days to 06-06');
select is(pg_temp.cards('P-6', '2025-06-07'), 'notice yellow', '[A34] and passes');
select is(pg_temp.cards('P-5', '2025-06-07'), 'notice yellow red', '[A34] the late pause left its cards');

-- X-M-11/12: in force on publication, 2010-02-08
set role clause_x_clerk;
select pg_temp.accept_case('O-1', 'M5', '2010-02-05 10:00+08'), pg_temp.accept_case('O-2', 'M5', '2010-02-08 00:00+08'),
    pg_temp.accept_case('O-3', 'M5', '2010-02-07 23:59:59+08'), pg_temp.accept_case('O-4', 'M5', '2010-02-08 10:00+08', '2010-02-05 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('O-1', '2010-06-01'), '', '[X-M-11/12] accepted before the measures were in force: not judged');
select is(pg_temp.cards('O-3', '2010-06-01'), '', '[X-M-11/12] in the last second before: not judged');
select is(pg_temp.cards('O-2', '2010-06-01'), 'notice yellow red', '[X-M-11/12] from the first instant of 2010-02-08: judged');
select is(pg_temp.cards('O-4', '2010-06-01'), 'notice yellow red', '[X-M-11/12] received before, accepted on the day: judged');

-- X-W-9.2: problems are kept on file
select throws_ok(format('%s jiancha.%s %s', verb, record, rest), 'JC008', null, format('[X-W-9.2] nobody may %s %s, a superuser neither', verb, record))
  from unnest('{signal,signal_action,step,case_file}'::text[]) record,
       (values ('delete from', ''), ('update', 'set org_code = ''x-b'''), ('truncate', '')) v (verb, rest);
set session_replication_role = replica;
select throws_ok('delete from jiancha.signal', 'JC008', null, '[X-W-9.2] nor with ordinary triggers switched off');
reset session_replication_role;
set role clause_x_clerk;
select throws_ok(format('%s jiancha.%s %s', verb, record, rest), '42501', null, format('[X-W-9.2] a clerk has no right to %s %s', verb, record))
  from unnest('{signal,signal_action,step,case_file,docket,clock}'::text[]) record,
       (values ('delete from', ''), ('update', 'set org_code = ''x-b'''), ('truncate', '')) v (verb, rest);
select throws_ok('delete from jiancha.case_step', null, null, '[X-W-9.2] nor through the views');
select throws_ok('delete from jiancha.case_intake', null, null, '[X-W-9.2] nor cases');
select throws_ok('delete from jiancha.signals', null, null, '[X-W-9.2] nor cards');
reset role;
set role jiancha_owner;
select throws_ok('delete from jiancha.signal', 'JC008', null, '[X-W-9.2] the owner of the records neither');
reset role;

call jiancha.sweep_all('2026-06-01');
select is_empty($$ select * from jiancha.verify('2026-06-01') $$, '[design 10.1] verify() is empty');
select is_empty($$ select * from jiancha.verify_clocks() $$, '[design 10.2] verify_clocks() is empty');
select * from finish();

drop owned by clause_x_clerk, clause_x_supervisor;
drop role clause_x_clerk, clause_x_supervisor, "jiancha_org_x-a";
