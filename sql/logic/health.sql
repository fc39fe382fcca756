-- Whether supervision itself is well: one line a trouble, with the remedy.

create function jiancha._health_at(as_of timestamptz)
returns table (subject text, state text, value text, remedy text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD' set jit = off as $$
#variable_conflict use_column
declare
    -- a trigger that is missing cannot be seen in the catalogue, so it is held against the list that setup() works from
    list constant text := substring(jiancha._records_text('triggers') from 'for wanted in\n(.*)\n    loop\n');
    guards text;
begin
    if _health_at.as_of is null or not isfinite(_health_at.as_of) then
        perform jiancha._raise('bad_instant_of_question', coalesce(_health_at.as_of::text, 'NULL'));
    end if;
    execute 'select string_agg(w.on_relation || '' '' || w.name, '', '' order by w.on_relation, w.name)
        from (' || list || ') w
        left join pg_trigger t on t.tgrelid = to_regclass(format(''jiancha.%I'', w.on_relation)) and t.tgname = w.name
        where case when t.tgenabled is null then true when w.name ~ ''^(append_only|no_delete|rules_changed)'' then t.tgenabled <> ''A'' else t.tgenabled not in (''O'', ''A'') end'
    into guards;
    return query
    with worker as (
        select w.* from jiancha.worker_status() w where w.database = current_database()),
    due as (
        -- both looks go through the partial indexes of what is due
        select min(o.at) as oldest, count(*) as dockets
        from (
            select k.docket_id, min(k.next_at) as at from jiancha.clock k where k.next_at <= _health_at.as_of group by k.docket_id
            union all
            select d.docket_id, d.check_at from jiancha.docket d where d.check_at <= _health_at.as_of) o),
    line (place, subject, state, value, remedy) as (
        select 1, 'worker',
            case when w.state is null or w.state in ('none', 'failed', 'no slot', 'bad owner', 'copy', 'other version', 'no records', 'closed', 'no database') then 'trouble'
                when w.state in ('behind', 'incomplete') then 'attention' else 'ok' end,
            coalesce(w.state, 'none') || coalesce(', last sweep ' || w.last_sweep::text, ''),
            coalesce(w.note, 'Name the database in jiancha.databases, or let pg_cron or a person CALL jiancha.sweep_all(now()).')
        from (select 1) one left join worker w on true
        union all
        select 1, 'where the records live', case when p.problem is null then 'ok' else 'trouble' end,
            case p.problem when 'copy_on_server' then format('a copy: they live on the server %s', p.was)
                when 'copy_in_database' then format('a copy: they live in the database with Oid %s', p.was)
                when 'copy_of_the_past' then format('recovered to a point: %s', p.was) else 'here' end,
            'Nothing is issued or sent here. If this copy takes the place of the original, stop the original and SELECT * FROM jiancha.resume(reason, printed).'
        from jiancha._copy_problem() p
        union all
        select 2, 'what is due', case when d.oldest < _health_at.as_of - interval '1 hour' then 'trouble' when d.oldest < _health_at.as_of - interval '10 minutes' then 'attention' else 'ok' end,
            case when d.dockets = 0 then 'nothing waits' else format('%s dockets wait, the oldest since %s', d.dockets, d.oldest) end,
            'CALL jiancha.sweep_all(now()); if it returns with dockets skipped, look in pg_locks for who holds them.'
        from due d
        union all
        select 3, 'trial run', case when s.live_from is null then 'attention' else 'ok' end,
            case when s.live_from is null then 'no card is issued' else format('live from %s by %s', s.live_from, s.live_decision) end,
            'SELECT * FROM jiancha.preflight(), then jiancha.go_live(at, decision).'
        from jiancha.record_state s
        union all
        select 4, 'quarantine of dockets', case when q.n > 0 then 'trouble' else 'ok' end,
            format('%s dockets', q.n) || coalesce(', latest: ' || q.latest, ''),
            'SELECT * FROM jiancha.quarantine: the error says what is wrong; a new fact of the docket releases it.'
        from (select count(*) as n from jiancha.docket d where d.quarantined) q0 (n)
        cross join lateral (
            select q0.n, case when q0.n > 0 then (select left(message, 80) from jiancha.quarantine order by seq desc limit 1) end as latest) q
        union all
        select 5, 'quarantine of rules', case when count(*) > 0 then 'trouble' else 'ok' end,
            format('%s rules', count(*)) || coalesce(': ' || string_agg(r.rule, ', ' order by r.rule), ''),
            'SELECT * FROM jiancha.rule_quarantine; jiancha.release_rule() when its cause is mended.'
        from jiancha._quarantined_rules() r
        union all
        select 6, 'decisions that wait', case when min(p.found_at) < _health_at.as_of - interval '7 days' then 'attention' else 'ok' end,
            case when count(*) = 0 then 'none' else format('%s pending cards, the oldest found %s', count(*), min(p.found_at)) end,
            'SELECT * FROM jiancha.pending_signals; decide through jiancha.signal_decision.'
        from jiancha.pending_signals p
        union all
        select 7, 'outbox', case when bool_or(o.state = 'dead') then 'trouble'
                when min(o.oldest) filter (where o.state in ('pending', 'failed', 'sending')) < _health_at.as_of - interval '4 days' then 'trouble' else 'ok' end,
            case when coalesce(sum(o.notices) filter (where o.state in ('pending', 'failed', 'sending', 'dead')), 0) = 0 then 'empty'
                else format('%s to be told, oldest of %s; %s dead', coalesce(sum(o.notices) filter (where o.state in ('pending', 'failed', 'sending')), 0),
                    coalesce(min(o.oldest) filter (where o.state in ('pending', 'failed', 'sending'))::text, '-'),
                    coalesce(sum(o.notices) filter (where o.state = 'dead'), 0)) end,
            'Is jiancha-relay running? Dead ones are in jiancha.dead_notices and on jiancha.phone_list; jiancha.revive_notices() tries again.'
        from jiancha.outbox_state o
        union all
        select 7, 'letters and notices that wait', case when count(*) > 0 then 'trouble' else 'ok' end,
            coalesce(sum(f.cards), 0) || ' cards' || coalesce(': ' || left(string_agg(distinct f.message, '; '), 120), ''),
            'SELECT * FROM jiancha.outbox_faults; supply what the pack or the register lacks, the next sweep writes them.'
        from jiancha.outbox_faults f
        union all
        select 7, 'records put aside', case when count(*) > 0 then 'attention' else 'ok' end,
            case when count(*) = 0 then 'none' else format('%s open, the oldest of %s, sources: %s', count(*), min(e.recorded_at), string_agg(distinct e.source, ', ')) end,
            'SELECT * FROM jiancha.feed_errors; the department corrects or discards them through jiancha.feed_correction.'
        from jiancha.feed_error e where e.state = 'open'
        union all
        select 8, 'calendar ' || h.calendar_code,
            case when h.published_through < (_health_at.as_of at time zone h.time_zone)::date or h.provisional_clocks > 0 then 'trouble'
                when h.published_through < (_health_at.as_of at time zone h.time_zone)::date + 45 then 'attention' else 'ok' end,
            format('published through %s, %s days; %s clocks provisional', h.published_through,
                h.published_through - (_health_at.as_of at time zone h.time_zone)::date, h.provisional_clocks),
            'Load the State Council''s notice: jiancha.load_notice(); jiancha.preview_notice() shows first what it changes.'
        from jiancha.calendar_horizon h
        union all
        select 9, 'calendar notices not applied', case when count(*) > 0 then 'attention' else 'ok' end, format('%s clocks behind', count(*)),
            'CALL jiancha.sweep_all(now()): each sweep counts them again first.'
        from jiancha.calendar_change c
        join jiancha.clock k on k.calendar_code = c.calendar_code and k.calendar_version = c.version and k.last_on >= c.changed_from
        union all
        select 10, 'seals', case when s.at is null or s.at < _health_at.as_of - interval '8 days' then 'attention' else 'ok' end,
            format('%s, %s statements wait', coalesce('last at ' || s.at::text, 'none yet'), (select count(*) from jiancha.seal_pending)),
            'SELECT * FROM jiancha.seal(now()) once a day; print the chain and keep it elsewhere.'
        from (select max(s.sealed_at) as at from jiancha.seal s) s
        union all
        select 11, 'guards of append-only tables', case when guards is null then 'ok' else 'trouble' end, coalesce(guards, 'all in place'),
            'SELECT * FROM jiancha.verify_seals() and find out who took them off, then call jiancha.setup() again.'
        union all
        select 12, 'owner of the records', case when r.rolsuper or r.rolcanlogin or r.rolbypassrls then 'trouble'
                when exists (select from pg_auth_members m where m.roleid = r.oid) then 'attention' else 'ok' end,
            r.rolname || case when exists (select from pg_auth_members m where m.roleid = r.oid) then ' has members' else '' end,
            'The owner can neither log in nor bypass anything, and nobody is a member: docs/security.md.'
        from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = 'jiancha.docket'::regclass)
    select l.subject, l.state, l.value, case when l.state <> 'ok' then l.remedy end
    from line l
    order by array_position(array['trouble', 'attention', 'ok'], l.state), l.place, l.subject;
end
$$;
comment on function jiancha._health_at(timestamptz) is 'Does the work of health_at(), as the owner.';

create function jiancha.health_at(as_of timestamptz)
returns table (subject text, state text, value text, remedy text)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.health_at(timestamptz) is
    'Whether supervision itself is well as of an instant, a line a subject, the worst first: trouble, attention or ok, what was seen, and the remedy. Worker, whether the records are a copy, what is due and not swept, trial run, quarantine of dockets and rules, decisions that wait, outbox, letters and notices that could not be written, records of feeds put aside, calendars, notices not applied, seals, guards, owner. Reads indexes of what is due, not every docket. Counts what there is of all organisations and shows no row of any. Errors: JC005 an instant that is missing or not finite.';
