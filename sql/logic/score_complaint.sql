-- Complaints found true, as lines of a month.

create function jiancha._score_complaints(scheme text, version integer, from_at timestamptz, to_at timestamptz)
returns table (subject text, org_code text, staff_code text, dimension integer, indicator text, points numeric, quantity integer,
    evidence_kind text, evidence_no text, happened_on date)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    verified text[] := string_to_array(jiancha.score_setting(_score_complaints.scheme, _score_complaints.version, 'complaint_verified'), ',');
    unknown text;
begin
    if not exists (select from jiancha.effective_indicator i
                   where (i.scheme, i.version) = (_score_complaints.scheme, _score_complaints.version) and i.measure = 'complaint') then
        return;
    end if;
    -- a kind that no indicator names is not guessed at
    select c.kind into unknown
    from jiancha.complaint_act a
    join jiancha.complaint c using (docket_id)
    where a.kind = 'close' and a.at >= _score_complaints.from_at and a.at < _score_complaints.to_at and a.outcome = any (verified) and c.org_code is not null
        and not exists (select from jiancha.effective_indicator i
                        where (i.scheme, i.version, i.measure, i.complaint_kind) = (_score_complaints.scheme, _score_complaints.version, 'complaint', c.kind))
    order by c.kind limit 1;
    if unknown is not null then
        perform jiancha._raise('score_no_complaint_kind', unknown, _score_complaints.scheme, _score_complaints.version::text);
    end if;
    return query
    with found as (
        select c.docket_id, c.complaint_no, c.kind, c.org_code, c.repeat_of, a.at, d.calendar_code
        from jiancha.complaint_act a
        join jiancha.complaint c using (docket_id)
        join jiancha.docket d using (docket_id)
        cross join jiancha.record_state t
        where a.kind = 'close' and a.at >= _score_complaints.from_at and a.at < _score_complaints.to_at and a.outcome = any (verified) and c.org_code is not null
            -- what came before the records went live, or with an import, is no ground for points, as it is none for cards
            and not d.imported and coalesce(d.accepted_at, d.received_at) >= t.live_from)
    select 'both', f.org_code, null::text, d.dimension, i.indicator, i.points::numeric, 1, 'complaint', f.complaint_no,
        jiancha._local_date(f.at, k.calendar_code, k.version)
    from found f
    join jiancha.calendar k using (calendar_code)
    join jiancha.effective_indicator i
        on (i.scheme, i.version, i.measure, i.complaint_kind) = (_score_complaints.scheme, _score_complaints.version, 'complaint', f.kind)
    cross join lateral unnest(i.dimensions) d (dimension)
    -- the same matter complained of twice counts once
    where not exists (
        select from jiancha.complaint o
        join jiancha.complaint_act a on a.docket_id = o.docket_id and a.kind = 'close' and a.outcome = any (verified)
        where o.complaint_no = f.repeat_of and o.org_code = f.org_code);
end
$$;
comment on function jiancha._score_complaints(text, integer, timestamptz, timestamptz) is
    'Lines for complaints about organisations that were closed in [from_at, to_at) with an outcome that the setting complaint_verified names; of a complaint and those that repeat it one. Evidence: its number. Errors: JC009 a kind for which the scheme has no indicator.';
