-- preview_pack(): what another version would do, a staged one and one that is rolled back; it leaves nothing.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('pp-a', '甲局'), ('pp-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('pp-m', 'pp-a', '事项', 5, 10);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'P-' || n, 'pp-a', 'pp-m', '张', case n when 5 then timestamptz '2025-04-30 09:00+08' else '2025-04-21 09:00+08' end from generate_series(1, 5) n;
-- finished in time, finished two working days late, open, handed over, accepted in May
insert into jiancha.case_step (case_no, step_no, kind, at, data) values
    ('P-1', 1, 'accept', '2025-04-21 10:00+08', null), ('P-1', 2, 'close', '2025-04-27 23:00+08', null),
    ('P-2', 1, 'accept', '2025-04-21 10:00+08', null), ('P-2', 2, 'close', '2025-04-29 10:00+08', null),
    ('P-3', 1, 'accept', '2025-04-21 10:00+08', null),
    ('P-4', 1, 'accept', '2025-04-21 10:00+08', null), ('P-4', 2, 'transfer', '2025-04-22 10:00+08', '{"to_org": "pp-b"}'),
    ('P-5', 1, 'accept', '2025-05-01 00:00+08', null);
call jiancha.sweep_all('2025-06-01 00:00+08');
create temp table before as select 'clock' as what, md5(string_agg(c::text, ' ' order by c::text)) as sum from jiancha.clock c
    union all select 'docket', md5(string_agg(d::text, ' ' order by d::text)) from jiancha.docket d
    union all select 'signal', md5(string_agg(s::text, ' ' order by s::text)) from jiancha.signal s
    union all select 'action', count(*)::text from jiancha.signal_action
    union all select 'pack', md5(string_agg(p::text, ' ' order by p::text)) from jiancha.rule_pack p;
create temp view after as select 'clock' as what, md5(string_agg(c::text, ' ' order by c::text)) as sum from jiancha.clock c
    union all select 'docket', md5(string_agg(d::text, ' ' order by d::text)) from jiancha.docket d
    union all select 'signal', md5(string_agg(s::text, ' ' order by s::text)) from jiancha.signal s
    union all select 'action', count(*)::text from jiancha.signal_action
    union all select 'pack', md5(string_agg(p::text, ' ' order by p::text)) from jiancha.rule_pack p;
-- another city's pack, April only: the bounds are [from, until)
select case_no, org_code, clock, rule, level, was_at, would_be_at, change from jiancha.preview_pack('zhenjiang', 1, '2025-04-21 10:00+08', '2025-05-01 00:00+08', '2025-06-01 00:00+08');
select count(*), count(distinct case_no) from jiancha.preview_pack('zhenjiang', 1, '2025-05-01 00:00+08', '2025-05-01 00:00:01+08', '2025-06-01 00:00+08');
select count(distinct case_no) from jiancha.preview_pack('zhenjiang', 1, null, null, '2025-06-01 00:00+08');
-- as of the due day nothing but the notice is lost
select case_no, rule, change from jiancha.preview_pack('zhenjiang', 1, null, '2025-05-01', '2025-04-27 12:00+08');
-- the version that judges: no difference
select count(*) from jiancha.preview_pack('xinxiang', 1, null, null, '2025-06-01 00:00+08');
-- a staged version, valid from a later day: the yellow card moves, red is lost, what it does not say is the parent's
select jiancha.define_pack('xinxiang', 2, '修订', '某市', '2030-01-01', '修订 第一条', parent => 'common') \g /dev/null
select jiancha.define_clock('xinxiang', 2, 'promised', '承诺时限', '{accept}', '{close}', '修订 第二条', limit_from => 'promised') \g /dev/null
select jiancha.define_signal('xinxiang', 2, 'X-W-5.2', 'promised', 'yellow', 'due + more than 1 working day', '修订 第三条') \g /dev/null
select case_no, rule, level, was_at, would_be_at, change from jiancha.preview_pack('xinxiang', 2, null, '2025-05-01', '2025-06-01 00:00+08') where rule <> 'X-W-5.1';
-- an unchanged rule of another level is lost and gained
begin;
select jiancha.define_pack('xinxiang', 3, '再修订', '某市', '2031-01-01', '再修订') \g /dev/null
select jiancha.define_clock('xinxiang', 3, 'promised', '承诺时限', '{accept}', '{close}', '再修订', limit_from => 'promised') \g /dev/null
select jiancha.define_signal('xinxiang', 3, 'X-W-5.2', 'promised', 'red', 'due passed', '再修订') \g /dev/null
select case_no, rule, level, was_at, would_be_at, change from jiancha.preview_pack('xinxiang', 3, null, '2025-05-01', '2025-06-01 00:00+08') where rule = 'X-W-5.2' and case_no = 'P-3' order by change;
rollback;
select max(version) from jiancha.rule_pack where pack = 'xinxiang';
-- nothing is left behind
select b.what from before b join after a using (what) where a.sum <> b.sum and what <> 'pack';
select pack, version from jiancha.rule_pack where pack ~ 'preview' or pack = 'xinxiang' order by 1, 2;
select * from jiancha.verify('2025-06-01 00:00+08');
select * from jiancha.verify_clocks();
-- who may, and what is refused
\set VERBOSITY terse
select jiancha.preview_pack('xinxiang', 9, null, null, '2025-06-01');
select jiancha.preview_pack('nowhere', 1, null, null, '2025-06-01');
select jiancha.preview_pack('xinxiang', null, null, null, '2025-06-01');
select jiancha.preview_pack('xinxiang', 1, null, null, null);
select jiancha.preview_pack('xinxiang', 1, null, null, 'infinity');
select count(*) from jiancha.preview_pack('xinxiang', 1, '2025-06-01', '2025-05-01', '2025-06-01');
create role test_pp_clerk;
select jiancha.grant_access('test_pp_clerk', 'pp-a') \g /dev/null
set role test_pp_clerk;
select jiancha.preview_pack('zhenjiang', 1, null, null, '2025-06-01');
reset role;
drop owned by test_pp_clerk;
drop role test_pp_clerk, "jiancha_org_pp-a";
