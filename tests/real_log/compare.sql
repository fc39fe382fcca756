-- The records against plain SQL, after either order of loading.

-- as pgTAP's bag_eq, but shows ten rows of a difference and not thousands
create function same_rows(have text, want text, description text) returns text language sql
    return is_empty(format($$ (select 'extra' as difference, * from (%1$s except all %2$s) extra
                                union all select 'missing', * from (%2$s except all %1$s) missing) limit 10 $$, have, want), description);

create view case_clock as
    select docket.business_no as case_no, clock.* from jiancha.clock join jiancha.docket using (docket_id) where clock.clock = 'promised';
create view case_card as
    select case_no, level, earned_at from jiancha.signals where state <> 'unfounded' and clock = 'promised';

select is((select array[count(*), count(differences) filter (where differences = 0)] from swept),
          (select array[count(*), count(*)] from swept),
          (select format('verify() is empty after each of %s sweeps', count(*)) from swept));
-- without those that the engine enters
select is((select count(*) from jiancha.step where coalesce(step_no, 0) >= 0), (select count(*) from fact_step), 'every step is kept');
select is((select count(*) from jiancha.quarantine), 0::bigint, 'nothing is in quarantine');

select is((select count(*) from raw_case join case_clock using (case_no)
            where due_on = (deadline at time zone 'Europe/Amsterdam')::date
              and due_on = (raw_case.start_at at time zone 'Europe/Amsterdam')::date + 56), 1080::bigint,
          'the due date agrees with the logged deadline in each of the 1,080 cases whose deadline is start + 56 days');
select same_rows('select case_no, due_on, due_at from case_clock',
              $$ select case_no, due_on, (due_on + 1)::timestamp at time zone 'Europe/Amsterdam' from plain_due $$,
              'due day and due instant of all 1,434 cases');
select same_rows('select case_no, stop_at from case_clock', 'select case_no, end_at from plain_due', 'the clocks stopped where plain SQL says');
select same_rows('select business_no, closed_at from jiancha.docket', 'select case_no, end_at from plain_due',
              'the open cases are those without an end');
select is((select array[count(distinct case_no) filter (where flag = 'after_close'), count(distinct case_no) filter (where flag = 'before_receipt')]
             from jiancha.case_step), array[145, 2]::bigint[], 'flagged: events after the end of 145 cases and before the start of 2');

select same_rows($$ select case_no, earned_at from case_card where level = 'notice' $$,
              $$ select case_no, earned_at from plain_card where level = 'notice' $$, 'notices, to the instant');
select same_rows($$ select case_no, earned_at from case_card where level = 'yellow' $$,
              $$ select case_no, earned_at from plain_card where level = 'yellow' $$, 'yellow cards, to the instant');
select same_rows($$ select case_no, earned_at from case_card where level = 'red' $$,
              $$ select case_no, earned_at from plain_card where level = 'red' $$, 'red cards, to the instant');
select diag(format('%s notices, %s yellow, %s red', count(*) filter (where level = 'notice'), count(*) filter (where level = 'yellow'),
                   count(*) filter (where level = 'red'))) from case_card;
