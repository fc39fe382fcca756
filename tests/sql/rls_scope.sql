-- Row-level security, every table: a district sees no row of its sibling's, the city sees both; and an index scan stays one.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
set datestyle = 'ISO, YMD';
\pset format unaligned
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
insert into jiancha.org (org_code, name, parent_code) values ('sc', '市', null), ('sc-a', '甲区', 'sc'), ('sc-b', '乙区', 'sc');
create role test_scope_city; create role test_scope_a; create role test_scope_b;
select jiancha.grant_access('test_scope_city', 'sc', 'supervisor'), jiancha.grant_access('test_scope_a', 'sc-a'), jiancha.grant_access('test_scope_b', 'sc-b', 'supervisor') \g /dev/null
grant select on all tables in schema jiancha to test_scope_city, test_scope_a, test_scope_b;

-- a row of each district in every table that names an organisation and is under row security, whatever it is about: its columns filled by their types,
-- its own checks off. What others add to the records is here by itself.
create table pg_temp.scoped (relation text, org_column text);
insert into pg_temp.scoped
select c.relname, (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attname in ('seen_by', 'org_code', 'desk_org') and not a.attisdropped order by array_position('{seen_by,org_code,desk_org}', a.attname::text) limit 1)
from pg_class c
where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r' and c.relrowsecurity
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('seen_by', 'org_code', 'desk_org') and not a.attisdropped);
set session_replication_role = replica;
do $$
declare
    t record;
    k record;
begin
    for t in select s.* from pg_temp.scoped s loop
        for k in select conname from pg_constraint where conrelid = format('jiancha.%I', t.relation)::regclass and contype = 'c' loop
            execute format('alter table jiancha.%I drop constraint %I', t.relation, k.conname);
        end loop;
        for k in select * from (values (1, 'sc-a'), (2, 'sc-b')) o (n, org) loop
            execute (
                select format('insert into jiancha.%I (%s) values (%s)', t.relation, string_agg(quote_ident(a.attname), ', '), string_agg(case
                        when a.attname in ('org_code', 'seen_by', 'desk_org', 'origin_org_code') then quote_literal(k.org)
                        when a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype) then k.n::text
                        when a.atttypid = 'bool'::regtype then 'true'
                        when a.atttypid in ('date'::regtype, 'timestamptz'::regtype) then '''2025-01-02'''
                        when a.atttypid in ('json'::regtype, 'jsonb'::regtype) then '''{}'''
                        when a.atttypid = 'interval'::regtype then '''1 day'''
                        when a.atttypid = 'time'::regtype then '''09:00'''
                        when a.atttypid = 'bytea'::regtype then '''\x00'''
                        when y.typcategory in ('A', 'R') then '''{}'''
                        else quote_literal('x' || k.n) end, ', '))
                from pg_attribute a join pg_type y on y.oid = a.atttypid
                where a.attrelid = format('jiancha.%I', t.relation)::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                    and (a.attnotnull and not a.atthasdef or a.attname in ('org_code', 'seen_by', 'desk_org', 'origin_org_code', 'docket_id')));
        end loop;
    end loop;
end $$;
reset session_replication_role;
select count(*) >= 40 as "tables enough" from pg_temp.scoped;
create table pg_temp.seen (who text, relation text, org text, rows bigint);
grant all on pg_temp.seen, pg_temp.scoped to public;
do $$
declare
    who text;
    t record;
begin
    foreach who in array '{all,city,a,b}'::text[] loop
        if who <> 'all' then
            execute format('set role %I', 'test_scope_' || who);
        end if;
        for t in select s.* from pg_temp.scoped s loop
            execute format('insert into pg_temp.seen select %L, %L, o.org, (select count(*) from jiancha.%I t where t.%I = o.org) from unnest(''{sc-a,sc-b}''::text[]) o (org)', who, t.relation, t.relation, t.org_column);
        end loop;
        reset role;
    end loop;
end $$;
-- a sibling's row is seen only where it is published to all or a register, and one's own is hidden only where it is for assessors; the city sees both
select relation from pg_temp.seen where (who, org) in (('a', 'sc-b'), ('b', 'sc-a')) group by 1 having sum(rows) > 0 order by 1;
select s.relation from pg_temp.seen s join pg_temp.seen w on w.who = 'all' and w.relation = s.relation and w.org = s.org where (s.who, s.org) in (('a', 'sc-a'), ('b', 'sc-b')) and s.rows <> w.rows group by 1 order by 1;
select distinct s.relation from pg_temp.seen s join pg_temp.seen w on w.who = 'all' and w.relation = s.relation and w.org = s.org where s.who = 'city' and s.rows <> w.rows order by 1;
select relation from pg_temp.seen where who = 'all' and rows = 0;
-- a table under row security that names no organisation shows nothing to anybody but by a policy of its own
select c.relname, (select string_agg(p.polname, ', ' order by p.polname) from pg_policy p where p.polrelid = c.oid) as policies
from pg_class c where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r' and c.relrowsecurity and not exists (select from pg_temp.scoped s where s.relation = c.relname) order by 1;
-- no policy looks into a table of the collecting city or calls what reads one (Citus)
select c.relname, p.polname from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'jiancha'::regnamespace and pg_get_expr(p.polqual, p.polrelid) ~* 'select' order by 1, 2;

-- plans, as an ordinary role: 20,000 cards, 1 % of them of the district
set session_replication_role = replica;
insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state)
select 1000 + n, 'approval', 'P-' || n, case when n % 100 = 0 then 'sc-b' else 'sc-a' end, case when n % 100 = 0 then 'sc-b' else 'sc-a' end, 'xinxiang', 'CN', '2025-01-02', 'received' from generate_series(1, 20000) n;
insert into jiancha.signal (docket_id, rule, clock, cycle, signal_no, business_no, level, origin, org_code, seen_by, earned_at, found_at, calendar_code, calendar_version, pack, rule_version, revision)
select d.docket_id, 'r', 'c', 1, 's' || d.docket_id, d.business_no, 'red', 'auto', d.org_code, d.org_code, '2025-01-02', '2025-01-02', 'CN', 1, 'xinxiang', 1, 1 from jiancha.docket d where d.docket_id > 1000;
insert into jiancha.step (docket_id, seq, kind, at, at_precision, actor, org_code) select d.docket_id, d.docket_id, 'accept', '2025-01-02', 'minute', 'x', d.org_code from jiancha.docket d where d.docket_id > 1000;
reset session_replication_role;
vacuum analyze jiancha.docket, jiancha.signal, jiancha.step;
set role test_scope_b;
select count(*) from jiancha.signal where docket_id > 1000;
explain (costs off) select earned_at from jiancha.signal where earned_at > '2025-01-01';
explain (costs off) select business_no from jiancha.docket where docket_id = 1100;
explain (costs off) select opinion from jiancha.step where docket_id = 1100;
-- a condition that is not leakproof is not looked at before the policy
explain (costs off) select opinion from jiancha.step where docket_id = 1100 and opinion ~ 'x';
reset role;
drop owned by test_scope_city, test_scope_a, test_scope_b;
do $$
declare
    r name;
begin
    for r in select rolname from pg_roles where rolname ~ '^(test_scope_|jiancha_(org|enter|supervise|own)_sc)' order by rolname loop
        execute format('drop role %I', r);
    end loop;
end $$;
