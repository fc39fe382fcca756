-- Explanations, replay, evidence, preflight() and go_live(): who may ask, what is refused, and that nothing a department entered gets out unescaped.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
-- without records
select * from jiancha.go_live('2025-01-01 00:00+08', '决定');
select * from jiancha.replay_signal('x');
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('pf-a', '甲<局>&"''');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('PF-1', 'pf-a', '<script>alert(1)</script>', 5, 20),
    ('PF-2', 'pf-a', '无时限', null, null);
-- as it may stand since before such a row was refused
insert into jiancha.matter_version (matter_code, version, valid_from, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit, roll)
    values ('PF-3', 1, '-infinity', 'pf-a', '颠倒', 9, 'working_day', 7, 'working_day', 'last_day');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit) values ('PF-4', 'pf-a', '单位不同', 9, 'day', 7);
create role test_proof_clerk;
create role test_proof_none;
select jiancha.grant_access('test_proof_clerk', 'pf-a') \g /dev/null

-- preflight: each trouble from both sides
select trouble, object, remedy from jiancha.preflight('2025-06-01 12:00+08') where object ~ 'PF-|pf-a|CN|postgres' and trouble !~ '职责|时区' order by 1, 2;
insert into jiancha.staff (staff_code, org_code, name) values ('pf-s', 'pf-a', '某人') \g /dev/null
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('PF-2', 'pf-a', '有时限', 5, 20, '2025-06-01') \g /dev/null
select object from jiancha.preflight('2025-05-31 23:59+08') where trouble = '事项没有任何时限';
select object from jiancha.preflight('2025-06-01 00:00+08') where trouble in ('事项没有任何时限', '承办事项的单位没有登记人员');
-- what is abolished or ended is no trouble, from that day on
insert into jiancha.org (org_code, name) values ('pf-b', '乙局'), ('pf-c', '丙局'), ('pf-d', '丁局') \g /dev/null
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, state, valid_from) values ('PF-5', 'pf-b', '将取消', null, null, 'active', null),
    ('PF-5', 'pf-b', '将取消', null, null, 'abolished', '2025-06-02'), ('PF-6', 'pf-c', '归并', 5, 20, 'active', null) \g /dev/null
select trouble, object from jiancha.preflight('2025-06-01 12:00+08') where object ~ 'PF-5|pf-[bcd]' and trouble !~ '职责' order by 1, 2;
select from jiancha.org_succession('{pf-c}', '{pf-d}', 'merge', '2025-06-02', '机构改革1号') \g /dev/null
select trouble, object from jiancha.preflight('2025-06-02 12:00+08') where object ~ 'PF-5|pf-[bcd]' order by 1, 2;
-- a matter entered again under what has ended
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('PF-7', 'pf-c', '误登', 5, 20, null) \g /dev/null
select trouble, object from jiancha.preflight('2025-06-02 12:00+08') where object ~ 'PF-7|pf-c' and trouble !~ '职责' order by 1, 2;
select object from jiancha.preflight('2026-11-01 12:00+08') where trouble = '日历将到期';
select object from jiancha.preflight('2026-11-02 12:00+08') where trouble = '日历将到期';
select * from jiancha.preflight(null);
select * from jiancha.preflight('infinity');
-- a county behind its city
insert into jiancha.rule_pack (pack, version, parent_pack, parent_version, name, issuer, valid_from, source)
    select 'pf_county', 1, 'xinxiang', 1, '县办法', '县', date '2024-01-01', '县办法' union all select 'xinxiang', 2, null, null, '新乡 第二版', '市', '2025-07-01', '新办法';
select trouble, object from jiancha.preflight('2025-06-30 12:00+08') where object ~ '^pf_county' or trouble like '%没有任何信号规则';
select trouble, object from jiancha.preflight('2025-07-01 12:00+08') where object ~ '^pf_county' or trouble like '%没有任何信号规则';

-- go_live: what is refused
select * from jiancha.go_live(null, '决定');
select * from jiancha.go_live('infinity', '决定');
select * from jiancha.go_live('2025-01-01 00:00+08', '  ');
select * from jiancha.go_live('2025-01-01 00:00+08', null);
set role test_proof_clerk;
select * from jiancha.go_live('2025-01-01 00:00+08', '决定');
select * from jiancha.preflight('2025-06-01 12:00+08');
reset role;
grant execute on function jiancha.go_live(timestamptz, text), jiancha.preflight(timestamptz) to test_proof_clerk;
set role test_proof_clerk;
select * from jiancha.go_live('2025-01-01 00:00+08', '决定');
reset role;
select live_from, live_decision from jiancha.record_state;
select * from jiancha.go_live('2025-01-01 00:00+08', '甲''决定') where no < 3;
select * from jiancha.go_live('2025-01-01 00:00+08', '甲''决定');
select * from jiancha.go_live('2025-01-01 00:00+08', '乙决定');
select * from jiancha.go_live('2024-01-01 00:00+08', '甲''决定');
select live_from, live_decision from jiancha.record_state;

-- a case with hostile content
set role test_proof_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('<b>PF&1', 'pf-a', 'PF-1', '申请人', '2025-03-03 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, opinion, document_no) values
    ('<b>PF&1', 1, 'accept', '2025-03-03 09:00+08', '"><img src=x>', '</td></tr></table><script>', '文<1>号');
reset role;
call jiancha.sweep_all('2025-03-14 00:00+08');
select signal_no as card from jiancha.signals where rule = 'X-W-5.3' \gset
set role test_proof_clerk;
select signal_no, rule from jiancha.signals where rule ~ '^X-W-5' order by earned_at;
select jiancha.evidence(:'card', '2025-03-14 08:30+08') as page \gset
select :'page' like '<!DOCTYPE html>%' as html,
    :'page' like '%&lt;b&gt;PF&amp;1%' as case_no_escaped, :'page' like '%&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;&lt;script&gt;%' as opinion_escaped,
    :'page' like '%甲&lt;局&gt;&amp;&quot;&#39;%' as org_escaped, :'page' like '%size: A4%' as a4, :'page' like '%打印于2025-03-14 08:30%' as printed;
select regexp_count(:'page', '<script|<img|<b>|<link|<iframe|@import|url\(') as foreign_elements;
select :'page' = jiancha.evidence(:'card', '2025-03-14 08:30+08') as same_again;
-- what it rests on is sealed or says that it is not; the printed digests are those that seal_proof() proves
select relation, seal_no, hash from jiancha.card_seals(:'card');
select strpos(:'page', '尚未封存') > 0 as unsealed, strpos(:'page', '尚无一行封存') > 0 as no_seal, strpos(:'page', '未送出') > 0 as told;
reset role;
select leaves > 0 as sealed from jiancha.seal('2025-03-14 09:00+08');
set role test_proof_clerk;
select jiancha.evidence(:'card', '2025-03-14 08:30+08') as page \gset
select count(*), count(distinct seal_no) as seals, bool_and(strpos(:'page', hash) > 0 and strpos(:'page', root) > 0 and strpos(:'page', chain) > 0) as printed,
    strpos(:'page', '尚未封存') > 0 as unsealed from jiancha.card_seals(:'card');
select relation, key from jiancha.card_seals(:'card') order by 1 limit 1 \gset row_
reset role;
select jiancha.seal_proof(:'row_relation', :'row_key') ->> 'leaf' = hash as proved from jiancha.card_seals(:'card') where key = :'row_key';
set role test_proof_clerk;
select * from jiancha.card_seals('no such card');
select * from jiancha.card_seals(null);
-- every row of the explanation stands on the page
select count(*) as missing from jiancha.explain_signal(:'card') e where strpos(:'page', jiancha._html(e.what)) = 0;
select xmlparse(document replace(replace(:'page', '<!DOCTYPE html>', ''), '<meta charset="UTF-8">', '')) is document as well_formed;
select * from jiancha.explain_signal('no such card');
select * from jiancha.explain_signal(null);
select jiancha.evidence('no such card');
select * from jiancha.replay_signal('no such card');
select * from jiancha.replay_signal(null);
select * from jiancha.earned_as_known(null, now());
select * from jiancha.earned_as_known(now(), 'infinity');
select case_no, rule, earned_at from jiancha.earned_as_known('2025-03-11 00:00+08', now()) where rule ~ '^X-W-5' order by earned_at;
select case_no, rule from jiancha.earned_as_known('2025-03-11 00:00+08', '2025-03-11 00:00+08');
-- a replay writes and rolls back: not in a read-only transaction
begin read only;
select * from jiancha.replay_signal(:'card');
rollback;
-- inside a transaction whose own facts are not committed yet
begin;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('<b>PF&1', 2, 'close', '2025-03-10 09:00+08');
select facts, steps, earned_at, agrees from jiancha.replay_signal(:'card');
rollback;
select facts, steps, earned_at, agrees from jiancha.replay_signal(:'card');
-- the inner functions are not for him
select * from jiancha._replay_signal(:'card');
select * from jiancha._replay('{1}', '{1}', null, now());
select * from jiancha._earned('{1}', now());
select count(*) from jiancha._earned_of(1, now());
reset role;
-- who acts for nobody sees nothing
grant usage on schema jiancha to test_proof_none;
grant select on all tables in schema jiancha to test_proof_none;
set role test_proof_none;
select * from jiancha.explain_signal(:'card');
select * from jiancha.replay_signal(:'card');
select jiancha.evidence(:'card');
select * from jiancha.card_seals(:'card');
select answer from jiancha.why_no_signal('<b>PF&1', 'X-W-5.2', '2025-03-14 00:00+08') order by "no" desc limit 1;
select count(*) from jiancha.earned_as_known('2025-03-11 00:00+08', now());
select count(*) from jiancha._earned_of((select docket_id from jiancha.docket_key limit 1), '2025-03-11 00:00+08');
select count(*) from jiancha._thresholds_of((select docket_id from jiancha.docket_key limit 1));
reset role;
-- nothing is left of the replays, and what they looked at is as it was
select count(*) as left_behind from jiancha.docket where docket_id < 0;
select * from jiancha.verify('2025-03-14 00:00+08');
select * from jiancha.verify_clocks();
drop owned by test_proof_clerk, test_proof_none;
drop role test_proof_clerk, test_proof_none;
