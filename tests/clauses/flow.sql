-- Flows of matters: the chart, the posts, strict and import mode, handlers. Facts are entered by a clerk through the department's views.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('f-a', '甲局'), ('f-b', '乙局');
insert into jiancha.staff (staff_code, org_code, name) values ('win', 'f-a', '窗口员'), ('han', 'f-a', '承办员'), ('chi', 'f-a', '科长'), ('head', 'f-a', '局长'), ('new', 'f-a', '新人');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('MF', 'f-a', '有流程', 10, 20), ('MN', 'f-a', '无流程', 10, 20), ('MI', 'f-a', '只标记', 10, 20);
-- 受理 → 承办 → 审核 → 批准 → 办结
create function pg_temp.draw(matter text, mode text) returns void begin atomic
    insert into jiancha.matter_flow (matter_code, mode, name) values (matter, mode, '内部流程图');
    insert into jiancha.matter_flow_node (matter_code, node, position, stage, is_start, kinds, post, opinion_needed) values
        (matter, '受理', 1, 'accept', true, '{accept,refuse_acceptance,request_correction,correction_received}', '窗口', false),
        (matter, '承办', 2, 'handle', false, '{handle}', '承办人', true), (matter, '审核', 3, 'review', false, '{review}', '科长', true),
        (matter, '批准', 4, 'approve', false, '{approve,decide}', '局长', true), (matter, '办结', 5, 'close', false, '{close,deliver}', '窗口', false);
    insert into jiancha.matter_flow_edge (matter_code, from_node, to_node)
        values (matter, '受理', '承办'), (matter, '承办', '审核'), (matter, '审核', '批准'), (matter, '批准', '办结');
end;
select pg_temp.draw('MF', null), pg_temp.draw('MI', 'import') \g /dev/null
insert into jiancha.post_assignment (org_code, post, staff_code, noticed_at) values
    ('f-a', '窗口', 'win', '2025-01-02 09:00+08'), ('f-a', '承办人', 'han', '2025-01-02 09:00+08'), ('f-a', '科长', 'chi', '2025-01-02 09:00+08'), ('f-a', '局长', 'head', '2025-01-02 09:00+08');
insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('f-a', 'unit_head', 'head');
create role clause_flow_clerk;
select jiancha.grant_access('clause_flow_clerk', 'f-a') \g /dev/null

create function pg_temp.receive(no text, matter text default 'MF', channel text default 'window') returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel) values (no, 'f-a', matter, '申请人', '2025-04-21 09:00+08', channel);
end;
create function pg_temp.step(no text, step_no int, kind text, at timestamptz, staff text, opinion text default null, reason text default null, node text default null,
    data jsonb default null, corrects int default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, opinion, reason, node, data, corrects) values (no, step_no, kind, at, staff, opinion, reason, node, data, corrects);
end;
create function pg_temp.faults(no text) returns text language sql as $$
    select coalesce(string_agg(f.step_no || ' ' || f.fault, ', ' order by f.step_no, f.fault), '') from jiancha.flow_fault f where f.case_no = no
$$;
create function pg_temp.cards(no text, wanted text) returns text language sql as $$
    select coalesce(string_agg(s.level || ' ' || to_char(s.at, 'MM-DD HH24:MI'), ', '), '')
    from jiancha._condition_signals((select array_agg(d.docket_id) from jiancha.docket d where d.business_no = no)) s where s.rule = wanted
$$;
create function pg_temp.use_pack(name text) returns void language plpgsql as $$ begin perform jiancha.setup(region => '410700', pack => name); end $$;
select no_plan();

-- the chart is fixed, strict by the pack's parameter
set role clause_flow_clerk;
select pg_temp.receive('S-1') \g /dev/null
select lives_ok($$ select pg_temp.step('S-1', 1, 'accept', '2025-04-21 10:00+08', 'win') $$, '[Z-10] strict: the first step at a start of the chart');
select throws_ok($$ select pg_temp.step('S-1', 2, 'review', '2025-04-21 11:00+08', 'chi', '同意') $$, 'JC005', 'case "S-1" cannot go to node "审核" from where it stands',
    '[Z-10] strict: a step to a node that is not adjacent is refused');
select throws_ok($$ select pg_temp.step('S-1', 2, 'handle', '2025-04-21 11:00+08', 'chi', '拟同意') $$, 'JC007', '"chi" does not hold the post that signs here',
    '[Z-10] strict: who does not hold the post of the node is refused');
select throws_ok($$ select pg_temp.step('S-1', 2, 'handle', '2025-04-21 11:00+08', null, '拟同意') $$, 'JC005', 'a step at node "承办" of case "S-1" must be signed',
    '[Z-10] strict: a step in a post is signed');
select throws_ok($$ select pg_temp.step('S-1', 2, 'handle', '2025-04-21 11:00+08', 'han') $$, 'JC005', 'a step at node "承办" of case "S-1" must state an opinion',
    '[Z-11.4] each post records its opinion');
select lives_ok($$ select pg_temp.step('S-1', 2, 'handle', '2025-04-21 11:00+08', 'han', '拟同意') $$, '[Z-10] strict: the adjacent node');
select throws_ok($$ select pg_temp.step('S-1', 3, 'review', '2025-04-21 12:00+08', 'chi', '不同意', ' ') $$, 'JC005', 'a negative opinion needs a reason',
    '[Z-11.4] a negative opinion with a blank reason is refused');
select lives_ok($$ select pg_temp.step('S-1', 3, 'review', '2025-04-21 12:00+08', 'chi', '不同意', '缺少环评批复') $$, '[Z-11.4] with a reason it is kept');
select throws_ok($$ select pg_temp.step('S-1', 4, 'decide', '2025-04-21 13:00+08', 'head', '决定', null, null, '{"decision": "refused"}') $$, 'JC005', 'a negative opinion needs a reason',
    '[Z-11.4] a refusal is a negative opinion whatever its words');
select throws_ok($$ select pg_temp.step('S-1', 4, 'handle', '2025-04-21 13:00+08', 'han', '同意', null, '不存在') $$, 'JC005', 'case "S-1" has no node "不存在" in the chart of its matter',
    '[Z-10] strict: a node that the chart does not have is refused');
-- several steps of one statement are judged as one
select lives_ok($$ insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, opinion, data) values
    ('S-1', 4, 'approve', '2025-04-22 09:00+08', 'head', '同意', null), ('S-1', 5, 'decide', '2025-04-22 09:30+08', 'head', '准予', '{"decision": "granted"}'),
    ('S-1', 6, 'close', '2025-04-22 10:00+08', 'win', null, null), ('S-1', 7, 'deliver', '2025-04-22 11:00+08', 'win', null, null) $$,
    '[Q-4.2.1] acceptance, handling, approval, completion and delivery, each signed in its post');
select is(pg_temp.faults('S-1'), '', '[Z-10] strict: nothing is left to flag');
-- a correction that takes the middle away
select throws_ok($$ insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('S-1', 20, 'cancel_step', '2025-04-23 09:00+08', 2, '录错') $$, 'JC005',
    'case "S-1" cannot go to node "审核" from where it stands', '[Z-10] strict: a correction that breaks the path is refused');

-- the same in import mode: kept and flagged
select pg_temp.receive('I-1', 'MI') \g /dev/null
select lives_ok($$ insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, opinion, reason, node) values
    ('I-1', 1, 'accept', '2025-04-21 10:00+08', 'win', null, null, null), ('I-1', 2, 'review', '2025-04-21 11:00+08', 'chi', '不同意', null, null),
    ('I-1', 3, 'handle', '2025-04-21 12:00+08', 'chi', '拟同意', null, null), ('I-1', 4, 'approve', '2025-04-21 13:00+08', null, null, null, '没有') $$,
    '[Z-10] import: steps off the chart are kept');
select is(pg_temp.faults('I-1'), '2 no_edge, 2 no_reason, 3 no_edge, 3 not_on_duty, 4 unknown_node', '[Z-10] import: and flagged, each with what strict refuses');
select pg_temp.receive('H-1', 'MF', 'import') \g /dev/null
select lives_ok($$ select pg_temp.step('H-1', 1, 'approve', '2025-04-21 10:00+08', 'head', '同意') $$, '[Z-10] what comes as history is never refused');
select is(pg_temp.faults('H-1'), '1 no_edge', '[Z-10] but flagged');
select pg_temp.receive('N-1', 'MN') \g /dev/null
select lives_ok($$ select pg_temp.step('N-1', 1, 'approve', '2025-04-21 10:00+08', null) $$, '[Z-10] a matter without a chart: nothing to leave');

-- going back
select pg_temp.receive('R-1') \g /dev/null
select pg_temp.step('R-1', 1, 'accept', '2025-04-21 10:00+08', 'win') \g /dev/null
select pg_temp.step('R-1', 2, 'handle', '2025-04-22 10:00+08', 'han', '拟同意') \g /dev/null
select pg_temp.step('R-1', 3, 'review', '2025-04-23 10:00+08', 'chi', '同意') \g /dev/null
create temp table due as select c.due_on from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'R-1' and c.clock = 'promised';
select throws_ok($$ select pg_temp.step('R-1', 4, 'rollback', '2025-04-24 10:00+08', 'chi', null, '材料不清', '批准') $$, 'JC005',
    'case "R-1" can only be rolled back to a node it has passed', '[Q-4.2.4] back means to a node the case has passed');
select throws_ok($$ select pg_temp.step('R-1', 4, 'rollback', '2025-04-24 10:00+08', 'chi', null, null, '承办') $$, 'JC005', 'a negative opinion needs a reason', '[Q-4.2.4] with a reason');
select throws_ok($$ select pg_temp.step('R-1', 4, 'rollback', '2025-04-24 10:00+08', 'han', null, '材料不清', '承办') $$, 'JC007', '"han" does not hold the post that signs here',
    '[Q-4.2.4] by the post where the case stands, level by level');
select lives_ok($$ select pg_temp.step('R-1', 4, 'rollback', '2025-04-24 10:00+08', 'chi', null, '材料不清', '承办') $$, '[Q-4.2.4] sent back from 审核 to 承办');
select results_eq($$ select c.due_on, c.state from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'R-1' and c.clock = 'promised' $$,
    $$ select due_on, 'running'::text from due $$, '[Q-4.2.4] the time keeps running: the due day is the same');
select results_eq($$ select node, stage, entered_at from jiancha.flow_place where case_no = 'R-1' $$, $$ values ('承办', 'handle', timestamptz '2025-04-24 10:00+08') $$,
    '[Q-4.2.4] the case stands at 承办 again');
select throws_ok($$ select pg_temp.step('R-1', 5, 'approve', '2025-04-25 09:00+08', 'head', '同意') $$, 'JC005', 'case "R-1" cannot go to node "批准" from where it stands',
    '[Q-4.2.4] and passes 审核 again');
-- the three levels, each with its own duty (register)
select results_eq($$ select node, post from jiancha.matter_flow_node where matter_code = 'MF' and stage in ('handle', 'review', 'approve') order by position $$,
    $$ values ('承办', '承办人'), ('审核', '科长'), ('批准', '局长') $$, '[Q-4.2.5] handler, head of section and leader in charge, each a post of the chart');

-- one extension, by the head of the organ; special procedures that the law names
select throws_ok($$ select pg_temp.step('R-1', 6, 'extend', '2025-04-25 09:00+08', 'chi', null, null, null, '{"days": 10}') $$, 'JC007', '"chi" may not approve an extension of case "R-1"',
    '[A34] strict: an extension is approved by the head of the organ');
select lives_ok($$ select pg_temp.step('R-1', 6, 'extend', '2025-04-25 09:00+08', 'head', null, null, null, '{"days": 10}') $$, '[A34] the head extends');
select throws_ok($$ select pg_temp.step('R-1', 7, 'extend', '2025-04-25 10:00+08', 'head', null, null, null, '{"days": 5}') $$, 'JC007', 'case "R-1" was extended already',
    '[A34] strict: once');
select throws_ok($$ select pg_temp.step('R-1', 7, 'begin_special', '2025-04-25 10:00+08', 'han', null, null, null, '{"procedure": "开会", "days": 5}') $$, 'JC005',
    'a special procedure of case "R-1" is none of those the law names', '[Q-4.2.3] strict: one of the eight special procedures');
select lives_ok(format($$ insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('R-1', %s, 'begin_special', '2025-04-25 10:00+08'::timestamptz + %s * interval '2 minutes', '{"procedure": "%s", "days": 2}'),
    ('R-1', %s, 'end_special', '2025-04-25 10:01+08'::timestamptz + %s * interval '2 minutes', '{"procedure": "%s"}') $$, 100 + 2 * n, n, p, 101 + 2 * n, n, p), '[Q-4.2.3] special procedure ' || p)
from unnest(array['hearing', 'tender', 'auction', 'inspection', 'test', 'quarantine', 'appraisal', 'expert_review']) with ordinality x (p, n);
select is((select count(*) from jiancha.special_procedure where case_no = 'R-1' and days_asked = 2 and not noticed), 8::bigint, '[Q-4.2.3] each with the days applied for, and without a written notice so far');
reset role;

-- a version that has no chart of its own keeps the one before; a chart that cases follow is not changed
select throws_ok($$ insert into jiancha.matter_flow_edge (matter_code, from_node, to_node) values ('MF', '受理', '批准') $$, 'JC006', 'cases follow the internal chart of matter "MF" already',
    '[Z-10] the chart that cases follow is fixed');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('MF', 'f-a', '有流程', 8, 20, '2025-06-01');
set role clause_flow_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('V-1', 'f-a', 'MF', '申请人', '2025-06-03 09:00+08');
select throws_ok($$ select pg_temp.step('V-1', 1, 'handle', '2025-06-03 10:00+08', 'han', '拟同意') $$, 'JC005', null, '[Z-10] a later version of the matter keeps the chart');
-- silence takes the place of the acceptance
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('D-1', 'f-a', 'MF', '申请人', '2025-04-21 09:00+08');
reset role;
call jiancha.sweep_all('2025-04-28 00:00+08');
set role clause_flow_clerk;
select lives_ok($$ select pg_temp.step('D-1', 1, 'handle', '2025-04-28 10:00+08', 'han', '拟同意') $$, '[Z-10] after a deemed acceptance the case goes on from 受理');
reset role;

-- handlers: who signs without holding the post, or before anybody was told
select pg_temp.use_pack('weihai') \g /dev/null
set role clause_flow_clerk;
select pg_temp.receive('W-1', 'MI'), pg_temp.receive('W-2', 'MI'), pg_temp.receive('W-3', 'MI') \g /dev/null
select pg_temp.step('W-1', 1, 'accept', '2025-04-21 10:00+08', 'new') \g /dev/null
select pg_temp.step('W-2', 1, 'accept', '2025-04-21 10:00+08', 'win') \g /dev/null
select pg_temp.step('W-3', 1, 'accept', '2025-04-21 10:00+08', 'win') \g /dev/null
select pg_temp.step('W-3', 2, 'review', '2025-04-21 11:00+08', 'chi', '同意') \g /dev/null
reset role;
-- three working days after Mon 21 April end with Thu 24
select is(pg_temp.cards('W-1', 'W-6.2b1'), 'yellow 04-25 00:00', '[W-6.2b] signed by an unlisted handler and not notified within three working days');
select is(pg_temp.cards('W-2', 'W-6.2b1'), '', '[W-6.2b] signed by a listed handler: none');
call jiancha.sweep_all('2025-04-24 23:59:59+08');
select is_empty($$ select 1 from jiancha.signals where case_no = 'W-1' and rule = 'W-6.2b1' $$, '[W-6.2b] none while the third working day lasts');
call jiancha.sweep_all('2025-04-25 00:00+08');
select results_eq($$ select level, earned_at from jiancha.signals where case_no = 'W-1' and rule = 'W-6.2b1' $$, $$ values ('yellow', timestamptz '2025-04-25 00:00+08') $$,
    '[W-6.2b] a card from the first instant after it');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from, noticed_at) values ('f-a', '窗口', 'new', '2025-04-21', '2025-04-25 00:00+08');
select is(pg_temp.cards('W-1', 'W-6.2b1'), 'yellow 04-25 00:00', '[W-6.2b] notified at the first instant after the third day: too late');
insert into jiancha.staff (staff_code, org_code, name) values ('new2', 'f-a', '新人乙');
set role clause_flow_clerk;
select pg_temp.receive('W-4', 'MI') \g /dev/null
select pg_temp.step('W-4', 1, 'accept', '2025-04-21 10:00+08', 'new2') \g /dev/null
reset role;
call jiancha.sweep_all('2025-04-25 00:00+08');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from, noticed_at) values ('f-a', '窗口', 'new2', '2025-04-21', '2025-04-24 23:59:59+08');
select is(pg_temp.cards('W-4', 'W-6.2b1'), '', '[W-6.2b] notified in the last second of the third day: none');
call jiancha.sweep_all('2025-04-25 00:00+08');
select is_empty($$ select 1 from jiancha.signals where case_no = 'W-4' and rule = 'W-6.2b1' and state <> 'unfounded' $$, '[W-6.2b] a notice in time that was entered late takes the card back');
select is(pg_temp.cards('W-3', 'W-6.4c'), 'yellow 04-21 11:00', '[W-6.4] 承办 skipped on a matter whose chart has it: procedural anomaly');
select is(pg_temp.cards('W-2', 'W-6.4c'), '', '[W-6.4] on the chart: none');

-- nodes without a holder
select is_empty($$ select * from jiancha.node_gap $$, '[G-3.4] every node has a post and a holder');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_until) values ('f-a', '科长', 'chi', '2020-01-01');
select results_eq($$ select distinct node, gap from jiancha.node_gap $$, $$ values ('审核', 'no_holder') $$, '[G-3.4] a node whose post nobody holds is listed');
select * from finish();
drop owned by clause_flow_clerk;
drop role clause_flow_clerk;
