-- 新乡市电子监察 rule pack: 预警纠错办法(试行), 2010-02-08.
-- One clause, one call, its number beside it.

select jiancha.define_pack('xinxiang', 1, '新乡市电子监察预警纠错办法(试行)', '中共新乡市纪委、新乡市监察局',
    valid_from => '2010-02-08', source => '新乡市电子监察预警纠错办法(试行) 第十八条: 自发布之日起施行');

-- 受理: 行政许可法 第三十二条: 五日内一次告知补正, 逾期不告知的自收到申请材料之日起即为受理
select jiancha.define_clock('xinxiang', 1, 'acceptance', '受理时限',
    start_kinds => '{received,correction_received}', stop_kinds => '{accept,refuse_acceptance,request_correction}',
    final_kinds => '{accept,refuse_acceptance}',
    limit_from => 'fixed', limit_amount => 5, limit_unit => 'working_day',
    source => '行政许可法 第三十二条', status => 'statute');

-- 承诺时限: 受理至办结; 特别程序所需时间不计算在内
select jiancha.define_clock('xinxiang', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(三)项、第五条', status => 'regulation');

-- 法定时限: 受理至决定; 行政许可法 第四十二条(延长)、第四十五条(特别程序不计入)
select jiancha.define_clock('xinxiang', 1, 'statutory', '法定时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{decide,close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'statutory',
    source => '行政许可法 第四十二条、第四十五条', status => 'statute');

-- 第五条: 三级信号
select jiancha.define_signal('xinxiang', 1, 'X-W-5.1', clock => 'promised', level => 'notice', at => 'due - 1 working day',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(一)项');
select jiancha.define_signal('xinxiang', 1, 'X-W-5.2', clock => 'promised', level => 'yellow', at => 'due passed',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(二)项');
select jiancha.define_signal('xinxiang', 1, 'X-W-5.3', clock => 'promised', level => 'red', at => 'due + more than 2 working days',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(三)项');
