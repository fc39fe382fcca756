-- Accounts, secrecy, volumes: what is in force, and what is entered.

create or replace view jiancha.accounts with (security_invoker = true) as
select a.role_name, a.duty, a.org_code, a.clearance, a.staff_code, a.valid_until, a.decision_no, a.recorded_at as granted_at, r.rolcanlogin as can_login
from (
    select distinct on (a.role_name, a.duty, a.org_code, a.clearance) a.*
    from jiancha.account_act a
    order by a.role_name, a.duty, a.org_code, a.clearance, a.seq desc) a
left join pg_catalog.pg_roles r on r.rolname = a.role_name
where a.kind = 'grant';
comment on view jiancha.accounts is '账号: duties in force, one row an account, duty and organisation.';
comment on column jiancha.accounts.role_name is 'Role of the database cluster.';
comment on column jiancha.accounts.duty is 'Duty; see grant_matrix().';
comment on column jiancha.accounts.org_code is 'Organisation, with all below it; NULL: the duty is about none.';
comment on column jiancha.accounts.clearance is 'Of cleared: which clearance.';
comment on column jiancha.accounts.staff_code is 'Person who works with it; NULL: none is named.';
comment on column jiancha.accounts.valid_until is 'First day on which it no longer holds; NULL: until it is revoked.';
comment on column jiancha.accounts.decision_no is 'Decision it rests on.';
comment on column jiancha.accounts.granted_at is 'When it was granted.';
comment on column jiancha.accounts.can_login is 'Whether the role can log in; NULL: there is no such role.';

create or replace view jiancha.account_trouble with (security_invoker = true) as
select m.rolname::text as role_name, 'officers' as trouble, array_to_string(w.words, ', ') as detail
from pg_catalog.pg_roles m
cross join lateral (
    select array_agg(distinct u.word order by u.word) as words
    from pg_catalog.pg_roles r
    cross join lateral (select substring(r.rolname from '^jiancha_(administer|secrecy|audit)_') as word) u
    where u.word is not null and r.oid <> m.oid and pg_catalog.pg_has_role(m.oid, r.oid, 'member')) w
where not m.rolsuper and cardinality(w.words) > 1
union all
select m.rolname, 'granted by hand', g.rolname
from pg_catalog.pg_auth_members a
join pg_catalog.pg_roles g on g.oid = a.roleid
join pg_catalog.pg_roles m on m.oid = a.member
where g.rolname ~ '^jiancha_(org|enter|supervise|monitor|legal|secrecy|audit|administer|complaint_desk|cleared)_'
    -- an organisation's role is a member of those below it, a duty's role of what belongs to the duty
    and m.rolname !~ '^jiancha_(org|enter|supervise|monitor|legal|secrecy|audit)_'
    and m.rolname not in (select d.role_name from jiancha.duty_role d)
    and not exists (select from jiancha.accounts c where c.role_name = m.rolname)
union all
select c.role_name, 'no such role', c.duty from jiancha.accounts c where c.can_login is null
union all
-- until close_accounts() is called it still does what it did
select c.role_name, 'over', c.duty from jiancha.accounts c where c.valid_until <= current_date and c.can_login is not null
union all
select m.rolname, 'does more than a duty', jiancha._unsafe_role(m.rolname)
from (select distinct c.role_name from jiancha.accounts c) c
join pg_catalog.pg_roles m on m.rolname = c.role_name
where jiancha._unsafe_role(m.rolname) is not null;
comment on view jiancha.account_trouble is
    '账号疑点: officers (of administrator, security officer and auditor more than one in one hand), granted by hand (a membership without a row in account_act), no such role, over (valid_until has come, and close_accounts() has not taken the duty), does more than a duty. Superusers are not looked at.';
comment on column jiancha.account_trouble.role_name is 'Role of the database cluster.';
comment on column jiancha.account_trouble.trouble is 'What is wrong.';
comment on column jiancha.account_trouble.detail is 'Which roles, duty or attribute.';

create or replace view jiancha.secrecy_decision_intake with (security_invoker = true) as
select s.decision_no, s.ground, s.confirmed_by, s.document_no, s.decided_on, s.clearance, s.reason from jiancha.secrecy_decision s;
comment on view jiancha.secrecy_decision_intake is
    '保密确认录入: INSERT a decision of secrecy here, by the security officer. Repeating a row word for word does nothing. Errors: JC005 bad or missing value, JC006 other content, JC007 not a security officer.';
comment on column jiancha.secrecy_decision_intake.decision_no is 'Number of the decision, unique.';
comment on column jiancha.secrecy_decision_intake.ground is 'state_secret 国家秘密, or exempted 经市委、市政府同意.';
comment on column jiancha.secrecy_decision_intake.confirmed_by is 'Body that confirmed it: 保密局.';
comment on column jiancha.secrecy_decision_intake.document_no is 'Its document.';
comment on column jiancha.secrecy_decision_intake.decided_on is 'Day of the decision.';
comment on column jiancha.secrecy_decision_intake.clearance is 'Name of the clearance that reads the contents: small letters, digits, _, at most 30.';
comment on column jiancha.secrecy_decision_intake.reason is 'Reason, as far as it may be said; may be left out.';

create or replace view jiancha.secrecy_mark with (security_invoker = true) as
select d.kind as docket_kind, d.business_no, s.kind, s.decision_no, s.at
from jiancha.docket_secrecy s join jiancha.docket d using (docket_id);
comment on view jiancha.secrecy_mark is
    '定密、解密: INSERT here which docket becomes secret, or open again, by which decision; by the security officer of its organisation. Its contents are then read only with the clearance of the decision; docket, clocks and cards stay and count (X-M-4.2). What hangs on its cards goes with it. Repeating a row does nothing. Errors: JC004 unknown docket or decision, JC005 bad or missing value, JC006 it is secret already, or not secret, JC007 not its security officer.';
comment on column jiancha.secrecy_mark.docket_kind is 'Kind of docket; approval if left out.';
comment on column jiancha.secrecy_mark.business_no is 'Its number.';
comment on column jiancha.secrecy_mark.kind is 'mark 定密 (default) or lift 解密.';
comment on column jiancha.secrecy_mark.decision_no is 'Decision; see secrecy_decision_intake.';
comment on column jiancha.secrecy_mark.at is 'From when on.';

create or replace view jiancha.volumes with (security_invoker = true) as
select v.volume, v.from_docket::text as from_docket, v.to_docket::text as to_docket, v.dockets,
    (select sum(c.rows) from jiancha.volume_content c where c.volume = v.volume)::bigint as rows,
    case a.kind when 'detach' then 'detached' else 'attached' end as state, v.as_of as archived_at, a.at as changed_at, a.sha256, v.decision_no
from jiancha.volume v
cross join lateral (select a.* from jiancha.volume_act a where a.volume = v.volume order by a.seq desc limit 1) a;
comment on view jiancha.volumes is '卷: ranges of dockets in the archive, and where they are.';
comment on column jiancha.volumes.volume is 'Name; its tables are jiancha_archive.<relation>_<volume>.';
comment on column jiancha.volumes.from_docket is 'First docket_id of the range.';
comment on column jiancha.volumes.to_docket is 'Last docket_id of the range.';
comment on column jiancha.volumes.dockets is 'Dockets in it.';
comment on column jiancha.volumes.rows is 'Rows in it.';
comment on column jiancha.volumes.state is 'attached: read in jiancha_archive.<relation>; detached: only in tables of its own, which may be dumped and taken away.';
comment on column jiancha.volumes.archived_at is 'Instant at which it was old enough.';
comment on column jiancha.volumes.changed_at is 'Instant of the latest act.';
comment on column jiancha.volumes.sha256 is 'Digest of its export; NULL: it was never detached.';
comment on column jiancha.volumes.decision_no is 'Decision to archive.';
