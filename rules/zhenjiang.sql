-- 镇江市行政权力阳光统建平台运行管理办法, 镇政办发〔2015〕55号, 2015年3月12日 (Z).
-- 一条一个调用, 旁边是编号和出处. 受理、法定、送达、听证、特别程序、督办、信号纠正的时限来自上级规则包 common.

select jiancha.define_pack('zhenjiang', 1, '镇江市行政权力阳光统建平台运行管理办法', '镇江市人民政府办公室',
    valid_from => '2015-03-12', source => '镇政办发〔2015〕55号', parent => 'common');

-- 一、办理期限

-- 第11条第(2)项: 法定时限、承诺时限均须录入; 第16条第(9)项未写明以何者为准, 按承诺时限, 没有承诺的按法定时限 (A08)
select jiancha.define_clock('zhenjiang', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '镇江办法 第11条第(2)项、第16条第(9)项');

-- 二、直接红色纠错信号 (第16条): 监察机关可以直接发出. 第(1)至(3)、(5)至(8)项由条件规则认定

-- 第(4)项: 由调查认定
select jiancha.define_signal('zhenjiang', 1, 'Z-16.4', level => 'red',
    name => '对符合法定条件的审批项目不予行政审批', source => '镇江办法 第16条第(4)项');
-- 第(9)项: 超期即红牌, 不先发黄牌
select jiancha.define_signal('zhenjiang', 1, 'Z-16.9', clock => 'promised', level => 'red', at => 'due passed',
    name => '办件或者案件超期办理', source => '镇江办法 第16条第(9)项');
-- 案件: 行政处罚决定时限 (行政处罚法第六十条)
select jiancha.define_signal('zhenjiang', 1, 'Z-16.9p', clock => 'penalty_decision', level => 'red', at => 'due passed',
    name => '处罚案件超期办理', source => '镇江办法 第16条第(9)项; 行政处罚法 第六十条', basis => 'penalty_60');
-- 第(10)项: 督办 (第20条) 超期未回复
select jiancha.define_signal('zhenjiang', 1, 'Z-16.10', clock => 'supervision_order', level => 'red', at => 'due passed',
    name => '督办信息超期未回复', source => '镇江办法 第16条第(10)项、第20条');
-- 第(11)项
select jiancha.define_signal('zhenjiang', 1, 'Z-16.11', level => 'red', text_required => true,
    name => '其他违规审批、情节严重的情形', source => '镇江办法 第16条第(11)项');

-- 三、黄色纠错信号 (第15条): 监察机关可以发出; 在规定时间内未解释原因或者改正错误的, 发出红色纠错信号
-- 第(2)、(3)、(5)至(13)项由条件规则认定, 第(4)项可以由事实认定的部分另有条件规则

-- 第(1)项
select jiancha.define_signal('zhenjiang', 1, 'Z-15.1', level => 'yellow', answer_clock => 'answer',
    name => '对符合法定条件的行政审批申请不予受理', source => '镇江办法 第15条第(1)项');
-- 第(4)项
select jiancha.define_signal('zhenjiang', 1, 'Z-15.4', level => 'yellow', answer_clock => 'answer',
    name => '办件受理、办结时间异常', source => '镇江办法 第15条第(4)项');
-- 规定时间内既不解释也不改正; 按期答复的, 未处理完之前不升级. 规定时间的天数见 correct_days (A05)
select jiancha.define_signal('zhenjiang', 1, 'Z-15', clock => 'answer', level => 'red', at => 'due passed', once => true,
    name => '黄色纠错信号在规定时间内未解释原因或者改正错误', source => '镇江办法 第15条');

-- 四、权力事项变更 (第7条、第8条): 日为自然日, 末日遇节假日顺延 (A01)

-- 第7条: 发生之日起20日内申报
select jiancha.define_clock('zhenjiang', 1, 'change_apply', '权力事项变更申报时限', docket_kind => 'matter_change',
    start_kinds => '{received}', stop_kinds => '{apply_change}', final_kinds => '{apply_change}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'day',
    source => '镇江办法 第7条');
-- 第7条: 收到申报之日起10日内审核并书面反馈
select jiancha.define_clock('zhenjiang', 1, 'change_review', '权力事项变更审核时限', docket_kind => 'matter_change',
    start_kinds => '{apply_change}', stop_kinds => '{review_change}',
    limit_from => 'fixed', limit_amount => 10, limit_unit => 'day',
    source => '镇江办法 第7条');
-- 第8条: 确认后10日内自行调整
select jiancha.define_clock('zhenjiang', 1, 'change_adjust', '权力库调整时限', docket_kind => 'matter_change',
    start_kinds => '{review_change}', stop_kinds => '{adjust_change}',
    limit_from => 'fixed', limit_amount => 10, limit_unit => 'day',
    source => '镇江办法 第8条');
-- 第15条、第16条未列变更逾期: 黄牌为类推, 经监察人员确认后发出
select jiancha.define_signal('zhenjiang', 1, 'Z-7.1', clock => 'change_apply', level => 'yellow', at => 'due passed', issue => 'on_decision',
    name => '权力事项变更逾期未申报', answer_clock => 'answer', source => '镇江办法 第7条; 第15条未列, 类推', status => 'analogue');
select jiancha.define_signal('zhenjiang', 1, 'Z-7.2', clock => 'change_review', level => 'yellow', at => 'due passed', issue => 'on_decision',
    name => '权力事项变更逾期未审核', answer_clock => 'answer', source => '镇江办法 第7条; 第15条未列, 类推', status => 'analogue');
select jiancha.define_signal('zhenjiang', 1, 'Z-8', clock => 'change_adjust', level => 'yellow', at => 'due passed', issue => 'on_decision',
    name => '权力库逾期未调整', answer_clock => 'answer', source => '镇江办法 第8条; 第15条未列, 类推', status => 'analogue');

-- 五、备案和投诉

-- 第19条第(1)项: 规范性文件发布后15日内报送备案
select jiancha.define_clock('zhenjiang', 1, 'filing', '规范性文件备案时限', docket_kind => 'filing',
    start_kinds => '{received}', stop_kinds => '{deliver,close}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'day',
    source => '镇江办法 第19条第(1)项');
-- 第18条: 及时办理; 天数参照新乡投诉处理办法第五条
select jiancha.define_clock('zhenjiang', 1, 'complaint', '投诉办理时限', docket_kind => 'complaint',
    start_kinds => '{received}', stop_kinds => '{close,conclude}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'working_day',
    source => '镇江办法 第18条: 及时; 天数参照新乡投诉处理办法 第五条', status => 'analogue');

-- 六、设置
select jiancha.define_param('zhenjiang', 1, 'plain_day_unit', 'day', issue => 'A01', source => '镇江办法 第7条、第8条、第19条: 日',
    note => '20日、10日、10日、15日均为自然日');
select jiancha.define_param('zhenjiang', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '镇江办法没有预警');
select jiancha.define_param('zhenjiang', 1, 'overdue_rules', 'Z-16.9', unit => 'rule', issue => 'A04', source => '镇江办法 第16条第(9)项', note => '超期即红牌');
select jiancha.define_param('zhenjiang', 1, 'red_rules', 'Z-16.9', unit => 'rule', issue => 'A32', source => '镇江办法 第16条第(9)项', note => '没有两个工作日的宽限');
select jiancha.define_param('zhenjiang', 1, 'publish_cycle', 'quarter', issue => 'A10', source => '镇江办法 第22条: 每月检查、季度通报、年度考核');
select jiancha.define_param('zhenjiang', 1, 'prompt_matter_change', '20', unit => 'day', issue => 'A17', source => '镇江办法 第7条');
select jiancha.define_param('zhenjiang', 1, 'retention_years', '3', unit => 'year', source => '镇江办法 第12条');

-- 处理程序

-- 第17条: 发出黄色、红色信号的, 监察机关调查处理; 无须事先批准
select jiancha.define_procedure('zhenjiang', 1, 'inquiry', 'received', opens_on => '{yellow,red}', source => '镇江办法 第17条');
select jiancha.define_procedure('zhenjiang', 1, 'inquiry', 'investigate', source => '镇江办法 第17条');
select jiancha.define_procedure('zhenjiang', 1, 'inquiry', 'conclude', after => '{investigate}', needs => '{reason,result}', source => '镇江办法 第17条');
-- 第17条: 有过错的, 根据情节轻重追究责任. 条文未列形式, 参照新乡办法第十条
select jiancha.define_measure('zhenjiang', 1, '效能告诫', 1, source => '镇江办法 第17条: 追究责任; 形式参照新乡预警纠错办法 第十条', status => 'analogue');
select jiancha.define_measure('zhenjiang', 1, '责令作出书面检查', 2, source => '镇江办法 第17条: 追究责任; 形式参照新乡预警纠错办法 第十条', status => 'analogue');
select jiancha.define_measure('zhenjiang', 1, '通报批评', 3, source => '镇江办法 第17条: 追究责任; 形式参照新乡预警纠错办法 第十条', status => 'analogue');
