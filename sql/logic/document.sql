-- Documents of dockets, and what a new version of a matter does. As the functions of intake.sql, called with the organisations the caller acts for
-- (NULL: all) and his name, as the records' owner.

create function jiancha._document_rows(feed boolean)
returns table (no bigint, docket_kind text, case_no text, document_kind text, document_no text, name text, at timestamptz, sha256 text, data jsonb,
    source text, misread text[])
language sql stable parallel unsafe
begin atomic
    select b.ordinality, coalesce(b.docket_kind, 'approval'), b.case_no, b.document_kind, b.document_no, b.name, b.at, lower(b.sha256), b.data, null::text, null::text[]
    from rows from (jiancha._buffered() as (
        docket_kind text, case_no text, document_kind text, document_no text, name text, at timestamptz, sha256 text, data jsonb)) with ordinality b
    where not _document_rows.feed
    union all
    select b.no, b.docket_kind, b.case_no, b.document_kind, b.document_no, b.name, b.at, lower(b.sha256), b.data, b.source, b.misread
    from jiancha._buffered() as b (
        no bigint, docket_kind text, case_no text, document_kind text, document_no text, name text, at timestamptz, sha256 text, data jsonb,
        source text, misread text[])
    where _document_rows.feed;
end;
comment on function jiancha._document_rows(boolean) is
    'Rows of the statement on document_intake or, of a feed, feed_document_row, numbered as they came, defaults filled in.';

create function jiancha._take_documents(orgs text[], caller name, feed boolean default false, out landed bigint, out refused jsonb)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    first_at timestamptz;
    last_at timestamptz;
    calendars text[];
    dockets bigint[];
    sender text;
    sender_orgs text[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    if feed then
        select s.org_code, s.orgs into sender, sender_orgs
        from jiancha._feed_sender((select r.source from jiancha._document_rows(feed) r limit 1)) s;
    end if;
    select s.calendar_code, v.published_from, v.published_from::timestamp at time zone c.time_zone as calendar_start,
        (s.region::bigint << 8) | s.node as origin
    into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;

    -- lock, then look: who holds a docket may be changing at this moment
    select array_agg(distinct dk.docket_id) into dockets
    from jiancha._document_rows(feed) r join jiancha.docket_key dk on dk.kind = r.docket_kind and dk.business_no = r.case_no
    where r.misread is null;
    perform jiancha._lock(dockets);

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], min(p.at), max(p.at), array_agg(distinct p.calendar_code),
        coalesce(jsonb_object_agg(p.no, p.problem) filter (where p.problem is not null), '{}')
    into problem, first_at, last_at, calendars, refused
    from (
        select r.no, r.at, d.calendar_code, case
                when r.misread is not null then r.misread
                when coalesce(r.case_no, '') = '' then array['missing_value', 'case_no', format('(row %s of the statement)', r.no)]
                when not exists (select from jiancha.docket_kind q where q.kind = r.docket_kind)
                    then array['bad_value', 'docket_kind', r.docket_kind, r.case_no, (select string_agg(q.kind, ', ' order by q.kind) from jiancha.docket_kind q)]
                when d.docket_id is null and orgs is null then array['document_unknown_docket', r.docket_kind, r.case_no]
                when orgs is not null
                    and (d.docket_id is null
                        -- who held it once may still file what belongs to that time
                        or not (d.org_code = any (orgs) or jiancha._holder(d.docket_id, r.at) = any (orgs)))
                    then array['document_not_yours', r.docket_kind, r.case_no, caller, array_to_string(orgs, ', ')]
                when feed and d.org_code <> all (sender_orgs) and d.origin_org_code <> all (sender_orgs)
                    and jiancha._holder(d.docket_id, r.at) = any (sender_orgs) is not true
                    then array['feed_other_org', d.org_code, r.case_no, r.source, sender]
                when d.docket_id >> 35 <> here.origin then array['case_elsewhere', r.case_no]
                when coalesce(r.document_kind, '') = '' then array['missing_value', 'document_kind', r.case_no]
                when k.kind is null
                    then array['bad_value', 'document_kind', left(r.document_kind, 60), r.case_no,
                        (select string_agg(q.kind, ', ' order by q.kind) from jiancha.document_kind q)]
                when r.at is null then array['missing_value', 'at', r.case_no]
                when not isfinite(r.at) or r.at < here.calendar_start
                    then array['bad_instant', 'at', r.at::text, r.case_no, here.calendar_code, here.published_from::text]
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.case_no, statement_timestamp()::text]
                when r.sha256 !~ '^[0-9a-f]{64}$'
                    then array['bad_value', 'sha256', left(r.sha256, 80), r.case_no, 'NULL or 64 hexadecimal digits']
            end as problem
        from jiancha._document_rows(feed) r
        left join jiancha.docket_key dk on dk.kind = r.docket_kind and dk.business_no = r.case_no
        left join jiancha.docket d on d.docket_id = dk.docket_id
        left join jiancha.document_kind k on k.kind = r.document_kind) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null and not feed;

    insert into jiancha.case_document (docket_id, document_kind, document_no, name, at, sha256, data, org_code, actor, revision)
    -- a row that says the same as another is the same document: a batch sent twice changes nothing
    select distinct d.docket_id, r.document_kind, r.document_no, r.name, r.at, r.sha256, r.data, d.org_code, caller::text, d.revision + 1
    from jiancha._document_rows(feed) r
    join jiancha.docket_key dk on dk.kind = r.docket_kind and dk.business_no = r.case_no
    join jiancha.docket d on d.docket_id = dk.docket_id
    where not refused ? r.no::text and not exists (
        select from jiancha.case_document x
        where x.docket_id = d.docket_id and x.document_kind = r.document_kind and x.at = r.at
            and (x.document_no, x.name, x.sha256, x.data) is not distinct from (r.document_no, r.name, r.sha256, r.data));
    get diagnostics landed = row_count;

    perform jiancha._check_time_zone(first_at, last_at, calendars) where not feed;
    if landed > 0 then
        -- a docket for which nothing was taken is left alone
        if refused <> '{}' then
            select array_agg(distinct dk.docket_id) into dockets
            from jiancha._document_rows(feed) r join jiancha.docket_key dk on dk.kind = r.docket_kind and dk.business_no = r.case_no
            where not refused ? r.no::text;
        end if;
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._take_documents(text[], name, boolean) is
    'Handles the rows of a statement on document_intake or, of a feed, feed_document_row: checks all, locks the dockets, inserts the documents, derives. The first problem is raised; of a feed, refused names them all by the number of the row, and the other rows are taken. landed: documents that were not there before.';

create function jiancha._document_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._take_documents(orgs, caller);
end
$$;
comment on function jiancha._document_intake_statement(text[], name) is 'Handles the rows of a statement on document_intake.';

create function jiancha._matter_versions_added(added jsonb) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[];
begin
    -- a version after the first is a change, which rules look at (Z-16.2, Z-16.3): a docket from the day it takes effect
    with fresh as materialized (
        select a.matter_code, a.version, v.org_code, v.valid_from, s.pack, coalesce(v.calendar_code, s.calendar_code) as calendar_code, c.time_zone,
            (s.region::bigint << 43) | (s.node::bigint << 35) | nextval('jiancha.docket_seq') as docket_id
        from jsonb_to_recordset(added) a (matter_code text, version integer)
        join jiancha.matter_version v on v.matter_code = a.matter_code and v.version = a.version
        cross join jiancha.record_state s
        join jiancha.calendar c on c.calendar_code = coalesce(v.calendar_code, s.calendar_code)
        where a.version > 1 and isfinite(v.valid_from)),
    keys as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'matter_version', format('%s#%s', f.matter_code, f.version), f.docket_id from fresh f),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code, received_at, state,
            check_at)
        select f.docket_id, 'matter_version', format('%s#%s', f.matter_code, f.version), f.org_code, f.org_code, f.matter_code, f.version, f.pack, f.calendar_code,
            f.valid_from::timestamp at time zone f.time_zone, 'received', f.valid_from::timestamp at time zone f.time_zone
        from fresh f)
    select array_agg(f.docket_id) into dockets from fresh f;
    if dockets is not null then
        perform jiancha._store_clocks(dockets, true);
    end if;

    -- a version entered late concerns the cases accepted since it took effect
    select array_agg(d.docket_id) into dockets
    from jsonb_to_recordset(added) a (matter_code text, version integer)
    join jiancha.matter_version v on v.matter_code = a.matter_code and v.version = a.version
    join jiancha.docket d on d.matter_code = a.matter_code and d.kind = 'approval'
    join jiancha.calendar c on c.calendar_code = d.calendar_code
    where a.version > 1 and coalesce(d.accepted_at, d.received_at) >= v.valid_from::timestamp at time zone c.time_zone;
    if cardinality(dockets) > 0 then
        perform jiancha._lock(dockets);
        update jiancha.docket d set check_at = d.received_at, revision = d.revision + 1 where d.docket_id = any (dockets);
    end if;
end
$$;
comment on function jiancha._matter_versions_added(jsonb) is
    'Opens a docket of kind matter_version for each version after the first, and lets the next sweep look again at the cases accepted since a version took effect that was entered late. added: array of matter_code and version.';
