/*
 * calendar_message.c
 *		Errors of the PL/pgSQL functions about calendars; like message.c, so that gettext reaches them.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"

typedef struct CalendarMessage
{
	const char *name;
	int			sqlstate;
	const char *text;
	const char *detail;			/* NULL: none */
	const char *hint;			/* NULL: none */
} CalendarMessage;

#define MAX_ARGS 4

static const CalendarMessage messages[] = {
	{"unknown_calendar", ERRCODE_JC_UNKNOWN_CALENDAR,
		gettext_noop("calendar \"%1$s\" does not exist"), NULL,
	gettext_noop("The calendars are listed in jiancha.calendar; jiancha.create_calendar() makes one.")},
	{"no_default", ERRCODE_JC_UNKNOWN_CALENDAR,
		gettext_noop("there is no default calendar"), NULL,
	gettext_noop("Name a calendar, or mark one as the default in jiancha.calendar.")},
	{"not_allowed", ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("only the administrator changes calendars"),
		gettext_noop("Role \"%1$s\" may not write to jiancha.calendar."),
	gettext_noop("Ask a superuser or a member of the records' owner.")},
	{"calendar_exists", ERRCODE_JC_CONFLICT,
		gettext_noop("calendar \"%1$s\" exists already"), NULL,
	gettext_noop("A change comes by jiancha.load_notice(); for another calendar choose another code.")},
	{"bad_code", ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"%1$s\" is no code for a calendar"), NULL,
	gettext_noop("A code has 1 to 63 bytes and no space at its ends.")},
	{"bad_zone", ERRCODE_JC_BAD_VALUE,
		gettext_noop("time zone \"%1$s\" is not known to this server"), NULL,
	gettext_noop("Time zones are listed in pg_timezone_names; give the full name, for example Asia/Shanghai.")},
	{"bad_span", ERRCODE_JC_BAD_VALUE,
		gettext_noop("a calendar cannot reach from %1$s through %2$s"), NULL,
	gettext_noop("Both days are finite, the first is not after the last, they lie at most 63000 days apart, and a calendar with a parent stays inside the parent's days.")},
	{"bad_week", ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"%1$s\" is no list of weekdays of rest"), NULL,
	gettext_noop("Weekdays are 1 (Monday) to 7 (Sunday), at least one of them is a working day.")},
	{"not_an_object", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("a notice is a JSON object"), NULL,
	gettext_noop("Its fields are notice_no, calendar, issuer, issued_on, title, published_through, weekly_rest, hours, revises and days.")},
	{"unknown_field", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("a notice has no field \"%1$s\""), NULL,
	gettext_noop("The fields are notice_no, calendar, issuer, issued_on, title, published_through, weekly_rest, hours, revises and days.")},
	{"no_number", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("a notice needs its number"), NULL,
	gettext_noop("Give it as notice_no, as printed on the document.")},
	{"bad_field", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("field \"%1$s\" of notice \"%3$s\" cannot be %2$s"), NULL,
	gettext_noop("Dates are written YYYY-MM-DD; days, revises, hours and weekly_rest are arrays.")},
	{"bad_day", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("entry %1$s of notice \"%2$s\" is no day"),
		gettext_noop("It reads %3$s."),
	gettext_noop("An entry has a day, or from and through at most 366 days apart, a kind, and may have a holiday: {\"day\": \"2025-01-26\", \"kind\": \"work\", \"holiday\": \"春节\"}.")},
	{"bad_kind", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" gives %2$s the kind \"%3$s\""), NULL,
	gettext_noop("Kinds are work (a make-up working day), off, statutory, and normal, which takes back what an earlier notice said.")},
	{"day_twice", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" sets %2$s twice"), NULL,
	gettext_noop("Give each day once; what an earlier notice said is taken back with the kind normal in a later one.")},
	{"no_instant", ERRCODE_JC_BAD_VALUE,
		gettext_noop("a preview needs an instant"), NULL,
	gettext_noop("Signals as of it are compared; give as_of, for example now().")},
	{"rows_differ", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("the rows of notice \"%1$s\" differ in %2$s"), NULL,
	gettext_noop("It belongs to the notice, not to a day: give it once, or the same in every row.")},
	{"make_up_on_workday", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" makes %2$s a make-up working day, but it is no day of weekly rest"),
		gettext_noop("%2$s is weekday %3$s (1 = Monday)."),
	gettext_noop("Check the date; to take back an earlier notice use the kind normal.")},
	{"day_out_of_range", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" sets %2$s, outside of the days that calendar \"%4$s\" covers"),
		gettext_noop("With this notice the calendar is published for %3$s."),
	gettext_noop("Check the year; a notice that arranges a new year says so with published_through.")},
	{"overlap", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" sets %2$s, which notice \"%3$s\" has set"), NULL,
	gettext_noop("If it revises that notice, say so: \"revises\": [\"%3$s\"].")},
	{"revises_unknown", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" revises \"%2$s\", which is not loaded"), NULL,
	gettext_noop("The notices of a calendar are listed in jiancha.calendar_notice; load the earlier one first.")},
	{"horizon_back", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" would move the horizon back to %2$s"),
		gettext_noop("The calendar is published through %3$s."),
	gettext_noop("Leave published_through out of a notice that revises a published year.")},
	{"horizon_far", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" would publish the calendar through %2$s"),
		gettext_noop("It is published through %3$s."),
	gettext_noop("A notice publishes at most 400 days beyond that, and no more than its parent calendar does; check the year.")},
	{"nothing_set", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("notice \"%1$s\" sets nothing"), NULL,
	gettext_noop("Give days, published_through, weekly_rest or hours.")},
	{"notice_differs", ERRCODE_JC_CONFLICT,
		gettext_noop("notice \"%1$s\" is loaded already, with other content"), NULL,
	gettext_noop("A notice is never changed; a later one that revises it has a number of its own.")},
	{"bad_hours", ERRCODE_JC_BAD_NOTICE,
		gettext_noop("entry %1$s of the opening hours cannot be %2$s"), NULL,
	gettext_noop("An entry reads {\"weekday\": 1, \"opens\": \"08:30\", \"closes\": \"12:00\"}; weekday 1 (Monday) to 7, or 0 for make-up working days; intervals of one weekday do not overlap.")},
};

PG_FUNCTION_INFO_V1(jiancha_raise_calendar);

/* put the arguments in for %1$s ... %4$s; printf refuses a format that leaves one out */
static char *
fill(const char *format, const char *const *arg)
{
	StringInfoData text;

	initStringInfo(&text);
	for (; *format; format++)
	{
		if (format[0] == '%' && format[1] >= '1' && format[1] < '1' + MAX_ARGS && format[2] == '$' && format[3] == 's')
		{
			appendStringInfoString(&text, arg[format[1] - '1']);
			format += 3;
		}
		else
			appendStringInfoChar(&text, *format);
	}
	return text.data;
}

/*
 * jiancha._raise_calendar(what text, variadic args text[]) returns void
 *
 * Raises the error named what; NULL arguments print as nothing. An unknown name is an internal error.
 */
Datum
jiancha_raise_calendar(PG_FUNCTION_ARGS)
{
	char	   *what = text_to_cstring(PG_GETARG_TEXT_PP(0));
	const char *arg[MAX_ARGS] = {"", "", "", ""};
	Datum	   *value;
	bool	   *isnull;
	int			count;
	const CalendarMessage *m = NULL;

	for (int i = 0; i < lengthof(messages); i++)
		if (strcmp(messages[i].name, what) == 0)
			m = &messages[i];
	if (m == NULL)
		elog(ERROR, "jiancha has no message \"%s\" about calendars", what);

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &value, &isnull, &count);
	for (int i = 0; i < count && i < MAX_ARGS; i++)
		if (!isnull[i])
			arg[i] = TextDatumGetCString(value[i]);

	ereport(ERROR,
			(errcode(m->sqlstate),
			 errmsg_internal("%s", fill(_(m->text), arg)),
			 m->detail ? errdetail_internal("%s", fill(_(m->detail), arg)) : 0,
			 m->hint ? errhint("%s", fill(_(m->hint), arg)) : 0));
	PG_RETURN_VOID();
}
