-- The register of sources and of layouts, and what departments do about records that were put aside.

create function jiancha._feed_rows()
returns table (no bigint, source text, org_code text, name text, layout text, interface_version text, state text, staff_code text, valid_from date)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, btrim(b.source), b.org_code, b.name, coalesce(b.layout, 'neutral'), coalesce(b.interface_version, '1'), coalesce(b.state, 'live'),
        b.staff_code, coalesce(b.valid_from, '-infinity')
    from rows from (jiancha._buffered() as (
        source text, org_code text, name text, layout text, interface_version text, state text, staff_code text, valid_from date)) with ordinality b;
end;
comment on function jiancha._feed_rows() is 'Rows of the statement on feed, numbered as they came, defaults filled in.';

create function jiancha._feed_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'feed');
    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.source, '') = '' then array['missing_value', 'source', coalesce(r.name, '')]
                when octet_length(r.source) > 80 then array['bad_value', 'source', left(r.source, 60), coalesce(r.name, ''), 'at most 80 bytes']
                when btrim(coalesce(r.name, '')) = '' then array['missing_value', 'name', r.source]
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', coalesce(r.org_code, ''), r.source]
                when not exists (select from jiancha.feed_layout l where l.layout = r.layout)
                    then array['bad_value', 'layout', r.layout, r.source, (select string_agg(distinct l.layout, ', ' order by l.layout) from jiancha.feed_layout l)]
                when r.state not in ('planned', 'live', 'closed') then array['bad_value', 'state', r.state, r.source, 'planned, live, closed']
                when r.staff_code is not null and not exists (select from jiancha.staff_version s where s.staff_code = r.staff_code)
                    then array['unknown_staff', r.staff_code, r.source]
            end as problem
        from jiancha._feed_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.feed_version (source, valid_from, org_code, name, layout, interface_version, state, staff_code)
    select r.source, r.valid_from, r.org_code, r.name, r.layout, r.interface_version, r.state, r.staff_code from jiancha._feed_rows() r order by r.no
    on conflict on constraint feed_version_pkey do nothing;

    select array['register_conflict', 'feed', r.source, r.valid_from::text] into problem
    from jiancha._feed_rows() r
    join jiancha.feed_version v on v.source = r.source and v.valid_from = r.valid_from
    where (v.org_code, v.name, v.layout, v.interface_version, v.state, v.staff_code)
        is distinct from (r.org_code, r.name, r.layout, r.interface_version, r.state, r.staff_code)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._feed_statement(text[], name) is 'Handles the rows of a statement on feed: checks all, inserts, compares what was there already.';

create function jiancha.define_layout(
    layout text, record text, target text, name text, source text, status text default 'analogue', parent text default null,
    parent_fields text[] default null) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    problem text[];
begin
    problem := case
        when btrim(coalesce(layout, '')) = '' then array['missing_value', 'layout', coalesce(record, '')]
        when btrim(coalesce(record, '')) = '' then array['missing_value', 'record', layout]
        when btrim(coalesce(name, '')) = '' then array['missing_value', 'name', record]
        when btrim(coalesce(source, '')) = '' then array['rule_needs_source', record, layout]
        when target is null or jiancha._feed_columns(target) is null then array['bad_value', 'target', coalesce(target, 'NULL'), record, 'case, step, document']
        when status is null or status not in ('regulation', 'statute', 'analogue', 'assumed')
            then array['bad_value', 'status', coalesce(status, 'NULL'), record, 'regulation, statute, analogue, assumed']
        when (parent is null) <> (parent_fields is null) then array['missing_value', case when parent is null then 'parent' else 'parent_fields' end, record] end;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.feed_layout (layout, record, target, name, parent, parent_fields, source, status)
    values (layout, record, target, name, parent, parent_fields, source, status)
    on conflict on constraint feed_layout_pkey do nothing;
    if not exists (select from jiancha.feed_layout l
                   where (l.layout, l.record) = (layout, record)
                       and (l.target, l.name, l.parent, l.parent_fields, l.source, l.status) is not distinct from (target, name, parent, parent_fields, source, status)) then
        perform jiancha._raise('layout_conflict', layout, record);
    end if;
end
$$;
comment on function jiancha.define_layout(text, text, text, text, text, text, text, text[]) is
    'Defines a kind of record of an exchange layout: what it becomes (target: case, step, document), where the layout is published, and, for layouts of one message a case, which record of the message holds its keys. The same call again does nothing. Errors: JC005 bad value, JC006 other content, JC009 no source.';

create function jiancha.define_field(layout text, record text, target text, field text, codes jsonb default null, fixed text default null) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    problem text[];
    becomes text := (select l.target from jiancha.feed_layout l where (l.layout, l.record) = (layout, record));
    coded constant text[] := '{docket_kind,channel,party_kind,id_type,kind,procedure,document_kind}';
    fixable constant text[] := '{docket_kind,channel,kind,document_kind,number_base}';
begin
    problem := case
        when becomes is null then array['bad_value', 'record', coalesce(record, 'NULL'), coalesce(layout, 'NULL'),
            coalesce((select string_agg(l.record, ', ' order by l.record) from jiancha.feed_layout l where l.layout = layout), 'a record of jiancha.feed_layout')]
        when target is null or (target <> all (jiancha._feed_columns(becomes)) and target !~ '^data\.[a-z_]+$')
            then array['bad_value', 'target', coalesce(target, 'NULL'), record, array_to_string(jiancha._feed_columns(becomes), ', ') || ', data.<name>']
        when field is null and fixed is null then array['missing_value', 'field', format('%s.%s', record, target)]
        when field = '' or field ^@ '+' or right(field, 1) = '+' then array['bad_value', 'field', field, format('%s.%s', record, target), 'a name, or names joined by +']
        when codes is not null and (jsonb_typeof(codes) <> 'object' or target <> all (coded))
            then array['bad_value', 'codes', left(codes::text, 60), format('%s.%s', record, target), 'an object, for ' || array_to_string(coded, ', ')]
        when fixed is not null and target <> all (fixable) then array['bad_value', 'fixed', fixed, format('%s.%s', record, target), 'for ' || array_to_string(fixable, ', ')]
        end;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.feed_field (layout, record, target, field, fixed, codes) values (layout, record, target, field, fixed, codes)
    on conflict on constraint feed_field_pkey do nothing;
    if not exists (select from jiancha.feed_field f
                   where (f.layout, f.record, f.target) = (layout, record, target) and (f.field, f.fixed, f.codes) is not distinct from (field, fixed, codes)) then
        perform jiancha._raise('layout_conflict', layout, format('%s.%s', record, target));
    end if;
end
$$;
comment on function jiancha.define_field(text, text, text, text, jsonb, text) is
    'Defines which field of a kind of record becomes which column (see feed_field): field, several joined by + read as one value; codes, what its values mean here; fixed, the value where the record has none. The same call again does nothing. Errors: JC005 bad value, JC006 other content.';

-- corrections

create function jiancha._feed_correction_rows() returns table (no bigint, error_no bigint, fields jsonb, discard text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.error_no, b.fields, b.discard from rows from (jiancha._buffered() as (error_no bigint, fields jsonb, discard text)) with ordinality b;
end;
comment on function jiancha._feed_correction_rows() is 'Rows of the statement on feed_correction, numbered as they came.';

create function jiancha._feed_correction_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    one record;
    answer jsonb;
begin
    perform 1 from jiancha.feed_error e where e.error_no in (select r.error_no from jiancha._feed_correction_rows() r) order by e.error_no for no key update;
    select p.problem into problem
    from (
        select r.no, case
                when r.error_no is null then array['missing_value', 'error_no', format('(row %s of the statement)', r.no)]
                when e.error_no is null or (orgs is not null and e.org_code <> all (orgs)) then array['unknown_feed_error', r.error_no::text]
                when e.state <> 'open' then array['feed_error_settled', r.error_no::text, e.state]
                when r.discard is not null and r.fields is not null then array['bad_value', 'discard', left(r.discard, 60), r.error_no::text, 'NULL where fields are given']
                when btrim(r.discard) = '' then array['missing_value', 'discard', r.error_no::text]
                when r.fields is not null and jsonb_typeof(r.fields) <> 'object'
                    then array['bad_value', 'fields', left(r.fields::text, 60), r.error_no::text, 'a JSON object']
                when count(*) over (partition by r.error_no) > 1 then array['bad_value', 'error_no', r.error_no::text, r.error_no::text, 'each error once in a statement']
            end as problem
        from jiancha._feed_correction_rows() r
        left join jiancha.feed_error e on e.error_no = r.error_no) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    update jiancha.feed_error e set state = 'discarded', reason = r.discard, settled_at = now()
    from jiancha._feed_correction_rows() r
    where e.error_no = r.error_no and r.discard is not null;

    -- a batch of its own for each source, through the same checks
    for one in
        select e.source, min(e.error_no) as first_no from jiancha._feed_correction_rows() r join jiancha.feed_error e on e.error_no = r.error_no
        where r.discard is null group by e.source order by e.source
    loop
        insert into jiancha.feed_record (source, batch_no, layout, record, row_no, fields)
        select e.source, format('更正 %s', one.first_no), nullif(e.layout, ''), e.record, e.error_no, coalesce(e.fields, '{}') || coalesce(r.fields, '{}')
        from jiancha._feed_correction_rows() r
        join jiancha.feed_error e on e.error_no = r.error_no
        where e.source = one.source and r.discard is null
        order by r.no;
        answer := jiancha._buffer_answered();
        -- landed under another key, or put aside again under one; what is wrong in the same way as before stays open
        update jiancha.feed_error e
        set state = case when answer -> 'problems' ? p.place::text then 'replaced' else 'landed' end,
            settled_by = (answer ->> 'batch_id')::bigint, settled_at = now()
        from (
            select r.error_no, row_number() over (order by r.no) as place
            from jiancha._feed_correction_rows() r join jiancha.feed_error o on o.error_no = r.error_no
            where o.source = one.source and r.discard is null) p
        where e.error_no = p.error_no and e.state = 'open' and answer is not null
            and (not answer -> 'problems' ? p.place::text
                or exists (select from jiancha.feed_error n where n.batch_id = (answer ->> 'batch_id')::bigint and n.row_no = e.error_no));
    end loop;
end
$$;
comment on function jiancha._feed_correction_statement(text[], name) is
    'Handles the rows of a statement on feed_correction: discards records, or delivers them again with other fields as a batch of their source.';
