-- What every call that writes a row of a pack refuses, in the same words; and whose rights it works with.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select jiancha.define_pack('t', 1, '试验', '试验市', valid_from => '2010-01-01', source => '试验') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text;
begin
    execute command;
    return 'done';
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''));
end $$;

-- one row each that is right, with one thing wrong in it
create function pg_temp.call(what text, version integer, name text, source text, status text) returns text language sql as $$
    select pg_temp.try(format(case what
        when 'clock' then 'select jiancha.define_clock(%L, %s, %L, %L, %L, %L, limit_amount => 5, limit_unit => %L, source => %L, status => %L)'
        when 'signal' then 'select jiancha.define_signal(%L, %s, %L, level => %5$L, source => %8$L, status => %9$L)'
        when 'condition' then 'select jiancha.define_condition(%L, %s, %L, %10$L, %5$L, %11$L, %12$L, source => %8$L, status => %9$L)'
        when 'param' then 'select jiancha.define_param(%L, %s, %L, %4$L, source => %8$L, status => %9$L)'
        when 'template' then 'select jiancha.define_template(%L, %s, %L, %4$L, word => %4$L, source => %8$L, status => %9$L)'
        end, 't', coalesce(version::text, 'null'), name, 'x', case what when 'clock' then '{accept}' else 'yellow' end, '{close}', 'working_day', source, status,
        'approval', 'state = ''closed''', 'close'));
$$;
select what, pg_temp.call(what, 2, 'T', '试验', 'assumed') as "version 2", pg_temp.call(what, null, 'T', '试验', 'assumed') as "no version",
    pg_temp.call(what, 1, ' ', '试验', 'assumed') as "no name", pg_temp.call(what, 1, 'T', ' ', 'assumed') as "no source",
    pg_temp.call(what, 1, 'T', '试验', 'mine') as "status", pg_temp.call(what, 1, 'T', '试验', null) as "no status"
from unnest('{clock,signal,condition,param,template}'::text[]) what \gx

-- the names that cards without a clock have
select pg_temp.call('clock', 1, n, '试验', 'assumed') from unnest('{facts,manual}'::text[]) n;

-- the clock by which a card must be answered is checked for each kind of rule: it may be the parent's
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-1', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验', answer_clock => 'answr') $$);
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-1', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验', answer_clock => 'statutory') $$);
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-1', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验', basis => 'none') $$);
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-1', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验', answer_clock => 'answer') $$);
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-1', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验', answer_clock => 'answer') $$);
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-1', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验') $$);
select kind, docket_kind, level, condition, phase, holds_from, issue, answer_clock, clock, at, effect, once, text_required, enabled from jiancha.signal_rule where pack = 't';

-- recipients and templates: a wrong word is named with the right ones, and no constraint shows through
select pg_temp.try($$ select jiancha.define_recipient('t', 1, 'orange', 'handler', 'sms', '试验') $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 1, null, null, 'sms', '试验') $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 1, 'red', 'boss', 'sms', '试验') $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 1, 'red', null, 'sms', '试验') $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 1, 'red', 'handler', 'fax', '试验') $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 1, 'red', 'handler', null, '试验') $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 1, 'red', 'handler', 'sms', '试验', enabled => null) $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 1, 'red', 'handler', 'sms', '试验', status => 'mine') $$);
select pg_temp.try($$ select jiancha.define_recipient('t', 9, 'red', 'handler', 'sms', '试验') $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验', for_level => 'orange') $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验', form => 'fax') $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验', form => 'message') $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', form => 'message', source => '试验', for_what => 'lost') $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验', for_what => 'moved') $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验', addressee => 'press') $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验', issuer => null) $$);
select pg_temp.try($$ select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验', enabled => null) $$);
select count(*) from jiancha.recipient_rule where pack = 't' union all select count(*) from jiancha.document_template where pack = 't';

-- no rule is added to what judges cases; a letter or a recipient is: nothing is earned by it
insert into jiancha.org (org_code, name) values ('df-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('df-m', 'df-a', '许可', 5, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('df-1', 'df-a', 'df-m', '某', '2025-03-03 09:00+08');
select pg_temp.try($$ select jiancha.define_recipient('xinxiang', 1, 'anomaly', 'liaison', 'sms', '试验') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '新的', '文', word => '新', source => '试验') $$);
select pg_temp.try($$ select jiancha.define_condition('xinxiang', 1, 'X-0', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验') $$);
-- what is there may be said again
select pg_temp.try($$ select jiancha.define_recipient('xinxiang', 1, 'notice', 'handler', 'sms', source => '新乡市电子监察预警纠错办法(试行) 第六条') $$);

-- the rights: EXECUTE alone is enough, and a superuser's call runs nothing of others as a superuser
create function public.tell() returns trigger language plpgsql as $$
begin
    raise warning 'written by %', current_user;
    return new;
end $$;
create trigger tell before insert on jiancha.signal_rule for each row execute function public.tell();
create trigger tell before insert on jiancha.recipient_rule for each row execute function public.tell();
create trigger tell before insert on jiancha.document_template for each row execute function public.tell();
select jiancha.define_condition('t', 1, 'T-2', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验');
select jiancha.define_recipient('t', 1, 'red', 'handler', 'sms', '试验');
select jiancha.define_template('t', 1, '甲', '文', word => '甲', source => '试验');
create role regress_author;
grant usage on schema jiancha to regress_author;
set role regress_author;
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-3', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验') $$);
reset role;
grant execute on function jiancha.define_condition(text, integer, text, text, text, text, text, text, text, text, text, text, text, text, boolean) to regress_author;
set role regress_author;
select pg_temp.try($$ select jiancha.define_condition('t', 1, 'T-3', 'approval', 'yellow', 'state = ''closed''', 'close', source => '试验') $$);
reset role;
drop owned by regress_author;
drop role regress_author;
