-- One page for the auditor from above: what explain_signal() says, the docket, every step, who was told and who read, the seals, the words of the
-- law. It carries its own style and nothing from elsewhere, no script; every value is escaped.

create function jiancha._card_seals(signal_no text, caller name)
returns table (relation text, key text, recorded_at timestamptz, seal_no bigint, sealed_at timestamptz, hash text, root text, chain text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD' set timezone = 'UTC' set jit = off as $$
#variable_conflict use_column
declare
    card record;
begin
    select s.* into card
    from jiancha.signal s
    where s.signal_no = _card_seals.signal_no
        and (pg_has_role(caller, current_user, 'usage') or jiancha._acts_for(caller, 'jiancha_org_', s.seen_by));
    if not found then
        perform jiancha._raise('unknown_signal', _card_seals.signal_no);
    end if;
    return query
    select r.relation, r.key, r.recorded_at, l.seal_no, e.sealed_at, encode(l.hash, 'hex'), encode(e.root, 'hex'), encode(e.chain, 'hex')
    from (
        select 'signal' as relation, jiancha._row_key(s, '{docket_id,rule,clock,cycle}') as key, s.recorded_at, 1 as part, null::bigint as seq
        from jiancha.signal s
        where s.docket_id = card.docket_id and s.rule = card.rule and s.clock = card.clock and s.cycle = card.cycle
        union all
        select 'signal_action', jiancha._row_key(a, '{docket_id,rule,clock,cycle,seq}'), a.recorded_at, 2, a.seq
        from jiancha.signal_action a
        where a.docket_id = card.docket_id and a.rule = card.rule and a.clock = card.clock and a.cycle = card.cycle
        union all
        select 'step', jiancha._row_key(t, '{docket_id,seq}'), t.recorded_at, 3, t.seq
        from jiancha.step t where t.docket_id = card.docket_id) r
    left join jiancha.seal_leaf l on l.relation = r.relation and l.key = r.key
    left join jiancha.seal e on e.seal_no = l.seal_no
    order by r.part, r.seq;
end
$$;
comment on function jiancha._card_seals(text, name) is 'Does the work of card_seals(), as the owner.';

create function jiancha.card_seals(signal_no text)
returns table (relation text, key text, recorded_at timestamptz, seal_no bigint, sealed_at timestamptz, hash text, root text, chain text)
language c stable parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.card_seals(text) is
    'By what the rows that a card rests on are sealed: its own, those of its handling, the steps of its docket. relation and key as seal_proof() takes them; hash, root of the seal and chain in hex, NULL as long as a row is not sealed. Tells no content and no salt. Errors: JC004 no such card of an organisation the caller acts for.';

create function jiancha.evidence(signal_no text, printed_at timestamptz default now()) returns text
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    card record;
    body text;
    explained text;
    steps text;
    law text;
    told text;
    reads text;
    sealed text;
    seals text;
begin
    select g.*, c.time_zone, c.calendar_code, coalesce(o.name, g.org_code) as org_name, coalesce(m.name, g.matter_code) as matter_name, s.pack, s.rule_version, s.docket_id as docket
    into card
    from jiancha.signals g
    join jiancha.signal s on s.signal_no = g.signal_no
    join jiancha.calendar c on c.calendar_code = s.calendar_code
    left join jiancha.org o on o.org_code = g.org_code
    left join jiancha.docket d on d.docket_id = s.docket_id
    left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
    where g.signal_no = evidence.signal_no;
    if not found then
        perform jiancha._raise('unknown_signal', evidence.signal_no);
    end if;

    select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', e."no", jiancha._html(e.part),
            jiancha._html(jiancha._minute(e."from", card.time_zone)), jiancha._html(jiancha._minute(e."to", card.time_zone)),
            jiancha._html(e.what), jiancha._html(e.source)), chr(10) order by e."no")
    into explained
    from jiancha.explain_signal(card.signal_no) e;

    select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', t.step_no, jiancha._html(k.name),
            jiancha._html(case t.at_precision when 'day' then to_char(t.at at time zone card.time_zone, 'YYYY-MM-DD') else jiancha._minute(t.at, card.time_zone) end),
            jiancha._html(t.staff_code), jiancha._html(concat_ws('；', nullif(t.opinion, ''), nullif(t.reason, ''), '更正步骤' || t.corrects)),
            jiancha._html(t.document_no), jiancha._html(jiancha._minute(t.recorded_at, card.time_zone) || ' ' || t.actor)), chr(10) order by t.at, k.rank, t.step_no, t.seq)
    into steps
    from jiancha.step t join jiancha.step_kind k on k.kind = t.kind
    where t.docket_id = card.docket;

    -- the articles that the rows cite
    select string_agg(format('<dt>%s</dt><dd>%s%s</dd>', jiancha._html(b.citation), jiancha._html(b.wording),
            case when b.valid_until is not null then jiancha._html(format('（自%s起废止%s）', b.valid_until, '，由' || b.superseded_by || '取代')) else '' end), chr(10) order by b.citation)
    into law
    from jiancha.legal_basis b
    where exists (select from jiancha.explain_signal(card.signal_no) e where e.source = b.citation);

    -- who was told of it; who may not read the outbox sees nothing of it here
    if has_table_privilege('jiancha.notice', 'select') and has_table_privilege('jiancha.notice_delivery', 'select') then
        select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>', jiancha._html(n.recipient_name),
                jiancha._html(case n.channel when 'sms' then '短信' when 'phone' then '电话' when 'letter' then '文书' else '屏幕' end),
                jiancha._html(jiancha._minute(n.created_at, card.time_zone)),
                jiancha._html(coalesce(jiancha._minute(y.sent_at, card.time_zone), '未送出'))), chr(10) order by n.created_at, n.notice_id)
        into told
        from jiancha.notice n
        left join jiancha.notice_delivery y using (docket_id, notice_id)
        where n.signal_no = card.signal_no;
    end if;
    -- of a complaint: who asked who complained
    if has_table_privilege('jiancha.identity_read', 'select') then
        select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td></tr>', jiancha._html(r.actor),
                jiancha._html(case r.what when 'tell' then '查阅投诉人身份' else '申请查阅投诉人身份' end || '：' || r.reason),
                jiancha._html(jiancha._minute(r.recorded_at, card.time_zone))), chr(10) order by r.seq)
        into reads
        from jiancha.identity_read r where r.docket_id = card.docket;
    end if;
    with row_seal as materialized (
        select * from jiancha.card_seals(card.signal_no) with ordinality c)
    select string_agg(format('<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>',
            case c.relation when 'signal' then '信号' when 'signal_action' then '处理' else '过程' end, jiancha._html(c.key),
            case when c.seal_no is null then '尚未封存' else jiancha._html(format('%s（%s）', c.seal_no, jiancha._minute(c.sealed_at, card.time_zone))) end, c.hash),
            chr(10) order by c.ordinality),
        (select string_agg(format('<li>第%s号：根%s，链%s</li>', d.seal_no, d.root, d.chain), chr(10) order by d.seal_no)
         from (select distinct k.seal_no, k.root, k.chain from row_seal k where k.seal_no is not null) d)
    into sealed, seals
    from row_seal c;

    body := format($page$<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="UTF-8">
<title>%1$s</title>
<style>
@page { size: A4; margin: 20mm 15mm; }
body { font-family: "FangSong", "STFangsong", "Noto Serif CJK SC", serif; font-size: 11pt; line-height: 1.5; color: #000; background: #fff; max-width: 180mm; margin: 0 auto; }
h1 { font-size: 18pt; text-align: center; }
h2 { font-size: 13pt; margin: 1em 0 0.3em; }
table { border-collapse: collapse; width: 100%%; }
th, td { border: 0.5pt solid #000; padding: 1mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { page-break-inside: avoid; }
tbody td { font-size: 9.5pt; }
.spans td:nth-child(-n+4), .steps td:nth-child(1), .steps td:nth-child(3), .told td:nth-child(n+3), .seals td:nth-child(1) { white-space: nowrap; }
.steps td:nth-child(5) { width: 30%%; }
.seals td, li { font-size: 8pt; }
li { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>电子监察信号核查单</h1>
<table>
<tr><th>信号编号</th><td>%1$s</td><th>级别</th><td>%2$s</td></tr>
<tr><th>办件编号</th><td>%3$s</td><th>事项</th><td>%4$s</td></tr>
<tr><th>承办单位</th><td>%5$s</td><th>规则</th><td>%6$s</td></tr>
<tr><th>成立时刻</th><td>%7$s</td><th>现状</th><td>%8$s</td></tr>
</table>
<h2>一、核查</h2>
<table class="spans"><thead><tr><th>序</th><th>项目</th><th>自</th><th>至（不含）</th><th>内容</th><th>依据</th></tr></thead>
<tbody>
%9$s
</tbody></table>
<h2>二、全部过程记录</h2>
<table class="steps"><thead><tr><th>步骤</th><th>过程</th><th>时间</th><th>经办人</th><th>意见、理由</th><th>文书</th><th>录入</th></tr></thead>
<tbody>
%10$s
</tbody></table>
<h2>三、告知与查阅</h2>
<table class="told"><thead><tr><th>告知对象</th><th>方式</th><th>拟定</th><th>送出</th></tr></thead>
<tbody>
%14$s
</tbody></table>
%15$s
<h2>四、封存</h2>
<table class="seals"><thead><tr><th>记录</th><th>键</th><th>封存</th><th>摘要（SHA-256）</th></tr></thead>
<tbody>
%16$s
</tbody></table>
<ul>
%17$s
</ul>
<p>各行的全部证明材料由 seal_proof(表, 键) 给出，只用 SHA-256 即可核对；链应与事先印出另存的一致。</p>
<h2>五、所引条文</h2>
<dl>
%11$s
</dl>
<p>时刻均为%12$s时间。本页由记录生成，打印于%13$s。</p>
</body>
</html>
$page$,
        jiancha._html(card.signal_no), jiancha._html(jiancha._level_name(card.level)), jiancha._html(card.case_no), jiancha._html(card.matter_name),
        jiancha._html(card.org_name), jiancha._html(format('%s（%s第%s版）', card.rule, card.pack, card.rule_version)),
        jiancha._html(jiancha._minute(card.earned_at, card.time_zone)), jiancha._html(jiancha._state_in_words(card.state)),
        explained, coalesce(steps, ''), coalesce(law, ''), jiancha._html(card.time_zone), jiancha._html(jiancha._minute(printed_at, card.time_zone)),
        coalesce(told, '<tr><td colspan="4">无</td></tr>'),
        coalesce('<table class="told"><thead><tr><th>查阅人</th><th>内容</th><th>时间</th></tr></thead><tbody>' || reads || '</tbody></table>', ''),
        sealed, coalesce(seals, '<li>尚无一行封存</li>'));
    return body;
end
$$;
comment on function jiancha.evidence(text, timestamptz) is
    'One self-contained printable page (HTML 5, A4, UTF-8, no script, nothing loaded from elsewhere, every value escaped) about a card: its rows of explain_signal(), every step of the docket with when and by whom it was entered, who was told of it and (of a complaint) who read or asked who complained, as far as the caller may read that, card_seals(), the words of the articles cited. printed_at stands at its foot. Rows under row-level security. Errors: JC004 no such signal, or not the caller''s.';
