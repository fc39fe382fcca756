-- Inquiries, measures of accountability, orders and instruments, and what departments answer to them. Each function gets the organisations the caller may act
-- for (NULL: all) and his name, and runs as the records' owner; see intake.sql.

create function jiancha._here(out pack text, out calendar_code text, out published_from date, out calendar_start timestamptz)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    select s.pack, s.calendar_code, v.published_from, v.published_from::timestamp at time zone c.time_zone
    into pack, calendar_code, published_from, calendar_start
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;
end
$$;
comment on function jiancha._here() is 'Pack in use, calendar of the records and its first day.';

create function jiancha._inquiry_rows()
returns table (
    no bigint, inquiry_no text, signal_no text, kind text, at timestamptz, decider text, result text, assigned_to text, staff_code text, reason text,
    document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.inquiry_no, b.signal_no, b.kind, b.at, b.decider, b.result, b.assigned_to, b.staff_code, b.reason, b.document_no
    from rows from (jiancha._buffered() as (
        inquiry_no text, signal_no text, kind text, at timestamptz, decider text, result text, assigned_to text, staff_code text, reason text,
        document_no text)) with ordinality b;
end;
comment on function jiancha._inquiry_rows() is 'Rows of the statement on inquiry_step, numbered as they came.';

create function jiancha._inquiry_data(decider text, result text, assigned_to text) returns jsonb
language sql immutable parallel safe
begin atomic
    select nullif(jsonb_strip_nulls(jsonb_build_object('decider', decider, 'result', result, 'assigned_to', assigned_to)), '{}');
end;
comment on function jiancha._inquiry_data(text, text, text) is 'What a step of an inquiry keeps in its data.';

create function jiancha._inquiry_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    fresh bigint[];
    opened bigint[];
    dockets bigint[];
    own text[] := jiancha._own_orgs(caller);
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    perform jiancha._lock(jiancha._card_dockets(array(
        select coalesce(i.signal_no, r.signal_no)
        from jiancha._inquiry_rows() r left join jiancha.inquiry i on i.inquiry_no = r.inquiry_no)));

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(p.no) filter (where not p.known)
    into problem, fresh
    from (
        select r.no, y.known, case
                when y.known then null
                when btrim(coalesce(r.inquiry_no, '')) = '' then array['missing_value', 'inquiry_no', format('(row %s of the statement)', r.no)]
                when octet_length(r.inquiry_no) > 200 or r.inquiry_no <> btrim(r.inquiry_no)
                    then array['bad_value', 'inquiry_no', left(r.inquiry_no, 60), format('(row %s of the statement)', r.no), 'at most 200 bytes, no space before or behind']
                when coalesce(r.kind, '') = '' then array['missing_value', 'kind', r.inquiry_no]
                when r.at is null then array['missing_value', 'at', r.inquiry_no]
                when i.docket_id is null and coalesce(r.signal_no, '') = '' then array['unknown_inquiry', r.inquiry_no]
                when g.signal_no is null or g.seen_by <> all (orgs)
                    then array['unknown_card', coalesce(i.signal_no, r.signal_no), caller, array_to_string(orgs, ', ')]
                when r.signal_no <> i.signal_no then array['inquiry_other_card', r.inquiry_no, i.signal_no, r.signal_no]
                when g.seen_by = any (own) then array['own_card', g.seen_by, r.inquiry_no, caller]
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.inquiry_no, 'a finite instant']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.inquiry_no, statement_timestamp()::text]
                when s.issued_at is null or s.state in ('dismissed', 'withdrawn') then array['card_not_issued', g.signal_no, s.state]
                when r.at < s.issued_at then array['act_before_card', g.signal_no, r.at::text, s.issued_at::text]
                when d.closed_at is not null then array['inquiry_closed', r.inquiry_no, d.state, d.closed_at::text]
                when i.docket_id is null and o.inquiry_no is not null then array['inquiry_open', g.signal_no, o.inquiry_no, r.inquiry_no]
                when q.problem is not null then q.problem
                when row_number() over (partition by r.inquiry_no, y.known order by r.no) > 1 then array['acts_in_one_statement', r.inquiry_no]
            end as problem
        from jiancha._inquiry_rows() r
        left join jiancha.inquiry i on i.inquiry_no = r.inquiry_no
        left join jiancha.docket d on d.docket_id = i.docket_id
        left join jiancha.signal g on g.signal_no = coalesce(i.signal_no, r.signal_no)
        left join jiancha.signals s on s.signal_no = g.signal_no
        left join lateral (
            select x.inquiry_no from jiancha.inquiry x join jiancha.docket z using (docket_id)
            where x.signal_no = g.signal_no and z.closed_at is null limit 1) o on true
        cross join lateral (
            select jiancha._procedure_problem(coalesce(i.pack, g.pack), coalesce(i.rule_version, g.rule_version), 'inquiry', r.kind,
                array(select distinct p.kind from jiancha.effective_step p where p.docket_id = i.docket_id order by p.kind), r.decider, r.result,
                array_remove(array[
                    case when btrim(r.reason) <> '' then 'reason' end, case when btrim(r.document_no) <> '' then 'document_no' end,
                    case when btrim(r.result) <> '' then 'result' end, case when btrim(r.assigned_to) <> '' then 'assigned_to' end,
                    case when btrim(r.staff_code) <> '' then 'staff_code' end], null),
                r.inquiry_no) as problem) q
        cross join lateral (
            select exists (
                select from jiancha.step p
                where p.docket_id = i.docket_id and p.kind = r.kind and p.at = r.at
                    and (p.data, p.staff_code, p.reason, p.document_no)
                        is not distinct from (jiancha._inquiry_data(r.decider, r.result, r.assigned_to), r.staff_code, r.reason, r.document_no))
                and (r.signal_no is null or r.signal_no = i.signal_no) and (orgs is null or i.org_code = any (orgs)) as known) y) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is null then
        return;
    end if;

    select jiancha._add_inquiries(array_agg(r.signal_no), array_agg(r.inquiry_no), array_agg(r.at), caller, array_to_string(own, ',')) into opened
    from jiancha._inquiry_rows() r
    where r.no = any (fresh) and not exists (select from jiancha.inquiry i where i.inquiry_no = r.inquiry_no)
    having count(*) > 0;
    select array_agg(distinct i.docket_id order by i.docket_id) into dockets
    from jiancha._inquiry_rows() r join jiancha.inquiry i using (inquiry_no) where r.no = any (fresh);
    perform jiancha._lock(dockets);
    insert into jiancha.step (docket_id, kind, at, at_precision, staff_code, actor, reason, document_no, data, org_code, revision)
    select i.docket_id, r.kind, r.at, 'minute', r.staff_code, caller::text, r.reason, r.document_no,
        jiancha._inquiry_data(r.decider, r.result, r.assigned_to), d.org_code, d.revision + 1
    from jiancha._inquiry_rows() r
    join jiancha.inquiry i using (inquiry_no)
    join jiancha.docket d on d.docket_id = i.docket_id
    where r.no = any (fresh);
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._inquiry_step_statement(text[], name) is
    'Handles the rows of a statement on inquiry_step: checks each against the procedure of the card''s pack, opens the inquiries whose first step it is, enters the steps.';

create function jiancha._accountability_rows()
returns table (
    no bigint, accountability_no text, kind text, org_code text, staff_code text, measure text, cites_kind text, cites_no text, reason text,
    decision_no text, at timestamptz)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.accountability_no, b.kind, b.org_code, b.staff_code, b.measure, b.cites_kind, b.cites_no, b.reason, b.decision_no, b.at
    from rows from (jiancha._buffered() as (
        accountability_no text, kind text, org_code text, staff_code text, measure text, cites_kind text, cites_no text, reason text, decision_no text,
        at timestamptz)) with ordinality b;
end;
comment on function jiancha._accountability_rows() is 'Rows of the statement on accountability_intake, numbered as they came.';

create function jiancha._cited(cites_kind text, cites_no text, out docket_id bigint, out signal_no text, out org_code text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    if cites_kind = 'signal' then
        select s.docket_id, s.signal_no, s.seen_by into docket_id, signal_no, org_code
        from jiancha.signal s where s.signal_no = _cited.cites_no;
    else
        select d.docket_id, coalesce(i.signal_no, s.signal_no), d.org_code into docket_id, signal_no, org_code
        from jiancha.docket_key k
        join jiancha.docket d on d.docket_id = k.docket_id
        left join jiancha.inquiry i on i.docket_id = d.docket_id
        left join jiancha.finding f on f.docket_id = d.docket_id
        left join jiancha.signal s on s.docket_id = f.docket_id and s.rule = f.rule and s.clock = 'manual'
        where k.kind = case _cited.cites_kind when 'inspection' then 'finding' else _cited.cites_kind end and k.business_no = _cited.cites_no;
    end if;
end
$$;
comment on function jiancha._cited(text, text) is 'What an accountability rests on: its docket and the card behind it; NULL: it does not exist, there is no card.';

create function jiancha._accountability_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    own text[] := jiancha._own_orgs(caller);
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select * into here from jiancha._here();
    perform jiancha._lock(array(
        select distinct c.docket_id from jiancha._accountability_rows() r cross join lateral jiancha._cited(r.cites_kind, r.cites_no) c
        where c.docket_id is not null order by 1));

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[] into problem
    from (
        select r.no, case
                when btrim(coalesce(r.accountability_no, '')) = '' then array['missing_value', 'accountability_no', format('(row %s of the statement)', r.no)]
                when octet_length(r.accountability_no) > 200 or r.accountability_no <> btrim(r.accountability_no)
                    then array['bad_value', 'accountability_no', left(r.accountability_no, 60), format('(row %s of the statement)', r.no),
                        'at most 200 bytes, no space before or behind']
                when coalesce(r.kind, '') not in ('legal', 'efficiency')
                    then array['bad_value', 'kind', coalesce(r.kind, 'NULL'), r.accountability_no, 'legal, efficiency']
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.accountability_no]
                when btrim(coalesce(r.measure, '')) = '' then array['missing_value', 'measure', r.accountability_no]
                when coalesce(r.cites_kind, '') not in ('signal', 'inspection', 'complaint', 'inquiry')
                    then array['bad_value', 'cites_kind', coalesce(r.cites_kind, 'NULL'), r.accountability_no, 'signal, inspection, complaint, inquiry']
                when coalesce(r.cites_no, '') = '' then array['missing_value', 'cites_no', r.accountability_no]
                when btrim(coalesce(r.reason, '')) = '' then array['missing_value', 'reason', r.accountability_no]
                when btrim(coalesce(r.decision_no, '')) = '' then array['missing_value', 'decision_no', r.accountability_no]
                when r.at is null then array['missing_value', 'at', r.accountability_no]
                when o.org_code is null then array['unknown_org', r.org_code, r.accountability_no]
                when r.org_code <> all (orgs) then array['not_supervised', r.org_code, r.accountability_no, caller, array_to_string(orgs, ', ')]
                when r.org_code = any (own) then array['own_card', r.org_code, r.accountability_no, caller]
                when not isfinite(r.at) or r.at < here.calendar_start
                    then array['bad_instant', 'at', r.at::text, r.accountability_no, here.calendar_code, here.published_from::text]
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.accountability_no, statement_timestamp()::text]
                when c.docket_id is null or c.org_code <> all (orgs) then array['unknown_citation', r.cites_kind, r.cites_no, r.accountability_no]
                when v.version is null then array['pack_not_in_force', here.pack, r.accountability_no, r.at::text]
                when m.measure is null
                    then array['unknown_measure', r.measure, here.pack, r.accountability_no,
                        coalesce((select string_agg(x.measure, '、' order by x.rank, x.measure) from jiancha.effective_measure_rule x
                                  where x.pack = here.pack and x.version = v.version), '-')]
                when r.kind <> all (m.kinds) then array['bad_value', 'kind', r.kind, r.accountability_no, array_to_string(m.kinds, ', ')]
                -- what was taken once stays on file whatever became of the card
                when a.accountability_no is not null then null
                when c.signal_no is not null and (s.issued_at is null or s.state in ('withdrawn', 'dismissed', 'unfounded'))
                    then array['citation_not_standing', c.signal_no, s.state, r.accountability_no]
                when c.signal_no is not null and x.exempts_liability
                    then array['citation_exempt', c.signal_no, x.name, r.accountability_no, x.source]
                when c.signal_no is not null and cardinality(m.levels) > 0 and s.level <> all (m.levels)
                    then array['measure_level', r.measure, s.level, r.accountability_no, array_to_string(m.levels, ', '), m.source]
            end as problem
        from jiancha._accountability_rows() r
        left join (select distinct v.org_code from jiancha.org_version v) o on o.org_code = r.org_code
        cross join lateral jiancha._cited(r.cites_kind, r.cites_no) c
        cross join lateral (select jiancha._pack_version(here.pack, r.at, here.calendar_code) as version) v
        left join jiancha.effective_measure_rule m on m.pack = here.pack and m.version = v.version and m.measure = r.measure
        left join jiancha.signals s on s.signal_no = c.signal_no
        left join lateral (
            select e.exempts_liability, e.name, e.source
            from jiancha.signal g
            join jiancha.signal_action t using (docket_id, rule, clock, cycle)
            join jiancha.effective_exempt_rule e on e.pack = g.pack and e.version = g.rule_version and e.ground = t.ground
            where g.signal_no = c.signal_no and t.kind = 'exempt'
            order by t.seq desc limit 1) x on true
        left join jiancha.accountability a on a.docket_id = c.docket_id and a.accountability_no = r.accountability_no) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, c.docket_id, jiancha._pack_version(here.pack, r.at, here.calendar_code) as version
        from jiancha._accountability_rows() r cross join lateral jiancha._cited(r.cites_kind, r.cites_no) c),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'accountability', i.accountability_no, i.docket_id from incoming i order by i.accountability_no
        on conflict on constraint docket_key_pkey do nothing
        returning business_no)
    insert into jiancha.accountability (docket_id, accountability_no, kind, org_code, staff_code, measure, cites_kind, cites_no, reason, decision_no, at,
        pack, rule_version, actor, actor_org)
    select distinct on (i.accountability_no) i.docket_id, i.accountability_no, i.kind, i.org_code, i.staff_code, i.measure, i.cites_kind, i.cites_no, i.reason,
        i.decision_no, i.at, here.pack, i.version, caller::text, array_to_string(own, ',')
    from incoming i join numbered n on n.business_no = i.accountability_no
    order by i.accountability_no, i.no;

    select array['accountability_conflict', r.accountability_no] into problem
    from jiancha._accountability_rows() r
    left join jiancha.docket_key k on k.kind = 'accountability' and k.business_no = r.accountability_no
    left join jiancha.accountability a on a.docket_id = k.docket_id and a.accountability_no = k.business_no
    where (a.kind, a.org_code, a.staff_code, a.measure, a.cites_kind, a.cites_no, a.reason, a.decision_no, a.at)
        is distinct from (r.kind, r.org_code, r.staff_code, r.measure, r.cites_kind, r.cites_no, r.reason, r.decision_no, r.at)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._touch(array(select c.docket_id from jiancha._accountability_rows() r cross join lateral jiancha._cited(r.cites_kind, r.cites_no) c));
end
$$;
comment on function jiancha._accountability_intake_statement(text[], name) is
    'Handles the rows of a statement on accountability_intake: checks citation and measure, keeps the rows with the docket they cite.';

create function jiancha._order_rows()
returns table (
    no bigint, business_no text, instrument text, org_code text, case_no text, text text, issued_at timestamptz, set_limit integer, set_unit text,
    document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.order_no, null::text, b.org_code, b.case_no, b.text, b.issued_at, b.set_limit, coalesce(b.set_unit, 'working_day'),
        b.document_no
    from rows from (jiancha._buffered() as (
        order_no text, org_code text, case_no text, text text, issued_at timestamptz, set_limit integer, set_unit text, document_no text)) with ordinality b;
end;
comment on function jiancha._order_rows() is 'Rows of the statement on supervision_order_intake, numbered as they came, defaults filled in.';

create function jiancha._instrument_rows()
returns table (
    no bigint, business_no text, instrument text, org_code text, case_no text, text text, issued_at timestamptz, set_limit integer, set_unit text,
    document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.instrument_no, b.instrument, b.org_code, b.case_no, b.text, b.issued_at, b.set_limit, coalesce(b.set_unit, 'working_day'),
        b.document_no
    from rows from (jiancha._buffered() as (
        instrument_no text, instrument text, org_code text, case_no text, text text, issued_at timestamptz, set_limit integer, set_unit text,
        document_no text)) with ordinality b;
end;
comment on function jiancha._instrument_rows() is 'Rows of the statement on instrument_intake, numbered as they came, defaults filled in.';

create function jiancha._issued_rows(kind text)
returns table (
    no bigint, business_no text, instrument text, org_code text, case_no text, text text, issued_at timestamptz, set_limit integer, set_unit text,
    document_no text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    if kind = 'instrument' then
        return query select * from jiancha._instrument_rows();
    else
        return query select * from jiancha._order_rows();
    end if;
end
$$;
comment on function jiancha._issued_rows(text) is 'Rows of the statement on supervision_order_intake or instrument_intake, in one shape.';

create function jiancha._add_orders(kind text, numbers text[], instruments text[], orgs text[], cases text[], texts text[], ats timestamptz[],
    limits integer[], units text[], documents text[], actor name, actor_org text) returns bigint[]
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    fresh bigint[];
begin
    select * into here from jiancha._here();
    with incoming as materialized (
        select r.*, jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from unnest(numbers, instruments, orgs, cases, texts, ats, limits, units, documents)
            r (business_no, instrument, org_code, case_no, text, issued_at, set_limit, set_unit, document_no)),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select _add_orders.kind, i.business_no, i.docket_id from incoming i order by i.business_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state, set_limit, set_unit)
        select i.docket_id, _add_orders.kind, i.business_no, i.org_code, i.org_code, here.pack, here.calendar_code, i.issued_at, 'received',
            i.set_limit, i.set_unit
        from incoming i join numbered using (docket_id)),
    orders as (
        insert into jiancha.supervision_order (docket_id, order_no, org_code, case_no, text, document_no, issued_at, actor, actor_org)
        select i.docket_id, i.business_no, i.org_code, i.case_no, i.text, i.document_no, i.issued_at, _add_orders.actor::text, _add_orders.actor_org
        from incoming i join numbered using (docket_id)
        where _add_orders.kind = 'supervision_order'),
    details as (
        insert into jiancha.instrument (docket_id, instrument_no, instrument, org_code, case_no, text, document_no, issued_at, actor, actor_org)
        select i.docket_id, i.business_no, i.instrument, i.org_code, i.case_no, i.text, i.document_no, i.issued_at, _add_orders.actor::text, _add_orders.actor_org
        from incoming i join numbered using (docket_id)
        where _add_orders.kind = 'instrument')
    select array_agg(n.docket_id) into fresh from numbered n;
    return fresh;
end
$$;
comment on function jiancha._add_orders(text, text[], text[], text[], text[], text[], timestamptz[], integer[], text[], text[], name, text) is
    'Makes dockets of kind supervision_order or instrument, one a place of the arrays, where the number is free; returns them, NULL: none. The caller derives them.';

create function jiancha._issue_orders(kind text, orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    fresh bigint[];
    own text[] := jiancha._own_orgs(caller);
    has_hours boolean;
    number_column text := case kind when 'instrument' then 'instrument_no' else 'order_no' end;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select * into here from jiancha._here();
    has_hours := exists (
        with recursive up as (
            select c.calendar_code, c.parent from jiancha.calendar c where c.calendar_code = here.calendar_code
            union
            select c.calendar_code, c.parent from jiancha.calendar c join up u on c.calendar_code = u.parent)
        select from up u join jiancha.calendar_hours h on h.calendar_code = u.calendar_code);
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[] into problem
    from (
        select r.no, case
                when btrim(coalesce(r.business_no, '')) = '' then array['missing_value', number_column, format('(row %s of the statement)', r.no)]
                when octet_length(r.business_no) > 200 or r.business_no <> btrim(r.business_no)
                    then array['bad_value', number_column, left(r.business_no, 60), format('(row %s of the statement)', r.no),
                        'at most 200 bytes, no space before or behind']
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.business_no]
                when btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', r.business_no]
                when r.issued_at is null then array['missing_value', 'issued_at', r.business_no]
                when r.set_limit is null then array['missing_value', 'set_limit', r.business_no]
                when r.set_limit not between 1 and 10000 then array['bad_value', 'set_limit', r.set_limit::text, r.business_no, '1 to 10000']
                when r.set_unit not in ('working_day', 'day', 'week', 'month', 'year', 'working_hour')
                    then array['bad_value', 'set_unit', r.set_unit, r.business_no, 'working_day, day, week, month, year, working_hour']
                when r.set_unit = 'working_hour' and not has_hours
                    then array['bad_value', 'set_unit', r.set_unit, r.business_no, 'working_day, day, week, month, year; working_hour only with a calendar that has opening hours']
                when o.org_code is null then array['unknown_org', r.org_code, r.business_no]
                when r.org_code <> all (orgs) then array['not_supervised', r.org_code, r.business_no, caller, array_to_string(orgs, ', ')]
                when not isfinite(r.issued_at) or r.issued_at < here.calendar_start
                    then array['bad_instant', 'issued_at', r.issued_at::text, r.business_no, here.calendar_code, here.published_from::text]
                when r.issued_at > latest then array['in_the_future', 'issued_at', r.issued_at::text, r.business_no, statement_timestamp()::text]
                -- the case of another is as good as none: nobody learns what cases there are
                when r.case_no is not null and (d.docket_id is null
                        or (r.org_code not in (d.org_code, d.origin_org_code) and jiancha._holder(d.docket_id, r.issued_at) <> r.org_code))
                    then array['no_case_of_org', r.case_no, r.business_no, r.org_code]
                when v.version is null then array['pack_not_in_force', here.pack, r.business_no, r.issued_at::text]
                when _issue_orders.kind = 'instrument' and i.instrument is null
                    then array['unknown_instrument', coalesce(r.instrument, 'NULL'), here.pack, r.business_no,
                        coalesce((select string_agg(x.instrument || ' ' || x.name, ', ' order by x.instrument) from jiancha.effective_instrument_rule x
                                  where x.pack = here.pack and x.version = v.version), '-')]
            end as problem
        from jiancha._issued_rows(_issue_orders.kind) r
        left join (select distinct v.org_code from jiancha.org_version v) o on o.org_code = r.org_code
        left join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no
        left join jiancha.docket d on d.docket_id = dk.docket_id
        cross join lateral (select jiancha._pack_version(here.pack, r.issued_at, here.calendar_code) as version) v
        left join jiancha.effective_instrument_rule i on i.pack = here.pack and i.version = v.version and i.instrument = r.instrument) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    select jiancha._add_orders(_issue_orders.kind, array_agg(r.business_no order by r.no), array_agg(r.instrument order by r.no), array_agg(r.org_code order by r.no),
        array_agg(r.case_no order by r.no), array_agg(r.text order by r.no), array_agg(r.issued_at order by r.no), array_agg(r.set_limit order by r.no),
        array_agg(r.set_unit order by r.no), array_agg(r.document_no order by r.no), caller, array_to_string(own, ','))
    into fresh
    from jiancha._issued_rows(_issue_orders.kind) r
    having count(*) > 0;

    select array['order_conflict', r.business_no] into problem
    from jiancha._issued_rows(_issue_orders.kind) r
    left join jiancha.docket_key k on k.kind = _issue_orders.kind and k.business_no = r.business_no
    left join jiancha.docket d using (docket_id)
    left join jiancha.supervision_order s using (docket_id)
    left join jiancha.instrument i using (docket_id)
    where (d.origin_org_code, coalesce(s.case_no, i.case_no), coalesce(s.text, i.text), d.received_at, d.set_limit, d.set_unit,
            coalesce(s.document_no, i.document_no), i.instrument)
        is distinct from (r.org_code, r.case_no, r.text, r.issued_at, r.set_limit, r.set_unit, r.document_no, r.instrument)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._issue_orders(text, text[], name) is
    'Handles the rows of a statement on supervision_order_intake or instrument_intake (kind: that of their dockets): checks all, makes dockets with a limit of their own, derives their clocks.';

create function jiancha._supervision_order_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._issue_orders('supervision_order', orgs, caller);
end
$$;
comment on function jiancha._supervision_order_intake_statement(text[], name) is 'Handles the rows of a statement on supervision_order_intake.';

create function jiancha._instrument_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._issue_orders('instrument', orgs, caller);
end
$$;
comment on function jiancha._instrument_intake_statement(text[], name) is 'Handles the rows of a statement on instrument_intake.';

create function jiancha._order_reply_rows()
returns table (no bigint, docket_kind text, business_no text, at timestamptz, text text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, coalesce(b.docket_kind, 'supervision_order'), b.business_no, b.at, b.text, b.document_no
    from rows from (jiancha._buffered() as (docket_kind text, business_no text, at timestamptz, text text, document_no text, late boolean)) with ordinality b;
end;
comment on function jiancha._order_reply_rows() is 'Rows of the statement on order_reply, numbered as they came, defaults filled in.';

create function jiancha._order_reply_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select array_agg(distinct k.docket_id order by k.docket_id) into dockets
    from jiancha._order_reply_rows() r
    join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no;
    perform jiancha._lock(dockets);
    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[] into problem
    from (
        select r.no, case
                when r.docket_kind not in ('supervision_order', 'instrument')
                    then array['bad_value', 'docket_kind', r.docket_kind, coalesce(r.business_no, 'NULL'), 'supervision_order, instrument']
                when coalesce(r.business_no, '') = '' then array['missing_value', 'business_no', format('(row %s of the statement)', r.no)]
                when r.at is null then array['missing_value', 'at', r.business_no]
                when btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', r.business_no]
                when d.docket_id is null or d.org_code <> all (orgs)
                    then array['order_not_yours', r.docket_kind, r.business_no, caller, array_to_string(orgs, ', ')]
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.business_no, 'a finite instant']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.business_no, statement_timestamp()::text]
                when r.at < d.received_at then array['act_before_card', r.business_no, r.at::text, d.received_at::text]
            end as problem
        from jiancha._order_reply_rows() r
        left join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
        left join jiancha.docket d on d.docket_id = k.docket_id) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.step (docket_id, kind, at, at_precision, actor, opinion, document_no, org_code, revision)
    select distinct d.docket_id, 'reply', r.at, 'minute', caller::text, r.text, r.document_no, d.org_code, d.revision + 1
    from jiancha._order_reply_rows() r
    join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where not exists (
        select from jiancha.step s
        where s.docket_id = d.docket_id and s.kind = 'reply' and s.at = r.at
            and (s.opinion, s.document_no) is not distinct from (r.text, r.document_no));
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._order_reply_statement(text[], name) is 'Handles the rows of a statement on order_reply: enters each as a step, which stops the clock.';
