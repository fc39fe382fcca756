-- Notices as rows: INSERT and COPY into jiancha.notice_day.
\set SHOW_CONTEXT never
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');
select jiancha.create_calendar('GX', '广西', parent => 'CN') as made;
insert into jiancha.org (org_code, name) values ('nd-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('nd-5', 'nd-a', '五日', 5, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('N-1', 'nd-a', 'nd-5', '张', '2025-10-16 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('N-1', 1, 'accept', '2025-10-16 10:00+08');

-- the notices shipped, read back as rows, are those that were loaded
select notice_no, issued_on, published_through, revises, day, kind, holiday from jiancha.notice_day where notice_no in ('国办发明电〔2019〕3号', '国办发明电〔2020〕1号') order by notice_no, day;
select count(*) = (select count(*) from jiancha.calendar_day) as every_day, count(distinct notice_no) as notices, count(*) filter (where kind = 'work') as make_up_days
from jiancha.notice_day where day is not null;

-- a CSV with two notices, one for a new year and one that revises it; what belongs to the notice stands once
copy jiancha.notice_day (notice_no, issuer, issued_on, title, published_through, revises, day, kind, holiday) from stdin (format csv);
国办发明电〔2026〕98号,国务院办公厅,2026-11-10,国务院办公厅关于2027年部分节假日安排的通知,2027-12-31,,2027-01-01,statutory,元旦
国办发明电〔2026〕98号,,,,,,2027-01-02,off,元旦
国办发明电〔2026〕98号,,,,,,2027-01-09,work,元旦
国办发明电〔2026〕99号,国务院办公厅,2026-11-20,调整,,{国办发明电〔2026〕98号},2027-01-09,normal,
国办发明电〔2026〕99号,,,,,,2027-01-10,work,元旦
\.
select d, working, kind, holiday, notice_no from jiancha.calendar_days('2027-01-01', '2027-01-10') d (d, working, kind, holiday, notice_no) where kind <> 'working_day';
select calendar_code, version, notice_no, published_through, issued_on from jiancha.calendar_version where notice_no ~ '2026〕9' order by 1, 2;
select * from jiancha.notice_day where notice_no ~ '2026〕9' order by notice_no, day;
-- the same rows again do nothing
copy jiancha.notice_day (notice_no, issuer, issued_on, title, published_through, revises, day, kind, holiday) from stdin (format csv);
国办发明电〔2026〕98号,国务院办公厅,2026-11-10,国务院办公厅关于2027年部分节假日安排的通知,2027-12-31,,2027-01-01,statutory,元旦
国办发明电〔2026〕98号,,,,,,2027-01-02,off,元旦
国办发明电〔2026〕98号,,,,,,2027-01-09,work,元旦
\.
select calendar_code, version from jiancha.calendar order by 1;
-- the calendars below, and INSERT; clocks are counted again
insert into jiancha.notice_day (calendar_code, notice_no, day, kind, holiday)
values ('GX', '桂1', '2027-04-08', 'off', '三月三'), (null, '停1', '2025-10-21', 'off', '停电'), ('GX', '桂1', '2027-04-09', 'off', '三月三'), ('CN', '停1', '2025-10-22', 'off', '停电');
select notice_no, calendar_code, count(*) from jiancha.notice_day where notice_no in ('桂1', '停1') group by 1, 2 order by 1;
select case_no, clock, old_due_on, new_due_on, notices from jiancha.due_changes order by clock;
-- a notice that only moves the horizon
insert into jiancha.notice_day (notice_no, published_through) values ('延1', '2028-01-31');
select notice_no, published_through, day from jiancha.notice_day where notice_no = '延1';

-- refused as a whole, whichever notice of the statement is wrong
create table before as select calendar_code, version from jiancha.calendar;
insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2027-03-01', 'off'), ('y', '2027-03-02', 'work');
insert into jiancha.notice_day (notice_no, day, kind) values (null, '2027-03-01', 'off');
insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2027-03-01', 'off'), ('x', '2027-03-01', 'statutory');
insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2027-03-01', 'rest');
insert into jiancha.notice_day (notice_no, day, kind) values ('x', null, 'off');
insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2027-03-01', null);
insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2072-03-01', 'off');
insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2027-01-01', 'off');
insert into jiancha.notice_day (notice_no, day, kind) values ('x', 'infinity', 'off');
insert into jiancha.notice_day (notice_no) values ('x');
insert into jiancha.notice_day (calendar_code, notice_no, day, kind) values ('YY', 'x', '2027-03-01', 'off');
insert into jiancha.notice_day (notice_no, issued_on, day, kind) values ('x', '2026-11-10', '2027-03-01', 'off'), ('x', '2026-11-11', '2027-03-02', 'off');
insert into jiancha.notice_day (notice_no, day, kind) values ('停1', '2025-10-21', 'off');
copy jiancha.notice_day (notice_no, day, kind) from stdin (format csv);
x,2027-02-30,off
\.
select count(*) as changed from (table before except select calendar_code, version from jiancha.calendar) as d;
select count(*) as left_behind from jiancha.calendar_notice where notice_no in ('x', 'y');
update jiancha.notice_day set kind = 'off';
delete from jiancha.notice_day;

-- a department may not, whatever it was granted
create role notice_clerk;
select jiancha.grant_access('notice_clerk', 'nd-a');
grant insert on jiancha.notice_day to notice_clerk;
set role notice_clerk;
insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2027-03-01', 'off');
reset role;
select count(*) as left_behind from jiancha.calendar_notice where notice_no in ('x', 'y');
drop owned by notice_clerk;
drop role notice_clerk, "jiancha_org_nd-a", "jiancha_enter_nd-a";
