-- What becomes of a card once it is issued or marked: its letter and its notices, the clock by which it must be answered, the inquiry it opens.

create function jiancha._follow_up(signal_nos text[], what text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if what = 'issued' then
        perform jiancha._attempt('letter', signal_nos, what, as_of);
        perform jiancha._open_answers(signal_nos, as_of);
        perform jiancha._open_inquiries(signal_nos, as_of);
    else
        perform jiancha._follow_marks(signal_nos, what, as_of);
        if what = 'moved' then
            -- the organisation that a card came to gets the letter as the first one did
            perform jiancha._attempt('letter', array_agg(s.signal_no), what, as_of)
            from jiancha.signal s where s.signal_no = any (signal_nos) and s.seen_by <> s.org_code
            having count(*) > 0;
        end if;
    end if;
    perform jiancha._attempt('notice', signal_nos, what, as_of);
end
$$;
comment on function jiancha._follow_up(text[], text, timestamptz) is
    'What follows when cards were issued or marked (what: issued, unfounded, reinstated, moved), in the same transaction: letters, the dockets in which they are answered, inquiries, notices. Called with the dockets locked.';

create function jiancha._docket_base() returns bigint
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return (select (s.region::bigint << 43) | (s.node::bigint << 35) from jiancha.record_state s);
end
$$;
comment on function jiancha._docket_base() is 'Upper 28 bits of the docket ids made here: region and node.';

create function jiancha._open_answers(signal_nos text[], as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    fresh bigint[];
begin
    with card as materialized (
        select s.signal_no, s.docket_id, s.seen_by, s.pack, s.rule_version, s.rule, s.level, s.calendar_code
        from jiancha.signal s
        where s.signal_no = any (signal_nos)
            -- the duty to answer is one, whatever the level became
            and not exists (select from jiancha.docket_key x where x.kind in ('signal', 'report') and x.business_no = s.signal_no)),
    -- the rules are asked once for each sort of card, not for each card
    duty as materialized (
        select c.pack, c.rule_version, c.rule, c.level, k.docket_kind
        from (select distinct q.pack, q.rule_version, q.rule, q.level from card q) c
        join jiancha.effective_signal_rule r on r.pack = c.pack and r.version = c.rule_version and r.rule = c.rule
        -- a card that was raised with its bad effect is answered as the rule says that the effect leads to
        left join jiancha.effective_effect_rule e on c.level <> r.level and e.pack = r.pack and e.version = r.version and e.level = r.level
        left join jiancha.effective_signal_rule b on b.pack = e.pack and b.version = e.version and b.rule = e.rule
        join jiancha.effective_clock_rule k on k.pack = r.pack and k.version = r.version
            and k.clock = case when e.rule is null then r.answer_clock else b.answer_clock end),
    wanted as materialized (
        select s.signal_no, y.docket_kind as kind, s.seen_by as org_code, d.matter_code, d.matter_version, s.pack, s.calendar_code,
            jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from card s
        join duty y using (pack, rule_version, rule, level)
        join jiancha.docket d on d.docket_id = s.docket_id),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select w.kind, w.signal_no, w.docket_id from wanted w order by w.signal_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code,
            received_at, state)
        select w.docket_id, w.kind, w.signal_no, w.org_code, w.org_code, w.matter_code, w.matter_version, w.pack, w.calendar_code,
            _open_answers.as_of, 'received'
        from wanted w join numbered n using (docket_id)
        returning docket_id)
    select array_agg(n.docket_id) into fresh from numbered n;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._open_answers(text[], timestamptz) is
    'Opens a docket, numbered as the card, for each issued card whose rule names an answer clock: of kind signal or report, as the clock is. The clock starts with the step delivered.';

create function jiancha._answer_docket(signal_nos text[]) returns bigint[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return array(
        select k.docket_id from jiancha.docket_key k
        where k.kind in ('signal', 'report') and k.business_no = any (signal_nos)
        order by k.docket_id);
end
$$;
comment on function jiancha._answer_docket(text[]) is 'Dockets in which cards are answered.';

create function jiancha._answer_steps(signal_nos text[], kinds text[], ats timestamptz[], texts text[], document_nos text[], actor name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[] := jiancha._answer_docket(signal_nos);
begin
    if cardinality(dockets) = 0 then
        return;
    end if;
    perform jiancha._lock(dockets);
    insert into jiancha.step (docket_id, kind, at, at_precision, actor, opinion, document_no, org_code, revision)
    select distinct d.docket_id, r.kind, r.at, 'minute', _answer_steps.actor::text, r.text, r.document_no, d.org_code, d.revision + 1
    from unnest(signal_nos, kinds, ats, texts, document_nos) r (signal_no, kind, at, text, document_no)
    join jiancha.docket_key k on k.kind in ('signal', 'report') and k.business_no = r.signal_no
    join jiancha.docket d on d.docket_id = k.docket_id
    where not exists (
        select from jiancha.step s
        where s.docket_id = d.docket_id and s.kind = r.kind and s.at = r.at
            and (s.opinion, s.document_no) is not distinct from (r.text, r.document_no));
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._answer_steps(text[], text[], timestamptz[], text[], text[], name) is
    'Enters steps into the dockets in which cards are answered, a step a place of the arrays; cards that need no answer are passed over, a step that is there already too.';

create function jiancha._answer_step(signal_nos text[], kind text, at timestamptz, text text default null, document_no text default null,
    actor name default current_user) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._answer_steps(array_agg(n), array_agg(_answer_step.kind), array_agg(_answer_step.at), array_agg(_answer_step.text),
        array_agg(_answer_step.document_no), _answer_step.actor)
    from unnest(signal_nos) n;
end
$$;
comment on function jiancha._answer_step(text[], text, timestamptz, text, text, name) is
    'Enters the same step into the dockets in which several cards are answered: delivered starts the clock.';

create function jiancha._follow_marks(signal_nos text[], what text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[] := jiancha._answer_docket(signal_nos);
begin
    if cardinality(dockets) = 0 then
        return;
    end if;
    perform jiancha._lock(dockets);
    if what = 'unfounded' then
        -- what is not earned need not be answered; the number lets the step be taken back
        insert into jiancha.step (docket_id, step_no, kind, at, at_precision, actor, reason, data, org_code, revision)
        select d.docket_id, least((select min(s.step_no) from jiancha.step s where s.docket_id = d.docket_id), 0) - 1, 'void', _follow_marks.as_of, 'minute',
            current_user::text, what, '{"mark": "unfounded"}', d.org_code, d.revision + 1
        from jiancha.docket d where d.docket_id = any (dockets);
    elsif what = 'reinstated' then
        insert into jiancha.step (docket_id, step_no, kind, at, at_precision, actor, reason, corrects, org_code, revision)
        select d.docket_id, least((select min(s.step_no) from jiancha.step s where s.docket_id = d.docket_id), 0) - 1, 'cancel_step', _follow_marks.as_of, 'minute',
            current_user::text, what, v.step_no, d.org_code, d.revision + 1
        from jiancha.docket d
        join jiancha.effective_step v on v.docket_id = d.docket_id and v.kind = 'void' and v.data ->> 'mark' = 'unfounded'
        where d.docket_id = any (dockets);
    elsif what = 'moved' then
        -- the card went to another organisation: so does the duty to answer
        insert into jiancha.step (docket_id, kind, at, at_precision, actor, reason, data, org_code, revision)
        select d.docket_id, 'transfer', _follow_marks.as_of, 'minute', current_user::text, what, jsonb_build_object('to_org', s.seen_by), d.org_code, d.revision + 1
        from jiancha.docket d
        join jiancha.signal s on s.signal_no = d.business_no
        where d.docket_id = any (dockets) and s.seen_by <> d.org_code;
    end if;
    perform jiancha._derive(dockets);
end
$$;
comment on function jiancha._follow_marks(text[], text, timestamptz) is
    'Brings the dockets in which cards are answered in line with a mark of the engine: unfounded ends them, reinstated opens them again, moved hands them to the card''s organisation.';

create function jiancha._add_inquiries(signal_nos text[], inquiry_nos text[], ats timestamptz[], actor name, actor_org text) returns bigint[]
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    fresh bigint[];
begin
    with wanted as materialized (
        select r.inquiry_no, r.at, s.signal_no, s.seen_by as org_code, n.level, s.pack, s.rule_version, s.calendar_code, d.matter_code, d.matter_version,
            jiancha._docket_base() | nextval('jiancha.docket_seq') as docket_id
        from unnest(signal_nos, inquiry_nos, ats) r (signal_no, inquiry_no, at)
        join jiancha.signal s on s.signal_no = r.signal_no
        join jiancha.signal_now n using (docket_id, rule, clock, cycle)
        join jiancha.docket d on d.docket_id = s.docket_id),
    numbered as (
        insert into jiancha.docket_key (kind, business_no, docket_id)
        select 'inquiry', w.inquiry_no, w.docket_id from wanted w order by w.inquiry_no
        on conflict on constraint docket_key_pkey do nothing
        returning docket_id),
    dockets as (
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code,
            received_at, state)
        select w.docket_id, 'inquiry', w.inquiry_no, w.org_code, w.org_code, w.matter_code, w.matter_version, w.pack, w.calendar_code, w.at, 'received'
        from wanted w join numbered using (docket_id)),
    details as (
        insert into jiancha.inquiry (docket_id, inquiry_no, signal_no, org_code, level, pack, rule_version, opened_at, actor, actor_org)
        select w.docket_id, w.inquiry_no, w.signal_no, w.org_code, w.level, w.pack, w.rule_version, w.at,
            _add_inquiries.actor::text, _add_inquiries.actor_org
        from wanted w join numbered using (docket_id))
    select array_agg(n.docket_id) into fresh from numbered n;
    return fresh;
end
$$;
comment on function jiancha._add_inquiries(text[], text[], timestamptz[], name, text) is
    'Makes dockets of kind inquiry, one a place of the arrays, where the number is free; returns them, NULL: none. The caller derives them.';

create function jiancha._open_inquiries(signal_nos text[], as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    fresh bigint[];
begin
    select jiancha._add_inquiries(array_agg(s.signal_no), array_agg(s.signal_no), array_agg(_open_inquiries.as_of), current_user, null) into fresh
    from jiancha.signal s
    join jiancha.effective_procedure_rule r on r.pack = s.pack and r.version = s.rule_version and r.docket_kind = 'inquiry' and r.kind = 'received'
        and s.level = any (r.opens_on)
    where s.signal_no = any (signal_nos)
    having count(*) > 0;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._open_inquiries(text[], timestamptz) is
    'Opens an inquiry, numbered as the card, for each issued card of a level that the procedure of its pack says opens one (Z-17).';

create function jiancha._card_no(org_code text, year integer, number bigint) returns text
language sql stable parallel safe
begin atomic
    select org_code || '-' || year || '-' || to_char(number, 'FM99999999900000');
end;
comment on function jiancha._card_no(text, integer, bigint) is 'Number of a card for people: organisation, year found, running number of five digits or more.';

create function jiancha._add_signals(dockets bigint[], rules text[], cycles integer[], business_nos text[], levels text[], org_codes text[], ats timestamptz[],
    live boolean[], packs text[], versions integer[], cause_nos text[]) returns table (docket_id bigint, rule text, cycle integer, signal_no text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    perform jiancha._refuse_copy();
    return query
    with wanted as materialized (
        select w.*, d.calendar_code, c.version as calendar_version, d.revision, extract(year from w.at at time zone c.time_zone)::integer as year
        from unnest(dockets, rules, cycles, business_nos, levels, org_codes, ats, live, packs, versions, cause_nos)
            w (docket_id, rule, cycle, business_no, level, org_code, at, live, pack, version, cause_no)
        join jiancha.docket d on d.docket_id = w.docket_id
        join jiancha.calendar c on c.calendar_code = d.calendar_code),
    numbers as (
        insert into jiancha.signal_counter as n (org_code, year, last_no)
        select w.org_code, w.year, count(*) from wanted w group by w.org_code, w.year order by w.org_code, w.year
        on conflict on constraint signal_counter_pkey do update set last_no = n.last_no + excluded.last_no
        returning n.org_code, n.year, n.last_no)
    insert into jiancha.signal as s (docket_id, rule, clock, cycle, signal_no, business_no, level, origin, org_code, seen_by, earned_at, found_at, issued_at,
        calendar_code, calendar_version, pack, rule_version, revision, cause_no)
    select w.docket_id, w.rule, 'manual', w.cycle,
        jiancha._card_no(w.org_code, w.year, n.last_no - count(*) over (partition by w.org_code, w.year)
            + row_number() over (partition by w.org_code, w.year order by w.at, w.docket_id, w.rule)),
        w.business_no, w.level, 'manual', w.org_code, w.org_code, w.at, w.at, case when w.live then w.at end,
        w.calendar_code, w.calendar_version, w.pack, w.version, w.revision, w.cause_no
    from wanted w join numbers n on n.org_code = w.org_code and n.year = w.year
    returning s.docket_id, s.rule, s.cycle, s.signal_no;
end
$$;
comment on function jiancha._add_signals(bigint[], text[], integer[], text[], text[], text[], timestamptz[], boolean[], text[], integer[], text[]) is
    'Writes cards of origin manual, one a place of the arrays, numbered by organisation and year; live ones are issued at once. The caller holds the dockets'' locks and follows up.';
