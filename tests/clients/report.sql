-- A city small enough to read, with a name that is hostile to HTML, one month frozen.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select to_regproc('jiancha.go_live') is not null as has_trial \gset
\if :has_trial
select jiancha.go_live('2010-01-01 00:00+08', '新监决〔2010〕1号') \g /dev/null
\endif
insert into jiancha.org (org_code, name) values ('0410700001', '市住房和城乡建设局'), ('0410700002', '<script>alert("1")</script>''&amp;𠮷局'), ('0410700003', '市市场监督管理局');
insert into jiancha.staff (staff_code, org_code, name) values ('0410700000000001', '0410700001', '张三');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) select 'M' || right(o, 1), o, '许可 <b>' || right(o, 1), 5, 20 from unnest('{0410700001,0410700002,0410700003}'::text[]) o;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
select '41070020250300' || o || lpad(n::text, 4, '0'), '041070000' || o, 'M' || o, '申请人', '2025-03-03 09:00+08' from generate_series(1, 3) o, generate_series(1, 12) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select '41070020250300' || o || lpad(n::text, 4, '0'), 1, 'accept', '2025-03-03 10:00+08' from generate_series(1, 3) o, generate_series(1, 12) n;
insert into jiancha.case_step (case_no, step_no, kind, at, node, staff_code)
select '41070020250300' || o || lpad(n::text, 4, '0'), 2, 'close', case when n <= o then '2025-03-12 10:00+08' else '2025-03-06 10:00+08' end::timestamptz, '"窗口" & <发证>', case when o = 1 then '0410700000000001' end
from generate_series(1, 3) o, generate_series(1, 12) n;
insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, subject, text, org_code, desk_org)
values ('0202503010000001', '6', 'portal', '2025-03-20 09:00+08', '窗口', '服务态度', '0410700003', '0410700001');
call jiancha.sweep_all('2025-04-01 00:00+08');
insert into jiancha.score_intake (entry_no, scheme, indicator, org_code, happened_on, points, evidence_kind, evidence_no, reason, decided_by)
values ('1', 'r1', 'manual', '0410700003', '2025-03-05', -50, 'document', '1', '<i>', '局长');
insert into jiancha.score_submit (scheme, period, assessor) values ('r1', '2025-03', 'supervision');
select jiancha.score_freeze('2025-03', '2025-04-01 08:00+08', 'r1') \g /dev/null
