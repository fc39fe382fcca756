-- Trial run, go-live and import: cards are listed, and none goes out that should not.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('t-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('T5', 't-a', '五个工作日', 5, 20);
create role clause_t_clerk;
select jiancha.grant_access('clause_t_clerk', 't-a') \g /dev/null
select no_plan();
create function pg_temp.receive(case_no text, at timestamptz, channel text default 'window') returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel) values (case_no, 't-a', 'T5', '申请人', at, channel);
    insert into jiancha.case_step (case_no, step_no, kind, at) values (case_no, 1, 'accept', at);
end;
create function pg_temp.why(case_no text, rule text, as_of timestamptz) returns text begin atomic
    select answer from jiancha.why_no_signal(case_no, rule, as_of) order by "no" desc limit 1;
end;
create function pg_temp.states(no text) returns text begin atomic
    select string_agg(distinct state, ' ') from jiancha.signals where case_no = no and rule ~ '^X-W-5';
end;

set role clause_t_clerk;
select pg_temp.receive('T-1', '2025-04-21 10:00+08') \g /dev/null
reset role;
call jiancha.sweep_all('2025-04-28 00:00+08');
select is(pg_temp.states('T-1'), 'trial', '[X-W-5.2] before go_live() a card is listed and not issued');
select matches(pg_temp.why('T-1', 'X-W-5.2', '2025-04-28 00:00+08'), '^信号t-a-2025-\d+已查出，不发出：尚在试运行$', '[X-W-5.2] and why_no_signal() says so');

-- years of history, entered twice
create procedure pg_temp.history() begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel)
        select 'H-' || n, 't-a', 'T5', '申请人', timestamptz '2023-03-01 09:00+08' + n * interval '1 day', 'import' from generate_series(1, 200) n;
    insert into jiancha.case_step (case_no, step_no, kind, at)
        select 'H-' || n, 1, 'accept', timestamptz '2023-03-01 10:00+08' + n * interval '1 day' from generate_series(1, 200) n;
    insert into jiancha.case_step (case_no, step_no, kind, at)
        select 'H-' || n, 2, 'close', timestamptz '2023-03-01 10:00+08' + (n + n % 30) * interval '1 day' from generate_series(1, 200) n;
end;
set role clause_t_clerk;
call pg_temp.history();
reset role;
call jiancha.sweep_all('2025-04-29 00:00+08');
select is((select count(*) from jiancha.docket where imported), 200::bigint, '[X-W-5] rows of channel import are marked');
select ok((select count(*) > 100 from jiancha.signals where case_no like 'H-%'), '[X-W-5] history earns its cards');
select is((select string_agg(distinct state, ' ') from jiancha.signals where case_no like 'H-%'), 'historical', '[X-W-5] all of them historical');
create table before_again as
    select 'docket' as what, to_jsonb(d) as row from jiancha.docket d union all select 'step', to_jsonb(s) from jiancha.step s
    union all select 'signal', to_jsonb(s) from jiancha.signal s union all select 'action', to_jsonb(a) from jiancha.signal_action a;
set role clause_t_clerk;
call pg_temp.history();
reset role;
call jiancha.sweep_all('2025-04-29 00:00+08');
select bag_eq($$ select 'docket' as what, to_jsonb(d) as row from jiancha.docket d union all select 'step', to_jsonb(s) from jiancha.step s
    union all select 'signal', to_jsonb(s) from jiancha.signal s union all select 'action', to_jsonb(a) from jiancha.signal_action a $$,
    'select what, row from before_again', '[X-W-5] the same history again changes nothing');

-- a card of the trial is not issued afterwards
select throws_ok($$ select * from jiancha.go_live('2025-04-21 10:00+08', '市政府令第1号') $$, 'JC005', null, '[X-W-5] not from an instant after which the trial has found cards');
select lives_ok($$ select * from jiancha.go_live('2025-05-06 00:00+08', '市政府令第1号') $$, '[X-W-5] but from a later one');
set role clause_t_clerk;
select pg_temp.receive('T-2', '2025-05-05 23:59:59+08'), pg_temp.receive('T-3', '2025-05-06 00:00+08'), pg_temp.receive('T-4', '2025-05-06 00:00+08', 'import') \g /dev/null
reset role;
call jiancha.sweep_all('2025-06-30 00:00+08');
select is(pg_temp.states('T-1'), 'historical', '[X-W-5.2] accepted before: its cards have become historical');
select is(pg_temp.states('T-2'), 'historical', '[X-W-5.2] accepted a second before: historical');
select is(pg_temp.states('T-3'), 'issued', '[X-W-5.2] accepted at the instant: issued');
select is(pg_temp.states('T-4'), 'historical', '[X-W-5.2] imported: historical, whenever it was accepted');
select is((select count(*) from jiancha.signal where issued_at is not null and business_no in ('T-1', 'T-2', 'T-4')), 0::bigint, '[X-W-5.2] none of these went out');
select matches(pg_temp.why('T-2', 'X-W-5.2', '2025-06-30 00:00+08'), '不发出：该卷宗早于正式运行之日2025-05-06 00:00$', '[X-W-5.2] why: it is older than the day');
select matches(pg_temp.why('T-4', 'X-W-5.2', '2025-06-30 00:00+08'), '不发出：该卷宗为历史数据导入$', '[X-W-5.2] why: it was imported');
select is_empty($$ select * from jiancha.verify('2025-06-30 00:00+08') $$, '[X-W-5] verify() knows no difference between them');

select * from finish();
drop owned by clause_t_clerk;
drop role clause_t_clerk;
