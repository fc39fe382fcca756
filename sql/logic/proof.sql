-- Why a card was given. What is said about days is said by _explain_clock(), from the clock and the calendar that the engine counted with.

create function jiancha._level_name(level text) returns text
language sql immutable parallel safe
begin atomic
    select case level when 'notice' then '预警' when 'yellow' then '黄牌' when 'red' then '红牌' when 'anomaly' then '异常信号' else level end;
end;
comment on function jiancha._level_name(text) is 'Chinese name of a level.';

create function jiancha._unit_name(unit text) returns text
language sql immutable parallel safe
begin atomic
    select case unit when 'working_day' then '个工作日' when 'day' then '日' when 'week' then '周' when 'month' then '个月' when 'year' then '年'
        when 'working_hour' then '个工作小时' when 'hour' then '小时' when 'percent' then '%' else unit end;
end;
comment on function jiancha._unit_name(text) is 'Chinese name of a unit, as it follows a number.';

create function jiancha._threshold_in_words(clock_name text, comparison text, amount integer, unit text) returns text
language sql immutable parallel safe
begin atomic
    select case comparison
        when 'passed' then format('%s届满而未完成', clock_name)
        when 'before' then format('%s届满前%s%s', clock_name, amount, jiancha._unit_name(unit))
        when 'more_than' then format('%s届满后逾期超过%s%s', clock_name, amount, jiancha._unit_name(unit))
        when 'at_least' then format('%s届满后逾期达到%s%s', clock_name, amount, jiancha._unit_name(unit))
        when 'elapsed' then format('%s已用去%s%%', clock_name, amount)
        else format('%s：%s', clock_name, comparison) end;
end;
comment on function jiancha._threshold_in_words(text, text, integer, text) is 'A threshold of a rule in Chinese; clock_name is the Chinese name of its clock.';

create function jiancha._status_in_words(status text) returns text
language sql immutable parallel safe
begin atomic
    select case status when 'regulation' then '本规定明定' when 'statute' then '法律明定' when 'analogue' then '比照适用' when 'assumed' then '假定，待本市确认'
        else status end;
end;
comment on function jiancha._status_in_words(text) is 'Chinese word for the status of a rule.';

create function jiancha._minute(at timestamptz, zone text) returns text
language sql stable parallel safe
begin atomic
    select case when isfinite(at) then to_char(at at time zone zone, case when extract(second from at) = 0 then 'YYYY-MM-DD HH24:MI' else 'YYYY-MM-DD HH24:MI:SS' end)
        else at::text end;
end;
comment on function jiancha._minute(timestamptz, text) is 'An instant as people read it, in the time zone given; seconds only if there are any.';

create function jiancha._named_facts(docket bigint, docket_kind text, expression text)
returns table (fact text, value text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    relation text := jiancha._fact_view(docket_kind);
    facts jsonb;
begin
    if relation is null then
        return;
    end if;
    execute format('select to_jsonb(f) from jiancha.%I f where f.docket_id = $1', relation) into facts using docket;
    return query
    select e.key, coalesce(e.value #>> '{}', '空')
    from jsonb_each(facts) e
    where expression ~ ('\m' || e.key || '\M')
    order by strpos(expression, e.key), e.key;
end
$$;
comment on function jiancha._named_facts(bigint, text, text) is
    'The facts of a docket that an expression names, with their values now, as text: columns of the fact view of its kind; none if the kind has no such view.';

create function jiancha._resting_steps(docket bigint, pack text, version integer, clock text)
returns table (seq bigint, step_no bigint, kind text, name text, at timestamptz, at_precision text, staff_code text, document_no text, corrects bigint, reason text,
    revision bigint, recorded_at timestamptz, does text, corrected_by text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select s.seq, s.step_no, s.kind, k.name, s.at, s.at_precision, s.staff_code, s.document_no, s.corrects, s.reason, s.revision, s.recorded_at,
        case
            when s.kind = any (r.start_kinds) then '开始计时'
            when s.kind = any (r.pause_kinds) then '暂停计时' when s.kind = any (r.resume_kinds) then '恢复计时'
            when s.kind = any (r.extend_kinds) then '延长时限' when s.kind = 'transfer' then '移交'
            when s.kind = any (r.stop_kinds) or k.ends then '停止计时'
            when r.clock is null then '过程' end,
        -- a step that does not count any more: why
        case when e.seq is null then coalesce(
            (select string_agg('步骤' || c.step_no, '、' order by c.step_no) from jiancha.step c where c.docket_id = s.docket_id and c.corrects = s.step_no),
            (select '步骤' || max(c.step_no) from jiancha.step c where c.docket_id = s.docket_id and c.corrects = s.corrects), '其他步骤') end
    from jiancha.step s
    left join jiancha.effective_step e on e.docket_id = s.docket_id and e.seq = s.seq
    join jiancha.step_kind k on k.kind = s.kind
    left join jiancha.effective_clock_rule r on r.pack = _resting_steps.pack and r.version = _resting_steps.version and r.clock = _resting_steps.clock
    where s.docket_id = _resting_steps.docket and s.kind <> 'cancel_step'
        and (r.clock is null or k.ends or s.kind = 'transfer'
            or s.kind = any (r.start_kinds || r.stop_kinds || r.pause_kinds || r.resume_kinds || r.extend_kinds || r.final_kinds))
    order by s.at, k.rank, s.step_no;
end
$$;
comment on function jiancha._resting_steps(bigint, text, integer, text) is
    'The steps that matter to a clock of a docket and what each does to it; corrected_by: what took the place of one that does not count any more. Without such a clock, all steps.';

create function jiancha._step_in_words(step_no bigint, name text, at timestamptz, at_precision text, staff_code text, document_no text, corrects bigint, zone text) returns text
language sql stable parallel safe
begin atomic
    select format('%s %s%s%s%s%s',
        case at_precision when 'day' then to_char(at at time zone zone, 'YYYY-MM-DD') else jiancha._minute(at, zone) end, name,
        '（步骤' || step_no || '）', '，经办人' || staff_code, '，文书' || document_no, '，更正步骤' || corrects);
end;
comment on function jiancha._step_in_words(bigint, text, timestamptz, text, text, text, bigint, text) is 'A step in Chinese: when, what, its number, who signed, its document, what it corrects.';

create function jiancha._mark_cause(docket bigint, clock text, cycle integer, after_at timestamptz, until_at timestamptz, after_revision bigint, zone text)
returns table (what text, source text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    -- what was recorded after the last look and not after this one: a row recorded in the transaction of the last look belongs to it
    return query
    select format('其间录入：%s，%s录入%s', jiancha._step_in_words(s.step_no, k.name, s.at, s.at_precision, s.staff_code, s.document_no, s.corrects, zone),
        jiancha._minute(s.recorded_at, zone), '，理由：' || s.reason), null::text
    from jiancha.step s join jiancha.step_kind k on k.kind = s.kind
    where s.docket_id = docket and s.recorded_at <= until_at and (s.recorded_at > after_at or s.revision > after_revision)
    order by s.recorded_at, s.seq;
    return query
    select format('其间日历由第%s版改为第%s版，届满日由%s改为%s', r.old_version, r.new_version, r.old_due_on, r.new_due_on),
        (select string_agg(v.notice_no, '、' order by v.version) from jiancha.calendar_version v
         where v.calendar_code = r.calendar_code and v.version > r.old_version and v.version <= r.new_version)
    from jiancha.clock_revision r
    where r.docket_id = docket and r.clock = _mark_cause.clock and r.cycle = _mark_cause.cycle and r.recorded_at > after_at and r.recorded_at <= until_at
    order by r.seq;
end
$$;
comment on function jiancha._mark_cause(bigint, text, integer, timestamptz, timestamptz, bigint, text) is
    'Why a mark came: the steps that were recorded, and the calendar changes that were counted, after one instant and not after another (both by recorded_at); of the first mark also the steps of a later revision than the card knew, whose transaction had begun before.';

create function jiancha.explain_signal(signal_no text)
returns table ("no" bigint, part text, "from" timestamptz, "to" timestamptz, what text, source text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    this record;
    zone text;
begin
    select s.*, n.mark, n.level as level_now, n.earned_at as earned_now, n.org_code as org_now, d.kind as docket_kind, d.pack as docket_pack, d.received_at, d.accepted_at,
        d.imported, d.matter_code, k.state as clock_state, k.stop_at, k.due_on, k.start_at,
        r.name as rule_name, r.kind as rule_kind, r.comparison, r.amount, r.unit, r.condition, r.holds_from, r.basis, r.source, r.status, r.from_pack,
        coalesce(cr.name, s.clock) as clock_name, p.name as pack_name, p.valid_from as pack_valid_from,
        b.citation, b.wording, b.valid_until as basis_until, b.superseded_by
    into this
    from jiancha.signal s
    join jiancha.signal_now n on n.docket_id = s.docket_id and n.rule = s.rule and n.clock = s.clock and n.cycle = s.cycle
    left join jiancha.docket d on d.docket_id = s.docket_id
    left join jiancha.clock k on k.docket_id = s.docket_id and k.clock = s.clock and k.cycle = s.cycle
    left join jiancha.effective_signal_rule r on r.pack = s.pack and r.version = s.rule_version and r.rule = s.rule
    left join jiancha.effective_clock_rule cr on cr.pack = s.pack and cr.version = s.rule_version and cr.clock = s.clock
    left join jiancha.rule_pack p on p.pack = s.pack and p.version = s.rule_version
    left join jiancha.legal_basis b on b.basis = r.basis
    where s.signal_no = explain_signal.signal_no;
    if not found then
        perform jiancha._raise('unknown_signal', explain_signal.signal_no);
    end if;
    select c.time_zone into zone from jiancha.calendar c where c.calendar_code = this.calendar_code;

    return query
    with line (position, part, from_at, to_at, what, source) as (
        -- 1 the rule
        select array[1, 0::bigint]::bigint[], '规则', this.earned_at, null::timestamptz,
            format('%s%s %s：%s', this.rule, ' ' || nullif(this.rule_name, ''), jiancha._level_name(this.level),
                case this.rule_kind
                    when 'time' then jiancha._threshold_in_words(this.clock_name, this.comparison, this.amount, this.unit)
                    when 'condition' then '具有规则所列情形'
                    when 'manual' then '由人工提出' else coalesce(this.rule_kind, '规则不在案') end),
            this.source
        union all
        select array[2, 0]::bigint[], '规则', this.pack_valid_from::timestamp at time zone zone, null,
            format('规则包%s第%s版%s，自%s起施行%s；该规则：%s', this.pack, this.rule_version, '（' || this.pack_name || '）', this.pack_valid_from,
                '，该规则承自' || nullif(this.from_pack, this.pack), jiancha._status_in_words(this.status)),
            this.source
        union all
        -- 2 its legal basis
        select array[3, 0]::bigint[], '依据', null, this.basis_until::timestamp at time zone zone,
            this.wording || case when this.basis_until <= (this.earned_at at time zone zone)::date
                then format('（该依据自%s起已废止%s）', this.basis_until, '，由' || this.superseded_by || '取代') else '' end,
            this.citation
        where this.citation is not null
        union all
        -- 3 the clock, day by day
        select array[4, e.no]::bigint[], case when this.mark = 'issued' then '计时' else '计时（按现有事实）' end, e."from"::timestamp at time zone zone, (e."to" + 1)::timestamp at time zone zone, e.what || coalesce('：' || e.days || '天', ''), e.source
        from jiancha._explain_clock(this.docket_id, this.clock, this.cycle) e
        where this.start_at is not null
        union all
        -- 4 the condition and the facts it names
        select array[5, 0]::bigint[], '情形', this.earned_at, null, this.condition, this.source where this.rule_kind = 'condition'
        union all
        select array[6, row_number() over ()]::bigint[], '情形', null, null, f.fact || ' = ' || f.value, null
        from jiancha._named_facts(this.docket_id, this.docket_kind, this.condition || ' ' || coalesce(this.holds_from, '')) f
        where this.rule_kind = 'condition'
        union all
        -- 5 the instant
        select array[7, 0]::bigint[], '时点', this.earned_at, null,
            format('%s起%s，得%s', jiancha._minute(this.earned_at, zone),
                case when this.rule_kind is distinct from 'time' then '规则成立' when this.comparison = 'before' then '应当提醒'
                    when this.comparison = 'elapsed' then '时限用去规定部分' else '逾期' end, jiancha._level_name(this.level)), this.source
        union all
        select array[7, 1]::bigint[], '时点', this.earned_now, null,
            format('按现有事实应为%s起，%s', jiancha._minute(this.earned_now, zone), jiancha._level_name(this.level_now)), this.source
        where this.mark in ('moved', 'reinstated') and (this.earned_now, this.level_now) is distinct from (this.earned_at, this.level)
        union all
        -- 6 the facts
        select array[8, 0]::bigint[], '事实', this.received_at, null, format('%s 收件（%s）', jiancha._minute(this.received_at, zone), this.business_no), null
        where this.received_at is not null
        union all
        select array[9, row_number() over ()]::bigint[], '事实', t.at, null,
            format('%s：%s；%s录入%s', jiancha._step_in_words(t.step_no, t.name, t.at, t.at_precision, t.staff_code, t.document_no, t.corrects, zone), t.does,
                jiancha._minute(t.recorded_at, zone), case when t.revision > this.revision then '（查出之后）' else '' end
                    || coalesce('；已由' || t.corrected_by || '更正，不再计', '')), null
        from jiancha._resting_steps(this.docket_id, this.pack, this.rule_version, this.clock) t
        union all
        -- 7 who held it
        select array[10, 0]::bigint[], '单位', this.earned_at, null, format('%s时由%s承办', jiancha._minute(this.earned_now, zone),
            coalesce((select o.name from jiancha.org o where o.org_code = this.org_now), this.org_now)), null
        union all
        -- 8 the calendar
        select array[11, 0]::bigint[], '日历', null, null, format('按日历%s第%s版计算，该版公布至%s', v.calendar_code, v.version, v.published_through), v.notice_no
        from jiancha.calendar_version v where v.calendar_code = this.calendar_code and v.version = this.calendar_version
        union all
        -- 9 what became of it
        select array[12, 0]::bigint[], '处理', this.found_at, null, format('%s巡查查出%s', jiancha._minute(this.found_at, zone),
            case this.origin when 'manual' then '（人工提出）' else '' end), null
        union all
        select array[13, 0]::bigint[], '处理', this.issued_at, null, format('%s发出', jiancha._minute(this.issued_at, zone)), null
        where this.issued_at is not null
        union all
        select array[14, a.seq * 1000]::bigint[], '处理', a.at, null,
            format('%s %s%s%s%s%s', jiancha._minute(a.at, zone), case a.kind
                when 'unfounded' then '按现有事实不再成立' when 'reinstated' then '按现有事实重又成立' when 'moved' then '按现有事实改变'
                when 'issue' then '确认发出' when 'dismiss' then '决定不发' when 'effect' then '认定造成不良影响' when 'explain' then '说明情况' when 'rectify' then '报告整改'
                when 'appeal' then '申诉' when 'accept' then '采纳答复' when 'reject' then '不采纳答复' when 'uphold' then '维持' when 'withdraw' then '撤销'
                when 'exempt' then '免责' when 'escalate' then '未按期答复，升级' else a.kind end,
                '：' || a.text, '，理由：' || a.ground, '，决定文号：' || a.decision_no, '，文书：' || a.document_no), a.document_no
        from jiancha.signal_action a
        where a.docket_id = this.docket_id and a.rule = this.rule and a.clock = this.clock and a.cycle = this.cycle
        union all
        select array[14, a.seq * 1000 + row_number() over (partition by a.seq)]::bigint[], '处理', null, null, m.what, m.source
        from (
            select x.*, lag(x.recorded_at, 1, this.recorded_at) over (order by x.seq) as before_at,
                case when row_number() over (order by x.seq) = 1 then this.revision end as after_revision
            from jiancha.signal_action x
            where x.docket_id = this.docket_id and x.rule = this.rule and x.clock = this.clock and x.cycle = this.cycle
                and x.kind in ('unfounded', 'reinstated', 'moved')) a
        cross join lateral jiancha._mark_cause(this.docket_id, this.clock, this.cycle, a.before_at, a.recorded_at, a.after_revision, zone) m
        union all
        -- 10 the answer
        select array[15, 0]::bigint[], '现状', null, null, jiancha._state_in_words(g.state) || coalesce('；' || jiancha._minute(g.cleared_at, zone) || '停止计时', ''), null
        from jiancha.signals g
        where g.signal_no = this.signal_no)
    select row_number() over (order by l.position), l.part, l.from_at, l.to_at, l.what, l.source
    from line l
    order by l.position;
end
$$;
comment on function jiancha.explain_signal(text) is
    'Why a card was given, in Chinese: the rule with its clause, its pack and status; its legal basis, flagged if repealed by then; the days of its clock counted and skipped (as the facts are now); for a condition the expression and the facts it names; the instant; the steps it rests on with number, time, signer and when they were recorded; who held the case; the version of the calendar; what became of it, each mark of the engine with the steps and calendar changes recorded since the look before; its state. from and to are instants, to exclusive. Rows under row-level security: steps that the caller may not read are left out. Errors: JC004 no such signal, or not the caller''s.';

create function jiancha._state_in_words(state text) returns text
language sql immutable parallel safe
begin atomic
    select case state
        when 'issued' then '已发出' when 'cleared' then '事项已了结，牌仍在案' when 'unfounded' then '拟撤销：按现有事实不再成立' when 'historical' then '历史信号：不发出、不计分'
        when 'trial' then '试运行：已查出，不发出' when 'pending' then '待确认：经决定后发出' when 'dismissed' then '决定不发' when 'withdrawn' then '已撤销'
        when 'exempted' then '已免责' when 'exempt' then '已免责' when 'appealed' then '申诉中' when 'answered' then '已答复' when 'accepted' then '答复已采纳'
        when 'rejected' then '答复未采纳' when 'upheld' then '申诉后维持' when 'escalated' then '已升级' else state end;
end;
comment on function jiancha._state_in_words(text) is 'Chinese words for a state of signals; another state as it is.';
