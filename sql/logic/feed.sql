-- What a feed delivers. Every record lands or is put aside, with its field and its reason; the checks are those of the views that
-- departments insert into, since the same functions take the rows (_take_dockets, _take_steps, _take_documents).

create function jiancha._feed_mapping(kinds jsonb, layout text)
returns table (
    layout text, record text, target text, names text[], codes jsonb, fixed jsonb, data_names text[], data_keys text[])
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select l.layout, l.record, l.target,
        array(select f.field from unnest(jiancha._feed_columns(l.target)) with ordinality c (name, place)
              left join jiancha.feed_field f on f.layout = l.layout and f.record = l.record and f.target = c.name order by c.place),
        -- NULL: there are none, so none is looked for
        (select jsonb_object_agg(f.target, f.codes) from jiancha.feed_field f where f.layout = l.layout and f.record = l.record and f.codes is not null),
        (select jsonb_object_agg(f.target, f.fixed) from jiancha.feed_field f where f.layout = l.layout and f.record = l.record and f.fixed is not null),
        d.names, d.keys
    from jiancha.feed_layout l
    cross join lateral (
        select array_agg(f.field order by f.target) as names, array_agg(substr(f.target, 6) order by f.target) as keys
        from jiancha.feed_field f
        where f.layout = l.layout and f.record = l.record and f.target ^@ 'data.') d
    where exists (
        select from jsonb_to_recordset(kinds) k (layout text, record text)
        where k.record = l.record and coalesce(k.layout, _feed_mapping.layout) = l.layout)
$$;
comment on function jiancha._feed_mapping(jsonb, text) is
    'What becomes of kinds of records (an array of layout and record; without a layout, of the given one): the fields in the order of _feed_columns(), codes and fixed values by column, and the fields kept in data.';

create function jiancha._feed_data(base jsonb, names text[], given text[]) returns jsonb
language sql immutable parallel safe
begin atomic
    select nullif(coalesce(base, '{}') || jsonb_strip_nulls(jsonb_object(names, given)), '{}');
end;
comment on function jiancha._feed_data(jsonb, text[], text[]) is 'data of a row: base and what is given by name; NULL if it is empty.';

create function jiancha._feed_sender(source text, out org_code text, out orgs text[])
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    select v.org_code into org_code
    from jiancha.feed_version v
    where v.source = _feed_sender.source
        and v.valid_from <= (select (statement_timestamp() at time zone c.time_zone)::date
                             from jiancha.record_state s join jiancha.calendar c using (calendar_code))
    order by v.valid_from desc limit 1;
    if org_code is not null then
        orgs := array(
            with recursive below as (
                select _feed_sender.org_code as org_code
                union
                select o.org_code from jiancha.org_version o join below b on o.parent_code = b.org_code)
            select b.org_code from below b);
    end if;
end
$$;
comment on function jiancha._feed_sender(text) is
    'Whose a source is today, and the organisations it may deliver for: its own and every one that was ever below. NULL for an unknown source.';

create function jiancha._feed_take_cases(via text, mapping jsonb, feed jsonb, zone text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    sender constant text := feed ->> 'source';
    default_layout constant text := feed ->> 'layout';
    kinds constant text := jiancha._feed_kinds('case');
    columns constant text[] := jiancha._feed_columns('case');
    allowed constant text[] := array(select jsonb_array_elements_text(feed -> 'orgs'));
begin
    with picked as (
        select g.no, g.row_no, m.codes, m.fixed,
            case when via = 'record' then jiancha._feed_pick(g.fields, m.names, kinds) else jiancha._feed_clean(g.texts, kinds) end as v,
            jiancha._feed_rest(g.fields, m.data_names, m.data_keys) as data
        from jiancha._feed_given(via) g
        join jsonb_to_recordset(mapping) m (layout text, record text, target text, names text[], codes jsonb, fixed jsonb, data_names text[], data_keys text[]) on m.record = g.record and m.layout = coalesce(g.layout, default_layout) and m.target = 'case'
        -- computed once a row
        offset 0),
    read as (
        select p.no, p.row_no, p.v, p.data, p.v[2] as case_no, coalesce(p.v[3], feed ->> 'org_code') as org_code,
            case when p.v[1] is null then coalesce(p.fixed ->> 'docket_kind', 'approval') else coalesce(p.codes -> 'docket_kind' ->> p.v[1], p.v[1]) end as docket_kind,
            case when p.v[7] is null then coalesce(p.fixed ->> 'channel', 'feed') else coalesce(p.codes -> 'channel' ->> p.v[7], p.v[7]) end as channel,
            case when p.v[8] is not null then coalesce(p.codes -> 'party_kind' ->> p.v[8], p.v[8]) end as party_kind,
            case when p.v[12] is not null then coalesce(p.codes -> 'id_type' ->> p.v[11], p.v[11],
                case coalesce(p.codes -> 'party_kind' ->> p.v[8], p.v[8]) when 'person' then 'identity_number'
                    when 'enterprise' then case when length(p.v[12]) < 12 then 'organisation_code' else 'credit_code' end end) end as id_type,
            jiancha._feed_instant(p.v[6], zone) as received_at, jiancha._feed_has_time(p.v[6]) as has_time, jiancha._feed_bad(p.v, kinds) as bad
        from picked p
        offset 0)
    insert into jiancha.feed_docket_row (no, docket_kind, business_no, org_code, matter_code, applicant, received_at, channel, party_kind, subject,
        staff_code, at_precision, data, misread)
    select c.no, c.docket_kind, c.case_no, c.org_code, c.v[4], c.v[5], c.received_at, c.channel, c.party_kind, c.v[9], c.v[10],
        coalesce(c.v[14], case when c.has_time then 'minute' else 'day' end),
        case when c.v[12] is null and c.v[13] is null then c.data
            else jiancha._feed_data(c.data, '{id_type,id_no,contact}', array[case when c.v[12] is not null then c.id_type end, c.v[12], c.v[13]]) end, c.misread
    from (
        select r.*, case
                when r.v is null then array['feed_no_object']
                when r.case_no is null then array['missing_value', 'case_no', format('(row %s)', r.row_no)]
                when r.bad is not null then array['feed_e_notation', columns[r.bad], r.v[r.bad], coalesce(r.case_no, '')]
                when r.v[6] is not null and r.received_at is null then array['feed_no_instant', 'received_at', left(r.v[6], 60), coalesce(r.case_no, '')]
                when r.org_code <> all (allowed) then array['feed_other_org', r.org_code, coalesce(r.case_no, ''), sender, feed ->> 'org_code']
                when r.v[12] is not null and r.id_type not in ('credit_code', 'organisation_code', 'identity_number', 'passport', 'other')
                    then array['bad_value', 'id_type', r.id_type, coalesce(r.case_no, ''), 'credit_code, organisation_code, identity_number, passport, other']
                when r.v[12] is not null and r.id_type in ('credit_code', 'organisation_code', 'identity_number')
                    and not jiancha.code_is_valid(r.id_type, r.v[12])
                    then array['feed_bad_code', 'id_no', r.v[12], coalesce(r.case_no, ''), jiancha.code_problem(r.id_type, r.v[12])]
                when r.v[10] is not null and not exists (select from jiancha.staff_version s where s.staff_code = r.v[10])
                    then array['unknown_staff', r.v[10], coalesce(r.case_no, '')]
            end as misread
        from read r
        offset 0) c;
end
$$;
comment on function jiancha._feed_take_cases(text, jsonb, jsonb, text) is
    'Reads the records that become cases and inserts them into feed_docket_row, misread saying why one cannot be read. feed: source, org_code, orgs (whom it may deliver for), layout; zone: of the calendar.';

create function jiancha._feed_take_steps(via text, mapping jsonb, feed jsonb, zone text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    sender constant text := feed ->> 'source';
    default_layout constant text := feed ->> 'layout';
    kinds constant text := jiancha._feed_kinds('step');
    columns constant text[] := jiancha._feed_columns('step');
    kind_names constant jsonb := (select jsonb_object_agg(k.name, k.kind) from (select q.name, min(q.kind) as kind from jiancha.step_kind q group by q.name) k);
begin
    with picked as (
        select g.no, g.row_no, m.codes, m.fixed,
            case when via = 'record' then jiancha._feed_pick(g.fields, m.names, kinds) else jiancha._feed_clean(g.texts, kinds) end as v,
            jiancha._feed_rest(g.fields, m.data_names, m.data_keys) as data
        from jiancha._feed_given(via) g
        join jsonb_to_recordset(mapping) m (layout text, record text, target text, names text[], codes jsonb, fixed jsonb, data_names text[], data_keys text[]) on m.record = g.record and m.layout = coalesce(g.layout, default_layout) and m.target = 'step'
        -- computed once a row
        offset 0),
    read as (
        select p.no, p.row_no, p.v, p.data, p.v[2] as case_no,
            case when p.v[1] is null then coalesce(p.fixed ->> 'docket_kind', 'approval') else coalesce(p.codes -> 'docket_kind' ->> p.v[1], p.v[1]) end as docket_kind,
            coalesce(p.codes -> 'kind' ->> p.v[4], p.v[4], p.fixed ->> 'kind') as kind,
            case when p.v[14] is not null then coalesce(p.codes -> 'procedure' ->> p.v[14], p.v[14]) end as procedure,
            jiancha._feed_instant(p.v[5], zone) as at, jiancha._feed_has_time(p.v[5]) as has_time, jiancha._feed_bad(p.v, kinds) as bad,
            jiancha._feed_integer(p.v[3]) as step_no, jiancha._feed_integer(p.v[11]) as corrects, jiancha._feed_integer(p.v[12]) as days,
            jiancha._feed_integer(p.v[15]) as version, jiancha._feed_integer(p.v[16]) as series,
            jiancha._feed_integer(p.fixed ->> 'number_base') as number_base
        from picked p
        offset 0)
    insert into jiancha.feed_step_row (no, docket_kind, business_no, step_no, kind, at, node, staff_code, opinion, reason, document_no, corrects, data,
        at_precision, source, misread)
    select c.no, c.docket_kind, c.case_no,
        -- a record that its layout numbers by version: version n + 1 takes the place of version n
        case when c.misread is null then coalesce(c.step_no, c.number_base * 1000000 + coalesce(c.series, 0) * 1000 + coalesce(c.version, 1)) end,
        coalesce(kind_names ->> c.kind, c.kind), c.at, c.v[6], c.v[7], c.v[8],
        coalesce(c.v[9], case when c.version > 1 and c.corrects is null then format('重报第%s版', c.version) end), c.v[10],
        coalesce(c.corrects, case when c.misread is null and c.step_no is null and c.version > 1 then c.number_base * 1000000 + coalesce(c.series, 0) * 1000 + c.version - 1 end),
        case when c.days is null and c.v[13] is null and c.procedure is null then c.data
            else coalesce(c.data, '{}') || jsonb_strip_nulls(jsonb_build_object('days', c.days, 'to_org', c.v[13], 'procedure', c.procedure)) end,
        coalesce(c.v[18], case when c.has_time then 'minute' else 'day' end), sender, c.misread
    from (
        select r.*, case
                when r.v is null then array['feed_no_object']
                when r.case_no is null then array['missing_value', 'case_no', format('(row %s)', r.row_no)]
                when r.bad is not null then array['feed_e_notation', columns[r.bad], r.v[r.bad], coalesce(r.case_no, '')]
                when r.v[5] is not null and r.at is null then array['feed_no_instant', 'at', left(r.v[5], 60), coalesce(r.case_no, '')]
                when r.v[3] is not null and r.step_no is null then array['feed_no_integer', 'step_no', left(r.v[3], 60), coalesce(r.case_no, '')]
                when r.v[11] is not null and r.corrects is null then array['feed_no_integer', 'corrects', left(r.v[11], 60), coalesce(r.case_no, '')]
                when r.v[12] is not null and r.days is null then array['feed_no_integer', 'days', left(r.v[12], 60), coalesce(r.case_no, '')]
                when r.v[15] is not null and (r.version is null or r.version not between 1 and 999)
                    then array['bad_value', 'version', left(r.v[15], 60), coalesce(r.case_no, ''), '1 to 999']
                when r.v[16] is not null and (r.series is null or r.series not between 0 and 999)
                    then array['bad_value', 'series', left(r.v[16], 60), coalesce(r.case_no, ''), '0 to 999']
                when r.v[7] is not null and not exists (select from jiancha.staff_version s where s.staff_code = r.v[7])
                    then array['unknown_staff', r.v[7], coalesce(r.case_no, '')]
            end as misread
        from read r
        offset 0) c;
end
$$;
comment on function jiancha._feed_take_steps(text, jsonb, jsonb, text) is 'As _feed_take_cases(), for the records that become steps.';

create function jiancha._feed_take_documents(via text, mapping jsonb, feed jsonb, zone text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    sender constant text := feed ->> 'source';
    default_layout constant text := feed ->> 'layout';
    kinds constant text := jiancha._feed_kinds('document');
    columns constant text[] := jiancha._feed_columns('document');
begin
    with read as (
        select p.no, p.row_no, p.v, p.codes, p.fixed, p.data, p.v[2] as case_no,
            coalesce(p.codes -> 'docket_kind' ->> p.v[1], p.v[1], p.fixed ->> 'docket_kind', 'approval') as docket_kind, jiancha._feed_instant(p.v[6], zone) as at, jiancha._feed_bad(p.v, kinds) as bad
        from (
            select g.no, g.row_no, m.codes, m.fixed, jiancha._feed_pick(g.fields, m.names, kinds) as v,
                jiancha._feed_rest(g.fields, m.data_names, m.data_keys) as data
            from jiancha._feed_given(via) g
            join jsonb_to_recordset(mapping) m (layout text, record text, target text, names text[], codes jsonb, fixed jsonb, data_names text[],
                data_keys text[]) on m.record = g.record and m.layout = coalesce(g.layout, default_layout) and m.target = 'document'
            offset 0) p
        offset 0)
    insert into jiancha.feed_document_row (no, docket_kind, case_no, document_kind, document_no, name, at, sha256, data, source, misread)
    select c.no, c.docket_kind, c.case_no,
        coalesce(c.codes -> 'document_kind' ->> c.v[3], (select min(k.kind) from jiancha.document_kind k where k.name = c.v[3]), c.v[3],
            c.fixed ->> 'document_kind'),
        c.v[4], c.v[5], c.at, c.v[7], c.data, sender, c.misread
    from (
        select r.*, case
                when r.v is null then array['feed_no_object']
                when r.case_no is null then array['missing_value', 'case_no', format('(row %s)', r.row_no)]
                when r.bad is not null then array['feed_e_notation', columns[r.bad], r.v[r.bad], coalesce(r.case_no, '')]
                when r.v[6] is not null and r.at is null then array['feed_no_instant', 'at', left(r.v[6], 60), coalesce(r.case_no, '')]
            end as misread
        from read r
        offset 0) c;
end
$$;
comment on function jiancha._feed_take_documents(text, jsonb, jsonb, text) is 'As _feed_take_cases(), for the records that become documents.';

create function jiancha._feed_docket_row_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._buffer_answer(to_jsonb(t)) from jiancha._take_dockets(true, orgs, caller, feed => true) t;
end
$$;
comment on function jiancha._feed_docket_row_statement(text[], name) is 'Handles the rows of a statement on feed_docket_row; answers with what landed and what was refused.';

create function jiancha._feed_step_row_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._buffer_answer(to_jsonb(t)) from jiancha._take_steps(true, orgs, caller, feed => true) t;
end
$$;
comment on function jiancha._feed_step_row_statement(text[], name) is 'Handles the rows of a statement on feed_step_row; answers with what landed and what was refused.';

create function jiancha._feed_document_row_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._buffer_answer(to_jsonb(t)) from jiancha._take_documents(orgs, caller, feed => true) t;
end
$$;
comment on function jiancha._feed_document_row_statement(text[], name) is 'Handles the rows of a statement on feed_document_row; answers with what landed and what was refused.';

create function jiancha._feed_field_of(problem text[]) returns text[]
language sql immutable parallel safe
begin atomic
    select case
        when problem[1] in ('missing_value', 'bad_value', 'bad_instant', 'in_the_future', 'feed_e_notation', 'feed_no_instant', 'feed_no_integer', 'feed_bad_code')
            then array[case problem[2] when 'business_no' then 'case_no' else problem[2] end, case when problem[1] <> 'missing_value' then problem[3] end]
        when problem[1] in ('unknown_org', 'not_your_org', 'feed_other_org') then array['org_code', problem[2]]
        when problem[1] = 'unknown_matter' then array['matter_code', problem[2]]
        when problem[1] = 'unknown_staff' then array['staff_code', problem[2]]
        when problem[1] = 'unknown_kind' then array['kind', problem[2]]
        when problem[1] in ('unknown_docket_kind', 'not_entered_here') then array['docket_kind', problem[2]]
        when problem[1] in ('unknown_docket', 'docket_not_yours', 'document_unknown_docket', 'document_not_yours') then array['case_no', problem[3]]
        when problem[1] in ('unknown_case', 'case_not_yours', 'case_elsewhere') then array['case_no', problem[2]]
        when problem[1] = 'case_conflict' then array[problem[3], null]
        when problem[1] = 'step_conflict' then array['step_no', problem[3]]
        when problem[1] = 'correction_without_reason' then array['reason', null]
        when problem[1] in ('correction_without_target', 'corrects_itself', 'engine_step') then array['corrects', null]
        when problem[1] = 'bad_extension' then array['days', null]
        when problem[1] = 'bad_transfer' then array['to_org', null]
        when problem[1] = 'engine_data' then array['data', null]
        else array[null, null] end;
end;
comment on function jiancha._feed_field_of(text[]) is 'Column and value that a problem is about; NULL, NULL: the record as a whole.';
