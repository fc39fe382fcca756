-- What assessors and departments enter about scores. Called as the functions of intake.sql are: with the organisations of the
-- caller, NULL for who acts for all, and his role.

create function jiancha.my_assessments() returns text[]
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_my_assessments';
comment on function jiancha.my_assessments() is
    'Assessors whose part the current role assesses: it has the privileges of role jiancha_assess_<assessor>. Reads the system cache, no table. Empty array if there are none.';

create function jiancha._assesses(orgs text[], caller name, assessor text) returns boolean
language sql stable parallel safe
begin atomic
    select orgs is null or coalesce(
        (select pg_has_role(caller, r.oid, 'usage') from pg_roles r where r.rolname = 'jiancha_assess_' || assessor), false);
end;
comment on function jiancha._assesses(text[], name, text) is 'Whether a caller assesses a part; who acts for all organisations assesses every part.';

create function jiancha.grant_assessor(role_name name, assessor text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.grant_assessor()');
    end if;
    if not exists (select from pg_roles r where r.rolname = role_name) then
        perform jiancha._raise('unknown_role', role_name);
    end if;
    if not exists (select from jiancha.indicator i where i.assessor = grant_assessor.assessor) then
        perform jiancha._raise('score_unknown_assessor', coalesce(assessor, 'NULL'),
            (select string_agg(distinct i.assessor, ', ' order by i.assessor) from jiancha.indicator i));
    end if;
    perform jiancha._join_role(role_name, ('jiancha_assess_' || assessor)::name);
    perform jiancha._grant(role_name, 'assessor');
end
$$;
comment on function jiancha.grant_assessor(name, text) is
    'Lets a role assess a part of the scores: makes role jiancha_assess_<assessor> where it is missing, grants membership and rights, those to call score_run() and score_drift() among them. What it reads of organisations is the matter of grant_access(). Errors: JC004 unknown role or assessor; superusers only.';

create function jiancha._score_entry_rows()
returns table (no bigint, entry_no text, scheme text, indicator text, org_code text, staff_code text, happened_on date, points numeric, quantity integer,
    evidence_kind text, evidence_no text, reason text, decided_by text, cancels text)
language sql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
    -- a cancellation is about the organisation, day and indicator of what it cancels
    select b.ordinality, b.entry_no, coalesce(t.scheme, b.scheme, (jiancha._scheme_of(null, current_date)).scheme_name), coalesce(t.indicator, b.indicator),
        coalesce(t.org_code, b.org_code), coalesce(t.staff_code, b.staff_code), coalesce(t.happened_on, b.happened_on),
        case when b.cancels is null then b.points end, coalesce(case when b.cancels is null then b.quantity else t.quantity end, 1),
        case when b.cancels is null then b.evidence_kind else 'decision' end, b.evidence_no, b.reason, b.decided_by, b.cancels
    from rows from (jiancha._buffered() as (entry_no text, scheme text, indicator text, org_code text, staff_code text, happened_on date, points numeric,
        quantity integer, evidence_kind text, evidence_no text, reason text, decided_by text, cancels text)) with ordinality b
    left join jiancha.score_entry t on t.entry_no = b.cancels
$$;
comment on function jiancha._score_entry_rows() is 'Rows of the statement on score_intake, defaults filled in.';

create function jiancha._score_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.entry_no, '')) = '' then array['missing_value', 'entry_no', format('(row %s of the statement)', r.no)]
                when r.cancels is not null and t.entry_no is null then array['score_unknown_entry', r.cancels]
                when r.cancels is not null and t.cancels is not null then array['bad_value', 'cancels', r.cancels, r.entry_no, 'an entry that cancels nothing']
                when btrim(coalesce(r.indicator, '')) = '' then array['missing_value', 'indicator', r.entry_no]
                when r.happened_on is null then array['missing_value', 'happened_on', r.entry_no]
                when not isfinite(r.happened_on) or r.happened_on < '2000-01-01' or r.happened_on > (statement_timestamp() + interval '1 day')::date
                    then array['bad_value', 'happened_on', r.happened_on::text, r.entry_no, 'a day from 2000-01-01 to today']
                when s.version is null then array['score_no_scheme', r.scheme, r.happened_on::text]
                when i.indicator is null then array['score_unknown_indicator', r.indicator, r.scheme, s.version::text]
                when not jiancha._assesses(orgs, caller, i.assessor) then array['score_not_your_part', r.indicator, i.assessor, caller]
                when i.measure not in ('entry', 'incomplete') then array['score_not_entered', r.indicator, i.measure]
                when not exists (select from jiancha.org_version o where o.org_code = r.org_code) then array['unknown_org', coalesce(r.org_code, 'NULL'), r.entry_no]
                when r.staff_code is not null and not exists (select from jiancha.staff_version v where v.staff_code = r.staff_code and v.org_code = r.org_code)
                    then array['score_unknown_staff', r.staff_code, r.org_code, r.entry_no]
                when btrim(coalesce(r.evidence_kind, '')) = '' or btrim(coalesce(r.evidence_no, '')) = '' then array['score_no_evidence', r.entry_no]
                when r.evidence_kind not in ('document', 'inspection', 'disclosure', 'complaint', 'case', 'signal', 'decision', 'survey', 'opinion')
                    then array['bad_value', 'evidence_kind', r.evidence_kind, r.entry_no, 'document, inspection, disclosure, complaint, case, signal, decision, survey, opinion']
                when r.evidence_kind in ('case', 'complaint') and not exists (
                    select from jiancha.docket_key k
                    where k.kind = case r.evidence_kind when 'case' then 'approval' else 'complaint' end and k.business_no = r.evidence_no)
                    then array['score_unknown_evidence', r.evidence_kind, r.evidence_no, r.entry_no]
                when r.evidence_kind = 'opinion' and not exists (select from jiancha.opinion o where o.opinion_no = r.evidence_no and o.org_code = r.org_code)
                    then array['score_unknown_evidence', r.evidence_kind, r.evidence_no, r.entry_no]
                when r.evidence_kind = 'survey' and not exists (select from jiancha.survey o where o.survey_no = r.evidence_no and o.org_code = r.org_code)
                    then array['score_unknown_evidence', r.evidence_kind, r.evidence_no, r.entry_no]
                when r.evidence_kind = 'signal' and not exists (select from jiancha.signal g where g.signal_no = r.evidence_no)
                    then array['score_unknown_evidence', r.evidence_kind, r.evidence_no, r.entry_no]
                when r.quantity not between 1 and 1000000 then array['bad_value', 'quantity', r.quantity::text, r.entry_no, '1 to 1000000']
                when r.cancels is null and i.points is not null and i.measure = 'entry' and r.points <> i.points
                    then array['score_fixed_points', r.indicator, i.points::text, r.entry_no]
                when r.cancels is null and i.measure = 'incomplete' and r.points is not null
                    then array['bad_value', 'points', r.points::text, r.entry_no, 'none: the share decides']
                when r.cancels is null and i.measure = 'entry' and i.points is null
                    and (r.points is null or not (abs(r.points) between 0.01 and 1000) or round(r.points, 2) <> r.points)
                    then array['bad_value', 'points', coalesce(r.points::text, 'NULL'), r.entry_no, 'from 0.01 to 1000, added or deducted, with at most two decimal places']
                when (r.cancels is not null or (i.measure = 'entry' and i.points is null)) and (btrim(coalesce(r.reason, '')) = '' or btrim(coalesce(r.decided_by, '')) = '')
                    then array['score_needs_decider', r.entry_no]
            end as problem
        from jiancha._score_entry_rows() r
        left join jiancha.score_entry t on t.entry_no = r.cancels
        left join lateral (
            select max(s.version) as version from jiancha.score_scheme s
            where s.scheme = r.scheme and s.valid_from <= date_trunc('month', r.happened_on::timestamp)::date) s on true
        left join jiancha.effective_indicator i on (i.scheme, i.version, i.indicator) = (r.scheme, s.version, r.indicator)) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    insert into jiancha.score_entry (entry_no, scheme, indicator, org_code, staff_code, happened_on, points, quantity, evidence_kind, evidence_no, reason,
        decided_by, cancels, assessor, actor)
    select r.entry_no, r.scheme, r.indicator, r.org_code, r.staff_code, r.happened_on, r.points, r.quantity, r.evidence_kind, r.evidence_no, r.reason,
        r.decided_by, r.cancels, i.assessor, caller::text
    from jiancha._score_entry_rows() r
    cross join lateral (
        select max(s.version) as version from jiancha.score_scheme s
        where s.scheme = r.scheme and s.valid_from <= date_trunc('month', r.happened_on::timestamp)::date) s
    join jiancha.effective_indicator i on (i.scheme, i.version, i.indicator) = (r.scheme, s.version, r.indicator)
    on conflict on constraint score_entry_pkey do nothing;

    select array['score_row_conflict', 'score_intake', r.entry_no] into problem
    from jiancha._score_entry_rows() r join jiancha.score_entry e using (entry_no)
    where (e.scheme, e.indicator, e.org_code, e.staff_code, e.happened_on, e.points, e.quantity, e.evidence_kind, e.evidence_no, e.reason, e.decided_by, e.cancels)
        is distinct from
        (r.scheme, r.indicator, r.org_code, r.staff_code, r.happened_on, r.points, r.quantity, r.evidence_kind, r.evidence_no, r.reason, r.decided_by, r.cancels)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._score_intake_statement(text[], name) is 'Handles the rows of a statement on score_intake: checks evidence, points and the caller''s part, inserts.';

create function jiancha._bad_instant(at timestamptz, column_name text, row_name text) returns text[]
language sql stable parallel safe
begin atomic
    select case
        when at is null then array['missing_value', column_name, row_name]
        when not isfinite(at) or at < '2000-01-01 00:00+00' then array['bad_value', column_name, at::text, row_name, 'an instant from 2000 on']
        when at > statement_timestamp() + interval '5 minutes' then array['in_the_future', column_name, at::text, row_name, statement_timestamp()::text]
    end;
end;
comment on function jiancha._bad_instant(timestamptz, text, text) is 'The message for an instant that cannot have been, with its arguments; NULL for a good one.';

create function jiancha._surveyor(orgs text[], caller name) returns void
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from jiancha.indicator i where i.measure = 'survey' and jiancha._assesses(orgs, caller, i.assessor)) then
        perform jiancha._raise('score_not_your_part', 'survey',
            (select string_agg(distinct i.assessor, ', ' order by i.assessor) from jiancha.indicator i where i.measure = 'survey'), caller);
    end if;
end
$$;
comment on function jiancha._surveyor(text[], name) is 'Refuses a caller who assesses no survey.';

create function jiancha._survey_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._surveyor(orgs, caller);
    select p.problem into problem
    from (
        select b.ordinality as no, case
                when btrim(coalesce(b.survey_no, '')) = '' then array['missing_value', 'survey_no', coalesce(b.org_code, '')]
                when not exists (select from jiancha.org_version o where o.org_code = b.org_code) then array['unknown_org', coalesce(b.org_code, 'NULL'), b.survey_no]
                when b.staff_code is not null and not exists (select from jiancha.staff_version v where v.staff_code = b.staff_code and v.org_code = b.org_code)
                    then array['score_unknown_staff', b.staff_code, b.org_code, b.survey_no]
                when b.case_no is not null and not exists (select from jiancha.docket_key k where k.kind = 'approval' and k.business_no = b.case_no)
                    then array['unknown_case', b.case_no]
                when b.channel is null or b.channel not in ('questionnaire', 'online', 'phone')
                    then array['bad_value', 'channel', coalesce(b.channel, 'NULL'), b.survey_no, 'questionnaire, online, phone']
                else jiancha._bad_instant(b.asked_at, 'asked_at', b.survey_no)
            end as problem
        from rows from (jiancha._buffered() as (survey_no text, org_code text, staff_code text, case_no text, channel text, asked_at timestamptz)) with ordinality b) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.survey (survey_no, org_code, staff_code, case_no, channel, asked_at, actor)
    select b.survey_no, b.org_code, b.staff_code, b.case_no, b.channel, b.asked_at, caller::text
    from jiancha._buffered() as b (survey_no text, org_code text, staff_code text, case_no text, channel text, asked_at timestamptz)
    on conflict on constraint survey_pkey do nothing;
    select array['score_row_conflict', 'survey_intake', b.survey_no] into problem
    from jiancha._buffered() as b (survey_no text, org_code text, staff_code text, case_no text, channel text, asked_at timestamptz)
    join jiancha.survey s using (survey_no)
    where (s.org_code, s.staff_code, s.case_no, s.channel, s.asked_at) is distinct from (b.org_code, b.staff_code, b.case_no, b.channel, b.asked_at)
    order by b.survey_no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._survey_intake_statement(text[], name) is 'Handles the rows of a statement on survey_intake.';

create function jiancha._survey_reply_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    perform jiancha._surveyor(orgs, caller);
    select p.problem into problem
    from (
        select b.ordinality as no, case
                when s.survey_no is null then array['score_unknown_survey', coalesce(b.survey_no, 'NULL')]
                when b.question is null or b.question not in ('attitude', 'satisfaction')
                    then array['bad_value', 'question', coalesce(b.question, 'NULL'), b.survey_no, 'attitude, satisfaction']
                when b.grade is null or b.grade not between 1 and 5 then array['bad_value', 'grade', coalesce(b.grade::text, 'NULL'), b.survey_no, '1 to 5']
                when b.answered_at < s.asked_at then array['bad_value', 'answered_at', b.answered_at::text, b.survey_no, 'not before asked_at']
                else jiancha._bad_instant(b.answered_at, 'answered_at', b.survey_no)
            end as problem
        from rows from (jiancha._buffered() as (survey_no text, question text, grade integer, answered_at timestamptz)) with ordinality b
        left join jiancha.survey s on s.survey_no = b.survey_no) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.survey_answer (survey_no, question, grade, answered_at, org_code, actor)
    select b.survey_no, b.question, b.grade, b.answered_at, s.org_code, caller::text
    from jiancha._buffered() as b (survey_no text, question text, grade integer, answered_at timestamptz)
    join jiancha.survey s using (survey_no)
    on conflict on constraint survey_answer_pkey do nothing;
    select array['score_row_conflict', 'survey_reply', b.survey_no || ' ' || b.question] into problem
    from jiancha._buffered() as b (survey_no text, question text, grade integer, answered_at timestamptz)
    join jiancha.survey_answer a using (survey_no, question)
    where (a.grade, a.answered_at) is distinct from (b.grade, b.answered_at)
    order by b.survey_no, b.question limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._survey_reply_statement(text[], name) is 'Handles the rows of a statement on survey_reply.';

create function jiancha._score_submit_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select case
            when not exists (select from jiancha.effective_indicator i where (i.scheme, i.version, i.assessor) = (s.scheme_name, s.scheme_version, b.assessor))
                then array['score_unknown_assessor', coalesce(b.assessor, 'NULL'), (
                    select string_agg(distinct i.assessor, ', ' order by i.assessor) from jiancha.effective_indicator i
                    where (i.scheme, i.version) = (s.scheme_name, s.scheme_version))]
            when not jiancha._assesses(orgs, caller, b.assessor) then array['score_not_your_part', b.period, b.assessor, caller]
            when p.last_day >= (statement_timestamp() + interval '1 day')::date then array['score_period_runs', b.period, p.last_day::text]
        end
    into problem
    from jiancha._buffered() as b (scheme text, period text, assessor text, note text)
    cross join lateral jiancha.score_period(b.period) p
    cross join lateral jiancha._scheme_of(b.scheme, p.last_day) s
    order by 1 nulls last limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.score_submission (scheme, period, assessor, note, actor)
    select s.scheme_name, b.period, b.assessor, b.note, caller::text
    from jiancha._buffered() as b (scheme text, period text, assessor text, note text)
    cross join lateral jiancha.score_period(b.period) p
    cross join lateral jiancha._scheme_of(b.scheme, p.last_day) s
    on conflict on constraint score_submission_pkey do nothing;
end
$$;
comment on function jiancha._score_submit_statement(text[], name) is 'Handles the rows of a statement on score_submit.';

create function jiancha._veto_intake_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select case
            when not jiancha._assesses(orgs, caller, 'supervision') then array['score_not_your_part', 'veto', 'supervision', caller]
            when btrim(coalesce(b.veto_no, '')) = '' then array['missing_value', 'veto_no', coalesce(b.org_code, '')]
            when btrim(coalesce(b.decision_no, '')) = '' then array['missing_value', 'decision_no', b.veto_no]
            when b.lifts is null and btrim(coalesce(b.evidence_no, '')) = '' then array['score_no_evidence', b.veto_no]
            when b.lifts is null and b.ground is not null then array['bad_value', 'ground', b.ground, b.veto_no, 'none: only a lifting has a ground']
            when b.lifts is null and not exists (select from jiancha.org_version o where o.org_code = b.org_code) then array['unknown_org', coalesce(b.org_code, 'NULL'), b.veto_no]
            when b.lifts is null and (b.year is null or b.year not between 2000 and 2999) then array['bad_value', 'year', coalesce(b.year::text, 'NULL'), b.veto_no, '2000 to 2999']
            when b.lifts is not null and not exists (select from jiancha.score_veto v where v.veto_no = b.lifts and v.lifts is null) then array['score_unknown_veto', b.lifts]
            when b.lifts is not null and (b.ground is null or b.ground not in ('finding_wrong', 'secrecy_decision'))
                then array['bad_value', 'ground', coalesce(b.ground, 'NULL'), b.veto_no, 'finding_wrong, secrecy_decision']
        end
    into problem
    from jiancha._buffered() as b (veto_no text, org_code text, year integer, evidence_no text, lifts text, ground text, decision_no text)
    order by 1 nulls last limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.score_veto (veto_no, org_code, year, evidence_no, lifts, ground, decision_no, actor)
    select b.veto_no, coalesce(v.org_code, b.org_code), coalesce(v.year, b.year), coalesce(b.evidence_no, v.evidence_no), b.lifts, b.ground, b.decision_no, caller::text
    from jiancha._buffered() as b (veto_no text, org_code text, year integer, evidence_no text, lifts text, ground text, decision_no text)
    left join jiancha.score_veto v on v.veto_no = b.lifts
    on conflict on constraint score_veto_pkey do nothing;
    select array['score_row_conflict', 'veto_intake', b.veto_no] into problem
    from jiancha._buffered() as b (veto_no text, org_code text, year integer, evidence_no text, lifts text, ground text, decision_no text)
    join jiancha.score_veto v using (veto_no)
    where (v.lifts, v.ground, v.decision_no) is distinct from (b.lifts, b.ground, b.decision_no)
        or (b.lifts is null and (v.org_code, v.year, v.evidence_no) is distinct from (b.org_code, b.year, b.evidence_no))
    order by b.veto_no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._veto_intake_statement(text[], name) is 'Handles the rows of a statement on veto_intake: a veto with its finding and decision, or the lifting of one.';

create function jiancha._score_appeals_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select p.problem into problem
    from (
        select b.ordinality as no, case
                when btrim(coalesce(b.appeal_no, '')) = '' then array['missing_value', 'appeal_no', coalesce(b.org_code, '')]
                when orgs is not null and not coalesce(b.org_code = any (orgs), false)
                    then array['not_your_org', coalesce(b.org_code, 'NULL'), b.appeal_no, caller, array_to_string(orgs, ', ')]
                when btrim(coalesce(b.text, '')) = '' then array['missing_value', 'text', b.appeal_no]
                when n.version is null then array['score_not_frozen', coalesce(b.period, 'NULL')]
                when not exists (
                    select from jiancha.score_result r
                    where (r.scheme, r.period, r.version, r.org_code) = (n.scheme, n.period, n.version, b.org_code) and coalesce(b.staff_code, '') = r.staff_code)
                    then array['score_no_result', b.org_code, b.period, b.appeal_no]
                when b.entry_no is not null and not exists (
                    select from jiancha.score_line l join jiancha.score_entry e on e.entry_no = b.entry_no
                    where (l.scheme, l.period, l.version, l.org_code) = (n.scheme, n.period, n.version, e.org_code)
                        and (l.indicator, l.evidence_kind, l.evidence_no) = (e.indicator, e.evidence_kind, e.evidence_no) and e.org_code = b.org_code)
                    then array['score_unknown_entry', b.entry_no]
                when jiancha._bad_instant(b.at, 'at', b.appeal_no) is not null then jiancha._bad_instant(b.at, 'at', b.appeal_no)
                when b.at < n.as_of or b.at >= jiancha._start_of_day(w.last_day + 1, w.calendar, w.version)
                    then array['score_appeal_late', b.period, b.at::text, w.last_day::text]
            end as problem
        from rows from (jiancha._buffered() as (appeal_no text, scheme text, period text, org_code text, staff_code text, entry_no text, text text,
            document_no text, at timestamptz, version integer, outcome text, decision_reason text, decision_no text, decided_at timestamptz)) with ordinality b
        left join lateral (
            select n.* from jiancha.score_now n
            where n.scheme = (jiancha._scheme_of(b.scheme, current_date)).scheme_name and n.period = b.period) n on true
        left join lateral (
            select c.calendar_code as calendar, c.version, jiancha.add_working_days(jiancha._local_date(n.as_of, c.calendar_code, c.version),
                jiancha.score_setting(n.scheme, n.scheme_version, 'appeal_days')::integer) as last_day
            from jiancha.record_state s join jiancha.calendar c using (calendar_code)) w on true) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.score_appeal (appeal_no, scheme, period, version, org_code, staff_code, entry_no, text, document_no, at, actor)
    select b.appeal_no, n.scheme, n.period, n.version, b.org_code, b.staff_code, b.entry_no, b.text, b.document_no, b.at, caller::text
    from jiancha._buffered() as b (appeal_no text, scheme text, period text, org_code text, staff_code text, entry_no text, text text,
        document_no text, at timestamptz, version integer, outcome text, decision_reason text, decision_no text, decided_at timestamptz)
    join jiancha.score_now n on n.scheme = (jiancha._scheme_of(b.scheme, current_date)).scheme_name and n.period = b.period
    on conflict on constraint score_appeal_pkey do nothing;
    select array['score_row_conflict', 'score_appeals', b.appeal_no] into problem
    from jiancha._buffered() as b (appeal_no text, scheme text, period text, org_code text, staff_code text, entry_no text, text text,
        document_no text, at timestamptz, version integer, outcome text, decision_reason text, decision_no text, decided_at timestamptz)
    join jiancha.score_appeal a using (appeal_no)
    where (a.period, a.org_code, a.staff_code, a.entry_no, a.text, a.document_no, a.at)
        is distinct from (b.period, b.org_code, b.staff_code, b.entry_no, b.text, b.document_no, b.at)
    order by b.appeal_no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._score_appeals_statement(text[], name) is 'Handles the rows of a statement on score_appeals: own organisation, frozen score, inside the window.';

create function jiancha._score_decide_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select case
            when a.appeal_no is null then array['score_unknown_appeal', coalesce(b.appeal_no, 'NULL')]
            when not jiancha._assesses(orgs, caller, coalesce(e.assessor, 'supervision'))
                then array['score_not_your_part', b.appeal_no, coalesce(e.assessor, 'supervision'), caller]
            when e.actor = caller::text then array['score_own_entry', a.entry_no, caller]
            when b.outcome is null or b.outcome not in ('granted', 'rejected') then array['bad_value', 'outcome', coalesce(b.outcome, 'NULL'), b.appeal_no, 'granted, rejected']
            when btrim(coalesce(b.reason, '')) = '' then array['missing_value', 'reason', b.appeal_no]
            when btrim(coalesce(b.decision_no, '')) = '' then array['missing_value', 'decision_no', b.appeal_no]
            when btrim(coalesce(b.decided_by, '')) = '' then array['missing_value', 'decided_by', b.appeal_no]
            when b.at < a.at then array['bad_value', 'at', b.at::text, b.appeal_no, 'not before the appeal']
            else jiancha._bad_instant(b.at, 'at', b.appeal_no)
        end
    into problem
    from jiancha._buffered() as b (appeal_no text, outcome text, reason text, decision_no text, decided_by text, at timestamptz)
    left join jiancha.score_appeal a on a.appeal_no = b.appeal_no
    left join jiancha.score_entry e on e.entry_no = a.entry_no
    order by 1 nulls last limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    insert into jiancha.score_decision (appeal_no, outcome, reason, decision_no, decided_by, org_code, at, actor)
    select b.appeal_no, b.outcome, b.reason, b.decision_no, b.decided_by, a.org_code, b.at, caller::text
    from jiancha._buffered() as b (appeal_no text, outcome text, reason text, decision_no text, decided_by text, at timestamptz)
    join jiancha.score_appeal a using (appeal_no)
    on conflict on constraint score_decision_pkey do nothing;
    select array['score_row_conflict', 'score_decide', b.appeal_no] into problem
    from jiancha._buffered() as b (appeal_no text, outcome text, reason text, decision_no text, decided_by text, at timestamptz)
    join jiancha.score_decision d using (appeal_no)
    where (d.outcome, d.reason, d.decision_no, d.decided_by, d.at) is distinct from (b.outcome, b.reason, b.decision_no, b.decided_by, b.at)
    order by b.appeal_no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._score_decide_statement(text[], name) is 'Handles the rows of a statement on score_decide: who made the entry does not decide about it.';
