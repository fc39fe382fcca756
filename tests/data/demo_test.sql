-- What the demonstration left, against what the generator knows: how many working days each case took, and how many it had.
set client_min_messages = warning;
create extension pgtap;
select no_plan();
select is((select count(*) from jiancha.org where parent_code = 'szf'), 20::bigint, 'city: 20 departments');
select is((select count(*) from jiancha.staff), 67::bigint, 'city: 67 posts');
select is((select count(*) from jiancha.matter), 60::bigint, 'city: 60 matters');
select is((select count(*) from jiancha.docket where kind = 'approval'), (select count(*) from city.fact_intake), 'city: every case is in the records');
-- without those that the engine enters
select is((select count(*) from jiancha.step join jiancha.docket d using (docket_id) where d.kind = 'approval' and coalesce(step_no, 0) >= 0), (select count(*) from city.fact_step where known_on <= '2025-03-31'), 'city: so is every step');
select is_empty($$ select * from jiancha.verify('2025-04-01 00:00+08') $$, 'city: verify() is empty after the quarter');
select is((select count(*) from jiancha.quarantine), 0::bigint, 'city: nothing is in quarantine');
select cmp_ok((select count(*) from jiancha.signals where state = 'unfounded'), '>', 0::bigint,
              'city: closes that were entered late made cards unfounded');

-- cases of a limit in working days whose facts are all plain: accepted once, no close entered late, no pause or extension still to come
create table city.plain as
    select case_no, extended, special, span > allowed or span is null as late, span >= allowed + 3 or span is null as very_late,
           (jiancha.add_working_days(accepted_on, allowed + excluded) + 1)::timestamp at time zone 'Asia/Shanghai' as yellow_at,
           jiancha.add_working_days(accepted_on, allowed + excluded + 3)::timestamp at time zone 'Asia/Shanghai' as red_at
      from city.life join city.matter using (matter_code)
      join (select case_no, (at at time zone 'Asia/Shanghai')::date as accepted_on from city.fact_step where kind = 'accept') step using (case_no)
     cross join lateral (select days + case when extended then 10 else 0 end, case when special then special_days else 0 end) had (allowed, excluded)
     where promised_unit = 'working_day' and beginning in ('accepted', 'corrected') and not accept_mistyped and not entered_late
       and not exists (select from city.fact_step later where later.case_no = step.case_no and kind in ('end_special', 'extend') and known_on > '2025-03-31');
analyze city.plain;
select ok(bool_or(extended and late) and bool_or(special and late), 'city: some of them are late after an extension, some after a pause') from city.plain;
select bag_eq($$ select case_no, earned_at from jiancha.signals join city.plain using (case_no)
                  where clock = 'promised' and level = 'yellow' and state <> 'unfounded' $$,
              $$ select case_no, yellow_at from city.plain where late and yellow_at <= '2025-04-01 00:00+08' $$,
              'city: yellow cards of plain cases are those that took longer than they had');
select bag_eq($$ select case_no, earned_at from jiancha.signals join city.plain using (case_no)
                  where clock = 'promised' and level = 'red' and state <> 'unfounded' $$,
              $$ select case_no, red_at from city.plain where very_late and red_at <= '2025-04-01 00:00+08' $$,
              'city: red cards of plain cases are those that took over two working days longer');
select is((select count(*) from jiancha.board_at('2025-04-01 08:30+08')), (select count(*) from jiancha.docket where kind = 'approval' and closed_at is null), 'city: the board has every open case');

set role city_zjj;
select array_agg(distinct org_code) as orgs_seen, count(*) as seen from jiancha.signals \gset
reset role;
select is(:'orgs_seen'::text[], '{zjj}', 'city: a department sees its own signals only');
select is(:seen::bigint, (select count(*) from jiancha.signals where org_code = 'zjj'), 'city: and all of them');
