-- The grant matrix: each duty against each object, by the catalogue and by trying. What was made without a decision who may use it shows here first.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
create view pg_temp.row_of as select * from jiancha._grants() union select * from jiancha._duty_grants();

-- 1 each relation and each public routine that is not open to everybody has a row, if only one that says nobody
select c.relname from pg_class c
where c.relnamespace = 'jiancha'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and not exists (select from row_of g where g.object = c.relname) order by 1;
select p.oid::regprocedure from pg_proc p
where p.pronamespace = 'jiancha'::regnamespace and p.proname !~ '^_' and not has_function_privilege('public', p.oid, 'execute')
    and not exists (select from row_of g where g.privilege = 'execute' and to_regprocedure('jiancha.' || g.object) = p.oid) order by 1;
-- 2 each row names an object that is there, a privilege and a duty; none both gives and denies
select g.* from row_of g
where case g.privilege when 'execute' then to_regprocedure('jiancha.' || g.object) is null when 'select' then to_regclass('jiancha.' || g.object) is null
        when 'insert' then to_regclass('jiancha.' || g.object) is null else true end
    or g.duty not in (select d.duty from jiancha._duties() d union values ('*'), ('nobody')) order by 1, 2, 3;
select g.object from row_of g where g.duty = 'nobody' and exists (select from row_of o where o.object = g.object and o.privilege = g.privilege and o.duty <> 'nobody');
-- what is changed through no view is inserted by nobody: only views take rows
select distinct g.object from row_of g join pg_class c on c.oid = to_regclass('jiancha.' || g.object) where g.privilege = 'insert' and c.relkind <> 'v';

-- one account a duty
insert into jiancha.org (org_code, name, parent_code) values ('gr-city', '市', null), ('gr-a', '甲局', 'gr-city');
do $$
declare
    d record;
begin
    for d in select * from jiancha._duties() loop
        execute format('create role %I', 'test_grants_' || d.duty);
        perform jiancha.grant_access(('test_grants_' || d.duty)::name, case when d.of_org then 'gr-a' end, d.duty);
    end loop;
end $$;
create role test_grants_stranger;

-- 3 by the catalogue: what a duty has is what the matrix says, no more and no less
with relation as (
    select c.oid, case n.nspname when 'jiancha' then c.relname else n.nspname || '.' || c.relname end as object
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('jiancha', '监察', 'jiancha_archive') and c.relkind in ('r', 'p', 'v')),
wanted as (
    select d.duty, r.oid, r.object, p.privilege,
        exists (select from jiancha.grant_matrix() m where m.duty = d.duty and m.object = r.object and m.privilege = p.privilege) as says
    from (select duty from jiancha._duties() union all select 'stranger') d cross join relation r
    cross join unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) p (privilege))
select w.duty, w.object, w.privilege, w.says from wanted w
where has_table_privilege('test_grants_' || w.duty, w.oid, w.privilege) <> w.says or w.says and w.privilege not in ('select', 'insert') order by 1, 2, 3;
select d.duty, p.oid::regprocedure
from (select duty from jiancha._duties() union all select 'stranger') d cross join pg_proc p
where p.pronamespace = 'jiancha'::regnamespace and not has_function_privilege('public', p.oid, 'execute')
    and has_function_privilege('test_grants_' || d.duty, p.oid, 'execute') <> exists (
        select from jiancha.grant_matrix() m where m.duty = d.duty and m.privilege = 'execute' and ('jiancha.' || m.object)::regprocedure = p.oid) order by 1, 2;
select d.duty, s.oid::regclass
from (select duty from jiancha._duties() union all select 'stranger') d join pg_class s on s.relkind = 'S' and s.relnamespace = 'jiancha'::regnamespace
where has_sequence_privilege('test_grants_' || d.duty, s.oid, 'usage') or has_sequence_privilege('test_grants_' || d.duty, s.oid, 'update');

-- 4 by trying, as each of them
create function pg_temp.outcome(command text) returns text language plpgsql as $$
begin
    execute command;
    return 'done';
exception
    when insufficient_privilege then return 'denied';
    when others then return 'error';
end $$;
create table pg_temp.tried (duty text, object text, verb text, outcome text, says boolean);
create table pg_temp.matrix as select * from jiancha.grant_matrix();
grant all on pg_temp.tried, pg_temp.matrix to public;
do $$
declare
    d text;
    t record;
begin
    foreach d in array array(select duty from jiancha._duties() union all select 'stranger') loop
        execute format('set role %I', 'test_grants_' || d);
        for t in
            select case n.nspname when 'jiancha' then c.relname else n.nspname || '.' || c.relname end as object, v.verb, format(v.command, n.nspname, c.relname,
                (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = 1)) as command
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            cross join (values ('select', 'select from %1$I.%2$I limit 0'), ('insert', 'insert into %1$I.%2$I default values'), ('update', 'update %1$I.%2$I set %3$I = %3$I where false'),
                ('delete', 'delete from %1$I.%2$I where false'), ('truncate', 'truncate %1$I.%2$I')) v (verb, command)
            where n.nspname in ('jiancha', '监察', 'jiancha_archive') and c.relkind in ('r', 'p', 'v')
        loop
            insert into pg_temp.tried values (d, t.object, t.verb, pg_temp.outcome(t.command),
                exists (select from pg_temp.matrix m where m.duty = d and m.object = t.object and m.privilege = t.verb));
        end loop;
        -- every routine that is not open to everybody, with NULL for each argument; what is STRICT is not called for NULL
        for t in
            select p.oid::regprocedure::text as object, 'execute' as verb,
                case p.prokind when 'p' then 'call' else 'select' end || format(' jiancha.%I(%s)', p.proname, (
                    select string_agg(format('null::%s', format_type(a.type, null)), ', ' order by a.place)
                    from unnest(p.proargtypes::oid[]) with ordinality a (type, place))) as command
            from pg_proc p
            where p.pronamespace = 'jiancha'::regnamespace and not has_function_privilege('public', p.oid, 'execute')
                and not has_function_privilege(current_user, p.oid, 'execute')
                and p.prorettype <> 'trigger'::regtype and not p.proisstrict and p.provariadic = 0
                and not exists (select from unnest(p.proargtypes::oid[]) a (type) join pg_type y on y.oid = a.type where y.typtype = 'p')
        loop
            insert into pg_temp.tried values (d, t.object, 'execute', pg_temp.outcome(t.command), false);
        end loop;
        reset role;
    end loop;
end $$;
-- nobody changes, deletes or truncates anything; what the matrix does not give is denied, and what it gives is not
select * from pg_temp.tried where verb in ('update', 'delete', 'truncate') and outcome = 'done';
select * from pg_temp.tried where verb in ('select', 'execute') and not says and outcome <> 'denied';
-- a view that takes no rows says so before it asks for rights
select * from pg_temp.tried where verb = 'insert' and not says and (outcome = 'done'
    or outcome = 'error' and pg_relation_is_updatable(case when object ~ '\.' then object else 'jiancha.' || object end::regclass, true) & 8 = 8);
select * from pg_temp.tried where verb = 'select' and says and outcome <> 'done';
select * from pg_temp.tried where verb = 'insert' and says and outcome = 'denied';
select count(*) > 10000 as "tried enough", count(distinct duty) as duties, count(*) filter (where says) > 1000 as "granted enough", count(*) filter (where verb = 'execute') > 3000 as "routines enough" from pg_temp.tried;

-- the roles of duties: named by the database administrator, made if missing, and nothing that can do more
create role test_grants_login login; create role test_grants_bypass bypassrls; create role test_grants_maker createrole; create role test_grants_reader; grant pg_read_all_data to test_grants_reader;
create role test_grants_near; grant jiancha_owner to test_grants_near;
create function pg_temp.try(command text) returns text language plpgsql as $$
declare
    state text; message text; detail text; hint text;
begin
    execute command;
    return 'done';
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', state || ': ' || message, '  detail: ' || nullif(detail, ''), '  hint: ' || nullif(hint, ''));
end $$;
select pg_temp.try(format('select jiancha.setup_roles(%L)', r)) from unnest(array['{"sweeper": "test_grants_login"}', '{"sweeper": "test_grants_bypass"}', '{"sweeper": "test_grants_maker"}', '{"sweeper": "test_grants_reader"}',
    '{"sweeper": "test_grants_near"}', '{"sweeper": "jiancha_owner"}', '{"sweeper": "postgres"}', '{"sweeper": "jiancha_org_gr-a"}', '{"sweeper": "pg_monitor"}', '{"sweeper": ""}', '{"king": "test_grants_king"}',
    '{"sweeper": "test_grants_one", "platform": "test_grants_one"}', '[]']) r;
select pg_temp.try('select jiancha.setup_roles(null)');
select pg_temp.try(format('select jiancha.grant_access(%L, ''gr-a'')', r)) from unnest('{test_grants_bypass,test_grants_maker,test_grants_reader,test_grants_near,postgres}'::name[]) r;
select count(*) as "made by what was refused" from pg_roles where rolname in ('test_grants_king', 'test_grants_one');
set role test_grants_supervisor;
select pg_temp.try($$ select jiancha.setup_roles('{"sweeper": "test_grants_x"}') $$);
reset role;
select * from jiancha.setup_roles('{"supervisor": "test_grants_watch", "sweeper": "test_grants_cron"}');
-- the account of a duty that has a role is a member of it and holds nothing itself
create role test_grants_new;
select jiancha.grant_access('test_grants_new', 'gr-a', 'supervisor') \g /dev/null
select has_table_privilege('test_grants_new', 'jiancha.signal_decision', 'insert') as decides, exists (
    select from pg_class c cross join lateral aclexplode(c.relacl) a where c.relnamespace = 'jiancha'::regnamespace and a.grantee = 'test_grants_new'::regrole) as holds_itself;
-- repeated, a right that somebody added by hand is gone and one that was taken is back; another role takes over with its members
grant select on jiancha.docket_key to test_grants_watch; revoke select on jiancha.docket from test_grants_watch;
select * from jiancha.setup_roles('{"supervisor": "test_grants_watch"}');
select has_table_privilege('test_grants_watch', 'jiancha.docket_key', 'select') as by_hand, has_table_privilege('test_grants_watch', 'jiancha.docket', 'select') as back;
select * from jiancha.setup_roles('{"supervisor": "test_grants_watch2"}');
select has_table_privilege('test_grants_watch', 'jiancha.docket', 'select') as old_role, has_table_privilege('test_grants_new', 'jiancha.docket', 'select') as its_member, pg_has_role('test_grants_new', 'test_grants_watch', 'member') as still_member;

do $$
declare
    r name;
begin
    for r in select rolname from pg_roles where rolname ~ '^(test_grants_|jiancha_.*_gr-|jiancha_administer_all)' order by rolname loop
        execute format('drop owned by %I', r);
    end loop;
    for r in select rolname from pg_roles where rolname ~ '^(test_grants_|jiancha_.*_gr-|jiancha_administer_all)' order by rolname loop
        execute format('drop role %I', r);
    end loop;
end $$;
