-- Monthly scores over N completed cases of 200 organisations against one GROUP BY count over the same rows, and a year merged
-- from twelve frozen months. Variables "cases" and "runs".
\set QUIET on
\pset footer off
\if :{?cases} \else \set cases 1000000 \endif
\if :{?runs} \else \set runs 15 \endif
set client_min_messages = warning;
create extension jiancha;
select count(*) as setup_steps from jiancha.setup('410700', 'xinxiang') \gset
select jiancha.go_live('2010-01-01 00:00+08', '新监决〔2010〕1号') \g /dev/null
insert into jiancha.org (org_code, name) values ('410700', '新乡市');
insert into jiancha.org (org_code, name, parent_code) select format('410700-%s', n), format('部门%s', n), '410700' from generate_series(1, 200) n;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit)
select format('M%s', n), format('410700-%s', n), format('事项%s', n), 10, 20 from generate_series(1, 200) n;
-- two thousand late cases with their cards, through the departments' views
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
select format('L-%s', n), format('410700-%s', 1 + n % 200), format('M%s', 1 + n % 200), '申请人', '2025-02-20 09:00+08' from generate_series(1, 2000) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select format('L-%s', n), 1, 'accept', '2025-02-20 10:00+08' from generate_series(1, 2000) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select format('L-%s', n), 2, 'close', '2025-03-07 10:00+08' from generate_series(1, 2000) n;
call jiancha.sweep_all('2025-04-01 00:00+08', 100000);
-- a tenth of the yellow cards was answered
insert into jiancha.signal_reply (signal_no, kind, at, text)
select signal_no, 'explain', '2025-04-01 10:00+08', '说明' from jiancha.signals where level = 'yellow' and right(signal_no, 1) = '5';
-- the rest as the derived rows alone: scores read nothing else of a case
insert into jiancha.clock (docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, count_mode, roll, extension, pauses, due_on, due_at,
    certainty, last_on, calendar_code, calendar_version, pack, rule_version)
select (410700::bigint << 43) + 10000000 + n, 'statutory', 1, o.org, o.org, 'stopped', '2025-02-27 10:00+08', t.stop_at, 20, 'working_day', 'day', 'none', 0, '{}', '2025-03-27',
    '2025-03-28 00:00+08', 'firm', '2025-03-31', 'CN', 1, 'xinxiang', 1
from generate_series(1, :cases) n
cross join lateral (select format('410700-%s', 1 + n % 200) as org) o
cross join lateral (select timestamptz '2025-03-01 00:00+08' + make_interval(secs => (n::bigint * 7919) % 2678400) as stop_at) t;
vacuum analyze;

-- by turns in one session and one process, so that both meet the same machine; wall time, and what the process itself used of a core
set max_parallel_workers_per_gather = 0;
create table seconds (what text, run integer, wall numeric, cpu numeric);
create function cpu() returns numeric language sql volatile as $$ select split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::numeric / 1e9 $$;
create procedure measure(runs integer) language plpgsql as $$
declare
    t timestamptz;
    c numeric;
    n bigint;
    turn record;
begin
    for turn in
        select i, q.what, q.query
        from generate_series(0, runs) i
        cross join (values
            (1, 'count', $q$select sum(g.n) from (
                select k.org_code, count(*) as n from jiancha.clock k
                where k.clock = 'statutory' and k.stop_at >= '2025-03-01 00:00+08' and k.stop_at < '2025-04-01 00:00+08' and k.state = 'stopped'
                group by k.org_code) g$q$),
            (2, 'score', $q$select sum(r.completed) from jiancha.score_run('2025-03', 'r1', 'org') r$q$)) q (place, what, query)
        order by i, q.place
    loop
        t := clock_timestamp();
        c := cpu();
        execute turn.query into n;
        insert into seconds values (turn.what, turn.i, extract(epoch from clock_timestamp() - t), cpu() - c);
    end loop;
end $$;
call measure(:runs);
-- the first of each plans and warms up
delete from seconds where run = 0;
select :cases as "cases", (select count(*) from jiancha.score_run('2025-03', 'r1')) as "organisations", u.what as "median of",
    round(m.count::numeric, 3) as "GROUP BY count, s", round(m.score::numeric, 3) as "score_run, s", round((m.score / m.count)::numeric, 2) as "ratio"
from (values ('wall'), ('cpu')) u (what)
cross join lateral (
    select percentile_cont(0.5) within group (order by case u.what when 'wall' then s.wall else s.cpu end) filter (where s.what = 'count') as count,
        percentile_cont(0.5) within group (order by case u.what when 'wall' then s.wall else s.cpu end) filter (where s.what = 'score') as score
    from seconds s) m
order by u.what desc;

-- twelve months, then the year of them
insert into jiancha.score_submit (scheme, period, assessor)
select 'r1', p, 'supervision' from unnest(jiancha._months_of('2025-01-01', 12) || '2025'::text) p;
select count(jiancha.score_freeze(p, '2026-01-05 08:00+08', 'r1')) as frozen from unnest(jiancha._months_of('2025-01-01', 12)) p \gset
create procedure measure_year() language plpgsql as $$
declare t timestamptz; n bigint;
begin
    for i in 0 .. 5 loop
        t := clock_timestamp();
        select count(*) into n from jiancha.score_run('2025', 'r1', 'org');
        insert into seconds values ('year', i, extract(epoch from clock_timestamp() - t), null);
    end loop;
end $$;
call measure_year();
select (select count(*) from jiancha.score_run('2025', 'r1')) as "organisations", round(1000 * min(wall) filter (where what = 'year' and run > 0), 1) as "a year from twelve months, ms"
from seconds;
