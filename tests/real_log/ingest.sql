-- The log through jiancha.ingest(), as an ordinary role, in twelve batches in random order, with bad records planted among the good ones: each of
-- these is put aside for its own reason, all others land, and what becomes of them is the same as entered by day.
insert into jiancha.org (org_code, name) values ('others', 'Another office');
insert into jiancha.feed (source, org_code, name, interface_version) values ('log', 'permits', 'Permit log', '1');
create role real_log_feed;
select jiancha.grant_access('real_log_feed', 'permits') \g /dev/null

create table record as
    select 'case' as record, case_no as key, null::text as reason, jsonb_build_object('case_no', case_no, 'matter_code', 'permit', 'applicant', 'applicant of ' || case_no,
            'received_at', received_at::text, 'at_precision', at_precision, 'channel', channel) as fields
      from fact_intake
     union all
    select 'step', case_no || '/' || step_no, null, jsonb_strip_nulls(jsonb_build_object('case_no', case_no, 'step_no', step_no, 'kind', kind, 'at', at::text,
            'at_precision', at_precision, 'node', node, 'staff_code', staff_code))
      from fact_step;
-- planted: good records made bad in one place, under keys of their own where they have one
insert into record
select r.record, 'planted ' || n || '/' || p.reason, p.reason,
       r.fields || case when p.reason not in ('case_conflict', 'step_conflict') and r.record = 'case' then jsonb_build_object('case_no', 'planted-' || n || '-' || p.no) else '{}' end
           || case when r.record = 'step' and p.reason <> 'step_conflict' then jsonb_build_object('step_no', 900000 + n * 100 + p.no) else '{}' end || p.change
  from (values (1, 'case', 'unknown_matter', '{"matter_code": "none"}'::jsonb), (2, 'case', 'feed_no_instant', '{"received_at": "12/31/2010"}'),
               (3, 'case', 'missing_value', '{"applicant": "  "}'), (4, 'case', 'feed_e_notation', '{"case_no": "1.00110E+17"}'),
               (5, 'case', 'feed_other_org', '{"org_code": "others"}'), (6, 'case', 'unknown_staff', '{"staff_code": "Resource999"}'),
               (7, 'case', 'feed_bad_code', '{"party_kind": "person", "id_no": "110105194912310021"}'), (8, 'case', 'bad_instant', '{"received_at": "1900-01-01"}'),
               (9, 'case', 'in_the_future', '{"received_at": "2999-01-01"}'), (10, 'case', 'case_conflict', '{"applicant": "somebody else"}'),
               (11, 'step', 'docket_not_yours', '{"case_no": "case-none"}'), (12, 'step', 'unknown_kind', '{"kind": "T02"}'),
               (13, 'step', 'feed_no_integer', '{"step_no": "task-1"}'), (14, 'step', 'unknown_staff', '{"staff_code": "Resource999"}'),
               (15, 'step', 'bad_extension', '{"kind": "extend"}'), (16, 'step', 'step_conflict', '{"opinion": "something else"}')) p (no, record, reason, change)
 cross join lateral (select row_number() over () as n, f.* from (select * from record r where r.record = p.record and r.reason is null
                      order by md5(:'seed' || p.no || r.key) limit 5) f) r;
-- a record that conflicts comes behind the one it conflicts with
create table delivery as
    select record, key, reason, fields, abs(hashtext(:'seed' || (fields ->> 'case_no'))) % 12 as batch, (reason in ('case_conflict', 'step_conflict')) is true as last,
           md5(:'seed' || record || key) as place from record;
grant select on delivery to real_log_feed;

set role real_log_feed;
select r.* from generate_series(0, 11) b (batch)
 cross join lateral (
    select jsonb_build_object('source', 'log', 'batch_no', 'log-' || b.batch, 'interface_version', '1', 'records', jsonb_build_object(
        'case', coalesce((select jsonb_agg(d.fields order by d.last, d.place) from delivery d where d.batch = b.batch and d.record = 'case'), '[]'),
        'step', coalesce((select jsonb_agg(d.fields order by d.last, d.place) from delivery d where d.batch = b.batch and d.record = 'step'), '[]'))) as batch) j
 cross join lateral jiancha.ingest(j.batch) r \g /dev/null
reset role;

create table swept (as_of timestamptz, differences bigint);
call jiancha.sweep_all('2012-06-01 00:00 Europe/Amsterdam');
insert into swept select '2012-06-01 00:00 Europe/Amsterdam', count(*) from jiancha.verify('2012-06-01 00:00 Europe/Amsterdam');
