-- Rules as rows. A pack's version is a set of rows that is never changed; a case is judged by the version in force on the
-- day it was accepted, its acceptance by that of the day it was received. What a version does not say itself it takes from
-- its parent: the views effective_… (views_rule.sql).

create table jiancha.legal_basis (
    basis text primary key,
    citation text not null,
    wording text not null,
    valid_from date,
    valid_until date,
    superseded_by text,
    constraint legal_basis_validity_check check (valid_from < valid_until)
);
comment on table jiancha.legal_basis is '法律依据: articles that rules and explanations cite.';
comment on column jiancha.legal_basis.basis is 'Name under which rules and the arithmetic refer to it.';
comment on column jiancha.legal_basis.citation is 'Law and article.';
comment on column jiancha.legal_basis.wording is 'What it says.';
comment on column jiancha.legal_basis.valid_from is 'First day it was in force; NULL: not recorded.';
comment on column jiancha.legal_basis.valid_until is 'First day it was no longer in force; NULL: in force.';
comment on column jiancha.legal_basis.superseded_by is 'What took its place.';

create table jiancha.rule_pack (
    pack text not null check (pack <> ''),
    version integer not null check (version > 0),
    parent_pack text,
    parent_version integer,
    name text not null,
    issuer text not null,
    valid_from date not null,
    note text,
    source text not null,
    recorded_at timestamptz not null default now(),
    constraint rule_pack_pkey primary key (pack, version),
    constraint rule_pack_parent_fkey foreign key (parent_pack, parent_version) references jiancha.rule_pack,
    constraint rule_pack_parent_check check (parent_pack <> pack and (parent_pack is null) = (parent_version is null))
);
comment on table jiancha.rule_pack is '规则包: the rules of one regulation, by version.';
comment on column jiancha.rule_pack.pack is 'Short name, for example xinxiang.';
comment on column jiancha.rule_pack.version is '1, 2, …: a version is never changed.';
comment on column jiancha.rule_pack.parent_pack is 'Pack whose rules hold where this one has none of the same name; a county''s parent is its city.';
comment on column jiancha.rule_pack.parent_version is 'Version of the parent, the one in force on valid_from when this version was defined.';
comment on column jiancha.rule_pack.name is 'Title of the regulation.';
comment on column jiancha.rule_pack.issuer is 'Body that issued it.';
comment on column jiancha.rule_pack.valid_from is 'Cases accepted on or after this day are judged by the version, until the next one; clocks that run from receipt, by the day of receipt.';
comment on column jiancha.rule_pack.note is 'What setup() says about it: what the regulation leaves open.';
comment on column jiancha.rule_pack.source is 'Where the text stands.';
comment on column jiancha.rule_pack.recorded_at is 'When it was loaded.';

create table jiancha.clock_rule (
    pack text not null,
    version integer not null,
    clock text not null,
    docket_kind text not null default 'approval',
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
    count_mode text not null default 'day',
    special_mode text not null default 'actual',
    enabled boolean not null default true,
    basis text references jiancha.legal_basis,
    source text not null,
    status text not null,
    constraint clock_rule_pkey primary key (pack, version, clock),
    constraint clock_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint clock_rule_limit_from_check check (limit_from in ('promised', 'statutory', 'fixed', 'set', 'requested', 'node')),
    constraint clock_rule_limit_amount_check check (limit_amount between 1 and 10000),
    constraint clock_rule_limit_unit_check check (limit_unit in ('working_day', 'day', 'week', 'month', 'year', 'working_hour')),
    constraint clock_rule_fixed_check check (case when limit_from = 'fixed' then limit_amount is not null and limit_unit is not null else limit_amount is null end),
    constraint clock_rule_count_mode_check check (count_mode in ('day', 'exact')),
    constraint clock_rule_special_mode_check check (special_mode in ('actual', 'requested', 'least', 'noticed')),
    constraint clock_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.clock_rule is '时限: which steps start, stop, pause and lengthen a clock, and where its limit comes from.';
comment on column jiancha.clock_rule.pack is 'Rule pack.';
comment on column jiancha.clock_rule.version is 'Version of the pack.';
comment on column jiancha.clock_rule.clock is 'Name of the clock: acceptance, promised, statutory, …';
comment on column jiancha.clock_rule.docket_kind is 'Kind of docket it runs on; see docket_kind.';
comment on column jiancha.clock_rule.name is 'Chinese name, for explanations.';
comment on column jiancha.clock_rule.start_kinds is 'Step kinds that start it; "received" stands for the receipt of the docket.';
comment on column jiancha.clock_rule.stop_kinds is 'Step kinds that stop it; those that end a docket stop every clock, unless they start it.';
comment on column jiancha.clock_rule.pause_kinds is 'Step kinds that begin a pause.';
comment on column jiancha.clock_rule.resume_kinds is 'Step kinds that end a pause.';
comment on column jiancha.clock_rule.extend_kinds is 'Step kinds that lengthen the limit by what data says in its unit.';
comment on column jiancha.clock_rule.final_kinds is 'Step kinds after which it never starts again.';
comment on column jiancha.clock_rule.limit_from is 'promised (from the matter; where no promise is published, statutory), statutory, fixed, set (docket.set_limit), requested (data of the step that starts it), node (the matter''s limit of the stage that the step names).';
comment on column jiancha.clock_rule.limit_amount is 'The fixed limit, in limit_unit.';
comment on column jiancha.clock_rule.limit_unit is 'Unit of the fixed limit; of a requested one, if the step does not say it.';
comment on column jiancha.clock_rule.count_mode is 'day: the start day never counts and the limit ends with a day; exact: it ends at the same time of day, and one second more is overdue (A11).';
comment on column jiancha.clock_rule.special_mode is 'What a pause does: actual (stands still while it lasts), requested (the limit grows by the days applied for), least (stands still, at most for the days applied for), noticed (stands still if the step that begins it names the written notice to the applicant in data.notice_no) (A33).';
comment on column jiancha.clock_rule.enabled is 'false switches off the clock of the same name in a parent pack.';
comment on column jiancha.clock_rule.basis is 'Article of law it rests on.';
comment on column jiancha.clock_rule.source is 'Clause it comes from.';
comment on column jiancha.clock_rule.status is 'regulation, statute, analogue or assumed.';

create table jiancha.signal_rule (
    pack text not null,
    version integer not null,
    rule text not null,
    kind text not null default 'time',
    docket_kind text not null default 'approval',
    name text not null default '',
    clock text,
    level text,
    at text,
    amount integer,
    unit text,
    comparison text,
    condition text,
    phase text,
    holds_from text,
    effect text,
    issue text not null default 'at_once',
    answer_clock text,
    once boolean not null default false,
    text_required boolean not null default false,
    enabled boolean not null default true,
    basis text references jiancha.legal_basis,
    source text not null,
    status text not null,
    constraint signal_rule_pkey primary key (pack, version, rule),
    constraint signal_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint signal_rule_kind_check check (kind in ('time', 'condition', 'manual', 'lapse')),
    constraint signal_rule_level_check check (level in ('notice', 'yellow', 'red', 'anomaly') or (level is null and kind = 'lapse')),
    constraint signal_rule_phase_check check (phase in ('accept', 'step', 'close', 'daily')),
    constraint signal_rule_issue_check check (issue in ('at_once', 'on_decision', 'on_effect')),
    constraint signal_rule_shape_check check (
        (kind in ('time', 'lapse')) = (clock is not null and at is not null and comparison is not null)
        and (kind = 'condition') = (condition is not null and phase is not null and holds_from is not null)
        and (kind = 'lapse') = (effect is not null)),
    constraint signal_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.signal_rule is '信号规则: how a signal is earned, one clause a row.';
comment on column jiancha.signal_rule.pack is 'Rule pack.';
comment on column jiancha.signal_rule.version is 'Version of the pack.';
comment on column jiancha.signal_rule.rule is 'Number of the clause, for example X-W-5.2.';
comment on column jiancha.signal_rule.kind is 'time (a threshold of a clock), condition (an expression over the facts), manual (raised by a person), lapse (no signal: the engine enters a step).';
comment on column jiancha.signal_rule.docket_kind is 'Kind of docket it is about; see docket_kind.';
comment on column jiancha.signal_rule.name is 'What it is about, in a few words of Chinese.';
comment on column jiancha.signal_rule.clock is 'Clock it watches; time and lapse.';
comment on column jiancha.signal_rule.level is 'notice 预警, yellow 黄牌, red 红牌, anomaly 异常; NULL: a lapse.';
comment on column jiancha.signal_rule.at is 'The threshold as written; grammar in docs/rules.md.';
comment on column jiancha.signal_rule.amount is 'Parsed from at: number of units before or after the due day; percent of the limit.';
comment on column jiancha.signal_rule.unit is 'Parsed from at: working_day, day or percent.';
comment on column jiancha.signal_rule.comparison is 'Parsed from at: passed, before, more_than, at_least or elapsed.';
comment on column jiancha.signal_rule.condition is 'Boolean expression over the fact view of the docket kind; condition.';
comment on column jiancha.signal_rule.phase is 'When it is looked at: accept, step, close, daily; condition.';
comment on column jiancha.signal_rule.holds_from is 'Expression that gives the instant from which the condition held; condition.';
comment on column jiancha.signal_rule.effect is 'Step kind that the engine enters; lapse.';
comment on column jiancha.signal_rule.issue is 'at_once; on_decision: waits until a supervisor confirms it; on_effect: until one records the bad effect (不良影响).';
comment on column jiancha.signal_rule.answer_clock is 'Clock of docket kind signal or report that runs from delivery until the card is answered; NULL: it need not be.';
comment on column jiancha.signal_rule.once is 'Whether of all cycles of its clock only the first that earns it counts.';
comment on column jiancha.signal_rule.text_required is 'Whether who raises it must say in words what happened; manual.';
comment on column jiancha.signal_rule.enabled is 'false switches off the rule of the same name in a parent pack.';
comment on column jiancha.signal_rule.basis is 'Article of law it rests on.';
comment on column jiancha.signal_rule.source is 'Clause it comes from.';
comment on column jiancha.signal_rule.status is 'regulation, statute, analogue or assumed.';

create table jiancha.rule_param (
    pack text not null,
    version integer not null,
    param text not null,
    value text not null,
    unit text,
    issue text,
    note text,
    source text not null,
    status text not null,
    constraint rule_param_pkey primary key (pack, version, param),
    constraint rule_param_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint rule_param_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.rule_param is '规则参数: settings of a pack that are no clock and no signal.';
comment on column jiancha.rule_param.pack is 'Rule pack.';
comment on column jiancha.rule_param.version is 'Version of the pack.';
comment on column jiancha.rule_param.param is 'Name of the setting; docs/rules.md lists them.';
comment on column jiancha.rule_param.value is 'Value, as text.';
comment on column jiancha.rule_param.unit is 'Unit of the value; NULL: none.';
comment on column jiancha.rule_param.issue is 'Number of the ambiguity it settles (A01 to A36), if it does.';
comment on column jiancha.rule_param.note is 'Why this value.';
comment on column jiancha.rule_param.source is 'Clause it comes from, or who assumed it.';
comment on column jiancha.rule_param.status is 'regulation, statute, analogue or assumed.';

-- 法定时限所需的卷宗种类和过程类型. What stands in docket_kind and step_kind already is left as it is.
insert into jiancha.docket_kind (kind, name) values
    ('disclosure', '政府信息公开申请'),
    ('petition', '信访事项'),
    ('reconsideration', '行政复议'),
    ('filing', '备案审查')
on conflict (kind) do nothing;
insert into jiancha.step_kind (kind, rank, ends, late, state, name) values
    ('deemed_accept', 45, false, false, 'accepted', '视为受理'),
    ('assign', 61, false, false, null, '交办'),
    ('transfer_out', 62, false, true, null, '转办'),
    ('urgent', 63, false, false, null, '紧急事态'),
    ('file_case', 64, false, false, 'accepted', '立案'),
    ('advance_notice', 65, false, false, null, '行政处罚告知'),
    ('request_hearing', 66, false, true, null, '申请听证'),
    ('hear_begin', 67, false, true, null, '听证开始'),
    ('hear_end', 68, false, true, null, '听证结束'),
    ('preserve_evidence', 69, false, false, null, '先行登记保存'),
    ('dispose_evidence', 71, false, true, null, '登记保存证据处理'),
    ('pre_apply', 5, false, false, null, '网上预申请'),
    ('pre_accept', 35, false, true, null, '预受理'),
    ('penalty_decision', 141, false, true, 'decided', '行政处罚决定'),
    ('certificate_issued', 165, false, true, null, '证照生成'),
    ('pay_fine', 172, false, true, null, '缴纳罚款'),
    ('delivered', 173, false, false, null, '送达回执'),
    ('explain', 174, false, true, null, '说明'),
    ('rectify', 175, false, true, null, '整改'),
    ('appeal', 176, false, true, null, '申诉'),
    ('reject_reply', 177, false, false, null, '答复不予采纳'),
    ('accept_reply', 178, true, true, 'closed', '答复采纳'),
    ('reply', 161, false, true, null, '答复'),
    ('feedback', 162, false, true, null, '反馈'),
    ('apply_change', 41, false, false, null, '变更申报'),
    ('review_change', 142, false, false, null, '变更审核'),
    ('adjust_change', 143, true, true, 'closed', '权力库调整'),
    ('conclude', 163, true, true, 'closed', '了结')
on conflict (kind) do nothing;
