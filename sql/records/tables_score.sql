-- Scores: schemes as rows, entries with evidence, surveys, frozen scores, what follows from them. Schemes and all that is
-- frozen are append-only; a correction is a further version.

create table jiancha.score_scheme (
    scheme text not null check (scheme <> ''),
    version integer not null check (version > 0),
    parent_scheme text,
    parent_version integer,
    name text not null,
    issuer text not null,
    domain text not null,
    docket_kinds text[] not null,
    case_clock text,
    valid_from date not null,
    source text not null,
    recorded_at timestamptz not null default now(),
    constraint score_scheme_pkey primary key (scheme, version),
    constraint score_scheme_parent_fkey foreign key (parent_scheme, parent_version) references jiancha.score_scheme,
    constraint score_scheme_parent_check check (parent_scheme <> scheme and (parent_scheme is null) = (parent_version is null)),
    constraint score_scheme_domain_check check (domain in ('approval', 'trading')),
    constraint score_scheme_valid_from_check check (valid_from = date_trunc('month', valid_from::timestamp)::date)
);
comment on table jiancha.score_scheme is '测评方案: a scheme of evaluation by version; a version is never changed.';
comment on column jiancha.score_scheme.scheme is 'Short name, for example r1.';
comment on column jiancha.score_scheme.version is '1, 2, …';
comment on column jiancha.score_scheme.parent_scheme is 'Scheme whose rows hold where this one has none of the same key; a county''s parent is its city''s.';
comment on column jiancha.score_scheme.parent_version is 'Version of the parent, fixed when this version was defined.';
comment on column jiancha.score_scheme.name is 'Title.';
comment on column jiancha.score_scheme.issuer is 'Body that issued it.';
comment on column jiancha.score_scheme.domain is 'approval 行政审批, or trading 经济领域重点事项: scores of one domain never enter the other''s.';
comment on column jiancha.score_scheme.docket_kinds is 'Kinds of docket whose cards count; see docket_kind.';
comment on column jiancha.score_scheme.case_clock is 'Clock whose stops are completed cases: their number, the share finished early; a case that ended without a result (clock.state ended) is none. NULL: cases are not counted.';
comment on column jiancha.score_scheme.valid_from is 'First day of the first month that is judged by the version, until the next one.';
comment on column jiancha.score_scheme.source is 'Where the text stands.';
comment on column jiancha.score_scheme.recorded_at is 'When it was defined.';

create table jiancha.score_dimension (
    scheme text not null,
    version integer not null,
    dimension integer not null,
    name text not null,
    weight numeric(12,2) not null,
    floor numeric(12,2) not null,
    cap numeric(12,2) not null,
    source text not null,
    status text not null,
    constraint score_dimension_pkey primary key (scheme, version, dimension),
    constraint score_dimension_scheme_fkey foreign key (scheme, version) references jiancha.score_scheme,
    constraint score_dimension_dimension_check check (dimension between 1 and 64),
    constraint score_dimension_floor_check check (floor <= cap and abs(weight) <= 1000000 and abs(floor) <= 1000000 and abs(cap) <= 1000000),
    constraint score_dimension_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.score_dimension is '测评内容: the dimensions of a scheme. A dimension of weight 0 with a floor below 0 is a deduction overlay, one with a cap above 0 a bonus.';
comment on column jiancha.score_dimension.scheme is 'Scheme.';
comment on column jiancha.score_dimension.version is 'Version of the scheme.';
comment on column jiancha.score_dimension.dimension is 'Number, 1 to 64.';
comment on column jiancha.score_dimension.name is 'Name.';
comment on column jiancha.score_dimension.weight is 'Points it starts from.';
comment on column jiancha.score_dimension.floor is 'Least points it can end with.';
comment on column jiancha.score_dimension.cap is 'Most points it can end with.';
comment on column jiancha.score_dimension.source is 'Clause it comes from, or who assumed it.';
comment on column jiancha.score_dimension.status is 'regulation, statute, analogue or assumed.';

create table jiancha.indicator (
    scheme text not null,
    version integer not null,
    indicator text not null check (indicator <> ''),
    name text not null,
    kind text not null,
    measure text not null,
    dimensions integer[] not null,
    points numeric(12,2),
    level text,
    runs integer,
    from_share numeric(5,4),
    step numeric(5,4),
    step_points numeric(12,2),
    most numeric(12,2),
    question text,
    complaint_kind text,
    assessor text not null,
    cycle text not null,
    enabled boolean not null default true,
    source text not null,
    status text not null,
    constraint indicator_pkey primary key (scheme, version, indicator),
    constraint indicator_scheme_fkey foreign key (scheme, version) references jiancha.score_scheme,
    constraint indicator_kind_check check (kind in ('auto', 'manual', 'survey')),
    constraint indicator_measure_check check (measure in ('signal', 'consecutive', 'early', 'promise', 'incomplete', 'entry', 'survey', 'complaint')),
    constraint indicator_cycle_check check (cycle in ('month', 'year')),
    constraint indicator_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.indicator is '测评指标: what is added or deducted for what.';
comment on column jiancha.indicator.scheme is 'Scheme.';
comment on column jiancha.indicator.version is 'Version of the scheme.';
comment on column jiancha.indicator.indicator is 'Code.';
comment on column jiancha.indicator.name is 'Name.';
comment on column jiancha.indicator.kind is 'auto (from the records), manual (entered by an assessor), survey (from answers of applicants).';
comment on column jiancha.indicator.measure is 'signal: each card of level; consecutive: each run of runs notices; early, promise, incomplete: a share, by steps; entry: each entry; survey: the mean of answers; complaint: each complaint found true.';
comment on column jiancha.indicator.dimensions is 'Dimensions it touches, each gets the points; empty: those that score_touch gives for the rule of the card, or the total.';
comment on column jiancha.indicator.points is 'Points each time, signed; of steps: for the first step; NULL: the entry says how many.';
comment on column jiancha.indicator.level is 'Level of the cards that count; signal.';
comment on column jiancha.indicator.runs is 'Number of notices in a row; consecutive.';
comment on column jiancha.indicator.from_share is 'Share from which there are points, 0 to 1; steps.';
comment on column jiancha.indicator.step is 'Further share that earns further points, 0 to 1; steps.';
comment on column jiancha.indicator.step_points is 'Points per further step, signed.';
comment on column jiancha.indicator.most is 'Most points of all steps, signed.';
comment on column jiancha.indicator.question is 'Question whose answers count: attitude 服务态度 or satisfaction 满意度; survey.';
comment on column jiancha.indicator.complaint_kind is 'Kind of complaint, as complaint_rule names it; complaint.';
comment on column jiancha.indicator.assessor is 'Assessor whose part it is; only he enters, and he submits it.';
comment on column jiancha.indicator.cycle is 'month; year: once in the annual total, never in a month.';
comment on column jiancha.indicator.enabled is 'false switches off the indicator of the same code in a parent scheme.';
comment on column jiancha.indicator.source is 'Clause it comes from, or who assumed it.';
comment on column jiancha.indicator.status is 'regulation, statute, analogue or assumed.';

create table jiancha.score_touch (
    scheme text not null,
    version integer not null,
    rule text not null,
    dimensions integer[] not null,
    source text not null,
    status text not null,
    constraint score_touch_pkey primary key (scheme, version, rule),
    constraint score_touch_scheme_fkey foreign key (scheme, version) references jiancha.score_scheme,
    constraint score_touch_dimensions_check check (cardinality(dimensions) > 0),
    constraint score_touch_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.score_touch is '涉及内容: which dimensions a card touches; it deducts in each.';
comment on column jiancha.score_touch.scheme is 'Scheme.';
comment on column jiancha.score_touch.version is 'Version of the scheme.';
comment on column jiancha.score_touch.rule is 'Beginning of the rule''s name; of several that fit the longest holds; empty: every other rule.';
comment on column jiancha.score_touch.dimensions is 'Dimensions it touches.';
comment on column jiancha.score_touch.source is 'Clause it comes from, or who assumed it.';
comment on column jiancha.score_touch.status is 'regulation, statute, analogue or assumed.';

create table jiancha.score_param (
    scheme text not null,
    version integer not null,
    param text not null,
    value text not null,
    source text not null,
    status text not null,
    constraint score_param_pkey primary key (scheme, version, param),
    constraint score_param_scheme_fkey foreign key (scheme, version) references jiancha.score_scheme,
    constraint score_param_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.score_param is '方案参数: settings of a scheme; docs/reference.md lists them.';
comment on column jiancha.score_param.scheme is 'Scheme.';
comment on column jiancha.score_param.version is 'Version of the scheme.';
comment on column jiancha.score_param.param is 'Name of the setting.';
comment on column jiancha.score_param.value is 'Value, as text.';
comment on column jiancha.score_param.source is 'Clause it comes from, or who assumed it.';
comment on column jiancha.score_param.status is 'regulation, statute, analogue or assumed.';

create table jiancha.score_subject (
    scheme text not null,
    version integer not null,
    org_code text not null,
    rank_group text not null,
    coefficient numeric(7,4) not null,
    source text not null,
    status text not null,
    constraint score_subject_pkey primary key (scheme, version, org_code),
    constraint score_subject_scheme_fkey foreign key (scheme, version) references jiancha.score_scheme,
    constraint score_subject_coefficient_check check (coefficient between 0 and 100),
    constraint score_subject_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.score_subject is '测评对象: ranking group and conversion coefficient (折合系数) of an organisation; without a row, those of the scheme.';
comment on column jiancha.score_subject.scheme is 'Scheme.';
comment on column jiancha.score_subject.version is 'Version of the scheme.';
comment on column jiancha.score_subject.org_code is 'Organisation; what holds for it holds for its staff.';
comment on column jiancha.score_subject.rank_group is 'Organisations are ranked inside their group.';
comment on column jiancha.score_subject.coefficient is 'Factor of the total, 0 to 100, four decimal places.';
comment on column jiancha.score_subject.source is 'Clause it comes from, or who assumed it.';
comment on column jiancha.score_subject.status is 'regulation, statute, analogue or assumed.';

create table jiancha.score_entry (
    entry_no text not null,
    seq bigint not null default nextval('jiancha.record_seq'),
    scheme text not null,
    indicator text not null,
    org_code text not null,
    staff_code text,
    happened_on date not null,
    points numeric(12,2),
    quantity integer not null,
    evidence_kind text not null,
    evidence_no text not null,
    reason text,
    decided_by text,
    cancels text,
    assessor text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_entry_pkey primary key (entry_no),
    constraint score_entry_quantity_check check (quantity between 1 and 1000000),
    constraint score_entry_evidence_check check (evidence_no <> ''),
    constraint score_entry_cancels_check check (cancels <> entry_no)
);
create index score_entry_on_idx on jiancha.score_entry (happened_on);
create index score_entry_cancels_idx on jiancha.score_entry (cancels) where cancels is not null;
comment on table jiancha.score_entry is '评分记录: what assessors entered, each with its evidence; append-only.';
comment on column jiancha.score_entry.entry_no is 'The assessor''s own number, unique.';
comment on column jiancha.score_entry.seq is 'Number given by the records.';
comment on column jiancha.score_entry.scheme is 'Scheme it counts in.';
comment on column jiancha.score_entry.indicator is 'Indicator, by its code.';
comment on column jiancha.score_entry.org_code is 'Organisation.';
comment on column jiancha.score_entry.staff_code is 'Person; NULL: the organisation alone.';
comment on column jiancha.score_entry.happened_on is 'Day of the event; decides the period.';
comment on column jiancha.score_entry.points is 'Points, signed, where the indicator does not fix them.';
comment on column jiancha.score_entry.quantity is 'How many times; of incomplete data: records.';
comment on column jiancha.score_entry.evidence_kind is 'document, inspection, disclosure, complaint, case, signal, decision, survey or opinion.';
comment on column jiancha.score_entry.evidence_no is 'Its number.';
comment on column jiancha.score_entry.reason is 'Reason; needed where the indicator leaves the points to the entry, and for a cancellation.';
comment on column jiancha.score_entry.decided_by is 'Who decided it; needed where reason is.';
comment on column jiancha.score_entry.cancels is 'entry_no of the entry that this one cancels.';
comment on column jiancha.score_entry.assessor is 'Assessor whose part it is.';
comment on column jiancha.score_entry.actor is 'Database role that entered it.';
comment on column jiancha.score_entry.recorded_at is 'When the row was entered.';

create table jiancha.survey (
    survey_no text not null,
    org_code text not null,
    staff_code text,
    case_no text,
    channel text not null,
    asked_at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint survey_pkey primary key (survey_no),
    constraint survey_channel_check check (channel in ('questionnaire', 'online', 'phone'))
);
create index survey_asked_idx on jiancha.survey (asked_at);
comment on table jiancha.survey is '满意度调查: who was asked about whom, by which channel; append-only.';
comment on column jiancha.survey.survey_no is 'Number, unique.';
comment on column jiancha.survey.org_code is 'Organisation it is about.';
comment on column jiancha.survey.staff_code is 'Person it is about; NULL: the organisation alone.';
comment on column jiancha.survey.case_no is 'Case it is about.';
comment on column jiancha.survey.channel is 'questionnaire 问卷, online 网上 or phone 电话.';
comment on column jiancha.survey.asked_at is 'When the applicant was asked.';
comment on column jiancha.survey.actor is 'Database role that entered it.';
comment on column jiancha.survey.recorded_at is 'When the row was entered.';

create table jiancha.survey_answer (
    survey_no text not null,
    question text not null,
    grade integer not null,
    answered_at timestamptz not null,
    org_code text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint survey_answer_pkey primary key (survey_no, question),
    constraint survey_answer_survey_fkey foreign key (survey_no) references jiancha.survey,
    constraint survey_answer_question_check check (question in ('attitude', 'satisfaction')),
    constraint survey_answer_grade_check check (grade between 1 and 5)
);
comment on table jiancha.survey_answer is '调查答复: answers of applicants; append-only.';
comment on column jiancha.survey_answer.survey_no is 'Survey.';
comment on column jiancha.survey_answer.question is 'attitude 服务态度 or satisfaction 满意度.';
comment on column jiancha.survey_answer.grade is '5 非常满意, 4 满意, 3 基本满意, 2 不满意, 1 非常不满意.';
comment on column jiancha.survey_answer.answered_at is 'When it was answered.';
comment on column jiancha.survey_answer.org_code is 'Organisation it is about.';
comment on column jiancha.survey_answer.actor is 'Database role that entered it.';
comment on column jiancha.survey_answer.recorded_at is 'When the row was entered.';

create table jiancha.score_submission (
    scheme text not null,
    period text not null,
    assessor text not null,
    note text,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_submission_pkey primary key (scheme, period, assessor)
);
comment on table jiancha.score_submission is '考核报送: an assessor declares his part of a period complete; append-only.';
comment on column jiancha.score_submission.scheme is 'Scheme.';
comment on column jiancha.score_submission.period is 'Period: 2025-03, 2025-Q1, 2025-H1 or 2025.';
comment on column jiancha.score_submission.assessor is 'Assessor.';
comment on column jiancha.score_submission.note is 'What he adds to it.';
comment on column jiancha.score_submission.actor is 'Database role that submitted it.';
comment on column jiancha.score_submission.recorded_at is 'When the row was entered.';

create table jiancha.score_veto (
    veto_no text not null,
    org_code text not null,
    year integer not null,
    evidence_no text not null,
    lifts text,
    ground text,
    decision_no text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint score_veto_pkey primary key (veto_no),
    constraint score_veto_lifts_check check ((lifts is null) = (ground is null) and lifts <> veto_no),
    constraint score_veto_ground_check check (ground in ('finding_wrong', 'secrecy_decision'))
);
comment on table jiancha.score_veto is '一票否决: power exercised outside the platform makes the annual grade fail; append-only.';
comment on column jiancha.score_veto.veto_no is 'Number, unique.';
comment on column jiancha.score_veto.org_code is 'Organisation.';
comment on column jiancha.score_veto.year is 'Year whose grade it concerns.';
comment on column jiancha.score_veto.evidence_no is 'Finding that established it.';
comment on column jiancha.score_veto.lifts is 'veto_no that this row lifts.';
comment on column jiancha.score_veto.ground is 'Ground of lifting, the only two: finding_wrong (the finding was withdrawn as wrong), secrecy_decision (a secrecy decision covers it).';
comment on column jiancha.score_veto.decision_no is 'Number of the decision.';
comment on column jiancha.score_veto.actor is 'Database role that entered it.';
comment on column jiancha.score_veto.recorded_at is 'When the row was entered.';

-- whether a case ended between two notices is looked up, not counted
create index docket_closed_idx on jiancha.docket (org_code, closed_at) where closed_at is not null;
