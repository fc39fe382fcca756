-- The complaint desk: what a pack says of complaints, receipt, handling, and the reading of identities. The functions of the insertable views get the
-- organisations the caller may act for (NULL: all) and his name, and run as the records' owner; see intake.sql.

create function jiancha._define_complaint_rule(
    pack text, version integer, topic text, code text, name text, source text, start_kind text, needs text[], results text[], dimension text, status text,
    enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    said jiancha.complaint_rule;
begin
    if coalesce(_define_complaint_rule.source, '') = '' then
        perform jiancha._raise('rule_needs_source', _define_complaint_rule.code, _define_complaint_rule.pack);
    end if;
    if coalesce(_define_complaint_rule.topic, '') not in ('kind', 'channel', 'outcome') then
        perform jiancha._raise('bad_value', 'topic', coalesce(_define_complaint_rule.topic, 'NULL'), _define_complaint_rule.code, 'kind, channel, outcome');
    end if;
    if _define_complaint_rule.start_kind is not null
        and (_define_complaint_rule.topic <> 'channel' or not exists (select from jiancha.step_kind k where k.kind = _define_complaint_rule.start_kind)) then
        perform jiancha._raise('bad_value', 'start_kind', _define_complaint_rule.start_kind, _define_complaint_rule.code, 'of a channel: a kind of jiancha.step_kind');
    end if;
    perform jiancha._raise('bad_value', 'needs', n, _define_complaint_rule.code, 'of an outcome: document_no, person, result, text, reason')
    from unnest(_define_complaint_rule.needs) n
    where n <> all ('{document_no,person,result,text,reason}') or _define_complaint_rule.topic <> 'outcome';
    said := row(_define_complaint_rule.pack, _define_complaint_rule.version, _define_complaint_rule.topic, _define_complaint_rule.code,
        _define_complaint_rule.name, _define_complaint_rule.start_kind, _define_complaint_rule.needs, _define_complaint_rule.results,
        _define_complaint_rule.dimension, _define_complaint_rule.source, _define_complaint_rule.status, _define_complaint_rule.enabled);
    if not exists (select from jiancha.complaint_rule r where (r.pack, r.version, r.topic, r.code) = (said.pack, said.version, said.topic, said.code)) then
        perform jiancha._refuse_used_version(said.pack, said.version, said.code);
    end if;
    insert into jiancha.complaint_rule (pack, version, topic, code, name, start_kind, needs, results, dimension, source, status, enabled)
    values (said.pack, said.version, said.topic, said.code, said.name, said.start_kind, said.needs, said.results, said.dimension, said.source, said.status,
        said.enabled)
    on conflict on constraint complaint_rule_pkey do nothing;
    if not exists (select from jiancha.complaint_rule r where r is not distinct from said) then
        perform jiancha._raise('rule_conflict', said.pack, said.version::text, said.code);
    end if;
end
$$;
comment on function jiancha._define_complaint_rule(text, integer, text, text, text, text, text, text[], text[], text, text, boolean) is
    'Does the work of define_complaint_rule(), as the owner.';

create function jiancha.define_complaint_rule(
    pack text, version integer, topic text, code text, name text, source text, start_kind text default null, needs text[] default '{}',
    results text[] default '{}', dimension text default null, status text default 'regulation', enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_complaint_rule(text, integer, text, text, text, text, text, text[], text[], text, text, boolean) is
    'Defines a kind of complaint (投诉种类), a channel (投诉渠道) and the step that its receipt enters besides, or an outcome (处理结果) and what closing with it must fill. Errors: JC005 unknown word, JC006 other content or a version in use, JC009 no source.';

create function jiancha._plain(text text) returns text
language sql immutable parallel safe
begin atomic
    select regexp_replace(lower(normalize(_plain.text, nfkc)), '[\s\-]', '', 'g');
end;
comment on function jiancha._plain(text) is 'A text without white space and hyphens, full-width characters made half-width, in lower case: for comparing.';

create function jiancha._names_complainant(text text, name text, contact text, identity_number text) returns boolean
language sql immutable parallel safe
begin atomic
    select exists (
        -- one character is no name, four are no telephone: "2010" or "新乡市" says nothing of anybody
        select from (
            select name as word, 2 as least
            union all select identity_number, 5
            union all select contact, 5
            union all select part, 5 from regexp_split_to_table(contact, '[,;/，；、。]|\s') part) w
        where length(jiancha._plain(w.word)) >= w.least and strpos(jiancha._plain(_names_complainant.text), jiancha._plain(w.word)) > 0);
end;
comment on function jiancha._names_complainant(text, text, text, text) is
    'Whether a text holds the name, the contact or a part of it, or the number of a complainant, however it is spaced.';

create function jiancha._complaint_rows()
returns table (
    no bigint, complaint_no text, kind text, channel text, received_at timestamptz, subject text, text text, org_code text, desk_org text, case_no text,
    urgent boolean, name text, contact text, identity_kind text, identity_number text, original_text text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.complaint_no, b.kind, b.channel, b.received_at, b.subject, b.text, nullif(b.org_code, ''), b.desk_org, nullif(b.case_no, ''),
        coalesce(b.urgent, false), nullif(btrim(b.name), ''), nullif(btrim(b.contact), ''), nullif(b.identity_kind, ''), nullif(b.identity_number, ''),
        nullif(b.original_text, '')
    from rows from (jiancha._buffered() as (
        complaint_no text, kind text, channel text, received_at timestamptz, subject text, text text, org_code text, desk_org text, case_no text,
        urgent boolean, name text, contact text, identity_kind text, identity_number text, original_text text)) with ordinality b;
end;
comment on function jiancha._complaint_rows() is 'Rows of the statement on complaint_intake, numbered as they came, empty ones made NULL.';

create function jiancha._complaint_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    fresh bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select * into here from jiancha._here();

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[] into problem
    from (
        select r.no, case
                when btrim(coalesce(r.complaint_no, '')) = '' then array['missing_value', 'complaint_no', format('(row %s of the statement)', r.no)]
                when octet_length(r.complaint_no) > 200 or r.complaint_no <> btrim(r.complaint_no)
                    then array['bad_value', 'complaint_no', left(r.complaint_no, 60), format('(row %s of the statement)', r.no), 'at most 200 bytes, no space before or behind']
                when coalesce(r.desk_org, '') = '' then array['missing_value', 'desk_org', r.complaint_no]
                when btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', r.complaint_no]
                when r.received_at is null then array['missing_value', 'received_at', r.complaint_no]
                when not exists (select from jiancha.org_version o where o.org_code = r.desk_org) then array['unknown_org', r.desk_org, r.complaint_no]
                when r.desk_org <> all (orgs) then array['not_your_desk', r.desk_org, r.complaint_no, caller, array_to_string(orgs, ', ')]
                when not isfinite(r.received_at) or r.received_at < here.calendar_start
                    then array['bad_instant', 'received_at', r.received_at::text, r.complaint_no, here.calendar_code, here.published_from::text]
                when r.received_at > latest then array['in_the_future', 'received_at', r.received_at::text, r.complaint_no, statement_timestamp()::text]
                when v.version is null then array['pack_not_in_force', here.pack, r.complaint_no, r.received_at::text]
                when k.code is null
                    then array['bad_value', 'kind', coalesce(r.kind, 'NULL'), r.complaint_no,
                        (select string_agg(e.code || ' ' || e.name, '; ' order by e.code) from jiancha.effective_complaint_rule e
                         where e.pack = here.pack and e.version = v.version and e.topic = 'kind')]
                when h.code is null
                    then array['bad_value', 'channel', coalesce(r.channel, 'NULL'), r.complaint_no,
                        (select string_agg(e.code, ', ' order by e.code) from jiancha.effective_complaint_rule e
                         where e.pack = here.pack and e.version = v.version and e.topic = 'channel')]
                when r.org_code is not null and not exists (select from jiancha.org_version o where o.org_code = r.org_code)
                    then array['unknown_org', r.org_code, r.complaint_no]
                -- the case of another is as good as none: a desk learns of no case but those of the organisation complained of
                when r.case_no is not null and (d.docket_id is null or r.org_code is distinct from d.org_code and r.org_code is distinct from d.origin_org_code
                        and r.org_code is distinct from jiancha._holder(d.docket_id, r.received_at))
                    then array['no_case_of_org', r.case_no, r.complaint_no, coalesce(r.org_code, '-')]
                when (r.identity_kind is null) <> (r.identity_number is null)
                    then array['missing_value', case when r.identity_kind is null then 'identity_kind' else 'identity_number' end, r.complaint_no]
                when r.identity_kind not in ('identity_number', 'credit_code')
                    then array['bad_value', 'identity_kind', r.identity_kind, r.complaint_no, 'identity_number, credit_code']
                when r.identity_number is not null and r.name is null then array['missing_value', 'name', r.complaint_no]
                -- the number itself goes into no message, and so into no log of the server
                when r.identity_number is not null and not jiancha.code_is_valid(r.identity_kind, r.identity_number)
                    then array['bad_identity', r.complaint_no, r.identity_kind]
                when jiancha._names_complainant(concat_ws(E'\n', r.subject, r.text), r.name, r.contact, r.identity_number)
                    then array['text_names_complainant', r.complaint_no]
            end as problem
        from jiancha._complaint_rows() r
        cross join lateral (select jiancha._pack_version(here.pack, r.received_at, here.calendar_code) as version) v
        left join jiancha.effective_complaint_rule k on k.pack = here.pack and k.version = v.version and k.topic = 'kind' and k.code = r.kind
        left join jiancha.effective_complaint_rule h on h.pack = here.pack and h.version = v.version and h.topic = 'channel' and h.code = r.channel
        left join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no
        left join jiancha.docket d on d.docket_id = dk.docket_id) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, jiancha._pack_version(here.pack, r.received_at, here.calendar_code) as version,
            jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from jiancha._complaint_rows() r),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'complaint', i.complaint_no, i.docket_id from incoming i order by i.complaint_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state, check_at)
        select i.docket_id, 'complaint', i.complaint_no, i.desk_org, i.desk_org, here.pack, here.calendar_code, i.received_at, 'received',
            case when exists (select from jiancha.signal_rule s where s.docket_kind = 'complaint' and s.kind = 'condition') then i.received_at end
        from incoming i join numbered using (docket_id)),
    files as (
        insert into jiancha.case_file (docket_id, org_code, channel, subject, at_precision, data)
        select i.docket_id, i.desk_org, i.channel, i.subject, 'minute',
            -- whether there is a contact, not which
            jsonb_strip_nulls(jsonb_build_object('real_name', i.name is not null, 'contact', case when i.contact is not null then '另存' end))
        from incoming i join numbered using (docket_id)),
    steps as (
        insert into jiancha.step (docket_id, kind, at, at_precision, actor, org_code, revision)
        select i.docket_id, s.kind, i.received_at, 'minute', caller::text, i.desk_org, 1
        from incoming i
        join numbered using (docket_id)
        join jiancha.effective_complaint_rule h on h.pack = here.pack and h.version = i.version and h.topic = 'channel' and h.code = i.channel
        cross join lateral (values (h.start_kind), (case when i.urgent then 'urgent' end)) s (kind)
        where s.kind is not null),
    people as (
        insert into jiancha.complainant (docket_id, name, contact, identity_kind, identity_number, original_text)
        select i.docket_id, i.name, i.contact, i.identity_kind, i.identity_number, i.original_text
        from incoming i join numbered using (docket_id)),
    earlier as (
        select i.docket_id, x.complaint_no, x.received_at
        from incoming i
        join numbered using (docket_id)
        cross join lateral (
            select c.complaint_no, c.received_at
            from jiancha.complaint c
            join jiancha.docket d on d.docket_id = c.docket_id
            left join jiancha.complainant p on p.docket_id = c.docket_id
            left join jiancha.effective_param m on m.pack = here.pack and m.version = i.version and m.param = 'repeat_days'
            where c.org_code = i.org_code and c.case_no is not distinct from i.case_no and c.received_at <= i.received_at
                and (d.closed_at is null or d.closed_at >= i.received_at - make_interval(days => coalesce(m.value::integer, 0)))
                and (p.identity_number = i.identity_number or p.contact = i.contact or jiancha._plain(c.text) = jiancha._plain(i.text)
                    -- a name alone may be another's
                    or (p.name = i.name and p.identity_number is null and i.identity_number is null and p.contact is null and i.contact is null))
            union all
            select b.complaint_no, b.received_at
            from incoming b
            join numbered n on n.docket_id = b.docket_id
            where b.org_code = i.org_code and b.case_no is not distinct from i.case_no and (b.received_at, b.no) < (i.received_at, i.no)
                and (b.identity_number = i.identity_number or b.contact = i.contact or jiancha._plain(b.text) = jiancha._plain(i.text)
                    or (b.name = i.name and b.identity_number is null and i.identity_number is null and b.contact is null and i.contact is null))
            order by 2 desc, 1 desc limit 1) x),
    details as (
        insert into jiancha.complaint (docket_id, complaint_no, kind, channel, received_at, real_name, has_contact, subject, text, org_code, desk_org, case_no,
            urgent, repeat_of, pack, rule_version, actor)
        select i.docket_id, i.complaint_no, i.kind, i.channel, i.received_at, i.name is not null, i.contact is not null, i.subject, i.text, i.org_code, i.desk_org,
            i.case_no, i.urgent, e.complaint_no, here.pack, i.version, caller::text
        from incoming i join numbered using (docket_id) left join earlier e using (docket_id))
    select array_agg(n.docket_id order by n.docket_id) into fresh from numbered n;

    -- a row that was there already must be the same, word for word
    select array['complaint_conflict', r.complaint_no] into problem
    from jiancha._complaint_rows() r
    left join jiancha.docket_key k on k.kind = 'complaint' and k.business_no = r.complaint_no
    left join jiancha.complaint c using (docket_id)
    left join jiancha.complainant p using (docket_id)
    where (c.kind, c.channel, c.received_at, c.subject, c.text, c.org_code, c.desk_org, c.case_no, c.urgent, p.name, p.contact, p.identity_kind,
            p.identity_number, p.original_text)
        is distinct from (r.kind, r.channel, r.received_at, r.subject, r.text, r.org_code, r.desk_org, r.case_no, r.urgent, r.name, r.contact, r.identity_kind,
            r.identity_number, r.original_text)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._complaint_intake_statement(text[], name) is
    'Handles the rows of a statement on complaint_intake: checks all, makes docket, complaint and complainant apart, finds what each repeats, derives the clocks.';
