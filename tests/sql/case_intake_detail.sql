-- Parties, materials, fees, penalties, certificates, joint cases and the applicant's query: bad input, repeats, roles.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('d-a', '甲局'), ('d-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M', 'd-a', '许可', 10, 20);
insert into jiancha.matter_material (matter_code, version, material_no, name, required) values ('M', 1, 1, '申请表', true);
insert into jiancha.fee_standard (matter_code, version, fee_no, name, amount, per) values ('M', 1, 1, '工本费', 10, '本');
create role test_detail_clerk;
select jiancha.grant_access('test_detail_clerk', 'd-a') \g /dev/null
create role test_detail_other;
select jiancha.grant_access('test_detail_other', 'd-b') \g /dev/null
set role test_detail_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('D-1', 'd-a', 'M', '某', '2025-04-21 09:00+08'), ('D-2', 'd-a', 'M', '某', '2025-04-21 09:00+08');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel) values ('D-H', 'd-a', 'M', '某', '2015-04-21 09:00+08', 'import');

-- parties
insert into jiancha.party_intake (case_no, kind, name) values (null, 'unit', '某');
insert into jiancha.party_intake (case_no, kind, name) values ('D-9', 'unit', '某');
insert into jiancha.party_intake (case_no, kind, name) values ('D-1', null, '某');
insert into jiancha.party_intake (case_no, kind, name) values ('D-1', 'company', '某');
insert into jiancha.party_intake (case_no, kind, name) values ('D-1', 'unit', ' ');
insert into jiancha.party_intake (case_no, role, kind, name) values ('D-1', 'owner', 'unit', '某');
insert into jiancha.party_intake (case_no, kind, name, id_kind) values ('D-1', 'person', '某', 'passport');
insert into jiancha.party_intake (case_no, kind, name, id_no) values ('D-1', 'person', '某', 'E12345678');
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('D-1', 'person', '某', 'student_card', '1');
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('D-1', 'person', '某', 'identity_number', '110105194912310021');
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('D-1', 'unit', '某', 'identity_number', '11010519491231002X');
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('D-1', 'person', '某', 'identity_number', '11010519491231002X'), ('D-1', 'person', '某', 'identity_number', '11010519491231002X');
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('D-1', 'person', '某', 'identity_number', '11010519491231002X');
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no, contact) values ('D-1', 'person', '某', 'identity_number', '11010519491231002X', '13800000000');
-- history keeps what it has
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('D-H', 'person', '某', 'identity_number', '110105194912310021');
select case_no, name, id_no, contact, id_problem from jiancha.party_intake order by 1;
select count(*) as rows_kept from jiancha.party;
update jiancha.party set name = '他';

-- materials
insert into jiancha.material_intake (case_no, material_no, at) values ('D-1', 1, null);
insert into jiancha.material_intake (case_no, material_no, at) values ('D-1', 1, 'infinity');
insert into jiancha.material_intake (case_no, material_no, at) values ('D-1', 2, '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, at) values ('D-1', '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, act, material_no, at) values ('D-1', 'lost', 1, '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, material_no, form, at) values ('D-1', 1, 'oral', '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, material_no, copies, at) values ('D-1', 1, 0, '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, act, material_no, at) values ('D-1', 'reused', 1, '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, act, material_no, certificate_no, at) values ('D-1', 'reused', 1, 'no such', '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, act, material_no, at) values ('D-1', 'handed_over', 1, '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, act, material_no, to_org, at) values ('D-1', 'handed_over', 1, 'nobody', '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, material_no, at) values ('D-1', 1, '2025-04-21 09:00+08'), ('D-1', 1, '2025-04-21 09:00+08');
insert into jiancha.material_intake (case_no, material_no, at) values ('D-1', 1, '2025-04-21 09:00+08');
select case_no, act, material_no, name, form, copies from jiancha.material_intake;
select case_no, material_no, name from jiancha.material_gap order by 1;

-- fees
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 1, null, '2025-04-21 09:00+08');
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 1, -1, '2025-04-21 09:00+08');
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 1, 'NaN', '2025-04-21 09:00+08');
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 1, '1e30', '2025-04-21 09:00+08');
insert into jiancha.fee_intake (case_no, fee_no, quantity, amount, at) values ('D-1', 1, 0, 10, '2025-04-21 09:00+08');
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 9, 10, '2025-04-21 09:00+08');
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 1, 10, '2025-04-21 09:00+08');
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 1, 10, '2025-04-21 09:00+08');
select case_no, name, quantity, amount, allowed from jiancha.fee_intake;

-- penalties
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at) values (null, 'd-a', 'M', '2025-04-21 09:00+08');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at) values ('P-1', 'd-b', 'M', '2025-04-21 09:00+08');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, procedure) values ('P-1', 'd-a', 'M', '2025-04-21 09:00+08', 'simple');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, party) values ('P-1', 'd-a', 'M', '2025-04-21 09:00+08', '某');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, contact) values ('P-1', 'd-a', 'M', '2025-04-21 09:00+08', '0373-1');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, data) values ('P-1', 'd-a', 'M', '2025-04-21 09:00+08', '[]');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at) values ('P-1', 'd-a', 'no such', '2025-04-21 09:00+08');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, party_kind, party, procedure) values ('P-1', 'd-a', 'M', '2025-04-21 09:00+08', 'person', '某', 'summary');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, party_kind, party, procedure) values ('P-1', 'd-a', 'M', '2025-04-21 09:00+08', 'person', '某', 'summary');
insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, party_kind, party, procedure, contact) values ('P-1', 'd-a', 'M', '2025-04-21 09:00+08', 'person', '某', 'summary', '0373-1');
select case_no, party_kind, party, procedure, channel from jiancha.penalty_intake;
insert into jiancha.penalty_result (case_no, penalty, at) values ('P-1', 'death', '2025-04-21 09:00+08');
insert into jiancha.penalty_result (case_no, penalty, fine_amount, at) values ('P-1', 'warning', 5, '2025-04-21 09:00+08');
insert into jiancha.penalty_result (case_no, penalty, fine_amount, at) values ('P-1', 'fine', -5, '2025-04-21 09:00+08');
insert into jiancha.penalty_result (case_no, penalty, fine_amount, at) values ('D-1', 'fine', 5, '2025-04-21 09:00+08');
insert into jiancha.penalty_result (case_no, penalty, fine_amount, at) values ('P-1', 'fine', 100.005, '2025-04-21 09:00+08');
select * from jiancha.penalty_result;

-- certificates
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, org_code) values ('C-1', null, '某', '2025-04-21', 'd-a');
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, org_code) values ('C-1', '证', '某', '2025-04-21', 'd-b');
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, org_code) values ('C-1', '证', '某', 'infinity', 'd-a');
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, valid_until, org_code) values ('C-1', '证', '某', '2025-04-21', '2025-04-21', 'd-a');
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, holder_id_kind, holder_id_no, issued_on, org_code) values ('C-1', '证', '某', 'credit_code', '1', '2025-04-21', 'd-a');
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, org_code) values ('C-1', '证', '某', '2025-04-21', 'd-a');
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, org_code) values ('C-1', '证', '某', '2025-04-21', 'd-a');
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, org_code) values ('C-1', '证', '他', '2025-04-21', 'd-a');
insert into jiancha.certificate_end (certificate_no, certificate_kind, at) values ('C-1', '证', '2025-05-21 09:00+08');
insert into jiancha.certificate_end (certificate_no, certificate_kind, at, reason) values ('C-9', '证', '2025-05-21 09:00+08', '注销');
insert into jiancha.certificate_end (certificate_no, certificate_kind, at, reason) values ('C-1', '证', '2025-05-21 09:00+08', '注销');
select certificate_no, state from jiancha.certificate_intake;
select * from jiancha.certificates_of(null);
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values ('certificate', '证#C-2', 'd-a', '2025-04-21 09:00+08');

-- joint cases
insert into jiancha.joint_case (joint_no, case_no) values ('J-1', 'D-1');
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values ('joint', 'J-1', 'd-a', '2025-04-21 09:00+08'), ('joint', 'J-2', 'd-a', '2025-04-21 09:00+08');
insert into jiancha.joint_case (joint_no, case_no) values ('J-1', 'no such');
insert into jiancha.joint_case (joint_no, case_no) values ('J-1', 'D-1'), ('J-2', 'D-1');
insert into jiancha.joint_case (joint_no, case_no) values ('J-1', 'D-1'), ('J-1', 'D-1');
insert into jiancha.joint_case (joint_no, case_no) values ('J-2', 'D-1');
select * from jiancha.joint_case;

-- another department
reset role;
set role test_detail_other;
insert into jiancha.party_intake (case_no, kind, name) values ('D-1', 'person', '某');
insert into jiancha.fee_intake (case_no, fee_no, amount, at) values ('D-1', 1, 10, '2025-04-21 09:00+08');
insert into jiancha.joint_case (joint_no, case_no) values ('J-1', 'D-2');
select (select count(*) from jiancha.party_intake) + (select count(*) from jiancha.material_intake) + (select count(*) from jiancha.fee_intake) + (select count(*) from jiancha.penalty_intake)
    + (select count(*) from jiancha.certificate_intake) + (select count(*) from jiancha.joint_case) as seen_of_others;
select * from jiancha.issue_query_secret('D-1');
select * from jiancha.query_case('D-1', 'x');
select * from jiancha.query_secret;
reset role;

-- the applicant's query
set role test_detail_clerk;
select * from jiancha.issue_query_secret('D-1', 'short');
select query_secret from jiancha.issue_query_secret('D-1', '第一个查询密码');
select query_secret from jiancha.issue_query_secret('D-1', '第二个查询密码');
reset role;
select answer, ask_again_at from jiancha.query_case('D-1', '第一个查询密码', 'a', '2025-05-01 09:00+08');
select answer, matter, stage from jiancha.query_case('D-1', '第二个查询密码', 'a', '2025-05-01 09:00+08');
select answer from jiancha.query_case(null, null, null, '2025-05-01 09:00+08');
select answer from jiancha.query_case('D-2', null, 'b', '2025-05-01 09:00+08');
select answer from jiancha.query_case('D-1', '第二个查询密码', 'a', 'infinity');
select answer from jiancha.query_case('D-1', '第二个查询密码', 'a', null);
-- the clock set back does not help who guesses
select answer from generate_series(1, 3) n cross join lateral jiancha.query_case('D-1', 'guess ' || n, 'c', '2025-05-01 09:00+08');
select answer, ask_again_at = timestamptz '2025-05-01 09:01+08' as in_a_minute from jiancha.query_case('D-1', '第二个查询密码', 'c', '2025-04-01 09:00+08');
select client, answer, count(*) from jiancha.case_query group by 1, 2 order by 1, 2;
delete from jiancha.case_query;
drop owned by test_detail_clerk, test_detail_other;
drop role test_detail_clerk, test_detail_other;
