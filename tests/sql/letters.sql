-- Letters: templates, variables, hostile texts, numbers, prints, and what is refused.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- runs a command in a subtransaction and says what came of it
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text; affected bigint;
begin
    execute command;
    get diagnostics affected = row_count;
    return format('%s rows', affected);
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    -- the detail of a broken constraint prints the row, the time of its entry included
    return concat_ws(E'\n', state || ': ' || message, case when state !~ '^23' then '  detail: ' || nullif(detail, '') end, '  hint: ' || nullif(hint, ''));
end $$;
insert into jiancha.org (org_code, name) values ('lt-a', '甲局'), ('lt-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('lt-m', 'lt-a', '许可<script>alert(1)</script>"''&', 5, 20);
create role test_letters_a; create role test_letters_b;
select jiancha.grant_access('test_letters_' || o, 'lt-' || o) from unnest('{a,b}'::text[]) o \g /dev/null
set role test_letters_a;
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values
    ('T-1', 'lt-a', 'lt-m', E'某{{date}}公司</p><img src=x onerror=alert(1)>\n第二行', '2025-01-02 09:00+08');
reset role;

-- templates
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', '{{matter}} {{mater}}', word => '甲', source => '测试') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', '{{reason}}', word => '甲', for_level => 'anomaly', source => '测试') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', '{{applicant}}', form => 'message', source => '测试') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', '{{matter}', word => '甲', source => '测试') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', 'matter}}', word => '甲', source => '测试') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', '', word => '甲', source => '测试') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', '{{matter}}', source => '测试') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '甲', '{{matter}}', word => '甲', source => '') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '受理告知', '“{{matter}}”予以受理，申请人：{{applicant}}。{{reason}}', word => '受', issuer => 'department', addressee => 'applicant', source => '测试', status => 'assumed') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '受理告知', '“{{matter}}”予以受理，申请人：{{applicant}}。{{reason}}', word => '受', issuer => 'department', addressee => 'applicant', source => '测试', status => 'assumed') $$);
select pg_temp.try($$ select jiancha.define_template('xinxiang', 1, '受理告知', '别的', word => '受', issuer => 'department', addressee => 'applicant', source => '测试', status => 'assumed') $$);

-- issued by the department; what looks like markup or like a variable stays text
set role test_letters_a;
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '{}', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "  "}', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": 5}', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '["reason"]', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "x", "letter_no": "伪造"}', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-9', '受理告知', '{"reason": "x"}', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '没有', '{"reason": "x"}', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "x"}', 'infinity') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '监察决定书', '{"facts": "x", "basis": "x", "opinion": "x", "answer_on": "x", "remedy": "x"}', '2025-01-03 09:00+08') $$);
select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "{{org}}<b>&amp;\"''"}', '2025-01-03 09:00+08');
-- the same again: the same number; other values: refused
select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "{{org}}<b>&amp;\"''"}', '2025-01-03 09:00+08');
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "别的"}', '2025-01-03 09:00+08') $$);
select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "再次"}', '2025-01-03 10:00+08');
-- a new year begins with 1
select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "新年"}', '2026-01-01 00:00+08');
select letter_no, title, addressee, body from jiancha.letter order by issued_at limit 1;
select jiancha.letter_html('甲局受〔2025〕1号');
select letter_no, encode(sha256(convert_to(jiancha.letter_html(letter_no), 'UTF8')), 'hex') = sha256 as same from jiancha.letters order by issued_at;
-- prints
select copy, mark, html = jiancha.letter_html('甲局受〔2025〕1号') as same from jiancha.print_letter('甲局受〔2025〕1号', '2025-01-03 11:00+08');
select copy, mark, html = jiancha.letter_html('甲局受〔2025〕1号') as same from jiancha.print_letter('甲局受〔2025〕1号', '2025-01-04 11:00+08');
insert into jiancha.letter_printing (letter_no, at) select '甲局受〔2025〕2号', '2025-01-04 11:00+08' from generate_series(1, 3);
select letter_no, copy, at, actor from jiancha.letter_printing order by letter_no, copy;
select pg_temp.try($$ select jiancha.print_letter('甲局受〔2025〕9号') $$);
select pg_temp.try($$ insert into jiancha.letter_printing (letter_no) values ('甲局受〔2025〕9号') $$);
select pg_temp.try($$ insert into jiancha.letter_printing (letter_no) values (null) $$);
-- another organisation sees none of it
set role test_letters_b;
select count(*) from jiancha.letters;
select pg_temp.try($$ select jiancha.letter_html('甲局受〔2025〕1号') $$);
select pg_temp.try($$ select jiancha.print_letter('甲局受〔2025〕1号') $$);
select pg_temp.try($$ insert into jiancha.letter_printing (letter_no) values ('甲局受〔2025〕1号') $$);
select pg_temp.try($$ select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "x"}', '2025-01-03 09:00+08') $$);
select pg_temp.try($$ update jiancha.letter_request set template = 'x' $$);
reset role;
-- nothing is changed afterwards
select pg_temp.try($$ update jiancha.letter set body = 'x' $$);
select pg_temp.try($$ delete from jiancha.letter $$);
select pg_temp.try($$ truncate jiancha.letter_print $$);
-- a number taken in a transaction that did not happen is given again
begin;
select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "回滚"}', '2025-01-05 10:00+08');
rollback;
select jiancha.issue_letter('approval', 'T-1', '受理告知', '{"reason": "有效"}', '2025-01-05 11:00+08');
-- many at once
insert into jiancha.letter_request (docket_kind, business_no, template, variables, at)
    select 'approval', 'T-1', '受理告知', '{"reason": "批量"}', timestamptz '2025-02-01 10:00+08' + n * interval '1 minute' from generate_series(1, 20) n;
select count(*), count(distinct letter_no), max(regexp_replace(letter_no, '.*〕(\d+)号', '\1')::int) from jiancha.letter where issued_on < '2026-01-01';
drop owned by test_letters_a, test_letters_b;
drop role test_letters_a, test_letters_b;
