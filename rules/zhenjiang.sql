
-- 文书
select jiancha.define_param('zhenjiang', 1, 'letter_organ', '镇江市监察局', source => '镇江市行政权力阳光统建平台运行管理办法 第十三条、第二十三条');
select jiancha.define_param('zhenjiang', 1, 'letter_prefix', '镇', source => '暂定: 发文机关代字由本市确定', status => 'assumed');
-- 第十五条: 黄色纠错; 规定时间内不说明、不纠正的, 发出红色纠错
select jiancha.define_template('zhenjiang', 1, '黄色纠错通知书', word => '监黄', for_level => 'yellow', body =>
'你单位“{{matter}}”（{{case_no}}），于{{earned_at}}产生黄色纠错信号，信号编号{{signal_no}}，依据为{{rule_text}}。
请{{answer_by}}说明情况并纠正；未在规定时间内说明或者纠正的，将发出红色纠错。',
    source => '镇江市行政权力阳光统建平台运行管理办法 第十五条');
-- 第十六条: 直接红色纠错
select jiancha.define_template('zhenjiang', 1, '红色纠错通知书', word => '监红', for_level => 'red', body =>
'你单位“{{matter}}”（{{case_no}}），于{{earned_at}}产生红色纠错信号，信号编号{{signal_no}}，依据为{{rule_text}}。期限届满日为{{due_on}}，截至{{date}}已超{{days_over}}个工作日。
请立即纠正，并{{answer_by}}作出书面说明。监察机关将进行调查核实，确有过错的，按情节追究责任。',
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条、第十七条');
-- 第二十条: 法制机构发起督办
select jiancha.define_template('zhenjiang', 1, '督办通知书', word => '法督', body =>
'经查，{{facts}}
根据《镇江市行政权力阳光统建平台运行管理办法》第二十条，现予督办。{{demand}}
请纠正上述行政行为，并于{{answer_on}}前将处理结果报送。',
    source => '镇江市行政权力阳光统建平台运行管理办法 第二十条');
