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
        perform jiancha._plan_for(cardinality(dockets), true);

        return query
        with derived as materialized (
            select f.docket_id, f.clock, f.cycle, f.old_due_on, f.due_on, f.old_due_at, f.due_at, f.old_certainty, f.certainty
            from jiancha._derive_clocks(dockets, false, true) f
            where f.state <> 'gone'),
        -- earned by the clocks as they stand, each counted with the version it was derived with, and as they would be
        was_earned as (
            select t.docket_id, t.clock, t.cycle, t.rule, t.level, t.org_code, t.at, t.due_at
            from jiancha._clock_thresholds(dockets) t
            where t.earnable and t.level is not null and t.at <= preview_notice.as_of),
        now_earned as (
            select t.docket_id, t.clock, t.cycle, t.rule, t.level, t.org_code, t.at, t.due_at
            from jiancha._clock_thresholds(dockets, true) t
            where t.earnable and t.level is not null and t.at <= preview_notice.as_of),
        changed as (
            select docket_id, clock, cycle,
                array_agg(rule order by rule) filter (where o.docket_id is null) as appears,
                array_agg(rule order by rule) filter (where n.docket_id is null) as vanishes,
                array_agg(rule order by rule) filter (where o.docket_id is not null and n.docket_id is not null) as moves
            from was_earned o full join now_earned n using (docket_id, clock, cycle, rule)
            where (o.at, o.due_at, o.level, o.org_code) is distinct from (n.at, n.due_at, n.level, n.org_code)
            group by docket_id, clock, cycle)
        select d.business_no, d.org_code, clock, cycle, n.old_due_on, n.due_on, n.old_due_at, n.due_at, n.old_certainty, n.certainty,
            coalesce(c.appears, '{}'), coalesce(c.vanishes, '{}'), coalesce(c.moves, '{}'), docket_id::text
        from derived n
        left join changed c using (docket_id, clock, cycle)
        join (select d.docket_id, d.business_no, d.org_code from jiancha.docket d where d.docket_id = any (dockets)) d using (docket_id)
        where (n.old_due_at, n.old_certainty) is distinct from (n.due_at, n.certainty) or c.docket_id is not null
        order by d.business_no, clock, cycle;

        raise sqlstate 'JC099' using message = 'the preview is rolled back';
    exception
        when sqlstate 'JC099' then null;
    end;
end
$$;
comment on function jiancha.preview_notice(jsonb, timestamptz) is
    'What load_notice() would do with a notice, without doing it: a row each clock of which the due instant or its certainty would change, or a signal as of the instant. appears: rules that would be earned then and are not now; vanishes: earned now and not then, a card that stands would be marked unfounded; moves: earned at another instant or with another due instant. Compares what is earned with what would be, whether or not a sweep has found it; a sweep at the same instant after load_notice() does exactly this. Leaves nothing behind and no lock. Who may load notices may call it. Errors: those of load_notice(), JC005 as_of missing.';
