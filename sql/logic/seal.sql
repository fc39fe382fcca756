-- Seals. What is hashed, and how, is written down in docs/security.md; docs/verify_proof.py checks a row without PostgreSQL.

create function jiancha._seal_append() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_seal_append';
comment on function jiancha._seal_append() is 'AFTER INSERT FOR EACH STATEMENT with a transition table, on append-only tables: enters the keys of the rows into seal_pending.';

create function jiancha._key_parts(key text) returns text[]
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_key_parts';
comment on function jiancha._key_parts(text) is 'Values of a key of seal_leaf.';

create function jiancha._row_key(row_value record, columns text[]) returns text
language c stable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_row_key';
comment on function jiancha._row_key(record, text[]) is 'Key of a row from its key columns, as seal_leaf has it.';

create function jiancha._row_texts(row_value record, columns text[]) returns text[]
language c stable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_row_texts';
comment on function jiancha._row_texts(record, text[]) is 'Canonical texts of columns of a row.';

create function jiancha._leaf_hash(row_value record, columns text[], head text, salt bytea, known integer[], digests bytea) returns bytea
language c stable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_leaf_hash';
comment on function jiancha._leaf_hash(record, text[], text, bytea, integer[], bytea) is
    'Hash of a row: known and digests give the numbers and the digests of columns that were redacted.';

create function jiancha._leaf_head(relation text, layout integer, key text) returns text
language sql immutable strict parallel safe
begin atomic
    select relation || E'\n' || layout::text || E'\n' || key;
end;
comment on function jiancha._leaf_head(text, integer, text) is 'What is hashed of a row beside its columns.';

create function jiancha._merkle_root(leaves bytea[]) returns bytea
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_merkle_root';
comment on function jiancha._merkle_root(bytea[]) is 'Root of the tree over hashes (RFC 6962, SHA-256); NULL for none.';

create function jiancha._merkle_proof(leaves bytea[], place integer, out step integer, out side text, out hash bytea) returns setof record
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_merkle_proof';
comment on function jiancha._merkle_proof(bytea[], integer) is 'Siblings on the way from a leaf (from 1) to the root, the lowest first.';

create function jiancha._seal_instant(at timestamptz) returns text
language sql immutable strict parallel safe
begin atomic
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end;
comment on function jiancha._seal_instant(timestamptz) is 'An instant as it is hashed: UTC, microseconds.';

create function jiancha._seal_chain(before bytea, seal_no bigint, leaves bigint, sealed_at timestamptz, root bytea) returns bytea
language sql immutable parallel safe
begin atomic
    select sha256('\x02'::bytea || coalesce(before, ''::bytea) || int8send(seal_no) || int8send(leaves)
        || convert_to(jiancha._seal_instant(sealed_at), 'UTF8') || root);
end;
comment on function jiancha._seal_chain(bytea, bigint, bigint, timestamptz, bytea) is 'Link of the chain of seals.';

create function jiancha._sealed_relations(out relation text, out key_columns text[], out columns text[], out key_match text, out source text) returns setof record
language sql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
    select c.relname::text, k.key_columns,
        (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            -- a label that the engine keeps is no part of what happened; the guard lets it pass and names it
            and not exists (select from pg_trigger g
                            where g.tgrelid = c.oid and g.tgname = 'append_only' and a.attname = any (string_to_array(split_part(encode(g.tgargs, 'escape'), '\000', 1), ',')))),
        k.key_match,
        case when to_regclass(format('jiancha_archive.%I', c.relname)) is null then format('jiancha.%I', c.relname)
            else format('(select %2$s from jiancha.%1$I union all select %2$s from jiancha_archive.%1$I)', c.relname,
                (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) end
    from pg_class c
    cross join lateral (
        select array_agg(a.attname::text order by u.place) as key_columns,
            string_agg(format('t.%I = (l.parts[%s])::%s', a.attname, u.place, format_type(a.atttypid, null)), ' and ' order by u.place) as key_match
        from pg_index i
        cross join lateral unnest(i.indkey::smallint[]) with ordinality u (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
        where i.indrelid = c.oid and i.indisprimary) k
    where c.relnamespace = 'jiancha'::regnamespace and c.relkind in ('r', 'p')
        -- what was sealed stays sealed, though somebody takes the trigger off; one look into the index for each table
        and (exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'seal_append')
            or (select true from jiancha.seal_leaf l where l.relation = c.relname limit 1)
            or c.relname in (select p.relation from jiancha.seal_pending p))
$$;
comment on function jiancha._sealed_relations() is 'Tables whose rows are sealed, by their trigger or by what was sealed of them, with their key, the columns that are hashed, how a row is found by its key, and where: the table itself and what was moved from it into attached volumes.';

create function jiancha._seal_existing(relation text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD' set timezone = 'UTC' as $$
begin
    execute format(
        'insert into jiancha.seal_pending (relation, keys)
         select $1, array_agg(k.key)
         from (select jiancha._row_key(t, r.key_columns) as key, row_number() over () / 1000 as part
               from jiancha._sealed_relations() r cross join jiancha.%I t where r.relation = $1) k
         where not exists (select from jiancha.seal_leaf l where l.relation = $1 and l.key = k.key)
         group by k.part', relation)
    using relation;
end
$$;
comment on function jiancha._seal_existing(text) is 'Enters the rows of a table that is sealed from now on, and that are not sealed yet, into seal_pending; when setup() makes its trigger.';

create function jiancha._seal(as_of timestamptz, out seal_no bigint, out leaves bigint, out root text, out chain text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set datestyle = 'ISO, YMD' set timezone = 'UTC' set bytea_output = 'hex' set jit = off as $$
declare
    before record;
    part record;
    about record;
    layout_no integer;
    more bigint;
    root_hash bytea;
    chain_hash bytea;
begin
    -- one seal at a time; who appends never touches this table
    lock table jiancha.seal in share row exclusive mode;
    select s.seal_no, s.chain into before from jiancha.seal s order by s.seal_no desc limit 1;
    seal_no := coalesce(before.seal_no, 0) + 1;
    leaves := 0;
    for part in
        -- what this statement sees is what is sealed; what commits later waits for the next seal
        with taken as (
            delete from jiancha.seal_pending p returning p.relation, p.keys)
        select t.relation, array_agg(distinct k.key) as keys
        from taken t cross join lateral unnest(t.keys) k (key)
        group by t.relation order by t.relation
    loop
        select * into strict about from jiancha._sealed_relations() r where r.relation = part.relation;
        select max(y.layout) into layout_no from jiancha.seal_layout y where y.relation = part.relation and y.columns = about.columns;
        if layout_no is null then
            insert into jiancha.seal_layout (relation, layout, columns)
            select part.relation, coalesce(max(y.layout), 0) + 1, about.columns from jiancha.seal_layout y where y.relation = part.relation
            returning layout into layout_no;
        end if;
        execute format(
            'insert into jiancha.seal_leaf (seal_no, leaf_no, relation, key, layout, salt, hash)
             select $1, $2 + row_number() over (order by x.key collate "C"), $3, x.key, $4, x.salt,
                jiancha._leaf_hash(x.row_value, $5, jiancha._leaf_head($3, $4, x.key), x.salt, ''{}'', '''')
             from (select l.key, t as row_value, uuid_send(gen_random_uuid()) as salt
                   from (select u.key, jiancha._key_parts(u.key) as parts from unnest($6) u (key)
                         where not exists (select from jiancha.seal_leaf s where s.relation = $3 and s.key = u.key) offset 0) l
                   join jiancha.%I t on %s offset 0) x', part.relation, about.key_match)
        using seal_no, leaves, part.relation, layout_no, about.columns, part.keys;
        get diagnostics more = row_count;
        leaves := leaves + more;
        -- a row that is gone before it was sealed stays listed, and verify_seals() names it
        insert into jiancha.seal_pending (relation, keys)
        select part.relation, array_agg(k.key)
        from unnest(part.keys) k (key)
        where not exists (select from jiancha.seal_leaf s where s.relation = part.relation and s.key = k.key)
        having count(*) > 0;
    end loop;
    if leaves = 0 then
        seal_no := null; leaves := null;
        return;
    end if;
    select jiancha._merkle_root(array_agg(l.hash order by l.leaf_no)) into root_hash from jiancha.seal_leaf l where l.seal_no = _seal.seal_no;
    chain_hash := jiancha._seal_chain(before.chain, seal_no, leaves, as_of, root_hash);
    insert into jiancha.seal (seal_no, sealed_at, leaves, root, chain) values (seal_no, as_of, leaves, root_hash, chain_hash);
    root := encode(root_hash, 'hex');
    chain := encode(chain_hash, 'hex');
end
$$;
comment on function jiancha._seal(timestamptz) is 'Seals what waits, as the records'' owner; see jiancha.seal().';

create function jiancha.seal(as_of timestamptz, out seal_no bigint, out leaves bigint, out root text, out chain text)
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_seal';
comment on function jiancha.seal(timestamptz) is
    'Seals all rows appended since the last seal: hashes each, makes a tree of the hashes and chains its root. Returns number, rows, root and chain (hex), NULL if nothing waited. Nobody who appends waits for it, a row whose transaction is slow is sealed the next time, none is sealed twice. Print the chain and keep it elsewhere. Errors: JC005 an instant that is not finite.';

create function jiancha._verify_seals()
returns table (problem text, seal_no bigint, relation text, key text, detail text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set datestyle = 'ISO, YMD' set timezone = 'UTC' set bytea_output = 'hex' set jit = off as $$
#variable_conflict use_column
declare
    about record;
    away int8multirange;
begin
    away := coalesce((select range_agg(int8range(v.from_docket, v.to_docket, '[]')) from jiancha.volume v where jiancha._volume_state(v.volume) = 'detached'), '{}');

    -- the chain, and numbers that are missing in it
    return query
    select 'seal missing', n.seal_no, null::text, null::text, 'no seal has this number'
    from generate_series(1, (select max(s.seal_no) from jiancha.seal s)) n (seal_no)
    where not exists (select from jiancha.seal s where s.seal_no = n.seal_no);
    return query
    select 'chain broken', s.seal_no, null::text, null::text, 'number, instant, root or the seal before it was changed'
    from (select s.*, lag(s.chain) over (order by s.seal_no) as before from jiancha.seal s) s
    where s.chain <> jiancha._seal_chain(s.before, s.seal_no, s.leaves, s.sealed_at, s.root);
    -- the trees
    return query
    select 'tree broken', s.seal_no, null::text, null::text,
        case when l.leaves is distinct from s.leaves then format('%s of %s leaves are there', coalesce(l.leaves, 0), s.leaves)
            else 'the leaves do not make the root' end
    from jiancha.seal s
    left join (
        select l.seal_no, count(*) as leaves, max(l.leaf_no) as last_no, jiancha._merkle_root(array_agg(l.hash order by l.leaf_no)) as root
        from jiancha.seal_leaf l group by l.seal_no) l using (seal_no)
    where (l.leaves, l.last_no, l.root) is distinct from (s.leaves, s.leaves::integer, s.root);
    return query
    select 'leaf without a seal', l.seal_no, l.relation, l.key, 'its seal is gone'
    from jiancha.seal_leaf l where not exists (select from jiancha.seal s where s.seal_no = l.seal_no);

    -- tables that are gone as a whole
    return query
    select 'removed', null::bigint, l.relation, null::text, format('the table is gone, and with it %s sealed rows', count(*))
    from jiancha.seal_leaf l
    where not exists (select from pg_class c where c.relnamespace = 'jiancha'::regnamespace and c.relkind in ('r', 'p') and c.relname = l.relation)
    group by l.relation;

    -- the rows, table by table; a leaf whose layout somebody took away cannot be checked, and so is not what was sealed
    for about in select * from jiancha._sealed_relations() loop
        return query execute format(
            'select case when t is null then ''removed'' else ''changed'' end, l.seal_no, l.relation, l.key,
                case when t is null then ''the sealed row is gone'' else ''the row is not what was sealed'' end
             from (select l.*, jiancha._key_parts(l.key) as parts, y.columns
                   from jiancha.seal_leaf l left join jiancha.seal_layout y on y.relation = l.relation and y.layout = l.layout
                   where l.relation = $1
                       -- what was detached is checked when it comes back
                       and not coalesce($3 and $2 @> split_part(l.key, ''/'', 1)::bigint
                           and not exists (select from jiancha.docket d where d.docket_id = split_part(l.key, ''/'', 1)::bigint), false) offset 0) l
             left join %s t on %s
             left join lateral (
                select array_agg(array_position(l.columns, r.column_name) order by array_position(l.columns, r.column_name)) as known,
                    string_agg(r.digest, ''''::bytea order by array_position(l.columns, r.column_name)) as digests
                from jiancha.redaction r where r.relation = l.relation and r.key = l.key) d on true
             where t is null
                or l.hash is distinct from jiancha._leaf_hash(t, l.columns, jiancha._leaf_head(l.relation, l.layout, l.key), l.salt,
                    coalesce(d.known, ''{}''), coalesce(d.digests, ''''::bytea))', about.source, about.key_match)
        using about.relation, away, about.key_columns[1] = 'docket_id';
        return query execute format(
            'select ''inserted'', null::bigint, $1, k.key, ''no insert of it was recorded''
             from (select jiancha._row_key(t, $2) as key from %s t) k
             where not exists (select from jiancha.seal_leaf l where l.relation = $1 and l.key = k.key)
                and not exists (select from jiancha.seal_pending p cross join lateral unnest(p.keys) u (key) where p.relation = $1 and u.key = k.key)', about.source)
        using about.relation, about.key_columns;
        return query execute format(
            'select ''removed'', null::bigint, l.relation, l.key, ''the row is gone and was never sealed''
             from (select p.relation, u.key, jiancha._key_parts(u.key) as parts from jiancha.seal_pending p cross join lateral unnest(p.keys) u (key)
                   where p.relation = $1 offset 0) l
             left join %s t on %s where t is null', about.source, about.key_match)
        using about.relation;
    end loop;
end
$$;
comment on function jiancha._verify_seals() is 'Does the work of verify_seals(), as the owner.';

create function jiancha.verify_seals()
returns table (problem text, seal_no bigint, relation text, key text, detail text)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.verify_seals() is
    'What of the sealed records is not as it was sealed: changed, removed, inserted (a row whose insert was not recorded), tree broken, chain broken, seal missing, leaf without a seal. Empty when all is well. Reads and hashes every sealed row, those of attached volumes too; what was detached is checked when it is attached again. A chain that was printed earlier must still stand in jiancha.seal: compare it by hand.';

create function jiancha.seal_proof(relation text, key text) returns jsonb
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set datestyle = 'ISO, YMD' set timezone = 'UTC' set bytea_output = 'hex' set jit = off as $$
declare
    leaf record;
    about record;
    texts text[];
begin
    select l.*, y.columns, s.sealed_at, s.leaves, s.root, s.chain, b.chain as before
    into leaf
    from jiancha.seal_leaf l
    join jiancha.seal_layout y on y.relation = l.relation and y.layout = l.layout
    join jiancha.seal s on s.seal_no = l.seal_no
    left join jiancha.seal b on b.seal_no = l.seal_no - 1
    where l.relation = seal_proof.relation and l.key = seal_proof.key;
    if not found then
        perform jiancha._raise('not_sealed', seal_proof.relation, seal_proof.key);
    end if;
    select * into strict about from jiancha._sealed_relations() r where r.relation = seal_proof.relation;
    execute format('select jiancha._row_texts(t, $2) from (select jiancha._key_parts($1) as parts) l join %s t on %s', about.source, about.key_match)
    into texts using seal_proof.key, leaf.columns;
    return jsonb_build_object(
        'relation', leaf.relation, 'key', leaf.key, 'layout', leaf.layout, 'salt', encode(leaf.salt, 'hex'),
        'columns', (
            select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('no', c.no, 'name', c.name,
                    'text', case when r.digest is null then texts[c.no] end, 'redacted', encode(r.digest, 'hex')))
                order by c.no)
            from unnest(leaf.columns) with ordinality c (name, no)
            left join jiancha.redaction r on r.relation = leaf.relation and r.key = leaf.key and r.column_name = c.name),
        'leaf', encode(leaf.hash, 'hex'), 'leaf_no', leaf.leaf_no,
        'steps', coalesce((
            select jsonb_agg(jsonb_build_object('side', p.side, 'hash', encode(p.hash, 'hex')) order by p.step)
            from jiancha._merkle_proof((select array_agg(o.hash order by o.leaf_no) from jiancha.seal_leaf o where o.seal_no = leaf.seal_no), leaf.leaf_no) p), '[]'),
        'root', encode(leaf.root, 'hex'), 'seal_no', leaf.seal_no, 'leaves', leaf.leaves, 'sealed_at', jiancha._seal_instant(leaf.sealed_at),
        'chain_before', coalesce(encode(leaf.before, 'hex'), ''), 'chain', encode(leaf.chain, 'hex'));
end
$$;
comment on function jiancha.seal_proof(text, text) is
    'Everything by which one row can be checked with SHA-256 alone: its columns, the hashes on the way to the root, the link of the chain. docs/verify_proof.py does it. relation and key as in jiancha.seal_leaf. Errors: JC004 no such row is sealed.';

create function jiancha._redact(relation text, key text, column_name text, decision_no text, reason text, at timestamptz, caller text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set datestyle = 'ISO, YMD' set timezone = 'UTC' set bytea_output = 'hex' as $$
declare
    leaf record;
    about record;
    type text;
    content text;
    there bigint;
begin
    if btrim(coalesce(_redact.decision_no, '')) = '' or btrim(coalesce(_redact.reason, '')) = '' then
        perform jiancha._raise('redaction_needs_decision', _redact.relation, _redact.key);
    end if;
    select l.*, y.columns into leaf
    from jiancha.seal_leaf l join jiancha.seal_layout y on y.relation = l.relation and y.layout = l.layout
    where l.relation = _redact.relation and l.key = _redact.key;
    if not found then
        perform jiancha._raise('not_sealed', _redact.relation, _redact.key);
    end if;
    select * into strict about from jiancha._sealed_relations() r where r.relation = _redact.relation;
    select format_type(a.atttypid, null) into type
    from pg_attribute a
    where a.attrelid = format('jiancha.%I', _redact.relation)::regclass and a.attname = _redact.column_name and a.attnum > 0 and not a.attisdropped;
    -- contents that people wrote and nothing is derived from
    if type is null or not exists (
        select from (values ('case_file', 'applicant'), ('case_file', 'subject'), ('case_file', 'data'), ('step', 'opinion'), ('step', 'reason'),
            ('step', 'data'), ('signal_action', 'text'), ('quarantine', 'message'), ('quarantine', 'detail'),
            ('accountability', 'reason'), ('case_document', 'name'), ('complainant', 'contact'), ('complainant', 'identity_number'), ('complainant', 'name'),
            ('complainant', 'original_text'), ('complaint', 'subject'), ('complaint', 'text'), ('complaint_act', 'person'), ('complaint_act', 'reason'),
            ('complaint_act', 'result'), ('complaint_act', 'text'), ('complaint_publication', 'text'), ('finding', 'text'), ('identity_read', 'reason'),
            ('instrument', 'text'), ('opinion', 'text'), ('supervision_order', 'text')) c (relation, column_name)
        where (c.relation, c.column_name) = (_redact.relation, _redact.column_name))
        or (_redact.column_name = 'data' and _redact.relation = 'step' and exists (
            select from jiancha.step s
            where s.docket_id = (jiancha._key_parts(_redact.key))[1]::bigint and s.seq = (jiancha._key_parts(_redact.key))[2]::bigint
                and s.kind in ('extend', 'transfer', 'begin_special', 'end_special'))) then
        perform jiancha._raise('not_redactable', coalesce(_redact.column_name, 'NULL'), _redact.relation);
    end if;
    if exists (select from jiancha.redaction r where r.relation = _redact.relation and r.key = _redact.key and r.column_name = _redact.column_name) then
        perform jiancha._raise('redacted_already', _redact.column_name, _redact.relation, _redact.key);
    end if;
    execute format('select (jiancha._row_texts(t, array[$2]))[1] from (select jiancha._key_parts($1) as parts) l join jiancha.%I t on %s', about.relation, about.key_match)
    into content using _redact.key, _redact.column_name;
    get diagnostics there = row_count;
    if there = 0 then
        perform jiancha._raise('row_archived', _redact.relation, _redact.key);
    end if;
    insert into jiancha.redaction (relation, key, column_name, digest, decision_no, reason, at, actor)
    values (_redact.relation, _redact.key, _redact.column_name,
        sha256(leaf.salt || int4send(array_position(leaf.columns, _redact.column_name))
            || case when content is null then '\x00'::bytea else '\x01'::bytea || convert_to(content, 'UTF8') end),
        _redact.decision_no, _redact.reason, _redact.at, _redact.caller);
    execute format('update jiancha.%I t set %I = %L from (select jiancha._key_parts($1) as parts) l where %s', about.relation, _redact.column_name,
        case type when 'jsonb' then '"〔已遮盖〕"' else '〔已遮盖〕' end, about.key_match)
    using _redact.key;
end
$$;
comment on function jiancha._redact(text, text, text, text, text, timestamptz, text) is 'Takes a content out of a sealed row, as the records'' owner; see jiancha.redact().';

create function jiancha.redact(relation text, key text, column_name text, decision_no text, reason text, at timestamptz) returns void
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_redact';
comment on function jiancha.redact(text, text, text, text, text, timestamptz) is
    'Takes the content of one column out of a sealed row, by a decision and with a reason: in its place stands 〔已遮盖〕, its digest is kept, so the seals still hold, and the act is itself sealed. Only texts and JSON that nothing is derived from, never a key or a code. Errors: JC004 no such row is sealed, JC005 no decision, no reason or a column that cannot be redacted, JC006 done already.';
