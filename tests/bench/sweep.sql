-- A sweep of k due among N open cases against the hand-written INSERT ... SELECT of the same k signals and UPDATE of the same k
-- clocks, with the same indexes. Then the same k among ten times as many. Medians of several rounds.
-- Variables "due", "open" and "rounds".
-- In trial run: no card is issued, on neither side.
\set QUIET on
\pset footer off
\if :{?due} \else \set due 5000 \endif
\if :{?rounds} \else \set rounds 9 \endif
\if :{?open} \else \set open 20000 \endif
set client_min_messages = warning;
create extension jiancha;
select count(*) as setup_steps from jiancha.setup('410700', 'xinxiang') \gset
insert into jiancha.org (org_code, name) values ('410700', '新乡市');
insert into jiancha.org (org_code, name, parent_code) select format('410700-%s', n), format('部门%s', n), '410700' from generate_series(10, 29) n;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit)
select format('M%s', n), format('410700-%s', 10 + n % 20), format('事项%s', n), 10, 20 from generate_series(0, 59) n;
create function cpu() returns numeric language sql volatile as $$
    select (f[12]::numeric + f[13]::numeric) / 100
    from string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '^.*\) ', 'x '), ' ') f
$$;
create table seconds (open_cases bigint, round int, side text, wall numeric, cpu numeric);

-- cases accepted on the first day fall due together, those accepted on the second do not
create procedure fill(tag text, amount int, accepted timestamptz) language plpgsql as $$
begin
    for part in 0 .. (amount - 1) / 500000 loop
        insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
        select format('%s-%s', tag, n), format('410700-%s', 10 + n % 20), format('M%s', n % 60), '申请人', accepted
        from generate_series(part * 500000 + 1, least((part + 1) * 500000, amount)) n;
        insert into jiancha.case_step (case_no, step_no, kind, at) select format('%s-%s', tag, n), 1, 'accept', accepted
        from generate_series(part * 500000 + 1, least((part + 1) * 500000, amount)) n;
        commit;
    end loop;
end $$;

create procedure measure_hand(open_cases bigint, day timestamptz, round int) language plpgsql as $$
declare t timestamptz; c numeric; wall numeric; used numeric;
begin
    -- the same rows into a copy of the signal table with the same indexes, the same clocks; planned beforehand, as on the other side
    create table hand_signal (like jiancha.signal including all);
    for taken in 0 .. 1 loop
        t := clock_timestamp(); c := cpu();
        insert into hand_signal (docket_id, rule, clock, cycle, signal_no, business_no, level, origin, org_code, seen_by, earned_at, found_at, due_at,
            calendar_code, calendar_version, pack, rule_version, revision)
        select k.docket_id, 'X-W-5.1', k.clock, k.cycle, format('%s-2025-%s', k.org_code, row_number() over (partition by k.org_code)), d.business_no,
            'notice', 'auto', k.org_code, k.org_code, k.next_at, day, k.due_at, k.calendar_code, k.calendar_version, k.pack, k.rule_version, d.revision
        from jiancha.clock k join jiancha.docket d using (docket_id) where k.next_at <= case taken when 0 then '-infinity' else day end;
        update jiancha.clock set next_at = due_at where next_at <= case taken when 0 then '-infinity' else day end;
    end loop;
    wall := extract(epoch from clock_timestamp() - t); used := cpu() - c;
    rollback;
    insert into seconds values (open_cases, round, 'hand', wall, used);
end $$;
create procedure measure_ours(open_cases bigint, day timestamptz, round int) language plpgsql as $$
declare t timestamptz; c numeric; wall numeric; used numeric;
begin
    -- plans are made once a session; the vacuum before threw them away
    perform jiancha.sweep(day, 1);
    rollback;
    t := clock_timestamp(); c := cpu();
    perform jiancha.sweep(day, 100000);
    wall := extract(epoch from clock_timestamp() - t); used := cpu() - c;
    rollback;
    insert into seconds values (open_cases, round, 'ours', wall, used);
end $$;
-- both are rolled back and what they left is vacuumed, so that each side of each round finds the same
create function rounds(open_cases bigint, day timestamptz, rounds int) returns table (statement text) language sql as $$
    select s.statement from generate_series(1, rounds) n
    cross join lateral (values
        (1, format('call measure_hand(%s, %L, %s)', open_cases, day, n)), (2, 'vacuum jiancha.clock, jiancha.docket, jiancha.signal'),
        (3, format('call measure_ours(%s, %L, %s)', open_cases, day, n)), (4, 'vacuum jiancha.clock, jiancha.docket, jiancha.signal')) s (part, statement)
    order by n, s.part
$$;
create procedure prepare_day(before timestamptz, day timestamptz) language plpgsql as $$
begin
    -- the looks that follow intake are no part of this: conditions.sql has them
    call jiancha.sweep_all(before, 100000);
    -- nor is the daily look at every open docket, which conditions.sql has too
    update jiancha.record_state set daily_scanned_on = (day at time zone 'Asia/Shanghai')::date;
end $$;
call fill('D1', :due, '2025-03-03 10:00+08');
call fill('O1', :open, '2025-03-31 10:00+08');
call prepare_day('2025-03-13 23:00+08', '2025-03-14 23:00+08');
vacuum analyze;
select statement from rounds(:open, '2025-03-14 23:00+08', :rounds) \gexec
call jiancha.sweep_all('2025-03-14 23:00+08', 100000);
-- these are done; they would be due again
insert into jiancha.case_step (case_no, step_no, kind, at) select format('D1-%s', n), 2, 'close', '2025-03-14 23:00+08' from generate_series(1, :due) n;
call fill('D2', :due, '2025-03-24 10:00+08');
call fill('O2', :open * 9, '2025-03-31 10:00+08');
call prepare_day('2025-04-06 23:00+08', '2025-04-07 23:00+08');
vacuum analyze;
select statement from rounds(:open::bigint * 10, '2025-04-07 23:00+08', :rounds) \gexec
call jiancha.sweep_all('2025-04-07 23:00+08', 100000);

with pair as (
    select h.open_cases, h.wall as hand_wall, h.cpu as hand_cpu, o.wall as our_wall, o.cpu as our_cpu
    from seconds h join seconds o using (open_cases, round) where h.side = 'hand' and o.side = 'ours'),
median as (
    select open_cases, percentile_cont(0.5) within group (order by hand_wall) as hand_wall, percentile_cont(0.5) within group (order by hand_cpu) as hand_cpu,
        percentile_cont(0.5) within group (order by our_wall) as our_wall, percentile_cont(0.5) within group (order by our_cpu) as our_cpu,
        percentile_cont(0.5) within group (order by hand_cpu / our_cpu) as cpu_rate, percentile_cont(0.5) within group (order by hand_wall / our_wall) as wall_rate
    from pair group by open_cases)
select open_cases as "open cases", :due as "due", round(hand_wall::numeric, 3) as "by hand, s", round(our_wall::numeric, 3) as "jiancha, s",
    round(hand_cpu::numeric, 2) as "by hand, cpu s", round(our_cpu::numeric, 2) as "jiancha, cpu s",
    round(cpu_rate::numeric, 2) as "rate, cpu", round(wall_rate::numeric, 2) as "rate, wall"
from median order by open_cases;
select count(*) as verify_rows from jiancha.verify('2025-04-07 23:00+08');
