-- The same facts in random order, in some hundred batches, each followed by a sweep as of the end of the period: a case whose
-- end has not been entered yet gets cards that later turn out unfounded. Only an intake comes before its steps.
create table swept (as_of timestamptz, differences bigint);
create table fact_order as
    select case_no, step_no, row_number() over (order by md5(:'seed' || case_no || step_no)) as place from fact_step;

select format($$ insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, at_precision, channel)
                     select case_no, 'permits', 'permit', 'applicant of ' || case_no, received_at, at_precision, channel from fact_intake
                       join (select case_no, min(place) as first_place from fact_order group by case_no) first using (case_no)
                      where first_place between %1$s and %2$s order by first_place $$, batch, batch + 99),
       format($$ insert into jiancha.case_step (case_no, step_no, kind, at, at_precision, node, staff_code)
                     select case_no, step_no, kind, at, at_precision, node, staff_code from fact_step join fact_order using (case_no, step_no)
                      where place between %1$s and %2$s order by place $$, batch, batch + 99),
       $$ call jiancha.sweep_all('2012-06-01 00:00 Europe/Amsterdam') $$,
       $$ insert into swept select '2012-06-01 00:00 Europe/Amsterdam', count(*) from jiancha.verify('2012-06-01 00:00 Europe/Amsterdam') $$
  from generate_series(1, (select max(place) from fact_order), 100) batch
 order by batch
\gexec

select cmp_ok((select count(*) from jiancha.signals where state = 'unfounded'), '>', 0::bigint,
              'random: some cards turned out unfounded, so the order was put to the test');
