-- setup(): makes the records, loads calendar and rule pack, and mends what is missing.

create function jiancha._record_version() returns integer
language sql immutable parallel safe
begin atomic
    select 1;
end;
comment on function jiancha._record_version() is 'Version of the records this extension makes.';

create function jiancha._oldest_record_version() returns integer
language sql immutable parallel safe
begin atomic
    select 1;
end;
comment on function jiancha._oldest_record_version() is 'Oldest version of the records that this extension serves until setup() brings them to its own.';

create function jiancha._shipped_packs() returns text[]
language sql immutable parallel safe
begin atomic
    select array['xinxiang', 'zhenjiang', 'qingdao_district', 'weihai', 'guangxi', 'hunan', 'yulin', 'shandong_hotline'];
end;
comment on function jiancha._shipped_packs() is 'Rule packs shipped with this version that can judge cases; common and statutes are loaded with each.';

create function jiancha._pack_chain(pack text) returns text[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    chain text[];
    above text;
begin
    if pack = any (jiancha._shipped_packs()) then
        chain := array[pack];
        -- a shipped pack names its parent in its own text
        loop
            above := substring(jiancha._pack_text(chain[1]) from $re$define_pack\((?:[^';]|'[^']*')*parent => '(\w+)'$re$);
            exit when above is null;
            chain := above || chain;
        end loop;
    elsif pack <> 'common' and to_regclass('jiancha.rule_pack') is not null then
        -- one that the city has defined itself, with what it and its ancestors have by way of versions
        select array_agg(l.from_pack order by l.distance desc) into chain
        from (
            select l.from_pack, max(l.distance) as distance
            from jiancha.rule_pack p cross join lateral jiancha._lineage(p.pack, p.version) l
            where p.pack = pack
            group by l.from_pack) l;
    end if;
    return chain;
end
$$;
comment on function jiancha._pack_chain(text) is 'A rule pack that can judge cases, behind its ancestors, the farthest first; NULL: neither shipped nor defined in this database.';

create function jiancha._setup(region text, pack text, owner name, node integer, dry_run boolean)
returns table (no integer, done text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    was record;
    role record;
    found_name text;
    digest text;
    views text;
    objects bigint;
    chain text[];
    rules bigint;
    version integer;
    step text;
begin
    no := 0;
    select string_agg(jiancha._records_text(p.part), '' order by p.position) into views
    from unnest(jiancha._records_text_parts()) with ordinality p (part, position) where p.part ^@ 'views_';
    digest := md5(views);
    if region is null or region !~ '^[1-9][0-9]{5}$' then
        perform jiancha._raise('bad_region', coalesce(region, 'NULL'));
    end if;
    if node is null or node not between 0 and 255 then
        perform jiancha._raise('bad_node', coalesce(node::text, 'NULL'));
    end if;
    chain := jiancha._pack_chain(pack);
    if chain is null then
        perform jiancha._raise('unknown_pack', coalesce(pack, 'NULL'), array_to_string(jiancha._shipped_packs(), ', '));
    end if;
    if getdatabaseencoding() <> 'UTF8' then
        perform jiancha._raise('bad_encoding', getdatabaseencoding());
    end if;

    -- the owner: nobody can be him, and he can do nothing but own the records
    select r.* into role from pg_roles r where r.rolname = owner;
    if not found then
        execute format('create role %I nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls', owner);
        no := no + 1; done := format('made role %s, owner of the records', owner); return next;
    elsif role.rolsuper or role.rolcanlogin or role.rolbypassrls or role.rolcreaterole or role.rolcreatedb or role.rolreplication then
        perform jiancha._raise('unsafe_owner', owner, case
            when role.rolsuper then 'is a superuser' when role.rolcanlogin then 'can log in'
            when role.rolbypassrls then 'bypasses row-level security' else 'may create roles, databases or replicate' end);
    end if;

    -- a restore without owners leaves the records with the superuser who restored: they go back to their owner
    if (select r.rolsuper from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = to_regclass('jiancha.record_state')) then
        for found_name in
            select format('alter %s %I.%I owner to %I', case c.relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end,
                n.nspname, c.relname, owner)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('jiancha', 'jiancha_archive') and c.relkind in ('r', 'p', 'v', 'S')
                and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
        loop
            execute found_name;
        end loop;
        if to_regnamespace('jiancha_archive') is not null then
            execute format('alter schema jiancha_archive owner to %I', owner);
        end if;
        no := no + 1; done := format('gave the records back to %s', owner); return next;
    end if;
    select c.relname into found_name
    from pg_class c
    where c.relnamespace = 'jiancha'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        and pg_get_userbyid(c.relowner) <> owner
    order by c.oid
    limit 1;
    if found then
        perform jiancha._raise('foreign_object', found_name, owner);
    end if;

    execute format('grant usage, create on schema jiancha to %I', owner);
    execute format('grant execute on all routines in schema jiancha to %I', owner);

    if to_regclass('jiancha.record_state') is null then
        perform jiancha._as_owner(owner, jiancha._records_text(p.part))
        from unnest(jiancha._records_text_parts()) with ordinality p (part, position) where p.part ^@ 'tables_';
        select count(*) into objects from pg_class c where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r';
        no := no + 1; done := format('made %s tables', objects); return next;
        perform jiancha._as_owner(owner, 'select jiancha._load_calendars()');
        select format('loaded calendar %s: %s notices, published through %s', c.calendar_code,
                (select count(*) from jiancha.calendar_notice n where n.calendar_code = c.calendar_code), v.published_through)
        into done
        from jiancha.calendar c join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version
        where c.is_default;
        no := no + 1; return next;
        perform jiancha._as_owner(owner, format(
            'insert into jiancha.record_state (record_version, region, node, pack, calendar_code, views_digest, bound_system, bound_database, bound_timeline)
             select jiancha._record_version(), %L, %L, %L, c.calendar_code, '''', p.system, p.database, p.timeline
             from jiancha.calendar c cross join jiancha._place() p where c.is_default',
            region, node, pack));
    end if;

    select s.* into was from jiancha.record_state s;
    if was.record_version > jiancha._record_version() then
        perform jiancha._raise('record_version', was.record_version::text, jiancha._record_version()::text);
    end if;
    if was.region <> region then
        perform jiancha._raise('other_setup', 'region', was.region, region);
    end if;
    if was.node <> node then
        perform jiancha._raise('other_setup', 'node', was.node::text, node::text);
    end if;

    -- from the version they have to the one of this extension: a step a version
    for version in was.record_version + 1 .. jiancha._record_version() loop
        step := jiancha._records_text(format('step_%s', version));
        if step is null then
            perform jiancha._raise('no_record_step', was.record_version::text, jiancha._record_version()::text);
        end if;
        perform jiancha._as_owner(owner, step);
        perform jiancha._as_owner(owner, format('update jiancha.record_state set record_version = %L', version));
        no := no + 1; done := format('brought the records to version %s', version) || case when dry_run then E':\n' || btrim(step, E'\n') else '' end; return next;
    end loop;

    -- 监察: the Chinese names of what reporting tools read
    if to_regnamespace('监察') is null then
        execute format('create schema %I authorization %I', '监察', owner);
        execute format('comment on schema %I is %L', '监察', '报表视图: what reporting tools read, with Chinese names.');
    elsif (select pg_get_userbyid(n.nspowner) from pg_namespace n where n.nspname = '监察') <> owner then
        perform jiancha._raise('foreign_object', '监察', owner);
    end if;

    -- jiancha_archive: where volumes are read
    if to_regnamespace('jiancha_archive') is null then
        execute format('create schema jiancha_archive authorization %I', owner);
        execute format('comment on schema jiancha_archive is %L', '归档: rows of dockets that were moved into volumes.');
    elsif (select pg_get_userbyid(n.nspowner) from pg_namespace n where n.nspname = 'jiancha_archive') <> owner then
        perform jiancha._raise('foreign_object', 'jiancha_archive', owner);
    end if;

    -- views, if one is missing or was made by another version; condition rules are checked against them, so they come before the rules
    if was.views_digest <> digest
        or exists (select from regexp_matches(views, 'create or replace view (\S+)', 'g') m (name)
                   where to_regclass(m.name[1]) is null) then
        perform jiancha._as_owner(owner, views);
        perform jiancha._as_owner(owner, format('update jiancha.record_state set views_digest = %L', digest));
        no := no + 1; done := 'made the views'; return next;
    end if;

    -- rules: the same calls again do nothing, other content is refused
    perform jiancha._as_owner(owner, jiancha._pack_text('statutes'));
    -- layouts of feeds, which no pack changes
    perform jiancha._as_owner(owner, jiancha._pack_text('layouts'));
    foreach found_name in array chain loop
        continue when jiancha._pack_text(found_name) is null;
        select (select count(*) from jiancha.clock_rule r where r.pack = found_name), (select count(*) from jiancha.signal_rule r where r.pack = found_name)
        into objects, rules;
        perform jiancha._as_owner(owner, jiancha._pack_text(found_name));
        select format('loaded rule pack %s: %s clocks, %s rules', found_name, c.clocks, c.rules) into done
        from (select (select count(*) from jiancha.clock_rule r where r.pack = found_name) as clocks,
                (select count(*) from jiancha.signal_rule r where r.pack = found_name) as rules) c
        where c.clocks > objects or c.rules > rules;
        if found then
            no := no + 1; return next;
            for done in
                select format('rule pack %s: %s', p.pack, p.note) from jiancha.rule_pack p
                where p.pack = found_name and p.note is not null order by p.version desc limit 1
            loop
                no := no + 1; return next;
            end loop;
        end if;
    end loop;
    if was.pack <> pack then
        perform jiancha._as_owner(owner, format('update jiancha.record_state set pack = %L', pack));
        no := no + 1; done := format('cases received from now on are judged by pack %s instead of %s', pack, was.pack); return next;
    end if;

    -- triggers, policies: whatever is missing
    -- schemes: define_indicator() and the rest look into views
    perform jiancha._as_owner(owner, jiancha._pack_text(s.part)) from unnest(array['score_r1', 'score_zhenjiang']) s (part);

    select count(*) into objects from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'jiancha'::regnamespace;
    perform jiancha._as_owner(owner, jiancha._records_text('triggers'));
    if objects < (select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'jiancha'::regnamespace) then
        no := no + 1; done := 'made the triggers of the intake views and the guards of the append-only tables'; return next;
    end if;
    select count(*) into objects from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'jiancha'::regnamespace;
    perform jiancha._as_owner(owner, jiancha._records_text('policies'));
    if objects < (select count(*) from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'jiancha'::regnamespace) then
        no := no + 1; done := 'made the policies of row-level security'; return next;
    end if;
    perform jiancha._as_owner(owner, 'select jiancha._prepare_archive()');
    execute format('revoke create on schema jiancha from %I', owner);
    -- a subscriber of logical replication that takes over has the rows but not the sequences; a dry run could not take it back
    select max(d.docket_id) - o.first_id into objects
    from jiancha._own_range() o join jiancha.docket d on d.docket_id between o.first_id and o.last_id
    group by o.first_id;
    if objects >= (select case when s.is_called then s.last_value + 1 else s.last_value end from jiancha.docket_seq s) and not dry_run then
        perform setval('jiancha.docket_seq', objects);
        execute (
            select 'select setval(''jiancha.record_seq'', greatest(s.last_value, '
                || string_agg(format('(select max(t.%I) from jiancha.%I t)', a.attname, c.relname), ', ') || ')) from jiancha.record_seq s'
            from pg_attrdef f
            join pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum
            join pg_class c on c.oid = f.adrelid
            where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r' and pg_get_expr(f.adbin, f.adrelid) ~ '\mrecord_seq\M');
        no := no + 1; done := 'brought the sequences up to the rows'; return next;
    end if;
    -- too small for autovacuum ever to look at them
    if not dry_run then
        analyze jiancha.step_kind, jiancha.rule_pack, jiancha.clock_rule, jiancha.signal_rule, jiancha.calendar, jiancha.record_state;
    end if;

    select format('these records are a copy (%s, was %s): nothing is issued or sent until resume()', c.here, c.was) into done
    from jiancha._copy_problem() c where c.problem is not null;
    if found then
        no := no + 1; return next;
    end if;
    select format('the calendar''s time zone is %1$s, this session''s %2$s: ALTER DATABASE %3$I SET timezone = %1$L is advised',
            c.time_zone, current_setting('TimeZone'), current_database())
    into done
    from jiancha.calendar c
    where c.is_default
        and now() at time zone c.time_zone <> now() at time zone current_setting('TimeZone');
    if found then
        no := no + 1; return next;
    end if;
    if no = 0 then
        no := 1; done := 'nothing to do: the records are complete'; return next;
    end if;
end
$$;
comment on function jiancha._setup(text, text, name, integer, boolean) is 'What jiancha.setup() does; in a dry run with the text of the steps, and without touching the sequences.';

create function jiancha.setup(region text, pack text, owner name default 'jiancha_owner', node integer default 0, dry_run boolean default false)
returns table (no integer, done text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    there oid[];
    began timestamptz := clock_timestamp();
    locks text[];
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.setup()');
    end if;
    if dry_run is not true then
        return query select s.no, s.done from jiancha._setup(region, pack, owner, node, false) s;
        return;
    end if;

    there := array(select c.oid from pg_class c where c.relnamespace = to_regnamespace('jiancha') or c.relnamespace = to_regnamespace('监察'));
    no := 0;
    begin
        for no, done in select s.no, s.done from jiancha._setup(region, pack, owner, node, true) s loop
            return next;
        end loop;
        -- what nobody else could use meanwhile, or not write to
        locks := array(
            with held as (
                select c.oid, c.relkind, c.reltuples, string_agg(distinct l.mode, ' and ') as modes
                from pg_locks l join pg_class c on c.oid = l.relation
                where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.granted and c.oid = any (there)
                    and l.database = (select d.oid from pg_database d where d.datname = current_database())
                    and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                group by c.oid, c.relkind, c.reltuples)
            select format('locks %s %s: %s, %s rows, %s', case h.relkind when 'S' then 'sequence' else 'table' end, h.oid::regclass,
                h.modes, greatest(h.reltuples, 0)::bigint, pg_size_pretty(pg_table_size(h.oid)))
            from held h where h.relkind in ('r', 'p', 'S')
            union all
            select format('locks %s views: %s', count(*), h.modes) from held h where h.relkind = 'v' group by h.modes
            order by 1);
        raise exception using errcode = 'JCDRY';
    exception when sqlstate 'JCDRY' then
        null;
    end;
    for done in select l.line from unnest(locks) with ordinality l (line, place) order by l.place loop
        no := no + 1; return next;
    end loop;
    no := no + 1;
    done := format('dry run: took %s ms, and was rolled back', round(extract(epoch from clock_timestamp() - began) * 1000)); return next;
end
$$;
comment on function jiancha.setup(text, text, name, integer, boolean) is
    'Makes the records of this database (tables, views, triggers, policies), owned by owner, a role that can neither log in nor bypass anything and is made if missing; loads the national calendar, the statutes and the rule pack with its ancestors. Repeating it mends what is missing, and after an update of the extension brings the records to its version; another pack judges cases received from then on. pack: one that is shipped, or that define_pack() has defined in this database. region: division code of GB/T 2260, six digits; node: number of this server in the region, 0 to 255. dry_run: does it, lists the steps with their text, the locks taken on what was there and the time it took, and rolls it back; the locks are held as long. Says what it did. Superusers only. Errors: JC003 records of a version that cannot be brought on, JC004 unknown pack, JC005 bad region, node, owner or encoding, JC006 other region, node, or a foreign object in the schema.';
