-- Condition rules: what holds by the facts of a docket, and from when.

create function jiancha._condition_signals(dockets bigint[])
returns table (docket_id bigint, rule text, level text, at timestamptz, org_code text, pack text, rule_version integer)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
end
$$;
comment on function jiancha._condition_signals(bigint[]) is
    'What holds for dockets by the condition rules of their packs, and from which instant; no rule of that kind can be defined yet.';
