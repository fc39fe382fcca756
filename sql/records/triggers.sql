-- Triggers: the buffers of the insertable views, the guards of the append-only tables. Made again by every setup().

do $$
declare
    wanted record;
begin
    for wanted in
        select v.view_name as on_relation, t.name, format(t.definition, v.view_name, format('_%s_statement', v.view_name)) as definition
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
            'duty_assignment',
            'letter_request',
            'letter_printing',
            'delivery_confirmation',
            'document_intake',
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
            ('intake_end', 'after insert on jiancha.%I for each statement execute function jiancha._buffer_end(%L)')) t (name, definition)
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
            ('complaint_intake', 'complaint_desk'),
            ('complaint_step', 'complaint_desk')) v (view_name, duty)
        cross join (values
            ('intake_begin', 'before insert on jiancha.%I for each statement execute function jiancha._buffer_begin()'),
            ('intake_row', 'instead of insert on jiancha.%I for each row execute function jiancha._buffer_row()'),
            ('intake_end', 'after insert on jiancha.%I for each statement execute function jiancha._buffer_end(%L, %L)'),
            ('intake_only', 'instead of update or delete on jiancha.%I for each row execute function jiancha._guard()')) t (name, definition)
        union all
        select g.table_name, t.name, format(t.definition, g.table_name, case g.table_name when 'signal' then 'seen_by' else '' end)
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
            'node_limit',
            'document_template',
            'recipient_rule',
            'letter',
            'letter_void',
            'letter_print',
            'notice',
            'case_document',
            'resumption',
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
            'redaction',
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
        -- rules that a backend has cached
        select r.table_name, 'rules_changed', format('after insert on jiancha.%I for each statement execute function jiancha._rules_changed()', r.table_name)
        from unnest(array[
            'step_kind',
            'rule_pack',
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
            'duty_assignment',
            'letter_request',
            'letter_printing',
            'delivery_confirmation',
            'document_intake',
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
            'duty',
            'letter_counter',
            'letter_copies',
            'notice_delivery',
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
