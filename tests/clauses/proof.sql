-- Why a card was given, why none was, and what was known: facts entered by a clerk through the department's views, questions asked by him.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select jiancha.go_live('2025-01-01 00:00+08', '市政府令第1号') \g /dev/null
insert into jiancha.org (org_code, name) values ('p-a', '甲局'), ('p-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values
    ('P5', 'p-a', '五个工作日', 5, 20), ('P0', 'p-a', '无时限', null, null), ('P400', 'p-a', '四百个工作日', 400, 500);
create role clause_p_clerk;
select jiancha.grant_access('clause_p_clerk', 'p-a') \g /dev/null
create role clause_p_other;
select jiancha.grant_access('clause_p_other', 'p-b') \g /dev/null

-- a county of the city: its pack inherits, switches off the red rule, has a manual one and one on a repealed law
insert into jiancha.rule_pack (pack, version, parent_pack, parent_version, name, issuer, valid_from, source)
    values ('p_county', 1, 'xinxiang', 1, '县办法', '县', '2010-03-01', '县办法');
insert into jiancha.signal_rule (pack, version, rule, clock, level, at, amount, unit, comparison, basis, source, status, enabled) values
    ('p_county', 1, 'X-W-5.3', 'promised', 'red', 'due + more than 2 working days', 2, 'working_day', 'more_than', null, '县办法 第三条', 'regulation', false),
    ('p_county', 1, 'C-2', 'promised', 'yellow', 'due passed', 0, 'working_day', 'passed', 'supervision_1997', '县办法 第二条', 'assumed', true);
insert into jiancha.signal_rule (pack, version, rule, kind, level, source, status, text_required)
    values ('p_county', 1, 'C-9', 'manual', 'yellow', '县办法 第九条', 'regulation', true);

create function pg_temp.step(case_no text, step_no int, kind text, at timestamptz, corrects int default null, data jsonb default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason, data) values (case_no, step_no, kind, at, corrects, case when corrects is not null then '录入有误' end, data);
end;
create function pg_temp.receive(case_no text, matter text, at timestamptz, accepted boolean default true) returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (case_no, 'p-a', matter, '申请人', at);
    insert into jiancha.case_step (case_no, step_no, kind, at) select receive.case_no, 1, 'accept', receive.at where accepted;
end;
select no_plan();
-- the answer: the last row
create function pg_temp.why(case_no text, rule text, as_of timestamptz) returns text begin atomic
    select answer from jiancha.why_no_signal(case_no, rule, as_of) order by "no" desc limit 1;
end;

-- accepted Mon 2025-04-21, five working days: 22, 23, 24, 25 and Sun 27 (make-up day); yellow from the 28th
set role clause_p_clerk;
select pg_temp.receive('P-1', 'P5', '2025-04-21 10:00+08') \g /dev/null
select is(pg_temp.why('P-1', 'X-W-5.2', '2025-04-27 23:59:59+08'), '还没有信号：2025-04-28 00:00前尚未成立；届时仍未停止计时即成立',
    '[X-W-5.2] one second before, the answer says when it would hold');
select is(pg_temp.why('P-1', 'X-W-5.2', '2025-04-28 00:00+08'), '还没有信号：已经成立，2025-04-28 00:00时的巡查尚未进行；下一次巡查即会查出',
    '[X-W-5.2] at the instant it is earned, and the answer says that no sweep has been');
reset role;
call jiancha.sweep_all('2025-04-28 00:00+08');
set role clause_p_clerk;
select signal_no as yellow from jiancha.signals where case_no = 'P-1' and rule = 'X-W-5.2' \gset
select is(pg_temp.why('P-1', 'X-W-5.2', '2025-04-28 00:00+08'), format('有信号：%s，已发出', :'yellow'), '[X-W-5.2] once there the answer names the card');
select matches((select what from jiancha.explain_signal(:'yellow') where "no" = 1), '^X-W-5\.2.* 黄牌：承诺时限届满而未完成$', '[X-W-5.2] the rule in words');
select is((select source from jiancha.explain_signal(:'yellow') where "no" = 1), '新乡市电子监察预警纠错办法(试行) 第五条第(二)项', '[X-W-5.2] with its clause');
select results_eq(format($$ select "from", what from jiancha.explain_signal(%L) where part = '时点' $$, :'yellow'),
    $$ values (timestamptz '2025-04-28 00:00+08', '2025-04-28 00:00起逾期，得黄牌') $$, '[X-W-5.2] the instant from which it is overdue');
select results_eq(format($$ select "from", "to", what from jiancha.explain_signal(%L) where part = '计时' order by "no" $$, :'yellow'),
    $$ select "from"::timestamp at time zone 'Asia/Shanghai', ("to" + 1)::timestamp at time zone 'Asia/Shanghai', what || coalesce('：' || days || '天', '')
       from jiancha.explain_deadline('P-1') order by "no" $$, '[X-W-5.2] its days are those of explain_deadline()');
select is((select count(*) from jiancha.explain_signal(:'yellow') where part = '计时' and what like '调休上班%'), 1::bigint, '[X-W-5.2] the make-up Sunday counts and says so');
select matches((select string_agg(what, '|') from jiancha.explain_signal(:'yellow') where part = '事实'),
    '2025-04-21 10:00 收件.*2025-04-21 10:00 受理（步骤1）：开始计时；.*录入', '[X-W-5.2] the facts it rests on, with their numbers and when they were entered');
set role clause_p_other;
select throws_ok(format('select * from jiancha.explain_signal(%L)', :'yellow'), 'JC004', null, '[X-W-5.2] another department has no such card');
select throws_ok(format('select * from jiancha.replay_signal(%L)', :'yellow'), 'JC004', null, '[X-W-5.2] nor can it replay it');
select is(pg_temp.why('P-1', 'X-W-5.2', '2025-04-28 00:00+08'), '没有信号：“P-1”不在案，或不由本单位承办', '[X-W-5.2] nor learn whether the case exists');
select is_empty($$ select * from jiancha.earned_as_known('2025-05-01 00:00+08', now(), 'P-1') $$, '[X-W-5.2] nor what it has earned');

-- a close entered late takes the card back
set role clause_p_clerk;
select pg_temp.step('P-1', 2, 'close', '2025-04-25 16:00+08') \g /dev/null
reset role;
call jiancha.sweep_all('2025-04-29 09:00+08');
set role clause_p_clerk;
select is(pg_temp.why('P-1', 'X-W-5.2', '2025-04-29 09:00+08'), '没有信号：2025-04-25 16:00即已停止计时，早于2025-04-28 00:00', '[X-W-5.2] stopped before the threshold');
select matches((select string_agg(what, '|' order by "no") from jiancha.explain_signal(:'yellow') where part = '处理'),
    '按现有事实不再成立\|其间录入：2025-04-25 16:00 办结（步骤2），', '[X-W-5.2] the mark names the fact that arrived');
select is((select what from jiancha.explain_signal(:'yellow') order by "no" desc limit 1), '拟撤销：按现有事实不再成立；2025-04-25 16:00停止计时', '[X-W-5.2] the last row is its state');
select results_eq(format('select facts, steps, earned_at, agrees from jiancha.replay_signal(%L)', :'yellow'),
    $$ values ('recorded', null::bigint, timestamptz '2025-04-28 00:00+08', null::boolean), ('as found', 1, '2025-04-28 00:00+08', true), ('now', 2, null, false) $$,
    '[X-W-5.2] derived again from what was known when it was found it is the same card; by the facts of now there is none');
select recorded_at as closed_known_at from jiancha.step where step_no = 2 and kind = 'close' \gset
select set_eq(format($$ select rule from jiancha.earned_as_known('2025-04-28 00:00+08', timestamptz %L - interval '1 microsecond', 'P-1') where rule ~ '^X-W-5' $$, :'closed_known_at'),
    array['X-W-5.1', 'X-W-5.2'], '[X-W-5.2] what the system knew before the close was entered');
select is_empty(format($$ select rule from jiancha.earned_as_known('2025-04-28 00:00+08', %L, 'P-1') where rule = 'X-W-5.2' $$, :'closed_known_at'),
    '[X-W-5.2] and what it knew after');
reset role;
select is_empty('select 1 from jiancha.docket where docket_id < 0 union all select 1 from jiancha.step where docket_id < 0 union all select 1 from jiancha.clock where docket_id < 0 union all select 1 from jiancha.case_file where docket_id < 0',
    '[X-W-5.2] a replay leaves nothing');
select is_empty($$ select * from jiancha.verify('2025-04-29 09:00+08') $$, '[X-W-5.2] and verify() is empty');

-- the other answers, in the order in which they decide
set role clause_p_clerk;
select pg_temp.receive('P-2', 'P5', '2025-04-21 10:00+08', false), pg_temp.receive('P-3', 'P0', '2025-04-21 10:00+08'), pg_temp.receive('P-4', 'P5', '2025-04-21 10:00+08'),
    pg_temp.step('P-4', 2, 'begin_special', '2025-04-23 09:00+08'), pg_temp.receive('P-5', 'P400', '2025-12-22 10:00+08'), pg_temp.receive('P-6', 'P5', '2010-02-05 10:00+08'),
    pg_temp.receive('P-7', 'P5', '2025-04-21 10:00+08'), pg_temp.step('P-7', 2, 'close', '2025-04-28 00:00+08') \g /dev/null
select is(pg_temp.why('P-0', 'X-W-5.2', '2025-05-01 00:00+08'), '没有信号：“P-0”不在案，或不由本单位承办', '[X-W-5.2] no such case');
select is(pg_temp.why('P-1', 'X-W-99', '2025-05-01 00:00+08'), '没有信号：规则包xinxiang第1版没有规则“X-W-99”', '[X-W-5.2] no such rule');
select is(pg_temp.why('P-2', 'X-W-5.2', '2025-05-01 00:00+08'), '没有信号：尚未受理，该时限未开始', '[X-W-5.2] not accepted');
select is(pg_temp.why('P-3', 'X-W-5.2', '2025-05-01 00:00+08'), '没有信号：该事项没有此项时限', '[X-W-5.2] a matter without a limit');
select is(pg_temp.why('P-4', 'X-W-5.2', '2025-05-01 00:00+08'), '没有信号：计时暂停中，恢复后才能确定届满日', '[X-W-5.2] a special procedure still on');
select is(pg_temp.why('P-5', 'X-W-5.2', '2027-12-31 00:00+08'), '没有信号：所需工作日尚未公布，不在未定的日期上发牌；放假通知公布后确定', '[X-W-5.2] on days that nobody has published');
select is(pg_temp.why('P-6', 'X-W-5.2', '2010-03-31 00:00+08'), '没有信号：该卷宗早于规则包xinxiang施行之日，不受其监察', '[X-W-5.2] accepted before the regulation was in force');
-- finished at the exclusive bound is late
select is(pg_temp.why('P-7', 'X-W-5.2', '2025-04-28 00:00+08'), '还没有信号：已经成立，2025-04-28 00:00时的巡查尚未进行；下一次巡查即会查出', '[X-W-5.2] closed at the very instant is late');
select is(pg_temp.why('P-7', 'X-W-5.3', '2025-05-31 00:00+08'), '没有信号：2025-04-28 00:00即已停止计时，早于2025-04-30 00:00', '[X-W-5.3] but not more than two working days late');
select throws_ok($$ select * from jiancha.why_no_signal('P-1', 'X-W-5.2', null) $$, 'JC005', null, '[X-W-5.2] asked as of no instant');
select throws_ok($$ select * from jiancha.why_no_signal('P-1', 'X-W-5.2', 'infinity') $$, 'JC005', null, '[X-W-5.2] asked as of the end of time');

reset role;
update jiancha.record_state set pack = 'p_county';
set role clause_p_clerk;
select pg_temp.receive('P-8', 'P5', '2025-04-21 10:00+08') \g /dev/null
select is(pg_temp.why('P-8', 'X-W-5.3', '2025-05-31 00:00+08'), '没有信号：规则X-W-5.3已由规则包p_county停用', '[X-W-5.3] a county that switched the rule off');
select is(pg_temp.why('P-8', 'C-9', '2025-05-31 00:00+08'), '没有信号：该规则由监察人员提出，至今无人提出', '[X-W-4] a rule that people raise');
select matches((select answer from jiancha.why_no_signal('P-8', 'X-W-5.2', '2025-04-22 00:00+08') where question = '该规则是否适用'), '；承自规则包xinxiang第1版$',
    '[X-W-5.2] inherited from the city');
select is((select answer || ' ' || source from jiancha.why_no_signal('P-8', 'C-2', '2025-04-22 00:00+08') where question = '其依据是否有效'),
    '自2018-03-20起已废止；规则仍在案，不因此停用 中华人民共和国行政监察法', '[W-1] a rule on a repealed law is flagged, not dropped');
reset role;
call jiancha.sweep_all('2025-04-28 00:00+08');
select is((select what from jiancha.explain_signal((select signal_no from jiancha.signals where rule = 'C-2')) where part = '依据'),
    '监察机关对行政机关及其公务员实施监察的法律；新乡四项制度第一条、威海电子监察管理制度第一条引为依据。（该依据自2018-03-20起已废止，由中华人民共和国监察法取代）', '[W-1] the card says that its law was repealed');
select matches((select what from jiancha.explain_signal((select signal_no from jiancha.signals where rule = 'C-2')) where "no" = 2), '该规则：假定，待本市确认$',
    '[W-1] and that its rule is assumed');

-- a calendar notice that moves a card is its reason, and the replay counts with the calendar of then
set role clause_p_clerk;
select pg_temp.receive('P-9', 'P5', '2025-05-12 10:00+08') \g /dev/null
reset role;
call jiancha.sweep_all('2025-05-20 00:00+08');
select signal_no as moved from jiancha.signals where case_no = 'P-9' and rule = 'X-W-5.2' \gset
select jiancha.load_notice('{"notice_no": "示例1号", "issued_on": "2025-05-15", "title": "示例", "days": [{"day": "2025-05-16", "kind": "off", "holiday": "示例"}]}') \g /dev/null
call jiancha.sweep_all('2025-05-21 00:00+08');
set role clause_p_clerk;
select matches((select string_agg(what || coalesce(source, ''), '|' order by "no") from jiancha.explain_signal(:'moved') where part = '处理'),
    '按现有事实改变\|其间日历由第\d+版改为第\d+版，届满日由2025-05-19改为2025-05-20示例1号', '[A13] the mark names the notice that moved it');
select results_eq(format('select facts, earned_at, agrees from jiancha.replay_signal(%L)', :'moved'),
    $$ values ('recorded', timestamptz '2025-05-20 00:00+08', null::boolean), ('as found', '2025-05-20 00:00+08', true), ('now', null, false) $$,
    '[A13] with the calendar of then it is earned at the instant of then, by that of now not yet');
reset role;

-- quarantine
update jiancha.docket set quarantined = true where business_no = 'P-4';
insert into jiancha.quarantine (docket_id, at, error_code, message, org_code)
    select docket_id, '2025-05-01 00:00+08', '22012', 'division by zero', org_code from jiancha.docket where business_no = 'P-4';
select is(pg_temp.why('P-4', 'X-W-5.2', '2025-05-01 00:00+08'), '没有信号：该卷宗巡查出错已隔离，录入新的事实或修复后才继续', '[X-W-5.2] a docket in quarantine');

select * from finish();
drop owned by clause_p_clerk, clause_p_other;
drop role clause_p_clerk, clause_p_other;
