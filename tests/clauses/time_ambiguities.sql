-- 期间计算的歧义: A01, A02, A03, A11, A13, A32 and X-W-16, each reading through the public functions and through cases of a department,
-- every boundary from both sides. A reading is a column of the matter (unit, roll), a rule of the pack (how early, how late) or the
-- calendar (opening hours, horizon): nothing of it is code.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('y-a', '甲局');
select jiancha.create_calendar('CN-2025', '至2025年', parent => 'CN', published_through => '2025-12-31'),
    jiancha.create_calendar('CN-H', '办公时间', parent => 'CN', hours => (
        select jsonb_agg(jsonb_build_object('weekday', w, 'opens', o, 'closes', c)) from generate_series(1, 5) w, (values ('08:30', '12:00'), ('13:30', '17:00')) h (o, c))) \g /dev/null
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, roll, calendar_code)
    select format('w%s', n), 'y-a', format('%s个工作日', n), n, 'working_day', null, null from unnest('{1,2,3,5,10,15,20}'::int[]) n union all
    select format('d%s-%s', n, r), 'y-a', format('%s日', n), n, 'day', r, null from unnest('{10,14,15,20,22,23,25}'::int[]) n, unnest('{none,last_day,skip_all}'::text[]) r union all
    select format('d%s', n), 'y-a', format('%s日', n), n, 'day', null, null from unnest('{10,15,20}'::int[]) n union all
    select format('h%s', n), 'y-a', format('%s个工作小时', n), n, 'working_hour', null, 'CN-H' from unnest('{7,8}'::int[]) n union all
    select format('k%s', n), 'y-a', format('%s个工作日', n), n, 'working_day', null, 'CN-2025' from unnest('{1,2,3,5}'::int[]) n;

-- two further versions of the pack, as a city would set them: how early the notice comes, how late the red card
create function pg_temp.pack(version int, valid_from date, warn text, red text) returns void language sql as $$
    select jiancha.define_pack('xinxiang', version, '试行', '某市', valid_from, '某市办法 第一条');
    select jiancha.define_clock('xinxiang', version, 'promised', '承诺时限', '{accept}', '{close}', '某市办法 第二条', limit_from => 'promised',
        pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}');
    select jiancha.define_signal('xinxiang', version, 'warn', 'promised', 'notice', warn, '某市办法 第三条'),
        jiancha.define_signal('xinxiang', version, 'late', 'promised', 'yellow', 'due passed', '某市办法 第四条'),
        jiancha.define_signal('xinxiang', version, 'very late', 'promised', 'red', red, '某市办法 第五条');
$$;
select pg_temp.pack(2, '2025-05-01', 'due - 1 day', 'due + at least 2 working days'), pg_temp.pack(3, '2025-08-01', 'due - 2 working days', 'due + more than 2 days') \g /dev/null
create role clause_y_clerk;
select jiancha.grant_access('clause_y_clerk', 'y-a') \g /dev/null

-- what a clerk does; called as the clerk
create function pg_temp.accept_case(case_no text, matter text, accepted_at timestamptz) returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (case_no, 'y-a', matter, '申请人', accepted_at);
    insert into jiancha.case_step (case_no, step_no, kind, at) values (case_no, 1, 'accept', accepted_at);
end;
create function pg_temp.close_case(case_no text, at timestamptz) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at) values (case_no, 2, 'close', at);
end;
create function pg_temp.due(no text) returns date language sql as $$
    select c.due_on from jiancha.docket d join jiancha.clock c using (docket_id) where d.business_no = no and c.clock = 'promised'
$$;
-- what stands as of an instant, after a sweep at it
create function pg_temp.cards(no text, as_of timestamptz) returns text language plpgsql as $$
begin
    perform jiancha.sweep(as_of, 10000);
    return (select coalesce(string_agg(s.level, ' ' order by s.earned_at), '') from jiancha.signals s
            where s.case_no = no and s.state <> 'unfounded' and s.earned_at <= as_of);
end $$;
-- an instant, seen from both sides
create function pg_temp.edge(label text, no text, edge timestamptz, before text, after text) returns setof text language plpgsql as $$
begin
    return next is(pg_temp.cards(no, edge - interval '1 microsecond'), before, format('%s: %s before %s', label, coalesce(nullif(before, ''), 'nothing'), edge));
    return next is(pg_temp.cards(no, edge), after, format('%s: %s from it', label, after));
end $$;

select no_plan();

-- A01: 日 are calendar days, rolled; a pack that reads them as working days says so in the unit
select is(jiancha.deadline('2025-03-15', 20, 'day'), '2025-04-07', '[A01] Z-7.1: twenty days from 03-15 end on 清明 and roll');
select is(jiancha.deadline('2025-03-15', 20, 'working_day'), '2025-04-14', '[A01] Z-7.1 read as working days');
select is(jiancha.deadline('2025-09-22', 10, 'day'), '2025-10-09', '[A01] Z-7.2: ten days from 09-22');
select is(jiancha.deadline('2025-09-22', 10, 'working_day'), '2025-10-11', '[A01] Z-7.2 read as working days ends on the make-up Saturday');
select is(jiancha.deadline('2025-09-16', 15, 'day'), '2025-10-09', '[A01] Z-19.1: fifteen days from 09-16');
select is(jiancha.deadline('2025-09-16', 15, 'working_day'), '2025-10-13', '[A01] Z-19.1 read as working days');
set role clause_y_clerk;
select pg_temp.accept_case('A01-d', 'd10', '2025-09-22 09:00'), pg_temp.accept_case('A01-w', 'w10', '2025-09-22 09:00'), pg_temp.accept_case('A01-m', 'd20', '2025-03-15 09:00'),
    pg_temp.accept_case('A01-v', 'w20', '2025-03-15 09:00'), pg_temp.accept_case('A01-f', 'd15', '2025-09-16 09:00'), pg_temp.accept_case('A01-g', 'd15', '2025-09-16 09:00'),
    pg_temp.close_case('A01-f', '2025-10-09 23:59:59'), pg_temp.close_case('A01-g', '2025-10-10 00:00') \g /dev/null
select is(pg_temp.due(no), due, format('[A01] a case %s: due on %s', what, due)) from (values
    ('A01-d', date '2025-10-09', 'of ten days'), ('A01-w', '2025-10-11', 'of ten working days'), ('A01-m', '2025-04-07', 'of twenty days'), ('A01-v', '2025-04-14', 'of twenty working days')) v (no, due, what);
reset role;
select pg_temp.edge('[A01] ten days', 'A01-d', '2025-10-10 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[A01] ten working days', 'A01-w', '2025-10-12 00:00', 'notice', 'notice yellow');
select is(pg_temp.cards('A01-f', '2025-11-01'), 'notice', '[A01] Z-19.1: filed on 10-09 is on time');
select is(pg_temp.cards('A01-g', '2025-11-01'), 'notice yellow', '[A01] Z-19.1: filed on 10-10 is late');

-- A02: how a limit in days meets rest days; 10-01 to 10-08 are off, 10-11 is a make-up Saturday
create temp table rolled (n int, literal date, rolled date, skipped date);
insert into rolled values
    (14, '2025-09-30', '2025-09-30', '2025-10-11'), (15, '2025-10-01', '2025-10-09', '2025-10-13'), (22, '2025-10-08', '2025-10-09', '2025-10-22'),
    (23, '2025-10-09', '2025-10-09', '2025-10-23'), (25, '2025-10-11', '2025-10-11', '2025-10-27'), (10, '2025-09-26', '2025-09-26', '2025-09-29'),
    (20, '2025-10-06', '2025-10-09', '2025-10-20');
select is(jiancha.deadline('2025-09-16', n, 'day', roll => 'none'), literal, format('[A02] %s days, none: to the letter', n)) from rolled;
select is(jiancha.deadline('2025-09-16', n, 'day', roll => 'last_day'), rolled, format('[A02] %s days, last_day: only a last day of rest moves', n)) from rolled;
select is(jiancha.deadline('2025-09-16', n, 'day'), rolled, format('[A02] %s days: last_day is the default', n)) from rolled;
select is(jiancha.deadline('2025-09-16', n, 'day', roll => 'skip_all'), skipped, format('[A02] %s days, skip_all: no rest day counts', n)) from rolled;
select is(jiancha.deadline('2025-09-16', n, 'working_day', roll => r), skipped, format('[A02] %s working days, %s: rest days are out anyhow', n, r)) from rolled, unnest('{none,last_day,skip_all}'::text[]) r;
grant select on rolled to clause_y_clerk;
set role clause_y_clerk;
select pg_temp.accept_case(format('A02-%s-%s', n, r), format('d%s-%s', n, r), '2025-09-16 10:00') from rolled, unnest('{none,last_day,skip_all}'::text[]) r \g /dev/null
select is(pg_temp.due(format('A02-%s-%s', n, r)), d, format('[A02] a case of %s days, %s', n, r)) from rolled, lateral (values ('none', literal), ('last_day', rolled), ('skip_all', skipped)) v (r, d);
reset role;
select pg_temp.edge('[A02] none: a card in the holidays', 'A02-15-none', '2025-10-02 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[A02] skip_all', 'A02-15-skip_all', '2025-10-14 00:00', 'notice', 'notice yellow');

-- X-W-16: 遇法定节假日时顺延
select pg_temp.edge('[X-W-16] the last day is a holiday: rolled to 10-09, a card', 'A02-15-last_day', '2025-10-10 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[X-W-16] the last day is the day before the holidays: a card', 'A02-14-last_day', '2025-10-01 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[X-W-16] the last day is the last of the holidays: a card', 'A02-22-last_day', '2025-10-10 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[X-W-16] the last day is a make-up Saturday, a working day: a card', 'A02-25-last_day', '2025-10-12 00:00', 'notice', 'notice yellow');
select ok(exists (select from jiancha.explain_deadline('A02-15-last_day') e where e.what ~ '顺延' and e."to" = '2025-10-09'), '[X-W-16] the explanation says that it was rolled');
select ok(not exists (select from jiancha.explain_deadline('A02-14-last_day') e where e.what ~ '顺延'), '[X-W-16] and does not where it was not');

-- A03: "one day before" is a working day (X), a calendar day, or two working days (Hunan), as the rule says; a percentage is a unit of the limit
set role clause_y_clerk;
select pg_temp.accept_case('A03-1', 'w5', '2025-04-21 10:00'), pg_temp.accept_case('A03-2', 'w5', '2025-05-26 10:00'), pg_temp.accept_case('A03-3', 'w3', '2025-09-26 10:00'),
    pg_temp.accept_case('A03-4', 'w1', '2025-04-23 10:00'), pg_temp.accept_case('A03-5', 'w1', '2025-05-29 10:00'), pg_temp.accept_case('A03-6', 'w2', '2025-09-26 10:00'),
    pg_temp.accept_case('A03-7', 'w1', '2025-09-26 10:00') \g /dev/null
reset role;
select pg_temp.edge('[A03] due on the make-up Sunday 04-27, one working day before: Friday', 'A03-1', '2025-04-25 00:00', '', 'notice');
select pg_temp.edge('[A03] due on 06-03, one calendar day before: the holiday 06-02', 'A03-2', '2025-06-02 00:00', '', 'notice');
select pg_temp.edge('[A03] due on 09-30, two working days before: the make-up Sunday 09-28', 'A03-3', '2025-09-28 00:00', '', 'notice');
select pg_temp.edge('[A03] one working day, notice at acceptance', 'A03-4', '2025-04-23 10:00', '', 'notice');
select pg_temp.edge('[A03] one working day, a calendar day before it', 'A03-5', '2025-05-29 10:00', '', 'notice');
select pg_temp.edge('[A03] two working days, two before', 'A03-6', '2025-09-26 10:00', '', 'notice');
select pg_temp.edge('[A03] one working day, two before would be before acceptance', 'A03-7', '2025-09-26 10:00', '', 'notice');
select is(jiancha.percent_of_limit(n, p), u, format('[A03] %s %% of %s working days are used up on the %s.', p, n, u))
  from (values (20, 90, 18), (10, 90, 9), (11, 90, 10), (5, 90, 5), (1, 90, 1), (20, 89.9, 18), (20, 90.1, 19), (20, 100, 20), (20, 0, 0)) v (n, p, u);
select throws_ok($$ select jiancha.define_signal('xinxiang', 4, 'x', 'promised', 'notice', 'due - 1', 'x') $$, 'JC009', null, '[A03] a rule that does not say of what unit is refused');

-- A11: by the day, the start day does not count and the last lasts until 24:00 or close of business; by the hour, to the second
select is(jiancha.deadline_at(t, 5, calendar => 'CN-H'), '2025-01-10 00:00+08', format('[A11] by the day, from %s: end of 01-09', t))
  from unnest('{2025-01-02 00:00+08,2025-01-02 12:00+08,2025-01-02 23:59:59.999999+08}'::timestamptz[]) t;
select is(jiancha.deadline_at('2025-01-03 00:00+08', 5, calendar => 'CN-H'), '2025-01-11 00:00+08', '[A11] an instant later: end of 01-10');
select is(jiancha.deadline_at('2025-01-02 10:00+08', 5, calendar => 'CN-H', due_moment => 'close_of_business'), '2025-01-09 17:00+08', '[A11] or its close of business');
select is(jiancha.deadline_at(t, 8, 'working_hour', calendar => 'CN-H'), d, format('[A11] eight working hours from %s: %s', t, d)) from (values
    (timestamptz '2025-01-02 16:00+08', timestamptz '2025-01-03 17:00+08'), ('2025-01-02 16:00:01+08', '2025-01-06 08:30:01+08'), ('2025-01-02 07:00+08', '2025-01-03 09:30+08'),
    ('2025-01-02 12:30+08', '2025-01-03 14:30+08'), ('2025-01-04 10:00+08', '2025-01-07 09:30+08')) v (t, d);
set role clause_y_clerk;
select pg_temp.accept_case('A11-1', 'w5', '2025-01-02 00:00'), pg_temp.accept_case('A11-2', 'w5', '2025-01-02 23:59:59'), pg_temp.accept_case('A11-3', 'w5', '2025-01-03 00:00'),
    pg_temp.accept_case('A11-4', 'h8', '2025-01-02 16:00'), pg_temp.accept_case('A11-5', 'h8', '2025-01-02 16:00:01'), pg_temp.accept_case('A11-6', 'h8', '2025-01-02 16:00'),
    pg_temp.close_case('A11-6', '2025-01-03 16:59:59') \g /dev/null
reset role;
select pg_temp.edge('[A11] by the day, from its first instant', 'A11-1', '2025-01-10 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[A11] by the day, from its last second', 'A11-2', '2025-01-10 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[A11] by the day, from the next', 'A11-3', '2025-01-11 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[A11] by the hour', 'A11-4', '2025-01-03 17:00', 'notice', 'notice yellow');
select pg_temp.edge('[A11] by the hour, a second later: on the next day', 'A11-5', '2025-01-06 08:30:01', 'notice', 'notice yellow');
select is(pg_temp.cards('A11-6', '2025-02-01'), 'notice', '[A11] by the hour, finished a second before');

-- A13: what is not published is never guessed; the last published day is known, the next is not
select is(jiancha.add_working_days('2025-12-26', 3, 'CN-2025'), '2025-12-31', '[A13] the last published day can be the answer');
select throws_ok(format('select %s', call), 'JC001', null, format('[A13] %s raises', call)) from unnest(array[
    $$jiancha.add_working_days('2025-12-26', 4, 'CN-2025')$$, $$jiancha.working_days_between('2025-12-26', '2026-01-01', 'CN-2025')$$,
    $$jiancha.is_working_day('2026-01-01', 'CN-2025')$$, $$jiancha.deadline('2025-12-26', 4, calendar => 'CN-2025')$$,
    $$jiancha.deadline('2025-12-26', 6, 'day', calendar => 'CN-2025')$$, $$jiancha.deadline('2025-12-26', 3, pauses => '{(2025-12-29,2026-01-05]}', calendar => 'CN-2025')$$]) call;
select is(jiancha.deadline('2025-12-26', 5, 'day', calendar => 'CN-2025'), '2025-12-31', '[A13] a natural limit that ends on the last published day is known');
select results_eq($$ select due, provisional, not_before, first_unknown from jiancha.deadline_estimate('2025-12-26', 3, calendar => 'CN-2025') $$,
    $$ values (date '2025-12-31', false, date '2025-12-31', null::date) $$, '[A13] an estimate inside the horizon is the answer');
select results_eq($$ select due > '2025-12-31', provisional, not_before, first_unknown from jiancha.deadline_estimate('2025-12-26', 4, calendar => 'CN-2025') $$,
    $$ values (true, true, date '2026-01-01', date '2026-01-01') $$, '[A13] past it: a date marked provisional, with the earliest it can be and the first unknown day');
set role clause_y_clerk;
select pg_temp.accept_case('A13-1', 'k3', '2025-12-26 10:00'), pg_temp.accept_case('A13-2', 'k5', '2025-12-26 10:00') \g /dev/null
reset role;
select results_eq($$ select case_no, certainty from jiancha.beyond_horizon order by 1 $$, $$ values ('A13-2', 'provisional') $$, '[A13] the DBA sees which cases run past the horizon');
select pg_temp.edge('[A13] due on the last published day', 'A13-1', '2026-01-01 00:00', 'notice', 'notice yellow');
select pg_temp.edge('[A13] more than two days after it, which needs no day that is not published', 'A13-1', '2026-01-03 00:00', 'notice yellow', 'notice yellow red');
select is(pg_temp.cards('A13-2', '2026-03-01'), '', '[A13] no card on a provisional day, however late');
select results_eq($$ select case_no, old_certainty, new_certainty, new_due_on, appears from jiancha.preview_notice('{"calendar": "CN-2025", "notice_no": "2026", "published_through": "2026-12-31"}', '2026-03-01 00:00+08') where clock = 'promised' order by 1 $$,
    $$ values ('A13-2', 'provisional', 'firm', date '2026-01-05', '{late,"very late",warn}'::text[]) $$,
    '[A13] what the notice will settle can be seen beforehand');
select jiancha.load_notice('{"calendar": "CN-2025", "notice_no": "2026", "published_through": "2026-12-31"}') \g /dev/null
select is(pg_temp.cards('A13-2', '2026-03-01'), 'notice yellow red', '[A13] the notice settles it');
select is_empty($$ select * from jiancha.beyond_horizon $$, '[A13] nothing runs past the horizon any more');

-- A32: "more than two working days" (X) is from the start of the third; "at least two" from the start of the second; "more than two days" counts rest days
set role clause_y_clerk;
select pg_temp.accept_case('A32-1', 'w5', '2025-04-21 10:00'), pg_temp.accept_case('A32-2', 'w5', '2025-05-26 10:00'), pg_temp.accept_case('A32-3', 'w3', '2025-09-26 10:00'),
    pg_temp.accept_case('A32-4', 'w5', '2025-04-21 10:00'), pg_temp.close_case('A32-4', '2025-04-29 23:59:59'), pg_temp.accept_case('A32-5', 'w5', '2025-05-26 10:00'),
    pg_temp.close_case('A32-5', '2025-06-04 23:59:59') \g /dev/null
reset role;
select pg_temp.edge('[A32] more than two working days after 04-27', 'A32-1', '2025-04-30 00:00', 'notice yellow', 'notice yellow red');
select pg_temp.edge('[A32] at least two working days after 06-03', 'A32-2', '2025-06-05 00:00', 'notice yellow', 'notice yellow red');
select pg_temp.edge('[A32] more than two days after 09-30, in the holidays', 'A32-3', '2025-10-03 00:00', 'notice yellow', 'notice yellow red');
select is(pg_temp.cards('A32-4', '2025-06-01'), 'notice yellow', '[A32] finished on the second working day over: not more than two');
select is(pg_temp.cards('A32-5', '2025-07-01'), 'notice yellow', '[A32] finished on the first: not two');
select throws_ok($$ select jiancha.define_signal('xinxiang', 4, 'x', 'promised', 'red', 'due + 2 working days', 'x') $$, 'JC009', null, '[A32] a rule that does not say which is refused');

select is_empty($$ select * from jiancha.verify('2026-03-01 00:00+08') $$, '[A01] to [A32]: nothing missing, nothing too much');
select is_empty($$ select * from jiancha.verify_clocks() $$, '[A01] to [A32]: every clock is what its facts make it');
-- a limit in hours, span by span
set role clause_y_clerk;
select pg_temp.accept_case('E-h8', 'h8', '2025-01-24 10:20+08') \g /dev/null
select results_eq($$ select "from", what from jiancha.explain_deadline('E-h8') where what ~ '，计[0-9]' order by "no" $$,
    $$ values (date '2025-01-24', '工作日，计5小时10分'), ('2025-01-26', '调休上班，计为工作日，计2小时50分') $$, '[A11] how long the office was open in each span, together the limit');
reset role;
select * from finish();

drop owned by clause_y_clerk;
drop role clause_y_clerk, "jiancha_org_y-a", "jiancha_enter_y-a";
