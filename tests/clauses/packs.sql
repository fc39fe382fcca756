-- The packs shipped: what each says, what it inherits, and that a city's late case earns what its own regulation says.
-- The packs hunan and yulin, which count in another way, are in packs_neighbours.sql.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('pa-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit) values
    ('M5', 'pa-a', '承诺五日', 5, 'working_day', 10, 'working_day'), ('L5', 'pa-a', '无承诺', null, 'working_day', 5, 'working_day');
create role clause_pa_clerk;
select jiancha.grant_access('clause_pa_clerk', 'pa-a') \g /dev/null
create role clause_pa_supervisor;
select jiancha.grant_access('clause_pa_supervisor', 'pa-a', 'supervisor') \g /dev/null

create function pg_temp.accept_case(case_no text, matter text, accepted_at timestamptz) returns void language plpgsql as $$
begin
    set local role clause_pa_clerk;
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (case_no, 'pa-a', matter, '申请人', accepted_at);
    insert into jiancha.case_step (case_no, step_no, kind, at) values (case_no, 1, 'accept', accepted_at);
    reset role;
end $$;
create function pg_temp.setup(pack text) returns setof text begin atomic
    select s.done from jiancha.setup(region => '410700', pack => pack) s;
end;
-- rule and level of what stands by time as of an instant, after a sweep at it; condition rules have a file of their own
create function pg_temp.cards(no text, as_of timestamptz) returns text language plpgsql as $$
begin
    perform jiancha.sweep(as_of);
    return (select coalesce(string_agg(s.rule || ' ' || s.level, ', ' order by s.earned_at, s.rule), '') from jiancha.signals s
            where s.case_no = no and s.clock <> 'facts' and s.state <> 'unfounded' and s.earned_at <= as_of);
end $$;

select no_plan();

-- W-9: two packs are loaded, one judges; switching concerns new cases only
select pg_temp.accept_case('X-1', 'M5', '2025-04-21 10:00+08') \g /dev/null
select ok(bool_or(done ~ 'judged by pack zhenjiang instead of xinxiang'), '[W-9] setup() says which pack judges from now on') from pg_temp.setup('zhenjiang') done;
select pg_temp.accept_case('Z-1', 'M5', '2025-04-21 10:00+08'), pg_temp.accept_case('Z-2', 'L5', '2025-04-21 10:00+08') \g /dev/null
select results_eq($$ select pack, name, issuer, version from jiancha.rule_pack where pack in ('xinxiang', 'zhenjiang') order by pack $$,
    $$ values ('xinxiang', '新乡市电子监察预警纠错办法(试行)', '中共新乡市纪委、新乡市监察局', 1), ('zhenjiang', '镇江市行政权力阳光统建平台运行管理办法', '镇江市人民政府办公室', 1) $$,
    '[W-9] a pack has name, issuer and version; both are loaded');

-- rubrics 3: promise 5, law 10, accepted 2025-04-21 10:00, never finished. Each boundary from both sides
select is(pg_temp.cards('X-1', '2025-04-24 23:59:59.999999'), '', '[X-W-5.1] pack xinxiang: nothing before the notice');
select is(pg_temp.cards('X-1', '2025-04-25 00:00'), 'X-W-5.1 notice', '[X-W-5.1] pack xinxiang: notice on 04-25');
select is(pg_temp.cards('X-1', '2025-04-27 23:59:59.999999'), 'X-W-5.1 notice', '[X-W-5.2] pack xinxiang: no yellow on the due day');
select is(pg_temp.cards('Z-1', '2025-04-27 23:59:59.999999'), '', '[Z-16.9] pack zhenjiang: nothing up to the end of the due day, the make-up Sunday');
select is(pg_temp.cards('X-1', '2025-04-28 00:00'), 'X-W-5.1 notice, X-W-5.2 yellow', '[X-W-5.2] [A04] pack xinxiang: overdue is yellow');
select is(pg_temp.cards('Z-1', '2025-04-28 00:00'), 'Z-16.9 red', '[Z-16.9] [A04] pack zhenjiang: overdue is red at once, the same case');
select is(pg_temp.cards('Z-2', '2025-04-28 00:00'), 'Z-16.9 red', '[Z-16.9] [A08] where nothing is promised the limit of the law is the base');
select is(pg_temp.cards('X-1', '2025-04-29 23:59:59.999999'), 'X-W-5.1 notice, X-W-5.2 yellow', '[X-W-5.3] [A32] pack xinxiang: not red on the second working day');
select is(pg_temp.cards('X-1', '2025-04-30 00:00'), 'X-W-5.1 notice, X-W-5.2 yellow, X-W-5.3 red', '[X-W-5.3] [A32] pack xinxiang: red from 04-30');
select is(pg_temp.cards('Z-1', '2025-06-30 00:00'), 'Z-16.9 red', '[Z-16.9] pack zhenjiang: and nothing else, however long');
-- the old case goes on under its own pack when it moves again
set role clause_pa_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('X-1', 2, 'extend', '2025-04-25 10:00+08', '{"days": 1}');
reset role;
select is(pg_temp.cards('X-1', '2025-06-30 00:00'), 'X-W-5.1 notice, X-W-5.2 yellow, X-W-5.3 red', '[W-9] a case received before the switch keeps its pack');
select results_eq($$ select earned_at from jiancha.signals where case_no = 'X-1' and level = 'red' $$, $$ values (timestamptz '2025-05-06 00:00+08') $$,
    '[W-9] and its rules are applied to its new facts: an extension of a day moves the red card to 05-06');

-- Z: in force from 2015-03-12
select pg_temp.accept_case('Z-3', 'M5', '2015-03-11 23:59:59+08'), pg_temp.accept_case('Z-4', 'M5', '2015-03-12 00:00+08') \g /dev/null
select is(pg_temp.cards('Z-3', '2015-06-01'), '', '[Z-16.9] accepted before the measures were in force: not judged');
select is(pg_temp.cards('Z-4', '2015-06-01'), 'Z-16.9 red', '[Z-16.9] accepted on the day: judged');

-- X-M-11/12
select results_eq($$ select valid_from from jiancha.rule_pack where pack = 'xinxiang' $$, $$ values (date '2010-02-08') $$, '[X-M-11/12] in force on publication');
select pg_temp.setup('xinxiang') \g /dev/null
select pg_temp.accept_case('X-2', 'M5', '2010-02-07 23:59:59+08'), pg_temp.accept_case('X-3', 'M5', '2010-02-08 00:00+08') \g /dev/null
select is(pg_temp.cards('X-2', '2010-06-01'), '', '[X-M-11/12] accepted before that day: not judged by the pack');
select is(pg_temp.cards('X-3', '2010-06-01'), 'X-W-5.1 notice, X-W-5.2 yellow, X-W-5.3 red', '[X-M-11/12] accepted on that day: judged');

-- packs without published thresholds
create temp table silent (pack text, no int generated always as identity);
insert into silent (pack) values ('qingdao_district'), ('weihai'), ('guangxi');
create function pg_temp.silent(s silent) returns setof text language plpgsql as $$
declare
    said text;
begin
    select string_agg(done, E'\n') into said from pg_temp.setup(s.pack) done;
    return next matches(said, 'assumed: set by your city', format('[Q-4.4.3] pack %s: setup() says that its time rules are switched off', s.pack));
    perform pg_temp.accept_case('N-' || s.no, 'M5', '2025-04-21 10:00+08');
    return next is(pg_temp.cards('N-' || s.no, '2026-06-01'), '', format('[Q-4.4.3] pack %s issues nothing on time, however late', s.pack));
    return next results_eq(format('select due_on from jiancha.clock join jiancha.docket using (docket_id) where business_no = %L and clock = ''promised''', 'N-' || s.no),
        $q$ values (date '2025-04-27') $q$, format('[Q-4.4.3] pack %s: its limit runs and is shown', s.pack));
    return next is_empty(format($q$ select rule from jiancha.effective_signal_rule where pack = %L and kind = 'time' and docket_kind <> 'milestone' $q$, s.pack),
        format('[Q-4.4.3] pack %s has no time rule that holds but on days that were set', s.pack));
    return next isnt_empty(format($q$ select rule from jiancha.signal_rule where pack = %L and kind = 'time' and not enabled and status = 'assumed' $q$, s.pack),
        format('[Q-4.4.3] pack %s: but has them ready, switched off and marked assumed', s.pack));
end $$;
select pg_temp.silent(s) from silent s order by no;

-- X-M-10: a county's own rules
select lives_ok($$ select pg_temp.setup('xinxiang') $$, '[X-M-10] the city');
select jiancha.define_pack('huixian', 1, '辉县市实施细则', '辉县市纪委', '2025-01-01', '细则 第一条', parent => 'xinxiang', note => '试行') \g /dev/null
select jiancha.define_signal('huixian', 1, 'X-W-5.3', clock => 'promised', level => 'red', at => 'due + more than 1 working day', source => '细则 第二条') \g /dev/null
select jiancha.disable_rule('huixian', 1, 'X-W-5.1', source => '细则 第三条') \g /dev/null
select jiancha.define_param('huixian', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '细则 第三条') \g /dev/null
select jiancha.define_pack('huixian', 2, '辉县市实施细则(修订)', '辉县市纪委', '2025-06-01', '修订 第一条') \g /dev/null
select results_eq($$ select version, parent_pack, parent_version from jiancha.rule_pack where pack = 'huixian' order by 1 $$,
    $$ values (1, 'xinxiang', 1), (2, 'xinxiang', 1) $$, '[X-M-10] the next version stands below the same parent unless it says otherwise');
select ok(bool_or(done ~ 'judged by pack huixian instead of xinxiang'), '[X-M-10] setup() takes a pack that the county has defined') from pg_temp.setup('huixian') done;
select pg_temp.accept_case('H-1', 'M5', '2025-04-21 10:00+08'), pg_temp.accept_case('H-2', 'M5', '2025-05-31 23:59:59+08'),
    pg_temp.accept_case('H-3', 'M5', '2025-06-01 00:00+08') \g /dev/null
select is(pg_temp.cards('H-1', '2025-04-27 23:59:59'), '', '[X-M-10] a rule that the county switched off is not earned');
select is(pg_temp.cards('H-1', '2025-04-28'), 'X-W-5.2 yellow', '[X-M-10] what the county does not touch is the city''s');
select is(pg_temp.cards('H-1', '2025-04-28 23:59:59.999999'), 'X-W-5.2 yellow', '[X-M-10] not red on the first working day over');
select is(pg_temp.cards('H-1', '2025-04-29'), 'X-W-5.2 yellow, X-W-5.3 red', '[X-M-10] the county''s override wins: red a working day earlier');
-- due on 06-09: 06-02 is a holiday
select is(pg_temp.cards('H-2', '2025-08-01'), 'X-W-5.2 yellow, X-W-5.3 red', '[X-M-10] accepted in the last second of the first version: the override');
select is(pg_temp.cards('H-3', '2025-08-01'), 'X-W-5.1 notice, X-W-5.2 yellow, X-W-5.3 red', '[X-M-10] accepted under the version without it: the city''s notice is back');
select results_eq($$ select case_no, earned_at from jiancha.signals where case_no in ('H-2', 'H-3') and level = 'red' order by 1 $$,
    $$ values ('H-2', timestamptz '2025-06-11 00:00+08'), ('H-3', timestamptz '2025-06-12 00:00+08') $$, '[X-M-10] and so is the city''s red card');
select results_eq($$ select rule, from_pack, from_version from jiancha.effective_signal_rule where pack = 'huixian' and version = 1 and rule ~ '^X-W-5.[123]$' order by 1 $$,
    $$ values ('X-W-5.2', 'xinxiang', 1), ('X-W-5.3', 'huixian', 1) $$, '[X-M-10] the view says whose rule holds');
select results_eq($$ select from_pack from jiancha.effective_clock_rule where pack = 'huixian' and version = 1 and clock in ('acceptance', 'promised') order by clock $$,
    $$ values ('common'), ('xinxiang') $$, '[X-M-10] over two steps too');
select throws_ok($$ select jiancha.define_signal('xinxiang', 1, 'X-9', clock => 'promised', level => 'red', at => 'due passed', source => 'x') $$, 'JC006', null,
    '[X-M-10] a version by which a county judges takes no further rule');
select throws_ok($$ select jiancha.define_param('common', 1, 'x', '1', source => 'x') $$, 'JC006', null, '[X-M-10] nor does the ancestor of all');
-- a later version of the city leaves the county where it was
select lives_ok($$ select jiancha.define_pack('xinxiang', 2, '修订', '某', '2030-01-01', '修订', parent => 'common'),
    jiancha.define_clock('xinxiang', 2, 'promised', '承诺时限', '{accept}', '{close}', '修订', limit_from => 'promised'), jiancha.define_signal('xinxiang', 2, 'X-W-5.2', clock => 'promised', level => 'red', at => 'due passed', source => '修订') $$,
    '[X-M-10] the city revises');
select results_eq($$ select level from jiancha.effective_signal_rule where pack = 'huixian' and version = 2 and rule = 'X-W-5.2' $$, $$ values ('yellow') $$,
    '[X-M-10] a county''s version keeps the version of the city that was in force on its first day');

-- W-1: a rule on a repealed basis is flagged, not dropped
select results_eq($$ select basis, citation, state, since, superseded_by from jiancha.rule_basis_status where pack = 'xinxiang' and version = 1 and rule = 'X-W-5.2' $$,
    $$ values ('supervision_1997', '中华人民共和国行政监察法', 'repealed', date '2018-03-20', '中华人民共和国监察法') $$, '[W-1] [A24] the Administrative Supervision Law was repealed on 2018-03-20');
select results_eq($$ select level, pack from jiancha.effective_signal_rule where pack = 'xinxiang' and version = 1 and rule = 'X-W-5.2' $$, $$ values ('yellow', 'xinxiang') $$, '[W-1] [A24] the rule still holds');
select is(pg_temp.cards('X-1', '2026-01-01') ~ 'X-W-5.2', true, '[W-1] and its cards stand');
select results_eq($$ select state from jiancha.rule_basis_status where pack = 'xinxiang' and version = 1 and rule in ('acceptance', 'X-W-5.1s') order by rule $$,
    $$ values ('not cited'), ('in_force') $$, '[W-1] others are in force, or cite none');
select isnt_empty($$ select from jiancha.rule_basis_status where pack = 'weihai' and state = 'repealed' $$, '[W-1] the pack weihai cites it too');
select jiancha.define_basis('clause_pa', '某条例 第一条', '某事', valid_from => '2020-01-01') \g /dev/null
select jiancha.define_pack('pa-basis', 1, '某办法', '某市', '2025-01-01', '某办法'),
    jiancha.define_signal('pa-basis', 1, 'B-1', level => 'yellow', basis => 'clause_pa', source => '某办法 第一条') \g /dev/null
select results_eq($$ select state from jiancha.rule_basis_status where rule = 'B-1' $$, $$ values ('in_force') $$, '[W-1] before its repeal');
select lives_ok($$ select jiancha.repeal_basis('clause_pa', '2024-01-01', '新条例') $$, '[W-1] a repeal is recorded later');
select results_eq($$ select state, since, superseded_by from jiancha.rule_basis_status where rule = 'B-1' $$, $$ values ('repealed', date '2024-01-01', '新条例') $$, '[W-1] and flags the rules that rest on it');
select lives_ok($$ select jiancha.define_basis('clause_pa', '某条例 第一条', '某事', valid_from => '2020-01-01') $$, '[W-1] the definition may still be repeated');
select throws_ok($$ select jiancha.repeal_basis('clause_pa', '2024-02-01', '新条例') $$, 'JC006', null, '[W-1] the day of a repeal is never changed');

-- A01 to A36, in every pack that can judge
select lives_ok(format('select pg_temp.setup(%L)', p), format('[W-9] pack %s is loaded', p)) from unnest(jiancha._shipped_packs()) p;
select is_empty($$ select p.pack, format('A%s', to_char(n, 'FM00')) from jiancha.rule_pack p cross join generate_series(1, 36) n
    where p.pack = any (jiancha._shipped_packs() || '{common,huixian}'::text[])
        and not exists (select from jiancha.effective_param e where e.pack = p.pack and e.version = p.version and e.issue = 'A' || to_char(n, 'FM00')) $$,
    '[W-9] every pack settles every ambiguity');
select isnt_empty(format($$ select param, value, source from jiancha.effective_param where pack = 'xinxiang' and version = 1 and issue = %L and source <> '' and value <> '' $$, 'A' || to_char(n, 'FM00')),
    format('[A%s] is a setting with a source', to_char(n, 'FM00'))) from generate_series(1, 36) n;
select is_empty($$ select pack, param from jiancha.rule_param where status = 'assumed' and source !~ '假定' and note !~ '假定' and source !~ '没有|未|只' $$, '[W-9] what is assumed says so');
select is_empty($$ select e.pack, e.param, r.rule from jiancha.effective_param e cross join regexp_split_to_table(e.value, ' ') r (rule)
    where e.unit = 'rule' and e.value <> 'none' and (e.pack, e.version) <> ('xinxiang', 2)
        and not exists (select from jiancha.effective_signal_rule s where s.pack = e.pack and s.version = e.version and s.rule = r.rule) $$,
    '[A03] [A04] [A20] [A22] [A32] a setting that is a rule names one that holds in its pack');
select is_empty($$ select e.pack, e.param from jiancha.effective_param e
    where e.unit = 'clock' and not exists (select from jiancha.rule_lineage l join jiancha.clock_rule c on c.pack = l.from_pack and c.version = l.from_version
        where l.pack = e.pack and l.version = e.version and c.clock = e.value) $$, '[A08] [A30] a setting that is a clock names one');
select results_eq($$ select value, unit from jiancha.effective_param where pack = 'xinxiang' and version = 1 and param = 'correct_days' $$,
    $$ select limit_amount::text, limit_unit from jiancha.effective_clock_rule where pack = 'xinxiang' and version = 1 and clock = 'answer' $$, '[A05] the setting says what the clock counts');
select results_eq($$ select value, unit from jiancha.effective_param where pack = 'xinxiang' and version = 1 and param = 'immediate_hours' $$,
    $$ select limit_amount::text, limit_unit from jiancha.effective_clock_rule where pack = 'xinxiang' and version = 1 and clock = 'immediate' $$, '[A17] so does that of "at once"');
select results_eq($$ select value, unit from jiancha.effective_param where pack = 'zhenjiang' and version = 1 and param = 'prompt_matter_change' $$,
    $$ select limit_amount::text, limit_unit from jiancha.effective_clock_rule where pack = 'zhenjiang' and version = 1 and clock = 'change_apply' $$, '[A17] and that of a change of a matter');
select results_eq($$ select distinct limit_unit from jiancha.clock_rule where pack = 'zhenjiang' and clock in ('change_apply', 'change_review', 'change_adjust', 'filing') $$,
    $$ values ('day') $$, '[A01] 20日, 10日, 10日, 15日 of Zhenjiang are natural days');
select results_eq($$ select at, level from jiancha.signal_rule where pack = 'xinxiang' and version = 1 and rule = 'X-W-5.1' $$, $$ values ('due - 1 working day', 'notice') $$, '[A03] xinxiang: the working day before');
select is_empty($$ select from jiancha.clock_rule c where c.pack in ('xinxiang', 'zhenjiang') and c.special_mode <> 'actual' $$, '[A33] the time actually used is excluded');
select results_eq($$ select count_mode, special_mode from jiancha.effective_clock_rule where pack = 'hunan' and clock = 'promised' $$, $$ values ('exact', 'requested') $$, '[A11] [A33] hunan counts otherwise');

-- who sets, who reads
set role clause_pa_supervisor;
select throws_ok($$ select jiancha.define_param('huixian', 2, 'x', '1', source => 'x') $$, '42501', null, '[W-5.2] a supervisor writes no rules');
select isnt_empty($$ select from jiancha.rule_basis_status where state = 'repealed' $$, '[W-1] but sees what they rest on');
reset role;
-- what a person raises by its code. Those of Z-15 and Z-16 that the facts alone decide are condition rules
select results_eq($$ select rule from jiancha.signal_rule where kind = 'manual' and pack = 'xinxiang' and rule <> 'X-W-5.3b' order by substring(rule from '^[^.]*'), substring(rule from '[0-9]+$')::int $$,
    $$ values ('X-M-9.1'), ('X-M-9.2'), ('X-M-9.3'), ('X-M-9.4'), ('X-M-9.5'), ('X-M-9.6'), ('X-M-9.7'), ('X-M-9.8'), ('X-M-9.9'), ('X-M-9.10'), ('X-W-4.1'), ('X-W-4.2'),
        ('X-W-4.3'), ('X-W-4.4'), ('X-W-4.5'), ('X-W-4.6'), ('X-W-4.7'), ('X-W-4.8'), ('X-W-4.9'), ('X-W-4.10'), ('X-W-4.11'), ('X-W-4.13') $$,
    '[X-W-4.1] [X-W-4.13] [X-M-9.1–10] the codes of the articles');
select results_eq($$ select rule from jiancha.signal_rule where kind = 'manual' and pack = 'zhenjiang' order by substring(rule from '^[^.]*'), substring(rule from '[0-9]+$')::int $$,
    $$ values ('Z-15.1'), ('Z-15.4'), ('Z-16.4'), ('Z-16.5'), ('Z-16.11') $$, '[Z-15.1] [Z-16.4] [Z-16.5] [Z-16.11] those of Zhenjiang');
select results_eq($$ select array_agg(distinct substring(rule from '^Z-16\.([0-9]+)')::int), array_agg(distinct level) from jiancha.signal_rule where pack = 'zhenjiang' and rule ~ '^Z-16\.' $$,
    $$ values ('{1,2,3,4,5,6,7,8,9,10,11}'::int[], '{red}'::text[]) $$, '[Z-16] each of the eleven events is red directly');
-- codes that need words
select results_eq($$ select rule from jiancha.signal_rule where text_required and pack in ('xinxiang', 'zhenjiang') order by 1 $$,
    $$ values ('X-M-9.10'), ('X-W-4.13'), ('X-W-5.3b'), ('Z-16.11') $$, '[X-W-4.13] [X-M-9.10] [Z-16.11] what is merely "other" needs words, and so does a bad consequence');
-- the levels, the waits, and what must be answered
select results_eq($$ select rule, level, issue, once from jiancha.effective_signal_rule where clock = 'answer' and pack in ('xinxiang', 'zhenjiang') and version = 1 order by 1 $$,
    $$ values ('X-W-4.12', 'red', 'on_effect', true), ('Z-15', 'red', 'at_once', true) $$, '[X-W-4.12] [Z-15] silence: a candidate in xinxiang, a red card in zhenjiang, once');
select is_empty($$ select rule from jiancha.effective_signal_rule where pack in ('xinxiang', 'zhenjiang') and level = 'yellow' and answer_clock is null $$, '[Z-15] [X-W-9.1] every yellow card must be answered');

select is_empty($$ select * from jiancha.verify('2026-06-01') where difference <> 'missing' $$, '[design 10.1] nothing stands that is not earned');
call jiancha.sweep_all('2026-06-01');
select is_empty($$ select * from jiancha.verify('2026-06-01') $$, '[design 10.1] verify() is empty');
select is_empty($$ select * from jiancha.verify_clocks() $$, '[design 10.2] verify_clocks() is empty');
select * from finish();

drop owned by clause_pa_clerk, clause_pa_supervisor;
drop role clause_pa_clerk, clause_pa_supervisor, "jiancha_org_pa-a";
