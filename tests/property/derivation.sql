-- The derivation said in SQL, over the views event, holder and standing_signal: an oracle for the one in C. It knows what the packs of
-- approval cases use: fixed, promised and statutory limits counted by the day, pauses as long as they last.
create function derived_by_sql(dockets bigint[], fresh boolean default false, recount boolean default false)
returns table (
    docket_id bigint, clock text, cycle integer, org_code text, origin_org_code text, state text, start_at timestamptz, stop_at timestamptz,
    limit_amount integer, limit_unit text, extension integer, extended_on date[], extended_by integer[], pauses datemultirange, due_on date, due_at timestamptz,
    certainty text, next_at timestamptz, last_on date, calendar_code text, calendar_version integer, pack text, rule_version integer,
    old_version integer, old_due_on date, old_due_at timestamptz, old_certainty text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = auto set enable_nestloop = on set jit = off as $$
#variable_conflict use_column
begin
    perform jiancha._plan_for(cardinality(dockets), true);
    return query
    with version as (
        select p.pack, p.version, p.valid_from, lead(p.valid_from) over (partition by p.pack order by p.version) as valid_until
        from jiancha.rule_pack p),
    doc as materialized (
        -- a case is judged by the pack's version in force when it was accepted; how it was taken in, by that of the receipt
        select d.docket_id, d.org_code, d.origin_org_code, d.received_at, d.closed_at, d.pack, v.version as rule_version,
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
        select d.docket_id, d.pack, d.rule_version, d.receipt_version, 'received' as kind, d.received_at as at, 0::smallint as rank, null::jsonb as data
        from doc d
        union all
        select d.docket_id, d.pack, d.rule_version, d.receipt_version, e.kind, e.at, e.rank, e.data
        from doc d
        join jiancha.event e on e.docket_id = d.docket_id
        where not fresh and not recount and e.docket_id = any (dockets)
            and (d.closed_at is null or e.at <= d.closed_at)),
    -- what a kind of step is to a clock; numbers sort and join faster than names
    role as materialized (
        select r.*, k.kind, k.kind = any (r.start_kinds) as starts, k.kind = any (r.stop_kinds) or k.ends as stops, k.kind = any (r.stop_kinds) or k.state = 'closed' as reached,
            k.kind = any (r.pause_kinds) as pauses, k.kind = any (r.resume_kinds) as resumes, k.kind = any (r.extend_kinds) as extends,
            k.kind = any (r.final_kinds) as finals, 'received' = any (r.start_kinds) as from_receipt
        from (select *, row_number() over (order by pack, version, clock) as clock_no from jiancha.effective_clock_rule where docket_kind = 'approval') r
        cross join (select s.kind, s.ends, s.state from jiancha.step_kind s union all select 'received', false, null) k
        where k.kind = any (r.start_kinds || r.stop_kinds || r.pause_kinds || r.resume_kinds || r.extend_kinds || r.final_kinds) or k.ends),
    rule as materialized (
        select distinct clock_no, version, clock, limit_from, limit_amount, limit_unit from role),
    part as materialized (
        select e.docket_id, o.clock_no, e.at, e.rank, e.data, o.starts, o.stops, o.reached, o.pauses, o.resumes, o.extends, o.finals
        from event e
        join role o on o.pack = e.pack and o.kind = e.kind
            and o.version = case when o.from_receipt then e.receipt_version else e.rule_version end),
    -- a start counts when the clock does not run, a stop when it does: the edges alternate
    edge as (
        select docket_id, clock_no, at, starts, lead(at) over w as stop_at, lead(reached) over w as reached, row_number() over w as position
        from (
            select docket_id, clock_no, at, rank, starts, reached,
                lag(starts) over (partition by docket_id, clock_no order by at, rank) as after_start
            from (
                -- what comes after a final step starts nothing any more
                select *, min(at) filter (where finals) over (partition by docket_id, clock_no) as final_at from part
                where starts or stops or finals) p
            where (starts or stops) and (final_at is null or at <= final_at)) m
        where starts is distinct from coalesce(after_start, false)
        window w as (partition by docket_id, clock_no order by at, rank)),
    span as (
        select docket_id, clock_no, ((position + 1) / 2)::integer as cycle, at as start_at, stop_at, reached from edge where starts),
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
        select s.docket_id, r.clock, s.cycle, d.org_code, d.origin_org_code, s.start_at, s.stop_at, s.reached, l.amount, l.unit, d.roll,
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
                    else r.limit_amount end,
                case
                    when r.limit_from = 'fixed' then r.limit_unit
                    when r.limit_from = 'promised' and d.promised_limit is not null then d.promised_unit
                    else d.statutory_unit end)
            l (amount, unit)
        left join paused p on p.docket_id = s.docket_id and p.clock_no = s.clock_no and p.cycle = s.cycle
        left join extended x on x.docket_id = s.docket_id and x.clock_no = s.clock_no and x.cycle = s.cycle
        where l.amount is not null
        union all
        select k.docket_id, k.clock, k.cycle, k.org_code, k.origin_org_code, k.start_at, k.stop_at, k.state = 'stopped', k.limit_amount, k.limit_unit,
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
        join jiancha.effective_signal_rule r on r.pack = f.pack and r.version = f.rule_version and r.clock = f.clock and r.kind = 'time'),
    standing as (
        select s.docket_id, s.clock, s.cycle, s.rule, s.level, s.earned_at, s.due_at, s.org_code
        from jiancha.standing_signal s where not fresh and s.docket_id = any (dockets) and s.clock not in ('facts', 'manual')),
    -- who held a docket from when to when; empty but for those that were handed over
    tenure as materialized (
        select h.docket_id, h.org_code, h.from_at,
            lead(h.from_at) over (partition by h.docket_id order by h.from_at, h.step_no, h.org_code) as until_at
        from jiancha.holder h where not fresh and h.docket_id = any (dockets)),
    need as (
        select docket_id, clock, cycle,
            min(jiancha._needs_look((t.t).at, jiancha._earnable((t.t).at, t.firm and (t.t).firm, t.stop_at, t.comparison), s.earned_at,
                s.due_at = t.due_at and s.level = t.level
                and s.org_code = coalesce(t.holder, t.origin_org_code))) as next_at,
            max((t.t).last_on) as last_on, bool_and((t.t).firm) as firm
        from (
            select t.*, h.org_code as holder
            from threshold t
            left join tenure h on h.docket_id = t.docket_id and h.from_at < (t.t).at and (h.until_at is null or h.until_at >= (t.t).at)) t
        full join standing s using (docket_id, clock, cycle, rule)
        group by docket_id, clock, cycle)
    select f.docket_id, f.clock, f.cycle, f.org_code, f.origin_org_code,
        case when f.stop_at is not null then case when f.reached then 'stopped' else 'ended' end when f.due_on = 'infinity' then 'paused' else 'running' end,
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
    from (select distinct s.docket_id, s.clock, s.cycle from jiancha.signal s
          where not fresh and s.docket_id = any (dockets) and s.clock not in ('facts', 'manual')) g
    join jiancha.docket d on d.docket_id = g.docket_id and d.docket_id = any (dockets)
    join jiancha.calendar c on c.calendar_code = d.calendar_code
    left join need n on n.docket_id = g.docket_id and n.clock = g.clock and n.cycle = g.cycle
    where case
        when recount then exists (select from jiancha.clock k
            where k.docket_id = g.docket_id and k.clock = g.clock and k.cycle = g.cycle and k.state = 'gone')
        else not exists (select from dated f where f.docket_id = g.docket_id and f.clock = g.clock and f.cycle = g.cycle) end;
end
$$;

-- state, holder, acceptance and end of dockets said in SQL, over the view event
create function states_by_sql(dockets bigint[])
returns table (docket_id bigint, accepted_at timestamptz, closed_at timestamptz, state text, org_code text)
language sql stable parallel unsafe as $$
    with seen as (
        select e.*, min(e.at) filter (where e.ends) over (partition by e.docket_id) as ended_at
        from jiancha.event e
        where e.docket_id = any (dockets)),
    derived as (
        select s.docket_id, min(s.at) filter (where s.kind in ('accept', 'deemed_accept')) as accepted_at, min(s.ended_at) as closed_at,
            (array_agg(s.state order by s.at desc, s.rank desc, s.step_no desc, s.kind desc) filter (where s.state is not null))[1] as state,
            (array_agg(s.data ->> 'to_org' order by s.at desc, s.step_no desc, s.data ->> 'to_org' desc) filter (where s.kind = 'transfer'))[1] as org_code
        from seen s
        where s.ended_at is null or s.at <= s.ended_at
        group by s.docket_id)
    select d.docket_id, t.accepted_at, t.closed_at, coalesce(t.state, 'received'), coalesce(t.org_code, d.origin_org_code)
    from jiancha.docket d
    left join derived t using (docket_id)
    where d.docket_id = any (dockets)
$$;

-- rows of one that the other does not have
create function derivations_differ() returns table (whose text, docket_id bigint, clock text, cycle integer)
language sql as $$
    with every as materialized (select array_agg(d.docket_id) as dockets from jiancha.docket d),
    by_c as materialized (
        select f.docket_id, f.clock, f.cycle, f.org_code, f.origin_org_code, f.state, f.start_at, f.stop_at, f.limit_amount, f.limit_unit, f.extension,
            f.extended_on, f.extended_by, f.pauses, f.due_on, f.due_at, f.certainty, f.next_at, f.last_on, f.calendar_code, f.calendar_version, f.pack, f.rule_version
        from every, jiancha._derive_clocks(dockets) f),
    by_sql as materialized (
        select f.docket_id, f.clock, f.cycle, f.org_code, f.origin_org_code, f.state, f.start_at, f.stop_at, f.limit_amount, f.limit_unit, f.extension,
            f.extended_on, f.extended_by, f.pauses, f.due_on, f.due_at, f.certainty, f.next_at, f.last_on, f.calendar_code, f.calendar_version, f.pack, f.rule_version
        from every, derived_by_sql(dockets) f)
    select 'C', x.docket_id, x.clock, x.cycle from (table by_c except all table by_sql) x
    union all
    select 'SQL', x.docket_id, x.clock, x.cycle from (table by_sql except all table by_c) x
    union all
    select 'state', x.docket_id, null, null from (
        (select s.docket_id, s.accepted_at, s.closed_at, s.state, s.org_code from every, jiancha._docket_states(dockets) s
         except all select s.* from every, states_by_sql(dockets) s)
        union all
        (select s.* from every, states_by_sql(dockets) s
         except all select s.docket_id, s.accepted_at, s.closed_at, s.state, s.org_code from every, jiancha._docket_states(dockets) s)) x
    union all
    -- thresholds: the view and the function
    select 'view', x.docket_id, x.clock, x.cycle from (
        table jiancha.clock_threshold except all select t.* from every, jiancha._clock_thresholds(dockets) t) x
    union all
    select 'function', x.docket_id, x.clock, x.cycle from (
        select t.* from every, jiancha._clock_thresholds(dockets) t except all table jiancha.clock_threshold) x
$$;
