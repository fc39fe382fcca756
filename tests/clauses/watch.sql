-- Registers of supervision: 新乡管理办法 第四条、第九条, 威海 第五条、第八条, 镇江 第3条, 青岛某区 五、六. Entered by departments and by two supervisors of the city.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('w-city', '市', null), ('w-a', '甲局', 'w-city'), ('w-b', '乙局', 'w-city');
insert into jiancha.staff (staff_code, org_code, name, post) values ('w-a1', 'w-a', '一', '受理岗'), ('w-b1', 'w-b', '二', '受理岗');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('WM5', 'w-a', '五个工作日', 5, 20);
create role clause_w_a; create role clause_w_b; create role clause_w_city; create role clause_w_self;
select jiancha.grant_access('clause_w_a', 'w-a'), jiancha.grant_access('clause_w_b', 'w-b'), jiancha.grant_access('clause_w_city', 'w-city', 'supervisor'),
    jiancha.grant_access('clause_w_self', 'w-a', 'supervisor') \g /dev/null
update jiancha.record_state set live_from = '2010-01-01 00:00+08';

create function pg_temp.system(no text, at timestamptz, in_use timestamptz default null, org text default 'w-a', secret text default null, field text default 'government') returns void begin atomic
    insert into jiancha.it_system_intake (system_no, org_code, name, field, registered_at, in_use_at, secrecy_decision) values (no, org, '业务系统 ' || no, field, at, in_use, secret);
end;
create function pg_temp.system_act(no text, kind text, at timestamptz, reason text default null) returns void begin atomic
    insert into jiancha.it_system_step (system_no, kind, at, reason) values (no, kind, at, reason);
end;
create function pg_temp.seen(no text, kind text, at timestamptz, source text default 'V-1', text text default null) returns void begin atomic
    insert into jiancha.video_event_intake (event_no, source_no, event_kind, at, post, staff_code, clip_ref, text) values (no, source, kind, at, '受理岗', 'w-a1', '录像/' || no, text);
end;
create function pg_temp.cards(no text) returns text begin atomic
    select coalesce(string_agg(rule || ' ' || level || ' ' || state, ', ' order by rule), '') from jiancha.signals where case_no = no;
end;
create function pg_temp.sweep(at timestamptz) returns void language sql as $$ select from jiancha.sweep(at) $$;

select no_plan();

-- X-M-4.1, X-M-9.1: every system in use is inside the supervision
set role clause_w_a;
select lives_ok(format('select pg_temp.system(%L, %L, field => %L)', 'Y-' || f, '2010-03-01 09:00+08', f), format('[X-M-4.1] systems of field %s are registered', f))
from unnest('{party,government,judicial,public}'::text[]) f;
select throws_ok($$ select pg_temp.system('Y-0', '2010-03-01 09:00+08', field => 'military') $$, 'JC005', null, '[X-M-4.1] there are four fields');
select throws_ok($$ select pg_temp.system('Y-0', '2010-03-01 09:00+08', org => 'w-b') $$, 'JC007', null, '[X-M-4.1] a department registers its own');
select throws_ok($$ select pg_temp.system('Y-party', '2010-03-02 09:00+08', field => 'party') $$, 'JC006', null, '[X-M-4.1] a number that stands for another system is refused');
select pg_temp.system('Y-conn', '2010-03-01 09:00+08'), pg_temp.system('Y-late', '2010-03-01 09:00+08'), pg_temp.system('Y-plan', '2010-03-01 09:00+08', '2010-06-01 08:00+08'),
    pg_temp.system('Y-secret', '2010-03-01 09:00+08', secret => '保密认字〔2010〕1号'), pg_temp.system('Y-given', '2010-03-01 09:00+08') \g /dev/null
select throws_ok($$ select pg_temp.system_act('Y-conn', 'connect', '2010-03-01 10:00+08') $$, '42501', null, '[X-M-4.1] a department does not say itself that it is connected');
set role clause_w_city;
select pg_temp.system_act('Y-conn', 'connect', '2010-03-01 23:59:59+08'), pg_temp.system_act('Y-late', 'connect', '2010-03-02 00:00+08') \g /dev/null
select throws_ok($$ select pg_temp.system_act('Y-late', 'disconnect', '2010-03-03 00:00+08') $$, 'JC005', null, '[X-M-4.1] a disconnection says why');
select throws_ok($$ select pg_temp.system_act('Y-late', 'connect', '2010-02-28 00:00+08') $$, 'JC005', null, '[X-M-4.1] nothing is connected before it is registered');
select pg_temp.system_act('Y-given', 'terminate', '2010-03-01 17:00+08', '停用') \g /dev/null
select results_eq($$ select system_no from jiancha.unconnected_systems order by system_no $$, array['Y-government', 'Y-judicial', 'Y-party', 'Y-plan', 'Y-public', 'Y-secret'], '[X-M-4.1] unconnected ones are listed');
reset role;
select pg_temp.sweep('2010-03-01 23:59:59+08') \g /dev/null
select is_empty($$ select 1 from jiancha.signals $$, '[X-M-9.1] no finding while the day of its use lasts');
select pg_temp.sweep('2010-03-02 00:00+08') \g /dev/null
select is(pg_temp.cards('Y-government'), 'X-M-9.1a yellow pending', '[X-M-9.1, X-M-4.1] registered on 1 March and not connected: a finding that waits for a supervisor');
select is(pg_temp.cards('Y-conn'), '', '[X-M-9.1] connected on the same day: none');
select is(pg_temp.cards('Y-late'), 'X-M-9.1a yellow pending', '[X-M-9.1] connected a moment later: the violation was');
select is(pg_temp.cards('Y-plan') || pg_temp.cards('Y-given'), '', '[X-M-9.1] not in use yet, or given up: none');
select is(pg_temp.cards('Y-secret'), '', '[X-M-4.1] exempt by the secrecy bureau: none, though listed');
select pg_temp.sweep('2010-06-01 23:59:59+08') \g /dev/null
select is(pg_temp.cards('Y-plan'), '', '[X-M-9.1] the first day of its use');
select pg_temp.sweep('2010-06-02 00:00+08') \g /dev/null
select is(pg_temp.cards('Y-plan'), 'X-M-9.1a yellow pending', '[X-M-9.1] and the next');
set role clause_w_city;
insert into jiancha.signal_decision (signal_no, kind, at, reason) select signal_no, 'issue', '2010-06-02 09:00+08', '核实未接入' from jiancha.signals where case_no = 'Y-plan';
insert into jiancha.signal_decision (signal_no, kind, at, reason) select signal_no, 'dismiss', '2010-06-02 09:00+08', '当日零时已接入' from jiancha.signals where case_no = 'Y-late';
select is(pg_temp.cards('Y-plan') || ', ' || pg_temp.cards('Y-late'), 'X-M-9.1a yellow issued, X-M-9.1a yellow dismissed', '[X-M-9.1] a supervisor decides');
select pg_temp.system_act('Y-plan', 'connect', '2010-06-10 09:00+08') \g /dev/null
reset role;
select pg_temp.sweep('2010-06-11 00:00+08') \g /dev/null
select is(pg_temp.cards('Y-plan'), 'X-M-9.1a yellow issued', '[X-M-9.1] the later connection does not undo it');

-- X-M-9.5, 9.7, 9.9, 9.10: by hand; 9.9 and the loss of a signal also from video
set role clause_w_city;
insert into jiancha.video_source_intake (source_no, org_code, hall, place) values ('V-1', 'w-a', '甲局办证大厅', '1号窗口');
select lives_ok(format($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values (%L, %L, 'w-b', '2010-06-02 10:00+08', '检查发现') $$, 'R-' || c, c), format('[%s] can be raised', c))
from unnest('{X-M-9.5,X-M-9.7,X-M-9.9,X-M-9.10}'::text[]) c;
select throws_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('R-x', 'X-M-9.11', 'w-b', '2010-06-02 10:00+08', '检查发现') $$, 'JC004', null, '[X-M-9.1–10] there is no eleventh');
select throws_ok($$ insert into jiancha.signal_raise (raise_no, rule, org_code, at) values ('R-x', 'X-M-9.10', 'w-b', '2010-06-02 10:00+08') $$, 'JC005', null, '[X-M-9.10] other conduct needs words');
select pg_temp.seen('E-1', 'absence', '2010-06-03 10:00+08'), pg_temp.seen('E-2', 'signal_lost', '2010-06-03 10:00+08'), pg_temp.seen('E-3', 'other', '2010-06-03 10:00+08', text => '排队过长') \g /dev/null
reset role;
select pg_temp.sweep('2010-06-03 11:00+08') \g /dev/null
select is(pg_temp.cards('E-1'), 'X-M-9.9a yellow pending', '[X-M-9.9] an absence seen by the camera is a candidate');
select is(pg_temp.cards('E-2'), 'X-M-9.2a yellow pending', '[X-M-9.2] so is a signal that was lost');
select is(pg_temp.cards('E-3'), '', '[X-M-9.9] what is none of these is only on file');
select is_empty($$ select * from jiancha.verify('2010-06-03 11:00+08') $$, '[X-M-9.9] verify() is empty');

-- G-3.5: training before the right to enter, where the city wants it
set role clause_w_city;
select lives_ok($$ insert into jiancha.training_intake (training_no, staff_code, account, course, held_on) values ('T-1', 'w-a1', 'clause_w_trained', '数据录入', '2010-06-28') $$, '[G-3.5] the first batch by 28 June');
select lives_ok($$ insert into jiancha.training_intake (training_no, staff_code, account, course, held_on, passed) values ('T-1', 'w-b1', 'clause_w_failed', '数据录入', '2010-06-28', false) $$, '[G-3.5] who did not pass is on file too');
select throws_ok($$ insert into jiancha.training_intake (training_no, staff_code, course, held_on) values ('T-2', 'w-x', '数据录入', '2010-06-28') $$, 'JC004', null, '[G-3.5] an unknown person is refused');
select throws_ok($$ insert into jiancha.training_intake (training_no, staff_code, course, held_on) values ('T-2', 'w-a1', '数据录入', 'infinity') $$, 'JC005', null, '[G-3.5] a day that is none too');
reset role;
create role clause_w_trained; create role clause_w_failed; create role clause_w_never;
select lives_ok($$ select jiancha.grant_access('clause_w_never', 'w-b') $$, '[G-3.5] by default the entry duty asks for no training');
select jiancha.define_pack('watch_strict', 1, '须经培训', '市', valid_from => '2010-06-01', source => '细则', parent => 'xinxiang') \g /dev/null
select jiancha.define_param('watch_strict', 1, 'entry_needs_training', 'true', source => '细则 第一条') \g /dev/null
select jiancha.setup(region => '410700', pack => 'watch_strict') \g /dev/null
select throws_ok($$ select jiancha.grant_access('clause_w_never', 'w-a') $$, 'JC007', 'role "clause_w_never" is not that of a trained person', '[G-3.5] where the pack says so an untrained operator is not granted it');
select throws_ok($$ select jiancha.grant_access('clause_w_failed', 'w-b') $$, 'JC007', null, '[G-3.5] nor is one who did not pass');
select lives_ok($$ select jiancha.grant_access('clause_w_trained', 'w-a') $$, '[G-3.5] a trained one is');
select lives_ok($$ select jiancha.grant_access('clause_w_never', 'w-b', 'supervisor') $$, '[G-3.5] other duties do not ask');
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null

-- W-5.1, Z-3.2, Q-5.1–3: meetings; an item with a day is a milestone
set role clause_w_city;
select lives_ok($$ insert into jiancha.meeting_intake (meeting_no, org_code, kind, held_at, place, chair, bodies) values ('H-1', 'w-city', 'coordination', '2010-05-10 09:00+08', '市纪委', '组长',
    '{市纪委,市监察局,市法制办,市审批中心,市信息产业局,市重点项目监察办}') $$, '[W-5.1] the coordination meeting of the six bodies is on file');
select is((select cardinality(bodies) from jiancha.meeting_intake where meeting_no = 'H-1'), 6, '[W-5.1] with who took part');
select lives_ok($$ insert into jiancha.meeting_intake (meeting_no, org_code, kind, held_at) values ('H-2', 'w-city', 'joint', '2015-04-10 09:00+08') $$, '[Z-3.2] so is the joint meeting');
select throws_ok($$ insert into jiancha.meeting_intake (meeting_no, org_code, kind, held_at) values ('H-3', 'w-city', 'party', '2015-04-10 09:00+08') $$, 'JC005', null, '[Z-3.2] an unknown kind is refused');
select throws_ok($$ insert into jiancha.meeting_intake (meeting_no, org_code, kind, held_at) values ('H-1', 'w-city', 'joint', '2015-04-10 09:00+08') $$, 'JC006', null, '[W-5.1] a number is used once');
insert into jiancha.meeting_item_intake (meeting_no, item_no, org_code, text, due_on) values ('H-1', 1, 'w-a', '清理审批事项', '2010-05-31'), ('H-1', 2, null, '下次会议六月召开', null);
select results_eq($$ select milestone_no, org_code, due_on, meeting_no from jiancha.milestones $$, $$ values ('H-1/1', 'w-a', date '2010-05-31', 'H-1') $$, '[W-5.1] an item with a day is on the clock of the organisation that must do it');
select throws_ok($$ insert into jiancha.meeting_item_intake (meeting_no, item_no, org_code, text, due_on) values ('H-1', 3, null, '无人负责', '2010-05-31') $$, 'JC005', null, '[W-5.1] a day without who must keep it is refused');
select throws_ok($$ insert into jiancha.meeting_item_intake (meeting_no, item_no, org_code, text, due_on) values ('H-1', 3, 'w-a', '会前到期', '2010-05-10') $$, 'JC005', null, '[W-5.1] nor a day that is over when it is set');
set role clause_w_a;
select results_eq($$ select meeting_no, item_no from jiancha.meeting_item_intake $$, $$ values ('H-1', 1) $$, '[W-5.1] a department reads what it must do');
select throws_ok($$ insert into jiancha.meeting_intake (meeting_no, org_code, kind, held_at) values ('H-4', 'w-a', 'joint', '2015-04-10 09:00+08') $$, '42501', null, '[W-5.1] and calls no meeting');

-- W-8.1.5: the department's own supervisory body does its duty
set role clause_w_self;
select lives_ok($$ insert into jiancha.inspection_intake (inspection_no, org_code, inspected_at, text, faults) values ('J-' || 1, 'w-a', '2025-03-03 10:00+08', '抽查十件，未发现问题', 0),
    ('J-2', 'w-a', '2025-03-31 23:59:59+08', '抽查五件', 1), ('J-3', 'w-a', '2025-04-01 00:00+08', '抽查五件', 2) $$, '[W-8.1.5] it enters its inspections');
select throws_ok($$ insert into jiancha.inspection_intake (inspection_no, org_code, by_org, kind, inspected_at, text) values ('J-4', 'w-a', 'w-city', 'spot', '2025-03-03 10:00+08', '代填') $$, 'JC007', null, '[W-8.1.5] not those of another body');
select throws_ok($$ insert into jiancha.inspection_intake (inspection_no, org_code, inspected_at, text) values ('J-4', 'w-b', '2025-03-03 10:00+08', '别的单位') $$, 'JC007', null, '[W-8.1.5] nor of another department');
set role clause_w_city;
select throws_ok($$ insert into jiancha.inspection_intake (inspection_no, org_code, inspected_at, text) values ('J-4', 'w-a', '2025-03-03 10:00+08', '冒充内部') $$, 'JC007', null, '[W-8.1.5] the city does not enter an internal one in its place');
insert into jiancha.inspection_intake (inspection_no, org_code, by_org, kind, inspected_at, text, faults) values ('J-5', 'w-a', 'w-city', 'spot', '2025-03-20 10:00+08', '暗访', 1);
select results_eq($$ select month, internal, spot, faults from jiancha.inspection_count where org_code = 'w-a' order by 1 $$,
    $$ values ('2025-03', 2::bigint, 1::bigint, 2::bigint), ('2025-04', 1::bigint, 0::bigint, 2::bigint) $$, '[W-8.1.5] counted by month, its own apart from those from above');
set role clause_w_b;
select is_empty('select * from jiancha.inspection_count', '[W-8.1.5] another department sees none of it');

-- W-2.1: every rule, card, kind of docket and scheme has its domain
reset role;
select is_empty($$ select 1 from jiancha.docket_kind where domain is null $$, '[W-2.1] every kind of docket has a domain');
select throws_ok($$ update jiancha.docket_kind set domain = null where kind = 'approval' $$, '23502', null, '[W-2.1] none is without');
select throws_ok($$ update jiancha.docket_kind set domain = 'weather' where kind = 'approval' $$, '23503', null, '[W-2.1] nor of an unknown one');
select bag_eq($$ select domain from jiancha.domain where domain in ('approval', 'trading') $$, array['approval', 'trading'], '[W-2.1] approvals and the trading of public resources are two');
select is_empty($$ select r.rule from jiancha.effective_signal_rule r left join jiancha.domain_rules d using (pack, version, rule) where d.domain is null $$, '[W-2.1] no rule is without domain');
select throws_ok($$ select jiancha.define_domain('xinxiang', 1, 'X-W-4.1', null, '细则') $$, 'JC005', null, '[W-2.1] a rule is not given no domain');
select throws_ok($$ select jiancha.define_domain('xinxiang', 1, 'X-W-4.1', 'weather', '细则') $$, 'JC005', null, '[W-2.1] nor an unknown one');
select jiancha.define_pack('watch_trade', 1, '公共资源交易', '市', valid_from => '2024-01-01', source => '细则', parent => 'xinxiang') \g /dev/null
select throws_ok($$ select jiancha.define_domain('watch_trade', 1, 'X-W-99', 'trading', '细则') $$, 'JC004', null, '[W-2.1] a rule that does not exist has none');
select jiancha.define_domain('watch_trade', 1, 'X-W-4.1', 'trading', '细则 第二条') \g /dev/null
select jiancha.setup(region => '410700', pack => 'watch_trade') \g /dev/null
set role clause_w_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('D-1', 'w-a', 'WM5', '申请人', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('D-1', 1, 'accept', '2025-03-03 10:00+08');
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values ('complaint', 'D-2', 'w-a', '2025-03-03 09:00+08');
set role clause_w_city;
insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('D-3', 'X-W-4.1', 'w-a', '2025-03-03 10:00+08', '交易'), ('D-4', 'X-W-4.4', 'w-a', '2025-03-03 10:00+08', '公开');
reset role;
select pg_temp.sweep('2025-03-11 00:00+08') \g /dev/null
select jiancha._answer_step(array(select signal_no from jiancha.signals where case_no = 'D-3'), 'delivered', '2025-03-03 11:00+08') \g /dev/null
select pg_temp.sweep('2025-03-12 00:00+08') \g /dev/null
select results_eq($$ select distinct case_no, domain from jiancha.domain_signals where case_no in ('D-1', 'D-3', 'D-4') order by 1, 2 $$,
    $$ values ('D-1', 'approval'), ('D-3', 'trading'), ('D-4', 'approval') $$, '[W-2.1] a card has the domain of its rule or of its kind of docket; one that follows from another that of its cause');
select is((select domain from jiancha.domain_signals where rule = 'X-W-4.12' and case_no = 'D-3'), 'trading', '[W-2.1] the escalation of a trading card is one of trading');
select is((select count(*) from jiancha.domain_signals), (select count(*) from jiancha.signals), '[W-2.1] no card is without domain');
select results_eq($$ select distinct domain from jiancha.score_scheme order by 1 $$, array['approval'], '[W-2.1] a scheme has one too');
select throws_ok($$ insert into jiancha.score_scheme (scheme, version, name, issuer, docket_kinds, valid_from, source) values ('x', 1, 'x', 'x', '{}', '2025-01-01', 'x') $$, '23502', null, '[W-2.1] none is without');

-- X-C-10/11: interpretation and entry into force are those of the pack
select results_eq($$ select distinct p.valid_from, p.issuer from jiancha.effective_complaint_rule r join jiancha.rule_pack p on p.pack = r.from_pack and p.version = r.from_version where r.pack = 'xinxiang' and r.from_pack = 'xinxiang' $$,
    $$ values (date '2010-02-08', '中共新乡市纪委、新乡市监察局') $$, '[X-C-10/11] the rules of complaints hold from the day of their issue');
select * from finish();
