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

-- 条件规则
-- 第六条中可由事实判定的部分; 级别未写明, 黄牌为假定。是否属实须先确认。

select jiancha.define_condition('weihai', 1, 'W-6.2a1', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '虚报: 有办结而无受理',
    condition => $$ state = 'closed' and accept_step_at is null $$,
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(二)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.2a2', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚报: 过程早于收件',
    condition => $$ early_step_at < received_at and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(二)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.3a', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '申请者资料不完整',
    condition => $$ accepted_at is not null and state <> 'void'
        and (party_kind is null or btrim(coalesce(applicant, '')) = '' or btrim(coalesce(id_no, '')) = '' or btrim(coalesce(contact, '')) = '') $$,
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(三)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.4a', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '缺少规定环节',
    condition => $$ decided_at is not null and cardinality(missing_steps) > 0 and state <> 'void' $$,
    holds_from => 'decided_at',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(四)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.4b', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '环节顺序颠倒',
    condition => $$ not by_day and state <> 'void'
        and (reviewed_at < handled_at or approved_at < reviewed_at or decided_at < approved_at or decided_at < accept_step_at or close_step_at < decided_at) $$,
    holds_from => 'case when reviewed_at < handled_at then handled_at when approved_at < reviewed_at then reviewed_at when decided_at < approved_at then approved_at when decided_at < accept_step_at then accept_step_at else decided_at end',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(四)项; 级别为假定');
-- 第六条第(二)项: 办理人更换及时通知; 及时为 prompt_notice 个工作日 (A17)
select jiancha.define_condition('weihai', 1, 'W-6.2b1', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '办理人更换未及时通知',
    condition => $$ unnotified_signer_from is not null and state <> 'void' $$,
    holds_from => 'unnotified_signer_from',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(二)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.4c', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '不按流程流转',
    condition => $$ off_chart_at is not null and state <> 'void' $$,
    holds_from => 'greatest(off_chart_at, received_at)',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(四)项; 级别为假定');
-- 第八条第(一)项第3目: 审批收费
select jiancha.define_condition('weihai', 1, 'W-8.1.3a', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '超标准收费或者收取标准以外的费用',
    condition => $$ overcharged_at is not null $$,
    holds_from => 'greatest(overcharged_at, received_at)',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第八条第(一)项第3目; 级别为假定');
-- 权力事项

-- 第八条第(一)项第2目: 网上公布的八项内容
select jiancha.define_checklist('weihai', 1, 'licence', 'name', 1, name => '审批事项', source => '威海市电子监察管理制度 第八条第(一)项第2目');
select jiancha.define_checklist('weihai', 1, 'licence', 'basis', 2, name => '依据', source => '威海市电子监察管理制度 第八条第(一)项第2目');
select jiancha.define_checklist('weihai', 1, 'licence', 'conditions', 3, name => '条件', source => '威海市电子监察管理制度 第八条第(一)项第2目');
select jiancha.define_checklist('weihai', 1, 'licence', 'quantity', 4, name => '数量', source => '威海市电子监察管理制度 第八条第(一)项第2目');
select jiancha.define_checklist('weihai', 1, 'licence', 'procedure', 5, name => '程序', source => '威海市电子监察管理制度 第八条第(一)项第2目');
select jiancha.define_checklist('weihai', 1, 'licence', 'limit', 6, name => '期限', source => '威海市电子监察管理制度 第八条第(一)项第2目');
select jiancha.define_checklist('weihai', 1, 'licence', 'materials', 7, name => '需要提交的全部材料的目录', source => '威海市电子监察管理制度 第八条第(一)项第2目');
select jiancha.define_checklist('weihai', 1, 'licence', 'forms', 8, name => '申请书示范文本', source => '威海市电子监察管理制度 第八条第(一)项第2目');

-- 第六条第(二)项: 审批事项更改、办理人更换要及时通知; “及时”按三个工作日 (A17, 假定)
select jiancha.define_clock('weihai', 1, 'item_notice', '审批事项更改通知时限', docket_kind => 'matter_version',
    start_kinds => '{received}', stop_kinds => '{notify_change}', final_kinds => '{notify_change}',
    limit_from => 'fixed', limit_amount => 3, limit_unit => 'working_day',
    source => '威海市电子监察管理制度 第六条第(二)项: 及时; 三个工作日为假定 (A17)', status => 'assumed');
select jiancha.define_clock('weihai', 1, 'handler_notice', '办理人更换通知时限', docket_kind => 'duty_change',
    start_kinds => '{received}', stop_kinds => '{notify_change}', final_kinds => '{notify_change}',
    limit_from => 'fixed', limit_amount => 3, limit_unit => 'working_day',
    source => '威海市电子监察管理制度 第六条第(二)项: 及时; 三个工作日为假定 (A17)', status => 'assumed');
select jiancha.define_signal('weihai', 1, 'W-6.2b3', clock => 'item_notice', level => 'yellow', at => 'due passed', issue => 'on_decision', answer_clock => 'answer', enabled => false,
    name => '审批事项更改未及时通知', source => '威海市电子监察管理制度 第六条第(二)项; 时点、级别为假定, 由本市确定', status => 'assumed', basis => 'supervision_1997');
select jiancha.define_signal('weihai', 1, 'W-6.2b4', clock => 'handler_notice', level => 'yellow', at => 'due passed', issue => 'on_decision', answer_clock => 'answer', enabled => false,
    name => '办理人更换未及时通知', source => '威海市电子监察管理制度 第六条第(二)项; 时点、级别为假定, 由本市确定', status => 'assumed', basis => 'supervision_1997');
-- 第三条第二款: 依法委托; 委托终止后受理或者作出决定
select jiancha.define_condition('weihai', 1, 'W-3.2', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '委托终止后办理',
    condition => $$ delegation_ended_at <= greatest(accepted_at, decided_at) and state <> 'void' $$,
    holds_from => 'case when delegation_ended_at <= accepted_at then accepted_at else decided_at end',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第三条第二款; 级别为假定');
