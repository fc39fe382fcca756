-- Messages: SQLSTATE, message, detail and hint of what a user meets, in English; style of all of them; the way of an error through functions of the caller.
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
-- the classes
insert into jiancha.org (org_code, name) values ('me-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('me-m', 'me-a', '事项', 5);
select pg_temp.try($$ select jiancha.add_working_days('2026-12-15', 20) $$);
select pg_temp.try($$ select jiancha.add_working_days('2025-01-01', 1, 'XX') $$);
-- raised by name; arguments by position, NULL prints as nothing, too many are left, an unknown name is an internal error
select pg_temp.try($$ select jiancha._raise('unknown_org', 'a', 'b') $$);
select pg_temp.try($$ select jiancha._raise('unknown_org', null, 'b') $$);
select pg_temp.try($$ select jiancha._raise('unknown_org', 'a', 'b', 'c', 'd', 'e', 'f', 'g') $$);
select pg_temp.try($$ select jiancha._raise('unknown_org', '%s {2} %n', '{1}') $$);
select pg_temp.try($$ select jiancha._raise('no_such_message', 'x') $$);
-- %, quotes and braces of a user's value stay what they are
select pg_temp.try($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('{1} %s %n "', 'a{2}"b', 'me-m', '张', '2025-01-01') $$);
-- registers
select pg_temp.try(c) from unnest(array[
    $$ insert into jiancha.org (org_code, name) values ('me-a', '乙局') $$, $$ insert into jiancha.org (org_code, name) values ('me-a', '甲局') $$, $$ insert into jiancha.org (org_code, name, parent_code) values ('me-b', '乙局', 'me-x') $$,
    $$ insert into jiancha.org (org_code, name, parent_code) values ('me-c', '丙局', 'me-c') $$, $$ insert into jiancha.org (org_code, name) values (null, '乙局') $$, $$ insert into jiancha.org (org_code, name) values ('me-b', null) $$,
    $$ insert into jiancha.org (org_code, name) values (repeat('x', 41), '乙局') $$, $$ insert into jiancha.org (org_code, name) values ('', '乙局') $$,
    $$ insert into jiancha.staff (staff_code, org_code, name) values ('s', 'me-x', '张') $$, $$ insert into jiancha.staff (staff_code, org_code, name) values ('s', 'me-a', '张') $$, $$ insert into jiancha.staff (staff_code, org_code, name) values ('s', 'me-a', '李') $$,
    $$ insert into jiancha.matter (matter_code, org_code, name) values ('x', 'me-x', '事项') $$, $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('x', 'me-a', '事项', 0) $$,
    $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('x', 'me-a', '事项', -5) $$, $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('x', 'me-a', '事项', 10001) $$,
    $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit) values ('x', 'me-a', '事项', 5, 'fortnight') $$, $$ insert into jiancha.matter (matter_code, org_code, name, roll) values ('x', 'me-a', '事项', 'up') $$,
    $$ insert into jiancha.matter (matter_code, org_code, name, calendar_code) values ('x', 'me-a', '事项', 'XX') $$, $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('me-m', 'me-a', '事项', 6) $$,
    $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('me-m', 'me-a', '事项', 5) $$, $$ insert into jiancha.matter (matter_code, org_code, name, valid_from) values ('me-m', 'me-a', '事项', '2024-01-01'), ('me-m', 'me-a', '事项改', '2024-06-01') $$,
    $$ insert into jiancha.org (org_code, name, parent_code) values ('me-e', '戊局', 'me-d'), ('me-d', '丁局', null) $$]) c;
select matter_code, version, name, valid_from from jiancha.matter where matter_code = 'me-m';
-- the context: of our own functions nothing, of the caller's own all
\set SHOW_CONTEXT always
insert into jiancha.case_step (case_no, kind, at) values ('no-such', 'accept', '2025-01-01');
create schema test_messages;
create function test_messages.mine() returns void language plpgsql as $$
begin
    insert into jiancha.case_step (case_no, kind, at) values ('no-such', 'accept', '2025-01-01');
end $$;
select test_messages.mine();
\set SHOW_CONTEXT never
drop schema test_messages cascade;
