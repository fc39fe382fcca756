-- The condition rules of a whole pack (镇江, those about approval cases) over all cases in one pass, against the same rules one after the other and against
-- one rule alone. Six steps and four documents a case, one case in fifty with a fault. Variable "cases".
\set QUIET on
\pset footer off
\if :{?cases} \else \set cases 20000 \endif
set client_min_messages = warning;
set timezone = 'Asia/Shanghai';
create extension jiancha;
select count(*) as setup_steps from jiancha.setup('410700', 'xinxiang') \gset
do $$
begin
    if jiancha._pack_text('zhenjiang') ~ 'define_pack' then
        perform jiancha.setup('410700', 'zhenjiang');
    else
        perform jiancha.define_pack('zhenjiang', 1, '镇江', '镇江市', valid_from => '2015-03-12', source => '镇江');
        perform jiancha._as_owner('jiancha_owner', jiancha._pack_text('zhenjiang'));
        update jiancha.record_state set pack = 'zhenjiang';
    end if;
end
$$;
insert into jiancha.org (org_code, name) select format('410700-%s', n), format('部门%s', n) from generate_series(10, 29) n;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit, use_level, requires)
select format('M%s', n), format('410700-%s', 10 + n % 20), format('事项%s', n), 10, 20, 3, case when n % 10 = 0 then '{review,approve}'::text[] end from generate_series(0, 59) n;
create function cpu() returns numeric language sql volatile as $$
    select (f[12]::numeric + f[13]::numeric) / 100
    from string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '^.*\) ', 'x '), ' ') f
$$;
create table seconds (way text, cards bigint, seconds numeric, cpu numeric);
-- in parts, so that memory does not grow with the number of cases
create procedure fill(cases int) language plpgsql as $$
begin
    for part in 0 .. (cases - 1) / 50000 loop
        insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, party_kind, subject, data)
        select 'C-' || n, format('410700-%s', 10 + n % 20), format('M%s', n % 60), '申请人', '2025-04-21 09:00+08', 'window', 'enterprise', '办理',
            case when n % 50 <> 0 then jsonb '{"id_no": "91410700MA00000000", "contact": "0373-1234567"}' end
        from generate_series(part * 50000 + 1, least((part + 1) * 50000, cases)) n;
        insert into jiancha.case_step (case_no, step_no, kind, at, data)
        select 'C-' || n, s.step_no, s.kind, s.at, s.data
        from generate_series(part * 50000 + 1, least((part + 1) * 50000, cases)) n
        cross join (values (1, 'accept', timestamptz '2025-04-21 10:00+08', null::jsonb), (2, 'handle', '2025-04-21 11:00+08', null), (3, 'review', '2025-04-22 10:00+08', null),
            (4, 'approve', '2025-04-22 15:00+08', null), (5, 'decide', '2025-04-23 15:00+08', '{"decision": "granted", "level": "3"}'),
            (6, 'close', '2025-04-23 16:00+08', '{"completion_state": "准予"}')) s (step_no, kind, at, data);
        -- through the table: what is measured is the reading
        insert into jiancha.case_document (docket_id, document_kind, at, org_code, actor, revision)
        select d.docket_id, w.kind, w.at, d.org_code, 'bench', 3
        from jiancha.docket_key k join jiancha.docket d using (docket_id)
        cross join (values ('receipt', timestamptz '2025-04-21 09:00+08'), ('application_materials', '2025-04-21 09:05+08'), ('acceptance_notice', '2025-04-21 10:05+08'),
            ('decision_document', '2025-04-23 15:05+08')) w (kind, at)
        where k.kind = 'approval' and k.business_no in (select 'C-' || n from generate_series(part * 50000 + 1, least((part + 1) * 50000, cases)) n);
        commit;
    end loop;
end $$;
call fill(:cases);
vacuum analyze;
create procedure measure() language plpgsql as $$
declare t timestamptz; c numeric; n bigint; ids bigint[]; rules bigint[]; one record; total bigint := 0;
begin
    select array_agg(docket_id) into ids from jiancha.docket where kind = 'approval';
    t := clock_timestamp(); c := cpu();
    select count(*) into n from jiancha._condition_signals(ids);
    insert into seconds values ('1 all rules in one pass, with holders', n, extract(epoch from clock_timestamp() - t), cpu() - c);
    t := clock_timestamp(); c := cpu();
    for one in select e.rule from jiancha.effective_signal_rule e where e.pack = 'zhenjiang' and e.version = 1 and e.kind = 'condition' and e.docket_kind = 'approval'
        -- twenty passes: only over few cases
        and cardinality(ids) <= 100000 loop
        execute jiancha._condition_query('zhenjiang', 1, 'approval', one.rule) into rules using ids;
        total := total + coalesce(cardinality(rules), 0);
    end loop;
    if cardinality(ids) <= 100000 then
        insert into seconds values ('2 the same rules one after the other', total, extract(epoch from clock_timestamp() - t), cpu() - c);
    end if;
    t := clock_timestamp(); c := cpu();
    execute jiancha._condition_query('zhenjiang', 1, 'approval', 'Z-15.7') into rules using ids;
    insert into seconds values ('3 one rule', coalesce(cardinality(rules), 0), extract(epoch from clock_timestamp() - t), cpu() - c);
    t := clock_timestamp(); c := cpu();
    select count(*) into n from (select s.docket_id, min(s.at) from jiancha.step s group by s.docket_id) g;
    insert into seconds values ('4 GROUP BY docket over the steps', null, extract(epoch from clock_timestamp() - t), cpu() - c);
    commit;
end $$;
call measure();
select :cases as cases, substr(way, 3) as way, cards, round(seconds, 3) as "s", round(cpu, 2) as "cpu s", round(seconds * 1000000 / :cases, 1) as "µs a case" from seconds order by seconds.way;
select count(*) as failed_rules from jiancha.rule_quarantine;
