-- A notice that moves every running clock against a plain UPDATE of the same rows, with the same indexes, rolled back. Beside the
-- UPDATE a notice counts each clock again, compares thresholds with the cards that stand, and records old and new due of each.
-- Variable "cases"; each has two running clocks, so 500000 are a million.
-- In trial run.
\set QUIET on
\pset footer off
\if :{?cases} \else \set cases 100000 \endif
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select count(*) as setup_steps from jiancha.setup('410700', 'xinxiang') \gset
insert into jiancha.org (org_code, name) values ('410700', '新乡市');
insert into jiancha.org (org_code, name, parent_code) select format('410700-%s', n), format('部门%s', n), '410700' from generate_series(10, 29) n;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit)
select format('M%s', n), format('410700-%s', 10 + n % 20), format('事项%s', n), 11 + n % 8, 20 + n % 10 from generate_series(0, 59) n;
-- processor seconds of this server process: on a machine that others use too, wall time says little
create function cpu() returns numeric language sql volatile as $$
    select (f[12]::numeric + f[13]::numeric) / 100
    from string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '^.*\) ', 'x '), ' ') f
$$;
create table seconds (way text, run int, seconds numeric, cpu numeric, clocks bigint);

-- all accepted on one of two days, all limits reach past 2025-06-16, none of acceptance does
create procedure fill(cases int) language plpgsql as $$
begin
    for part in 0 .. (cases - 1) / 50000 loop
        insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
        select format('C-%s', n), format('410700-%s', 10 + n % 60 % 20), format('M%s', n % 60), '申请人' || n, timestamptz '2025-06-03 09:00+08' + n % 2 * interval '1 day'
        from generate_series(part * 50000 + 1, least(cases, (part + 1) * 50000)) n;
        insert into jiancha.case_step (case_no, step_no, kind, at)
        select format('C-%s', n), 1, 'accept', timestamptz '2025-06-03 10:00+08' + n % 2 * interval '1 day'
        from generate_series(part * 50000 + 1, least(cases, (part + 1) * 50000)) n;
        commit;
    end loop;
end $$;

create procedure by_hand(run int) language plpgsql as $$
declare t timestamptz := clock_timestamp(); c numeric := cpu(); affected bigint;
begin
    update jiancha.clock set due_on = due_on + 1, due_at = due_at + interval '1 day', next_at = next_at + interval '1 day', last_on = last_on + 1, calendar_version = calendar_version + 1
    where calendar_code = 'CN' and last_on >= '2025-06-16';
    get diagnostics affected = row_count;
    rollback;
    insert into seconds values ('by hand', run, extract(epoch from clock_timestamp() - t), cpu() - c, affected);
end $$;

create procedure by_notice(run int) language plpgsql as $$
declare t timestamptz := clock_timestamp(); c numeric := cpu(); before bigint := (select count(*) from jiancha.clock_revision);
begin
    t := clock_timestamp(); c := cpu();
    perform jiancha.load_notice(jsonb_build_object('notice_no', format('试%s', run), 'revises', (select coalesce(jsonb_agg(format('试%s', r)), '[]') from generate_series(1, run - 1) r),
        'days', jsonb_build_array(jsonb_build_object('day', '2025-06-16', 'kind', case run % 2 when 1 then 'off' else 'normal' end))));
    commit;
    insert into seconds values ('jiancha', run, extract(epoch from clock_timestamp() - t), cpu() - c, (select count(*) from jiancha.clock_revision) - before);
end $$;

create procedure by_preview(run int) language plpgsql as $$
declare t timestamptz := clock_timestamp(); c numeric := cpu(); shown bigint;
begin
    select count(*) into shown from jiancha.preview_notice(jsonb_build_object('notice_no', format('试%s', run), 'revises', (select coalesce(jsonb_agg(format('试%s', r)), '[]') from generate_series(1, run - 1) r),
        'days', jsonb_build_array(jsonb_build_object('day', '2025-06-16', 'kind', case run % 2 when 1 then 'off' else 'normal' end))), '2025-06-10 00:00+08');
    insert into seconds values ('preview', run, extract(epoch from clock_timestamp() - t), cpu() - c, shown);
end $$;

call fill(:cases);
vacuum analyze;
call by_hand(1);
vacuum jiancha.clock;
call by_preview(1);
call by_notice(1);
vacuum analyze jiancha.clock, jiancha.clock_revision, jiancha.docket;
call by_notice(2);
vacuum jiancha.clock, jiancha.clock_revision, jiancha.docket;
call by_hand(2);
vacuum jiancha.clock;
call by_hand(3);
vacuum jiancha.clock;
call by_notice(3);

with median as (
    select way, percentile_cont(0.5) within group (order by seconds)::numeric as seconds, percentile_cont(0.5) within group (order by cpu)::numeric as cpu, max(clocks) as clocks
    from seconds group by way)
select j.clocks as "clocks moved by a notice", h.clocks as "rows updated by hand", round(h.seconds, 2) as "UPDATE, s", round(j.seconds, 2) as "notice, s", round(j.seconds / h.seconds, 2) as ratio,
    round(h.cpu, 2) as "UPDATE, cpu s", round(j.cpu, 2) as "notice, cpu s", round(j.cpu / h.cpu, 2) as "cpu ratio", round(p.seconds, 2) as "preview, s", p.clocks as "clocks shown"
from median h, median j, median p where h.way = 'by hand' and j.way = 'jiancha' and p.way = 'preview';
select count(*) as "clocks behind" from jiancha.calendar_change c
join jiancha.clock k on k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from;
