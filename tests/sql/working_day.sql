-- Working days of the national calendar: golden vectors, conventions at the edges, volatility.
set client_min_messages = warning;
set datestyle = 'ISO, YMD';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');

-- adding: the start day never counts (Civil Code art. 201)
select start, n, jiancha.add_working_days(start, n) as due
from (values
	(date '2025-01-23', 5), ('2025-01-23', 20), ('2025-01-23', 30), ('2025-09-26', 5), ('2025-09-30', 1), ('2025-10-01', 1),
	('2025-10-05', 10), ('2024-12-31', 45), ('2024-12-31', 60), ('2026-02-13', 5), ('2026-02-13', 20), ('2010-02-08', 2),
	('2010-02-08', 15), ('2018-10-15', 7), ('2018-10-15', 10), ('2024-02-09', 1),
	('2025-09-22', 5), ('2025-10-04', 5), ('2025-10-04', 0), ('2025-09-27', 5), ('2025-10-09', -3), ('2025-10-05', -1)) as v (start, n);

-- counting is half-open on the left, and antisymmetric
select jiancha.working_days_between('2025-09-26', '2025-10-09') as four,
	jiancha.working_days_between('2025-10-04', '2025-10-09') as one,
	jiancha.working_days_between('2025-10-09', '2025-09-26') as minus_four,
	jiancha.working_days_between('2025-10-09', '2025-10-09') as none;

-- rolling is another question
select day, jiancha.is_working_day(day) as working, jiancha.roll_forward(day), jiancha.roll_back(day)
from (values (date '2025-10-01'), ('2025-10-09'), ('2025-10-11'), ('2025-10-12'), ('2025-01-26')) as v (day);

-- every year has as many working days as the notices leave it
select extract(year from d.day)::integer as year, count(*) filter (where d.working) as working,
	count(*) filter (where d.kind = 'make_up_day') as make_up
from jiancha.calendar_days('2004-01-01', '2026-12-31') as d
group by 1 order by 1;
select array_agg(jiancha.working_days_of_month(make_date(2025, m, 15)) order by m) from generate_series(1, 12) as m;
select array_agg(d order by d) from jiancha.generate_working_days('2025-01-24', '2025-02-06') as d;
select count(*) from jiancha.generate_working_days('2025-02-06', '2025-01-24');

-- every day has its notice, and one function answers as the other
select count(*) as no_notice from jiancha.calendar_days('2004-01-01', '2026-12-31') as d
where d.kind in ('make_up_day', 'holiday') and (d.notice_no is null or d.holiday is null);
select count(*) as disagree
from jiancha.calendar_days('2004-01-01', '2026-12-31') as d
where d.working <> jiancha.is_working_day(d.day)
	or d.working <> (jiancha.working_days_between(d.day - 1, d.day) = 1)
	or d.working <> exists (select from jiancha.generate_working_days(d.day, d.day));

-- NULL, infinity
select jiancha.is_working_day(null), jiancha.add_working_days(null, 1), jiancha.add_working_days('2025-01-01', null),
	jiancha.working_days_between(null, '2025-01-01'), jiancha.working_days_between('2025-01-01', null), jiancha.roll_forward(null),
	jiancha.working_days_of_month(null), (select count(*) from jiancha.calendar_days(null, '2025-01-01'));
select jiancha.is_working_day('infinity'), jiancha.add_working_days('infinity', 1), jiancha.add_working_days('-infinity', 1),
	jiancha.roll_forward('infinity'), jiancha.roll_back('-infinity');

-- the same in every zone and date style
set timezone = 'America/New_York';
set datestyle = 'German, DMY';
select jiancha.add_working_days('2025-01-23', 5)::text, jiancha.deadline('2025-09-16', 15, 'day')::text;
select jiancha.add_working_days('2026-12-15', 20);
reset datestyle;
reset timezone;

-- declared as they are: stable, parallel safe, nobody's rights raised
select p.proname, p.provolatile, p.proparallel, p.prosecdef, p.proconfig is null as unpinned
from pg_proc as p
where p.pronamespace = 'jiancha'::regnamespace
	and p.proname in ('is_working_day', 'add_working_days', 'working_days_between', 'roll_forward', 'roll_back', 'deadline')
order by 1;

-- workers give what the leader gives
set parallel_setup_cost = 0;
set parallel_tuple_cost = 0;
set min_parallel_table_scan_size = 0;
create table day_list as select date '2010-01-01' + i as day from generate_series(0, 5000) as i;
alter table day_list set (parallel_workers = 2);
analyze day_list;
explain (costs off) select sum(jiancha.add_working_days(day, 20) - day) from day_list;
select sum(jiancha.add_working_days(day, 20) - day) from day_list;
set max_parallel_workers_per_gather = 0;
select sum(jiancha.add_working_days(day, 20) - day) from day_list;
