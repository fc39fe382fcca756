-- 办件数据交换格式与本系统字段的对照. 一个字段一个调用: 记录、本系统栏目、来源字段, 代码含义列在旁边.
-- 三种格式: neutral 本系统的中性格式; guangdong 广东省网上办事大厅数据交换 (EX_GDBS); shandong 山东省办件归集. 后两种按公开的字段名整理, 代码含义有注明.

-- 一、中性格式

select jiancha.define_layout('neutral', 'case', 'case', '办件', source => '本系统', status => 'assumed');
select jiancha.define_layout('neutral', 'step', 'step', '过程', source => '本系统', status => 'assumed');
select jiancha.define_layout('neutral', 'clock', 'step', '特别程序、延期', source => '本系统', status => 'assumed');
select jiancha.define_layout('neutral', 'correction', 'step', '补正', source => '本系统', status => 'assumed');
select jiancha.define_layout('neutral', 'doc', 'document', '文书', source => '本系统', status => 'assumed');
select jiancha.define_layout('neutral', 'result', 'step', '结果', source => '本系统', status => 'assumed');

select jiancha.define_field('neutral', 'case', 'docket_kind', 'docket_kind', codes => '{"办件": "approval", "许可": "approval", "处罚": "penalty", "处罚案件": "penalty"}');
select jiancha.define_field('neutral', 'case', 'case_no', 'case_no');
select jiancha.define_field('neutral', 'case', 'org_code', 'org_code');
select jiancha.define_field('neutral', 'case', 'matter_code', 'matter_code');
select jiancha.define_field('neutral', 'case', 'applicant', 'applicant');
select jiancha.define_field('neutral', 'case', 'received_at', 'received_at');
select jiancha.define_field('neutral', 'case', 'channel', 'channel',
    codes => '{"窗口": "window", "网上": "online", "邮寄": "post", "电话": "phone", "移动端": "app", "报送": "feed", "历史导入": "import"}');
select jiancha.define_field('neutral', 'case', 'party_kind', 'party_kind', codes => '{"自然人": "person", "个人": "person", "企业": "enterprise", "其他": "other"}');
select jiancha.define_field('neutral', 'case', 'subject', 'subject');
select jiancha.define_field('neutral', 'case', 'staff_code', 'staff_code');
select jiancha.define_field('neutral', 'case', 'id_type', 'id_type',
    codes => '{"统一社会信用代码": "credit_code", "组织机构代码": "organisation_code", "居民身份证": "identity_number", "身份证": "identity_number", "护照": "passport", "其他": "other"}');
select jiancha.define_field('neutral', 'case', 'id_no', 'id_no');
select jiancha.define_field('neutral', 'case', 'contact', 'contact');
select jiancha.define_field('neutral', 'case', 'at_precision', 'at_precision');

select jiancha.define_field('neutral', 'step', 'docket_kind', 'docket_kind', codes => '{"办件": "approval", "许可": "approval", "处罚": "penalty", "处罚案件": "penalty"}');
select jiancha.define_field('neutral', 'step', 'case_no', 'case_no');
select jiancha.define_field('neutral', 'step', 'step_no', 'step_no');
select jiancha.define_field('neutral', 'step', 'kind', 'kind');
select jiancha.define_field('neutral', 'step', 'at', 'at');
select jiancha.define_field('neutral', 'step', 'node', 'node');
select jiancha.define_field('neutral', 'step', 'staff_code', 'staff_code');
select jiancha.define_field('neutral', 'step', 'opinion', 'opinion');
select jiancha.define_field('neutral', 'step', 'reason', 'reason');
select jiancha.define_field('neutral', 'step', 'document_no', 'document_no');
select jiancha.define_field('neutral', 'step', 'corrects', 'corrects');
select jiancha.define_field('neutral', 'step', 'days', 'days');
select jiancha.define_field('neutral', 'step', 'at_precision', 'at_precision');
select jiancha.define_field('neutral', 'step', 'to_org', 'to_org');
select jiancha.define_field('neutral', 'step', 'procedure', 'procedure', codes => '{"听证": "hearing", "招标": "tender", "拍卖": "auction", "考试": "exam", "检验": "inspection", "检测": "test", "检疫": "quarantine", "鉴定": "appraisal", "专家评审": "expert_review"}');
select jiancha.define_field('neutral', 'step', 'data.decision', 'decision');
select jiancha.define_field('neutral', 'step', 'data.completion_state', 'completion_state');
select jiancha.define_field('neutral', 'step', 'data.result', 'result');

-- 特别程序和延期: 开始、结束、延期各为一条
select jiancha.define_field('neutral', 'clock', 'case_no', 'case_no');
select jiancha.define_field('neutral', 'clock', 'step_no', 'step_no');
select jiancha.define_field('neutral', 'clock', 'kind', 'kind', codes => '{"special": "begin_special", "special_end": "end_special", "extension": "extend"}');
select jiancha.define_field('neutral', 'clock', 'at', 'at');
select jiancha.define_field('neutral', 'clock', 'days', 'request_days');
select jiancha.define_field('neutral', 'clock', 'procedure', 'procedure', codes => '{"听证": "hearing", "招标": "tender", "拍卖": "auction", "考试": "exam", "检验": "inspection", "检测": "test", "检疫": "quarantine", "鉴定": "appraisal", "专家评审": "expert_review"}');
select jiancha.define_field('neutral', 'clock', 'reason', 'reason');
select jiancha.define_field('neutral', 'clock', 'document_no', 'notice_doc');
select jiancha.define_field('neutral', 'clock', 'data.approver', 'approver');
-- 补正: 告知和收到补正各为一条
select jiancha.define_field('neutral', 'correction', 'case_no', 'case_no');
select jiancha.define_field('neutral', 'correction', 'step_no', 'step_no');
select jiancha.define_field('neutral', 'correction', 'kind', 'kind', fixed => 'request_correction', codes => '{"request": "request_correction", "returned": "correction_received", "expired": "correction_expired"}');
select jiancha.define_field('neutral', 'correction', 'at', 'at');
select jiancha.define_field('neutral', 'correction', 'document_no', 'notice_doc');
select jiancha.define_field('neutral', 'correction', 'data.items', 'items');
select jiancha.define_field('neutral', 'correction', 'data.deadline', 'deadline');
select jiancha.define_field('neutral', 'doc', 'docket_kind', 'docket_kind', codes => '{"办件": "approval", "处罚": "penalty"}');
select jiancha.define_field('neutral', 'doc', 'case_no', 'case_no');
select jiancha.define_field('neutral', 'doc', 'document_kind', 'kind');
select jiancha.define_field('neutral', 'doc', 'document_no', 'no');
select jiancha.define_field('neutral', 'doc', 'name', 'name');
select jiancha.define_field('neutral', 'doc', 'at', 'at');
select jiancha.define_field('neutral', 'doc', 'sha256', 'hash');
select jiancha.define_field('neutral', 'result', 'case_no', 'case_no');
select jiancha.define_field('neutral', 'result', 'step_no', 'step_no');
select jiancha.define_field('neutral', 'result', 'kind', null, fixed => 'certificate_issued');
select jiancha.define_field('neutral', 'result', 'at', 'at');
select jiancha.define_field('neutral', 'result', 'document_no', 'certificate_no');
select jiancha.define_field('neutral', 'result', 'data.certificate', 'kind');
select jiancha.define_field('neutral', 'result', 'data.valid_from', 'valid_from');
select jiancha.define_field('neutral', 'result', 'data.valid_to', 'valid_to');

-- 二、广东省网上办事大厅数据交换 (EX_GDBS): 主键为申办流水号 SBLSH; 重报时 SJBBH 加一, 后一版取代前一版

select jiancha.define_layout('guangdong', 'SB', 'case', '申办信息', source => '广东省网上办事大厅数据交换 EX_GDBS_SB');
select jiancha.define_layout('guangdong', 'WSYSL', 'step', '网上预受理', source => '广东省网上办事大厅数据交换 EX_GDBS_WSYSL');
select jiancha.define_layout('guangdong', 'SL', 'step', '受理', source => '广东省网上办事大厅数据交换 EX_GDBS_SL');
select jiancha.define_layout('guangdong', 'SPCL', 'step', '审批过程', source => '广东省网上办事大厅数据交换 EX_GDBS_SPCL');
select jiancha.define_layout('guangdong', 'BZGZ', 'step', '补正告知', source => '广东省网上办事大厅数据交换 EX_GDBS_BZGZ');
select jiancha.define_layout('guangdong', 'BZSL', 'step', '补正受理', source => '广东省网上办事大厅数据交换 EX_GDBS_BZSL');
select jiancha.define_layout('guangdong', 'TBCXSQ', 'step', '特别程序申请', source => '广东省网上办事大厅数据交换 EX_GDBS_TBCXSQ');
select jiancha.define_layout('guangdong', 'TBCXJG', 'step', '特别程序结果', source => '广东省网上办事大厅数据交换 EX_GDBS_TBCXJG');
select jiancha.define_layout('guangdong', 'BJ', 'step', '办结', source => '广东省网上办事大厅数据交换 EX_GDBS_BJ');
select jiancha.define_layout('guangdong', 'LQDJ', 'step', '领取登记', source => '广东省网上办事大厅数据交换 EX_GDBS_LQDJ');

select jiancha.define_field('guangdong', 'SB', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'SB', 'matter_code', 'SXBM');
select jiancha.define_field('guangdong', 'SB', 'applicant', 'SQRMC');
select jiancha.define_field('guangdong', 'SB', 'received_at', 'SBSJ');
-- SQRLX 申请人类型: 1 个人, 2 企业, 3 其他
select jiancha.define_field('guangdong', 'SB', 'party_kind', 'SQRLX', codes => '{"1": "person", "2": "enterprise", "3": "other"}');
select jiancha.define_field('guangdong', 'SB', 'id_no', 'SQRZJHM');
select jiancha.define_field('guangdong', 'SB', 'subject', 'SBXMMC');
select jiancha.define_field('guangdong', 'SB', 'contact', 'LXRSJ');
select jiancha.define_field('guangdong', 'SB', 'data.item_name', 'SXMC');
select jiancha.define_field('guangdong', 'SB', 'data.project_code', 'PROJECT_CODE');

select jiancha.define_field('guangdong', 'WSYSL', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'WSYSL', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'WSYSL', 'number_base', null, fixed => '1');
select jiancha.define_field('guangdong', 'WSYSL', 'kind', null, fixed => 'pre_accept');
select jiancha.define_field('guangdong', 'WSYSL', 'at', 'YSLSJ');
select jiancha.define_field('guangdong', 'WSYSL', 'reason', 'BSLYY');
-- YSLZTDM 预受理状态: 1 通过, 2 不通过, 3 补正
select jiancha.define_field('guangdong', 'WSYSL', 'data.result', 'YSLZTDM');
select jiancha.define_field('guangdong', 'WSYSL', 'data.staff_name', 'BLRXM');

-- SLZTDM 受理状态: 1 受理, 2 不予受理; 部分文本另有 3 补正, 4 不予受理
select jiancha.define_field('guangdong', 'SL', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'SL', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'SL', 'number_base', null, fixed => '2');
select jiancha.define_field('guangdong', 'SL', 'kind', 'SLZTDM', codes => '{"1": "accept", "2": "refuse_acceptance", "3": "request_correction", "4": "refuse_acceptance"}');
select jiancha.define_field('guangdong', 'SL', 'at', 'SLSJ');
select jiancha.define_field('guangdong', 'SL', 'reason', 'BSLYY');
select jiancha.define_field('guangdong', 'SL', 'document_no', 'SLHZH');
select jiancha.define_field('guangdong', 'SL', 'data.staff_name', 'BLRXM');
select jiancha.define_field('guangdong', 'SL', 'data.staff_no', 'BLRGH');

-- SPHJDM 审批环节: 1 承办, 2 审核, 3 批准. 一件可有多条, 没有序号
select jiancha.define_field('guangdong', 'SPCL', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'SPCL', 'kind', 'SPHJDM', codes => '{"1": "handle", "2": "review", "3": "approve"}');
select jiancha.define_field('guangdong', 'SPCL', 'node', 'SPHJMC');
select jiancha.define_field('guangdong', 'SPCL', 'at', 'SPSJ');
select jiancha.define_field('guangdong', 'SPCL', 'opinion', 'SPYJ');
select jiancha.define_field('guangdong', 'SPCL', 'data.staff_name', 'SPRXM');

select jiancha.define_field('guangdong', 'BZGZ', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'BZGZ', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'BZGZ', 'number_base', null, fixed => '3');
select jiancha.define_field('guangdong', 'BZGZ', 'kind', null, fixed => 'request_correction');
select jiancha.define_field('guangdong', 'BZGZ', 'at', 'BZGZSJ');
select jiancha.define_field('guangdong', 'BZGZ', 'reason', 'BZGZYY');
select jiancha.define_field('guangdong', 'BZGZ', 'data.items', 'BZCLQD');

select jiancha.define_field('guangdong', 'BZSL', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'BZSL', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'BZSL', 'number_base', null, fixed => '4');
select jiancha.define_field('guangdong', 'BZSL', 'kind', null, fixed => 'correction_received');
select jiancha.define_field('guangdong', 'BZSL', 'at', 'BZSJ');
select jiancha.define_field('guangdong', 'BZSL', 'data.items', 'BZCLQD');

-- TBCXZL 特别程序种类: A 延长审批时限, B 其他依法不计入时限的程序; XH 序号; TBCXSX 天数
select jiancha.define_field('guangdong', 'TBCXSQ', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'TBCXSQ', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'TBCXSQ', 'series', 'XH');
select jiancha.define_field('guangdong', 'TBCXSQ', 'number_base', null, fixed => '5');
select jiancha.define_field('guangdong', 'TBCXSQ', 'kind', 'TBCXZL', codes => '{"A": "extend", "B": "begin_special"}');
select jiancha.define_field('guangdong', 'TBCXSQ', 'at', 'TBCXKSRQ');
select jiancha.define_field('guangdong', 'TBCXSQ', 'days', 'TBCXSX');
select jiancha.define_field('guangdong', 'TBCXSQ', 'procedure', 'TBCXZLMC', codes => '{"听证": "hearing", "招标": "tender", "拍卖": "auction", "考试": "exam", "检验": "inspection", "检测": "test", "检疫": "quarantine", "鉴定": "appraisal", "专家评审": "expert_review"}');
select jiancha.define_field('guangdong', 'TBCXSQ', 'reason', 'TBCXQDLY');
select jiancha.define_field('guangdong', 'TBCXSQ', 'data.approver', 'TBCXPZR');
select jiancha.define_field('guangdong', 'TBCXSQ', 'data.day_unit', 'TBCXSXDW');

select jiancha.define_field('guangdong', 'TBCXJG', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'TBCXJG', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'TBCXJG', 'series', 'XH');
select jiancha.define_field('guangdong', 'TBCXJG', 'number_base', null, fixed => '6');
select jiancha.define_field('guangdong', 'TBCXJG', 'kind', null, fixed => 'end_special');
select jiancha.define_field('guangdong', 'TBCXJG', 'at', 'TBCXJSRQ');
select jiancha.define_field('guangdong', 'TBCXJG', 'opinion', 'TBCXJG');

-- BJJGDM 办结结果: 0 出证办结, 1 退回办结, 2 作废办结, 3 删除办结, 4 转报办结, 5 补正不来办结, 6 办结和其他
select jiancha.define_field('guangdong', 'BJ', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'BJ', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'BJ', 'number_base', null, fixed => '7');
select jiancha.define_field('guangdong', 'BJ', 'kind', 'BJJGDM', codes => '{"0": "close", "1": "close", "2": "void", "3": "void", "4": "sent_up", "5": "correction_expired", "6": "close"}');
select jiancha.define_field('guangdong', 'BJ', 'at', 'BJSJ');
select jiancha.define_field('guangdong', 'BJ', 'opinion', 'BJJGMS');
select jiancha.define_field('guangdong', 'BJ', 'reason', 'ZFHTHYY');
select jiancha.define_field('guangdong', 'BJ', 'document_no', 'ZJBH');
select jiancha.define_field('guangdong', 'BJ', 'data.completion_state', 'BJJGDM');
select jiancha.define_field('guangdong', 'BJ', 'data.certificate', 'ZJGZMC');
select jiancha.define_field('guangdong', 'BJ', 'data.fee', 'SFJE');

select jiancha.define_field('guangdong', 'LQDJ', 'case_no', 'SBLSH');
select jiancha.define_field('guangdong', 'LQDJ', 'version', 'SJBBH');
select jiancha.define_field('guangdong', 'LQDJ', 'number_base', null, fixed => '8');
select jiancha.define_field('guangdong', 'LQDJ', 'kind', null, fixed => 'deliver');
select jiancha.define_field('guangdong', 'LQDJ', 'at', 'LQSJ');
select jiancha.define_field('guangdong', 'LQDJ', 'data.receiver', 'LQRXM');

-- 三、山东省办件归集: 一件一个报文, BasicInfo 的 projid 为其余各段的主键

select jiancha.define_layout('shandong', 'BasicInfo', 'case', '办件基本信息', source => '山东省办件归集 BasicInfo');
select jiancha.define_layout('shandong', 'Proc', 'step', '办理环节', source => '山东省办件归集 Proc', parent => 'BasicInfo', parent_fields => '{projid}');
select jiancha.define_layout('shandong', 'Specialnode', 'step', '特别环节', source => '山东省办件归集 Specialnode', parent => 'BasicInfo', parent_fields => '{projid}');
select jiancha.define_layout('shandong', 'Done', 'step', '办结', source => '山东省办件归集 Done', parent => 'BasicInfo', parent_fields => '{projid}');

select jiancha.define_field('shandong', 'BasicInfo', 'case_no', 'projid');
select jiancha.define_field('shandong', 'BasicInfo', 'matter_code', 'taskcode');
select jiancha.define_field('shandong', 'BasicInfo', 'applicant', 'applicant');
select jiancha.define_field('shandong', 'BasicInfo', 'received_at', 'applydate');
select jiancha.define_field('shandong', 'BasicInfo', 'subject', 'projectname');
-- applyerpagetype 证件类型: 111 居民身份证, 001 营业执照 (统一社会信用代码)
select jiancha.define_field('shandong', 'BasicInfo', 'id_type', 'applyerpagetype', codes => '{"111": "identity_number", "001": "credit_code"}');
select jiancha.define_field('shandong', 'BasicInfo', 'id_no', 'applyerpagecode');
-- datasource 数据来源: 1 网上, 2 大厅, 9 其他; 其他按报送
select jiancha.define_field('shandong', 'BasicInfo', 'channel', 'datasource', codes => '{"1": "online", "2": "window", "9": "feed"}');
select jiancha.define_field('shandong', 'BasicInfo', 'data.org_business_no', 'orgbusno');
select jiancha.define_field('shandong', 'BasicInfo', 'data.task_item', 'taskhandleitem');
select jiancha.define_field('shandong', 'BasicInfo', 'data.item_version', 'itemversion');

-- noderesult 环节结果: 0 不同意, 1 同意, 2 不予受理, 3 拒绝, 4 受理, 5 补正, 6 特别程序, 7 退回. 同意、不同意的环节记为承办, 名称在 node
select jiancha.define_field('shandong', 'Proc', 'case_no', 'projid');
select jiancha.define_field('shandong', 'Proc', 'step_no', 'sn');
select jiancha.define_field('shandong', 'Proc', 'kind', 'noderesult',
    codes => '{"0": "handle", "1": "handle", "2": "refuse_acceptance", "3": "refuse_acceptance", "4": "accept", "5": "request_correction", "6": "begin_special", "7": "rollback"}');
select jiancha.define_field('shandong', 'Proc', 'node', 'nodename');
select jiancha.define_field('shandong', 'Proc', 'at', 'nodeendtime');
select jiancha.define_field('shandong', 'Proc', 'opinion', 'nodeadv');
select jiancha.define_field('shandong', 'Proc', 'data.node_result', 'noderesult');
select jiancha.define_field('shandong', 'Proc', 'data.node_started_at', 'nodestarttime');

-- specialtype: 1 延期, 2 其他; specialnodetype: 0 开始, 1 结束. 延期须有天数, 公开的字段里没有, 因此进入差错, 由部门补报
select jiancha.define_field('shandong', 'Specialnode', 'case_no', 'projid');
select jiancha.define_field('shandong', 'Specialnode', 'kind', 'specialtype+specialnodetype', codes => '{"1+0": "extend", "1+1": "end_special", "2+0": "begin_special", "2+1": "end_special"}');
select jiancha.define_field('shandong', 'Specialnode', 'at', 'nodetime');
select jiancha.define_field('shandong', 'Specialnode', 'days', 'days');

-- doneresult 的代码没有公开, 原样保存; resulttype: 10 证照, 20 批文, 30 其他, 99 无
select jiancha.define_field('shandong', 'Done', 'case_no', 'projid');
select jiancha.define_field('shandong', 'Done', 'number_base', null, fixed => '9');
select jiancha.define_field('shandong', 'Done', 'kind', null, fixed => 'close');
select jiancha.define_field('shandong', 'Done', 'at', 'occurtime');
select jiancha.define_field('shandong', 'Done', 'opinion', 'exitres');
select jiancha.define_field('shandong', 'Done', 'data.completion_state', 'doneresult');
select jiancha.define_field('shandong', 'Done', 'data.result_type', 'resulttype');
select jiancha.define_field('shandong', 'Done', 'data.fee', 'fee');
