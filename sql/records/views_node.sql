-- Limits of the nodes of a flow, as they are entered and read.

create or replace view jiancha.matter_node with (security_invoker = true) as
select n.matter_code, n.node, n.limit_amount, n.limit_unit, n.version from jiancha.node_limit n;
comment on view jiancha.matter_node is '环节时限: limits of the nodes of matters. INSERT enters limits of the matter''s latest version, or of the one named. Repeating a row word for word does nothing. Errors: JC004 unknown matter or version, JC005 bad value or nodes that together exceed the promised limit, JC006 other content or a version that already has cases, JC007 not the administrator.';
comment on column jiancha.matter_node.matter_code is 'Code of the matter.';
comment on column jiancha.matter_node.node is '环节: node of the flow, as steps name it.';
comment on column jiancha.matter_node.limit_amount is 'Limit of the node, in limit_unit, 1 to 10000.';
comment on column jiancha.matter_node.limit_unit is 'working_day (default), day, week, month, year or working_hour.';
comment on column jiancha.matter_node.version is 'Version of the matter; left out: the latest.';
