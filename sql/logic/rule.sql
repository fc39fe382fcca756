-- Rules are rows; these calls write them. A rule pack in rules/ is a list of such calls that a lawyer can read.
-- Each call may be repeated: the same content does nothing, other content under the same key is refused.
-- The public functions enter through owner_call.c: their work is done by the functions of the same name with a leading underscore.

create function jiancha._parse_threshold(at text, out amount integer, out unit text, out comparison text)
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_parse_threshold';
comment on function jiancha._parse_threshold(text) is
    'Parses "due passed", "due - 1 working day", "due + more than 2 working days", "due + at least 1 day", "90 percent of limit". Error JC009 names the position and the words that would be right.';

create function jiancha._lineage(pack text, version integer)
returns table (from_pack text, from_version integer, distance integer)
language plpgsql stable parallel safe rows 3 set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    -- the view rule_lineage says the same of all packs; setup() loads packs before it makes the views
    return query
    with recursive up as (
        select p.pack, p.version, p.parent_pack, p.parent_version, 0 as distance
        from jiancha.rule_pack p
        where p.pack = _lineage.pack and p.version = _lineage.version
        union all
        select p.pack, p.version, p.parent_pack, p.parent_version, u.distance + 1
        from up u
        join jiancha.rule_pack p on p.pack = u.parent_pack and p.version = u.parent_version)
    select pack, version, distance from up;
end
$$;
comment on function jiancha._lineage(text, integer) is 'A version of a pack (distance 0) and its ancestors.';

create function jiancha._refuse_used_version(pack text, version integer, rule text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    -- an intake that has not committed yet is waited for, one that comes meanwhile waits and derives by what is defined here; no docket comes
    -- to a pack that is not in use, nor to a version that begins after tomorrow
    if exists (
        with recursive down as (
            select p.pack, p.version, p.valid_from from jiancha.rule_pack p
            where p.pack = _refuse_used_version.pack and p.version = _refuse_used_version.version
            union
            select p.pack, p.version, p.valid_from from down d join jiancha.rule_pack p on p.parent_pack = d.pack and p.parent_version = d.version)
        select from down w
        where w.valid_from <= current_date + 1
            and (exists (select from jiancha.record_state s where s.pack = w.pack) or exists (select from jiancha.docket d where d.pack = w.pack))) then
        lock table jiancha.docket in share mode;
    end if;
    -- a docket is judged by the version in force on the day of its acceptance, its receipt by that of the day of receipt; what inherits
    -- from a version is changed with it
    if exists (
        with recursive down as (
            select p.pack, p.version from jiancha.rule_pack p where p.pack = _refuse_used_version.pack and p.version = _refuse_used_version.version
            union
            select p.pack, p.version from down d join jiancha.rule_pack p on p.parent_pack = d.pack and p.parent_version = d.version),
        span as (
            select p.pack, p.version, p.valid_from, lead(p.valid_from, 1, 'infinity') over (partition by p.pack order by p.version) as valid_until
            from jiancha.rule_pack p)
        select from down
        join span s using (pack, version)
        join jiancha.docket d on d.pack = s.pack
        join jiancha.calendar c on c.calendar_code = d.calendar_code
        where (d.received_at at time zone c.time_zone)::date >= s.valid_from and (d.received_at at time zone c.time_zone)::date < s.valid_until
            or (d.accepted_at at time zone c.time_zone)::date >= s.valid_from and (d.accepted_at at time zone c.time_zone)::date < s.valid_until) then
        perform jiancha._raise('version_in_use', _refuse_used_version.pack, _refuse_used_version.version::text, rule);
    end if;
end
$$;
comment on function jiancha._refuse_used_version(text, integer, text) is 'Refuses a further rule in a version of a pack by which, or by a version that inherits from it, dockets are judged.';

create function jiancha._check_definition(pack text, version integer, name text, source text, status text, is_there boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if btrim(coalesce(name, '')) = '' then
        perform jiancha._raise('missing_value', 'name', coalesce(pack, 'NULL'));
    end if;
    if btrim(coalesce(source, '')) = '' then
        perform jiancha._raise('rule_needs_source', name, pack);
    end if;
    if status is null or status not in ('regulation', 'statute', 'analogue', 'assumed') then
        perform jiancha._raise('bad_value', 'status', coalesce(status, 'NULL'), name, 'regulation, statute, analogue, assumed');
    end if;
    if not exists (select from jiancha.rule_pack p where p.pack = _check_definition.pack and p.version = _check_definition.version) then
        perform jiancha._raise('unknown_version', coalesce(pack, 'NULL'), coalesce(version::text, 'NULL'));
    end if;
    if not is_there then
        perform jiancha._refuse_used_version(pack, version, name);
    end if;
end
$$;
comment on function jiancha._check_definition(text, integer, text, text, text, boolean) is
    'What every row of a pack must have: a name, a source, a known status, a version that exists and, unless the row is there already, judges nothing yet.';

create function jiancha._check_rule(pack text, version integer, rule text, source text, status text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._check_definition(pack, version, rule, source, status,
        exists (select from jiancha.signal_rule r
                where r.pack = _check_rule.pack and r.version = _check_rule.version and r.rule = _check_rule.rule));
end
$$;
comment on function jiancha._check_rule(text, integer, text, text, text) is
    'Checks what every signal rule must have before it is stored. Errors: JC004 unknown version, JC005 no name or unknown status, JC006 version in use, JC009 no source.';

create function jiancha._check_basis(basis text, rule text, pack text) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if basis is not null and not exists (select from jiancha.legal_basis b where b.basis = _check_basis.basis) then
        perform jiancha._raise('unknown_basis', basis, rule, pack);
    end if;
end
$$;
comment on function jiancha._check_basis(text, text, text) is 'Refuses a legal basis that is not defined.';

create function jiancha._clock_kind(pack text, version integer, clock text) returns text
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select r.docket_kind
        from jiancha._lineage(_clock_kind.pack, _clock_kind.version) l
        join jiancha.clock_rule r on r.pack = l.from_pack and r.version = l.from_version and r.clock = _clock_kind.clock
        order by l.distance limit 1);
end
$$;
comment on function jiancha._clock_kind(text, integer, text) is 'Docket kind of a clock as a version of a pack or its nearest ancestor defines it; NULL: there is none.';

create function jiancha._store_rule(
    pack text, version integer, rule text, kind text, docket_kind text, name text, clock text, level text, at text, amount integer, unit text,
    comparison text, condition text, phase text, holds_from text, effect text, issue text, answer_clock text, once boolean, text_required boolean,
    enabled boolean, basis text, source text, status text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
begin
    if not exists (select from jiancha.docket_kind k where k.kind = docket_kind) then
        perform jiancha._raise('bad_value', 'docket_kind', coalesce(docket_kind, 'NULL'), rule,
            (select string_agg(k.kind, ', ' order by k.kind) from jiancha.docket_kind k));
    end if;
    if (kind = 'lapse') <> (level is null) or level not in ('notice', 'yellow', 'red', 'anomaly') then
        perform jiancha._raise('bad_value', 'level', coalesce(level, 'NULL'), rule, 'notice, yellow, red, anomaly; none for a lapse');
    end if;
    if issue is null or issue not in ('at_once', 'on_decision', 'on_effect') then
        perform jiancha._raise('bad_value', 'issue', coalesce(issue, 'NULL'), rule, 'at_once, on_decision, on_effect');
    end if;
    if answer_clock is not null and coalesce(jiancha._clock_kind(pack, version, answer_clock), '') not in ('signal', 'report') then
        perform jiancha._raise('unknown_answer_clock', answer_clock, rule, pack);
    end if;
    perform jiancha._check_basis(basis, rule, pack);
    insert into jiancha.signal_rule (
        pack, version, rule, kind, docket_kind, name, clock, level, at, amount, unit, comparison, condition, phase, holds_from, effect, issue,
        answer_clock, once, text_required, enabled, basis, source, status)
    values (
        pack, version, rule, kind, docket_kind, name, clock, level, at, amount, unit, comparison, condition, phase, holds_from, effect, issue,
        answer_clock, once, text_required, enabled, basis, source, status)
    on conflict on constraint signal_rule_pkey do nothing;
    if not exists (
        select from jiancha.signal_rule r
        where r.pack = pack and r.version = version and r.rule = rule
            and (r.kind, r.docket_kind, r.name, r.clock, r.level, r.at, r.condition, r.phase, r.holds_from, r.effect, r.issue, r.answer_clock,
                 r.once, r.text_required, r.enabled, r.basis, r.source, r.status)
                is not distinct from
                (kind, docket_kind, name, clock, level, at, condition, phase, holds_from, effect, issue, answer_clock,
                 once, text_required, enabled, basis, source, status)) then
        perform jiancha._raise('rule_conflict', pack, version::text, rule);
    end if;
end
$$;
comment on function jiancha._store_rule(text, integer, text, text, text, text, text, text, text, integer, text, text, text, text, text, text, text, text, boolean, boolean, boolean, text, text, text) is
    'Stores a signal rule that _check_rule() let pass; arguments as the columns of signal_rule. The same again does nothing. Errors: JC005 docket kind, level or issue unknown, JC006 other content, JC009 answer clock or basis not defined.';

create function jiancha._define_pack(pack text, version integer, name text, issuer text, valid_from date, source text, parent text, note text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    missing text;
    above text;
    above_version integer;
    stored record;
begin
    select v.name into missing
    from (values ('pack', pack), ('version', version::text), ('name', name), ('issuer', issuer), ('valid_from', valid_from::text)) v (name, value)
    where btrim(coalesce(v.value, '')) = '' limit 1;
    if missing is not null then
        perform jiancha._raise('missing_value', missing, coalesce(pack, 'NULL'));
    end if;
    if btrim(coalesce(source, '')) = '' then
        perform jiancha._raise('rule_needs_source', name, pack);
    end if;
    if not isfinite(valid_from) then
        perform jiancha._raise('bad_value', 'valid_from', valid_from::text, pack, 'a finite date');
    end if;
    select p.* into stored from jiancha.rule_pack p where p.pack = pack and p.version = version;
    if stored.pack is null then
        if version <> coalesce((select max(p.version) from jiancha.rule_pack p where p.pack = pack), 0) + 1
            or valid_from <= (select max(p.valid_from) from jiancha.rule_pack p where p.pack = pack) then
            perform jiancha._raise('version_order', pack, version::text);
        end if;
        -- a version never reaches back to cases that another has judged
        if exists (
            select from jiancha.docket d join jiancha.calendar c on c.calendar_code = d.calendar_code
            where d.pack = pack and (greatest(d.received_at, d.accepted_at) at time zone c.time_zone)::date >= valid_from) then
            perform jiancha._raise('version_in_use', pack, (version - 1)::text, name);
        end if;
        -- not said: as the version before; a first version stands below common, which settles what the regulations leave open
        above := coalesce(parent, case when version > 1
            then coalesce((select p.parent_pack from jiancha.rule_pack p where p.pack = pack and p.version = version - 1), '')
            else (select 'common' from jiancha.rule_pack p where p.pack = 'common' and p.valid_from <= valid_from and pack <> 'common' limit 1) end);
        if above <> '' then
            select max(p.version) into above_version from jiancha.rule_pack p where p.pack = above and p.valid_from <= valid_from;
            if above = pack or exists (select from jiancha._lineage(above, above_version) l where l.from_pack = pack) then
                perform jiancha._raise('pack_circle', pack, above);
            end if;
            if above_version is null then
                perform jiancha._raise('no_parent', pack, above, valid_from::text);
            end if;
        end if;
        insert into jiancha.rule_pack (pack, version, name, issuer, valid_from, source, parent_pack, parent_version, note)
        values (pack, version, name, issuer, valid_from, source, nullif(above, ''), above_version, note);
    elsif (stored.name, stored.issuer, stored.valid_from, stored.source, stored.note) is distinct from (name, issuer, valid_from, source, note)
        or coalesce(stored.parent_pack, '') <> coalesce(parent, stored.parent_pack, '') then
        perform jiancha._raise('rule_conflict', pack, version::text, name);
    end if;
end
$$;
comment on function jiancha._define_pack(text, integer, text, text, date, text, text, text) is 'Does the work of define_pack(), as the owner.';

create function jiancha.define_pack(pack text, version integer, name text, issuer text, valid_from date, source text,
    parent text default null, note text default null) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_pack(text, integer, text, text, date, text, text, text) is
    'Defines a version of a rule pack. Cases accepted on or after valid_from are judged by it. parent: pack whose rules hold where this version has none of the same name, in the version in force on valid_from; NULL: the parent of the version before, of a first version common; empty: none. note: what setup() says about it. Errors: JC004 no such parent in force, JC005 a value missing, valid_from not finite or a parent that inherits from the pack, JC006 if it exists with other content, does not follow the version before it, or would reach back to dockets that another version judges, JC009 no source.';

create function jiancha._define_clock(
    pack text, version integer, clock text, name text, start_kinds text[], stop_kinds text[], source text,
    limit_from text, limit_amount integer, limit_unit text, pause_kinds text[], resume_kinds text[], extend_kinds text[], final_kinds text[],
    status text, docket_kind text, count_mode text, special_mode text, basis text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    wrong text;
begin
    perform jiancha._check_definition(pack, version, clock, source, status,
        exists (select from jiancha.clock_rule r where r.pack = pack and r.version = version and r.clock = clock));
    -- what a card has for a clock that rests on none
    if clock in ('facts', 'manual') then
        perform jiancha._raise('bad_value', 'clock', clock, pack, 'every name but facts and manual');
    end if;
    if btrim(coalesce(name, '')) = '' then
        perform jiancha._raise('missing_value', 'name', clock);
    end if;
    if cardinality(start_kinds) is null or cardinality(start_kinds) = 0 then
        perform jiancha._raise('missing_value', 'start_kinds', clock);
    end if;
    if stop_kinds is null then
        perform jiancha._raise('missing_value', 'stop_kinds', clock);
    end if;
    select k into wrong
    from unnest(start_kinds || stop_kinds || pause_kinds || resume_kinds || extend_kinds || final_kinds) k
    where k is null or (k <> 'received' and not exists (select from jiancha.step_kind s where s.kind = k))
    limit 1;
    if found then
        perform jiancha._raise('unknown_kind', coalesce(wrong, 'NULL'), clock);
    end if;
    if limit_from is null or limit_from not in ('promised', 'statutory', 'fixed', 'set', 'requested', 'node')
        or (limit_from = 'fixed') <> (limit_amount is not null)
        or (limit_from = 'fixed' and limit_unit is null)
        or (limit_from not in ('fixed', 'requested') and limit_unit is not null) then
        perform jiancha._raise('bad_value', 'limit_from', coalesce(limit_from, 'NULL'), clock,
            'promised, statutory, set, node, requested (limit_unit may say its unit), or fixed with limit_amount and limit_unit');
    end if;
    if limit_amount not between 1 and 10000 then
        perform jiancha._raise('bad_value', 'limit_amount', limit_amount::text, clock, '1 to 10000');
    end if;
    if limit_unit not in ('working_day', 'day', 'week', 'month', 'year', 'working_hour') then
        perform jiancha._raise('bad_value', 'limit_unit', limit_unit, clock, 'working_day, day, week, month, year, working_hour');
    end if;
    if not exists (select from jiancha.docket_kind k where k.kind = docket_kind) then
        perform jiancha._raise('bad_value', 'docket_kind', coalesce(docket_kind, 'NULL'), clock,
            (select string_agg(k.kind, ', ' order by k.kind) from jiancha.docket_kind k));
    end if;
    if count_mode is null or count_mode not in ('day', 'exact') then
        perform jiancha._raise('bad_value', 'count_mode', coalesce(count_mode, 'NULL'), clock, 'day, exact');
    end if;
    if special_mode is null or special_mode not in ('actual', 'requested', 'least', 'noticed') then
        perform jiancha._raise('bad_value', 'special_mode', coalesce(special_mode, 'NULL'), clock, 'actual, requested, least, noticed');
    end if;
    perform jiancha._check_basis(basis, clock, pack);
    insert into jiancha.clock_rule (
        pack, version, clock, docket_kind, name, start_kinds, stop_kinds, pause_kinds, resume_kinds, extend_kinds, final_kinds,
        limit_from, limit_amount, limit_unit, count_mode, special_mode, enabled, basis, source, status)
    values (
        pack, version, clock, docket_kind, name, start_kinds, stop_kinds, pause_kinds, resume_kinds, extend_kinds, final_kinds,
        limit_from, limit_amount, limit_unit, count_mode, special_mode, enabled, basis, source, status)
    on conflict on constraint clock_rule_pkey do nothing;
    if not exists (
        select from jiancha.clock_rule r
        where r.pack = pack and r.version = version and r.clock = clock
            and (r.docket_kind, r.name, r.start_kinds, r.stop_kinds, r.pause_kinds, r.resume_kinds, r.extend_kinds, r.final_kinds, r.limit_from,
                 r.limit_amount, r.limit_unit, r.count_mode, r.special_mode, r.enabled, r.basis, r.source, r.status)
                is not distinct from
                (docket_kind, name, start_kinds, stop_kinds, pause_kinds, resume_kinds, extend_kinds, final_kinds, limit_from,
                 limit_amount, limit_unit, count_mode, special_mode, enabled, basis, source, status)) then
        perform jiancha._raise('rule_conflict', pack, version::text, clock);
    end if;
end
$$;
comment on function jiancha._define_clock(text, integer, text, text, text[], text[], text, text, integer, text, text[], text[], text[], text[], text, text, text, text, text, boolean) is
    'Does the work of define_clock(), as the owner.';

create function jiancha.define_clock(
    pack text, version integer, clock text, name text, start_kinds text[], stop_kinds text[], source text,
    limit_from text default 'fixed', limit_amount integer default null, limit_unit text default null,
    pause_kinds text[] default '{}', resume_kinds text[] default '{}', extend_kinds text[] default '{}', final_kinds text[] default '{}',
    status text default 'regulation', docket_kind text default 'approval', count_mode text default 'day', special_mode text default 'actual',
    basis text default null, enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_clock(text, integer, text, text, text[], text[], text, text, integer, text, text[], text[], text[], text[], text, text, text, text, text, boolean) is
    'Defines a clock of a pack''s version: which steps start, stop, pause, resume and lengthen it, after which it never starts again, on which kind of docket, and its limit. Arguments as the columns of clock_rule. enabled => false switches off the parent''s clock of the same name. Errors: JC004 unknown version, JC005 unknown step kind or value, JC006 other content or a version already in use, JC009 no source or unknown basis.';

create function jiancha._define_signal(
    pack text, version integer, rule text, clock text, level text, at text, source text, status text, name text, docket_kind text, issue text,
    answer_clock text, once boolean, effect text, text_required boolean, basis text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    parsed record;
    kind text := case when effect is not null then 'lapse' when clock is not null or at is not null then 'time' else 'manual' end;
    clock_kind text;
begin
    -- what is written wrong is told first; NULL is parsed to NULL
    select * into parsed from jiancha._parse_threshold(at);
    perform jiancha._check_rule(pack, version, rule, source, status);
    if kind = 'manual' then
        docket_kind := coalesce(docket_kind, 'finding');
    else
        if clock is null or at is null then
            perform jiancha._raise('missing_value', case when clock is null then 'clock' else 'at' end, rule);
        end if;
        clock_kind := jiancha._clock_kind(pack, version, clock);
        if clock_kind is null then
            perform jiancha._raise('unknown_clock', clock, pack);
        end if;
        if docket_kind <> clock_kind then
            perform jiancha._raise('bad_value', 'docket_kind', docket_kind, rule, clock_kind);
        end if;
        docket_kind := clock_kind;
        if effect is not null and not exists (select from jiancha.step_kind k where k.kind = effect) then
            perform jiancha._raise('unknown_kind', effect, rule);
        end if;
    end if;
    perform jiancha._store_rule(pack, version, rule, kind, docket_kind, coalesce(name, ''), clock, level, at, parsed.amount, parsed.unit,
        parsed.comparison, null, null, null, effect, issue, answer_clock, once, text_required, enabled, basis, source, status);
end
$$;
comment on function jiancha._define_signal(text, integer, text, text, text, text, text, text, text, text, text, text, boolean, text, boolean, text, boolean) is
    'Does the work of define_signal(), as the owner.';

create function jiancha.define_signal(
    pack text, version integer, rule text, clock text default null, level text default null, at text default null, source text default null,
    status text default 'regulation', name text default '', docket_kind text default null, issue text default 'at_once',
    answer_clock text default null, once boolean default false, effect text default null, text_required boolean default false,
    basis text default null, enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_signal(text, integer, text, text, text, text, text, text, text, text, text, text, boolean, text, boolean, text, boolean) is
    'Defines a rule. With clock and at a time rule: a signal of a level is earned at the threshold; with effect too a lapse: at the threshold the engine enters a step of that kind and there is no level; with neither a manual rule, which a person raises by its code, on docket kind finding unless said otherwise. The clock, and answer_clock (of docket kind signal or report), may be the parent''s. Arguments as the columns of signal_rule. Errors: JC004 unknown version, JC005 value missing or unknown, JC006 other content or a version already in use, JC009 threshold not understood, unknown clock or basis, or no source.';

create function jiancha._disable_rule(pack text, version integer, rule text, source text, status text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    above record;
begin
    perform jiancha._check_rule(pack, version, rule, source, status);
    -- the nearest ancestor's; if the version has the rule itself, what is stored must be this very call
    select r.* into above
    from jiancha._lineage(pack, version) l
    join jiancha.signal_rule r on r.pack = l.from_pack and r.version = l.from_version and r.rule = rule
    where l.distance > 0
    order by l.distance limit 1;
    if above.rule is null then
        perform jiancha._raise('unknown_rule', rule, pack, version::text);
    end if;
    perform jiancha._store_rule(pack, version, rule, above.kind, above.docket_kind, above.name, above.clock, above.level, above.at, above.amount,
        above.unit, above.comparison, above.condition, above.phase, above.holds_from, above.effect, above.issue, above.answer_clock, above.once,
        above.text_required, false, above.basis, source, status);
end
$$;
comment on function jiancha._disable_rule(text, integer, text, text, text) is 'Does the work of disable_rule(), as the owner.';

create function jiancha.disable_rule(pack text, version integer, rule text, source text, status text default 'regulation') returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.disable_rule(text, integer, text, text, text) is
    'Switches off in a version of a pack a rule that its parent would give it; source: who decided so. A version of its own without this call has the rule again. Errors: JC004 unknown version or no parent has the rule, JC006 the version has a rule of that name or judges dockets, JC009 no source.';

create function jiancha._define_param(pack text, version integer, param text, value text, unit text, issue text, source text, status text, note text)
returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
begin
    -- what only letters and the outbox read changes nothing that was earned: a version that judges cases is mended with it
    perform jiancha._check_definition(pack, version, param, source, status,
        param in ('letter_organ', 'letter_prefix', 'notice_opens', 'notice_closes', 'notice_attempts', 'notice_retry_minutes')
            or exists (select from jiancha.rule_param r where r.pack = pack and r.version = version and r.param = param));
    if value is null then
        perform jiancha._raise('missing_value', 'value', param);
    end if;
    if issue !~ '^A(0[1-9]|[12][0-9]|3[0-6])$' then
        perform jiancha._raise('bad_value', 'issue', issue, param, 'A01 to A36');
    end if;
    -- a pack may keep data longer, never shorter (镇江办法 第12条)
    if param = 'retention_years' and value !~ '^([3-9]|[1-9][0-9]{1,2})$' then
        perform jiancha._raise('bad_value', 'value', left(value, 60), param, '3 to 999');
    end if;
    insert into jiancha.rule_param (pack, version, param, value, unit, issue, source, status, note)
    values (pack, version, param, value, unit, issue, source, status, note)
    on conflict on constraint rule_param_pkey do nothing;
    if not exists (
        select from jiancha.rule_param r
        where r.pack = pack and r.version = version and r.param = param
            and (r.value, r.unit, r.issue, r.source, r.status, r.note) is not distinct from (value, unit, issue, source, status, note)) then
        perform jiancha._raise('rule_conflict', pack, version::text, param);
    end if;
end
$$;
comment on function jiancha._define_param(text, integer, text, text, text, text, text, text, text) is 'Does the work of define_param(), as the owner.';

create function jiancha.define_param(pack text, version integer, param text, value text, unit text default null, issue text default null,
    source text default null, status text default 'regulation', note text default null) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_param(text, integer, text, text, text, text, text, text, text) is
    'Defines a setting of a pack''s version; docs/rules.md lists them. issue: number of the ambiguity it settles, A01 to A36. The parent''s setting of the same name holds where a version has none. Errors: JC004 unknown version, JC005 no value or unknown status or issue, JC006 other content or a version already in use, JC009 no source.';

create function jiancha._define_basis(basis text, citation text, wording text, valid_from date, valid_until date, superseded_by text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    missing text;
begin
    select v.name into missing from (values ('basis', basis), ('citation', citation), ('wording', wording)) v (name, value)
    where btrim(coalesce(v.value, '')) = '' limit 1;
    if missing is not null then
        perform jiancha._raise('missing_value', missing, coalesce(basis, 'NULL'));
    end if;
    if valid_until <= valid_from then
        perform jiancha._raise('bad_value', 'valid_until', valid_until::text, basis, format('a day after %s', valid_from));
    end if;
    insert into jiancha.legal_basis (basis, citation, wording, valid_from, valid_until, superseded_by)
    values (basis, citation, wording, valid_from, valid_until, superseded_by)
    on conflict on constraint legal_basis_pkey do nothing;
    -- a repeal may have been recorded since
    if not exists (
        select from jiancha.legal_basis b
        where b.basis = basis and (b.citation, b.wording, b.valid_from) is not distinct from (citation, wording, valid_from)
            and (b.valid_until, b.superseded_by) is not distinct from (coalesce(valid_until, b.valid_until), coalesce(superseded_by, b.superseded_by))) then
        perform jiancha._raise('rule_conflict', 'statutes', '1', basis);
    end if;
end
$$;
comment on function jiancha._define_basis(text, text, text, date, date, text) is 'Does the work of define_basis(), as the owner.';

create function jiancha.define_basis(basis text, citation text, wording text, valid_from date default null, valid_until date default null,
    superseded_by text default null) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_basis(text, text, text, date, date, text) is
    'Defines an article that rules rest on and explanations cite. valid_from: first day in force, NULL: not recorded; valid_until: first day no longer in force, NULL: in force. Errors: JC005 a value missing or valid_until not after valid_from, JC006 if it exists with other content.';

create function jiancha._repeal_basis(basis text, valid_until date, superseded_by text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    stored record;
begin
    select b.* into stored from jiancha.legal_basis b where b.basis = basis for no key update;
    if stored.basis is null then
        perform jiancha._raise('no_basis', coalesce(basis, 'NULL'));
    end if;
    if valid_until is null or not isfinite(valid_until) or valid_until <= stored.valid_from then
        perform jiancha._raise('bad_value', 'valid_until', coalesce(valid_until::text, 'NULL'), basis,
            format('a day after %s', coalesce(stored.valid_from::text, '-')));
    end if;
    if stored.valid_until is null then
        update jiancha.legal_basis b set valid_until = valid_until, superseded_by = superseded_by where b.basis = basis;
    elsif (stored.valid_until, stored.superseded_by) is distinct from (valid_until, superseded_by) then
        perform jiancha._raise('repealed_before', basis, stored.valid_until::text);
    end if;
end
$$;
comment on function jiancha._repeal_basis(text, date, text) is 'Does the work of repeal_basis(), as the owner.';

create function jiancha.repeal_basis(basis text, valid_until date, superseded_by text default null) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.repeal_basis(text, date, text) is
    'Records that an article is no longer in force from valid_until on, and what took its place: the one thing of a basis that may be set later. Rules that rest on it go on and are flagged in rule_basis_status. Repeating it does nothing. Errors: JC005 no day or one not after valid_from, JC006 another day was recorded before, JC009 unknown basis.';
create function jiancha._rules_changed() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_rules_changed';
comment on function jiancha._rules_changed() is 'Statement trigger of the tables rules are read from: every session reads them again before it derives.';
