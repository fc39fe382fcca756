-- Rules are rows; these calls write them. A rule pack in rules/ is a list of such calls that a lawyer can read.
-- Each call may be repeated: the same content does nothing, other content under the same key is refused.

create function jiancha._parse_threshold(at text, out amount integer, out unit text, out comparison text)
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_parse_threshold';
comment on function jiancha._parse_threshold(text) is
    'Parses "due passed", "due - 1 working day", "due + more than 2 working days", "due + at least 1 day". Error JC009 names the position and the words that would be right.';

create function jiancha._refuse_used_version(pack text, version integer, rule text) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from jiancha.clock k where k.pack = _refuse_used_version.pack and k.rule_version = _refuse_used_version.version) then
        perform jiancha._raise('version_in_use', pack, version::text, rule);
    end if;
end
$$;
comment on function jiancha._refuse_used_version(text, integer, text) is 'Refuses a further rule in a version of a pack that already judges cases.';

create function jiancha.define_pack(pack text, version integer, name text, issuer text, valid_from date, source text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from jiancha.rule_pack p where p.pack = define_pack.pack and p.version = define_pack.version) then
        if define_pack.version <> coalesce((select max(p.version) from jiancha.rule_pack p where p.pack = define_pack.pack), 0) + 1
            or define_pack.valid_from <= (select max(p.valid_from) from jiancha.rule_pack p where p.pack = define_pack.pack) then
            perform jiancha._raise('version_order', define_pack.pack, define_pack.version::text);
        end if;
        -- a version never reaches back to cases that another has judged
        if exists (select from jiancha.clock k where k.pack = define_pack.pack and k.start_at >= define_pack.valid_from::timestamp - interval '1 day') then
            perform jiancha._raise('version_in_use', define_pack.pack, (define_pack.version - 1)::text, define_pack.name);
        end if;
    end if;
    insert into jiancha.rule_pack as p (pack, version, name, issuer, valid_from, source)
    values (define_pack.pack, define_pack.version, define_pack.name, define_pack.issuer, define_pack.valid_from, define_pack.source)
    on conflict on constraint rule_pack_pkey do nothing;
    if not exists (select from jiancha.rule_pack p
                   where (p.pack, p.version, p.name, p.issuer, p.valid_from, p.source)
                       = (define_pack.pack, define_pack.version, define_pack.name, define_pack.issuer, define_pack.valid_from, define_pack.source)) then
        perform jiancha._raise('rule_conflict', define_pack.pack, define_pack.version::text, define_pack.name);
    end if;
end
$$;
comment on function jiancha.define_pack(text, integer, text, text, date, text) is
    'Defines a version of a rule pack. Cases accepted on or after valid_from are judged by it. Errors: JC006 if it exists with other content, does not follow the version before it, or would reach back to clocks that have started.';

create function jiancha.define_clock(
    pack text, version integer, clock text, name text, start_kinds text[], stop_kinds text[], source text,
    limit_from text default 'fixed', limit_amount integer default null, limit_unit text default null,
    pause_kinds text[] default '{}', resume_kinds text[] default '{}', extend_kinds text[] default '{}', final_kinds text[] default '{}',
    status text default 'regulation') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    wrong text;
begin
    if coalesce(define_clock.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_clock.clock, define_clock.pack);
    end if;
    select k into wrong
    from unnest(start_kinds || stop_kinds || pause_kinds || resume_kinds || extend_kinds || final_kinds) k
    where k <> 'received' and not exists (select from jiancha.step_kind s where s.kind = k)
    limit 1;
    if wrong is not null then
        perform jiancha._raise('unknown_kind', wrong, define_clock.clock);
    end if;
    if not exists (select from jiancha.clock_rule r
                   where (r.pack, r.version, r.clock) = (define_clock.pack, define_clock.version, define_clock.clock)) then
        perform jiancha._refuse_used_version(define_clock.pack, define_clock.version, define_clock.clock);
    end if;
    if (define_clock.limit_from = 'fixed') <> (define_clock.limit_amount is not null and define_clock.limit_unit is not null)
        or define_clock.limit_from not in ('promised', 'statutory', 'fixed') then
        perform jiancha._raise('bad_value', 'limit_from', define_clock.limit_from, define_clock.clock, 'promised, statutory, or fixed with limit_amount and limit_unit');
    end if;
    if define_clock.limit_amount not between 1 and 10000 then
        perform jiancha._raise('bad_value', 'limit_amount', define_clock.limit_amount::text, define_clock.clock, '1 to 10000');
    end if;
    if define_clock.limit_unit not in ('working_day', 'day', 'week', 'month', 'year', 'working_hour') then
        perform jiancha._raise('bad_value', 'limit_unit', define_clock.limit_unit, define_clock.clock, 'working_day, day, week, month, year, working_hour');
    end if;
    insert into jiancha.clock_rule (pack, version, clock, name, start_kinds, stop_kinds, pause_kinds, resume_kinds, extend_kinds, final_kinds,
        limit_from, limit_amount, limit_unit, source, status)
    values (
        define_clock.pack, define_clock.version, define_clock.clock, define_clock.name, define_clock.start_kinds, define_clock.stop_kinds,
        define_clock.pause_kinds, define_clock.resume_kinds, define_clock.extend_kinds, define_clock.final_kinds,
        define_clock.limit_from, define_clock.limit_amount, define_clock.limit_unit, define_clock.source, define_clock.status)
    on conflict on constraint clock_rule_pkey do nothing;
    if not exists (select from jiancha.clock_rule r
                   where (r.pack, r.version, r.clock, r.name, r.start_kinds, r.stop_kinds, r.pause_kinds, r.resume_kinds, r.extend_kinds, r.final_kinds,
                          r.limit_from, coalesce(r.limit_amount, 0), coalesce(r.limit_unit, ''), r.source, r.status)
                       = (define_clock.pack, define_clock.version, define_clock.clock, define_clock.name, define_clock.start_kinds,
                          define_clock.stop_kinds, define_clock.pause_kinds, define_clock.resume_kinds, define_clock.extend_kinds, define_clock.final_kinds,
                          define_clock.limit_from, coalesce(define_clock.limit_amount, 0), coalesce(define_clock.limit_unit, ''),
                          define_clock.source, define_clock.status)) then
        perform jiancha._raise('rule_conflict', define_clock.pack, define_clock.version::text, define_clock.clock);
    end if;
end
$$;
comment on function jiancha.define_clock(text, integer, text, text, text[], text[], text, text, integer, text, text[], text[], text[], text[], text) is
    'Defines a clock of a pack''s version: which steps start, stop, pause, resume and lengthen it, after which it never starts again, and its limit (from the matter, or fixed). Errors: JC005 unknown step kind, JC006 other content or a version already in use, JC009 no source.';

create function jiancha.define_signal(
    pack text, version integer, rule text, clock text, level text, at text, source text,
    status text default 'regulation') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    parsed record;
begin
    if coalesce(define_signal.source, '') = '' then
        perform jiancha._raise('rule_needs_source', define_signal.rule, define_signal.pack);
    end if;
    if not exists (select from jiancha.clock_rule c
                   where (c.pack, c.version, c.clock) = (define_signal.pack, define_signal.version, define_signal.clock)) then
        perform jiancha._raise('unknown_clock', define_signal.clock, define_signal.pack);
    end if;
    if not exists (select from jiancha.signal_rule r
                   where (r.pack, r.version, r.rule) = (define_signal.pack, define_signal.version, define_signal.rule)) then
        perform jiancha._refuse_used_version(define_signal.pack, define_signal.version, define_signal.rule);
    end if;
    select * into parsed from jiancha._parse_threshold(define_signal.at);
    insert into jiancha.signal_rule (pack, version, rule, clock, level, at, amount, unit, comparison, source, status)
    values (
        define_signal.pack, define_signal.version, define_signal.rule, define_signal.clock, define_signal.level, define_signal.at,
        parsed.amount, parsed.unit, parsed.comparison, define_signal.source, define_signal.status)
    on conflict on constraint signal_rule_pkey do nothing;
    if not exists (select from jiancha.signal_rule r
                   where (r.pack, r.version, r.rule, r.clock, r.level, r.at, r.source, r.status)
                       = (define_signal.pack, define_signal.version, define_signal.rule, define_signal.clock, define_signal.level,
                          define_signal.at, define_signal.source, define_signal.status)) then
        perform jiancha._raise('rule_conflict', define_signal.pack, define_signal.version::text, define_signal.rule);
    end if;
end
$$;
comment on function jiancha.define_signal(text, integer, text, text, text, text, text, text) is
    'Defines a time rule: at which threshold of a clock a signal of a level is earned. Errors: JC006 other content or a version already in use, JC009 threshold not understood, unknown clock or no source.';

create function jiancha.define_basis(basis text, citation text, wording text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    insert into jiancha.legal_basis as b (basis, citation, wording)
    values (define_basis.basis, define_basis.citation, define_basis.wording)
    on conflict on constraint legal_basis_pkey do nothing;
    if not exists (select from jiancha.legal_basis b
                   where (b.basis, b.citation, b.wording) = (define_basis.basis, define_basis.citation, define_basis.wording)) then
        perform jiancha._raise('rule_conflict', 'statutes', '1', define_basis.basis);
    end if;
end
$$;
comment on function jiancha.define_basis(text, text, text) is 'Defines an article that explanations cite. Errors: JC006 if it exists with other content.';

create function jiancha._rules_changed() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_rules_changed';
comment on function jiancha._rules_changed() is 'Statement trigger of the tables rules are read from: every session reads them again before it derives.';
