-- What follows from scores: 新乡市行政审批绩效测评办法 第六条、第十条至第十三条, 投诉处理办法 第四条、第七条, 威海 第七条, 广西 实施方案. Facts come through the views
-- of clerks, the supervisor and the complaint desk.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select jiancha.go_live('2025-01-01 00:00+08', '新监决〔2025〕1号') \g /dev/null
insert into jiancha.org (org_code, name) values ('f-city', '新乡市'), ('f-jw', '监察局');
insert into jiancha.org (org_code, name, parent_code) select 'f-' || o, n, 'f-city' from (values ('a', '甲局'), ('b', '乙局'), ('c', '丙局')) v (o, n);
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) select 'f-m' || o, 'f-' || o, '许可', 20, 20 from unnest('{a,b,c}'::text[]) o;
create role clause_f_clerk; create role clause_f_super; create role clause_f_desk; create role clause_f_relay;
select jiancha.grant_access('clause_f_clerk', 'f-a'), jiancha.grant_access('clause_f_clerk', 'f-b'), jiancha.grant_access('clause_f_clerk', 'f-c'),
    jiancha.grant_access('clause_f_super', 'f-city', 'supervisor'), jiancha.grant_assessor('clause_f_super', 'supervision'),
    jiancha.grant_access('clause_f_desk', 'f-jw', 'complaint_desk') \g /dev/null
create function pg_temp.total(org text, period text) returns numeric begin atomic
    select r.total from jiancha.score_run(period, 'r1') r where r.org_code = org;
end;
create function pg_temp.part(org text, period text, no int) returns numeric begin atomic
    select d.score from jiancha.score_run(period, 'r1') r cross join lateral jiancha.score_dimension_means(r.state) d where r.org_code = org and d.dimension = no;
end;
create function pg_temp.submit(period text) returns void begin atomic
    insert into jiancha.score_submit (scheme, period, assessor) values ('r1', submit.period, 'supervision');
end;
create function pg_temp.complain(no text, what text, org text, at timestamptz) returns void begin atomic
    insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, subject, text, org_code, desk_org, name, contact)
    values (no, what, 'portal', at, '窗口', '反映' || no, org, 'f-jw', '来人' || no, '1390000' || no);
end;
create function pg_temp.handle(no text, at timestamptz, result text, outcome text) returns void language plpgsql as $$
begin
    insert into jiancha.complaint_step (complaint_no, kind, at) values (no, 'accept', handle.at);
    insert into jiancha.complaint_step (complaint_no, kind, at) values (no, 'handle', handle.at + interval '1 hour');
    insert into jiancha.complaint_step (complaint_no, kind, at, text) values (no, 'feedback', handle.at + interval '2 hours', '已反馈');
    insert into jiancha.complaint_step (complaint_no, kind, at, outcome, result, person, text, document_no)
    values (no, 'close', handle.at + interval '3 hours', handle.outcome, handle.result, '责任人', '处理情况', '新监投〔2025〕1号');
end $$;
select no_plan();

-- complaints: nine kinds, each in its part of the evaluation
set role clause_f_desk;
select pg_temp.complain('1000' || k, k::text, 'f-a', '2025-03-03 09:00+08') from generate_series(1, 9) k \g /dev/null
reset role;
select is(pg_temp.total('f-a', '2025-03'), 100.00, '[X-C-4.1–9] a complaint that was received has deducted nothing');
set role clause_f_desk;
select pg_temp.handle('1000' || k, '2025-03-04 09:00+08', '警告', 'liability') from generate_series(1, 9) k \g /dev/null
reset role;
select results_eq($$ select dimension, count(*), sum(points) from jiancha._score_lines('r1', 1, '2025-03-01', '2025-03-31', 'month') where evidence_kind = 'complaint' and org_code = 'f-a' group by 1 order by 1 $$,
    $$ values (1, 1::bigint, -5.00), (2, 2, -10.00), (4, 1, -5.00), (5, 1, -5.00), (6, 2, -10.00), (7, 1, -5.00), (8, 1, -5.00) $$, '[X-C-4.1–9] found true, each kind deducts in its part');
select is(pg_temp.part('f-a', '2025-03', 8), 5.00, '[X-C-4.6] kind 6 found true: 服务态度, 10 - 5');
select is(pg_temp.part('f-a', '2025-03', 9), 10.00, '[X-C-4.6] and in no other part');
select is(pg_temp.part('f-a', '2025-04', 8), 10.00, '[X-C-4.6] in the month in which it was decided');
select results_eq($$ select evidence_no from jiancha._score_lines('r1', 1, '2025-03-01', '2025-03-31', 'month') where dimension = 8 $$, $$ values ('10006') $$, '[X-P-9] with its number as evidence');
select is(pg_temp.part('f-b', '2025-03', 8), 10.00, '[X-C-4.6] nothing for another organisation');
set role clause_f_super;
select is(pg_temp.part('f-a', '2025-03', 8), 10.00, '[X-C-8] an assessor who is not of the desk does not see what it decided; the score that is frozen holds it');
reset role;
-- outcomes: not true, or mended before, deducts nothing; neither does a report on a problem of several departments
set role clause_f_desk;
select pg_temp.complain('2000' || n, '6', 'f-b', '2025-04-01 09:00+08') from generate_series(1, 6) n \g /dev/null
select pg_temp.handle('20001', '2025-04-02 09:00+08', '不属实', 'explain'), pg_temp.handle('20002', '2025-04-02 09:00+08', '投诉前已处理整改', 'explain'), pg_temp.handle('20003', '2025-04-02 09:00+08', null, 'report') \g /dev/null
reset role;
select is(pg_temp.part('f-b', '2025-04', 8), 10.00, '[X-C-7.4] [X-C-7.5] not found true, mended before, or a matter for the city: nothing');
set role clause_f_desk;
select pg_temp.handle('20004', '2025-04-02 09:00+08', null, 'file_case') \g /dev/null
reset role;
select is(pg_temp.part('f-b', '2025-04', 8), 5.00, '[X-C-7.1] [W-7.3] a case filed: deducted');
set role clause_f_desk;
select pg_temp.handle('20005', '2025-04-30 20:59:59+08', '监察建议', 'decision'), pg_temp.handle('20006', '2025-04-30 21:00+08', '监察决定', 'decision') \g /dev/null
reset role;
select is(pg_temp.part('f-b', '2025-04', 8), 0.00, '[X-C-7.3] a decision or suggestion in the last second of the month counts in it');
select is(pg_temp.part('f-b', '2025-05', 8), 5.00, '[X-C-7.3] from midnight on in the next');
-- a repeated complaint about the same is one event
set role clause_f_desk;
insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, subject, text, org_code, desk_org, name, contact) values
    ('30001', '3', 'portal', '2025-06-02 09:00+08', '公开', '不公开', 'f-c', 'f-jw', '赵六七', '13911112222'), ('30002', '3', 'portal', '2025-06-03 09:00+08', '公开', '不公开', 'f-c', 'f-jw', '赵六七', '13911112222');
select pg_temp.handle('30001', '2025-06-04 09:00+08', '警告', 'liability'), pg_temp.handle('30002', '2025-06-05 09:00+08', '警告', 'liability') \g /dev/null
reset role;
select is((select repeat_of from jiancha.complaints where complaint_no = '30002'), '30001', '[X-P-10.2] the desk received it twice');
select is(pg_temp.part('f-c', '2025-06', 1), 5.00, '[X-P-10.2] it counts once');
-- a kind that the scheme does not know is not guessed at
select jiancha.define_scheme('blind', 1, '无第三种', '监察局', '2025-01-01', '测试', parent => 'r1'),
    jiancha.define_indicator('blind', 1, 'complaint-3', '无', 'auto', 'complaint', '测试', complaint_kind => '3', dimensions => '{1}', points => -5, enabled => false, status => 'assumed') \g /dev/null
select throws_ok($$ select * from jiancha.score_run('2025-06', 'blind') $$, 'JC009', 'version 1 of scheme "blind" has no indicator for complaints of kind "3"', '[X-C-4.3] a kind without an indicator is an error, not a guess');
select throws_ok($$ select jiancha.define_indicator('blind', 1, 'c', '无', 'auto', 'complaint', '测试', dimensions => '{1}', points => -5) $$, 'JC005', null, '[X-C-4.3] an indicator of complaints names their kind');

-- a card of a frozen month is withdrawn
set role clause_f_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'W-' || o, 'f-' || o, 'f-m' || o, '申请人', '2025-06-09 09:00+08' from unnest('{a,b}'::text[]) o;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'W-' || o, 1, 'accept', '2025-06-09 10:00+08' from unnest('{a,b}'::text[]) o;
reset role;
-- twenty working days from 06-09: due on 07-07, so notices and yellow cards are of July
call jiancha.sweep_all('2025-07-08 09:00+08');
select results_eq($$ select org_code, level from jiancha.signals where case_no like 'W-%' and earned_at >= '2025-07-08 00:00+08' order by 1 $$, $$ values ('f-a', 'yellow'), ('f-b', 'yellow') $$, '[X-P-8.10] a yellow card each');
set role clause_f_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'W-' || o, 2, 'close', '2025-07-08 08:00+08' from unnest('{a,b}'::text[]) o;
reset role;
insert into jiancha.report_recipient (recipient, name, org_code, channel, address, valid_from, valid_until) values
    ('mayor', '王市长', null, 'sms', '13900000001', '2025-07-01', null), ('unit-b', '乙局', 'f-b', 'screen', null, '2025-07-01', null), ('left', '原副市长', null, 'sms', '13900000002', '2025-07-01', '2025-08-12');
select throws_ok($$ insert into jiancha.report_recipient (recipient, name, channel, valid_from) values ('x', '某', 'sms', '2025-07-01') $$, '23514', null, '[G-3.1.2g] a message needs a number');
select pg_temp.submit('2025-07'), jiancha.score_freeze('2025-07', '2025-08-01 08:00+08', 'r1') \g /dev/null
select results_eq($$ select org_code, total, rank from jiancha.scores where period = '2025-07' and subject = 'org' and org_code in ('f-a', 'f-b', 'f-c') order by 1 $$, $$ values ('f-a', 95.00, 2), ('f-b', 95.00, 2), ('f-c', 100.00, 1) $$, '[G-3.1.2d] both lose five points');
set role clause_f_super;
insert into jiancha.signal_decision (signal_no, kind, at, reason, decision_no)
select signal_no, 'withdraw', '2025-08-11 09:00+08', '承办人提供了当日办结的书面证据', '新监决〔2025〕30号' from jiancha.signals where case_no = 'W-b' and level = 'yellow';
reset role;
select results_eq($$ select org_code, frozen, now from jiancha.score_drift('2025-07', 'r1') where what = 'total' $$, $$ values ('f-b', '95.00', '100.00') $$, '[X-P-6] the frozen month shows what the withdrawal would change');
select is_empty($$ select * from jiancha.notice where what = 'score_corrected' $$, '[X-P-6] nobody is told of what was not decided');
select is(jiancha.score_correct('2025-07', '信号撤销', '新监决〔2025〕30号', '2025-08-12 09:00+08', 'r1'), 2, '[X-P-6] the correction is a version');
select results_eq($$ select org_code, total, rank from jiancha.scores where period = '2025-07' and subject = 'org' and org_code in ('f-a', 'f-b', 'f-c') order by 1 $$, $$ values ('f-a', 95.00, 3), ('f-b', 100.00, 1), ('f-c', 100.00, 1) $$, '[G-3.1.2d] ranked anew');
select results_eq($$ select recipient_name, channel, address, text from jiancha.notice where what = 'score_corrected' order by recipient_name collate "C" $$,
    $$ values ('乙局', 'screen', 'unit-b', '2025年7月绩效成绩更正（第2版，新监决〔2025〕30号）：乙局得分95.00→100.00，名次2→1；甲局得分95.00→95.00，名次2→3。'),
              ('王市长', 'sms', '13900000001', '2025年7月绩效成绩更正（第2版，新监决〔2025〕30号）：乙局得分95.00→100.00，名次2→1；甲局得分95.00→95.00，名次2→3。') $$,
    '[X-P-6] 更正: everybody on the report''s list is told the old and the new, who left it is not');
set role clause_f_clerk;
select results_eq($$ select recipient_name from jiancha.notice where what = 'score_corrected' $$, $$ values ('乙局') $$, '[X-P-6] a department sees the notice to itself');
reset role;
-- it goes out as other notices do: when the office is open, tried again, given up
create temp table took as select x.value as message from jsonb_array_elements(jiancha.take_notices('relay', 100, '2025-08-12 09:00+08')) x where x.value ->> 'text' like '%更正%';
select results_eq($$ select message ->> 'address', message -> 'signals' from took order by 1 $$, $$ values ('13900000001', '[]'::jsonb), ('unit-b', '[]') $$, '[X-P-6] the relay gets it in office hours, about no card');
select is((select sum(jiancha.notice_done(message ->> 'key', 'relay', true, null, '2025-08-12 09:01+08')) from took where message ->> 'address' = 'unit-b'), 1::bigint, '[X-P-6] delivered');
select is((select sum(jiancha.notice_done(message ->> 'key', 'relay', false, '无信号', '2025-08-12 09:01+08')) from took where message ->> 'address' = '13900000001'), 1::bigint, '[X-P-6] or not');
select results_eq($$ select d.state, d.next_try_at > '2025-08-12 09:01+08' from jiancha.notice n join jiancha.notice_delivery d using (docket_id, notice_id) where n.what = 'score_corrected' and n.channel = 'sms' $$, $$ values ('failed', true) $$, '[X-P-6] then it is tried again');
select is(jsonb_array_length(jiancha.take_notices('relay', 100, '2025-08-12 23:00+08')), 0, '[X-P-6] not at night');
select results_eq($$ select recipient, why from jiancha.reports_missing('2025-08-12 10:00+08', 'r1') order by 1 $$, $$ values ('left', 'not_sent'), ('mayor', 'not_sent'), ('unit-b', 'not_sent') $$, '[G-3.1.2g] the tables themselves are still to be sent');
select is_empty($$ select * from jiancha.score_verify('2025-07', 'r1') $$, '[X-P-9] both versions derive again');

-- a fail grade opens an instrument that must be answered
set role clause_f_super;
insert into jiancha.score_intake (entry_no, scheme, indicator, org_code, happened_on, points, evidence_kind, evidence_no, reason, decided_by) values ('F-1', 'r1', 'manual', 'f-c', '2025-08-10', -41, 'document', '新监字〔2025〕9号', '查实', '局长'),
    ('F-2', 'r1', 'manual', 'f-b', '2025-08-10', -1, 'document', '新监字〔2025〕9号', '查实', '局长');
reset role;
select pg_temp.submit('2025-08'), jiancha.score_freeze('2025-08', '2025-09-01 08:00+08', 'r1') \g /dev/null
select results_eq($$ select org_code, kind, cause, instrument_no from jiancha.score_consequence where period = '2025-08' $$, $$ values ('f-c', 'accountability', 'score', '测评-r1-2025-08-1-f-c') $$, '[X-P-12.3] 59 fails and opens accountability, 99 does not');
select results_eq($$ select instrument, org_code, text, issued_at from jiancha.instrument where instrument_no = '测评-r1-2025-08-1-f-c' $$,
    $$ values ('suggestion', 'f-c', '2025年8月绩效测评不合格（得分59.00分），依据河南省行政效能监察办法 第三十一条至第三十三条处理', timestamptz '2025-09-01 08:00+08') $$, '[X-P-12.1] with a 监察建议书 that names its basis');
select results_eq($$ select set_limit, set_unit, state from jiancha.docket where kind = 'instrument' and business_no = '测评-r1-2025-08-1-f-c' $$, $$ values (20, 'working_day', 'received') $$, '[X-P-13] a docket with a limit to answer');
-- twenty working days from 09-01: 09-28 is a make-up day, so the last is 09-28
select results_eq($$ select org_code, due_at, overdue, instrument_no from jiancha.consequences_open('2025-09-28 23:59:59+08', 'r1') $$, $$ values ('f-c', timestamptz '2025-09-29 00:00+08', false, '测评-r1-2025-08-1-f-c') $$, '[X-P-13] open until its last day ends');
select is((select due_at from jiancha.clock k join jiancha.docket d using (docket_id) where d.business_no = '测评-r1-2025-08-1-f-c'), timestamptz '2025-09-29 00:00+08', '[X-P-13] the clock of the instrument says the same');
select results_eq($$ select overdue from jiancha.consequences_open('2025-09-29 00:00+08', 'r1') $$, $$ values (true) $$, '[X-P-13] not answered: listed');
set role clause_f_clerk;
insert into jiancha.order_reply (docket_kind, business_no, at, text, document_no) values ('instrument', '测评-r1-2025-08-1-f-c', '2025-09-20 10:00+08', '已整改', '丙局〔2025〕2号');
reset role;
select is_empty($$ select * from jiancha.consequences_open('2025-09-29 00:00+08', 'r1') $$, '[X-P-13] answered as any instrument is: off the list');
select isnt_empty($$ select * from jiancha.consequences_open('2025-09-20 09:59:59+08', 'r1') $$, '[X-P-13] from then on');
-- a correction that leaves the fail goes on with the same instrument, one that ends it leaves no more open
set role clause_f_super;
insert into jiancha.score_intake (entry_no, scheme, indicator, org_code, happened_on, points, evidence_kind, evidence_no, reason, decided_by) values ('F-3', 'r1', 'manual', 'f-c', '2025-08-10', -1, 'document', '新监字〔2025〕10号', '查实', '局长');
reset role;
select jiancha.score_correct('2025-08', '漏记', '新监决〔2025〕31号', '2025-10-10 09:00+08', 'r1') \g /dev/null
select results_eq($$ select version, instrument_no, opened_at from jiancha.score_consequence where period = '2025-08' order by 1 $$, $$ values (1, '测评-r1-2025-08-1-f-c', timestamptz '2025-09-01 08:00+08'), (2, '测评-r1-2025-08-1-f-c', timestamptz '2025-09-01 08:00+08') $$, '[X-P-12.3] a corrected fail has one instrument');
select is((select count(*) from jiancha.instrument where org_code = 'f-c'), 1::bigint, '[X-P-12.3] not a second');
-- a report on it through score_followups answers the instrument too
set role clause_f_super;
insert into jiancha.score_intake (entry_no, scheme, indicator, org_code, happened_on, points, evidence_kind, evidence_no, reason, decided_by) values ('F-4', 'r1', 'manual', 'f-a', '2025-09-10', -45, 'document', '新监字〔2025〕11号', '查实', '局长');
reset role;
select pg_temp.submit('2025-09'), jiancha.score_freeze('2025-09', '2025-10-09 08:00+08', 'r1') \g /dev/null
set role clause_f_clerk;
insert into jiancha.score_followups (scheme, period, org_code, text, document_no, at) values ('r1', '2025-09', 'f-a', '已整改', '甲局〔2025〕3号', '2025-10-13 10:00+08');
reset role;
select results_eq($$ select k.state, k.stop_at from jiancha.clock k join jiancha.docket d using (docket_id) where d.business_no = '测评-r1-2025-09-1-f-a' $$, $$ values ('stopped', timestamptz '2025-10-13 10:00+08') $$, '[X-P-13] a report on a fail stops the clock of its instrument');
-- a pack without instruments: the consequence stands, without one
select jiancha.define_scheme('other', 1, '另一文书', '监察局', '2025-01-01', '测试', parent => 'r1'), jiancha.define_score_param('other', 1, 'fail_instrument', 'none_such', '测试', 'assumed') \g /dev/null
insert into jiancha.score_submit (scheme, period, assessor) values ('other', '2025-03', 'supervision');
select jiancha.score_freeze('2025-03', '2025-04-01 08:00+08', 'other') \g /dev/null
select results_eq($$ select org_code, instrument_no from jiancha.score_consequence where scheme = 'other' $$, $$ values ('f-a', null::text) $$, '[X-P-12.3] an instrument that the pack does not know is not invented');

-- the morning report
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('f-evil', 'f-a', '<script>alert(1)</script>"许可"', 20, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('M-1', 'f-a', 'f-evil', '申请人', '2025-10-13 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('M-1', 1, 'accept', '2025-10-13 10:00+08');
call jiancha.sweep_all('2025-11-10 08:30+08');
select results_eq($$ select section, item, case_no from jiancha.daily_report('2025-11-10') where case_no = 'M-1' order by 1 $$, $$ values ('今日到期', '<script>alert(1)</script>"许可"', 'M-1'), ('今日到期', '<script>alert(1)</script>"许可"', 'M-1') $$, '[G-2.3] what falls due today: both limits of the case');
select is((select count(*) from jiancha.daily_report('2025-11-11') where section = '今日到期' and case_no = 'M-1'), 0::bigint, '[G-2.3] not on the next day');
create temp table morning as select jiancha.daily_page('2025-11-10') as page;
select ok((select page ~ '^<!DOCTYPE html>' and page ~ '2025年11月10日' and page ~ 'size:A4' and page ~ '今日到期' and page !~ '<script' and page ~ '&lt;script&gt;' from morning), '[G-2.3] as a page for A4, whatever a matter is called');
select throws_ok($$ select jiancha.daily_issued('2025-11-10', 'nobody', '2025-11-10 08:30+08') $$, 'JC004', null, '[G-2.3] to nobody who is not on the list');
select throws_ok($$ select jiancha.daily_issued('2025-11-10', 'mayor', 'infinity') $$, 'JC005', null, '[G-2.3] at an instant');
select is(jiancha.daily_issued('2025-11-10', 'mayor', '2025-11-10 08:30+08'), (select page from morning), '[G-2.3] handed out');
select is(jiancha.daily_issued('2025-11-10', 'mayor', '2025-11-10 08:31+08'), (select page from morning), '[G-2.3] twice');
select results_eq($$ select recipient, issued_at, digest = encode(sha256(convert_to(page, 'UTF8')), 'hex') from jiancha.daily_issue $$, $$ values ('mayor', timestamptz '2025-11-10 08:30+08', true) $$, '[G-2.3] it is kept once, with the page and its digest');
select throws_ok($$ delete from jiancha.daily_issue $$, 'JC008', null, '[G-2.3] for good');
select * from finish();
