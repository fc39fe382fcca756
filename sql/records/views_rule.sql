-- What holds for a version of a pack: its own rows, and those of its ancestors that no nearer row of the same name overrides.

create or replace view jiancha.rule_lineage with (security_invoker = true) as
with recursive up as (
    select p.pack, p.version, p.pack as from_pack, p.version as from_version, p.parent_pack, p.parent_version, 0 as distance
    from jiancha.rule_pack p
    union all
    select u.pack, u.version, p.pack, p.version, p.parent_pack, p.parent_version, u.distance + 1
    from up u
    join jiancha.rule_pack p on p.pack = u.parent_pack and p.version = u.parent_version)
select pack, version, from_pack, from_version, distance from up;
comment on view jiancha.rule_lineage is '规则继承: each version of a pack with itself (distance 0) and its ancestors.';

create or replace view jiancha.effective_clock_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.clock) l.pack, l.version, l.from_pack, l.from_version, r.clock, r.docket_kind, r.name, r.start_kinds, r.stop_kinds,
        r.pause_kinds, r.resume_kinds, r.extend_kinds, r.final_kinds, r.limit_from, r.limit_amount, r.limit_unit, r.count_mode, r.special_mode,
        r.basis, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.clock_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.clock, l.distance) e
where e.enabled;
comment on view jiancha.effective_clock_rule is '有效时限: the clocks that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.effective_signal_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.rule) l.pack, l.version, l.from_pack, l.from_version, r.rule, r.kind, r.docket_kind, r.name, r.clock, r.level,
        r.at, r.amount, r.unit, r.comparison, r.condition, r.phase, r.holds_from, r.effect, r.issue, r.answer_clock, r.once, r.text_required,
        r.basis, r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.signal_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.rule, l.distance) e
where e.enabled;
comment on view jiancha.effective_signal_rule is '有效信号规则: the rules that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.effective_param with (security_invoker = true) as
select distinct on (l.pack, l.version, r.param) l.pack, l.version, l.from_pack, l.from_version, r.param, r.value, r.unit, r.issue, r.note, r.source, r.status
from jiancha.rule_lineage l
join jiancha.rule_param r on r.pack = l.from_pack and r.version = l.from_version
order by l.pack, l.version, r.param, l.distance;
comment on view jiancha.effective_param is '有效参数: the settings that hold for a version of a pack, inherited ones included; from_pack says whose.';

create or replace view jiancha.rule_basis_status with (security_invoker = true) as
select e.pack, e.version, e.what, e.rule, e.name, e.source, e.status, e.from_pack, e.from_version, e.basis, b.citation,
    case when b.basis is null then 'not cited' when b.valid_until <= current_date then 'repealed' else 'in_force' end as state,
    case when b.valid_until <= current_date then b.valid_until else b.valid_from end as since, b.superseded_by
from (
    select pack, version, 'clock' as what, clock as rule, name, source, status, from_pack, from_version, basis from jiancha.effective_clock_rule
    union all
    select pack, version, 'signal', rule, name, source, status, from_pack, from_version, basis from jiancha.effective_signal_rule) e
left join jiancha.legal_basis b on b.basis = e.basis;
comment on view jiancha.rule_basis_status is '规则依据: each rule that holds for a version of a pack with the article it rests on, and whether that is in force today. A rule on a repealed basis goes on (W-1).';
comment on column jiancha.rule_basis_status.pack is 'Pack that judges.';
comment on column jiancha.rule_basis_status.version is 'Version of the pack.';
comment on column jiancha.rule_basis_status.what is 'clock or signal.';
comment on column jiancha.rule_basis_status.rule is 'Name of the clock, or number of the clause.';
comment on column jiancha.rule_basis_status.name is 'What it is about.';
comment on column jiancha.rule_basis_status.source is 'Clause it comes from.';
comment on column jiancha.rule_basis_status.status is 'regulation, statute, analogue or assumed.';
comment on column jiancha.rule_basis_status.from_pack is 'Pack it stands in.';
comment on column jiancha.rule_basis_status.from_version is 'Version of that pack.';
comment on column jiancha.rule_basis_status.basis is 'Name of the article it rests on; NULL: none is cited.';
comment on column jiancha.rule_basis_status.citation is 'Law and article.';
comment on column jiancha.rule_basis_status.state is 'in_force, repealed, or not cited.';
comment on column jiancha.rule_basis_status.since is 'First day of the state: of being in force (NULL: not recorded) or repealed.';
comment on column jiancha.rule_basis_status.superseded_by is 'What took its place.';
