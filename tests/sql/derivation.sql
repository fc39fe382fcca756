-- The derivation: arguments that are none, rules that change under a session, many dockets at once.
set client_min_messages = warning;
set datestyle = iso;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select count(*) > 0 as done from jiancha.setup(region => '410700', pack => 'xinxiang');
insert into jiancha.org (org_code, name) values ('de-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('de-m', 'de-a', '事项', 5, 20);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'D-' || n, 'de-a', 'de-m', '张', timestamptz '2025-03-03 09:00+08' + n * interval '1 minute' from generate_series(1, 20000) n;
-- one, few, a range, scattered ones, more than a batch: the same rows, each docket once
create view pg_temp.every as select docket_id, row_number() over (order by docket_id) as no from jiancha.docket;
select what, (select count(*) from jiancha._derive_clocks(dockets)) as derived, (select count(distinct docket_id) from jiancha._derive_clocks(dockets)) as dockets
from (
    select 1, 'null', null::bigint[] union all select 2, 'empty', '{}' union all select 3, 'null element', '{null}' union all select 4, 'unknown', '{1,-1,9223372036854775807}'
    union all select 5, 'one', array_agg(docket_id) from every where no = 7 union all select 6, 'twice', array_agg(docket_id) || array_agg(docket_id) from every where no <= 3
    union all select 7, 'few, backwards', array_agg(docket_id order by no desc) from every where no <= 50 union all select 8, 'range', array_agg(docket_id) from every where no <= 9000
    union all select 9, 'scattered', array_agg(docket_id) from every where no % 7 = 0 union all select 10, 'all', array_agg(docket_id) from every) v (no, what, dockets)
order by no;
select count(*) as thresholds from jiancha._clock_thresholds(null);
select count(*) as differing from jiancha.verify_clocks();
-- a rule written and taken back is forgotten with it; one that stays is seen by the next statement
begin;
savepoint a;
insert into jiancha.rule_pack (pack, version, name, issuer, valid_from, source) values ('xinxiang', 2, '新', '新', '2025-03-01', '测试');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('E-1', 'de-a', 'de-m', '张', '2025-03-03 09:00+08');
select count(*) as clocks_of_an_empty_version from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'E-1';
rollback to a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('E-1', 'de-a', 'de-m', '张', '2025-03-03 09:00+08');
select c.clock, c.rule_version from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'E-1';
commit;
insert into jiancha.rule_pack (pack, version, name, issuer, valid_from, source) values ('xinxiang', 2, '新', '新', '2025-06-01', '测试');
insert into jiancha.clock_rule (pack, version, clock, name, start_kinds, stop_kinds, limit_from, limit_amount, limit_unit, source, status)
    values ('xinxiang', 2, 'acceptance', '受理时限', '{received}', '{accept}', 'fixed', 3, 'working_day', '测试', 'assumed');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('E-2', 'de-a', 'de-m', '张', '2025-06-03 09:00+08');
select c.clock, c.rule_version, c.limit_amount, c.due_on from jiancha.clock c join jiancha.docket d using (docket_id) where d.business_no = 'E-2';
-- numbers that are none
insert into jiancha.rule_pack (pack, version, name, issuer, valid_from, source) values ('asked', 1, '申请', '测试', '2010-01-01', '测试');
insert into jiancha.clock_rule (pack, version, clock, name, start_kinds, stop_kinds, limit_from, limit_unit, source, status) values
    ('asked', 1, 'asked', '申请时限', '{begin_special}', '{end_special}', 'requested', 'day', '测试', 'assumed');
update jiancha.record_state set pack = 'asked';
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) select 'F-' || n, 'de-a', 'de-m', '张', '2025-03-03 09:00+08' from generate_series(1, 9) n;
insert into jiancha.case_step (case_no, step_no, kind, at, data)
select 'F-' || n, 1, 'begin_special', '2025-03-03 10:00+08', data::jsonb
from unnest(array['{"days": 7}', '{"days": "7"}', '{"days": 0}', '{"days": -1}', '{"days": 1.5}', '{"days": 99999}', '{"days": null}', '[7]', '{"months": 1}']) with ordinality v (data, n);
select s.data, c.limit_amount, c.limit_unit, c.due_on from jiancha.docket d join jiancha.step s using (docket_id) left join jiancha.clock c using (docket_id) where d.business_no ~ '^F' order by d.business_no;
-- nodes: what is refused
create function pg_temp.try(command text) returns text language plpgsql as $$
declare m text; d text; h text;
begin
    execute command;
    return 'done';
exception when others then
    get stacked diagnostics m = message_text, d = pg_exception_detail, h = pg_exception_hint;
    return format('%s: %s / %s / %s', sqlstate, m, d, h);
end $$;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('de-n', 'de-a', '事项', 5, 20);
select pg_temp.try(format('insert into jiancha.matter_node (matter_code, node, limit_amount, limit_unit, version) values (%s)', v))
from unnest(array['null, ''a'', 1, null, null', '''de-n'', '' '', 1, null, null', '''de-n'', ''a'', null, null, null', '''de-n'', ''a'', 0, null, null', '''de-n'', ''a'', 1, ''fortnight'', null',
    '''de-n'', ''a'', 1, null, 2', '''de-m'', ''a'', 1, null, null', '''de-n'', ''a'', 6, null, null', '''de-n'', ''a'', 5, null, null', '''de-n'', ''a'', 5, ''working_day'', 1', '''de-n'', ''a'', 4, null, null']) v;
select * from jiancha.matter_node;
select pg_temp.try('update jiancha.matter_node set limit_amount = 1');
select pg_temp.try('delete from jiancha.node_limit');
