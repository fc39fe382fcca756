-- From facts to clocks. Everything here is a function of the facts, the rules and the calendar: it can be run again at any
-- time and gives the same rows. Callers hold the dockets' locks (_lock) and call in a later statement.

create function jiancha._plan_for(dockets integer, only_hash boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if dockets > 1000 then
        perform set_config('plan_cache_mode', 'force_custom_plan', true);
        if only_hash then
            perform set_config('enable_nestloop', 'off', true);
        end if;
    end if;
end
$$;
comment on function jiancha._plan_for(integer, boolean) is
    'Lets a function that pins plan_cache_mode (and enable_nestloop) plan anew when it is given many dockets: a plan cached for one docket is ruinous for a million, and planning for one takes longer than the work. only_hash: no nested loops, which the planner would choose over CTEs it believes small; then every table must be read by docket_id = any (dockets) itself.';

create function jiancha._lock(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    -- in order of docket_id, as every writer does
    perform 1 from jiancha.docket d where d.docket_id = any (dockets) order by d.docket_id for no key update;
end
$$;
comment on function jiancha._lock(bigint[]) is
    'Locks dockets for writing, in docket_id order. Who locks goes on to _derive(), which updates every one of them, so that a REPEATABLE READ writer with an older snapshot fails with 40001 instead of deriving from half of the facts.';

create function jiancha._derive_dockets(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_nestloop = on set jit = off as $$
begin
    perform jiancha._plan_for(cardinality(dockets), true);
    with seen as (
        select e.*, min(e.at) filter (where e.ends) over (partition by e.docket_id) as closed_at
        from jiancha.event e
        where e.docket_id = any (dockets)),
    derived as (
        select docket_id,
            min(at) filter (where kind in ('accept', 'deemed_accept')) as accepted_at,
            min(closed_at) as closed_at,
            (array_agg(state order by at desc, rank desc, step_no desc) filter (where state is not null))[1] as state,
            (array_agg(data ->> 'to_org' order by at desc, step_no desc, data ->> 'to_org' desc) filter (where kind = 'transfer'))[1] as org_code
        from seen
        where closed_at is null or at <= closed_at
        group by docket_id),
    target as (
        select d.docket_id, t.accepted_at, t.closed_at, coalesce(t.state, 'received') as state, t.org_code
        from jiancha.docket d
        left join derived t using (docket_id)
        where d.docket_id = any (dockets))
    update jiancha.docket d
    set accepted_at = t.accepted_at, closed_at = t.closed_at, state = t.state, org_code = coalesce(t.org_code, d.origin_org_code),
        quarantined = false, revision = d.revision + 1,
        check_at = case when d.kind in (select r.docket_kind from jiancha.signal_rule r where r.kind = 'condition') then d.received_at end
    from target t
    where d.docket_id = t.docket_id and d.docket_id = any (dockets);
end
$$;
comment on function jiancha._derive_dockets(bigint[]) is 'Derives state, holder, acceptance and end of dockets from their steps, raises their revision, releases them from quarantine.';

create function jiancha._derive_clocks(dockets bigint[], fresh boolean default false, recount boolean default false)
returns table (
    docket_id bigint, clock text, cycle integer, org_code text, origin_org_code text, state text, start_at timestamptz, stop_at timestamptz,
    limit_amount integer, limit_unit text, extension integer, extended_on date[], extended_by integer[], pauses datemultirange, due_on date, due_at timestamptz,
    certainty text, next_at timestamptz, last_on date, calendar_code text, calendar_version integer, pack text, rule_version integer,
    old_version integer, old_due_on date, old_due_at timestamptz, old_certainty text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_nestloop = on set jit = off as $$
#variable_conflict use_column
begin
    perform jiancha._plan_for(cardinality(dockets), true);
    return query
    with version as (
        select p.pack, p.version, p.valid_from, lead(p.valid_from) over (partition by p.pack order by p.version) as valid_until
        from jiancha.rule_pack p),
    doc as materialized (
        -- a case is judged by the pack's version in force when it was accepted; how it was taken in, by that of the receipt
        select d.docket_id, d.kind as docket_kind, d.set_limit, d.set_unit, d.org_code, d.origin_org_code, d.received_at, d.closed_at, d.pack, v.version as rule_version,
            (select w.version from version w
             where w.pack = d.pack and jiancha._local_date(d.received_at, d.calendar_code, c.version) >= w.valid_from
                and (w.valid_until is null or jiancha._local_date(d.received_at, d.calendar_code, c.version) < w.valid_until)) as receipt_version,
            d.calendar_code,
            c.version as calendar_version, m.promised_limit, m.promised_unit, m.statutory_limit, m.statutory_unit,
            coalesce(m.roll, 'last_day') as roll
        from jiancha.docket d
        join jiancha.calendar c on c.calendar_code = d.calendar_code
        join version v on v.pack = d.pack
            and jiancha._local_date(coalesce(d.accepted_at, d.received_at), d.calendar_code, c.version) >= v.valid_from
            and (v.valid_until is null
                or jiancha._local_date(coalesce(d.accepted_at, d.received_at), d.calendar_code, c.version) < v.valid_until)
        left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
        where not recount and d.docket_id = any (dockets)),
    event as (
        select d.docket_id, d.docket_kind, d.pack, d.rule_version, d.receipt_version, 'received' as kind, d.received_at as at, 0::smallint as rank, null::jsonb as data
        from doc d
        union all
        select d.docket_id, d.docket_kind, d.pack, d.rule_version, d.receipt_version, e.kind, e.at, e.rank, e.data
        from doc d
        join jiancha.event e on e.docket_id = d.docket_id
        where not fresh and not recount and e.docket_id = any (dockets)
            and (d.closed_at is null or e.at <= d.closed_at)),
    -- what a kind of step is to a clock; numbers sort and join faster than names
    role as materialized (
        select r.*, k.kind, k.kind = any (r.start_kinds) as starts, k.kind = any (r.stop_kinds) or k.ends as stops,
            k.kind = any (r.pause_kinds) as pauses, k.kind = any (r.resume_kinds) as resumes, k.kind = any (r.extend_kinds) as extends,
            k.kind = any (r.final_kinds) as finals, 'received' = any (r.start_kinds) as from_receipt
        from (select *, row_number() over (order by pack, version, clock) as clock_no from jiancha.effective_clock_rule) r
        cross join (select s.kind, s.ends from jiancha.step_kind s union all select 'received', false) k
        where k.kind = any (r.start_kinds || r.stop_kinds || r.pause_kinds || r.resume_kinds || r.extend_kinds || r.final_kinds) or k.ends),
    rule as materialized (
        select distinct clock_no, version, clock, limit_from, limit_amount, limit_unit from role),
    part as materialized (
        select e.docket_id, o.clock_no, e.at, e.rank, e.data, o.starts, o.stops, o.pauses, o.resumes, o.extends, o.finals
        from event e
        join role o on o.pack = e.pack and o.kind = e.kind and o.docket_kind = e.docket_kind
            and o.version = case when o.from_receipt then e.receipt_version else e.rule_version end),
    -- a start counts when the clock does not run, a stop when it does: the edges alternate
    edge as (
        select docket_id, clock_no, at, starts, lead(at) over w as stop_at, row_number() over w as position
        from (
            select docket_id, clock_no, at, rank, starts,
                lag(starts) over (partition by docket_id, clock_no order by at, rank) as after_start
            from (
                -- what comes after a final step starts nothing any more
                select *, min(at) filter (where finals) over (partition by docket_id, clock_no) as final_at from part
                where starts or stops or finals) p
            where (starts or stops) and (final_at is null or at <= final_at)) m
        where starts is distinct from coalesce(after_start, false)
        window w as (partition by docket_id, clock_no order by at, rank)),
    span as (
        select docket_id, clock_no, ((position + 1) / 2)::integer as cycle, at as start_at, stop_at from edge where starts),
    -- the same for pauses, which few dockets have
    pause as (
        select docket_id, clock_no, at as begin_at, begins,
            lead(at) over (partition by docket_id, clock_no, procedure order by at, rank) as end_at
        from (
            -- procedures that run side by side are told apart by name: the end of one does not end the other
            select docket_id, clock_no, at, rank, coalesce(data ->> 'procedure', '') as procedure, pauses as begins,
                lag(pauses) over (partition by docket_id, clock_no, coalesce(data ->> 'procedure', '') order by at, rank) as after_begin
            from part where pauses or resumes) m
        where begins is distinct from coalesce(after_begin, false)),
    paused as (
        select s.docket_id, s.clock_no, s.cycle,
            range_agg(daterange(jiancha._local_date(p.begin_at, d.calendar_code, d.calendar_version),
                                jiancha._local_date(least(p.end_at, s.stop_at), d.calendar_code, d.calendar_version), '(]')) as pauses
        from pause p
        join span s on s.docket_id = p.docket_id and s.clock_no = p.clock_no
            and (s.stop_at is null or p.begin_at < s.stop_at)
            and (p.end_at is null or p.end_at > s.start_at)
        join doc d on d.docket_id = p.docket_id
        where p.begins
        group by s.docket_id, s.clock_no, s.cycle),
    extended as (
        select s.docket_id, s.clock_no, s.cycle,
            array_agg(jiancha._local_date(e.at, d.calendar_code, d.calendar_version) order by e.at, b.amount) as extended_on,
            array_agg(b.amount order by e.at, b.amount) as extended_by
        from part e
        join span s on s.docket_id = e.docket_id and s.clock_no = e.clock_no and e.at >= s.start_at
            and (s.stop_at is null or e.at <= s.stop_at)
        join doc d on d.docket_id = e.docket_id
        join rule r on r.clock_no = e.clock_no
        -- an extension lengthens the limits that are counted in the unit it is given in
        cross join lateral (
            select (e.data ->> case
                    case
                        when r.limit_from = 'fixed' then r.limit_unit
                        when r.limit_from = 'promised' and d.promised_limit is not null then d.promised_unit
                        else d.statutory_unit end
                    when 'working_day' then 'days' when 'day' then 'days' when 'week' then 'weeks' when 'month' then 'months'
                    when 'year' then 'years' when 'working_hour' then 'hours' end)::integer as amount) b
        where e.extends and b.amount is not null
        group by s.docket_id, s.clock_no, s.cycle),
    change as materialized (
        select * from jiancha.calendar_change),
    -- what a clock rests on: from the facts, or, when only the calendar has changed, as it was derived before
    resting as (
        select s.docket_id, r.clock, s.cycle, d.org_code, d.origin_org_code, s.start_at, s.stop_at, l.amount, l.unit, d.roll,
            coalesce(p.pauses, '{}'::datemultirange) as pauses, x.extended_on, x.extended_by,
            d.calendar_code, d.calendar_version, d.pack, r.version as rule_version,
            null::integer as old_version, null::date as old_due_on, null::timestamptz as old_due_at, null::text as old_certainty
        from span s
        join doc d on d.docket_id = s.docket_id
        join rule r on r.clock_no = s.clock_no
        cross join lateral (
            select case r.limit_from
                    -- where no promise is published the limit of the law is the base (A08)
                    when 'promised' then coalesce(d.promised_limit, d.statutory_limit) when 'statutory' then d.statutory_limit
                    when 'set' then d.set_limit
                    else r.limit_amount end,
                case
                    when r.limit_from = 'fixed' then r.limit_unit
                    when r.limit_from = 'set' then d.set_unit
                    when r.limit_from = 'promised' and d.promised_limit is not null then d.promised_unit
                    else d.statutory_unit end)
            l (amount, unit)
        left join paused p on p.docket_id = s.docket_id and p.clock_no = s.clock_no and p.cycle = s.cycle
        left join extended x on x.docket_id = s.docket_id and x.clock_no = s.clock_no and x.cycle = s.cycle
        where l.amount is not null
        union all
        select k.docket_id, k.clock, k.cycle, k.org_code, k.origin_org_code, k.start_at, k.stop_at, k.limit_amount, k.limit_unit,
            coalesce(m.roll, 'last_day'), k.pauses, k.extended_on, k.extended_by,
            k.calendar_code, c.version, k.pack, k.rule_version, k.calendar_version, k.due_on, k.due_at, k.certainty
        from jiancha.clock k
        join change h on h.calendar_code = k.calendar_code and h.version = k.calendar_version and k.last_on >= h.changed_from
        join jiancha.docket d on d.docket_id = k.docket_id
        join jiancha.calendar c on c.calendar_code = k.calendar_code
        left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
        where recount and k.docket_id = any (dockets) and d.docket_id = any (dockets) and k.state <> 'gone'),
    counted as materialized (
        select r.*, jiancha._clock_due(r.start_at, r.amount, r.unit, r.pauses, r.extended_on, r.extended_by, r.calendar_code,
            r.calendar_version, r.roll) as due
        from resting r),
    dated as materialized (
        select c.*, (c.due).due_on, (c.due).due_at, (c.due).firm, (c.due).extension from counted c),
    -- thresholds, beside what stands; the same join over stored clocks is the view clock_threshold
    threshold as (
        select f.docket_id, f.clock, f.cycle, r.rule, r.level, r.comparison, f.stop_at, f.due_at, f.firm, f.origin_org_code,
            jiancha._threshold(f.due_on, f.due_at, f.start_at, r.amount, r.unit, r.comparison, f.calendar_code, f.calendar_version) as t
        from dated f
        join jiancha.effective_signal_rule r on r.pack = f.pack and r.version = f.rule_version and r.clock = f.clock and r.kind in ('time', 'lapse')),
    standing as (
        select s.docket_id, s.clock, s.cycle, s.rule, s.level, s.earned_at, s.due_at, s.org_code
        from jiancha.standing_signal s where not fresh and s.docket_id = any (dockets) and s.clock not in ('facts', 'manual')
        union all
        select l.docket_id, l.clock, l.cycle, l.rule, null, case when l.start_at = f.start_at then l.earned_at else '-infinity' end, null, null
        from jiancha.standing_lapse l
        left join dated f using (docket_id, clock, cycle)
        where not fresh and l.docket_id = any (dockets)),
    -- who held a docket from when to when; empty but for those that were handed over
    tenure as materialized (
        select h.docket_id, h.org_code, h.from_at,
            lead(h.from_at) over (partition by h.docket_id order by h.from_at, h.step_no, h.org_code) as until_at
        from jiancha.holder h where not fresh and h.docket_id = any (dockets)),
    need as (
        select docket_id, clock, cycle,
            min(jiancha._needs_look((t.t).at, jiancha._earnable((t.t).at, t.firm and (t.t).firm, t.stop_at, t.comparison), s.earned_at,
                t.level is null or (s.due_at = t.due_at and s.level = t.level
                and s.org_code = coalesce(t.holder, t.origin_org_code)))) as next_at,
            max((t.t).last_on) as last_on, bool_and((t.t).firm) as firm
        from (
            select t.*, h.org_code as holder
            from threshold t
            left join tenure h on h.docket_id = t.docket_id and h.from_at < (t.t).at and (h.until_at is null or h.until_at >= (t.t).at)) t
        full join standing s using (docket_id, clock, cycle, rule)
        group by docket_id, clock, cycle)
    select f.docket_id, f.clock, f.cycle, f.org_code, f.origin_org_code,
        case when f.stop_at is not null then 'stopped' when f.due_on = 'infinity' then 'paused' else 'running' end,
        f.start_at, f.stop_at, f.amount, f.unit, f.extension, f.extended_on, f.extended_by, f.pauses, f.due_on, f.due_at,
        case when f.firm then 'firm' else 'provisional' end,
        n.next_at,
        case when f.firm and coalesce(n.firm, true) then greatest(f.due_on, n.last_on) else 'infinity' end,
        f.calendar_code, f.calendar_version, f.pack, f.rule_version, f.old_version, f.old_due_on, f.old_due_at, f.old_certainty
    from dated f
    left join need n using (docket_id, clock, cycle)
    union all
    -- signals whose clock is gone (its start was corrected away) keep a clock to be looked at through
    select g.docket_id, g.clock, g.cycle, d.org_code, d.origin_org_code, 'gone', null, null, 0, 'working_day', 0, null, null, '{}', null, null,
        'firm', n.next_at, 'infinity', d.calendar_code, c.version, d.pack, 0, null, null, null, null
    from (
        select s.docket_id, s.clock, s.cycle from jiancha.signal s where not fresh and s.docket_id = any (dockets) and s.clock not in ('facts', 'manual')
        union
        select l.docket_id, l.clock, l.cycle from jiancha.standing_lapse l where not fresh and l.docket_id = any (dockets)) g
    join jiancha.docket d on d.docket_id = g.docket_id and d.docket_id = any (dockets)
    join jiancha.calendar c on c.calendar_code = d.calendar_code
    left join need n on n.docket_id = g.docket_id and n.clock = g.clock and n.cycle = g.cycle
    where case
        when recount then exists (select from jiancha.clock k
            where k.docket_id = g.docket_id and k.clock = g.clock and k.cycle = g.cycle and k.state = 'gone')
        else not exists (select from dated f where f.docket_id = g.docket_id and f.clock = g.clock and f.cycle = g.cycle) end;
end
$$;
comment on function jiancha._derive_clocks(bigint[], boolean, boolean) is 'The clocks of dockets as their facts, rules and calendars make them; columns as in jiancha.clock. fresh: the dockets were just received and have no steps, clocks or signals to look for; recount: only the calendar has changed, so the clocks that a notice concerns are taken as stored and their days counted again; the old_ columns say what they were.';

create function jiancha._earnable(threshold_at timestamptz, firm boolean, stop_at timestamptz, comparison text) returns boolean
language sql immutable parallel safe
begin atomic
    -- due_at is an exclusive bound: what is finished at it is late, what is finished at the instant of a reminder needs none
    select coalesce(firm, false)
        and (stop_at is null or threshold_at < stop_at or (threshold_at = stop_at and comparison <> 'before'));
end;
comment on function jiancha._earnable(timestamptz, boolean, timestamptz, text) is
    'Whether a rule is earned at its threshold: it is certain, and the clock had not stopped before it.';

create function jiancha._needs_look(threshold_at timestamptz, earnable boolean, standing_at timestamptz, agrees boolean)
    returns timestamptz
language sql immutable parallel safe
begin atomic
    select case
        when not coalesce(earnable, false) then standing_at
        when standing_at is distinct from threshold_at or not agrees then least(standing_at, threshold_at) end;
end;
comment on function jiancha._needs_look(timestamptz, boolean, timestamptz, boolean) is
    'When a sweep must look at a rule: at its threshold if no signal stands; if one stands that is not earned there (or not at all), or does not agree in due instant, level or organisation, at the earlier of the two; NULL: never.';

create function jiancha._store_clocks(dockets bigint[], fresh boolean default false) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_nestloop = on set jit = off as $$
begin
    perform jiancha._plan_for(cardinality(dockets), true);
    if fresh then
        insert into jiancha.clock (
            docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, extension, extended_on,
            extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version)
        select docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, extension, extended_on,
            extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version
        from jiancha._derive_clocks(dockets, true);
        return;
    end if;
    with derived as materialized (
        select * from jiancha._derive_clocks(dockets)),
    vanished as (
        delete from jiancha.clock c
        where c.docket_id = any (dockets)
            and not exists (select from derived f where f.docket_id = c.docket_id and f.clock = c.clock and f.cycle = c.cycle))
    insert into jiancha.clock as c (
        docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, extension, extended_on,
        extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version)
    select docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, extension, extended_on,
        extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version
    from derived
    on conflict on constraint clock_pkey do update
    set org_code = excluded.org_code, state = excluded.state, start_at = excluded.start_at, stop_at = excluded.stop_at,
        limit_amount = excluded.limit_amount, limit_unit = excluded.limit_unit, extension = excluded.extension,
        extended_on = excluded.extended_on, extended_by = excluded.extended_by, pauses = excluded.pauses,
        due_on = excluded.due_on, due_at = excluded.due_at, certainty = excluded.certainty, next_at = excluded.next_at,
        last_on = excluded.last_on, calendar_code = excluded.calendar_code, calendar_version = excluded.calendar_version,
        pack = excluded.pack, rule_version = excluded.rule_version
    where (c.*) is distinct from (excluded.*);
end
$$;
comment on function jiancha._store_clocks(bigint[], boolean) is 'Derives the clocks of dockets and stores what differs; fresh as in _derive_clocks().';

create function jiancha._recount_clocks(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_nestloop = on set jit = off as $$
begin
    perform jiancha._plan_for(cardinality(dockets), true);
    with counted as (
        update jiancha.clock c
        set state = f.state, extension = f.extension, due_on = f.due_on, due_at = f.due_at, certainty = f.certainty, next_at = f.next_at,
            last_on = f.last_on, calendar_version = f.calendar_version
        from jiancha._derive_clocks(dockets, false, true) f
        where c.docket_id = f.docket_id and c.clock = f.clock and c.cycle = f.cycle and c.docket_id = any (dockets)
        returning f.docket_id, f.clock, f.cycle, f.calendar_code, f.old_version, f.calendar_version, f.old_due_on, f.due_on, f.old_due_at,
            f.due_at, f.org_code, f.old_certainty, f.certainty)
    insert into jiancha.clock_revision (docket_id, clock, cycle, calendar_code, old_version, new_version, old_due_on, new_due_on,
        old_due_at, new_due_at, org_code)
    select docket_id, clock, cycle, calendar_code, old_version, calendar_version, old_due_on, due_on, old_due_at, due_at, org_code
    from counted
    where old_version is not null and (old_due_at, old_certainty) is distinct from (due_at, certainty);
end
$$;
comment on function jiancha._recount_clocks(bigint[]) is
    'Counts the clocks of locked dockets again with the calendar version in force and records the old and new due day of those it moves. Every clock that is behind is rewritten, so that a REPEATABLE READ writer with an older snapshot fails.';

create function jiancha._derive(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._derive_dockets(dockets);
    perform jiancha._store_clocks(dockets);
end
$$;
comment on function jiancha._derive(bigint[]) is 'Derives state and clocks of dockets that the caller has locked.';

create function jiancha._derive_behind(calendar text) returns bigint
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    dockets bigint[];
begin
    select array_agg(distinct k.docket_id) into dockets
    from jiancha.record_state s
    cross join jiancha.calendar_change c
    join jiancha.clock k on k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
    where c.calendar_code = _derive_behind.calendar
        -- only the origin derives
        and k.docket_id >> 35 = (s.region::bigint << 8) | s.node;
    perform jiancha._lock(dockets);
    perform jiancha._recount_clocks(dockets);
    return coalesce(cardinality(dockets), 0);
end
$$;
comment on function jiancha._derive_behind(text) is 'Counts the clocks of every docket with one that a later version of its calendar concerns; returns how many dockets.';

create function jiancha._notice_applied(calendar text, old_version integer, new_version integer) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    owner name := (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = 'jiancha.docket'::regclass);
begin
    if pg_has_role(owner, 'usage') and not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._derive_behind(calendar);
    else
        perform jiancha._as_owner(owner, format('select jiancha._derive_behind(%L)', calendar));
    end if;
end
$$;
comment on function jiancha._notice_applied(text, integer, integer) is
    'Called by load_notice() when a calendar has a new version in force: counts the clocks it concerns again, at once. Clocks that a concurrent intake commits under the old version are found by the next sweep.';
