-- Limits: units, rolling, pauses, extensions; what the engine's functions say beside the horizon.
set client_min_messages = warning;
set datestyle = 'ISO, YMD';
set timezone = 'Asia/Shanghai';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');

-- natural days, the last one rolled (Civil Code art. 203)
select start, n, jiancha.deadline(start, n, 'day', roll => 'none') as literal, jiancha.deadline(start, n, 'day') as rolled,
	jiancha.deadline(start, n, 'day', roll => 'skip_all') as skipped
from (values (date '2025-09-16', 15), ('2025-01-13', 15), ('2024-12-12', 20), ('2025-03-15', 20), ('2025-04-11', 20), ('2025-09-22', 10),
	('2025-07-05', 90), ('2025-08-02', 60)) as v (start, n);

-- weeks, months and years: the corresponding day, else the month's last (art. 202)
select jiancha.deadline('2024-01-31', 1, 'month', roll => 'none') as leap, jiancha.deadline('2025-01-31', 1, 'month', roll => 'none') as plain,
	jiancha.deadline('2024-02-29', 1, 'year', roll => 'none') as year, jiancha.deadline('2025-01-22', 2, 'week', roll => 'none') as weeks,
	jiancha.deadline('2025-03-31', 6, 'month') as half_year, jiancha.deadline('2025-07-01', 3, 'month') as rolled;

-- pauses (s, e]: in order, each if it begins on or before the due day so far
select pauses, jiancha.deadline('2025-03-03', 5, pauses => pauses) as due
from (values (datemultirange '{}'), ('{(2025-03-12,2025-03-14]}'), ('{(2025-03-05,2025-03-14]}'), ('{(2025-03-10,2025-03-14]}'),
	('{(2025-03-11,2025-03-14]}'), ('{(2025-03-05,2025-03-07],(2025-03-11,2025-03-13]}'), ('{(2025-03-05,2025-03-07],(2025-03-13,2025-03-14]}'),
	('{(2025-02-01,2025-03-03]}'), ('{(2025-02-01,2025-03-05]}'), ('{(,2025-03-05]}'), ('{(2025-03-05,2025-03-05]}'),
	('{(2025-03-05,)}'), ('{(2025-03-11,)}'), ('{(2025-03-08,2025-03-09]}')) as v (pauses);
-- natural limits lose natural days
select pauses, jiancha.deadline('2025-09-16', 15, 'day', pauses) as due
from (values (datemultirange '{}'), ('{(2025-09-20,2025-09-22]}'), ('{(2025-10-01,2025-10-10]}'), ('{(2025-10-05,2025-10-10]}'),
	('{(2025-10-05,2025-10-07]}'), ('{(2025-10-05,)}'), ('{(2025-10-10,2025-10-20]}')) as v (pauses);
-- more pauses than fit on the stack; NULL pauses are none
select jiancha.deadline('2025-03-03', 40, pauses => range_agg(daterange(date '2025-03-03' + 3 * i, date '2025-03-03' + 3 * i, '[]')))
from generate_series(1, 20) as i;
select jiancha.deadline('2025-03-03', 5, pauses => null), jiancha.deadline('2025-03-03', 5, roll => null), jiancha.deadline('2025-03-03', 0),
	jiancha.deadline('2025-10-04', 0, 'day'), jiancha.deadline(null, 5), jiancha.deadline('2025-03-03', null), jiancha.deadline('infinity', 5);

-- limits that are the least or the greatest of two, per cent of a limit
select least(jiancha.deadline('2025-09-16', 10), jiancha.deadline('2025-09-16', 15, 'day')) as least,
	greatest(jiancha.deadline('2025-09-16', 10), jiancha.deadline('2025-09-16', 15, 'day')) as greatest,
	jiancha.percent_of_limit(20, 90) as "90 %", jiancha.percent_of_limit(7, 50) as half;

-- the engine: due instant, extensions in one order with the pauses
select due.* from (values
	('{}'::datemultirange, null::date[], null::integer[]),
	('{}', '{2025-03-10}', '{3}'), ('{}', '{2025-03-11}', '{3}'),
	('{(2025-03-12,2025-03-14]}', '{2025-03-10}', '{3}'), ('{(2025-03-12,2025-03-14]}', '{2025-03-13}', '{3}'),
	('{(2025-03-05,2025-03-14]}', '{2025-03-13}', '{3}'), ('{(2025-03-05,)}', '{2025-03-13}', '{3}'),
	('{}', '{2025-03-12,2025-03-10}', '{4,2}')) as v (pauses, extended_on, extended_by)
cross join lateral jiancha._clock_due('2025-03-03 17:00+08', 5, 'working_day', v.pauses, v.extended_on, v.extended_by, 'CN', 26, 'last_day') as due;
-- the day of an instant is the calendar's
select jiancha._local_date('2025-03-02 16:00+00', 'CN', 26), jiancha._local_date('2025-03-02 15:59:59+00', 'CN', 26),
	jiancha._start_of_day('2025-03-03', 'CN', 26), jiancha._local_date('infinity', 'CN', 26), jiancha._start_of_day('-infinity', 'CN', 26);

-- golden vectors of signals: warn, yellow, red
select v.accepted, v.n, (due).due_on, w.at::date as warn, y.at::date as yellow, r.at::date as red, r.firm
from (values (date '2025-01-02', 5), ('2025-01-23', 5), ('2025-04-21', 5), ('2025-04-22', 5), ('2025-09-19', 5), ('2025-09-26', 3), ('2026-02-12', 2)) as v (accepted, n)
cross join lateral (select jiancha._clock_due(v.accepted + time '10:00' at time zone 'Asia/Shanghai', v.n, 'working_day', '{}', null, null, 'CN', 26, null) as due) as d
cross join lateral jiancha._threshold((due).due_on, (due).due_at, v.accepted + time '10:00' at time zone 'Asia/Shanghai', 1, 'working_day', 'before', 'CN', 26) as w
cross join lateral jiancha._threshold((due).due_on, (due).due_at, null, null, null, 'passed', 'CN', 26) as y
cross join lateral jiancha._threshold((due).due_on, (due).due_at, null, 2, 'working_day', 'more_than', 'CN', 26) as r;
-- the comparisons; natural units too; a reminder is never before the start
select c.comparison, c.unit, t.* from (values ('passed', 'day'), ('before', 'working_day'), ('more_than', 'working_day'), ('at_least', 'working_day'),
	('before', 'day'), ('more_than', 'day'), ('at_least', 'day'), ('more_than', 'month'), ('at_least', 'month')) as c (comparison, unit)
cross join lateral jiancha._threshold('2025-01-27', '2025-01-28 00:00+08', '2025-01-24 11:00+08', 2, c.unit, c.comparison, 'CN', 26) as t;

-- certainty belongs to each threshold: due is firm, due + 3 is not
select t.* from (values (0), (1), (2), (3)) as v (n)
cross join lateral jiancha._threshold('2026-12-29', '2026-12-30 00:00+08', null, v.n, 'working_day', 'at_least', 'CN', 26) as t;
select due.* from jiancha._clock_due('2026-12-15 10:00+08', 20, 'working_day', '{}', null, null, 'CN', 26, null) as due;
select e.* from (values (date '2026-12-15', 20, 'working_day'), ('2026-12-15', 5, 'working_day'), ('2026-12-30', 10, 'day'),
	('2003-12-01', 40, 'working_day')) as v (start, n, unit)
cross join lateral jiancha.deadline_estimate(v.start, v.n, v.unit) as e;

-- what an explanation is made of
select * from jiancha._day_spans('2025-01-23', '2025-02-06', '{}', 'CN', 26);
select * from jiancha._day_spans('2025-04-30', '2025-05-12', '{(2025-05-02,2025-05-07]}', 'CN', 26);
select * from jiancha._day_spans('2026-12-24', '2027-01-06', '{}', 'CN', 26);
select count(*) from jiancha._day_spans('2025-01-23', '2025-01-23', '{}', 'CN', 26);
-- the spans cover each day once and count what the arithmetic counts
select count(*) as wrong
from generate_series(date '2010-01-01', '2026-06-01', interval '7 days') as s (start)
cross join lateral (
	select sum(p.counted) as counted, sum(p.last_day - p.first_day + 1) as days, min(p.first_day) as first_day, max(p.last_day) as last_day
	from jiancha._day_spans(s.start::date, s.start::date + 90, '{}', 'CN', 26) as p) as t
where t.counted <> jiancha.working_days_between(s.start::date, s.start::date + 90) or t.days <> 90
	or t.first_day <> s.start::date + 1 or t.last_day <> s.start::date + 90;
