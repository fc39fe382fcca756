-- Shared certificates, joint handling and the receipt of penalty cases. Called as the functions of intake.sql are.

create function jiancha._certificate_rows()
returns table (
    no bigint, certificate_no text, certificate_kind text, name text, holder_name text, holder_id_kind text, holder_id_no text, issued_on date, valid_from date,
    valid_until date, case_no text, org_code text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, btrim(b.certificate_no), btrim(b.certificate_kind), b.name, btrim(b.holder_name), nullif(b.holder_id_kind, ''),
        nullif(btrim(b.holder_id_no), ''), b.issued_on, coalesce(b.valid_from, b.issued_on), b.valid_until, nullif(btrim(b.case_no), ''), b.org_code
    from rows from (jiancha._buffered() as (
        certificate_no text, certificate_kind text, name text, holder_name text, holder_id_kind text, holder_id_no text, issued_on date, valid_from date,
        valid_until date, case_no text, org_code text, state text)) with ordinality b;
end;
comment on function jiancha._certificate_rows() is 'Rows of the statement on certificate_intake, numbered as they came, defaults filled in.';

create function jiancha._certificate_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
begin
    select h.*, c.time_zone into here from jiancha._here() h join jiancha.calendar c on c.calendar_code = h.calendar_code;
    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.certificate_no, '') = '' then array['missing_value', 'certificate_no', format('(row %s of the statement)', r.no)]
                when coalesce(r.certificate_kind, '') = '' then array['missing_value', 'certificate_kind', r.certificate_no]
                when octet_length(r.certificate_no) + octet_length(r.certificate_kind) > 199
                    then array['bad_value', 'certificate_no', left(r.certificate_no, 60), format('(row %s of the statement)', r.no), 'at most 199 bytes with its kind']
                when coalesce(r.holder_name, '') = '' then array['missing_value', 'holder_name', r.certificate_no]
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.certificate_no]
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', r.org_code, r.certificate_no]
                when r.org_code <> all (orgs) then array['not_your_org', r.org_code, r.certificate_no, caller, array_to_string(orgs, ', ')]
                when r.issued_on is null then array['missing_value', 'issued_on', r.certificate_no]
                when not isfinite(r.issued_on) or r.issued_on < here.published_from
                    then array['bad_instant', 'issued_on', r.issued_on::text, r.certificate_no, here.calendar_code, here.published_from::text]
                when not isfinite(r.valid_from) then array['bad_value', 'valid_from', r.valid_from::text, r.certificate_no, 'a day']
                when r.valid_until <= r.valid_from or not isfinite(r.valid_until)
                    then array['bad_value', 'valid_until', r.valid_until::text, r.certificate_no, 'empty, or a day after valid_from']
                else jiancha._id_problem(r.holder_id_kind, r.holder_id_no, r.certificate_no)
            end as problem
        from jiancha._certificate_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select distinct on (r.certificate_kind, r.certificate_no) r.org_code, format('%s#%s', r.certificate_kind, r.certificate_no) as business_no,
            r.issued_on::timestamp at time zone here.time_zone as issued_at
        from jiancha._certificate_rows() r
        order by r.certificate_kind, r.certificate_no, r.no),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'certificate', i.business_no, jiancha._docket_base() | nextval('jiancha.docket_seq') from incoming i order by i.business_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id, business_no),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state, check_at)
        select n.docket_id, 'certificate', n.business_no, i.org_code, i.org_code, here.pack, here.calendar_code, i.issued_at, 'received', i.issued_at
        from numbered n join incoming i using (business_no))
    insert into jiancha.case_file (docket_id, org_code, channel, at_precision)
    select n.docket_id, i.org_code, 'window', 'day' from numbered n join incoming i using (business_no);

    insert into jiancha.certificate (docket_id, certificate_no, certificate_kind, name, holder_name, holder_id_kind, holder_id_no, issued_on, valid_from, valid_until,
        case_no, org_code, actor)
    select k.docket_id, r.certificate_no, r.certificate_kind, r.name, r.holder_name, r.holder_id_kind, r.holder_id_no, r.issued_on, r.valid_from, r.valid_until, r.case_no,
        r.org_code, caller::text
    from jiancha._certificate_rows() r
    join jiancha.docket_key k on k.kind = 'certificate' and k.business_no = format('%s#%s', r.certificate_kind, r.certificate_no)
    order by r.no
    on conflict on constraint certificate_pkey do nothing;
    select array['certificate_conflict', r.certificate_no, r.certificate_kind] into problem
    from jiancha._certificate_rows() r
    join jiancha.docket_key k on k.kind = 'certificate' and k.business_no = format('%s#%s', r.certificate_kind, r.certificate_no)
    join jiancha.certificate c on c.docket_id = k.docket_id
    where (c.org_code, c.name, c.holder_name, c.holder_id_kind, c.holder_id_no, c.issued_on, c.valid_from, c.valid_until, c.case_no)
        is distinct from (r.org_code, r.name, r.holder_name, r.holder_id_kind, r.holder_id_no, r.issued_on, r.valid_from, r.valid_until, r.case_no)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._certificate_intake_statement(text[], name) is
    'Handles the rows of a statement on certificate_intake: checks, opens a docket of kind certificate for each from the day of issue, inserts.';

create function jiancha._certificate_end_rows() returns table (no bigint, certificate_no text, certificate_kind text, at timestamptz, reason text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, btrim(b.certificate_no), btrim(b.certificate_kind), b.at, nullif(btrim(b.reason), ''), nullif(btrim(b.document_no), '')
    from rows from (jiancha._buffered() as (certificate_no text, certificate_kind text, at timestamptz, reason text, document_no text)) with ordinality b;
end;
comment on function jiancha._certificate_end_rows() is 'Rows of the statement on certificate_end, numbered as they came.';

create function jiancha._certificate_end_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
begin
    with resolved as materialized (
        select k.* from (
            select array_agg('certificate'::text order by r.no) as kinds, array_agg(format('%s#%s', r.certificate_kind, r.certificate_no) order by r.no) as nos,
                array_agg(r.at order by r.no) as ats
            from jiancha._certificate_end_rows() r) a
        cross join lateral jiancha._resolve_dockets(a.kinds, a.nos, a.ats, orgs, caller) k)
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(distinct p.docket_id)
    into problem, dockets
    from (
        select r.no, k.docket_id, coalesce(k.problem, case when r.reason is null then array['missing_value', 'reason', coalesce(r.certificate_no, '')] end) as problem
        from jiancha._certificate_end_rows() r join resolved k using (no)) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.step (docket_id, kind, at, at_precision, actor, reason, document_no, org_code, revision)
    select distinct d.docket_id, 'terminate', r.at, 'minute', caller::text, r.reason, r.document_no, d.org_code, d.revision + 1
    from jiancha._certificate_end_rows() r
    join jiancha.docket_key k on k.kind = 'certificate' and k.business_no = format('%s#%s', r.certificate_kind, r.certificate_no)
    join jiancha.docket d on d.docket_id = k.docket_id
    where not exists (
        select from jiancha.step s
        where s.docket_id = d.docket_id and s.kind = 'terminate' and s.at = r.at and (s.reason, s.document_no) is not distinct from (r.reason, r.document_no));
    if found then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._certificate_end_statement(text[], name) is 'Handles the rows of a statement on certificate_end: each ends the docket of its certificate.';

create function jiancha._certificates_of(id_no text, as_of timestamptz, caller name)
returns table (certificate_no text, certificate_kind text, name text, holder_name text, issued_on date, valid_until date, org_code text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select c.certificate_no, c.certificate_kind, c.name, c.holder_name, c.issued_on, c.valid_until, c.org_code
    from jiancha.certificate c
    join jiancha.docket d on d.docket_id = c.docket_id
    join jiancha.calendar k on k.calendar_code = d.calendar_code
    where c.holder_id_no = _certificates_of.id_no
        and c.valid_from <= (as_of at time zone k.time_zone)::date and (c.valid_until is null or c.valid_until > (as_of at time zone k.time_zone)::date)
        and (d.closed_at is null or d.closed_at > as_of)
        -- the owner passes by the policies, so what they say of secrecy is said here
        and (d.secrecy is null or jiancha._acts_for(caller, 'jiancha_cleared_', d.secrecy))
    order by c.certificate_kind, c.issued_on desc, c.certificate_no;
end
$$;
comment on function jiancha._certificates_of(text, timestamptz, name) is 'Does the work of certificates_of(), as the owner.';

create function jiancha.certificates_of(id_no text, as_of timestamptz default now())
returns table (certificate_no text, certificate_kind text, name text, holder_name text, issued_on date, valid_until date, org_code text)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.certificates_of(text, timestamptz) is
    'Certificates that a holder, named by the number of his document of identity, has and that hold at an instant, whichever organisation issued them: what is here must not be asked of him again (Q-3.1.2). Those that a decision made secret only with its clearance. No rows for NULL or an unknown number.';

create function jiancha._joint_rows() returns table (no bigint, joint_no text, case_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.joint_no, b.case_no from rows from (jiancha._buffered() as (joint_no text, case_no text)) with ordinality b;
end;
comment on function jiancha._joint_rows() is 'Rows of the statement on joint_case, numbered as they came.';

create function jiancha._joint_case_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
begin
    with resolved as materialized (
        select k.* from (select array_agg('joint'::text order by r.no) as kinds, array_agg(r.joint_no order by r.no) as nos from jiancha._joint_rows() r) a
        cross join lateral jiancha._resolve_dockets(a.kinds, a.nos, null, orgs, caller) k)
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(distinct p.docket_id)
    into problem, dockets
    from (
        select r.no, k.docket_id, coalesce(k.problem, case
                when coalesce(r.case_no, '') = '' then array['missing_value', 'case_no', r.joint_no]
                -- the cases of other organisations too: who leads names them
                when c.docket_id is null then array['unknown_case', r.case_no]
                when exists (select from jiancha.joint_member j where j.member_docket_id = c.docket_id and j.docket_id <> k.docket_id)
                    or exists (select from jiancha._joint_rows() o where o.case_no = r.case_no and o.joint_no <> r.joint_no)
                    then array['joint_already', r.case_no, r.joint_no]
            end) as problem
        from jiancha._joint_rows() r
        join resolved k using (no)
        left join jiancha.docket_key c on c.kind = 'approval' and c.business_no = r.case_no) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.joint_member (docket_id, member_docket_id, joint_no, case_no, org_code, actor)
    select j.docket_id, c.docket_id, r.joint_no, r.case_no, d.org_code, caller::text
    from jiancha._joint_rows() r
    join jiancha.docket_key j on j.kind = 'joint' and j.business_no = r.joint_no
    join jiancha.docket d on d.docket_id = j.docket_id
    join jiancha.docket_key c on c.kind = 'approval' and c.business_no = r.case_no
    order by j.docket_id, c.docket_id
    on conflict on constraint joint_member_pkey do nothing;
    if found then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._joint_case_statement(text[], name) is 'Handles the rows of a statement on joint_case: makes cases parts of a joint case, by who leads it.';

create function jiancha._penalty_rows()
returns table (
    no bigint, case_no text, org_code text, matter_code text, received_at timestamptz, subject text, party_kind text, party text, id_kind text, id_no text, contact text,
    procedure text, channel text, staff_code text, at_precision text, data jsonb)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.case_no, b.org_code, b.matter_code, b.received_at, b.subject, b.party_kind, btrim(b.party), nullif(b.id_kind, ''), nullif(btrim(b.id_no), ''),
        nullif(btrim(b.contact), ''), b.procedure, coalesce(b.channel, 'window'), b.staff_code, coalesce(b.at_precision, 'minute'), b.data
    from rows from (jiancha._buffered() as (
        case_no text, org_code text, matter_code text, received_at timestamptz, subject text, party_kind text, party text, id_kind text, id_no text, contact text,
        procedure text, channel text, staff_code text, at_precision text, data jsonb)) with ordinality b;
end;
comment on function jiancha._penalty_rows() is 'Rows of the statement on penalty_intake, numbered as they came, defaults filled in.';

create function jiancha._penalty_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.case_no, '')) = '' then array['missing_value', 'case_no', format('(row %s of the statement)', r.no)]
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.case_no]
                when r.org_code <> all (orgs) then array['not_your_org', r.org_code, r.case_no, caller, array_to_string(orgs, ', ')]
                when r.party_kind not in ('person', 'unit') then array['bad_value', 'party_kind', r.party_kind, r.case_no, 'person, unit']
                when r.party is not null and r.party <> '' and r.party_kind is null then array['missing_value', 'party_kind', r.case_no]
                when coalesce(r.party, '') = '' and (r.id_no is not null or r.contact is not null) then array['missing_value', 'party', r.case_no]
                when r.procedure not in ('ordinary', 'summary') then array['bad_value', 'procedure', r.procedure, r.case_no, 'ordinary, summary']
                when jsonb_typeof(r.data) <> 'object' then array['bad_value', 'data', left(r.data::text, 60), r.case_no, 'a JSON object']
                when r.channel <> 'import' then jiancha._id_problem(r.id_kind, r.id_no, r.case_no)
                when (r.id_kind is null) <> (r.id_no is null) then array['missing_value', case when r.id_kind is null then 'id_kind' else 'id_no' end, r.case_no]
            end as problem
        from jiancha._penalty_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.docket_intake (docket_kind, business_no, org_code, matter_code, applicant, received_at, channel, party_kind, subject, staff_code, at_precision, data)
    select 'penalty', r.case_no, r.org_code, r.matter_code, nullif(r.party, ''), r.received_at, r.channel, case r.party_kind when 'unit' then 'enterprise' else r.party_kind end,
        r.subject, r.staff_code, r.at_precision,
        case when r.procedure is not null then coalesce(r.data, '{}') || jsonb_build_object('procedure', r.procedure) else r.data end
    from jiancha._penalty_rows() r
    order by r.no;

    insert into jiancha.party (docket_id, role, kind, name, id_kind, id_no, contact, org_code, actor)
    select k.docket_id, 'applicant', r.party_kind, r.party, r.id_kind, r.id_no, r.contact, r.org_code, caller::text
    from jiancha._penalty_rows() r
    join jiancha.docket_key k on k.kind = 'penalty' and k.business_no = r.case_no
    where r.party <> '' and not exists (select from jiancha.party o where o.docket_id = k.docket_id and o.role = 'applicant')
    order by r.no;
    select array['case_conflict', r.case_no, 'party, id_kind, id_no or contact'] into problem
    from jiancha._penalty_rows() r
    join jiancha.docket_key k on k.kind = 'penalty' and k.business_no = r.case_no
    where r.party <> '' and not exists (
        select from jiancha.party o
        where o.docket_id = k.docket_id and o.role = 'applicant'
            and (o.kind, o.name, o.id_kind, o.id_no, o.contact) is not distinct from (r.party_kind, r.party, r.id_kind, r.id_no, r.contact))
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._penalty_intake_statement(text[], name) is
    'Handles the rows of a statement on penalty_intake: checks, makes dockets of kind penalty and the party of each.';
