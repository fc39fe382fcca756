-- 期间计算: rubrics 7.3 and 7.4 and the list of peers 5.1, through the public functions and through cases of a department.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null

create temp table working_day_vector (start date, n int, due date, why text);
insert into working_day_vector values
    ('2025-01-23', 5, '2025-02-06', 'make-up Sunday 01-26 counts, 01-28 to 02-04 do not'),
    ('2025-01-23', 20, '2025-02-26', 'decision'),
    ('2025-01-23', 30, '2025-03-12', 'decision with ten more'),
    ('2025-09-26', 5, '2025-10-10', 'make-up Sunday 09-28'),
    ('2025-09-30', 1, '2025-10-09', 'break of eight days'),
    ('2025-10-01', 1, '2025-10-09', 'starts on a holiday'),
    ('2025-10-05', 10, '2025-10-21', 'make-up Saturday 10-11'),
    ('2024-12-31', 45, '2025-03-11', 'joint'),
    ('2024-12-31', 60, '2025-04-01', 'joint with fifteen more'),
    ('2026-02-13', 5, '2026-02-27', 'make-up Saturday 02-14'),
    ('2026-02-13', 20, '2026-03-19', 'make-up Saturday 02-28'),
    ('2010-02-08', 2, '2010-02-10', 'transfer of a complaint'),
    ('2010-02-08', 15, '2010-03-04', 'complaint'),
    ('2018-10-15', 7, '2018-10-24', 'plain'),
    ('2018-10-15', 10, '2018-10-29', 'plain'),
    ('2024-02-09', 1, '2024-02-18', 'make-up Sunday'),
    -- peers 5.1
    ('2025-09-22', 5, '2025-09-28', 'make-up Sunday is the last day'),
    ('2025-10-04', 5, '2025-10-14', 'starts inside the break'),
    ('2025-09-27', 5, '2025-10-10', 'starts on a Saturday');

create temp table natural_day_vector (start date, n int, literal date, rolled date);
insert into natural_day_vector values
    ('2025-09-16', 15, '2025-10-01', '2025-10-09'),
    ('2025-01-13', 15, '2025-01-28', '2025-02-05'),
    ('2024-12-12', 20, '2025-01-01', '2025-01-02'),
    ('2025-03-15', 20, '2025-04-04', '2025-04-07'),
    ('2025-04-11', 20, '2025-05-01', '2025-05-06'),
    ('2025-09-22', 10, '2025-10-02', '2025-10-09'),
    ('2025-07-05', 90, '2025-10-03', '2025-10-09'),
    ('2025-08-02', 60, '2025-10-01', '2025-10-09');

select plan((19 * 3 + 3 + 8 * 3 + 16)::int);

-- through the functions
select is(jiancha.add_working_days(start, n), due, format('[7.3] %s and %s working days: %s', start, n, why)) from working_day_vector;
select is(jiancha.working_days_between(start, due), n, format('[5.1] %s to %s are %s working days', start, due, n)) from working_day_vector;
select throws_ok($$ select jiancha.add_working_days('2026-12-31', 1) $$, 'JC001', null, '[7.3] a day of 2027 is not known: an error, never a guess');
select throws_ok($$ select jiancha.working_days_between('2026-12-01', '2027-01-01') $$, 'JC001', null, '[5.1] a count that ends in 2027 is an error');
select throws_ok($$ select jiancha.deadline('2026-12-20', 10) $$, 'JC001', null, '[A13] a limit that ends in 2027 is an error');
select is(jiancha.deadline(start, n, 'day', roll => 'last_day'), rolled, format('[7.4] %s and %s days, rolled off the holiday', start, n)) from natural_day_vector;
select is(jiancha.deadline(start, n, 'day', roll => 'none'), literal, format('[7.4] %s and %s days to the letter', start, n)) from natural_day_vector;

select is(jiancha.add_working_days('2025-10-04', 0), '2025-10-04', '[5.1] none added is the day itself, not rolled');
select is(jiancha.working_days_between('2025-09-26', '2025-10-09'), 4, '[5.1] (09-26, 10-09] holds four working days');
select is(jiancha.working_days_between('2025-10-04', '2025-10-09'), 1, '[5.1] (10-04, 10-09] holds one');
select is(jiancha.working_days_between('2025-10-09', '2025-10-04'), -1, '[5.1] antisymmetric');
select is(jiancha.add_working_days('2025-10-09', -1), '2025-09-30', '[5.1] the working day before the first after the break');
select is(jiancha.add_working_days('2025-10-04', -1), '2025-09-30', '[5.1] backward from a rest day');
select is(jiancha.deadline('2025-03-03', 5, pauses => '{(2025-03-12,2025-03-14]}'), '2025-03-10', '[design 4] a pause that begins after due changes nothing');
select is(jiancha.deadline('2025-03-03', 5, pauses => '{(2025-03-05,2025-03-07]}'), '2025-03-12', '[design 4] two paused days are two more');
select is(jiancha.deadline('2025-03-03', 5, pauses => '{(2025-03-05,)}'), 'infinity', '[design 4] an open pause has no end');
select is(jiancha.roll_forward('2025-02-08'), '2025-02-08', '[民法典 203] a make-up Saturday is a working day and stays');
select is(jiancha.deadline('2025-01-31', 1, 'month'), '2025-02-28', '[民法典 202] where the day is missing the month''s last');
select is_empty($$ select d from generate_series(date '2025-01-01', '2025-12-31', interval '1 day') g (d), generate_series(0, 12, 4) a (a), generate_series(0, 15, 5) b (b)
                   where jiancha.add_working_days(jiancha.add_working_days(d::date, a), b) <> jiancha.add_working_days(d::date, a + b) $$,
                '[5.1] add(add(d, a), b) = add(d, a + b) on every day of a year');

-- through cases: received and accepted on the start day by a clerk, the due day read back by him
insert into jiancha.org (org_code, name) values ('time-a', '期间局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit)
    select distinct 'w' || n, 'time-a', n || '个工作日', n, 'working_day', 60 from working_day_vector union
    select distinct 'd' || n, 'time-a', n || '日', n, 'day', 60 from natural_day_vector;
create role clause_time_clerk;
select jiancha.grant_access('clause_time_clerk', 'time-a') \g /dev/null
grant select on working_day_vector, natural_day_vector to clause_time_clerk;
set role clause_time_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel)
    select format('w-%s-%s', start, n), 'time-a', 'w' || n, '申请人', (start + time '09:00') at time zone 'Asia/Shanghai', 'online' from working_day_vector union all
    select format('d-%s-%s', start, n), 'time-a', 'd' || n, '申请人', (start + time '09:00') at time zone 'Asia/Shanghai', 'online' from natural_day_vector;
insert into jiancha.case_step (case_no, step_no, kind, at)
    select format('w-%s-%s', start, n), 1, 'accept', (start + time '23:59') at time zone 'Asia/Shanghai' from working_day_vector union all
    select format('d-%s-%s', start, n), 1, 'accept', (start + time '23:59') at time zone 'Asia/Shanghai' from natural_day_vector;
create temp view due as
    select d.business_no, c.due_on, c.due_at from jiancha.docket d join jiancha.clock c using (docket_id) where c.clock = 'promised';
select is(due_on, due, format('[7.3] a case accepted on %s with %s working days is due on %s: %s', start, n, due, why))
  from working_day_vector join due on business_no = format('w-%s-%s', start, n);
select is(due_on, rolled, format('[7.4] [X-W-16] a case accepted on %s with %s days is due on %s', start, n, rolled))
  from natural_day_vector join due on business_no = format('d-%s-%s', start, n);
select is(due_at, timestamptz '2025-02-07 00:00+08', '[民法典 203] the due moment is the end of the due day, as an exclusive bound')
  from due where business_no = 'w-2025-01-23-5';
select is((select "to" from jiancha.explain_deadline('w-2025-01-23-5') order by no desc limit 1), '2025-02-06', '[5.1] the explanation ends on the same day');
select is((select sum(days) from jiancha.explain_deadline('w-2025-01-23-5') where what ~ '工作日$|调休上班'), 5::bigint, '[5.1] the explanation counts five days');
select is((select string_agg(distinct source, '') from jiancha.explain_deadline('w-2025-01-23-5') where what ~ '春节'), '国办发明电〔2024〕12号',
          '[A13] the skipped span names its notice');
reset role;
select * from finish();

drop view due;
drop owned by clause_time_clerk;
drop role clause_time_clerk, "jiancha_org_time-a";
