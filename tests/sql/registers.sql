-- Errors of the registers of supervision and of the scope: missing and wrong values, wrong roles, wrong order; each says what was wrong and what to do.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
-- a row of a view from a JSON object
create function pg_temp.put(view text, fields json) returns text language sql as $$
    select pg_temp.try(format('insert into jiancha.%I (%s) values (%s)', view, string_agg(quote_ident(key), ', ' order by key), string_agg(quote_nullable(value), ', ' order by key)))
    from json_each_text(fields) $$;
insert into jiancha.org (org_code, name, parent_code) values ('rs-city', '市', null), ('rs-a', '甲局', 'rs-city'), ('rs-b', '乙局', 'rs-city');
insert into jiancha.staff (staff_code, org_code, name, post) values ('rs-1', 'rs-a', '一', '受理岗');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('RM', 'rs-a', '事项', 5, 20), ('RN', 'rs-b', '事项', 5, 20);
create role test_reg_city; create role test_reg_a; create role test_reg_self;
select jiancha.grant_access('test_reg_city', 'rs-city', 'supervisor'), jiancha.grant_access('test_reg_a', 'rs-a'), jiancha.grant_access('test_reg_self', 'rs-a', 'supervisor') \g /dev/null
-- systems
set role test_reg_a;
select pg_temp.put('it_system_intake', '{"name": "系统"}');
select pg_temp.put('it_system_intake', '{"system_no": " Y", "name": "系统"}');
select pg_temp.put('it_system_intake', json_build_object('system_no', repeat('九', 67)));
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-x"}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-b"}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": " "}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "系统", "field": ""}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "系统", "field": "public"}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "系统", "field": "public", "registered_at": "-infinity"}');
select split_part(pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "系统", "field": "public", "registered_at": "2200-01-01"}'), E'\n', 1);
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "系统", "field": "public", "registered_at": "2025-03-03", "in_use_at": "infinity"}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "系统", "field": "public", "registered_at": "2025-03-03"}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "系统", "field": "public", "registered_at": "2025-03-03"}');
select pg_temp.put('it_system_intake', '{"system_no": "Y-1", "org_code": "rs-a", "name": "另一系统", "field": "public", "registered_at": "2025-03-03"}');
-- one statement, the second row wrong: neither is entered
select pg_temp.try($$ insert into jiancha.it_system_intake (system_no, org_code, name, field, registered_at) values ('Y-2', 'rs-a', '系统', 'party', '2025-03-03'), ('Y-3', 'rs-a', '系统', 'x', '2025-03-03') $$);
select count(*) from jiancha.it_system_intake;
select pg_temp.put('it_system_step', '{"system_no": "Y-1", "kind": "connect", "at": "2025-03-04"}');
select pg_temp.try($$ update jiancha.it_system_intake set name = '改' $$);
select pg_temp.try($$ delete from jiancha.it_system_intake $$);
select pg_temp.try($$ select * from jiancha.docket_key $$);
set role test_reg_city;
select pg_temp.put('it_system_step', '{"system_no": "Y-9", "kind": "connect", "at": "2025-03-04"}');
select pg_temp.put('it_system_step', '{"system_no": "Y-1", "kind": "close", "at": "2025-03-04"}');
select pg_temp.put('it_system_step', '{"system_no": "Y-1", "kind": "connect"}');
select pg_temp.put('it_system_step', '{"system_no": "Y-1", "kind": "connect", "at": "2025-03-02 23:59:59+08"}');
select pg_temp.put('it_system_step', '{"system_no": "Y-1", "kind": "disconnect", "at": "2025-03-04"}');
select pg_temp.put('it_system_step', '{"system_no": "Y-1", "kind": "connect", "at": "2025-03-04"}');
select pg_temp.put('it_system_step', '{"system_no": "Y-1", "kind": "connect", "at": "2025-03-04"}');
select system_no, kind, at from jiancha.it_system_step;
-- video
select pg_temp.put('video_source_intake', '{"source_no": "V-1", "org_code": "rs-a"}');
select pg_temp.put('video_source_intake', '{"source_no": "V-1", "org_code": "rs-a", "hall": "大厅", "valid_from": "infinity"}');
select pg_temp.put('video_source_intake', '{"source_no": "V-1", "org_code": "rs-a", "hall": "大厅", "valid_from": "2025-03-03"}');
select pg_temp.put('video_event_intake', '{"event_no": "E-1", "source_no": "V-1", "event_kind": "absence", "at": "2025-03-02 23:59:59+08"}');
select pg_temp.put('video_event_intake', '{"event_no": "E-1", "source_no": "V-1", "event_kind": "sleep", "at": "2025-03-03 10:00+08"}');
select pg_temp.put('video_event_intake', '{"event_no": "E-1", "source_no": "V-1", "event_kind": "other", "at": "2025-03-03 10:00+08"}');
select pg_temp.put('video_event_intake', '{"event_no": "E-1", "source_no": "V-1", "event_kind": "absence", "at": "2025-03-03 10:00+08", "staff_code": "rs-9"}');
select pg_temp.put('video_event_intake', '{"event_no": "E-1", "source_no": "V-1", "event_kind": "absence", "at": "2025-03-03 00:00+08"}');
-- training
select pg_temp.put('training_intake', '{"training_no": "T-1", "staff_code": "rs-1"}');
select pg_temp.put('training_intake', '{"training_no": "T-1", "staff_code": "rs-1", "course": "录入"}');
select pg_temp.put('training_intake', '{"training_no": "T-1", "staff_code": "rs-1", "course": "录入", "held_on": "2025-03-03"}');
select pg_temp.put('training_intake', '{"training_no": "T-1", "staff_code": "rs-1", "course": "录入", "held_on": "2025-03-04"}');
-- milestones: a day before, the same day, the next; before any version of the pack; reported
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2025-03-03", "due_on": "2025-03-02"}');
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2025-03-03", "due_on": "2025-03-03"}');
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2025-03-03", "due_on": "infinity"}');
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2025-03-03"}');
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2010-02-01", "due_on": "2010-06-30"}');
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2025-03-03", "due_on": "2025-03-04", "phase": "0"}');
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2025-03-03", "due_on": "2025-03-04"}');
select pg_temp.put('milestone_intake', '{"milestone_no": "M-1", "org_code": "rs-a", "name": "开通", "set_at": "2025-03-03", "due_on": "2025-03-05"}');
select pg_temp.put('milestone_report', '{"milestone_no": "M-1", "at": "2025-03-04", "text": "完成"}');
set role test_reg_a;
select pg_temp.put('milestone_report', '{"milestone_no": "M-1", "at": "2025-03-04"}');
select pg_temp.put('milestone_report', '{"milestone_no": "M-1", "at": "2025-03-02 23:59:59+08", "text": "完成"}');
select pg_temp.put('milestone_report', '{"milestone_no": "M-1", "at": "2025-03-05 00:00+08", "text": "完成"}');
select pg_temp.put('milestone_report', '{"milestone_no": "M-1", "at": "2025-03-05 00:00+08", "text": "完成"}');
select pg_temp.put('milestone_report', '{"milestone_no": "M-1", "at": "2025-03-06 00:00+08", "text": "又完成"}');
select milestone_no, due_at, done_at, state from jiancha.milestones;
-- meetings, inspections
set role test_reg_city;
select pg_temp.put('meeting_intake', '{"meeting_no": "H-1", "org_code": "rs-city", "kind": "joint"}');
select pg_temp.put('meeting_intake', '{"meeting_no": "H-1", "org_code": "rs-city", "kind": "joint", "held_at": "2025-03-03", "bodies": "{甲局,NULL}"}');
select pg_temp.put('meeting_intake', '{"meeting_no": "H-1", "org_code": "rs-city", "kind": "joint", "held_at": "2025-03-03"}');
select pg_temp.put('meeting_item_intake', '{"meeting_no": "H-9", "item_no": 1, "text": "议定"}');
select pg_temp.put('meeting_item_intake', '{"meeting_no": "H-1", "item_no": 0, "text": "议定"}');
select pg_temp.put('meeting_item_intake', '{"meeting_no": "H-1", "item_no": 1}');
select pg_temp.put('meeting_item_intake', '{"meeting_no": "H-1", "item_no": 1, "text": "议定", "due_on": "2025-03-31"}');
select pg_temp.put('meeting_item_intake', '{"meeting_no": "H-1", "item_no": 1, "text": "议定", "org_code": "rs-a", "due_on": "2025-03-31"}');
select pg_temp.put('meeting_item_intake', '{"meeting_no": "H-1", "item_no": 1, "text": "议定", "org_code": "rs-a", "due_on": "2025-04-01"}');
select pg_temp.put('inspection_intake', '{"inspection_no": "J-1", "org_code": "rs-a", "kind": "spot", "inspected_at": "2025-03-03", "text": "无"}');
select pg_temp.put('inspection_intake', '{"inspection_no": "J-1", "org_code": "rs-a", "by_org": "rs-b", "kind": "spot", "inspected_at": "2025-03-03", "text": "无"}');
select pg_temp.put('inspection_intake', '{"inspection_no": "J-1", "org_code": "rs-a", "by_org": "rs-city", "kind": "internal", "inspected_at": "2025-03-03", "text": "无"}');
select pg_temp.put('inspection_intake', '{"inspection_no": "J-1", "org_code": "rs-a", "by_org": "rs-city", "kind": "spot", "inspected_at": "2025-03-03", "text": "无", "faults": -1}');
select pg_temp.put('inspection_intake', '{"inspection_no": "J-1", "org_code": "rs-a", "by_org": "rs-city", "kind": "spot", "inspected_at": "2025-03-03", "text": "无", "matter_code": "RX"}');
select pg_temp.put('inspection_intake', '{"inspection_no": "J-1", "org_code": "rs-a", "by_org": "rs-city", "kind": "spot", "inspected_at": "2025-03-03", "text": "无"}');
-- scope
select pg_temp.put('scope_proposal', '{"list_no": "S-1", "proposed_by": "rs-city", "proposed_at": "2025-03-03", "matter_code": "RM"}');
select pg_temp.put('scope_proposal', '{"list_no": "S-1", "proposed_by": "rs-city", "proposed_at": "2025-03-03", "matter_code": "RM", "post": "受理岗", "action": "drop"}');
select pg_temp.put('scope_proposal', '{"list_no": "S-1", "proposed_by": "rs-city", "proposed_at": "2025-03-03", "matter_code": "RN", "post": "受理岗"}');
select pg_temp.put('scope_proposal', '{"list_no": "S-1", "proposed_by": "rs-city", "proposed_at": "2025-03-03", "matter_code": "RM", "post": "受理岗"}');
select pg_temp.put('scope_proposal', '{"list_no": "S-1", "proposed_by": "rs-city", "proposed_at": "2025-03-03", "matter_code": "RM", "post": "受理岗", "phase": 2}');
select pg_temp.put('scope_step', '{"list_no": "S-9", "kind": "confirm", "at": "2025-03-04"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "close", "at": "2025-03-04"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "approve", "at": "2025-03-04", "decider": "市人民政府", "effective_on": "2025-04-01"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "confirm", "at": "2025-03-04", "decider": "市长"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "terminate", "at": "2025-03-04"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "confirm", "at": "2025-03-04", "decider": "领导小组"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "approve", "at": "2025-03-03", "decider": "市人民政府", "effective_on": "2025-04-01"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "approve", "at": "2025-03-05", "decider": "市人民政府", "effective_on": "infinity"}');
select pg_temp.try($$ insert into jiancha.scope_step (list_no, kind, at, decider, effective_on) values ('S-1', 'approve', '2025-03-05', '市人民政府', '2025-04-01'), ('S-1', 'approve', '2025-03-06', '市人民政府', '2025-04-01') $$);
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "approve", "at": "2025-03-05", "decider": "市人民政府", "effective_on": "2025-04-01"}');
select pg_temp.put('scope_step', '{"list_no": "S-1", "kind": "approve", "at": "2025-03-06", "decider": "市人民政府", "effective_on": "2025-05-01"}');
select pg_temp.put('scope_proposal', '{"list_no": "S-1", "proposed_by": "rs-city", "proposed_at": "2025-03-03", "matter_code": "RM", "post": "受理岗"}');
-- the tables themselves are closed to everybody
reset role;
select pg_temp.try(format('delete from jiancha.%I', t)) from unnest('{it_system,video_source,video_event,training,milestone,meeting,meeting_item,inspection,scope_list,scope_entry,scope_pair,rule_domain,domain}'::text[]) t;
drop owned by test_reg_city, test_reg_a, test_reg_self;
drop role test_reg_city, test_reg_a, test_reg_self;
