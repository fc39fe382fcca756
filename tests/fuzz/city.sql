-- A small city with cases, cards, letters, complaints and scores for the fuzzers that come in through SQL.
\set QUIET on
\set ON_ERROR_STOP on
\o /dev/null
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select from jiancha.setup('410700', 'xinxiang');
insert into jiancha.org (org_code, name, parent_code) values ('Z', '市', null), ('F', '发改委', 'Z'), ('G', '工信局', 'Z');
insert into jiancha.staff (staff_code, org_code, name, mobile) values ('F-1', 'F', '承办', '13900000001'), ('G-1', 'G', '承办', '13900000002');
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('F', 'supervising_leader', 'F-1'), ('F', 'stationed_body', 'F-1');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit)
    values ('F-01', 'F', '备案', 5, 'working_day', 20, 'working_day'), ('G-01', 'G', '许可', 10, 'working_day', 30, 'day');
select from jiancha.go_live('2025-01-01 00:00+08', '市政府令第1号');
select rolname is null as fresh from (select 1) one left join pg_roles on rolname = 'fuzz_clerk' \gset
\if :fresh
create role fuzz_clerk login;
create role fuzz_supervisor login;
create role fuzz_desk login;
\endif
select from jiancha.grant_access('fuzz_clerk', 'F');
select from jiancha.grant_access('fuzz_supervisor', 'Z', 'supervisor');
select from jiancha.grant_access('fuzz_desk', 'Z', 'complaint_desk');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code)
    select format('C-%s', i), case i % 2 when 0 then 'F' else 'G' end, case i % 2 when 0 then 'F-01' else 'G-01' end, '申请人', '2025-03-03 09:00+08', case i % 2 when 0 then 'F-1' else 'G-1' end
    from generate_series(1, 40) i;
insert into jiancha.case_step (case_no, step_no, kind, at) select format('C-%s', i), 1, 'accept', '2025-03-03 10:00+08' from generate_series(1, 40) i;
insert into jiancha.case_step (case_no, step_no, kind, at) select format('C-%s', i), 2, 'close', '2025-03-12 10:00+08' from generate_series(1, 10) i;
call jiancha.sweep_all('2025-05-06 08:00+08');
select from jiancha.seal('2025-05-06 09:00+08');
insert into jiancha.score_submit (scheme, period, assessor) select distinct 'r1', '2025-03', i.assessor from jiancha.effective_indicator i where i.scheme = 'r1';
select from jiancha.score_freeze('2025-03', '2025-05-06 09:00+08', 'r1');
\o
