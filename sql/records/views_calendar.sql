-- Views about calendars. Made again by every setup(); a DBA's grants stay.

-- notices as rows; what is inserted here in one statement is one or more complete notices
create or replace view jiancha.notice_day with (security_invoker = true) as
select n.calendar_code, n.notice_no, n.issuer, n.issued_on, n.title,
    -- what the notice itself published; a version below another has the horizon of its parent
    case when v.published_through > coalesce(before.published_through, v.published_from - 1) then v.published_through end as published_through,
    n.revises, d.day, d.kind, d.holiday
from jiancha.calendar_notice n
left join jiancha.calendar_day d on d.calendar_code = n.calendar_code and d.notice_no = n.notice_no
left join lateral (
    select v.version, v.published_from, v.published_through from jiancha.calendar_version v
    where v.calendar_code = n.calendar_code and v.notice_no = n.notice_no
    order by v.version limit 1) v on true
left join jiancha.calendar_version before on before.calendar_code = n.calendar_code and before.version = v.version - 1;
comment on view jiancha.notice_day is
    '放假通知: notices, a row each day they set. INSERT or COPY complete notices here, one or more a statement; each is loaded as load_notice() does. Errors: JC002 unknown calendar, JC006 other content under a known number, JC007 not the administrator, JC010 anything wrong in a notice; then nothing of the statement is loaded.';
comment on column jiancha.notice_day.calendar_code is 'Calendar the notice is for; left out: the default calendar.';
comment on column jiancha.notice_day.notice_no is 'Number of the document, as issued (发文字号).';
comment on column jiancha.notice_day.issuer is 'Who issued it; once in any row of the notice is enough, here and in the next four columns.';
comment on column jiancha.notice_day.issued_on is 'Day on which it was made public.';
comment on column jiancha.notice_day.title is 'Title of the document.';
comment on column jiancha.notice_day.published_through is 'Last day known with this notice, for one that arranges a new year: the end of that year.';
comment on column jiancha.notice_day.revises is 'Numbers of earlier notices whose days it sets anew.';
comment on column jiancha.notice_day.day is 'A day it sets; empty in a notice that only moves the horizon.';
comment on column jiancha.notice_day.kind is 'work: make-up working day (调休上班); off: off by exchange (调休放假); statutory: statutory holiday; normal: takes back what an earlier notice said.';
comment on column jiancha.notice_day.holiday is 'Name of the holiday the day belongs to.';

-- running clocks that need days nobody has published
create or replace view jiancha.beyond_horizon with (security_invoker = true) as
select d.business_no as case_no, k.org_code, d.matter_code, k.clock, k.cycle, k.due_on, k.due_at, k.certainty, k.calendar_code,
    v.published_through, k.docket_id::text as docket_id
from jiancha.clock k
join jiancha.calendar c on c.calendar_code = k.calendar_code
join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version
join jiancha.docket d on d.docket_id = k.docket_id
where k.state = 'running' and k.last_on = 'infinity';
comment on view jiancha.beyond_horizon is '期限越出已公布日历: running clocks of which the due day or a later threshold needs days that are not published. No card is issued on an uncertain threshold; the notice settles it.';
comment on column jiancha.beyond_horizon.case_no is 'Business number of the case.';
comment on column jiancha.beyond_horizon.org_code is 'Organisation that holds it.';
comment on column jiancha.beyond_horizon.matter_code is 'Matter of the case.';
comment on column jiancha.beyond_horizon.clock is 'Clock.';
comment on column jiancha.beyond_horizon.cycle is 'How often the clock had started.';
comment on column jiancha.beyond_horizon.due_on is 'Due day; if certainty is provisional, by weekly rest and known holidays alone.';
comment on column jiancha.beyond_horizon.due_at is 'Due instant, as certain as due_on.';
comment on column jiancha.beyond_horizon.certainty is 'provisional: the due day itself is uncertain; firm: only a later threshold is.';
comment on column jiancha.beyond_horizon.calendar_code is 'Calendar it is counted with.';
comment on column jiancha.beyond_horizon.published_through is 'Last published day of that calendar.';
comment on column jiancha.beyond_horizon.docket_id is 'The docket, as text.';

create or replace view jiancha.calendar_horizon with (security_invoker = true) as
select c.calendar_code, c.name, c.parent, c.time_zone, c.version, v.published_from, v.published_through,
    v.published_through - (now() at time zone c.time_zone)::date as days_left,
    v.notice_no, v.issued_on,
    coalesce(k.provisional_clocks, 0) as provisional_clocks, coalesce(k.uncertain_clocks, 0) as uncertain_clocks,
    k.first_due_on,
    array(
        select b.case_no from jiancha.beyond_horizon b
        where b.calendar_code = c.calendar_code and b.certainty = 'provisional'
        group by b.case_no order by min(b.due_on), b.case_no limit 20) as cases
from jiancha.calendar c
join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version
left join lateral (
    select count(*) filter (where b.certainty = 'provisional') as provisional_clocks, count(*) as uncertain_clocks,
        min(b.due_on) filter (where b.certainty = 'provisional') as first_due_on
    from jiancha.beyond_horizon b
    where b.calendar_code = c.calendar_code) k on true;
comment on view jiancha.calendar_horizon is '日历公布范围: how far each calendar is published, how many days are left as of now, and which running clocks run past it. The clocks themselves are in beyond_horizon.';
comment on column jiancha.calendar_horizon.calendar_code is 'Calendar.';
comment on column jiancha.calendar_horizon.name is 'Name for people.';
comment on column jiancha.calendar_horizon.parent is 'Calendar whose days hold where this one says nothing.';
comment on column jiancha.calendar_horizon.time_zone is 'Time zone in which its days begin and end.';
comment on column jiancha.calendar_horizon.version is 'Version in force.';
comment on column jiancha.calendar_horizon.published_from is 'First day that is known.';
comment on column jiancha.calendar_horizon.published_through is 'Last day that is known.';
comment on column jiancha.calendar_horizon.days_left is 'Days from today, in the calendar''s time zone, to the last known day; negative when it has passed.';
comment on column jiancha.calendar_horizon.notice_no is 'Notice that made the version in force, of this calendar or of one above.';
comment on column jiancha.calendar_horizon.issued_on is 'Day on which that notice was made public.';
comment on column jiancha.calendar_horizon.provisional_clocks is 'Running clocks of which the due day itself needs unpublished days.';
comment on column jiancha.calendar_horizon.uncertain_clocks is 'Running clocks of which the due day or a later threshold does.';
comment on column jiancha.calendar_horizon.first_due_on is 'Earliest of the provisional due days.';
comment on column jiancha.calendar_horizon.cases is 'Cases of the provisional clocks, the first 20 by due day.';

create or replace view jiancha.due_changes with (security_invoker = true) as
select d.business_no as case_no, r.org_code, d.matter_code, r.clock, r.cycle, r.old_due_on, r.new_due_on, r.old_due_at, r.new_due_at,
    r.calendar_code,
    -- a clock that a notice does not concern keeps its version: of the notices since, those that set a day of the limit
    array(
        select v.notice_no from jiancha.calendar_version v
        where v.calendar_code = r.calendar_code and v.version > r.old_version and v.version <= r.new_version
            and v.changed && daterange((k.start_at at time zone c.time_zone)::date, greatest(r.old_due_on, r.new_due_on), '(]')
        order by v.version) as notices,
    r.old_version, r.new_version, r.recorded_at, r.docket_id::text as docket_id
from jiancha.clock_revision r
join jiancha.calendar c on c.calendar_code = r.calendar_code
left join jiancha.docket d on d.docket_id = r.docket_id
left join jiancha.clock k on k.docket_id = r.docket_id and k.clock = r.clock and k.cycle = r.cycle;
comment on view jiancha.due_changes is '期限变更: old and new due of each clock that a calendar notice moved, for export. A row in which both are the same became certain.';
comment on column jiancha.due_changes.case_no is 'Business number of the case; empty for who held it then and cannot see it now.';
comment on column jiancha.due_changes.org_code is 'Organisation that held it.';
comment on column jiancha.due_changes.matter_code is 'Matter of the case.';
comment on column jiancha.due_changes.clock is 'Clock.';
comment on column jiancha.due_changes.cycle is 'How often the clock had started.';
comment on column jiancha.due_changes.old_due_on is 'Due day before.';
comment on column jiancha.due_changes.new_due_on is 'Due day since.';
comment on column jiancha.due_changes.old_due_at is 'Due instant before.';
comment on column jiancha.due_changes.new_due_at is 'Due instant since.';
comment on column jiancha.due_changes.calendar_code is 'Calendar.';
comment on column jiancha.due_changes.notices is 'Notices that set days of the limit between the two versions of the calendar, in their order.';
comment on column jiancha.due_changes.old_version is 'Version of the calendar it had been counted with.';
comment on column jiancha.due_changes.new_version is 'Version it has been counted with since.';
comment on column jiancha.due_changes.recorded_at is 'When it was counted again.';
comment on column jiancha.due_changes.docket_id is 'The docket, as text.';
