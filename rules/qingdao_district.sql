-- 网络审批及电子监控方案, 青岛某区 (Q). 方案没有公布预警、黄牌、红牌的时点.
-- 一条一个调用, 旁边是编号和出处. 异常预警由条件规则认定.

select jiancha.define_pack('qingdao_district', 1, '网络审批及电子监控方案', '区人民政府',
    valid_from => '2010-01-01', source => '网络审批及电子监控方案; 文本未载施行日期, 2010年1月1日为假定', parent => 'common',
    note => '没有公布的时点：到期预警、超时黄牌和红牌的规则已停用，不按时限发信号；请由本市确定后另立下级规则包启用 (time rules are disabled; assumed: set by your city)');

-- 四(二): 听证等特别程序不计入办理时限
select jiancha.define_clock('qingdao_district', 1, 'promised', '承诺时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'promised',
    source => '网络审批及电子监控方案 四(二)、四(三)');

-- 四(四): 即将到期的, 发出预警信息; 提前量未写明
select jiancha.define_signal('qingdao_district', 1, 'Q-4.4.3', clock => 'promised', level => 'notice', at => 'due - 1 working day', enabled => false,
    name => '审批项目即将到期', source => '网络审批及电子监控方案 四(四): 即将到期; 提前一个工作日为假定, 由本市确定', status => 'assumed');
-- 四(四): 超时的, 发出红、黄牌警告; 何时黄牌、何时红牌未写明
select jiancha.define_signal('qingdao_district', 1, 'Q-4.4.4y', clock => 'promised', level => 'yellow', at => 'due passed', enabled => false,
    name => '审批项目超时', source => '网络审批及电子监控方案 四(四): 红、黄牌; 时点为假定, 由本市确定', status => 'assumed');
select jiancha.define_signal('qingdao_district', 1, 'Q-4.4.4r', clock => 'promised', level => 'red', at => 'due + more than 2 working days', enabled => false,
    name => '审批项目严重超时', source => '网络审批及电子监控方案 四(四): 红、黄牌; 时点为假定, 由本市确定', status => 'assumed');
-- 五: 各步骤写明的日期. 级别未写明, 预警为假定
select jiancha.define_signal('qingdao_district', 1, 'Q-5.1', clock => 'milestone', level => 'notice', at => 'due passed',
    name => '实施步骤到期未完成', source => '网络审批及电子监控方案 五; 级别为假定', status => 'assumed');
-- 七(三): 不配合、推诿扯皮、消极应对
select jiancha.define_signal('qingdao_district', 1, 'Q-7.3', level => 'yellow', answer_clock => 'answer', text_required => true,
    name => '不配合、推诿扯皮、消极应对，影响审改进程', source => '网络审批及电子监控方案 七(三)');

select jiancha.define_param('qingdao_district', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '假定: 由本市确定', status => 'assumed', note => 'Q-4.4.3 已停用');
select jiancha.define_param('qingdao_district', 1, 'overdue_rules', 'none', unit => 'rule', issue => 'A04', source => '假定: 由本市确定', status => 'assumed', note => 'Q-4.4.4y、Q-4.4.4r 已停用');
select jiancha.define_param('qingdao_district', 1, 'red_rules', 'none', unit => 'rule', issue => 'A32', source => '假定: 由本市确定', status => 'assumed', note => 'Q-4.4.4r 已停用');
select jiancha.define_param('qingdao_district', 1, 'feed_schedule', '1', unit => 'day', issue => 'A25', source => '网络审批及电子监控方案 四(五): 每日');
select jiancha.define_param('qingdao_district', 1, 'stages', '受理, 承办, 批准, 办结, 告知', issue => 'A36', source => '网络审批及电子监控方案 六(三)');
select jiancha.define_param('qingdao_district', 1, 'stage_kinds',
    '受理=accept,deemed_accept; 承办=handle,begin_special,end_special,rollback,transfer,review; 批准=approve,decide; 办结=close,certificate_issued; 告知=deliver',
    issue => 'A36', source => '网络审批及电子监控方案 六(三): 没有审核环节; 归入承办为假定', status => 'assumed');

-- 条件规则
-- 对违反程序或手续不全的审批项目发出异常预警, 提示承办人立即改正: 成立即发。
-- 手续以该环节当日24时为限 (推定), 次日零时起成立。作废的办件不计。
-- 受理的文书以报来的受理为准: 视为受理溯及收件之日, 当日并无通知书可出。

select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4a', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '特别程序未书面告知',
    condition => $$ unnoticed_special_from is not null and state <> 'void' $$,
    holds_from => 'unnoticed_special_from',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 四、(二): 应将所需时间书面告知申请人');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4b', docket_kind => 'approval', level => 'anomaly', phase => 'accept', name => '收件未出具接件凭证',
    condition => $$ received_at is not null and channel = 'window' and state <> 'void' and (receipt_at is null or receipt_at >= receive_day_ends_at) $$,
    holds_from => 'receive_day_ends_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 四、(一): 接件凭证');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4c', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '补正未出具通知书',
    condition => $$ correction_requested_at is not null and state <> 'void' and (correction_notice_at is null or correction_notice_at >= correction_day_ends_at) $$,
    holds_from => 'correction_day_ends_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 四、(一): 一次书面告知');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4d', docket_kind => 'approval', level => 'anomaly', phase => 'accept', name => '受理未出具通知书',
    condition => $$ accept_step_at is not null and state <> 'void' and (acceptance_notice_at is null or acceptance_notice_at >= accept_day_ends_at) $$,
    holds_from => 'accept_day_ends_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 四、(一): 受理通知书');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4e', docket_kind => 'approval', level => 'anomaly', phase => 'accept', name => '不予受理未出具通知书',
    condition => $$ refused_at is not null and state <> 'void' and (refusal_notice_at is null or refusal_notice_at >= refuse_day_ends_at) $$,
    holds_from => 'refuse_day_ends_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 四、(一): 不予受理通知书');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4f', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '决定未出具决定书',
    condition => $$ decided_at is not null and state <> 'void' and (decision_document_at is null or decision_document_at >= decide_day_ends_at) $$,
    holds_from => 'decide_day_ends_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四)');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4g', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '缺少规定环节',
    condition => $$ decided_at is not null and cardinality(missing_steps) > 0 and state <> 'void' $$,
    holds_from => 'decided_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四)');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4h', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '缺少法定程序',
    condition => $$ decided_at is not null and cardinality(missing_procedures) > 0 and decision is distinct from 'refused' and state <> 'void' $$,
    holds_from => 'decided_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四)');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4i', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '环节顺序颠倒',
    condition => $$ not by_day and state <> 'void'
        and (reviewed_at < handled_at or approved_at < reviewed_at or decided_at < approved_at or decided_at < accept_step_at or close_step_at < decided_at) $$,
    holds_from => 'case when reviewed_at < handled_at then handled_at when approved_at < reviewed_at then reviewed_at when decided_at < approved_at then approved_at when decided_at < accept_step_at then accept_step_at else decided_at end',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四)');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4j', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '决定层级与行使层级不符',
    condition => $$ decided_at is not null and decision_level <> use_level and state <> 'void' $$,
    holds_from => 'decided_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四)');

select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4k', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '延期未书面告知',
    condition => $$ extended_at is not null and state <> 'void' and (extension_notice_at is null or extension_notice_at >= extend_day_ends_at) $$,
    holds_from => 'extend_day_ends_at',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 行政许可法 第四十二条: 应当将延长期限的理由告知申请人');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4l', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '再次延期',
    condition => $$ second_extension_at is not null and state <> 'void' $$,
    holds_from => 'greatest(second_extension_at, received_at)',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 行政许可法 第四十二条: 可以延长十日');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4m', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '延期未经本机关负责人批准',
    condition => $$ extension_unapproved_at is not null and state <> 'void' $$,
    holds_from => 'greatest(extension_unapproved_at, received_at)',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 行政许可法 第四十二条: 经本行政机关负责人批准');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4n', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '不按流程流转',
    condition => $$ off_chart_at is not null and state <> 'void' $$,
    holds_from => 'greatest(off_chart_at, received_at)',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 四、(二): 设置回退机制, 环环相扣, 逐级把关');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.4o', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '环节意见未签署',
    condition => $$ (no_opinion_at is not null or unsigned_at is not null) and state <> 'void' $$,
    holds_from => 'greatest(least(no_opinion_at, unsigned_at), received_at)',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(四); 四、(二): 所有流程环节的审批意见均要签署在系统中');
-- 三(一)2: 证照批文共享数据库; 已有的证照不得再要求申请人提供
select jiancha.define_condition('qingdao_district', 1, 'Q-3.1.2', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '要求提供共享数据库中已有的证照',
    condition => $$ reused_asked_at is not null and state <> 'void' $$,
    holds_from => 'greatest(reused_asked_at, received_at)',
    issue => 'at_once', source => '网络审批及电子监控方案 三、(一)2');
-- 四(一): 窗口工作人员当天录入; 接口和导入的数据除外
select jiancha.define_condition('qingdao_district', 1, 'Q-4.1.2', docket_kind => 'approval', level => 'anomaly', phase => 'accept', name => '窗口收件当天未录入',
    condition => $$ channel = 'window' and not imported and entered_at >= receive_day_ends_at and state <> 'void' $$,
    holds_from => 'receive_day_ends_at',
    issue => 'on_decision', source => '网络审批及电子监控方案 四、(一): 窗口工作人员当天将有关信息和材料录入');
-- 四(一): 一次性告知需要补正的全部内容
select jiancha.define_condition('qingdao_district', 1, 'Q-4.1.5', docket_kind => 'approval', level => 'anomaly', phase => 'step', name => '再次要求补正',
    condition => $$ second_correction_at is not null and state <> 'void' $$,
    holds_from => 'greatest(second_correction_at, received_at)',
    issue => 'at_once', source => '网络审批及电子监控方案 四、(一): 书面一次性告知申请人需要补正的全部内容');
-- 四(四): 联审监督; 联合办理超过四十五个工作日 (经批准延长不超过十五个工作日); 级别未写明
select jiancha.define_signal('qingdao_district', 1, 'Q-4.4.5', clock => 'joint_decision', level => 'yellow', at => 'due passed', enabled => false,
    name => '联合办理超期', source => '网络审批及电子监控方案 四(四): 联审监督; 行政许可法 第四十二条第二款; 级别为假定', status => 'assumed', basis => 'licence_42');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.5a', docket_kind => 'joint', level => 'anomaly', phase => 'step', name => '联合办理再次延期或者延期超过十五个工作日',
    condition => $$ (second_extension_at is not null or extension_days > 15) and state <> 'void' $$,
    holds_from => 'greatest(case when extension_days > 15 then extended_at else second_extension_at end, received_at)',
    issue => 'at_once', basis => 'licence_42', source => '网络审批及电子监控方案 四、(四): 联审监督; 行政许可法 第四十二条第二款: 可以延长十五日');
select jiancha.define_condition('qingdao_district', 1, 'Q-4.4.5b', docket_kind => 'joint', level => 'anomaly', phase => 'step', name => '联合办理延期未书面告知',
    condition => $$ extended_at is not null and state <> 'void' and (extension_notice_at is null or extension_notice_at >= extend_day_ends_at) $$,
    holds_from => 'extend_day_ends_at',
    issue => 'at_once', basis => 'licence_42', source => '网络审批及电子监控方案 四、(四): 联审监督; 行政许可法 第四十二条第二款: 应当将延长期限的理由告知申请人');

-- 文书
select jiancha.define_param('qingdao_district', 1, 'letter_organ', '区行政审批电子监察办公室', source => '暂定: 由本区确定', status => 'assumed');
select jiancha.define_param('qingdao_district', 1, 'letter_prefix', '区', source => '暂定: 发文机关代字由本区确定', status => 'assumed');
-- 四(一): 收件出具《接件凭证》
select jiancha.define_template('qingdao_district', 1, '接件凭证', word => '接', issuer => 'department', addressee => 'applicant', body =>
'{{received_on}}收到你（单位）“{{matter}}”的申请材料，办件编号{{case_no}}。材料清单：
{{materials}}',
    source => '网络审批及电子监控方案 四(一)');

-- 四(三): 信息公开的十四项要素
select jiancha.define_checklist('qingdao_district', 1, 'item', 'name', 1, name => '项目名称', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'certificate', 2, name => '颁发的证件及有效期', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'legal_effect', 3, name => '审批类型及法律效力', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'basis', 4, name => '设定依据', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'conditions', 5, name => '审批条件', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'materials', 6, name => '申请资料', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'place', 7, name => '审批受理机构及地点', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'deciding_organ', 8, name => '审批决定机关', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'procedure', 9, name => '审批程序', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'limit', 10, name => '审批时限', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'fee', 11, name => '审批收费', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'forms', 12, name => '审批表格', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'annual_check', 13, name => '年审或年检', source => '网络审批及电子监控方案 四(三)');
select jiancha.define_checklist('qingdao_district', 1, 'item', 'phone', 14, name => '受理咨询与投诉的机构和电话', source => '网络审批及电子监控方案 四(三)');
-- 四(三): 没有公布时点; 按政府信息公开条例的二十个工作日, 为类推
select jiancha.define_signal('qingdao_district', 1, 'Q-4.3.1', clock => 'publication', level => 'anomaly', at => 'due passed', issue => 'on_decision', enabled => false,
    name => '审批项目信息逾期未公开', source => '网络审批及电子监控方案 四(三); 时限类推政府信息公开条例 第二十六条, 由本区确定', status => 'analogue');
