-- Corrections: one step takes the place of another; the order of arrival never matters.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select from jiancha.go_live('2004-01-01 00:00+08', '试运行结束') \g /dev/null
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
insert into jiancha.org (org_code, name) values ('co-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('co-m', 'co-a', '事项', 5, 20);
create role test_corrections_clerk;
select jiancha.grant_access('test_corrections_clerk', 'co-a') \g /dev/null
set role test_corrections_clerk;
create temp view promised as
    select d.business_no as case_no, d.state, d.accepted_at, d.closed_at, c.state as clock, c.start_at, c.stop_at, c.due_on, c.next_at
    from jiancha.docket d left join jiancha.clock c on c.docket_id = d.docket_id and c.clock = 'promised';
-- facts of one case in the order given; each case below gets the same facts in another order
create temp table fact (step_no int, kind text, at timestamptz, corrects int, data jsonb);
create function pg_temp.enter(no text, step_nos int[]) returns text language plpgsql as $$
declare
    n int;
begin
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (no, 'co-a', 'co-m', '张', '2025-03-03 09:00+08');
    foreach n in array step_nos loop
        insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason, data)
            select no, f.step_no, f.kind, f.at, f.corrects, case when f.corrects is not null then '录入有误' end, f.data from fact f where f.step_no = n;
    end loop;
    return no;
end $$;

-- every order of five facts: an acceptance typed wrong, corrected, corrected again; a close, cancelled
insert into fact values (1, 'accept', '2025-03-04 10:00+08', null), (2, 'accept', '2025-03-05 10:00+08', 1), (3, 'accept', '2025-03-06 10:00+08', 2),
    (4, 'close', '2025-03-07 10:00+08', null), (5, 'cancel_step', '2025-03-07 11:00+08', 4);
with recursive orders (taken) as (
    select '{}'::int[] union all select taken || n from orders, generate_series(1, 5) n where n <> all (taken))
select count(pg_temp.enter('O-' || array_to_string(taken, ''), taken)) from orders where cardinality(taken) = 5;
select count(*), state, accepted_at, closed_at, clock, start_at, stop_at, due_on, next_at from promised group by 2, 3, 4, 5, 6, 7, 8, 9;

-- of two corrections of one step the one with the higher number counts; the corrected one is out for good
truncate fact;
insert into fact values (1, 'accept', '2025-03-04 10:00+08', null), (2, 'accept', '2025-03-05 10:00+08', 1), (3, 'accept', '2025-03-06 10:00+08', 1),
    (4, 'cancel_step', '2025-03-07 11:00+08', 1);
select pg_temp.enter('H-1', '{1,2,3}'), pg_temp.enter('H-2', '{3,2,1}'), pg_temp.enter('H-3', '{2,4,1,3}'), pg_temp.enter('H-4', '{4,3,2,1}') \g /dev/null
select case_no, state, accepted_at, due_on from promised where case_no like 'H-%' order by 1;

-- of a step that is not there (yet): kept and flagged
truncate fact;
insert into fact values (1, 'accept', '2025-03-04 10:00+08', null), (2, 'accept', '2025-03-05 10:00+08', 1), (7, 'cancel_step', '2025-03-05 10:00+08', 99);
select pg_temp.enter('F-1', '{2,7}') \g /dev/null
select step_no, kind, flag from jiancha.case_step where case_no = 'F-1' order by 1;
select accepted_at from promised where case_no = 'F-1';
insert into jiancha.case_step (case_no, step_no, kind, at) values ('F-1', 1, 'accept', '2025-03-04 10:00+08');
select step_no, kind, flag from jiancha.case_step where case_no = 'F-1' order by 1;
select accepted_at from promised where case_no = 'F-1';

-- any kind: a close reopens the case, an extension and a transfer change, a pause goes; another kind takes its place
truncate fact;
insert into fact values (1, 'accept', '2025-03-03 10:00+08', null, null), (2, 'close', '2025-03-04 10:00+08', null, null), (3, 'handle', '2025-03-05 10:00+08', null, null),
    (4, 'close', '2025-03-12 10:00+08', 2, null), (5, 'withdraw', '2025-03-04 10:00+08', 4, null), (6, 'extend', '2025-03-04 09:00+08', null, '{"days": 5}'),
    (7, 'extend', '2025-03-04 09:00+08', 6, '{"days": 1}'), (8, 'begin_special', '2025-03-03 11:00+08', null, null), (9, 'cancel_step', '2025-03-04 10:00+08', 8, null);
select pg_temp.enter('K-' || cardinality(s), s) from unnest(array['12', '123', '1234', '12345', '123456', '1234567', '12345678', '123456789']) o, string_to_array(o, null) t, cast(t as int[]) s \g /dev/null
select case_no, state, closed_at, clock, due_on from promised where case_no like 'K-%' order by 1;
select step_no, flag from jiancha.case_step where case_no = 'K-9' order by 1;
-- a cancelled acceptance takes the clock along; a signal that rests on it keeps a trace
truncate fact;
insert into fact values (1, 'accept', '2025-03-03 10:00+08', null), (2, 'cancel_step', '2025-03-20 10:00+08', 1), (3, 'accept', '2025-03-05 10:00+08', null), (4, 'cancel_step', '2025-03-20 10:00+08', 3);
select pg_temp.enter('G-1', '{1}'), pg_temp.enter('G-2', '{1,2}') \g /dev/null
reset role;
call jiancha.sweep_all('2025-03-15 00:00+08');
set role test_corrections_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('G-1', 2, 'cancel_step', '2025-03-20 10:00+08', 1, '误受理');
select case_no, state, clock, start_at, due_on from promised where case_no like 'G-%' order by 1;
select count(*) from jiancha.board_at('2025-03-20') where case_no = 'G-1' and due is not null and state <> 'running';
reset role;
call jiancha.sweep_all('2025-03-20 12:00+08');
select case_no, rule, state, mark from jiancha.signals where case_no like 'G-%' order by 1, 2;
set role test_corrections_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('G-1', 3, 'accept', '2025-03-05 10:00+08');
reset role;
call jiancha.sweep_all('2025-03-20 13:00+08');
select case_no, rule, state, mark, earned_at, due_at from jiancha.signals where case_no like 'G-%' order by 1, 2;
select count(*) from jiancha.verify('2025-03-20 13:00+08');
set role test_corrections_clerk;
-- a correction may lie before receipt or after close like any step
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('G-1', 4, 'accept', '2025-03-02 10:00+08', 3, '更正');
select state, accepted_at from promised where case_no = 'G-1';
select step_no, kind, flag from jiancha.case_step where case_no = 'G-1' order by 1;
-- corrections without a number: of two the later one in time
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('U-1', 'co-a', 'co-m', '张', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('U-1', 1, 'accept', '2025-03-03 10:00+08', null, null),
    ('U-1', null, 'accept', '2025-03-06 10:00+08', 1, '更正'), ('U-1', null, 'accept', '2025-03-05 10:00+08', 1, '更正');
select accepted_at from promised where case_no = 'U-1';
reset role;
select * from jiancha.verify_clocks();
drop view promised;
drop owned by test_corrections_clerk;
drop role test_corrections_clerk, "jiancha_org_co-a";
