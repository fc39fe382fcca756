-- Registers of supervision: domains, systems, video, trainings, milestones, meetings, inspections.

create table jiancha.domain (
    domain text primary key,
    name text not null
);
comment on table jiancha.domain is '监察领域: what supervision is about (W-2.1, G-3.3.1). Each kind of docket belongs to one.';
comment on column jiancha.domain.domain is 'Name as it is entered.';
comment on column jiancha.domain.name is 'Chinese name.';
insert into jiancha.domain (domain, name) values
    ('approval', '行政审批'),
    ('trading', '公共资源交易'),
    ('complaint', '行政投诉'),
    ('disclosure', '政府信息公开'),
    ('penalty', '行政处罚'),
    ('legal', '法制监督'),
    ('supervision', '监察工作');

insert into jiancha.docket_kind (kind, name, department_enters) values
    ('it_system', '信息系统', false),
    ('video_event', '视频事件', false),
    ('milestone', '建设节点', false),
    ('scope_list', '监管范围目录', false)
on conflict (kind) do nothing;
insert into jiancha.step_kind (kind, rank, ends, late, state, name) values
    ('connect', 49, false, false, 'connected', '接入电子监察'),
    ('disconnect', 51, false, true, 'disconnected', '断开电子监察'),
    ('confirm', 129, false, false, 'confirmed', '讨论确定')
on conflict (kind) do nothing;

alter table jiancha.docket_kind add column domain text not null default 'supervision' references jiancha.domain;
comment on column jiancha.docket_kind.domain is '监察领域 of its dockets and of the rules about them; see domain.';
update jiancha.docket_kind k set domain = d.domain
from (values
    ('approval', '{approval,joint,certificate,finding,matter_change,matter_version,consultation}'::text[]),
    ('trading', '{project,tender}'),
    ('complaint', '{complaint,petition}'),
    ('disclosure', '{disclosure}'),
    ('penalty', '{penalty}'),
    ('legal', '{filing,reconsideration,norm_doc,norm_document,review_case,litigation}')) d (domain, kinds)
where k.kind = any (d.kinds);

create table jiancha.rule_domain (
    pack text not null,
    version integer not null,
    rule text not null,
    domain text not null references jiancha.domain,
    source text not null,
    status text not null,
    constraint rule_domain_pkey primary key (pack, version, rule),
    constraint rule_domain_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint rule_domain_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.rule_domain is '规则领域: rules whose domain is not that of their kind of docket.';
comment on column jiancha.rule_domain.pack is 'Rule pack.';
comment on column jiancha.rule_domain.version is 'Version of the pack.';
comment on column jiancha.rule_domain.rule is 'Rule, named by its clause.';
comment on column jiancha.rule_domain.domain is 'See domain.';
comment on column jiancha.rule_domain.source is 'Clause it comes from.';
comment on column jiancha.rule_domain.status is 'regulation, statute, analogue or assumed.';

create table jiancha.it_system (
    docket_id bigint not null,
    system_no text not null,
    org_code text not null,
    name text not null,
    field text not null,
    self_built boolean not null,
    registered_at timestamptz not null,
    in_use_at timestamptz not null,
    supervision_plan text,
    secrecy_decision text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint it_system_pkey primary key (docket_id),
    constraint it_system_field_check check (field in ('party', 'government', 'judicial', 'public'))
);
comment on table jiancha.it_system is '信息系统: computer systems that must be inside the supervision (X-M-4.1); append-only. Their connection is steps of the docket.';
comment on column jiancha.it_system.docket_id is 'The docket.';
comment on column jiancha.it_system.system_no is 'Number of the system, unique.';
comment on column jiancha.it_system.org_code is 'Organisation that owns it.';
comment on column jiancha.it_system.name is 'Name.';
comment on column jiancha.it_system.field is 'party 党务, government 政务, judicial 司法, public 公共管理.';
comment on column jiancha.it_system.self_built is 'Whether it is the organisation''s own (自建), not one that the city provides.';
comment on column jiancha.it_system.registered_at is 'When it was registered.';
comment on column jiancha.it_system.in_use_at is 'From when it is in use: from then on it must be connected.';
comment on column jiancha.it_system.supervision_plan is 'How its supervision was planned when it was chosen, built or upgraded (X-M-5); NULL: not planned.';
comment on column jiancha.it_system.secrecy_decision is 'Number of the confirmation by the secrecy bureau that it is exempt (X-M-4.2); NULL: it is not.';
comment on column jiancha.it_system.actor is 'Database role that entered it.';
comment on column jiancha.it_system.recorded_at is 'When the row was entered.';

create table jiancha.video_source (
    source_no text not null,
    valid_from date not null,
    org_code text not null,
    hall text not null,
    place text,
    active boolean not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint video_source_pkey primary key (source_no, valid_from)
);
comment on table jiancha.video_source is '视频点位: cameras of halls by version; a version holds from valid_from until the next one; append-only.';
comment on column jiancha.video_source.source_no is 'Number of the camera, unique.';
comment on column jiancha.video_source.valid_from is 'First day on which the version holds.';
comment on column jiancha.video_source.org_code is 'Organisation whose hall it watches.';
comment on column jiancha.video_source.hall is 'Name of the hall.';
comment on column jiancha.video_source.place is 'Where in the hall; NULL: not said.';
comment on column jiancha.video_source.active is 'false: taken down.';
comment on column jiancha.video_source.actor is 'Database role that entered it.';
comment on column jiancha.video_source.recorded_at is 'When the row was entered.';

create table jiancha.video_event (
    docket_id bigint not null,
    event_no text not null,
    source_no text not null,
    org_code text not null,
    event_kind text not null,
    at timestamptz not null,
    post text,
    staff_code text,
    clip_ref text,
    text text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint video_event_pkey primary key (docket_id),
    constraint video_event_event_kind_check check (event_kind in ('absence', 'attitude', 'play', 'signal_lost', 'other'))
);
comment on table jiancha.video_event is '视频事件: what was seen on the service floor (G-3.1.2b); append-only. Pictures stay in the video system.';
comment on column jiancha.video_event.docket_id is 'The docket.';
comment on column jiancha.video_event.event_no is 'Number of the event, unique.';
comment on column jiancha.video_event.source_no is 'Camera.';
comment on column jiancha.video_event.org_code is 'Organisation whose hall the camera watched on that day.';
comment on column jiancha.video_event.event_kind is 'absence 脱岗, attitude 态度, play 上网玩游戏, signal_lost 信号中断, other 其他.';
comment on column jiancha.video_event.at is 'When it began.';
comment on column jiancha.video_event.post is 'Post concerned; NULL: none.';
comment on column jiancha.video_event.staff_code is 'Person concerned; NULL: not known.';
comment on column jiancha.video_event.clip_ref is 'Where the clip is kept, in the words of the video system.';
comment on column jiancha.video_event.text is 'What was seen.';
comment on column jiancha.video_event.actor is 'Database role that entered it.';
comment on column jiancha.video_event.recorded_at is 'When the row was entered.';

create table jiancha.training (
    training_no text not null,
    staff_code text not null,
    org_code text not null,
    account text,
    course text not null,
    held_on date not null,
    held_by text,
    passed boolean not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint training_pkey primary key (training_no, staff_code)
);
create index training_account_idx on jiancha.training (account) where account is not null;
comment on table jiancha.training is '培训: who was trained to enter data or to watch (G-3.5); append-only.';
comment on column jiancha.training.training_no is 'Number of the course held.';
comment on column jiancha.training.staff_code is 'Who took part.';
comment on column jiancha.training.org_code is 'Organisation of that person when the row was entered.';
comment on column jiancha.training.account is 'Database role that the person works with; NULL: none.';
comment on column jiancha.training.course is 'Subject.';
comment on column jiancha.training.held_on is 'Day on which it ended.';
comment on column jiancha.training.held_by is 'Who held it; NULL: not said.';
comment on column jiancha.training.passed is 'Whether the person passed.';
comment on column jiancha.training.actor is 'Database role that entered it.';
comment on column jiancha.training.recorded_at is 'When the row was entered.';

create table jiancha.milestone (
    docket_id bigint not null,
    milestone_no text not null,
    org_code text not null,
    name text not null,
    text text,
    set_at timestamptz not null,
    due_on date not null,
    phase integer,
    meeting_no text,
    document_no text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint milestone_pkey primary key (docket_id)
);
comment on table jiancha.milestone is '建设节点: dates by which something is to be done (G-0, Q-5); append-only. The clock of the docket runs from set_at, its report ends it.';
comment on column jiancha.milestone.docket_id is 'The docket.';
comment on column jiancha.milestone.milestone_no is 'Number, unique; of a meeting''s item the numbers of both with a slash between.';
comment on column jiancha.milestone.org_code is 'Organisation that must do it.';
comment on column jiancha.milestone.name is 'What it is.';
comment on column jiancha.milestone.text is 'What exactly is to be there; NULL: the name says it.';
comment on column jiancha.milestone.set_at is 'When it was set.';
comment on column jiancha.milestone.due_on is 'Last day. A rest day is in time until the end of the next working day (民法典 203).';
comment on column jiancha.milestone.phase is 'Phase of the plan; NULL: none.';
comment on column jiancha.milestone.meeting_no is 'Meeting that set it; NULL: none.';
comment on column jiancha.milestone.document_no is 'Document it stands in.';
comment on column jiancha.milestone.actor is 'Database role that entered it.';
comment on column jiancha.milestone.recorded_at is 'When the row was entered.';

create table jiancha.meeting (
    meeting_no text not null,
    org_code text not null,
    kind text not null,
    held_at timestamptz not null,
    place text,
    chair text,
    bodies text[] not null,
    summary text,
    document_no text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint meeting_pkey primary key (meeting_no),
    constraint meeting_kind_check check (kind in ('coordination', 'joint', 'leading_group', 'other'))
);
comment on table jiancha.meeting is '会议: meetings that steer supervision (W-5.1, Z-3.2); append-only.';
comment on column jiancha.meeting.meeting_no is 'Number, unique.';
comment on column jiancha.meeting.org_code is 'Organisation that convened it.';
comment on column jiancha.meeting.kind is 'coordination 协调会议, joint 联席会议, leading_group 领导小组会议, other 其他.';
comment on column jiancha.meeting.held_at is 'When it was held.';
comment on column jiancha.meeting.place is 'Where; NULL: not said.';
comment on column jiancha.meeting.chair is 'Who was in the chair; NULL: not said.';
comment on column jiancha.meeting.bodies is 'Bodies that took part, by name.';
comment on column jiancha.meeting.summary is 'Summary.';
comment on column jiancha.meeting.document_no is 'Number of the minutes.';
comment on column jiancha.meeting.actor is 'Database role that entered it.';
comment on column jiancha.meeting.recorded_at is 'When the row was entered.';

create table jiancha.meeting_item (
    meeting_no text not null,
    item_no integer not null,
    org_code text,
    convened_by text not null,
    text text not null,
    due_on date,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint meeting_item_pkey primary key (meeting_no, item_no),
    constraint meeting_item_due_check check (due_on is null or org_code is not null)
);
comment on table jiancha.meeting_item is '会议议定事项: what a meeting decided; append-only. An item with due_on is a milestone too.';
comment on column jiancha.meeting_item.meeting_no is 'Meeting.';
comment on column jiancha.meeting_item.item_no is 'Number within the meeting.';
comment on column jiancha.meeting_item.org_code is 'Organisation that must do it; NULL: nobody in particular.';
comment on column jiancha.meeting_item.convened_by is 'Organisation that convened the meeting.';
comment on column jiancha.meeting_item.text is 'What was decided.';
comment on column jiancha.meeting_item.due_on is 'Last day; NULL: no limit.';
comment on column jiancha.meeting_item.actor is 'Database role that entered it.';
comment on column jiancha.meeting_item.recorded_at is 'When the row was entered.';

create table jiancha.inspection (
    inspection_no text not null,
    org_code text not null,
    by_org text not null,
    kind text not null,
    inspected_at timestamptz not null,
    staff_code text,
    matter_code text,
    text text not null,
    faults integer not null,
    document_no text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint inspection_pkey primary key (inspection_no),
    constraint inspection_kind_check check (kind in ('internal', 'spot', 'special')),
    constraint inspection_internal_check check (kind <> 'internal' or by_org = org_code),
    constraint inspection_faults_check check (faults >= 0)
);
comment on table jiancha.inspection is '监督检查: inspections, by the organisation''s own supervisory body (W-8.1.5) or from above (明查暗访); append-only.';
comment on column jiancha.inspection.inspection_no is 'Number, unique.';
comment on column jiancha.inspection.org_code is 'Organisation inspected.';
comment on column jiancha.inspection.by_org is 'Organisation that inspected.';
comment on column jiancha.inspection.kind is 'internal 内部监督检查 (by_org is org_code), spot 明查暗访, special 专项检查.';
comment on column jiancha.inspection.inspected_at is 'When.';
comment on column jiancha.inspection.staff_code is 'Who inspected; NULL: not named.';
comment on column jiancha.inspection.matter_code is 'Matter looked at; NULL: several.';
comment on column jiancha.inspection.text is 'What was found.';
comment on column jiancha.inspection.faults is 'Number of faults found; 0: none.';
comment on column jiancha.inspection.document_no is 'Record of the inspection.';
comment on column jiancha.inspection.actor is 'Database role that entered it.';
comment on column jiancha.inspection.recorded_at is 'When the row was entered.';
