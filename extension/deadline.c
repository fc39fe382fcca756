/*
 * deadline.c
 *		Limits for SQL: the due day, the due instant, the thresholds around it, and the spans that explain it.
 *
 * Two families. deadline() is for people: it uses the calendar in force and raises JC001 where days are not published.
 * The functions whose names begin with _ are for the engine: they are told the calendar's version, never raise on the
 * horizon and return firm = false beside a provisional value instead.
 */
#include "calendar.h"

#include "deadline.h"
#include "worktime.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/multirangetypes.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(jiancha_deadline);
PG_FUNCTION_INFO_V1(jiancha_deadline_as_known);
PG_FUNCTION_INFO_V1(jiancha_deadline_estimate);
PG_FUNCTION_INFO_V1(jiancha_clock_due);
PG_FUNCTION_INFO_V1(jiancha_threshold);

static const char *const unit_names[] = {
	[UNIT_WORKING_DAY] = "working_day",
	[UNIT_DAY] = "day",
	[UNIT_WEEK] = "week",
	[UNIT_MONTH] = "month",
	[UNIT_YEAR] = "year",
	[UNIT_WORKING_HOUR] = "working_hour",
	[UNIT_WORKING_MINUTE] = "working_minute"
};

static bool
text_is(const text *value, const char *name)
{
	size_t		len = strlen(name);

	return VARSIZE_ANY_EXHDR(value) == len && memcmp(VARDATA_ANY(value), name, len) == 0;
}

LimitUnit
jc_unit(const text *value)
{
	for (int i = 0; i < lengthof(unit_names); i++)
		if (text_is(value, unit_names[i]))
			return (LimitUnit) i;
	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_VALUE),
			 errmsg("\"%s\" is no unit of a limit", text_to_cstring(value)),
			 errhint("Units are working_day, day, week, month, year, working_hour and working_minute.")));
}

RollMode
jc_roll(const text *value)
{
	if (text_is(value, "last_day"))
		return ROLL_LAST_DAY;
	if (text_is(value, "none"))
		return ROLL_NONE;
	if (text_is(value, "skip_all"))
		return ROLL_SKIP_ALL;
	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_VALUE),
			 errmsg("\"%s\" is no mode of rolling", text_to_cstring(value)),
			 errhint("Modes are none (the last day stays), last_day (a last day of rest moves to the next working day) and skip_all (no day of rest counts).")));
}

void
jc_check_amount(int32 amount)
{
	if (amount < 0)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("a limit cannot be negative: %d", amount),
				 errhint("To count back from a date use jiancha.add_working_days() with a negative number.")));
}

/*
 * jc_pauses - the pauses (s, e] written in a datemultirange, sorted and disjoint, as multiranges are.
 *
 * *pauses points to MAX_FIXED_PAUSES places on entry, to the pauses on exit.
 */
size_t
jc_pauses(CalendarMemo *memo, MultirangeType *value, Pause **pauses)
{
	size_t		count = value->rangeCount;

	if (count == 0)
		return 0;
	if (memo->multirange == NULL)
		memo->multirange = lookup_type_cache(MultirangeTypeGetOid(value), TYPECACHE_MULTIRANGE_INFO);
	if (count > MAX_FIXED_PAUSES)
		*pauses = palloc(sizeof(Pause) * count);
	for (size_t i = 0; i < count; i++)
	{
		RangeBound	lower;
		RangeBound	upper;
		Pause	   *pause = &(*pauses)[i];

		multirange_get_bounds(memo->multirange->rngtype, value, i, &lower, &upper);
		if (lower.infinite || DATE_IS_NOBEGIN(DatumGetDateADT(lower.val)))
			pause->begin = PAUSE_ALWAYS;
		else
			pause->begin = DatumGetDateADT(lower.val) - (lower.inclusive ? 1 : 0);
		if (upper.infinite || DATE_IS_NOEND(DatumGetDateADT(upper.val)))
			pause->end = PAUSE_OPEN;
		else
			pause->end = DatumGetDateADT(upper.val) - (upper.inclusive ? 0 : 1);
	}
	return count;
}

/* arguments that are constants of the query: parsed at the first call */
typedef struct ConstantLimit
{
	bool		unit_is_constant;
	bool		roll_is_constant;
	bool		pauses_are_constant;
	LimitUnit	unit;
	RollMode	roll;
	size_t		npauses;
	Pause	   *pauses;
} ConstantLimit;

/*
 * Is an argument a constant? Not what get_fn_expr_arg_stable() asks: a parameter is stable for a query, but an FmgrInfo
 * may live longer, as in a PL/pgSQL expression.
 */
static bool
is_constant(FmgrInfo *flinfo, int argno)
{
	Node	   *expr = flinfo->fn_expr;

	if (expr == NULL || !IsA(expr, FuncExpr) || list_length(((FuncExpr *) expr)->args) <= argno)
		return false;
	return IsA(list_nth(((FuncExpr *) expr)->args, argno), Const);
}

static LimitUnit
argument_unit(FunctionCallInfo fcinfo, int argno)
{
	return jc_unit(PG_GETARG_TEXT_PP(argno));
}

static RollMode
argument_roll(FunctionCallInfo fcinfo, int argno)
{
	return PG_ARGISNULL(argno) ? ROLL_LAST_DAY : jc_roll(PG_GETARG_TEXT_PP(argno));
}

static size_t
argument_pauses(FunctionCallInfo fcinfo, int argno, Pause **pauses)
{
	if (PG_ARGISNULL(argno))
		return 0;
	return jc_pauses(jc_calendar_memo(fcinfo->flinfo), PG_GETARG_MULTIRANGE_P(argno), pauses);
}

static ConstantLimit *
find_constants(FunctionCallInfo fcinfo, int first)
{
	CalendarMemo *memo = jc_calendar_memo(fcinfo->flinfo);
	ConstantLimit *c;
	MemoryContext old;

	if (memo->constants != NULL)
		return memo->constants;
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	c = palloc0(sizeof(ConstantLimit));
	c->unit_is_constant = is_constant(fcinfo->flinfo, first + 2);
	if (c->unit_is_constant)
		c->unit = argument_unit(fcinfo, first + 2);
	c->pauses_are_constant = is_constant(fcinfo->flinfo, first + 3);
	if (c->pauses_are_constant)
	{
		c->pauses = palloc(sizeof(Pause) * MAX_FIXED_PAUSES);
		c->npauses = argument_pauses(fcinfo, first + 3, &c->pauses);
	}
	c->roll_is_constant = is_constant(fcinfo->flinfo, first + 5);
	if (c->roll_is_constant)
		c->roll = argument_roll(fcinfo, first + 5);
	MemoryContextSwitchTo(old);
	memo->constants = c;
	return c;
}

/*
 * Read the arguments of deadline() and its sisters, from the first-th on: start, n, unit, pauses, calendar, roll. False if
 * the result is NULL. *pauses has MAX_FIXED_PAUSES places.
 */
static bool
read_limit(FunctionCallInfo fcinfo, int first, TimeLimit *limit, Pause **pauses, const CalendarVersion **cal)
{
	const ConstantLimit *constants;

	if (PG_ARGISNULL(first) || PG_ARGISNULL(first + 1) || PG_ARGISNULL(first + 2))
		return false;
	constants = find_constants(fcinfo, first);
	limit->start = PG_GETARG_DATEADT(first);
	limit->amount = PG_GETARG_INT32(first + 1);
	limit->unit = constants->unit_is_constant ? constants->unit : argument_unit(fcinfo, first + 2);
	limit->roll = constants->roll_is_constant ? constants->roll : argument_roll(fcinfo, first + 5);
	limit->extensions = NULL;
	limit->nextensions = 0;
	jc_check_amount((int32) limit->amount);
	*cal = jc_calendar_argument(fcinfo, first + 4);
	if (unlikely(limit->unit >= UNIT_WORKING_HOUR))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("a limit in working hours starts from an instant, not from a day"),
				 errhint("Use jiancha.deadline_at().")));
	if (constants->pauses_are_constant)
	{
		limit->pauses = constants->pauses;
		limit->npauses = constants->npauses;
	}
	else
	{
		limit->npauses = argument_pauses(fcinfo, first + 3, pauses);
		limit->pauses = *pauses;
	}
	return true;
}

static Datum
due_or_error(const CalendarVersion *cal, const TimeLimit *limit)
{
	DueDay		due;

	if (unlikely(DATE_NOT_FINITE(limit->start)))
		return DateADTGetDatum(limit->start);
	if (unlikely(!deadline_due(&cal->core, limit, &due)))
		jc_date_out_of_range();
	if (unlikely(due.open))
		return DateADTGetDatum(DATEVAL_NOEND);
	if (unlikely(!due.firm))
		jc_not_published(cal, limit->start + 1, due.needs,
						 psprintf(_("a limit of %lld (unit %s) from %s"), (long long) limit->amount,
								  unit_names[limit->unit], jc_date_text(limit->start)));
	return DateADTGetDatum(due.day);
}

/*
 * jiancha.deadline(start date, n int, unit text, pauses datemultirange, calendar text, roll text) returns date
 *
 * The last day of a limit of n units from start; see deadline_due. A pause (s, e] excludes the days s + 1 ... e, and one
 * that begins after the due day found so far changes nothing. NULL if start, n or unit is NULL; NULL pauses are none, a
 * NULL roll is last_day. An infinite start stays; an open pause that counts gives infinity. JC001 where days are needed
 * that are not published, JC005 for a negative n or a wrong word, 22008 outside the range of dates.
 */
Datum
jiancha_deadline(PG_FUNCTION_ARGS)
{
	Pause		fixed[MAX_FIXED_PAUSES];
	Pause	   *pauses = fixed;
	TimeLimit	limit;
	const CalendarVersion *cal;

	if (!read_limit(fcinfo, 0, &limit, &pauses, &cal))
		PG_RETURN_NULL();
	return due_or_error(cal, &limit);
}

/*
 * jiancha.deadline_as_known(known_on date, start date, n int, unit text, pauses datemultirange, calendar text, roll text)
 *		returns date
 *
 * As deadline(), by what had been made public of the calendar up to known_on.
 */
Datum
jiancha_deadline_as_known(PG_FUNCTION_ARGS)
{
	Pause		fixed[MAX_FIXED_PAUSES];
	Pause	   *pauses = fixed;
	TimeLimit	limit;
	const CalendarVersion *cal;

	if (PG_ARGISNULL(0) || !read_limit(fcinfo, 1, &limit, &pauses, &cal))
		PG_RETURN_NULL();
	return due_or_error(jc_calendar_known_on(cal, PG_GETARG_DATEADT(0)), &limit);
}

static Datum row_result(FunctionCallInfo fcinfo, CalendarMemo *memo, Datum *values, bool *nulls);

/*
 * jiancha.deadline_estimate(start date, n int, unit text, pauses datemultirange, calendar text, roll text, out due date,
 *		out provisional boolean, out not_before date, out first_unknown date, out reason text)
 *
 * As deadline(), but a date in any case. Where unpublished days are needed, due is provisional: it knows weekly rest and
 * what the calendar holds beyond its horizon, but no exchanged days. not_before is the earliest day on which the limit can
 * end whatever the notice will say: as if every unpublished day were a working day. reason says so in words.
 */
Datum
jiancha_deadline_estimate(PG_FUNCTION_ARGS)
{
	Pause		fixed[MAX_FIXED_PAUSES];
	Pause	   *pauses = fixed;
	TimeLimit	limit;
	DueDay		due,
				earliest;
	const CalendarVersion *cal;
	CalendarMemo *memo = jc_calendar_memo(fcinfo->flinfo);
	Calendar	optimist;
	int32		unknown;
	Datum		values[5] = {0};
	bool		nulls[5] = {false, false, false, true, true};

	if (!read_limit(fcinfo, 0, &limit, &pauses, &cal))
		PG_RETURN_NULL();
	if (DATE_NOT_FINITE(limit.start))
	{
		due.open = false;
		due.firm = true;
		due.day = limit.start;
	}
	else if (!deadline_due(&cal->core, &limit, &due))
		jc_date_out_of_range();
	if (due.open)
		due.day = DATEVAL_NOEND;

	values[0] = DateADTGetDatum(due.day);
	values[1] = BoolGetDatum(!due.firm);
	values[2] = values[0];
	if (!due.firm && !due.open)
	{
		calendar_optimist(&cal->core, &optimist);
		if (!deadline_due(&optimist, &limit, &earliest))
			jc_date_out_of_range();
		values[2] = DateADTGetDatum(earliest.open ? DATEVAL_NOEND : earliest.day);
		unknown = jc_first_unknown(cal, limit.start + 1, due.needs);
		values[3] = DateADTGetDatum(unknown);
		nulls[3] = nulls[4] = false;
		values[4] = CStringGetTextDatum(unknown > cal->core.through
										? psprintf(_("calendar \"%s\" is published through %s; from %s on weekly rest and known holidays are assumed, exchanged days are not known"),
												   cal->code, jc_date_text(cal->core.through), jc_date_text(unknown))
										: psprintf(_("calendar \"%s\" begins on %s; before it weekly rest is assumed, holidays are not known"),
												   cal->code, jc_date_text(cal->core.first)));
	}
	PG_RETURN_DATUM(row_result(fcinfo, memo, values, nulls));
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

static Datum
row_result(FunctionCallInfo fcinfo, CalendarMemo *memo, Datum *values, bool *nulls)
{
	if (memo->tupdesc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc	tupdesc;

		if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		memo->tupdesc = BlessTupleDesc(tupdesc);
		MemoryContextSwitchTo(old);
	}
	return HeapTupleGetDatum(heap_form_tuple(memo->tupdesc, values, nulls));
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
		int32		begin = Max(pause->begin, start.day - 1);

		pauses[i].open = pause->end == PAUSE_OPEN;
		pauses[i].from.day = begin + 1;
		pauses[i].from.usec = 0;
		pauses[i].to.day = pauses[i].open ? begin + 1 : Max(pause->end, begin) + 1;
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
		PG_RETURN_DATUM(row_result(fcinfo, memo, values, nulls));
	}
	if (limit.unit >= UNIT_WORKING_HOUR)
	{
		WorkDue		moment;

		hours_due(cal, jc_moment(cal, start_at), &limit, &moment);
		values[0] = DateADTGetDatum(moment.open ? DATEVAL_NOEND : moment.at.day);
		values[1] = TimestampTzGetDatum(moment.open ? DT_NOEND : jc_instant(cal, moment.at));
		values[2] = BoolGetDatum(moment.first_needed >= cal->core.first && moment.last_needed <= cal->core.through);
		values[3] = Int32GetDatum((int32) (moment.extension / jc_unit_usec(limit.unit)));
		PG_RETURN_DATUM(row_result(fcinfo, memo, values, nulls));
	}

	limit.start = jc_local_date(cal, start_at);
	if (!deadline_due(&cal->core, &limit, &due))
		jc_date_out_of_range();
	values[0] = DateADTGetDatum(due.open ? DATEVAL_NOEND : due.day);
	values[1] = TimestampTzGetDatum(due.open ? DT_NOEND : jc_start_of_day(cal, due.day + 1));
	values[2] = BoolGetDatum(due.firm);
	values[3] = Int32GetDatum((int32) due.extension);
	PG_RETURN_DATUM(row_result(fcinfo, memo, values, nulls));
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

	if (text_is(comparison, "passed") || DATE_NOT_FINITE(due_on) || TIMESTAMP_NOT_FINITE(due_at))
	{
		values[0] = TimestampTzGetDatum(due_at);
		values[1] = BoolGetDatum(true);
		values[2] = DateADTGetDatum(due_on);
		PG_RETURN_DATUM(row_result(fcinfo, memo, values, nulls));
	}

	if (PG_ARGISNULL(3) || PG_ARGISNULL(4))
		PG_RETURN_NULL();
	jc_check_amount(PG_GETARG_INT32(3));
	unit = jc_unit(PG_GETARG_TEXT_PP(4));
	cal = jc_calendar_version_argument(fcinfo, 6);
	if (text_is(comparison, "before"))
		shift = -(int64) PG_GETARG_INT32(3);
	else if (text_is(comparison, "more_than"))
		shift = (int64) PG_GETARG_INT32(3) + 1;
	else if (text_is(comparison, "at_least"))
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
		PG_RETURN_DATUM(row_result(fcinfo, memo, values, nulls));
	}

	/* more than a month overdue: from the day after the corresponding day */
	if (text_is(comparison, "more_than") && unit != UNIT_WORKING_DAY)
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
	PG_RETURN_DATUM(row_result(fcinfo, memo, values, nulls));
}
