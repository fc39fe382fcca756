-- The demonstration: a city's quarter, then what its supervisors see. Run in an empty database.
\set QUIET on
\pset footer off
set client_min_messages = warning;
\echo loading the rules, the calendar and a city of 20 departments, 67 posts and 60 matters
create extension jiancha;
select jiancha.setup('410700', 'xinxiang') \g /dev/null
\ir city.sql
-- the trial run is over before the quarter begins: its cards are issued
select jiancha.go_live('2025-01-01 00:00+08', '示例决定') \g /dev/null

\echo a quarter passes: each day the departments enter their rows, at midnight comes the sweep
\pset tuples_only on
\pset format unaligned
select format('call city.enter(%L)', day),
       format('call jiancha.sweep_all(%L)', day_end),
       -- Sundays, and the last day
       case when extract(isodow from day) = 7 or day = date '2025-03-31' then format($$
           select format('  %1$s  %%5s cases, %%5s open; %%4s notices, %%3s yellow, %%3s red cards so far',
                         (select count(*) from jiancha.docket), (select count(*) from jiancha.docket where closed_at is null),
                         count(*) filter (where level = 'notice'), count(*) filter (where level = 'yellow'), count(*) filter (where level = 'red'))
             from jiancha.signals where state <> 'unfounded' $$, day) end
  from (select day::date, (day::date + 1)::timestamp at time zone 'Asia/Shanghai' as day_end
          from generate_series(timestamp '2025-01-02', '2025-03-31', '1 day') day) quarter
 order by day
\gexec

\pset tuples_only off
\pset format aligned
\echo
\echo 'the board on the morning after'
select case_no, org, matter, stage, due, "left", state from jiancha.board_at('2025-04-01 08:30+08') limit 12;
\echo
\echo yellow and red cards of 住房建设局
select signal_no, case_no, level, earned_at::timestamp(0) as earned_at, state
  from jiancha.signals where org_code = 'zjj' and level in ('yellow', 'red') order by earned_at, signal_no;
-- one whose days ran over the spring festival
select case_no from jiancha.signals
 where org_code = 'zjj' and level in ('yellow', 'red') and exists (select from jiancha.explain_deadline(case_no) where what like '%春节%')
 order by level, earned_at, case_no limit 1 \gset
\echo
\echo why: select * from jiancha.explain_deadline(:'case_no')
\pset format wrapped
\pset columns 100
select * from jiancha.explain_deadline(:'case_no');
