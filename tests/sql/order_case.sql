-- An order or an instrument about a case: the answer is the same for a case that there is not and for one of another organisation.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('oc-city', '市', null), ('oc-a', '甲局', 'oc-city'), ('oc-b', '乙局', 'oc-city'), ('oc-c', '丙局', null);
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('oc-m', 'oc-a', '许可', 5, 20), ('oc-n', 'oc-c', '登记', 5, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('A-1', 'oc-a', 'oc-m', '某', '2025-03-03 09:00+08'), ('C-1', 'oc-c', 'oc-n', '某', '2025-03-03 09:00+08'), ('A-2', 'oc-a', 'oc-m', '某', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('A-2', 1, 'transfer', '2025-03-05 09:00+08', '{"to_org": "oc-b"}');
create role regress_oc;
select jiancha.grant_access('regress_oc', 'oc-city', 'supervisor') \g /dev/null
create function pg_temp.try(no text, org text, case_no text, at timestamptz default '2025-03-06 10:00+08') returns text language plpgsql as $$
declare
    message text; detail text; hint text;
begin
    insert into jiancha.supervision_order_intake (order_no, org_code, case_no, text, issued_at, set_limit) values (no, org, case_no, '限期办理', at, 3);
    insert into jiancha.instrument_intake (instrument_no, instrument, org_code, case_no, text, issued_at, set_limit) values (no, 'suggestion', org, case_no, '建议', at, 3);
    return 'done';
exception when others then
    get stacked diagnostics message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', sqlstate || ': ' || message, '  detail: ' || detail, '  hint: ' || hint);
end $$;
set role regress_oc;
-- none, another's that the supervisor may not see, another's that he may
select pg_temp.try('O-1', 'oc-a', 'N-1'), pg_temp.try('O-1', 'oc-a', 'C-1') \gx
select replace(pg_temp.try('O-1', 'oc-a', 'N-1'), 'N-1', 'C-1') = pg_temp.try('O-1', 'oc-a', 'C-1') as the_same_answer;
select pg_temp.try('O-1', 'oc-b', 'A-1');
-- whose it is, and whose it was or has become
select pg_temp.try('O-2', 'oc-a', 'A-1'), pg_temp.try('O-3', 'oc-a', 'A-2'), pg_temp.try('O-4', 'oc-b', 'A-2'), pg_temp.try('O-5', 'oc-b', null);
reset role;
drop owned by regress_oc;
drop role regress_oc;
