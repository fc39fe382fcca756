-- 网络审批及电子监控方案, 青岛某区 (Q). 方案没有公布预警、黄牌、红牌的时点.
-- 一条一个调用, 旁边是编号和出处. 异常预警由条件规则认定.

select jiancha.define_pack('qingdao_district', 1, '网络审批及电子监控方案', '区人民政府',
    valid_from => '2010-01-01', source => '网络审批及电子监控方案; 文本未载施行日期, 2010年1月1日为假定', parent => 'common',
    note => '没有公布的时点：到期预警、超时黄牌和红牌的规则已停用，不按时限发信号；请由本市确定后另立下级规则包启用 (time rules are disabled; assumed: set by your city)');

-- 四(二): 听证等特别程序不计入办理时限
select jiancha.define_clock('qingdao_district', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '网络审批及电子监控方案 四(二)、四(三)');

-- 四(四): 即将到期的, 发出预警信息; 提前量未写明
select jiancha.define_signal('qingdao_district', 1, 'Q-4.4.3', clock => 'promised', level => 'notice', at => 'due - 1 working day', enabled => false,
    name => '审批项目即将到期', source => '网络审批及电子监控方案 四(四): 即将到期; 提前一个工作日为假定, 由本市确定', status => 'assumed');
-- 四(四): 超时的, 发出红、黄牌警告; 何时黄牌、何时红牌未写明
select jiancha.define_signal('qingdao_district', 1, 'Q-4.4.4y', clock => 'promised', level => 'yellow', at => 'due passed', enabled => false,
    name => '审批项目超时', source => '网络审批及电子监控方案 四(四): 红、黄牌; 时点为假定, 由本市确定', status => 'assumed');
select jiancha.define_signal('qingdao_district', 1, 'Q-4.4.4r', clock => 'promised', level => 'red', at => 'due + more than 2 working days', enabled => false,
    name => '审批项目严重超时', source => '网络审批及电子监控方案 四(四): 红、黄牌; 时点为假定, 由本市确定', status => 'assumed');
-- 七(三): 不配合、推诿扯皮、消极应对
select jiancha.define_signal('qingdao_district', 1, 'Q-7.3', level => 'yellow', answer_clock => 'answer', text_required => true,
    name => '不配合、推诿扯皮、消极应对，影响审改进程', source => '网络审批及电子监控方案 七(三)');

select jiancha.define_param('qingdao_district', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '假定: 由本市确定', status => 'assumed', note => 'Q-4.4.3 已停用');
select jiancha.define_param('qingdao_district', 1, 'overdue_rules', 'none', unit => 'rule', issue => 'A04', source => '假定: 由本市确定', status => 'assumed', note => 'Q-4.4.4y、Q-4.4.4r 已停用');
select jiancha.define_param('qingdao_district', 1, 'red_rules', 'none', unit => 'rule', issue => 'A32', source => '假定: 由本市确定', status => 'assumed', note => 'Q-4.4.4r 已停用');
select jiancha.define_param('qingdao_district', 1, 'feed_schedule', '1', unit => 'day', issue => 'A25', source => '网络审批及电子监控方案 四(五): 每日');
select jiancha.define_param('qingdao_district', 1, 'stages', '受理, 承办, 批准, 办结, 告知', issue => 'A36', source => '网络审批及电子监控方案 六(三)');
