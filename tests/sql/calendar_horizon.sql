-- How far the calendars reach, which cases run past it, and what a notice moved.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');
insert into jiancha.org (org_code, name) values ('ch-a', '甲局'), ('ch-b', '乙局');
-- one calendar that ends with 2025, one that is far published
select jiancha.create_calendar('CN-2025', '至2025年', parent => 'CN', published_through => '2025-12-31') as made;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, calendar_code)
values ('ch-5', 'ch-a', '五日', 5, 20, 'CN-2025'), ('ch-b5', 'ch-b', '五日', 5, 20, 'CN-2025');
-- H-1: all firm; H-2: the promised limit ends on the last known day, red after it is uncertain; H-3: uncertain itself; H-4: of another office; H-5: finished
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('H-1', 'ch-a', 'ch-5', '张', '2025-11-03 09:00+08'), ('H-2', 'ch-a', 'ch-5', '张', '2025-12-24 09:00+08'), ('H-3', 'ch-a', 'ch-5', '张', '2025-12-25 09:00+08'),
    ('H-4', 'ch-b', 'ch-b5', '张', '2025-12-26 09:00+08'), ('H-5', 'ch-a', 'ch-5', '张', '2025-12-25 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values
    ('H-1', 1, 'accept', '2025-11-03 10:00+08'), ('H-2', 1, 'accept', '2025-12-24 10:00+08'), ('H-3', 1, 'accept', '2025-12-25 10:00+08'),
    ('H-4', 1, 'accept', '2025-12-26 10:00+08'), ('H-5', 1, 'accept', '2025-12-25 10:00+08'), ('H-5', 2, 'close', '2025-12-26 10:00+08');
select calendar_code, name, parent, time_zone, version, published_from, published_through,
    days_left = published_through - (now() at time zone time_zone)::date as days_left, notice_no, provisional_clocks, uncertain_clocks, first_due_on, cases
from jiancha.calendar_horizon order by calendar_code;
select case_no, org_code, matter_code, clock, cycle, due_on, certainty, calendar_code, published_through from jiancha.beyond_horizon order by case_no, clock;
-- a department sees its own
create role horizon_clerk;
select jiancha.grant_access('horizon_clerk', 'ch-b');
grant select on jiancha.calendar_horizon, jiancha.beyond_horizon, jiancha.due_changes to horizon_clerk;
set role horizon_clerk;
select calendar_code, provisional_clocks, cases from jiancha.calendar_horizon order by calendar_code;
reset role;
-- the notice settles it: nothing left beyond, each change on record
select jiancha.load_notice('{"notice_no": "试1", "calendar": "CN-2025", "published_through": "2026-12-31", "days": [{"day": "2026-01-05", "kind": "off"}]}') > 1 as loaded;
select calendar_code, published_through, notice_no, provisional_clocks, uncertain_clocks, first_due_on, cases from jiancha.calendar_horizon order by calendar_code;
select count(*) from jiancha.beyond_horizon;
select case_no, org_code, matter_code, clock, cycle, old_due_on, new_due_on, old_due_at, new_due_at, calendar_code, notices, old_version, new_version from jiancha.due_changes order by case_no, clock;
set role horizon_clerk;
select case_no, clock, old_due_on, new_due_on from jiancha.due_changes order by case_no, clock;
reset role;
drop owned by horizon_clerk;
drop role horizon_clerk, "jiancha_org_ch-b", "jiancha_enter_ch-b";
