-- Signals and what becomes of them: both append-only.

create table jiancha.signal (
    docket_id bigint not null,
    rule text not null,
    clock text not null,
    cycle integer not null,
    signal_no text not null,
    business_no text not null,
    level text not null,
    origin text not null,
    org_code text not null,
    seen_by text not null,
    earned_at timestamptz not null,
    found_at timestamptz not null,
    issued_at timestamptz,
    due_at timestamptz,
    calendar_code text not null,
    calendar_version integer not null,
    pack text not null,
    rule_version integer not null,
    revision bigint not null,
    cause_no text,
    recorded_at timestamptz not null default now(),
    constraint signal_pkey primary key (docket_id, rule, clock, cycle),
    constraint signal_level_check check (level in ('notice', 'yellow', 'red', 'anomaly')),
    constraint signal_origin_check check (origin in ('auto', 'manual'))
);
create index signal_seen_by_idx on jiancha.signal (seen_by, earned_at);
create index signal_no_idx on jiancha.signal (signal_no);
comment on table jiancha.signal is '信号: earned once under its key, never changed, never deleted.';
comment on column jiancha.signal.docket_id is 'The docket.';
comment on column jiancha.signal.rule is 'Rule, named by its clause.';
comment on column jiancha.signal.clock is 'Clock.';
comment on column jiancha.signal.cycle is 'Cycle of the clock.';
comment on column jiancha.signal.signal_no is 'Number for people: organisation, year found, running number.';
comment on column jiancha.signal.business_no is 'Business number of the docket: the organisation of a card can read it after the docket went to another.';
comment on column jiancha.signal.level is 'notice 预警, yellow 黄牌, red 红牌, anomaly 异常.';
comment on column jiancha.signal.origin is 'auto or manual.';
comment on column jiancha.signal.org_code is 'Organisation that held the docket at earned_at; it stays with it.';
comment on column jiancha.signal.seen_by is 'Organisation whose card it is as the facts are now: a transfer entered late moves it. A label for row-level security kept by the engine, the one column that changes.';
comment on column jiancha.signal.earned_at is 'Instant from which the rule held.';
comment on column jiancha.signal.found_at is 'Instant of the sweep that found it.';
comment on column jiancha.signal.issued_at is 'When it went out: at once with the sweep that found it; NULL: pending a decision, or historical. See signals.issued_at.';
comment on column jiancha.signal.due_at is 'Due instant of the clock when it was found; NULL: it rests on no clock.';
comment on column jiancha.signal.calendar_code is 'Calendar it was counted with.';
comment on column jiancha.signal.calendar_version is 'Version of that calendar.';
comment on column jiancha.signal.pack is 'Pack of the rule.';
comment on column jiancha.signal.rule_version is 'Version of that pack.';
comment on column jiancha.signal.revision is 'Revision of the docket it was found from.';
comment on column jiancha.signal.cause_no is 'Number of the signal it follows from: an escalation, a bad effect; NULL: none.';
comment on column jiancha.signal.recorded_at is 'When the row was written.';

create table jiancha.signal_action (
    docket_id bigint not null,
    rule text not null,
    clock text not null,
    cycle integer not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    kind text not null,
    at timestamptz not null,
    level text not null,
    earned_at timestamptz,
    due_at timestamptz,
    org_code text not null,
    text text,
    document_no text,
    ground text,
    decision_no text,
    actor text not null,
    actor_org text,
    recorded_at timestamptz not null default now(),
    constraint signal_action_pkey primary key (docket_id, rule, clock, cycle, seq),
    constraint signal_action_kind_check check (kind in ('unfounded', 'reinstated', 'moved',
        'issue', 'dismiss', 'effect', 'explain', 'rectify', 'appeal', 'accept', 'reject', 'uphold', 'withdraw', 'exempt', 'escalate'))
);
comment on table jiancha.signal_action is '信号处理: marks of the engine and acts of people upon a signal.';
comment on column jiancha.signal_action.docket_id is 'The docket.';
comment on column jiancha.signal_action.rule is 'Rule of the signal.';
comment on column jiancha.signal_action.clock is 'Clock of the signal.';
comment on column jiancha.signal_action.cycle is 'Cycle of the clock.';
comment on column jiancha.signal_action.seq is 'Number given by the records; the greatest of a signal is its latest mark, since the docket is locked while it is written.';
comment on column jiancha.signal_action.kind is 'unfounded: no longer earned by the facts; reinstated: earned again; moved: earned at another instant, with another due instant, level or organisation.';
comment on column jiancha.signal_action.at is 'Instant of the sweep that marked it.';
comment on column jiancha.signal_action.level is 'Level by the rule now.';
comment on column jiancha.signal_action.earned_at is 'Instant from which it is earned now; NULL for unfounded.';
comment on column jiancha.signal_action.due_at is 'Due instant of the clock now.';
comment on column jiancha.signal_action.org_code is 'Organisation that held the docket at earned_at, as the facts are now.';
comment on column jiancha.signal_action.text is 'What was said; the reason of a decision.';
comment on column jiancha.signal_action.document_no is 'Document it stands in.';
comment on column jiancha.signal_action.ground is 'Ground of an exemption.';
comment on column jiancha.signal_action.decision_no is 'Number of the decision.';
comment on column jiancha.signal_action.actor_org is 'Organisation of who acted; NULL: the engine.';
comment on column jiancha.signal_action.actor is 'Database role; the records'' owner for marks of the engine.';
comment on column jiancha.signal_action.recorded_at is 'When the row was written.';

create table jiancha.signal_counter (
    org_code text not null,
    year integer not null,
    last_no bigint not null,
    constraint signal_counter_pkey primary key (org_code, year)
);
comment on table jiancha.signal_counter is 'Last running number of signals given to an organisation in a year.';
comment on column jiancha.signal_counter.org_code is 'Organisation.';
comment on column jiancha.signal_counter.year is 'Year in which the signals were found, in the calendar''s time zone.';
comment on column jiancha.signal_counter.last_no is 'Last number given.';

create table jiancha.quarantine (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    at timestamptz not null,
    error_code text not null,
    message text not null,
    detail text,
    org_code text not null,
    recorded_at timestamptz not null default now(),
    constraint quarantine_pkey primary key (docket_id, seq)
);
comment on table jiancha.quarantine is 'Dockets a sweep could not turn: it goes on without them, and counts them. A new fact of the docket releases it.';
comment on column jiancha.quarantine.docket_id is 'The docket.';
comment on column jiancha.quarantine.seq is 'Number given by the records.';
comment on column jiancha.quarantine.at is 'Instant of the sweep.';
comment on column jiancha.quarantine.error_code is 'SQLSTATE.';
comment on column jiancha.quarantine.message is 'Error message.';
comment on column jiancha.quarantine.detail is 'Its detail.';
comment on column jiancha.quarantine.org_code is 'Organisation that holds the docket.';
comment on column jiancha.quarantine.recorded_at is 'When the row was written.';
