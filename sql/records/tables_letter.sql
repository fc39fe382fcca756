-- Letters: the templates of a pack, and what was written from them. A letter is stored as it went out, so that a reprint is the same bytes.

create table jiancha.document_template (
    pack text not null,
    version integer not null,
    template text not null check (template <> ''),
    form text not null,
    title text not null,
    body text not null,
    for_what text not null,
    for_level text,
    for_rule text,
    addressee text not null,
    issuer text not null,
    word text not null,
    variables text[] not null,
    enabled boolean not null,
    source text not null,
    status text not null,
    constraint document_template_pkey primary key (pack, version, template),
    constraint document_template_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint document_template_form_check check (form in ('letter', 'message')),
    constraint document_template_for_what_check check (for_what in ('issued', 'unfounded', 'reinstated', 'moved', 'withdrawn')),
    constraint document_template_for_level_check check (for_level in ('notice', 'yellow', 'red', 'anomaly')),
    constraint document_template_addressee_check check (addressee in ('unit', 'applicant', 'stationed_body')),
    constraint document_template_issuer_check check (issuer in ('supervisor', 'department')),
    constraint document_template_word_check check ((form = 'letter') = (word <> '')),
    constraint document_template_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.document_template is '文书模板: letters and short messages of a version of a pack; written by define_template().';
comment on column jiancha.document_template.pack is 'Rule pack.';
comment on column jiancha.document_template.version is 'Version of the pack.';
comment on column jiancha.document_template.template is 'Name: of a letter, its Chinese title.';
comment on column jiancha.document_template.form is 'letter: an A4 page with a number; message: the text of a short message.';
comment on column jiancha.document_template.title is 'Title as printed; may hold variables.';
comment on column jiancha.document_template.body is 'Text, a paragraph a line, variables written {{name}}; see letter_variables().';
comment on column jiancha.document_template.for_what is 'What happened to a card when it is written: issued; of messages also unfounded, reinstated, moved, withdrawn.';
comment on column jiancha.document_template.for_level is 'Level of card that it is written for; NULL: for none by itself.';
comment on column jiancha.document_template.for_rule is 'Rule whose cards it is written for, before any template of the level; NULL: none.';
comment on column jiancha.document_template.addressee is 'unit, applicant or stationed_body (派驻纪检监察机构).';
comment on column jiancha.document_template.issuer is 'supervisor: numbered and signed by the organ of params letter_prefix and letter_organ; department: by the organisation that holds the docket.';
comment on column jiancha.document_template.word is '发文字: what stands between the organ''s prefix and the year in the number; empty for a message.';
comment on column jiancha.document_template.variables is 'Names of the variables in title and body.';
comment on column jiancha.document_template.enabled is 'false switches off the template of the same name in a parent pack.';
comment on column jiancha.document_template.source is 'Clause it comes from.';
comment on column jiancha.document_template.status is 'regulation, statute, analogue or assumed.';

create table jiancha.letter_counter (
    word text not null,
    year integer not null,
    last_no bigint not null,
    constraint letter_counter_pkey primary key (word, year)
);
comment on table jiancha.letter_counter is 'Last number given under a word in a year; raised in the transaction that writes the letter, so a number is never lost and never given twice.';
comment on column jiancha.letter_counter.word is 'Prefix of the organ and word of the template, for example 新监告.';
comment on column jiancha.letter_counter.year is 'Year of issue in the calendar''s time zone.';
comment on column jiancha.letter_counter.last_no is 'Last number given.';

create table jiancha.letter (
    docket_id bigint not null,
    letter_no text not null,
    template text not null,
    title text not null,
    org_code text not null,
    issuer text not null,
    addressee text not null,
    signal_no text,
    on_issue boolean not null,
    pack text not null,
    rule_version integer not null,
    variables jsonb not null,
    body text not null,
    html text not null,
    sha256 text not null,
    issued_on date not null,
    issued_at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint letter_pkey primary key (docket_id, letter_no)
);
create unique index letter_on_issue_key on jiancha.letter (docket_id, signal_no, org_code) where on_issue;
create unique index letter_request_key on jiancha.letter (docket_id, template, issued_at) where not on_issue;
create index letter_no_idx on jiancha.letter (letter_no);
create index letter_signal_no_idx on jiancha.letter (signal_no) where signal_no is not null;
create index letter_org_idx on jiancha.letter (org_code, issued_on);
comment on table jiancha.letter is '文书: letters as they went out; append-only.';
comment on column jiancha.letter.docket_id is 'The docket it is about.';
comment on column jiancha.letter.letter_no is '文号, for example 新监告〔2025〕12号.';
comment on column jiancha.letter.template is 'Template it was written from.';
comment on column jiancha.letter.title is 'Title as printed.';
comment on column jiancha.letter.org_code is 'Organisation it goes to, or that issued it to an applicant.';
comment on column jiancha.letter.issuer is 'Organ that signs it.';
comment on column jiancha.letter.addressee is 'Addressee as printed.';
comment on column jiancha.letter.signal_no is 'Card it is about; NULL: none.';
comment on column jiancha.letter.on_issue is 'Whether the issue of the card wrote it, or its move to another organisation: one a card and organisation.';
comment on column jiancha.letter.pack is 'Pack of the template that was in force.';
comment on column jiancha.letter.rule_version is 'Version of that pack.';
comment on column jiancha.letter.variables is 'Values that were filled in.';
comment on column jiancha.letter.body is 'Text as filled in, a paragraph a line.';
comment on column jiancha.letter.html is 'The page: self-contained HTML for A4, the same at every print.';
comment on column jiancha.letter.sha256 is 'SHA-256 of html in UTF-8, hexadecimal.';
comment on column jiancha.letter.issued_on is 'Day of issue, as printed.';
comment on column jiancha.letter.issued_at is 'Instant of issue.';
comment on column jiancha.letter.actor is 'Database role that issued it; the records'' owner for the engine.';
comment on column jiancha.letter.recorded_at is 'When the row was written.';

create table jiancha.letter_void (
    docket_id bigint not null,
    letter_no text not null,
    decision_no text not null,
    reason text not null,
    at timestamptz not null,
    org_code text not null,
    recorded_at timestamptz not null default now(),
    constraint letter_void_pkey primary key (docket_id, letter_no)
);
comment on table jiancha.letter_void is '作废文书: letters declared void; the number stays taken; append-only.';
comment on column jiancha.letter_void.docket_id is 'The docket.';
comment on column jiancha.letter_void.letter_no is 'The letter.';
comment on column jiancha.letter_void.decision_no is 'Number of the decision.';
comment on column jiancha.letter_void.reason is 'Reason.';
comment on column jiancha.letter_void.at is 'From when.';
comment on column jiancha.letter_void.org_code is 'Organisation of the letter.';
comment on column jiancha.letter_void.recorded_at is 'When the row was written.';

create table jiancha.letter_print (
    docket_id bigint not null,
    letter_no text not null,
    copy integer not null,
    at timestamptz not null,
    actor text not null,
    org_code text not null,
    recorded_at timestamptz not null default now(),
    constraint letter_print_pkey primary key (docket_id, letter_no, copy)
);
comment on table jiancha.letter_print is '打印记录: each print of a letter; append-only.';
comment on column jiancha.letter_print.docket_id is 'The docket.';
comment on column jiancha.letter_print.letter_no is 'The letter.';
comment on column jiancha.letter_print.copy is '1: the first print; 2, 3, …: reprints (补印).';
comment on column jiancha.letter_print.at is 'When it was printed.';
comment on column jiancha.letter_print.actor is 'Database role that printed it.';
comment on column jiancha.letter_print.org_code is 'Organisation of the letter.';
comment on column jiancha.letter_print.recorded_at is 'When the row was written.';

create table jiancha.letter_copies (
    docket_id bigint not null,
    letter_no text not null,
    copies integer not null,
    org_code text not null,
    constraint letter_copies_pkey primary key (docket_id, letter_no)
);
comment on table jiancha.letter_copies is 'How often a letter was printed: the counter of letter_print.copy.';
comment on column jiancha.letter_copies.docket_id is 'The docket.';
comment on column jiancha.letter_copies.letter_no is 'The letter.';
comment on column jiancha.letter_copies.copies is 'Last copy number given.';
comment on column jiancha.letter_copies.org_code is 'Organisation of the letter.';
