-- Seals: what was appended is hashed into trees whose roots are chained. docs/security.md says what that proves.

create table jiancha.seal_pending (
    pending_id uuid not null default gen_random_uuid(),
    relation text not null,
    keys text[] not null,
    constraint seal_pending_pkey primary key (pending_id)
);
comment on table jiancha.seal_pending is '待封存: what was appended since the last seal, one row a statement (a thousand keys at the most).';
comment on column jiancha.seal_pending.pending_id is 'By chance: no sequence that an aborted preview would leave advanced.';
comment on column jiancha.seal_pending.relation is 'Table appended to.';
comment on column jiancha.seal_pending.keys is 'Primary keys of the rows, their values joined by slashes.';

create table jiancha.seal_layout (
    relation text not null,
    layout integer not null,
    columns text[] not null,
    constraint seal_layout_pkey primary key (relation, layout)
);
comment on table jiancha.seal_layout is '封存版式: which columns of a table are hashed, in which order; a table that gets a column gets a further layout.';
comment on column jiancha.seal_layout.relation is 'Table.';
comment on column jiancha.seal_layout.layout is '1, 2, …';
comment on column jiancha.seal_layout.columns is 'Columns in the order in which they are hashed.';

create table jiancha.seal (
    seal_no bigint not null,
    sealed_at timestamptz not null,
    leaves bigint not null,
    root bytea not null,
    chain bytea not null,
    constraint seal_pkey primary key (seal_no),
    constraint seal_leaves_check check (leaves > 0)
);
comment on table jiancha.seal is '封存: one row a seal; chained, append-only.';
comment on column jiancha.seal.seal_no is '1, 2, … without gaps.';
comment on column jiancha.seal.sealed_at is 'Instant it was given.';
comment on column jiancha.seal.leaves is 'Rows it seals.';
comment on column jiancha.seal.root is 'Root of the tree over their hashes.';
comment on column jiancha.seal.chain is 'SHA-256 over the chain before it, number, rows, instant and root: to be printed and kept elsewhere.';

create table jiancha.seal_leaf (
    seal_no bigint not null,
    leaf_no integer not null,
    relation text not null,
    key text not null,
    layout integer not null,
    salt bytea not null,
    hash bytea not null,
    constraint seal_leaf_pkey primary key (seal_no, leaf_no),
    constraint seal_leaf_key unique (relation, key)
);
comment on table jiancha.seal_leaf is '封存叶: the hash of each sealed row; append-only.';
comment on column jiancha.seal_leaf.seal_no is 'Seal.';
comment on column jiancha.seal_leaf.leaf_no is 'Place in its tree, from 1.';
comment on column jiancha.seal_leaf.relation is 'Table of the row.';
comment on column jiancha.seal_leaf.key is 'Primary key of the row, its values joined by slashes.';
comment on column jiancha.seal_leaf.layout is 'Which columns were hashed; see seal_layout.';
comment on column jiancha.seal_leaf.salt is 'Random bytes, so that a digest cannot be guessed back into what it stands for.';
comment on column jiancha.seal_leaf.hash is 'SHA-256 over the digests of the columns.';

create table jiancha.redaction (
    relation text not null,
    key text not null,
    column_name text not null,
    digest bytea not null,
    decision_no text not null,
    reason text not null,
    at timestamptz not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    constraint redaction_pkey primary key (relation, key, column_name)
);
comment on table jiancha.redaction is '遮盖: contents taken out of sealed rows by decision; append-only and itself sealed.';
comment on column jiancha.redaction.relation is 'Table of the row.';
comment on column jiancha.redaction.key is 'Primary key of the row, its values joined by slashes.';
comment on column jiancha.redaction.column_name is 'Column whose content was taken out.';
comment on column jiancha.redaction.digest is 'Digest of what stood there: the seal still holds with it.';
comment on column jiancha.redaction.decision_no is 'Decision.';
comment on column jiancha.redaction.reason is 'Why.';
comment on column jiancha.redaction.at is 'When it was decided.';
comment on column jiancha.redaction.actor is 'Database role that did it.';
comment on column jiancha.redaction.recorded_at is 'When the row was written.';
