-- Who complained: each reading is told beforehand, in a transaction of its own.

create function jiancha._ask_identity(complaint_no text, reason text, caller name) returns table (ask_seq bigint, asked_at timestamptz)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    found_docket bigint;
    desk text;
begin
    if btrim(coalesce(_ask_identity.reason, '')) = '' then
        perform jiancha._raise('missing_value', 'reason', coalesce(_ask_identity.complaint_no, 'NULL'));
    end if;
    select c.docket_id, c.desk_org into found_docket, desk
    from jiancha.docket_key k join jiancha.complaint c using (docket_id)
    where k.kind = 'complaint' and k.business_no = _ask_identity.complaint_no
        and c.desk_org = any (jiancha._orgs_of(caller, 'jiancha_complaint_desk_'));
    if found_docket is null then
        perform jiancha._raise('identity_not_yours', coalesce(_ask_identity.complaint_no, 'NULL'), caller);
    end if;
    return query
        insert into jiancha.identity_read (docket_id, complaint_no, what, reason, actor, transaction, org_code)
        values (found_docket, _ask_identity.complaint_no, 'ask', _ask_identity.reason, caller::text, pg_current_xact_id()::text, desk)
        returning seq, recorded_at;
end
$$;
comment on function jiancha._ask_identity(text, text, name) is 'Does the work of ask_identity(), as the owner.';

create function jiancha.ask_identity(complaint_no text, reason text) returns table (ask_seq bigint, asked_at timestamptz)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.ask_identity(text, text) is
    'First half of reveal_complainant(): writes into identity_read who wants to read whose identity and why, returns the number to read it with. By the complaint desk that received it. Errors: JC004 no such complaint of yours, JC005 no reason.';

create function jiancha._tell_identity(ask_seq bigint, caller name)
returns table (name text, contact text, identity_kind text, identity_number text, original_text text)
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    asked record;
begin
    select r.* into asked from jiancha.identity_read r where r.seq = _tell_identity.ask_seq and r.what = 'ask' and r.actor = caller::text;
    -- what stands in a transaction that may still roll back is not told yet
    if asked.docket_id is null or asked.transaction = pg_current_xact_id()::text
        or asked.org_code <> all (jiancha._orgs_of(caller, 'jiancha_complaint_desk_'))
        or exists (select from jiancha.identity_read t where t.docket_id = asked.docket_id and t.ask_seq = _tell_identity.ask_seq) then
        perform jiancha._raise('identity_not_asked', caller);
    end if;
    insert into jiancha.identity_read (docket_id, complaint_no, what, ask_seq, reason, actor, transaction, org_code)
    values (asked.docket_id, asked.complaint_no, 'tell', asked.seq, asked.reason, caller::text, pg_current_xact_id()::text, asked.org_code);
    return query
        select p.name, p.contact, p.identity_kind, p.identity_number, p.original_text from jiancha.complainant p where p.docket_id = asked.docket_id;
end
$$;
comment on function jiancha._tell_identity(bigint, name) is 'Does the work of tell_identity(), as the owner.';

create function jiancha.tell_identity(ask_seq bigint)
returns table (name text, contact text, identity_kind text, identity_number text, original_text text)
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.tell_identity(bigint) is
    'Second half of reveal_complainant(): the identity asked for under a number, once, by who asked, after his asking was committed. Errors: JC007 not asked, asked in this transaction, told already, or no longer of the desk.';

create procedure jiancha.reveal_complainant(
    complaint_no text, reason text, inout name text default null, inout contact text default null, inout identity_kind text default null,
    inout identity_number text default null, inout original_text text default null)
language plpgsql as $$
declare
    asked bigint;
begin
    -- commits, so it may pin nothing: every name is qualified
    select a.ask_seq into asked from jiancha.ask_identity(reveal_complainant.complaint_no, reveal_complainant.reason) a;
    commit;
    select t.name, t.contact, t.identity_kind, t.identity_number, t.original_text
    into name, contact, identity_kind, identity_number, original_text
    from jiancha.tell_identity(asked) t;
end
$$;
comment on procedure jiancha.reveal_complainant(text, text, text, text, text, text, text) is
    'CALL reveal_complainant(number, reason): who complained. Writes into identity_read, commits, then reads, so that no rollback takes the trace away; outside a transaction block only. By the complaint desk that received it (X-C-8). Errors: JC004 no such complaint of yours, JC005 no reason, 2D000 in a transaction block.';
