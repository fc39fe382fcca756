-- Hygiene of all that create extension and setup() make. Every query but the last is empty; the last lists how each function promises to behave.
set client_min_messages = warning;
\pset format unaligned
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create temp view member as
    select d.classid, d.objid from pg_depend d join pg_extension e on e.oid = d.refobjid
    where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and e.extname = 'jiancha';
create temp view function as
    select p.*, p.oid::regprocedure as signature, l.lanname from pg_proc p join pg_language l on l.oid = p.prolang join member m on m.classid = 'pg_proc'::regclass and m.objid = p.oid;
create temp view record as select c.* from pg_class c where c.relnamespace = 'jiancha'::regnamespace;
-- 1 search_path is pinned in every PL/pgSQL and every SQL function that is not BEGIN ATOMIC; only a procedure that commits may not
select signature from function where lanname in ('plpgsql', 'sql') and prosqlbody is null and not 'search_path=pg_catalog, pg_temp' = any (coalesce(proconfig, '{}')) and proname not in ('sweep_all', 'reveal_complainant') order by 1;
-- 2 C functions and BEGIN ATOMIC ones pin nothing
select signature, proconfig from function where (lanname in ('c', 'internal') or prosqlbody is not null) and proconfig is not null order by 1;
-- 3 nothing is SECURITY DEFINER, leakproof, or a language of its own
select signature from function where prosecdef or proleakproof or (lanname not in ('c', 'plpgsql', 'sql') and prokind <> 'a') order by 1;
-- 4 nothing is open to PUBLIC but arithmetic, what a department asks, and what its views call
select signature from function where has_function_privilege('public', oid, 'execute') and proname not in ('is_working_day', 'add_working_days', 'working_days_between', 'roll_forward', 'roll_back', 'deadline', 'my_orgs', 'board_at', 'overdue_at',
    'explain_deadline', 'worker_status', 'my_clearances', '_local_date', '_start_of_day', '_clock_due', '_threshold', '_day_spans', '_days_left', '_needs_look', '_earnable', 'capped_pauses', '_holder', '_raise', '_message', 'deadline_estimate', 'deadline_at',
    'deadline_as_known', 'calendar_days', 'generate_working_days', 'working_days_of_month', 'add_working_time', 'working_time_between', 'is_open', 'next_opening',
    'previous_opening', 'percent_of_limit', 'code_is_valid', 'code_problem', 'identity_number_18',
    'explain_signal', 'why_no_signal', 'replay_signal', 'earned_as_known', 'evidence', 'card_seals', '_explain_clock', '_level_name', '_unit_name', '_chinese_date', '_threshold_in_words', '_status_in_words',
    '_state_in_words', '_minute', '_named_facts', '_resting_steps', '_step_in_words', '_mark_cause', '_judging_version', '_html', '_earned_of', '_thresholds_of')
    -- scores: arithmetic on states, and what a department asks about its own
    and proname !~ '^_?(score|elapsed)(_add|_case|_cases|_combine|_counts|_total|_detail|_close|_mean|_merge|_dimension_means|_state|_state_counts|_state_send|_step_points|_percentile|_summary|_period|_setting|_changes)?$'
    and proname not in ('my_assessments', 'explain_score', 'reports_missing', 'consequences_open', 'daily_report', 'daily_page', 'bulletin', 'chart_ranking', 'chart_trend', 'chart_heat', 'chart_case_timeline', '_scheme_of', '_months_of', '_px', '_shorten', '_grade_colour', '_grade_name',
    '_period_name', '_svg', '_sheet_changes', '_sheet_lines', '_bulletin_sheet', '_bulletin_json', '_bulletin_table', '_a4_page', '_bulletin_html') order by 1;
-- 5 no record is open to PUBLIC
select relname from record where relkind in ('r', 'v', 'm', 'p') and (has_table_privilege('public', oid, 'select') or has_table_privilege('public', oid, 'insert')) order by 1;
-- 6 all is commented: functions, tables, their columns, views
select signature from function where obj_description(oid, 'pg_proc') is null order by 1;
select relname from record where relkind in ('r', 'v', 'p', 'm', 'S') and obj_description(oid, 'pg_class') is null order by 1;
select relname, attname from record join pg_attribute a on a.attrelid = record.oid where relkind in ('r', 'p') and attnum > 0 and not attisdropped and col_description(record.oid, attnum) is null order by 1, 2;
-- 7 the extension has no relation of its own: records are no members; its types are the states of aggregates
-- (from 16 on the arrays of types are listed too)
select pg_describe_object(classid, objid, 0) from member where classid not in ('pg_proc'::regclass)
    and not (classid = 'pg_type'::regclass and exists (select from pg_type t where t.oid = objid and t.typsubscript = 'array_subscript_handler'::regproc)) order by 1;
-- 8 no record depends on a member, but views, triggers and policies do
select pg_describe_object(d.classid, d.objid, d.objsubid), pg_describe_object(d.refclassid, d.refobjid, 0)
from pg_depend d join member m on m.classid = d.refclassid and m.objid = d.refobjid
where d.deptype in ('n', 'a') and d.classid not in ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass) and not (d.classid = 'pg_rewrite'::regclass) order by 1;
-- 9 columns of records have built-in types
select relname, attname, atttypid::regtype from record join pg_attribute a on a.attrelid = record.oid where relkind in ('r', 'p') and attnum > 0 and not attisdropped and atttypid >= 16384 order by 1, 2;
-- 10 C symbols carry the prefix
select signature, prosrc from function where lanname = 'c' and prosrc not like 'jiancha\_%' order by 1;
-- 11 a table with org_code has row security and a policy; only registers and counters have none
select relname from record c where relkind in ('r', 'p') and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_code')
    and not (relrowsecurity and exists (select from pg_policy where polrelid = c.oid)) and relname not in ('org_version', 'staff_version', 'matter_version', 'duty', 'post_holder', 'flow_node', 'signal_counter') order by 1;
-- 12 row security also on tables about a docket that name no organisation; docket_key is not readable at all
select relname from record c where relkind in ('r', 'p') and not relrowsecurity and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'docket_id') and relname <> 'docket_key' order by 1;
-- 13 views run with the rights of who asks
select relname from record where relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false) order by 1;
-- 14 docket_id leads every key of a table that has it; no foreign key crosses dockets
select conrelid::regclass, conname from pg_constraint k join record c on c.oid = k.conrelid where contype in ('p', 'u') and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'docket_id')
    and relname <> 'docket_key' and (select attname from pg_attribute a where a.attrelid = c.oid and a.attnum = conkey[1]) <> 'docket_id' order by 1;
select conrelid::regclass, conname from pg_constraint k where contype = 'f' and confrelid = 'jiancha.docket'::regclass;
-- 15 what reads a record is not IMMUTABLE
select signature from function where provolatile = 'i' and proname !~ '_text$' and prosrc ~ 'jiancha\.(calendar|docket|step|clock|signal|org|matter|staff|record_state|rule)' order by 1;
-- 16 invented names
select signature from function where proname !~ '^_?[a-z][a-z0-9_]*$' order by 1;
-- the promises: volatility (i, s, v), parallel (s, r, u), strict, language
select signature, provolatile, proparallel, proisstrict, lanname from function order by signature::text collate "C";
