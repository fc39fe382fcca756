create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select jiancha.go_live(at => '2025-01-01 00:00+08', decision => '新政办〔2024〕99号') \g /dev/null

-- a department, and a matter for which it promises five working days
insert into jiancha.org (org_code, name) values ('zjj', '住房建设局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit)
    values ('zjj-01', 'zjj', '施工许可', 5, 'working_day', 7, 'working_day');

-- a case comes in on the Thursday before the spring festival and is accepted
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel)
    values ('410700-2025-000317', 'zjj', 'zjj-01', '申请人0317', '2025-01-23 09:05+08', 'window');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('410700-2025-000317', 1, 'accept', '2025-01-23 09:30+08');

-- nobody decides; time passes
call jiancha.sweep_all('2025-02-07 00:00+08');
select level, earned_at, rule from jiancha.signals where case_no = '410700-2025-000317' order by earned_at;
select * from jiancha.explain_deadline('410700-2025-000317');
