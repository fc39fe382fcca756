-- Replay: the same derivation over what was known at another time. The facts that were known are copied under the negative of the docket's
-- id, the engine derives the copies, and all of it is rolled back; rows returned meanwhile are kept. So a replay runs the engine itself,
-- whatever it is made of, and leaves nothing behind.

create function jiancha._earned(dockets bigint[], as_of timestamptz)
returns table (docket_id bigint, rule text, clock text, cycle integer, level text, org_code text, earned_at timestamptz, due_at timestamptz)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select t.docket_id, t.rule, t.clock, t.cycle, t.level, t.org_code, t.at, t.due_at
    from jiancha.clock_threshold t
    where t.docket_id = any (dockets) and t.level is not null and t.earnable and t.at <= _earned.as_of;
    return query
    select c.docket_id, c.rule, 'facts', 1, c.level, c.org_code, c.at, null::timestamptz
    from jiancha._condition_signals(dockets) c
    where c.at <= _earned.as_of;
end
$$;
comment on function jiancha._earned(bigint[], timestamptz) is 'earned() of some dockets.';

create function jiancha._replay(dockets bigint[], revisions bigint[], known_at timestamptz, as_of timestamptz,
    calendar text default null, calendar_version integer default null)
returns table (docket_id bigint, rule text, clock text, cycle integer, level text, org_code text, earned_at timestamptz, due_at timestamptz)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    copies bigint[];
    fact_table name;
begin
    begin
        -- the calendars as they were in force; a staged version never was
        update jiancha.calendar c
        set version = k.version
        from (
            select v.calendar_code, max(v.version) as version
            from jiancha.calendar_version v
            where not v.staged
                and case when v.calendar_code = _replay.calendar then v.version <= _replay.calendar_version
                    else _replay.known_at is null or v.recorded_at <= _replay.known_at end
            group by v.calendar_code) k
        where k.calendar_code = c.calendar_code and c.version > k.version;

        with known as (
            select u.docket_id, u.revision from unnest(dockets, revisions) u (docket_id, revision)),
        docket as (
            insert into jiancha.docket
            select x.*
            from known n
            join jiancha.docket d on d.docket_id = n.docket_id
            cross join lateral jsonb_populate_record(d, jsonb_build_object('docket_id', - d.docket_id, 'quarantined', false, 'revision', 0)) x
            -- received by then
            where _replay.known_at is null or coalesce(
                (select f.recorded_at from jiancha.case_file f where f.docket_id = d.docket_id), d.received_at) <= _replay.known_at
            returning docket_id),
        file as (
            insert into jiancha.case_file
            select x.*
            from docket c
            join jiancha.case_file f on f.docket_id = - c.docket_id
            cross join lateral jsonb_populate_record(f, jsonb_build_object('docket_id', c.docket_id)) x)
        select array_agg(c.docket_id order by c.docket_id) into copies from docket c;

        -- every table of facts: those whose rows name the revision of the docket that they led to
        for fact_table in
            select c.relname
            from pg_class c
            where c.relnamespace = 'jiancha'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'docket' and c.relname <> 'signal'
                and (select count(*) from pg_attribute a
                     where a.attrelid = c.oid and a.attname in ('docket_id', 'revision', 'recorded_at') and not a.attisdropped) = 3
            order by c.relname
        loop
            execute format(
                'insert into jiancha.%1$I
                 select x.*
                 from unnest($1, $2) n (docket_id, revision)
                 join jiancha.%1$I f on f.docket_id = n.docket_id
                 cross join lateral jsonb_populate_record(f, jsonb_build_object(''docket_id'', - f.docket_id)) x
                 where - f.docket_id = any ($4) and (n.revision is null or f.revision <= n.revision) and ($3 is null or f.recorded_at <= $3)', fact_table)
            using dockets, revisions, known_at, copies;
        end loop;

        perform jiancha._derive(copies);
        return query
        select - x.docket_id, x.rule, x.clock, x.cycle, x.level, x.org_code, x.earned_at, x.due_at
        from jiancha._earned(copies, _replay.as_of) x;

        raise sqlstate 'JC099' using message = 'the replay is rolled back';
    exception
        when sqlstate 'JC099' then null;
    end;
end
$$;
comment on function jiancha._replay(bigint[], bigint[], timestamptz, timestamptz, text, integer) is
    'What is earned as of an instant by the steps of dockets up to a revision of each (NULL: all) and recorded up to known_at (NULL: all), with the calendars in force at known_at, one of them at a given version. As the records'' owner; writes and rolls back. The registers and condition rules that read them are those of now.';

create function jiancha._earned_as_known(dockets bigint[], as_of timestamptz, known_at timestamptz)
returns table (docket_id bigint, case_no text, rule text, clock text, cycle integer, level text, org_code text, earned_at timestamptz, due_at timestamptz)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select r.docket_id, d.business_no, r.rule, r.clock, r.cycle, r.level, r.org_code, r.earned_at, r.due_at
    from jiancha._replay(dockets, array_fill(null::bigint, array[cardinality(dockets)]), _earned_as_known.known_at, _earned_as_known.as_of) r
    join jiancha.docket d on d.docket_id = r.docket_id
    order by d.business_no, r.earned_at, r.rule;
end
$$;
comment on function jiancha._earned_as_known(bigint[], timestamptz, timestamptz) is 'As the records'' owner; see jiancha.earned_as_known().';

create function jiancha.earned_as_known(as_of timestamptz, known_at timestamptz, case_no text default null)
returns table (docket_id bigint, case_no text, rule text, clock text, cycle integer, level text, org_code text, earned_at timestamptz, due_at timestamptz)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_earned_as_known';
comment on function jiancha.earned_as_known(timestamptz, timestamptz, text) is
    'Signals earned as of an instant by what had been entered at another: what the system knew on a day. Facts by recorded_at (the beginning of the transaction that entered them), calendars by the version in force then; rules by the facts, since no version of a pack reaches back; registers as they are now. case_no: of one case; NULL: of all dockets that the caller may see, which derives each. Rolled back: leaves nothing; not in a read-only transaction. Errors: JC005 an instant missing or infinite.';

create function jiancha._replay_signal(signal_no text)
returns table (facts text, steps bigint, level text, org_code text, earned_at timestamptz, due_at timestamptz, calendar_version integer, agrees boolean)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    card record;
    again record;
begin
    select s.*, c.version as version_now into card
    from jiancha.signal s
    join jiancha.calendar c on c.calendar_code = s.calendar_code
    where s.signal_no = _replay_signal.signal_no;
    return query
    select 'recorded', null::bigint, card.level, card.org_code, card.earned_at, card.due_at, card.calendar_version, null::boolean;

    select r.* into again
    from jiancha._replay(array[card.docket_id], array[card.revision], null, card.found_at, card.calendar_code, card.calendar_version) r
    where r.rule = card.rule and r.clock = card.clock and r.cycle = card.cycle;
    return query
    select 'as found',
        (select count(*) from jiancha.step s where s.docket_id = card.docket_id and s.revision <= card.revision),
        again.level, again.org_code, again.earned_at, again.due_at, card.calendar_version,
        case when card.origin = 'auto'
            then (again.level, again.org_code, again.earned_at, again.due_at) is not distinct from (card.level, card.org_code, card.earned_at, card.due_at) end;

    select r.* into again
    from jiancha._replay(array[card.docket_id], array[null::bigint], null, card.found_at) r
    where r.rule = card.rule and r.clock = card.clock and r.cycle = card.cycle;
    return query
    select 'now',
        (select count(*) from jiancha.step s where s.docket_id = card.docket_id),
        again.level, again.org_code, again.earned_at, again.due_at, card.version_now,
        case when card.origin = 'auto'
            then (again.level, again.org_code, again.earned_at, again.due_at) is not distinct from (card.level, card.org_code, card.earned_at, card.due_at) end;
end
$$;
comment on function jiancha._replay_signal(text) is 'As the records'' owner; see jiancha.replay_signal().';

create function jiancha.replay_signal(signal_no text)
returns table (facts text, steps bigint, level text, org_code text, earned_at timestamptz, due_at timestamptz, calendar_version integer, agrees boolean)
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_replay_signal';
comment on function jiancha.replay_signal(text) is
    'A card derived again. Three rows: recorded (what stands in the record), as found (from the steps up to the revision of the docket that the card names, with the version of the calendar that it names), now (from all steps, with the calendar in force); each as of the instant at which the card was found. agrees: equal to the recorded one in level, organisation, earned_at and due_at; NULL for a card that a person raised. A row without earned_at: not earned. Rolled back: leaves nothing; not in a read-only transaction. Errors: JC004 no such signal, or not the caller''s.';
