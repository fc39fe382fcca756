-- Signals: what is earned, and the proof that nothing is missing and nothing too much.

create function jiancha.earned(as_of timestamptz)
returns table (docket_id bigint, rule text, clock text, cycle integer, level text, org_code text, earned_at timestamptz, due_at timestamptz)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select t.docket_id, t.rule, t.clock, t.cycle, t.level, t.org_code, t.at, t.due_at
    from jiancha._clock_thresholds(array(select d.docket_id from jiancha.docket d)) t
    where t.level is not null and t.earnable and t.at <= earned.as_of
    union all
    select c.docket_id, c.rule, 'facts', 1, c.level, c.org_code, c.at, null
    from jiancha._condition_signals(array(select d.docket_id from jiancha.docket d)) c
    where c.at <= earned.as_of;
end
$$;
comment on function jiancha.earned(timestamptz) is
    'Signals earned as of an instant: a pure derivation over clocks, facts and rules, whether or not a sweep has found them. A time rule is earned when its threshold is certain, not after as_of, and the clock had not stopped at it; a condition rule (clock facts, cycle 1, no due_at) from the instant from which it holds.';

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

create function jiancha._plan_settling(dockets integer) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if dockets > 20000 then
        perform set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true);
    end if;
end
$$;
comment on function jiancha._plan_settling(integer) is
    'A batch of a sweep goes through indexes, by a plan made once a session: its cost grows with what is due, whatever the size of the tables when the plan was made. Many dockets are planned for: for a function that pins plan_cache_mode and enable_seqscan.';

create function jiancha._condition_differences(dockets bigint[], as_of timestamptz)
returns table (docket_id bigint, rule text, difference text, look_at timestamptz, derived_at timestamptz, recorded_at timestamptz, level text,
    org_code text, calendar_code text, calendar_version integer, pack text, rule_version integer, issue text)
language plpgsql stable parallel unsafe rows 1000 set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
begin
    if dockets = '{}' then
        return;
    end if;
    perform jiancha._plan_settling(cardinality(dockets));
    return query
    with derived as (
        select c.docket_id, c.rule, c.level, c.at, c.org_code, d.calendar_code, k.version as calendar_version, c.pack, c.rule_version, c.issue
        from jiancha._condition_signals(dockets) c
        join jiancha.docket d on d.docket_id = c.docket_id
        join jiancha.calendar k on k.calendar_code = d.calendar_code),
    -- what a person entered stands by his word, not by the facts
    recorded as (
        select s.docket_id, s.rule, s.level, s.mark <> 'unfounded' as stands, s.earned_at, s.due_at, s.org_code
        from jiancha.signal_now s
        where s.docket_id = any (dockets) and s.clock = 'facts' and s.origin = 'auto'),
    pair as (
        select docket_id, rule, t.at, coalesce(t.at <= _condition_differences.as_of, false) as earned, t.at is not null as earnable,
            s.earned_at, s.stands, coalesce(t.level, s.level) as level, coalesce(t.org_code, s.org_code) as org_code,
            coalesce((s.earned_at, s.level, s.org_code) = (t.at, t.level, t.org_code), false) and s.due_at is null as agrees,
            t.calendar_code, t.calendar_version, t.pack, t.rule_version, t.issue
        from derived t
        full join recorded s using (docket_id, rule))
    select p.docket_id, p.rule,
        case
            when p.earned then case when p.stands is null then 'missing' when not p.stands then 'reinstated' when not p.agrees then 'moved' end
            when p.stands and p.earned_at <= _condition_differences.as_of then 'unfounded'
        end,
        -- once this is done: the instant to come, or a card of a later sweep that does not agree with it
        case
            when p.earned then null
            when p.stands is not true or p.earned_at <= _condition_differences.as_of then p.at
            when not p.earnable then p.earned_at
            when not p.agrees then least(p.earned_at, p.at)
        end,
        case when p.earned then p.at end, p.earned_at, p.level, p.org_code, p.calendar_code, p.calendar_version, p.pack, p.rule_version, p.issue
    from pair p;
end
$$;
comment on function jiancha._condition_differences(bigint[], timestamptz) is
    'Each condition rule that holds for dockets, and each card that stands by one, side by side as of an instant: difference and look_at as in _clock_differences().';

create function jiancha._lapse_differences(dockets bigint[], as_of timestamptz, due_only boolean)
returns table (docket_id bigint, rule text, clock text, cycle integer, difference text, effect text, start_at timestamptz, earned_at timestamptz,
    recorded_at timestamptz, step_no bigint)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp 
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
begin
    perform jiancha._plan_settling(cardinality(dockets));
    return query
    with lapse as materialized (
        select r.pack, r.version, r.rule, r.clock, r.effect from jiancha.effective_signal_rule r where r.kind = 'lapse'),
    due as materialized (
        select k.docket_id, k.clock, k.cycle, k.start_at from jiancha.clock k
        where k.docket_id = any (dockets) and (not due_only or k.next_at <= _lapse_differences.as_of)
            and (k.state = 'gone' or k.clock in (select l.clock from lapse l))),
    wanted as (
        select t.docket_id, t.rule, t.clock, t.cycle, r.effect, due.start_at, t.at
        from due
        join jiancha._clock_thresholds(dockets) t on t.docket_id = due.docket_id and t.clock = due.clock and t.cycle = due.cycle
        join lapse r on r.pack = t.pack and r.version = t.rule_version and r.rule = t.rule
        where t.level is null and t.earnable and t.at <= _lapse_differences.as_of),
    standing as (
        select l.*
        from jiancha.standing_lapse l
        where l.docket_id = any (dockets)
            and (not due_only or exists (select from due where due.docket_id = l.docket_id and due.clock = l.clock and due.cycle = l.cycle)))
    select docket_id, rule, clock, cycle, x.difference, effect, x.start_at, w.at, l.earned_at, x.step_no
    from wanted w
    full join standing l using (docket_id, rule, clock, cycle, effect)
    cross join lateral (
        select 'lapse missing' as difference, w.start_at, null::bigint as step_no
        where w.start_at is not null and (l.start_at, l.earned_at) is distinct from (w.start_at, w.at)
        union all
        select 'lapse unfounded', l.start_at, l.step_no
        where (l.start_at, l.earned_at) <> (w.start_at, w.at) or (w.start_at is null and l.earned_at <= _lapse_differences.as_of)) x;
end
$$;
comment on function jiancha._lapse_differences(bigint[], timestamptz, boolean) is
    'Where the steps that lapses entered differ from what has lapsed as of an instant: lapse missing (a limit ran out, no step), lapse unfounded (a step, but the limit did not run out, or the clock began or ran out at another instant). due_only as in _clock_differences().';

create function jiancha._enter_lapses(dockets bigint[], as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    touched bigint[];
begin
    -- an effect may start a clock whose limit has run out as well; one that undoes its own ground would never end
    for round in 1 .. 10 loop
        with difference as materialized (
            select l.* from jiancha._lapse_differences(dockets, as_of, true) l),
        lowest as (
            -- below every number that is used or named
            select d.docket_id, least(min(s.step_no), min(s.corrects), 0) as step_no
            from (select distinct f.docket_id from difference f) d
            left join jiancha.step s on s.docket_id = d.docket_id
            group by d.docket_id),
        entered as (
            insert into jiancha.step (docket_id, step_no, kind, at, at_precision, actor, reason, corrects, data, org_code, revision)
            select f.docket_id,
                l.step_no - row_number() over (partition by f.docket_id order by f.difference desc, f.rule, f.clock, f.cycle),
                case f.difference when 'lapse missing' then f.effect else 'cancel_step' end,
                f.start_at, 'minute', current_user,
                case f.difference when 'lapse unfounded' then '期满效果不成立' end,
                f.step_no,
                jsonb_build_object('lapse', f.rule, 'clock', f.clock, 'cycle', f.cycle)
                    || case f.difference when 'lapse missing' then jsonb_build_object('earned_at', f.earned_at) else jsonb_build_object('as_of', _enter_lapses.as_of) end,
                d.org_code, d.revision + 1
            from difference f
            join lowest l on l.docket_id = f.docket_id
            join jiancha.docket d on d.docket_id = f.docket_id
            returning docket_id)
        select array_agg(distinct e.docket_id) into touched from entered e;
        exit when touched is null;
        if round = 10 then
            perform jiancha._raise('endless_lapse', (select d.business_no from jiancha.docket d where d.docket_id = touched[1]));
        end if;
        perform jiancha._derive(touched);
    end loop;
end
$$;
comment on function jiancha._enter_lapses(bigint[], timestamptz) is
    'Enters the steps of limits that ran out, at the start of their clock, and cancels those that are no longer founded; derives these locked dockets again, until nothing more lapses.';

create function jiancha._settle(dockets bigint[], as_of timestamptz, behind boolean default false, counted boolean default false, out issued integer, out marked integer)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp 
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
declare
    live_from timestamptz := (select s.live_from from jiancha.record_state s);
    checked bigint[];
    changed bigint[];
    later bigint[];
    rest record;
    told text[];
    unfounded text[];
    reinstated text[];
    moved text[];
begin
    perform jiancha._plan_settling(cardinality(dockets));
    if behind then
        perform jiancha._recount_clocks(dockets);
    end if;
    -- mostly nothing waits for a look at its conditions, and no docket is asked
    checked := case
        when exists (select from jiancha.docket d where d.check_at <= _settle.as_of)
            then array(select d.docket_id from jiancha.docket d where d.docket_id = any (dockets) and d.check_at <= _settle.as_of)
        else '{}' end;

    with clock_row as materialized (
        select c.* from jiancha._clock_differences(dockets, _settle.as_of, true, not counted, live_from) c),
    ready as materialized (
        select case when checked = '{}' then checked
            else array(select unnest(checked) except select c.docket_id from clock_row c where c.difference = 'put off') end as dockets),
    fact_row as materialized (
        select c.* from ready cross join lateral jiancha._condition_differences(ready.dockets, _settle.as_of) c),
    missing_fact as materialized (
        select c.docket_id, c.rule, c.level, c.org_code, c.derived_at, c.calendar_code, c.calendar_version, c.pack, c.rule_version, d.business_no, d.revision,
            y.year, row_number() over (partition by c.org_code, y.year order by c.derived_at, c.docket_id, c.rule) as place, d.kind = 'signal' as answers,
            coalesce(c.issue = 'at_once' and not d.imported and coalesce(d.accepted_at, d.received_at) >= live_from, false) as at_once
        from fact_row c
        join jiancha.docket d on d.docket_id = c.docket_id
        join jiancha.calendar k on k.calendar_code = c.calendar_code
        cross join lateral (select extract(year from _settle.as_of at time zone k.time_zone)::integer as year) y
        where c.difference = 'missing'),
    missing as not materialized (
        select m.*,
            -- the answer to a card was due: the case is the card's, the card the cause
            case when m.answers then (select g from jiancha.signal g where g.signal_no = m.business_no limit 1) end as cause
        from (
            select c.docket_id, c.rule, c.clock, c.cycle, c.level, c.org_code, c.derived_at, c.due_at, c.calendar_code, c.calendar_version, c.pack,
                c.rule_version, c.business_no, c.revision, c.year, c.place::bigint as place, c.answers, c.at_once
            from clock_row c
            where c.difference = 'missing'
            union all
            select f.docket_id, f.rule, 'facts', 1, f.level, f.org_code, f.derived_at, null, f.calendar_code, f.calendar_version, f.pack,
                f.rule_version, f.business_no, f.revision, f.year, f.place, f.answers, f.at_once
            from missing_fact f) m),
    -- one sweep at a time numbers its cards: two that each work through several batches in one transaction would
    -- otherwise wait for each other's counters
    turn as materialized (
        select pg_advisory_xact_lock(1785291118, 1) from (select from missing limit 1) m),
    -- the cards of clocks are numbered before those of facts
    amounts as materialized (
        select m.org_code, m.year, count(*) as cards, count(*) filter (where m.clock <> 'facts') as of_clocks from missing m group by m.org_code, m.year),
    numbers as (
        insert into jiancha.signal_counter as n (org_code, year, last_no)
        select a.org_code, a.year, a.cards from amounts a cross join turn order by a.org_code, a.year
        on conflict on constraint signal_counter_pkey do update set last_no = n.last_no + excluded.last_no
        returning n.org_code, n.year, n.last_no),
    counter as materialized (
        select n.org_code, n.year, n.last_no - a.cards as before, a.of_clocks
        from numbers n join amounts a on a.org_code = n.org_code and a.year = n.year),
    written as (
        insert into jiancha.signal (docket_id, rule, clock, cycle, signal_no, business_no, level, origin, org_code, seen_by, earned_at, found_at,
            issued_at, due_at, calendar_code, calendar_version, pack, rule_version, revision, cause_no)
        select m.docket_id, m.rule, m.clock, m.cycle,
            jiancha._card_no(n.org_code, n.year, n.before + m.place + case when m.clock = 'facts' then n.of_clocks else 0 end),
            coalesce((m.cause).business_no, m.business_no), m.level, 'auto', m.org_code, m.org_code, m.derived_at, _settle.as_of,
            case when m.at_once and ((m.cause).docket_id is null or not exists (
                    select from jiancha.signal_action a
                    where a.docket_id = (m.cause).docket_id and a.rule = (m.cause).rule and a.clock = (m.cause).clock and a.cycle = (m.cause).cycle
                        and a.kind = 'withdraw'))
                then _settle.as_of end,
            m.due_at, m.calendar_code, m.calendar_version, m.pack, m.rule_version, m.revision, (m.cause).signal_no
        -- each has its number; a full join is hashed, however few rows the planner believes in
        from missing m full join counter n on n.org_code = m.org_code and n.year = m.year
        returning docket_id, rule, clock, cycle, signal_no, issued_at, cause_no),
    followed as materialized (
        select w.docket_id, w.rule, w.clock, w.cycle, w.signal_no, o.cause
        from written w
        cross join lateral (select g as cause from jiancha.signal g where g.signal_no = w.cause_no limit 1) o
        where w.cause_no is not null),
    escalated as (
        insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, org_code, text, actor)
        select (f.cause).docket_id, (f.cause).rule, (f.cause).clock, (f.cause).cycle, 'escalate', _settle.as_of, (f.cause).level, (f.cause).org_code,
            f.signal_no, current_user
        from followed f),
    -- what follows from a withdrawn card falls with it, also when it is found later
    fallen as (
        insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, earned_at, due_at, org_code, text, decision_no, actor, actor_org)
        select m.docket_id, m.rule, m.clock, m.cycle, a.kind, _settle.as_of, m.level, m.derived_at, m.due_at, m.org_code, a.text, a.decision_no, a.actor, a.actor_org
        from followed f
        cross join lateral (
            select a.* from jiancha.signal_action a
            where a.docket_id = (f.cause).docket_id and a.rule = (f.cause).rule and a.clock = (f.cause).clock and a.cycle = (f.cause).cycle
                and a.kind = 'withdraw'
            order by a.seq limit 1) a
        join missing m on m.docket_id = f.docket_id and m.rule = f.rule and m.clock = f.clock and m.cycle = f.cycle),
    -- rows that no longer agree with what is earned: kept, and marked
    mark as (
        insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, earned_at, due_at, org_code, actor)
        select p.docket_id, p.rule, p.clock, p.cycle, p.difference, _settle.as_of, p.level, p.derived_at, p.due_at, p.org_code, current_user
        from (
            select c.docket_id, c.rule, c.clock, c.cycle, c.difference, c.level, c.derived_at, c.due_at, c.org_code from clock_row c
            union all
            select c.docket_id, c.rule, 'facts', 1, c.difference, c.level, c.derived_at, null, c.org_code from fact_row c) p
        where p.difference in ('unfounded', 'reinstated', 'moved')
        returning docket_id, rule, clock, cycle, kind, org_code),
    seen as (
        update jiancha.signal s set seen_by = m.org_code
        from mark m
        where s.docket_id = m.docket_id and s.rule = m.rule and s.clock = m.clock and s.cycle = m.cycle and s.seen_by <> m.org_code),
    -- only who was told of a card is told what became of it
    told as (
        select m.kind, array_agg(s.signal_no order by s.signal_no) as signal_nos
        from mark m
        join jiancha.signal s using (docket_id, rule, clock, cycle)
        where s.issued_at is not null
            or exists (select from jiancha.signal_action a
                       where a.docket_id = m.docket_id and a.rule = m.rule and a.clock = m.clock and a.cycle = m.cycle and a.kind in ('issue', 'effect'))
        group by m.kind),
    -- the dockets are locked, so a clock is where it was just read
    next_look as (
        update jiancha.clock c set next_at = p.look_at
        from clock_row p
        where c.ctid = any (array(select a.row_id from clock_row a where a.row_id is not null)) and c.ctid = p.row_id),
    next_check as (
        update jiancha.docket d set check_at = n.check_at
        from (select k.docket_id, min(p.look_at) as check_at
              from ready
              cross join lateral unnest(ready.dockets) k (docket_id)
              left join fact_row p on p.docket_id = k.docket_id
              group by k.docket_id) n
        where d.docket_id = n.docket_id)
    select (select count(*) from written), (select array_agg(w.signal_no order by w.signal_no) from written w where w.issued_at is not null),
        (select count(*) from mark), (select t.signal_nos from told t where t.kind = 'unfounded'),
        (select t.signal_nos from told t where t.kind = 'reinstated'), (select t.signal_nos from told t where t.kind = 'moved'),
        (select array_agg(p.docket_id order by p.docket_id) from clock_row p where p.difference = 'put off')
    into issued, told, marked, unfounded, reinstated, moved, later;

    if told is not null then
        perform jiancha._follow_up(told, 'issued', as_of);
    end if;
    if unfounded is not null then
        perform jiancha._follow_up(unfounded, 'unfounded', as_of);
    end if;
    if reinstated is not null then
        perform jiancha._follow_up(reinstated, 'reinstated', as_of);
    end if;
    if moved is not null then
        perform jiancha._follow_up(moved, 'moved', as_of);
    end if;

    -- no card on a day that a later notice changed, none before what time alone brings about: counted and lapsed, then compared
    if later is not null then
        changed := array(
            with change as materialized (select * from jiancha.calendar_change)
            select distinct k.docket_id from jiancha.clock k
            join change c on c.calendar_code = k.calendar_code and c.version = k.calendar_version and k.last_on >= c.changed_from
            where k.docket_id = any (later));
        if changed <> '{}' then
            perform jiancha._recount_clocks(changed);
        end if;
        perform jiancha._enter_lapses(later, as_of);
        select s.issued, s.marked into rest from jiancha._settle(later, as_of, counted => true) s;
        issued := issued + rest.issued;
        marked := marked + rest.marked;
    end if;
end
$$;
comment on function jiancha._settle(bigint[], timestamptz, boolean, boolean) is
    'Brings locked dockets in line with what is earned as of an instant, each in this order: clocks behind a calendar notice are counted again; limits that ran out have their effect; signals are compared with what is earned, missing ones inserted (issued at once if the docket is live and the rule says so), others marked unfounded, reinstated or moved; next looks are set; what follows from issued and marked cards is done. behind: all of them have clocks that a notice concerns, due or not; counted: the first two steps are done.';

create function jiancha._differences(dockets bigint[], as_of timestamptz)
returns table (docket_id bigint, rule text, clock text, cycle integer, difference text, derived_at timestamptz, recorded_at timestamptz)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select c.docket_id, c.rule, c.clock, c.cycle, c.difference, c.derived_at, c.recorded_at
    from jiancha._clock_differences(dockets, as_of, false) c
    union all
    select c.docket_id, c.rule, 'facts', 1, c.difference, c.derived_at, c.recorded_at
    from jiancha._condition_differences(dockets, as_of) c
    where c.difference is not null
    union all
    select l.docket_id, l.rule, l.clock, l.cycle, l.difference, l.earned_at, l.recorded_at
    from jiancha._lapse_differences(dockets, as_of, false) l;
end
$$;
comment on function jiancha._differences(bigint[], timestamptz) is
    'Where the signals and lapses of dockets differ from what is earned as of an instant: missing, unfounded, reinstated, moved, lapse missing, lapse unfounded.';

create function jiancha._verify(as_of timestamptz)
returns table (difference text, case_no text, rule text, clock text, cycle integer, derived_at timestamptz, recorded_at timestamptz,
    docket_id text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select x.difference, d.business_no, x.rule, x.clock, x.cycle, x.derived_at, x.recorded_at, x.docket_id::text
    from jiancha._own_range() o
    cross join lateral jiancha._differences(
        array(
            select d.docket_id from jiancha.docket d where d.docket_id between o.first_id and o.last_id
            union
            select s.docket_id from jiancha.signal s where s.docket_id between o.first_id and o.last_id), _verify.as_of) x
    left join jiancha.docket d using (docket_id)
    union all
    select 'behind', d.business_no, null, k.clock, k.cycle, null, null, k.docket_id::text
    from jiancha.calendar_change c
    join jiancha.clock k on k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
    join jiancha.docket d using (docket_id)
    join jiancha._own_range() o on k.docket_id between o.first_id and o.last_id
    order by 8, 3;
end
$$;
comment on function jiancha._verify(timestamptz) is 'Does the work of verify(), as the owner.';

create function jiancha.verify(as_of timestamptz)
returns table (difference text, case_no text, rule text, clock text, cycle integer, derived_at timestamptz, recorded_at timestamptz,
    docket_id text)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.verify(timestamptz) is
    'Where signals and lapses differ from what is earned as of an instant: missing (earned, no row), unfounded (a row, not earned, not marked), reinstated, moved (earned at another instant, with another due instant, level or organisation, not marked), lapse missing (a limit ran out, the effect was not entered), lapse unfounded (entered, but the limit did not run out), behind (a clock that a calendar notice concerns was not counted again). Signals that a person raised are not compared. Empty after a sweep at as_of that skipped nothing. Reads every docket.';

create function jiancha._verify_clocks()
returns table (difference text, case_no text, clock text, cycle integer, docket_id text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select case when c.docket_id is null then 'missing' when f.docket_id is null then 'too much' else 'other values' end,
        d.business_no, clock, cycle, docket_id::text
    from jiancha._derive_clocks((
        select array_agg(d.docket_id) from jiancha.docket d join jiancha._own_range() o on d.docket_id between o.first_id and o.last_id)) f
    full join (
        select k.* from jiancha.clock k join jiancha._own_range() o on k.docket_id between o.first_id and o.last_id) c using (docket_id, clock, cycle)
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
comment on function jiancha._verify_clocks() is 'Does the work of verify_clocks(), as the owner.';

create function jiancha.verify_clocks()
returns table (difference text, case_no text, clock text, cycle integer, docket_id text)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.verify_clocks() is
    'Where the stored clocks differ from those the facts make. Empty when all is well. Derives every docket of this region and node.';

-- one batch that failed is halved until the bad docket is found; the rest goes on
create function jiancha._settle_or_quarantine(dockets bigint[], as_of timestamptz, behind boolean default false, out issued integer, out marked integer, out quarantined integer)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    code text;
    message text;
    detail text;
    half record;
begin
    begin
        select s.issued, s.marked, 0 into issued, marked, quarantined from jiancha._settle(dockets, as_of, behind) s;
        return;
    exception
        -- what concerns the server or the caller, not the docket, is passed on
        when query_canceled or serialization_failure or deadlock_detected or lock_not_available or insufficient_resources or system_error
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
        cross join lateral jiancha._settle_or_quarantine(v.part, as_of, behind) h
    loop
        issued := issued + half.issued; marked := marked + half.marked; quarantined := quarantined + half.quarantined;
    end loop;
end
$$;
comment on function jiancha._settle_or_quarantine(bigint[], timestamptz, boolean) is 'Settles a batch in a subtransaction; if it fails, halves it down to the bad docket, which goes to quarantine.';
