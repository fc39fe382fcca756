-- Letters and outbox as people see them. Made again by every setup(); a DBA's grants stay.

create or replace view jiancha.effective_document_template with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, t.template) l.pack, l.version, l.from_pack, l.from_version, l.distance, t.template, t.form, t.title, t.body,
        t.for_what, t.for_level, t.for_rule, t.addressee, t.issuer, t.word, t.variables, t.source, t.status, t.enabled
    from jiancha.rule_lineage l
    join jiancha.document_template t on t.pack = l.from_pack and t.version = l.from_version
    order by l.pack, l.version, t.template, l.distance) e
where e.enabled;
comment on view jiancha.effective_document_template is '有效文书模板: the templates that hold for a version of a pack, inherited ones included; of two for one card the one for its rule wins, then the nearer pack.';

create or replace view jiancha.effective_recipient_rule with (security_invoker = true) as
select * from (
    select distinct on (l.pack, l.version, r.level, r.recipient) l.pack, l.version, l.from_pack, l.from_version, r.level, r.recipient, r.channel, r.delivers,
        r.source, r.status, r.enabled
    from jiancha.rule_lineage l
    join jiancha.recipient_rule r on r.pack = l.from_pack and r.version = l.from_version
    order by l.pack, l.version, r.level, r.recipient, l.distance) e
where e.enabled;
comment on view jiancha.effective_recipient_rule is '有效通知对象: who is told of a card of a level by a version of a pack, inherited rows included.';

create or replace view jiancha.duty_assignment with (security_invoker = true) as
select d.org_code, d.duty, d.staff_code, d.valid_from, d.valid_until
from jiancha.duty d;
comment on view jiancha.duty_assignment is '职责分工: who holds which duty. INSERT enters one; a row that is there without valid_until is ended by inserting it again with one. Administrator only. Errors: JC004 unknown organisation or person, JC005 bad value, JC006 other end, JC007 not the administrator.';
comment on column jiancha.duty_assignment.org_code is 'Organisation for which the duty is held.';
comment on column jiancha.duty_assignment.duty is 'handler, unit_head, supervising_leader, stationed_body, window_head or liaison.';
comment on column jiancha.duty_assignment.staff_code is 'Who holds it; may belong to another organisation.';
comment on column jiancha.duty_assignment.valid_from is 'First day; default: always.';
comment on column jiancha.duty_assignment.valid_until is 'First day on which it is no longer held; empty: open.';

create or replace view jiancha.letters with (security_invoker = true) as
select l.letter_no, l.title, coalesce(o.name, l.org_code) as org, l.addressee, l.signal_no, d.kind as docket_kind, d.business_no, l.template, l.issuer, l.issued_on,
    l.issued_at, v.at as void_at, v.decision_no as void_decision, v.reason as void_reason,
    (select count(*) from jiancha.letter_print p where p.docket_id = l.docket_id and p.letter_no = l.letter_no) as copies,
    coalesce(
        (select min(y.sent_at) from jiancha.notice n join jiancha.notice_delivery y using (docket_id, notice_id)
         where n.docket_id = l.docket_id and n.letter_no = l.letter_no and n.channel = 'letter'),
        -- where the pack tells nobody of the card by its letter
        (select min(e.at) from jiancha.docket q join jiancha.effective_step e on e.docket_id = q.docket_id and e.kind = 'delivered'
         where l.on_issue and q.kind in ('signal', 'report') and q.business_no = l.signal_no
            and not exists (select from jiancha.notice n where n.docket_id = l.docket_id and n.letter_no = l.letter_no and n.channel = 'letter'))) as delivered_at,
    l.sha256, l.org_code
from jiancha.letter l
left join jiancha.docket d on d.docket_id = l.docket_id
left join jiancha.letter_void v on v.docket_id = l.docket_id and v.letter_no = l.letter_no
left join jiancha.org o on o.org_code = l.org_code;
comment on view jiancha.letters is '文书登记簿: letters issued, void ones included; the page itself with print_letter() or letter_html().';
comment on column jiancha.letters.letter_no is '文号.';
comment on column jiancha.letters.title is 'Title.';
comment on column jiancha.letters.org is 'Name of the organisation it goes to or comes from.';
comment on column jiancha.letters.addressee is 'Addressee as printed.';
comment on column jiancha.letters.signal_no is 'Card it is about.';
comment on column jiancha.letters.docket_kind is 'Kind of the docket it is about.';
comment on column jiancha.letters.business_no is 'Business number of that docket.';
comment on column jiancha.letters.template is 'Template.';
comment on column jiancha.letters.issuer is 'Organ that signs it.';
comment on column jiancha.letters.issued_on is 'Day of issue, as printed.';
comment on column jiancha.letters.issued_at is 'Instant of issue.';
comment on column jiancha.letters.void_at is '作废: from when it is void; empty: it is not.';
comment on column jiancha.letters.void_decision is 'Decision that made it void.';
comment on column jiancha.letters.void_reason is 'Why.';
comment on column jiancha.letters.copies is 'How often it was printed.';
comment on column jiancha.letters.delivered_at is 'When it was handed over.';
comment on column jiancha.letters.sha256 is 'SHA-256 of the page.';
comment on column jiancha.letters.org_code is 'Code of the organisation.';

create or replace view jiancha.letter_request with (security_invoker = true) as
select d.kind as docket_kind, d.business_no, l.template, l.variables, l.issued_at as at, l.letter_no
from jiancha.letter l join jiancha.docket d using (docket_id)
where not l.on_issue;
comment on view jiancha.letter_request is '出具文书: INSERT issues letters about dockets, all columns but letter_no; issue_letter() does the same for one. Repeating a row word for word does nothing. Errors: JC004 unknown docket or template, JC005 a value is missing, JC006 other values, JC007 not yours to issue.';
comment on column jiancha.letter_request.docket_kind is 'Kind of docket.';
comment on column jiancha.letter_request.business_no is 'Business number of the docket.';
comment on column jiancha.letter_request.template is 'Template of the pack that judges the docket, in the version in force on the day of issue.';
comment on column jiancha.letter_request.variables is 'Values of the variables that the records cannot give, as a JSON object of strings.';
comment on column jiancha.letter_request.at is 'Instant of issue.';
comment on column jiancha.letter_request.letter_no is 'Number given. Read only.';

create or replace view jiancha.letter_printing with (security_invoker = true) as
select p.letter_no, p.at, p.copy, p.actor
from jiancha.letter_print p;
comment on view jiancha.letter_printing is '打印登记: INSERT (letter_no, at) logs a print; print_letter() does it. Errors: JC004 unknown letter.';
comment on column jiancha.letter_printing.letter_no is 'Letter.';
comment on column jiancha.letter_printing.at is 'When; left out: now.';
comment on column jiancha.letter_printing.copy is '1: first print; 2, 3, …: 补印. Read only.';
comment on column jiancha.letter_printing.actor is 'Who printed. Read only.';

create or replace view jiancha.delivery_confirmation with (security_invoker = true) as
select n.signal_no, n.key, d.sent_at as at, d.confirmed_by as by
from jiancha.notice n join jiancha.notice_delivery d using (docket_id, notice_id)
where d.confirmed_by is not null;
comment on view jiancha.delivery_confirmation is '送达登记: INSERT says that a letter was handed over or a call was made; confirm_delivery() does it. The time to answer the card counts from the first delivery. Errors: JC004 unknown card, JC005 bad value.';
comment on column jiancha.delivery_confirmation.signal_no is 'The card.';
comment on column jiancha.delivery_confirmation.key is 'Key of the notice (phone_list shows it); left out: the card''s letter, or the notices of the card that count as its delivery.';
comment on column jiancha.delivery_confirmation.at is 'When it was handed over.';
comment on column jiancha.delivery_confirmation.by is 'Who handed it over or called.';

create or replace view jiancha.phone_list with (security_invoker = true) as
select n.recipient_name as name, coalesce(s.phone, s.mobile) as phone, n.duty, coalesce(o.name, n.org_code) as org, n.level, n.signal_no, n.text,
    case when d.state in ('failed', 'dead') then 'not_reached' else coalesce(n.flag, 'phone') end as why,
    n.created_at, n.expires_at, n.key, n.org_code
from jiancha.notice n
join jiancha.notice_delivery d using (docket_id, notice_id)
left join jiancha.staff s on s.staff_code = n.recipient_staff
left join jiancha.org o on o.org_code = n.org_code
where (n.channel = 'phone' and d.state = 'pending')
    or (n.channel = 'sms' and (d.state = 'dead' or (d.state = 'failed' and d.attempts >= 2)));
comment on view jiancha.phone_list is '电话通知名单: who must be called: no mobile number, no number at all, nobody holds the duty, or messages that failed twice and oftener. confirm_delivery() takes a row off.';
comment on column jiancha.phone_list.name is 'Whom to call.';
comment on column jiancha.phone_list.phone is 'Number registered now: telephone, else mobile; empty: none.';
comment on column jiancha.phone_list.duty is 'As what he is told.';
comment on column jiancha.phone_list.org is 'Organisation of the card.';
comment on column jiancha.phone_list.level is 'Level of the card.';
comment on column jiancha.phone_list.signal_no is 'The card.';
comment on column jiancha.phone_list.text is 'What to say.';
comment on column jiancha.phone_list.why is 'phone: the pack wants a call; no_mobile, no_number, nobody; not_reached: the message failed.';
comment on column jiancha.phone_list.created_at is 'As of when the notice was made.';
comment on column jiancha.phone_list.expires_at is 'Until when a reminder makes sense.';
comment on column jiancha.phone_list.key is 'Key of the notice, for confirm_delivery().';
comment on column jiancha.phone_list.org_code is 'Code of the organisation.';

create or replace view jiancha.dead_notices with (security_invoker = true) as
select n.key, n.signal_no, n.recipient_name as name, n.channel, n.address, n.text, d.attempts, d.error, d.message_key, n.created_at, n.org_code
from jiancha.notice n
join jiancha.notice_delivery d using (docket_id, notice_id)
where d.state = 'dead';
comment on view jiancha.dead_notices is '死信: notices given up after as many tries as param notice_attempts allows. revive_notices() has them tried again.';
comment on column jiancha.dead_notices.key is 'Key of the notice.';
comment on column jiancha.dead_notices.signal_no is 'The card.';
comment on column jiancha.dead_notices.name is 'Recipient.';
comment on column jiancha.dead_notices.channel is 'Channel.';
comment on column jiancha.dead_notices.address is 'Address tried.';
comment on column jiancha.dead_notices.text is 'Text.';
comment on column jiancha.dead_notices.attempts is 'Failed tries.';
comment on column jiancha.dead_notices.error is 'Last error.';
comment on column jiancha.dead_notices.message_key is 'Key of the message.';
comment on column jiancha.dead_notices.created_at is 'As of when the notice was made.';
comment on column jiancha.dead_notices.org_code is 'Organisation of the card.';

create or replace view jiancha.outbox_state with (security_invoker = true) as
select d.channel, d.state, count(*) as notices, min(n.created_at) as oldest, now() - min(n.created_at) as oldest_age, min(d.next_try_at) as next_try_at
from jiancha.notice_delivery d
join jiancha.notice n using (docket_id, notice_id)
group by d.channel, d.state;
comment on view jiancha.outbox_state is '发件箱状况: notices by channel and state as of now.';
comment on column jiancha.outbox_state.channel is 'sms, phone, letter or screen.';
comment on column jiancha.outbox_state.state is 'pending, sending, sent, failed, dead or recorded.';
comment on column jiancha.outbox_state.notices is 'Number of notices.';
comment on column jiancha.outbox_state.oldest is 'As of when the oldest was made.';
comment on column jiancha.outbox_state.oldest_age is 'How long ago that is.';
comment on column jiancha.outbox_state.next_try_at is 'When the next may be taken.';
