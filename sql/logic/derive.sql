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
    'Lets a function that pins plan_cache_mode (and enable_nestloop) plan anew when it is given many dockets: a plan cached for one docket is ruinous for a million. only_hash: no nested loops, which the planner would choose over CTEs it believes small; then every table must be read by docket_id = any (dockets) itself.';

create function jiancha._lock(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    -- in order of docket_id, as every writer does
    perform 1 from jiancha.docket d where d.docket_id = any (dockets) order by d.docket_id for no key update;
end
$$;
comment on function jiancha._lock(bigint[]) is
    'Locks dockets for writing, in docket_id order. Who locks goes on to _derive(), which updates every one of them, so that a REPEATABLE READ writer with an older snapshot fails with 40001 instead of deriving from half of the facts.';

create function jiancha._docket_states(dockets bigint[])
returns table (docket_id bigint, accepted_at timestamptz, closed_at timestamptz, state text, org_code text, row_id tid)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_docket_states';
comment on function jiancha._docket_states(bigint[]) is 'What their steps make of dockets: when accepted and ended (NULL: not), the state that the latest step up to the end left, the holder; row_id: where the docket is stored.';

create function jiancha._derive_dockets(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
begin
    -- the dockets are locked, so each is where it has just been read; all at once, a search for each asks the file's length. Over a table that was never
    -- analyzed a sequential scan would look every row up in the list.
    with derived as materialized (
        select * from jiancha._docket_states(dockets))
    update jiancha.docket d
    set accepted_at = t.accepted_at, closed_at = t.closed_at, state = t.state, org_code = t.org_code,
        quarantined = false, revision = d.revision + 1,
        check_at = case when d.kind in (select r.docket_kind from jiancha.signal_rule r where r.kind = 'condition') then d.received_at end
    from derived t
    where d.ctid = any (array(select a.row_id from derived a)) and d.ctid = t.row_id;
end
$$;
comment on function jiancha._derive_dockets(bigint[]) is 'Derives state, holder, acceptance and end of dockets from their steps, raises their revision, releases them from quarantine.';

create function jiancha._derive_clocks(dockets bigint[], fresh boolean default false, recount boolean default false, changes boolean default false)
returns table (
    docket_id bigint, clock text, cycle integer, org_code text, origin_org_code text, state text, start_at timestamptz, stop_at timestamptz,
    limit_amount integer, limit_unit text, extension integer, extended_on date[], extended_by integer[], pauses datemultirange, due_on date, due_at timestamptz,
    certainty text, next_at timestamptz, last_on date, calendar_code text, calendar_version integer, pack text, rule_version integer,
    old_version integer, old_due_on date, old_due_at timestamptz, old_certainty text, count_mode text, roll text, node text, row_id tid)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_derive_clocks';
comment on function jiancha._derive_clocks(bigint[], boolean, boolean, boolean) is 'The clocks of dockets as their facts, rules and calendars make them; columns as in jiancha.clock. fresh: the dockets were just received and have no steps, clocks or signals to look for; recount: only the calendar has changed, so the clocks that a notice concerns are taken as stored and their days counted again; the old_ columns say what they were, row_id where they are stored; changes: only the clocks that differ from the stored ones, row_id where they are stored (NULL: they are not), and of a stored one that the facts do not make its key and row_id alone.';

create function jiancha._clock_thresholds(dockets bigint[], recount boolean default false)
returns table (
    docket_id bigint, rule text, clock text, cycle integer, level text, at timestamptz, firm boolean, earnable boolean, stop_at timestamptz,
    due_at timestamptz, org_code text, calendar_code text, calendar_version integer, pack text, rule_version integer)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_clock_thresholds';
comment on function jiancha._clock_thresholds(bigint[], boolean) is 'The rows of the view clock_threshold for the stored clocks of dockets, in one pass over them. recount: as they would be if the clocks that a notice concerns were counted again.';

create function jiancha._clock_differences(dockets bigint[], as_of timestamptz, due_only boolean, put_off boolean default false, live_from timestamptz default null)
returns table (
    docket_id bigint, rule text, clock text, cycle integer, difference text, look_at timestamptz, derived_at timestamptz, recorded_at timestamptz,
    level text, due_at timestamptz, org_code text, calendar_code text, calendar_version integer, pack text, rule_version integer, row_id tid,
    business_no text, revision bigint, year integer, place integer, answers boolean, at_once boolean)
language c stable parallel unsafe rows 50000 as 'MODULE_PATHNAME', 'jiancha_clock_differences';
comment on function jiancha._clock_differences(bigint[], timestamptz, boolean, boolean, timestamptz) is
    'Where the cards about the stored clocks of dockets differ from what is earned as of an instant: missing, unfounded, reinstated, moved. due_only: of their clocks only those with next_at up to as_of, the others have nothing to compare by the meaning of next_at; the last row of each, without a rule if nothing differs, has row_id, where the clock is stored, and look_at, when to look again once the differences are mended (later than as_of; NULL: never). put_off: a docket that a later calendar version concerns, or with a due clock that may lapse, gives one row, difference put off. Of a missing card due_only also says the business number and revision of its docket, the year of as_of, its place among the missing cards of its organisation and year, whether the docket is the answer to a card, and whether it goes out at once: the rule says so, and the docket was accepted from live_from on (NULL: none goes out) and is not imported. What a person entered stands by his word and is left out; of lapses see _lapse_differences().';

create function jiancha._earnable(threshold_at timestamptz, firm boolean, stop_at timestamptz, comparison text) returns boolean
language sql immutable parallel safe
begin atomic
    -- due_at is an exclusive bound: what is finished at it is late, what is finished at the instant of a reminder needs none
    select coalesce(firm, false)
        and (stop_at is null or threshold_at < stop_at or (threshold_at = stop_at and comparison not in ('before', 'elapsed')));
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
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = auto set enable_nestloop = on set enable_seqscan = off set jit = off as $$
begin
    perform jiancha._plan_for(cardinality(dockets), true);
    if fresh then
        insert into jiancha.clock (
            docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, count_mode, roll, node, extension, extended_on,
            extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version)
        select docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, count_mode, roll, node, extension, extended_on,
            extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version
        from jiancha._derive_clocks(dockets, true);
        return;
    end if;
    -- the dockets are locked, so nobody else writes their clocks now; what was written since an older snapshot was taken is not seen in it, so that one fails
    if current_setting('transaction_isolation') <> 'read committed' then
        perform from jiancha.clock c where c.docket_id = any (dockets) for no key update;
    end if;
    with changed as materialized (
        select * from jiancha._derive_clocks(dockets, false, false, true)),
    vanished as (
        delete from jiancha.clock c where c.ctid = any (array(select f.row_id from changed f where f.state is null))),
    kept as (
        update jiancha.clock c
        set org_code = f.org_code, state = f.state, start_at = f.start_at, stop_at = f.stop_at, limit_amount = f.limit_amount,
            limit_unit = f.limit_unit, count_mode = f.count_mode, roll = f.roll, node = f.node, extension = f.extension, extended_on = f.extended_on,
            extended_by = f.extended_by, pauses = f.pauses, due_on = f.due_on, due_at = f.due_at, certainty = f.certainty, next_at = f.next_at,
            last_on = f.last_on, calendar_code = f.calendar_code, calendar_version = f.calendar_version, pack = f.pack, rule_version = f.rule_version
        from changed f
        where c.ctid = any (array(select a.row_id from changed a where a.row_id is not null and a.state is not null)) and c.ctid = f.row_id)
    insert into jiancha.clock (
        docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, count_mode, roll, node, extension, extended_on,
        extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version)
    select docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, count_mode, roll, node, extension, extended_on,
        extended_by, pauses, due_on, due_at, certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version
    from changed f
    where f.row_id is null;
end
$$;
comment on function jiancha._store_clocks(bigint[], boolean) is 'Derives the clocks of dockets and stores what differs; fresh as in _derive_clocks().';

create function jiancha._recount_clocks(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off as $$
begin
    -- the dockets are locked, so a clock is where the derivation has just read it
    with derived as materialized (
        select * from jiancha._derive_clocks(dockets, false, true)),
    counted as (
        update jiancha.clock c
        set state = f.state, extension = f.extension, pauses = f.pauses, due_on = f.due_on, due_at = f.due_at, certainty = f.certainty,
            next_at = f.next_at, last_on = f.last_on, calendar_version = f.calendar_version
        from derived f
        where c.ctid = any (array(select a.row_id from derived a)) and c.ctid = f.row_id
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
declare
    before jsonb := jiancha._board_states(dockets);
begin
    perform jiancha._derive_dockets(dockets);
    perform jiancha._mark_scope(dockets);
    perform jiancha._store_clocks(dockets);
    perform jiancha._tell_board(dockets, before);
end
$$;
comment on function jiancha._derive(bigint[]) is 'Derives state and clocks of dockets that the caller has locked.';

create function jiancha._derive_behind(calendar text) returns bigint
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    dockets bigint[];
    -- the ids that this server gives: only the origin derives
    first_id bigint := (select ((s.region::bigint << 8) | s.node) << 35 from jiancha.record_state s);
begin
    -- found and locked at once, in order of docket_id as every writer does
    select array_agg(d.docket_id) into dockets
    from (
        select d.docket_id from jiancha.docket d
        where d.docket_id in (
            select k.docket_id
            from jiancha.calendar_change c
            join jiancha.clock k on k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
            where c.calendar_code = _derive_behind.calendar
                and k.docket_id between first_id and first_id + (1::bigint << 35) - 1)
        order by d.docket_id
        for no key update) d;
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
