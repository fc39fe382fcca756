-- jiancha.docket_intake and jiancha.docket_step: dockets of every kind, who may enter which, what is refused and with which words.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name) values ('dk-a', '甲局'), ('dk-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('dk-m', 'dk-a', '事项', 5, 20, '2025-03-01');
create role test_kinds_clerk;
select jiancha.grant_access('test_kinds_clerk', 'dk-a') \g /dev/null
create role test_kinds_supervisor;
select jiancha.grant_access('test_kinds_supervisor', 'dk-a', 'supervisor') \g /dev/null

select kind, name, department_enters from jiancha.docket_kind order by kind;
select kind, rank, ends, late, state, name from jiancha.step_kind order by rank;
select count(*) as ranks_twice from (select rank from jiancha.step_kind group by rank having count(*) > 1) r;

set role test_kinds_clerk;
-- the same number in two kinds is two dockets; the fewest columns and all
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values
    ('complaint', 'K-1', 'dk-a', '2025-03-03 09:00+08'), ('consultation', 'K-1', 'dk-a', '2025-03-03 09:00+08');
insert into jiancha.docket_intake values
    ('penalty', 'K-2', 'dk-a', 'dk-m', '张', '2025-03-03 09:00+08', 'phone', 'person', '占道', 'st-1', 3, 'working_day', 'day', '{"k": 1}');
select * from jiancha.docket_intake order by docket_kind, business_no;
-- a case is a docket of kind approval, whichever view it came through
insert into jiancha.docket_intake (docket_kind, business_no, org_code, matter_code, applicant, received_at) values ('approval', 'K-3', 'dk-a', 'dk-m', '李', '2025-03-03 09:00+08');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('K-3', 'dk-a', 'dk-m', '李', '2025-03-03 09:00+08');
select case_no, applicant from jiancha.case_intake;
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at) values
    ('approval', 'K-3', 1, 'accept', '2025-03-04 09:00+08'), ('complaint', 'K-1', 1, 'assign', '2025-03-04 09:00+08'),
    ('penalty', 'K-2', 1, 'file_case', '2025-03-04 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('K-3', 1, 'accept', '2025-03-04 09:00+08');
select docket_kind, business_no, step_no, kind, flag from jiancha.docket_step order by 1, 2, 3;
select d.kind, d.business_no, d.state, d.set_limit, d.set_unit, d.imported, s.revision, d.revision = s.revision as latest
from jiancha.docket d left join jiancha.step s using (docket_id) order by 1, 2;
-- a clock runs on the dockets of its kind
select d.kind, c.clock, c.state, c.due_on from jiancha.clock c join jiancha.docket d using (docket_id) order by 1, 2;
insert into jiancha.docket_step (docket_kind, business_no, kind, at) values ('complaint', 'K-1', 'close', '2025-03-05 09:00+08');
select d.kind, d.state, c.clock, c.state, c.stop_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.kind = 'complaint';
-- history
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at, channel) values ('complaint', 'K-4', 'dk-a', '2024-03-04 09:00+08', 'import');
select business_no, imported from jiancha.docket where imported;
-- repetition: word for word does nothing, other content is refused and names what differs
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values ('complaint', 'K-1', 'dk-a', '2025-03-03 09:00+08');
select pg_temp.try($$ insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at, set_limit, set_unit) values ('complaint', 'K-1', 'dk-a', '2025-03-03 09:00+08', 3, 'day') $$);
select pg_temp.try($$ insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at, matter_code) values ('complaint', 'K-1', 'dk-a', '2025-03-03 09:00+08', 'dk-m') $$);

-- what is refused
select pg_temp.try(format('insert into jiancha.docket_intake (docket_kind, business_no, org_code, matter_code, applicant, received_at, channel, set_limit, set_unit, at_precision) values (%L, %L, %L, %L, %L, %L, %L, %L, %L, %L)',
    docket_kind, business_no, org_code, matter_code, applicant, received_at, channel, set_limit, set_unit, at_precision))
from (values
    (1, null, 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, null::int, null, null),
    (2, 'nonsense', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, null, null, null),
    (3, 'signal', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, null, null, null),
    (4, 'supervision_order', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, 5, 'day', null),
    (5, 'complaint', '', 'dk-a', null, null, '2025-03-03 09:00+08', null, null, null, null),
    (6, 'complaint', ' K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, null, null, null),
    (7, 'complaint', repeat('长', 67), 'dk-a', null, null, '2025-03-03 09:00+08', null, null, null, null),
    (8, 'complaint', 'K-9', null, null, null, '2025-03-03 09:00+08', null, null, null, null),
    (9, 'complaint', 'K-9', 'nobody', null, null, '2025-03-03 09:00+08', null, null, null, null),
    (10, 'complaint', 'K-9', 'dk-b', null, null, '2025-03-03 09:00+08', null, null, null, null),
    (11, 'complaint', 'K-9', 'dk-a', 'nothing', null, '2025-03-03 09:00+08', null, null, null, null),
    (12, 'complaint', 'K-9', 'dk-a', 'dk-m', null, '2025-02-28 09:00+08', null, null, null, null),
    (13, 'penalty', 'K-9', 'dk-a', null, '张', '2025-03-03 09:00+08', null, null, null, null),
    (14, 'approval', 'K-9', 'dk-a', 'dk-m', ' ', '2025-03-03 09:00+08', null, null, null, null),
    (15, 'complaint', 'K-9', 'dk-a', null, null, null, null, null, null, null),
    (16, 'complaint', 'K-9', 'dk-a', null, null, 'infinity', null, null, null, null),
    (17, 'complaint', 'K-9', 'dk-a', null, null, '-infinity', null, null, null, null),
    (18, 'complaint', 'K-9', 'dk-a', null, null, '1999-01-01', null, null, null, null),
    (19, 'complaint', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', 'pigeon', null, null, null),
    (20, 'complaint', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, 0, 'day', null),
    (21, 'complaint', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, 2147483647, 'day', null),
    (22, 'complaint', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, 5, 'fortnight', null),
    (23, 'complaint', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, 5, null, null),
    (24, 'complaint', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, null, 'day', null),
    (25, 'complaint', 'K-9', 'dk-a', null, null, '2025-03-03 09:00+08', null, null, null, 'second')
) v (no, docket_kind, business_no, org_code, matter_code, applicant, received_at, channel, set_limit, set_unit, at_precision) order by no;
select pg_temp.try(format('insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at) values (%L, %L, %L, %L, %L)', docket_kind, business_no, step_no, kind, at))
from (values
    (1, null, 'K-1', 5, 'handle', '2025-03-04'), (2, 'nonsense', 'K-1', 5, 'handle', '2025-03-04'), (3, 'signal', 'K-1', 5, 'accept_reply', '2025-03-04'),
    (4, 'complaint', null, 5, 'handle', '2025-03-04'), (5, 'complaint', 'K-8', 5, 'handle', '2025-03-04'), (6, 'complaint', 'K-1', 5, null, '2025-03-04'),
    (7, 'complaint', 'K-1', 5, 'dance', '2025-03-04'), (8, 'complaint', 'K-1', 5, 'handle', null), (9, 'complaint', 'K-1', 1, 'handle', '2025-03-04')
) v (no, docket_kind, business_no, step_no, kind, at) order by no;
-- the first wrong row is named and nothing of the statement is kept
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values
    ('complaint', 'K-5', 'dk-a', '2025-03-03 09:00+08'), ('complaint', 'K-6', 'nobody', '2025-03-03 09:00+08'), ('complaint', null, 'dk-a', '2025-03-03 09:00+08');
select count(*) from jiancha.docket_intake where business_no = 'K-5';
-- rows are neither changed nor removed
update jiancha.docket_intake set applicant = 'x';
delete from jiancha.docket_step;
reset role;

-- a supervisor reads and enters nothing; the engine's kinds are entered by the owner of the records and by superusers
set role test_kinds_supervisor;
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values ('complaint', 'K-7', 'dk-a', '2025-03-03 09:00+08');
select count(*) from jiancha.docket_intake;
reset role;
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at, set_limit, set_unit) values ('supervision_order', 'K-7', 'dk-a', '2025-03-03 09:00+08', 5, 'working_day');
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at) values ('supervision_order', 'K-7', 1, 'feedback', '2025-03-04 09:00+08'),
    ('supervision_order', 'K-7', 2, 'conclude', '2025-03-05 09:00+08');
select kind, state, set_limit, set_unit, closed_at from jiancha.docket where kind = 'supervision_order';
select pg_temp.try($$ insert into jiancha.docket_step (docket_kind, business_no, kind, at) values ('supervision_order', 'K-8', 'handle', '2025-03-04') $$);
set role test_kinds_clerk;
select pg_temp.try($$ insert into jiancha.docket_step (docket_kind, business_no, kind, at) values ('supervision_order', 'K-7', 'conclude', '2025-03-04') $$);
reset role;

-- COPY, and a second statement of the same session with another number of rows
copy jiancha.docket_intake (docket_kind, business_no, org_code, received_at) from stdin;
complaint	K-10	dk-a	2025-03-03 09:00+08
complaint	K-11	dk-b	2025-03-03 09:00+08
\.
copy jiancha.docket_step (docket_kind, business_no, step_no, kind, at) from stdin;
complaint	K-10	1	transfer_out	2025-03-04 09:00+08
complaint	K-11	1	assign	2025-03-04 09:00+08
\.
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at)
    select 'complaint', 'K-b-' || n, 'dk-a', '2025-03-03 09:00+08' from generate_series(1, 1200) n;
insert into jiancha.docket_step (docket_kind, business_no, kind, at) select 'complaint', 'K-b-' || n, 'reply', '2025-03-05 09:00+08' from generate_series(1, 1200) n;
select d.state, count(*) from jiancha.docket d where d.kind = 'complaint' group by 1 order by 1;
call jiancha.sweep_all('2025-04-30 00:00+08');
select count(*) as differences from jiancha.verify('2025-04-30 00:00+08');
select count(*) as wrong_clocks from jiancha.verify_clocks();
drop owned by test_kinds_clerk, test_kinds_supervisor;
drop role test_kinds_clerk, test_kinds_supervisor;
