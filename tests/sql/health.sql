-- Whether supervision itself is well.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create function pg_temp.ill(as_of timestamptz) returns table (subject text, state text, value text) language sql as $$
    select subject, state, regexp_replace(value, '\d+ statements', 'n statements') from jiancha.health_at(as_of) where state <> 'ok' and subject <> 'worker' $$;
-- fresh: in trial run, nothing sealed
select * from pg_temp.ill('2025-01-06 12:00+08');
select jiancha.go_live('2025-01-01 00:00+08', '试运行结束〔2025〕1号') \g /dev/null
select seal_no from jiancha.seal('2025-01-06 00:00+08');
select * from pg_temp.ill('2025-01-06 12:00+08');
-- a case that is due and not swept
insert into jiancha.org (org_code, name) values ('a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('M', 'a', '许可', 3);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('H-1', 'a', 'M', '申请人', '2025-01-06 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('H-1', 1, 'accept', '2025-01-06 10:00+08');
select * from pg_temp.ill('2025-01-10 02:00+08') where subject = 'what is due';
call jiancha.sweep_all('2025-01-10 02:00+08');
select * from pg_temp.ill('2025-01-10 02:00+08') where subject = 'what is due';
-- past the end of the calendar
select * from pg_temp.ill('2026-12-01 00:00+08') where subject like 'calendar %';
select * from pg_temp.ill('2027-01-01 00:00+08') where subject like 'calendar %';
-- a guard taken off, switched off, or switched to a lesser kind
alter table jiancha.step disable trigger append_only;
alter table jiancha.signal enable trigger append_only;
drop trigger append_only on jiancha.case_file;
drop trigger append_only on jiancha.finding;
drop trigger seal_append on jiancha.finding;
drop trigger append_only_truncate on jiancha.seal_leaf;
drop trigger intake_only on jiancha.case_step;
select * from pg_temp.ill('2025-01-10 02:00+08') where subject like 'guards%';
select done from jiancha.setup(region => '410700', pack => 'xinxiang');
select * from pg_temp.ill('2025-01-10 02:00+08') where subject like 'guards%';
-- a record of a feed that was put aside
insert into jiancha.feed (source, org_code, name) values ('fs', 'a', '甲局系统');
insert into jiancha.feed_record (source, batch_no, record, fields) values ('fs', '1', 'case', '{"case_no": "H-2"}');
select subject, state, regexp_replace(value, 'of .*,', 'of …,') as value from pg_temp.ill('2025-01-10 02:00+08') where subject = 'records put aside';
-- a member of the owner
create role health_member;
grant jiancha_owner to health_member;
select * from pg_temp.ill('2025-01-10 02:00+08') where subject like 'owner%';
revoke jiancha_owner from health_member;
drop role health_member;
-- the view says the same as of now, each trouble with its remedy
select count(*) > 8 as subjects, bool_and((state = 'ok') = (remedy is null)) as remedies from jiancha.health;
select count(*) from jiancha.health_at(null);
