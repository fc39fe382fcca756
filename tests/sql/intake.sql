-- jiancha.case_intake: what a department may insert, what is refused and with which words, repetition, COPY, subtransactions.
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
insert into jiancha.org (org_code, name) values ('in-a', '甲局'), ('in-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values
    ('in-m', 'in-a', '事项', 5, 20, null), ('in-old', 'in-a', '旧事项', 5, 20, '2025-03-01');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('in-old', 'in-a', '旧事项', 10, 20, '2025-06-01');
create role test_intake_clerk;
select jiancha.grant_access('test_intake_clerk', 'in-a') \g /dev/null
create role test_intake_supervisor;
select jiancha.grant_access('test_intake_supervisor', 'in-a', 'supervisor') \g /dev/null
create role test_intake_nobody;
grant usage on schema jiancha to test_intake_nobody;
grant insert, select on jiancha.case_intake to test_intake_nobody;

set role test_intake_clerk;
-- one row, with the fewest columns and with all
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('I-1', 'in-a', 'in-m', '张', '2025-03-03 09:00+08');
insert into jiancha.case_intake values ('I-2', 'in-a', 'in-m', '李', '2025-03-03 09:00+08', 'online', 'person', '许可', 'st-1', 'day', '{"k": [1, "二"]}');
select * from jiancha.case_intake order by case_no;
select clock, state, start_at, due_on from jiancha.clock order by docket_id, clock;
-- RETURNING gives back what was inserted
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('I-3', 'in-a', 'in-m', '王', '2025-03-03 09:00+08')
    returning case_no, channel, received_at;

-- repetition: word for word does nothing, in one statement too; other content is refused and names what differs
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('I-1', 'in-a', 'in-m', '张', '2025-03-03 09:00+08');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('I-4', 'in-a', 'in-m', '赵', '2025-03-03 09:00+08'), ('I-4', 'in-a', 'in-m', '赵', '2025-03-03 09:00+08');
select count(*) from jiancha.case_intake where case_no = 'I-4';
select pg_temp.try(format('insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, data) values (%L, ''in-a'', %L, %L, %L, %L, %L)',
                          case_no, matter, applicant, received_at, channel, data))
from (values ('I-1', 'in-m', '张三', '2025-03-03 09:00+08', 'window', null::jsonb), ('I-1', 'in-m', '张', '2025-03-03 09:01+08', 'window', null),
             ('I-1', 'in-old', '张', '2025-03-03 09:00+08', 'window', null), ('I-1', 'in-m', '张', '2025-03-03 09:00+08', 'online', null),
             ('I-1', 'in-m', '张', '2025-03-03 09:00+08', null, null), ('I-1', 'in-m', '张', '2025-03-03 09:00+08', 'window', '{}')) v (case_no, matter, applicant, received_at, channel, data);
select pg_temp.try($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('I-5', 'in-a', 'in-m', '甲', '2025-03-03 09:00+08'), ('I-5', 'in-a', 'in-m', '乙', '2025-03-03 09:00+08') $$);
select count(*) from jiancha.case_intake where case_no = 'I-5';

-- what is missing or wrong, one column at a time
select pg_temp.try(format('insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, at_precision) values (%L, %L, %L, %L, %L, %L, %L)',
                          case_no, org, matter, applicant, received_at, channel, at_precision))
from (values (null, 'in-a', 'in-m', '张', '2025-03-03', null, null), ('', 'in-a', 'in-m', '张', '2025-03-03', null, null),
             ('B-1', null, 'in-m', '张', '2025-03-03', null, null), ('B-1', 'in-x', 'in-m', '张', '2025-03-03', null, null),
             ('B-1', 'in-b', 'in-m', '张', '2025-03-03', null, null), ('B-1', 'in-a', null, '张', '2025-03-03', null, null),
             ('B-1', 'in-a', 'no-such', '张', '2025-03-03', null, null), ('B-1', 'in-a', 'in-old', '张', '2025-02-28 23:59:59+08', null, null),
             ('B-1', 'in-a', 'in-m', null, '2025-03-03', null, null), ('B-1', 'in-a', 'in-m', '', '2025-03-03', null, null),
             ('B-1', 'in-a', 'in-m', '张', null, null, null), ('B-1', 'in-a', 'in-m', '张', 'infinity', null, null),
             ('B-1', 'in-a', 'in-m', '张', '-infinity', null, null), ('B-1', 'in-a', 'in-m', '张', '2003-12-31 23:59:59+08', null, null),
             ('B-1', 'in-a', 'in-m', '张', '4713-01-01 BC', null, null), ('B-1', 'in-a', 'in-m', '张', '2025-02-30', null, null),
             ('B-1', 'in-a', 'in-m', '张', '2025-03-03', 'fax', null), ('B-1', 'in-a', 'in-m', '张', '2025-03-03', '', null),
             ('B-1', 'in-a', 'in-m', '张', '2025-03-03', null, 'hour')) v (case_no, org, matter, applicant, received_at, channel, at_precision);
\set VERBOSITY terse
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('B-1', 'in-a', 'in-m', '张', '2999-01-01 00:00+08');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('B-1', 'in-a', 'in-m', '张', '294276-12-31 23:59:59+00');
\set VERBOSITY default
-- the first wrong row is named, and nothing of the statement is kept
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'N-' || n, case n when 7 then 'in-x' when 8 then 'in-y' else 'in-a' end, 'in-m', '张', '2025-03-03' from generate_series(1, 10) n;
select count(*) from jiancha.case_intake where case_no like 'N-%';
-- the version of the matter in force on the day of receipt
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('M-1', 'in-a', 'in-old', '张', '2025-03-01 00:00+08'), ('M-2', 'in-a', 'in-old', '张', '2025-05-31 23:59:59+08'), ('M-3', 'in-a', 'in-old', '张', '2025-06-01 00:00+08');
select business_no, matter_version from jiancha.docket where business_no like 'M-%' order by 1;

-- zero rows, INSERT … SELECT, ON CONFLICT, long and strange values
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'Z', 'in-a', 'in-m', '张', now() where false;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'L-' || n, 'in-a', 'in-m', repeat('长', 3000), '2025-03-03 09:00+08' from generate_series(1, 1500) n;
select count(*), count(distinct docket_id), min(length(applicant)) from jiancha.case_intake join jiancha.docket on business_no = case_no where case_no like 'L-%';
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    (repeat('号', 66), 'in-a', 'in-m', E'O''Neil "\\" {}\n,NULL', '2025-03-03 09:00+08');
select length(case_no), applicant from jiancha.case_intake where case_no like '号%';
-- a number too long for an index is a bad value like any other, not a matter of the index
select pg_temp.try(format('insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (%L, ''in-a'', ''in-m'', ''x'', ''2025-03-03'')',
    (select string_agg(md5(n::text), '') from generate_series(1, 300) n))) like 'JC005: %' as refused_as_bad_value;
-- an unwanted ON CONFLICT is the server's own error; UPDATE and DELETE are no way in
select pg_temp.try($$ insert into jiancha.case_intake (case_no) values ('x') on conflict (case_no) do nothing $$);
select pg_temp.try($$ update jiancha.case_intake set applicant = 'x' $$);
select pg_temp.try($$ delete from jiancha.case_intake $$);

-- COPY, the same batch twice, and a batch with a bad row
copy jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel) from stdin;
C-1	in-a	in-m	张	2025-03-03 09:00+08	window
C-2	in-a	in-m	李	2025-03-04 09:00+08	online
\.
copy jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel) from stdin;
C-1	in-a	in-m	张	2025-03-03 09:00+08	window
C-2	in-a	in-m	李	2025-03-04 09:00+08	online
\.
copy jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel) from stdin;
C-3	in-a	in-m	张	2025-03-03 09:00+08	window
C-4	in-a	in-m	李	2025-03-04 09:00+08	pigeon
\.
select case_no from jiancha.case_intake where case_no like 'C-%' order by 1;
copy jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) from stdin;
\.

-- a subtransaction that rolls back takes its rows along; the next statement starts afresh
begin;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-1', 'in-a', 'in-m', '张', '2025-03-03 09:00+08');
savepoint s;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-2', 'in-a', 'in-m', '张', '2025-03-03 09:00+08');
rollback to s;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'S-3', 'in-a', 'in-m', '张', (array['2025-03-03', 'broken'])[n]::timestamptz from generate_series(1, 2) n;
rollback to s;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-4', 'in-a', 'in-m', '张', '2025-03-03 09:00+08');
commit;
select case_no from jiancha.case_intake where case_no like 'S-%' order by 1;

-- a function that inserts into the view while a statement on the view runs: each has its own buffer
create function pg_temp.deeper(case_no text, depth int) returns text language plpgsql as $$
begin
    if depth > 0 then
        insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
            select pg_temp.deeper(case_no || '.' || n, depth - 1), 'in-a', 'in-m', '张', '2025-03-03 09:00+08' from generate_series(1, 2) n;
    end if;
    return case_no;
end $$;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select pg_temp.deeper('D' || n, 3), 'in-a', 'in-m', '张', '2025-03-03 09:00+08' from generate_series(1, 2) n;
select count(*) from jiancha.case_intake where case_no like 'D%';
create function pg_temp.failing(case_no text) returns text language plpgsql as $$
begin
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (case_no || '-inner', 'in-a', 'in-m', '张', '2025-03-03 09:00+08');
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (case_no || '-bad', 'in-x', 'in-m', '张', '2025-03-03 09:00+08');
    return case_no;
exception when sqlstate 'JC004' then
    return case_no || '-caught';
end $$;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select pg_temp.failing('F-' || n), 'in-a', 'in-m', '张', '2025-03-03 09:00+08' from generate_series(1, 3) n;
select case_no from jiancha.case_intake where case_no like 'F-%' order by 1;
-- an outer row that fails after inner ones succeeded takes all along
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select pg_temp.deeper('E' || n, 1), case n when 2 then 'in-x' else 'in-a' end, 'in-m', '张', '2025-03-03 09:00+08' from generate_series(1, 2) n;
select count(*) from jiancha.case_intake where case_no like 'E%';
-- a prepared statement, past its generic plan
prepare one (text) as insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ($1, 'in-a', 'in-m', '张', '2025-03-03 09:00+08');
execute one('Q-1'); execute one('Q-2'); execute one('Q-3'); execute one('Q-4'); execute one('Q-5'); execute one('Q-6'); execute one('Q-7');
select count(*) from jiancha.case_intake where case_no like 'Q-%';

-- a session in another time zone is warned once a statement, when it matters
set timezone = 'America/St_Johns';
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('T-1', 'in-a', 'in-m', '张', '2025-03-03 09:00'), ('T-2', 'in-a', 'in-m', '张', '2025-03-03 09:00');
set timezone = 'Asia/Hong_Kong';
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('T-3', 'in-a', 'in-m', '张', '2025-03-03 09:00');
set timezone = 'Asia/Shanghai';
select case_no, received_at from jiancha.case_intake where case_no like 'T-%' order by 1;

-- who may not
set role test_intake_supervisor;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('W-1', 'in-a', 'in-m', '张', '2025-03-03');
set role test_intake_nobody;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('W-1', 'in-a', 'in-m', '张', '2025-03-03');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'W-1', 'in-a', 'in-m', '张', now() where false;
reset role;
-- the administrator acts for all; org_code lies apart from the matter's
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('W-2', 'in-b', 'in-m', '张', '2025-03-03');
select docket_id = ((410700::bigint << 43) | 1) as first_docket_id from jiancha.docket order by docket_id limit 1;
select * from jiancha.verify_clocks();

drop owned by test_intake_clerk, test_intake_supervisor, test_intake_nobody;
drop role test_intake_clerk, test_intake_supervisor, test_intake_nobody, "jiancha_org_in-a";
