-- What people ask: what is open, what is late, and why a case is due when it is.

create function jiancha._days_left(today date, due_on date, calendar text, version integer) returns integer
language c stable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_days_left';
comment on function jiancha._days_left(date, date, text, integer) is
    'Working days in (today, due_on], negative when due_on has passed; unpublished days count by the weekly pattern. NULL for infinity.';

create function jiancha.board_at(as_of timestamptz)
returns table (case_no text, org text, matter text, stage text, due date, "left" integer, state text, certainty text, org_code text,
    matter_code text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select b.case_no, b.org, b.matter, b.stage, b.due,
        jiancha._days_left(jiancha._local_date(board_at.as_of, b.calendar_code, b.calendar_version), b.due, b.calendar_code,
            b.calendar_version) as days_left,
        b.state, b.certainty, b.org_code, b.matter_code
    from jiancha.open_case b
    where b.received_at <= board_at.as_of
    order by days_left nulls last, b.case_no;
end
$$;
comment on function jiancha.board_at(timestamptz) is
    'Open cases, the most urgent first: stage, due day of the promised limit (before acceptance, of acceptance), working days left as of the instant (negative: late), the highest signal that stands, or running or paused. Facts as they stand now. Rows under row-level security.';

create function jiancha.overdue_at(as_of timestamptz)
returns table (case_no text, org text, matter text, clock text, due date, days_over integer, state text, org_code text, matter_code text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select d.business_no, coalesce(o.name, d.org_code), coalesce(m.name, d.matter_code), c.clock, c.due_on,
        - jiancha._days_left(jiancha._local_date(overdue_at.as_of, c.calendar_code, c.calendar_version), c.due_on, c.calendar_code,
            c.calendar_version) as days_over,
        d.state, d.org_code, d.matter_code
    from jiancha.clock c
    join jiancha.docket d using (docket_id)
    left join jiancha.org o on o.org_code = d.org_code
    left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
    where d.closed_at is null and c.state = 'running' and c.certainty = 'firm' and c.due_at <= overdue_at.as_of
    order by days_over desc, d.business_no, c.clock;
end
$$;
comment on function jiancha.overdue_at(timestamptz) is
    'Open cases with a running clock past its due instant as of the instant, by working days over. Rows under row-level security.';

create function jiancha._explain_clock(docket bigint, clock text, cycle integer)
returns table ("no" bigint, "from" date, "to" date, days integer, what text, source text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    this record;
    unit text;
    word text;
    natural_days boolean;
    in_hours boolean;
begin
    select d.docket_id, d.pack, d.accepted_at, d.received_at, d.calendar_code as docket_calendar, d.kind as docket_kind, k.start_at, k.stop_at, k.limit_amount, k.limit_unit, k.count_mode, k.node, k.extension, k.pauses, k.due_on, k.due_at, k.certainty,
        k.calendar_code, k.calendar_version, k.state, r.name, r.source, r.extend_kinds, r.pause_kinds, r.resume_kinds, r.special_mode, z.time_zone, s.kind as start_kind, s.name as start_name,
        jiancha._local_date(k.start_at, k.calendar_code, k.calendar_version) as start_on,
        jiancha._local_date(k.stop_at, k.calendar_code, k.calendar_version) as stop_on,
        -- the last day to the letter, before it rolled off a rest day
        (jiancha._clock_due(k.start_at, k.limit_amount, k.limit_unit, k.pauses, k.extended_on, k.extended_by, k.calendar_code,
            k.calendar_version, 'none', k.count_mode)).due_on as literal_on
    into this
    from jiancha.docket d
    left join lateral (
        select c.* from jiancha.clock c
        where c.docket_id = d.docket_id and c.clock = _explain_clock.clock and c.state <> 'gone'
            and (_explain_clock.cycle is null or c.cycle = _explain_clock.cycle)
        order by c.cycle desc limit 1) k on true
    left join jiancha.effective_clock_rule r on r.pack = k.pack and r.version = k.rule_version and r.clock = k.clock
    left join jiancha.calendar z on z.calendar_code = k.calendar_code
    left join lateral (
        select x.kind, x.name
        from unnest(r.start_kinds) g (kind) join jiancha.step_kind x on x.kind = g.kind
        where k.start_at <> d.received_at or x.kind = 'accept'
        order by (d.accepted_at = k.start_at) = (x.kind = 'accept') desc
        limit 1) s on true
    where d.docket_id = _explain_clock.docket;
    if this.start_at is null then
        return query select 1::bigint, null::date, null::date, null::integer,
            case
                -- a docket of another kind may have no clock yet
                when not exists (select from jiancha.clock c where c.docket_id = this.docket_id)
                    and jiancha._judging_version(this.pack, coalesce(this.accepted_at, this.received_at), this.docket_calendar) is null then '收件或受理早于规则施行之日，不受其监察'
                when this.docket_kind <> 'approval' then '没有此项时限，或该时限尚未开始'
                when this.accepted_at is null then '尚未受理，该时限未开始'
                else '该事项没有此项时限'
            end, null::text;
        return;
    end if;

    natural_days := this.limit_unit in ('day', 'week', 'month', 'year');
    in_hours := this.limit_unit = 'working_hour';
    word := case this.limit_unit when 'week' then 'weeks' when 'month' then 'months' when 'year' then 'years' when 'working_hour' then 'hours' else 'days' end;
    unit := case this.limit_unit when 'working_day' then '个工作日' when 'day' then '日' when 'week' then '周' when 'month' then '个月'
        when 'year' then '年' when 'working_hour' then '个工作小时' else this.limit_unit end;

    return query
    with span as (
        select s.first_day, s.last_day, s.counted, s.kind, s.holiday, s.notice_no
        -- hours are counted from the start on, days from the day after it
        from jiancha._day_spans(this.start_on - in_hours::integer, nullif(case when natural_days then least(this.literal_on, this.due_on) else this.due_on end, 'infinity'), this.pauses, this.calendar_code, this.calendar_version) s),
    -- what a pause was for, and the notice that says so
    pause as (
        select jiancha._local_date(b.at, this.calendar_code, this.calendar_version) as begun, jiancha._local_date(n.at, this.calendar_code, this.calendar_version) as ended, b.at,
            concat_ws('，', coalesce(w.name, b.data ->> 'procedure'), coalesce(nullif(btrim(b.data ->> 'notice_no'), ''), b.document_no)) as words
        from jiancha.effective_step b
        -- in Chinese, as the neutral record writes it
        left join lateral (
            select c.key as name from jiancha.feed_field f cross join lateral jsonb_each_text(f.codes) c
            where (f.layout, f.record, f.target) = ('neutral', 'step', 'procedure') and c.value = b.data ->> 'procedure' limit 1) w on true
        left join lateral (
            select min(e.at) as at from jiancha.effective_step e
            where e.docket_id = b.docket_id and e.kind = any (this.resume_kinds) and e.at >= b.at
                and coalesce(e.data ->> 'procedure', '') = coalesce(b.data ->> 'procedure', '')) n on true
        where b.docket_id = this.docket_id and b.kind = any (this.pause_kinds)),
    -- natural days are told apart only by whether they are paused
    island as (
        select *, sum(edge) over (order by first_day) as island
        from (select *, case when (kind = 'paused') is distinct from lag(kind = 'paused') over (order by first_day) then 1 else 0 end as edge
              from span) e),
    -- what is NULL for a pause, which is put into words below
    told as (
        select first_day, last_day, case when not in_hours then nullif(counted, 0) end as counted, case kind
                when 'working_day' then '工作日' || open_hours.words
                when 'make_up_day' then '调休上班，计为工作日' || open_hours.words
                when 'weekend' then '周末'
                when 'holiday' then coalesce(holiday, '节假日') || '，放假调休'
                when 'unpublished' then '工作日尚未公布，按周末推算'
            end as what,
            case kind
                when 'working_day' then (select b.citation from jiancha.legal_basis b where b.basis = 'working_days')
                when 'paused' then (select b.citation from jiancha.legal_basis b where b.basis = 'special_procedure')
                else notice_no
            end as source
        from span
        -- of a limit in hours each span says how long the office was open in it
        cross join lateral (
            select case when in_hours and kind in ('working_day', 'make_up_day') then '，计' || ltrim(
                    coalesce(nullif(extract(epoch from o.open)::bigint / 3600, 0) || '小时', '') || coalesce(nullif(extract(epoch from o.open)::bigint / 60 % 60, 0) || '分', '')
                    || case when o.open < interval '1 minute' then '0分' else '' end)
                else '' end as words
            from (select case when in_hours and kind in ('working_day', 'make_up_day') then jiancha.working_time_between(
                        greatest(this.start_at, first_day::timestamp at time zone this.time_zone),
                        least(this.due_at, (last_day + 1)::timestamp at time zone this.time_zone), this.calendar_code) end as open) o) open_hours
        where not natural_days
        union all
        select min(first_day), max(last_day), case when kind_paused then null else max(last_day) - min(first_day) + 1 end,
            case when not kind_paused then '自然日' end,
            case when kind_paused then (select b.citation from jiancha.legal_basis b where b.basis = 'special_procedure') end
        from (select *, kind = 'paused' as kind_paused from island) i where natural_days
        group by island, kind_paused),
    -- extensions, and what was applied for in place of a pause: in the word of the limit, or not; an extension counts if it was
    -- granted on or before the due day
    granted as (
        select e.at, jiancha._local_date(e.at, this.calendar_code, this.calendar_version) as day, e.kind = any (this.pause_kinds) as special,
            case when e.data ->> word ~ '^[1-9][0-9]{0,4}$' then (e.data ->> word)::integer end as amount,
            (select string_agg(e.data ->> w.name || w.unit, '、' order by w.no)
             from unnest(array['days', 'weeks', 'months', 'years', 'hours'], array['日', '周', '个月', '年', '个工作小时']) with ordinality w (name, unit, no)
             where e.data ? w.name) as said
        from jiancha.event e
        where e.docket_id = this.docket_id and e.at >= this.start_at and (this.stop_at is null or e.at <= this.stop_at)
            and (e.kind = any (this.extend_kinds) or (e.kind = any (this.pause_kinds) and this.special_mode = 'requested'))),
    special as (
        select coalesce(sum(g.amount), 0)::integer as amount from granted g where g.special and g.day <= this.due_on),
    line as (
        select 1 as part, this.start_on as first_day, this.start_on as last_day, null::integer as days,
            coalesce(this.start_name, '收件') || case
                when in_hours or this.count_mode = 'exact'
                    then format('；自%s起计', to_char(this.start_at at time zone this.time_zone, 'HH24时MI分'))
                else '；当日不计入' end as what,
            (select b.citation from jiancha.legal_basis b where b.basis = 'start_day_out' and not in_hours and this.count_mode = 'day') as source
        union all
        select 2, t.first_day, t.last_day, t.counted, coalesce(t.what, (
                select coalesce('特别程序（' || string_agg(p.words, '；' order by p.at) filter (where p.words <> '') || '），不计入期限', '特别程序，不计入期限')
                from pause p where p.begun < t.last_day and coalesce(p.ended, 'infinity') >= t.first_day)), t.source
        from told t
        union all
        select 3, null, null, case when not in_hours then this.extension - s.amount end, format('经批准延长%s%s', this.extension - s.amount, unit),
            (select b.citation from jiancha.legal_basis b where b.basis = 'extension')
        from special s
        where this.extension > s.amount
        union all
        select 3, null, null, s.amount, format('特别程序申请%s%s，期限相应顺延', s.amount, unit),
            (select b.citation from jiancha.legal_basis b where b.basis = 'special_procedure')
        from special s
        where s.amount > 0
        union all
        select 3, g.day, g.day, null,
            case
                when g.amount is null then format('延期不计入：延长%s，而本时限以%s计', coalesce(g.said, '若干'), unit)
                else format('延期不计入：届满日之后批准（延长%s%s）', g.amount, unit)
            end, null
        from granted g
        where not g.special and (g.amount is null or g.day > this.due_on)
        union all
        select 4, this.literal_on, this.due_on, null, format('末日为%s，顺延至休假日结束的次日', coalesce(r.holiday, '休假日')),
            (select b.citation from jiancha.legal_basis b where b.basis = 'last_day_rolls')
        from jiancha._day_spans(this.literal_on - 1, this.literal_on, '{}', this.calendar_code, this.calendar_version) r
        where natural_days and isfinite(this.due_on) and this.due_on > this.literal_on
        union all
        select 5, this.due_on, this.due_on, case when not in_hours then this.limit_amount + this.extension end,
            case when this.node is not null then format('环节“%s”', this.node) else '' end || case
                when this.state = 'paused' then format('%s%s%s，暂停中，恢复后才能确定届满日', this.name, this.limit_amount + this.extension, unit)
                when this.certainty = 'provisional' then format('%s%s%s届满日暂定，待放假通知公布后确定', this.name, this.limit_amount + this.extension, unit)
                when in_hours or this.count_mode = 'exact' then format('%s%s%s届满；%s起逾期', this.name, this.limit_amount + this.extension, unit,
                    to_char(this.due_at at time zone this.time_zone, 'HH24时MI分' || case this.count_mode when 'exact' then 'SS秒' else '' end))
                else format('%s%s%s届满；24时起逾期', this.name, this.limit_amount + this.extension, unit)
            end, this.source
        union all
        select 6, this.stop_on, this.stop_on, null, '计时停止', null where this.stop_at is not null)
    select row_number() over (order by l.part, l.first_day), nullif(l.first_day, 'infinity'), nullif(l.last_day, 'infinity'), l.days, l.what, l.source
    from line l
    order by 1;
end
$$;
comment on function jiancha._explain_clock(bigint, text, integer) is
    'The rows of explain_deadline() and explain_signal() about a clock of a docket of any kind; cycle: its latest when NULL.';

create function jiancha.explain_deadline(case_no text, clock text default 'promised', cycle integer default null, docket_kind text default 'approval')
returns table ("no" bigint, "from" date, "to" date, days integer, what text, source text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    this record;
begin
    select d.docket_id, d.pack into this
    from jiancha.docket d
    where d.kind = explain_deadline.docket_kind and d.business_no = explain_deadline.case_no;
    if not found then
        perform jiancha._raise('unknown_case_no', explain_deadline.case_no);
    end if;
    if not exists (select from jiancha.effective_clock_rule r where r.pack = this.pack and r.clock = explain_deadline.clock) then
        perform jiancha._raise('unknown_clock', explain_deadline.clock, this.pack);
    end if;
    return query select * from jiancha._explain_clock(this.docket_id, explain_deadline.clock, explain_deadline.cycle);
end
$$;
comment on function jiancha.explain_deadline(text, text, integer, text) is
    'Why a case, or a docket of another kind, is due when it is: a row each span of days, counted or skipped, with the reason, the holiday and its notice; the last rows are the answer. clock: any of the docket''s pack, promised by default; cycle: its latest when NULL; docket_kind: approval by default. Errors: JC004 unknown case, JC009 a clock the pack does not have.';
