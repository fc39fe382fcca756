-- 山东省政务服务投诉热线办理规则, 2017年 (SDH): 只管投诉.
-- 一条一个调用, 旁边是编号和出处.

select jiancha.define_pack('shandong_hotline', 1, '山东省政务服务投诉热线办理规则', '山东省政务服务中心',
    valid_from => '2017-01-01', source => '山东省政务服务投诉热线办理规则(2017年); 施行日期为假定', parent => 'common');

-- 15个工作日办结, 经批准可以延长
select jiancha.define_clock('shandong_hotline', 1, 'complaint', '投诉办理时限', docket_kind => 'complaint',
    start_kinds => '{received}', stop_kinds => '{reply,close,conclude}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'working_day',
    source => '山东省政务服务投诉热线办理规则(2017年): 15个工作日');
-- 剩余1个工作日黄牌
select jiancha.define_signal('shandong_hotline', 1, 'SDH-1', clock => 'complaint', level => 'yellow', at => 'due - 1 working day',
    name => '投诉办理剩余1个工作日', source => '山东省政务服务投诉热线办理规则(2017年): 剩余1个工作日');
-- 超期第1个工作日红牌
select jiancha.define_signal('shandong_hotline', 1, 'SDH-2', clock => 'complaint', level => 'red', at => 'due + at least 1 working day',
    name => '投诉办理超期第1个工作日', source => '山东省政务服务投诉热线办理规则(2017年): 超期第1个工作日');

-- 延长7个工作日
select jiancha.define_param('shandong_hotline', 1, 'max_extension', '7', unit => 'working_day', issue => 'A09', source => '山东省政务服务投诉热线办理规则(2017年)');
select jiancha.define_param('shandong_hotline', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '山东省政务服务投诉热线办理规则(2017年)', note => '届满前一个工作日为黄牌');
select jiancha.define_param('shandong_hotline', 1, 'overdue_rules', 'SDH-1 SDH-2', unit => 'rule', issue => 'A04', source => '山东省政务服务投诉热线办理规则(2017年)');
select jiancha.define_param('shandong_hotline', 1, 'red_rules', 'SDH-2', unit => 'rule', issue => 'A32', source => '山东省政务服务投诉热线办理规则(2017年)');
