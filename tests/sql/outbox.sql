-- Outbox: duties, relays' calls, back-off, and what is refused.
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
insert into jiancha.org (org_code, name) values ('ob-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('ob-m', 'ob-a', '许可', 5, 20);
-- people
select pg_temp.try($$ insert into jiancha.staff (staff_code, org_code, name, mobile) values ('o1', 'ob-a', '张', 'abc') $$);
select pg_temp.try($$ insert into jiancha.staff (staff_code, org_code, name, phone) values ('o1', 'ob-a', '张', E'1\n2') $$);
insert into jiancha.staff (staff_code, org_code, name) values ('o0', 'ob-a', '旧式');
insert into jiancha.staff (staff_code, org_code, name, mobile, phone) values ('o1', 'ob-a', '张', ' 13800000001 ', ''), ('o2', 'ob-a', '李', '+8613800000002', '(0373) 20-20');
select staff_code, name, mobile, phone from jiancha.staff order by 1;
-- duties
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('ob-a', 'boss', 'o1') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('ob-x', 'handler', 'o1') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('ob-a', 'handler', 'ox') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('ob-a', null, 'o1') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_from, valid_until) values ('ob-a', 'handler', 'o1', '2025-02-01', '2025-02-01') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_from) values ('ob-a', 'supervising_leader', 'o1', '2025-01-01') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_from) values ('ob-a', 'supervising_leader', 'o1', '2025-01-01') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_from, valid_until) values ('ob-a', 'supervising_leader', 'o1', '2025-01-01', '2025-05-06') $$);
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_from, valid_until) values ('ob-a', 'supervising_leader', 'o1', '2025-01-01', '2026-02-01') $$);
select pg_temp.try($$ delete from jiancha.duty $$);
select * from jiancha.duty_assignment;
create role test_outbox_clerk; create role test_outbox_relay;
select jiancha.grant_access('test_outbox_clerk', 'ob-a') \g /dev/null
grant usage on schema jiancha to test_outbox_relay;
grant execute on function jiancha.take_notices(text, int, timestamptz, interval, text[]), jiancha.notice_done(text, text, boolean, text, timestamptz) to test_outbox_relay;
set role test_outbox_clerk;
select pg_temp.try($$ insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('ob-a', 'handler', 'o1') $$);
select pg_temp.try($$ select jiancha.take_notices('w', 1, '2025-05-06 09:00+08') $$);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) values ('O-1', 'ob-a', 'ob-m', '王', '2025-04-21 09:00+08', 'o2');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('O-1', 1, 'accept', '2025-04-21 10:00+08');
reset role;
-- recipients
select pg_temp.try($$ select jiancha.define_recipient('xinxiang', 1, 'notice', 'unit', 'sms', '测试') $$);
select pg_temp.try($$ select jiancha.define_recipient('xinxiang', 1, 'notice', 'liaison', 'letter', '测试') $$);
select pg_temp.try($$ select jiancha.define_recipient('xinxiang', 1, 'notice', 'nobody', 'sms', '测试') $$);
select pg_temp.try($$ select jiancha.define_recipient('xinxiang', 1, 'notice', 'handler', 'phone', '测试') $$);
-- one red card
call jiancha.sweep_all('2025-05-06 08:00+08');
insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, org_code, actor)
    select docket_id, rule, clock, cycle, 'issue', '2025-05-06 08:00+08', level, org_code, 'test' from jiancha.signal where level = 'red' and issued_at is null;
select jiancha._follow_up(array(select signal_no from jiancha.signal where level = 'red'), 'issued', '2025-05-06 08:00+08') \g /dev/null
select duty, recipient_name, channel, address, flag from jiancha.notice where level = 'red' order by duty;
-- a relay reads no table; it takes and reports
set role test_outbox_relay;
select pg_temp.try($$ select * from jiancha.notice $$);
select pg_temp.try($$ select jiancha.take_notices('w', 0, '2025-05-06 09:00+08') $$);
select pg_temp.try($$ select jiancha.take_notices('w', 1001, '2025-05-06 09:00+08') $$);
select pg_temp.try($$ select jiancha.take_notices('w', 1, 'infinity') $$);
select pg_temp.try($$ select jiancha.take_notices('w', 1, '2025-05-06 09:00+08', '0') $$);
select pg_temp.try($$ select jiancha.take_notices('w', 1, '2025-05-06 09:00+08', '1 day') $$);
select jiancha.take_notices(null, 1, '2025-05-06 09:00+08') is null as nothing;
select pg_temp.try($$ select jiancha.notice_done(null, 'w', true, null, '2025-05-06 09:00+08') $$);
select pg_temp.try($$ select jiancha.notice_done('x', 'w', true, null, '-infinity') $$);
select jiancha.notice_done('no such message', 'w', true, null, '2025-05-06 09:00+08');
select m ->> 'address' as address, m ->> 'attempt' as attempt, m ->> 'notices' as notices, m -> 'keys' as keys, m ->> 'key' as message from jsonb_array_elements(jiancha.take_notices('w', 10, '2025-05-06 09:00+08', '10 minutes')) m \gset m_
select :'m_address' as address, :'m_attempt' as attempt, :'m_notices' as notices;
-- claimed: nobody else gets it, until the claim is over
select jiancha.take_notices('v', 10, '2025-05-06 09:09:59+08');
select m ->> 'key' = :'m_message' as same_key, m -> 'keys' = :'m_keys' as same_notices from jsonb_array_elements(jiancha.take_notices('v', 10, '2025-05-06 09:10+08', '10 minutes')) m;
-- a failure reported by the one who lost it does not count; the other's does: tried again after 5, 10, 20 … minutes
select jiancha.notice_done(:'m_message', 'w', false, 'late', '2025-05-06 09:11+08');
select jiancha.notice_done(:'m_message', 'v', false, '网关不通', '2025-05-06 09:11+08');
select jiancha.take_notices('v', 10, '2025-05-06 09:15:59+08');
select m ->> 'attempt' as attempt, m ->> 'key' = :'m_message' as same_key from jsonb_array_elements(jiancha.take_notices('v', 10, '2025-05-06 09:16+08', '1 minute')) m;
select jiancha.notice_done(:'m_message', 'v', false, '网关不通', '2025-05-06 09:16+08');
reset role;
select state, attempts, next_try_at, error from jiancha.notice_delivery where message_key = :'m_message';
select name, phone, why from jiancha.phone_list order by name collate "C", why;
-- a report that it went, however late, is believed; once
select jiancha.notice_done(:'m_message', 'w', true, null, '2025-05-06 09:20+08');
select jiancha.notice_done(:'m_message', 'w', true, null, '2025-05-06 09:21+08');
select state, attempts, sent_at, error from jiancha.notice_delivery where message_key = :'m_message';
-- calls are confirmed by key
select pg_temp.try($$ select jiancha.confirm_delivery('no-card', '2025-05-06 10:00+08', '李') $$);
select pg_temp.try(format($$ select jiancha.confirm_delivery(%L, null, '李') $$, signal_no)) from jiancha.signal where level = 'red';
select pg_temp.try(format($$ select jiancha.confirm_delivery(%L, '2025-05-06 10:00+08', '') $$, signal_no)) from jiancha.signal where level = 'red';
select pg_temp.try(format($$ select jiancha.confirm_delivery(%L, '2025-05-06 07:00+08', '李') $$, signal_no)) from jiancha.signal where level = 'red';
select pg_temp.try(format($$ select jiancha.confirm_delivery(%L, '2025-05-06 10:00+08', '李', %L) $$, signal_no, key)) from jiancha.phone_list;
select name, why from jiancha.phone_list;
select by, at from jiancha.delivery_confirmation;
select pg_temp.try('delete from jiancha.notice');
select pg_temp.try('delete from jiancha.notice_delivery');
drop owned by test_outbox_clerk, test_outbox_relay;
drop role test_outbox_clerk, test_outbox_relay;
