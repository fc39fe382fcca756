-- The content of a version of a matter (权力库): one jsonb object out of the tables of the catalogue, checked, compared and stored as one. Called as the
-- functions of intake.sql are.

create function jiancha._content_fields() returns table (place text, field text, kind text, needed boolean, lowest numeric, highest numeric, words text[])
language sql immutable parallel safe
begin atomic
    select * from (values
        -- of the version itself: only a change may name them, the register has them in its own columns
        ('version', 'name', 'text', true, null::numeric, null::numeric, null::text[]),
        ('version', 'promised_limit', 'integer', false, 1, 10000, null),
        ('version', 'promised_unit', 'word', true, null, null, '{working_day,day,month,year,working_hour}'),
        ('version', 'statutory_limit', 'integer', false, 1, 10000, null),
        ('version', 'statutory_unit', 'word', true, null, null, '{working_day,day,month,year,working_hour}'),
        ('version', 'roll', 'word', true, null, null, '{none,last_day,skip_all}'),
        ('version', 'use_level', 'integer', false, 1, 6, null),
        ('version', 'requires', 'words', false, null, null, jiancha._requirements()),
        ('version', 'gazette_digest', 'text', false, null, null, null),
        ('detail', 'basic_code', 'text', false, null, null, null),
        ('detail', 'implementation_code', 'text', false, null, null, null),
        ('detail', 'matter_type', 'word', false, null, null, '{01,02,03,04,05,06,07,08,09,10,20,99}'),
        ('detail', 'item_level', 'word', false, null, null, '{main,sub,business}'),
        ('detail', 'parent_matter', 'text', false, null, null, null),
        ('detail', 'batch_no', 'text', false, null, null, null),
        ('detail', 'online_class', 'word', false, null, null, '{A,B,C,D}'),
        ('detail', 'online_level', 'integer', false, 0, 3, null),
        ('detail', 'delay_reason', 'text', false, null, null, null),
        ('detail', 'delay_until', 'date', false, null, null, null),
        ('detail', 'delay_filing_no', 'text', false, null, null, null),
        ('detail', 'secrecy_kind', 'word', false, null, null, '{state,commercial,personal}'),
        ('detail', 'secrecy_decision', 'text', false, null, null, null),
        ('list', 'materials', 'list', false, null, null, null),
        ('list', 'fees', 'list', false, null, null, null),
        ('list', 'discretion', 'list', false, null, null, null),
        ('materials', 'name', 'text', true, null, null, null),
        ('materials', 'basis', 'text', false, null, null, null),
        ('materials', 'form', 'word', false, null, null, '{original,copy,electronic}'),
        ('materials', 'copies', 'integer', false, 1, 100, null),
        ('materials', 'required', 'boolean', false, null, null, null),
        ('materials', 'certificate_kind', 'text', false, null, null, null),
        ('materials', 'sample', 'text', false, null, null, null),
        ('fees', 'name', 'text', true, null, null, null),
        ('fees', 'amount', 'yuan', true, 0, 999999999999.99, null),
        ('fees', 'amount_max', 'yuan', false, 0, 999999999999.99, null),
        ('fees', 'per', 'text', true, null, null, null),
        ('fees', 'basis', 'text', false, null, null, null),
        ('discretion', 'circumstance', 'text', true, null, null, null),
        ('discretion', 'punishment', 'text', true, null, null, null),
        ('discretion', 'fine_min', 'yuan', false, 0, 999999999999.99, null),
        ('discretion', 'fine_max', 'yuan', false, 0, 999999999999.99, null),
        ('discretion', 'basis', 'text', true, null, null, null)) f (place, field, kind, needed, lowest, highest, words);
end;
comment on function jiancha._content_fields() is
    'Fields of the content of a matter: place (version, detail, a list and its items), kind of value, whether it must not be null, bounds, words. The texts of element_kind come on top.';

create function jiancha._text_date(value text) returns date
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    if value !~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' or substr(value, 1, 4) = '0000' then
        return null;
    end if;
    return case when substr(value, 9, 2)::integer <= extract(day from make_date(substr(value, 1, 4)::integer, substr(value, 6, 2)::integer, 1) + interval '1 month -1 day')
        then make_date(substr(value, 1, 4)::integer, substr(value, 6, 2)::integer, substr(value, 9, 2)::integer) end;
end
$$;
comment on function jiancha._text_date(text) is 'A day written as YYYY-MM-DD; NULL if it is none.';

create function jiancha._content_problem(content jsonb, label text, places text[]) returns text[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    if jsonb_typeof(content) <> 'object' then
        return array['bad_value', 'content', left(content::text, 80), label, 'a JSON object of fields and values'];
    end if;
    with fields as materialized (
        select f.place, f.field, f.kind, f.needed, f.lowest, f.highest, f.words from jiancha._content_fields() f
        union all
        select 'element', k.element, 'text', false, null, null, null from jiancha.element_kind k where k.held_in = 'text'),
    lists as materialized (
        select c.key as list, i.item, i.position
        from jsonb_each(content) c
        join fields f on f.place = 'list' and f.field = c.key
        cross join lateral jsonb_array_elements(case when jsonb_typeof(c.value) = 'array' then c.value else '[]' end) with ordinality i (item, position)),
    given as (
        select 1 as rank, c.key as path, c.key as field, c.value, f.kind, f.needed, f.lowest, f.highest, f.words
        from jsonb_each(content) c
        left join fields f on f.field = c.key and f.place = any (places)
        union all
        select 2, format('%s[%s].%s', l.list, l.position, i.key), i.key, i.value, f.kind, f.needed, f.lowest, f.highest, f.words
        from lists l
        cross join lateral jsonb_each(case when jsonb_typeof(l.item) = 'object' then l.item else '{}' end) i
        left join fields f on f.place = l.list and f.field = i.key
        union all
        -- what an item must have and has not
        select 3, format('%s[%s].%s', l.list, l.position, f.field), f.field, 'null', f.kind, f.needed, f.lowest, f.highest, f.words
        from lists l
        join fields f on f.place = l.list and f.needed
        where jsonb_typeof(l.item) = 'object' and not l.item ? f.field
        union all
        select 2, format('%s[%s]', l.list, l.position), null, l.item, 'object', true, null, null, null
        from lists l where jsonb_typeof(l.item) <> 'object'),
    judged as (
        select g.rank, g.path, case
                when g.kind is null then array['unknown_field', g.path, label, (
                    select string_agg(f.field, ', ' order by f.field) from fields f where f.place = any (places))]
                when jsonb_typeof(g.value) = 'null' then case when g.needed then array['missing_value', g.path, label] end
                when g.kind = 'object' then array['bad_value', g.path, left(g.value::text, 80), label, 'a JSON object']
                when g.kind in ('text', 'word', 'date') and (jsonb_typeof(g.value) <> 'string' or btrim(g.value #>> '{}') = '')
                    then array['bad_value', g.path, left(g.value::text, 80), label, 'a JSON string that is not empty, or null']
                when g.kind = 'word' and (g.value #>> '{}') <> all (g.words)
                    then array['bad_value', g.path, left(g.value #>> '{}', 80), label, array_to_string(g.words, ', ')]
                when g.kind = 'date' and jiancha._text_date(g.value #>> '{}') is null
                    then array['bad_value', g.path, left(g.value #>> '{}', 80), label, 'a day as YYYY-MM-DD']
                when g.kind = 'integer' and case when jsonb_typeof(g.value) = 'number' and (g.value #>> '{}') ~ '^[0-9]{1,9}$'
                        then (g.value #>> '{}')::numeric not between g.lowest and g.highest else true end
                    then array['bad_value', g.path, left(g.value::text, 80), label, format('a whole number from %s to %s', g.lowest, g.highest)]
                when g.kind = 'yuan' and case when jsonb_typeof(g.value) = 'number' and (g.value #>> '{}') ~ '^[0-9]{1,12}([.][0-9]{1,2})?$'
                        then (g.value #>> '{}')::numeric not between g.lowest and g.highest else true end
                    then array['bad_value', g.path, left(g.value::text, 80), label, 'yuan, with at most two decimals']
                when g.kind = 'boolean' and jsonb_typeof(g.value) <> 'boolean'
                    then array['bad_value', g.path, left(g.value::text, 80), label, 'true or false']
                when g.kind = 'list' and jsonb_typeof(g.value) <> 'array'
                    then array['bad_value', g.path, left(g.value::text, 80), label, 'a JSON array']
                when g.kind = 'list' and jsonb_array_length(g.value) > 1000
                    then array['bad_value', g.path, jsonb_array_length(g.value)::text, label, 'at most 1000 items']
                when g.kind = 'words' and (jsonb_typeof(g.value) <> 'array'
                        or exists (select from jsonb_array_elements(case when jsonb_typeof(g.value) = 'array' then g.value else '[]' end) w (value)
                                   where jsonb_typeof(w.value) <> 'string' or (w.value #>> '{}') <> all (g.words)))
                    then array['bad_value', g.path, left(g.value::text, 80), label, array_to_string(g.words, ', ')]
            end as problem
        from given g)
    select j.problem into problem from judged j where j.problem is not null order by j.rank, j.path limit 1;
    return coalesce(problem, (
        select array['bad_value', format('%s[%s]', c.key, i.position), i.item::text, label, 'a range whose end is not below its beginning']
        from jsonb_each(content) c
        cross join lateral jsonb_array_elements(case when c.key in ('fees', 'discretion') and jsonb_typeof(c.value) = 'array' then c.value else '[]' end)
            with ordinality i (item, position)
        where (i.item ->> 'amount_max')::numeric < (i.item ->> 'amount')::numeric or (i.item ->> 'fine_max')::numeric < (i.item ->> 'fine_min')::numeric
        order by c.key, i.position limit 1));
end
$$;
comment on function jiancha._content_problem(jsonb, text, text[]) is
    'What is wrong with the fields of a content, as the name of a message and its arguments; NULL: nothing. label: what the error calls the row; places: which fields may stand there (version, detail, element, list).';

create function jiancha._matter_content(matter_code text, version integer) returns jsonb
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
    select jsonb_strip_nulls(jsonb_build_object('name', m.name, 'promised_limit', l.promised_limit, 'promised_unit', l.promised_unit,
            'statutory_limit', l.statutory_limit, 'statutory_unit', l.statutory_unit, 'roll', l.roll, 'use_level', m.use_level, 'requires', to_jsonb(m.requires),
            'gazette_digest', m.gazette_digest))
        || coalesce((
            select jsonb_strip_nulls(to_jsonb(d) - '{matter_code,version,recorded_at}'::text[])
            from jiancha.matter_detail d where d.matter_code = m.matter_code and d.version = m.version), '{}')
        || coalesce((
            select jsonb_object_agg(e.element, e.content)
            from jiancha.matter_element e where e.matter_code = m.matter_code and e.version = m.version), '{}')
        || jsonb_strip_nulls(jsonb_build_object(
            'materials', (
                select jsonb_agg(jsonb_strip_nulls(to_jsonb(x) - '{matter_code,version,material_no,recorded_at}'::text[]) order by x.material_no)
                from jiancha.matter_material x where x.matter_code = m.matter_code and x.version = m.version),
            'fees', (
                select jsonb_agg(jsonb_strip_nulls(to_jsonb(x) - '{matter_code,version,fee_no,recorded_at}'::text[]) order by x.fee_no)
                from jiancha.fee_standard x where x.matter_code = m.matter_code and x.version = m.version),
            'discretion', (
                select jsonb_agg(jsonb_strip_nulls(to_jsonb(x) - '{matter_code,version,standard_no,recorded_at}'::text[]) order by x.standard_no)
                from jiancha.discretion_standard x where x.matter_code = m.matter_code and x.version = m.version)))
    from jiancha.matter_version m
    join jiancha.matter_limit l on l.matter_code = m.matter_code and l.version = m.version
    where m.matter_code = _matter_content.matter_code and m.version = _matter_content.version
$$;
comment on function jiancha._matter_content(text, integer) is 'The content of a version of a matter: its fields and lists as one object, what is empty left out, limits as corrected. NULL: no such version.';

create function jiancha._normal_content(content jsonb) returns jsonb
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
    -- as _matter_content() gives it back: amounts with two decimals, required said, nulls and empty lists left out
    select jsonb_strip_nulls(jsonb_object_agg(c.key, case
            when jsonb_typeof(c.value) <> 'array' then c.value
            when c.value = '[]' then 'null'
            when c.key not in ('materials', 'fees', 'discretion') then c.value
            else (
                select jsonb_agg(jsonb_strip_nulls(case c.key when 'materials' then '{"required": true}'::jsonb else '{}' end || i.item
                        || coalesce((select jsonb_object_agg(y.name, (i.item ->> y.name)::numeric(14,2))
                                     from unnest('{amount,amount_max,fine_min,fine_max}'::text[]) y (name)
                                     where jsonb_typeof(i.item -> y.name) = 'number'), '{}')) order by i.position)
                from jsonb_array_elements(c.value) with ordinality i (item, position)) end))
    from jsonb_each(content) c
$$;
comment on function jiancha._normal_content(jsonb) is 'A checked content in the form in which _matter_content() reads it back; NULL for an empty one.';

create function jiancha._content_conflict(matter_code text, org_code text, content jsonb) returns text[]
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    basic text := content ->> 'basic_code';
    implementation text := content ->> 'implementation_code';
    class text := content ->> 'online_class';
    here record;
begin
    select (select p.value from jiancha.effective_param p where p.pack = v.pack and p.version = v.version and p.param = 'online_delayed_classes') as delayed,
        (select p.value from jiancha.effective_param p where p.pack = v.pack and p.version = v.version and p.param = 'online_never_class') as never
    into here
    from (select s.pack, max(p.version) as version from jiancha.record_state s join jiancha.rule_pack p using (pack) group by s.pack) v;
    return case
        when jiancha._surely_longer((content ->> 'promised_limit')::integer, content ->> 'promised_unit', (content ->> 'statutory_limit')::integer,
                content ->> 'statutory_unit')
            then array['promise_exceeds_statute', matter_code, format('%s %s', content ->> 'promised_limit', content ->> 'promised_unit'),
                format('%s %s', content ->> 'statutory_limit', content ->> 'statutory_unit')]
        when not jiancha.code_is_valid('basic_code', basic)
            then array['bad_code', 'basic_code', basic, matter_code, jiancha.code_problem('basic_code', basic)]
        when not jiancha.code_is_valid('implementation_code', implementation)
            then array['bad_code', 'implementation_code', implementation, matter_code, jiancha.code_problem('implementation_code', implementation)]
        when substr(implementation, 20, 12) <> basic
            then array['bad_value', 'implementation_code', implementation, matter_code, format('one whose characters 20 to 31 are the basic code %s', basic)]
        when substr(basic, 3, 2) <> content ->> 'matter_type'
            then array['bad_value', 'matter_type', content ->> 'matter_type', matter_code, format('%s, digits 3 and 4 of the basic code', substr(basic, 3, 2))]
        when exists (
                select from jiancha.matter_detail d join jiancha.matter m on m.matter_code = d.matter_code and m.version = d.version
                where d.matter_code <> _content_conflict.matter_code and m.state <> 'abolished'
                    and (d.implementation_code = implementation or (d.basic_code = basic and m.org_code = _content_conflict.org_code)))
            then array['code_taken', coalesce(implementation, basic), matter_code, (
                select min(d.matter_code) from jiancha.matter_detail d join jiancha.matter m on m.matter_code = d.matter_code and m.version = d.version
                where d.matter_code <> _content_conflict.matter_code and m.state <> 'abolished'
                    and (d.implementation_code = implementation or (d.basic_code = basic and m.org_code = _content_conflict.org_code)))]
        when content ->> 'parent_matter' = matter_code
                or content ? 'parent_matter' and not exists (select from jiancha.matter_version v where v.matter_code = content ->> 'parent_matter')
            then array['bad_value', 'parent_matter', content ->> 'parent_matter', matter_code, 'another matter of jiancha.matter']
        when content ? 'secrecy_kind' and not content ? 'secrecy_decision' then array['missing_value', 'secrecy_decision', matter_code]
        when content ? 'secrecy_kind' and (class <> here.never or (content ->> 'online_level')::integer > 0)
            then array['secret_online', matter_code, content ->> 'secrecy_decision', coalesce(here.never, '')]
        when class = any (string_to_array(replace(here.delayed, ' ', ''), ',')) and not content ?& '{delay_reason,delay_until}'
            then array['delay_without_reason', matter_code, class]
    end;
end
$$;
comment on function jiancha._content_conflict(text, text, jsonb) is
    'What in the whole content of a matter contradicts itself or another matter, as the name of a message and its arguments; NULL: nothing. Q-2.2, Q-3.2.1, Q-5.4; classes that are delayed, and the one that is never online, by the settings online_delayed_classes and online_never_class.';

create function jiancha._store_contents(versions jsonb) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    insert into jiancha.matter_detail (matter_code, version, basic_code, implementation_code, matter_type, item_level, parent_matter, batch_no, online_class,
        online_level, delay_reason, delay_until, delay_filing_no, secrecy_kind, secrecy_decision)
    select v.matter_code, v.version, d.basic_code, d.implementation_code, d.matter_type, d.item_level, d.parent_matter, d.batch_no, d.online_class,
        d.online_level, d.delay_reason, d.delay_until, d.delay_filing_no, d.secrecy_kind, d.secrecy_decision
    from jsonb_to_recordset(versions) v (matter_code text, version integer, content jsonb)
    cross join lateral jsonb_to_record(v.content) d (basic_code text, implementation_code text, matter_type text, item_level text, parent_matter text,
        batch_no text, online_class text, online_level integer, delay_reason text, delay_until date, delay_filing_no text, secrecy_kind text, secrecy_decision text)
    where exists (select from jiancha._content_fields() f where f.place = 'detail' and v.content ? f.field)
    order by v.matter_code, v.version
    on conflict on constraint matter_detail_pkey do nothing;
    insert into jiancha.matter_element (matter_code, version, element, content)
    select v.matter_code, v.version, k.element, v.content ->> k.element
    from jsonb_to_recordset(versions) v (matter_code text, version integer, content jsonb)
    join jiancha.element_kind k on k.held_in = 'text' and v.content ->> k.element is not null
    order by v.matter_code, v.version, k.element
    on conflict on constraint matter_element_pkey do nothing;
    insert into jiancha.matter_material (matter_code, version, material_no, name, basis, form, copies, required, certificate_kind, sample)
    select v.matter_code, v.version, i.position, x.name, x.basis, x.form, x.copies, coalesce(x.required, true), x.certificate_kind, x.sample
    from jsonb_to_recordset(versions) v (matter_code text, version integer, content jsonb)
    cross join lateral jsonb_array_elements(v.content -> 'materials') with ordinality i (item, position)
    cross join lateral jsonb_to_record(i.item) x (name text, basis text, form text, copies integer, required boolean, certificate_kind text, sample text)
    order by v.matter_code, v.version, i.position
    on conflict on constraint matter_material_pkey do nothing;
    insert into jiancha.fee_standard (matter_code, version, fee_no, name, amount, amount_max, per, basis)
    select v.matter_code, v.version, i.position, x.name, x.amount, x.amount_max, x.per, x.basis
    from jsonb_to_recordset(versions) v (matter_code text, version integer, content jsonb)
    cross join lateral jsonb_array_elements(v.content -> 'fees') with ordinality i (item, position)
    cross join lateral jsonb_to_record(i.item) x (name text, amount numeric, amount_max numeric, per text, basis text)
    order by v.matter_code, v.version, i.position
    on conflict on constraint fee_standard_pkey do nothing;
    insert into jiancha.discretion_standard (matter_code, version, standard_no, circumstance, punishment, fine_min, fine_max, basis)
    select v.matter_code, v.version, i.position, x.circumstance, x.punishment, x.fine_min, x.fine_max, x.basis
    from jsonb_to_recordset(versions) v (matter_code text, version integer, content jsonb)
    cross join lateral jsonb_array_elements(v.content -> 'discretion') with ordinality i (item, position)
    cross join lateral jsonb_to_record(i.item) x (circumstance text, punishment text, fine_min numeric, fine_max numeric, basis text)
    order by v.matter_code, v.version, i.position
    on conflict on constraint discretion_standard_pkey do nothing;
end
$$;
comment on function jiancha._store_contents(jsonb) is
    'Stores the details, elements and lists of checked contents: an array of matter_code, version and content. What is there already stays.';

create function jiancha._matter_content_rows() returns table (no bigint, matter_code text, version integer, content jsonb)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select b.ordinality, b.matter_code,
        -- the latest version, if the row names none
        coalesce(b.version, (select max(m.version) from jiancha.matter_version m where m.matter_code = b.matter_code)), b.content
    from rows from (jiancha._buffered() as (matter_code text, version integer, content jsonb)) with ordinality b;
end
$$;
comment on function jiancha._matter_content_rows() is 'Rows of the statement on matter_content, numbered as they came, defaults filled in.';

create function jiancha._matter_content_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    rows jsonb;
begin
    perform jiancha._register_only_administrator(orgs, 'matter_content');
    lock table jiancha.matter_detail in share row exclusive mode;
    select p.problem into problem
    from (
        select r.no, case
                when btrim(coalesce(r.matter_code, '')) = '' then array['missing_value', 'matter_code', format('(row %s of the statement)', r.no)]
                when m.matter_code is null then array['no_matter_version', r.matter_code, coalesce(r.version::text, '1'), format('(row %s of the statement)', r.no)]
                when r.content is null then array['missing_value', 'content', r.matter_code]
                when row_number() over (partition by r.matter_code, r.version order by r.no) > 1 then array['content_twice', r.matter_code, r.version::text]
                else jiancha._content_problem(r.content, r.matter_code, '{detail,element,list}')
            end as problem
        from jiancha._matter_content_rows() r
        left join jiancha.matter_version m on m.matter_code = r.matter_code and m.version = r.version) p
    where p.problem is not null order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- what is said already stays as it is said; a library is changed by a change
    with given as materialized (
        select r.no, r.matter_code, r.version, m.org_code, c.was, coalesce(jiancha._normal_content(r.content), '{}') as content,
            exists (select from jiancha.library_entry e where e.matter_code = r.matter_code and e.version = r.version) as entered,
            exists (select from jiancha.matter_detail d where d.matter_code = r.matter_code and d.version = r.version) as has_detail
        from jiancha._matter_content_rows() r
        join jiancha.matter_version m on m.matter_code = r.matter_code and m.version = r.version
        cross join lateral (select jiancha._matter_content(r.matter_code, r.version) as was) c)
    select (select j.problem
            from (
                select g.no, case
                        when c.key is null then jiancha._content_conflict(g.matter_code, g.org_code, g.was || g.content)
                        when g.entered then array['version_in_library', g.matter_code, g.version::text, c.key]
                        else array['content_conflict', g.matter_code, g.version::text, c.key] end as problem
                from given g
                left join lateral (
                    select c.key from jsonb_each(g.content) c
                    where g.was -> c.key is distinct from c.value
                        -- a detail is one row, a list one list
                        and (g.entered or g.was ? c.key
                            or (g.has_detail and exists (select from jiancha._content_fields() f where f.place = 'detail' and f.field = c.key)))
                    order by c.key limit 1) c on true) j
            where j.problem is not null order by j.no limit 1),
        jsonb_agg(jsonb_build_object('matter_code', g.matter_code, 'version', g.version, 'content', g.content))
    into problem, rows
    from given g;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    perform jiancha._store_contents(rows);
end
$$;
comment on function jiancha._matter_content_statement(text[], name) is 'Handles the rows of a statement on matter_content: checks all against what is there, stores what is new.';
