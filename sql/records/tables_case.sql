-- What belongs to a case beside its receipt, steps and documents: parties, materials, fees, what a penalty imposed, shared certificates, joint handling, and
-- the applicant's own query. Append-only.

insert into jiancha.docket_kind (kind, name, department_enters) values
    ('joint', '联合办理', true),
    ('certificate', '证照批文', false)
on conflict (kind) do nothing;
insert into jiancha.step_kind (kind, rank, ends, late, state, name) values
    ('pre_review', 7, false, false, null, '网上预审'),
    ('originals_requested', 8, false, false, null, '通知提供原始材料')
on conflict (kind) do nothing;

create table jiancha.party (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    role text not null,
    kind text not null,
    name text not null check (btrim(name) <> ''),
    id_kind text,
    id_no text,
    contact text,
    representative text,
    address text,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint party_pkey primary key (docket_id, seq),
    constraint party_role_check check (role in ('applicant', 'agent', 'interested')),
    constraint party_kind_check check (kind in ('person', 'unit')),
    constraint party_id_check check ((id_kind is null) = (id_no is null)),
    constraint party_id_kind_check check (id_kind in ('credit_code', 'organisation_code', 'identity_number', 'officer_card', 'passport', 'other'))
);
create index party_id_idx on jiancha.party (id_no) where id_no is not null;
comment on table jiancha.party is '相对人: parties of a docket with their documents of identity (Z-11.1); of several rows of one role and name the latest counts; append-only.';
comment on column jiancha.party.docket_id is 'The docket.';
comment on column jiancha.party.seq is 'Number given by the records.';
comment on column jiancha.party.role is 'applicant 申请人 (of a penalty: 当事人), agent 代理人 or interested 利害关系人.';
comment on column jiancha.party.kind is 'person 个人 or unit 单位.';
comment on column jiancha.party.name is 'Name.';
comment on column jiancha.party.id_kind is 'credit_code 统一社会信用代码, organisation_code 组织机构代码, identity_number 居民身份证, officer_card 军官证, passport 护照 or other; NULL: none given.';
comment on column jiancha.party.id_no is 'Number of the document; NULL: none given.';
comment on column jiancha.party.contact is '联系方式; NULL: none given.';
comment on column jiancha.party.representative is '联系人、法定代表人; NULL: none given.';
comment on column jiancha.party.address is 'Address; NULL: none given.';
comment on column jiancha.party.org_code is 'Organisation that held the docket when the row was entered.';
comment on column jiancha.party.actor is 'Database role that entered the row.';
comment on column jiancha.party.recorded_at is 'When the row was entered.';

create table jiancha.case_material (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    act text not null,
    material_no integer,
    name text not null check (btrim(name) <> ''),
    form text not null,
    copies integer not null check (copies between 1 and 10000),
    at timestamptz not null,
    certificate_no text,
    staff_code text,
    to_org text,
    note text,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint case_material_pkey primary key (docket_id, seq),
    constraint case_material_act_check check (act in ('requested', 'received', 'reused', 'handed_over', 'returned')),
    constraint case_material_form_check check (form in ('paper', 'electronic')),
    constraint case_material_certificate_check check (act <> 'reused' or certificate_no is not null)
);
comment on table jiancha.case_material is '材料收退: what was asked for, received, taken from the shared certificates, handed over on paper and given back (Q-4.1.3); append-only.';
comment on column jiancha.case_material.docket_id is 'The docket.';
comment on column jiancha.case_material.seq is 'Number given by the records.';
comment on column jiancha.case_material.act is 'requested 要求提供, received 收到, reused 调用共享证照, handed_over 纸质材料移交, returned 退还.';
comment on column jiancha.case_material.material_no is 'Number in the matter''s list, see matter_material; NULL: not on it.';
comment on column jiancha.case_material.name is 'Name of the material.';
comment on column jiancha.case_material.form is 'paper or electronic.';
comment on column jiancha.case_material.copies is 'How many, 1 to 10000.';
comment on column jiancha.case_material.at is 'When.';
comment on column jiancha.case_material.certificate_no is 'Certificate that it is or that took its place.';
comment on column jiancha.case_material.staff_code is 'Who asked, received, handed over or gave back.';
comment on column jiancha.case_material.to_org is 'Of handed_over: organisation it went to.';
comment on column jiancha.case_material.note is 'Note.';
comment on column jiancha.case_material.org_code is 'Organisation that held the docket when the row was entered.';
comment on column jiancha.case_material.actor is 'Database role that entered the row.';
comment on column jiancha.case_material.recorded_at is 'When the row was entered.';

create table jiancha.case_fee (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    fee_no integer,
    name text not null check (btrim(name) <> ''),
    quantity numeric(14,3) not null check (quantity > 0),
    amount numeric(14,2) not null check (amount >= 0),
    at timestamptz not null,
    receipt_no text,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint case_fee_pkey primary key (docket_id, seq)
);
comment on table jiancha.case_fee is '收费: fees that were charged for a case, held against fee_standard (W-8.1.3); append-only.';
comment on column jiancha.case_fee.docket_id is 'The docket.';
comment on column jiancha.case_fee.seq is 'Number given by the records.';
comment on column jiancha.case_fee.fee_no is 'Number in the matter''s list, see fee_standard; NULL: not on it.';
comment on column jiancha.case_fee.name is '收费项目.';
comment on column jiancha.case_fee.quantity is 'How many units of the standard.';
comment on column jiancha.case_fee.amount is 'What was charged, in yuan.';
comment on column jiancha.case_fee.at is 'When it was charged.';
comment on column jiancha.case_fee.receipt_no is '票据号; NULL: none given.';
comment on column jiancha.case_fee.org_code is 'Organisation that held the docket when the row was entered.';
comment on column jiancha.case_fee.actor is 'Database role that entered the row.';
comment on column jiancha.case_fee.recorded_at is 'When the row was entered.';

create table jiancha.penalty_amount (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    penalty text not null,
    fine_amount numeric(16,2) check (fine_amount >= 0),
    confiscated_amount numeric(16,2) check (confiscated_amount >= 0),
    at timestamptz not null,
    document_no text,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint penalty_amount_pkey primary key (docket_id, seq),
    constraint penalty_amount_penalty_check check (penalty in ('warning', 'criticism', 'fine', 'confiscation', 'suspension', 'revocation', 'restriction', 'closure', 'detention', 'other'))
);
comment on table jiancha.penalty_amount is '处罚结果: what a penalty decision imposed, one row a kind; of several rows of one kind the latest counts; append-only.';
comment on column jiancha.penalty_amount.docket_id is 'The docket.';
comment on column jiancha.penalty_amount.seq is 'Number given by the records.';
comment on column jiancha.penalty_amount.penalty is 'warning 警告, criticism 通报批评, fine 罚款, confiscation 没收, suspension 暂扣许可证件, revocation 吊销, restriction 限制开展活动, closure 责令停产停业、关闭, detention 拘留 or other (行政处罚法 第九条).';
comment on column jiancha.penalty_amount.fine_amount is '罚款数额, in yuan; NULL: not reported.';
comment on column jiancha.penalty_amount.confiscated_amount is '没收数额, in yuan; NULL: none.';
comment on column jiancha.penalty_amount.at is 'When it was decided.';
comment on column jiancha.penalty_amount.document_no is '处罚决定书文号; NULL: none given.';
comment on column jiancha.penalty_amount.org_code is 'Organisation that held the docket when the row was entered.';
comment on column jiancha.penalty_amount.actor is 'Database role that entered the row.';
comment on column jiancha.penalty_amount.recorded_at is 'When the row was entered.';

create table jiancha.certificate (
    docket_id bigint not null,
    certificate_no text not null,
    certificate_kind text not null,
    name text,
    holder_name text not null,
    holder_id_kind text,
    holder_id_no text,
    issued_on date not null,
    valid_from date not null,
    valid_until date,
    case_no text,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint certificate_pkey primary key (docket_id),
    constraint certificate_valid_check check (valid_until > valid_from),
    constraint certificate_holder_check check ((holder_id_kind is null) = (holder_id_no is null))
);
create index certificate_holder_idx on jiancha.certificate (holder_id_no, certificate_kind);
create index certificate_case_idx on jiancha.certificate (case_no) where case_no is not null;
comment on table jiancha.certificate is '证照批文: the shared certificates and approvals (Q-3.1.2); a docket each; append-only. One that is revoked ends by a step.';
comment on column jiancha.certificate.docket_id is 'The docket of kind certificate.';
comment on column jiancha.certificate.certificate_no is 'Number of the certificate, unique with its kind.';
comment on column jiancha.certificate.certificate_kind is '证照种类, as matter_material.certificate_kind names it.';
comment on column jiancha.certificate.name is 'Title; NULL: none given.';
comment on column jiancha.certificate.holder_name is '持证人.';
comment on column jiancha.certificate.holder_id_kind is 'As party.id_kind; NULL: none given.';
comment on column jiancha.certificate.holder_id_no is 'As party.id_no; NULL: none given.';
comment on column jiancha.certificate.issued_on is 'Day of issue.';
comment on column jiancha.certificate.valid_from is 'First day on which it holds.';
comment on column jiancha.certificate.valid_until is 'First day on which it no longer holds; NULL: no end.';
comment on column jiancha.certificate.case_no is 'Case by which it was issued; NULL: none is named (X-M-9.6).';
comment on column jiancha.certificate.org_code is 'Organisation that issued it.';
comment on column jiancha.certificate.actor is 'Database role that entered the row.';
comment on column jiancha.certificate.recorded_at is 'When the row was entered.';

create table jiancha.joint_member (
    docket_id bigint not null,
    member_docket_id bigint not null,
    joint_no text not null,
    case_no text not null,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint joint_member_pkey primary key (docket_id, member_docket_id)
);
create index joint_member_member_idx on jiancha.joint_member (member_docket_id);
comment on table jiancha.joint_member is '联合办理子件: the cases that a joint case consists of (Q-2.3, Q-4.4.5); append-only.';
comment on column jiancha.joint_member.docket_id is 'Docket of kind joint.';
comment on column jiancha.joint_member.member_docket_id is 'Docket of the case that is a part of it.';
comment on column jiancha.joint_member.joint_no is 'Number of the joint case.';
comment on column jiancha.joint_member.case_no is 'Number of the case.';
comment on column jiancha.joint_member.org_code is 'Organisation that leads the joint case.';
comment on column jiancha.joint_member.actor is 'Database role that entered the row.';
comment on column jiancha.joint_member.recorded_at is 'When the row was entered.';

create table jiancha.query_secret (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    salt bytea not null,
    digest bytea not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint query_secret_pkey primary key (docket_id, seq),
    constraint query_secret_shape_check check (octet_length(salt) = 16 and octet_length(digest) = 32)
);
comment on table jiancha.query_secret is '查询密码: digests of the secrets with which applicants ask for their cases; the latest of a docket counts; granted to nobody; append-only.';
comment on column jiancha.query_secret.docket_id is 'The docket.';
comment on column jiancha.query_secret.seq is 'Number given by the records.';
comment on column jiancha.query_secret.salt is 'Random, 16 bytes.';
comment on column jiancha.query_secret.digest is 'SHA-256 of salt and secret.';
comment on column jiancha.query_secret.actor is 'Database role that set it.';
comment on column jiancha.query_secret.recorded_at is 'When it was set.';

create table jiancha.case_query (
    asked_digest bytea not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    client text not null,
    at timestamptz not null,
    answer text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint case_query_pkey primary key (asked_digest, seq),
    constraint case_query_answer_check check (answer in ('found', 'not_found', 'try_later'))
);
create index case_query_client_idx on jiancha.case_query (client, at);
comment on table jiancha.case_query is '办件查询记录: every query of an applicant, whatever came of it; append-only.';
comment on column jiancha.case_query.asked_digest is 'SHA-256 of the number that was asked for: what people type in by mistake is not kept.';
comment on column jiancha.case_query.seq is 'Number given by the records.';
comment on column jiancha.case_query.client is 'Who asked, as the portal names him: address or session; empty: not said.';
comment on column jiancha.case_query.at is 'Instant of the query.';
comment on column jiancha.case_query.answer is 'found, not_found (no such case, or another secret) or try_later.';
comment on column jiancha.case_query.actor is 'Database role that asked.';
comment on column jiancha.case_query.recorded_at is 'When the row was entered.';
