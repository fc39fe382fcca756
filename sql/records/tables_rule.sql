-- Rules as rows. A pack's version is a set of rows that is never changed; a case is judged by the version in force on the
-- day it was accepted, its acceptance by that of the day it was received.

create table jiancha.rule_pack (
    pack text not null check (pack <> ''),
    version integer not null check (version > 0),
    name text not null,
    issuer text not null,
    valid_from date not null,
    source text not null,
    recorded_at timestamptz not null default now(),
    constraint rule_pack_pkey primary key (pack, version)
);
comment on table jiancha.rule_pack is '规则包: the rules of one regulation, by version.';
comment on column jiancha.rule_pack.pack is 'Short name, for example xinxiang.';
comment on column jiancha.rule_pack.version is '1, 2, …: a version is complete and never changed.';
comment on column jiancha.rule_pack.name is 'Title of the regulation.';
comment on column jiancha.rule_pack.issuer is 'Body that issued it.';
comment on column jiancha.rule_pack.valid_from is 'Cases accepted on or after this day are judged by the version, until the next one; clocks that run from receipt, by the day of receipt.';
comment on column jiancha.rule_pack.source is 'Where the text stands.';
comment on column jiancha.rule_pack.recorded_at is 'When it was loaded.';

create table jiancha.clock_rule (
    pack text not null,
    version integer not null,
    clock text not null,
    name text not null,
    start_kinds text[] not null,
    stop_kinds text[] not null,
    pause_kinds text[] not null default '{}',
    resume_kinds text[] not null default '{}',
    extend_kinds text[] not null default '{}',
    final_kinds text[] not null default '{}',
    limit_from text not null,
    limit_amount integer,
    limit_unit text,
    source text not null,
    status text not null,
    constraint clock_rule_pkey primary key (pack, version, clock),
    constraint clock_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint clock_rule_limit_from_check check (limit_from in ('promised', 'statutory', 'fixed')),
    constraint clock_rule_limit_amount_check check (limit_amount between 1 and 10000),
    constraint clock_rule_limit_unit_check check (limit_unit in ('working_day', 'day', 'week', 'month', 'year', 'working_hour')),
    constraint clock_rule_fixed_check check ((limit_from = 'fixed') = (limit_amount is not null and limit_unit is not null)),
    constraint clock_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.clock_rule is '时限: which steps start, stop, pause and lengthen a clock, and where its limit comes from.';
comment on column jiancha.clock_rule.pack is 'Rule pack.';
comment on column jiancha.clock_rule.version is 'Version of the pack.';
comment on column jiancha.clock_rule.clock is 'Name of the clock: acceptance, promised, statutory, …';
comment on column jiancha.clock_rule.name is 'Chinese name, for explanations.';
comment on column jiancha.clock_rule.start_kinds is 'Step kinds that start it; "received" stands for the receipt of the case.';
comment on column jiancha.clock_rule.stop_kinds is 'Step kinds that stop it; those that end a case stop every clock.';
comment on column jiancha.clock_rule.pause_kinds is 'Step kinds that begin a pause.';
comment on column jiancha.clock_rule.resume_kinds is 'Step kinds that end a pause.';
comment on column jiancha.clock_rule.extend_kinds is 'Step kinds that lengthen the limit by data->>''days'' of its unit.';
comment on column jiancha.clock_rule.final_kinds is 'Step kinds after which it never starts again.';
comment on column jiancha.clock_rule.limit_from is 'promised (from the matter; where no promise is published, statutory), statutory, or fixed.';
comment on column jiancha.clock_rule.limit_amount is 'The fixed limit, in limit_unit.';
comment on column jiancha.clock_rule.limit_unit is 'Unit of the fixed limit.';
comment on column jiancha.clock_rule.source is 'Clause it comes from.';
comment on column jiancha.clock_rule.status is 'regulation, statute, analogue or assumed.';

create table jiancha.signal_rule (
    pack text not null,
    version integer not null,
    rule text not null,
    clock text not null,
    level text not null,
    at text not null,
    amount integer not null,
    unit text not null,
    comparison text not null,
    source text not null,
    status text not null,
    constraint signal_rule_pkey primary key (pack, version, rule),
    constraint signal_rule_clock_fkey foreign key (pack, version, clock) references jiancha.clock_rule,
    constraint signal_rule_level_check check (level in ('notice', 'yellow', 'red', 'anomaly')),
    constraint signal_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.signal_rule is '信号规则: at which threshold of a clock which signal is earned.';
comment on column jiancha.signal_rule.pack is 'Rule pack.';
comment on column jiancha.signal_rule.version is 'Version of the pack.';
comment on column jiancha.signal_rule.rule is 'Number of the clause, for example X-W-5.2.';
comment on column jiancha.signal_rule.clock is 'Clock it watches.';
comment on column jiancha.signal_rule.level is 'notice 预警, yellow 黄牌, red 红牌, anomaly 异常.';
comment on column jiancha.signal_rule.at is 'The threshold as written; grammar in docs/rules.md.';
comment on column jiancha.signal_rule.amount is 'Parsed from at: number of units before or after the due day.';
comment on column jiancha.signal_rule.unit is 'Parsed from at: working_day or day.';
comment on column jiancha.signal_rule.comparison is 'Parsed from at: passed, before, more_than or at_least.';
comment on column jiancha.signal_rule.source is 'Clause it comes from.';
comment on column jiancha.signal_rule.status is 'regulation, statute, analogue or assumed.';

create table jiancha.legal_basis (
    basis text primary key,
    citation text not null,
    wording text not null
);
comment on table jiancha.legal_basis is '法律依据: articles that explanations cite.';
comment on column jiancha.legal_basis.basis is 'Name under which the arithmetic refers to it.';
comment on column jiancha.legal_basis.citation is 'Law and article.';
comment on column jiancha.legal_basis.wording is 'What it says.';
