-- Packs that inherit: parents, overrides, rules switched off, manual rules, lapses, parameters, bases; what is refused. And with whose rights it is done.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text;
begin
    execute command;
    return 'done';
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
-- parents
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2020-01-01', '细则', parent => 'nowhere') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2009-01-01', '细则', parent => 'xinxiang') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2020-01-01', '细则', parent => 'county') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', 'infinity', '细则', parent => 'xinxiang') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '', '2020-01-01', '细则', parent => 'xinxiang') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2020-01-01', '', parent => 'xinxiang') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2020-01-01', '细则', parent => 'xinxiang', note => '注') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2020-01-01', '细则', note => '注') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2020-01-01', '细则', parent => 'common', note => '注') $$,
    $$ select jiancha.define_pack('county', 1, '细则', '某县', '2020-01-01', '细则', parent => 'xinxiang') $$,
    $$ select jiancha.define_pack('town', 1, '细则', '某镇', '2020-01-01', '细则', parent => 'county') $$,
    $$ select jiancha.define_pack('alone', 1, '细则', '某市', '2020-01-01', '细则', parent => '') $$,
    $$ select jiancha.define_pack('plain', 1, '细则', '某市', '2020-01-01', '细则') $$,
    $$ select jiancha.define_pack('ancient', 1, '细则', '某市', '1999-01-01', '细则') $$,
    -- no circle: xinxiang's next version cannot stand below the town that stands below xinxiang
    $$ select jiancha.define_pack('xinxiang', 2, '修订', '某市', '2030-01-01', '修订', parent => 'town') $$]) c;
select pack, version, parent_pack, parent_version from jiancha.rule_pack where pack in ('county', 'town', 'alone', 'plain', 'ancient') order by 1;
select l.* from jiancha.rule_lineage l where pack = 'town' order by distance;
-- rules of every kind, their defaults and what is refused
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.define_signal('county', 1, 'C-1', clock => 'promised', level => 'yellow', at => 'due + at least 4 working hours', source => '第一条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-2', clock => 'promised', level => 'yellow', at => '90 percent of limit', source => '第二条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-3', level => 'red', source => '第三条', name => '其他', text_required => true) $$,
    $$ select jiancha.define_signal('county', 1, 'C-4', clock => 'acceptance', at => 'due passed', effect => 'deemed_accept', source => '第四条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-5', clock => 'answer', level => 'red', at => 'due passed', issue => 'on_effect', once => true, source => '第五条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-6', clock => 'promised', level => 'yellow', at => 'due passed', answer_clock => 'answer', source => '第六条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', clock => 'promised', level => 'yellow', at => 'due passed', answer_clock => 'promised', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', clock => 'promised', level => 'yellow', at => 'due passed', docket_kind => 'complaint', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', clock => 'acceptance', at => 'due passed', level => 'red', effect => 'deemed_accept', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', clock => 'acceptance', at => 'due passed', effect => 'abracadabra', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', at => 'due passed', level => 'red', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', level => 'red', issue => 'sometime', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', level => 'red', docket_kind => 'kind', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', level => 'red', basis => 'no-law', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', level => 'red', status => 'wish', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, '', level => 'red', source => '第七条') $$,
    $$ select jiancha.define_signal('county', 1, 'C-7', level => 'red') $$,
    $$ select jiancha.define_clock('county', 1, 'c', '时限', '{received}', '{reply}', '第八条', docket_kind => 'supervision_order', limit_from => 'set') $$,
    $$ select jiancha.define_clock('county', 1, 'd', '时限', '{begin_special}', '{end_special}', '第八条', limit_from => 'requested', limit_unit => 'working_day', count_mode => 'exact', special_mode => 'least') $$,
    $$ select jiancha.define_clock('county', 1, 'e', '时限', '{accept}', '{close}', '第八条', limit_from => 'node') $$,
    $$ select jiancha.define_clock('county', 1, 'delivery', '送达时限', '{decide}', '{deliver}', '第八条', limit_amount => 10, limit_unit => 'working_day', enabled => false) $$,
    $$ select jiancha.define_clock('county', 1, 'f', '时限', '{accept}', '{close}', '第八条', limit_from => 'set', limit_unit => 'day') $$,
    $$ select jiancha.define_clock('county', 1, 'f', '时限', '{}', '{close}', '第八条', limit_from => 'promised') $$,
    $$ select jiancha.define_clock('county', 1, 'f', '时限', '{accept,null}', '{close}', '第八条', limit_from => 'promised') $$,
    $$ select jiancha.define_clock('county', 1, 'f', '时限', '{accept}', '{close}', '第八条', limit_from => 'promised', count_mode => 'roughly') $$,
    $$ select jiancha.define_clock('county', 1, 'f', '时限', '{accept}', '{close}', '第八条', limit_from => 'promised', special_mode => 'never') $$,
    $$ select jiancha.define_clock('county', 1, 'f', '时限', '{accept}', '{close}', '第八条', limit_from => 'promised', docket_kind => 'x') $$,
    $$ select jiancha.define_clock('county', 1, 'f', '时限', '{accept}', '{close}', '第八条', limit_from => 'promised', basis => 'x') $$]) c;
select rule, kind, docket_kind, level, clock, amount, unit, comparison, effect, issue, answer_clock, once, text_required from jiancha.signal_rule where pack = 'county' order by 1;
-- switched off, by the county and for the town below it; a version that has the rule itself cannot switch it off
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.disable_rule('county', 1, 'X-W-5.1', '第九条') $$,
    $$ select jiancha.disable_rule('county', 1, 'X-W-5.1', '第九条') $$,
    $$ select jiancha.disable_rule('county', 1, 'X-W-5.1', '第十条') $$,
    $$ select jiancha.disable_rule('county', 1, 'X-W-99', '第九条') $$,
    $$ select jiancha.disable_rule('county', 1, 'C-1', '第九条') $$,
    $$ select jiancha.disable_rule('county', 1, 'X-W-5.2', '') $$,
    $$ select jiancha.disable_rule('county', 7, 'X-W-5.2', '第九条') $$]) c;
select pack, rule from jiancha.effective_signal_rule where rule in ('X-W-5.1', 'X-W-5.2') and pack in ('xinxiang', 'county', 'town') and version = 1 order by 1, 2;
select count(*) from jiancha.effective_clock_rule where pack = 'town' and clock = 'delivery';
-- parameters
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.define_param('county', 1, 'correct_days', '3', 'working_day', 'A05', '第十一条') $$,
    $$ select jiancha.define_param('county', 1, 'correct_days', '3', 'working_day', 'A05', '第十一条') $$,
    $$ select jiancha.define_param('county', 1, 'correct_days', '4', 'working_day', 'A05', '第十一条') $$,
    $$ select jiancha.define_param('county', 1, 'p', '4', issue => 'A37', source => '第十一条') $$,
    $$ select jiancha.define_param('county', 1, 'p', null, source => '第十一条') $$,
    $$ select jiancha.define_param('county', 1, 'p', '4') $$,
    $$ select jiancha.define_param('county', 1, 'retention_years', '0', 'year', source => '第十一条') $$,
    $$ select jiancha.define_param('county', 1, 'retention_years', '10', 'year', source => '第十一条') $$]) c;
select pack, from_pack, value, unit, status from jiancha.effective_param where param = 'correct_days' and pack in ('common', 'xinxiang', 'county', 'town') order by 1;
-- bases
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.define_basis('b', '某法 第一条', '内容', '2020-01-01', '2020-01-01') $$,
    $$ select jiancha.define_basis('b', '某法 第一条', '') $$,
    $$ select jiancha.define_basis('b', '某法 第一条', '内容', '2020-01-01') $$,
    $$ select jiancha.define_basis('b', '某法 第一条', '另一内容', '2020-01-01') $$,
    $$ select jiancha.repeal_basis('b', null) $$,
    $$ select jiancha.repeal_basis('b', '2020-01-01') $$,
    $$ select jiancha.repeal_basis('c', '2021-01-01') $$,
    $$ select jiancha.repeal_basis('b', '2021-01-01', '新法') $$,
    $$ select jiancha.repeal_basis('b', '2021-01-01', '新法') $$,
    $$ select jiancha.repeal_basis('b', '2021-01-02', '新法') $$]) c;
select * from jiancha.legal_basis where basis = 'b';
-- whoever calls, a trigger that somebody put on a record runs with the owner's rights, not with the caller's
create schema test_rules_trap;
create table test_rules_trap.seen (who name);
grant usage on schema test_rules_trap to jiancha_owner; grant insert on test_rules_trap.seen to jiancha_owner;
create function test_rules_trap.trap() returns trigger language plpgsql as $$ begin insert into test_rules_trap.seen values (current_user); return new; end $$;
create trigger trap before insert on jiancha.rule_param for each row execute function test_rules_trap.trap();
select jiancha.define_param('county', 1, 'trap', '1', source => '第十二条');
select current_user as caller, (select who from test_rules_trap.seen) as ran_as;
drop trigger trap on jiancha.rule_param;
drop schema test_rules_trap cascade;
-- all that is written is one clause, one row, with its source; every row of a shipped pack is reached by its version
select pack, count(*) filter (where kind = 'time') as time, count(*) filter (where kind = 'lapse') as lapse from jiancha.signal_rule where pack = 'common' group by 1;
select clock, docket_kind, limit_from, limit_amount, limit_unit, enabled from jiancha.clock_rule where pack = 'common' order by docket_kind, clock;
