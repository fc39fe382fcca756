-- 监管范围: which matters and posts are supervised. A list is proposed, confirmed and approved by the deciders that the pack names; what it says counts for
-- cases accepted from the day it takes effect (G-2.4). Called as the functions of intake.sql are.

create function jiancha._mark_scope(dockets bigint[]) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from jiancha.scope_pair) then
        return;
    end if;
    with looked as (
        select d.docket_id, d.matter_code, y.day,
            -- the post where the case is entered: of who received it, else of who signed the acceptance
            (select v.post from jiancha.staff_version v
             where v.staff_code = coalesce(f.staff_code,
                    (select e.staff_code from jiancha.effective_step e
                     where e.docket_id = d.docket_id and e.kind = 'accept' and e.staff_code is not null
                     order by e.at, e.seq limit 1))
                and v.valid_from <= y.day
             order by v.valid_from desc limit 1) as post
        from jiancha.docket d
        join jiancha.calendar c on c.calendar_code = d.calendar_code
        left join jiancha.case_file f on f.docket_id = d.docket_id
        cross join lateral (select (coalesce(d.accepted_at, d.received_at) at time zone c.time_zone)::date as day) y
        where d.docket_id = any (dockets) and d.kind = 'approval'),
    marked as (
        select l.docket_id,
            exists (select from jiancha.scope_pair p where p.effective_on <= l.day)
            and not exists (
                select from (
                    select distinct on (p.post) p.action from jiancha.scope_pair p
                    where p.matter_code = l.matter_code and p.effective_on <= l.day
                        -- a name left out must not end supervision: then one post of the matter is enough
                        and (l.post is null or p.post = l.post)
                    order by p.post, p.effective_on desc, p.seq desc) s
                where s.action = 'add') as out_of_scope
        from looked l)
    update jiancha.docket d set out_of_scope = m.out_of_scope
    from marked m
    where d.docket_id = m.docket_id and d.docket_id = any (dockets) and d.out_of_scope <> m.out_of_scope;
end
$$;
comment on function jiancha._mark_scope(bigint[]) is
    'Derives docket.out_of_scope of dockets that the caller has locked: false while no list is in force on the day of acceptance (before it: of receipt), else whether no list approved by then holds the pair of matter and post.';

create function jiancha._scope_proposal_rows()
returns table (no bigint, list_no text, proposed_by text, phase integer, proposed_at timestamptz, matter_code text, post text, action text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.list_no, b.proposed_by, coalesce(b.phase, 1), b.proposed_at, b.matter_code, b.post, coalesce(b.action, 'add'), b.document_no
    from rows from (jiancha._buffered() as (
        list_no text, proposed_by text, phase integer, proposed_at timestamptz, matter_code text, post text, action text, document_no text)) with ordinality b;
end;
comment on function jiancha._scope_proposal_rows() is 'Rows of the statement on scope_proposal, numbered as they came, defaults filled in.';

create function jiancha._scope_proposal_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    fresh bigint[];
begin
    perform jiancha._lock(array(
        select distinct k.docket_id from jiancha._scope_proposal_rows() r
        join jiancha.docket_key k on k.kind = 'scope_list' and k.business_no = r.list_no));
    select p.problem into problem
    from (
        select r.no, coalesce(jiancha._number_problem(r.list_no, 'list_no', r.no), jiancha._org_problem(r.proposed_by, r.list_no, orgs, caller),
                jiancha._instant_problem(r.proposed_at, 'proposed_at', r.list_no),
                case when r.phase < 1 then array['bad_value', 'phase', r.phase::text, r.list_no, 'from 1 on']
                    when r.action not in ('add', 'remove') then array['bad_value', 'action', r.action, r.list_no, 'add, remove']
                    when btrim(coalesce(r.matter_code, '')) = '' then array['missing_value', 'matter_code', r.list_no]
                    when btrim(coalesce(r.post, '')) = '' then array['missing_value', 'post', format('%s, %s', r.list_no, r.matter_code)]
                    when m.org_code is null then array['unknown_matter', r.matter_code, r.list_no]
                    when m.org_code <> all (orgs) then array['not_supervised', m.org_code, r.list_no, caller, array_to_string(orgs, ', ')]
                    when not exists (select from jiancha.staff_version s where s.org_code = m.org_code and s.post = r.post)
                        then array['unknown_post', r.post, m.org_code, format('%s, %s', r.list_no, r.matter_code)]
                    when s.docket_id is not null and d.state <> 'received' and not exists (
                        select from jiancha.scope_entry e where (e.docket_id, e.matter_code, e.post, e.action) = (s.docket_id, r.matter_code, r.post, r.action))
                        then array['scope_closed', r.list_no, d.state] end) as problem
        from jiancha._scope_proposal_rows() r
        left join lateral (
            select v.org_code from jiancha.matter_version v where v.matter_code = r.matter_code order by v.valid_from desc limit 1) m on true
        left join jiancha.scope_list s on s.list_no = r.list_no
        left join jiancha.docket d on d.docket_id = s.docket_id) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    select jiancha._open_dockets('scope_list', array_agg(r.list_no), array_agg(r.proposed_by), array_agg(r.proposed_at)) into fresh
    from (select distinct on (r.list_no) r.* from jiancha._scope_proposal_rows() r order by r.list_no, r.no) r;
    insert into jiancha.scope_list (docket_id, list_no, org_code, phase, proposed_at, document_no, actor)
    select distinct on (r.list_no) k.docket_id, r.list_no, r.proposed_by, r.phase, r.proposed_at, r.document_no, caller::text
    from jiancha._scope_proposal_rows() r
    join jiancha.docket_key k on k.kind = 'scope_list' and k.business_no = r.list_no
    where k.docket_id = any (fresh)
    order by r.list_no, r.no;
    insert into jiancha.scope_entry (docket_id, matter_code, post, list_no, org_code, action, actor)
    select l.docket_id, r.matter_code, r.post, r.list_no, m.org_code, r.action, caller::text
    from jiancha._scope_proposal_rows() r
    join jiancha.scope_list l on l.list_no = r.list_no
    cross join lateral (
        select v.org_code from jiancha.matter_version v where v.matter_code = r.matter_code order by v.valid_from desc limit 1) m
    order by l.docket_id, r.matter_code, r.post, r.no
    on conflict on constraint scope_entry_pkey do nothing;

    select array['entry_conflict', 'scope_proposal', r.list_no] into problem
    from jiancha._scope_proposal_rows() r
    join jiancha.scope_list l on l.list_no = r.list_no
    join jiancha.scope_entry e on e.docket_id = l.docket_id and e.matter_code = r.matter_code and e.post = r.post
    where (l.org_code, l.phase, l.proposed_at, l.document_no, e.action) is distinct from (r.proposed_by, r.phase, r.proposed_at, r.document_no, r.action)
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._derive(fresh) where fresh is not null;
end
$$;
comment on function jiancha._scope_proposal_statement(text[], name) is
    'Handles the rows of a statement on scope_proposal: makes the lists, enters their pairs. A list takes entries until it is confirmed.';

create function jiancha._scope_step_rows()
returns table (no bigint, list_no text, kind text, at timestamptz, decider text, effective_on date, reason text, document_no text)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.list_no, b.kind, b.at, b.decider, b.effective_on, b.reason, b.document_no
    from rows from (jiancha._buffered() as (list_no text, kind text, at timestamptz, decider text, effective_on date, reason text, document_no text)) with ordinality b;
end;
comment on function jiancha._scope_step_rows() is 'Rows of the statement on scope_step, numbered as they came.';

create function jiancha._scope_data(decider text, effective_on date) returns jsonb
language sql stable parallel safe
begin atomic
    -- the day as ISO writes it, whatever DateStyle says
    select jsonb_strip_nulls(jsonb_build_object('decider', decider, 'effective_on', to_char(effective_on, 'YYYY-MM-DD')));
end;
comment on function jiancha._scope_data(text, date) is 'What a step of a scope list keeps in its data.';

create function jiancha._rescope(effective_on date) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[];
begin
    select array_agg(d.docket_id) into dockets
    from jiancha.docket d
    cross join jiancha.record_state s
    join jiancha.calendar c on c.calendar_code = d.calendar_code
    -- only the origin derives
    where d.kind = 'approval' and d.docket_id >> 35 = (s.region::bigint << 8) | s.node
        and (coalesce(d.accepted_at, d.received_at) at time zone c.time_zone)::date >= _rescope.effective_on;
    if dockets is not null then
        perform jiancha._lock(dockets);
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._rescope(date) is 'Derives anew the cases accepted (before acceptance: received) on or after a day: a list takes effect.';

create function jiancha._scope_step_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    approved date;
begin
    -- an approval waits for those who are entering cases: what they enter is derived with it, what comes later sees it
    if exists (select from jiancha._scope_step_rows() r where r.kind = 'approve') then
        lock table jiancha.docket in share row exclusive mode;
    end if;
    perform jiancha._lock(array(
        select distinct k.docket_id from jiancha._scope_step_rows() r
        join jiancha.docket_key k on k.kind = 'scope_list' and k.business_no = r.list_no));
    select p.problem into problem
    from (
        select r.no, coalesce(jiancha._number_problem(r.list_no, 'list_no', r.no),
                case when d.docket_id is null or d.org_code <> all (orgs)
                    then array['unknown_entry', 'scope_proposal', r.list_no, format('(row %s of the statement)', r.no)] end,
                jiancha._instant_problem(r.at, 'at', r.list_no),
                case when y.known then null
                    when r.at < d.received_at then array['act_before_card', r.list_no, r.at::text, d.received_at::text]
                    when d.closed_at is not null or exists (
                        select from jiancha.effective_step e where e.docket_id = d.docket_id and e.kind = 'approve') then array['entry_closed', r.list_no, case when d.closed_at is null then 'approved' else d.state end]
                    else coalesce(
                        jiancha._procedure_problem(d.pack, v.version, 'scope_list', r.kind, s.kinds, r.decider, null,
                            array_remove(array[case when btrim(r.reason) <> '' then 'reason' end, case when btrim(r.document_no) <> '' then 'document_no' end], null),
                            r.list_no),
                        case when r.at < s.last_at then array['act_before_card', r.list_no, r.at::text, s.last_at::text]
                            when r.kind = 'approve' and (r.effective_on is null or not isfinite(r.effective_on)
                                or r.effective_on < (r.at at time zone c.time_zone)::date)
                                then array['bad_value', 'effective_on', coalesce(r.effective_on::text, 'NULL'), r.list_no, 'the day of the approval or a later one'] end) end) as problem
        from jiancha._scope_step_rows() r
        left join jiancha.docket_key k on k.kind = 'scope_list' and k.business_no = r.list_no
        left join jiancha.docket d on d.docket_id = k.docket_id
        left join jiancha.calendar c on c.calendar_code = d.calendar_code
        cross join lateral (select jiancha._pack_version(d.pack, r.at, d.calendar_code) as version) v
        cross join lateral (
            select coalesce(array_agg(distinct e.kind order by e.kind), '{}') as kinds, max(e.at) as last_at
            from jiancha.effective_step e where e.docket_id = d.docket_id) s
        cross join lateral (
            select exists (
                select from jiancha.step e
                where e.docket_id = d.docket_id and e.kind = r.kind and e.at = r.at
                    and (e.data, e.reason, e.document_no) is not distinct from (jiancha._scope_data(r.decider, r.effective_on), r.reason, r.document_no)) as known) y) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._raise('acts_in_one_statement', r.list_no) from jiancha._scope_step_rows() r group by r.list_no having count(*) > 1;

    select min(r.effective_on) into approved
    from jiancha._scope_step_rows() r
    where r.kind = 'approve' and not exists (select from jiancha.scope_pair p where p.list_no = r.list_no);
    perform jiancha._add_steps('scope_list', array_agg(r.list_no), array_agg(r.kind), array_agg(r.at), caller, array_agg(null::text), array_agg(r.reason),
        array_agg(r.document_no), array_agg(jiancha._scope_data(r.decider, r.effective_on)))
    from jiancha._scope_step_rows() r;
    if approved is not null then
        insert into jiancha.scope_pair (matter_code, post, effective_on, list_no, org_code, phase, action)
        select e.matter_code, e.post, r.effective_on, l.list_no, e.org_code, l.phase, e.action
        from jiancha._scope_step_rows() r
        join jiancha.scope_list l on l.list_no = r.list_no
        join jiancha.scope_entry e on e.docket_id = l.docket_id
        where r.kind = 'approve'
        on conflict on constraint scope_pair_pkey do nothing;
        perform jiancha._rescope(approved);
    end if;
end
$$;
comment on function jiancha._scope_step_statement(text[], name) is
    'Handles the rows of a statement on scope_step: checks each against the procedure of the pack, enters the step; an approval puts the list into force and derives anew the cases it is about.';
