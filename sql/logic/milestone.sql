-- Milestones, meetings and inspections: what their views do with the rows of a statement. Called as the functions of intake.sql are.

create function jiancha._milestone_rows()
returns table (no bigint, milestone_no text, org_code text, name text, text text, set_at timestamptz, due_on date, phase integer, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.milestone_no, b.org_code, b.name, b.text, b.set_at, b.due_on, b.phase, b.document_no
    from rows from (jiancha._buffered() as (
        milestone_no text, org_code text, name text, text text, set_at timestamptz, due_on date, phase integer, document_no text)) with ordinality b;
end;
comment on function jiancha._milestone_rows() is 'Rows of the statement on milestone_intake, numbered as they came.';

create function jiancha._days_to(set_at timestamptz, due_on date) returns integer
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return case when isfinite(due_on) and isfinite(set_at) then (
        select due_on - (set_at at time zone c.time_zone)::date from jiancha._here() h join jiancha.calendar c on c.calendar_code = h.calendar_code) end;
end
$$;
comment on function jiancha._days_to(timestamptz, date) is 'Natural days from the day of an instant to a day, that of the instant not counted.';

create function jiancha._set_milestones(numbers text[], orgs text[], names text[], texts text[], set_ats timestamptz[], due_ons date[], phases integer[],
    meeting_nos text[], document_nos text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    fresh bigint[] := jiancha._open_dockets('milestone', numbers, orgs, set_ats,
        array(select jiancha._days_to(w.set_at, w.due_on) from unnest(set_ats, due_ons) with ordinality w (set_at, due_on, no) order by w.no), 'day');
begin
    if fresh is null then
        return;
    end if;
    insert into jiancha.milestone (docket_id, milestone_no, org_code, name, text, set_at, due_on, phase, meeting_no, document_no, actor)
    select distinct on (w.number) k.docket_id, w.number, w.org_code, w.name, w.text, w.set_at, w.due_on, w.phase, w.meeting_no, w.document_no, caller::text
    from unnest(numbers, orgs, names, texts, set_ats, due_ons, phases, meeting_nos, document_nos) with ordinality
        w (number, org_code, name, text, set_at, due_on, phase, meeting_no, document_no, no)
    join jiancha.docket_key k on k.kind = 'milestone' and k.business_no = w.number
    where k.docket_id = any (fresh)
    order by w.number, w.no;
    perform jiancha._derive(fresh);
end
$$;
comment on function jiancha._set_milestones(text[], text[], text[], text[], timestamptz[], date[], integer[], text[], text[], name) is
    'Makes dockets of kind milestone, one a place of the arrays, where the number is free: their limit is the days from set_at to due_on.';

create function jiancha._due_problem(due_on date, set_at timestamptz, "column" text, number text) returns text[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    days integer := jiancha._days_to(set_at, due_on);
begin
    return case
        when due_on is null then array['missing_value', "column", number]
        when not exists (select from jiancha._here() h where jiancha._pack_version(h.pack, set_at, h.calendar_code) is not null)
            then array['pack_not_in_force', (select h.pack from jiancha._here() h), number, set_at::text]
        when days is null or days not between 1 and 10000
            then array['bad_value', "column", due_on::text, number, 'a day after that on which it was set, at most 10000 days later'] end;
end
$$;
comment on function jiancha._due_problem(date, timestamptz, text, text) is 'What stands against the last day of something set at an instant, as a message for _raise(); NULL: nothing.';

create function jiancha._milestone_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, coalesce(jiancha._number_problem(r.milestone_no, 'milestone_no', r.no), jiancha._org_problem(r.org_code, r.milestone_no, orgs, caller),
                case when btrim(coalesce(r.name, '')) = '' then array['missing_value', 'name', r.milestone_no] end,
                jiancha._instant_problem(r.set_at, 'set_at', r.milestone_no), jiancha._due_problem(r.due_on, r.set_at, 'due_on', r.milestone_no),
                case when r.phase < 1 then array['bad_value', 'phase', r.phase::text, r.milestone_no, 'empty, or from 1 on'] end) as problem
        from jiancha._milestone_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._set_milestones(array_agg(r.milestone_no), array_agg(r.org_code), array_agg(r.name), array_agg(r.text), array_agg(r.set_at), array_agg(r.due_on),
        array_agg(r.phase), array_agg(null::text), array_agg(r.document_no), caller)
    from (select * from jiancha._milestone_rows() r order by r.no) r;
    select array['entry_conflict', 'milestone_intake', r.milestone_no] into problem
    from jiancha._milestone_rows() r
    join jiancha.docket_key k on k.kind = 'milestone' and k.business_no = r.milestone_no
    join jiancha.milestone m on m.docket_id = k.docket_id
    where (m.org_code, m.name, m.text, m.set_at, m.due_on, m.phase, m.document_no, m.meeting_no)
        is distinct from (r.org_code, r.name, r.text, r.set_at, r.due_on, r.phase, r.document_no, null)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._milestone_intake_statement(text[], name) is 'Handles the rows of a statement on milestone_intake.';

create function jiancha._milestone_report_rows() returns table (no bigint, milestone_no text, at timestamptz, text text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.milestone_no, b.at, b.text, b.document_no
    from rows from (jiancha._buffered() as (milestone_no text, at timestamptz, text text, document_no text, late boolean)) with ordinality b;
end;
comment on function jiancha._milestone_report_rows() is 'Rows of the statement on milestone_report, numbered as they came.';

create function jiancha._milestone_report_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, case
                when n.problem is not null then n.problem
                when d.docket_id is null or d.org_code <> all (orgs) then array['unknown_entry', 'milestone_intake', r.milestone_no, format('(row %s of the statement)', r.no)]
                when btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', r.milestone_no]
                when t.problem is not null then t.problem
                when r.at < d.received_at then array['act_before_card', r.milestone_no, r.at::text, d.received_at::text]
                when d.closed_at is not null and not exists (
                    select from jiancha.step s
                    where s.docket_id = d.docket_id and s.kind = 'close' and (s.at, s.opinion, s.document_no) is not distinct from (r.at, r.text, r.document_no))
                    then array['entry_closed', r.milestone_no, d.closed_at::text]
            end as problem
        from jiancha._milestone_report_rows() r
        left join jiancha.docket_key k on k.kind = 'milestone' and k.business_no = r.milestone_no
        left join jiancha.docket d on d.docket_id = k.docket_id
        cross join lateral (select jiancha._number_problem(r.milestone_no, 'milestone_no', r.no) as problem) n
        cross join lateral (select jiancha._instant_problem(r.at, 'at', r.milestone_no) as problem) t) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._raise('acts_in_one_statement', r.milestone_no) from jiancha._milestone_report_rows() r group by r.milestone_no having count(*) > 1;
    perform jiancha._add_steps('milestone', array_agg(r.milestone_no), array_agg('close'::text), array_agg(r.at), caller, array_agg(r.text), array_agg(null::text),
        array_agg(r.document_no))
    from jiancha._milestone_report_rows() r;
end
$$;
comment on function jiancha._milestone_report_statement(text[], name) is 'Handles the rows of a statement on milestone_report: each ends the clock of its milestone.';

create function jiancha.milestones_at(as_of timestamptz)
returns table (milestone_no text, org_code text, name text, set_at timestamptz, due_on date, phase integer, meeting_no text, due_at timestamptz,
    done_at timestamptz, state text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select m.milestone_no, m.org_code, m.name, m.set_at, m.due_on, m.phase, m.meeting_no, k.due_at, x.done_at,
        case when x.done_at >= k.due_at then 'done_late' when x.done_at is not null then 'done' when milestones_at.as_of >= k.due_at then 'overdue' else 'open' end
    from jiancha.milestone m
    join jiancha.docket d using (docket_id)
    left join jiancha.clock k on k.docket_id = m.docket_id and k.clock = 'milestone' and k.cycle = 1 and k.certainty = 'firm'
    cross join lateral (select case when d.closed_at <= milestones_at.as_of then d.closed_at end as done_at) x
    where m.set_at <= milestones_at.as_of
    order by m.due_on, m.milestone_no;
end
$$;
comment on function jiancha.milestones_at(timestamptz) is
    'Milestones set by an instant and how they stood: open, overdue (the limit has passed), done, done_late (G-0). Facts as they stand now. Rows under row-level security.';

create function jiancha._meeting_rows()
returns table (no bigint, meeting_no text, org_code text, kind text, held_at timestamptz, place text, chair text, bodies text[], summary text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.meeting_no, b.org_code, b.kind, b.held_at, b.place, b.chair, coalesce(b.bodies, '{}'), b.summary, b.document_no
    from rows from (jiancha._buffered() as (
        meeting_no text, org_code text, kind text, held_at timestamptz, place text, chair text, bodies text[], summary text, document_no text)) with ordinality b;
end;
comment on function jiancha._meeting_rows() is 'Rows of the statement on meeting_intake, numbered as they came, defaults filled in.';

create function jiancha._meeting_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, coalesce(jiancha._number_problem(r.meeting_no, 'meeting_no', r.no), jiancha._org_problem(r.org_code, r.meeting_no, orgs, caller),
                case when coalesce(r.kind, '') not in ('coordination', 'joint', 'leading_group', 'other')
                        then array['bad_value', 'kind', coalesce(r.kind, 'NULL'), r.meeting_no, 'coordination, joint, leading_group, other']
                    when array_position(r.bodies, null) is not null or '' = any (r.bodies)
                        then array['bad_value', 'bodies', r.bodies::text, r.meeting_no, 'names, none of them empty'] end,
                jiancha._instant_problem(r.held_at, 'held_at', r.meeting_no)) as problem
        from jiancha._meeting_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.meeting (meeting_no, org_code, kind, held_at, place, chair, bodies, summary, document_no, actor)
    select r.meeting_no, r.org_code, r.kind, r.held_at, r.place, r.chair, r.bodies, r.summary, r.document_no, caller::text
    from jiancha._meeting_rows() r
    order by r.meeting_no, r.no
    on conflict on constraint meeting_pkey do nothing;
    select array['entry_conflict', 'meeting_intake', r.meeting_no] into problem
    from jiancha._meeting_rows() r join jiancha.meeting m using (meeting_no)
    where (m.org_code, m.kind, m.held_at, m.place, m.chair, m.bodies, m.summary, m.document_no)
        is distinct from (r.org_code, r.kind, r.held_at, r.place, r.chair, r.bodies, r.summary, r.document_no)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._meeting_intake_statement(text[], name) is 'Handles the rows of a statement on meeting_intake.';

create function jiancha._meeting_item_rows() returns table (no bigint, meeting_no text, item_no integer, org_code text, text text, due_on date)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.meeting_no, b.item_no, b.org_code, b.text, b.due_on
    from rows from (jiancha._buffered() as (meeting_no text, item_no integer, org_code text, text text, due_on date)) with ordinality b;
end;
comment on function jiancha._meeting_item_rows() is 'Rows of the statement on meeting_item_intake, numbered as they came.';

create function jiancha._meeting_item_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, coalesce(jiancha._number_problem(r.meeting_no, 'meeting_no', r.no),
                case when m.meeting_no is null or m.org_code <> all (orgs)
                        then array['unknown_entry', 'meeting_intake', r.meeting_no, format('(row %s of the statement)', r.no)]
                    when r.item_no is null then array['missing_value', 'item_no', r.meeting_no]
                    when r.item_no < 1 then array['bad_value', 'item_no', r.item_no::text, r.meeting_no, 'from 1 on']
                    when btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', format('%s/%s', r.meeting_no, r.item_no)]
                    when r.due_on is not null or r.org_code is not null
                        then coalesce(jiancha._org_problem(r.org_code, format('%s/%s', r.meeting_no, r.item_no), orgs, caller),
                            case when r.due_on is not null then jiancha._due_problem(r.due_on, m.held_at, 'due_on', format('%s/%s', r.meeting_no, r.item_no)) end) end) as problem
        from jiancha._meeting_item_rows() r
        left join jiancha.meeting m on m.meeting_no = r.meeting_no) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.meeting_item (meeting_no, item_no, org_code, convened_by, text, due_on, actor)
    select r.meeting_no, r.item_no, r.org_code, m.org_code, r.text, r.due_on, caller::text
    from jiancha._meeting_item_rows() r join jiancha.meeting m using (meeting_no)
    order by r.meeting_no, r.item_no, r.no
    on conflict on constraint meeting_item_pkey do nothing;
    select array['entry_conflict', 'meeting_item_intake', format('%s/%s', r.meeting_no, r.item_no)] into problem
    from jiancha._meeting_item_rows() r join jiancha.meeting_item i using (meeting_no, item_no)
    where (i.org_code, i.text, i.due_on) is distinct from (r.org_code, r.text, r.due_on)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    -- what has a last day is on a clock
    perform jiancha._set_milestones(array_agg(format('%s/%s', r.meeting_no, r.item_no)), array_agg(r.org_code), array_agg(r.text), array_agg(null::text),
        array_agg(m.held_at), array_agg(r.due_on), array_agg(null::integer), array_agg(r.meeting_no), array_agg(m.document_no), caller)
    from jiancha._meeting_item_rows() r join jiancha.meeting m using (meeting_no)
    where r.due_on is not null
    having count(*) > 0;
end
$$;
comment on function jiancha._meeting_item_intake_statement(text[], name) is 'Handles the rows of a statement on meeting_item_intake: what has a last day is made a milestone.';

create function jiancha._inspection_rows()
returns table (no bigint, inspection_no text, org_code text, by_org text, kind text, inspected_at timestamptz, staff_code text, matter_code text, text text,
    faults integer, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.inspection_no, b.org_code, coalesce(b.by_org, case when coalesce(b.kind, 'internal') = 'internal' then b.org_code end),
        coalesce(b.kind, 'internal'), b.inspected_at, b.staff_code, b.matter_code, b.text, coalesce(b.faults, 0), b.document_no
    from rows from (jiancha._buffered() as (
        inspection_no text, org_code text, by_org text, kind text, inspected_at timestamptz, staff_code text, matter_code text, text text, faults integer,
        document_no text)) with ordinality b;
end;
comment on function jiancha._inspection_rows() is 'Rows of the statement on inspection_intake, numbered as they came, defaults filled in.';

create function jiancha._inspection_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, coalesce(jiancha._number_problem(r.inspection_no, 'inspection_no', r.no), jiancha._org_problem(r.org_code, r.inspection_no, orgs, caller),
                case when r.kind not in ('internal', 'spot', 'special') then array['bad_value', 'kind', r.kind, r.inspection_no, 'internal, spot, special']
                    when r.by_org is null then array['missing_value', 'by_org', r.inspection_no]
                    when not exists (select from jiancha.org_version o where o.org_code = r.by_org) then array['unknown_org', r.by_org, r.inspection_no]
                    when r.kind = 'internal' and r.by_org <> r.org_code then array['bad_value', 'by_org', r.by_org, r.inspection_no, r.org_code]
                    -- who inspects is the organisation of who enters it
                    when orgs is not null and r.by_org <> all (jiancha._own_orgs(caller))
                        then array['not_your_org', r.by_org, r.inspection_no, caller, array_to_string(jiancha._own_orgs(caller), ', ')] end,
                jiancha._instant_problem(r.inspected_at, 'inspected_at', r.inspection_no),
                case when r.staff_code is not null and not exists (select from jiancha.staff_version s where s.staff_code = r.staff_code)
                        then array['unknown_staff', r.staff_code, r.inspection_no]
                    when r.matter_code is not null and not exists (select from jiancha.matter_version m where m.matter_code = r.matter_code)
                        then array['unknown_matter', r.matter_code, r.inspection_no]
                    when btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', r.inspection_no]
                    when r.faults < 0 then array['bad_value', 'faults', r.faults::text, r.inspection_no, 'from 0 on'] end) as problem
        from jiancha._inspection_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.inspection (inspection_no, org_code, by_org, kind, inspected_at, staff_code, matter_code, text, faults, document_no, actor)
    select r.inspection_no, r.org_code, r.by_org, r.kind, r.inspected_at, r.staff_code, r.matter_code, r.text, r.faults, r.document_no, caller::text
    from jiancha._inspection_rows() r
    order by r.inspection_no, r.no
    on conflict on constraint inspection_pkey do nothing;
    select array['entry_conflict', 'inspection_intake', r.inspection_no] into problem
    from jiancha._inspection_rows() r join jiancha.inspection i using (inspection_no)
    where (i.org_code, i.by_org, i.kind, i.inspected_at, i.staff_code, i.matter_code, i.text, i.faults, i.document_no)
        is distinct from (r.org_code, r.by_org, r.kind, r.inspected_at, r.staff_code, r.matter_code, r.text, r.faults, r.document_no)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._inspection_intake_statement(text[], name) is 'Handles the rows of a statement on inspection_intake: entered by the organisation that inspected.';
