
-- 文书
select jiancha.define_param('common', 1, 'letter_organ', '行政电子监察机关', source => '暂定: 由本市确定', status => 'assumed');
select jiancha.define_param('common', 1, 'letter_prefix', '电', source => '暂定: 发文机关代字由本市确定', status => 'assumed');

select jiancha.define_template('common', 1, '预警通知', word => '监预', body =>
'你单位办理的“{{matter}}”（{{case_no}}），期限将于{{due_on}}届满，预警编号{{signal_no}}，依据为{{rule_text}}。请在期限届满前办结。',
    source => '暂定: 书面预警', status => 'assumed');
select jiancha.define_template('common', 1, '黄牌通知', word => '监黄', for_level => 'yellow', body =>
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生黄牌信号，信号编号{{signal_no}}，依据为{{rule_text}}。期限届满日为{{due_on}}，截至{{date}}已超{{days_over}}个工作日。
请立即纠正，并{{answer_by}}作出书面说明。',
    source => '暂定: 黄牌的书面通知', status => 'assumed');
select jiancha.define_template('common', 1, '红牌通知', word => '监红', for_level => 'red', body =>
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生红牌信号，信号编号{{signal_no}}，依据为{{rule_text}}。期限届满日为{{due_on}}，截至{{date}}已超{{days_over}}个工作日。
请立即纠正，并{{answer_by}}作出书面说明，配合监察机关的调查。',
    source => '暂定: 红牌的书面通知', status => 'assumed');
select jiancha.define_template('common', 1, '督办通知书', word => '监督', body =>
'经查，{{facts}}
根据{{basis}}，现予督办。{{demand}}
请于{{answer_on}}前将办理结果书面报送。',
    source => '暂定: 督办', status => 'assumed');
select jiancha.define_template('common', 1, '监察建议书', word => '监建', body =>
'经查，{{facts}}
根据{{basis}}，现提出如下建议：
{{opinion}}
请于{{answer_on}}前将采纳情况书面报送。',
    source => '监察法 第十一条第(三)项、第四十五条第一款第(五)项', status => 'statute');
select jiancha.define_template('common', 1, '监察决定书', word => '监决', body =>
'经查，{{facts}}
根据{{basis}}，决定如下：
{{opinion}}
请于{{answer_on}}前将执行情况书面报送。{{remedy}}',
    source => '监察法 第四十五条', status => 'statute');

-- 行政许可法 第三十二条: 申请材料不齐全或者不符合法定形式的, 当场或者在五日内一次告知需要补正的全部内容; 受理或者不予受理, 出具加盖专用印章和注明日期的书面凭证
select jiancha.define_template('common', 1, '一次性补正告知书', word => '补', issuer => 'department', addressee => 'applicant', body =>
'你（单位）于{{received_on}}提出的“{{matter}}”申请（{{case_no}}），申请材料不齐全或者不符合法定形式。根据《中华人民共和国行政许可法》第三十二条，现一次性告知需要补正的全部内容：
{{materials}}
请补正后重新提交。{{contact}}',
    source => '行政许可法 第三十二条第一款第(四)项', status => 'statute');
select jiancha.define_template('common', 1, '受理通知书', word => '受', issuer => 'department', addressee => 'applicant', body =>
'你（单位）于{{received_on}}提出的“{{matter}}”申请（{{case_no}}），申请材料齐全，符合法定形式。根据《中华人民共和国行政许可法》第三十二条，决定予以受理。',
    source => '行政许可法 第三十二条第一款第(五)项、第二款', status => 'statute');
select jiancha.define_template('common', 1, '不予受理通知书', word => '不受', issuer => 'department', addressee => 'applicant', body =>
'你（单位）于{{received_on}}提出的“{{matter}}”申请（{{case_no}}），根据{{basis}}，决定不予受理。理由如下：
{{reason}}
{{remedy}}',
    source => '行政许可法 第三十二条第一款第(一)项、第(二)项、第二款', status => 'statute');

-- 通知
select jiancha.define_param('common', 1, 'notice_opens', '08:30', unit => 'time', source => '暂定: 日历未设办公时间时', status => 'assumed');
select jiancha.define_param('common', 1, 'notice_closes', '17:30', unit => 'time', source => '暂定: 日历未设办公时间时', status => 'assumed');
select jiancha.define_param('common', 1, 'notice_attempts', '5', unit => 'tries', source => '暂定: 发送失败的次数上限', status => 'assumed');
select jiancha.define_param('common', 1, 'notice_retry_minutes', '5', unit => 'minute', source => '暂定: 首次重发的间隔, 逐次加倍', status => 'assumed');

select jiancha.define_recipient('common', 1, 'notice', 'handler', 'sms', source => '暂定: 预警告知承办人', status => 'assumed');
select jiancha.define_recipient('common', 1, 'yellow', 'handler', 'sms', source => '暂定: 直接责任人员', status => 'assumed');
select jiancha.define_recipient('common', 1, 'yellow', 'supervising_leader', 'sms', source => '暂定: 主管领导', status => 'assumed');
select jiancha.define_recipient('common', 1, 'yellow', 'stationed_body', 'sms', source => '暂定: 派驻纪检监察机构', status => 'assumed');
select jiancha.define_recipient('common', 1, 'red', 'handler', 'sms', source => '暂定: 直接责任人员', status => 'assumed');
select jiancha.define_recipient('common', 1, 'red', 'supervising_leader', 'sms', source => '暂定: 主管领导', status => 'assumed');
select jiancha.define_recipient('common', 1, 'red', 'stationed_body', 'sms', source => '暂定: 派驻纪检监察机构', status => 'assumed');
select jiancha.define_recipient('common', 1, 'anomaly', 'liaison', 'sms', source => '暂定: 异常告知联络员', status => 'assumed');

select jiancha.define_template('common', 1, '短信-预警', form => 'message', for_level => 'notice', body =>
'【电子监察】预警提示{{signal_no}}：“{{matter}}”（{{case_no}}）期限{{due_on}}届满，请抓紧办理。', source => '暂定', status => 'assumed');
select jiancha.define_template('common', 1, '短信-发牌', form => 'message', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}），{{answer_by}}说明和纠正。', source => '暂定', status => 'assumed');
select jiancha.define_template('common', 1, '短信-拟撤销', form => 'message', for_what => 'unfounded', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）依补录事实不再成立，拟撤销。', source => '暂定', status => 'assumed');
select jiancha.define_template('common', 1, '短信-恢复', form => 'message', for_what => 'reinstated', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）依更正后的事实恢复成立。', source => '暂定', status => 'assumed');
select jiancha.define_template('common', 1, '短信-变动', form => 'message', for_what => 'moved', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）的期限或产生时间有变动，请登录系统查看。', source => '暂定', status => 'assumed');
select jiancha.define_template('common', 1, '短信-撤销', form => 'message', for_what => 'withdrawn', body =>
'【电子监察】{{org}}：{{level}}{{signal_no}}，“{{matter}}”（{{case_no}}）已决定撤销。', source => '暂定', status => 'assumed');
