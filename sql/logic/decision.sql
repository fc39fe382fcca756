-- What people do about cards: supervisors raise and decide, departments answer. Each function gets the organisations the caller may act for (NULL: all) and
-- his name, and runs as the records' owner; see intake.sql.

create function jiancha._own_orgs(caller name) returns text[]
language sql stable parallel safe
begin atomic
    select jiancha._orgs_of(caller, 'jiancha_own_');
end;
comment on function jiancha._own_orgs(name) is 'Organisations a role was itself granted, those below not included: on their cards it does not decide.';

create function jiancha._raise_rows()
returns table (
    no bigint, raise_no text, rule text, org_code text, case_no text, at timestamptz, text text, bad_effect boolean, staff_code text, document_no text,
    serious boolean)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.raise_no, b.rule, b.org_code, b.case_no, b.at, b.text, coalesce(b.bad_effect, false), b.staff_code, b.document_no,
        coalesce(b.serious, false)
    from rows from (jiancha._buffered() as (
        raise_no text, rule text, org_code text, case_no text, at timestamptz, text text, bad_effect boolean, staff_code text, document_no text,
        serious boolean, signal_no text)) with ordinality b;
end;
comment on function jiancha._raise_rows() is 'Rows of the statement on signal_raise, numbered as they came, defaults filled in.';

create function jiancha._signal_raise_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    problem text[];
    own text[] := jiancha._own_orgs(caller);
    fresh bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select s.pack, s.calendar_code, s.live_from, v.published_from, v.published_from::timestamp at time zone c.time_zone as calendar_start
    into here
    from jiancha.record_state s
    join jiancha.calendar c using (calendar_code)
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version;

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[] into problem
    from (
        select r.no, case
                when btrim(coalesce(r.raise_no, '')) = '' then array['missing_value', 'raise_no', format('(row %s of the statement)', r.no)]
                when r.raise_no <> btrim(r.raise_no) or octet_length(r.raise_no) > 200
                    then array['bad_value', 'raise_no', left(r.raise_no, 60), format('(row %s of the statement)', r.no), 'at most 200 bytes, no space before or behind']
                when coalesce(r.rule, '') = '' then array['missing_value', 'rule', r.raise_no]
                when coalesce(r.org_code, '') = '' then array['missing_value', 'org_code', r.raise_no]
                when r.at is null then array['missing_value', 'at', r.raise_no]
                when o.org_code is null then array['unknown_org', r.org_code, r.raise_no]
                when r.org_code <> all (orgs) then array['not_supervised', r.org_code, r.raise_no, caller, array_to_string(orgs, ', ')]
                when r.org_code = any (own) then array['own_card', r.org_code, r.raise_no, caller]
                when not isfinite(r.at) or r.at < here.calendar_start
                    then array['bad_instant', 'at', r.at::text, r.raise_no, here.calendar_code, here.published_from::text]
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.raise_no, statement_timestamp()::text]
                -- the case of another is as good as none: nobody learns what cases there are
                when r.case_no is not null and (d.docket_id is null
                        or (r.org_code not in (d.org_code, d.origin_org_code) and jiancha._holder(d.docket_id, r.at) <> r.org_code))
                    then array['no_case_of_org', r.case_no, r.raise_no, r.org_code]
                when v.version is null then array['pack_not_in_force', v.pack, r.raise_no, r.at::text]
                when k.rule is null or k.kind = 'lapse' then array['unknown_code', r.rule, v.pack, v.version::text, jiancha._rule_list(v.pack, v.version)]
                when k.text_required and btrim(coalesce(r.text, '')) = '' then array['rule_needs_text', r.rule, r.raise_no, k.source]
                when r.bad_effect and k.level <> 'red' and e.rule is null then array['no_bad_effect', k.level, r.raise_no, v.pack]
                when r.bad_effect and k.issue = 'on_effect' and btrim(coalesce(r.text, '')) = '' then array['rule_needs_text', r.rule, r.raise_no, k.source]
                -- what a clock says nobody says in its place; that silence had a bad effect only a person can
                when k.kind = 'time' and k.issue <> 'on_effect' then array['rule_of_clock', r.rule, r.raise_no, k.clock]
            end as problem
        from jiancha._raise_rows() r
        left join (select distinct v.org_code from jiancha.org_version v) o on o.org_code = r.org_code
        left join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no
        left join jiancha.docket d on d.docket_id = dk.docket_id
        cross join lateral (
            select coalesce(d.pack, here.pack) as pack,
                jiancha._pack_version(coalesce(d.pack, here.pack), r.at, coalesce(d.calendar_code, here.calendar_code)) as version) v
        left join jiancha.effective_signal_rule k on k.pack = v.pack and k.version = v.version and k.rule = r.rule
        left join jiancha.effective_effect_rule e on e.pack = v.pack and e.version = v.version and e.level = k.level) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with incoming as materialized (
        select r.*, coalesce(d.pack, here.pack) as pack, coalesce(d.calendar_code, here.calendar_code) as calendar_code, d.matter_code, d.matter_version,
            jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from jiancha._raise_rows() r
        left join jiancha.docket_key dk on dk.kind = 'approval' and dk.business_no = r.case_no
        left join jiancha.docket d on d.docket_id = dk.docket_id),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'finding', i.raise_no, i.docket_id from incoming i order by i.raise_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code,
            received_at, state)
        select i.docket_id, 'finding', i.raise_no, i.org_code, i.org_code, i.matter_code, i.matter_version, i.pack, i.calendar_code, i.at, 'received'
        from incoming i join numbered using (docket_id)),
    details as (
        insert into jiancha.finding (docket_id, raise_no, rule, org_code, case_no, at, text, bad_effect, staff_code, document_no, serious, actor, actor_org)
        select i.docket_id, i.raise_no, i.rule, i.org_code, i.case_no, i.at, i.text, i.bad_effect, i.staff_code, i.document_no, i.serious,
            caller::text, array_to_string(own, ',')
        from incoming i join numbered using (docket_id))
    select array_agg(n.docket_id) into fresh from numbered n;

    -- a row that was there already must be the same, word for word
    select array['raise_conflict', r.raise_no] into problem
    from jiancha._raise_rows() r
    left join jiancha.docket_key k on k.kind = 'finding' and k.business_no = r.raise_no
    left join jiancha.finding f using (docket_id)
    where (f.rule, f.org_code, f.case_no, f.at, f.text, f.bad_effect, f.staff_code, f.document_no, f.serious)
        is distinct from (r.rule, r.org_code, r.case_no, r.at, r.text, r.bad_effect, r.staff_code, r.document_no, r.serious)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is null then
        return;
    end if;

    perform jiancha._derive(fresh);
    perform jiancha._add_signals(array_agg(r.docket_id), array_agg(r.rule), array_agg(1), array_agg(coalesce(r.case_no, r.raise_no)), array_agg(r.level),
        array_agg(r.org_code), array_agg(r.at), array_agg(coalesce(r.at >= here.live_from and (r.issue <> 'on_effect' or r.bad_effect), false)), array_agg(r.pack), array_agg(r.version),
        array_agg(null::text))
    from (
        select f.*, d.pack, v.version, k.issue,
            -- without a bad consequence the rule's level, with it that of the rule the pack names (X-W-5.2, X-W-5.3)
            case when f.bad_effect and b.level is not null then b.level else k.level end as level
        from jiancha.finding f
        join jiancha.docket d using (docket_id)
        cross join lateral (select jiancha._pack_version(d.pack, f.at, d.calendar_code) as version) v
        join jiancha.effective_signal_rule k on k.pack = d.pack and k.version = v.version and k.rule = f.rule
        left join jiancha.effective_effect_rule e on e.pack = d.pack and e.version = v.version and e.level = k.level
        left join jiancha.effective_signal_rule b on b.pack = d.pack and b.version = v.version and b.rule = e.rule
        where f.docket_id = any (fresh)) r;
    perform jiancha._follow_up(i.signal_nos, 'issued', i.issued_at)
    from (
        select array_agg(s.signal_no order by s.signal_no) as signal_nos, s.issued_at
        from jiancha.signal s
        where s.docket_id = any (fresh) and s.issued_at is not null
        group by s.issued_at) i;
end
$$;
comment on function jiancha._signal_raise_statement(text[], name) is
    'Handles the rows of a statement on signal_raise: checks all, makes a docket of kind finding and its card for each, follows up those that go out: the live ones, by an on_effect rule only with the bad effect.';

create function jiancha._reply_rows()
returns table (no bigint, signal_no text, kind text, at timestamptz, text text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.signal_no, b.kind, b.at, b.text, b.document_no
    from rows from (jiancha._buffered() as (signal_no text, kind text, at timestamptz, text text, document_no text, late boolean, after_card boolean)) with ordinality b;
end;
comment on function jiancha._reply_rows() is 'Rows of the statement on signal_reply, numbered as they came.';

create function jiancha._appeal_until(pack text, version integer, issued_at timestamptz, calendar text) returns timestamptz
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    -- a pack that says nothing sets no limit; where the days are not published yet nobody is late
    return (
        select case when (x.due).firm then (x.due).due_at end
        from (
            select jiancha._clock_due(_appeal_until.issued_at, p.value::integer, coalesce(p.unit, 'working_day'), '{}', null, null, c.calendar_code, c.version,
                'last_day') as due
            from jiancha.effective_param p
            join jiancha.calendar c on c.calendar_code = _appeal_until.calendar
            where p.pack = _appeal_until.pack and p.version = _appeal_until.version and p.param = 'appeal_days') x);
end
$$;
comment on function jiancha._appeal_until(text, integer, timestamptz, text) is
    'Instant until which a card issued at an instant can be appealed, exclusive: setting appeal_days of its pack. NULL: no limit is set, or its days are not published yet.';

create function jiancha._card_dockets(signal_nos text[]) returns bigint[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return array(
        with recursive card as (
            select s.docket_id, s.signal_no from jiancha.signal s where s.signal_no = any (signal_nos)
            union
            -- what followed from it is withdrawn with it
            select s.docket_id, s.signal_no from card c join jiancha.signal s on s.cause_no = c.signal_no)
        select c.docket_id from card c
        union
        select k.docket_id from card c join jiancha.docket_key k on k.kind in ('signal', 'report') and k.business_no = c.signal_no
        union
        select i.docket_id from card c join jiancha.inquiry i on i.signal_no = c.signal_no
        order by 1);
end
$$;
comment on function jiancha._card_dockets(text[]) is
    'All dockets that an act upon cards may write to: theirs, those in which they are answered, their inquiries, and the same of the cards that followed from them.';

create function jiancha._signal_reply_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
    fresh bigint[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    dockets := jiancha._card_dockets(array(select distinct r.signal_no from jiancha._reply_rows() r where r.signal_no is not null));
    perform jiancha._lock(dockets);

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(p.no) filter (where not p.known)
    into problem, fresh
    from (
        select r.no, y.known, case
                when y.known then null
                when coalesce(r.signal_no, '') = '' then array['missing_value', 'signal_no', format('(row %s of the statement)', r.no)]
                when coalesce(r.kind, '') not in ('explain', 'rectify', 'appeal')
                    then array['bad_value', 'kind', coalesce(r.kind, 'NULL'), r.signal_no, 'explain, rectify, appeal']
                when r.at is null then array['missing_value', 'at', r.signal_no]
                when btrim(coalesce(r.text, '')) = '' then array['missing_value', 'text', r.signal_no]
                when g.signal_no is null or g.seen_by <> all (orgs)
                    then array['card_not_yours', r.signal_no, caller, array_to_string(orgs, ', ')]
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.signal_no, 'a finite instant']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.signal_no, statement_timestamp()::text]
                when s.state in ('historical', 'trial', 'pending', 'dismissed', 'withdrawn') then array['card_not_issued', r.signal_no, s.state]
                when r.at < s.issued_at then array['act_before_card', r.signal_no, r.at::text, s.issued_at::text]
                when r.kind = 'appeal' and exists (
                        select from jiancha.signal_action a
                        where a.docket_id = g.docket_id and a.rule = g.rule and a.clock = g.clock and a.cycle = g.cycle and a.kind = 'appeal')
                    then array['appeal_again', r.signal_no, s.state]
                when r.at < b.at then array['act_out_of_order', r.signal_no, r.at::text, b.kind, b.at::text]
                when r.kind = 'appeal' and r.at >= jiancha._appeal_until(s.pack, s.rule_version, s.issued_at, g.calendar_code)
                    then array['appeal_too_late', r.signal_no, r.at::text, s.issued_at::text,
                        jiancha._appeal_until(s.pack, s.rule_version, s.issued_at, g.calendar_code)::text]
                when row_number() over (partition by r.signal_no, y.known order by r.no) > 1 then array['acts_in_one_statement', r.signal_no]
            end as problem
        from jiancha._reply_rows() r
        left join jiancha.signal g on g.signal_no = r.signal_no
        left join jiancha.signals s on s.signal_no = r.signal_no
        -- an answer follows the decision that asked for it: dated before, it would stop no clock
        left join lateral (
            select a.kind, a.at from jiancha.signal_action a
            where a.docket_id = g.docket_id and a.rule = g.rule and a.clock = g.clock and a.cycle = g.cycle and a.kind in ('accept', 'reject', 'uphold')
            order by a.at desc, a.seq desc limit 1) b on true
        cross join lateral (
            select exists (
                select from jiancha.signal_action a
                where a.docket_id = g.docket_id and a.rule = g.rule and a.clock = g.clock and a.cycle = g.cycle and a.kind = r.kind and a.at = r.at
                    and (a.text, a.document_no) is not distinct from (r.text, r.document_no)) and (orgs is null or g.seen_by = any (orgs)) as known) y) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is null then
        return;
    end if;

    insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, earned_at, due_at, org_code, text, document_no, actor, actor_org)
    select g.docket_id, g.rule, g.clock, g.cycle, r.kind, r.at, n.level, n.earned_at, n.due_at, g.seen_by, r.text, r.document_no, caller::text, g.seen_by
    from jiancha._reply_rows() r
    join jiancha.signal g on g.signal_no = r.signal_no
    join jiancha.signal_now n on n.docket_id = g.docket_id and n.rule = g.rule and n.clock = g.clock and n.cycle = g.cycle
    where r.no = any (fresh)
    order by r.no;
    perform jiancha._answer_steps(array_agg(r.signal_no), array_agg(r.kind), array_agg(r.at), array_agg(r.text), array_agg(r.document_no), caller)
    from jiancha._reply_rows() r where r.no = any (fresh);
    perform jiancha._touch(array(
        select g.docket_id from jiancha._reply_rows() r join jiancha.signal g on g.signal_no = r.signal_no where r.no = any (fresh)));
end
$$;
comment on function jiancha._signal_reply_statement(text[], name) is
    'Handles the rows of a statement on signal_reply: checks all against the state of the cards, keeps the replies, and enters them as steps where the cards are answered, which stops the clock.';

create function jiancha._touch(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    update jiancha.docket d set revision = d.revision + 1 where d.docket_id = any (dockets);
end
$$;
comment on function jiancha._touch(bigint[]) is 'Raises the revision of locked dockets upon whose cards something was done, so that a REPEATABLE READ writer with an older snapshot fails instead of deciding from half of what happened.';

create function jiancha._decision_rows()
returns table (no bigint, signal_no text, kind text, at timestamptz, reason text, ground text, decision_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.signal_no, b.kind, b.at, b.reason, b.ground, b.decision_no
    from rows from (jiancha._buffered() as (signal_no text, kind text, at timestamptz, reason text, ground text, decision_no text)) with ordinality b;
end;
comment on function jiancha._decision_rows() is 'Rows of the statement on signal_decision, numbered as they came.';

create function jiancha._allowed_decisions(state text, issued boolean, issue text, effect_possible boolean, appeal_open boolean) returns text[]
language sql immutable parallel safe
begin atomic
    select case
        when state in ('historical', 'trial', 'withdrawn', 'dismissed') then '{}'
        when state = 'pending' then array[case issue when 'on_effect' then 'effect' else 'issue' end, 'dismiss']
        when not issued then '{dismiss}'
        when state in ('unfounded', 'exempt') then array['withdraw'] || case when appeal_open then '{uphold}'::text[] else '{}' end
        else array['withdraw', 'exempt']
            || case when state = 'answered' then '{accept,reject}'::text[] else '{}' end
            || case when appeal_open then '{uphold}'::text[] else '{}' end
            || case when effect_possible then '{effect}'::text[] else '{}' end
    end;
end;
comment on function jiancha._allowed_decisions(text, boolean, text, boolean, boolean) is
    'What may be decided about a card: by its state, whether it was issued, how its rule is issued, whether a bad effect can still be recorded, and whether an appeal is open.';

create function jiancha._signal_decision_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
    fresh bigint[];
    own text[] := jiancha._own_orgs(caller);
    -- G-3.1.1: the monitoring room sends out warnings, and decides nothing else
    warned text[] := jiancha._orgs_of(caller, 'jiancha_monitor_');
    gone text[];
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    dockets := jiancha._card_dockets(array(select distinct r.signal_no from jiancha._decision_rows() r where r.signal_no is not null));
    perform jiancha._lock(dockets);
    -- what a late fact took the ground from since the latest sweep does not go out
    gone := array(
        select s.signal_no
        from jiancha._differences(
            array(select distinct s.docket_id from jiancha._decision_rows() r join jiancha.signal s on s.signal_no = r.signal_no where r.kind in ('issue', 'effect')),
            (select max(r.at) from jiancha._decision_rows() r where r.kind in ('issue', 'effect') and isfinite(r.at))) x
        join jiancha.signal s using (docket_id, rule, clock, cycle)
        where x.difference = 'unfounded');

    select ((array_agg(p.problem::text order by p.no) filter (where p.problem is not null))[1])::text[], array_agg(p.no) filter (where not p.known)
    into problem, fresh
    from (
        select r.no, y.known, case
                when y.known then null
                when coalesce(r.signal_no, '') = '' then array['missing_value', 'signal_no', format('(row %s of the statement)', r.no)]
                when coalesce(r.kind, '') not in ('issue', 'dismiss', 'effect', 'accept', 'reject', 'uphold', 'withdraw', 'exempt')
                    then array['bad_value', 'kind', coalesce(r.kind, 'NULL'), r.signal_no, 'issue, dismiss, effect, accept, reject, uphold, withdraw, exempt']
                when r.at is null then array['missing_value', 'at', r.signal_no]
                when btrim(coalesce(r.reason, '')) = '' then array['missing_value', 'reason', r.signal_no]
                when g.signal_no is null or g.seen_by <> all (orgs) and not (r.kind = 'issue' and s.level = 'notice' and g.seen_by = any (warned))
                    then array['unknown_card', r.signal_no, caller, array_to_string(orgs, ', ')]
                when g.seen_by = any (own) then array['own_card', g.seen_by, r.signal_no, caller]
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.signal_no, 'a finite instant']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.signal_no, statement_timestamp()::text]
                when not r.kind = any (w.allowed)
                    then array['decision_state', r.signal_no, r.kind, w.state, coalesce(nullif(array_to_string(w.allowed, ', '), ''), '-')]
                when r.at < coalesce(s.issued_at, g.found_at) then array['act_before_card', r.signal_no, r.at::text, coalesce(s.issued_at, g.found_at)::text]
                when r.kind in ('accept', 'reject', 'uphold') and r.at < b.at then array['act_out_of_order', r.signal_no, r.at::text, b.kind, b.at::text]
                when r.kind in ('uphold', 'withdraw', 'exempt') and jiancha._issued_by(g.signal_no, caller) then array['issuer_decides', r.signal_no, r.kind, caller]
                when r.kind = 'withdraw' and btrim(coalesce(r.decision_no, '')) = '' then array['missing_value', 'decision_no', r.signal_no]
                when r.kind = 'exempt' and e.ground is null
                    then array['unknown_ground', coalesce(r.ground, 'NULL'), r.signal_no, s.pack,
                        (select string_agg(x.ground || ' ' || x.name, ', ' order by x.ground) from jiancha.effective_exempt_rule x
                         where x.pack = s.pack and x.version = s.rule_version)]
                when r.kind <> 'exempt' and r.ground is not null then array['bad_value', 'ground', r.ground, r.signal_no, 'only with kind exempt']
                when row_number() over (partition by r.signal_no, y.known order by r.no) > 1 then array['acts_in_one_statement', r.signal_no]
            end as problem
        from jiancha._decision_rows() r
        left join jiancha.signal g on g.signal_no = r.signal_no
        left join jiancha.signals s on s.signal_no = r.signal_no
        left join jiancha.effective_signal_rule k on k.pack = g.pack and k.version = g.rule_version and k.rule = g.rule
        left join jiancha.effective_exempt_rule e on e.pack = g.pack and e.version = g.rule_version and e.ground = r.ground
        left join jiancha.effective_effect_rule f on f.pack = g.pack and f.version = g.rule_version and f.level = s.level
        -- what is decided about was filed before
        left join lateral (
            select a.kind, a.at from jiancha.signal_action a
            where a.docket_id = g.docket_id and a.rule = g.rule and a.clock = g.clock and a.cycle = g.cycle
                and a.kind = any (case r.kind when 'uphold' then '{appeal}'::text[] else '{explain,rectify}' end)
            order by a.at desc, a.seq desc limit 1) b on true
        cross join lateral (
            select case when g.signal_no = any (gone) then 'unfounded' else s.state end as state,
                jiancha._allowed_decisions(case when g.signal_no = any (gone) then 'unfounded' else s.state end, s.issued_at is not null, k.issue,
                f.rule is not null and not exists (
                    select from jiancha.signal_action a
                    where a.docket_id = g.docket_id and a.rule = g.rule and a.clock = g.clock and a.cycle = g.cycle and a.kind = 'effect'), s.points_rest) as allowed) w
        cross join lateral (
            select exists (
                select from jiancha.signal_action a
                where a.docket_id = g.docket_id and a.rule = g.rule and a.clock = g.clock and a.cycle = g.cycle and a.kind = r.kind and a.at = r.at
                    and (a.text, a.ground, a.decision_no) is not distinct from (r.reason, r.ground, r.decision_no))
                and (orgs is null or g.seen_by = any (orgs || warned)) as known) y) p;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if fresh is null then
        return;
    end if;
    perform jiancha._decide(dockets, array_agg(r.signal_no order by r.no), array_agg(r.kind order by r.no), array_agg(r.at order by r.no),
        array_agg(r.reason order by r.no), array_agg(r.ground order by r.no), array_agg(r.decision_no order by r.no), caller, array_to_string(own, ','))
    from jiancha._decision_rows() r where r.no = any (fresh);
end
$$;
comment on function jiancha._signal_decision_statement(text[], name) is
    'Handles the rows of a statement on signal_decision: locks all that they may touch, checks them against the states of the cards, carries them out.';

create function jiancha._issued_by(signal_no text, caller name) returns boolean
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return exists (
            select from jiancha.signal s
            join jiancha.signal_action a using (docket_id, rule, clock, cycle)
            -- a card that followed from a bad effect was issued by who recorded that
            where (s.signal_no = _issued_by.signal_no and a.kind in ('issue', 'effect')
                or s.signal_no = (select g.cause_no from jiancha.signal g where g.signal_no = _issued_by.signal_no and g.origin = 'manual') and a.kind = 'effect')
                and a.actor = caller::text)
        or exists (
            select from jiancha.signal s
            join jiancha.finding f using (docket_id, rule)
            where s.signal_no = _issued_by.signal_no and s.clock = 'manual' and f.actor = caller::text);
end
$$;
comment on function jiancha._issued_by(text, name) is 'Whether a role raised a card, confirmed it, or recorded the bad effect it follows from: then another must decide about it.';

create function jiancha._decide(dockets bigint[], signal_nos text[], kinds text[], ats timestamptz[], reasons text[], grounds text[], decision_nos text[], caller name,
    caller_org text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    acts bigint[];
    reds text[];
begin
    -- what falls with a withdrawn card falls by the same decision
    with recursive decided as (
        select r.signal_no, r.kind, r.at, r.reason, r.ground, r.decision_no
        from unnest(signal_nos, kinds, ats, reasons, grounds, decision_nos) r (signal_no, kind, at, reason, ground, decision_no)
        union
        select s.signal_no, w.kind, w.at, w.reason, w.ground, w.decision_no
        from decided w join jiancha.signal s on s.cause_no = w.signal_no
        where w.kind = 'withdraw'
            and not exists (
                select from jiancha.signal_action a
                where a.docket_id = s.docket_id and a.rule = s.rule and a.clock = s.clock and a.cycle = s.cycle and a.kind in ('withdraw', 'dismiss'))),
    acted as (
        insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, earned_at, due_at, org_code, text, ground, decision_no, actor, actor_org)
        select distinct on (s.signal_no) s.docket_id, s.rule, s.clock, s.cycle, d.kind, d.at, n.level, n.earned_at, n.due_at, s.seen_by, d.reason, d.ground,
            d.decision_no, caller::text, caller_org
        from decided d
        join jiancha.signal s on s.signal_no = d.signal_no
        join jiancha.signal_now n on n.docket_id = s.docket_id and n.rule = s.rule and n.clock = s.clock and n.cycle = s.cycle
        order by s.signal_no, d.at
        returning seq)
    select array_agg(a.seq) into acts from acted a;

    -- a bad effect of a card that is out gives the further card, unless one stands already (A18)
    select array_agg(a.signal_no) into reds
    from (
        select array_agg(x.docket_id) as dockets, array_agg(x.rule) as rules, array_agg(x.cycle) as cycles, array_agg(x.business_no) as nos,
            array_agg(x.level) as levels, array_agg(x.org_code) as orgs, array_agg(x.at) as ats, array_agg(true) as live, array_agg(x.pack) as packs,
            array_agg(x.rule_version) as versions, array_agg(x.signal_no) as causes
        from (
            select distinct on (g.docket_id, e.rule) g.docket_id, e.rule, g.business_no, b.level, g.seen_by as org_code, r.at, g.pack, g.rule_version, g.signal_no,
                1 + (select count(*) from jiancha.signal o
                     where o.docket_id = g.docket_id and o.rule = e.rule and o.clock = 'manual')::integer as cycle
            from unnest(signal_nos, kinds, ats) r (signal_no, kind, at)
            join jiancha.signal g on g.signal_no = r.signal_no
            join jiancha.signals s on s.signal_no = r.signal_no
            join jiancha.effective_effect_rule e on e.pack = g.pack and e.version = g.rule_version and e.level = s.level
            join jiancha.effective_signal_rule b on b.pack = g.pack and b.version = g.rule_version and b.rule = e.rule
            -- a pending card goes out by it and gives no other
            where r.kind = 'effect' and (g.issued_at is not null or exists (
                select from jiancha.signal_action i
                where i.docket_id = g.docket_id and i.rule = g.rule and i.clock = g.clock and i.cycle = g.cycle and i.kind = 'issue'))
                and not exists (
                    select from jiancha.signals o
                    where o.docket_id = s.docket_id and o.state not in ('withdrawn', 'dismissed', 'unfounded')
                        -- by this cause, or by the time that ran on of the same clock
                        and (o.rule = e.rule or (o.level = b.level and o.due_at is not null and o.clock = g.clock and o.cycle = g.cycle)))
            order by g.docket_id, e.rule, r.at) x
        having count(*) > 0) y
    cross join lateral jiancha._add_signals(y.dockets, y.rules, y.cycles, y.nos, y.levels, y.orgs, y.ats, y.live, y.packs, y.versions, y.causes) a;
    insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, earned_at, due_at, org_code, text, actor, actor_org)
    select g.docket_id, g.rule, g.clock, g.cycle, 'escalate', o.earned_at, n.level, n.earned_at, n.due_at, g.seen_by, o.signal_no, caller::text, caller_org
    from jiancha.signal o
    join jiancha.signal g on g.signal_no = o.cause_no
    join jiancha.signal_now n on n.docket_id = g.docket_id and n.rule = g.rule and n.clock = g.clock and n.cycle = g.cycle
    where o.signal_no = any (reds);

    -- the docket in which the card is answered: a rejection starts its clock anew, an acceptance, a withdrawal or an exemption ends it
    perform jiancha._answer_steps(array_agg(x.signal_no), array_agg(x.step), array_agg(x.at), array_agg(x.text), array_agg(x.decision_no), caller)
    from (
        select s.signal_no, a.at, a.text, a.decision_no,
            case a.kind when 'accept' then 'accept_reply' when 'reject' then 'reject_reply' when 'uphold' then 'reject_reply' when 'exempt' then 'terminate'
                else 'void' end as step
        from jiancha.signal_action a
        join jiancha.signal s using (docket_id, rule, clock, cycle)
        where a.docket_id = any (dockets) and a.seq = any (acts) and a.kind in ('accept', 'reject', 'uphold', 'exempt', 'withdraw')) x;
    perform jiancha._touch(array(select a.docket_id from jiancha.signal_action a where a.docket_id = any (dockets) and a.seq = any (acts)));

    -- by instant and decision, since letters and notices bear them
    perform jiancha._withdrawn(x.signal_nos, x.decision_no, x.reason, x.at)
    from (
        select array_agg(s.signal_no order by s.signal_no) as signal_nos, a.decision_no, a.text as reason, a.at
        from jiancha.signal_action a
        join jiancha.signal s using (docket_id, rule, clock, cycle)
        where a.docket_id = any (dockets) and a.seq = any (acts) and a.kind = 'withdraw'
        group by a.decision_no, a.text, a.at) x;
    perform jiancha._follow_up(x.signal_nos, 'issued', x.at)
    from (
        select array_agg(s.signal_no order by s.signal_no) as signal_nos, a.at
        from jiancha.signal_action a
        join jiancha.signal s using (docket_id, rule, clock, cycle)
        where a.docket_id = any (dockets) and a.seq = any (acts) and a.kind in ('issue', 'effect') and s.issued_at is null
        group by a.at) x;
    perform jiancha._follow_up(i.signal_nos, 'issued', i.issued_at)
    from (
        select array_agg(s.signal_no order by s.signal_no) as signal_nos, s.issued_at
        from jiancha.signal s where s.signal_no = any (reds) group by s.issued_at) i;
end
$$;
comment on function jiancha._decide(bigint[], text[], text[], timestamptz[], text[], text[], text[], name, text) is
    'Carries out decisions that were checked, one a place of the arrays, with all that follows from them; dockets: all they may write to, locked.';

create function jiancha._withdrawn(signal_nos text[], decision_no text, reason text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[];
begin
    perform jiancha._void_letters(signal_nos, decision_no, reason, as_of);
    -- the inquiry ends; a measure ends by its view, which looks at the card
    select array_agg(d.docket_id order by d.docket_id) into dockets
    from jiancha.inquiry i join jiancha.docket d using (docket_id)
    where i.signal_no = any (signal_nos) and d.closed_at is null;
    if dockets is not null then
        insert into jiancha.step (docket_id, kind, at, at_precision, actor, reason, document_no, org_code, revision)
        select d.docket_id, 'void', _withdrawn.as_of, 'minute', current_user::text, _withdrawn.reason, _withdrawn.decision_no, d.org_code, d.revision + 1
        from jiancha.docket d where d.docket_id = any (dockets);
        perform jiancha._derive(dockets);
    end if;
    perform jiancha._attempt('notice', signal_nos, 'withdrawn', as_of);
end
$$;
comment on function jiancha._withdrawn(text[], text, text, timestamptz) is
    'What falls with withdrawn cards, whose dockets are locked: letters are marked void, inquiries end, who was told of the card is told.';

create function jiancha.preview_exempt_bulk(from_at timestamptz, until_at timestamptz, org_codes text[], ground text)
returns table (signal_no text, case_no text, org_code text, level text, rule text, earned_at timestamptz, state text, obstacle text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    if from_at is null or until_at is null or not isfinite(from_at) or not isfinite(until_at) or from_at >= until_at then
        perform jiancha._raise('bad_interval', coalesce(from_at::text, 'NULL'), coalesce(until_at::text, 'NULL'));
    end if;
    perform jiancha._raise('unknown_org', o, 'exempt_bulk')
    from unnest(org_codes) o
    where not exists (select from jiancha.org_version v where v.org_code = o);
    return query
    select s.signal_no, s.case_no, s.org_code, s.level, s.rule, s.earned_at, s.state,
        case
            when s.org_code = any (jiancha._own_orgs(current_user)) then 'own organisation'
            when jiancha._issued_by(s.signal_no, current_user) then 'issued by you'
            when e.ground is null then 'ground not in its pack'
            when s.state = 'exempt' then 'exempt already'
            when s.state = 'unfounded' then 'unfounded'
        end
    from jiancha.signals s
    left join jiancha.effective_exempt_rule e on e.pack = s.pack and e.version = s.rule_version and e.ground = preview_exempt_bulk.ground
    where s.earned_at >= from_at and s.earned_at < until_at and s.issued_at is not null and s.state not in ('withdrawn', 'dismissed')
        and (org_codes is null or s.org_code = any (org_codes))
        and (pg_has_role(current_user, (select c.relowner from pg_class c where c.oid = 'jiancha.docket'::regclass), 'usage')
            or s.org_code = any (jiancha._orgs_of(current_user, 'jiancha_supervise_')))
    order by s.earned_at, s.signal_no;
end
$$;
comment on function jiancha.preview_exempt_bulk(timestamptz, timestamptz, text[], text) is
    'Cards that exempt_bulk() would exempt: issued ones earned in [from_at, until_at) of the organisations given (NULL: all the caller supervises). obstacle: why one would be left out; NULL: nothing. Errors: JC004 unknown organisation, JC005 bad interval.';

create function jiancha.exempt_bulk(from_at timestamptz, until_at timestamptz, org_codes text[], ground text, decision_no text, reason text, at timestamptz)
returns table (signal_no text, case_no text, org_code text, level text, rule text, earned_at timestamptz)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    nos text[];
begin
    if btrim(coalesce(exempt_bulk.decision_no, '')) = '' then
        perform jiancha._raise('missing_value', 'decision_no', 'exempt_bulk');
    end if;
    select array_agg(p.signal_no order by p.signal_no) into nos
    from jiancha.preview_exempt_bulk(exempt_bulk.from_at, exempt_bulk.until_at, exempt_bulk.org_codes, exempt_bulk.ground) p
    where p.obstacle is null;
    insert into jiancha.signal_decision (signal_no, kind, at, reason, ground, decision_no)
    select n, 'exempt', exempt_bulk.at, exempt_bulk.reason, exempt_bulk.ground, exempt_bulk.decision_no from unnest(nos) n;
    return query
    select s.signal_no, s.case_no, s.org_code, s.level, s.rule, s.earned_at
    from jiancha.signals s where s.signal_no = any (nos) order by s.signal_no;
end
$$;
comment on function jiancha.exempt_bulk(timestamptz, timestamptz, text[], text, text, text, timestamptz) is
    'Exempts by one decision the cards that preview_exempt_bulk() lists without an obstacle: for an outage of the platform (ground platform_outage). Inserts into signal_decision with the caller''s rights and returns the cards. Errors: as preview_exempt_bulk() and signal_decision.';
