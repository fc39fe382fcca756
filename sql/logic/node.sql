-- Limits of the nodes of a matter's flow (环节时限): entered by the administrator through the view matter_node.

create function jiancha._matter_node_rows()
returns table (no bigint, matter_code text, node text, limit_amount integer, limit_unit text, version integer)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code, b.node, b.limit_amount, coalesce(b.limit_unit, 'working_day'),
        -- the latest version, if the row names none
        coalesce(b.version, (select max(m.version) from jiancha.matter_version m where m.matter_code = b.matter_code))
    from rows from (jiancha._buffered() as (matter_code text, node text, limit_amount integer, limit_unit text, version integer)) with ordinality b;
end
$$;
comment on function jiancha._matter_node_rows() is 'Rows of the statement on matter_node, numbered as they came, defaults filled in.';

create function jiancha._matter_node_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._register_only_administrator(orgs, 'matter_node');
    select case
            when btrim(coalesce(r.matter_code, '')) = '' then array['missing_value', 'matter_code', coalesce(r.node, '')]
            when btrim(coalesce(r.node, '')) = '' then array['missing_value', 'node', r.matter_code]
            when m.matter_code is null then array['unknown_matter_version', r.matter_code, coalesce(r.version::text, '1'), r.node]
            when r.limit_amount is null then array['missing_value', 'limit_amount', format('%s, %s', r.matter_code, r.node)]
            when r.limit_amount not between 1 and 10000
                then array['bad_value', 'limit_amount', r.limit_amount::text, format('%s, %s', r.matter_code, r.node), '1 to 10000']
            when r.limit_unit not in ('working_day', 'day', 'week', 'month', 'year', 'working_hour')
                then array['bad_value', 'limit_unit', r.limit_unit, format('%s, %s', r.matter_code, r.node), 'working_day, day, week, month, year, working_hour']
            -- a case keeps the limits it was received under
            when not exists (select from jiancha.node_limit n where (n.matter_code, n.version, n.node) = (r.matter_code, r.version, r.node))
                and exists (select from jiancha.docket d where d.matter_code = r.matter_code and d.matter_version = r.version)
                then array['matter_version_in_use', r.matter_code, r.version::text, r.node]
        end
    into problem
    from jiancha._matter_node_rows() r
    left join jiancha.matter_version m on m.matter_code = r.matter_code and m.version = r.version
    order by 1 is null, r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.node_limit (matter_code, version, node, limit_amount, limit_unit)
    select r.matter_code, r.version, r.node, r.limit_amount, r.limit_unit
    from jiancha._matter_node_rows() r
    order by r.no
    on conflict on constraint node_limit_pkey do nothing;

    select array['node_conflict', r.matter_code, r.version::text, r.node]
    into problem
    from jiancha._matter_node_rows() r
    join jiancha.node_limit n on (n.matter_code, n.version, n.node) = (r.matter_code, r.version, r.node)
    where (n.limit_amount, n.limit_unit) is distinct from (r.limit_amount, r.limit_unit)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- the nodes together take no longer than what is promised (A20)
    select array['nodes_exceed_promise', m.matter_code, sum(n.limit_amount)::text, m.promised_limit::text, m.promised_unit]
    into problem
    from jiancha.matter_limit m
    join jiancha.node_limit n on n.matter_code = m.matter_code and n.version = m.version and n.limit_unit = m.promised_unit
    where (m.matter_code, m.version) in (select r.matter_code, r.version from jiancha._matter_node_rows() r)
    group by m.matter_code, m.version, m.promised_limit, m.promised_unit
    having sum(n.limit_amount) > m.promised_limit
    order by m.matter_code limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._matter_node_statement(text[], name) is 'Handles the rows of a statement on matter_node: checks all, inserts, compares what was there already, and holds the sum of the nodes against the promised limit.';
