-- Dockets of every kind: what is inserted into, and read back.

create or replace view jiancha.docket_intake with (security_invoker = true) as
select d.kind as docket_kind, d.business_no, coalesce(f.org_code, d.origin_org_code) as org_code, d.matter_code, f.applicant, d.received_at, f.channel, f.party_kind, f.subject,
    f.staff_code, d.set_limit, d.set_unit, f.at_precision, f.data
from jiancha.docket d left join jiancha.case_file f using (docket_id)
-- of what was made secret the row stays and its contents go
where f.docket_id is not null or d.secrecy is not null;
comment on view jiancha.docket_intake is
    '卷宗收件: INSERT or COPY dockets of any kind here; case_intake is the same for kind approval. Repeating a row word for word does nothing. Errors: JC004 unknown organisation or matter, JC005 unknown kind or bad value, JC006 other content, JC007 not your organisation or a kind that departments do not enter.';
comment on column jiancha.docket_intake.docket_kind is 'See docket_kind.';
comment on column jiancha.docket_intake.business_no is 'The number people use, unique by kind.';
comment on column jiancha.docket_intake.org_code is 'Organisation that receives it.';
comment on column jiancha.docket_intake.matter_code is 'Matter; approval and penalty need one. The version in force on the day of receipt applies.';
comment on column jiancha.docket_intake.applicant is 'Applicant, party or complainant as declared; approval needs one.';
comment on column jiancha.docket_intake.received_at is 'When it was received.';
comment on column jiancha.docket_intake.channel is 'window (default), online, post, phone, app, feed or import; what is imported is history and earns historical cards only.';
comment on column jiancha.docket_intake.party_kind is 'person, enterprise or other; may be left out.';
comment on column jiancha.docket_intake.subject is 'What it is about; may be left out.';
comment on column jiancha.docket_intake.staff_code is 'Who received it; may be left out.';
comment on column jiancha.docket_intake.set_limit is 'A limit of its own, 1 to 10000 set_unit: that of a supervision order; may be left out.';
comment on column jiancha.docket_intake.set_unit is 'working_day, day, week, month, year or working_hour; given with set_limit.';
comment on column jiancha.docket_intake.at_precision is 'minute (default) or day.';
comment on column jiancha.docket_intake.data is 'Further fields, as JSON.';

create or replace view jiancha.docket_step with (security_invoker = true) as
select d.kind as docket_kind, d.business_no, s.step_no, s.kind, s.at, s.node, s.staff_code, s.opinion, s.reason, s.document_no, s.corrects,
    s.data, s.at_precision,
    case
        when s.at < d.received_at and not (s.at_precision = 'day' and s.at + interval '24 hours' > d.received_at) then 'before_receipt'
        when s.at > d.closed_at and s.kind <> 'deliver' then 'after_close'
        when s.corrects is not null and not exists (
            select from jiancha.step t where t.docket_id = s.docket_id and t.step_no = s.corrects) then 'corrects_nothing'
    end as flag
from jiancha.docket d join jiancha.step s using (docket_id);
comment on view jiancha.docket_step is
    '卷宗过程: INSERT or COPY the steps of dockets of any kind here; case_step is the same for kind approval. Errors: JC004 unknown docket, JC005 unknown kind or bad value, JC006 other content, JC007 a kind that departments do not enter.';
comment on column jiancha.docket_step.docket_kind is 'See docket_kind.';
comment on column jiancha.docket_step.business_no is 'The number of the docket.';
comment on column jiancha.docket_step.step_no is 'The number of the step, unique in the docket; may be left out. Negative: entered by the engine, see standing_lapse.';
comment on column jiancha.docket_step.kind is 'See step_kind.';
comment on column jiancha.docket_step.at is 'When it happened.';
comment on column jiancha.docket_step.node is '环节: node of the flow.';
comment on column jiancha.docket_step.staff_code is 'Who signed.';
comment on column jiancha.docket_step.opinion is 'Opinion given.';
comment on column jiancha.docket_step.reason is 'Reason; a correction needs one.';
comment on column jiancha.docket_step.document_no is 'Number of the document issued with it.';
comment on column jiancha.docket_step.corrects is 'step_no of the step whose place this one takes; with kind cancel_step, of the step that is removed.';
comment on column jiancha.docket_step.data is 'As in case_step.';
comment on column jiancha.docket_step.at_precision is 'minute (default) or day.';
comment on column jiancha.docket_step.flag is 'before_receipt, after_close: kept, but changes no clock; corrects_nothing: names a step that is not there. Read only.';

-- steps that lapses entered and that count
create or replace view jiancha.standing_lapse with (security_invoker = true) as
select e.docket_id, e.data ->> 'lapse' as rule, e.data ->> 'clock' as clock, (e.data ->> 'cycle')::integer as cycle, e.kind as effect, e.at as start_at,
    (e.data ->> 'earned_at')::timestamptz as earned_at, e.step_no
from jiancha.effective_step e
where e.step_no < 0 and e.data ? 'lapse';
comment on view jiancha.standing_lapse is '期满效果: steps that the engine entered because a limit ran out (视为受理) and that stand.';
comment on column jiancha.standing_lapse.docket_id is 'The docket.';
comment on column jiancha.standing_lapse.rule is 'Rule of kind lapse.';
comment on column jiancha.standing_lapse.clock is 'Clock whose limit ran out.';
comment on column jiancha.standing_lapse.cycle is 'Cycle of that clock.';
comment on column jiancha.standing_lapse.effect is 'Kind of the step.';
comment on column jiancha.standing_lapse.start_at is 'Start of the clock, from which the effect counts (行政许可法 32).';
comment on column jiancha.standing_lapse.earned_at is 'Instant at which the limit ran out, as it was when the step was entered.';
comment on column jiancha.standing_lapse.step_no is 'Number of the step, negative.';
