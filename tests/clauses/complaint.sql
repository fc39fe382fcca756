-- The complaint desk: 新乡市电子监察系统投诉处理办法, 镇江 第18条, 威海 第7条. Entered by the desk of the discipline organ, by the organ it transfers to, read by the
-- organisation complained of and by supervisors.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- hours of work: "at once" is counted in them
select jiancha.load_notice(jsonb_build_object('notice_no', '作息', 'title', '作息时间', 'issuer', '市政府', 'issued_on', '2010-01-01', 'hours', (
    select jsonb_agg(jsonb_build_object('weekday', d, 'opens', h[1], 'closes', h[2])) from generate_series(1, 5) d, (values (array['08:30', '12:00']), (array['13:30', '17:30'])) v (h)))) \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('c-city', '市', null), ('c-jw', '市纪委', 'c-city'), ('c-county', '县纪委', 'c-jw'), ('c-a', '甲局', 'c-city'), ('c-b', '乙局', 'c-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('CM', 'c-a', '事项', 5, 20);
create role clause_c_desk; create role clause_c_county; create role clause_c_a; create role clause_c_b; create role clause_c_city; create role clause_c_both;
select jiancha.grant_access('clause_c_desk', 'c-jw', 'complaint_desk'), jiancha.grant_access('clause_c_county', 'c-county', 'complaint_desk'),
    jiancha.grant_access('clause_c_a', 'c-a'), jiancha.grant_access('clause_c_b', 'c-b'), jiancha.grant_access('clause_c_city', 'c-city', 'supervisor'),
    jiancha.grant_access('clause_c_both', 'c-jw', 'complaint_desk'), jiancha.grant_access('clause_c_both', 'c-b') \g /dev/null
update jiancha.record_state set live_from = '2010-01-01 00:00+08';

create function pg_temp.complain(no text, at timestamptz, kind text default '6', channel text default 'portal', name text default null, contact text default null, text text default null,
    org text default 'c-a', urgent boolean default false, case_no text default null, identity text default null) returns void begin atomic
    insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, subject, text, org_code, desk_org, case_no, urgent, name, contact, identity_kind, identity_number)
    values (no, kind, channel, at, '窗口服务', coalesce(text, '投诉内容 ' || no), org, 'c-jw', case_no, urgent, name, contact, case when identity is not null then 'identity_number' end, identity);
end;
create function pg_temp.act(no text, kind text, at timestamptz, to_org text default null, due date default null, days integer default null, decider text default null, outcome text default null,
    result text default null, person text default null, text text default null, reason text default null, doc text default null, required boolean default null, to_body text default null)
returns void begin atomic
    insert into jiancha.complaint_step (complaint_no, kind, at, to_org, to_body, result_required, result_due, days, decider, outcome, result, person, text, reason, document_no)
    values (no, kind, at, to_org, to_body, required, due, days, decider, outcome, result, person, text, reason, doc);
end;
create function pg_temp.cards(no text, as_of timestamptz) returns text language sql as $$
    select jiancha.sweep(as_of);
    select coalesce(string_agg(s.rule || ' ' || s.level || ' ' || s.org_code || ' ' || s.state, ', ' order by s.earned_at, s.rule), '') from jiancha.signals s
    where s.case_no = no and s.state <> 'unfounded';
$$;
create function pg_temp.due(no text) returns date begin atomic select due_on from jiancha.complaints where complaint_no = no; end;

select no_plan();

-- article 4: nine kinds
set role clause_c_desk;
select lives_ok(format('select pg_temp.complain(%L, %L, %L, org => %L)', 'K-' || k, '2010-02-08 10:00+08', k::text, 'c-b'), format('[X-C-4.1–9] kind %s is received', k)) from generate_series(1, 9) k;
select throws_ok($$ select pg_temp.complain('K-10', '2010-02-08 10:00+08', '10') $$, 'JC005', null, '[X-C-4.1–9] there is no tenth kind');
select results_eq($$ select code, dimension, source ~ '第四条' from jiancha.effective_complaint_rule where pack = 'xinxiang' and topic = 'kind' and code in ('6', '9') order by 1 $$,
    $$ values ('6', '服务态度', true), ('9', null, true) $$, '[X-C-4.1–9] each kind cites its item and the indicator it counts under');
select results_eq($$ select count(*) from jiancha.complaint_intake where kind between '1' and '9' $$, $$ values (9::bigint) $$, '[W-7.3] complaints of each kind are accepted');
select lives_ok($$ select pg_temp.complain('W-1', '2010-02-08 10:00+08', channel => 'letter', name => '某某有限公司', contact => '0373-5550000', text => '收费不合规定') $$, '[W-7.3] those of legal persons too');

-- articles 1 to 3: the portal alone
select pg_temp.complain('P-1', '2010-02-08 10:00+08') \g /dev/null
select is(pg_temp.due('P-1'), '2010-03-04', '[X-C-5.1] fifteen working days over the Spring Festival of 2010');
select is(pg_temp.due('W-1'), null, '[X-C-1..3] a letter has no limit from this pack');
reset role;
select is(pg_temp.cards('W-1', '2010-06-01'), '', '[X-C-1..3] and earns no card');

-- 5.1, both sides of each threshold: the day before, due passed, more than two working days
set role clause_c_desk;
select pg_temp.complain('P-2', '2010-02-08 10:00+08', text => '二'), pg_temp.act('P-2', 'accept', '2010-02-08 11:00+08'), pg_temp.act('P-2', 'handle', '2010-02-08 12:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('P-2', '2010-03-02 23:59:59+08'), '', '[X-C-5.1] no card two days before');
select is(pg_temp.cards('P-2', '2010-03-03 00:00+08'), 'X-C-5.1n notice c-jw issued', '[X-C-5.1] a notice the day before');
select is(pg_temp.cards('P-2', '2010-03-04 23:59:59+08'), 'X-C-5.1n notice c-jw issued', '[X-C-5.1] the last day is in time');
select is(pg_temp.cards('P-2', '2010-03-05 00:00+08'), 'X-C-5.1n notice c-jw issued, X-C-5.1y yellow c-jw issued', '[X-C-5.1] yellow when it has passed');
select is(pg_temp.cards('P-2', '2010-03-08 23:59:59+08') ~ 'red', false, '[X-C-5.1] two working days over are no red');
select is(pg_temp.cards('P-2', '2010-03-09 00:00+08') ~ 'X-C-5.1r red c-jw', true, '[X-C-5.1] more than two are');

-- 5.2: transfer within two working days
set role clause_c_desk;
select pg_temp.complain('T-1', '2010-02-08 10:00+08', text => '转一'), pg_temp.act('T-1', 'accept', '2010-02-08 11:00+08'), pg_temp.act('T-1', 'transfer_out', '2010-02-10 23:00+08', 'c-b', '2010-02-26') \g /dev/null
select pg_temp.complain('T-2', '2010-02-08 10:00+08', text => '转二'), pg_temp.act('T-2', 'accept', '2010-02-08 11:00+08'), pg_temp.act('T-2', 'transfer_out', '2010-02-11 00:00+08', 'c-b', '2010-03-04') \g /dev/null
reset role;
select is(pg_temp.cards('T-1', '2010-02-24'), '', '[X-C-5.2] transferred on the second working day: no card');
select is(pg_temp.cards('T-2', '2010-02-24'), 'X-C-5.2 yellow c-jw pending', '[X-C-5.2] on the third: a card, once a supervisor says that it needed a transfer');
select is(pg_temp.due('T-2'), '2010-03-04', '[X-C-5.1] the time of the transfer is in the fifteen days');

-- 6.1, 6.2: the result in time, extended only before
set role clause_c_desk;
select pg_temp.complain('T-3', '2010-03-01 10:00+08', text => '转三'), pg_temp.act('T-3', 'accept', '2010-03-01 11:00+08') \g /dev/null
select is(pg_temp.due('T-3'), '2010-03-22', '[X-C-5.1] due three weeks later');
select throws_ok($$ select pg_temp.act('T-3', 'transfer_out', '2010-03-02 10:00+08', 'c-b') $$, 'JC005', 'column "result_due" must not be empty', '[X-C-6.1] a transfer that asks for the result names the day');
select throws_ok($$ select pg_temp.act('T-3', 'transfer_out', '2010-03-02 10:00+08', 'c-b', '2010-03-23') $$, 'JC005', 'the result would be due on 2010-03-23, after the complaint itself', '[X-C-6.1] not after the complaint''s own last day');
select lives_ok($$ select pg_temp.act('T-3', 'transfer_out', '2010-03-02 10:00+08', 'c-b', '2010-03-10') $$, '[X-C-6.1] before it');
select is((select result_due_on from jiancha.complaints where complaint_no = 'T-3'), '2010-03-10', '[X-C-6.1] the clock of the result ends on the day named');
reset role;
select is(pg_temp.cards('T-3', '2010-03-10 23:59:59+08'), '', '[X-C-6.1] the day named is in time');
select is(pg_temp.cards('T-3', '2010-03-11 00:00+08'), 'X-W-4.12b yellow c-b issued', '[X-C-6.1] then the organ it was transferred to gets the card');
set role clause_c_b;
select throws_ok($$ select pg_temp.act('T-3', 'request_extension', '2010-03-11 00:00+08', days => 2, reason => '取证', doc => '申1') $$, 'JC007', 'an extension is asked for and approved before the limit ends', '[X-C-6.2] an extension asked for after the date is refused');
select lives_ok($$ select pg_temp.act('T-3', 'reply', '2010-03-11 09:00+08', text => '已核查') $$, '[X-C-6.1] the result comes, late');
set role clause_c_desk;
select pg_temp.complain('T-4', '2010-03-01 10:00+08', text => '转四'), pg_temp.act('T-4', 'accept', '2010-03-01 11:00+08'), pg_temp.act('T-4', 'transfer_out', '2010-03-02 10:00+08', 'c-b', '2010-03-10') \g /dev/null
select throws_ok($$ select pg_temp.act('T-4', 'extend_result', '2010-03-09 10:00+08', days => 2, decider => '主管负责人') $$, 'JC007', null, '[X-C-6.2] nothing is extended that was not asked for');
set role clause_c_b;
select throws_ok($$ select pg_temp.act('T-4', 'request_extension', '2010-03-10 23:59:59+08', days => 2, doc => '申2') $$, 'JC005', null, '[X-C-6.2] the reasons are given in writing');
select lives_ok($$ select pg_temp.act('T-4', 'request_extension', '2010-03-10 10:00+08', days => 2, reason => '取证', doc => '申2') $$, '[X-C-6.2] asked for on the last day');
select throws_ok($$ select pg_temp.act('T-4', 'extend_result', '2010-03-10 11:00+08', days => 2, decider => '主管负责人') $$, 'JC007', 'extend_result is entered by the complaint desk', '[X-C-6.2] the organ that handles it does not approve itself');
set role clause_c_both;
select throws_ok($$ select pg_temp.act('T-4', 'extend_result', '2010-03-10 11:00+08', days => 2, decider => '主管负责人') $$, 'JC007', 'extend_result is entered by the complaint desk', '[X-C-6.2] nor does one who is of both');
set role clause_c_desk;
select throws_ok($$ select pg_temp.act('T-4', 'extend_result', '2010-03-10 11:00+08', days => 2, decider => '科长') $$, 'JC007', null, '[X-C-6.2] only the head of the transferring organ approves');
select throws_ok($$ select pg_temp.act('T-4', 'extend_result', '2010-03-10 11:00+08', days => 9, decider => '主管负责人') $$, 'JC005', 'the result would be due on 2010-03-23, after the complaint itself', '[X-C-6.2] not beyond the complaint''s own last day');
select lives_ok($$ select pg_temp.act('T-4', 'extend_result', '2010-03-10 11:00+08', days => 8, decider => '主管负责人') $$, '[X-C-6.2] up to it');
select is((select result_due_on from jiancha.complaints where complaint_no = 'T-4'), '2010-03-22', '[X-C-6.2] the result is due later');
select is(pg_temp.due('T-4'), '2010-03-22', '[X-C-6.2] the complaint itself is not');

-- 5.3: the head extends a complaint of one's own, before the last day ends
select pg_temp.complain('E-1', '2010-03-01 10:00+08', text => '延一'), pg_temp.act('E-1', 'accept', '2010-03-01 11:00+08'), pg_temp.act('E-1', 'handle', '2010-03-01 12:00+08') \g /dev/null
select throws_ok($$ select pg_temp.act('E-1', 'extend', '2010-03-22 10:00+08', days => 5, reason => '特别复杂', decider => '经办人') $$, 'JC007', null, '[X-C-5.3] extension by another than the head is denied');
select throws_ok($$ select pg_temp.act('E-1', 'extend', '2010-03-23 00:00+08', days => 5, reason => '特别复杂', decider => '主管负责人') $$, 'JC007', 'an extension is asked for and approved before the limit ends', '[X-C-5.3] after the last day it is too late');
select throws_ok($$ select pg_temp.act('E-1', 'extend', '2010-03-22 23:59+08', days => 16, reason => '特别复杂', decider => '主管负责人') $$, 'JC005', null, '[X-C-5.3] [A09] no more than fifteen working days');
select lives_ok($$ select pg_temp.act('E-1', 'extend', '2010-03-22 23:59+08', days => 15, reason => '特别复杂', decider => '主管负责人') $$, '[X-C-5.3] on the last day the head may');
select is(pg_temp.due('E-1'), '2010-04-13', '[X-C-5.3] fifteen working days more, Qingming out');
select throws_ok($$ select pg_temp.act('E-1', 'extend', '2010-03-23 10:00+08', days => 1, reason => '特别复杂', decider => '主管负责人') $$, 'JC007', 'complaint "E-1" was extended already', '[X-C-5.3] [A09] once');
select throws_ok($$ select pg_temp.act('W-1', 'accept', '2010-03-23 10:00+08'), pg_temp.act('W-1', 'extend', '2010-03-23 10:00+08', days => 1, reason => '复杂', decider => '主管负责人') $$, 'JC007', null, '[X-C-1..3] what has no limit is not extended');

-- 5.4: at once, two working hours
select pg_temp.complain('U-1', '2010-03-01 10:00+08', text => '急一', urgent => true), pg_temp.act('U-1', 'assign', '2010-03-01 11:59+08', 'c-b') \g /dev/null
select pg_temp.complain('U-2', '2010-03-01 10:00+08', text => '急二', urgent => true), pg_temp.complain('U-3', '2010-03-01 10:00+08', text => '不急') \g /dev/null
reset role;
select is(pg_temp.cards('U-1', '2010-03-02'), '', '[X-C-5.4] somebody was sent within two hours');
select is((select c.due_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'U-2' and c.clock = 'immediate'),
    jiancha.add_working_time('2010-03-01 10:00+08', interval '2 hours'), '[X-C-5.4] two working hours from the receipt');
select is(pg_temp.cards('U-2', '2010-03-02') ~ 'X-C-5.4 red c-jw', true, '[X-C-5.4] nobody was sent: red');
select is(pg_temp.cards('U-3', '2010-03-02') ~ 'X-C-5.4', false, '[X-C-5.4] not if it was not pressing');

-- 5.5: out of scope
set role clause_c_desk;
select pg_temp.complain('O-1', '2010-03-01 10:00+08', text => '不归管', name => '赵六一', contact => '13903730001', org => null) \g /dev/null
select throws_ok($$ select pg_temp.act('O-1', 'accept', '2010-03-01 11:00+08') $$, 'JC005', null, '[X-C-5.5] nobody supervised is complained of: not accepted');
select throws_ok($$ select pg_temp.act('O-1', 'refuse_acceptance', '2010-03-01 11:00+08', reason => '不属受理范围', doc => '告1') $$, 'JC005', null, '[X-C-5.5] the competent body is named');
select throws_ok($$ select pg_temp.act('O-1', 'refuse_acceptance', '2010-03-01 11:00+08', reason => '不属受理范围', to_body => '市住建局') $$, 'JC005', null, '[X-C-5.5] and the complainant told');
select lives_ok($$ select pg_temp.act('O-1', 'refuse_acceptance', '2010-03-01 11:00+08', reason => '不属受理范围', to_body => '市住建局', doc => '告1') $$, '[X-C-5.5] both: it ends');
select is((select state from jiancha.complaints where complaint_no = 'O-1'), 'refused', '[X-C-5.5] as not ours');

-- 6.3: repeats
select pg_temp.complain('R-1', '2010-04-01 10:00+08', text => '态度恶劣', name => '钱七一', contact => '13903730002') \g /dev/null
select pg_temp.complain('R-2', '2010-04-02 10:00+08', text => '又被刁难', name => '钱七一', contact => '13903730002') \g /dev/null
select pg_temp.complain('R-3', '2010-04-03 10:00+08', text => ' 态度 恶劣') \g /dev/null
select pg_temp.complain('R-4', '2010-04-03 10:00+08', text => '态度恶劣', name => '钱七一', contact => '13903730002', org => 'c-b') \g /dev/null
select results_eq($$ select complaint_no, repeat_of from jiancha.complaints where complaint_no ~ '^R' order by 1 $$, $$ values ('R-1', null), ('R-2', 'R-1'), ('R-3', 'R-1'), ('R-4', null) $$,
    '[X-C-6.3] the same complainant, or the same words, on the same organisation is flagged; on another is not');

-- 7: five outcomes
select pg_temp.complain('F-' || n, '2010-03-01 10:00+08', text => '结果' || n), pg_temp.act('F-' || n, 'accept', '2010-03-01 11:00+08'), pg_temp.act('F-' || n, 'handle', '2010-03-01 12:00+08') from generate_series(1, 5) n \g /dev/null
select throws_ok($$ select pg_temp.act('F-1', 'close', '2010-03-02 10:00+08', outcome => 'forgotten') $$, 'JC005', null, '[X-C-7.1–5] there is no sixth outcome');
select throws_ok($$ select pg_temp.act('F-1', 'close', '2010-03-02 10:00+08', outcome => 'file_case', doc => '立1') $$, 'JC005', null, '[X-C-7.1–5] a case is filed against somebody');
select lives_ok($$ select pg_temp.act('F-1', 'close', '2010-03-02 10:00+08', outcome => 'file_case', doc => '立1', person => '孙某') $$, '[X-C-7.1–5] outcome one');
select throws_ok($$ select pg_temp.act('F-2', 'close', '2010-03-02 10:00+08', outcome => 'liability', doc => '责1', person => '孙某') $$, 'JC005', null, '[X-C-7.1–5] liability says which');
select lives_ok($$ select pg_temp.act('F-2', 'close', '2010-03-02 10:00+08', outcome => 'liability', doc => '责1', person => '孙某', result => '诫勉谈话') $$, '[X-C-7.1–5] outcome two');
select throws_ok($$ select pg_temp.act('F-3', 'close', '2010-03-02 10:00+08', outcome => 'decision', result => '监察建议') $$, 'JC005', null, '[X-C-7.1–5] outcome three without its document is refused');
select throws_ok($$ select pg_temp.act('F-3', 'close', '2010-03-02 10:00+08', outcome => 'decision', doc => '建1', result => '口头') $$, 'JC005', null, '[X-C-7.1–5] it is one of four');
select lives_ok($$ select pg_temp.act('F-3', 'close', '2010-03-02 10:00+08', outcome => 'decision', doc => '建1', result => '监察建议') $$, '[X-C-7.1–5] outcome three');
select throws_ok($$ select pg_temp.act('F-4', 'close', '2010-03-02 10:00+08', outcome => 'report', doc => '报1') $$, 'JC005', null, '[X-C-7.1–5] a report proposes something');
select lives_ok($$ select pg_temp.act('F-4', 'close', '2010-03-02 10:00+08', outcome => 'report', doc => '报1', text => '建议由两局会商') $$, '[X-C-7.1–5] outcome four');
select throws_ok($$ select pg_temp.act('F-5', 'close', '2010-03-02 10:00+08', outcome => 'explain', result => '不属实') $$, 'JC005', null, '[X-C-7.1–5] an explanation says something');
select lives_ok($$ select pg_temp.act('F-5', 'close', '2010-03-02 10:00+08', outcome => 'explain', result => '不属实', text => '经核实不属实') $$, '[X-C-7.1–5] outcome five');
select throws_ok($$ select pg_temp.act('P-1', 'close', '2010-03-02 10:00+08', outcome => 'explain', result => '不属实', text => '经核实不属实') $$, 'JC007', null, '[X-C-7.1–5] nothing is closed that was not looked into');
select is((select closed_at from jiancha.complaints where complaint_no = 'F-5'), '2010-03-02 10:00+08', '[X-C-7.1–5] closing ends it');

-- 8: feedback to who gave his name and a contact, before it is closed
select pg_temp.complain('B-1', '2010-03-01 10:00+08', text => '反馈一', name => '李四五', contact => '13903730003', identity => '11010519491231002X') \g /dev/null
select pg_temp.complain('B-2', '2010-03-01 10:00+08', text => '反馈二', name => '王五六'), pg_temp.complain('B-3', '2010-03-01 10:00+08', text => '反馈三', contact => '13903730004') \g /dev/null
select pg_temp.act(no, 'accept', '2010-03-01 11:00+08'), pg_temp.act(no, 'handle', '2010-03-01 12:00+08') from unnest('{B-1,B-2,B-3}'::text[]) no \g /dev/null
select throws_ok($$ select pg_temp.act('B-1', 'close', '2010-03-02 10:00+08', outcome => 'explain', result => '不属实', text => '不属实') $$, 'JC007', 'the complainant has not been told the result of complaint "B-1"', '[X-C-8] real-name with contact: feedback first');
select lives_ok($$ select pg_temp.act('B-1', 'feedback', '2010-03-02 09:00+08', text => '已电话告知'), pg_temp.act('B-1', 'close', '2010-03-02 10:00+08', outcome => 'explain', result => '不属实', text => '不属实') $$, '[X-C-8] then it closes');
select lives_ok($$ select pg_temp.act('B-2', 'close', '2010-03-02 10:00+08', outcome => 'explain', result => '不属实', text => '不属实') $$, '[X-C-8] without a contact there is nobody to tell');
select lives_ok($$ select pg_temp.act('B-3', 'close', '2010-03-02 10:00+08', outcome => 'explain', result => '不属实', text => '不属实') $$, '[X-C-8] [A21] nor is an anonymous one');

-- 8: kept confidential
select throws_ok('select * from jiancha.complainant', '42501', null, '[X-C-8] not even the desk selects identities');
select results_eq($$ select name, contact, identity_number from jiancha.complaint_intake where complaint_no = 'B-1' $$, $$ values (null::text, null::text, null::text) $$, '[X-C-8] nor through the view it entered them by');
set role clause_c_a;
select throws_ok('select * from jiancha.complainant', '42501', null, '[X-C-8] the organisation complained of does not');
select is((select text from jiancha.complaints where complaint_no = 'B-1'), '反馈一', '[X-C-8] it sees the complaint');
select is_empty($$ select 1 from jiancha.complaints c where c::text ~ '李四五|13903730003|11010519491231002X' $$, '[X-C-8] and nothing of who complained');
select is_empty($$ select 1 from jiancha.case_file f where f::text ~ '李四五|13903730003' $$, '[X-C-8] nor in the file');
select throws_ok($$ select * from jiancha.ask_identity('B-1', '好奇') $$, '42501', null, '[X-C-8] it cannot ask');
set role clause_c_city;
select throws_ok('select * from jiancha.complainant', '42501', null, '[X-C-8] supervisors do not');
set role clause_c_county;
select throws_ok($$ select * from jiancha.ask_identity('B-1', '核实') $$, 'JC004', null, '[X-C-8] another desk neither');
set role clause_c_desk;
select throws_ok($$ select * from jiancha.ask_identity('B-1', ' ') $$, 'JC005', null, '[X-C-8] nobody reads without a reason');
call jiancha.reveal_complainant('B-1', '电话反馈') \gset told_
select is(:'told_name' || :'told_contact' || :'told_identity_number', '李四五1390373000311010519491231002X', '[X-C-8] the desk that received it reads it by giving a reason');
select results_eq($$ select complaint_no, what, reason, actor from jiancha.identity_read order by seq $$, $$ values ('B-1', 'ask', '电话反馈', 'clause_c_desk'), ('B-1', 'tell', '电话反馈', 'clause_c_desk') $$, '[X-C-8] each reading is on file');
select throws_ok($$ select t.* from jiancha.identity_read r cross join lateral jiancha.tell_identity(r.seq) t where r.what = 'ask' $$, 'JC007', null, '[X-C-8] one asking, one reading');
begin;
select ask_seq from jiancha.ask_identity('B-1', '回滚') \gset
savepoint before;
select throws_ok(format('select * from jiancha.tell_identity(%s)', :ask_seq), 'JC007', null, '[X-C-8] nothing is read in the transaction that could take the trace away');
rollback;
set role clause_c_city;
select is((select count(*) from jiancha.identity_read), 2::bigint, '[X-C-8] supervisors see who read');
set role clause_c_a;
select is((select count(*) from jiancha.identity_read), 0::bigint, '[X-C-8] the organisation complained of does not');

-- 9: published without personal data
set role clause_c_desk;
select throws_ok($$ select pg_temp.act('E-1', 'publish', '2010-03-23 10:00+08', text => '已处理') $$, 'JC007', null, '[X-C-9] what is not closed has no result');
select throws_ok($$ select pg_temp.act('B-1', 'publish', '2010-03-23 10:00+08', text => '李 四五投诉不实') $$, 'JC005', 'the text says who complained', '[X-C-9] not with the name');
select throws_ok($$ select pg_temp.act('B-1', 'publish', '2010-03-23 10:00+08', text => '回电139-0373-0003') $$, 'JC005', 'the text says who complained', '[X-C-9] nor the telephone, however written');
select throws_ok($$ select pg_temp.act('B-1', 'publish', '2010-03-23 10:00+08', text => '证件11010519491231002x') $$, 'JC005', 'the text says who complained', '[X-C-9] nor the number');
select lives_ok($$ select pg_temp.act('B-1', 'publish', '2010-03-23 10:00+08', text => '群众反映甲局服务态度问题，经核实不属实') $$, '[X-C-9] without them');
set role clause_c_a;
select results_eq('select * from jiancha.complaint_published', $$ values ('B-1', timestamptz '2010-03-23 10:00+08', '群众反映甲局服务态度问题，经核实不属实') $$, '[X-C-9] everybody reads it');

-- the organisation that handles it
set role clause_c_b;
select is((select count(*) from jiancha.complaint_step where complaint_no = 'T-3'), 2::bigint, '[X-C-8] who handled it sees what went to it and what it replied');
select is((select count(*) from jiancha.complaint_step where complaint_no = 'B-1' and kind <> 'publish'), 0::bigint, '[X-C-8] nothing of what it did not handle');
reset role;
select jiancha.sweep('2010-06-01') \g /dev/null
select is((select count(*) from jiancha.verify('2010-06-01')), 0::bigint, '[X-C-5.1] after a sweep nothing is missing');

-- Zhenjiang, article 18: handled or transferred promptly, the result in the set time, feedback to real-name ones
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
set role clause_c_desk;
select pg_temp.complain('Z-1', '2025-03-03 10:00+08', channel => 'portal', name => '周八九', contact => '13903730009', text => '镇江一') \g /dev/null
select is(pg_temp.due('Z-1'), '2025-03-24', '[Z-18] [A05] fifteen working days, as in Xinxiang');
select lives_ok($$ select pg_temp.act('Z-1', 'accept', '2025-03-03 11:00+08'), pg_temp.act('Z-1', 'transfer_out', '2025-03-04 11:00+08', 'c-b', '2025-03-24') $$, '[Z-18] it is transferred, with the day for the result');
set role clause_c_b;
select lives_ok($$ select pg_temp.act('Z-1', 'reply', '2025-03-20 11:00+08', text => '已整改') $$, '[Z-18] the result is reported');
set role clause_c_desk;
select throws_ok($$ select pg_temp.act('Z-1', 'close', '2025-03-21 10:00+08', outcome => 'explain', result => '不属实', text => '说明') $$, 'JC007', null, '[Z-18] feedback to a real-name complainant comes first');
select lives_ok($$ select pg_temp.act('Z-1', 'feedback', '2025-03-21 09:00+08', text => '已告知'), pg_temp.act('Z-1', 'close', '2025-03-21 10:00+08', outcome => 'explain', result => '不属实', text => '说明') $$, '[Z-18] then it closes');
reset role;
select * from finish();
