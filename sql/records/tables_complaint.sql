-- Complaints: what a pack says of them, the complaint, who complained (apart), what was done about it, who read an identity, what was published. Append-only all
-- of them. A complaint is a docket; its steps here are told to the engine as steps of the docket, so that its clocks run.

insert into jiancha.step_kind (kind, rank, ends, late, state, name) values
    ('portal_received', 2, false, false, null, '门户网站收件'),
    ('request_extension', 88, false, false, null, '申请延期'),
    ('extend_result', 92, false, false, null, '批准转办延期')
on conflict do nothing;

create table jiancha.complaint_rule (
    pack text not null,
    version integer not null,
    topic text not null,
    code text not null,
    name text not null,
    start_kind text,
    needs text[] not null default '{}',
    results text[] not null default '{}',
    dimension text,
    source text not null,
    status text not null,
    enabled boolean not null default true,
    constraint complaint_rule_pkey primary key (pack, version, topic, code),
    constraint complaint_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint complaint_rule_topic_check check (topic in ('kind', 'channel', 'outcome')),
    constraint complaint_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.complaint_rule is '投诉规则: the kinds of complaint, the channels and the outcomes of a pack; one clause a row; append-only.';
comment on column jiancha.complaint_rule.pack is 'Rule pack.';
comment on column jiancha.complaint_rule.version is 'Version of the pack.';
comment on column jiancha.complaint_rule.topic is 'kind 投诉种类, channel 投诉渠道 or outcome 处理结果.';
comment on column jiancha.complaint_rule.code is 'Name as it is entered in complaint_intake.kind, complaint_intake.channel or complaint_step.outcome.';
comment on column jiancha.complaint_rule.name is 'What it is, in the words of the clause.';
comment on column jiancha.complaint_rule.start_kind is 'Of a channel: step entered with the receipt, from which a clock of the pack may run; NULL: none, so a clock that starts from it does not run for this channel.';
comment on column jiancha.complaint_rule.needs is 'Of an outcome: columns of the closing step that must be filled: document_no, person, result, text, reason.';
comment on column jiancha.complaint_rule.results is 'Of an outcome: what its column result may say; empty: any.';
comment on column jiancha.complaint_rule.dimension is 'Of a kind: indicator of the evaluation it counts under when found true; NULL: none.';
comment on column jiancha.complaint_rule.source is 'Clause it comes from.';
comment on column jiancha.complaint_rule.status is 'regulation, statute, analogue or assumed.';
comment on column jiancha.complaint_rule.enabled is 'false switches off the row of the same name in a parent pack.';

create table jiancha.complaint (
    docket_id bigint not null,
    complaint_no text not null,
    kind text not null,
    channel text not null,
    received_at timestamptz not null,
    real_name boolean not null,
    has_contact boolean not null,
    subject text,
    text text not null,
    org_code text,
    desk_org text not null,
    case_no text,
    urgent boolean not null,
    repeat_of text,
    pack text not null,
    rule_version integer not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    handlers text[] not null default '{}',
    constraint complaint_pkey primary key (docket_id)
);
create index complaint_org_idx on jiancha.complaint (org_code, case_no, received_at);
create index complaint_no_idx on jiancha.complaint (complaint_no);
comment on table jiancha.complaint is '投诉: one row a complaint, without who complained; append-only.';
comment on column jiancha.complaint.docket_id is 'The docket.';
comment on column jiancha.complaint.complaint_no is 'Number of the complaint.';
comment on column jiancha.complaint.kind is 'Kind; see complaint_rule.';
comment on column jiancha.complaint.channel is 'Channel; see complaint_rule.';
comment on column jiancha.complaint.received_at is 'When it was received.';
comment on column jiancha.complaint.real_name is '实名: whether a name was given.';
comment on column jiancha.complaint.has_contact is 'Whether a contact was left.';
comment on column jiancha.complaint.subject is 'What it is about; says nothing of who complained.';
comment on column jiancha.complaint.text is 'What is complained of; says nothing of who complained.';
comment on column jiancha.complaint.org_code is 'Organisation complained of; NULL: none that is registered, so the complaint can only go to another body.';
comment on column jiancha.complaint.desk_org is 'Organisation whose complaint desk received it.';
comment on column jiancha.complaint.case_no is 'Case it is about; NULL: none.';
comment on column jiancha.complaint.urgent is '正在发生且影响较大: somebody must be sent at once.';
comment on column jiancha.complaint.repeat_of is 'Earlier complaint that this one repeats: same complainant or same text, same organisation and case, open then or closed within repeat_days of the pack.';
comment on column jiancha.complaint.pack is 'Pack that judges it.';
comment on column jiancha.complaint.rule_version is 'Its version in force at the receipt.';
comment on column jiancha.complaint.actor is 'Database role that entered it.';
comment on column jiancha.complaint.recorded_at is 'When the row was entered.';
comment on column jiancha.complaint.handlers is 'Organisations it was transferred to so far, which see it: the label row-level security goes by, and the one column that changes.';

create table jiancha.complainant (
    docket_id bigint not null,
    name text,
    contact text,
    identity_kind text,
    identity_number text,
    original_text text,
    constraint complainant_pkey primary key (docket_id),
    constraint complainant_identity_kind_check check (identity_kind in ('identity_number', 'credit_code'))
);
comment on table jiancha.complainant is '投诉人: who complained; granted to nobody, read through reveal_complainant() alone; append-only.';
comment on column jiancha.complainant.docket_id is 'The docket.';
comment on column jiancha.complainant.name is 'Name; NULL: anonymous.';
comment on column jiancha.complainant.contact is 'Where he can be reached; NULL: nowhere.';
comment on column jiancha.complainant.identity_kind is 'identity_number or credit_code; NULL: none given.';
comment on column jiancha.complainant.identity_number is 'The number; its check digit is right.';
comment on column jiancha.complainant.original_text is 'The complaint in its own words, where these say who complained.';

create table jiancha.complaint_act (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    kind text not null,
    at timestamptz not null,
    to_org text,
    to_body text,
    result_required boolean,
    result_due date,
    days integer,
    decider text,
    outcome text,
    result text,
    person text,
    text text,
    reason text,
    document_no text,
    staff_code text,
    org_code text,
    desk_org text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint complaint_act_pkey primary key (docket_id, seq)
);
comment on table jiancha.complaint_act is '投诉办理过程: what was done about a complaint, seen by the desk and by the organisation that handles it; append-only.';
comment on column jiancha.complaint_act.docket_id is 'The docket.';
comment on column jiancha.complaint_act.seq is 'Number given by the records.';
comment on column jiancha.complaint_act.kind is 'What was done; see complaint_step.';
comment on column jiancha.complaint_act.at is 'When it was done.';
comment on column jiancha.complaint_act.to_org is 'Organisation it goes to.';
comment on column jiancha.complaint_act.to_body is 'Body it goes to that is not registered.';
comment on column jiancha.complaint_act.result_required is 'Of transfer_out: whether the result must be reported.';
comment on column jiancha.complaint_act.result_due is 'Of transfer_out: last day for the result; of extend_result: the new one.';
comment on column jiancha.complaint_act.days is 'Working days of an extension.';
comment on column jiancha.complaint_act.decider is 'Who approved it.';
comment on column jiancha.complaint_act.outcome is 'Of close: the outcome; see complaint_rule.';
comment on column jiancha.complaint_act.result is 'What came of it.';
comment on column jiancha.complaint_act.person is 'Person held to account.';
comment on column jiancha.complaint_act.text is 'Reply, feedback, explanation.';
comment on column jiancha.complaint_act.reason is 'Reason.';
comment on column jiancha.complaint_act.document_no is 'Document.';
comment on column jiancha.complaint_act.staff_code is 'Person who signed.';
comment on column jiancha.complaint_act.org_code is 'Organisation that handles it meanwhile; NULL: the desk itself.';
comment on column jiancha.complaint_act.desk_org is 'Organisation of the desk.';
comment on column jiancha.complaint_act.actor is 'Database role that entered it.';
comment on column jiancha.complaint_act.recorded_at is 'When the row was entered.';

create table jiancha.identity_read (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    complaint_no text not null,
    what text not null,
    ask_seq bigint,
    reason text not null,
    actor text not null,
    transaction text not null,
    org_code text not null,
    recorded_at timestamptz not null default now(),
    constraint identity_read_pkey primary key (docket_id, seq),
    constraint identity_read_what_check check (what in ('ask', 'tell'))
);
create index identity_read_seq_idx on jiancha.identity_read (seq);
comment on table jiancha.identity_read is '身份查阅记录: every reading of a complainant''s identity; append-only.';
comment on column jiancha.identity_read.docket_id is 'The docket.';
comment on column jiancha.identity_read.seq is 'Number given by the records.';
comment on column jiancha.identity_read.complaint_no is 'Number of the complaint.';
comment on column jiancha.identity_read.what is 'ask: before the reading, committed; tell: the reading itself.';
comment on column jiancha.identity_read.ask_seq is 'Of tell: seq of the ask it belongs to.';
comment on column jiancha.identity_read.reason is 'Why.';
comment on column jiancha.identity_read.actor is 'Database role that read.';
comment on column jiancha.identity_read.transaction is 'Transaction that wrote the row.';
comment on column jiancha.identity_read.org_code is 'Organisation of the desk.';
comment on column jiancha.identity_read.recorded_at is 'When.';

create table jiancha.complaint_publication (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    complaint_no text not null,
    published_at timestamptz not null,
    text text not null,
    desk_org text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint complaint_publication_pkey primary key (docket_id, seq)
);
comment on table jiancha.complaint_publication is '投诉结果公布: results of complaints as published; append-only.';
comment on column jiancha.complaint_publication.docket_id is 'The docket.';
comment on column jiancha.complaint_publication.seq is 'Number given by the records.';
comment on column jiancha.complaint_publication.complaint_no is 'Number of the complaint.';
comment on column jiancha.complaint_publication.published_at is 'When it was published.';
comment on column jiancha.complaint_publication.text is 'What was published; says nothing of who complained.';
comment on column jiancha.complaint_publication.desk_org is 'Organisation of the desk.';
comment on column jiancha.complaint_publication.actor is 'Database role that entered it.';
comment on column jiancha.complaint_publication.recorded_at is 'When the row was entered.';
