-- Errors of what people do about cards: missing and wrong values, wrong roles, wrong order; each says what was wrong and what to do.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';
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
insert into jiancha.org (org_code, name, parent_code) values ('hs-city', '市', null), ('hs-a', '甲局', 'hs-city'), ('hs-b', '乙局', 'hs-city'), ('hs-x', '外局', null);
create role test_handling_a; create role test_handling_b; create role test_handling_one; create role test_handling_two;
select jiancha.grant_access('test_handling_a', 'hs-a'), jiancha.grant_access('test_handling_b', 'hs-b'), jiancha.grant_access('test_handling_one', 'hs-city', 'supervisor'),
    jiancha.grant_access('test_handling_two', 'hs-city', 'supervisor') \g /dev/null
-- raising
set role test_handling_one;
create function pg_temp.raise(no text, rule text, org text, at text, text text default '情况', bad_effect boolean default null, case_no text default null) returns text language sql as $$
    select pg_temp.try(format('insert into jiancha.signal_raise (raise_no, rule, org_code, at, text, bad_effect, case_no) values (%L, %L, %L, %L, %L, %L, %L)', no, rule, org, at, text, bad_effect, case_no)) $$;
select pg_temp.raise(null, 'X-W-4.1', 'hs-a', '2025-03-03');
select pg_temp.raise(' R', 'X-W-4.1', 'hs-a', '2025-03-03');
select pg_temp.raise(repeat('九', 67), 'X-W-4.1', 'hs-a', '2025-03-03');
select pg_temp.raise('R-1', '', 'hs-a', '2025-03-03');
select pg_temp.raise('R-1', 'X-W-4.1', null, '2025-03-03');
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-none', '2025-03-03');
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-x', '2025-03-03') ~ 'JC007: you do not supervise organisation "hs-x"';
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-city', '2025-03-03');
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', null);
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', 'infinity');
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', '1999-01-01');
select split_part(pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', '2200-01-01'), E'\n', 1);
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', '2009-01-05');
select split_part(pg_temp.raise('R-1', 'X-W-4.99', 'hs-a', '2025-03-03'), E'\n', 1);
select pg_temp.raise('R-1', 'X-W-4.13', 'hs-a', '2025-03-03', ' ');
select pg_temp.raise('R-1', 'X-W-5.1', 'hs-a', '2025-03-03', bad_effect => true);
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', '2025-03-03', case_no => 'none');
-- once, and the same again
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', '2025-03-03 10:00');
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', '2025-03-03 10:00');
select pg_temp.raise('R-1', 'X-W-4.1', 'hs-a', '2025-03-03 10:00', '其他情况');
insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) select 'S-' || n, 'X-W-4.4', case when n < 4 then 'hs-a' else 'hs-b' end, '2025-03-03 10:00', '成批' from generate_series(1, 5) n;
select signal_no, case_no, org_code, rule, level, origin, state, issued_at from jiancha.signals order by 1;
-- replying
set role test_handling_a;
create function pg_temp.reply(card text, kind text, at text, text text default '答复') returns text language sql as $$
    select pg_temp.try(format('insert into jiancha.signal_reply (signal_no, kind, at, text) values (%L, %L, %L, %L)', card, kind, at, text)) $$;
select pg_temp.reply(null, 'explain', '2025-03-04');
select pg_temp.reply('hs-a-2025-00001', 'protest', '2025-03-04');
select pg_temp.reply('hs-a-2025-00001', 'explain', null);
select pg_temp.reply('hs-a-2025-00001', 'explain', '2025-03-04', '');
select pg_temp.reply('hs-a-2025-00001', 'explain', '-infinity');
select pg_temp.reply('hs-a-2025-00001', 'explain', '2025-03-02');
select pg_temp.reply('hs-a-2025-00001', 'appeal', '2025-06-02');
select pg_temp.reply('hs-b-2025-00001', 'explain', '2025-03-04');
select pg_temp.reply('hs-a-2025-00001', 'explain', '2025-03-04 10:00');
select pg_temp.reply('hs-a-2025-00001', 'explain', '2025-03-04 10:00');
select pg_temp.try($$ insert into jiancha.signal_reply (signal_no, kind, at, text) values ('hs-a-2025-00002', 'explain', '2025-03-04', '一'), ('hs-a-2025-00002', 'appeal', '2025-03-05', '二') $$);
select pg_temp.try($$ insert into jiancha.signal_decision (signal_no, kind, at, reason) values ('hs-a-2025-00001', 'accept', '2025-03-05', '理由') $$);
select pg_temp.try($$ update jiancha.signal_reply set text = 'x' $$);
select signal_no, kind, at, text, late from jiancha.signal_reply;
-- deciding
set role test_handling_two;
create function pg_temp.decide(card text, kind text, at text, reason text default '理由', ground text default null) returns text language sql as $$
    select pg_temp.try(format('insert into jiancha.signal_decision (signal_no, kind, at, reason, ground) values (%L, %L, %L, %L, %L)', card, kind, at, reason, ground)) $$;
select pg_temp.decide(null, 'accept', '2025-03-05');
select pg_temp.decide('hs-a-2025-00001', 'forgive', '2025-03-05');
select pg_temp.decide('hs-a-2025-00001', 'accept', '2025-03-05', ' ');
select pg_temp.decide('none', 'accept', '2025-03-05') ~ 'JC004: card "none" does not exist';
select pg_temp.decide('hs-a-2025-00002', 'accept', '2025-03-05');
select pg_temp.decide('hs-a-2025-00001', 'issue', '2025-03-05');
select pg_temp.decide('hs-a-2025-00001', 'accept', '2025-03-01');
select pg_temp.decide('hs-a-2025-00001', 'accept', '2025-03-05', ground => 'force_majeure');
select pg_temp.decide('hs-a-2025-00001', 'exempt', '2025-03-05');
select pg_temp.decide('hs-a-2025-00001', 'accept', '2025-03-05');
select pg_temp.decide('hs-a-2025-00001', 'accept', '2025-03-05');
select pg_temp.decide('hs-a-2025-00001', 'accept', '2025-03-06');
select no, at, kind, text, actor, actor_org from jiancha.signal_history where signal_no = 'hs-a-2025-00001';
set role test_handling_one;
select pg_temp.decide('hs-a-2025-00001', 'withdraw', '2025-03-07');
-- bulk exemption
select pg_temp.try($$ select jiancha.exempt_bulk('2025-03-04', '2025-03-03', null, 'platform_outage', '1', '故障', '2025-03-05') $$);
select pg_temp.try($$ select jiancha.exempt_bulk('2025-03-03', '2025-03-04', null, 'platform_outage', '', '故障', '2025-03-05') $$);
select signal_no, obstacle from jiancha.preview_exempt_bulk('2025-03-03', '2025-03-04', '{hs-a}', 'platform_outage');
set role test_handling_two;
select signal_no, obstacle from jiancha.preview_exempt_bulk('2025-03-03', '2025-03-04', null, 'no_ground');
select * from jiancha.exempt_bulk('2025-03-03', '2025-03-04', '{hs-b}', 'platform_outage', '决1', '平台故障', '2025-03-05');
select signal_no, state, exempts_points from jiancha.signals where org_code = 'hs-b';
-- inquiry, accountability, orders
select pg_temp.try($$ insert into jiancha.inquiry_step (inquiry_no, kind, at) values ('I-1', 'approve_inquiry', '2025-03-05') $$);
select pg_temp.try($$ insert into jiancha.inquiry_step (inquiry_no, signal_no, kind, at) values ('I-1', 'hs-a-2025-00002', 'dance', '2025-03-05') $$);
select pg_temp.try($$ insert into jiancha.inquiry_step (inquiry_no, signal_no, kind, at) values ('I-1', 'hs-a-2025-00002', 'propose', '2025-03-05') $$);
select pg_temp.try($$ insert into jiancha.inquiry_step (inquiry_no, signal_no, kind, at) values ('I-1', 'hs-a-2025-00002', 'approve_inquiry', '2025-03-05') $$);
select pg_temp.try($$ insert into jiancha.inquiry_step (inquiry_no, signal_no, kind, at, decider) values ('I-1', 'hs-a-2025-00002', 'approve_inquiry', '2025-03-05', '分管领导') $$);
select pg_temp.try($$ insert into jiancha.inquiry_step (inquiry_no, signal_no, kind, at, decider) values ('I-1', 'hs-a-2025-00002', 'approve_inquiry', '2025-03-05', '分管领导') $$);
select pg_temp.try($$ insert into jiancha.inquiry_step (inquiry_no, signal_no, kind, at, decider) values ('I-2', 'hs-a-2025-00002', 'approve_inquiry', '2025-03-05', '分管领导') $$);
select pg_temp.try($$ insert into jiancha.accountability_intake (accountability_no, kind, org_code, measure, cites_kind, cites_no, reason, decision_no, at) values ('A-1', 'efficiency', 'hs-a', '打板子', 'inquiry', 'I-1', '理由', '决', '2025-03-06') $$);
select pg_temp.try($$ insert into jiancha.accountability_intake (accountability_no, kind, org_code, measure, cites_kind, cites_no, reason, decision_no, at) values ('A-1', 'efficiency', 'hs-a', '通报批评', 'complaint', 'T-9', '理由', '决', '2025-03-06') $$);
select pg_temp.try($$ insert into jiancha.accountability_intake (accountability_no, kind, org_code, measure, cites_kind, cites_no, reason, decision_no, at) values ('A-1', 'efficiency', 'hs-b', '通报批评', 'signal', 'hs-b-2025-00001', '理由', '决', '2025-03-06') $$);
select pg_temp.try($$ insert into jiancha.accountability_intake (accountability_no, kind, org_code, measure, cites_kind, cites_no, reason, decision_no, at) values ('A-1', 'efficiency', 'hs-a', '通报批评', 'inquiry', 'I-1', '理由', '决', '2025-03-06') $$);
select pg_temp.try($$ insert into jiancha.accountability_intake (accountability_no, kind, org_code, measure, cites_kind, cites_no, reason, decision_no, at) values ('A-1', 'efficiency', 'hs-a', '停职检查', 'inquiry', 'I-1', '理由', '决', '2025-03-06') $$);
select pg_temp.try($$ insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at, set_limit) values ('O-1', 'hs-a', '限期', '2025-03-03', 0) $$);
select pg_temp.try($$ insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at, set_limit, set_unit) values ('O-1', 'hs-a', '限期', '2025-03-03', 3, 'moon') $$);
select pg_temp.try($$ insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at, set_limit) values ('O-1', 'hs-a', '限期', '2025-03-03', 3) $$);
select pg_temp.try($$ insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at, set_limit) values ('O-1', 'hs-a', '限期', '2025-03-03', 3) $$);
select pg_temp.try($$ insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at, set_limit) values ('O-1', 'hs-a', '限期', '2025-03-03', 4) $$);
set role test_handling_b;
select pg_temp.try($$ insert into jiancha.order_reply (business_no, at, text) values ('O-1', '2025-03-04', '已办') $$);
select count(*) from jiancha.finding; select count(*) from jiancha.inquiry; select count(*) from jiancha.accountability; select count(*) from jiancha.supervision_order;
reset role;
select * from jiancha.verify('2025-03-31');
drop owned by test_handling_a, test_handling_b, test_handling_one, test_handling_two;
drop role test_handling_a, test_handling_b, test_handling_one, test_handling_two;
