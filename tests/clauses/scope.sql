-- 监管范围: lists of supervised matters and posts, 行政效能电子监察方案 二 and 三3(2). Entered by the office of the leading group, read by a department. Its pack has
-- its time rules switched off, so the city stands a pack of its own below it.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '450100', pack => 'guangxi') \g /dev/null
select jiancha.define_pack('scope_city', 1, '本市实施细则', '市纪委', valid_from => '2025-01-01', source => '细则 第一条', parent => 'guangxi') \g /dev/null
select jiancha.define_signal('scope_city', 1, 'G-2.2y', clock => 'promised', level => 'yellow', at => 'due passed', name => '超过审批期限', source => '细则 第二条') \g /dev/null
select jiancha.setup(region => '450100', pack => 'scope_city') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('s-city', '市', null), ('s-a', '甲局', 's-city'), ('s-b', '乙局', 's-city');
insert into jiancha.staff (staff_code, org_code, name, post, valid_from) values
    ('s-a1', 's-a', '一', '受理岗01', '-infinity'), ('s-a2', 's-a', '二', '受理岗02', '-infinity'), ('s-b1', 's-b', '三', '受理岗01', '-infinity'),
    -- moves to another post on 2 April
    ('s-a3', 's-a', '四', '受理岗01', '-infinity'), ('s-a3', 's-a', '四', '受理岗02', '2025-04-02');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('SM1', 's-a', '一', 5, 20), ('SM2', 's-a', '二', 5, 20), ('SM3', 's-b', '三', 5, 20);
create role clause_s_office; create role clause_s_a; create role clause_s_b;
select jiancha.grant_access('clause_s_office', 's-city', 'supervisor'), jiancha.grant_access('clause_s_a', 's-a'), jiancha.grant_access('clause_s_b', 's-b') \g /dev/null
update jiancha.record_state set live_from = '2025-01-01 00:00+08';

create function pg_temp.propose(list text, matter text, post text, at timestamptz, phase integer default 1, action text default 'add') returns void begin atomic
    insert into jiancha.scope_proposal (list_no, proposed_by, phase, proposed_at, matter_code, post, action) values (list, 's-city', phase, at, matter, post, action);
end;
create function pg_temp.act(list text, kind text, at timestamptz, decider text default null, effective date default null, reason text default null) returns void begin atomic
    insert into jiancha.scope_step (list_no, kind, at, decider, effective_on, reason) values (list, kind, at, decider, effective, reason);
end;
create function pg_temp.open(no text, matter text, staff text, at timestamptz, signed text default null) returns void language sql as $$
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code)
    select no, m.org_code, matter, '申请人', at, staff from jiancha.matter_version m where m.matter_code = matter;
    insert into jiancha.case_step (case_no, step_no, kind, at, staff_code) values (no, 1, 'accept', at + interval '1 hour', signed);
$$;
create function pg_temp.cards(no text) returns text begin atomic
    select coalesce(string_agg(rule || ' ' || state, ', ' order by rule), '') from jiancha.signals where case_no = no;
end;

select no_plan();

-- G-3.3.2: two steps, in their order, each by its decider
set role clause_s_office;
select lives_ok($$ select pg_temp.propose('S-1', 'SM1', '受理岗01', '2025-02-20 10:00+08') $$, '[G-3.3.2] the leading group''s office proposes a pair');
select throws_ok($$ select pg_temp.act('S-1', 'approve', '2025-02-24 10:00+08', '市人民政府', '2025-03-03') $$, 'JC007', 'step "approve" of "S-1" comes too early', '[G-3.3.2] approved out of order: refused');
select throws_ok($$ select pg_temp.act('S-1', 'confirm', '2025-02-24 10:00+08', '市人民政府') $$, 'JC007', null, '[G-3.3.2] it is the leading group that confirms');
select throws_ok($$ select pg_temp.act('S-1', 'confirm', '2025-02-19 10:00+08', '领导小组') $$, 'JC005', null, '[G-3.3.2] not before it was proposed');
select lives_ok($$ select pg_temp.act('S-1', 'confirm', '2025-02-24 10:00+08', '领导小组') $$, '[G-3.3.2] the leading group confirms');
select throws_ok($$ select pg_temp.propose('S-1', 'SM1', '受理岗02', '2025-02-20 10:00+08') $$, 'JC007', 'list "S-1" takes no further pairs: it is confirmed', '[G-3.3.2] a confirmed list takes no further pair');
select throws_ok($$ select pg_temp.act('S-1', 'approve', '2025-02-25 10:00+08', '领导小组', '2025-03-03') $$, 'JC007', null, '[G-3.3.2] it is the city government that approves');
select throws_ok($$ select pg_temp.act('S-1', 'approve', '2025-02-25 10:00+08', '市人民政府') $$, 'JC005', null, '[G-3.3.2] an approval says from when');
select throws_ok($$ select pg_temp.act('S-1', 'approve', '2025-02-25 10:00+08', '市人民政府', '2025-02-24') $$, 'JC005', null, '[G-3.3.2] not from before it');
select results_eq($$ select state, units, posts from jiancha.scope_lists where list_no = 'S-1' $$, $$ values ('confirmed', 1::bigint, 1::bigint) $$, '[G-3.3.2] how far a list is');
set role clause_s_a;
select throws_ok($$ select pg_temp.act('S-1', 'approve', '2025-02-25 10:00+08', '市人民政府', '2025-03-03') $$, '42501', null, '[G-3.3.2] a department decides nothing about it');

-- G-2.4: while no list is in force all is supervised
select pg_temp.open('O-1', 'SM1', 's-a2', '2025-02-24 09:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-03-04 00:00+08') \g /dev/null
select is(pg_temp.cards('O-1'), 'G-2.2y issued', '[G-2.4] while no list is approved every case is swept');
set role clause_s_office;
select lives_ok($$ select pg_temp.act('S-1', 'approve', '2025-02-25 10:00+08', '市人民政府', '2025-03-03') $$, '[G-2.4] the city government approves it from 3 March');
select lives_ok($$ select pg_temp.act('S-1', 'approve', '2025-02-25 10:00+08', '市人民政府', '2025-03-03') $$, '[G-2.4] the same row again does nothing');
select throws_ok($$ select pg_temp.act('S-1', 'terminate', '2025-02-26 10:00+08', reason => '不予审定') $$, 'JC007', null, '[G-2.4] what is approved is not given up any more');
reset role;
select is(pg_temp.cards('O-1'), 'G-2.2y issued', '[G-2.4] a case accepted before that day keeps its card');

-- accepted on the last day before, and on the first day, at a post that no list holds
set role clause_s_a;
select pg_temp.open('O-2', 'SM1', 's-a2', '2025-03-02 23:30+08') \g /dev/null
insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason) values ('O-2', 2, 'accept', '2025-03-02 23:59:59+08', 1, '录入有误');
select pg_temp.open('P-1', 'SM1', 's-a1', '2025-03-03 00:00+08'), pg_temp.open('U-1', 'SM1', 's-a2', '2025-03-03 00:00+08'), pg_temp.open('U-2', 'SM2', 's-a1', '2025-03-03 09:00+08') \g /dev/null
set role clause_s_b;
select pg_temp.open('U-3', 'SM3', 's-b1', '2025-03-03 09:00+08') \g /dev/null
-- nobody named at the receipt: who signed the acceptance; nobody at all: a post of the matter is enough
set role clause_s_a;
select pg_temp.open('N-1', 'SM1', null, '2025-03-03 09:00+08', signed => 's-a2'), pg_temp.open('N-2', 'SM1', null, '2025-03-03 09:00+08'), pg_temp.open('N-3', 'SM2', null, '2025-03-03 09:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-03-20 00:00+08') \g /dev/null
select is(pg_temp.cards('O-2'), 'G-2.2y issued', '[G-2.4] accepted on the last day before the list took effect: supervised as before');
select is(pg_temp.cards('P-1'), 'G-2.2y issued', '[G-2.4] an approved pair of matter and post earns the card');
select is(pg_temp.cards('U-1'), '', '[G-2.4] the same matter at a post that is not approved earns none');
select is(pg_temp.cards('U-2'), '', '[G-2.4] the same post for a matter that is not approved earns none');
select is(pg_temp.cards('U-3'), '', '[G-2.4] a post of that name in another department earns none');
select is(pg_temp.cards('N-1'), '', '[G-2.4] without a name at the receipt the post of who signed the acceptance counts');
select is(pg_temp.cards('N-2'), 'G-2.2y issued', '[G-2.4] a name left out does not end supervision');
select is(pg_temp.cards('N-3'), '', '[G-2.4] where no post of the matter is approved it is not supervised');
select is((select answer from jiancha.why_no_signal('U-1', 'G-2.2y', '2025-03-20 00:00+08') where question = '结论'), '没有信号：该卷宗不在监管范围', '[G-2.4] the answer says why there is no card');
select is_empty($$ select * from jiancha.verify('2025-03-20 00:00+08') $$, '[G-2.4] verify() agrees');
select is_empty($$ select * from jiancha.verify_clocks() $$, '[G-2.4] and the stored clocks');
select is_empty($$ select 1 from jiancha.earned('2025-03-20 00:00+08') e join jiancha.docket d using (docket_id) where d.out_of_scope $$, '[G-2.4] what is out of scope earns nothing');
-- limits of the law go on
insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) values ('L-1', 's-a', 'SM1', '申请人', '2025-03-03 09:00+08', 's-a2');
select jiancha.sweep('2025-03-20 00:00+08') \g /dev/null
select is((select state from jiancha.docket where business_no = 'L-1'), 'accepted', '[G-2.4] a case out of scope is deemed accepted all the same');

-- after approval it does
set role clause_s_office;
select pg_temp.propose('S-2', 'SM1', '受理岗02', '2025-03-21 10:00+08'), pg_temp.act('S-2', 'confirm', '2025-03-24 10:00+08', '领导小组'),
    pg_temp.act('S-2', 'approve', '2025-03-25 10:00+08', '市人民政府', '2025-04-01') \g /dev/null
set role clause_s_a;
select pg_temp.open('U-4', 'SM1', 's-a2', '2025-03-31 09:00+08'), pg_temp.open('P-2', 'SM1', 's-a2', '2025-04-01 09:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-04-20 00:00+08') \g /dev/null
select is(pg_temp.cards('P-2'), 'G-2.2y issued', '[G-2.4] after the approval a case of that post earns its card');
select is(pg_temp.cards('U-4') || pg_temp.cards('U-1'), '', '[G-2.4] those accepted before it earn none');

-- entered after the approval, in effect before: what was entered meanwhile is derived again
set role clause_s_a;
select pg_temp.open('P-3', 'SM2', 's-a1', '2025-05-06 09:00+08') \g /dev/null
reset role;
select jiancha.sweep('2025-05-20 00:00+08') \g /dev/null
select is(pg_temp.cards('P-3'), '', '[G-2.4] not supervised as far as is known');
set role clause_s_office;
select pg_temp.propose('S-3', 'SM2', '受理岗01', '2025-05-01 10:00+08'), pg_temp.act('S-3', 'confirm', '2025-05-02 10:00+08', '领导小组'),
    pg_temp.act('S-3', 'approve', '2025-05-03 10:00+08', '市人民政府', '2025-05-06') \g /dev/null
reset role;
select jiancha.sweep('2025-05-20 00:00+08') \g /dev/null
select is(pg_temp.cards('P-3'), 'G-2.2y issued', '[G-2.4] an approval entered late reaches the cases accepted from its day on');
-- and out again
set role clause_s_office;
select pg_temp.propose('S-4', 'SM2', '受理岗01', '2025-05-04 10:00+08', action => 'remove'), pg_temp.act('S-4', 'confirm', '2025-05-04 11:00+08', '领导小组'),
    pg_temp.act('S-4', 'approve', '2025-05-05 10:00+08', '市人民政府', '2025-05-06') \g /dev/null
reset role;
select jiancha.sweep('2025-05-20 00:00+08') \g /dev/null
select is(pg_temp.cards('P-3'), 'G-2.2y unfounded', '[G-2.4] a pair taken out: the card is kept and marked');
select is_empty($$ select * from jiancha.verify('2025-05-20 00:00+08') $$, '[G-2.4] verify() agrees still');
set role clause_s_office;
select throws_ok($$ select pg_temp.propose('S-5', 'SM1', '不存在的岗', '2025-05-01 10:00+08') $$, 'JC004', null, '[G-2.4] a post that nobody holds is refused');
select throws_ok($$ select pg_temp.propose('S-5', 'SM9', '受理岗01', '2025-05-01 10:00+08') $$, 'JC004', null, '[G-2.4] a matter that is not registered too');
set role clause_s_a;
select is((select count(*) from jiancha.scope_in_force), 2::bigint, '[G-2.4] a department reads its own pairs in force');
set role clause_s_b;
select is((select count(*) from jiancha.scope_in_force), 0::bigint, '[G-2.4] and no others');

-- G-2.6: phase 2, the halls outside the centre, each with video
set role clause_s_office;
select pg_temp.propose('S-6', 'SM3', '受理岗01', '2025-05-06 10:00+08', phase => 2), pg_temp.act('S-6', 'confirm', '2025-05-06 11:00+08', '领导小组'),
    pg_temp.act('S-6', 'approve', '2025-05-06 12:00+08', '市人民政府', '2025-05-07') \g /dev/null
select results_eq('select org_code from jiancha.hall_without_video', array['s-b'], '[G-2.6] a hall of phase 2 without a camera is listed');
insert into jiancha.video_source_intake (source_no, org_code, hall, valid_from) values ('V-1', 's-b', '乙局办证大厅', '2025-05-07');
select is_empty('select * from jiancha.hall_without_video', '[G-2.6] with one it is not');
insert into jiancha.video_source_intake (source_no, org_code, hall, valid_from, active) values ('V-1', 's-b', '乙局办证大厅', '2025-06-01', false);
select results_eq('select org_code from jiancha.hall_without_video', array['s-b'], '[G-2.6] taken down: listed again');
select throws_ok($$ insert into jiancha.video_source_intake (source_no, org_code, hall, valid_from) values ('V-1', 's-a', '甲局', '2025-06-01') $$, 'JC006', null, '[G-2.6] a version is never changed');
reset role;
select * from finish();
