-- 行政效能电子监察方案 二: the first phase, 20 units and 67 posts. The registers of tests/data/city.sql, proposed and approved as one list.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '450100', pack => 'guangxi') \g /dev/null
\ir ../data/city.sql
-- each post under a name of its own
insert into jiancha.staff (staff_code, org_code, name, post, valid_from) select staff_code, org_code, name, split_part(name, ' ', 2), '2010-01-01' from city.post;
create role clause_sc_office;
select jiancha.grant_access('clause_sc_office', 'szf', 'supervisor') \g /dev/null
grant usage on schema city to clause_sc_office;
grant select on city.matter, city.post to clause_sc_office;

select no_plan();
set role clause_sc_office;
-- one of the department's matters at each of its posts
insert into jiancha.scope_proposal (list_no, proposed_by, phase, proposed_at, matter_code, post)
select '一期', 'szf', 1, '2010-05-10 09:00+08', m.matter_code, split_part(p.name, ' ', 2)
from city.post p join lateral (select min(m.matter_code) as matter_code from city.matter m where m.org_code = p.org_code) m on true;
select results_eq($$ select state, units, posts from jiancha.scope_lists $$, $$ values ('proposed', 20::bigint, 67::bigint) $$, '[G-2.5] the list of the first phase: 20 units, 67 posts');
select is_empty('select * from jiancha.scope_count', '[G-2.5] nothing is in force before it is approved');
insert into jiancha.scope_step (list_no, kind, at, decider) values ('一期', 'confirm', '2010-05-12 09:00+08', '领导小组');
insert into jiancha.scope_step (list_no, kind, at, decider, effective_on) values ('一期', 'approve', '2010-05-14 09:00+08', '市人民政府', '2010-07-01');
select results_eq('select phase, units, posts from jiancha.scope_count', $$ values (1, 20::bigint, 67::bigint) $$, '[G-2.5] approved: 20 units and 67 posts are supervised');
-- a second matter at a post that is there already is a pair more and no post more
insert into jiancha.scope_proposal (list_no, proposed_by, phase, proposed_at, matter_code, post)
select '一期补充', 'szf', 1, '2010-07-10 09:00+08', max(m.matter_code), '受理岗01' from city.matter m where m.org_code = 'scj';
insert into jiancha.scope_step (list_no, kind, at, decider) values ('一期补充', 'confirm', '2010-07-12 09:00+08', '领导小组');
insert into jiancha.scope_step (list_no, kind, at, decider, effective_on) values ('一期补充', 'approve', '2010-07-14 09:00+08', '市人民政府', '2010-07-14');
select results_eq('select units, posts, pairs from jiancha.scope_count', $$ values (20::bigint, 67::bigint, 68::bigint) $$, '[G-2.5] posts are counted once however many matters they have');
-- by the end of June: the centre and the leaders' offices
insert into jiancha.milestone_intake (milestone_no, org_code, name, set_at, due_on, phase) values ('一期', 'szf', '第一阶段: 连接政务服务中心和市领导办公室', '2010-05-04 09:00+08', '2010-06-30', 1);
select results_eq($$ select state from jiancha.milestones_at('2010-06-30 23:59:59+08') union all select state from jiancha.milestones_at('2010-07-01 00:00+08') $$,
    array['open', 'overdue'], '[G-2.5] the first phase ends with June');
insert into jiancha.milestone_intake (milestone_no, org_code, name, set_at, due_on, phase) values ('二期', 'szf', '第二阶段: 连接中心以外的项目岗位', '2010-05-04 09:00+08', '2010-07-31', 2);
select results_eq($$ select state from jiancha.milestones_at('2010-08-02 23:59:59+08') where milestone_no = '二期'
    union all select state from jiancha.milestones_at('2010-08-03 00:00+08') where milestone_no = '二期' $$, array['open', 'overdue'], '[G-2.6] the second by the end of July: Saturday the 31st rolls to Monday');
reset role;
select * from finish();
