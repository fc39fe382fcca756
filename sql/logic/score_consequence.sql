-- What freezing a period sets going: an instrument for who failed, a message to the readers of a report that was corrected.

create function jiancha._open_consequences(scheme text, period text, version integer, scheme_version integer, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    here record;
    opens text := jiancha.score_setting(_open_consequences.scheme, _open_consequences.scheme_version, 'fail_opens');
    basis text := jiancha.score_setting(_open_consequences.scheme, _open_consequences.scheme_version, 'fail_basis');
    form text := jiancha.score_setting(_open_consequences.scheme, _open_consequences.scheme_version, 'fail_instrument');
    days integer := jiancha.score_setting(_open_consequences.scheme, _open_consequences.scheme_version, 'followup_days')::integer;
    fresh bigint[];
begin
    if opens = 'nothing' then
        return;
    end if;
    select * into here from jiancha._here();
    -- 新乡 绩效测评办法 第十二条第(三)项: what a fail opens; what an earlier version opened goes on
    with failed as (
        select r.org_code, case when r.vetoed then 'veto' else 'score' end as cause,
            coalesce((select c.instrument_no from jiancha.score_consequence c
                      where (c.scheme, c.period, c.org_code) = (r.scheme, r.period, r.org_code) order by c.version desc limit 1),
                case when exists (
                        select from jiancha.effective_instrument_rule i
                        where i.pack = here.pack and i.version = jiancha._pack_version(here.pack, _open_consequences.as_of, here.calendar_code) and i.instrument = form)
                    then concat_ws('-', '测评', r.scheme, r.period, r.version, r.org_code) end) as instrument_no
        from jiancha.score_result r
        where (r.scheme, r.period, r.version) = (_open_consequences.scheme, _open_consequences.period, _open_consequences.version)
            and r.subject = 'org' and r.grade = 'fail')
    insert into jiancha.score_consequence (scheme, period, version, org_code, kind, basis, cause, instrument_no, opened_at)
    select _open_consequences.scheme, _open_consequences.period, _open_consequences.version, f.org_code, opens, basis, f.cause, f.instrument_no,
        coalesce((select min(c.opened_at) from jiancha.score_consequence c
                  where (c.scheme, c.period, c.org_code) = (_open_consequences.scheme, _open_consequences.period, f.org_code)), _open_consequences.as_of)
    from failed f;
    select jiancha._add_orders('instrument', array_agg(c.instrument_no), array_agg(form), array_agg(c.org_code), array_agg(null::text),
        array_agg(format('%s绩效测评不合格（%s），依据%s处理', jiancha._period_name(_open_consequences.period),
            case c.cause when 'veto' then '一票否决' else format('得分%s分', r.total) end, basis)),
        array_agg(_open_consequences.as_of), array_agg(days), array_agg('working_day'::text), array_agg(null::text), current_user, null)
    into fresh
    from jiancha.score_consequence c
    join jiancha.score_result r on (r.scheme, r.period, r.version, r.org_code, r.subject) = (c.scheme, c.period, c.version, c.org_code, 'org')
    where (c.scheme, c.period, c.version) = (_open_consequences.scheme, _open_consequences.period, _open_consequences.version) and c.instrument_no is not null
    having count(*) > 0;
    if fresh is not null then
        perform jiancha._derive(fresh);
    end if;
end
$$;
comment on function jiancha._open_consequences(text, text, integer, integer, timestamptz) is
    'Enters what the fail grades of a version of a sheet open, and issues an instrument to each such organisation where the pack knows the one that the scheme names: a docket with followup_days working days to answer.';

create function jiancha._notify_correction(scheme text, period text, version integer, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    here record;
    region text;
    judge integer;
    send_at timestamptz;
    said text;
    written bigint;
begin
    select * into here from jiancha._here();
    select s.region into region from jiancha.record_state s;
    judge := jiancha._pack_version(here.pack, _notify_correction.as_of, here.calendar_code);
    send_at := jiancha._send_at(_notify_correction.as_of, here.calendar_code, jiancha._pack_param(here.pack, judge, 'notice_opens')::time,
        jiancha._pack_param(here.pack, judge, 'notice_closes')::time);
    -- 更正: old and new beside each other; a message holds three
    select format('%s绩效成绩更正（第%s版，%s）：', jiancha._period_name(_notify_correction.period), _notify_correction.version, t.decision_no)
            || coalesce(string_agg(format('%s得分%s→%s，名次%s→%s', c.name, coalesce(c.old_total::text, '—'), coalesce(c.new_total::text, '—'), coalesce(c.old_rank::text, '—'), coalesce(c.new_rank::text, '—')),
                '；' order by c.place) filter (where c.place <= 3), '单位得分和名次不变')
            || case when count(c.place) > 3 then format('；另有%s个单位', count(c.place) - 3) else '' end || '。'
    into said
    from jiancha.score_sheet t
    left join (
        select c.*, row_number() over (order by c.old_total is not distinct from c.new_total, c.org_code) as place
        from jiancha.score_changes(_notify_correction.period, _notify_correction.scheme) c
        where c.version = _notify_correction.version) c on true
    where (t.scheme, t.period, t.version) = (_notify_correction.scheme, _notify_correction.period, _notify_correction.version)
    group by t.decision_no;

    with reader as (
        select distinct on (r.recipient) r.recipient, r.name, r.org_code, r.channel, coalesce(r.address, r.recipient) as address, r.valid_until
        from jiancha.report_recipient r
        where r.valid_from <= jiancha._local_date(_notify_correction.as_of, here.calendar_code, (select k.version from jiancha.calendar k where k.calendar_code = here.calendar_code))
        order by r.recipient, r.valid_from desc),
    told as (
        insert into jiancha.notice (docket_id, key, signal_no, what, level, duty, recipient_staff, recipient_name, org_code, channel, address, delivers, text,
            not_before, created_at)
        select jiancha._docket_base() | nextval('jiancha.docket_seq'), concat_ws('/', _notify_correction.scheme, _notify_correction.period, _notify_correction.version, r.recipient),
            null, 'score_corrected', 'notice', 'report', null, r.name, coalesce(r.org_code, region), r.channel, r.address, false, said, send_at, _notify_correction.as_of
        from reader r
        where coalesce(r.valid_until, 'infinity') > jiancha._local_date(_notify_correction.as_of, here.calendar_code,
            (select k.version from jiancha.calendar k where k.calendar_code = here.calendar_code))
        returning docket_id, notice_id, org_code, channel, address, not_before)
    insert into jiancha.notice_delivery (docket_id, notice_id, org_code, channel, mailbox, state, next_try_at)
    select t.docket_id, t.notice_id, t.org_code, t.channel, concat_ws('/', t.channel, 'report', t.address), 'pending', t.not_before
    from told t;
    get diagnostics written = row_count;
    if written > 0 then
        perform pg_notify('jiancha_notice', '');
    end if;
end
$$;
comment on function jiancha._notify_correction(text, text, integer, timestamptz) is
    'Puts into the outbox for everybody on the report''s list what a version of a sheet corrected: scores and ranks, old and new, of up to three organisations. Such a notice is about no docket: it has a number of its own in docket_id.';
