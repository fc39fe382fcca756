-- What is entered of a case beside its receipt, steps and documents, and read back.

create or replace view jiancha.party_intake with (security_invoker = true) as
select d.kind as docket_kind, d.business_no as case_no, p.role, p.kind, p.name, p.id_kind, p.id_no, p.contact, p.representative, p.address,
    case when p.id_kind in ('credit_code', 'organisation_code', 'identity_number') then jiancha.code_problem(p.id_kind, p.id_no) end as id_problem
from (
    select *, row_number() over (partition by docket_id, role, name order by seq desc) as age
    from jiancha.party) p
join jiancha.docket d on d.docket_id = p.docket_id
where p.age = 1;
comment on view jiancha.party_intake is '相对人: INSERT or COPY the parties of dockets here; a further row of the same role and name takes the place of the one before. Errors: JC004 unknown docket, JC005 bad value or a document of identity that is wrong (of history it is kept, see id_problem).';
comment on column jiancha.party_intake.docket_kind is 'approval (default), penalty, …: see docket_kind.';
comment on column jiancha.party_intake.case_no is 'Business number.';
comment on column jiancha.party_intake.role is 'applicant (default), agent or interested.';
comment on column jiancha.party_intake.kind is 'person or unit.';
comment on column jiancha.party_intake.name is 'Name.';
comment on column jiancha.party_intake.id_kind is 'Of a unit credit_code, organisation_code; of a person identity_number, officer_card, passport; of both other. May be left out: the case then stands in incomplete_party.';
comment on column jiancha.party_intake.id_no is 'Number; given with id_kind. Check digits are verified.';
comment on column jiancha.party_intake.contact is '联系方式; may be left out, as above.';
comment on column jiancha.party_intake.representative is '联系人 of a unit; may be left out, as above.';
comment on column jiancha.party_intake.address is 'Address; may be left out.';
comment on column jiancha.party_intake.id_problem is 'What is wrong with a number that came with history, in Chinese. Read only.';

create or replace view jiancha.incomplete_party with (security_invoker = true) as
select p.docket_kind, p.case_no, d.org_code, p.role, p.kind, p.name,
    array_remove(array[case when p.id_no is null then 'id_no' end, case when p.id_problem is not null then 'id_problem' end,
        case when p.contact is null then 'contact' end, case when p.kind = 'unit' and p.representative is null then 'representative' end], null) as missing
from jiancha.party_intake p
join jiancha.docket d on d.kind = p.docket_kind and d.business_no = p.case_no
where p.id_no is null or p.id_problem is not null or p.contact is null or (p.kind = 'unit' and p.representative is null)
union all
select d.kind, d.business_no, d.org_code, 'applicant', null, f.applicant, array['party']
from jiancha.docket d
left join jiancha.case_file f on f.docket_id = d.docket_id
where d.kind in ('approval', 'penalty') and not exists (select from jiancha.party p where p.docket_id = d.docket_id and p.role = 'applicant');
comment on view jiancha.incomplete_party is '相对人信息不全: parties of whom something is missing that Z-11.1 asks for, and cases without an applicant in party.';
comment on column jiancha.incomplete_party.docket_kind is 'approval or penalty.';
comment on column jiancha.incomplete_party.case_no is 'Business number.';
comment on column jiancha.incomplete_party.org_code is 'Organisation that holds it.';
comment on column jiancha.incomplete_party.role is 'Role of the party.';
comment on column jiancha.incomplete_party.kind is 'person or unit; NULL: no party was entered.';
comment on column jiancha.incomplete_party.name is 'Name of the party.';
comment on column jiancha.incomplete_party.missing is 'id_no, id_problem (a wrong number), contact, representative; party: none was entered.';

create or replace view jiancha.material_intake with (security_invoker = true) as
select d.kind as docket_kind, d.business_no as case_no, m.act, m.material_no, m.name, m.form, m.copies, m.at, m.certificate_no, m.staff_code, m.to_org, m.note
from jiancha.case_material m join jiancha.docket d on d.docket_id = m.docket_id;
comment on view jiancha.material_intake is '材料收退: INSERT or COPY what happened to the materials of a case here. Repeating a row word for word does nothing. Errors: JC004 unknown docket, material, certificate or organisation, JC005 bad value.';
comment on column jiancha.material_intake.docket_kind is 'approval (default), penalty, …';
comment on column jiancha.material_intake.case_no is 'Business number.';
comment on column jiancha.material_intake.act is 'requested 要求提供, received 收到 (default), reused 调用共享证照, handed_over 纸质移交, returned 退还.';
comment on column jiancha.material_intake.material_no is 'Number in the matter''s list; left out: not on it, then name is needed.';
comment on column jiancha.material_intake.name is 'Name; left out: that of the list.';
comment on column jiancha.material_intake.form is 'paper (default) or electronic.';
comment on column jiancha.material_intake.copies is 'How many; default 1.';
comment on column jiancha.material_intake.at is 'When.';
comment on column jiancha.material_intake.certificate_no is 'Certificate that took its place; needed for reused.';
comment on column jiancha.material_intake.staff_code is 'Who did it; may be left out.';
comment on column jiancha.material_intake.to_org is 'Of handed_over: organisation it went to.';
comment on column jiancha.material_intake.note is 'Note; may be left out.';

create or replace view jiancha.material_gap with (security_invoker = true) as
select d.business_no as case_no, d.org_code, d.matter_code, m.material_no, m.name, m.certificate_kind
from jiancha.docket d
join jiancha.matter_material m on m.matter_code = d.matter_code and m.version = d.matter_version and m.required
where d.kind = 'approval' and d.closed_at is null
    and not exists (select from jiancha.case_material c
                    where c.docket_id = d.docket_id and c.material_no = m.material_no and c.act in ('received', 'reused'));
comment on view jiancha.material_gap is '缺件清单: required materials that open cases have not received: what a correction notice lists.';
comment on column jiancha.material_gap.case_no is 'Business number.';
comment on column jiancha.material_gap.org_code is 'Organisation that holds it.';
comment on column jiancha.material_gap.matter_code is 'Matter.';
comment on column jiancha.material_gap.material_no is 'Number in the list.';
comment on column jiancha.material_gap.name is 'Name of the material.';
comment on column jiancha.material_gap.certificate_kind is 'Kind of certificate that it is: look it up with certificates_of() before asking for it.';

create or replace view jiancha.fee_intake with (security_invoker = true) as
select d.kind as docket_kind, d.business_no as case_no, f.fee_no, f.name, f.quantity::numeric as quantity, f.amount::numeric as amount, f.at, f.receipt_no,
    round(f.quantity * coalesce(s.amount_max, s.amount), 2) as allowed
from jiancha.case_fee f
join jiancha.docket d on d.docket_id = f.docket_id
left join jiancha.fee_standard s on s.matter_code = d.matter_code and s.version = d.matter_version and s.fee_no = f.fee_no;
comment on view jiancha.fee_intake is '收费: INSERT or COPY the fees charged for a case here. A fee the matter does not list is kept; rules find it (W-8.1.3). Repeating a row word for word does nothing. Errors: JC004 unknown docket or fee, JC005 bad value.';
comment on column jiancha.fee_intake.docket_kind is 'approval (default), …';
comment on column jiancha.fee_intake.case_no is 'Business number.';
comment on column jiancha.fee_intake.fee_no is 'Number in the matter''s list of fees; left out: not on it, then name is needed.';
comment on column jiancha.fee_intake.name is '收费项目; left out: that of the list.';
comment on column jiancha.fee_intake.quantity is 'Units of the standard; default 1.';
comment on column jiancha.fee_intake.amount is 'What was charged, in yuan.';
comment on column jiancha.fee_intake.at is 'When.';
comment on column jiancha.fee_intake.receipt_no is '票据号; may be left out.';
comment on column jiancha.fee_intake.allowed is 'The most the standard allows, in yuan; NULL: not in the standard. Read only.';

create or replace view jiancha.penalty_intake with (security_invoker = true) as
select d.business_no as case_no, d.origin_org_code as org_code, d.matter_code, d.received_at, f.subject, p.kind as party_kind, f.applicant as party, p.id_kind, p.id_no,
    p.contact, f.data ->> 'procedure' as procedure, f.channel, f.staff_code, f.at_precision, f.data
from jiancha.docket d
join jiancha.case_file f on f.docket_id = d.docket_id
left join lateral (
    select y.kind, y.id_kind, y.id_no, y.contact from jiancha.party y
    where y.docket_id = d.docket_id and y.role = 'applicant' order by y.seq desc limit 1) p on true
where d.kind = 'penalty';
comment on view jiancha.penalty_intake is '处罚案件: INSERT or COPY penalty cases here; their steps (file_case 立案, advance_notice 告知, penalty_decision 决定, …) go into docket_step under kind penalty, documents into document_intake, what was imposed into penalty_result. Repeating a row word for word does nothing. Errors: JC004 unknown organisation or matter, JC005 bad value, JC006 other content, JC007 not your organisation.';
comment on column jiancha.penalty_intake.case_no is 'Business number, unique among penalty cases.';
comment on column jiancha.penalty_intake.org_code is 'Organisation that opened it.';
comment on column jiancha.penalty_intake.matter_code is 'Matter.';
comment on column jiancha.penalty_intake.received_at is 'When it was entered into the system of the department.';
comment on column jiancha.penalty_intake.subject is '案由.';
comment on column jiancha.penalty_intake.party_kind is 'person or unit.';
comment on column jiancha.penalty_intake.party is '当事人.';
comment on column jiancha.penalty_intake.id_kind is 'As party_intake.id_kind.';
comment on column jiancha.penalty_intake.id_no is 'As party_intake.id_no.';
comment on column jiancha.penalty_intake.contact is '联系方式.';
comment on column jiancha.penalty_intake.procedure is 'ordinary 普通程序 or summary 简易程序; may be left out.';
comment on column jiancha.penalty_intake.channel is 'As docket_intake.channel; import for history.';
comment on column jiancha.penalty_intake.staff_code is 'Who opened it; may be left out.';
comment on column jiancha.penalty_intake.at_precision is 'minute (default) or day.';
comment on column jiancha.penalty_intake.data is 'Further fields, a JSON object; procedure is kept in it too.';

create or replace view jiancha.penalty_result with (security_invoker = true) as
select d.business_no as case_no, p.penalty, p.fine_amount::numeric as fine_amount, p.confiscated_amount::numeric as confiscated_amount, p.at, p.document_no
from (select *, row_number() over (partition by docket_id, penalty order by seq desc) as age from jiancha.penalty_amount) p
join jiancha.docket d on d.docket_id = p.docket_id
where p.age = 1;
comment on view jiancha.penalty_result is '处罚结果: INSERT or COPY what penalty decisions imposed here, one row a kind; a further row of the same kind takes the place of the one before. Errors: JC004 unknown case, JC005 bad value.';
comment on column jiancha.penalty_result.case_no is 'Business number of the penalty case.';
comment on column jiancha.penalty_result.penalty is 'warning, criticism, fine, confiscation, suspension, revocation, restriction, closure, detention or other.';
comment on column jiancha.penalty_result.fine_amount is '罚款数额, in yuan; left out: not reported (Z-15.13).';
comment on column jiancha.penalty_result.confiscated_amount is '没收数额, in yuan; may be left out.';
comment on column jiancha.penalty_result.at is 'When it was decided.';
comment on column jiancha.penalty_result.document_no is '处罚决定书文号; may be left out.';

create or replace view jiancha.certificate_intake with (security_invoker = true) as
select c.certificate_no, c.certificate_kind, c.name, c.holder_name, c.holder_id_kind, c.holder_id_no, c.issued_on, c.valid_from, c.valid_until, c.case_no, c.org_code,
    case when d.closed_at is not null then 'ended' when c.valid_until <= current_date then 'expired' else 'valid' end as state
from jiancha.certificate c join jiancha.docket d on d.docket_id = c.docket_id;
comment on view jiancha.certificate_intake is '证照批文: INSERT or COPY certificates here as they are issued. Repeating a row word for word does nothing. Errors: JC004 unknown organisation, JC005 bad value, JC006 other content, JC007 not your organisation.';
comment on column jiancha.certificate_intake.certificate_no is 'Number, unique with its kind.';
comment on column jiancha.certificate_intake.certificate_kind is '证照种类.';
comment on column jiancha.certificate_intake.name is 'Title; may be left out.';
comment on column jiancha.certificate_intake.holder_name is '持证人.';
comment on column jiancha.certificate_intake.holder_id_kind is 'As party_intake.id_kind; may be left out, then nobody finds it by its holder.';
comment on column jiancha.certificate_intake.holder_id_no is 'As party_intake.id_no.';
comment on column jiancha.certificate_intake.issued_on is 'Day of issue.';
comment on column jiancha.certificate_intake.valid_from is 'First day; default: the day of issue.';
comment on column jiancha.certificate_intake.valid_until is 'First day on which it no longer holds; left out: no end.';
comment on column jiancha.certificate_intake.case_no is 'Approval case by which it was issued. A certificate without a case in the records is found by rules (X-M-9.6).';
comment on column jiancha.certificate_intake.org_code is 'Organisation that issued it.';
comment on column jiancha.certificate_intake.state is 'valid, expired or ended, as of today. Read only.';

create or replace view jiancha.certificate_end with (security_invoker = true) as
select c.certificate_no, c.certificate_kind, s.at, s.reason, s.document_no
from jiancha.certificate c join jiancha.effective_step s on s.docket_id = c.docket_id and s.kind = 'terminate';
comment on view jiancha.certificate_end is '证照注销: INSERT revocations (吊销、撤销、注销) of certificates here. Errors: JC004 unknown certificate, or not yours, JC005 no reason or bad instant.';
comment on column jiancha.certificate_end.certificate_no is 'Number.';
comment on column jiancha.certificate_end.certificate_kind is '证照种类.';
comment on column jiancha.certificate_end.at is 'When it ended.';
comment on column jiancha.certificate_end.reason is 'Why.';
comment on column jiancha.certificate_end.document_no is 'Number of the decision; may be left out.';

create or replace view jiancha.joint_case with (security_invoker = true) as
select j.joint_no, j.case_no from jiancha.joint_member j;
comment on view jiancha.joint_case is '联合办理: INSERT the cases a joint case consists of here. The joint case itself is a docket of kind joint: docket_intake, docket_step. Repeating a row does nothing. Errors: JC004 unknown joint case or case, JC006 part of another joint case already.';
comment on column jiancha.joint_case.joint_no is 'Number of the joint case.';
comment on column jiancha.joint_case.case_no is 'Number of an approval case, of whatever organisation.';

create or replace view jiancha.joint_state with (security_invoker = true) as
select d.business_no as joint_no, d.org_code, d.state, d.received_at, d.accepted_at, d.closed_at, k.due_on, m.members, m.open_members, m.last_due_on,
    m.last_due_on > k.due_on as beyond
from jiancha.docket d
left join lateral (
    select c.due_on from jiancha.clock c where c.docket_id = d.docket_id and c.clock = 'joint_decision' and c.state <> 'gone' order by c.cycle desc limit 1) k on true
cross join lateral (
    select count(*) as members, count(*) filter (where p.docket_id is not null and p.closed_at is null) as open_members, max(c.due_on) filter (where isfinite(c.due_on)) as last_due_on
    from jiancha.joint_member j
    left join jiancha.docket p on p.docket_id = j.member_docket_id
    left join jiancha.clock c on c.docket_id = p.docket_id and c.clock = 'promised' and c.state in ('running', 'paused')
    where j.docket_id = d.docket_id) m
where d.kind = 'joint';
comment on view jiancha.joint_state is '联合办理进度: each joint case with its limit and what became of its parts, as far as the reader sees them.';
comment on column jiancha.joint_state.joint_no is 'Number of the joint case.';
comment on column jiancha.joint_state.org_code is 'Organisation that leads it.';
comment on column jiancha.joint_state.state is 'State; see docket.state.';
comment on column jiancha.joint_state.received_at is 'Receipt.';
comment on column jiancha.joint_state.accepted_at is 'Acceptance, from which the joint limit runs.';
comment on column jiancha.joint_state.closed_at is 'End; NULL while it is open.';
comment on column jiancha.joint_state.due_on is 'Last day of the joint limit (行政许可法 第四十二条第二款).';
comment on column jiancha.joint_state.members is 'Cases it consists of.';
comment on column jiancha.joint_state.open_members is 'Of these, open.';
comment on column jiancha.joint_state.last_due_on is 'Latest last day of the promised limits that still run.';
comment on column jiancha.joint_state.beyond is 'Whether that lies beyond the joint limit.';

create or replace view jiancha.special_procedure with (security_invoker = true) as
select d.kind as docket_kind, d.business_no as case_no, d.org_code, b.data ->> 'procedure' as procedure, b.at as begun_at, n.at as ended_at, n.data ->> 'result' as result,
    case when jsonb_typeof(b.data -> 'days') = 'number' then (b.data ->> 'days')::numeric end as days_asked, k.due_on, coalesce(b.data ->> 'notice_no', b.document_no, w.document_no) as notice_no,
    (nullif(btrim(b.data ->> 'notice_no'), '') is not null or b.document_no is not null or w.seq is not null) as noticed
from jiancha.docket d
join jiancha.effective_step b on b.docket_id = d.docket_id and b.kind = 'begin_special'
left join lateral (
    select e.at, e.data from jiancha.effective_step e
    where e.docket_id = b.docket_id and e.kind = 'end_special' and e.at >= b.at order by e.at, e.seq limit 1) n on true
left join lateral (
    select c.due_on from jiancha.clock c where c.docket_id = b.docket_id and c.clock = 'special_procedure' and c.start_at = b.at and c.state <> 'gone' limit 1) k on true
left join lateral (
    select x.seq, x.document_no from jiancha.case_document x
    where x.docket_id = b.docket_id and x.document_kind = 'special_notice'
        and not exists (select from jiancha.effective_step o where o.docket_id = b.docket_id and o.kind = 'begin_special' and o.at > b.at and x.at >= o.at)
    order by x.at, x.seq limit 1) w on true;
comment on view jiancha.special_procedure is '特别程序: each special procedure (听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审), with the days applied for and the written notice to the applicant (Q-4.2.3).';
comment on column jiancha.special_procedure.docket_kind is 'Kind of docket.';
comment on column jiancha.special_procedure.case_no is 'Business number.';
comment on column jiancha.special_procedure.org_code is 'Organisation that holds it.';
comment on column jiancha.special_procedure.procedure is 'data.procedure of its begin.';
comment on column jiancha.special_procedure.begun_at is 'Begin.';
comment on column jiancha.special_procedure.ended_at is 'End; NULL: it lasts.';
comment on column jiancha.special_procedure.result is 'data.result of its end.';
comment on column jiancha.special_procedure.days_asked is 'Working days applied for, data.days of its begin; NULL: not said.';
comment on column jiancha.special_procedure.due_on is 'Last day of the days applied for.';
comment on column jiancha.special_procedure.notice_no is 'Number of the written notice.';
comment on column jiancha.special_procedure.noticed is 'Whether the applicant was told in writing.';

create or replace view jiancha.case_without_receipt with (security_invoker = true) as
select d.business_no as case_no, d.org_code, d.matter_code, d.received_at
from jiancha.docket d
join jiancha.case_file f on f.docket_id = d.docket_id
where d.kind = 'approval' and d.state <> 'void' and not d.imported and f.channel in ('window', 'online')
    and not exists (select from jiancha.case_document x where x.docket_id = d.docket_id and x.document_kind = 'receipt')
    and not exists (select from jiancha.letter l
                    where l.docket_id = d.docket_id and l.template = '接件凭证'
                        and not exists (select from jiancha.letter_void v where v.docket_id = l.docket_id and v.letter_no = l.letter_no));
comment on view jiancha.case_without_receipt is '未出具接件凭证: cases of the window or online without a 接件凭证, neither filed nor written here (Q-4.1.4).';
comment on column jiancha.case_without_receipt.case_no is 'Business number.';
comment on column jiancha.case_without_receipt.org_code is 'Organisation that holds it.';
comment on column jiancha.case_without_receipt.matter_code is 'Matter.';
comment on column jiancha.case_without_receipt.received_at is 'Receipt.';

create or replace view jiancha.case_trace with (security_invoker = true) as
select d.kind as docket_kind, d.business_no as case_no, t.at, t.what, t.name, t.detail, t.staff_code, t.document_no, t.recorded_at, d.org_code
from jiancha.docket d
cross join lateral (
    select d.received_at as at, 'receipt' as what, f.applicant as name, f.subject as detail, f.staff_code, null::text as document_no, f.recorded_at
    from jiancha.case_file f where f.docket_id = d.docket_id
    union all
    select s.at, 'step', k.name, concat_ws('；', s.node, s.opinion, s.reason), s.staff_code, s.document_no, s.recorded_at
    from jiancha.effective_step s join jiancha.step_kind k on k.kind = s.kind where s.docket_id = d.docket_id
    union all
    select x.at, 'document', k.name, x.name, null, x.document_no, x.recorded_at
    from jiancha.case_document x join jiancha.document_kind k on k.kind = x.document_kind where x.docket_id = d.docket_id
    union all
    select l.issued_at, 'letter', l.title, l.addressee, null, l.letter_no, l.recorded_at
    from jiancha.letter l where l.docket_id = d.docket_id
    union all
    select m.at, 'material', case m.act when 'requested' then '要求提供 ' when 'received' then '收到 ' when 'reused' then '调用 ' when 'handed_over' then '移交 ' else '退还 ' end || m.name,
        concat_ws('；', m.to_org, m.note), m.staff_code, m.certificate_no, m.recorded_at
    from jiancha.case_material m where m.docket_id = d.docket_id
    union all
    select r.at, 'fee', r.name, r.amount::text, null, r.receipt_no, r.recorded_at
    from jiancha.case_fee r where r.docket_id = d.docket_id) t;
comment on view jiancha.case_trace is '办理记录: what is known of a docket in one list: receipt, steps with opinions, documents, letters, materials in and out, fees (Q-4.2.2).';
comment on column jiancha.case_trace.docket_kind is 'Kind of docket.';
comment on column jiancha.case_trace.case_no is 'Business number.';
comment on column jiancha.case_trace.at is 'When it happened.';
comment on column jiancha.case_trace.what is 'receipt, step, document, letter, material or fee.';
comment on column jiancha.case_trace.name is 'Applicant, kind of step or document, title, material or fee.';
comment on column jiancha.case_trace.detail is 'Subject; node, opinion and reason; title; addressee; to whom; amount.';
comment on column jiancha.case_trace.staff_code is 'Who did it; NULL: not said.';
comment on column jiancha.case_trace.document_no is 'Number of the document, certificate or receipt.';
comment on column jiancha.case_trace.recorded_at is 'When it was entered.';
comment on column jiancha.case_trace.org_code is 'Organisation that holds the docket.';
