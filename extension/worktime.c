/*
 * worktime.c
 *		Opening hours for SQL: adding and counting working time, openings, limits that run from an instant.
 *
 * All are STABLE and PARALLEL SAFE. Working time is what the clock on the wall shows in the calendar's own time zone.
 */
#include "deadline.h"
#include "worktime.h"

#include "common/int.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(jiancha_add_working_time);
PG_FUNCTION_INFO_V1(jiancha_working_time_between);
PG_FUNCTION_INFO_V1(jiancha_is_open);
PG_FUNCTION_INFO_V1(jiancha_next_opening);
PG_FUNCTION_INFO_V1(jiancha_previous_opening);
PG_FUNCTION_INFO_V1(jiancha_deadline_at);

/*
 * jc_opening_hours - the opening hours of a calendar, or JC005.
 */
const WorkTime *
jc_opening_hours(const CalendarVersion *cal)
{
	if (!cal->has_hours)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("calendar \"%s\" has no opening hours", cal->code),
				 errhint("Give them with jiancha.load_notice() or jiancha.create_calendar(): \"hours\": [{\"weekday\": 1, \"opens\": \"08:30\", \"closes\": \"12:00\"}, ...].")));
	return &cal->hours;
}

/*
 * jc_moment - the local day and time of day of a finite instant.
 */
Moment
jc_moment(const CalendarVersion *cal, TimestampTz at)
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;
	Moment		result;

	Assert(!TIMESTAMP_NOT_FINITE(at));
	if (timestamp2tm(at, &tz, &tm, &fsec, NULL, cal->zone) != 0)
		jc_date_out_of_range();
	result.day = date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
	if (result.day < -WORKTIME_MAX_DAY || result.day > WORKTIME_MAX_DAY)
		jc_date_out_of_range();
	result.usec = ((tm.tm_hour * INT64CONST(60) + tm.tm_min) * 60 + tm.tm_sec) * USECS_PER_SEC + fsec;
	return result;
}

/*
 * jc_instant - the instant of a local day and time of day, up to 24:00.
 */
TimestampTz
jc_instant(const CalendarVersion *cal, Moment at)
{
	struct pg_tm tm;
	int64		seconds = at.usec / USECS_PER_SEC;
	TimestampTz result;

	if (at.usec >= USECS_PER_DAY)
		return jc_start_of_day(cal, at.day + 1);
	if (at.day < DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE || at.day >= TIMESTAMP_END_JULIAN - POSTGRES_EPOCH_JDATE)
		jc_date_out_of_range();
	memset(&tm, 0, sizeof(tm));
	j2date(at.day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	tm.tm_hour = seconds / SECS_PER_HOUR;
	tm.tm_min = seconds / SECS_PER_MINUTE % 60;
	tm.tm_sec = seconds % 60;
	result = (TimestampTz) at.day * USECS_PER_DAY + at.usec +
		(int64) DetermineTimeZoneOffset(&tm, cal->zone) * USECS_PER_SEC;
	if (!IS_VALID_TIMESTAMP(result))
		jc_date_out_of_range();
	return result;
}

int64
jc_unit_usec(LimitUnit unit)
{
	return unit == UNIT_WORKING_HOUR ? USECS_PER_HOUR : USECS_PER_MINUTE;
}

static void
require_days(const CalendarVersion *cal, int32 low, int32 high, const char *need)
{
	if (low < cal->core.first || high > cal->core.through)
		jc_not_published(cal, low, high, need);
}

static char *
instant_text(const CalendarVersion *cal, Moment at)
{
	return psprintf("%s %02d:%02d", jc_date_text(at.day), (int) (at.usec / USECS_PER_HOUR),
					(int) (at.usec / USECS_PER_MINUTE % 60));
}

/*
 * jiancha.add_working_time(at timestamptz, amount interval, calendar text) returns timestamptz
 *
 * The instant at which amount of opening time after at is over (before at, for a negative amount): at a closing rather
 * than at the next opening. A zero amount gives at itself. The amount has hours, minutes and seconds only: a day of it
 * would be a working day, which add_working_days counts. NULL for NULL; an infinite instant stays.
 */
Datum
jiancha_add_working_time(PG_FUNCTION_ARGS)
{
	TimestampTz at;
	Interval   *amount;
	const CalendarVersion *cal;
	const WorkTime *hours;
	Moment		start,
				end;
	int64		position;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	at = PG_GETARG_TIMESTAMPTZ(0);
	amount = PG_GETARG_INTERVAL_P(1);
	cal = jc_calendar_argument(fcinfo, 2);
	if (amount->month != 0 || amount->day != 0)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("working time is given in hours, minutes and seconds"),
				 errhint("For days use jiancha.add_working_days().")));
	hours = jc_opening_hours(cal);
	if (TIMESTAMP_NOT_FINITE(at) || amount->time == 0)
		PG_RETURN_TIMESTAMPTZ(at);

	start = jc_moment(cal, at);
	position = worktime_position(hours, start);
	if (pg_add_s64_overflow(position, amount->time, &position) ||
		!(amount->time > 0 ? worktime_earliest(hours, position, &end) : worktime_latest(hours, position, &end)))
		jc_date_out_of_range();
	require_days(cal, Min(start.day, end.day), Max(start.day, end.day),
				 psprintf(_("adding working time to %s"), instant_text(cal, start)));
	PG_RETURN_TIMESTAMPTZ(jc_instant(cal, end));
}

/*
 * jiancha.working_time_between(a timestamptz, b timestamptz, calendar text) returns interval
 *
 * Opening time in [a, b), negative if b lies before a; in hours, minutes and seconds. NULL for NULL; 22008 for infinite
 * instants.
 */
Datum
jiancha_working_time_between(PG_FUNCTION_ARGS)
{
	const CalendarVersion *cal;
	const WorkTime *hours;
	Moment		a,
				b;
	Interval   *result;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	cal = jc_calendar_argument(fcinfo, 2);
	hours = jc_opening_hours(cal);
	if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(0)) || TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(1)))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("cannot count the working time of an infinite interval")));
	a = jc_moment(cal, PG_GETARG_TIMESTAMPTZ(0));
	b = jc_moment(cal, PG_GETARG_TIMESTAMPTZ(1));
	require_days(cal, Min(a.day, b.day), Max(a.day, b.day),
				 psprintf(_("counting working time from %s to %s"), instant_text(cal, a), instant_text(cal, b)));
	result = palloc0(sizeof(Interval));
	result->time = worktime_position(hours, b) - worktime_position(hours, a);
	PG_RETURN_INTERVAL_P(result);
}

/*
 * jiancha.is_open(at timestamptz, calendar text) returns boolean
 *
 * Does at lie in the opening hours? An opening belongs to them, a closing does not. NULL for NULL and infinity.
 */
Datum
jiancha_is_open(PG_FUNCTION_ARGS)
{
	const CalendarVersion *cal;
	const WorkTime *hours;
	Moment		at;

	if (PG_ARGISNULL(0) || TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(0)))
		PG_RETURN_NULL();
	cal = jc_calendar_argument(fcinfo, 1);
	hours = jc_opening_hours(cal);
	at = jc_moment(cal, PG_GETARG_TIMESTAMPTZ(0));
	require_days(cal, at.day, at.day, psprintf(_("looking up %s"), instant_text(cal, at)));
	PG_RETURN_BOOL(worktime_is_open(hours, at));
}

/*
 * jiancha.next_opening(at timestamptz, calendar text) returns timestamptz
 *
 * at itself if the office is open then, else the next instant at which it opens. NULL for NULL; an infinite one stays.
 */
Datum
jiancha_next_opening(PG_FUNCTION_ARGS)
{
	const CalendarVersion *cal;
	const WorkTime *hours;
	Moment		at,
				found;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	cal = jc_calendar_argument(fcinfo, 1);
	hours = jc_opening_hours(cal);
	if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(0)))
		PG_RETURN_TIMESTAMPTZ(PG_GETARG_TIMESTAMPTZ(0));
	at = jc_moment(cal, PG_GETARG_TIMESTAMPTZ(0));
	if (worktime_is_open(hours, at))
		found = at;
	else if (!worktime_latest(hours, worktime_position(hours, at), &found))
		jc_date_out_of_range();
	require_days(cal, at.day, found.day, psprintf(_("the opening after %s"), instant_text(cal, at)));
	if (found.day == at.day && found.usec == at.usec)
		PG_RETURN_TIMESTAMPTZ(PG_GETARG_TIMESTAMPTZ(0));
	PG_RETURN_TIMESTAMPTZ(jc_instant(cal, found));
}

/*
 * jiancha.previous_opening(at timestamptz, calendar text) returns timestamptz
 *
 * at itself if the office is open then or closes then, else the last closing before it. NULL for NULL; an infinite one
 * stays.
 */
Datum
jiancha_previous_opening(PG_FUNCTION_ARGS)
{
	const CalendarVersion *cal;
	const WorkTime *hours;
	Moment		at,
				found;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	cal = jc_calendar_argument(fcinfo, 1);
	hours = jc_opening_hours(cal);
	if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(0)))
		PG_RETURN_TIMESTAMPTZ(PG_GETARG_TIMESTAMPTZ(0));
	at = jc_moment(cal, PG_GETARG_TIMESTAMPTZ(0));
	if (worktime_is_open(hours, at))
		found = at;
	else if (!worktime_earliest(hours, worktime_position(hours, at), &found))
		jc_date_out_of_range();
	require_days(cal, found.day, at.day, psprintf(_("the opening before %s"), instant_text(cal, at)));
	if (found.day == at.day && found.usec == at.usec)
		PG_RETURN_TIMESTAMPTZ(PG_GETARG_TIMESTAMPTZ(0));
	PG_RETURN_TIMESTAMPTZ(jc_instant(cal, found));
}

typedef struct InstantPause
{
	TimestampTz begin;
	TimestampTz end;			/* DT_NOEND: open */
} InstantPause;

static size_t
instant_pauses(CalendarMemo *memo, MultirangeType *value, InstantPause **pauses)
{
	size_t		count = value->rangeCount;

	if (memo->multirange == NULL)
		memo->multirange = lookup_type_cache(MultirangeTypeGetOid(value), TYPECACHE_MULTIRANGE_INFO);
	*pauses = palloc(sizeof(InstantPause) * Max(count, 1));
	for (size_t i = 0; i < count; i++)
	{
		RangeBound	lower;
		RangeBound	upper;

		multirange_get_bounds(memo->multirange->rngtype, value, i, &lower, &upper);
		(*pauses)[i].begin = lower.infinite ? DT_NOBEGIN : DatumGetTimestampTz(lower.val);
		(*pauses)[i].end = upper.infinite ? DT_NOEND : DatumGetTimestampTz(upper.val);
	}
	return count;
}

/*
 * jiancha.deadline_at(start timestamptz, n int, unit text, pauses tstzmultirange, calendar text, roll text,
 *		due_moment text) returns timestamptz
 *
 * When a limit that starts at an instant is over, as an exclusive bound: overdue from that instant on. Units of days count
 * as deadline() does, with the day of start and the days (begin, end] of each pause in the calendar's time zone, and end
 * with the last day, at its 24:00 (due_moment end_of_day) or at its last closing (close_of_business: Civil Code art. 203
 * para. 2). Hours and minutes count opening time from start on, without that in the pauses. NULL if start, n or unit is
 * NULL; infinity for an open pause that counts.
 */
Datum
jiancha_deadline_at(PG_FUNCTION_ARGS)
{
	const CalendarVersion *cal;
	InstantPause *instants = NULL;
	TimestampTz start;
	int32		n;
	LimitUnit	unit;
	RollMode	roll;
	size_t		npauses = 0;
	bool		close_of_business = false;
	char	   *need;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	start = PG_GETARG_TIMESTAMPTZ(0);
	n = PG_GETARG_INT32(1);
	unit = jc_unit(PG_GETARG_TEXT_PP(2));
	roll = PG_ARGISNULL(5) ? ROLL_LAST_DAY : jc_roll(PG_GETARG_TEXT_PP(5));
	jc_check_amount(n);
	cal = jc_calendar_argument(fcinfo, 4);
	if (!PG_ARGISNULL(6))
	{
		char	   *due_moment = text_to_cstring(PG_GETARG_TEXT_PP(6));

		close_of_business = strcmp(due_moment, "close_of_business") == 0;
		if (!close_of_business && strcmp(due_moment, "end_of_day") != 0)
			ereport(ERROR,
					(errcode(ERRCODE_JC_BAD_VALUE),
					 errmsg("\"%s\" is no moment of the last day", due_moment),
					 errhint("Moments are end_of_day and close_of_business.")));
	}
	if (TIMESTAMP_NOT_FINITE(start))
		PG_RETURN_TIMESTAMPTZ(start);
	if (!PG_ARGISNULL(3))
		npauses = instant_pauses(jc_calendar_memo(fcinfo->flinfo), PG_GETARG_MULTIRANGE_P(3), &instants);
	need = psprintf(_("a limit of %d (unit %s) from %s"), n, text_to_cstring(PG_GETARG_TEXT_PP(2)),
					instant_text(cal, jc_moment(cal, start)));

	if (unit >= UNIT_WORKING_HOUR)
	{
		const WorkTime *hours = jc_opening_hours(cal);
		WorkPause  *pauses = palloc(sizeof(WorkPause) * Max(npauses, 1));
		WorkDue		due;

		for (size_t i = 0; i < npauses; i++)
		{
			pauses[i].from = jc_moment(cal, Max(instants[i].begin, start));
			/* an office open until 24:00 ends the limit at the instant at which a pause from 00:00 begins */
			pauses[i].counts_from = pauses[i].from;
			if (pauses[i].counts_from.usec == 0)
			{
				pauses[i].counts_from.day--;
				pauses[i].counts_from.usec = WORKTIME_DAY;
			}
			pauses[i].open = TIMESTAMP_IS_NOEND(instants[i].end);
			pauses[i].to = pauses[i].open ? pauses[i].from : jc_moment(cal, Max(instants[i].end, start));
		}
		if (!worktime_due(hours, jc_moment(cal, start), n * jc_unit_usec(unit), pauses, npauses, NULL, 0, &due))
			jc_date_out_of_range();
		if (due.open)
			PG_RETURN_TIMESTAMPTZ(DT_NOEND);
		require_days(cal, due.first_needed, due.last_needed, need);
		PG_RETURN_TIMESTAMPTZ(n == 0 && npauses == 0 ? start : jc_instant(cal, due.at));
	}
	else
	{
		Pause	   *pauses = palloc(sizeof(Pause) * Max(npauses, 1));
		TimeLimit	limit = {.amount = n, .unit = unit, .roll = roll, .pauses = pauses};
		DueDay		due;
		const OpenDay *hours;
		Moment		close;

		limit.start = jc_local_date(cal, start);
		for (size_t i = 0; i < npauses; i++)
		{
			Pause		pause;

			pause.begin = TIMESTAMP_IS_NOBEGIN(instants[i].begin) ? PAUSE_ALWAYS : jc_local_date(cal, instants[i].begin);
			pause.end = TIMESTAMP_IS_NOEND(instants[i].end) ? PAUSE_OPEN : jc_local_date(cal, instants[i].end);
			/* one that begins and ends on a day excludes none; those that touch are one */
			if (pause.end == pause.begin)
				continue;
			if (limit.npauses > 0 && pauses[limit.npauses - 1].end >= pause.begin)
				pauses[limit.npauses - 1].end = pause.end;
			else
				pauses[limit.npauses++] = pause;
		}
		if (!deadline_due(&cal->core, &limit, &due))
			jc_date_out_of_range();
		if (due.open)
			PG_RETURN_TIMESTAMPTZ(DT_NOEND);
		if (!due.firm)
			jc_not_published(cal, limit.start + 1, due.needs, need);
		if (!close_of_business)
			PG_RETURN_TIMESTAMPTZ(jc_start_of_day(cal, due.day + 1));

		/* a last day that is not rolled and on which nobody works ends with the day */
		hours = worktime_day(jc_opening_hours(cal), due.day);
		close.day = due.day;
		close.usec = hours->nspans > 0 ? hours->spans[hours->nspans - 1].closes : USECS_PER_DAY;
		PG_RETURN_TIMESTAMPTZ(jc_instant(cal, close));
	}
}
