-- What is called by a superuser is done with the rights of the records' owner; EXECUTE alone is the right to call; rights that are there are granted again without a word.
set client_min_messages = notice;
set timezone = 'Asia/Shanghai';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('or-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('or-m', 'or-a', '许可', 5, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('R-1', 'or-a', 'or-m', '某', '2025-03-03 09:00+08');
create role regress_or; create role regress_or_dept;
grant usage on schema jiancha to regress_or;
-- twice, and for each duty
select jiancha.grant_access('regress_or_dept', 'or-a') from generate_series(1, 2) \g /dev/null
select jiancha.grant_access('regress_or_dept', 'or-a', 'supervisor') from generate_series(1, 2) \g /dev/null
select jiancha.grant_access('regress_or_dept', 'or-a', 'complaint_desk') from generate_series(1, 2) \g /dev/null

create function public.tell() returns trigger language plpgsql as $$
begin
    raise warning 'written by %', current_user;
    return new;
end $$;
create trigger tell before insert on jiancha.calendar_notice for each row execute function public.tell();
create trigger tell before insert on jiancha.rule_quarantine for each row execute function public.tell();
select jiancha.load_notice('{"notice_no": "试1", "issuer": "市政府", "issued_on": "2025-03-03", "title": "放假", "days": [{"day": "2025-06-10", "kind": "off"}]}') > 0 as loaded;
insert into jiancha.rule_quarantine (pack, version, rule, kind, error_code, message, case_no, actor) values ('xinxiang', 1, 'X-W-4.2a', 'quarantine', '22012', 'x', 'R-1', 'y');
select jiancha.release_rule('xinxiang', 1, 'X-W-4.2a', '已改正') > 0 as released;
select kind, reason, actor = current_user as who_called from jiancha.rule_quarantine where kind = 'release';

-- who has EXECUTE and nothing else; a calendar is entered by who may enter it
set role regress_or;
select * from jiancha.verify('2025-03-04 00:00+08');
select jiancha.load_notice('{"notice_no": "试2"}');
reset role;
grant execute on function jiancha.verify(timestamptz), jiancha.verify_clocks(), jiancha.load_notice(jsonb) to regress_or;
set role regress_or;
select * from jiancha.verify('2025-03-04 00:00+08');
select * from jiancha.verify_clocks();
select count(*) from jiancha.docket;
select jiancha.load_notice('{"notice_no": "试2", "days": [{"day": "2025-06-11", "kind": "off"}]}');
reset role;
drop owned by regress_or, regress_or_dept;
drop role regress_or, regress_or_dept;
