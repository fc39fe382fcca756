-- Registers: every change is a further version; the views org, staff and matter show what is in force now.

create table jiancha.org_version (
    org_code text not null check (org_code <> '' and octet_length(org_code) <= 40),
    valid_from date not null,
    name text not null check (name <> ''),
    parent_code text,
    kinds text[],
    level integer,
    authority text,
    legal_form text,
    hall_of text,
    credit_code text,
    state text not null default 'active',
    recorded_at timestamptz not null default now(),
    constraint org_version_pkey primary key (org_code, valid_from),
    constraint org_version_parent_check check (parent_code <> org_code),
    constraint org_version_kinds_check check (kinds <@ '{government,approval_organ,service_hall,project_unit,legal_office,reform_office,efficiency_office,supervisor}'::text[]),
    constraint org_version_level_check check (level between 1 and 6),
    constraint org_version_authority_check check (authority in ('statutory', 'delegated', 'authorised')),
    constraint org_version_legal_form_check check (legal_form in ('organ', 'institution', 'enterprise', 'stationed', 'other')),
    constraint org_version_hall_check check (hall_of <> org_code),
    constraint org_version_state_check check (state in ('active', 'ended'))
);
comment on table jiancha.org_version is '单位: organisations by version; a version holds from valid_from until the next one.';
comment on column jiancha.org_version.org_code is 'The organisation''s code, at most 40 bytes: part of the name of its role, jiancha_org_<org_code>.';
comment on column jiancha.org_version.valid_from is 'First day on which the version holds; -infinity for always.';
comment on column jiancha.org_version.name is 'Name as it stands on documents.';
comment on column jiancha.org_version.parent_code is 'Organisation above; NULL at the top.';
comment on column jiancha.org_version.kinds is 'What it is (W-3.1), several at once: government, approval_organ 审批机关, service_hall 服务大厅, project_unit 重点项目实施单位, legal_office 法制机构, reform_office 审改办, efficiency_office 效能办, supervisor 监察机关; NULL: not registered.';
comment on column jiancha.org_version.level is '层级: 1 state, 2 province, 3 city, 4 county, 5 township, 6 village; a central or provincial unit stationed in the city keeps its own.';
comment on column jiancha.org_version.authority is 'Where its power comes from (W-3.2): statutory 法定, delegated 依法委托, authorised 法律法规授权.';
comment on column jiancha.org_version.legal_form is 'organ 机关, institution 事业单位, enterprise 企业, stationed 驻地单位 or other (W-3.3).';
comment on column jiancha.org_version.hall_of is 'Of a service hall the organisation it belongs to, in whose ranking its cases count (W-3.3).';
comment on column jiancha.org_version.credit_code is '统一社会信用代码 (GB 32100) or 组织机构代码 (GB 11714).';
comment on column jiancha.org_version.state is 'active, or ended by a succession.';
comment on column jiancha.org_version.recorded_at is 'When the row was entered.';

create table jiancha.staff_version (
    staff_code text not null check (staff_code <> ''),
    valid_from date not null,
    org_code text not null,
    name text not null check (name <> ''),
    post text,
    mobile text,
    phone text,
    recorded_at timestamptz not null default now(),
    constraint staff_version_pkey primary key (staff_code, valid_from)
);
create index staff_version_org_idx on jiancha.staff_version (org_code);
comment on table jiancha.staff_version is '人员: staff by version; a version holds from valid_from until the next one.';
comment on column jiancha.staff_version.staff_code is 'Staff number, unique in the records.';
comment on column jiancha.staff_version.valid_from is 'First day on which the version holds.';
comment on column jiancha.staff_version.org_code is 'Organisation the person acts for.';
comment on column jiancha.staff_version.name is 'Name as signed.';
comment on column jiancha.staff_version.post is '岗位: the post held.';
comment on column jiancha.staff_version.mobile is '手机: number for short messages.';
comment on column jiancha.staff_version.phone is '电话: number to call.';
comment on column jiancha.staff_version.recorded_at is 'When the row was entered.';

create table jiancha.matter_version (
    matter_code text not null check (matter_code <> ''),
    version integer not null check (version > 0),
    valid_from date not null,
    org_code text not null,
    name text not null check (name <> ''),
    promised_limit integer check (promised_limit > 0),
    promised_unit text not null,
    statutory_limit integer check (statutory_limit > 0),
    statutory_unit text not null,
    roll text not null,
    calendar_code text,
    state text not null default 'active',
    change_no text,
    use_level integer,
    requires text[],
    gazette_digest text,
    recorded_at timestamptz not null default now(),
    constraint matter_version_state_check check (state in ('active', 'suspended', 'abolished')),
    constraint matter_version_use_level_check check (use_level between 1 and 6),
    constraint matter_version_pkey primary key (matter_code, version),
    constraint matter_version_valid_from_key unique (matter_code, valid_from),
    constraint matter_version_promised_unit_check check (promised_unit in ('working_day', 'day', 'month', 'year', 'working_hour')),
    constraint matter_version_statutory_unit_check check (statutory_unit in ('working_day', 'day', 'month', 'year', 'working_hour')),
    constraint matter_version_roll_check check (roll in ('none', 'last_day', 'skip_all'))
);
create index matter_version_org_idx on jiancha.matter_version (org_code);
comment on table jiancha.matter_version is '权力事项: matters by version. A case keeps the version in force on the day it was received.';
comment on column jiancha.matter_version.matter_code is 'Code of the matter.';
comment on column jiancha.matter_version.version is '1, 2, … in order of valid_from as entered.';
comment on column jiancha.matter_version.valid_from is 'First day on which the version holds.';
comment on column jiancha.matter_version.org_code is 'Organisation that handles it.';
comment on column jiancha.matter_version.name is 'Name of the matter.';
comment on column jiancha.matter_version.promised_limit is '承诺时限: limit promised to the public, in promised_unit; NULL if none.';
comment on column jiancha.matter_version.promised_unit is 'working_day, day (natural), month, year or working_hour.';
comment on column jiancha.matter_version.statutory_limit is '法定时限: limit set by law, in statutory_unit; NULL if none.';
comment on column jiancha.matter_version.statutory_unit is 'working_day, day (natural), month, year or working_hour.';
comment on column jiancha.matter_version.roll is 'What happens when a natural limit ends on a rest day: none, last_day (Civil Code 203, the default), skip_all.';
comment on column jiancha.matter_version.calendar_code is 'Calendar by which the matter is counted; NULL: that of the records.';
comment on column jiancha.matter_version.state is 'active, suspended (停止实施) or abolished (取消).';
comment on column jiancha.matter_version.change_no is 'Number of the approval of the change; NULL: none.';
comment on column jiancha.matter_version.use_level is '行使层级: 1 state, 2 province, 3 city, 4 county, 5 township, 6 village; NULL: not registered.';
comment on column jiancha.matter_version.requires is 'What a case must go through before it is decided: steps handle, review, approve; procedures hearing, tender, auction, exam, inspection, test, quarantine, appraisal, expert_review; NULL: nothing.';
comment on column jiancha.matter_version.gazette_digest is 'Digest of the text published in the gazette (政府公报): conditions and procedure; NULL: none published.';
comment on column jiancha.matter_version.recorded_at is 'When the row was entered.';

create table jiancha.node_limit (
    matter_code text not null,
    version integer not null,
    node text not null check (node <> ''),
    limit_amount integer not null check (limit_amount between 1 and 10000),
    limit_unit text not null check (limit_unit in ('working_day', 'day', 'week', 'month', 'year', 'working_hour')),
    recorded_at timestamptz not null default now(),
    constraint node_limit_pkey primary key (matter_code, version, node),
    constraint node_limit_matter_fkey foreign key (matter_code, version) references jiancha.matter_version
);
comment on table jiancha.node_limit is '环节时限: limits of the nodes of a matter''s flow, by version of the matter.';
comment on column jiancha.node_limit.matter_code is 'Code of the matter.';
comment on column jiancha.node_limit.version is 'Version of the matter.';
comment on column jiancha.node_limit.node is '环节: node of the flow, as steps name it.';
comment on column jiancha.node_limit.limit_amount is 'Limit of the node, in limit_unit, counted from the step that enters it.';
comment on column jiancha.node_limit.limit_unit is 'working_day, day (natural), week, month, year or working_hour.';
comment on column jiancha.node_limit.recorded_at is 'When the row was entered.';

create table jiancha.docket_kind (
    kind text primary key,
    name text not null,
    department_enters boolean not null default false
);
comment on table jiancha.docket_kind is '卷宗种类: what can be on a clock.';
comment on column jiancha.docket_kind.kind is 'Name.';
comment on column jiancha.docket_kind.name is 'Chinese name.';
comment on column jiancha.docket_kind.department_enters is 'Whether a department may enter such dockets and their steps through docket_intake and docket_step. The others are opened and closed by the engine and by acts of supervisors: a department cannot close its own card.';
insert into jiancha.docket_kind (kind, name, department_enters) values
    ('approval', '办件', true),
    ('penalty', '处罚案件', true),
    ('complaint', '投诉', true),
    ('consultation', '咨询', true),
    ('feed', '数据报送', false),
    ('supervision_order', '督办', false),
    ('signal', '信号纠正', false),
    ('report', '整改报告', false),
    ('finding', '监察发现', false),
    ('inquiry', '初核', false),
    ('instrument', '监察文书', false),
    ('matter_change', '权力事项变更', false),
    ('publication', '信息公开', false),
    ('duty_change', '办理人更换', false),
    ('rule_change', '规则变更', false),
    ('certificate_report', '证照票据核对', false),
    ('matter_version', '权力事项版本', false);

create table jiancha.step_kind (
    kind text primary key,
    rank smallint not null,
    ends boolean not null default false,
    late boolean not null,
    state text,
    name text not null
);
comment on table jiancha.step_kind is '过程类型: the kinds of step.';
comment on column jiancha.step_kind.kind is 'Name as it is entered.';
comment on column jiancha.step_kind.rank is 'Order among steps of one instant: a case is accepted before it is decided, decided before it is closed.';
comment on column jiancha.step_kind.ends is 'Whether the case ends with it.';
comment on column jiancha.step_kind.late is 'Of a step known only to the day: whether it comes after what is known to the minute on that day. What stops, ends or hands over does, what starts does not.';
comment on column jiancha.step_kind.state is 'State of the docket after it; NULL leaves the state as it is.';
comment on column jiancha.step_kind.name is 'Chinese name.';
insert into jiancha.step_kind (kind, rank, ends, late, state, name) values
    ('pre_apply', 4, false, false, null, '网上预申请'),
    ('pre_accept', 6, false, true, null, '预受理'),
    ('request_correction', 10, false, true, 'correcting', '一次性补正告知'),
    ('correction_received', 20, false, false, 'received', '补正收件'),
    ('correction_expired', 30, true, true, 'expired', '逾期未补正'),
    ('deemed_accept', 35, false, false, 'accepted', '视为受理'),
    ('accept', 40, false, false, 'accepted', '受理'),
    ('file_case', 42, false, false, 'filed', '立案'),
    ('assign', 44, false, false, 'assigned', '交办、批转'),
    ('apply_change', 46, false, false, 'applied', '申请变更'),
    ('delivered', 48, false, false, 'delivered', '送达回执'),
    ('refuse_acceptance', 50, true, true, 'refused', '不予受理'),
    ('transfer', 60, false, true, null, '移交'),
    ('transfer_out', 62, false, true, 'transferred', '转办'),
    ('begin_special', 70, false, false, 'special', '特别程序开始'),
    ('end_special', 80, false, true, 'accepted', '特别程序结束'),
    ('extend', 90, false, false, null, '延期'),
    ('rollback', 100, false, false, 'accepted', '退回'),
    -- at one instant a stage is left before the next is entered
    ('leave_node', 104, false, true, null, '离开环节'),
    ('enter_node', 106, false, false, null, '进入环节'),
    ('reassign', 108, false, false, null, '承办人变更'),
    ('notify_change', 109, true, true, 'closed', '变更通知'),
    ('handle', 110, false, false, null, '承办'),
    ('propose', 111, false, false, null, '提出建议'),
    ('advance_notice', 112, false, false, null, '事先告知'),
    ('request_hearing', 114, false, false, null, '要求听证'),
    ('hear_begin', 116, false, false, null, '听证开始'),
    ('hear_end', 118, false, true, null, '听证结束'),
    ('review', 120, false, false, null, '审核'),
    ('review_change', 122, false, true, 'reviewed', '审核变更'),
    ('approve', 130, false, false, null, '批准'),
    ('approve_inquiry', 132, false, false, 'approved', '批准初核'),
    ('notice_inquiry', 134, false, false, null, '初步调查通知'),
    ('decide', 140, false, true, 'decided', '决定'),
    ('penalty_decision', 142, false, true, 'decided', '处罚决定'),
    ('explain', 144, false, true, 'answered', '说明'),
    ('rectify', 145, false, true, 'answered', '整改'),
    ('reply', 146, false, true, 'answered', '答复'),
    ('feedback', 147, false, true, 'answered', '反馈'),
    -- a rejection answers a reply of that instant, and starts the answer anew
    ('reject_reply', 148, false, false, 'delivered', '退回说明'),
    ('sent_up', 150, true, true, 'sent_up', '上报'),
    ('accept_reply', 152, true, true, 'closed', '采纳说明'),
    ('adjust_change', 154, true, true, 'closed', '调整公布'),
    ('publish', 155, true, true, 'closed', '公开'),
    ('conclude', 156, true, true, 'closed', '了结'),
    ('close', 160, true, true, 'closed', '办结'),
    ('certificate_issued', 165, false, true, null, '证照生成'),
    ('deliver', 170, false, true, null, '送达'),
    ('withdraw', 180, true, true, 'withdrawn', '申请人撤回'),
    ('void', 190, true, true, 'void', '作废'),
    ('terminate', 200, true, true, 'terminated', '终止'),
    ('cancel_step', 210, false, false, null, '撤销步骤');
