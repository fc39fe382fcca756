-- The five stages of open cases (W-8.1.1): 受理, 承办, 审核, 批准, 办结.

create function jiancha.stage_board_at(as_of timestamptz)
returns table (case_no text, org text, matter text, stage text, node text, since timestamptz, stage_days integer, case_days integer, org_code text, matter_code text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    select s.case_no, coalesce(o.name, s.org_code), coalesce(m.name, s.matter_code),
        case s.stage when 'accept' then '受理' when 'handle' then '承办' when 'review' then '审核' when 'approve' then '批准' else '办结' end, s.node, s.since,
        jiancha._days_left(jiancha._local_date(s.since, s.calendar_code, s.calendar_version),
            jiancha._local_date(stage_board_at.as_of, s.calendar_code, s.calendar_version), s.calendar_code, s.calendar_version) as stage_days,
        jiancha._days_left(jiancha._local_date(s.received_at, s.calendar_code, s.calendar_version),
            jiancha._local_date(stage_board_at.as_of, s.calendar_code, s.calendar_version), s.calendar_code, s.calendar_version) as case_days,
        s.org_code, s.matter_code
    from jiancha._case_stage s
    left join jiancha.org o on o.org_code = s.org_code
    left join jiancha.matter m on m.matter_code = s.matter_code
    where s.received_at <= stage_board_at.as_of
    order by array_position('{accept,handle,review,approve,close}'::text[], s.stage), stage_days desc, s.case_no;
end
$$;
comment on function jiancha.stage_board_at(timestamptz) is
    'Open cases by stage (受理, 承办, 审核, 批准, 办结), in each the longest waiting first, with the working days in the stage and since the receipt as of an instant. The stage is that of the node where the case stands, where the matter has no chart that of the latest step. Facts as they stand now; rows under row-level security.';
