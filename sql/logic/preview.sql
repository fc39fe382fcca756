-- What a notice would do, before it is loaded.

create function jiancha.preview_notice(notice jsonb, as_of timestamptz)
returns table (
    case_no text, org_code text, clock text, cycle integer, old_due_on date, new_due_on date, old_due_at timestamptz, new_due_at timestamptz,
    old_certainty text, new_certainty text, appears text[], vanishes text[], moves text[], docket_id text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set plan_cache_mode = auto set enable_nestloop = on set jit = off as $$
#variable_conflict use_column
declare
    calendars text[];
    dockets bigint[];
begin
    if preview_notice.as_of is null then
        perform jiancha._raise_calendar('no_instant', '');
    end if;
    -- the calendar is changed and the change rolled back with the subtransaction: nothing else is written, no docket locked, no row of
    -- a clock left dead. Rows returned meanwhile are kept.
    begin
        select array_agg(e.calendar_code) into calendars from jiancha._enter_notice(preview_notice.notice) e;

        -- what _derive_behind() would count again, counted by the same function
        select array_agg(distinct k.docket_id) into dockets
        from jiancha.record_state s
        cross join jiancha.calendar_change c
        join jiancha.clock k on k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
        where c.calendar_code = any (calendars) and k.docket_id >> 35 = (s.region::bigint << 8) | s.node;
        perform jiancha._plan_for(cardinality(dockets), false);

        return query
        with was as materialized (
            select k.* from jiancha.clock k where k.docket_id = any (dockets)),
        derived as materialized (
            select * from jiancha._derive_clocks(dockets, false, true)),
        -- earned by the clocks as they stand: each counted with the version it was derived with
        was_earned as (
            select t.docket_id, t.clock, t.cycle, t.rule, t.level, t.org_code, t.at, t.due_at
            from jiancha.clock_threshold t
            where t.docket_id = any (dockets) and t.earnable and t.at <= preview_notice.as_of),
        -- the join of the view clock_threshold, over the clocks as they would be
        now_earned as (
            select f.docket_id, f.clock, f.cycle, r.rule, r.level,
                coalesce(
                    (select h.org_code from jiancha.holder h
                     where h.docket_id = f.docket_id and h.from_at < t.at
                     order by h.from_at desc, h.step_no desc, h.org_code desc limit 1),
                    f.origin_org_code) as org_code,
                t.at, f.due_at
            from derived f
            join jiancha.effective_signal_rule r on r.pack = f.pack and r.version = f.rule_version and r.clock = f.clock and r.kind = 'time'
            cross join lateral jiancha._threshold(f.due_on, f.due_at, f.start_at, r.amount, r.unit, r.comparison, f.calendar_code,
                f.calendar_version, f.limit_amount, f.limit_unit, f.extension, f.pauses, f.roll, f.count_mode) t
            where jiancha._earnable(t.at, t.firm and f.certainty = 'firm', f.stop_at, r.comparison) and t.at <= preview_notice.as_of),
        changed as (
            select docket_id, clock, cycle,
                array_agg(rule order by rule) filter (where o.docket_id is null) as appears,
                array_agg(rule order by rule) filter (where n.docket_id is null) as vanishes,
                array_agg(rule order by rule) filter (where o.docket_id is not null and n.docket_id is not null) as moves
            from was_earned o full join now_earned n using (docket_id, clock, cycle, rule)
            where (o.at, o.due_at, o.level, o.org_code) is distinct from (n.at, n.due_at, n.level, n.org_code)
            group by docket_id, clock, cycle)
        select d.business_no, d.org_code, clock, cycle, o.due_on, n.due_on, o.due_at, n.due_at, o.certainty, n.certainty,
            coalesce(c.appears, '{}'), coalesce(c.vanishes, '{}'), coalesce(c.moves, '{}'), docket_id::text
        from was o
        join derived n using (docket_id, clock, cycle)
        left join changed c using (docket_id, clock, cycle)
        join (select d.docket_id, d.business_no, d.org_code from jiancha.docket d where d.docket_id = any (dockets)) d using (docket_id)
        where (o.due_at, o.certainty) is distinct from (n.due_at, n.certainty) or c.docket_id is not null
        order by d.business_no, clock, cycle;

        raise sqlstate 'JC099' using message = 'the preview is rolled back';
    exception
        when sqlstate 'JC099' then null;
    end;
end
$$;
comment on function jiancha.preview_notice(jsonb, timestamptz) is
    'What load_notice() would do with a notice, without doing it: a row each clock of which the due instant or its certainty would change, or a signal as of the instant. appears: rules that would be earned then and are not now; vanishes: earned now and not then, a card that stands would be marked unfounded; moves: earned at another instant or with another due instant. Compares what is earned with what would be, whether or not a sweep has found it; a sweep at the same instant after load_notice() does exactly this. Leaves nothing behind and no lock. Who may load notices may call it. Errors: those of load_notice(), JC005 as_of missing.';
