-- The facts over which condition rules are written: one row a docket, one view a kind. All an expression of a rule may name is a column here.
-- No column can fail, whatever a department entered: a cast that could is a CASE.

create or replace view jiancha.document_intake with (security_invoker = true) as
select d.kind as docket_kind, d.business_no as case_no, x.document_kind, x.document_no, x.name, x.at, x.sha256, x.data
from jiancha.docket d join jiancha.case_document x using (docket_id);
comment on view jiancha.document_intake is
    '文书登记: INSERT or COPY the documents of dockets here. Repeating a row word for word does nothing. Errors: JC004 unknown docket, JC005 bad value, JC007 collected from another server.';
comment on column jiancha.document_intake.docket_kind is 'Kind of docket; approval (default), penalty, …: see docket_kind.';
comment on column jiancha.document_intake.case_no is 'Business number of the docket.';
comment on column jiancha.document_intake.document_kind is 'See jiancha.document_kind.';
comment on column jiancha.document_intake.document_no is 'Number of the document; may be left out.';
comment on column jiancha.document_intake.name is 'Title; may be left out.';
comment on column jiancha.document_intake.at is 'When it was filed (上传).';
comment on column jiancha.document_intake.sha256 is 'SHA-256 of its content, 64 hexadecimal digits; may be left out.';
comment on column jiancha.document_intake.data is 'Further fields of the department, as JSON.';

create or replace view jiancha.case_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.matter_code, d.matter_version, d.state, d.imported,
    d.received_at, d.accepted_at, d.closed_at,
    s.decided_at, s.delivered_at, s.refused_at, s.correction_requested_at, s.extended_at, s.special_begun_at,
    s.handled_at, s.reviewed_at, s.approved_at, s.accept_step_at, s.close_step_at,
    day.receive_day_ends_at, day.accept_day_ends_at, day.refuse_day_ends_at, day.correction_day_ends_at, day.decide_day_ends_at, day.close_day_ends_at,
    coalesce(s.by_day, false) or f.at_precision = 'day' as by_day,
    f.channel, coalesce(f.applicant, y.name) as applicant, coalesce(f.party_kind, y.party_kind) as party_kind, f.subject, f.staff_code,
    coalesce(f.data ->> 'id_no', s.id_no, y.id_no) as id_no, coalesce(f.data ->> 'contact', s.contact, y.contact) as contact,
    s.completion_state, s.decision, s.decision_level, s.hearing_result, s.failed_procedures,
    ml.promised_limit, ml.promised_unit, m.use_level, v.state as matter_state,
    r.missing_steps, r.missing_procedures,
    case when day.accepted_on between k.published_from and k.published_through
        then not jiancha.is_working_day(day.accepted_on, d.calendar_code) end as accepted_on_rest_day,
    s.early_step_at, a.accept_corrected_from, n.unnoticed_special_from, n.late_pause_at,
    -- flow and intake
    f.recorded_at as entered_at, case when f.data ->> 'online_level' in ('1', '2', '3', '4') then (f.data ->> 'online_level')::integer end as online_level,
    w.off_chart_at, w.unsigned_at, w.no_opinion_at, w.no_reason_at, w.extension_unapproved_at, h.unnotified_signer_from, s.second_extension_at, s.second_correction_at, day.extend_day_ends_at,
    q.materials_complete_at, u.reused_asked_at, fee.overcharged_at, s.originals_requested_at, s.pre_reviewed_at,
    x.receipt_at, least(x.application_materials_at, q.materials_complete_at) as application_materials_at, x.correction_notice_at, x.acceptance_notice_at, x.refusal_notice_at, x.extension_notice_at,
    x.decision_document_at, x.delivery_receipt_at, x.hearing_record_at,
    s.refusal_ground, s.refusal_reason,
    jiancha._start_of_day(jiancha._local_date(a.accept_corrected_from, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as accept_corrected_day_ends_at,
    g.delegation_ended_at
from jiancha.docket d
join jiancha.case_file f on f.docket_id = d.docket_id
join jiancha.calendar c on c.calendar_code = d.calendar_code
join jiancha.calendar_version k on k.calendar_code = c.calendar_code and k.version = c.version
left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
left join jiancha.matter_limit ml on ml.matter_code = d.matter_code and ml.version = d.matter_version
cross join lateral (
    select min(e.at) filter (where e.kind = 'accept') as accept_step_at,
        min(e.at) filter (where e.kind = 'refuse_acceptance') as refused_at,
        max(e.data ->> 'ground') filter (where e.kind = 'refuse_acceptance') as refusal_ground,
        max(nullif(btrim(e.reason), '')) filter (where e.kind = 'refuse_acceptance') as refusal_reason,
        min(e.at) filter (where e.kind = 'request_correction') as correction_requested_at,
        min(e.at) filter (where e.kind = 'extend') as extended_at,
        min(e.at) filter (where e.kind = 'begin_special') as special_begun_at,
        min(e.at) filter (where e.kind = 'handle') as handled_at,
        min(e.at) filter (where e.kind = 'review') as reviewed_at,
        min(e.at) filter (where e.kind = 'approve') as approved_at,
        min(e.at) filter (where e.kind = 'decide') as decided_at,
        min(e.at) filter (where e.kind = 'close') as close_step_at,
        min(e.at) filter (where e.kind = 'deliver') as delivered_at,
        (array_agg(e.at order by e.at, e.seq) filter (where e.kind = 'extend'))[2] as second_extension_at,
        (array_agg(e.at order by e.at, e.seq) filter (where e.kind = 'request_correction'))[2] as second_correction_at,
        min(e.at) filter (where e.kind = 'originals_requested') as originals_requested_at,
        min(e.at) filter (where e.kind = 'pre_review') as pre_reviewed_at,
        -- event leaves out the same
        min(e.at) filter (where e.at < d.received_at and not (e.at_precision = 'day' and e.at + interval '24 hours' > d.received_at)) as early_step_at,
        bool_or(e.at_precision = 'day') as by_day,
        max(e.data ->> 'id_no') filter (where e.kind = 'accept') as id_no,
        max(e.data ->> 'contact') filter (where e.kind = 'accept') as contact,
        max(e.data ->> 'completion_state') filter (where e.kind = 'close') as completion_state,
        max(e.data ->> 'decision') filter (where e.kind = 'decide') as decision,
        max(case when length(e.data ->> 'level') = 1 then nullif(strpos('123456', e.data ->> 'level'), 0) end) filter (where e.kind = 'decide') as decision_level,
        max(e.data ->> 'result') filter (where e.kind = 'end_special' and e.data ->> 'procedure' = 'hearing') as hearing_result,
        array_agg(e.data ->> 'procedure') filter (where e.kind = 'end_special' and e.data ->> 'result' = 'fail') as failed_procedures
    from jiancha.effective_step e
    where e.docket_id = d.docket_id) s
cross join lateral (
    -- the day of the act: a deemed acceptance, which dates back to the receipt, is none
    select jiancha._local_date(coalesce(s.accept_step_at, d.accepted_at), d.calendar_code, c.version) as accepted_on,
        jiancha._start_of_day(jiancha._local_date(d.received_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as receive_day_ends_at,
        -- a deemed acceptance dates back to the receipt: what goes with an acceptance is due when it was entered
        jiancha._start_of_day(jiancha._local_date(coalesce(s.accept_step_at, d.accepted_at), d.calendar_code, c.version) + 1, d.calendar_code, c.version)
            as accept_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(s.refused_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as refuse_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(s.correction_requested_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version)
            as correction_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(s.extended_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as extend_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(s.decided_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as decide_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(d.closed_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as close_day_ends_at) day
left join lateral (
    -- the version in force on the day of acceptance, which need not be that of the receipt
    select w.state from jiancha.matter_version w
    where w.matter_code = d.matter_code and w.valid_from <= day.accepted_on
    order by w.valid_from desc limit 1) v on true
cross join lateral (
    -- what the matter requires and the case had not gone through when it was decided
    select array_agg(q.name) filter (where q.name in ('handle', 'review', 'approve')) as missing_steps,
        array_agg(q.name) filter (where q.name not in ('handle', 'review', 'approve')) as missing_procedures
    from unnest(m.requires) q (name)
    where not exists (
        select from jiancha.effective_step e
        where e.docket_id = d.docket_id and e.at <= s.decided_at
            and (e.kind = q.name or (e.kind = 'end_special' and e.data ->> 'procedure' = q.name)))) r
cross join lateral (
    -- what was reported first: a correction that was itself corrected says nothing about it
    select min(o.at) as accept_corrected_from
    from jiancha.step t
    join jiancha.step o on o.docket_id = t.docket_id and o.step_no = t.corrects and o.kind = 'accept' and o.corrects is null
    where t.docket_id = d.docket_id and t.corrects is not null and t.kind = 'accept') a
cross join lateral (
    select min(b.day_ends_at) filter (where b.notices < b.position) as unnoticed_special_from, min(b.at) filter (where b.after_card) as late_pause_at
    from (
        select e.at, row_number() over (order by e.at, e.seq) as position, z.day_ends_at,
            -- the k-th procedure wants k notices by the end of its first day
            (select count(*) from jiancha.case_document w
             where w.docket_id = d.docket_id and w.document_kind = 'special_notice' and w.at < z.day_ends_at) as notices,
            -- a card was found since the promised limit was over, the procedure was not known then, and would have moved the limit
            exists (
                select from jiancha.signal g
                where g.docket_id = d.docket_id and g.clock = 'promised' and g.origin = 'auto' and g.earned_at >= g.due_at
                    and g.revision < e.revision and e.at < g.due_at
                    -- a correction tells nothing new of a procedure that was known to begin no later
                    and not exists (
                        select from jiancha.step o
                        where o.docket_id = d.docket_id and o.step_no = e.corrects and o.kind = 'begin_special' and o.revision <= g.revision and o.at <= e.at)) as after_card
        from jiancha.effective_step e
        cross join lateral (
            select jiancha._start_of_day(jiancha._local_date(e.at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as day_ends_at) z
        where s.special_begun_at is not null and e.docket_id = d.docket_id and e.kind = 'begin_special') b) n
cross join lateral (
    select min(w.at) filter (where w.document_kind = 'receipt') as receipt_at,
        min(w.at) filter (where w.document_kind = 'application_materials') as application_materials_at,
        min(w.at) filter (where w.document_kind = 'correction_notice') as correction_notice_at,
        min(w.at) filter (where w.document_kind = 'acceptance_notice') as acceptance_notice_at,
        min(w.at) filter (where w.document_kind = 'refusal_notice') as refusal_notice_at,
        min(w.at) filter (where w.document_kind = 'extension_notice') as extension_notice_at,
        min(w.at) filter (where w.document_kind = 'decision_document') as decision_document_at,
        min(w.at) filter (where w.document_kind = 'delivery_receipt') as delivery_receipt_at,
        min(w.at) filter (where w.document_kind = 'hearing_record') as hearing_record_at
    from (
        select w.document_kind, w.at from jiancha.case_document w where w.docket_id = d.docket_id
        union all
        -- what was written here need not be filed
        select case l.template when '接件凭证' then 'receipt' when '受理通知书' then 'acceptance_notice' when '不予受理通知书' then 'refusal_notice'
                when '一次性补正告知书' then 'correction_notice' end, l.issued_at
        from jiancha.letter l
        where l.docket_id = d.docket_id
            and not exists (select from jiancha.letter_void v where v.docket_id = l.docket_id and v.letter_no = l.letter_no)) w) x
left join lateral (
    select o.name, case o.kind when 'unit' then 'enterprise' else o.kind end as party_kind, o.id_no, o.contact
    from jiancha.party o
    where o.docket_id = d.docket_id and o.role = 'applicant' order by o.seq desc limit 1) y on true
-- each of these is left out of the plan while no rule of a pack names its columns
left join lateral (
    select min(o.at) filter (where o.fault in ('unknown_node', 'no_node', 'wrong_kind', 'no_edge', 'not_earlier')) as off_chart_at,
        min(o.at) filter (where o.fault = 'no_signer') as unsigned_at, min(o.at) filter (where o.fault = 'no_opinion') as no_opinion_at,
        min(o.at) filter (where o.fault = 'no_reason') as no_reason_at, min(o.at) filter (where o.fault = 'extension_duty') as extension_unapproved_at
    from jiancha.flow_fault o
    where o.docket_id = d.docket_id) w on true
left join lateral (
    select min(o.notice_due_at) filter (where o.firm) as unnotified_signer_from from jiancha.unnotified_signer o where o.docket_id = d.docket_id) h on true
left join lateral (
    select case when bool_and(o.at is not null) then max(o.at) end as materials_complete_at
    from (
        select (select min(r.at) from jiancha.case_material r
                where r.docket_id = d.docket_id and r.material_no = o.material_no and r.act in ('received', 'reused')) as at
        from jiancha.matter_material o
        where o.matter_code = d.matter_code and o.version = d.matter_version and o.required) o) q on true
left join lateral (
    -- asked for although a certificate of the applicant was there
    select min(r.at) as reused_asked_at
    from jiancha.case_material r
    join jiancha.matter_material o on o.matter_code = d.matter_code and o.version = d.matter_version and o.material_no = r.material_no
    join jiancha.party t on t.docket_id = d.docket_id and t.role = 'applicant'
    join jiancha.certificate z on z.holder_id_no = t.id_no and z.certificate_kind = o.certificate_kind
    join jiancha.docket k on k.docket_id = z.docket_id and (k.closed_at is null or k.closed_at > r.at)
    where r.docket_id = d.docket_id and r.act = 'requested' and z.issued_on <= (r.at at time zone c.time_zone)::date
        and z.valid_from <= (r.at at time zone c.time_zone)::date and (z.valid_until is null or z.valid_until > (r.at at time zone c.time_zone)::date)) u on true
left join lateral (
    select min(r.at) as overcharged_at
    from jiancha.case_fee r
    left join jiancha.fee_standard o on o.matter_code = d.matter_code and o.version = d.matter_version and o.fee_no = r.fee_no
    where r.docket_id = d.docket_id and r.amount > 0 and (o.fee_no is null or r.amount > r.quantity * coalesce(o.amount_max, o.amount))) fee on true
-- catalogue: whoever received the case for another organisation does so by a delegation
left join lateral (
    select case when bool_and(v.valid_until is not null) then max(v.valid_until)::timestamp at time zone c.time_zone end as delegation_ended_at
    from jiancha.delegation v
    where m.org_code <> d.origin_org_code and v.matter_code = d.matter_code and v.to_org = d.origin_org_code and v.from_org = m.org_code) g on true
where d.kind = 'approval';
comment on view jiancha.case_facts is '办件事实: what the condition rules of approval cases are written over; one row a case.';
comment on column jiancha.case_facts.docket_id is 'The docket.';
comment on column jiancha.case_facts.case_no is 'Business number.';
comment on column jiancha.case_facts.org_code is 'Organisation that holds the case now.';
comment on column jiancha.case_facts.origin_org_code is 'Organisation that received it.';
comment on column jiancha.case_facts.matter_code is 'Matter.';
comment on column jiancha.case_facts.matter_version is 'Version of the matter on the day of receipt.';
comment on column jiancha.case_facts.state is 'State of the case; see docket.state.';
comment on column jiancha.case_facts.imported is 'Whether it came as history.';
comment on column jiancha.case_facts.received_at is 'Receipt.';
comment on column jiancha.case_facts.accepted_at is 'Acceptance that counts; NULL: none.';
comment on column jiancha.case_facts.closed_at is 'End of the case; NULL while it is open.';
comment on column jiancha.case_facts.decided_at is 'First decision as entered.';
comment on column jiancha.case_facts.delivered_at is 'First delivery as entered.';
comment on column jiancha.case_facts.refused_at is 'First refusal of acceptance as entered.';
comment on column jiancha.case_facts.correction_requested_at is 'First request for correction (补正告知) as entered.';
comment on column jiancha.case_facts.extended_at is 'First extension as entered.';
comment on column jiancha.case_facts.special_begun_at is 'First begin of a special procedure as entered.';
comment on column jiancha.case_facts.handled_at is 'First step 承办 as entered.';
comment on column jiancha.case_facts.reviewed_at is 'First step 审核 as entered.';
comment on column jiancha.case_facts.approved_at is 'First step 批准 as entered.';
comment on column jiancha.case_facts.accept_step_at is 'First acceptance as entered, whether or not it counts.';
comment on column jiancha.case_facts.close_step_at is 'First completion (办结) as entered, whether or not it counts.';
comment on column jiancha.case_facts.receive_day_ends_at is 'End of the day of receipt, exclusive, in the calendar''s time zone.';
comment on column jiancha.case_facts.accept_day_ends_at is 'End of the day of the first acceptance as entered, else of a deemed one; exclusive, in the calendar''s time zone.';
comment on column jiancha.case_facts.refuse_day_ends_at is 'End of the day of refusal of acceptance, exclusive.';
comment on column jiancha.case_facts.correction_day_ends_at is 'End of the day of the first request for correction, exclusive.';
comment on column jiancha.case_facts.decide_day_ends_at is 'End of the day of the first decision, exclusive.';
comment on column jiancha.case_facts.close_day_ends_at is 'End of the day on which the case ended, exclusive.';
comment on column jiancha.case_facts.by_day is 'Whether the receipt or a step is known only to the day: then its order within a day is not.';
comment on column jiancha.case_facts.channel is 'window, online, post, phone, app, feed or import.';
comment on column jiancha.case_facts.applicant is 'Applicant as declared.';
comment on column jiancha.case_facts.party_kind is 'person, enterprise or other.';
comment on column jiancha.case_facts.subject is '摘要: what is asked for.';
comment on column jiancha.case_facts.staff_code is 'Who received it.';
comment on column jiancha.case_facts.id_no is 'Code or identity number of the applicant: data.id_no of the receipt, else of the acceptance, else of the applicant in party.';
comment on column jiancha.case_facts.contact is 'Contact of the applicant: data.contact of the receipt, else of the acceptance, else of the applicant in party.';
comment on column jiancha.case_facts.completion_state is '办结状态: data.completion_state of the completion.';
comment on column jiancha.case_facts.decision is 'data.decision of the decision: granted (准予) or refused (不予).';
comment on column jiancha.case_facts.decision_level is 'data.level of the decision: 1 state, 2 province, 3 city, 4 county, 5 township, 6 village; NULL: not said.';
comment on column jiancha.case_facts.hearing_result is 'data.result of the end of the hearing: granted, refused; NULL: none said.';
comment on column jiancha.case_facts.failed_procedures is 'Special procedures that ended with data.result = fail, by data.procedure; NULL: none.';
comment on column jiancha.case_facts.promised_limit is 'Promised limit of the matter, in promised_unit.';
comment on column jiancha.case_facts.promised_unit is 'Unit of the promised limit.';
comment on column jiancha.case_facts.use_level is '行使层级 of the matter, 1 state to 6 village; NULL: not registered.';
comment on column jiancha.case_facts.delegation_ended_at is 'Of a case that another organisation than the matter''s received: start of the first day on which no delegation to it holds any more; NULL: one holds without end, or there was none.';
comment on column jiancha.case_facts.matter_state is 'State of the matter on the day of acceptance: active, suspended, abolished.';
comment on column jiancha.case_facts.missing_steps is 'Steps the matter requires (handle, review, approve) that were not there at the decision; NULL: none; before the decision all that are required.';
comment on column jiancha.case_facts.missing_procedures is 'Procedures the matter requires (hearing, tender, …) that had not ended at the decision; NULL: none; before the decision all that are required.';
comment on column jiancha.case_facts.accepted_on_rest_day is 'Whether the day of acceptance, as it was entered, is a rest day; NULL: not accepted, or the day is not published.';
comment on column jiancha.case_facts.early_step_at is 'Earliest step dated before the receipt; NULL: none.';
comment on column jiancha.case_facts.accept_corrected_from is 'Earliest acceptance as it was first reported that a correction has put aside; NULL: none.';
comment on column jiancha.case_facts.unnoticed_special_from is 'End of the first day of the first special procedure without a written notice by then; the k-th procedure wants k notices; NULL: none.';
comment on column jiancha.case_facts.late_pause_at is 'Begin of the first special procedure that was entered after a card had been found because the promised limit was over, and is dated before that; NULL: none.';
comment on column jiancha.case_facts.entered_at is 'When the receipt was entered into the records.';
comment on column jiancha.case_facts.online_level is '网办深度: data.online_level of the receipt, 1 to 4; NULL: not said.';
comment on column jiancha.case_facts.off_chart_at is 'First step that does not follow the chart of the matter; see flow_fault. NULL: none, or there is no chart.';
comment on column jiancha.case_facts.unsigned_at is 'First step in a post that nobody signed.';
comment on column jiancha.case_facts.no_opinion_at is 'First step without the opinion its node wants.';
comment on column jiancha.case_facts.no_reason_at is 'First negative opinion without a reason, of a matter with a chart.';
comment on column jiancha.case_facts.extension_unapproved_at is 'First extension not approved by a holder of extension_duty, of a matter with a chart.';
comment on column jiancha.case_facts.unnotified_signer_from is 'End of the time in which the first change of handler should have been notified and was not; see unnotified_signer.';
comment on column jiancha.case_facts.second_extension_at is 'Second extension as entered; NULL: none.';
comment on column jiancha.case_facts.second_correction_at is 'Second request for correction as entered; NULL: none.';
comment on column jiancha.case_facts.extend_day_ends_at is 'End of the day of the first extension, exclusive.';
comment on column jiancha.case_facts.materials_complete_at is 'When the last of the materials that the matter requires was received or taken from the shared certificates; NULL: one is missing, or the matter lists none.';
comment on column jiancha.case_facts.reused_asked_at is 'First time a material was asked for although the applicant had a certificate of that kind in the shared certificates.';
comment on column jiancha.case_facts.overcharged_at is 'First fee above the standard, or that the standard does not have.';
comment on column jiancha.case_facts.originals_requested_at is 'First 通知提供原始材料 as entered.';
comment on column jiancha.case_facts.pre_reviewed_at is 'First 网上预审 as entered.';
comment on column jiancha.case_facts.receipt_at is 'First 接件凭证 filed or written here.';
comment on column jiancha.case_facts.application_materials_at is 'First 申请材料 filed, or when all that the matter requires had been received, whichever is earlier.';
comment on column jiancha.case_facts.correction_notice_at is 'First 补正通知书 filed or written here.';
comment on column jiancha.case_facts.acceptance_notice_at is 'First 受理通知书 filed or written here.';
comment on column jiancha.case_facts.refusal_notice_at is 'First 不予受理通知书 filed or written here.';
comment on column jiancha.case_facts.extension_notice_at is 'First 延期告知书 filed.';
comment on column jiancha.case_facts.decision_document_at is 'First 许可决定书 filed.';
comment on column jiancha.case_facts.delivery_receipt_at is 'First 送达回证 filed.';
comment on column jiancha.case_facts.hearing_record_at is 'First 听证笔录 filed.';
comment on column jiancha.case_facts.refusal_ground is 'data.ground of the refusal of acceptance: not_required (依法不需要取得行政许可) or not_competent (不属于本机关职权范围); NULL: none said.';
comment on column jiancha.case_facts.refusal_reason is 'Reason of the refusal of acceptance; NULL: none said.';
comment on column jiancha.case_facts.accept_corrected_day_ends_at is 'End of the day of accept_corrected_from, exclusive; NULL: none.';

create or replace view jiancha.penalty_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.matter_code, d.matter_version, d.state, d.imported,
    d.received_at, d.closed_at, s.filed_at, s.noticed_at, s.decided_at, s.close_step_at,
    day.file_day_ends_at, day.notice_day_ends_at, day.decide_day_ends_at, day.close_day_ends_at,
    f.channel, coalesce(f.applicant, y.name) as applicant, coalesce(f.party_kind, y.party_kind) as party_kind, f.subject, f.staff_code,
    coalesce(f.data ->> 'id_no', s.id_no, y.id_no) as id_no, coalesce(f.data ->> 'contact', s.contact, y.contact) as contact,
    s.completion_state, coalesce(q.penalty_kind, s.penalty_kind) as penalty_kind, coalesce(q.fine_amount, s.fine_amount) as fine_amount, q.confiscated_amount,
    x.filing_form_at, x.penalty_notice_at, x.penalty_decision_at, x.penalty_evidence_at, x.hearing_record_at,
    coalesce(f.data ->> 'procedure', s.procedure, '') = 'summary' as summary_procedure
from jiancha.docket d
left join jiancha.case_file f on f.docket_id = d.docket_id
join jiancha.calendar c on c.calendar_code = d.calendar_code
cross join lateral (
    select min(e.at) filter (where e.kind = 'file_case') as filed_at,
        min(e.at) filter (where e.kind = 'advance_notice') as noticed_at,
        min(e.at) filter (where e.kind = 'penalty_decision') as decided_at,
        min(e.at) filter (where e.kind = 'close') as close_step_at,
        max(e.data ->> 'id_no') as id_no, max(e.data ->> 'contact') as contact,
        max(e.data ->> 'completion_state') filter (where e.kind = 'close') as completion_state,
        max(e.data ->> 'procedure') filter (where e.kind in ('file_case', 'penalty_decision')) as procedure,
        max(e.data ->> 'penalty') filter (where e.kind = 'penalty_decision') as penalty_kind,
        max(case when jsonb_typeof(e.data -> 'fine_amount') = 'number' then (e.data ->> 'fine_amount')::numeric end)
            filter (where e.kind = 'penalty_decision') as fine_amount
    from jiancha.effective_step e
    where e.docket_id = d.docket_id) s
cross join lateral (
    select jiancha._start_of_day(jiancha._local_date(s.filed_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as file_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(s.noticed_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as notice_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(s.decided_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as decide_day_ends_at,
        jiancha._start_of_day(jiancha._local_date(d.closed_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as close_day_ends_at) day
cross join lateral (
    select min(w.at) filter (where w.document_kind = 'filing_form') as filing_form_at,
        min(w.at) filter (where w.document_kind = 'penalty_notice') as penalty_notice_at,
        min(w.at) filter (where w.document_kind = 'penalty_decision') as penalty_decision_at,
        min(w.at) filter (where w.document_kind = 'penalty_evidence') as penalty_evidence_at,
        min(w.at) filter (where w.document_kind = 'hearing_record') as hearing_record_at
    from jiancha.case_document w
    where w.docket_id = d.docket_id) x
left join lateral (
    select o.name, case o.kind when 'unit' then 'enterprise' else o.kind end as party_kind, o.id_no, o.contact
    from jiancha.party o
    where o.docket_id = d.docket_id and o.role = 'applicant' order by o.seq desc limit 1) y on true
left join lateral (
    select case when bool_or(o.penalty = 'fine') then 'fine' else min(o.penalty) end as penalty_kind, max(o.fine_amount) as fine_amount,
        sum(o.confiscated_amount) as confiscated_amount
    from (select distinct on (r.penalty) r.penalty, r.fine_amount, r.confiscated_amount from jiancha.penalty_amount r
          where r.docket_id = d.docket_id order by r.penalty, r.seq desc) o) q on true
where d.kind = 'penalty';
comment on view jiancha.penalty_facts is '处罚事实: what the condition rules of penalty cases are written over; one row a case.';
comment on column jiancha.penalty_facts.docket_id is 'The docket.';
comment on column jiancha.penalty_facts.case_no is 'Business number.';
comment on column jiancha.penalty_facts.org_code is 'Organisation that holds the case now.';
comment on column jiancha.penalty_facts.origin_org_code is 'Organisation that opened it.';
comment on column jiancha.penalty_facts.matter_code is 'Matter.';
comment on column jiancha.penalty_facts.matter_version is 'Version of the matter on the day of receipt.';
comment on column jiancha.penalty_facts.state is 'State of the case; see docket.state.';
comment on column jiancha.penalty_facts.imported is 'Whether it came as history.';
comment on column jiancha.penalty_facts.received_at is 'When it was entered into the system of the department.';
comment on column jiancha.penalty_facts.closed_at is 'End of the case; NULL while it is open.';
comment on column jiancha.penalty_facts.filed_at is 'First 立案 (step file_case) as entered.';
comment on column jiancha.penalty_facts.noticed_at is 'First 告知 (step advance_notice) as entered.';
comment on column jiancha.penalty_facts.decided_at is 'First 处罚决定 (step penalty_decision) as entered.';
comment on column jiancha.penalty_facts.close_step_at is 'First completion (办结) as entered.';
comment on column jiancha.penalty_facts.file_day_ends_at is 'End of the day of 立案, exclusive, in the calendar''s time zone.';
comment on column jiancha.penalty_facts.notice_day_ends_at is 'End of the day of 告知, exclusive.';
comment on column jiancha.penalty_facts.decide_day_ends_at is 'End of the day of the decision, exclusive.';
comment on column jiancha.penalty_facts.close_day_ends_at is 'End of the day on which the case ended, exclusive.';
comment on column jiancha.penalty_facts.channel is 'How it came.';
comment on column jiancha.penalty_facts.applicant is '当事人: the party as declared.';
comment on column jiancha.penalty_facts.party_kind is 'person, enterprise or other.';
comment on column jiancha.penalty_facts.subject is '案由.';
comment on column jiancha.penalty_facts.staff_code is 'Who opened it.';
comment on column jiancha.penalty_facts.id_no is 'Code or identity number of the party: data.id_no of the receipt, else of a step, else of the applicant in party.';
comment on column jiancha.penalty_facts.contact is 'Contact of the party: data.contact of the receipt, else of a step, else of the applicant in party.';
comment on column jiancha.penalty_facts.completion_state is 'data.completion_state of the completion.';
comment on column jiancha.penalty_facts.penalty_kind is 'fine if penalty_result has one, else a kind it has, else data.penalty of the decision: fine, warning, confiscation, …';
comment on column jiancha.penalty_facts.confiscated_amount is 'Sum of what penalty_result says was confiscated, in yuan.';
comment on column jiancha.penalty_facts.fine_amount is 'Fine of penalty_result, else data.fine_amount of the decision, a JSON number, in yuan; NULL: not said.';
comment on column jiancha.penalty_facts.filing_form_at is 'First 立案审批表 filed.';
comment on column jiancha.penalty_facts.penalty_notice_at is 'First 处罚告知书 filed.';
comment on column jiancha.penalty_facts.penalty_decision_at is 'First 处罚决定书 filed.';
comment on column jiancha.penalty_facts.penalty_evidence_at is 'First 处罚证据 filed.';
comment on column jiancha.penalty_facts.hearing_record_at is 'First 听证笔录 filed.';
comment on column jiancha.penalty_facts.summary_procedure is '简易程序, 当场处罚: data.procedure of the receipt, else of 立案 or the decision, is summary.';

create or replace view jiancha.certificate_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.state, d.imported, d.received_at, d.closed_at, z.certificate_no, z.certificate_kind,
    z.issued_on, z.valid_until, z.case_no as issued_by_case, k.docket_id is not null as case_known, k.received_at as case_received_at, k.state as case_state, e.case_decided_at
from jiancha.docket d
join jiancha.certificate z on z.docket_id = d.docket_id
left join jiancha.docket_key n on n.kind = 'approval' and n.business_no = z.case_no
left join jiancha.docket k on k.docket_id = n.docket_id
left join lateral (
    select min(o.at) as case_decided_at from jiancha.effective_step o where o.docket_id = k.docket_id and o.kind in ('decide', 'close', 'certificate_issued')) e on true
where d.kind = 'certificate';
comment on view jiancha.certificate_facts is '证照事实: what the condition rules of certificates are written over; one row a certificate.';
comment on column jiancha.certificate_facts.docket_id is 'The docket.';
comment on column jiancha.certificate_facts.case_no is 'Kind, #, number of the certificate.';
comment on column jiancha.certificate_facts.org_code is 'Organisation that issued it.';
comment on column jiancha.certificate_facts.origin_org_code is 'The same.';
comment on column jiancha.certificate_facts.state is 'received, or terminated once revoked.';
comment on column jiancha.certificate_facts.imported is 'Whether it came as history.';
comment on column jiancha.certificate_facts.received_at is 'Start of the day of issue.';
comment on column jiancha.certificate_facts.closed_at is 'When it was revoked; NULL: it was not.';
comment on column jiancha.certificate_facts.certificate_no is 'Number.';
comment on column jiancha.certificate_facts.certificate_kind is '证照种类.';
comment on column jiancha.certificate_facts.issued_on is 'Day of issue.';
comment on column jiancha.certificate_facts.valid_until is 'First day on which it no longer holds.';
comment on column jiancha.certificate_facts.issued_by_case is 'Case that it names; NULL: none.';
comment on column jiancha.certificate_facts.case_known is 'Whether that case is in the records.';
comment on column jiancha.certificate_facts.case_received_at is 'Receipt of that case.';
comment on column jiancha.certificate_facts.case_state is 'State of that case.';
comment on column jiancha.certificate_facts.case_decided_at is 'First decision, completion or 证照生成 of that case as entered.';

create or replace view jiancha.joint_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.state, d.imported, d.received_at, d.accepted_at, d.closed_at,
    s.extended_at, s.second_extension_at, s.extension_days, day.extend_day_ends_at, x.extension_notice_at, m.members
from jiancha.docket d
join jiancha.calendar c on c.calendar_code = d.calendar_code
cross join lateral (
    select min(e.at) filter (where e.kind = 'extend') as extended_at,
        (array_agg(e.at order by e.at, e.seq) filter (where e.kind = 'extend'))[2] as second_extension_at,
        sum(case when jsonb_typeof(e.data -> 'days') = 'number' then (e.data ->> 'days')::numeric when e.data ->> 'days' ~ '^[0-9]{1,3}$' then (e.data ->> 'days')::numeric end)
            filter (where e.kind = 'extend') as extension_days
    from jiancha.effective_step e
    where e.docket_id = d.docket_id) s
cross join lateral (
    select jiancha._start_of_day(jiancha._local_date(s.extended_at, d.calendar_code, c.version) + 1, d.calendar_code, c.version) as extend_day_ends_at) day
cross join lateral (
    select min(w.at) as extension_notice_at from jiancha.case_document w where w.docket_id = d.docket_id and w.document_kind = 'extension_notice') x
cross join lateral (
    select count(*)::integer as members from jiancha.joint_member o where o.docket_id = d.docket_id) m
where d.kind = 'joint';
comment on view jiancha.joint_facts is '联合办理事实: what the condition rules of joint cases are written over; one row a joint case.';
comment on column jiancha.joint_facts.docket_id is 'The docket.';
comment on column jiancha.joint_facts.case_no is 'Number of the joint case.';
comment on column jiancha.joint_facts.org_code is 'Organisation that leads it.';
comment on column jiancha.joint_facts.origin_org_code is 'Organisation that received it.';
comment on column jiancha.joint_facts.state is 'State; see docket.state.';
comment on column jiancha.joint_facts.imported is 'Whether it came as history.';
comment on column jiancha.joint_facts.received_at is 'Receipt.';
comment on column jiancha.joint_facts.accepted_at is 'Acceptance that counts; NULL: none.';
comment on column jiancha.joint_facts.closed_at is 'End; NULL while it is open.';
comment on column jiancha.joint_facts.extended_at is 'First extension as entered.';
comment on column jiancha.joint_facts.second_extension_at is 'Second extension as entered; NULL: none.';
comment on column jiancha.joint_facts.extension_days is 'Working days of all extensions together.';
comment on column jiancha.joint_facts.extend_day_ends_at is 'End of the day of the first extension, exclusive.';
comment on column jiancha.joint_facts.extension_notice_at is 'First 延期告知书 filed.';
comment on column jiancha.joint_facts.members is 'Cases it consists of.';

create or replace view jiancha.complaint_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.state, d.imported, d.received_at, d.closed_at,
    s.assigned_at, s.transferred_at, s.replied_at, s.feedback_at, f.channel, f.applicant, f.subject,
    coalesce(f.data ->> 'real_name', '') = 'true' as real_name, f.data ->> 'contact' as contact, x.reply_document_at
from jiancha.docket d
left join jiancha.case_file f on f.docket_id = d.docket_id
cross join lateral (
    select min(e.at) filter (where e.kind = 'assign') as assigned_at,
        min(e.at) filter (where e.kind = 'transfer_out') as transferred_at,
        min(e.at) filter (where e.kind = 'reply') as replied_at,
        min(e.at) filter (where e.kind = 'feedback') as feedback_at
    from jiancha.effective_step e
    where e.docket_id = d.docket_id) s
cross join lateral (
    select min(w.at) filter (where w.document_kind = 'reply') as reply_document_at
    from jiancha.case_document w
    where w.docket_id = d.docket_id) x
where d.kind = 'complaint';
comment on view jiancha.complaint_facts is '投诉事实: what the condition rules of complaints are written over; one row a complaint.';
comment on column jiancha.complaint_facts.docket_id is 'The docket.';
comment on column jiancha.complaint_facts.case_no is 'Number of the complaint.';
comment on column jiancha.complaint_facts.org_code is 'Organisation that holds it now.';
comment on column jiancha.complaint_facts.origin_org_code is 'Organisation that received it.';
comment on column jiancha.complaint_facts.state is 'State; see docket.state.';
comment on column jiancha.complaint_facts.imported is 'Whether it came as history.';
comment on column jiancha.complaint_facts.received_at is 'Receipt.';
comment on column jiancha.complaint_facts.closed_at is 'End; NULL while it is open.';
comment on column jiancha.complaint_facts.assigned_at is 'First 交办 as entered.';
comment on column jiancha.complaint_facts.transferred_at is 'First 转办 as entered.';
comment on column jiancha.complaint_facts.replied_at is 'First 答复 as entered.';
comment on column jiancha.complaint_facts.feedback_at is 'First 反馈 to the complainant as entered.';
comment on column jiancha.complaint_facts.channel is 'How it came.';
comment on column jiancha.complaint_facts.applicant is 'Complainant as declared.';
comment on column jiancha.complaint_facts.subject is 'What it is about.';
comment on column jiancha.complaint_facts.real_name is '实名: data.real_name of the receipt is true.';
comment on column jiancha.complaint_facts.contact is 'data.contact of the receipt.';
comment on column jiancha.complaint_facts.reply_document_at is 'First 答复书 filed.';

create or replace view jiancha.matter_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.matter_code, d.matter_version, d.imported, d.received_at,
    m.valid_from, m.name, m.state, m.change_no, m.use_level, m.requires, m.gazette_digest,
    p.state as previous_state, p.gazette_digest as previous_gazette_digest, p.requires as previous_requires,
    x.change_approval_at, x.publication_at, l.entered_at, b.previous_entered_at
from jiancha.docket d
join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
left join lateral (
    select w.state, w.gazette_digest, w.requires from jiancha.matter_version w
    where w.matter_code = m.matter_code and w.valid_from < m.valid_from
    order by w.valid_from desc limit 1) p on true
cross join lateral (
    select min(w.at) filter (where w.document_kind = 'change_approval') as change_approval_at,
        min(w.at) filter (where w.document_kind = 'publication') as publication_at
    from jiancha.case_document w
    where w.docket_id = d.docket_id) x
left join jiancha.library_entry l on l.matter_code = m.matter_code and l.version = m.version
-- catalogue: whether an earlier version of it was in the library
cross join lateral (
    select max(e.entered_at) as previous_entered_at from jiancha.library_entry e
    where e.matter_code = m.matter_code and e.version < m.version) b
where d.kind = 'matter_version';
comment on view jiancha.matter_facts is '事项版本事实: what the condition rules of versions of matters are written over; one row a version after the first.';
comment on column jiancha.matter_facts.docket_id is 'The docket.';
comment on column jiancha.matter_facts.case_no is 'Matter code, #, version.';
comment on column jiancha.matter_facts.org_code is 'Organisation of the matter.';
comment on column jiancha.matter_facts.origin_org_code is 'The same.';
comment on column jiancha.matter_facts.matter_code is 'Code of the matter.';
comment on column jiancha.matter_facts.matter_version is 'The version.';
comment on column jiancha.matter_facts.imported is 'Always false.';
comment on column jiancha.matter_facts.received_at is 'Start of the day on which the version takes effect.';
comment on column jiancha.matter_facts.valid_from is 'That day.';
comment on column jiancha.matter_facts.name is 'Name of the matter.';
comment on column jiancha.matter_facts.state is 'active, suspended (停止实施) or abolished (取消).';
comment on column jiancha.matter_facts.change_no is 'Number of the approval of the change; NULL: none.';
comment on column jiancha.matter_facts.use_level is '行使层级, 1 state to 6 village.';
comment on column jiancha.matter_facts.requires is 'Steps and procedures a case must go through.';
comment on column jiancha.matter_facts.gazette_digest is 'Digest of the text published in the gazette.';
comment on column jiancha.matter_facts.previous_state is 'State of the version before.';
comment on column jiancha.matter_facts.previous_gazette_digest is 'gazette_digest of the version before.';
comment on column jiancha.matter_facts.previous_requires is 'requires of the version before.';
comment on column jiancha.matter_facts.change_approval_at is 'First 事项变更批复 filed.';
comment on column jiancha.matter_facts.publication_at is 'First 公开信息 filed.';
comment on column jiancha.matter_facts.entered_at is 'When the version entered the library; NULL: it has not.';
comment on column jiancha.matter_facts.previous_entered_at is 'When the latest version before it entered the library; NULL: none has.';

create or replace view jiancha.certificate_report_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.matter_code, d.imported, d.received_at, r.act, r.case_no as named_case,
    r.issued_on, jiancha._start_of_day(r.issued_on + 1, d.calendar_code, c.version) as issue_day_ends_at,
    exists (
        select from jiancha.docket k
        where k.kind in ('approval', 'penalty') and k.business_no = r.case_no and k.matter_code = r.matter_code
            and r.org_code in (k.org_code, k.origin_org_code)) as case_found,
    exists (
        select from jiancha.docket k
        where k.kind in ('approval', 'penalty') and k.matter_code = r.matter_code and r.org_code in (k.org_code, k.origin_org_code)) as matter_has_cases
from jiancha.docket d
join jiancha.certificate_report r on r.docket_id = d.docket_id
join jiancha.calendar c on c.calendar_code = d.calendar_code
where d.kind = 'certificate_report';
comment on view jiancha.certificate_report_facts is '证照核对事实: what the condition rules of certificates and receipts are written over; one row a certificate.';
comment on column jiancha.certificate_report_facts.docket_id is 'The docket.';
comment on column jiancha.certificate_report_facts.case_no is 'Number of the certificate or receipt.';
comment on column jiancha.certificate_report_facts.org_code is 'Organisation that issued it.';
comment on column jiancha.certificate_report_facts.origin_org_code is 'The same.';
comment on column jiancha.certificate_report_facts.matter_code is 'Matter.';
comment on column jiancha.certificate_report_facts.imported is 'Always false.';
comment on column jiancha.certificate_report_facts.received_at is 'Start of the day of issue.';
comment on column jiancha.certificate_report_facts.act is 'approval, penalty, inspection or levy.';
comment on column jiancha.certificate_report_facts.named_case is 'Case it is said to come from; NULL: none named.';
comment on column jiancha.certificate_report_facts.issued_on is 'Day of issue.';
comment on column jiancha.certificate_report_facts.issue_day_ends_at is 'End of the day of issue, exclusive, in the calendar''s time zone.';
comment on column jiancha.certificate_report_facts.case_found is 'Whether the case named is there, of that matter and organisation.';
comment on column jiancha.certificate_report_facts.matter_has_cases is 'Whether the organisation has any case of that matter.';
