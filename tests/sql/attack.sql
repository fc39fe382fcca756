-- Attacks: what a department, a supervisor of its own organisation, another office, a relay, one without any duty and a rule's author might try.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select jiancha.go_live('2025-01-01', '测试') \g /dev/null
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
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name, parent_code) values ('at-city', '市', null), ('at-a', '甲局', 'at-city'), ('at-b', '乙局', 'at-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('at-m', 'at-a', '事项', 5, 20);
create role test_attack_city; create role test_attack_a; create role test_attack_b; create role test_attack_own; create role test_attack_none;
select jiancha.grant_access('test_attack_city', 'at-city', 'supervisor'), jiancha.grant_access('test_attack_a', 'at-a'),
    jiancha.grant_access('test_attack_b', 'at-b'), jiancha.grant_access('test_attack_own', 'at-a', 'supervisor') \g /dev/null
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
select 'C-' || o || n, 'at-' || o, 'at-m', '申请人', '2025-01-02 09:00+08' from unnest('{a,b}'::text[]) o, generate_series(1, 2) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'C-' || o || n, 1, 'accept', '2025-01-02 10:00+08' from unnest('{a,b}'::text[]) o, generate_series(1, 2) n;
call jiancha.sweep_all('2025-03-01 00:00+08');

-- a department that numbers its steps so low that the engine finds no number below: its cases would be put aside, no card ever given
set role test_attack_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
select 'L-' || n, 'at-a', 'at-m', '申请人', '2025-04-02 09:00+08' from generate_series(1, 3) n;
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('L-1', -9223372036854775808, 'urgent', '2025-04-02 10:00+08') $$);
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('L-2', 5, 'urgent', '2025-04-02 10:00+08', -9223372036854775808, '因') $$);
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('L-3', -1000000001, 'urgent', '2025-04-02 10:00+08') $$);
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at) values ('L-3', -1000000000, 'urgent', '2025-04-02 10:00+08') $$);
reset role;
call jiancha.sweep_all('2025-06-01 00:00+08');
select d.business_no, d.state, d.quarantined, (select count(*) from jiancha.signal s where s.docket_id = d.docket_id) as cards
from jiancha.docket d where d.business_no like 'L-%' order by 1;
select count(*) as differences from jiancha.verify('2025-06-01 00:00+08');

-- a step of the engine's forged
set role test_attack_a;
select pg_temp.try($$ insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('C-a1', -9, 'deemed_accept', '2025-01-02', '{"lapse": "L-32", "clock": "acceptance", "cycle": 1}') $$);
-- a text of a megabyte is not repeated to the log
select length(pg_temp.try(format($$ insert into jiancha.case_step (case_no, kind, at) values ('C-a1', %L, '2025-03-02') $$, repeat('x', 1000000)))) < 1000 as short;

-- who may not decide about the own organisation does not say either that its card arrived, from which the time to answer counts
set role test_attack_own;
select pg_temp.try($$ insert into jiancha.delivery_confirmation (signal_no, at, by) values ('at-a-2025-00003', '2025-06-02', '我') $$);
select pg_temp.try($$ select jiancha.confirm_delivery('at-a-2025-00003', '2025-06-02', '我') $$);
set role test_attack_city;
select pg_temp.try($$ select jiancha.confirm_delivery('at-a-2025-00003', '2025-06-02', '监察中心') $$);

reset role;
select min(letter_no) as letter_no from jiancha.letter where org_code = 'at-a' \gset
-- the card and the case of another office are as good as none: the same error as for one that does not exist
set role test_attack_b;
create function pg_temp.same(command text, theirs text, nobodys text) returns text language plpgsql as $$
declare
    a text := pg_temp.try(format(command, theirs)); b text := replace(pg_temp.try(format(command, nobodys)), nobodys, theirs);
begin
    return case when a = b then split_part(a, ':', 1) || ', the same' else concat_ws(E'\n', 'told apart', a, b) end;
end $$;
select pg_temp.same(c, 'at-a-2025-00001', 'no-card') from unnest(array[
    $$ select * from jiancha.replay_signal(%L) $$, $$ select * from jiancha.explain_signal(%L) $$, $$ select * from jiancha.evidence(%L) $$,
    $$ insert into jiancha.signal_reply (signal_no, kind, at, text) values (%L, 'explain', '2025-06-02', '无') $$,
    $$ insert into jiancha.delivery_confirmation (signal_no, at, by) values (%L, '2025-06-02', '我') $$]) c;
select pg_temp.same(c, 'C-a1', 'C-none') from unnest(array[
    $$ insert into jiancha.case_step (case_no, kind, at) values (%L, 'close', '2025-01-05') $$,
    $$ insert into jiancha.document_intake (case_no, document_kind, at) values (%L, 'decision', '2025-01-05') $$,
    $$ insert into jiancha.letter_request (docket_kind, business_no, template, at) values ('approval', %L, '无', '2025-01-05') $$,
    $$ insert into jiancha.letter_request (docket_kind, business_no, template, at) values ('approval', %L, '监察决定书', '2025-01-05') $$,
    $$ select * from jiancha.why_no_signal(%L, '2025-03-01') $$]) c;
select pg_temp.same($$ select jiancha.letter_html(%L) $$, :'letter_no', 'no-letter'), pg_temp.same($$ select * from jiancha.print_letter(%L) $$, :'letter_no', 'no-letter'),
    pg_temp.same($$ insert into jiancha.letter_printing (letter_no, at) values (%L, '2025-06-02') $$, :'letter_no', 'no-letter');
set role test_attack_city;
select pg_temp.same($$ insert into jiancha.signal_raise (raise_no, rule, org_code, case_no, at, text) values ('S-1', 'X-W-4.1', 'at-a', %L, '2025-06-02', '无') $$, 'C-b1', 'C-none');
set role test_attack_b;
select count(*) as of_others from (
    select org_code from jiancha.signals union all select org_code from jiancha.letter union all select org_code from jiancha.notice
    union all select org_code from jiancha.notice_delivery union all select org_code from jiancha.signal_history union all select org_code from jiancha.case_facts
    union all select org_code from jiancha.clock union all select org_code from jiancha.step) x
where x.org_code <> 'at-b';
reset role;

-- a rule's author: a literal that ends elsewhere when read with other settings, the wall clock in pieces, an operator laid over any function
select jiancha.define_pack('t', 1, '试验', '测试', '2025-01-01', '测试');
create function pg_temp.condition(expression text) returns text language sql as
    $$ select pg_temp.try(format('select jiancha.define_condition(%L, 1, %L, %L, %L, %L, %L, source => %L)', 't', 'T-1', 'approval', 'red', expression, 'accept', '测试')) $$;
set escape_string_warning = off;
set standard_conforming_strings = off;
select pg_temp.condition(E'applicant = \'\\\' or (select count(*) from jiancha.staff_version) > 0 --\'');
set standard_conforming_strings = on;
select pg_temp.condition(e) from unnest(array[E'closed_at < \' \'\n\'now\'', E'closed_at < \' \' -- \'\n  \'now\'', E'closed_at < \' \' -- a\n-- b\n\t\'now\'', E'closed_at < timestamptz \' \'\r\n\'now\'',
    E'closed_at < \'2025-01-01\'\'\'']) e;
create operator public.- (rightarg = timestamptz, function = pg_catalog.age);
create operator public.|| (leftarg = text, rightarg = integer, function = pg_catalog.repeat);
create operator public.+ (rightarg = text, function = pg_catalog.current_setting);
select pg_temp.condition(e) from unnest(array[$$ operator(public.+) 'data_directory' = 'x' $$, $$ length(applicant operator(public.||) 1000000000) > 1 $$,
    $$ operator(public.-) closed_at > interval '1 day' $$, $$ applicant = any (array['x']) and applicant operator(pg_catalog.||) 'x' = operator(public.+) 'port' $$]) e;
select pg_temp.condition(repeat('(', 100000) || 'true' || repeat(')', 100000));
select pg_temp.condition(repeat('(', 1990) || 'true' || repeat(')', 1990) || ' is null or sub');
select count(*) as "nothing was defined" from jiancha.signal_rule where pack = 't';
-- what is right still passes: a comment, a literal of two pieces that is no date, an operator named with its schema
select pg_temp.condition(E'closed_at < \'2025-01-01\' -- \'now\'\n and applicant <> \'a\'\n\'b\' and applicant operator(pg_catalog.=) \'\\\'');
drop operator public.- (none, timestamptz); drop operator public.|| (text, integer); drop operator public.+ (none, text);

-- operators and functions squatted in a schema before pg_catalog, and in pg_temp: none of ours is parsed with the caller's search_path
create schema test_attack_evil; grant usage on schema test_attack_evil to public;
do $$
declare
    t record;
begin
    for t in
        select o.oprname, o.oprleft::regtype as operand, o.oprresult::regtype as result, 'f' || o.oid as f
        from pg_operator o
        where o.oprname in ('=', '<', '>', '<=', '>=', '<>', '||', '-', '+') and o.oprright = o.oprleft and o.oprresult in ('bool'::regtype, 'text'::regtype, 'int4'::regtype, 'int8'::regtype)
            and o.oprleft in ('text'::regtype, 'int8'::regtype, 'int4'::regtype, 'timestamptz'::regtype, 'date'::regtype, 'name'::regtype, 'bool'::regtype)
    loop
        execute format('create function test_attack_evil.%I(%s, %s) returns %s language plpgsql as %L', t.f, t.operand, t.operand, t.result,
            format('begin raise exception ''%%'', current_user; end'));
        execute format('create operator test_attack_evil.%s (leftarg = %s, rightarg = %s, function = test_attack_evil.%I)', t.oprname, t.operand, t.operand, t.f);
    end loop;
end $$;
create table pg_temp.docket (docket_id bigint); create table pg_temp.signal (signal_no text);
set role test_attack_a;
set search_path = test_attack_evil, pg_temp, pg_catalog;
-- the trap works
select 1 where 'a'::text = 'a'::text;
select jiancha.is_working_day('2025-01-02'), jiancha.add_working_days('2025-01-02', 5), jiancha.working_days_between('2025-01-02', '2025-02-02');
select jiancha.deadline('2025-01-02', 5), jiancha.deadline_at('2025-01-02 09:00+08', 5, 'working_day');
select count(*) from jiancha.board_at('2025-03-01'); select count(*) from jiancha.overdue_at('2025-03-01');
select count(*) > 0 as explained from jiancha.explain_deadline('C-a1'); select count(*) > 0 as explained from jiancha.explain_signal('at-a-2025-00001');
select count(*) > 0 as explained from jiancha.why_no_signal('C-a1', '2025-03-01');
select count(*) > 0 as replayed from jiancha.replay_signal('at-a-2025-00001'); select count(*) > 0 as replayed from jiancha.earned_as_known('2025-03-01', '2100-01-01');
select count(*) > 0 as evidence from jiancha.evidence('at-a-2025-00001'); select count(*) >= 0 as status from jiancha.worker_status();
select count(*) from jiancha.case_facts; select count(*) from jiancha.signals; select count(*) from jiancha.signal_history; select count(*) from jiancha.letters;
select count(*) from jiancha.open_case; select count(*) from jiancha.standing_lapse; select count(*) from jiancha.phone_list; select count(*) from jiancha.effective_step;
insert into jiancha.case_step (case_no, kind, at) values ('C-a2', 'close', '2025-03-01 10:00+08');
insert into jiancha.signal_reply (signal_no, kind, at, text) values ('at-a-2025-00004', 'explain', '2025-06-02', '无');
insert into jiancha.document_intake (case_no, document_kind, at) values ('C-a1', 'no-such', '2025-01-05');
select copy from jiancha.print_letter(:'letter_no');
reset search_path;
reset role;

-- after an error on the owner's behalf the caller is himself again, and the guards hold
select pg_temp.try($$ select jiancha.redact('step', 'no-such', 'opinion', '文', '因', '2025-06-01') $$) like '%:%' as refused, current_user;
select pg_temp.try($$ update jiancha.step set opinion = 'x' $$);
set role test_attack_a;
select pg_temp.try($$ insert into jiancha.case_step (case_no, kind, at) values ('C-a1', 'no-such', '2025-03-01') $$) like '%:%' as refused, current_user;
select pg_temp.try('select * from jiancha._buffered() as b (a text)'), pg_temp.try('select jiancha._as_owner(''jiancha_owner'', ''select 1'')'),
    pg_temp.try('update jiancha.docket set state = ''closed'''), pg_temp.try('truncate jiancha.signal'), pg_temp.try('copy jiancha.step from stdin');
-- one with the owner's rights who lays a trap on a record: it never runs with the rights of the superuser who enters
reset role;
create schema test_attack_trap authorization jiancha_owner;
create table test_attack_trap.log (who name, restricted text);
grant insert, select on test_attack_trap.log to public;
set role jiancha_owner;
create function test_attack_trap.trap() returns trigger language plpgsql as $$
declare
    outcome text;
begin
    begin
        execute 'create temp table left_behind (a int)';
        outcome := 'created';
    exception when others then outcome := sqlstate;
    end;
    insert into test_attack_trap.log values (current_user, outcome);
    return new;
end $$;
create trigger trap before insert on jiancha.step for each row execute function test_attack_trap.trap();
reset role;
insert into jiancha.case_step (case_no, kind, at) values ('C-b1', 'review', '2025-03-01 10:00+08');
select distinct * from test_attack_trap.log;
drop trigger trap on jiancha.step;

-- one with no duty at all, and everything he can call
set role test_attack_none;
select pg_temp.try('select * from jiancha.signals');
reset role;
select string_agg(distinct p.proname, ' ' order by p.proname) as "open to everybody"
from pg_proc p where p.pronamespace = 'jiancha'::regnamespace and has_function_privilege('test_attack_none', p.oid, 'execute');
select p.oid::regprocedure as "runs as its owner" from pg_proc p where p.pronamespace = 'jiancha'::regnamespace and p.prosecdef;

drop owned by test_attack_city, test_attack_a, test_attack_b, test_attack_own, test_attack_none;
drop role test_attack_city, test_attack_a, test_attack_b, test_attack_own, test_attack_none;
do $$
declare
    left_over name;
begin
    for left_over in select r.rolname from pg_roles r where r.rolname ~ '^jiancha_(org|enter|supervise|own)_at-' loop
        execute format('drop role %I', left_over);
    end loop;
end $$;
