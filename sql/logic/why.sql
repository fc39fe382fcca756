-- Why a card was not given: the questions in the order in which they decide, and the answer. It computes nothing of its own: the clock, its
-- thresholds and what is earned come from the views and functions that a sweep goes by.

create function jiancha._judging_version(docket_pack text, judged_at timestamptz, calendar text) returns integer
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp as $$
begin
    return (
        select p.version from jiancha.rule_pack p join jiancha.calendar c on c.calendar_code = calendar
        where p.pack = docket_pack and p.valid_from <= jiancha._local_date(judged_at, calendar, c.version)
        order by p.version desc limit 1);
end
$$;
comment on function jiancha._judging_version(text, timestamptz, text) is
    'The version of a pack in force on the day of an instant, in the calendar''s time zone; NULL if none was yet. For dockets that have no clock to read it from.';

create function jiancha._earned_of(docket bigint, as_of timestamptz)
returns table (rule text, clock text, cycle integer, level text, earned_at timestamptz)
language c stable strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_earned_of';
comment on function jiancha._earned_of(bigint, timestamptz) is
    'What a docket has earned as of an instant by all its facts; nothing for a docket that the caller may not see.';

create function jiancha._thresholds_of(docket bigint)
returns table (rule text, clock text, cycle integer, at timestamptz, firm boolean, earnable boolean)
language c stable strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_thresholds_of';
comment on function jiancha._thresholds_of(bigint) is
    'The rows of clock_threshold of a docket; nothing for a docket that the caller may not see.';

create function jiancha.why_no_signal(case_no text, rule text, as_of timestamptz default now(), docket_kind text default 'approval')
returns table ("no" integer, question text, answer text, at timestamptz, source text)
language plpgsql stable parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
declare
    this record;
    judged integer;
    found_rule record;
    clock record;
    card record;
    threshold record;
    basis record;
    fact record;
    zone text;
    conclusion text;
begin
    if as_of is null or not isfinite(as_of) then
        perform jiancha._raise('bad_instant_of_question', coalesce(as_of::text, 'NULL'));
    end if;
    no := 0;

    -- is it known, and whose is it
    select d.*, o.name as org_name, m.name as matter_name, s.live_from into this
    from jiancha.docket d
    left join jiancha.org o on o.org_code = d.org_code
    left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version
    cross join jiancha.record_state s
    where d.kind = why_no_signal.docket_kind and d.business_no = why_no_signal.case_no;
    no := no + 1; question := '卷宗是否在案'; at := null; source := null;
    if not found then
        answer := '不在案，或不由本单位承办'; return next;
        no := no + 1; question := '结论'; answer := format('没有信号：“%s”不在案，或不由本单位承办', why_no_signal.case_no); return next;
        return;
    end if;
    select c.time_zone into zone from jiancha.calendar c where c.calendar_code = this.calendar_code;
    answer := format('在案，由%s承办%s', coalesce(this.org_name, this.org_code), '；事项：' || coalesce(this.matter_name, this.matter_code)); at := this.received_at;
    return next;

    -- which pack and version judges it: that of its clocks, else by the day of acceptance (of receipt before)
    select k.rule_version into judged
    from jiancha.clock k
    join jiancha.effective_signal_rule r on r.pack = k.pack and r.version = k.rule_version and r.clock = k.clock and r.rule = why_no_signal.rule
    where k.docket_id = this.docket_id and k.state <> 'gone'
    order by k.cycle desc limit 1;
    judged := coalesce(judged, jiancha._judging_version(this.pack, coalesce(this.accepted_at, this.received_at), this.calendar_code));
    no := no + 1; question := '由哪个规则包的哪一版评判'; at := coalesce(this.accepted_at, this.received_at);
    if judged is null then
        answer := format('规则包%s在%s（%s）尚未施行', this.pack, jiancha._minute(at, zone), case when this.accepted_at is null then '收件' else '受理' end); return next;
        no := no + 1; question := '结论'; at := null; answer := format('没有信号：该卷宗早于规则包%s施行之日，不受其监察', this.pack); return next;
        return;
    end if;
    select format('规则包%s第%s版（%s），自%s起施行；%s日为%s', p.pack, p.version, p.name, p.valid_from,
            case when this.accepted_at is null then '收件' else '受理' end, jiancha._local_date(at, this.calendar_code, c.version)), p.source
    into answer, source
    from jiancha.rule_pack p join jiancha.calendar c on c.calendar_code = this.calendar_code
    where p.pack = this.pack and p.version = judged;
    return next;

    -- does the rule hold there
    select r.* into found_rule
    from jiancha.effective_signal_rule r
    where r.pack = this.pack and r.version = judged and r.rule = why_no_signal.rule;
    no := no + 1; question := '该规则是否适用'; at := null; source := null;
    if not found then
        select r.pack, r.version, r.source into basis
        from jiancha.rule_lineage l join jiancha.signal_rule r on r.pack = l.from_pack and r.version = l.from_version
        where l.pack = this.pack and l.version = judged and r.rule = why_no_signal.rule and not r.enabled
        order by l.distance limit 1;
        if found then
            answer := format('已由规则包%s第%s版停用', basis.pack, basis.version); source := basis.source; return next;
            conclusion := format('没有信号：规则%s已由规则包%s停用', why_no_signal.rule, basis.pack);
        else
            select string_agg(distinct format('%s第%s版', r.pack, r.version), '、') into answer
            from jiancha.signal_rule r where r.rule = why_no_signal.rule;
            conclusion := format('没有信号：规则包%s第%s版没有规则“%s”%s', this.pack, judged, why_no_signal.rule, '（有此规则的：' || answer || '）');
            answer := coalesce('不在评判该卷宗的版本之中；有此规则的：' || answer, '没有这一规则'); return next;
        end if;
        no := no + 1; question := '结论'; source := null; answer := conclusion; return next;
        return;
    end if;
    answer := case found_rule.kind
            when 'time' then coalesce((select jiancha._threshold_in_words(c.name, found_rule.comparison, found_rule.amount, found_rule.unit)
                                       from jiancha.effective_clock_rule c where c.pack = this.pack and c.version = judged and c.clock = found_rule.clock), found_rule.at)
                || '，' || jiancha._level_name(found_rule.level)
            when 'condition' then format('具有下列情形，%s：%s', jiancha._level_name(found_rule.level), found_rule.condition)
            when 'manual' then format('由人工提出，%s', jiancha._level_name(found_rule.level))
            else '到期由系统记入步骤，不是信号' end
        || case when found_rule.from_pack <> this.pack then format('；承自规则包%s第%s版', found_rule.from_pack, found_rule.from_version) else '' end;
    source := found_rule.source;
    return next;
    if this.out_of_scope and found_rule.kind in ('time', 'condition') then
        no := no + 1; question := '是否在监管范围'; at := coalesce(this.accepted_at, this.received_at); source := null;
        answer := '事项和收件岗位不在当日有效的监管范围目录之中'; return next;
        no := no + 1; question := '结论'; at := null; answer := '没有信号：该卷宗不在监管范围'; return next;
        return;
    end if;
    select b.citation, b.valid_until into basis from jiancha.legal_basis b where b.basis = found_rule.basis and b.valid_until <= (why_no_signal.as_of at time zone zone)::date;
    if found then
        no := no + 1; question := '其依据是否有效'; answer := format('自%s起已废止；规则仍在案，不因此停用', basis.valid_until); source := basis.citation; return next;
    end if;
    source := null;
    if found_rule.docket_kind <> why_no_signal.docket_kind then
        no := no + 1; question := '结论'; answer := format('没有信号：该规则只用于%s，本卷宗为%s',
            (select k.name from jiancha.docket_kind k where k.kind = found_rule.docket_kind), (select k.name from jiancha.docket_kind k where k.kind = this.kind));
        return next;
        return;
    end if;

    -- is it there after all
    select g.signal_no, g.state, g.earned_at, g.level, g.mark into card
    from jiancha.signals g
    where g.docket_id = this.docket_id::text and g.rule = why_no_signal.rule
    order by g.cycle desc limit 1;
    if found and card.earned_at <= why_no_signal.as_of and card.mark <> 'unfounded' then
        no := no + 1; question := '是否已有信号'; answer := format('有：%s，%s，%s', card.signal_no, jiancha._level_name(card.level), jiancha._state_in_words(card.state)); at := card.earned_at;
        return next;
        no := no + 1; question := '结论'; at := null;
        answer := case card.state
            when 'historical' then format('信号%s已查出，不发出：%s', card.signal_no,
                case when this.imported then '该卷宗为历史数据导入' else format('该卷宗早于正式运行之日%s', jiancha._minute(this.live_from, zone)) end)
            when 'trial' then format('信号%s已查出，不发出：尚在试运行', card.signal_no)
            when 'pending' then format('信号%s已查出，尚未发出：待%s', card.signal_no, case found_rule.issue when 'on_effect' then '监察机关认定造成不良影响' else '监察人员确认' end)
            else format('有信号：%s，%s', card.signal_no, jiancha._state_in_words(card.state)) end;
        return next;
        return;
    end if;
    if card.mark = 'unfounded' then
        no := no + 1; question := '是否曾有信号'; answer := format('曾有：%s，按现有事实不再成立；原因见 explain_signal', card.signal_no); at := card.earned_at; return next;
        at := null;
    end if;
    if this.quarantined then
        select q.error_code, q.message, q.at into basis from jiancha.quarantine q where q.docket_id = this.docket_id order by q.seq desc limit 1;
        no := no + 1; question := '该卷宗能否巡查'; answer := format('不能，已隔离：%s %s', basis.error_code, basis.message); at := basis.at; return next;
        no := no + 1; question := '结论'; at := null; answer := '没有信号：该卷宗巡查出错已隔离，录入新的事实或修复后才继续'; return next;
        return;
    end if;

    -- a rule that failed is out until it is released
    select q.kind, q.error_code, q.message, q.at into basis
    from jiancha.rule_quarantine q
    where q.rule = found_rule.rule and (q.pack, q.version) in ((found_rule.from_pack, found_rule.from_version), (this.pack, judged))
    order by q.seq desc limit 1;
    if found and basis.kind = 'quarantine' then
        no := no + 1; question := '该规则能否运算'; answer := format('不能，已隔离：%s %s', basis.error_code, basis.message); at := basis.at; return next;
        no := no + 1; question := '结论'; at := null; answer := '没有信号：该规则运算出错已隔离，解除后即补查'; return next;
        return;
    end if;

    -- is it earned: what a sweep at this instant would find
    select x.earned_at, x.level into fact
    from jiancha._earned_of(this.docket_id, why_no_signal.as_of) x
    where x.rule = why_no_signal.rule
    order by x.earned_at limit 1;
    if found then
        no := no + 1; question := '规则是否成立'; answer := format('自%s起成立', jiancha._minute(fact.earned_at, zone)); at := fact.earned_at; return next;
        no := no + 1; question := '结论'; at := null; answer := format('还没有信号：已经成立，%s时的巡查尚未进行；下一次巡查即会查出', jiancha._minute(why_no_signal.as_of, zone)); return next;
        return;
    end if;

    if found_rule.kind = 'manual' then
        no := no + 1; question := '结论'; answer := '没有信号：该规则由监察人员提出，至今无人提出'; return next;
        return;
    elsif found_rule.kind = 'lapse' then
        no := no + 1; question := '结论'; answer := format('没有信号：该规则到期记入步骤“%s”，不产生信号', (select k.name from jiancha.step_kind k where k.kind = found_rule.effect)); return next;
        return;
    elsif found_rule.kind = 'condition' then
        for fact in select * from jiancha._named_facts(this.docket_id, this.kind, found_rule.condition || ' ' || found_rule.holds_from) loop
            no := no + 1; question := '规则所列事实'; answer := fact.fact || ' = ' || fact.value; return next;
        end loop;
        no := no + 1; question := '结论'; answer := format('没有信号：至%s所列情形不成立', jiancha._minute(why_no_signal.as_of, zone)); return next;
        return;
    end if;

    -- a time rule: its clock
    select k.*, coalesce(c.name, k.clock) as name, v.published_through into clock
    from jiancha.clock k
    left join jiancha.effective_clock_rule c on c.pack = k.pack and c.version = k.rule_version and c.clock = k.clock
    left join jiancha.calendar_version v on v.calendar_code = k.calendar_code and v.version = k.calendar_version
    where k.docket_id = this.docket_id and k.clock = found_rule.clock
    order by k.cycle desc limit 1;
    no := no + 1; question := '计时是否开始'; source := null;
    if not found or clock.state = 'gone' then
        answer := case
            when clock.state = 'gone' then '开始计时的步骤已被更正'
            when found_rule.clock = 'promised' and this.accepted_at is null or found_rule.clock = 'statutory' and this.accepted_at is null then '尚未受理，该时限未开始'
            when exists (select from jiancha.effective_clock_rule c where c.pack = this.pack and c.version = judged and c.clock = found_rule.clock
                         and c.limit_from in ('promised', 'statutory')) and this.accepted_at is not null then '该事项没有此项时限'
            else '开始该时限的步骤尚未录入' end;
        return next;
        no := no + 1; question := '结论'; answer := '没有信号：' || answer; return next;
        return;
    end if;
    answer := format('%s自%s起计%s', clock.name, jiancha._minute(clock.start_at, zone), case when clock.cycle > 1 then format('（第%s次）', clock.cycle) else '' end); at := clock.start_at; return next;

    select t.at, t.firm, t.earnable into threshold
    from jiancha._thresholds_of(this.docket_id) t
    where t.clock = clock.clock and t.cycle = clock.cycle and t.rule = why_no_signal.rule;
    no := no + 1; question := '规则何时成立';
    if clock.state = 'paused' then
        at := null; answer := format('不能确定：特别程序自%s起未结束，期限随之顺延', (select max(lower(p)) - 1 from unnest(clock.pauses) p)); return next;
        no := no + 1; question := '结论'; answer := '没有信号：计时暂停中，恢复后才能确定届满日'; return next;
        return;
    elsif threshold.at is null or not isfinite(threshold.at) then
        at := null;
        answer := case when found_rule.once and clock.cycle > 1 then '该规则对一个卷宗只计一次，此前的计时已经成立' else '规则在该时限上没有时点' end; return next;
        no := no + 1; question := '结论'; answer := '没有信号：' || answer; return next;
        return;
    elsif not threshold.firm then
        at := threshold.at; answer := format('暂定%s；日历%s只公布至%s', jiancha._minute(threshold.at, zone), clock.calendar_code, clock.published_through); return next;
        no := no + 1; question := '结论'; at := null; answer := '没有信号：所需工作日尚未公布，不在未定的日期上发牌；放假通知公布后确定'; return next;
        return;
    end if;
    at := threshold.at; answer := format('%s起（届满日%s）', jiancha._minute(threshold.at, zone), clock.due_on); source := found_rule.source; return next;
    source := null;
    if clock.stop_at is not null and not threshold.earnable then
        no := no + 1; question := '此前是否停止计时'; at := clock.stop_at; answer := format('是，%s停止计时', jiancha._minute(clock.stop_at, zone)); return next;
        no := no + 1; question := '结论'; at := null; answer := format('没有信号：%s即已停止计时，早于%s', jiancha._minute(clock.stop_at, zone), jiancha._minute(threshold.at, zone)); return next;
    elsif threshold.at > why_no_signal.as_of then
        no := no + 1; question := '结论'; at := threshold.at;
        answer := case when clock.stop_at is null
            then format('还没有信号：%s前尚未成立；届时仍未停止计时即成立', jiancha._minute(threshold.at, zone))
            else format('还没有信号：%s起成立', jiancha._minute(threshold.at, zone)) end;
        return next;
    else
        no := no + 1; question := '结论'; at := null; answer := '没有信号：该卷宗的信号只计第一次成立的一次'; return next;
    end if;
end
$$;
comment on function jiancha.why_no_signal(text, text, timestamptz, text) is
    'Why a case has no card of a rule as of an instant, in Chinese: the questions in the order in which they decide, the last row the answer in one sentence. Known and whose; which version of which pack judges it; does the rule hold there, inherited or switched off; its legal basis if repealed; is the card there after all (in trial, historical, waiting for a decision, withdrawn by the facts); quarantined; earned and not yet swept; the facts a condition names; has the clock started, is it paused, is the threshold certain, has the clock stopped before it, is it still to come. Facts as they stand now. Rows under row-level security: a case of another organisation is not known. Errors: JC005 as_of missing or infinite.';
