-- 榆林市电子监察规则 (YL): 用去承诺时限的90%黄牌, 超过承诺时限红牌.
-- 一条一个调用, 旁边是编号和出处.

select jiancha.define_pack('yulin', 1, '榆林市电子监察规则', '榆林市纪委监委',
    valid_from => '2020-01-01', source => '榆林市电子监察(子洲县纪检监察网刊载); 施行日期为假定', parent => 'common');

select jiancha.define_clock('yulin', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised', source => '榆林市电子监察: 承诺时限');
-- 用去承诺时限的90%
select jiancha.define_signal('yulin', 1, 'YL-1', clock => 'promised', level => 'yellow', at => '90 percent of limit',
    name => '用去承诺时限的90%', source => '榆林市电子监察: 承诺时限的90%发黄牌');
-- 超过承诺时限
select jiancha.define_signal('yulin', 1, 'YL-2', clock => 'promised', level => 'red', at => 'due passed',
    name => '超过承诺时限', source => '榆林市电子监察: 超过承诺时限发红牌');

select jiancha.define_param('yulin', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '榆林市电子监察: 没有预警');
select jiancha.define_param('yulin', 1, 'overdue_rules', 'YL-1 YL-2', unit => 'rule', issue => 'A04', source => '榆林市电子监察', note => '黄牌在届满之前，超期红牌');
select jiancha.define_param('yulin', 1, 'red_rules', 'YL-2', unit => 'rule', issue => 'A32', source => '榆林市电子监察');
