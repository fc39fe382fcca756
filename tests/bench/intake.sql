-- Bulk intake through the department's views against hand-written set-based INSERTs of the same rows into tables of the
-- same structure and indexes, without the extension. Prints seconds and the ratio; variable "cases" sets the size.
-- In trial run.
\set QUIET on
\pset footer off
\if :{?cases} \else \set cases 100000 \endif
set client_min_messages = warning;
create extension jiancha;
select count(*) as setup_steps from jiancha.setup('410700', 'xinxiang') \gset
insert into jiancha.org (org_code, name) values ('410700', '新乡市');
insert into jiancha.org (org_code, name, parent_code) select format('410700-%s', n), format('部门%s', n), '410700' from generate_series(10, 29) n;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit)
select format('M%s', n), format('410700-%s', 10 + n % 20), format('事项%s', n), 3 + n % 18, 25 + n % 40 from generate_series(0, 59) n;

create schema hand;
do $$
declare name text;
begin
    foreach name in array array['docket_key', 'docket', 'case_file', 'step', 'clock'] loop
        execute format('create table hand.%I (like jiancha.%I including defaults including constraints including indexes including storage)', name, name);
    end loop;
end $$;
create table seconds (way text, run int, what text, seconds numeric, cpu numeric);

-- processor seconds of this server process: on a machine that others use too, wall time says little
create function cpu() returns numeric language sql volatile as $$
    select (f[12]::numeric + f[13]::numeric) / 100
    from string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '^.*\) ', 'x '), ' ') f
$$;

-- one run: its own cases, so that every run writes new rows
create procedure stage(run int, cases int) language plpgsql as $$
begin
    drop table if exists stage_case, stage_step;
    create unlogged table stage_case as
    select format('C-%s-%s', run, n) as case_no, format('410700-%s', 10 + n % 60 % 20) as org_code, format('M%s', n % 60) as matter_code,
        '申请人' || n as applicant, timestamptz '2025-01-06 09:00+08' + (n % 80) * interval '1 day' + (n % 480) * interval '1 minute' as received_at
    from generate_series(1, cases) n;
    create unlogged table stage_step as
    select c.case_no, s.step_no, s.kind, c.received_at + s.step_no * interval '26 hours' as at, '同意' as opinion
    from stage_case c cross join (values (1, 'accept'), (2, 'review'), (3, 'decide'), (4, 'close')) s (step_no, kind)
    where s.step_no < 4 or hashtext(c.case_no) % 10 < 7;
    analyze stage_case, stage_step;
end $$;

create procedure by_views(run int) language plpgsql as $$
declare t0 timestamptz := clock_timestamp(); c0 numeric := cpu(); t1 timestamptz; c1 numeric;
begin
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select * from stage_case;
    t1 := clock_timestamp(); c1 := cpu();
    insert into seconds values ('jiancha', run, 'cases', extract(epoch from t1 - t0), c1 - c0);
    insert into jiancha.case_step (case_no, step_no, kind, at, opinion) select * from stage_step;
    insert into seconds values ('jiancha', run, 'steps', extract(epoch from clock_timestamp() - t1), cpu() - c1);
end $$;

\ir hand.sql
create procedure by_hand(run int) language plpgsql as $$
declare t0 timestamptz := clock_timestamp(); c0 numeric := cpu(); t1 timestamptz; c1 numeric;
begin
    call hand_cases();
    t1 := clock_timestamp(); c1 := cpu();
    insert into seconds values ('by hand', run, 'cases', extract(epoch from t1 - t0), c1 - c0);

    call hand_steps();
    insert into seconds values ('by hand', run, 'steps', extract(epoch from clock_timestamp() - t1), cpu() - c1);
end $$;

\set run 0
call stage(0, 1000); call by_hand(0); call by_views(0); delete from seconds;
call stage(1, :cases); call by_hand(1); call by_views(1); vacuum analyze hand.docket, hand.clock, jiancha.docket, jiancha.clock, jiancha.step, hand.step;
call stage(2, :cases); call by_views(2); call by_hand(2);
call stage(3, :cases); call by_hand(3); call by_views(3);

with both_parts as (
    select way, run, what, seconds, cpu from seconds
    union all select way, run, 'both', sum(seconds), sum(cpu) from seconds group by way, run),
median as (
    select way, what, percentile_cont(0.5) within group (order by seconds)::numeric as seconds,
        percentile_cont(0.5) within group (order by cpu)::numeric as cpu
    from both_parts group by way, what)
select h.what as "bulk intake", :cases as cases, round(h.seconds, 2) as "by hand, s", round(j.seconds, 2) as "jiancha, s",
    round(j.seconds / h.seconds, 2) as ratio, round(h.cpu, 2) as "by hand, cpu s", round(j.cpu, 2) as "jiancha, cpu s",
    round(j.cpu / h.cpu, 2) as "cpu ratio"
from median h join median j using (what) where h.way = 'by hand' and j.way = 'jiancha'
order by what;
select count(*) as verify_rows from jiancha.verify_clocks();
