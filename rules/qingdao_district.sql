-- 条件规则
-- 对违反程序或手续不全的审批项目发出异常预警, 提示承办人立即改正: 成立即发。
-- 手续以该环节当日24时为限 (推定), 次日零时起成立。作废的办件不计。

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
    condition => $$ accepted_at is not null and state <> 'void' and (acceptance_notice_at is null or acceptance_notice_at >= accept_day_ends_at) $$,
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
