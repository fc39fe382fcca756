-- Bad input about time: what is said, and that nothing changes.
\set SHOW_CONTEXT never
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');
insert into jiancha.org (org_code, name) values ('bi-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('bi-5', 'bi-a', '五日', 5, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('B-1', 'bi-a', 'bi-5', '张', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('B-1', 1, 'accept', '2025-03-03 10:00+08');
call jiancha.sweep_all('2025-03-11 09:00+08');
select jiancha.load_notice('{"notice_no": "停1", "days": [{"day": "2025-03-24", "kind": "off"}]}') > 0 as loaded;

create function pg_temp.stored() returns text language plpgsql as $$
declare
    relation text; part text; whole text := '';
begin
    for relation in select c.oid::regclass::text from pg_class c where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r' order by 1 loop
        execute format('select md5(coalesce(string_agg(t::text, '' '' order by t::text), '''')) from (select t.*, t.ctid, t.xmin from %s t) t', relation) into part;
        whole := whole || relation || part;
    end loop;
    return md5(whole);
end $$;
-- runs each command in a subtransaction and says what came of it
create function pg_temp.try(variadic commands text[]) returns setof text language plpgsql as $$
declare
    command text; before text := pg_temp.stored(); state text; message text; detail text; hint text;
begin
    foreach command in array commands loop
        begin
            execute command;
            state := '-----'; message := 'no error: ' || command; detail := ''; hint := '';
        exception when others then
            get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
        end;
        return next concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''),
            case when pg_temp.stored() <> before then '  AND SOMETHING CHANGED' end);
    end loop;
end $$;

-- an unknown calendar
select * from pg_temp.try($$ select jiancha.add_working_days('2025-01-01', 1, 'XX') $$, $$ select jiancha.deadline('2025-01-01', 1, calendar => 'XX') $$,
    $$ select jiancha.deadline_at('2025-01-01 00:00+08', 1, calendar => 'XX') $$, $$ select jiancha.add_working_time('2025-01-01 00:00+08', '1 h', 'XX') $$,
    $$ select * from jiancha.deadline_estimate('2025-01-01', 1, calendar => 'XX') $$, $$ select jiancha.deadline_as_known('2025-01-01', '2025-01-01', 1, calendar => 'XX') $$,
    $$ select jiancha.load_notice('{"calendar": "XX", "notice_no": "x", "days": [{"day": "2025-03-10", "kind": "off"}]}') $$,
    $$ select jiancha.preview_notice('{"calendar": "XX", "notice_no": "x", "days": [{"day": "2025-03-10", "kind": "off"}]}', now()) $$,
    $$ insert into jiancha.notice_day (calendar_code, notice_no, day, kind) values ('XX', 'x', '2025-03-10', 'off') $$,
    $$ select jiancha.create_calendar('YY', 'y', parent => 'XX') $$, $$ select jiancha.capped_pauses(array['(2025-03-03,]'::daterange], 5, 'working_day', 'XX') $$,
    $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit, calendar_code) values ('x', 'bi-a', 'x', 5, 'XX') $$);
-- a Tuesday as a make-up day, by every way in
select extract(isodow from date '2025-03-11') as weekday;
select * from pg_temp.try($$ select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2025-03-10", "kind": "off"}, {"day": "2025-03-11", "kind": "work"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "days": [{"from": "2025-03-08", "through": "2025-03-11", "kind": "work"}]}') $$,
    $$ select jiancha.preview_notice('{"notice_no": "x", "days": [{"day": "2025-03-11", "kind": "work"}]}', now()) $$,
    $$ insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2025-03-10', 'off'), ('x', '2025-03-11', 'work') $$,
    -- a working Saturday of a calendar that rests on Sundays only is none either
    $$ do $do$ begin perform jiancha.create_calendar('SUN', 's', 'Asia/Shanghai', null, '{7}', '2025-01-01', '2025-12-31'); perform jiancha.load_notice('{"calendar": "SUN", "notice_no": "x", "days": [{"day": "2025-03-08", "kind": "work"}]}'); end $do$ $$);
-- notices that overlap
select * from pg_temp.try($$ select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2025-03-24", "kind": "statutory"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2025-10-01", "kind": "off"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "revises": ["停2"], "days": [{"day": "2025-03-24", "kind": "normal"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "days": [{"from": "2025-03-10", "through": "2025-03-12", "kind": "off"}, {"day": "2025-03-11", "kind": "off"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "停1", "days": [{"day": "2025-03-25", "kind": "off"}]}') $$,
    $$ insert into jiancha.notice_day (notice_no, day, kind) values ('x', '2025-03-25', 'off'), ('y', '2025-03-25', 'off') $$);
-- a year out of range
select * from pg_temp.try($$ select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2205-03-10", "kind": "off"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "1925-03-10", "kind": "off"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "20255-03-10", "kind": "off"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "9999999-03-10", "kind": "off"}]}') $$,
    $$ select jiancha.load_notice('{"notice_no": "x", "published_through": "2072-12-31"}') $$,
    $$ insert into jiancha.notice_day (notice_no, published_through, day, kind) values ('x', '2072-12-31', '2027-01-01', 'off') $$,
    $$ select jiancha.create_calendar('YY', 'y', 'Asia/Shanghai', null, '{6,7}', '1800-01-01', '2025-12-31') $$,
    $$ select jiancha.add_working_days('2025-01-01', 2147483647) $$, $$ select jiancha.deadline('2025-01-01', 2147483647, 'year') $$,
    $$ select jiancha.deadline('5874897-12-31', 1, 'day', roll => 'none') $$, $$ select jiancha.add_working_days('1999-01-01', 5) $$, $$ select jiancha.add_working_days('2099-01-01', 5) $$);
-- a malformed multirange never reaches a function
select * from pg_temp.try($$ select jiancha.deadline('2025-03-03', 5, pauses => 'yesterday') $$, $$ select jiancha.deadline('2025-03-03', 5, pauses => '{(2025-03-14,2025-03-12]}') $$,
    $$ select jiancha.deadline('2025-03-03', 5, pauses => '{(2025-03-05,2025-03-77]}') $$, $$ select jiancha.deadline('2025-03-03', 5, pauses => '(2025-03-05,2025-03-07]') $$,
    $$ select jiancha.deadline_at('2025-03-03 09:00+08', 5, pauses => '{(2025-03-05 09:00+08}') $$, $$ select jiancha.deadline('2025-03-03', 5, pauses => '{[2025-03-05 2025-03-07]}') $$);
-- negative limits, and none
select * from pg_temp.try($$ select jiancha.deadline('2025-03-03', -1) $$, $$ select jiancha.deadline('2025-03-03', -5, 'day') $$, $$ select jiancha.deadline('2025-03-03', -2147483648, 'month') $$,
    $$ select jiancha.deadline_at('2025-03-03 09:00+08', -1) $$, $$ select jiancha.deadline_at('2025-03-03 09:00+08', -8, 'working_hour') $$, $$ select * from jiancha.deadline_estimate('2025-03-03', -1) $$,
    $$ select jiancha.deadline_as_known('2025-03-03', '2025-03-03', -1) $$, $$ select jiancha.capped_pauses(array['(2025-03-03,]'::daterange], -5) $$,
    $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('x', 'bi-a', 'x', -5) $$,
    $$ insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('x', 'bi-a', 'x', 5, 0) $$,
    $$ insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('B-1', 2, 'extend', '2025-03-05 10:00+08', '{"days": -3}') $$);
-- a version that a calendar does not have costs nothing, however large its number
select * from pg_temp.try($$ select jiancha._days_left('2004-01-01', '2027-01-01', 'CN', 2147483647) $$, $$ select jiancha._days_left('2004-01-01', '2027-01-01', 'CN', -2147483648) $$);
-- and all works as before
select case_no, rule, mark from jiancha.signals order by 2;
select count(*) as differences from jiancha.verify('2025-03-11 09:00+08');
