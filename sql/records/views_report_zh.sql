-- 报表视图: what reporting tools read, with Chinese names; each shows the view of schema jiancha named in its comment.

create or replace view 监察.办件 with (security_invoker = true) as
select case_no as 办件编号, org_code as 单位代码, org as 单位, matter_code as 事项编码, matter as 事项, channel as 收件渠道, party_kind as 申请人类型, received_at as 收件时间, accepted_at as 受理时间, closed_at as 办结时间, state as 状态, promised_due as 承诺到期日, statutory_due as 法定到期日, late_promised as 超承诺时限, late_statutory as 超法定时限
from jiancha.report_case;
comment on view 监察.办件 is '一行一个办件（jiancha.report_case）';
comment on column 监察.办件.办件编号 is '业务流水号，文本';
comment on column 监察.办件.单位代码 is '办理单位代码';
comment on column 监察.办件.单位 is '办理单位名称';
comment on column 监察.办件.事项编码 is '事项编码';
comment on column 监察.办件.事项 is '事项名称，按适用版本';
comment on column 监察.办件.收件渠道 is '收件渠道';
comment on column 监察.办件.申请人类型 is '申请人类型';
comment on column 监察.办件.收件时间 is '收件时间';
comment on column 监察.办件.受理时间 is '受理时间；空为未受理';
comment on column 监察.办件.办结时间 is '办结时间；空为在办';
comment on column 监察.办件.状态 is '当前状态';
comment on column 监察.办件.承诺到期日 is '承诺时限最后一日';
comment on column 监察.办件.法定到期日 is '法定时限最后一日';
comment on column 监察.办件.超承诺时限 is '是否超过承诺时限；空为未停，或未出结果即已终结';
comment on column 监察.办件.超法定时限 is '是否超过法定时限；空为未停，或未出结果即已终结';

create or replace view 监察.红黄牌台账 with (security_invoker = true) as
select signal_no as 信号编号, level as 级别, case_no as 办件编号, org_code as 单位代码, org as 单位, matter_code as 事项编码, matter as 事项, rule as 规则, earned_at as 产生时间, issued_at as 发出时间, due_at as 届满时间, cleared_at as 停止时间, state as 状态
from jiancha.report_card;
comment on view 监察.红黄牌台账 is '一行一张信号，含未生效的，见状态（jiancha.report_card）';
comment on column 监察.红黄牌台账.信号编号 is '信号编号';
comment on column 监察.红黄牌台账.级别 is '级别';
comment on column 监察.红黄牌台账.办件编号 is '业务流水号';
comment on column 监察.红黄牌台账.单位代码 is '责任单位代码';
comment on column 监察.红黄牌台账.单位 is '责任单位名称';
comment on column 监察.红黄牌台账.事项编码 is '事项编码';
comment on column 监察.红黄牌台账.事项 is '事项名称';
comment on column 监察.红黄牌台账.规则 is '依据条款';
comment on column 监察.红黄牌台账.产生时间 is '规则成立时间';
comment on column 监察.红黄牌台账.发出时间 is '发出时间；空为未发出';
comment on column 监察.红黄牌台账.届满时间 is '时限届满时间';
comment on column 监察.红黄牌台账.停止时间 is '计时停止时间';
comment on column 监察.红黄牌台账.状态 is '状态';

create or replace view 监察.超期率 with (security_invoker = true) as
select month as 月份, org_code as 单位代码, org as 单位, completed_promised as 承诺办结数, late_promised as 超承诺数, late_promised_percent as 超承诺率, completed_statutory as 法定办结数, late_statutory as 超法定数, late_statutory_percent as 超法定率
from jiancha.report_overdue;
comment on view 监察.超期率 is '各单位各月办结超期情况，承诺与法定时限分列（jiancha.report_overdue）';
comment on column 监察.超期率.月份 is '办结月份';
comment on column 监察.超期率.单位代码 is '单位代码';
comment on column 监察.超期率.单位 is '单位名称';
comment on column 监察.超期率.承诺办结数 is '有承诺时限的办结件数';
comment on column 监察.超期率.超承诺数 is '其中超承诺时限件数';
comment on column 监察.超期率.超承诺率 is '占比，百分数';
comment on column 监察.超期率.法定办结数 is '有法定时限的办结件数';
comment on column 监察.超期率.超法定数 is '其中超法定时限件数';
comment on column 监察.超期率.超法定率 is '占比，百分数';

create or replace view 监察.环节用时 with (security_invoker = true) as
select org_code as 单位代码, org as 单位, matter_code as 事项编码, matter as 事项, node as 环节, steps as 次数, mean_working_days as 平均工作日, median_hours as 中位小时, p90_hours as 九成小时
from jiancha.report_stage_time;
comment on view 监察.环节用时 is '各事项各环节自上一环节起的用时（jiancha.report_stage_time）';
comment on column 监察.环节用时.单位代码 is '单位代码';
comment on column 监察.环节用时.单位 is '单位名称';
comment on column 监察.环节用时.事项编码 is '事项编码';
comment on column 监察.环节用时.事项 is '事项名称';
comment on column 监察.环节用时.环节 is '环节；未填环节的为步骤类型';
comment on column 监察.环节用时.次数 is '步骤次数';
comment on column 监察.环节用时.平均工作日 is '平均工作日数';
comment on column 监察.环节用时.中位小时 is '用时中位数，自然小时，误差不超过0.79%';
comment on column 监察.环节用时.九成小时 is '九成不超过的自然小时数';

create or replace view 监察.部门绩效 with (security_invoker = true) as
select scheme as 测评方案, period as 周期, version as 版次, org_code as 单位代码, org as 单位, rank_group as 排名组, completed as 办结数, early as 提前数, late as 超期数, incomplete as 不完整数, total as 得分, grade as 等次, rank as 名次, vetoed as 一票否决
from jiancha.report_org_score;
comment on view 监察.部门绩效 is '各单位冻结成绩（jiancha.report_org_score）';
comment on column 监察.部门绩效.测评方案 is '测评方案';
comment on column 监察.部门绩效.周期 is '考核周期';
comment on column 监察.部门绩效.版次 is '成绩单版次，大于1为更正';
comment on column 监察.部门绩效.单位代码 is '单位代码';
comment on column 监察.部门绩效.单位 is '单位名称';
comment on column 监察.部门绩效.排名组 is '排名组';
comment on column 监察.部门绩效.办结数 is '办结件数';
comment on column 监察.部门绩效.提前数 is '提前办结件数';
comment on column 监察.部门绩效.超期数 is '超期办结件数，按方案所用时限';
comment on column 监察.部门绩效.不完整数 is '数据不完整条数';
comment on column 监察.部门绩效.得分 is '得分';
comment on column 监察.部门绩效.等次 is '等次';
comment on column 监察.部门绩效.名次 is '名次；空为不排名';
comment on column 监察.部门绩效.一票否决 is '是否一票否决';

create or replace view 监察.个人绩效 with (security_invoker = true) as
select scheme as 测评方案, period as 周期, version as 版次, org_code as 单位代码, org as 单位, staff_code as 人员编号, staff as 姓名, completed as 办结数, total as 得分, grade as 等次, rank as 名次
from jiancha.report_staff_score;
comment on view 监察.个人绩效 is '个人冻结成绩，仅考核单位可见（jiancha.report_staff_score）';
comment on column 监察.个人绩效.测评方案 is '测评方案';
comment on column 监察.个人绩效.周期 is '考核周期';
comment on column 监察.个人绩效.版次 is '成绩单版次';
comment on column 监察.个人绩效.单位代码 is '单位代码';
comment on column 监察.个人绩效.单位 is '单位名称';
comment on column 监察.个人绩效.人员编号 is '人员编号，文本';
comment on column 监察.个人绩效.姓名 is '姓名';
comment on column 监察.个人绩效.办结数 is '办结件数';
comment on column 监察.个人绩效.得分 is '得分';
comment on column 监察.个人绩效.等次 is '等次';
comment on column 监察.个人绩效.名次 is '名次；空为不排名';

create or replace view 监察.投诉办理 with (security_invoker = true) as
select complaint_no as 投诉编号, org_code as 单位代码, org as 单位, received_at as 收到时间, accepted_at as 受理时间, closed_at as 办结时间, due_on as 到期日, late as 超期
from jiancha.report_complaint;
comment on view 监察.投诉办理 is '一行一件投诉，不含投诉人（jiancha.report_complaint）';
comment on column 监察.投诉办理.投诉编号 is '投诉编号';
comment on column 监察.投诉办理.单位代码 is '办理单位代码';
comment on column 监察.投诉办理.单位 is '办理单位名称';
comment on column 监察.投诉办理.收到时间 is '收到时间';
comment on column 监察.投诉办理.受理时间 is '受理时间';
comment on column 监察.投诉办理.办结时间 is '办结时间';
comment on column 监察.投诉办理.到期日 is '最长时限最后一日';
comment on column 监察.投诉办理.超期 is '是否超期；空为未停';

create or replace view 监察.提前办结率 with (security_invoker = true) as
select scheme as 测评方案, period as 周期, org_code as 单位代码, org as 单位, completed as 办结数, early as 提前数, early_percent as 提前办结率
from jiancha.report_early;
comment on view 监察.提前办结率 is '提前办结占比，取自冻结成绩（jiancha.report_early）';
comment on column 监察.提前办结率.测评方案 is '测评方案';
comment on column 监察.提前办结率.周期 is '考核周期';
comment on column 监察.提前办结率.单位代码 is '单位代码';
comment on column 监察.提前办结率.单位 is '单位名称';
comment on column 监察.提前办结率.办结数 is '办结件数';
comment on column 监察.提前办结率.提前数 is '提前办结件数';
comment on column 监察.提前办结率.提前办结率 is '占比，百分数';
