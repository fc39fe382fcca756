/*
 * board.c
 *		Working days left, for views that must answer past the published horizon too.
 */
#include "jiancha.h"

#include "calendar.h"

PG_FUNCTION_INFO_V1(jiancha_days_left);

/*
 * jiancha._days_left(today date, due_on date, calendar text, version integer) returns integer
 *
 * Working days in (today, due_on], negative when due_on has passed. Days that are not published count by the weekly
 * pattern: the caller shows the date as provisional. NULL for infinity. STABLE, STRICT, PARALLEL SAFE.
 */
Datum
jiancha_days_left(PG_FUNCTION_ARGS)
{
	DateADT		today = PG_GETARG_DATEADT(0);
	DateADT		due_on = PG_GETARG_DATEADT(1);
	const CalendarVersion *cal = jc_calendar_version_argument(fcinfo, 2);
	bool		firm;

	if (DATE_NOT_FINITE(today) || DATE_NOT_FINITE(due_on))
		PG_RETURN_NULL();
	PG_RETURN_INT32((int32) calendar_between(&cal->core, today, due_on, &firm));
}
