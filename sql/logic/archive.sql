-- Volumes: dockets that ended long ago go out of the live tables into tables of the same shape. A volume is exported with its proof before it is detached,
-- and nothing is ever dropped (Z-12.2). archive.c opens the guards for the range that is moved.

create function jiancha._docket_tables() returns table (relation text, referenced boolean)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select c.relname::text, exists (select from pg_constraint k where k.contype = 'f' and k.confrelid = c.oid)
    from pg_class c
    join pg_index i on i.indrelid = c.oid and i.indisprimary
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r' and a.attname = 'docket_id'
$$;
comment on function jiancha._docket_tables() is 'Tables about dockets: those whose primary key begins with docket_id.';

create function jiancha._guard_volume(volume_table text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    wanted record;
begin
    for wanted in
        select t.name, t.definition
        from (values
            ('append_only', 'before update or delete on jiancha_archive.%I for each row execute function jiancha._guard()'),
            ('append_only_truncate', 'before truncate on jiancha_archive.%I for each statement execute function jiancha._guard()')) t (name, definition)
        where not exists (
            select from pg_trigger g where g.tgrelid = format('jiancha_archive.%I', volume_table)::regclass and g.tgname = t.name and g.tgenabled = 'A')
    loop
        if exists (select from pg_trigger g where g.tgrelid = format('jiancha_archive.%I', volume_table)::regclass and g.tgname = wanted.name) then
            execute format('drop trigger %I on jiancha_archive.%I', wanted.name, volume_table);
        end if;
        execute format('create trigger %I %s', wanted.name, format(wanted.definition, volume_table));
        execute format('alter table jiancha_archive.%I enable always trigger %I', volume_table, wanted.name);
    end loop;
end
$$;
comment on function jiancha._guard_volume(text) is 'Makes the guards of a table of a volume, where they are missing or off.';

create function jiancha._prepare_archive() returns bigint
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    wanted record;
    made bigint := 0;
begin
    for wanted in
        select t.relation from jiancha._docket_tables() t where to_regclass(format('jiancha_archive.%I', t.relation)) is null order by t.relation
    loop
        execute format('create table jiancha_archive.%1$I (like jiancha.%1$I including comments) partition by range (docket_id)', wanted.relation);
        execute format('comment on table jiancha_archive.%I is %L', wanted.relation, format('归档: rows of jiancha.%s in attached volumes.', wanted.relation));
        execute format('alter table jiancha_archive.%I enable row level security', wanted.relation);
        made := made + 1;
    end loop;
    -- who reads the live table reads the archive; a policy that looks into another live table has no meaning here
    for wanted in
        select c.relname, p.polname, p.polpermissive, pg_get_expr(p.polqual, p.polrelid) as condition
        from pg_policy p
        join pg_class c on c.oid = p.polrelid
        join pg_class a on a.relname = c.relname and a.relnamespace = 'jiancha_archive'::regnamespace
        where c.relnamespace = 'jiancha'::regnamespace and pg_get_expr(p.polqual, p.polrelid) !~* '\mselect\M'
            and not exists (select from pg_policy q where q.polrelid = a.oid and q.polname = p.polname)
    loop
        execute format('create policy %I on jiancha_archive.%I as %s for select using (', wanted.polname, wanted.relname,
            case when wanted.polpermissive then 'permissive' else 'restrictive' end) || wanted.condition || ')';
    end loop;
    perform jiancha._guard_volume(c.relname)
    from pg_class c where c.relnamespace = 'jiancha_archive'::regnamespace and c.relkind = 'r';
    return made;
end
$$;
comment on function jiancha._prepare_archive() is 'Makes what is missing of schema jiancha_archive: a table partitioned by docket_id beside each table about dockets, its policies, the guards of volumes. Called by setup() as the owner.';

create function jiancha._retention(as_of timestamptz) returns table (years integer, time_zone text)
language sql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
    select greatest(m.value::integer, 3), c.time_zone
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.effective_param m on m.pack = s.pack and m.version = jiancha._pack_version(s.pack, _retention.as_of, s.calendar_code) and m.param = 'retention_years'
$$;
comment on function jiancha._retention(timestamptz) is 'How many years data stay online, by the pack in force at an instant, and the time zone in which they are counted.';

create function jiancha._archive_obstacles(from_docket bigint, to_docket bigint, as_of timestamptz)
returns table (docket_kind text, business_no text, obstacle text, until_at timestamptz)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    kept record;
begin
    if from_docket is null or to_docket is null or from_docket > to_docket then
        perform jiancha._raise('bad_value', 'from_docket', coalesce(from_docket::text, 'NULL'), coalesce(to_docket::text, 'NULL'), 'a range that is not empty');
    end if;
    if _archive_obstacles.as_of is null or not isfinite(_archive_obstacles.as_of) then
        perform jiancha._raise('bad_instant_of_question', coalesce(_archive_obstacles.as_of::text, 'NULL'));
    end if;
    select * into kept from jiancha._retention(_archive_obstacles.as_of);
    if kept.years is null then
        perform jiancha._raise('no_retention', _archive_obstacles.as_of::text);
    end if;
    return query
    with inside as materialized (
        select d.* from jiancha.docket d join jiancha.docket_kind k on k.kind = d.kind and not k.stays
        where d.docket_id between from_docket and to_docket),
    latest as (
        select i.docket_id, i.kind, i.business_no,
            ((greatest(i.closed_at, s.at, a.at) at time zone kept.time_zone) + make_interval(years => kept.years)) at time zone kept.time_zone as until_at
        from inside i
        left join lateral (select max(s.at) as at from jiancha.step s where s.docket_id = i.docket_id) s on true
        left join lateral (select max(a.at) as at from jiancha.signal_action a where a.docket_id = i.docket_id) a on true
        where i.closed_at is not null)
    select i.kind, i.business_no, 'open', null::timestamptz from inside i where i.closed_at is null
    union all
    select l.kind, l.business_no, 'too young', l.until_at from latest l where l.until_at > _archive_obstacles.as_of
    union all
    select i.kind, i.business_no, 'something is still to come', least(i.check_at, c.next_at)
    from inside i left join lateral (select min(c.next_at) as next_at from jiancha.clock c where c.docket_id = i.docket_id) c on true
    where i.check_at is not null or c.next_at is not null or i.quarantined
    union all
    -- an answer, an order, an inquiry, a complaint outside the range that is about a docket inside
    select i.kind, i.business_no, format('%s %s is open', o.kind, o.business_no), null
    from inside i
    join lateral (
        select g.signal_no as about from jiancha.signal g where g.docket_id = i.docket_id
        union all
        select i.business_no) b on true
    join lateral (
        select k.docket_id from jiancha.docket_key k where k.kind = 'signal' and k.business_no = b.about
        union all
        select q.docket_id from jiancha.inquiry q where q.signal_no = b.about
        union all
        select c.docket_id from jiancha.complaint c where c.case_no = b.about
        union all
        select s.docket_id from jiancha.supervision_order s where s.case_no = b.about
        union all
        select n.docket_id from jiancha.instrument n where n.case_no = b.about
        union all
        select f.docket_id from jiancha.finding f where f.case_no = b.about) x on x.docket_id not between from_docket and to_docket
    join jiancha.docket o on o.docket_id = x.docket_id and o.closed_at is null
    union all
    select i.kind, i.business_no, 'not sealed', null
    from inside i
    where i.docket_id in (
        select (jiancha._key_parts(u.key))[1]::bigint
        from jiancha.seal_pending p
        join jiancha._docket_tables() t on t.relation = p.relation
        cross join lateral unnest(p.keys) u (key))
    order by 1, 2, 3;
end
$$;
comment on function jiancha._archive_obstacles(bigint, bigint, timestamptz) is 'Does the work of archive_obstacles(), as the owner.';

create function jiancha.archive_obstacles(from_docket bigint, to_docket bigint, as_of timestamptz)
returns table (docket_kind text, business_no text, obstacle text, until_at timestamptz)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.archive_obstacles(bigint, bigint, timestamptz) is
    'What keeps a range of dockets out of the archive as of an instant, one row a docket and obstacle: open; too young (until_at: when it will not be, by retention_years of the pack from the last thing that happened); something is still to come (a sweep has to look at it); another docket about it that is open; not sealed. Empty: it can be archived. Kinds of docket that stay (docket_kind.stays) are left where they are and count for nothing. Errors: JC005 an empty range or no instant, JC004 the pack has no retention_years.';

create function jiancha._archive_volume(volume text, from_docket bigint, to_docket bigint, as_of timestamptz, decision_no text, caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    part record;
    problem record;
    stays bigint[];
    dockets bigint;
    moved bigint;
    deleted bigint;
begin
    if volume is null or volume !~ '^[a-z0-9_]{1,20}$' then
        perform jiancha._raise('bad_value', 'volume', left(coalesce(volume, 'NULL'), 60), 'archive_volume', 'small letters, digits, _, at most 20');
    end if;
    if btrim(coalesce(decision_no, '')) = '' then
        perform jiancha._raise('missing_value', 'decision_no', volume);
    end if;
    -- three years are three years: an instant to come does not make them pass
    if as_of > statement_timestamp() + interval '5 minutes' then
        perform jiancha._raise('in_the_future', 'as_of', as_of::text, volume, statement_timestamp()::text);
    end if;
    perform 1 from jiancha.docket d where d.docket_id between from_docket and to_docket order by d.docket_id for update;
    select o.* into problem from jiancha._archive_obstacles(from_docket, to_docket, as_of) o limit 1;
    if problem.obstacle is not null then
        perform jiancha._raise('not_archivable', volume, problem.docket_kind, problem.business_no, problem.obstacle, coalesce(problem.until_at::text, '-'));
    end if;
    if exists (select from jiancha.volume v where v.volume = _archive_volume.volume or int8range(v.from_docket, v.to_docket, '[]') && int8range(from_docket, to_docket, '[]')) then
        perform jiancha._raise('volume_exists', volume,
            (select v.volume from jiancha.volume v where v.volume = _archive_volume.volume or int8range(v.from_docket, v.to_docket, '[]') && int8range(from_docket, to_docket, '[]') limit 1));
    end if;
    stays := array(
        select d.docket_id from jiancha.docket d join jiancha.docket_kind k on k.kind = d.kind and k.stays where d.docket_id between from_docket and to_docket);
    select count(*) - cardinality(stays) into dockets from jiancha.docket d where d.docket_id between from_docket and to_docket;
    if dockets = 0 then
        perform jiancha._raise('empty_volume', volume);
    end if;
    insert into jiancha.volume (volume, from_docket, to_docket, as_of, decision_no, dockets, actor)
    values (volume, from_docket, to_docket, as_of, decision_no, dockets, caller::text);
    insert into jiancha.volume_act (volume, kind, at, reason, actor) values (volume, 'archive', as_of, decision_no, caller::text);
    -- what refers to another table is taken out before that
    for part in select t.* from jiancha._docket_tables() t order by t.referenced, t.relation loop
        execute format('select count(*) from jiancha.%I t where t.docket_id between $1 and $2 and t.docket_id <> all ($3)', part.relation)
        into moved using from_docket, to_docket, stays;
        continue when moved = 0;
        execute format('create table jiancha_archive.%I (like jiancha.%I including constraints including indexes)', part.relation || '_' || volume, part.relation);
        execute format('insert into jiancha_archive.%I select t.* from jiancha.%I t where t.docket_id between $1 and $2 and t.docket_id <> all ($3)',
            part.relation || '_' || volume, part.relation)
        using from_docket, to_docket, stays;
        execute format('delete from jiancha.%I t where t.docket_id between $1 and $2 and t.docket_id <> all ($3)', part.relation)
        using from_docket, to_docket, stays;
        get diagnostics deleted = row_count;
        if deleted <> moved then
            raise exception 'jiancha: % rows of % were to be moved, % were', moved, part.relation, deleted;
        end if;
        insert into jiancha.volume_content (volume, relation, rows) values (volume, part.relation, moved);
        execute format('alter table jiancha_archive.%I enable row level security', part.relation || '_' || volume);
        perform jiancha._guard_volume(part.relation || '_' || volume);
        execute format('alter table jiancha_archive.%I attach partition jiancha_archive.%I for values from (%s) to (%s)', part.relation,
            part.relation || '_' || volume, from_docket, to_docket + 1);
    end loop;
end
$$;
comment on function jiancha._archive_volume(text, bigint, bigint, timestamptz, text, name) is 'Does the work of archive_volume(), as the owner.';

create function jiancha.archive_volume(volume text, from_docket bigint, to_docket bigint, as_of timestamptz, decision_no text) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_archive_volume';
comment on function jiancha.archive_volume(text, bigint, bigint, timestamptz, text) is
    'Moves all rows of the dockets from from_docket to to_docket (docket_id, both included) out of the live tables into tables jiancha_archive.<relation>_<volume>, in this transaction; they are read in jiancha_archive.<relation>. Refused while archive_obstacles() returns a row. Numbers of the dockets stay taken. volume: small letters, digits, _, at most 20. Locks the dockets. Errors: JC005 a bad name or range, an instant to come, no decision; JC006 an obstacle, a volume of this name or range.';

create function jiancha._volume_lines(volume text) returns setof text
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp
    set datestyle = 'ISO, YMD' set timezone = 'UTC' set bytea_output = 'hex' set extra_float_digits = 1 set intervalstyle = 'postgres' set jit = off as $$
#variable_conflict use_variable
declare
    about record;
    part record;
begin
    select v.* into about from jiancha.volume v where v.volume = _volume_lines.volume;
    return next json_build_object('volume', about.volume, 'from_docket', about.from_docket::text, 'to_docket', about.to_docket::text,
        'rows', (select json_object_agg(c.relation, c.rows order by c.relation) from jiancha.volume_content c where c.volume = about.volume),
        'layouts', (select json_object_agg(y.relation || '/' || y.layout, to_json(y.columns) order by y.relation, y.layout)
                    from jiancha.seal_layout y join jiancha.volume_content c on c.volume = about.volume and c.relation = y.relation));
    for part in
        select c.relation, s.key_columns,
            (select array_agg(a.attname::text order by u.place)
             from pg_index i cross join lateral unnest(i.indkey::smallint[]) with ordinality u (attnum, place)
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum
             where i.indrelid = format('jiancha.%I', c.relation)::regclass and i.indisprimary) as primary_key
        from jiancha.volume_content c left join jiancha._sealed_relations() s on s.relation = c.relation
        where c.volume = about.volume
        order by c.relation
    loop
        if part.key_columns is null then
            -- what the engine derives is not sealed
            return query execute format(
                'select json_build_object(''relation'', $1, ''key'', k.key, ''row'', to_json(k.t))::text
                 from (select jiancha._row_key(t, $2) as key, t from jiancha_archive.%I t) k order by k.key collate "C"', part.relation || '_' || volume)
            using part.relation, part.primary_key;
        else
            return query execute format(
                'select json_build_object(''relation'', $1, ''key'', k.key, ''layout'', l.layout, ''seal_no'', l.seal_no, ''leaf_no'', l.leaf_no,
                    ''salt'', encode(l.salt, ''hex''), ''texts'', to_json(jiancha._row_texts(k.t, y.columns)),
                    ''redacted'', (select json_object_agg(r.column_name, encode(r.digest, ''hex'') order by r.column_name)
                                   from jiancha.redaction r where r.relation = $1 and r.key = k.key))::text
                 from (select jiancha._row_key(t, $2) as key, t from jiancha_archive.%I t) k
                 left join jiancha.seal_leaf l on l.relation = $1 and l.key = k.key
                 left join jiancha.seal_layout y on y.relation = $1 and y.layout = l.layout
                 order by k.key collate "C"', part.relation || '_' || volume)
            using part.relation, part.key_columns;
        end if;
    end loop;
    return query
    with used as (
        select distinct l.seal_no
        from jiancha.volume_content c
        join jiancha.seal_leaf l on l.relation = c.relation
        where c.volume = about.volume and jiancha._in_volume(l.relation, l.key, about.from_docket, about.to_docket)
    )
    select o.line
    from (
        select u.seal_no, 0 as place, json_build_object('seal_no', s.seal_no, 'sealed_at', jiancha._seal_instant(s.sealed_at), 'leaves', s.leaves, 'root', encode(s.root, 'hex'),
            'chain_before', coalesce((select encode(b.chain, 'hex') from jiancha.seal b where b.seal_no = s.seal_no - 1), ''), 'chain', encode(s.chain, 'hex'))::text as line
        from used u join jiancha.seal s using (seal_no)
        union all
        select l.seal_no, (l.leaf_no - 1) / 1000 + 1, json_build_object('seal_no', l.seal_no, 'from', min(l.leaf_no),
            'hashes', string_agg(encode(l.hash, 'hex'), '' order by l.leaf_no))::text
        from used u join jiancha.seal_leaf l using (seal_no)
        group by l.seal_no, (l.leaf_no - 1) / 1000) o
    order by o.seal_no, o.place;
end
$$;
comment on function jiancha._volume_lines(text) is 'Lines of export_volume(); the tables of the volume may be attached or not.';

create function jiancha._in_volume(relation text, key text, from_docket bigint, to_docket bigint) returns boolean
language sql immutable parallel safe
begin atomic
    select case when split_part(key, '/', 1) ~ '^-?[0-9]{1,19}$' then split_part(key, '/', 1)::numeric between from_docket and to_docket else false end;
end;
comment on function jiancha._in_volume(text, text, bigint, bigint) is 'Whether the key of a row about a docket lies in a range of dockets.';

create function jiancha._archived(docket_kind text, business_no text, orgs text[]) returns boolean
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select exists (
        select from jiancha.docket_key k
        where k.kind = _archived.docket_kind and k.business_no = _archived.business_no
            and not exists (select from jiancha.docket d where d.docket_id = k.docket_id)
            -- of another's archive it is not said that it is there
            and (_archived.orgs is null
                or exists (select from jiancha_archive.docket a where a.docket_id = k.docket_id
                           and (a.org_code = any (_archived.orgs) or a.origin_org_code = any (_archived.orgs)))))
$$;
comment on function jiancha._archived(text, text, text[]) is 'Whether a docket was moved into a volume; with organisations: whether into an attached one, of one of these.';

create function jiancha._volume_state(volume text) returns text
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select case a.kind when 'detach' then 'detached' else 'attached' end
    from jiancha.volume_act a where a.volume = _volume_state.volume order by a.seq desc limit 1
$$;
comment on function jiancha._volume_state(text) is 'attached or detached; NULL: there is no such volume.';

create function jiancha._export_volume(volume text) returns table (no bigint, line text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if jiancha._volume_state(volume) is distinct from 'attached' then
        perform jiancha._raise('volume_state', coalesce(volume, 'NULL'), coalesce(jiancha._volume_state(volume), '-'), 'attached');
    end if;
    return query select l.no, l.line from jiancha._volume_lines(volume) with ordinality l (line, no);
end
$$;
comment on function jiancha._export_volume(text) is 'Does the work of export_volume(), as the owner.';

create function jiancha.export_volume(volume text) returns table (no bigint, line text)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.export_volume(text) is
    'A volume as lines of JSON, for a file that is kept elsewhere: what is in it, each row as it is sealed (texts of its columns, salt, place in its seal), and the hashes of the seals. docs/verify_volume.py checks the file with SHA-256 alone. The same bytes each time: psql -At -c "select line from jiancha.export_volume(…) order by no" > file, and sha256sum says of the file what detach_volume() wants to hear. Holds all contents, secret ones too: superusers only. Errors: JC006 no such volume, or it is detached.';

create function jiancha._lines_sha256(query text, volume text) returns bytea
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_lines_sha256';
comment on function jiancha._lines_sha256(text, text) is 'SHA-256 of the lines a query returns of a volume, $1, a line feed behind each.';

create function jiancha._volume_sha256(volume text) returns text
language sql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
    select encode(jiancha._lines_sha256('select l from jiancha._volume_lines($1) l', volume), 'hex')
$$;
comment on function jiancha._volume_sha256(text) is 'SHA-256 of the export of a volume, in hexadecimal digits.';

create function jiancha._detach_volume(volume text, sha256 text, at timestamptz, reason text, caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    part record;
    problem record;
    found_digest text;
begin
    if jiancha._volume_state(_detach_volume.volume) is distinct from 'attached' then
        perform jiancha._raise('volume_state', coalesce(_detach_volume.volume, 'NULL'), coalesce(jiancha._volume_state(_detach_volume.volume), '-'), 'attached');
    end if;
    if _detach_volume.at is null or not isfinite(_detach_volume.at) then
        perform jiancha._raise('bad_value', 'at', coalesce(_detach_volume.at::text, 'NULL'), _detach_volume.volume, 'a finite instant');
    end if;
    if btrim(coalesce(_detach_volume.reason, '')) = '' then
        perform jiancha._raise('missing_value', 'reason', _detach_volume.volume);
    end if;
    for part in
        select v.problem, v.relation, v.key from jiancha._verify_seals() v
        join jiancha.volume o on o.volume = _detach_volume.volume
        where v.key is null or jiancha._in_volume(v.relation, v.key, o.from_docket, o.to_docket) limit 1
    loop
        perform jiancha._raise('volume_not_as_sealed', _detach_volume.volume, part.problem, coalesce(part.relation, '-'), coalesce(part.key, '-'));
    end loop;
    found_digest := jiancha._volume_sha256(_detach_volume.volume);
    if found_digest is distinct from lower(btrim(_detach_volume.sha256)) then
        perform jiancha._raise('volume_digest', _detach_volume.volume, coalesce(left(_detach_volume.sha256, 64), 'NULL'), found_digest);
    end if;
    for part in select c.relation from jiancha.volume_content c where c.volume = _detach_volume.volume order by c.relation loop
        execute format('alter table jiancha_archive.%I detach partition jiancha_archive.%I', part.relation, part.relation || '_' || _detach_volume.volume);
    end loop;
    insert into jiancha.volume_act (volume, kind, at, sha256, reason, actor)
    values (_detach_volume.volume, 'detach', _detach_volume.at, found_digest, _detach_volume.reason, caller::text);
end
$$;
comment on function jiancha._detach_volume(text, text, timestamptz, text, name) is 'Does the work of detach_volume(), as the owner.';

create function jiancha.detach_volume(volume text, sha256 text, at timestamptz, reason text) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.detach_volume(text, text, timestamptz, text) is
    'Takes a volume out of jiancha_archive.<relation>. sha256: what sha256sum says of the file with the lines of export_volume(); it must be what is computed again here, and every sealed row must be as it was sealed. reason: why, and where the file is. The tables stay, are dumped and dropped by whoever may; pg_dump -t ''jiancha_archive.*_<volume>'' takes them. Errors: JC005 no instant, no reason; JC006 not attached, another digest, a row that is not as it was sealed.';

create function jiancha._attach_volume(volume text, at timestamptz, reason text, caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    about record;
    part record;
    kept text;
    found_digest text;
begin
    select v.* into about from jiancha.volume v where v.volume = _attach_volume.volume;
    if jiancha._volume_state(_attach_volume.volume) is distinct from 'detached' then
        perform jiancha._raise('volume_state', coalesce(_attach_volume.volume, 'NULL'), coalesce(jiancha._volume_state(_attach_volume.volume), '-'), 'detached');
    end if;
    if _attach_volume.at is null or not isfinite(_attach_volume.at) then
        perform jiancha._raise('bad_value', 'at', coalesce(_attach_volume.at::text, 'NULL'), _attach_volume.volume, 'a finite instant');
    end if;
    for part in select c.relation from jiancha.volume_content c where c.volume = _attach_volume.volume order by c.relation loop
        if to_regclass(format('jiancha_archive.%I', part.relation || '_' || _attach_volume.volume)) is null then
            perform jiancha._raise('volume_table_missing', _attach_volume.volume, part.relation || '_' || _attach_volume.volume);
        end if;
    end loop;
    select a.sha256 into kept from jiancha.volume_act a where a.volume = _attach_volume.volume and a.kind = 'detach' order by a.seq desc limit 1;
    found_digest := jiancha._volume_sha256(_attach_volume.volume);
    if found_digest is distinct from kept then
        perform jiancha._raise('volume_digest', _attach_volume.volume, found_digest, kept);
    end if;
    for part in select c.relation from jiancha.volume_content c where c.volume = _attach_volume.volume order by c.relation loop
        execute format('alter table jiancha_archive.%I enable row level security', part.relation || '_' || _attach_volume.volume);
        perform jiancha._guard_volume(part.relation || '_' || _attach_volume.volume);
        execute format('alter table jiancha_archive.%I attach partition jiancha_archive.%I for values from (%s) to (%s)', part.relation,
            part.relation || '_' || _attach_volume.volume, about.from_docket, about.to_docket + 1);
    end loop;
    insert into jiancha.volume_act (volume, kind, at, sha256, reason, actor)
    values (_attach_volume.volume, 'attach', _attach_volume.at, found_digest, _attach_volume.reason, caller::text);
end
$$;
comment on function jiancha._attach_volume(text, timestamptz, text, name) is 'Does the work of attach_volume(), as the owner.';

create function jiancha.attach_volume(volume text, at timestamptz, reason text) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.attach_volume(text, timestamptz, text) is
    'Takes a detached volume back, so that it is read in jiancha_archive.<relation>: its tables must be there (restored from a dump, owned by the records'' owner) and give the very digest under which it was detached. Errors: JC005 no instant; JC006 not detached, a table is missing, another digest.';
