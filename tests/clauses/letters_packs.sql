-- Letters of the packs: those of the cities, and those that every city has.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
do $$
declare
    name text;
begin
    foreach name in array array['common', 'zhenjiang', 'qingdao_district'] loop
        continue when exists (select from jiancha.document_template t where t.pack = name);
        if jiancha._pack_text(name) !~ 'define_pack' then
            perform jiancha.define_pack(name, 1, name, '测试', date '2000-01-01', '测试');
        end if;
        execute jiancha._pack_text(name);
    end loop;
end $$;
-- a county below the common pack, as any city's
insert into jiancha.rule_pack (pack, version, parent_pack, parent_version, name, issuer, valid_from, source) values ('lp', 1, 'common', 1, '某县', '某县', '2000-01-01', '测试');
update jiancha.record_state set pack = 'lp';
insert into jiancha.org (org_code, name) values ('lp-a', '甲局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('lp-5', 'lp-a', '施工许可', 5, 20);
create role clause_lp_clerk;
select jiancha.grant_access('clause_lp_clerk', 'lp-a') \g /dev/null
select no_plan() \g /dev/null

select set_eq($$ select distinct pack, template from jiancha.document_template where form = 'letter' and pack in ('zhenjiang', 'qingdao_district') $$,
    $$ values ('zhenjiang', '黄色纠错通知书'), ('zhenjiang', '红色纠错通知书'), ('zhenjiang', '督办通知书'), ('qingdao_district', '接件凭证') $$, '[Q-4.1.4] the letters of the packs are defined');

set role clause_lp_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('P-1', 'lp-a', 'lp-5', '某公司', '2025-01-23 09:00+08');
select is(jiancha.issue_letter('approval', 'P-1', '一次性补正告知书', '{"materials": "1. 身份证明；2. 申请表", "contact": "联系电话：0373-1"}', '2025-01-24 09:00+08'), '甲局补〔2025〕1号',
    '[Q-4.1.5] the department tells once, in writing, all that must be corrected');
select matches((select body from jiancha.letter), E'2025年1月23日.*施工许可.*P-1.*\n1. 身份证明；2. 申请表\n', '[Q-4.1.5] with matter, day of receipt and the list');
select is((select addressee from jiancha.letter), '某公司', '[Q-4.1.5] to the applicant');
select throws_ok($$ select jiancha.issue_letter('approval', 'P-1', '一次性补正告知书', '{"contact": "x"}', '2025-01-24 10:00+08') $$, 'JC005', null, '[Q-4.1.5] not without the list');
select is(jiancha.issue_letter('approval', 'P-1', '受理通知书', '{}', '2025-01-26 09:00+08'), '甲局受〔2025〕1号', '[Q-4.1.6] 受理通知书');
select is(jiancha.issue_letter('approval', 'P-1', '不予受理通知书', '{"basis": "行政许可法第三十二条", "reason": "不属于本机关职权", "remedy": "可以依法申请行政复议。"}', '2025-01-26 10:00+08'),
    '甲局不受〔2025〕1号', '[Q-4.1.6] 不予受理通知书, numbered apart');
reset role;
select is(jiancha.issue_letter('approval', 'P-1', '督办通知书', '{"facts": "超期未办。", "basis": "本县办法", "demand": "请立即办理。", "answer_on": "2025年2月10日"}', '2025-02-05 09:00+08'),
    '电监督〔2025〕1号', '[Z-20] 督办通知书, by the supervisor');
select is(jiancha.issue_letter('approval', 'P-1', '监察建议书', '{"facts": "甲。", "basis": "乙", "opinion": "丙", "answer_on": "丁"}', '2025-02-05 09:00+08'),
    '电监建〔2025〕1号', '[X-P-12.1] 监察建议书 without a card');
select is(jiancha.issue_letter('approval', 'P-1', '监察决定书', '{"facts": "甲。", "basis": "乙", "opinion": "丙", "answer_on": "丁", "remedy": "戊"}', '2025-02-05 09:00+08'),
    '电监决〔2025〕1号', '[X-P-12.1] 监察决定书 without a card');
select * from finish();
drop owned by clause_lp_clerk;
drop role clause_lp_clerk;
