-- What is wrong with a pack's letters and notices, a row a fault. Made again by every setup(); a DBA's grants stay.

create or replace view jiancha.outbox_faults with (security_invoker = true) as
select f.pack, f.rule_version, f.task, f.error_code, f.message, count(*) as cards, min(f.at) as since, array_agg(distinct f.signal_no order by f.signal_no) as signal_nos
from jiancha.outbox_fault f
group by f.pack, f.rule_version, f.task, f.error_code, f.message;
comment on view jiancha.outbox_faults is '文书和通知故障: what keeps letters and notices of issued cards from being written; the next sweep after it is mended writes them.';
comment on column jiancha.outbox_faults.pack is 'Pack of the cards.';
comment on column jiancha.outbox_faults.rule_version is 'Version of that pack.';
comment on column jiancha.outbox_faults.task is 'letter or notice.';
comment on column jiancha.outbox_faults.error_code is 'SQLSTATE: JC009 a setting of the pack is missing, JC005 a value that the registers should have, 22… a setting that cannot be read.';
comment on column jiancha.outbox_faults.message is 'What is wrong.';
comment on column jiancha.outbox_faults.cards is 'How many cards wait.';
comment on column jiancha.outbox_faults.since is 'As of when the first was to be written.';
comment on column jiancha.outbox_faults.signal_nos is 'Those cards.';
