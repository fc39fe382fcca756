-- What a notice would do, and that loading it does exactly this.
\set SHOW_CONTEXT never
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');
insert into jiancha.org (org_code, name) values ('pv-a', '甲局'), ('pv-b', '乙局');
select jiancha.create_calendar('GX', '广西', parent => 'CN'), jiancha.create_calendar('CN-2025', '至2025年', parent => 'CN', published_through => '2025-12-31');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, calendar_code) values
    ('pv-5', 'pv-a', '五日', 5, 'working_day', 20, null), ('pv-n', 'pv-a', '十五日', 15, 'day', 60, null), ('pv-gx', 'pv-a', '广西', 5, 'working_day', 20, 'GX');
-- P-1 to P-3 are accepted on a Monday and due a week later; P-3 is finished on its last day
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('P-1', 'pv-a', 'pv-5', '张', '2025-03-03 09:00+08'), ('P-2', 'pv-a', 'pv-gx', '张', '2025-03-03 09:00+08'), ('P-3', 'pv-a', 'pv-5', '张', '2025-03-03 09:00+08'),
    ('P-4', 'pv-a', 'pv-n', '张', '2025-03-03 09:00+08'), ('P-5', 'pv-a', 'pv-5', '张', '2025-05-05 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values
    ('P-1', 1, 'accept', '2025-03-03 10:00+08'), ('P-2', 1, 'accept', '2025-03-03 10:00+08'), ('P-3', 1, 'accept', '2025-03-03 10:00+08'),
    ('P-3', 2, 'close', '2025-03-10 16:00+08'), ('P-4', 1, 'accept', '2025-03-03 10:00+08'), ('P-5', 1, 'accept', '2025-05-06 10:00+08');

-- all that is stored, row versions included
create function pg_temp.stored() returns text language plpgsql as $$
declare
    relation text; part text; whole text := '';
begin
    for relation in select c.oid::regclass::text from pg_class c where c.relnamespace = 'jiancha'::regnamespace and c.relkind in ('r', 'S') order by 1 loop
        execute format('select md5(coalesce(string_agg(t::text, '' '' order by t::text), '''')) from (select %s from %s t) t',
            case when relation ~ '_seq$' then 't.*' else 't.*, t.ctid, t.xmin' end, relation) into part;
        whole := whole || relation || part;
    end loop;
    return md5(whole);
end $$;
-- shows a notice, then loads it and sweeps, and compares what came of it with what was shown
create table shown as select * from jiancha.preview_notice('{"notice_no": "x", "published_through": "2027-12-31"}', '2025-01-01 00:00+08') with no data;
create function pg_temp.show(notice jsonb, as_of timestamptz) returns setof shown language plpgsql as $$
declare before text := pg_temp.stored();
begin
    return query select * from jiancha.preview_notice(notice, as_of);
    if pg_temp.stored() <> before then raise 'the preview changed something'; end if;
end $$;
create procedure pg_temp.apply(notice jsonb, as_of timestamptz) language plpgsql as $$
declare difference bigint;
begin
    perform jiancha.sweep(as_of, 100000);
    truncate shown;
    insert into shown select * from pg_temp.show(notice, as_of);
    create temp table clock_before as select * from jiancha.clock;
    create temp table signal_before as select * from jiancha.signal_now;
    create temp table revision_before as select * from jiancha.clock_revision;
    perform jiancha.load_notice(notice);
    perform jiancha.sweep(as_of, 100000);
    create temp table applied as
    select d.business_no, d.org_code, clock, cycle, b.due_on as old_due_on, k.due_on as new_due_on, b.due_at as old_due_at, k.due_at as new_due_at,
        b.certainty, k.certainty as new_certainty, coalesce(s.appears, '{}') as appears, coalesce(s.vanishes, '{}') as vanishes,
        coalesce(s.moves, '{}') as moves, docket_id::text as docket_id
    from clock_before b join jiancha.clock k using (docket_id, clock, cycle) join jiancha.docket d using (docket_id)
    left join (
        select docket_id, clock, cycle,
            array_agg(rule order by rule) filter (where o.docket_id is null or n.mark = 'reinstated') as appears,
            array_agg(rule order by rule) filter (where n.mark = 'unfounded') as vanishes,
            array_agg(rule order by rule) filter (where o.docket_id is not null and n.mark = 'moved') as moves
        from signal_before o full join jiancha.signal_now n using (docket_id, rule, clock, cycle)
        where (o.mark, o.earned_at, o.due_at, o.level, o.org_code) is distinct from (n.mark, n.earned_at, n.due_at, n.level, n.org_code)
        group by docket_id, clock, cycle) s using (docket_id, clock, cycle)
    where (b.due_at, b.certainty) is distinct from (k.due_at, k.certainty) or s.docket_id is not null;
    select count(*) into difference from ((table shown except all table applied) union all (table applied except all table shown)) d;
    raise info '% rows shown, % not as applied', (select count(*) from shown), difference;
    -- and the record of it
    select count(*) into difference from (
        select case_no, clock, cycle, old_due_at, new_due_at from shown where (old_due_at, old_certainty) is distinct from (new_due_at, new_certainty)
        except
        select c.case_no, c.clock, c.cycle, c.old_due_at, c.new_due_at from jiancha.due_changes c
        where notice ->> 'notice_no' = any (c.notices)) d;
    raise info '% recorded, % shown but not recorded, % differences after the sweep, % wrong clocks',
        (select count(*) from jiancha.clock_revision) - (select count(*) from revision_before), difference,
        (select count(*) from jiancha.verify(as_of)), (select count(*) from jiancha.verify_clocks());
    drop table clock_before, signal_before, revision_before, applied;
end $$;
\set columns 'case_no, clock, old_due_on, new_due_on, appears, vanishes, moves'

-- a day off on which cases were due: the yellow card of P-1 and P-2 would vanish, P-3 was in time all the same, nothing of P-5 would change
call jiancha.sweep_all('2025-03-11 09:00+08');
select case_no, rule, mark from jiancha.signals order by 1, 2;
select :columns from pg_temp.show('{"notice_no": "停1", "days": [{"day": "2025-03-10", "kind": "off", "holiday": "停电"}]}', '2025-03-11 09:00+08');
-- as of a moment before the card
select :columns from pg_temp.show('{"notice_no": "停1", "days": [{"day": "2025-03-10", "kind": "off", "holiday": "停电"}]}', '2025-03-07 09:00+08') where case_no = 'P-1';
-- shown twice it is the same; nothing of it is known to the arithmetic
select jiancha.is_working_day('2025-03-10'), (select count(*) from jiancha.calendar_notice where notice_no = '停1') as notices;
call pg_temp.apply('{"notice_no": "停1", "days": [{"day": "2025-03-10", "kind": "off", "holiday": "停电"}]}', '2025-03-11 09:00+08');
select case_no, rule, mark from jiancha.signals order by 1, 2;
select case_no, org_code, matter_code, clock, old_due_on, new_due_on, calendar_code, notices, old_version, new_version from jiancha.due_changes order by 1, 4;
-- loaded already: nothing to show
select count(*) from jiancha.preview_notice('{"notice_no": "停1", "days": [{"day": "2025-03-10", "kind": "off", "holiday": "停电"}]}', '2025-03-11 09:00+08');

-- the day off is withdrawn: the cards would stand again
select :columns from pg_temp.show('{"notice_no": "停2", "revises": ["停1"], "days": [{"day": "2025-03-10", "kind": "normal"}]}', '2025-03-11 09:00+08');
call pg_temp.apply('{"notice_no": "停2", "revises": ["停1"], "days": [{"day": "2025-03-10", "kind": "normal"}]}', '2025-03-11 09:00+08');
select case_no, rule, mark from jiancha.signals order by 1, 2;

-- a make-up Saturday makes P-5 due a day earlier: a card would appear
select :columns from pg_temp.show('{"notice_no": "补1", "days": [{"day": "2025-05-10", "kind": "work"}]}', '2025-05-13 09:00+08') where case_no = 'P-5';
call pg_temp.apply('{"notice_no": "补1", "days": [{"day": "2025-05-10", "kind": "work"}]}', '2025-05-13 09:00+08');
select case_no, rule, mark, earned_at from jiancha.signals where case_no = 'P-5' order by 2;

-- a notice for one calendar concerns nobody else's
select :columns from pg_temp.show('{"notice_no": "桂1", "calendar": "GX", "days": [{"day": "2025-03-07", "kind": "off", "holiday": "三月三"}]}', '2025-03-11 09:00+08');
call pg_temp.apply('{"notice_no": "桂1", "calendar": "GX", "days": [{"day": "2025-03-07", "kind": "off", "holiday": "三月三"}]}', '2025-03-11 09:00+08');

-- one after the other, shown and not loaded, then another loaded: its version has the number the first would have had
select count(*) from pg_temp.show('{"notice_no": "甲", "days": [{"day": "2025-06-10", "kind": "off"}]}', '2025-03-11 09:00+08');
select jiancha.load_notice('{"notice_no": "乙", "days": [{"day": "2025-06-11", "kind": "off"}]}') > 0 as loaded;
select d, jiancha.is_working_day(d), jiancha.is_working_day(d, 'GX') from (values (date '2025-06-10'), ('2025-06-11')) v (d);

-- no lock stays, in the same transaction
begin;
select count(*) from pg_temp.show('{"notice_no": "甲", "days": [{"day": "2025-03-10", "kind": "off"}], "revises": ["停1", "停2"]}', '2025-03-11 09:00+08');
select l.relation::regclass, l.mode from pg_locks l join pg_class c on c.oid = l.relation
where l.pid = pg_backend_pid() and c.relnamespace = 'jiancha'::regnamespace and l.mode <> 'AccessShareLock';
commit;

-- cases of every kind against notices of every kind, among them one for a new year, which makes provisional limits firm
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit, roll, calendar_code)
select format('pv-%s', n), 'pv-a', format('事项%s', n), 3 + n % 17, (array['working_day', 'day', 'working_day', 'month'])[1 + n % 4],
    -- no promise is longer than the law's limit
    (3 + n % 17) * case n % 4 when 3 then 31 else 1 end + n % 7, (array['working_day', 'day'])[1 + n % 2], (array['last_day', 'none', 'skip_all'])[1 + n % 3], (array['CN', 'GX', 'CN-2025'])[1 + n / 2 % 3]
from generate_series(100, 139) n where (array['working_day', 'day', 'working_day', 'month'])[1 + n % 4] <> 'month' or n % 17 < 4;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
select format('R-%s', n), 'pv-a', m.matter_code, '张', timestamptz '2025-09-01 09:00+08' + n % 80 * interval '1 day'
from generate_series(1, 400) n
join (select matter_code, row_number() over (order by matter_code) as no, count(*) over () as of from jiancha.matter where matter_code ~ '^pv-1') m on m.no = 1 + n % m.of;
insert into jiancha.case_step (case_no, step_no, kind, at, data)
select case_no, s.step_no, s.kind, c.received_at + s.later * interval '1 hour', s.data
from jiancha.case_intake c
cross join lateral (values
    (1, 'accept', 1, null::jsonb, 1), (2, 'begin_special', 30, null, 3), (3, 'end_special', 120 + hashtext(case_no) % 50, null, 4),
    (4, 'extend', 40, jsonb '{"days": 2}', 4), (5, 'transfer', 50, jsonb '{"to_org": "pv-b"}', 5), (6, 'close', 200 + hashtext(case_no) % 90, null, 2)) s (step_no, kind, later, data, every)
where case_no ~ '^R' and abs(hashtext(case_no || s.kind)) % s.every = 0 and c.received_at + s.later * interval '1 hour' < '2025-11-22';
call pg_temp.apply('{"notice_no": "试1", "days": [{"day": "2025-09-15", "kind": "off"}, {"day": "2025-10-14", "kind": "off"}, {"day": "2025-11-08", "kind": "work"}]}', '2025-11-10 09:00+08');
call pg_temp.apply('{"notice_no": "试2", "calendar": "GX", "days": [{"from": "2025-10-19", "through": "2025-10-23", "kind": "off"}, {"day": "2025-10-25", "kind": "work"}]}', '2025-11-10 09:00+08');
call pg_temp.apply('{"notice_no": "试3", "revises": ["试1"], "days": [{"day": "2025-10-14", "kind": "normal"}, {"day": "2025-11-08", "kind": "normal"}]}', '2025-11-20 09:00+08');
call pg_temp.apply('{"notice_no": "试4", "calendar": "CN-2025", "published_through": "2026-12-31", "days": [{"day": "2026-01-05", "kind": "off"}, {"day": "2026-01-10", "kind": "work"}]}', '2026-01-20 09:00+08');
select new_certainty, count(*) > 0 as some from shown where old_certainty = 'provisional' group by 1;

-- what load_notice() refuses is refused here
select * from jiancha.preview_notice('{"notice_no": "x", "days": [{"day": "2025-03-11", "kind": "work"}]}', '2025-03-11 09:00+08');
select * from jiancha.preview_notice('{"notice_no": "x", "days": [{"day": "2025-03-10", "kind": "off"}]}', '2025-03-11 09:00+08');
select * from jiancha.preview_notice('{"notice_no": "x", "calendar": "YY", "days": [{"day": "2025-03-11", "kind": "off"}]}', '2025-03-11 09:00+08');
select * from jiancha.preview_notice('{"notice_no": "停1", "days": [{"day": "2025-03-11", "kind": "off"}]}', '2025-03-11 09:00+08');
select * from jiancha.preview_notice(null, '2025-03-11 09:00+08');
select * from jiancha.preview_notice('{"notice_no": "x", "days": [{"day": "2025-03-12", "kind": "off"}]}', null);
create role preview_visitor;
grant usage on schema jiancha to preview_visitor;
grant execute on all functions in schema jiancha to preview_visitor;
set role preview_visitor;
select * from jiancha.preview_notice('{"notice_no": "x", "days": [{"day": "2025-03-12", "kind": "off"}]}', '2025-03-11 09:00+08');
reset role;
drop owned by preview_visitor;
drop role preview_visitor;
select count(*) as left_behind from jiancha.calendar_notice where notice_no in ('x', '甲');
