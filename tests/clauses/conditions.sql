-- 条件规则: what the facts themselves decide. Facts are entered by a clerk through the department's views; what holds from which instant is asked as the records' owner.
\set QUIET on
\set ON_ERROR_STOP on
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension if not exists pgtap;
create extension jiancha;
select jiancha.setup(region => '410700', pack => 'xinxiang') \g /dev/null

-- cases received from now on are judged by this pack
create function pg_temp.use_pack(name text, title text) returns void language plpgsql as $$
begin
    if jiancha._pack_text(name) ~ 'define_pack' then
        perform jiancha.setup(region => '410700', pack => name);
    elsif not exists (select from jiancha.rule_pack p where p.pack = use_pack.name) then
        perform jiancha.define_pack(name, 1, title, title, valid_from => '2010-01-01', source => title);
        perform jiancha._as_owner('jiancha_owner', jiancha._pack_text(name));
    end if;
    update jiancha.record_state set pack = name;
end
$$;
insert into jiancha.org (org_code, name) values ('c-a', '甲局'), ('c-b', '乙局');
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, use_level, requires) values
    ('M5', 'c-a', '五个工作日', 5, 20, 3, null),
    ('M1', 'c-a', '一个工作日', 1, 20, 3, null),
    ('MR', 'c-a', '须审核批准', 5, 20, 3, '{handle,review,approve}'),
    ('MH', 'c-a', '须听证', 5, 20, 3, '{hearing}'), ('MT', 'c-a', '须招标', 5, 20, 3, '{tender}'), ('MI', 'c-a', '须检验', 5, 20, 3, '{inspection}'),
    ('MX', 'c-a', '将取消', 5, 20, 3, null), ('MS', 'c-a', '将停止', 5, 20, 3, null);
create role clause_c_clerk;
select jiancha.grant_access('clause_c_clerk', 'c-a') \g /dev/null

-- a case in good order, received Monday 2025-04-21 09:00, accepted 10:00, decided Wednesday 15:00, closed 16:00; without: what is left out;
-- of steps the kind, of documents the kind, of the rest id_no, contact, party_kind, subject, completion_state
create function pg_temp.open_case(no text, matter text default 'M5', without text[] default '{}', channel text default 'window',
    received_at timestamptz default '2025-04-21 09:00+08') returns void begin atomic
    insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, party_kind, subject, data)
        values (no, 'c-a', matter, '申请人', received_at, channel, case when 'party_kind' <> all (without) then 'enterprise' end,
            case when 'subject' <> all (without) then '办理许可' end,
            jsonb_strip_nulls(jsonb_build_object('id_no', case when 'id_no' <> all (without) then '91410700MA00000000' end,
                'contact', case when 'contact' <> all (without) then '0373-1234567' end)));
end;
create function pg_temp.base(no text, matter text default 'M5', without text[] default '{}', channel text default 'window', decision text default 'granted', level text default '3')
    returns void begin atomic
    select pg_temp.open_case(no, matter, without, channel);
    insert into jiancha.case_step (case_no, step_no, kind, at, data)
        select no, s.step_no, s.kind, s.at, s.data
        from (values (10, 'accept', timestamptz '2025-04-21 10:00+08', null::jsonb), (20, 'handle', '2025-04-21 11:00+08', null), (30, 'review', '2025-04-22 10:00+08', null),
            (40, 'approve', '2025-04-22 15:00+08', null), (50, 'decide', '2025-04-23 15:00+08', jsonb_build_object('decision', decision, 'level', level)),
            (60, 'close', '2025-04-23 16:00+08', case when 'completion_state' <> all (without) then jsonb '{"completion_state": "准予"}' else '{}' end)) s (step_no, kind, at, data)
        where s.kind <> all (without);
    insert into jiancha.document_intake (case_no, document_kind, at)
        select no, s.kind, s.at
        from (values ('receipt', timestamptz '2025-04-21 09:00+08'), ('application_materials', '2025-04-21 09:05+08'), ('acceptance_notice', '2025-04-21 10:05+08'),
            ('decision_document', '2025-04-23 15:05+08')) s (kind, at)
        where s.kind <> all (without);
end;
create function pg_temp.step(no text, step_no int, kind text, at timestamptz, data jsonb default null, corrects int default null) returns void begin atomic
    insert into jiancha.case_step (case_no, step_no, kind, at, data, corrects, reason)
        values (no, step_no, kind, at, data, corrects, case when corrects is not null then '录入有误' end);
end;
create function pg_temp.document(no text, document_kind text, at timestamptz, docket_kind text default 'approval') returns void begin atomic
    insert into jiancha.document_intake (docket_kind, case_no, document_kind, at) values (docket_kind, no, document_kind, at);
end;
-- what holds: the rules, each with its instant, or one of them
create function pg_temp.cards(no text, wanted text default '', docket_kind text default 'approval') returns text language sql as $$
    select coalesce(string_agg(s.rule || ' ' || s.level || ' ' || to_char(s.at, 'MM-DD HH24:MI'), ', ' order by s.rule), '')
    from jiancha._condition_signals((select array_agg(d.docket_id) from jiancha.docket d where d.kind = docket_kind and d.business_no = no)) s
    -- what these tests enter today was received long ago: Q-4.1.2 has tests of its own, with the intake of cases
    where wanted in ('', s.rule) and (wanted = s.rule or s.rule <> 'Q-4.1.2')
$$;
-- penalty cases, through docket_intake and docket_step
create function pg_temp.open_penalty(no text, party_kind text default 'enterprise', data jsonb default '{"id_no": "91410700MA00000000", "contact": "0373-1234567"}')
    returns void language plpgsql as $$
declare
    id bigint;
begin
    if to_regclass('jiancha.docket_intake') is not null then
        execute 'insert into jiancha.docket_intake (docket_kind, business_no, org_code, matter_code, applicant, received_at, channel, party_kind, subject, data)
            values (''penalty'', $1, ''c-a'', ''M5'', ''当事人'', ''2025-04-21 09:00+08'', ''window'', $2, ''案由'', $3)' using no, party_kind, data;
    else
        select (s.region::bigint << 43) | (s.node::bigint << 35) | nextval('jiancha.docket_seq') into id from jiancha.record_state s;
        insert into jiancha.docket_key values ('penalty', no, id);
        insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, matter_code, matter_version, pack, calendar_code, received_at, state)
            select id, 'penalty', no, 'c-a', 'c-a', 'M5', 1, s.pack, s.calendar_code, '2025-04-21 09:00+08', 'received' from jiancha.record_state s;
        insert into jiancha.case_file (docket_id, org_code, applicant, channel, party_kind, subject, at_precision, data)
            values (id, 'c-a', '当事人', 'window', party_kind, '案由', 'minute', data);
    end if;
end
$$;
create function pg_temp.penalty_step(no text, step_no int, kind text, at timestamptz, data jsonb default null) returns void language plpgsql as $$
begin
    if to_regclass('jiancha.docket_step') is not null then
        execute 'insert into jiancha.docket_step (docket_kind, business_no, step_no, kind, at, data) values (''penalty'', $1, $2, $3, $4, $5)' using no, step_no, kind, at, data;
    else
        insert into jiancha.step (docket_id, step_no, kind, at, at_precision, actor, data, org_code)
            select d.docket_id, penalty_step.step_no, penalty_step.kind, penalty_step.at, 'minute', current_user, penalty_step.data, d.org_code
            from jiancha.docket d where d.kind = 'penalty' and d.business_no = no;
    end if;
end
$$;
insert into jiancha.step_kind (kind, rank, ends, late, state, name)
    select * from (values ('file_case', 42::smallint, false, false, 'accepted', '立案'), ('advance_notice', 132::smallint, false, false, null, '告知'),
        ('penalty_decision', 142::smallint, false, true, 'decided', '处罚决定')) v (kind, rank, ends, late, state, name)
    on conflict do nothing;

select * from no_plan();

-- 镇江 第十五条
select pg_temp.use_pack('zhenjiang', '镇江市行政权力阳光统建平台运行管理办法') \g /dev/null
set role clause_c_clerk;
select pg_temp.base('Z-0') \g /dev/null
select pg_temp.open_case('Z15.1'), pg_temp.document('Z15.1', 'application_materials', '2025-04-21 09:05+08'), pg_temp.step('Z15.1', 1, 'refuse_acceptance', '2025-04-21 17:00+08') \g /dev/null
select pg_temp.open_case('Z15.1n'), pg_temp.step('Z15.1n', 1, 'refuse_acceptance', '2025-04-21 17:00+08') \g /dev/null
select pg_temp.open_case('Z15.1' || w), pg_temp.document('Z15.1' || w, 'application_materials', '2025-04-21 09:05+08') from unnest('{r,b,x,l,m}'::text[]) w \g /dev/null
insert into jiancha.case_step (case_no, step_no, kind, at, reason, data) values
    ('Z15.1r', 1, 'refuse_acceptance', '2025-04-21 17:00+08', '不属于本机关职权范围，请向县级机关提出', null), ('Z15.1b', 1, 'refuse_acceptance', '2025-04-21 17:00+08', '  ', null),
    ('Z15.1x', 1, 'refuse_acceptance', '2025-04-21 17:00+08', null, '{"ground": "not_required"}'), ('Z15.1l', 1, 'refuse_acceptance', '2025-04-21 17:00+08', null, '{"ground": "not_competent"}'),
    ('Z15.1m', 1, 'refuse_acceptance', '2025-04-21 17:00+08', null, '{"ground": "materials"}');
select pg_temp.base('Z15.2s', without => '{subject}'), pg_temp.base('Z15.2c', without => '{completion_state}') \g /dev/null
select pg_temp.base('Z15.2o', without => '{subject,completion_state,close}') \g /dev/null
select pg_temp.base('Z15.3' || w, without => array[w]) from unnest('{party_kind,id_no,contact}'::text[]) w \g /dev/null
select pg_temp.open_case('Z15.3late', without => '{id_no,contact}'), pg_temp.open_case('Z15.3none', without => '{id_no,contact}') \g /dev/null
select pg_temp.step('Z15.3late', 10, 'accept', '2025-04-21 10:00+08', '{"id_no": "91410700MA00000000", "contact": "0373-1234567"}') \g /dev/null
select pg_temp.base('Z15.4a', without => '{accept}'), pg_temp.step('Z15.4a', 10, 'accept', '2025-04-23 16:01+08') \g /dev/null
select pg_temp.base('Z15.4a=', without => '{accept}'), pg_temp.step('Z15.4a=', 10, 'accept', '2025-04-23 16:00+08') \g /dev/null
select pg_temp.base('Z15.4b', without => '{accept}'), pg_temp.step('Z15.4b', 10, 'accept', '2025-04-21 08:59+08') \g /dev/null
select pg_temp.base('Z15.4b=', without => '{accept}'), pg_temp.step('Z15.4b=', 10, 'accept', '2025-04-21 09:00+08') \g /dev/null
select pg_temp.open_case(no, channel => channel, received_at => '2025-04-26 09:00+08'), pg_temp.step(no, 10, 'accept', at)
    from (values ('Z15.4c', 'window', timestamptz '2025-04-26 10:00+08'), ('Z15.4c-net', 'online', '2025-04-26 10:00+08'), ('Z15.4c-make-up', 'window', '2025-04-27 00:00+08')) v (no, channel, at) \g /dev/null
select pg_temp.open_case(no, matter), pg_temp.step(no, 10, 'accept', '2025-04-21 10:00+08'), pg_temp.step(no, 60, 'close', at, '{"completion_state": "准予"}')
    from (values ('Z15.4d', 'M5', timestamptz '2025-04-21 10:00+08'), ('Z15.4d+1', 'M5', '2025-04-21 10:01+08'), ('Z15.4d-instant', 'M1', '2025-04-21 10:00+08')) v (no, matter, at) \g /dev/null

set role jiancha_owner;
select is(pg_temp.cards('Z-0'), '', '[Z-15] a case in good order earns nothing');
select is(pg_temp.cards('Z15.1', 'Z-15.1a'), 'Z-15.1a yellow 04-21 17:00', '[Z-15.1] materials there, no correction asked for, refused: a candidate from the refusal on');
select is(pg_temp.cards('Z15.1n', 'Z-15.1a'), '', '[Z-15.1] without materials no candidate');
select is(pg_temp.cards('Z15.1r', 'Z-15.1a'), '', '[Z-15.1] a reason was given: whether it holds a person decides');
select is(pg_temp.cards('Z15.1b', 'Z-15.1a'), 'Z-15.1a yellow 04-21 17:00', '[Z-15.1] blanks are no reason');
select is(pg_temp.cards('Z15.1' || w, 'Z-15.1a'), '', format('[Z-15.1] refused on one of the two grounds of the law: none (%s)', w)) from unnest('{x,l}'::text[]) w;
select is(pg_temp.cards('Z15.1m', 'Z-15.1a'), 'Z-15.1a yellow 04-21 17:00', '[Z-15.1] materials said to be wanting are no ground to refuse: a correction is asked for');
select is(pg_temp.cards('Z15.2s'), 'Z-15.2 yellow 04-23 16:00', '[Z-15.2] the summary is not filled in: from the completion on');
select is(pg_temp.cards('Z15.2c'), 'Z-15.2 yellow 04-23 16:00', '[Z-15.2] the completion state is not filled in');
select is(pg_temp.cards('Z15.2o'), '', '[Z-15.2] an open case need not have them');
select is(pg_temp.cards('Z15.3' || w), 'Z-15.3 yellow 04-21 10:00', format('[Z-15.3] the %s of the applicant is missing: from acceptance on', w)) from unnest('{party_kind,id_no,contact}'::text[]) w;
select is(pg_temp.cards('Z15.3late', 'Z-15.3'), '', '[Z-15.3] supplied with the acceptance: none');
select is(pg_temp.cards('Z15.3none', 'Z-15.3'), '', '[Z-15.3] not accepted yet: none');
select is(pg_temp.cards('Z15.4a', 'Z-15.4a'), 'Z-15.4a yellow 04-23 16:01', '[Z-15.4] (a) completed a minute before it was accepted');
select is(pg_temp.cards('Z15.4a=', 'Z-15.4a'), '', '[Z-15.4] (a) not when both are at one instant');
select is(pg_temp.cards('Z15.4b', 'Z-15.4b'), 'Z-15.4b yellow 04-21 09:00', '[Z-15.4] (b) accepted a minute before it was received');
select is(pg_temp.cards('Z15.4b=', 'Z-15.4b'), '', '[Z-15.4] (b) not at the instant of receipt');
select is(pg_temp.cards('Z15.4c', 'Z-15.4c'), 'Z-15.4c yellow 04-26 10:00', '[Z-15.4] (c) a window accepted on a Saturday');
select is(pg_temp.cards('Z15.4c-net', 'Z-15.4c'), '', '[Z-15.4] (c) online that is no anomaly');
select is(pg_temp.cards('Z15.4c-make-up', 'Z-15.4c'), '', '[Z-15.4] (c) nor on the make-up Sunday 04-27');
select is(pg_temp.cards('Z15.4d', 'Z-15.4d'), 'Z-15.4d yellow 04-21 10:00', '[Z-15.4] (d) a matter of five days completed at the instant of acceptance');
select is(pg_temp.cards('Z15.4d+1', 'Z-15.4d'), '', '[Z-15.4] (d) not a minute later');
select is(pg_temp.cards('Z15.4d-instant', 'Z-15.4d'), '', '[Z-15.4] (d) not for a matter of one day');
reset role;

-- documents: in time is before the day of the step is over; late does not take the card back
set role clause_c_clerk;
create temp table paper (rule text, case_no text, document_kind text, holds timestamptz, what text);
insert into paper values
    ('Z-15.7', 'Z15.7', 'acceptance_notice', '2025-04-22 00:00+08', '受理通知书'),
    ('Z-15.8', 'Z15.8', 'decision_document', '2025-04-24 00:00+08', '许可决定书'),
    ('Z-15.11', 'Z15.11', 'application_materials', '2025-04-22 00:00+08', '申请材料'),
    ('Z-15.5', 'Z15.5', 'correction_notice', '2025-04-22 00:00+08', '补正通知书');
grant select on paper to jiancha_owner;
select pg_temp.base(p.case_no || x, without => array[p.document_kind]) from paper p, unnest('{-missing,-in-time,-late}'::text[]) x where rule <> 'Z-15.5' \g /dev/null
select pg_temp.open_case(p.case_no || x), pg_temp.step(p.case_no || x, 1, 'request_correction', '2025-04-21 17:00+08') from paper p, unnest('{-missing,-in-time,-late}'::text[]) x where rule = 'Z-15.5' \g /dev/null
select pg_temp.document(case_no || '-in-time', document_kind, holds - interval '1 second') from paper \g /dev/null
select pg_temp.document(case_no || '-late', document_kind, holds) from paper \g /dev/null
select pg_temp.base('Z15.7-void', without => '{acceptance_notice,decide,close,handle,review,approve}'), pg_temp.step('Z15.7-void', 70, 'void', '2025-04-21 12:00+08') \g /dev/null
set role jiancha_owner;
select is(pg_temp.cards(case_no || '-missing', rule), format('%s yellow %s', rule, to_char(holds, 'MM-DD HH24:MI')), format('[%s] %s not filed: holds from the end of the day', rule, what)) from paper;
select is(pg_temp.cards(case_no || '-in-time', rule), '', format('[%s] %s filed in the last second of the day: none', rule, what)) from paper;
select is(pg_temp.cards(case_no || '-late', rule), format('%s yellow %s', rule, to_char(holds, 'MM-DD HH24:MI')), format('[%s] %s filed at midnight: late, it stays', rule, what)) from paper;
select is(pg_temp.cards('Z15.7-void'), '', '[Z-15.7] a case that was made void earns none');
reset role;

-- penalty cases
create temp table penalty_paper (rule text, document_kind text, holds timestamptz, what text);
insert into penalty_paper values
    ('Z-15.6', 'penalty_notice', '2025-04-23 00:00+08', '处罚告知书'), ('Z-15.9', 'penalty_decision', '2025-04-29 00:00+08', '处罚决定书'),
    ('Z-15.10', 'filing_form', '2025-04-22 00:00+08', '立案审批表'), ('Z-15.12', 'penalty_evidence', '2025-04-29 00:00+08', '处罚证据');
select pg_temp.open_penalty(no) from unnest('{Z15p-missing,Z15p-in-time,Z15p-late,Z15p-fine,Z15p-warning}'::text[]) no \g /dev/null
select pg_temp.open_penalty('Z15p-summary'), pg_temp.penalty_step('Z15p-summary', 3, 'penalty_decision', '2025-04-28 10:00+08', '{"penalty": "fine", "fine_amount": 50, "procedure": "summary"}'),
    pg_temp.open_penalty('Z15p-spot', data => '{"id_no": "91410700MA00000000", "contact": "0373-1234567", "procedure": "summary"}'),
    pg_temp.penalty_step('Z15p-spot', 2, 'advance_notice', '2025-04-22 10:00+08'), pg_temp.penalty_step('Z15p-spot', 3, 'penalty_decision', '2025-04-28 10:00+08', '{"penalty": "warning"}'),
    pg_temp.open_penalty('Z15p-general'), pg_temp.penalty_step('Z15p-general', 3, 'penalty_decision', '2025-04-28 10:00+08', '{"penalty": "warning", "procedure": "general"}') \g /dev/null
select pg_temp.open_penalty('Z15p-party', data => null), pg_temp.penalty_step('Z15p-party', 1, 'file_case', '2025-04-21 10:00+08') \g /dev/null
select pg_temp.penalty_step(no, 1, 'file_case', '2025-04-21 10:00+08'), pg_temp.penalty_step(no, 2, 'advance_notice', '2025-04-22 10:00+08'),
    pg_temp.penalty_step(no, 3, 'penalty_decision', '2025-04-28 10:00+08',
        case no when 'Z15p-fine' then jsonb '{"penalty": "fine"}' when 'Z15p-warning' then '{"penalty": "warning"}' else '{"penalty": "fine", "fine_amount": 2000.50}' end)
    from unnest('{Z15p-missing,Z15p-in-time,Z15p-late,Z15p-fine,Z15p-warning}'::text[]) no \g /dev/null
set role clause_c_clerk;
select pg_temp.open_case('Z15p-missing') \g /dev/null
reset role;
grant select on penalty_paper to clause_c_clerk, jiancha_owner;
set role clause_c_clerk;
select pg_temp.document('Z15p-in-time', document_kind, holds - interval '1 second', 'penalty') from penalty_paper \g /dev/null
select pg_temp.document('Z15p-late', document_kind, holds, 'penalty') from penalty_paper \g /dev/null
set role jiancha_owner;
select is(pg_temp.cards('Z15p-missing', rule, 'penalty'), format('%s yellow %s', rule, to_char(holds, 'MM-DD HH24:MI')), format('[%s] %s not filed: holds from the end of the day', rule, what)) from penalty_paper;
select is(pg_temp.cards('Z15p-in-time', rule, 'penalty'), '', format('[%s] %s filed in the last second of the day: none', rule, what)) from penalty_paper;
select is(pg_temp.cards('Z15p-late', rule, 'penalty'), format('%s yellow %s', rule, to_char(holds, 'MM-DD HH24:MI')), format('[%s] %s filed at midnight: late, it stays', rule, what)) from penalty_paper;
select is(pg_temp.cards(no, 'Z-15.6', 'penalty'), '', format('[Z-15.6] punished on the spot the party is told by word of mouth: no notice is owed (%s)', no)) from unnest('{Z15p-summary,Z15p-spot}'::text[]) no;
select is(pg_temp.cards('Z15p-general', 'Z-15.6', 'penalty'), 'Z-15.6 yellow 04-29 00:00', '[Z-15.6] decided by the general procedure without any notice: from the end of the day of the decision');
select is(pg_temp.cards('Z15p-summary', 'Z-15.9', 'penalty'), 'Z-15.9 yellow 04-29 00:00', '[Z-15.9] the decision itself is in writing on the spot too');
select is(pg_temp.cards('Z15p-fine', 'Z-15.13', 'penalty'), 'Z-15.13 yellow 04-28 10:00', '[Z-15.13] a fine without its amount');
select is(pg_temp.cards('Z15p-in-time', 'Z-15.13', 'penalty'), '', '[Z-15.13] with its amount: none');
select is(pg_temp.cards('Z15p-warning', 'Z-15.13', 'penalty'), '', '[Z-15.13] a warning has no amount');
select is(pg_temp.cards('Z15p-party', '', 'penalty'), 'Z-15.10 yellow 04-22 00:00, Z-15.3p yellow 04-21 10:00', '[Z-15.3] the party of a penalty case is incomplete');
reset role;

-- 镇江 第十六条: matters abolished, suspended, changed
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, use_level, valid_from, state, change_no) values
    ('MX', 'c-a', '将取消', 5, 20, 3, '2025-04-22', 'abolished', '政审〔2025〕1号'), ('MS', 'c-a', '将停止', 5, 20, 3, '2025-04-22', 'suspended', null);
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, gazette_digest, valid_from, change_no) values
    ('MG', 'c-a', '公报', 5, 20, 'a', null, null), ('MG', 'c-a', '公报', 5, 20, 'a', '2025-02-05', null), ('MG', 'c-a', '公报', 5, 20, 'b', '2025-03-03', null),
    ('MG', 'c-a', '公报', 5, 20, 'c', '2025-04-01', '府办〔2025〕7号'), ('MG', 'c-a', '公报', 5, 20, 'd', '2025-05-06', null), ('MG', 'c-a', '公报', 5, 20, 'e', '2025-06-03', null);
set role clause_c_clerk;
select pg_temp.open_case(no, matter), pg_temp.step(no, 10, 'accept', at)
    from (values ('Z16.1-before', 'MX', timestamptz '2025-04-21 23:59:59+08'), ('Z16.1-on', 'MX', '2025-04-22 00:00+08'), ('Z16.1-after', 'MX', '2025-04-23 10:00+08'),
        ('Z16.1-suspended', 'MS', '2025-04-22 10:00+08'), ('Z16.1-late', 'M1', '2025-04-22 10:00+08')) v (no, matter, at) \g /dev/null
select pg_temp.base(no, level => level, decision => decision)
    from (values ('Z16.5-same', '3', 'granted'), ('Z16.5-below', '4', 'granted'), ('Z16.5-above', '2', 'granted'), ('Z16.5-refused', '4', 'refused'), ('Z16.5-unsaid', '市', 'granted')) v (no, level, decision) \g /dev/null
select pg_temp.base(no, matter, decision => decision) from (values ('Z16.6-against', 'MH', 'granted'), ('Z16.6-with', 'MH', 'refused'), ('Z16.7-none', 'MT', 'granted'),
    ('Z16.7-failed', 'MT', 'granted'), ('Z16.7-held', 'MT', 'granted'), ('Z16.7-after', 'MT', 'granted'), ('Z16.7-refused', 'MT', 'refused'), ('Z16.8-none', 'MI', 'granted'), ('Z16.8-held', 'MI', 'granted'),
    ('Z16.8-failed', 'MI', 'granted')) v (no, matter, decision) \g /dev/null
select pg_temp.step(no, 45, 'begin_special', '2025-04-22 16:00+08', jsonb_build_object('procedure', procedure)), pg_temp.step(no, 46, 'end_special', ended, jsonb_build_object('procedure', procedure, 'result', result))
    from (values ('Z16.6-against', 'hearing', 'refused', timestamptz '2025-04-23 10:00+08'), ('Z16.6-with', 'hearing', 'refused', '2025-04-23 10:00+08'), ('Z16.7-failed', 'tender', 'fail', '2025-04-23 10:00+08'),
        ('Z16.7-held', 'tender', 'pass', '2025-04-23 15:00+08'), ('Z16.7-after', 'tender', 'pass', '2025-04-23 15:00:01+08'), ('Z16.8-held', 'inspection', 'pass', '2025-04-23 10:00+08'),
        ('Z16.8-failed', 'inspection', 'fail', '2025-04-23 10:00+08')) v (no, procedure, result, ended) \g /dev/null
select pg_temp.document('MG#5', 'change_approval', '2025-05-05 23:59:59+08', 'matter_version'), pg_temp.document('MG#6', 'change_approval', '2025-06-03 00:00+08', 'matter_version') \g /dev/null
reset role;
-- a change of the register that was entered late
update jiancha.docket set check_at = null where business_no like 'Z16.1%';
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, use_level, valid_from, state, change_no) values ('M1', 'c-a', '一个工作日', 1, 20, 3, '2025-04-22', 'abolished', '政审〔2025〕2号');
select is((select array_agg(d.business_no) from jiancha.docket d where d.check_at is not null and d.business_no like 'Z16.1%'), '{Z16.1-late}', '[Z-16.1] an abolition entered late lets the next sweep look at the cases accepted since');
set role jiancha_owner;
select is(pg_temp.cards('Z16.1-before', 'Z-16.1'), '', '[Z-16.1] accepted in the last second before the abolition: none, though the case runs on');
select is(pg_temp.cards('Z16.1-on', 'Z-16.1'), 'Z-16.1 red 04-22 00:00', '[Z-16.1] accepted at the instant of the abolition: red');
select is(pg_temp.cards('Z16.1-after', 'Z-16.1'), 'Z-16.1 red 04-23 10:00', '[Z-16.1] accepted a day after: red');
select is(pg_temp.cards('Z16.1-suspended', 'Z-16.1'), 'Z-16.1 red 04-22 10:00', '[Z-16.1] a suspended matter too');
select is(pg_temp.cards('Z16.1-late', 'Z-16.1'), 'Z-16.1 red 04-22 10:00', '[Z-16.1] and where the register followed late');
select is(pg_temp.cards('MX#2', '', 'matter_version'), '', '[Z-16.2] abolished with an approval: none');
select is(pg_temp.cards('MS#2', '', 'matter_version'), 'Z-16.2 red 04-22 00:00', '[Z-16.2] suspended without one: red from the day it takes effect');
select is(pg_temp.cards('MG#2', '', 'matter_version'), '', '[Z-16.3] the text of the gazette stays: none');
select is(pg_temp.cards('MG#3', '', 'matter_version'), 'Z-16.3 red 03-03 00:00', '[Z-16.3] changed without approval: red');
select is(pg_temp.cards('MG#4', '', 'matter_version'), '', '[Z-16.3] changed with the number of an approval: none');
select is(pg_temp.cards('MG#5', '', 'matter_version'), '', '[Z-16.3] with an approval filed before it took effect: none');
select is(pg_temp.cards('MG#6', '', 'matter_version'), 'Z-16.3 red 06-03 00:00', '[Z-16.3] filed when it took effect: too late');
select is(pg_temp.cards('Z16.5-same'), '', '[Z-16.5] decided at the level of the matter: none');
select is(pg_temp.cards('Z16.5-below'), 'Z-16.5a red 04-23 15:00', '[Z-16.5] granted by a level below: red, beyond authority');
select is(pg_temp.cards('Z16.5-above'), '', '[Z-16.5] granted by a level above: not beyond authority');
select is(pg_temp.cards('Z16.5-refused'), '', '[Z-16.5] a refusal grants nothing');
select is(pg_temp.cards('Z16.5-unsaid'), '', '[Z-16.5] a level that is no number is not guessed');
select is(pg_temp.cards('Z16.6-against'), 'Z-16.6 red 04-23 15:00', '[Z-16.6] granted against the result of the hearing');
select is(pg_temp.cards('Z16.6-with'), '', '[Z-16.6] decided as heard: none');
select is(pg_temp.cards('Z16.7-none'), 'Z-16.7 red 04-23 15:00', '[Z-16.7] no tender');
select is(pg_temp.cards('Z16.7-failed'), 'Z-16.7 red 04-23 15:00', '[Z-16.7] granted against its result');
select is(pg_temp.cards('Z16.7-held'), '', '[Z-16.7] held up to the instant of the decision: none');
select is(pg_temp.cards('Z16.7-after'), 'Z-16.7 red 04-23 15:00', '[Z-16.7] held a second after the decision: not before it');
select is(pg_temp.cards('Z16.7-refused'), '', '[Z-16.7] a refusal needs none');
select is(pg_temp.cards('Z16.8-none'), 'Z-16.8 red 04-23 15:00', '[Z-16.8] no inspection');
select is(pg_temp.cards('Z16.8-failed'), 'Z-16.8 red 04-23 15:00', '[Z-16.8] granted against its result');
select is(pg_temp.cards('Z16.8-held'), '', '[Z-16.8] held and passed: none');
-- a handed over case: the card is that of who held it then
reset role;
set role clause_c_clerk;
select pg_temp.step('Z15.7-missing', 80, 'transfer', '2025-04-21 23:00+08', '{"to_org": "c-b"}') \g /dev/null
select pg_temp.step('Z15.8-missing', 80, 'transfer', '2025-04-23 15:30+08', '{"to_org": "c-b"}'), pg_temp.step('Z15.11-missing', 80, 'transfer', '2025-04-22 00:00+08', '{"to_org": "c-b"}') \g /dev/null
set role jiancha_owner;
select is((select array_agg(format('%s %s', d.business_no, s.org_code) order by d.business_no)
        from jiancha._condition_signals((select array_agg(d.docket_id) from jiancha.docket d where d.business_no in ('Z15.7-missing', 'Z15.8-missing', 'Z15.11-missing'))) s join jiancha.docket d using (docket_id)),
    '{"Z15.11-missing c-a","Z15.7-missing c-b","Z15.8-missing c-b"}', '[Z-15] a card belongs to the organisation that held the case when it was earned');
reset role;

-- 青岛 四、(四): anomalies, at once
select pg_temp.use_pack('qingdao_district', '网络审批及电子监控方案') \g /dev/null
set role clause_c_clerk;
select pg_temp.base('Q-0') \g /dev/null
select pg_temp.base('Q-' || w, without => array[w]) from unnest('{receipt,acceptance_notice,decision_document}'::text[]) w \g /dev/null
select pg_temp.base('Q-net', channel => 'online', without => '{receipt}') \g /dev/null
select pg_temp.open_case('Q-correct'), pg_temp.document('Q-correct', 'receipt', '2025-04-21 09:00+08'), pg_temp.step('Q-correct', 1, 'request_correction', '2025-04-21 17:00+08') \g /dev/null
select pg_temp.open_case('Q-refuse'), pg_temp.document('Q-refuse', 'receipt', '2025-04-21 09:00+08'), pg_temp.step('Q-refuse', 1, 'refuse_acceptance', '2025-04-21 17:00+08') \g /dev/null
select pg_temp.base('Q-special-' || n), pg_temp.step('Q-special-' || n, 42, 'begin_special', '2025-04-22 16:00+08', '{"procedure": "inspection"}'),
    pg_temp.step('Q-special-' || n, 43, 'end_special', '2025-04-22 17:00+08', '{"procedure": "inspection"}') from generate_series(0, 3) n \g /dev/null
select pg_temp.document('Q-special-1', 'special_notice', '2025-04-22 23:59:59+08'), pg_temp.document('Q-special-2', 'special_notice', '2025-04-23 00:00+08'),
    pg_temp.document('Q-special-3', 'special_notice', '2025-04-22 16:00+08') \g /dev/null
-- a second procedure wants a second notice
select pg_temp.step('Q-special-3', 44, 'begin_special', '2025-04-23 09:00+08', '{"procedure": "test"}') \g /dev/null
select pg_temp.base('Q-skip', 'MR', without => '{review}'), pg_temp.base('Q-all', 'MR'), pg_temp.base('Q-hearing', 'MH'), pg_temp.base('Q-above', level => '2'), pg_temp.base('Q-below', level => '4') \g /dev/null
select pg_temp.base('Q-order', without => '{review}'), pg_temp.step('Q-order', 30, 'review', '2025-04-22 15:00:01+08') \g /dev/null
select pg_temp.base('Q-order=', without => '{review}'), pg_temp.step('Q-order=', 30, 'review', '2025-04-22 15:00+08') \g /dev/null
select pg_temp.base('Q-rollback'), pg_temp.step('Q-rollback', 41, 'rollback', '2025-04-22 16:00+08'), pg_temp.step('Q-rollback', 42, 'review', '2025-04-22 17:00+08'), pg_temp.step('Q-rollback', 43, 'approve', '2025-04-22 18:00+08') \g /dev/null
set role jiancha_owner;
select is(pg_temp.cards('Q-0'), '', '[Q-4.4.4] a case in good order earns nothing');
select is(pg_temp.cards('Q-receipt'), 'Q-4.4.4b anomaly 04-22 00:00', '[Q-4.4.4] no 接件凭证 by the end of the day at a window');
select is(pg_temp.cards('Q-net'), '', '[Q-4.4.4] online needs none');
select is(pg_temp.cards('Q-acceptance_notice'), 'Q-4.4.4d anomaly 04-22 00:00', '[Q-4.4.4] accepted without 受理通知书');
select is(pg_temp.cards('Q-refuse'), 'Q-4.4.4e anomaly 04-22 00:00', '[Q-4.4.4] refused without 不予受理通知书');
select is(pg_temp.cards('Q-correct'), 'Q-4.4.4c anomaly 04-22 00:00', '[Q-4.4.4] correction asked for without 补正通知书');
select is(pg_temp.cards('Q-decision_document'), 'Q-4.4.4f anomaly 04-24 00:00', '[Q-4.4.4] decided without 决定书');
select is(pg_temp.cards('Q-special-0'), 'Q-4.4.4a anomaly 04-23 00:00', '[Q-4.4.4] [Q-4.2.3] a special procedure of which the applicant was not told in writing');
select is(pg_temp.cards('Q-special-1'), '', '[Q-4.4.4] [Q-4.2.3] told in the last second of its first day: none');
select is(pg_temp.cards('Q-special-2'), 'Q-4.4.4a anomaly 04-23 00:00', '[Q-4.4.4] [Q-4.2.3] told at midnight: late');
select is(pg_temp.cards('Q-special-3'), 'Q-4.4.4a anomaly 04-24 00:00', '[Q-4.4.4] [Q-4.2.3] one notice does not do for two procedures');
select is(pg_temp.cards('Q-skip'), 'Q-4.4.4g anomaly 04-23 15:00', '[Q-4.4.4] a step the matter requires was skipped');
select is(pg_temp.cards('Q-all'), '', '[Q-4.4.4] all steps there: none');
select is(pg_temp.cards('Q-hearing'), 'Q-4.4.4h anomaly 04-23 15:00', '[Q-4.4.4] a procedure the law requires is missing');
select is(pg_temp.cards('Q-order'), 'Q-4.4.4i anomaly 04-22 15:00', '[Q-4.4.4] approved a second before it was reviewed');
select is(pg_temp.cards('Q-order='), '', '[Q-4.4.4] at the same instant: none');
select is(pg_temp.cards('Q-rollback'), '', '[Q-4.4.4] sent back and reviewed again: none');
select is(pg_temp.cards('Q-above'), 'Q-4.4.4j anomaly 04-23 15:00', '[Q-4.4.4] decided above the level of the matter');
select is(pg_temp.cards('Q-below'), 'Q-4.4.4j anomaly 04-23 15:00', '[Q-4.4.4] decided below it');
reset role;

-- 威海 第六条
select pg_temp.use_pack('weihai', '威海市电子监察管理制度') \g /dev/null
set role clause_c_clerk;
select pg_temp.base('W-0'), pg_temp.base('W-skip', 'MR', without => '{review}'), pg_temp.base('W-all', 'MR'), pg_temp.base('W-unaccepted', without => '{accept}'), pg_temp.base('W-id', without => '{id_no}') \g /dev/null
select pg_temp.base('W-order', without => '{review}'), pg_temp.step('W-order', 30, 'review', '2025-04-22 15:00:01+08') \g /dev/null
select pg_temp.base('W-early', without => '{handle}'), pg_temp.step('W-early', 20, 'handle', '2025-04-21 08:59:59+08') \g /dev/null
set role jiancha_owner;
select is(pg_temp.cards('W-0'), '', '[W-6.4] a case in good order earns nothing');
select is(pg_temp.cards('W-skip'), 'W-6.4a yellow 04-23 15:00', '[W-6.4] 审核 was skipped though the matter has it');
select is(pg_temp.cards('W-all'), '', '[W-6.4] not skipped: none');
select is(pg_temp.cards('W-order'), 'W-6.4b yellow 04-22 15:00', '[W-6.4] approved a second before it was reviewed');
select is(pg_temp.cards('W-unaccepted'), 'W-6.2a1 yellow 04-23 16:00', '[W-6.2a] a result without acceptance');
select is(pg_temp.cards('W-early'), 'W-6.2a2 yellow 04-21 09:00', '[W-6.2a] a step dated back before the receipt');
select is(pg_temp.cards('W-id'), 'W-6.3a yellow 04-21 10:00', '[W-6.3] data of the applicant are incomplete');
reset role;

-- 新乡 预警纠错办法 第四条, 管理办法 第九条
select pg_temp.use_pack('xinxiang', '') \g /dev/null
set role clause_c_clerk;
select pg_temp.base('X-0'), pg_temp.base('X-skip', 'MR', without => '{review}'), pg_temp.base('X-all', 'MR'), pg_temp.base('X-below', level => '4'), pg_temp.base('X-above', level => '2'), pg_temp.base('X-hearing', 'MH') \g /dev/null
select pg_temp.base('X-order', without => '{decide}'), pg_temp.step('X-order', 50, 'decide', '2025-04-22 14:59+08') \g /dev/null
select pg_temp.base('X-outside', without => '{decide}'), pg_temp.step('X-outside', 50, 'decide', '2025-04-21 08:59:59+08') \g /dev/null
select pg_temp.base('X-early', without => '{handle}'), pg_temp.step('X-early', 20, 'handle', '2025-04-21 08:59:59+08') \g /dev/null
select pg_temp.base('X-early=', without => '{handle}'), pg_temp.step('X-early=', 20, 'handle', '2025-04-21 09:00+08') \g /dev/null
select pg_temp.base('X-later'), pg_temp.step('X-later', 90, 'accept', '2025-04-22 00:00+08', corrects => 10) \g /dev/null
select pg_temp.base('X-later-same-day'), pg_temp.step('X-later-same-day', 90, 'accept', '2025-04-21 23:59:59+08', corrects => 10) \g /dev/null
-- first reported for the 24th, corrected to the 21st by mistake, then to the 23rd: earlier than it was reported
select pg_temp.base('X-later-twice', without => '{accept}'), pg_temp.step('X-later-twice', 10, 'accept', '2025-04-24 10:00+08'),
    pg_temp.step('X-later-twice', 90, 'accept', '2025-04-21 10:00+08', corrects => 10), pg_temp.step('X-later-twice', 91, 'accept', '2025-04-23 10:00+08', corrects => 90) \g /dev/null
select pg_temp.base('X-earlier'), pg_temp.step('X-earlier', 90, 'accept', '2025-04-21 09:59:59+08', corrects => 10) \g /dev/null
-- due 2025-04-27. A procedure that begins before due and is reported when the card is there; one that was reported a sweep before; one that begins after due; a correction
-- that says no more than was known, and one that says more
select pg_temp.base('X-pause' || x, without => '{decide,close}') from unnest(array['', '-known', '-after', '-corrected', '-back']) x \g /dev/null
select pg_temp.step('X-pause' || x, 45, 'begin_special', at, '{"procedure": "inspection"}')
    from (values ('-known', timestamptz '2025-04-24 10:00+08'), ('-corrected', '2025-04-24 10:00+08'), ('-back', '2025-04-28 10:00+08')) v (x, at) \g /dev/null
select pg_temp.step('X-pause-corrected', 46, 'end_special', '2025-04-24 16:00+08', '{"procedure": "inspection"}') \g /dev/null
reset role;
call jiancha.sweep_all('2025-04-29 00:00+08');
set role clause_c_clerk;
select pg_temp.step('X-pause', 45, 'begin_special', '2025-04-24 10:00+08', '{"procedure": "inspection"}'), pg_temp.step('X-pause-after', 45, 'begin_special', '2025-04-28 10:00+08', '{"procedure": "inspection"}'),
    pg_temp.step('X-pause-corrected', 90, 'begin_special', '2025-04-24 11:00+08', '{"procedure": "inspection"}', corrects => 45),
    pg_temp.step('X-pause-back', 90, 'begin_special', '2025-04-24 10:00+08', '{"procedure": "inspection"}', corrects => 45) \g /dev/null
set role jiancha_owner;
select is(pg_temp.cards('X-0'), '', '[X-W-4.2] a case in good order earns nothing');
select is(pg_temp.cards('X-skip'), 'X-W-4.2a yellow 04-23 15:00', '[X-W-4.2] a step was skipped');
select is(pg_temp.cards('X-all'), '', '[X-W-4.2] none was skipped');
select is(pg_temp.cards('X-order'), 'X-W-4.2b yellow 04-22 15:00', '[X-W-4.2] decided a minute before it was approved');
select is(pg_temp.cards('X-below'), 'X-W-4.2c yellow 04-23 15:00', '[X-W-4.2] granted below the level of the matter');
select is(pg_temp.cards('X-above'), '', '[X-W-4.2] granted above it: none');
select is(pg_temp.cards('X-hearing'), 'X-W-4.2d yellow 04-23 15:00', '[X-W-4.2] without the procedure the matter requires');
select is(pg_temp.cards('X-outside', 'X-M-9.6a'), 'X-M-9.6a yellow 04-21 09:00', '[X-M-9.6] decided before it was received: outside the system');
select is(pg_temp.cards('X-early'), 'X-M-9.8a yellow 04-21 09:00', '[X-M-9.8] a step dated a second before the receipt');
select is(pg_temp.cards('X-early='), '', '[X-M-9.8] not at the receipt');
select is(pg_temp.cards('X-later', 'X-M-9.8b'), 'X-M-9.8b yellow 04-22 00:00', '[X-M-9.8] a correction moves the acceptance to a later day');
select is(pg_temp.cards('X-later-same-day', 'X-M-9.8b'), '', '[X-M-9.8] within the day it moves no limit');
select is(pg_temp.cards('X-later-twice', 'X-M-9.8b'), '', '[X-M-9.8] the day that was reported first counts, not one that was taken back in between');
select is(pg_temp.cards('X-earlier'), '', '[X-M-9.8] one that moves it back gains no time');
select is(pg_temp.cards('X-pause', 'X-M-9.8c'), 'X-M-9.8c yellow 04-24 10:00', '[X-M-9.8] a procedure dated before due, reported when the card was there');
select is(pg_temp.cards('X-pause-known', 'X-M-9.8c'), '', '[X-M-9.8] reported before a card was found, whatever the server''s clock said: none');
select is(pg_temp.cards('X-pause-after', 'X-M-9.8c'), '', '[X-M-9.8] one that begins after due moves nothing');
select is((select string_agg(s.rule, ' ') from jiancha.signal s where s.business_no = 'X-pause-corrected' and s.rule = 'X-W-5.2'), 'X-W-5.2', '[X-M-9.8] the card was there');
select is(pg_temp.cards('X-pause-corrected', 'X-M-9.8c'), '', '[X-M-9.8] a correction of one that was known adds nothing');
select is(pg_temp.cards('X-pause-back', 'X-M-9.8c'), 'X-M-9.8c yellow 04-24 10:00', '[X-M-9.8] a correction that dates it back before due does');
reset role;
select is_empty($$ select rule from jiancha.rule_quarantine $$, '[Z-15] no rule failed');
select is((select count(*) from jiancha.signal_rule r where r.kind = 'condition' and r.pack in ('xinxiang', 'zhenjiang', 'qingdao_district', 'weihai') and (r.source = '' or r.name = '')), 0::bigint, '[Z-15] each condition rule has its clause and its name');
select * from finish();
drop table paper, penalty_paper;
drop owned by clause_c_clerk;
drop role clause_c_clerk, "jiancha_org_c-a", "jiancha_enter_c-a";
