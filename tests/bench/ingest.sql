-- A batch of a source through jiancha.ingest() against hand-written set-based INSERTs of the same rows into tables of the same structure,
-- indexes and seals, without the extension's checks and clocks in C. Prints seconds, processor seconds and the ratio; variable "records"
-- sets the size (cases and steps together), delivered in batches of at most 100,000. As a department. In trial run.
\set QUIET on
\pset footer off
\if :{?records} \else \set records 100000 \endif
set client_min_messages = warning;
set jit = off;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select count(*) as setup_steps from jiancha.setup('410700', 'xinxiang') \gset
insert into jiancha.org (org_code, name) values ('410700', '新乡市');
insert into jiancha.org (org_code, name, parent_code) select format('410700-%s', n), format('部门%s', n), '410700' from generate_series(10, 29) n;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit)
select format('M%s', n), format('410700-%s', 10 + n % 20), format('事项%s', n), 3 + n % 18, 25 + n % 40 from generate_series(0, 59) n;
insert into jiancha.feed (source, org_code, name) values ('bench', '410700', '审批平台');
create role bench_feed login;
select jiancha.grant_access('bench_feed', '410700') \g /dev/null

create schema hand;
do $$
declare name text;
begin
    foreach name in array array['docket_key', 'docket', 'case_file', 'step', 'clock', 'seal_pending'] loop
        execute format('create table hand.%I (like jiancha.%I including defaults including constraints including indexes including storage)', name, name);
    end loop;
    -- what is appended is noted for sealing on both sides
    foreach name in array array['case_file', 'step'] loop
        execute format('create trigger seal_append after insert on hand.%I referencing new table as appended for each statement execute function jiancha._seal_append()', name);
    end loop;
end $$;
create table seconds (way text, run int, seconds numeric, cpu numeric);
grant insert on seconds to bench_feed;
-- processor seconds of this server process
create function cpu() returns numeric language sql volatile security definer as $$
    select (f[12]::numeric + f[13]::numeric) / 100 from string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '^.*\) ', 'x '), ' ') f
$$;

create procedure stage(run int, records int) language plpgsql as $$
begin
    drop table if exists stage_case, stage_step, stage_batch;
    -- 4.7 records a case
    create unlogged table stage_case as
    select format('C-%s-%s', run, n) as case_no, format('410700-%s', 10 + n % 60 % 20) as org_code, format('M%s', n % 60) as matter_code,
        '申请人' || n as applicant, timestamptz '2025-01-06 09:00+08' + (n % 80) * interval '1 day' + (n % 480) * interval '1 minute' as received_at,
        n * 47 / 1000000 as part
    from generate_series(1, records * 10 / 47) n;
    create unlogged table stage_step as
    select c.case_no, s.step_no, s.kind, c.received_at + s.step_no * interval '26 hours' as at, '同意' as opinion, c.part
    from stage_case c cross join (values (1, 'accept'), (2, 'review'), (3, 'decide'), (4, 'close')) s (step_no, kind)
    where s.step_no < 4 or hashtext(c.case_no) % 10 < 7;
    analyze stage_case, stage_step;
    -- as it comes over the wire
    create unlogged table stage_batch as
    select p.part, jsonb_build_object('source', 'bench', 'batch_no', format('%s-%s', run, p.part), 'records', jsonb_build_object(
            'case', (select jsonb_agg(jsonb_build_object('case_no', c.case_no, 'org_code', c.org_code, 'matter_code', c.matter_code, 'applicant', c.applicant,
                'received_at', to_char(c.received_at, 'YYYY-MM-DD HH24:MI:SS'), 'channel', 'window')) from stage_case c where c.part = p.part),
            'step', (select jsonb_agg(jsonb_build_object('case_no', s.case_no, 'step_no', s.step_no, 'kind', s.kind, 'at', to_char(s.at, 'YYYY-MM-DD HH24:MI:SS'),
                'opinion', s.opinion)) from stage_step s where s.part = p.part)))::text as batch
    from (select distinct part from stage_case) p;
    grant select on stage_batch to bench_feed;
end $$;

create procedure by_ingest(run int) language plpgsql as $$
declare t0 timestamptz := clock_timestamp(); c0 numeric := cpu();
begin
    perform r.landed from stage_batch b cross join lateral jiancha.ingest(b.batch::jsonb) r order by b.part;
    insert into seconds values ('ingest', run, extract(epoch from clock_timestamp() - t0), cpu() - c0);
end $$;

\ir hand.sql
create procedure by_hand(run int) language plpgsql as $$
declare t0 timestamptz := clock_timestamp(); c0 numeric := cpu();
begin
    call hand_cases();
    call hand_steps();
    insert into seconds values ('by hand', run, extract(epoch from clock_timestamp() - t0), cpu() - c0);
end $$;

call stage(0, 2000); call by_hand(0); set role bench_feed; call by_ingest(0); reset role; delete from seconds;
call stage(1, :records); call by_hand(1); set role bench_feed; call by_ingest(1); reset role;
vacuum analyze hand.docket, hand.clock, jiancha.docket, jiancha.clock, jiancha.step, hand.step;
call stage(2, :records); set role bench_feed; call by_ingest(2); reset role; call by_hand(2);
call stage(3, :records); call by_hand(3); set role bench_feed; call by_ingest(3); reset role;

with median as (
    select way, percentile_cont(0.5) within group (order by seconds)::numeric as seconds, percentile_cont(0.5) within group (order by cpu)::numeric as cpu
    from seconds group by way)
select (select count(*) from stage_case) + (select count(*) from stage_step) as records, round(h.seconds, 2) as "by hand, s", round(j.seconds, 2) as "ingest, s",
    round(j.seconds / h.seconds, 2) as ratio, round(h.cpu, 2) as "by hand, cpu s", round(j.cpu, 2) as "ingest, cpu s", round(j.cpu / h.cpu, 2) as "cpu ratio"
from median h, median j where h.way = 'by hand' and j.way = 'ingest';
select sum(received) as received, sum(landed) as landed, sum(quarantined) as quarantined, (select count(*) from jiancha.verify_clocks()) as verify_rows
from jiancha.feed_batch;
