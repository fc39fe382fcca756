-- Flows of matters: registers and their errors, steps that a strict chart refuses, several rows at once, roles.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'zhenjiang') \g /dev/null
insert into jiancha.org (org_code, name) values ('t-a', '甲局'), ('t-b', '乙局');
insert into jiancha.staff (staff_code, org_code, name) values ('p1', 't-a', '张三'), ('p2', 't-a', '李四');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('M', 't-a', '有流程', 10, 20), ('N', 't-a', '无流程', 10, 20);

-- charts
insert into jiancha.matter_flow (matter_code) values (null);
insert into jiancha.matter_flow (matter_code) values ('no such');
insert into jiancha.matter_flow (matter_code, flow) values ('M', 'both');
insert into jiancha.matter_flow (matter_code, mode) values ('M', 'lax');
insert into jiancha.matter_flow (matter_code, version) values ('M', 7);
insert into jiancha.matter_flow (matter_code, name) values ('M', '甲'), ('M', '乙');
insert into jiancha.matter_flow (matter_code, name) values ('M', '内部'), ('M', '内部');
insert into jiancha.matter_flow (matter_code, name) values ('M', '内部');
insert into jiancha.matter_flow (matter_code, name) values ('M', '另一');
insert into jiancha.matter_flow (matter_code, flow, name) values ('M', 'external', '外部');
select * from jiancha.matter_flow order by flow;
-- nodes
insert into jiancha.matter_flow_node (matter_code, node, position, stage) values ('N', '受理', 1, 'accept');
insert into jiancha.matter_flow_node (matter_code, node, position, stage) values ('M', ' ', 1, 'accept');
insert into jiancha.matter_flow_node (matter_code, node, position, stage) values ('M', '受理', null, 'accept');
insert into jiancha.matter_flow_node (matter_code, node, position, stage) values ('M', '受理', 0, 'accept');
insert into jiancha.matter_flow_node (matter_code, node, position, stage) values ('M', '受理', 1, '受理');
insert into jiancha.matter_flow_node (matter_code, node, position, stage, kinds) values ('M', '受理', 1, 'accept', '{accept,nonsense}');
insert into jiancha.matter_flow_node (matter_code, node, position, stage, kinds) values ('M', '受理', 1, 'accept', '{accept,null}');
insert into jiancha.matter_flow_node (matter_code, node, position, stage, kinds) values ('M', '受理', 1, 'accept', '{rollback}');
insert into jiancha.matter_flow_node (matter_code, node, position, stage, org_code) values ('M', '受理', 1, 'accept', 'nobody');
insert into jiancha.matter_flow_node (matter_code, node, position, stage, is_start, kinds, post) values ('M', '受理', 1, 'accept', true, '{accept,refuse_acceptance}', '窗口'),
    ('M', '承办', 2, 'handle', false, '{handle}', '承办人'), ('M', '办结', 3, 'close', false, '{close}', null);
insert into jiancha.matter_flow_node (matter_code, node, position, stage) values ('M', '办结', 3, 'close');
insert into jiancha.matter_flow_edge (matter_code, from_node, to_node) values ('N', '受理', '承办');
insert into jiancha.matter_flow_edge (matter_code, from_node, to_node) values ('M', '受理', '审核');
insert into jiancha.matter_flow_edge (matter_code, from_node, to_node) values ('M', '受理', '受理');
insert into jiancha.matter_flow_edge (matter_code, from_node, to_node) values ('M', '受理', null);
insert into jiancha.matter_flow_edge (matter_code, from_node, to_node) values ('M', '受理', '承办'), ('M', '承办', '办结'), ('M', '承办', '办结');
select * from jiancha.matter_flow_edge order by from_node;
update jiancha.flow_node set post = null;
delete from jiancha.matter_flow_edge;
-- posts
insert into jiancha.post_assignment (org_code, post, staff_code) values ('t-a', '窗口', 'nobody');
insert into jiancha.post_assignment (org_code, post, staff_code) values ('nobody', '窗口', 'p1');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from, valid_until) values ('t-a', '窗口', 'p1', '2025-01-01', '2025-01-01');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from) values ('t-a', '窗口', 'p1', 'infinity');
insert into jiancha.post_assignment (org_code, post, staff_code, noticed_at) values ('t-a', '窗口', 'p1', 'infinity');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from) values ('t-a', '窗口', 'p1', '2025-01-01'), ('t-a', '承办人', 'p2', '2025-01-01');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from, valid_until) values ('t-a', '承办人', 'p2', '2025-01-01', '2025-06-01');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from, valid_until) values ('t-a', '承办人', 'p2', '2025-01-01', '2025-07-01');
select org_code, post, staff_code, valid_from, valid_until from jiancha.post_assignment order by post;
select matter_code, node, post, gap from jiancha.node_gap order by node;

-- steps, by a department
create role test_flow_clerk;
select jiancha.grant_access('test_flow_clerk', 't-a') \g /dev/null
set role test_flow_clerk;
insert into jiancha.matter_flow (matter_code) values ('N');
insert into jiancha.post_assignment (org_code, post, staff_code) values ('t-a', '窗口', 'p1');
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('F-1', 't-a', 'M', '某', '2025-04-21 09:00+08'), ('F-2', 't-a', 'M', '某', '2025-04-21 09:00+08'), ('F-3', 't-a', 'N', '某', '2025-04-21 09:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-1', 1, 'handle', '2025-04-21 10:00+08', 'p2');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, node) values ('F-1', 1, 'accept', '2025-04-21 10:00+08', 'p1', '窗口');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code, node) values ('F-1', 1, 'handle', '2025-04-21 10:00+08', 'p1', '受理');
insert into jiancha.case_step (case_no, step_no, kind, at) values ('F-1', 1, 'rollback', '2025-04-21 10:00+08');
insert into jiancha.case_step (case_no, kind, at) values ('F-1', 'accept', '2025-04-21 10:00+08');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-1', 1, 'refuse_acceptance', '2025-04-21 10:00+08', 'p1');
-- one statement: the whole counts, and one bad row refuses all
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-1', 2, 'handle', '2025-04-21 11:00+08', 'p2'), ('F-1', 1, 'accept', '2025-04-21 10:00+08', 'p1'), ('F-3', 1, 'handle', '2025-04-21 10:00+08', null);
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-1', 3, 'close', '2025-04-21 12:00+08', null), ('F-2', 1, 'close', '2025-04-21 10:00+08', null);
select case_no, step_no, kind from jiancha.case_step order by 1, 2;
-- the holder's last day, and the day after
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-2', 1, 'accept', '2025-05-30 10:00+08', 'p1');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-2', 2, 'handle', '2025-06-01 00:00+08', 'p2');
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-2', 2, 'handle', '2025-05-31 23:59:59.999999+08', 'p2');
-- the same row again does nothing, whatever has changed since
insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values ('F-2', 2, 'handle', '2025-05-31 23:59:59.999999+08', 'p2');
reset role;
-- a register that changes later flags, but does not stop what follows
insert into jiancha.staff (staff_code, org_code, name) values ('p3', 't-a', '王五');
insert into jiancha.post_assignment (org_code, post, staff_code, valid_from, valid_until) values ('t-a', '窗口', 'p1', '2025-01-01', '2025-05-01');
select case_no, step_no, fault, mode from jiancha.flow_fault order by 1, 2, 3;
set role test_flow_clerk;
insert into jiancha.case_step (case_no, step_no, kind, at) values ('F-2', 3, 'close', '2025-06-02 10:00+08');
select case_no, node, stage from jiancha.flow_place order by 1;
select docket_kind, case_no, chart_version, mode from jiancha.flow_case order by 2;
reset role;
drop owned by test_flow_clerk;
drop role test_flow_clerk;
