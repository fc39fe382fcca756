-- 行政审批绩效量化测评: weights and points as published (行政审批绩效量化测评方法, here R1; 打分细则, here R2), laid over the ten
-- contents of 新乡市行政审批绩效测评办法 第八条. What no published text settles is marked assumed.

select jiancha.define_scheme('r1', 1, '行政审批绩效量化测评', '监察局', valid_from => '2010-01-01',
    source => '行政审批绩效量化测评方法(R1)、打分细则(R2); 新乡市行政审批绩效测评办法(试行) 第八条、第九条');

-- 第八条: 测评内容, 分值合计一百分; 每项最低零分, 最高为该项分值
select jiancha.define_dimension('r1', 1, 1, '政务公开', 10, source => 'R1 分值; 新乡 绩效测评办法 第八条第(一)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 2, '流程规范', 14, source => 'R1 分值; 新乡 绩效测评办法 第八条第(二)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 3, '期限合法', 14, source => 'R1 分值; 新乡 绩效测评办法 第八条第(三)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 4, '收费合理', 8, source => 'R1 分值; 新乡 绩效测评办法 第八条第(四)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 5, '监督检查', 14, source => 'R1 分值; 新乡 绩效测评办法 第八条第(五)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 6, '法律责任', 10, source => 'R1 分值; 新乡 绩效测评办法 第八条第(六)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 7, '廉洁行政', 10, source => 'R1 分值; 新乡 绩效测评办法 第八条第(七)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 8, '服务态度', 10, source => 'R1 分值; 新乡 绩效测评办法 第八条第(八)项', status => 'analogue');
select jiancha.define_dimension('r1', 1, 9, '满意度', 10, source => 'R1 分值; 新乡 绩效测评办法 第八条第(九)项', status => 'analogue');
-- A07: 预警纠错 has no weight in R1: it comes off the total
select jiancha.define_dimension('r1', 1, 10, '预警纠错', 0, floor => -100, source => '新乡 绩效测评办法 第八条第(十)项; A07', status => 'assumed');
select jiancha.define_dimension('r1', 1, 11, '加分', 0, cap => 100, source => 'R1 加分', status => 'analogue');

-- 红黄牌, 连续三次预警
select jiancha.define_indicator('r1', 1, 'yellow', '黄牌', 'auto', 'signal', level => 'yellow', points => -5, source => 'R1 黄牌每次扣五分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'red', '红牌', 'auto', 'signal', level => 'red', points => -10, source => 'R1 红牌每次扣十分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'three_notices', '连续三次预警', 'auto', 'consecutive', dimensions => '{10}', runs => 3, points => -3,
    source => 'R1 连续三次预警扣三分', status => 'analogue');

-- 涉及两项以上内容的, 分别扣分
select jiancha.define_touch('r1', 1, 'X-W-5', '{3}', source => '新乡 预警纠错办法 第五条: 办理期限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'X-W-5.3b', '{2}', source => '新乡 预警纠错办法 第五条第(三)项: 第四条情形, 非期限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'X-W-4.3', '{3}', source => '新乡 预警纠错办法 第四条第(三)项: 服务承诺时限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'X-W-4.12b', '{3}', source => '新乡 预警纠错办法 第四条第(十二)项: 转办投诉的查处、反馈期限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'X-C-5', '{3}', source => '新乡 投诉处理办法 第五条: 投诉办理、转办期限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'Z-16.9', '{3}', source => '镇江 第16条第(9)项: 办理期限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'Z-16.10', '{3}', source => '镇江 第16条第(10)项: 督办期限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'Q-4.4.3', '{3}', source => '网络审批及电子监控方案 四(四): 即将到期', status => 'assumed');
select jiancha.define_touch('r1', 1, 'Q-4.4.4y', '{3}', source => '网络审批及电子监控方案 四(四): 超时', status => 'assumed');
select jiancha.define_touch('r1', 1, 'Q-4.4.4r', '{3}', source => '网络审批及电子监控方案 四(四): 超时', status => 'assumed');
select jiancha.define_touch('r1', 1, 'W-9', '{3}', source => '威海 电子监察管理制度 第九条: 审批期限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'G-2.2', '{3}', source => '行政效能电子监察方案 二: 时效监督', status => 'assumed');
select jiancha.define_touch('r1', 1, 'HN-', '{3}', source => '湖南 监察规则说明: 各类时限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'YL-', '{3}', source => '榆林 电子监察规则: 承诺时限', status => 'assumed');
select jiancha.define_touch('r1', 1, 'SDH-', '{3}', source => '山东 政务服务投诉热线办理规则: 办理时限', status => 'assumed');
select jiancha.define_touch('r1', 1, '', '{2}', source => '未列明的信号计入流程规范', status => 'assumed');

-- 加分: 提前办结, 承诺缩短全部法定时限
select jiancha.define_indicator('r1', 1, 'early', '提前办结', 'auto', 'early', from_share => 0.1, points => 1, step => 0.1, step_points => 1, most => 10,
    source => 'R1、R2 提前办结率达百分之十加一分, 每增百分之十再加一分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'promise', '承诺提速', 'auto', 'promise', dimensions => '{11}', from_share => 0.3, points => 3, step => 0.1,
    step_points => 1, most => 10, source => 'R1、R2 承诺缩短全部法定时限百分之三十加三分, 每增百分之十再加一分', status => 'analogue');

-- 数据不完整: 每占办结量百分之一扣一分, 最多五分
select jiancha.define_indicator('r1', 1, 'incomplete', '数据不完整', 'manual', 'incomplete', from_share => 0.01, points => -1, step => 0.01,
    step_points => -1, most => -5, source => 'R2 数据不完整扣分', status => 'analogue');

-- 打分细则中可见的六项
select jiancha.define_indicator('r1', 1, 'R2-21', '下级初审未按时上报或要求重复提供材料', 'manual', 'entry', dimensions => '{2}', points => -5, source => 'R2 第二十一项', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'R2-22', '应听证未听证或未按听证笔录作出决定', 'manual', 'entry', dimensions => '{2}', points => -10, source => 'R2 第二十二项', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'R2-23', '能当场作出书面决定而未当场作出', 'manual', 'entry', dimensions => '{3}', points => -5, source => 'R2 第二十三项', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'R2-24', '未在公布期限内作出决定', 'manual', 'entry', dimensions => '{3}', points => -5, source => 'R2 第二十四项', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'R2-25', '未在五个工作日内一次告知补正', 'manual', 'entry', dimensions => '{3}', points => -5, source => 'R2 第二十五项', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'R2-26', '未在二十个工作日内组织听证', 'manual', 'entry', dimensions => '{3}', points => -5, source => 'R2 第二十六项', status => 'analogue');

-- 其余各项: 查实的问题, 分值由评分人据细则写明理由
select jiancha.define_indicator('r1', 1, 'disclosure', '政务公开检查', 'manual', 'entry', dimensions => '{1}', source => '新乡 绩效测评办法 第八条第(一)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'charge', '收费行为', 'manual', 'entry', dimensions => '{4}', source => '新乡 绩效测评办法 第八条第(四)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'duty', '监督检查职责', 'manual', 'entry', dimensions => '{5}', source => '新乡 绩效测评办法 第八条第(五)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'liability', '法律责任', 'manual', 'entry', dimensions => '{6}', source => '新乡 绩效测评办法 第八条第(六)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'integrity', '廉洁行政', 'manual', 'entry', dimensions => '{7}', source => '新乡 绩效测评办法 第八条第(七)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'inspection', '明查暗访', 'manual', 'entry', dimensions => '{2}', source => '新乡 绩效测评办法 第十条第(四)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'good_practice', '经验推广', 'manual', 'entry', dimensions => '{11}', source => '新乡 绩效测评办法 第七条第(五)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'manual', '其他评分', 'manual', 'entry', dimensions => '{10}', source => '新乡 绩效测评办法 第九条', status => 'assumed');

-- 投诉查实: 按投诉种类计入相应内容; 分值未公布, 与黄牌同
select jiancha.define_indicator('r1', 1, 'complaint-1', '投诉查实：不履行法定职责', 'auto', 'complaint', complaint_kind => '1', dimensions => '{5}', points => -5,
    source => '新乡 投诉处理办法 第四条第(一)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-2', '投诉查实：违法履行职责', 'auto', 'complaint', complaint_kind => '2', dimensions => '{2}', points => -5,
    source => '新乡 投诉处理办法 第四条第(二)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-3', '投诉查实：不公开、不告知', 'auto', 'complaint', complaint_kind => '3', dimensions => '{1}', points => -5,
    source => '新乡 投诉处理办法 第四条第(三)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-4', '投诉查实：违规收费', 'auto', 'complaint', complaint_kind => '4', dimensions => '{4}', points => -5,
    source => '新乡 投诉处理办法 第四条第(四)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-5', '投诉查实：索取、收受财物', 'auto', 'complaint', complaint_kind => '5', dimensions => '{7}', points => -5,
    source => '新乡 投诉处理办法 第四条第(五)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-6', '投诉查实：服务态度恶劣', 'auto', 'complaint', complaint_kind => '6', dimensions => '{8}', points => -5,
    source => '新乡 投诉处理办法 第四条第(六)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-7', '投诉查实：违法履职造成损害', 'auto', 'complaint', complaint_kind => '7', dimensions => '{6}', points => -5,
    source => '新乡 投诉处理办法 第四条第(七)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-8', '投诉查实：涉及其他部门不协商、不报告', 'auto', 'complaint', complaint_kind => '8', dimensions => '{2}', points => -5,
    source => '新乡 投诉处理办法 第四条第(八)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'complaint-9', '投诉查实：其他违法违规行为', 'auto', 'complaint', complaint_kind => '9', dimensions => '{6}', points => -5,
    source => '新乡 投诉处理办法 第四条第(九)项、绩效测评办法 第十条第(二)项; 分值未公布', status => 'assumed');

-- 第十条第(三)项: 问卷、网上、电话调查; 各渠道权重未公布, 等权
select jiancha.define_indicator('r1', 1, 'attitude', '服务态度评价', 'survey', 'survey', dimensions => '{8}', question => 'attitude', source => '新乡 绩效测评办法 第八条第(八)项、第十条第(三)项', status => 'assumed');
select jiancha.define_indicator('r1', 1, 'satisfaction', '满意度评价', 'survey', 'survey', dimensions => '{9}', question => 'satisfaction', source => '新乡 绩效测评办法 第八条第(九)项、第十条第(三)项', status => 'assumed');

-- 工作人员处分: 在年度总分中一次扣除
select jiancha.define_indicator('r1', 1, 'sanction-1', '警告', 'manual', 'entry', cycle => 'year', points => -10, source => 'R1 警告扣十分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'sanction-2', '记过', 'manual', 'entry', cycle => 'year', points => -15, source => 'R1 记过扣十五分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'sanction-3', '记大过', 'manual', 'entry', cycle => 'year', points => -20, source => 'R1 记大过扣二十分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'sanction-4', '降级', 'manual', 'entry', cycle => 'year', points => -30, source => 'R1 降级扣三十分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'sanction-5', '撤职', 'manual', 'entry', cycle => 'year', points => -40, source => 'R1 撤职扣四十分', status => 'analogue');
select jiancha.define_indicator('r1', 1, 'sanction-6', '开除', 'manual', 'entry', cycle => 'year', points => -50, source => 'R1 开除扣五十分', status => 'analogue');

select jiancha.define_score_param('r1', 1, 'coefficient', '1.0', source => 'R1 折合系数, 定义未公布', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'total_floor', '0', source => 'A07', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'total_cap', 'none', source => 'R1 加分不封顶', status => 'assumed');
-- A35: 等次分数线未公布
select jiancha.define_score_param('r1', 1, 'grade_excellent', '90', source => 'A35', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'grade_good', '75', source => 'A35', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'grade_pass', '60', source => 'A35', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'ranking', 'on', source => '十政办发〔2010〕169号: 评分并排名', status => 'analogue');
select jiancha.define_score_param('r1', 1, 'speed_bonus', 'on', source => 'R1 加分; 成都已取消, 可关闭', status => 'analogue');
select jiancha.define_score_param('r1', 1, 'tie', 'same_rank', source => '并列同名次', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'min_cases', '0', source => '未公布', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'rank_group', '全部', source => '未公布', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'consec_scope', 'handler', source => '同一经办人, 中间无正常办结', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'card_month', 'earned', source => '信号计入其产生的月份', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'early_hours', '24', source => '早于期限届满满二十四小时', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'survey_days', '7', source => '国办发〔2019〕51号 及广东2019年试行: 七日未评价', status => 'analogue');
select jiancha.define_score_param('r1', 1, 'survey_default', '3', source => '广东2019年试行: 默认基本满意', status => 'analogue');
select jiancha.define_score_param('r1', 1, 'survey_values', '0,30,60,80,100', source => '非常不满意至非常满意', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'survey_weight_questionnaire', '1', source => '等权', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'survey_weight_online', '1', source => '等权', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'survey_weight_phone', '1', source => '等权', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'appeal_days', '5', source => '成绩公布后五个工作日内', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'followup_days', '20', source => '新乡 绩效测评办法 第十三条: 跟踪落实; 期限未公布', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'report_day', '5', source => '广西 实施方案: 每月报送; 次月五日前', status => 'assumed');
-- A10
select jiancha.define_score_param('r1', 1, 'publish_cycle', 'quarter', source => 'A10: 按月评分、按季公布', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'fail_opens', 'accountability', source => '新乡 绩效测评办法 第十二条第(三)项', status => 'regulation');
select jiancha.define_score_param('r1', 1, 'fail_basis', '河南省行政效能监察办法 第三十一条至第三十三条', source => '新乡 绩效测评办法 第十二条第(三)项', status => 'regulation');
select jiancha.define_score_param('r1', 1, 'fail_instrument', 'suggestion', source => '新乡 绩效测评办法 第十二条第一款: 监察建议; 文书种类未明定', status => 'assumed');
select jiancha.define_score_param('r1', 1, 'complaint_verified', 'file_case,liability,decision', source => '新乡 投诉处理办法 第七条第(一)项至第(三)项: 立案、追究责任、监察决定或建议', status => 'assumed');
