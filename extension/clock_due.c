/*
 * clock_due.c
 *		Limits for the engine: when a clock is due, and the thresholds around it.
 *
 * These functions are told the calendar's version, never raise on the horizon, and return firm = false beside a
 * provisional value instead.
 */
#include "deadline.h"
#include "worktime.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/multirangetypes.h"

PG_FUNCTION_INFO_V1(jiancha_clock_due);
PG_FUNCTION_INFO_V1(jiancha_threshold);

static int
compare_extensions(const void *a, const void *b)
{
	const Extension *x = a;
	const Extension *y = b;

	if (x->on != y->on)
		return x->on < y->on ? -1 : 1;
	return (x->by > y->by) - (x->by < y->by);
}

/* the extensions of two parallel arrays, sorted by day */
static size_t
read_extensions(ArrayType *on_array, ArrayType *by_array, Extension **extensions)
{
	Datum	   *on,
			   *by;
	bool	   *on_null,
			   *by_null;
	int			non,
				nby;

	if (ARR_NDIM(on_array) == 0 && ARR_NDIM(by_array) == 0)
		return 0;
	deconstruct_array(on_array, DATEOID, sizeof(DateADT), true, TYPALIGN_INT, &on, &on_null, &non);
	deconstruct_array(by_array, INT4OID, sizeof(int32), true, TYPALIGN_INT, &by, &by_null, &nby);
	if (non != nby)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("%d days of extension, but %d lengths", non, nby)));
	*extensions = palloc(sizeof(Extension) * Max(non, 1));
	for (int i = 0; i < non; i++)
	{
		if (on_null[i] || by_null[i] || DatumGetInt32(by[i]) < 0)
			ereport(ERROR,
					(errcode(ERRCODE_JC_BAD_VALUE),
					 errmsg("an extension needs a day and a length that is not negative")));
		(*extensions)[i].on = DatumGetDateADT(on[i]);
		(*extensions)[i].by = DatumGetInt32(by[i]);
	}
	qsort(*extensions, non, sizeof(Extension), compare_extensions);
	return non;
}

/*
 * A limit in hours or minutes with the pauses and extensions of a clock, which are days: a pause (s, e] takes out the
 * opening time of the days s + 1 ... e, and counts if s is on or before the due day so far.
 */
static void
hours_due(const CalendarVersion *cal, Moment start, const TimeLimit *limit, WorkDue *due)
{
	int64		unit = jc_unit_usec(limit->unit);
	WorkPause  *pauses = palloc(sizeof(WorkPause) * Max(limit->npauses, 1));
	WorkExtension *extensions = palloc(sizeof(WorkExtension) * Max(limit->nextensions, 1));

	for (size_t i = 0; i < limit->npauses; i++)
	{
		const Pause *pause = &limit->pauses[i];
		int32		begin = Min(Max(pause->begin, start.day - 1), WORKTIME_MAX_DAY - 1);
		int32		end = Min(Max(pause->end, begin), WORKTIME_MAX_DAY - 1);

		pauses[i].open = pause->end == PAUSE_OPEN;
		pauses[i].from.day = begin + 1;
		pauses[i].from.usec = 0;
		pauses[i].to.day = pauses[i].open ? begin + 1 : end + 1;
		pauses[i].to.usec = 0;
		pauses[i].counts_from.day = begin;
		pauses[i].counts_from.usec = 0;
	}
	for (size_t i = 0; i < limit->nextensions; i++)
	{
		extensions[i].on.day = limit->extensions[i].on;
		extensions[i].on.usec = 0;
		extensions[i].by = limit->extensions[i].by * unit;
	}
	if (!worktime_due(jc_opening_hours(cal), start, limit->amount * unit, pauses, limit->npauses,
					  extensions, limit->nextensions, due))
		jc_date_out_of_range();
}

/*
 * jiancha._clock_due(start_at timestamptz, amount int, unit text, pauses datemultirange, extended_on date[],
 *		extended_by int[], calendar text, version int, roll text, out due_on date, out due_at timestamptz,
 *		out firm boolean, out extension int)
 *
 * When a clock is due. The day that start_at falls on in the calendar's time zone does not count. due_at is the start of
 * the day after due_on, an exclusive bound (Civil Code art. 203: the last day ends at 24:00). An extension lengthens the
 * limit if its day is on or before the due day found so far; extension is the sum of those that count. An open pause that
 * counts gives infinity. firm is false where days were needed that are not published.
 */
Datum
jiancha_clock_due(PG_FUNCTION_ARGS)
{
	Pause		fixed[MAX_FIXED_PAUSES];
	Pause	   *pauses = fixed;
	Extension  *extensions = NULL;
	TimeLimit		limit;
	DueDay		due;
	const CalendarVersion *cal;
	CalendarMemo *memo = jc_calendar_memo(fcinfo->flinfo);
	TimestampTz start_at;
	Datum		values[4];
	bool		nulls[4] = {false, false, false, false};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(6) || PG_ARGISNULL(7))
		PG_RETURN_NULL();
	start_at = PG_GETARG_TIMESTAMPTZ(0);
	cal = jc_calendar_version_argument(fcinfo, 6);
	limit.amount = PG_GETARG_INT32(1);
	limit.unit = jc_unit(PG_GETARG_TEXT_PP(2));
	limit.roll = PG_ARGISNULL(8) ? ROLL_LAST_DAY : jc_roll(PG_GETARG_TEXT_PP(8));
	jc_check_amount((int32) limit.amount);
	limit.npauses = PG_ARGISNULL(3) ? 0 : jc_pauses(memo, PG_GETARG_MULTIRANGE_P(3), &pauses);
	limit.pauses = pauses;
	limit.nextensions = PG_ARGISNULL(4) || PG_ARGISNULL(5) ? 0 :
		read_extensions(PG_GETARG_ARRAYTYPE_P(4), PG_GETARG_ARRAYTYPE_P(5), &extensions);
	limit.extensions = extensions;

	if (TIMESTAMP_NOT_FINITE(start_at))
	{
		values[0] = DateADTGetDatum(TIMESTAMP_IS_NOEND(start_at) ? DATEVAL_NOEND : DATEVAL_NOBEGIN);
		values[1] = TimestampTzGetDatum(start_at);
		values[2] = BoolGetDatum(true);
		values[3] = Int32GetDatum(0);
		PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
	}
	if (limit.unit >= UNIT_WORKING_HOUR)
	{
		WorkDue		moment;

		hours_due(cal, jc_moment(cal, start_at), &limit, &moment);
		values[0] = DateADTGetDatum(moment.open ? DATEVAL_NOEND : moment.at.day);
		values[1] = TimestampTzGetDatum(moment.open ? DT_NOEND : jc_instant(cal, moment.at));
		values[2] = BoolGetDatum(moment.first_needed >= cal->core.first && moment.last_needed <= cal->core.through);
		values[3] = Int32GetDatum((int32) (moment.extension / jc_unit_usec(limit.unit)));
		PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
	}

	limit.start = jc_local_date(cal, start_at);
	if (!deadline_due(&cal->core, &limit, &due))
		jc_date_out_of_range();
	values[0] = DateADTGetDatum(due.open ? DATEVAL_NOEND : due.day);
	values[1] = TimestampTzGetDatum(due.open ? DT_NOEND : jc_start_of_day(cal, due.day + 1));
	values[2] = BoolGetDatum(due.firm);
	values[3] = Int32GetDatum((int32) due.extension);
	PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
}

/*
 * jiancha._threshold(due_on date, due_at timestamptz, start_at timestamptz, amount int, unit text, comparison text,
 *		calendar text, version int, out at timestamptz, out firm boolean, out last_on date)
 *
 * The instant from which a rule about a due day holds. comparison:
 *	passed		at due_at itself; amount and unit do not matter
 *	before		the start of the day amount units before the due day, but not before start_at
 *	more_than	overdue by more than amount units: the start of the day amount + 1 units after the due day
 *	at_least	overdue by at least amount units: the start of the day amount units after the due day
 * last_on is the last day of the calendar that the instant rests on, the due day or a later one. firm is false if a day
 * between the due day and that instant is not published; whether the due day itself is, is _clock_due's to say.
 */
Datum
jiancha_threshold(PG_FUNCTION_ARGS)
{
	CalendarMemo *memo = jc_calendar_memo(fcinfo->flinfo);
	const CalendarVersion *cal;
	DateADT		due_on;
	TimestampTz due_at;
	text	   *comparison;
	int64		shift;
	LimitUnit	unit;
	int32		day;
	bool		firm;
	TimestampTz at;
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(5) || PG_ARGISNULL(6) || PG_ARGISNULL(7))
		PG_RETURN_NULL();
	due_on = PG_GETARG_DATEADT(0);
	due_at = PG_GETARG_TIMESTAMPTZ(1);
	comparison = PG_GETARG_TEXT_PP(5);

	if (jc_text_is(comparison, "passed") || DATE_NOT_FINITE(due_on) || TIMESTAMP_NOT_FINITE(due_at))
	{
		values[0] = TimestampTzGetDatum(due_at);
		values[1] = BoolGetDatum(true);
		values[2] = DateADTGetDatum(due_on);
		PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
	}

	if (PG_ARGISNULL(3) || PG_ARGISNULL(4))
		PG_RETURN_NULL();
	jc_check_amount(PG_GETARG_INT32(3));
	unit = jc_unit(PG_GETARG_TEXT_PP(4));
	cal = jc_calendar_version_argument(fcinfo, 6);
	if (jc_text_is(comparison, "before"))
		shift = -(int64) PG_GETARG_INT32(3);
	else if (jc_text_is(comparison, "more_than"))
		shift = (int64) PG_GETARG_INT32(3) + 1;
	else if (jc_text_is(comparison, "at_least"))
		shift = PG_GETARG_INT32(3);
	else
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("\"%s\" is no comparison of a threshold", text_to_cstring(comparison)),
				 errhint("Comparisons are passed, before, more_than and at_least.")));
	if (unit >= UNIT_WORKING_HOUR)
	{
		/* hours are dense: more than n hours overdue holds from the instant on at which n hours are over */
		const WorkTime *hours = jc_opening_hours(cal);
		Moment		due = jc_moment(cal, due_at);
		Moment		found = due;
		int64		by = (shift < 0 ? -1 : 1) * PG_GETARG_INT32(3) * jc_unit_usec(unit);

		if (by != 0 &&
			!(by > 0 ? worktime_earliest(hours, worktime_position(hours, due) + by, &found)
			  : worktime_latest(hours, worktime_position(hours, due) + by, &found)))
			jc_date_out_of_range();
		at = jc_instant(cal, found);
		if (shift < 0 && !PG_ARGISNULL(2))
			at = Max(at, PG_GETARG_TIMESTAMPTZ(2));
		values[0] = TimestampTzGetDatum(at);
		values[1] = BoolGetDatum(Min(due.day, found.day) >= cal->core.first &&
								 Max(due_on, found.day) <= cal->core.through);
		values[2] = DateADTGetDatum(Max(found.day, due_on));
		PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
	}

	/* more than a month overdue: from the day after the corresponding day */
	if (jc_text_is(comparison, "more_than") && unit != UNIT_WORKING_DAY)
	{
		if (!deadline_shift(&cal->core, due_on, shift - 1, unit, &day, &firm) || day == CALENDAR_MAX_DAY)
			jc_date_out_of_range();
		day++;
	}
	else if (!deadline_shift(&cal->core, due_on, shift, unit, &day, &firm))
		jc_date_out_of_range();

	at = jc_start_of_day(cal, day);
	if (shift < 0 && !PG_ARGISNULL(2))
		at = Max(at, PG_GETARG_TIMESTAMPTZ(2));
	values[0] = TimestampTzGetDatum(at);
	values[1] = BoolGetDatum(firm);
	values[2] = DateADTGetDatum(Max(day, due_on));
	PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
}
