-- Letters and notices: what follows when a card is issued. Facts through the department's views; cards by sweeps.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('le-a', '甲局'), ('le-b', '乙局');
insert into jiancha.staff (staff_code, org_code, name, mobile, phone) values
    ('a1', 'le-a', '承办甲', '13900000001', null), ('a2', 'le-a', '承办乙', null, '0373-2020202'), ('a3', 'le-a', '承办丙', null, null),
    ('a8', 'le-a', '分管领导', '13900000008', null), ('j1', 'le-b', '派驻组长', '13900000009', null);
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('le-a', 'supervising_leader', 'a8'), ('le-a', 'stationed_body', 'j1');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('le-5', 'le-a', '施工许可', 5, 20);
create role clause_le_clerk;
select jiancha.grant_access('clause_le_clerk', 'le-a') \g /dev/null

-- accepted Mon 2025-04-21, five working days: due on the make-up Sunday 04-27; notice Fri 04-25, yellow 04-28, red 04-30
set role clause_le_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'L-' || n, 'le-a', 'le-5', '申请人张某某', '2025-04-21 09:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code)
    select 'L-' || n, 1, 'accept', '2025-04-21 10:00+08', 'a' || n from generate_series(1, 3) n;
reset role;

-- what a supervisor's decision does to cards that were found and not issued; once a card
create function pg_temp.issue(as_of timestamptz) returns text[] language plpgsql as $$
declare
    cards text[];
begin
    with fresh as (
        insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, org_code, actor)
        select s.docket_id, s.rule, s.clock, s.cycle, 'issue', as_of, s.level, s.org_code, current_user
        from jiancha.signal s
        where s.issued_at is null and not exists (
            select from jiancha.signal_action a where (a.docket_id, a.rule, a.clock, a.cycle, a.kind) = (s.docket_id, s.rule, s.clock, s.cycle, 'issue'))
        returning docket_id, rule, clock, cycle)
    select array_agg(s.signal_no order by s.signal_no) into cards from fresh f join jiancha.signal s using (docket_id, rule, clock, cycle);
    perform jiancha._follow_up(cards, 'issued', as_of);
    return cards;
end $$;
create view pg_temp.told as
    select s.business_no as case_no, n.what, n.level, n.duty, n.recipient_name, n.channel, n.address, n.flag, n.letter_no, n.text, n.not_before, n.key, d.state, d.message_key
    from jiancha.notice n join jiancha.notice_delivery d using (docket_id, notice_id) join jiancha.signal s on s.signal_no = n.signal_no;

select no_plan() \g /dev/null

-- before the issue
call jiancha.sweep_all('2025-04-25 00:01+08');
select jiancha._follow_up(array(select signal_no from jiancha.signal), 'issued', '2025-04-25 00:01+08') \g /dev/null
select is_empty('select 1 from jiancha.notice union all select 1 from jiancha.letter', '[X-W-6] a card that was not issued tells nobody and writes nothing');

-- 预警
select pg_temp.issue('2025-04-25 00:01+08') \g /dev/null
select results_eq($$ select case_no, duty, recipient_name, channel, address, flag from pg_temp.told order by case_no $$,
    $$ values ('L-1', 'handler', '承办甲', 'sms', '13900000001', null), ('L-2', 'handler', '承办乙', 'phone', '0373-2020202', 'no_mobile'),
              ('L-3', 'handler', '承办丙', 'phone', null, 'no_number') $$,
    '[X-W-6] the handler by short message; without a mobile number by phone, flagged; without any number flagged too');
select results_eq($$ select name, phone, why from jiancha.phone_list order by name collate "C" $$,
    $$ values ('承办丙', null, 'no_number'), ('承办乙', '0373-2020202', 'no_mobile') $$, '[X-W-6] the telephone list shows who must be called');
select is_empty($$ select 1 from jiancha.letter $$, '[X-W-6] a reminder writes no letter');
select is_empty($$ select 1 from pg_temp.told where text like '%张某某%' or text not like '%施工许可%' or text not like '%le-a-2025-%' $$,
    '[X-W-6] the text holds card number and matter, and no party');
select set_eq($$ select not_before from pg_temp.told $$, $$ values (timestamptz '2025-04-25 08:30+08') $$, '[X-W-6] it waits for the office to open');
select is(jiancha.take_notices('w', 10, '2025-04-25 08:29:59+08'), '[]', '[X-W-6] nothing is handed out a second before the office opens');
select is(jiancha.take_notices('w', 10, '2025-04-25 17:30+08'), '[]', '[X-W-6] nor when it has closed');
select is(jiancha.take_notices('w', 10, '2025-04-26 10:00+08'), '[]', '[X-W-6] nor on a Saturday');
select is(jsonb_array_length(jiancha.take_notices('w', 10, '2025-04-25 08:30+08', '1 minute')), 1, '[X-W-6] handed out when the office opens');

-- 黄牌
call jiancha.sweep_all('2025-04-28 00:00+08');
select pg_temp.issue('2025-04-28 00:00+08') \g /dev/null
select results_eq($$ select s.business_no, count(l.letter_no), min(l.template), min(l.addressee)
                     from jiancha.signal s left join jiancha.letter l on l.signal_no = s.signal_no where s.level = 'yellow' group by 1 order by 1 $$,
    $$ select 'L-' || n, 1::bigint, '效能告诫书', '甲局' from generate_series(1, 3) n $$, '[X-W-7] a yellow card has exactly one 效能告诫书, to the unit');
select set_eq($$ select letter_no from jiancha.letter $$, $$ select format('新监告〔2025〕%s号', n) from generate_series(1, 3) n $$, '[X-W-7] with serial numbers, none left out');
select jiancha._follow_up(array(select signal_no from jiancha.signal), 'issued', '2025-04-28 00:05+08') \g /dev/null
select is((select count(*) from jiancha.letter), 3::bigint, '[X-W-7] asked for again, no second letter is written');
select is((select last_no from jiancha.letter_counter where word = '新监告'), 3::bigint, '[X-W-7] and no number is used up');
select is((select count(*) from jiancha.notice where level = 'notice'), 3::bigint, '[X-W-6] nor is anybody told twice');
select results_eq($$ select distinct duty, channel from pg_temp.told where level = 'yellow' and case_no = 'L-1' order by 1 $$,
    $$ values ('handler', 'sms'), ('stationed_body', 'sms'), ('supervising_leader', 'sms'), ('unit', 'letter') $$, '[X-W-7] the unit gets the letter; the three of X-M-8.1 are told');
select is((select letter_no from pg_temp.told where case_no = 'L-1' and duty = 'unit'),
    (select l.letter_no from jiancha.letter l join jiancha.signal s using (signal_no) where s.business_no = 'L-1'), '[X-W-7] its notice names the letter');
select matches((select body from jiancha.letter limit 1), '期限届满日为2025年4月27日，截至2025年4月28日已超1个工作日', '[X-W-7] the letter says what was due and how long ago');

-- 红牌
call jiancha.sweep_all('2025-04-30 00:00+08');
select pg_temp.issue('2025-04-30 00:00+08') \g /dev/null
select results_eq($$ select duty, recipient_name, channel, address from pg_temp.told where level = 'red' and case_no = 'L-1' order by 1 $$,
    $$ values ('handler', '承办甲', 'sms', '13900000001'), ('stationed_body', '派驻组长', 'sms', '13900000009'), ('supervising_leader', '分管领导', 'sms', '13900000008') $$,
    '[X-M-8.1] one red card: three notices, to the directly responsible, the supervising leader and the stationed body');
select results_eq($$ select count(*), count(distinct key) from pg_temp.told where level = 'red' $$, $$ values (9::bigint, 9::bigint) $$, '[X-M-8.1] three red cards: nine, each with a key of its own');
select is((select jsonb_agg(m ->> 'notices' order by m ->> 'address') from jsonb_array_elements(jiancha.take_notices('w', 10, '2025-04-30 09:00+08')) m),
    '["2", "6", "6"]', '[X-M-8.1] one message a person with all that is due for him');
select is_empty($$ select 1 from pg_temp.told where level = 'notice' and channel = 'sms' and state <> 'recorded' $$, '[X-W-6] a reminder that nobody reported before its limit was over is recorded, not sent');

-- who holds no duty
insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_until) values ('le-a', 'stationed_body', 'j1', '2025-05-01');
set role clause_le_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('L-4', 'le-a', 'le-5', '李某', '2025-05-06 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('L-4', 1, 'accept', '2025-05-06 10:00+08', 'a2'), ('L-4', 2, 'handle', '2025-05-07 10:00+08', 'a1');
reset role;
call jiancha.sweep_all('2025-05-30 12:00+08');
select pg_temp.issue('2025-05-30 12:00+08') \g /dev/null
select results_eq($$ select duty, recipient_name, channel, flag from pg_temp.told where level = 'red' and case_no = 'L-4' order by 1 $$,
    $$ values ('handler', '承办甲', 'sms', null), ('stationed_body', '甲局', 'phone', 'nobody'), ('supervising_leader', '分管领导', 'sms', null) $$,
    '[X-M-8.1] the handler is who signed the latest step; a duty that nobody holds is shown to be called, not left out');

-- late facts: the same people are told
set role clause_le_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('L-1', 9, 'close', '2025-04-27 16:00+08');
reset role;
call jiancha.sweep_all('2025-06-03 10:00+08');
select jiancha._follow_up(array(select signal_no from jiancha.signal_now where business_no = 'L-1' and level = 'red' and mark = 'unfounded'), 'unfounded', '2025-06-03 10:00+08') \g /dev/null
select set_eq($$ select recipient_name from pg_temp.told where level = 'red' and case_no = 'L-1' and what = 'unfounded' $$,
    $$ select recipient_name from pg_temp.told where level = 'red' and case_no = 'L-1' and what = 'issued' $$, '[X-M-8.1] a card that became unfounded: the same recipients are told');

-- 作废
select jiancha._void_letters(array(select signal_no from jiancha.signal where business_no = 'L-1'), '新监撤〔2025〕1号', '补录事实', '2025-06-04 10:00+08') \g /dev/null
select results_eq($$ select void_decision, count(*) from jiancha.letters where signal_no in (select signal_no from jiancha.signal where business_no = 'L-1') group by 1 $$,
    $$ values ('新监撤〔2025〕1号', 2::bigint) $$, '[X-W-7] the letters of a withdrawn card are void; their numbers stay');

-- 初步调查通知书
select throws_ok($$ select jiancha.issue_letter('approval', 'L-2', '初步调查通知书', '{"demand": "查清原因"}', '2025-05-06 09:00+08') $$, 'JC005', null,
    '[X-W-8.1] 初步调查通知书 without who approved it is refused');
select is(jiancha.issue_letter('approval', 'L-2', '初步调查通知书', jsonb_build_object('approved_by', '分管领导赵某', 'demand', '查清原因', 'answer_on', '2025年5月20日',
        'signal_no', (select signal_no from jiancha.signal where business_no = 'L-2' and level = 'red')), '2025-05-06 09:00+08'),
    '新监查〔2025〕1号', '[X-W-8.1] issued with its number');
select is((select addressee from jiancha.letter where template = '初步调查通知书'), '甲局派驻纪检监察机构', '[X-W-8.1] to the stationed body');

-- delivery: the time to answer counts from it
insert into jiancha.docket_key (kind, business_no, docket_id)
    select 'signal', s.signal_no, (410700::bigint << 43) | nextval('jiancha.docket_seq') from jiancha.signal s where s.business_no = 'L-2' and s.level = 'yellow'
    on conflict do nothing;
insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state)
    select k.docket_id, 'signal', k.business_no, 'le-a', 'le-a', 'xinxiang', 'CN', '2025-04-28 00:00+08', 'received' from jiancha.docket_key k where k.kind = 'signal'
    on conflict do nothing;
select jiancha.confirm_delivery((select signal_no from jiancha.signal where business_no = 'L-2' and level = 'yellow'), '2025-04-28 15:20+08', '监察中心李某') \g /dev/null
select jiancha.confirm_delivery((select signal_no from jiancha.signal where business_no = 'L-2' and level = 'yellow'), '2025-04-29 15:20+08', '监察中心李某') \g /dev/null
select results_eq($$ select t.at from jiancha.step t join jiancha.docket d using (docket_id)
                     where d.kind = 'signal' and t.kind = 'delivered' and d.business_no = (select signal_no from jiancha.signal where business_no = 'L-2' and level = 'yellow') $$,
    $$ values (timestamptz '2025-04-28 15:20+08') $$, '[A05] the handing over of the letter is entered as delivery, the first one counts');
set role clause_le_clerk;
select throws_ok($$ select jiancha.confirm_delivery((select signal_no from jiancha.signal where business_no = 'L-3' and level = 'yellow'), '2025-04-28 15:20+08', '我') $$,
    'JC007', null, '[A05] an organisation does not confirm what was delivered to it');
reset role;
select * from finish();
drop owned by clause_le_clerk;
drop role clause_le_clerk;
