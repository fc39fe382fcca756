-- document_intake: who may file what, for which docket; and the columns of the matter register that rules rest on.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('d-a', '甲局'), ('d-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M5', 'd-a', '五', 5, 20);
create role document_a; create role document_b; create role document_boss;
select jiancha.grant_access('document_a', 'd-a'), jiancha.grant_access('document_b', 'd-b'), jiancha.grant_access('document_boss', 'd-a', 'supervisor') \g /dev/null
set role document_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('C-1', 'd-a', 'M5', '甲', '2025-04-21 09:00+08'), ('C-2', 'd-a', 'M5', '甲', '2025-04-21 09:00+08');
insert into jiancha.document_intake (case_no, document_kind, document_no, name, at, sha256, data)
    values ('C-1', 'acceptance_notice', '受〔2025〕1号', '受理通知书', '2025-04-21 10:00+08', upper('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'), '{"pages": 1}');
-- the same again, in one statement and in another, changes nothing
insert into jiancha.document_intake (case_no, document_kind, document_no, name, at, sha256, data)
    select 'C-1', 'acceptance_notice', '受〔2025〕1号', '受理通知书', timestamptz '2025-04-21 10:00+08', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', jsonb '{"pages": 1}' from generate_series(1, 3);
copy jiancha.document_intake (docket_kind, case_no, document_kind, at) from stdin;
approval	C-1	receipt	2025-04-21 09:00+08
approval	C-1	receipt	2025-04-21 09:00+08
approval	C-2	receipt	2025-04-21 09:00+08
\.
select docket_kind, case_no, document_kind, document_no, name, at, left(sha256, 6) as sha256, data from jiancha.document_intake order by 2, 3;
-- bad rows: the first in order of arrival is named, nothing of the statement is entered
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', 'reply', '2025-04-21 11:00+08'), (null, 'receipt', '2025-04-21 09:00+08');
insert into jiancha.document_intake (case_no, document_kind, at) values ('', 'receipt', '2025-04-21 09:00+08');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-9', 'receipt', '2025-04-21 09:00+08');
insert into jiancha.document_intake (docket_kind, case_no, document_kind, at) values ('penalty', 'C-1', 'receipt', '2025-04-21 09:00+08');
insert into jiancha.document_intake (docket_kind, case_no, document_kind, at) values ('permit', 'C-1', 'receipt', '2025-04-21 09:00+08');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', null, '2025-04-21 09:00+08');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', '受理通知书', '2025-04-21 09:00+08');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', 'receipt', null);
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', 'receipt', 'infinity');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', 'receipt', '1990-01-01 00:00+08');
\set VERBOSITY terse
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', 'receipt', '2999-01-01 00:00+08');
\set VERBOSITY default
insert into jiancha.document_intake (case_no, document_kind, at, sha256) values ('C-1', 'receipt', '2025-04-21 09:00+08', 'abc');
update jiancha.document_intake set name = 'x';
delete from jiancha.document_intake;
insert into jiancha.case_document (docket_id, document_kind, at, org_code, actor, revision) select docket_id, 'receipt', now(), org_code, 'x', 1 from jiancha.docket;
-- of two organisations each sees its own; who held the docket may file what belongs to that time
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('C-2', 1, 'transfer', '2025-04-22 09:00+08', '{"to_org": "d-b"}');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-2', 'application_materials', '2025-04-22 08:59+08');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-2', 'application_materials', '2025-04-22 09:01+08');
set role document_b;
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', 'reply', '2025-04-22 10:00+08');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-2', 'acceptance_notice', '2025-04-22 10:00+08');
select case_no, document_kind from jiancha.document_intake order by 2;
set role document_boss;
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-1', 'reply', '2025-04-22 10:00+08');
select case_no, document_kind from jiancha.document_intake order by 1, 2;
select case_no, receipt_at, acceptance_notice_at from jiancha.case_facts order by 1;
reset role;
-- each statement raises the revision, by which what was known when is told
select d.business_no, x.document_kind, x.org_code, x.actor, x.revision <= d.revision as known from jiancha.case_document x join jiancha.docket d using (docket_id) order by 1, 2;
update jiancha.case_document set name = 'x';
delete from jiancha.case_document;
truncate jiancha.case_document;
delete from jiancha.document_kind;

-- the register of matters
insert into jiancha.matter (matter_code, org_code, name, state) values ('B', 'd-a', '坏', 'closed');
insert into jiancha.matter (matter_code, org_code, name, use_level) values ('B', 'd-a', '坏', 7);
insert into jiancha.matter (matter_code, org_code, name, requires) values ('B', 'd-a', '坏', '{review,lottery}');
insert into jiancha.matter (matter_code, org_code, name, requires) values ('B', 'd-a', '坏', '{review,null}');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from, state, change_no, use_level, requires, gazette_digest)
    values ('M5', 'd-a', '五', 5, 20, '2025-05-06', 'suspended', '政审〔2025〕3号', 3, '{review,hearing}', 'f1');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from, state, change_no, use_level, requires, gazette_digest)
    values ('M5', 'd-a', '五', 5, 20, '2025-05-06', 'suspended', '政审〔2025〕3号', 3, '{review,hearing}', 'f1');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from, state) values ('M5', 'd-a', '五', 5, 20, '2025-05-06', 'abolished');
select matter_code, version, state, change_no, use_level, requires, gazette_digest from jiancha.matter;
select d.kind, d.business_no, d.org_code, d.received_at, d.check_at, d.state from jiancha.docket d where d.kind = 'matter_version';
select matter_code, matter_version, previous_state, state, change_no from jiancha.matter_facts;
drop owned by document_a, document_b, document_boss;
drop role document_a, document_b, document_boss, "jiancha_org_d-a", "jiancha_enter_d-a", "jiancha_org_d-b", "jiancha_enter_d-b";
