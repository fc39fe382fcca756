-- Limits: the due day, the due instant, thresholds, spans. All arithmetic is C (extension/deadline.c).

create function jiancha.deadline(start date, n integer, unit text default 'working_day', pauses datemultirange default '{}',
	calendar text default null, roll text default 'last_day') returns date
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_deadline';
comment on function jiancha.deadline(date, integer, text, datemultirange, text, text) is
'Last day of a limit of n units (working_day, day, week, month, year) from start, which does not count (Civil Code art. 201 to 203). A pause written (s,e] excludes the days after s up to e; one that begins after the due day found so far changes nothing; an open one gives infinity. roll moves a natural-unit last day off rest days: none, last_day, skip_all. NULL for NULL start, n or unit. JC001 where an unpublished day is needed, JC005 for bad values.';

create function jiancha._clock_due(start_at timestamptz, amount integer, unit text, pauses datemultirange,
	extended_on date[], extended_by integer[], calendar text, version integer, roll text,
	out due_on date, out due_at timestamptz, out firm boolean, out extension integer)
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_clock_due';
comment on function jiancha._clock_due(timestamptz, integer, text, datemultirange, date[], integer[], text, integer, text) is
'Due day and instant (exclusive) of a clock under one version of a calendar; firm is false where unpublished days were needed; extension is what the extensions that came in time add, in units.';

create function jiancha._threshold(due_on date, due_at timestamptz, start_at timestamptz, amount integer, unit text,
	comparison text, calendar text, version integer, out at timestamptz, out firm boolean, out last_on date)
language c stable parallel safe as 'MODULE_PATHNAME', 'jiancha_threshold';
comment on function jiancha._threshold(date, timestamptz, timestamptz, integer, text, text, text, integer) is
'Instant from which a rule about a due day holds: comparison passed, before, more_than or at_least amount units; last_on is the last calendar day it rests on.';

create function jiancha._day_spans(after date, through date, pauses datemultirange, calendar text, version integer,
	out first_day date, out last_day date, out counted integer, out kind text, out holiday text, out notice_no text)
	returns setof record
language c stable parallel safe rows 20 as 'MODULE_PATHNAME', 'jiancha_day_spans';
comment on function jiancha._day_spans(date, date, datemultirange, text, integer) is
'The days of (after, through] as spans of one kind: working_day, make_up_day, weekend, holiday, paused, unpublished; counted is the number of working days a limit counts in the span.';
