-- What is entered of a case beside its receipt, steps and documents: parties, materials, fees, what a penalty imposed. Called as the functions of intake.sql
-- are: with the organisations the caller acts for (NULL: all) and his name, as the records' owner.

create function jiancha._resolve_dockets(docket_kinds text[], case_nos text[], ats timestamptz[], orgs text[], caller name)
returns table (no bigint, docket_id bigint, org_code text, matter_code text, matter_version integer, imported boolean, problem text[])
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    here record;
    origin bigint;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select * into here from jiancha._here();
    origin := jiancha._docket_base() >> 35;
    -- lock, in order of docket_id, then look: who holds a docket may be changing at this moment
    perform jiancha._lock((
        select array_agg(distinct k.docket_id)
        from unnest(docket_kinds, case_nos) r (kind, no) join jiancha.docket_key k on k.kind = r.kind and k.business_no = r.no));
    return query
    select r.no, d.docket_id, d.org_code, d.matter_code, d.matter_version, d.imported, case
            when coalesce(r.case_no, '') = '' then array['missing_value', 'case_no', format('(row %s of the statement)', r.no)]
            when q.kind is null
                then array['bad_value', 'docket_kind', coalesce(r.kind, 'NULL'), r.case_no, (select string_agg(a.kind, ', ' order by a.kind) from jiancha.docket_kind a)]
            when d.docket_id is null and orgs is null then array['document_unknown_docket', r.kind, r.case_no]
            when orgs is not null
                and (d.docket_id is null
                    -- who held it once may still enter what belongs to that time
                    or not (d.org_code = any (orgs) or (r.at is not null and isfinite(r.at) and jiancha._holder(d.docket_id, r.at) = any (orgs))))
                then array['document_not_yours', r.kind, r.case_no, caller, array_to_string(orgs, ', ')]
            when d.docket_id >> 35 <> origin then array['case_elsewhere', r.case_no]
            when ats is not null and r.at is null then array['missing_value', 'at', r.case_no]
            when not isfinite(r.at) or r.at < here.calendar_start
                then array['bad_instant', 'at', r.at::text, r.case_no, here.calendar_code, here.published_from::text]
            when r.at > latest then array['in_the_future', 'at', r.at::text, r.case_no, statement_timestamp()::text]
        end
    from unnest(docket_kinds, case_nos, coalesce(ats, array_fill(null::timestamptz, array[cardinality(case_nos)]))) with ordinality r (kind, case_no, at, no)
    left join jiancha.docket_kind q on q.kind = r.kind
    left join jiancha.docket_key k on k.kind = r.kind and k.business_no = r.case_no
    left join jiancha.docket d on d.docket_id = k.docket_id;
end
$$;
comment on function jiancha._resolve_dockets(text[], text[], timestamptz[], text[], name) is
    'Finds and locks the dockets that the rows of a statement name, one row each in their order, and says what forbids the row: no such docket, not of the caller, collected from another server, no instant (ats NULL: the rows have none). problem: name of the message and its arguments; NULL: none.';

create function jiancha._id_problem(id_kind text, id_no text, row_name text) returns text[]
language sql immutable parallel safe
begin atomic
    -- a number goes into no message, and so into no log of the server
    select case
        when (id_kind is null) <> (id_no is null) then array['missing_value', case when id_kind is null then 'id_kind' else 'id_no' end, row_name]
        when id_kind not in ('credit_code', 'organisation_code', 'identity_number', 'officer_card', 'passport', 'other')
            then array['bad_value', 'id_kind', left(id_kind, 60), row_name, 'credit_code, organisation_code, identity_number, officer_card, passport, other']
        when octet_length(id_no) > 60 or btrim(id_no) = '' or id_no <> btrim(id_no) then array['bad_id', row_name, id_kind]
        when id_kind in ('credit_code', 'organisation_code', 'identity_number') and not jiancha.code_is_valid(id_kind, id_no) then array['bad_id', row_name, id_kind]
    end;
end;
comment on function jiancha._id_problem(text, text, text) is 'What is wrong with a document of identity, as the name of a message and its arguments; NULL: nothing.';

create function jiancha._party_rows()
returns table (
    no bigint, docket_kind text, case_no text, role text, kind text, name text, id_kind text, id_no text, contact text, representative text, address text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, coalesce(b.docket_kind, 'approval'), b.case_no, coalesce(b.role, 'applicant'), b.kind, btrim(b.name), nullif(b.id_kind, ''),
        nullif(btrim(b.id_no), ''), nullif(btrim(b.contact), ''), nullif(btrim(b.representative), ''), nullif(btrim(b.address), '')
    from rows from (jiancha._buffered() as (
        docket_kind text, case_no text, role text, kind text, name text, id_kind text, id_no text, contact text, representative text, address text, id_problem text)) with ordinality b;
end;
comment on function jiancha._party_rows() is 'Rows of the statement on party_intake, numbered as they came, empty ones made NULL.';

create function jiancha._party_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
begin
    with resolved as materialized (
        select k.* from (select array_agg(r.docket_kind order by r.no) as kinds, array_agg(r.case_no order by r.no) as nos from jiancha._party_rows() r) a
        cross join lateral jiancha._resolve_dockets(a.kinds, a.nos, null, orgs, caller) k)
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(distinct p.docket_id)
    into problem, dockets
    from (
        select r.no, k.docket_id, coalesce(k.problem, case
                when r.role not in ('applicant', 'agent', 'interested') then array['bad_value', 'role', r.role, r.case_no, 'applicant, agent, interested']
                when r.kind is null then array['missing_value', 'kind', r.case_no]
                when r.kind not in ('person', 'unit') then array['bad_value', 'kind', r.kind, r.case_no, 'person, unit']
                when coalesce(r.name, '') = '' then array['missing_value', 'name', r.case_no]
                when r.kind = 'person' and r.id_kind in ('credit_code', 'organisation_code') or r.kind = 'unit' and r.id_kind in ('identity_number', 'officer_card', 'passport')
                    then array['bad_value', 'id_kind', r.id_kind, r.case_no,
                        case r.kind when 'unit' then 'of a unit: credit_code, organisation_code, other' else 'of a person: identity_number, officer_card, passport, other' end]
                -- old registers hold codes with wrong check digits: history is kept as it is, id_problem says what is wrong
                when not k.imported then jiancha._id_problem(r.id_kind, r.id_no, r.case_no)
                when (r.id_kind is null) <> (r.id_no is null)
                    then array['missing_value', case when r.id_kind is null then 'id_kind' else 'id_no' end, r.case_no]
            end) as problem
        from jiancha._party_rows() r join resolved k using (no)) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.party (docket_id, role, kind, name, id_kind, id_no, contact, representative, address, org_code, actor)
    select distinct d.docket_id, r.role, r.kind, r.name, r.id_kind, r.id_no, r.contact, r.representative, r.address, d.org_code, caller::text
    from jiancha._party_rows() r
    join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.case_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where not exists (
        -- what counts now says the same already
        select from (
            select o.* from jiancha.party o
            where o.docket_id = d.docket_id and o.role = r.role and o.name = r.name
            order by o.seq desc limit 1) o
        where (o.kind, o.id_kind, o.id_no, o.contact, o.representative, o.address)
            is not distinct from (r.kind, r.id_kind, r.id_no, r.contact, r.representative, r.address));
    if found then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._party_intake_statement(text[], name) is
    'Handles the rows of a statement on party_intake: checks documents of identity, keeps those of history as they are, inserts, derives.';

create function jiancha._material_rows()
returns table (
    no bigint, docket_kind text, case_no text, act text, material_no integer, name text, form text, copies integer, at timestamptz, certificate_no text,
    staff_code text, to_org text, note text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, coalesce(b.docket_kind, 'approval'), b.case_no, coalesce(b.act, 'received'), b.material_no, nullif(btrim(b.name), ''),
        coalesce(b.form, 'paper'), coalesce(b.copies, 1), b.at, nullif(btrim(b.certificate_no), ''), nullif(b.staff_code, ''), nullif(b.to_org, ''), b.note
    from rows from (jiancha._buffered() as (
        docket_kind text, case_no text, act text, material_no integer, name text, form text, copies integer, at timestamptz, certificate_no text,
        staff_code text, to_org text, note text)) with ordinality b;
end;
comment on function jiancha._material_rows() is 'Rows of the statement on material_intake, numbered as they came, defaults filled in.';

create function jiancha._material_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
begin
    with resolved as materialized (
        select k.* from (
            select array_agg(r.docket_kind order by r.no) as kinds, array_agg(r.case_no order by r.no) as nos, array_agg(r.at order by r.no) as ats
            from jiancha._material_rows() r) a
        cross join lateral jiancha._resolve_dockets(a.kinds, a.nos, a.ats, orgs, caller) k)
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(distinct p.docket_id)
    into problem, dockets
    from (
        select r.no, k.docket_id, coalesce(k.problem, case
                when r.act not in ('requested', 'received', 'reused', 'handed_over', 'returned')
                    then array['bad_value', 'act', r.act, r.case_no, 'requested, received, reused, handed_over, returned']
                when r.form not in ('paper', 'electronic') then array['bad_value', 'form', r.form, r.case_no, 'paper, electronic']
                when r.copies not between 1 and 10000 then array['bad_value', 'copies', r.copies::text, r.case_no, '1 to 10000']
                when r.material_no is not null and m.material_no is null
                    then array['unknown_material', r.material_no::text, r.case_no, coalesce(k.matter_code, '-')]
                when r.material_no is null and r.name is null then array['missing_value', 'name', r.case_no]
                when r.act = 'reused' and r.certificate_no is null then array['missing_value', 'certificate_no', r.case_no]
                when r.act = 'reused' and not exists (select from jiancha.certificate c where c.certificate_no = r.certificate_no offset 0)
                    then array['unknown_certificate', r.certificate_no, r.case_no]
                when r.act = 'handed_over' and r.to_org is null then array['missing_value', 'to_org', r.case_no]
                when r.to_org is not null and not exists (select from jiancha.org_version o where o.org_code = r.to_org) then array['unknown_org', r.to_org, r.case_no]
            end) as problem
        from jiancha._material_rows() r
        join resolved k using (no)
        left join jiancha.matter_material m on m.matter_code = k.matter_code and m.version = k.matter_version and m.material_no = r.material_no) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.case_material (docket_id, act, material_no, name, form, copies, at, certificate_no, staff_code, to_org, note, org_code, actor)
    select distinct d.docket_id, r.act, r.material_no, coalesce(r.name, m.name), r.form, r.copies, r.at, r.certificate_no, r.staff_code, r.to_org, r.note, d.org_code,
        caller::text
    from jiancha._material_rows() r
    join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.case_no
    join jiancha.docket d on d.docket_id = k.docket_id
    left join jiancha.matter_material m on m.matter_code = d.matter_code and m.version = d.matter_version and m.material_no = r.material_no
    where not exists (
        select from jiancha.case_material x
        where x.docket_id = d.docket_id and x.act = r.act and x.at = r.at and x.name = coalesce(r.name, m.name)
            and (x.material_no, x.form, x.copies, x.certificate_no, x.staff_code, x.to_org, x.note)
                is not distinct from (r.material_no, r.form, r.copies, r.certificate_no, r.staff_code, r.to_org, r.note));
    if found then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._material_intake_statement(text[], name) is
    'Handles the rows of a statement on material_intake: checks against the matter''s list, inserts, derives.';

create function jiancha._fee_rows()
returns table (no bigint, docket_kind text, case_no text, fee_no integer, name text, quantity numeric, amount numeric, at timestamptz, receipt_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, coalesce(b.docket_kind, 'approval'), b.case_no, b.fee_no, nullif(btrim(b.name), ''), coalesce(b.quantity, 1), b.amount, b.at,
        nullif(btrim(b.receipt_no), '')
    from rows from (jiancha._buffered() as (
        docket_kind text, case_no text, fee_no integer, name text, quantity numeric, amount numeric, at timestamptz, receipt_no text, allowed numeric)) with ordinality b;
end;
comment on function jiancha._fee_rows() is 'Rows of the statement on fee_intake, numbered as they came, defaults filled in.';

create function jiancha._fee_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
begin
    with resolved as materialized (
        select k.* from (
            select array_agg(r.docket_kind order by r.no) as kinds, array_agg(r.case_no order by r.no) as nos, array_agg(r.at order by r.no) as ats
            from jiancha._fee_rows() r) a
        cross join lateral jiancha._resolve_dockets(a.kinds, a.nos, a.ats, orgs, caller) k)
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(distinct p.docket_id)
    into problem, dockets
    from (
        select r.no, k.docket_id, coalesce(k.problem, case
                when r.amount is null then array['missing_value', 'amount', r.case_no]
                -- the comparisons refuse NaN and infinity too
                when not (r.amount >= 0 and r.amount < 1e12) then array['bad_value', 'amount', r.amount::text, r.case_no, '0 to 999999999999.99']
                when not (r.quantity > 0 and r.quantity < 1e11) then array['bad_value', 'quantity', r.quantity::text, r.case_no, 'above 0']
                when r.fee_no is null and r.name is null then array['missing_value', 'name', r.case_no]
                -- what the matter does not list is a fee all the same: kept, and found by the rules
                when r.fee_no is not null and f.fee_no is null and r.name is null then array['unknown_fee', r.fee_no::text, r.case_no, coalesce(k.matter_code, '-')]
            end) as problem
        from jiancha._fee_rows() r
        join resolved k using (no)
        left join jiancha.fee_standard f on f.matter_code = k.matter_code and f.version = k.matter_version and f.fee_no = r.fee_no) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.case_fee (docket_id, fee_no, name, quantity, amount, at, receipt_no, org_code, actor)
    select distinct d.docket_id, r.fee_no, coalesce(r.name, f.name), round(r.quantity, 3), round(r.amount, 2), r.at, r.receipt_no, d.org_code, caller::text
    from jiancha._fee_rows() r
    join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.case_no
    join jiancha.docket d on d.docket_id = k.docket_id
    left join jiancha.fee_standard f on f.matter_code = d.matter_code and f.version = d.matter_version and f.fee_no = r.fee_no
    where not exists (
        select from jiancha.case_fee x
        where x.docket_id = d.docket_id and x.at = r.at and x.name = coalesce(r.name, f.name)
            and (x.fee_no, x.quantity, x.amount, x.receipt_no) is not distinct from (r.fee_no, round(r.quantity, 3), round(r.amount, 2), r.receipt_no));
    if found then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._fee_intake_statement(text[], name) is 'Handles the rows of a statement on fee_intake: checks, inserts, derives.';

create function jiancha._penalty_amount_rows()
returns table (no bigint, case_no text, penalty text, fine_amount numeric, confiscated_amount numeric, at timestamptz, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.case_no, b.penalty, b.fine_amount, b.confiscated_amount, b.at, nullif(btrim(b.document_no), '')
    from rows from (jiancha._buffered() as (case_no text, penalty text, fine_amount numeric, confiscated_amount numeric, at timestamptz, document_no text)) with ordinality b;
end;
comment on function jiancha._penalty_amount_rows() is 'Rows of the statement on penalty_result, numbered as they came.';

create function jiancha._penalty_result_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    kinds constant text[] := '{warning,criticism,fine,confiscation,suspension,revocation,restriction,closure,detention,other}';
    problem text[];
    dockets bigint[];
begin
    with resolved as materialized (
        select k.* from (
            select array_agg('penalty'::text order by r.no) as kinds, array_agg(r.case_no order by r.no) as nos, array_agg(r.at order by r.no) as ats
            from jiancha._penalty_amount_rows() r) a
        cross join lateral jiancha._resolve_dockets(a.kinds, a.nos, a.ats, orgs, caller) k)
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(distinct p.docket_id)
    into problem, dockets
    from (
        select r.no, k.docket_id, coalesce(k.problem, case
                when r.penalty is null then array['missing_value', 'penalty', r.case_no]
                when r.penalty <> all (kinds) then array['bad_value', 'penalty', left(r.penalty, 60), r.case_no, array_to_string(kinds, ', ')]
                when not (r.fine_amount >= 0 and r.fine_amount < 1e14) then array['bad_value', 'fine_amount', r.fine_amount::text, r.case_no, '0 to 99999999999999.99, or none']
                when not (r.confiscated_amount >= 0 and r.confiscated_amount < 1e14)
                    then array['bad_value', 'confiscated_amount', r.confiscated_amount::text, r.case_no, '0 to 99999999999999.99, or none']
                when r.penalty <> 'fine' and r.fine_amount is not null then array['bad_value', 'fine_amount', r.fine_amount::text, r.case_no, 'none, unless penalty is fine']
            end) as problem
        from jiancha._penalty_amount_rows() r
        join resolved k using (no)) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.penalty_amount (docket_id, penalty, fine_amount, confiscated_amount, at, document_no, org_code, actor)
    select distinct d.docket_id, r.penalty, round(r.fine_amount, 2), round(r.confiscated_amount, 2), r.at, r.document_no, d.org_code, caller::text
    from jiancha._penalty_amount_rows() r
    join jiancha.docket_key k on k.kind = 'penalty' and k.business_no = r.case_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where not exists (
        select from (
            select o.* from jiancha.penalty_amount o where o.docket_id = d.docket_id and o.penalty = r.penalty order by o.seq desc limit 1) o
        where (o.at, o.fine_amount, o.confiscated_amount, o.document_no)
            is not distinct from (r.at, round(r.fine_amount, 2), round(r.confiscated_amount, 2), r.document_no));
    if found then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._penalty_result_statement(text[], name) is 'Handles the rows of a statement on penalty_result: checks, inserts, derives.';
