-- Triggers: the buffers of the insertable views, the guards of the append-only tables. Made again by every setup().

do $$
declare
    view_name text;
    table_name text;
begin
    foreach view_name in array array['case_intake', 'case_step', 'org', 'staff', 'matter'] loop
        if not exists (select from pg_trigger where tgrelid = format('jiancha.%I', view_name)::regclass and tgname = 'intake_end') then
            execute format('create trigger intake_begin before insert on jiancha.%I for each statement execute function jiancha._buffer_begin()', view_name);
            execute format('create trigger intake_row instead of insert on jiancha.%I for each row execute function jiancha._buffer_row()', view_name);
            execute format('create trigger intake_end after insert on jiancha.%I for each statement execute function jiancha._buffer_end(%L)',
                view_name, format('_%s_statement', view_name));
        end if;
    end loop;
    foreach table_name in array array['case_file', 'step', 'signal', 'signal_action', 'rule_pack', 'clock_rule', 'signal_rule', 'legal_basis',
            'calendar_version', 'calendar_day', 'calendar_notice', 'org_version', 'staff_version', 'matter_version'] loop
        if not exists (select from pg_trigger where tgrelid = format('jiancha.%I', table_name)::regclass and tgname = 'append_only') then
            execute format('create trigger append_only before update or delete on jiancha.%I for each row execute function jiancha._guard()', table_name);
            execute format('create trigger append_only_truncate before truncate on jiancha.%I for each statement execute function jiancha._guard()', table_name);
        end if;
        if exists (select from pg_trigger where tgrelid = format('jiancha.%I', table_name)::regclass and tgname ~ '^append_only' and tgenabled <> 'A') then
            execute format('alter table jiancha.%I enable always trigger append_only', table_name);
            execute format('alter table jiancha.%I enable always trigger append_only_truncate', table_name);
        end if;
    end loop;
end
$$;
