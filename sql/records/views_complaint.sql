-- Complaints: what people insert and read. Who complained stands in none of them.

create or replace view jiancha.effective_complaint_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.topic, r.code) l.pack, l.version, l.from_pack, l.from_version, r.topic, r.code, r.name, r.start_kind, r.needs, r.results,
        r.dimension, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.complaint_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.topic, r.code, l.distance) e
where e.enabled;
comment on view jiancha.effective_complaint_rule is '有效投诉规则: the kinds, channels and outcomes that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.complaint_intake with (security_invoker = true) as
select c.complaint_no, c.kind, c.channel, c.received_at, c.subject, c.text, c.org_code, c.desk_org, c.case_no, c.urgent, null::text as name, null::text as contact,
    null::text as identity_kind, null::text as identity_number, null::text as original_text
from jiancha.complaint c;
comment on view jiancha.complaint_intake is '投诉登记: the complaint desk INSERTs complaints here. Who complained is kept apart and comes back empty. Repeating a row word for word does nothing. Errors: JC004 unknown organisation or case, JC005 missing or bad value, a text that says who complained, JC006 other content, JC007 not your desk.';
comment on column jiancha.complaint_intake.complaint_no is 'Number of the complaint.';
comment on column jiancha.complaint_intake.kind is 'Kind; see complaint_rule.';
comment on column jiancha.complaint_intake.channel is 'Channel; see complaint_rule.';
comment on column jiancha.complaint_intake.received_at is 'When it was received.';
comment on column jiancha.complaint_intake.subject is 'What it is about; says nothing of who complained.';
comment on column jiancha.complaint_intake.text is 'What is complained of; says nothing of who complained.';
comment on column jiancha.complaint_intake.org_code is 'Organisation complained of; NULL: none that is registered, so the complaint can only go to another body.';
comment on column jiancha.complaint_intake.desk_org is 'Organisation whose complaint desk received it.';
comment on column jiancha.complaint_intake.case_no is 'Case it is about; NULL: none.';
comment on column jiancha.complaint_intake.urgent is '正在发生且影响较大: somebody must be sent at once.';
comment on column jiancha.complaint_intake.name is 'Name of who complains; empty: anonymous. Reads as NULL.';
comment on column jiancha.complaint_intake.contact is 'Where he can be reached. Reads as NULL.';
comment on column jiancha.complaint_intake.identity_kind is 'identity_number or credit_code. Reads as NULL.';
comment on column jiancha.complaint_intake.identity_number is 'Number of that kind; checked. Reads as NULL.';
comment on column jiancha.complaint_intake.original_text is 'The complaint in its own words, where these say who complained. Reads as NULL.';

create or replace view jiancha.complaint_step with (security_invoker = true) as
select c.complaint_no, a.kind, a.at, a.to_org, a.to_body, a.result_required, a.result_due, a.days, a.decider, a.outcome, a.result, a.person, a.text, a.reason,
    a.document_no, a.staff_code
from jiancha.complaint_act a
join jiancha.complaint c using (docket_id)
union all
select p.complaint_no, 'publish', p.published_at, null, null, null, null, null, null, null, null, null, p.text, null, null, null
from jiancha.complaint_publication p;
comment on view jiancha.complaint_step is '投诉办理: the desk INSERTs what it does about a complaint, the organisation it was transferred to what it replies. The pack says which step may follow which and who decides. Repeating a row word for word does nothing. Errors: JC004 no such complaint of yours, JC005 missing or bad value, JC007 out of order, too late, wrong decider.';
comment on column jiancha.complaint_step.complaint_no is 'Number of the complaint.';
comment on column jiancha.complaint_step.kind is 'accept 受理, refuse_acceptance 不属受理范围, assign 立即派人, handle 自办, transfer_out 转办, extend 延期, extend_result 批准转办延期, feedback 反馈, close 办结, conclude 转办了结, publish 公布; by the organisation it was transferred to: reply 报送结果, request_extension 申请延期.';
comment on column jiancha.complaint_step.at is 'When it was done.';
comment on column jiancha.complaint_step.to_org is 'Organisation it goes to.';
comment on column jiancha.complaint_step.to_body is 'Body it goes to that is not registered.';
comment on column jiancha.complaint_step.result_required is 'Of transfer_out: whether the result must be reported.';
comment on column jiancha.complaint_step.result_due is 'Of transfer_out: last day for the result; of extend_result: the new one.';
comment on column jiancha.complaint_step.days is 'Working days of an extension.';
comment on column jiancha.complaint_step.decider is 'Who approved it.';
comment on column jiancha.complaint_step.outcome is 'Of close: the outcome; see complaint_rule.';
comment on column jiancha.complaint_step.result is 'What came of it.';
comment on column jiancha.complaint_step.person is 'Person held to account.';
comment on column jiancha.complaint_step.text is 'Reply, feedback, explanation.';
comment on column jiancha.complaint_step.reason is 'Reason.';
comment on column jiancha.complaint_step.document_no is 'Document.';
comment on column jiancha.complaint_step.staff_code is 'Person who signed.';

create or replace view jiancha.complaints with (security_invoker = true) as
select c.complaint_no, c.kind, k.name as kind_name, c.channel, c.real_name, c.subject, c.text, c.org_code, c.desk_org, c.case_no, c.urgent, c.received_at, c.repeat_of,
    d.org_code as handled_by, d.state, o.due_on, t.due_on as result_due_on, e.outcome, d.closed_at
from jiancha.complaint c
left join jiancha.docket d on d.docket_id = c.docket_id
left join jiancha.effective_complaint_rule k on k.pack = c.pack and k.version = c.rule_version and k.topic = 'kind' and k.code = c.kind
left join jiancha.clock o on o.docket_id = c.docket_id and o.clock = 'complaint' and o.cycle = 1
left join lateral (
    select r.due_on from jiancha.clock r where r.docket_id = c.docket_id and r.clock = 'complaint_result' order by r.cycle desc limit 1) t on true
left join jiancha.complaint_act e on e.docket_id = c.docket_id and e.kind = 'close';
comment on view jiancha.complaints is '投诉台账: one row a complaint, with how far it is; who complained is not in it. The organisation complained of sees its row, and how far it is only while it handles it.';
comment on column jiancha.complaints.complaint_no is 'Number of the complaint.';
comment on column jiancha.complaints.kind is 'Kind; see complaint_rule.';
comment on column jiancha.complaints.kind_name is 'The kind in the words of the clause.';
comment on column jiancha.complaints.channel is 'Channel; see complaint_rule.';
comment on column jiancha.complaints.real_name is '实名: whether a name was given.';
comment on column jiancha.complaints.subject is 'What it is about; says nothing of who complained.';
comment on column jiancha.complaints.text is 'What is complained of; says nothing of who complained.';
comment on column jiancha.complaints.org_code is 'Organisation complained of; NULL: none that is registered, so the complaint can only go to another body.';
comment on column jiancha.complaints.desk_org is 'Organisation whose complaint desk received it.';
comment on column jiancha.complaints.case_no is 'Case it is about; NULL: none.';
comment on column jiancha.complaints.urgent is '正在发生且影响较大: somebody must be sent at once.';
comment on column jiancha.complaints.received_at is 'When it was received.';
comment on column jiancha.complaints.repeat_of is 'Earlier complaint that this one repeats: same complainant or same text, same organisation and case, open then or closed within repeat_days of the pack.';
comment on column jiancha.complaints.handled_by is 'Organisation that handles it now.';
comment on column jiancha.complaints.state is 'State; see docket.state. NULL: not shown to you.';
comment on column jiancha.complaints.due_on is 'Last day of the complaint''s own limit; NULL: it has none, or is not shown to you.';
comment on column jiancha.complaints.result_due_on is 'Last day for the result of the latest transfer.';
comment on column jiancha.complaints.outcome is 'Outcome; NULL: none yet.';
comment on column jiancha.complaints.closed_at is 'When it ended.';

create or replace view jiancha.complaint_published with (security_invoker = true) as
select p.complaint_no, p.published_at, p.text
from jiancha.complaint_publication p;
comment on view jiancha.complaint_published is '投诉结果公布: results as published, without personal data; may be granted to a public site.';
comment on column jiancha.complaint_published.complaint_no is 'Number of the complaint.';
comment on column jiancha.complaint_published.published_at is 'When it was published.';
comment on column jiancha.complaint_published.text is 'What was published.';
