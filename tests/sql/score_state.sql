-- Score states: exact against sums in numeric, the same for every order, partition, worker count and merge tree; every byte of a stored state is checked.
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
\pset format unaligned
\set SHOW_CONTEXT never
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null
-- the worked example of the published rubric: 77
select jiancha.score_terms('r1', 1) as terms \gset
create temp table worked as select jiancha.score_merge(s) as state from (
    select jiancha.score(d, p) from (values (3, -5.0), (3, -5), (3, -10), (2, -10)) v (d, p) union all select jiancha.score_counts(200, 60, 3, 4)) x (s);
select state, jiancha.score_total(state, :'terms') from worked;
select * from jiancha.score_detail((select state from worked), :'terms');
select jiancha.score_total(state, :'terms', c) from worked, unnest('{0,0.5,1.2345,100}'::numeric[]) c;
select jiancha.score_close(state, :'terms') from worked;
select jiancha.score_mean(jiancha.score_merge(jiancha.score_close(s, :'terms'))) from (select state from worked union all select jiancha.score_counts(0, 0, 0, 0) union all select jiancha.score_counts(3, 0, 0, 0)) x (s);
select jiancha.score_mean(state) is null, (jiancha.score_state_counts(state)).* from worked;
-- steps: every edge
select n, jiancha.score_step_points(n, 1000, 0.1, 0.1, 1, 1, 10) as early, jiancha.score_step_points(n, 1000, 0.3, 0.1, 3, 1, 10) as promise, jiancha.score_step_points(n, 1000, 0.01, 0.01, 1, 1, 5) as incomplete
from unnest('{0,9,10,49,50,99,100,199,200,299,300,399,400,999,1000}'::int[]) n;
-- an empty set, NULLs, one row
select jiancha.score(d, p) is null from (values (1, 1.0)) v (d, p) where false;
select jiancha.score(d, p) from (values (1, null::numeric), (null, 1.0), (2, -0.01)) v (d, p);
select jiancha.score_merge(s) from (values (null::jiancha.score_state)) v (s);
select jiancha.score_cases(s, '2025-03-31 00:00+08', '24 hours') from (values (null::timestamptz), ('2025-03-29 23:59:59.999999+08'), ('2025-03-30 00:00+08'), ('2025-03-30 23:59:59.999999+08'), ('2025-03-31 00:00+08')) v (s);
select jiancha.score_cases('2025-03-29', d, l) from (values (null::timestamptz, interval '24 hours'), ('infinity', '24 hours'), ('2025-03-31', null)) v (d, l);
-- random points against numeric, by itself, in another order, forced parallel with several numbers of workers, partitionwise, and merged from random parts
select 20251124 as seed \gset
\echo seed :seed
select setseed(:seed / 100000000.0) \g /dev/null
create table entry (org int, dimension int, points numeric, part int) partition by hash (org);
create table entry_0 partition of entry for values with (modulus 3, remainder 0) with (autovacuum_enabled = off);
create table entry_1 partition of entry for values with (modulus 3, remainder 1) with (autovacuum_enabled = off);
create table entry_2 partition of entry for values with (modulus 3, remainder 2) with (autovacuum_enabled = off);
insert into entry select (random() * 20)::int, 1 + (random() * 10)::int, round((random() * 20 - 15)::numeric, 2), (random() * 7)::int from generate_series(1, 60000);
create temp table oracle as
    select org, (select string_agg(format('%s:+%s-%sx%s=0', dimension, plus, minus, n), ' ' order by dimension) from (
        select dimension, (sum(points) filter (where points >= 0) * 100)::bigint as plus, (-sum(points) filter (where points < 0) * 100)::bigint as minus, count(*) as n
        from entry e where e.org = o.org group by dimension) x) as says
    from (select distinct org from entry) o;
create temp table seen (way text, org int, state text);
set max_parallel_workers_per_gather = 0;
insert into seen select 'alone', org, jiancha.score(dimension, points)::text from entry group by org;
insert into seen select 'sorted', org, jiancha.score(dimension, points order by points, dimension)::text from entry group by org;
insert into seen select 'parts', org, jiancha.score_merge(s order by part desc)::text from (select org, part, jiancha.score(dimension, points) as s from entry group by org, part) x group by org;
insert into seen select 'bytes', org, jiancha.score_merge(jiancha.score_state(b))::text from (select org, part, jiancha.score_state_send(jiancha.score(dimension, points)) as b from entry group by org, part) x group by org;
insert into seen select 'text', org, jiancha.score_merge(b::jiancha.score_state)::text from (select org, part, jiancha.score(dimension, points)::text as b from entry group by org, part) x group by org;
set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0;
set max_parallel_workers_per_gather = 1;
create table w1 as select org, jiancha.score(dimension, points)::text from entry group by org;
set max_parallel_workers_per_gather = 4; set enable_hashagg = off;
create table w4 as select org, jiancha.score(dimension, points)::text from entry group by org;
set enable_partitionwise_aggregate = on; set enable_hashagg = on;
create table wp as select org, jiancha.score(dimension, points)::text from entry group by org;
explain (costs off) select org, jiancha.score(dimension, points) from entry group by org;
insert into seen select 'one worker', * from w1 union all select 'four workers', * from w4 union all select 'partitionwise', * from wp;
select way, count(*), count(*) filter (where state = 'v1 cases=0 early=0 late=0 incomplete=0 periods=0 total=0 ' || says) as exact from seen join oracle using (org) group by way order by way collate "C";
-- totals against an independent computation in numeric
create function pg_temp.numeric_total(n int, c numeric) returns numeric language sql as $$
    with d as (select d.dimension, greatest(d.floor, least(d.cap, d.weight + coalesce((select sum(e.points) from entry e where e.org = n and e.dimension = d.dimension and e.part = 0), 0))) as s
        from jiancha.effective_score_dimension d where (d.scheme, d.version) = ('r1', 1))
    select greatest(0, round(greatest(0, sum(s)) * c, 2)) from d $$;
select count(*) as totals, count(*) filter (where jiancha.score_total(s.state, :'terms', c) = pg_temp.numeric_total(o.org, c)) as exact
from (select distinct org from entry) o
cross join unnest('{1,0.3333,0.0001,7.7777}'::numeric[]) c
cross join lateral (select jiancha.score(e.dimension, e.points) as state from entry e where e.org = o.org and e.part = 0) s;
reset max_parallel_workers_per_gather; reset parallel_setup_cost; reset parallel_tuple_cost; reset min_parallel_table_scan_size; reset enable_partitionwise_aggregate;
-- as a window, where a state outlives its row
select count(*) from (select jiancha.score_total(jiancha.score(dimension, points) over (partition by org order by part rows between 2 preceding and current row), :'terms') from entry limit 100) x;
-- elapsed time: against numeric and sorting
create temp table took as select (random() * 5)::int as org, make_interval(secs => floor(random() * power(10, 2 + (i % 5)))) as t, random() < 0.7 as on_time from generate_series(1, 20000) i;
select s.cases = n.n and s.on_time = n.k as counts, s.on_time_rate = round(n.k::numeric / n.n, 4) as rate, s.mean = make_interval(secs => round(n.sum / n.n)) as mean, s.shortest = n.least and s.longest = n.most as ends,
    s.median >= n.median and extract(epoch from s.median) <= extract(epoch from n.median) * 1.0079 as median, s.p90 >= n.p90 and extract(epoch from s.p90) <= extract(epoch from n.p90) * 1.0079 as p90
from (select org, (jiancha.elapsed_summary(jiancha.elapsed(t, on_time))).* from took group by org) s
join (select org, count(*) as n, count(*) filter (where on_time) as k, sum(extract(epoch from t)) as sum, min(t) as least, max(t) as most,
        percentile_disc(0.5) within group (order by t) as median, percentile_disc(0.9) within group (order by t) as p90 from took group by org) n using (org);
select count(distinct jiancha.elapsed_state_send(s)) as states from (
    select jiancha.elapsed(t, on_time) as s from took
    union all select jiancha.elapsed_merge(s) from (select jiancha.elapsed(t, on_time) as s from took group by org) x
    union all select jiancha.elapsed_merge(jiancha.elapsed_state(jiancha.elapsed_state_send(s))) from (select jiancha.elapsed(t, on_time) as s from took group by on_time, org) x
    union all select (jiancha.elapsed(t, on_time order by t desc))::text::jiancha.elapsed_state from took) x;
select jiancha.elapsed(t, null) from (values (null::interval), ('1 hour'), ('00:00:00.999')) v (t);
select jiancha.elapsed_percentile(jiancha.elapsed(make_interval(secs => i), true), p) from generate_series(1, 100) i, unnest('{0,1,50,50.01,99.99,100}'::numeric[]) p group by p order by p;
-- bad input: each a line of its own
create function pg_temp.try(command text) returns text language plpgsql as $$
declare state text; message text; hint text;
begin
    execute command; return 'accepted';
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, hint = pg_exception_hint;
    return concat_ws(' | ', state || ': ' || message, nullif(hint, ''));
end $$;
select pg_temp.try(format('select jiancha.score(%s, %s)', d, p)) from (values ('0', '1'), ('65', '1'), ('1', '0.001'), ('1', '''NaN'''), ('1', '''infinity'''), ('1', '10000000000.01'), ('1', '1e30'), ('1', '10000000000')) v (d, p);
select pg_temp.try('select jiancha.score(1, p) from (values (10000000000), (0.01)) v (p)');
select pg_temp.try('select jiancha.score_cases(now(), now(), ''1 day'')');
select pg_temp.try('select jiancha.score_counts(1, 1, 1, 0)');
select pg_temp.try('select jiancha.score_counts(-1, 0, 0, 0)');
select pg_temp.try(format('select jiancha.score_total(jiancha.score_counts(0, 0, 0, 0), %L)', t)) from (values ('{}'), ('{1}'), ('{2,0,0,0,0,0,0,0,0,0,0,0,0,0}'), ('{1,0,0,0,0,0,0,0,0,0,0,0,0,NULL}'), ('{1,0,0,0,0,0,0,0,0,0,0,0,0,1}'), ('{1,5,0,0,0,0,0,0,0,0,0,0,0,0}'), ('{{1},{0}}')) v (t);
select pg_temp.try(format('select jiancha.score_total(jiancha.score(12, 1), %L)', :'terms'));
select pg_temp.try(format('select jiancha.score_total(jiancha.score(1, 1), %L, %s)', :'terms', c)) from unnest('{-1,100.0001,0.00001}'::text[]) c;
select pg_temp.try(format('select jiancha.score_close(jiancha.score_close(jiancha.score(1, 1), %1$L), %1$L)', :'terms'));
select pg_temp.try(format('select %L::jiancha.score_state', t)) from (values (''), ('v1'), ('v2 cases=0 early=0 late=0 incomplete=0 periods=0 total=0'), ('v1 cases=0 early=1 late=0 incomplete=0 periods=0 total=0'),
    ('v1 cases=0 early=0 late=0 incomplete=0 periods=0 total=0 2:+0-0x1=0 1:+0-0x1=0'), ('v1 cases=0 early=0 late=0 incomplete=0 periods=0 total=0 65:+0-0x1=0'), ('v1 cases=99999999999999999999 early=0 late=0 incomplete=0 periods=0 total=0'),
    ('v1 cases=0 early=0 late=0 incomplete=0 periods=0 total=0 1:+1-0x0=0'), ('v1 cases=0 early=0 late=0 incomplete=0 periods=0 total=0 x')) v (t);
select pg_temp.try(format('select jiancha.score_state(%L::bytea)', b)) from (values ('\x'), ('\x02'), ('\x0100'), ('\x01ff'), ('\x0141'), ('\x0100' || repeat('00', 49)), ('\x0100' || repeat('ff', 48)), ('\x0101' || repeat('00', 48) || repeat('7f', 32))) v (b);
select pg_temp.try(format('select jiancha.elapsed_state(%L::bytea)', b)) from (values ('\x'), ('\x02'), ('\x01' || repeat('00', 40)), ('\x01' || repeat('00', 40) || 'ffff'), ('\x01' || repeat('00', 40) || '000100000000000000000000'), ('\x01' || repeat('00', 40) || '00010fff7fffffffffffffff')) v (b);
select pg_temp.try(format('select %L::jiancha.elapsed_state', t)) from (values (''), ('v1 cases=1 on_time=0 sum=5 least=5 most=5'), ('v1 cases=1 on_time=0 sum=5 least=5 most=5 5:1 5:1'), ('v1 cases=1 on_time=0 sum=5 least=5 most=5 99999:1'), ('v1 cases=1 on_time=2 sum=5 least=5 most=5 5:1')) v (t);
select pg_temp.try(format('select jiancha.elapsed(%L, true)', t)) from unnest('{1 day,-1 second,1 month,100000000 hours}'::text[]) t;
-- every byte of a stored state flipped: refused, or a state that prints and reads back the same
create function pg_temp.flip(b bytea, what regtype) returns table (refused bigint, read bigint, other bigint) language plpgsql as $$
declare printed text; again text;
begin
    refused := 0; read := 0; other := 0;
    for i in 0 .. length(b) * 8 - 1 loop
        begin
            execute format('select %s(set_bit($1, %s, 1 - get_bit($1, %s)))::text', what, i, i) into printed using b;
            execute format('select %L::%s::text', printed, what) into again;
            if again = printed then read := read + 1; else other := other + 1; end if;
        exception when invalid_binary_representation or protocol_violation then refused := refused + 1;
        end;
    end loop;
    return next;
end $$;
select * from pg_temp.flip((select jiancha.score_state_send(state) from worked), 'jiancha.score_state');
select * from pg_temp.flip(jiancha.elapsed_state_send((select jiancha.elapsed(make_interval(secs => i * 100), true) from generate_series(1, 5) i)), 'jiancha.elapsed_state');
