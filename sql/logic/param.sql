-- Settings of a pack.

create function jiancha.define_param(
    pack text, version integer, param text, value text, unit text default null, issue text default null, source text default null,
    status text default 'regulation', note text default null) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(define_param.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_param.param, define_param.pack);
    end if;
    insert into jiancha.rule_param (pack, version, param, value, unit, issue, note, source, status)
    values (define_param.pack, define_param.version, define_param.param, define_param.value, define_param.unit, define_param.issue, define_param.note,
        define_param.source, define_param.status)
    on conflict on constraint rule_param_pkey do nothing;
    if not exists (select from jiancha.rule_param r
                   where (r.pack, r.version, r.param, r.value, r.source, r.status)
                       = (define_param.pack, define_param.version, define_param.param, define_param.value, define_param.source, define_param.status)
                       and (r.unit, r.issue, r.note) is not distinct from (define_param.unit, define_param.issue, define_param.note)) then
        perform jiancha._raise('rule_conflict', define_param.pack, define_param.version::text, define_param.param);
    end if;
end
$$;
comment on function jiancha.define_param(text, integer, text, text, text, text, text, text, text) is
    'Defines a setting of a pack''s version. Errors: JC006 other content, JC009 no source.';
