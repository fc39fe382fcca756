-- jiancha.ingest() and the staging views: what is a batch, what is put aside and with which words, repetition, correction, files.
set client_min_messages = warning;
set timezone = 'America/St_Johns';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('fi', '市', null), ('fi-a', '甲局', 'fi'), ('fi-a1', '一所', 'fi-a'), ('fi-b', '乙局', 'fi');
insert into jiancha.staff (staff_code, org_code, name) values ('F1', 'fi-a', '张三');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, valid_from) values ('fm', 'fi-a', '事项', 5, 20, null), ('late', 'fi-a', '新事项', 5, 20, '2025-03-01');
insert into jiancha.feed (source, org_code, name) values ('fs', 'fi-a', '甲局系统'), ('fb', 'fi-b', '乙局系统');
create role test_feed_clerk; select jiancha.grant_access('test_feed_clerk', 'fi-a') \g /dev/null
create role test_feed_other; select jiancha.grant_access('test_feed_other', 'fi-b') \g /dev/null
create role test_feed_nobody; grant usage on schema jiancha to test_feed_nobody;
create function pg_temp.try(command text) returns text language plpgsql as $$
declare state text; message text; detail text; hint text;
begin
    execute command;
    return 'no error';
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''));
end $$;
create view pg_temp.errors as
    select e.batch_no, e.record, e.row_no, e.business_no, e.field, e.value, e.reason, e.remedy from jiancha.feed_errors e where e.state = 'open' order by e.error_no;
grant select on pg_temp.errors to test_feed_clerk;
set role test_feed_clerk;

-- what is no batch is an error
select pg_temp.try(format('select jiancha.ingest(%L)', batch))
from unnest(array[null, '[]', '1', '{}', '{"source": "fs", "batch_no": "1"}', '{"source": "fs", "batch_no": "1", "records": 5}', '{"source": "fs", "records": {}}',
    '{"source": " ", "batch_no": "1", "records": {}}', '{"source": "fs", "batch_no": "1", "records": {}, "recordz": {}}', '{"source": "fs", ']) b (batch);
select pg_temp.try($$ insert into jiancha.feed_record (source, batch_no, record, fields) values ('fs', '1', 'case', '{}'), ('fs', '2', 'case', '{}') $$);
select pg_temp.try($$ insert into jiancha.feed_case (source, batch_no, case_no) values ('fs', '1', 'a'), (null, '1', 'b') $$);
select pg_temp.try($$ update jiancha.feed_case set case_no = 'x' $$);
select pg_temp.try($$ delete from jiancha.feed_errors $$);
select pg_temp.try($$ insert into jiancha.feed_docket_row (no) values (1) $$);
select pg_temp.try($$ select jiancha._feed_take('record', null, 'x') $$);
reset role;
set role test_feed_nobody;
select pg_temp.try($$ select jiancha.ingest('{"source": "fs", "batch_no": "1", "records": {}}') $$);
set role test_feed_clerk;

-- an empty delivery is one
select state, received, landed, present, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "empty", "covers_through": "2025-03-03 24:00", "records": {}}');
select state, received, landed, present, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "empty", "records": []}');
select batch_no, covers_through from jiancha.feed_batches;

-- every way to be wrong, one record each, and one that is right
select state, received, landed, present, quarantined from jiancha.ingest($j${"source": "fs", "batch_no": "bad", "records": {"case": [
    {"case_no": "C-1", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03 09:00"},
    {"matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"},
    {"case_no": "  ", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"},
    {"case_no": "E-1", "org_code": "none", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"},
    {"case_no": "E-2", "org_code": "fi-b", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"},
    {"case_no": "E-3", "matter_code": "late", "applicant": "张", "received_at": "2025-02-28 23:59:59"},
    {"case_no": "E-4", "matter_code": "fm", "applicant": "张", "received_at": "infinity"},
    {"case_no": "E-5", "matter_code": "fm", "applicant": "张", "received_at": "2003-12-31"},
    {"case_no": "E-6", "matter_code": "fm", "applicant": "张", "received_at": 45719},
    {"case_no": "E-7", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03", "channel": "fax"},
    {"case_no": "E-8", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03", "staff_code": "none"},
    {"case_no": "E-9", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03", "docket_kind": "inquiry"},
    {"case_no": "E-10", "matter_code": "4.10700E+11", "applicant": "张", "received_at": "2025-03-03"},
    {"case_no": "E-11", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03", "party_kind": "enterprise", "id_no": "10162374-2"},
    {"case_no": "E-12", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03", "id_type": "visa", "id_no": "1"},
    {"case_no": "C-1", "matter_code": "fm", "applicant": "李", "received_at": "2025-03-03 09:00"},
    {"case_no": "C-1", "matter_code": "fm", "applicant": "张", "received_at": "2025/3/3 9:00"},
    null, "text", [1], {}],
 "step": [
    {"case_no": "C-1", "step_no": 1, "kind": "受理", "at": "2025-03-03 10:00"},
    {"case_no": "none", "step_no": 1, "kind": "accept", "at": "2025-03-03 10:00"},
    {"case_no": "C-1", "step_no": 2, "kind": "approved", "at": "2025-03-03 10:00"},
    {"case_no": "C-1", "step_no": 3, "kind": "review"},
    {"case_no": "C-1", "step_no": 4, "kind": "extend", "at": "2025-03-03 10:00", "days": 0},
    {"case_no": "C-1", "step_no": 5, "kind": "extend", "at": "2025-03-03 10:00", "days": "ten"},
    {"case_no": "C-1", "step_no": 6, "kind": "transfer", "at": "2025-03-03 10:00", "to_org": "none"},
    {"case_no": "C-1", "step_no": 7, "kind": "review", "at": "2025-03-03 11:00", "corrects": 1},
    {"case_no": "C-1", "step_no": 1.5, "kind": "review", "at": "2025-03-03 11:00"},
    {"case_no": "C-1", "step_no": -2000000000, "kind": "review", "at": "2025-03-03 11:00"},
    {"case_no": "C-1", "step_no": 1, "kind": "accept", "at": "2025-03-03 10:01"},
    {"case_no": "C-1", "step_no": 8, "kind": "review", "at": "2025-03-03 11:00", "staff_code": "none"}],
 "doc": [{"case_no": "C-1", "kind": "acceptance_notice", "at": "2025-03-03 10:00", "hash": "xyz"}, {"case_no": "C-1", "kind": "letter", "at": "2025-03-03 10:00"},
    {"case_no": "none", "kind": "other", "at": "2025-03-03 10:00"}, {"case_no": "C-1", "kind": "受理通知书", "no": "1", "at": "2025年3月3日"}],
 "steps": [{"case_no": "C-1"}], "": [{}]}}$j$);
select * from pg_temp.errors;
\pset footer off
-- what came in the future names the clock of the server, so only its kind is shown
select state, received, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "future", "records": {"case": {"case_no": "E-20", "matter_code": "fm", "applicant": "张", "received_at": "2999-01-01"}}}');
select business_no, field, value, reason_code from jiancha.feed_errors where batch_no = 'future';
\pset footer on
select case_no, applicant, received_at from jiancha.case_intake;
select case_no, step_no, kind, at from jiancha.case_step;

-- the same batch again changes nothing, but what a register was mended for
select state, received, landed, present, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "again", "records": {"case": [{"case_no": "A-1", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"}, {"case_no": "A-2", "matter_code": "am", "applicant": "张", "received_at": "2025-03-03"}]}}');
create temp table before as select (select count(*) from jiancha.docket) as dockets, (select count(*) from jiancha.step) as steps, (select count(*) from jiancha.feed_error) as errors, (select sum(revision) from jiancha.docket) as revisions;
select state, received, landed, present, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "again", "records": {"case": [{"case_no": "A-1", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"}, {"case_no": "A-2", "matter_code": "am", "applicant": "张", "received_at": "2025-03-03"}]}}');
select (select count(*) from jiancha.docket) - dockets as dockets, (select count(*) from jiancha.step) - steps as steps, (select count(*) from jiancha.feed_error) - errors as errors, (select sum(revision) from jiancha.docket) - revisions as revisions from before;
reset role;
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('am', 'fi-a', '补登', 5);
set role test_feed_clerk;
select state, received, landed, present, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "again", "records": {"case": [{"case_no": "A-1", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"}, {"case_no": "A-2", "matter_code": "am", "applicant": "张", "received_at": "2025-03-03"}]}}');
select business_no, state from jiancha.feed_errors where batch_no = 'again';
-- counts add up in every batch
select count(*) from jiancha.feed_batches where received <> landed + present + quarantined;

-- corrections
select pg_temp.try(format('insert into jiancha.feed_correction (error_no, fields, discard) values (%L, %L, %L)', n, f, d))
from (values (null, '{}', null), ('0', '{}', null), ('0', null, 'x')) v (n, f, d);
select pg_temp.try(format('insert into jiancha.feed_correction (error_no, fields, discard) select error_no, %L, %L from jiancha.feed_errors where business_no = ''E-7''', f, d)) ~ 'JC005'
from (values ('[]', null), ('{}', 'x'), (null, ' ')) v (f, d);
insert into jiancha.feed_correction (error_no, fields) select error_no, '{"channel": "window"}' from jiancha.feed_errors where business_no = 'E-7';
insert into jiancha.feed_correction (error_no, fields) select error_no, '{"channel": "fax"}' from jiancha.feed_errors where business_no = 'E-7' and state = 'open';
insert into jiancha.feed_correction (error_no, fields) select error_no, '{"staff_code": null, "received_at": "2025-03-04"}' from jiancha.feed_errors where business_no = 'E-8';
insert into jiancha.feed_correction (error_no, fields) select error_no, '{"case_no": "E-60", "received_at": "never"}' from jiancha.feed_errors where business_no = 'E-6';
insert into jiancha.feed_correction (error_no, discard) select error_no, '不是记录' from jiancha.feed_errors where reason_code = 'feed_no_object';
select business_no, record, field, value, state, discard_reason from jiancha.feed_errors where state <> 'open' or business_no = 'E-60' order by error_no;
select pg_temp.try(format('insert into jiancha.feed_correction (error_no, fields) values (%s, %L)', (select error_no from jiancha.feed_errors where business_no = 'E-7' limit 1), '{}')) ~ 'JC006: error [0-9]+ is settled already: landed';

-- staging by COPY, as an ordinary role: Chinese headings and words, GB18030, a byte order mark, Chinese and slash dates, full-width digits
\copy jiancha.办件报送 from stdin with (format csv, header match)
数据源,批次号,案件种类,办件编号,单位代码,事项编码,申请人,收件时间,收件方式,申请人类型,申请内容,收件人工号,证件类型,证件号码,联系电话
fs,copy-1,办件,Ｓ－０１,fi-a1,fm,  王 五　,２０２５年３月３日 ９时,窗口,企业,扩建,F1,统一社会信用代码,91110000101623741K,１３８００
fs,copy-1,,S-02,,fm,赵六,2025/3/4,网上,自然人,,,,,
fs,copy-1,,4.10700E+17,,fm,赵六,2025/3/4,网上,自然人,,,,,
\.
\copy jiancha.过程报送 from stdin with (format csv, header match)
数据源,批次号,案件种类,办件编号,步骤号,步骤,时间,环节,经办人工号,意见,理由,文书号,更正步骤号,天数,移交单位,特别程序
fs,copy-1,,S-01,1,受理,二〇二五年三月三日,受理,F1,同意,,,,,,
fs,copy-1,,S-01,2,延期,2025.3.5,,,,,,,５,,
fs,copy-1,,S-01,3,开始,2025.3.5,,,,,,,,,
\.
select case_no, org_code, applicant, received_at at time zone 'Asia/Shanghai' as received_at, channel, party_kind, at_precision, data from jiancha.case_intake where case_no like 'S-%' order by 1;
select step_no, kind, at at time zone 'Asia/Shanghai' as at, at_precision, data from jiancha.case_step where case_no = 'S-01' order by 1;
select row_no, business_no, field, value, reason from pg_temp.errors where batch_no = 'copy-1';
-- read back as they came, ready to be mended and copied in again
select 办件编号, 收件时间 from jiancha.办件报送 where 批次号 = 'copy-1';
reset role;
\set dir `mktemp -d "${TMPDIR:-/tmp}/jiancha-ingest.XXXXXX"`
\setenv FEED_DIR :dir
\! printf 'fs,copy-2,,S-03,,fm,\274\327\271\253\313\276,2025\304\3523\324\3023\310\325,\264\260\277\332,,,,,,\n' > "$FEED_DIR/gb18030.csv"
\! printf '\357\273\277fs,copy-3,,S-04,,fm,甲公司,2025-03-03,window,,,,,,\n' > "$FEED_DIR/bom.csv"
set role test_feed_clerk;
\set read '\\copy jiancha.feed_case from ' :dir '/gb18030.csv with (format csv, encoding \'GB18030\')'
:read
\set read '\\copy jiancha.feed_case from ' :dir '/bom.csv with (format csv)'
:read
\! rm -rf "$FEED_DIR"
select case_no, applicant, received_at at time zone 'Asia/Shanghai' as received_at, channel from jiancha.case_intake where case_no in ('S-03', 'S-04') order by 1;
\copy jiancha.办件报送 from stdin with (format csv, header match)
数据源,批次号,办件编号
fs,copy-4,S-05
\.

-- a direct COPY stops at the first bad row and says where the good ones can go
\set VERBOSITY default
\copy jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) from stdin with (format csv)
D-1,fi-a,fm,张,2025-03-03
D-2,fi-a,none,张,2025-03-03
\.
\copy jiancha.case_step (case_no, step_no, kind, at) from stdin with (format csv)
C-1,20,review,2025-03-03
none,1,review,2025-03-03
\.
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('D-1', 'fi-a', 'fm', '张', '2025-03-03'), ('D-2', 'fi-a', 'none', '张', '2025-03-03');
select count(*) from jiancha.case_intake where case_no like 'D-%';

-- one bad record costs none of the other 19,999
select state, received, landed, present, quarantined from jiancha.ingest((
    select jsonb_build_object('source', 'fs', 'batch_no', 'many', 'records', jsonb_build_object('case', jsonb_agg(jsonb_build_object('case_no', 'L-' || n, 'matter_code',
        case n when 7777 then 'none' else 'fm' end, 'applicant', '张', 'received_at', '2025-03-03 09:00')))) from generate_series(1, 20000) n));
select row_no, business_no, value from jiancha.feed_errors where batch_no = 'many';
-- a large value, a deep one
select state, received, landed, quarantined from jiancha.ingest(jsonb_build_object('source', 'fs', 'batch_no', 'large', 'records', jsonb_build_object('case', jsonb_build_array(
    jsonb_build_object('case_no', 'X-1', 'matter_code', 'fm', 'applicant', repeat('长', 100000), 'received_at', '2025-03-03'),
    jsonb_build_object('case_no', repeat('9', 100000), 'matter_code', 'fm', 'applicant', '张', 'received_at', '2025-03-03'),
    jsonb_build_object('case_no', 'X-3', 'matter_code', '{"a": [1, {"b": 2}]}'::jsonb, 'applicant', '张', 'received_at', '2025-03-03')))));
select row_no, left(business_no, 10), length(business_no), field, left(value, 30) as value, reason_code from jiancha.feed_errors where batch_no = 'large' order by row_no;

-- who entered is who delivered, in any savepoint; a batch that is rolled back leaves nothing
begin;
savepoint s;
select landed from jiancha.ingest('{"source": "fs", "batch_no": "undone", "records": {"case": [{"case_no": "R-1", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"}, {}]}}');
rollback to s;
select landed, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "kept", "records": {"case": [{"case_no": "R-2", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"}], "step": [{"case_no": "R-2", "kind": "accept", "at": "2025-03-03"}]}}');
commit;
select (select count(*) from jiancha.case_intake where case_no = 'R-1') as r1, (select count(*) from jiancha.feed_batches where batch_no = 'undone') as undone;
reset role;
select distinct actor from jiancha.step where step_no is null;
-- an administrator delivers for the organisation of the source alone
select state, landed, quarantined from jiancha.ingest('{"source": "fb", "batch_no": "adm", "records": {"case": [{"case_no": "Z-1", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"}, {"case_no": "Z-2", "org_code": "fi-a", "matter_code": "fm", "applicant": "张", "received_at": "2025-03-03"}]}}');
select business_no, reason from jiancha.feed_errors where source = 'fb';
-- steps and documents too; a case that does not exist is another problem, one that was handed over stays the source's who entered it
select state, landed, quarantined from jiancha.ingest('{"source": "fb", "batch_no": "adm-2", "records": {"step": [{"case_no": "C-1", "step_no": 30, "kind": "review", "at": "2025-03-04"}, {"case_no": "none", "step_no": 1, "kind": "review", "at": "2025-03-04"},
    {"case_no": "Z-1", "step_no": 1, "kind": "accept", "at": "2025-03-04"}, {"case_no": "Z-1", "step_no": 2, "kind": "transfer", "at": "2025-03-05", "to_org": "fi-a"}],
    "doc": [{"case_no": "C-1", "kind": "other", "at": "2025-03-04"}, {"case_no": "Z-1", "kind": "other", "at": "2025-03-04"}]}}');
select state, landed, quarantined from jiancha.ingest('{"source": "fb", "batch_no": "adm-3", "records": {"step": [{"case_no": "Z-1", "step_no": 3, "kind": "review", "at": "2025-03-06"}]}}');
select state, landed, quarantined from jiancha.ingest('{"source": "fs", "batch_no": "adm-4", "records": {"step": [{"case_no": "Z-1", "step_no": 4, "kind": "review", "at": "2025-03-07"}]}}');
select record, business_no, field, value, reason from jiancha.feed_errors where batch_no = 'adm-2' order by error_no;
-- a docket for which nothing was taken is left alone: it stays where it was put aside
update jiancha.docket set quarantined = true where business_no = 'C-1';
select revision as before from jiancha.docket where business_no = 'C-1' \gset
select landed, quarantined from jiancha.ingest('{"source": "fb", "batch_no": "adm-5", "records": {"step": [{"case_no": "Z-1", "step_no": 5, "kind": "review", "at": "2025-03-08"}, {"case_no": "C-1", "step_no": 32, "kind": "review", "at": "2025-03-04"}, {"case_no": "C-1", "step_no": 33, "kind": "review", "at": "rubbish"}],
    "doc": [{"case_no": "C-1", "kind": "other", "at": "2025-03-04"}, {"case_no": "Z-1", "kind": "other", "at": "2025-03-05"}]}}');
select revision = :before as untouched, quarantined from jiancha.docket where business_no = 'C-1';
update jiancha.docket set quarantined = false where business_no = 'C-1';
-- whose a case is says no more than before to who may not enter into it
set role test_feed_other;
select state, landed, quarantined from jiancha.ingest('{"source": "fb", "batch_no": "other", "records": {"step": [{"case_no": "C-1", "step_no": 31, "kind": "review", "at": "2025-03-04"}]}}');
reset role;
select business_no, reason_code from jiancha.feed_errors where batch_no = 'other';

-- layouts as rows
select pg_temp.try(c) from unnest(array[
    $$ select jiancha.define_layout('own', 'case', 'case', '自定', 'x') $$,
    $$ select jiancha.define_layout('own', 'case', 'case', '自定', 'x') $$,
    $$ select jiancha.define_layout('own', 'case', 'step', '自定', 'x') $$,
    $$ select jiancha.define_layout('own', 'c2', 'fee', '自定', 'x') $$,
    $$ select jiancha.define_layout('own', 'c2', 'case', '自定', '') $$,
    $$ select jiancha.define_field('own', 'case', 'case_no', 'no') $$,
    $$ select jiancha.define_field('own', 'case', 'case_no', 'number') $$,
    $$ select jiancha.define_field('own', 'case', 'at', 'no') $$,
    $$ select jiancha.define_field('own', 'none', 'at', 'no') $$,
    $$ select jiancha.define_field('own', 'case', 'subject', null) $$,
    $$ select jiancha.define_field('own', 'case', 'subject', 'a+') $$,
    $$ select jiancha.define_field('own', 'case', 'subject', 'a', codes => '{}') $$,
    $$ select jiancha.define_field('own', 'case', 'subject', 'a', fixed => 'b') $$,
    $$ insert into jiancha.feed (source, org_code, name, layout) values ('fx', 'fi-a', 'x', 'none') $$,
    $$ insert into jiancha.feed (source, org_code, name, state) values ('fx', 'fi-a', 'x', 'on') $$,
    $$ insert into jiancha.feed (source, org_code, name) values ('fx', 'none', 'x') $$,
    $$ insert into jiancha.feed (source, org_code, name) values ('fs', 'fi-b', '甲局系统') $$]) c;

drop owned by test_feed_clerk; drop role test_feed_clerk;
drop owned by test_feed_other; drop role test_feed_other;
drop owned by test_feed_nobody; drop role test_feed_nobody;
