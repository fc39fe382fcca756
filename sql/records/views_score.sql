-- What holds for a version of a scheme, which cards count, and what people enter and read about scores.

create or replace view jiancha.score_lineage with (security_invoker = true) as
with recursive up as (
    select s.scheme, s.version, s.scheme as from_scheme, s.version as from_version, s.parent_scheme, s.parent_version, 0 as distance
    from jiancha.score_scheme s
    union all
    select u.scheme, u.version, s.scheme, s.version, s.parent_scheme, s.parent_version, u.distance + 1
    from up u
    join jiancha.score_scheme s on s.scheme = u.parent_scheme and s.version = u.parent_version)
select scheme, version, from_scheme, from_version, distance from up;
comment on view jiancha.score_lineage is '方案继承: each version of a scheme with itself (distance 0) and its ancestors.';

create or replace view jiancha.effective_score_dimension with (security_invoker = true) as
select distinct on (l.scheme, l.version, d.dimension) l.scheme, l.version, l.from_scheme, d.dimension, d.name, d.weight, d.floor, d.cap, d.source, d.status
from jiancha.score_lineage l
join jiancha.score_dimension d on d.scheme = l.from_scheme and d.version = l.from_version
order by l.scheme, l.version, d.dimension, l.distance;
comment on view jiancha.effective_score_dimension is '有效测评内容: the dimensions that hold for a version of a scheme, inherited ones included.';

create or replace view jiancha.effective_indicator with (security_invoker = true) as
select * from (
    select distinct on (l.scheme, l.version, i.indicator) l.scheme, l.version, l.from_scheme, i.indicator, i.name, i.kind, i.measure, i.dimensions, i.points,
        i.level, i.runs, i.from_share, i.step, i.step_points, i.most, i.question, i.assessor, i.cycle, i.source, i.status, i.enabled, i.complaint_kind
    from jiancha.score_lineage l
    join jiancha.indicator i on i.scheme = l.from_scheme and i.version = l.from_version
    order by l.scheme, l.version, i.indicator, l.distance) e
where e.enabled;
comment on view jiancha.effective_indicator is '有效测评指标: the indicators that hold for a version of a scheme, inherited ones included.';

create or replace view jiancha.effective_score_touch with (security_invoker = true) as
select distinct on (l.scheme, l.version, t.rule) l.scheme, l.version, l.from_scheme, t.rule, t.dimensions, t.source, t.status
from jiancha.score_lineage l
join jiancha.score_touch t on t.scheme = l.from_scheme and t.version = l.from_version
order by l.scheme, l.version, t.rule, l.distance;
comment on view jiancha.effective_score_touch is '有效涉及内容: which dimensions the cards of a rule touch, inherited rows included.';

create or replace view jiancha.effective_score_param with (security_invoker = true) as
select distinct on (l.scheme, l.version, p.param) l.scheme, l.version, l.from_scheme, p.param, p.value, p.source, p.status
from jiancha.score_lineage l
join jiancha.score_param p on p.scheme = l.from_scheme and p.version = l.from_version
order by l.scheme, l.version, p.param, l.distance;
comment on view jiancha.effective_score_param is '有效方案参数: the settings that hold for a version of a scheme, inherited ones included.';

create or replace view jiancha.effective_score_subject with (security_invoker = true) as
select distinct on (l.scheme, l.version, s.org_code) l.scheme, l.version, l.from_scheme, s.org_code, s.rank_group, s.coefficient, s.source, s.status
from jiancha.score_lineage l
join jiancha.score_subject s on s.scheme = l.from_scheme and s.version = l.from_version
order by l.scheme, l.version, s.org_code, l.distance;
comment on view jiancha.effective_score_subject is '有效测评对象: ranking group and coefficient of organisations that have their own, inherited rows included.';

-- the one place that says which cards carry points. Most cards meet no act and no mark: these are not asked one by one what became of them, and a
-- month is looked for among them first
create or replace view jiancha.score_card with (security_invoker = true) as
select g.signal_no, g.docket_id, d.kind as docket_kind, g.business_no as case_no, g.org_code, g.rule, g.level, g.earned_at, g.issued_at
from (
    select s.docket_id, s.signal_no, s.business_no, s.org_code, s.rule, s.level, s.earned_at, s.issued_at
    from jiancha.signal s
    where s.issued_at is not null and not exists (
        select from jiancha.signal_action x
        where x.docket_id = s.docket_id and x.rule = s.rule and x.clock = s.clock and x.cycle = s.cycle)
    union all
    select s.docket_id, s.signal_no, s.business_no, coalesce(m.org_code, s.org_code), s.rule, coalesce(m.level, s.level), coalesce(m.earned_at, s.earned_at),
        coalesce(s.issued_at, a.issued_at)
    from (
        select x.docket_id, x.rule, x.clock, x.cycle, bool_or(x.kind in ('withdraw', 'dismiss')) as ended,
            min(x.at) filter (where x.kind in ('issue', 'effect')) as issued_at, max(x.seq) filter (where x.kind = 'exempt') as exempted,
            -- an appeal stands until it is decided: meanwhile the points rest
            coalesce(max(x.seq) filter (where x.kind = 'appeal') > coalesce(max(x.seq) filter (where x.kind = 'uphold'), 0), false) as contested,
            max(x.seq) filter (where x.kind in ('unfounded', 'reinstated', 'moved')) as marked
        from jiancha.signal_action x
        group by x.docket_id, x.rule, x.clock, x.cycle) a
    join jiancha.signal s on s.docket_id = a.docket_id and s.rule = a.rule and s.clock = a.clock and s.cycle = a.cycle
    -- the latest mark of the engine says whether and from when it stands, and whose it is
    left join jiancha.signal_action m on m.docket_id = a.docket_id and m.rule = a.rule and m.clock = a.clock and m.cycle = a.cycle and m.seq = a.marked
    where not a.ended and not a.contested and coalesce(s.issued_at, a.issued_at) is not null and m.kind is distinct from 'unfounded'
        -- an exemption may be from liability alone
        and not (a.exempted is not null and exists (
            select from jiancha.signal_action x
            join jiancha.effective_exempt_rule e on e.pack = s.pack and e.version = s.rule_version and e.ground = x.ground and e.exempts_points
            where x.docket_id = a.docket_id and x.rule = a.rule and x.clock = a.clock and x.cycle = a.cycle and x.seq = a.exempted))) g
join jiancha.docket d on d.docket_id = g.docket_id;
comment on view jiancha.score_card is '计分牌: cards that count in scores: issued, without an open appeal, and neither unfounded, withdrawn, dismissed, pending, historical, of the trial run nor exempt on a ground that takes the points away (exempts_points).';

-- entries that count: not cancelled, and not taken out by a granted appeal
create or replace view jiancha.effective_score_entry with (security_invoker = true) as
select e.entry_no, e.scheme, e.indicator, e.org_code, e.staff_code, e.happened_on, e.points, e.quantity, e.evidence_kind, e.evidence_no, e.reason,
    e.decided_by, e.assessor, e.recorded_at
from jiancha.score_entry e
where e.cancels is null
    and not exists (select from jiancha.score_entry c where c.cancels = e.entry_no and c.cancels is not null)
    and not exists (select from jiancha.score_appeal a join jiancha.score_decision d using (appeal_no) where a.entry_no = e.entry_no and d.outcome = 'granted');
comment on view jiancha.effective_score_entry is '有效评分记录: entries that count, without cancelled ones and those that a granted appeal took out.';

-- what assessors and departments enter
create or replace view jiancha.score_intake with (security_invoker = true) as
select e.entry_no, e.scheme, e.indicator, e.org_code, e.staff_code, e.happened_on, e.points::numeric as points, e.quantity, e.evidence_kind,
    e.evidence_no, e.reason, e.decided_by, e.cancels
from jiancha.score_entry e;
comment on view jiancha.score_intake is
    '评分录入: assessors INSERT or COPY entries here, each with its evidence. Repeating a row word for word does nothing. Errors: JC004 unknown organisation, person, indicator or evidence, JC005 no evidence or bad value, JC006 other content, JC007 not the caller''s part.';
comment on column jiancha.score_intake.entry_no is 'The assessor''s own number, unique.';
comment on column jiancha.score_intake.scheme is 'Scheme; default: that of the records.';
comment on column jiancha.score_intake.indicator is 'Indicator of measure entry or incomplete.';
comment on column jiancha.score_intake.org_code is 'Organisation.';
comment on column jiancha.score_intake.staff_code is 'Person, if there is one.';
comment on column jiancha.score_intake.happened_on is 'Day of the event.';
comment on column jiancha.score_intake.points is 'Points, signed; only where the indicator does not fix them, then with reason and decided_by.';
comment on column jiancha.score_intake.quantity is 'How many times; default 1.';
comment on column jiancha.score_intake.evidence_kind is 'document, inspection 明查暗访, disclosure 公开检查, complaint, case, signal, decision, survey or opinion.';
comment on column jiancha.score_intake.evidence_no is 'Its number; of a case, complaint, signal, survey or opinion it must be on record.';
comment on column jiancha.score_intake.reason is 'Reason.';
comment on column jiancha.score_intake.decided_by is 'Who decided.';
comment on column jiancha.score_intake.cancels is 'entry_no of the entry that this one cancels, with reason and decided_by.';

create or replace view jiancha.survey_intake with (security_invoker = true) as
select s.survey_no, s.org_code, s.staff_code, s.case_no, s.channel, s.asked_at from jiancha.survey s;
comment on view jiancha.survey_intake is '调查录入: assessors INSERT here whom they asked. Errors: JC004, JC005, JC006, JC007.';
comment on column jiancha.survey_intake.survey_no is 'Number, unique.';
comment on column jiancha.survey_intake.org_code is 'Organisation it is about.';
comment on column jiancha.survey_intake.staff_code is 'Person it is about, if any.';
comment on column jiancha.survey_intake.case_no is 'Case it is about, if any.';
comment on column jiancha.survey_intake.channel is 'questionnaire, online or phone.';
comment on column jiancha.survey_intake.asked_at is 'When the applicant was asked.';

create or replace view jiancha.survey_reply with (security_invoker = true) as
select a.survey_no, a.question, a.grade, a.answered_at from jiancha.survey_answer a;
comment on view jiancha.survey_reply is '调查答复录入: assessors INSERT answers here. Errors: JC004 unknown survey, JC005, JC006, JC007.';
comment on column jiancha.survey_reply.survey_no is 'Survey.';
comment on column jiancha.survey_reply.question is 'attitude or satisfaction.';
comment on column jiancha.survey_reply.grade is '5 非常满意 to 1 非常不满意.';
comment on column jiancha.survey_reply.answered_at is 'When it was answered.';

create or replace view jiancha.score_submit with (security_invoker = true) as
select s.scheme, s.period, s.assessor, s.note from jiancha.score_submission s;
comment on view jiancha.score_submit is '考核报送: an assessor INSERTs here that his part of a period is complete. Errors: JC004, JC005, JC006, JC007.';
comment on column jiancha.score_submit.scheme is 'Scheme; default: that of the records.';
comment on column jiancha.score_submit.period is '2025-03, 2025-Q1, 2025-H1 or 2025.';
comment on column jiancha.score_submit.assessor is 'Assessor.';
comment on column jiancha.score_submit.note is 'What he adds to it.';

create or replace view jiancha.veto_intake with (security_invoker = true) as
select v.veto_no, v.org_code, v.year, v.evidence_no, v.lifts, v.ground, v.decision_no from jiancha.score_veto v;
comment on view jiancha.veto_intake is '否决录入: assessors INSERT vetoes and their lifting here. Errors: JC004, JC005, JC006, JC007.';
comment on column jiancha.veto_intake.veto_no is 'Number, unique.';
comment on column jiancha.veto_intake.org_code is 'Organisation.';
comment on column jiancha.veto_intake.year is 'Year.';
comment on column jiancha.veto_intake.evidence_no is 'Finding that established it.';
comment on column jiancha.veto_intake.lifts is 'veto_no that this row lifts, with ground.';
comment on column jiancha.veto_intake.ground is 'finding_wrong or secrecy_decision.';
comment on column jiancha.veto_intake.decision_no is 'Number of the decision.';

create or replace view jiancha.score_appeals with (security_invoker = true) as
select a.appeal_no, a.scheme, a.period, a.org_code, a.staff_code, a.entry_no, a.text, a.document_no, a.at, a.version, d.outcome, d.reason as decision_reason,
    d.decision_no, d.at as decided_at
from jiancha.score_appeal a left join jiancha.score_decision d using (appeal_no);
comment on view jiancha.score_appeals is
    '成绩申诉: departments INSERT appeals here within the window, and read what was decided. Errors: JC004 unknown entry or no frozen score, JC005, JC006, JC007 not the own organisation, or the window is over.';
comment on column jiancha.score_appeals.appeal_no is 'Number, unique.';
comment on column jiancha.score_appeals.scheme is 'Scheme; default: that of the records.';
comment on column jiancha.score_appeals.period is 'Period.';
comment on column jiancha.score_appeals.org_code is 'Organisation.';
comment on column jiancha.score_appeals.staff_code is 'Person whose score it is, if any.';
comment on column jiancha.score_appeals.entry_no is 'Entry contested; NULL: the score as a whole.';
comment on column jiancha.score_appeals.text is 'What is said against it.';
comment on column jiancha.score_appeals.document_no is 'Document it stands in.';
comment on column jiancha.score_appeals.at is 'When it was filed, as the department says; score_appeal.recorded_at says when it was entered.';
comment on column jiancha.score_appeals.version is 'Version of the sheet it contests; given by the records.';
comment on column jiancha.score_appeals.outcome is 'granted or rejected; NULL: open. Read only.';
comment on column jiancha.score_appeals.decision_reason is 'Reason of the decision. Read only.';
comment on column jiancha.score_appeals.decision_no is 'Number of the decision. Read only.';
comment on column jiancha.score_appeals.decided_at is 'When it was decided. Read only.';

create or replace view jiancha.score_decide with (security_invoker = true) as
select d.appeal_no, d.outcome, d.reason, d.decision_no, d.decided_by, d.at from jiancha.score_decision d;
comment on view jiancha.score_decide is '申诉决定录入: assessors INSERT decisions here. Errors: JC004 unknown appeal, JC005, JC006, JC007 he who made the entry decides nothing about it.';
comment on column jiancha.score_decide.appeal_no is 'Appeal.';
comment on column jiancha.score_decide.outcome is 'granted or rejected.';
comment on column jiancha.score_decide.reason is 'Reason.';
comment on column jiancha.score_decide.decision_no is 'Number of the decision.';
comment on column jiancha.score_decide.decided_by is 'Who decided.';
comment on column jiancha.score_decide.at is 'When.';

-- what people read: the version that holds
create or replace view jiancha.score_now with (security_invoker = true) as
select distinct on (s.scheme, s.period) s.scheme, s.period, s.version, s.scheme_version, s.as_of, s.terms, s.months, s.month_versions, s.digest, s.reason, s.decision_no
from jiancha.score_sheet s
order by s.scheme, s.period, s.version desc;
comment on view jiancha.score_now is '现行成绩单: the latest version of each frozen period.';

create or replace view jiancha.scores with (security_invoker = true) as
select r.scheme, r.period, n.version, r.subject, r.org_code, nullif(r.staff_code, '') as staff_code, r.name, r.rank_group, r.completed, r.early, r.late,
    r.incomplete, r.coefficient, r.total, r.grade, r.rank, r.vetoed, r.year_points, n.as_of as frozen_at, n.reason as correction
from jiancha.score_now n
join jiancha.score_result r using (scheme, period, version);
comment on view jiancha.scores is '测评成绩: frozen scores that hold. Scores of staff are shown to assessors alone.';
comment on column jiancha.scores.scheme is 'Scheme.';
comment on column jiancha.scores.period is '2025-03, 2025-Q1, 2025-H1 or 2025.';
comment on column jiancha.scores.version is 'Version of the sheet; above 1: corrected.';
comment on column jiancha.scores.subject is 'org or staff.';
comment on column jiancha.scores.org_code is 'Organisation.';
comment on column jiancha.scores.staff_code is 'Person; NULL for an organisation.';
comment on column jiancha.scores.name is 'Name.';
comment on column jiancha.scores.rank_group is 'Ranking group.';
comment on column jiancha.scores.completed is 'Completed cases.';
comment on column jiancha.scores.early is 'Of these, finished early.';
comment on column jiancha.scores.late is 'Of these, finished late.';
comment on column jiancha.scores.incomplete is 'Incomplete records.';
comment on column jiancha.scores.coefficient is 'Conversion coefficient.';
comment on column jiancha.scores.total is 'Score in points.';
comment on column jiancha.scores.grade is 'excellent, good, pass or fail.';
comment on column jiancha.scores.rank is 'Rank in the group; NULL: not ranked.';
comment on column jiancha.scores.vetoed is 'Whether a veto made the grade fail.';
comment on column jiancha.scores.year_points is 'Points that came off the annual total.';
comment on column jiancha.scores.frozen_at is 'When the version was frozen.';
comment on column jiancha.scores.correction is 'Why it was corrected; NULL in the first version.';

create or replace view jiancha.opinion_intake with (security_invoker = true) as
select o.opinion_no, o.org_code, o.channel, o.text, o.at from jiancha.opinion o;
comment on view jiancha.opinion_intake is '意见录入: assessors INSERT here what the public says. Errors: JC004, JC005, JC006, JC007.';
comment on column jiancha.opinion_intake.opinion_no is 'Number, unique; evidence_no of an entry of evidence_kind opinion.';
comment on column jiancha.opinion_intake.org_code is 'Organisation it is about.';
comment on column jiancha.opinion_intake.channel is 'phone, visit, letter or email.';
comment on column jiancha.opinion_intake.text is 'What was said, without who said it.';
comment on column jiancha.opinion_intake.at is 'When it came.';

create or replace view jiancha.score_followups with (security_invoker = true) as
select f.scheme, f.period, f.org_code, f.text, f.document_no, f.at from jiancha.score_followup f;
comment on view jiancha.score_followups is '落实情况录入: departments INSERT here what they did about a fail grade. Errors: JC004 nothing was opened, JC005, JC006, JC007.';
comment on column jiancha.score_followups.scheme is 'Scheme; default: that of the records.';
comment on column jiancha.score_followups.period is 'Period.';
comment on column jiancha.score_followups.org_code is 'Organisation.';
comment on column jiancha.score_followups.text is 'What was done.';
comment on column jiancha.score_followups.document_no is 'Document it stands in.';
comment on column jiancha.score_followups.at is 'When it was reported.';
