\echo Use "create extension jiancha" to load this file. \quit
-- What CREATE EXTENSION makes: functions and nothing else. The records are made by jiancha.setup().
set local search_path = pg_catalog, pg_temp;
set local check_function_bodies = off;
set local client_min_messages = warning;

-- The schema must belong to a superuser and hold nothing but, at most, the records that a dropped extension left behind:
-- tables, views and sequences of one owner who can neither log in nor is a superuser. Nobody may have left a function, an
-- operator or a type in it.
do $$
declare
    found text;
begin
    if not (select r.rolsuper from pg_catalog.pg_namespace n join pg_catalog.pg_roles r on r.oid = n.nspowner where n.nspname = 'jiancha') then
        raise exception using errcode = 'JC006', message = 'schema jiancha does not belong to a superuser',
            hint = 'Drop it and let CREATE EXTENSION make it.';
    end if;
    select pg_catalog.pg_describe_object(d.classid, d.objid, 0) into found
    from pg_catalog.pg_depend d
    left join pg_catalog.pg_class c on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = d.objid
    left join pg_catalog.pg_type t on d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = d.objid
    left join pg_catalog.pg_class keeper on keeper.relname = 'record_state' and keeper.relnamespace = d.refobjid
    left join pg_catalog.pg_roles r on r.oid = keeper.relowner
    where d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
        and d.refobjid = (select n.oid from pg_catalog.pg_namespace n where n.nspname = 'jiancha')
        and d.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
        and (keeper.oid is null or r.rolsuper or r.rolcanlogin
            or (c.relowner is distinct from keeper.relowner and t.typowner is distinct from keeper.relowner))
    limit 1;
    if found is not null then
        raise exception using errcode = 'JC006', message = pg_catalog.format('schema jiancha holds %s', found),
            hint = 'Look who made it and drop it, or drop the schema: CREATE EXTENSION makes it anew.';
    end if;
end
$$;
