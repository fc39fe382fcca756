create or replace view jiancha.health with (security_invoker = true) as
select subject, state, value, remedy from jiancha.health_at(now());
comment on view jiancha.health is '运行状况: whether supervision itself is well as of now; see jiancha.health_at().';
comment on column jiancha.health.subject is 'What was looked at.';
comment on column jiancha.health.state is 'trouble, attention or ok.';
comment on column jiancha.health.value is 'What was seen.';
comment on column jiancha.health.remedy is 'What to do; NULL if it is well.';
