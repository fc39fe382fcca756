/*
 * calendar.h
 *		The calendar as the server sees it: cached versions, and how a function argument becomes one.
 */
#ifndef JIANCHA_CALENDAR_H
#define JIANCHA_CALENDAR_H

#include "jiancha.h"

#include "pgtime.h"
#include "utils/date.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "calendar_core.h"
#include "deadline_core.h"
#include "worktime_core.h"

#define CALENDAR_CODE_LEN	64	/* bytes, with the terminating zero; a CHECK of jiancha.calendar holds it */

/* a day that differs from the weekly pattern, with what a person is told about it */
typedef struct NoticedDay
{
	int32		day;
	DayKind		kind;
	const char *holiday;		/* NULL: none */
	const char *notice;			/* NULL: none */
} NoticedDay;

/* one immutable version of one calendar; lives in the cache's memory context */
typedef struct CalendarVersion
{
	char		code[CALENDAR_CODE_LEN];
	int32		version;
	pg_tz	   *zone;
	const char *zone_name;
	Calendar	core;
	int			ndays;
	const NoticedDay *days;		/* sorted by day */
	bool		has_hours;
	OpenDay		given[8];		/* opening hours as stored; a calendar below may inherit them */
	WorkTime	hours;			/* valid if has_hours */
	MemoryContext context;
	bool		uncommitted;	/* made by a transaction that has not ended: forgotten when it does */
} CalendarVersion;

#define NO_CODE (-1)			/* length of the code of the default calendar, when none is named */

/* what a function remembers in fn_extra: which version is in force, under one snapshot */
typedef struct CalendarInForce
{
	char		code[CALENDAR_CODE_LEN];
	int			code_len;		/* NO_CODE: the default calendar */
	const CalendarVersion *version;
} CalendarInForce;

typedef struct CalendarMemo
{
	uint64		completion_count;
	CommandId	curcid;
	uint64		generation;
	const CalendarVersion *version; /* the one used last; NULL: none yet */
	int			code_len;		/* of the calendar used last */
	const char *code;
	int			used;
	int			allocated;
	CalendarInForce *entries;
	struct TypeCacheEntry *multirange;	/* of an argument, for functions that have one */
	struct ConstantLimit *constants;	/* what deadline() and its sisters need to parse only once */
	TupleDesc	tupdesc;		/* of the result, for functions that return a row */
} CalendarMemo;

/* grows when a cached version is forgotten */
extern uint64 jc_calendar_generation;

/* calendar_cache.c */
extern CalendarMemo *jc_calendar_memo(FmgrInfo *flinfo);
extern const CalendarVersion *jc_calendar_find(FmgrInfo *flinfo, const char *code, int code_len);
extern const CalendarVersion *jc_calendar_version(const char *code, int code_len, int32 version);
extern const CalendarVersion *jc_calendar_known_on(const CalendarVersion *in_force, DateADT known_on);
extern const CalendarVersion *jc_calendar_version_argument(FunctionCallInfo fcinfo, int argno);

/* calendar.c */
extern char *jc_date_text(int32 day);
extern void jc_date_out_of_range(void) pg_attribute_noreturn();
extern void jc_not_published(const CalendarVersion *cal, int32 low, int32 high, const char *need) pg_attribute_noreturn();
extern int32 jc_first_unknown(const CalendarVersion *cal, int32 low, int32 high);
extern DateADT jc_local_date(const CalendarVersion *cal, TimestampTz at);
extern TimestampTz jc_start_of_day(const CalendarVersion *cal, DateADT day);

/*
 * jc_calendar_argument - the version in force of the calendar named by argument argno (NULL: the default calendar).
 *
 * The pointer to the version in force is read with the active snapshot and remembered in fn_extra for as long as that
 * snapshot shows the same rows. An FmgrInfo can outlive a statement (simple expressions in PL/pgSQL keep theirs for the
 * transaction), so the snapshot is compared at each call: two snapshots with one completion count see the same
 * transactions, and curcid tells what the own transaction did since. The code is compared too: an argument that the
 * server calls stable, a PL/pgSQL variable, changes from call to call.
 */
static inline const CalendarVersion *
jc_calendar_argument(FunctionCallInfo fcinfo, int argno)
{
	CalendarMemo *memo = (CalendarMemo *) fcinfo->flinfo->fn_extra;
	const char *code = NULL;
	int			code_len = NO_CODE;

	if (!PG_ARGISNULL(argno))
	{
		text	   *name = PG_GETARG_TEXT_PP(argno);

		code = VARDATA_ANY(name);
		code_len = VARSIZE_ANY_EXHDR(name);
	}
	if (likely(memo != NULL && memo->version != NULL && ActiveSnapshotSet()))
	{
		Snapshot	snapshot = GetActiveSnapshot();

		if (likely(memo->completion_count == snapshot->snapXactCompletionCount &&
				   memo->curcid == snapshot->curcid &&
				   memo->generation == jc_calendar_generation &&
				   memo->code_len == code_len &&
				   (code_len <= 0 || memcmp(memo->code, code, code_len) == 0)))
			return memo->version;
	}
	return jc_calendar_find(fcinfo->flinfo, code, code_len);
}

#endif							/* JIANCHA_CALENDAR_H */
