-- The trial run and its end. Until go_live() cards are derived and listed, none is issued, told, answered or scored.

create function jiancha._go_live(at timestamptz, decision text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    found_cards bigint;
    latest timestamptz;
begin
    -- no sweep writes cards between the look and the decision
    lock table jiancha.signal in share mode;
    -- a card found in the trial is not issued afterwards
    select count(*), max(coalesce(d.accepted_at, d.received_at)) into found_cards, latest
    from jiancha.signal s join jiancha.docket d using (docket_id)
    where not d.imported and coalesce(d.accepted_at, d.received_at) >= _go_live.at;
    if found_cards > 0 then
        perform jiancha._raise('live_from_too_early', _go_live.at::text, found_cards::text, latest::text);
    end if;
    update jiancha.record_state set live_from = _go_live.at, live_decision = _go_live.decision where live_from is null;
end
$$;
comment on function jiancha._go_live(timestamptz, text) is 'Ends the trial run, as the records'' owner; see jiancha.go_live().';

create function jiancha.go_live(at timestamptz, decision text) returns table ("no" integer, done text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    owner name := (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = to_regclass('jiancha.docket'));
    was record;
begin
    if owner is null then
        perform jiancha._raise('no_records');
    end if;
    if not pg_has_role(owner, 'usage') then
        perform jiancha._raise('needs_owner', 'jiancha.go_live()', owner);
    end if;
    if go_live.at is null or not isfinite(go_live.at) then
        perform jiancha._raise('bad_live_from', coalesce(go_live.at::text, 'NULL'));
    end if;
    if btrim(coalesce(go_live.decision, '')) = '' then
        perform jiancha._raise('live_without_decision');
    end if;
    -- two at once: the second sees what the first decided
    if (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._as_owner(owner, 'do $do$ begin perform from jiancha.record_state for update; end $do$');
    else
        perform from jiancha.record_state for update;
    end if;
    select s.live_from, s.live_decision into was from jiancha.record_state s;
    if was.live_from is not null then
        if (was.live_from, was.live_decision) is distinct from (go_live.at, go_live.decision) then
            perform jiancha._raise('already_live', was.live_from::text, was.live_decision);
        end if;
        no := 1; done := 'nothing to do: cases accepted from ' || was.live_from || ' on are live by the same decision'; return next;
        return;
    end if;
    if (select r.rolsuper from pg_roles r where r.rolname = current_user) then
        perform jiancha._as_owner(owner, format('select jiancha._go_live(%L, %L)', go_live.at, go_live.decision));
    else
        perform jiancha._go_live(go_live.at, go_live.decision);
    end if;
    no := 1; done := format('the trial run is over by %s: cards of cases accepted from %s on are issued', go_live.decision, go_live.at); return next;
    no := 2;
    select format('%s open cases accepted before it, and %s imported ones, earn historical cards only',
            count(*) filter (where coalesce(d.accepted_at, d.received_at) < go_live.at and not d.imported), count(*) filter (where d.imported))
    into done
    from jiancha.docket d where d.closed_at is null;
    return next;
    select format('preflight() lists %s troubles', count(*)) into done from jiancha.preflight(go_live.at);
    if done <> 'preflight() lists 0 troubles' then
        no := 3; return next;
    end if;
end
$$;
comment on function jiancha.go_live(timestamptz, text) is
    'Ends the trial run: cards of cases accepted (before acceptance: received) on or after at are issued from now on; those of earlier and of imported cases are historical. Says what it did and how many troubles preflight() lists. Once: the same call again does nothing. decision: the number or title of the decision to go live. Superusers and members of the records'' owner. Errors: JC003 no records, JC005 at NULL or infinite, decision empty, or cards of cases accepted from at on were found in the trial; JC006 another instant or decision stands; JC007 not the owner.';

create function jiancha.preflight(as_of timestamptz default now())
returns table (trouble text, object text, remedy text)
language plpgsql stable parallel restricted set search_path = pg_catalog, pg_temp set jit = off as $$
#variable_conflict use_column
begin
    if as_of is null or not isfinite(as_of) then
        perform jiancha._raise('bad_instant_of_question', coalesce(as_of::text, 'NULL'));
    end if;
    return query
    with
    today as (
        select (preflight.as_of at time zone c.time_zone)::date as day, c.time_zone from jiancha.calendar c where c.is_default),
    -- what is abolished or ended has nothing left to settle; the latest version says so, an earlier one does not count
    matter as (
        select v.* from (
            select distinct on (m.matter_code) m.matter_code, m.org_code, m.name, m.state, l.promised_limit, l.promised_unit, l.statutory_limit, l.statutory_unit
            from jiancha.matter_version m join jiancha.matter_limit l using (matter_code, version), today
            where m.valid_from <= today.day order by m.matter_code, m.valid_from desc) v
        where v.state <> 'abolished'),
    org as (
        select v.* from (
            select distinct on (o.org_code) o.* from jiancha.org_version o, today where o.valid_from <= today.day order by o.org_code, o.valid_from desc) v
        where v.state = 'active'),
    staff as (
        select distinct on (s.staff_code) s.* from jiancha.staff_version s, today where s.valid_from <= today.day order by s.staff_code, s.valid_from desc),
    in_force as (
        select distinct on (p.pack) p.* from jiancha.rule_pack p, today where p.valid_from <= today.day order by p.pack, p.version desc)
    -- each trouble is a branch of its own, in the order of the list in docs/reference.md
    select '事项没有任何时限'::text, m.matter_code || ' ' || m.name, '在 jiancha.matter 录入承诺时限或法定时限的新版本'::text
    from matter m where m.promised_limit is null and m.statutory_limit is null
    union all
    -- entered before it was refused
    select '承诺时限长于法定时限', format('%s %s：%s%s > %s%s', m.matter_code, m.name, m.promised_limit, jiancha._unit_name(m.promised_unit), m.statutory_limit, jiancha._unit_name(m.statutory_unit)),
        '核对后在 jiancha.matter 录入新版本'
    from matter m where jiancha._surely_longer(m.promised_limit, m.promised_unit, m.statutory_limit, m.statutory_unit)
    union all
    select '承办事项的单位没有登记人员', o.org_code || ' ' || o.name, '在 jiancha.staff 登记其承办人员'
    from org o
    where exists (select from matter m where m.org_code = o.org_code) and not exists (select from staff s where s.org_code = o.org_code)
    union all
    select '人员没有电话', s.staff_code || ' ' || s.name, '在 jiancha.staff 录入其电话的新版本'
    from staff s
    -- columns that records of an older version do not have
    cross join lateral (select to_jsonb(s) as row) j
    where j.row ? 'phone' and btrim(concat(j.row ->> 'phone', j.row ->> 'mobile')) = ''
    union all
    select '日历将到期', format('%s：公布至%s', c.calendar_code, v.published_through), '以 jiancha.load_notice() 装入下一年的放假通知'
    from jiancha.calendar c
    join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version
    cross join today
    where v.published_through < today.day + 60
    union all
    select '在办期限越出已公布的日历', format('%s %s：届满日%s', b.case_no, b.clock, b.due_on), '以 jiancha.load_notice() 装入放假通知后自动确定'
    from jiancha.beyond_horizon b
    union all
    select '规则包落后于其上级的现行版本', format('%s第%s版：承自%s第%s版，现行第%s版', p.pack, p.version, p.parent_pack, p.parent_version, u.version),
        '以 jiancha.define_pack() 定义下一版本，承自上级现行版本'
    from in_force p join in_force u on u.pack = p.parent_pack
    where p.parent_version < u.version
    union all
    select '规则的法律依据已废止', format('%s %s：%s，自%s起', r.pack, r.rule, b.citation, b.valid_until), '核对新依据后定义规则包的下一版本'
    from jiancha.record_state s
    join in_force p on p.pack = s.pack
    join jiancha.effective_signal_rule r on r.pack = p.pack and r.version = p.version
    join jiancha.legal_basis b on b.basis = r.basis
    cross join today
    where b.valid_until <= today.day
    union all
    select '规则包没有任何信号规则', format('%s第%s版', p.pack, p.version), '该法规未定数值：由本市确定参数后定义下一版本'
    from jiancha.record_state s join in_force p on p.pack = s.pack
    where not exists (select from jiancha.effective_signal_rule r where r.pack = p.pack and r.version = p.version)
    union all
    select '规则包尚未施行', s.pack, '等到施行之日，或以 setup() 指定另一规则包'
    from jiancha.record_state s
    where not exists (select from in_force p where p.pack = s.pack)
    union all
    select '规则、时限为假定', format('%s第%s版：%s', p.pack, p.version, string_agg(r.rule, '、' order by r.rule)), '由本市书面确认，或定义下一版本'
    from jiancha.record_state s
    join in_force p on p.pack = s.pack
    join jiancha.effective_signal_rule r on r.pack = p.pack and r.version = p.version and r.status = 'assumed'
    group by p.pack, p.version
    union all
    select '信号待确认', format('%s：%s件，最早%s', g.org_code, count(*), min(g.earned_at)), '由监察人员确认发出或决定不发'
    from jiancha.signals g where g.state = 'pending' and g.earned_at <= preflight.as_of
    group by g.org_code
    union all
    select '卷宗已隔离', format('%s：%s', d.business_no, (select q.message from jiancha.quarantine q where q.docket_id = d.docket_id order by q.seq desc limit 1)),
        '按其错误处理；录入新的事实后自动解除'
    from jiancha.docket d where d.quarantined
    union all
    select '数据库时区与日历不同', format('%s：%s', current_database(), z.setting), format('alter database %I set timezone = %L', current_database(), today.time_zone)
    from today
    cross join lateral (
        select coalesce(
            (select substring(c.item from '=(.*)') from pg_db_role_setting r cross join lateral unnest(r.setconfig) c (item)
             where r.setrole = 0 and r.setdatabase = (select d.oid from pg_database d where d.datname = current_database()) and lower(c.item) like 'timezone=%'),
            (select s.reset_val from pg_settings s where s.name = 'TimeZone')) as setting) z
    where preflight.as_of at time zone today.time_zone <> preflight.as_of at time zone z.setting
    order by 1, 2;
    if to_regclass('jiancha.duty') is not null then
        return query
        select '单位没有人担任通知所需的职责', format('%s：%s', m.org_code, string_agg(w.name, '、' order by w.position)), '登记其职责'
        from (select distinct m.org_code from jiancha.matter m where m.state <> 'abolished') m
        cross join unnest(array['unit_head', 'supervising_leader', 'stationed_body'], array['单位负责人', '主管领导', '派驻纪检监察机构']) with ordinality w (duty, name, position)
        where not exists (
            select from jiancha.duty y
            where y.org_code = m.org_code and y.duty = w.duty and y.valid_from <= (preflight.as_of)::date and (y.valid_until is null or y.valid_until > (preflight.as_of)::date))
        group by m.org_code
        order by m.org_code;
    end if;
end
$$;
comment on function jiancha.preflight(timestamptz) is
    'What a city should settle before it goes live, one row a trouble, in Chinese: what is wrong, with what, and the remedy. A matter without any limit; promised longer than statutory; an organisation with matters and without staff; staff without telephone; a calendar that ends within 60 days, clocks beyond it; a pack behind its parent''s version in force; rules on a repealed basis, assumed rules, a pack without rules or not in force; cards that wait for a decision; dockets in quarantine; a database whose time zone differs from the calendar''s. Abolished matters and ended organisations are left out. Registers, packs and calendars as of the instant, dockets as they stand. Rows under row-level security. Errors: JC005 as_of missing or infinite.';
