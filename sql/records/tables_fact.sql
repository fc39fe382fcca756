-- Documents of a docket, and the rules that failed at run time. Documents are facts: what a rule says of a notice or a decision is said of these rows.

create table jiancha.document_kind (
    kind text primary key,
    name text not null
);
comment on table jiancha.document_kind is '文书种类: what a document of a docket can be.';
comment on column jiancha.document_kind.kind is 'Name as it is entered.';
comment on column jiancha.document_kind.name is 'Chinese name.';
insert into jiancha.document_kind (kind, name) values
    ('receipt', '接件凭证'),
    ('application_materials', '申请材料'),
    ('correction_notice', '补正通知书'),
    ('acceptance_notice', '受理通知书'),
    ('refusal_notice', '不予受理通知书'),
    ('special_notice', '特别程序告知书'),
    ('extension_notice', '延期告知书'),
    ('hearing_record', '听证笔录'),
    ('tender_result', '招标、拍卖结果'),
    ('exam_result', '考试成绩'),
    ('inspection_report', '检验、检测、检疫、鉴定报告'),
    ('decision_document', '许可决定书'),
    ('delivery_receipt', '送达回证'),
    ('filing_form', '立案审批表'),
    ('penalty_notice', '处罚告知书'),
    ('penalty_decision', '处罚决定书'),
    ('penalty_evidence', '处罚证据'),
    ('change_approval', '事项变更批复'),
    ('publication', '公开信息'),
    ('reply', '答复书'),
    ('other', '其他');

create table jiancha.case_document (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    document_kind text not null,
    document_no text,
    name text,
    at timestamptz not null,
    sha256 text,
    data jsonb,
    org_code text not null,
    actor text not null,
    revision bigint not null,
    recorded_at timestamptz not null default now(),
    constraint case_document_pkey primary key (docket_id, seq),
    constraint case_document_sha256_check check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table jiancha.case_document is '文书: that a document exists and when it was filed, not the document itself; append-only.';
comment on column jiancha.case_document.docket_id is 'The docket.';
comment on column jiancha.case_document.seq is 'Number given by the records; says nothing about time.';
comment on column jiancha.case_document.document_kind is 'See document_kind.';
comment on column jiancha.case_document.document_no is 'Number of the document.';
comment on column jiancha.case_document.name is 'Title.';
comment on column jiancha.case_document.at is 'When it was filed (上传) in the department''s system.';
comment on column jiancha.case_document.sha256 is 'SHA-256 of its content, 64 hexadecimal digits.';
comment on column jiancha.case_document.data is 'Further fields of the department, as JSON.';
comment on column jiancha.case_document.org_code is 'Organisation that held the docket when the row was entered.';
comment on column jiancha.case_document.actor is 'Database role that entered the row.';
comment on column jiancha.case_document.revision is 'Revision of the docket that the row led to.';
comment on column jiancha.case_document.recorded_at is 'When the row was entered.';

create table jiancha.rule_quarantine (
    pack text not null,
    version integer not null,
    rule text not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    kind text not null,
    error_code text,
    message text,
    detail text,
    case_no text,
    reason text,
    actor text not null,
    at timestamptz not null default now(),
    constraint rule_quarantine_pkey primary key (pack, version, rule, seq),
    constraint rule_quarantine_kind_check check (kind in ('quarantine', 'release')),
    constraint rule_quarantine_shape_check check (case kind when 'quarantine' then error_code is not null and message is not null else reason is not null end)
);
comment on table jiancha.rule_quarantine is '规则隔离: condition rules that failed at run time, and their release. While the latest row of a rule is a quarantine it neither gives nor takes back a card; append-only.';
comment on column jiancha.rule_quarantine.pack is 'Pack that defines the rule; packs that inherit it are spared it too.';
comment on column jiancha.rule_quarantine.version is 'Version of the pack.';
comment on column jiancha.rule_quarantine.rule is 'Rule.';
comment on column jiancha.rule_quarantine.seq is 'Number given by the records; the greatest of a rule is its latest row.';
comment on column jiancha.rule_quarantine.kind is 'quarantine or release.';
comment on column jiancha.rule_quarantine.error_code is 'SQLSTATE of the error.';
comment on column jiancha.rule_quarantine.message is 'Its message.';
comment on column jiancha.rule_quarantine.detail is 'Its detail.';
comment on column jiancha.rule_quarantine.case_no is 'Business number of a docket it failed on.';
comment on column jiancha.rule_quarantine.reason is 'Why it was released.';
comment on column jiancha.rule_quarantine.actor is 'Database role.';
comment on column jiancha.rule_quarantine.at is 'When.';
