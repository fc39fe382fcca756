-- 权力库变更: apply, review, adjust (镇江 第5至8条), and what a department, a legal office and another department may do of it.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '321100', pack => 'zhenjiang') \g /dev/null
select no_plan();

insert into jiancha.org (org_code, name, parent_code, kinds) values ('cg-gov', '市政府', null, '{government}'), ('cg-a', '甲局', 'cg-gov', '{approval_organ}'),
    ('cg-b', '乙局', 'cg-gov', '{approval_organ}'), ('cg-law', '市法制办', 'cg-gov', '{legal_office}'), ('cg-none', '无类别单位', 'cg-gov', '{}'),
    ('cg-county', '县政府', 'cg-gov', '{government}'), ('cg-county-a', '县甲局', 'cg-county', '{approval_organ}'), ('cg-county-law', '县法制办', 'cg-county', '{legal_office}');
insert into jiancha.org (org_code, name, parent_code) values ('cg-new', '未登记类别单位', 'cg-gov');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values
    ('CG-1', 'cg-a', '施工许可', 10, 15, '2024-01-01'), ('CG-2', 'cg-a', '罚款', null, 90, '2024-01-01'), ('CG-B', 'cg-b', '乙局事项', 10, 15, '2024-01-01');
create role clause_cg_a; create role clause_cg_b; create role clause_cg_law; create role clause_cg_county;
select jiancha.grant_access('clause_cg_a', 'cg-a'), jiancha.grant_access('clause_cg_b', 'cg-b'), jiancha.grant_access('clause_cg_law', 'cg-law'),
    jiancha.grant_access('clause_cg_county', 'cg-county-law') \g /dev/null
create function pg_temp.due(no text, clock text, kind text default 'matter_change') returns date language sql as $$
    select c.due_on from jiancha.docket d join jiancha.clock c using (docket_id) where d.kind = due.kind and d.business_no = no and c.clock = due.clock order by c.cycle desc limit 1 $$;
create function pg_temp.cards(no text) returns text language sql as $$
    select coalesce(string_agg(s.rule || ' ' || to_char(s.earned_at, 'YYYY-MM-DD HH24:MI'), ', ' order by s.rule), '')
    from jiancha.signals s where s.case_no = no and s.mark is distinct from 'unfounded' $$;

-- what a department cannot do by itself
select throws_ok($$ insert into jiancha.matter (matter_code, org_code, name) values ('CG-X', 'cg-none', '无') $$, 'JC005', null, '[W-3.1] an organisation of no kind owns no matter');
set role clause_cg_a;
select throws_ok($$ insert into jiancha.matter (matter_code, org_code, name) values ('CG-X', 'cg-a', '擅自录入') $$, null, null, '[Z-6] a department enters no matter past its review');
select throws_ok($$ insert into jiancha.docket_step (docket_kind, business_no, kind, at) values ('matter_change', 'CG-C1', 'review_change', '2025-03-20 10:00+08') $$, 'JC007', null,
    '[Z-6] nor a review of its own through another view');
select throws_ok($$ insert into jiancha.publication_intake (matter_code, element, published_at, place) values ('CG-1', 'basis', '2025-03-20 10:00+08', 'http://x') $$, 'JC007',
    'matter "CG-1" is not in the library and may not be published', '[Z-6] publish unreviewed: an error');
reset role;

-- a law changes on 2025-03-15; the task ends on 04-07, after 清明
insert into jiancha.law_change_intake (law_change_no, title, document_no, event_on, matters) values ('LC-1', '条例修订', '省令1号', '2025-03-15', '{CG-1}');
select is(pg_temp.due('LC-1#CG-1', 'change_apply'), '2025-04-07', '[Z-7.1] twenty days from 03-15 end on 04-04, a holiday, and roll to 04-07');
call jiancha.sweep_all('2025-04-07 23:59:59+08');
select is(pg_temp.cards('LC-1#CG-1'), '', '[Z-7.1] no card while the last day lasts');
call jiancha.sweep_all('2025-04-08 00:00+08');
select is(pg_temp.cards('LC-1#CG-1'), 'Z-7.1 2025-04-08 00:00', '[Z-7.1] a card from the first instant after it');

-- the department applies, under the number of the task: late entered, in time
set role clause_cg_a;
select throws_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('LC-1#CG-1', 'cg-a', 'CG-2', 'amend', '2025-03-15', '2025-04-03 10:00+08', '{"promised_limit": 5}', '条例') $$, 'JC006', null, '[Z-7.1] a task is about its matter');
select throws_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C0', 'cg-b', 'CG-B', 'amend', '2025-03-15', '2025-04-03 10:00+08', '{"promised_limit": 5}', '条例') $$, 'JC007', null, '[Z-7.1] who applies, applies for himself');
select throws_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C0', 'cg-a', 'CG-B', 'amend', '2025-03-15', '2025-04-03 10:00+08', '{"promised_limit": 5}', '条例') $$, 'JC007', null, '[Z-7.1] and for his own matter');
select throws_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C0', 'cg-a', 'CG-1', 'amend', '2025-03-15', '2025-04-03 10:00+08', '{"promised_limit": 16}', '条例') $$, 'JC005',
    'the promised limit of matter "CG-1" is longer than the statutory one', '[Q-2.2] sixteen days promised where the law gives fifteen');
select lives_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('LC-1#CG-1', 'cg-a', 'CG-1', 'amend', '2025-03-15', '2025-04-03 10:00+08',
        '{"promised_limit": 5, "conditions": "符合规划", "materials": [{"name": "申请表", "basis": "条例第五条"}, {"name": "证明"}], "basis": "条例第三条", "external_chart": "wb.png", "matter_type": "01"}', '条例修订') $$,
    '[Z-7.1] an application in time');
select is((select reviewer_org from jiancha.change_intake where change_no = 'LC-1#CG-1'), 'cg-law', '[Z-6] it goes to the legal office of the same government');
select throws_ok($$ insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('LC-1#CG-1', '2025-04-04 10:00+08', 'approved', '自行审核', 'X') $$,
    'JC004', null, '[Z-6] who applied does not review');
select throws_ok($$ insert into jiancha.change_adjust (change_no, adjusted_at) values ('LC-1#CG-1', '2025-04-10 10:00+08') $$, 'JC007', 'change "LC-1#CG-1" has not been reviewed',
    '[Z-6] nothing unreviewed enters the library');
reset role;
call jiancha.sweep_all('2025-04-08 00:00:01+08');
select is(pg_temp.cards('LC-1#CG-1'), '', '[Z-7.1] an application in time, entered after it, takes the ground from the card');
select is(pg_temp.due('LC-1#CG-1', 'change_review'), '2025-04-14', '[Z-7.2] ten days from 04-03 end on Sunday 04-13 and roll to Monday');

-- the legal office: another government's cannot, this one's answers in writing
set role clause_cg_county;
select throws_ok($$ insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('LC-1#CG-1', '2025-04-09 10:00+08', 'approved', '同意', '县法〔2025〕1号') $$,
    'JC004', null, '[Z-6] the legal office of another government does not review');
set role clause_cg_law;
select throws_ok($$ insert into jiancha.change_review (change_no, reviewed_at, result, opinion) values ('LC-1#CG-1', '2025-04-09 10:00+08', 'approved', '同意') $$, 'JC005',
    'the review of change "LC-1#CG-1" must be answered in writing', '[Z-7.2] a written answer is mandatory');
select throws_ok($$ insert into jiancha.change_review (change_no, reviewed_at, result, approved, opinion, document_no)
    values ('LC-1#CG-1', '2025-04-09 10:00+08', 'partly', '{fees}', '同意', '法〔2025〕1号') $$, 'JC005', null, '[Z-8] what was not applied for cannot be approved');
select throws_ok($$ insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('LC-1#CG-1', '2025-04-03 09:59+08', 'approved', '同意', '法〔2025〕1号') $$,
    'JC005', null, '[Z-7.2] no review before the application');
select lives_ok($$ insert into jiancha.change_review (change_no, reviewed_at, result, approved, opinion, document_no)
    values ('LC-1#CG-1', '2025-04-09 10:00+08', 'partly', '{promised_limit,basis,materials,external_chart,matter_type}', '条件不予变更', '法〔2025〕1号') $$, '[Z-7.2] approved in part, in writing');
select lives_ok($$ insert into jiancha.change_review (change_no, reviewed_at, result, approved, opinion, document_no)
    values ('LC-1#CG-1', '2025-04-09 10:00+08', 'partly', '{promised_limit,basis,materials,external_chart,matter_type}', '条件不予变更', '法〔2025〕1号') $$, '[Z-7.2] the same again does nothing');
reset role;
select is(pg_temp.due('LC-1#CG-1', 'change_adjust'), '2025-04-21', '[Z-8] ten days from 04-09 end on Saturday 04-19 and roll to Monday');
call jiancha.sweep_all('2025-04-20 00:00+08');

-- the department adjusts what was approved, nothing else
set role clause_cg_a;
select throws_ok($$ insert into jiancha.change_adjust (change_no, adjusted_at, content) values ('LC-1#CG-1', '2025-04-10 10:00+08', '{"promised_limit": 5, "conditions": "符合规划"}') $$, 'JC007',
    'field "conditions" was not approved in change "LC-1#CG-1"', '[Z-8] adjust a field that is not in the approval: an error');
select throws_ok($$ insert into jiancha.change_adjust (change_no, adjusted_at, content) values ('LC-1#CG-1', '2025-04-10 10:00+08', '{"promised_limit": 7}') $$, 'JC007',
    'the value of field "promised_limit" is not the one approved in change "LC-1#CG-1"', '[Z-8] nor another value than the approved');
select lives_ok($$ insert into jiancha.change_adjust (change_no, adjusted_at, valid_from, content) values ('LC-1#CG-1', '2025-04-10 10:00+08', '2025-05-01', '{"promised_limit": 5}') $$,
    '[Z-8] the department adjusts by itself what was approved');
select results_eq($$ select version, promised_limit, valid_from, change_no from jiancha.matter_version where matter_code = 'CG-1' order by version $$,
    $$ values (1, 10, date '2024-01-01', null), (2, 5, '2025-05-01', 'LC-1#CG-1') $$, '[Z-8] it makes the next version, the one before stays');
select results_eq($$ select material_no, name, basis from jiancha.matter_material where matter_code = 'CG-1' and version = 2 order by 1 $$,
    $$ values (1, '申请表', '条例第五条'), (2, '证明', null) $$, '[Z-8] with the materials that were approved');
select is_empty($$ select from jiancha.matter_element where matter_code = 'CG-1' and element = 'conditions' $$, '[Z-8] and without the conditions that were not');
select results_eq($$ select state, version, difference -> 'promised_limit' from jiancha.matter_changes where change_no = 'LC-1#CG-1' $$,
    $$ values ('adjusted', 2, jsonb '{"from": 10, "to": 5}') $$, '[X-M-6.2] each change with its difference, review and version');
reset role;
select is((select state from jiancha.docket where kind = 'matter_change' and business_no = 'LC-1#CG-1'), 'closed', '[Z-8] the adjustment ends the change');
call jiancha.sweep_all('2025-05-02 00:00+08');
select is(pg_temp.cards('LC-1#CG-1'), '', '[Z-8] all in time: no card');
set role clause_cg_b;
select is_empty($$ select from jiancha.change_intake $$, '[Z-7.1] another department sees none of it');
set role clause_cg_law;
select is((select count(*) from jiancha.matter_changes), 1::bigint, '[Z-6] the legal office sees what it reviews');
reset role;

-- golden dates of the review: the last day rolls over the holiday
set role clause_cg_b;
insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C2', 'cg-b', 'CG-B', 'amend', '2025-09-20', '2025-09-22 10:00+08', '{"promised_limit": 8}', '提速');
reset role;
select is(pg_temp.due('CG-C2', 'change_review'), '2025-10-09', '[Z-7.2] received 09-22: ten days end on 10-02 and roll to 10-09');
call jiancha.sweep_all('2025-10-09 23:59:59+08');
select is(pg_temp.cards('CG-C2'), '', '[Z-7.2] no card on the last day');
call jiancha.sweep_all('2025-10-10 00:00+08');
select is(pg_temp.cards('CG-C2'), 'Z-7.2 2025-10-10 00:00', '[Z-7.2] a review that is late earns a card');
-- rejected: nothing to adjust
set role clause_cg_law;
insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('CG-C2', '2025-10-10 10:00+08', 'rejected', '不同意', '法〔2025〕2号');
set role clause_cg_b;
select throws_ok($$ insert into jiancha.change_adjust (change_no, adjusted_at) values ('CG-C2', '2025-10-11 10:00+08') $$, 'JC007', 'change "CG-C2" was rejected', '[Z-6] what was rejected does not enter');
reset role;
select results_eq($$ select d.state, (select count(*) from jiancha.clock c where c.docket_id = d.docket_id and c.state = 'running') from jiancha.docket d where d.business_no = 'CG-C2' $$,
    $$ values ('closed', 0::bigint) $$, '[Z-7.2] a rejection ends the change, no clock runs on');

-- late adjustment
set role clause_cg_b;
insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, reason) values ('CG-C3', 'cg-b', 'CG-B', 'suspend', '2025-10-20', '2025-10-21 10:00+08', '停止实施');
set role clause_cg_law;
insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('CG-C3', '2025-10-22 10:00+08', 'approved', '同意', '法〔2025〕3号');
reset role;
call jiancha.sweep_all('2025-11-03 23:59:59+08');
select is(pg_temp.cards('CG-C3'), '', '[Z-8] ten days from 10-22 end on Saturday 11-01 and roll to Monday: no card');
call jiancha.sweep_all('2025-11-04 00:00+08');
select is(pg_temp.cards('CG-C3'), 'Z-8 2025-11-04 00:00', '[Z-8] not adjusted by then');
set role clause_cg_b;
select throws_ok($$ insert into jiancha.change_adjust (change_no, adjusted_at) values ('CG-C3', '2025-11-04 10:00+08') $$, 'JC005',
    'matter "CG-B" is incomplete and may not enter the library', '[Z-6] without its legal basis and flow chart it does not enter');
reset role;
insert into jiancha.matter_content (matter_code, content) values ('CG-B', '{"basis": "条例", "external_chart": "b.png"}');
set role clause_cg_b;
select lives_ok($$ insert into jiancha.change_adjust (change_no, adjusted_at) values ('CG-C3', '2025-11-04 10:00+08') $$, '[Z-6] with them it does');
reset role;
select is((select state from jiancha.matter where matter_code = 'CG-B'), 'suspended', '[Z-8] and the matter is suspended');

-- who has no kind, or no legal office, changes nothing
select throws_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C4', 'cg-new', 'CG-N', 'add', '2025-11-01', '2025-11-03 10:00+08', '{"name": "新事项"}', '新设') $$, 'JC005', 'organisation "cg-new" has no kind and so no matters',
    '[W-3.1] an organisation whose kind nobody registered owns no matter of the library');
select throws_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C4', 'cg-law', 'CG-N', 'add', '2025-11-01', '2025-11-03 10:00+08', '{"name": "新事项"}', '新设') $$, 'JC004', null, '[Z-6] nobody reviews himself');
select lives_ok($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C5', 'cg-county-a', 'CG-N', 'add', '2025-11-01', '2025-11-03 10:00+08', '{"name": "新事项"}', '新设') $$, '[W-3.1] one with a kind does');
select is((select reviewer_org from jiancha.change_intake where change_no = 'CG-C5'), 'cg-county-law', '[Z-6] a county''s by the county''s legal office');

-- penalties: the discretion standard (裁量基准) is a part of the library
set role clause_cg_a;
insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-P', 'cg-a', 'CG-2', 'amend', '2025-10-20', '2025-10-21 10:00+08', '{"matter_type": "02", "basis": "处罚法", "external_chart": "p.png", "internal_chart": "q.png"}', '入库');
set role clause_cg_law;
insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('CG-P', '2025-10-22 10:00+08', 'approved', '同意', '法〔2025〕4号');
set role clause_cg_a;
insert into jiancha.change_adjust (change_no, adjusted_at) values ('CG-P', '2025-10-23 10:00+08');
select results_eq($$ select gap, detail from jiancha.library_gap where matter_code = 'CG-2' and gap = 'element_missing' $$, $$ values ('element_missing', '行政处罚裁量基准') $$,
    '[Z-5] a penalty without its discretion standard is a gap');
select results_eq($$ select detail from jiancha.library_gap where matter_code = 'CG-1' and gap = 'element_missing' $$, $$ values ('内部流程图') $$,
    '[Z-5] a licence needs none, but the internal flow chart');
reset role;
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CG-2', '{"discretion": [{"circumstance": "轻微", "punishment": "警告", "basis": "处罚法"}]}') $$, 'JC006',
    'version 2 of matter "CG-2" is in the library: "discretion" is changed by a change', '[Z-8] nor does the administrator change what is in the library');
set role clause_cg_a;
insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-P2', 'cg-a', 'CG-2', 'amend', '2025-11-05', '2025-11-06 10:00+08', '{"discretion": [{"circumstance": "轻微", "punishment": "罚款", "fine_min": 100, "fine_max": 500.5, "basis": "处罚法第三十条"}]}', '基准');
set role clause_cg_law;
insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('CG-P2', '2025-11-07 10:00+08', 'approved', '同意', '法〔2025〕5号');
set role clause_cg_a;
insert into jiancha.change_adjust (change_no, adjusted_at) values ('CG-P2', '2025-11-07 11:00+08');
select is_empty($$ select from jiancha.library_gap where matter_code = 'CG-2' and gap in ('element_missing', 'not_in_library') $$, '[Z-5] with it the library is whole: catalogue, information, two charts, standard');
select results_eq($$ select circumstance, fine_min, fine_max from jiancha.discretion_standard where matter_code = 'CG-2' $$, $$ values ('轻微', 100.00, 500.50) $$, '[Z-5] the standard as approved');
reset role;

-- a change reaches open cases only if its basis says so
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('CG-K1', 'cg-a', 'CG-1', '申请人', '2025-11-03 09:00+08');
insert into jiancha.case_step (case_no, kind, at) values ('CG-K1', 'accept', '2025-11-03 10:00+08');
select is(pg_temp.due('CG-K1', 'promised', 'approval'), '2025-11-10', '[Z-8] a case of version 2 has five days');
set role clause_cg_a;
insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
    values ('CG-C6', 'cg-a', 'CG-1', 'amend', '2025-11-03', '2025-11-04 09:00+08', '{"promised_limit": 3}', '再提速'), ('CG-C7', 'cg-a', 'CG-1', 'amend', '2025-11-03', '2025-11-04 09:00+08', '{"promised_limit": 2}', '再提速');
set role clause_cg_law;
insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no)
    values ('CG-C6', '2025-11-04 10:00+08', 'approved', '同意', '法6号'), ('CG-C7', '2025-11-04 10:00+08', 'approved', '同意', '法7号');
set role clause_cg_a;
insert into jiancha.change_adjust (change_no, adjusted_at) values ('CG-C6', '2025-11-04 11:00+08');
reset role;
select is(pg_temp.due('CG-K1', 'promised', 'approval'), '2025-11-10', '[Z-8] a further version leaves the open case its limit');
set role clause_cg_a;
insert into jiancha.change_adjust (change_no, adjusted_at, valid_from, pending_basis) values ('CG-C7', '2025-11-04 12:00+08', '2025-11-05', '条例附则: 施行前已受理的适用新期限');
reset role;
select is(pg_temp.due('CG-K1', 'promised', 'approval'), '2025-11-05', '[Z-8] one whose basis says so reaches it');
select results_eq($$ select pending_cases, pending_basis from jiancha.matter_changes where change_no = 'CG-C7' $$, $$ values (1, '条例附则: 施行前已受理的适用新期限') $$, '[X-M-6.2] and that is kept');
call jiancha.sweep_all('2025-11-07 12:00+08');
select is_empty($$ select * from jiancha.verify('2025-11-07 12:00+08') $$, '[Z-8] verify() finds nothing after a sweep');

-- abolished while a case runs: what was accepted before goes on, what is accepted after is a red card
set role clause_cg_a;
insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, reason) values ('CG-C8', 'cg-a', 'CG-1', 'abolish', '2025-11-10', '2025-11-10 10:00+08', '取消');
set role clause_cg_law;
insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values ('CG-C8', '2025-11-10 11:00+08', 'approved', '同意', '法8号');
set role clause_cg_a;
insert into jiancha.change_adjust (change_no, adjusted_at, valid_from) values ('CG-C8', '2025-11-10 12:00+08', '2025-11-12');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('CG-K2', 'cg-a', 'CG-1', '申请人', '2025-11-11 09:00+08'), ('CG-K3', 'cg-a', 'CG-1', '申请人', '2025-11-11 09:00+08');
insert into jiancha.case_step (case_no, kind, at) values ('CG-K2', 'accept', '2025-11-11 23:59:59+08'), ('CG-K3', 'accept', '2025-11-12 00:00+08'),
    ('CG-K2', 'review', '2025-11-12 10:00+08');
insert into jiancha.case_step (case_no, kind, at, reason, document_no) values ('CG-K2', 'terminate', '2025-11-13 10:00+08', '事项取消，依条例附则终止', '终1号');
reset role;
call jiancha.sweep_all('2025-11-13 12:00+08');
select unalike(pg_temp.cards('CG-K2'), '%Z-16.1%', '[Z-16.1] accepted on the eve of the abolition: none');
select alike(pg_temp.cards('CG-K3'), '%Z-16.1 2025-11-12 00:00%', '[Z-16.1] accepted on its day: red');
select unalike(pg_temp.cards('CG-1#5'), '%Z-16.2%', '[Z-16.2] an abolition with its approval is not 擅自取消');

select * from finish();
drop owned by clause_cg_a, clause_cg_b, clause_cg_law, clause_cg_county;
drop role clause_cg_a, clause_cg_b, clause_cg_law, clause_cg_county;
