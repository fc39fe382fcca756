-- The hand-written side of intake.sql and ingest.sql: the rows that the extension makes of stage_case and stage_step, by set-based
-- statements into the tables of schema hand. Working days are plain sums.
create procedure hand_cases() language plpgsql as $$
begin
    insert into hand.docket_key select 'approval', case_no, (410700::bigint << 43) | nextval('jiancha.docket_seq') from stage_case;
    insert into hand.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code, received_at, state, check_at)
    select k.docket_id, 'approval', c.case_no, c.org_code, c.org_code, c.matter_code, 1, 'xinxiang', 'CN', c.received_at, 'received', c.received_at
    from stage_case c join hand.docket_key k on k.kind = 'approval' and k.business_no = c.case_no;
    insert into hand.case_file (docket_id, org_code, applicant, channel, at_precision)
    select k.docket_id, c.org_code, c.applicant, 'window', 'minute'
    from stage_case c join hand.docket_key k on k.kind = 'approval' and k.business_no = c.case_no;
    insert into hand.clock (docket_id, clock, cycle, org_code, origin_org_code, state, start_at, limit_amount, limit_unit, count_mode, roll, extension, pauses, due_on, due_at,
        certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version)
    select k.docket_id, 'acceptance', 1, c.org_code, c.org_code, 'running', c.received_at, 5, 'working_day', 'day', 'last_day', 0, '{}', c.received_at::date + 7,
        (c.received_at::date + 8)::timestamptz, 'firm', null, c.received_at::date + 7, 'CN', 26, 'xinxiang', 1
    from stage_case c join hand.docket_key k on k.kind = 'approval' and k.business_no = c.case_no;
end $$;

create procedure hand_steps() language plpgsql as $$
begin
    insert into hand.step (docket_id, step_no, kind, at, at_precision, actor, opinion, org_code)
    select k.docket_id, s.step_no, s.kind, s.at, 'minute', current_user, s.opinion, d.org_code
    from stage_step s join hand.docket_key k on k.kind = 'approval' and k.business_no = s.case_no join hand.docket d using (docket_id);
    update hand.docket d set revision = 1, accepted_at = s.accepted_at, closed_at = s.closed_at, state = case when s.closed_at is null then 'decided' else 'closed' end
    from (select k.docket_id, min(s.at) filter (where s.kind = 'accept') as accepted_at, min(s.at) filter (where s.kind = 'close') as closed_at
          from stage_step s join hand.docket_key k on k.kind = 'approval' and k.business_no = s.case_no group by k.docket_id) s
    where s.docket_id = d.docket_id;
    update hand.clock c set state = 'stopped', stop_at = d.accepted_at
    from stage_case s join hand.docket_key k on k.kind = 'approval' and k.business_no = s.case_no join hand.docket d using (docket_id)
    where c.docket_id = d.docket_id and c.clock = 'acceptance' and d.accepted_at is not null;
    insert into hand.clock (docket_id, clock, cycle, org_code, origin_org_code, state, start_at, stop_at, limit_amount, limit_unit, count_mode, roll, extension, pauses, due_on, due_at,
        certainty, next_at, last_on, calendar_code, calendar_version, pack, rule_version)
    select d.docket_id, v.clock, 1, d.org_code, d.org_code, case when d.closed_at is null then 'running' else 'stopped' end, d.accepted_at, d.closed_at,
        v.amount, 'working_day', 'day', 'last_day', 0, '{}', d.accepted_at::date + v.amount,
        (d.accepted_at::date + v.amount + 1)::timestamptz, 'firm', case when d.closed_at is null and v.clock = 'promised' then (d.accepted_at::date + v.amount)::timestamptz end,
        d.accepted_at::date + v.amount, 'CN', 26, 'xinxiang', 1
    from stage_case s join hand.docket_key k on k.kind = 'approval' and k.business_no = s.case_no join hand.docket d using (docket_id)
    join jiancha.matter_version m on m.matter_code = d.matter_code
    cross join lateral (values ('promised', m.promised_limit), ('statutory', m.statutory_limit), ('delivery', 10)) v (clock, amount);
end $$;
