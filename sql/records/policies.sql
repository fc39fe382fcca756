-- Row-level security: a row is seen by those who act for its organisation. Made again by every setup().

do $$
declare
    table_name text;
begin
    foreach table_name in array array['docket', 'case_file', 'step', 'clock', 'signal', 'signal_action', 'quarantine', 'clock_revision',
        'finding', 'inquiry', 'accountability', 'supervision_order', 'instrument', 'case_document',
        'letter', 'letter_void', 'letter_print', 'letter_copies', 'notice', 'notice_delivery'] loop
        -- only when it is not so: ALTER TABLE locks out everybody
        if not (select c.relrowsecurity from pg_class c where c.oid = format('jiancha.%I', table_name)::regclass) then
            execute format('alter table jiancha.%I enable row level security', table_name);
        end if;
        if not exists (select from pg_policy where polrelid = format('jiancha.%I', table_name)::regclass and polname = 'own_organisation') then
            execute format('create policy own_organisation on jiancha.%I for select using (%I = any (jiancha.my_orgs()))',
                table_name, case table_name when 'signal' then 'seen_by' else 'org_code' end);
        end if;
        -- who received a docket goes on seeing what became of it
        if table_name in ('docket', 'clock')
            and not exists (select from pg_policy where polrelid = format('jiancha.%I', table_name)::regclass and polname = 'origin_organisation') then
            execute format('create policy origin_organisation on jiancha.%I for select using (origin_org_code = any (jiancha.my_orgs()))', table_name);
        end if;
    end loop;
end
$$;

-- scores: an organisation sees its own, those of staff are for assessors alone; what is published is for all
do $$
declare
    wanted record;
begin
    for wanted in
        select t.name, p.rule
        from unnest(array['score_entry', 'survey', 'survey_answer', 'score_veto', 'score_appeal', 'score_decision', 'score_consequence', 'score_followup', 'opinion']) t (name),
            (values ('org_code = any (jiancha.my_orgs())')) p (rule)
        union all
        select t.name, 'org_code = any (jiancha.my_orgs()) and (subject <> ''staff'' or cardinality(jiancha.my_assessments()) > 0)'
        from unnest(array['score_result', 'score_line']) t (name)
        union all
        select t.name, 'true' from unnest(array['score_publication', 'score_subject']) t (name)
        union all
        select 'report_recipient', 'cardinality(jiancha.my_assessments()) > 0'
    loop
        if not (select c.relrowsecurity from pg_class c where c.oid = format('jiancha.%I', wanted.name)::regclass) then
            execute format('alter table jiancha.%I enable row level security', wanted.name);
        end if;
        if not exists (select from pg_policy where polrelid = format('jiancha.%I', wanted.name)::regclass and polname = 'own_organisation') then
            execute format('create policy own_organisation on jiancha.%I for select using (%s)', wanted.name, wanted.rule);
        end if;
    end loop;
end
$$;

-- complaints: the organisation complained of, the desk, and who handled it; who complained has no policy, so nobody reads it
do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values
            ('complaint', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('complaint', 'desk', 'desk_org = any (jiancha.my_orgs())'),
            ('complaint', 'handler', 'exists (select from jiancha.complaint_act a where a.docket_id = complaint.docket_id)'),
            ('complaint_act', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('complaint_act', 'desk', 'desk_org = any (jiancha.my_orgs())'),
            ('identity_read', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('complaint_publication', 'published', 'true'),
            ('complainant', null, null)) w (table_name, policy_name, condition)
    loop
        if not (select c.relrowsecurity from pg_class c where c.oid = format('jiancha.%I', wanted.table_name)::regclass) then
            execute format('alter table jiancha.%I enable row level security', wanted.table_name);
        end if;
        if wanted.policy_name is not null
            and not exists (select from pg_policy where polrelid = format('jiancha.%I', wanted.table_name)::regclass and polname = wanted.policy_name) then
            execute format('create policy %I on jiancha.%I for select using (', wanted.policy_name, wanted.table_name) || wanted.condition || ')';
        end if;
    end loop;
end
$$;
