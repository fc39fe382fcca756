-- The outbox: who is told what, and whether it arrived. Notices are written in the transaction that issues the card; a relay takes them from here.

create function jiancha._define_recipient(
    pack text, version integer, level text, recipient text, channel text, source text, delivers boolean, enabled boolean, status text) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    delivery boolean := coalesce(delivers, recipient in ('handler', 'unit'));
    row_name text := nullif(concat_ws(' ', level, recipient), '');
begin
    -- a version that judges cases can still be given one: it changes nothing that was earned
    perform jiancha._check_definition(pack, version, row_name, source, status, true);
    if level is null or level not in ('notice', 'yellow', 'red', 'anomaly') then
        perform jiancha._raise('bad_value', 'level', coalesce(level, 'NULL'), row_name, 'notice, yellow, red, anomaly');
    end if;
    if recipient is null or recipient not in ('handler', 'unit', 'unit_head', 'supervising_leader', 'stationed_body', 'window_head', 'liaison') then
        perform jiancha._raise('bad_value', 'recipient', coalesce(recipient, 'NULL'), row_name,
            'handler, unit, unit_head, supervising_leader, stationed_body, window_head, liaison');
    end if;
    if channel is null or channel not in ('sms', 'phone', 'letter', 'screen') then
        perform jiancha._raise('bad_value', 'channel', coalesce(channel, 'NULL'), row_name, 'sms, phone, letter, screen');
    end if;
    if channel = 'letter' and recipient <> 'unit' then
        perform jiancha._raise('bad_value', 'channel', channel, recipient, 'sms, phone, screen; letter goes to the unit');
    end if;
    if channel in ('sms', 'phone') and recipient = 'unit' then
        perform jiancha._raise('bad_value', 'channel', channel, recipient, 'letter, screen; a person of the unit is unit_head or liaison');
    end if;
    if enabled is null then
        perform jiancha._raise('missing_value', 'enabled', row_name);
    end if;
    insert into jiancha.recipient_rule (pack, version, level, recipient, channel, delivers, enabled, source, status)
    values (pack, version, level, recipient, channel, delivery, enabled, source, status)
    on conflict on constraint recipient_rule_pkey do nothing;
    if not exists (select from jiancha.recipient_rule r
                   where (r.pack, r.version, r.level, r.recipient, r.channel, r.delivers, r.enabled, r.source, r.status)
                       = (pack, version, level, recipient, channel, delivery, enabled, source, status)) then
        perform jiancha._raise('rule_conflict', pack, version::text, row_name);
    end if;
end
$$;
comment on function jiancha._define_recipient(text, integer, text, text, text, text, boolean, boolean, text) is 'Does the work of define_recipient(), as the owner.';

create function jiancha.define_recipient(
    pack text, version integer, level text, recipient text, channel text, source text,
    delivers boolean default null, enabled boolean default true, status text default 'regulation') returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner';
comment on function jiancha.define_recipient(text, integer, text, text, text, text, boolean, boolean, text) is
    'Defines who is told of a card of a level, and how. delivers: whether its arrival is the delivery of the card (default: handler and unit). Errors: JC004 unknown version, JC005 unknown level, recipient or status, or a channel that the recipient cannot have, JC006 other content, JC009 no source.';

create function jiancha._send_at(at timestamptz, calendar text, opens time, closes time) returns timestamptz
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
    here record;
    today date;
    day date;
begin
    select c.time_zone, c.version, v.published_through into here
    from jiancha.calendar c join jiancha.calendar_version v on v.calendar_code = c.calendar_code and v.version = c.version
    where c.calendar_code = calendar;
    today := (_send_at.at at time zone here.time_zone)::date;
    -- the hours that somebody set, as long as the calendar knows the days to come; a holiday lasts less than a month
    if here.published_through >= today + 31 and exists (
        with recursive up as (
            select c.calendar_code, c.parent from jiancha.calendar c where c.calendar_code = calendar
            union
            select c.calendar_code, c.parent from jiancha.calendar c join up u on c.calendar_code = u.parent)
        select from up u join jiancha.calendar_hours h on h.calendar_code = u.calendar_code) then
        return jiancha.next_opening(_send_at.at, calendar);
    end if;
    -- past the calendar's horizon days count by the weekly pattern: a message may go out on a day that turns out to be off
    if (_send_at.at at time zone here.time_zone)::time < closes and jiancha._days_left(today - 1, today, calendar, here.version) = 1 then
        return greatest(_send_at.at, (today + opens) at time zone here.time_zone);
    end if;
    select min(today + n) into day from generate_series(1, 31) n where jiancha._days_left(today, today + n, calendar, here.version) = 1;
    return (day + opens) at time zone here.time_zone;
end
$$;
comment on function jiancha._send_at(timestamptz, text, time, time) is
    'at if the office is open then, else its next opening: by the hours of the calendar, where it has none on working days from opens to closes. Raises nothing past the calendar''s horizon.';

create function jiancha._notify(signal_nos text[], what text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    written bigint;
begin
    if what <> 'issued' then
        -- what was not sent yet need not be taken back
        update jiancha.notice_delivery d set state = 'recorded', next_try_at = null, held_back = _notify.what, error = format('the card became %s before it was sent', _notify.what)
        from jiancha.notice n
        where n.signal_no = any (signal_nos) and n.what <> _notify.what and d.docket_id = n.docket_id and d.notice_id = n.notice_id
            and d.state in ('pending', 'failed')
            and (_notify.what in ('unfounded', 'withdrawn')
                -- nor need an organisation be told that no longer has the card
                or (_notify.what = 'moved' and not exists (
                    select from jiancha.signal s where s.docket_id = n.docket_id and s.signal_no = n.signal_no and s.seen_by = n.org_code)));
    end if;

    with card as materialized (
        select c.*, t.template_body, i.issued_body,
            -- the card came from another organisation: those of the new one have not heard of it
            not exists (select from jiancha.notice n where n.docket_id = c.docket_id and n.signal_no = c.signal_no and n.org_code = c.org_code) as came,
            jiancha._local_date(as_of, c.calendar_code, k.version) as day
        from jiancha._signal_variables(signal_nos, as_of) c
        join jiancha.calendar k on k.calendar_code = c.calendar_code
        left join lateral (
            select e.body as template_body from jiancha.effective_document_template e
            where e.pack = c.pack and e.version = c.version and e.form = 'message' and e.for_what = what
                and (e.for_rule = c.rule or (e.for_rule is null and (e.for_level = c.level or e.for_level is null)))
            order by e.for_rule is null, e.for_level is null, e.distance, e.template limit 1) t on true
        left join lateral (
            select e.body as issued_body from jiancha.effective_document_template e
            where what = 'moved' and e.pack = c.pack and e.version = c.version and e.form = 'message' and e.for_what = 'issued'
                and (e.for_rule = c.rule or (e.for_rule is null and (e.for_level = c.level or e.for_level is null)))
            order by e.for_rule is null, e.for_level is null, e.distance, e.template limit 1) i on true
        where c.issued),
    -- one look at the hours for each calendar and pack, not one a card
    opening as materialized (
        select p.calendar_code, p.pack, p.version,
            jiancha._send_at(as_of, p.calendar_code, jiancha._pack_param(p.pack, p.version, 'notice_opens')::time,
                jiancha._pack_param(p.pack, p.version, 'notice_closes')::time) as send_at
        from (select distinct c.calendar_code, c.pack, c.version from card c
              where exists (select from jiancha.effective_recipient_rule r where r.pack = c.pack and r.version = c.version)) p),
    -- an issue goes to those the pack names, and so does a card that came; what came of it to those who were told of the issue
    wanted as (
        select c.signal_no, r.recipient as duty, r.channel, r.delivers, w.staff_code
        from card c
        join jiancha.effective_recipient_rule r on r.pack = c.pack and r.version = c.version and r.level = c.level
        left join lateral (
            -- who signed the latest step that the organisation of the card took, else who received the case: if he belongs to it that day
            select g.staff_code
            from (select coalesce(
                (select e.staff_code from jiancha.effective_step e
                 where e.docket_id = c.docket_id and e.staff_code is not null and e.org_code = c.org_code and e.at <= as_of
                 order by e.at desc, e.step_no desc nulls last, e.seq desc limit 1),
                (select f.staff_code from jiancha.case_file f where f.docket_id = c.docket_id and f.org_code = c.org_code)) as staff_code) g
            where r.recipient = 'handler'
                and c.org_code = (
                    select v.org_code from jiancha.staff_version v
                    where v.staff_code = g.staff_code and v.valid_from <= c.day order by v.valid_from desc limit 1)) h on true
        left join lateral (
            select h.staff_code where h.staff_code is not null
            union
            select d.staff_code from jiancha.duty d
            where h.staff_code is null and d.org_code = c.org_code
                and d.valid_from <= c.day and (d.valid_until is null or d.valid_until > c.day)
                -- without a handler the liaison hears of it
                and d.duty = case when r.recipient = 'handler' and not exists (
                        select from jiancha.duty a
                        where a.org_code = c.org_code and a.duty = 'handler' and a.valid_from <= c.day and (a.valid_until is null or a.valid_until > c.day))
                    then 'liaison' else r.recipient end) w on true
        where (what = 'issued' or (what = 'moved' and c.came))
            -- the letter that it would bring is not written yet: see outbox_fault.sql
            and not (r.channel = 'letter' and exists (
                select from jiancha.outbox_fault f
                where f.docket_id = c.docket_id and f.signal_no = c.signal_no and f.org_code = c.org_code and f.task = 'letter'))
        union
        select n.signal_no, n.duty, n.told_by, n.delivers, n.recipient_staff
        from (
            select n.signal_no, n.duty, case when n.flag in ('no_mobile', 'no_number', 'nobody') then 'sms' else n.channel end as told_by, false as delivers,
                n.recipient_staff
            from jiancha.notice n
            join jiancha.notice_delivery d using (docket_id, notice_id)
            join card c on c.docket_id = n.docket_id and c.signal_no = n.signal_no
            -- a place without a name is the new organisation's now
            where n.what in ('issued', 'moved') and d.state <> 'recorded' and (n.recipient_staff is not null or not c.came)) n
        where what <> 'issued'),
    reached as (
        select w.*, s.name, case w.channel when 'sms' then s.mobile when 'phone' then s.phone else coalesce(w.staff_code, c.org_code) end as address,
            s.phone, c.variables ->> 'org' as org
        from wanted w
        join card c on c.signal_no = w.signal_no
        left join lateral (
            select v.name, v.mobile, v.phone from jiancha.staff_version v
            where v.staff_code = w.staff_code and v.valid_from <= c.day order by v.valid_from desc limit 1) s on true),
    row as materialized (
        select c.docket_id, concat_ws('/', c.signal_no, what, case when what <> 'issued' then to_char(as_of at time zone 'UTC', 'YYYYMMDD"T"HH24MISS.US') end,
                r.duty, r.staff_code) as key,
            c.signal_no, c.level, r.duty, r.staff_code, coalesce(r.name, r.staff_code, r.org) as name, c.org_code,
            case when r.channel = 'sms' and r.address is null then 'phone' else r.channel end as channel,
            case when r.channel = 'sms' and r.address is null then r.phone else r.address end as address,
            case when r.duty = 'unit' or r.channel in ('letter', 'screen') then null
                when r.staff_code is null then 'nobody'
                when r.address is null and (r.channel = 'phone' or r.phone is null) then 'no_number'
                when r.address is null then 'no_mobile' end as flag,
            r.delivers,
            -- who is told by a letter is told by that letter
            (select l.letter_no from jiancha.letter l where r.channel = 'letter' and (what = 'issued' or (what = 'moved' and c.came)) and l.docket_id = c.docket_id
                and l.signal_no = c.signal_no and l.org_code = c.org_code and l.on_issue) as letter_no,
            -- who hears of a card for the first time hears that there is one, not that it changed
            coalesce(jiancha._render(
                    case when what = 'moved' and c.came and not exists (
                            select from jiancha.notice n
                            where n.docket_id = c.docket_id and n.signal_no = c.signal_no and n.recipient_staff = r.staff_code) then c.issued_body
                        else c.template_body end, c.variables), format('%s %s %s', c.variables ->> 'level', c.signal_no, c.variables ->> 'matter')) as text,
            o.send_at,
            case when what in ('issued', 'moved') and c.level = 'notice' then c.due_at end as expires_at
        from card c
        join reached r on r.signal_no = c.signal_no
        join opening o on o.calendar_code = c.calendar_code and o.pack = c.pack and o.version = c.version),
    told as (
        insert into jiancha.notice (docket_id, key, signal_no, what, level, duty, recipient_staff, recipient_name, org_code, channel, address, flag, delivers,
            letter_no, text, not_before, expires_at, created_at)
        select r.docket_id, r.key, r.signal_no, what, r.level, r.duty, r.staff_code, r.name, r.org_code, r.channel, r.address, r.flag, r.delivers,
            r.letter_no, r.text, r.send_at, r.expires_at, as_of
        from row r
        order by r.docket_id, r.key
        on conflict on constraint notice_key_key do nothing
        returning docket_id, notice_id, org_code, channel, recipient_staff, address, not_before, expires_at)
    insert into jiancha.notice_delivery (docket_id, notice_id, org_code, channel, mailbox, state, next_try_at, held_back, error)
    select t.docket_id, t.notice_id, t.org_code, t.channel, concat_ws('/', t.channel, coalesce(t.recipient_staff, t.org_code), t.address),
        case when t.expires_at <= t.not_before then 'recorded' else 'pending' end,
        case when t.expires_at <= t.not_before then null else t.not_before end,
        case when t.expires_at <= t.not_before then 'limit_over' end,
        case when t.expires_at <= t.not_before then 'the limit is over before the office opens' end
    from told t;
    get diagnostics written = row_count;
    if what = 'reinstated' then
        -- who was not told of the card because it was unfounded is told now
        update jiancha.notice_delivery d set state = 'pending', next_try_at = greatest(n.not_before, as_of), held_back = null, error = null
        from jiancha.notice n
        where n.signal_no = any (signal_nos) and n.what = 'issued' and d.docket_id = n.docket_id and d.notice_id = n.notice_id
            and d.held_back = 'unfounded' and (n.expires_at > as_of) is not false;
    end if;
    if written > 0 or what = 'reinstated' then
        perform pg_notify('jiancha_notice', '');
    end if;
end
$$;
comment on function jiancha._notify(text[], text, timestamptz) is
    'Puts a notice into the outbox for each recipient that the packs of issued cards prescribe; what: issued, or what came of the card (unfounded, reinstated, moved, withdrawn), of which the same people are told. A reminder whose limit is over when the office opens is recorded, not sent. The same event twice makes no second notice.';

create function jiancha._delivered(signal_nos text[], at timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[];
begin
    select array_agg(k.docket_id order by k.docket_id) into dockets
    from jiancha.docket_key k where k.kind in ('signal', 'report') and k.business_no = any (signal_nos);
    if dockets is null then
        return;
    end if;
    perform jiancha._lock(dockets);
    -- the first delivery counts: one that is entered after a later one corrects it
    insert into jiancha.step (docket_id, step_no, kind, at, at_precision, actor, reason, corrects, org_code, revision)
    select d.docket_id, least((select min(s.step_no) from jiancha.step s where s.docket_id = d.docket_id), 0) - 1, 'delivered', x.at, 'minute',
        current_user::text, case when e.at is not null then '更早的送达' end, e.step_no, d.org_code, d.revision + 1
    from jiancha.docket d
    -- who answered had the card by then
    cross join lateral (
        select greatest(least(_delivered.at, min(a.at)), d.received_at) as at
        from jiancha.effective_step a where a.docket_id = d.docket_id and a.kind in ('explain', 'rectify', 'appeal')) x
    left join lateral (
        select v.at, v.step_no from jiancha.effective_step v
        where v.docket_id = d.docket_id and v.kind = 'delivered' order by v.at, v.seq limit 1) e on true
    where d.docket_id = any (dockets) and (e.at is null or (x.at < e.at and e.step_no is not null));
    if found then
        perform jiancha._derive(dockets);
    end if;
end
$$;
comment on function jiancha._delivered(text[], timestamptz) is 'Enters the delivery of cards into their dockets of kind signal, where they have one and no earlier delivery yet: their time to answer runs from the first.';

create function jiancha._delivered(signal_no text, at timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._delivered(array[signal_no], at);
end
$$;
comment on function jiancha._delivered(text, timestamptz) is 'The same for one card.';

create function jiancha._notice_take(worker text, max_messages integer, as_of timestamptz, claim interval, channels text[]) returns jsonb
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set jit = off as $$
declare
    messages jsonb;
begin
    perform jiancha._refuse_copy();
    -- takers one after another: what is due for one person is to go out in one message
    perform pg_advisory_xact_lock(hashtext('jiancha.notice_delivery'));
    update jiancha.notice_delivery d set state = 'recorded', next_try_at = null, held_back = 'limit_over', error = 'the limit was over before it could be sent'
    from jiancha.notice n
    where d.next_try_at <= as_of and n.docket_id = d.docket_id and n.notice_id = d.notice_id and n.expires_at <= as_of;

    -- of a notice about no card the pack in use says when it goes out and how often
    with here as materialized (
        select w.calendar_code, w.pack, jiancha._pack_version(w.pack, as_of, w.calendar_code) as rule_version from jiancha._here() w),
    head as materialized (
        select d.docket_id, d.notice_id, d.mailbox, d.message_key, d.next_try_at
        from jiancha.notice_delivery d
        where d.next_try_at <= as_of and d.channel = any (channels)
        order by d.next_try_at limit max_messages::bigint * 20),
    -- nothing goes out while the office is closed, however long it has waited
    open_head as (
        select h.* from head h
        join jiancha.notice n using (docket_id, notice_id)
        left join jiancha.signal s on s.docket_id = n.docket_id and s.signal_no = n.signal_no
        cross join here e
        join (
            select p.calendar_code, p.pack, p.rule_version,
                jiancha._send_at(as_of, p.calendar_code, jiancha._pack_param(p.pack, p.rule_version, 'notice_opens')::time,
                    jiancha._pack_param(p.pack, p.rule_version, 'notice_closes')::time) <= as_of as is_open
            from (select distinct s.calendar_code, s.pack, s.rule_version
                  from head h join jiancha.notice n using (docket_id, notice_id)
                  join jiancha.signal s on s.docket_id = n.docket_id and s.signal_no = n.signal_no
                  union
                  select e.calendar_code, e.pack, e.rule_version from here e) p) o
            on o.calendar_code = coalesce(s.calendar_code, e.calendar_code) and o.pack = coalesce(s.pack, e.pack)
                and o.rule_version = coalesce(s.rule_version, e.rule_version)
        where o.is_open),
    box as (
        select h.mailbox, h.message_key from open_head h
        group by h.mailbox, h.message_key order by min(h.next_try_at), h.mailbox limit max_messages),
    locked as materialized (
        select d.docket_id, d.notice_id, d.mailbox, d.message_key, d.attempts
        from box b
        join jiancha.notice_delivery d on d.mailbox = b.mailbox and d.message_key is not distinct from b.message_key
        where d.next_try_at <= as_of
        for update of d skip locked),
    message as materialized (
        select l.mailbox, l.message_key as old_key,
            -- a message that was tried before is the same message: its key, its notices
            coalesce(l.message_key, left(encode(sha256(convert_to(min(n.key) || E'\n' || max(n.key) || E'\n' || count(*) || E'\n' || to_char(as_of at time zone 'UTC',
                'YYYYMMDD"T"HH24MISS.US'), 'UTF8')), 'hex'), 32)) as new_key,
            min(n.channel) as channel, min(n.address) as address, min(n.recipient_staff) as staff, min(n.recipient_name) as name, max(l.attempts) as attempts,
            count(*) as notices, jsonb_agg(n.key order by n.created_at, n.key) as keys, coalesce(jsonb_agg(distinct n.signal_no) filter (where n.signal_no is not null), '[]') as signals,
            case when count(*) = 1 then min(n.text)
                -- a digest shows the first five
                else format('您有%s条监察通知：', count(*)) || array_to_string((array_agg(n.text order by n.created_at, n.key))[:5], E'\n')
                    || case when count(*) > 5 then format(E'\n……其余%s条请登录系统查看', count(*) - 5) else '' end
            end as text
        from locked l join jiancha.notice n using (docket_id, notice_id)
        group by l.mailbox, l.message_key
        having l.message_key is null or count(*) = (
            select count(*) from jiancha.notice_delivery x where x.message_key = l.message_key and x.next_try_at is not null)),
    taken as (
        update jiancha.notice_delivery d
        set state = 'sending', claimed_by = worker, claimed_until = as_of + claim, next_try_at = as_of + claim, message_key = m.new_key
        from locked l join message m on m.mailbox = l.mailbox and m.old_key is not distinct from l.message_key
        where d.docket_id = l.docket_id and d.notice_id = l.notice_id)
    select coalesce(jsonb_agg(jsonb_build_object('key', m.new_key, 'channel', m.channel, 'address', m.address, 'staff', m.staff, 'name', m.name,
            'attempt', m.attempts + 1, 'notices', m.notices, 'text', m.text, 'keys', m.keys, 'signals', m.signals) order by m.new_key), '[]')
    into messages
    from message m;
    return messages;
end
$$;
comment on function jiancha._notice_take(text, integer, timestamptz, interval, text[]) is 'As the records'' owner; see jiancha.take_notices().';

create function jiancha._notice_done(message_key text, worker text, ok boolean, error text, as_of timestamptz) returns integer
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    signals text[];
    dockets bigint[];
    changed integer;
begin
    select array_agg(distinct n.signal_no order by n.signal_no) into signals
    from jiancha.notice_delivery d join jiancha.notice n using (docket_id, notice_id)
    where d.message_key = _notice_done.message_key and n.delivers and n.what = 'issued';
    -- dockets before deliveries, as a sweep does
    select array_agg(k.docket_id order by k.docket_id) into dockets
    from jiancha.docket_key k where k.kind in ('signal', 'report') and k.business_no = any (signals);
    perform jiancha._lock(dockets) where dockets is not null;

    if ok then
        -- what was sent was sent, also when the claim had run out meanwhile
        update jiancha.notice_delivery d
        set state = 'sent', sent_at = as_of, next_try_at = null, error = null
        where d.message_key = _notice_done.message_key and d.state in ('sending', 'failed', 'dead');
        get diagnostics changed = row_count;
        if changed > 0 and signals is not null then
            perform jiancha._delivered(signals, as_of);
        end if;
        return changed;
    end if;

    with rule as materialized (
        select p.pack, p.rule_version, jiancha._pack_param(p.pack, p.rule_version, 'notice_attempts')::integer as attempts,
            jiancha._pack_param(p.pack, p.rule_version, 'notice_retry_minutes')::integer as minutes
        from (select distinct s.pack, s.rule_version
              from jiancha.notice_delivery d join jiancha.notice n using (docket_id, notice_id)
              join jiancha.signal s on s.docket_id = n.docket_id and s.signal_no = n.signal_no
              where d.message_key = _notice_done.message_key
              union
              select w.pack, jiancha._pack_version(w.pack, _notice_done.as_of, w.calendar_code)
              from jiancha.notice_delivery d join jiancha.notice n using (docket_id, notice_id) cross join jiancha._here() w
              where d.message_key = _notice_done.message_key and n.signal_no is null) p)
    update jiancha.notice_delivery d
    set attempts = d.attempts + 1, error = left(_notice_done.error, 500),
        state = case when d.attempts + 1 >= b.attempts then 'dead' else 'failed' end,
        -- twice as long each time, at most a day
        next_try_at = case when d.attempts + 1 < b.attempts then as_of + least(b.minutes * power(2, d.attempts), 1440) * interval '1 minute' end
    from (select min(r.attempts) as attempts, min(r.minutes) as minutes from rule r) b
    where d.message_key = _notice_done.message_key and d.state = 'sending' and d.claimed_by = worker;
    get diagnostics changed = row_count;
    return changed;
end
$$;
comment on function jiancha._notice_done(text, text, boolean, text, timestamptz) is 'As the records'' owner; see jiancha.notice_done().';

create function jiancha.take_notices(worker text, max_messages integer, as_of timestamptz, claim interval default '10 minutes',
    channels text[] default '{sms,screen}') returns jsonb
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_take_notices';
comment on function jiancha.take_notices(text, integer, timestamptz, interval, text[]) is
    'Takes up to max_messages messages that are due for a worker, who has until as_of + claim to report them with notice_done(); what he does not report then is taken again. One message brings what is due for one recipient by one channel. Returns a JSON array of objects: key (idempotency key: the same at each try of a message), channel, address, staff, name, attempt, notices (their number), text, keys and signals. Empty while the office is closed. For relays: rights by EXECUTE alone. Errors: JC005 an argument out of range.';

create function jiancha.notice_done(message_key text, worker text, ok boolean, error text, as_of timestamptz) returns integer
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_notice_done';
comment on function jiancha.notice_done(text, text, boolean, text, timestamptz) is
    'Reports a message that take_notices() gave: ok, or the error. A failure is tried again after notice_retry_minutes, twice as long each time, and given up after notice_attempts tries (dead_notices). Returns how many notices changed; the same report again changes none. Errors: JC005 an argument is NULL or not finite.';

create function jiancha._delivery_confirmation_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    problem text[];
    done record;
    own text[] := jiancha._own_orgs(caller);
    latest timestamptz := statement_timestamp() + interval '5 minutes';
begin
    select p.problem into problem
    from (
        select r.no, case
                when coalesce(r.signal_no, '') = '' then array['missing_value', 'signal_no', format('(row %s of the statement)', r.no)]
                when r.at is null then array['missing_value', 'at', r.signal_no]
                when btrim(coalesce(r.by, '')) = '' then array['missing_value', 'by', r.signal_no]
                when not isfinite(r.at) then array['bad_value', 'at', r.at::text, r.signal_no, 'a finite date and time']
                when r.at > latest then array['in_the_future', 'at', r.at::text, r.signal_no, statement_timestamp()::text]
                -- a department does not say itself that it was reached
                when orgs is not null and not exists (
                    select from jiancha.signal s
                    where s.signal_no = r.signal_no and s.seen_by <> all (own) and jiancha._acts_for(caller, 'jiancha_supervise_', s.seen_by))
                    then array['delivery_not_yours', r.signal_no, caller::text]
                when not exists (select from jiancha.notice n where n.signal_no = r.signal_no and (r.key is null or n.key = r.key))
                    then array['unknown_notice', r.signal_no, coalesce(r.key, '')]
                when r.at < (select min(n.created_at) from jiancha.notice n where n.signal_no = r.signal_no)
                    then array['bad_value', 'at', r.at::text, r.signal_no, 'an instant after the card was issued']
            end as problem
        from (select b.ordinality as no, b.* from rows from (jiancha._buffered() as (signal_no text, key text, at timestamptz, by text)) with ordinality b) r) p
    where p.problem is not null
    order by p.no limit 1;
    perform jiancha._raise(problem[1], variadic problem[2:]) where problem is not null;

    for done in
        select r.at, array_agg(distinct r.signal_no order by r.signal_no) as signals,
            array_agg(distinct r.signal_no) filter (where r.key is null or n.delivers) as delivered
        from jiancha._buffered() as r (signal_no text, key text, at timestamptz, by text)
        left join jiancha.notice n on n.signal_no = r.signal_no and n.key = r.key
        group by r.at order by r.at
    loop
        -- dockets before deliveries, as a sweep does
        if done.delivered is not null then
            perform jiancha._delivered(done.delivered, done.at);
        end if;
        update jiancha.notice_delivery d
        set state = 'sent', sent_at = done.at, next_try_at = null, confirmed_by = r.by, held_back = null, error = null
        from jiancha._buffered() as r (signal_no text, key text, at timestamptz, by text)
        join jiancha.notice n on n.signal_no = r.signal_no
            and (n.key = r.key or (r.key is null and (n.letter_no is not null or n.delivers)))
        where r.at = done.at and d.docket_id = n.docket_id and d.notice_id = n.notice_id and d.state <> 'sent';
    end loop;
end
$$;
comment on function jiancha._delivery_confirmation_statement(text[], name) is 'Handles the rows of a statement on delivery_confirmation.';

create function jiancha.confirm_delivery(signal_no text, at timestamptz, by text, key text default null) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    insert into jiancha.delivery_confirmation (signal_no, key, at, by)
    values (confirm_delivery.signal_no, confirm_delivery.key, confirm_delivery.at, confirm_delivery.by);
end
$$;
comment on function jiancha.confirm_delivery(text, timestamptz, text, text) is
    'Says that the letter of a card was handed over, or with key (see phone_list) that a call was made, when and by whom. The time to answer counts from the first delivery. By the supervisor. Errors: JC004 no such notice, JC005 bad value, JC007 not the supervisor of the organisation.';

create function jiancha._revive_notices(as_of timestamptz) returns integer
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    revived integer;
begin
    update jiancha.notice_delivery d set state = 'failed', attempts = 0, next_try_at = as_of where d.state = 'dead';
    get diagnostics revived = row_count;
    if revived > 0 then
        perform pg_notify('jiancha_notice', '');
    end if;
    return revived;
end
$$;
comment on function jiancha._revive_notices(timestamptz) is 'As the records'' owner; see jiancha.revive_notices().';

create function jiancha.revive_notices(as_of timestamptz) returns integer
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_revive_notices';
comment on function jiancha.revive_notices(timestamptz) is
    'Has all dead notices tried again from as_of on, under the keys they had; returns their number. Rights by EXECUTE alone. Error JC005: as_of not finite.';
