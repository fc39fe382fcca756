-- What could not be written for a card because its pack or a register lacks something.

create table jiancha.outbox_fault (
    docket_id bigint not null,
    signal_no text not null,
    org_code text not null,
    task text not null,
    what text not null,
    pack text not null,
    rule_version integer not null,
    error_code text not null,
    message text not null,
    at timestamptz not null,
    recorded_at timestamptz not null default now(),
    constraint outbox_fault_pkey primary key (docket_id, signal_no, org_code, task, what),
    constraint outbox_fault_task_check check (task in ('letter', 'notice')),
    constraint outbox_fault_what_check check (what in ('issued', 'unfounded', 'reinstated', 'moved', 'withdrawn'))
);
comment on table jiancha.outbox_fault is '待补文书和通知: letters and notices that cards wait for; a row goes when what it names is written.';
comment on column jiancha.outbox_fault.docket_id is 'The docket of the card.';
comment on column jiancha.outbox_fault.signal_no is 'The card. It is issued all the same.';
comment on column jiancha.outbox_fault.org_code is 'Organisation that had the card.';
comment on column jiancha.outbox_fault.task is 'letter or notice.';
comment on column jiancha.outbox_fault.what is 'What had happened to the card: issued, unfounded, reinstated, moved or withdrawn.';
comment on column jiancha.outbox_fault.pack is 'Pack of the card.';
comment on column jiancha.outbox_fault.rule_version is 'Version of that pack.';
comment on column jiancha.outbox_fault.error_code is 'SQLSTATE.';
comment on column jiancha.outbox_fault.message is 'What is wrong.';
comment on column jiancha.outbox_fault.at is 'As of when it was to be written first.';
comment on column jiancha.outbox_fault.recorded_at is 'When the row was written.';
