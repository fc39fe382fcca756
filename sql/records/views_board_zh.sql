-- 报表视图: the board, statistics and registers of supervision under Chinese names; see views_report_zh.sql.

create or replace view 监察.环节看板 with (security_invoker = true) as
select case_no as 办件编号, org as 单位, matter as 事项, stage as 环节, since as 进入时间, age as 环节工作日数, due as 到期日, "left" as 剩余工作日, state as 状态, org_code as 单位代码, matter_code as 事项编码
from jiancha.live_board;
comment on view 监察.环节看板 is '一行一个在办办件，按环节、剩余时限排列（jiancha.live_board）';
comment on column 监察.环节看板.办件编号 is '业务流水号，文本';
comment on column 监察.环节看板.单位 is '办理单位名称';
comment on column 监察.环节看板.事项 is '事项名称';
comment on column 监察.环节看板.环节 is '所在环节；未受理的为“未受理”';
comment on column 监察.环节看板.进入时间 is '进入该环节的时间';
comment on column 监察.环节看板.环节工作日数 is '进入后的工作日数，当日不计';
comment on column 监察.环节看板.到期日 is '时限最后一日';
comment on column 监察.环节看板.剩余工作日 is '负数为已超期';
comment on column 监察.环节看板.状态 is '现行最高信号，或者计时状态';
comment on column 监察.环节看板.单位代码 is '办理单位代码';
comment on column 监察.环节看板.事项编码 is '事项编码';

create or replace view 监察.环节统计 with (security_invoker = true) as
select stage as 环节, cases as 件数, oldest as 最长工作日数, late as 超期件数
from jiancha.stage_count;
comment on view 监察.环节统计 is '各环节在办件数（jiancha.stage_count）';
comment on column 监察.环节统计.环节 is '环节名称';
comment on column 监察.环节统计.件数 is '在办件数';
comment on column 监察.环节统计.最长工作日数 is '其中最早进入者的工作日数';
comment on column 监察.环节统计.超期件数 is '其中已过到期日的件数';

create or replace view 监察.事项统计 with (security_invoker = true) as
select month as 月份, org_code as 单位代码, org as 单位, matter_code as 事项编码, matter as 事项, received as 收件数, accepted as 受理数, closed as 办结数, late as 超承诺数, mean_working_days as 平均工作日, notices as 预警数, yellows as 黄牌数, reds as 红牌数
from jiancha.matter_statistics;
comment on view 监察.事项统计 is '按月、单位、事项的办件和信号（jiancha.matter_statistics）';
comment on column 监察.事项统计.月份 is '如2025-03';
comment on column 监察.事项统计.单位代码 is '单位代码';
comment on column 监察.事项统计.单位 is '单位名称';
comment on column 监察.事项统计.事项编码 is '事项编码';
comment on column 监察.事项统计.事项 is '事项名称';
comment on column 监察.事项统计.收件数 is '当月收件';
comment on column 监察.事项统计.受理数 is '当月受理';
comment on column 监察.事项统计.办结数 is '当月办结';
comment on column 监察.事项统计.超承诺数 is '办结中超过承诺时限的';
comment on column 监察.事项统计.平均工作日 is '受理至办结的平均工作日数';
comment on column 监察.事项统计.预警数 is '已发出且成立的预警';
comment on column 监察.事项统计.黄牌数 is '已发出且成立的黄牌';
comment on column 监察.事项统计.红牌数 is '已发出且成立的红牌';

create or replace view 监察.分领域红黄牌 with (security_invoker = true) as
select signal_no as 信号编号, domain_name as 监察领域, case_no as 办件编号, org_code as 单位代码, matter_code as 事项编码, rule as 规则, level as 级别, earned_at as 产生时间, issued_at as 发出时间, state as 状态
from jiancha.domain_signals;
comment on view 监察.分领域红黄牌 is '信号及其监察领域（jiancha.domain_signals）';
comment on column 监察.分领域红黄牌.信号编号 is '信号编号';
comment on column 监察.分领域红黄牌.监察领域 is '监察领域';
comment on column 监察.分领域红黄牌.办件编号 is '业务流水号';
comment on column 监察.分领域红黄牌.单位代码 is '责任单位代码';
comment on column 监察.分领域红黄牌.事项编码 is '事项编码';
comment on column 监察.分领域红黄牌.规则 is '规则编号';
comment on column 监察.分领域红黄牌.级别 is 'notice 预警、yellow 黄牌、red 红牌、anomaly 异常';
comment on column 监察.分领域红黄牌.产生时间 is '产生时间';
comment on column 监察.分领域红黄牌.发出时间 is '发出时间；空为未发';
comment on column 监察.分领域红黄牌.状态 is '状态';

create or replace view 监察.建设节点 with (security_invoker = true) as
select milestone_no as 节点编号, org_code as 单位代码, name as 名称, due_on as 到期日, due_at as 届满时间, done_at as 完成时间, state as 状态
from jiancha.milestones;
comment on view 监察.建设节点 is '建设节点及其完成情况（jiancha.milestones）';
comment on column 监察.建设节点.节点编号 is '节点编号';
comment on column 监察.建设节点.单位代码 is '承担单位代码';
comment on column 监察.建设节点.名称 is '名称';
comment on column 监察.建设节点.到期日 is '写明的最后一日';
comment on column 监察.建设节点.届满时间 is '遇休息日已顺延';
comment on column 监察.建设节点.完成时间 is '空为未完成';
comment on column 监察.建设节点.状态 is 'open 未到期、overdue 逾期、done 按期、done_late 逾期完成';

create or replace view 监察.监管范围 with (security_invoker = true) as
select matter_code as 事项编码, post as 岗位, org_code as 单位代码, phase as 阶段, effective_on as 生效日, list_no as 目录编号
from jiancha.scope_in_force;
comment on view 监察.监管范围 is '现行的事项和岗位（jiancha.scope_in_force）';
comment on column 监察.监管范围.事项编码 is '事项编码';
comment on column 监察.监管范围.岗位 is '岗位';
comment on column 监察.监管范围.单位代码 is '单位代码';
comment on column 监察.监管范围.阶段 is '阶段';
comment on column 监察.监管范围.生效日 is '自该日起受理的办件';
comment on column 监察.监管范围.目录编号 is '所在目录';

create or replace view 监察.监督检查次数 with (security_invoker = true) as
select month as 月份, org_code as 单位代码, org as 单位, internal as 内部检查次数, spot as 明查暗访次数, special as 专项检查次数, faults as 问题数
from jiancha.inspection_count;
comment on view 监察.监督检查次数 is '按月、单位的监督检查次数（jiancha.inspection_count）';
comment on column 监察.监督检查次数.月份 is '如2025-03';
comment on column 监察.监督检查次数.单位代码 is '被检查单位代码';
comment on column 监察.监督检查次数.单位 is '被检查单位名称';
comment on column 监察.监督检查次数.内部检查次数 is '本单位监察机构的检查';
comment on column 监察.监督检查次数.明查暗访次数 is '上级的明查暗访';
comment on column 监察.监督检查次数.专项检查次数 is '专项检查';
comment on column 监察.监督检查次数.问题数 is '发现的问题数';
