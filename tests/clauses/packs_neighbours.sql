-- Published neighbours: hunan counts to the second and lets a special procedure lengthen the limit by the days applied for, yulin
-- gives its card by percent, shandong_hotline judges complaints. Instants of rubrics 3 and 3.1.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '430000', pack => 'hunan') \g /dev/null
insert into jiancha.org (org_code, name) values ('nb-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit) values
    ('M5', 'nb-a', '承诺五日', 5, 'working_day', 10, 'working_day'), ('M7', 'nb-a', '承诺七日', 7, 'working_day', 10, 'working_day');
create role clause_nb_clerk;
select jiancha.grant_access('clause_nb_clerk', 'nb-a') \g /dev/null

create function pg_temp.step(case_no text, step_no int, kind text, at timestamptz, data jsonb default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, data) values (case_no, step_no, kind, at, data);
end;
create function pg_temp.receive(case_no text, matter text, received_at timestamptz) returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values (case_no, 'nb-a', matter, '申请人', received_at);
end;
create function pg_temp.accept_case(case_no text, matter text, accepted_at timestamptz) returns void begin atomic
    select pg_temp.receive(case_no, matter, accepted_at);
    select pg_temp.step(case_no, 1, 'accept', accepted_at);
end;
-- levels that stand as of an instant, of one case, by one rule's family
create function pg_temp.cards(no text, family text, as_of timestamptz) returns text language plpgsql as $$
begin
    perform jiancha.sweep(as_of);
    return (select coalesce(string_agg(s.level, ' ' order by s.earned_at), '') from jiancha.signals s
            where s.case_no = no and s.rule ~ ('^' || family) and s.state <> 'unfounded' and s.earned_at <= as_of);
end $$;
-- nothing more up to an instant, the next card a second later
create function pg_temp.edges(clause text, no text, family text, until timestamptz[], levels text[]) returns setof text language plpgsql as $$
declare
    before text := '';
begin
    for i in 1 .. cardinality(until) loop
        return next is(pg_temp.cards(no, family, until[i]), before, format('[%s] %s: nothing more at %s', clause, no, until[i]));
        before := btrim(before || ' ' || levels[i]);
        return next is(pg_temp.cards(no, family, until[i] + interval '1 second'), before, format('[%s] %s: %s a second later', clause, no, levels[i]));
    end loop;
end $$;

select no_plan();

set role clause_nb_clerk;
-- rubrics 3.1: all start on Monday 2018-10-15 at 10:00
select pg_temp.accept_case('W-1', 'M7', '2018-10-15 10:00+08'),
    pg_temp.accept_case('W-2', 'M7', '2018-10-15 10:00+08'), pg_temp.step('W-2', 2, 'begin_special', '2018-10-16 10:00+08', '{"days": 3}'),
    pg_temp.step('W-2', 3, 'end_special', '2018-10-16 15:00+08'),
    pg_temp.accept_case('W-3', 'M7', '2018-10-15 10:00+08'), pg_temp.step('W-3', 2, 'begin_special', '2018-10-15 10:00+08', '{"days": 7}'),
    pg_temp.receive('W-4', 'M7', '2018-10-15 10:00+08'), pg_temp.step('W-4', 1, 'pre_apply', '2018-10-15 10:00+08'),
    pg_temp.accept_case('W-5', 'M7', '2018-10-12 10:00+08'), pg_temp.step('W-5', 2, 'close', '2018-10-15 10:00+08') \g /dev/null
insert into jiancha.docket_intake (docket_kind, business_no, org_code, applicant, received_at, set_limit, set_unit) values
    ('consultation', 'W-6', 'nb-a', '咨询人', '2018-10-15 10:00+08', 5, 'working_day'), ('complaint', 'W-7', 'nb-a', '投诉人', '2018-10-15 10:00+08', 5, 'working_day');
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at) values
    ('consultation', 'W-6', 1, 'accept', '2018-10-15 10:00+08'), ('complaint', 'W-7', 1, 'accept', '2018-10-15 10:00+08');
reset role;
select pg_temp.edges('A11', 'W-1', 'HN-1', '{2018-10-19 10:00+08,2018-10-24 10:00+08,2018-10-29 10:00+08}', '{notice,yellow,red}');
select pg_temp.edges('A33', 'W-2', 'HN-1', '{2018-10-24 10:00+08,2018-10-29 10:00+08,2018-11-01 10:00+08}', '{notice,yellow,red}');
select pg_temp.edges('A33', 'W-3', 'HN-2', '{2018-10-19 10:00+08,2018-10-24 10:00+08,2018-10-25 10:00+08}', '{notice,yellow,red}');
select pg_temp.edges('A11', 'W-4', 'HN-3', '{2018-10-17 10:00+08,2018-10-22 10:00+08,2018-10-24 10:00+08}', '{notice,yellow,red}');
select pg_temp.edges('A11', 'W-5', 'HN-4', '{2018-10-18 10:00+08}', '{yellow}');
select pg_temp.edges('A11', 'W-6', 'HN-5', '{2018-10-17 10:00+08,2018-10-22 10:00+08,2018-10-23 10:00+08}', '{notice,yellow,red}');
select pg_temp.edges('A11', 'W-7', 'HN-6', '{2018-10-17 10:00+08,2018-10-22 10:00+08,2018-10-23 10:00+08}', '{notice,yellow,red}');
-- a void case gives no card of its special procedure
set role clause_nb_clerk;
select pg_temp.accept_case('W-8', 'M7', '2018-10-15 10:00+08'), pg_temp.step('W-8', 2, 'begin_special', '2018-10-15 10:00+08', '{"days": 7}'),
    pg_temp.step('W-8', 3, 'void', '2018-10-18 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('W-8', 'HN', '2018-12-01'), '', '[A19] void before the card: none');

-- rubrics 3: promise 5, law 10, accepted 2025-04-21 10:00, never finished
set role clause_nb_clerk;
select pg_temp.accept_case('HN', 'M5', '2025-04-21 10:00+08') \g /dev/null
reset role;
select pg_temp.edges('A04', 'HN', 'HN-1', '{2025-04-23 10:00+08,2025-04-27 10:00+08,2025-05-07 10:00+08}', '{notice,yellow,red}');

select jiancha.setup(region => '430000', pack => 'yulin') \g /dev/null
set role clause_nb_clerk;
select pg_temp.accept_case('YL', 'M5', '2025-04-21 10:00+08') \g /dev/null
reset role;
select is(pg_temp.cards('YL', 'YL', '2025-04-26 23:59:59.999999'), '', '[A03] pack yulin: nothing before 90 percent of five days, 4.5, is reached');
select is(pg_temp.cards('YL', 'YL', '2025-04-27 00:00'), 'yellow', '[A03] pack yulin: yellow when the fifth working day begins');
select is(pg_temp.cards('YL', 'YL', '2025-04-27 23:59:59.999999'), 'yellow', '[A04] pack yulin: no red on the due day');
select is(pg_temp.cards('YL', 'YL', '2025-04-28 00:00'), 'yellow red', '[A04] pack yulin: past the promise is red');

-- rubrics 5: 15 working days, 7 more, yellow with one left, red on the first working day over
select jiancha.setup(region => '430000', pack => 'shandong_hotline') \g /dev/null
set role clause_nb_clerk;
insert into jiancha.docket_intake (docket_kind, business_no, org_code, applicant, received_at) values
    ('complaint', 'SD-1', 'nb-a', '投诉人', '2025-03-07 10:00+08'), ('complaint', 'SD-2', 'nb-a', '投诉人', '2025-03-03 10:00+08');
insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at, data) values ('complaint', 'SD-2', 1, 'extend', '2025-03-20 10:00+08', '{"days": 7}');
reset role;
select is(pg_temp.cards('SD-1', 'SDH', '2025-03-26 23:59:59.999999'), '', '[A09] pack shandong_hotline: due on Friday 03-28, nothing before');
select is(pg_temp.cards('SD-1', 'SDH', '2025-03-27 00:00'), 'yellow', '[A09] pack shandong_hotline: yellow with one working day left');
select is(pg_temp.cards('SD-1', 'SDH', '2025-03-30 23:59:59.999999'), 'yellow', '[A09] pack shandong_hotline: no red at the weekend');
select is(pg_temp.cards('SD-1', 'SDH', '2025-03-31 00:00'), 'yellow red', '[A09] pack shandong_hotline: red on the first working day over');
select is(pg_temp.cards('SD-2', 'SDH', '2025-03-31 23:59:59'), '', '[A09] pack shandong_hotline: seven working days more, to 04-02');
select is(pg_temp.cards('SD-2', 'SDH', '2025-04-01 00:00'), 'yellow', '[A09] pack shandong_hotline: then yellow');
select is(pg_temp.cards('SD-2', 'SDH', '2025-04-03 00:00'), 'yellow red', '[A09] pack shandong_hotline: and red');

select is_empty($$ select * from jiancha.verify('2025-06-01') where difference <> 'missing' $$, '[design 10.1] nothing stands that is not earned');
call jiancha.sweep_all('2025-06-01');
select is_empty($$ select * from jiancha.verify('2025-06-01') $$, '[design 10.1] verify() is empty');
select is_empty($$ select * from jiancha.verify_clocks() $$, '[design 10.2] verify_clocks() is empty');
select * from finish();

drop owned by clause_nb_clerk;
drop role clause_nb_clerk, "jiancha_org_nb-a";
