-- Letters: documents rendered from the templates of a pack, numbered without gaps, stored as they went out.

create function jiancha.letter_variables()
returns table (variable text, given_by text, meaning text)
language sql immutable parallel safe rows 40
begin atomic
    select v.variable, v.given_by, v.meaning
    from (values
        ('letter_no', 'letter', '文号'),
        ('date', 'letter', '出具日期'),
        ('issuer', 'letter', '出具机关'),
        ('addressee', 'letter', '主送'),
        ('case_no', 'docket', '办件编号或卷宗编号'),
        ('matter', 'docket', '事项名称'),
        ('org', 'docket', '单位名称'),
        ('received_on', 'docket', '收件日期'),
        ('applicant', 'docket', '申请人（短信不得使用）'),
        ('signal_no', 'signal', '信号编号'),
        ('level', 'signal', '信号级别'),
        ('rule', 'signal', '规则编号'),
        ('rule_text', 'signal', '规则依据'),
        ('earned_at', 'signal', '信号产生时间'),
        ('due_on', 'signal', '期限届满日'),
        ('days_over', 'signal', '已超工作日数'),
        ('overdue', 'signal', '期限届满日和已超工作日数的整句；没有期限的信号为空'),
        ('answer_by', 'signal', '答复期限'),
        ('appeal_by', 'signal', '申诉期限'),
        ('basis', 'caller', '依据'),
        ('reason', 'caller', '理由'),
        ('facts', 'caller', '查明的事实'),
        ('demand', 'caller', '要求'),
        ('opinion', 'caller', '意见、建议或决定'),
        ('materials', 'caller', '材料清单'),
        ('answer_on', 'caller', '答复截止日期'),
        ('inquiry_body', 'caller', '初步调查机关'),
        ('approved_by', 'caller', '批准人'),
        ('remedy', 'caller', '救济途径'),
        ('contact', 'caller', '联系人及电话'),
        ('decision_no', 'caller', '决定文号')) v (variable, given_by, meaning);
end;
comment on function jiancha.letter_variables() is
    'The variables a template may hold, written {{variable}}. given_by: letter (the engine, when it is numbered), docket and signal (the records), caller (argument of issue_letter(); not for templates that the issue of a card writes).';

create function jiancha._template_variables(text text) returns text[]
language sql immutable strict parallel safe
begin atomic
    select coalesce(array_agg(distinct v.name[1] order by v.name[1]), '{}')
    from regexp_matches(text, '\{\{(.*?)\}\}', 'g') v (name);
end;
comment on function jiancha._template_variables(text) is 'What stands between double braces in a template.';

create function jiancha._render(template text, variables jsonb) returns text
language sql immutable parallel safe
begin atomic
    -- cut at the openings, so that a value which looks like a variable stays what it is; a value that is missing makes the whole NULL
    select case when bool_and(p.filled is not null) then string_agg(p.filled, '' order by p.no) end
    from (
        select t.no, case when t.no = 1 then t.piece
                else variables ->> split_part(t.piece, '}}', 1) || substr(t.piece, strpos(t.piece, '}}') + 2) end as filled
        from string_to_table(template, '{{') with ordinality t (piece, no)) p;
end;
comment on function jiancha._render(text, jsonb) is 'A template with each variable replaced by its value; NULL if one has none.';

create function jiancha._html(value text) returns text
language sql immutable parallel safe
begin atomic
    -- what XML does not allow is left out, what it reads as markup is written as text
    select replace(replace(replace(replace(replace(regexp_replace(coalesce(value, ''), '[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\uFFFE\uFFFF]', '', 'g'),
        '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
end;
comment on function jiancha._html(text) is 'Text as it stands in HTML or SVG, in content or in a quoted attribute; empty for NULL.';

create function jiancha._chinese_date(day date) returns text
language sql immutable strict parallel safe
begin atomic
    select case when isfinite(day) then to_char(day, 'FMYYYY"年"FMMM"月"FMDD"日"') end;
end;
comment on function jiancha._chinese_date(date) is 'A day as documents write it, for example 2025年4月28日 (GB/T 9704: Arabic numerals, no leading zeros).';

create function jiancha._page(letter_no text, issuer text, title text, addressee text, body text, day text) returns text
language sql immutable strict parallel safe
begin atomic
    -- GB/T 9704-2012: A4, margins 37 28 35 26 mm; red heading, number, line; text in FangSong of size 3, lines 28 pt apart
    select format($page$<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="UTF-8">
<title>%1$s %3$s</title>
<style>
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff; font: 16pt/28pt FangSong, FangSong_GB2312, STFangsong, "Noto Serif CJK SC", serif; }
.head { margin: 0 0 18pt; text-align: center; color: #c00; font: bold 30pt/1.4 FZXiaoBiaoSong-B05S, SimSun, STSong, "Noto Serif CJK SC", serif; letter-spacing: 3pt; }
.no { margin: 0; padding: 0 0 10pt; text-align: center; border-bottom: 2pt solid #c00; }
h1 { margin: 34pt 0 28pt; text-align: center; font: bold 22pt/34pt FZXiaoBiaoSong-B05S, SimSun, STSong, "Noto Serif CJK SC", serif; }
p { margin: 0; text-align: justify; overflow-wrap: anywhere; }
.text p { text-indent: 2em; white-space: pre-wrap; }
.text span { white-space: nowrap; }
.foot { position: relative; margin: 56pt 0 0 auto; width: 90mm; min-height: 50mm; text-align: center; page-break-inside: avoid; break-inside: avoid; }
.foot p { text-align: center; }
.seal { position: absolute; top: -6mm; left: 50%%; width: 42mm; height: 42mm; margin-left: -21mm; border: 0.3mm dashed #bbb; border-radius: 50%%;
  color: #bbb; font-size: 12pt; line-height: 66mm; }
@media screen { body { width: 210mm; min-height: 297mm; margin: 0 auto; padding: 37mm 26mm 35mm 28mm; } }
</style>
</head>
<body>
<p class="head">%2$s</p>
<p class="no">%1$s</p>
<h1>%3$s</h1>
<p>%4$s：</p>
<div class="text">
%5$s
</div>
<div class="foot">
<p>%2$s</p>
<p>%6$s</p>
<div class="seal">（印章处）</div>
</div>
</body>
</html>
$page$, jiancha._html(letter_no), jiancha._html(issuer), jiancha._html(title), jiancha._html(addressee),
        -- a number that fits a line is not broken at its hyphens
        (select string_agg(format('<p>%s</p>', regexp_replace(jiancha._html(l.line), '\m(?=[0-9A-Za-z-]{1,30}(?![0-9A-Za-z-]))[0-9A-Za-z]+(?:-[0-9A-Za-z]+)+', '<span>\&</span>', 'g')), E'\n' order by l.no)
         from string_to_table(body, E'\n') with ordinality l (line, no) where btrim(l.line) <> ''),
        jiancha._html(day));
end;
comment on function jiancha._page(text, text, text, text, text, text) is 'The page of a letter: self-contained HTML for A4, no script, every text escaped.';

create function jiancha._define_template(
    pack text, version integer, template text, body text, source text, title text, form text, word text, for_level text, for_rule text, for_what text,
    addressee text, issuer text, enabled boolean, status text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    heading text := coalesce(title, template);
    used text[];
    problem text[];
begin
    -- a version that judges cases can still be given one: it changes nothing that was earned
    perform jiancha._check_definition(pack, version, template, source, status, true);
    problem := case
        when btrim(coalesce(body, '')) = '' then array['missing_value', 'body', template]
        when form is null or form not in ('letter', 'message') then array['bad_value', 'form', coalesce(form, 'NULL'), template, 'letter, message']
        when form = 'letter' and btrim(coalesce(word, '')) = '' then array['missing_value', 'word', template]
        when form = 'message' and word <> '' then array['bad_value', 'word', word, template, 'none: a message has no number']
        when for_level not in ('notice', 'yellow', 'red', 'anomaly') then array['bad_value', 'for_level', for_level, template, 'notice, yellow, red, anomaly']
        when for_what is null or for_what not in ('issued', 'unfounded', 'reinstated', 'moved', 'withdrawn')
            then array['bad_value', 'for_what', coalesce(for_what, 'NULL'), template, 'issued, unfounded, reinstated, moved, withdrawn']
        when form = 'letter' and for_what <> 'issued' then array['bad_value', 'for_what', for_what, template, 'issued; the others are for messages']
        when addressee is null or addressee not in ('unit', 'applicant', 'stationed_body')
            then array['bad_value', 'addressee', coalesce(addressee, 'NULL'), template, 'unit, applicant, stationed_body']
        when issuer is null or issuer not in ('supervisor', 'department')
            then array['bad_value', 'issuer', coalesce(issuer, 'NULL'), template, 'supervisor, department']
        when enabled is null then array['missing_value', 'enabled', template]
    end;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    used := jiancha._template_variables(heading || E'\n' || body);
    -- a letter that a card writes by itself has what the records know; a short message no number and no party
    select array['bad_variable', template, u.name,
        (select string_agg(k.variable, ', ' order by k.variable) from jiancha.letter_variables() k
         where not (form = 'message' and (k.given_by in ('caller', 'letter') or k.variable = 'applicant'))
            and not (k.given_by = 'caller' and (for_level is not null or for_rule is not null)))] into problem
    from unnest(used) u (name)
    left join jiancha.letter_variables() v on v.variable = u.name
    where v.variable is null
        or (form = 'message' and (v.given_by in ('caller', 'letter') or v.variable = 'applicant'))
        or (v.given_by = 'caller' and (for_level is not null or for_rule is not null))
    order by u.name limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
    if regexp_replace(heading || E'\n' || body, '\{\{.*?\}\}', '', 'g') ~ '\{\{|\}\}' then
        perform jiancha._raise('open_braces', template);
    end if;
    insert into jiancha.document_template (pack, version, template, form, title, body, for_what, for_level, for_rule, addressee, issuer, word, variables,
        enabled, source, status)
    values (pack, version, template, form, heading, body, for_what, for_level, for_rule, addressee, issuer, coalesce(word, ''), used, enabled, source, status)
    on conflict on constraint document_template_pkey do nothing;
    if not exists (select from jiancha.document_template t
                   where t.pack = pack and t.version = version and t.template = template
                       and (t.form, t.title, t.body, t.for_what, t.for_level, t.for_rule, t.addressee, t.issuer, t.word, t.enabled, t.source, t.status)
                           is not distinct from
                           (form, heading, body, for_what, for_level, for_rule, addressee, issuer, coalesce(word, ''), enabled, source, status)) then
        perform jiancha._raise('rule_conflict', pack, version::text, template);
    end if;
end
$$;
comment on function jiancha._define_template(text, integer, text, text, text, text, text, text, text, text, text, text, text, boolean, text) is
    'Does the work of define_template(), as the owner.';

create function jiancha.define_template(
    pack text, version integer, template text, body text, source text, title text default null, form text default 'letter', word text default '',
    for_level text default null, for_rule text default null, for_what text default 'issued', addressee text default 'unit',
    issuer text default 'supervisor', enabled boolean default true, status text default 'regulation') returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_template(text, integer, text, text, text, text, text, text, text, text, text, text, text, boolean, text) is
    'Defines a letter or the text of a short message (form message) of a pack''s version. for_level or for_rule: the issue of such a card writes it. Variables {{…}} of letter_variables() are checked. Errors: JC004 unknown version, JC005 body or word empty or a value unknown, JC006 other content, JC009 unknown or unfit variable, braces left open, no source.';

create function jiancha._pack_param(pack text, version integer, param text) returns text
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    found_value text;
begin
    select e.value into found_value from jiancha.effective_param e
    where e.pack = _pack_param.pack and e.version = _pack_param.version and e.param = _pack_param.param;
    if found_value is null then
        perform jiancha._raise('missing_param', param, pack, version::text);
    end if;
    return found_value;
end
$$;
comment on function jiancha._pack_param(text, integer, text) is 'Value of a setting that holds for a version of a pack. Error JC009 if it is not defined.';

create function jiancha._acts_for(caller name, prefix text, org_code text) returns boolean
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
    return exists (select from pg_roles r where r.rolname = prefix || _acts_for.org_code and pg_has_role(caller, r.oid, 'usage'));
end
$$;
comment on function jiancha._acts_for(name, text, text) is 'Whether a role has the privileges of role <prefix><org_code>.';

create function jiancha._docket_variables(dockets bigint[], as_of timestamptz)
returns table (docket_id bigint, org_code text, applicant text, pack text, version integer, time_zone text, variables jsonb)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select d.docket_id, d.org_code, f.applicant, d.pack, p.version, c.time_zone,
        jsonb_build_object(
            'case_no', d.business_no,
            'matter', coalesce(m.name, f.subject, k.name),
            'org', coalesce(o.name, d.org_code),
            'received_on', jiancha._chinese_date((d.received_at at time zone c.time_zone)::date),
            'applicant', coalesce(f.applicant, '当事人'))
    from jiancha.docket d
    join jiancha.docket_kind k on k.kind = d.kind
    join jiancha.calendar c on c.calendar_code = d.calendar_code
    left join jiancha.case_file f on f.docket_id = d.docket_id
    left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
    left join lateral (
        select v.name from jiancha.org_version v
        where v.org_code = d.org_code and v.valid_from <= (as_of at time zone c.time_zone)::date
        order by v.valid_from desc limit 1) o on true
    left join lateral (
        select v.version from jiancha.rule_pack v
        where v.pack = d.pack and v.valid_from <= (as_of at time zone c.time_zone)::date
        order by v.version desc limit 1) p on true
    where d.docket_id = any (dockets);
end
$$;
comment on function jiancha._docket_variables(bigint[], timestamptz) is 'What templates can say about dockets, with the version of their pack in force at an instant.';

create function jiancha._signal_variables(signal_nos text[], as_of timestamptz)
returns table (signal_no text, docket_id bigint, rule text, level text, org_code text, pack text, version integer, calendar_code text, due_at timestamptz,
    issued boolean, variables jsonb)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    return query
    with card as materialized (
        select s.* from jiancha.signal s where s.signal_no = any (signal_nos)),
    -- the card of a docket that names no matter (an answer not given, a finding) is about the matter of the case it names
    subject as materialized (
        select c.*, coalesce(m.name, n.name) as matter, f.applicant, d.received_at
        from card c
        join jiancha.docket d on d.docket_id = c.docket_id
        left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
        left join jiancha.docket_key k on m.name is null and k.kind = 'approval' and k.business_no = c.business_no
        left join jiancha.docket e on e.docket_id = k.docket_id
        left join jiancha.matter_version n on n.matter_code = e.matter_code and n.version = e.matter_version
        left join jiancha.case_file f on f.docket_id = coalesce(e.docket_id, d.docket_id))
    select c.signal_no, c.docket_id, c.rule, c.level, c.seen_by, c.pack, c.rule_version, c.calendar_code, c.due_at,
        c.issued_at is not null or exists (
            select from jiancha.signal_action a
            where a.docket_id = c.docket_id and a.rule = c.rule and a.clock = c.clock and a.cycle = c.cycle and a.kind in ('issue', 'effect')),
        jsonb_build_object(
            'signal_no', c.signal_no,
            'case_no', c.business_no,
            'level', case c.level when 'notice' then '预警提示' when 'yellow' then '黄牌警告' when 'red' then '红牌警告' else '异常' end,
            'rule', c.rule,
            'rule_text', concat_ws('，', coalesce(jiancha._cite(r.source), c.rule), jiancha._full_width(coalesce(u.name || '，造成不良后果', nullif(r.name, '')))),
            'org', coalesce(o.name, c.seen_by),
            'matter', coalesce(c.matter, u.name, nullif(r.name, ''), c.rule),
            'received_on', coalesce(jiancha._chinese_date((c.received_at at time zone z.time_zone)::date), '—'),
            'applicant', coalesce(c.applicant, '当事人'),
            'earned_at', jiancha._chinese_date((c.earned_at at time zone z.time_zone)::date) || to_char(c.earned_at at time zone z.time_zone, 'FMHH24"时"MI"分"'),
            'due_on', coalesce(jiancha._chinese_date(k.due_on), '—'),
            'days_over', coalesce(l.days_over::text, '—'),
            'overdue', coalesce('期限届满日为' || jiancha._chinese_date(k.due_on) || case when l.days_over > 0 then
                '，截至' || jiancha._chinese_date((as_of at time zone z.time_zone)::date) || '已超' || l.days_over || '个工作日' else '' end || '。', ''),
            'answer_by', coalesce('自送达之日起' || jiancha._limit_in_words(a.limit_amount, a.limit_unit) || '内', '在接到本通知后立即'),
            'appeal_by', coalesce('自发出之日起' || jiancha._limit_in_words(p.value::integer, coalesce(p.unit, 'working_day')) || '内', '随时'))
    from subject c
    join jiancha.calendar z on z.calendar_code = c.calendar_code
    left join jiancha.clock k on k.docket_id = c.docket_id and k.clock = c.clock and k.cycle = c.cycle
    cross join lateral (
        -- NULL without a limit
        select - least(jiancha._days_left(jiancha._local_date(as_of, c.calendar_code, c.calendar_version), k.due_on, c.calendar_code, c.calendar_version),
            case when k.due_on is not null then 0 end) as days_over) l
    left join jiancha.effective_signal_rule r on r.pack = c.pack and r.version = c.rule_version and r.rule = c.rule
    -- a card for the bad effect of another is about what that one was about, not about what else earns its rule
    cross join lateral (
        select case when c.clock = 'manual' then (
            select nullif(b.name, '')
            from jiancha.signal g
            join jiancha.effective_signal_rule b on b.pack = g.pack and b.version = g.rule_version and b.rule = g.rule
            where g.docket_id = c.docket_id and g.signal_no = c.cause_no) end as name) u
    -- what was raised with its bad effect is answered as the rule says that the effect leads to
    left join jiancha.effective_effect_rule e on c.level <> r.level and e.pack = c.pack and e.version = c.rule_version and e.level = r.level
    left join jiancha.effective_signal_rule b on b.pack = e.pack and b.version = e.version and b.rule = e.rule
    left join jiancha.effective_clock_rule a on a.pack = c.pack and a.version = c.rule_version
        and a.clock = case when e.rule is null then r.answer_clock else b.answer_clock end
    left join jiancha.effective_param p on p.pack = c.pack and p.version = c.rule_version and p.param = 'appeal_days'
    left join lateral (
        select v.name from jiancha.org_version v
        where v.org_code = c.seen_by and v.valid_from <= (as_of at time zone z.time_zone)::date
        order by v.valid_from desc limit 1) o on true;
end
$$;
comment on function jiancha._signal_variables(text[], timestamptz) is 'What templates can say about cards, and whether each was issued; org: the organisation that has the card now.';

create function jiancha._store_letters(items jsonb, actor text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    problem text[];
begin
    perform jiancha._refuse_copy();
    select array['letter_without_value', i.template, v.name] into problem
    from jsonb_to_recordset(items) i (pack text, version integer, template text, variables jsonb)
    join jiancha.effective_document_template t on t.pack = i.pack and t.version = i.version and t.template = i.template
    cross join unnest(t.variables) v (name)
    join jiancha.letter_variables() k on k.variable = v.name
    -- a card that rests on no limit says nothing of one
    where k.given_by <> 'letter' and btrim(coalesce(i.variables ->> v.name, '')) = '' and (k.variable <> 'overdue' or i.variables ->> v.name is null)
    order by i.template, v.name limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with organ as materialized (
        select p.pack, p.version, jiancha._pack_param(p.pack, p.version, 'letter_organ') as name, jiancha._pack_param(p.pack, p.version, 'letter_prefix') as prefix
        from (select distinct i.pack, i.version
              from jsonb_to_recordset(items) i (pack text, version integer, template text)
              join jiancha.effective_document_template t on t.pack = i.pack and t.version = i.version and t.template = i.template
              where t.issuer = 'supervisor') p),
    item as materialized (
        select i.*, t.title, t.body, (as_of at time zone c.time_zone)::date as day, extract(year from as_of at time zone c.time_zone)::integer as year,
            case t.issuer when 'supervisor' then g.name else i.variables ->> 'org' end as issuer,
            case t.issuer when 'supervisor' then g.prefix else i.variables ->> 'org' end || t.word as word,
            case t.addressee when 'unit' then i.variables ->> 'org' when 'applicant' then i.applicant
                else (i.variables ->> 'org') || '派驻纪检监察机构' end as addressee
        from jsonb_to_recordset(items) i (docket_id bigint, pack text, version integer, template text, signal_no text, org_code text, applicant text,
            on_issue boolean, variables jsonb)
        join jiancha.effective_document_template t on t.pack = i.pack and t.version = i.version and t.template = i.template
        join jiancha.docket d on d.docket_id = i.docket_id
        join jiancha.calendar c on c.calendar_code = d.calendar_code
        left join organ g on g.pack = i.pack and g.version = i.version),
    number as (
        insert into jiancha.letter_counter as n (word, year, last_no)
        -- in one order, so that two who write letters at once do not deadlock
        select i.word, i.year, count(*) from item i group by i.word, i.year order by i.word, i.year
        on conflict on constraint letter_counter_pkey do update set last_no = n.last_no + excluded.last_no
        returning n.word, n.year, n.last_no),
    numbered as (
        select i.*, format('%s〔%s〕%s号', i.word, i.year,
                n.last_no - count(*) over (partition by i.word, i.year)
                    + row_number() over (partition by i.word, i.year order by i.docket_id, i.signal_no, i.template)) as letter_no
        from item i join number n on n.word = i.word and n.year = i.year),
    filled as (
        select n.*, n.variables || jsonb_build_object('letter_no', n.letter_no, 'date', jiancha._chinese_date(n.day), 'issuer', n.issuer,
                'addressee', n.addressee) as all_variables
        from numbered n),
    written as materialized (
        select f.*, r.title as heading, r.body as words,
            jiancha._page(f.letter_no, f.issuer, r.title, f.addressee, r.body, jiancha._chinese_date(f.day)) as html
        from filled f
        cross join lateral (select jiancha._render(f.title, f.all_variables) as title, jiancha._render(f.body, f.all_variables) as body) r)
    insert into jiancha.letter (docket_id, letter_no, template, title, org_code, issuer, addressee, signal_no, on_issue, pack, rule_version, variables, body,
        html, sha256, issued_on, issued_at, actor)
    select w.docket_id, w.letter_no, w.template, w.heading, w.org_code, w.issuer, w.addressee, w.signal_no, w.on_issue, w.pack, w.version, w.variables, w.words,
        w.html, encode(sha256(convert_to(w.html, 'UTF8')), 'hex'), w.day, as_of, _store_letters.actor
    from written w;
end
$$;
comment on function jiancha._store_letters(jsonb, text, timestamptz) is 'Numbers, renders and stores letters; called with their dockets locked, so that none is written twice and no number lost. Error JC005 if a variable has no value.';

create function jiancha._write_letters(signal_nos text[], as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    items jsonb;
begin
    -- of the templates for a card one: that of its rule, then that of the nearest pack
    select jsonb_agg(to_jsonb(x) - 'place') into items
    from (
        select c.docket_id, c.pack, c.version, t.template, c.signal_no, c.org_code, c.variables ->> 'applicant' as applicant, true as on_issue, c.variables,
            row_number() over (partition by c.signal_no order by t.for_rule is null, t.distance, t.template) as place
        from jiancha._signal_variables(signal_nos, as_of) c
        join jiancha.effective_document_template t on t.pack = c.pack and t.version = c.version and t.form = 'letter' and t.for_what = 'issued'
            and (t.for_rule = c.rule or (t.for_rule is null and t.for_level = c.level))
        where c.issued
            and not exists (select from jiancha.letter l where l.docket_id = c.docket_id and l.signal_no = c.signal_no and l.org_code = c.org_code and l.on_issue)) x
    where x.place = 1;
    if items is not null then
        perform jiancha._store_letters(items, current_user::text, as_of);
    end if;
end
$$;
comment on function jiancha._write_letters(text[], timestamptz) is 'Writes the letter that the pack prescribes for each issued card to the organisation that has it, one a card and organisation; what has its letter gets no second one.';

create function jiancha._void_letters(signal_nos text[], decision_no text, reason text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    insert into jiancha.letter_void (docket_id, letter_no, decision_no, reason, at, org_code)
    select l.docket_id, l.letter_no, _void_letters.decision_no, _void_letters.reason, as_of, l.org_code
    from jiancha.letter l where l.signal_no = any (signal_nos)
    on conflict on constraint letter_void_pkey do nothing;
end
$$;
comment on function jiancha._void_letters(text[], text, text, timestamptz) is 'Declares the letters of cards void (作废); their numbers stay taken. A letter that is void already stays as it is.';

create function jiancha._letter_request_rows() returns table (no bigint, docket_kind text, business_no text, template text, variables jsonb, at timestamptz)
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.docket_kind, b.business_no, b.template, coalesce(b.variables, '{}'), b.at
    from rows from (jiancha._buffered() as (docket_kind text, business_no text, template text, variables jsonb, at timestamptz, letter_no text)) with ordinality b;
end;
comment on function jiancha._letter_request_rows() is 'Rows of the statement on letter_request, numbered as they came.';

create function jiancha._letter_request_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    dockets bigint[];
    run record;
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select array_agg(distinct k.docket_id order by k.docket_id) into dockets
    from jiancha._letter_request_rows() r join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no;
    perform jiancha._lock(dockets);

    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.business_no, '') = '' then array['missing_value', 'business_no', format('(row %s of the statement)', r.no)]
                -- a docket that the caller has nothing to do with is none to him
                when d.docket_id is null or (orgs is not null and not (d.org_code = any (orgs) or jiancha._acts_for(caller, 'jiancha_org_', d.org_code)
                        or jiancha._acts_for(caller, 'jiancha_org_', d.origin_org_code)))
                    then array['letter_without_docket', coalesce(r.docket_kind, ''), r.business_no]
                when r.at is null then array['missing_value', 'at', r.business_no]
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.business_no, 'a finite date and time']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.business_no, statement_timestamp()::text]
                when jsonb_typeof(r.variables) <> 'object' then array['bad_value', 'variables', left(r.variables::text, 60), r.business_no, 'a JSON object of strings']
                when t.template is null then array['unknown_template', coalesce(r.template, ''), d.pack,
                    (select string_agg(e.template, ', ' order by e.template) from jiancha.effective_document_template e
                     where e.pack = d.pack and e.version = v.version and e.form = 'letter')]
                when g.name is not null then array['bad_variable', r.template, g.name,
                    (select string_agg(k.variable, ', ' order by k.variable) from jiancha.letter_variables() k where k.given_by = 'caller')]
                when b.name is not null then array['bad_variable_value', r.template, b.name]
                when orgs is not null and not case t.issuer when 'department' then d.org_code = any (orgs)
                        else jiancha._acts_for(caller, 'jiancha_supervise_', d.org_code) end
                    then array['letter_not_yours', r.template, r.business_no, caller::text]
            end as problem
        from jiancha._letter_request_rows() r
        left join jiancha.docket_key dk on dk.kind = r.docket_kind and dk.business_no = r.business_no
        left join jiancha.docket d on d.docket_id = dk.docket_id
        left join lateral (select v.version from jiancha._docket_variables(array[d.docket_id], r.at) v) v on isfinite(r.at)
        left join jiancha.effective_document_template t on t.pack = d.pack and t.version = v.version and t.template = r.template and t.form = 'letter'
        -- a caller gives what the records cannot
        left join lateral (
            select j.name from jsonb_object_keys(case jsonb_typeof(r.variables) when 'object' then r.variables else '{}' end) j (name)
            left join jiancha.letter_variables() k on k.variable = j.name
            where k.given_by is distinct from 'caller' and j.name <> 'signal_no' order by 1 limit 1) g on true
        left join lateral (
            select j.key as name from jsonb_each(case jsonb_typeof(r.variables) when 'object' then r.variables else '{}' end) j
            where jsonb_typeof(j.value) <> 'string' order by 1 limit 1) b on true) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    -- one instant at a time: seldom more than one in a statement
    for run in
        select q.at, jsonb_agg(to_jsonb(q) - 'at') as items
        from (
            select distinct r.at, v.docket_id, v.pack, v.version, r.template,
                s.signal_no, v.org_code, v.applicant, false as on_issue,
                v.variables || coalesce(s.variables, '{}') || (r.variables - 'signal_no') as variables
            from jiancha._letter_request_rows() r
            join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
            cross join lateral jiancha._docket_variables(array[k.docket_id], r.at) v
            -- a docket that follows a card (its answer, its inquiry) tells about the card too
            left join lateral (
                select x.signal_no, x.variables from jiancha._signal_variables(array[coalesce(r.variables ->> 'signal_no', r.business_no)], r.at) x
                -- but not about one of another organisation
                where x.org_code = v.org_code limit 1) s on true
            where not exists (
                select from jiancha.letter l
                where l.docket_id = k.docket_id and l.template = r.template and l.issued_at = r.at and not l.on_issue)) q
        group by q.at order by q.at
    loop
        perform jiancha._store_letters(run.items, caller::text, run.at);
    end loop;

    select array['letter_conflict', l.template, r.business_no, l.letter_no] into problem
    from jiancha._letter_request_rows() r
    join jiancha.docket_key k on k.kind = r.docket_kind and k.business_no = r.business_no
    join jiancha.letter l on l.docket_id = k.docket_id and l.template = r.template and l.issued_at = r.at and not l.on_issue
    where not l.variables @> (r.variables - 'signal_no') or l.signal_no <> r.variables ->> 'signal_no'
    order by r.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;
end
$$;
comment on function jiancha._letter_request_statement(text[], name) is 'Handles the rows of a statement on letter_request.';

create function jiancha.issue_letter(docket_kind text, business_no text, template text, variables jsonb default '{}', at timestamptz default null) returns text
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    instant timestamptz := coalesce(issue_letter.at, statement_timestamp());
begin
    insert into jiancha.letter_request (docket_kind, business_no, template, variables, at)
    values (issue_letter.docket_kind, issue_letter.business_no, issue_letter.template, issue_letter.variables, instant);
    return (select r.letter_no from jiancha.letter_request r
            where r.docket_kind = issue_letter.docket_kind and r.business_no = issue_letter.business_no and r.template = issue_letter.template
                and r.at = instant);
end
$$;
comment on function jiancha.issue_letter(text, text, text, jsonb, timestamptz) is
    'Issues a letter about a docket and returns its number. variables: what letter_variables() lists as given by the caller; signal_no names the card it is about. at: instant of issue, now if left out. Templates of issuer department by the department that holds the docket, others by its supervisor. The same call again returns the same number. Errors: JC004 unknown docket or template, JC005 a value is missing, JC006 other values, JC007 not yours to issue, JC009 unknown variable.';

create function jiancha.letter_html(letter_no text) returns text
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    page text;
begin
    select l.html into page from jiancha.letter l where l.letter_no = letter_html.letter_no;
    if not found then
        perform jiancha._raise('unknown_letter', letter_no);
    end if;
    return page;
end
$$;
comment on function jiancha.letter_html(text) is 'The page of a letter as it was stored at issue: self-contained HTML for A4. Logs nothing; see print_letter(). Error JC004 if there is none that the caller may see.';

create function jiancha._letter_printing_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
begin
    select array['unknown_letter', coalesce(r.letter_no, '')] into problem
    from jiancha._buffered() as r (letter_no text, at timestamptz, copy integer, actor text)
    left join jiancha.letter l on l.letter_no = r.letter_no
    where l.letter_no is null or not (orgs is null or l.org_code = any (orgs) or jiancha._acts_for(caller, 'jiancha_org_', l.org_code))
    limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    with print as materialized (
        select l.docket_id, l.letter_no, l.org_code, coalesce(r.at, statement_timestamp()) as at,
            row_number() over (partition by l.docket_id, l.letter_no) as place, count(*) over (partition by l.docket_id, l.letter_no) as prints
        from jiancha._buffered() as r (letter_no text, at timestamptz, copy integer, actor text)
        join jiancha.letter l on l.letter_no = r.letter_no),
    counted as (
        insert into jiancha.letter_copies as c (docket_id, letter_no, copies, org_code)
        select p.docket_id, p.letter_no, p.prints, p.org_code from print p where p.place = 1 order by p.docket_id, p.letter_no
        on conflict on constraint letter_copies_pkey do update set copies = c.copies + excluded.copies
        returning c.docket_id, c.letter_no, c.copies)
    insert into jiancha.letter_print (docket_id, letter_no, copy, at, actor, org_code)
    select p.docket_id, p.letter_no, c.copies - p.prints + p.place, p.at, caller::text, p.org_code
    from print p join counted c using (docket_id, letter_no);
end
$$;
comment on function jiancha._letter_printing_statement(text[], name) is 'Handles the rows of a statement on letter_printing: each is a copy with the next number.';

create function jiancha.print_letter(letter_no text, at timestamptz default null) returns table (copy integer, mark text, html text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    page text := jiancha.letter_html(print_letter.letter_no);
    last_copy integer;
begin
    insert into jiancha.letter_printing (letter_no, at) values (print_letter.letter_no, print_letter.at);
    select max(p.copy) into last_copy from jiancha.letter_printing p where p.letter_no = print_letter.letter_no;
    return query select last_copy, case when last_copy = 1 then '首次打印' else format('补印%s', last_copy - 1) end, page;
end
$$;
comment on function jiancha.print_letter(text, timestamptz) is
    'The page of a letter, the same bytes at every print, and which copy it is: 1 首次打印, then 补印1, 补印2, …; each call is logged in letter_print. at: when, now if left out. Error JC004 if there is none that the caller may see.';
