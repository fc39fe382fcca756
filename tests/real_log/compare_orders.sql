-- The records of this database against those that by_day.sql left.
set timezone = 'UTC';
create table clocks_by_day (case_no text, clock jsonb);
create table signals_by_day (case_no text, rule text, clock text, level text, origin text, org_code text, earned_at timestamptz, due_at timestamptz);
\copy clocks_by_day from clocks_by_day
\copy signals_by_day from signals_by_day

select same_rows($$ select business_no, to_jsonb(c) - 'docket_id' from jiancha.clock c join jiancha.docket using (docket_id) $$,
              'select case_no, clock from clocks_by_day', 'by day or in another order: the same clocks, in every column');
select same_rows($$ select case_no, rule, clock, level, origin, org_code, earned_at, due_at from jiancha.signals where state <> 'unfounded' $$,
              'select * from signals_by_day', 'by day or in another order: the same signals, unfounded ones apart');
