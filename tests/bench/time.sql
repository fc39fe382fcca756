-- Working-time arithmetic against date + integer over the same rows, and against what else SQL users do. Run by
-- tests/bench/time; prints nanoseconds a row, best of several interleaved runs, and the ratio to "date + integer".
\set QUIET on
\pset footer off
\pset format aligned
set client_min_messages = warning;
create extension jiancha;
create extension if not exists orafce;
select from jiancha.setup('410700', 'xinxiang') \g /dev/null
select jiancha.create_calendar('HALL', 'hall', parent => 'CN', hours => (
	select jsonb_agg(jsonb_build_object('weekday', d, 'opens', o, 'closes', c))
	from generate_series(1, 5) as d, (values ('08:30', '12:00'), ('14:00', '17:30')) as h (o, c))) \g /dev/null

create table bench_row as
select date '2005-01-01' + (i::bigint * 7919 % 3600)::integer as day,
	timestamptz '2005-01-01 00:00+08' + (i::bigint * 7919 % 3600)::integer * interval '1 day' + i % 1440 * interval '1 minute' as at
from generate_series(1, :rows) as i;
create table bench_few as select * from bench_row limit 2000;
-- peers: a calendar table with ranks, and two indexes for the look-up in both directions
create table bench_calendar as
select d.day, d.working, (sum(d.working::integer) over (order by d.day))::integer as rank
from jiancha.calendar_days('2004-01-01', '2026-12-31') as d;
create unique index on bench_calendar (day) include (rank);
create unique index on bench_calendar (rank) include (day) where working;
create function bench_lookup(day date, n integer) returns date language sql stable as
$$ select b.day from bench_calendar as a join bench_calendar as b on b.working and b.rank = a.rank + n where a.day = $1 $$;
create function bench_loop(day date, n integer) returns date language plpgsql stable as $$
declare
	d date := day;
	left_over integer := n;
begin
	while left_over > 0 loop
		d := d + 1;
		if (select c.working from bench_calendar as c where c.day = d) then
			left_over := left_over - 1;
		end if;
	end loop;
	return d;
end $$;
vacuum analyze bench_row;
vacuum analyze bench_few;
vacuum analyze bench_calendar;

create table bench_result (no serial, n integer, what text, ns numeric);
-- the runs of all queries of a group are interleaved, so that a busy moment of the machine hits all of them
create function bench(n integer, names text[], queries text[], rows bigint, runs integer) returns void language plpgsql as $$
declare
	begun timestamptz;
	best interval[];
begin
	for run in 1 .. runs loop
		for i in 1 .. cardinality(queries) loop
			begun := clock_timestamp();
			execute queries[i];
			best[i] := least(best[i], clock_timestamp() - begun);
		end loop;
	end loop;
	insert into bench_result (n, what, ns)
	select n, names[i], extract(epoch from best[i]) * 1e9 / rows from generate_subscripts(queries, 1) as i order by i;
end $$;
set max_parallel_workers_per_gather = 0;
set jit = off;
set work_mem = '256MB';

do $$
declare
	n integer;
	rows bigint := (select count(*) from bench_row);
	few bigint := (select count(*) from bench_few);
begin
	foreach n in array array[5, 20, 250, 2500] loop
		perform bench(n, array['date + integer', 'add_working_days', 'deadline, two pauses', 'deadline, natural days, rolled', 'working_days_between'],
			array[format('select max(day + %s) from bench_row', n),
				format('select max(jiancha.add_working_days(day, %s)) from bench_row', n),
				format('select max(jiancha.deadline(day, %s, ''working_day'', ''{(2008-03-05,2008-03-12],(2010-04-05,2010-04-20]}'')) from bench_row', n),
				format('select max(jiancha.deadline(day, %s, ''day'')) from bench_row', n),
				format('select max(jiancha.working_days_between(day, day + %s)) from bench_row', n)],
			rows, 7);
		perform bench(n, array['peer: join with a calendar table'],
			array[format('select max(b.day) from bench_row as r join bench_calendar as a on a.day = r.day join bench_calendar as b on b.working and b.rank = a.rank + %s', n)],
			rows, 2);
		perform bench(n, array['peer: SQL function, two indexes', 'peer: orafce plvdate.add_bizdays (no make-up days)'],
			array[format('select max(bench_lookup(day, %s)) from bench_few', n), format('select max(plvdate.add_bizdays(day, %s)) from bench_few', n)], few, 2);
		if n <= 20 then
			perform bench(n, array['peer: PL/pgSQL loop'], array[format('select max(bench_loop(day, %s)) from (select * from bench_few limit 200) as f', n)], 200, 1);
		end if;
	end loop;
	perform bench(20, array['timestamptz + interval ''20 days''', 'add_working_time, 20 hours'],
		array['select max(at + interval ''20 days'') from bench_row', 'select max(jiancha.add_working_time(at, ''20 hours'', ''HALL'')) from bench_row'], rows, 2);
end $$;

select r.n, r.what, round(r.ns, 1) as "ns a row", round(r.ns / base.ns, 2) as "x date + integer"
from bench_result as r
join bench_result as base on base.n = r.n and base.what = 'date + integer'
order by r.n, r.no;
