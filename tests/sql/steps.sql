-- jiancha.case_step: kinds, order, late and early steps, repetition, data of extensions and transfers, COPY of 100,000 rows.
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
insert into jiancha.org (org_code, name) values ('st-a', '甲局'), ('st-b', '乙局'), ('st-c', '丙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('st-m', 'st-a', '事项', 5, 20);
create role test_steps_a; create role test_steps_b; create role test_steps_c;
select jiancha.grant_access('test_steps_' || o, ('st-' || o)) from unnest('{a,b,c}'::text[]) o \g /dev/null
set role test_steps_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'S-' || n, 'st-a', 'st-m', '张', '2025-03-03 09:00+08' from generate_series(1, 20) n;

-- a whole life, entered backwards in one statement
insert into jiancha.case_step (case_no, step_no, kind, at, node, staff_code, opinion, document_no) values
    ('S-1', 9, 'deliver', '2025-03-11 10:00+08', '送达', 'st-1', null, null), ('S-1', 8, 'close', '2025-03-10 16:30+08', '办结', 'st-1', null, null),
    ('S-1', 7, 'decide', '2025-03-10 16:00+08', '批准', 'st-2', '准予许可', '〔2025〕1号'), ('S-1', 6, 'approve', '2025-03-10 15:00+08', '批准', 'st-2', '同意', null),
    ('S-1', 5, 'review', '2025-03-07 15:00+08', '审核', 'st-3', '同意', null), ('S-1', 4, 'handle', '2025-03-06 15:00+08', '承办', 'st-4', '属实', null),
    ('S-1', 3, 'accept', '2025-03-05 09:30+08', '受理', 'st-1', '受理', null), ('S-1', 2, 'correction_received', '2025-03-05 09:00+08', '受理', 'st-1', null, null),
    ('S-1', 1, 'request_correction', '2025-03-04 09:00+08', '受理', 'st-1', '补正', null);
select business_no, accepted_at, closed_at, state, revision from jiancha.docket where business_no = 'S-1';
select clock, cycle, c.state, start_at, stop_at, due_on from jiancha.clock c join jiancha.docket using (docket_id) where business_no = 'S-1' order by 1, 2;
select step_no, kind, flag from jiancha.case_step where case_no = 'S-1' order by at;

-- each kind there is
insert into jiancha.case_step (case_no, step_no, kind, at, data, corrects, reason)
    select 'S-2', row_number() over (order by rank), kind, '2025-03-03 10:00+08',
        case kind when 'extend' then '{"days": 3}' when 'transfer' then '{"to_org": "st-a"}' end::jsonb, case kind when 'cancel_step' then 99 end,
        case kind when 'cancel_step' then '误录' end
    from jiancha.step_kind;
select kind, flag from jiancha.case_step where case_no = 'S-2' and flag is not null order by step_no;
select accepted_at, closed_at, state from jiancha.docket where business_no = 'S-2';

-- before receipt, after close: kept, flagged, and of no effect
insert into jiancha.case_step (case_no, step_no, kind, at, at_precision) values
    ('S-3', 1, 'accept', '2025-03-03 08:59:59+08', null), ('S-3', 2, 'handle', '2025-03-03 00:00+08', 'day'), ('S-3', 3, 'handle', '2025-03-02 00:00+08', 'day');
select state, accepted_at from jiancha.docket where business_no = 'S-3';
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-3', 4, 'accept', '2025-03-03 09:00+08'), ('S-3', 5, 'close', '2025-03-05 09:00+08'),
    ('S-3', 6, 'close', '2025-03-04 09:00+08'), ('S-3', 7, 'begin_special', '2025-03-04 10:00+08'), ('S-3', 8, 'withdraw', '2025-03-04 09:00+08'), ('S-3', 9, 'deliver', '2025-03-09 09:00+08');
select step_no, kind, at, flag from jiancha.case_step where case_no = 'S-3' order by step_no;
select state, accepted_at, closed_at from jiancha.docket where business_no = 'S-3';
-- accepted on the day of receipt, known to the day
insert into jiancha.case_step (case_no, kind, at, at_precision) values ('S-4', 'accept', '2025-03-03 00:00+08', 'day');
select accepted_at, flag from jiancha.docket join jiancha.case_step on case_no = business_no where business_no = 'S-4';

-- refused, and the value that is wrong
select pg_temp.try(format('insert into jiancha.case_step (case_no, step_no, kind, at, data, corrects, reason, at_precision) values (%L, %L, %L, %L, %L, %L, %L, %L)',
                          case_no, step_no, kind, at, data, corrects, reason, at_precision))
from (values (null, 1, 'accept', '2025-03-03', null, null::int, null, null), ('', 1, 'accept', '2025-03-03', null, null, null, null),
             ('no-such', 1, 'accept', '2025-03-03', null, null, null, null), ('S-5', 1, null, '2025-03-03', null, null, null, null),
             ('S-5', 1, '', '2025-03-03', null, null, null, null), ('S-5', 1, 'received', '2025-03-03', null, null, null, null), ('S-5', 1, 'Accept', '2025-03-03', null, null, null, null),
             ('S-5', 1, 'accept', null, null, null, null, null), ('S-5', 1, 'accept', 'infinity', null, null, null, null), ('S-5', 1, 'accept', '-infinity', null, null, null, null),
             ('S-5', 1, 'accept', '2003-12-31', null, null, null, null), ('S-5', 1, 'accept', '2025-03-03', null, null, null, 'year'),
             ('S-5', 2, 'accept', '2025-03-03', null, 1, null, null), ('S-5', 2, 'accept', '2025-03-03', null, 1, ' ', null), ('S-5', 1, 'accept', '2025-03-03', null, 1, '错', null),
             ('S-5', 1, 'cancel_step', '2025-03-03', null, null, '错', null)) v (case_no, step_no, kind, at, data, corrects, reason, at_precision);
select data, pg_temp.try(format('insert into jiancha.case_step (case_no, kind, at, data) values (''S-5'', ''extend'', ''2025-03-05'', %L)', data))
from unnest(array[null, '{}', '[]', '"days"', 'null', '{"days": 0}', '{"days": -1}', '{"days": 1.5}', '{"days": "ten"}', '{"days": 367}', '{"days": 99999999999999999999}', '{"days": null}', '{"days": "1"}', '{"days": 366}']) data;
select data, pg_temp.try(format('insert into jiancha.case_step (case_no, kind, at, data) values (''S-5'', ''transfer'', ''2025-03-05'', %L)', data))
from unnest(array[null, '{}', '{"to_org": null}', '{"to_org": "st-x"}', '{"to_org": ["st-a"]}']) data;
\set VERBOSITY terse
insert into jiancha.case_step (case_no, kind, at) values ('S-5', 'accept', '2999-01-01 00:00+08');
insert into jiancha.case_step (case_no, kind, at) values ('S-5', 'accept', '294276-12-31 23:59:59+00');
\set VERBOSITY default

-- step_no: repeated word for word, with other content, twice in a statement, huge, negative, left out
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-6', 1, 'accept', '2025-03-04 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-6', 1, 'accept', '2025-03-04 09:00+08'), ('S-6', 1, 'accept', '2025-03-04 09:00+08');
select revision, (select count(*) from jiancha.case_step where case_no = 'S-6') from jiancha.docket where business_no = 'S-6';
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-6', 1, 'accept', '2025-03-04 09:01+08') $$);
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-6', 2, 'handle', '2025-03-04'), ('S-6', 2, 'review', '2025-03-04') $$);
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-6', 9223372036854775807, 'handle', '2025-03-04'), ('S-6', -5, 'handle', '2025-03-04'), ('S-6', 0, 'handle', '2025-03-04');
insert into jiancha.case_step (case_no, kind, at) values ('S-6', 'handle', '2025-03-04'), ('S-6', 'handle', '2025-03-04');
select step_no, kind from jiancha.case_step where case_no = 'S-6' order by step_no;
-- flag is read only: what is written into it is of no account
insert into jiancha.case_step (case_no, step_no, kind, at, flag) values ('S-7', 1, 'accept', '2025-03-04', 'after_close') returning case_no, step_no;
select step_no, flag from jiancha.case_step where case_no = 'S-7';
-- nothing half-written
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) select 'S-8', n, case n when 500 then 'dance' else 'handle' end, '2025-03-04' from generate_series(1, 1000) n $$);
select count(*) from jiancha.case_step where case_no = 'S-8';
insert into jiancha.case_step (case_no, kind, at) select 'S-8', 'handle', now() where false;

-- transfer: the new holder sees the docket and enters steps; the former may still enter what happened before; a third may not
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-9', 1, 'accept', '2025-03-03 10:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('S-9', 2, 'transfer', '2025-03-05 10:00+08', '{"to_org": "st-b"}');
select count(*) as seen_by_the_former from jiancha.docket where business_no = 'S-9';
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-9', 3, 'handle', '2025-03-04 10:00+08');
set role test_steps_b;
select business_no, org_code, origin_org_code from jiancha.docket;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-9', 4, 'review', '2025-03-06 10:00+08');
select what from jiancha.explain_deadline('S-9') order by no limit 1;
set role test_steps_c;
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-9', 5, 'review', '2025-03-06') $$);
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('no-such', 5, 'review', '2025-03-06') $$);
set role test_steps_b;
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('S-9', 6, 'transfer', '2025-03-07 10:00+08', '{"to_org": "st-c"}');
set role test_steps_c;
select business_no, org_code from jiancha.docket;
-- of two transfers the later one in time holds, whatever the order of arrival
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('S-9', 7, 'transfer', '2025-03-06 12:00+08', '{"to_org": "st-a"}');
select business_no, org_code from jiancha.docket;

-- COPY into the view, the same batch twice, zero rows, a bad row
set role test_steps_a;
copy jiancha.case_step (case_no, step_no, kind, at, data) from stdin;
S-10	1	accept	2025-03-03 10:00+08	\N
S-10	2	extend	2025-03-05 10:00+08	{"days": 2}
\.
copy jiancha.case_step (case_no, step_no, kind, at, data) from stdin;
S-10	1	accept	2025-03-03 10:00+08	\N
S-10	2	extend	2025-03-05 10:00+08	{"days": 2}
\.
copy jiancha.case_step (case_no, step_no, kind, at, data) from stdin;
\.
copy jiancha.case_step (case_no, step_no, kind, at) from stdin (format csv);
S-10,3,handle,2025-03-05 10:00+08
S-99,1,handle,2025-03-05 10:00+08
\.
select step_no, kind from jiancha.case_step where case_no = 'S-10' order by 1;
select due_on, extension from jiancha.clock join jiancha.docket using (docket_id) where business_no = 'S-10' and clock = 'promised';

-- 100,000 steps of 20,000 cases by COPY, under row-level security
\copy jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) from program 'awk "BEGIN { for (i = 1; i <= 20000; i++) printf \"K-%d\\tst-a\\tst-m\\tx\\t2025-03-%02d 09:00+08\\n\", i, i % 28 + 1 }"'
\copy jiancha.case_step (case_no, step_no, kind, at) from program 'awk "BEGIN { split(\"accept handle review decide close\", k, \" \"); for (s = 5; s >= 1; s--) for (i = 1; i <= 20000; i++) printf \"K-%d\\t%d\\t%s\\t2025-03-%02d 1%d:00+08\\n\", i, s, k[s], i % 28 + 1 + (s > 2) * (i % 3), s }"'
select state, count(*) from jiancha.docket where business_no like 'K-%' group by 1;
select clock, c.state, count(*), min(due_on), max(due_on) from jiancha.clock c join jiancha.docket using (docket_id) where business_no like 'K-%' group by 1, 2 order by 1;
select count(*) from jiancha.step join jiancha.docket using (docket_id) where business_no like 'K-%';
set role test_steps_b;
select count(*) from jiancha.step join jiancha.docket using (docket_id) where business_no like 'K-%';
reset role;

-- subtransactions, and functions that insert steps while steps are inserted
set role test_steps_a;
begin;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-11', 1, 'accept', '2025-03-03 10:00+08');
savepoint a;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-11', 2, 'close', '2025-03-04 10:00+08');
rollback to a;
select state, (select string_agg(clock || ' ' || c.state, ', ' order by clock) from jiancha.clock c where c.docket_id = d.docket_id) from jiancha.docket d where business_no = 'S-11';
commit;
create function pg_temp.also(no text, step_no int) returns text language plpgsql as $$
begin
    insert into jiancha.case_step (case_no, step_no, kind, at) values (no, step_no + 100, 'handle', '2025-03-04 10:00+08');
    begin
        insert into jiancha.case_step (case_no, step_no, kind, at) values (no, step_no + 200, 'review', '2025-03-04 10:00+08'), (no, 1, 'dance', '2025-03-04 10:00+08');
    exception when sqlstate 'JC005' then
        null;
    end;
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (no || '-child-' || step_no, 'st-a', 'st-m', '张', '2025-03-03 09:00+08');
    return no;
end $$;
insert into jiancha.case_step (case_no, step_no, kind, at) select pg_temp.also('S-12', n), n, 'handle', '2025-03-05 10:00+08' from generate_series(1, 3) n;
select step_no, kind from jiancha.case_step where case_no = 'S-12' order by 1;
select count(*) from jiancha.case_intake where case_no like 'S-12-child-%';
-- a statement that breaks off half-way leaves no buffer behind
insert into jiancha.case_step (case_no, step_no, kind, at) select 'S-13', n, 'handle', '2025-03-05'::timestamptz + (1 / (3 - n)) * interval '1 second' from generate_series(1, 5) n;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-13', 1, 'accept', '2025-03-03 10:00+08');
select count(*) from jiancha.case_step where case_no = 'S-13';
-- both views in one statement: each has its own rows, whichever is handled first
select pg_temp.try($$ with c as (insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-14-w', 'st-a', 'st-m', '张', '2025-03-03') returning case_no)
    insert into jiancha.case_step (case_no, kind, at) select case_no, 'accept', '2025-03-03' from c $$);
select pg_temp.try($$ with c as (insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-15-w', 'st-a', 'st-m', '张', '2025-03-03')),
    s as (insert into jiancha.case_step (case_no, kind, at) values ('S-15', 'accept', '2025-03-04')) select 1 $$);
select pg_temp.try($$ with s as (insert into jiancha.case_step (case_no, kind, at) values ('S-15', 'handle', '2025-03-04')), t as (insert into jiancha.case_step (case_no, kind, at) values ('S-15', 'review', '2025-03-04')),
    c as (insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('S-16-w', 'st-a', 'st-m', '张', '2025-03-03')) select 1 $$);
select case_no, (select string_agg(s.kind, ' ' order by s.kind) from jiancha.case_step s where s.case_no = i.case_no) as kinds
from jiancha.case_intake i where case_no ~ '^S-1[456]-w$' or case_no = 'S-15' order by 1;

reset role;
select * from jiancha.verify_clocks();
drop owned by test_steps_a, test_steps_b, test_steps_c;
drop role test_steps_a, test_steps_b, test_steps_c, "jiancha_org_st-a", "jiancha_org_st-b", "jiancha_org_st-c";
