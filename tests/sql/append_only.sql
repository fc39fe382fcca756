-- Append-only records: UPDATE, DELETE, TRUNCATE are refused for every role, by every way.
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
insert into jiancha.org (org_code, name) values ('ap-a', '甲局');
insert into jiancha.staff (staff_code, org_code, name) values ('ap-1', 'ap-a', '张');
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('ap-m', 'ap-a', '事项', 5);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('A-1', 'ap-a', 'ap-m', '张', '2025-01-02 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('A-1', 1, 'accept', '2025-01-02 10:00+08');
call jiancha.sweep_all('2025-02-01 00:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('A-1', 2, 'close', '2025-01-05 10:00+08');
call jiancha.sweep_all('2025-02-02 00:00+08');
-- the tables that are never changed
create temp table kept as select distinct tgrelid::regclass as record from pg_trigger where tgname ~ '^append_only';
select record, (select string_agg(tgname || ' ' || tgenabled::text, ', ' order by tgname) as guards from pg_trigger where tgrelid = record and tgname ~ '^append_only') from kept order by record::text;
-- each, as superuser and as the owner
create function pg_temp.all_refused() returns setof text language plpgsql as $$
declare
    k record; command text; outcome text;
begin
    -- the guard of rows is asked where there are rows; that of TRUNCATE always
    for k in select record, (select attname from pg_attribute where attrelid = record and attnum = 1) as col from kept order by record::text loop
        foreach command in array array[format('delete from %s', k.record), format('update %s set %2$I = %2$I', k.record, k.col), format('truncate %s', k.record), format('truncate %s cascade', k.record)] loop
            outcome := pg_temp.try(command);
            continue when outcome = '0 rows' and command !~ '^truncate' and (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', k.record), false, true, '')))[1]::text = '0';
            -- a table that others refer to is refused before its guard is asked, unless CASCADE
            if outcome not like 'JC008: %' and not (outcome like '0A000: %' and command !~ 'cascade') then return next command || ' → ' || outcome; end if;
        end loop;
    end loop;
end $$;
select * from pg_temp.all_refused();
grant select on kept to jiancha_owner;
set role jiancha_owner;
select * from pg_temp.all_refused();
reset role;
set session_replication_role = replica;
select * from pg_temp.all_refused();
reset session_replication_role;
-- what the refusal says
delete from jiancha.step;
update jiancha.signal set level = 'notice';
truncate jiancha.calendar_day;
-- by a way round: ON CONFLICT, MERGE, a foreign key's action, a view, a writable WITH, TRUNCATE of all
select pg_temp.try($$ insert into jiancha.step select * from jiancha.step on conflict (docket_id, seq) do update set kind = 'void' $$);
select pg_temp.try($$ merge into jiancha.signal s using (values (1)) v on true when matched then delete $$);
select pg_temp.try($$ with gone as (delete from jiancha.signal_action returning *) select count(*) from gone $$);
select pg_temp.try($$ delete from jiancha.standing_signal $$);
select pg_temp.try($$ truncate jiancha.docket, jiancha.step $$);
-- nothing is gone
select (select count(*) from jiancha.step) as steps, (select count(*) from jiancha.signal) as signals, (select count(*) from jiancha.signal_action) as marks;
-- derived rows may be thrown away: they come back with the next fact, the signals agree
delete from jiancha.clock;
select count(*) > 0 as noticed from jiancha.verify_clocks();
insert into jiancha.case_step (case_no, step_no, kind, at) values ('A-1', 3, 'deliver', '2025-01-06 10:00+08');
select * from jiancha.verify_clocks();
select * from jiancha.verify('2025-02-02 00:00+08');
-- a guard that somebody switched off or dropped comes back with setup()
alter table jiancha.step disable trigger append_only;
drop trigger append_only_truncate on jiancha.signal;
alter table jiancha.signal_action enable trigger append_only;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select * from pg_temp.all_refused();
select tgrelid::regclass, tgname from pg_trigger where tgname ~ '^append_only' and tgenabled <> 'A';
