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
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生黄牌警告信号，信号编号{{signal_no}}，依据为{{rule_text}}。期限届满日为{{due_on}}，截至{{date}}已超{{days_over}}个工作日。
根据《新乡市电子监察预警纠错办法（试行）》第七条，现对你单位予以效能告诫。请立即整改纠正，按规定实施责任追究，并{{answer_by}}将整改情况和说明书面报送本中心。
对本告诫有异议的，可以在规定期限内提出申诉。',
    source => '新乡市电子监察预警纠错办法(试行) 第七条');

-- 第八条: 经纪检监察机关分管领导批准, 向有关单位纪检监察机构发出初步调查通知书
select jiancha.define_template('xinxiang', 1, '初步调查通知书', word => '监查', addressee => 'stationed_body', body =>
'{{org}}办理的“{{matter}}”（{{case_no}}）产生红牌警告信号，信号编号{{signal_no}}。
根据《新乡市电子监察预警纠错办法（试行）》第八条，经{{approved_by}}批准，请你机构对有关情况进行初步调查，{{demand}}，并于{{answer_on}}前将初步调查报告及初核了结或者立案调查的建议报送本中心。',
    source => '新乡市电子监察预警纠错办法(试行) 第八条');

-- 电子监察管理办法 第八条: 发出红牌警告
select jiancha.define_template('xinxiang', 1, '红牌警告通知书', word => '监红', for_level => 'red', body =>
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生红牌警告信号，信号编号{{signal_no}}，依据为{{rule_text}}。期限届满日为{{due_on}}，截至{{date}}已超{{days_over}}个工作日。
根据《新乡市电子监察管理办法（试行）》第八条，现予红牌警告。请立即纠正，{{answer_by}}作出书面说明，并配合纪检监察机关的初步调查。',
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

-- 通知
select jiancha.define_param('xinxiang', 1, 'notice_opens', '08:30', unit => 'time', source => '暂定: 日历未设办公时间时', status => 'assumed');
select jiancha.define_param('xinxiang', 1, 'notice_closes', '17:30', unit => 'time', source => '暂定: 日历未设办公时间时', status => 'assumed');
select jiancha.define_param('xinxiang', 1, 'notice_attempts', '5', unit => 'tries', source => '暂定: 发送失败的次数上限', status => 'assumed');
select jiancha.define_param('xinxiang', 1, 'notice_retry_minutes', '5', unit => 'minute', source => '暂定: 首次重发的间隔, 逐次加倍', status => 'assumed');

-- 预警纠错办法 第六条: 用电话或手机短信方式通知承办人
select jiancha.define_recipient('xinxiang', 1, 'notice', 'handler', 'sms', source => '新乡市电子监察预警纠错办法(试行) 第六条');
-- 预警纠错办法 第七条: 向承办单位发出效能告诫书
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'unit', 'letter', source => '新乡市电子监察预警纠错办法(试行) 第七条');
-- 管理办法 第八条: 向直接责任人员、主管领导及派驻纪检监察机构发出
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'handler', 'sms', delivers => false, source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'supervising_leader', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'yellow', 'stationed_body', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
select jiancha.define_recipient('xinxiang', 1, 'red', 'handler', 'sms', source => '新乡市电子监察管理办法(试行) 第八条');
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
select jiancha.define_template('xinxiang', 1, '短信-拟撤销', form => 'message', for_what => 'unfounded', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）依补录事实不再成立，拟撤销。',
    source => '暂定: 原收到通知的人员同样告知', status => 'assumed');
select jiancha.define_template('xinxiang', 1, '短信-恢复', form => 'message', for_what => 'reinstated', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）依更正后的事实恢复成立。',
    source => '暂定: 原收到通知的人员同样告知', status => 'assumed');
select jiancha.define_template('xinxiang', 1, '短信-变动', form => 'message', for_what => 'moved', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）的期限或产生时间有变动，请登录系统查看。',
    source => '暂定: 原收到通知的人员同样告知', status => 'assumed');
select jiancha.define_template('xinxiang', 1, '短信-撤销', form => 'message', for_what => 'withdrawn', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）已决定撤销。',
    source => '暂定: 原收到通知的人员同样告知', status => 'assumed');
