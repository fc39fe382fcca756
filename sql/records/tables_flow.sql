-- Flows of matters: which posts a case passes, in which order, and who holds each post. A flow belongs to a version of a matter and holds until a
-- later version has one of its own; it is never changed.

create table jiancha.flow_chart (
    matter_code text not null,
    version integer not null,
    flow text not null,
    mode text,
    name text,
    recorded_at timestamptz not null default now(),
    constraint flow_chart_pkey primary key (matter_code, version, flow),
    constraint flow_chart_matter_fkey foreign key (matter_code, version) references jiancha.matter_version,
    constraint flow_chart_flow_check check (flow in ('internal', 'external')),
    constraint flow_chart_mode_check check (mode in ('strict', 'import'))
);
comment on table jiancha.flow_chart is '流程图: the flow charts of matters, by the version from which they hold; append-only.';
comment on column jiancha.flow_chart.matter_code is 'Code of the matter.';
comment on column jiancha.flow_chart.version is 'Version of the matter; the chart holds from it until a later version has a chart of the same kind.';
comment on column jiancha.flow_chart.flow is 'internal 内部流程图, which cases follow; external 外部流程图, which is published.';
comment on column jiancha.flow_chart.mode is 'strict: a step that does not follow the chart is refused; import: it is kept and flagged. NULL: as parameter flow_mode of the pack says.';
comment on column jiancha.flow_chart.name is 'Title of the chart.';
comment on column jiancha.flow_chart.recorded_at is 'When the row was entered.';

create table jiancha.flow_node (
    matter_code text not null,
    version integer not null,
    flow text not null,
    node text not null check (node <> ''),
    position integer not null check (position between 1 and 1000),
    stage text not null,
    is_start boolean not null,
    kinds text[] not null,
    post text,
    org_code text,
    opinion_needed boolean not null,
    recorded_at timestamptz not null default now(),
    constraint flow_node_pkey primary key (matter_code, version, flow, node),
    constraint flow_node_chart_fkey foreign key (matter_code, version, flow) references jiancha.flow_chart,
    constraint flow_node_stage_check check (stage in ('accept', 'handle', 'review', 'approve', 'close')),
    constraint flow_node_post_check check (post <> '')
);
comment on table jiancha.flow_node is '流程环节: the nodes of flow charts; append-only.';
comment on column jiancha.flow_node.matter_code is 'Code of the matter.';
comment on column jiancha.flow_node.version is 'Version of the matter with which the chart came.';
comment on column jiancha.flow_node.flow is 'internal or external.';
comment on column jiancha.flow_node.node is '环节: name, as steps give it.';
comment on column jiancha.flow_node.position is 'Place in lists, 1 to 1000; says nothing about order, which the edges give.';
comment on column jiancha.flow_node.stage is 'Which of the five stages it counts as: accept 受理, handle 承办, review 审核, approve 批准, close 办结 (告知、送达 included).';
comment on column jiancha.flow_node.is_start is 'Whether a case may begin here.';
comment on column jiancha.flow_node.kinds is 'Kinds of step that are taken here, see step_kind; a step of such a kind that names no node is placed here if no other node lists the kind. A kind that no node lists may be taken at each.';
comment on column jiancha.flow_node.post is '岗位: the post that signs here; NULL: whoever.';
comment on column jiancha.flow_node.org_code is 'Organisation whose post it is; NULL: the one that holds the case.';
comment on column jiancha.flow_node.opinion_needed is 'Whether each step here must state an opinion.';
comment on column jiancha.flow_node.recorded_at is 'When the row was entered.';

create table jiancha.flow_edge (
    matter_code text not null,
    version integer not null,
    flow text not null,
    from_node text not null,
    to_node text not null,
    recorded_at timestamptz not null default now(),
    constraint flow_edge_pkey primary key (matter_code, version, flow, from_node, to_node),
    constraint flow_edge_from_fkey foreign key (matter_code, version, flow, from_node) references jiancha.flow_node,
    constraint flow_edge_to_fkey foreign key (matter_code, version, flow, to_node) references jiancha.flow_node,
    constraint flow_edge_check check (from_node <> to_node)
);
comment on table jiancha.flow_edge is '流程走向: from which node a case goes on to which; append-only. Going back (退回) needs no edge.';
comment on column jiancha.flow_edge.matter_code is 'Code of the matter.';
comment on column jiancha.flow_edge.version is 'Version of the matter with which the chart came.';
comment on column jiancha.flow_edge.flow is 'internal or external.';
comment on column jiancha.flow_edge.from_node is 'Node it leaves.';
comment on column jiancha.flow_edge.to_node is 'Node it enters.';
comment on column jiancha.flow_edge.recorded_at is 'When the row was entered.';

create table jiancha.post_holder (
    org_code text not null,
    post text not null check (post <> ''),
    staff_code text not null,
    valid_from date not null,
    valid_until date,
    noticed_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    constraint post_holder_pkey primary key (org_code, post, staff_code, valid_from),
    constraint post_holder_valid_until_check check (valid_until > valid_from)
);
create index post_holder_staff_idx on jiancha.post_holder (staff_code);
comment on table jiancha.post_holder is '岗位人员: who holds a post of an organisation, from when until when; an end is set once.';
comment on column jiancha.post_holder.org_code is 'Organisation.';
comment on column jiancha.post_holder.post is '岗位, as flow_node names it.';
comment on column jiancha.post_holder.staff_code is 'Person.';
comment on column jiancha.post_holder.valid_from is 'First day; -infinity for always.';
comment on column jiancha.post_holder.valid_until is 'First day on which it no longer holds; NULL: open.';
comment on column jiancha.post_holder.noticed_at is 'When the centre and the supervisor were told of it (W-6.2).';
comment on column jiancha.post_holder.recorded_at is 'When the row was entered.';
