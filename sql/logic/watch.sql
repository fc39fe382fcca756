-- Registers of supervision: what the views of systems, video and trainings do with the rows of a statement. Called as the functions of intake.sql are: with
-- the organisations the caller may act for (NULL: all) and his name, as the records' owner.

create function jiancha._number_problem(number text, "column" text, no bigint) returns text[]
language sql immutable parallel safe
begin atomic
    select case
        when btrim(coalesce(number, '')) = '' then array['missing_value', "column", format('(row %s of the statement)', no)]
        when octet_length(number) > 200 or number <> btrim(number)
            then array['bad_value', "column", left(number, 60), format('(row %s of the statement)', no), 'at most 200 bytes, no space before or behind'] end;
end;
comment on function jiancha._number_problem(text, text, bigint) is 'What stands against a number that people give, as a message for _raise(); NULL: nothing.';

create function jiancha._instant_problem(at timestamptz, "column" text, number text) returns text[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select case
            when at is null then array['missing_value', "column", number]
            when not isfinite(at) or at < h.calendar_start then array['bad_instant', "column", at::text, number, h.calendar_code, h.published_from::text]
            when at > statement_timestamp() + interval '5 minutes'
                then array['in_the_future', "column", at::text, number, statement_timestamp()::text] end
        from jiancha._here() h);
end
$$;
comment on function jiancha._instant_problem(timestamptz, text, text) is 'What stands against the instant of something that happened, as a message for _raise(); NULL: nothing.';

create function jiancha._org_problem(org_code text, number text, orgs text[], caller name) returns text[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return case
        when coalesce(org_code, '') = '' then array['missing_value', 'org_code', number]
        when not exists (select from jiancha.org_version o where o.org_code = _org_problem.org_code) then array['unknown_org', org_code, number]
        when org_code <> all (orgs) then array['not_supervised', org_code, number, caller, array_to_string(orgs, ', ')] end;
end
$$;
comment on function jiancha._org_problem(text, text, text[], name) is 'What stands against an organisation that a supervisor names, as a message for _raise(); NULL: nothing.';

create function jiancha._open_dockets(kind text, numbers text[], orgs text[], ats timestamptz[], limits integer[] default null, unit text default null)
returns bigint[]
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    fresh bigint[];
begin
    select * into here from jiancha._here();
    with wanted as materialized (
        select w.no, w.number, w.org_code, w.at, w.set_limit, jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from unnest(numbers, orgs, ats, coalesce(limits, array[]::integer[])) with ordinality w (number, org_code, at, set_limit, no)
        where w.number is not null),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        -- in one order, so that two statements of the same numbers do not deadlock
        select _open_dockets.kind, w.number, w.docket_id from wanted w order by w.number, w.no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state, set_limit, set_unit)
        select w.docket_id, _open_dockets.kind, w.number, w.org_code, w.org_code, here.pack, here.calendar_code, w.at, 'received', w.set_limit,
            case when w.set_limit is not null then _open_dockets.unit end
        from wanted w join numbered using (docket_id))
    select array_agg(n.docket_id) into fresh from numbered n;
    return fresh;
end
$$;
comment on function jiancha._open_dockets(text, text[], text[], timestamptz[], integer[], text) is
    'Makes dockets of a kind, one a place of the arrays, where the number is free; limits in unit, NULL: none. Returns them, NULL: none. The caller enters the details and derives them.';

create function jiancha._add_steps(kind text, numbers text[], kinds text[], ats timestamptz[], actor name, opinions text[], reasons text[], document_nos text[],
    data jsonb[] default null) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[];
begin
    select array_agg(distinct k.docket_id) into dockets
    from jiancha.docket_key k where k.kind = _add_steps.kind and k.business_no = any (numbers);
    perform jiancha._lock(dockets);
    insert into jiancha.step (docket_id, kind, at, at_precision, actor, opinion, reason, document_no, data, org_code, revision)
    select distinct d.docket_id, r.kind, r.at, 'minute', _add_steps.actor::text, r.opinion, r.reason, r.document_no, r.data, d.org_code, d.revision + 1
    from unnest(numbers, kinds, ats, opinions, reasons, document_nos, coalesce(_add_steps.data, array[]::jsonb[]))
        r (number, kind, at, opinion, reason, document_no, data)
    join jiancha.docket_key k on k.kind = _add_steps.kind and k.business_no = r.number
    join jiancha.docket d on d.docket_id = k.docket_id
    where not exists (
        select from jiancha.step s
        where s.docket_id = d.docket_id and s.kind = r.kind and s.at = r.at
            and (s.opinion, s.reason, s.document_no, s.data) is not distinct from (r.opinion, r.reason, r.document_no, r.data));
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._add_steps(text, text[], text[], timestamptz[], name, text[], text[], text[], jsonb[]) is
    'Enters steps into dockets of a kind, one a place of the arrays, and derives them; a step that is there word for word is passed over.';

create function jiancha._it_system_rows()
returns table (
    no bigint, system_no text, org_code text, name text, field text, self_built boolean, registered_at timestamptz, in_use_at timestamptz,
    supervision_plan text, secrecy_decision text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.system_no, b.org_code, b.name, b.field, coalesce(b.self_built, true), b.registered_at, coalesce(b.in_use_at, b.registered_at),
        nullif(btrim(b.supervision_plan), ''), nullif(btrim(b.secrecy_decision), '')
    from rows from (jiancha._buffered() as (
        system_no text, org_code text, name text, field text, self_built boolean, registered_at timestamptz, in_use_at timestamptz, supervision_plan text,
        secrecy_decision text)) with ordinality b;
end;
comment on function jiancha._it_system_rows() is 'Rows of the statement on it_system_intake, numbered as they came, defaults filled in.';

create function jiancha._it_system_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    fresh bigint[];
begin
    select p.problem into problem
    from (
        select r.no, case
                when n.problem is not null then n.problem
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.system_no]
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', r.org_code, r.system_no]
                when r.org_code <> all (orgs) then array['not_your_org', r.org_code, r.system_no, caller, array_to_string(orgs, ', ')]
                when btrim(coalesce(r.name, '')) = '' then array['missing_value', 'name', r.system_no]
                when coalesce(r.field, '') not in ('party', 'government', 'judicial', 'public')
                    then array['bad_value', 'field', coalesce(r.field, 'NULL'), r.system_no, 'party, government, judicial, public']
                when t.problem is not null then t.problem
                when not isfinite(r.in_use_at) then array['bad_value', 'in_use_at', r.in_use_at::text, r.system_no, 'empty, or a finite instant']
            end as problem
        from jiancha._it_system_rows() r
        cross join lateral (select jiancha._number_problem(r.system_no, 'system_no', r.no) as problem) n
        cross join lateral (select jiancha._instant_problem(r.registered_at, 'registered_at', r.system_no) as problem) t) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    select jiancha._open_dockets('it_system', array_agg(r.system_no order by r.no), array_agg(r.org_code order by r.no), array_agg(r.registered_at order by r.no)) into fresh
    from jiancha._it_system_rows() r;
    insert into jiancha.it_system (docket_id, system_no, org_code, name, field, self_built, registered_at, in_use_at, supervision_plan, secrecy_decision, actor)
    select distinct on (r.system_no) k.docket_id, r.system_no, r.org_code, r.name, r.field, r.self_built, r.registered_at, r.in_use_at, r.supervision_plan,
        r.secrecy_decision, caller::text
    from jiancha._it_system_rows() r
    join jiancha.docket_key k on k.kind = 'it_system' and k.business_no = r.system_no
    where k.docket_id = any (fresh)
    order by r.system_no, r.no;

    select array['entry_conflict', 'it_system_intake', r.system_no] into problem
    from jiancha._it_system_rows() r
    join jiancha.docket_key k on k.kind = 'it_system' and k.business_no = r.system_no
    join jiancha.it_system i on i.docket_id = k.docket_id
    where (i.org_code, i.name, i.field, i.self_built, i.registered_at, i.in_use_at, i.supervision_plan, i.secrecy_decision)
        is distinct from (r.org_code, r.name, r.field, r.self_built, r.registered_at, r.in_use_at, r.supervision_plan, r.secrecy_decision)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._derive(fresh) where fresh is not null;
end
$$;
comment on function jiancha._it_system_intake_statement(text[], name) is 'Handles the rows of a statement on it_system_intake: checks all, makes a docket for each system.';

create function jiancha._it_system_step_rows() returns table (no bigint, system_no text, kind text, at timestamptz, reason text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.system_no, b.kind, b.at, b.reason, b.document_no
    from rows from (jiancha._buffered() as (system_no text, kind text, at timestamptz, reason text, document_no text)) with ordinality b;
end;
comment on function jiancha._it_system_step_rows() is 'Rows of the statement on it_system_step, numbered as they came.';

create function jiancha._it_system_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, case
                when n.problem is not null then n.problem
                when i.docket_id is null or i.org_code <> all (orgs) then array['unknown_entry', 'it_system_intake', r.system_no, format('(row %s of the statement)', r.no)]
                when coalesce(r.kind, '') not in ('connect', 'disconnect', 'terminate')
                    then array['bad_value', 'kind', coalesce(r.kind, 'NULL'), r.system_no, 'connect, disconnect, terminate']
                when r.kind <> 'connect' and btrim(coalesce(r.reason, '')) = '' then array['missing_value', 'reason', r.system_no]
                when t.problem is not null then t.problem
                when r.at < i.registered_at then array['act_before_card', r.system_no, r.at::text, i.registered_at::text]
            end as problem
        from jiancha._it_system_step_rows() r
        left join jiancha.docket_key k on k.kind = 'it_system' and k.business_no = r.system_no
        left join jiancha.it_system i on i.docket_id = k.docket_id
        cross join lateral (select jiancha._number_problem(r.system_no, 'system_no', r.no) as problem) n
        cross join lateral (select jiancha._instant_problem(r.at, 'at', r.system_no) as problem) t) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._add_steps('it_system', array_agg(r.system_no), array_agg(r.kind), array_agg(r.at), caller, array_agg(null::text), array_agg(r.reason),
        array_agg(r.document_no))
    from jiancha._it_system_step_rows() r;
end
$$;
comment on function jiancha._it_system_step_statement(text[], name) is 'Handles the rows of a statement on it_system_step: enters the steps of systems.';

create function jiancha._video_source_rows()
returns table (no bigint, source_no text, org_code text, hall text, place text, valid_from date, active boolean)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.source_no, b.org_code, b.hall, b.place, coalesce(b.valid_from, '-infinity'), coalesce(b.active, true)
    from rows from (jiancha._buffered() as (source_no text, org_code text, hall text, place text, valid_from date, active boolean)) with ordinality b;
end;
comment on function jiancha._video_source_rows() is 'Rows of the statement on video_source_intake, numbered as they came, defaults filled in.';

create function jiancha._video_source_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, coalesce(jiancha._number_problem(r.source_no, 'source_no', r.no), jiancha._org_problem(r.org_code, r.source_no, orgs, caller),
                case when btrim(coalesce(r.hall, '')) = '' then array['missing_value', 'hall', r.source_no]
                    when r.valid_from = 'infinity' then array['bad_value', 'valid_from', r.valid_from::text, r.source_no, 'empty, or a day'] end) as problem
        from jiancha._video_source_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.video_source (source_no, valid_from, org_code, hall, place, active, actor)
    select r.source_no, r.valid_from, r.org_code, r.hall, r.place, r.active, caller::text
    from jiancha._video_source_rows() r
    order by r.source_no, r.valid_from, r.no
    on conflict on constraint video_source_pkey do nothing;
    select array['register_conflict', 'video_source', r.source_no, r.valid_from::text] into problem
    from jiancha._video_source_rows() r
    join jiancha.video_source v on v.source_no = r.source_no and v.valid_from = r.valid_from
    where (v.org_code, v.hall, v.place, v.active) is distinct from (r.org_code, r.hall, r.place, r.active)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._video_source_intake_statement(text[], name) is 'Handles the rows of a statement on video_source_intake: enters versions of cameras.';

create function jiancha._video_event_rows()
returns table (no bigint, event_no text, source_no text, event_kind text, at timestamptz, post text, staff_code text, clip_ref text, text text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.event_no, b.source_no, b.event_kind, b.at, b.post, b.staff_code, b.clip_ref, b.text
    from rows from (jiancha._buffered() as (event_no text, source_no text, event_kind text, at timestamptz, post text, staff_code text, clip_ref text, text text)) with ordinality b;
end;
comment on function jiancha._video_event_rows() is 'Rows of the statement on video_event_intake, numbered as they came.';

create function jiancha._hall_of(source_no text, at timestamptz) returns text
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    -- on a day the calendar's time zone names
    return (
        select v.org_code
        from jiancha.video_source v
        cross join jiancha.record_state s
        join jiancha.calendar c on c.calendar_code = s.calendar_code
        where v.source_no = _hall_of.source_no and v.valid_from <= (_hall_of.at at time zone c.time_zone)::date
        order by v.valid_from desc limit 1);
end
$$;
comment on function jiancha._hall_of(text, timestamptz) is 'Organisation whose hall a camera watched at an instant; NULL: no such camera then.';

create function jiancha._video_event_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    fresh bigint[];
begin
    select p.problem into problem
    from (
        select r.no, case
                when n.problem is not null then n.problem
                when t.problem is not null then t.problem
                when h.org_code is null or h.org_code <> all (orgs) then array['unknown_entry', 'video_source_intake', coalesce(r.source_no, 'NULL'), r.event_no]
                when coalesce(r.event_kind, '') not in ('absence', 'attitude', 'play', 'signal_lost', 'other')
                    then array['bad_value', 'event_kind', coalesce(r.event_kind, 'NULL'), r.event_no, 'absence, attitude, play, signal_lost, other']
                when r.event_kind = 'other' and btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', r.event_no]
                when r.staff_code is not null and not exists (select from jiancha.staff_version s where s.staff_code = r.staff_code)
                    then array['unknown_staff', r.staff_code, r.event_no]
            end as problem
        from jiancha._video_event_rows() r
        cross join lateral (select jiancha._number_problem(r.event_no, 'event_no', r.no) as problem) n
        cross join lateral (select jiancha._instant_problem(r.at, 'at', r.event_no) as problem) t
        cross join lateral (select jiancha._hall_of(r.source_no, r.at) as org_code) h) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    select jiancha._open_dockets('video_event', array_agg(r.event_no order by r.no), array_agg(jiancha._hall_of(r.source_no, r.at) order by r.no),
        array_agg(r.at order by r.no)) into fresh
    from jiancha._video_event_rows() r;
    insert into jiancha.video_event (docket_id, event_no, source_no, org_code, event_kind, at, post, staff_code, clip_ref, text, actor)
    select distinct on (r.event_no) d.docket_id, r.event_no, r.source_no, d.org_code, r.event_kind, r.at, r.post, r.staff_code, r.clip_ref, r.text, caller::text
    from jiancha._video_event_rows() r
    join jiancha.docket_key k on k.kind = 'video_event' and k.business_no = r.event_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where d.docket_id = any (fresh)
    order by r.event_no, r.no;

    select array['entry_conflict', 'video_event_intake', r.event_no] into problem
    from jiancha._video_event_rows() r
    join jiancha.docket_key k on k.kind = 'video_event' and k.business_no = r.event_no
    join jiancha.video_event e on e.docket_id = k.docket_id
    where (e.source_no, e.event_kind, e.at, e.post, e.staff_code, e.clip_ref, e.text)
        is distinct from (r.source_no, r.event_kind, r.at, r.post, r.staff_code, r.clip_ref, r.text)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._derive(fresh) where fresh is not null;
end
$$;
comment on function jiancha._video_event_intake_statement(text[], name) is
    'Handles the rows of a statement on video_event_intake: checks all, makes a docket for each event; what the pack''s conditions say of it makes a candidate.';

create function jiancha._training_rows()
returns table (no bigint, training_no text, staff_code text, account text, course text, held_on date, held_by text, passed boolean)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.training_no, b.staff_code, nullif(btrim(b.account), ''), b.course, b.held_on, b.held_by, coalesce(b.passed, true)
    from rows from (jiancha._buffered() as (training_no text, staff_code text, account text, course text, held_on date, held_by text, passed boolean)) with ordinality b;
end;
comment on function jiancha._training_rows() is 'Rows of the statement on training_intake, numbered as they came, defaults filled in.';

create function jiancha._training_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, case
                when n.problem is not null then n.problem
                when s.staff_code is null then array['unknown_staff', coalesce(r.staff_code, 'NULL'), r.training_no]
                when s.org_code <> all (orgs) then array['not_supervised', s.org_code, r.training_no, caller, array_to_string(orgs, ', ')]
                when btrim(coalesce(r.course, '')) = '' then array['missing_value', 'course', r.training_no]
                when r.held_on is null then array['missing_value', 'held_on', r.training_no]
                when not isfinite(r.held_on) then array['bad_value', 'held_on', r.held_on::text, r.training_no, 'a finite day']
                when r.held_on > (statement_timestamp() + interval '5 minutes')::date
                    then array['in_the_future', 'held_on', r.held_on::text, r.training_no, statement_timestamp()::text]
            end as problem
        from jiancha._training_rows() r
        cross join lateral (select jiancha._number_problem(r.training_no, 'training_no', r.no) as problem) n
        left join lateral (
            select v.staff_code, v.org_code from jiancha.staff_version v where v.staff_code = r.staff_code and (v.valid_from <= r.held_on or v.valid_from = '-infinity')
            order by v.valid_from desc limit 1) s on true) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.training (training_no, staff_code, org_code, account, course, held_on, held_by, passed, actor)
    select r.training_no, r.staff_code, s.org_code, r.account, r.course, r.held_on, r.held_by, r.passed, caller::text
    from jiancha._training_rows() r
    cross join lateral (
        select v.org_code from jiancha.staff_version v where v.staff_code = r.staff_code and (v.valid_from <= r.held_on or v.valid_from = '-infinity')
        order by v.valid_from desc limit 1) s
    order by r.training_no, r.staff_code, r.no
    on conflict on constraint training_pkey do nothing;
    select array['entry_conflict', 'training_intake', format('%s, %s', r.training_no, r.staff_code)] into problem
    from jiancha._training_rows() r
    join jiancha.training t on t.training_no = r.training_no and t.staff_code = r.staff_code
    where (t.account, t.course, t.held_on, t.held_by, t.passed) is distinct from (r.account, r.course, r.held_on, r.held_by, r.passed)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._training_intake_statement(text[], name) is 'Handles the rows of a statement on training_intake.';

create function jiancha._setting(param text) returns text
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select e.value
        from jiancha.record_state s
        cross join lateral (
            select max(p.version) as version from jiancha.rule_pack p where p.pack = s.pack and p.valid_from <= current_date) v
        join jiancha.effective_param e on e.pack = s.pack and e.version = v.version
        where e.param = _setting.param);
end
$$;
comment on function jiancha._setting(text) is 'A parameter of the pack in use, in the version in force today; NULL: it has none. For what is not a case: a case has its own version.';

create function jiancha._require_training(role_name name) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(jiancha._setting('entry_needs_training'), 'false') = 'true'
        and not exists (select from jiancha.training t where t.account = role_name::text and t.passed and t.held_on <= current_date) then
        perform jiancha._raise('untrained', role_name);
    end if;
end
$$;
comment on function jiancha._require_training(name) is
    'Refuses a role to whom no training is entered, where parameter entry_needs_training of the pack in use is true (G-3.5). Called before the entry duty is granted.';
