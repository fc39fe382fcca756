-- Charts as SVG: text of their own, no script, no font or picture from elsewhere. Numbers are drawn to a tenth of a unit, so that the
-- same data give the same bytes.

create function jiancha._px(value numeric) returns text
language sql immutable parallel safe
begin atomic
    select trim_scale(round(value, 1))::text;
end;
comment on function jiancha._px(numeric) is 'A length or place in a chart, to a tenth.';

create function jiancha._shorten(value text, width integer) returns text
language sql immutable parallel safe
begin atomic
    select case when length(value) > width then left(value, width - 1) || '…' else value end;
end;
comment on function jiancha._shorten(text, integer) is 'At most width characters, the last one an ellipsis if there were more.';

create function jiancha._grade_colour(grade text) returns text
language sql immutable parallel safe
begin atomic
    select case grade when 'excellent' then '#2f6f62' when 'good' then '#5b8fb0' when 'pass' then '#c9a24b' when 'fail' then '#b0413e' else '#888888' end;
end;
comment on function jiancha._grade_colour(text) is 'Colour of a grade; told apart in print by lightness too.';

create function jiancha._grade_name(grade text) returns text
language sql immutable parallel safe
begin atomic
    select case grade when 'excellent' then '优秀' when 'good' then '良好' when 'pass' then '合格' when 'fail' then '不合格' end;
end;
comment on function jiancha._grade_name(text) is 'Chinese name of a grade.';

create function jiancha._period_name(period text) returns text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    part text[] := regexp_match(period, '^(\d{4})(?:-(Q|H)?(\d+))?$');
begin
    return case
        when part[3] is null then part[1] || '年'
        when part[2] is null then format('%s年%s月', part[1], part[3]::integer)
        when part[2] = 'Q' then format('%s年第%s季度', part[1], (array['一', '二', '三', '四'])[part[3]::integer])
        else format('%s年%s半年', part[1], (array['上', '下'])[part[3]::integer]) end;
end
$$;
comment on function jiancha._period_name(text) is 'Chinese name of a period.';

create function jiancha._svg(width numeric, height numeric, title text, body text) returns text
language sql immutable parallel safe
begin atomic
    select format('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" font-family="''Noto Sans CJK SC'',''Source Han Sans SC'',''Microsoft YaHei'',SimHei,sans-serif" font-size="12" fill="#222">'
        '<title>%s</title>%s</svg>', jiancha._px(width), jiancha._px(height), jiancha._px(width), jiancha._px(height), jiancha._html(title), coalesce(body, ''));
end;
comment on function jiancha._svg(numeric, numeric, text, text) is 'A picture with its title around its body.';

create function jiancha.chart_ranking(period text, scheme text default null) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    span record;
    judge record;
    body text;
    rows integer;
    top numeric;
    mean numeric;
begin
    select * into span from jiancha.score_period(chart_ranking.period);
    select * into judge from jiancha._scheme_of(chart_ranking.scheme, span.last_day);
    select count(*), greatest(100, max(s.total)), avg(s.total) into rows, top, mean
    from jiancha.scores s where (s.scheme, s.period, s.subject) = (judge.scheme_name, chart_ranking.period, 'org');
    if rows = 0 then
        perform jiancha._raise('score_not_frozen', chart_ranking.period);
    end if;
    select string_agg(format(
            '<text x="150" y="%s" text-anchor="end">%s</text><rect x="160" y="%s" width="%s" height="14" fill="%s"/><text x="%s" y="%s" font-size="11">%s%s</text>',
            jiancha._px(r.y + 11), jiancha._html(jiancha._shorten(r.name, 12)), jiancha._px(r.y), jiancha._px(greatest(r.total, 0) * 440 / top), jiancha._grade_colour(r.grade),
            jiancha._px(166 + greatest(r.total, 0) * 440 / top), jiancha._px(r.y + 11), to_char(r.total, 'FM999990.00'),
            case when r.rank is null then '' else format('（第%s名）', r.rank) end), '' order by r.y)
    into body
    from (
        select s.name, s.total, s.grade, s.rank, 20 + 22 * (row_number() over (order by s.rank_group collate "C", s.rank nulls last, s.total desc, s.org_code collate "C") - 1) as y
        from jiancha.scores s where (s.scheme, s.period, s.subject) = (judge.scheme_name, chart_ranking.period, 'org')) r;
    return jiancha._svg(720, 22 * rows + 44, jiancha._period_name(period) || '绩效排名',
        -- scale of tens under the bars
        (select string_agg(format('<line x1="%1$s" y1="14" x2="%1$s" y2="%2$s" stroke="#d8d8d8" stroke-width="0.6"/><text x="%1$s" y="%3$s" text-anchor="middle" font-size="10" fill="#666">%4$s</text>',
                jiancha._px(160 + v * 440 / top), 18 + 22 * rows, 32 + 22 * rows, v), '' order by v)
         from generate_series(0, floor(top)::integer, 20) v)
        || body
        || format('<line x1="%1$s" y1="10" x2="%1$s" y2="%2$s" stroke="#444" stroke-width="0.8" stroke-dasharray="4 3"/><text x="%1$s" y="8" text-anchor="middle" font-size="10" fill="#444">平均 %3$s</text>',
            jiancha._px(160 + greatest(mean, 0) * 440 / top), 18 + 22 * rows, to_char(mean, 'FM999990.00')));
end
$$;
comment on function jiancha.chart_ranking(text, text) is 'SVG: organisations of a frozen period as bars in order of rank, coloured by grade, with the mean. Errors: JC004 not frozen, JC005.';

create function jiancha.chart_trend(org text default null, through text default null, scheme text default null, months integer default 12) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    chosen text := coalesce(chart_trend.scheme, (jiancha._scheme_of(null, '2999-01-01')).scheme_name);
    final text;
    body text;
    low numeric;
    high numeric;
    count_of integer;
begin
    if chart_trend.months is null or chart_trend.months not between 1 and 60 then
        perform jiancha._raise('bad_value', 'months', coalesce(chart_trend.months::text, 'NULL'), 'chart_trend', '1 to 60');
    end if;
    select max(to_char((jiancha.score_period(coalesce(chart_trend.through, n.period))).last_day, 'YYYY-MM')) into final
    from jiancha.score_now n where n.scheme = chosen and (chart_trend.through is not null or n.period ~ '^\d{4}-\d\d$');
    if final is null then
        perform jiancha._raise('score_not_frozen', coalesce(chart_trend.through, chosen));
    end if;
    with point as (
        select p.period, p.place - 1 as place, round(avg(s.total), 2) as total
        from unnest(jiancha._months_of((to_date(final, 'YYYY-MM') - make_interval(months => chart_trend.months - 1))::date, chart_trend.months))
            with ordinality p (period, place)
        left join jiancha.scores s on (s.scheme, s.period, s.subject) = (chosen, p.period, 'org') and (chart_trend.org is null or s.org_code = chart_trend.org)
        group by p.period, p.place),
    bound as (
        -- tens that hold all of it
        select coalesce(floor(min(p.total) / 10 - 0.2) * 10, 0) as low, coalesce(ceil(max(p.total) / 10 + 0.2) * 10, 100) as high, count(p.total) as points from point p),
    placed as (
        select p.*, 60 + p.place * 620.0 / greatest(chart_trend.months - 1, 1) as x, 190 - (p.total - b.low) * 160 / (b.high - b.low) as y from point p, bound b)
    select b.low, b.high, b.points,
        (select string_agg(format('<text x="%s" y="208" text-anchor="middle" font-size="10" fill="#666">%s</text>', jiancha._px(p.x),
                case when p.place = 0 or right(p.period, 2) = '01' then p.period else right(p.period, 2) end), '' order by p.place) from placed p)
        -- a month without a score interrupts the line
        || coalesce((select string_agg(format('<polyline fill="none" stroke="#2f6f62" stroke-width="1.8" points="%s"/>', q.points), '' order by q.first)
            from (select min(p.place) as first, string_agg(format('%s,%s', jiancha._px(p.x), jiancha._px(p.y)), ' ' order by p.place) as points
                  from (select p.*, p.place - row_number() over (order by p.place) as run from placed p where p.total is not null) p
                  group by p.run having count(*) > 1) q), '')
        || coalesce((select string_agg(format('<circle cx="%s" cy="%s" r="2.6" fill="#2f6f62"/><text x="%s" y="%s" text-anchor="middle" font-size="10">%s</text>',
                jiancha._px(p.x), jiancha._px(p.y), jiancha._px(p.x), jiancha._px(p.y - 7), to_char(p.total, 'FM999990.00')), '' order by p.place)
            from placed p where p.total is not null), '')
    into low, high, count_of, body
    from bound b;
    return jiancha._svg(720, 220, coalesce((select o.name from jiancha.org o where o.org_code = chart_trend.org), '全部单位平均') || ' 得分走势',
        (select string_agg(format('<line x1="50" y1="%1$s" x2="690" y2="%1$s" stroke="#d8d8d8" stroke-width="0.6"/><text x="44" y="%2$s" text-anchor="end" font-size="10" fill="#666">%3$s</text>',
                jiancha._px(190 - (v - low) * 160 / (high - low)), jiancha._px(193.5 - (v - low) * 160 / (high - low)), v), '' order by v)
         from generate_series(low, high, greatest(round((high - low) / 50), 1) * 10) v)
        || body);
end
$$;
comment on function jiancha.chart_trend(text, text, text, integer) is
    'SVG: monthly scores of an organisation (NULL: mean of all) over so many months through a period (NULL: the last frozen month). A month that is not frozen interrupts the line. Errors: JC004 nothing frozen, JC005.';

create function jiancha.chart_heat(period text, scheme text default null) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    span record;
    judge record;
    sheet record;
    body text;
    rows integer;
    columns integer;
begin
    select * into span from jiancha.score_period(chart_heat.period);
    select * into judge from jiancha._scheme_of(chart_heat.scheme, span.last_day);
    select n.* into sheet from jiancha.score_now n where (n.scheme, n.period) = (judge.scheme_name, chart_heat.period);
    if not found then
        perform jiancha._raise('score_not_frozen', chart_heat.period);
    end if;
    with cell as (
        select s.name, s.org_code, s.rank, s.rank_group, s.total, d.dimension, d.name as dimension_name, d.weight, p.score,
            dense_rank() over (order by s.rank_group collate "C", s.rank nulls last, s.total desc, s.org_code collate "C") - 1 as line, dense_rank() over (order by d.dimension) - 1 as place
        from jiancha.score_result s
        cross join lateral jiancha.score_dimension_means(jiancha.score_state(s.state)) p
        join jiancha.effective_score_dimension d on (d.scheme, d.version, d.dimension) = (sheet.scheme, sheet.scheme_version, p.dimension)
        where (s.scheme, s.period, s.version, s.subject) = (sheet.scheme, sheet.period, sheet.version, 'org')),
    drawn as (
        -- the colour tells what share of the weight is lost; what has no weight is coloured by its sign
        select c.*, case when c.weight > 0 then greatest(0, least(1, 1 - c.score / c.weight)) when c.score < 0 then least(1, -c.score / 10) else 0 end as lost,
            c.weight = 0 and c.score > 0 as gain
        from cell c)
    select max(d.line) + 1, max(d.place) + 1,
        string_agg(case when d.place = 0 then format('<text x="150" y="%s" text-anchor="end">%s</text>', 55 + 22 * d.line, jiancha._html(jiancha._shorten(d.name, 12))) else '' end
            || case when d.line = 0 then format('<text x="%s" y="30" text-anchor="middle" font-size="11">%s</text>', jiancha._px(160 + 50 * d.place + 24), jiancha._html(jiancha._shorten(d.dimension_name, 4))) else '' end
            || format('<rect x="%s" y="%s" width="48" height="20" fill="%s"/><text x="%s" y="%s" text-anchor="middle" font-size="10"%s>%s</text>',
                160 + 50 * d.place, 40 + 22 * d.line,
                case when d.gain then '#d3e6e0' else format('rgb(%s,%s,%s)', round(245 - 69 * d.lost), round(243 - 178 * d.lost), round(238 - 176 * d.lost)) end,
                160 + 50 * d.place + 24, 54 + 22 * d.line, case when d.lost > 0.6 then ' fill="#fff"' else '' end, to_char(d.score, 'FM999990.00')), '' order by d.line, d.place)
    into rows, columns, body
    from drawn d;
    return jiancha._svg(170 + 50 * coalesce(columns, 1), 46 + 22 * coalesce(rows, 0), jiancha._period_name(chart_heat.period) || '各项内容得分', body);
end
$$;
comment on function jiancha.chart_heat(text, text) is
    'SVG: score of each organisation in each dimension of a frozen period, the darker the greater the share of the weight that was lost. Errors: JC004 not frozen, JC005.';

create function jiancha.chart_case_timeline(case_no text) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    docket record;
    zone text;
    first_at timestamptz;
    last_at timestamptz;
    seconds numeric;
    body text;
    lanes integer;
    steps integer;
begin
    select d.* into docket from jiancha.docket d where d.kind = 'approval' and d.business_no = chart_case_timeline.case_no;
    if not found then
        perform jiancha._raise('unknown_case_no', coalesce(chart_case_timeline.case_no, 'NULL'));
    end if;
    select c.time_zone into zone from jiancha.calendar c where c.calendar_code = docket.calendar_code;
    select min(t.at), max(t.at) into first_at, last_at
    from (
        select docket.received_at as at
        union all select e.at from jiancha.effective_step e where e.docket_id = docket.docket_id
        union all select k.due_at from jiancha.clock k where k.docket_id = docket.docket_id and k.state <> 'gone' and isfinite(k.due_at)
        union all select n.earned_at from jiancha.signal_now n where n.docket_id = docket.docket_id and n.mark <> 'unfounded') t;
    -- whole days, and never an empty span
    first_at := date_trunc('day', first_at, zone);
    last_at := date_trunc('day', last_at, zone) + interval '24 hours';
    seconds := greatest(extract(epoch from last_at - first_at), 86400);
    with lane as (
        select k.clock, k.cycle, coalesce(r.name, k.clock) as name, k.start_at, least(coalesce(k.stop_at, last_at), last_at) as end_at, k.due_at, k.stop_at, k.due_on,
            k.pauses, row_number() over (order by k.start_at, k.clock, k.cycle) - 1 as line
        from jiancha.clock k
        left join jiancha.effective_clock_rule r on r.pack = k.pack and r.version = k.rule_version and r.clock = k.clock
        where k.docket_id = docket.docket_id and k.state <> 'gone' and k.start_at is not null),
    drawn as (
        select l.line, format('<text x="112" y="%s" text-anchor="end">%s</text>', 64 + 26 * l.line, jiancha._html(jiancha._shorten(l.name, 8)))
            || format('<rect x="%s" y="%s" width="%s" height="10" fill="#9fbccd"/>', jiancha._px(120 + extract(epoch from l.start_at - first_at) * 570 / seconds), 55 + 26 * l.line,
                jiancha._px(greatest(extract(epoch from l.end_at - l.start_at) * 570 / seconds, 1)))
            -- what lies behind the due moment
            || case when isfinite(l.due_at) and l.end_at > l.due_at then format('<rect x="%s" y="%s" width="%s" height="10" fill="#b0413e"/>',
                jiancha._px(120 + extract(epoch from l.due_at - first_at) * 570 / seconds), 55 + 26 * l.line, jiancha._px(extract(epoch from l.end_at - l.due_at) * 570 / seconds)) else '' end
            || coalesce((select string_agg(format('<rect x="%s" y="%s" width="%s" height="10" fill="#ffffff" fill-opacity="0.65"/>',
                    jiancha._px(120 + extract(epoch from greatest(lower(p.days)::timestamp at time zone zone, l.start_at) - first_at) * 570 / seconds), 55 + 26 * l.line,
                    jiancha._px(greatest(extract(epoch from least(coalesce(upper(p.days)::timestamp at time zone zone, l.end_at), l.end_at)
                        - greatest(lower(p.days)::timestamp at time zone zone, l.start_at)) * 570 / seconds, 0))), '' order by p.days)
                from unnest(l.pauses) p (days)), '')
            || case when isfinite(l.due_at) then format('<line x1="%1$s" y1="%2$s" x2="%1$s" y2="%3$s" stroke="#444" stroke-width="1.2"/><text x="%1$s" y="%4$s" text-anchor="middle" font-size="9" fill="#444">届满 %5$s</text>',
                jiancha._px(120 + extract(epoch from l.due_at - first_at) * 570 / seconds), 51 + 26 * l.line, 69 + 26 * l.line, 49 + 26 * l.line, to_char(l.due_on, 'MM-DD')) else '' end as svg
        from lane l),
    happened as (
        select e.at, k.name, e.node, row_number() over (order by e.at, k.rank, e.seq) - 1 as line
        from jiancha.effective_step e join jiancha.step_kind k on k.kind = e.kind
        where e.docket_id = docket.docket_id),
    flag as (
        select n.level, n.earned_at, n.rule, row_number() over (order by n.earned_at, n.rule) - 1 as line
        from jiancha.signal_now n where n.docket_id = docket.docket_id and n.mark <> 'unfounded')
    select (select count(*) from lane), (select count(*) from happened),
        coalesce((select string_agg(d.svg, '' order by d.line) from drawn d), '')
        || coalesce((select string_agg(format('<line x1="%1$s" y1="36" x2="%1$s" y2="%2$s" stroke="#bbb" stroke-width="0.6"/><circle cx="%1$s" cy="%3$s" r="3" fill="#2f6f62"/><text x="%4$s" y="%5$s" font-size="10">%6$s %7$s</text>',
                jiancha._px(120 + extract(epoch from h.at - first_at) * 570 / seconds), 70 + 26 * (select count(*) from lane) + 15 * h.line, 66 + 26 * (select count(*) from lane) + 15 * h.line,
                jiancha._px(case when h.at - first_at > (last_at - first_at) * 0.75 then 114 else 126 + extract(epoch from h.at - first_at) * 570 / seconds end),
                70 + 26 * (select count(*) from lane) + 15 * h.line, to_char(h.at at time zone zone, 'MM-DD HH24:MI'), jiancha._html(concat_ws(' ', h.name, jiancha._shorten(h.node, 8)))), '' order by h.line) from happened h), '')
        || coalesce((select string_agg(format('<path d="M%1$s 36 v-14 h10 l-3 4 l3 4 h-10" fill="%2$s" stroke="#444" stroke-width="0.6"><title>%3$s</title></path>',
                jiancha._px(120 + extract(epoch from f.earned_at - first_at) * 570 / seconds), case f.level when 'red' then '#b0413e' when 'yellow' then '#e2b93b' when 'notice' then '#5b8fb0' else '#888888' end,
                jiancha._html(concat_ws(' ', f.rule, to_char(f.earned_at at time zone zone, 'YYYY-MM-DD HH24:MI')))), '' order by f.line) from flag f), '')
    into lanes, steps, body;
    return jiancha._svg(720, 86 + 26 * lanes + 15 * steps, chart_case_timeline.case_no || ' 办理过程',
        format('<text x="120" y="12" font-size="11">%s</text><line x1="120" y1="36" x2="690" y2="36" stroke="#444" stroke-width="0.8"/><text x="690" y="12" text-anchor="end" font-size="11">%s</text>',
            to_char(first_at at time zone zone, 'YYYY-MM-DD'), to_char((last_at - interval '1 second') at time zone zone, 'YYYY-MM-DD')) || body);
end
$$;
comment on function jiancha.chart_case_timeline(text) is
    'SVG: what happened to an approval case: its clocks with pauses (light), due moments and what lies behind them (red), its steps, its cards as flags. Errors: JC004 unknown or not visible.';
