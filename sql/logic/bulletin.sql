-- The bulletin a mayor reads. Its figures come from a frozen sheet alone; the trend of twelve months follows corrections of the other months.

create function jiancha._sheet_lines(scheme text, period text, version integer)
returns table (subject text, org_code text, staff_code text, dimension integer, indicator text, points numeric, quantity integer, evidence_kind text,
    evidence_no text, happened_on date)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- of a longer period the lines of its months, and its own
    select l.subject, l.org_code, l.staff_code, l.dimension, l.indicator, l.points, l.quantity, l.evidence_kind, l.evidence_no, l.happened_on
    from jiancha.score_sheet s
    cross join lateral (
        select s.period, s.version
        union
        select * from unnest(s.months, s.month_versions) where cardinality(s.month_versions) > 0) p (period, version)
    join jiancha.score_line l on (l.scheme, l.period, l.version) = (s.scheme, p.period, p.version)
    where (s.scheme, s.period, s.version) = (_sheet_lines.scheme, _sheet_lines.period, _sheet_lines.version)
$$;
comment on function jiancha._sheet_lines(text, text, integer) is 'Lines of a frozen sheet; of a longer period those of the months it merges, and its own.';

create function jiancha._bulletin_sheet(period text, scheme text, out scheme_name text, out sheet_version integer)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    span record;
    judge record;
    missing text;
begin
    select * into span from jiancha.score_period(_bulletin_sheet.period);
    select * into judge from jiancha._scheme_of(_bulletin_sheet.scheme, span.last_day);
    select n.scheme, n.version into scheme_name, sheet_version from jiancha.score_now n where (n.scheme, n.period) = (judge.scheme_name, _bulletin_sheet.period);
    if not found then
        -- 镇江 第二十三条: no bulletin before each assessor has submitted his part
        select string_agg(distinct i.assessor, ', ' order by i.assessor) into missing
        from jiancha.effective_indicator i
        where (i.scheme, i.version) = (judge.scheme_name, judge.scheme_version)
            and not exists (select from jiancha.score_submission s where (s.scheme, s.period, s.assessor) = (judge.scheme_name, _bulletin_sheet.period, i.assessor));
        if missing is not null then
            perform jiancha._raise('score_not_submitted', _bulletin_sheet.period, missing);
        end if;
        perform jiancha._raise('score_not_frozen', _bulletin_sheet.period);
    end if;
end
$$;
comment on function jiancha._bulletin_sheet(text, text) is 'The sheet that a bulletin is made from, or the error that says what it waits for.';

create function jiancha._bulletin_json(scheme text, period text, version integer) returns jsonb
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select jsonb_build_object(
        'title', c.name, 'issuer', c.issuer, 'scheme', s.scheme, 'scheme_version', s.scheme_version, 'period', s.period, 'version', s.version,
        'frozen_on', to_char(s.as_of at time zone k.time_zone, 'YYYY-MM-DD'), 'digest', s.digest, 'reason', s.reason, 'decision_no', s.decision_no,
        'totals', (select jsonb_build_object('organisations', count(*), 'completed', sum(r.completed), 'early', sum(r.early), 'late', sum(r.late),
                'incomplete', sum(r.incomplete), 'mean', round(avg(r.total), 2))
            from jiancha.score_result r where (r.scheme, r.period, r.version, r.subject) = (s.scheme, s.period, s.version, 'org')),
        'cards', (select coalesce(jsonb_object_agg(q.indicator, jsonb_build_object('name', q.name, 'cards', q.cards)), '{}')
            from (select l.indicator, i.name, count(distinct l.evidence_no) as cards
                  from jiancha._sheet_lines(s.scheme, s.period, s.version) l
                  join jiancha.effective_indicator i on (i.scheme, i.version, i.indicator) = (s.scheme, s.scheme_version, l.indicator) and i.measure = 'signal'
                  group by 1, 2) q),
        'scores', (select jsonb_agg(jsonb_build_object('rank_group', r.rank_group, 'rank', r.rank, 'org_code', r.org_code, 'name', r.name, 'total', r.total, 'grade', r.grade,
                'completed', r.completed, 'early', r.early, 'late', r.late, 'incomplete', r.incomplete, 'coefficient', r.coefficient, 'year_points', r.year_points,
                'vetoed', r.vetoed,
                'dimensions', (select coalesce(jsonb_agg(jsonb_build_object('dimension', m.dimension, 'name', d.name, 'score', m.score) order by m.dimension), '[]')
                    from jiancha.score_dimension_means(jiancha.score_state(r.state)) m
                    join jiancha.effective_score_dimension d on (d.scheme, d.version, d.dimension) = (s.scheme, s.scheme_version, m.dimension)))
                order by r.rank_group collate "C", r.rank nulls last, r.total desc, r.org_code collate "C")
            from jiancha.score_result r where (r.scheme, r.period, r.version, r.subject) = (s.scheme, s.period, s.version, 'org')),
        'deductions', (select coalesce(jsonb_agg(jsonb_build_object('org_code', q.org_code, 'indicator', q.indicator, 'name', q.name, 'events', q.events, 'points', q.points)
                order by q.org_code collate "C", q.points, q.indicator collate "C"), '[]')
            from (select l.org_code, l.indicator, i.name, count(distinct (l.evidence_kind, l.evidence_no)) as events, sum(l.points) as points
                  from jiancha._sheet_lines(s.scheme, s.period, s.version) l
                  left join jiancha.effective_indicator i on (i.scheme, i.version, i.indicator) = (s.scheme, s.scheme_version, l.indicator)
                  where l.subject <> 'staff' group by 1, 2, 3) q),
        'corrections', (select coalesce(jsonb_agg(jsonb_build_object('version', t.version, 'reason', t.reason, 'decision_no', t.decision_no, 'name', c.name,
                'old_total', c.old_total, 'new_total', c.new_total, 'old_rank', c.old_rank, 'new_rank', c.new_rank) order by t.version, c.org_code collate "C"), '[]')
            from jiancha.score_sheet t
            cross join lateral jiancha._sheet_changes(t.scheme, t.period, t.version) c
            where (t.scheme, t.period) = (s.scheme, s.period) and t.version between 2 and s.version and (c.old_total, c.old_rank) is distinct from (c.new_total, c.new_rank)),
        'consequences', (select coalesce(jsonb_agg(jsonb_build_object('name', r.name, 'kind', q.kind, 'basis', q.basis, 'cause', q.cause) order by q.org_code collate "C"), '[]')
            from jiancha.score_consequence q
            join jiancha.score_result r on (r.scheme, r.period, r.version, r.org_code) = (q.scheme, q.period, q.version, q.org_code) and r.subject = 'org'
            where (q.scheme, q.period, q.version) = (s.scheme, s.period, s.version)))
    from jiancha.score_sheet s
    join jiancha.score_scheme c on (c.scheme, c.version) = (s.scheme, s.scheme_version)
    cross join (select c.time_zone from jiancha.record_state r join jiancha.calendar c using (calendar_code)) k
    where (s.scheme, s.period, s.version) = (_bulletin_json.scheme, _bulletin_json.period, _bulletin_json.version)
$$;
comment on function jiancha._bulletin_json(text, text, integer) is 'What a bulletin says, as JSON.';

create function jiancha._a4_page(title text, under text, body text) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
    select format($html$<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>%1$s</title><style>
@page{size:A4;margin:22mm 20mm 20mm 20mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:180mm;padding:8mm 0;color:#1d1d1d;background:#fff;font:10.5pt/1.7 "Noto Serif CJK SC","Source Han Serif SC",SimSun,"Songti SC",serif}
h1{font:700 19pt/1.4 "Noto Sans CJK SC","Source Han Sans SC",SimHei,"Microsoft YaHei",sans-serif;text-align:center;margin:0 0 2mm;letter-spacing:.06em}
h2{font:700 12pt/1.5 "Noto Sans CJK SC","Source Han Sans SC",SimHei,"Microsoft YaHei",sans-serif;margin:7mm 0 2mm;break-after:avoid}
.under{text-align:center;margin:0 0 5mm;padding-bottom:3mm;border-bottom:1.4pt solid #1d1d1d;color:#444}
p{margin:0 0 2mm;text-indent:2em;text-align:justify}
table{width:100%%;border-collapse:collapse;border-top:1.2pt solid #1d1d1d;border-bottom:1.2pt solid #1d1d1d;font-size:9pt;line-height:1.45;font-variant-numeric:tabular-nums}
thead{display:table-header-group}th{font-weight:700;border-bottom:.6pt solid #1d1d1d;padding:1.2mm 1.5mm;text-align:right;white-space:nowrap}
td{padding:.9mm 1.5mm;text-align:right;overflow-wrap:anywhere}tr{break-inside:avoid}tbody tr:nth-child(5n):not(:last-child) td{border-bottom:.3pt solid #bbb}
table.ranking th:nth-child(-n+2),table.ranking td:nth-child(-n+2),table.text th,table.text td{text-align:left}
table.lines th,table.lines td{text-align:left;vertical-align:top}table.lines td:first-child{white-space:nowrap}table.lines td:last-child,table.lines th:last-child{text-align:right;white-space:nowrap}
p.note{font-size:8pt;color:#555;text-indent:0;margin-top:1mm}
table.daily th,table.daily td{text-align:left}table.daily td:nth-child(-n+2){width:28%%}table.daily td:last-child{white-space:nowrap}
table.text td:nth-last-child(-n+2),table.text th:nth-last-child(-n+2){text-align:right}
.cards{display:flex;gap:3mm;margin:3mm 0 4mm;padding-right:.3mm}.cards div{flex:1;border:.6pt solid #999;padding:2mm 1mm;text-align:center}.cards b{display:block;font:700 15pt/1.3 "Noto Sans CJK SC",SimHei,sans-serif}
.cards span{font-size:8.5pt;color:#555}figure{margin:3mm 0 0;break-inside:avoid}figure svg{width:100%%;height:auto}figcaption{text-align:center;font-size:9pt;color:#444}
.legend i{display:inline-block;width:3mm;height:3mm;margin:0 1mm 0 4mm;vertical-align:-.3mm}
.foot{margin-top:8mm;padding-top:2mm;border-top:.6pt solid #1d1d1d;font-size:8pt;line-height:1.5;color:#555;overflow-wrap:anywhere}.foot p{text-indent:0;margin:0}
</style></head><body>
<h1>%1$s</h1><div class="under">%2$s</div>
$html$, jiancha._html(title), jiancha._html(under)) || body || E'</body></html>\n'
$$;
comment on function jiancha._a4_page(text, text, text) is 'A report as a page to print on A4: title, a line under it, the body, which is HTML already. Self-contained, without script.';

create function jiancha._bulletin_table(heads text[], aligned text, rows text) returns text
language sql immutable parallel safe
begin atomic
    select format('<table class="%s"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>', aligned,
        (select string_agg(format('<th>%s</th>', jiancha._html(h)), '' order by place) from unnest(heads) with ordinality h (h, place)), rows);
end;
comment on function jiancha._bulletin_table(text[], text, text) is 'A table with its heads; the rows are HTML already.';

create function jiancha._bulletin_html(said jsonb, scheme text, period text) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    totals jsonb := said -> 'totals';
    completed numeric := greatest((totals ->> 'completed')::numeric, 1);
    html text;
    part text;
    chapters text[] := array['一', '二', '三', '四', '五', '六', '七'];
    chapter integer := 0;
begin
    html := '';
    chapter := chapter + 1;
    html := html || format('<h2>%s、总体情况</h2><p>%s，参评单位%s个，办结%s件，其中提前办结%s件（%s%%），超法定期限办结%s件（%s%%），数据不完整%s条。平均得分%s分。%s</p>',
        chapters[chapter], jiancha._html(jiancha._period_name(period)), totals ->> 'organisations', totals ->> 'completed', totals ->> 'early', round(100 * (totals ->> 'early')::numeric / completed, 1),
        totals ->> 'late', round(100 * (totals ->> 'late')::numeric / completed, 1), totals ->> 'incomplete', totals ->> 'mean',
        coalesce((select format('计分信号：%s。', string_agg(format('%s%s张', jiancha._html(v.value ->> 'name'), v.value ->> 'cards'), '，' order by v.key collate "C")) from jsonb_each(said -> 'cards') v), '无计分信号。'));
    html := html || format('<div class="cards">%s</div>', (
        select string_agg(format('<div><b>%s</b><span>%s</span></div>', c.value, c.label), '' order by c.place)
        from (values (1, totals ->> 'completed', '办结（件）'), (2, round(100 * (totals ->> 'early')::numeric / completed, 1) || '%', '提前办结率'),
            (3, round(100 * (totals ->> 'late')::numeric / completed, 1) || '%', '超法定期限率'), (4, totals ->> 'mean', '平均得分（分）')) c (place, value, label)));

    chapter := chapter + 1;
    html := html || format('<h2>%s、得分与排名</h2>', chapters[chapter]) || jiancha._bulletin_table(
        array['名次', '单位', '办结', '提前', '超法定期限', '不完整', '得分', '等次'], 'ranking', (
        select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', coalesce(r.value ->> 'rank', '—'),
            jiancha._html(r.value ->> 'name'), r.value ->> 'completed', r.value ->> 'early', r.value ->> 'late', r.value ->> 'incomplete', r.value ->> 'total',
            jiancha._grade_name(r.value ->> 'grade') || case when (r.value ->> 'vetoed')::boolean then '（一票否决）' else '' end), '' order by r.place)
        from jsonb_array_elements(said -> 'scores') with ordinality r (value, place)));
    html := html || format('<figure>%s<figcaption>图%s　得分排名 <span class="legend">%s</span></figcaption></figure>', jiancha.chart_ranking(period, scheme), 1,
        (select string_agg(format('<i style="background:%s"></i>%s', jiancha._grade_colour(g.grade), jiancha._grade_name(g.grade)), '' order by g.place)
         from unnest(array['excellent', 'good', 'pass', 'fail']) with ordinality g (grade, place)));

    chapter := chapter + 1;
    html := html || format('<h2>%s、各项内容得分</h2><figure>%s<figcaption>图2　各单位各项内容得分（色深者失分比例高）</figcaption></figure>', chapters[chapter], jiancha.chart_heat(period, scheme));

    chapter := chapter + 1;
    html := html || format('<h2>%s、得分走势</h2><figure>%s<figcaption>图3　近十二个月平均得分</figcaption></figure>', chapters[chapter], jiancha.chart_trend(null, period, scheme, 12));

    -- a line an organisation: what it lost, what it gained, the sum of the lines
    select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', jiancha._html(n.name), coalesce(q.lost, '—'), coalesce(q.gained, '—'), q.points), '' order by n.place)
    into part
    from (
        select r.value ->> 'org_code' as org_code, sum((r.value ->> 'points')::numeric) as points,
            string_agg(x.said, '；' order by r.place) filter (where (r.value ->> 'points')::numeric < 0) as lost,
            string_agg(x.said, '；' order by r.place) filter (where (r.value ->> 'points')::numeric > 0) as gained
        from jsonb_array_elements(said -> 'deductions') with ordinality r (value, place)
        cross join lateral (select format('%s%s（%s次）', jiancha._html(coalesce(r.value ->> 'name', r.value ->> 'indicator')), r.value ->> 'points', r.value ->> 'events') as said) x
        where (r.value ->> 'points')::numeric <> 0
        group by 1) q
    join lateral (
        select s.value ->> 'name' as name, s.place from jsonb_array_elements(said -> 'scores') with ordinality s (value, place) where s.value ->> 'org_code' = q.org_code limit 1) n on true;
    if part is not null then
        chapter := chapter + 1;
        html := html || format('<h2>%s、扣分与加分</h2>', chapters[chapter]) || jiancha._bulletin_table(array['单位', '扣分', '加分', '合计'], 'lines', part)
            || '<p class="note">合计为各项扣分与加分之和；各项内容不低于其下限，故与得分之差可以不同。提前办结加分和数据不完整扣分按比例计算，不在此列。</p>';
    end if;

    select string_agg(format('<tr><td>第%s版</td><td>%s</td><td>%s</td><td>%s → %s</td><td>%s → %s</td></tr>', r.value ->> 'version', jiancha._html(r.value ->> 'name'),
        jiancha._html(concat_ws(' ', r.value ->> 'reason', r.value ->> 'decision_no')), coalesce(r.value ->> 'old_total', '—'), coalesce(r.value ->> 'new_total', '—'),
        coalesce(r.value ->> 'old_rank', '—'), coalesce(r.value ->> 'new_rank', '—')), '' order by r.place)
    into part from jsonb_array_elements(said -> 'corrections') with ordinality r (value, place);
    if part is not null then
        chapter := chapter + 1;
        html := html || format('<h2>%s、更正</h2>', chapters[chapter]) || jiancha._bulletin_table(array['版次', '单位', '理由与决定', '得分', '名次'], 'text', part);
    end if;

    select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', jiancha._html(r.value ->> 'name'), jiancha._html(r.value ->> 'basis'),
        case r.value ->> 'cause' when 'veto' then '一票否决' else '得分不合格' end, case r.value ->> 'kind' when 'suggestion' then '监察建议' else '责任追究' end), '' order by r.place)
    into part from jsonb_array_elements(said -> 'consequences') with ordinality r (value, place);
    if part is not null then
        chapter := chapter + 1;
        html := html || format('<h2>%s、不合格单位的处理</h2>', chapters[chapter]) || jiancha._bulletin_table(array['单位', '依据', '原因', '处理'], 'text', part);
    end if;

    return jiancha._a4_page(format('%s通报', said ->> 'title'),
        concat(jiancha._period_name(period), case when (said ->> 'version')::integer > 1 then format('（第%s版，更正）', said ->> 'version') end, '　·　', said ->> 'issuer', '发布'),
        html || format('<div class="foot"><p>测评方案：%s（第%s版）　成绩冻结：%s　成绩单第%s版</p><p>SHA-256　%s</p></div>', jiancha._html(said ->> 'scheme'),
            said ->> 'scheme_version', said ->> 'frozen_on', said ->> 'version', said ->> 'digest'));
end
$$;
comment on function jiancha._bulletin_html(jsonb, text, text) is 'A bulletin as a page: self-contained, no script, all text escaped.';

create function jiancha.bulletin(period text, format text default 'html', scheme text default null) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    sheet record;
    said jsonb;
begin
    if bulletin.format is null or bulletin.format not in ('html', 'json') then
        perform jiancha._raise('score_bad_format', coalesce(bulletin.format, 'NULL'));
    end if;
    select * into sheet from jiancha._bulletin_sheet(bulletin.period, bulletin.scheme);
    said := jiancha._bulletin_json(sheet.scheme_name, bulletin.period, sheet.sheet_version);
    return case bulletin.format when 'json' then jsonb_pretty(said) else jiancha._bulletin_html(said, sheet.scheme_name, bulletin.period) end;
end
$$;
comment on function jiancha.bulletin(text, text, text) is
    'Bulletin of a frozen period as a Chinese A4 page (html: self-contained, without script) or as json. Its figures are those of the sheet; the trend shows the twelve months as they stand. Write it to a file with psql -Atc. Errors: JC004 not frozen, JC007 submissions missing, JC005 another format.';

create function jiancha.report_issued(period text, recipient text, at timestamptz, scheme text default null) returns text
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    sheet record;
    page text;
begin
    select * into sheet from jiancha._bulletin_sheet(report_issued.period, report_issued.scheme);
    if report_issued.at is null or not isfinite(report_issued.at) then
        perform jiancha._raise('missing_value', 'at', report_issued.period);
    end if;
    if not exists (select from jiancha.report_recipient r where r.recipient = report_issued.recipient) then
        perform jiancha._raise('score_unknown_recipient', coalesce(report_issued.recipient, 'NULL'));
    end if;
    page := encode(sha256(convert_to(jiancha.bulletin(report_issued.period, 'html', sheet.scheme_name), 'UTF8')), 'hex');
    insert into jiancha.report_issue (scheme, period, version, recipient, issued_at, digest, actor)
    values (sheet.scheme_name, report_issued.period, sheet.sheet_version, report_issued.recipient, report_issued.at, page, current_user)
    on conflict on constraint report_issue_pkey do nothing;
    return page;
end
$$;
comment on function jiancha.report_issued(text, text, timestamptz, text) is
    'Records that the bulletin of a period went to a recipient, with the SHA-256 of the page; returns it. Called by a member of the records'' owner. Repeating it does nothing. Errors: JC004 not frozen or unknown recipient, JC007.';

create function jiancha.reports_missing(as_of timestamptz, scheme text default null)
returns table (period text, recipient text, name text, due_at timestamptz, why text)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    judge record;
    today date;
    zone record;
begin
    if as_of is null or not isfinite(as_of) then
        perform jiancha._raise('missing_value', 'as_of', 'reports_missing');
    end if;
    select c.calendar_code, c.version into zone from jiancha.record_state s join jiancha.calendar c using (calendar_code);
    today := jiancha._local_date(as_of, zone.calendar_code, zone.version);
    select * into judge from jiancha._scheme_of(reports_missing.scheme, date_trunc('month', today - interval '1 month')::date);
    return query
    with month as (
        -- every month that is over, from the first that anybody was on the list for
        select to_char(m, 'YYYY-MM') as period, m::date as first_day,
            (m + interval '1 month')::date + jiancha.score_setting(judge.scheme_name, judge.scheme_version, 'report_day')::integer as due_day
        from generate_series(greatest(date_trunc('month', (select min(r.valid_from) from jiancha.report_recipient r)::timestamp), today - interval '13 months'), today - interval '1 month', interval '1 month') m),
    listed as (
        select distinct on (m.period, r.recipient) m.period, m.due_day, r.recipient, r.name, r.valid_until
        from month m join jiancha.report_recipient r on r.valid_from < m.due_day
        order by m.period, r.recipient, r.valid_from desc)
    select l.period, l.recipient, l.name, jiancha._start_of_day(l.due_day, zone.calendar_code, zone.version),
        case when i.version is null then 'not_sent' else 'correction_not_sent' end
    from listed l
    left join jiancha.score_now n on (n.scheme, n.period) = (judge.scheme_name, l.period)
    left join lateral (
        select max(i.version) as version from jiancha.report_issue i where (i.scheme, i.period, i.recipient) = (judge.scheme_name, l.period, l.recipient) and i.issued_at <= reports_missing.as_of) i on true
    where coalesce(l.valid_until, 'infinity') >= l.due_day
        and ((i.version is null and jiancha._start_of_day(l.due_day, zone.calendar_code, zone.version) <= reports_missing.as_of) or i.version < n.version)
    order by l.period, l.recipient;
end
$$;
comment on function jiancha.reports_missing(timestamptz, text) is
    'Who should have had the monthly tables as of an instant and has not: not_sent once the day that the setting report_day names has passed in the following month; correction_not_sent for who got an earlier version than the one that holds. Looks back thirteen months. Errors: JC005.';
