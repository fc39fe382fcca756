/*
 * calendar_view.c
 *		Sets of days for reports: the days of an interval, its working days, the working days of a month.
 */
#include "calendar.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(jiancha_calendar_days);
PG_FUNCTION_INFO_V1(jiancha_generate_working_days);
PG_FUNCTION_INFO_V1(jiancha_working_days_of_month);

static void
no_infinite_set(DateADT a, DateADT b)
{
	if (DATE_NOT_FINITE(a) || DATE_NOT_FINITE(b))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("cannot list the days of an infinite interval")));
}

/*
 * jiancha.calendar_days(a date, b date, calendar text, out day date, out working boolean, out kind text,
 *		out holiday text, out notice_no text)
 *
 * The days from a through b. kind is working_day, make_up_day, weekend, holiday or, with working NULL, unpublished.
 */
Datum
jiancha_calendar_days(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const CalendarVersion *cal;
	int64		day;
	int			next = 0;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	cal = jc_calendar_argument(fcinfo, 2);
	no_infinite_set(PG_GETARG_DATEADT(0), PG_GETARG_DATEADT(1));

	for (day = PG_GETARG_DATEADT(0); day <= PG_GETARG_DATEADT(1); day++)
	{
		const NoticedDay *noticed = NULL;
		bool		known = calendar_known(&cal->core, day);
		bool		working = calendar_is_working(&cal->core, day);
		const char *kind;
		Datum		values[5];
		bool		nulls[5] = {false, false, false, true, true};

		CHECK_FOR_INTERRUPTS();
		while (next < cal->ndays && cal->days[next].day < day)
			next++;
		if (next < cal->ndays && cal->days[next].day == day)
			noticed = &cal->days[next];

		if (!known)
			kind = "unpublished";
		else if (noticed != NULL && noticed->kind == DAY_WORK)
			kind = "make_up_day";
		else if (noticed != NULL && noticed->kind != DAY_NORMAL)
			kind = "holiday";
		else
			kind = working ? "working_day" : "weekend";
		values[0] = DateADTGetDatum((DateADT) day);
		values[1] = BoolGetDatum(working);
		nulls[1] = !known;
		values[2] = CStringGetTextDatum(kind);
		if (noticed != NULL && noticed->holiday != NULL)
		{
			values[3] = CStringGetTextDatum(noticed->holiday);
			nulls[3] = false;
		}
		if (noticed != NULL && noticed->notice != NULL)
		{
			values[4] = CStringGetTextDatum(noticed->notice);
			nulls[4] = false;
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * jiancha.generate_working_days(a date, b date, calendar text) returns setof date
 *
 * The working days from a through b, as generate_series has them. No row for NULL or b before a.
 */
Datum
jiancha_generate_working_days(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const CalendarVersion *cal;
	DateADT		a,
				b;
	int64		last;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	a = PG_GETARG_DATEADT(0);
	b = PG_GETARG_DATEADT(1);
	cal = jc_calendar_argument(fcinfo, 2);
	no_infinite_set(a, b);
	if (b < a)
		return (Datum) 0;
	if (a < cal->core.first || b > cal->core.through)
		jc_not_published(cal, a, b, psprintf(_("listing %s to %s"), jc_date_text(a), jc_date_text(b)));
	last = calendar_rank(&cal->core, b);
	for (int64 k = calendar_rank(&cal->core, a - 1) + 1; k <= last; k++)
	{
		Datum		value;
		bool		isnull = false;
		int32		day;

		CHECK_FOR_INTERRUPTS();
		if (!calendar_nth(&cal->core, k, &day))
			jc_date_out_of_range();
		value = DateADTGetDatum(day);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, &value, &isnull);
	}
	return (Datum) 0;
}

/*
 * jiancha.working_days_of_month(day date, calendar text) returns int
 *
 * How many working days the month of day has. NULL for NULL and infinite dates.
 */
Datum
jiancha_working_days_of_month(PG_FUNCTION_ARGS)
{
	const CalendarVersion *cal;
	int32		year,
				month,
				mday,
				first,
				last;

	if (PG_ARGISNULL(0) || DATE_NOT_FINITE(PG_GETARG_DATEADT(0)))
		PG_RETURN_NULL();
	cal = jc_calendar_argument(fcinfo, 1);
	deadline_civil(PG_GETARG_DATEADT(0), &year, &month, &mday);
	first = PG_GETARG_DATEADT(0) - mday + 1;
	if (!deadline_add_months(first, 1, &last))
		jc_date_out_of_range();
	last--;
	if (first < cal->core.first || last > cal->core.through)
		jc_not_published(cal, first, last, psprintf(_("counting the month of %s"), jc_date_text(first)));
	PG_RETURN_INT32((int32) (calendar_rank(&cal->core, last) - calendar_rank(&cal->core, first - 1)));
}
