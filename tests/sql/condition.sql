-- Condition rules: what a definition may say, who is told what, and what becomes of a rule that fails.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
\set SHOW_CONTEXT never
select jiancha.define_pack('t', 1, '试验', '试验市', valid_from => '2010-01-01', source => '试验') \g /dev/null
create function pg_temp.try(condition text, holds_from text default null) returns void language sql as $$
    select jiancha.define_condition('t', 1, 'T-1', docket_kind => 'approval', level => 'red', condition => condition, phase => 'close', holds_from => holds_from, source => '试验 第一条');
$$;

-- one expression and nothing else
select pg_temp.try('true); drop table jiancha.docket; --');
select pg_temp.try('true) or (true');
select pg_temp.try('true; select true');
select pg_temp.try('true from jiancha.signal');
select pg_temp.try('true where true');
select pg_temp.try('true, false');
select pg_temp.try('true as x');
select pg_temp.try('distinct true');
select pg_temp.try('true order by 1');
select pg_temp.try('true limit 1');
select pg_temp.try('true for update');
select pg_temp.try('*');
select pg_temp.try('case_facts.*');
select pg_temp.try('true union select false');
select pg_temp.try('select true');
select pg_temp.try('');
select pg_temp.try(E' \t\n');
select pg_temp.try(null);
select pg_temp.try('-- nothing');
select pg_temp.try('/* open');
select pg_temp.try(repeat('true and ', 1000) || 'true');
select pg_temp.try($$ state = 'closed $$);

-- names
select pg_temp.try('accepted_att is not null');
select pg_temp.try('受理时间 is not null');
select pg_temp.try('closed_at is not null and 决定 = ''granted''');
select pg_temp.try('signal_no = ''1''');
select pg_temp.try('f.state = ''closed''');
select pg_temp.try('case_facts is not null');
select pg_temp.try('ctid is not null');
select pg_temp.try('$1');
select pg_temp.try('state');
select pg_temp.try('1');
select pg_temp.try('null');
select pg_temp.try('closed_at is not null', 'closed_at::date');
select pg_temp.try('closed_at is not null', 'now()');
select pg_temp.try('closed_at is not null', '');

-- other tables, functions, operators, types
select pg_temp.try('exists (select from pg_authid)');
select pg_temp.try('state in (select rolname from pg_roles)');
select pg_temp.try('(select true)');
select pg_temp.try('state = any (array(select rolname::text from pg_roles))');
select pg_temp.try('pg_sleep(1000) is null');
select pg_temp.try('lo_import(''/etc/passwd'') is null');
select pg_temp.try('pg_read_file(''/etc/passwd'') is null');
select pg_temp.try('pg_terminate_backend(1)');
select pg_temp.try('set_config(''search_path'', ''public'', false) is null');
select pg_temp.try('query_to_xml(''select 1'', true, true, '''') is null');
select pg_temp.try('nextval(''jiancha.docket_seq'') > 0');
select pg_temp.try('random() > 0.5');
select pg_temp.try('now() > closed_at');
select pg_temp.try('current_date > date ''2025-01-01''');
select pg_temp.try('current_user = ''postgres''');
select pg_temp.try('closed_at < ''now''');
select pg_temp.try('closed_at < timestamptz ''today''');
select pg_temp.try('closed_at < ''01/02/03''');
select pg_temp.try('closed_at < state::timestamptz');
select pg_temp.try('closed_at < $x$now$x$');
select pg_temp.try('count(*) > 1');
select pg_temp.try('row_number() over () > 1');
select pg_temp.try('generate_series(1, 1000000000) > 1');
select pg_temp.try('unnest(missing_steps) = ''review''');
select pg_temp.try('''jiancha.docket''::regclass is not null');
select pg_temp.try('''<a/>''::xml is not null');
select pg_temp.try('repeat(state, 1000000000) = ''x''');
select pg_temp.try('state ~ ''(a*)*b''');
select pg_temp.try('2 ^ 100 > 1');
select pg_temp.try('state collate "C" < ''a''');
select pg_temp.try('jiancha.sweep(closed_at) is null');
select pg_temp.try('jiancha._raise(''bad_as_of'') is null');
select pg_temp.try('jiancha.my_orgs() is null');
create function public.lower(text) returns text language sql as 'select ''squatted''::text';
create function public.mine(text) returns boolean language sql as 'select true';
create function public.text_is(text, boolean) returns boolean language sql as 'select true';
create operator public.= (leftarg = text, rightarg = boolean, function = public.text_is);
create domain public.dom as text;
create type public.colour as enum ('red');
set search_path = public, pg_catalog;
select pg_temp.try('public.lower(state) = ''x''');
select pg_temp.try('mine(state)');
select pg_temp.try('public.mine(state)');
select pg_temp.try('state operator(public.=) true');
select pg_temp.try('state = true');
select pg_temp.try('state::public.dom is null');
select pg_temp.try('state::public.colour is null');
reset search_path;

-- other arguments
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'true', 'close', source => '');
select jiancha.define_condition('t', 2, 'T-1', 'approval', 'red', 'true', 'close', source => 's');
select jiancha.define_condition('t', 1, '', 'approval', 'red', 'true', 'close', source => 's');
select jiancha.define_condition('t', 1, 'T-1', 'instrument', 'red', 'true', 'close', source => 's');
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'orange', 'true', 'close', source => 's');
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'true', 'never', source => 's');
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'true', 'close', source => 's', issue => 'soon');
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'true', 'close', source => 's', status => 'mine');
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'true', 'close', source => 's', basis => 'none');
select count(*) as "nothing was defined" from jiancha.signal_rule where pack = 't';

-- what is allowed
select jiancha.define_condition('t', 1, 'T-' || row_number() over (), 'approval', 'red', c, 'close', source => '试验')
from unnest(array[
    'closed_at is not null and decision_document_at is null',
    $$ state in ('closed', 'void') or not by_day $$,
    $$ (case when promised_limit > 5 then channel = 'window' else coalesce(applicant, '') like '%公司' end) is true $$,
    $$ closed_at - accepted_at > interval '20 days' $$,
    $$ jiancha.working_days_between(date_trunc('day', accepted_at, 'Asia/Shanghai')::date, date_trunc('day', closed_at, 'Asia/Shanghai')::date) > 10 $$,
    $$ extract(hour from closed_at at time zone 'Asia/Shanghai') >= 18 $$,
    $$ closed_at >= '2025-04-27 00:00:00+08' and closed_at < timestamptz '2025-12-31 24:00+08' $$,
    $$ lower(btrim(channel)) = any ('{window,post}') and length(subject) between 1 and 10 and nullif(party_kind, '') is distinct from 'person' $$,
    $$ array['review'] <@ missing_steps or cardinality(missing_procedures) > 0 or missing_steps[1] = 'handle' $$,
    $$ row(state, channel) = row('closed', 'window') $$,
    $$ closed_at is not null -- a comment that is open at the end$$,
    'null']) c \g /dev/null
select count(*) as defined from jiancha.signal_rule where pack = 't';
-- the same again does nothing, other content is refused
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'closed_at is not null and decision_document_at is null', 'close', source => '试验') \g /dev/null
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'closed_at is not null', 'close', source => '试验');
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'yellow', 'closed_at is not null and decision_document_at is null', 'close', source => '试验');
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'closed_at is not null and decision_document_at is null', 'close', source => '试验', holds_from => 'decided_at');
select rule, holds_from, issue, phase from jiancha.signal_rule where pack = 't' and rule = 'T-1';
drop operator public.= (text, boolean);
drop function public.lower(text), public.mine(text), public.text_is(text, boolean);

-- a department defines no rules
create role condition_clerk;
insert into jiancha.org (org_code, name) values ('t-a', '甲局');
select jiancha.grant_access('condition_clerk', 't-a') \g /dev/null
set role condition_clerk;
select jiancha.define_condition('t', 1, 'T-1', 'approval', 'red', 'true', 'close', source => 's');
select * from jiancha._condition_signals('{1}');
select jiancha.release_rule('t', 1, 'T-1', 'x');
reset role;

-- rules that fail go to quarantine; the others go on
select jiancha.define_pack('f', 1, '试验', '试验市', valid_from => '2010-01-01', source => '试验') \g /dev/null
select jiancha.define_condition('f', 1, rule, 'approval', 'red', c, 'close', holds_from => coalesce(h, 'received_at'), source => '试验')
from (values ('F-good', 'true', null), ('F-zero', 'promised_limit / (promised_limit - 5) > 0', null), ('F-cast', 'subject::int > 0', null), ('F-fold', '1 / 0 > 0', null),
    ('F-horizon', 'true', 'jiancha.deadline_at(received_at, 600)'), ('F-null', 'true', 'closed_at'), ('F-never', 'true', 'timestamptz ''infinity''')) v (rule, c, h) \g /dev/null
select jiancha.define_pack('g', 1, '县', '县', valid_from => '2010-01-01', source => '试验') \g /dev/null
update jiancha.record_state set pack = 'f';
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M5', 't-a', '五', 5, 20), ('M6', 't-a', '六', 6, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, subject)
    select 'F-' || n, 't-a', case when n = 37 then 'M5' else 'M6' end, '甲', '2025-04-21 09:00+08', case when n = 71 then '七十一' else '71' end from generate_series(1, 100) n;
set role condition_clerk;
select pg_catalog.count(*) as "a clerk sees his facts" from jiancha.case_facts;
reset role;
set role jiancha_owner;
set client_min_messages = warning;
select s.rule, count(*) from jiancha._condition_signals((select array_agg(docket_id order by docket_id) from jiancha.docket)) s group by 1 order by 1;
select rule, kind, error_code, message, case_no, actor from jiancha.rule_quarantine order by rule;
select * from jiancha._quarantined_rules() order by rule;
-- once: now nothing fails
select s.rule, count(*) from jiancha._condition_signals((select array_agg(docket_id) from jiancha.docket)) s group by 1 order by 1;
select count(*) from jiancha.rule_quarantine;
reset role;
select jiancha.release_rule('f', 1, 'F-zero', ' ');
select jiancha.release_rule('f', 1, 'F-good', '未隔离');
select jiancha.release_rule('f', 1, 'F-zero', '已查');
select count(*) as "looked at again" from jiancha.docket where check_at is not null;
select rule from jiancha._quarantined_rules() order by 1;
update jiancha.rule_quarantine set reason = 'x';
-- the rule still fails: it is put aside again
set role jiancha_owner;
select count(*) from jiancha._condition_signals((select array_agg(docket_id order by docket_id) from jiancha.docket));
-- who may not write is told, and nothing is written
reset role;
select jiancha.release_rule('f', 1, 'F-zero', '已查') \g /dev/null
begin transaction read only;
select count(*) from jiancha._condition_signals((select array_agg(docket_id order by docket_id) from jiancha.docket));
rollback;
select rule from jiancha._quarantined_rules() order by 1;

-- a card that stands by a rule in quarantine goes on standing, one that was taken back stays so
insert into jiancha.signal (docket_id, rule, clock, cycle, signal_no, business_no, level, origin, org_code, seen_by, earned_at, found_at, calendar_code, calendar_version, pack, rule_version, revision)
select d.docket_id, r, 'facts', 1, d.business_no || r, d.business_no, 'red', o, 't-a', 't-a', '2025-04-21 09:00+08', '2025-04-22 09:00+08', 'CN', 1, 'f', 1, 1
from jiancha.docket d, (values ('F-1', 'F-cast', 'auto'), ('F-2', 'F-cast', 'auto'), ('F-3', 'F-cast', 'manual'), ('F-4', 'F-zero', 'auto')) v (no, r, o) where d.business_no = no;
insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, org_code, actor) select docket_id, rule, clock, cycle, 'unfounded', '2025-04-23 09:00+08', level, org_code, 'x' from jiancha.signal where business_no = 'F-2';
set role jiancha_owner;
select d.business_no, s.rule, s.level, s.at, s.org_code from jiancha._condition_signals((select array_agg(docket_id order by docket_id) from jiancha.docket)) s join jiancha.docket d using (docket_id) where s.rule <> 'F-good' order by 1, 2;
reset role;

-- the session's settings change nothing
select jiancha.define_pack('z', 1, '试验', '试验市', valid_from => '2010-01-01', source => '试验') \g /dev/null
select jiancha.define_condition('z', 1, 'Z', 'approval', 'red', $$ received_at::date = '2025-04-21' and received_at < '2025-04-21 10:00' and received_at::text = '2025-04-21 09:00:00+08' $$, 'close',
    holds_from => $$ date_trunc('day', received_at) + interval '1 day' $$, source => '试验') \g /dev/null
update jiancha.docket set pack = 'z';
set timezone = 'America/Los_Angeles'; set datestyle = 'German'; set search_path = public;
set role jiancha_owner;
select s.rule, s.at = '2025-04-22 00:00+08' as same, count(*) from jiancha._condition_signals((select array_agg(docket_id) from jiancha.docket)) s group by 1, 2;
reset role; reset timezone; reset datestyle; reset search_path;
drop owned by condition_clerk;
drop role condition_clerk, "jiancha_org_t-a", "jiancha_enter_t-a";
