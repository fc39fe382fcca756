-- The catalogue (权力库) of matters beyond what clocks need: every row belongs to a version of a matter and is never changed; another content is
-- another version. Delegations, reviews, publication, certificates and the changes of organisations stand here too.

create table jiancha.matter_detail (
    matter_code text not null,
    version integer not null,
    basic_code text,
    implementation_code text,
    matter_type text,
    item_level text,
    parent_matter text,
    batch_no text,
    online_class text,
    online_level integer,
    delay_reason text,
    delay_until date,
    delay_filing_no text,
    secrecy_kind text,
    secrecy_decision text,
    recorded_at timestamptz not null default now(),
    constraint matter_detail_pkey primary key (matter_code, version),
    constraint matter_detail_matter_fkey foreign key (matter_code, version) references jiancha.matter_version,
    constraint matter_detail_item_level_check check (item_level in ('main', 'sub', 'business')),
    constraint matter_detail_online_class_check check (online_class in ('A', 'B', 'C', 'D')),
    constraint matter_detail_online_level_check check (online_level between 0 and 3),
    constraint matter_detail_secrecy_check check (secrecy_kind in ('state', 'commercial', 'personal') and secrecy_decision is not null or secrecy_kind is null)
);
create index matter_detail_basic_idx on jiancha.matter_detail (basic_code);
create index matter_detail_implementation_idx on jiancha.matter_detail (implementation_code);
comment on table jiancha.matter_detail is '事项基本信息: codes, type, online class and secrecy of a version of a matter; append-only.';
comment on column jiancha.matter_detail.matter_code is 'Code of the matter.';
comment on column jiancha.matter_detail.version is 'Version of the matter.';
comment on column jiancha.matter_detail.basic_code is '基本编码: 12 digits (GB/T 39554.1); NULL: not coded.';
comment on column jiancha.matter_detail.implementation_code is '实施编码: 31 characters, or 33 with the variant; NULL: not coded.';
comment on column jiancha.matter_detail.matter_type is '事项类型, two digits as in the basic code: 01 许可, 02 处罚, 03 强制, 04 征收, 05 给付, 06 检查, 07 确认, 08 奖励, 09 裁决, 10 其他, 20 公共服务.';
comment on column jiancha.matter_detail.item_level is 'main 主项, sub 子项 or business 业务办理项 (Q-5.5); NULL: not divided.';
comment on column jiancha.matter_detail.parent_matter is 'Matter that this one is a part of; NULL: none.';
comment on column jiancha.matter_detail.batch_no is '批次: batch in which it was confirmed (Q-3.2.1).';
comment on column jiancha.matter_detail.online_class is '上网分档 A to D (Q-5.4, A15).';
comment on column jiancha.matter_detail.online_level is '网办深度 (Q-5.7): 0 not online, 1 window receives and checks, online approval, 2 online acceptance and first review, window checks, 3 wholly online.';
comment on column jiancha.matter_detail.delay_reason is '延期上网的原因 (Q-5.4).';
comment on column jiancha.matter_detail.delay_until is '延期上网的时间安排: day by which it is online.';
comment on column jiancha.matter_detail.delay_filing_no is '审改办审核备案号; NULL: not filed.';
comment on column jiancha.matter_detail.secrecy_kind is 'Why it is not public: state 国家秘密, commercial 商业秘密, personal 个人隐私; NULL: public.';
comment on column jiancha.matter_detail.secrecy_decision is 'Number of the decision on its secrecy (X-M-4.2); given with secrecy_kind.';
comment on column jiancha.matter_detail.recorded_at is 'When the row was entered.';

create table jiancha.element_kind (
    element text primary key,
    name text not null,
    held_in text not null,
    constraint element_kind_held_in_check check (held_in in ('text', 'version', 'materials', 'fees', 'discretion'))
);
comment on table jiancha.element_kind is '要素种类: headings under which a matter says something.';
comment on column jiancha.element_kind.element is 'Name as it is entered.';
comment on column jiancha.element_kind.name is 'Chinese name.';
comment on column jiancha.element_kind.held_in is 'Where it stands: text (matter_element), version (matter_version), materials, fees, discretion (the tables of that name).';
insert into jiancha.element_kind (element, name, held_in) values
    ('name', '事项名称', 'version'),
    ('limit', '办理期限', 'version'),
    ('materials', '申请材料', 'materials'),
    ('fee', '收费', 'fees'),
    ('discretion', '处罚裁量基准', 'discretion'),
    ('basis', '设定依据', 'text'),
    ('conditions', '审批条件', 'text'),
    ('quantity', '数量', 'text'),
    ('procedure', '审批程序', 'text'),
    ('forms', '审批表格、申请书示范文本', 'text'),
    ('place', '受理机构及地点', 'text'),
    ('deciding_organ', '决定机关', 'text'),
    ('certificate', '颁发的证件及有效期', 'text'),
    ('legal_effect', '审批类型及法律效力', 'text'),
    ('annual_check', '年审或年检', 'text'),
    ('phone', '咨询与投诉的机构和电话', 'text'),
    ('external_chart', '外部流程图', 'text'),
    ('internal_chart', '内部流程图', 'text');

create table jiancha.matter_element (
    matter_code text not null,
    version integer not null,
    element text not null check (element <> ''),
    content text not null check (content <> ''),
    recorded_at timestamptz not null default now(),
    constraint matter_element_pkey primary key (matter_code, version, element),
    constraint matter_element_matter_fkey foreign key (matter_code, version) references jiancha.matter_version
);
comment on table jiancha.matter_element is '事项要素: what a version of a matter says under each heading of the checklists; append-only.';
comment on column jiancha.matter_element.matter_code is 'Code of the matter.';
comment on column jiancha.matter_element.version is 'Version of the matter.';
comment on column jiancha.matter_element.element is 'Element, see element_kind.';
comment on column jiancha.matter_element.content is 'The text; of a chart its file or address.';
comment on column jiancha.matter_element.recorded_at is 'When the row was entered.';

create table jiancha.matter_material (
    matter_code text not null,
    version integer not null,
    material_no integer not null check (material_no between 1 and 1000),
    name text not null check (name <> ''),
    basis text,
    form text,
    copies integer check (copies between 1 and 100),
    required boolean not null default true,
    certificate_kind text,
    sample text,
    recorded_at timestamptz not null default now(),
    constraint matter_material_pkey primary key (matter_code, version, material_no),
    constraint matter_material_form_check check (form in ('original', 'copy', 'electronic')),
    constraint matter_material_matter_fkey foreign key (matter_code, version) references jiancha.matter_version
);
comment on table jiancha.matter_material is '申请材料: what an applicant hands in for a version of a matter; append-only.';
comment on column jiancha.matter_material.matter_code is 'Code of the matter.';
comment on column jiancha.matter_material.version is 'Version of the matter.';
comment on column jiancha.matter_material.material_no is 'Number in the list, 1 to 1000.';
comment on column jiancha.matter_material.name is 'Name of the material.';
comment on column jiancha.matter_material.basis is '依据: law and article that asks for it; NULL: none, which the list of gaps shows (Q-5.5).';
comment on column jiancha.matter_material.form is 'original, copy or electronic; NULL: any.';
comment on column jiancha.matter_material.copies is 'How many copies, 1 to 100; NULL: one.';
comment on column jiancha.matter_material.required is 'Whether an application is incomplete without it.';
comment on column jiancha.matter_material.certificate_kind is '证照种类: kind of certificate that it is; one already in the shared certificates is not asked again. NULL: it is none.';
comment on column jiancha.matter_material.sample is '示范文本: where the form or a sample is; NULL: none.';
comment on column jiancha.matter_material.recorded_at is 'When the row was entered.';

create table jiancha.fee_standard (
    matter_code text not null,
    version integer not null,
    fee_no integer not null check (fee_no between 1 and 1000),
    name text not null check (name <> ''),
    amount numeric(14,2) not null check (amount >= 0),
    amount_max numeric(14,2),
    per text not null check (per <> ''),
    basis text,
    recorded_at timestamptz not null default now(),
    constraint fee_standard_pkey primary key (matter_code, version, fee_no),
    constraint fee_standard_amount_max_check check (amount_max >= amount),
    constraint fee_standard_matter_fkey foreign key (matter_code, version) references jiancha.matter_version
);
comment on table jiancha.fee_standard is '收费标准: what a version of a matter costs; a matter that costs nothing says so with an amount of 0; append-only.';
comment on column jiancha.fee_standard.matter_code is 'Code of the matter.';
comment on column jiancha.fee_standard.version is 'Version of the matter.';
comment on column jiancha.fee_standard.fee_no is 'Number in the list, 1 to 1000.';
comment on column jiancha.fee_standard.name is '收费项目.';
comment on column jiancha.fee_standard.amount is 'Yuan for one unit (per), exactly, or the least if amount_max is given.';
comment on column jiancha.fee_standard.amount_max is 'The most, in yuan for one unit; NULL: the amount is exact.';
comment on column jiancha.fee_standard.per is '计费单位: 件, 平方米, …';
comment on column jiancha.fee_standard.basis is '收费依据: document that sets it; NULL: none.';
comment on column jiancha.fee_standard.recorded_at is 'When the row was entered.';

create table jiancha.discretion_standard (
    matter_code text not null,
    version integer not null,
    standard_no integer not null check (standard_no between 1 and 1000),
    circumstance text not null check (circumstance <> ''),
    punishment text not null check (punishment <> ''),
    fine_min numeric(14,2) check (fine_min >= 0),
    fine_max numeric(14,2),
    basis text not null check (basis <> ''),
    recorded_at timestamptz not null default now(),
    constraint discretion_standard_pkey primary key (matter_code, version, standard_no),
    constraint discretion_standard_fine_check check (fine_max >= fine_min),
    constraint discretion_standard_matter_fkey foreign key (matter_code, version) references jiancha.matter_version
);
comment on table jiancha.discretion_standard is '行政处罚裁量基准: what a penalty matter punishes with what (Z-5); append-only.';
comment on column jiancha.discretion_standard.matter_code is 'Code of the matter.';
comment on column jiancha.discretion_standard.version is 'Version of the matter.';
comment on column jiancha.discretion_standard.standard_no is 'Number in the list, 1 to 1000.';
comment on column jiancha.discretion_standard.circumstance is '违法情节.';
comment on column jiancha.discretion_standard.punishment is '处罚种类、幅度.';
comment on column jiancha.discretion_standard.fine_min is 'Least fine in yuan; NULL: no fine or no lower bound.';
comment on column jiancha.discretion_standard.fine_max is 'Greatest fine in yuan; NULL: no fine or no upper bound.';
comment on column jiancha.discretion_standard.basis is '处罚依据: law and article.';
comment on column jiancha.discretion_standard.recorded_at is 'When the row was entered.';

create table jiancha.checklist_rule (
    pack text not null,
    version integer not null,
    checklist text not null check (checklist <> ''),
    element text not null check (element <> ''),
    purpose text not null,
    no integer not null check (no > 0),
    name text not null check (name <> ''),
    matter_types text[],
    enabled boolean not null,
    source text not null,
    status text not null,
    constraint checklist_rule_pkey primary key (pack, version, checklist, element),
    constraint checklist_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint checklist_rule_purpose_check check (purpose in ('entry', 'library', 'publication')),
    constraint checklist_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.checklist_rule is '要素清单: headings that a matter must have, by pack; written by define_checklist().';
comment on column jiancha.checklist_rule.pack is 'Rule pack.';
comment on column jiancha.checklist_rule.version is 'Version of the pack.';
comment on column jiancha.checklist_rule.checklist is 'Name of the list.';
comment on column jiancha.checklist_rule.element is 'Element, see element_kind.';
comment on column jiancha.checklist_rule.purpose is 'entry: without it no matter enters the library; library: its absence is a gap; publication: it must be published.';
comment on column jiancha.checklist_rule.no is 'Place in the list.';
comment on column jiancha.checklist_rule.name is 'Heading in the words of the clause.';
comment on column jiancha.checklist_rule.matter_types is 'Types of matter that it concerns, see matter_detail.matter_type; NULL: every matter.';
comment on column jiancha.checklist_rule.enabled is 'false switches off the row of the same list and element in a parent pack.';
comment on column jiancha.checklist_rule.source is 'Clause it comes from.';
comment on column jiancha.checklist_rule.status is 'regulation, statute, analogue or assumed.';

create table jiancha.delegation (
    delegation_no text not null check (delegation_no <> ''),
    from_org text not null,
    to_org text not null,
    matter_code text not null,
    kind text not null,
    valid_from date not null,
    valid_until date,
    document_no text not null check (document_no <> ''),
    recorded_at timestamptz not null default now(),
    constraint delegation_pkey primary key (delegation_no),
    constraint delegation_orgs_check check (from_org <> to_org),
    constraint delegation_valid_until_check check (valid_until > valid_from),
    constraint delegation_kind_check check (kind in ('delegated', 'authorised'))
);
create index delegation_matter_idx on jiancha.delegation (matter_code, to_org);
comment on table jiancha.delegation is '委托、授权: who acts for whom in a matter, and when (W-3.2).';
comment on column jiancha.delegation.delegation_no is 'Number of the delegation.';
comment on column jiancha.delegation.from_org is 'Organisation whose power it is.';
comment on column jiancha.delegation.to_org is 'Organisation that acts.';
comment on column jiancha.delegation.matter_code is 'Matter.';
comment on column jiancha.delegation.kind is 'delegated 依法委托 or authorised 法律法规授权.';
comment on column jiancha.delegation.valid_from is 'First day.';
comment on column jiancha.delegation.valid_until is 'First day on which it no longer holds; NULL: open. Set once.';
comment on column jiancha.delegation.document_no is 'Number of the document.';
comment on column jiancha.delegation.recorded_at is 'When the row was entered.';

create table jiancha.law_change (
    law_change_no text not null check (law_change_no <> ''),
    title text not null check (title <> ''),
    cause text not null,
    document_no text,
    event_on date not null,
    pack text,
    holder_org text,
    matters text[] not null default '{}',
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint law_change_pkey primary key (law_change_no),
    constraint law_change_cause_check check (cause in ('law', 'function')),
    constraint law_change_pack_check check ((pack is null) = (holder_org is null))
);
comment on table jiancha.law_change is '法律法规变更、机构职能调整: what happened outside that rules and matters must follow (X-M-6.4, Z-7); append-only.';
comment on column jiancha.law_change.law_change_no is 'Number of the event.';
comment on column jiancha.law_change.title is 'What changed.';
comment on column jiancha.law_change.cause is 'law 法律、法规、规章颁布、修改、废止 or function 机构职能调整.';
comment on column jiancha.law_change.document_no is 'Number of the law or decision.';
comment on column jiancha.law_change.event_on is 'Day on which it happened: the time to apply counts from it.';
comment on column jiancha.law_change.pack is 'Rule pack that must have a new version; NULL: none.';
comment on column jiancha.law_change.holder_org is 'Organisation that sees to the rule pack; given with pack.';
comment on column jiancha.law_change.matters is 'Matters concerned.';
comment on column jiancha.law_change.actor is 'Database role.';
comment on column jiancha.law_change.recorded_at is 'When the row was entered.';

create table jiancha.matter_change (
    docket_id bigint not null,
    change_no text not null,
    org_code text not null,
    reviewer_org text not null,
    matter_code text not null,
    action text not null,
    cause text not null,
    event_on date not null,
    content jsonb not null,
    reason text not null check (reason <> ''),
    law_change_no text,
    document_no text,
    staff_code text,
    applied_at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint matter_change_pkey primary key (docket_id),
    constraint matter_change_action_check check (action in ('add', 'amend', 'suspend', 'resume', 'abolish', 'confirm')),
    constraint matter_change_cause_check check (cause in ('law', 'function', 'other'))
);
create index matter_change_no_idx on jiancha.matter_change (change_no);
create index matter_change_matter_idx on jiancha.matter_change (matter_code);
comment on table jiancha.matter_change is '权力事项变更申报: what organisations applied for (Z-7.1); append-only.';
comment on column jiancha.matter_change.docket_id is 'The docket, of kind matter_change.';
comment on column jiancha.matter_change.change_no is 'Number of the change: business number of the docket.';
comment on column jiancha.matter_change.org_code is 'Organisation that applies.';
comment on column jiancha.matter_change.reviewer_org is 'Legal office of the same government, which reviews it (Z-6).';
comment on column jiancha.matter_change.matter_code is 'Matter.';
comment on column jiancha.matter_change.action is 'add 增加, amend 修改, suspend 停止实施, resume 恢复, abolish 删减, confirm 确认入库.';
comment on column jiancha.matter_change.cause is 'law, function or other.';
comment on column jiancha.matter_change.event_on is 'Day on which the cause happened.';
comment on column jiancha.matter_change.content is 'Fields to change, each with its new value.';
comment on column jiancha.matter_change.reason is 'Why.';
comment on column jiancha.matter_change.law_change_no is 'Event that caused it; NULL: none recorded.';
comment on column jiancha.matter_change.document_no is 'Number of the application.';
comment on column jiancha.matter_change.staff_code is 'Who applies.';
comment on column jiancha.matter_change.applied_at is 'When the legal office received it.';
comment on column jiancha.matter_change.actor is 'Database role.';
comment on column jiancha.matter_change.recorded_at is 'When the row was entered.';

create table jiancha.matter_change_review (
    docket_id bigint not null,
    org_code text not null,
    reviewer_org text not null,
    result text not null,
    approved text[] not null,
    opinion text not null check (opinion <> ''),
    document_no text not null check (document_no <> ''),
    staff_code text,
    reviewed_at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint matter_change_review_pkey primary key (docket_id),
    constraint matter_change_review_result_check check (result in ('approved', 'partly', 'rejected'))
);
comment on table jiancha.matter_change_review is '法制审核: what the legal office decided about a change, in writing (Z-6, Z-7.2); append-only.';
comment on column jiancha.matter_change_review.docket_id is 'The docket of the change.';
comment on column jiancha.matter_change_review.org_code is 'Organisation that applied.';
comment on column jiancha.matter_change_review.reviewer_org is 'Legal office.';
comment on column jiancha.matter_change_review.result is 'approved, partly or rejected.';
comment on column jiancha.matter_change_review.approved is 'Fields that were approved.';
comment on column jiancha.matter_change_review.opinion is '审核意见.';
comment on column jiancha.matter_change_review.document_no is 'Number of the written answer.';
comment on column jiancha.matter_change_review.staff_code is 'Who reviewed.';
comment on column jiancha.matter_change_review.reviewed_at is 'When.';
comment on column jiancha.matter_change_review.actor is 'Database role.';
comment on column jiancha.matter_change_review.recorded_at is 'When the row was entered.';

create table jiancha.matter_change_adjust (
    docket_id bigint not null,
    org_code text not null,
    reviewer_org text not null,
    matter_code text not null,
    version integer not null,
    valid_from date not null,
    pending_basis text,
    pending_cases integer not null,
    staff_code text,
    adjusted_at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint matter_change_adjust_pkey primary key (docket_id)
);
comment on table jiancha.matter_change_adjust is '权力库调整: the version that came of an approved change (Z-8); append-only.';
comment on column jiancha.matter_change_adjust.docket_id is 'The docket of the change.';
comment on column jiancha.matter_change_adjust.org_code is 'Organisation that applied.';
comment on column jiancha.matter_change_adjust.reviewer_org is 'Legal office.';
comment on column jiancha.matter_change_adjust.matter_code is 'Matter.';
comment on column jiancha.matter_change_adjust.version is 'Version that entered the library.';
comment on column jiancha.matter_change_adjust.valid_from is 'First day of the version.';
comment on column jiancha.matter_change_adjust.pending_basis is 'What says that open cases follow the new version; NULL: they keep theirs.';
comment on column jiancha.matter_change_adjust.pending_cases is 'How many open cases followed it.';
comment on column jiancha.matter_change_adjust.staff_code is 'Who adjusted.';
comment on column jiancha.matter_change_adjust.adjusted_at is 'When.';
comment on column jiancha.matter_change_adjust.actor is 'Database role.';
comment on column jiancha.matter_change_adjust.recorded_at is 'When the row was entered.';

create table jiancha.library_entry (
    matter_code text not null,
    version integer not null,
    change_no text not null check (change_no <> ''),
    way text not null,
    entered_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    constraint library_entry_pkey primary key (matter_code, version),
    constraint library_entry_way_check check (way in ('change', 'succession')),
    constraint library_entry_matter_fkey foreign key (matter_code, version) references jiancha.matter_version
);
comment on table jiancha.library_entry is '入库: versions of matters that are in the library (Z-6); append-only.';
comment on column jiancha.library_entry.matter_code is 'Code of the matter.';
comment on column jiancha.library_entry.version is 'Version of the matter.';
comment on column jiancha.library_entry.change_no is 'Change by which it entered, or decision on the succession.';
comment on column jiancha.library_entry.way is 'change or succession.';
comment on column jiancha.library_entry.entered_at is 'When.';
comment on column jiancha.library_entry.recorded_at is 'When the row was entered.';

create table jiancha.publication (
    matter_code text not null,
    version integer not null,
    element text not null,
    published_at timestamptz not null,
    place text not null check (place <> ''),
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint publication_pkey primary key (matter_code, version, element),
    constraint publication_entry_fkey foreign key (matter_code, version) references jiancha.library_entry
);
comment on table jiancha.publication is '公开: which element of a matter was published when and where (Q-4.3.1, W-8.1.2); append-only.';
comment on column jiancha.publication.matter_code is 'Code of the matter.';
comment on column jiancha.publication.version is 'Version of the matter.';
comment on column jiancha.publication.element is 'Element, see element_kind.';
comment on column jiancha.publication.published_at is 'When.';
comment on column jiancha.publication.place is 'Where: address on the network, or gazette.';
comment on column jiancha.publication.actor is 'Database role.';
comment on column jiancha.publication.recorded_at is 'When the row was entered.';

create table jiancha.matter_correction (
    matter_code text not null,
    version integer not null,
    correction_no integer not null check (correction_no > 0),
    promised_limit integer check (promised_limit > 0),
    promised_unit text not null,
    statutory_limit integer check (statutory_limit > 0),
    statutory_unit text not null,
    roll text not null,
    decision_no text not null check (decision_no <> ''),
    reason text not null check (reason <> ''),
    stands boolean not null,
    at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint matter_correction_pkey primary key (matter_code, version, correction_no),
    constraint matter_correction_matter_fkey foreign key (matter_code, version) references jiancha.matter_version,
    constraint matter_correction_promised_unit_check check (promised_unit in ('working_day', 'day', 'month', 'year', 'working_hour')),
    constraint matter_correction_statutory_unit_check check (statutory_unit in ('working_day', 'day', 'month', 'year', 'working_hour')),
    constraint matter_correction_roll_check check (roll in ('none', 'last_day', 'skip_all'))
);
create unique index matter_correction_stands_idx on jiancha.matter_correction (matter_code, version) where stands;
comment on table jiancha.matter_correction is '事项更正: limits of a version that had been typed wrong, as they should have been; append-only but for the label stands.';
comment on column jiancha.matter_correction.matter_code is 'Code of the matter.';
comment on column jiancha.matter_correction.version is 'Version of the matter.';
comment on column jiancha.matter_correction.correction_no is '1, 2, … of the version.';
comment on column jiancha.matter_correction.promised_limit is '承诺时限, in promised_unit; NULL if none.';
comment on column jiancha.matter_correction.promised_unit is 'working_day, day, month, year or working_hour.';
comment on column jiancha.matter_correction.statutory_limit is '法定时限, in statutory_unit; NULL if none.';
comment on column jiancha.matter_correction.statutory_unit is 'working_day, day, month, year or working_hour.';
comment on column jiancha.matter_correction.roll is 'none, last_day or skip_all.';
comment on column jiancha.matter_correction.decision_no is 'Number of the decision.';
comment on column jiancha.matter_correction.reason is 'Why.';
comment on column jiancha.matter_correction.stands is 'Label that the records keep: whether it is the latest of the version.';
comment on column jiancha.matter_correction.at is 'When it was decided.';
comment on column jiancha.matter_correction.actor is 'Database role.';
comment on column jiancha.matter_correction.recorded_at is 'When the row was entered.';

create table jiancha.matter_correction_clock (
    docket_id bigint not null,
    clock text not null,
    cycle integer not null,
    correction_no integer not null,
    org_code text not null,
    old_due_on date,
    new_due_on date,
    old_due_at timestamptz,
    new_due_at timestamptz,
    decision_no text not null,
    recorded_at timestamptz not null default now(),
    constraint matter_correction_clock_pkey primary key (docket_id, clock, cycle, correction_no)
);
comment on table jiancha.matter_correction_clock is '更正的影响: clocks that a correction of a matter moved; append-only.';
comment on column jiancha.matter_correction_clock.docket_id is 'The docket.';
comment on column jiancha.matter_correction_clock.clock is 'Clock.';
comment on column jiancha.matter_correction_clock.cycle is 'Cycle of the clock.';
comment on column jiancha.matter_correction_clock.correction_no is 'Correction of the docket''s version of its matter.';
comment on column jiancha.matter_correction_clock.org_code is 'Organisation that held the docket.';
comment on column jiancha.matter_correction_clock.old_due_on is 'Due day before.';
comment on column jiancha.matter_correction_clock.new_due_on is 'Due day now.';
comment on column jiancha.matter_correction_clock.old_due_at is 'Due instant before.';
comment on column jiancha.matter_correction_clock.new_due_at is 'Due instant now.';
comment on column jiancha.matter_correction_clock.decision_no is 'Number of the decision.';
comment on column jiancha.matter_correction_clock.recorded_at is 'When it was counted again.';

create table jiancha.shared_limit (
    matter_code text not null,
    version integer not null,
    part_org text not null,
    amount integer not null check (amount between 1 and 10000),
    unit text not null,
    recorded_at timestamptz not null default now(),
    constraint shared_limit_pkey primary key (matter_code, version, part_org),
    constraint shared_limit_unit_check check (unit in ('working_day', 'day', 'month', 'year', 'working_hour')),
    constraint shared_limit_matter_fkey foreign key (matter_code, version) references jiancha.matter_version
);
comment on table jiancha.shared_limit is '市区共同办理的时限: parts of a promised limit, one an organisation (Q-6.1); append-only.';
comment on column jiancha.shared_limit.matter_code is 'Code of the matter.';
comment on column jiancha.shared_limit.version is 'Version of the matter.';
comment on column jiancha.shared_limit.part_org is 'Organisation whose part it is.';
comment on column jiancha.shared_limit.amount is 'Its part, in unit.';
comment on column jiancha.shared_limit.unit is 'Unit: that of the promised limit.';
comment on column jiancha.shared_limit.recorded_at is 'When the row was entered.';

create table jiancha.shared_limit_confirmation (
    matter_code text not null,
    version integer not null,
    role text not null,
    confirmed_by text not null,
    document_no text not null check (document_no <> ''),
    confirmed_at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint shared_limit_confirmation_pkey primary key (matter_code, version, role),
    constraint shared_limit_confirmation_role_check check (role in ('reform_office', 'legal_office'))
);
comment on table jiancha.shared_limit_confirmation is '共同办理时限的确认: by the reform office and the legal office; both make it valid (Q-6.1); append-only.';
comment on column jiancha.shared_limit_confirmation.matter_code is 'Code of the matter.';
comment on column jiancha.shared_limit_confirmation.version is 'Version of the matter.';
comment on column jiancha.shared_limit_confirmation.role is 'reform_office 审改办 or legal_office 法制机构.';
comment on column jiancha.shared_limit_confirmation.confirmed_by is 'Organisation that confirmed.';
comment on column jiancha.shared_limit_confirmation.document_no is 'Number of the document.';
comment on column jiancha.shared_limit_confirmation.confirmed_at is 'When.';
comment on column jiancha.shared_limit_confirmation.actor is 'Database role.';
comment on column jiancha.shared_limit_confirmation.recorded_at is 'When the row was entered.';

create table jiancha.change_notice (
    docket_id bigint not null,
    org_code text not null,
    notice_no text not null,
    what text not null,
    matter_code text,
    version integer,
    staff_code text,
    successor_code text,
    changed_on date not null,
    notified_at timestamptz not null,
    text text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint change_notice_pkey primary key (docket_id, notice_no),
    constraint change_notice_what_check check (case what when 'matter' then matter_code is not null and version is not null when 'handler' then staff_code is not null else false end)
);
comment on table jiancha.change_notice is '变更通知: that an item or a handler changed, as the centre and the supervisor were told (W-6.2b); append-only.';
comment on column jiancha.change_notice.docket_id is 'The docket, of kind matter_version or duty_change.';
comment on column jiancha.change_notice.org_code is 'Organisation that tells.';
comment on column jiancha.change_notice.notice_no is 'Number of the notice.';
comment on column jiancha.change_notice.what is 'matter 审批事项更改 or handler 办理人更换.';
comment on column jiancha.change_notice.matter_code is 'Matter that changed.';
comment on column jiancha.change_notice.version is 'Its new version.';
comment on column jiancha.change_notice.staff_code is 'Handler who left.';
comment on column jiancha.change_notice.successor_code is 'Handler who followed.';
comment on column jiancha.change_notice.changed_on is 'Day of the change: the time to tell counts from it.';
comment on column jiancha.change_notice.notified_at is 'When the centre was told.';
comment on column jiancha.change_notice.text is 'Remark.';
comment on column jiancha.change_notice.actor is 'Database role.';
comment on column jiancha.change_notice.recorded_at is 'When the row was entered.';

create table jiancha.certificate_report (
    docket_id bigint not null,
    certificate_no text not null,
    act text not null,
    org_code text not null,
    matter_code text not null,
    case_no text,
    issued_on date not null,
    reported_by text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint certificate_report_pkey primary key (docket_id),
    constraint certificate_report_act_check check (act in ('approval', 'penalty', 'inspection', 'levy'))
);
comment on table jiancha.certificate_report is '证照票据核对: certificates and receipts as their printers, registers or auditors count them, to be found again among the cases (X-M-9.6, Z-3.1); append-only.';
comment on column jiancha.certificate_report.docket_id is 'The docket, of kind certificate_report.';
comment on column jiancha.certificate_report.certificate_no is 'Number of the certificate or receipt: business number of the docket.';
comment on column jiancha.certificate_report.act is 'approval 审批, penalty 处罚, inspection 检查 or levy 征收.';
comment on column jiancha.certificate_report.org_code is 'Organisation that issued it.';
comment on column jiancha.certificate_report.matter_code is 'Matter.';
comment on column jiancha.certificate_report.case_no is 'Case it is said to come from; NULL: none named.';
comment on column jiancha.certificate_report.issued_on is 'Day of issue.';
comment on column jiancha.certificate_report.reported_by is 'Who counted it.';
comment on column jiancha.certificate_report.actor is 'Database role.';
comment on column jiancha.certificate_report.recorded_at is 'When the row was entered.';

create table jiancha.org_succession (
    decision_no text not null check (decision_no <> ''),
    from_org text not null,
    to_org text not null,
    kind text not null,
    effective_on date not null,
    share jsonb,
    moved jsonb not null,
    at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint org_succession_pkey primary key (decision_no, from_org, to_org),
    constraint org_succession_orgs_check check (from_org <> to_org),
    constraint org_succession_kind_check check (kind in ('rename', 'merge', 'split'))
);
comment on table jiancha.org_succession is '机构改革: which organisation took over from which, by what decision; append-only.';
comment on column jiancha.org_succession.decision_no is 'Number of the decision.';
comment on column jiancha.org_succession.from_org is 'Organisation that ended.';
comment on column jiancha.org_succession.to_org is 'Organisation that follows.';
comment on column jiancha.org_succession.kind is 'rename, merge or split.';
comment on column jiancha.org_succession.effective_on is 'Day from which on the successor acts.';
comment on column jiancha.org_succession.share is 'Who takes what, of a split: {"matters": {matter: org}, "staff": {person: org}, "rest": org}.';
comment on column jiancha.org_succession.moved is 'How much passed: dockets, cards, matters, staff, duties.';
comment on column jiancha.org_succession.at is 'When it was entered, as given.';
comment on column jiancha.org_succession.actor is 'Database role.';
comment on column jiancha.org_succession.recorded_at is 'When the row was entered.';
