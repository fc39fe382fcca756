-- Schemes, entries, freezing: what is refused, in what words, and who sees what.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select to_regproc('jiancha.go_live') is not null as has_trial \gset
\if :has_trial
select jiancha.go_live('2010-01-01 00:00+08', '新监决〔2010〕1号') \g /dev/null
\endif
create function pg_temp.try(command text) returns text language plpgsql as $$
declare state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name) values ('sc', '市'), ('sc-x', '旁局');
insert into jiancha.org (org_code, name, parent_code) values ('sc-a', '甲局', 'sc'), ('sc-b', '乙局', 'sc');
insert into jiancha.staff (staff_code, org_code, name) values ('sc-1', 'sc-a', '张三'), ('sc-2', 'sc-b', '李四');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('sc-m1', 'sc-a', '甲一', 14, 20), ('sc-m2', 'sc-a', '甲二', 7, 20), ('sc-m3', 'sc-b', '乙一', 10, 20), ('sc-m4', 'sc-b', '乙二', null, 20);
-- schemes: wrong words
select pg_temp.try(c) from unnest(array[
    $$select jiancha.define_scheme('n', 1, 'N', 'N', '2025-01-02', 'x')$$,
    $$select jiancha.define_scheme('n', 1, 'N', 'N', '2025-01-01', ' ')$$,
    $$select jiancha.define_scheme('n', 2, 'N', 'N', '2025-01-01', 'x')$$,
    $$select jiancha.define_scheme('n', 1, 'N', 'N', '2025-01-01', 'x', parent => 'nobody')$$,
    $$select jiancha.define_scheme('n', 1, 'N', 'N', '2025-01-01', 'x', domain => 'other')$$,
    $$select jiancha.define_scheme('n', 1, 'N', 'N', '2025-01-01', 'x', docket_kinds => '{nothing}')$$,
    $$select jiancha.define_scheme('r1', 1, 'other', 'N', '2010-01-01', 'x')$$,
    $$select jiancha.define_scheme('n', 1, '县方案', '县监察局', '2025-01-01', 'x', parent => 'r1')$$,
    $$select jiancha.define_scheme('n', 1, '县方案', '县监察局', '2025-01-01', 'x', parent => 'r1')$$,
    $$select jiancha.define_dimension('n', 1, 65, 'x', 1, 'x')$$,
    $$select jiancha.define_dimension('n', 1, 1, 'x', 1, 'x', floor => 2)$$,
    $$select jiancha.define_dimension('n', 1, 1, 'x', 1.005, 'x')$$,
    $$select jiancha.define_dimension('n', 9, 1, 'x', 1, 'x')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'manual', 'entry', 'x', dimensions => '{12}')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'manual', 'entry', 'x')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'auto', 'entry', 'x', dimensions => '{1}')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'auto', 'signal', 'x', level => 'green', points => -1)$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'auto', 'complaint', 'x', dimensions => '{1}', complaint_kind => ' ', points => -1)$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'auto', 'complaint', 'x', dimensions => '{1}', complaint_kind => '6')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'manual', 'entry', 'x', dimensions => '{1}', complaint_kind => '6')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'auto', 'early', 'x', from_share => 0.1)$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'auto', 'early', 'x', from_share => 0.1, step => 0.1, points => 1, step_points => -1, most => 3)$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'survey', 'survey', 'x', dimensions => '{1}')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'auto', 'signal', 'x', level => 'red', points => -1, cycle => 'year')$$,
    $$select jiancha.define_indicator('n', 1, 'i', 'x', 'manual', 'entry', '', dimensions => '{1}')$$,
    $$select jiancha.define_indicator('n', 1, 'i', '罚款金额', 'manual', 'entry', 'x', dimensions => '{1}')$$,
    $$select jiancha.define_touch('n', 1, 'X', '{}', 'x')$$,
    $$select jiancha.define_score_param('n', 1, 'colour', 'red', 'x')$$,
    $$select jiancha.define_score_param('n', 1, 'min_cases', 'many', 'x')$$,
    $$select jiancha.define_subject('n', 1, 'nobody', 'x')$$,
    $$select jiancha.define_subject('n', 1, 'sc-a', 'x', coefficient => 100.5)$$,
    $$select jiancha.score_period('2025-13')$$, $$select jiancha.score_period('2025-Q5')$$, $$select jiancha.score_period(null)$$, $$select jiancha.score_period('2025-1')$$]) c;
select p, (jiancha.score_period(p)).* from unnest('{2025-02,2024-02,2025-Q4,2025-H1,2025-H2,2025}'::text[]) p;
-- the county's row takes the place of the city's, and goes when its version does without
select jiancha.define_score_param('n', 1, 'grade_excellent', '95', '县'), jiancha.define_indicator('n', 1, 'yellow', '黄牌', 'auto', 'signal', '县', level => 'yellow', points => -6), jiancha.define_subject('n', 1, 'sc-a', '县', rank_group => '窗口', coefficient => 0.9) \g /dev/null
select jiancha.define_scheme('n', 2, '县方案', '县监察局', '2025-06-01', 'x', parent => 'r1') \g /dev/null
select version, jiancha.score_setting('n', version, 'grade_excellent') as excellent, (select points from jiancha.effective_indicator i where (i.scheme, i.version, i.indicator) = ('n', s.version, 'yellow')) as yellow from jiancha.score_scheme s where scheme = 'n' order by 1;
select org_code, rank_group, coefficient, total, rank from jiancha.score_run('2025-03', 'n') order by org_code;
-- the promise bonus: all statutory limits, the least cut counts; a matter without a promise has none (14 of 20 is exactly 30 %)
select org_code, total from jiancha.score_run('2025-03', 'r1') order by org_code;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('sc-m1', 'sc-a', '甲一', 15, 20, '2025-04-01'), ('sc-m4', 'sc-b', '乙二', 12, 20, '2025-04-30');
select org_code, total from jiancha.score_run('2025-04', 'r1') order by org_code;
select * from jiancha._promise_cut('2025-04-29') order by 1;
-- a matter that is suspended or abolished denies nobody the bonus
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from, state) values ('sc-m1', 'sc-a', '甲一', 15, 20, '2025-05-10', 'suspended'), ('sc-m4', 'sc-b', '乙二', null, 20, '2025-05-10', 'abolished');
select * from jiancha._promise_cut('2025-05-31') order by 1;
-- entries: wrong role, wrong words, wrong order
create role test_score_super; create role test_score_dept; create role test_score_none;
select jiancha.grant_access('test_score_super', 'sc', 'supervisor'), jiancha.grant_assessor('test_score_super', 'supervision'), jiancha.grant_access('test_score_dept', 'sc-a') \g /dev/null
select pg_temp.try($$select jiancha.grant_assessor('test_score_dept', 'nobody')$$);
set role test_score_none;
select pg_temp.try($$insert into jiancha.score_intake (entry_no) values ('1')$$);
set role test_score_dept;
select pg_temp.try($$insert into jiancha.score_intake (entry_no) values ('1')$$);
select pg_temp.try($$select jiancha.score_freeze('2025-03', '2025-04-01')$$);
reset role; grant insert on jiancha.score_intake, jiancha.survey_intake, jiancha.score_submit, jiancha.veto_intake to test_score_dept; set role test_score_dept;
select pg_temp.try($$insert into jiancha.score_intake (entry_no, indicator, org_code, happened_on, evidence_kind, evidence_no) values ('1', 'R2-21', 'sc-a', '2025-03-01', 'document', '1')$$);
select pg_temp.try($$insert into jiancha.survey_intake (survey_no, org_code, channel, asked_at) values ('1', 'sc-a', 'phone', '2025-03-01')$$);
select pg_temp.try($$insert into jiancha.score_submit (period, assessor) values ('2025-03', 'supervision')$$);
select pg_temp.try($$insert into jiancha.veto_intake (veto_no, org_code, year, evidence_no, decision_no) values ('1', 'sc-a', 2025, '1', '1')$$);
set role test_score_super;
select pg_temp.try('insert into jiancha.score_intake (entry_no, indicator, org_code, staff_code, happened_on, points, quantity, evidence_kind, evidence_no, reason, decided_by) values ' || v) from unnest(array[
    $$(null, 'R2-21', 'sc-a', null, '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('', 'R2-21', 'sc-a', null, '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', null, 'sc-a', null, '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'nothing', 'sc-a', null, '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'yellow', 'sc-a', null, '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'nobody', null, '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', 'sc-2', '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', null, null, null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', null, 'infinity', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', null, '2099-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', null, '2009-12-31', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', null, '2025-03-01', null, 0, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', null, '2025-03-01', null, null, 'rumour', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', null, '2025-03-01', null, null, 'case', 'nothing', null, null)$$,
    $$('1', 'manual', 'sc-a', null, '2025-03-01', 'NaN', null, 'document', '1', 'r', 'd')$$,
    $$('1', 'manual', 'sc-a', null, '2025-03-01', 0, null, 'document', '1', 'r', 'd')$$,
    $$('1', 'manual', 'sc-a', null, '2025-03-01', -0.001, null, 'document', '1', 'r', 'd')$$,
    $$('1', 'manual', 'sc-a', null, '2025-03-01', -1, null, 'document', '1', null, 'd')$$,
    $$('1', 'incomplete', 'sc-a', null, '2025-03-01', -1, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', 'sc-1', '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', 'sc-1', '2025-03-01', null, null, 'document', '1', null, null)$$,
    $$('1', 'R2-21', 'sc-a', 'sc-1', '2025-03-02', null, null, 'document', '1', null, null)$$]) v;
select entry_no, scheme, points, quantity from jiancha.score_intake;
select pg_temp.try($$insert into jiancha.score_intake (entry_no, cancels) values ('2', 'nothing')$$);
select pg_temp.try($$insert into jiancha.score_intake (entry_no, cancels, evidence_kind, evidence_no) values ('2', '1', 'decision', '1')$$);
select pg_temp.try($$insert into jiancha.score_intake (entry_no, cancels, evidence_no, reason, decided_by) values ('2', '1', '新监决1号', '误录', '局长')$$);
select pg_temp.try($$insert into jiancha.score_intake (entry_no, cancels, evidence_no, reason, decided_by) values ('3', '2', '新监决1号', '误录', '局长')$$);
select count(*) as counts from jiancha.effective_score_entry;
select pg_temp.try($$update jiancha.score_intake set points = 1$$);
select pg_temp.try($$delete from jiancha.score_intake$$);
select pg_temp.try('insert into jiancha.survey_intake (survey_no, org_code, staff_code, case_no, channel, asked_at) values ' || v) from unnest(array[
    $$(null, 'sc-a', null, null, 'phone', '2025-03-01')$$, $$('S', 'nobody', null, null, 'phone', '2025-03-01')$$, $$('S', 'sc-a', null, 'nothing', 'phone', '2025-03-01')$$, $$('S', 'sc-a', null, null, 'phone', null)$$,
    $$('S', 'sc-a', null, null, 'phone', 'infinity')$$, $$('S', 'sc-a', null, null, 'phone', '2025-03-01')$$, $$('S', 'sc-a', null, null, 'online', '2025-03-01')$$]) v;
select pg_temp.try('insert into jiancha.survey_reply (survey_no, question, grade, answered_at) values ' || v) from unnest(array[
    $$('nothing', 'attitude', 1, '2025-03-02')$$, $$('S', 'weather', 1, '2025-03-02')$$, $$('S', 'attitude', 0, '2025-03-02')$$, $$('S', 'attitude', 6, '2025-03-02')$$, $$('S', 'attitude', null, '2025-03-02')$$,
    $$('S', 'attitude', 1, '2025-02-28')$$, $$('S', 'attitude', 1, '2025-03-02')$$, $$('S', 'attitude', 2, '2025-03-02')$$]) v;
select pg_temp.try('insert into jiancha.score_submit (scheme, period, assessor) values ' || v) from unnest(array[
    $$('r1', '2025-99', 'supervision')$$, $$('r1', '2999-01', 'supervision')$$, $$('r1', '2025-03', 'nobody')$$, $$('nothing', '2025-03', 'supervision')$$, $$('r1', '2025-03', 'supervision')$$]) v;
select pg_temp.try('insert into jiancha.veto_intake (veto_no, org_code, year, evidence_no, lifts, ground, decision_no) values ' || v) from unnest(array[
    $$('V', 'sc-a', 1999, 'f', null, null, 'd')$$, $$('V', 'sc-a', 2025, 'f', null, 'finding_wrong', 'd')$$, $$('V', 'sc-a', 2025, 'f', null, null, ' ')$$, $$('V', null, null, null, 'nothing', 'finding_wrong', 'd')$$, $$('V', 'sc-a', 2025, 'f', null, null, 'd')$$]) v;
reset role;
-- freezing in the wrong order
select pg_temp.try(c) from unnest(array[
    $$select jiancha.score_freeze('2025-04', '2025-05-01', 'r1')$$, $$select jiancha.score_freeze('2025-03', null, 'r1')$$, $$select jiancha.score_freeze('2025-03', 'infinity', 'r1')$$, $$select jiancha.score_freeze('2025-03', '2025-03-31 23:59:59+08', 'r1')$$,
    $$select jiancha.score_freeze('2009-12', '2025-03-31', 'r1')$$, $$select jiancha.score_correct('2025-03', 'r', 'd', '2025-04-01', 'r1')$$, $$select jiancha.score_correct('2025-03', null, 'd', '2025-04-01', 'r1')$$,
    $$select jiancha.score_publish('2025-03', 'm', '2025-04-01', 'r1')$$, $$select * from jiancha.explain_score('sc-a', '2025-03', 'r1')$$, $$select * from jiancha.score_verify('2025-03', 'r1')$$, $$select jiancha.bulletin('2025-03', 'html', 'r1')$$,
    $$select jiancha.bulletin('2025-03', 'pdf', 'r1')$$, $$select jiancha.chart_ranking('2025-03', 'r1')$$, $$select jiancha.chart_trend(months => 0)$$, $$select jiancha.chart_case_timeline('nothing')$$, $$select * from jiancha.score_run('2025-03', 'r1', 'dog')$$,
    $$select * from jiancha.reports_missing(null)$$, $$select * from jiancha.daily_report('infinity')$$]) c;
select jiancha.score_freeze('2025-03', '2025-04-01', 'r1');
select pg_temp.try(c) from unnest(array[
    $$select jiancha.score_freeze('2025-03', '2025-04-01', 'r1')$$, $$select jiancha.score_publish('2025-03', ' ', '2025-04-01', 'r1')$$, $$select jiancha.score_publish('2025-03', 'm', '2025-03-01 00:00+08', 'r1')$$, $$select jiancha.score_publish('2025-03', 'm', '2025-04-02', 'r1')$$,
    $$select jiancha.daily_page(null)$$, $$select jiancha.daily_issued('2025-03-03', null, '2025-03-03')$$, $$select jiancha.daily_issued('2025-03-03', 'nobody', null)$$,
    $$select jiancha.define_indicator('r1', 1, 'late', 'x', 'manual', 'entry', 'x', dimensions => '{1}')$$, $$select jiancha.define_touch('r1', 1, 'Y', '{1}', 'x')$$, $$select jiancha.define_scheme('r1', 2, 'x', 'x', '2025-03-01', 'x')$$,
    $$select jiancha.report_issued('2025-03', 'nobody', '2025-04-01', 'r1')$$, $$select * from jiancha.explain_score('nobody', '2025-03', 'r1')$$]) c;
-- in a county's version that nothing was frozen by, rows may still be added
select pg_temp.try($$select jiancha.define_touch('n', 2, 'Y', '{1}', 'x')$$);
-- appeals
set role test_score_dept;
select pg_temp.try('insert into jiancha.score_appeals (appeal_no, scheme, period, org_code, staff_code, entry_no, text, at) values ' || v) from unnest(array[
    $$(null, 'r1', '2025-03', 'sc-a', null, null, 't', '2025-04-01 10:00+08')$$, $$('A', 'r1', '2025-03', 'sc-b', null, null, 't', '2025-04-01 10:00+08')$$, $$('A', 'r1', '2025-04', 'sc-a', null, null, 't', '2025-05-01 10:00+08')$$,
    $$('A', 'r1', '2025-03', 'sc-a', null, 'nothing', 't', '2025-04-01 10:00+08')$$, $$('A', 'r1', '2025-03', 'sc-a', 'sc-9', null, 't', '2025-04-01 10:00+08')$$, $$('A', 'r1', '2025-03', 'sc-a', null, null, ' ', '2025-04-01 10:00+08')$$,
    $$('A', 'r1', '2025-03', 'sc-a', null, null, 't', '2025-03-31 23:59:59+08')$$, $$('A', 'r1', '2025-03', 'sc-a', null, null, 't', null)$$, $$('A', 'r1', '2025-03', 'sc-a', null, null, 't', '2025-04-01 10:00+08')$$]) v;
-- what a department sees
select (select count(*) from jiancha.scores) as scores, (select count(*) from jiancha.score_line where org_code <> 'sc-a') as lines, (select count(*) from jiancha.report_recipient) as recipients, (select array_agg(distinct org_code) from jiancha.score_entry) as entries;
select jiancha.bulletin('2025-03', 'html', 'r1') ~ '乙局' as sees_others;
reset role;
set role test_score_super;
select count(*) as scores from jiancha.scores;
select pg_temp.try($$insert into jiancha.score_decide (appeal_no, outcome, reason, decision_no, decided_by, at) values ('nothing', 'granted', 'r', 'd', 'w', '2025-04-02')$$);
select pg_temp.try($$insert into jiancha.score_decide (appeal_no, outcome, reason, decision_no, decided_by, at) values ('A', 'maybe', 'r', 'd', 'w', '2025-04-02')$$);
select pg_temp.try($$insert into jiancha.score_decide (appeal_no, outcome, reason, decision_no, decided_by, at) values ('A', 'rejected', 'r', 'd', 'w', '2025-03-02')$$);
select pg_temp.try($$insert into jiancha.score_decide (appeal_no, outcome, reason, decision_no, decided_by, at) values ('A', 'rejected', 'r', 'd', 'w', '2025-04-02')$$);
reset role;
-- what was frozen is whole; a changed byte is found
select count(*) as differs from jiancha.score_verify('2025-03', 'r1');
-- settings of the session do not change a frozen digest
set timezone = 'America/New_York'; set datestyle = 'SQL, DMY'; set extra_float_digits = 0; set intervalstyle = 'iso_8601'; set bytea_output = 'escape';
select count(*) as digests from jiancha.score_verify('2025-03', 'r1') where what = 'digest';
set timezone = 'Asia/Shanghai'; set datestyle = 'ISO, YMD'; reset extra_float_digits; reset intervalstyle; reset bytea_output;
-- one hundredth off, past the guard
alter table jiancha.score_result disable trigger append_only;
update jiancha.score_result set total = total - 1 where org_code = 'sc-a' and subject = 'org';
alter table jiancha.score_result enable always trigger append_only;
select subject, org_code, what from jiancha.score_verify('2025-03', 'r1');
drop owned by test_score_super, test_score_dept, test_score_none;
drop role test_score_super, test_score_dept, test_score_none, "jiancha_org_sc", "jiancha_org_sc-a", "jiancha_org_sc-b", "jiancha_enter_sc-a", jiancha_assess_supervision;
