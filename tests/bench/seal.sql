-- What sealing costs who appends: bulk intake with and without the triggers that list what is to be sealed, runs in turn; then the seal
-- itself and its verification. Variable "cases".
\set QUIET on
\pset footer off
\if :{?cases} \else \set cases 20000 \endif
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select count(*) as setup_steps from jiancha.setup('410700', 'xinxiang') \gset
insert into jiancha.org (org_code, name) values ('a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M', 'a', '事项', 5, 20);
create function cpu() returns numeric language sql volatile as $$
    select (f[12]::numeric + f[13]::numeric) / 100
    from string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '^.*\) ', 'x '), ' ') f
$$;
create table seconds (way text, seconds numeric, cpu numeric);
create procedure measure(run int, cases int) language plpgsql as $$
declare
    way text := case run % 2 when 0 then 'with' else 'without' end;
    t timestamptz; c numeric;
    name text;
begin
    foreach name in array array['case_file', 'step'] loop
        execute format('alter table jiancha.%I %s trigger seal_append', name, case way when 'with' then 'enable' else 'disable' end);
    end loop;
    commit;
    t := clock_timestamp(); c := cpu();
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
        select format('C-%s-%s', run, n), 'a', 'M', '申请人', timestamptz '2025-01-06 09:00+08' + n % 80 * interval '1 day' from generate_series(1, cases) n;
    insert into jiancha.case_step (case_no, step_no, kind, at)
        select format('C-%s-%s', run, n), s.no, s.kind, timestamptz '2025-01-06 10:00+08' + n % 80 * interval '1 day' + s.no * interval '26 hours'
        from generate_series(1, cases) n cross join (values (1, 'accept'), (2, 'review'), (3, 'decide'), (4, 'close')) s (no, kind);
    if run > 0 then
        insert into seconds values (way, extract(epoch from clock_timestamp() - t), cpu() - c);
    end if;
    commit;
end $$;
call measure(0, 1000);
call measure(1, :cases); call measure(2, :cases); call measure(3, :cases); call measure(4, :cases); call measure(5, :cases); call measure(6, :cases);
call measure(7, :cases); call measure(8, :cases);
with median as (
    select way, percentile_cont(0.5) within group (order by seconds)::numeric as seconds, percentile_cont(0.5) within group (order by cpu)::numeric as cpu
    from seconds group by way)
select :cases as "cases a run", round(o.seconds, 2) as "without, s", round(w.seconds, 2) as "with, s", round(w.seconds / o.seconds, 3) as ratio,
    round(o.cpu, 2) as "without, cpu s", round(w.cpu, 2) as "with, cpu s", round(w.cpu / o.cpu, 3) as "cpu ratio"
from median w, median o where w.way = 'with' and o.way = 'without';
\timing on
select leaves as "rows sealed" from jiancha.seal('2025-06-01 00:00+08');
select count(*) as "problems found" from jiancha.verify_seals() where problem <> 'inserted';
