-- Dockets, their facts and the clocks derived from them. docket_id leads every key; no foreign key crosses dockets.

create table jiancha.docket_key (
    kind text not null,
    business_no text not null,
    docket_id bigint not null,
    constraint docket_key_pkey primary key (kind, business_no)
);
comment on table jiancha.docket_key is 'Business number of a docket, unique by kind; never partitioned.';
comment on column jiancha.docket_key.kind is 'Kind of docket; see docket_kind.';
comment on column jiancha.docket_key.business_no is 'The number people use.';
comment on column jiancha.docket_key.docket_id is 'The docket.';

create table jiancha.docket (
    docket_id bigint not null,
    kind text not null,
    business_no text not null,
    org_code text not null,
    origin_org_code text not null,
    matter_code text,
    matter_version integer,
    pack text not null,
    calendar_code text not null,
    received_at timestamptz not null,
    accepted_at timestamptz,
    closed_at timestamptz,
    state text not null,
    set_limit integer,
    set_unit text,
    imported boolean not null default false,
    check_at timestamptz,
    quarantined boolean not null default false,
    revision bigint not null default 0,
    constraint docket_pkey primary key (docket_id),
    constraint docket_set_limit_check check ((set_limit is null) = (set_unit is null))
) with (fillfactor = 80);
create index docket_origin_open_idx on jiancha.docket (origin_org_code) where closed_at is null;
create index docket_business_no_idx on jiancha.docket (business_no);
create index docket_check_idx on jiancha.docket (check_at) where check_at is not null;
create index docket_open_idx on jiancha.docket (org_code) where closed_at is null;
comment on table jiancha.docket is '卷宗: anything on a clock; narrow, kept by the engine.';
comment on column jiancha.docket.docket_id is 'division code << 43 | node << 35 | sequence; for machines, goes out as text.';
comment on column jiancha.docket.kind is 'Kind of docket; see docket_kind.';
comment on column jiancha.docket.business_no is 'The number people use.';
comment on column jiancha.docket.org_code is 'Organisation that holds the docket now.';
comment on column jiancha.docket.origin_org_code is 'Organisation that received it.';
comment on column jiancha.docket.matter_code is 'Matter.';
comment on column jiancha.docket.matter_version is 'Version of the matter in force on the day of receipt.';
comment on column jiancha.docket.pack is 'Rule pack that judges it.';
comment on column jiancha.docket.calendar_code is 'Calendar that counts its days.';
comment on column jiancha.docket.received_at is 'When it was received.';
comment on column jiancha.docket.accepted_at is 'Derived: when it was accepted; NULL if it was not.';
comment on column jiancha.docket.closed_at is 'Derived: when it ended; NULL while it is open.';
comment on column jiancha.docket.state is 'Derived: received, correcting, accepted, special, decided, closed, refused, withdrawn, void, terminated, sent_up, expired; of other kinds also filed, assigned, applied, delivered, transferred, reviewed, approved, answered. The latest step that leaves a state decides; see step_kind.state.';
comment on column jiancha.docket.set_limit is 'A limit of its own, in set_unit: that of a supervision order.';
comment on column jiancha.docket.set_unit is 'working_day, day, week, month, year or working_hour.';
comment on column jiancha.docket.imported is 'Whether it came as history: its signals are historical.';
comment on column jiancha.docket.check_at is 'Next instant at which a sweep must look at its condition rules; NULL: nothing to look at.';
comment on column jiancha.docket.quarantined is 'Whether a sweep could not turn it; see quarantine.';
comment on column jiancha.docket.revision is 'Rises with every writing; the first thing each writer updates.';

create table jiancha.case_file (
    docket_id bigint not null,
    org_code text not null,
    applicant text,
    channel text not null,
    party_kind text,
    subject text,
    staff_code text,
    at_precision text not null,
    data jsonb,
    recorded_at timestamptz not null default now(),
    constraint case_file_pkey primary key (docket_id),
    constraint case_file_at_precision_check check (at_precision in ('day', 'minute'))
);
comment on table jiancha.case_file is '收件: what was declared at the receipt of a docket, of an approval case above all; append-only.';
comment on column jiancha.case_file.docket_id is 'The docket.';
comment on column jiancha.case_file.org_code is 'Organisation that received it.';
comment on column jiancha.case_file.applicant is 'Applicant as declared.';
comment on column jiancha.case_file.channel is 'window, online, post, phone, app, feed or import.';
comment on column jiancha.case_file.party_kind is 'person, enterprise or other.';
comment on column jiancha.case_file.subject is 'What is asked for.';
comment on column jiancha.case_file.staff_code is 'Who received it.';
comment on column jiancha.case_file.at_precision is 'Whether received_at is known to the day or to the minute.';
comment on column jiancha.case_file.data is 'Further fields of the department, as JSON.';
comment on column jiancha.case_file.recorded_at is 'When the row was entered.';

create table jiancha.step (
    docket_id bigint not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    step_no bigint,
    kind text not null,
    at timestamptz not null,
    at_precision text not null,
    node text,
    staff_code text,
    actor text not null,
    opinion text,
    reason text,
    document_no text,
    corrects bigint,
    data jsonb,
    org_code text not null,
    revision bigint not null default 0,
    recorded_at timestamptz not null default now(),
    constraint step_pkey primary key (docket_id, seq),
    constraint step_at_precision_check check (at_precision in ('day', 'minute')),
    constraint step_corrects_check check (corrects <> step_no)
);
create unique index step_no_key on jiancha.step (docket_id, step_no) where step_no is not null;
create index step_transfer_idx on jiancha.step (docket_id, at) where kind = 'transfer';
create index step_lapse_idx on jiancha.step (docket_id) where step_no < 0;
create index step_corrects_idx on jiancha.step (docket_id, corrects) where corrects is not null;
comment on table jiancha.step is '过程: every step of every docket; append-only, the only store of steps.';
comment on column jiancha.step.docket_id is 'The docket.';
comment on column jiancha.step.seq is 'Number given by the records; says nothing about time.';
comment on column jiancha.step.step_no is 'The department''s own number of the step, unique in the docket; may be left out, but only a step with a number can be corrected.';
comment on column jiancha.step.kind is 'What happened; see step_kind.';
comment on column jiancha.step.at is 'When it happened.';
comment on column jiancha.step.at_precision is 'Whether at is known to the day or to the minute.';
comment on column jiancha.step.node is '环节: node of the matter''s flow.';
comment on column jiancha.step.staff_code is 'Who signed.';
comment on column jiancha.step.actor is 'Database role that entered the row.';
comment on column jiancha.step.opinion is 'Opinion given.';
comment on column jiancha.step.reason is 'Reason; a correction needs one.';
comment on column jiancha.step.document_no is 'Number of the document issued with it.';
comment on column jiancha.step.corrects is 'step_no of the step whose place this one takes.';
comment on column jiancha.step.data is 'Further fields as JSON; extend: {"days": n} (also weeks, months, years, hours), transfer: {"to_org": code}.';
comment on column jiancha.step.org_code is 'Organisation that held the docket when the row was entered.';
comment on column jiancha.step.revision is 'Revision of the docket that the row led to: what was known when a signal was found is what has a revision up to the signal''s.';
comment on column jiancha.step.recorded_at is 'When the row was entered.';

create table jiancha.clock (
    docket_id bigint not null,
    clock text not null,
    cycle integer not null,
    org_code text not null,
    origin_org_code text not null,
    state text not null,
    start_at timestamptz,
    stop_at timestamptz,
    due_at timestamptz,
    due_on date,
    limit_amount integer not null,
    limit_unit text not null,
    count_mode text not null,
    roll text not null,
    node text,
    extension integer not null,
    extended_on date[],
    extended_by integer[],
    pauses datemultirange not null,
    certainty text not null,
    next_at timestamptz,
    last_on date not null,
    calendar_code text not null,
    calendar_version integer not null,
    pack text not null,
    rule_version integer not null,
    constraint clock_pkey primary key (docket_id, clock, cycle),
    constraint clock_count_mode_check check (count_mode in ('day', 'exact')),
    constraint clock_roll_check check (roll in ('none', 'last_day', 'skip_all')),
    constraint clock_state_check check (state in ('running', 'paused', 'stopped', 'ended', 'gone')),
    constraint clock_certainty_check check (certainty in ('firm', 'provisional'))
) with (fillfactor = 80);
create index clock_next_idx on jiancha.clock (next_at) where next_at is not null;
create index clock_behind_idx on jiancha.clock (calendar_code, calendar_version, last_on);
comment on table jiancha.clock is '计时: derived from steps, rules and calendar; can be dropped and derived again to the same bytes.';
comment on column jiancha.clock.docket_id is 'The docket.';
comment on column jiancha.clock.clock is 'Name of the clock; see clock_rule.';
comment on column jiancha.clock.cycle is '1, 2, …: how often it has started.';
comment on column jiancha.clock.org_code is 'Organisation that holds the docket.';
comment on column jiancha.clock.origin_org_code is 'Organisation that received the docket.';
comment on column jiancha.clock.state is 'running, paused; stopped: what it waits for was done; ended: the docket ended without a result (withdrawn, void, terminated, sent up, expired), which is no completion; gone: its start was corrected away, kept because signals rest on it.';
comment on column jiancha.clock.start_at is 'Instant of the step that started it; that day never counts (Civil Code 201).';
comment on column jiancha.clock.stop_at is 'Instant of the step that stopped it.';
comment on column jiancha.clock.limit_amount is 'Limit without extension, in limit_unit.';
comment on column jiancha.clock.limit_unit is 'working_day, day, week, month, year or working_hour.';
comment on column jiancha.clock.count_mode is 'day: the limit ends with a day; exact: at the time of day it began at, and one second more is overdue (A11).';
comment on column jiancha.clock.roll is 'What happens when a natural limit ends on a rest day, from the matter: none, last_day, skip_all.';
comment on column jiancha.clock.node is 'Node of the flow whose limit it is (A20); NULL: it is no limit of a node.';
comment on column jiancha.clock.extension is 'Extension that counts, in limit_unit; where a special procedure lengthens the limit by the days applied for, these too.';
comment on column jiancha.clock.extended_on is 'Days on which extensions in limit_unit were granted, whether or not they count; NULL: none.';
comment on column jiancha.clock.extended_by is 'By how many units each.';
comment on column jiancha.clock.pauses is 'Days excluded by pauses; an open pause has no upper bound.';
comment on column jiancha.clock.due_on is 'Last day of the limit; infinity while an open pause moves it; provisional past the calendar''s horizon.';
comment on column jiancha.clock.due_at is 'Exclusive bound: overdue if and only if now >= due_at.';
comment on column jiancha.clock.certainty is 'firm, or provisional when the days up to due_on are not all published.';
comment on column jiancha.clock.next_at is 'Next instant at which a sweep must look; NULL: nothing to come.';
comment on column jiancha.clock.last_on is 'Last day its thresholds rest on; infinity while one is uncertain.';
comment on column jiancha.clock.calendar_code is 'Calendar it was counted with.';
comment on column jiancha.clock.calendar_version is 'Version of that calendar.';
comment on column jiancha.clock.pack is 'Pack of its rules.';
comment on column jiancha.clock.rule_version is 'Version of that pack.';

create table jiancha.clock_revision (
    docket_id bigint not null,
    clock text not null,
    cycle integer not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    calendar_code text not null,
    old_version integer not null,
    new_version integer not null,
    old_due_on date,
    new_due_on date,
    old_due_at timestamptz,
    new_due_at timestamptz,
    org_code text not null,
    recorded_at timestamptz not null default now(),
    constraint clock_revision_pkey primary key (docket_id, seq)
);
comment on table jiancha.clock_revision is '时限变更: what a calendar notice moved; append-only.';
comment on column jiancha.clock_revision.docket_id is 'The docket.';
comment on column jiancha.clock_revision.clock is 'Clock.';
comment on column jiancha.clock_revision.cycle is 'Cycle of the clock.';
comment on column jiancha.clock_revision.seq is 'Number given by the records.';
comment on column jiancha.clock_revision.calendar_code is 'Calendar.';
comment on column jiancha.clock_revision.old_version is 'Version it had been counted with.';
comment on column jiancha.clock_revision.new_version is 'Version it is counted with now.';
comment on column jiancha.clock_revision.old_due_on is 'Due day before.';
comment on column jiancha.clock_revision.new_due_on is 'Due day now.';
comment on column jiancha.clock_revision.old_due_at is 'Due instant before.';
comment on column jiancha.clock_revision.new_due_at is 'Due instant now.';
comment on column jiancha.clock_revision.org_code is 'Organisation that held the docket.';
comment on column jiancha.clock_revision.recorded_at is 'When it was counted again.';
