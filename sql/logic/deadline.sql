-- Limits: the due day, the due instant, thresholds, spans. All arithmetic is C (extension/deadline.c).

create function jiancha.deadline(start date, n integer, unit text default 'working_day', pauses datemultirange default '{}',
	calendar text default null, roll text default 'last_day') returns date
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_deadline';
comment on function jiancha.deadline(date, integer, text, datemultirange, text, text) is
'Last day of a limit of n units (working_day, day, week, month, year) from start, which does not count (Civil Code art. 201 to 203). A pause written (s,e] excludes the days after s up to e; one that begins after the due day found so far changes nothing; an open one gives infinity. roll moves a natural-unit last day off rest days: none, last_day, skip_all. NULL for NULL start, n or unit. JC001 where an unpublished day is needed, JC005 for bad values.';

create function jiancha._clock_due(start_at timestamptz, amount integer, unit text, pauses datemultirange,
	extended_on date[], extended_by integer[], calendar text, version integer, roll text, count_mode text default 'day',
	out due_on date, out due_at timestamptz, out firm boolean, out extension integer)
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_clock_due';
comment on function jiancha._clock_due(timestamptz, integer, text, datemultirange, date[], integer[], text, integer, text, text) is
'Due day and instant (exclusive) of a clock under one version of a calendar; firm is false where unpublished days were needed; extension is what the extensions that came in time add, in units.';

create function jiancha._threshold(due_on date, due_at timestamptz, start_at timestamptz, amount integer, unit text,
	comparison text, calendar text, version integer, limit_amount integer default null, limit_unit text default null,
	extension integer default 0, pauses datemultirange default '{}', roll text default 'last_day', count_mode text default 'day',
	out at timestamptz, out firm boolean, out last_on date)
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_threshold';
comment on function jiancha._threshold(date, timestamptz, timestamptz, integer, text, text, text, integer, integer, text, integer, datemultirange, text, text) is
'Instant from which a rule about a due day holds: comparison passed, before, more_than or at_least amount units, or elapsed amount percent of the limit, which then needs limit_amount to roll; last_on is the last calendar day it rests on.';

create function jiancha._day_spans(after date, through date, pauses datemultirange, calendar text, version integer,
	out first_day date, out last_day date, out counted integer, out kind text, out holiday text, out notice_no text)
	returns setof record
language c stable parallel safe rows 20 as 'MODULE_PATHNAME', 'jiancha_day_spans';
comment on function jiancha._day_spans(date, date, datemultirange, text, integer) is
'The days of (after, through] as spans of one kind: working_day, make_up_day, weekend, holiday, paused, unpublished; counted is the number of working days a limit counts in the span.';

create function jiancha.deadline_at(start timestamptz, n integer, unit text default 'working_day',
	pauses tstzmultirange default '{}', calendar text default null, roll text default 'last_day',
	due_moment text default 'end_of_day') returns timestamptz
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_deadline_at';
comment on function jiancha.deadline_at(timestamptz, integer, text, tstzmultirange, text, text, text) is
'Instant at which a limit of n units from start is over; overdue from then on. Days, weeks, months and years as in deadline(), ending with the last day or, with due_moment close_of_business, at its last closing (Civil Code art. 203 para. 2); working_hour and working_minute count opening time. Pauses are intervals of instants; one that begins after the due instant found so far changes nothing. JC001 where an unpublished day is needed, JC005 for bad values or a calendar without opening hours.';

create function jiancha.add_working_time(at timestamptz, amount interval, calendar text default null) returns timestamptz
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_add_working_time';
comment on function jiancha.add_working_time(timestamptz, interval, text) is
'Instant at which amount (hours, minutes, seconds) of opening time after at is over, before at for a negative amount; at itself for zero. Wall-clock time of the calendar''s zone. JC001 where an unpublished day is needed, JC005 for an amount with days or months or a calendar without opening hours.';

create function jiancha.working_time_between(a timestamptz, b timestamptz, calendar text default null) returns interval
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_working_time_between';
comment on function jiancha.working_time_between(timestamptz, timestamptz, text) is
'Opening time in [a, b), negative if b lies before a, in hours, minutes and seconds. JC001, JC005 as add_working_time(), 22008 for infinite instants.';

create function jiancha.is_open(at timestamptz, calendar text default null) returns boolean
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_is_open';
comment on function jiancha.is_open(timestamptz, text) is
'Does at lie in the opening hours of the calendar? NULL for NULL and infinite instants. JC001, JC005 as add_working_time().';

create function jiancha.next_opening(at timestamptz, calendar text default null) returns timestamptz
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_next_opening';
comment on function jiancha.next_opening(timestamptz, text) is
'at if the office is open then, else the next instant at which it opens. JC001, JC005 as add_working_time().';

create function jiancha.previous_opening(at timestamptz, calendar text default null) returns timestamptz
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_previous_opening';
comment on function jiancha.previous_opening(timestamptz, text) is
'at if the office is open then, else the last instant at which it closed. JC001, JC005 as add_working_time().';

create function jiancha.deadline_estimate(start date, n integer, unit text default 'working_day',
	pauses datemultirange default '{}', calendar text default null, roll text default 'last_day',
	out due date, out provisional boolean, out not_before date, out first_unknown date, out reason text)
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_deadline_estimate';
comment on function jiancha.deadline_estimate(date, integer, text, datemultirange, text, text) is
'As deadline(), but a date in any case. Where unpublished days are needed, due is provisional (weekly rest and known holidays assumed, exchanged days not), not_before is the earliest day on which the limit can end whatever a notice says, first_unknown the first unpublished day needed, reason says so in words.';

create function jiancha.deadline_as_known(known_on date, start date, n integer, unit text default 'working_day',
	pauses datemultirange default '{}', calendar text default null, roll text default 'last_day') returns date
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_deadline_as_known';
comment on function jiancha.deadline_as_known(date, date, integer, text, datemultirange, text, text) is
'As deadline(), by what had been made public of the calendar up to known_on: the answer of that day. JC001 where an unpublished day is needed or nothing is known to have been public then.';

create function jiancha.percent_of_limit(n integer, percent numeric) returns integer
language sql immutable strict parallel safe
begin atomic
	select pg_catalog.ceil(n * percent / 100)::integer;
end;
comment on function jiancha.percent_of_limit(integer, numeric) is
'The unit of a limit of n units in which percent of it is used up, rounded up: 90 percent of 20 working days is the 18th.';

create function jiancha.capped_pauses(pauses daterange[], cap integer, unit text default 'day', calendar text default null)
	returns datemultirange
language sql stable parallel safe
begin atomic
	-- (s,e] is [s + 1, e + 1) in the canonical form
	select coalesce(pg_catalog.range_agg(
		case when pg_catalog.lower_inf(p.days) then p.days
			else pg_catalog.daterange(pg_catalog.lower(p.days), least(pg_catalog.upper(p.days),
				jiancha.deadline(pg_catalog.lower(p.days) - 1, capped_pauses.cap, capped_pauses.unit, '{}', capped_pauses.calendar, 'none') + 1))
		end), '{}')
	from pg_catalog.unnest(capped_pauses.pauses) as p (days)
	where not pg_catalog.isempty(p.days);
end;
comment on function jiancha.capped_pauses(daterange[], integer, text, text) is
'Pauses (s,e] of which each excludes at most cap days or working days (unit as in deadline()), united, for deadline(): an open one ends at its cap, so that the limit runs again and is firm from then. A NULL cap leaves them as they are. Errors as deadline().';
