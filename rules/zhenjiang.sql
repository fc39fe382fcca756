-- 条件规则
-- 事实见视图 case_facts (办件)、penalty_facts (处罚案件)、matter_facts (事项版本)。
-- 文书何时算未上报, 办法没有规定: 以该环节当日24时为限 (推定), 当日内上报的不计, 次日零时起成立。作废的办件不计。
-- 第十五条、第十六条均为“可以”: 先列为待确认, 由监察机关确认后发出。

-- 第十五条: 黄色纠错信号
select jiancha.define_condition('zhenjiang', 1, 'Z-15.1a', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '材料齐全而不予受理',
    condition => $$ refused_at is not null and state <> 'void' and correction_requested_at is null and application_materials_at < refuse_day_ends_at $$,
    holds_from => 'refused_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(一)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.2', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '办件摘要、办结状态未填报',
    condition => $$ state = 'closed' and (btrim(coalesce(subject, '')) = '' or btrim(coalesce(completion_state, '')) = '') $$,
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(二)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.3', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '办件申请者信息不完整',
    condition => $$ accepted_at is not null and state <> 'void'
        and (party_kind is null or btrim(coalesce(applicant, '')) = '' or btrim(coalesce(id_no, '')) = '' or btrim(coalesce(contact, '')) = '') $$,
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(三)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.3p', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '案件当事人信息不完整',
    condition => $$ filed_at is not null and state <> 'void'
        and (party_kind is null or btrim(coalesce(applicant, '')) = '' or btrim(coalesce(id_no, '')) = '' or btrim(coalesce(contact, '')) = '') $$,
    holds_from => 'filed_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(三)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4a', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '办结早于受理',
    condition => $$ close_step_at < accept_step_at and not by_day and state <> 'void' $$,
    holds_from => 'accept_step_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(四)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4b', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '受理早于收件',
    condition => $$ accept_step_at < received_at and not by_day and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(四)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4c', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '窗口在休息日受理',
    condition => $$ channel = 'window' and accepted_on_rest_day and state <> 'void' $$,
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(四)项');
-- 即办件 (承诺一个工作日或以工作小时计) 受理即可办结
select jiancha.define_condition('zhenjiang', 1, 'Z-15.4d', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '非即办件受理即办结',
    condition => $$ state = 'closed' and closed_at < accepted_at + interval '1 minute' and not by_day
        and promised_limit > 1 and promised_unit <> 'working_hour' $$,
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(四)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.5', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '补正通知书未上报',
    condition => $$ correction_requested_at is not null and state <> 'void' and (correction_notice_at is null or correction_notice_at >= correction_day_ends_at) $$,
    holds_from => 'correction_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(五)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.6', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '处罚告知书未上报',
    condition => $$ coalesce(noticed_at, decided_at) is not null and state <> 'void'
        and (penalty_notice_at is null or penalty_notice_at >= coalesce(notice_day_ends_at, decide_day_ends_at)) $$,
    holds_from => 'coalesce(notice_day_ends_at, decide_day_ends_at)',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(六)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.7', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '受理通知书未上报',
    condition => $$ accepted_at is not null and state <> 'void' and (acceptance_notice_at is null or acceptance_notice_at >= accept_day_ends_at) $$,
    holds_from => 'accept_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(七)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.8', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '许可决定书未上报',
    condition => $$ decided_at is not null and state <> 'void' and (decision_document_at is null or decision_document_at >= decide_day_ends_at) $$,
    holds_from => 'decide_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(八)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.9', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '处罚决定书未上报',
    condition => $$ decided_at is not null and state <> 'void' and (penalty_decision_at is null or penalty_decision_at >= decide_day_ends_at) $$,
    holds_from => 'decide_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(九)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.10', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '立案审批表未上报',
    condition => $$ filed_at is not null and state <> 'void' and (filing_form_at is null or filing_form_at >= file_day_ends_at) $$,
    holds_from => 'file_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(十)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.11', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '申请材料未上报',
    condition => $$ accepted_at is not null and state <> 'void' and (application_materials_at is null or application_materials_at >= accept_day_ends_at) $$,
    holds_from => 'accept_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(十一)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.12', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '处罚证据材料未上报',
    condition => $$ decided_at is not null and state <> 'void' and (penalty_evidence_at is null or penalty_evidence_at >= decide_day_ends_at) $$,
    holds_from => 'decide_day_ends_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(十二)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-15.13', docket_kind => 'penalty', level => 'yellow', phase => 'step', name => '罚款数额未上报',
    condition => $$ decided_at is not null and penalty_kind = 'fine' and fine_amount is null and state <> 'void' $$,
    holds_from => 'decided_at',
    answer_clock => 'answer', source => '镇江市行政权力阳光统建平台运行管理办法 第十五条第(十三)项');

-- 第十六条: 直接红色纠错信号
select jiancha.define_condition('zhenjiang', 1, 'Z-16.1', docket_kind => 'approval', level => 'red', phase => 'accept', name => '实施已取消或者停止实施的事项',
    condition => $$ accepted_at is not null and matter_state in ('suspended', 'abolished') and state <> 'void' $$,
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条第(一)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.2', docket_kind => 'matter_version', level => 'red', phase => 'step', name => '擅自取消或者停止实施事项',
    condition => $$ previous_state = 'active' and state in ('suspended', 'abolished') and btrim(coalesce(change_no, '')) = ''
        and (change_approval_at is null or change_approval_at >= received_at) $$,
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条第(二)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.3', docket_kind => 'matter_version', level => 'red', phase => 'step', name => '擅自更改公报公布的程序或条件',
    condition => $$ state = 'active' and previous_gazette_digest is not null and gazette_digest is distinct from previous_gazette_digest
        and btrim(coalesce(change_no, '')) = '' and (change_approval_at is null or change_approval_at >= received_at) $$,
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条第(三)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.5', docket_kind => 'approval', level => 'red', phase => 'step', name => '超越权限许可',
    condition => $$ decision = 'granted' and decision_level > use_level and state <> 'void' $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条第(五)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.6', docket_kind => 'approval', level => 'red', phase => 'step', name => '不按听证结果决定',
    condition => $$ decision in ('granted', 'refused') and hearing_result in ('granted', 'refused') and decision <> hearing_result and state <> 'void' $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条第(六)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.7', docket_kind => 'approval', level => 'red', phase => 'step', name => '未招标、拍卖、考试或不按结果决定',
    condition => $$ decided_at is not null and decision is distinct from 'refused' and state <> 'void'
        and (missing_procedures && array['tender', 'auction', 'exam'] or failed_procedures && array['tender', 'auction', 'exam']) $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条第(七)项');
select jiancha.define_condition('zhenjiang', 1, 'Z-16.8', docket_kind => 'approval', level => 'red', phase => 'step', name => '未检验、检测、检疫或不按结果决定',
    condition => $$ decided_at is not null and decision is distinct from 'refused' and state <> 'void'
        and (missing_procedures && array['inspection', 'test', 'quarantine'] or failed_procedures && array['inspection', 'test', 'quarantine']) $$,
    holds_from => 'decided_at',
    source => '镇江市行政权力阳光统建平台运行管理办法 第十六条第(八)项');
