-- The views of the catalogue: who may enter what, what is refused and with which words.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || regexp_replace(nullif(detail, ''), 'says .*', 'says …') end, '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name, parent_code, kinds) values ('ca-gov', '市政府', null, '{government}'), ('ca-a', '甲局', 'ca-gov', '{approval_organ}'), ('ca-b', '乙局', 'ca-gov', '{approval_organ}'),
    ('ca-law', '法制办', 'ca-gov', '{legal_office}'), ('ca-none', '无', 'ca-gov', null), ('ca-alone', '独立单位', null, '{approval_organ}');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('CA-1', 'ca-a', '事项一', 10, 20, '2024-01-01'), ('CA-2', 'ca-b', '事项二', 10, 20, '2024-01-01');
create role test_catalogue_a;
create role test_catalogue_law;
select jiancha.grant_access('test_catalogue_a', 'ca-a') \g /dev/null
select jiancha.grant_access('test_catalogue_law', 'ca-law') \g /dev/null

-- checklists
select pg_temp.try(format('select jiancha.define_checklist(%s)', v))
from (values (1, $$'none', 1, 'x', 'basis', 1, '由'$$), (2, $$'zhenjiang', 1, 'x', 'colour', 1, '由'$$), (3, $$'zhenjiang', 1, 'x', 'basis', 0, '由'$$), (4, $$'zhenjiang', 1, 'x', 'basis', 1, ''$$),
    (5, $$'zhenjiang', 1, 'x', 'basis', 1, '由', 'other'$$), (6, $$'zhenjiang', 1, 'entry', 'basis', 1, '由', 'entry'$$)) x (n, v)
order by n;

-- organisations
select pg_temp.try($$ insert into jiancha.org (org_code, name, kinds) values ('ca-x', '某', '{approval_organ,null}') $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, level) values ('ca-x', '某', 7) $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, legal_form) values ('ca-x', '某', 'shop') $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, state) values ('ca-x', '某', 'gone') $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, kinds, hall_of) values ('ca-x', '某', '{service_hall}', 'ca-y') $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, kinds, hall_of) values ('ca-x', '某', '{service_hall}', 'ca-x') $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, credit_code) values ('ca-x', '某', '10162374-2') $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, parent_code, kinds) values ('ca-a', '甲局', 'ca-gov', '{legal_office}') $$) union all
select pg_temp.try($$ insert into jiancha.org (org_code, name, parent_code, kinds) values ('ca-a', '甲局', 'ca-gov', '{approval_organ}') $$);

-- contents
select pg_temp.try(format('insert into jiancha.matter_content (matter_code, version, content) values (%s)', v))
from (values (1, $$null, null, '{}'$$), (2, $$'CA-9', null, '{}'$$), (3, $$'CA-1', 9, '{}'$$), (4, $$'CA-1', null, null$$), (5, $$'CA-1', null, '"x"'$$), (6, $$'CA-1', null, '{"name": "x"}'$$),
    (7, $$'CA-1', null, '{"online_level": 99999999999}'$$), (8, $$'CA-1', null, '{"fees": [{"name": "费", "amount": 1e15, "per": "件"}]}'$$), (9, $$'CA-1', null, '{"fees": [{"amount": 1, "per": "件"}]}'$$),
    (10, $$'CA-1', null, '{"materials": [{"name": "表", "colour": "red"}]}'$$), (11, $$'CA-1', null, '{"delay_until": "infinity"}'$$), (12, $$'CA-1', null, '{"basic_code": "410099999"}'$$),
    (13, $$'CA-1', null, '{"materials": [{"name": "表", "required": "yes"}]}'$$), (14, $$'CA-1', null, '{}'$$), (15, $$'CA-1', 1, '{"basis": "条例", "external_chart": "a.png", "fees": [{"name": "费", "amount": 5, "per": "件"}]}'$$),
    (16, $$'CA-1', 1, '{"fees": [{"name": "费", "amount": 5.00, "per": "件"}], "basis": "条例"}'$$), (17, $$'CA-1', 1, '{"basis": "另一条例"}'$$)) x (n, v)
order by n;
select pg_temp.try($$ insert into jiancha.matter_content (matter_code, content) values ('CA-2', '{"basis": "条例"}'), ('CA-2', '{"place": "大厅"}') $$);
select content from jiancha.matter_content where matter_code = 'CA-1';
select element from jiancha.element_held where matter_code = 'CA-1' order by element collate "C";

-- a change: bad values, and the order in which its acts come
set role test_catalogue_a;
select pg_temp.try($$ insert into jiancha.matter_content (matter_code, content) values ('CA-1', '{"place": "大厅"}') $$) union all
select pg_temp.try($$ update jiancha.change_intake set reason = 'x' $$);
select pg_temp.try(format('insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason) values (%s)', v))
from (values (1, $$null, 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$), (2, $$' C', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$),
    (3, $$'C-1', null, 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$), (4, $$'C-1', 'ca-a', null, 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$),
    (5, $$'C-1', 'ca-a', 'CA-1', 'delete', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$), (6, $$'C-1', 'ca-a', 'CA-1', 'amend', null, '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$),
    (7, $$'C-1', 'ca-a', 'CA-1', 'amend', 'infinity', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$), (8, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-05', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$),
    (9, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2999-01-01 10:00+08', '{"place": "大厅"}', '由'$$), (10, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', null, '由'$$),
    (11, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', ' '$$), (12, $$'C-1', 'ca-a', 'CA-1', 'suspend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$),
    (13, $$'C-1', 'ca-a', 'CA-1', 'resume', '2025-03-03', '2025-03-04 10:00+08', '{}', '由'$$), (14, $$'C-1', 'ca-a', 'CA-9', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅"}', '由'$$),
    (15, $$'C-1', 'ca-a', 'CA-1', 'add', '2025-03-03', '2025-03-04 10:00+08', '{"name": "x"}', '由'$$), (16, $$'C-1', 'ca-a', 'CA-9', 'add', '2025-03-03', '2025-03-04 10:00+08', '{"place": "x"}', '由'$$),
    (17, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"promised_limit": 0}', '由'$$), (18, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"org_code": "ca-b"}', '由'$$),
    (19, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "大厅", "phone": "1"}', '由'$$), (20, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"phone": "1", "place": "大厅"}', '由'$$),
    (21, $$'C-1', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"place": "另处"}', '由'$$)) x (n, v)
order by n;
select pg_temp.try($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason, law_change_no) values ('C-2', 'ca-a', 'CA-1', 'amend', '2025-03-03', '2025-03-04 10:00+08', '{"phone": "1"}', '由', 'none') $$) union all
select pg_temp.try($$ insert into jiancha.change_adjust (change_no, adjusted_at) values (null, '2025-03-05 10:00+08') $$) union all
select pg_temp.try($$ insert into jiancha.change_adjust (change_no, adjusted_at) values ('C-9', '2025-03-05 10:00+08') $$) union all
select pg_temp.try($$ insert into jiancha.change_adjust (change_no, adjusted_at) values ('C-1', '2025-03-05 10:00+08') $$);
reset role;
select pg_temp.try($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason) values ('C-3', 'ca-none', 'CA-9', 'add', '2025-03-03', '2025-03-04 10:00+08', '{"name": "x"}', '由') $$) union all
select pg_temp.try($$ insert into jiancha.change_intake (change_no, org_code, matter_code, action, event_on, applied_at, content, reason) values ('C-3', 'ca-alone', 'CA-9', 'add', '2025-03-03', '2025-03-04 10:00+08', '{"name": "x"}', '由') $$);
set role test_catalogue_law;
select pg_temp.try(format('insert into jiancha.change_review (change_no, reviewed_at, result, approved, opinion, document_no) values (%s)', v))
from (values (1, $$null, '2025-03-05 10:00+08', 'approved', null, '同意', '号'$$), (2, $$'C-1', null, 'approved', null, '同意', '号'$$), (3, $$'C-1', '2025-03-05 10:00+08', 'maybe', null, '同意', '号'$$),
    (4, $$'C-1', '2025-03-05 10:00+08', 'approved', null, null, '号'$$), (5, $$'C-1', '2025-03-05 10:00+08', 'approved', null, '同意', ' '$$), (6, $$'C-1', '2025-03-05 10:00+08', 'partly', '{phone,place}', '同意', '号'$$),
    (7, $$'C-1', '2025-03-05 10:00+08', 'rejected', '{phone}', '同意', '号'$$), (8, $$'C-1', 'infinity', 'approved', null, '同意', '号'$$), (9, $$'C-1', '2025-03-05 10:00+08', 'partly', '{phone}', '地点不变', '号'$$),
    (10, $$'C-1', '2025-03-05 10:00+08', 'approved', null, '同意', '号'$$)) x (n, v)
order by n;
set role test_catalogue_a;
select pg_temp.try(format('insert into jiancha.change_adjust (change_no, adjusted_at, valid_from, content) values (%s)', v))
from (values (1, $$'C-1', null, null, null$$), (2, $$'C-1', '2025-03-04 10:00+08', null, null$$), (3, $$'C-1', '2025-03-05 11:00+08', '2024-01-01', null$$), (4, $$'C-1', '2025-03-05 11:00+08', 'infinity', null$$),
    (5, $$'C-1', '2025-03-05 11:00+08', null, '{"place": "大厅"}'$$), (6, $$'C-1', '2025-03-05 11:00+08', null, '{"phone": "2"}'$$), (7, $$'C-1', '2025-03-05 11:00+08', null, '{"phone": "1", "basis": "条例"}'$$),
    (8, $$'C-1', '2025-03-05 11:00+08', null, null$$), (9, $$'C-1', '2025-03-06 11:00+08', null, null$$)) x (n, v)
order by n;
select version, valid_from, change_no from jiancha.matter_version where matter_code = 'CA-1' order by version;
select content from jiancha.matter_content where matter_code = 'CA-1' and version = 2;

-- publication, delegations, notices, certificates, events
select pg_temp.try(format('insert into jiancha.publication_intake (matter_code, element, published_at, place) values (%s)', v))
from (values (1, $$'CA-9', 'basis', '2025-03-06 10:00+08', 'x'$$), (2, $$'CA-2', 'basis', '2025-03-06 10:00+08', 'x'$$), (3, $$'CA-1', null, '2025-03-06 10:00+08', 'x'$$), (4, $$'CA-1', 'colour', '2025-03-06 10:00+08', 'x'$$),
    (5, $$'CA-1', 'place', '2025-03-06 10:00+08', 'x'$$), (6, $$'CA-1', 'basis', null, 'x'$$), (7, $$'CA-1', 'basis', '2999-01-01 10:00+08', 'x'$$), (8, $$'CA-1', 'basis', '2025-03-06 10:00+08', ' '$$),
    (9, $$'CA-1', 'basis', '2025-03-06 10:00+08', 'x'$$), (10, $$'CA-1', 'basis', '2025-03-06 10:00+08', 'x'$$), (11, $$'CA-1', 'basis', '2025-03-07 10:00+08', 'x'$$)) x (n, v)
order by n;
select pg_temp.try($$ insert into jiancha.delegations (delegation_no, from_org, to_org, matter_code, valid_from, document_no) values ('D', 'ca-a', 'ca-b', 'CA-1', '2025-01-01', '号') $$) union all
select pg_temp.try($$ insert into jiancha.certificate_report_intake (certificate_no, org_code, matter_code, issued_on, reported_by) values ('Z', 'ca-a', 'CA-1', '2025-01-01', '我') $$) union all
select pg_temp.try($$ insert into jiancha.law_change_intake (law_change_no, title, event_on, matters) values ('L', '法', '2025-01-01', '{CA-1}') $$) union all
select pg_temp.try($$ insert into jiancha.law_change_done (law_change_no, version, done_at) values ('L', 1, '2025-01-01 10:00+08') $$) union all
select pg_temp.try($$ insert into jiancha.change_notices (notice_no, org_code, what, matter_code, changed_on, notified_at) values ('N', 'ca-a', 'matter', 'CA-1', '2025-03-06', '2025-03-06 10:00+08') $$) union all
select pg_temp.try($$ insert into jiancha.change_notices (notice_no, org_code, what, staff_code, changed_on, notified_at) values ('N', 'ca-a', 'handler', 'none', '2025-03-06', '2025-03-06 10:00+08') $$) union all
select pg_temp.try($$ insert into jiancha.shared_limits (matter_code, part_org, amount, unit) values ('CA-1', 'ca-b', 5, 'day') $$) union all
select pg_temp.try($$ insert into jiancha.shared_limits (matter_code, part_org, amount) values ('CA-1', 'ca-b', 0) $$) union all
select pg_temp.try($$ insert into jiancha.shared_limits (matter_code, part_org, amount) values ('CA-2', 'ca-b', 5) $$) union all
select pg_temp.try($$ insert into jiancha.shared_limit_confirm (matter_code, role, confirmed_by, document_no, confirmed_at) values ('CA-1', 'legal_office', 'ca-law', '号', '2025-03-06 10:00+08') $$);
reset role;
select pg_temp.try(format('insert into jiancha.delegations (delegation_no, from_org, to_org, matter_code, valid_from, valid_until, document_no) values (%s)', v))
from (values (1, $$null, 'ca-a', 'ca-b', 'CA-1', '2025-01-01', null, '号'$$), (2, $$'D', 'ca-a', 'ca-a', 'CA-1', '2025-01-01', null, '号'$$), (3, $$'D', 'ca-a', 'ca-b', 'CA-9', '2025-01-01', null, '号'$$),
    (4, $$'D', 'ca-a', 'ca-b', 'CA-1', '-infinity', null, '号'$$), (5, $$'D', 'ca-a', 'ca-b', 'CA-1', '2025-01-01', '2025-01-01', '号'$$), (6, $$'D', 'ca-a', 'ca-b', 'CA-1', '2025-01-01', null, ''$$)) x (n, v)
order by n;
select pg_temp.try(format('insert into jiancha.law_change_intake (law_change_no, title, event_on, pack, holder_org, matters) values (%s)', v))
from (values (1, $$'L', '法', '2025-01-01', null, null, null$$), (2, $$'L', '法', '2025-01-01', 'none', 'ca-law', null$$), (3, $$'L', '法', '2025-01-01', 'zhenjiang', null, null$$), (4, $$'L', '法', '2999-01-01', null, null, '{CA-1}'$$),
    (5, $$'L', '法', '2025-01-01', null, null, '{CA-1,CA-9}'$$), (6, $$'L', '法', '2025-01-02', null, null, '{CA-1}'$$), (7, $$'L', '法', '2025-01-02', null, null, '{CA-1}'$$), (8, $$'L', '另一法', '2025-01-02', null, null, '{CA-1}'$$)) x (n, v)
order by n;
select d.kind, d.business_no, d.org_code, d.received_at from jiancha.docket d where d.kind in ('matter_change', 'publication', 'rule_change') order by 1, 2;

-- what nobody but the records' owner may do
set role test_catalogue_a;
select pg_temp.try('select * from jiancha.preview_correct_matter(''CA-1'', 1, ''{}'', ''号'', ''由'', now())') union all
select pg_temp.try('select * from jiancha.reassign(''a'', ''b'', ''2025-01-01'', ''由'')') union all
select pg_temp.try('select jiancha.sync_access()') union all
select pg_temp.try('select jiancha._adjust(''[]'', ''x'')') union all
select pg_temp.try('select jiancha.define_checklist(''zhenjiang'', 1, ''x'', ''basis'', 1, ''由'')');
reset role;
drop owned by test_catalogue_a, test_catalogue_law;
drop role test_catalogue_a, test_catalogue_law, "jiancha_org_ca-a", "jiancha_enter_ca-a", "jiancha_own_ca-a", "jiancha_org_ca-law", "jiancha_enter_ca-law", "jiancha_own_ca-law";
