-- Heartbeats of sources: a source that is silent for longer than the pack allows earns a technical card (X-M-6.3).

create function jiancha._feed_open_lives(lives jsonb) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    with fresh as materialized (
        select l.*, s.pack, s.calendar_code, (s.region::bigint << 43) | (s.node::bigint << 35) | nextval('jiancha.docket_seq') as docket_id,
            format('%s#%s', l.source, (select count(*) from jiancha.feed_life f where f.source = l.source) + row_number() over (partition by l.source order by l.first_at)) as business_no
        from jsonb_to_recordset(lives) l (source text, org_code text, registered boolean, first_at timestamptz, last_at timestamptz, beats bigint)
        cross join jiancha.record_state s),
    keys as (
        insert into jiancha.docket_key (kind, business_no, docket_id) select 'feed', f.business_no, f.docket_id from fresh f),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state, check_at)
        select f.docket_id, 'feed', f.business_no, f.org_code, f.org_code, f.pack, f.calendar_code, f.first_at, 'received', f.first_at from fresh f)
    insert into jiancha.feed_life (docket_id, source, org_code, registered, first_at, last_at, beats)
    select f.docket_id, f.source, f.org_code, f.registered, f.first_at, f.last_at, f.beats from fresh f;
end
$$;
comment on function jiancha._feed_open_lives(jsonb) is 'Opens a docket of kind feed for each of an array of lives of sources; the caller holds the locks of the sources.';

create function jiancha._feed_lock(source text) returns void
language sql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
    select pg_advisory_xact_lock(hashtextextended('jiancha feed ' || source, 0))
$$;
comment on function jiancha._feed_lock(text) is 'Makes those who write the lives of a source wait for each other: one that is not registered has no row to lock.';

create function jiancha._feed_stranger(source text, caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    org text := (select min(o) from unnest(jiancha._own_orgs(caller)) o);
begin
    -- one finding for each source and organisation; who acts for none has no organisation to answer for it
    if org is null then
        return;
    end if;
    perform jiancha._feed_lock(left(source, 80));
    perform jiancha._feed_open_lives(jsonb_build_array(jsonb_build_object('source', left(_feed_stranger.source, 80), 'org_code', org, 'registered', false,
        'first_at', statement_timestamp(), 'last_at', statement_timestamp(), 'beats', 0)))
    where not exists (
        select from jiancha.feed_life f where f.source = left(_feed_stranger.source, 80) and f.org_code = org and not f.registered);
end
$$;
comment on function jiancha._feed_stranger(text, name) is 'Opens a docket of kind feed for a source that is not registered and has delivered or called all the same (X-M-9.2).';

create function jiancha._feed_heartbeat_rows() returns table (no bigint, source text, at timestamptz)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, btrim(b.source), coalesce(b.at, statement_timestamp()) from rows from (jiancha._buffered() as (source text, at timestamptz)) with ordinality b;
end;
comment on function jiancha._feed_heartbeat_rows() is 'Rows of the statement on feed_heartbeat, numbered as they came, defaults filled in.';

create function jiancha._heartbeat_minutes() returns integer
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select case when p.value ~ '^[1-9][0-9]{0,5}$' then p.value::integer end
    from jiancha.record_state s
    join jiancha.rule_pack k on k.pack = s.pack
    join jiancha.effective_param p on p.pack = k.pack and p.version = k.version and p.param = 'heartbeat_minutes'
    order by k.version desc limit 1
$$;
comment on function jiancha._heartbeat_minutes() is 'How long a source may be silent, in minutes: parameter heartbeat_minutes of the pack; NULL: it sets none.';

create function jiancha._feed_heartbeat_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    silence interval := make_interval(mins => jiancha._heartbeat_minutes());
    calls jsonb;
    dockets bigint[];
    lives jsonb;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.source, '') = '' then array['missing_value', 'source', format('(row %s of the statement)', r.no)]
                when not isfinite(r.at) or r.at < v.published_from::timestamp at time zone c.time_zone
                    then array['bad_instant', 'at', r.at::text, r.source, c.calendar_code, v.published_from::text]
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.source, statement_timestamp()::text]
            end as problem
        from jiancha._feed_heartbeat_rows() r
        cross join jiancha.record_state s
        join jiancha.calendar c on c.calendar_code = s.calendar_code
        join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- who may not call is recorded, and nothing more
    perform jiancha._feed_stranger(r.source, caller)
    from (select distinct r.source from jiancha._feed_heartbeat_rows() r) r
    where not exists (select from jiancha.feed_version v where v.source = r.source);
    perform jiancha._feed_reject(r.source, null, coalesce((select min(o) from unnest(jiancha._own_orgs(caller)) o), ''), 0, '{}',
        case when f.source is null then array['unknown_feed', left(r.source, 80)] else array['feed_not_yours', r.source, caller] end, caller)
    from (select distinct r.source from jiancha._feed_heartbeat_rows() r) r
    left join jiancha.feed f on f.source = r.source
    where f.source is null or f.org_code <> all (orgs);

    select jsonb_agg(distinct jsonb_build_object('source', r.source, 'at', r.at, 'org_code', f.org_code)) into calls
    from jiancha._feed_heartbeat_rows() r
    join jiancha.feed f on f.source = r.source
    where orgs is null or f.org_code = any (orgs);
    if calls is null then
        return;
    end if;
    perform jiancha._feed_lock(b.source) from (select distinct b.source from jsonb_to_recordset(calls) b (source text) order by b.source) b;

    -- the life that goes on, and those that begin: a pause longer than the limit ends one
    with last as (
        select distinct on (l.source) l.source, l.docket_id, l.last_at from jiancha.feed_life l
        where l.registered and l.source in (select b.source from jsonb_to_recordset(calls) b (source text))
        order by l.source, l.last_at desc),
    given as (
        select b.source, b.org_code, b.at, b.at - coalesce(lag(b.at) over (partition by b.source order by b.at), l.last_at) > silence
            or (l.source is null and row_number() over (partition by b.source order by b.at) = 1) as begins, l.docket_id
        from jsonb_to_recordset(calls) b (source text, at timestamptz, org_code text)
        left join last l on l.source = b.source
        where l.source is null or b.at > l.last_at),
    numbered as (
        select g.*, count(*) filter (where g.begins) over (partition by g.source order by g.at) as life from given g)
    select jsonb_agg(n) into lives
    from (
        select n.source, n.org_code, n.docket_id, n.life, true as registered, min(n.at) as first_at, max(n.at) as last_at, count(*) as beats
        from numbered n group by n.source, n.org_code, n.docket_id, n.life) n;

    select array_agg(distinct l.docket_id) into dockets from jsonb_to_recordset(lives) l (docket_id bigint) where l.docket_id is not null;
    if dockets is not null then
        perform jiancha._lock(dockets);
        update jiancha.feed_life f set last_at = l.last_at, beats = f.beats + l.beats
        from jsonb_to_recordset(lives) l (docket_id bigint, life integer, last_at timestamptz, beats bigint)
        where f.docket_id = l.docket_id and l.life = 0;
        perform jiancha._derive(dockets);
    end if;
    perform jiancha._feed_open_lives(o.lives)
    from (select jsonb_agg(l) as lives
          from jsonb_to_recordset(lives) l (source text, org_code text, life integer, registered boolean, first_at timestamptz, last_at timestamptz, beats bigint)
          where l.life > 0) o
    where o.lives is not null;
    -- the first call after a silence ends the life before it
    with over as (
        select f.docket_id, d.org_code, d.revision, n.first_at
        from jiancha.feed_life f
        join jiancha.docket d on d.docket_id = f.docket_id and d.closed_at is null
        cross join lateral (
            select min(x.first_at) as first_at from jiancha.feed_life x where x.source = f.source and x.registered and x.first_at > f.last_at) n
        where f.registered and n.first_at is not null and f.source in (select b.source from jsonb_to_recordset(calls) b (source text)))
    insert into jiancha.step (docket_id, kind, at, at_precision, actor, org_code, revision)
    select o.docket_id, 'close', o.first_at, 'minute', caller::text, o.org_code, o.revision + 1 from over o;
    select array_agg(f.docket_id) into dockets
    from jiancha.feed_life f join jiancha.docket d on d.docket_id = f.docket_id and d.closed_at is null
    where f.source in (select b.source from jsonb_to_recordset(calls) b (source text)) and f.registered
        and exists (select from jiancha.step s where s.docket_id = f.docket_id and s.kind = 'close');
    if dockets is not null then
        perform jiancha._lock(dockets);
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._feed_heartbeat_statement(text[], name) is
    'Handles the rows of a statement on feed_heartbeat: lengthens the life of a source, or ends it and begins another after a silence longer than heartbeat_minutes. A call of a source that is not registered, or not yours, is recorded as a rejected delivery.';
