-- 条件规则
-- 第六条中可由事实判定的部分; 级别未写明, 黄牌为假定。是否属实须先确认。

select jiancha.define_condition('weihai', 1, 'W-6.2a1', docket_kind => 'approval', level => 'yellow', phase => 'close', name => '虚报: 有办结而无受理',
    condition => $$ state = 'closed' and accept_step_at is null $$,
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(二)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.2a2', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '虚报: 过程早于收件',
    condition => $$ early_step_at < received_at and state <> 'void' $$,
    holds_from => 'received_at',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(二)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.3a', docket_kind => 'approval', level => 'yellow', phase => 'accept', name => '申请者资料不完整',
    condition => $$ accepted_at is not null and state <> 'void'
        and (party_kind is null or btrim(coalesce(applicant, '')) = '' or btrim(coalesce(id_no, '')) = '' or btrim(coalesce(contact, '')) = '') $$,
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(三)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.4a', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '缺少规定环节',
    condition => $$ decided_at is not null and cardinality(missing_steps) > 0 and state <> 'void' $$,
    holds_from => 'decided_at',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(四)项; 级别为假定');
select jiancha.define_condition('weihai', 1, 'W-6.4b', docket_kind => 'approval', level => 'yellow', phase => 'step', name => '环节顺序颠倒',
    condition => $$ not by_day and state <> 'void'
        and (reviewed_at < handled_at or approved_at < reviewed_at or decided_at < approved_at or decided_at < accept_step_at or close_step_at < decided_at) $$,
    holds_from => 'case when reviewed_at < handled_at then handled_at when approved_at < reviewed_at then reviewed_at when decided_at < approved_at then approved_at when decided_at < accept_step_at then accept_step_at else decided_at end',
    answer_clock => 'answer', status => 'assumed', source => '威海市电子监察管理制度 第六条第(四)项; 级别为假定');
