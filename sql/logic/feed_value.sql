-- Values of a feed: fields out of a record, cleaned, and read as instants and numbers (feed_value.c).

create function jiancha._feed_pick(fields jsonb, names text[], kinds text) returns text[]
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_feed_pick';
comment on function jiancha._feed_pick(jsonb, text[], text) is
    'The named fields of a record, cleaned by their kinds, one character each (t text, c code); several names joined by + give their values joined by +. NULL where the name is NULL or the field missing, null or empty; NULL for a record that is no object.';

create function jiancha._feed_rest(fields jsonb, names text[], keys text[]) returns jsonb
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_feed_rest';
comment on function jiancha._feed_rest(jsonb, text[], text[]) is
    'The named fields of a record that are there, cleaned as texts, under the keys; NULL if none is.';

create function jiancha._feed_clean(given text[], kinds text) returns text[]
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_feed_clean';
comment on function jiancha._feed_clean(text[], text) is
    'Values cleaned by their kinds: byte order marks, zero-width characters and outer blanks go; in a code full-width forms become ASCII and every blank goes. What is empty becomes NULL.';

create function jiancha._feed_bad(given text[], kinds text) returns integer
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_feed_bad';
comment on function jiancha._feed_bad(text[], text) is 'Place of the first code that a spreadsheet has turned into a number in E-notation, which has lost its last digits; NULL: none.';

create function jiancha._feed_instant(given text, zone text) returns timestamptz
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_feed_instant';
comment on function jiancha._feed_instant(text, text) is
    'A date, or a date with time, as it is written in China or in ISO 8601; in the given zone unless it says its own. NULL for what is none.';

create function jiancha._feed_has_time(given text) returns boolean
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_feed_has_time';
comment on function jiancha._feed_has_time(text) is 'Whether an instant is given to the minute (true) or to the day; NULL for what is none.';

create function jiancha._feed_integer(given text) returns bigint
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_feed_integer';
comment on function jiancha._feed_integer(text) is 'A whole number of at most 18 digits; NULL for what is none.';

create function jiancha._feed_columns(target text) returns text[]
language sql immutable parallel safe
begin atomic
    select case target
        when 'case' then '{docket_kind,case_no,org_code,matter_code,applicant,received_at,channel,party_kind,subject,staff_code,id_type,id_no,contact,at_precision}'::text[]
        when 'step' then '{docket_kind,case_no,step_no,kind,at,node,staff_code,opinion,reason,document_no,corrects,days,to_org,procedure,version,series,number_base,at_precision}'
        when 'document' then '{docket_kind,case_no,document_kind,document_no,name,at,sha256}' end;
end;
comment on function jiancha._feed_columns(text) is 'The columns that a record of a feed can fill, by what it becomes, in the order in which they are picked.';

create function jiancha._feed_kinds(target text) returns text
language sql immutable parallel safe
begin atomic
    select case target when 'case' then 'ccccttcctccccc' when 'step' then 'ccccttcttccccccccc' when 'document' then 'ccccttc' end;
end;
comment on function jiancha._feed_kinds(text) is 'Kinds of the values of _feed_columns(): c is a code, t a text.';

create function jiancha._feed_given(via text)
returns table (no bigint, source text, batch_no text, layout text, record text, row_no bigint, fields jsonb, texts text[])
language sql stable parallel unsafe
begin atomic
    select b.ordinality, b.source, b.batch_no, b.layout, b.record, coalesce(b.row_no, b.ordinality), b.fields, null::text[]
    from rows from (jiancha._buffered() as (source text, batch_no text, layout text, record text, row_no bigint, fields jsonb)) with ordinality b
    where _feed_given.via = 'record'
    union all
    select b.ordinality, ltrim(b.source, E'\uFEFF '), b.batch_no, 'neutral', 'case', b.ordinality, null::jsonb,
        array[b.docket_kind, b.case_no, b.org_code, b.matter_code, b.applicant, b.received_at, b.channel, b.party_kind, b.subject, b.staff_code, b.id_type,
            b.id_no, b.contact]
    from rows from (jiancha._buffered() as (
        source text, batch_no text, docket_kind text, case_no text, org_code text, matter_code text, applicant text, received_at text, channel text,
        party_kind text, subject text, staff_code text, id_type text, id_no text, contact text)) with ordinality b
    where _feed_given.via = 'case'
    union all
    select b.ordinality, ltrim(b.source, E'\uFEFF '), b.batch_no, 'neutral', 'step', b.ordinality, null,
        array[b.docket_kind, b.case_no, b.step_no, b.kind, b.at, b.node, b.staff_code, b.opinion, b.reason, b.document_no, b.corrects, b.days, b.to_org,
            b.procedure]
    from rows from (jiancha._buffered() as (
        source text, batch_no text, docket_kind text, case_no text, step_no text, kind text, at text, node text, staff_code text, opinion text,
        reason text, document_no text, corrects text, days text, to_org text, procedure text)) with ordinality b
    where _feed_given.via = 'step';
end;
comment on function jiancha._feed_given(text) is
    'Records of the statement on feed_record, feed_case or feed_step (via), numbered as they came: fields as JSON, or texts in the order of _feed_columns(). A byte order mark stands before the first value of a file.';
