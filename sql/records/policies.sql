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
