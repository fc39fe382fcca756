-- What reporting tools read, in English; schema 监察 has the same in Chinese (views_report_zh.sql).

create or replace view jiancha.report_case with (security_invoker = true) as
select d.business_no as case_no, d.org_code, coalesce(o.name, d.org_code) as org, d.matter_code, coalesce(m.name, d.matter_code) as matter, f.channel, f.party_kind,
    d.received_at, d.accepted_at, d.closed_at, k.name as state, p.due_on as promised_due, s.due_on as statutory_due,
    case when p.stop_at is not null then p.stop_at >= p.due_at end as late_promised, case when s.stop_at is not null then s.stop_at >= s.due_at end as late_statutory
from jiancha.docket d
left join jiancha.case_file f using (docket_id)
left join jiancha.org o on o.org_code = d.org_code
left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
left join lateral (select c.due_on, c.due_at, case when c.state = 'stopped' then c.stop_at end as stop_at from jiancha.clock c where c.docket_id = d.docket_id and c.clock = 'promised' and c.state <> 'gone' order by c.cycle desc limit 1) p on true
left join lateral (select c.due_on, c.due_at, case when c.state = 'stopped' then c.stop_at end as stop_at from jiancha.clock c where c.docket_id = d.docket_id and c.clock = 'statutory' and c.state <> 'gone' order by c.cycle desc limit 1) s on true
left join (values ('received', '已收件'), ('correcting', '补正中'), ('accepted', '已受理'), ('special', '特别程序'), ('decided', '已决定'), ('closed', '已办结'), ('refused', '不予受理'),
    ('withdrawn', '撤回'), ('void', '作废'), ('terminated', '终止'), ('sent_up', '上报'), ('expired', '逾期未补正')) k (state, name) on k.state = d.state
where d.kind = 'approval';
comment on view jiancha.report_case is '办件: one row an approval case.';
comment on column jiancha.report_case.case_no is 'Business number, text.';
comment on column jiancha.report_case.org_code is 'Organisation that holds it.';
comment on column jiancha.report_case.org is 'Its name.';
comment on column jiancha.report_case.matter_code is 'Matter.';
comment on column jiancha.report_case.matter is 'Its name in the version that applies.';
comment on column jiancha.report_case.channel is 'window, online, post, phone, app, feed or import.';
comment on column jiancha.report_case.party_kind is 'person, enterprise or other.';
comment on column jiancha.report_case.received_at is 'When it was received.';
comment on column jiancha.report_case.accepted_at is 'When it was accepted; NULL: not.';
comment on column jiancha.report_case.closed_at is 'When it ended; NULL: open.';
comment on column jiancha.report_case.state is 'State, in Chinese.';
comment on column jiancha.report_case.promised_due is 'Last day of the promised limit.';
comment on column jiancha.report_case.statutory_due is 'Last day of the statutory limit.';
comment on column jiancha.report_case.late_promised is 'Whether the promised clock stopped late; NULL: it runs, or the case ended without a result.';
comment on column jiancha.report_case.late_statutory is 'Whether the statutory clock stopped late; NULL: it runs, or the case ended without a result.';

create or replace view jiancha.report_card with (security_invoker = true) as
select s.signal_no, case s.level when 'notice' then '预警' when 'yellow' then '黄牌' when 'red' then '红牌' when 'anomaly' then '异常' end as level,
    s.case_no, s.org_code, coalesce(o.name, s.org_code) as org, s.matter_code, coalesce(m.name, s.matter_code) as matter, s.rule, s.earned_at, s.issued_at, s.due_at, s.cleared_at, s.state
from jiancha.signals s
left join jiancha.org o on o.org_code = s.org_code
left join jiancha.matter m on m.matter_code = s.matter_code;
comment on view jiancha.report_card is '红黄牌台账: one row a card, those without effect included: see state.';
comment on column jiancha.report_card.signal_no is 'Number of the card.';
comment on column jiancha.report_card.level is '预警, 黄牌, 红牌 or 异常.';
comment on column jiancha.report_card.case_no is 'Business number of the docket.';
comment on column jiancha.report_card.org_code is 'Organisation it belongs to.';
comment on column jiancha.report_card.org is 'Its name.';
comment on column jiancha.report_card.matter_code is 'Matter.';
comment on column jiancha.report_card.matter is 'Its name.';
comment on column jiancha.report_card.rule is 'Rule, named by its clause.';
comment on column jiancha.report_card.earned_at is 'Instant from which the rule held.';
comment on column jiancha.report_card.issued_at is 'When it was issued; NULL: not.';
comment on column jiancha.report_card.due_at is 'Due instant of the clock.';
comment on column jiancha.report_card.cleared_at is 'When the clock stopped.';
comment on column jiancha.report_card.state is 'State; see jiancha.signals.';

create or replace view jiancha.report_overdue with (security_invoker = true) as
select to_char(k.stop_at at time zone c.time_zone, 'YYYY-MM') as month, k.org_code, coalesce(max(o.name), k.org_code) as org,
    count(*) filter (where k.clock = 'promised') as completed_promised, count(*) filter (where k.clock = 'promised' and k.stop_at >= k.due_at) as late_promised,
    round(100.0 * count(*) filter (where k.clock = 'promised' and k.stop_at >= k.due_at) / nullif(count(*) filter (where k.clock = 'promised'), 0), 2) as late_promised_percent,
    count(*) filter (where k.clock = 'statutory') as completed_statutory, count(*) filter (where k.clock = 'statutory' and k.stop_at >= k.due_at) as late_statutory,
    round(100.0 * count(*) filter (where k.clock = 'statutory' and k.stop_at >= k.due_at) / nullif(count(*) filter (where k.clock = 'statutory'), 0), 2) as late_statutory_percent
from jiancha.clock k
join jiancha.calendar c using (calendar_code)
left join jiancha.org o on o.org_code = k.org_code
where k.state = 'stopped' and k.clock in ('promised', 'statutory')
group by 1, 2;
comment on view jiancha.report_overdue is '超期率: late completions of each organisation and month, against the promised and the statutory limit. A case that was withdrawn, void, terminated or sent up is no completion.';
comment on column jiancha.report_overdue.month is 'Month of completion, 2025-03.';
comment on column jiancha.report_overdue.org_code is 'Organisation.';
comment on column jiancha.report_overdue.org is 'Its name.';
comment on column jiancha.report_overdue.completed_promised is 'Completed cases with a promised limit.';
comment on column jiancha.report_overdue.late_promised is 'Of these, late.';
comment on column jiancha.report_overdue.late_promised_percent is 'Share in percent.';
comment on column jiancha.report_overdue.completed_statutory is 'Completed cases with a statutory limit.';
comment on column jiancha.report_overdue.late_statutory is 'Of these, late.';
comment on column jiancha.report_overdue.late_statutory_percent is 'Share in percent.';

create or replace view jiancha.report_stage_time with (security_invoker = true) as
select e.org_code, coalesce(max(o.name), e.org_code) as org, e.matter_code, coalesce(max(m.name), e.matter_code) as matter, e.node, count(*) as steps,
    round(avg(e.days), 2) as mean_working_days, round((extract(epoch from jiancha.elapsed_percentile(jiancha.elapsed(e.took, true), 50)) / 3600)::numeric, 1) as median_hours,
    round((extract(epoch from jiancha.elapsed_percentile(jiancha.elapsed(e.took, true), 90)) / 3600)::numeric, 1) as p90_hours
from (
    select d.org_code, d.matter_code, coalesce(s.node, k.name) as node, make_interval(secs => greatest(extract(epoch from s.at - b.at), 0)::double precision) as took,
        jiancha.working_days_between((b.at at time zone c.time_zone)::date, (s.at at time zone c.time_zone)::date, d.calendar_code) as days
    from jiancha.docket d
    join jiancha.calendar c using (calendar_code)
    join jiancha.effective_step s using (docket_id)
    join jiancha.step_kind k on k.kind = s.kind
    cross join lateral (
        select coalesce(max(p.at), d.received_at) as at from jiancha.effective_step p where p.docket_id = s.docket_id and (p.at, p.seq) < (s.at, s.seq)) b
    where d.kind = 'approval' and s.at >= d.received_at and (d.closed_at is null or s.at <= d.closed_at)) e
left join jiancha.org o on o.org_code = e.org_code
left join jiancha.matter m on m.matter_code = e.matter_code
group by e.org_code, e.matter_code, e.node;
comment on view jiancha.report_stage_time is '环节用时: how long each stage of each matter took, from the step before it.';
comment on column jiancha.report_stage_time.org_code is 'Organisation that holds the cases.';
comment on column jiancha.report_stage_time.org is 'Its name.';
comment on column jiancha.report_stage_time.matter_code is 'Matter.';
comment on column jiancha.report_stage_time.matter is 'Its name.';
comment on column jiancha.report_stage_time.node is 'Node, or the kind of step where no node was given.';
comment on column jiancha.report_stage_time.steps is 'Steps.';
comment on column jiancha.report_stage_time.mean_working_days is 'Mean number of working days, two decimal places.';
comment on column jiancha.report_stage_time.median_hours is 'Median in hours by the clock on the wall, up to 0.79 % above the true one.';
comment on column jiancha.report_stage_time.p90_hours is 'Hours that nine tenths did not pass, likewise.';

create or replace view jiancha.report_org_score with (security_invoker = true) as
select s.scheme, s.period, s.version, s.org_code, s.name as org, s.rank_group, s.completed, s.early, s.late, s.incomplete, s.total,
    case s.grade when 'excellent' then '优秀' when 'good' then '良好' when 'pass' then '合格' else '不合格' end as grade, s.rank, s.vetoed
from jiancha.scores s where s.subject = 'org';
comment on view jiancha.report_org_score is '部门绩效: frozen scores of organisations.';
comment on column jiancha.report_org_score.scheme is 'Scheme.';
comment on column jiancha.report_org_score.period is '2025-03, 2025-Q1, 2025-H1 or 2025.';
comment on column jiancha.report_org_score.version is 'Version of the sheet; above 1: corrected.';
comment on column jiancha.report_org_score.org_code is 'Organisation.';
comment on column jiancha.report_org_score.org is 'Its name.';
comment on column jiancha.report_org_score.rank_group is 'Ranking group.';
comment on column jiancha.report_org_score.completed is 'Completed cases.';
comment on column jiancha.report_org_score.early is 'Of these, finished early.';
comment on column jiancha.report_org_score.late is 'Of these, late by the clock of the scheme.';
comment on column jiancha.report_org_score.incomplete is 'Incomplete records.';
comment on column jiancha.report_org_score.total is 'Score.';
comment on column jiancha.report_org_score.grade is 'Grade, in Chinese.';
comment on column jiancha.report_org_score.rank is 'Rank; NULL: not ranked.';
comment on column jiancha.report_org_score.vetoed is 'Whether a veto made the grade fail.';

create or replace view jiancha.report_staff_score with (security_invoker = true) as
select s.scheme, s.period, s.version, s.org_code, coalesce(o.name, s.org_code) as org, s.staff_code, s.name as staff, s.completed, s.total,
    case s.grade when 'excellent' then '优秀' when 'good' then '良好' when 'pass' then '合格' else '不合格' end as grade, s.rank
from jiancha.scores s left join jiancha.org o on o.org_code = s.org_code where s.subject = 'staff';
comment on view jiancha.report_staff_score is '个人绩效: frozen scores of staff; rows for assessors alone.';
comment on column jiancha.report_staff_score.scheme is 'Scheme.';
comment on column jiancha.report_staff_score.period is 'Period.';
comment on column jiancha.report_staff_score.version is 'Version of the sheet.';
comment on column jiancha.report_staff_score.org_code is 'Organisation.';
comment on column jiancha.report_staff_score.org is 'Its name.';
comment on column jiancha.report_staff_score.staff_code is 'Staff number, text.';
comment on column jiancha.report_staff_score.staff is 'Name.';
comment on column jiancha.report_staff_score.completed is 'Completed cases.';
comment on column jiancha.report_staff_score.total is 'Score.';
comment on column jiancha.report_staff_score.grade is 'Grade, in Chinese.';
comment on column jiancha.report_staff_score.rank is 'Rank; NULL: not ranked.';

create or replace view jiancha.report_complaint with (security_invoker = true) as
select d.business_no as complaint_no, d.org_code, coalesce(o.name, d.org_code) as org, d.received_at, d.accepted_at, d.closed_at, k.due_on, k.stop_at >= k.due_at as late
from jiancha.docket d
left join jiancha.org o on o.org_code = d.org_code
left join lateral (select c.due_on, c.due_at, case when c.state = 'stopped' then c.stop_at end as stop_at from jiancha.clock c where c.docket_id = d.docket_id and c.state <> 'gone' order by c.due_at desc nulls last, c.clock limit 1) k on true
where d.kind = 'complaint';
comment on view jiancha.report_complaint is '投诉办理: one row a complaint, without the complainant.';
comment on column jiancha.report_complaint.complaint_no is 'Number.';
comment on column jiancha.report_complaint.org_code is 'Organisation that holds it.';
comment on column jiancha.report_complaint.org is 'Its name.';
comment on column jiancha.report_complaint.received_at is 'When it was received.';
comment on column jiancha.report_complaint.accepted_at is 'When it was accepted.';
comment on column jiancha.report_complaint.closed_at is 'When it ended.';
comment on column jiancha.report_complaint.due_on is 'Last day of its longest limit.';
comment on column jiancha.report_complaint.late is 'Whether that clock stopped late; NULL: it runs, or the complaint ended without a result.';

create or replace view jiancha.report_early with (security_invoker = true) as
select s.scheme, s.period, s.org_code, s.name as org, s.completed, s.early, round(100.0 * s.early / nullif(s.completed, 0), 2) as early_percent
from jiancha.scores s where s.subject = 'org';
comment on view jiancha.report_early is '提前办结率: share of cases finished early, from frozen scores.';
comment on column jiancha.report_early.scheme is 'Scheme.';
comment on column jiancha.report_early.period is 'Period.';
comment on column jiancha.report_early.org_code is 'Organisation.';
comment on column jiancha.report_early.org is 'Its name.';
comment on column jiancha.report_early.completed is 'Completed cases.';
comment on column jiancha.report_early.early is 'Of these, finished early.';
comment on column jiancha.report_early.early_percent is 'Share in percent.';
