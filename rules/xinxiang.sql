-- 新乡市电子监察四项制度(试行), 2010年2月8日: 管理办法 (X-M)、预警纠错办法 (X-W)、投诉处理办法 (X-C)、绩效测评办法 (X-P).
-- 一条一个调用, 旁边是编号和出处. 受理、法定、送达、听证、特别程序的时限来自上级规则包 common.

select jiancha.define_pack('xinxiang', 1, '新乡市电子监察预警纠错办法(试行)', '中共新乡市纪委、新乡市监察局',
    valid_from => '2010-02-08', source => '新乡市电子监察预警纠错办法(试行) 第十八条: 自发布之日起施行', parent => 'common');

-- 一、办理期限 (预警纠错办法第五条)

-- 承诺时限: 受理至办结; 特别程序所需时间不计算在内
select jiancha.define_clock('xinxiang', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(三)项、第五条', basis => 'supervision_1997');

-- 第五条: 三级信号
select jiancha.define_signal('xinxiang', 1, 'X-W-5.1', clock => 'promised', level => 'notice', at => 'due - 1 working day',
    name => '办理期限到期前一天',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(一)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-5.2', clock => 'promised', level => 'yellow', at => 'due passed',
    name => '办理时间到期未办结', answer_clock => 'answer',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(二)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-5.3', clock => 'promised', level => 'red', at => 'due + more than 2 working days',
    name => '超过两个工作日未办结', answer_clock => 'report',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(三)项', basis => 'supervision_1997');

-- 第五条类推于特别程序: 以书面告知申请人的时间为限 (A33). 黄牌、红牌经监察人员确认后发出
select jiancha.define_signal('xinxiang', 1, 'X-W-5.1s', clock => 'special_procedure', level => 'notice', at => 'due - 1 working day',
    name => '特别程序告知时间到期前一天',
    source => '类推: 新乡市电子监察预警纠错办法(试行) 第五条第(一)项', status => 'analogue');
select jiancha.define_signal('xinxiang', 1, 'X-W-5.2s', clock => 'special_procedure', level => 'yellow', at => 'due passed',
    name => '特别程序超过告知时间', issue => 'on_decision', answer_clock => 'answer',
    source => '类推: 新乡市电子监察预警纠错办法(试行) 第五条第(二)项', status => 'analogue');
select jiancha.define_signal('xinxiang', 1, 'X-W-5.3s', clock => 'special_procedure', level => 'red', at => 'due + more than 2 working days',
    name => '特别程序超过告知时间两个工作日以上', answer_clock => 'report', issue => 'on_decision',
    source => '类推: 新乡市电子监察预警纠错办法(试行) 第五条第(三)项', status => 'analogue');

-- 二、预警纠错的情形 (预警纠错办法第四条): 人工发出; 尚未造成不良后果的黄牌, 造成不良后果的红牌 (第五条)
-- 第(二)项可以由事实认定的部分另有条件规则; 第(三)项自动的部分即第五条

select jiancha.define_signal('xinxiang', 1, 'X-W-4.1', level => 'yellow', answer_clock => 'answer',
    name => '错误实施决策、执行、审批、征收、检查、处罚、公共交易等公务活动',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(一)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.2', level => 'yellow', answer_clock => 'answer',
    name => '违反法定条件、权限和程序从事公务活动',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(二)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.3', level => 'yellow', answer_clock => 'answer',
    name => '违反行政服务承诺时限',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(三)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.4', level => 'yellow', answer_clock => 'answer',
    name => '违反政务公开规定，拒绝、回避、敷衍询问和质询',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(四)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.5', level => 'yellow', answer_clock => 'answer',
    name => '漏报、错报、不按时报送数据信息',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(五)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.6', level => 'yellow', answer_clock => 'answer',
    name => '法律法规变更不及时修正系统设置',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(六)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.7', level => 'yellow', answer_clock => 'answer',
    name => '逃避、拒绝接受电子监察监督检查',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(七)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.8', level => 'yellow', answer_clock => 'answer',
    name => '未在统一平台办理，协同配合不力，不按目录提供数据',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(八)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.9', level => 'yellow', answer_clock => 'answer',
    name => '违反安全规范，造成数据、视频信号中断或者干扰',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(九)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.10', level => 'yellow', answer_clock => 'answer',
    name => '泄露国家秘密、商业秘密或者个人隐私',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(十)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.11', level => 'yellow', answer_clock => 'answer',
    name => '违反网络管理纪律、上网玩游戏、工作时间脱岗',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(十一)项', basis => 'supervision_1997');
-- 第(十二)项: 接到黄牌不能在规定期限纠正, 造成不良影响的. 逾期只生成待定信号, 监察人员写明不良影响后发出
select jiancha.define_signal('xinxiang', 1, 'X-W-4.12', clock => 'answer', level => 'red', at => 'due passed', once => true,
    name => '接到黄牌不能在规定期限纠正错误，造成不良影响', answer_clock => 'report', issue => 'on_effect',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(十二)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-W-4.13', level => 'yellow', answer_clock => 'answer', text_required => true,
    name => '其他违反规定，需要预警纠错',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(十三)项', basis => 'supervision_1997');

-- 三、管理办法第九条: 责令改正的十种情形. 第(六)项、第(八)项可以由事实认定的部分另有条件规则

select jiancha.define_signal('xinxiang', 1, 'X-M-9.1', level => 'yellow', answer_clock => 'answer',
    name => '新建独立系统或者网络，未纳入电子监察',
    source => '新乡市电子监察管理办法(试行) 第九条第(一)项', basis => 'supervision_1997');
-- 第四条第一款、第九条第(一)项: 在用的系统未纳入; 经保密局认定的除外. 在用之日当日24时为限 (推定), 后来接入的不消除此前的违反
select jiancha.define_condition('xinxiang', 1, 'X-M-9.1a', docket_kind => 'it_system', level => 'yellow', phase => 'step', name => '在用系统未纳入电子监察',
    condition => $$ (connected_at is null or connected_at >= use_day_ends_at) and secrecy_decision is null and (closed_at is null or closed_at >= use_day_ends_at) $$,
    holds_from => 'use_day_ends_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第四条第一款、第九条第(一)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.2', level => 'yellow', answer_clock => 'answer',
    name => '擅自接入系统、设备，阻断网络、视频数据信号',
    source => '新乡市电子监察管理办法(试行) 第九条第(二)项', basis => 'supervision_1997');
select jiancha.define_condition('xinxiang', 1, 'X-M-9.2a', docket_kind => 'video_event', level => 'yellow', phase => 'step', name => '视频信号中断',
    condition => $$ event_kind = 'signal_lost' $$,
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(二)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.3', level => 'yellow', answer_clock => 'answer',
    name => '应当公开的信息不上网公开或者公开不及时',
    source => '新乡市电子监察管理办法(试行) 第九条第(三)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.4', level => 'yellow', answer_clock => 'answer',
    name => '擅自公开国家秘密、商业秘密或者个人隐私信息',
    source => '新乡市电子监察管理办法(试行) 第九条第(四)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.5', level => 'yellow', answer_clock => 'answer',
    name => '不遵守安全保障技术要求和工作规范',
    source => '新乡市电子监察管理办法(试行) 第九条第(五)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.6', level => 'yellow', answer_clock => 'answer',
    name => '脱离电子监察系统监督，以其他方式实施行政审批、行政处罚、行政检查、行政征收等公务行为',
    source => '新乡市电子监察管理办法(试行) 第九条第(六)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.7', level => 'yellow', answer_clock => 'answer',
    name => '有意规避或者拒绝接受监督',
    source => '新乡市电子监察管理办法(试行) 第九条第(七)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.8', level => 'yellow', answer_clock => 'answer',
    name => '以虚假错误信息数据影响工作时限、程序及绩效评估结果',
    source => '新乡市电子监察管理办法(试行) 第九条第(八)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.9', level => 'yellow', answer_clock => 'answer',
    name => '推诿扯皮，态度恶劣，脱岗、上网玩游戏',
    source => '新乡市电子监察管理办法(试行) 第九条第(九)项', basis => 'supervision_1997');
-- 视频所见经监察人员确认后发出
select jiancha.define_condition('xinxiang', 1, 'X-M-9.9a', docket_kind => 'video_event', level => 'yellow', phase => 'step', name => '视频所见脱岗、态度恶劣、上网玩游戏',
    condition => $$ event_kind in ('absence', 'attitude', 'play') $$,
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(九)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-M-9.10', level => 'yellow', answer_clock => 'answer', text_required => true,
    name => '其他违反电子监察网络管理规定的行为',
    source => '新乡市电子监察管理办法(试行) 第九条第(十)项', basis => 'supervision_1997');

-- 四、投诉 (投诉处理办法)

-- 第二条: 期限只适用于门户网站的投诉, 自门户网站收件起算
-- 第五条: 接到投诉之日起15个工作日(包括转办时间)内作出初步核实和处理; 经批准可以延长
select jiancha.define_clock('xinxiang', 1, 'complaint', '投诉办理时限', docket_kind => 'complaint',
    start_kinds => '{portal_received}', stop_kinds => '{close,conclude}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'working_day',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款、第二款');
select jiancha.define_signal('xinxiang', 1, 'X-C-5.1n', clock => 'complaint', level => 'notice', at => 'due - 1 working day',
    name => '投诉办理期限到期前一天',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款; 预警纠错办法 第五条第(一)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-C-5.1y', clock => 'complaint', level => 'yellow', at => 'due passed',
    name => '投诉到期未办结', answer_clock => 'answer',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款; 预警纠错办法 第五条第(二)项', basis => 'supervision_1997');
select jiancha.define_signal('xinxiang', 1, 'X-C-5.1r', clock => 'complaint', level => 'red', at => 'due + more than 2 working days',
    name => '投诉超过两个工作日未办结', answer_clock => 'report',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款; 预警纠错办法 第五条第(三)项', basis => 'supervision_1997');
-- 第五条: 需要归口转办的, 2个工作日内转交. 自办的以承办为准; 是否需要转办由监察人员确认
select jiancha.define_clock('xinxiang', 1, 'complaint_transfer', '投诉转办时限', docket_kind => 'complaint',
    start_kinds => '{portal_received}', stop_kinds => '{transfer_out,handle,close,conclude}', final_kinds => '{transfer_out,handle,close,conclude}',
    limit_from => 'fixed', limit_amount => 2, limit_unit => 'working_day',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款');
select jiancha.define_signal('xinxiang', 1, 'X-C-5.2', clock => 'complaint_transfer', level => 'yellow', at => 'due passed',
    name => '需要归口转办的投诉未在2个工作日内转交', issue => 'on_decision', answer_clock => 'answer',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款', basis => 'supervision_1997');
-- 第五条第三款: 正在发生且影响较大的, 立即派人. “立即”按2个工作小时, 为假定
select jiancha.define_clock('xinxiang', 1, 'immediate', '紧急投诉处置时限', docket_kind => 'complaint',
    start_kinds => '{urgent}', stop_kinds => '{assign,handle,transfer_out,close,conclude}',
    limit_from => 'fixed', limit_amount => 2, limit_unit => 'working_hour',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第三款: 立即; 两小时为假定', status => 'assumed');
select jiancha.define_signal('xinxiang', 1, 'X-C-5.4', clock => 'immediate', level => 'red', at => 'due passed',
    name => '正在发生且影响较大的投诉未立即处置', answer_clock => 'report', issue => 'on_decision',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第三款: 立即; 两小时为假定', status => 'assumed', basis => 'supervision_1997');
-- 第六条: 转办要求报送结果的, 注明期限, 主管机关按期报结果
select jiancha.define_clock('xinxiang', 1, 'complaint_result', '转办结果报送时限', docket_kind => 'complaint',
    start_kinds => '{transfer_out}', stop_kinds => '{reply,close,conclude}', extend_kinds => '{extend_result}',
    limit_from => 'requested', limit_unit => 'working_day',
    source => '新乡市电子监察系统投诉处理办法(试行) 第六条第一款、第二款');
-- 预警纠错办法第四条第(十二)项第二款: 转办的投诉未在规定期限查处和反馈
select jiancha.define_signal('xinxiang', 1, 'X-W-4.12b', clock => 'complaint_result', level => 'yellow', at => 'due passed',
    name => '转办的投诉未在规定期限查处和反馈', answer_clock => 'answer',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(十二)项第二款', basis => 'supervision_1997');

-- 五、规则和事项的变更 (管理办法第六条第(四)项: 适时; 20日参照镇江办法第7条, A17)
select jiancha.define_clock('xinxiang', 1, 'change_apply', '事项变更申报时限', docket_kind => 'matter_change',
    start_kinds => '{received}', stop_kinds => '{apply_change}', final_kinds => '{apply_change}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'day',
    source => '新乡市电子监察管理办法(试行) 第六条第(四)项: 适时; 20日参照镇江办法第7条', status => 'analogue');
select jiancha.define_signal('xinxiang', 1, 'X-M-6.4', clock => 'change_apply', level => 'yellow', at => 'due passed',
    name => '法律法规变更后未及时修正', issue => 'on_decision', answer_clock => 'answer',
    source => '新乡市电子监察管理办法(试行) 第六条第(四)项; 预警纠错办法 第四条第(六)项', status => 'analogue', basis => 'supervision_1997');

-- 管理办法第六条第(四)项: 适时修改电子监察管理规则; 20日参照镇江办法第7条 (A17)
select jiancha.define_clock('xinxiang', 1, 'rule_change', '监察规则修改时限', docket_kind => 'rule_change',
    start_kinds => '{received}', stop_kinds => '{adjust_change}', final_kinds => '{adjust_change}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'day',
    source => '新乡市电子监察管理办法(试行) 第六条第(四)项: 适时; 20日参照镇江办法第7条', status => 'analogue');
select jiancha.define_signal('xinxiang', 1, 'X-M-6.4r', clock => 'rule_change', level => 'yellow', at => 'due passed',
    name => '法律法规变更后未及时修改监察规则', issue => 'on_decision', answer_clock => 'answer',
    source => '新乡市电子监察管理办法(试行) 第六条第(四)项; 预警纠错办法 第四条第(六)项', status => 'analogue', basis => 'supervision_1997');
-- 管理办法第九条第(三)项: 公开不及时; 时限见政府信息公开条例第二十六条
select jiancha.define_signal('xinxiang', 1, 'X-M-9.3a', clock => 'publication', level => 'yellow', at => 'due passed',
    name => '应当公开的事项信息逾期未公开', issue => 'on_decision', answer_clock => 'answer',
    source => '新乡市电子监察管理办法(试行) 第九条第(三)项; 政府信息公开条例 第二十六条', basis => 'supervision_1997');

-- 六、设置
select jiancha.define_param('xinxiang', 1, 'warn_rules', 'X-W-5.1', unit => 'rule', issue => 'A03',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(一)项', note => '“前一天”按前一个工作日；一个工作日以内的，受理时即提示');
select jiancha.define_param('xinxiang', 1, 'overdue_rules', 'X-W-5.2 X-W-5.3', unit => 'rule', issue => 'A04',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(二)项、第(三)项', note => '到期黄牌，超过两个工作日红牌');
select jiancha.define_param('xinxiang', 1, 'red_rules', 'X-W-5.3', unit => 'rule', issue => 'A32',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(三)项', note => '“超过”按多于两个工作日，自第三个工作日零时起');
select jiancha.define_param('xinxiang', 1, 'limit_basis', 'promised', unit => 'clock', issue => 'A08',
    source => '新乡市电子监察预警纠错办法(试行) 第四条第(三)项', note => '没有承诺时限的按法定时限');
select jiancha.define_param('xinxiang', 1, 'score_cycle', 'month', issue => 'A10', source => '新乡市行政审批电子监察绩效测评办法(试行) 第九条');

-- 处理程序

-- 第五条第(二)项、第(三)项: 有第四条情况之一, 尚未造成不良后果的黄牌, 造成不良后果的红牌. 与超过两个工作日未办结的红牌 (X-W-5.3) 事由不同
select jiancha.define_signal('xinxiang', 1, 'X-W-5.3b', level => 'red', issue => 'on_effect', text_required => true,
    name => '第四条情形造成不良后果', answer_clock => 'report',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(三)项', basis => 'supervision_1997');
select jiancha.define_effect('xinxiang', 1, 'yellow', 'X-W-5.3b',
    source => '新乡市电子监察预警纠错办法(试行) 第五条第(三)项');

-- 第八条: 红牌经分管领导批准后初步调查或者发出初步调查通知书; 提出初核了结或者立案调查的建议, 由常委会或者局长办公会决定
select jiancha.define_procedure('xinxiang', 1, 'inquiry', 'approve_inquiry', deciders => '{分管领导}',
    source => '新乡市电子监察预警纠错办法(试行) 第八条第一款');
select jiancha.define_procedure('xinxiang', 1, 'inquiry', 'investigate', after => '{approve_inquiry,assign}',
    source => '新乡市电子监察预警纠错办法(试行) 第八条第一款');
select jiancha.define_procedure('xinxiang', 1, 'inquiry', 'notice_inquiry', after => '{approve_inquiry}', needs => '{assigned_to,document_no}',
    source => '新乡市电子监察预警纠错办法(试行) 第八条第一款');
-- 管理办法第八条: 由分管电子监察工作的领导批转相关业务室或者责任单位调查处理
select jiancha.define_procedure('xinxiang', 1, 'inquiry', 'assign', deciders => '{分管领导}', needs => '{assigned_to}',
    source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_procedure('xinxiang', 1, 'inquiry', 'propose', after => '{investigate,notice_inquiry,assign}', needs => '{reason}',
    results => '{初核了结,立案调查}', source => '新乡市电子监察预警纠错办法(试行) 第八条第二款');
select jiancha.define_procedure('xinxiang', 1, 'inquiry', 'conclude', after => '{propose}', deciders => '{常委会,局长办公会}',
    results => '{初核了结,立案调查}', source => '新乡市电子监察预警纠错办法(试行) 第八条第二款');

-- 第十条: 责任追究形式, 由轻到重. 第(一)项列两种. 条文只写黄牌; 红牌适用何种形式的条文缺失, 按任何形式 (A23, 假定)
select jiancha.define_measure('xinxiang', 1, '诫勉谈话', 1, levels => '{yellow,red}', source => '新乡市电子监察预警纠错办法(试行) 第十条第(一)项');
select jiancha.define_measure('xinxiang', 1, '效能告诫', 1, levels => '{yellow,red}', source => '新乡市电子监察预警纠错办法(试行) 第十条第(一)项');
select jiancha.define_measure('xinxiang', 1, '责令作出书面检查', 2, levels => '{yellow,red}', source => '新乡市电子监察预警纠错办法(试行) 第十条第(二)项');
select jiancha.define_measure('xinxiang', 1, '通报批评', 3, levels => '{yellow,red}', source => '新乡市电子监察预警纠错办法(试行) 第十条第(三)项');
select jiancha.define_measure('xinxiang', 1, '停职检查', 4, levels => '{yellow,red}', source => '新乡市电子监察预警纠错办法(试行) 第十条第(四)项');
select jiancha.define_measure('xinxiang', 1, '调离现任工作岗位', 5, levels => '{yellow,red}', source => '新乡市电子监察预警纠错办法(试行) 第十条第(五)项');

-- 第十条之后缺失的条文: 两项免责情形列于责任追究之下, 免于追究责任; 是否扣分条文未写, 按不扣分 (假定)
select jiancha.define_exempt('xinxiang', 1, 'applicant_fraud', '当事人弄虚作假，致使承办人员无法作出正确判断',
    source => '新乡市电子监察预警纠错办法(试行) 第四章第(一)项; 不扣分为假定');
select jiancha.define_exempt('xinxiang', 1, 'force_majeure', '因不可抗力导致过错行为发生',
    source => '新乡市电子监察预警纠错办法(试行) 第四章第(二)项; 不扣分为假定');

-- 管理办法第八条、绩效测评办法第十二条: 可以不经红黄牌直接作出
select jiancha.define_instrument('xinxiang', 1, 'admonition', '效能告诫书', source => '新乡市电子监察管理办法(试行) 第八条; 绩效测评办法 第十二条第一款');
select jiancha.define_instrument('xinxiang', 1, 'suggestion', '监察建议书', source => '新乡市行政审批电子监察绩效测评办法(试行) 第十二条第一款');
select jiancha.define_instrument('xinxiang', 1, 'decision', '监察决定书', source => '新乡市行政审批电子监察绩效测评办法(试行) 第十二条第一款');

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
-- 管理办法第六条第(三)项: 日常管理, 监督网络、设备的运行. 数据源静默超过 heartbeat_minutes 为技术异常, 不涉及人员, 当即发出
select jiancha.define_condition('xinxiang', 1, 'X-M-6.3', docket_kind => 'feed', level => 'anomaly', phase => 'step', name => '数据源中断',
    condition => $$ silent_from is not null $$,
    holds_from => 'silent_from', issue => 'at_once',
    source => '新乡市电子监察管理办法(试行) 第六条第(三)项; 时间为假定', status => 'assumed');
-- 第九条第(二)项: 未登记的数据源接入. 是否擅自接入由监察人员确认
select jiancha.define_condition('xinxiang', 1, 'X-M-9.2b', docket_kind => 'feed', level => 'yellow', phase => 'step', name => '未登记的数据源接入',
    condition => $$ not registered $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(二)项');
select jiancha.define_condition('xinxiang', 1, 'X-W-4.2e', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '违反法定程序: 不按流程流转',
    condition => $$ off_chart_at is not null and state <> 'void' $$,
    holds_from => 'greatest(off_chart_at, received_at)',
    answer_clock => 'answer', source => '新乡市电子监察预警纠错办法(试行) 第四条第(二)项');
select jiancha.define_condition('xinxiang', 1, 'X-M-9.6a', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '脱离系统审批: 决定在收件之前',
    condition => $$ decided_at < received_at and not by_day and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(六)项');
-- 证照、批文已发而系统中没有相应办件的; 办件补报后拟撤销
select jiancha.define_condition('xinxiang', 1, 'X-M-9.6b', docket_kind => 'certificate', level => 'yellow', phase => 'daily', name => '脱离系统审批: 证照没有相应办件',
    condition => $$ not case_known and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(六)项');
select jiancha.define_condition('xinxiang', 1, 'X-W-4.2f', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '违反法定权限: 委托终止后办理',
    condition => $$ delegation_ended_at <= greatest(accepted_at, decided_at) and state <> 'void' $$,
    holds_from => 'case when delegation_ended_at <= accepted_at then accepted_at else decided_at end',
    answer_clock => 'answer', source => '新乡市电子监察预警纠错办法(试行) 第四条第(二)项');
select jiancha.define_condition('xinxiang', 1, 'X-M-6.2', docket_kind => 'matter_version', level => 'yellow', phase => 'step', name => '库内事项未经审核而变更',
    condition => $$ previous_entered_at is not null and entered_at is null $$,
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第六条第(二)项: 监督各项权力依法设立、变更; 级别为类推', status => 'analogue');
-- 证照中心、票据管理机构核对出的证照、票据, 系统中没有相应办件的
select jiancha.define_condition('xinxiang', 1, 'X-M-9.6c', docket_kind => 'certificate_report', level => 'yellow', phase => 'daily', name => '脱离系统办理: 证照票据没有办件',
    condition => $$ not case_found $$, holds_from => 'issue_day_ends_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(六)项');
select jiancha.define_condition('xinxiang', 1, 'X-M-9.8a', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚假数据: 过程早于收件',
    condition => $$ early_step_at < received_at and (decided_at is null or decided_at >= received_at) and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(八)项');
-- 影响时限的才算: 期限按日计, 同一日内更正时刻不影响; 与首次报来的受理时间比较
select jiancha.define_condition('xinxiang', 1, 'X-M-9.8b', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚假数据: 更正使受理日后移',
    condition => $$ accept_step_at >= accept_corrected_day_ends_at and state <> 'void' $$,
    holds_from => 'accept_step_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(八)项');
-- 超期的牌已经产生, 此后才报来其期限内开始的特别程序
select jiancha.define_condition('xinxiang', 1, 'X-M-9.8c', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚假数据: 逾期后补录特别程序',
    condition => $$ late_pause_at is not null and not imported and channel not in ('feed', 'import') and state <> 'void' $$,
    holds_from => 'late_pause_at',
    answer_clock => 'answer', source => '新乡市电子监察管理办法(试行) 第九条第(八)项');

-- 文书
select jiancha.define_param('xinxiang', 1, 'letter_organ', '新乡市电子监察中心',
    source => '新乡市电子监察预警纠错办法(试行) 第七条、第八条: 电子监察中心发出');
select jiancha.define_param('xinxiang', 1, 'letter_prefix', '新',
    source => '暂定: 发文机关代字由本市确定', status => 'assumed');

-- 第六条: 预警提示以电话或者手机短信通知; 需要书面的, 按此出具
select jiancha.define_template('xinxiang', 1, '预警通知', word => '监预', body =>
'你单位办理的“{{matter}}”（{{case_no}}），承诺期限将于{{due_on}}届满，预警编号{{signal_no}}。
根据{{rule_text}}，现予预警提示，请督促承办人抓紧办理，在期限届满前办结。',
    source => '新乡市电子监察预警纠错办法(试行) 第六条');

-- 第七条: 黄牌警告向承办单位发出“效能告诫书”, 督促整改纠正和实施责任追究
select jiancha.define_template('xinxiang', 1, '效能告诫书', word => '监告', for_level => 'yellow', body =>
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生黄牌警告信号，信号编号{{signal_no}}，依据为{{rule_text}}。{{overdue}}
根据《新乡市电子监察预警纠错办法（试行）》第七条，现对你单位予以效能告诫。请立即整改纠正，按规定实施责任追究，并{{answer_by}}将整改情况和说明书面报送本中心。
对本告诫有异议的，可以{{appeal_by}}向本中心提出申诉。',
    source => '新乡市电子监察预警纠错办法(试行) 第七条');

-- 第八条: 经纪检监察机关分管领导批准, 向有关单位纪检监察机构发出初步调查通知书
select jiancha.define_template('xinxiang', 1, '初步调查通知书', word => '监查', addressee => 'stationed_body', body =>
'{{org}}办理的“{{matter}}”（{{case_no}}）产生红牌警告信号，信号编号{{signal_no}}。
根据《新乡市电子监察预警纠错办法（试行）》第八条，经{{approved_by}}批准，请你机构对有关情况进行初步调查，{{demand}}，并于{{answer_on}}前将初步调查报告及初核了结或者立案调查的建议报送本中心。',
    source => '新乡市电子监察预警纠错办法(试行) 第八条');

-- 电子监察管理办法 第八条: 发出红牌警告
select jiancha.define_template('xinxiang', 1, '红牌警告通知书', word => '监红', for_level => 'red', body =>
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生红牌警告信号，信号编号{{signal_no}}，依据为{{rule_text}}。{{overdue}}
根据《新乡市电子监察管理办法（试行）》第八条，现予红牌警告。请立即纠正，{{answer_by}}作出书面说明，并配合纪检监察机关的初步调查。
对本警告有异议的，可以{{appeal_by}}向本中心提出申诉。',
    source => '新乡市电子监察管理办法(试行) 第八条');

-- 行政审批电子监察绩效测评办法 第十二条、第十三条: 效能监察建议、效能监察决定, 跟踪采纳和执行情况
select jiancha.define_template('xinxiang', 1, '监察建议书', word => '监建', body =>
'经查，{{facts}}
根据{{basis}}，现提出如下监察建议：
{{opinion}}
请于{{answer_on}}前将采纳情况书面报送本中心。',
    source => '新乡市行政审批电子监察绩效测评办法(试行) 第十二条、第十三条');
select jiancha.define_template('xinxiang', 1, '监察决定书', word => '监决', body =>
'经查，{{facts}}
根据{{basis}}，决定如下：
{{opinion}}
请于{{answer_on}}前将执行情况书面报送本中心。{{remedy}}',
    source => '新乡市行政审批电子监察绩效测评办法(试行) 第十二条、第十三条');

-- 通知. 发送时间、重发间隔和撤销、恢复、变动的短信来自上级规则包 common

-- 预警纠错办法 第六条: 用电话或手机短信方式通知承办人
select jiancha.define_recipient('xinxiang', 1, 'notice', 'handler', 'sms', source => '新乡市电子监察预警纠错办法(试行) 第六条');
-- 预警纠错办法 第七条: 向承办单位发出效能告诫书
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'unit', 'letter', source => '新乡市电子监察预警纠错办法(试行) 第七条');
-- 管理办法 第八条: 向直接责任人员、主管领导及派驻纪检监察机构发出. 短信只是告知: 纠正和报告的期限 (预警纠错办法第九条) 自文书送达单位起算
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'handler', 'sms', delivers => false, source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'supervising_leader', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'stationed_body', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'red', 'handler', 'sms', delivers => false, source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'red', 'supervising_leader', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'red', 'stationed_body', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'anomaly', 'handler', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'anomaly', 'supervising_leader', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'anomaly', 'stationed_body', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');

select jiancha.define_template('xinxiang', 1, '短信-预警', form => 'message', for_level => 'notice', body =>
'【电子监察】预警提示{{signal_no}}：“{{matter}}”（{{case_no}}）承诺期限{{due_on}}届满，请抓紧办理。',
    source => '新乡市电子监察预警纠错办法(试行) 第六条');
select jiancha.define_template('xinxiang', 1, '短信-发牌', form => 'message', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}），{{answer_by}}说明和纠正。',
    source => '新乡市电子监察管理办法(试行) 第八条');

-- 投诉 (投诉处理办法)

-- 第四条: 受理的九类投诉; 与测评指标的对应为假定
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '1', '拒绝、推诿、不完全履行法定职责', dimension => '监督检查', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(一)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '2', '履行职责无合法依据，或者违反法定条件、程序、权限和时限', dimension => '运行流程', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(二)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '3', '不履行公开和告知义务，损害知情权', dimension => '政务公开', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(三)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '4', '擅自设置收费项目并收费，或者不按法定项目和标准收费', dimension => '收费行为', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(四)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '5', '索取、收受财物或者谋取其他利益', dimension => '廉洁行政', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(五)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '6', '服务态度恶劣，故意刁难', dimension => '服务态度', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(六)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '7', '违法违规履行职责，造成损害', dimension => '法律责任', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(七)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '8', '涉及其他部门职权的事项不协商、不报告，擅自决定或者置之不办', dimension => '运行流程', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(八)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'kind', '9', '其他违法违规行为', source => '新乡市电子监察系统投诉处理办法(试行) 第四条第(九)项');
-- 第七条: 五种处理结果
select jiancha.define_complaint_rule('xinxiang', 1, 'outcome', 'file_case', '立案调查', needs => '{document_no,person}', source => '新乡市电子监察系统投诉处理办法(试行) 第七条第(一)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'outcome', 'liability', '追究过错责任', needs => '{document_no,person,result}', source => '新乡市电子监察系统投诉处理办法(试行) 第七条第(二)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'outcome', 'decision', '作出检查决定、监察决定或者提出检查建议、监察建议', needs => '{document_no,result}', results => '{检查决定,监察决定,检查建议,监察建议}', source => '新乡市电子监察系统投诉处理办法(试行) 第七条第(三)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'outcome', 'report', '提出解决建议，向市委、市政府专题报告', needs => '{document_no,text}', source => '新乡市电子监察系统投诉处理办法(试行) 第七条第(四)项');
select jiancha.define_complaint_rule('xinxiang', 1, 'outcome', 'explain', '不属实或者投诉前已处理整改，向投诉人说明情况', needs => '{text,result}', results => '{不属实,投诉前已处理整改}', source => '新乡市电子监察系统投诉处理办法(试行) 第七条第(五)项');
-- 第二条: 只适用于门户网站的投诉, 期限自门户网站收件起算; 其他途径的期限由信访规定或城市规则包写明
select jiancha.define_complaint_rule('xinxiang', 1, 'channel', 'portal', '纪检监察门户网站', start_kind => 'portal_received', source => '新乡市电子监察系统投诉处理办法(试行) 第二条');
-- 程序: 各步骤的先后、批准人和必填内容
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'accept',
    source => '新乡市电子监察系统投诉处理办法(试行) 第四条、第五条第一款');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'refuse_acceptance', needs => '{assigned_to,reason}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第四款: 转有管辖权的部门办理，并告知投诉人');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'assign', needs => '{assigned_to}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第三款: 立即派人或者责成有关单位派人');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'handle', after => '{accept}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款: 初步核实和处理');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'transfer_out', after => '{accept}', needs => '{assigned_to}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第一款、第六条第一款');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'extend', after => '{accept}', deciders => '{主管负责人}', needs => '{reason}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第五条第二款: 特别复杂的，经主管负责人批准');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'request_extension', after => '{transfer_out}', needs => '{reason,document_no}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第六条第三款: 主管机关提前书面说明理由');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'extend_result', after => '{request_extension}', deciders => '{主管负责人}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第六条第三款: 转交办理的纪检监察机关主管负责人批准');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'reply', after => '{transfer_out}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第六条第二款: 在规定的时间内办结并报结果');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'feedback', after => '{handle,reply,transfer_out}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第八条');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'close', after => '{handle,reply}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第七条');
select jiancha.define_procedure('xinxiang', 1, 'complaint', 'conclude', after => '{transfer_out}', needs => '{reason}',
    source => '新乡市电子监察系统投诉处理办法(试行) 第六条第一款: 不要求报送结果的转办');
