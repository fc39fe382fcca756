-- Volumes: when they may be made, what becomes of rows, seals and rights, export, detaching, attaching, and what is refused to everybody else.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text;
begin
    execute command;
    return 'done';
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(regexp_replace(detail, '[0-9a-f]{64}|clock says .*', '…'), ''), '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name, parent_code) values ('ar-city', '市', null), ('ar-a', '甲局', 'ar-city'), ('ar-b', '乙局', 'ar-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('ar-m', 'ar-a', '事项', 5, 20);
create role test_archive_a; create role test_archive_b; create role test_archive_city; create role test_archive_audit;
select jiancha.grant_access('test_archive_a', 'ar-a'), jiancha.grant_access('test_archive_b', 'ar-b'), jiancha.grant_access('test_archive_city', 'ar-city', 'supervisor'),
    jiancha.grant_access('test_archive_audit', 'ar-city', 'auditor') \g /dev/null
select jiancha.go_live('2021-12-01', '市〔2021〕1号') \g /dev/null

-- cases 1 and 2 end on 2022-02-10, case 3 on 2022-03-01, case 4 is void, case 5 lies outside the volume; all of them earn cards in January, which are withdrawn
set role test_archive_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'C-' || n, 'ar-a', 'ar-m', '张' || n, '2022-01-04 09:00+08' from generate_series(1, 5) n;
insert into jiancha.case_step (case_no, step_no, kind, at, opinion) select 'C-' || n, 1, 'accept', '2022-01-04 10:00+08', '意见' from generate_series(1, 5) n;
reset role;
call jiancha.sweep_all('2022-01-20 00:00+08');
set role test_archive_a;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'C-' || n, s.no, s.kind, '2022-01-28 10:00+08' from generate_series(1, 3) n cross join (values (2, 'decide'), (3, 'deliver')) s (no, kind);
insert into jiancha.case_step (case_no, step_no, kind, at) select 'C-' || n, 4, 'close', '2022-02-10 10:00+08' from generate_series(1, 2) n;
reset role;
select docket_id as lo from jiancha.docket where business_no = 'C-1' \gset
select docket_id as hi from jiancha.docket where business_no = 'C-4' \gset
-- open; its card is not answered; not sealed; a sweep has to look at it
set role test_archive_audit;
select obstacle ~ '^signal .* is open$' as answer, case when obstacle !~ '^signal' then obstacle end as obstacle, count(*) from jiancha.archive_obstacles(:lo, :hi, '2025-02-28') group by 1, 2 order by 1, 2;
reset role;
set role test_archive_city;
insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no) select signal_no, 'withdraw', '2022-01-21 02:00+08', '历史', '撤1' from jiancha.signals where case_no like 'C-%' and level <> 'notice' and issued_at is not null;
set role test_archive_a;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('C-3', 4, 'close', '2022-03-01 10:00+08'), ('C-4', 2, 'void', '2022-02-01 10:00+08');
reset role;
call jiancha.sweep_all('2022-03-02 00:00+08');
select leaves > 100 as sealed from jiancha.seal('2022-03-02 01:00+08');
-- three years from the last thing that happened in it, to the instant
select docket_kind, business_no, obstacle, until_at from jiancha.archive_obstacles(:lo, :hi, '2024-03-01 10:00+08');
select docket_kind, business_no, obstacle, until_at from jiancha.archive_obstacles(:lo, :hi, '2025-03-01 09:59:59+08');
select count(*) as obstacles from jiancha.archive_obstacles(:lo, :hi, '2025-03-01 10:00+08');
select pg_temp.try(format('select jiancha.archive_volume(%L, %s, %s, %L, %L)', v.name, v.lo, v.hi, v.as_of, v.decision))
from (values ('v1', :lo, :hi, '2024-03-01 10:00+08', '归1'), ('v1', :lo, :hi, '2025-03-01 09:59:59+08', '归1'), ('v1', :lo, :hi, '2999-01-01', '归1'), ('v1', :lo, :hi, 'infinity', '归1'), ('v1', :lo, :hi, '2025-03-01 10:00+08', ' '),
    ('V 1', :lo, :hi, '2025-03-01 10:00+08', '归1'), ('v1', :hi, :lo, '2025-03-01 10:00+08', '归1'), ('v1', 1, 2, '2025-03-01 10:00+08', '归1')) v (name, lo, hi, as_of, decision);
select pg_temp.try(c) from unnest(array['select jiancha.archive_volume(null, 1, 2, now(), ''d'')', 'select jiancha.archive_volume(''v'', null, 2, now(), ''d'')', 'select jiancha.archive_volume(''v'', 1, 2, null, ''d'')',
    'select jiancha.archive_obstacles(null, 2, now())', 'select jiancha.archive_obstacles(1, 2, null)']) c;
-- case 5 is open: a range that holds it waits
select obstacle from jiancha.archive_obstacles(:lo, :hi + 1, '2025-03-01 10:00+08') where business_no = 'C-5' order by 1;
-- who may not; and the inner function does not open the guards
set role test_archive_city;
select pg_temp.try(format('select jiancha.archive_volume(%L, %s, %s, %L, %L)', 'v1', :lo, :hi, '2025-03-01 10:00+08', '归1'));
set role jiancha_owner;
select pg_temp.try(format('select jiancha._archive_volume(%L, %s, %s, %L, %L, %L)', 'v1', :lo, :hi, '2025-03-01 10:00+08', '归1', 'x'));
reset role;
select pg_temp.try('delete from jiancha.step');

-- the move
create table pg_temp.before as
    select 'step' as relation, count(*) as rows, md5(string_agg(t::text, '' order by docket_id, seq)) as digest from jiancha.step t where docket_id between :lo and :hi
    union all select 'signal', count(*), md5(string_agg(t::text, '' order by docket_id, rule, clock, cycle)) from jiancha.signal t where docket_id between :lo and :hi
    union all select 'docket', count(*), md5(string_agg(t::text, '' order by docket_id)) from jiancha.docket t where docket_id between :lo and :hi;
select jiancha.archive_volume('v1', :lo, :hi, '2025-03-01 10:00+08', '归1') \g /dev/null
select volume, dockets, rows > 30 as rows, state, archived_at, sha256, decision_no from jiancha.volumes;
select b.relation, a.digest = b.digest as same, a.rows = b.rows and a.rows > 0 as all_there
from pg_temp.before b join (
    select 'step' as relation, count(*) as rows, md5(string_agg(t::text, '' order by docket_id, seq)) as digest from jiancha_archive.step t
    union all select 'signal', count(*), md5(string_agg(t::text, '' order by docket_id, rule, clock, cycle)) from jiancha_archive.signal t
    union all select 'docket', count(*), md5(string_agg(t::text, '' order by docket_id)) from jiancha_archive.docket t) a using (relation) order by 1;
select (select count(*) from jiancha.step where docket_id between :lo and :hi) as steps, (select count(*) from jiancha.docket where docket_id between :lo and :hi) as dockets, (select count(*) from jiancha.docket where business_no = 'C-5') as others;
-- rows of every table about dockets, no more than were there
select c.relation from jiancha.volume_content c where c.rows <> (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from jiancha_archive.%I', c.relation), false, true, '')))[1]::text::bigint;
select * from jiancha.verify_seals();
select count(*) as differences from jiancha.verify('2025-03-01 10:00+08');
-- the number stays taken, the case takes no step, a stranger learns nothing of it
set role test_archive_a;
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('C-1', 9, 'handle', '2022-02-10 12:00+08') $$);
select pg_temp.try($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('C-1', 'ar-a', 'ar-m', '张1', '2022-01-04 09:00+08') $$);
set role test_archive_b;
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('C-1', 9, 'handle', '2022-02-10 12:00+08') $$);
reset role;
-- read by whom the case was, through the archive alone
set role test_archive_a; select count(*) > 0 as mine from jiancha_archive.step; select pg_temp.try('select * from jiancha_archive.step_v1');
set role test_archive_city; select count(*) > 0 as below from jiancha_archive.signal;
set role test_archive_b; select (select count(*) from jiancha_archive.step) + (select count(*) from jiancha_archive.docket) + (select count(*) from jiancha_archive.case_file) as of_others;
reset role;
-- guards: on each table of the volume, for everybody, also as a replica and through the parent
select pg_temp.try(c) from unnest(array['delete from jiancha_archive.step', 'update jiancha_archive.step_v1 set opinion = ''x''', 'truncate jiancha_archive.step', 'truncate jiancha_archive.step_v1', 'delete from jiancha_archive.docket_v1']) c;
set session_replication_role = replica;
select pg_temp.try(c) from unnest(array['delete from jiancha_archive.step', 'truncate jiancha_archive.step_v1', 'delete from jiancha.volume', 'update jiancha.volume_act set sha256 = null', 'delete from jiancha.step', 'truncate jiancha.step cascade']) c;
reset session_replication_role;
-- a second volume of these dockets, of this name
select pg_temp.try(format('select jiancha.archive_volume(%L, %s, %s, %L, %L)', 'v2', :lo, :hi, '2025-03-01 10:00+08', '归2'));
-- what is taken out is taken out before
select pg_temp.try(format('select jiancha.redact(''case_file'', %L, ''applicant'', ''遮1'', ''误录'', ''2025-03-02'')', :lo));
-- a proof of an archived row
select jiancha.seal_proof('case_file', :'lo') -> 'columns' -> 2 ->> 'text' as applicant;

-- export: what the digest is of; detaching with another one, without a reason
select count(*) > 30 as lines, encode(sha256(convert_to(string_agg(line || E'\n', '' order by no), 'UTF8')), 'hex') as sha from jiancha.export_volume('v1') \gset
select :'lines' as lines;
select pg_temp.try(c) from unnest(array[$$ select jiancha.detach_volume('v1', 'abc', '2025-03-02', '带库') $$, $$ select jiancha.detach_volume('v1', null, '2025-03-02', '带库') $$, $$ select jiancha.detach_volume('v0', 'abc', '2025-03-02', '带库') $$,
    $$ select jiancha.detach_volume('v1', 'abc', null, '带库') $$, $$ select jiancha.detach_volume('v1', 'abc', '2025-03-02', '') $$, $$ select jiancha.attach_volume('v1', '2025-03-02', '查') $$, $$ select * from jiancha.export_volume('v0') $$]) c;
-- a changed row is not detached, whatever digest is named
alter table jiancha_archive.step_v1 disable trigger append_only;
update jiancha_archive.step_v1 set opinion = '改' where docket_id = :lo and step_no = 1;
select pg_temp.try(format('select jiancha.detach_volume(''v1'', %L, ''2025-03-02'', ''带库'')', (select encode(sha256(convert_to(string_agg(line || E'\n', '' order by no), 'UTF8')), 'hex') from jiancha.export_volume('v1')))) ~ '^JC006: volume "v1" is not as it was sealed' as refused;
update jiancha_archive.step_v1 set opinion = '意见' where docket_id = :lo and step_no = 1;
-- setup() puts the guard back
select count(*) > 0 as ran from jiancha.setup(region => '410700', pack => 'xinxiang');
select pg_temp.try('delete from jiancha_archive.step_v1');
select jiancha.detach_volume('v1', upper(:'sha'), '2025-03-02', '带库2号柜') \g /dev/null
select volume, state, changed_at, sha256 = :'sha' as digest from jiancha.volumes;
select count(*) as read from jiancha_archive.step;
select count(*) as "the table is there, with its rows" from jiancha_archive.docket_v1;
select * from jiancha.verify_seals();
set role test_archive_a;
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('C-1', 9, 'handle', '2022-02-10 12:00+08') $$);
reset role;
-- back again: only byte for byte
select pg_temp.try(c) from unnest(array['delete from jiancha_archive.step_v1']) c;
alter table jiancha_archive.step_v1 disable trigger append_only;
update jiancha_archive.step_v1 set opinion = '改' where docket_id = :lo and step_no = 1;
select split_part(pg_temp.try($$ select jiancha.attach_volume('v1', '2025-03-03', '查阅') $$), E'\n', 1);
update jiancha_archive.step_v1 set opinion = '意见' where docket_id = :lo and step_no = 1;
alter table jiancha_archive.clock_v1 rename to clock_v1_gone;
select pg_temp.try($$ select jiancha.attach_volume('v1', '2025-03-03', '查阅') $$);
alter table jiancha_archive.clock_v1_gone rename to clock_v1;
select jiancha.attach_volume('v1', '2025-03-03', '查阅') \g /dev/null
set role test_archive_a; select count(*) > 0 as read_again from jiancha_archive.step; reset role;
select pg_temp.try('delete from jiancha_archive.step_v1');
select * from jiancha.verify_seals();
select kind, at, sha256 is not null as digest from jiancha.volume_act order by seq;

drop owned by test_archive_a, test_archive_b, test_archive_city, test_archive_audit;
do $$
declare
    r name;
begin
    for r in select rolname from pg_roles where rolname ~ '^(test_archive_|jiancha_.*_ar-)' order by rolname loop
        execute format('drop role %I', r);
    end loop;
end $$;
