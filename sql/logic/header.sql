\echo Use "create extension jiancha" to load this file. \quit
-- What CREATE EXTENSION makes: functions and nothing else. The records are made by jiancha.setup().
set local search_path = pg_catalog, pg_temp;
set local check_function_bodies = off;
set local client_min_messages = warning;

-- The schema must be fresh and belong to a superuser: nobody may have left an operator or a function in it.
do $$
declare
    schema_owner_is_superuser boolean;
    found text;
begin
    select r.rolsuper into schema_owner_is_superuser
    from pg_catalog.pg_namespace n join pg_catalog.pg_roles r on r.oid = n.nspowner
    where n.nspname = 'jiancha';
    if not schema_owner_is_superuser then
        raise exception using errcode = 'JC006', message = 'schema jiancha does not belong to a superuser',
            hint = 'Drop it and let CREATE EXTENSION make it.';
    end if;
    select pg_catalog.pg_describe_object(d.classid, d.objid, 0) into found
    from pg_catalog.pg_depend d
    where d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
        and d.refobjid = (select n.oid from pg_catalog.pg_namespace n where n.nspname = 'jiancha')
        and d.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
    limit 1;
    if found is not null then
        raise exception using errcode = 'JC006', message = pg_catalog.format('schema jiancha is not empty: it holds %s', found),
            hint = 'Let CREATE EXTENSION make the schema; records of a dropped extension come back as docs/operations.md says.';
    end if;
end
$$;
