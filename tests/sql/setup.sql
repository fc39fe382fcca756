-- create extension, setup(), and what is left when the extension goes: arguments, repetition, mending, another owner, drop and return.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
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
-- a schema that somebody made beforehand is refused
create role test_setup_squatter;
create schema jiancha authorization test_setup_squatter;
create extension jiancha;
drop schema jiancha;
create schema jiancha;
create function jiancha.my_orgs() returns text[] language sql as $$ select '{everything}'::text[] $$;
create extension jiancha;
drop schema jiancha cascade;
create extension jiancha;
-- before setup() each entry point says what is missing
select pg_temp.try($$ select jiancha.sweep('2025-01-01') $$);
select pg_temp.try($$ select jiancha.add_working_days('2025-01-01', 1) $$);
-- arguments
select region, pack, node, pg_temp.try(format('select jiancha.setup(%L, %L, node => %L)', region, pack, node)) from (values (null, 'xinxiang', 0), ('', 'xinxiang', 0), ('41070', 'xinxiang', 0), ('010700', 'xinxiang', 0), ('4107001', 'xinxiang', 0),
    ('41070a', 'xinxiang', 0), ('410700', null, 0), ('410700', 'nowhere', 0), ('410700', 'statutes', 0), ('410700', '../xinxiang', 0), ('410700', 'xinxiang', -1), ('410700', 'xinxiang', 256), ('410700', 'xinxiang', null)) v (region, pack, node);
create role test_setup_super superuser nologin; create role test_setup_login login; create role test_setup_bypass bypassrls nologin; create role test_setup_creates createrole nologin;
select pg_temp.try(format('select jiancha.setup(''410700'', ''xinxiang'', %L)', r)) from unnest('{test_setup_super,test_setup_login,test_setup_bypass,test_setup_creates,postgres}'::text[]) r;
-- refused, it left nothing
select count(*) from pg_class where relnamespace = 'jiancha'::regnamespace;
create role test_setup_admin createrole;
grant usage on schema jiancha to test_setup_admin; grant execute on function jiancha.setup(text, text, name, integer, boolean) to test_setup_admin;
set role test_setup_admin;
-- the answer is that it takes a superuser, not the name of an inner function
select pg_temp.try($$ select jiancha.setup('410700', 'xinxiang') $$);
reset role;
-- the first time it says what it did, then that there is nothing to do
select * from jiancha.setup(region => '410700', pack => 'xinxiang', owner => 'test_setup_owner', node => 3);
select * from jiancha.setup(region => '410700', pack => 'xinxiang', owner => 'test_setup_owner', node => 3);
select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = 'test_setup_owner';
select count(*) from pg_class where relnamespace = 'jiancha'::regnamespace and pg_get_userbyid(relowner) <> 'test_setup_owner';
select has_schema_privilege('test_setup_owner', 'jiancha', 'create') as owner_may_create, has_schema_privilege('public', 'jiancha', 'usage') as open_to_all;
select region, node, pack, calendar_code, record_version from jiancha.record_state;
select pg_temp.try(c) from unnest(array[$$ select jiancha.setup('410800', 'xinxiang', 'test_setup_owner', 3) $$, $$ select jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 4) $$, $$ select jiancha.setup('410700', 'xinxiang', 'jiancha_other', 3) $$]) c;
-- facts; the docket ids carry region and node
insert into jiancha.org (org_code, name) values ('se-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('se-m', 'se-a', '事项', 5);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-1', 'se-a', 'se-m', '张', '2025-01-02 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-1', 1, 'accept', '2025-01-02 10:00+08');
call jiancha.sweep_all('2025-02-01 00:00+08');
select docket_id >> 43 as region, (docket_id >> 35) & 255 as node, docket_id & 34359738367 as sequence from jiancha.docket;
-- mending: a view, a policy, a trigger, each guard; what the administrator added stays
create index test_setup_idx on jiancha.case_file (applicant);
create policy test_setup_policy on jiancha.docket for select to test_setup_admin using (false);
grant select on jiancha.signals to test_setup_admin;
drop view jiancha.board; drop policy own_organisation on jiancha.signal; drop trigger intake_end on jiancha.case_step; drop trigger append_only on jiancha.step;
select done from jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3);
-- also when only one of a set of triggers is missing
drop trigger intake_row on jiancha.case_step; drop trigger intake_begin on jiancha.matter; drop trigger append_only_truncate on jiancha.signal;
alter table jiancha.clock disable row level security;
select done from jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3);
select c.relname, array_agg(t.tgname order by t.tgname) from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relname in ('case_step', 'matter', 'signal', 'step') and not tgisinternal group by 1 order by 1;
select relname from pg_class where relnamespace = 'jiancha'::regnamespace and relkind = 'r' and not relrowsecurity and exists (select from pg_policy where polrelid = pg_class.oid);
select done from jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3);
select count(*) from pg_indexes where indexname = 'test_setup_idx' union all select count(*) from pg_policy where polname = 'test_setup_policy';
select has_table_privilege('test_setup_admin', 'jiancha.signals', 'select') as grant_kept, count(*) as on_board from jiancha.board_at('2025-02-01');
-- a table somebody else made in the schema
create table jiancha.stranger (x int);
select pg_temp.try($$ select jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3) $$);
drop table jiancha.stranger;
-- an update of the records older or newer than the extension
update jiancha.record_state set record_version = 999;
select pg_temp.try($$ select jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3) $$);
select pg_temp.try($$ select jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3, dry_run => true) $$);
-- what works as the owner of the records says so too, in a session that has not looked yet; pg_temp.try() goes with the old one
\c
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\set VERBOSITY default
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-9', 'se-a', 'se-m', '张', '2025-01-02 09:00+08');
select jiancha.sweep('2025-02-01 00:00+08');
select jiancha.take_notices('w', 1, '2025-02-01 00:00+08');
-- too old for any step
update jiancha.record_state set record_version = 0;
select jiancha.sweep('2025-02-01 00:00+08');
select * from jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3);
update jiancha.record_state set record_version = 1;
-- a dry run says what it would do and leaves all as it was
drop view jiancha.board;
select no, regexp_replace(done, '\d+ (ms|views)', '… \1') as done from jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3, dry_run => true);
select to_regclass('jiancha.board') is null as board_is_gone;
select done from jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3);
-- nothing to resume where the records live; numbers on paper are skipped there too
select * from jiancha.resume('无事');
select * from jiancha.resume(' ', '{新监告〔2025〕6号}');
select * from jiancha.resume('补', '{新监告〔2025〕6号,新监告2025-6}');
select no, regexp_replace(done, 'system .*', '…') as done from jiancha.resume('文件系统退回', '{新监告〔2025〕6号,新监告〔2025〕4号,se-a-2025-00012}');
select no, regexp_replace(done, 'system .*', '…') as done from jiancha.resume('再次', '{新监告〔2025〕5号}');
select word, year, last_no from jiancha.letter_counter order by 1, 2;
select org_code, year, last_no from jiancha.signal_counter order by 1, 2;
select actor, reason, recovered_to, skipped, was_timeline = timeline as same from jiancha.resumption order by seq;
set role pg_read_all_data;
select * from jiancha.resume('x');
reset role;
-- dropping the extension leaves every row; it comes back, and setup() restores what went along (docs/design.md 2)
drop extension jiancha cascade;
select (select count(*) from jiancha.docket) as dockets, (select count(*) from jiancha.step) as steps, (select count(*) from jiancha.signal) as signals, (select count(*) from jiancha.clock) as clocks;
create extension jiancha;
select done from jiancha.setup('410700', 'xinxiang', 'test_setup_owner', 3);
select * from jiancha.verify('2025-02-01 00:00+08');
select * from jiancha.verify_clocks();
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-1', 2, 'close', '2025-01-20 10:00+08');
select state from jiancha.docket;
drop extension if exists jiancha cascade;
drop schema jiancha cascade;
drop owned by test_setup_admin, test_setup_owner;
drop role test_setup_squatter, test_setup_super, test_setup_login, test_setup_bypass, test_setup_creates, test_setup_admin, test_setup_owner;
