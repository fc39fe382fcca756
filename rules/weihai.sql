-- 威海市电子监察管理制度 (W). 预警纠错的时点在《威海市行政审批电子监察预警纠错实施办法(试行)》中, 其数字未见公布.
-- 一条一个调用, 旁边是编号和出处.

select jiancha.define_pack('weihai', 1, '威海市电子监察管理制度', '威海市纪委、监察局',
    valid_from => '2010-01-01', source => '威海市电子监察管理制度; 文本未载施行日期, 2010年1月1日为假定', parent => 'common',
    note => '没有公布的时点：预警、黄牌、红牌的时限规则已停用，不按时限发信号；请由本市确定后另立下级规则包启用 (time rules are disabled; assumed: set by your city)');

-- 第八条第(一)项第3目: 审批期限违规情况
select jiancha.define_clock('weihai', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '威海市电子监察管理制度 第八条第(一)项第3目');

-- 第九条: 按预警纠错实施办法预警纠错; 时点未公布
select jiancha.define_signal('weihai', 1, 'W-9n', clock => 'promised', level => 'notice', at => 'due - 1 working day', enabled => false,
    name => '审批期限即将届满', source => '威海市电子监察管理制度 第九条; 时点为假定, 由本市确定', status => 'assumed', basis => 'supervision_1997');
select jiancha.define_signal('weihai', 1, 'W-9y', clock => 'promised', level => 'yellow', at => 'due passed', enabled => false,
    name => '超过审批期限', source => '威海市电子监察管理制度 第九条; 时点为假定, 由本市确定', status => 'assumed', basis => 'supervision_1997');
select jiancha.define_signal('weihai', 1, 'W-9r', clock => 'promised', level => 'red', at => 'due + more than 2 working days', enabled => false,
    name => '严重超过审批期限', source => '威海市电子监察管理制度 第九条; 时点为假定, 由本市确定', status => 'assumed', basis => 'supervision_1997');

-- 第六条、第八条: 人工发出; 级别未写明, 黄牌为假定
select jiancha.define_signal('weihai', 1, 'W-6.2a', level => 'yellow', answer_clock => 'answer',
    name => '审批事项未在网上运行，瞒报、漏报、虚报', source => '威海市电子监察管理制度 第六条第(二)项; 级别为假定', status => 'assumed', basis => 'supervision_1997');
select jiancha.define_signal('weihai', 1, 'W-6.2b', level => 'yellow', answer_clock => 'answer',
    name => '审批事项更改、办理人更换未及时通知', source => '威海市电子监察管理制度 第六条第(二)项; 级别为假定', status => 'assumed', basis => 'supervision_1997');
select jiancha.define_signal('weihai', 1, 'W-6.3', level => 'yellow', answer_clock => 'answer',
    name => '填报资料不全面、不真实、不准确', source => '威海市电子监察管理制度 第六条第(三)项; 级别为假定', status => 'assumed', basis => 'supervision_1997');
select jiancha.define_signal('weihai', 1, 'W-8.1.3', level => 'yellow', answer_clock => 'answer',
    name => '审批收费违规', source => '威海市电子监察管理制度 第八条第(一)项第3目; 级别为假定', status => 'assumed', basis => 'supervision_1997');

select jiancha.define_param('weihai', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '假定: 由本市确定', status => 'assumed', note => 'W-9n 已停用');
select jiancha.define_param('weihai', 1, 'overdue_rules', 'none', unit => 'rule', issue => 'A04', source => '假定: 由本市确定', status => 'assumed', note => 'W-9y、W-9r 已停用');
select jiancha.define_param('weihai', 1, 'red_rules', 'none', unit => 'rule', issue => 'A32', source => '假定: 由本市确定', status => 'assumed', note => 'W-9r 已停用');
