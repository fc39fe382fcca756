-- The packs held against the words of the regulations once more: what the letters say of a limit, what a deemed acceptance owes, what waits for a decision.
-- Facts through the department's views, cards by sweeps and by a supervisor of the city.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
select jiancha.setup(region => '410700', pack => name) from unnest('{zhenjiang,qingdao_district,hunan,shandong_hotline}'::text[]) name \g /dev/null
select jiancha.go_live('2025-01-01 00:00+08', '测试') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('w-city', '市监察', null), ('w-a', '甲局', 'w-city');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('w-5', 'w-a', '施工许可', 5, 20);
create role clause_w_clerk; create role clause_w_city;
select jiancha.grant_access('clause_w_clerk', 'w-a'), jiancha.grant_access('clause_w_city', 'w-city', 'supervisor') \g /dev/null
create function pg_temp.pack(name text) returns void begin atomic update jiancha.record_state set pack = name; end;
create function pg_temp.raise(no text, rule text, words text default null) returns void begin atomic
    insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values (no, rule, 'w-a', '2025-03-03 10:00+08', words);
end;
create function pg_temp.letters(no text) returns text language sql as $$
    select string_agg(l.body, E'\n' order by l.letter_no) from jiancha.letter l join jiancha.signal_raise r on r.signal_no = l.signal_no where r.raise_no = no
$$;
select no_plan() \g /dev/null

-- a letter speaks of a limit where there is one
select pg_temp.pack('xinxiang') \g /dev/null
set role clause_w_city;
select pg_temp.raise('F-1', 'X-W-4.1') \g /dev/null
reset role;
select isnt(pg_temp.letters('F-1'), null, '[X-W-7] a card that a person raised has its letter');
select unalike(pg_temp.letters('F-1'), '%—%', '[X-W-7] 效能告诫书 of a card without a limit names no limit and no days over it');
select alike(pg_temp.letters('F-1'), '%错误实施决策%自送达之日起5个工作日内%', '[X-W-7] but what it rests on, and by when to report');
set role clause_w_city;
insert into jiancha.signal_decision (signal_no, kind, at, reason) select r.signal_no, 'effect', '2025-03-04 10:00+08', '造成重大损失' from jiancha.signal_raise r where r.raise_no = 'F-1';
reset role;
select matches((select l.body from jiancha.letter l join jiancha.signal s using (signal_no) where s.rule = 'X-W-5.3b'),
    '依据为《新乡市电子监察预警纠错办法（试行）》第五条第（三）项，错误实施决策.*，造成不良后果。', '[X-W-5.3] the red card for its bad effect is about the same conduct');
select unalike((select l.body from jiancha.letter l join jiancha.signal s using (signal_no) where s.rule = 'X-W-5.3b'),
    '%未办结%', '[X-W-5.3] and does not say that anything is overdue');

set role clause_w_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('T-1', 'w-a', 'w-5', '申请人', '2025-04-21 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('T-1', 1, 'accept', '2025-04-21 10:00+08');
reset role;
call jiancha.sweep_all('2025-04-28 00:00+08');
select alike((select l.body from jiancha.letter l join jiancha.signal s using (signal_no) where s.rule = 'X-W-5.2'),
    '%期限届满日为2025年4月27日，截至2025年4月28日已超1个工作日。%', '[X-W-7] of a card with a limit it names both');
select pg_temp.pack('zhenjiang') \g /dev/null
set role clause_w_city;
select pg_temp.raise('F-2', 'Z-16.4') \g /dev/null
reset role;
select isnt(pg_temp.letters('F-2'), null, '[Z-16.4] a red card that a person raised has its letter');
select unalike(pg_temp.letters('F-2'), '%—%', '[Z-16.4] which names no limit either');
select alike(pg_temp.letters('F-2'), '%依据为《镇江市行政权力阳光统建平台运行管理办法》第16条第（4）项，%', '[Z-16.4] and cites the regulation by its full name');
-- the office that got a card learns from it until when it can contest it; a regulation is cited as it numbers its articles, and no formula stands in a letter
select alike(pg_temp.letters('F-1'), '%可以自发出之日起10个工作日内向本中心提出申诉。%', '[X-W-7] the letter says until when it can be appealed against');
select alike(pg_temp.letters('F-2'), '%可以自发出之日起10个工作日内向本机关提出申诉。%', '[Z-16.4] so does that of Zhenjiang');
select is_empty($$ select rule from jiancha.signal_rule where pack = 'zhenjiang' and source ~ '办法 第[一二三四五六七八九十]' $$, '[Z-15] Zhenjiang numbers its articles in figures, and so do all rules of its pack');
select is_empty($$ select rule, source from jiancha.signal_rule where jiancha._cite(source) ~ '[():;,]|[^ -~] [^ -~]' or jiancha._cite(source) ~ '[<>≥≤=−]' $$,
    '[design 10.7] no half-width stop, space or formula in what a letter cites');
select results_eq($$ select jiancha._cite(s) from unnest(array['类推: 新乡市电子监察预警纠错办法(试行) 第五条第(二)项', '行政许可法 第三十二条第一款第(四)项; 时点为假定, 由本市确定', '没有全国规定, 各地不同',
        '网络审批及电子监控方案 四(四): 超时']) s $$,
    $$ values ('类推：《新乡市电子监察预警纠错办法（试行）》第五条第（二）项'), ('《行政许可法》第三十二条第一款第（四）项；时点为假定，由本市确定'), ('没有全国规定，各地不同'), ('《网络审批及电子监控方案》四（四）：超时') $$,
    '[X-W-7] titles in book marks, brackets full-width');
select results_eq($$ select template, status from jiancha.document_template where pack = 'common' and template in ('监察决定书', '监察建议书') order by 1 $$, $$ values ('监察决定书', 'analogue'), ('监察建议书', 'assumed') $$,
    '[X-M-8] the supervision law knows no 监察决定书, and its articles were renumbered: the templates say so');
-- yellow before the limit: nothing is over yet
select pg_temp.pack('shandong_hotline') \g /dev/null
set role clause_w_clerk;
insert into jiancha.docket_intake (docket_kind, business_no, org_code, received_at) values ('complaint', 'T-2', 'w-a', '2025-03-03 09:00+08');
reset role;
call jiancha.sweep_all('2025-03-21 00:00+08');
select is((select s.rule from jiancha.letter l join jiancha.signal s using (signal_no) where s.business_no = 'T-2'), 'SDH-1', '[A09] the hotline warns by a yellow card on the day before');
select unalike((select l.body from jiancha.letter l join jiancha.signal s using (signal_no) where s.business_no = 'T-2'), '%已超%', '[A09] whose letter does not say that nothing is over');

-- deemed accepted from the receipt on (2025-04-21), because nothing was said by 04-27: until then the department owed no notice of acceptance
create function pg_temp.deemed(pack text) returns void language plpgsql as $$
begin
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, party_kind, subject, data)
        select pack || n, 'w-a', 'w-5', '申请人', '2025-04-21 09:00+08', 'window', 'enterprise', '办理许可', '{"id_no": "91410700MA00000000", "contact": "0373-1234567"}'
        from generate_series(1, 3) n;
    insert into jiancha.document_intake (case_no, document_kind, at)
        select pack || n, k, '2025-04-21 09:00+08' from generate_series(1, 3) n, unnest('{receipt,application_materials}'::text[]) k;
end
$$;
select pg_temp.pack('zhenjiang') \g /dev/null
select pg_temp.deemed('zhenjiang') \g /dev/null
select pg_temp.pack('qingdao_district') \g /dev/null
select pg_temp.deemed('qingdao_district') \g /dev/null
call jiancha.sweep_all('2025-04-28 00:00+08');
select results_eq($$ select distinct s.kind || ' ' || s.at::date from jiancha.step s join jiancha.docket d using (docket_id) where d.business_no ~ '^(zhenjiang|qingdao)' $$,
    $$ values ('deemed_accept 2025-04-21') $$, '[Q-4.1.5] all six are deemed accepted');
select is_empty($$ select s.business_no, s.rule from jiancha.signal s where s.rule in ('Z-15.7', 'Z-15.11', 'Q-4.4.4d') $$,
    '[Z-15.7] [Z-15.11] [Q-4.4.4] of a deemed acceptance no notice was due on the day of the receipt');
-- the acceptance itself follows on 04-28: its notice is due by the end of that day
set role clause_w_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at)
    select p || n, 1, 'accept', '2025-04-28 10:00+08' from generate_series(2, 3) n, unnest('{zhenjiang,qingdao_district}'::text[]) p;
insert into jiancha.document_intake (case_no, document_kind, at) select p || 2, 'acceptance_notice', '2025-04-28 23:59:59+08' from unnest('{zhenjiang,qingdao_district}'::text[]) p;
insert into jiancha.document_intake (case_no, document_kind, at) select p || 3, 'acceptance_notice', '2025-04-29 00:00+08' from unnest('{zhenjiang,qingdao_district}'::text[]) p;
reset role;
call jiancha.sweep_all('2025-04-29 00:00+08');
select results_eq($$ select s.business_no, s.rule, s.earned_at from jiancha.signal s where s.rule in ('Z-15.7', 'Z-15.11', 'Q-4.4.4d') order by 1 $$,
    $$ values ('qingdao_district3', 'Q-4.4.4d', timestamptz '2025-04-29 00:00+08'), ('zhenjiang3', 'Z-15.7', '2025-04-29 00:00+08') $$,
    '[Z-15.7] [Q-4.4.4] an acceptance entered after it: notice in the last second of that day none, at midnight a card from then');

-- nor is a deemed acceptance an act of the window on a Saturday (2025-04-26), nor one of carrying out an abolished matter; the acceptance that follows is
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from, state, change_no) values
    ('w-x', 'w-a', '已取消', 5, 20, '2025-04-01', 'abolished', '政审〔2025〕1号');
select pg_temp.pack('zhenjiang') \g /dev/null
set role clause_w_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel)
    values ('S-1', 'w-a', 'w-5', '申请人', '2025-04-26 09:00+08', 'window'), ('S-2', 'w-a', 'w-5', '申请人', '2025-04-26 09:00+08', 'window'), ('S-3', 'w-a', 'w-5', '申请人', '2025-04-26 09:00+08', 'window'),
        ('A-1', 'w-a', 'w-x', '申请人', '2025-04-21 09:00+08', 'online'), ('A-2', 'w-a', 'w-x', '申请人', '2025-04-21 09:00+08', 'online');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-3', 1, 'accept', '2025-04-26 10:00+08');
reset role;
call jiancha.sweep_all('2025-05-08 00:00+08');
select results_eq($$ select distinct s.kind, s.at from jiancha.step s join jiancha.docket d using (docket_id) where d.business_no in ('S-1', 'S-2', 'A-1', 'A-2') order by 2 $$,
    $$ values ('deemed_accept', timestamptz '2025-04-21 09:00+08'), ('deemed_accept', '2025-04-26 09:00+08') $$, '[Q-4.1.5] all four are deemed accepted');
select results_eq($$ select s.business_no, s.rule from jiancha.signal s where s.rule in ('Z-15.4c', 'Z-16.1') $$, $$ values ('S-3', 'Z-15.4c') $$,
    '[Z-15.4] [Z-16.1] of a deemed acceptance neither is a candidate');
set role clause_w_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('S-2', 1, 'accept', '2025-05-08 10:00+08'), ('A-2', 1, 'accept', '2025-05-08 10:00+08');
reset role;
call jiancha.sweep_all('2025-05-09 00:00+08');
select results_eq($$ select s.business_no, s.rule, s.earned_at from jiancha.signal s where s.rule in ('Z-15.4c', 'Z-16.1') order by 1 $$,
    $$ values ('A-2', 'Z-16.1', timestamptz '2025-05-08 10:00+08'), ('S-3', 'Z-15.4c', '2025-04-26 10:00+08') $$,
    '[Z-15.4] [Z-16.1] the act that follows counts, on its own day');

-- a version that does not say what the gazette says has changed nothing in it
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, gazette_digest, valid_from) values
    ('w-g', 'w-a', '公报', 5, 20, 'a', '2025-01-01'), ('w-g', 'w-a', '公报', 5, 20, null, '2025-02-05'), ('w-h', 'w-a', '公报', 5, 20, 'a', '2025-01-01'), ('w-h', 'w-a', '公报', 5, 20, 'b', '2025-02-05');
call jiancha.sweep_all('2025-05-09 01:00+08');
select results_eq($$ select s.business_no from jiancha.signal s where s.rule = 'Z-16.3' $$, $$ values ('w-h#2') $$, '[Z-16.3] a text that is not given is no change, another text is');

-- a bad effect and, later, more than two working days over: two causes, two cards, each under its own name
select pg_temp.pack('xinxiang') \g /dev/null
set role clause_w_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('B-1', 'w-a', 'w-5', '申请人', '2025-04-21 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('B-1', 1, 'accept', '2025-04-21 10:00+08');
reset role;
call jiancha.sweep_all('2025-04-28 00:00+08');
set role clause_w_city;
insert into jiancha.signal_decision (signal_no, kind, at, reason) select s.signal_no, 'effect', '2025-04-28 10:00+08', '企业停工' from jiancha.signals s where s.case_no = 'B-1' and s.level = 'yellow';
select results_eq($$ select rule, rule_name from jiancha.signals where case_no = 'B-1' and level = 'red' $$, $$ values ('X-W-5.3b', '第四条情形造成不良后果') $$,
    '[X-W-5.3] a list names the red card for a bad effect by what it is for');
reset role;
call jiancha.sweep_all('2025-05-09 01:00+08');
select set_eq($$ select rule, state from jiancha.signals where case_no = 'B-1' and level = 'red' $$, $$ values ('X-W-5.3b', 'issued'), ('X-W-5.3', 'issued') $$,
    '[X-W-5.3] the one that time earns later is another cause and stands beside it');

-- 电子证照: whether a completed case yields one no fact says (不予许可 yields none)
select pg_temp.pack('hunan') \g /dev/null
set role clause_w_clerk;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('H-1', 'w-a', 'w-5', '申请人', '2025-04-07 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, data) values ('H-1', 1, 'accept', '2025-04-07 10:00+08', null), ('H-1', 2, 'decide', '2025-04-08 10:00+08', '{"decision": "refused"}'),
    ('H-1', 3, 'close', '2025-04-08 11:00+08', null);
reset role;
call jiancha.sweep_all('2025-05-09 01:00+08');
select results_eq($$ select s.rule, s.earned_at, s.issued_at from jiancha.signal s where s.business_no = 'H-1' and s.level = 'yellow' $$,
    $$ values ('HN-4.1', timestamptz '2025-04-11 11:00:01+08', null::timestamptz) $$, '[W-5] a refused case: what no certificate followed is a candidate, no card goes out');

-- 第(十二)项 by hand: without the bad effect it waits, with it and with words it goes out; what a clock says nobody raises in its place
select pg_temp.pack('xinxiang') \g /dev/null
create function pg_temp.raise_effect(no text, rule text, words text) returns void begin atomic
    insert into jiancha.signal_raise (raise_no, rule, org_code, at, text, bad_effect) values (no, rule, 'w-a', '2025-03-03 10:00+08', words, true);
end;
create function pg_temp.stands(no text) returns text begin atomic
    select s.level || ' ' || s.state from jiancha.signals s join jiancha.signal_raise r on r.signal_no = s.signal_no where r.raise_no = no;
end;
set role clause_w_city;
select pg_temp.raise('E-1', 'X-W-4.12', '未纠正') \g /dev/null
select is(pg_temp.stands('E-1'), 'red pending', '[X-W-4.12] raised without a bad effect it waits for one');
select is(pg_temp.letters('E-1'), null, '[X-W-4.12] nobody gets a letter');
insert into jiancha.signal_decision (signal_no, kind, at, reason) select r.signal_no, 'effect', '2025-03-04 10:00+08', '群众反映强烈' from jiancha.signal_raise r where r.raise_no = 'E-1';
select is(pg_temp.stands('E-1'), 'red issued', '[X-W-4.12] and goes out when it is recorded');
select isnt(pg_temp.letters('E-1'), null, '[X-W-4.12] with its letter');
select pg_temp.raise_effect('E-2', 'X-W-4.12', '未纠正，造成不良影响') \g /dev/null
select is(pg_temp.stands('E-2'), 'red issued', '[X-W-4.12] raised with its bad effect it goes out at once');
select throws_ok($$ select pg_temp.raise_effect('E-3', 'X-W-4.12', ' ') $$, 'JC005', null, '[X-W-4.12] a bad effect is put in words');
select throws_ok(format('select pg_temp.raise(%L, %L, %L)', 'E-' || r, r, '超期'), 'JC007', null, format('[%s] the clock says it, no person', r))
from unnest('{X-W-5.1,X-W-5.2,X-W-5.3}'::text[]) r;
select pg_temp.raise_effect('E-4', 'X-W-4.3', '违反承诺时限，造成不良后果') \g /dev/null
select is(pg_temp.stands('E-4'), 'red issued', '[X-W-5.3] conduct under article 4 with a bad consequence is raised by its own code');
reset role;

select is_empty($$ select * from jiancha.verify('2025-05-09 01:00+08') $$, '[design 10.1] verify() is empty');
select * from finish();
drop owned by clause_w_clerk, clause_w_city;
drop role clause_w_clerk, clause_w_city, "jiancha_org_w-a", "jiancha_org_w-city";
