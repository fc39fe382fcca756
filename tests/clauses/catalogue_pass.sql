-- 变更的传递: laws that change, notices of changes, limits corrected, organisations and handlers that follow others.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '371000', pack => 'weihai') \g /dev/null
-- 威海 names no times: a pack of the city below it switches on what the city has decided
select jiancha.define_pack('weihai_city', 1, '威海市补充规定', '威海市监察局', valid_from => '2010-01-01', source => '补充规定', parent => 'weihai'),
    jiancha.define_signal('weihai_city', 1, 'W-6.2b3', clock => 'item_notice', level => 'yellow', at => 'due passed', issue => 'on_decision', source => '补充规定 第一条'),
    jiancha.define_signal('weihai_city', 1, 'W-6.2b4', clock => 'handler_notice', level => 'yellow', at => 'due passed', issue => 'on_decision', source => '补充规定 第二条') \g /dev/null
select jiancha.setup(region => '371000', pack => 'weihai_city') \g /dev/null
select jiancha.go_live('2025-01-01 00:00+08', '市政府决定') \g /dev/null
select no_plan();

insert into jiancha.org (org_code, name, parent_code, kinds) values ('cp-gov', '市政府', null, '{government}'), ('cp-a', '规划局', 'cp-gov', '{approval_organ}'), ('cp-b', '国土局', 'cp-gov', '{approval_organ}'),
    ('cp-n', '自然资源局', 'cp-gov', '{approval_organ}'), ('cp-m', '林业局', 'cp-gov', '{approval_organ}'), ('cp-law', '市法制办', 'cp-gov', '{legal_office}'), ('cp-sup', '监察局', 'cp-gov', '{supervisor}'),
    ('cp-a1', '规划局测绘站', 'cp-a', '{approval_organ}');
insert into jiancha.staff (staff_code, org_code, name) values ('cp-s1', 'cp-a', '张'), ('cp-s2', 'cp-a', '李'), ('cp-s3', 'cp-b', '王');
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('cp-a', 'handler', 'cp-s1'), ('cp-a', 'unit_head', 'cp-s2'), ('cp-b', 'liaison', 'cp-s3');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('CP-1', 'cp-a', '选址', 5, 20, '2024-01-01'), ('CP-2', 'cp-a', '测绘', 5, 20, '2024-01-01'),
    ('CP-3', 'cp-b', '用地', 5, 20, '2024-01-01');
create role clause_cp_a; create role clause_cp_b; create role clause_cp_n; create role clause_cp_m; create role clause_cp_sup; create role clause_cp_law;
select jiancha.grant_access('clause_cp_a', 'cp-a'), jiancha.grant_access('clause_cp_b', 'cp-b'), jiancha.grant_access('clause_cp_n', 'cp-n'), jiancha.grant_access('clause_cp_m', 'cp-m'),
    jiancha.grant_access('clause_cp_sup', 'cp-sup'), jiancha.grant_access('clause_cp_law', 'cp-law') \g /dev/null
create function pg_temp.due(no text, clock text, kind text default 'approval') returns date language sql as $$
    select c.due_on from jiancha.docket d join jiancha.clock c using (docket_id) where d.kind = due.kind and d.business_no = no and c.clock = due.clock order by c.cycle desc limit 1 $$;
create function pg_temp.cards(no text) returns text language sql as $$
    select coalesce(string_agg(s.rule || ' ' || to_char(s.earned_at, 'YYYY-MM-DD HH24:MI'), ', ' order by s.rule), '')
    from jiancha.signals s where s.case_no = no and s.mark is distinct from 'unfounded' $$;

-- W-6.2b: changes of items and handlers are told promptly (A17: three working days, assumed)
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('CP-1', 'cp-a', '选址意见', 5, 20, '2025-03-03'), ('CP-2', 'cp-a', '测绘资质', 5, 20, '2025-03-03');
set role clause_cp_a;
insert into jiancha.change_notices (notice_no, org_code, what, matter_code, notified_at) values ('N-1', 'cp-a', 'matter', 'CP-1', '2025-03-06 23:59:59+08');
insert into jiancha.change_notices (notice_no, org_code, what, staff_code, successor_code, changed_on, notified_at) values ('N-2', 'cp-a', 'handler', 'cp-s1', 'cp-s2', '2025-03-03', '2025-03-06 23:59:59+08'),
    ('N-3', 'cp-a', 'handler', 'cp-s1', 'cp-s2', '2025-03-03', '2025-03-07 00:00+08'), ('N-4', 'cp-a', 'handler', 'cp-s1', 'cp-s2', '2025-03-03', '2025-02-20 10:00+08');
select throws_ok($$ insert into jiancha.change_notices (notice_no, org_code, what, matter_code, notified_at) values ('N-5', 'cp-a', 'matter', 'CP-3', '2025-03-06 10:00+08') $$, 'JC004', null, '[W-6.2b] a notice of nothing');
select throws_ok($$ insert into jiancha.change_notices (notice_no, org_code, what, staff_code, changed_on, notified_at) values ('N-5', 'cp-b', 'handler', 'cp-s3', '2025-03-03', '2025-03-06 10:00+08') $$, 'JC007', null,
    '[W-6.2b] each for his own organisation');
reset role;
call jiancha.sweep_all('2025-03-06 23:59:59+08');
select is((select count(*) from jiancha.signals where rule like 'W-6.2b%'), 0::bigint, '[W-6.2b] no card while the third working day lasts');
call jiancha.sweep_all('2025-03-07 00:00+08');
select is(pg_temp.cards('CP-1#2'), '', '[W-6.2b] an item told of in its last second');
select is(pg_temp.cards('CP-2#2'), 'W-6.2b3 2025-03-07 00:00', '[W-6.2b] an item nobody told of');
select is(pg_temp.cards('N-2') || pg_temp.cards('N-4'), '', '[W-6.2b] a handler told of in time, or in advance');
select is(pg_temp.cards('N-3'), 'W-6.2b4 2025-03-07 00:00', '[W-6.2b] a handler told of a second late');

-- X-M-6.4: when laws change, rules follow in time
select jiancha.setup(region => '371000', pack => 'xinxiang') \g /dev/null
set role clause_cp_a;
select throws_ok($$ insert into jiancha.law_change_intake (law_change_no, title, event_on, matters) values ('LX', '某法', '2025-03-15', '{CP-1}') $$, 'JC007', null, '[X-M-6.4] a department records no laws');
set role clause_cp_sup;
insert into jiancha.law_change_intake (law_change_no, title, document_no, event_on, pack, holder_org, matters) values ('LC-1', '许可法修订', '主席令', '2025-03-15', 'xinxiang', 'cp-sup', '{CP-1}');
insert into jiancha.law_change_intake (law_change_no, title, event_on, pack, holder_org) values ('LC-2', '监察法修订', '2025-03-15', 'xinxiang', 'cp-sup');
reset role;
call jiancha.sweep_all('2025-04-07 23:59:59+08');
select is(pg_temp.cards('LC-1') || pg_temp.cards('LC-1#CP-1'), '', '[X-M-6.4] twenty days, rolled over 清明: none on the last day');
set role clause_cp_sup;
select throws_ok($$ insert into jiancha.law_change_done (law_change_no, version, done_at) values ('LC-2', 1, '2025-04-01 10:00+08') $$, 'JC005', 'version 1 of pack "xinxiang" does not follow event "LC-2"',
    '[X-M-6.4] a version from before the event follows nothing');
reset role;
select jiancha.define_pack('xinxiang', 2, '修订', '市监察局', '2027-01-01', '修订决定') \g /dev/null
set role clause_cp_sup;
insert into jiancha.law_change_done (law_change_no, version, done_at) values ('LC-2', 2, '2025-04-07 23:59:59+08');
reset role;
call jiancha.sweep_all('2025-04-08 00:00+08');
select is(pg_temp.cards('LC-1'), 'X-M-6.4r 2025-04-08 00:00', '[X-M-6.4] law_change due passed with no new rule version: a card');
select is(pg_temp.cards('LC-1#CP-1'), 'X-M-6.4 2025-04-08 00:00', '[X-M-6.4] nor a change of the matter: X-W-4(6)');
select is(pg_temp.cards('LC-2'), '', '[X-M-6.4] followed in the last second');

-- a limit typed wrong: 5 for 15; correcting counts every case again that copied it, and says so before
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) select 'CP-K' || n, 'cp-a', 'CP-1', '申请人', '2025-04-14 09:00+08', 'cp-s1' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, kind, at) select 'CP-K' || n, 'accept', '2025-04-14 10:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, kind, at) values ('CP-K2', 'close', '2025-04-17 10:00+08'), ('CP-K3', 'close', '2025-04-22 10:00+08');
call jiancha.sweep_all('2025-04-23 00:00+08');
select is(pg_temp.due('CP-K1', 'promised'), '2025-04-21', '[X-W-5.2] five days as typed');
select is(pg_temp.cards('CP-K1'), 'X-W-5.1 2025-04-18 00:00, X-W-5.2 2025-04-22 00:00', '[X-W-5.2] and the cards that follow');
select results_eq($$ select case_no, clock, old_due_on, new_due_on, appears, vanishes, moves from jiancha.preview_correct_matter('CP-1', 2, '{"promised_limit": 15}', '更正1号', '录入有误', '2025-04-23 00:00+08') $$,
    $$ values ('CP-K1', 'promised', date '2025-04-21', date '2025-05-07', '{}'::text[], '{X-W-5.1,X-W-5.2}'::text[], '{}'::text[]), ('CP-K2', 'promised', '2025-04-21', '2025-05-07', '{}', '{}', '{}'),
       ('CP-K3', 'promised', '2025-04-21', '2025-05-07', '{}', '{X-W-5.1,X-W-5.2}', '{}') $$, '[Z-8] preview: docket, old due, new due, cards');
select is(pg_temp.due('CP-K1', 'promised'), '2025-04-21', '[Z-8] the preview changes nothing');
select is_empty($$ select from jiancha.matter_correction $$, '[Z-8] and leaves nothing behind');
select results_eq($$ select case_no, new_due_on from jiancha.correct_matter('CP-1', 2, '{"promised_limit": 15}', '更正1号', '录入有误', '2025-04-23 00:00+08') $$,
    $$ values ('CP-K1', date '2025-05-07'), ('CP-K2', '2025-05-07'), ('CP-K3', '2025-05-07') $$, '[Z-8] the correction returns the same');
select is(pg_temp.due('CP-K1', 'promised'), '2025-05-07', '[Z-8] fifteen days as it should have been');
call jiancha.sweep_all('2025-04-23 00:00:01+08');
select is(pg_temp.cards('CP-K1') || pg_temp.cards('CP-K3'), '', '[Z-8] cards that the right limit does not earn are marked unfounded, a closed case''s too');
select is_empty($$ select * from jiancha.verify('2025-04-23 00:00:01+08') $$, '[Z-8] verify() agrees');
select results_eq($$ select old_due_on, new_due_on from jiancha.matter_correction_clock order by docket_id limit 1 $$, $$ values (date '2025-04-21', date '2025-05-07') $$, '[Z-8] old and new due are kept');
select is((select promised_limit from jiancha.matter where matter_code = 'CP-1'), 15, '[Z-8] the register shows the right one');
select is((select promised_limit from jiancha.matter_version where matter_code = 'CP-1' and version = 2), 5, '[Z-8] what was typed stays as it was typed');
select throws_ok(format('select * from jiancha.correct_matter(%L, %s, %s, %s, %s, %L)', 'CP-1', v, c, d, r, '2025-04-23 00:00+08'), 'JC00' || e, null, '[Q-2.2] refused: ' || c || ' ' || d)
from (values (2, quote_literal('{"promised_limit": 21}'), quote_literal('号'), quote_literal('误'), 5), (2, quote_literal('{"promised_limit": 15}'), quote_literal('号'), quote_literal('误'), 5),
    (2, quote_literal('{"name": "x"}'), quote_literal('号'), quote_literal('误'), 5), (2, quote_literal('{"promised_limit": 8}'), quote_literal(''), quote_literal('误'), 5),
    (2, quote_literal('{"promised_limit": 8}'), quote_literal('号'), 'null', 5), (9, quote_literal('{"promised_limit": 8}'), quote_literal('号'), quote_literal('误'), 4), (2, 'null', quote_literal('号'), quote_literal('误'), 5)) x (v, c, d, r, e);
set role clause_cp_a;
select throws_ok($$ select * from jiancha.correct_matter('CP-1', 2, '{"promised_limit": 8}', '号', '误', '2025-04-23 00:00+08') $$, '42501', null, '[Z-8] a department corrects no limits');
reset role;

-- handlers: 张 leaves, 李 follows; cards stay with who had signed last when they were earned, duties and open cases pass
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) values ('CP-R1', 'cp-a', 'CP-2', '申请人', '2025-04-14 09:00+08', 'cp-s1'), ('CP-R2', 'cp-a', 'CP-2', '申请人', '2025-04-14 09:00+08', 'cp-s2');
insert into jiancha.case_step (case_no, kind, at, staff_code) values ('CP-R1', 'accept', '2025-04-14 10:00+08', 'cp-s1'), ('CP-R2', 'accept', '2025-04-14 10:00+08', 'cp-s2');
-- a duty of which the end is known passes as well
insert into jiancha.duty_assignment (org_code, duty, staff_code, valid_from, valid_until) values ('cp-a', 'window_head', 'cp-s1', '2025-01-01', '2026-01-01');
call jiancha.sweep_all('2025-04-23 00:00:01+08');
select throws_ok($$ select * from jiancha.reassign('cp-s1', 'cp-s3', '2025-04-23', '调离', as_of => '2025-04-23 12:00+08') $$, 'JC005', null, '[W-6.2b] only to one of the same organisation');
select results_eq($$ select what, item, item_kind from jiancha.reassign('cp-s1', 'cp-s2', '2025-04-23', '调离', as_of => '2025-04-23 12:00+08') order by 1, 2 $$,
    $$ values ('docket', 'CP-K1', 'approval'), ('docket', 'CP-R1', 'approval'), ('duty', 'cp-s2', 'handler'), ('duty', 'cp-s2', 'window_head') $$, '[W-6.2b] reassign passes open cases and duties');
call jiancha.sweep_all('2025-04-24 00:00+08');
select results_eq($$ select n.what, n.recipient_staff from jiancha.notice n join jiancha.signal s using (signal_no) where s.business_no = 'CP-R1' and s.rule in ('X-W-5.2', 'X-W-5.3') and n.duty = 'handler' order by s.rule $$,
    $$ values ('issued', 'cp-s1'), ('issued', 'cp-s2') $$, '[W-6.2b] the yellow card went to the old handler, the red one goes to the holder now');
select results_eq($$ select valid_until from jiancha.duty where staff_code = 'cp-s1' and duty in ('handler', 'window_head') $$, $$ values (date '2025-04-23'), ('2025-04-23') $$, '[W-6.2b] his duties ended that day, one that had an end of its own too');

-- 机构改革: 规划局 and 国土局 become 自然资源局 on 2025-05-06
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('CP-M1', 'cp-b', 'CP-3', '申请人', '2025-04-25 09:00+08');
insert into jiancha.case_step (case_no, kind, at) values ('CP-M1', 'accept', '2025-04-25 10:00+08');
call jiancha.sweep_all('2025-05-05 00:00+08');
create temp table card as select signal_no, case_no, org_code, state from jiancha.signals where case_no = 'CP-R1' and rule = 'X-W-5.2';
grant select on card to clause_cp_n;
select throws_ok(format('select * from jiancha.org_succession(%s)', a), 'JC00' || e, null, '[W-3.2] refused: ' || a)
from (values ($$'{cp-a}', '{cp-n}', 'merge', '2025-06-01', '府1号', as_of => '2025-05-07 00:00+08'$$, 5), ($$'{cp-a,cp-b}', '{cp-n}', 'rename', '2025-05-06', '府1号'$$, 5), ($$'{cp-a}', '{cp-x}', 'rename', '2025-05-06', '府1号'$$, 4),
    ($$'{cp-a}', '{cp-n,cp-m}', 'split', '2025-05-06', '府1号'$$, 5), ($$'{cp-a}', '{cp-n,cp-m}', 'split', '2025-05-06', '府1号', '{"rest": "cp-b"}'$$, 5), ($$'{cp-a}', '{cp-a}', 'rename', '2025-05-06', '府1号'$$, 5),
    ($$'{cp-a}', '{cp-n}', 'rename', '2025-05-06', ' '$$, 5), ($$'{}', '{cp-n}', 'merge', '2025-05-06', '府1号'$$, 5), ($$null, '{cp-n}', 'merge', '2025-05-06', '府1号'$$, 5),
    ($$'{cp-a}', '{cp-n}', 'merge', 'infinity', '府1号'$$, 5), ($$'{cp-a}', '{cp-n,cp-m}', 'split', '2025-05-06', '府1号', '{"rest": "cp-n", "matters": {"CP-3": "cp-m"}}'$$, 4)) x (a, e);
select results_eq($$ select what, from_org, count(*) from jiancha.preview_org_succession('{cp-a,cp-b}', '{cp-n}', 'merge', '2025-05-06', '府1号', as_of => '2025-05-07 00:00+08') where what in ('matter', 'staff', 'duty', 'unit') group by 1, 2 order by 1, 2 $$,
    $$ values ('duty', 'cp-a', 3::bigint), ('duty', 'cp-b', 1), ('matter', 'cp-a', 2), ('matter', 'cp-b', 1), ('staff', 'cp-a', 2), ('staff', 'cp-b', 1), ('unit', 'cp-a', 1) $$, '[W-3.2] preview: matters, staff, duties, units below');
select is_empty($$ select from jiancha.org_succession $$, '[W-3.2] the preview changes nothing');
set role clause_cp_a;
select throws_ok($$ select * from jiancha.org_succession('{cp-a}', '{cp-n}', 'merge', '2025-05-06', '府1号') $$, '42501', null, '[W-3.2] no department does it');
reset role;
select isnt_empty($$ select * from jiancha.org_succession('{cp-a,cp-b}', '{cp-n}', 'merge', '2025-05-06', '府1号', as_of => '2025-05-07 00:00+08') $$, '[W-3.2] in one call');
select results_eq($$ select business_no, org_code, origin_org_code from jiancha.docket where business_no in ('CP-R1', 'CP-M1', 'CP-K2') order by 1 $$,
    $$ values ('CP-K2', 'cp-a', 'cp-a'), ('CP-M1', 'cp-n', 'cp-b'), ('CP-R1', 'cp-n', 'cp-a') $$, '[W-3.2] open cases pass, closed ones stay where they ended');
select results_eq($$ select org_code, state from jiancha.org where org_code in ('cp-a', 'cp-b', 'cp-n') order by 1 $$, $$ values ('cp-a', 'ended'), ('cp-b', 'ended'), ('cp-n', 'active') $$, '[W-3.2] the old organisations end, and keep their names');
select results_eq($$ select org_code, valid_from, valid_until from jiancha.duty where duty = 'window_head' and staff_code = 'cp-s2' order by valid_from $$,
    $$ values ('cp-a', date '2025-04-23', date '2025-05-06'), ('cp-n', '2025-05-06', '2026-01-01') $$, '[W-3.2] a duty with an end of its own is held for the successor until then, for the old one no more');
select results_eq($$ select parent_code from jiancha.org where org_code = 'cp-a1' $$, $$ values ('cp-n') $$, '[W-3.2] units below go on below the successor');
select results_eq($$ select org_code, promised_limit from jiancha.matter where matter_code = 'CP-1' $$, $$ values ('cp-n', 15) $$, '[W-3.2] matters pass, limits as corrected');
select is_empty($$ select signal_no, case_no, org_code from card except select signal_no, case_no, org_code from jiancha.signals $$, '[W-3.2] a card stays with who held the case when it was earned');
call jiancha.sweep_all('2025-05-07 00:00+08');
select results_eq($$ select org_code, earned_at from jiancha.signals where case_no = 'CP-M1' and rule = 'X-W-5.2' $$, $$ values ('cp-n', timestamptz '2025-05-07 00:00+08') $$,
    '[W-3.2] a card earned afterwards is the successor''s');
select is_empty($$ select * from jiancha.verify('2025-05-07 00:00+08') $$, '[W-3.2] verify() agrees');
set role clause_cp_n;
select is((select count(*) from jiancha.case_intake where case_no in ('CP-K2', 'CP-R1', 'CP-M1')), 3::bigint, '[W-3.2] the successor reads the history of both');
insert into jiancha.signal_reply (signal_no, kind, at, text) select signal_no, 'explain', '2025-05-07 10:00+08', '已纠正' from card;
select is((select s.state from jiancha.signals s join card using (signal_no)), 'answered', '[W-3.2] and answers the card that was open');
insert into jiancha.case_step (case_no, kind, at) values ('CP-M1', 'close', '2025-05-08 10:00+08');
set role clause_cp_m;
select is((select count(*) from jiancha.case_intake), 0::bigint, '[W-3.2] nobody else does');
reset role;
select throws_ok($$ select * from jiancha.org_succession('{cp-a}', '{cp-m}', 'merge', '2025-05-07', '府2号', as_of => '2025-05-08 00:00+08') $$, 'JC006', null, '[W-3.2] what has ended does not end again');

-- a split: by matter and by person
select isnt_empty($$ select * from jiancha.org_succession('{cp-n}', '{cp-m,cp-sup}', 'split', '2025-06-03', '府3号', '{"matters": {"CP-3": "cp-m"}, "staff": {"cp-s3": "cp-m"}, "rest": "cp-sup"}', '2025-06-04 00:00+08') $$, '[W-3.2] split');
select results_eq($$ select matter_code, org_code from jiancha.matter order by 1 $$, $$ values ('CP-1', 'cp-sup'), ('CP-2', 'cp-sup'), ('CP-3', 'cp-m') $$, '[W-3.2] matters as shared');
select results_eq($$ select staff_code, org_code from jiancha.staff order by 1 $$, $$ values ('cp-s1', 'cp-sup'), ('cp-s2', 'cp-sup'), ('cp-s3', 'cp-m') $$, '[W-3.2] staff as shared');
select results_eq($$ select distinct to_org from jiancha.docket d join jiancha.step s using (docket_id), lateral (select s.data ->> 'to_org' as to_org) t where d.kind = 'approval' and s.kind = 'transfer' and s.data ->> 'succession' = '府3号' $$,
    $$ values ('cp-sup') $$, '[W-3.2] open dockets with their matters');
select results_eq($$ select kind, effective_on, moved -> 'matter' from jiancha.org_succession where decision_no = '府3号' order by to_org $$, $$ values ('split', date '2025-06-03', jsonb '1'), ('split', '2025-06-03', '2') $$,
    '[W-3.2] kept: by what decision, how much');

select * from finish();
drop owned by clause_cp_a, clause_cp_b, clause_cp_n, clause_cp_m, clause_cp_sup, clause_cp_law;
drop role clause_cp_a, clause_cp_b, clause_cp_n, clause_cp_m, clause_cp_sup, clause_cp_law;
