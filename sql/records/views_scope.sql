-- 监管范围: lists as they are entered and read.

create or replace view jiancha.scope_proposal with (security_invoker = true) as
select l.list_no, l.org_code as proposed_by, l.phase, l.proposed_at, e.matter_code, e.post, e.action, l.document_no
from jiancha.scope_list l join jiancha.scope_entry e using (docket_id);
comment on view jiancha.scope_proposal is
    '监管范围目录提出: supervisors INSERT the pairs of a list here, a row a pair (G-2.4). A list takes pairs until it is confirmed. Repeating a row word for word does nothing. Errors: JC004 unknown organisation, matter or post, JC005 missing or bad value, JC006 other content, JC007 not supervised, or the list is confirmed.';
comment on column jiancha.scope_proposal.list_no is 'Number of the list, unique.';
comment on column jiancha.scope_proposal.proposed_by is 'Organisation that proposes it.';
comment on column jiancha.scope_proposal.phase is 'Phase of the plan (default 1).';
comment on column jiancha.scope_proposal.proposed_at is 'When it was proposed.';
comment on column jiancha.scope_proposal.matter_code is 'Matter.';
comment on column jiancha.scope_proposal.post is '岗位 of the matter''s organisation, as staff.post names it.';
comment on column jiancha.scope_proposal.action is 'add (default), or remove from what earlier lists added.';
comment on column jiancha.scope_proposal.document_no is 'Document it stands in; may be left out.';

create or replace view jiancha.scope_step with (security_invoker = true) as
select d.business_no as list_no, s.kind, s.at, s.data ->> 'decider' as decider, (s.data ->> 'effective_on')::date as effective_on, s.reason, s.document_no
from jiancha.docket d join jiancha.step s using (docket_id)
where d.kind = 'scope_list';
comment on view jiancha.scope_step is
    '监管范围目录审定: supervisors INSERT here what was decided about a list; the pack says which step follows which and who decides (G-3.3.2). An approval puts it into force. Repeating a row word for word does nothing. Errors: JC004 unknown list, JC005 missing or bad value, or before the step it follows, JC007 out of order, wrong decider, or decided before.';
comment on column jiancha.scope_step.list_no is 'List.';
comment on column jiancha.scope_step.kind is 'confirm 讨论确定, approve 审定, terminate 不予审定.';
comment on column jiancha.scope_step.at is 'When.';
comment on column jiancha.scope_step.decider is 'Who decided, as the pack names him: 领导小组, 市人民政府.';
comment on column jiancha.scope_step.effective_on is 'Of an approval: first day of acceptance of the cases it is about, not before the approval.';
comment on column jiancha.scope_step.reason is 'Reason; may be left out.';
comment on column jiancha.scope_step.document_no is 'Document; may be left out.';

create or replace view jiancha.scope_lists with (security_invoker = true) as
select l.list_no, l.org_code as proposed_by, l.phase, l.proposed_at, case d.state when 'received' then 'proposed' else coalesce(a.state, d.state) end as state,
    a.approved_at, a.effective_on, e.units, e.posts, e.pairs
from jiancha.scope_list l
join jiancha.docket d using (docket_id)
left join lateral (
    select 'approved' as state, s.at as approved_at, (s.data ->> 'effective_on')::date as effective_on
    from jiancha.effective_step s where s.docket_id = l.docket_id and s.kind = 'approve' limit 1) a on true
cross join lateral (
    select count(distinct x.org_code) as units, count(distinct (x.org_code, x.post)) as posts, count(*) as pairs
    from jiancha.scope_entry x where x.docket_id = l.docket_id) e;
comment on view jiancha.scope_lists is '监管范围目录: one row a list, with how far it is.';
comment on column jiancha.scope_lists.list_no is 'List.';
comment on column jiancha.scope_lists.proposed_by is 'Organisation that proposed it.';
comment on column jiancha.scope_lists.phase is 'Phase of the plan.';
comment on column jiancha.scope_lists.proposed_at is 'When it was proposed.';
comment on column jiancha.scope_lists.state is 'proposed, confirmed, approved or terminated.';
comment on column jiancha.scope_lists.approved_at is 'When it was approved; NULL: not.';
comment on column jiancha.scope_lists.effective_on is 'From which day of acceptance on; NULL: not approved.';
comment on column jiancha.scope_lists.units is 'Organisations in it that the caller may see.';
comment on column jiancha.scope_lists.posts is 'Posts in it.';
comment on column jiancha.scope_lists.pairs is 'Pairs of matter and post.';

create or replace view jiancha.scope_in_force with (security_invoker = true) as
select p.matter_code, p.post, p.org_code, p.phase, p.effective_on, p.list_no
from (
    select distinct on (p.matter_code, p.post) p.*
    from jiancha.scope_pair p
    cross join jiancha.record_state s
    join jiancha.calendar c on c.calendar_code = s.calendar_code
    where p.effective_on <= (now() at time zone c.time_zone)::date
    order by p.matter_code, p.post, p.effective_on desc, p.seq desc) p
where p.action = 'add';
comment on view jiancha.scope_in_force is '现行监管范围: pairs of matter and post that are supervised today.';
comment on column jiancha.scope_in_force.matter_code is 'Matter.';
comment on column jiancha.scope_in_force.post is '岗位.';
comment on column jiancha.scope_in_force.org_code is 'Organisation.';
comment on column jiancha.scope_in_force.phase is 'Phase of the plan.';
comment on column jiancha.scope_in_force.effective_on is 'From which day of acceptance on.';
comment on column jiancha.scope_in_force.list_no is 'List it stands in.';

create or replace view jiancha.scope_count with (security_invoker = true) as
select f.phase, count(distinct f.org_code) as units, count(distinct (f.org_code, f.post)) as posts, count(*) as pairs
from jiancha.scope_in_force f
group by f.phase;
comment on view jiancha.scope_count is '监管范围统计: organisations and posts that are supervised today, by phase (G-2.5).';
comment on column jiancha.scope_count.phase is 'Phase of the plan.';
comment on column jiancha.scope_count.units is 'Organisations.';
comment on column jiancha.scope_count.posts is 'Posts, each once however many matters it has.';
comment on column jiancha.scope_count.pairs is 'Pairs of matter and post.';

create or replace view jiancha.hall_without_video with (security_invoker = true) as
select f.org_code, coalesce(o.name, f.org_code) as org, f.posts
from (select f.org_code, count(distinct f.post) as posts from jiancha.scope_in_force f where f.phase = 2 group by f.org_code) f
left join jiancha.org o on o.org_code = f.org_code
where not exists (
    select from (
        select distinct on (v.source_no) v.org_code, v.active
        from jiancha.video_source v
        cross join jiancha.record_state s
        join jiancha.calendar c on c.calendar_code = s.calendar_code
        where v.valid_from <= (now() at time zone c.time_zone)::date
        order by v.source_no, v.valid_from desc) v
    where v.org_code = f.org_code and v.active);
comment on view jiancha.hall_without_video is '未装视频的大厅: organisations of phase 2, whose halls lie outside the service centre, without a camera that is active today (G-2.6).';
comment on column jiancha.hall_without_video.org_code is 'Organisation.';
comment on column jiancha.hall_without_video.org is 'Its name.';
comment on column jiancha.hall_without_video.posts is 'Its posts in the scope.';
