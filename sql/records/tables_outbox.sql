-- Who is told what: duties, the recipients that a pack prescribes, the notices, and how far each has come.

create table jiancha.duty (
    org_code text not null,
    duty text not null,
    staff_code text not null,
    valid_from date not null,
    valid_until date,
    recorded_at timestamptz not null default now(),
    constraint duty_pkey primary key (org_code, duty, staff_code, valid_from),
    constraint duty_valid_until_check check (valid_until > valid_from),
    constraint duty_duty_check check (duty in ('handler', 'unit_head', 'supervising_leader', 'stationed_body', 'window_head', 'liaison'))
);
comment on table jiancha.duty is '职责: who holds which duty for an organisation and when.';
comment on column jiancha.duty.org_code is 'Organisation for which the duty is held; the person may belong to another.';
comment on column jiancha.duty.duty is 'handler 承办人, unit_head 单位负责人, supervising_leader 主管领导, stationed_body 派驻纪检监察机构, window_head 窗口负责人, liaison 联络员.';
comment on column jiancha.duty.staff_code is 'Who holds it.';
comment on column jiancha.duty.valid_from is 'First day.';
comment on column jiancha.duty.valid_until is 'First day on which it is no longer held; NULL: open. Set once.';
comment on column jiancha.duty.recorded_at is 'When the row was entered.';

create table jiancha.recipient_rule (
    pack text not null,
    version integer not null,
    level text not null,
    recipient text not null,
    channel text not null,
    delivers boolean not null,
    enabled boolean not null,
    source text not null,
    status text not null,
    constraint recipient_rule_pkey primary key (pack, version, level, recipient),
    constraint recipient_rule_pack_fkey foreign key (pack, version) references jiancha.rule_pack,
    constraint recipient_rule_level_check check (level in ('notice', 'yellow', 'red', 'anomaly')),
    constraint recipient_rule_recipient_check check (recipient in ('handler', 'unit', 'unit_head', 'supervising_leader', 'stationed_body', 'window_head', 'liaison')),
    constraint recipient_rule_channel_check check (channel in ('sms', 'phone', 'letter', 'screen')),
    constraint recipient_rule_status_check check (status in ('regulation', 'statute', 'analogue', 'assumed'))
);
comment on table jiancha.recipient_rule is '通知对象: who is told of a card of a level, and by which channel; written by define_recipient().';
comment on column jiancha.recipient_rule.pack is 'Rule pack.';
comment on column jiancha.recipient_rule.version is 'Version of the pack.';
comment on column jiancha.recipient_rule.level is 'Level of the card.';
comment on column jiancha.recipient_rule.recipient is 'handler: who signed the latest step, else who received the case, if he belongs to the organisation of the card that day, else the duty handler, else the liaison; unit: the organisation; else a duty.';
comment on column jiancha.recipient_rule.channel is 'sms (by phone where no mobile number is registered), phone, letter or screen.';
comment on column jiancha.recipient_rule.delivers is 'Whether its arrival is the delivery from which the time to answer the card counts.';
comment on column jiancha.recipient_rule.enabled is 'false switches off the row of the same level and recipient in a parent pack.';
comment on column jiancha.recipient_rule.source is 'Clause it comes from.';
comment on column jiancha.recipient_rule.status is 'regulation, statute, analogue or assumed.';

create table jiancha.notice (
    docket_id bigint not null,
    notice_id bigint not null default nextval('jiancha.record_seq'),
    key text not null,
    signal_no text,
    what text not null,
    level text not null,
    duty text not null,
    recipient_staff text,
    recipient_name text not null,
    org_code text not null,
    channel text not null,
    address text,
    flag text,
    delivers boolean not null,
    letter_no text,
    text text not null,
    not_before timestamptz not null,
    expires_at timestamptz,
    created_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    constraint notice_pkey primary key (docket_id, notice_id),
    constraint notice_key_key unique (docket_id, key),
    constraint notice_channel_check check (channel in ('sms', 'phone', 'letter', 'screen')),
    constraint notice_flag_check check (flag in ('no_mobile', 'no_number', 'nobody'))
);
create index notice_signal_no_idx on jiancha.notice (signal_no);
create index notice_org_idx on jiancha.notice (org_code, created_at);
comment on table jiancha.notice is '通知: the outbox, a row a recipient; append-only.';
comment on column jiancha.notice.docket_id is 'The docket of the card; of a notice about no card a number of its own.';
comment on column jiancha.notice.notice_id is 'Number given by the records.';
comment on column jiancha.notice.key is 'Idempotency key: card, what happened, duty, person. The same event makes no second notice.';
comment on column jiancha.notice.signal_no is 'The card; NULL: it is about none.';
comment on column jiancha.notice.what is 'issued, unfounded, reinstated, moved or withdrawn; score_corrected: a frozen score was corrected.';
comment on column jiancha.notice.level is 'Level of the card.';
comment on column jiancha.notice.duty is 'As what the recipient is told; see recipient_rule.recipient.';
comment on column jiancha.notice.recipient_staff is 'Who is told; NULL: the organisation, or nobody is registered.';
comment on column jiancha.notice.recipient_name is 'Name of the person or the organisation.';
comment on column jiancha.notice.org_code is 'Organisation of the card.';
comment on column jiancha.notice.channel is 'sms, phone, letter or screen, after falling back.';
comment on column jiancha.notice.address is 'Number or address when the notice was made; NULL: none registered.';
comment on column jiancha.notice.flag is 'no_mobile: by phone because no mobile number is registered; no_number: none at all; nobody: no one holds the duty.';
comment on column jiancha.notice.delivers is 'Whether its arrival is the delivery of the card.';
comment on column jiancha.notice.letter_no is 'Letter that it brings; NULL: none.';
comment on column jiancha.notice.text is 'Card number and matter; names no party.';
comment on column jiancha.notice.not_before is 'First opening of the office from created_at on.';
comment on column jiancha.notice.expires_at is 'A reminder is pointless from then on: the limit is over. NULL: never.';
comment on column jiancha.notice.created_at is 'As of when it was made.';
comment on column jiancha.notice.recorded_at is 'When the row was written.';

create table jiancha.notice_delivery (
    docket_id bigint not null,
    notice_id bigint not null,
    org_code text not null,
    channel text not null,
    mailbox text not null,
    state text not null,
    attempts integer not null default 0,
    next_try_at timestamptz,
    message_key text,
    claimed_by text,
    claimed_until timestamptz,
    sent_at timestamptz,
    confirmed_by text,
    error text,
    held_back text,
    constraint notice_delivery_pkey primary key (docket_id, notice_id),
    constraint notice_delivery_notice_fkey foreign key (docket_id, notice_id) references jiancha.notice,
    constraint notice_delivery_state_check check (state in ('pending', 'sending', 'sent', 'failed', 'dead', 'recorded')),
    constraint notice_delivery_held_back_check check (held_back is null or (held_back in ('unfounded', 'withdrawn', 'moved', 'limit_over') and state = 'recorded')),
    constraint notice_delivery_next_try_at_check check ((next_try_at is null) = (state in ('sent', 'dead', 'recorded')))
) with (fillfactor = 70);
create index notice_delivery_next_idx on jiancha.notice_delivery (next_try_at) where next_try_at is not null;
create index notice_delivery_mailbox_idx on jiancha.notice_delivery (mailbox) where next_try_at is not null;
create index notice_delivery_message_idx on jiancha.notice_delivery (message_key) where message_key is not null;
comment on table jiancha.notice_delivery is '投递: how far each notice has come; the one part of the outbox that changes.';
comment on column jiancha.notice_delivery.docket_id is 'The docket.';
comment on column jiancha.notice_delivery.notice_id is 'The notice.';
comment on column jiancha.notice_delivery.org_code is 'Organisation of the card.';
comment on column jiancha.notice_delivery.channel is 'Channel of the notice.';
comment on column jiancha.notice_delivery.mailbox is 'Recipient and channel: what is due for one goes out as one message.';
comment on column jiancha.notice_delivery.state is 'pending; sending: taken by a relay; sent; failed: tried again later; dead: given up, see dead_notices; recorded: kept, not sent.';
comment on column jiancha.notice_delivery.attempts is 'Failed tries.';
comment on column jiancha.notice_delivery.next_try_at is 'From when a relay may take it: opening of the office, next try, end of a claim. NULL: nothing more to do.';
comment on column jiancha.notice_delivery.message_key is 'Idempotency key of the message it went out in; each try of that message bears the same key and brings the same notices.';
comment on column jiancha.notice_delivery.claimed_by is 'Relay that has it or had it last.';
comment on column jiancha.notice_delivery.claimed_until is 'End of the claim: a relay that did not report by then has lost it.';
comment on column jiancha.notice_delivery.sent_at is 'When it was sent, or handed over.';
comment on column jiancha.notice_delivery.confirmed_by is 'Who reported a call or a handing over; NULL: a relay.';
comment on column jiancha.notice_delivery.error is 'Last error, or in words why it was only recorded.';
comment on column jiancha.notice_delivery.held_back is 'What became of the card before it was sent: unfounded (sent after all when it is reinstated), withdrawn, moved; limit_over: a reminder that came too late. NULL: it was not held back.';
