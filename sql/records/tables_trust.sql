-- Who holds which duty, what was made secret by decision, which dockets were moved into volumes. Append-only all of them.

create table jiancha.duty_role (
    duty text not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    role_name text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint duty_role_pkey primary key (duty, seq)
);
comment on table jiancha.duty_role is '职责角色: the role that carries the rights of a duty; the latest row of a duty counts; append-only.';
comment on column jiancha.duty_role.duty is 'Duty; see grant_matrix().';
comment on column jiancha.duty_role.seq is 'Number given by the records; the greatest of a duty is its latest row.';
comment on column jiancha.duty_role.role_name is 'Role of the database cluster.';
comment on column jiancha.duty_role.actor is 'Database role that named it.';
comment on column jiancha.duty_role.recorded_at is 'When the row was entered.';

create table jiancha.account_act (
    role_name text not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    kind text not null,
    duty text not null,
    org_code text,
    clearance text,
    staff_code text,
    valid_until date,
    decision_no text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint account_act_pkey primary key (role_name, seq),
    constraint account_act_kind_check check (kind in ('grant', 'revoke')),
    constraint account_act_clearance_check check ((clearance is not null) = (duty = 'cleared'))
);
comment on table jiancha.account_act is '账号授权记录: who was given which duty, and who lost it; of one account, duty and organisation the latest row counts; append-only.';
comment on column jiancha.account_act.role_name is 'Role of the database cluster that is the account.';
comment on column jiancha.account_act.seq is 'Number given by the records.';
comment on column jiancha.account_act.kind is 'grant or revoke.';
comment on column jiancha.account_act.duty is 'Duty; see grant_matrix(). cleared: reads what decisions made secret.';
comment on column jiancha.account_act.org_code is 'Organisation for which, with all below it; NULL: the duty is about no organisation.';
comment on column jiancha.account_act.clearance is 'Of cleared: which clearance.';
comment on column jiancha.account_act.staff_code is 'Person who works with the account; NULL: none is named, a program.';
comment on column jiancha.account_act.valid_until is 'First day on which it no longer holds; NULL: until it is revoked.';
comment on column jiancha.account_act.decision_no is 'Decision it rests on.';
comment on column jiancha.account_act.actor is 'Database role that entered it.';
comment on column jiancha.account_act.recorded_at is 'When the row was entered.';

create table jiancha.secrecy_decision (
    decision_no text not null,
    ground text not null,
    confirmed_by text not null,
    document_no text not null,
    decided_on date not null,
    clearance text not null,
    reason text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint secrecy_decision_pkey primary key (decision_no),
    constraint secrecy_decision_ground_check check (ground in ('state_secret', 'exempted')),
    constraint secrecy_decision_clearance_check check (clearance ~ '^[a-z0-9_]{1,30}$')
);
comment on table jiancha.secrecy_decision is '保密确认: decisions by which contents are kept secret, each confirmed by the secrecy authority (X-M-4.2); append-only.';
comment on column jiancha.secrecy_decision.decision_no is 'Number of the decision.';
comment on column jiancha.secrecy_decision.ground is 'state_secret 国家秘密, or exempted 经市委、市政府同意.';
comment on column jiancha.secrecy_decision.confirmed_by is 'Body that confirmed it: 保密局.';
comment on column jiancha.secrecy_decision.document_no is 'Its document.';
comment on column jiancha.secrecy_decision.decided_on is 'Day of the decision.';
comment on column jiancha.secrecy_decision.clearance is 'Clearance that reads the contents: role jiancha_cleared_<clearance>; see grant_clearance().';
comment on column jiancha.secrecy_decision.reason is 'Reason, as far as it may be said.';
comment on column jiancha.secrecy_decision.actor is 'Database role that entered it.';
comment on column jiancha.secrecy_decision.recorded_at is 'When the row was entered.';

create table jiancha.docket_secrecy (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    kind text not null,
    decision_no text not null,
    at timestamptz not null,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint docket_secrecy_pkey primary key (docket_id, seq),
    constraint docket_secrecy_decision_fkey foreign key (decision_no) references jiancha.secrecy_decision,
    constraint docket_secrecy_kind_check check (kind in ('mark', 'lift'))
);
comment on table jiancha.docket_secrecy is '卷宗定密、解密: which docket was made secret or open again, by which decision; append-only.';
comment on column jiancha.docket_secrecy.docket_id is 'The docket.';
comment on column jiancha.docket_secrecy.seq is 'Number given by the records; the greatest of a docket is its latest row.';
comment on column jiancha.docket_secrecy.kind is 'mark 定密 or lift 解密.';
comment on column jiancha.docket_secrecy.decision_no is 'Decision; see secrecy_decision.';
comment on column jiancha.docket_secrecy.at is 'From when on.';
comment on column jiancha.docket_secrecy.org_code is 'Organisation that holds the docket.';
comment on column jiancha.docket_secrecy.actor is 'Database role that entered it.';
comment on column jiancha.docket_secrecy.recorded_at is 'When the row was entered.';

create table jiancha.volume (
    volume text not null,
    from_docket bigint not null,
    to_docket bigint not null,
    as_of timestamptz not null,
    decision_no text not null,
    dockets bigint not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint volume_pkey primary key (volume),
    constraint volume_no_overlap exclude using gist (int8range(from_docket, to_docket, '[]') with &&)
);
comment on table jiancha.volume is '卷: ranges of dockets that were moved out of the live tables; append-only.';
comment on column jiancha.volume.volume is 'Name; its tables are jiancha_archive.<relation>_<volume>.';
comment on column jiancha.volume.from_docket is 'First docket_id of the range.';
comment on column jiancha.volume.to_docket is 'Last docket_id of the range, included.';
comment on column jiancha.volume.as_of is 'Instant at which all of them were old enough.';
comment on column jiancha.volume.decision_no is 'Decision to archive.';
comment on column jiancha.volume.dockets is 'Dockets in it.';
comment on column jiancha.volume.actor is 'Database role that archived.';
comment on column jiancha.volume.recorded_at is 'When.';

create table jiancha.volume_content (
    volume text not null,
    relation text not null,
    rows bigint not null,
    constraint volume_content_pkey primary key (volume, relation),
    constraint volume_content_volume_fkey foreign key (volume) references jiancha.volume
);
comment on table jiancha.volume_content is '卷内目录: rows of each relation in a volume; append-only.';
comment on column jiancha.volume_content.volume is 'Volume.';
comment on column jiancha.volume_content.relation is 'Table they were moved from.';
comment on column jiancha.volume_content.rows is 'Rows, at least one.';

create table jiancha.volume_act (
    volume text not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    kind text not null,
    at timestamptz not null,
    sha256 text,
    reason text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint volume_act_pkey primary key (volume, seq),
    constraint volume_act_volume_fkey foreign key (volume) references jiancha.volume,
    constraint volume_act_kind_check check (kind in ('archive', 'detach', 'attach')),
    constraint volume_act_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint volume_act_shape_check check (kind = 'archive' or sha256 is not null)
);
comment on table jiancha.volume_act is '卷的变动: archived, detached, attached; the latest row of a volume says where it is; append-only.';
comment on column jiancha.volume_act.volume is 'Volume.';
comment on column jiancha.volume_act.seq is 'Number given by the records.';
comment on column jiancha.volume_act.kind is 'archive (moved, and attached), detach or attach.';
comment on column jiancha.volume_act.at is 'When.';
comment on column jiancha.volume_act.sha256 is 'SHA-256 of its export, the lines of export_volume() with a line feed behind each; the digest of the file that was kept elsewhere.';
comment on column jiancha.volume_act.reason is 'Why, and where the file is kept.';
comment on column jiancha.volume_act.actor is 'Database role.';
comment on column jiancha.volume_act.recorded_at is 'When the row was entered.';

alter table jiancha.docket add column secrecy text;
comment on column jiancha.docket.secrecy is 'Clearance that reads its contents, by the latest row of docket_secrecy; NULL: it is no secret.';
create index docket_secrecy_idx on jiancha.docket (docket_id) where secrecy is not null;

-- rows about content; a table that gets this column gets the policy, the label trigger and the exception of its guard too
do $$
declare
    content text;
begin
    foreach content in array array[
        'accountability',
        'case_document',
        'case_file',
        'case_material',
        'certificate',
        'complaint',
        'complaint_act',
        'finding',
        'instrument',
        'letter',
        'notice',
        'party',
        'quarantine',
        'signal_action',
        'step',
        'supervision_order']
    loop
        execute format('alter table jiancha.%I add column secrecy text', content);
        execute format('comment on column jiancha.%I.secrecy is %L', content,
            'Clearance that reads the row, that of its docket; NULL: no secret. A label for row-level security kept by the engine, the one column that changes; not sealed.');
    end loop;
end
$$;

alter table jiancha.docket_kind add column stays boolean not null default false;
comment on column jiancha.docket_kind.stays is 'Whether its dockets are entries of a register, which the archive leaves where they are.';
update jiancha.docket_kind set stays = true where kind in ('certificate', 'feed', 'it_system', 'matter_version', 'scope_list');
