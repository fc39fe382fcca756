-- jiancha.sweep() and sweep_all(): batches, repetition, instants out of order, wrong arguments, quarantine, other regions, the right to call.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- runs a command in a subtransaction and says what came of it
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    -- the detail of a broken constraint prints the row, the time of its entry included
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name) values ('sw-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('sw-5', 'sw-a', '五日', 5, 20);
create role test_sweep_a;
select jiancha.grant_access('test_sweep_a', 'sw-a') \g /dev/null
-- nothing to do
select * from jiancha.sweep('2025-01-01 00:00+08');
call jiancha.sweep_all('2025-01-01 00:00+08');
set role test_sweep_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'A-' || n, 'sw-a', 'sw-5', '张', '2025-01-02 09:00+08' from generate_series(1, 100) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'A-' || n, 1, 'accept', '2025-01-02 10:00+08' from generate_series(1, 100) n;
-- a department may not sweep
select pg_temp.try($$ select jiancha.sweep('2025-01-08') $$);
select pg_temp.try($$ call jiancha.sweep_all('2025-01-08') $$);
reset role;
-- wrong arguments
select pg_temp.try(format('select jiancha.sweep(%L, %L)', as_of, max_rows)) from (values ('infinity', 10), ('-infinity', 10), ('2025-01-08', 0), ('2025-01-08', -1), ('2025-01-08', 1000001)) v (as_of, max_rows);
select jiancha.sweep(null), jiancha.sweep('2025-01-08', null);
-- before the first threshold nothing is examined
select * from jiancha.sweep('2025-01-07 23:59:59.999999+08');
-- in batches: 30, 30, 30, 10
select * from jiancha.sweep('2025-01-08 00:00+08', 30);
select * from jiancha.sweep('2025-01-08 00:00+08', 30);
select * from jiancha.sweep('2025-01-08 00:00+08', 30);
select * from jiancha.sweep('2025-01-08 00:00+08', 30);
select * from jiancha.sweep('2025-01-08 00:00+08', 30);
select level, count(*), count(distinct signal_no) from jiancha.signals group by 1;
select count(*) from jiancha.verify('2025-01-08 00:00+08');
-- what was not swept for months is found at once; sweep_all() goes on until nothing is due
call jiancha.sweep_all('2025-06-01 00:00+08', 7);
select level, count(*), min(earned_at), max(earned_at), min(found_at) from jiancha.signals group by 1 order by 3;
select issued, more from jiancha.sweep('2025-06-01 00:00+08');
select count(*) from jiancha.verify('2025-06-01 00:00+08');
-- in a transaction that rolls back
begin;
set local role test_sweep_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('R-1', 'sw-a', 'sw-5', '张', '2025-01-02 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('R-1', 1, 'accept', '2025-01-02 10:00+08');
reset role;
select issued from jiancha.sweep('2025-06-01 00:00+08');
rollback;
select count(*) from jiancha.signals where case_no = 'R-1';
select last_no - (select count(*) from jiancha.signal) as lost_numbers from jiancha.signal_counter where year = 2025;
-- sweep_all() commits, so not inside a transaction with other work
begin;
call jiancha.sweep_all('2025-06-01 00:00+08');
rollback;
-- the same instant in another time zone, and in a session that hides jiancha's functions behind its own
set role test_sweep_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('Z-1', 'sw-a', 'sw-5', '张', '2025-01-02 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('Z-1', 1, 'accept', '2025-01-02 10:00+08');
reset role;
create function public.now() returns timestamptz language sql as $$ select timestamptz '1999-01-01' $$;
set search_path = public, pg_catalog;
set timezone = 'America/St_Johns';
call jiancha.sweep_all('2025-01-09 12:30-03:30');
select case_no, level, earned_at at time zone 'Asia/Shanghai' as earned from jiancha.signals where case_no = 'Z-1' order by earned_at;
reset search_path;
drop function public.now();
set timezone = 'Asia/Shanghai';

-- a docket that cannot be turned goes to quarantine, the others go on; a new fact releases it
set role test_sweep_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'Q-' || n, 'sw-a', 'sw-5', '张', '2025-02-05 09:00+08' from generate_series(1, 9) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'Q-' || n, 1, 'accept', '2025-02-05 10:00+08' from generate_series(1, 9) n;
reset role;
create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
    if exists (select from jiancha.docket d where d.docket_id = new.docket_id and d.business_no in ('Q-4', 'Q-8')) then
        raise exception 'the disk of % is full', (select d.business_no from jiancha.docket d where d.docket_id = new.docket_id);
    end if;
    return new;
end $$;
create trigger refuse before insert on jiancha.signal for each row execute function pg_temp.refuse();
select * from jiancha.sweep('2025-02-25 00:00+08');
select business_no, error_code, message from jiancha.quarantine join jiancha.docket using (docket_id) order by 1;
select count(distinct case_no), count(*) from jiancha.signals where case_no like 'Q-%';
select examined, issued, quarantined, more from jiancha.sweep('2025-02-25 00:00+08');
drop trigger refuse on jiancha.signal;
-- kept out of the next sweeps, so verify() shows what is missing
select case_no, difference, count(*) from jiancha.verify('2025-02-25 00:00+08') group by 1, 2 order by 1;
set role test_sweep_a;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('Q-4', 2, 'handle', '2025-02-06 10:00+08'), ('Q-8', 2, 'handle', '2025-02-06 10:00+08');
reset role;
select examined, issued, quarantined from jiancha.sweep('2025-02-25 00:00+08');
select count(*) from jiancha.verify('2025-02-25 00:00+08');
select count(*) from jiancha.quarantine;

-- clocks thrown away come back with the next fact; dockets of another region are not turned here
select issued, marked from jiancha.sweep('2025-06-01 00:00+08');
begin;
insert into jiancha.docket_key select 'approval', 'X-1', (310000::bigint << 43) | 1;
insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code, received_at, state)
    select (310000::bigint << 43) | 1, 'approval', 'X-1', org_code, org_code, matter_code, matter_version, pack, calendar_code, received_at, state from jiancha.docket where business_no = 'A-1';
-- its clock is that of A-1, still running and long due
do $$
declare
    copied jiancha.clock;
begin
    select k.* into strict copied from jiancha.clock k join jiancha.docket d using (docket_id) where d.business_no = 'A-1' and k.clock = 'promised';
    copied.docket_id := (310000::bigint << 43) | 1;
    copied.next_at := copied.due_at;
    insert into jiancha.clock select copied.*;
end $$;
select examined, issued from jiancha.sweep('2025-06-01 00:00+08');
rollback;
select * from jiancha.verify_clocks();

-- by the plans that a session keeps, a sweep reads what is due, not every clock
select count(*) from generate_series(1, 8) n cross join lateral jiancha.sweep('2025-06-01 00:00+08') s;
begin;
select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) as before from pg_stat_xact_user_tables where relid = 'jiancha.clock'::regclass \gset
select examined, skipped from jiancha.sweep('2025-06-01 00:00+08');
select sum(seq_tup_read + idx_tup_fetch) - :before as clocks_read from pg_stat_xact_user_tables where relid = 'jiancha.clock'::regclass;
commit;
drop owned by test_sweep_a;
drop role test_sweep_a, "jiancha_org_sw-a";
