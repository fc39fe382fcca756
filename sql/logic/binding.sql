-- A restored copy issues and sends nothing: where the records live, and how they come to live elsewhere.

create function jiancha._place(out system bigint, out database bigint, out timeline integer) returns record
language c stable parallel restricted as 'MODULE_PATHNAME', 'jiancha_place';
comment on function jiancha._place() is 'Where this session is: system identifier of the cluster, Oid of the database, timeline.';

create function jiancha._recovered_to(since integer) returns text
language c stable strict parallel restricted as 'MODULE_PATHNAME', 'jiancha_recovered_to';
comment on function jiancha._recovered_to(integer) is 'How the server left timeline since or one that followed it before its end, in the words of its history file; NULL: it left none so.';

create function jiancha._copy_problem(out problem text, out was text, out here text) returns record
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
begin
    select case when s.bound_system <> p.system then 'copy_on_server' when s.bound_database <> p.database then 'copy_in_database' when r.point is not null then 'copy_of_the_past' end,
        case when s.bound_system <> p.system then s.bound_system::text when s.bound_database <> p.database then s.bound_database::text else r.point end,
        case when s.bound_system <> p.system then p.system::text when s.bound_database <> p.database then p.database::text else p.timeline::text end
    into problem, was, here
    from jiancha.record_state s cross join jiancha._place() p cross join lateral jiancha._recovered_to(s.bound_timeline) r (point);
end
$$;
comment on function jiancha._copy_problem() is 'Whether the records are a copy: name of the message, what they were bound to, what is here; all NULL if they live here. After the promotion of a standby they do.';

create function jiancha._refuse_copy() returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select array[c.problem, c.was, c.here] into problem from jiancha._copy_problem() c where c.problem is not null;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._refuse_copy() is 'Raises JC011 in a copy: there no number is given and nothing is sent.';

create function jiancha._follow_promotion() returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    -- once a promotion: a later recovery to a point is then judged by what was written since
    update jiancha.record_state s set bound_timeline = p.timeline
    from jiancha._place() p where s.bound_timeline <> p.timeline;
end
$$;
comment on function jiancha._follow_promotion() is 'Writes down the timeline of a standby that was promoted.';

create function jiancha._resume(reason text, printed text[], actor name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    was record;
    here record;
    trouble record;
    bad text;
    skipped_numbers jsonb;
begin
    select s.* into was from jiancha.record_state s for update;
    select p.* into here from jiancha._place() p;
    select c.* into trouble from jiancha._copy_problem() c;
    select p.no into bad from unnest(printed) p (no) where p.no is null or p.no !~ '^.+(〔[0-9]{4}〕[1-9][0-9]{0,9}号|-[0-9]{4}-[0-9]{1,12})$' limit 1;
    if found then
        perform jiancha._raise('bad_value', 'printed', coalesce(bad, 'NULL'), 'resume', '新监告〔2025〕12号, 410700-07-2025-00012');
    end if;
    if trouble.problem is null and coalesce(cardinality(printed), 0) = 0 then
        perform jiancha._raise('no_copy');
    end if;

    with paper as (
        select p.no ~ '号$' as letter, m.part[1] as word, m.part[2]::integer as year, max(m.part[3]::bigint) as last_no
        from unnest(printed) p (no)
        cross join lateral regexp_match(p.no, '^(.+?)(?:〔|-)([0-9]{4})(?:〕|-)([0-9]+)号?$') m (part)
        group by 1, 2, 3),
    behind as materialized (
        select p.*, coalesce(l.last_no, c.last_no, 0) as was_no
        from paper p
        left join jiancha.letter_counter l on p.letter and l.word = p.word and l.year = p.year
        left join jiancha.signal_counter c on not p.letter and c.org_code = p.word and c.year = p.year
        where p.last_no > coalesce(l.last_no, c.last_no, 0)),
    letters as (
        insert into jiancha.letter_counter as l (word, year, last_no)
        select b.word, b.year, b.last_no from behind b where b.letter
        on conflict on constraint letter_counter_pkey do update set last_no = excluded.last_no),
    cards as (
        insert into jiancha.signal_counter as c (org_code, year, last_no)
        select b.word, b.year, b.last_no from behind b where not b.letter
        on conflict on constraint signal_counter_pkey do update set last_no = excluded.last_no)
    select coalesce(jsonb_agg(jsonb_build_object('kind', case when b.letter then 'letter' else 'card' end, 'word', b.word, 'year', b.year, 'first', b.was_no + 1, 'last', b.last_no)
        order by b.letter, b.word, b.year), '[]')
    into skipped_numbers
    from behind b;

    update jiancha.record_state s set bound_system = here.system, bound_database = here.database, bound_timeline = here.timeline;
    insert into jiancha.resumption (actor, reason, was_system, was_database, was_timeline, system, database, timeline, recovered_to, skipped)
    values (actor, btrim(reason), was.bound_system, was.bound_database, was.bound_timeline, here.system, here.database, here.timeline,
        case when trouble.problem = 'copy_of_the_past' then trouble.was end, skipped_numbers);
    perform pg_notify('jiancha_notice', '');
end
$$;
comment on function jiancha._resume(text, text[], name) is 'As the records'' owner; see jiancha.resume().';

create function jiancha.resume(reason text, printed text[] default '{}') returns table (no integer, done text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    owner name;
begin
    if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._raise('needs_superuser', 'jiancha.resume()');
    end if;
    if btrim(coalesce(reason, '')) = '' then
        perform jiancha._raise('missing_value', 'reason', 'resume');
    end if;
    select pg_get_userbyid(c.relowner) into owner from pg_class c where c.oid = 'jiancha.record_state'::regclass;
    perform jiancha._as_owner(owner, format('select jiancha._resume(%L, %L::text[], %L)', reason, coalesce(printed, '{}'), session_user));
    return query
    with last as (select r.* from jiancha.resumption r order by r.seq desc limit 1)
    select 1, format('the records live here: system %s, database %s, timeline %s', l.system, l.database, l.timeline) from last l
    union all
    select 1 + s.place::integer, format('skipped numbers %s to %s of %s %s, %s', s.item ->> 'first', s.item ->> 'last',
        case s.item ->> 'kind' when 'letter' then 'letters' else 'cards' end, s.item ->> 'word', s.item ->> 'year')
    from last l cross join lateral jsonb_array_elements(l.skipped) with ordinality s (item, place);
end
$$;
comment on function jiancha.resume(text, text[]) is
    'Says that the records live here from now on: a copy that was restored, cloned or recovered to a point, in which nothing is issued or sent, takes the place of the original, which must have been stopped. printed: the last numbers on paper, of letters (新监告〔2025〕12号) and of cards, one of each word and year; numbers up to there are not given again. With printed it may also be called where the records live, after a file system was set back. Kept in jiancha.resumption. Says what it did. Superusers only. Errors: JC005 no reason, or something that is no number; JC006 nothing to resume.';
