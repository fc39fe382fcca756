-- Views. Made again by every setup(); a DBA's grants stay.

-- for each older version of a calendar, the first day that a later version up to the one in force has changed
create or replace view jiancha.calendar_change with (security_invoker = true) as
select v.calendar_code, v.version,
    least(min(lower(d.days)), min(case when l.published_through > v.published_through then v.published_through + 1 end)) as changed_from
from jiancha.calendar c
join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version < c.version
join jiancha.calendar_version l on l.calendar_code = v.calendar_code and l.version > v.version and l.version <= c.version
left join lateral unnest(l.changed) d (days) on true
group by v.calendar_code, v.version;
comment on view jiancha.calendar_change is '日历变更: for each older version of a calendar, the first day that later versions changed; clocks counted with it that reach that day are behind.';

-- steps that count: not named by a correction, and of several corrections of one step the one with the highest number
create or replace view jiancha.effective_step with (security_invoker = true) as
select s.docket_id, s.seq, s.step_no, s.kind, s.at, s.at_precision, s.node, s.staff_code, s.opinion, s.reason, s.document_no, s.corrects,
    s.data, s.org_code, s.recorded_at, s.revision
from jiancha.step s
where s.kind <> 'cancel_step'
    and not exists (
        select from jiancha.step c
        where c.docket_id = s.docket_id and c.corrects = s.step_no and c.corrects is not null)
    and not exists (
        select from jiancha.step c
        where c.docket_id = s.docket_id and c.corrects = s.corrects and c.corrects is not null
            and (coalesce(c.step_no, 0), c.at, c.kind, coalesce(c.data::text, ''), c.seq)
                > (coalesce(s.step_no, 0), s.at, s.kind, coalesce(s.data::text, ''), s.seq));
comment on view jiancha.effective_step is '有效过程: steps that count, corrections applied.';

-- what happened to a docket when, as everything is derived from it: steps before receipt left out, and steps known only to
-- the day put in their place among those known to the minute
create or replace view jiancha.event with (security_invoker = true) as
select d.docket_id, e.kind, k.rank, k.ends, k.state, e.data, e.step_no,
    greatest(d.received_at,
        case when e.at_precision = 'minute' then e.at
            else greatest(e.at, case when k.late then
                (select max(m.at) from jiancha.effective_step m
                 where m.docket_id = e.docket_id and m.at_precision = 'minute'
                    and m.at >= day.starts_at and m.at < day.starts_at + interval '24 hours') end)
        end) as at
from jiancha.docket d
join jiancha.calendar c on c.calendar_code = d.calendar_code
join jiancha.effective_step e on e.docket_id = d.docket_id
join jiancha.step_kind k on k.kind = e.kind
cross join lateral (select date_trunc('day', e.at, c.time_zone) as starts_at) day
where e.at >= d.received_at
    or (e.at_precision = 'day' and day.starts_at + interval '24 hours' > d.received_at);
comment on view jiancha.event is '事件: what happened to a docket when, in the order everything is derived from.';

-- who held a docket from when: the transfers that count, as docket.org_code counts them
create or replace view jiancha.holder with (security_invoker = true) as
select d.docket_id, e.at as from_at, e.data ->> 'to_org' as org_code, e.step_no
from jiancha.docket d
join jiancha.event e on e.docket_id = d.docket_id
where e.kind = 'transfer' and (d.closed_at is null or e.at <= d.closed_at);
comment on view jiancha.holder is '持有单位: after which instant which organisation held a docket; before the first row, the one that received it.';

-- the latest mark of each signal decides whether and from when it stands
create or replace view jiancha.signal_now with (security_invoker = true) as
select s.docket_id, s.rule, s.clock, s.cycle, s.signal_no, s.business_no, coalesce(a.level, s.level) as level, s.origin,
    coalesce(a.org_code, s.org_code) as org_code, s.found_at,
    coalesce(a.kind, 'issued') as mark,
    case when a.kind is null then s.earned_at else coalesce(a.earned_at, s.earned_at) end as earned_at,
    case when a.kind is null then s.due_at else coalesce(a.due_at, s.due_at) end as due_at
from jiancha.signal s
left join lateral (
    select a.kind, a.level, a.earned_at, a.due_at, a.org_code
    from jiancha.signal_action a
    where a.docket_id = s.docket_id and a.rule = s.rule and a.clock = s.clock and a.cycle = s.cycle
        and a.kind in ('unfounded', 'reinstated', 'moved')
    order by a.seq desc limit 1) a on true;
comment on view jiancha.signal_now is '信号现状: each signal with its latest mark: issued, unfounded, reinstated or moved.';

create or replace view jiancha.standing_signal with (security_invoker = true) as
select docket_id, rule, clock, cycle, level, earned_at, due_at, org_code from jiancha.signal_now where mark <> 'unfounded';
comment on view jiancha.standing_signal is '成立信号: signals that stand, and the instant from which they do.';

create or replace view jiancha.clock_threshold with (security_invoker = true) as
select docket_id, rule, clock, cycle, level, at, firm, earnable, stop_at, due_at, org_code, calendar_code, calendar_version, pack, rule_version
from (
    select c.docket_id, r.rule, c.clock, c.cycle, r.level, t.at, f.firm, e.earnable, c.stop_at, c.due_at,
        coalesce(
            (select h.org_code from jiancha.holder h
             where h.docket_id = c.docket_id and h.from_at < t.at
             order by h.from_at desc, h.step_no desc, h.org_code desc limit 1),
            c.origin_org_code) as org_code,
        c.calendar_code, c.calendar_version, c.pack, c.rule_version,
        -- of a rule that counts once, later cycles have none when an earlier one can earn it
        r.once and bool_or(e.earnable) over (partition by c.docket_id, c.clock, r.rule order by c.cycle
            rows between unbounded preceding and 1 preceding) as over
    from jiancha.clock c
    join jiancha.effective_signal_rule r on r.pack = c.pack and r.version = c.rule_version and r.clock = c.clock and r.kind in ('time', 'lapse')
    cross join lateral jiancha._threshold(c.due_on, c.due_at, c.start_at, r.amount, r.unit, r.comparison, c.calendar_code,
        c.calendar_version, c.limit_amount, c.limit_unit, c.extension, c.pauses, c.roll, c.count_mode) t
    cross join lateral (select t.firm and c.certainty = 'firm' as firm) f
    cross join lateral (
        select jiancha._earnable(t.at, f.firm, c.stop_at, r.comparison)
            -- a case out of scope earns no card; what the law lets lapse lapses all the same
            and (r.kind = 'lapse' or not coalesce((select d.out_of_scope from jiancha.docket d where d.docket_id = c.docket_id), false)) as earnable) e
    where c.state <> 'gone') x
where over is not true;
comment on view jiancha.clock_threshold is '时点: each rule''s threshold on each clock; level NULL: a lapse, which enters a step; earnable: certain, the clock had not stopped before it, and the case is in scope; org_code: who held the docket at it.';

-- registers in force
create or replace view jiancha.org with (security_invoker = true) as
select distinct on (org_code) org_code, name, parent_code, valid_from, kinds, level, authority, legal_form, hall_of, credit_code, state
from jiancha.org_version where valid_from <= current_date
order by org_code, valid_from desc;
comment on view jiancha.org is '单位: organisations in force today. INSERT enters a version, valid from valid_from (default: always).';
comment on column jiancha.org.org_code is 'The organisation''s code, at most 40 bytes.';
comment on column jiancha.org.name is 'Name as it stands on documents.';
comment on column jiancha.org.parent_code is 'Organisation above; NULL at the top.';
comment on column jiancha.org.valid_from is 'First day on which the version holds.';
comment on column jiancha.org.kinds is 'government, approval_organ, service_hall, project_unit, legal_office, reform_office, efficiency_office, supervisor; several at once; may be left out, but an organisation without a kind has no matters in the library (W-3.1).';
comment on column jiancha.org.level is '层级, 1 state to 6 village; may be left out.';
comment on column jiancha.org.authority is 'statutory, delegated or authorised (W-3.2); may be left out.';
comment on column jiancha.org.legal_form is 'organ, institution, enterprise, stationed or other; may be left out.';
comment on column jiancha.org.hall_of is 'Of a service hall: whose it is (W-3.3).';
comment on column jiancha.org.credit_code is '统一社会信用代码 or 组织机构代码; may be left out.';
comment on column jiancha.org.state is 'active (default), or ended.';

create or replace view jiancha.staff with (security_invoker = true) as
select distinct on (staff_code) staff_code, org_code, name, post, valid_from, mobile, phone
from jiancha.staff_version where valid_from <= current_date
order by staff_code, valid_from desc;
comment on view jiancha.staff is '人员: staff in force today. INSERT enters a version, valid from valid_from (default: always).';
comment on column jiancha.staff.staff_code is 'Staff number.';
comment on column jiancha.staff.org_code is 'Organisation the person acts for.';
comment on column jiancha.staff.name is 'Name as signed.';
comment on column jiancha.staff.post is '岗位: the post held.';
comment on column jiancha.staff.valid_from is 'First day on which the version holds.';
comment on column jiancha.staff.mobile is '手机: number for short messages, digits with an optional leading +.';
comment on column jiancha.staff.phone is '电话: number to call.';

-- the limits of versions of matters: as entered, or as corrected since
create or replace view jiancha.matter_limit with (security_invoker = true) as
select m.matter_code, m.version,
    case when x.version is null then m.promised_limit else x.promised_limit end as promised_limit, coalesce(x.promised_unit, m.promised_unit) as promised_unit,
    case when x.version is null then m.statutory_limit else x.statutory_limit end as statutory_limit, coalesce(x.statutory_unit, m.statutory_unit) as statutory_unit,
    coalesce(x.roll, m.roll) as roll, x.correction_no
from jiancha.matter_version m
left join jiancha.matter_correction x on x.matter_code = m.matter_code and x.version = m.version and x.stands;
comment on view jiancha.matter_limit is '事项时限: the limits by which each version of a matter is counted, with the correction that stands over it.';
comment on column jiancha.matter_limit.matter_code is 'Code of the matter.';
comment on column jiancha.matter_limit.version is 'Version of the matter.';
comment on column jiancha.matter_limit.promised_limit is '承诺时限, in promised_unit; NULL if none.';
comment on column jiancha.matter_limit.promised_unit is 'working_day, day, month, year or working_hour.';
comment on column jiancha.matter_limit.statutory_limit is '法定时限, in statutory_unit; NULL if none.';
comment on column jiancha.matter_limit.statutory_unit is 'working_day, day, month, year or working_hour.';
comment on column jiancha.matter_limit.roll is 'none, last_day or skip_all.';
comment on column jiancha.matter_limit.correction_no is 'Correction that stands; NULL: as entered.';

create or replace view jiancha.matter with (security_invoker = true) as
select distinct on (m.matter_code) m.matter_code, m.org_code, m.name, l.promised_limit, l.promised_unit, l.statutory_limit, l.statutory_unit,
    l.roll, m.calendar_code, m.valid_from, m.version, m.state, m.change_no, m.use_level, m.requires, m.gazette_digest
from jiancha.matter_version m join jiancha.matter_limit l using (matter_code, version)
where m.valid_from <= current_date
order by m.matter_code, m.valid_from desc;
comment on view jiancha.matter is '权力事项: matters in force today. INSERT enters a version, valid from valid_from (default: always).';
comment on column jiancha.matter.matter_code is 'Code of the matter.';
comment on column jiancha.matter.org_code is 'Organisation that handles it.';
comment on column jiancha.matter.name is 'Name of the matter.';
comment on column jiancha.matter.promised_limit is '承诺时限, in promised_unit; NULL if none.';
comment on column jiancha.matter.promised_unit is 'working_day (default), day, month, year or working_hour.';
comment on column jiancha.matter.statutory_limit is '法定时限, in statutory_unit; NULL if none.';
comment on column jiancha.matter.statutory_unit is 'working_day (default), day, month, year or working_hour.';
comment on column jiancha.matter.roll is 'Natural limits that end on a rest day: last_day (default), none, skip_all.';
comment on column jiancha.matter.calendar_code is 'Calendar by which the matter is counted; NULL: that of the records.';
comment on column jiancha.matter.valid_from is 'First day on which the version holds.';
comment on column jiancha.matter.version is 'Number of the version; given by the records.';
comment on column jiancha.matter.state is 'active (default), suspended (停止实施) or abolished (取消).';
comment on column jiancha.matter.change_no is 'Number of the approval of the change; NULL: none.';
comment on column jiancha.matter.use_level is '行使层级: 1 state, 2 province, 3 city, 4 county, 5 township, 6 village; may be left out.';
comment on column jiancha.matter.requires is 'What a case must go through before it is decided: steps handle, review, approve; procedures hearing, tender, auction, exam, inspection, test, quarantine, appraisal, expert_review.';
comment on column jiancha.matter.gazette_digest is 'Digest of the text published in the gazette (政府公报); may be left out.';

-- what departments insert into, and what they read back
create or replace view jiancha.case_intake with (security_invoker = true) as
select d.business_no as case_no, coalesce(f.org_code, d.origin_org_code) as org_code, d.matter_code, f.applicant, d.received_at, f.channel, f.party_kind, f.subject,
    f.staff_code, f.at_precision, f.data
from jiancha.docket d left join jiancha.case_file f using (docket_id)
-- of what was made secret the row stays and its contents go
where d.kind = 'approval' and (f.docket_id is not null or d.secrecy is not null);
comment on view jiancha.case_intake is
    '收件: INSERT or COPY approval cases here. Repeating a row word for word does nothing. Errors: JC004 unknown organisation or matter, JC005 bad value, JC006 other content, JC007 not your organisation.';
comment on column jiancha.case_intake.case_no is 'Business number, unique.';
comment on column jiancha.case_intake.org_code is 'Organisation that receives the case.';
comment on column jiancha.case_intake.matter_code is 'Matter; the version in force on the day of receipt applies.';
comment on column jiancha.case_intake.applicant is 'Applicant as declared.';
comment on column jiancha.case_intake.received_at is 'When it was received.';
comment on column jiancha.case_intake.channel is 'window, online, post, phone, app, feed or import.';
comment on column jiancha.case_intake.party_kind is 'person, enterprise or other; may be left out.';
comment on column jiancha.case_intake.subject is 'What is asked for; may be left out.';
comment on column jiancha.case_intake.staff_code is 'Who received it; may be left out.';
comment on column jiancha.case_intake.at_precision is 'minute (default) or day.';
comment on column jiancha.case_intake.data is 'Further fields of the department, as JSON.';

create or replace view jiancha.case_step with (security_invoker = true) as
select d.business_no as case_no, s.step_no, s.kind, s.at, s.node, s.staff_code, s.opinion, s.reason, s.document_no, s.corrects, s.data,
    s.at_precision,
    case
        when s.at < d.received_at and not (s.at_precision = 'day' and s.at + interval '24 hours' > d.received_at) then 'before_receipt'
        when s.at > d.closed_at and s.kind <> 'deliver' then 'after_close'
        when s.corrects is not null and not exists (
            select from jiancha.step t where t.docket_id = s.docket_id and t.step_no = s.corrects) then 'corrects_nothing'
    end as flag
from jiancha.docket d join jiancha.step s using (docket_id)
where d.kind = 'approval';
comment on view jiancha.case_step is
    '过程: INSERT or COPY the steps of cases here. Late, early and out-of-order steps are kept. Repeating a row word for word under its step_no does nothing. Errors: JC004 unknown case, JC005 bad value, JC006 other content.';
comment on column jiancha.case_step.case_no is 'Business number of the case.';
comment on column jiancha.case_step.step_no is 'The department''s own number of the step, unique in the case; may be left out.';
comment on column jiancha.case_step.kind is 'See jiancha.step_kind.';
comment on column jiancha.case_step.at is 'When it happened.';
comment on column jiancha.case_step.node is '环节: node of the flow.';
comment on column jiancha.case_step.staff_code is 'Who signed.';
comment on column jiancha.case_step.opinion is 'Opinion given.';
comment on column jiancha.case_step.reason is 'Reason; a correction needs one.';
comment on column jiancha.case_step.document_no is 'Number of the document issued with it.';
comment on column jiancha.case_step.corrects is 'step_no of the step whose place this one takes; with kind cancel_step, of the step that is removed.';
comment on column jiancha.case_step.data is 'extend: {"days": n} (also weeks, months, years, hours: it lengthens the limits counted in that unit); transfer: {"to_org": code}; else further fields of the department.';
comment on column jiancha.case_step.at_precision is 'minute (default) or day.';
comment on column jiancha.case_step.flag is 'before_receipt, after_close: kept, but changes no clock; corrects_nothing: names a step that is not there. Read only.';

-- what people read
create or replace view jiancha.open_case with (security_invoker = true) as
select d.business_no as case_no, coalesce(o.name, d.org_code) as org, coalesce(m.name, d.matter_code) as matter,
    case when d.accepted_at is null and d.state = 'received' then '未受理' else coalesce(l.node, l.name, '受理') end as stage,
    c.due_on as due, coalesce(s.level, c.state, d.state) as state, c.certainty, d.org_code, d.matter_code, d.received_at,
    c.calendar_code, c.calendar_version
from jiancha.docket d
left join lateral (
    -- the promised limit leads; before acceptance there is only that of acceptance
    select k.due_on, k.state, k.certainty, k.calendar_code, k.calendar_version from jiancha.clock k
    where k.docket_id = d.docket_id and k.state in ('running', 'paused')
    order by k.clock = 'promised' desc, k.due_on
    limit 1) c on true
left join lateral (
    select e.node, k.name from jiancha.effective_step e join jiancha.step_kind k on k.kind = e.kind
    where e.docket_id = d.docket_id
    order by e.at desc, k.rank desc limit 1) l on true
left join lateral (
    -- what waits for a decision, or was taken back by one, is no card
    select t.level
    from jiancha.signal_now t
    join jiancha.signal g on g.docket_id = t.docket_id and g.rule = t.rule and g.clock = t.clock and g.cycle = t.cycle
    left join jiancha.effective_signal_rule r on r.pack = g.pack and r.version = g.rule_version and r.rule = g.rule
    left join lateral (
        select bool_or(a.kind in ('issue', 'effect')) as issued, bool_or(a.kind in ('dismiss', 'withdraw', 'exempt')) as taken_back
        from jiancha.signal_action a
        where a.docket_id = t.docket_id and a.rule = t.rule and a.clock = t.clock and a.cycle = t.cycle) a on true
    where t.docket_id = d.docket_id and t.mark <> 'unfounded'
        and (g.issued_at is not null or a.issued or r.issue = 'at_once') and a.taken_back is not true
    order by array_position(array['red', 'yellow', 'anomaly', 'notice'], t.level) limit 1) s on true
left join jiancha.org o on o.org_code = d.org_code
left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
where d.closed_at is null and d.kind = 'approval';
comment on view jiancha.open_case is '在办: open cases with stage, due day and the highest signal that stands; board adds the working days left.';
comment on column jiancha.open_case.case_no is 'Business number.';
comment on column jiancha.open_case.org is 'Name of the organisation that holds it.';
comment on column jiancha.open_case.matter is 'Name of the matter.';
comment on column jiancha.open_case.stage is 'Node or kind of the latest step; 未受理 before acceptance.';
comment on column jiancha.open_case.due is 'Due day of the promised limit; before acceptance, of acceptance.';
comment on column jiancha.open_case.state is 'The highest signal that stands, or running or paused.';
comment on column jiancha.open_case.certainty is 'firm or provisional.';
comment on column jiancha.open_case.org_code is 'Organisation that holds it.';
comment on column jiancha.open_case.matter_code is 'Matter.';
comment on column jiancha.open_case.received_at is 'When it was received.';
comment on column jiancha.open_case.calendar_code is 'Calendar of the due day.';
comment on column jiancha.open_case.calendar_version is 'Version of that calendar.';

create or replace view jiancha.board with (security_invoker = true) as
select b.case_no, b.org, b.matter, b.stage, b.due,
    jiancha._days_left(jiancha._local_date(now(), b.calendar_code, b.calendar_version), b.due, b.calendar_code, b.calendar_version) as "left",
    b.state, b.certainty, b.org_code, b.matter_code
from jiancha.open_case b
order by "left" nulls last, b.case_no;
comment on view jiancha.board is '看板: open cases as of now, the most urgent first; see jiancha.board_at().';

create or replace view jiancha.overdue_cases with (security_invoker = true) as
select * from jiancha.overdue_at(now());
comment on view jiancha.overdue_cases is '超期办件: open cases past their promised or statutory limit as of now; see jiancha.overdue_at().';
