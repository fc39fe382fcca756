-- 行政效能电子监察方案, 广西某市 (G). 方案没有公布预警的时点.
-- 一条一个调用, 旁边是编号和出处.

select jiancha.define_pack('guangxi', 1, '行政效能电子监察方案', '市行政效能电子监察系统建设工作领导小组',
    valid_from => '2010-01-01', source => '行政效能电子监察方案; 文本未载施行日期, 2010年1月1日为假定', parent => 'common',
    note => '没有公布的时点：时效监督和预警的规则已停用，不按时限发信号；请由本市确定后另立下级规则包启用 (time rules are disabled; assumed: set by your city)');

-- 二: 对每项行政审批项目进行时效监督
select jiancha.define_clock('guangxi', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '行政效能电子监察方案 二');

-- 二: 预警处理; 时点和级别未写明
select jiancha.define_signal('guangxi', 1, 'G-2.2n', clock => 'promised', level => 'notice', at => 'due - 1 working day', enabled => false,
    name => '审批期限即将届满', source => '行政效能电子监察方案 二; 时点为假定, 由本市确定', status => 'assumed');
select jiancha.define_signal('guangxi', 1, 'G-2.2y', clock => 'promised', level => 'yellow', at => 'due passed', enabled => false,
    name => '超过审批期限', source => '行政效能电子监察方案 二; 时点为假定, 由本市确定', status => 'assumed');
select jiancha.define_signal('guangxi', 1, 'G-2.2r', clock => 'promised', level => 'red', at => 'due + more than 2 working days', enabled => false,
    name => '严重超过审批期限', source => '行政效能电子监察方案 二; 时点为假定, 由本市确定', status => 'assumed');
-- 三1(2): 对违反行政情况发出警告
select jiancha.define_signal('guangxi', 1, 'G-3.1.2c', level => 'yellow', answer_clock => 'answer', text_required => true,
    name => '违反行政情况', source => '行政效能电子监察方案 三1(2); 级别为假定', status => 'assumed');

-- 序言、二: 6月底前开通; 领导小组对建设目标推进情况进行督促. 级别未写明, 预警为假定
select jiancha.define_signal('guangxi', 1, 'G-0', clock => 'milestone', level => 'notice', at => 'due passed',
    name => '建设节点到期未完成', source => '行政效能电子监察方案 序言、一、二; 级别为假定', status => 'assumed');
-- 三1(2): 对行政服务现场进行实时监控, 对违反行政情况发出警告. 视频所见经监察人员确认后发出
select jiancha.define_condition('guangxi', 1, 'G-3.1.2b', docket_kind => 'video_event', level => 'yellow', phase => 'step', name => '服务现场脱岗',
    condition => $$ event_kind = 'absence' $$,
    answer_clock => 'answer', source => '行政效能电子监察方案 三1(2); 级别为假定', status => 'assumed');

-- 二、三3(2): 项目岗位目录由领导小组讨论确定后, 报市人民政府审定
select jiancha.define_procedure('guangxi', 1, 'scope_list', 'confirm', deciders => '{领导小组}',
    source => '行政效能电子监察方案 三3(2)');
select jiancha.define_procedure('guangxi', 1, 'scope_list', 'approve', after => '{confirm}', deciders => '{市人民政府}',
    source => '行政效能电子监察方案 二、三3(2)');

select jiancha.define_param('guangxi', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '假定: 由本市确定', status => 'assumed', note => 'G-2.2n 已停用');
select jiancha.define_param('guangxi', 1, 'overdue_rules', 'none', unit => 'rule', issue => 'A04', source => '假定: 由本市确定', status => 'assumed', note => 'G-2.2y、G-2.2r 已停用');
select jiancha.define_param('guangxi', 1, 'red_rules', 'none', unit => 'rule', issue => 'A32', source => '假定: 由本市确定', status => 'assumed', note => 'G-2.2r 已停用');
