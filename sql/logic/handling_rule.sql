-- The rules of handling as rows: procedures, measures, grounds of exemption, bad consequences, instruments. As in rule.sql each call may be
-- repeated: the same content does nothing, other content under the same key is refused; the work is done as the owner.

create function jiancha._define_procedure(
    pack text, version integer, docket_kind text, kind text, source text, after text[], deciders text[], needs text[]
   , results text[], opens_on text[], status text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(_define_procedure.source, '') = '' then
        perform jiancha._raise('rule_needs_source', _define_procedure.kind, _define_procedure.pack);
    end if;
    if not exists (select from jiancha.docket_kind k where k.kind = _define_procedure.docket_kind) then
        perform jiancha._raise('bad_value', 'docket_kind', _define_procedure.docket_kind, _define_procedure.kind,
            (select string_agg(k.kind, ', ' order by k.kind) from jiancha.docket_kind k));
    end if;
    perform jiancha._raise('unknown_kind', k, _define_procedure.docket_kind)
    from unnest(_define_procedure.after || _define_procedure.kind) k
    where k <> 'received' and not exists (select from jiancha.step_kind s where s.kind = k);
    perform jiancha._raise('bad_value', 'needs', n, _define_procedure.kind, 'reason, document_no, result, assigned_to, staff_code')
    from unnest(_define_procedure.needs) n
    where n <> all ('{reason,document_no,result,assigned_to,staff_code}');
    perform jiancha._raise('bad_value', 'opens_on', l, _define_procedure.kind, 'notice, yellow, red, anomaly; of kind received')
    from unnest(_define_procedure.opens_on) l
    where l <> all ('{notice,yellow,red,anomaly}') or _define_procedure.kind <> 'received';
    if not exists (select from jiancha.procedure_rule r where (r.pack, r.version, r.docket_kind, r.kind) = (_define_procedure.pack,
        _define_procedure.version, _define_procedure.docket_kind, _define_procedure.kind)) then
        perform jiancha._refuse_used_version(_define_procedure.pack, _define_procedure.version, _define_procedure.kind);
    end if;
    insert into jiancha.procedure_rule (pack, version, docket_kind, kind, source, after, deciders, needs, results, opens_on, status, enabled)
    values (_define_procedure.pack, _define_procedure.version, _define_procedure.docket_kind, _define_procedure.kind, _define_procedure.source,
        _define_procedure.after, _define_procedure.deciders, _define_procedure.needs, _define_procedure.results, _define_procedure.opens_on,
        _define_procedure.status, _define_procedure.enabled)
    on conflict on constraint procedure_rule_pkey do nothing;
    if not exists (select from jiancha.procedure_rule r
                   where (r.pack, r.version, r.docket_kind, r.kind, r.source, r.after, r.deciders, r.needs, r.results, r.opens_on, r.status, r.enabled)
                       is not distinct from (_define_procedure.pack, _define_procedure.version, _define_procedure.docket_kind, _define_procedure.kind,
                           _define_procedure.source, _define_procedure.after, _define_procedure.deciders, _define_procedure.needs,
                           _define_procedure.results, _define_procedure.opens_on, _define_procedure.status, _define_procedure.enabled)) then
        perform jiancha._raise('rule_conflict', _define_procedure.pack, _define_procedure.version::text, _define_procedure.kind);
    end if;
end
$$;
comment on function jiancha._define_procedure(text, integer, text, text, text, text[], text[], text[], text[], text[], text, boolean) is 'Does the work of define_procedure(), as the owner.';

create function jiancha.define_procedure(
    pack text, version integer, docket_kind text, kind text, source text, after text[] default '{}', deciders text[] default '{}', needs text[]
    default '{}', results text[] default '{}', opens_on text[] default '{}', status text default 'regulation', enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_procedure(text, integer, text, text, text, text[], text[], text[], text[], text[], text, boolean) is
    'Defines a step of the procedure of a kind of docket: which steps may stand before it (one of them must; none given: it may be the first), who may decide it, which columns it must fill, which results it can have; of kind received: the levels of card whose issue opens the docket. Errors: JC005 unknown kind or word, JC006 other content or a version in use, JC009 no source.';

create function jiancha._define_measure(
    pack text, version integer, measure text, rank integer, source text, levels text[], kinds text[], status
    text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(_define_measure.source, '') = '' then
        perform jiancha._raise('rule_needs_source', _define_measure.measure, _define_measure.pack);
    end if;
    perform jiancha._raise('bad_value', 'levels', l, _define_measure.measure, 'notice, yellow, red, anomaly')
    from unnest(_define_measure.levels) l
    where l <> all ('{notice,yellow,red,anomaly}');
    perform jiancha._raise('bad_value', 'kinds', k, _define_measure.measure, 'legal, efficiency')
    from unnest(_define_measure.kinds) k
    where k <> all ('{legal,efficiency}');
    if not exists (select from jiancha.measure_rule r where (r.pack, r.version, r.measure) = (_define_measure.pack, _define_measure.version,
        _define_measure.measure)) then
        perform jiancha._refuse_used_version(_define_measure.pack, _define_measure.version, _define_measure.measure);
    end if;
    insert into jiancha.measure_rule (pack, version, measure, rank, source, levels, kinds, status, enabled)
    values (_define_measure.pack, _define_measure.version, _define_measure.measure, _define_measure.rank, _define_measure.source, _define_measure.levels,
        _define_measure.kinds, _define_measure.status, _define_measure.enabled)
    on conflict on constraint measure_rule_pkey do nothing;
    if not exists (select from jiancha.measure_rule r
                   where (r.pack, r.version, r.measure, r.rank, r.source, r.levels, r.kinds, r.status, r.enabled)
                       is not distinct from (_define_measure.pack, _define_measure.version, _define_measure.measure, _define_measure.rank,
                           _define_measure.source, _define_measure.levels, _define_measure.kinds, _define_measure.status, _define_measure.enabled)) then
        perform jiancha._raise('rule_conflict', _define_measure.pack, _define_measure.version::text, _define_measure.measure);
    end if;
end
$$;
comment on function jiancha._define_measure(text, integer, text, integer, text, text[], text[], text, boolean) is 'Does the work of define_measure(), as the owner.';

create function jiancha.define_measure(
    pack text, version integer, measure text, rank integer, source text, levels text[] default '{}', kinds text[] default '{legal,efficiency}', status
    text default 'regulation', enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_measure(text, integer, text, integer, text, text[], text[], text, boolean) is
    'Defines a form of liability (责任追究形式), its place in the order of weight, and the levels of card after which it may be taken (none given: any). Errors: JC005 unknown level or kind, JC006 other content or a version in use, JC009 no source.';

create function jiancha._define_exempt(
    pack text, version integer, ground text, name text, source text, exempts_liability boolean, exempts_points boolean,
    status text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(_define_exempt.source, '') = '' then
        perform jiancha._raise('rule_needs_source', _define_exempt.ground, _define_exempt.pack);
    end if;
    if not exists (select from jiancha.exempt_rule r where (r.pack, r.version, r.ground) = (_define_exempt.pack, _define_exempt.version,
        _define_exempt.ground)) then
        perform jiancha._refuse_used_version(_define_exempt.pack, _define_exempt.version, _define_exempt.ground);
    end if;
    insert into jiancha.exempt_rule (pack, version, ground, name, source, exempts_liability, exempts_points, status, enabled)
    values (_define_exempt.pack, _define_exempt.version, _define_exempt.ground, _define_exempt.name, _define_exempt.source,
        _define_exempt.exempts_liability, _define_exempt.exempts_points, _define_exempt.status, _define_exempt.enabled)
    on conflict on constraint exempt_rule_pkey do nothing;
    if not exists (select from jiancha.exempt_rule r
                   where (r.pack, r.version, r.ground, r.name, r.source, r.exempts_liability, r.exempts_points, r.status, r.enabled)
                       is not distinct from (_define_exempt.pack, _define_exempt.version, _define_exempt.ground, _define_exempt.name,
                           _define_exempt.source, _define_exempt.exempts_liability, _define_exempt.exempts_points, _define_exempt.status,
                           _define_exempt.enabled)) then
        perform jiancha._raise('rule_conflict', _define_exempt.pack, _define_exempt.version::text, _define_exempt.ground);
    end if;
end
$$;
comment on function jiancha._define_exempt(text, integer, text, text, text, boolean, boolean, text, boolean) is 'Does the work of define_exempt(), as the owner.';

create function jiancha.define_exempt(
    pack text, version integer, ground text, name text, source text, exempts_liability boolean default true, exempts_points boolean default true,
    status text default 'regulation', enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_exempt(text, integer, text, text, text, boolean, boolean, text, boolean) is
    'Defines a ground of exemption (免责情形), and whether it exempts from liability and from points. Errors: JC006 other content or a version in use, JC009 no source.';

create function jiancha._define_effect(
    pack text, version integer, level text, rule text, source text, status text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(_define_effect.source, '') = '' then
        perform jiancha._raise('rule_needs_source', _define_effect.level, _define_effect.pack);
    end if;
    if not exists (
            select from jiancha._lineage(_define_effect.pack, _define_effect.version) l
            join jiancha.signal_rule s on s.pack = l.from_pack and s.version = l.from_version and s.rule = _define_effect.rule and s.level is not null) then
        perform jiancha._raise('unknown_code', _define_effect.rule, _define_effect.pack, _define_effect.version::text, 'jiancha.signal_rule');
    end if;
    if not exists (select from jiancha.effect_rule r where (r.pack, r.version, r.level) = (_define_effect.pack, _define_effect.version, _define_effect.level)) then
        perform jiancha._refuse_used_version(_define_effect.pack, _define_effect.version, _define_effect.level);
    end if;
    insert into jiancha.effect_rule (pack, version, level, rule, source, status, enabled)
    values (_define_effect.pack, _define_effect.version, _define_effect.level, _define_effect.rule, _define_effect.source, _define_effect.status,
        _define_effect.enabled)
    on conflict on constraint effect_rule_pkey do nothing;
    if not exists (select from jiancha.effect_rule r
                   where (r.pack, r.version, r.level, r.rule, r.source, r.status, r.enabled)
                       is not distinct from (_define_effect.pack, _define_effect.version, _define_effect.level, _define_effect.rule, _define_effect.source,
                           _define_effect.status, _define_effect.enabled)) then
        perform jiancha._raise('rule_conflict', _define_effect.pack, _define_effect.version::text, _define_effect.level);
    end if;
end
$$;
comment on function jiancha._define_effect(text, integer, text, text, text, text, boolean) is 'Does the work of define_effect(), as the owner.';

create function jiancha.define_effect(
    pack text, version integer, level text, rule text, source text, status text default 'regulation', enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_effect(text, integer, text, text, text, text, boolean) is
    'Defines which rule gives the further card when the bad consequence (不良后果) of a card of a level is recorded. Errors: JC004 unknown rule, JC006 other content or a version in use, JC009 no source.';

create function jiancha._define_instrument(
    pack text, version integer, instrument text, name text, source text, status text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(_define_instrument.source, '') = '' then
        perform jiancha._raise('rule_needs_source', _define_instrument.instrument, _define_instrument.pack);
    end if;
    if not exists (select from jiancha.instrument_rule r where (r.pack, r.version, r.instrument) = (_define_instrument.pack, _define_instrument.version,
        _define_instrument.instrument)) then
        perform jiancha._refuse_used_version(_define_instrument.pack, _define_instrument.version, _define_instrument.instrument);
    end if;
    insert into jiancha.instrument_rule (pack, version, instrument, name, source, status, enabled)
    values (_define_instrument.pack, _define_instrument.version, _define_instrument.instrument, _define_instrument.name, _define_instrument.source,
        _define_instrument.status, _define_instrument.enabled)
    on conflict on constraint instrument_rule_pkey do nothing;
    if not exists (select from jiancha.instrument_rule r
                   where (r.pack, r.version, r.instrument, r.name, r.source, r.status, r.enabled)
                       is not distinct from (_define_instrument.pack, _define_instrument.version, _define_instrument.instrument, _define_instrument.name,
                           _define_instrument.source, _define_instrument.status, _define_instrument.enabled)) then
        perform jiancha._raise('rule_conflict', _define_instrument.pack, _define_instrument.version::text, _define_instrument.instrument);
    end if;
end
$$;
comment on function jiancha._define_instrument(text, integer, text, text, text, text, boolean) is 'Does the work of define_instrument(), as the owner.';

create function jiancha.define_instrument(
    pack text, version integer, instrument text, name text, source text, status text default 'regulation', enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_instrument(text, integer, text, text, text, text, boolean) is
    'Defines an instrument (监察文书) that supervisors may issue with a card or without. Errors: JC006 other content or a version in use, JC009 no source.';

create function jiancha._rule_list(pack text, version integer) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select string_agg(r.rule, ', ' order by r.rule)
        from jiancha.effective_signal_rule r
        where r.pack = _rule_list.pack and r.version = _rule_list.version and r.kind <> 'lapse');
end
$$;
comment on function jiancha._rule_list(text, integer) is 'The codes a card can be raised by under a version of a pack, for messages.';

create function jiancha._pack_version(pack text, at timestamptz, calendar text) returns integer
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select p.version
        from jiancha.rule_pack p
        join jiancha.calendar c on c.calendar_code = _pack_version.calendar
        where p.pack = _pack_version.pack and p.valid_from <= (_pack_version.at at time zone c.time_zone)::date
        order by p.version desc limit 1);
end
$$;
comment on function jiancha._pack_version(text, timestamptz, text) is 'Version of a pack in force at an instant, by the local day of a calendar; NULL: none was.';

create function jiancha._procedure_problem(pack text, version integer, docket_kind text, kind text, done text[], decider text, result text, filled text[],
    business_no text) returns text[]
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select case
                when r.kind is null then array['procedure_unknown', _procedure_problem.kind, _procedure_problem.docket_kind, _procedure_problem.pack,
                    business_no, (select string_agg(e.kind, ', ' order by e.kind) from jiancha.effective_procedure_rule e
                        where e.pack = _procedure_problem.pack and e.version = _procedure_problem.version
                            and e.docket_kind = _procedure_problem.docket_kind and e.kind <> 'received')]
                when cardinality(r.after) > 0 and not r.after && done
                    then array['procedure_order', _procedure_problem.kind, business_no, array_to_string(r.after, ', '),
                        coalesce(nullif(array_to_string(done, ', '), ''), '-'), r.source]
                when cardinality(r.deciders) > 0 and not coalesce(decider = any (r.deciders), false)
                    then array['procedure_decider', _procedure_problem.kind, business_no, coalesce(decider, 'NULL'), array_to_string(r.deciders, ',
                        '), r.source]
                when not r.needs <@ filled
                    then array['procedure_needs', (select n from unnest(r.needs) n where n <> all (filled) limit 1), business_no,
                        _procedure_problem.kind, r.source]
                when cardinality(r.results) > 0 and not coalesce(result = any (r.results), false)
                    then array['procedure_result', _procedure_problem.kind, business_no, coalesce(result, 'NULL'), array_to_string(r.results, ', '), r.source]
            end
        from (values (1)) one (n)
        left join jiancha.effective_procedure_rule r on r.pack = _procedure_problem.pack and r.version = _procedure_problem.version
            and r.docket_kind = _procedure_problem.docket_kind and r.kind = _procedure_problem.kind);
end
$$;
comment on function jiancha._procedure_problem(text, integer, text, text, text[], text, text, text[], text) is
    'What stands against a step by the procedure of a pack, as a message for _raise(); NULL: nothing. done: kinds of the steps so far; filled: columns of the step that say something.';
