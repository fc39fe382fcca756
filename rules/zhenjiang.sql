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
    source => '镇江市行政权力阳光统建平台运行管理办法 第11条第(2)项、第16条第(9)项');

-- 二、直接红色纠错信号 (第16条): 监察机关可以直接发出. 第(1)至(3)、(6)至(8)项由条件规则认定, 第(5)项可以由事实认定的部分另有条件规则

-- 第(4)项: 由调查认定
select jiancha.define_signal('zhenjiang', 1, 'Z-16.4', level => 'red',
    name => '对符合法定条件的审批项目不予行政审批', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(4)项');
-- 第(5)项
select jiancha.define_signal('zhenjiang', 1, 'Z-16.5', level => 'red',
    name => '对不符合法定条件的审批项目准予行政审批或者超越法定职权作出决定', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(5)项');
-- 第(9)项: 超期即红牌, 不先发黄牌
select jiancha.define_signal('zhenjiang', 1, 'Z-16.9', clock => 'promised', level => 'red', at => 'due passed',
    name => '办件或者案件超期办理', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(9)项');
-- 案件: 行政处罚决定时限 (行政处罚法第六十条)
select jiancha.define_signal('zhenjiang', 1, 'Z-16.9p', clock => 'penalty_decision', level => 'red', at => 'due passed',
    name => '处罚案件超期办理', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(9)项; 行政处罚法 第六十条', basis => 'penalty_60');
-- 联合办理的主件: 四十五日, 延长不超过十五日 (行政许可法第四十二条第二款)
select jiancha.define_signal('zhenjiang', 1, 'Z-16.9j', clock => 'joint_decision', level => 'red', at => 'due passed',
    name => '联合办理超期', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(9)项; 行政许可法 第四十二条第二款', basis => 'licence_42');
-- 第(10)项: 督办 (第20条) 超期未回复
select jiancha.define_signal('zhenjiang', 1, 'Z-16.10', clock => 'supervision_order', level => 'red', at => 'due passed',
    name => '督办信息超期未回复', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(10)项、第20条');
-- 第(11)项
select jiancha.define_signal('zhenjiang', 1, 'Z-16.11', level => 'red', text_required => true,
    name => '其他违规审批、情节严重的情形', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(11)项');

-- 三、黄色纠错信号 (第15条): 监察机关可以发出; 在规定时间内未解释原因或者改正错误的, 发出红色纠错信号
-- 第(2)、(3)、(5)至(13)项由条件规则认定, 第(4)项可以由事实认定的部分另有条件规则

-- 第(1)项
select jiancha.define_signal('zhenjiang', 1, 'Z-15.1', level => 'yellow', answer_clock => 'answer',
    name => '对符合法定条件的行政审批申请不予受理', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(1)项');
-- 第(4)项
select jiancha.define_signal('zhenjiang', 1, 'Z-15.4', level => 'yellow', answer_clock => 'answer',
    name => '办件受理、办结时间异常', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(4)项');
-- 规定时间内既不解释也不改正; 按期答复的, 未处理完之前不升级. 规定时间的天数见 correct_days (A05)
select jiancha.define_signal('zhenjiang', 1, 'Z-15', clock => 'answer', level => 'red', at => 'due passed', once => true,
    name => '黄色纠错信号在规定时间内未解释原因或者改正错误', source => '镇江市行政权力阳光统建平台运行管理办法 第15条');

-- 四、权力事项变更 (第7条、第8条): 日为自然日, 末日遇节假日顺延 (A01)

-- 第7条: 发生之日起20日内申报
select jiancha.define_clock('zhenjiang', 1, 'change_apply', '权力事项变更申报时限', docket_kind => 'matter_change',
    start_kinds => '{received}', stop_kinds => '{apply_change}', final_kinds => '{apply_change}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'day',
    source => '镇江市行政权力阳光统建平台运行管理办法 第7条');
-- 第7条: 收到申报之日起10日内审核并书面反馈
select jiancha.define_clock('zhenjiang', 1, 'change_review', '权力事项变更审核时限', docket_kind => 'matter_change',
    start_kinds => '{apply_change}', stop_kinds => '{review_change}',
    limit_from => 'fixed', limit_amount => 10, limit_unit => 'day',
    source => '镇江市行政权力阳光统建平台运行管理办法 第7条');
-- 第8条: 确认后10日内自行调整
select jiancha.define_clock('zhenjiang', 1, 'change_adjust', '权力库调整时限', docket_kind => 'matter_change',
    start_kinds => '{review_change}', stop_kinds => '{adjust_change,conclude}',
    limit_from => 'fixed', limit_amount => 10, limit_unit => 'day',
    source => '镇江市行政权力阳光统建平台运行管理办法 第8条');
-- 第15条、第16条未列变更逾期: 黄牌为类推, 经监察人员确认后发出
select jiancha.define_signal('zhenjiang', 1, 'Z-7.1', clock => 'change_apply', level => 'yellow', at => 'due passed', issue => 'on_decision',
    name => '权力事项变更逾期未申报', answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第7条; 第15条未列, 类推', status => 'analogue');
select jiancha.define_signal('zhenjiang', 1, 'Z-7.2', clock => 'change_review', level => 'yellow', at => 'due passed', issue => 'on_decision',
    name => '权力事项变更逾期未审核', answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第7条; 第15条未列, 类推', status => 'analogue');
select jiancha.define_signal('zhenjiang', 1, 'Z-8', clock => 'change_adjust', level => 'yellow', at => 'due passed', issue => 'on_decision',
    name => '权力库逾期未调整', answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第8条; 第15条未列, 类推', status => 'analogue');

-- 第5条: 权力库由目录、基本信息、外部流程图、内部流程图和行政处罚裁量基准组成
select jiancha.define_checklist('zhenjiang', 1, 'library', 'external_chart', 1, name => '外部流程图', purpose => 'library', source => '镇江市行政权力阳光统建平台运行管理办法 第5条');
select jiancha.define_checklist('zhenjiang', 1, 'library', 'internal_chart', 2, name => '内部流程图', purpose => 'library', source => '镇江市行政权力阳光统建平台运行管理办法 第5条');
select jiancha.define_checklist('zhenjiang', 1, 'library', 'discretion', 3, name => '行政处罚裁量基准', purpose => 'library', matter_types => '{02}', source => '镇江市行政权力阳光统建平台运行管理办法 第5条');
-- 第6条: 录入时法律依据、申报材料、流程图填写完整. 申报材料只有依申请的事项才有 (假定: 许可、给付、确认、奖励、裁决、其他、公共服务)
select jiancha.define_checklist('zhenjiang', 1, 'entry', 'basis', 1, name => '法律依据', purpose => 'entry', source => '镇江市行政权力阳光统建平台运行管理办法 第6条');
select jiancha.define_checklist('zhenjiang', 1, 'entry', 'materials', 2, name => '申报材料', purpose => 'entry', matter_types => '{01,05,07,08,09,10,20}', source => '镇江市行政权力阳光统建平台运行管理办法 第6条; 所涉类型为假定');
select jiancha.define_checklist('zhenjiang', 1, 'entry', 'external_chart', 3, name => '流程图', purpose => 'entry', source => '镇江市行政权力阳光统建平台运行管理办法 第6条');

-- 五、备案和投诉

-- 第19条第(1)项: 规范性文件发布后15日内报送备案
select jiancha.define_clock('zhenjiang', 1, 'filing', '规范性文件备案时限', docket_kind => 'filing',
    start_kinds => '{received}', stop_kinds => '{deliver,close}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'day',
    source => '镇江市行政权力阳光统建平台运行管理办法 第19条第(1)项');
-- 第18条: 及时办理; 天数参照新乡投诉处理办法第五条
select jiancha.define_clock('zhenjiang', 1, 'complaint', '投诉办理时限', docket_kind => 'complaint',
    start_kinds => '{received}', stop_kinds => '{close,conclude}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'working_day',
    source => '镇江市行政权力阳光统建平台运行管理办法 第18条: 及时; 天数参照新乡投诉处理办法 第五条', status => 'analogue');

-- 六、设置
select jiancha.define_param('zhenjiang', 1, 'plain_day_unit', 'day', issue => 'A01', source => '镇江市行政权力阳光统建平台运行管理办法 第7条、第8条、第19条: 日',
    note => '20日、10日、10日、15日均为自然日');
select jiancha.define_param('zhenjiang', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '镇江办法没有预警');
select jiancha.define_param('zhenjiang', 1, 'overdue_rules', 'Z-16.9', unit => 'rule', issue => 'A04', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(9)项', note => '超期即红牌');
select jiancha.define_param('zhenjiang', 1, 'red_rules', 'Z-16.9', unit => 'rule', issue => 'A32', source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(9)项', note => '没有两个工作日的宽限');
select jiancha.define_param('zhenjiang', 1, 'publish_cycle', 'quarter', issue => 'A10', source => '镇江市行政权力阳光统建平台运行管理办法 第22条: 每月检查、季度通报、年度考核');
select jiancha.define_param('zhenjiang', 1, 'prompt_matter_change', '20', unit => 'day', issue => 'A17', source => '镇江市行政权力阳光统建平台运行管理办法 第7条');
select jiancha.define_param('zhenjiang', 1, 'flow_mode', 'strict', source => '镇江市行政权力阳光统建平台运行管理办法 第10条: 内部流程固化到岗位信息中');
select jiancha.define_param('zhenjiang', 1, 'retention_years', '3', unit => 'year', source => '镇江市行政权力阳光统建平台运行管理办法 第12条');

-- 处理程序

-- 第17条: 发出黄色、红色信号的, 监察机关调查处理; 无须事先批准
select jiancha.define_procedure('zhenjiang', 1, 'inquiry', 'received', opens_on => '{yellow,red}', source => '镇江市行政权力阳光统建平台运行管理办法 第17条');
select jiancha.define_procedure('zhenjiang', 1, 'inquiry', 'investigate', source => '镇江市行政权力阳光统建平台运行管理办法 第17条');
select jiancha.define_procedure('zhenjiang', 1, 'inquiry', 'conclude', after => '{investigate}', needs => '{reason,result}', source => '镇江市行政权力阳光统建平台运行管理办法 第17条');
-- 第17条: 有过错的, 根据情节轻重追究责任. 条文未列形式, 参照新乡办法第十条
select jiancha.define_measure('zhenjiang', 1, '效能告诫', 1, source => '镇江市行政权力阳光统建平台运行管理办法 第17条: 追究责任; 形式参照新乡预警纠错办法 第十条', status => 'analogue');
select jiancha.define_measure('zhenjiang', 1, '责令作出书面检查', 2, source => '镇江市行政权力阳光统建平台运行管理办法 第17条: 追究责任; 形式参照新乡预警纠错办法 第十条', status => 'analogue');
select jiancha.define_measure('zhenjiang', 1, '通报批评', 3, source => '镇江市行政权力阳光统建平台运行管理办法 第17条: 追究责任; 形式参照新乡预警纠错办法 第十条', status => 'analogue');

-- 条件规则
-- 事实见视图 case_facts (办件)、penalty_facts (处罚案件)、matter_facts (事项版本)。
-- 文书何时算未上报, 办法没有规定: 以该环节当日24时为限 (推定), 当日内上报的不计, 次日零时起成立。作废的办件不计。
-- 受理的行为和文书以报来的受理为准: 视为受理溯及收件之日, 当日并无受理, 也无通知书可出。公报文本的摘要未填的, 不推定文本有变。
-- 第15条、第16条均为“可以”: 先列为待确认, 由监察机关确认后发出。

-- 第15条: 黄色纠错信号
-- 不予受理只有两种理由: 依法不需要取得许可, 不属于本机关职权范围 (行政许可法第三十二条第一款第(一)、(二)项). 写明理由的, 理由是否成立由监察人员判断, 按 Z-15.1 提出
select jiancha.define_condition('zhenjiang', 1, 'Z-15.1a', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '材料已上报，未说明理由而不予受理',
    condition => $$ refused_at is not null and state <> 'void' and correction_requested_at is null and application_materials_at < refuse_day_ends_at
        and refusal_reason is null and coalesce(refusal_ground, '') not in ('not_required', 'not_competent') $$,
    holds_from => 'refused_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(1)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.2', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '办件摘要、办结状态未填报',
    condition => $$ state = 'closed' and (btrim(coalesce(subject, '')) = '' or btrim(coalesce(completion_state, '')) = '') $$,
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(2)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.3', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '办件申请者信息不完整',
    condition => $$ accepted_at is not null and state <> 'void'
        and (party_kind is null or btrim(coalesce(applicant, '')) = '' or btrim(coalesce(id_no, '')) = '' or btrim(coalesce(contact, '')) = '') $$,
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(3)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.3p', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '案件当事人信息不完整',
    condition => $$ filed_at is not null and state <> 'void'
        and (party_kind is null or btrim(coalesce(applicant, '')) = '' or btrim(coalesce(id_no, '')) = '' or btrim(coalesce(contact, '')) = '') $$,
    holds_from => 'filed_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(3)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4a', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '办结早于受理',
    condition => $$ close_step_at < accept_step_at and not by_day and state <> 'void' $$,
    holds_from => 'accept_step_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(4)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4b', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '受理早于收件',
    condition => $$ accept_step_at < received_at and not by_day and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(4)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4c', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '窗口在休息日受理',
    condition => $$ channel = 'window' and accepted_on_rest_day and accept_step_at is not null and state <> 'void' $$,
    holds_from => 'greatest(accept_step_at, received_at)',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(4)项');
-- 即办件 (承诺一个工作日或以工作小时计) 受理即可办结
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4d', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '非即办件受理即办结',
    condition => $$ state = 'closed' and closed_at < accepted_at + interval '1 minute' and not by_day
        and promised_limit > 1 and promised_unit <> 'working_hour' $$,
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(4)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.5', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '补正通知书未上报',
    condition => $$ correction_requested_at is not null and state <> 'void' and (correction_notice_at is null or correction_notice_at >= correction_day_ends_at) $$,
    holds_from => 'correction_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(5)项');
-- 当场处罚 (简易程序, 行政处罚法第五十一条、第五十二条) 口头告知, 没有告知书
select jiancha.define_condition('zhenjiang', 1, 'Z-15.6', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '处罚告知书未上报',
    condition => $$ coalesce(noticed_at, decided_at) is not null and state <> 'void' and not summary_procedure
        and (penalty_notice_at is null or penalty_notice_at >= coalesce(notice_day_ends_at, decide_day_ends_at)) $$,
    holds_from => 'coalesce(notice_day_ends_at, decide_day_ends_at)',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(6)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.7', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '受理通知书未上报',
    condition => $$ accept_step_at is not null and state <> 'void' and (acceptance_notice_at is null or acceptance_notice_at >= accept_day_ends_at) $$,
    holds_from => 'accept_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(7)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.8', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '许可决定书未上报',
    condition => $$ decided_at is not null and state <> 'void' and (decision_document_at is null or decision_document_at >= decide_day_ends_at) $$,
    holds_from => 'decide_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(8)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.9', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '处罚决定书未上报',
    condition => $$ decided_at is not null and state <> 'void' and (penalty_decision_at is null or penalty_decision_at >= decide_day_ends_at) $$,
    holds_from => 'decide_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(9)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.10', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '立案审批表未上报',
    condition => $$ filed_at is not null and state <> 'void' and (filing_form_at is null or filing_form_at >= file_day_ends_at) $$,
    holds_from => 'file_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(10)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.11', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '申请材料未上报',
    condition => $$ accept_step_at is not null and state <> 'void' and (application_materials_at is null or application_materials_at >= accept_day_ends_at) $$,
    holds_from => 'accept_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(11)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.12', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '处罚证据材料未上报',
    condition => $$ decided_at is not null and state <> 'void' and (penalty_evidence_at is null or penalty_evidence_at >= decide_day_ends_at) $$,
    holds_from => 'decide_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(12)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.13', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '罚款数额未上报',
    condition => $$ decided_at is not null and penalty_kind = 'fine' and fine_amount is null and state <> 'void' $$,
    holds_from => 'decided_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第15条第(13)项');

-- 第3条、第9条: 所有行政权力从受理到办结必须在统建平台中完成. 第15条、第16条未列平台外运行: 黄牌为类推; 一票否决见第22条
select jiancha.define_condition('zhenjiang', 1, 'Z-3.1', docket_kind => 'certificate_report', level => 'yellow', phase => 'daily', name => '有证照票据而平台内没有办件',
    condition => $$ not matter_has_cases $$, holds_from => 'issue_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第3条、第9条; 级别为类推', status => 'analogue');

-- 第16条: 直接红色纠错信号
select jiancha.define_condition('zhenjiang', 1, 'Z-16.1', docket_kind => 'approval', level => 'red', phase => 'accept', name => '实施已取消或者停止实施的事项',
    condition => $$ accept_step_at is not null and matter_state in ('suspended', 'abolished') and state <> 'void' $$,
    holds_from => 'greatest(accept_step_at, received_at)',
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(1)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.2', docket_kind => 'matter_version', level => 'red', phase => 'step', name => '擅自取消或者停止实施事项',
    condition => $$ previous_state = 'active' and state in ('suspended', 'abolished') and btrim(coalesce(change_no, '')) = ''
        and (change_approval_at is null or change_approval_at >= received_at) $$,
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(2)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.3', docket_kind => 'matter_version', level => 'red', phase => 'step', name => '擅自更改公报公布的程序或条件',
    condition => $$ state = 'active' and gazette_digest <> previous_gazette_digest
        and btrim(coalesce(change_no, '')) = '' and (change_approval_at is null or change_approval_at >= received_at) $$,
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(3)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.5a', docket_kind => 'approval', level => 'red', phase => 'step', name => '超越权限许可',
    condition => $$ decision = 'granted' and decision_level > use_level and state <> 'void' $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(5)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.6', docket_kind => 'approval', level => 'red', phase => 'step', name => '不按听证结果决定',
    condition => $$ decision in ('granted', 'refused') and hearing_result in ('granted', 'refused') and decision <> hearing_result and state <> 'void' $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(6)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.7', docket_kind => 'approval', level => 'red', phase => 'step', name => '未招标、拍卖、考试或不按结果决定',
    condition => $$ decided_at is not null and decision is distinct from 'refused' and state <> 'void'
        and (missing_procedures && array['tender', 'auction', 'exam'] or failed_procedures && array['tender', 'auction', 'exam']) $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(7)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.8', docket_kind => 'approval', level => 'red', phase => 'step', name => '未检验、检测、检疫或不按结果决定',
    condition => $$ decided_at is not null and decision is distinct from 'refused' and state <> 'void'
        and (missing_procedures && array['inspection', 'test', 'quarantine'] or failed_procedures && array['inspection', 'test', 'quarantine']) $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条第(8)项');

-- 文书
select jiancha.define_param('zhenjiang', 1, 'letter_organ', '镇江市监察局', source => '镇江市行政权力阳光统建平台运行管理办法 第13条、第23条');
select jiancha.define_param('zhenjiang', 1, 'letter_prefix', '镇', source => '暂定: 发文机关代字由本市确定', status => 'assumed');
-- 第15条: 黄色纠错; 规定时间内不说明、不纠正的, 发出红色纠错
select jiancha.define_template('zhenjiang', 1, '黄色纠错通知书', word => '监黄', for_level => 'yellow', body =>
'你单位“{{matter}}”（{{case_no}}），于{{earned_at}}产生黄色纠错信号，信号编号{{signal_no}}，依据为{{rule_text}}。
请{{answer_by}}说明情况并纠正；未在规定时间内说明或者纠正的，将发出红色纠错。对本通知有异议的，可以{{appeal_by}}向本机关提出申诉。',
    source => '镇江市行政权力阳光统建平台运行管理办法 第15条');
-- 第16条: 直接红色纠错
select jiancha.define_template('zhenjiang', 1, '红色纠错通知书', word => '监红', for_level => 'red', body =>
'你单位“{{matter}}”（{{case_no}}），于{{earned_at}}产生红色纠错信号，信号编号{{signal_no}}，依据为{{rule_text}}。{{overdue}}
请立即纠正，并{{answer_by}}作出书面说明。监察机关将进行调查核实，确有过错的，按情节追究责任。对本通知有异议的，可以{{appeal_by}}向本机关提出申诉。',
    source => '镇江市行政权力阳光统建平台运行管理办法 第16条、第17条');
-- 第20条: 法制机构发起督办
select jiancha.define_template('zhenjiang', 1, '督办通知书', word => '法督', body =>
'经查，{{facts}}
根据《镇江市行政权力阳光统建平台运行管理办法》第20条，现予督办。{{demand}}
请纠正上述行政行为，并于{{answer_on}}前将处理结果报送。',
    source => '镇江市行政权力阳光统建平台运行管理办法 第20条');
