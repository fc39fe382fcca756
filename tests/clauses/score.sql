-- Scores: 新乡市行政审批绩效测评办法, 镇江 第二十二条、第二十三条, 广西 实施方案, 威海 第七条、第十条. Facts are entered by clerks through
-- the departments' views, entries by assessors.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- a ground that frees from liability and leaves the points
select jiancha.define_exempt('xinxiang', 1, 'liability_alone', '仅免责任', source => '测试', exempts_points => false, status => 'assumed') \g /dev/null
-- records that begin in trial run go live for all of this
select to_regproc('jiancha.go_live') is not null as has_trial \gset
\if :has_trial
select jiancha.go_live('2010-01-01 00:00+08', '新监决〔2010〕1号') \g /dev/null
\endif
insert into jiancha.org (org_code, name) values ('p-city', '新乡市');
insert into jiancha.org (org_code, name, parent_code) select 'p-' || o, n, 'p-city' from (values ('a', '甲局'), ('b', '乙局'), ('c', '丙局')) v (o, n);
insert into jiancha.staff (staff_code, org_code, name) values ('p-1', 'p-a', '张三'), ('p-2', 'p-a', '李四'), ('p-3', 'p-b', '王五');
-- no promise shortens anything: the bonus for it has tests of its own
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) select 'p-m' || o, 'p-' || o, '许可', 20, 20 from unnest('{a,b,c}'::text[]) o;
create role clause_p_clerk; create role clause_p_super; create role clause_p_legal; create role clause_p_service; create role clause_p_other;
select jiancha.grant_access('clause_p_clerk', 'p-a') \g /dev/null
select jiancha.grant_access('clause_p_super', 'p-city', 'supervisor'), jiancha.grant_assessor('clause_p_super', 'supervision') \g /dev/null
select jiancha.grant_access('clause_p_other', 'p-city', 'supervisor'), jiancha.grant_assessor('clause_p_other', 'supervision') \g /dev/null
select jiancha.grant_assessor('clause_p_legal', 'legal'), jiancha.grant_assessor('clause_p_service', 'service') \g /dev/null
-- the organisation and its score; NULL: no score
create function pg_temp.total(org text, period text, scheme text default 'r1') returns numeric begin atomic
    select r.total from jiancha.score_run(period, scheme) r where r.org_code = org;
end;
create function pg_temp.part(org text, period text, no int, scheme text default 'r1') returns numeric begin atomic
    select d.score from jiancha.score_run(period, scheme) r cross join lateral jiancha.score_dimension_means(r.state) d where r.org_code = org and d.dimension = no;
end;
create function pg_temp.entry(no text, what text, org text, day date, points numeric default null, kind text default 'document', evidence text default '新监字〔2025〕1号',
    quantity int default 1, staff text default null, scheme text default 'r1') returns void begin atomic
    insert into jiancha.score_intake (entry_no, scheme, indicator, org_code, staff_code, happened_on, points, quantity, evidence_kind, evidence_no, reason, decided_by)
        values (no, scheme, what, org, staff, day, points, quantity, kind, evidence, '查实', '分管领导');
end;
create function pg_temp.submit(period text, scheme text default 'r1') returns void begin atomic
    insert into jiancha.score_submit (scheme, period, assessor) select distinct scheme, period, i.assessor from jiancha.effective_indicator i where i.scheme = submit.scheme;
end;
select no_plan();

-- an assessor looks before he submits
set role clause_p_super;
select results_eq($$ select org_code, total from jiancha.score_run('2025-03', 'r1') order by 1 $$, $$ values ('p-a', 100.00), ('p-b', 100.00), ('p-c', 100.00) $$, '[X-P-9] an assessor asks for the scores himself');
reset role;
set role clause_p_clerk;
select throws_ok($$ select * from jiancha.score_run('2025-03', 'r1') $$, '42501', null, '[X-P-9] a department does not');
reset role;

-- rubrics 2.3: 200 completed, 60 early, 2 yellow on time, 1 red on procedure that touches time too, 4 incomplete
select jiancha.define_scheme('worked', 1, '算例', '监察局', '2025-03-01', 'rubrics 2.3', parent => 'r1') \g /dev/null
select jiancha.define_touch('worked', 1, 'X-W-5.3', '{2,3}', 'rubrics 2.3: 红牌涉及流程和期限', 'assumed') \g /dev/null
-- the example knows no notices
select jiancha.define_indicator('worked', 1, 'three_notices', '连续三次预警', 'auto', 'consecutive', 'rubrics 2.3', dimensions => '{10}', runs => 3, points => -3, enabled => false, status => 'assumed') \g /dev/null
set role clause_p_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) select 'A-' || n, 'p-a', 'p-ma', '申请人', '2025-02-24 09:00+08', 'p-1' from generate_series(1, 200) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) select 'A-' || n, 1, 'accept', '2025-02-24 10:00+08', 'p-1' from generate_series(1, 200) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code)
select 'A-' || n, 2, 'close', case when n <= 60 then '2025-03-10 10:00+08' when n = 199 then '2025-03-25 12:00+08' when n = 200 then '2025-03-28 12:00+08' else '2025-03-24 10:00+08' end::timestamptz,
    case when n <= 100 then 'p-1' else 'p-2' end
from generate_series(1, 200) n;
-- these ended in the same month, in time, and none was completed
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) select 'E-' || n, 'p-a', 'p-ma', '申请人', '2025-02-24 09:00+08', 'p-1' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) select 'E-' || n, 1, 'accept', '2025-02-24 10:00+08', 'p-1' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, reason)
select 'E-' || n, 2, k, '2025-03-05 10:00+08', 'p-1', '申请人撤回' from unnest('{withdraw,void,terminate}'::text[]) with ordinality e (k, n);
reset role;
call jiancha.sweep_all('2025-04-01 00:00+08');
select results_eq($$ select level, count(*) from jiancha.signals where org_code = 'p-a' and level <> 'notice' group by 1 order by 1 $$, $$ values ('red', 1::bigint), ('yellow', 2) $$, '[X-P-8.10] the facts give two yellow and one red');
set role clause_p_super;
select pg_temp.entry('W-1', 'incomplete', 'p-a', '2025-03-31', quantity => 4, scheme => 'worked') \g /dev/null
reset role;
select results_eq($$ select completed, early, late, incomplete, total from jiancha.score_run('2025-03', 'worked') where org_code = 'p-a' $$,
    $$ values (200::bigint, 60::bigint, 2::bigint, 4::bigint, 77.00) $$, '[X-P-9] worked example: 77');
select is((select completed from jiancha.score_run('2025-03', 'worked', 'staff') where staff_code = 'p-1'), 100::bigint, '[X-P-9] a case that is withdrawn, void or terminated is nobody''s completed case');
select results_eq($$ select completed_statutory, late_statutory from jiancha.report_overdue where (month, org_code) = ('2025-03', 'p-a') $$, $$ values (200::bigint, 2::bigint) $$, '[X-P-9] nor one in the share of late ones');
select results_eq($$ select case_no, state, late_statutory from jiancha.report_case where case_no like 'E-%' order by 1 $$,
    $$ values ('E-1', '撤回', null::boolean), ('E-2', '作废', null), ('E-3', '终止', null) $$, '[X-P-9] nor on time');
select results_eq($$ select distinct k.state from jiancha.clock k join jiancha.docket d using (docket_id) where d.business_no like 'E-%' and k.clock = 'statutory' $$, $$ values ('ended') $$, '[X-P-9] its clock ended with the case');
select is(pg_temp.part('p-a', '2025-03', 3, 'worked'), 0.00, '[X-P-8.3] time limit: 14 - 2 x 5 - 10 ends at its floor, 0');
select is(pg_temp.part('p-a', '2025-03', 2, 'worked'), 4.00, '[X-P-8.2] procedure: 14 - 10, the red one touches it too');
select is(pg_temp.total('p-b', '2025-03', 'worked'), 100.00, '[X-P-9] who has no case, no card and no entry keeps 100');
select results_eq($$ select sum(weight), count(*) from jiancha.effective_score_dimension where (scheme, version) = ('r1', 1) and weight > 0 $$, $$ values (100.00, 9::bigint) $$, '[X-P-8.1] nine weights, 100 together');
select is((select count(*) from jiancha.effective_score_dimension where (scheme, version) = ('r1', 1) and dimension <= 10), 10::bigint, '[X-P-8.10] ten contents, the tenth an overlay');

-- the ten contents
select is(pg_temp.total('p-c', '2025-05'), 100.00, '[X-P-9] before any entry: 100');
set role clause_p_super;
select pg_temp.entry('C-1', 'disclosure', 'p-c', '2025-05-01', -2.5, 'disclosure', '公开检查〔2025〕1号') \g /dev/null
reset role;
select is(pg_temp.part('p-c', '2025-05', 1), 7.50, '[X-P-8.1] a disclosure check deducts from openness, 2.5 to the hundredth');
set role clause_p_super;
select pg_temp.entry('C-2', 'R2-22', 'p-c', '2025-05-31') \g /dev/null
reset role;
select is(pg_temp.part('p-c', '2025-05', 2), 4.00, '[X-P-8.2] an item of the table deducts its fixed points on the last day of the month');
select is(pg_temp.part('p-c', '2025-06', 2), 14.00, '[X-P-9] and nothing in the next month');
select is(pg_temp.part('p-c', '2025-04', 2), 14.00, '[X-P-9] nor in the one before');
set role clause_p_super;
select pg_temp.entry('C-4', 'charge', 'p-c', '2025-05-02', -9), pg_temp.entry('C-5', 'duty', 'p-c', '2025-05-02', -1), pg_temp.entry('C-6', 'liability', 'p-c', '2025-05-02', -0.01),
    pg_temp.entry('C-7', 'integrity', 'p-c', '2025-05-02', -3) \g /dev/null
reset role;
select is(pg_temp.part('p-c', '2025-05', 4), 0.00, '[X-P-8.4] fees: no part goes below 0');
select is(pg_temp.part('p-c', '2025-05', 5), 13.00, '[X-P-8.5] supervision duty');
select is(pg_temp.part('p-c', '2025-05', 6), 9.99, '[X-P-8.6] liability, a hundredth of a point');
select is(pg_temp.part('p-c', '2025-05', 7), 7.00, '[X-P-8.7] integrity');
-- the example's facts by r1 itself: 140 notices of one handler at one instant are 46 runs of three, and one over
select is(pg_temp.part('p-a', '2025-03', 10), -100.00, '[X-P-8.10] runs of three notices come off the total, down to the overlay''s floor');

-- surveys: 5 grades, 3 channels with weights, default after seven days
select jiancha.define_scheme('weighted', 1, '渠道加权', '监察局', '2025-03-01', '测试', parent => 'r1') \g /dev/null
select jiancha.define_score_param('weighted', 1, 'survey_weight_questionnaire', '2', '测试', 'assumed') \g /dev/null
set role clause_p_super;
insert into jiancha.survey_intake (survey_no, org_code, staff_code, case_no, channel, asked_at) values
    ('S-1', 'p-b', 'p-3', null, 'questionnaire', '2025-06-02 10:00+08'), ('S-2', 'p-b', 'p-3', null, 'online', '2025-06-02 10:00+08'), ('S-3', 'p-b', null, null, 'phone', '2025-06-02 10:00+08'),
    ('S-4', 'p-c', null, null, 'phone', '2025-06-23 10:00+08'), ('S-5', 'p-c', null, null, 'phone', '2025-06-24 00:00+08');
insert into jiancha.survey_reply (survey_no, question, grade, answered_at) values
    ('S-1', 'attitude', 5, '2025-06-03 10:00+08'), ('S-1', 'satisfaction', 1, '2025-06-03 10:00+08'),
    ('S-2', 'attitude', 4, '2025-06-03 10:00+08'), ('S-2', 'satisfaction', 4, '2025-06-03 10:00+08'), ('S-3', 'attitude', 3, '2025-06-09 09:59:59+08'),
    -- one second after the seven days
    ('S-3', 'satisfaction', 5, '2025-06-09 10:00+08');
reset role;
-- attitude 100, 80, 60: mean 80, a fifth of 10 points; satisfaction 0, 80, default 60: 46.67
select is(pg_temp.part('p-b', '2025-06', 8), 8.00, '[X-P-8.8] attitude: mean of three channels, equal weights');
select is(pg_temp.part('p-b', '2025-06', 9), 4.67, '[X-P-8.9] satisfaction: an answer at the end of the seventh day is too late, the default counts');
select is(pg_temp.part('p-b', '2025-06', 8, 'weighted'), 8.50, '[X-P-10.3] three channels weighted as configured: (2 x 100 + 80 + 60) / 4');
select is(pg_temp.part('p-b', '2025-06', 9, 'weighted'), 3.50, '[X-P-10.3] (2 x 0 + 80 + 60) / 4');
select is(pg_temp.part('p-c', '2025-06', 9), 6.00, '[X-P-10.3] no answer: the default counts in the month in which the seven days end');
select is(pg_temp.part('p-c', '2025-07', 9), 6.00, '[X-P-10.3] asked at 00:00 of the 24th: they end at 00:00 of July 1st');
select results_eq($$ select quantity from jiancha._score_lines('r1', 1, '2025-06-01', '2025-06-30', 'month') where org_code = 'p-c' and indicator = 'satisfaction' $$, $$ values (1) $$, '[X-P-10.3] so June counts one of the two');
select throws_ok($$ insert into jiancha.survey_intake (survey_no, org_code, channel, asked_at) values ('S-9', 'p-b', 'post', '2025-06-02 10:00+08') $$, 'JC005', null, '[X-P-10.3] a fourth channel is refused');

-- evidence
set role clause_p_super;
select throws_ok($$ insert into jiancha.score_intake (entry_no, indicator, org_code, happened_on, points, reason, decided_by) values ('N-1', 'manual', 'p-b', '2025-05-02', -1, '无', '无') $$, 'JC005', 'a score entry needs evidence', '[X-P-9] entry without evidence: refused');
select throws_ok($$ select pg_temp.entry('N-2', 'manual', 'p-b', '2025-05-02', -1, 'document', ' ') $$, 'JC005', null, '[X-P-9] a blank is no evidence');
select throws_ok($$ select pg_temp.entry('N-3', 'manual', 'p-b', '2025-05-02', -1, 'signal', 'p-b-2025-99999') $$, 'JC004', null, '[X-P-9] a card that is not on record is none');
select throws_ok($$ insert into jiancha.score_intake (entry_no, indicator, org_code, happened_on, points, evidence_kind, evidence_no) values ('N-4', 'manual', 'p-b', '2025-05-02', -1, 'document', '1') $$, 'JC005', null, '[X-P-9] manual points need a reason and a decider');
select throws_ok($$ select pg_temp.entry('N-5', 'R2-21', 'p-b', '2025-05-02', -4) $$, 'JC005', null, '[X-P-9] points that the table fixes cannot be chosen');
select lives_ok($$ select pg_temp.entry('N-6', 'inspection', 'p-b', '2025-05-02', -1, 'inspection', '暗访〔2025〕3号'), pg_temp.entry('N-7', 'manual', 'p-b', '2025-05-02', -1, 'document', '投诉查实〔2025〕3号'), pg_temp.entry('N-8', 'liability', 'p-b', '2025-05-02', -1, 'decision', '初核〔2025〕3号'), pg_temp.entry('N-9', 'good_practice', 'p-b', '2025-05-02', 2) $$, '[X-P-7.1–5] inspections, complaints, inquiries and good practice are entered');
reset role;
select is(pg_temp.total('p-b', '2025-05'), 99.00, '[X-P-7.1–5] and count: 100 - 3 + 2');
select is((select array_agg(distinct kind order by kind) from jiancha.effective_indicator where (scheme, version) = ('r1', 1)), '{auto,manual,survey}', '[X-P-4] indicators are automatic, manual and from surveys');
select is(pg_temp.total('p-b', '2025-05'), pg_temp.total('p-b', '2025-05'), '[X-P-9] the same totals on every run');
set role clause_p_super;
select pg_temp.entry('N-10', 'R2-21', 'p-b', '2025-05-03') \g /dev/null
reset role;
select is(pg_temp.total('p-b', '2025-05'), 94.00, '[X-P-9] a rerun after a further entry gives the further total (a total once computed was never updated elsewhere)');
select throws_ok($$ select jiancha.define_indicator('worked', 1, 'f', '罚没收入完成率', 'manual', 'entry', '测试', dimensions => '{4}') $$, 'JC009', null, '[X-P-1..3] nothing rests on fines (行政处罚法 74)');
select throws_ok($$ select jiancha.define_indicator('worked', 1, 'fine_amount', 'x', 'manual', 'entry', '测试', dimensions => '{4}') $$, 'JC009', null, '[X-P-1..3] in no language');
select lives_ok($$ select jiancha.define_indicator('worked', 1, 'unfair', '处罚程序违法', 'manual', 'entry', '测试', dimensions => '{4}') $$, '[X-P-1..3] an indicator on unlawful penalties is none of them');

-- freezing, publishing
set role clause_p_super;
insert into jiancha.score_submit (scheme, period, assessor) select 'r1', to_char(m, 'YYYY-MM'), 'supervision' from generate_series(timestamp '2025-01-01', '2025-12-01', interval '1 month') m;
reset role;
select throws_ok($$ select jiancha.score_freeze('2025-05', '2025-05-31 23:59:59+08', 'r1') $$, 'JC005', null, '[X-P-6] a month is not frozen before it is over');
select is(jiancha.score_freeze('2025-05', '2025-06-01 00:00+08', 'r1'), 1, '[X-P-6] but from its end on');
select throws_ok($$ select jiancha.score_freeze('2025-05', '2025-06-02 00:00+08', 'r1') $$, 'JC006', null, '[X-P-6] and only once: what is frozen stays, what is not is computed anew (elsewhere old results were deleted the other way round)');
select is_empty($$ select * from jiancha.score_verify('2025-05', 'r1') $$, '[X-P-9] a frozen month derives again to the same digits');
select throws_ok($$ select jiancha.score_publish('2025-05', '新乡日报', '2025-06-05 09:00+08', 'r1') $$, 'JC007', 'scheme "r1" does not publish periods like "2025-05"', '[X-P-6] [A10] a month is not published where the scheme publishes quarters');
select throws_ok($$ update jiancha.score_result set total = 100 $$, 'JC008', null, '[X-P-6] nor a frozen one');
select throws_ok($$ delete from jiancha.score_line $$, 'JC008', null, '[X-P-6] nor its lines');
select throws_ok($$ select jiancha.score_correct('2025-05', '无', '无', '2025-06-06 00:00+08', 'r1') $$, 'JC006', null, '[X-P-6] nothing to correct');
create temp table before as select jiancha.bulletin('2025-05', 'html', 'r1') as page;
set role clause_p_super;
insert into jiancha.score_intake (entry_no, cancels, evidence_kind, evidence_no, reason, decided_by) values ('N-11', 'N-10', 'decision', '新监决〔2025〕9号', '认定有误', '局长');
reset role;
select is(jiancha.bulletin('2025-05', 'html', 'r1'), (select page from before), '[G-2.3] the report of a frozen month is the same to the byte, whatever facts came later');
select is(jiancha.bulletin('2025-05', 'json', 'r1')::jsonb ->> 'period', '2025-05', '[G-2.3] and comes as JSON');
select isnt_empty($$ select * from jiancha.score_drift('2025-05', 'r1') where org_code = 'p-b' and what = 'total' and frozen = '94.00' and now = '99.00' $$, '[X-P-6] what a correction would change is named before');
select is(jiancha.score_correct('2025-05', '认定有误', '新监决〔2025〕9号', '2025-06-10 00:00+08', 'r1'), 2, '[X-P-6] a correction is a new version');
select results_eq($$ select org_code, old_total, new_total from jiancha.score_changes('2025-05', 'r1') where old_total <> new_total $$, $$ values ('p-b', 94.00, 99.00) $$, '[X-P-6] that names what changed');
select is((select total from jiancha.score_result where (scheme, period, version, org_code, subject) = ('r1', '2025-05', 1, 'p-b', 'org')), 94.00, '[X-P-6] the version before stays');
select is_empty($$ select * from jiancha.score_verify('2025-05', 'r1') $$, '[X-P-9] every version derives again');

-- ranking
select results_eq($$ select org_code, total, rank from jiancha.score_run('2025-07', 'r1') order by org_code $$, $$ values ('p-a', 100.00, 1), ('p-b', 100.00, 1), ('p-c', 92.00, 3) $$, '[G-3.1.2d] a tie gets the same rank, the next one its place');
select jiancha.define_scheme('few', 1, '最低件数', '监察局', '2025-03-01', '测试', parent => 'r1') \g /dev/null
select jiancha.define_score_param('few', 1, 'min_cases', '200', '测试', 'assumed'), jiancha.define_score_param('few', 1, 'tie', 'dense', '测试', 'assumed') \g /dev/null
select results_eq($$ select org_code, rank from jiancha.score_run('2025-03', 'few') order by org_code $$, $$ values ('p-a', 1), ('p-b', null), ('p-c', null) $$, '[G-3.1.2d] exactly the least number of cases is ranked, fewer are not');
select jiancha.define_scheme('off', 1, '不排名', '监察局', '2025-03-01', '测试', parent => 'few') \g /dev/null
select jiancha.define_score_param('off', 1, 'ranking', 'off', '测试', 'assumed'), jiancha.define_score_param('off', 1, 'speed_bonus', 'off', '测试', 'assumed'), jiancha.define_score_param('off', 1, 'min_cases', '0', '测试', 'assumed') \g /dev/null
select is_empty($$ select * from jiancha.score_run('2025-03', 'off') where rank is not null $$, '[G-3.1.2d] ranking can be switched off');
select is(pg_temp.total('p-a', '2025-03', 'r1') - pg_temp.total('p-a', '2025-03', 'off'), 0.00, '[G-3.1.2d] where the floor holds, the bonus changes nothing');
select is((select early from jiancha.score_run('2025-03', 'off') where org_code = 'p-a'), 60::bigint, '[G-3.1.2d] the speed bonus can be switched off; early cases are still counted');
select results_eq($$ select staff_code, completed from jiancha.score_run('2025-03', 'r1', 'staff') order by 1 $$, $$ values ('p-1', 100::bigint), ('p-2', 100) $$, '[G-3.1.2d] staff are scored by the cases they closed');
set role clause_p_super;
select is((select count(*) from jiancha.scores where subject = 'staff' and period = '2025-05'), 0::bigint, '[G-3.1.2d] nobody worked in May');
reset role;
select jiancha.score_freeze('2025-03', '2025-04-01 08:00+08', 'r1') \g /dev/null
set role clause_p_clerk;
select is_empty($$ select * from jiancha.scores where subject = 'staff' $$, '[G-3.1.2d] a department sees no ranking of staff');
select results_eq($$ select distinct org_code from jiancha.scores $$, $$ values ('p-a') $$, '[G-3.1.2d] and of organisations its own');
reset role;
set role clause_p_super;
select is((select count(*) from jiancha.scores where subject = 'staff' and period = '2025-03'), 2::bigint, '[G-3.1.2d] the supervisor sees that of staff');
reset role;

-- cycles
select jiancha.score_freeze(p, '2025-07-02 08:00+08', 'r1') from unnest('{2025-04,2025-06}'::text[]) p \g /dev/null
select throws_ok($$ select * from jiancha.score_run('2025-Q3', 'r1') $$, 'JC004', null, '[Z-22.1] a quarter needs its three months');
-- May 99.00, April 100, June 88 (surveys 6.00 and 5.33 lost on 20): mean to the hundredth
select is((select total from jiancha.score_run('2025-Q2', 'r1') where org_code = 'p-b'),
    round((select sum(total) / 3 from jiancha.scores where org_code = 'p-b' and period in ('2025-04', '2025-05', '2025-06') and subject = 'org' and scheme = 'r1'), 2), '[Z-22.1] quarter = mean of three months');
select throws_ok($$ select jiancha.bulletin('2025-Q2', 'html', 'r1') $$, 'JC007', null, '[Z-22.1] quarterly bulletin: not before it was submitted');
select pg_temp.submit('2025-Q2') \g /dev/null
select throws_ok($$ select jiancha.bulletin('2025-Q2', 'html', 'r1') $$, 'JC004', null, '[Z-22.1] nor before it was frozen');
select jiancha.score_freeze('2025-Q2', '2025-07-03 08:00+08', 'r1') \g /dev/null
select ok(jiancha.bulletin('2025-Q2', 'html', 'r1') ~ '2025年第二季度', '[Z-22.1] then it is made');
select is_empty($$ select * from jiancha.score_verify('2025-Q2', 'r1') $$, '[Z-22.1] a quarter derives again from its months');
-- published: the quarter, in a newspaper
select is(jiancha.score_publish('2025-Q2', '新乡日报', '2025-07-04 09:00+08', 'r1'), 3::bigint, '[X-P-6] [A10] the quarter is published: three organisations');
select throws_ok($$ update jiancha.score_publication set total = 100 $$, 'JC008', null, '[X-P-6] a published score is never changed');
select throws_ok($$ delete from jiancha.score_publication $$, 'JC008', null, '[X-P-6] nor taken back');
select throws_ok($$ select jiancha.score_publish('2025-Q2', '新乡日报', '2025-07-04 10:00+08', 'r1') $$, 'JC006', null, '[X-P-6] nor published twice');
set role clause_p_super;
insert into jiancha.score_intake (entry_no, cancels, evidence_kind, evidence_no, reason, decided_by) values ('N-12', 'N-7', 'decision', '新监决〔2025〕10号', '认定有误', '局长');
reset role;
select jiancha.score_correct('2025-05', '认定有误', '新监决〔2025〕10号', '2025-07-08 00:00+08', 'r1'), jiancha.score_correct('2025-Q2', '认定有误', '新监决〔2025〕10号', '2025-07-08 00:00+08', 'r1') \g /dev/null
select jiancha.score_publish('2025-Q2', '新乡日报', '2025-07-09 09:00+08', 'r1') \g /dev/null
select results_eq($$ select old_total, total, total - old_total from jiancha.score_publication where (scheme, period, version, org_code) = ('r1', '2025-Q2', 2, 'p-b') $$,
    $$ select o.total, n.total, 0.34 from jiancha.score_result o, jiancha.score_result n where (o.scheme, o.period, o.version, o.org_code, o.subject) = ('r1', '2025-Q2', 1, 'p-b', 'org')
       and (n.scheme, n.period, n.version, n.org_code, n.subject) = ('r1', '2025-Q2', 2, 'p-b', 'org') $$, '[X-P-6] 更正: old and new beside each other: a point in one month of three');
set role clause_p_clerk;
select is((select count(*) from jiancha.score_publication where period = '2025-Q2'), 6::bigint, '[X-P-12.2] a department reads all that was published');
reset role;
select jiancha.score_freeze(to_char(m, 'YYYY-MM'), '2026-01-02 08:00+08', 'r1')
from generate_series(timestamp '2025-01-01', '2025-12-01', interval '1 month') m where not exists (select from jiancha.score_now n where (n.scheme, n.period) = ('r1', to_char(m, 'YYYY-MM'))) \g /dev/null
select is((select total from jiancha.score_run('2025', 'r1') where org_code = 'p-c'),
    round((select sum(total) / 12 from jiancha.scores where org_code = 'p-c' and period ~ '^2025-\d\d$' and subject = 'org' and scheme = 'r1'), 2), '[Z-22.1] year = mean of twelve months');

-- sanctions come off the year, not the month
set role clause_p_super;
select pg_temp.entry('Y-1', 'sanction-3', 'p-a', '2025-08-01', staff => 'p-1') \g /dev/null
reset role;
select is_empty($$ select * from jiancha.score_drift('2025-08', 'r1') $$, '[X-P-12.1] a sanction changes no month');
select is((select year_points from jiancha.score_run('2025', 'r1', 'staff') where staff_code = 'p-1'), -20.00, '[X-P-12.1] 记大过 takes 20 off the annual total, once');
select is((select year_points from jiancha.score_run('2025', 'r1') where org_code = 'p-a'), -20.00, '[X-P-12.1] of the organ too');

-- veto
create temp table yearly as select org_code, total, grade, rank from jiancha.score_run('2025', 'r1');
select is((select grade from yearly where org_code = 'p-b'), 'excellent', '[Z-22.3] a score of 98 and more is excellent');
set role clause_p_super;
select throws_ok($$ insert into jiancha.veto_intake (veto_no, org_code, year, decision_no) values ('V-0', 'p-b', 2025, '1') $$, 'JC005', null, '[Z-22.3] a veto rests on a finding');
insert into jiancha.veto_intake (veto_no, org_code, year, evidence_no, decision_no) values ('V-1', 'p-b', 2025, '监察发现〔2025〕7号', '新监决〔2025〕20号');
reset role;
select results_eq($$ select total, grade, vetoed from jiancha.score_run('2025', 'r1') where org_code = 'p-b' $$, $$ select total, 'fail', true from yearly where org_code = 'p-b' $$, '[Z-22.3] power outside the platform: fail, whatever the score');
select results_eq($$ select r.org_code, r.rank from jiancha.score_run('2025', 'r1') r order by 1 $$,
    $$ select y.org_code, case when y.org_code <> 'p-b' then y.rank - (select count(*) from yearly b where b.org_code = 'p-b' and b.rank < y.rank) end::integer from yearly y order by 1 $$,
    '[Z-22.3] who fails by a veto is not ranked, and the others move up');
select is((select grade from jiancha.score_run('2025-Q2', 'r1') where org_code = 'p-b'), 'excellent', '[Z-22.3] the annual grade alone');
set role clause_p_super;
select throws_ok($$ insert into jiancha.veto_intake (veto_no, lifts, ground, decision_no) values ('V-2', 'V-1', 'mercy', '1') $$, 'JC005', null, '[Z-22.3] lifted on no other ground than the two');
reset role;
select pg_temp.submit('2025'), jiancha.score_freeze('2025', '2026-01-05 08:00+08', 'r1') \g /dev/null
select results_eq($$ select org_code, kind, cause from jiancha.score_consequence where period = '2025' and org_code = 'p-b' $$, $$ values ('p-b', 'accountability', 'veto') $$, '[Z-22.3] and liability');
set role clause_p_super;
insert into jiancha.veto_intake (veto_no, lifts, ground, decision_no) values ('V-2', 'V-1', 'secrecy_decision', '国保决〔2025〕1号');
reset role;
select is((select grade from jiancha.score_run('2025', 'r1') where org_code = 'p-b'), 'excellent', '[Z-22.3] lifted by a decision row');
select isnt_empty($$ select * from jiancha.score_drift('2025', 'r1') where org_code = 'p-b' and what = 'grade' and now = 'excellent' $$, '[Z-22.3] so that a correction is due');
select isnt_empty($$ select * from 监察.部门绩效 where 周期 = '2025' and 一票否决 $$, '[Z-22.2] results go to the target and integrity assessments as a view');

-- a fail grade opens accountability
set role clause_p_super;
select pg_temp.entry('F-1', 'manual', 'p-c', '2026-01-10', -40) \g /dev/null
reset role;
select is((select grade from jiancha.score_run('2026-01', 'r1') where org_code = 'p-c'), 'pass', '[X-P-12.3] 60 is still a pass');
set role clause_p_super;
select pg_temp.entry('F-2', 'manual', 'p-c', '2026-01-10', -0.01) \g /dev/null
reset role;
select is((select grade from jiancha.score_run('2026-01', 'r1') where org_code = 'p-c'), 'fail', '[X-P-12.3] 59.99 is not');
select pg_temp.submit('2026-01'), jiancha.score_freeze('2026-01', '2026-02-01 08:00+08', 'r1') \g /dev/null
select results_eq($$ select org_code, kind, basis from jiancha.score_consequence where period = '2026-01' $$, $$ values ('p-c', 'accountability', '河南省行政效能监察办法 第三十一条至第三十三条') $$, '[X-P-12.3] fail opens accountability with its basis');

-- what it opened is followed
select is_empty($$ select * from jiancha.consequences_open('2026-02-01 07:59:59+08', 'r1') where period = '2026-01' $$, '[X-P-13] nothing is open before it was opened');
-- twenty working days from Sunday 2026-02-01: 02-14 and 02-28 are make-up days, 02-15 to 02-23 off: until 03-05
select results_eq($$ select org_code, overdue from jiancha.consequences_open('2026-03-05 23:59:59+08', 'r1') where period = '2026-01' $$, $$ values ('p-c', false) $$, '[X-P-13] open until the last of its working days ends');
select results_eq($$ select org_code, overdue from jiancha.consequences_open('2026-03-06 00:00+08', 'r1') where period = '2026-01' $$, $$ values ('p-c', true) $$, '[X-P-13] not answered: listed as overdue');
set role clause_p_clerk;
select throws_ok($$ insert into jiancha.score_followups (scheme, period, org_code, text, document_no, at) values ('r1', '2026-01', 'p-c', '已整改', '1', '2026-03-06 10:00+08') $$, 'JC007', null, '[X-P-13] nobody answers for another');
select throws_ok($$ insert into jiancha.score_followups (scheme, period, org_code, text, document_no, at) values ('r1', '2026-01', 'p-a', '已整改', '1', '2026-03-06 10:00+08') $$, 'JC004', null, '[X-P-13] nor where nothing was opened');
reset role;
insert into jiancha.score_followups (scheme, period, org_code, text, document_no, at) values ('r1', '2026-01', 'p-c', '已整改', '丙局〔2026〕2号', '2026-03-06 10:00+08');
select is_empty($$ select * from jiancha.consequences_open('2026-03-06 10:00+08', 'r1') where period = '2026-01' $$, '[X-P-13] answered: off the list');

-- the public
set role clause_p_super;
select lives_ok(format($$ insert into jiancha.opinion_intake (opinion_no, org_code, channel, text, at) values ('O-%1$s', 'p-b', %1$L, '排队太久', '2026-03-02 10:00+08') $$, c), format('[X-P-11] comments by %s are taken', c)) from unnest('{phone,visit,letter,email}'::text[]) c;
select throws_ok($$ insert into jiancha.opinion_intake (opinion_no, org_code, channel, text, at) values ('O-9', 'p-b', 'rumour', 'x', '2026-03-02 10:00+08') $$, 'JC005', null, '[X-P-11] by no fifth way');
select lives_ok($$ select pg_temp.entry('O-E', 'manual', 'p-b', '2026-03-02', -1, 'opinion', 'O-letter') $$, '[X-P-11] and are evidence for an entry');
select throws_ok($$ select pg_temp.entry('O-F', 'manual', 'p-c', '2026-03-02', -1, 'opinion', 'O-letter') $$, 'JC004', null, '[X-P-11] about their own organisation');
reset role;
select is(pg_temp.total('p-b', '2026-03'), 99.00, '[X-P-11] which carries the points');

-- three notices in a row: due 03-30, 03-31 and 04-01, so notices on 03-27, 03-30 and 03-31; an entry of -1 is in the overlay already
select jiancha.define_scheme('whole', 1, '按单位连续', '监察局', '2026-01-01', '测试', parent => 'r1'), jiancha.define_score_param('whole', 1, 'consec_scope', 'org', '测试', 'assumed') \g /dev/null
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'K-' || n, 'p-b', 'p-mb', '申请人', ('2026-03-0' || 1 + n || ' 09:00+08')::timestamptz from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) select 'K-' || n, 1, 'accept', ('2026-03-0' || 1 + n || ' 10:00+08')::timestamptz, 'p-3' from generate_series(1, 3) n;
call jiancha.sweep_all('2026-03-30 23:59:59+08');
select is(pg_temp.part('p-b', '2026-03', 10), -1.00, '[X-P-8.10] two notices in a row deduct nothing');
call jiancha.sweep_all('2026-03-31 00:00+08');
select is(pg_temp.part('p-b', '2026-03', 10), -4.00, '[X-P-8.10] the third deducts three points');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'K-' || n, 'p-b', 'p-mb', '申请人', '2026-03-16 09:00+08' from generate_series(4, 5) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) select 'K-' || n, 1, 'accept', '2026-03-16 10:00+08', 'p-x' from generate_series(4, 5) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('K-4', 2, 'close', '2026-03-27 10:00+08', 'p-x');
call jiancha.sweep_all('2026-04-01 00:00+08');
select is(pg_temp.part('p-b', '2026-03', 10), -4.00, '[X-P-8.10] what another hand completes in between does not break the row');
insert into jiancha.score_intake (entry_no, scheme, indicator, org_code, happened_on, points, evidence_kind, evidence_no, reason, decided_by) values ('K-E', 'whole', 'manual', 'p-b', '2026-03-02', -1, 'document', '1', '查实', '局长');
select is(pg_temp.part('p-b', '2026-03', 10, 'whole'), -1.00, '[X-P-8.10] where the organisation is what counts, it does');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('K-5', 2, 'close', '2026-03-27 10:00+08', 'p-3');
call jiancha.sweep_all('2026-04-01 00:00+08');
select is(pg_temp.part('p-b', '2026-03', 10), -1.00, '[X-P-8.10] a normal completion of the same hand does');

-- 镇江 第二十三条
set role clause_p_super;
select throws_ok($$ insert into jiancha.score_submit (scheme, period, assessor) values ('zhenjiang', '2025-03', 'legal') $$, 'JC007', null, '[Z-23] each for his own part: the supervisor does not submit for the legal office');
insert into jiancha.score_submit (scheme, period, assessor) values ('zhenjiang', '2025-03', 'supervision');
select throws_ok($$ select pg_temp.entry('Z-1', 'duty', 'p-b', '2025-03-05', -1, scheme => 'zhenjiang') $$, 'JC007', null, '[Z-23] nor enters in its part');
reset role;
set role clause_p_legal;
select lives_ok($$ select pg_temp.entry('Z-1', 'duty', 'p-b', '2025-03-05', -1, scheme => 'zhenjiang') $$, '[Z-23] the legal office enters its own');
insert into jiancha.score_submit (scheme, period, assessor) values ('zhenjiang', '2025-03', 'legal');
reset role;
select throws_ok($$ select jiancha.score_freeze('2025-03', '2025-04-02 08:00+08', 'zhenjiang') $$, 'JC007', null, '[Z-23] two submissions: no score');
select throws_ok($$ select jiancha.bulletin('2025-03', 'html', 'zhenjiang') $$, 'JC007', null, '[Z-23] and no bulletin');
set role clause_p_service;
insert into jiancha.score_submit (scheme, period, assessor) values ('zhenjiang', '2025-03', 'service');
reset role;
select is(jiancha.score_freeze('2025-03', '2025-04-02 08:00+08', 'zhenjiang'), 1, '[Z-23] three: summed');
select ok(jiancha.bulletin('2025-03', 'html', 'zhenjiang') ~ '领导小组办公室', '[Z-23] and published in the name of the leading group''s office');

-- appeals
set role clause_p_clerk;
select throws_ok($$ insert into jiancha.score_appeals (appeal_no, scheme, period, org_code, text, at) values ('AP-0', 'r1', '2025-03', 'p-b', '不服', '2025-04-02 10:00+08') $$, 'JC007', null, '[X-P-15] another organisation''s score is not one''s own to contest');
-- frozen on Tuesday 2025-04-01, five working days: 2, 3, 7, 8, 9 (4 to 6 is 清明)
select throws_ok($$ insert into jiancha.score_appeals (appeal_no, scheme, period, org_code, text, at) values ('AP-0', 'r1', '2025-03', 'p-a', '不服', '2025-04-10 00:00+08') $$, 'JC007', null, '[X-P-9] the window is over');
select lives_ok($$ insert into jiancha.score_appeals (appeal_no, scheme, period, org_code, text, at) values ('AP-1', 'r1', '2025-03', 'p-a', '不服', '2025-04-09 23:59:59+08') $$, '[X-P-9] up to its last second');
reset role;
set role clause_p_super;
select pg_temp.entry('AE-1', 'R2-23', 'p-a', '2026-02-03') \g /dev/null
reset role;
select pg_temp.submit('2026-02'), jiancha.score_freeze('2026-02', '2026-03-02 08:00+08', 'r1') \g /dev/null
set role clause_p_clerk;
insert into jiancha.score_appeals (appeal_no, scheme, period, org_code, entry_no, text, at) values ('AP-2', 'r1', '2026-02', 'p-a', 'AE-1', '该决定依法不能当场作出', '2026-03-03 10:00+08');
select throws_ok($$ insert into jiancha.score_decide (appeal_no, outcome, reason, decision_no, decided_by, at) values ('AP-2', 'granted', '是', '1', '自己', '2026-03-04 10:00+08') $$, '42501', null, '[X-P-15] a department decides nothing');
reset role;
set role clause_p_super;
select throws_ok($$ insert into jiancha.score_decide (appeal_no, outcome, reason, decision_no, decided_by, at) values ('AP-2', 'rejected', '否', '1', '自己', '2026-03-04 10:00+08') $$, 'JC007', null, '[X-P-15] who made the entry does not decide about it');
reset role;
set role clause_p_other;
select lives_ok($$ insert into jiancha.score_decide (appeal_no, outcome, reason, decision_no, decided_by, at) values ('AP-2', 'granted', '申诉成立', '新监决〔2026〕3号', '局长办公会', '2026-03-04 10:00+08') $$, '[X-P-15] another does');
reset role;
select is(pg_temp.part('p-a', '2026-02', 3), 14.00, '[X-P-9] a granted appeal takes the entry out');
select is((select total from jiancha.scores where (scheme, period, org_code, subject) = ('r1', '2026-02', 'p-a', 'org')), 95.00, '[X-P-9] of the next correction: the frozen score stands until then');

-- points rest while a card is contested: two cases of 丙局 end a day late
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select n, 'p-c', 'p-mc', '申请人', '2026-07-01 09:00+08' from unnest('{REST-1,REST-2}'::text[]) n;
insert into jiancha.case_step (case_no, step_no, kind, at)
select n, 1, 'accept', timestamptz '2026-07-01 10:00+08' from unnest('{REST-1,REST-2}'::text[]) n union all select n, 2, 'close', '2026-07-30 10:00+08' from unnest('{REST-1,REST-2}'::text[]) n;
call jiancha.sweep_all('2026-08-01 00:00+08');
create function pg_temp.rest(no text) returns text begin atomic
    select s.signal_no from jiancha.signals s where s.case_no = no and s.level = 'yellow';
end;
select is(pg_temp.part('p-c', '2026-07', 3), 4.00, '[X-P-8.3] two yellow cards: 10 points');
select results_eq($$ select case_no, at from jiancha.daily_report('2026-08-01') where section = '昨日信号' and case_no like 'REST-%' and item like '黄牌%' order by 1 $$,
    $$ values ('REST-1', timestamptz '2026-08-01 00:00+08'), ('REST-2', '2026-08-01 00:00+08') $$, '[G-2.3] the morning''s report lists cards when they are issued, though earned days before');
insert into jiancha.signal_reply (signal_no, kind, at, text) values (pg_temp.rest('REST-1'), 'appeal', '2026-08-01 10:00+08', '当事人未到场');
select is(pg_temp.part('p-c', '2026-07', 3), 9.00, '[X-W-9.1] while an appeal is undecided the points rest');
select pg_temp.submit('2026-07'), jiancha.score_freeze('2026-07', '2026-08-02 08:00+08', 'r1') \g /dev/null
set role clause_p_other;
insert into jiancha.signal_decision (signal_no, kind, at, reason) values (pg_temp.rest('REST-1'), 'uphold', '2026-08-04 10:00+08', '理由不成立');
reset role;
select is(pg_temp.part('p-c', '2026-07', 3), 4.00, '[X-W-9.1] upheld: they come off');
select results_eq($$ select d.frozen, d.now from jiancha.score_drift('2026-07', 'r1') d where d.org_code = 'p-c' and d.what like '%signal ' || pg_temp.rest('REST-1') $$, $$ values (null, '-5.00') $$,
    '[X-W-9.1] the month that was frozen meanwhile lacks that line');
select is(jiancha.score_correct('2026-07', '申诉不成立', '新监决〔2026〕8号', '2026-08-05 08:00+08', 'r1'), 2, '[X-W-9.1] a correction adds it');
-- what a morning needs to know; a supervisor of the city reads it
set role clause_p_other;
select set_eq($$ select section, org, case_no from jiancha.daily_report('2026-08-05') where section = '未回复信号' and case_no like 'REST-%' $$,
    $$ select '未回复信号' as section, '丙局' as org, case_no from jiancha.unanswered_signals where case_no like 'REST-%' $$, '[G-3.1.2g] the morning''s report lists cards that were not answered');
select results_eq($$ select org, item from jiancha.daily_report('2026-08-05') where section = '待电话通知' order by 1 $$,
    $$ select coalesce(o.name, p.org_code), count(*)::text from jiancha.phone_list p left join jiancha.org o using (org_code) where p.created_at < '2026-08-06 00:00+08' group by 1 order by 1 $$,
    '[G-3.1.2g] and how many calls are to be made');
select isnt_empty($$ select * from jiancha.daily_report('2026-08-05') where section = '待电话通知' $$, '[G-3.1.2g] there are some: nobody holds the duties here');
select is_empty($$ select * from jiancha.daily_report('2026-06-01') where section = '未回复信号' and case_no like 'REST-%' $$, '[G-3.1.2g] not before a card went out');
reset role;
set role clause_p_clerk;
select is_empty($$ select * from jiancha.daily_report('2026-08-05') where org in ('丙局', '乙局') and section <> '报表未报送' $$, '[G-3.1.2g] a department reads of its own alone');
reset role;
-- an exemption takes the points away, unless its ground frees from liability alone
set role clause_p_other;
insert into jiancha.signal_decision (signal_no, kind, at, reason, ground) values (pg_temp.rest('REST-1'), 'exempt', '2026-08-06 10:00+08', '停电', 'force_majeure');
reset role;
select is(pg_temp.part('p-c', '2026-07', 3), 9.00, '[X-W-10gap] exempt: no points');
set role clause_p_other;
insert into jiancha.signal_decision (signal_no, kind, at, reason, ground) values (pg_temp.rest('REST-2'), 'exempt', '2026-08-06 10:00+08', '停电', 'liability_alone');
reset role;
select is(pg_temp.part('p-c', '2026-07', 3), 9.00, '[X-W-10gap] exempt from liability alone: its points stay');

-- monthly tables to leaders and units
insert into jiancha.report_recipient (recipient, name, org_code, valid_from) values ('mayor', '市长', null, '2026-02-01'), ('p-a', '甲局', 'p-a', '2026-02-01');
select is_empty($$ select * from jiancha.reports_missing('2026-03-05 23:59:59+08', 'r1') $$, '[G-3.1.2g] on the fifth of the next month there is still time');
select results_eq($$ select period, recipient, why from jiancha.reports_missing('2026-03-06 00:00+08', 'r1') $$, $$ values ('2026-02', 'mayor', 'not_sent'), ('2026-02', 'p-a', 'not_sent') $$, '[G-3.1.2g] no issue by then: a reminder for each recipient');
select is(jiancha.report_issued('2026-02', 'mayor', '2026-03-06 09:00+08', 'r1'), encode(sha256(convert_to(jiancha.bulletin('2026-02', 'html', 'r1'), 'UTF8')), 'hex'), '[G-2.3] what went out is logged with its digest');
select results_eq($$ select recipient from jiancha.reports_missing('2026-03-06 09:00+08', 'r1') $$, $$ values ('p-a') $$, '[G-3.1.2g] who has it is not reminded');
select jiancha.score_correct('2026-02', '申诉成立', '新监决〔2026〕3号', '2026-03-10 08:00+08', 'r1') \g /dev/null
select results_eq($$ select recipient, why from jiancha.reports_missing('2026-03-10 09:00+08', 'r1') $$, $$ values ('mayor', 'correction_not_sent'), ('p-a', 'not_sent') $$, '[G-3.1.2g] a correction goes to everyone who got the old one');

-- 经济领域重点事项
select jiancha.define_scheme('trading', 1, '经济领域重点事项预防性监督工作考核办法', '监察局', '2025-01-01', '威海 第十条', domain => 'trading', docket_kinds => '{}', case_clock => null) \g /dev/null
select jiancha.define_dimension('trading', 1, 1, '交易监督', 100, '威海 第十条; 分值未公布', status => 'assumed') \g /dev/null
select jiancha.define_indicator('trading', 1, 'tender', '招标投标违规', 'manual', 'entry', '威海 第十条', dimensions => '{1}', points => -20, status => 'assumed') \g /dev/null
select jiancha.define_score_param('trading', 1, p.param, p.value, p.source, p.status) from jiancha.effective_score_param p where (p.scheme, p.version) = ('r1', 1) \g /dev/null
create temp table approval as select org_code, total from jiancha.score_run('2025-03', 'r1');
set role clause_p_super;
select pg_temp.entry('T-1', 'tender', 'p-b', '2025-03-07', scheme => 'trading') \g /dev/null
reset role;
select results_eq($$ select org_code, total, completed from jiancha.score_run('2025-03', 'trading') $$, $$ values ('p-b', 80.00, 0::bigint) $$, '[W-10] trading is scored by its own scheme, cards and cases of approval have no part in it');
select results_eq($$ select org_code, total from jiancha.score_run('2025-03', 'r1') $$, $$ select org_code, total from approval $$, '[W-10] and does not enter the approval score');
select is((select count(*) from jiancha.effective_indicator where (scheme, version) = ('trading', 1)), 1::bigint, '[W-7.2] key economic matters are supervised with indicators of their own');
select isnt(pg_temp.part('p-a', '2025-03', 3, 'worked'), pg_temp.part('p-a', '2025-03', 2, 'worked'), '[W-7.1] efficiency and procedure are assessed apart');

-- who is gone is not assessed: one whose matters went to a successor, one that lost its only matter, one that ended with its matter still in its name
insert into jiancha.org (org_code, name, parent_code) select 'p-' || o, n, 'p-city' from (values ('d', '丁局'), ('e', '戊局'), ('f', '己局'), ('g', '庚局')) v (o, n);
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) select 'p-m' || o, 'p-' || o, '许可', case o when 'f' then 10 else 20 end, 20 from unnest('{d,e,f,g}'::text[]) o;
create function pg_temp.assessed(period text) returns text begin atomic
    select string_agg(r.org_code, ' ' order by r.org_code) from jiancha.score_run(period, 'r1') r where r.org_code > 'p-city';
end;
select is(pg_temp.assessed('2026-05'), 'p-d p-e p-f p-g', '[X-P-9] who has matters is assessed without a case');
select jiancha.org_succession('{p-d}', '{p-c}', 'merge', '2026-06-01', '新编〔2026〕1号', as_of => '2026-06-09 09:00+08') \g /dev/null
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from, state) values ('p-me', 'p-e', '许可', 20, 20, '2026-06-30', 'abolished'), ('p-mg', 'p-g', '许可', 20, 20, '2026-07-01', 'abolished');
insert into jiancha.org (org_code, name, parent_code, valid_from, state) values ('p-f', '己局', 'p-city', '2026-06-01', 'ended');
select is(pg_temp.assessed('2026-06'), 'p-g', '[X-P-9] not who ended before the month, nor who has no matter on its last day');
select is(pg_temp.assessed('2026-05'), 'p-d p-e p-f p-g', '[X-P-9] the month before stays as it was');
set role clause_p_super;
select pg_temp.entry('E-1', 'manual', 'p-d', '2026-06-08', -1) \g /dev/null
reset role;
select is(pg_temp.assessed('2026-06'), 'p-d p-g', '[X-P-9] who has an entry is assessed all the same');
-- the entry was a mistake: whom it alone had brought onto the sheet leaves it
select pg_temp.submit('2026-06'), jiancha.score_freeze('2026-06', '2026-07-02 08:00+08', 'r1') \g /dev/null
set role clause_p_super;
insert into jiancha.score_intake (entry_no, cancels, evidence_no, reason, decided_by) values ('E-2', 'E-1', '新监决〔2026〕9号', '误录', '局长');
reset role;
select jiancha.score_correct('2026-06', '误录', '新监决〔2026〕9号', '2026-07-10 08:00+08', 'r1') \g /dev/null
select results_eq($$ select org_code, name, old_total, new_total from jiancha.score_changes('2026-06', 'r1') where new_total is null $$, $$ values ('p-d', '丁局', 99.00, null::numeric) $$, '[X-P-6] a correction names who leaves the sheet');
select ok(jiancha.bulletin('2026-06', 'html', 'r1') like '%丁局</td>%99.00 → —%', '[X-P-6] so does the bulletin');

select is_empty($$ select * from jiancha.score_sheet s cross join lateral jiancha.score_verify(s.period, s.scheme) $$, '[design 10.3] every frozen sheet derives again');
select * from finish();
drop owned by clause_p_clerk, clause_p_super, clause_p_legal, clause_p_service, clause_p_other;
drop role clause_p_clerk, clause_p_super, clause_p_legal, clause_p_service, clause_p_other, "jiancha_org_p-a", "jiancha_org_p-b", "jiancha_org_p-c", "jiancha_org_p-city", "jiancha_enter_p-a",
    jiancha_assess_supervision, jiancha_assess_legal, jiancha_assess_service;
