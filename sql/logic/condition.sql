-- Condition rules: boolean expressions over the fact views (sql/records/views_fact.sql). Checked when defined (condition_check.c), evaluated as the
-- records' owner, all rules of a pack's version in one pass over the view.

create function jiancha._check_condition(view text, rule text, "column" text, expression text) returns void
language c stable strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_check_condition';
comment on function jiancha._check_condition(text, text, text, text) is
    'Refuses (JC009) what is not one expression over the columns of a fact view made of what docs/rules.md lists; boolean for column condition, timestamptz for holds_from.';

create function jiancha._fact_view(docket_kind text) returns text
language sql immutable parallel safe
begin atomic
    select case docket_kind when 'approval' then 'case_facts' when 'penalty' then 'penalty_facts' when 'complaint' then 'complaint_facts'
        when 'certificate' then 'certificate_facts'
        when 'certificate_report' then 'certificate_report_facts'
        when 'joint' then 'joint_facts'
        when 'matter_version' then 'matter_facts'
        when 'it_system' then 'system_facts'
        when 'video_event' then 'video_facts'
        when 'feed' then 'feed_facts'
        end;
end;
comment on function jiancha._fact_view(text) is 'Name of the view that the condition rules of a kind of docket are written over; NULL: there is none.';

create function jiancha._default_holds_from(docket_kind text, phase text) returns text
language sql immutable parallel safe
begin atomic
    select case when phase = 'close' and docket_kind <> 'matter_version' then 'closed_at' when phase = 'accept' and docket_kind = 'approval' then 'accepted_at'
        else 'received_at' end;
end;
comment on function jiancha._default_holds_from(text, text) is 'The instant from which a condition holds if its rule does not say: acceptance, end or receipt, by phase.';

create function jiancha._define_condition(
    pack text, version integer, rule text, docket_kind text, level text, condition text, phase text, source text, holds_from text, name text, status text,
    issue text, basis text, answer_clock text, enabled boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    -- where a literal ends is to be the same here as in the evaluation
    set standard_conforming_strings = on as $$
#variable_conflict use_variable
declare
    view text := jiancha._fact_view(docket_kind);
    instant text := coalesce(holds_from, jiancha._default_holds_from(docket_kind, phase));
begin
    perform jiancha._check_rule(pack, version, rule, source, status);
    if view is null then
        perform jiancha._raise('bad_value', 'docket_kind', coalesce(docket_kind, 'NULL'), rule,
            (select string_agg(k.kind, ', ' order by k.kind) from jiancha.docket_kind k where jiancha._fact_view(k.kind) is not null));
    end if;
    if phase is null or phase not in ('accept', 'step', 'close', 'daily') then
        perform jiancha._raise('bad_value', 'phase', coalesce(phase, 'NULL'), rule, 'accept, step, close, daily');
    end if;
    if condition is null then
        perform jiancha._raise('missing_value', 'condition', rule);
    end if;
    perform jiancha._check_condition(view, rule, 'condition', condition);
    perform jiancha._check_condition(view, rule, 'holds_from', instant);
    perform jiancha._store_rule(pack, version, rule, 'condition', docket_kind, coalesce(name, ''), null, level, null, null, null, null, condition, phase,
        instant, null, issue, answer_clock, false, false, enabled, basis, source, status);
end
$$;
comment on function jiancha._define_condition(text, integer, text, text, text, text, text, text, text, text, text, text, text, text, boolean) is
    'Does the work of define_condition(), as the owner.';

create function jiancha.define_condition(
    pack text, version integer, rule text, docket_kind text, level text, condition text, phase text, source text,
    holds_from text default null, name text default '', status text default 'regulation', issue text default 'on_decision',
    basis text default null, answer_clock text default null, enabled boolean default true) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_condition(text, integer, text, text, text, text, text, text, text, text, text, text, text, text, boolean) is
    'Defines a condition rule: a card of a level is earned while a boolean expression over the facts of a docket (case_facts, penalty_facts, complaint_facts, certificate_facts, certificate_report_facts, joint_facts, matter_facts, system_facts, video_facts, feed_facts by docket_kind) is true, from the instant holds_from (default by phase: acceptance, end or receipt). NULL counts as false; no instant, no card. The expressions are checked here: docs/rules.md says what they may hold. phase: accept, step, close, daily; issue: on_decision (default: waits for a supervisor), at_once, on_effect; answer_clock: of docket kind signal or report, the parent''s too. The same call again does nothing. Errors: JC004 unknown version, JC005 value missing or unknown, JC006 other content or a version already in use, JC009 expression refused, unknown answer clock or basis, or no source.';

create function jiancha._put_aside() returns table (pack text, version integer, rule text)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select q.pack, q.version, q.rule
    from (select distinct on (q.pack, q.version, q.rule) q.pack, q.version, q.rule, q.kind from jiancha.rule_quarantine q
          order by q.pack, q.version, q.rule, q.seq desc) q
    where q.kind = 'quarantine'
$$;
comment on function jiancha._put_aside() is 'Condition rules in quarantine, by the pack that defines them.';

create function jiancha._quarantined_rules() returns table (pack text, version integer, rule text)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select e.pack, e.version, e.rule
    from jiancha._put_aside() q
    join jiancha.effective_signal_rule e on e.from_pack = q.pack and e.from_version = q.version and e.rule = q.rule and e.kind = 'condition'
$$;
comment on function jiancha._quarantined_rules() is
    'Condition rules in quarantine, by the versions of packs that judge with them: their cards are neither given nor taken back.';

create function jiancha._release_rule(pack text, version integer, rule text, reason text, caller name) returns bigint
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[];
begin
    if btrim(coalesce(reason, '')) = '' then
        perform jiancha._raise('missing_value', 'reason', coalesce(rule, ''));
    end if;
    if not exists (select from jiancha._put_aside() q where (q.pack, q.version, q.rule) = (_release_rule.pack, _release_rule.version, _release_rule.rule)) then
        perform jiancha._raise('rule_not_aside', coalesce(rule, 'NULL'), coalesce(pack, 'NULL'), coalesce(version::text, 'NULL'));
    end if;
    select array_agg(d.docket_id) into dockets
    from jiancha.docket d
    where (d.pack, d.kind) in (
        select e.pack, e.docket_kind from jiancha.effective_signal_rule e
        where (e.from_pack, e.from_version, e.rule) = (_release_rule.pack, _release_rule.version, _release_rule.rule));
    perform jiancha._lock(dockets);
    insert into jiancha.rule_quarantine (pack, version, rule, kind, reason, actor)
    values (_release_rule.pack, _release_rule.version, _release_rule.rule, 'release', _release_rule.reason, caller);
    -- what it would have given meanwhile is found by the next sweep
    update jiancha.docket d set check_at = d.received_at, revision = d.revision + 1 where d.docket_id = any (dockets);
    return coalesce(cardinality(dockets), 0);
end
$$;
comment on function jiancha._release_rule(text, integer, text, text, name) is 'Does the work of release_rule(), as the owner.';

create function jiancha.release_rule(pack text, version integer, rule text, reason text) returns bigint
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.release_rule(text, integer, text, text) is
    'Ends the quarantine of a condition rule, with a reason; the next sweeps look again at every docket of its kind and packs, how many is returned. pack and version: as in rule_quarantine. Errors: JC004 it is not in quarantine, JC005 no reason.';

create function jiancha._condition_query(pack text, version integer, docket_kind text, rule text default null) returns text
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- the texts were checked when they were defined; the line ends close a comment an author left open
    select format('select array_agg(s.docket_id), array_agg(s.rule), array_agg(s.at) from (select %1$I.docket_id, r.rule, r.at from jiancha.%1$I '
            'cross join lateral (values %2$s) r (rule, at) where %1$I.docket_id = any ($1) and isfinite(r.at)) s',
            jiancha._fact_view(_condition_query.docket_kind),
            string_agg(format(E'(%L, case when (%s\n) then (%s\n) end)', e.rule, e.condition, e.holds_from), E',\n' order by e.rule))
    from jiancha.effective_signal_rule e
    where e.pack = _condition_query.pack and e.version = _condition_query.version and e.kind = 'condition' and e.docket_kind = _condition_query.docket_kind
        and (_condition_query.rule is null or e.rule = _condition_query.rule)
        and not exists (select from jiancha._put_aside() q where q.pack = e.from_pack and q.version = e.from_version and q.rule = e.rule)
    having count(*) > 0
$$;
comment on function jiancha._condition_query(text, integer, text, text) is
    'The query that evaluates the condition rules of a pack''s version (or one of them) over the dockets $1 of a kind in one pass; NULL: there are none.';

create function jiancha._judged(dockets bigint[]) returns table (pack text, version integer, kind text, dockets bigint[])
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- as clocks are: by the version in force on the day of acceptance, before it on that of the receipt
    with version as (
        select p.pack, p.version, p.valid_from, lead(p.valid_from) over (partition by p.pack order by p.version) as valid_until from jiancha.rule_pack p)
    select v.pack, v.version, d.kind, array_agg(d.docket_id)
    from (
        select d.docket_id, d.kind, d.pack, jiancha._local_date(coalesce(d.accepted_at, d.received_at), d.calendar_code, c.version) as day
        from jiancha.docket d join jiancha.calendar c on c.calendar_code = d.calendar_code
        where d.docket_id = any (_judged.dockets) and not d.out_of_scope) d
    join version v on v.pack = d.pack and d.day >= v.valid_from and (v.valid_until is null or d.day < v.valid_until)
    group by v.pack, v.version, d.kind
    order by v.pack, v.version, d.kind
$$;
comment on function jiancha._judged(bigint[]) is 'Dockets by kind and by the version of the pack that judges them; what no version judges is left out, and what is out of scope.';

create function jiancha._failing_docket(query text, dockets bigint[]) returns bigint
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    half bigint[];
begin
    while cardinality(dockets) > 1 loop
        half := dockets[: cardinality(dockets) / 2];
        begin
            execute query using half;
            dockets := dockets[cardinality(dockets) / 2 + 1 :];
        exception
            when query_canceled or insufficient_resources or operator_intervention then
                raise;
            when others then
                dockets := half;
        end;
    end loop;
    return dockets[1];
end
$$;
comment on function jiancha._failing_docket(text, bigint[]) is 'One docket on which a query fails that fails on all of them, by halving.';

create function jiancha._condition_signals(dockets bigint[])
returns table (docket_id bigint, rule text, level text, at timestamptz, org_code text, pack text, rule_version integer, issue text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
    set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set standard_conforming_strings = on set plan_cache_mode = auto set jit = off
    set enable_seqscan = on set enable_bitmapscan = on set enable_hashjoin = on set enable_mergejoin = on set enable_nestloop = on as $$
#variable_conflict use_column
declare
    part record;
    aside text[];
    one record;
    query text;
    ids bigint[];
    names text[];
    instants timestamptz[];
    some_ids bigint[];
    some_names text[];
    some_instants timestamptz[];
    code text;
    message text;
    detail text;
    failed boolean;
    failed_on text;
    may_write boolean := has_table_privilege('jiancha.rule_quarantine', 'insert') and not current_setting('transaction_read_only')::boolean;
begin
    -- an expression means the same for every session: its days and hours are those of the calendar
    perform set_config('TimeZone', c.time_zone, true)
    from jiancha.record_state s join jiancha.calendar c on c.calendar_code = s.calendar_code;
    perform jiancha._plan_for(cardinality(dockets), false);
    for part in select j.* from jiancha._judged(dockets) j where jiancha._fact_view(j.kind) is not null loop
        select array_agg(q.rule) into aside from jiancha._quarantined_rules() q where q.pack = part.pack and q.version = part.version;
        query := jiancha._condition_query(part.pack, part.version, part.kind);
        ids := null; names := null; instants := null;
        begin
            failed := false;
            if query is not null then
                execute query into ids, names, instants using part.dockets;
            end if;
        exception
            when query_canceled or serialization_failure or deadlock_detected or lock_not_available or insufficient_resources
                or operator_intervention or admin_shutdown or crash_shutdown then
                raise;
            when others then
                failed := true;
        end;
        if failed then
            -- facts that cannot be read are no fault of a rule: the error goes to who called, and the docket to quarantine
            execute format('select count(to_jsonb(f)) from jiancha.%I f where f.docket_id = any ($1)', jiancha._fact_view(part.kind)) using part.dockets;
            ids := '{}'; names := '{}'; instants := '{}';
            for one in
                select e.rule, e.from_pack, e.from_version from jiancha.effective_signal_rule e
                where e.pack = part.pack and e.version = part.version and e.kind = 'condition' and e.docket_kind = part.kind
            loop
                query := jiancha._condition_query(part.pack, part.version, part.kind, one.rule);
                continue when query is null;
                begin
                    failed := false;
                    execute query into some_ids, some_names, some_instants using part.dockets;
                    ids := ids || some_ids; names := names || some_names; instants := instants || some_instants;
                exception
                    when query_canceled or serialization_failure or deadlock_detected or lock_not_available or insufficient_resources
                        or operator_intervention or admin_shutdown or crash_shutdown then
                        raise;
                    when others then
                        failed := true;
                        get stacked diagnostics code = returned_sqlstate, message = message_text, detail = pg_exception_detail;
                end;
                if failed then
                    aside := aside || one.rule;
                    select d.business_no into failed_on from jiancha.docket d where d.docket_id = jiancha._failing_docket(query, part.dockets);
                    if may_write then
                        insert into jiancha.rule_quarantine (pack, version, rule, kind, error_code, message, detail, case_no, actor)
                        values (one.from_pack, one.from_version, one.rule, 'quarantine', code, message, nullif(detail, ''), failed_on, current_user);
                    end if;
                    perform jiancha._raise(case when may_write then 'rule_failed' else 'rule_left_out' end, one.rule, one.from_pack, one.from_version::text, failed_on, code, message);
                end if;
            end loop;
        end if;
        return query
        select h.docket_id, h.rule, e.level, h.at,
            coalesce(
                (select w.org_code from jiancha.holder w
                 where w.docket_id = h.docket_id and w.from_at < h.at
                 order by w.from_at desc, w.step_no desc, w.org_code desc limit 1),
                d.origin_org_code),
            part.pack, part.version, e.issue
        from unnest(ids, names, instants) h (docket_id, rule, at)
        join jiancha.docket d on d.docket_id = h.docket_id and d.docket_id = any (part.dockets)
        join (select e.rule, e.level, e.issue from jiancha.effective_signal_rule e
              where e.pack = part.pack and e.version = part.version and e.kind = 'condition') e on e.rule = h.rule;
        -- a rule put aside takes nothing back: what stands by it is taken to hold
        if aside is not null then
            return query
            select s.docket_id, s.rule, s.level, s.earned_at, s.org_code, part.pack, part.version, null
            from jiancha.signal_now s
            where s.docket_id = any (part.dockets) and s.clock = 'facts' and s.origin = 'auto' and s.mark <> 'unfounded' and s.rule = any (aside);
        end if;
    end loop;
end
$$;
comment on function jiancha._condition_signals(bigint[]) is
    'What holds by the condition rules of the pack''s version that judges each docket, from which instant (it may lie ahead), and who held the docket then. As the records'' owner. A rule that fails is put in quarantine with a warning, the others go on; a caller who may not write only gets the warning. Of a rule in quarantine what stands is returned as it stands.';
