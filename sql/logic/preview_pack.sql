-- What another version of a pack would do to cases, before it judges any.

create function jiancha._earned_of(dockets bigint[], as_of timestamptz) returns jsonb
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    earned jsonb;
    held jsonb;
begin
    select jsonb_agg(jsonb_build_object('docket_id', t.docket_id, 'rule', t.rule, 'clock', t.clock, 'cycle', t.cycle, 'level', t.level, 'at', t.at,
        'org_code', t.org_code))
    into earned
    from jiancha.clock_threshold t
    where t.docket_id = any (dockets) and t.earnable and t.at <= _earned_of.as_of and t.level is not null;
    -- condition rules are of the facts, not of a clock
    select jsonb_agg(jsonb_build_object('docket_id', s.docket_id, 'rule', s.rule, 'clock', 'facts', 'cycle', 1, 'level', s.level, 'at', s.at,
        'org_code', s.org_code))
    into held
    from jiancha._condition_signals(dockets) s
    where s.at <= _earned_of.as_of;
    return coalesce(earned, '[]') || coalesce(held, '[]');
end
$$;
comment on function jiancha._earned_of(bigint[], timestamptz) is 'What dockets have earned as of an instant, by clocks and by facts, as a JSON array of objects.';

create function jiancha._preview_pack(pack text, version integer, accepted_from timestamptz, accepted_until timestamptz, as_of timestamptz)
returns table (case_no text, org_code text, clock text, rule text, level text, was_at timestamptz, would_be_at timestamptz, change text,
    cycle integer, docket_id text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    batch_size constant integer := 5000;
    dockets bigint[];
    batch bigint[];
    scratch text;
    was jsonb;
    would_be jsonb;
begin
    if _preview_pack.as_of is null or not isfinite(_preview_pack.as_of) then
        perform jiancha._raise('bad_value', 'as_of', coalesce(_preview_pack.as_of::text, 'NULL'), _preview_pack.pack, 'a finite instant');
    end if;
    if not exists (select from jiancha.rule_pack p where p.pack = _preview_pack.pack and p.version = _preview_pack.version) then
        perform jiancha._raise('unknown_version', coalesce(_preview_pack.pack, 'NULL'), coalesce(_preview_pack.version::text, 'NULL'));
    end if;
    dockets := array(
        select d.docket_id
        from jiancha.docket d cross join jiancha.record_state s
        where coalesce(d.accepted_at, d.received_at) >= coalesce(_preview_pack.accepted_from, '-infinity')
            and coalesce(d.accepted_at, d.received_at) < coalesce(_preview_pack.accepted_until, 'infinity')
            -- only the origin derives
            and d.docket_id >> 35 = (s.region::bigint << 8) | s.node
        order by d.docket_id);

    for start_no in 1 .. cardinality(dockets) by batch_size loop
        batch := dockets[start_no : start_no + batch_size - 1];
        -- the dockets are judged by a pack that has nothing of its own and has always been in force, below the version in question. All of it
        -- is rolled back with the subtransaction, the locks too; rows returned meanwhile are kept. Its name is never used twice, so that nobody
        -- who remembers what a version says remembers this one.
        begin
            perform jiancha._lock(batch);
            was := jiancha._earned_of(batch, _preview_pack.as_of);
            scratch := 'preview ' || nextval('jiancha.record_seq');
            insert into jiancha.rule_pack (pack, version, parent_pack, parent_version, name, issuer, valid_from, source)
            values (scratch, 1, _preview_pack.pack, _preview_pack.version, scratch, scratch, '-infinity', scratch);
            update jiancha.docket d set pack = scratch where d.docket_id = any (batch);
            perform jiancha._derive(batch);
            would_be := jiancha._earned_of(batch, _preview_pack.as_of);

            return query
            select d.business_no, coalesce(n.org_code, o.org_code), clock, rule, level, o.at, n.at,
                case when o.docket_id is null then 'gained' when n.docket_id is null then 'lost' else 'moved' end, cycle, docket_id::text
            from jsonb_to_recordset(was) o (docket_id bigint, rule text, clock text, cycle integer, level text, at timestamptz, org_code text)
            full join jsonb_to_recordset(would_be) n (docket_id bigint, rule text, clock text, cycle integer, level text, at timestamptz, org_code text)
                using (docket_id, rule, clock, cycle, level)
            join jiancha.docket d using (docket_id)
            where (o.at, o.org_code) is distinct from (n.at, n.org_code)
            order by d.business_no, coalesce(n.at, o.at), rule;

            raise sqlstate 'JC099' using message = 'the preview is rolled back';
        exception
            when sqlstate 'JC099' then null;
        end;
    end loop;
end
$$;
comment on function jiancha._preview_pack(text, integer, timestamptz, timestamptz, timestamptz) is 'Does the work of preview_pack(), as the owner.';

create function jiancha.preview_pack(pack text, version integer, accepted_from timestamptz, accepted_until timestamptz, as_of timestamptz)
returns table (case_no text, org_code text, clock text, rule text, level text, was_at timestamptz, would_be_at timestamptz, change text,
    cycle integer, docket_id text)
language c volatile parallel unsafe rows 1000 as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.preview_pack(text, integer, timestamptz, timestamptz, timestamptz) is
    'Which dockets that were accepted (before acceptance: received) in [accepted_from, accepted_until) would gain, lose or move which card as of an instant if that version judged them instead of the one that does. NULL: no bound. Compares what is earned with what would be, whether or not a sweep has found it; a card of another level is lost and gained. Cards that follow from cards (an unanswered one) are not followed. Nothing is written and no lock is left; while it runs, writers of the same dockets wait, 5,000 dockets at a time. The version may be one defined in the same transaction, which may then be rolled back. Errors: JC004 unknown version, JC005 as_of missing or infinite.';
