-- Feeds: who delivers what in which layout, what was delivered, what was put aside.

create table jiancha.feed_version (
    source text not null check (source <> '' and octet_length(source) <= 80),
    valid_from date not null,
    org_code text not null,
    name text not null check (name <> ''),
    layout text not null,
    interface_version text not null,
    state text not null,
    staff_code text,
    recorded_at timestamptz not null default now(),
    constraint feed_version_pkey primary key (source, valid_from),
    constraint feed_version_state_check check (state in ('planned', 'live', 'closed'))
);
comment on table jiancha.feed_version is '数据源: systems that deliver facts, by version; a version holds from valid_from until the next one (G-3.4, Q-3.1.3).';
comment on column jiancha.feed_version.source is 'Name of the source, unique in the records, at most 80 bytes: what a batch and a heartbeat say who they come from.';
comment on column jiancha.feed_version.valid_from is 'First day on which the version holds; -infinity for always.';
comment on column jiancha.feed_version.org_code is 'Organisation it belongs to; it may deliver cases of this organisation and of those below it.';
comment on column jiancha.feed_version.name is 'Name of the system.';
comment on column jiancha.feed_version.layout is 'Layout of its records; see feed_layout.';
comment on column jiancha.feed_version.interface_version is '接口版本: version of the interface it was tested with; a batch that names another is rejected.';
comment on column jiancha.feed_version.state is 'planned (计划), live (运行) or closed (停用); only a live one delivers.';
comment on column jiancha.feed_version.staff_code is '联系人: who looks after it; NULL: nobody was named.';
comment on column jiancha.feed_version.recorded_at is 'When the row was entered.';

create table jiancha.feed_layout (
    layout text not null check (layout <> ''),
    record text not null check (record <> ''),
    target text not null,
    name text not null check (name <> ''),
    parent text,
    parent_fields text[],
    source text not null check (source <> ''),
    status text not null,
    constraint feed_layout_pkey primary key (layout, record),
    constraint feed_layout_target_check check (target in ('case', 'step', 'document')),
    constraint feed_layout_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed')),
    constraint feed_layout_parent_check check ((parent is null) = (parent_fields is null))
);
comment on table jiancha.feed_layout is '交换格式: the kinds of records of each exchange layout, and what each becomes.';
comment on column jiancha.feed_layout.layout is 'neutral, guangdong, shandong, or one that the city defines.';
comment on column jiancha.feed_layout.record is 'Name of the kind of record, as the sender writes it.';
comment on column jiancha.feed_layout.target is 'What a record becomes: case (收件), step (过程) or document (文书).';
comment on column jiancha.feed_layout.name is 'Chinese name.';
comment on column jiancha.feed_layout.parent is 'Where records come as one message a case: the record of the message that holds the keys of the others; NULL: each record has its own.';
comment on column jiancha.feed_layout.parent_fields is 'The keys: fields of the parent that hold for this record too.';
comment on column jiancha.feed_layout.source is 'Where the layout is published.';
comment on column jiancha.feed_layout.status is 'regulation, statute, analogue or assumed.';

create table jiancha.feed_field (
    layout text not null,
    record text not null,
    target text not null,
    field text,
    fixed text,
    codes jsonb,
    constraint feed_field_pkey primary key (layout, record, target),
    constraint feed_field_record_fkey foreign key (layout, record) references jiancha.feed_layout,
    constraint feed_field_source_check check (field is not null or fixed is not null),
    constraint feed_field_codes_check check (codes is null or jsonb_typeof(codes) = 'object')
);
comment on table jiancha.feed_field is '字段对照: which field of a record becomes which column.';
comment on column jiancha.feed_field.layout is 'Layout.';
comment on column jiancha.feed_field.record is 'Kind of record.';
comment on column jiancha.feed_field.target is 'Column it becomes: of jiancha.feed_case or feed_step for a case or a step, of document_intake for a document; data.<name> is kept in data; version, series, number_base make the step_no where the layout has none.';
comment on column jiancha.feed_field.field is 'Field of the record; several joined by + are read as one value joined by +. NULL: the record has none, fixed holds.';
comment on column jiancha.feed_field.fixed is 'Value where the record has none.';
comment on column jiancha.feed_field.codes is 'Codes of the layout and what they mean here; a value that is no code stays as it is.';

create table jiancha.feed_batch (
    batch_id bigint not null,
    source text,
    batch_no text,
    org_code text not null,
    interface_version text,
    covers_through timestamptz,
    state text not null,
    problem text[],
    received bigint not null,
    landed bigint not null,
    present bigint not null,
    quarantined bigint not null,
    actor text not null,
    transaction text not null,
    recorded_at timestamptz not null default now(),
    constraint feed_batch_pkey primary key (batch_id),
    constraint feed_batch_state_check check (state in ('taken', 'rejected')),
    constraint feed_batch_shape_check check ((state = 'rejected') = (problem is not null)),
    constraint feed_batch_sum_check check (case state when 'taken' then received = landed + present + quarantined else landed + present + quarantined = 0 end)
);
create index feed_batch_source_idx on jiancha.feed_batch (source, batch_no);
comment on table jiancha.feed_batch is '报送批次: each delivery, also of a source that is not registered (X-M-9.2); append-only.';
comment on column jiancha.feed_batch.batch_id is 'Number given by the records.';
comment on column jiancha.feed_batch.source is 'Source as the sender named it.';
comment on column jiancha.feed_batch.batch_no is 'The sender''s number of the batch; a batch delivered again is a further row.';
comment on column jiancha.feed_batch.org_code is 'Organisation of the source; of a source that is not registered or not the sender''s, that of the sender, empty if he acts for none.';
comment on column jiancha.feed_batch.interface_version is 'Version of the interface the batch was made for; NULL: not said.';
comment on column jiancha.feed_batch.covers_through is 'Instant up to which the sender says that the batch is complete; NULL: not said.';
comment on column jiancha.feed_batch.state is 'taken, or rejected as a whole.';
comment on column jiancha.feed_batch.problem is 'Why it was rejected: message and its arguments; feed_batches shows the text.';
comment on column jiancha.feed_batch.received is 'Records in the batch: landed + present + quarantined.';
comment on column jiancha.feed_batch.landed is 'Records that are facts now.';
comment on column jiancha.feed_batch.present is 'Records that were there already, word for word.';
comment on column jiancha.feed_batch.quarantined is 'Records that were put aside; see feed_error.';
comment on column jiancha.feed_batch.actor is 'Database role that delivered it.';
comment on column jiancha.feed_batch.transaction is 'Transaction that took it.';
comment on column jiancha.feed_batch.recorded_at is 'When it was delivered.';

create table jiancha.feed_error (
    error_no bigint not null default nextval('jiancha.record_seq'),
    batch_id bigint not null,
    source text not null,
    org_code text not null,
    layout text not null,
    record text not null,
    row_no bigint not null,
    target text,
    business_no text,
    step_no bigint,
    problem text[] not null,
    field text,
    value text,
    fields jsonb,
    state text not null default 'open',
    settled_by bigint,
    reason text,
    settled_at timestamptz,
    recorded_at timestamptz not null default now(),
    constraint feed_error_pkey primary key (error_no),
    constraint feed_error_state_check check (state in ('open', 'landed', 'replaced', 'discarded')),
    constraint feed_error_settled_check check ((state = 'open') = (settled_at is null))
);
create index feed_error_open_idx on jiancha.feed_error (source, business_no) where state = 'open';
create index feed_error_batch_idx on jiancha.feed_error (batch_id);
create index feed_error_org_idx on jiancha.feed_error (org_code) where state = 'open';
comment on table jiancha.feed_error is '报送差错: records that were put aside, each with the field and the reason (W-6.3, G-3.1.2f). Only its state changes.';
comment on column jiancha.feed_error.error_no is 'Number given by the records; feed_correction names it.';
comment on column jiancha.feed_error.batch_id is 'Batch it came with; a record that came again the same way while it is open is not entered twice.';
comment on column jiancha.feed_error.source is 'Source.';
comment on column jiancha.feed_error.org_code is 'Organisation of the source, which alone sees it.';
comment on column jiancha.feed_error.layout is 'Layout of the record.';
comment on column jiancha.feed_error.record is 'Kind of record.';
comment on column jiancha.feed_error.row_no is 'Place among the records of its kind in the batch, of a COPY in the file, from 1.';
comment on column jiancha.feed_error.target is 'What it would have become: case, step, document; NULL: its kind is not known.';
comment on column jiancha.feed_error.business_no is 'Business number, as far as it could be read.';
comment on column jiancha.feed_error.step_no is 'Number of the step, as far as it could be read.';
comment on column jiancha.feed_error.problem is 'Message and its arguments; feed_errors shows the text.';
comment on column jiancha.feed_error.field is 'Column that is wrong; NULL: the record as a whole.';
comment on column jiancha.feed_error.value is 'The wrong value.';
comment on column jiancha.feed_error.fields is 'The record as it came.';
comment on column jiancha.feed_error.state is 'open; landed: a later record of the same key, or this one again, is a fact now; replaced: corrected, and the correction was put aside; discarded by the department.';
comment on column jiancha.feed_error.settled_by is 'Batch that settled it; NULL: none did.';
comment on column jiancha.feed_error.reason is 'Why it was discarded.';
comment on column jiancha.feed_error.settled_at is 'When it was settled; NULL while it is open.';
comment on column jiancha.feed_error.recorded_at is 'When it was put aside.';

create table jiancha.feed_life (
    docket_id bigint not null,
    source text not null,
    org_code text not null,
    registered boolean not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    beats bigint not null default 1,
    recorded_at timestamptz not null default now(),
    constraint feed_life_pkey primary key (docket_id),
    constraint feed_life_order_check check (last_at >= first_at)
);
create index feed_life_source_idx on jiancha.feed_life (source, last_at);
comment on table jiancha.feed_life is '运行段: from the first heartbeat of a source to the last before a silence; one docket of kind feed each (X-M-6.3, X-M-9.2).';
comment on column jiancha.feed_life.docket_id is 'The docket.';
comment on column jiancha.feed_life.source is 'Source as it named itself.';
comment on column jiancha.feed_life.org_code is 'Organisation of the source; of one that is not registered, that of the sender.';
comment on column jiancha.feed_life.registered is 'Whether the source was registered: one that is not has delivered or called all the same.';
comment on column jiancha.feed_life.first_at is 'First heartbeat, or first delivery of a source that is not registered.';
comment on column jiancha.feed_life.last_at is 'Last heartbeat.';
comment on column jiancha.feed_life.beats is 'How many.';
comment on column jiancha.feed_life.recorded_at is 'When the row was entered.';
