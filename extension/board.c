/*
 * board.c
 *		Working days left, for views that must answer past the published horizon too, and who is told of changes on the board.
 */
#include "jiancha.h"

#include "calendar.h"
#include "utils/guc.h"

/* whom pg_notify() of board.sql tells: it reads the setting by name */
typedef enum BoardNotify
{
	BOARD_OFF,
	BOARD_COMPLETION,
	BOARD_ALL
} BoardNotify;

static const struct config_enum_entry board_notify_options[] = {
	{"off", BOARD_OFF, false},
	{"completion", BOARD_COMPLETION, false},
	{"all", BOARD_ALL, false},
	{NULL, 0, false}
};
static int	board_notify = BOARD_COMPLETION;

void
jc_board_init(void)
{
	/* who enters a case does not choose whether the board hears of it */
	DefineCustomEnumVariable("jiancha.board_notify",
							 gettext_noop("Changes of cases that are sent to the channel jiancha_board."),
							 gettext_noop("off: none; completion: the end of a case; all: every change of state."),
							 &board_notify,
							 BOARD_COMPLETION, board_notify_options,
							 PGC_SUSET,
							 0,
							 NULL, NULL, NULL);
}

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
