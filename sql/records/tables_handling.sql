-- What becomes of a card: the rules of its handling, and the details of the dockets that supervisors open. Append-only all of them.

-- kinds of step that handling needs; a kind that is there already stays as it is
insert into jiancha.step_kind (kind, rank, ends, late, state, name) values
    ('delivered', 300, false, false, 'delivered', '送达回执'),
    ('explain', 310, false, true, 'answered', '书面说明'),
    ('rectify', 311, false, true, 'answered', '纠正报告'),
    ('appeal', 312, false, true, 'answered', '申诉'),
    ('reject_reply', 320, false, false, 'rejected', '不予采纳'),
    ('accept_reply', 330, true, true, 'accepted', '采纳'),
    ('approve_inquiry', 400, false, false, 'approved', '批准初核'),
    ('assign', 410, false, false, 'assigned', '批转'),
    ('notice_inquiry', 411, false, false, 'assigned', '发出初步调查通知书'),
    -- below what ends a docket: an inquiry ended at the instant of its investigation is ended
    ('investigate', 136, false, false, 'investigating', '初步调查'),
    ('propose', 420, false, false, 'proposed', '提出建议'),
    ('conclude', 430, true, true, 'concluded', '研究决定'),
    ('reply', 440, false, true, 'answered', '答复')
on conflict do nothing;

create table jiancha.procedure_rule (
    pack text not null,
    version integer not null,
    docket_kind text not null,
    kind text not null,
    after text[] not null default '{}',
    deciders text[] not null default '{}',
    needs text[] not null default '{}',
    results text[] not null default '{}',
    opens_on text[] not null default '{}',
    enabled boolean not null default true,
    source text not null,
    status text not null,
    constraint procedure_rule_pkey primary key (pack, version, docket_kind, kind),
    constraint procedure_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint procedure_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.procedure_rule is '程序规则: which step of a kind of docket may follow which, who decides it and what it must state; one clause a row.';
comment on column jiancha.procedure_rule.docket_kind is 'Kind of docket; see docket_kind.';
comment on column jiancha.procedure_rule.kind is 'Kind of step; "received" stands for the opening of the docket.';
comment on column jiancha.procedure_rule.after is 'Kinds of which one must stand before it; empty: it may be the first.';
comment on column jiancha.procedure_rule.deciders is 'Who may decide it, as named in the clause; empty: nobody in particular.';
comment on column jiancha.procedure_rule.needs is 'Columns of the step that must be filled: reason, document_no, result, assigned_to, staff_code.';
comment on column jiancha.procedure_rule.results is 'Results that can come of it; empty: any.';
comment on column jiancha.procedure_rule.opens_on is 'Of "received": levels of a card whose issue opens the docket by itself; empty: a person opens it.';
comment on column jiancha.procedure_rule.enabled is 'false switches off the row of the same kind in a parent pack.';

create table jiancha.measure_rule (
    pack text not null,
    version integer not null,
    measure text not null,
    rank integer not null,
    levels text[] not null default '{}',
    kinds text[] not null default '{legal,efficiency}',
    enabled boolean not null default true,
    source text not null,
    status text not null,
    constraint measure_rule_pkey primary key (pack, version, measure),
    constraint measure_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint measure_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.measure_rule is '责任追究形式: the forms of liability a pack knows, in the order of their weight.';
comment on column jiancha.measure_rule.measure is 'Name, as the clause has it.';
comment on column jiancha.measure_rule.rank is 'Order of weight, the lightest first.';
comment on column jiancha.measure_rule.levels is 'Levels of card after which it may be taken; empty: any.';
comment on column jiancha.measure_rule.kinds is 'legal (依纪依法) or efficiency (效能责任).';
comment on column jiancha.measure_rule.enabled is 'false switches off the row of the same name in a parent pack.';

create table jiancha.exempt_rule (
    pack text not null,
    version integer not null,
    ground text not null,
    name text not null,
    exempts_liability boolean not null,
    exempts_points boolean not null,
    enabled boolean not null default true,
    source text not null,
    status text not null,
    constraint exempt_rule_pkey primary key (pack, version, ground),
    constraint exempt_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint exempt_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.exempt_rule is '免责情形: grounds on which a card is exempted, and from what.';
comment on column jiancha.exempt_rule.ground is 'Name for decisions, for example force_majeure.';
comment on column jiancha.exempt_rule.name is 'Chinese name.';
comment on column jiancha.exempt_rule.exempts_liability is 'Whether no accountability may rest on an exempted card.';
comment on column jiancha.exempt_rule.exempts_points is 'Whether an exempted card takes no points.';
comment on column jiancha.exempt_rule.enabled is 'false switches off the row of the same name in a parent pack.';

create table jiancha.effect_rule (
    pack text not null,
    version integer not null,
    level text not null,
    rule text not null,
    enabled boolean not null default true,
    source text not null,
    status text not null,
    constraint effect_rule_pkey primary key (pack, version, level),
    constraint effect_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint effect_rule_level_check check (level in ('notice', 'yellow', 'red', 'anomaly')),
    constraint effect_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.effect_rule is '不良后果: which rule gives the further card when the bad consequence of a card of a level is recorded. A pack without a row knows no bad consequence.';
comment on column jiancha.effect_rule.level is 'Level of the card that had the consequence.';
comment on column jiancha.effect_rule.rule is 'Rule of the further card, which has that rule''s level.';
comment on column jiancha.effect_rule.enabled is 'false switches off the row of the same level in a parent pack.';

create table jiancha.instrument_rule (
    pack text not null,
    version integer not null,
    instrument text not null,
    name text not null,
    enabled boolean not null default true,
    source text not null,
    status text not null,
    constraint instrument_rule_pkey primary key (pack, version, instrument),
    constraint instrument_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint instrument_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.instrument_rule is '监察文书种类: the instruments a supervisor may issue, with a card or without.';
comment on column jiancha.instrument_rule.instrument is 'Name as it is entered, for example admonition.';
comment on column jiancha.instrument_rule.name is 'Chinese name.';
comment on column jiancha.instrument_rule.enabled is 'false switches off the row of the same name in a parent pack.';

create table jiancha.finding (
    docket_id bigint not null,
    raise_no text not null,
    rule text not null,
    org_code text not null,
    case_no text,
    at timestamptz not null,
    text text,
    bad_effect boolean not null,
    staff_code text,
    document_no text,
    serious boolean not null,
    actor text not null,
    actor_org text,
    recorded_at timestamptz not null default now(),
    constraint finding_pkey primary key (docket_id)
);
comment on table jiancha.finding is '监察发现: what a supervisor raised by hand; append-only. Its card is the signal of the same docket.';
comment on column jiancha.finding.raise_no is 'The supervisor''s own number.';
comment on column jiancha.finding.rule is 'Rule, named by its clause.';
comment on column jiancha.finding.org_code is 'Organisation it is raised against.';
comment on column jiancha.finding.case_no is 'Case it is about; NULL: none.';
comment on column jiancha.finding.at is 'When it was raised.';
comment on column jiancha.finding.text is 'What happened.';
comment on column jiancha.finding.bad_effect is 'Whether it had a bad consequence (不良后果).';
comment on column jiancha.finding.staff_code is 'Person responsible; NULL: not named.';
comment on column jiancha.finding.document_no is 'Document it rests on.';
comment on column jiancha.finding.serious is '情节严重: liability of direct leader and responsible persons is to be looked at (X-M-9).';
comment on column jiancha.finding.actor is 'Database role that raised it.';

create table jiancha.inquiry (
    docket_id bigint not null,
    inquiry_no text not null,
    signal_no text not null,
    org_code text not null,
    level text not null,
    pack text not null,
    rule_version integer not null,
    opened_at timestamptz not null,
    actor text not null,
    actor_org text,
    recorded_at timestamptz not null default now(),
    constraint inquiry_pkey primary key (docket_id)
);
create index inquiry_signal_no_idx on jiancha.inquiry (signal_no);
comment on table jiancha.inquiry is '初核: an inquiry into a card; append-only. Its course is the steps of the docket.';
comment on column jiancha.inquiry.inquiry_no is 'Number for people; of one the engine opened, the card''s.';
comment on column jiancha.inquiry.signal_no is 'The card.';
comment on column jiancha.inquiry.org_code is 'Organisation the card was given to.';
comment on column jiancha.inquiry.level is 'Level of the card when it was opened.';
comment on column jiancha.inquiry.pack is 'Pack whose procedure holds.';
comment on column jiancha.inquiry.rule_version is 'Version of that pack: that of the card.';
comment on column jiancha.inquiry.opened_at is 'When it was opened.';
comment on column jiancha.inquiry.actor is 'Database role that opened it; the records'' owner: the engine.';
comment on column jiancha.inquiry.actor_org is 'Organisation that role acts for itself; NULL: the engine.';

create table jiancha.accountability (
    docket_id bigint not null,
    accountability_no text not null,
    kind text not null,
    org_code text not null,
    staff_code text,
    measure text not null,
    cites_kind text not null,
    cites_no text not null,
    reason text not null,
    decision_no text not null,
    at timestamptz not null,
    pack text not null,
    rule_version integer not null,
    actor text not null,
    actor_org text,
    recorded_at timestamptz not null default now(),
    constraint accountability_pkey primary key (docket_id, accountability_no),
    constraint accountability_kind_check check (kind in ('legal', 'efficiency')),
    constraint accountability_cites_kind_check check (cites_kind in ('signal', 'inspection', 'complaint', 'inquiry'))
);
comment on table jiancha.accountability is '责任追究: a measure taken, and the card, inspection, complaint or inquiry it rests on (W-11); append-only.';
comment on column jiancha.accountability.docket_id is 'Docket of what it cites.';
comment on column jiancha.accountability.accountability_no is 'Number for people, unique.';
comment on column jiancha.accountability.kind is 'legal (依纪依法) or efficiency (效能责任).';
comment on column jiancha.accountability.org_code is 'Organisation it is taken against, or whose person it is taken against.';
comment on column jiancha.accountability.staff_code is 'Person; NULL: the organisation.';
comment on column jiancha.accountability.measure is 'Measure; see measure_rule.';
comment on column jiancha.accountability.cites_kind is 'signal, inspection (a finding raised by hand), complaint or inquiry.';
comment on column jiancha.accountability.cites_no is 'Number of that.';
comment on column jiancha.accountability.reason is 'Reason.';
comment on column jiancha.accountability.decision_no is 'Number of the decision.';
comment on column jiancha.accountability.at is 'When it was decided.';
comment on column jiancha.accountability.pack is 'Pack whose measures held.';
comment on column jiancha.accountability.rule_version is 'Version of that pack.';

create table jiancha.supervision_order (
    docket_id bigint not null,
    order_no text not null,
    org_code text not null,
    case_no text,
    text text not null,
    document_no text,
    issued_at timestamptz not null,
    actor text not null,
    actor_org text,
    recorded_at timestamptz not null default now(),
    constraint supervision_order_pkey primary key (docket_id)
);
comment on table jiancha.supervision_order is '督办: an order to answer within a set time (Z-20); append-only. Its limit stands in docket, its clock runs from the order to the reply.';
comment on column jiancha.supervision_order.order_no is 'The supervisor''s own number.';
comment on column jiancha.supervision_order.org_code is 'Organisation that must answer.';
comment on column jiancha.supervision_order.case_no is 'Case it is about; NULL: none.';
comment on column jiancha.supervision_order.text is 'What is ordered.';
comment on column jiancha.supervision_order.document_no is 'Document it stands in.';
comment on column jiancha.supervision_order.issued_at is 'When it was issued.';

create table jiancha.instrument (
    docket_id bigint not null,
    instrument_no text not null,
    instrument text not null,
    org_code text not null,
    case_no text,
    text text not null,
    document_no text,
    issued_at timestamptz not null,
    actor text not null,
    actor_org text,
    recorded_at timestamptz not null default now(),
    constraint instrument_pkey primary key (docket_id)
);
comment on table jiancha.instrument is '监察文书: 效能告诫, 监察建议, 监察决定, with a card or without (X-M-8, X-P-12); append-only. Followed up until it is answered (X-P-13).';
comment on column jiancha.instrument.instrument_no is 'The supervisor''s own number.';
comment on column jiancha.instrument.instrument is 'Kind; see instrument_rule.';
comment on column jiancha.instrument.org_code is 'Organisation it is addressed to.';
comment on column jiancha.instrument.case_no is 'Case it is about; NULL: none.';
comment on column jiancha.instrument.text is 'What it says.';
comment on column jiancha.instrument.document_no is 'Document it stands in.';
comment on column jiancha.instrument.issued_at is 'When it was issued.';

create index signal_cause_idx on jiancha.signal (cause_no) where cause_no is not null;

-- what is said alike of several tables
do $$
declare
    said record;
begin
    for said in
        select c.column_name, c.meaning, t.table_name
        from (values
            ('docket_id', 'The docket.', '{finding,inquiry,supervision_order,instrument}'),
            ('pack', 'Rule pack.', '{procedure_rule,measure_rule,exempt_rule,effect_rule,instrument_rule}'),
            ('version', 'Version of the pack.', '{procedure_rule,measure_rule,exempt_rule,effect_rule,instrument_rule}'),
            ('source', 'Clause it comes from.', '{procedure_rule,measure_rule,exempt_rule,effect_rule,instrument_rule}'),
            ('status', 'regulation, statute, analogue or assumed.', '{procedure_rule,measure_rule,exempt_rule,effect_rule,instrument_rule}'),
            ('actor', 'Database role that entered it.', '{accountability,supervision_order,instrument}'),
            ('actor_org', 'Organisation that role acts for itself.', '{finding,accountability,supervision_order,instrument}'),
            ('recorded_at', 'When the row was entered.', '{finding,inquiry,accountability,supervision_order,instrument}')) c (column_name, meaning, tables)
        cross join unnest(c.tables::text[]) t (table_name)
    loop
        execute format('comment on column jiancha.%I.%I is %L', said.table_name, said.column_name, said.meaning);
    end loop;
end
$$;
