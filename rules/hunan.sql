-- 湖南电子监察系统 监察规则说明, 2018年 (HN): 七类对象的完整规则.
-- 一条一个调用, 旁边是编号和出处. 按时刻计算 (count_mode exact): 自受理的时刻起, 扣除节假日, 超过一秒即为超期.
-- 说明中 d = 已用工作日向上取整 − 时限. d ≥ −2 即已用超过时限减三, 所以预警写作 due - 3 working days; d > n 写作 due + at least n.

select jiancha.define_pack('hunan', 1, '湖南电子监察系统 监察规则说明', '湖南省电子监察系统',
    valid_from => '2018-01-01', source => '监察规则说明(2018年); 施行日期为假定', parent => 'common');

-- 一、计时. 特别程序: 时限按申请的天数增加 (special_mode requested)

select jiancha.define_clock('hunan', 1, 'promised', '承诺时限', count_mode => 'exact', special_mode => 'requested',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised', source => '湖南电子监察系统监察规则说明(2018年) 办件');
select jiancha.define_clock('hunan', 1, 'statutory', '法定时限', count_mode => 'exact', special_mode => 'requested',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'statutory', source => '湖南电子监察系统监察规则说明(2018年) 办件');
select jiancha.define_clock('hunan', 1, 'special_procedure', '特别程序时限', count_mode => 'exact',
    start_kinds => '{begin_special}', stop_kinds => '{end_special}',
    limit_from => 'requested', limit_unit => 'working_day', source => '湖南电子监察系统监察规则说明(2018年) 特别程序');
select jiancha.define_clock('hunan', 1, 'pre_acceptance', '网上预受理时限', count_mode => 'exact',
    start_kinds => '{pre_apply}', stop_kinds => '{pre_accept,accept,refuse_acceptance,request_correction}',
    limit_from => 'fixed', limit_amount => 2, limit_unit => 'working_day', source => '湖南电子监察系统监察规则说明(2018年) 网上预受理');
select jiancha.define_clock('hunan', 1, 'certificate', '电子证照时限', count_mode => 'exact',
    start_kinds => '{close}', stop_kinds => '{certificate_issued}',
    limit_from => 'fixed', limit_amount => 3, limit_unit => 'working_day', source => '湖南电子监察系统监察规则说明(2018年) 电子证照');
-- 咨询、投诉: 受理时写明的期限
select jiancha.define_clock('hunan', 1, 'consultation', '咨询答复时限', docket_kind => 'consultation', count_mode => 'exact',
    start_kinds => '{accept}', stop_kinds => '{reply,close}',
    limit_from => 'set', source => '湖南电子监察系统监察规则说明(2018年) 咨询');
select jiancha.define_clock('hunan', 1, 'complaint', '投诉办理时限', docket_kind => 'complaint', count_mode => 'exact',
    start_kinds => '{accept}', stop_kinds => '{reply,close,conclude}',
    limit_from => 'set', source => '湖南电子监察系统监察规则说明(2018年) 投诉');

-- 二、信号

-- 办件: 承诺时限预警 d ≥ −2, 黄牌 d ≥ 1; 法定时限红牌 d ≥ 1
select jiancha.define_signal('hunan', 1, 'HN-1.1', clock => 'promised', level => 'notice', at => 'due - 3 working days',
    name => '即将超过承诺时限', source => '湖南电子监察系统监察规则说明(2018年) 办件');
select jiancha.define_signal('hunan', 1, 'HN-1.2', clock => 'promised', level => 'yellow', at => 'due passed',
    name => '超过承诺时限', source => '湖南电子监察系统监察规则说明(2018年) 办件');
select jiancha.define_signal('hunan', 1, 'HN-1.3', clock => 'statutory', level => 'red', at => 'due passed',
    name => '超过法定时限', source => '湖南电子监察系统监察规则说明(2018年) 办件');
-- 特别程序: 预警 d ≥ −2, 黄牌 d > 0, 红牌 d > 1
select jiancha.define_signal('hunan', 1, 'HN-2.1', clock => 'special_procedure', level => 'notice', at => 'due - 3 working days',
    name => '特别程序即将超过申请的天数', source => '湖南电子监察系统监察规则说明(2018年) 特别程序');
select jiancha.define_signal('hunan', 1, 'HN-2.2', clock => 'special_procedure', level => 'yellow', at => 'due passed',
    name => '特别程序超过申请的天数', source => '湖南电子监察系统监察规则说明(2018年) 特别程序');
select jiancha.define_signal('hunan', 1, 'HN-2.3', clock => 'special_procedure', level => 'red', at => 'due + at least 1 working day',
    name => '特别程序超过申请的天数一个工作日', source => '湖南电子监察系统监察规则说明(2018年) 特别程序');
-- 网上预受理: 预警 d > 0, 黄牌 d > 3, 红牌 d > 5
select jiancha.define_signal('hunan', 1, 'HN-3.1', clock => 'pre_acceptance', level => 'notice', at => 'due passed',
    name => '超过两个工作日未预受理', source => '湖南电子监察系统监察规则说明(2018年) 网上预受理');
select jiancha.define_signal('hunan', 1, 'HN-3.2', clock => 'pre_acceptance', level => 'yellow', at => 'due + at least 3 working days',
    name => '超过五个工作日未预受理', source => '湖南电子监察系统监察规则说明(2018年) 网上预受理');
select jiancha.define_signal('hunan', 1, 'HN-3.3', clock => 'pre_acceptance', level => 'red', at => 'due + at least 5 working days',
    name => '超过七个工作日未预受理', source => '湖南电子监察系统监察规则说明(2018年) 网上预受理');
-- 电子证照: 黄牌 d > 0. 不予许可和不发证的事项没有证照, 事实中看不出: 经监察人员确认后发出
select jiancha.define_signal('hunan', 1, 'HN-4.1', clock => 'certificate', level => 'yellow', at => 'due passed', issue => 'on_decision',
    name => '办结后超过三个工作日未生成电子证照', source => '湖南电子监察系统监察规则说明(2018年) 电子证照');
-- 咨询: 预警 d ≥ −2, 黄牌 d ≥ 1, 红牌 d ≥ 2
select jiancha.define_signal('hunan', 1, 'HN-5.1', clock => 'consultation', level => 'notice', at => 'due - 3 working days',
    name => '咨询即将到期', source => '湖南电子监察系统监察规则说明(2018年) 咨询');
select jiancha.define_signal('hunan', 1, 'HN-5.2', clock => 'consultation', level => 'yellow', at => 'due passed',
    name => '咨询超期', source => '湖南电子监察系统监察规则说明(2018年) 咨询');
select jiancha.define_signal('hunan', 1, 'HN-5.3', clock => 'consultation', level => 'red', at => 'due + at least 1 working day',
    name => '咨询超期一个工作日以上', source => '湖南电子监察系统监察规则说明(2018年) 咨询');
-- 投诉: 预警 d ≥ −2, 黄牌 d ≥ 1, 红牌 d ≥ 2
select jiancha.define_signal('hunan', 1, 'HN-6.1', clock => 'complaint', level => 'notice', at => 'due - 3 working days',
    name => '投诉即将到期', source => '湖南电子监察系统监察规则说明(2018年) 投诉');
select jiancha.define_signal('hunan', 1, 'HN-6.2', clock => 'complaint', level => 'yellow', at => 'due passed',
    name => '投诉超期', source => '湖南电子监察系统监察规则说明(2018年) 投诉');
select jiancha.define_signal('hunan', 1, 'HN-6.3', clock => 'complaint', level => 'red', at => 'due + at least 1 working day',
    name => '投诉超期一个工作日以上', source => '湖南电子监察系统监察规则说明(2018年) 投诉');

-- 三、设置
select jiancha.define_param('hunan', 1, 'warn_rules', 'HN-1.1', unit => 'rule', issue => 'A03', source => '湖南电子监察系统监察规则说明(2018年)', note => 'd ≥ −2 因向上取整，实为届满前三个工作日');
select jiancha.define_param('hunan', 1, 'overdue_rules', 'HN-1.2 HN-1.3', unit => 'rule', issue => 'A04', source => '湖南电子监察系统监察规则说明(2018年)', note => '超承诺黄牌，超法定红牌');
select jiancha.define_param('hunan', 1, 'red_rules', 'HN-1.3', unit => 'rule', issue => 'A32', source => '湖南电子监察系统监察规则说明(2018年)');
select jiancha.define_param('hunan', 1, 'count_mode', 'exact', issue => 'A11', source => '湖南电子监察系统监察规则说明(2018年)', note => '超过一秒即为超期');
select jiancha.define_param('hunan', 1, 'special_mode', 'requested', issue => 'A33', source => '湖南电子监察系统监察规则说明(2018年)');
select jiancha.define_param('hunan', 1, 'special_rules', 'HN-2.1 HN-2.2 HN-2.3', unit => 'rule', issue => 'A33', source => '湖南电子监察系统监察规则说明(2018年)');
