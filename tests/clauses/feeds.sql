-- Feeds: what departments' systems deliver, what is put aside, heartbeats, import and export by file.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = error;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('cf', '市', null), ('cf-a', '甲局', 'cf'), ('cf-a1', '甲局一所', 'cf-a'), ('cf-b', '乙局', 'cf');
insert into jiancha.staff (staff_code, org_code, name) values ('CF1', 'cf-a', '张三');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('M5', 'cf-a', '五个工作日', 5, 20, null), ('M9', 'cf-b', '乙局事项', 9, 20, null);
insert into jiancha.feed (source, org_code, name, layout, interface_version, staff_code) values
    ('a-sys', 'cf-a', '甲局审批系统', 'neutral', '1.0', 'CF1'), ('a-gd', 'cf-a', '甲局网上办事', 'guangdong', '2.0', null),
    ('a-sd', 'cf-a', '甲局办件归集', 'shandong', '3.1', null), ('b-sys', 'cf-b', '乙局审批系统', 'neutral', '1', null);
insert into jiancha.feed (source, org_code, name, state) values ('a-new', 'cf-a', '甲局新系统', 'planned'), ('a-old', 'cf-a', '甲局旧系统', 'closed');
create role clause_feed_a;
select jiancha.grant_access('clause_feed_a', 'cf-a') \g /dev/null
create role clause_feed_b;
select jiancha.grant_access('clause_feed_b', 'cf-b') \g /dev/null
create role clause_feed_city;
select jiancha.grant_access('clause_feed_city', 'cf', 'supervisor') \g /dev/null
grant usage on schema public to clause_feed_a, clause_feed_b, clause_feed_city;
create function pg_temp.one_case(no text, extra jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('case_no', no, 'matter_code', 'M5', 'applicant', '张', 'received_at', '2025-03-03 09:00') || extra
$$;
create function pg_temp.deliver(source text, batch_no text, records jsonb, more jsonb default '{}') returns text language sql as $$
    select concat_ws(' ', r.state, r.received, r.landed, r.present, r.quarantined)
    from jiancha.ingest(jsonb_build_object('source', source, 'batch_no', batch_no, 'records', records) || more) r
$$;
select no_plan();

-- 一、数据全面真实准确
set role clause_feed_a;
select is(pg_temp.deliver('a-sys', 'W1', jsonb_build_object('case', jsonb_build_array(
        pg_temp.one_case('W-1', '{"party_kind": "enterprise", "id_no": "91110000101623741K"}'),
        pg_temp.one_case('W-2', '{"party_kind": "enterprise", "id_no": "911100001016237417"}'),
        pg_temp.one_case('W-3', '{"party_kind": "person", "id_no": "11010519491231002X"}'),
        pg_temp.one_case('W-4', '{"party_kind": "person", "id_no": "110105194912310021"}')))), 'taken 4 2 0 2',
    '[W-6.3] of four records two with wrong check digits are put aside, the others land');
select results_eq($$ select case_no from jiancha.case_intake where case_no like 'W-%' order by 1 $$, $$ values ('W-1'), ('W-3') $$,
    '[W-6.3] a record with a wrong USCC or identity number is no case');
select results_eq($$ select business_no, field, value, reason_code from jiancha.feed_errors where batch_no = 'W1' order by row_no $$,
    $$ values ('W-2', 'id_no', '911100001016237417', 'feed_bad_code'), ('W-4', 'id_no', '110105194912310021', 'feed_bad_code') $$,
    '[W-6.3] it is in feed_errors, with field, value and reason');
select matches((select reason from jiancha.feed_errors where business_no = 'W-2'), '校验码不符，第18位应为K', '[W-6.3] the reason says which digit would be right');
select is(pg_temp.deliver('a-sys', 'W2', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('W-5') - 'applicant', pg_temp.one_case('W-6') - 'received_at', pg_temp.one_case('W-7') - 'matter_code'))),
    'taken 3 0 0 3', '[W-6.3] a record that is not complete is put aside');
select results_eq($$ select field from jiancha.feed_errors where batch_no = 'W2' order by row_no $$, $$ values ('applicant'), ('received_at'), ('matter_code') $$,
    '[W-6.3] with the field that is missing');
reset role;
select is((select count(*)::int from jiancha.feed_error where state = 'open' and source = 'a-sys'), 5, '[W-6.3] records that are not complete, true and accurate are counted');

-- 二、指导单位接入和录入: 各单位只见自己的差错
set role clause_feed_b;
select is(pg_temp.deliver('b-sys', 'B1', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('B-1', '{"matter_code": "none"}')))), 'taken 1 0 0 1',
    '[G-3.1.2f] the other organisation has an error of its own');
select results_eq($$ select business_no from jiancha.feed_errors $$, $$ values ('B-1') $$, '[G-3.1.2f] an organisation sees only its own errors');
select results_eq($$ select distinct source from jiancha.feed_batches $$, $$ values ('b-sys') $$, '[G-3.1.2f] and only its own batches');
select throws_ok(format($$ insert into jiancha.feed_correction (error_no, fields) values (%s, '{}') $$, (select 1)), 'JC004', null, '[G-3.1.2f] it cannot correct what is not its own');
set role clause_feed_city;
select is((select count(distinct org_code)::int from jiancha.feed_errors), 2, '[G-3.1.2f] who supervises the city sees those of both');
set role clause_feed_a;
insert into jiancha.feed_correction (error_no, fields) select error_no, '{"id_no": "91110000101623741K"}' from jiancha.feed_errors where business_no = 'W-2';
insert into jiancha.feed_correction (error_no, fields) select error_no, '{"applicant": "王"}' from jiancha.feed_errors where business_no = 'W-5';
insert into jiancha.feed_correction (error_no, discard) select error_no, '重复录入' from jiancha.feed_errors where business_no = 'W-4';
select results_eq($$ select case_no from jiancha.case_intake where case_no in ('W-2', 'W-4', 'W-5') order by 1 $$, $$ values ('W-2'), ('W-5') $$,
    '[G-3.1.2f] the department corrects a record and it lands');
select results_eq($$ select business_no, state from jiancha.feed_errors where business_no in ('W-2', 'W-4', 'W-5') order by 1 $$,
    $$ values ('W-2', 'landed'), ('W-4', 'discarded'), ('W-5', 'landed') $$, '[G-3.1.2f] and the error says what became of it');
select is(pg_temp.deliver('a-sys', 'W3', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('W-6'), pg_temp.one_case('W-7')))), 'taken 2 2 0 0',
    '[G-3.1.2f] or delivers it again in a later batch');
select is((select count(*)::int from jiancha.feed_errors where state = 'open'), 0, '[G-3.1.2f] which settles the errors of the same key');
select results_eq($$ select source, conformance from jiancha.feed_state where org_code = 'cf-a' order by 1 $$,
    $$ values ('a-gd', 'waiting'), ('a-new', 'planned'), ('a-old', 'closed'), ('a-sd', 'waiting'), ('a-sys', 'conforming') $$,
    '[G-3.1.2f] the state of each connection: planned, waiting, conforming, closed');
reset role;

-- 三、接口: 按登记的数据传输接口版本报送
set role clause_feed_a;
select is(pg_temp.deliver('a-gd', 'G0', '{}', '{"interface_version": "1.9"}'), 'rejected 0 0 0 0', '[G-3.4] a batch of another interface version is rejected as a whole');
select is(pg_temp.deliver('a-gd', 'G1', '{"SB": [{"SBLSH": "G-1", "SXBM": "M5", "SQRMC": "张三", "SQRLX": "1", "SBSJ": "2025-03-03 09:00:00"}],
        "SL": [{"SBLSH": "G-1", "SJBBH": 1, "SLZTDM": "1", "SLSJ": "2025-03-04 09:00:00", "BLRXM": "李四"}],
        "SPCL": [{"SBLSH": "G-1", "SPHJDM": "1", "SPHJMC": "承办", "SPSJ": "2025-03-05 10:00:00"}, {"SBLSH": "G-1", "SPHJDM": "2", "SPHJMC": "审核", "SPSJ": "2025-03-05 11:00:00"}],
        "BJ": [{"SBLSH": "G-1", "SJBBH": 1, "BJJGDM": "0", "BJSJ": "2025-03-06 09:00:00"}]}', '{"interface_version": "2.0"}'), 'taken 5 5 0 0',
    '[G-3.4] a batch of the registered version is taken, in the layout of the source (Guangdong)');
select results_eq($$ select kind, at from jiancha.case_step where case_no = 'G-1' order by at $$,
    $$ values ('accept', timestamptz '2025-03-04 09:00+08'), ('handle', '2025-03-05 10:00+08'), ('review', '2025-03-05 11:00+08'), ('close', '2025-03-06 09:00+08') $$,
    '[G-3.4] each record of the layout is a step');
select is(pg_temp.deliver('a-sd', 'S1', '[{"BasicInfo": {"projid": "S-1", "taskcode": "M5", "applicant": "李四", "applydate": "2025-03-03", "datasource": "2", "applyerpagetype": "111", "applyerpagecode": "11010519491231002X"},
        "Proc": [{"sn": 1, "nodename": "受理", "noderesult": 4, "nodeendtime": "2025-03-03 10:00"}, {"sn": 2, "nodename": "审核", "noderesult": 1, "nodeendtime": "2025-03-04 10:00"}],
        "Specialnode": [{"specialtype": 2, "specialnodetype": 0, "nodetime": "2025-03-05 09:00"}, {"specialtype": 2, "specialnodetype": 1, "nodetime": "2025-03-07 09:00"},
                        {"specialtype": 1, "specialnodetype": 0, "nodetime": "2025-03-08 09:00"}],
        "Done": {"doneresult": "1", "occurtime": "2025-03-11 09:00"}}]'), 'taken 7 6 0 1', '[Q-3.1.3] one message a case, in the layout of Shandong');
select results_eq($$ select kind from jiancha.case_step where case_no = 'S-1' order by at $$, $$ values ('accept'), ('handle'), ('begin_special'), ('end_special'), ('close') $$,
    '[Q-3.1.3] the keys of the message hold for each of its records');
select is((select reason_code from jiancha.feed_errors where business_no = 'S-1'), 'bad_extension', '[Q-3.1.3] an extension without days is put aside, not guessed');
select is(pg_temp.deliver('a-new', 'N1', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('N-1')))), 'rejected 1 0 0 0', '[G-3.4] a planned source delivers nothing yet');
select is(pg_temp.deliver('a-old', 'N1', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('N-1')))), 'rejected 1 0 0 0', '[G-3.4] a closed one nothing any more');
select throws_ok($$ insert into jiancha.feed (source, org_code, name) values ('mine', 'cf-a', '自登') $$, '42501', null, '[G-3.4] the administrator registers sources, no department does');
reset role;

-- 四、虚假错误数据
set role clause_feed_a;
select is(pg_temp.deliver('a-gd', 'G2', '{"SL": [{"SBLSH": "G-1", "SJBBH": 2, "SLZTDM": "1", "SLSJ": "2025-03-05 09:00:00"}]}', '{"interface_version": "2.0"}'), 'taken 1 1 0 0',
    '[X-M-9.8] version 2 of an acceptance comes a day later');
reset role;
call jiancha.sweep_all('2025-03-05 09:00+08');
select results_eq($$ select d.accepted_at from jiancha.docket d where business_no = 'G-1' $$, $$ values (timestamptz '2025-03-05 09:00+08') $$, '[X-M-9.8] it takes the place of version 1');
select results_eq($$ select rule, level, state from jiancha.signals where case_no = 'G-1' and rule like 'X-M-9.8%' $$, $$ values ('X-M-9.8b', 'yellow', 'trial') $$,
    '[X-M-9.8] and is a finding: the time of acceptance was moved forward');
set role clause_feed_a;
select pg_temp.deliver('a-sys', 'F1', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('F-1')),
    'step', '[{"case_no": "F-1", "step_no": 1, "kind": "accept", "at": "2025-03-02 09:00"}]'::jsonb)) \g /dev/null
reset role;
call jiancha.sweep_all('2025-03-05 09:00+08');
select results_eq($$ select rule from jiancha.signals where case_no = 'F-1' and rule like 'X-M-9.8%' $$, $$ values ('X-M-9.8a') $$, '[X-M-9.8] a step earlier than the receipt that came by feed is a finding');

-- 五、未登记的数据源
set role clause_feed_b;
select is(pg_temp.deliver('unknown-1', 'U1', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('U-1')))), 'rejected 1 0 0 0', '[X-M-9.2] a batch of a source that is not registered is rejected');
select is(pg_temp.deliver('a-sys', 'U2', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('U-2')))), 'rejected 1 0 0 0', '[X-M-9.2] so is one of a source of another organisation');
insert into jiancha.feed_heartbeat (source, at) values ('unknown-2', '2025-03-03 09:00+08');
reset role;
select is((select count(*)::int from jiancha.docket where business_no in ('U-1', 'U-2')), 0, '[X-M-9.2] nothing of it lands');
select results_eq($$ select source, batch_no, org_code, actor, problem[1] from jiancha.feed_batch where state = 'rejected' and org_code = 'cf-b' order by batch_id $$,
    $$ values ('unknown-1', 'U1', 'cf-b', 'clause_feed_b', 'unknown_feed'), ('a-sys', 'U2', 'cf-b', 'clause_feed_b', 'feed_not_yours'), ('unknown-2', null, 'cf-b', 'clause_feed_b', 'unknown_feed') $$,
    '[X-M-9.2] and each attempt is on record with who made it');
call jiancha.sweep_all(now());
select results_eq($$ select case_no, level, state, org_code from jiancha.signals where rule = 'X-M-9.2b' order by case_no $$,
    $$ values ('unknown-1#1', 'yellow', 'trial', 'cf-b'), ('unknown-2#1', 'yellow', 'trial', 'cf-b') $$, '[X-M-9.2] a finding for each such source');
select throws_ok($$ delete from jiancha.feed_batch $$, 'JC008', null, '[X-M-9.2] the record of it cannot be taken away');

-- 六、日常管理: 心跳
select is(jiancha._heartbeat_minutes(), 30, '[X-M-6.3] the pack says how long a source may be silent');
set role clause_feed_a;
insert into jiancha.feed_heartbeat (source, at) values ('a-sys', '2025-03-03 09:00+08'), ('a-sys', '2025-03-03 09:20+08');
reset role;
call jiancha.sweep_all('2025-03-03 09:49:59+08');
select is_empty($$ select from jiancha.signals where rule = 'X-M-6.3' $$, '[X-M-6.3] silent for less than 30 minutes: no card');
call jiancha.sweep_all('2025-03-03 09:50+08');
select results_eq($$ select case_no, level, org_code, earned_at from jiancha.signals where rule = 'X-M-6.3' $$, $$ values ('a-sys#1', 'anomaly', 'cf-a', timestamptz '2025-03-03 09:50+08') $$,
    '[X-M-6.3] silent for 30 minutes: a technical card');
set role clause_feed_a;
insert into jiancha.feed_heartbeat (source, at) values ('a-sys', '2025-03-03 10:00+08'), ('a-sys', '2025-03-03 10:30+08');
reset role;
call jiancha.sweep_all('2025-03-03 10:59:59+08');
select results_eq($$ select case_no, state from jiancha.signals where rule = 'X-M-6.3' $$, $$ values ('a-sys#1', 'trial') $$, '[X-M-6.3] it calls again: the card of the silence stays, no new one');
select results_eq($$ select closed_at from jiancha.feed_facts where case_no = 'a-sys#1' $$, $$ values (timestamptz '2025-03-03 10:00+08') $$, '[X-M-6.3] the silence ended with the call');
call jiancha.sweep_all('2025-03-03 11:00+08');
select results_eq($$ select case_no from jiancha.signals where rule = 'X-M-6.3' order by 1 $$, $$ values ('a-sys#1'), ('a-sys#2') $$, '[X-M-6.3] the next silence is a card of its own');
-- a call that was on its way when the sweep came
set role clause_feed_a;
insert into jiancha.feed_heartbeat (source, at) values ('a-sys', '2025-03-03 10:59+08');
reset role;
call jiancha.sweep_all('2025-03-03 11:00+08');
select results_eq($$ select case_no, state from jiancha.signals where rule = 'X-M-6.3' order by 1 $$, $$ values ('a-sys#1', 'trial'), ('a-sys#2', 'unfounded') $$, '[X-M-6.3] a call that comes late takes the card back');
-- 停用的数据源不再有心跳
insert into jiancha.feed (source, org_code, name, interface_version, state, valid_from) values ('b-sys', 'cf-b', '乙局审批系统', '1', 'closed', '2025-03-03');
set role clause_feed_b;
insert into jiancha.feed_heartbeat (source, at) values ('b-sys', '2025-03-03 12:00+08');
reset role;
call jiancha.sweep_all('2025-03-04 00:00+08');
select is_empty($$ select from jiancha.signals where rule = 'X-M-6.3' and case_no like 'b-sys%' $$, '[X-M-6.3] a source that is closed may be silent');
select is_empty($$ select * from jiancha.verify('2025-03-04 00:00+08') $$, '[X-M-6.3] verify() agrees');

-- 七、采集的数据: 处理、查询、统计、时效监督
set role clause_feed_a;
select is(pg_temp.deliver('a-sys', 'P1', jsonb_build_object('case', jsonb_build_array(pg_temp.one_case('P-1'), pg_temp.one_case('P-2')),
    'step', '[{"case_no": "P-1", "step_no": 1, "kind": "accept", "at": "2025-03-03 10:00"}, {"case_no": "P-2", "step_no": 1, "kind": "accept", "at": "2025-03-03 10:00"},
              {"case_no": "P-2", "step_no": 2, "kind": "close", "at": "2025-03-10 23:59:59"}]'::jsonb)), 'taken 5 5 0 0', '[G-2.2] collected data');
reset role;
call jiancha.sweep_all('2025-03-13 00:00+08');
select results_eq($$ select case_no, level from jiancha.signals where case_no in ('P-1', 'P-2') and rule like 'X-W-5%' order by 1, earned_at $$,
    $$ values ('P-1', 'notice'), ('P-1', 'yellow'), ('P-1', 'red'), ('P-2', 'notice') $$, '[G-2.2] each item is supervised for time and warned of, the collected ones too');
set role clause_feed_city;
select results_eq($$ select matter_code, month, received > 0, closed > 0, yellow >= 1, red >= 1 from jiancha.item_month where org_code = 'cf-a' $$,
    $$ values ('M5', date '2025-03-01', true, true, true, true) $$, '[G-2.2] statistics by organisation, item and month');
select is((select sum(received)::int from jiancha.item_month), (select count(*)::int from jiancha.docket where kind = 'approval'), '[G-2.2] which count every collected case');
reset role;

-- 八、与公共网络物理隔离: 只经文件导入导出
\set library `sh -c 'nm -D --undefined-only "$JIANCHA_ROOT$(pg_config --pkglibdir)/jiancha.so" | awk "{print \$2}" | sed "s/@.*//" | grep -E "^(socket|connect|bind|listen|accept|send|sendto|recv|recvfrom|getaddrinfo|gethostbyname|popen|system|execv|execve|fork|PQ.*|curl_.*|be_lo.*)$" | tr "\n" " "'`
\set there `sh -c 'nm -D --undefined-only "$JIANCHA_ROOT$(pg_config --pkglibdir)/jiancha.so" | grep -c palloc'`
select ok(:'there' ~ '^[1-9]', '[Z-4] the symbols of the library are read');
select is(btrim(:'library'), '', '[Z-4] the library of the extension uses no function of the network and starts no program');
select is_empty($$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'jiancha'::regnamespace and p.prosrc ~* '(dblink|postgres_fdw|copy[^;]*program|http)' and p.proname !~ '_text$' $$,
    '[Z-4] no function of the extension calls out');
select is((select array_agg(extname::text order by extname) from pg_extension), array['jiancha', 'pgtap', 'plpgsql'], '[Z-4] it needs no other extension');
-- a file of one office is that of the next
\set file `mktemp "${TMPDIR:-/tmp}/jiancha-feed.XXXXXX"`
\set out '\\copy (select 数据源, 批次号, null as 案件种类, d.business_no as 办件编号, f.org_code as 单位代码, d.matter_code as 事项编码, f.applicant as 申请人, d.received_at as 收件时间, f.channel as 收件方式, f.party_kind as 申请人类型, f.subject as 申请内容, f.staff_code as 收件人工号, f.data ->> \'id_type\' as 证件类型, f.data ->> \'id_no\' as 证件号码, f.data ->> \'contact\' as 联系电话 from (values (\'a-sys\', \'EX1\')) b (数据源, 批次号) cross join jiancha.docket d join jiancha.case_file f using (docket_id) where d.business_no in (\'W-1\', \'W-3\')) to ' :file ' with (format csv, header, encoding \'GB18030\')'
:out
\set in '\\copy jiancha.办件报送 from ' :file ' with (format csv, header match, encoding \'GB18030\')'
set role clause_feed_a;
:in
select results_eq($$ select received, landed, present, quarantined from jiancha.feed_batches where batch_no = 'EX1' $$, $$ values (2::bigint, 0::bigint, 2::bigint, 0::bigint) $$,
    '[Z-4] what is exported to a file and imported from it is there already, word for word');
reset role;
\set remove '\\! rm -f ' :file
:remove
-- the morning report
insert into jiancha.feed (source, org_code, name) values ('a-late', 'cf-a', '甲局备用系统'), ('a-never', 'cf-a', '甲局试点系统');
set role clause_feed_a;
insert into jiancha.feed_heartbeat (source, at) values ('a-late', '2025-03-03 12:00+08');
set role clause_feed_city;
select results_eq($$ select item, org, at from jiancha.daily_report('2025-03-05') where section = '数据源未报送' and item ~ '^a-(late|never|sys|new|old) ' order by 1 $$,
    $$ values ('a-late 甲局备用系统', '甲局', timestamptz '2025-03-03 12:00+08'), ('a-never 甲局试点系统', '甲局', null) $$, '[G-3.1.2g] a live source that neither delivered nor called is in the morning''s report');
select is((select count(*) from jiancha.daily_report('2025-03-04') where section = '数据源未报送' and item like 'a-late %'), 0::bigint, '[G-3.1.2g] not one that called the day before');
select ok(jiancha.daily_page('2025-03-05') like '%数据源未报送</h2><table%a-never 甲局试点系统%', '[G-3.1.2g] and on its page, as its readers make it');
set role clause_feed_b;
select is((select count(*) from jiancha.daily_report('2025-03-05') where section = '数据源未报送' and item like 'a-%'), 0::bigint, '[G-3.1.2f] not in that of another department');
reset role;
select * from finish();
drop owned by clause_feed_a; drop role clause_feed_a;
drop owned by clause_feed_b; drop role clause_feed_b;
drop owned by clause_feed_city; drop role clause_feed_city;
