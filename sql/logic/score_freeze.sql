-- Freezing, correcting, publishing, and proving that a frozen score still follows from what it rests on.

create function jiancha._score_digest(scheme text, period text, version integer, scheme_version integer, terms bigint[], months text[], month_versions integer[])
returns text
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- JSON is the canonical form: it quotes, and neither time zone nor locale has a part in it
    select encode(sha256(convert_to(jsonb_build_array(s.scheme, s.period, s.scheme_version, s.terms, s.months, s.month_versions,
        (select jsonb_agg(m.digest order by m.period) from jiancha.score_sheet m
         join unnest(s.months, s.month_versions) p (period, version) on (m.period, m.version) = (p.period, p.version) and m.scheme = s.scheme),
        (select jsonb_agg(jsonb_build_array(l.subject, l.org_code, l.staff_code, l.dimension, l.indicator, l.points, l.quantity, l.evidence_kind,
                l.evidence_no, to_char(l.happened_on, 'YYYY-MM-DD')) order by l.line_no)
         from jiancha.score_line l where (l.scheme, l.period, l.version) = (s.scheme, s.period, s.version)),
        (select jsonb_agg(jsonb_build_array(r.subject, r.org_code, r.staff_code, r.name, r.rank_group, r.coefficient, r.completed, r.early, r.late, r.incomplete,
                encode(r.state, 'hex'), r.year_points, r.total, r.grade, r.vetoed, r.rank)
                order by r.subject collate "C", r.org_code collate "C", r.staff_code collate "C")
         from jiancha.score_result r where (r.scheme, r.period, r.version) = (s.scheme, s.period, s.version)))::text, 'UTF8')), 'hex')
    from (values (_score_digest.scheme, _score_digest.period, _score_digest.version, _score_digest.scheme_version, _score_digest.terms, _score_digest.months,
        _score_digest.month_versions)) s (scheme, period, version, scheme_version, terms, months, month_versions)
$$;
comment on function jiancha._score_digest(text, text, integer, integer, bigint[], text[], integer[]) is
    'SHA-256, hexadecimal, of a frozen sheet: scheme, terms, months, lines and results as one JSON array; see docs/design.md.';

create function jiancha._score_store(period text, judge_scheme text, as_of timestamptz, reason text, decision_no text) returns integer
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    span record;
    judge record;
    fresh integer;
    missing text;
    month_names text[];
    versions integer[] := '{}';
    terms bigint[];
    bounds record;
begin
    if as_of is null or not isfinite(as_of) then
        perform jiancha._raise('missing_value', 'as_of', coalesce(period, 'NULL'));
    end if;
    select * into span from jiancha.score_period(_score_store.period);
    select * into judge from jiancha._scheme_of(judge_scheme, (span.first_day + make_interval(months => span.months - 1))::date);
    select * into bounds from jiancha._score_bounds(span.first_day, span.last_day);
    if as_of < bounds.to_at then
        perform jiancha._raise('score_period_runs', period, span.last_day::text);
    end if;
    -- 镇江 第二十三条: each assessor submits his part before the parts are summed
    select string_agg(distinct i.assessor, ', ' order by i.assessor) into missing
    from jiancha.effective_indicator i
    where (i.scheme, i.version) = (judge.scheme_name, judge.scheme_version)
        and not exists (select from jiancha.score_submission s
                        where (s.scheme, s.period, s.assessor) = (judge.scheme_name, _score_store.period, i.assessor));
    if missing is not null then
        perform jiancha._raise('score_not_submitted', period, missing);
    end if;
    -- one freezing at a time: the second waits, then finds the version taken
    lock table jiancha.score_sheet in share row exclusive mode;
    select coalesce(max(s.version), 0) + 1 into fresh
    from jiancha.score_sheet s where (s.scheme, s.period) = (judge.scheme_name, _score_store.period);
    if fresh > 1 and reason is null then
        perform jiancha._raise('score_frozen', period, judge.scheme_name);
    end if;
    month_names := jiancha._months_of(span.first_day, span.months);
    if span.months > 1 then
        select array_agg(n.version order by n.period) into versions from jiancha.score_now n where n.scheme = judge.scheme_name and n.period = any (month_names);
    end if;
    terms := jiancha.score_terms(judge.scheme_name, judge.scheme_version);
    -- one statement, one snapshot: an entry that commits in between is in both or in neither
    with line as (
        insert into jiancha.score_line (scheme, period, version, line_no, subject, org_code, staff_code, dimension, indicator, points, quantity, evidence_kind, evidence_no, happened_on)
        select judge.scheme_name, _score_store.period, fresh,
            row_number() over (order by l.org_code, l.happened_on, l.indicator, l.evidence_kind, l.evidence_no, l.dimension, l.subject, l.staff_code, l.points, l.quantity),
            l.subject, l.org_code, l.staff_code, l.dimension, l.indicator, l.points, l.quantity, l.evidence_kind, l.evidence_no, l.happened_on
        from jiancha._score_lines(judge.scheme_name, judge.scheme_version, span.first_day, span.last_day, case when span.months = 1 then 'month' else 'year' end) l
        where span.months in (1, 12))
    insert into jiancha.score_result (scheme, period, version, subject, org_code, staff_code, name, rank_group, coefficient, completed, early, late, incomplete, state,
        year_points, total, grade, vetoed, rank)
    select judge.scheme_name, _score_store.period, fresh, u.subject, r.org_code, coalesce(r.staff_code, ''), r.name, r.rank_group, r.coefficient, r.completed, r.early,
        r.late, r.incomplete, jiancha.score_state_send(r.state), r.year_points, r.total, r.grade, r.vetoed, r.rank
    from unnest(array['org', 'staff']) u (subject)
    cross join lateral jiancha.score_run(_score_store.period, judge.scheme_name, u.subject) r;
    insert into jiancha.score_sheet (scheme, period, version, scheme_version, as_of, terms, months, month_versions, digest, reason, decision_no, actor)
    values (judge.scheme_name, _score_store.period, fresh, judge.scheme_version, _score_store.as_of, terms, month_names, versions,
        jiancha._score_digest(judge.scheme_name, _score_store.period, fresh, judge.scheme_version, terms, month_names, versions),
        _score_store.reason, _score_store.decision_no, current_user);
    perform jiancha._open_consequences(judge.scheme_name, _score_store.period, fresh, judge.scheme_version, _score_store.as_of);
    if fresh > 1 then
        perform jiancha._notify_correction(judge.scheme_name, _score_store.period, fresh, _score_store.as_of);
    end if;
    return fresh;
end
$$;
comment on function jiancha._score_store(text, text, timestamptz, text, text) is 'Stores the next version of a period''s sheet, sets going what follows from it, and returns its number.';

create function jiancha.score_freeze(period text, as_of timestamptz, scheme text default null) returns integer
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return jiancha._score_store(period, scheme, as_of, null, null);
end
$$;
comment on function jiancha.score_freeze(text, timestamptz, text) is
    'Freezes the scores of a period that is over as of as_of, once every assessor has submitted his part: results, every line with its evidence, terms of the scheme and a digest of all. Opens what a fail grade entails: an instrument that the organisation must answer. Called by a member of the records'' owner. Returns version 1. Errors: JC005 the period is not over, JC006 frozen already, JC007 a submission is missing, JC004 months not frozen.';

create function jiancha.score_correct(period text, reason text, decision_no text, as_of timestamptz, scheme text default null) returns integer
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    span record;
    judge record;
begin
    if btrim(coalesce(reason, '')) = '' or btrim(coalesce(decision_no, '')) = '' then
        perform jiancha._raise('missing_value', 'reason, decision_no', coalesce(period, 'NULL'));
    end if;
    select * into span from jiancha.score_period(score_correct.period);
    select * into judge from jiancha._scheme_of(score_correct.scheme, (span.first_day + make_interval(months => span.months - 1))::date);
    if not exists (select from jiancha.score_now n where (n.scheme, n.period) = (judge.scheme_name, score_correct.period)) then
        perform jiancha._raise('score_not_frozen', score_correct.period);
    end if;
    if not exists (select from jiancha.score_drift(score_correct.period, judge.scheme_name)) then
        perform jiancha._raise('score_unchanged', score_correct.period, judge.scheme_name);
    end if;
    return jiancha._score_store(score_correct.period, judge.scheme_name, score_correct.as_of, score_correct.reason, score_correct.decision_no);
end
$$;
comment on function jiancha.score_correct(text, text, text, timestamptz, text) is
    'Freezes the next version of a period from the facts as they are now, ranked anew; the earlier version stays. jiancha.score_changes() names what changed, and everybody on the report''s list (report_recipient) is told through the outbox. Longer periods that rest on it are corrected by calls of their own. Errors: JC004 not frozen, JC005 no reason or decision, JC006 nothing changed.';

create function jiancha.score_drift(period text, scheme text default null)
returns table (subject text, org_code text, staff_code text, what text, frozen text, now text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    span record;
    judge record;
    sheet record;
begin
    select * into span from jiancha.score_period(score_drift.period);
    select * into judge from jiancha._scheme_of(score_drift.scheme, (span.first_day + make_interval(months => span.months - 1))::date);
    select n.* into sheet from jiancha.score_now n where (n.scheme, n.period) = (judge.scheme_name, score_drift.period);
    if not found then
        perform jiancha._raise('score_not_frozen', score_drift.period);
    end if;
    return query
    with fresh as materialized (
        select u.subject, r.org_code, coalesce(r.staff_code, '') as staff_code, jsonb_build_object('total', r.total, 'grade', r.grade, 'rank', r.rank, 'completed', r.completed,
            'early', r.early, 'late', r.late, 'incomplete', r.incomplete) as said
        from unnest(array['org', 'staff']) u (subject)
        cross join lateral jiancha.score_run(score_drift.period, judge.scheme_name, u.subject) r),
    old as (
        select r.subject, r.org_code, r.staff_code, jsonb_build_object('total', r.total, 'grade', r.grade, 'rank', r.rank, 'completed', r.completed,
            'early', r.early, 'late', r.late, 'incomplete', r.incomplete) as said
        from jiancha.score_result r where (r.scheme, r.period, r.version) = (sheet.scheme, sheet.period, sheet.version)),
    line as (
        select l.subject, l.org_code, l.staff_code, concat_ws(' ', l.indicator, l.dimension, l.evidence_kind, l.evidence_no) as what, l.points, l.quantity
        from jiancha._score_lines(judge.scheme_name, judge.scheme_version, span.first_day, span.last_day, case when span.months = 1 then 'month' else 'year' end) l
        where span.months in (1, 12)),
    old_line as (
        select l.subject, l.org_code, l.staff_code, concat_ws(' ', l.indicator, l.dimension, l.evidence_kind, l.evidence_no) as what, l.points, l.quantity
        from jiancha.score_line l where (l.scheme, l.period, l.version) = (sheet.scheme, sheet.period, sheet.version))
    select coalesce(o.subject, f.subject), coalesce(o.org_code, f.org_code), nullif(coalesce(o.staff_code, f.staff_code), ''), k.key, o.said ->> k.key, f.said ->> k.key
    from old o
    full join fresh f on (f.subject, f.org_code, f.staff_code) = (o.subject, o.org_code, o.staff_code)
    cross join lateral jsonb_object_keys(coalesce(o.said, f.said)) k (key)
    where o.said -> k.key is distinct from f.said -> k.key
    union all
    select d.subject, d.org_code, d.staff_code, d.what, case when d.gone then d.points::numeric(12,2)::text end, case when not d.gone then d.points::numeric(12,2)::text end
    from (
        select false as gone, x.* from (select * from line except all select * from old_line) x
        union all
        select true, x.* from (select * from old_line except all select * from line) x) d
    order by 1, 2, 3 nulls first, 4;
end
$$;
comment on function jiancha.score_drift(text, text) is
    'What a correction of a frozen period would change now: totals, grades, ranks, counts, and lines that would appear (frozen NULL) or vanish (now NULL). Empty while the frozen score follows from the facts. Errors: JC004 not frozen.';

create function jiancha._sheet_changes(scheme text, period text, version integer)
returns table (org_code text, name text, old_total numeric, new_total numeric, old_grade text, new_grade text, old_rank integer, new_rank integer)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select coalesce(n.org_code, o.org_code), coalesce(n.name, o.name), o.total, n.total, o.grade, n.grade, o.rank, n.rank
    from (
        select r.* from jiancha.score_result r
        where (r.scheme, r.period, r.version, r.subject) = (_sheet_changes.scheme, _sheet_changes.period, _sheet_changes.version, 'org')) n
    -- who leaves the sheet is changed most of all
    full join (
        select r.* from jiancha.score_result r
        where (r.scheme, r.period, r.version, r.subject) = (_sheet_changes.scheme, _sheet_changes.period, _sheet_changes.version - 1, 'org')) o on o.org_code = n.org_code
    where (o.total, o.grade, o.rank) is distinct from (n.total, n.grade, n.rank)
$$;
comment on function jiancha._sheet_changes(text, text, integer) is 'What a version of a sheet changed against the one before: old NULL, the organisation came onto the sheet; new NULL, it left it.';

create function jiancha.score_changes(period text, scheme text default null)
returns table (version integer, reason text, decision_no text, org_code text, name text, old_total numeric, new_total numeric, old_grade text, new_grade text,
    old_rank integer, new_rank integer)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select s.version, s.reason, s.decision_no, c.org_code, c.name, c.old_total, c.new_total, c.old_grade, c.new_grade, c.old_rank, c.new_rank
    from jiancha.score_sheet s
    join jiancha.score_period(score_changes.period) p on true
    cross join lateral jiancha._scheme_of(score_changes.scheme, p.last_day) j
    cross join lateral jiancha._sheet_changes(s.scheme, s.period, s.version) c
    where s.scheme = j.scheme_name and s.period = score_changes.period and s.version > 1
    order by s.version, c.org_code
$$;
comment on function jiancha.score_changes(text, text) is
    '更正: what each correction of a period changed, with old and new score, grade and rank of each organisation; old NULL: it came onto the sheet, new NULL: it left it.';

create function jiancha.score_verify(period text, scheme text default null)
returns table (subject text, org_code text, staff_code text, what text, stored text, derived text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    span record;
    judge record;
begin
    select * into span from jiancha.score_period(score_verify.period);
    select * into judge from jiancha._scheme_of(score_verify.scheme, (span.first_day + make_interval(months => span.months - 1))::date);
    if not exists (select from jiancha.score_now n where (n.scheme, n.period) = (judge.scheme_name, score_verify.period)) then
        perform jiancha._raise('score_not_frozen', score_verify.period);
    end if;
    return query
    with sheet as (
        select s.* from jiancha.score_sheet s where (s.scheme, s.period) = (judge.scheme_name, score_verify.period)),
    result as (
        select s.terms, s.months, s.month_versions, r.* from sheet s join jiancha.score_result r using (scheme, period, version)),
    derived as (
        select r.*,
            case when cardinality(r.months) = 1 then (
                select jiancha.score_close(jiancha.score_merge(q.state), r.terms, r.coefficient)
                from (
                    select jiancha.score_counts(r.completed, r.early, r.late, r.incomplete) as state
                    union all
                    select jiancha.score(l.dimension, l.points) from jiancha.score_line l
                    where (l.scheme, l.period, l.version) = (r.scheme, r.period, r.version) and l.dimension is not null
                        and case r.subject when 'org' then l.subject <> 'staff' and l.org_code = r.org_code else l.subject <> 'org' and l.staff_code = r.staff_code end) q)
            else (
                select jiancha.score_merge(jiancha.score_state(m.state)) from unnest(r.months, r.month_versions) p (period, version)
                join jiancha.score_result m on (m.scheme, m.period, m.version, m.subject, m.staff_code) = (r.scheme, p.period, p.version, r.subject, r.staff_code)
                    and (r.subject = 'staff' or m.org_code = r.org_code)) end as again
        from result r)
    select d.subject, d.org_code, nullif(d.staff_code, ''), x.what, x.stored, x.derived
    from derived d
    cross join lateral (values
        ('state', encode(d.state, 'hex'), encode(jiancha.score_state_send(d.again), 'hex')),
        ('total', d.total::text, greatest(d.terms[2] / 100.0, least(d.terms[3] / 100.0, jiancha.score_mean(d.again) + d.year_points))::numeric(12,2)::text)) x (what, stored, derived)
    where x.stored is distinct from x.derived
    union all
    select 'sheet', s.version::text, null, 'digest', s.digest, g.digest
    from sheet s cross join lateral jiancha._score_digest(s.scheme, s.period, s.version, s.scheme_version, s.terms, s.months, s.month_versions) g (digest)
    where s.digest <> g.digest
    order by 1, 2, 3;
end
$$;
comment on function jiancha.score_verify(text, text) is
    'Derives each version of a frozen period again from its stored lines and counts, or from the months it merges, and computes its digest again: what differs. Empty if the records are whole. Errors: JC004 not frozen.';

create function jiancha.score_publish(period text, medium text, at timestamptz, scheme text default null) returns bigint
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    span record;
    judge record;
    sheet record;
    cycle text;
    done bigint;
begin
    select * into span from jiancha.score_period(score_publish.period);
    select * into judge from jiancha._scheme_of(score_publish.scheme, (span.first_day + make_interval(months => span.months - 1))::date);
    select n.* into sheet from jiancha.score_now n where (n.scheme, n.period) = (judge.scheme_name, score_publish.period);
    if not found then
        perform jiancha._raise('score_not_frozen', score_publish.period);
    end if;
    if btrim(coalesce(medium, '')) = '' then
        perform jiancha._raise('missing_value', 'medium', score_publish.period);
    end if;
    if score_publish.at is null or score_publish.at < sheet.as_of or not isfinite(score_publish.at) then
        perform jiancha._raise('bad_value', 'at', coalesce(score_publish.at::text, 'NULL'), score_publish.period, 'an instant from ' || sheet.as_of || ' on');
    end if;
    -- A10: what is published is not shorter than the cycle of the scheme
    cycle := jiancha.score_setting(sheet.scheme, sheet.scheme_version, 'publish_cycle');
    if span.months < (case cycle when 'month' then 1 when 'quarter' then 3 when 'half_year' then 6 else 12 end) then
        perform jiancha._raise('score_publish_cycle', score_publish.period, sheet.scheme, cycle);
    end if;
    if exists (select from jiancha.score_publication p where (p.scheme, p.period, p.version) = (sheet.scheme, sheet.period, sheet.version)) then
        perform jiancha._raise('score_published', score_publish.period, sheet.version::text);
    end if;
    -- staff are not published: 个人信息保护法; A27
    insert into jiancha.score_publication (scheme, period, version, org_code, name, rank_group, total, grade, rank, old_total, old_rank, published_at, medium, actor)
    select r.scheme, r.period, r.version, r.org_code, r.name, r.rank_group, r.total, r.grade, r.rank, o.total, o.rank, score_publish.at, score_publish.medium, current_user
    from jiancha.score_result r
    left join lateral (
        select p.total, p.rank from jiancha.score_publication p
        where (p.scheme, p.period, p.org_code) = (r.scheme, r.period, r.org_code) and p.version < r.version
        order by p.version desc limit 1) o on true
    where (r.scheme, r.period, r.version) = (sheet.scheme, sheet.period, sheet.version) and r.subject = 'org';
    get diagnostics done = row_count;
    return done;
end
$$;
comment on function jiancha.score_publish(text, text, timestamptz, text) is
    'Publishes the scores of organisations in a frozen period, readable by all, never changed; a corrected period is published again with the old score beside the new. Staff are never published. A period shorter than the setting publish_cycle is not published. Returns how many. Errors: JC004 not frozen, JC005, JC006 published already, JC007 shorter than the cycle.';

create function jiancha.explain_score(org text, period text, scheme text default null, staff text default null)
returns table (no integer, dimension text, what text, points numeric, evidence text, day date)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    span record;
    judge record;
    sheet record;
    result record;
begin
    select * into span from jiancha.score_period(explain_score.period);
    select * into judge from jiancha._scheme_of(explain_score.scheme, (span.first_day + make_interval(months => span.months - 1))::date);
    select n.* into sheet from jiancha.score_now n where (n.scheme, n.period) = (judge.scheme_name, explain_score.period);
    if not found then
        perform jiancha._raise('score_not_frozen', explain_score.period);
    end if;
    select r.* into result from jiancha.score_result r
    where (r.scheme, r.period, r.version, r.org_code, r.staff_code) = (sheet.scheme, sheet.period, sheet.version, explain_score.org, coalesce(explain_score.staff, ''));
    if not found then
        perform jiancha._raise('score_no_result', coalesce(explain_score.staff, explain_score.org, 'NULL'), explain_score.period, explain_score.org);
    end if;
    return query
    with name as (
        select d.dimension, d.name, d.floor, d.cap from jiancha.effective_score_dimension d where (d.scheme, d.version) = (sheet.scheme, sheet.scheme_version)),
    mark as (
        select i.indicator, i.name, i.source from jiancha.effective_indicator i where (i.scheme, i.version) = (sheet.scheme, sheet.scheme_version)),
    line as (
        select l.* from jiancha.score_line l
        where (l.scheme, l.period, l.version) = (sheet.scheme, sheet.period, sheet.version)
            and case result.subject when 'org' then l.subject <> 'staff' and l.org_code = result.org_code else l.subject <> 'org' and l.staff_code = result.staff_code end),
    part as (
        select * from jiancha.score_detail(jiancha.score_state(result.state), sheet.terms, result.coefficient) d where span.months = 1),
    row as (
        -- each dimension: what it starts from, each line, floor or cap where one held, what it ends with
        select 1 as section, p.dimension as major, 0::bigint as minor, n.name as dimension, '起评分' as what, p.base as points, null as evidence, null::date as day
        from part p join name n using (dimension) where p.part = 'dimension' and (p.base <> 0 or p.entries > 0)
        union all
        select 1, l.dimension, row_number() over (order by l.line_no), n.name, m.name || case when l.quantity > 1 then format(' ×%s', l.quantity) else '' end, l.points,
            concat_ws(' ', l.evidence_kind, l.evidence_no, '·', m.source), l.happened_on
        from line l join name n using (dimension) left join mark m using (indicator) where span.months = 1
        union all
        select 1, p.dimension, 1000000, n.name, case when p.score > p.base + p.additions + p.deductions then format('不低于%s分', n.floor) else format('不高于%s分', n.cap) end,
            p.score - (p.base + p.additions + p.deductions), null, null
        from part p join name n using (dimension) where p.part = 'dimension' and p.score <> p.base + p.additions + p.deductions
        union all
        select 1, p.dimension, 1000001, n.name, '小计', p.score, null, null
        from part p join name n using (dimension) where p.part = 'dimension' and (p.base <> 0 or p.entries > 0)
        union all
        select 2, case p.part when 'early' then 1 else 2 end, 0, null,
            case p.part when 'early' then format('提前办结 %s/%s件', p.entries, result.completed) else format('数据不完整 %s/%s件', p.entries, result.completed) end,
            p.score, (select i.source from jiancha.effective_indicator i where (i.scheme, i.version, i.measure) = (sheet.scheme, sheet.scheme_version, p.part)), null
        from part p where p.part in ('early', 'incomplete') and p.entries > 0
        union all
        select 3, 0, 0, null, format('折合系数 %s', trim_scale(result.coefficient)), null, null, null from part p where p.part = 'total' and result.coefficient <> 1
        union all
        select 4, 0, row_number() over (order by r.period), null, format('%s 得分', r.period), r.total, format('第%s版', r.version), null
        from unnest(sheet.months, sheet.month_versions) m (period, version)
        join jiancha.score_result r on (r.scheme, r.period, r.version, r.subject, r.staff_code) = (sheet.scheme, m.period, m.version, result.subject, result.staff_code)
            and (result.subject = 'staff' or r.org_code = result.org_code)
        where span.months > 1
        union all
        select 5, 0, l.line_no, null, m.name || '（年度扣分）', l.points, concat_ws(' ', l.evidence_kind, l.evidence_no, '·', m.source), l.happened_on
        from line l left join mark m using (indicator) where span.months > 1
        union all
        select 6, 0, 0, null, '总分', result.total, null, null
        union all
        select 7, 0, row_number() over (order by v.veto_no), null, '一票否决：年度不合格', null, concat_ws(' ', v.evidence_no, v.decision_no), null
        from jiancha.score_veto v
        where result.vetoed and v.org_code = result.org_code and v.year = extract(year from span.first_day) and v.lifts is null
            and not exists (select from jiancha.score_veto x where x.lifts = v.veto_no))
    select row_number() over (order by r.section, r.major, r.minor)::integer, r.dimension, r.what, r.points, r.evidence, r.day
    from row r order by r.section, r.major, r.minor;
end
$$;
comment on function jiancha.explain_score(text, text, text, text) is
    'How a frozen score came about: each dimension with what it starts from, every line with its evidence, floor or cap where one held, and its subtotal; bonus, deduction for incomplete data, coefficient, total. A longer period shows its months. staff: the score of a person. Errors: JC004 not frozen, or no such score visible.';
