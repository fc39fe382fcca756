-- The sweep. Its looks go through indexes that hold what is due and nothing else. Their plans are pinned: a session
-- that began on empty tables, or a planner who sees that all clocks share one calendar version, would read every clock.
-- The range of ids is written so that no index serves it: by the primary key, too, every clock would be read.

create function jiancha._own_range(out first_id bigint, out last_id bigint) returns record
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    select (s.region::bigint << 43) | (s.node::bigint << 35) into first_id from jiancha.record_state s;
    last_id := first_id + 34359738367;
end
$$;
comment on function jiancha._own_range() is 'First and last docket_id of this region and node. What was collected from others lies outside: only the origin derives.';

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
                    and k.docket_id + 0 between first_id and last_id and not d.quarantined
                limit max_rows
                for no key update of d skip locked) d
            limit max_rows) t);
end
$$;
comment on function jiancha._behind(bigint, bigint, integer) is 'Locks and returns dockets of an id range with a clock that a later version of its calendar concerns.';

create function jiancha._take_due(as_of timestamptz, first_id bigint, last_id bigint, max_rows integer, out dockets bigint[], out clocks integer)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
    looked bigint[];
begin
    select array_agg(distinct t.docket_id), count(*) into dockets, clocks
    from (
        select c.docket_id
        from jiancha.clock c join jiancha.docket d using (docket_id)
        where c.next_at <= _take_due.as_of and not d.quarantined and c.docket_id + 0 between first_id and last_id
        order by c.next_at
        limit max_rows
        for no key update of d skip locked) t;
    if clocks < max_rows then
        select array_agg(c.docket_id) into looked
        from (
            select d.docket_id from jiancha.docket d
            where d.check_at <= _take_due.as_of and not d.quarantined and d.docket_id + 0 between first_id and last_id
            order by d.check_at
            limit max_rows - clocks
            for no key update skip locked) c;
        if looked is not null then
            clocks := clocks + cardinality(looked);
            dockets := array(select unnest(dockets) union select unnest(looked));
        end if;
    end if;
end
$$;
comment on function jiancha._take_due(timestamptz, bigint, bigint, integer) is 'Locks the dockets of at most max_rows due clocks and due looks at conditions, the longest due first, passing over those that are locked.';

create function jiancha._count_due(as_of timestamptz, first_id bigint, last_id bigint, taken bigint[], looks integer) returns integer
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
    -- a plan kept for any instant, over millions of clocks, would start workers to count a handful
    set max_parallel_workers_per_gather = 0 as $$
begin
    -- mostly all that is due was taken, nothing is quarantined, and to count is enough
    if looks = (select count(*) from jiancha.clock c where c.next_at <= _count_due.as_of and c.docket_id + 0 between first_id and last_id)
            + (select count(*) from jiancha.docket d where d.check_at <= _count_due.as_of and d.docket_id + 0 between first_id and last_id)
        and not exists (
            select from jiancha.calendar_change c
            cross join lateral (
                select from jiancha.clock k
                where k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
                limit 1) k) then
        return 0;
    end if;
    return (
        with change as materialized (select * from jiancha.calendar_change)
        select count(*)
        from (
            select c.docket_id
            from jiancha.clock c
            where c.next_at <= _count_due.as_of and c.docket_id + 0 between first_id and last_id
            union
            select d.docket_id from jiancha.docket d
            where d.check_at <= _count_due.as_of and d.docket_id + 0 between first_id and last_id
            union
            select k.docket_id
            from change c
            cross join lateral (
                select k.docket_id
                from jiancha.clock k
                where k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
                    and k.docket_id + 0 between first_id and last_id
                offset 0) k
            except
            select unnest(taken)) due
        join jiancha.docket d using (docket_id)
        where not d.quarantined);
end
$$;
comment on function jiancha._count_due(timestamptz, bigint, bigint, bigint[], integer) is 'How many dockets of an id range, beside those taken (for so many due clocks and looks at conditions), have a due clock, a due look at their conditions, or a clock that a later version of its calendar concerns.';

create function jiancha._scan_daily(as_of timestamptz, first_id bigint, last_id bigint) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    today date;
begin
    if not exists (select from jiancha.signal_rule r where r.kind = 'condition' and r.phase = 'daily') then
        return;
    end if;
    select (as_of at time zone c.time_zone)::date into today
    from jiancha.record_state s join jiancha.calendar c using (calendar_code)
    -- a sweep of an earlier day looks again: verify() of that day is to be empty after it
    where s.daily_scanned_on is distinct from (as_of at time zone c.time_zone)::date
    -- another sweep that is at it does it
    for no key update of s skip locked;
    if today is null then
        return;
    end if;
    -- a docket that a writer holds is derived by him, and then looked at
    with daily as materialized (
        select distinct r.pack, r.docket_kind from jiancha.effective_signal_rule r where r.kind = 'condition' and r.phase = 'daily'),
    looked as (
        select d.docket_id
        from jiancha.docket d
        where d.closed_at is null and not d.quarantined and d.docket_id + 0 between first_id and last_id
            and (d.pack, d.kind) in (select y.pack, y.docket_kind from daily y)
            and (d.check_at is null or d.check_at > _scan_daily.as_of)
        for no key update skip locked)
    update jiancha.docket d set check_at = _scan_daily.as_of from looked l where d.docket_id = l.docket_id;
    update jiancha.record_state s set daily_scanned_on = today;
end
$$;
comment on function jiancha._scan_daily(timestamptz, bigint, bigint) is
    'Once a local day: lets a sweep look at every open docket whose pack has condition rules of phase daily, which rest on registers. Does nothing when there are none.';

create function jiancha._sweep(as_of timestamptz, max_rows integer,
    out examined integer, out issued integer, out marked integer, out skipped integer, out quarantined integer, out more boolean)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    dockets bigint[];
    locked integer;
    behind boolean;
    first_id bigint;
    last_id bigint;
begin
    perform jiancha._refuse_copy();
    perform jiancha._follow_promotion();
    -- only the origin derives: dockets of this region and node
    select o.first_id, o.last_id into first_id, last_id from jiancha._own_range() o;
    perform jiancha._scan_daily(as_of, first_id, last_id);

    -- first what a calendar notice left behind
    dockets := jiancha._behind(first_id, last_id, max_rows);
    behind := cardinality(dockets) > 0;
    if not behind then
        select t.dockets, t.clocks into dockets, locked from jiancha._take_due(as_of, first_id, last_id, max_rows) t;
        more := locked >= max_rows;
    else
        more := true;
    end if;

    examined := coalesce(cardinality(dockets), 0);
    issued := 0; marked := 0; quarantined := 0; skipped := 0;
    if not more then
        -- what else is due was locked by a writer; the next sweep sees it
        skipped := jiancha._count_due(as_of, first_id, last_id, dockets, locked);
    end if;
    if examined > 0 then
        select s.issued, s.marked, s.quarantined into issued, marked, quarantined
        from jiancha._settle_or_quarantine(dockets, as_of, behind) s;
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
