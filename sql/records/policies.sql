-- Row-level security: a row is seen by those who act for its organisation, who received a docket goes on seeing what became of it; scores
-- of staff are for assessors alone, what is published is for all. Made again by every setup(); a table without a policy is read by nobody.

do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values
            ('accountability', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('case_document', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('case_fee', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('case_file', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('case_material', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('case_query', null, null),
            ('certificate', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('certificate_report', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('change_notice', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('matter_change', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('matter_change', 'reviewer', 'reviewer_org = any (jiancha.my_orgs())'),
            ('matter_change_adjust', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('matter_change_adjust', 'reviewer', 'reviewer_org = any (jiancha.my_orgs())'),
            ('matter_change_review', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('matter_change_review', 'reviewer', 'reviewer_org = any (jiancha.my_orgs())'),
            ('matter_correction_clock', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('clock', 'origin_organisation', 'origin_org_code = any (jiancha.my_orgs())'),
            ('clock', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('clock_revision', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('complainant', null, null),
            ('complaint', 'desk', 'desk_org = any (jiancha.my_orgs())'),
            ('complaint', 'handler', 'handlers && jiancha.my_orgs()'),
            ('complaint', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('complaint_act', 'desk', 'desk_org = any (jiancha.my_orgs())'),
            ('complaint_act', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('complaint_publication', 'published', 'true'),
            ('account_act', 'own_organisation', 'org_code is null or org_code = any (jiancha.my_orgs())'),
            ('docket_secrecy', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('docket', 'origin_organisation', 'origin_org_code = any (jiancha.my_orgs())'),
            ('docket', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('feed_batch', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('feed_error', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('feed_life', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('feed_version', 'registered', 'true'),
            ('finding', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('identity_read', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('inquiry', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('inspection', 'inspector', 'by_org = any (jiancha.my_orgs())'),
            ('inspection', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('instrument', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('joint_member', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('it_system', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('letter', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('letter_copies', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('letter_print', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('letter_void', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('meeting', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('meeting_item', 'convener', 'convened_by = any (jiancha.my_orgs())'),
            ('meeting_item', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('milestone', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('notice', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('notice_delivery', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('opinion', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('party', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('penalty_amount', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('quarantine', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('query_secret', null, null),
            ('outbox_fault', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('report_recipient', 'own_organisation', 'cardinality(jiancha.my_assessments()) > 0'),
            ('scope_entry', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('scope_list', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('scope_pair', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('score_appeal', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('score_consequence', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('score_decision', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('score_entry', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('score_followup', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('score_line', 'own_organisation', 'org_code = any (jiancha.my_orgs()) and (subject <> ''staff'' or cardinality(jiancha.my_assessments()) > 0)'),
            ('score_publication', 'own_organisation', 'true'),
            ('score_result', 'own_organisation', 'org_code = any (jiancha.my_orgs()) and (subject <> ''staff'' or cardinality(jiancha.my_assessments()) > 0)'),
            ('score_subject', 'own_organisation', 'true'),
            ('score_veto', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('signal', 'own_organisation', 'seen_by = any (jiancha.my_orgs())'),
            ('signal_action', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('step', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('supervision_order', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('survey', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('training', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('video_event', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('video_source', 'own_organisation', 'org_code = any (jiancha.my_orgs())'),
            ('survey_answer', 'own_organisation', 'org_code = any (jiancha.my_orgs())')) w (table_name, policy_name, condition)
    loop
        -- only when it is not so: ALTER TABLE locks out everybody
        if not (select c.relrowsecurity from pg_class c where c.oid = format('jiancha.%I', wanted.table_name)::regclass) then
            execute format('alter table jiancha.%I enable row level security', wanted.table_name);
        end if;
        if wanted.policy_name is not null
            and not exists (select from pg_policy where polrelid = format('jiancha.%I', wanted.table_name)::regclass and polname = wanted.policy_name) then
            execute format('create policy %I on jiancha.%I for select using (', wanted.policy_name, wanted.table_name) || wanted.condition || ')';
        end if;
    end loop;
    -- contents that a decision made secret (X-M-4.2): neither table nor sub-select, and the index on org_code stays with the policy above
    for wanted in
        select c.relname as table_name
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'secrecy'
        join pg_attribute k on k.attrelid = c.oid and k.attname = 'docket_id'
        where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r' and c.relname <> 'docket'
            and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'cleared')
    loop
        execute format('create policy cleared on jiancha.%I as restrictive for select using (secrecy is null or secrecy = any (jiancha.my_clearances()))', wanted.table_name);
    end loop;
end
$$;
