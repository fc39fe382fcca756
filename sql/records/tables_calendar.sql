-- Calendars. A version is a whole calendar as it was known at one time; it is made once and never changed. Functions read
-- jiancha.calendar for the version in force and cache the rest under (calendar, version).

create table jiancha.calendar (
	calendar_code text not null constraint calendar_pkey primary key,
	name text not null,
	parent text constraint calendar_parent_fkey references jiancha.calendar (calendar_code),
	time_zone text not null,
	version integer not null,
	is_default boolean not null default false,
	recorded_at timestamptz not null default pg_catalog.now(),
	constraint calendar_calendar_code_check check (pg_catalog.octet_length(calendar_code) between 1 and 63
		and calendar_code = pg_catalog.btrim(calendar_code)),
	constraint calendar_parent_check check (parent <> calendar_code)
);
comment on table jiancha.calendar is 'Calendars and the version of each that is in force.';
comment on column jiancha.calendar.calendar_code is 'Key; CN is the national calendar.';
comment on column jiancha.calendar.name is 'Name for people.';
comment on column jiancha.calendar.parent is 'Calendar whose days hold where this one says nothing; NULL for a calendar that stands alone.';
comment on column jiancha.calendar.time_zone is 'IANA name of the time zone in which days of this calendar begin and end.';
comment on column jiancha.calendar.version is 'The version in force (calendar_version.version). The only value here that a notice changes.';
comment on column jiancha.calendar.is_default is 'True for the calendar that functions use when none is named; at most one.';
comment on column jiancha.calendar.recorded_at is 'When the calendar was made.';
create unique index calendar_is_default_idx on jiancha.calendar (is_default) where is_default;

create table jiancha.calendar_notice (
	calendar_code text not null constraint calendar_notice_calendar_code_fkey references jiancha.calendar (calendar_code),
	notice_no text not null,
	issuer text,
	issued_on date,
	title text,
	revises text[] not null default '{}',
	recorded_at timestamptz not null default pg_catalog.now(),
	constraint calendar_notice_pkey primary key (calendar_code, notice_no)
);
comment on table jiancha.calendar_notice is 'Notices that set days of a calendar; append-only.';
comment on column jiancha.calendar_notice.calendar_code is 'Calendar that the notice was loaded into.';
comment on column jiancha.calendar_notice.notice_no is 'Number of the document, as issued (发文字号).';
comment on column jiancha.calendar_notice.issuer is 'Who issued it.';
comment on column jiancha.calendar_notice.issued_on is 'Day on which it was made public; NULL where that is not proven.';
comment on column jiancha.calendar_notice.title is 'Title of the document.';
comment on column jiancha.calendar_notice.revises is 'Numbers of earlier notices whose days this one sets anew.';
comment on column jiancha.calendar_notice.recorded_at is 'When it was loaded.';

create table jiancha.calendar_version (
	calendar_code text not null constraint calendar_version_calendar_code_fkey references jiancha.calendar (calendar_code),
	version integer not null constraint calendar_version_version_check check (version >= 1),
	parent_version integer,
	notice_no text,
	published_from date not null,
	published_through date not null,
	weekly_rest integer[] not null,
	changed datemultirange not null,
	issued_on date,
	staged boolean not null default false,
	recorded_at timestamptz not null default pg_catalog.now(),
	constraint calendar_version_pkey primary key (calendar_code, version),
	constraint calendar_version_published_through_check check (published_through >= published_from - 1
		and pg_catalog.isfinite(published_from) and pg_catalog.isfinite(published_through)),
	constraint calendar_version_weekly_rest_check check (weekly_rest <@ array[1, 2, 3, 4, 5, 6, 7]
		and not array[1, 2, 3, 4, 5, 6, 7] <@ weekly_rest)
);
comment on table jiancha.calendar_version is 'Versions of calendars; immutable. A notice makes the next one, in its calendar and in every calendar below.';
comment on column jiancha.calendar_version.calendar_code is 'Calendar.';
comment on column jiancha.calendar_version.version is 'Number of the version, from 1.';
comment on column jiancha.calendar_version.parent_version is 'Version of the parent calendar that this version rests on; NULL without a parent.';
comment on column jiancha.calendar_version.notice_no is 'Notice that made this version, of this calendar or of one above; NULL for the first version of a calendar made without one.';
comment on column jiancha.calendar_version.published_from is 'First day that is known.';
comment on column jiancha.calendar_version.published_through is 'Last day that is known (horizon). A count that needs a later day is an error (JC001) or provisional.';
comment on column jiancha.calendar_version.weekly_rest is 'Weekdays of rest, 1 = Monday … 7 = Sunday.';
comment on column jiancha.calendar_version.changed is 'Days that may differ from the version before: set anew, or published for the first time.';
comment on column jiancha.calendar_version.issued_on is 'Day on which what this version says was made public; NULL where that is not proven.';
comment on column jiancha.calendar_version.staged is 'True for a version that was only proposed and never came into force; its days count in no other version.';
comment on column jiancha.calendar_version.recorded_at is 'When the version was made.';

create table jiancha.calendar_day (
	calendar_code text not null,
	day date not null,
	version integer not null,
	kind text not null,
	holiday text,
	notice_no text,
	constraint calendar_day_pkey primary key (calendar_code, day, version),
	constraint calendar_day_version_fkey foreign key (calendar_code, version)
		references jiancha.calendar_version (calendar_code, version),
	constraint calendar_day_kind_check check (kind in ('work', 'off', 'statutory', 'normal')),
	constraint calendar_day_day_check check (pg_catalog.isfinite(day))
);
comment on table jiancha.calendar_day is 'Days that differ from the weekly pattern or from the parent calendar. A row holds from its version on, until a row of a later version for the same day; immutable.';
comment on column jiancha.calendar_day.calendar_code is 'Calendar.';
comment on column jiancha.calendar_day.day is 'The day.';
comment on column jiancha.calendar_day.version is 'First version in which the row holds.';
comment on column jiancha.calendar_day.kind is 'work: make-up working day (调休上班); off: off by exchange (调休放假); statutory: statutory holiday; normal: as the weekly pattern says, taking back what was said before.';
comment on column jiancha.calendar_day.holiday is 'Name of the holiday the row belongs to.';
comment on column jiancha.calendar_day.notice_no is 'Notice that set the day.';

create table jiancha.calendar_hours (
	calendar_code text not null,
	version integer not null,
	weekday integer not null,
	opens time not null,
	closes time not null,
	constraint calendar_hours_pkey primary key (calendar_code, version, weekday, opens),
	constraint calendar_hours_version_fkey foreign key (calendar_code, version)
		references jiancha.calendar_version (calendar_code, version),
	constraint calendar_hours_weekday_check check (weekday between 0 and 7),
	constraint calendar_hours_closes_check check (closes > opens)
);
comment on table jiancha.calendar_hours is 'Opening hours; the rows of one version replace those of earlier versions as a whole. A calendar without rows has those of its parent. Immutable.';
comment on column jiancha.calendar_hours.calendar_code is 'Calendar.';
comment on column jiancha.calendar_hours.version is 'First version in which the hours hold.';
comment on column jiancha.calendar_hours.weekday is '1 = Monday … 7 = Sunday; 0: make-up working days, which otherwise have the hours of their weekday or, if it has none, of the first weekday that has.';
comment on column jiancha.calendar_hours.opens is 'Beginning, local time of the calendar; belongs to the interval.';
comment on column jiancha.calendar_hours.closes is 'End, local time of the calendar; does not belong to the interval; 24:00 is midnight. A lunch break is the gap between two rows.';
