-- The oracle: due dates and cards by plain SQL over the raw rows. Uses nothing of jiancha, and counts days one by one.
create view plain_due as
    select case_no, start_at,
           -- the two ends before their start fall on the same day
           case when end_at is not null then greatest(end_at, start_at) end as end_at,
           (start_at at time zone 'Europe/Amsterdam')::date as started_on,
           (start_at at time zone 'Europe/Amsterdam')::date + 56 as due_on
      from raw_case;

create view plain_threshold as
    select case_no, end_at, due_on, level, greatest(holds_on::timestamp at time zone 'Europe/Amsterdam', start_at) as holds_at
      from plain_due
     cross join lateral (
        -- one working day before the due day
        select 'notice', max(day)::date from generate_series(due_on - 7, due_on - 1, interval '1 day') day where extract(isodow from day) < 6
         union all
        -- the due day has passed
        select 'yellow', due_on + 1
         union all
        -- more than two working days have passed: the third has begun
        (select 'red', day::date from generate_series(due_on + 1, due_on + 14, interval '1 day') day where extract(isodow from day) < 6
          order by day offset 2 limit 1)
     ) threshold (level, holds_on);

-- a case earns a card when it is still open at that instant
create view plain_card as
    select case_no, level, holds_at as earned_at from plain_threshold where end_at is null or end_at > holds_at;
