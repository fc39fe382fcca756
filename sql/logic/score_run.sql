-- From facts to scores. Nothing is stored here: the same facts give the same digits whenever it is asked.

create function jiancha._score_bounds(first_day date, last_day date, out calendar text, out version integer, out from_at timestamptz, out to_at timestamptz)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    select c.calendar_code, c.version into calendar, version
    from jiancha.record_state s join jiancha.calendar c using (calendar_code);
    from_at := jiancha._start_of_day(first_day, calendar, version);
    to_at := jiancha._start_of_day(last_day + 1, calendar, version);
end
$$;
comment on function jiancha._score_bounds(date, date) is 'The instants [from_at, to_at) of days first_day to last_day in the calendar of the records.';

create function jiancha._score_cards(kinds text[], from_at timestamptz, to_at timestamptz, by_issue boolean, signed text[])
returns table (org_code text, signal_no text, rule text, level text, at timestamptz, staff_code text)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp
    -- how many cards a month has decides how they are joined
    set plan_cache_mode = force_custom_plan set jit = off as $$
#variable_conflict use_column
begin
    return query
    with card as materialized (
        select c.docket_id, c.org_code, c.signal_no, c.rule, c.level, c.earned_at, case when by_issue then c.issued_at else c.earned_at end as at
        from jiancha.score_card c
        where c.docket_kind = any (kinds)
            and (case when by_issue then c.issued_at else c.earned_at end) >= _score_cards.from_at
            and (case when by_issue then c.issued_at else c.earned_at end) < _score_cards.to_at),
    -- whose hand the case was in: who signed last before it was earned
    hand as (
        select distinct on (c.docket_id, c.signal_no) c.docket_id, c.signal_no, e.staff_code
        from card c
        join jiancha.effective_step e on e.docket_id = c.docket_id and e.staff_code is not null and e.at <= c.earned_at
        where c.level = any (signed)
        order by c.docket_id, c.signal_no, e.at desc, e.seq desc)
    select c.org_code, c.signal_no, c.rule, c.level, c.at, coalesce(h.staff_code, f.staff_code)
    from card c
    left join hand h on h.docket_id = c.docket_id and h.signal_no = c.signal_no
    left join jiancha.case_file f on f.docket_id = c.docket_id and c.level = any (signed);
end
$$;
comment on function jiancha._score_cards(text[], timestamptz, timestamptz, boolean, text[]) is
    'Cards that count (score_card) of dockets of some kinds, earned, or with by_issue issued, in [from_at, to_at). staff_code: who signed the case last before it was earned, else who received it; of cards of the levels signed alone, NULL for others.';

create function jiancha._score_lines(scheme text, version integer, first_day date, last_day date, cycle text, with_staff boolean default true)
returns table (subject text, org_code text, staff_code text, dimension integer, indicator text, points numeric, quantity integer,
    evidence_kind text, evidence_no text, happened_on date)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp
    -- planning it takes as long as a month of cards: once for a session; cards come from a function that plans its own
    set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    span record;
    setting jsonb;
    scope text;
    kinds text[];
begin
    if _score_lines.cycle = 'month' then
        select * into span from jiancha._score_bounds(_score_lines.first_day, _score_lines.last_day);
        select jsonb_object_agg(e.param, e.value) into setting
        from jiancha.effective_score_param e where (e.scheme, e.version) = (_score_lines.scheme, _score_lines.version);
        scope := setting ->> 'consec_scope';
        select s.docket_kinds into kinds from jiancha.score_scheme s where (s.scheme, s.version) = (_score_lines.scheme, _score_lines.version);

        return query
        with card as materialized (
            select c.org_code, c.signal_no, c.rule, c.level, c.at, c.staff_code,
                jiancha._local_date(c.at, span.calendar, span.version) as on_day
            from jiancha._score_cards(kinds, span.from_at, span.to_at, coalesce(setting ->> 'card_month' = 'issued', false),
                (case when with_staff then '{notice,yellow,red,anomaly}' when scope = 'handler' then '{notice}' else '{}' end)::text[]) c),
        mark as materialized (
            select i.* from jiancha.effective_indicator i
            where (i.scheme, i.version) = (_score_lines.scheme, _score_lines.version) and i.cycle = 'month'
                and (i.measure in ('signal', 'consecutive', 'promise') or (i.measure = 'incomplete' and i.level is not null))),
        touch as materialized (
            select r.rule, (
                select t.dimensions from jiancha.effective_score_touch t
                where (t.scheme, t.version) = (_score_lines.scheme, _score_lines.version) and starts_with(r.rule, t.rule)
                order by length(t.rule) desc limit 1) as dimensions
            from (select distinct c.rule from card c) r)
        -- 红黄牌: an event that touches several dimensions deducts in each
        select 'both', c.org_code, c.staff_code, d.dimension, m.indicator, m.points, 1, 'signal', c.signal_no, c.on_day
        from card c
        join mark m on m.measure = 'signal' and m.level = c.level
        join touch t on t.rule = c.rule
        cross join lateral unnest(coalesce(nullif(m.dimensions, '{}'), t.dimensions,
            -- a rule that no row fits is not guessed at
            case when jiancha._raise('score_no_touch', c.rule, _score_lines.scheme, _score_lines.version::text)::text is null then '{}'::integer[] end)) d (dimension)
        union all
        select 'both', c.org_code, c.staff_code, null, m.indicator, 0, 1, 'signal', c.signal_no, c.on_day
        from card c join mark m on m.measure = 'incomplete' and m.level = c.level
        union all
        -- 连续预警: notices of one handler, or one organisation, with no normal completion between them
        select 'both', n.org_code, n.staff_code, d.dimension, n.indicator, n.points, n.runs, 'signal', n.signal_no, n.on_day
        from (
            select n.*, row_number() over (partition by n.indicator, n.org_code, n.handler, n.stretch order by n.at, n.signal_no) as place
            from (
                select n.*, sum(n.broken) over (partition by n.indicator, n.org_code, n.handler order by n.at, n.signal_no) as stretch
                from (
                    select n.*, case when n.notices >= n.runs and n.before < n.at and exists (
                            -- ended in between, in the same hand, and never earned a card that stands
                            select from jiancha.docket d
                            where d.org_code = n.org_code and d.closed_at > n.before and d.closed_at < n.at and d.state = 'closed' and d.kind = any (kinds)
                                and (scope <> 'handler' or n.handler is not distinct from (
                                    select e.staff_code from jiancha.effective_step e
                                    where e.docket_id = d.docket_id and e.staff_code is not null and e.at <= d.closed_at
                                    order by e.at desc, e.seq desc limit 1))
                                and not exists (select from jiancha.signal_now x where x.docket_id = d.docket_id and x.mark <> 'unfounded'))
                            then 1 else 0 end as broken
                    from (
                        select m.indicator, m.points, m.runs, m.dimensions, c.org_code, c.staff_code, h.handler, c.signal_no, c.at, c.on_day,
                            count(*) over (partition by m.indicator, c.org_code, h.handler) as notices,
                            lag(c.at) over (partition by m.indicator, c.org_code, h.handler order by c.at, c.signal_no) as before
                        from card c
                        join mark m on m.measure = 'consecutive' and c.level = 'notice'
                        cross join lateral (select case when scope = 'handler' then c.staff_code end as handler) h) n) n) n) n
        cross join lateral unnest(n.dimensions) d (dimension)
        where n.place % n.runs = 0
        union all
        select 'org', p.org_code, null, d.dimension, m.indicator,
            jiancha.score_step_points(p.cut, p.statutory_limit, m.from_share, m.step, m.points, m.step_points, m.most), 1, 'matter', p.matter_code, _score_lines.last_day
        from mark m
        cross join lateral jiancha._promise_cut(_score_lines.last_day) p
        cross join lateral unnest(m.dimensions) d (dimension)
        where m.measure = 'promise' and coalesce(setting ->> 'speed_bonus', 'on') = 'on'
            and jiancha.score_step_points(p.cut, p.statutory_limit, m.from_share, m.step, m.points, m.step_points, m.most) > 0
        union all
        select * from jiancha._score_complaints(_score_lines.scheme, _score_lines.version, span.from_at, span.to_at)
        where 'complaint' = any (kinds)
        union all
        select * from jiancha._score_surveys(_score_lines.scheme, _score_lines.version, _score_lines.last_day, span.from_at, span.to_at);
    end if;

    return query
    select 'both', e.org_code, e.staff_code, d.dimension, i.indicator,
        case when i.measure = 'incomplete' then 0 else coalesce(i.points, e.points) * e.quantity end, e.quantity, e.evidence_kind, e.evidence_no, e.happened_on
    from jiancha.effective_score_entry e
    join jiancha.effective_indicator i on (i.scheme, i.version, i.indicator) = (_score_lines.scheme, _score_lines.version, e.indicator)
        and i.cycle = _score_lines.cycle and i.measure in ('entry', 'incomplete')
    cross join lateral unnest(case when cardinality(i.dimensions) = 0 then array[null]::integer[] else i.dimensions end) d (dimension)
    where e.scheme = _score_lines.scheme and e.happened_on between _score_lines.first_day and _score_lines.last_day;
end
$$;
comment on function jiancha._score_lines(text, integer, date, date, text, boolean) is
    'Every point of a period with its evidence. subject: whose score it enters, both, org or staff. dimension NULL: incomplete data (quantity records), or the annual total. A run of twice as many notices counts twice; its evidence is the last one. with_staff false leaves staff_code out where only people are asked for it. Errors: JC009 a card whose rule touches no dimension.';

create function jiancha._promise_cut(on_day date) returns table (org_code text, matter_code text, cut bigint, statutory_limit bigint)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- all statutory limits of matters that are carried out: the least cut decides; a matter without a promise in the unit of its limit has none
    select distinct on (m.org_code) m.org_code, m.matter_code,
        case when m.promised_limit <= m.statutory_limit and m.promised_unit = m.statutory_unit then m.statutory_limit - m.promised_limit else 0 end::bigint,
        m.statutory_limit::bigint
    from (
        select distinct on (v.matter_code) v.matter_code, v.org_code, v.state, l.promised_limit, l.promised_unit, l.statutory_limit, l.statutory_unit
        from jiancha.matter_version v join jiancha.matter_limit l using (matter_code, version)
        where v.valid_from <= on_day
        order by v.matter_code, v.valid_from desc) m
    where m.statutory_limit is not null and m.state = 'active'
        -- an organisation that has ended promises nothing: a bonus would assess it again
        and 'ended' is distinct from (
            select o.state from jiancha.org_version o where o.org_code = m.org_code and o.valid_from <= on_day order by o.valid_from desc limit 1)
    order by m.org_code,
        case when m.promised_limit <= m.statutory_limit and m.promised_unit = m.statutory_unit
            then (m.statutory_limit - m.promised_limit)::numeric / m.statutory_limit else 0 end, m.matter_code
$$;
comment on function jiancha._promise_cut(date) is
    'Of each organisation the active matter whose promise shortens its statutory limit least, as in force on a day: cut of statutory_limit units, 0 without a promise.';

create function jiancha._score_surveys(scheme text, version integer, last_day date, from_at timestamptz, to_at timestamptz)
returns table (subject text, org_code text, staff_code text, dimension integer, indicator text, points numeric, quantity integer,
    evidence_kind text, evidence_no text, happened_on date)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    wait interval;
    fallback integer;
    grade_value numeric[];
    channel_weight numeric[];
begin
    select make_interval(hours => 24 * (o.v ->> 'survey_days')::integer), (o.v ->> 'survey_default')::integer,
        string_to_array(o.v ->> 'survey_values', ',')::numeric[],
        array[o.v ->> 'survey_weight_questionnaire', o.v ->> 'survey_weight_online', o.v ->> 'survey_weight_phone']::numeric[]
    into wait, fallback, grade_value, channel_weight
    from (select jsonb_object_agg(e.param, e.value) as v from jiancha.effective_score_param e
          where (e.scheme, e.version) = (_score_surveys.scheme, _score_surveys.version)) o;
    return query
    with counted as (
        -- no answer in time counts as the default grade, when the time has run out
        select m.indicator, m.dimension, m.weight, s.org_code, s.staff_code, s.channel, grade_value[coalesce(a.grade, fallback)] as value, a.grade is not null as answered
        from jiancha.survey s
        cross join (
            select i.indicator, i.question, d.dimension, d.weight
            from jiancha.effective_indicator i
            join jiancha.effective_score_dimension d on (d.scheme, d.version, d.dimension) = (i.scheme, i.version, i.dimensions[1])
            where (i.scheme, i.version) = (_score_surveys.scheme, _score_surveys.version) and i.measure = 'survey') m
        left join jiancha.survey_answer a on a.survey_no = s.survey_no and a.question = m.question and a.answered_at < s.asked_at + wait
        where s.asked_at > _score_surveys.from_at - wait - interval '1 hour' and s.asked_at < _score_surveys.to_at
            and coalesce(a.answered_at, s.asked_at + wait) >= _score_surveys.from_at and coalesce(a.answered_at, s.asked_at + wait) < _score_surveys.to_at),
    one as (
        select 'org' as subject, c.org_code, null as staff_code, c.indicator, c.dimension, c.weight, c.channel, c.value, c.answered from counted c
        union all
        select 'staff', c.org_code, c.staff_code, c.indicator, c.dimension, c.weight, c.channel, c.value, c.answered from counted c where c.staff_code is not null),
    mean as (
        select o.subject, o.org_code, o.staff_code, o.indicator, o.dimension, o.weight, count(*) as asked, count(*) filter (where o.answered) as answered,
            count(*) filter (where o.channel = 'questionnaire')::numeric as n1, coalesce(sum(o.value) filter (where o.channel = 'questionnaire'), 0) as s1,
            count(*) filter (where o.channel = 'online')::numeric as n2, coalesce(sum(o.value) filter (where o.channel = 'online'), 0) as s2,
            count(*) filter (where o.channel = 'phone')::numeric as n3, coalesce(sum(o.value) filter (where o.channel = 'phone'), 0) as s3
        from one o group by 1, 2, 3, 4, 5, 6)
    -- mean of each channel, weighted over the channels that were used; one division, so that it is exact to the last digit
    select m.subject, m.org_code, m.staff_code, m.dimension, m.indicator,
        -round(m.weight * (100 * w.sum * p.all_n
            - (channel_weight[1] * m.s1 * p.all_n / greatest(m.n1, 1) + channel_weight[2] * m.s2 * p.all_n / greatest(m.n2, 1) + channel_weight[3] * m.s3 * p.all_n / greatest(m.n3, 1)))
            / (100 * w.sum * p.all_n), 2),
        m.asked::integer, 'survey', format('%s/%s', m.answered, m.asked), _score_surveys.last_day
    from mean m
    cross join lateral (select case when m.n1 > 0 then channel_weight[1] else 0 end + case when m.n2 > 0 then channel_weight[2] else 0 end
        + case when m.n3 > 0 then channel_weight[3] else 0 end as sum) w
    cross join lateral (select greatest(m.n1, 1) * greatest(m.n2, 1) * greatest(m.n3, 1) as all_n) p
    where w.sum > 0;
end
$$;
comment on function jiancha._score_surveys(text, integer, date, timestamptz, timestamptz) is
    'Deductions for surveys whose answer, or the end of the time for one, lies in [from_at, to_at): weight of the dimension times what the weighted mean of the channels lacks to 100 percent. Evidence: answered/asked.';

create function jiancha._score_grade(total numeric, setting jsonb) returns text
language sql immutable parallel safe
begin atomic
    select case
        when total >= (setting ->> 'grade_excellent')::numeric then 'excellent'
        when total >= (setting ->> 'grade_good')::numeric then 'good'
        when total >= (setting ->> 'grade_pass')::numeric then 'pass'
        else 'fail' end;
end;
comment on function jiancha._score_grade(numeric, jsonb) is 'Grade of a total by the thresholds of a scheme''s settings, each included.';

create function jiancha._score_month(scheme text, version integer, first_day date, last_day date, subject text)
returns table (org_code text, staff_code text, state jiancha.score_state)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp
    -- a plan that does not know the month takes it for a handful of rows and sorts a million
    set plan_cache_mode = force_custom_plan set jit = off as $$
#variable_conflict use_column
declare
    span record;
    clock_name text;
    lead interval := make_interval(hours => jiancha.score_setting(_score_month.scheme, _score_month.version, 'early_hours')::integer);
begin
    select * into span from jiancha._score_bounds(_score_month.first_day, _score_month.last_day);
    select s.case_clock into clock_name from jiancha.score_scheme s where (s.scheme, s.version) = (_score_month.scheme, _score_month.version);
    if _score_month.subject = 'org' then
        return query
        with part as (
            select k.org_code, jiancha.score_cases(k.stop_at, k.due_at, lead) as state
            from jiancha.clock k
            where k.clock = clock_name and k.stop_at >= span.from_at and k.stop_at < span.to_at and k.state = 'stopped'
            group by k.org_code
            union all
            select q.org_code, s.state
            from (
                select l.org_code, jiancha.score(l.dimension, l.points) as points, coalesce(sum(l.quantity) filter (where l.dimension is null), 0) as incomplete
                from jiancha._score_lines(_score_month.scheme, _score_month.version, _score_month.first_day, _score_month.last_day, 'month', false) l
                where l.subject <> 'staff' group by l.org_code) q
            cross join lateral (values (q.points), (jiancha.score_counts(0, 0, 0, q.incomplete))) s (state)
            union all
            -- an organisation that has matters on the last day is assessed in a month without a case too, unless it had ended before the month
            select h.org_code, jiancha.score_counts(0, 0, 0, 0)
            from (
                select distinct m.org_code
                from (
                    select distinct on (v.matter_code) v.org_code, v.state from jiancha.matter_version v
                    where v.valid_from <= _score_month.last_day and clock_name is not null
                    order by v.matter_code, v.valid_from desc) m
                where m.state <> 'abolished') h
            where 'ended' is distinct from (
                select o.state from jiancha.org_version o
                where o.org_code = h.org_code and o.valid_from <= _score_month.first_day order by o.valid_from desc limit 1))
        select p.org_code, '', jiancha.score_merge(p.state) from part p group by p.org_code;
    else
        return query
        with part as (
            select k.org_code, s.staff_code, jiancha.score_cases(k.stop_at, k.due_at, lead) as state
            from jiancha.clock k
            cross join lateral (
                select e.staff_code from jiancha.effective_step e
                where e.docket_id = k.docket_id and e.staff_code is not null and e.at <= k.stop_at
                order by e.at desc, e.seq desc limit 1) s
            where k.clock = clock_name and k.stop_at >= span.from_at and k.stop_at < span.to_at and k.state = 'stopped'
            group by 1, 2
            union all
            select q.org_code, q.staff_code, s.state
            from (
                select l.org_code, l.staff_code, jiancha.score(l.dimension, l.points) as points, coalesce(sum(l.quantity) filter (where l.dimension is null), 0) as incomplete
                from jiancha._score_lines(_score_month.scheme, _score_month.version, _score_month.first_day, _score_month.last_day, 'month') l
                where l.subject <> 'org' and l.staff_code is not null group by 1, 2) q
            cross join lateral (values (q.points), (jiancha.score_counts(0, 0, 0, q.incomplete))) s (state))
        -- a person belongs to the organisation of the register; one who is not in it, to where the work was done
        select coalesce(max(v.org_code), max(p.org_code)), p.staff_code, jiancha.score_merge(p.state)
        from part p
        left join lateral (
            select s.org_code from jiancha.staff_version s
            where s.staff_code = p.staff_code and s.valid_from <= _score_month.last_day
            order by s.valid_from desc limit 1) v on true
        group by p.staff_code;
    end if;
end
$$;
comment on function jiancha._score_month(text, integer, date, date, text) is 'States of organisations or staff in a month, from the facts as they are.';

create function jiancha._score_long(scheme text, months text[], subject text)
returns table (org_code text, staff_code text, state jiancha.score_state)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- who changed the organisation during the time belongs to the last one
    select (array_agg(r.org_code order by r.period desc))[1], r.staff_code, jiancha.score_merge(jiancha.score_state(r.state))
    from jiancha.score_now n
    join jiancha.score_result r on (r.scheme, r.period, r.version) = (n.scheme, n.period, n.version)
    where n.scheme = _score_long.scheme and n.period = any (_score_long.months) and r.subject = _score_long.subject
    group by case _score_long.subject when 'org' then r.org_code end, r.staff_code
$$;
comment on function jiancha._score_long(text, text[], text) is 'States of organisations or staff merged from frozen months; no case is read.';

create function jiancha.score_run(period text, scheme text default null, subject text default 'org')
returns table (org_code text, staff_code text, name text, rank_group text, completed bigint, early bigint, late bigint, incomplete bigint,
    coefficient numeric, year_points numeric, total numeric, grade text, rank integer, vetoed boolean, state jiancha.score_state)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp
    -- what it reads is a row a subject, whatever the month
    set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    span record;
    judge record;
    setting jsonb;
    flat bigint[];
    months text[];
    missing text;
begin
    select * into span from jiancha.score_period(score_run.period);
    if score_run.subject is null or score_run.subject not in ('org', 'staff') then
        perform jiancha._raise('bad_value', 'subject', coalesce(score_run.subject, 'NULL'), score_run.period, 'org, staff');
    end if;
    months := jiancha._months_of(span.first_day, span.months);
    select * into judge from jiancha._scheme_of(score_run.scheme, (span.first_day + make_interval(months => span.months - 1))::date);
    select jsonb_object_agg(e.param, e.value) into setting
    from jiancha.effective_score_param e where (e.scheme, e.version) = (judge.scheme_name, judge.scheme_version);
    flat := jiancha.score_terms(judge.scheme_name, judge.scheme_version);
    if span.months > 1 then
        select string_agg(m, ', ' order by m) into missing
        from unnest(months) m where not exists (select from jiancha.score_now n where n.scheme = judge.scheme_name and n.period = m);
        if missing is not null then
            perform jiancha._raise('score_months_missing', score_run.period, missing);
        end if;
    end if;

    return query
    with gathered as (
        select g.org_code, g.staff_code, g.state from jiancha._score_month(judge.scheme_name, judge.scheme_version, span.first_day, span.last_day, score_run.subject) g
        where span.months = 1
        union all
        select g.org_code, g.staff_code, g.state from jiancha._score_long(judge.scheme_name, months, score_run.subject) g
        where span.months > 1),
    annual as (
        select case score_run.subject when 'org' then l.org_code end as org_code, case score_run.subject when 'staff' then l.staff_code end as staff_code, sum(l.points) as points
        from jiancha._score_lines(judge.scheme_name, judge.scheme_version, span.first_day, span.last_day, 'year') l
        where span.months = 12
        group by 1, 2),
    closed as (
        select g.org_code, g.staff_code, c.coefficient, c.rank_group,
            case when span.months = 1 then jiancha.score_close(g.state, flat, c.coefficient) else g.state end as state,
            case when span.months = 1 then jiancha.score_total(g.state, flat, c.coefficient) else jiancha.score_mean(g.state) end as points,
            coalesce(a.points, 0) as year_points
        from gathered g
        left join annual a on a.org_code = g.org_code or a.staff_code = g.staff_code
        left join jiancha.effective_score_subject s on (s.scheme, s.version, s.org_code) = (judge.scheme_name, judge.scheme_version, g.org_code)
        cross join lateral (
            select coalesce(s.coefficient, (setting ->> 'coefficient')::numeric) as coefficient, coalesce(s.rank_group, setting ->> 'rank_group') as rank_group) c),
    scored as (
        select k.*, greatest(flat[2] / 100.0, least(flat[3] / 100.0, k.points + k.year_points))::numeric(12,2) as total, n.*,
            coalesce(o.name, k.org_code) as org_name,
            span.months = 12 and score_run.subject = 'org' and exists (
                select from jiancha.score_veto v
                where v.org_code = k.org_code and v.year = extract(year from span.first_day) and v.lifts is null
                    and not exists (select from jiancha.score_veto l where l.lifts = v.veto_no)) as vetoed
        from closed k
        cross join lateral jiancha.score_state_counts(k.state) n
        left join lateral (
            select v.name from jiancha.org_version v where v.org_code = k.org_code and v.valid_from <= span.last_day order by v.valid_from desc limit 1) o on true),
    ranked as (
        select s.*,
            case when setting ->> 'ranking' = 'on' and c.placed then
                case setting ->> 'tie'
                    when 'dense' then dense_rank() over (partition by s.rank_group, c.placed order by s.total desc)
                    else rank() over (partition by s.rank_group, c.placed order by s.total desc) end
            end::integer as rank
        from scored s
        -- who failed by a veto has no place and takes none
        cross join lateral (select s.completed >= (setting ->> 'min_cases')::bigint and not s.vetoed as placed) c)
    select r.org_code, nullif(r.staff_code, ''),
        case score_run.subject when 'org' then r.org_name else coalesce(
            (select v.name from jiancha.staff_version v where v.staff_code = r.staff_code and v.valid_from <= span.last_day order by v.valid_from desc limit 1),
            r.staff_code) end,
        r.rank_group, r.completed, r.early, r.late, r.incomplete, r.coefficient, r.year_points, r.total,
        case when r.vetoed then 'fail' else jiancha._score_grade(r.total, setting) end, r.rank, r.vetoed, r.state
    from ranked r
    order by r.rank_group, r.rank nulls last, r.total desc, r.org_code, r.staff_code;
end
$$;
comment on function jiancha.score_run(text, text, text) is
    'Scores of a period from the facts as they are (a month) or from the frozen months (2025-Q1, 2025-H1, 2025): a pure function, stored by score_freeze(). scheme NULL: that of the records; subject: org or staff. The mean of the months is rounded half away from zero; annual points come off the mean of a year; a veto makes its grade fail and takes its rank. Errors: JC004 unknown scheme, or months not frozen; JC005 bad period.';

create function jiancha._months_of(first_day date, months integer) returns text[]
language sql immutable parallel safe
begin atomic
    select array_agg(to_char(first_day + make_interval(months => m), 'YYYY-MM') order by m) from generate_series(0, months - 1) m;
end;
comment on function jiancha._months_of(date, integer) is 'Names of so many months from first_day on.';
