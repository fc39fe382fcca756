-- Opening hours: lunch breaks, make-up days, limits in hours, the close of business, pauses of instants.
\set SHOW_CONTEXT never
set client_min_messages = warning;
set datestyle = 'ISO, YMD';
set timezone = 'Asia/Shanghai';
set intervalstyle = 'postgres';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');
select jiancha.create_calendar('HALL', '政务大厅', parent => 'CN', hours => (
	select jsonb_agg(jsonb_build_object('weekday', d, 'opens', o, 'closes', c))
	from (values (1), (2), (3), (4), (5)) as w (d), (values ('08:30', '12:00'), ('14:00', '17:30')) as h (o, c)
	where (d, o) <> (5, '14:00')) || '[{"weekday": 5, "opens": "14:00", "closes": "16:00"}]');
select jiancha.create_calendar('WINDOW', '窗口', parent => 'HALL');

-- adding stops at a closing, going back at an opening; make-up Sunday 2025-01-26 has Monday's hours
select at, amount, jiancha.add_working_time(at, amount, 'HALL')
from (values (timestamptz '2025-01-24 09:00+08', interval '1 hour'), ('2025-01-24 11:30+08', '30 minutes'), ('2025-01-24 11:30+08', '31 minutes'),
	('2025-01-24 15:30+08', '30 minutes'), ('2025-01-24 15:30+08', '1 hour'), ('2025-01-25 10:00+08', '7 hours'), ('2025-01-27 17:00+08', '1 hour'),
	('2025-01-26 09:00+08', '-1 hour'), ('2025-01-26 08:30+08', '-5 hours 30 minutes'), ('2025-02-01 10:00+08', '0'), ('infinity', '1 hour')) as v (at, amount);
select jiancha.working_time_between('2025-01-24 09:00+08', '2025-01-26 09:00+08', 'HALL'), jiancha.working_time_between('2025-01-26 09:00+08', '2025-01-24 09:00+08', 'HALL'),
	jiancha.working_time_between('2025-01-28 00:00+08', '2025-02-05 00:00+08', 'HALL');
select at, jiancha.is_open(at, 'WINDOW'), jiancha.next_opening(at, 'WINDOW'), jiancha.previous_opening(at, 'WINDOW')
from (values (timestamptz '2025-01-24 08:30+08'), ('2025-01-24 12:00+08'), ('2025-01-24 13:00+08'), ('2025-01-25 10:00+08'), ('2025-01-26 10:00+08'), ('2025-01-29 10:00+08')) as v (at);

-- limits in hours and minutes; days to the close of business (Civil Code art. 203 para. 2)
select jiancha.deadline_at('2025-01-24 15:00+08', 3, 'working_hour', calendar => 'HALL') as hours,
	jiancha.deadline_at('2025-01-24 15:00+08', 90, 'working_minute', calendar => 'HALL') as minutes,
	jiancha.deadline_at('2025-01-23 10:00+08', 5, calendar => 'HALL') as end_of_day,
	jiancha.deadline_at('2025-01-23 10:00+08', 5, calendar => 'HALL', due_moment => 'close_of_business') as close,
	jiancha.deadline_at('2025-01-16 10:00+08', 5, calendar => 'HALL', due_moment => 'close_of_business') as next_close;
-- pauses of instants
select pauses, jiancha.deadline_at('2025-03-03 09:00+08', 10, 'working_hour', pauses, 'HALL') as hours, jiancha.deadline_at('2025-03-03 09:00+08', 5, 'working_day', pauses, 'HALL') as days
from (values (tstzmultirange '{}'), ('{[2025-03-03 10:00+08,2025-03-03 11:00+08)}'), ('{[2025-03-03 17:00+08,2025-03-05 09:00+08)}'),
	('{[2025-03-04 11:31+08,2025-03-05 09:00+08)}'), ('{[2025-03-05 11:00+08,2025-03-06 11:00+08), [2025-03-06 12:00+08,2025-03-07 09:00+08)}'),
	('{[2025-03-04 09:00+08,)}'), ('{(,2025-03-03 10:00+08)}'), ('{[2025-03-01 09:00+08,2025-03-02 09:00+08)}')) as v (pauses);

-- the engine's clocks in hours: pauses and extensions are days
select due.* from (values (datemultirange '{}', null::date[], null::integer[]), ('{(2025-01-24,2025-01-26]}', null, null), ('{}', '{2025-01-24}', '{2}'), ('{(2025-01-24,)}', null, null))
	as v (pauses, extended_on, extended_by)
cross join lateral jiancha._clock_due('2025-01-24 15:00+08', 3, 'working_hour', v.pauses, v.extended_on, v.extended_by, 'HALL', 1, null) as due;
select c, t.* from (values ('passed'), ('before'), ('more_than'), ('at_least')) as v (c)
cross join lateral jiancha._threshold('2025-01-26', '2025-01-26 10:30+08', '2025-01-24 15:00+08', 2, 'working_hour', v.c, 'HALL', 1) as t;

-- summer time: a wall clock in Amsterdam, night shift across the change of 2025-03-30
select jiancha.create_calendar('NL', 'nacht', 'Europe/Amsterdam', null, '{6}', '2025-01-01', '2025-12-31', hours => '[{"weekday": 7, "opens": "00:00", "closes": "06:00"}, {"weekday": 1, "opens": "00:00", "closes": "24:00"}]');
select jiancha.add_working_time('2025-03-30 00:00 Europe/Amsterdam', '6 hours', 'NL') at time zone 'Europe/Amsterdam' as wall,
	jiancha.add_working_time('2025-03-31 00:00 Europe/Amsterdam', '24 hours', 'NL') at time zone 'Europe/Amsterdam' as midnight;

-- what cannot be answered
select jiancha.add_working_time('2026-12-31 15:00+08', '5 hours', 'HALL');
select jiancha.add_working_time('2025-01-24 15:00+08', '1 day', 'HALL');
select jiancha.add_working_time('2025-01-24 15:00+08', '5 hours');
select jiancha.deadline_at('2025-01-24 15:00+08', -1, 'working_hour', calendar => 'HALL');
select jiancha.deadline_at('2025-01-24 15:00+08', 1, due_moment => 'noon', calendar => 'HALL');
select jiancha.deadline_at('2025-01-24 15:00+08', 1, due_moment => 'close_of_business');
select jiancha.working_time_between('2025-01-24 15:00+08', 'infinity', 'HALL');

-- an office that never closes on its days: a limit ends at 24:00; a pause that begins at that instant still counts, one a moment later does not
select jiancha.create_calendar('ALWAYS', '昼夜', parent => 'CN', hours => (select jsonb_agg(jsonb_build_object('weekday', w, 'opens', '00:00', 'closes', '24:00')) from generate_series(1, 5) as w));
select p as pauses, jiancha.deadline_at('2025-03-03 00:00+08', 24, 'working_hour', p, 'ALWAYS') as due
from unnest(array['{}', '{[2025-03-03 23:00+08,2025-03-05 00:00+08)}', '{[2025-03-04 00:00+08,2025-03-05 00:00+08)}', '{[2025-03-04 00:00:00.000001+08,2025-03-05 00:00+08)}']::tstzmultirange[]) as p;
