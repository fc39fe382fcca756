-- 监察领域: what a rule and its cards are about.

create function jiancha._define_domain(pack text, version integer, rule text, domain text, source text, status text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
begin
    if domain is null or not exists (select from jiancha.domain d where d.domain = domain) then
        perform jiancha._raise('bad_value', 'domain', coalesce(domain, 'NULL'), rule, (select string_agg(d.domain, ', ' order by d.domain) from jiancha.domain d));
    end if;
    perform jiancha._check_definition(pack, version, rule, source, status,
        exists (select from jiancha.rule_domain r where r.pack = pack and r.version = version and r.rule = rule));
    if not exists (
        select from jiancha._lineage(pack, version) l
        join jiancha.signal_rule r on r.pack = l.from_pack and r.version = l.from_version and r.rule = rule) then
        perform jiancha._raise('unknown_rule', rule, pack, version::text);
    end if;
    insert into jiancha.rule_domain (pack, version, rule, domain, source, status)
    values (pack, version, rule, domain, source, status)
    on conflict on constraint rule_domain_pkey do nothing;
    if not exists (
        select from jiancha.rule_domain r
        where r.pack = pack and r.version = version and r.rule = rule and (r.domain, r.source, r.status) = (domain, source, status)) then
        perform jiancha._raise('rule_conflict', pack, version::text, rule);
    end if;
end
$$;
comment on function jiancha._define_domain(text, integer, text, text, text, text) is 'Does the work of define_domain(), as the owner.';

create function jiancha.define_domain(pack text, version integer, rule text, domain text, source text, status text default 'regulation') returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_domain(text, integer, text, text, text, text) is
    'Says of a rule that its domain is not that of its kind of docket (W-2.1). domain: see jiancha.domain. The rule may be the parent''s. Errors: JC004 unknown version or rule, JC005 no or unknown domain, JC006 other content or a version already in use, JC009 no source.';

create function jiancha._domain(docket bigint, kind text, pack text, version integer, rule text) returns text
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
declare
    found_domain text;
    cause record;
begin
    select r.domain into found_domain
    from jiancha.rule_lineage l
    join jiancha.rule_domain r on r.pack = l.from_pack and r.version = l.from_version and r.rule = _domain.rule
    where l.pack = _domain.pack and l.version = _domain.version
    order by l.distance limit 1;
    if found_domain is null and _domain.kind in ('signal', 'inquiry') then
        -- the answer to a card, an inquiry into it: its domain
        select s.docket_id, d.kind, s.pack, s.rule_version, s.rule into cause
        from jiancha.docket o
        join jiancha.signal s on s.signal_no = case _domain.kind
            when 'signal' then o.business_no
            when 'inquiry' then (select i.signal_no from jiancha.inquiry i where i.docket_id = o.docket_id) end
        join jiancha.docket d on d.docket_id = s.docket_id
        where o.docket_id = _domain.docket and s.docket_id <> _domain.docket
        limit 1;
        if cause.docket_id is not null then
            return jiancha._domain(cause.docket_id, cause.kind, cause.pack, cause.rule_version, cause.rule);
        end if;
    end if;
    return coalesce(found_domain, (select k.domain from jiancha.docket_kind k where k.kind = _domain.kind));
end
$$;
comment on function jiancha._domain(bigint, text, text, integer, text) is
    'Domain of a card: of its rule where define_domain() names one, else, of the answer to a card or an inquiry into it, of that card; else of the kind of its docket.';
