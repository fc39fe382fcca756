-- Limits of a matter that were typed wrong: a correction counts every case again that copied them, unlike a change, which is a new version for new cases.

create function jiancha._corrected_limits(matter_code text, version integer, changes jsonb)
returns table (promised_limit integer, promised_unit text, statutory_limit integer, statutory_unit text, roll text)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select c.promised_limit, c.promised_unit, c.statutory_limit, c.statutory_unit, c.roll
    from jiancha.matter_limit l
    cross join lateral jsonb_to_record(jsonb_build_object('promised_limit', l.promised_limit, 'promised_unit', l.promised_unit,
            'statutory_limit', l.statutory_limit, 'statutory_unit', l.statutory_unit, 'roll', l.roll) || changes)
        c (promised_limit integer, promised_unit text, statutory_limit integer, statutory_unit text, roll text)
    where l.matter_code = _corrected_limits.matter_code and l.version = _corrected_limits.version
$$;
comment on function jiancha._corrected_limits(text, integer, jsonb) is 'The limits of a version of a matter with checked changes over them.';

create function jiancha._check_correction(matter_code text, version integer, changes jsonb, decision_no text, reason text, as_of timestamptz) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    allowed constant text[] := '{promised_limit,promised_unit,statutory_limit,statutory_unit,roll}';
    problem text[];
    label text := format('%s#%s', matter_code, version);
    was record;
    will record;
    nodes bigint;
begin
    select l.promised_limit, l.promised_unit, l.statutory_limit, l.statutory_unit, l.roll into was
    from jiancha.matter_limit l where l.matter_code = _check_correction.matter_code and l.version = _check_correction.version;
    problem := case
        when not found then array['no_matter_version', coalesce(matter_code, 'NULL'), coalesce(version::text, 'NULL'), label]
        when btrim(coalesce(decision_no, '')) = '' then array['missing_value', 'decision_no', label]
        when btrim(coalesce(reason, '')) = '' then array['missing_value', 'reason', label]
        when as_of is null or not isfinite(as_of) then array['bad_instant_of_question', coalesce(as_of::text, 'NULL')]
        when changes is null or changes = '{}' then array['missing_value', 'changes', label]
        when exists (select from jsonb_object_keys(case when jsonb_typeof(changes) = 'object' then changes else '{}' end) k where k <> all (allowed))
            then array['unknown_field', (select min(k) from jsonb_object_keys(changes) k where k <> all (allowed)), label, array_to_string(allowed, ', ')]
        else jiancha._content_problem(changes, label, '{version}') end;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    select * into will from jiancha._corrected_limits(matter_code, version, changes);
    select sum(n.limit_amount) into nodes from jiancha.node_limit n
    where n.matter_code = _check_correction.matter_code and n.version = _check_correction.version and n.limit_unit = will.promised_unit;
    problem := case
        when will is not distinct from was then array['corrects_no_limit', label]
        when jiancha._surely_longer(will.promised_limit, will.promised_unit, will.statutory_limit, will.statutory_unit)
            then array['promise_exceeds_statute', label, format('%s %s', will.promised_limit, will.promised_unit),
                format('%s %s', will.statutory_limit, will.statutory_unit)]
        when nodes > will.promised_limit then array['nodes_exceed_promise', matter_code, nodes::text, will.promised_limit::text, will.promised_unit] end;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._check_correction(text, integer, jsonb, text, text, timestamptz) is 'Refuses a correction that names no decision, no reason, no limit, or that leaves everything as it is.';

create function jiancha._enter_correction(
    matter_code text, version integer, changes jsonb, decision_no text, reason text, as_of timestamptz, caller name, out correction_no integer, out dockets bigint[])
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    -- corrections of one version one after the other
    perform from jiancha.matter_version m where m.matter_code = _enter_correction.matter_code and m.version = _enter_correction.version for no key update;
    select coalesce(max(c.correction_no), 0) + 1 into correction_no
    from jiancha.matter_correction c where c.matter_code = _enter_correction.matter_code and c.version = _enter_correction.version;
    -- read before the label moves
    with will as materialized (
        select * from jiancha._corrected_limits(matter_code, version, changes)),
    before as (
        update jiancha.matter_correction c set stands = false
        where c.matter_code = _enter_correction.matter_code and c.version = _enter_correction.version and c.stands
        returning 1)
    insert into jiancha.matter_correction (matter_code, version, correction_no, promised_limit, promised_unit, statutory_limit, statutory_unit, roll, decision_no,
        reason, stands, at, actor)
    select _enter_correction.matter_code, _enter_correction.version, _enter_correction.correction_no, w.promised_limit, w.promised_unit, w.statutory_limit,
        w.statutory_unit, w.roll, _enter_correction.decision_no, _enter_correction.reason, (select count(*) from before) is not null, as_of, caller::text
    from will w;
    select array_agg(d.docket_id order by d.docket_id) into dockets
    from jiancha.docket d
    cross join jiancha.record_state s
    where d.matter_code = _enter_correction.matter_code and d.matter_version = _enter_correction.version and d.docket_id >> 35 = (s.region::bigint << 8) | s.node;
end
$$;
comment on function jiancha._enter_correction(text, integer, jsonb, text, text, timestamptz, name) is
    'Enters a checked correction as the one that stands; returns its number and the dockets that copied the version.';

create function jiancha._correction_effect(dockets bigint[], as_of timestamptz)
returns table (
    docket_id bigint, clock text, cycle integer, old_due_on date, new_due_on date, old_due_at timestamptz, new_due_at timestamptz, appears text[], vanishes text[],
    moves text[])
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    with derived as materialized (
        select * from jiancha._derive_clocks(dockets) f where f.state <> 'gone'),
    was_earned as materialized (
        select t.docket_id, t.clock, t.cycle, t.rule, t.at, t.due_at
        from jiancha._clock_thresholds(dockets) t
        where t.earnable and t.level is not null and t.at <= _correction_effect.as_of),
    -- as view clock_threshold, over clocks that are not stored
    reached as (
        select c.docket_id, c.clock, c.cycle, r.rule, r.level, t.at, c.due_at, e.earnable,
            r.once and bool_or(e.earnable) over (partition by c.docket_id, c.clock, r.rule order by c.cycle
                rows between unbounded preceding and 1 preceding) as over
        from derived c
        join jiancha.effective_signal_rule r on r.pack = c.pack and r.version = c.rule_version and r.clock = c.clock and r.kind in ('time', 'lapse')
        cross join lateral jiancha._threshold(c.due_on, c.due_at, c.start_at, r.amount, r.unit, r.comparison, c.calendar_code,
            c.calendar_version, c.limit_amount, c.limit_unit, c.extension, c.pauses, c.roll, c.count_mode) t
        cross join lateral (select jiancha._earnable(t.at, t.firm and c.certainty = 'firm', c.stop_at, r.comparison) as earnable) e),
    now_earned as (
        select n.docket_id, n.clock, n.cycle, n.rule, n.at, n.due_at
        from reached n
        where n.earnable and n.over is not true and n.level is not null and n.at <= _correction_effect.as_of),
    changed as (
        select docket_id, clock, cycle,
            array_agg(rule order by rule) filter (where o.docket_id is null) as appears,
            array_agg(rule order by rule) filter (where n.docket_id is null) as vanishes,
            array_agg(rule order by rule) filter (where o.docket_id is not null and n.docket_id is not null) as moves
        from was_earned o full join now_earned n using (docket_id, clock, cycle, rule)
        where (o.at, o.due_at) is distinct from (n.at, n.due_at)
        group by docket_id, clock, cycle)
    select docket_id, clock, cycle, o.due_on, n.due_on, o.due_at, n.due_at, coalesce(c.appears, '{}'), coalesce(c.vanishes, '{}'), coalesce(c.moves, '{}')
    from (select k.docket_id, k.clock, k.cycle, k.due_on, k.due_at from jiancha.clock k where k.docket_id = any (dockets) and k.state <> 'gone') o
    full join (select d.docket_id, d.clock, d.cycle, d.due_on, d.due_at from derived d) n using (docket_id, clock, cycle)
    left join changed c using (docket_id, clock, cycle)
    where o.due_at is distinct from n.due_at or c.docket_id is not null;
end
$$;
comment on function jiancha._correction_effect(bigint[], timestamptz) is
    'Clocks of dockets as they are stored against what they derive to now, and the rules earned as of the instant by the one and by the other. Stores nothing.';

create function jiancha._preview_correct_matter(matter_code text, version integer, changes jsonb, decision_no text, reason text, as_of timestamptz, caller name)
returns table (
    case_no text, org_code text, clock text, cycle integer, old_due_on date, new_due_on date, old_due_at timestamptz, new_due_at timestamptz,
    appears text[], vanishes text[], moves text[])
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    dockets bigint[];
begin
    perform jiancha._check_correction($1, $2, $3, $4, $5, $6);
    -- the correction is rolled back with the subtransaction; rows returned meanwhile are kept
    begin
        select e.dockets into dockets from jiancha._enter_correction($1, $2, $3, $4, $5, $6, $7) e;
        return query
        select d.business_no, d.org_code, e.clock, e.cycle, e.old_due_on, e.new_due_on, e.old_due_at, e.new_due_at, e.appears, e.vanishes, e.moves
        from jiancha._correction_effect(dockets, $6) e
        join jiancha.docket d on d.docket_id = e.docket_id
        order by d.business_no, e.clock, e.cycle;
        raise sqlstate 'JC099' using message = 'the preview is rolled back';
    exception
        when sqlstate 'JC099' then null;
    end;
end
$$;
comment on function jiancha._preview_correct_matter(text, integer, jsonb, text, text, timestamptz, name) is 'Does the work of preview_correct_matter(), as the owner.';

create function jiancha.preview_correct_matter(matter_code text, version integer, changes jsonb, decision_no text, reason text, as_of timestamptz)
returns table (
    case_no text, org_code text, clock text, cycle integer, old_due_on date, new_due_on date, old_due_at timestamptz, new_due_at timestamptz,
    appears text[], vanishes text[], moves text[])
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.preview_correct_matter(text, integer, jsonb, text, text, timestamptz) is
    'What correct_matter() would do, without doing it: a row each clock whose due instant, or a card as of the instant, would change. appears: rules that would be earned then and are not now; vanishes: earned now and not then; moves: earned at another instant. Errors: those of correct_matter().';

create function jiancha._correct_matter(matter_code text, version integer, changes jsonb, decision_no text, reason text, as_of timestamptz, caller name)
returns table (
    case_no text, org_code text, clock text, cycle integer, old_due_on date, new_due_on date, old_due_at timestamptz, new_due_at timestamptz,
    appears text[], vanishes text[], moves text[])
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    entered record;
begin
    perform jiancha._check_correction($1, $2, $3, $4, $5, $6);
    select e.correction_no, e.dockets into entered from jiancha._enter_correction($1, $2, $3, $4, $5, $6, $7) e;
    if entered.dockets is null then
        return;
    end if;
    perform jiancha._lock(entered.dockets);
    return query
    with effect as materialized (
        select e.* from jiancha._correction_effect(entered.dockets, $6) e),
    kept as (
        insert into jiancha.matter_correction_clock (docket_id, clock, cycle, correction_no, org_code, old_due_on, new_due_on, old_due_at, new_due_at, decision_no)
        select e.docket_id, e.clock, e.cycle, entered.correction_no, d.org_code, e.old_due_on, e.new_due_on, e.old_due_at, e.new_due_at, $4
        from effect e join jiancha.docket d on d.docket_id = e.docket_id
        where e.old_due_at is distinct from e.new_due_at)
    select d.business_no, d.org_code, e.clock, e.cycle, e.old_due_on, e.new_due_on, e.old_due_at, e.new_due_at, e.appears, e.vanishes, e.moves
    from effect e join jiancha.docket d on d.docket_id = e.docket_id
    order by d.business_no, e.clock, e.cycle;
    perform jiancha._derive(entered.dockets);
end
$$;
comment on function jiancha._correct_matter(text, integer, jsonb, text, text, timestamptz, name) is 'Does the work of correct_matter(), as the owner.';

create function jiancha.correct_matter(matter_code text, version integer, changes jsonb, decision_no text, reason text, as_of timestamptz)
returns table (
    case_no text, org_code text, clock text, cycle integer, old_due_on date, new_due_on date, old_due_at timestamptz, new_due_at timestamptz,
    appears text[], vanishes text[], moves text[])
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.correct_matter(text, integer, jsonb, text, text, timestamptz) is
    'Corrects limits of a version of a matter that were typed wrong: every case that copied the version, closed ones too, is counted again from the beginning. changes: some of promised_limit, promised_unit, statutory_limit, statutory_unit, roll with the right values, null for none. Returns what preview_correct_matter() returns; the next sweep issues, marks and moves the cards, and matter_correction_clock keeps old and new due. An amendment for cases to come is a change, see change_intake. Errors: JC004 unknown version, JC005 no decision, reason or change, a bad value, a promise longer than the statutory limit or shorter than its nodes.';
