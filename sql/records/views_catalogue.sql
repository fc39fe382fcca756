-- The catalogue: what is inserted into, what is missing, what is reported. Made again by every setup(); a DBA's grants stay.

create or replace view jiancha.effective_checklist_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.checklist, r.element) l.pack, l.version, l.from_pack, l.from_version, r.checklist, r.element, r.purpose, r.no, r.name,
        r.matter_types, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.checklist_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.checklist, r.element, l.distance) e
where e.enabled;
comment on view jiancha.effective_checklist_rule is '有效要素清单: the headings that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.matter_content with (security_invoker = true) as
select m.matter_code, m.version,
    jsonb_strip_nulls(coalesce(to_jsonb(d) - '{matter_code,version,recorded_at}'::text[], '{}')
        || coalesce((select jsonb_object_agg(e.element, e.content) from jiancha.matter_element e where e.matter_code = m.matter_code and e.version = m.version), '{}')
        || jsonb_build_object(
            'materials', (
                select jsonb_agg(to_jsonb(x) - '{matter_code,version,material_no,recorded_at}'::text[] order by x.material_no)
                from jiancha.matter_material x where x.matter_code = m.matter_code and x.version = m.version),
            'fees', (
                select jsonb_agg(to_jsonb(x) - '{matter_code,version,fee_no,recorded_at}'::text[] order by x.fee_no)
                from jiancha.fee_standard x where x.matter_code = m.matter_code and x.version = m.version),
            'discretion', (
                select jsonb_agg(to_jsonb(x) - '{matter_code,version,standard_no,recorded_at}'::text[] order by x.standard_no)
                from jiancha.discretion_standard x where x.matter_code = m.matter_code and x.version = m.version))) as content
from jiancha.matter_version m
left join jiancha.matter_detail d on d.matter_code = m.matter_code and d.version = m.version;
comment on view jiancha.matter_content is
    '事项内容: details, elements, materials, fees and discretion of versions of matters. INSERT enters them for a version that is not in the library yet, field by field or at once; what is in the library is changed by a change. Repeating a row does nothing. Errors: JC004 unknown matter or version, JC005 unknown field or bad value, a code with a wrong check digit, a secret matter online, a delay without reason; JC006 other content, a version that is in the library, a code that another matter has; JC007 not the administrator.';
comment on column jiancha.matter_content.matter_code is 'Code of the matter.';
comment on column jiancha.matter_content.version is 'Version of the matter; left out: the latest.';
comment on column jiancha.matter_content.content is 'Fields and values; docs/reference.md lists them.';

create or replace view jiancha.change_intake with (security_invoker = true) as
select c.change_no, c.org_code, c.matter_code, c.action, c.event_on, c.applied_at, c.content, c.reason, c.cause, c.law_change_no, c.document_no, c.staff_code, c.reviewer_org
from jiancha.matter_change c;
comment on view jiancha.change_intake is
    '权力事项变更申报 (Z-7.1): INSERT applications here; a task that an event opened is applied for under its own number. Repeating a row word for word does nothing. Errors: JC004 unknown organisation, matter or event, no legal office; JC005 bad value, an organisation without a kind; JC006 other content, a matter that exists already or is another''s; JC007 not your organisation.';
comment on column jiancha.change_intake.change_no is 'Number of the change.';
comment on column jiancha.change_intake.org_code is 'Organisation that applies.';
comment on column jiancha.change_intake.matter_code is 'Matter.';
comment on column jiancha.change_intake.action is 'add 增加, amend 修改, suspend 停止实施, resume 恢复, abolish 删减, confirm 确认入库 of the version that is in the register.';
comment on column jiancha.change_intake.event_on is 'Day on which the cause happened; 20 days count from it (Z-7.1).';
comment on column jiancha.change_intake.applied_at is 'When the legal office received it.';
comment on column jiancha.change_intake.content is 'Fields to change with their new values; a list is given whole; null takes a value away.';
comment on column jiancha.change_intake.reason is 'Why.';
comment on column jiancha.change_intake.cause is 'law (default), function or other.';
comment on column jiancha.change_intake.law_change_no is 'Event that caused it; may be left out.';
comment on column jiancha.change_intake.document_no is 'Number of the application; may be left out.';
comment on column jiancha.change_intake.staff_code is 'Who applies; may be left out.';
comment on column jiancha.change_intake.reviewer_org is 'Legal office that reviews it. Read only.';

create or replace view jiancha.change_review with (security_invoker = true) as
select c.change_no, r.reviewed_at, r.result, r.approved, r.opinion, r.document_no, r.staff_code, r.reviewer_org
from jiancha.matter_change_review r join jiancha.matter_change c using (docket_id);
comment on view jiancha.change_review is
    '法制审核 (Z-6, Z-7.2): INSERT the review of a change here, once, in writing; by the legal office it went to. Errors: JC004 no such change of yours, JC005 bad value or no written answer, JC006 reviewed already.';
comment on column jiancha.change_review.change_no is 'Number of the change.';
comment on column jiancha.change_review.reviewed_at is 'When.';
comment on column jiancha.change_review.result is 'approved, partly or rejected.';
comment on column jiancha.change_review.approved is 'Fields approved; of partly some of those applied for.';
comment on column jiancha.change_review.opinion is '审核意见.';
comment on column jiancha.change_review.document_no is 'Number of the written answer.';
comment on column jiancha.change_review.staff_code is 'Who reviewed; may be left out.';
comment on column jiancha.change_review.reviewer_org is 'Legal office. Read only.';

create or replace view jiancha.change_adjust with (security_invoker = true) as
select c.change_no, a.adjusted_at, a.valid_from, null::jsonb as content, a.pending_basis, a.staff_code, a.matter_code, a.version
from jiancha.matter_change_adjust a join jiancha.matter_change c using (docket_id);
comment on view jiancha.change_adjust is
    '权力库调整 (Z-8): INSERT the adjustment of a reviewed change here. Makes the next version of the matter and enters it into the library. Errors: JC004 no such change of yours; JC005 bad value, an entry that is incomplete (Z-6); JC006 adjusted already; JC007 not reviewed, rejected, a field or a value that was not approved.';
comment on column jiancha.change_adjust.change_no is 'Number of the change.';
comment on column jiancha.change_adjust.adjusted_at is 'When.';
comment on column jiancha.change_adjust.valid_from is 'First day of the version; left out: the day of adjusted_at.';
comment on column jiancha.change_adjust.content is 'What the organisation enters, to be held against what was approved; left out: exactly that. Not read back.';
comment on column jiancha.change_adjust.pending_basis is 'What says that open cases follow the new version; left out: they keep theirs.';
comment on column jiancha.change_adjust.staff_code is 'Who adjusted; may be left out.';
comment on column jiancha.change_adjust.matter_code is 'Matter. Read only.';
comment on column jiancha.change_adjust.version is 'Version that came of it. Read only.';

create or replace view jiancha.matter_changes with (security_invoker = true) as
select c.change_no, c.org_code, c.reviewer_org, c.matter_code, c.action, c.cause, c.event_on, c.law_change_no, c.applied_at, r.reviewed_at, r.result, r.approved,
    r.document_no as answer_no, a.adjusted_at, a.version, a.valid_from, a.pending_basis, a.pending_cases,
    case when a.docket_id is not null then 'adjusted' when r.result = 'rejected' then 'rejected' when r.docket_id is not null then 'reviewed' else 'applied' end as state,
    (select jsonb_object_agg(n.key, jsonb_build_object('from', (coalesce(b.content, '{}') || v.fields) -> n.key, 'to', n.value))
     from jsonb_each(c.content) n) as difference
from jiancha.matter_change c
left join jiancha.matter_change_review r using (docket_id)
left join jiancha.matter_change_adjust a using (docket_id)
left join lateral (
    select m.version, jsonb_strip_nulls(to_jsonb(m) - '{matter_code,version,recorded_at,org_code,valid_from,state,change_no,calendar_code}'::text[]) as fields
    from jiancha.matter_version m
    where m.matter_code = c.matter_code and (a.version is null or m.version < a.version or c.action = 'confirm')
    order by m.valid_from desc limit 1) v on true
left join jiancha.matter_content b on b.matter_code = c.matter_code and b.version = v.version;
comment on view jiancha.matter_changes is '权力事项变更台账 (X-M-6.2): each change with its review and what came of it. Seen by who applied and by the legal office.';
comment on column jiancha.matter_changes.change_no is 'Number of the change.';
comment on column jiancha.matter_changes.org_code is 'Organisation that applied.';
comment on column jiancha.matter_changes.reviewer_org is 'Legal office that reviews.';
comment on column jiancha.matter_changes.matter_code is 'Matter.';
comment on column jiancha.matter_changes.action is 'add, amend, suspend, resume, abolish or confirm.';
comment on column jiancha.matter_changes.cause is 'law, function or other.';
comment on column jiancha.matter_changes.event_on is 'Day on which the cause happened.';
comment on column jiancha.matter_changes.law_change_no is 'Event that caused it.';
comment on column jiancha.matter_changes.applied_at is 'When the legal office received it.';
comment on column jiancha.matter_changes.reviewed_at is 'When it was reviewed; NULL: not yet.';
comment on column jiancha.matter_changes.result is 'approved, partly or rejected.';
comment on column jiancha.matter_changes.approved is 'Fields approved.';
comment on column jiancha.matter_changes.answer_no is 'Number of the written answer.';
comment on column jiancha.matter_changes.adjusted_at is 'When the library was adjusted; NULL: not yet.';
comment on column jiancha.matter_changes.version is 'Version that came of it.';
comment on column jiancha.matter_changes.valid_from is 'First day of that version.';
comment on column jiancha.matter_changes.pending_basis is 'What says that open cases follow it.';
comment on column jiancha.matter_changes.pending_cases is 'How many open cases followed it.';
comment on column jiancha.matter_changes.state is 'applied, reviewed, rejected or adjusted.';
comment on column jiancha.matter_changes.difference is 'Each field applied for, from which value to which.';

create or replace view jiancha.publication_intake with (security_invoker = true) as
select p.matter_code, p.version, p.element, p.published_at, p.place from jiancha.publication p;
comment on view jiancha.publication_intake is
    '信息公开登记 (Q-4.3.1, W-8.1.2, X-M-9.3): INSERT which heading of a matter was published when and where. Repeating a row word for word does nothing. Errors: JC004 unknown matter; JC005 bad value, or a heading under which the matter says nothing; JC006 other content; JC007 not your organisation, not in the library (Z-6), or secret (X-M-9.4).';
comment on column jiancha.publication_intake.matter_code is 'Code of the matter.';
comment on column jiancha.publication_intake.version is 'Version; left out: the latest in the library.';
comment on column jiancha.publication_intake.element is 'Heading; see element_kind.';
comment on column jiancha.publication_intake.published_at is 'When.';
comment on column jiancha.publication_intake.place is 'Where: address on the network, or gazette.';

create or replace view jiancha.delegations with (security_invoker = true) as
select d.delegation_no, d.from_org, d.to_org, d.matter_code, d.kind, d.valid_from, d.valid_until, d.document_no from jiancha.delegation d;
comment on view jiancha.delegations is
    '委托登记 (W-3.2): INSERT delegations; an open one is ended by inserting it again with valid_until. Administrator only. Errors: JC004 unknown organisation or matter, JC005 bad value, JC006 other content, JC007 not the administrator.';
comment on column jiancha.delegations.delegation_no is 'Number of the delegation.';
comment on column jiancha.delegations.from_org is 'Organisation whose power it is.';
comment on column jiancha.delegations.to_org is 'Organisation that acts.';
comment on column jiancha.delegations.matter_code is 'Matter.';
comment on column jiancha.delegations.kind is 'delegated (default) or authorised.';
comment on column jiancha.delegations.valid_from is 'First day.';
comment on column jiancha.delegations.valid_until is 'First day on which it no longer holds; empty: open.';
comment on column jiancha.delegations.document_no is 'Number of the document.';

create or replace view jiancha.shared_limits with (security_invoker = true) as
select s.matter_code, s.version, s.part_org, s.amount, s.unit,
    (select max(c.confirmed_at) from jiancha.shared_limit_confirmation c where c.matter_code = s.matter_code and c.version = s.version having count(*) = 2) as valid_from
from jiancha.shared_limit s;
comment on view jiancha.shared_limits is
    '共同办理时限 (Q-6.1): parts of the promised limit of a matter that several organisations handle. INSERT by the organisation of the matter. Errors: JC004 unknown matter or organisation; JC005 bad value, parts that together exceed the whole; JC006 other content, confirmed already; JC007 not your organisation.';
comment on column jiancha.shared_limits.matter_code is 'Code of the matter.';
comment on column jiancha.shared_limits.version is 'Version; left out: the latest.';
comment on column jiancha.shared_limits.part_org is 'Organisation whose part it is.';
comment on column jiancha.shared_limits.amount is 'Its part, in unit.';
comment on column jiancha.shared_limits.unit is 'That of the promised limit (default).';
comment on column jiancha.shared_limits.valid_from is 'Instant at which the second of the two offices confirmed; NULL: not valid yet. Read only.';

create or replace view jiancha.shared_limit_confirm with (security_invoker = true) as
select c.matter_code, c.version, c.role, c.confirmed_by, c.document_no, c.confirmed_at from jiancha.shared_limit_confirmation c;
comment on view jiancha.shared_limit_confirm is
    '共同办理时限确认 (Q-6.1): INSERT the confirmation of the reform office or the legal office. Errors: JC004 no parts entered; JC005 bad value or an organisation of another kind; JC006 other content; JC007 not your organisation.';
comment on column jiancha.shared_limit_confirm.matter_code is 'Code of the matter.';
comment on column jiancha.shared_limit_confirm.version is 'Version; left out: the latest with parts.';
comment on column jiancha.shared_limit_confirm.role is 'reform_office or legal_office.';
comment on column jiancha.shared_limit_confirm.confirmed_by is 'Organisation that confirms, of that kind.';
comment on column jiancha.shared_limit_confirm.document_no is 'Number of the document.';
comment on column jiancha.shared_limit_confirm.confirmed_at is 'When.';

create or replace view jiancha.law_change_intake with (security_invoker = true) as
select l.law_change_no, l.title, l.cause, l.document_no, l.event_on, l.pack, l.holder_org, l.matters from jiancha.law_change l;
comment on view jiancha.law_change_intake is
    '法律法规变更登记 (X-M-6.4, Z-7): INSERT an event; it opens a task for each matter, numbered event#matter, and one for the rule pack. By a legal office, a supervisor or the administrator. Errors: JC004 unknown matter or organisation, JC005 bad value, JC006 other content, JC007 not such an office.';
comment on column jiancha.law_change_intake.law_change_no is 'Number of the event.';
comment on column jiancha.law_change_intake.title is 'What changed.';
comment on column jiancha.law_change_intake.cause is 'law (default) or function.';
comment on column jiancha.law_change_intake.document_no is 'Number of the law or decision; may be left out.';
comment on column jiancha.law_change_intake.event_on is 'Day on which it happened.';
comment on column jiancha.law_change_intake.pack is 'Rule pack that must have a new version; may be left out.';
comment on column jiancha.law_change_intake.holder_org is 'Organisation that sees to the pack; given with pack.';
comment on column jiancha.law_change_intake.matters is 'Matters concerned; may be left out if a pack is named.';

create or replace view jiancha.law_change_done with (security_invoker = true) as
select l.law_change_no, (s.data ->> 'version')::integer as version, s.at as done_at, s.opinion as text
from jiancha.law_change l
join jiancha.docket d on d.kind = 'rule_change' and d.business_no = l.law_change_no
join jiancha.step s on s.docket_id = d.docket_id and s.kind = 'adjust_change';
comment on view jiancha.law_change_done is
    '规则变更完成 (X-M-6.4): INSERT with which version of the pack the event was followed. Errors: JC004 no such task of yours, JC005 bad value or a version that does not take effect on or after the event, JC006 other content.';
comment on column jiancha.law_change_done.law_change_no is 'Number of the event.';
comment on column jiancha.law_change_done.version is 'New version of the pack.';
comment on column jiancha.law_change_done.done_at is 'When.';
comment on column jiancha.law_change_done.text is 'Remark; may be left out.';

create or replace view jiancha.change_notices with (security_invoker = true) as
select c.notice_no, c.org_code, c.what, c.matter_code, c.version, c.staff_code, c.successor_code, c.changed_on, c.notified_at, c.text from jiancha.change_notice c;
comment on view jiancha.change_notices is
    '变更通知登记 (W-6.2b): INSERT that an item (what = matter) or a handler (what = handler) changed. Errors: JC004 unknown organisation, person or change, JC005 bad value, JC006 other content, JC007 not your organisation.';
comment on column jiancha.change_notices.notice_no is 'Number of the notice.';
comment on column jiancha.change_notices.org_code is 'Organisation that tells.';
comment on column jiancha.change_notices.what is 'matter or handler.';
comment on column jiancha.change_notices.matter_code is 'Matter that changed; of what = matter.';
comment on column jiancha.change_notices.version is 'Its new version; left out: the latest.';
comment on column jiancha.change_notices.staff_code is 'Handler who left; of what = handler.';
comment on column jiancha.change_notices.successor_code is 'Who followed; may be left out.';
comment on column jiancha.change_notices.changed_on is 'Day of the change; of an item that of its version (default).';
comment on column jiancha.change_notices.notified_at is 'When the centre was told.';
comment on column jiancha.change_notices.text is 'Remark; may be left out.';

create or replace view jiancha.certificate_report_intake with (security_invoker = true) as
select r.certificate_no, r.act, r.org_code, r.matter_code, r.case_no, r.issued_on, r.reported_by,
    exists (
        select from jiancha.docket d
        where d.kind in ('approval', 'penalty') and d.business_no = r.case_no and d.matter_code = r.matter_code and r.org_code in (d.org_code, d.origin_org_code)) as case_found
from jiancha.certificate_report r;
comment on view jiancha.certificate_report_intake is
    '证照票据核对登记 (X-M-9.6, Z-3.1): INSERT certificates and receipts as their printers, registers or auditors count them. By the supervisor. Errors: JC004 unknown organisation or matter, JC005 bad value, JC006 other content, JC007 not supervised by you.';
comment on column jiancha.certificate_report_intake.certificate_no is 'Number of the certificate or receipt.';
comment on column jiancha.certificate_report_intake.act is 'approval (default), penalty, inspection or levy.';
comment on column jiancha.certificate_report_intake.org_code is 'Organisation that issued it.';
comment on column jiancha.certificate_report_intake.matter_code is 'Matter.';
comment on column jiancha.certificate_report_intake.case_no is 'Case it is said to come from; may be left out.';
comment on column jiancha.certificate_report_intake.issued_on is 'Day of issue.';
comment on column jiancha.certificate_report_intake.reported_by is 'Who counted it.';
comment on column jiancha.certificate_report_intake.case_found is 'Whether the case is there, of that matter and organisation. Read only.';

-- the matters that are run, each with its version in force today and what it says
create or replace view jiancha.library_item with (security_invoker = true) as
select m.matter_code, m.version, m.org_code, m.name, m.state, m.promised_limit, m.promised_unit, m.statutory_limit, m.statutory_unit, m.valid_from, m.change_no,
    d.basic_code, d.implementation_code, d.matter_type, d.item_level, d.parent_matter, d.batch_no, d.online_class, d.online_level, d.delay_reason, d.delay_until,
    d.delay_filing_no, d.secrecy_kind, d.secrecy_decision, e.entered_at, e.change_no as entered_by
from jiancha.matter m
left join jiancha.matter_detail d on d.matter_code = m.matter_code and d.version = m.version
left join jiancha.library_entry e on e.matter_code = m.matter_code and e.version = m.version;
comment on view jiancha.library_item is '权力库: the matters of the register as they are today, with what the library says about them; entered_at NULL: not in the library.';
comment on column jiancha.library_item.matter_code is 'Code of the matter.';
comment on column jiancha.library_item.version is 'Version in force today.';
comment on column jiancha.library_item.org_code is 'Organisation that handles it.';
comment on column jiancha.library_item.name is 'Name of the matter.';
comment on column jiancha.library_item.state is 'active, suspended or abolished.';
comment on column jiancha.library_item.promised_limit is '承诺时限, in promised_unit.';
comment on column jiancha.library_item.promised_unit is 'Unit of the promised limit.';
comment on column jiancha.library_item.statutory_limit is '法定时限, in statutory_unit.';
comment on column jiancha.library_item.statutory_unit is 'Unit of the statutory limit.';
comment on column jiancha.library_item.valid_from is 'First day of the version.';
comment on column jiancha.library_item.change_no is 'Number of the approval of the change.';
comment on column jiancha.library_item.basic_code is '基本编码.';
comment on column jiancha.library_item.implementation_code is '实施编码.';
comment on column jiancha.library_item.matter_type is '事项类型, two digits.';
comment on column jiancha.library_item.item_level is 'main, sub or business.';
comment on column jiancha.library_item.parent_matter is 'Matter that this one is a part of.';
comment on column jiancha.library_item.batch_no is '批次.';
comment on column jiancha.library_item.online_class is 'A to D.';
comment on column jiancha.library_item.online_level is '0 to 3.';
comment on column jiancha.library_item.delay_reason is '延期上网的原因.';
comment on column jiancha.library_item.delay_until is 'Day by which it is online.';
comment on column jiancha.library_item.delay_filing_no is '审改办备案号.';
comment on column jiancha.library_item.secrecy_kind is 'state, commercial or personal; NULL: public.';
comment on column jiancha.library_item.secrecy_decision is 'Number of the decision on its secrecy.';
comment on column jiancha.library_item.entered_at is 'When the version entered the library; NULL: it has not.';
comment on column jiancha.library_item.entered_by is 'Change or decision by which it entered.';

-- which headings a version of a matter says something under
create or replace view jiancha.element_held with (security_invoker = true) as
select m.matter_code, m.version, k.element
from jiancha.matter_version m
cross join jiancha.element_kind k
where case k.held_in
    when 'text' then exists (select from jiancha.matter_element e where e.matter_code = m.matter_code and e.version = m.version and e.element = k.element)
    when 'materials' then exists (select from jiancha.matter_material x where x.matter_code = m.matter_code and x.version = m.version)
    when 'fees' then exists (select from jiancha.fee_standard x where x.matter_code = m.matter_code and x.version = m.version)
    when 'discretion' then exists (select from jiancha.discretion_standard x where x.matter_code = m.matter_code and x.version = m.version)
    else k.element = 'name' or (k.element = 'limit' and exists (
        select from jiancha.matter_limit l where l.matter_code = m.matter_code and l.version = m.version and coalesce(l.promised_limit, l.statutory_limit) is not null))
    end;
comment on view jiancha.element_held is '已有要素: the headings under which a version of a matter says something.';
comment on column jiancha.element_held.matter_code is 'Code of the matter.';
comment on column jiancha.element_held.version is 'Version of the matter.';
comment on column jiancha.element_held.element is 'Heading; see element_kind.';

-- the checklists of the pack in force today, matter by matter
create or replace view jiancha.checklist_state with (security_invoker = true) as
select i.matter_code, i.name as matter, i.org_code, i.version, k.checklist, k.purpose, k.no, k.element, k.name, k.source, h.element is not null as held,
    p.published_at, p.place, i.entered_at
from jiancha.library_item i
cross join lateral (
    select r.pack, max(r.version) as version from jiancha.record_state s join jiancha.rule_pack r on r.pack = s.pack and r.valid_from <= current_date group by r.pack) v
join jiancha.effective_checklist_rule k on k.pack = v.pack and k.version = v.version and (k.matter_types is null or i.matter_type = any (k.matter_types))
left join jiancha.element_held h on h.matter_code = i.matter_code and h.version = i.version and h.element = k.element
left join jiancha.publication p on p.matter_code = i.matter_code and p.version = i.version and p.element = k.element
where i.state <> 'abolished' and (k.purpose <> 'publication' or (i.secrecy_kind is null and i.state = 'active'));
comment on view jiancha.checklist_state is '要素清单核对: each heading that a matter must have by the pack in force today, whether it has it and when it was published.';
comment on column jiancha.checklist_state.matter_code is 'Code of the matter.';
comment on column jiancha.checklist_state.matter is 'Name of the matter.';
comment on column jiancha.checklist_state.org_code is 'Organisation that handles it.';
comment on column jiancha.checklist_state.version is 'Version in force today.';
comment on column jiancha.checklist_state.checklist is 'List.';
comment on column jiancha.checklist_state.purpose is 'entry, library or publication.';
comment on column jiancha.checklist_state.no is 'Place in the list.';
comment on column jiancha.checklist_state.element is 'Heading; see element_kind.';
comment on column jiancha.checklist_state.name is 'Heading in the words of the clause.';
comment on column jiancha.checklist_state.source is 'Clause.';
comment on column jiancha.checklist_state.held is 'Whether the matter says something under it.';
comment on column jiancha.checklist_state.published_at is 'When it was published; NULL: not.';
comment on column jiancha.checklist_state.place is 'Where it was published.';
comment on column jiancha.checklist_state.entered_at is 'When the version entered the library; NULL: it has not.';

create or replace view jiancha.publish_gap with (security_invoker = true) as
select s.matter_code, s.matter, s.org_code, s.version, s.checklist, s.no, s.element, s.name, s.held, s.source, k.due_on
from jiancha.checklist_state s
left join jiancha.docket d on d.kind = 'publication' and d.business_no = s.matter_code || '#' || s.version
left join jiancha.clock k on k.docket_id = d.docket_id and k.clock = 'publication' and k.cycle = 1
where s.purpose = 'publication' and s.published_at is null;
comment on view jiancha.publish_gap is '应公开未公开 (W-8.1.2, Q-4.3.1, X-M-9.3): headings of matters in force that must be public and are not.';
comment on column jiancha.publish_gap.matter_code is 'Code of the matter.';
comment on column jiancha.publish_gap.matter is 'Name of the matter.';
comment on column jiancha.publish_gap.org_code is 'Organisation that handles it.';
comment on column jiancha.publish_gap.version is 'Version in force today.';
comment on column jiancha.publish_gap.checklist is 'List that asks for it.';
comment on column jiancha.publish_gap.no is 'Place in the list.';
comment on column jiancha.publish_gap.element is 'Heading; see element_kind.';
comment on column jiancha.publish_gap.name is 'Heading in the words of the clause.';
comment on column jiancha.publish_gap.held is 'Whether the matter says something under it, so that it could be published.';
comment on column jiancha.publish_gap.source is 'Clause.';
comment on column jiancha.publish_gap.due_on is 'Last day to publish; NULL: not in the library, or not yours to see.';

create or replace view jiancha.library_gap with (security_invoker = true) as
select g.matter_code, i.name as matter, i.org_code, i.version, g.gap, g.detail, g.source
from jiancha.library_item i
join (
    -- each kind of gap is a branch of its own
    select i.matter_code, 'not_in_library' as gap, coalesce(i.change_no, '') as detail, 'Z-6: 未经审核确认' as source from jiancha.library_item i where i.entered_at is null
    union all
    select s.matter_code, 'element_missing', s.name, s.source from jiancha.checklist_state s where s.purpose <> 'publication' and not s.held
    union all
    select i.matter_code, 'material_without_basis', x.name, 'Q-5.5: 没有依据的前置材料一律取消'
    from jiancha.library_item i join jiancha.matter_material x on x.matter_code = i.matter_code and x.version = i.version
    where btrim(coalesce(x.basis, '')) = ''
    union all
    select i.matter_code, 'organisation_without_kind', i.org_code, 'W-3.1' from jiancha.library_item i
    join jiancha.org o on o.org_code = i.org_code where cardinality(coalesce(o.kinds, '{}')) = 0
    union all
    select i.matter_code, 'not_coded', '', 'Q-3.2.1: 编码管理' from jiancha.library_item i where i.implementation_code is null
    union all
    select i.matter_code, 'not_classified', '', 'Q-5.4: A、B、C、D四档' from jiancha.library_item i where i.online_class is null
    union all
    select i.matter_code, 'delay_not_filed', i.delay_until::text, 'Q-5.4: 报审改办审核和备案' from jiancha.library_item i
    where i.delay_reason is not null and btrim(coalesce(i.delay_filing_no, '')) = ''
    union all
    select i.matter_code, 'shared_limit_not_confirmed', string_agg(l.part_org, ', ' order by l.part_org), 'Q-6.1: 审改办和法制单位确认后生效'
    from jiancha.library_item i join jiancha.shared_limits l on l.matter_code = i.matter_code and l.version = i.version
    where l.valid_from is null group by i.matter_code) g on g.matter_code = i.matter_code
where i.state <> 'abolished';
comment on view jiancha.library_gap is '权力库缺项: what is missing about matters in force: review, elements of the checklists, a basis of materials, codes, class, filing of a delay, confirmation of shared limits.';
comment on column jiancha.library_gap.matter_code is 'Code of the matter.';
comment on column jiancha.library_gap.matter is 'Name of the matter.';
comment on column jiancha.library_gap.org_code is 'Organisation that handles it.';
comment on column jiancha.library_gap.version is 'Version in force today.';
comment on column jiancha.library_gap.gap is 'not_in_library, element_missing, material_without_basis, organisation_without_kind, not_coded, not_classified, delay_not_filed or shared_limit_not_confirmed.';
comment on column jiancha.library_gap.detail is 'Which element, material, organisation, day.';
comment on column jiancha.library_gap.source is 'Clause.';

create or replace view jiancha.speed_up with (security_invoker = true) as
select i.matter_code, i.name as matter, i.org_code, i.statutory_limit, i.promised_limit, i.promised_unit as unit,
    round((i.statutory_limit - i.promised_limit) * 100.0 / i.statutory_limit, 2) as ratio
from jiancha.library_item i
where i.state = 'active' and i.promised_unit = i.statutory_unit and i.promised_limit is not null and i.statutory_limit is not null;
comment on view jiancha.speed_up is '提速比例 (Q-2.2): by how much the promise shortens the statutory limit of each matter in force, where both are counted in one unit.';
comment on column jiancha.speed_up.matter_code is 'Code of the matter.';
comment on column jiancha.speed_up.matter is 'Name of the matter.';
comment on column jiancha.speed_up.org_code is 'Organisation that handles it.';
comment on column jiancha.speed_up.statutory_limit is '法定时限, in unit.';
comment on column jiancha.speed_up.promised_limit is '承诺时限, in unit.';
comment on column jiancha.speed_up.unit is 'Unit of both.';
comment on column jiancha.speed_up.ratio is 'Share of the statutory limit that is saved, in percent.';

-- organisations by their cases; those of a hall count for the organisation it belongs to
create or replace view jiancha.org_case_rank with (security_invoker = true) as
select r.org_code, coalesce(n.name, r.org_code) as org, r.cases, r.closed, r.cards, round((r.cases - r.carded) * 100.0 / r.cases, 2) as clean_ratio,
    rank() over (order by (r.cases - r.carded)::numeric / r.cases desc) as place
from (
    select coalesce(h.hall_of, d.origin_org_code) as org_code, count(*) as cases, count(d.closed_at) as closed, coalesce(sum(s.cards), 0) as cards,
        count(s.cards) as carded
    from jiancha.docket d
    left join jiancha.org h on h.org_code = d.origin_org_code and 'service_hall' = any (h.kinds)
    left join (
        select g.docket_id, count(*) as cards from jiancha.signals g
        where g.level in ('yellow', 'red') and g.state not in ('unfounded', 'withdrawn', 'dismissed', 'pending', 'trial', 'historical')
        group by g.docket_id) s on s.docket_id = d.docket_id::text
    where d.kind in ('approval', 'penalty')
    group by 1) r
left join jiancha.org n on n.org_code = r.org_code;
comment on view jiancha.org_case_rank is '单位办件排名 (W-3.3): cases and yellow and red cards by organisation, a hall''s with those of the organisation it belongs to; place by the share of cases without a card. Rows under row-level security.';
comment on column jiancha.org_case_rank.org_code is 'Organisation.';
comment on column jiancha.org_case_rank.org is 'Its name.';
comment on column jiancha.org_case_rank.cases is 'Cases received.';
comment on column jiancha.org_case_rank.closed is 'Of them those that ended.';
comment on column jiancha.org_case_rank.cards is 'Yellow and red cards on them.';
comment on column jiancha.org_case_rank.clean_ratio is 'Share of cases without a card, in percent.';
comment on column jiancha.org_case_rank.place is 'Place, 1 the best; equal shares share it.';

-- the four tables for the city's efficiency office (Q-6.2)
create or replace view 监察.审批项目统计表 with (security_invoker = true) as
select i.org_code as 单位代码, o.name as 单位, count(*) as 事项数, count(*) filter (where i.matter_type = '01') as 许可, count(*) filter (where i.matter_type = '02') as 处罚,
    count(*) filter (where i.matter_type is null or i.matter_type not in ('01', '02')) as 其他, count(*) filter (where i.online_level > 0) as 已上网,
    count(*) filter (where i.online_class = 'A') as 甲档, count(*) filter (where i.online_class = 'B') as 乙档, count(*) filter (where i.online_class = 'C') as 丙档,
    count(*) filter (where i.online_class = 'D') as 丁档
from jiancha.library_item i left join jiancha.org o on o.org_code = i.org_code
where i.entered_at is not null and i.state <> 'abolished'
group by i.org_code, o.name;
comment on view 监察.审批项目统计表 is '一行一个单位，权力库内未取消的事项数（Q-6.2 四表之一）';
comment on column 监察.审批项目统计表.单位代码 is '单位代码';
comment on column 监察.审批项目统计表.单位 is '单位名称';
comment on column 监察.审批项目统计表.事项数 is '库内事项数';
comment on column 监察.审批项目统计表.许可 is '类型为行政许可的';
comment on column 监察.审批项目统计表.处罚 is '类型为行政处罚的';
comment on column 监察.审批项目统计表.其他 is '其他类型或者未分类的';
comment on column 监察.审批项目统计表.已上网 is '网办深度在1以上的';
comment on column 监察.审批项目统计表.甲档 is 'A档';
comment on column 监察.审批项目统计表.乙档 is 'B档';
comment on column 监察.审批项目统计表.丙档 is 'C档';
comment on column 监察.审批项目统计表.丁档 is 'D档';

create or replace view 监察.单位组织机构代码一览表 with (security_invoker = true) as
select o.org_code as 单位代码, o.name as 单位, o.credit_code as 组织机构代码, o.level as 层级, o.authority as 权力来源, p.name as 上级单位
from jiancha.org o left join jiancha.org p on p.org_code = o.parent_code
where o.state = 'active' and exists (select from jiancha.library_item i where i.org_code = o.org_code and i.entered_at is not null and i.state <> 'abolished');
comment on view 监察.单位组织机构代码一览表 is '一行一个有库内事项的单位（Q-6.2 四表之二）';
comment on column 监察.单位组织机构代码一览表.单位代码 is '单位代码';
comment on column 监察.单位组织机构代码一览表.单位 is '单位名称';
comment on column 监察.单位组织机构代码一览表.组织机构代码 is '统一社会信用代码或者组织机构代码；空为未登记';
comment on column 监察.单位组织机构代码一览表.层级 is '1国家 2省 3市 4县 5乡 6村';
comment on column 监察.单位组织机构代码一览表.权力来源 is 'statutory 法定，delegated 依法委托，authorised 法律法规授权';
comment on column 监察.单位组织机构代码一览表.上级单位 is '上级单位名称';

create or replace view 监察.审批项目明细 with (security_invoker = true) as
select i.org_code as 单位代码, o.name as 单位, i.matter_code as 事项编码, i.name as 事项, i.basic_code as 基本编码, i.implementation_code as 实施编码, i.matter_type as 类型,
    i.statutory_limit as 法定时限, i.statutory_unit as 法定单位, i.promised_limit as 承诺时限, i.promised_unit as 承诺单位,
    (select e.content from jiancha.matter_element e where e.matter_code = i.matter_code and e.version = i.version and e.element = 'basis') as 设定依据,
    (select string_agg(x.name, '；' order by x.material_no) from jiancha.matter_material x where x.matter_code = i.matter_code and x.version = i.version) as 申请材料,
    (select string_agg(x.name || ' ' || x.amount || coalesce('—' || x.amount_max, '') || '元/' || x.per, '；' order by x.fee_no)
     from jiancha.fee_standard x where x.matter_code = i.matter_code and x.version = i.version) as 收费, i.online_class as 上网分档, i.entered_at as 入库时间
from jiancha.library_item i left join jiancha.org o on o.org_code = i.org_code
where i.entered_at is not null and i.state <> 'abolished';
comment on view 监察.审批项目明细 is '一行一个库内事项（Q-6.2 四表之三）';
comment on column 监察.审批项目明细.单位代码 is '单位代码';
comment on column 监察.审批项目明细.单位 is '单位名称';
comment on column 监察.审批项目明细.事项编码 is '事项编码';
comment on column 监察.审批项目明细.事项 is '事项名称';
comment on column 监察.审批项目明细.基本编码 is '12位基本编码';
comment on column 监察.审批项目明细.实施编码 is '31位实施编码';
comment on column 监察.审批项目明细.类型 is '01许可 02处罚等';
comment on column 监察.审批项目明细.法定时限 is '法定时限';
comment on column 监察.审批项目明细.法定单位 is '法定时限的单位';
comment on column 监察.审批项目明细.承诺时限 is '承诺时限';
comment on column 监察.审批项目明细.承诺单位 is '承诺时限的单位';
comment on column 监察.审批项目明细.设定依据 is '设定依据';
comment on column 监察.审批项目明细.申请材料 is '材料名称，按序';
comment on column 监察.审批项目明细.收费 is '收费项目和标准';
comment on column 监察.审批项目明细.上网分档 is 'A至D';
comment on column 监察.审批项目明细.入库时间 is '入库时间';

create or replace view 监察.审批项目办理流程图 with (security_invoker = true) as
select i.org_code as 单位代码, o.name as 单位, i.matter_code as 事项编码, i.name as 事项, k.name as 流程图, e.content as 文件,
    (select string_agg(n.node || ' ' || n.limit_amount || n.limit_unit, '；' order by n.node) from jiancha.node_limit n
     where n.matter_code = i.matter_code and n.version = i.version) as 环节时限
from jiancha.library_item i
cross join jiancha.element_kind k
left join jiancha.matter_element e on e.matter_code = i.matter_code and e.version = i.version and e.element = k.element
left join jiancha.org o on o.org_code = i.org_code
where i.entered_at is not null and i.state <> 'abolished' and k.element in ('external_chart', 'internal_chart');
comment on view 监察.审批项目办理流程图 is '每个库内事项两行：外部流程图、内部流程图（Q-6.2 四表之四）';
comment on column 监察.审批项目办理流程图.单位代码 is '单位代码';
comment on column 监察.审批项目办理流程图.单位 is '单位名称';
comment on column 监察.审批项目办理流程图.事项编码 is '事项编码';
comment on column 监察.审批项目办理流程图.事项 is '事项名称';
comment on column 监察.审批项目办理流程图.流程图 is '外部流程图或者内部流程图';
comment on column 监察.审批项目办理流程图.文件 is '流程图文件或者网址；空为缺';
comment on column 监察.审批项目办理流程图.环节时限 is '各环节时限';
