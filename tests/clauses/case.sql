-- Full intake of cases: parties, materials, receipts, notices, special procedures, joint handling, certificates, fees, the applicant's query. Facts are entered by
-- clerks through the department's views.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('k-a', '甲局'), ('k-b', '乙局');
insert into jiancha.staff (staff_code, org_code, name) values ('win', 'k-a', '窗口员');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M10', 'k-a', '食品经营许可', 10, 20), ('MB', 'k-b', '环评审批', 30, 45);
insert into jiancha.matter_material (matter_code, version, material_no, name, certificate_kind, required)
    select 'M10', 1, m.no, m.name, m.kind, m.required
    from (values (1, '申请表', null, true), (2, '营业执照', '营业执照', true), (3, '授权委托书', null, false)) m (no, name, kind, required);
insert into jiancha.fee_standard (matter_code, version, fee_no, name, amount, amount_max, per, basis) values ('M10', 1, 1, '检验费', 50, null, '项', '价格文件'), ('M10', 1, 2, '工本费', 5, 10, '本', '价格文件');
create role clause_case_clerk;
create role clause_case_other;
create role clause_case_portal;
select jiancha.grant_access('clause_case_clerk', 'k-a'), jiancha.grant_access('clause_case_other', 'k-b') \g /dev/null
grant usage on schema jiancha to clause_case_portal;
grant execute on function jiancha.query_case(text, text, text, timestamptz) to clause_case_portal;

create function pg_temp.use_pack(name text) returns void language plpgsql as $$ begin perform jiancha.setup(region => '410700', pack => name); end $$;
create function pg_temp.receive(no text, at timestamptz default '2025-04-21 09:00+08', channel text default 'window', matter text default 'M10', data jsonb default null) returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, party_kind, subject, data)
        values (no, case matter when 'MB' then 'k-b' else 'k-a' end, matter, '某食品公司', at, channel, 'enterprise', '食品经营', data);
end;
create function pg_temp.step(no text, step_no int, kind text, at timestamptz, data jsonb default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, data, staff_code) values (no, step_no, kind, at, data, 'win');
end;
create function pg_temp.document(no text, kind text, at timestamptz, docket_kind text default 'approval') returns void begin atomic
    insert into jiancha.document_intake (docket_kind, case_no, document_kind, at) values (docket_kind, no, kind, at);
end;
create function pg_temp.cards(no text, wanted text, docket_kind text default 'approval') returns text language sql as $$
    select coalesce(string_agg(s.level || ' ' || to_char(s.at, 'MM-DD HH24:MI'), ', '), '')
    from jiancha._condition_signals((select array_agg(d.docket_id) from jiancha.docket d where d.business_no = no and d.kind = docket_kind)) s where s.rule = wanted
$$;
create function pg_temp.due(no text, clock text, docket_kind text default 'approval') returns text language sql as $$
    select string_agg(c.due_on::text, ' ' order by c.cycle) from jiancha.clock c join jiancha.docket d using (docket_id)
    where d.business_no = no and d.kind = docket_kind and c.clock = due.clock and c.state <> 'gone'
$$;
select no_plan();

-- parties
set role clause_case_clerk;
select pg_temp.receive('P-' || n) from generate_series(1, 4) n \g /dev/null
select lives_ok($$ insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no, contact, representative) values
    ('P-1', 'unit', '某食品公司', 'credit_code', '91350100M000100Y43', '0373-1234567', '张三') $$, '[Z-11.1] a unit: name, code, contact person and how to reach it');
select lives_ok($$ insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no, contact) values
    ('P-2', 'person', '李四', 'identity_number', '11010519491231002X', '13800000000'), ('P-2', 'person', '王五', 'officer_card', '军字第0012345号', '13900000000') $$,
    '[Z-11.1] a person: identity card or officer card');
select throws_ok($$ insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('P-3', 'unit', '某公司', 'credit_code', '91350100M000100Y44') $$, 'JC005',
    'the number of a document of identity (credit_code) is wrong', '[W-6.3] a wrong check digit is refused');
select throws_ok($$ insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) values ('P-3', 'person', '某人', 'credit_code', '91350100M000100Y43') $$, 'JC005', null,
    '[Z-11.1] a person has no unit''s code');
select lives_ok($$ insert into jiancha.party_intake (case_no, kind, name) values ('P-3', 'unit', '某公司') $$, '[Z-11.1] what is missing is kept, not refused');
select results_eq($$ select case_no, name, missing from jiancha.incomplete_party where case_no like 'P-_' order by case_no $$,
    $$ values ('P-3', '某公司', '{id_no,contact,representative}'::text[]), ('P-4', '某食品公司', '{party}') $$, '[Z-11.1] and listed as incomplete');
select pg_temp.step('P-1', 1, 'accept', '2025-04-21 10:00+08'), pg_temp.step('P-3', 1, 'accept', '2025-04-21 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('P-1', 'Z-15.3'), '', '[Z-11.1] [Z-15.3] complete in party: none');
select is(pg_temp.cards('P-3', 'Z-15.3'), 'yellow 04-21 10:00', '[Z-11.1] [Z-15.3] no number and no contact: a candidate');
set role clause_case_other;
select is_empty($$ select * from jiancha.party_intake $$, '[Z-11.1] another organisation sees no party');
select throws_ok($$ insert into jiancha.party_intake (case_no, kind, name) values ('P-1', 'unit', '他') $$, 'JC004', null, '[Z-11.1] and enters none');
reset role;

-- both limits are those of the version in force at the receipt
set role clause_case_clerk;
select pg_temp.receive('L-1'), pg_temp.step('L-1', 1, 'accept', '2025-04-21 10:00+08') \g /dev/null
reset role;
create temp table limits as select pg_temp.due('L-1', 'promised') as promised, pg_temp.due('L-1', 'statutory') as statutory;
grant select on limits to public;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('M10', 'k-a', '食品经营许可', 3, 15, '2025-04-22');
set role clause_case_clerk;
select pg_temp.step('L-1', 2, 'handle', '2025-04-23 10:00+08') \g /dev/null
select results_eq($$ select pg_temp.due('L-1', 'promised'), pg_temp.due('L-1', 'statutory') $$, $$ select promised, statutory from limits $$,
    '[Z-11.2] a later version of the matter does not alter the limits of a case');
select is((select promised from limits) || ' ' || (select statutory from limits), '2025-05-07 2025-05-21', '[Z-11.2] ten and twenty working days from acceptance, both copied');
select results_eq($$ select f.case_no, f.matter_code, m.name, f.subject, m.promised_limit, m.statutory_limit, f.accepted_at, s.staff_code
                     from jiancha.case_facts f join jiancha.matter_version m on m.matter_code = f.matter_code and m.version = f.matter_version
                     join jiancha.case_step s on s.case_no = f.case_no and s.kind = 'accept' where f.case_no = 'L-1' $$,
    $$ values ('L-1', 'M10', '食品经营许可', '食品经营', 10, 20, timestamptz '2025-04-21 10:00+08', 'win') $$, '[Z-11.2] number, code, name, subject, both limits, acceptance and who accepted');

-- 2 materials of the list are required
reset role;
insert into jiancha.matter_material (matter_code, version, material_no, name, certificate_kind, required) values ('M10', 2, 1, '申请表', null, true), ('M10', 2, 2, '营业执照', '营业执照', true);
set role clause_case_clerk;
select pg_temp.receive('T-' || n) from generate_series(1, 3) n \g /dev/null
select throws_ok($$ insert into jiancha.material_intake (case_no, material_no, at) values ('T-1', 9, '2025-04-21 09:00+08') $$, 'JC004', 'matter "M10" has no material number 9',
    '[Z-11.3] a material is one of the list, as a row, not only a scan');
insert into jiancha.material_intake (case_no, material_no, form, at) values ('T-1', 1, 'electronic', '2025-04-21 09:00+08'), ('T-2', 1, 'paper', '2025-04-21 09:00+08'), ('T-2', 2, 'paper', '2025-04-21 09:05+08');
select results_eq($$ select case_no, material_no, name from jiancha.material_gap where case_no like 'T-_' order by 1, 2 $$,
    $$ values ('T-1', 2, '营业执照'), ('T-3', 1, '申请表'), ('T-3', 2, '营业执照') $$, '[Q-4.1.5] what a correction notice lists');
insert into jiancha.material_intake (case_no, act, material_no, form, copies, at, staff_code, to_org) values ('T-2', 'handed_over', 2, 'paper', 1, '2025-04-22 09:00+08', 'win', 'k-b'),
    ('T-2', 'returned', 2, 'paper', 1, '2025-04-23 09:00+08', 'win', null);
select results_eq($$ select act, form, name, to_org from jiancha.material_intake where case_no = 'T-2' order by at $$,
    $$ values ('received', 'paper', '申请表', null), ('received', 'paper', '营业执照', null), ('handed_over', 'paper', '营业执照', 'k-b'), ('returned', 'paper', '营业执照', null) $$,
    '[Q-4.1.3] paper travels beside the electronic case: received, handed over, given back');
select pg_temp.step('T-1', 1, 'accept', '2025-04-21 10:00+08'), pg_temp.step('T-2', 1, 'accept', '2025-04-21 10:00+08'), pg_temp.step('T-3', 1, 'accept', '2025-04-21 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('T-1', 'Z-15.11'), 'yellow 04-22 00:00', '[Z-15.11] a required material is missing when the day of acceptance ends');
select is(pg_temp.cards('T-2', 'Z-15.11'), '', '[Z-15.11] all received: none');
-- refused although all was there
set role clause_case_clerk;
select pg_temp.receive('F-1'), pg_temp.receive('F-2') \g /dev/null
insert into jiancha.material_intake (case_no, material_no, at) values ('F-1', 1, '2025-04-21 09:00+08'), ('F-1', 2, '2025-04-21 09:00+08'), ('F-2', 1, '2025-04-21 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, opinion) values ('F-1', 1, 'refuse_acceptance', '2025-04-22 10:00+08', '不予受理'), ('F-2', 1, 'refuse_acceptance', '2025-04-22 10:00+08', '不予受理');
reset role;
select is(pg_temp.cards('F-1', 'Z-15.1a'), 'yellow 04-22 10:00', '[Z-15.1] refused with all required materials there: a candidate');
select is(pg_temp.cards('F-2', 'Z-15.1a'), '', '[Z-15.1] refused with one missing: none');

-- correction notice, written here, against the day
set role clause_case_clerk;
select pg_temp.receive('C-' || n) from generate_series(1, 4) n \g /dev/null
select pg_temp.step('C-' || n, 1, 'request_correction', '2025-04-22 10:00+08') from generate_series(1, 4) n \g /dev/null
select pg_temp.document('C-1', 'correction_notice', '2025-04-22 23:59:59+08'), pg_temp.document('C-2', 'correction_notice', '2025-04-23 00:00+08') \g /dev/null
select lives_ok($$ insert into jiancha.letter_request (docket_kind, business_no, template, variables, at)
    values ('approval', 'C-3', '一次性补正告知书', '{"materials": "营业执照", "contact": "0373-1234567"}', '2025-04-22 11:00+08') $$, '[Z-11.5] the notice is written and numbered here');
select is((select count(*) from jiancha.letter l join jiancha.docket d using (docket_id) where d.business_no = 'C-3' and l.body !~ '\{\{' and l.body ~ '营业执照'), 1::bigint, '[Z-11.5] with every variable replaced');
reset role;
select is(pg_temp.cards('C-1', 'Z-15.5'), '', '[Z-15.5] correction notice filed in the last second of the day: none');
select is(pg_temp.cards('C-2', 'Z-15.5'), 'yellow 04-23 00:00', '[Z-15.5] filed at the first instant after: a candidate');
select is(pg_temp.cards('C-3', 'Z-15.5'), '', '[Z-15.5] written here the same day: none');
select is(pg_temp.cards('C-4', 'Z-15.5'), 'yellow 04-23 00:00', '[Z-15.5] no notice: a candidate');

-- hearing, tender and inspection decide
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, requires) values ('MT', 'k-a', '特许经营', 20, 40, '{tender}'), ('MI', 'k-a', '检验许可', 20, 40, '{inspection}'), ('MH', 'k-a', '听证许可', 20, 40, '{hearing}');
create function pg_temp.procedure_case(no text, matter text, procedure text, result text, decision text) returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (no, 'k-a', matter, '某公司', '2025-04-21 09:00+08');
    insert into jiancha.case_step (case_no, step_no, kind, at, data)
        select no, s.step_no, s.kind, s.at, s.data
        from (values (1, 'accept', timestamptz '2025-04-21 10:00+08', null::jsonb),
            (2, 'begin_special', '2025-04-22 09:00+08', jsonb_build_object('procedure', procedure, 'days', 5)),
            (3, 'end_special', '2025-04-24 09:00+08', jsonb_build_object('procedure', procedure, 'result', result)),
            (4, 'decide', '2025-04-25 15:00+08', jsonb_build_object('decision', decision))) s (step_no, kind, at, data)
        where procedure is not null or s.kind not in ('begin_special', 'end_special');
end;
set role clause_case_clerk;
select pg_temp.procedure_case('HH-1', 'MH', 'hearing', 'refused', 'granted'), pg_temp.procedure_case('HH-2', 'MH', 'hearing', 'refused', 'refused'),
    pg_temp.procedure_case('TT-1', 'MT', null, null, 'granted'), pg_temp.procedure_case('TT-2', 'MT', 'tender', 'fail', 'granted'), pg_temp.procedure_case('TT-3', 'MT', 'tender', 'pass', 'granted'),
    pg_temp.procedure_case('II-1', 'MI', null, null, 'granted'), pg_temp.procedure_case('II-2', 'MI', 'inspection', 'fail', 'granted'), pg_temp.procedure_case('II-3', 'MI', 'inspection', 'pass', 'granted') \g /dev/null
reset role;
select is(pg_temp.cards('HH-1', 'Z-16.6'), 'red 04-25 15:00', '[Z-16.6] granted against the result of the hearing');
select is(pg_temp.cards('HH-2', 'Z-16.6'), '', '[Z-16.6] as the hearing resulted: none');
select is(pg_temp.cards('TT-1', 'Z-16.7'), 'red 04-25 15:00', '[Z-16.7] granted without the tender the matter requires');
select is(pg_temp.cards('TT-2', 'Z-16.7'), 'red 04-25 15:00', '[Z-16.7] granted to who failed in it');
select is(pg_temp.cards('TT-3', 'Z-16.7'), '', '[Z-16.7] by its result: none');
select is(pg_temp.cards('II-1', 'Z-16.8'), 'red 04-25 15:00', '[Z-16.8] granted without the inspection the matter requires');
select is(pg_temp.cards('II-2', 'Z-16.8'), 'red 04-25 15:00', '[Z-16.8] granted although it failed');
select is(pg_temp.cards('II-3', 'Z-16.8'), '', '[Z-16.8] by its result: none');

-- penalties
set role clause_case_clerk;
select lives_ok($$ insert into jiancha.penalty_intake (case_no, org_code, matter_code, received_at, subject, party_kind, party, id_kind, id_no, contact, procedure)
    select 'A-' || n, 'k-a', 'M10', '2025-04-21 09:00+08', '无证经营', 'unit', '某公司', 'credit_code', '91350100M000100Y43', '0373-1', 'ordinary' from generate_series(1, 4) n $$,
    '[Z-15.13] a penalty case with party and procedure');
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at)
    select 'penalty', 'A-' || n, s.no, s.kind, s.at
    from generate_series(1, 4) n cross join (values (1, 'file_case', timestamptz '2025-04-21 10:00+08'), (2, 'advance_notice', '2025-04-22 10:00+08'), (3, 'penalty_decision', '2025-04-28 15:00+08')) s (no, kind, at);
insert into jiancha.penalty_result (case_no, penalty, fine_amount, at) values ('A-1', 'fine', null, '2025-04-28 15:00+08'), ('A-2', 'fine', 5000, '2025-04-28 15:00+08'), ('A-3', 'warning', null, '2025-04-28 15:00+08'),
    ('A-4', 'fine', null, '2025-04-28 15:00+08');
select throws_ok($$ insert into jiancha.penalty_result (case_no, penalty, fine_amount, at) values ('A-1', 'fine', 'NaN', '2025-04-28 15:00+08') $$, 'JC005', 'value "NaN" is not allowed in column "fine_amount"', '[Z-15.13] an amount is a number of yuan');
insert into jiancha.penalty_result (case_no, penalty, fine_amount, at) values ('A-4', 'fine', 200, '2025-04-28 15:00+08');
select pg_temp.document('A-1', 'penalty_notice', '2025-04-22 23:59:59+08', 'penalty'), pg_temp.document('A-2', 'penalty_notice', '2025-04-23 00:00+08', 'penalty') \g /dev/null
reset role;
select is(pg_temp.cards('A-1', 'Z-15.13', 'penalty'), 'yellow 04-28 15:00', '[Z-15.13] a fine without its amount');
select is(pg_temp.cards('A-2', 'Z-15.13', 'penalty'), '', '[Z-15.13] with it: none');
select is(pg_temp.cards('A-3', 'Z-15.13', 'penalty'), '', '[Z-15.13] a warning has none to report');
select is(pg_temp.cards('A-4', 'Z-15.13', 'penalty'), '', '[Z-15.13] reported later: none');
select is(pg_temp.cards('A-1', 'Z-15.6', 'penalty'), '', '[Z-15.6] advance notice filed in the last second of the day: none');
select is(pg_temp.cards('A-2', 'Z-15.6', 'penalty'), 'yellow 04-23 00:00', '[Z-15.6] filed at the first instant after: a candidate');
select is(pg_temp.cards('A-3', 'Z-15.6', 'penalty'), 'yellow 04-23 00:00', '[Z-15.6] no notice: a candidate');
select is(pg_temp.cards('A-2', 'Z-15.3p', 'penalty'), '', '[Z-11.1] the party of a penalty case is complete');

-- a joint case past 45 working days, extended by 15
set role clause_case_clerk;
insert into jiancha.docket_intake (docket_kind, business_no, org_code, applicant, received_at) values ('joint', 'J-Z', 'k-a', '某公司', '2025-03-03 09:00+08'), ('joint', 'J-Y', 'k-a', '某公司', '2025-03-03 09:00+08');
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at, data) values ('joint', 'J-Z', 1, 'accept', '2025-03-03 10:00+08', null), ('joint', 'J-Y', 1, 'accept', '2025-03-03 10:00+08', null),
    ('joint', 'J-Y', 2, 'extend', '2025-04-28 10:00+08', '{"days": 15}');
reset role;
create function pg_temp.joint_cards() returns text language sql as $$
    select coalesce(string_agg(s.case_no || ' ' || s.level || ' ' || (s.earned_at = jiancha.deadline_at('2025-03-03 10:00+08', case s.case_no when 'J-Z' then 45 else 60 end, 'working_day')), ', ' order by s.case_no), '')
    from jiancha.signals s where s.rule = 'Z-16.9j'
$$;
call jiancha.sweep_all(jiancha.deadline_at('2025-03-03 10:00+08', 45, 'working_day') - interval '1 second');
select is(pg_temp.joint_cards(), '', '[Q-4.4.5] 45 working days: none while the last day lasts');
call jiancha.sweep_all(jiancha.deadline_at('2025-03-03 10:00+08', 45, 'working_day'));
select is(pg_temp.joint_cards(), 'J-Z red true', '[Q-4.4.5] a card from the first instant after it, unless extended');
call jiancha.sweep_all(jiancha.deadline_at('2025-03-03 10:00+08', 60, 'working_day') - interval '1 second');
select is(pg_temp.joint_cards(), 'J-Z red true', '[Q-4.4.5] extended by 15: none while the sixtieth day lasts');
call jiancha.sweep_all(jiancha.deadline_at('2025-03-03 10:00+08', 60, 'working_day'));
select is(pg_temp.joint_cards(), 'J-Y red true, J-Z red true', '[Q-4.4.5] a card from the first instant after it');

-- two channels of entry, receipts, same-day entry, under the district's pack
select pg_temp.use_pack('qingdao_district') \g /dev/null
set role clause_case_clerk;
select lives_ok($$ select pg_temp.receive('Q-1', channel => 'window'), pg_temp.receive('Q-2', channel => 'online', data => '{"online_level": 3}') $$, '[Q-4.1.1] window and online');
select results_eq($$ select case_no, channel, online_level from jiancha.case_facts where case_no in ('Q-1', 'Q-2') order by 1 $$, $$ values ('Q-1', 'window', null::integer), ('Q-2', 'online', 3) $$,
    '[Q-2.4] [Q-3.1.1] [Q-5.7] the channel of a case and how far it went online');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('Q-2', 1, 'pre_review', '2025-04-21 14:00+08'), ('Q-2', 2, 'originals_requested', '2025-04-21 15:00+08'), ('Q-2', 3, 'accept', '2025-04-22 10:00+08');
select results_eq($$ select pre_reviewed_at, originals_requested_at, accepted_at from jiancha.case_facts where case_no = 'Q-2' $$,
    $$ values (timestamptz '2025-04-21 14:00+08', timestamptz '2025-04-21 15:00+08', timestamptz '2025-04-22 10:00+08') $$, '[Q-4.2.6] [Q-3.1.1] reviewed online first, then originals are asked for, then accepted');
-- entered today what was received before today, and what was received just now
select pg_temp.receive('Q-3', channel => 'feed'), pg_temp.receive('Q-4', at => now()), pg_temp.receive('Q-5', channel => 'import') \g /dev/null
reset role;
select is(pg_temp.cards('Q-1', 'Q-4.1.2'), 'anomaly 04-22 00:00', '[Q-4.1.2] received at the window and not entered the same day');
select is(pg_temp.cards('Q-4', 'Q-4.1.2'), '', '[Q-4.1.2] entered the same day: none');
select is(pg_temp.cards('Q-3', 'Q-4.1.2') || pg_temp.cards('Q-5', 'Q-4.1.2') || pg_temp.cards('Q-2', 'Q-4.1.2'), '', '[Q-4.1.2] a feed, an import, the portal: the rule is not about them');
set role clause_case_clerk;
select results_eq($$ select case_no from jiancha.case_without_receipt where case_no like 'Q-_' order by 1 $$, $$ values ('Q-1'), ('Q-2'), ('Q-4') $$, '[Q-4.1.4] cases without a 接件凭证 are listed');
select lives_ok($$ insert into jiancha.letter_request (docket_kind, business_no, template, variables, at) values ('approval', 'Q-1', '接件凭证', '{"materials": "申请表"}', '2025-04-21 09:10+08') $$, '[Q-4.1.4] it is written here');
select is((select count(*) from jiancha.letters where business_no = 'Q-1' and letter_no like '%接%'), 1::bigint, '[Q-4.1.4] with a number');
select results_eq($$ select case_no from jiancha.case_without_receipt where case_no like 'Q-_' order by 1 $$, $$ values ('Q-2'), ('Q-4') $$, '[Q-4.1.4] and the case is no longer listed');
reset role;
select is(pg_temp.cards('Q-1', 'Q-4.4.4b'), '', '[Q-4.1.4] what is written here need not be filed: no anomaly');

-- special procedures: days are excluded; the days applied for are a limit of their own
set role clause_case_clerk;
select pg_temp.receive('S-1'), pg_temp.receive('S-2'), pg_temp.receive('S-3') \g /dev/null
select pg_temp.step('S-' || n, 1, 'accept', '2025-04-21 10:00+08') from generate_series(1, 3) n \g /dev/null
select pg_temp.step('S-2', 2, 'begin_special', '2025-04-22 10:00+08', '{"procedure": "appraisal", "days": 3}'), pg_temp.step('S-2', 3, 'end_special', '2025-04-25 10:00+08', '{"procedure": "appraisal"}') \g /dev/null
select pg_temp.step('S-3', 2, 'begin_special', '2025-04-22 10:00+08', '{"procedure": "appraisal", "days": 3}'), pg_temp.step('S-3', 3, 'end_special', '2025-04-25 10:00+08', '{"procedure": "appraisal"}') \g /dev/null
select pg_temp.document('S-2', 'special_notice', '2025-04-22 11:00+08') \g /dev/null
-- version 1 of the matter: ten working days; three are excluded
select is(pg_temp.due('S-1', 'promised') || ' ' || pg_temp.due('S-2', 'promised'), '2025-05-07 2025-05-12', '[Q-4.2.3] a pause of three working days moves the last day by three');
select is(pg_temp.due('S-2', 'special_procedure'), '2025-04-25', '[Q-4.2.3] the days applied for are a limit of their own');
select is(pg_temp.due('S-3', 'promised'), '2025-05-12', '[Q-4.2.3] without a written notice the time is excluded all the same (pause_needs_notice false)');
select results_eq($$ select case_no, procedure, days_asked, noticed from jiancha.special_procedure where case_no in ('S-2', 'S-3') order by 1 $$,
    $$ values ('S-2', 'appraisal', 3::numeric, true), ('S-3', 'appraisal', 3, false) $$, '[Q-4.2.3] each procedure with the notice to the applicant');
reset role;
select is(pg_temp.cards('S-3', 'Q-4.4.4a'), 'anomaly 04-23 00:00', '[Q-4.2.3] no written notice by the end of its first day: flagged');
select is(pg_temp.cards('S-2', 'Q-4.4.4a'), '', '[Q-4.2.3] with one: none');
-- all corrections in one notice
set role clause_case_clerk;
select pg_temp.receive('O-1'), pg_temp.step('O-1', 1, 'request_correction', '2025-04-22 10:00+08'), pg_temp.step('O-1', 2, 'correction_received', '2025-04-24 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('O-1', 'Q-4.1.5'), '', '[Q-4.1.5] one correction notice: none');
set role clause_case_clerk;
select pg_temp.step('O-1', 3, 'request_correction', '2025-04-25 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('O-1', 'Q-4.1.5'), 'anomaly 04-25 10:00', '[Q-4.1.5] a second correction notice: flagged');
-- extension: told in writing, once
set role clause_case_clerk;
select pg_temp.step('S-1', 2, 'extend', '2025-04-28 10:00+08', '{"days": 10}') \g /dev/null
reset role;
select is(pg_temp.cards('S-1', 'Q-4.4.4k'), 'anomaly 04-29 00:00', '[A34] an extension of which the applicant was not told');
set role clause_case_clerk;
select pg_temp.document('S-1', 'extension_notice', '2025-04-28 15:00+08') \g /dev/null
select pg_temp.step('S-1', 3, 'extend', '2025-05-06 10:00+08', '{"days": 5}') \g /dev/null
reset role;
select is(pg_temp.cards('S-1', 'Q-4.4.4k') || pg_temp.cards('S-1', 'Q-4.4.4l'), 'anomaly 05-06 10:00', '[A34] told the same day; extended a second time');

-- a city where only a procedure that the applicant was told of in writing is excluded (pause_needs_notice)
select jiancha.define_pack('told_city', 1, '书面告知', '某市', valid_from => '2010-01-01', source => '示例', parent => 'qingdao_district') \g /dev/null
select jiancha.define_clock('told_city', 1, 'promised', '承诺时限', start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}', pause_kinds => '{begin_special}', resume_kinds => '{end_special}',
    extend_kinds => '{extend}', limit_from => 'promised', special_mode => 'noticed', source => '示例') \g /dev/null
select jiancha.define_param('told_city', 1, 'pause_needs_notice', 'true', source => '示例') \g /dev/null
select jiancha.setup(region => '410700', pack => 'told_city') \g /dev/null
set role clause_case_clerk;
select pg_temp.receive('S-' || n) from generate_series(4, 6) n \g /dev/null
select pg_temp.step('S-' || n, 1, 'accept', '2025-04-21 10:00+08') from generate_series(4, 6) n \g /dev/null
insert into jiancha.case_step (case_no, step_no, kind, at, data)
    select 'S-' || n, s.no, s.kind, s.at, case s.no when 2 then jsonb_strip_nulls(jsonb_build_object('procedure', 'appraisal', 'days', 3, 'notice_no', (array['告〔2025〕1号', null, ' '])[n - 3])) else '{"procedure": "appraisal"}' end
    from generate_series(4, 6) n cross join (values (2, 'begin_special', timestamptz '2025-04-22 10:00+08'), (3, 'end_special', '2025-04-25 10:00+08')) s (no, kind, at);
select is(pg_temp.due('S-4', 'promised'), '2025-05-12', '[Q-4.2.3] pause_needs_notice: excluded with the number of the written notice');
select is(pg_temp.due('S-5', 'promised') || pg_temp.due('S-6', 'promised'), '2025-05-072025-05-07', '[Q-4.2.3] pause_needs_notice: not excluded without it, or with a blank one');
select results_eq($$ select "from", "to", what from jiancha.explain_deadline('S-4') where what ~ '特别程序' $$, $$ values (date '2025-04-23', date '2025-04-25', '特别程序（鉴定，告〔2025〕1号），不计入期限') $$,
    '[Q-4.2.3] a pause is explained with its procedure and the number of the notice');
reset role;
select is(pg_temp.cards('S-5', 'Q-4.4.4a'), 'anomaly 04-23 00:00', '[Q-4.2.3] pause_needs_notice: and flagged');

-- certificates: shared, not to be asked again
set role clause_case_other;
select lives_ok($$ insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, holder_id_kind, holder_id_no, issued_on, valid_until, case_no, org_code) values
    ('Y-1', '营业执照', '某食品公司', 'credit_code', '91350100M000100Y43', '2024-03-01', '2025-04-25', 'B-1', 'k-b') $$, '[Q-3.1.2] a certificate of another organisation');
reset role;
set role clause_case_clerk;
select results_eq($$ select certificate_no, org_code from jiancha.certificates_of('91350100M000100Y43', '2025-04-24 23:59:59+08') $$, $$ values ('Y-1', 'k-b') $$, '[Q-3.1.2] found by every department through the number of its holder');
select is_empty($$ select 1 from jiancha.certificates_of('91350100M000100Y43', '2025-04-25 00:00+08') $$, '[Q-3.1.2] not after it has run out');
reset role;
insert into jiancha.secrecy_decision_intake (decision_no, ground, confirmed_by, document_no, decided_on, clearance) values ('保1', 'state_secret', '市保密局', '保〔2025〕1号', '2025-04-01', 'clause_case');
insert into jiancha.secrecy_mark (docket_kind, business_no, decision_no, at) values ('certificate', '营业执照#Y-1', '保1', '2025-04-02 09:00+08');
set role clause_case_clerk;
select is_empty($$ select 1 from jiancha.certificates_of('91350100M000100Y43', '2025-04-24 23:59:59+08') $$, '[X-M-4.2] nor one that a decision made secret');
reset role;
select jiancha.grant_clearance('clause_case_clerk', 'clause_case', '保1') \g /dev/null
set role clause_case_clerk;
select is((select count(*) from jiancha.certificates_of('91350100M000100Y43', '2025-04-24 23:59:59+08')), 1::bigint, '[X-M-4.2] unless he is cleared');
reset role;
insert into jiancha.secrecy_mark (docket_kind, business_no, kind, decision_no, at) values ('certificate', '营业执照#Y-1', 'lift', '保1', '2025-04-03 09:00+08');
set role clause_case_clerk;
select is_empty($$ select 1 from jiancha.certificate_intake $$, '[Q-3.1.2] nobody pages through the certificates of others');
select pg_temp.receive('E-' || n) from generate_series(1, 3) n \g /dev/null
insert into jiancha.party_intake (case_no, kind, name, id_kind, id_no) select 'E-' || n, 'unit', '某食品公司', 'credit_code', case when n < 3 then '91350100M000100Y43' end from generate_series(1, 2) n;
insert into jiancha.material_intake (case_no, act, material_no, at) values ('E-1', 'requested', 2, '2025-04-24 23:59:59+08'), ('E-2', 'requested', 2, '2025-04-25 00:00+08'), ('E-3', 'requested', 2, '2025-04-24 10:00+08');
select lives_ok($$ insert into jiancha.material_intake (case_no, act, material_no, certificate_no, at) values ('E-1', 'reused', 2, 'Y-1', '2025-04-25 10:00+08') $$, '[Q-3.1.2] it is taken from there');
reset role;
select is(pg_temp.cards('E-1', 'Q-3.1.2'), 'anomaly 04-24 23:59', '[Q-3.1.2] asked for on the last day it held: a finding');
select is(pg_temp.cards('E-2', 'Q-3.1.2'), '', '[Q-3.1.2] asked for when it no longer held: none');
select is(pg_temp.cards('E-3', 'Q-3.1.2'), '', '[Q-3.1.2] asked of who has none: none');

-- joint handling: 45 and 15 working days on the joint case, the parts with limits of their own
set role clause_case_other;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('JB', 'k-b', 'MB', '某食品公司', '2025-03-03 09:00+08');
reset role;
set role clause_case_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('JA', 'k-a', 'M10', '某食品公司', '2025-03-03 09:00+08');
select lives_ok($$ insert into jiancha.docket_intake (docket_kind, business_no, org_code, applicant, received_at) values ('joint', 'J-1', 'k-a', '某食品公司', '2025-03-03 09:00+08') $$, '[Q-2.3] a joint case, led by one department');
select lives_ok($$ insert into jiancha.joint_case (joint_no, case_no) values ('J-1', 'JA'), ('J-1', 'JB') $$, '[Q-2.3] of cases of two departments');
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at) values ('joint', 'J-1', 1, 'accept', '2025-03-03 10:00+08');
select throws_ok($$ insert into jiancha.docket_intake (docket_kind, business_no, org_code, applicant, received_at) values ('joint', 'J-2', 'k-a', '某', '2025-03-03 09:00+08');
    insert into jiancha.joint_case (joint_no, case_no) values ('J-2', 'JA') $$, 'JC006', 'case "JA" is part of another joint case already', '[Q-2.3] a case is part of one joint case');
reset role;
-- 45 working days after Mon 2025-03-03: Qingming Fri 04-04, May Day 05-01 to 05-05, make-up Sunday 04-27
select is(pg_temp.due('J-1', 'joint_decision', 'joint'), jiancha.add_working_days('2025-03-03', 45)::text, '[Q-4.4.5] 45 working days on the joint case');
set role clause_case_clerk;
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at, data) values ('joint', 'J-1', 2, 'extend', '2025-04-28 10:00+08', '{"days": 15}');
select pg_temp.document('J-1', 'extension_notice', '2025-04-28 12:00+08', 'joint') \g /dev/null
reset role;
select is(pg_temp.due('J-1', 'joint_decision', 'joint'), jiancha.add_working_days('2025-03-03', 60)::text, '[Q-4.4.5] and 15 more, once');
select is(pg_temp.cards('J-1', 'Q-4.4.5a', 'joint') || pg_temp.cards('J-1', 'Q-4.4.5b', 'joint'), '', '[Q-4.4.5] extended by fifteen days and told: no anomaly');
set role clause_case_clerk;
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at, data) values ('joint', 'J-1', 3, 'extend', '2025-04-29 10:00+08', '{"days": 1}');
reset role;
select is(pg_temp.cards('J-1', 'Q-4.4.5a', 'joint'), 'anomaly 04-28 10:00', '[Q-4.4.5] sixteen days in all are too many');
select results_eq($$ select members, open_members from jiancha.joint_state where joint_no = 'J-1' $$, $$ values (2::bigint, 2::bigint) $$, '[Q-2.3] who leads sees how many parts are open');

-- fees
select pg_temp.use_pack('weihai') \g /dev/null
set role clause_case_clerk;
select pg_temp.receive('G-' || n) from generate_series(1, 5) n \g /dev/null
insert into jiancha.fee_intake (case_no, fee_no, quantity, amount, at) values ('G-1', 1, 2, 100, '2025-04-22 10:00+08'), ('G-2', 1, 2, 100.01, '2025-04-22 10:00+08'), ('G-3', 2, 1, 10, '2025-04-22 10:00+08');
insert into jiancha.fee_intake (case_no, name, amount, at) values ('G-4', '加急费', 200, '2025-04-22 10:00+08'), ('G-5', '资料费', 0, '2025-04-22 10:00+08');
select throws_ok($$ insert into jiancha.fee_intake (case_no, fee_no, quantity, amount, at) values ('G-1', 1, 1, 'Infinity', '2025-04-22 10:00+08') $$, 'JC005', null, '[W-8.1.3] an amount is a number of yuan');
reset role;
select is(pg_temp.cards('G-1', 'W-8.1.3a') || pg_temp.cards('G-3', 'W-8.1.3a') || pg_temp.cards('G-5', 'W-8.1.3a'), '', '[W-8.1.3] by the standard, exactly or within its bounds: none');
select is(pg_temp.cards('G-2', 'W-8.1.3a'), 'yellow 04-22 10:00', '[W-8.1.3] a cent above the standard');
select is(pg_temp.cards('G-4', 'W-8.1.3a'), 'yellow 04-22 10:00', '[W-8.1.3] a fee the standard does not have');

-- certificates without a case; transferred complaints
select pg_temp.use_pack('xinxiang') \g /dev/null
set role clause_case_clerk;
select pg_temp.receive('X-1') \g /dev/null
select pg_temp.step('X-1', 1, 'accept', '2025-04-22 10:00+08'), pg_temp.step('X-1', 2, 'decide', '2025-04-28 10:00+08', '{"decision": "granted"}') \g /dev/null
insert into jiancha.certificate_intake (certificate_no, certificate_kind, holder_name, issued_on, case_no, org_code) values
    ('Z-1', '食品经营许可证', '某公司', '2025-04-23', 'X-1', 'k-a'), ('Z-2', '食品经营许可证', '某公司', '2025-04-23', 'X-2', 'k-a'), ('Z-3', '食品经营许可证', '某公司', '2025-04-23', null, 'k-a');
reset role;
call jiancha.sweep_all('2025-04-24 00:00+08');
select results_eq($$ select case_no, rule, level, earned_at from jiancha.signals where rule = 'X-M-9.6b' order by 1 $$,
    $$ values ('食品经营许可证#Z-2', 'X-M-9.6b', 'yellow', timestamptz '2025-04-23 00:00+08'), ('食品经营许可证#Z-3', 'X-M-9.6b', 'yellow', timestamptz '2025-04-23 00:00+08') $$,
    '[X-M-9.6] certificates without a case in the records; the one with a case has none');
set role clause_case_clerk;
select pg_temp.receive('X-2') \g /dev/null
reset role;
call jiancha.sweep_all('2025-04-25 00:00+08');
select results_eq($$ select case_no from jiancha.signals where rule = 'X-M-9.6b' and state <> 'unfounded' $$, $$ values ('食品经营许可证#Z-3') $$, '[X-M-9.6] a case entered late takes its card back');
set role clause_case_clerk;
insert into jiancha.certificate_end (certificate_no, certificate_kind, at, reason) values ('Z-1', '食品经营许可证', '2025-04-25 10:00+08', '注销');
select is((select state from jiancha.certificate_intake where certificate_no = 'Z-1'), 'ended', '[Q-3.1.2] a certificate that was revoked no longer holds');
reset role;

-- a complaint transferred with a day for its result; Fri 2025-05-09 is that day
create role clause_case_desk;
select jiancha.grant_access('clause_case_desk', 'k-b', 'complaint_desk') \g /dev/null
set role clause_case_desk;
create function pg_temp.transferred(no text) returns void begin atomic
    insert into jiancha.complaint_intake (complaint_no, kind, channel, received_at, subject, text, org_code, desk_org) values (no, '6', 'portal', '2025-04-28 09:00+08', '窗口服务', '投诉内容 ' || no, 'k-a', 'k-b');
    insert into jiancha.complaint_step (complaint_no, kind, at) values (no, 'accept', '2025-04-28 10:00+08');
    insert into jiancha.complaint_step (complaint_no, kind, at, to_org, result_required, result_due) values (no, 'transfer_out', '2025-04-28 11:00+08', 'k-a', true, '2025-05-09');
end;
select pg_temp.transferred('TS-1'), pg_temp.transferred('TS-2') \g /dev/null
reset role;
set role clause_case_clerk;
insert into jiancha.complaint_step (complaint_no, kind, at, text) values ('TS-2', 'reply', '2025-05-09 23:59:59+08', '已查处');
reset role;
call jiancha.sweep_all('2025-05-09 23:59:59+08');
select is_empty($$ select 1 from jiancha.signals where rule = 'X-W-4.12b' $$, '[X-W-4.12b] a transferred complaint: none while the day named for its result lasts');
call jiancha.sweep_all('2025-05-10 00:00+08');
select results_eq($$ select case_no, level, org_code, earned_at from jiancha.signals where rule = 'X-W-4.12b' $$, $$ values ('TS-1', 'yellow', 'k-a', timestamptz '2025-05-10 00:00+08') $$,
    '[X-W-4.12b] not investigated and answered in the set period: yellow for who was to; answered in the last second: none');

-- everything of a case in one order
set role clause_case_clerk;
select results_eq($$ select what, name from jiancha.case_trace where case_no = 'T-2' order by at, what, name $$,
    $$ values ('material', '收到 申请表'), ('receipt', '某食品公司'), ('material', '收到 营业执照'), ('step', '受理'), ('material', '移交 营业执照'), ('material', '退还 营业执照') $$,
    '[Q-4.2.2] the record of a case: applicant, steps, papers in and out');
reset role;

-- what the applicant may ask
set role clause_case_clerk;
create temp table secret as select query_secret from jiancha.issue_query_secret('X-1');
select matches((select query_secret from secret), '^[A-HJ-NP-Z2-9]{10}$', '[Q-4.3.2] a random secret for the 接件凭证');
select throws_ok($$ select * from jiancha.issue_query_secret('B-1') $$, 'JC004', null, '[Q-4.3.2] for cases of one''s own alone');
grant select on secret to clause_case_portal;
reset role;
set role clause_case_portal;
select results_eq($$ select answer, matter, stage, result from jiancha.query_case('X-1', (select query_secret from secret), 'c0', '2025-04-29 09:00+08') $$,
    $$ values ('found', '食品经营许可', '决定', '准予') $$, '[Q-4.3.2] progress and result for who knows the secret');
select ok((select q.progress::text !~ '窗口员|win' and jsonb_array_length(q.progress) = 2 from jiancha.query_case('X-1', (select query_secret from secret), 'c0', '2025-04-29 09:00+08') q),
    '[Q-4.3.2] the steps, without who took them');
-- an instant that creeps buys no further guess
select is((select array_agg((select answer from jiancha.query_case('X-1', 'AAAAAAAAAA', 'c5', timestamptz '2025-04-29 09:00+08' + n * interval '1 day')) order by n) from generate_series(1, 4) n),
    '{not_found,not_found,not_found,try_later}', '[Q-4.3.2] the portal names no instant by which guesses are counted');
-- the waits themselves, by a clock that only the owner of the records may name
reset role;
select results_eq($$ select q from jiancha.query_case('X-1', 'AAAAAAAAAA', 'c1', '2025-04-29 09:00+08') q $$, $$ select q from jiancha.query_case('no such case', 'AAAAAAAAAA', 'c2', '2025-04-29 09:00+08') q $$,
    '[Q-4.3.2] a wrong secret and an unknown case: the same answer');
select is((select q.answer || coalesce(q.matter, '') || coalesce(q.org, '') || coalesce(q.stage, '') || coalesce(q.progress::text, '') || coalesce(q.received_at::text, '')
           from jiancha.query_case('X-1', 'AAAAAAAAAA', 'c1', '2025-04-29 09:00+08') q), 'not_found', '[Q-4.3.2] which reveals nothing');
select is((select answer from jiancha.query_case('X-1', 'AAAAAAAAAA', 'c1', '2025-04-29 09:00+08')), 'not_found', '[Q-4.3.2] the third miss');
select results_eq($$ select answer, ask_again_at from jiancha.query_case('X-1', (select query_secret from secret), 'c1', '2025-04-29 09:00:59+08') $$,
    $$ values ('try_later', timestamptz '2025-04-29 09:01+08') $$, '[Q-4.3.2] after three misses even the right secret waits a minute');
select is((select answer from jiancha.query_case('X-1', (select query_secret from secret), 'c3', '2025-04-29 09:00:59+08')), 'found', '[Q-4.3.2] the applicant himself, from elsewhere, does not');
select is((select answer from jiancha.query_case('X-1', 'BBBBBBBBBB', 'c1', '2025-04-29 09:01+08')), 'not_found', '[Q-4.3.2] a fourth miss');
select is((select ask_again_at from jiancha.query_case('X-1', 'BBBBBBBBBB', 'c1', '2025-04-29 09:02:59+08')), timestamptz '2025-04-29 09:03+08', '[Q-4.3.2] doubles the wait');
select is((select answer from jiancha.query_case('X-1', (select query_secret from secret), 'c1', '2025-04-29 09:03+08')), 'found', '[Q-4.3.2] then the right one is answered');
select count(*) from generate_series(1, 19) n cross join lateral jiancha.query_case('guess-' || n, 'AAAAAAAAAA', 'c4', '2025-04-29 10:00+08') \g /dev/null
select is((select answer from jiancha.query_case('guess-20', 'AAAAAAAAAA', 'c4', '2025-04-29 10:00+08')), 'not_found', '[Q-4.3.2] twenty misses at as many numbers');
select is((select answer from jiancha.query_case('guess-21', 'AAAAAAAAAA', 'c4', '2025-04-29 10:00:30+08')), 'try_later', '[Q-4.3.2] and who tries numbers waits too');
set role clause_case_portal;
select throws_ok($$ select * from jiancha.case_query $$, '42501', null, '[Q-4.3.2] the log is not the portal''s');
select throws_ok($$ select * from jiancha.docket $$, '42501', null, '[Q-4.3.2] nor is anything else');
reset role;
select is((select count(*) from jiancha.case_query), 36::bigint, '[Q-4.3.2] every query left a row');
select is((select count(*) from jiancha.query_secret q where encode(q.digest, 'escape') like '%' || (select query_secret from secret) || '%'), 0::bigint, '[Q-4.3.2] the secret itself is not stored');
select * from finish();
drop owned by clause_case_clerk, clause_case_other, clause_case_portal, clause_case_desk;
drop role clause_case_clerk, clause_case_other, clause_case_portal, clause_case_desk;
