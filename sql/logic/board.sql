-- The live board: stages and their age, and the word that goes out when a case ends.

create function jiancha._stages(pack text, version integer) returns table (place bigint, stage text, kinds text[])
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select s.place, btrim(s.name), coalesce(k.kinds, '{}')
    from jiancha.effective_param e
    cross join lateral regexp_split_to_table(e.value, '[,，、]') with ordinality s (name, place)
    left join lateral (
        select regexp_split_to_array(btrim(split_part(p.part, '=', 2)), '\s*,\s*') as kinds
        from jiancha.effective_param m
        cross join lateral regexp_split_to_table(m.value, ';') p (part)
        where m.pack = e.pack and m.version = e.version and m.param = 'stage_kinds' and btrim(split_part(p.part, '=', 1)) = btrim(s.name)
        limit 1) k on true
    where e.pack = _stages.pack and e.version = _stages.version and e.param = 'stages' and btrim(s.name) <> '';
end
$$;
comment on function jiancha._stages(text, integer) is 'The stages of a pack in order (setting stages, A36), each with the kinds of step that belong to it (setting stage_kinds).';

create function jiancha.live_board_at(as_of timestamptz)
returns table (case_no text, org text, matter text, stage text, since timestamptz, age integer, due date, "left" integer, state text, org_code text,
    matter_code text, place bigint)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    with version as (
        select p.pack, p.version, p.valid_from, lead(p.valid_from) over (partition by p.pack order by p.version) as valid_until from jiancha.rule_pack p),
    stages as (
        select v.pack, v.version, v.valid_from, v.valid_until, s.names, k.stage_of
        from version v
        cross join lateral (select array_agg(n.stage order by n.place) as names from jiancha._stages(v.pack, v.version) n) s
        cross join lateral (
            select jsonb_object_agg(u.kind, n.stage) as stage_of from jiancha._stages(v.pack, v.version) n cross join lateral unnest(n.kinds) u (kind)) k),
    open_now as (
        select d.docket_id, d.business_no, d.org_code, d.matter_code, d.accepted_at, d.received_at, d.calendar_code, c.version as calendar_version, s.names, s.stage_of,
            (select max(h.version) from jiancha.flow_chart h where h.flow = 'internal' and h.matter_code = d.matter_code and h.version <= d.matter_version) as chart_version,
            b.org, b.matter, b.due, b.state, b.calendar_code as due_calendar, b.calendar_version as due_version
        from jiancha.docket d
        join jiancha.open_case b on b.case_no = d.business_no
        join jiancha.calendar c on c.calendar_code = d.calendar_code
        left join stages s on s.pack = d.pack and (coalesce(d.accepted_at, d.received_at) at time zone c.time_zone)::date >= s.valid_from
            and (s.valid_until is null or (coalesce(d.accepted_at, d.received_at) at time zone c.time_zone)::date < s.valid_until)
        where d.kind = 'approval' and d.closed_at is null and d.received_at <= live_board_at.as_of),
    staged as (
        select o.docket_id, x.stage, x.at, x.rank, x.seq
        from open_now o
        join lateral (
            -- the stage that the step names, if the pack knows it; else what its node counts as in the matter's chart; else that of its kind (what is told
            -- to the applicant at a closing node is told); a step of none of these leaves the case where it was
            select case when e.node = any (o.names) then e.node else o.stage_of ->> coalesce(nullif(n.stage, 'close'), e.kind) end as stage,
                greatest(e.at, o.received_at) as at, k.rank, e.seq
            from jiancha.effective_step e
            join jiancha.step_kind k on k.kind = e.kind
            left join jiancha.flow_node n on n.matter_code = o.matter_code and n.version = o.chart_version and n.flow = 'internal' and n.node = e.node
            where e.docket_id = o.docket_id and e.at <= live_board_at.as_of) x on x.stage is not null
        where o.accepted_at is not null),
    runs as (
        -- where the stage changed last
        select distinct on (r.docket_id) r.docket_id, r.stage, r.at
        from (select s.*, lag(s.stage) over (partition by s.docket_id order by s.at, s.rank, s.seq) as stage_before from staged s) r
        where r.stage is distinct from r.stage_before
        order by r.docket_id, r.at desc, r.rank desc, r.seq desc)
    select o.business_no, o.org, o.matter, coalesce(r.stage, '未受理'), coalesce(r.at, o.received_at),
        jiancha._days_left(jiancha._local_date(coalesce(r.at, o.received_at), o.calendar_code, o.calendar_version),
            jiancha._local_date(live_board_at.as_of, o.calendar_code, o.calendar_version), o.calendar_code, o.calendar_version) as age,
        o.due,
        jiancha._days_left(jiancha._local_date(live_board_at.as_of, o.due_calendar, o.due_version), o.due, o.due_calendar, o.due_version) as days_left,
        o.state, o.org_code, o.matter_code, coalesce(array_position(o.names, r.stage), 0)::bigint
    from open_now o
    left join runs r using (docket_id)
    order by 12, days_left nulls last, 1;
end
$$;
comment on function jiancha.live_board_at(timestamptz) is
    'Open cases by the stage they are in (W-8.1.1), in the order of the pack''s stages, within a stage the least remaining time first: since when, its age in working days (the day it began does not count), due day and working days left as of the instant. place: 0 未受理, else the place of the stage. Rows under row-level security.';

create function jiancha._board_states(dockets bigint[]) returns jsonb
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if cardinality(dockets) > 100 or coalesce(current_setting('jiancha.board_notify', true), 'completion') = 'off' then
        return null;
    end if;
    return (select jsonb_object_agg(d.docket_id::text, d.state) from jiancha.docket d where d.docket_id = any (dockets) and d.kind = 'approval' and not d.imported);
end
$$;
comment on function jiancha._board_states(bigint[]) is 'States of the cases among some dockets before they are derived; NULL: nobody is told of them one by one.';

create function jiancha._tell_board(dockets bigint[], before jsonb) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if before is not null then
        perform pg_notify('jiancha_board', jsonb_build_object('case_no', d.business_no, 'state', d.state)::text)
        from jiancha.docket d
        where d.docket_id = any (dockets) and d.kind = 'approval' and d.state is distinct from before ->> d.docket_id::text
            and before ? d.docket_id::text
            and (d.closed_at is not null or coalesce(current_setting('jiancha.board_notify', true), 'completion') = 'all')
        order by d.docket_id;
    elsif cardinality(dockets) > 100 and coalesce(current_setting('jiancha.board_notify', true), 'completion') <> 'off' then
        perform pg_notify('jiancha_board', jsonb_build_object('dockets', cardinality(dockets))::text);
    end if;
end
$$;
comment on function jiancha._tell_board(bigint[], jsonb) is
    'Sends to channel jiancha_board the number and the new state of each case that has just ended or, if jiancha.board_notify is all, whose state has just changed; of more than 100 dockets only how many there were.';
