-- Flows of matters: charts, nodes, edges and the holders of posts, entered by the administrator; and what strict mode refuses. Called as the functions of
-- intake.sql are.

create function jiancha._flow_in_use(matter_code text, version integer, flow text) returns boolean
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return flow = 'internal' and exists (
        select from jiancha.docket d
        where d.matter_code = _flow_in_use.matter_code and d.matter_version >= _flow_in_use.version and d.kind in ('approval', 'penalty')
            -- a later chart has taken over from its version on
            and not exists (select from jiancha.flow_chart c
                            where c.matter_code = d.matter_code and c.flow = 'internal' and c.version > _flow_in_use.version and c.version <= d.matter_version));
end
$$;
comment on function jiancha._flow_in_use(text, integer, text) is 'Whether cases follow the internal chart that came, or would come, with a version of a matter.';

create function jiancha._matter_flow_rows()
returns table (no bigint, matter_code text, flow text, mode text, name text, version integer)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code, coalesce(b.flow, 'internal'), b.mode, b.name,
        coalesce(b.version, (select max(m.version) from jiancha.matter_version m where m.matter_code = b.matter_code))
    from rows from (jiancha._buffered() as (matter_code text, flow text, mode text, name text, version integer)) with ordinality b;
end
$$;
comment on function jiancha._matter_flow_rows() is 'Rows of the statement on matter_flow, numbered as they came, defaults filled in.';

create function jiancha._matter_flow_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'matter_flow');
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.matter_code, '')) = '' then array['missing_value', 'matter_code', format('(row %s of the statement)', r.no)]
                when r.flow not in ('internal', 'external') then array['bad_value', 'flow', r.flow, r.matter_code, 'internal, external']
                when r.mode not in ('strict', 'import') then array['bad_value', 'mode', r.mode, r.matter_code, 'strict, import, or none']
                when m.matter_code is null then array['unknown_flow_matter', r.matter_code, coalesce(r.version::text, '1'), r.flow]
                when c.matter_code is not null and (c.mode, c.name) is distinct from (r.mode, r.name)
                    then array['flow_conflict', r.matter_code, r.version::text, r.flow]
                when c.matter_code is null and jiancha._flow_in_use(r.matter_code, r.version, r.flow)
                    then array['flow_in_use', r.matter_code, r.version::text, r.flow]
            end as problem
        from jiancha._matter_flow_rows() r
        left join jiancha.matter_version m on m.matter_code = r.matter_code and m.version = r.version
        left join jiancha.flow_chart c on (c.matter_code, c.version, c.flow) = (r.matter_code, r.version, r.flow)) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.flow_chart (matter_code, version, flow, mode, name)
    select r.matter_code, r.version, r.flow, r.mode, r.name from jiancha._matter_flow_rows() r
    order by r.no
    on conflict on constraint flow_chart_pkey do nothing;
    -- two rows of one statement may contradict each other
    select array['flow_conflict', r.matter_code, r.version::text, r.flow] into problem
    from jiancha._matter_flow_rows() r
    join jiancha.flow_chart c on (c.matter_code, c.version, c.flow) = (r.matter_code, r.version, r.flow)
    where (c.mode, c.name) is distinct from (r.mode, r.name)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._matter_flow_statement(text[], name) is 'Handles the rows of a statement on matter_flow.';

create function jiancha._matter_flow_node_rows()
returns table (no bigint, matter_code text, flow text, node text, "position" integer, stage text, is_start boolean, kinds text[], post text, org_code text,
    opinion_needed boolean, version integer)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code, coalesce(b.flow, 'internal'), b.node, b."position", b.stage, coalesce(b.is_start, false), coalesce(b.kinds, '{}'),
        nullif(btrim(b.post), ''), nullif(b.org_code, ''), coalesce(b.opinion_needed, false),
        coalesce(b.version, (select max(c.version) from jiancha.flow_chart c where c.matter_code = b.matter_code and c.flow = coalesce(b.flow, 'internal')))
    from rows from (jiancha._buffered() as (
        matter_code text, flow text, node text, "position" integer, stage text, is_start boolean, kinds text[], post text, org_code text,
        opinion_needed boolean, version integer)) with ordinality b;
end
$$;
comment on function jiancha._matter_flow_node_rows() is 'Rows of the statement on matter_flow_node, numbered as they came, defaults filled in.';

create function jiancha._matter_flow_node_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'matter_flow_node');
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.matter_code, '')) = '' then array['missing_value', 'matter_code', format('(row %s of the statement)', r.no)]
                when btrim(coalesce(r.node, '')) = '' then array['missing_value', 'node', r.matter_code]
                when r.node <> btrim(r.node) then array['bad_value', 'node', r.node, r.matter_code, 'no space before or behind']
                when c.matter_code is null then array['unknown_flow', r.matter_code, coalesce(r.version::text, '-'), r.flow]
                when r.position is null then array['missing_value', 'position', format('%s, %s', r.matter_code, r.node)]
                when r.position not between 1 and 1000 then array['bad_value', 'position', r.position::text, format('%s, %s', r.matter_code, r.node), '1 to 1000']
                when coalesce(r.stage, '') not in ('accept', 'handle', 'review', 'approve', 'close')
                    then array['bad_value', 'stage', coalesce(r.stage, 'NULL'), format('%s, %s', r.matter_code, r.node), 'accept, handle, review, approve, close']
                when array_position(r.kinds, null) is not null or exists (
                        select from unnest(r.kinds) q (kind)
                        where q.kind in ('cancel_step', 'rollback') or not exists (select from jiancha.step_kind k where k.kind = q.kind))
                    then array['bad_value', 'kinds', r.kinds::text, format('%s, %s', r.matter_code, r.node), 'kinds of jiancha.step_kind but cancel_step and rollback']
                when r.org_code is not null and not exists (select from jiancha.org_version o where o.org_code = r.org_code)
                    then array['unknown_org', r.org_code, format('%s, %s', r.matter_code, r.node)]
                when n.node is not null and (n.position, n.stage, n.is_start, n.kinds, n.post, n.org_code, n.opinion_needed)
                        is distinct from (r.position, r.stage, r.is_start, r.kinds, r.post, r.org_code, r.opinion_needed)
                    then array['flow_node_conflict', r.matter_code, r.version::text, r.node]
                when n.node is null and jiancha._flow_in_use(r.matter_code, r.version, r.flow)
                    then array['flow_in_use', r.matter_code, r.version::text, r.flow]
            end as problem
        from jiancha._matter_flow_node_rows() r
        left join jiancha.flow_chart c on (c.matter_code, c.version, c.flow) = (r.matter_code, r.version, r.flow)
        left join jiancha.flow_node n on (n.matter_code, n.version, n.flow, n.node) = (r.matter_code, r.version, r.flow, r.node)) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.flow_node (matter_code, version, flow, node, position, stage, is_start, kinds, post, org_code, opinion_needed)
    select r.matter_code, r.version, r.flow, r.node, r.position, r.stage, r.is_start, r.kinds, r.post, r.org_code, r.opinion_needed
    from jiancha._matter_flow_node_rows() r
    order by r.no
    on conflict on constraint flow_node_pkey do nothing;
    select array['flow_node_conflict', r.matter_code, r.version::text, r.node] into problem
    from jiancha._matter_flow_node_rows() r
    join jiancha.flow_node n on (n.matter_code, n.version, n.flow, n.node) = (r.matter_code, r.version, r.flow, r.node)
    where (n.position, n.stage, n.is_start, n.kinds, n.post, n.org_code, n.opinion_needed)
        is distinct from (r.position, r.stage, r.is_start, r.kinds, r.post, r.org_code, r.opinion_needed)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._matter_flow_node_statement(text[], name) is 'Handles the rows of a statement on matter_flow_node.';

create function jiancha._matter_flow_edge_rows()
returns table (no bigint, matter_code text, flow text, from_node text, to_node text, version integer)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code, coalesce(b.flow, 'internal'), b.from_node, b.to_node,
        coalesce(b.version, (select max(c.version) from jiancha.flow_chart c where c.matter_code = b.matter_code and c.flow = coalesce(b.flow, 'internal')))
    from rows from (jiancha._buffered() as (matter_code text, flow text, from_node text, to_node text, version integer)) with ordinality b;
end
$$;
comment on function jiancha._matter_flow_edge_rows() is 'Rows of the statement on matter_flow_edge, numbered as they came, defaults filled in.';

create function jiancha._matter_flow_edge_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'matter_flow_edge');
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.matter_code, '')) = '' then array['missing_value', 'matter_code', format('(row %s of the statement)', r.no)]
                when coalesce(r.from_node, '') = '' then array['missing_value', 'from_node', r.matter_code]
                when coalesce(r.to_node, '') = '' then array['missing_value', 'to_node', r.matter_code]
                when c.matter_code is null then array['unknown_flow', r.matter_code, coalesce(r.version::text, '-'), r.flow]
                when a.node is null then array['unknown_flow_node', r.from_node, r.matter_code, r.version::text]
                when b.node is null then array['unknown_flow_node', r.to_node, r.matter_code, r.version::text]
                when r.from_node = r.to_node then array['bad_value', 'to_node', r.to_node, r.matter_code, 'a node other than from_node; going on at a node needs no edge']
                when jiancha._flow_in_use(r.matter_code, r.version, r.flow) and not exists (
                        select from jiancha.flow_edge e
                        where (e.matter_code, e.version, e.flow, e.from_node, e.to_node) = (r.matter_code, r.version, r.flow, r.from_node, r.to_node))
                    then array['flow_in_use', r.matter_code, r.version::text, r.flow]
            end as problem
        from jiancha._matter_flow_edge_rows() r
        left join jiancha.flow_chart c on (c.matter_code, c.version, c.flow) = (r.matter_code, r.version, r.flow)
        left join jiancha.flow_node a on (a.matter_code, a.version, a.flow, a.node) = (r.matter_code, r.version, r.flow, r.from_node)
        left join jiancha.flow_node b on (b.matter_code, b.version, b.flow, b.node) = (r.matter_code, r.version, r.flow, r.to_node)) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.flow_edge (matter_code, version, flow, from_node, to_node)
    select r.matter_code, r.version, r.flow, r.from_node, r.to_node from jiancha._matter_flow_edge_rows() r
    order by r.no
    on conflict on constraint flow_edge_pkey do nothing;
end
$$;
comment on function jiancha._matter_flow_edge_statement(text[], name) is 'Handles the rows of a statement on matter_flow_edge.';

create function jiancha._post_rows()
returns table (no bigint, org_code text, post text, staff_code text, valid_from date, valid_until date, noticed_at timestamptz)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.org_code, b.post, b.staff_code, coalesce(b.valid_from, '-infinity'), b.valid_until, coalesce(b.noticed_at, statement_timestamp())
    from rows from (jiancha._buffered() as (org_code text, post text, staff_code text, valid_from date, valid_until date, noticed_at timestamptz)) with ordinality b;
end;
comment on function jiancha._post_rows() is 'Rows of the statement on post_assignment, defaults filled in.';

create function jiancha._post_assignment_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
begin
    perform jiancha._register_only_administrator(orgs, 'post_assignment');
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.org_code, '')) = '' then array['missing_value', 'org_code', format('(row %s of the statement)', r.no)]
                when btrim(coalesce(r.post, '')) = '' then array['missing_value', 'post', r.org_code]
                when r.post <> btrim(r.post) then array['bad_value', 'post', r.post, r.org_code, 'no space before or behind']
                when btrim(coalesce(r.staff_code, '')) = '' then array['missing_value', 'staff_code', r.org_code]
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', r.org_code, r.staff_code]
                when not exists (select from jiancha.staff_version s where s.staff_code = r.staff_code) then array['unknown_staff', r.staff_code, r.org_code]
                when r.valid_from = 'infinity' then array['bad_value', 'valid_from', 'infinity', r.staff_code, 'a day, or none for always']
                when r.valid_until <= r.valid_from or r.valid_until in ('infinity', '-infinity')
                    then array['bad_value', 'valid_until', r.valid_until::text, r.staff_code, 'empty, or a day after valid_from']
                when not isfinite(r.noticed_at) then array['bad_value', 'noticed_at', r.noticed_at::text, r.staff_code, 'an instant']
            end as problem
        from jiancha._post_rows() r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.post_holder as h (org_code, post, staff_code, valid_from, valid_until, noticed_at)
    select r.org_code, r.post, r.staff_code, r.valid_from, max(r.valid_until), min(r.noticed_at) from jiancha._post_rows() r
    group by r.org_code, r.post, r.staff_code, r.valid_from
    order by r.org_code, r.post, r.staff_code, r.valid_from
    on conflict on constraint post_holder_pkey do update set valid_until = excluded.valid_until
        where h.valid_until is null and excluded.valid_until is not null;
    select array['duty_conflict', r.staff_code, r.post, h.valid_until::text] into problem
    from jiancha._post_rows() r
    join jiancha.post_holder h on (h.org_code, h.post, h.staff_code, h.valid_from) = (r.org_code, r.post, r.staff_code, r.valid_from)
    where r.valid_until <> h.valid_until
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- what was signed by those people is looked at again
    select array_agg(distinct d.docket_id) into dockets
    from jiancha._post_rows() r
    join jiancha.flow_node n on n.post = r.post and n.flow = 'internal'
    join jiancha.flow_chart c on (c.matter_code, c.version, c.flow) = (n.matter_code, n.version, n.flow)
    join jiancha.docket d on d.matter_code = n.matter_code and d.matter_version >= n.version and d.kind in ('approval', 'penalty')
    join jiancha.step s on s.docket_id = d.docket_id and s.staff_code = r.staff_code;
    if dockets is not null then
        perform jiancha._lock(dockets);
        update jiancha.docket d set check_at = d.received_at, revision = d.revision + 1 where d.docket_id = any (dockets);
    end if;
end
$$;
comment on function jiancha._post_assignment_statement(text[], name) is
    'Handles the rows of a statement on post_assignment: checks all, enters who holds a post, sets an end once, and lets the next sweep look again at the cases the person signed.';

create function jiancha._check_flow(dockets bigint[]) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    bound bigint[];
    problem text[];
begin
    if not exists (select from jiancha.flow_chart c where c.flow = 'internal') then
        return;
    end if;
    select array_agg(f.docket_id) into bound
    from jiancha.docket d
    join jiancha.flow_case f on f.docket_id = d.docket_id
    where d.docket_id = any (dockets) and f.mode = 'strict'
        -- seldom true: found before anything else is looked at
        and d.matter_code in (select c.matter_code from jiancha.flow_chart c where c.flow = 'internal');
    if bound is null then
        return;
    end if;

    if not exists (select from jiancha._flow_fault x where x.docket_id = any (bound) and x.complete) then
        return;
    end if;
    -- what was there before the statement stands: a register may have changed since
    select array['flow_' || x.fault, d.business_no, coalesce(s.step_no::text, format('%s %s', s.kind, s.at)), coalesce(w.node, s.node, '-'),
            coalesce(w.node_before, '-'), coalesce(s.staff_code, '-'), s.kind]
    into problem
    from jiancha._flow_fault x
    join jiancha._flow_walk w on w.docket_id = x.docket_id and w.complete and w.seq = x.seq
    join jiancha.step s on s.docket_id = x.docket_id and s.seq = x.seq
    join jiancha.docket d on d.docket_id = x.docket_id
    where x.docket_id = any (bound) and w.docket_id = any (bound) and x.complete
        and not exists (select from jiancha._flow_fault b
                        where b.docket_id = x.docket_id and b.docket_id = any (bound) and not b.complete and b.seq = x.seq and b.fault = x.fault)
    order by x.docket_id, s.at, s.seq, x.fault limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._check_flow(bigint[]) is
    'Refuses steps just inserted for locked dockets that make a case leave the chart of its matter, where the chart is strict. Costs nothing while no matter has a chart.';
