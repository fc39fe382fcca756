-- Frozen scores and what follows from them; append-only.

create table jiancha.score_sheet (
    scheme text not null,
    period text not null,
    version integer not null,
    scheme_version integer not null,
    as_of timestamptz not null,
    terms bigint[] not null,
    months text[] not null,
    month_versions integer[] not null,
    digest text not null,
    reason text,
    decision_no text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_sheet_pkey primary key (scheme, period, version),
    constraint score_sheet_scheme_fkey foreign key (scheme, scheme_version) references jiancha.score_scheme,
    constraint score_sheet_reason_check check (version = 1 or (reason is not null and decision_no is not null))
);
comment on table jiancha.score_sheet is '成绩单: a frozen period; a correction is the next version.';
comment on column jiancha.score_sheet.scheme is 'Scheme.';
comment on column jiancha.score_sheet.period is 'Period: 2025-03, 2025-Q1, 2025-H1 or 2025.';
comment on column jiancha.score_sheet.version is '1; corrections 2, 3, …; the greatest holds.';
comment on column jiancha.score_sheet.scheme_version is 'Version of the scheme it was judged by.';
comment on column jiancha.score_sheet.as_of is 'Instant of freezing, as given.';
comment on column jiancha.score_sheet.terms is 'Weights, floors, caps and steps, as jiancha.score_terms() gives them.';
comment on column jiancha.score_sheet.months is 'Months merged into a longer period; of a month, itself.';
comment on column jiancha.score_sheet.month_versions is 'Versions of these months'' sheets; of a month, empty.';
comment on column jiancha.score_sheet.digest is 'SHA-256 of scheme, terms, lines and counts, hexadecimal; see jiancha.score_digest().';
comment on column jiancha.score_sheet.reason is 'Why it was corrected.';
comment on column jiancha.score_sheet.decision_no is 'Decision on the correction.';
comment on column jiancha.score_sheet.actor is 'Database role that froze it.';
comment on column jiancha.score_sheet.recorded_at is 'When the row was written.';

create table jiancha.score_result (
    scheme text not null,
    period text not null,
    version integer not null,
    subject text not null,
    org_code text not null,
    staff_code text not null,
    name text not null,
    rank_group text not null,
    coefficient numeric(7,4) not null,
    completed bigint not null,
    early bigint not null,
    late bigint not null,
    incomplete bigint not null,
    state bytea not null,
    year_points numeric(12,2) not null,
    total numeric(12,2) not null,
    grade text not null,
    vetoed boolean not null,
    rank integer,
    constraint score_result_pkey primary key (scheme, period, version, subject, org_code, staff_code),
    constraint score_result_sheet_fkey foreign key (scheme, period, version) references jiancha.score_sheet deferrable initially deferred,
    constraint score_result_subject_check check (subject in ('org', 'staff') and (subject = 'org') = (staff_code = '')),
    constraint score_result_grade_check check (grade in ('excellent', 'good', 'pass', 'fail'))
);
comment on table jiancha.score_result is '测评成绩: frozen scores of organisations and staff.';
comment on column jiancha.score_result.scheme is 'Scheme.';
comment on column jiancha.score_result.period is 'Period.';
comment on column jiancha.score_result.version is 'Version of the sheet.';
comment on column jiancha.score_result.subject is 'org or staff.';
comment on column jiancha.score_result.org_code is 'Organisation.';
comment on column jiancha.score_result.staff_code is 'Person; empty for the organisation.';
comment on column jiancha.score_result.name is 'Name at the end of the period.';
comment on column jiancha.score_result.rank_group is 'Ranking group.';
comment on column jiancha.score_result.coefficient is 'Conversion coefficient.';
comment on column jiancha.score_result.completed is 'Completed cases.';
comment on column jiancha.score_result.early is 'Of these, finished early.';
comment on column jiancha.score_result.late is 'Of these, finished late.';
comment on column jiancha.score_result.incomplete is 'Incomplete records.';
comment on column jiancha.score_result.state is 'Binary form of the closed score_state.';
comment on column jiancha.score_result.year_points is 'Points that come off the annual total; 0 in shorter periods.';
comment on column jiancha.score_result.total is 'Score.';
comment on column jiancha.score_result.grade is 'excellent 优秀, good 良好, pass 合格, fail 不合格.';
comment on column jiancha.score_result.vetoed is 'Whether a veto made the grade fail.';
comment on column jiancha.score_result.rank is 'Rank in the group; NULL: not ranked, too few cases, vetoed, or ranking switched off.';

create table jiancha.score_line (
    scheme text not null,
    period text not null,
    version integer not null,
    line_no integer not null,
    subject text not null,
    org_code text not null,
    staff_code text,
    dimension integer,
    indicator text not null,
    points numeric(12,2) not null,
    quantity integer not null,
    evidence_kind text not null,
    evidence_no text not null,
    happened_on date not null,
    constraint score_line_pkey primary key (scheme, period, version, line_no),
    constraint score_line_sheet_fkey foreign key (scheme, period, version) references jiancha.score_sheet deferrable initially deferred,
    constraint score_line_subject_check check (subject in ('both', 'org', 'staff'))
);
comment on table jiancha.score_line is '扣分加分明细: every point of a frozen period with its evidence.';
comment on column jiancha.score_line.scheme is 'Scheme.';
comment on column jiancha.score_line.period is 'Period.';
comment on column jiancha.score_line.version is 'Version of the sheet.';
comment on column jiancha.score_line.line_no is 'Number of the line.';
comment on column jiancha.score_line.subject is 'Whose score it enters: both, org or staff.';
comment on column jiancha.score_line.org_code is 'Organisation.';
comment on column jiancha.score_line.staff_code is 'Person; NULL: nobody.';
comment on column jiancha.score_line.dimension is 'Dimension; NULL: a count (incomplete data) or the annual total.';
comment on column jiancha.score_line.indicator is 'Indicator.';
comment on column jiancha.score_line.points is 'Points, signed.';
comment on column jiancha.score_line.quantity is 'How many times, or records; points hold all of it.';
comment on column jiancha.score_line.evidence_kind is 'signal, matter, survey, or as in score_entry.';
comment on column jiancha.score_line.evidence_no is 'Number of the evidence.';
comment on column jiancha.score_line.happened_on is 'Day of the event.';

create table jiancha.score_publication (
    scheme text not null,
    period text not null,
    version integer not null,
    org_code text not null,
    name text not null,
    rank_group text not null,
    total numeric(12,2) not null,
    grade text not null,
    rank integer,
    old_total numeric(12,2),
    old_rank integer,
    published_at timestamptz not null,
    medium text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_publication_pkey primary key (scheme, period, version, org_code),
    constraint score_publication_sheet_fkey foreign key (scheme, period, version) references jiancha.score_sheet deferrable initially deferred
);
comment on table jiancha.score_publication is '成绩公布: published scores of organisations, readable by all; never changed. A correction (更正) is the next version, with the old score beside the new.';
comment on column jiancha.score_publication.scheme is 'Scheme.';
comment on column jiancha.score_publication.period is 'Period.';
comment on column jiancha.score_publication.version is 'Version of the sheet.';
comment on column jiancha.score_publication.org_code is 'Organisation.';
comment on column jiancha.score_publication.name is 'Its name.';
comment on column jiancha.score_publication.rank_group is 'Ranking group.';
comment on column jiancha.score_publication.total is 'Score.';
comment on column jiancha.score_publication.grade is 'Grade.';
comment on column jiancha.score_publication.rank is 'Rank; NULL: not ranked.';
comment on column jiancha.score_publication.old_total is 'Score published before; NULL in the first publication.';
comment on column jiancha.score_publication.old_rank is 'Rank published before.';
comment on column jiancha.score_publication.published_at is 'When it was published.';
comment on column jiancha.score_publication.medium is 'Where: newspaper, web site, decision-information system.';
comment on column jiancha.score_publication.actor is 'Database role that published it.';
comment on column jiancha.score_publication.recorded_at is 'When the row was written.';

create table jiancha.score_appeal (
    appeal_no text not null,
    scheme text not null,
    period text not null,
    version integer not null,
    org_code text not null,
    staff_code text,
    entry_no text,
    text text not null,
    document_no text,
    at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_appeal_pkey primary key (appeal_no)
);
comment on table jiancha.score_appeal is '成绩申诉: an organisation contests an entry or a score; append-only.';
comment on column jiancha.score_appeal.appeal_no is 'Number, unique.';
comment on column jiancha.score_appeal.scheme is 'Scheme.';
comment on column jiancha.score_appeal.period is 'Period.';
comment on column jiancha.score_appeal.version is 'Version of the sheet it contests.';
comment on column jiancha.score_appeal.org_code is 'Organisation.';
comment on column jiancha.score_appeal.staff_code is 'Person whose score it is; NULL: the organisation''s.';
comment on column jiancha.score_appeal.entry_no is 'Entry contested; NULL: the score as a whole.';
comment on column jiancha.score_appeal.text is 'What is said against it.';
comment on column jiancha.score_appeal.document_no is 'Document it stands in.';
comment on column jiancha.score_appeal.at is 'When it was filed.';
comment on column jiancha.score_appeal.actor is 'Database role that filed it.';
comment on column jiancha.score_appeal.recorded_at is 'When the row was entered.';

create table jiancha.score_decision (
    appeal_no text not null,
    outcome text not null,
    reason text not null,
    decision_no text not null,
    decided_by text not null,
    org_code text not null,
    at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_decision_pkey primary key (appeal_no),
    constraint score_decision_appeal_fkey foreign key (appeal_no) references jiancha.score_appeal,
    constraint score_decision_outcome_check check (outcome in ('granted', 'rejected'))
);
comment on table jiancha.score_decision is '申诉决定: what was decided on an appeal; append-only. A granted appeal against an entry takes the entry out of the next correction.';
comment on column jiancha.score_decision.appeal_no is 'Appeal.';
comment on column jiancha.score_decision.outcome is 'granted or rejected.';
comment on column jiancha.score_decision.reason is 'Reason.';
comment on column jiancha.score_decision.decision_no is 'Number of the decision.';
comment on column jiancha.score_decision.decided_by is 'Who decided.';
comment on column jiancha.score_decision.org_code is 'Organisation that appealed.';
comment on column jiancha.score_decision.at is 'When it was decided.';
comment on column jiancha.score_decision.actor is 'Database role that entered it; not the one that made the entry.';
comment on column jiancha.score_decision.recorded_at is 'When the row was entered.';

create table jiancha.score_consequence (
    scheme text not null,
    period text not null,
    version integer not null,
    org_code text not null,
    kind text not null,
    basis text not null,
    cause text not null,
    instrument_no text,
    opened_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    constraint score_consequence_pkey primary key (scheme, period, version, org_code),
    constraint score_consequence_sheet_fkey foreign key (scheme, period, version) references jiancha.score_sheet deferrable initially deferred,
    constraint score_consequence_kind_check check (kind in ('accountability', 'suggestion'))
);
comment on table jiancha.score_consequence is '不合格处理: what a fail grade opens; append-only.';
comment on column jiancha.score_consequence.scheme is 'Scheme.';
comment on column jiancha.score_consequence.period is 'Period.';
comment on column jiancha.score_consequence.version is 'Version of the sheet.';
comment on column jiancha.score_consequence.org_code is 'Organisation.';
comment on column jiancha.score_consequence.kind is 'accountability 责任追究 or suggestion 监察建议书.';
comment on column jiancha.score_consequence.basis is 'Legal basis, as the scheme says.';
comment on column jiancha.score_consequence.cause is 'score or veto.';
comment on column jiancha.score_consequence.instrument_no is 'The instrument, a docket, that was opened with it; a correction names that of the version before. NULL: the pack knows no instrument of the name that the setting fail_instrument gives.';
comment on column jiancha.score_consequence.opened_at is 'When it was opened.';
comment on column jiancha.score_consequence.recorded_at is 'When the row was written.';

create table jiancha.report_recipient (
    recipient text not null,
    name text not null,
    org_code text,
    channel text not null default 'screen',
    address text,
    valid_from date not null,
    valid_until date,
    recorded_at timestamptz not null default now(),
    constraint report_recipient_channel_check check (channel in ('sms', 'phone', 'screen') and (channel = 'screen' or coalesce(address, '') <> '')),
    constraint report_recipient_pkey primary key (recipient, valid_from),
    constraint report_recipient_validity_check check (valid_from < valid_until)
);
comment on table jiancha.report_recipient is '报送对象: city leaders and units that get the monthly tables; append-only, the latest row of a recipient that has begun holds.';
comment on column jiancha.report_recipient.recipient is 'Short name.';
comment on column jiancha.report_recipient.name is 'Name and office.';
comment on column jiancha.report_recipient.org_code is 'Organisation, of a unit; NULL for a leader.';
comment on column jiancha.report_recipient.channel is 'How it is told of a correction: sms, phone or screen.';
comment on column jiancha.report_recipient.address is 'Number for sms and phone; of screen its name there, NULL: the short name.';
comment on column jiancha.report_recipient.valid_from is 'First day on which it is on the list.';
comment on column jiancha.report_recipient.valid_until is 'First day on which it is no longer; NULL: open.';
comment on column jiancha.report_recipient.recorded_at is 'When the row was entered.';

create table jiancha.report_issue (
    scheme text not null,
    period text not null,
    version integer not null,
    recipient text not null,
    issued_at timestamptz not null,
    digest text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint report_issue_pkey primary key (scheme, period, version, recipient)
);
comment on table jiancha.report_issue is '报表报送: which bulletin went to whom when; append-only.';
comment on column jiancha.report_issue.scheme is 'Scheme.';
comment on column jiancha.report_issue.period is 'Period.';
comment on column jiancha.report_issue.version is 'Version of the sheet.';
comment on column jiancha.report_issue.recipient is 'Recipient.';
comment on column jiancha.report_issue.issued_at is 'When it was sent or handed over.';
comment on column jiancha.report_issue.digest is 'SHA-256 of the page, hexadecimal: made again from the frozen sheet it is the same.';
comment on column jiancha.report_issue.actor is 'Database role that entered it.';
comment on column jiancha.report_issue.recorded_at is 'When the row was written.';

create table jiancha.daily_issue (
    day date not null,
    recipient text not null,
    digest text not null,
    issued_at timestamptz not null,
    page text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint daily_issue_pkey primary key (day, recipient, digest)
);
comment on table jiancha.daily_issue is '晨报报送: which morning report went to whom when, with the page as it was; append-only.';
comment on column jiancha.daily_issue.day is 'Day it is about.';
comment on column jiancha.daily_issue.recipient is 'Recipient; see report_recipient.';
comment on column jiancha.daily_issue.digest is 'SHA-256 of the page, hexadecimal.';
comment on column jiancha.daily_issue.issued_at is 'When it was sent or handed over.';
comment on column jiancha.daily_issue.page is 'The page.';
comment on column jiancha.daily_issue.actor is 'Database role that entered it.';
comment on column jiancha.daily_issue.recorded_at is 'When the row was written.';

create table jiancha.score_followup (
    scheme text not null,
    period text not null,
    org_code text not null,
    text text not null,
    document_no text not null,
    at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_followup_pkey primary key (scheme, period, org_code, document_no)
);
comment on table jiancha.score_followup is '落实情况: what an organisation reports on what its fail grade opened; append-only.';
comment on column jiancha.score_followup.scheme is 'Scheme.';
comment on column jiancha.score_followup.period is 'Period.';
comment on column jiancha.score_followup.org_code is 'Organisation.';
comment on column jiancha.score_followup.text is 'What was done.';
comment on column jiancha.score_followup.document_no is 'Document it stands in.';
comment on column jiancha.score_followup.at is 'When it was reported.';
comment on column jiancha.score_followup.actor is 'Database role that entered it.';
comment on column jiancha.score_followup.recorded_at is 'When the row was entered.';

create table jiancha.opinion (
    opinion_no text not null,
    org_code text not null,
    channel text not null,
    text text not null,
    at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint opinion_pkey primary key (opinion_no),
    constraint opinion_channel_check check (channel in ('phone', 'visit', 'letter', 'email'))
);
comment on table jiancha.opinion is '公众意见: what the public says about an organisation; evidence for an entry, no points by itself; append-only.';
comment on column jiancha.opinion.opinion_no is 'Number, unique.';
comment on column jiancha.opinion.org_code is 'Organisation it is about.';
comment on column jiancha.opinion.channel is 'phone 电话, visit 来访, letter 信函 or email 电子邮件.';
comment on column jiancha.opinion.text is 'What was said, without who said it.';
comment on column jiancha.opinion.at is 'When it came.';
comment on column jiancha.opinion.actor is 'Database role that entered it.';
comment on column jiancha.opinion.recorded_at is 'When the row was entered.';
