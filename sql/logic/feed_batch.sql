-- A delivery as a whole: who sends it, whether it is taken, what came of it.

create function jiancha._feed_reject(source text, batch_no text, org_code text, received bigint, header jsonb, problem text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    insert into jiancha.feed_batch (batch_id, source, batch_no, org_code, interface_version, state, problem, received, landed, present, quarantined, actor,
        transaction)
    values (nextval('jiancha.record_seq'), left(_feed_reject.source, 200), left(_feed_reject.batch_no, 200), _feed_reject.org_code,
        left(header ->> 'interface_version', 200), 'rejected', _feed_reject.problem, _feed_reject.received, 0, 0, 0, caller::text,
        pg_current_xact_id()::text);
    perform jiancha._raise('feed_rejected', coalesce(_feed_reject.source, 'NULL'), coalesce(_feed_reject.batch_no, 'heartbeat'),
        jiancha._message(_feed_reject.problem[1], 'text', _feed_reject.problem[2:]));
end
$$;
comment on function jiancha._feed_reject(text, text, text, bigint, jsonb, text[], name) is
    'Records a delivery that is rejected as a whole and warns: an error would take the record of it away.';

create function jiancha._feed_settle(via text, mapping jsonb, feed jsonb, batch bigint, problems jsonb) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    -- what is open of this source may have landed now: the same record, or one with its key
    if exists (select from jiancha.feed_error e where e.source = feed ->> 'source' and e.state = 'open') then
        with given as materialized (
            select problems ? g.no::text as bad, g.record, m.layout, m.target, k.v[2] as business_no, jiancha._feed_integer(k.v[3]) as step_no,
                coalesce(g.fields, jsonb_strip_nulls(jsonb_object((jiancha._feed_columns(m.target))[: cardinality(g.texts)], g.texts))) as fields
            from jiancha._feed_given(via) g
            join jsonb_to_recordset(mapping) m (layout text, record text, target text, names text[]) on m.record = g.record and m.layout = coalesce(g.layout, feed ->> 'layout')
            cross join lateral (
                select case when via = 'record' then jiancha._feed_pick(g.fields, m.names, jiancha._feed_kinds(m.target))
                    else jiancha._feed_clean(g.texts, jiancha._feed_kinds(m.target)) end as v) k)
        update jiancha.feed_error e set state = 'landed', settled_by = batch, settled_at = now()
        from given r
        where not r.bad and e.source = feed ->> 'source' and e.state = 'open' and e.record = r.record and e.layout = r.layout and e.business_no is not distinct from r.business_no
            and (e.fields = r.fields or (e.business_no is not null and (e.target = 'case' or (e.target = 'step' and e.step_no = r.step_no))))
            -- given once more as it was, it is as wrong as it was
            and not exists (select from given b where b.bad and b.record = e.record and b.fields = e.fields);
    end if;

    if problems <> '{}' then
        with bad as materialized (
            select g.row_no, coalesce(g.layout, feed ->> 'layout') as layout, g.record, m.target, k.v[2] as business_no,
                case when m.target = 'step' then jiancha._feed_integer(k.v[3]) end as step_no,
                array(select jsonb_array_elements_text(p.value)) as problem,
                coalesce(g.fields, jsonb_strip_nulls(jsonb_object((jiancha._feed_columns(m.target))[: cardinality(g.texts)], g.texts))) as fields, k.v
            from jsonb_each(problems) p
            join jiancha._feed_given(via) g on g.no = p.key::bigint
            left join jsonb_to_recordset(mapping) m (layout text, record text, target text, names text[]) on m.record = g.record and m.layout = coalesce(g.layout, feed ->> 'layout')
            cross join lateral (
                select case when via = 'record' then jiancha._feed_pick(g.fields, m.names, jiancha._feed_kinds(m.target))
                    else jiancha._feed_clean(g.texts, jiancha._feed_kinds(m.target)) end as v) k),
        -- another record of the same key takes the place of one that was put aside
        replaced as (
            update jiancha.feed_error e set state = 'replaced', settled_by = batch, settled_at = now()
            from bad b
            where e.source = feed ->> 'source' and e.state = 'open' and e.record = b.record and e.layout = b.layout and e.business_no = b.business_no
                and (e.target = 'case' or (e.target = 'step' and e.step_no = b.step_no)) and e.fields is distinct from b.fields)
        insert into jiancha.feed_error (batch_id, source, org_code, layout, record, row_no, target, business_no, step_no, problem, field, value, fields)
        select batch, feed ->> 'source', feed ->> 'org_code', coalesce(b.layout, ''), coalesce(b.record, ''), b.row_no, b.target, b.business_no, b.step_no,
            b.problem, f.about[1], left(coalesce(b.v[array_position(jiancha._feed_columns(b.target), f.about[1])], f.about[2]), 200), b.fields
        from bad b
        cross join lateral (select jiancha._feed_field_of(b.problem) as about) f
        -- the same record put aside before is the same error
        where not exists (
            select from jiancha.feed_error e
            where e.source = feed ->> 'source' and e.state = 'open' and e.business_no is not distinct from b.business_no and e.record = b.record
                and e.layout = b.layout and e.fields is not distinct from b.fields and e.problem[1] = b.problem[1])
        order by b.record, b.row_no;
    end if;
end
$$;
comment on function jiancha._feed_settle(text, jsonb, jsonb, bigint, jsonb) is
    'Settles what the records of a batch make good, and enters those with problems (by number of the record) into feed_error.';

create function jiancha._feed_take(via text, orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    given record;
    feed record;
    about jsonb;
    mapping jsonb;
    rejection text[];
    zone text;
    batch bigint;
    problems jsonb := '{}';
    fresh bigint[];
    answer jsonb;
    landed bigint := 0;
    targets text[];
begin
    with kind as (
        select g.source, g.batch_no, g.layout, g.record, count(*) as records, (array_agg(g.fields) filter (where g.record = ''))[1] as header
        from jiancha._feed_given(via) g
        group by g.source, g.batch_no, g.layout, g.record)
    select coalesce(sum(k.records) filter (where k.record is distinct from ''), 0)::bigint as records, min(k.source) as source, min(k.batch_no) as batch_no,
        count(distinct (k.source, k.batch_no)) > 1 as several, coalesce((array_agg(k.header) filter (where k.record = ''))[1], '{}') as header,
        jsonb_agg(jsonb_build_object('layout', k.layout, 'record', k.record)) filter (where k.record is distinct from '') as kinds
    into given
    from kind k;
    if given.several then
        perform jiancha._raise('feed_several_batches', via);
    end if;
    if btrim(coalesce(given.source, '')) = '' or btrim(coalesce(given.batch_no, '')) = '' then
        perform jiancha._raise('missing_value', case when btrim(coalesce(given.source, '')) = '' then 'source' else 'batch_no' end, 'batch');
    end if;

    select c.time_zone into zone from jiancha.record_state s join jiancha.calendar c using (calendar_code);
    select v.* into feed
    from jiancha.feed_version v
    where v.source = given.source and v.valid_from <= (statement_timestamp() at time zone zone)::date
    order by v.valid_from desc limit 1;
    rejection := case
        when feed.source is null then array['unknown_feed', left(given.source, 80)]
        when orgs is not null and feed.org_code <> all (orgs) then array['feed_not_yours', feed.source, caller]
        when feed.state <> 'live' then array['feed_not_live', feed.source, feed.state]
        when given.header ->> 'interface_version' <> feed.interface_version
            then array['feed_interface', feed.source, left(given.header ->> 'interface_version', 80), feed.interface_version]
        when octet_length(given.batch_no) > 200 then array['bad_value', 'batch_no', left(given.batch_no, 60), feed.source, 'at most 200 bytes']
        when given.header ->> 'covers_through' is not null and jiancha._feed_instant(given.header ->> 'covers_through', zone) is null
            then array['feed_no_instant', 'covers_through', left(given.header ->> 'covers_through', 60), feed.source] end;
    if rejection is not null then
        if feed.source is null then
            perform jiancha._feed_stranger(given.source, caller);
        end if;
        perform jiancha._feed_reject(given.source, given.batch_no,
            -- who is no sender of the source answers for it himself
            case when rejection[1] not in ('unknown_feed', 'feed_not_yours') then feed.org_code
                else coalesce((select min(o) from unnest(jiancha._own_orgs(caller)) o), '') end, given.records, given.header, rejection, caller);
        return;
    end if;

    batch := nextval('jiancha.record_seq');
    select coalesce(jsonb_agg(m), '[]'), coalesce(array_agg(distinct m.target), '{}') into mapping, targets
    from jiancha._feed_mapping(coalesce(given.kinds, '[]'), feed.layout) m;
    select jsonb_build_object('source', feed.source, 'org_code', s.org_code, 'layout', feed.layout, 'orgs', s.orgs) into about
    from jiancha._feed_sender(feed.source) s;

    -- records of a kind that the layout does not have
    if jsonb_array_length(mapping) < jsonb_array_length(coalesce(given.kinds, '[]')) then
        select coalesce(jsonb_object_agg(g.no, array['feed_unknown_record', left(coalesce(g.record, 'NULL'), 60), coalesce(g.layout, feed.layout)]), '{}')
        into problems
        from jiancha._feed_given(via) g
        where g.record is distinct from ''
            and not exists (select from jsonb_to_recordset(mapping) m (layout text, record text) where m.record = g.record and m.layout = coalesce(g.layout, feed.layout));
    end if;
    -- cases before their steps, steps before documents: the order in the batch is of no account
    if 'case' = any (targets) then
        perform jiancha._feed_take_cases(via, mapping, about, zone);
        answer := jiancha._buffer_answered();
        landed := landed + coalesce((answer ->> 'landed')::bigint, 0);
        problems := problems || coalesce(answer -> 'refused', '{}');
        fresh := answer ->> 'unclocked';
    end if;
    if 'step' = any (targets) then
        perform jiancha._feed_take_steps(via, mapping, about, zone);
        answer := jiancha._buffer_answered();
        landed := landed + coalesce((answer ->> 'landed')::bigint, 0);
        problems := problems || coalesce(answer -> 'refused', '{}');
    end if;
    if 'document' = any (targets) then
        perform jiancha._feed_take_documents(via, mapping, about, zone);
        answer := jiancha._buffer_answered();
        landed := landed + coalesce((answer ->> 'landed')::bigint, 0);
        problems := problems || coalesce(answer -> 'refused', '{}');
    end if;

    -- the others were derived with their steps and documents
    fresh := array(select d.docket_id from jiancha.docket d where d.docket_id = any (fresh) and d.revision = 0);
    if fresh <> '{}' then
        perform jiancha._store_clocks(fresh, true);
    end if;

    perform jiancha._feed_settle(via, mapping, about, batch, problems);
    insert into jiancha.feed_batch (batch_id, source, batch_no, org_code, interface_version, covers_through, state, received, landed, present, quarantined,
        actor, transaction)
    select batch, feed.source, given.batch_no, feed.org_code, given.header ->> 'interface_version',
        jiancha._feed_instant(given.header ->> 'covers_through', zone), 'taken', given.records, landed, given.records - landed - p.quarantined, p.quarantined,
        caller::text, pg_current_xact_id()::text
    from (select count(*) as quarantined from jsonb_object_keys(problems)) p;
    perform jiancha._buffer_answer(jsonb_build_object('batch_id', batch, 'problems', problems));
    if problems <> '{}' then
        perform jiancha._raise('feed_quarantined', (select count(*) from jsonb_object_keys(problems))::text, given.records::text, feed.source, given.batch_no);
    end if;
end
$$;
comment on function jiancha._feed_take(text, text[], name) is
    'Handles the rows of a statement on feed_record, feed_case or feed_step (via: record, case, step): one batch of one source. Rejects it as a whole or takes what can be taken and puts the rest aside.';

create function jiancha._feed_record_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._feed_take('record', orgs, caller);
end
$$;
comment on function jiancha._feed_record_statement(text[], name) is 'Handles the rows of a statement on feed_record.';

create function jiancha._feed_case_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._feed_take('case', orgs, caller);
end
$$;
comment on function jiancha._feed_case_statement(text[], name) is 'Handles the rows of a statement on feed_case or 办件报送.';

create function jiancha._feed_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._feed_take('step', orgs, caller);
end
$$;
comment on function jiancha._feed_step_statement(text[], name) is 'Handles the rows of a statement on feed_step or 过程报送.';

create function jiancha.ingest(batch jsonb)
returns table (batch_id bigint, state text, received bigint, landed bigint, present bigint, quarantined bigint, reason text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off
    -- a planner who sees the batch copies it with every expression that it simplifies
    set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    unknown text;
    sender text;
    number text;
    records jsonb;
begin
    if ingest.batch is null or jsonb_typeof(ingest.batch) <> 'object' then
        perform jiancha._raise('feed_no_batch', coalesce(jsonb_typeof(ingest.batch), 'NULL'));
    end if;
    select min(k) into unknown from jsonb_object_keys(ingest.batch) k where k not in ('source', 'batch_no', 'interface_version', 'covers_through', 'records');
    if unknown is not null then
        perform jiancha._raise('feed_unknown_key', left(unknown, 60), 'source, batch_no, interface_version, covers_through, records');
    end if;
    sender := ingest.batch ->> 'source';
    number := ingest.batch ->> 'batch_no';
    records := ingest.batch -> 'records';
    if jsonb_typeof(records) is distinct from 'object' and jsonb_typeof(records) is distinct from 'array' then
        perform jiancha._raise('feed_no_records', coalesce(jsonb_typeof(records), 'NULL'));
    end if;

    insert into jiancha.feed_record (source, batch_no, record, row_no, fields)
    select sender, number, '', 0::bigint, ingest.batch - 'records'
    union all
    -- by kind of record: {"case": [...], "step": [...]}
    select sender, number, nullif(k.key, ''), e.ordinality, e.value
    from jsonb_each(case when jsonb_typeof(records) = 'object' then records else '{}' end) k
    cross join lateral jsonb_array_elements(case when jsonb_typeof(k.value) = 'array' then k.value else jsonb_build_array(k.value) end)
        with ordinality e
    union all
    -- one message a case: [{"BasicInfo": {...}, "Proc": [...]}, ...]; the keys of the parent hold for the rest of its message
    select sender, number, nullif(k.key, ''), row_number() over (partition by k.key),
        case when l.parent is not null and jsonb_typeof(e.value) = 'object' and jsonb_typeof(m.value -> l.parent) = 'object'
            then (select coalesce(jsonb_object_agg(p.name, m.value -> l.parent -> p.name), '{}') from unnest(l.parent_fields) p (name)) || e.value
            else e.value end
    from jsonb_array_elements(case when jsonb_typeof(records) = 'array' then records else '[]' end) m
    cross join lateral jsonb_each(case when jsonb_typeof(m.value) = 'object' then m.value else jsonb_build_object('records', m.value) end) k
    cross join lateral jsonb_array_elements(case when jsonb_typeof(k.value) = 'array' then k.value else jsonb_build_array(k.value) end) e
    left join jiancha.feed f on f.source = sender
    left join jiancha.feed_layout l on l.layout = f.layout and l.record = k.key;

    return query
        select b.batch_id, b.state, b.received, b.landed, b.present, b.quarantined, b.reason
        from jiancha.feed_batches b
        where b.source = sender and b.batch_no = number and b.transaction = pg_current_xact_id()::text
        order by b.batch_id desc limit 1;
end
$$;
comment on function jiancha.ingest(jsonb) is
    'Takes a batch of records of a source: {"source", "batch_no", "interface_version", "covers_through", "records"}, records an object of arrays by kind of record or an array of messages; docs/exchange.md has the layouts. Each record lands or goes to feed_errors with field and reason; received = landed + present + quarantined. A batch of a source that is not registered, not live, not yours or of another interface version is rejected as a whole and recorded. The same batch twice changes nothing. As the caller, who needs INSERT on feed_record. Errors: JC005 no batch, unknown key, no source or batch_no.';
