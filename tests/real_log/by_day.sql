-- The period as it went: each day's facts, a sweep at the end of the day, verify() after it.
create table swept (as_of timestamptz, differences bigint);
select format($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, at_precision, channel)
                     select case_no, 'permits', 'permit', 'applicant of ' || case_no, received_at, at_precision, channel
                       from fact_intake where known_on = %L $$, day),
       format($$ insert into jiancha.case_step (case_no, step_no, kind, at, at_precision, node, staff_code)
                     select case_no, step_no, kind, at, at_precision, node, staff_code from fact_step where known_on = %L $$, day),
       format($$ call jiancha.sweep_all(%L) $$, day_end),
       format($$ insert into swept select %1$L, count(*) from jiancha.verify(%1$L) $$, day_end)
  from (select day::date, (day::date + 1)::timestamp at time zone 'Europe/Amsterdam' as day_end
          from generate_series(timestamp '2010-10-01', '2012-05-31', '1 day') day) period
 order by day
\gexec

select is((select count(*) from jiancha.signals where state = 'unfounded'), 0::bigint,
          'by day: no card was unfounded, since every fact came on its day');
-- jsonb holds instants as text
set timezone = 'UTC';
\copy (select docket.business_no, to_jsonb(c) - 'docket_id' from jiancha.clock c join jiancha.docket using (docket_id)) to clocks_by_day
\copy (select case_no, rule, clock, level, origin, org_code, earned_at, due_at from jiancha.signals) to signals_by_day
