-- Triggers: the buffers of the insertable views, the guards of the append-only tables. Made again by every setup().

do $$
declare
    wanted record;
begin
    for wanted in
        -- registers are for who administers them
        select v.view_name as on_relation, t.name,
            format(t.definition, v.view_name,
                format('_%s_statement', case v.view_name when '办件报送' then 'feed_case' when '过程报送' then 'feed_step' else v.view_name end),
                case when v.view_name in ('duty_assignment', 'matter', 'matter_flow', 'matter_flow_edge', 'matter_flow_node', 'matter_node', 'org', 'post_assignment', 'staff') then 'administer' else 'enter' end) as definition
        from unnest(array[
            'case_intake',
            'case_step',
            'docket_intake',
            'docket_step',
            'org',
            'staff',
            'matter',
            'notice_day',
            'matter_node',
            'matter_flow',
            'matter_flow_node',
            'matter_flow_edge',
            'post_assignment',
            'matter_content',
            'change_intake',
            'change_review',
            'change_adjust',
            'publication_intake',
            'delegations',
            'shared_limits',
            'shared_limit_confirm',
            'law_change_intake',
            'law_change_done',
            'change_notices',
            'duty_assignment',
            'letter_request',
            'letter_printing',
            'delivery_confirmation',
            'document_intake',
            'feed',
            'feed_record',
            'feed_case',
            'feed_step',
            '办件报送',
            '过程报送',
            'feed_docket_row',
            'feed_step_row',
            'feed_document_row',
            'feed_correction',
            'feed_heartbeat',
            'party_intake',
            'material_intake',
            'fee_intake',
            'penalty_intake',
            'penalty_result',
            'certificate_intake',
            'certificate_end',
            'joint_case',
            'score_intake',
            'survey_intake',
            'survey_reply',
            'score_submit',
            'veto_intake',
            'score_appeals',
            'score_decide',
            'opinion_intake',
            'score_followups']) v (view_name)
        cross join (values
            ('intake_begin', 'before insert on jiancha.%I for each statement execute function jiancha._buffer_begin()'),
            ('intake_row', 'instead of insert on jiancha.%I for each row execute function jiancha._buffer_row()'),
            ('intake_end', 'after insert on jiancha.%I for each statement execute function jiancha._buffer_end(%L, %L)')) t (name, definition)
        union all
        -- handling: departments answer, supervisors raise and decide
        select v.view_name, t.name, format(t.definition, v.view_name, format('_%s_statement', v.view_name), v.duty)
        from (values ('signal_reply', 'enter'),
            ('order_reply', 'enter'),
            ('signal_raise', 'supervise'),
            ('signal_decision', 'supervise'),
            ('inquiry_step', 'supervise'),
            ('accountability_intake', 'supervise'),
            ('supervision_order_intake', 'supervise'),
            ('instrument_intake', 'supervise'),
            ('certificate_report_intake', 'supervise'),
            ('it_system_intake', 'enter'),
            ('it_system_step', 'supervise'),
            ('video_source_intake', 'supervise'),
            ('video_event_intake', 'supervise'),
            ('training_intake', 'supervise'),
            ('milestone_intake', 'supervise'),
            ('milestone_report', 'enter'),
            ('meeting_intake', 'supervise'),
            ('meeting_item_intake', 'supervise'),
            ('inspection_intake', 'supervise'),
            ('scope_proposal', 'supervise'),
            ('scope_step', 'supervise'),
            ('secrecy_decision_intake', 'secrecy'),
            ('secrecy_mark', 'secrecy'),
            ('complaint_intake', 'complaint_desk'),
            ('complaint_step', 'complaint_desk')) v (view_name, duty)
        cross join (values
            ('intake_begin', 'before insert on jiancha.%I for each statement execute function jiancha._buffer_begin()'),
            ('intake_row', 'instead of insert on jiancha.%I for each row execute function jiancha._buffer_row()'),
            ('intake_end', 'after insert on jiancha.%I for each statement execute function jiancha._buffer_end(%L, %L)'),
            ('intake_only', 'instead of update or delete on jiancha.%I for each row execute function jiancha._guard()')) t (name, definition)
        union all
        -- a label that the engine keeps is no part of what happened
        select g.table_name, t.name, format(t.definition, g.table_name,
            case when g.table_name = 'signal' then 'seen_by' when g.table_name = 'complaint' then 'handlers,secrecy' when g.table_name = 'matter_correction' then 'stands'
                when g.table_name <> 'matter_detail'
                    and exists (select from pg_attribute a where a.attrelid = format('jiancha.%I', g.table_name)::regclass and a.attname = 'secrecy') then 'secrecy'
                else '' end)
        from unnest(array[
            'case_file',
            'step',
            'signal',
            'signal_action',
            'quarantine',
            'clock_revision',
            'rule_pack',
            'clock_rule',
            'signal_rule',
            'rule_param',
            'calendar_version',
            'calendar_day',
            'calendar_notice',
            'calendar_hours',
            'org_version',
            'staff_version',
            'matter_version',
            'matter_detail',
            'matter_element',
            'matter_material',
            'fee_standard',
            'discretion_standard',
            'checklist_rule',
            'law_change',
            'matter_change',
            'matter_change_review',
            'matter_change_adjust',
            'library_entry',
            'publication',
            'matter_correction',
            'matter_correction_clock',
            'shared_limit',
            'shared_limit_confirmation',
            'change_notice',
            'certificate_report',
            'org_succession',
            'node_limit',
            'flow_chart',
            'flow_node',
            'flow_edge',
            'document_template',
            'recipient_rule',
            'letter',
            'letter_void',
            'letter_print',
            'notice',
            'case_document',
            'feed_version',
            'feed_batch',
            'party',
            'case_material',
            'case_fee',
            'penalty_amount',
            'certificate',
            'joint_member',
            'query_secret',
            'case_query',
            'rule_quarantine',
            'procedure_rule',
            'measure_rule',
            'exempt_rule',
            'effect_rule',
            'instrument_rule',
            'finding',
            'inquiry',
            'accountability',
            'supervision_order',
            'instrument',
            'it_system',
            'video_source',
            'video_event',
            'training',
            'milestone',
            'meeting',
            'meeting_item',
            'inspection',
            'scope_list',
            'scope_entry',
            'scope_pair',
            'rule_domain',
            'redaction',
            'duty_role',
            'account_act',
            'secrecy_decision',
            'docket_secrecy',
            'volume',
            'volume_content',
            'volume_act',
            'score_scheme',
            'score_dimension',
            'indicator',
            'score_touch',
            'score_param',
            'score_subject',
            'score_entry',
            'survey',
            'survey_answer',
            'score_submission',
            'score_veto',
            'score_sheet',
            'score_result',
            'score_line',
            'score_publication',
            'score_appeal',
            'score_decision',
            'score_consequence',
            'score_followup',
            'opinion',
            'report_recipient',
            'daily_issue',
            'report_issue',
            'complaint_rule',
            'complaint',
            'complainant',
            'complaint_act',
            'identity_read',
            'complaint_publication']) g (table_name)
        cross join (values
            ('append_only', 'before update or delete on jiancha.%I for each row execute function jiancha._guard(%L)'),
            ('append_only_truncate', 'before truncate on jiancha.%I for each statement execute function jiancha._guard()'),
            ('seal_append', 'after insert on jiancha.%I referencing new table as appended for each statement execute function jiancha._seal_append()')) t (name, definition)
        union all
        select g.table_name, t.name, format(t.definition, g.table_name)
        from unnest(array[
            'seal',
            'seal_leaf',
            'seal_layout']) g (table_name)
        cross join (values
            ('append_only', 'before update or delete on jiancha.%I for each row execute function jiancha._guard()'),
            ('append_only_truncate', 'before truncate on jiancha.%I for each statement execute function jiancha._guard()')) t (name, definition)
        union all
        -- what comes later about a secret docket is labelled too (X-M-4.2)
        select c.relname, 'secrecy_label',
            format('after insert on jiancha.%I referencing new table as appended for each statement execute function jiancha._label_secrecy()', c.relname)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'secrecy'
        where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r'
        union all
        -- rules that a backend has cached
        select r.table_name, 'rules_changed', format('after insert on jiancha.%I for each statement execute function jiancha._rules_changed()', r.table_name)
        from unnest(array[
            'step_kind',
            'rule_pack',
            'scope_pair',
            'clock_rule',
            'signal_rule']) r (table_name)
        union all
        select v.view_name, 'intake_only', format('instead of update or delete on jiancha.%I for each row execute function jiancha._guard()', v.view_name)
        from unnest(array[
            'case_intake',
            'case_step',
            'docket_intake',
            'docket_step',
            'org',
            'staff',
            'matter',
            'matter_node',
            'matter_flow',
            'matter_flow_node',
            'matter_flow_edge',
            'post_assignment',
            'matter_content',
            'change_intake',
            'change_review',
            'change_adjust',
            'publication_intake',
            'delegations',
            'shared_limits',
            'shared_limit_confirm',
            'law_change_intake',
            'law_change_done',
            'change_notices',
            'duty_assignment',
            'letter_request',
            'letter_printing',
            'delivery_confirmation',
            'document_intake',
            'feed',
            'feed_record',
            'feed_case',
            'feed_step',
            '办件报送',
            '过程报送',
            'feed_docket_row',
            'feed_step_row',
            'feed_document_row',
            'feed_correction',
            'feed_heartbeat',
            'party_intake',
            'material_intake',
            'fee_intake',
            'penalty_intake',
            'penalty_result',
            'certificate_intake',
            'certificate_end',
            'joint_case',
            'score_intake',
            'survey_intake',
            'survey_reply',
            'score_submit',
            'veto_intake',
            'score_appeals',
            'score_decide',
            'opinion_intake',
            'score_followups']) v (view_name)
        union all
        select g.table_name, t.name, format(t.definition, g.table_name)
        from unnest(array[
            'docket',
            'docket_key',
            'step_kind',
            'docket_kind',
            'legal_basis',
            'domain',
            'duty',
            'feed_layout',
            'feed_field',
            'feed_error',
            'feed_life',
            'post_holder',
            'letter_counter',
            'letter_copies',
            'notice_delivery',
            'element_kind',
            'delegation',
            'document_kind']) g (table_name)
        cross join (values
            ('no_delete', 'before delete on jiancha.%I for each row execute function jiancha._guard()'),
            ('no_delete_truncate', 'before truncate on jiancha.%I for each statement execute function jiancha._guard()')) t (name, definition)
    loop
        if not exists (select from pg_trigger t where t.tgrelid = format('jiancha.%I', wanted.on_relation)::regclass and t.tgname = wanted.name) then
            execute format('create trigger %I %s', wanted.name, wanted.definition);
            if wanted.name = 'seal_append' then
                perform jiancha._seal_existing(wanted.on_relation);
            end if;
        end if;
        -- guards hold for every session, session_replication_role = replica included
        if wanted.name ~ '^(append_only|no_delete|rules_changed)'
            and exists (select from pg_trigger t where t.tgrelid = format('jiancha.%I', wanted.on_relation)::regclass
                        and t.tgname = wanted.name and t.tgenabled <> 'A') then
            execute format('alter table jiancha.%I enable always trigger %I', wanted.on_relation, wanted.name);
        end if;
    end loop;
end
$$;
