-- The cache: a version is read once a session; what is in force is asked again, with the snapshot of the statement.
\set SHOW_CONTEXT never
set client_min_messages = warning;
set datestyle = 'ISO, YMD';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');
\c -
set datestyle = 'ISO, YMD';
set client_min_messages = warning;

-- one load, whatever the number of rows and statements
select jiancha._calendar_loads();
select count(jiancha.add_working_days(date '2020-01-01' + i, 20)) from generate_series(1, 2000) as i;
select jiancha.is_working_day('2025-01-01'), jiancha.deadline('2025-01-01', 3);
select jiancha._calendar_loads();

-- the calendar as a column: each row its own, one load each
select jiancha.create_calendar('A', 'a', 'Asia/Shanghai', null, '{7}', '2025-01-01', '2025-12-31'),
	jiancha.create_calendar('B', 'b', 'Asia/Shanghai', null, '{1,2}', '2025-01-01', '2025-12-31');
create table pick as select (array['CN', 'A', 'B', null])[1 + i % 4] as calendar, date '2025-03-01' + i % 50 as day from generate_series(0, 399) as i;
select calendar, sum(jiancha.add_working_days(day, 3, calendar) - day) from pick group by calendar order by calendar;
select jiancha._calendar_loads();

-- a notice is seen by the next statement, also inside a transaction and in a PL/pgSQL loop
do $$
declare
	c text;
	seen text := '';
begin
	-- one expression, evaluated for different calendars: an argument that is called stable changes
	foreach c in array array['CN', 'A', 'B', 'A'] loop
		seen := seen || jiancha.add_working_days('2025-03-01', 1, c) || ' ';
	end loop;
	raise warning '%', seen;
	-- one expression, before and after a notice of the own transaction
	for i in 1 .. 2 loop
		c := jiancha.is_working_day('2025-06-10', 'A');
		raise warning '2025-06-10 is %', c;
		perform jiancha.load_notice('{"notice_no": "A1", "calendar": "A", "days": [{"day": "2025-06-10", "kind": "off"}]}');
	end loop;
end
$$;

-- rolled back: forgotten, and the number used again means something else
begin;
savepoint s;
select jiancha.load_notice('{"notice_no": "A2", "calendar": "A", "days": [{"day": "2025-06-11", "kind": "off"}]}') as version;
select jiancha.is_working_day('2025-06-11', 'A'), jiancha.is_working_day('2025-06-12', 'A');
rollback to s;
select jiancha.is_working_day('2025-06-11', 'A'), jiancha.is_working_day('2025-06-12', 'A');
select jiancha.load_notice('{"notice_no": "A2", "calendar": "A", "days": [{"day": "2025-06-12", "kind": "off"}]}') as version;
select jiancha.is_working_day('2025-06-11', 'A'), jiancha.is_working_day('2025-06-12', 'A');
rollback;
select jiancha.is_working_day('2025-06-11', 'A'), jiancha.is_working_day('2025-06-12', 'A');
-- caught in a block
do $$
begin
	begin
		perform jiancha.load_notice('{"notice_no": "A2", "calendar": "A", "days": [{"day": "2025-06-11", "kind": "off"}]}');
		raise warning 'inside: %', jiancha.is_working_day('2025-06-11', 'A');
		raise exception 'enough';
	exception when raise_exception then
		raise warning 'after: %', jiancha.is_working_day('2025-06-11', 'A');
	end;
end
$$;

-- a cursor keeps the calendar it was opened with
begin;
declare old_calendar cursor for select jiancha.is_working_day('2025-06-13', 'A') from generate_series(1, 3);
fetch 1 from old_calendar;
select jiancha.load_notice('{"notice_no": "A3", "calendar": "A", "days": [{"day": "2025-06-13", "kind": "off"}]}') is not null as loaded;
fetch 2 from old_calendar;
select jiancha.is_working_day('2025-06-13', 'A');
commit;

-- a prepared statement does not keep the answer
prepare ask as select jiancha.is_working_day('2025-06-16', 'A');
execute ask;
select jiancha.load_notice('{"notice_no": "A4", "calendar": "A", "days": [{"day": "2025-06-16", "kind": "off"}]}') is not null as loaded;
execute ask;
-- an older version can still be asked
select version, (jiancha._clock_due('2025-06-09 10:00+08', 2, 'working_day', '{}', null, null, 'A', version, null)).due_on
from jiancha.calendar_version where calendar_code = 'A' order by version;
