-- What a morning begins with: the rows, the page, and the log of who got it.

create function jiancha.daily_report(day date) returns table (section text, item text, org text, case_no text, at timestamptz)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    zone record;
    from_at timestamptz;
    to_at timestamptz;
begin
    if day is null or not isfinite(day) then
        perform jiancha._raise('missing_value', 'day', 'daily_report');
    end if;
    select c.calendar_code, c.version into zone from jiancha.record_state s join jiancha.calendar c using (calendar_code);
    from_at := jiancha._start_of_day(day, zone.calendar_code, zone.version);
    to_at := jiancha._start_of_day(day + 1, zone.calendar_code, zone.version);
    return query
    select '今日到期', coalesce(m.name, d.matter_code, k.clock), coalesce(o.name, d.org_code), d.business_no, k.due_at
    from jiancha.clock k
    join jiancha.docket d using (docket_id)
    left join jiancha.org o on o.org_code = d.org_code
    left join jiancha.matter m on m.matter_code = d.matter_code
    where k.state = 'running' and k.due_on = daily_report.day
    union all
    select '昨日信号', format('%s %s', jiancha._level_name(s.level), s.rule), coalesce(o.name, s.org_code), s.case_no, s.issued_at
    from jiancha.score_card s
    left join jiancha.org o on o.org_code = s.org_code
    -- one that was found or confirmed late was earned longer ago, and is news all the same
    where s.issued_at > from_at - interval '24 hours' and s.issued_at <= from_at
    union all
    select '报表未报送', r.period || ' ' || r.why, r.name, null, r.due_at from jiancha.reports_missing(from_at) r
    union all
    -- in the hands of people: what stands now, of what there was before the day ended
    select '未回复信号', format('%s %s %s', u.signal_no, jiancha._level_name(u.level), u.rule), coalesce(o.name, u.org_code), u.case_no, u.answer_by
    from jiancha.unanswered_signals u
    left join jiancha.org o on o.org_code = u.org_code
    where u.issued_at < to_at
    union all
    select '待电话通知', count(*)::text, coalesce(o.name, p.org_code), null, min(p.created_at)
    from jiancha.phone_list p
    left join jiancha.org o on o.org_code = p.org_code
    where p.created_at < to_at
    group by coalesce(o.name, p.org_code)
    union all
    select '通知未送达', count(*)::text, coalesce(o.name, n.org_code), null, min(n.created_at)
    from jiancha.dead_notices n
    left join jiancha.org o on o.org_code = n.org_code
    where n.created_at < to_at
    group by coalesce(o.name, n.org_code)
    union all
    -- neither a delivery nor a call since the day before began
    select '数据源未报送', concat_ws(' ', f.source, f.name), coalesce(o.name, f.org_code), null, h.at
    from jiancha.feed_state f
    left join jiancha.org o on o.org_code = f.org_code
    cross join lateral (select greatest(f.last_batch_at, f.last_heartbeat_at) as at) h
    where f.conformance not in ('planned', 'closed') and (h.at is null or h.at < from_at - interval '24 hours')
        -- everybody sees the register, but only his own batches: of others it cannot be said
        and (not row_security_active('jiancha.feed_batch') or f.org_code = any (jiancha.my_orgs()))
    order by 1, 5, 4;
end
$$;
comment on function jiancha.daily_report(date) is
    'What a morning needs to know about a day: clocks that fall due, cards issued in the 24 hours up to its beginning, monthly reports that were not sent; of what was issued or made before its end, cards not answered by now (at: by when they must be) and, counted for each organisation, people who must be called and notices given up (at: the oldest); live sources that by now have neither delivered nor called since 24 hours before its beginning (at: when they last did; NULL: never). Errors: JC005.';

create function jiancha.daily_page(day date) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    zone text;
    body text;
begin
    select c.time_zone into zone from jiancha.record_state s join jiancha.calendar c using (calendar_code);
    with row as materialized (
        select r.* from jiancha.daily_report(daily_page.day) r),
    -- in the order in which they are read; a section without a row says so
    part as (
        select p.place, p.section, count(r.section) as entries,
            string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', jiancha._html(r.org), jiancha._html(r.item), jiancha._html(r.case_no),
                to_char(r.at at time zone zone, 'MM-DD HH24:MI')), '' order by r.at, r.org, r.case_no, r.item)
                filter (where r.section is not null) as rows
        from unnest(array['今日到期', '昨日信号', '未回复信号', '待电话通知', '通知未送达', '数据源未报送', '报表未报送']) with ordinality p (section, place)
        left join row r on r.section = p.section
        group by p.place, p.section)
    select format('<div class="cards">%s</div>', string_agg(format('<div><b>%s</b><span>%s</span></div>', p.entries, p.section), '' order by p.place))
        || string_agg(format('<h2>%s、%s</h2>', (array['一', '二', '三', '四', '五', '六', '七'])[p.place], p.section)
            || case when p.rows is null then '<p>无。</p>' else jiancha._bulletin_table(array['单位', '内容', '编号', '时间'], 'daily', p.rows) end, '' order by p.place)
    into body
    from part p;
    return jiancha._a4_page('电子监察每日晨报', jiancha._chinese_date(daily_page.day), body);
end
$$;
comment on function jiancha.daily_page(date) is
    'daily_report() as a Chinese A4 page: self-contained HTML, without script, all text escaped. Write it to a file with psql -Atc. What is in the hands of people it says as of now; daily_issued() keeps what was sent. Errors: JC005.';

create function jiancha.daily_issued(day date, recipient text, at timestamptz) returns text
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    page text := jiancha.daily_page(daily_issued.day);
    fingerprint text := encode(sha256(convert_to(page, 'UTF8')), 'hex');
begin
    if daily_issued.at is null or not isfinite(daily_issued.at) then
        perform jiancha._raise('missing_value', 'at', daily_issued.day::text);
    end if;
    if not exists (select from jiancha.report_recipient r where r.recipient = daily_issued.recipient) then
        perform jiancha._raise('score_unknown_recipient', coalesce(daily_issued.recipient, 'NULL'));
    end if;
    insert into jiancha.daily_issue (day, recipient, issued_at, digest, page, actor)
    values (daily_issued.day, daily_issued.recipient, daily_issued.at, fingerprint, page, current_user)
    on conflict on constraint daily_issue_pkey do nothing;
    return page;
end
$$;
comment on function jiancha.daily_issued(date, text, timestamptz) is
    'Makes the page of a day, records that it went to a recipient of report_recipient, and returns it. Called by a member of the records'' owner. The same page to the same recipient is recorded once. Errors: JC004 unknown recipient, JC005.';
