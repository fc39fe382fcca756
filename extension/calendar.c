/*
 * calendar.c
 *		Working days for SQL: is, add, between, roll; local dates; the error for days that are not published.
 *
 * All are STABLE (they read the calendar in force) and PARALLEL SAFE, and constant in the number of days counted.
 */
#include "calendar.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(jiancha_is_working_day);
PG_FUNCTION_INFO_V1(jiancha_add_working_days);
PG_FUNCTION_INFO_V1(jiancha_working_days_between);
PG_FUNCTION_INFO_V1(jiancha_roll_forward);
PG_FUNCTION_INFO_V1(jiancha_roll_back);
PG_FUNCTION_INFO_V1(jiancha_local_date);
PG_FUNCTION_INFO_V1(jiancha_start_of_day);

/*
 * jc_date_text - a day as ISO 8601 writes it, whatever DateStyle says: messages are the same for everyone.
 */
char *
jc_date_text(int32 day)
{
	char		buffer[MAXDATELEN + 1];
	struct pg_tm tm;

	if (DATE_NOT_FINITE(day))
		EncodeSpecialDate(day, buffer);
	else
	{
		memset(&tm, 0, sizeof(tm));
		j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
		EncodeDateOnly(&tm, USE_ISO_DATES, buffer);
	}
	return pstrdup(buffer);
}

void
jc_date_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("date out of range"),
			 errhint("Check the date and the number; dates reach from 4713 BC to 5874897 AD.")));
}

/*
 * jc_first_unknown - the first day in [low, high] that is not published, counted from the near end of what is.
 *
 * At least one day of the range is unknown.
 */
int32
jc_first_unknown(const CalendarVersion *cal, int32 low, int32 high)
{
	if (high > cal->core.through)
		return Max(low, cal->core.through + 1);
	Assert(low < cal->core.first);
	return Min(high, cal->core.first - 1);
}

/*
 * jc_not_published - raise JC001: the days [low, high] are needed and not all of them are known.
 *
 * need says what for, already translated: "counting 20 working days from 2026-12-15".
 */
void
jc_not_published(const CalendarVersion *cal, int32 low, int32 high, const char *need)
{
	int32		unknown = jc_first_unknown(cal, low, high);
	int32		year,
				month,
				mday;

	deadline_civil(unknown, &year, &month, &mday);
	if (unknown > cal->core.through)
		ereport(ERROR,
				(errcode(ERRCODE_JC_NOT_PUBLISHED),
				 errmsg("working days of %d are not yet published for calendar \"%s\"", year, cal->code),
				 errdetail("The calendar is published through %s; %s needs %s.",
						   jc_date_text(cal->core.through), need, jc_date_text(unknown)),
				 errhint("Load the State Council's notice with jiancha.load_notice(), or ask jiancha.deadline_estimate() for a provisional date.")));
	ereport(ERROR,
			(errcode(ERRCODE_JC_NOT_PUBLISHED),
			 errmsg("working days of %d are not known to calendar \"%s\"", year, cal->code),
			 errdetail("The calendar begins on %s; %s needs %s.",
					   jc_date_text(cal->core.first), need, jc_date_text(unknown)),
			 errhint("Check the year of the date; for earlier years make a calendar that begins earlier with jiancha.create_calendar().")));
}

static void add_not_published(const CalendarVersion *cal, int32 day, int32 n, int32 result) pg_attribute_noreturn();

static void
add_not_published(const CalendarVersion *cal, int32 day, int32 n, int32 result)
{
	const char *need;

	if (n == 1)
		need = psprintf(_("counting one working day from %s"), jc_date_text(day));
	else if (n > 0)
		need = psprintf(_("counting %d working days from %s"), n, jc_date_text(day));
	else
		need = psprintf(_("counting %d working days back from %s"), -n, jc_date_text(day));
	jc_not_published(cal, n > 0 ? day + 1 : result, n > 0 ? result : day - 1, need);
}

/*
 * jiancha.is_working_day(day date, calendar text) returns boolean
 *
 * NULL for NULL and for an infinite date. JC001 outside the published days.
 */
Datum
jiancha_is_working_day(PG_FUNCTION_ARGS)
{
	DateADT		day;
	const CalendarVersion *cal;

	if (PG_ARGISNULL(0) || DATE_NOT_FINITE(PG_GETARG_DATEADT(0)))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(0);
	cal = jc_calendar_argument(fcinfo, 1);
	if (unlikely(!calendar_known(&cal->core, day)))
		jc_not_published(cal, day, day, psprintf(_("looking up %s"), jc_date_text(day)));
	PG_RETURN_BOOL(calendar_is_working(&cal->core, day));
}

/*
 * jiancha.add_working_days(day date, n int, calendar text) returns date
 *
 * The n-th working day strictly after day, strictly before it for a negative n; day itself for n = 0. See calendar_add.
 * NULL if day or n is NULL; an infinite day stays. JC001 if a day is needed that is not published; 22008 outside the
 * range of dates.
 */
Datum
jiancha_add_working_days(PG_FUNCTION_ARGS)
{
	DateADT		day;
	int32		n;
	const CalendarVersion *cal;
	int32		result;
	bool		firm;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(0);
	n = PG_GETARG_INT32(1);
	cal = jc_calendar_argument(fcinfo, 2);
	if (likely(calendar_add_known(&cal->core, day, n, &result)))
		PG_RETURN_DATEADT(result);
	if (DATE_NOT_FINITE(day))
		PG_RETURN_DATEADT(day);
	if (unlikely(!calendar_add(&cal->core, day, n, &result, &firm)))
		jc_date_out_of_range();
	if (unlikely(!firm))
		add_not_published(cal, day, n, result);
	PG_RETURN_DATEADT(result);
}

/*
 * jiancha.working_days_between(a date, b date, calendar text) returns int
 *
 * Working days in (a, b]; negative if b lies before a. Half-open, so that working_days_between(d, add_working_days(d, n))
 * = n for n >= 0. NULL for NULL; 22008 for an infinite date, as for the difference of dates.
 */
Datum
jiancha_working_days_between(PG_FUNCTION_ARGS)
{
	DateADT		a,
				b;
	const CalendarVersion *cal;
	int64		result;
	bool		firm;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	a = PG_GETARG_DATEADT(0);
	b = PG_GETARG_DATEADT(1);
	cal = jc_calendar_argument(fcinfo, 2);
	if (DATE_NOT_FINITE(a) || DATE_NOT_FINITE(b))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("cannot count the working days of an infinite interval")));
	result = calendar_between(&cal->core, a, b, &firm);
	if (unlikely(!firm))
		jc_not_published(cal, Min(a, b) + 1, Max(a, b),
						 psprintf(_("counting from %s to %s"), jc_date_text(a), jc_date_text(b)));
	PG_RETURN_INT32((int32) result);
}

static Datum
roll(FunctionCallInfo fcinfo, bool forward)
{
	DateADT		day;
	const CalendarVersion *cal;
	int32		result;
	bool		firm;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(0);
	cal = jc_calendar_argument(fcinfo, 1);
	if (DATE_NOT_FINITE(day))
		PG_RETURN_DATEADT(day);
	if (!(forward ? calendar_roll_forward(&cal->core, day, &result, &firm)
		  : calendar_roll_back(&cal->core, day, &result, &firm)))
		jc_date_out_of_range();
	if (!firm)
		jc_not_published(cal, Min(day, result), Max(day, result),
						 psprintf(_("rolling %s to a working day"), jc_date_text(day)));
	PG_RETURN_DATEADT(result);
}

/*
 * jiancha.roll_forward(day date, calendar text) returns date
 *
 * day itself if it is a working day, else the next working day (Civil Code art. 203).
 */
Datum
jiancha_roll_forward(PG_FUNCTION_ARGS)
{
	return roll(fcinfo, true);
}

/*
 * jiancha.roll_back(day date, calendar text) returns date
 *
 * day itself if it is a working day, else the last working day before it.
 */
Datum
jiancha_roll_back(PG_FUNCTION_ARGS)
{
	return roll(fcinfo, false);
}

/*
 * jc_local_date - the day that an instant falls on in the calendar's own time zone; infinite for an infinite instant.
 */
DateADT
jc_local_date(const CalendarVersion *cal, TimestampTz at)
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;

	if (TIMESTAMP_IS_NOBEGIN(at))
		return DATEVAL_NOBEGIN;
	if (TIMESTAMP_IS_NOEND(at))
		return DATEVAL_NOEND;
	if (timestamp2tm(at, &tz, &tm, &fsec, NULL, cal->zone) != 0)
		jc_date_out_of_range();
	return date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
}

/*
 * jc_start_of_day - the instant at which a day begins in the calendar's own time zone; infinite for an infinite day.
 *
 * Where a day has no midnight, because summer time begins at it, the first instant of the day.
 */
TimestampTz
jc_start_of_day(const CalendarVersion *cal, DateADT day)
{
	struct pg_tm tm;
	TimestampTz result;

	if (DATE_IS_NOBEGIN(day))
		return DT_NOBEGIN;
	if (DATE_IS_NOEND(day))
		return DT_NOEND;
	if (day < DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE || day >= TIMESTAMP_END_JULIAN - POSTGRES_EPOCH_JDATE)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("date out of range for timestamp")));
	memset(&tm, 0, sizeof(tm));
	j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	result = (TimestampTz) day * USECS_PER_DAY + (int64) DetermineTimeZoneOffset(&tm, cal->zone) * USECS_PER_SEC;
	if (!IS_VALID_TIMESTAMP(result))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	return result;
}

/*
 * jiancha._local_date(at timestamptz, calendar text, version int) returns date
 */
Datum
jiancha_local_date(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(jc_local_date(jc_calendar_version_argument(fcinfo, 1), PG_GETARG_TIMESTAMPTZ(0)));
}

/*
 * jiancha._start_of_day(day date, calendar text, version int) returns timestamptz
 */
Datum
jiancha_start_of_day(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(jc_start_of_day(jc_calendar_version_argument(fcinfo, 1), PG_GETARG_DATEADT(0)));
}
