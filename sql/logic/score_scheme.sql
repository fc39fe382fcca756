-- Schemes are rows; these calls write them, as those of rule.sql do: the same content does nothing, other content under the
-- same key is refused, and so is a further row in a version that has frozen a score.

create function jiancha._refuse_frozen_scheme(scheme text, version integer, what text) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from jiancha.score_scheme s where (s.scheme, s.version) = (_refuse_frozen_scheme.scheme, _refuse_frozen_scheme.version)) then
        perform jiancha._raise('score_unknown_scheme', scheme, version::text);
    end if;
    if exists (
        with recursive below as (
            select s.scheme, s.version from jiancha.score_scheme s where (s.scheme, s.version) = (_refuse_frozen_scheme.scheme, _refuse_frozen_scheme.version)
            union
            select s.scheme, s.version from below b join jiancha.score_scheme s on (s.parent_scheme, s.parent_version) = (b.scheme, b.version))
        select from below b join jiancha.score_sheet t on t.scheme = b.scheme and t.scheme_version = b.version) then
        perform jiancha._raise('score_scheme_in_use', scheme, version::text, what);
    end if;
end
$$;
comment on function jiancha._refuse_frozen_scheme(text, integer, text) is 'Refuses a further row in a version of a scheme by which, or by a descendant of which, a score was frozen.';

create function jiancha._check_scheme_row(scheme text, version integer, what text, source text, status text) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if btrim(coalesce(source, '')) = '' then
        perform jiancha._raise('score_needs_source', what, scheme);
    end if;
    if status is null or status not in ('regulation', 'statute', 'analogue', 'assumed') then
        perform jiancha._raise('bad_value', 'status', coalesce(status, 'NULL'), what, 'regulation, statute, analogue, assumed');
    end if;
end
$$;
comment on function jiancha._check_scheme_row(text, integer, text, text, text) is 'Checks what every row of a scheme must say: its source and its status.';

create function jiancha.define_scheme(
    scheme text, version integer, name text, issuer text, valid_from date, source text, parent text default null,
    domain text default 'approval', docket_kinds text[] default '{approval,penalty,complaint,consultation,supervision_order,signal,finding}',
    case_clock text default 'statutory') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    above integer;
    before record;
    wrong text;
begin
    if btrim(coalesce(define_scheme.scheme, '')) = '' or define_scheme.version is null or define_scheme.version < 1 then
        perform jiancha._raise('missing_value', 'scheme, version', coalesce(define_scheme.name, ''));
    end if;
    perform jiancha._check_scheme_row(define_scheme.scheme, define_scheme.version, define_scheme.scheme, define_scheme.source, 'regulation');
    if define_scheme.valid_from is null or not isfinite(define_scheme.valid_from) or extract(day from define_scheme.valid_from) <> 1 then
        perform jiancha._raise('bad_value', 'valid_from', coalesce(define_scheme.valid_from::text, 'NULL'), define_scheme.scheme, 'the first day of a month');
    end if;
    if define_scheme.domain is null or define_scheme.domain not in ('approval', 'trading') then
        perform jiancha._raise('bad_value', 'domain', coalesce(define_scheme.domain, 'NULL'), define_scheme.scheme, 'approval, trading');
    end if;
    select k into wrong from unnest(define_scheme.docket_kinds) k where not exists (select from jiancha.docket_kind d where d.kind = k);
    if wrong is not null or define_scheme.docket_kinds is null then
        perform jiancha._raise('bad_value', 'docket_kinds', coalesce(wrong, 'NULL'), define_scheme.scheme, 'kinds of jiancha.docket_kind');
    end if;
    if define_scheme.parent is not null then
        select s.version into above from jiancha.score_scheme s
        where s.scheme = define_scheme.parent and s.valid_from <= define_scheme.valid_from and s.scheme <> define_scheme.scheme
        order by s.version desc limit 1;
        if not found then
            perform jiancha._raise('score_no_scheme', define_scheme.parent, define_scheme.valid_from::text);
        end if;
    end if;
    if not exists (select from jiancha.score_scheme s where (s.scheme, s.version) = (define_scheme.scheme, define_scheme.version)) then
        select max(s.version) as version, max(s.valid_from) as valid_from into before from jiancha.score_scheme s where s.scheme = define_scheme.scheme;
        if define_scheme.version <> coalesce(before.version, 0) + 1 or define_scheme.valid_from <= before.valid_from then
            perform jiancha._raise('score_scheme_order', define_scheme.scheme, define_scheme.version::text);
        end if;
        -- a version never reaches back to months that another has judged
        if exists (select from jiancha.score_sheet t
                   where t.scheme = define_scheme.scheme and t.months[cardinality(t.months)] >= to_char(define_scheme.valid_from, 'YYYY-MM')) then
            perform jiancha._raise('score_scheme_in_use', define_scheme.scheme, (define_scheme.version - 1)::text, define_scheme.name);
        end if;
    end if;
    insert into jiancha.score_scheme (scheme, version, parent_scheme, parent_version, name, issuer, domain, docket_kinds, case_clock, valid_from, source)
    values (define_scheme.scheme, define_scheme.version, define_scheme.parent, above, define_scheme.name, define_scheme.issuer, define_scheme.domain,
        define_scheme.docket_kinds, define_scheme.case_clock, define_scheme.valid_from, define_scheme.source)
    on conflict on constraint score_scheme_pkey do nothing;
    if not exists (select from jiancha.score_scheme s
                   where (s.scheme, s.version, s.name, s.issuer, s.domain, s.docket_kinds, s.valid_from, s.source)
                       = (define_scheme.scheme, define_scheme.version, define_scheme.name, define_scheme.issuer, define_scheme.domain,
                          define_scheme.docket_kinds, define_scheme.valid_from, define_scheme.source)
                       and (s.parent_scheme, s.case_clock) is not distinct from (define_scheme.parent, define_scheme.case_clock)) then
        perform jiancha._raise('score_conflict', define_scheme.scheme, define_scheme.version::text, define_scheme.name);
    end if;
end
$$;
comment on function jiancha.define_scheme(text, integer, text, text, date, text, text, text, text[], text) is
    'Defines a version of a scheme; months from valid_from (first day of a month) on are judged by it. parent: scheme whose rows hold where this one has none. domain: approval or trading. docket_kinds: whose cards count; case_clock: whose stops are completed cases, NULL: none. Errors: JC004 unknown parent, JC005 bad value, JC006 other content, wrong order, or months already frozen.';

create function jiancha.define_dimension(
    scheme text, version integer, dimension integer, name text, weight numeric, source text,
    floor numeric default 0, cap numeric default null, status text default 'regulation') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    top numeric := coalesce(define_dimension.cap, define_dimension.weight);
begin
    perform jiancha._check_scheme_row(scheme, version, coalesce(name, dimension::text), source, status);
    if dimension is null or dimension not between 1 and 64 then
        perform jiancha._raise('bad_value', 'dimension', coalesce(dimension::text, 'NULL'), name, '1 to 64');
    end if;
    if weight is null or floor is null or not (floor <= top and abs(weight) <= 1000000 and abs(floor) <= 1000000 and abs(top) <= 1000000)
        or round(weight, 2) <> weight or round(floor, 2) <> floor or round(top, 2) <> top then
        perform jiancha._raise('bad_value', 'weight, floor, cap', concat_ws(', ', weight, floor, cap), name,
            'numbers with at most two decimal places, floor not above cap');
    end if;
    if not exists (select from jiancha.score_dimension d
                   where (d.scheme, d.version, d.dimension) = (define_dimension.scheme, define_dimension.version, define_dimension.dimension)) then
        perform jiancha._refuse_frozen_scheme(scheme, version, name);
    end if;
    insert into jiancha.score_dimension (scheme, version, dimension, name, weight, floor, cap, source, status)
    values (define_dimension.scheme, define_dimension.version, define_dimension.dimension, define_dimension.name, define_dimension.weight,
        define_dimension.floor, top, define_dimension.source, define_dimension.status)
    on conflict on constraint score_dimension_pkey do nothing;
    if not exists (select from jiancha.score_dimension d
                   where (d.scheme, d.version, d.dimension, d.name, d.weight, d.floor, d.cap, d.source, d.status)
                       = (define_dimension.scheme, define_dimension.version, define_dimension.dimension, define_dimension.name, define_dimension.weight,
                          define_dimension.floor, top, define_dimension.source, define_dimension.status)) then
        perform jiancha._raise('score_conflict', scheme, version::text, name);
    end if;
end
$$;
comment on function jiancha.define_dimension(text, integer, integer, text, numeric, text, numeric, numeric, text) is
    'Defines a dimension of a scheme: it starts from weight and ends inside floor and cap (default: the weight). Weight 0 and floor below 0: deductions from the total; weight 0 and cap above 0: bonus. Errors: JC004, JC005, JC006 other content or a version in use, JC009 no source.';

create function jiancha.define_indicator(
    scheme text, version integer, indicator text, name text, kind text, measure text, source text, assessor text default 'supervision',
    dimensions integer[] default '{}', points numeric default null, level text default null, runs integer default null,
    from_share numeric default null, step numeric default null, step_points numeric default null, most numeric default null,
    question text default null, cycle text default 'month', enabled boolean default true, status text default 'regulation', complaint_kind text default null) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    wrong integer;
    steps boolean := define_indicator.measure in ('early', 'promise', 'incomplete');
    row record;
begin
    perform jiancha._check_scheme_row(scheme, version, coalesce(name, indicator), source, status);
    if btrim(coalesce(indicator, '')) = '' or btrim(coalesce(name, '')) = '' then
        perform jiancha._raise('missing_value', 'indicator, name', coalesce(indicator, name, ''));
    end if;
    -- 行政处罚法 第七十四条: fines and confiscations have no part in the assessment of who decides them (A28)
    if concat_ws(' ', indicator, name, measure) ~* '(罚款|罚没|没收|罚金|违法所得).*(额|收入|总数|总量|任务|指标|上缴|返还|完成)'
        or concat_ws(' ', indicator, name, measure) ~* '(fine|penalt|confiscat|forfeit)[a-z]*[ _-]*(amount|sum|revenue|income|total|target)' then
        perform jiancha._raise('score_fine', indicator, name);
    end if;
    if measure is null or measure not in ('signal', 'consecutive', 'early', 'promise', 'incomplete', 'entry', 'survey', 'complaint') then
        perform jiancha._raise('bad_value', 'measure', coalesce(measure, 'NULL'), indicator, 'signal, consecutive, early, promise, incomplete, entry, survey, complaint');
    end if;
    if kind is null or kind not in ('auto', 'manual', 'survey')
        or (measure in ('signal', 'consecutive', 'early', 'promise', 'complaint')) <> (kind = 'auto') and measure <> 'incomplete' or (measure = 'survey') <> (kind = 'survey') then
        perform jiancha._raise('bad_value', 'kind', coalesce(kind, 'NULL'), indicator,
            'auto for signal, consecutive, early, promise and complaint; survey for survey; manual for entry; auto or manual for incomplete');
    end if;
    if cycle is null or cycle not in ('month', 'year') or (cycle = 'year' and measure <> 'entry') then
        perform jiancha._raise('bad_value', 'cycle', coalesce(cycle, 'NULL'), indicator, 'month; year only for measure entry');
    end if;
    if btrim(coalesce(assessor, '')) = '' or octet_length(assessor) > 40 then
        perform jiancha._raise('bad_value', 'assessor', coalesce(assessor, 'NULL'), indicator, 'a name of at most 40 bytes');
    end if;
    if (measure = 'signal' and (level is null or level not in ('notice', 'yellow', 'red', 'anomaly') or points is null))
        or (measure <> 'signal' and level is not null and not (measure = 'incomplete' and level in ('notice', 'yellow', 'red', 'anomaly'))) then
        perform jiancha._raise('bad_value', 'level', coalesce(level, 'NULL'), indicator, 'notice, yellow, red or anomaly, with points, for signal; a level for incomplete');
    end if;
    if (measure = 'consecutive') <> (runs is not null and points is not null and runs between 2 and 100) and (measure = 'consecutive' or runs is not null) then
        perform jiancha._raise('bad_value', 'runs', coalesce(runs::text, 'NULL'), indicator, '2 to 100, with points, for consecutive');
    end if;
    if steps <> (from_share is not null and step is not null and step_points is not null and most is not null and points is not null)
        and (steps or num_nonnulls(from_share, step, step_points, most) > 0)
        or not coalesce(from_share between 0 and 1 and step between 0 and 1 and round(from_share, 4) = from_share and round(step, 4) = step, true)
        or (steps and (case when measure = 'incomplete' then greatest(points, step_points, most) > 0 else least(points, step_points, most) < 0 end)) then
        perform jiancha._raise('bad_value', 'from_share, step, step_points, most', concat_ws(', ', from_share, step, step_points, most), indicator,
            'all of them with points for early, promise and incomplete: shares from 0 to 1, bonus not negative, deduction not positive');
    end if;
    if (measure = 'complaint' and (btrim(coalesce(complaint_kind, '')) = '' or points is null)) or (measure <> 'complaint' and complaint_kind is not null) then
        perform jiancha._raise('bad_value', 'complaint_kind', coalesce(complaint_kind, 'NULL'), indicator, 'a kind of complaint, with points, for complaint');
    end if;
    if (measure = 'survey') <> coalesce(question in ('attitude', 'satisfaction'), false) then
        perform jiancha._raise('bad_value', 'question', coalesce(question, 'NULL'), indicator, 'attitude or satisfaction, for survey');
    end if;
    if abs(points) > 1000000 or abs(step_points) > 1000000 or abs(most) > 1000000 or round(points, 2) <> points or round(step_points, 2) <> step_points
        or round(most, 2) <> most then
        perform jiancha._raise('bad_value', 'points', concat_ws(', ', points, step_points, most), indicator, 'at most 1000000 with two decimal places');
    end if;
    select d into wrong from unnest(dimensions) d
    where not exists (select from jiancha.effective_score_dimension e where (e.scheme, e.version, e.dimension) = (define_indicator.scheme, define_indicator.version, d));
    if wrong is not null or dimensions is null
        or (cardinality(dimensions) = 0 and (measure in ('consecutive', 'promise', 'complaint') or (measure in ('entry', 'survey') and cycle = 'month')))
        or (measure = 'survey' and cardinality(dimensions) <> 1) then
        perform jiancha._raise('bad_value', 'dimensions', coalesce(wrong::text, dimensions::text, 'NULL'), indicator,
            'dimensions of the scheme; one for survey; none only for early, incomplete, annual entries, and cards that score_touch knows');
    end if;
    if not exists (select from jiancha.indicator i
                   where (i.scheme, i.version, i.indicator) = (define_indicator.scheme, define_indicator.version, define_indicator.indicator)) then
        perform jiancha._refuse_frozen_scheme(scheme, version, name);
    end if;
    insert into jiancha.indicator (scheme, version, indicator, name, kind, measure, dimensions, points, level, runs, from_share, step, step_points, most,
        question, complaint_kind, assessor, cycle, enabled, source, status)
    values (define_indicator.scheme, define_indicator.version, define_indicator.indicator, define_indicator.name, define_indicator.kind,
        define_indicator.measure, define_indicator.dimensions, define_indicator.points, define_indicator.level, define_indicator.runs,
        define_indicator.from_share, define_indicator.step, define_indicator.step_points, define_indicator.most, define_indicator.question,
        define_indicator.complaint_kind, define_indicator.assessor, define_indicator.cycle, define_indicator.enabled, define_indicator.source, define_indicator.status)
    on conflict on constraint indicator_pkey do nothing;
    select i.* into row from jiancha.indicator i
    where (i.scheme, i.version, i.indicator) = (define_indicator.scheme, define_indicator.version, define_indicator.indicator);
    if (row.name, row.kind, row.measure, row.dimensions, row.points, row.level, row.runs, row.from_share, row.step, row.step_points, row.most, row.question,
        row.complaint_kind, row.assessor, row.cycle, row.enabled, row.source, row.status) is distinct from
        (define_indicator.name, define_indicator.kind, define_indicator.measure, define_indicator.dimensions, define_indicator.points,
         define_indicator.level, define_indicator.runs, define_indicator.from_share, define_indicator.step, define_indicator.step_points,
         define_indicator.most, define_indicator.question, define_indicator.complaint_kind, define_indicator.assessor, define_indicator.cycle, define_indicator.enabled,
         define_indicator.source, define_indicator.status) then
        perform jiancha._raise('score_conflict', scheme, version::text, indicator);
    end if;
end
$$;
comment on function jiancha.define_indicator(text, integer, text, text, text, text, text, text, integer[], numeric, text, integer, numeric, numeric, numeric, numeric, text, text, boolean, text, text) is
    'Defines an indicator: what is added or deducted for what; see the columns of jiancha.indicator. Refuses whatever rests on fines or confiscations (行政处罚法 第七十四条). Errors: JC004, JC005 bad value, JC006 other content or a version in use, JC009 no source, or fines.';

create function jiancha.define_touch(scheme text, version integer, rule text, dimensions integer[], source text, status text default 'regulation') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    wrong integer;
begin
    perform jiancha._check_scheme_row(scheme, version, coalesce(rule, ''), source, status);
    if rule is null then
        perform jiancha._raise('missing_value', 'rule', scheme);
    end if;
    select d into wrong from unnest(dimensions) d
    where not exists (select from jiancha.effective_score_dimension e where (e.scheme, e.version, e.dimension) = (define_touch.scheme, define_touch.version, d));
    if wrong is not null or coalesce(cardinality(dimensions), 0) = 0 then
        perform jiancha._raise('bad_value', 'dimensions', coalesce(wrong::text, dimensions::text, 'NULL'), rule, 'dimensions of the scheme, at least one');
    end if;
    if not exists (select from jiancha.score_touch t where (t.scheme, t.version, t.rule) = (define_touch.scheme, define_touch.version, define_touch.rule)) then
        perform jiancha._refuse_frozen_scheme(scheme, version, rule);
    end if;
    insert into jiancha.score_touch (scheme, version, rule, dimensions, source, status)
    values (define_touch.scheme, define_touch.version, define_touch.rule, define_touch.dimensions, define_touch.source, define_touch.status)
    on conflict on constraint score_touch_pkey do nothing;
    if not exists (select from jiancha.score_touch t
                   where (t.scheme, t.version, t.rule, t.dimensions, t.source, t.status)
                       = (define_touch.scheme, define_touch.version, define_touch.rule, define_touch.dimensions, define_touch.source, define_touch.status)) then
        perform jiancha._raise('score_conflict', scheme, version::text, rule);
    end if;
end
$$;
comment on function jiancha.define_touch(text, integer, text, integer[], text, text) is
    'Says which dimensions the cards of rules whose name begins with rule touch (empty: all others). Errors: JC004, JC005, JC006, JC009.';

create function jiancha.define_score_param(scheme text, version integer, param text, value text, source text, status text default 'regulation') returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    allowed text;
begin
    perform jiancha._check_scheme_row(scheme, version, coalesce(param, ''), source, status);
    -- what each setting may be, as a regular expression
    select p.pattern into allowed
    from (values
        ('coefficient', '^\d{1,2}(\.\d{1,4})?$'), ('total_floor', '^-?\d{1,6}(\.\d{1,2})?$'), ('total_cap', '^(none|\d{1,6}(\.\d{1,2})?)$'),
        ('grade_excellent', '^\d{1,4}(\.\d{1,2})?$'), ('grade_good', '^\d{1,4}(\.\d{1,2})?$'), ('grade_pass', '^\d{1,4}(\.\d{1,2})?$'),
        ('ranking', '^(on|off)$'), ('speed_bonus', '^(on|off)$'), ('tie', '^(same_rank|dense)$'), ('min_cases', '^\d{1,9}$'), ('rank_group', '^.+$'),
        ('consec_scope', '^(handler|org)$'), ('card_month', '^(earned|issued)$'), ('early_hours', '^\d{1,5}$'),
        ('survey_days', '^\d{1,3}$'), ('survey_default', '^[1-5]$'), ('survey_values', '^\d{1,3},\d{1,3},\d{1,3},\d{1,3},\d{1,3}$'),
        ('survey_weight_questionnaire', '^\d{1,6}$'), ('survey_weight_online', '^\d{1,6}$'), ('survey_weight_phone', '^\d{1,6}$'),
        ('appeal_days', '^\d{1,3}$'), ('followup_days', '^\d{1,3}$'), ('report_day', '^([1-9]|[12]\d)$'), ('publish_cycle', '^(month|quarter|half_year|year)$'),
        ('fail_opens', '^(accountability|suggestion|nothing)$'), ('fail_basis', '^.+$'), ('fail_instrument', '^.+$'),
        ('complaint_verified', '^[a-z_]+(,[a-z_]+)*$')) p (param, pattern)
    where p.param = define_score_param.param;
    if not found then
        perform jiancha._raise('bad_value', 'param', coalesce(param, 'NULL'), scheme, 'a setting that docs/reference.md lists');
    end if;
    if value is null or value !~ allowed then
        perform jiancha._raise('bad_value', param, coalesce(value, 'NULL'), scheme, case
            when allowed ~ '^\^\([a-z_|]+\)' then replace(btrim(allowed, '^()$'), '|', ', ')
            else 'what docs/reference.md says of it' end);
    end if;
    if not exists (select from jiancha.score_param p where (p.scheme, p.version, p.param) = (define_score_param.scheme, define_score_param.version, define_score_param.param)) then
        perform jiancha._refuse_frozen_scheme(scheme, version, param);
    end if;
    insert into jiancha.score_param (scheme, version, param, value, source, status)
    values (define_score_param.scheme, define_score_param.version, define_score_param.param, define_score_param.value, define_score_param.source,
        define_score_param.status)
    on conflict on constraint score_param_pkey do nothing;
    if not exists (select from jiancha.score_param p
                   where (p.scheme, p.version, p.param, p.value, p.source, p.status)
                       = (define_score_param.scheme, define_score_param.version, define_score_param.param, define_score_param.value,
                          define_score_param.source, define_score_param.status)) then
        perform jiancha._raise('score_conflict', scheme, version::text, param);
    end if;
end
$$;
comment on function jiancha.define_score_param(text, integer, text, text, text, text) is
    'Sets a setting of a scheme''s version; the settings are listed in docs/reference.md. Errors: JC004, JC005 unknown setting or bad value, JC006, JC009.';

create function jiancha.define_subject(
    scheme text, version integer, org_code text, source text, rank_group text default null, coefficient numeric default null, status text default 'regulation')
returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    grouped text := coalesce(define_subject.rank_group, jiancha.score_setting(define_subject.scheme, define_subject.version, 'rank_group'));
    factor numeric := coalesce(define_subject.coefficient, jiancha.score_setting(define_subject.scheme, define_subject.version, 'coefficient')::numeric);
begin
    perform jiancha._check_scheme_row(scheme, version, coalesce(org_code, ''), source, status);
    if not exists (select from jiancha.org_version o where o.org_code = define_subject.org_code) then
        perform jiancha._raise('unknown_org', coalesce(org_code, 'NULL'), scheme);
    end if;
    if factor not between 0 and 100 or round(factor, 4) <> factor then
        perform jiancha._raise('bad_value', 'coefficient', coefficient::text, org_code, '0 to 100 with at most four decimal places');
    end if;
    if not exists (select from jiancha.score_subject s where (s.scheme, s.version, s.org_code) = (define_subject.scheme, define_subject.version, define_subject.org_code)) then
        perform jiancha._refuse_frozen_scheme(scheme, version, org_code);
    end if;
    insert into jiancha.score_subject (scheme, version, org_code, rank_group, coefficient, source, status)
    values (define_subject.scheme, define_subject.version, define_subject.org_code, grouped, factor, define_subject.source, define_subject.status)
    on conflict on constraint score_subject_pkey do nothing;
    if not exists (select from jiancha.score_subject s
                   where (s.scheme, s.version, s.org_code, s.rank_group, s.coefficient, s.source, s.status)
                       = (define_subject.scheme, define_subject.version, define_subject.org_code, grouped, factor, define_subject.source, define_subject.status)) then
        perform jiancha._raise('score_conflict', scheme, version::text, org_code);
    end if;
end
$$;
comment on function jiancha.define_subject(text, integer, text, text, text, numeric, text) is
    'Gives an organisation a ranking group and a conversion coefficient of its own in a scheme''s version; NULL: that of the scheme. Errors: JC004, JC005, JC006, JC009.';

-- reading a scheme

create function jiancha.score_setting(scheme text, version integer, param text) returns text
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select e.value from jiancha.effective_score_param e
    where (e.scheme, e.version, e.param) = (score_setting.scheme, score_setting.version, score_setting.param)
$$;
comment on function jiancha.score_setting(text, integer, text) is 'Value of a setting of a scheme''s version, inherited ones included; NULL: not set.';

create function jiancha.score_terms(scheme text, version integer) returns bigint[]
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    setting jsonb;
    steps bigint[];
    parts bigint[];
    dimensions integer;
begin
    select jsonb_object_agg(e.param, e.value) into setting
    from jiancha.effective_score_param e where (e.scheme, e.version) = (score_terms.scheme, score_terms.version);
    -- without an indicator, or switched off: a step of 0
    select array_agg(x.n order by m.position, x.place) into steps
    from unnest(array['early', 'incomplete']) with ordinality m (measure, position)
    left join jiancha.effective_indicator i on (i.scheme, i.version) = (score_terms.scheme, score_terms.version) and i.measure = m.measure
        and (m.measure <> 'early' or coalesce(setting ->> 'speed_bonus', 'on') = 'on')
    cross join lateral unnest(array[
        coalesce(i.from_share * 10000, 0), coalesce(i.step * 10000, 0), coalesce(abs(i.points) * 100, 0), coalesce(abs(i.step_points) * 100, 0),
        coalesce(abs(i.most) * 100, 0)]::bigint[]) with ordinality x (n, place);
    -- a number that the scheme leaves out has no weight and no points
    select max(d.dimension) into dimensions
    from jiancha.effective_score_dimension d where (d.scheme, d.version) = (score_terms.scheme, score_terms.version);
    if dimensions is null then
        perform jiancha._raise('score_unknown_scheme', coalesce(scheme, 'NULL'), coalesce(version::text, 'NULL'));
    end if;
    if cardinality(steps) <> 10 then
        perform jiancha._raise('score_twice', scheme, version::text);
    end if;
    select array_agg(x.n order by k, x.place) into parts
    from generate_series(1, dimensions) k
    left join jiancha.effective_score_dimension d on (d.scheme, d.version, d.dimension) = (score_terms.scheme, score_terms.version, k)
    cross join lateral unnest(array[coalesce(d.weight * 100, 0), coalesce(d.floor * 100, 0), coalesce(d.cap * 100, 0)]::bigint[]) with ordinality x (n, place);
    return array[1, (setting ->> 'total_floor')::numeric * 100,
        case when setting ->> 'total_cap' = 'none' then 1000000000000 else (setting ->> 'total_cap')::numeric * 100 end]::bigint[]
        || steps || dimensions::bigint || parts;
end
$$;
comment on function jiancha.score_terms(text, integer) is
    'The terms of a scheme''s version as score_total() takes them and score_sheet keeps them: 1, floor and cap of the total, five numbers for early completion, five for incomplete data (from, step, first, each, most), number of dimensions, then weight, floor, cap of each; points in hundredths, shares in ten-thousandths. Errors: JC004 unknown scheme, JC009 two indicators for one share.';

create function jiancha._scheme_of(scheme text, first_day date, out scheme_name text, out scheme_version integer)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    scheme_name := coalesce(_scheme_of.scheme, (
        select s.scheme from jiancha.score_scheme s where s.domain = 'approval' and s.scheme in (select r.pack from jiancha.record_state r) limit 1), 'r1');
    select max(s.version) into scheme_version from jiancha.score_scheme s where s.scheme = scheme_name and s.valid_from <= first_day;
    if scheme_version is null then
        perform jiancha._raise('score_no_scheme', scheme_name, first_day::text);
    end if;
end
$$;
comment on function jiancha._scheme_of(text, date) is 'The scheme named, or else the one named like the rule pack of the records, or r1, and its version in force on a day. Errors: JC004.';

create function jiancha.score_period(period text, out first_day date, out last_day date, out months integer)
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    part text[] := regexp_match(period, '^([12]\d{3})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?$');
    first_month integer;
begin
    if part is null then
        perform jiancha._raise('score_bad_period', coalesce(period, 'NULL'));
    end if;
    months := case when part[2] is not null then 1 when part[3] is not null then 3 when part[4] is not null then 6 else 12 end;
    first_month := coalesce(part[2]::integer, part[3]::integer * 3 - 2, part[4]::integer * 6 - 5, 1);
    first_day := make_date(part[1]::integer, first_month, 1);
    last_day := (first_day + make_interval(months => months) - interval '1 day')::date;
end
$$;
comment on function jiancha.score_period(text) is
    'First and last day and number of months of a period: 2025-03 (month), 2025-Q1 (quarter), 2025-H1 (half-year) or 2025 (year). Errors: JC005 no such form.';
