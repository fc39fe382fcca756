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
    secrecy text,
    secrecy_decision text,
    recorded_at timestamptz not null default now(),
    constraint matter_detail_pkey primary key (matter_code, version),
    constraint matter_detail_matter_fkey foreign key (matter_code, version) references jiancha.matter_version,
    constraint matter_detail_item_level_check check (item_level in ('main', 'sub', 'business')),
    constraint matter_detail_online_class_check check (online_class in ('A', 'B', 'C', 'D')),
    constraint matter_detail_online_level_check check (online_level between 0 and 3),
    constraint matter_detail_secrecy_check check (secrecy in ('state', 'commercial', 'personal') and secrecy_decision is not null or secrecy is null)
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
comment on column jiancha.matter_detail.secrecy is 'Why it is not public: state 国家秘密, commercial 商业秘密, personal 个人隐私; NULL: public.';
comment on column jiancha.matter_detail.secrecy_decision is 'Number of the decision on its secrecy (X-M-4.2); given with secrecy.';
comment on column jiancha.matter_detail.recorded_at is 'When the row was entered.';

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
comment on column jiancha.matter_element.element is 'Element, see matter_elements.';
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
