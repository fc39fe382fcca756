-- The log as it is, and what must be known about it before anything is built on it.
create extension pgtap;
create table raw (channel text, case_no text, deadline timestamptz, department text, end_at timestamptz, end_planned timestamptz,
                  case_group text, responsible text, start_at timestamptz, event text, activity text, transition text,
                  event_group text, resource text, at timestamptz);
\copy raw from raw.csv with (format csv, header)

create view raw_case as
    select distinct case_no, channel, department, responsible, start_at, end_at, deadline from raw;

select no_plan();
select is((select array[count(*), count(distinct case_no), count(distinct event)] from raw), array[8577, 1434, 8577]::bigint[],
          'raw: 8,577 events of 1,434 cases');
select is((select count(*) from raw_case), 1434::bigint, 'raw: all events of a case agree on its start, end and deadline');
select is((select count(*) from raw_case where deadline is null), 0::bigint, 'raw: every case has a deadline');
select is((select count(*) from raw_case
            where (deadline at time zone 'Europe/Amsterdam')::date = (start_at at time zone 'Europe/Amsterdam')::date + 56), 1080::bigint,
          'raw: 1,080 deadlines are 56 days after the start');
select is((select count(*) from raw_case where end_at is null), 105::bigint, 'raw: 105 cases have no end');
select is((select array[count(*), count(*) filter (where (end_at at time zone 'Europe/Amsterdam')::date = (start_at at time zone 'Europe/Amsterdam')::date)]
             from raw_case where end_at < start_at), array[2, 2]::bigint[], 'raw: 2 cases end before their start, on the same day');
select is((select count(distinct case_no) from raw where at > end_at), 145::bigint, 'raw: 145 cases have an event after their end');
select is((select count(distinct case_no) from raw where at < start_at), 2::bigint, 'raw: 2 cases have an event before their start');
