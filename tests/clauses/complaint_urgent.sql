-- What must be done at once where the calendar has no opening hours, and who sees a complaint that was transferred. Entered by the desk of the discipline organ.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('cu-city', '市', null), ('cu-jw', '市纪委', 'cu-city'), ('cu-a', '甲局', 'cu-city'), ('cu-b', '乙局', 'cu-city'), ('cu-c', '丙局', 'cu-city');
create role clause_cu_desk; create role clause_cu_a; create role clause_cu_b; create role clause_cu_c; create role clause_cu_city;
select jiancha.grant_access('clause_cu_desk', 'cu-jw', 'complaint_desk'), jiancha.grant_access('clause_cu_a', 'cu-a'), jiancha.grant_access('clause_cu_b', 'cu-b'),
    jiancha.grant_access('clause_cu_c', 'cu-c'), jiancha.grant_access('clause_cu_city', 'cu-city', 'supervisor') \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';
create function pg_temp.complain(no text, at timestamptz, urgent boolean default true) returns void begin atomic
    insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, subject, text, org_code, desk_org, urgent) values (no, '6', 'portal', at, '现场', '投诉 ' || no, 'cu-a', 'cu-jw', urgent);
end;
create function pg_temp.act(no text, kind text, at timestamptz, to_org text default null, due date default null, text text default null) returns void begin atomic
    insert into jiancha.complaint_step (complaint_no, kind, at, to_org, result_required, result_due, text) values (no, kind, at, to_org, due is not null, due, text);
end;
create function pg_temp.cards(no text) returns text begin atomic
    select coalesce(string_agg(s.rule || ' ' || s.level || ' ' || s.state || to_char(s.earned_at, ' MM-DD HH24:MI:SS'), ', ' order by s.rule), '') from jiancha.signals s where s.case_no = no and s.state <> 'unfounded';
end;
select no_plan();

-- an order in working hours is not counted by the clock: nothing is guessed
select throws_ok($$ insert into jiancha.supervision_order_intake (order_no, org_code, text, issued_at, set_limit, set_unit) values ('N-1', 'cu-a', '督办', '2025-03-10 10:00+08', 3, 'working_hour') $$,
    'JC005', null, '[Z-20] without opening hours an order in working hours is refused');

-- Saturday 2025-03-01, 22:00: two hours later it is Sunday, and both are days of rest
set role clause_cu_desk;
select lives_ok($$ select pg_temp.complain('U-' || n, '2025-03-01 22:00+08') from generate_series(1, 3) n $$, '[X-C-5.4] a pressing complaint is received though the calendar has no opening hours');
select pg_temp.act('U-1', 'assign', '2025-03-01 23:59:59+08', 'cu-b'), pg_temp.act('U-2', 'assign', '2025-03-02 00:00+08', 'cu-b') \g /dev/null
reset role;
select is((select c.due_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'U-3' and c.clock = 'immediate'), '2025-03-02 00:00+08'::timestamptz,
    '[X-C-5.4] at once waits for no opening: two hours of the clock, on a day of rest and into the next');
select is((select c.certainty from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'U-3' and c.clock = 'immediate'), 'firm', '[X-C-5.4] and is certain');
select jiancha.sweep('2025-03-01 23:59:59+08') \g /dev/null
select is(pg_temp.cards('U-3'), '', '[X-C-5.4] nothing in the last second of the two hours');
select jiancha.sweep('2025-03-02 00:00+08') \g /dev/null
select is(pg_temp.cards('U-3'), 'X-C-5.4 red pending 03-02 00:00:00', '[X-C-5.4] then a candidate');
select is(pg_temp.cards('U-1'), '', '[X-C-5.4] somebody was sent a second before');
select is(pg_temp.cards('U-2'), 'X-C-5.4 red pending 03-02 00:00:00', '[X-C-5.4] sent at the exclusive bound is too late');
select is_empty($$ select * from jiancha.verify('2025-03-02 00:00+08') $$, '[X-C-5.4] verify() is empty');
-- far beyond the published days it is as certain
set role clause_cu_desk;
select pg_temp.complain('U-9', '2025-03-01 22:00+08', false) \g /dev/null
reset role;
select is((select count(*) from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'U-9' and c.clock = 'immediate'), 0::bigint, '[X-C-5.4] what does not press has no such clock');
-- opening hours that are set later hold from then on
select jiancha.load_notice(jsonb_build_object('notice_no', '作息', 'title', '作息时间', 'issuer', '市政府', 'issued_on', '2025-03-03', 'hours', (
    select jsonb_agg(jsonb_build_object('weekday', d, 'opens', '08:30', 'closes', '17:30')) from generate_series(1, 5) d))) \g /dev/null
set role clause_cu_desk;
select pg_temp.complain('U-4', '2025-03-07 16:30+08') \g /dev/null
reset role;
select is((select c.due_at from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'U-4' and c.clock = 'immediate'), '2025-03-10 09:30+08'::timestamptz,
    '[X-C-5.4] where there are opening hours two of them');

-- X-C-6.1, X-C-8: the organisation a complaint goes to sees it from then on, no other
set role clause_cu_desk;
select pg_temp.complain('T-1', '2025-03-10 09:00+08', false), pg_temp.act('T-1', 'accept', '2025-03-10 10:00+08') \g /dev/null
set role clause_cu_b;
select is_empty($$ select complaint_no from jiancha.complaints where complaint_no = 'T-1' $$, '[X-C-6.1] before the transfer the other organisation sees nothing');
set role clause_cu_desk;
select pg_temp.act('T-1', 'transfer_out', '2025-03-10 11:00+08', 'cu-b', '2025-03-14') \g /dev/null
set role clause_cu_b;
select results_eq($$ select complaint_no from jiancha.complaints where complaint_no = 'T-1' $$, $$ values ('T-1') $$, '[X-C-6.1] who handles it sees it');
select pg_temp.act('T-1', 'reply', '2025-03-13 11:00+08', text => '已办结') \g /dev/null
select results_eq($$ select complaint_no from jiancha.complaints where complaint_no = 'T-1' $$, $$ values ('T-1') $$, '[X-C-6.1] and goes on seeing it after its reply');
set role clause_cu_c;
select is_empty($$ select complaint_no from jiancha.complaints where complaint_no = 'T-1' $$, '[X-C-8] one that has nothing to do with it does not');
reset role;
select results_eq($$ select handlers from jiancha.complaint where complaint_no = 'T-1' $$, $$ values ('{cu-b}'::text[]) $$, '[X-C-6.1] the label that row-level security goes by');
select is_empty($$ select polname from pg_policy where polrelid = 'jiancha.complaint'::regclass and pg_get_expr(polqual, polrelid) ~* 'select' $$, '[X-C-8] no policy reads another table');
select throws_ok($$ update jiancha.complaint set text = 'x' where complaint_no = 'T-1' $$, 'JC008', null, '[X-C-8] but for the label a complaint is never changed');
drop owned by clause_cu_desk, clause_cu_a, clause_cu_b, clause_cu_c, clause_cu_city;
drop role clause_cu_desk, clause_cu_a, clause_cu_b, clause_cu_c, clause_cu_city;
select * from finish();
