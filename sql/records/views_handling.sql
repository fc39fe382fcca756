-- Handling: rules of a version with what it inherits; the views people insert into; what they read back.

create or replace view jiancha.effective_procedure_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.docket_kind, r.kind) l.pack, l.version, l.from_pack, l.from_version, r.docket_kind, r.kind, r.after, r.deciders, r.needs, r.results, r.opens_on, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.procedure_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.docket_kind, r.kind, l.distance) e
where e.enabled;
comment on view jiancha.effective_procedure_rule is '有效程序: the steps of procedures that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.effective_measure_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.measure) l.pack, l.version, l.from_pack, l.from_version, r.measure, r.rank, r.levels, r.kinds, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.measure_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.measure, l.distance) e
where e.enabled;
comment on view jiancha.effective_measure_rule is '有效追究形式: the measures that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.effective_exempt_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.ground) l.pack, l.version, l.from_pack, l.from_version, r.ground, r.name, r.exempts_liability, r.exempts_points, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.exempt_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.ground, l.distance) e
where e.enabled;
comment on view jiancha.effective_exempt_rule is '有效免责情形: the grounds of exemption that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.effective_effect_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.level) l.pack, l.version, l.from_pack, l.from_version, r.level, r.rule, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.effect_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.level, l.distance) e
where e.enabled;
comment on view jiancha.effective_effect_rule is '有效不良后果规则: what the bad consequence of a card leads to under a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.effective_instrument_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.instrument) l.pack, l.version, l.from_pack, l.from_version, r.instrument, r.name, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.instrument_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.instrument, l.distance) e
where e.enabled;
comment on view jiancha.effective_instrument_rule is '有效监察文书: the instruments that hold for a version of a pack, inherited ones included; from_pack says whose.';

-- one row a card. What a person decided last holds over what the facts say, that over what was answered:
-- withdrawn, dismissed, unfounded, exempt, then whether it was issued at all, then the last act upon it
create or replace view jiancha.signals with (security_invoker = true) as
select s.signal_no, s.business_no as case_no, s.org_code, d.matter_code, s.rule, s.clock, s.cycle, s.level, s.origin, s.earned_at, s.found_at,
    coalesce(g.issued_at, a.issued_at) as issued_at,
    case
        when a.withdrawn then 'withdrawn'
        when a.dismissed then 'dismissed'
        when s.mark = 'unfounded' then 'unfounded'
        when a.ground is not null then 'exempt'
        when coalesce(g.issued_at, a.issued_at) is not null
            then case
                when a.appeal_open then 'appealed'
                when a.answer in ('explain', 'rectify') then 'answered'
                when a.answer = 'accept' then 'accepted'
                when a.escalated then 'escalated'
                when a.answer = 'reject' then 'rejected'
                when a.answer = 'uphold' then 'upheld'
                when c.stop_at is not null then 'cleared'
                else 'issued' end
        when d.imported then 'historical'
        when t.live_from is null then 'trial'
        when r.issue = 'at_once' or coalesce(d.accepted_at, d.received_at) < t.live_from then 'historical'
        else 'pending'
    end as state,
    s.due_at, c.stop_at as cleared_at, s.mark, s.docket_id::text as docket_id,
    r.name as rule_name, r.source, n.delivered_at, n.due_at as answer_by, g.cause_no,
    coalesce(e.exempts_points, false) as exempts_points, a.appeal_open as points_rest, a.last_action, a.last_action_at,
    w.answer_clock, g.pack, g.rule_version
from jiancha.signal_now s
join jiancha.signal g using (docket_id, rule, clock, cycle)
cross join jiancha.record_state t
left join jiancha.docket d on d.docket_id = s.docket_id
left join jiancha.clock c on c.docket_id = s.docket_id and c.clock = s.clock and c.cycle = s.cycle
left join jiancha.effective_signal_rule r on r.pack = g.pack and r.version = g.rule_version and r.rule = g.rule
cross join lateral (
    select bool_or(x.kind = 'withdraw') as withdrawn, bool_or(x.kind = 'dismiss') as dismissed,
        min(x.at) filter (where x.kind in ('issue', 'effect')) as issued_at,
        (array_agg(x.ground order by x.seq desc) filter (where x.kind = 'exempt'))[1] as ground,
        -- an appeal stands until it is decided, whatever is filed meanwhile
        coalesce((array_agg(x.kind order by x.seq desc) filter (where x.kind in ('appeal', 'uphold')))[1] = 'appeal', false) as appeal_open,
        -- an answer stands until it is rejected: that a further card follows takes nothing from it
        (array_agg(x.kind order by x.seq desc) filter (where x.kind in ('explain', 'rectify', 'accept', 'reject', 'uphold')))[1] as answer,
        max(x.seq) filter (where x.kind = 'escalate') > coalesce(max(x.seq) filter (where x.kind in ('reject', 'uphold')), 0) as escalated,
        (array_agg(x.kind order by x.seq desc))[1] as last_action, (array_agg(x.at order by x.seq desc))[1] as last_action_at
    from jiancha.signal_action x
    where x.docket_id = s.docket_id and x.rule = s.rule and x.clock = s.clock and x.cycle = s.cycle
        and x.kind not in ('unfounded', 'reinstated', 'moved')) a
left join jiancha.effective_exempt_rule e on e.pack = g.pack and e.version = g.rule_version and e.ground = a.ground
-- what was raised with its bad effect is answered as the rule says that the effect leads to
cross join lateral (
    select case when s.level = r.level then r.answer_clock else (
        select case when x.rule is null then r.answer_clock else b.answer_clock end
        from (values (1)) one (n)
        left join jiancha.effective_effect_rule x on x.pack = g.pack and x.version = g.rule_version and x.level = r.level
        left join jiancha.effective_signal_rule b on b.pack = g.pack and b.version = g.rule_version and b.rule = x.rule) end as answer_clock) w
left join lateral (
    select (select min(p.at) from jiancha.effective_step p where p.docket_id = q.docket_id and p.kind = 'delivered') as delivered_at,
        (select k.due_at from jiancha.clock k where k.docket_id = q.docket_id and k.clock = w.answer_clock order by k.cycle desc limit 1) as due_at
    from jiancha.docket q
    where q.kind in ('signal', 'report') and q.business_no = s.signal_no) n on w.answer_clock is not null;
comment on view jiancha.signals is '红黄牌: one row a signal, with what has become of it.';
comment on column jiancha.signals.signal_no is 'Number for people.';
comment on column jiancha.signals.case_no is 'Business number of the case.';
comment on column jiancha.signals.org_code is 'Organisation that held the case at earned_at.';
comment on column jiancha.signals.matter_code is 'Matter of the case.';
comment on column jiancha.signals.rule is 'Rule, named by its clause.';
comment on column jiancha.signals.clock is 'Clock.';
comment on column jiancha.signals.cycle is 'How often the clock had started.';
comment on column jiancha.signals.level is 'notice 预警, yellow 黄牌, red 红牌, anomaly 异常.';
comment on column jiancha.signals.origin is 'auto or manual.';
comment on column jiancha.signals.earned_at is 'Instant from which the rule holds; for "due passed" due_at itself.';
comment on column jiancha.signals.found_at is 'Instant of the sweep that found it.';
comment on column jiancha.signals.issued_at is 'When it went out, at once or by a decision; NULL: it was not.';
comment on column jiancha.signals.state is 'withdrawn, dismissed (a pending one that does not go out), unfounded (the facts no longer earn it), exempt; not issued: historical, trial, pending; issued: appealed while an appeal is undecided, answered, accepted while an answer stands; escalated when a further card followed and none stands; rejected, upheld; without an act cleared (its clock has stopped, the card stays) or issued. The first that applies, in this order.';
comment on column jiancha.signals.due_at is 'Due instant of the clock: overdue if and only if now >= due_at.';
comment on column jiancha.signals.cleared_at is 'When the clock stopped: the stamp of late completion (A19); NULL while it runs.';
comment on column jiancha.signals.mark is 'Latest mark of the engine: issued, unfounded, reinstated or moved.';
comment on column jiancha.signals.docket_id is 'The docket, as text.';
comment on column jiancha.signals.rule_name is 'What the rule is about.';
comment on column jiancha.signals.source is 'Clause the rule comes from.';
comment on column jiancha.signals.delivered_at is 'When the card reached the organisation; NULL: not yet, or it need not be answered.';
comment on column jiancha.signals.answer_by is 'Instant by which it must be answered, or had to be when it was, exclusive; NULL: no such limit has begun.';
comment on column jiancha.signals.cause_no is 'Number of the card it follows from: an escalation, a bad consequence; NULL: none.';
comment on column jiancha.signals.exempts_points is 'Whether an exemption takes its points away; the card stays and is counted as exempt (X-W-10).';
comment on column jiancha.signals.points_rest is 'Whether its points rest because an appeal is open.';
comment on column jiancha.signals.last_action is 'Last act of a person, or the escalation; NULL: none.';
comment on column jiancha.signals.last_action_at is 'When that was.';
comment on column jiancha.signals.answer_clock is 'Clock by which it must be answered; NULL: it need not be.';
comment on column jiancha.signals.pack is 'Pack of the rule.';
comment on column jiancha.signals.rule_version is 'Version of that pack.';

create or replace view jiancha.signal_history with (security_invoker = true) as
select h.signal_no, row_number() over (partition by h.signal_no order by h.at, h.place, h.seq) as no, h.at, h.kind, h.level, h.org_code, h.text,
    h.document_no, h.ground, h.decision_no, h.actor, h.actor_org
from (
    select s.signal_no, s.found_at as at, 'found' as kind, s.level, s.org_code, null::text as text, null::text as document_no, null::text as ground,
        null::text as decision_no, null::text as actor, null::text as actor_org, 0 as place, 0::bigint as seq
    from jiancha.signal s
    union all
    select s.signal_no, s.issued_at, 'issue', s.level, s.org_code, f.text, f.document_no, null, null, f.actor, f.actor_org, 1, 0
    from jiancha.signal s left join jiancha.finding f on f.docket_id = s.docket_id and s.clock = 'manual' and f.rule = s.rule
    where s.issued_at is not null
    union all
    select s.signal_no, a.at, a.kind, a.level, a.org_code, a.text, a.document_no, a.ground, a.decision_no, a.actor, a.actor_org, 2, a.seq
    from jiancha.signal_action a join jiancha.signal s using (docket_id, rule, clock, cycle)) h;
comment on view jiancha.signal_history is '信号经过: all that happened to a card, in order: found, issued, the marks of the engine, the acts of people.';
comment on column jiancha.signal_history.signal_no is 'Number of the card.';
comment on column jiancha.signal_history.no is '1, 2, …: order of what happened to the card.';
comment on column jiancha.signal_history.at is 'When it happened.';
comment on column jiancha.signal_history.kind is 'found, issue, dismiss, effect, explain, rectify, appeal, accept, reject, uphold, withdraw, exempt, escalate; unfounded, reinstated, moved: marks of the engine.';
comment on column jiancha.signal_history.level is 'Level of the card then.';
comment on column jiancha.signal_history.org_code is 'Organisation of the card then.';
comment on column jiancha.signal_history.text is 'What was said; the reason of a decision.';
comment on column jiancha.signal_history.document_no is 'Document it stands in.';
comment on column jiancha.signal_history.ground is 'Ground of an exemption.';
comment on column jiancha.signal_history.decision_no is 'Number of the decision.';
comment on column jiancha.signal_history.actor is 'Database role; the records'' owner: the engine.';
comment on column jiancha.signal_history.actor_org is 'Organisation of who acted.';

create or replace view jiancha.pending_signals with (security_invoker = true) as
select s.signal_no, s.case_no, s.org_code, s.level, s.rule, s.rule_name, s.source, s.earned_at, s.found_at, s.cause_no,
    case r.issue when 'on_effect' then 'effect' else 'issue' end as wants
from jiancha.signals s
join jiancha.effective_signal_rule r on r.pack = s.pack and r.version = s.rule_version and r.rule = s.rule
where s.state = 'pending';
comment on view jiancha.pending_signals is '待确认信号: cards that were earned and wait for a supervisor; wants says for which decision.';
comment on column jiancha.pending_signals.signal_no is 'Number of the card.';
comment on column jiancha.pending_signals.case_no is 'Business number of the case.';
comment on column jiancha.pending_signals.org_code is 'Organisation it would go to.';
comment on column jiancha.pending_signals.level is 'Level.';
comment on column jiancha.pending_signals.rule is 'Rule, named by its clause.';
comment on column jiancha.pending_signals.rule_name is 'What the rule is about.';
comment on column jiancha.pending_signals.source is 'Clause the rule comes from.';
comment on column jiancha.pending_signals.earned_at is 'Instant from which the rule holds.';
comment on column jiancha.pending_signals.found_at is 'Instant at which it was found.';
comment on column jiancha.pending_signals.cause_no is 'Number of the card it follows from; NULL: none.';
comment on column jiancha.pending_signals.wants is 'issue, or effect: it goes out only when its bad effect is recorded; dismiss ends either.';

create or replace view jiancha.unanswered_signals with (security_invoker = true) as
select signal_no, case_no, org_code, level, rule, rule_name, issued_at, delivered_at, answer_by, state
from jiancha.signals
where answer_clock is not null and issued_at is not null and state in ('issued', 'cleared', 'rejected', 'upheld', 'escalated')
    -- whose answer was accepted before the appeal owes no other
    and not exists (
        select from jiancha.docket q where q.kind in ('signal', 'report') and q.business_no = signal_no and q.closed_at is not null);
comment on view jiancha.unanswered_signals is '未回复信号: issued cards that must be answered and are not: never, or their answer was rejected.';
comment on column jiancha.unanswered_signals.signal_no is 'Number of the card.';
comment on column jiancha.unanswered_signals.case_no is 'Business number of the case.';
comment on column jiancha.unanswered_signals.org_code is 'Organisation that must answer.';
comment on column jiancha.unanswered_signals.level is 'Level.';
comment on column jiancha.unanswered_signals.rule is 'Rule, named by its clause.';
comment on column jiancha.unanswered_signals.rule_name is 'What the rule is about.';
comment on column jiancha.unanswered_signals.issued_at is 'When it went out.';
comment on column jiancha.unanswered_signals.delivered_at is 'When it was delivered; NULL: not yet, and no limit runs.';
comment on column jiancha.unanswered_signals.answer_by is 'Instant by which it must be answered, exclusive.';
comment on column jiancha.unanswered_signals.state is 'State of the card.';

create or replace view jiancha.signal_raise with (security_invoker = true) as
select f.raise_no, f.rule, f.org_code, f.case_no, f.at, f.text, f.bad_effect, f.staff_code, f.document_no, f.serious, s.signal_no
from jiancha.finding f
left join jiancha.signal s on s.docket_id = f.docket_id and s.rule = f.rule and s.clock = 'manual';
comment on view jiancha.signal_raise is
    '人工发出: supervisors INSERT here the cards they raise by hand, by the code of a rule of the pack in force (X-W-2, X-W-4, X-M-9, Z-15, Z-16). Repeating a row word for word does nothing. Errors: JC004 unknown code, organisation or case, JC005 missing or bad value, JC006 other content, JC007 not supervised, or the own organisation.';
comment on column jiancha.signal_raise.raise_no is 'The supervisor''s own number, unique.';
comment on column jiancha.signal_raise.rule is 'Code of the rule, for example X-W-4.1.';
comment on column jiancha.signal_raise.org_code is 'Organisation it is raised against.';
comment on column jiancha.signal_raise.case_no is 'Case it is about; may be left out.';
comment on column jiancha.signal_raise.at is 'When it is raised; the card is issued at it, by a rule with issue on_effect only with bad_effect (else it is pending until the effect is recorded).';
comment on column jiancha.signal_raise.text is 'What happened; some rules require it.';
comment on column jiancha.signal_raise.bad_effect is 'Whether it had a bad consequence (不良后果): the card has the level that the pack gives it then. Default false.';
comment on column jiancha.signal_raise.staff_code is 'Person responsible; may be left out.';
comment on column jiancha.signal_raise.document_no is 'Document it rests on; may be left out.';
comment on column jiancha.signal_raise.serious is '情节严重; default false.';
comment on column jiancha.signal_raise.signal_no is 'Number of the card. Read only.';

create or replace view jiancha.signal_reply with (security_invoker = true) as
select s.signal_no, a.kind, a.at, a.text, a.document_no, coalesce(a.at >= k.due_at, false) as late,
    exists (
        select from jiancha.signal g
        join jiancha.step p on p.docket_id = g.docket_id and p.kind = a.kind and p.at = a.at and p.revision > g.revision
        where g.docket_id = q.docket_id and g.origin = 'auto' and a.at < g.due_at) as after_card
from jiancha.signal_action a
join jiancha.signal s using (docket_id, rule, clock, cycle)
left join jiancha.docket q on q.kind in ('signal', 'report') and q.business_no = s.signal_no
left join lateral (
    select k.due_at from jiancha.clock k where k.docket_id = q.docket_id and k.start_at <= a.at order by k.start_at desc limit 1) k on true
where a.kind in ('explain', 'rectify', 'appeal');
comment on view jiancha.signal_reply is
    '信号回复: departments INSERT here what they answer to their cards. Repeating a row word for word does nothing. A late reply is kept and flagged (X-W-9.1). Errors: JC004 unknown card or not theirs, JC005 bad value, JC007 the card is not issued or the time to appeal is over.';
comment on column jiancha.signal_reply.signal_no is 'Number of the card.';
comment on column jiancha.signal_reply.kind is 'explain 说明, rectify 纠正, appeal 申诉.';
comment on column jiancha.signal_reply.at is 'When it was filed.';
comment on column jiancha.signal_reply.text is 'What is said.';
comment on column jiancha.signal_reply.document_no is 'Document it stands in; may be left out.';
comment on column jiancha.signal_reply.late is 'Whether it was filed after the time to answer. Read only.';
comment on column jiancha.signal_reply.after_card is 'Whether it is dated within the time to answer but was entered when a card had been found already because that time was over: what it takes back (unfounded) is for the supervisor to decide. Read only.';

create or replace view jiancha.signal_decision with (security_invoker = true) as
select s.signal_no, a.kind, a.at, a.text as reason, a.ground, a.decision_no
from jiancha.signal_action a
join jiancha.signal s using (docket_id, rule, clock, cycle)
where a.kind in ('issue', 'dismiss', 'effect', 'accept', 'reject', 'uphold', 'withdraw', 'exempt');
comment on view jiancha.signal_decision is
    '信号决定: supervisors INSERT here what they decide about cards. Repeating a row word for word does nothing. Errors: JC004 unknown card or not supervised, JC005 missing or bad value, JC007 the own organisation, the decider issued the card, or the state of the card does not allow it.';
comment on column jiancha.signal_decision.signal_no is 'Number of the card.';
comment on column jiancha.signal_decision.kind is 'issue, dismiss: of a pending card; effect: its bad effect is recorded; accept, reject: of an answer; uphold: of an appeal; withdraw, exempt.';
comment on column jiancha.signal_decision.at is 'When it was decided.';
comment on column jiancha.signal_decision.reason is 'Reason; always.';
comment on column jiancha.signal_decision.ground is 'Of exempt: a ground of the pack; see exempt_rule.';
comment on column jiancha.signal_decision.decision_no is 'Number of the decision; may be left out, but not of withdraw: the letter that is void bears it.';

create or replace view jiancha.inquiry_step with (security_invoker = true) as
select i.inquiry_no, i.signal_no, p.kind, p.at, p.data ->> 'decider' as decider, p.data ->> 'result' as result, p.data ->> 'assigned_to' as assigned_to,
    p.staff_code, p.reason, p.document_no
from jiancha.inquiry i
join jiancha.step p using (docket_id)
where p.kind <> 'void';
comment on view jiancha.inquiry_step is
    '初核过程: supervisors INSERT the steps of inquiries here; the pack says which may follow which and who decides. The first step of an inquiry that no card opened names a number of its own and the card. Repeating a row word for word does nothing. Errors: JC004 unknown card or inquiry, JC005 missing or bad value, JC007 out of order, wrong decider, not supervised, or the own organisation.';
comment on column jiancha.inquiry_step.inquiry_no is 'Number of the inquiry.';
comment on column jiancha.inquiry_step.signal_no is 'The card; may be left out once the inquiry exists.';
comment on column jiancha.inquiry_step.kind is 'approve_inquiry 批准初核, assign 批转, notice_inquiry 初步调查通知书, investigate 初步调查, propose 提出建议, conclude 研究决定.';
comment on column jiancha.inquiry_step.at is 'When it happened.';
comment on column jiancha.inquiry_step.decider is 'Who decided, as the pack names him: 分管领导, 常委会, 局长办公会.';
comment on column jiancha.inquiry_step.result is 'Proposal or decision: 初核了结, 立案调查.';
comment on column jiancha.inquiry_step.assigned_to is 'Office, unit or stationed body it goes to.';
comment on column jiancha.inquiry_step.staff_code is 'Person who signed; may be left out.';
comment on column jiancha.inquiry_step.reason is 'Reason; may be left out.';
comment on column jiancha.inquiry_step.document_no is 'Document; may be left out.';

create or replace view jiancha.inquiries with (security_invoker = true) as
select i.inquiry_no, i.signal_no, i.org_code, i.level, i.opened_at,
    coalesce(
        (select case p.kind when 'approve_inquiry' then 'approved' when 'investigate' then 'investigating' when 'propose' then 'proposed'
                when 'conclude' then 'concluded' when 'void' then 'void' else 'assigned' end
         from jiancha.step p where p.docket_id = i.docket_id order by p.seq desc limit 1), 'new') as state,
    (select p.data ->> 'result' from jiancha.step p where p.docket_id = i.docket_id and p.kind = 'propose' order by p.at desc, p.seq desc limit 1) as proposal,
    (select p.data ->> 'result' from jiancha.step p where p.docket_id = i.docket_id and p.kind = 'conclude' order by p.at desc, p.seq desc limit 1) as decision,
    d.closed_at
from jiancha.inquiry i
join jiancha.docket d using (docket_id);
comment on view jiancha.inquiries is '初核: one row an inquiry, with how far it is.';
comment on column jiancha.inquiries.inquiry_no is 'Number.';
comment on column jiancha.inquiries.signal_no is 'The card.';
comment on column jiancha.inquiries.org_code is 'Organisation of the card.';
comment on column jiancha.inquiries.level is 'Level of the card when it was opened.';
comment on column jiancha.inquiries.opened_at is 'When it was opened.';
comment on column jiancha.inquiries.state is 'new, approved, assigned, investigating, proposed, concluded; void: its card was withdrawn.';
comment on column jiancha.inquiries.proposal is 'Result proposed; NULL: none yet.';
comment on column jiancha.inquiries.decision is 'Result decided; NULL: none yet.';
comment on column jiancha.inquiries.closed_at is 'When it ended; NULL: it has not.';

create or replace view jiancha.accountability_intake with (security_invoker = true) as
select a.accountability_no, a.kind, a.org_code, a.staff_code, a.measure, a.cites_kind, a.cites_no, a.reason, a.decision_no, a.at
from jiancha.accountability a;
comment on view jiancha.accountability_intake is
    '责任追究录入: supervisors INSERT measures here; each cites the card, inspection, complaint or inquiry it rests on (W-11), and is one of the pack in force (X-W-10). Repeating a row word for word does nothing. Errors: JC004 unknown citation, JC005 measure not in the pack or bad value, JC006 other content, JC007 the citation does not bear it, not supervised, or the own organisation.';
comment on column jiancha.accountability_intake.accountability_no is 'Number, unique.';
comment on column jiancha.accountability_intake.kind is 'legal (依纪依法) or efficiency (效能责任).';
comment on column jiancha.accountability_intake.org_code is 'Organisation, or that of the person.';
comment on column jiancha.accountability_intake.staff_code is 'Person; NULL: the organisation.';
comment on column jiancha.accountability_intake.measure is 'Measure, as the pack names it.';
comment on column jiancha.accountability_intake.cites_kind is 'signal, inspection, complaint or inquiry.';
comment on column jiancha.accountability_intake.cites_no is 'Number of that; of an inspection, the raise_no.';
comment on column jiancha.accountability_intake.reason is 'Reason.';
comment on column jiancha.accountability_intake.decision_no is 'Number of the decision.';
comment on column jiancha.accountability_intake.at is 'When it was decided.';

create or replace view jiancha.accountabilities with (security_invoker = true) as
select a.accountability_no, a.kind, a.org_code, a.staff_code, a.measure, a.cites_kind, a.cites_no, c.signal_no, a.reason, a.decision_no, a.at,
    case when w.at is null then 'in_force' else 'withdrawn' end as state, w.at as withdrawn_at, w.decision_no as withdrawn_by
from jiancha.accountability a
left join lateral (
    -- the card behind it, whichever way it is cited
    select case a.cites_kind
            when 'signal' then a.cites_no
            when 'inquiry' then (select i.signal_no from jiancha.inquiry i where i.docket_id = a.docket_id)
            when 'inspection' then (select s.signal_no from jiancha.signal s join jiancha.finding f using (docket_id)
                                    where s.docket_id = a.docket_id and s.rule = f.rule and s.clock = 'manual') end as signal_no) c on true
left join lateral (
    select x.at, x.decision_no
    from jiancha.signal s join jiancha.signal_action x using (docket_id, rule, clock, cycle)
    where s.signal_no = c.signal_no and x.kind = 'withdraw'
    order by x.seq limit 1) w on true;
comment on view jiancha.accountabilities is '责任追究: measures taken; one whose card was withdrawn is withdrawn with it.';
comment on column jiancha.accountabilities.accountability_no is 'Number.';
comment on column jiancha.accountabilities.kind is 'legal or efficiency.';
comment on column jiancha.accountabilities.org_code is 'Organisation.';
comment on column jiancha.accountabilities.staff_code is 'Person; NULL: the organisation.';
comment on column jiancha.accountabilities.measure is 'Measure.';
comment on column jiancha.accountabilities.cites_kind is 'signal, inspection, complaint or inquiry.';
comment on column jiancha.accountabilities.cites_no is 'Number of that.';
comment on column jiancha.accountabilities.signal_no is 'The card behind it; NULL: a complaint.';
comment on column jiancha.accountabilities.reason is 'Reason.';
comment on column jiancha.accountabilities.decision_no is 'Number of the decision.';
comment on column jiancha.accountabilities.at is 'When it was decided.';
comment on column jiancha.accountabilities.state is 'in_force or withdrawn.';
comment on column jiancha.accountabilities.withdrawn_at is 'When its card was withdrawn; NULL: it was not.';
comment on column jiancha.accountabilities.withdrawn_by is 'Number of the decision that withdrew the card.';

create or replace view jiancha.supervision_order_intake with (security_invoker = true) as
select o.order_no, o.org_code, o.case_no, o.text, o.issued_at, d.set_limit, d.set_unit, o.document_no
from jiancha.supervision_order o
join jiancha.docket d using (docket_id);
comment on view jiancha.supervision_order_intake is
    '督办录入: supervisors INSERT orders here, each with the time to answer (Z-20). Repeating a row word for word does nothing. Errors: JC004 unknown organisation or case, JC005 missing or bad value, JC006 other content, JC007 not supervised.';
comment on column jiancha.supervision_order_intake.order_no is 'The supervisor''s own number, unique.';
comment on column jiancha.supervision_order_intake.org_code is 'Organisation that must answer.';
comment on column jiancha.supervision_order_intake.case_no is 'Case it is about; may be left out.';
comment on column jiancha.supervision_order_intake.text is 'What is ordered.';
comment on column jiancha.supervision_order_intake.issued_at is 'When it was issued; the limit runs from it.';
comment on column jiancha.supervision_order_intake.set_limit is 'Time to answer, in set_unit, 1 to 10,000.';
comment on column jiancha.supervision_order_intake.set_unit is 'working_day (default), day, week, month, year or working_hour.';
comment on column jiancha.supervision_order_intake.document_no is 'Document it stands in; may be left out.';

create or replace view jiancha.instrument_intake with (security_invoker = true) as
select o.instrument_no, o.instrument, o.org_code, o.case_no, o.text, o.issued_at, d.set_limit, d.set_unit, o.document_no
from jiancha.instrument o
join jiancha.docket d using (docket_id);
comment on view jiancha.instrument_intake is
    '监察文书录入: supervisors INSERT 效能告诫, 监察建议, 监察决定 here, with a card or without (X-M-8, X-P-12). Repeating a row word for word does nothing. Errors: JC004 unknown organisation or case, JC005 missing or bad value, instrument not in the pack, JC006 other content, JC007 not supervised.';
comment on column jiancha.instrument_intake.instrument_no is 'The supervisor''s own number, unique.';
comment on column jiancha.instrument_intake.instrument is 'Kind; see instrument_rule.';
comment on column jiancha.instrument_intake.org_code is 'Organisation it is addressed to.';
comment on column jiancha.instrument_intake.case_no is 'Case it is about; may be left out.';
comment on column jiancha.instrument_intake.text is 'What it says.';
comment on column jiancha.instrument_intake.issued_at is 'When it was issued; the limit runs from it.';
comment on column jiancha.instrument_intake.set_limit is 'Time to answer, in set_unit, 1 to 10,000.';
comment on column jiancha.instrument_intake.set_unit is 'working_day (default), day, week, month, year or working_hour.';
comment on column jiancha.instrument_intake.document_no is 'Document it stands in; may be left out.';

create or replace view jiancha.order_reply with (security_invoker = true) as
select d.kind as docket_kind, d.business_no, p.at, p.opinion as text, p.document_no, coalesce(p.at >= k.due_at, false) as late
from jiancha.docket d
join jiancha.step p using (docket_id)
left join jiancha.clock k on k.docket_id = d.docket_id and k.start_at = d.received_at
where d.kind in ('supervision_order', 'instrument') and p.kind = 'reply';
comment on view jiancha.order_reply is
    '督办答复: departments INSERT here what they answer to orders and instruments. A late reply is kept and flagged. Repeating a row word for word does nothing. Errors: JC004 unknown or not theirs, JC005 missing or bad value.';
comment on column jiancha.order_reply.docket_kind is 'supervision_order (default) or instrument.';
comment on column jiancha.order_reply.business_no is 'Number of the order or instrument.';
comment on column jiancha.order_reply.at is 'When it was filed.';
comment on column jiancha.order_reply.text is 'What is said.';
comment on column jiancha.order_reply.document_no is 'Document it stands in; may be left out.';
comment on column jiancha.order_reply.late is 'Whether it was filed after the limit. Read only.';

create or replace view jiancha.follow_up with (security_invoker = true) as
select d.kind as docket_kind, d.business_no, d.org_code, d.received_at as issued_at, k.due_at, r.at as replied_at,
    case when r.at is null then 'open' when r.at >= k.due_at then 'late' else 'answered' end as state
from jiancha.docket d
left join jiancha.clock k on k.docket_id = d.docket_id and k.start_at = d.received_at
left join lateral (
    select min(p.at) as at from jiancha.effective_step p where p.docket_id = d.docket_id and p.kind = 'reply') r on true
where d.kind in ('supervision_order', 'instrument');
comment on view jiancha.follow_up is '跟踪监督: orders and instruments and whether they were answered (X-P-13, Z-20).';
comment on column jiancha.follow_up.docket_kind is 'supervision_order or instrument.';
comment on column jiancha.follow_up.business_no is 'Number.';
comment on column jiancha.follow_up.org_code is 'Organisation that must answer.';
comment on column jiancha.follow_up.issued_at is 'When it was issued.';
comment on column jiancha.follow_up.due_at is 'Instant by which it must be answered, exclusive; NULL: the pack has no clock for it.';
comment on column jiancha.follow_up.replied_at is 'When it was first answered; NULL: not yet.';
comment on column jiancha.follow_up.state is 'open, answered, or late: answered after the limit.';
