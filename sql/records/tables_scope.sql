-- 监管范围: lists of supervised matters and posts, proposed, confirmed and approved (G-2.4, G-3.3.2).

alter table jiancha.docket add column out_of_scope boolean not null default false;
comment on column jiancha.docket.out_of_scope is 'Derived: whether a scope list is in force and the case''s matter and post stand in none: such a case earns no card. See scope_pair.';

create table jiancha.scope_list (
    docket_id bigint not null,
    list_no text not null,
    org_code text not null,
    phase integer not null,
    proposed_at timestamptz not null,
    document_no text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint scope_list_pkey primary key (docket_id),
    constraint scope_list_phase_check check (phase > 0)
);
comment on table jiancha.scope_list is '监管范围目录: lists proposed; append-only. What became of them is the steps of the docket.';
comment on column jiancha.scope_list.docket_id is 'The docket.';
comment on column jiancha.scope_list.list_no is 'Number of the list, unique.';
comment on column jiancha.scope_list.org_code is 'Organisation that proposed it.';
comment on column jiancha.scope_list.phase is 'Phase of the plan: 1 the service centre, 2 the halls outside it.';
comment on column jiancha.scope_list.proposed_at is 'When it was proposed.';
comment on column jiancha.scope_list.document_no is 'Document it stands in.';
comment on column jiancha.scope_list.actor is 'Database role that entered it.';
comment on column jiancha.scope_list.recorded_at is 'When the row was entered.';

create table jiancha.scope_entry (
    docket_id bigint not null,
    matter_code text not null,
    post text not null,
    list_no text not null,
    org_code text not null,
    action text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint scope_entry_pkey primary key (docket_id, matter_code, post),
    constraint scope_entry_action_check check (action in ('add', 'remove'))
);
comment on table jiancha.scope_entry is '监管范围条目: matters and posts of a list; append-only.';
comment on column jiancha.scope_entry.docket_id is 'Docket of the list.';
comment on column jiancha.scope_entry.matter_code is 'Matter.';
comment on column jiancha.scope_entry.post is '岗位, as staff.post names it.';
comment on column jiancha.scope_entry.list_no is 'List.';
comment on column jiancha.scope_entry.org_code is 'Organisation of the post.';
comment on column jiancha.scope_entry.action is 'add, or remove from what earlier lists added.';
comment on column jiancha.scope_entry.actor is 'Database role that entered it.';
comment on column jiancha.scope_entry.recorded_at is 'When the row was entered.';

create table jiancha.scope_pair (
    matter_code text not null,
    post text not null,
    effective_on date not null,
    list_no text not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    org_code text not null,
    phase integer not null,
    action text not null,
    recorded_at timestamptz not null default now(),
    constraint scope_pair_pkey primary key (matter_code, post, effective_on, list_no)
);
comment on table jiancha.scope_pair is '监管范围: matters and posts of approved lists; append-only. On a day the latest row of a pair counts that is in effect.';
comment on column jiancha.scope_pair.matter_code is 'Matter.';
comment on column jiancha.scope_pair.post is '岗位.';
comment on column jiancha.scope_pair.effective_on is 'Cases accepted (before acceptance: received) from this day on.';
comment on column jiancha.scope_pair.list_no is 'List that was approved.';
comment on column jiancha.scope_pair.seq is 'Number given by the records; of two rows of one day the higher counts.';
comment on column jiancha.scope_pair.org_code is 'Organisation of the post.';
comment on column jiancha.scope_pair.phase is 'Phase of the list.';
comment on column jiancha.scope_pair.action is 'add or remove.';
comment on column jiancha.scope_pair.recorded_at is 'When the list was approved.';
