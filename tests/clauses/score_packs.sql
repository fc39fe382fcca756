-- Scheme r1 beside every pack that is shipped: which part the cards of its rules deduct from.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => p) from unnest('{xinxiang,zhenjiang,qingdao_district,weihai,guangxi,hunan,yulin,shandong_hotline}'::text[]) p \g /dev/null
select no_plan();
create temp view touched as
select r.pack, r.rule, r.kind, r.docket_kind, (
    select t.dimensions from jiancha.effective_score_touch t where (t.scheme, t.version) = ('r1', 1) and starts_with(r.rule, t.rule) order by length(t.rule) desc limit 1) as dimensions
from jiancha.signal_rule r
join jiancha.score_scheme s on (s.scheme, s.version) = ('r1', 1) and r.docket_kind = any (s.docket_kinds);
select ok((select count(distinct pack) from touched where kind = 'time') >= 8, '[X-P-8.3] eight packs have rules about time limits');
-- a card that was not answered is no time limit of a case: rules on docket kind signal stay with procedure
select is_empty($$ select pack, rule, dimensions from touched where kind = 'time' and docket_kind <> 'signal' and dimensions is distinct from '{3}' $$, '[X-P-8.3] each deducts from the part for time limits');
select is_empty($$ select pack, rule, dimensions from touched where (kind in ('condition', 'manual') or docket_kind = 'signal') and rule not in ('X-W-4.3') and dimensions is distinct from '{2}' $$,
    '[X-P-8.2] all other cards from the part for procedure');
select results_eq($$ select dimensions from touched where rule = 'X-W-4.3' $$, $$ values ('{3}'::integer[]) $$, '[X-P-8.3] a service promise that was broken is about a time limit');
select * from finish();
drop role if exists "jiancha_org_410700";
