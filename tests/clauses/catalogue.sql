-- 权力库和信息公开: codes, types, classes, checklists, publication, shared limits, delegations, halls, certificates (镇江、青岛某区、威海、新乡).
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '370200', pack => 'qingdao_district') \g /dev/null
select no_plan();

insert into jiancha.org (org_code, name, parent_code, kinds, level, authority, legal_form, hall_of, credit_code) values
    ('ct-gov', '区政府', null, '{government}', 4, 'statutory', 'organ', null, null), ('ct-a', '甲局', 'ct-gov', '{approval_organ,project_unit}', 4, 'statutory', 'organ', null, '12441500196720244T'),
    ('ct-b', '受托单位', 'ct-gov', '{approval_organ}', 4, 'delegated', 'institution', null, '10162374-1'), ('ct-c', '驻区单位', null, '{approval_organ}', 2, 'authorised', 'stationed', null, null),
    ('ct-hall', '甲局服务大厅', 'ct-a', '{service_hall}', null, null, 'enterprise', 'ct-a', null), ('ct-law', '区法制办', 'ct-gov', '{legal_office}', 4, null, 'organ', null, null),
    ('ct-reform', '区审改办', 'ct-gov', '{reform_office}', 4, null, 'organ', null, null);
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from)
    select 'CT-' || n, 'ct-a', '事项' || n, 12, 20, '2024-01-01' from generate_series(1, 10) n;
create role clause_ct_a; create role clause_ct_law; create role clause_ct_reform; create role clause_ct_sup;
select jiancha.grant_access('clause_ct_a', 'ct-a'), jiancha.grant_access('clause_ct_law', 'ct-law'), jiancha.grant_access('clause_ct_reform', 'ct-reform'),
    jiancha.grant_access('clause_ct_sup', 'ct-gov', 'supervisor') \g /dev/null
-- a change that adds content to a matter, reviewed and adjusted on one day, by those whose business it is
create function pg_temp.enter(no text, matter text, content jsonb default '{}', at timestamptz default '2025-03-03 10:00+08') returns void language plpgsql as $$
begin
    set local role clause_ct_a;
    insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason)
        values (no, 'ct-a', matter, case content when '{}' then 'confirm' else 'amend' end, at::date, at, content, '清理');
    set local role clause_ct_law;
    insert into jiancha.change_review (change_no, reviewed_at, result, opinion, document_no) values (no, at, 'approved', '同意', '法〔2025〕' || no);
    set local role clause_ct_a;
    insert into jiancha.change_adjust (change_no, adjusted_at) values (no, at);
    reset role;
end
$$;
create function pg_temp.cards(no text) returns text language sql as $$
    select coalesce(string_agg(s.rule || ' ' || to_char(s.earned_at, 'YYYY-MM-DD HH24:MI'), ', ' order by s.rule), '')
    from jiancha.signals s where s.case_no = no and s.mark is distinct from 'unfounded' $$;

-- organisations: several kinds at once, levels, authority, halls
select results_eq($$ select org_code from jiancha.org where 'approval_organ' = any (kinds) and 'project_unit' = any (kinds) $$, $$ values ('ct-a') $$, '[W-3.1] an organisation can be of several kinds');
select throws_ok($$ insert into jiancha.org (org_code, name, kinds) values ('ct-x', '某', '{hall}') $$, 'JC005', null, '[W-3.1] a kind that does not exist');
select results_eq($$ select org_code, level, authority from jiancha.org where authority <> 'statutory' order by 1 $$, $$ values ('ct-b', 4, 'delegated'), ('ct-c', 2, 'authorised') $$,
    '[W-3.2] delegated organs and stationed units of the province, with their level');
select throws_ok($$ insert into jiancha.org (org_code, name, authority) values ('ct-x', '某', 'assumed') $$, 'JC005', null, '[W-3.2] an authority that does not exist');
select throws_ok($$ insert into jiancha.org (org_code, name, hall_of) values ('ct-x', '某', 'ct-a') $$, 'JC005', null, '[W-3.3] only a hall is the hall of another');
select throws_ok($$ insert into jiancha.org (org_code, name, credit_code) values ('ct-x', '某', '911100001016237417') $$, 'JC005', null, '[Q-6.2] a credit code whose check digit is wrong (rubrics 8.1)');

-- codes and types (Q-2.1, Q-3.2.1)
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-1', '{"basic_code": "44219980600"}') $$, 'JC005', null, '[Q-3.2.1] eleven digits are no basic code');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-1', '{"basic_code": "370100001000", "matter_type": "02"}') $$, 'JC005', null,
    '[Q-2.1] type 02 does not agree with basic code ..01..');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-1', '{"basic_code": "370100001000", "implementation_code": "12441500196720244T4370100002000"}') $$, 'JC005', null,
    '[Q-3.2.1] an implementation code holds its basic code');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-1', '{"implementation_code": "12441500196720244X4370100001000"}') $$, 'JC005', null,
    '[Q-3.2.1] and the credit code of the organisation, check digit and all');
select lives_ok($$ insert into jiancha.matter_content (matter_code, content) values
    ('CT-1', '{"basic_code": "370100001000", "implementation_code": "12441500196720244T4370100001000", "matter_type": "01", "batch_no": "第一批", "online_class": "A", "online_level": 1, "item_level": "main"}') $$,
    '[Q-3.2.1] coded, in the first batch');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-2', '{"basic_code": "370100001000"}') $$, 'JC006', null, '[Q-3.2.1] a code belongs to one matter');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-1', '{"batch_no": "第二批"}') $$, 'JC006', null, '[Q-3.2.1] and is not rewritten');
select lives_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-1', '{"batch_no": "第一批"}') $$, '[Q-3.2.1] the same again does nothing');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-2', '{"nonsense": 1}') $$, 'JC005', 'the content of a matter has no field "nonsense"', '[Z-5] a field that does not exist');
select throws_ok(format($$ insert into jiancha.matter_content (matter_code, content) values ('CT-2', %L) $$, c), 'JC005', null, '[Z-5] refused: ' || c)
from unnest(array['[]', '{"basis": " "}', '{"online_level": 4}', '{"online_level": 1.5}', '{"delay_until": "2025-02-30"}', '{"delay_until": "2025年3月"}', '{"fees": [{"name": "工本费"}]}',
    '{"fees": [{"name": "费", "amount": 10, "amount_max": 5, "per": "件"}]}', '{"fees": [{"name": "费", "amount": 1.005, "per": "件"}]}', '{"fees": [{"name": "费", "amount": -1, "per": "件"}]}',
    '{"materials": {"name": "表"}}', '{"materials": ["表"]}', '{"materials": [{"name": "表", "copies": 0}]}', '{"discretion": [{"circumstance": "轻"}]}', '{"promised_limit": 3}',
    '{"secrecy_kind": "state"}', '{"parent_matter": "CT-2"}', '{"parent_matter": "none"}', '{"matter_type": null, "online_class": "E"}']) c;
select throws_ok($$ insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('CT-L', 'ct-a', '长', 21, 20) $$, 'JC005', null, '[Q-2.2] promise > legal: an error');
select throws_ok($$ insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, statutory_unit) values ('CT-L', 'ct-a', '长', 31, 30, 'day') $$, 'JC005', null,
    '[Q-2.2] 31 working days are longer than 30 days whatever the day');
select lives_ok($$ insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, statutory_unit) values ('CT-L', 'ct-a', '不定', 30, 30, 'day') $$,
    '[Q-2.2] 30 working days need not be: nothing is guessed');
select results_eq($$ select ratio, unit from jiancha.speed_up where matter_code = 'CT-1' $$, $$ values (40.00, 'working_day') $$, '[Q-2.2] twelve days for twenty: sped up by 40 percent');
select is_empty($$ select from jiancha.speed_up where matter_code = 'CT-L' $$, '[Q-2.2] where the units differ no ratio is made up');

-- classes (Q-5.4), stages (Q-5.7), parts (Q-5.5)
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-2', '{"online_class": "C"}') $$, 'JC005', 'class C of matter "CT-2" is a delay and needs a reason and a day',
    '[Q-5.4] class = delayed without reason: an error');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-2', '{"online_class": "B", "delay_reason": "系统改造"}') $$, 'JC005', null, '[Q-5.4] nor without a timetable');
select lives_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-2', '{"online_class": "C", "delay_reason": "系统改造", "delay_until": "2025-12-31", "parent_matter": "CT-1", "item_level": "sub",
    "materials": [{"name": "申请表", "basis": "条例"}, {"name": "证明"}], "forms": "表格"}') $$, '[Q-5.4] [Q-5.5] with both; a part of another matter');
select results_eq($$ select detail from jiancha.library_gap where matter_code = 'CT-2' and gap = 'delay_not_filed' $$, $$ values ('2025-12-31') $$, '[Q-5.4] a delay that the reform office has not filed is a gap');
select results_eq($$ select detail from jiancha.library_gap where matter_code = 'CT-2' and gap = 'material_without_basis' $$, $$ values ('证明') $$, '[Q-5.5] material with no basis: in the list of gaps');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-3', '{"secrecy_kind": "state", "secrecy_decision": "密认1号", "online_class": "A"}') $$, 'JC005',
    'matter "CT-3" is secret and may not be online', '[Q-5.4] secret items never online');
select throws_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-3', '{"secrecy_kind": "commercial", "secrecy_decision": "密认1号", "online_class": "D", "online_level": 1}') $$, 'JC005', null,
    '[Q-5.4] at no stage');
select lives_ok($$ insert into jiancha.matter_content (matter_code, content) values ('CT-3', '{"secrecy_kind": "state", "secrecy_decision": "密认1号", "online_class": "D", "online_level": 0, "basis": "保密法"}') $$, '[Q-5.4] in class D');
select results_eq($$ select online_level from jiancha.library_item where matter_code in ('CT-1', 'CT-3') order by 1 $$, $$ values (0), (1) $$, '[Q-5.7] the stage of each matter');

-- publication (Q-2.5, Q-4.3.1, X-M-9.3, X-M-9.4): CT-1 enters the library with all of its elements but the telephone
select results_eq($$ select count(*) from jiancha.effective_checklist_rule where pack = 'qingdao_district' and checklist = 'item' $$, $$ values (14::bigint) $$, '[Q-4.3.1] fourteen elements');
select pg_temp.enter('E-1', 'CT-1', '{"basis": "条例", "conditions": "符合规划", "quantity": "无限制", "procedure": "受理、承办、批准、办结", "forms": "表格", "place": "大厅1号", "deciding_organ": "甲局",
    "certificate": "许可证，三年", "legal_effect": "许可", "annual_check": "无", "materials": [{"name": "申请表", "basis": "条例"}], "fees": [{"name": "不收费", "amount": 0, "per": "件"}]}') \g /dev/null
select pg_temp.enter('E-3', 'CT-3') \g /dev/null
set role clause_ct_a;
select throws_ok($$ insert into jiancha.publication_intake (matter_code, element, published_at, place) values ('CT-3', 'basis', '2025-03-04 10:00+08', 'http://a') $$, 'JC007',
    'matter "CT-3" is secret and may not be published', '[X-M-9.4] publication refused when secrecy is set');
select throws_ok($$ insert into jiancha.publication_intake (matter_code, element, published_at, place) values ('CT-1', 'phone', '2025-03-04 10:00+08', 'http://a') $$, 'JC005', null,
    '[Q-4.3.1] what the library does not say cannot have been published');
select throws_ok($$ insert into jiancha.publication_intake (matter_code, element, published_at, place) values ('CT-2', 'basis', '2025-03-04 10:00+08', 'http://a') $$, 'JC007', null, '[Z-6] what is not in the library is not published');
insert into jiancha.publication_intake (matter_code, element, published_at, place)
    select 'CT-1', e, '2025-03-20 10:00+08', 'http://qz.example/CT-1' from unnest('{name,certificate,legal_effect,basis,conditions,quantity,materials,place,deciding_organ,procedure,limit,fee,forms,annual_check}'::text[]) e;
select results_eq($$ select element, name from jiancha.publish_gap where matter_code = 'CT-1' $$, $$ values ('phone', '受理咨询与投诉的机构和电话') $$, '[Q-4.3.1] missing phone: a gap');
select results_eq($$ select due_on from jiancha.publish_gap where matter_code = 'CT-1' $$, $$ values (date '2025-03-31') $$, '[X-M-9.3] due twenty working days after it entered on 03-03');
select is((select count(*) from jiancha.checklist_state where matter_code = 'CT-1' and checklist = 'item' and published_at is not null), 13::bigint, '[Q-2.5] what was published, where and when, is read by all');
reset role;
call jiancha.sweep_all('2025-04-01 00:00+08');
select is(pg_temp.cards('CT-1#2'), '', '[Q-4.3.1] the scheme names no time: the gap is shown, no card is given');
-- the telephone comes by a further version, which has its own time and is published in it
select pg_temp.enter('E-1b', 'CT-1', '{"phone": "0532-12345"}', '2025-04-02 10:00+08') \g /dev/null
set role clause_ct_a;
insert into jiancha.publication_intake (matter_code, element, published_at, place)
    select 'CT-1', s.element, '2025-04-03 10:00+08', 'http://qz.example/CT-1' from jiancha.publish_gap s where s.matter_code = 'CT-1' group by s.element;
select is_empty($$ select from jiancha.publish_gap where matter_code = 'CT-1' $$, '[Q-4.3.1] all fourteen, and the eight of the licence law, are public');
reset role;
select is((select state from jiancha.docket where kind = 'publication' and business_no = 'CT-1#3'), 'closed', '[X-M-9.3] its task is done');
select is_empty($$ select from jiancha.docket where kind = 'publication' and matter_code = 'CT-3' $$, '[X-M-9.4] a secret matter has no such task');
-- under the Xinxiang pack the same lateness is its art. 9 (3)
select jiancha.setup(region => '370200', pack => 'xinxiang') \g /dev/null
select pg_temp.enter('E-4', 'CT-4') \g /dev/null
select pg_temp.enter('E-5', 'CT-5', '{"basis": "条例", "conditions": "无", "quantity": "无", "procedure": "受理、决定", "forms": "表", "materials": [{"name": "表", "basis": "条例"}]}') \g /dev/null
set role clause_ct_a;
insert into jiancha.publication_intake (matter_code, element, published_at, place)
    select 'CT-5', e, case e when 'forms' then timestamptz '2025-03-31 23:59:59+08' else '2025-03-04 10:00+08' end, 'http://a' from unnest('{name,basis,conditions,quantity,procedure,limit,materials,forms}'::text[]) e;
reset role;
call jiancha.sweep_all('2025-03-31 23:59:59+08');
select is(pg_temp.cards('CT-4#1'), '', '[X-M-9.3] no card while the twentieth working day lasts');
call jiancha.sweep_all('2025-04-01 00:00+08');
select is(pg_temp.cards('CT-4#1'), 'X-M-9.3a 2025-04-01 00:00', '[X-M-9.3] due 20 working days after creation passed: a card');
select is(pg_temp.cards('CT-5#2'), '', '[X-M-9.3] published in its last second: none');

-- Weihai: the eight elements
select jiancha.setup(region => '370200', pack => 'weihai') \g /dev/null
select results_eq($$ select element from jiancha.effective_checklist_rule where pack = 'weihai' and purpose = 'publication' order by no $$,
    $$ values ('name'), ('basis'), ('conditions'), ('quantity'), ('procedure'), ('limit'), ('materials'), ('forms') $$, '[W-8.1.2] eight elements');
select results_eq($$ select element from jiancha.publish_gap where matter_code = 'CT-4' and element = 'limit' $$, $$ values ('limit') $$, '[W-8.1.2] a power with no 期限 published is listed');
set role clause_ct_a;
insert into jiancha.publication_intake (matter_code, element, published_at, place) values ('CT-4', 'limit', '2025-04-03 10:00+08', 'http://a');
reset role;
select is_empty($$ select from jiancha.publish_gap where matter_code = 'CT-4' and element = 'limit' $$, '[W-8.1.2] with it, not');

-- share of what is online (W-8.1.4): ten in the library, eight of them online
select pg_temp.enter('O-' || n, 'CT-' || n, jsonb_build_object('online_level', (n <> 10 and n <> 2)::int * 2), '2025-05-06 10:00+08') from generate_series(1, 10) n where n <> 3 \g /dev/null
insert into jiancha.matter (matter_code, org_code, name, promised_limit, valid_from) values ('CT-11', 'ct-a', '事项11', 5, '2025-01-01');
select pg_temp.enter('O-11', 'CT-11', '{"online_level": 3}', '2025-05-31 10:00+08') \g /dev/null
select results_eq($$ select month, in_library, online, ratio from jiancha.online_ratio('2025-05-15', '2025-05-15') where org_code = 'ct-a' $$, $$ values (date '2025-05-01', 10::bigint, 8::bigint, 80.00) $$,
    '[W-8.1.4] 8 of 10: 80.00, the secret one left out');
select results_eq($$ select month, in_library from jiancha.online_ratio('2025-02-01', '2025-03-31') where org_code = 'ct-a' $$, $$ values (date '2025-03-01', 3::bigint) $$, '[W-8.1.4] month by month: what entered in March');
select throws_ok($$ select * from jiancha.online_ratio('2025-03-01', '2025-02-01') $$, 'JC005', null, '[W-8.1.4] months in the wrong order');

-- delegations (W-3.2)
insert into jiancha.delegations (delegation_no, from_org, to_org, matter_code, valid_from, document_no) values ('D-1', 'ct-a', 'ct-b', 'CT-5', '2025-01-01', '委1号');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'CT-D' || n, 'ct-b', 'CT-5', '申请人', '2025-06-26 09:00+08' from generate_series(1, 3) n;
insert into jiancha.case_step (case_no, kind, at) values ('CT-D1', 'accept', '2025-06-30 23:59:59+08'), ('CT-D2', 'accept', '2025-07-01 00:00+08'), ('CT-D3', 'accept', '2025-06-27 10:00+08'),
    ('CT-D1', 'decide', '2025-06-30 23:59:59+08'), ('CT-D3', 'decide', '2025-07-02 10:00+08');
call jiancha.sweep_all('2025-07-03 00:00+08');
select is((select count(*) from jiancha.signals where rule = 'W-3.2'), 0::bigint, '[W-3.2] an open delegation: no card');
insert into jiancha.delegations (delegation_no, from_org, to_org, matter_code, valid_from, valid_until, document_no) values ('D-1', 'ct-a', 'ct-b', 'CT-5', '2025-01-01', '2025-07-01', '委1号');
call jiancha.sweep_all('2025-07-03 00:00+08');
select results_eq($$ select case_no, earned_at from jiancha.signals where rule = 'W-3.2' order by 1 $$, $$ values ('CT-D2', timestamptz '2025-07-01 00:00+08'), ('CT-D3', timestamptz '2025-07-02 10:00+08') $$,
    '[W-3.2] accepted or decided by the delegate after the delegation ended, to the day');
select throws_ok($$ insert into jiancha.delegations (delegation_no, from_org, to_org, matter_code, valid_from, valid_until, document_no) values ('D-1', 'ct-a', 'ct-b', 'CT-5', '2025-01-01', '2025-08-01', '委1号') $$,
    'JC006', null, '[W-3.2] an end is set once');

-- halls (W-3.3)
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('CT-H1', 'ct-hall', 'CT-6', '申请人', '2025-06-26 09:00+08'), ('CT-H2', 'ct-a', 'CT-6', '申请人', '2025-06-26 09:00+08');
select results_eq($$ select org_code, cases from jiancha.org_case_rank order by 1 $$, $$ values ('ct-a', 2::bigint), ('ct-b', 3) $$, '[W-3.3] a hall''s cases roll up to its parent in the ranking');
select is((select place from jiancha.org_case_rank where org_code = 'ct-a'), 1::bigint, '[W-3.3] by the share of cases without a card');

-- shared limits (Q-6.1)
set role clause_ct_a;
select throws_ok($$ insert into jiancha.shared_limits (matter_code, part_org, amount) values ('CT-7', 'ct-a', 8), ('CT-7', 'ct-c', 7) $$, 'JC005',
    'the parts of the limit of matter "CT-7" together exceed the whole', '[Q-6.1] parts 8 + 7 with whole 12: an error');
select lives_ok($$ insert into jiancha.shared_limits (matter_code, part_org, amount) values ('CT-7', 'ct-a', 5), ('CT-7', 'ct-c', 7) $$, '[Q-6.1] 5 + 7 with whole 12');
select throws_ok($$ insert into jiancha.shared_limits (matter_code, part_org, amount) values ('CT-7', 'ct-b', 1) $$, 'JC005', null, '[Q-6.1] one more, entered later, is too much');
select throws_ok($$ insert into jiancha.shared_limit_confirm (matter_code, role, confirmed_by, document_no, confirmed_at) values ('CT-7', 'legal_office', 'ct-a', '号', '2025-06-02 10:00+08') $$, 'JC005', null,
    '[Q-6.1] the organisation does not confirm its own');
set role clause_ct_reform;
insert into jiancha.shared_limit_confirm (matter_code, role, confirmed_by, document_no, confirmed_at) values ('CT-7', 'reform_office', 'ct-reform', '审改1号', '2025-06-02 10:00+08');
select is_empty($$ select from jiancha.shared_limits where valid_from is not null $$, '[Q-6.1] one office is not enough');
select is((select detail from jiancha.library_gap where matter_code = 'CT-7' and gap = 'shared_limit_not_confirmed'), 'ct-a, ct-c', '[Q-6.1] it is a gap');
set role clause_ct_law;
insert into jiancha.shared_limit_confirm (matter_code, role, confirmed_by, document_no, confirmed_at) values ('CT-7', 'legal_office', 'ct-law', '法1号', '2025-06-03 10:00+08');
select results_eq($$ select distinct valid_from from jiancha.shared_limits $$, $$ values (timestamptz '2025-06-03 10:00+08') $$, '[Q-6.1] valid once both have confirmed');
reset role;

-- the four tables (Q-6.2)
select is((select 事项数 from 监察.审批项目统计表 where 单位代码 = 'ct-a'), (select count(*) from jiancha.library_item where entered_at is not null), '[Q-6.2] statistics: counts equal');
select is((select count(*) from 监察.审批项目明细), (select sum(事项数) from 监察.审批项目统计表)::bigint, '[Q-6.2] as many details as the statistics count');
select is((select count(*) from 监察.审批项目办理流程图), 2 * (select count(*) from 监察.审批项目明细), '[Q-6.2] [Q-3.2.2] two charts each');
select results_eq($$ select 单位, 组织机构代码 from 监察.单位组织机构代码一览表 $$, $$ values ('甲局', '12441500196720244T') $$, '[Q-6.2] the organisations'' codes');
select is((select 收费 from 监察.审批项目明细 where 事项编码 = 'CT-1'), '不收费 0.00元/件', '[Q-6.2] details: basis, materials, fees');

-- off the platform (Z-3.1, Z-9, X-M-9.6)
select jiancha.setup(region => '370200', pack => 'xinxiang') \g /dev/null
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('CT-D4', 'ct-b', 'CT-5', '申请人', '2025-06-26 09:00+08'), ('CT-D5', 'ct-c', 'CT-5', '申请人', '2025-06-26 09:00+08');
insert into jiancha.case_step (case_no, kind, at) values ('CT-D4', 'accept', '2025-06-26 10:00+08'), ('CT-D4', 'decide', '2025-07-01 00:00+08'), ('CT-D5', 'accept', '2025-07-02 10:00+08');
select results_eq($$ select d.business_no, s.rule, s.at from jiancha._condition_signals(array(select d.docket_id from jiancha.docket d where d.business_no in ('CT-D4', 'CT-D5'))) s join jiancha.docket d using (docket_id) where s.rule = 'X-W-4.2f' $$,
    $$ values ('CT-D4', 'X-W-4.2f', timestamptz '2025-07-01 00:00+08') $$, '[X-W-4.2] decided by a delegate who has no authority any more');
set role clause_ct_sup;
insert into jiancha.certificate_report_intake (certificate_no, org_code, matter_code, case_no, issued_on, reported_by) values
    ('ZZ-1', 'ct-a', 'CT-6', 'CT-H2', '2025-06-27', '证照中心'), ('ZZ-2', 'ct-a', 'CT-6', null, '2025-06-27', '证照中心'), ('ZZ-3', 'ct-a', 'CT-6', 'CT-LATE', '2025-06-27', '证照中心'),
    ('ZZ-4', 'ct-a', 'CT-8', 'CT-H2', '2025-06-27', '证照中心');
select is((select string_agg(certificate_no, ',' order by 1) from jiancha.certificate_report_intake where case_found), 'ZZ-1', '[X-M-9.6] one has its case');
select throws_ok($$ insert into jiancha.certificate_report_intake (certificate_no, org_code, matter_code, issued_on, reported_by) values ('ZZ-5', 'ct-c', 'CT-6', '2025-06-27', '证照中心') $$, 'JC007', null,
    '[X-M-9.6] of an organisation that he supervises');
reset role;
call jiancha.sweep_all('2025-06-27 23:59:59+08');
select is((select count(*) from jiancha.signals where rule = 'X-M-9.6c'), 0::bigint, '[X-M-9.6] the day of issue is not over');
call jiancha.sweep_all('2025-06-28 00:00+08');
select results_eq($$ select case_no, earned_at from jiancha.signals where rule = 'X-M-9.6c' order by 1 $$,
    $$ values ('ZZ-2', timestamptz '2025-06-28 00:00+08'), ('ZZ-3', '2025-06-28 00:00+08'), ('ZZ-4', '2025-06-28 00:00+08') $$, '[X-M-9.6] certificate number without case, or with a case of another matter: a card');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('CT-LATE', 'ct-a', 'CT-6', '申请人', '2025-06-26 09:00+08');
call jiancha.sweep_all('2025-07-04 00:00+08');
select is((select string_agg(case_no, ',' order by case_no) from jiancha.signals where rule = 'X-M-9.6c' and state <> 'unfounded'), 'ZZ-2,ZZ-4', '[X-M-9.6] a case that arrives late takes its ground away');
select jiancha.setup(region => '370200', pack => 'zhenjiang') \g /dev/null
set role clause_ct_sup;
insert into jiancha.certificate_report_intake (certificate_no, org_code, matter_code, issued_on, reported_by) values ('ZJ-1', 'ct-a', 'CT-8', '2025-06-27', '证照中心'), ('ZJ-2', 'ct-a', 'CT-6', '2025-06-27', '证照中心');
reset role;
call jiancha.sweep_all('2025-07-05 00:00+08');
select results_eq($$ select case_no from jiancha.signals where rule = 'Z-3.1' $$, $$ values ('ZJ-1') $$, '[Z-3.1] [Z-9] [Q-3.2.3] a power with certificates but no cases: a finding');

-- changed without review (X-M-6.2)
select jiancha.setup(region => '370200', pack => 'xinxiang') \g /dev/null
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('CT-9', 'ct-a', '事项9', 15, 20, '2025-08-01'), ('CT-11', 'ct-a', '事项11', 6, null, '2025-08-01');
select pg_temp.enter('R-9', 'CT-8', '{"promised_limit": 10}', '2025-08-01 10:00+08') \g /dev/null
call jiancha.sweep_all('2025-07-31 23:59:59+08');
select is((select count(*) from jiancha.signals where rule = 'X-M-6.2'), 0::bigint, '[X-M-6.2] not before it holds');
call jiancha.sweep_all('2025-08-01 00:00+08');
select results_eq($$ select case_no from jiancha.signals where rule = 'X-M-6.2' order by 1 $$, $$ values ('CT-11#3'), ('CT-9#3') $$, '[X-M-6.2] a power changed with no approved change: a finding; one changed by a change is none');
select is((select detail from jiancha.library_gap where matter_code = 'CT-9' and gap = 'not_in_library'), '', '[Z-6] what nobody reviewed is not in the library');

select * from finish();
drop owned by clause_ct_a, clause_ct_law, clause_ct_reform, clause_ct_sup;
drop role clause_ct_a, clause_ct_law, clause_ct_reform, clause_ct_sup;
