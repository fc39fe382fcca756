-- The state of the records: one row, written by setup().

create table jiancha.record_state (
    only_row boolean primary key default true check (only_row),
    record_version integer not null,
    region text not null,
    node integer not null check (node between 0 and 255),
    pack text not null,
    calendar_code text not null,
    views_digest text not null,
    live_from timestamptz,
    live_decision text,
    daily_scanned_on date,
    set_up_at timestamptz not null default now(),
    bound_system bigint not null,
    bound_database bigint not null,
    bound_timeline integer not null
);
comment on table jiancha.record_state is 'What setup() was told; one row. record_version says which steps the tables have been through.';
comment on column jiancha.record_state.record_version is 'Version of the tables, views and triggers; setup() brings it forward.';
comment on column jiancha.record_state.region is 'Division code of GB/T 2260, six digits; upper 20 bits of every docket_id.';
comment on column jiancha.record_state.node is 'Number of this server within the region, 0 to 255; next 8 bits of every docket_id.';
comment on column jiancha.record_state.pack is 'Rule pack that judges the dockets received here.';
comment on column jiancha.record_state.views_digest is 'Digest of the text the views were made from: setup() makes them again when it differs.';
comment on column jiancha.record_state.live_from is 'Cases accepted from then on earn cards that are issued; NULL: trial run (试运行), none is.';
comment on column jiancha.record_state.live_decision is 'Decision that ended the trial run.';
comment on column jiancha.record_state.daily_scanned_on is 'Latest local day on which a sweep had every open docket of a pack with daily rules looked at.';
comment on column jiancha.record_state.set_up_at is 'When setup() first ran.';
comment on column jiancha.record_state.bound_system is 'System identifier of the cluster in which the records live; elsewhere nothing is issued or sent until resume().';
comment on column jiancha.record_state.bound_database is 'Oid of the database in which the records live.';
comment on column jiancha.record_state.bound_timeline is 'Timeline on which the records were last known to live; a sweep follows the promotion of a standby.';
comment on column jiancha.record_state.only_row is 'Always true.';
comment on column jiancha.record_state.calendar_code is 'Calendar of dockets whose matter names none.';

create sequence jiancha.docket_seq as bigint minvalue 1 maxvalue 34359738367;
comment on sequence jiancha.docket_seq is 'Lower 35 bits of docket_id.';
create sequence jiancha.record_seq as bigint;
comment on sequence jiancha.record_seq is 'seq of the append-only records: unique, not dense, not in order of time.';
