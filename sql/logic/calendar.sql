-- Working days. All arithmetic is C (extension/calendar.c).

create function jiancha.is_working_day(day date, calendar text default null) returns boolean
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_is_working_day';
comment on function jiancha.is_working_day(date, text) is
'Is day a working day of the calendar (NULL: the default calendar)? NULL for NULL and for infinite dates. JC001 outside the published days, JC002 for an unknown calendar.';

create function jiancha.add_working_days(day date, n integer, calendar text default null) returns date
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_add_working_days';
comment on function jiancha.add_working_days(date, integer, text) is
'The n-th working day strictly after day, strictly before it for n < 0, day itself for n = 0 (Civil Code art. 201: the start day never counts). NULL for NULL; an infinite day stays. JC001 where an unpublished day is needed, 22008 outside the range of dates.';

create function jiancha.working_days_between(a date, b date, calendar text default null) returns integer
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_working_days_between';
comment on function jiancha.working_days_between(date, date, text) is
'Working days in (a, b], negative if b lies before a; working_days_between(d, add_working_days(d, n)) = n for n >= 0. NULL for NULL. JC001 where an unpublished day is needed, 22008 for infinite dates.';

create function jiancha.roll_forward(day date, calendar text default null) returns date
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_roll_forward';
comment on function jiancha.roll_forward(date, text) is
'day if it is a working day, else the next working day (Civil Code art. 203). NULL for NULL; an infinite day stays. JC001 where an unpublished day is needed.';

create function jiancha.roll_back(day date, calendar text default null) returns date
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_roll_back';
comment on function jiancha.roll_back(date, text) is
'day if it is a working day, else the last working day before it. NULL for NULL; an infinite day stays. JC001 where an unpublished day is needed.';

create function jiancha._local_date(at timestamptz, calendar text, version integer) returns date
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_local_date';
comment on function jiancha._local_date(timestamptz, text, integer) is
'Day on which an instant falls in the time zone of the calendar.';

create function jiancha._start_of_day(day date, calendar text, version integer) returns timestamptz
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_start_of_day';
comment on function jiancha._start_of_day(date, text, integer) is
'Instant at which a day begins in the time zone of the calendar.';

create function jiancha._calendar_loads() returns bigint
language c volatile parallel restricted as 'MODULE_PATHNAME', 'jiancha_calendar_loads';
comment on function jiancha._calendar_loads() is
'How often this session has read the content of a calendar version; for tests of the cache.';

create function jiancha.calendar_days(a date, b date, calendar text default null,
	out day date, out working boolean, out kind text, out holiday text, out notice_no text) returns setof record
language c stable parallel safe rows 365 as 'MODULE_PATHNAME', 'jiancha_calendar_days';
comment on function jiancha.calendar_days(date, date, text) is
'The days from a through b: kind working_day, make_up_day, weekend, holiday or, with working NULL, unpublished; holiday and notice_no where a notice set the day.';

create function jiancha.generate_working_days(a date, b date, calendar text default null) returns setof date
language c stable parallel safe rows 250 as 'MODULE_PATHNAME', 'jiancha_generate_working_days';
comment on function jiancha.generate_working_days(date, date, text) is
'The working days from a through b, both included. JC001 where an unpublished day is needed, 22008 for infinite dates.';

create function jiancha.working_days_of_month(day date, calendar text default null) returns integer
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_working_days_of_month';
comment on function jiancha.working_days_of_month(date, text) is
'Number of working days in the month of day. NULL for NULL and infinite dates. JC001 unless all of the month is published.';
