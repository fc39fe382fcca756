-- Secrecy: marking needs a recorded decision; contents go, the case stays; who is cleared reads; what comes later is labelled; lifting.
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
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(regexp_replace(detail, 'clock says .*', '…'), ''), '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name, parent_code) values ('se-city', '市', null), ('se-a', '甲局', 'se-city'), ('se-b', '乙局', 'se-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('se-m', 'se-a', '事项', 5, 20);
create role test_secrecy_a; create role test_secrecy_cleared; create role test_secrecy_city; create role test_secrecy_officer; create role test_secrecy_b; create role test_secrecy_b_officer;
select jiancha.grant_access('test_secrecy_a', 'se-a'), jiancha.grant_access('test_secrecy_cleared', 'se-a'), jiancha.grant_access('test_secrecy_city', 'se-city', 'supervisor'),
    jiancha.grant_access('test_secrecy_officer', 'se-city', 'security_officer'), jiancha.grant_access('test_secrecy_b', 'se-b'), jiancha.grant_access('test_secrecy_b_officer', 'se-b', 'security_officer') \g /dev/null
select jiancha.go_live('2025-01-01', '市〔2025〕1号') \g /dev/null
set role test_secrecy_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, subject) select 'C-' || n, 'se-a', 'se-m', '某厂' || n, '2025-01-02 09:00+08', '涉密项目' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at, opinion) select 'C-' || n, 1, 'accept', '2025-01-02 10:00+08', '意见' from generate_series(1, 3) n;
insert into jiancha.document_intake (case_no, document_kind, document_no, name, at) select 'C-' || n, 'acceptance_notice', '受' || n, '受理通知', '2025-01-02 10:00+08' from generate_series(1, 3) n;
reset role;
call jiancha.sweep_all('2025-01-20 00:00+08');

-- decisions: what is missing or wrong, the same again, other content, and who may
set role test_secrecy_officer;
select pg_temp.try(format('insert into jiancha.secrecy_decision_intake (decision_no, ground, confirmed_by, document_no, decided_on, clearance) values (%L, %L, %L, %L, %L, %L)', d.no, d.ground, d.by, d.doc, d.day, d.clearance))
from (values ('', 'state_secret', '市保密局', '保1', '2025-01-20', 'p'), ('保-1', 'important', '市保密局', '保1', '2025-01-20', 'p'), ('保-1', null, '市保密局', '保1', '2025-01-20', 'p'), ('保-1', 'exempted', ' ', '保1', '2025-01-20', 'p'),
    ('保-1', 'exempted', '市保密局', null, '2025-01-20', 'p'), ('保-1', 'exempted', '市保密局', '保1', null, 'p'), ('保-1', 'exempted', '市保密局', '保1', 'infinity', 'p'), ('保-1', 'exempted', '市保密局', '保1', '2025-01-20', 'Top Secret'),
    ('保-1', 'exempted', '市保密局', '保1', '2025-01-20', null), ('保-1', 'state_secret', '市保密局', '保〔2025〕1号', '2025-01-20', 'project'), ('保-1', 'state_secret', '市保密局', '保〔2025〕1号', '2025-01-20', 'project'),
    ('保-1', 'state_secret', '县保密局', '保〔2025〕1号', '2025-01-20', 'project'), ('保-2', 'state_secret', '市保密局', '保〔2025〕9号', '2025-02-20', 'project')) d (no, ground, by, doc, day, clearance);
set role test_secrecy_a;
select pg_temp.try($$ insert into jiancha.secrecy_decision_intake (decision_no, ground, confirmed_by, document_no, decided_on, clearance) values ('保-3', 'exempted', '甲局', '甲1', '2025-01-20', 'p') $$);
reset role;
grant insert on jiancha.secrecy_decision_intake, jiancha.secrecy_mark to test_secrecy_a;
set role test_secrecy_a;
select pg_temp.try($$ insert into jiancha.secrecy_decision_intake (decision_no, ground, confirmed_by, document_no, decided_on, clearance) values ('保-3', 'exempted', '甲局', '甲1', '2025-01-20', 'p') $$);
select pg_temp.try($$ insert into jiancha.secrecy_mark (business_no, decision_no, at) values ('C-1', '保-1', '2025-01-20') $$);
reset role;
revoke insert on jiancha.secrecy_decision_intake, jiancha.secrecy_mark from test_secrecy_a;
-- marking
set role test_secrecy_b_officer;
select pg_temp.try($$ insert into jiancha.secrecy_mark (business_no, decision_no, at) values ('C-1', '保-1', '2025-01-20') $$);
set role test_secrecy_officer;
select pg_temp.try(format('insert into jiancha.secrecy_mark (docket_kind, business_no, kind, decision_no, at) values (%L, %L, %L, %L, %L)', m.kind_of, m.no, m.kind, m.decision, m.at))
from (values ('approval', 'C-1', 'mark', '保-9', '2025-01-20'), ('approval', 'C-1', 'mark', null, '2025-01-20'), ('approval', 'C-none', 'mark', '保-1', '2025-01-20'), ('approval', null, 'mark', '保-1', '2025-01-20'), ('approval', 'C-1', 'hide', '保-1', '2025-01-20'),
    ('approval', 'C-1', 'mark', '保-1', null), ('approval', 'C-1', 'mark', '保-1', 'infinity'), ('approval', 'C-1', 'mark', '保-1', '2999-01-01'), ('approval', 'C-1', 'lift', '保-2', '2025-01-20'), (null, 'C-1', null, '保-1', '2025-01-20 09:00+08'),
    ('approval', 'C-1', 'mark', '保-1', '2025-01-20 09:00+08'), ('approval', 'C-1', 'mark', '保-2', '2025-01-21')) m (kind_of, no, kind, decision, at);
select docket_kind, business_no, kind, decision_no, at from jiancha.secrecy_mark;
-- the officer reads no contents himself
select pg_temp.try('select * from jiancha.case_file'), pg_temp.try('select * from jiancha.step');
reset role;
-- each labelled table has its trigger and its policy
select c.relname as "labelled tables" from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'secrecy' join pg_attribute k on k.attrelid = c.oid and k.attname = 'docket_id' where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r'
    and not (exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'secrecy_label') and (c.relname = 'docket' or exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'cleared' and not p.polpermissive)));

create function pg_temp.seen() returns text language sql as $$
    select format('cases %s of %s with applicant, steps %s, files %s, documents %s; dockets %s, clocks %s, cards %s, on the board %s, reported %s',
        (select count(*) filter (where applicant is not null) from jiancha.case_intake where case_no like 'C-%'), (select count(*) from jiancha.case_intake where case_no like 'C-%'),
        (select count(*) from jiancha.case_step where case_no like 'C-%'), (select count(*) from jiancha.case_file f join jiancha.docket d using (docket_id) where d.kind = 'approval'), (select count(*) from jiancha.case_document), (select count(*) from jiancha.docket where kind = 'approval'),
        (select count(distinct docket_id) from jiancha.clock), (select count(distinct case_no) from jiancha.signals where case_no like 'C-%'), (select count(*) from jiancha.board_at('2025-01-20')), (select count(*) from jiancha.report_case)) $$;
set role test_secrecy_a; select pg_temp.seen(); select case_no, org_code, applicant, subject from jiancha.case_intake order by 1;
set role test_secrecy_city; select pg_temp.seen();
set role test_secrecy_b; select pg_temp.seen();
-- cleared: by a decision of that clearance alone
reset role;
select pg_temp.try(c) from unnest(array[$$ select jiancha.grant_clearance('test_secrecy_cleared', 'project', '保-9') $$, $$ select jiancha.grant_clearance('test_secrecy_cleared', 'other', '保-1') $$, $$ select jiancha.grant_clearance('test_secrecy_cleared', 'project', null) $$,
    $$ select jiancha.grant_clearance('no_such_role', 'project', '保-1') $$, $$ select jiancha.grant_clearance('test_secrecy_cleared', 'project', '保-1') $$]) c;
select jiancha.grant_clearance('test_secrecy_b', 'project', '保-1') \g /dev/null
set role test_secrecy_cleared; select pg_temp.seen(); select jiancha.my_clearances();
-- a clearance opens no other organisation
set role test_secrecy_b; select pg_temp.seen();
-- what comes later is labelled with the statement that enters it: a step, a document, a letter, a reply to its card
set role test_secrecy_a;
insert into jiancha.case_step (case_no, step_no, kind, at, opinion) values ('C-1', 2, 'review', '2025-01-03 10:00+08', '审'), ('C-2', 2, 'review', '2025-01-03 10:00+08', '审');
insert into jiancha.document_intake (case_no, document_kind, document_no, name, at) values ('C-1', 'decision_document', '决1', '决定', '2025-01-03 10:00+08');
insert into jiancha.signal_reply (signal_no, kind, at, text) select signal_no, 'explain', '2025-01-20 10:00+08', '说明' from jiancha.signals where case_no = 'C-1' and level = 'red' limit 1;
select pg_temp.seen();
set role test_secrecy_cleared; select pg_temp.seen();
reset role;
select 'step' as relation, count(*) filter (where secrecy is not null) as labelled from jiancha.step union all select 'case_document', count(*) filter (where secrecy is not null) from jiancha.case_document
union all select 'signal_action', count(*) filter (where secrecy is not null) from jiancha.signal_action union all select 'letter', count(*) filter (where secrecy is not null) from jiancha.letter
union all select 'notice', count(*) filter (where secrecy is not null) from jiancha.notice union all select 'docket', count(*) filter (where secrecy is not null) from jiancha.docket order by 1;
select distinct d.secrecy from jiancha.step s join jiancha.docket d using (docket_id) where s.secrecy is distinct from d.secrecy;
-- a card that is earned later is earned all the same, and the engine sees what it sees
set role test_secrecy_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('C-4', 'se-a', 'se-m', '某厂4', '2025-02-10 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('C-4', 1, 'accept', '2025-02-10 10:00+08');
set role test_secrecy_officer;
insert into jiancha.secrecy_mark (business_no, decision_no, at) values ('C-4', '保-1', '2025-02-10 11:00+08');
reset role;
call jiancha.sweep_all('2025-03-01 00:00+08');
set role test_secrecy_a; select level, org_code from jiancha.signals where case_no = 'C-4' order by 1; reset role;
select count(*) as differences from jiancha.verify('2025-03-01 00:00+08');
select count(*) from jiancha.verify_clocks();
-- the label is no part of what is sealed: seals hold before and after
select count(*) > 0 as sealed from jiancha.seal('2025-03-01');
select * from jiancha.verify_seals();
-- nobody changes anything but the label
select pg_temp.try($$ update jiancha.step set opinion = 'x', secrecy = null $$), pg_temp.try($$ update jiancha.step set opinion = 'x' $$);
-- lifted by a decision
set role test_secrecy_officer;
select pg_temp.try(format('insert into jiancha.secrecy_mark (business_no, kind, decision_no, at) values (%L, %L, %L, %L)', 'C-1', 'lift', d, '2025-03-02 09:00+08')) from unnest('{保-9,保-2,保-2}'::text[]) d;
set role test_secrecy_a; select pg_temp.seen();
reset role;
select count(*) as labelled from jiancha.step where secrecy is not null;
select * from jiancha.verify_seals();

drop owned by test_secrecy_a, test_secrecy_cleared, test_secrecy_city, test_secrecy_officer, test_secrecy_b, test_secrecy_b_officer;
do $$
declare
    r name;
begin
    for r in select rolname from pg_roles where rolname ~ '^(test_secrecy_|jiancha_.*_se-|jiancha_cleared_)' order by rolname loop
        execute format('drop role %I', r);
    end loop;
end $$;
