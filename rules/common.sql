-- 共同规则包: 各城市规则包的上级. 法律规定的时限, 以及法规未写明之处的默认设置 (A01 至 A36).
-- 一条一个调用, 旁边是编号和出处. 城市规则包中同名的规则优先.

select jiancha.define_pack('common', 1, '法律规定的时限和默认设置', '全国人民代表大会及其常务委员会、国务院；默认设置为假定',
    valid_from => '2004-07-01', source => '行政许可法 第八十三条: 自2004年7月1日起施行', parent => '');

-- 一、行政许可法: 期限以工作日计算 (第八十二条)

-- 第三十二条: 五日内一次告知补正
select jiancha.define_clock('common', 1, 'acceptance', '受理时限',
    start_kinds => '{received,correction_received}', stop_kinds => '{accept,refuse_acceptance,request_correction}',
    final_kinds => '{accept,refuse_acceptance}',
    limit_from => 'fixed', limit_amount => 5, limit_unit => 'working_day',
    source => '行政许可法 第三十二条', status => 'statute', basis => 'licence_32');
-- 第三十二条: 逾期不告知的, 自收到申请材料之日起即为受理. 不发牌, 由系统记入“视为受理”
select jiancha.define_signal('common', 1, 'L-32', clock => 'acceptance', at => 'due passed', effect => 'deemed_accept',
    name => '逾期不告知补正，视为受理', source => '行政许可法 第三十二条第一款第(四)项', status => 'statute', basis => 'licence_32');
-- 第四十二条(延长)、第四十五条(特别程序不计入): 事项的法定时限
select jiancha.define_clock('common', 1, 'statutory', '法定时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{decide,close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'statutory',
    source => '行政许可法 第四十二条、第四十五条', status => 'statute', basis => 'licence_42');
-- 第四十四条: 十日内送达
select jiancha.define_clock('common', 1, 'delivery', '送达时限',
    start_kinds => '{decide}', stop_kinds => '{deliver}',
    limit_from => 'fixed', limit_amount => 10, limit_unit => 'working_day',
    source => '行政许可法 第四十四条', status => 'statute', basis => 'licence_44');
-- 第四十五条: 特别程序所需时间书面告知申请人, 以告知的时间为限
select jiancha.define_clock('common', 1, 'special_procedure', '特别程序时限',
    start_kinds => '{begin_special}', stop_kinds => '{end_special}',
    limit_from => 'requested', limit_unit => 'working_day',
    source => '行政许可法 第四十五条', status => 'statute', basis => 'special_procedure');
-- 第四十七条: 二十日内组织听证
select jiancha.define_clock('common', 1, 'hearing', '听证组织时限',
    start_kinds => '{request_hearing}', stop_kinds => '{hear_begin}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'working_day',
    source => '行政许可法 第四十七条', status => 'statute', basis => 'licence_47');
-- 下列时限只适用于部分事项, 由城市规则包以 enabled => true 重新写明后启用
-- 第四十二条第一款: 二十日内作出决定
select jiancha.define_clock('common', 1, 'licence_decision', '许可决定时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{decide,close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'working_day', enabled => false,
    source => '行政许可法 第四十二条第一款', status => 'statute', basis => 'licence_42');
-- 第四十二条第二款: 统一、联合、集中办理四十五日, 挂在联合办理的主件上; 延长不超过十五日
select jiancha.define_clock('common', 1, 'joint_decision', '联合办理时限', docket_kind => 'joint',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{decide,close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 45, limit_unit => 'working_day',
    source => '行政许可法 第四十二条第二款', status => 'statute', basis => 'licence_42');
-- 第四十三条: 下级审查二十日
select jiancha.define_clock('common', 1, 'lower_review', '下级审查时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{sent_up}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'working_day', enabled => false,
    source => '行政许可法 第四十三条', status => 'statute', basis => 'licence_43');
-- 第五十五条: 五日内指派两名以上工作人员
select jiancha.define_clock('common', 1, 'inspectors', '指派检验人员时限',
    start_kinds => '{accept,deemed_accept}', stop_kinds => '{assign}',
    limit_from => 'fixed', limit_amount => 5, limit_unit => 'working_day', enabled => false,
    source => '行政许可法 第五十五条', status => 'statute', basis => 'licence_55');

-- 二、行政处罚法: 二日、三日、五日、七日为工作日, 其余为自然日 (第八十五条)

-- 第六十条: 九十日内作出决定
select jiancha.define_clock('common', 1, 'penalty_decision', '处罚决定时限', docket_kind => 'penalty',
    start_kinds => '{file_case}', stop_kinds => '{penalty_decision,close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 90, limit_unit => 'day',
    source => '行政处罚法 第六十条', status => 'statute', basis => 'penalty_60');
-- 第六十一条: 七日内送达
select jiancha.define_clock('common', 1, 'penalty_delivery', '处罚决定书送达时限', docket_kind => 'penalty',
    start_kinds => '{penalty_decision}', stop_kinds => '{deliver}',
    limit_from => 'fixed', limit_amount => 7, limit_unit => 'working_day',
    source => '行政处罚法 第六十一条、第八十五条', status => 'statute', basis => 'penalty_61');
-- 第五十六条: 先行登记保存七日内处理
select jiancha.define_clock('common', 1, 'penalty_evidence', '登记保存证据处理时限', docket_kind => 'penalty',
    start_kinds => '{preserve_evidence}', stop_kinds => '{dispose_evidence}',
    limit_from => 'fixed', limit_amount => 7, limit_unit => 'working_day',
    source => '行政处罚法 第五十六条、第八十五条', status => 'statute', basis => 'penalty_56');
-- 第六十四条: 当事人告知后五日内要求听证
select jiancha.define_clock('common', 1, 'penalty_hearing_request', '当事人要求听证期限', docket_kind => 'penalty',
    start_kinds => '{advance_notice}', stop_kinds => '{request_hearing,penalty_decision}',
    limit_from => 'fixed', limit_amount => 5, limit_unit => 'working_day',
    source => '行政处罚法 第六十四条、第八十五条', status => 'statute', basis => 'penalty_64');
-- 第六十七条: 当事人十五日内缴纳罚款
select jiancha.define_clock('common', 1, 'penalty_payment', '当事人缴纳罚款期限', docket_kind => 'penalty',
    start_kinds => '{deliver}', stop_kinds => '{pay_fine}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'day',
    source => '行政处罚法 第六十七条', status => 'statute', basis => 'penalty_67');

-- 三、信访工作条例

-- 第二十二条、第二十三条: 十五日内转送、交办、告知
select jiancha.define_clock('common', 1, 'petition_tell', '信访告知时限', docket_kind => 'petition',
    start_kinds => '{received}', stop_kinds => '{accept,refuse_acceptance,transfer_out,assign}',
    final_kinds => '{accept,refuse_acceptance,transfer_out,assign}',
    limit_from => 'fixed', limit_amount => 15, limit_unit => 'day',
    source => '信访工作条例 第二十二条、第二十三条', status => 'statute', basis => 'petition_22');
-- 第三十四条: 六十日内办结, 延长不超过三十日
select jiancha.define_clock('common', 1, 'petition_handling', '信访办理时限', docket_kind => 'petition',
    start_kinds => '{accept}', stop_kinds => '{reply,close}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 60, limit_unit => 'day',
    source => '信访工作条例 第三十四条', status => 'statute', basis => 'petition_34');

-- 四、政府信息公开条例

-- 第三十条: 七个工作日内告知补正
select jiancha.define_clock('common', 1, 'disclosure_correction', '信息公开补正告知时限', docket_kind => 'disclosure',
    start_kinds => '{received}', stop_kinds => '{request_correction,reply}', final_kinds => '{request_correction,reply}',
    limit_from => 'fixed', limit_amount => 7, limit_unit => 'working_day',
    source => '政府信息公开条例 第三十条', status => 'statute', basis => 'disclosure_30');
-- 第三十三条: 二十个工作日内答复, 延长不超过二十个工作日; 征求第三方意见的时间不计入
select jiancha.define_clock('common', 1, 'disclosure_reply', '信息公开答复时限', docket_kind => 'disclosure',
    start_kinds => '{received,correction_received}', stop_kinds => '{request_correction,reply}', final_kinds => '{reply}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'working_day',
    source => '政府信息公开条例 第三十三条', status => 'statute', basis => 'disclosure_33');

-- 五、行政复议法: 三日、五日、七日、十日为工作日 (第八十八条)

-- 第三十条: 五日内审查
select jiancha.define_clock('common', 1, 'reconsideration_acceptance', '复议申请审查时限', docket_kind => 'reconsideration',
    start_kinds => '{received,correction_received}', stop_kinds => '{accept,refuse_acceptance,request_correction}',
    final_kinds => '{accept,refuse_acceptance}',
    limit_from => 'fixed', limit_amount => 5, limit_unit => 'working_day',
    source => '行政复议法 第三十条、第八十八条', status => 'statute', basis => 'reconsideration_30');
-- 第四十八条: 被申请人十日内答复
select jiancha.define_clock('common', 1, 'reconsideration_reply', '被申请人答复时限', docket_kind => 'reconsideration',
    start_kinds => '{delivered}', stop_kinds => '{reply}',
    limit_from => 'fixed', limit_amount => 10, limit_unit => 'working_day',
    source => '行政复议法 第四十八条、第八十八条', status => 'statute', basis => 'reconsideration_48');
-- 第六十二条: 六十日内决定, 延长不超过三十日
select jiancha.define_clock('common', 1, 'reconsideration_decision', '复议决定时限', docket_kind => 'reconsideration',
    start_kinds => '{accept}', stop_kinds => '{decide,close}',
    pause_kinds => '{begin_special}', resume_kinds => '{end_special}', extend_kinds => '{extend}',
    limit_from => 'fixed', limit_amount => 60, limit_unit => 'day',
    source => '行政复议法 第六十二条', status => 'statute', basis => 'reconsideration_62');

-- 六、备案: 法规规章备案审查条例, 公布之日起三十日内
select jiancha.define_clock('common', 1, 'filing', '备案报送时限', docket_kind => 'filing',
    start_kinds => '{received}', stop_kinds => '{deliver,close}',
    limit_from => 'fixed', limit_amount => 30, limit_unit => 'day',
    source => '法规规章备案审查条例', status => 'statute', basis => 'filing_2024');

-- 信息公开: 行政许可法 第三十条, 应当公示的八项内容
select jiancha.define_checklist('common', 1, 'licence', 'name', 1, name => '审批事项', source => '行政许可法 第三十条', status => 'statute');
select jiancha.define_checklist('common', 1, 'licence', 'basis', 2, name => '依据', source => '行政许可法 第三十条', status => 'statute');
select jiancha.define_checklist('common', 1, 'licence', 'conditions', 3, name => '条件', source => '行政许可法 第三十条', status => 'statute');
select jiancha.define_checklist('common', 1, 'licence', 'quantity', 4, name => '数量', source => '行政许可法 第三十条', status => 'statute');
select jiancha.define_checklist('common', 1, 'licence', 'procedure', 5, name => '程序', source => '行政许可法 第三十条', status => 'statute');
select jiancha.define_checklist('common', 1, 'licence', 'limit', 6, name => '期限', source => '行政许可法 第三十条', status => 'statute');
select jiancha.define_checklist('common', 1, 'licence', 'materials', 7, name => '需要提交的全部材料的目录', source => '行政许可法 第三十条', status => 'statute');
select jiancha.define_checklist('common', 1, 'licence', 'forms', 8, name => '申请书示范文本', source => '行政许可法 第三十条', status => 'statute');
-- 政府信息公开条例 第二十六条: 形成或者变更之日起二十个工作日内公开. 自入库起算, 至清单各项全部公开
select jiancha.define_clock('common', 1, 'publication', '事项信息公开时限', docket_kind => 'publication',
    start_kinds => '{received}', stop_kinds => '{publish}', final_kinds => '{publish}',
    limit_from => 'fixed', limit_amount => 20, limit_unit => 'working_day',
    source => '政府信息公开条例 第二十六条', status => 'statute');

-- 七、监督自身的时限

-- 督办: 以督办通知写明的期限为限
select jiancha.define_clock('common', 1, 'supervision_order', '督办回复时限', docket_kind => 'supervision_order',
    start_kinds => '{received}', stop_kinds => '{reply,close}', extend_kinds => '{extend}',
    limit_from => 'set',
    source => '各地办法: 在督办写明的期限内回复', status => 'analogue');
-- 监察文书: 以文书写明的期限为限
select jiancha.define_clock('common', 1, 'instrument', '监察文书答复时限', docket_kind => 'instrument',
    start_kinds => '{received}', stop_kinds => '{reply,close}', extend_kinds => '{extend}',
    limit_from => 'set',
    source => '参照新乡市行政审批电子监察绩效测评办法(试行) 第十三条: 跟踪落实', status => 'analogue');
-- 建设节点: 以写明的最后一日为限; 末日为休息日的顺延 (民法典第二百零三条)
select jiancha.define_clock('common', 1, 'milestone', '建设节点期限', docket_kind => 'milestone',
    start_kinds => '{received}', stop_kinds => '{close}',
    limit_from => 'set',
    source => '各地方案: 在写明的日期前完成', status => 'analogue');
-- 信号纠正: 自送达起, 说明、整改或者申诉为止; 答复不予采纳的重新起算 (A05)
select jiancha.define_clock('common', 1, 'answer', '信号纠正时限', docket_kind => 'signal',
    start_kinds => '{delivered,reject_reply}', stop_kinds => '{explain,rectify,appeal}',
    limit_from => 'fixed', limit_amount => 5, limit_unit => 'working_day',
    source => '各办法只写“规定期限”, 未写天数 (A05); 五个工作日参照江苏某市权力库办法的异常回复时限', status => 'analogue');
-- 红牌的书面报告: 与黄牌的纠正分开计时, 逾期未报告不产生新的信号
select jiancha.define_clock('common', 1, 'report', '整改报告时限', docket_kind => 'report',
    start_kinds => '{delivered,reject_reply}', stop_kinds => '{explain,rectify,appeal}',
    limit_from => 'fixed', limit_amount => 5, limit_unit => 'working_day',
    source => '新乡预警纠错办法 第九条第一款: 在规定期限内书面报告; 未写天数 (A05), 五个工作日参照江苏某市权力库办法的异常回复时限', status => 'analogue');

-- 八、默认设置: 法规未写明或者互相矛盾之处, 每一处至少一行, 编号为 A01 至 A36.
-- 单位为 rule 的, 值是规则编号; 单位为 clock 的, 值是计时名称. none 表示由城市规则包写明, 未写明的就没有.

-- A01 “日”是自然日还是工作日
select jiancha.define_param('common', 1, 'plain_day_unit', 'day', issue => 'A01', source => '民法典 第二百条', status => 'statute',
    note => '只写“日”的为自然日；写明工作日的、行政许可法的期限为工作日。每个计时的 limit_unit 写明单位');
-- A02 遇节假日顺延: 只看最后一日
select jiancha.define_param('common', 1, 'roll', 'last_day', issue => 'A02', source => '民法典 第二百零三条', status => 'statute',
    note => '自然日期限的默认；事项登记的 roll 可为 none、last_day、skip_all');
-- A03 “到期前一天”
select jiancha.define_param('common', 1, 'warn_rules', 'none', unit => 'rule', issue => 'A03', source => '没有全国规定, 各地不同', status => 'assumed',
    note => '预警提前量由各地规则的时点写明');
-- A04 超期发黄牌还是红牌
select jiancha.define_param('common', 1, 'overdue_rules', 'none', unit => 'rule', issue => 'A04', source => '没有全国规定, 各地不同', status => 'assumed',
    note => '超期的级别由各地规则写明');
-- A05 “规定期限”
select jiancha.define_param('common', 1, 'correct_days', '5', unit => 'working_day', issue => 'A05',
    source => '参照江苏某市权力库办法: 异常回复五个工作日', status => 'analogue', note => '即计时 answer、report 的时限，写在告诫书和红牌通知上');
-- A06 “不良后果”
select jiancha.define_param('common', 1, 'bad_effect_default', 'false', issue => 'A06', source => '假定: 由监察人员写明理由后认定', status => 'assumed',
    note => '未认定的按尚未造成不良后果，发黄牌；认定后发红牌');
-- A07 十项内容、九项分值
select jiancha.define_param('common', 1, 'dimension_10', 'overlay', issue => 'A07', source => '行政审批绩效量化测评方法(约2009年): 九项共100分', status => 'analogue',
    note => '预警纠错不单列分值，在所涉各项中扣分');
-- A08 承诺时限还是法定时限
select jiancha.define_param('common', 1, 'limit_basis', 'promised', issue => 'A08', source => '新乡预警纠错办法 第四条第(三)项', status => 'analogue',
    note => '有承诺的按承诺，没有的按法定；法定时限另行计算和显示');
-- A09 延期有无上限
select jiancha.define_param('common', 1, 'max_extension', '15', unit => 'working_day', issue => 'A09', source => '假定', status => 'assumed',
    note => '投诉的延期；须在期满前经负责人批准');
select jiancha.define_param('common', 1, 'max_extension_times', '1', issue => 'A09', source => '假定', status => 'assumed', note => '投诉只延期一次');
-- A10 周期
select jiancha.define_param('common', 1, 'score_cycle', 'month', issue => 'A10', source => '新乡绩效测评办法 第九条', status => 'analogue', note => '年度为各月平均');
select jiancha.define_param('common', 1, 'publish_cycle', 'quarter', issue => 'A10', source => '镇江办法 第22条: 季度通报', status => 'analogue');
-- A11 起算日和到期时刻
select jiancha.define_param('common', 1, 'count_mode', 'day', issue => 'A11', source => '民法典 第二百零一条、第二百零三条', status => 'statute',
    note => 'day：开始的当日不计入，末日24时届满；exact：从受理的时刻起算。每个计时的 count_mode 写明');
-- A12 重大行政处罚备案
select jiancha.define_param('common', 1, 'major_penalty_days', '15', unit => 'day', issue => 'A12', source => '参照运城、山西等地', status => 'analogue');
select jiancha.define_param('common', 1, 'major_penalty_person', '500', unit => 'yuan', issue => 'A12', source => '参照宜府法〔2011〕3号: 非经营活动中的公民', status => 'analogue');
select jiancha.define_param('common', 1, 'major_penalty_legal_person', '1000', unit => 'yuan', issue => 'A12', source => '参照宜府法〔2011〕3号: 非经营活动中的法人', status => 'analogue');
select jiancha.define_param('common', 1, 'major_penalty_business', '20000', unit => 'yuan', issue => 'A12', source => '参照宜府法〔2011〕3号: 经营活动中的罚款、没收', status => 'analogue');
-- A13 放假通知尚未公布
select jiancha.define_param('common', 1, 'assume_weekends', 'false', issue => 'A13', source => '假定: 不猜测', status => 'assumed',
    note => '未公布的日子：公开计算报错，时限为暂定，不发牌');
-- A14 补正时限是否停止
select jiancha.define_param('common', 1, 'pause_on_correction', 'false', issue => 'A14', source => '行政许可法 第三十二条', status => 'statute',
    note => '受理后才起算；受理后的补正不停止计算');
-- A15 A、B、C、D 四档
select jiancha.define_param('common', 1, 'online_classes', 'A 立即, B 年内, C 以后, D 不上网', issue => 'A15', source => '假定: 方案未写明四档含义', status => 'assumed');
select jiancha.define_param('common', 1, 'online_delayed_classes', 'B, C', issue => 'A15', source => '假定: 方案未写明四档含义', status => 'assumed', note => '延期上网的档，须有原因和时间安排');
select jiancha.define_param('common', 1, 'online_never_class', 'D', issue => 'A15', source => '网络审批及电子监控方案 五(四): 涉及保密信息的项目一律不上网办理; D档为假定', status => 'assumed');
-- A16 涉密事项不进平台
select jiancha.define_param('common', 1, 'secrecy_exempts_veto', 'true', issue => 'A16', source => '新乡管理办法 第四条第二款', status => 'analogue',
    note => '有保密认定的不适用一票否决，只计数');
-- A17 “及时”
select jiancha.define_param('common', 1, 'prompt_notice', '3', unit => 'working_day', issue => 'A17', source => '假定', status => 'assumed', note => '变更通知');
select jiancha.define_param('common', 1, 'prompt_matter_change', '20', unit => 'day', issue => 'A17', source => '镇江办法 第7条', status => 'analogue', note => '法律、职能变更后的申报');
-- A18 黄牌何时升级为红牌
select jiancha.define_param('common', 1, 'escalation', 'once', issue => 'A18', source => '假定', status => 'assumed',
    note => '一张牌只升级一次，记明原因（超期或者未纠正）');
-- A19 迟办结是否撤牌
select jiancha.define_param('common', 1, 'late_completion', 'keep', issue => 'A19', source => '假定', status => 'assumed',
    note => '保留并注明办结时间；期满前作废、撤回的不发；撤销只凭监察决定');
-- A20 环节时限
select jiancha.define_param('common', 1, 'stage_rules', 'none', unit => 'rule', issue => 'A20', source => '假定: 默认不监察环节时限', status => 'assumed',
    note => '各环节时限之和不超过承诺时限');
-- A21 匿名投诉
select jiancha.define_param('common', 1, 'anonymous_feedback', 'false', issue => 'A21', source => '新乡投诉处理办法 第八条只规定实名', status => 'assumed', note => '受理，同样十五个工作日，不负反馈义务');
-- A22 视为受理与迟报的受理
select jiancha.define_param('common', 1, 'deemed_rule', 'L-32', unit => 'rule', issue => 'A22', source => '行政许可法 第三十二条第一款第(四)项', status => 'statute',
    note => '视为受理由系统记入；其后报来的受理不得将起算日后移');
-- A23 红牌的追责方式
select jiancha.define_param('common', 1, 'red_measures', 'any', issue => 'A23', source => '假定: 新乡预警纠错办法第十一条至第十五条缺失', status => 'assumed');
-- A24 失效的依据、旧代码
select jiancha.define_param('common', 1, 'party_codes', 'organisation_code, uscc', issue => 'A24', source => '假定', status => 'assumed',
    note => '组织机构代码和统一社会信用代码均可；失效的依据保留并在 rule_basis_status 标注');
-- A25 数据交换频度
select jiancha.define_param('common', 1, 'feed_schedule', '1', unit => 'day', issue => 'A25', source => '网络审批及电子监控方案 四(五): 每日交换', status => 'analogue');
-- 数据源心跳
select jiancha.define_param('common', 1, 'heartbeat_minutes', '30', unit => 'minute', source => '假定: 新乡管理办法第六条第(三)项未定', status => 'assumed',
    note => '数据源超过此时间没有心跳的，为技术异常；由本市确定');
-- A26 视频和电话
select jiancha.define_param('common', 1, 'video', 'events', issue => 'A26', source => '假定: 只存事件和索引', status => 'assumed');
-- A27 个人排名
select jiancha.define_param('common', 1, 'staff_ranking', 'supervisor', issue => 'A27', source => '假定: 个人排名只供监察人员, 公布只到单位', status => 'assumed');
-- A28 罚款与考核
select jiancha.define_param('common', 1, 'fine_indicators', 'refused', issue => 'A28', source => '行政处罚法 第七十四条', status => 'statute');
-- A29 法律中的“日”
select jiancha.define_param('common', 1, 'licence_day_unit', 'working_day', issue => 'A29', source => '行政许可法 第八十二条', status => 'statute');
select jiancha.define_param('common', 1, 'penalty_working_days', '2, 3, 5, 7', issue => 'A29', source => '行政处罚法 第八十五条', status => 'statute', note => '其余为自然日');
select jiancha.define_param('common', 1, 'reconsideration_working_days', '3, 5, 7, 10', issue => 'A29', source => '行政复议法 第八十八条', status => 'statute', note => '其余为自然日');
-- A30 市区共同办理、并联审批
select jiancha.define_param('common', 1, 'joint_clock', 'joint_decision', unit => 'clock', issue => 'A30', source => '行政许可法 第四十二条第二款', status => 'statute',
    note => '总时限挂在主件，各单位时限挂在子件');
-- A31 迟到的数据
select jiancha.define_param('common', 1, 'feed_tolerance_hours', '24', unit => 'hour', issue => 'A31', source => '假定: 一个交换周期', status => 'assumed',
    note => '由接口报送的单位，期满后等满此时或者收到覆盖期满时刻的完整批次再发牌');
-- A32 “超过两个工作日”
select jiancha.define_param('common', 1, 'red_rules', 'none', unit => 'rule', issue => 'A32', source => '没有全国规定, 各地不同', status => 'assumed', note => 'more than 为超过，at least 为达到');
-- A33 特别程序: 实际用时还是申请的时间
select jiancha.define_param('common', 1, 'special_mode', 'actual', issue => 'A33', source => '行政许可法 第四十五条: 所需时间不计算在内', status => 'statute',
    note => '每个计时的 special_mode 写明；申请的时间另由计时 special_procedure 监察');
-- A34 延期与特别程序
select jiancha.define_param('common', 1, 'extension_times', '1', issue => 'A34', source => '行政许可法 第四十二条', status => 'statute',
    note => '延期增加时限，特别程序停止计算；延期须经批准并告知理由');
-- A35 分值和等次
select jiancha.define_param('common', 1, 'grade_cutoffs', '90, 75, 60', issue => 'A35', source => '假定: 未见公布的等次界限', status => 'assumed');
select jiancha.define_param('common', 1, 'score_weights', '10, 14, 14, 8, 14, 10, 10, 10, 10', issue => 'A35', source => '行政审批绩效量化测评方法(约2009年)', status => 'analogue');
-- A36 环节名称
select jiancha.define_param('common', 1, 'stages', '受理, 承办, 审核, 批准, 办结', issue => 'A36', source => '威海管理制度 第六条第(四)项', status => 'analogue', note => '报表用的五个环节；各事项流程可另设');
select jiancha.define_param('common', 1, 'stage_kinds',
    '受理=accept,deemed_accept; 承办=handle,begin_special,end_special,rollback,transfer; 审核=review; 批准=approve,decide; 办结=close,certificate_issued; 告知=deliver',
    issue => 'A36', source => '假定: 各过程类型归入的环节', status => 'assumed', note => '步骤写明环节的以所写为准');

-- 其他默认设置
select jiancha.define_param('common', 1, 'pause_needs_notice', 'false', source => '行政许可法 第四十五条: 所需时间不计入; 书面告知是义务', status => 'statute',
    note => '没有书面告知的特别程序仍不计入时限，另作异常；改为不停止计算的，其计时写明 special_mode => noticed');
-- 流程: 不按流程办理的步骤是拒收还是只作标记; 事项的流程图可另行写明
select jiancha.define_param('common', 1, 'flow_mode', 'import', source => '假定', status => 'assumed', note => 'strict：拒收；import：照收并标记，见 flow_fault。导入的历史一律只标记');
select jiancha.define_param('common', 1, 'negative_opinions', '不同意, 不予, 不准, 不符合, 不通过, 不批准, 退回, 驳回, 否决', source => '镇江办法 第11条第(4)项: 否定意见; 用语为假定', status => 'assumed',
    note => '以这些词语开头的意见为否定意见，须说明理由');
select jiancha.define_param('common', 1, 'special_procedures', 'hearing, tender, auction, inspection, test, quarantine, appraisal, expert_review', source => '行政许可法 第四十五条', status => 'statute',
    note => '听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审');
select jiancha.define_param('common', 1, 'extension_duty', 'unit_head', issue => 'A34', source => '行政许可法 第四十二条: 经本行政机关负责人批准', status => 'statute',
    note => '延期由担任此职务的人签署');
-- 申请人查询: 连续查询不中的, 等待时间逐次加倍
select jiancha.define_param('common', 1, 'query_tries', '3', source => '假定', status => 'assumed', note => '同一来源对同一编号连续不中的次数，达到后须等待');
select jiancha.define_param('common', 1, 'query_client_tries', '20', source => '假定', status => 'assumed', note => '同一来源对任何编号不中的次数，达到后须等待');
select jiancha.define_param('common', 1, 'query_wait_seconds', '60', unit => 'second', source => '假定', status => 'assumed', note => '第一次等待的时间');
select jiancha.define_param('common', 1, 'query_wait_most', '86400', unit => 'second', source => '假定', status => 'assumed', note => '最长的等待时间');
select jiancha.define_param('common', 1, 'appeal_days', '10', unit => 'working_day', source => '假定', status => 'assumed', note => '自信号发出起可以申诉的时间');
select jiancha.define_param('common', 1, 'exempts_points', 'true', source => '假定: 两项免责写在责任追究一章', status => 'assumed', note => '免责的信号不扣分');
select jiancha.define_param('common', 1, 'exempts_liability', 'true', source => '新乡预警纠错办法 第四章', status => 'analogue');
select jiancha.define_param('common', 1, 'consec_scope', 'staff', source => '假定', status => 'assumed', note => '连续三次预警按人计：staff；按单位计：org');
select jiancha.define_param('common', 1, 'immediate_hours', '2', unit => 'working_hour', source => '假定: 新乡投诉处理办法第五条只写“立即”', status => 'assumed');
select jiancha.define_param('common', 1, 'retention_years', '3', unit => 'year', source => '镇江办法 第12条', status => 'analogue', note => '在线保留；备份永久');

-- 处理程序

-- 平台故障期间的信号可以按一个决定成批免除
select jiancha.define_exempt('common', 1, 'platform_outage', '平台故障', source => '假定', status => 'assumed');

-- 文书
select jiancha.define_param('common', 1, 'letter_organ', '行政电子监察机关', source => '暂定: 由本市确定', status => 'assumed');
select jiancha.define_param('common', 1, 'letter_prefix', '电', source => '暂定: 发文机关代字由本市确定', status => 'assumed');

select jiancha.define_template('common', 1, '预警通知', word => '监预', body =>
'你单位办理的“{{matter}}”（{{case_no}}），期限将于{{due_on}}届满，预警编号{{signal_no}}，依据为{{rule_text}}。请在期限届满前办结。',
    source => '暂定: 书面预警', status => 'assumed');
select jiancha.define_template('common', 1, '黄牌通知', word => '监黄', for_level => 'yellow', body =>
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生黄牌信号，信号编号{{signal_no}}，依据为{{rule_text}}。{{overdue}}
请立即纠正，并{{answer_by}}作出书面说明。对本通知有异议的，可以{{appeal_by}}向本机关提出申诉。',
    source => '暂定: 黄牌的书面通知', status => 'assumed');
select jiancha.define_template('common', 1, '红牌通知', word => '监红', for_level => 'red', body =>
'你单位办理的“{{matter}}”（{{case_no}}），于{{earned_at}}产生红牌信号，信号编号{{signal_no}}，依据为{{rule_text}}。{{overdue}}
请立即纠正，并{{answer_by}}作出书面说明，配合监察机关的调查。对本通知有异议的，可以{{appeal_by}}向本机关提出申诉。',
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
    -- 2024年修正的监察法2025年6月1日起施行, 条号有变, 修正后的条号未核对
    source => '监察法 第十一条第(三)项、第四十五条第一款第(五)项: 2018年文本的条号, 修正后的条号未核对', status => 'assumed');
select jiancha.define_template('common', 1, '监察决定书', word => '监决', body =>
'经查，{{facts}}
根据{{basis}}，决定如下：
{{opinion}}
请于{{answer_on}}前将执行情况书面报送。{{remedy}}',
    -- 第四十五条是监察结果的处置方式, 没有监察决定书这一文书
    source => '类推: 监察法 第四十五条: 2018年文本的条号, 修正后的条号未核对', status => 'analogue');

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

-- 投诉 (没有全国规定, 参照新乡办法; 城市规则包中同名的优先)

-- 第四条: 受理的九类投诉; 与测评指标的对应为假定
select jiancha.define_complaint_rule('common', 1, 'kind', '1', '拒绝、推诿、不完全履行法定职责', dimension => '监督检查', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(一)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '2', '履行职责无合法依据，或者违反法定条件、程序、权限和时限', dimension => '运行流程', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(二)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '3', '不履行公开和告知义务，损害知情权', dimension => '政务公开', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(三)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '4', '擅自设置收费项目并收费，或者不按法定项目和标准收费', dimension => '收费行为', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(四)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '5', '索取、收受财物或者谋取其他利益', dimension => '廉洁行政', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(五)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '6', '服务态度恶劣，故意刁难', dimension => '服务态度', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(六)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '7', '违法违规履行职责，造成损害', dimension => '法律责任', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(七)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '8', '涉及其他部门职权的事项不协商、不报告，擅自决定或者置之不办', dimension => '运行流程', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(八)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'kind', '9', '其他违法违规行为', source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条第(九)项', status => 'analogue');
-- 第七条: 五种处理结果
select jiancha.define_complaint_rule('common', 1, 'outcome', 'file_case', '立案调查', needs => '{document_no,person}', source => '参照新乡市电子监察系统投诉处理办法(试行) 第七条第(一)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'outcome', 'liability', '追究过错责任', needs => '{document_no,person,result}', source => '参照新乡市电子监察系统投诉处理办法(试行) 第七条第(二)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'outcome', 'decision', '作出检查决定、监察决定或者提出检查建议、监察建议', needs => '{document_no,result}', results => '{检查决定,监察决定,检查建议,监察建议}', source => '参照新乡市电子监察系统投诉处理办法(试行) 第七条第(三)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'outcome', 'report', '提出解决建议，向市委、市政府专题报告', needs => '{document_no,text}', source => '参照新乡市电子监察系统投诉处理办法(试行) 第七条第(四)项', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'outcome', 'explain', '不属实或者投诉前已处理整改，向投诉人说明情况', needs => '{text,result}', results => '{不属实,投诉前已处理整改}', source => '参照新乡市电子监察系统投诉处理办法(试行) 第七条第(五)项', status => 'analogue');
-- 渠道: 期限自哪一过程起算由城市规则包写明
select jiancha.define_complaint_rule('common', 1, 'channel', 'portal', '纪检监察门户网站', source => '新乡市电子监察系统投诉处理办法(试行) 第二条; 评测办法 第十一条', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'channel', 'phone', '电话', source => '新乡市电子监察系统投诉处理办法(试行) 第二条; 评测办法 第十一条', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'channel', 'letter', '来信', source => '新乡市电子监察系统投诉处理办法(试行) 第二条; 评测办法 第十一条', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'channel', 'visit', '来访', source => '新乡市电子监察系统投诉处理办法(试行) 第二条; 评测办法 第十一条', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'channel', 'email', '电子邮件', source => '新乡市电子监察系统投诉处理办法(试行) 第二条; 评测办法 第十一条', status => 'analogue');
select jiancha.define_complaint_rule('common', 1, 'channel', 'other', '其他', source => '新乡市电子监察系统投诉处理办法(试行) 第二条; 评测办法 第十一条', status => 'analogue');
select jiancha.define_param('common', 1, 'repeat_days', '180', unit => 'day', issue => 'A09', source => '假定', status => 'assumed', note => '办结后多少日内再次投诉算重复投诉');
-- 监管范围目录: 讨论确定后报政府审定
select jiancha.define_procedure('common', 1, 'scope_list', 'confirm', deciders => '{领导小组}',
    source => '参照行政效能电子监察方案(广西某市) 三3(2): 经领导小组讨论确定', status => 'analogue');
select jiancha.define_procedure('common', 1, 'scope_list', 'approve', after => '{confirm}', deciders => '{市人民政府}',
    source => '参照行政效能电子监察方案(广西某市) 二、三3(2): 报市人民政府审定', status => 'analogue');
select jiancha.define_procedure('common', 1, 'scope_list', 'terminate', needs => '{reason}',
    source => '参照行政效能电子监察方案(广西某市) 三3(2): 未予确定或者审定的', status => 'analogue');
-- 录入人员须经培训
select jiancha.define_param('common', 1, 'entry_needs_training', 'false', source => '假定: 方案要求培训, 未写明未经培训的不得录入', status => 'assumed',
    note => 'true：未登记培训的账号不授予录入权');
-- 程序: 各步骤的先后、批准人和必填内容
select jiancha.define_procedure('common', 1, 'complaint', 'accept',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第四条、第五条第一款', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'refuse_acceptance', needs => '{assigned_to,reason}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第五条第四款: 转有管辖权的部门办理，并告知投诉人', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'assign', needs => '{assigned_to}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第五条第三款: 立即派人或者责成有关单位派人', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'handle', after => '{accept}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第五条第一款: 初步核实和处理', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'transfer_out', after => '{accept}', needs => '{assigned_to}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第五条第一款、第六条第一款', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'extend', after => '{accept}', deciders => '{主管负责人}', needs => '{reason}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第五条第二款: 特别复杂的，经主管负责人批准', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'request_extension', after => '{transfer_out}', needs => '{reason,document_no}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第六条第三款: 主管机关提前书面说明理由', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'extend_result', after => '{request_extension}', deciders => '{主管负责人}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第六条第三款: 转交办理的纪检监察机关主管负责人批准', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'reply', after => '{transfer_out}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第六条第二款: 在规定的时间内办结并报结果', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'feedback', after => '{handle,reply,transfer_out}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第八条', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'close', after => '{handle,reply}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第七条', status => 'analogue');
select jiancha.define_procedure('common', 1, 'complaint', 'conclude', after => '{transfer_out}', needs => '{reason}',
    source => '参照新乡市电子监察系统投诉处理办法(试行) 第六条第一款: 不要求报送结果的转办', status => 'analogue');
