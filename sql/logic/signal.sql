-- Signals: what is earned, the sweep that writes it down, and the proof that nothing is missing and nothing too much.

create function jiancha.earned(as_of timestamptz)
returns table (docket_id bigint, rule text, clock text, cycle integer, level text, org_code text, earned_at timestamptz, due_at timestamptz)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select t.docket_id, t.rule, t.clock, t.cycle, t.level, t.org_code, t.at, t.due_at
    from jiancha.clock_threshold t
    where t.earnable and t.at <= earned.as_of;
end
$$;
comment on function jiancha.earned(timestamptz) is
    'Signals earned as of an instant: a pure derivation over clocks and rules, whether or not a sweep has found them. A rule is earned when its threshold is certain, not after as_of, and the clock had not stopped at it.';

create function jiancha._holder(docket bigint, at timestamptz) returns text
language plpgsql stable strict parallel restricted set search_path = pg_catalog, pg_temp as $$
begin
    return coalesce(
        (select h.org_code from jiancha.holder h
         where h.docket_id = docket and h.from_at < _holder.at
         order by h.from_at desc, h.step_no desc, h.org_code desc limit 1),
        (select d.origin_org_code from jiancha.docket d where d.docket_id = docket));
end
$$;
comment on function jiancha._holder(bigint, timestamptz) is 'Organisation that held a docket at an instant.';

create function jiancha._settle(dockets bigint[], as_of timestamptz, out issued integer, out marked integer)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = auto set jit = off as $$
declare
    behind bigint[];
begin
    perform jiancha._plan_for(cardinality(dockets), false);
    -- no card on a day that a later notice changed: clocks that are behind are derived first
    behind := array(
        with change as materialized (select * from jiancha.calendar_change)
        select distinct k.docket_id from jiancha.clock k
        join change c on c.calendar_code = k.calendar_code and c.version = k.calendar_version and k.last_on >= c.changed_from
        where k.docket_id = any (dockets));
    if cardinality(behind) > 0 then
        perform jiancha._recount_clocks(behind);
    end if;

    -- earned and without a row: under the key, numbered by organisation and year
    with missing as materialized (
        select t.*, d.business_no, d.revision, extract(year from _settle.as_of at time zone c.time_zone)::integer as year
        from jiancha.clock_threshold t
        join jiancha.docket d on d.docket_id = t.docket_id and d.docket_id = any (dockets)
        join jiancha.calendar c on c.calendar_code = t.calendar_code
        where t.docket_id = any (dockets) and t.earnable and t.at <= _settle.as_of
            and not exists (
                select from jiancha.signal s
                where s.docket_id = t.docket_id and s.rule = t.rule and s.clock = t.clock and s.cycle = t.cycle)),
    numbers as (
        insert into jiancha.signal_counter as n (org_code, year, last_no)
        select m.org_code, m.year, count(*) from missing m group by m.org_code, m.year order by m.org_code, m.year
        on conflict on constraint signal_counter_pkey do update set last_no = n.last_no + excluded.last_no
        returning n.org_code, n.year, n.last_no)
    insert into jiancha.signal (docket_id, rule, clock, cycle, signal_no, business_no, level, origin, org_code, seen_by, earned_at, found_at, due_at,
        calendar_code, calendar_version, pack, rule_version, revision)
    select m.docket_id, m.rule, m.clock, m.cycle,
        format('%s-%s-%s', m.org_code, m.year,
            to_char(n.last_no - count(*) over (partition by m.org_code, m.year)
                + row_number() over (partition by m.org_code, m.year order by m.at, m.docket_id, m.rule), 'FM99999999900000')),
        m.business_no,
        m.level, 'auto', m.org_code, m.org_code, m.at, _settle.as_of, m.due_at, m.calendar_code, m.calendar_version, m.pack, m.rule_version, m.revision
    from missing m join numbers n on n.org_code = m.org_code and n.year = m.year;
    get diagnostics issued = row_count;

    -- rows that no longer agree with the clocks: kept, and marked
    insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, earned_at, due_at, org_code, actor)
    select d.docket_id, d.rule, d.clock, d.cycle, d.difference, _settle.as_of, d.level, d.derived_at, d.due_at, d.org_code, current_user
    from jiancha._differences(dockets, _settle.as_of) d
    where d.difference <> 'missing';
    get diagnostics marked = row_count;
    if marked > 0 then
        update jiancha.signal s set seen_by = n.org_code
        from jiancha.signal_now n
        where s.docket_id = any (dockets) and n.docket_id = any (dockets) and s.seen_by <> n.org_code
            and n.docket_id = s.docket_id and n.rule = s.rule and n.clock = s.clock and n.cycle = s.cycle;
    end if;

    update jiancha.clock c
    set next_at = n.next_at
    from jiancha.clock k
    left join (
        select docket_id, clock, cycle, min(jiancha._needs_look(t.at, t.earnable, s.earned_at,
                s.due_at = t.due_at and s.level = t.level and s.org_code = t.org_code)) as next_at
        from (select t.* from jiancha.clock_threshold t where t.docket_id = any (dockets)) t
        full join (select s.* from jiancha.standing_signal s where s.docket_id = any (dockets)) s
            using (docket_id, rule, clock, cycle)
        group by docket_id, clock, cycle) n using (docket_id, clock, cycle)
    where k.docket_id = any (dockets) and c.docket_id = any (dockets) and c.docket_id = k.docket_id and c.clock = k.clock and c.cycle = k.cycle
        and c.next_at is distinct from n.next_at;
end
$$;
comment on function jiancha._settle(bigint[], timestamptz) is
    'Brings the signals of locked dockets in line with their clocks: inserts what is earned, marks what is not any more (unfounded), is again (reinstated) or at another instant (moved), sets when to look next.';

create function jiancha._differences(dockets bigint[], as_of timestamptz)
returns table (docket_id bigint, rule text, clock text, cycle integer, difference text, derived_at timestamptz, recorded_at timestamptz,
    level text, due_at timestamptz, org_code text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = auto set jit = off as $$
#variable_conflict use_column
begin
    perform jiancha._plan_for(cardinality(dockets), false);
    return query
    select *
    from (
        select docket_id, rule, clock, cycle,
            case
                when s.mark is null then 'missing'
                when t.docket_id is null then case when s.mark <> 'unfounded' and s.earned_at <= _differences.as_of then 'unfounded' end
                when s.mark = 'unfounded' then 'reinstated'
                when (s.earned_at, s.due_at, s.level, s.org_code) is distinct from (t.at, t.due_at, t.level, t.org_code) then 'moved'
            end as difference,
            t.at, s.earned_at, coalesce(t.level, s.level), coalesce(t.due_at, s.due_at), coalesce(t.org_code, s.org_code)
        from (
            select t.* from jiancha.clock_threshold t
            where t.docket_id = any (dockets) and t.earnable and t.at <= _differences.as_of) t
        full join (
            select s.* from jiancha.signal_now s where s.docket_id = any (dockets)) s
            using (docket_id, rule, clock, cycle)) x
    where x.difference is not null;
end
$$;
comment on function jiancha._differences(bigint[], timestamptz) is
    'Where the signals of dockets differ from what is earned as of an instant: missing, unfounded, reinstated, moved.';

create function jiancha.verify(as_of timestamptz)
returns table (difference text, case_no text, rule text, clock text, cycle integer, derived_at timestamptz, recorded_at timestamptz,
    docket_id text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select x.difference, d.business_no, x.rule, x.clock, x.cycle, x.derived_at, x.recorded_at, x.docket_id::text
    from jiancha._differences(
        (select array_agg(docket_id) from (
            select c.docket_id from jiancha.clock c union select s.docket_id from jiancha.signal s) u), verify.as_of) x
    left join jiancha.docket d using (docket_id)
    union all
    select 'behind', d.business_no, null, k.clock, k.cycle, null, null, k.docket_id::text
    from jiancha.calendar_change c
    join jiancha.clock k on k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
    join jiancha.docket d using (docket_id)
    order by 8, 3;
end
$$;
comment on function jiancha.verify(timestamptz) is
    'Where the signals differ from what is earned as of an instant: missing (earned, no row), unfounded (a row, not earned, not marked), reinstated, moved (earned at another instant, with another due instant, level or organisation, not marked), behind (a clock that a calendar notice concerns was not counted again). Empty after a sweep at as_of that skipped nothing. Reads every clock.';

create function jiancha.verify_clocks()
returns table (difference text, case_no text, clock text, cycle integer, docket_id text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select case when c.docket_id is null then 'missing' when f.docket_id is null then 'too much' else 'other values' end,
        d.business_no, clock, cycle, docket_id::text
    from jiancha._derive_clocks((select array_agg(d.docket_id) from jiancha.docket d)) f
    full join jiancha.clock c using (docket_id, clock, cycle)
    left join jiancha.docket d using (docket_id)
    -- a notice that changes no day of a clock leaves the version it was counted with
    where (f.org_code, f.state, f.start_at, f.stop_at, f.limit_amount, f.limit_unit, f.extension, f.extended_on, f.extended_by, f.pauses, f.due_on, f.due_at,
            f.certainty, f.next_at, f.last_on, f.pack, f.rule_version)
        is distinct from
        (c.org_code, c.state, c.start_at, c.stop_at, c.limit_amount, c.limit_unit, c.extension, c.extended_on, c.extended_by, c.pauses, c.due_on, c.due_at,
            c.certainty, c.next_at, c.last_on, c.pack, c.rule_version)
    order by docket_id, clock, cycle;
end
$$;
comment on function jiancha.verify_clocks() is 'Where the stored clocks differ from those the facts make. Empty when all is well. Derives every docket.';

-- one batch that failed is halved until the bad docket is found; the rest goes on
create function jiancha._settle_or_quarantine(dockets bigint[], as_of timestamptz, out issued integer, out marked integer, out quarantined integer)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    code text;
    message text;
    detail text;
    half record;
begin
    begin
        select s.issued, s.marked, 0 into issued, marked, quarantined from jiancha._settle(dockets, as_of) s;
        return;
    exception
        -- what concerns the server or the caller, not the docket, is passed on
        when query_canceled or serialization_failure or deadlock_detected or lock_not_available or insufficient_resources
            or operator_intervention or admin_shutdown or crash_shutdown or read_only_sql_transaction then
            raise;
        when others then
            get stacked diagnostics code = returned_sqlstate, message = message_text, detail = pg_exception_detail;
    end;
    issued := 0; marked := 0; quarantined := 0;
    if cardinality(dockets) = 1 then
        insert into jiancha.quarantine (docket_id, at, error_code, message, detail, org_code)
        select d.docket_id, _settle_or_quarantine.as_of, code, message, nullif(detail, ''), d.org_code
        from jiancha.docket d where d.docket_id = dockets[1];
        update jiancha.docket d set quarantined = true where d.docket_id = dockets[1];
        quarantined := 1;
        return;
    end if;
    for half in
        select h.* from (values (dockets[: cardinality(dockets) / 2]), (dockets[cardinality(dockets) / 2 + 1 :])) v (part)
        cross join lateral jiancha._settle_or_quarantine(v.part, as_of) h
    loop
        issued := issued + half.issued; marked := marked + half.marked; quarantined := quarantined + half.quarantined;
    end loop;
end
$$;
comment on function jiancha._settle_or_quarantine(bigint[], timestamptz) is 'Settles a batch in a subtransaction; if it fails, halves it down to the bad docket, which goes to quarantine.';

-- The three looks of a sweep go through an index that holds what is due and nothing else. Their plans are pinned: a session
-- that began on empty tables, or a planner who sees that all clocks share one calendar version, would read every clock.

create function jiancha._behind(first_id bigint, last_id bigint, max_rows integer) returns bigint[]
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
    return array(
        with change as materialized (select * from jiancha.calendar_change)
        select distinct t.docket_id
        from (
            select d.docket_id
            from change c
            cross join lateral (
                select k.docket_id
                from jiancha.clock k join jiancha.docket d on d.docket_id = k.docket_id
                where k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
                    and k.docket_id between first_id and last_id and not d.quarantined
                limit max_rows
                for no key update of d skip locked) d
            limit max_rows) t);
end
$$;
comment on function jiancha._behind(bigint, bigint, integer) is 'Locks and returns dockets of an id range with a clock that a later version of its calendar concerns.';

create function jiancha._take_due(as_of timestamptz, first_id bigint, last_id bigint, max_rows integer, out dockets bigint[], out clocks integer)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
    select array_agg(distinct t.docket_id), count(*) into dockets, clocks
    from (
        select c.docket_id
        from jiancha.clock c join jiancha.docket d using (docket_id)
        where c.next_at <= _take_due.as_of and not d.quarantined and c.docket_id between first_id and last_id
        order by c.next_at
        limit max_rows
        for no key update of d skip locked) t;
end
$$;
comment on function jiancha._take_due(timestamptz, bigint, bigint, integer) is 'Locks the dockets of at most max_rows due clocks, the longest due first, passing over those that are locked.';

create function jiancha._count_due(as_of timestamptz, first_id bigint, last_id bigint) returns integer
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
    return (
        with change as materialized (select * from jiancha.calendar_change)
        select count(*)
        from (
            select c.docket_id
            from jiancha.clock c join jiancha.docket d using (docket_id)
            where c.next_at <= _count_due.as_of and not d.quarantined and c.docket_id between first_id and last_id
            union
            select k.docket_id
            from change c
            cross join lateral (
                select k.docket_id
                from jiancha.clock k join jiancha.docket d on d.docket_id = k.docket_id
                where k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
                    and k.docket_id between first_id and last_id and not d.quarantined
                offset 0) k) u);
end
$$;
comment on function jiancha._count_due(timestamptz, bigint, bigint) is 'How many dockets of an id range have a due clock, or one that a later version of its calendar concerns.';

create function jiancha._sweep(as_of timestamptz, max_rows integer,
    out examined integer, out issued integer, out marked integer, out skipped integer, out quarantined integer, out more boolean)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    dockets bigint[];
    locked integer;
    first_id bigint;
    last_id bigint;
begin
    -- only the origin derives: dockets of this region and node
    select (s.region::bigint << 43) | (s.node::bigint << 35) into first_id from jiancha.record_state s;
    last_id := first_id + 34359738367;

    -- first what a calendar notice left behind
    dockets := jiancha._behind(first_id, last_id, max_rows);
    if cardinality(dockets) = 0 then
        select t.dockets, t.clocks into dockets, locked from jiancha._take_due(as_of, first_id, last_id, max_rows) t;
        more := locked >= max_rows;
    else
        more := true;
    end if;

    examined := coalesce(cardinality(dockets), 0);
    issued := 0; marked := 0; quarantined := 0; skipped := 0;
    if examined > 0 then
        select s.issued, s.marked, s.quarantined into issued, marked, quarantined
        from jiancha._settle_or_quarantine(dockets, as_of) s;
    end if;
    if not more then
        -- what is still due now was locked by a writer; the next sweep sees it
        skipped := jiancha._count_due(as_of, first_id, last_id);
    end if;
end
$$;
comment on function jiancha._sweep(timestamptz, integer) is 'One batch of a sweep, as the records'' owner; see jiancha.sweep().';

create function jiancha.sweep(as_of timestamptz, max_rows integer default 1000,
    out examined integer, out issued integer, out marked integer, out skipped integer, out quarantined integer, out more boolean)
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_sweep';
comment on function jiancha.sweep(timestamptz, integer) is
    'One batch of supervision as of an instant, in the caller''s transaction: derives clocks that a calendar notice left behind, then settles up to max_rows due clocks. Returns dockets examined, signals issued, signals marked, dockets skipped because locked, dockets quarantined, and whether there may be more. Reads no clock but the argument. Errors: JC005 as_of not finite or max_rows not 1 to 1,000,000.';

create procedure jiancha.sweep_all(as_of timestamptz, max_rows integer default 1000)
language plpgsql as $$
declare
    more boolean;
begin
    -- commits after each batch, so it may pin nothing: every name is qualified
    if as_of is null or max_rows is null then
        perform jiancha._raise('bad_as_of');
    end if;
    loop
        select s.more into more from jiancha.sweep(as_of, max_rows) s;
        commit;
        exit when more is not true;
    end loop;
end
$$;
comment on procedure jiancha.sweep_all(timestamptz, integer) is
    'Sweeps in batches of max_rows, committing each, until nothing more is due as of the instant. Dockets locked by a writer are left to the next sweep.';
