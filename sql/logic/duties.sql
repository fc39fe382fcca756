-- Duties: which there are, what each may do beside _grants(), which role carries it. A right is given in one way, through _grant(): to the role that
-- setup_roles() names for a duty, or, where none is named, to the account itself (access.sql).

create function jiancha._duties()
returns table (duty text, name text, takes text, subtree text[], single text[], of_org boolean, officer boolean)
language sql immutable parallel safe
begin atomic
    select d.* from (values
        ('administrator', '系统管理员', 'none', '{}'::text[], '{}'::text[], false, true),
        ('security_officer', '安全保密员', 'none', '{org,secrecy}', '{}', true, true),
        ('auditor', '安全审计员', 'read', '{org,audit}', '{}', true, true),
        ('supervisor', '监察', 'all', '{org,supervise}', '{own}', true, false),
        ('monitor', '监控室', 'read', '{org,monitor}', '{own}', true, false),
        ('legal_office', '法制办', 'all', '{org,legal}', '{own}', true, false),
        ('service_centre', '审批中心', 'all', '{org,enter}', '{own}', true, false),
        ('platform', '市政府办', 'none', '{}', '{}', false, false),
        ('portal', '查询门户', 'none', '{}', '{}', false, false),
        ('project_office', '重点项目监察办', 'read', '{org,supervise}', '{own}', true, false),
        ('it', '信息产业局', 'none', '{}', '{}', false, false),
        ('department', '部门', 'all', '{org,enter}', '{own}', true, false),
        ('complaint_desk', '投诉受理', 'all', '{org}', '{own,complaint_desk}', true, false),
        ('assessor', '考评', 'read', '{org}', '{own}', true, false),
        ('reporting', '报表', 'read', '{org}', '{}', true, false),
        ('exchange', '数据交换', 'none', '{enter}', '{own}', true, false),
        ('sweeper', '计时与发送程序', 'none', '{}', '{}', false, false)) d (duty, name, takes, subtree, single, of_org, officer);
end;
comment on function jiancha._duties() is
    'The duties. takes: which rows of the matrix that are for every duty it takes: all, read (the right to select) or none. subtree: words of the roles jiancha_<word>_<org_code> for an organisation and all below it; single: for the organisation alone. of_org: it is about an organisation. officer: one of 三员, who exclude each other.';

create function jiancha._duty_grants() returns table (object text, privilege text, duty text)
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- what every duty reads about scores; assessors without an organisation read it too
    select s.object, 'select', d.duty
    from unnest('{*,assessor}'::text[]) d (duty)
    cross join unnest(array[
        'effective_indicator', 'effective_score_dimension', 'effective_score_entry', 'effective_score_param', 'effective_score_subject', 'effective_score_touch',
        'indicator', 'opinion', 'opinion_intake', 'report_card', 'report_case', 'report_complaint', 'report_early', 'report_issue', 'report_org_score',
        'report_overdue', 'report_recipient', 'report_staff_score', 'report_stage_time', 'score_appeal', 'score_appeals', 'score_card', 'score_consequence',
        'score_decide', 'score_decision', 'score_dimension', 'score_entry', 'score_followup', 'score_followups', 'score_intake', 'score_line', 'score_lineage',
        'score_now', 'score_param', 'score_publication', 'score_result', 'score_scheme', 'score_sheet', 'score_subject', 'score_submission', 'score_submit',
        'score_touch', 'score_veto', 'scores', 'survey', 'survey_answer', 'survey_intake', 'survey_reply', 'veto_intake']) s (object)
    union all
    -- W-5.2, Z-22: an assessor enters his part and asks what it comes to
    select s.object, 'insert', 'assessor'
    from unnest(array['score_intake', 'survey_intake', 'survey_reply', 'score_submit', 'veto_intake', 'opinion_intake', 'score_decide']) s (object)
    union all
    select s.object, 'execute', 'assessor'
    from unnest(array[
        'score_run(text, text, text)', 'score_drift(text, text)', 'score_terms(text, integer)', '_score_bounds(date, date)',
        '_score_lines(text, integer, date, date, text, boolean)', '_promise_cut(date)', '_score_cards(text[], timestamptz, timestamptz, boolean, text[])',
        '_score_complaints(text, integer, timestamptz, timestamptz)', '_score_surveys(text, integer, date, timestamptz, timestamptz)',
        '_score_grade(numeric, jsonb)', '_score_month(text, integer, date, date, text)', '_score_long(text, text[], text)']) s (object)
    union all
    -- W-5.3: the centre loads cases; so does the exchange, which reads none
    select s.object, 'insert', d.duty
    from unnest('{service_centre,exchange}'::text[]) d (duty)
    cross join unnest(array['case_intake', 'case_step', 'docket_intake', 'docket_step', 'document_intake']) s (object)
    union all
    -- registers, rules and calendars hold no content of a case
    select s.object, 'select', d.duty
    from unnest('{administrator,it,platform,exchange}'::text[]) d (duty)
    cross join unnest(array[
        'calendar', 'calendar_day', 'calendar_hours', 'calendar_notice', 'calendar_version', 'docket_kind', 'document_kind', 'matter', 'matter_correction', 'matter_limit', 'matter_version', 'org',
        'org_version', 'record_state', 'step_kind']) s (object)
    union all
    select s.object, 'select', 'administrator'
    from unnest(array[
        'clock_rule', 'complaint_rule', 'document_template', 'duty', 'duty_assignment', 'effect_rule', 'flow_chart', 'flow_edge', 'flow_node', 'post_holder', 'effective_clock_rule', 'effective_complaint_rule',
        'effective_document_template', 'effective_effect_rule', 'effective_exempt_rule', 'effective_instrument_rule', 'effective_measure_rule',
        'effective_param', 'effective_procedure_rule', 'effective_recipient_rule', 'effective_signal_rule', 'exempt_rule', 'instrument_rule', 'legal_basis',
        'matter_flow', 'matter_flow_edge', 'matter_flow_node', 'matter_node', 'measure_rule', 'node_limit', 'notice_day', 'post_assignment', 'procedure_rule', 'recipient_rule', 'rule_basis_status',
        'rule_lineage', 'rule_pack', 'rule_param', 'rule_quarantine', 'signal_rule', 'staff', 'staff_version']) s (object)
    union all
    select s.object, 'insert', 'administrator' from unnest(array['delegations', 'duty_assignment', 'feed', 'matter', 'matter_content', 'matter_flow', 'matter_flow_edge', 'matter_flow_node',
        'matter_node', 'org', 'post_assignment', 'staff']) s (object)
    union all
    select s.object, 'execute', 'administrator'
    from unnest(array[
        'define_basis(text, text, text, date, date, text)',
        'define_clock(text, integer, text, text, text[], text[], text, text, integer, text, text[], text[], text[], text[], text, text, text, text, text, boolean)',
        'define_complaint_rule(text, integer, text, text, text, text, text, text[], text[], text, text, boolean)',
        'define_effect(text, integer, text, text, text, text, boolean)',
        'define_exempt(text, integer, text, text, text, boolean, boolean, text, boolean)',
        'define_instrument(text, integer, text, text, text, text, boolean)',
        'define_measure(text, integer, text, integer, text, text[], text[], text, boolean)',
        'define_pack(text, integer, text, text, date, text, text, text)',
        'define_param(text, integer, text, text, text, text, text, text, text)',
        'define_procedure(text, integer, text, text, text, text[], text[], text[], text[], text[], text, boolean)',
        'define_signal(text, integer, text, text, text, text, text, text, text, text, text, text, boolean, text, boolean, text, boolean)',
        'disable_rule(text, integer, text, text, text)',
        'preview_pack(text, integer, timestamptz, timestamptz, timestamptz)',
        'repeal_basis(text, date, text)']) s (object)
    union all
    -- whether it runs: no row of a case is in it
    select s.object, s.privilege, d.duty
    from unnest('{administrator,it,platform,auditor,sweeper}'::text[]) d (duty)
    cross join (values ('health', 'select'), ('health_at(timestamptz)', 'execute')) s (object, privilege)
    union all
    select s.object, 'execute', d.duty
    from unnest('{it,platform}'::text[]) d (duty)
    cross join unnest(array['start_worker(interval)', 'stop_worker()']) s (object)
    union all
    select s.object, 'execute', 'sweeper'
    from unnest(array[
        'sweep(timestamptz, integer)', 'sweep_all(timestamptz, integer)', 'seal(timestamptz)', 'take_notices(text, integer, timestamptz, interval, text[])',
        'notice_done(text, text, boolean, text, timestamptz)', 'revive_notices(timestamptz)']) s (object)
    union all
    -- who may do what, who did, and whether it is still as it was sealed
    select s.object, 'select', d.duty
    from unnest('{auditor,security_officer}'::text[]) d (duty)
    cross join unnest(array['account_act', 'account_trouble', 'accounts', 'docket_secrecy', 'duty_role', 'secrecy_decision', 'secrecy_decision_intake', 'secrecy_mark']) s (object)
    union all
    select s.object, 'select', 'auditor' from unnest(array['redaction', 'seal', 'seal_layout', 'seal_leaf', 'volume', 'volume_act', 'volume_content', 'volumes']) s (object)
    union all
    select s.object, 'execute', 'auditor'
    from unnest(array['verify_seals()', 'archive_obstacles(bigint, bigint, timestamptz)']) s (object)
    union all
    select s.object, 'execute', d.duty
    from unnest('{auditor,security_officer}'::text[]) d (duty) cross join unnest(array['_unsafe_role(name)', 'grant_matrix()']) s (object)
    union all
    -- X-M-4.2
    select s.object, s.privilege, 'security_officer'
    from (values ('docket', 'select'), ('secrecy_decision_intake', 'insert'), ('secrecy_mark', 'insert')) s (object, privilege)
    union all
    -- G-3.1.1: reads, and sends out warnings
    select 'signal_decision', 'insert', 'monitor'
    union all
    -- W-5.5: raises cards, decides none
    select 'signal_raise', 'insert', 'project_office'
    union all
    -- decided: the records' owner and superusers alone
    select s.object, s.privilege, 'nobody'
    from (values
        ('calendar_change', 'select'), ('case_query', 'select'), ('clock_threshold', 'select'), ('feed_docket_row', 'select'), ('feed_document_row', 'select'),
        ('feed_step_row', 'select'), ('query_secret', 'select'), ('complainant', 'select'), ('daily_issue', 'select'), ('docket_key', 'select'), ('docket_seq', 'select'),
        ('letter_copies', 'select'), ('letter_counter', 'select'), ('record_seq', 'select'), ('seal_pending', 'select'), ('signal_counter', 'select'),
        ('archive_volume(text, bigint, bigint, timestamptz, text)', 'execute'), ('attach_volume(text, timestamptz, text)', 'execute'),
        ('close_accounts(date)', 'execute'),
        ('create_calendar(text, text, text, text, integer[], date, date, boolean, jsonb)', 'execute'),
        ('daily_issued(date, text, timestamptz)', 'execute'),
        ('define_condition(text, integer, text, text, text, text, text, text, text, text, text, text, text, text, boolean)', 'execute'),
        ('correct_matter(text, integer, jsonb, text, text, timestamptz)', 'execute'),
        ('define_checklist(text, integer, text, text, integer, text, text, text, text[], text, boolean)', 'execute'),
        ('define_domain(text, integer, text, text, text, text)', 'execute'), ('define_field(text, text, text, text, jsonb, text)', 'execute'),
        ('define_layout(text, text, text, text, text, text, text, text[])', 'execute'),
        ('org_succession(text[], text[], text, date, text, jsonb, timestamptz)', 'execute'),
        ('preview_correct_matter(text, integer, jsonb, text, text, timestamptz)', 'execute'),
        ('preview_org_succession(text[], text[], text, date, text, jsonb, timestamptz)', 'execute'),
        ('reassign(text, text, date, text, text[], timestamptz)', 'execute'), ('sync_access()', 'execute'),
        ('define_dimension(text, integer, integer, text, numeric, text, numeric, numeric, text)', 'execute'),
        ('define_indicator(text, integer, text, text, text, text, text, text, integer[], numeric, text, integer, numeric, numeric, numeric, numeric, text, text, boolean, text, text)',
            'execute'),
        ('define_recipient(text, integer, text, text, text, text, boolean, boolean, text)', 'execute'),
        ('define_scheme(text, integer, text, text, date, text, text, text, text[], text)', 'execute'),
        ('define_score_param(text, integer, text, text, text, text)', 'execute'),
        ('define_subject(text, integer, text, text, text, numeric, text)', 'execute'),
        ('define_template(text, integer, text, text, text, text, text, text, text, text, text, text, text, boolean, text)', 'execute'),
        ('define_touch(text, integer, text, integer[], text, text)', 'execute'),
        ('detach_volume(text, text, timestamptz, text)', 'execute'), ('earned(timestamptz)', 'execute'),
        ('elapsed_state_in(cstring)', 'execute'), ('elapsed_state_out(jiancha.elapsed_state)', 'execute'), ('elapsed_state_recv(internal)', 'execute'),
        ('export_volume(text)', 'execute'), ('go_live(timestamptz, text)', 'execute'), ('grant_access(name, text, text, text, date, text)', 'execute'),
        ('grant_assessor(name, text)', 'execute'), ('grant_clearance(name, text, text)', 'execute'), ('load_notice(jsonb)', 'execute'),
        ('preflight(timestamptz)', 'execute'), ('preview_notice(jsonb, timestamptz)', 'execute'), ('redact(text, text, text, text, text, timestamptz)', 'execute'),
        ('release_rule(text, integer, text, text)', 'execute'), ('report_issued(text, text, timestamptz, text)', 'execute'),
        ('revoke_access(name, text, text, text)', 'execute'), ('score_correct(text, text, text, timestamptz, text)', 'execute'),
        ('score_freeze(text, timestamptz, text)', 'execute'), ('score_publish(text, text, timestamptz, text)', 'execute'),
        ('score_state_in(cstring)', 'execute'), ('score_state_out(jiancha.score_state)', 'execute'), ('score_state_recv(internal)', 'execute'),
        ('score_verify(text, text)', 'execute'), ('seal_proof(text, text)', 'execute'), ('setup(text, text, name, integer, boolean)', 'execute'), ('resume(text, text[])', 'execute'), ('resumption', 'select'),
        ('setup_roles(jsonb)', 'execute'), ('staff_leaves(text, date, text)', 'execute'), ('verify(timestamptz)', 'execute'),
        ('verify_clocks()', 'execute')) s (object, privilege)
$$;
comment on function jiancha._duty_grants() is 'What duties may do, as _grants(); duty nobody: the records'' owner and superusers alone.';

create function jiancha._reads(object text) returns boolean
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select coalesce((select p.provolatile <> 'v' from pg_proc p where p.oid = case when strpos(object, '(') > 0 then to_regprocedure('jiancha.' || object) end), false)
$$;
comment on function jiancha._reads(text) is 'Whether an object of the matrix is a function that only reads.';

create function jiancha.grant_matrix() returns table (duty text, name text, object text, privilege text)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select d.duty, d.name, g.object, g.privilege
    from jiancha._duties() d
    join (select * from jiancha._grants() union select * from jiancha._duty_grants()) g
        on g.duty = d.duty
            -- who reads a view calls what it calls
            or (g.duty = '*' and (d.takes = 'all' or (d.takes = 'read' and (g.privilege = 'select' or jiancha._reads(g.object)))))
    union
    select d.duty, d.name, '监察.' || c.relname, 'select'
    from jiancha._duties() d
    cross join pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where (d.takes <> 'none' or d.duty = 'assessor') and n.nspname = '监察' and c.relkind = 'v'
    union
    select d.duty, d.name, 'jiancha_archive.' || c.relname, 'select'
    from jiancha._duties() d
    join pg_class c on c.relkind = 'p'
    join pg_namespace n on n.oid = c.relnamespace
    join (select * from jiancha._grants() union select * from jiancha._duty_grants()) g on g.object = c.relname and g.privilege = 'select'
    where n.nspname = 'jiancha_archive' and (g.duty = d.duty or (g.duty = '*' and d.takes <> 'none'))
$$;
comment on function jiancha.grant_matrix() is
    '权限矩阵: what each duty may do, one row a duty, object and privilege (select, insert, execute). object: a relation or routine of schema jiancha, or one of another schema with its name before it. What is not in it a duty may not do; what is open to everybody (arithmetic, explanations) is not in it. Which rows are seen is the matter of row-level security.';

create function jiancha._object_name(object text, privilege text) returns text
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select case
        when privilege = 'execute' then 'routine ' || ('jiancha.' || object)::regprocedure::text
        when object ^@ '监察.' or object ^@ 'jiancha_archive.' then format('%I.%I', split_part(object, '.', 1), split_part(object, '.', 2))
        else format('jiancha.%I', object) end
$$;
comment on function jiancha._object_name(text, text) is 'An object of the grant matrix as GRANT wants it.';

create function jiancha._grant(role_name name, duty text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    wanted record;
    schema text;
begin
    foreach schema in array array['jiancha', '监察', 'jiancha_archive'] loop
        if to_regnamespace(quote_ident(schema)) is not null then
            execute format('grant usage on schema %I to %I', schema, role_name);
        end if;
    end loop;
    for wanted in
        select m.privilege, string_agg(jiancha._object_name(m.object, m.privilege), ', ') as objects
        from jiancha.grant_matrix() m
        where m.duty = _grant.duty and m.privilege <> 'execute'
        group by m.privilege
        union all
        select m.privilege, jiancha._object_name(m.object, m.privilege)
        from jiancha.grant_matrix() m
        where m.duty = _grant.duty and m.privilege = 'execute'
    loop
        execute format('grant %s on ', wanted.privilege) || wanted.objects || format(' to %I', role_name);
    end loop;
end
$$;
comment on function jiancha._grant(name, text) is 'Grants a role what a duty may do.';

create function jiancha._revoke_all(role_name name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    schema text;
begin
    foreach schema in array array['jiancha', '监察', 'jiancha_archive'] loop
        if to_regnamespace(quote_ident(schema)) is not null then
            execute format('revoke all on all tables in schema %1$I from %2$I', schema, role_name);
            execute format('revoke all on all sequences in schema %1$I from %2$I', schema, role_name);
            execute format('revoke all on all routines in schema %1$I from %2$I', schema, role_name);
            execute format('revoke all on schema %1$I from %2$I', schema, role_name);
        end if;
    end loop;
end
$$;
comment on function jiancha._revoke_all(name) is 'Takes from a role every right on the records and the functions that was granted to it by name.';

create function jiancha._duty_role(duty text) returns name
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select r.role_name::name from jiancha.duty_role r where r.duty = _duty_role.duty order by r.seq desc limit 1
$$;
comment on function jiancha._duty_role(text) is 'Role that carries the rights of a duty; NULL: none was named.';

create function jiancha._unsafe_role(role_name name) returns text
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select case
        when r.rolsuper then 'is a superuser'
        when r.rolbypassrls then 'bypasses row-level security'
        when r.rolcreaterole then 'may create roles'
        when r.rolreplication then 'may replicate'
        when pg_has_role(r.oid, c.relowner, 'member') then 'belongs to the owner of the records'
        when p.rolname is not null then format('is a member of %s', p.rolname)
    end
    from pg_roles r
    join pg_class c on c.oid = 'jiancha.record_state'::regclass
    left join lateral (
        select m.rolname from pg_roles m
        where m.rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
            and pg_has_role(r.oid, m.oid, 'member')
        order by m.rolname limit 1) p on true
    where r.rolname = _unsafe_role.role_name
$$;
comment on function jiancha._unsafe_role(name) is 'Why a role can do more than its duties, so that it may hold none; NULL: it cannot.';

create function jiancha._officer_words(role_name name) returns text[]
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select coalesce(array_agg(distinct w.word order by w.word), '{}')
    from pg_roles m
    cross join pg_roles r
    cross join lateral (select substring(r.rolname from '^jiancha_(administer|secrecy|audit)_') as word) w
    -- whoever is a member of the role has what it has
    where (m.rolname = _officer_words.role_name or pg_has_role(m.oid, (select o.oid from pg_roles o where o.rolname = _officer_words.role_name), 'member'))
        and not m.rolsuper and w.word is not null and m.oid <> r.oid and pg_has_role(m.oid, r.oid, 'member')
$$;
comment on function jiancha._officer_words(name) is 'Of 三员, which a role or one of its members is: administer, secrecy, audit. More than one must not be.';

create function jiancha.setup_roles(roles jsonb) returns table (no integer, done text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    wanted record;
    was name;
    trouble text;
begin
    no := 0;
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.setup_roles()');
    end if;
    if roles is null or jsonb_typeof(roles) <> 'object' then
        perform jiancha._raise('bad_value', 'roles', coalesce(left(roles::text, 60), 'NULL'), 'setup_roles', '{"duty": "role", …}');
    end if;
    for wanted in
        select r.key as duty, r.value as role_name, d.duty is not null as known, d.of_org, count(*) over (partition by r.value) as times
        from jsonb_each_text(roles) r left join jiancha._duties() d on d.duty = r.key
        order by r.key
    loop
        if not wanted.known then
            perform jiancha._raise('bad_value', 'duty', wanted.duty, 'setup_roles', (select string_agg(d.duty, ', ' order by d.duty) from jiancha._duties() d));
        end if;
        if coalesce(wanted.role_name, '') = '' or octet_length(wanted.role_name) > 63 or wanted.role_name ~ '^(jiancha_(org|enter|supervise|own|monitor|legal|secrecy|audit|administer|complaint_desk|cleared|assess)_|pg_)' then
            perform jiancha._raise('bad_value', wanted.duty, coalesce(wanted.role_name, 'NULL'), 'setup_roles', 'a role name of at most 63 bytes that does not stand for an organisation');
        end if;
        if wanted.times > 1 or exists (
            select from jiancha._duties() d
            where d.duty <> wanted.duty and not roles ? d.duty and jiancha._duty_role(d.duty) = wanted.role_name) then
            perform jiancha._raise('role_of_two_duties', wanted.role_name);
        end if;
        if not exists (select from pg_roles r where r.rolname = wanted.role_name) then
            execute format('create role %I nologin', wanted.role_name);
            no := no + 1; done := format('made role %s for duty %s', wanted.role_name, wanted.duty); return next;
        end if;
        trouble := coalesce(jiancha._unsafe_role(wanted.role_name::name),
            (select 'can log in' from pg_roles r where r.rolname = wanted.role_name and r.rolcanlogin));
        if trouble is not null then
            perform jiancha._raise('unsafe_role', wanted.role_name, trouble);
        end if;
        -- who holds the duty keeps it: from the role of yesterday to that of today
        was := jiancha._duty_role(wanted.duty);
        perform jiancha._revoke_all(wanted.role_name::name);
        perform jiancha._grant(wanted.role_name::name, wanted.duty);
        if wanted.duty = 'administrator' then
            perform jiancha._join_role(wanted.role_name::name, 'jiancha_administer_all');
        end if;
        if was is distinct from wanted.role_name then
            insert into jiancha.duty_role (duty, role_name, actor) values (wanted.duty, wanted.role_name, current_user);
            if exists (select from pg_roles r where r.rolname = was) then
                perform jiancha._revoke_all(was);
                if wanted.duty = 'administrator' then
                    execute format('revoke jiancha_administer_all from %I', was);
                end if;
                for trouble in
                    select m.rolname from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid where r.rolname = was
                loop
                    execute format('revoke %I from %I', was, trouble);
                    execute format('grant %I to %I', wanted.role_name, trouble);
                end loop;
            end if;
            no := no + 1; done := format('duty %s: role %s%s', wanted.duty, wanted.role_name, ' instead of ' || was); return next;
        end if;
        if cardinality(jiancha._officer_words(wanted.role_name::name)) > 1 then
            perform jiancha._raise('officers_exclude', wanted.role_name, array_to_string(jiancha._officer_words(wanted.role_name::name), ', '));
        end if;
    end loop;
    if no = 0 then
        no := 1; done := 'nothing new: the roles have the rights of their duties'; return next;
    end if;
end
$$;
comment on function jiancha.setup_roles(jsonb) is
    'Names the role of each duty: {"supervisor": "city_supervisors", …}; keys are duties of grant_matrix(), values roles that exist or are made, NOLOGIN. Each gets what the matrix gives its duty and nothing else of the records; what a role named earlier had goes over with its members. Accounts made by grant_access() from then on are members of it. Call it again after an update. Superusers only. Errors: JC005 unknown duty, a name of an organisation''s role, JC007 a role that can log in or do more than its duty, one role for two duties, 三员 in one hand.';

create function jiancha._join_role(role_name name, group_name name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from pg_roles r where r.rolname = group_name) then
        execute format('create role %I nologin', group_name);
    end if;
    if not exists (
        select from pg_auth_members a join pg_roles g on g.oid = a.roleid join pg_roles m on m.oid = a.member
        where g.rolname = group_name and m.rolname = role_name) then
        execute format('grant %I to %I', group_name, role_name);
    end if;
end
$$;
comment on function jiancha._join_role(name, name) is 'Makes a role a member of another, which is made, NOLOGIN, if it is missing.';
