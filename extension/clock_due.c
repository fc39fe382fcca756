/*
 * clock_due.c
 *		Limits for the engine: when a clock is due, and the thresholds around it.
 *
 * These functions are told the calendar's version, never raise on the horizon, and return firm = false beside a
 * provisional value instead. The derivation calls the first two for every clock; SQL has them as _clock_due() and
 * _threshold().
 */
#include "deadline.h"
#include "worktime.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/multirangetypes.h"

PG_FUNCTION_INFO_V1(jiancha_clock_due);
PG_FUNCTION_INFO_V1(jiancha_threshold);

/* the text of a comparison, by its number */
static const char *const comparison_names[] = {
	[COMPARISON_PASSED] = "passed",
	[COMPARISON_BEFORE] = "before",
	[COMPARISON_MORE_THAN] = "more_than",
	[COMPARISON_AT_LEAST] = "at_least",
	[COMPARISON_ELAPSED] = "elapsed"
};

Comparison
jc_comparison(const text *value)
{
	for (int i = 0; i < lengthof(comparison_names); i++)
		if (jc_text_is(value, comparison_names[i]))
			return (Comparison) i;
	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_VALUE),
			 errmsg("\"%s\" is no comparison of a threshold", text_to_cstring(value)),
			 errhint("Comparisons are passed, before, more_than, at_least and elapsed.")));
}

/*
 * jc_is_exact - does a count mode count from the moment? JC005 for a word that is no mode.
 */
bool
jc_is_exact(const text *value)
{
	if (jc_text_is(value, "day"))
		return false;
	if (jc_text_is(value, "exact"))
		return true;
	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_VALUE),
			 errmsg("\"%s\" is no way of counting", text_to_cstring(value)),
			 errhint("Ways are day (the start day is out, the last day ends at 24:00) and exact (from the moment, to the second).")));
}

static int
compare_extensions(const void *a, const void *b)
{
	const Extension *x = a;
	const Extension *y = b;

	if (x->on != y->on)
		return x->on < y->on ? -1 : 1;
	return (x->by > y->by) - (x->by < y->by);
}

/*
 * jc_extensions - the extensions of two parallel arrays, sorted by day; JC005 if they are not parallel or hold no number.
 */
size_t
jc_extensions(ArrayType *on_array, ArrayType *by_array, Extension **extensions)
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
 * A limit in hours where the calendar has no opening hours: hours of the clock, day and night, rest days too. Matters and orders
 * with such a limit are refused there; what is left is what must be done at once (a complaint about what goes on right now), which
 * waits for no opening. A pause (s, e] takes out the days s + 1 ... e. Always firm: no day is asked of the calendar.
 */
static void
clock_hours_due(const CalendarVersion *cal, Moment start, const TimeLimit *limit, int64 usec, WorkDue *due)
{
	int64		at = start.usec + usec;
	int64		extension = 0;

	due->open = false;
	for (size_t i = 0; i < limit->nextensions; i++)
		if (limit->extensions[i].on <= start.day + (at + extension) / USECS_PER_DAY)
			extension += limit->extensions[i].by * jc_unit_usec(limit->unit);
	at += extension;
	for (size_t i = 0; i < limit->npauses && !due->open; i++)
	{
		const Pause *pause = &limit->pauses[i];
		int64		from = Max((int64) pause->begin + 1 - start.day, 0) * USECS_PER_DAY;

		if (pause->begin > start.day + at / USECS_PER_DAY)
			continue;
		if (pause->end == PAUSE_OPEN)
			due->open = true;
		else
		{
			from = Max(from, start.usec);
			at += Max(((int64) pause->end + 1 - start.day) * USECS_PER_DAY - from, 0);
		}
	}
	if (start.day + at / USECS_PER_DAY > WORKTIME_MAX_DAY)
		jc_date_out_of_range();
	due->at.day = start.day + (int32) (at / USECS_PER_DAY);
	due->at.usec = at % USECS_PER_DAY;
	due->extension = extension;
	due->first_needed = due->last_needed = cal->core.first;
}

/*
 * A limit in hours or minutes with the pauses and extensions of a clock, which are days: a pause (s, e] takes out the
 * opening time of the days s + 1 ... e, and counts if s is on or before the due day so far. The limit is given in hundredths
 * of its unit.
 */
static void
hours_part_due(const CalendarVersion *cal, Moment start, const TimeLimit *limit, int64 hundredths, WorkDue *due)
{
	int64		unit = jc_unit_usec(limit->unit);
	WorkPause  *pauses;
	WorkExtension *extensions;

	if (!cal->has_hours)
	{
		clock_hours_due(cal, start, limit, hundredths * unit / 100, due);
		return;
	}
	pauses = palloc(sizeof(WorkPause) * Max(limit->npauses, 1));
	extensions = palloc(sizeof(WorkExtension) * Max(limit->nextensions, 1));
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
	if (!worktime_due(jc_opening_hours(cal), start, hundredths * unit / 100, pauses, limit->npauses,
					  extensions, limit->nextensions, due))
		jc_date_out_of_range();
}

static void
hours_due(const CalendarVersion *cal, Moment start, const TimeLimit *limit, WorkDue *due)
{
	hours_part_due(cal, start, limit, limit->amount * 100, due);
}

/*
 * The moment an exact limit is counted from: the start itself; on a day of rest, for a limit in working days, the first
 * opening of the next working day, or its beginning where no opening hours are known. *firm: that day is published.
 */
static Moment
exact_start(const CalendarVersion *cal, TimestampTz start_at, LimitUnit unit, bool *firm)
{
	Moment		start = jc_moment(cal, start_at);

	*firm = true;
	if (unit == UNIT_WORKING_DAY && !calendar_is_working(&cal->core, start.day))
	{
		const OpenDay *hours;

		if (!calendar_roll_forward(&cal->core, start.day, &start.day, firm))
			jc_date_out_of_range();
		hours = cal->has_hours ? worktime_day(&cal->hours, start.day) : NULL;
		start.usec = hours != NULL && hours->nspans > 0 ? hours->spans[0].opens : 0;
	}
	return start;
}

/*
 * jc_clock_due - when a clock is due. See _clock_due() below; limit->start is set here, limit->amount is not negative.
 *
 * An exact limit ends at the time of day it began at, and one second more is overdue: due_at, an exclusive bound, is that
 * second later.
 */
void
jc_clock_due(const CalendarVersion *cal, TimestampTz start_at, TimeLimit *limit, bool exact, ClockDue *due)
{
	DueDay		day;

	if (TIMESTAMP_NOT_FINITE(start_at))
	{
		due->due_on = TIMESTAMP_IS_NOEND(start_at) ? DATEVAL_NOEND : DATEVAL_NOBEGIN;
		due->due_at = start_at;
		due->firm = true;
		due->extension = 0;
		return;
	}
	if (limit->unit >= UNIT_WORKING_HOUR)
	{
		WorkDue		moment;

		hours_due(cal, jc_moment(cal, start_at), limit, &moment);
		due->due_on = moment.open ? DATEVAL_NOEND : moment.at.day;
		due->due_at = moment.open ? DT_NOEND : jc_instant(cal, moment.at) + (exact ? USECS_PER_SEC : 0);
		due->firm = moment.first_needed >= cal->core.first && moment.last_needed <= cal->core.through;
		due->extension = (int32) (moment.extension / jc_unit_usec(limit->unit));
		return;
	}
	if (exact)
	{
		bool		firm;
		Moment		start = exact_start(cal, start_at, limit->unit, &firm);

		limit->start = start.day;
		if (!deadline_due(&cal->core, limit, &day))
			jc_date_out_of_range();
		start.day = day.day;
		due->due_at = day.open ? DT_NOEND : jc_instant(cal, start) + USECS_PER_SEC;
		due->firm = day.firm && firm;
	}
	else
	{
		limit->start = jc_local_date(cal, start_at);
		if (!deadline_due(&cal->core, limit, &day))
			jc_date_out_of_range();
		due->due_at = day.open ? DT_NOEND : jc_start_of_day(cal, day.day + 1);
		due->firm = day.firm;
	}
	due->due_on = day.open ? DATEVAL_NOEND : day.day;
	due->extension = (int32) day.extension;
}

/*
 * jiancha._clock_due(start_at timestamptz, amount int, unit text, pauses datemultirange, extended_on date[],
 *		extended_by int[], calendar text, version int, roll text, count_mode text, out due_on date,
 *		out due_at timestamptz, out firm boolean, out extension int)
 *
 * When a clock is due. The day that start_at falls on in the calendar's time zone does not count. due_at is the start of
 * the day after due_on, an exclusive bound (Civil Code art. 203: the last day ends at 24:00); in count mode exact, a second
 * after the same time of day on due_on (A11). An extension lengthens the limit if its day is on or before the due day found
 * so far; extension is the sum of those that count. An open pause that counts gives infinity. firm is false where days were
 * needed that are not published.
 */
Datum
jiancha_clock_due(PG_FUNCTION_ARGS)
{
	Pause		fixed[MAX_FIXED_PAUSES];
	Pause	   *pauses = fixed;
	Extension  *extensions = NULL;
	TimeLimit	limit;
	ClockDue	due;
	const CalendarVersion *cal;
	CalendarMemo *memo = jc_calendar_memo(fcinfo->flinfo);
	Datum		values[4];
	bool		nulls[4] = {false, false, false, false};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(6) || PG_ARGISNULL(7))
		PG_RETURN_NULL();
	cal = jc_calendar_version_argument(fcinfo, 6);
	limit.amount = PG_GETARG_INT32(1);
	limit.unit = jc_unit(PG_GETARG_TEXT_PP(2));
	limit.roll = PG_ARGISNULL(8) ? ROLL_LAST_DAY : jc_roll(PG_GETARG_TEXT_PP(8));
	jc_check_amount((int32) limit.amount);
	limit.npauses = PG_ARGISNULL(3) ? 0 : jc_pauses(memo, PG_GETARG_MULTIRANGE_P(3), &pauses);
	limit.pauses = pauses;
	limit.nextensions = PG_ARGISNULL(4) || PG_ARGISNULL(5) ? 0 :
		jc_extensions(PG_GETARG_ARRAYTYPE_P(4), PG_GETARG_ARRAYTYPE_P(5), &extensions);
	limit.extensions = extensions;

	jc_clock_due(cal, PG_GETARG_TIMESTAMPTZ(0), &limit, !PG_ARGISNULL(9) && jc_is_exact(PG_GETARG_TEXT_PP(9)), &due);
	values[0] = DateADTGetDatum(due.due_on);
	values[1] = TimestampTzGetDatum(due.due_at);
	values[2] = BoolGetDatum(due.firm);
	values[3] = Int32GetDatum(due.extension);
	PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
}

static void
set_threshold(Threshold *result, TimestampTz at, bool firm, DateADT last_on)
{
	result->at = at;
	result->firm = firm;
	result->last_on = last_on;
}

/* hours are dense: more than n hours overdue holds from the instant on at which n hours are over */
static void
hours_threshold(const CalendarVersion *cal, const CountedClock *clock, const ThresholdRule *rule, Threshold *result)
{
	Moment		due = jc_moment(cal, clock->due_at);
	Moment		found = due;
	bool		before = rule->comparison == COMPARISON_BEFORE;
	int64		by = (before ? -1 : 1) * rule->amount * jc_unit_usec(rule->unit);
	TimestampTz at;

	if (by != 0 && cal->has_hours)
	{
		const WorkTime *hours = jc_opening_hours(cal);

		if (!(by > 0 ? worktime_earliest(hours, worktime_position(hours, due) + by, &found)
			  : worktime_latest(hours, worktime_position(hours, due) + by, &found)))
			jc_date_out_of_range();
	}
	at = jc_instant(cal, found);
	if (by != 0 && !cal->has_hours)
	{
		/* a limit in hours ran by the clock; so does the threshold. One in days has no hours before or after it */
		if (clock->limit.unit < UNIT_WORKING_HOUR)
			(void) jc_opening_hours(cal);
		at = clock->due_at + by;
		found = jc_moment(cal, at);
	}
	if (before && clock->has_start)
		at = Max(at, clock->start_at);
	set_threshold(result, at,
				  Min(due.day, found.day) >= cal->core.first && Max(clock->due_on, found.day) <= cal->core.through,
				  Max(found.day, clock->due_on));
}

/*
 * When so much of the limit, with its extension, is used up. Days: the start of the day that is the corresponding unit,
 * rounded up; exact limits and hours: the instant.
 */
static void
elapsed_threshold(const CalendarVersion *cal, const CountedClock *clock, const ThresholdRule *rule, Threshold *result)
{
	TimeLimit	part = clock->limit;
	int64		hundredths = (part.amount + clock->extension) * rule->amount;
	Moment		start = {0, 0};
	DueDay		day;
	bool		firm = true;
	bool		dense;

	part.extensions = NULL;
	part.nextensions = 0;
	if (part.unit >= UNIT_WORKING_HOUR)
	{
		WorkDue		moment;

		hours_part_due(cal, jc_moment(cal, clock->start_at), &part, hundredths, &moment);
		set_threshold(result, moment.open ? DT_NOEND : Max(jc_instant(cal, moment.at), clock->start_at),
					  moment.first_needed >= cal->core.first && moment.last_needed <= cal->core.through,
					  moment.open ? DATEVAL_NOEND : Max(moment.at.day, clock->due_on));
		return;
	}

	/* the unit that is being used up is no last day: it is not rolled off a rest day (Civil Code art. 203) */
	if (part.roll == ROLL_LAST_DAY)
		part.roll = ROLL_NONE;
	dense = clock->exact && (part.unit == UNIT_WORKING_DAY || part.unit == UNIT_DAY);
	part.amount = dense ? hundredths / 100 : (hundredths + 99) / 100;
	if (clock->exact)
	{
		start = exact_start(cal, clock->start_at, part.unit, &firm);
		part.start = start.day;
	}
	else
		part.start = jc_local_date(cal, clock->start_at);
	if (!deadline_due(&cal->core, &part, &day))
		jc_date_out_of_range();
	if (day.open)
	{
		set_threshold(result, DT_NOEND, true, DATEVAL_NOEND);
		return;
	}
	firm &= day.firm;
	start.day = day.day;
	if (dense)
	{
		start.usec += hundredths % 100 * USECS_PER_DAY / 100;
		if (start.usec > USECS_PER_DAY)
		{
			bool		known;

			start.usec -= USECS_PER_DAY;
			if (!deadline_shift(&cal->core, start.day, 1, part.unit, &start.day, &known))
				jc_date_out_of_range();
			firm &= known;
		}
	}
	set_threshold(result, Max(jc_instant(cal, start), clock->start_at), firm, Max(start.day, clock->due_on));
}

/*
 * jc_threshold - the instant from which a rule about a clock holds. See _threshold() below. For a comparison elapsed the
 * clock has a start.
 */
void
jc_threshold(const CalendarVersion *cal, const CountedClock *clock, const ThresholdRule *rule, Threshold *result)
{
	int64		shift = rule->amount;
	int32		day;
	bool		firm;
	TimestampTz at;

	if (rule->comparison == COMPARISON_ELAPSED && !TIMESTAMP_NOT_FINITE(clock->start_at))
	{
		elapsed_threshold(cal, clock, rule, result);
		return;
	}
	if (rule->comparison == COMPARISON_PASSED || rule->comparison == COMPARISON_ELAPSED ||
		DATE_NOT_FINITE(clock->due_on) || TIMESTAMP_NOT_FINITE(clock->due_at))
	{
		set_threshold(result, clock->due_at, true, clock->due_on);
		return;
	}
	if (rule->unit >= UNIT_WORKING_HOUR)
	{
		hours_threshold(cal, clock, rule, result);
		return;
	}
	if (rule->comparison == COMPARISON_BEFORE)
		shift = -shift;
	if (clock->exact)
	{
		/* exact limits are dense as hours are: the same time of day, so many days before or after */
		Moment		due = jc_moment(cal, clock->due_at - USECS_PER_SEC);

		if (!deadline_shift(&cal->core, due.day, shift, rule->unit, &due.day, &firm))
			jc_date_out_of_range();
		day = due.day;
		at = jc_instant(cal, due) + USECS_PER_SEC;
	}
	else
	{
		/* more than n working days overdue: from the n + 1st on; more than a month: from the day after the corresponding day */
		if (rule->comparison == COMPARISON_MORE_THAN && rule->unit == UNIT_WORKING_DAY)
			shift++;
		if (!deadline_shift(&cal->core, clock->due_on, shift, rule->unit, &day, &firm) || day == CALENDAR_MAX_DAY)
			jc_date_out_of_range();
		if (rule->comparison == COMPARISON_MORE_THAN && rule->unit != UNIT_WORKING_DAY)
			day++;
		at = jc_start_of_day(cal, day);
	}
	if (rule->comparison == COMPARISON_BEFORE && clock->has_start)
		at = Max(at, clock->start_at);
	set_threshold(result, at, firm, Max(day, clock->due_on));
}

/*
 * jiancha._threshold(due_on date, due_at timestamptz, start_at timestamptz, amount int, unit text, comparison text,
 *		calendar text, version int, limit_amount int, limit_unit text, extension int, pauses datemultirange, roll text,
 *		count_mode text, out at timestamptz, out firm boolean, out last_on date)
 *
 * The instant from which a rule about a due day holds. comparison:
 *	passed		at due_at itself; amount and unit do not matter
 *	before		the start of the day amount units before the due day, but not before start_at
 *	more_than	overdue by more than amount units: the start of the day amount + 1 units after the due day
 *	at_least	overdue by at least amount units: the start of the day amount units after the due day
 *	elapsed		amount percent of the limit with its extension are used up: the start of that unit, rounded up
 * In count mode exact, before, more_than and at_least are the same time of day, amount units before or after due_at.
 * last_on is the last day of the calendar that the instant rests on, the due day or a later one. firm is false if a day
 * between the due day and that instant is not published; whether the due day itself is, is _clock_due's to say. The
 * arguments from limit_amount to roll are needed for elapsed alone.
 */
Datum
jiancha_threshold(PG_FUNCTION_ARGS)
{
	Pause		fixed[MAX_FIXED_PAUSES];
	Pause	   *pauses = fixed;
	CalendarMemo *memo = jc_calendar_memo(fcinfo->flinfo);
	CountedClock clock = {0};
	ThresholdRule rule = {0};
	Threshold	result;
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(5) || PG_ARGISNULL(6) || PG_ARGISNULL(7))
		PG_RETURN_NULL();
	clock.due_on = PG_GETARG_DATEADT(0);
	clock.due_at = PG_GETARG_TIMESTAMPTZ(1);
	clock.has_start = !PG_ARGISNULL(2);
	clock.start_at = clock.has_start ? PG_GETARG_TIMESTAMPTZ(2) : DT_NOBEGIN;
	clock.exact = !PG_ARGISNULL(13) && jc_is_exact(PG_GETARG_TEXT_PP(13));
	rule.comparison = jc_comparison(PG_GETARG_TEXT_PP(5));
	if (rule.comparison == COMPARISON_ELAPSED)
	{
		if (PG_ARGISNULL(2) || PG_ARGISNULL(3) || PG_ARGISNULL(8) || PG_ARGISNULL(9))
			PG_RETURN_NULL();
		rule.amount = PG_GETARG_INT32(3);
		jc_check_amount(rule.amount);
		clock.limit.amount = PG_GETARG_INT32(8);
		jc_check_amount((int32) clock.limit.amount);
		clock.limit.unit = jc_unit(PG_GETARG_TEXT_PP(9));
		clock.extension = PG_ARGISNULL(10) ? 0 : PG_GETARG_INT32(10);
		jc_check_amount(clock.extension);
		clock.limit.npauses = PG_ARGISNULL(11) ? 0 : jc_pauses(memo, PG_GETARG_MULTIRANGE_P(11), &pauses);
		clock.limit.pauses = pauses;
		clock.limit.roll = PG_ARGISNULL(12) ? ROLL_LAST_DAY : jc_roll(PG_GETARG_TEXT_PP(12));
	}
	else if (rule.comparison != COMPARISON_PASSED && !DATE_NOT_FINITE(clock.due_on) && !TIMESTAMP_NOT_FINITE(clock.due_at))
	{
		if (PG_ARGISNULL(3) || PG_ARGISNULL(4))
			PG_RETURN_NULL();
		rule.amount = PG_GETARG_INT32(3);
		jc_check_amount(rule.amount);
		rule.unit = jc_unit(PG_GETARG_TEXT_PP(4));
	}
	jc_threshold(jc_calendar_version_argument(fcinfo, 6), &clock, &rule, &result);
	values[0] = TimestampTzGetDatum(result.at);
	values[1] = BoolGetDatum(result.firm);
	values[2] = DateADTGetDatum(result.last_on);
	PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
}
