-- The live board by stage, domains, and the statistics of matters.

create or replace view jiancha.live_board with (security_invoker = true) as
select b.case_no, b.org, b.matter, b.stage, b.since, b.age, b.due, b."left", b.state, b.org_code, b.matter_code, b.place
from jiancha.live_board_at(now()) b;
comment on view jiancha.live_board is '环节看板: open cases by stage as of now (W-8.1.1), the least remaining time first; see jiancha.live_board_at().';
comment on column jiancha.live_board.case_no is 'Business number.';
comment on column jiancha.live_board.org is 'Name of the organisation that holds it.';
comment on column jiancha.live_board.matter is 'Name of the matter.';
comment on column jiancha.live_board.stage is 'Stage it is in, of the pack''s stages; 未受理 before acceptance.';
comment on column jiancha.live_board.since is 'When that stage began.';
comment on column jiancha.live_board.age is 'Working days since then, the day it began not counted.';
comment on column jiancha.live_board.due is 'Due day; see board.';
comment on column jiancha.live_board."left" is 'Working days left; negative: late.';
comment on column jiancha.live_board.state is 'The highest signal that stands, or running or paused.';
comment on column jiancha.live_board.org_code is 'Organisation.';
comment on column jiancha.live_board.matter_code is 'Matter.';
comment on column jiancha.live_board.place is 'Place of the stage in the pack''s order; 0 before acceptance.';

create or replace view jiancha.stage_count with (security_invoker = true) as
select b.place, b.stage, count(*) as cases, max(b.age) as oldest, count(*) filter (where b."left" < 0) as late
from jiancha.live_board b
group by b.place, b.stage
order by b.place, b.stage;
comment on view jiancha.stage_count is '环节统计: open cases in each stage as of now.';
comment on column jiancha.stage_count.place is 'Place of the stage in the pack''s order; 0 before acceptance.';
comment on column jiancha.stage_count.stage is 'Stage.';
comment on column jiancha.stage_count.cases is 'Open cases in it.';
comment on column jiancha.stage_count.oldest is 'Age of the oldest, in working days.';
comment on column jiancha.stage_count.late is 'Of these past their due day.';

create or replace view jiancha.domain_signals with (security_invoker = true) as
select s.signal_no, x.domain, m.name as domain_name, s.case_no, s.org_code, s.matter_code, s.rule, s.level, s.origin, s.earned_at, s.issued_at, s.state
from jiancha.signals s
left join jiancha.docket d on d.docket_id = s.docket_id::bigint
-- a card stays with its organisation when the docket has gone to another: then the rule says what kind it is of
left join jiancha.effective_signal_rule r on r.pack = s.pack and r.version = s.rule_version and r.rule = s.rule
cross join lateral (select jiancha._domain(s.docket_id::bigint, coalesce(d.kind, r.docket_kind), s.pack, s.rule_version, s.rule) as domain) x
join jiancha.domain m on m.domain = x.domain;
comment on view jiancha.domain_signals is '分领域红黄牌: the cards with their domain (W-2.1); filter by domain.';
comment on column jiancha.domain_signals.signal_no is 'Number of the card.';
comment on column jiancha.domain_signals.domain is 'See domain: of the rule, else of the card it follows from, else of its kind of docket.';
comment on column jiancha.domain_signals.domain_name is 'Its Chinese name.';
comment on column jiancha.domain_signals.case_no is 'Business number.';
comment on column jiancha.domain_signals.org_code is 'Organisation of the card.';
comment on column jiancha.domain_signals.matter_code is 'Matter.';
comment on column jiancha.domain_signals.rule is 'Rule, named by its clause.';
comment on column jiancha.domain_signals.level is 'notice, yellow, red or anomaly.';
comment on column jiancha.domain_signals.origin is 'auto or manual.';
comment on column jiancha.domain_signals.earned_at is 'Instant from which the rule held.';
comment on column jiancha.domain_signals.issued_at is 'When it went out; NULL: it did not.';
comment on column jiancha.domain_signals.state is 'State; see signals.';

create or replace view jiancha.domain_rules with (security_invoker = true) as
select r.pack, r.version, r.rule, r.kind, r.docket_kind, r.name, r.level, coalesce(n.domain, k.domain) as domain, r.source, r.status
from jiancha.effective_signal_rule r
join jiancha.docket_kind k on k.kind = r.docket_kind
left join lateral (
    select x.domain from jiancha.rule_lineage l join jiancha.rule_domain x on x.pack = l.from_pack and x.version = l.from_version and x.rule = r.rule
    where l.pack = r.pack and l.version = r.version
    order by l.distance limit 1) n on true;
comment on view jiancha.domain_rules is '分领域规则: the rules that hold for a version of a pack with their domain (W-2.1).';
comment on column jiancha.domain_rules.pack is 'Pack that judges.';
comment on column jiancha.domain_rules.version is 'Version of the pack.';
comment on column jiancha.domain_rules.rule is 'Rule, named by its clause.';
comment on column jiancha.domain_rules.kind is 'time, condition, manual or lapse.';
comment on column jiancha.domain_rules.docket_kind is 'Kind of docket.';
comment on column jiancha.domain_rules.name is 'What it is about.';
comment on column jiancha.domain_rules.level is 'Level of its card; NULL: a lapse.';
comment on column jiancha.domain_rules.domain is 'See domain.';
comment on column jiancha.domain_rules.source is 'Clause it comes from.';
comment on column jiancha.domain_rules.status is 'regulation, statute, analogue or assumed.';

create or replace view jiancha.matter_statistics with (security_invoker = true) as
select x.month, x.org_code, coalesce(o.name, x.org_code) as org, x.matter_code, coalesce(m.name, x.matter_code) as matter,
    sum(x.received)::bigint as received, sum(x.accepted)::bigint as accepted, sum(x.closed)::bigint as closed, sum(x.late)::bigint as late,
    round(avg(x.days), 2) as mean_working_days, sum(x.notices)::bigint as notices, sum(x.yellows)::bigint as yellows, sum(x.reds)::bigint as reds
from (
    select to_char(d.received_at at time zone c.time_zone, 'YYYY-MM') as month, d.org_code, d.matter_code, 1 as received, 0 as accepted, 0 as closed, 0 as late,
        null::integer as days, 0 as notices, 0 as yellows, 0 as reds
    from jiancha.docket d join jiancha.calendar c using (calendar_code)
    where d.kind = 'approval'
    union all
    select to_char(d.accepted_at at time zone c.time_zone, 'YYYY-MM'), d.org_code, d.matter_code, 0, 1, 0, 0, null::integer as days, 0, 0, 0
    from jiancha.docket d join jiancha.calendar c using (calendar_code)
    where d.kind = 'approval' and d.accepted_at is not null
    union all
    select to_char(d.closed_at at time zone c.time_zone, 'YYYY-MM'), d.org_code, d.matter_code, 0, 0, 1, case when p.stop_at >= p.due_at then 1 else 0 end,
        jiancha._days_left((d.accepted_at at time zone c.time_zone)::date, (d.closed_at at time zone c.time_zone)::date, d.calendar_code, c.version), 0, 0, 0
    from jiancha.docket d
    join jiancha.calendar c using (calendar_code)
    left join lateral (
        select case when k.state = 'stopped' then k.stop_at end as stop_at, k.due_at from jiancha.clock k
        where k.docket_id = d.docket_id and k.clock = 'promised' and k.state <> 'gone'
        order by k.cycle desc limit 1) p on true
    where d.kind = 'approval' and d.state = 'closed'
    union all
    select to_char(s.earned_at at time zone c.time_zone, 'YYYY-MM'), s.org_code, d.matter_code, 0, 0, 0, 0, null::integer as days, (s.level = 'notice')::integer,
        (s.level = 'yellow')::integer, (s.level = 'red')::integer
    from jiancha.signals s
    join jiancha.docket d on d.docket_id = s.docket_id::bigint
    join jiancha.calendar c using (calendar_code)
    where d.kind = 'approval' and s.issued_at is not null and s.state not in ('unfounded', 'withdrawn')) x
left join jiancha.org o on o.org_code = x.org_code
left join jiancha.matter m on m.matter_code = x.matter_code
group by x.month, x.org_code, o.name, x.matter_code, m.name;
comment on view jiancha.matter_statistics is '事项统计: cases and cards of each month, organisation and matter (G-2.2). A case counts in the month of its receipt, of its acceptance and of its completion; a card in that in which it was earned.';
comment on column jiancha.matter_statistics.month is 'Month, 2025-03.';
comment on column jiancha.matter_statistics.org_code is 'Organisation that holds the case; of a card, that it was given to.';
comment on column jiancha.matter_statistics.org is 'Its name.';
comment on column jiancha.matter_statistics.matter_code is 'Matter.';
comment on column jiancha.matter_statistics.matter is 'Its name.';
comment on column jiancha.matter_statistics.received is 'Cases received.';
comment on column jiancha.matter_statistics.accepted is 'Cases accepted.';
comment on column jiancha.matter_statistics.closed is 'Cases completed.';
comment on column jiancha.matter_statistics.late is 'Of these, after the promised limit.';
comment on column jiancha.matter_statistics.mean_working_days is 'Working days from acceptance to completion, mean of those completed.';
comment on column jiancha.matter_statistics.notices is '预警 issued that stand.';
comment on column jiancha.matter_statistics.yellows is '黄牌 issued that stand.';
comment on column jiancha.matter_statistics.reds is '红牌 issued that stand.';
