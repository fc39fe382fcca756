-- Seals: what is appended is sealed once, and what a superuser changes afterwards is found and named.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('a', '甲局'), ('b/c\d', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('M', 'a', '许可', 3);
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
    select 'C-' || n, 'a', 'M', '申请人' || n, '2025-01-06 09:00+08' from generate_series(1, 20) n;
insert into jiancha.case_step (case_no, step_no, kind, at) select 'C-' || n, 1, 'accept', '2025-01-06 10:00+08' from generate_series(1, 20) n;
call jiancha.sweep_all('2025-02-01 00:00+08');
select relation, sum(cardinality(keys)) from jiancha.seal_pending where relation in ('case_file', 'step', 'signal', 'org_version') group by relation order by relation;
select seal_no, leaves > 500 as leaves, length(root) as root, length(chain) as chain from jiancha.seal('2025-02-01 12:00+08');
select seal_no, leaves from jiancha.seal('2025-02-01 12:01+08');
select count(*) from jiancha.verify_seals();
-- a key with the dividing characters in it
select key from jiancha.seal_leaf where relation = 'org_version' order by key collate "C";
-- a second seal; an aborted statement leaves nothing behind
begin;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('C-1', 2, 'review', '2025-01-07 10:00+08');
rollback;
insert into jiancha.case_step (case_no, step_no, kind, at, opinion) values ('C-1', 2, 'review', '2025-01-07 10:00+08', '涉密内容'), ('C-2', 2, 'review', '2025-01-07 10:00+08', null);
select seal_no, leaves from jiancha.seal('2025-02-02 12:00+08');
select count(*) from jiancha.verify_seals();
-- changes of a superuser who takes the guards off
create function pg_temp.tamper(relation text, command text) returns setof text language plpgsql as $$
begin
    execute format('alter table jiancha.%I disable trigger user', relation);
    execute command;
    return query select concat_ws(' | ', v.problem, v.seal_no, v.relation, regexp_replace(v.key, '^\d+', 'docket'), v.detail) from jiancha.verify_seals() v order by 1;
    execute format('alter table jiancha.%I enable trigger user', relation);
    raise exception using message = 'undo';
exception when raise_exception then
    null;
end $$;
select pg_temp.tamper('step', $c$ update jiancha.step set opinion = '同意' where step_no = 2 and opinion is not null $c$);
select pg_temp.tamper('step', $c$ update jiancha.step set opinion = '' where step_no = 2 and opinion is null $c$);
select pg_temp.tamper('case_file', $c$ update jiancha.case_file set applicant = '别人' where applicant = '申请人7' $c$);
select pg_temp.tamper('signal', $c$ delete from jiancha.signal where level = 'yellow' and business_no = 'C-9' $c$);
select pg_temp.tamper('case_file', $c$ insert into jiancha.case_file (docket_id, org_code, applicant, channel, at_precision) values (1, 'a', '添加', 'window', 'minute') $c$);
select pg_temp.tamper('seal', $c$ update jiancha.seal set sealed_at = sealed_at + interval '1 microsecond' where seal_no = 1 $c$);
select pg_temp.tamper('seal', $c$ delete from jiancha.seal where seal_no = 1 $c$) limit 2;
select pg_temp.tamper('seal_leaf', $c$ update jiancha.seal_leaf set hash = sha256('x') where seal_no = 2 and leaf_no = 1 $c$);
select pg_temp.tamper('seal_leaf', $c$ delete from jiancha.seal_leaf where seal_no = 2 and leaf_no = 2 $c$);
select pg_temp.tamper('seal', $c$ update jiancha.seal set seal_no = 3 - seal_no + 10 where true; update jiancha.seal set seal_no = seal_no - 10 $c$) limit 3;
-- a trigger that is dropped hides nothing, neither does a layout that is deleted or a table that is gone
begin;
drop trigger seal_append on jiancha.step;
drop trigger append_only on jiancha.step;
update jiancha.step set opinion = '同意' where step_no = 2 and opinion is not null;
select problem, seal_no, relation, detail from jiancha.verify_seals();
rollback;
begin;
alter table jiancha.seal_layout disable trigger user;
delete from jiancha.seal_layout where relation = 'org_version';
select problem, seal_no, relation, detail from jiancha.verify_seals();
rollback;
begin;
drop table jiancha.org_version cascade;
select problem, relation, key, detail from jiancha.verify_seals();
rollback;
-- the label of who may see a card is no part of what is sealed
begin;
update jiancha.signal set seen_by = 'b/c\d' where business_no = 'C-3';
select count(*) from jiancha.verify_seals();
rollback;
-- redaction: the content is gone, the seals hold, the act is sealed
select key as secret from jiancha.seal_leaf where relation = 'step' and seal_no = 2 and leaf_no = (
    select l.leaf_no from jiancha.seal_leaf l join jiancha.step s on l.relation = 'step' and l.key = s.docket_id || '/' || s.seq where s.opinion is not null) \gset
select jiancha.redact('step', :'secret', 'opinion', '密决〔2025〕1号', '误录涉密内容', '2025-02-03 09:00+08');
select opinion from jiancha.step where step_no = 2 and opinion is not null;
select count(*) from jiancha.verify_seals();
select seal_no, leaves from jiancha.seal('2025-02-03 12:00+08');
select jsonb_path_query_array(jiancha.seal_proof('step', :'secret'), '$.columns[*] ? (@.name == "opinion").keyvalue().key');
-- what redaction refuses
select jiancha.redact('step', :'secret', 'opinion', '密决〔2025〕1号', '再次', '2025-02-03 09:00+08');
select jiancha.redact('step', :'secret', 'kind', '密决〔2025〕1号', '不可', '2025-02-03 09:00+08');
select jiancha.redact('step', :'secret', 'at', '密决〔2025〕1号', '不可', '2025-02-03 09:00+08');
select jiancha.redact('step', :'secret', 'reason', ' ', '不可', '2025-02-03 09:00+08');
select jiancha.redact('step', 'no/such', 'reason', '密决〔2025〕1号', '不可', '2025-02-03 09:00+08');
select jiancha.redact('step', :'secret', 'reason', '密决〔2025〕1号', '不可', 'infinity');
update jiancha.step set opinion = 'x';
select jiancha.redact('calendar_day', 'CN/2004-01-01/1', 'holiday', '密决〔2025〕1号', '不可', '2025-02-03 09:00+08');
-- bad input
select jiancha.seal('infinity');
select jiancha.seal(null);
select jiancha.seal_proof('step', '1/1');
-- an ordinary role may neither seal nor redact nor read the leaves
create role seal_stranger;
grant usage on schema jiancha to seal_stranger;
set role seal_stranger;
select jiancha.seal('2025-02-04 12:00+08');
select jiancha.redact('step', '1/1', 'opinion', 'x', 'x', now());
select count(*) from jiancha.seal_leaf;
reset role;
revoke all on schema jiancha from seal_stranger;
drop role seal_stranger;
