-- Monthly scores over N completed cases of 200 organisations against one GROUP BY count over the same rows, and a year merged
-- from twelve frozen months. Variable "cases".
\set QUIET on
\pset footer off
\if :{?cases} \else \set cases 1000000 \endif
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
select format('L-%s', n), format('410700-%s', 1 + n % 200), format('M%s', 1 + n % 200), '申请人', '2025-02-10 10:00+08' from generate_series(1, 2000) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select format('L-%s', n), 1, 'accept', '2025-02-20 10:00+08' from generate_series(1, 2000) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select format('L-%s', n), 2, 'close', '2025-03-07 10:00+08' from generate_series(1, 2000) n;
call jiancha.sweep_all('2025-04-01 00:00+08', 100000);
-- the rest as the derived rows alone: scores read nothing else of a case
insert into jiancha.clock (docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, count_mode, roll, extension, pauses, due_on, due_at,
    certainty, last_on, calendar_code, calendar_version, pack, rule_version)
select (410700::bigint << 43) + 10000000 + n, 'statutory', 1, o.org, o.org, 'stopped', '2025-02-27 10:00+08', t.stop_at, 20, 'working_day', 'day', 'none', 0, '{}', '2025-03-27',
    '2025-03-28 00:00+08', 'firm', '2025-03-31', 'CN', 1, 'xinxiang', 1
from generate_series(1, :cases) n
cross join lateral (select format('410700-%s', 1 + n % 200) as org) o
cross join lateral (select timestamptz '2025-03-01 00:00+08' + make_interval(secs => (n::bigint * 7919) % 2678400) as stop_at) t;
vacuum analyze;

create table seconds (what text, run integer, seconds numeric);
create procedure measure() language plpgsql as $$
declare t timestamptz; n bigint;
begin
    for i in 0 .. 5 loop
        t := clock_timestamp();
        select count(*) into n from (
            select k.org_code, count(*) from jiancha.clock k
            where k.clock = 'statutory' and k.stop_at >= '2025-03-01 00:00+08' and k.stop_at < '2025-04-01 00:00+08' and k.state = 'stopped'
            group by k.org_code) g;
        insert into seconds values ('count', i, extract(epoch from clock_timestamp() - t));
        t := clock_timestamp();
        select count(*) into n from jiancha.score_run('2025-03', 'r1', 'org');
        insert into seconds values ('score', i, extract(epoch from clock_timestamp() - t));
    end loop;
end $$;
call measure();
delete from seconds where run = 0;
select :cases as "cases", (select count(*) from jiancha.score_run('2025-03', 'r1')) as "organisations",
    round(min(seconds) filter (where what = 'count'), 3) as "GROUP BY count, s", round(min(seconds) filter (where what = 'score'), 3) as "score_run, s",
    round(min(seconds) filter (where what = 'score') / min(seconds) filter (where what = 'count'), 2) as "ratio"
from seconds;

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
        insert into seconds values ('year', i, extract(epoch from clock_timestamp() - t));
    end loop;
end $$;
call measure_year();
select (select count(*) from jiancha.score_run('2025', 'r1')) as "organisations", round(1000 * min(seconds) filter (where what = 'year' and run > 0), 1) as "a year from twelve months, ms"
from seconds;
