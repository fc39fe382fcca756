-- Errors of the complaint desk: missing and wrong values, wrong roles, wrong order; each says what was wrong and what to do.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name, parent_code) values ('cs-city', '市', null), ('cs-jw', '市纪委', 'cs-city'), ('cs-a', '甲局', 'cs-city'), ('cs-b', '乙局', 'cs-city');
create role test_complaint_desk; create role test_complaint_a; create role test_complaint_b;
select jiancha.grant_access('test_complaint_desk', 'cs-jw', 'complaint_desk'), jiancha.grant_access('test_complaint_a', 'cs-a'), jiancha.grant_access('test_complaint_b', 'cs-b') \g /dev/null
create function pg_temp.complain(no text, at text, kind text default '6', channel text default 'portal', name text default null, contact text default null, text text default '窗口态度恶劣',
    org text default 'cs-a', desk text default 'cs-jw', case_no text default null, identity_kind text default null, identity text default null) returns text language sql as $$
    select pg_temp.try(format('insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, text, org_code, desk_org, case_no, name, contact, identity_kind, identity_number)
        values (%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L)', no, kind, channel, at, text, org, desk, case_no, name, contact, identity_kind, identity)) $$;
create function pg_temp.act(no text, kind text, at text, more json default '{}') returns text language sql as $$
    select pg_temp.try(format('insert into jiancha.complaint_step (complaint_no, kind, at%s) values (%L, %L, %L%s)', coalesce((select string_agg(', ' || key, '' order by key) from json_each_text(more)), ''),
        no, kind, at, coalesce((select string_agg(', ' || quote_nullable(value), '' order by key) from json_each_text(more)), ''))) $$;
-- receipt
set role test_complaint_desk;
select pg_temp.complain(null, '2025-03-03');
select pg_temp.complain(' C', '2025-03-03');
select pg_temp.complain(repeat('九', 67), '2025-03-03');
select pg_temp.complain('C-1', null);
select pg_temp.complain('C-1', 'infinity');
select pg_temp.complain('C-1', '-infinity');
select pg_temp.complain('C-1', '1999-01-01');
select split_part(pg_temp.complain('C-1', '2200-01-01'), E'\n', 1);
select pg_temp.complain('C-1', '2005-01-05');
select pg_temp.complain('C-1', '2025-03-03', text => ' ');
select pg_temp.complain('C-1', '2025-03-03', kind => '10');
select split_part(pg_temp.complain('C-1', '2025-03-03', kind => null), E'\n', 1);
select pg_temp.complain('C-1', '2025-03-03', channel => 'pigeon');
select pg_temp.complain('C-1', '2025-03-03', org => 'none');
select pg_temp.complain('C-1', '2025-03-03', desk => null);
select pg_temp.complain('C-1', '2025-03-03', desk => 'none');
select pg_temp.complain('C-1', '2025-03-03', desk => 'cs-a');
select pg_temp.complain('C-1', '2025-03-03', case_no => 'none');
select pg_temp.complain('C-1', '2025-03-03', name => '李四五', identity_kind => 'identity_number');
select pg_temp.complain('C-1', '2025-03-03', name => '李四五', identity => '11010519491231002X');
select pg_temp.complain('C-1', '2025-03-03', identity_kind => 'identity_number', identity => '11010519491231002X');
select pg_temp.complain('C-1', '2025-03-03', name => '李四五', identity_kind => 'passport', identity => '11010519491231002X');
-- the wrong number is not repeated in the message
select pg_temp.complain('C-1', '2025-03-03', name => '李四五', identity_kind => 'identity_number', identity => '110105194912310021');
select pg_temp.complain('C-1', '2025-03-03', name => '李四五', text => '我是李 四五，态度恶劣');
select pg_temp.complain('C-1', '2025-03-03', contact => '139 0373 0001', text => '回电１３９０３７３０００１');
select pg_temp.complain('C-1', '2025-03-03 10:00', name => '李四五', contact => '13903730001');
select pg_temp.complain('C-1', '2025-03-03 10:00', name => '李四五', contact => '13903730001');
select pg_temp.complain('C-1', '2025-03-03 10:00', name => '李四五', contact => '13903730002');
-- a statement is entered whole or not at all; a row repeats another of the same statement
select pg_temp.try($$ insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, text, org_code, desk_org) values
    ('C-2', '1', 'portal', '2025-03-03', '一', 'cs-a', 'cs-jw'), ('C-3', '11', 'portal', '2025-03-03', '一', 'cs-a', 'cs-jw') $$);
select pg_temp.try($$ insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, text, org_code, desk_org) values
    ('C-2', '1', 'portal', '2025-03-03', '一', 'cs-b', 'cs-jw'), ('C-3', '1', 'phone', '2025-03-04', ' 一 ', 'cs-b', 'cs-jw') $$);
select complaint_no, kind, channel, real_name, org_code, desk_org, repeat_of, state, due_on from jiancha.complaints order by 1;
-- handling
select pg_temp.act(null, 'accept', '2025-03-03');
select pg_temp.act('C-1', null, '2025-03-03');
select pg_temp.act('C-1', 'accept', null);
select pg_temp.act('C-9', 'accept', '2025-03-03 11:00');
select split_part(pg_temp.act('C-1', 'dance', '2025-03-03 11:00'), E'\n', 1);
select pg_temp.act('C-1', 'handle', '2025-03-03 11:00');
select pg_temp.act('C-1', 'accept', '2025-03-03 09:59');
select pg_temp.act('C-1', 'accept', 'infinity');
select split_part(pg_temp.act('C-1', 'accept', '2200-01-01'), E'\n', 1);
select pg_temp.act('C-1', 'accept', '2025-03-03 11:00');
select pg_temp.act('C-1', 'accept', '2025-03-03 11:00');
select pg_temp.act('C-1', 'handle', '2025-03-03 10:30');
select pg_temp.act('C-1', 'reply', '2025-03-03 12:00', '{"text": "x"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "none", "result_due": "2025-03-10"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_body": "某局", "result_due": "2025-03-10"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-jw", "result_due": "2025-03-10"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-b", "result_due": "2025-03-04"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-b", "result_due": "infinity"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-b", "result_due": "2025-03-08"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-b", "result_due": "2025-03-25"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-b", "result_due": "2025-03-10", "result_required": "false"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-b", "result_due": "2025-03-10", "text": "请向李四五核实"}');
select pg_temp.act('C-1', 'transfer_out', '2025-03-04 10:00', '{"to_org": "cs-b", "result_due": "2025-03-10"}');
select pg_temp.act('C-1', 'close', '2025-03-05 10:00', '{"outcome": "explain"}');
select pg_temp.act('C-1', 'reply', '2025-03-05 10:00', '{"text": "x"}');
set role test_complaint_a;
select pg_temp.act('C-1', 'reply', '2025-03-05 10:00', '{"text": "x"}');
set role test_complaint_b;
select pg_temp.act('C-1', 'reply', '2025-03-05 10:00');
select pg_temp.act('C-1', 'close', '2025-03-05 10:00', '{"outcome": "explain"}');
select pg_temp.try($$ insert into jiancha.docket_step (docket_kind, business_no, kind, at) values ('complaint', 'C-1', 'close', '2025-03-05 10:00') $$);
select pg_temp.act('C-1', 'request_extension', '2025-03-05 10:00', '{"reason": "取证", "document_no": "申", "days": 0}');
select pg_temp.act('C-1', 'request_extension', '2025-03-05 10:00', '{"reason": "取证", "document_no": "申", "days": 2}');
select pg_temp.act('C-1', 'request_extension', '2025-03-05 11:00', '{"reason": "取证", "document_no": "申", "days": 2}');
select pg_temp.act('C-1', 'reply', '2025-03-06 10:00', '{"text": "已办"}');
select pg_temp.act('C-1', 'reply', '2025-03-06 10:00', '{"text": "已办"}');
select kind, at, to_org, text from jiancha.complaint_step order by at;
set role test_complaint_desk;
select pg_temp.act('C-1', 'close', '2025-03-07 10:00', '{"outcome": "explain", "result": "不属实", "text": "说明"}');
select pg_temp.act('C-1', 'feedback', '2025-03-07 10:00');
select pg_temp.act('C-1', 'feedback', '2025-03-07 10:00', '{"text": "已告知"}');
select pg_temp.act('C-1', 'close', '2025-03-07 11:00', '{"outcome": "none"}');
select pg_temp.act('C-1', 'close', '2025-03-07 11:00', '{"outcome": "explain", "result": "属实", "text": "说明"}');
select pg_temp.act('C-1', 'publish', '2025-03-07 11:00', '{"text": "已处理"}');
select pg_temp.act('C-1', 'close', '2025-03-07 11:00', '{"outcome": "explain", "result": "不属实", "text": "说明"}');
select pg_temp.act('C-1', 'feedback', '2025-03-08 10:00', '{"text": "又"}');
select pg_temp.act('C-1', 'publish', '2025-03-08 11:00');
select pg_temp.act('C-1', 'publish', '2025-03-08 11:00', '{"text": "李四五"}');
select pg_temp.act('C-1', 'publish', '2025-03-08 11:00', '{"text": "已处理"}');
-- the phone has no limit; two acts in one statement
select pg_temp.try($$ insert into jiancha.complaint_step (complaint_no, kind, at) values ('C-3', 'accept', '2025-03-05'), ('C-3', 'handle', '2025-03-05') $$);
select pg_temp.act('C-3', 'accept', '2025-03-05');
select pg_temp.act('C-3', 'extend', '2025-03-05', '{"days": 1, "reason": "复杂", "decider": "主管负责人"}');
select pg_temp.try('update jiancha.complaint_step set text = null');
select pg_temp.try('delete from jiancha.complaint_intake');
-- identities
select pg_temp.try($$ select * from jiancha.complainant $$);
select pg_temp.try($$ select * from jiancha.ask_identity('C-9', '理由') $$);
select pg_temp.try($$ select * from jiancha.ask_identity(null, '理由') $$);
select pg_temp.try($$ select * from jiancha.ask_identity('C-1', null) $$);
select pg_temp.try($$ select * from jiancha.tell_identity(null) $$);
begin;
call jiancha.reveal_complainant('C-1', '电话反馈');
rollback;
call jiancha.reveal_complainant('C-1', '电话反馈');
select complaint_no, what, reason, actor from jiancha.identity_read order by seq;
reset role;
select pg_temp.try('update jiancha.complainant set name = null');
select pg_temp.try('delete from jiancha.identity_read');
-- rules
select pg_temp.try($$ select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '6', '别的', source => '条') $$);
select pg_temp.try($$ select jiancha.define_complaint_rule('xinxiang', 1, 'sort', '6', '别的', source => '条') $$);
select pg_temp.try($$ select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '6', '别的', source => '') $$);
select pg_temp.try($$ select jiancha.define_complaint_rule('xinxiang', 1, 'outcome', 'x', '别的', source => '条', needs => '{money}') $$);
select pg_temp.try($$ select jiancha.define_complaint_rule('xinxiang', 1, 'kind', 'x', '别的', source => '条', start_kind => 'received') $$);
