/*
 * deadline.c
 *		Limits for people: the last day by the calendar in force; JC001, or an estimate, where days are not published.
 */
#include "calendar.h"

#include "deadline.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/multirangetypes.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(jiancha_deadline);
PG_FUNCTION_INFO_V1(jiancha_deadline_as_known);
PG_FUNCTION_INFO_V1(jiancha_deadline_estimate);

static const char *const unit_names[] = {
	[UNIT_WORKING_DAY] = "working_day",
	[UNIT_DAY] = "day",
	[UNIT_WEEK] = "week",
	[UNIT_MONTH] = "month",
	[UNIT_YEAR] = "year",
	[UNIT_WORKING_HOUR] = "working_hour",
	[UNIT_WORKING_MINUTE] = "working_minute"
};

bool
jc_text_is(const text *value, const char *name)
{
	size_t		len = strlen(name);

	return VARSIZE_ANY_EXHDR(value) == len && memcmp(VARDATA_ANY(value), name, len) == 0;
}

LimitUnit
jc_unit(const text *value)
{
	for (int i = 0; i < lengthof(unit_names); i++)
		if (jc_text_is(value, unit_names[i]))
			return (LimitUnit) i;
	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_VALUE),
			 errmsg("\"%s\" is no unit of a limit", text_to_cstring(value)),
			 errhint("Units are working_day, day, week, month, year, working_hour and working_minute.")));
}

/*
 * jc_unit_name - the word for a unit.
 */
const char *
jc_unit_name(LimitUnit unit)
{
	return unit_names[unit];
}

RollMode
jc_roll(const text *value)
{
	if (jc_text_is(value, "last_day"))
		return ROLL_LAST_DAY;
	if (jc_text_is(value, "none"))
		return ROLL_NONE;
	if (jc_text_is(value, "skip_all"))
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

/*
 * jc_row_result - a row of the function's result type, whose descriptor is looked up once.
 */
Datum
jc_row_result(FunctionCallInfo fcinfo, CalendarMemo *memo, Datum *values, bool *nulls)
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
	PG_RETURN_DATUM(jc_row_result(fcinfo, memo, values, nulls));
}
