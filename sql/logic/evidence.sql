-- One page for the auditor from above: what explain_signal() says, the words of the law, the docket, every step. It carries its own style and
-- nothing from elsewhere, no script; every value is escaped.

create function jiancha.evidence(signal_no text, printed_at timestamptz default now()) returns text
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    card record;
    body text;
    explained text;
    steps text;
    law text;
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
<table><thead><tr><th>序</th><th>项目</th><th>自</th><th>至（不含）</th><th>内容</th><th>依据</th></tr></thead>
<tbody>
%9$s
</tbody></table>
<h2>二、全部过程记录</h2>
<table><thead><tr><th>步骤</th><th>过程</th><th>时间</th><th>经办人</th><th>意见、理由</th><th>文书</th><th>录入</th></tr></thead>
<tbody>
%10$s
</tbody></table>
<h2>三、所引条文</h2>
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
        explained, coalesce(steps, ''), coalesce(law, ''), jiancha._html(card.time_zone), jiancha._html(jiancha._minute(printed_at, card.time_zone)));
    return body;
end
$$;
comment on function jiancha.evidence(text, timestamptz) is
    'One self-contained printable page (HTML 5, A4, UTF-8, no script, nothing loaded from elsewhere, every value escaped) about a card: its rows of explain_signal(), every step of the docket with when and by whom it was entered, the words of the articles cited. printed_at stands at its foot. Rows under row-level security. Errors: JC004 no such signal, or not the caller''s.';
