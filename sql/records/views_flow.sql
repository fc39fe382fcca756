-- Flows: what is entered and read back, the path of each case through its chart, and where it leaves it.

create or replace view jiancha.matter_flow with (security_invoker = true) as
select c.matter_code, c.flow, c.mode, c.name, c.version from jiancha.flow_chart c;
comment on view jiancha.matter_flow is '流程图: INSERT enters a chart of the matter''s latest version, or of the one named, before its nodes and edges. Repeating a row word for word does nothing. Errors: JC004 unknown matter or version, JC005 bad value, JC006 other content or a version that already has cases, JC007 not the administrator.';
comment on column jiancha.matter_flow.matter_code is 'Code of the matter.';
comment on column jiancha.matter_flow.flow is 'internal (default) 内部流程图 or external 外部流程图.';
comment on column jiancha.matter_flow.mode is 'strict, import, or left out: as parameter flow_mode of the pack says.';
comment on column jiancha.matter_flow.name is 'Title; may be left out.';
comment on column jiancha.matter_flow.version is 'Version of the matter; left out: the latest. The chart holds until a later version has one.';

create or replace view jiancha.matter_flow_node with (security_invoker = true) as
select n.matter_code, n.flow, n.node, n.position, n.stage, n.is_start, n.kinds, n.post, n.org_code, n.opinion_needed, n.version from jiancha.flow_node n;
comment on view jiancha.matter_flow_node is '流程环节: INSERT enters nodes of a chart. Repeating a row word for word does nothing. Errors: JC004 unknown chart or organisation, JC005 bad value, JC006 other content or a version that already has cases, JC007 not the administrator.';
comment on column jiancha.matter_flow_node.matter_code is 'Code of the matter.';
comment on column jiancha.matter_flow_node.flow is 'internal (default) or external.';
comment on column jiancha.matter_flow_node.node is '环节: name, as steps give it.';
comment on column jiancha.matter_flow_node.position is 'Place in lists, 1 to 1000.';
comment on column jiancha.matter_flow_node.stage is 'accept 受理, handle 承办, review 审核, approve 批准 or close 办结: the stage of reports it counts as.';
comment on column jiancha.matter_flow_node.is_start is 'Whether a case may begin here; default false.';
comment on column jiancha.matter_flow_node.kinds is 'Kinds of step taken here, see step_kind; default none.';
comment on column jiancha.matter_flow_node.post is '岗位 that signs here; may be left out.';
comment on column jiancha.matter_flow_node.org_code is 'Organisation of the post; left out: the one that holds the case.';
comment on column jiancha.matter_flow_node.opinion_needed is 'Whether each step here must state an opinion; default false.';
comment on column jiancha.matter_flow_node.version is 'Version of the matter; left out: the latest with such a chart.';

create or replace view jiancha.matter_flow_edge with (security_invoker = true) as
select e.matter_code, e.flow, e.from_node, e.to_node, e.version from jiancha.flow_edge e;
comment on view jiancha.matter_flow_edge is '流程走向: INSERT enters edges of a chart, after its nodes. Repeating a row does nothing. Errors: JC004 unknown chart or node, JC005 bad value, JC006 a version that already has cases, JC007 not the administrator.';
comment on column jiancha.matter_flow_edge.matter_code is 'Code of the matter.';
comment on column jiancha.matter_flow_edge.flow is 'internal (default) or external.';
comment on column jiancha.matter_flow_edge.from_node is 'Node it leaves.';
comment on column jiancha.matter_flow_edge.to_node is 'Node it enters.';
comment on column jiancha.matter_flow_edge.version is 'Version of the matter; left out: the latest with such a chart.';

create or replace view jiancha.post_assignment with (security_invoker = true) as
select h.org_code, h.post, h.staff_code, h.valid_from, h.valid_until, h.noticed_at from jiancha.post_holder h;
comment on view jiancha.post_assignment is '岗位人员: INSERT enters who holds a post, or ends it (the same row with valid_until). Cases signed by the person are looked at again by the next sweep. Errors: JC004 unknown organisation or person, JC005 bad value, JC006 ended already, JC007 not the administrator.';
comment on column jiancha.post_assignment.org_code is 'Organisation.';
comment on column jiancha.post_assignment.post is '岗位.';
comment on column jiancha.post_assignment.staff_code is 'Person.';
comment on column jiancha.post_assignment.valid_from is 'First day; default: always.';
comment on column jiancha.post_assignment.valid_until is 'First day on which it no longer holds; may be left out, and is set once.';
comment on column jiancha.post_assignment.noticed_at is 'When the centre and the supervisor were told (W-6.2); default: now.';

-- the chart that a case follows, and how strictly: that of its version of the matter, or of the last one before that has a chart
create or replace view jiancha.flow_case with (security_invoker = true) as
select d.docket_id, d.kind as docket_kind, d.business_no as case_no, d.org_code, d.origin_org_code, d.received_at, d.closed_at, d.revision, d.calendar_code,
    c.version as calendar_version, c.time_zone, h.matter_code, h.version as chart_version,
    case when d.imported then 'import' else coalesce(h.mode, p.mode, 'import') end as mode, p.negative_opinions, p.extension_duty, p.extension_times,
    p.special_procedures, p.prompt_notice
from jiancha.docket d
join jiancha.calendar c on c.calendar_code = d.calendar_code
join jiancha.flow_chart h on h.flow = 'internal' and h.matter_code = d.matter_code
    and h.version = (select max(x.version) from jiancha.flow_chart x
                     where x.flow = 'internal' and x.matter_code = d.matter_code and x.version <= d.matter_version)
left join lateral (
    select max(e.value) filter (where e.param = 'flow_mode') as mode,
        regexp_split_to_array(max(e.value) filter (where e.param = 'negative_opinions'), '\s*[,，、]\s*') as negative_opinions,
        regexp_split_to_array(max(e.value) filter (where e.param = 'extension_duty'), '\s*[,，、]\s*') as extension_duty,
        regexp_split_to_array(max(e.value) filter (where e.param = 'special_procedures'), '\s*[,，、]\s*') as special_procedures,
        max(case when e.value ~ '^[0-9]{1,4}$' then e.value::integer end) filter (where e.param = 'extension_times') as extension_times,
        max(case when e.value ~ '^[0-9]{1,4}$' then e.value::integer end) filter (where e.param = 'prompt_notice') as prompt_notice
    from jiancha.effective_param e
    where e.pack = d.pack and e.param in ('flow_mode', 'negative_opinions', 'extension_duty', 'extension_times', 'special_procedures', 'prompt_notice')
        and e.version = (select max(q.version) from jiancha.rule_pack q
                         where q.pack = d.pack and q.valid_from <= (coalesce(d.accepted_at, d.received_at) at time zone c.time_zone)::date)) p on true
where d.kind in ('approval', 'penalty');
comment on view jiancha.flow_case is '办件流程: cases whose matter has an internal chart, the version with which the chart came, and whether steps off it are refused (strict) or flagged (import). What came as history is never refused.';
comment on column jiancha.flow_case.docket_id is 'The docket.';
comment on column jiancha.flow_case.docket_kind is 'approval or penalty.';
comment on column jiancha.flow_case.case_no is 'Business number.';
comment on column jiancha.flow_case.org_code is 'Organisation that holds it.';
comment on column jiancha.flow_case.origin_org_code is 'Organisation that received it.';
comment on column jiancha.flow_case.received_at is 'Receipt.';
comment on column jiancha.flow_case.closed_at is 'End; NULL while it is open.';
comment on column jiancha.flow_case.revision is 'Revision of the docket.';
comment on column jiancha.flow_case.calendar_code is 'Calendar.';
comment on column jiancha.flow_case.calendar_version is 'Version of the calendar in force.';
comment on column jiancha.flow_case.time_zone is 'Time zone of the calendar.';
comment on column jiancha.flow_case.matter_code is 'Matter.';
comment on column jiancha.flow_case.chart_version is 'Version of the matter with which its chart came.';
comment on column jiancha.flow_case.mode is 'strict or import.';
comment on column jiancha.flow_case.negative_opinions is 'Words with which a negative opinion begins, of parameter negative_opinions.';
comment on column jiancha.flow_case.extension_duty is 'Duties that may approve an extension, of parameter extension_duty.';
comment on column jiancha.flow_case.special_procedures is 'The special procedures there are, of parameter special_procedures.';
comment on column jiancha.flow_case.prompt_notice is 'Working days within which a change of handler is notified, of parameter prompt_notice.';
comment on column jiancha.flow_case.extension_times is 'How often a case may be extended, of parameter extension_times.';

-- The path of each case: each step that the chart concerns, with its node and the one before. Twice: with all steps (complete), and without those of a
-- statement that is being handled, which carry the next revision.
create or replace view jiancha._flow_walk with (security_invoker = true) as
select w.docket_id, w.complete, w.seq, w.step_no, w.kind, w.at, w.position_at, w.rank, w.named_node, w.node, w.candidates, w.staff_code, w.opinion, w.reason, w.data,
    w.by_engine, w.matter_code, w.chart_version, w.origin_org_code, w.time_zone, w.negative_opinions, w.special_procedures, w.extension_duty, w.extension_times, w.calendar_code,
    w.calendar_version, w.prompt_notice,
    lag(w.node) over (partition by w.docket_id, w.complete, w.node is not null order by w.position_at, w.rank, w.step_no nulls first, w.seq) as node_before,
    row_number() over (partition by w.docket_id, w.complete, w.node order by w.position_at, w.rank, w.step_no nulls first, w.seq) as visit,
    count(*) filter (where w.kind = 'extend') over (partition by w.docket_id, w.complete order by w.position_at, w.rank, w.step_no nulls first, w.seq
        rows between unbounded preceding and 1 preceding) as extended_before
from (
    select f.docket_id, v.complete, s.seq, s.step_no, k.kind, s.at, k.rank, s.node as named_node,
        case when s.node is not null then n.node when k.kind <> 'rollback' and p.candidates = 1 then p.node end as node, p.candidates,
        s.staff_code, s.opinion, s.reason, s.data, coalesce(s.step_no < 0 and s.data ? 'lapse', false) as by_engine,
        -- a step known only to the day that stops or ends comes after what is known to the minute on that day, as in event
        greatest(s.at, case when s.at_precision = 'day' and k.late then max(s.at) filter (where s.at_precision = 'minute')
            over (partition by f.docket_id, v.complete, date_trunc('day', s.at, f.time_zone)) end) as position_at,
        f.matter_code, f.chart_version, f.origin_org_code, f.time_zone, f.negative_opinions, f.special_procedures, f.extension_duty, f.extension_times,
        f.calendar_code, f.calendar_version, f.prompt_notice
    from jiancha.flow_case f
    cross join (values (true), (false)) v (complete)
    join jiancha.step s on s.docket_id = f.docket_id and (v.complete or s.revision <= f.revision) and s.kind <> 'cancel_step'
    -- silence takes the place of the acceptance
    join jiancha.step_kind k on k.kind = case s.kind when 'deemed_accept' then 'accept' else s.kind end
    left join lateral (
        select count(*) as candidates, min(n.node) as node from jiancha.flow_node n
        where n.matter_code = f.matter_code and n.version = f.chart_version and n.flow = 'internal' and k.kind = any (n.kinds)) p on true
    left join jiancha.flow_node n on n.matter_code = f.matter_code and n.version = f.chart_version and n.flow = 'internal' and n.node = s.node
    where (s.node is not null or p.candidates > 0 or k.kind in ('rollback', 'extend', 'begin_special'))
        -- as in effective_step
        and not exists (
            select from jiancha.step c
            where c.docket_id = s.docket_id and c.corrects = s.step_no and c.corrects is not null and (v.complete or c.revision <= f.revision))
        and not exists (
            select from jiancha.step c
            where c.docket_id = s.docket_id and c.corrects = s.corrects and c.corrects is not null and (v.complete or c.revision <= f.revision)
                and (coalesce(c.step_no, 0), c.at, c.kind, coalesce(c.data::text, ''), c.seq)
                    > (coalesce(s.step_no, 0), s.at, s.kind, coalesce(s.data::text, ''), s.seq))) w;
comment on view jiancha._flow_walk is 'The path of each case through its chart; complete false: without the steps of the statement that is being handled.';

create or replace view jiancha._flow_fault with (security_invoker = true) as
select w.docket_id, w.complete, w.seq, x.fault
from jiancha._flow_walk w
left join jiancha.flow_node n on n.matter_code = w.matter_code and n.version = w.chart_version and n.flow = 'internal' and n.node = w.node
-- who sends a case back signs where it stood
left join jiancha.flow_node g on g.matter_code = w.matter_code and g.version = w.chart_version and g.flow = 'internal'
    and g.node = case when w.kind = 'rollback' then coalesce(w.node_before, w.node) else w.node end
cross join lateral (values
    ('unknown_node', w.named_node is not null and w.node is null),
    ('no_node', w.named_node is null and w.node is null and w.kind not in ('extend', 'begin_special')),
    ('wrong_kind', w.node is not null and w.candidates > 0 and w.kind <> all (n.kinds) and w.kind <> 'rollback'),
    ('no_edge', w.node is not null and w.kind <> 'rollback' and w.node is distinct from w.node_before
        and case when w.node_before is null then not n.is_start
            else not exists (select from jiancha.flow_edge e
                             where e.matter_code = w.matter_code and e.version = w.chart_version and e.flow = 'internal'
                                 and e.from_node = w.node_before and e.to_node = w.node) end),
    ('not_earlier', w.node is not null and w.kind = 'rollback' and (w.visit = 1 or w.node = w.node_before)),
    ('no_signer', g.post is not null and w.staff_code is null),
    ('not_on_duty', g.post is not null and not exists (
        select from jiancha.post_holder h
        where h.post = g.post and h.staff_code = w.staff_code
            and h.org_code = coalesce(g.org_code,
                (select o.org_code from jiancha.holder o where o.docket_id = w.docket_id and o.from_at < w.at order by o.from_at desc limit 1), w.origin_org_code)
            and h.valid_from <= (w.at at time zone w.time_zone)::date and (h.valid_until is null or h.valid_until > (w.at at time zone w.time_zone)::date))
        and w.staff_code is not null),
    ('no_opinion', n.opinion_needed and w.kind <> 'rollback' and btrim(coalesce(w.opinion, '')) = ''),
    ('no_reason', btrim(coalesce(w.reason, '')) = ''
        and (w.kind in ('refuse_acceptance', 'rollback') or w.data ->> 'decision' = 'refused'
            or exists (select from unnest(w.negative_opinions) o (word) where o.word <> '' and btrim(coalesce(w.opinion, '')) ^@ o.word))),
    ('bad_procedure', w.kind = 'begin_special' and not coalesce(w.data ->> 'procedure' = any (w.special_procedures), false)),
    ('extended_before', w.kind = 'extend' and w.extended_before >= w.extension_times),
    ('extension_duty', w.kind = 'extend' and w.extension_duty is not null and not exists (
        select from jiancha.duty u
        where u.staff_code = w.staff_code and u.duty = any (w.extension_duty)
            and u.org_code = coalesce(
                (select o.org_code from jiancha.holder o where o.docket_id = w.docket_id and o.from_at < w.at order by o.from_at desc limit 1), w.origin_org_code)
            and u.valid_from <= (w.at at time zone w.time_zone)::date and (u.valid_until is null or u.valid_until > (w.at at time zone w.time_zone)::date)))
    ) x (fault, found)
where x.found and not w.by_engine;
comment on view jiancha._flow_fault is 'Steps that leave the chart of their case, with what is wrong; complete as in _flow_walk.';

create or replace view jiancha.flow_fault with (security_invoker = true) as
select f.docket_kind, f.case_no, s.step_no, s.kind, s.at, s.node, s.staff_code, x.fault, f.mode, f.org_code, f.matter_code, f.docket_id, s.seq
from jiancha._flow_fault x
join jiancha.flow_case f on f.docket_id = x.docket_id
join jiancha.step s on s.docket_id = x.docket_id and s.seq = x.seq
where x.complete;
comment on view jiancha.flow_fault is '流程异常: steps that do not follow the chart of their matter, one row a fault. In strict mode they were refused, unless a register was changed afterwards.';
comment on column jiancha.flow_fault.docket_kind is 'approval or penalty.';
comment on column jiancha.flow_fault.case_no is 'Business number.';
comment on column jiancha.flow_fault.step_no is 'Number of the step; NULL: it has none.';
comment on column jiancha.flow_fault.kind is 'Kind of step.';
comment on column jiancha.flow_fault.at is 'When it happened.';
comment on column jiancha.flow_fault.node is 'Node as the step names it.';
comment on column jiancha.flow_fault.staff_code is 'Who signed.';
comment on column jiancha.flow_fault.fault is 'unknown_node: no such node; no_node: none named and the kind does not tell; wrong_kind: not taken at this node; no_edge: does not follow the node before, or no start; not_earlier: rolled back to where the case was not before; no_signer, not_on_duty: signed by nobody, or by one who did not hold the post; no_opinion: none stated; no_reason: negative without reason; bad_procedure: none of the eight special procedures; extended_before: extended more often than extension_times; extension_duty: not approved by a holder of extension_duty.';
comment on column jiancha.flow_fault.mode is 'strict or import.';
comment on column jiancha.flow_fault.org_code is 'Organisation that holds the case.';
comment on column jiancha.flow_fault.matter_code is 'Matter.';
comment on column jiancha.flow_fault.docket_id is 'The docket.';
comment on column jiancha.flow_fault.seq is 'Number of the step in the records.';

-- who signed in a post that was not his, or of which nobody was told in time: W-6.2
create or replace view jiancha.unnotified_signer with (security_invoker = true) as
select w.docket_id, w.step_no, w.kind, w.at, w.node, g.post, w.staff_code, h.noticed_at, u.due_at as notice_due_at, u.firm
from jiancha._flow_walk w
join jiancha.flow_node g on g.matter_code = w.matter_code and g.version = w.chart_version and g.flow = 'internal'
    and g.node = case when w.kind = 'rollback' then coalesce(w.node_before, w.node) else w.node end and g.post is not null
left join lateral (
    select min(h.noticed_at) as noticed_at from jiancha.post_holder h
    where h.post = g.post and h.staff_code = w.staff_code
        and h.org_code = coalesce(g.org_code,
            (select o.org_code from jiancha.holder o where o.docket_id = w.docket_id and o.from_at < w.at order by o.from_at desc limit 1), w.origin_org_code)
        and h.valid_from <= (w.at at time zone w.time_zone)::date and (h.valid_until is null or h.valid_until > (w.at at time zone w.time_zone)::date)) h on true
cross join lateral jiancha._clock_due(w.at, w.prompt_notice, 'working_day', '{}', null, null, w.calendar_code, w.calendar_version, 'last_day', 'day') u
where w.complete and not w.by_engine and w.staff_code is not null and (h.noticed_at is null or h.noticed_at >= u.due_at);
comment on view jiancha.unnotified_signer is '办理人更换未通知: steps signed in a post by who did not hold it, or by who held it and of whom nobody had been told when prompt_notice working days after the step had ended (W-6.2).';
comment on column jiancha.unnotified_signer.docket_id is 'The docket.';
comment on column jiancha.unnotified_signer.step_no is 'Number of the step; NULL: it has none.';
comment on column jiancha.unnotified_signer.kind is 'Kind of step.';
comment on column jiancha.unnotified_signer.at is 'When it happened.';
comment on column jiancha.unnotified_signer.node is 'Node.';
comment on column jiancha.unnotified_signer.post is 'Post that signs there.';
comment on column jiancha.unnotified_signer.staff_code is 'Who signed.';
comment on column jiancha.unnotified_signer.noticed_at is 'When the centre and the supervisor were told that he holds the post; NULL: he does not.';
comment on column jiancha.unnotified_signer.notice_due_at is 'End of the time to tell them, exclusive.';
comment on column jiancha.unnotified_signer.firm is 'Whether the days up to it are published.';

create or replace view jiancha.flow_place with (security_invoker = true) as
select f.docket_kind, f.case_no, f.matter_code, f.org_code, l.node, n.stage, l.entered_at, f.docket_id
from jiancha.flow_case f
cross join lateral (
    select w.node, max(w.position_at) filter (where w.node_before is distinct from w.node) as entered_at
    from (
        select w.node, w.node_before, w.position_at, first_value(w.node) over (order by w.position_at desc, w.rank desc, w.step_no desc nulls last, w.seq desc) as last_node
        from jiancha._flow_walk w
        where w.docket_id = f.docket_id and w.complete and w.node is not null) w
    where w.node = w.last_node
    group by w.node) l
join jiancha.flow_node n on n.matter_code = f.matter_code and n.version = f.chart_version and n.flow = 'internal' and n.node = l.node
where f.closed_at is null;
comment on view jiancha.flow_place is '当前环节: where each open case stands in the chart of its matter.';
comment on column jiancha.flow_place.docket_kind is 'approval or penalty.';
comment on column jiancha.flow_place.case_no is 'Business number.';
comment on column jiancha.flow_place.matter_code is 'Matter.';
comment on column jiancha.flow_place.org_code is 'Organisation that holds the case.';
comment on column jiancha.flow_place.node is 'Node it stands at.';
comment on column jiancha.flow_place.stage is 'Stage of reports the node counts as.';
comment on column jiancha.flow_place.entered_at is 'When it came there last.';
comment on column jiancha.flow_place.docket_id is 'The docket.';

create or replace view jiancha.node_gap with (security_invoker = true) as
select n.matter_code, n.node, n.post, coalesce(n.org_code, m.org_code) as org_code,
    case when n.post is null then 'no_post'
        when not exists (select from jiancha.post_holder h
                         where h.org_code = coalesce(n.org_code, m.org_code) and h.post = n.post and h.valid_from <= current_date
                             and (h.valid_until is null or h.valid_until > current_date)) then 'no_holder'
        else 'unreachable' end as gap
from jiancha.matter m
join jiancha.flow_node n on n.matter_code = m.matter_code and n.flow = 'internal'
    and n.version = (select max(x.version) from jiancha.flow_chart x where x.flow = 'internal' and x.matter_code = m.matter_code and x.version <= m.version)
where n.post is null
    or not exists (select from jiancha.post_holder h
                   where h.org_code = coalesce(n.org_code, m.org_code) and h.post = n.post and h.valid_from <= current_date
                       and (h.valid_until is null or h.valid_until > current_date))
    or (not n.is_start and not exists (select from jiancha.flow_edge e
                                       where e.matter_code = n.matter_code and e.version = n.version and e.flow = n.flow and e.to_node = n.node));
comment on view jiancha.node_gap is '环节缺口: nodes of the charts in force without a post, without a holder of it today, or that no edge leads to (G-3.4, Z-10).';
comment on column jiancha.node_gap.matter_code is 'Matter.';
comment on column jiancha.node_gap.node is 'Node.';
comment on column jiancha.node_gap.post is 'Its post.';
comment on column jiancha.node_gap.org_code is 'Organisation whose post it is.';
comment on column jiancha.node_gap.gap is 'no_post, no_holder or unreachable.';
