-- What ingest.sql delivered: the counts, the reasons, and that a batch again changes nothing.
select is((select array[sum(received), sum(landed), sum(present), sum(quarantined), count(*)]::bigint[] from jiancha.feed_batch where state = 'taken'),
          (select array[count(*), count(*) filter (where reason is null), 0, count(reason), 12]::bigint[] from record),
          'ingest: every record of the log landed and every planted one is put aside');
select is((select count(*) from jiancha.feed_batch where received <> landed + present + quarantined), 0::bigint, 'ingest: the counts of each batch add up');
select same_rows('select record, problem[1], fields from jiancha.feed_error', 'select record, reason, fields from delivery where reason is not null',
                 'ingest: each planted record with its own reason, and as it came');
select is((select count(*) from jiancha.feed_errors where field is null or reason is null or remedy is null), 0::bigint, 'ingest: each names field, reason and remedy');
-- again: nothing changes
create table revisions as select sum(revision) as revision from jiancha.docket;
set role real_log_feed;
select is((select array[r.landed, r.quarantined] from jiancha.ingest((
    select jsonb_build_object('source', 'log', 'batch_no', 'log-0', 'interface_version', '1', 'records', jsonb_build_object(
        'case', (select jsonb_agg(d.fields order by d.last, d.place) from delivery d where d.batch = 0 and d.record = 'case'),
        'step', (select jsonb_agg(d.fields order by d.last, d.place) from delivery d where d.batch = 0 and d.record = 'step'))))) r),
          (select array[0, count(*)] from delivery where batch = 0 and reason is not null), 'ingest: a batch again lands nothing');
reset role;
select is((select count(*) from jiancha.feed_error), (select count(reason) from record), 'ingest: and puts nothing aside that was there');
select is((select sum(revision) from jiancha.docket), (select revision from revisions), 'ingest: and touches no docket');
drop owned by real_log_feed;
drop role real_log_feed;
