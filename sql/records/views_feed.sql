-- Feeds: what is inserted into, and what a department reads about its deliveries.

create or replace view jiancha.feed with (security_invoker = true) as
select v.source, v.org_code, v.name, v.layout, v.interface_version, v.state, v.staff_code, v.valid_from
from (
    select distinct on (f.source) f.* from jiancha.feed_version f where f.valid_from <= current_date order by f.source, f.valid_from desc) v;
comment on view jiancha.feed is
    '数据源: sources in force today; the administrator inserts a version here (G-3.4). Repeating a row does nothing. Errors: JC004 unknown organisation or person, JC005 bad value, JC006 other content, JC007 not the administrator.';
comment on column jiancha.feed.source is 'Name of the source, at most 80 bytes.';
comment on column jiancha.feed.org_code is 'Organisation it belongs to; it may deliver for this one and those below it.';
comment on column jiancha.feed.name is 'Name of the system.';
comment on column jiancha.feed.layout is 'neutral (default), guangdong, shandong, or one that define_layout() has defined.';
comment on column jiancha.feed.interface_version is 'Version of the interface; 1 if left out. A batch that names another is rejected.';
comment on column jiancha.feed.state is 'planned, live (default) or closed.';
comment on column jiancha.feed.staff_code is 'Who looks after it; may be left out.';
comment on column jiancha.feed.valid_from is 'First day on which the version holds; always, if left out.';

create or replace view jiancha.feed_record with (security_invoker = true) as
select e.source, b.batch_no, e.layout, e.record, e.row_no, e.fields from jiancha.feed_error e join jiancha.feed_batch b using (batch_id) where e.state = 'open';
comment on view jiancha.feed_record is
    '报送记录: INSERT or COPY records of any layout here, one batch of one source a statement; read back: what is put aside. A bad record goes to feed_errors and costs no other. Errors: JC005 several batches, no source or batch_no.';
comment on column jiancha.feed_record.source is 'Source; see feed.';
comment on column jiancha.feed_record.batch_no is 'The sender''s number of the batch.';
comment on column jiancha.feed_record.layout is 'Layout; that of the source, if left out.';
comment on column jiancha.feed_record.record is 'Kind of record; see feed_layout. Empty: the head of the batch, whose fields may say interface_version and covers_through.';
comment on column jiancha.feed_record.row_no is 'Place in the batch; that in the statement, if left out.';
comment on column jiancha.feed_record.fields is 'The record.';

-- staging: texts as a spreadsheet or another system writes them; rows that were put aside are read back
create or replace view jiancha.feed_case with (security_invoker = true) as
select e.source, b.batch_no, e.fields ->> 'docket_kind' as docket_kind, e.fields ->> 'case_no' as case_no, e.fields ->> 'org_code' as org_code,
    e.fields ->> 'matter_code' as matter_code, e.fields ->> 'applicant' as applicant, e.fields ->> 'received_at' as received_at,
    e.fields ->> 'channel' as channel, e.fields ->> 'party_kind' as party_kind, e.fields ->> 'subject' as subject, e.fields ->> 'staff_code' as staff_code,
    e.fields ->> 'id_type' as id_type, e.fields ->> 'id_no' as id_no, e.fields ->> 'contact' as contact
from jiancha.feed_error e join jiancha.feed_batch b using (batch_id)
where e.state = 'open' and e.layout = 'neutral' and e.record = 'case';
comment on view jiancha.feed_case is
    '办件报送: COPY cases here as texts, one batch of one source a statement; read back: what is put aside. Dates as they are written in China or in ISO 8601, full-width digits, Chinese words for kinds. A bad row goes to feed_errors and costs no other. Errors: JC005 several batches, no source or batch_no.';
comment on column jiancha.feed_case.source is 'Source; see feed.';
comment on column jiancha.feed_case.batch_no is 'The sender''s number of the batch.';
comment on column jiancha.feed_case.docket_kind is 'approval (办件, default) or penalty (处罚案件).';
comment on column jiancha.feed_case.case_no is 'Business number.';
comment on column jiancha.feed_case.org_code is 'Organisation that received it; that of the source, if left out.';
comment on column jiancha.feed_case.matter_code is 'Matter.';
comment on column jiancha.feed_case.applicant is 'Applicant or party.';
comment on column jiancha.feed_case.received_at is 'When it was received; a date alone is known to the day.';
comment on column jiancha.feed_case.channel is 'window (窗口), online (网上), post (邮寄), phone (电话), app (移动端), feed (default) or import (历史导入).';
comment on column jiancha.feed_case.party_kind is 'person (自然人), enterprise (企业) or other (其他).';
comment on column jiancha.feed_case.subject is 'What it is about.';
comment on column jiancha.feed_case.staff_code is 'Who received it; must be registered.';
comment on column jiancha.feed_case.id_type is 'credit_code, organisation_code, identity_number, passport or other; if left out, what party_kind suggests.';
comment on column jiancha.feed_case.id_no is 'Number of the party''s document; check digits are checked (W-6.3).';
comment on column jiancha.feed_case.contact is 'Telephone.';

create or replace view jiancha.feed_step with (security_invoker = true) as
select e.source, b.batch_no, e.fields ->> 'docket_kind' as docket_kind, e.fields ->> 'case_no' as case_no, e.fields ->> 'step_no' as step_no,
    e.fields ->> 'kind' as kind, e.fields ->> 'at' as at, e.fields ->> 'node' as node, e.fields ->> 'staff_code' as staff_code,
    e.fields ->> 'opinion' as opinion, e.fields ->> 'reason' as reason, e.fields ->> 'document_no' as document_no, e.fields ->> 'corrects' as corrects,
    e.fields ->> 'days' as days, e.fields ->> 'to_org' as to_org, e.fields ->> 'procedure' as procedure
from jiancha.feed_error e join jiancha.feed_batch b using (batch_id)
where e.state = 'open' and e.layout = 'neutral' and e.record = 'step';
comment on view jiancha.feed_step is
    '过程报送: COPY steps here as texts, one batch of one source a statement; read back: what is put aside. As feed_case.';
comment on column jiancha.feed_step.source is 'Source; see feed.';
comment on column jiancha.feed_step.batch_no is 'The sender''s number of the batch.';
comment on column jiancha.feed_step.docket_kind is 'approval (办件, default) or penalty (处罚案件).';
comment on column jiancha.feed_step.case_no is 'Business number of the case.';
comment on column jiancha.feed_step.step_no is 'Number of the step, unique in the case; may be left out.';
comment on column jiancha.feed_step.kind is 'Kind of step, by its name or its Chinese name; see step_kind.';
comment on column jiancha.feed_step.at is 'When it happened; a date alone is known to the day.';
comment on column jiancha.feed_step.node is '环节.';
comment on column jiancha.feed_step.staff_code is 'Who signed; must be registered.';
comment on column jiancha.feed_step.opinion is 'Opinion given.';
comment on column jiancha.feed_step.reason is 'Reason; a correction needs one.';
comment on column jiancha.feed_step.document_no is 'Number of the document issued with it.';
comment on column jiancha.feed_step.corrects is 'step_no of the step whose place this one takes.';
comment on column jiancha.feed_step.days is 'Days of an extension or applied for a special procedure.';
comment on column jiancha.feed_step.to_org is 'Organisation that a transfer goes to.';
comment on column jiancha.feed_step.procedure is 'Special procedure.';

-- the same with Chinese headings, for COPY ... (format csv, header match)
create or replace view jiancha.办件报送 with (security_invoker = true) as
select source as 数据源, batch_no as 批次号, docket_kind as 案件种类, case_no as 办件编号, org_code as 单位代码, matter_code as 事项编码, applicant as 申请人,
    received_at as 收件时间, channel as 收件方式, party_kind as 申请人类型, subject as 申请内容, staff_code as 收件人工号, id_type as 证件类型, id_no as 证件号码,
    contact as 联系电话
from jiancha.feed_case;
comment on view jiancha.办件报送 is 'feed_case with Chinese headings.';

create or replace view jiancha.过程报送 with (security_invoker = true) as
select source as 数据源, batch_no as 批次号, docket_kind as 案件种类, case_no as 办件编号, step_no as 步骤号, kind as 步骤, at as 时间, node as 环节,
    staff_code as 经办人工号, opinion as 意见, reason as 理由, document_no as 文书号, corrects as 更正步骤号, days as 天数, to_org as 移交单位, procedure as 特别程序
from jiancha.feed_step;
comment on view jiancha.过程报送 is 'feed_step with Chinese headings.';

-- records on their way from a feed into the tables: nobody but the handling functions inserts here
create or replace view jiancha.feed_docket_row with (security_invoker = true) as
select null::bigint as no, d.kind as docket_kind, d.business_no, d.org_code, d.matter_code, null::text as applicant, d.received_at, null::text as channel,
    null::text as party_kind, null::text as subject, null::text as staff_code, null::text as at_precision, null::jsonb as data, null::text[] as misread
from jiancha.docket d where false;
comment on view jiancha.feed_docket_row is 'Cases on their way from a feed into the tables; the handling functions insert here, nobody else.';
create or replace view jiancha.feed_step_row with (security_invoker = true) as
select null::bigint as no, null::text as docket_kind, null::text as business_no, s.step_no, s.kind, s.at, s.node, s.staff_code, s.opinion, s.reason, s.document_no,
    s.corrects, s.data, s.at_precision, null::text as source, null::text[] as misread
from jiancha.step s where false;
comment on view jiancha.feed_step_row is 'Steps on their way from a feed into the tables; the handling functions insert here, nobody else.';
create or replace view jiancha.feed_document_row with (security_invoker = true) as
select null::bigint as no, null::text as docket_kind, null::text as case_no, x.document_kind, x.document_no, x.name, x.at, x.sha256, x.data,
    null::text as source, null::text[] as misread
from jiancha.case_document x where false;
comment on view jiancha.feed_document_row is 'Documents on their way from a feed into the tables; the handling functions insert here, nobody else.';

create or replace view jiancha.feed_batches with (security_invoker = true) as
select b.batch_id, b.source, b.batch_no, b.org_code, b.interface_version, b.covers_through, b.state, b.received, b.landed, b.present, b.quarantined,
    (select count(*) from jiancha.feed_error e where e.batch_id = b.batch_id and e.state = 'open') as open_errors,
    jiancha._message(b.problem[1], 'text', b.problem[2:]) as reason, b.actor, b.transaction, b.recorded_at
from jiancha.feed_batch b;
comment on view jiancha.feed_batches is '报送批次: deliveries, the rejected ones included: those of a source that is not registered, or not the sender''s, stand under the sender''s organisation. Rows under row-level security.';
comment on column jiancha.feed_batches.batch_id is 'Number given by the records.';
comment on column jiancha.feed_batches.source is 'Source as the sender named it.';
comment on column jiancha.feed_batches.batch_no is 'The sender''s number; NULL: a heartbeat that was rejected.';
comment on column jiancha.feed_batches.org_code is 'Organisation of the source.';
comment on column jiancha.feed_batches.interface_version is 'Version of the interface it was made for, if it said so.';
comment on column jiancha.feed_batches.covers_through is 'Instant up to which the sender says that it is complete.';
comment on column jiancha.feed_batches.state is 'taken or rejected.';
comment on column jiancha.feed_batches.received is 'Records: landed + present + quarantined, unless rejected.';
comment on column jiancha.feed_batches.landed is 'Records that became facts.';
comment on column jiancha.feed_batches.present is 'Records that were there already.';
comment on column jiancha.feed_batches.quarantined is 'Records that were put aside.';
comment on column jiancha.feed_batches.open_errors is 'Errors entered with it that are still open.';
comment on column jiancha.feed_batches.reason is 'Why it was rejected.';
comment on column jiancha.feed_batches.actor is 'Database role.';
comment on column jiancha.feed_batches.transaction is 'Transaction that took it.';
comment on column jiancha.feed_batches.recorded_at is 'When it was delivered.';

create or replace view jiancha.feed_errors with (security_invoker = true) as
select e.error_no, e.source, b.batch_no, e.record, e.row_no, e.business_no, e.step_no, coalesce(f.field, e.field) as field, e.value,
    e.problem[1] as reason_code, jiancha._message(e.problem[1], 'text', e.problem[2:]) as reason,
    coalesce(jiancha._message(e.problem[1], 'hint', e.problem[2:]), jiancha._message(e.problem[1], 'detail', e.problem[2:])) as remedy,
    e.state, e.fields, e.org_code, e.reason as discard_reason, e.settled_by, e.settled_at, e.recorded_at
from jiancha.feed_error e
left join jiancha.feed_batch b using (batch_id)
left join jiancha.feed_field f on f.layout = e.layout and f.record = e.record and f.target = e.field;
comment on view jiancha.feed_errors is '报送差错: records that were put aside, with field, reason and remedy in the language of the session; a department sees its own (G-3.1.2f).';
comment on column jiancha.feed_errors.error_no is 'Names it in feed_correction.';
comment on column jiancha.feed_errors.source is 'Source.';
comment on column jiancha.feed_errors.batch_no is 'Batch it came with.';
comment on column jiancha.feed_errors.record is 'Kind of record.';
comment on column jiancha.feed_errors.row_no is 'Place among the records of its kind, of a COPY in the file.';
comment on column jiancha.feed_errors.business_no is 'Business number, as far as it could be read.';
comment on column jiancha.feed_errors.step_no is 'Number of the step, as far as it could be read.';
comment on column jiancha.feed_errors.field is 'Field that is wrong, as the layout names it; NULL: the record as a whole.';
comment on column jiancha.feed_errors.value is 'The wrong value.';
comment on column jiancha.feed_errors.reason_code is 'Name of the message.';
comment on column jiancha.feed_errors.reason is 'What is wrong.';
comment on column jiancha.feed_errors.remedy is 'What to do.';
comment on column jiancha.feed_errors.state is 'open, landed, replaced or discarded.';
comment on column jiancha.feed_errors.fields is 'The record as it came.';
comment on column jiancha.feed_errors.org_code is 'Organisation of the source.';
comment on column jiancha.feed_errors.discard_reason is 'Why it was discarded.';
comment on column jiancha.feed_errors.settled_by is 'batch_id of the batch that settled it.';
comment on column jiancha.feed_errors.settled_at is 'When it was settled.';
comment on column jiancha.feed_errors.recorded_at is 'When it was put aside.';

create or replace view jiancha.feed_correction with (security_invoker = true) as
select e.error_no, e.fields, e.reason as discard from jiancha.feed_error e where e.state <> 'open';
comment on view jiancha.feed_correction is
    '差错更正: INSERT here what is to be done about open errors: fields that take the place of those of the record, which is delivered again (none: as it is, say after a register was mended), or discard, the reason why it is given up. Errors: JC004 no such error of yours, JC005 bad value, JC006 already settled.';
comment on column jiancha.feed_correction.error_no is 'Error; see feed_errors.';
comment on column jiancha.feed_correction.fields is 'Fields by the names of the layout, with their right values; the others stay.';
comment on column jiancha.feed_correction.discard is 'Why the record is given up; then without fields.';

create or replace view jiancha.feed_heartbeat with (security_invoker = true) as
select l.source, l.last_at as at from jiancha.feed_life l;
comment on view jiancha.feed_heartbeat is
    '心跳: a source INSERTs here that it is alive (X-M-6.3). Read back: the last call of each life. A source that is not registered, or not yours, is recorded as a rejected delivery (X-M-9.2). Errors: JC005 bad instant.';
comment on column jiancha.feed_heartbeat.source is 'Source.';
comment on column jiancha.feed_heartbeat.at is 'When it was alive; now, if left out.';

create or replace view jiancha.feed_state with (security_invoker = true) as
select f.source, f.org_code, f.name, f.layout, f.interface_version,
    case when f.state <> 'live' then f.state when b.batch_id is null then 'waiting' when e.errors > 0 or b.state = 'rejected' then 'failing' else 'conforming' end as conformance,
    b.recorded_at as last_batch_at, b.batch_no as last_batch_no, b.covers_through, s.batches, s.received, s.landed, s.quarantined, e.errors as open_errors,
    h.last_at as last_heartbeat_at, f.staff_code
from jiancha.feed f
left join lateral (
    select x.* from jiancha.feed_batch x where x.source = f.source and x.org_code = f.org_code and x.batch_no is not null order by x.batch_id desc limit 1) b on true
cross join lateral (
    select count(*) as batches, coalesce(sum(x.received), 0) as received, coalesce(sum(x.landed), 0) as landed, coalesce(sum(x.quarantined), 0) as quarantined
    from jiancha.feed_batch x where x.source = f.source and x.org_code = f.org_code and x.batch_no is not null) s
cross join lateral (select count(*) as errors from jiancha.feed_error x where x.source = f.source and x.state = 'open') e
left join lateral (select max(l.last_at) as last_at from jiancha.feed_life l where l.source = f.source and l.registered) h on true;
comment on view jiancha.feed_state is '对接状况: each source with what it has delivered and how it stands (G-3.1.2f, G-3.4); batches and errors under row-level security.';
comment on column jiancha.feed_state.source is 'Source.';
comment on column jiancha.feed_state.org_code is 'Organisation.';
comment on column jiancha.feed_state.name is 'Name of the system.';
comment on column jiancha.feed_state.layout is 'Layout.';
comment on column jiancha.feed_state.interface_version is 'Version of the interface.';
comment on column jiancha.feed_state.conformance is 'planned, closed; of a live one: waiting (never delivered), failing (errors are open, or the last batch was rejected), conforming.';
comment on column jiancha.feed_state.last_batch_at is 'Last delivery.';
comment on column jiancha.feed_state.last_batch_no is 'Its number.';
comment on column jiancha.feed_state.covers_through is 'Instant up to which it said it was complete.';
comment on column jiancha.feed_state.batches is 'Deliveries.';
comment on column jiancha.feed_state.received is 'Records delivered.';
comment on column jiancha.feed_state.landed is 'Records that became facts.';
comment on column jiancha.feed_state.quarantined is 'Records that were put aside.';
comment on column jiancha.feed_state.open_errors is 'Errors that are open.';
comment on column jiancha.feed_state.last_heartbeat_at is 'Last heartbeat.';
comment on column jiancha.feed_state.staff_code is 'Who looks after it.';

create or replace view jiancha.item_month with (security_invoker = true) as
select c.org_code, d.matter_code, date_trunc('month', d.received_at at time zone k.time_zone)::date as month, count(*) as received,
    count(*) filter (where d.accepted_at is not null) as accepted, count(*) filter (where d.closed_at is not null) as closed,
    coalesce(sum(s.notices), 0) as notices, coalesce(sum(s.yellow), 0) as yellow, coalesce(sum(s.red), 0) as red
from jiancha.docket d
join jiancha.case_file c on c.docket_id = d.docket_id
join jiancha.calendar k on k.calendar_code = d.calendar_code
left join lateral (
    select count(*) filter (where x.level = 'notice') as notices, count(*) filter (where x.level = 'yellow') as yellow, count(*) filter (where x.level = 'red') as red
    from jiancha.standing_signal x where x.docket_id = d.docket_id) s on true
where d.kind = 'approval'
group by c.org_code, d.matter_code, date_trunc('month', d.received_at at time zone k.time_zone)::date;
comment on view jiancha.item_month is '事项统计: approval cases by organisation, matter and month of receipt, with the cards that stand (G-2.2).';
comment on column jiancha.item_month.org_code is 'Organisation that received them.';
comment on column jiancha.item_month.matter_code is 'Matter.';
comment on column jiancha.item_month.month is 'First day of the month of receipt, in the calendar''s time zone.';
comment on column jiancha.item_month.received is 'Cases received.';
comment on column jiancha.item_month.accepted is 'Of these, accepted.';
comment on column jiancha.item_month.closed is 'Of these, ended.';
comment on column jiancha.item_month.notices is 'Notices that stand.';
comment on column jiancha.item_month.yellow is 'Yellow cards that stand.';
comment on column jiancha.item_month.red is 'Red cards that stand.';

create or replace view jiancha.feed_facts with (security_invoker = true) as
select d.docket_id, d.business_no as case_no, d.org_code, d.origin_org_code, d.state, d.imported, d.received_at, d.closed_at,
    l.source, l.registered, l.first_at, l.last_at as last_heartbeat_at,
    -- a source that was closed before is not silent
    case when l.registered and l.beats > 0
        and coalesce((select v.state from jiancha.feed_version v
                      where v.source = l.source
                          and v.valid_from <= (l.last_at at time zone c.time_zone)::date
                      order by v.valid_from desc limit 1), '') = 'live'
        then l.last_at + make_interval(mins => p.minutes) end as silent_from
from jiancha.docket d
join jiancha.feed_life l on l.docket_id = d.docket_id
join jiancha.calendar c on c.calendar_code = d.calendar_code
left join lateral (
    select case when e.value ~ '^[1-9][0-9]{0,5}$' then e.value::integer end as minutes
    from jiancha.rule_pack k
    join jiancha.effective_param e on e.pack = k.pack and e.version = k.version and e.param = 'heartbeat_minutes'
    where k.pack = d.pack and k.valid_from <= (d.received_at at time zone c.time_zone)::date
    order by k.version desc limit 1) p on true
where d.kind = 'feed';
comment on view jiancha.feed_facts is '数据源事实: what the condition rules of sources are written over; one row a life of a source, from its first heartbeat to the last before a silence.';
comment on column jiancha.feed_facts.docket_id is 'The docket.';
comment on column jiancha.feed_facts.case_no is 'Source and number of the life.';
comment on column jiancha.feed_facts.org_code is 'Organisation of the source.';
comment on column jiancha.feed_facts.origin_org_code is 'The same.';
comment on column jiancha.feed_facts.state is 'received; closed when the source called again after a silence.';
comment on column jiancha.feed_facts.imported is 'False.';
comment on column jiancha.feed_facts.received_at is 'First heartbeat; of a source that is not registered, its first delivery or call.';
comment on column jiancha.feed_facts.closed_at is 'When it called again after the silence; NULL: it has not.';
comment on column jiancha.feed_facts.source is 'Source.';
comment on column jiancha.feed_facts.registered is 'Whether it was registered.';
comment on column jiancha.feed_facts.first_at is 'First heartbeat.';
comment on column jiancha.feed_facts.last_heartbeat_at is 'Last heartbeat.';
comment on column jiancha.feed_facts.silent_from is 'Instant from which it counts as silent: last heartbeat and parameter heartbeat_minutes; NULL: it is not registered, or not live on that day.';
