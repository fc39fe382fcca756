-- How letters write what rules and settings hold: citations and limits.

create function jiancha._full_width(words text) returns text
language sql immutable strict parallel safe
begin atomic
    select regexp_replace(translate(regexp_replace(words, '([:;,]) +', '\1', 'g'), '():;,', '（）：；，'), '([^ -~]) ([^ -~])', '\1\2', 'g');
end;
comment on function jiancha._full_width(text) is 'Chinese words with the brackets and stops of Chinese print (GB/T 15834), no space between characters.';

create function jiancha._cite(source text) returns text
language sql immutable strict parallel safe
begin atomic
    -- what stands before the first space is a title
    select string_agg(jiancha._full_width(regexp_replace(btrim(p.part), '^((?:类推|参照)[:：] *)?([^ :：;；,，]+) (.+)$', '\1《\2》\3')), '；' order by p.no)
    from regexp_split_to_table(source, '[;；]') with ordinality p (part, no);
end;
comment on function jiancha._cite(text) is 'The source of a rule as a document cites it: 《新乡市电子监察预警纠错办法（试行）》第五条第（二）项.';

create function jiancha._limit_in_words(amount integer, unit text) returns text
language sql immutable strict parallel safe
begin atomic
    select amount || case unit when 'working_day' then '个工作日' when 'day' then '日' when 'week' then '周' when 'month' then '个月' when 'year' then '年'
        when 'working_hour' then '个工作小时' when 'hour' then '小时' else unit end;
end;
comment on function jiancha._limit_in_words(integer, text) is 'A limit in words, for example 5个工作日.';
