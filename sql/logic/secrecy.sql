-- Secrecy (X-M-4.2): contents of a docket are hidden by a decision that the secrecy authority confirmed; that the docket is there, its clocks and its cards are
-- not. Labels carry the clearance to the rows, so that the policies read no table.

create function jiancha._set_labels(dockets bigint[], clearance text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    content text;
begin
    for content in
        select c.relname
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'secrecy' and not a.attisdropped
        join pg_attribute k on k.attrelid = c.oid and k.attname = 'docket_id'
        where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r'
        order by c.relname <> 'docket', c.relname
    loop
        execute format('update jiancha.%I t set secrecy = $2 where t.docket_id = any ($1) and t.secrecy is distinct from $2', content)
        using dockets, clearance;
    end loop;
end
$$;
comment on function jiancha._set_labels(bigint[], text) is 'Sets the label of dockets and of all rows about their contents; NULL takes it off.';

create function jiancha._label_secrecy() returns trigger
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    labelled record;
begin
    -- nearly always there is none, and the partial index that says so is empty
    if not exists (select from jiancha.docket d where d.secrecy is not null) then
        return null;
    end if;
    if tg_table_name = 'docket' then
        -- what hangs on a card is as secret as the docket that earned it
        for labelled in
            select p.secrecy, array_agg(a.docket_id) as dockets
            from appended a
            join jiancha.signal s on s.signal_no = a.business_no
            join jiancha.docket p on p.docket_id = s.docket_id
            where a.kind = 'signal' and p.secrecy is not null
            group by p.secrecy
        loop
            perform jiancha._set_labels(labelled.dockets, labelled.secrecy);
        end loop;
    else
        execute format(
            'update jiancha.%I t set secrecy = d.secrecy
             from (select distinct a.docket_id from appended a) n join jiancha.docket d on d.docket_id = n.docket_id and d.secrecy is not null
             where t.docket_id = n.docket_id and t.secrecy is distinct from d.secrecy', tg_table_name);
    end if;
    return null;
end
$$;
comment on function jiancha._label_secrecy() is 'AFTER INSERT FOR EACH STATEMENT with a transition table, on tables that have a label: labels the rows of secret dockets.';

create function jiancha._secrecy_decision_rows()
returns table (no bigint, decision_no text, ground text, confirmed_by text, document_no text, decided_on date, clearance text, reason text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.decision_no, b.ground, b.confirmed_by, b.document_no, b.decided_on, b.clearance, b.reason
    from rows from (jiancha._buffered() as (decision_no text, ground text, confirmed_by text, document_no text, decided_on date, clearance text, reason text)) with ordinality b;
end;
comment on function jiancha._secrecy_decision_rows() is 'Rows of the statement on secrecy_decision_intake, numbered as they came.';

create function jiancha._secrecy_decision_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    if cardinality(orgs) = 0 then
        perform jiancha._raise('only_security_officer', caller);
    end if;
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[] into problem
    from (
        select r.no, case
                when btrim(coalesce(r.decision_no, '')) = '' then array['missing_value', 'decision_no', format('(row %s of the statement)', r.no)]
                when coalesce(r.ground, '') not in ('state_secret', 'exempted')
                    then array['bad_value', 'ground', coalesce(r.ground, 'NULL'), r.decision_no, 'state_secret, exempted']
                when btrim(coalesce(r.confirmed_by, '')) = '' then array['missing_value', 'confirmed_by', r.decision_no]
                when btrim(coalesce(r.document_no, '')) = '' then array['missing_value', 'document_no', r.decision_no]
                when r.decided_on is null then array['missing_value', 'decided_on', r.decision_no]
                when not isfinite(r.decided_on) then array['bad_value', 'decided_on', r.decided_on::text, r.decision_no, 'a finite date']
                when coalesce(r.clearance, '') !~ '^[a-z0-9_]{1,30}$'
                    then array['bad_value', 'clearance', left(coalesce(r.clearance, 'NULL'), 60), r.decision_no, 'small letters, digits, _, at most 30']
            end as problem
        from jiancha._secrecy_decision_rows() r) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.secrecy_decision (decision_no, ground, confirmed_by, document_no, decided_on, clearance, reason, actor)
    select r.decision_no, r.ground, r.confirmed_by, r.document_no, r.decided_on, r.clearance, r.reason, caller::text
    from jiancha._secrecy_decision_rows() r order by r.decision_no
    on conflict on constraint secrecy_decision_pkey do nothing;
    select array['decision_conflict', r.decision_no] into problem
    from jiancha._secrecy_decision_rows() r join jiancha.secrecy_decision s on s.decision_no = r.decision_no
    where (s.ground, s.confirmed_by, s.document_no, s.decided_on, s.clearance, s.reason)
        is distinct from (r.ground, r.confirmed_by, r.document_no, r.decided_on, r.clearance, r.reason)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._secrecy_decision_intake_statement(text[], name) is 'Handles the rows of a statement on secrecy_decision_intake.';

create function jiancha._secrecy_mark_rows() returns table (no bigint, docket_kind text, business_no text, kind text, decision_no text, at timestamptz)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, coalesce(b.docket_kind, 'approval'), b.business_no, coalesce(b.kind, 'mark'), b.decision_no, b.at
    from rows from (jiancha._buffered() as (docket_kind text, business_no text, kind text, decision_no text, at timestamptz)) with ordinality b;
end;
comment on function jiancha._secrecy_mark_rows() is 'Rows of the statement on secrecy_mark, numbered as they came, defaults filled in.';

create function jiancha._secrecy_mark_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    fresh bigint[];
    labelled record;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    perform jiancha._lock(array(
        select distinct k.docket_id from jiancha._secrecy_mark_rows() r join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no));
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(p.no) filter (where not p.known)
    into problem, fresh
    from (
        select r.no, coalesce(l.same, false) as known, case
                when l.same then null
                when btrim(coalesce(r.business_no, '')) = '' then array['missing_value', 'business_no', format('(row %s of the statement)', r.no)]
                when r.kind not in ('mark', 'lift') then array['bad_value', 'kind', r.kind, r.business_no, 'mark, lift']
                when d.docket_id is null or d.org_code <> all (orgs) and d.origin_org_code <> all (orgs)
                    then array['docket_not_yours', r.docket_kind, r.business_no, caller, array_to_string(orgs, ', ')]
                when btrim(coalesce(r.decision_no, '')) = '' or s.decision_no is null
                    then array['secret_without_decision', r.business_no, coalesce(r.decision_no, 'NULL')]
                when r.at is null then array['missing_value', 'at', r.business_no]
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.business_no, 'a finite instant']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.business_no, statement_timestamp()::text]
                when r.kind = 'mark' and d.secrecy is not null then array['secret_already', r.business_no, d.secrecy]
                when r.kind = 'lift' and d.secrecy is null then array['not_secret', r.business_no]
                when row_number() over (partition by d.docket_id, l.same order by r.no) > 1 then array['acts_in_one_statement', r.business_no]
            end as problem
        from jiancha._secrecy_mark_rows() r
        left join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
        left join jiancha.docket d on d.docket_id = k.docket_id
        left join jiancha.secrecy_decision s on s.decision_no = r.decision_no
        left join lateral (
            select (c.kind, c.decision_no, c.at) = (r.kind, r.decision_no, r.at) and (orgs is null or c.org_code = any (orgs)) as same
            from jiancha.docket_secrecy c where c.docket_id = d.docket_id order by c.seq desc limit 1) l on true) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is null then
        return;
    end if;
    insert into jiancha.docket_secrecy (docket_id, kind, decision_no, at, org_code, actor)
    select d.docket_id, r.kind, r.decision_no, r.at, d.org_code, caller::text
    from jiancha._secrecy_mark_rows() r
    join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where r.no = any (fresh)
    order by d.docket_id;
    for labelled in
        select case r.kind when 'mark' then s.clearance end as clearance, array_agg(x.docket_id) as dockets
        from jiancha._secrecy_mark_rows() r
        join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
        join jiancha.secrecy_decision s on s.decision_no = r.decision_no
        cross join lateral (
            select k.docket_id
            union
            -- the replies to its cards
            select f.docket_id
            from jiancha.signal g join jiancha.docket_key f on f.kind = 'signal' and f.business_no = g.signal_no
            where g.docket_id = k.docket_id) x
        where r.no = any (fresh)
        group by 1
    loop
        perform jiancha._set_labels(labelled.dockets, labelled.clearance);
    end loop;
end
$$;
comment on function jiancha._secrecy_mark_statement(text[], name) is 'Handles the rows of a statement on secrecy_mark: records the acts, sets the labels.';
