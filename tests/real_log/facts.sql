-- The log as facts: one intake a case, its start as acceptance, its end as close, every event as a handling step.
-- known_on is the day on which the department enters the row: the day it happened, yet no step before its case.

-- an end before the start on the same day stands at midnight, or at 01:06:40, which the log's rounding made of it: known to the day
create function at_precision(at timestamptz, start_at timestamptz) returns text stable
    return case when at < start_at and (at at time zone 'Europe/Amsterdam')::date = (start_at at time zone 'Europe/Amsterdam')::date
        and date_trunc('second', at at time zone 'Europe/Amsterdam')::time in ('00:00:00', '01:06:40') then 'day' else 'minute' end;

create table fact_intake as
    select case_no, start_at as received_at, at_precision(start_at, start_at), (start_at at time zone 'Europe/Amsterdam')::date as known_on,
           case channel when 'Desk' then 'window' when 'Post' then 'post' else 'online' end as channel
      from raw_case;

create table fact_step as
    select case_no, step_no, kind, at, at_precision(at, start_at), node, staff_code,
           (greatest(at, start_at) at time zone 'Europe/Amsterdam')::date as known_on
      from (select case_no, start_at, 100001 as step_no, 'accept' as kind, start_at as at, null as node, responsible as staff_code from raw_case
             union all
            select case_no, start_at, 100002, 'close', end_at, null, responsible from raw_case where end_at is not null
             union all
            -- "task-42933": the log's own number of the event
            select case_no, start_at, substr(event, 6)::int, 'handle', at, activity, resource from raw) step;
