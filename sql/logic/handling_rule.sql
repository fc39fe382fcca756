-- The rules of handling as rows: procedures, measures, grounds of exemption, bad consequences, instruments. As in rule.sql each call may be
-- repeated: the same content does nothing, other content under the same key is refused.

create function jiancha.define_procedure(
    pack text, version integer, docket_kind text, kind text, source text, after text[] default '{}', deciders text[] default '{}', needs text[]
    default '{}', results text[] default '{}', opens_on text[] default '{}', status text default 'regulation', enabled boolean default true) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(define_procedure.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_procedure.kind, define_procedure.pack);
    end if;
    if not exists (select from jiancha.docket_kind k where k.kind = define_procedure.docket_kind) then
        perform jiancha._raise('bad_value', 'docket_kind', define_procedure.docket_kind, define_procedure.kind,
            (select string_agg(k.kind, ', ' order by k.kind) from jiancha.docket_kind k));
    end if;
    perform jiancha._raise('unknown_kind', k, define_procedure.docket_kind)
    from unnest(define_procedure.after || define_procedure.kind) k
    where k <> 'received' and not exists (select from jiancha.step_kind s where s.kind = k);
    perform jiancha._raise('bad_value', 'needs', n, define_procedure.kind, 'reason, document_no, result, assigned_to, staff_code')
    from unnest(define_procedure.needs) n
    where n <> all ('{reason,document_no,result,assigned_to,staff_code}');
    perform jiancha._raise('bad_value', 'opens_on', l, define_procedure.kind, 'notice, yellow, red, anomaly; of kind received')
    from unnest(define_procedure.opens_on) l
    where l <> all ('{notice,yellow,red,anomaly}') or define_procedure.kind <> 'received';
    if not exists (select from jiancha.procedure_rule r where (r.pack, r.version, r.docket_kind, r.kind) = (define_procedure.pack,
        define_procedure.version, define_procedure.docket_kind, define_procedure.kind)) then
        perform jiancha._refuse_used_version(define_procedure.pack, define_procedure.version, define_procedure.kind);
    end if;
    insert into jiancha.procedure_rule (pack, version, docket_kind, kind, source, after, deciders, needs, results, opens_on, status, enabled)
    values (define_procedure.pack, define_procedure.version, define_procedure.docket_kind, define_procedure.kind, define_procedure.source,
        define_procedure.after, define_procedure.deciders, define_procedure.needs, define_procedure.results, define_procedure.opens_on,
        define_procedure.status, define_procedure.enabled)
    on conflict on constraint procedure_rule_pkey do nothing;
    if not exists (select from jiancha.procedure_rule r
                   where (r.pack, r.version, r.docket_kind, r.kind, r.source, r.after, r.deciders, r.needs, r.results, r.opens_on, r.status, r.enabled)
                       is not distinct from (define_procedure.pack, define_procedure.version, define_procedure.docket_kind, define_procedure.kind,
                           define_procedure.source, define_procedure.after, define_procedure.deciders, define_procedure.needs,
                           define_procedure.results, define_procedure.opens_on, define_procedure.status, define_procedure.enabled)) then
        perform jiancha._raise('rule_conflict', define_procedure.pack, define_procedure.version::text, define_procedure.kind);
    end if;
end
$$;
comment on function jiancha.define_procedure(text, integer, text, text, text, text[], text[], text[], text[], text[], text, boolean) is
    'Defines a step of the procedure of a kind of docket: which steps may stand before it (one of them must; none given: it may be the first), who may decide it, which columns it must fill, which results it can have; of kind received: the levels of card whose issue opens the docket. Errors: JC005 unknown kind or word, JC006 other content or a version in use, JC009 no source.';

create function jiancha.define_measure(
    pack text, version integer, measure text, rank integer, source text, levels text[] default '{}', kinds text[] default '{legal,efficiency}', status
    text default 'regulation', enabled boolean default true) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(define_measure.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_measure.measure, define_measure.pack);
    end if;
    perform jiancha._raise('bad_value', 'levels', l, define_measure.measure, 'notice, yellow, red, anomaly')
    from unnest(define_measure.levels) l
    where l <> all ('{notice,yellow,red,anomaly}');
    perform jiancha._raise('bad_value', 'kinds', k, define_measure.measure, 'legal, efficiency')
    from unnest(define_measure.kinds) k
    where k <> all ('{legal,efficiency}');
    if not exists (select from jiancha.measure_rule r where (r.pack, r.version, r.measure) = (define_measure.pack, define_measure.version,
        define_measure.measure)) then
        perform jiancha._refuse_used_version(define_measure.pack, define_measure.version, define_measure.measure);
    end if;
    insert into jiancha.measure_rule (pack, version, measure, rank, source, levels, kinds, status, enabled)
    values (define_measure.pack, define_measure.version, define_measure.measure, define_measure.rank, define_measure.source, define_measure.levels,
        define_measure.kinds, define_measure.status, define_measure.enabled)
    on conflict on constraint measure_rule_pkey do nothing;
    if not exists (select from jiancha.measure_rule r
                   where (r.pack, r.version, r.measure, r.rank, r.source, r.levels, r.kinds, r.status, r.enabled)
                       is not distinct from (define_measure.pack, define_measure.version, define_measure.measure, define_measure.rank,
                           define_measure.source, define_measure.levels, define_measure.kinds, define_measure.status, define_measure.enabled)) then
        perform jiancha._raise('rule_conflict', define_measure.pack, define_measure.version::text, define_measure.measure);
    end if;
end
$$;
comment on function jiancha.define_measure(text, integer, text, integer, text, text[], text[], text, boolean) is
    'Defines a form of liability (责任追究形式), its place in the order of weight, and the levels of card after which it may be taken (none given: any). Errors: JC005 unknown level or kind, JC006 other content or a version in use, JC009 no source.';

create function jiancha.define_exempt(
    pack text, version integer, ground text, name text, source text, exempts_liability boolean default true, exempts_points boolean default true,
    status text default 'regulation', enabled boolean default true) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(define_exempt.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_exempt.ground, define_exempt.pack);
    end if;
    if not exists (select from jiancha.exempt_rule r where (r.pack, r.version, r.ground) = (define_exempt.pack, define_exempt.version,
        define_exempt.ground)) then
        perform jiancha._refuse_used_version(define_exempt.pack, define_exempt.version, define_exempt.ground);
    end if;
    insert into jiancha.exempt_rule (pack, version, ground, name, source, exempts_liability, exempts_points, status, enabled)
    values (define_exempt.pack, define_exempt.version, define_exempt.ground, define_exempt.name, define_exempt.source,
        define_exempt.exempts_liability, define_exempt.exempts_points, define_exempt.status, define_exempt.enabled)
    on conflict on constraint exempt_rule_pkey do nothing;
    if not exists (select from jiancha.exempt_rule r
                   where (r.pack, r.version, r.ground, r.name, r.source, r.exempts_liability, r.exempts_points, r.status, r.enabled)
                       is not distinct from (define_exempt.pack, define_exempt.version, define_exempt.ground, define_exempt.name,
                           define_exempt.source, define_exempt.exempts_liability, define_exempt.exempts_points, define_exempt.status,
                           define_exempt.enabled)) then
        perform jiancha._raise('rule_conflict', define_exempt.pack, define_exempt.version::text, define_exempt.ground);
    end if;
end
$$;
comment on function jiancha.define_exempt(text, integer, text, text, text, boolean, boolean, text, boolean) is
    'Defines a ground of exemption (免责情形), and whether it exempts from liability and from points. Errors: JC006 other content or a version in use, JC009 no source.';

create function jiancha.define_effect(
    pack text, version integer, level text, rule text, source text, status text default 'regulation', enabled boolean default true) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(define_effect.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_effect.level, define_effect.pack);
    end if;
    -- a rule of its own or of an ancestor; the views that say what holds are made after the packs are loaded
    if not exists (
            with recursive up as (
                select p.pack, p.version, p.parent_pack, p.parent_version from jiancha.rule_pack p
                where p.pack = define_effect.pack and p.version = define_effect.version
                union all
                select p.pack, p.version, p.parent_pack, p.parent_version
                from up u join jiancha.rule_pack p on p.pack = u.parent_pack and p.version = u.parent_version)
            select from up u
            join jiancha.signal_rule s on s.pack = u.pack and s.version = u.version and s.rule = define_effect.rule and s.level is not null) then
        perform jiancha._raise('unknown_rule', define_effect.rule, define_effect.pack, define_effect.version::text, 'jiancha.signal_rule');
    end if;
    if not exists (select from jiancha.effect_rule r where (r.pack, r.version, r.level) = (define_effect.pack, define_effect.version, define_effect.level)) then
        perform jiancha._refuse_used_version(define_effect.pack, define_effect.version, define_effect.level);
    end if;
    insert into jiancha.effect_rule (pack, version, level, rule, source, status, enabled)
    values (define_effect.pack, define_effect.version, define_effect.level, define_effect.rule, define_effect.source, define_effect.status,
        define_effect.enabled)
    on conflict on constraint effect_rule_pkey do nothing;
    if not exists (select from jiancha.effect_rule r
                   where (r.pack, r.version, r.level, r.rule, r.source, r.status, r.enabled)
                       is not distinct from (define_effect.pack, define_effect.version, define_effect.level, define_effect.rule, define_effect.source,
                           define_effect.status, define_effect.enabled)) then
        perform jiancha._raise('rule_conflict', define_effect.pack, define_effect.version::text, define_effect.level);
    end if;
end
$$;
comment on function jiancha.define_effect(text, integer, text, text, text, text, boolean) is
    'Defines which rule gives the further card when the bad consequence (不良后果) of a card of a level is recorded. Errors: JC004 unknown rule, JC006 other content or a version in use, JC009 no source.';

create function jiancha.define_instrument(
    pack text, version integer, instrument text, name text, source text, status text default 'regulation', enabled boolean default true) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if coalesce(define_instrument.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_instrument.instrument, define_instrument.pack);
    end if;
    if not exists (select from jiancha.instrument_rule r where (r.pack, r.version, r.instrument) = (define_instrument.pack, define_instrument.version,
        define_instrument.instrument)) then
        perform jiancha._refuse_used_version(define_instrument.pack, define_instrument.version, define_instrument.instrument);
    end if;
    insert into jiancha.instrument_rule (pack, version, instrument, name, source, status, enabled)
    values (define_instrument.pack, define_instrument.version, define_instrument.instrument, define_instrument.name, define_instrument.source,
        define_instrument.status, define_instrument.enabled)
    on conflict on constraint instrument_rule_pkey do nothing;
    if not exists (select from jiancha.instrument_rule r
                   where (r.pack, r.version, r.instrument, r.name, r.source, r.status, r.enabled)
                       is not distinct from (define_instrument.pack, define_instrument.version, define_instrument.instrument, define_instrument.name,
                           define_instrument.source, define_instrument.status, define_instrument.enabled)) then
        perform jiancha._raise('rule_conflict', define_instrument.pack, define_instrument.version::text, define_instrument.instrument);
    end if;
end
$$;
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
