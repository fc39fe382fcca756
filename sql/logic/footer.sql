
-- Nothing is open to everybody but arithmetic and the views' own functions: the rest is granted to the records' owner by setup() and to others by
-- grant_access() or the DBA. All of it runs with the rights of the caller anyway.
do $$
declare
    member record;
begin
    for member in
        select p.oid::pg_catalog.regprocedure as signature, p.proname
        from pg_catalog.pg_proc p
        where p.pronamespace = (select n.oid from pg_catalog.pg_namespace n where n.nspname = 'jiancha')
    loop
        execute pg_catalog.format('revoke all on routine %s from public', member.signature);
        if member.proname in (
            'is_working_day', 'add_working_days', 'working_days_between', 'roll_forward', 'roll_back', 'deadline', 'calendar_days', 'generate_working_days',
            'working_days_of_month', 'deadline_at', 'deadline_estimate', 'deadline_as_known', 'percent_of_limit', 'capped_pauses', 'add_working_time',
            'working_time_between', 'is_open', 'next_opening', 'previous_opening', 'code_is_valid', 'code_problem', 'identity_number_18',
            '_local_date', '_start_of_day', '_clock_due', '_threshold', '_day_spans', '_days_left', '_needs_look', '_earnable', '_holder',
            'explain_signal', 'why_no_signal', 'replay_signal', 'earned_as_known', 'evidence', 'card_seals', '_explain_clock', '_level_name', '_unit_name', '_chinese_date', '_threshold_in_words',
            '_status_in_words', '_state_in_words', '_minute', '_named_facts', '_resting_steps', '_step_in_words', '_mark_cause', '_judging_version', '_html',
            '_earned_of', '_thresholds_of',
            '_raise', '_message', 'my_orgs', 'board_at', 'overdue_at', 'explain_deadline', 'worker_status')
            or member.proname in ('my_clearances')
            or member.proname in (
            'my_assessments', 'explain_score', 'score_changes', 'reports_missing', 'consequences_open', 'daily_report', 'daily_page', 'bulletin', 'chart_ranking', 'chart_trend', 'chart_heat', 'chart_case_timeline', '_px', '_shorten', '_grade_colour',
            '_grade_name', '_period_name', '_svg', '_months_of', '_sheet_changes', '_sheet_lines', '_bulletin_sheet', '_bulletin_json', '_bulletin_table', '_a4_page', '_bulletin_html', 'score_dimension_means',
            'score_period', '_scheme_of', 'score_setting', 'score', 'score_cases', 'score_merge', 'score_counts', 'score_total',
            'score_detail', 'score_close', 'score_mean', 'score_step_points', 'score_state', 'score_state_counts', 'score_state_send', 'elapsed', 'elapsed_merge',
            'elapsed_percentile', 'elapsed_summary', 'elapsed_state', 'elapsed_state_send', '_score_add', '_score_case', '_score_combine', '_elapsed_add',
            '_elapsed_combine') then
            execute pg_catalog.format('grant execute on routine %s to public', member.signature);
        end if;
    end loop;
end
$$;
