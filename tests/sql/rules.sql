-- The threshold language and the calls that define packs, clocks and signals: what is understood, what is refused and where, repetition, versions.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- runs a command in a subtransaction and says what came of it
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    -- the detail of a broken constraint prints the row, the time of its entry included
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
-- what is understood, in any case and spacing
select t, p.* from unnest(array['due passed', 'due - 1 working day', 'due - 2 working days', 'due-1 working day', 'DUE  PASSED', E'due\t+\nmore than 2 working days', 'due + more than 1 day', 'due + at least 1 working day',
    'due + at least 9999 days', 'due + at least 2 working hours', 'due - 1 working hour', '90 percent of limit', '1 PERCENT of limit', '100 percent of limit', 'due - 3 days', 'due + more than 2 working day', ' due passed ']) t, lateral jiancha._parse_threshold(t) p;
-- what is not, with the position and the words that would be right
select t, pg_temp.try(format('select jiancha._parse_threshold(%L)', t)) from unnest(array['', ' ', 'passed', 'due', 'due passed now', 'due +', 'due + 2 working days', 'due + more 2 working days', 'due + more than', 'due + more than two working days',
    'due + more than 0 working days', 'due + more than 10000 days', 'due + more than 99999999999999999999 days', 'due - 1', 'due - 1 week', 'due - 1 working', 'due - 1 working week', 'due - -1 day', 'due - 1.5 days', 'due − 1 working day',
    '到期前一天', 'due passed; drop table x', 'due + at most 1 day', 'due + at least 1 working day 2', 'duepassed', 'due - 1working day', 'due - 1 工作日', 'due - 1 hour', 'due + 2 working hours', '0 percent of limit', '101 percent of limit', '90', '90 percent', '90 percent of', '90 percent of due', '90% of limit', '90.5 percent of limit', '90 percent of limit passed', '00090 percent of limit', repeat('x', 70)]) t;
select jiancha._parse_threshold(null);

-- defining: who may, what must be there, repetition, other content
select jiancha.define_pack('test', 1, '试行办法', '某市', '2025-01-01', '某办法 第一条');
select jiancha.define_pack('test', 1, '试行办法', '某市', '2025-01-01', '某办法 第一条');
select pg_temp.try($$ select jiancha.define_pack('test', 1, '试行办法', '某市', '2025-02-01', '某办法 第一条') $$);
select pg_temp.try($$ select jiancha.define_pack(null, 1, '试行办法', '某市', '2025-02-01', '某办法') $$);
select pg_temp.try($$ select jiancha.define_pack('test', 0, '试行办法', '某市', '2025-02-01', '某办法') $$);
select jiancha.define_clock('test', 1, 'promised', '承诺时限', '{accept}', '{close}', source => '某办法 第二条', limit_from => 'promised');
select jiancha.define_clock('test', 1, 'promised', '承诺时限', '{accept}', '{close}', source => '某办法 第二条', limit_from => 'promised');
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.define_clock('test', 1, 'promised', '承诺时限', '{accept}', '{decide}', source => '某办法 第二条', limit_from => 'promised') $$,
    $$ select jiancha.define_clock('test', 1, 'x', '时限', '{acept}', '{close}', source => '某办法', limit_from => 'promised') $$,
    $$ select jiancha.define_clock('test', 1, 'x', '时限', '{accept}', '{close}', source => '', limit_from => 'promised') $$,
    $$ select jiancha.define_clock('test', 1, 'x', '时限', '{accept}', '{close}', source => '某办法', limit_from => 'wish') $$,
    $$ select jiancha.define_clock('test', 1, 'x', '时限', '{accept}', '{close}', source => '某办法', limit_from => 'fixed') $$,
    $$ select jiancha.define_clock('test', 2, 'x', '时限', '{accept}', '{close}', source => '某办法', limit_from => 'promised') $$]) c;
-- a unit or an amount that no clock can count with is refused here, not when a department's case meets it
select pg_temp.try(c) ~ '^(JC005|JC009|23514): ' as refused from unnest(array[
    $$ select jiancha.define_clock('test', 1, 'z', '时限', '{accept}', '{close}', source => '某办法', limit_amount => 5, limit_unit => 'fortnight') $$,
    $$ select jiancha.define_clock('test', 1, 'y', '时限', '{accept}', '{close}', source => '某办法', limit_amount => -5, limit_unit => 'day') $$]) c;
select jiancha.define_signal('test', 1, 'T-1', 'promised', 'yellow', 'due passed', '某办法 第三条');
select jiancha.define_signal('test', 1, 'T-1', 'promised', 'yellow', 'due passed', '某办法 第三条');
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.define_signal('test', 1, 'T-1', 'promised', 'red', 'due passed', '某办法 第三条') $$,
    $$ select jiancha.define_signal('test', 1, 'T-2', 'no-clock', 'red', 'due passed', '某办法') $$,
    $$ select jiancha.define_signal('test', 1, 'T-2', 'promised', 'blue', 'due passed', '某办法') $$,
    $$ select jiancha.define_signal('test', 1, 'T-2', 'promised', 'red', 'due + 2 working days', '某办法') $$,
    $$ select jiancha.define_signal('test', 1, 'T-2', 'promised', 'red', 'due passed', null) $$,
    $$ select jiancha.define_signal('test', 1, 'T-2', 'promised', 'red', null, '某办法') $$,
    $$ select jiancha.define_signal('none', 1, 'T-2', 'promised', 'red', 'due passed', '某办法') $$]) c;
select rule, level, at, amount, unit, comparison from jiancha.signal_rule where pack = 'test';
create role test_rules_clerk;
insert into jiancha.org (org_code, name) values ('ru-a', '甲局');
select jiancha.grant_access('test_rules_clerk', 'ru-a') \g /dev/null
set role test_rules_clerk;
select pg_temp.try($$ select jiancha.define_signal('test', 1, 'T-9', 'promised', 'red', 'due passed', '某办法') $$);
select pg_temp.try($$ select jiancha._parse_threshold('due passed') $$);
select rule, level, at, source from jiancha.signal_rule where pack = 'xinxiang' and rule ~ '^X-W-5[.][123]$' order by rule;
reset role;
-- every rule shipped cites a clause, and is written as it was parsed
select pack, version, rule from jiancha.signal_rule where source = '' or (amount, unit, comparison) is distinct from (select (p.amount, p.unit, p.comparison) from jiancha._parse_threshold(at) p);
select pack, clock from jiancha.clock_rule where source = '';
-- a later version judges cases accepted from its day on; those before keep theirs
select jiancha.define_pack('xinxiang', 2, '新乡市电子监察预警纠错办法(修订)', '某', '2025-03-01', '修订 第一条');
select jiancha.define_clock('xinxiang', 2, 'promised', '承诺时限', '{accept}', '{close}', source => '修订 第二条', limit_from => 'promised');
select jiancha.define_signal('xinxiang', 2, 'X-2', 'promised', 'yellow', 'due + more than 1 working day', '修订 第三条');
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('ru-m', 'ru-a', '事项', 5);
set role test_rules_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'R-' || n, 'ru-a', 'ru-m', '张', '2025-02-26 09:00+08' from generate_series(1, 2) n;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('R-1', 1, 'accept', '2025-02-28 23:59:59+08'), ('R-2', 1, 'accept', '2025-03-01 00:00+08');
reset role;
call jiancha.sweep_all('2025-06-01 00:00+08');
select case_no, rule, level, earned_at from jiancha.signals order by 1, earned_at;
-- the other comparisons, each on the day it first holds: accepted Mon 2025-03-03, five working days, due Mon 03-10
select c, (jiancha._threshold('2025-03-10', '2025-03-11 00:00+08', '2025-03-03 10:00+08', n, u, c, 'CN', (select version from jiancha.calendar where calendar_code = 'CN'))).at
from (values ('passed', 0, 'working_day'), ('before', 1, 'working_day'), ('before', 3, 'day'), ('before', 30, 'working_day'), ('more_than', 2, 'working_day'), ('at_least', 2, 'working_day'), ('at_least', 1, 'working_day'),
    ('more_than', 5, 'day'), ('at_least', 5, 'day')) v (c, n, u);
select * from jiancha.verify('2025-06-01 00:00+08');
select * from jiancha.verify_clocks();
drop owned by test_rules_clerk;
drop role test_rules_clerk, "jiancha_org_ru-a";
