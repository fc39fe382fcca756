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
    start_kinds => '{accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(三)项、第五条', status => 'regulation');

-- 法定时限: 受理至决定; 行政许可法 第四十二条(延长)、第四十五条(特别程序不计入)
select jiancha.define_clock('xinxiang', 1, 'statutory', '法定时限',
    start_kinds => '{accept}', stop_kinds => '{decide,close}',
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

-- 条件规则
-- 第四条、第九条中可由事实判定的部分; 其余由监察机关按条款号提出。是否属实须先确认。

select jiancha.define_condition('xinxiang', 1, 'X-W-4.2a', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '违反法定程序: 缺少规定环节',
    condition => $$ decided_at is not null and cardinality(missing_steps) > 0 and state <> 'void' $$,
    holds_from => 'decided_at',
    answer_clock => 'answer', source => '新乡市电子监察预警纠错办法(试行) 第四条第(二)项');
select jiancha.define_condition('xinxiang', 1, 'X-W-4.2b', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '违反法定程序: 环节顺序颠倒',
    condition => $$ not by_day and state <> 'void'
        and (reviewed_at < handled_at or approved_at < reviewed_at or decided_at < approved_at or decided_at < accept_step_at or close_step_at < decided_at) $$,
    holds_from => 'case when reviewed_at < handled_at then handled_at when approved_at < reviewed_at then reviewed_at when decided_at < approved_at then approved_at when decided_at < accept_step_at then accept_step_at else decided_at end',
    answer_clock => 'answer', source => '新乡市电子监察预警纠错办法(试行) 第四条第(二)项');
select jiancha.define_condition('xinxiang', 1, 'X-W-4.2c', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '违反法定权限: 超越行使层级',
    condition => $$ decision = 'granted' and decision_level > use_level and state <> 'void' $$,
    holds_from => 'decided_at',
    answer_clock => 'answer', source => '新乡市电子监察预警纠错办法(试行) 第四条第(二)项');
select jiancha.define_condition('xinxiang', 1, 'X-W-4.2d', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '违反法定程序: 缺少法定程序',
    condition => $$ decided_at is not null and cardinality(missing_procedures) > 0 and decision is distinct from 'refused' and state <> 'void' $$,
    holds_from => 'decided_at',
    answer_clock => 'answer', source => '新乡市电子监察预警纠错办法(试行) 第四条第(二)项');
select jiancha.define_condition('xinxiang', 1, 'X-M-9.6', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '脱离系统审批: 决定在收件之前',
    condition => $$ decided_at < received_at and not by_day and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(六)项');
select jiancha.define_condition('xinxiang', 1, 'X-M-9.8a', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚假数据: 过程早于收件',
    condition => $$ early_step_at < received_at and (decided_at is null or decided_at >= received_at) and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(八)项');
select jiancha.define_condition('xinxiang', 1, 'X-M-9.8b', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚假数据: 更正使受理时间后移',
    condition => $$ accept_step_at > accept_corrected_from and state <> 'void' $$,
    holds_from => 'accept_step_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(八)项');
select jiancha.define_condition('xinxiang', 1, 'X-M-9.8c', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚假数据: 逾期后补录特别程序',
    condition => $$ late_pause_at is not null and not imported and channel not in ('feed', 'import') and state <> 'void' $$,
    holds_from => 'late_pause_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(八)项');
