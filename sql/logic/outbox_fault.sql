-- A pack that lacks what a letter or a notice needs takes no card back: the card is issued, what could not be written waits, and the next sweep writes it.

create function jiancha._attempt_pack(task text, pack text, version integer, signal_nos text[], what text, as_of timestamptz, quiet boolean) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
    code text;
    message text;
    half integer := cardinality(signal_nos) / 2;
begin
    begin
        if task = 'letter' then
            perform jiancha._write_letters(signal_nos, as_of);
        else
            perform jiancha._notify(signal_nos, what, as_of);
        end if;
        delete from jiancha.outbox_fault f
        using jiancha.signal s
        where s.signal_no = any (signal_nos) and f.docket_id = s.docket_id and f.signal_no = s.signal_no and f.task = task and f.what = what;
        return;
    exception
        -- a value that is missing, a setting that is missing or cannot be read; all else concerns the docket or the server
        when sqlstate 'JC005' or sqlstate 'JC009' or invalid_datetime_format or invalid_text_representation or datetime_field_overflow then
            get stacked diagnostics code = returned_sqlstate, message = message_text;
    end;
    -- what is wrong with the pack is wrong for all its cards; a value may be missing for one
    if code = 'JC005' and half > 0 then
        perform jiancha._attempt_pack(task, pack, version, signal_nos[: half], what, as_of, quiet),
            jiancha._attempt_pack(task, pack, version, signal_nos[half + 1 :], what, as_of, quiet);
        return;
    end if;
    insert into jiancha.outbox_fault (docket_id, signal_no, org_code, task, what, pack, rule_version, error_code, message, at)
    select s.docket_id, s.signal_no, s.seen_by, task, what, pack, version, code, message, as_of
    from jiancha.signal s where s.signal_no = any (signal_nos)
    on conflict on constraint outbox_fault_pkey do nothing;
    if not quiet then
        perform jiancha._raise('outbox_fault', task, pack, version::text, cardinality(signal_nos)::text, message);
    end if;
end
$$;
comment on function jiancha._attempt_pack(text, text, integer, text[], text, timestamptz, boolean) is
    'Writes the letters or notices of cards of one version of a pack in a subtransaction; what cannot be written is kept in outbox_fault with the error and, unless quiet, told by a warning.';

create function jiancha._attempt(task text, signal_nos text[], what text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    perform jiancha._attempt_pack(_attempt.task, p.pack, p.rule_version, p.signal_nos, _attempt.what, _attempt.as_of, false)
    from (select s.pack, s.rule_version, array_agg(s.signal_no order by s.signal_no) as signal_nos
          from jiancha.signal s where s.signal_no = any (_attempt.signal_nos)
          group by s.pack, s.rule_version order by s.pack, s.rule_version) p;
end
$$;
comment on function jiancha._attempt(text, text[], text, timestamptz) is
    'Writes the letters (task letter) or notices (task notice) of cards to which something happened, pack by pack. Called with their dockets locked.';

create function jiancha._mend_outbox(as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
declare
    dockets bigint[];
    part record;
begin
    if not exists (select from jiancha.outbox_fault f where f.at <> _mend_outbox.as_of) then
        return;
    end if;
    with mine as (
        select d.docket_id from jiancha.docket d
        where d.docket_id in (select f.docket_id from jiancha.outbox_fault f where f.at <> _mend_outbox.as_of)
        order by d.docket_id for no key update skip locked)
    select array_agg(m.docket_id) into dockets from mine m;
    -- what fell meanwhile needs none: a withdrawn card for good, an unfounded one until it is reinstated
    delete from jiancha.outbox_fault f
    where f.docket_id = any (dockets) and f.what not in ('unfounded', 'withdrawn')
        and exists (
            select from jiancha.signal s join jiancha.signal_action a using (docket_id, rule, clock, cycle)
            where s.docket_id = f.docket_id and s.signal_no = f.signal_no and a.kind in ('withdraw', 'dismiss'));
    for part in
        select f.task, f.pack, f.rule_version, f.what, f.at, array_agg(f.signal_no order by f.signal_no) as signal_nos
        from jiancha.outbox_fault f
        join jiancha.signal_now n on n.docket_id = f.docket_id and n.signal_no = f.signal_no
        where f.docket_id = any (dockets) and f.at <> _mend_outbox.as_of and (n.mark <> 'unfounded' or f.what in ('unfounded', 'withdrawn'))
        group by f.task, f.pack, f.rule_version, f.what, f.at
        -- letters first: a notice may bring one
        order by f.task, f.pack, f.rule_version, f.at, f.what
    loop
        perform jiancha._attempt_pack(part.task, part.pack, part.rule_version, part.signal_nos, part.what,
            case when part.what = 'issued' then _mend_outbox.as_of else part.at end, true);
        -- who is told by a letter was not told without it
        if part.task = 'letter' then
            perform jiancha._attempt_pack('notice', part.pack, part.rule_version,
                array(select n from unnest(part.signal_nos) n
                      where not exists (select from jiancha.outbox_fault f where f.docket_id = any (dockets) and f.signal_no = n and f.task = 'letter')),
                part.what, case when part.what = 'issued' then _mend_outbox.as_of else part.at end, true);
        end if;
    end loop;
end
$$;
comment on function jiancha._mend_outbox(timestamptz) is
    'Tries again to write the letters and notices that outbox_fault lists since another instant; cards that a writer holds are left to the next sweep. Reads one empty table when there are none.';

create function jiancha._sweep_batch(as_of timestamptz, max_rows integer,
    out examined integer, out issued integer, out marked integer, out skipped integer, out quarantined integer, out more boolean)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    select s.examined, s.issued, s.marked, s.skipped, s.quarantined, s.more
    into examined, issued, marked, skipped, quarantined, more
    from jiancha._sweep(as_of, max_rows) s;
    -- what an earlier sweep could not write, now that it is known what still stands
    perform jiancha._mend_outbox(as_of);
end
$$;
comment on function jiancha._sweep_batch(timestamptz, integer) is 'One batch of a sweep, and after it what an earlier one could not write; as the records'' owner, see jiancha.sweep().';
