-- Registers of supervision: what is inserted into, what condition rules are written over, what people read.

create or replace view jiancha.it_system_intake with (security_invoker = true) as
select i.system_no, i.org_code, i.name, i.field, i.self_built, i.registered_at, i.in_use_at, i.supervision_plan, i.secrecy_decision
from jiancha.it_system i;
comment on view jiancha.it_system_intake is
    '信息系统登记: INSERT the systems here that must be inside the supervision (X-M-4.1, X-M-5). Repeating a row word for word does nothing. Errors: JC004 unknown organisation, JC005 missing or bad value, JC006 other content, JC007 not your organisation.';
comment on column jiancha.it_system_intake.system_no is 'Number of the system, unique.';
comment on column jiancha.it_system_intake.org_code is 'Organisation that owns it.';
comment on column jiancha.it_system_intake.name is 'Name.';
comment on column jiancha.it_system_intake.field is 'party 党务, government 政务, judicial 司法, public 公共管理.';
comment on column jiancha.it_system_intake.self_built is 'Whether it is the organisation''s own (default true).';
comment on column jiancha.it_system_intake.registered_at is 'When it was registered.';
comment on column jiancha.it_system_intake.in_use_at is 'From when it is in use (default registered_at).';
comment on column jiancha.it_system_intake.supervision_plan is 'How its supervision was planned (X-M-5); may be left out.';
comment on column jiancha.it_system_intake.secrecy_decision is 'Number of the confirmation by the secrecy bureau that it is exempt (X-M-4.2); may be left out.';

create or replace view jiancha.it_system_step with (security_invoker = true) as
select d.business_no as system_no, s.kind, s.at, s.reason, s.document_no
from jiancha.docket d join jiancha.step s using (docket_id)
where d.kind = 'it_system';
comment on view jiancha.it_system_step is
    '信息系统接入: supervisors INSERT here when a system is connected, disconnected or given up. Repeating a row word for word does nothing. Errors: JC004 unknown system, JC005 missing or bad value, or before the registration.';
comment on column jiancha.it_system_step.system_no is 'System.';
comment on column jiancha.it_system_step.kind is 'connect 接入, disconnect 断开, terminate 停用; the last two with a reason.';
comment on column jiancha.it_system_step.at is 'When.';
comment on column jiancha.it_system_step.reason is 'Why.';
comment on column jiancha.it_system_step.document_no is 'Document; may be left out.';

create or replace view jiancha.system_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.state, d.imported, d.received_at, d.closed_at,
    i.name, i.field, i.self_built, i.in_use_at, i.supervision_plan, i.secrecy_decision, s.connected_at, s.disconnected_at,
    jiancha._start_of_day(jiancha._local_date(i.in_use_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as use_day_ends_at
from jiancha.docket d
join jiancha.it_system i using (docket_id)
join jiancha.calendar c on c.calendar_code = d.calendar_code
cross join lateral (
    select min(e.at) filter (where e.kind = 'connect') as connected_at, max(e.at) filter (where e.kind = 'disconnect') as disconnected_at
    from jiancha.effective_step e where e.docket_id = d.docket_id) s
where d.kind = 'it_system';
comment on view jiancha.system_facts is '信息系统事实: what the condition rules of systems are written over; one row a system.';
comment on column jiancha.system_facts.docket_id is 'The docket.';
comment on column jiancha.system_facts.case_no is 'Number of the system.';
comment on column jiancha.system_facts.org_code is 'Organisation that owns it.';
comment on column jiancha.system_facts.origin_org_code is 'The same.';
comment on column jiancha.system_facts.state is 'received 已登记, connected 已接入, disconnected 已断开, terminated 已停用.';
comment on column jiancha.system_facts.imported is 'Always false.';
comment on column jiancha.system_facts.received_at is 'When it was registered.';
comment on column jiancha.system_facts.closed_at is 'When it was given up; NULL: it was not.';
comment on column jiancha.system_facts.name is 'Name.';
comment on column jiancha.system_facts.field is 'party, government, judicial, public.';
comment on column jiancha.system_facts.self_built is 'Whether it is the organisation''s own.';
comment on column jiancha.system_facts.in_use_at is 'From when it is in use.';
comment on column jiancha.system_facts.supervision_plan is 'How its supervision was planned; NULL: not.';
comment on column jiancha.system_facts.secrecy_decision is 'Number of the confirmation of the secrecy bureau; NULL: none.';
comment on column jiancha.system_facts.connected_at is 'First connection; NULL: none.';
comment on column jiancha.system_facts.disconnected_at is 'Latest disconnection; NULL: none.';
comment on column jiancha.system_facts.use_day_ends_at is 'End of the day from which it is in use, exclusive, in the calendar''s time zone.';

create or replace view jiancha.unconnected_systems with (security_invoker = true) as
select f.case_no as system_no, f.org_code, f.name, f.field, f.self_built, f.in_use_at, f.disconnected_at, f.secrecy_decision
from jiancha.system_facts f
where f.closed_at is null and f.state in ('received', 'disconnected');
comment on view jiancha.unconnected_systems is '未接入系统: systems not inside the supervision (X-M-4.1), those exempt by the secrecy bureau included.';
comment on column jiancha.unconnected_systems.system_no is 'System.';
comment on column jiancha.unconnected_systems.org_code is 'Organisation that owns it.';
comment on column jiancha.unconnected_systems.name is 'Name.';
comment on column jiancha.unconnected_systems.field is 'party, government, judicial, public.';
comment on column jiancha.unconnected_systems.self_built is 'Whether it is the organisation''s own.';
comment on column jiancha.unconnected_systems.in_use_at is 'From when it is in use.';
comment on column jiancha.unconnected_systems.disconnected_at is 'When it was disconnected; NULL: it never was connected.';
comment on column jiancha.unconnected_systems.secrecy_decision is 'Confirmation that it is exempt; NULL: none.';

create or replace view jiancha.video_source_intake with (security_invoker = true) as
select v.source_no, v.org_code, v.hall, v.place, v.valid_from, v.active from jiancha.video_source v;
comment on view jiancha.video_source_intake is
    '视频点位登记: supervisors INSERT cameras and their later versions here. Repeating a row word for word does nothing. Errors: JC004 unknown organisation, JC005 missing or bad value, JC006 other content, JC007 not supervised.';
comment on column jiancha.video_source_intake.source_no is 'Number of the camera.';
comment on column jiancha.video_source_intake.org_code is 'Organisation whose hall it watches.';
comment on column jiancha.video_source_intake.hall is 'Name of the hall.';
comment on column jiancha.video_source_intake.place is 'Where in the hall; may be left out.';
comment on column jiancha.video_source_intake.valid_from is 'First day on which the version holds (default: always).';
comment on column jiancha.video_source_intake.active is 'true (default), or false: taken down.';

create or replace view jiancha.video_event_intake with (security_invoker = true) as
select e.event_no, e.source_no, e.event_kind, e.at, e.post, e.staff_code, e.clip_ref, e.text from jiancha.video_event e;
comment on view jiancha.video_event_intake is
    '视频事件录入: supervisors INSERT here what was seen on the service floor (G-3.1.2b). An absence becomes a pending card by the pack''s rule, to be confirmed or dismissed. Repeating a row word for word does nothing. Errors: JC004 unknown camera or person, JC005 missing or bad value, JC006 other content.';
comment on column jiancha.video_event_intake.event_no is 'Number of the event, unique.';
comment on column jiancha.video_event_intake.source_no is 'Camera.';
comment on column jiancha.video_event_intake.event_kind is 'absence 脱岗, attitude 态度, play 上网玩游戏, signal_lost 信号中断, other 其他 (with a text).';
comment on column jiancha.video_event_intake.at is 'When it began.';
comment on column jiancha.video_event_intake.post is 'Post concerned; may be left out.';
comment on column jiancha.video_event_intake.staff_code is 'Person concerned; may be left out.';
comment on column jiancha.video_event_intake.clip_ref is 'Where the clip is kept; may be left out.';
comment on column jiancha.video_event_intake.text is 'What was seen.';

create or replace view jiancha.video_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.state, d.imported, d.received_at, d.closed_at, e.source_no, e.event_kind, e.at,
    e.post, e.staff_code, e.clip_ref, e.text
from jiancha.docket d
join jiancha.video_event e using (docket_id)
where d.kind = 'video_event';
comment on view jiancha.video_facts is '视频事件事实: what the condition rules of video events are written over; one row an event.';
comment on column jiancha.video_facts.docket_id is 'The docket.';
comment on column jiancha.video_facts.case_no is 'Number of the event.';
comment on column jiancha.video_facts.org_code is 'Organisation of the hall.';
comment on column jiancha.video_facts.origin_org_code is 'The same.';
comment on column jiancha.video_facts.state is 'State of the docket.';
comment on column jiancha.video_facts.imported is 'Always false.';
comment on column jiancha.video_facts.received_at is 'When it began.';
comment on column jiancha.video_facts.closed_at is 'End of the docket; NULL: open.';
comment on column jiancha.video_facts.source_no is 'Camera.';
comment on column jiancha.video_facts.event_kind is 'absence, attitude, play, signal_lost, other.';
comment on column jiancha.video_facts.at is 'When it began.';
comment on column jiancha.video_facts.post is 'Post concerned.';
comment on column jiancha.video_facts.staff_code is 'Person concerned.';
comment on column jiancha.video_facts.clip_ref is 'Where the clip is kept.';
comment on column jiancha.video_facts.text is 'What was seen.';

create or replace view jiancha.training_intake with (security_invoker = true) as
select t.training_no, t.staff_code, t.account, t.course, t.held_on, t.held_by, t.passed from jiancha.training t;
comment on view jiancha.training_intake is
    '培训登记: supervisors INSERT here who was trained (G-3.5). Where parameter entry_needs_training is true, grant_access() gives the entry duty only to a role that stands here as account. Repeating a row word for word does nothing. Errors: JC004 unknown person, JC005 missing or bad value, JC006 other content, JC007 not supervised.';
comment on column jiancha.training_intake.training_no is 'Number of the course held.';
comment on column jiancha.training_intake.staff_code is 'Who took part.';
comment on column jiancha.training_intake.account is 'Database role the person works with; may be left out.';
comment on column jiancha.training_intake.course is 'Subject.';
comment on column jiancha.training_intake.held_on is 'Day on which it ended.';
comment on column jiancha.training_intake.held_by is 'Who held it; may be left out.';
comment on column jiancha.training_intake.passed is 'Whether the person passed (default true).';

create or replace view jiancha.milestone_intake with (security_invoker = true) as
select m.milestone_no, m.org_code, m.name, m.text, m.set_at, m.due_on, m.phase, m.document_no from jiancha.milestone m;
comment on view jiancha.milestone_intake is
    '建设节点录入: supervisors INSERT dates here by which something is to be done (G-0). Repeating a row word for word does nothing. Errors: JC004 unknown organisation, JC005 missing or bad value, JC006 other content, JC007 not supervised.';
comment on column jiancha.milestone_intake.milestone_no is 'Number, unique.';
comment on column jiancha.milestone_intake.org_code is 'Organisation that must do it.';
comment on column jiancha.milestone_intake.name is 'What it is.';
comment on column jiancha.milestone_intake.text is 'What exactly is to be there; may be left out.';
comment on column jiancha.milestone_intake.set_at is 'When it was set.';
comment on column jiancha.milestone_intake.due_on is 'Last day, after that of set_at.';
comment on column jiancha.milestone_intake.phase is 'Phase of the plan; may be left out.';
comment on column jiancha.milestone_intake.document_no is 'Document it stands in; may be left out.';

create or replace view jiancha.milestone_report with (security_invoker = true) as
select d.business_no as milestone_no, s.at, s.opinion as text, s.document_no, coalesce(s.at >= k.due_at, false) as late
from jiancha.docket d
join jiancha.effective_step s on s.docket_id = d.docket_id and s.kind = 'close'
left join jiancha.clock k on k.docket_id = d.docket_id and k.clock = 'milestone' and k.cycle = 1
where d.kind = 'milestone';
comment on view jiancha.milestone_report is
    '建设节点报告: the organisation that must reach a milestone INSERTs here that it has. Repeating a row word for word does nothing. Errors: JC004 unknown milestone, JC005 missing or bad value, JC007 reported before.';
comment on column jiancha.milestone_report.milestone_no is 'Milestone.';
comment on column jiancha.milestone_report.at is 'When it was reached.';
comment on column jiancha.milestone_report.text is 'What was done.';
comment on column jiancha.milestone_report.document_no is 'Document; may be left out.';
comment on column jiancha.milestone_report.late is 'Whether that was after the last day. Read only.';

create or replace view jiancha.milestones with (security_invoker = true) as
select m.milestone_no, m.org_code, m.name, m.set_at, m.due_on, m.phase, m.meeting_no, m.due_at, m.done_at, m.state
from jiancha.milestones_at(now()) m;
comment on view jiancha.milestones is '建设节点: one row a milestone, with how it stands as of now; see jiancha.milestones_at().';
comment on column jiancha.milestones.milestone_no is 'Number.';
comment on column jiancha.milestones.org_code is 'Organisation that must do it.';
comment on column jiancha.milestones.name is 'What it is.';
comment on column jiancha.milestones.set_at is 'When it was set.';
comment on column jiancha.milestones.due_on is 'Last day as set.';
comment on column jiancha.milestones.phase is 'Phase of the plan.';
comment on column jiancha.milestones.meeting_no is 'Meeting that set it; NULL: none.';
comment on column jiancha.milestones.due_at is 'Exclusive end of the limit: of a last day that is a rest day, that of the next working day (民法典 203).';
comment on column jiancha.milestones.done_at is 'When it was reached; NULL: not yet.';
comment on column jiancha.milestones.state is 'open, overdue, done or done_late.';

create or replace view jiancha.meeting_intake with (security_invoker = true) as
select m.meeting_no, m.org_code, m.kind, m.held_at, m.place, m.chair, m.bodies, m.summary, m.document_no from jiancha.meeting m;
comment on view jiancha.meeting_intake is
    '会议录入: supervisors INSERT meetings here (W-5.1, Z-3.2). Repeating a row word for word does nothing. Errors: JC004 unknown organisation, JC005 missing or bad value, JC006 other content, JC007 not supervised.';
comment on column jiancha.meeting_intake.meeting_no is 'Number, unique.';
comment on column jiancha.meeting_intake.org_code is 'Organisation that convened it.';
comment on column jiancha.meeting_intake.kind is 'coordination 协调会议, joint 联席会议, leading_group 领导小组会议, other 其他.';
comment on column jiancha.meeting_intake.held_at is 'When it was held.';
comment on column jiancha.meeting_intake.place is 'Where; may be left out.';
comment on column jiancha.meeting_intake.chair is 'Who was in the chair; may be left out.';
comment on column jiancha.meeting_intake.bodies is 'Bodies that took part, by name (default none).';
comment on column jiancha.meeting_intake.summary is 'Summary; may be left out.';
comment on column jiancha.meeting_intake.document_no is 'Number of the minutes; may be left out.';

create or replace view jiancha.meeting_item_intake with (security_invoker = true) as
select i.meeting_no, i.item_no, i.org_code, i.text, i.due_on from jiancha.meeting_item i;
comment on view jiancha.meeting_item_intake is
    '会议议定事项录入: supervisors INSERT here what a meeting decided; with due_on it becomes milestone meeting_no/item_no of the organisation. Repeating a row word for word does nothing. Errors: JC004 unknown meeting or organisation, JC005 missing or bad value, JC006 other content, JC007 not supervised.';
comment on column jiancha.meeting_item_intake.meeting_no is 'Meeting.';
comment on column jiancha.meeting_item_intake.item_no is 'Number within the meeting, from 1 on.';
comment on column jiancha.meeting_item_intake.org_code is 'Organisation that must do it; required with due_on.';
comment on column jiancha.meeting_item_intake.text is 'What was decided.';
comment on column jiancha.meeting_item_intake.due_on is 'Last day, after that of the meeting; may be left out.';

create or replace view jiancha.inspection_intake with (security_invoker = true) as
select i.inspection_no, i.org_code, i.by_org, i.kind, i.inspected_at, i.staff_code, i.matter_code, i.text, i.faults, i.document_no from jiancha.inspection i;
comment on view jiancha.inspection_intake is
    '监督检查录入: who inspected INSERTs here: the supervisory body of the organisation itself (W-8.1.5), or one above it (明查暗访). A card about what was found is raised through signal_raise. Repeating a row word for word does nothing. Errors: JC004 unknown organisation, person or matter, JC005 missing or bad value, JC006 other content, JC007 not supervised, or by_org is not your own.';
comment on column jiancha.inspection_intake.inspection_no is 'Number, unique.';
comment on column jiancha.inspection_intake.org_code is 'Organisation inspected.';
comment on column jiancha.inspection_intake.by_org is 'Organisation that inspected, your own; may be left out of an internal one.';
comment on column jiancha.inspection_intake.kind is 'internal 内部监督检查 (default), spot 明查暗访, special 专项检查.';
comment on column jiancha.inspection_intake.inspected_at is 'When.';
comment on column jiancha.inspection_intake.staff_code is 'Who inspected; may be left out.';
comment on column jiancha.inspection_intake.matter_code is 'Matter looked at; may be left out.';
comment on column jiancha.inspection_intake.text is 'What was found.';
comment on column jiancha.inspection_intake.faults is 'Number of faults found (default 0).';
comment on column jiancha.inspection_intake.document_no is 'Record of the inspection; may be left out.';

create or replace view jiancha.inspection_count with (security_invoker = true) as
select to_char(i.inspected_at at time zone c.time_zone, 'YYYY-MM') as month, i.org_code, coalesce(max(o.name), i.org_code) as org,
    count(*) filter (where i.kind = 'internal') as internal, count(*) filter (where i.kind = 'spot') as spot, count(*) filter (where i.kind = 'special') as special,
    sum(i.faults) as faults
from jiancha.inspection i
cross join jiancha.record_state s
join jiancha.calendar c on c.calendar_code = s.calendar_code
left join jiancha.org o on o.org_code = i.org_code
group by 1, 2;
comment on view jiancha.inspection_count is '监督检查次数: inspections of each organisation and month: whether its own supervisory body does its duty (W-8.1.5).';
comment on column jiancha.inspection_count.month is 'Month, 2025-03.';
comment on column jiancha.inspection_count.org_code is 'Organisation inspected.';
comment on column jiancha.inspection_count.org is 'Its name.';
comment on column jiancha.inspection_count.internal is 'Inspections by its own supervisory body.';
comment on column jiancha.inspection_count.spot is '明查暗访 from above.';
comment on column jiancha.inspection_count.special is 'Special inspections.';
comment on column jiancha.inspection_count.faults is 'Faults found.';
