-- Where the records lived before.

create table jiancha.resumption (
    seq bigint not null default nextval('jiancha.record_seq'),
    actor text not null,
    reason text not null check (reason <> ''),
    was_system bigint not null,
    was_database bigint not null,
    was_timeline integer not null,
    system bigint not null,
    database bigint not null,
    timeline integer not null,
    recovered_to text,
    skipped jsonb not null,
    recorded_at timestamptz not null default now(),
    constraint resumption_pkey primary key (seq)
);
comment on table jiancha.resumption is '恢复记录: each time a copy of the records took the place of the original by resume(); append-only.';
comment on column jiancha.resumption.seq is 'Number given by the records.';
comment on column jiancha.resumption.actor is 'Database role that called resume().';
comment on column jiancha.resumption.reason is 'Why.';
comment on column jiancha.resumption.was_system is 'System identifier of the cluster where the records lived before.';
comment on column jiancha.resumption.was_database is 'Oid of the database there.';
comment on column jiancha.resumption.was_timeline is 'Timeline there.';
comment on column jiancha.resumption.system is 'System identifier of the cluster from then on.';
comment on column jiancha.resumption.database is 'Oid of the database.';
comment on column jiancha.resumption.timeline is 'Timeline.';
comment on column jiancha.resumption.recovered_to is 'The recovery target at which an earlier timeline was left, in the server''s words; NULL: none.';
comment on column jiancha.resumption.skipped is 'Numbers that were on paper and are not given again: array of {kind: letter or card, word, year, first, last}.';
comment on column jiancha.resumption.recorded_at is 'When it was called.';
