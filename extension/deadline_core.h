/*
 * deadline_core.h
 *		The last day of a limit: unit, pauses, extensions, rolling. Plain C99, over calendar_core.
 */
#ifndef DEADLINE_CORE_H
#define DEADLINE_CORE_H

#include "calendar_core.h"

typedef enum LimitUnit
{
	UNIT_WORKING_DAY,
	UNIT_DAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_YEAR,
	UNIT_WORKING_HOUR,			/* these two are no matter of days: worktime_core.h */
	UNIT_WORKING_MINUTE
} LimitUnit;

typedef enum RollMode
{
	ROLL_NONE,					/* the last day stays where the count ends */
	ROLL_LAST_DAY,				/* a last day of rest moves to the next working day (Civil Code art. 203) */
	ROLL_SKIP_ALL				/* every day of rest inside the limit is skipped */
} RollMode;

/* a pause (begin, end]: excludes the days begin + 1 ... end */
typedef struct Pause
{
	int32_t		begin;
	int32_t		end;			/* PAUSE_OPEN: not ended yet */
} Pause;

#define PAUSE_OPEN	INT32_MAX
#define PAUSE_ALWAYS INT32_MIN	/* a begin before all days */

/* an extension granted on a day, by so many units of the limit */
typedef struct Extension
{
	int32_t		on;
	int32_t		by;
} Extension;

typedef struct TimeLimit
{
	int32_t		start;			/* the day the limit starts from; never counts */
	int64_t		amount;			/* >= 0 */
	LimitUnit	unit;
	RollMode	roll;
	const Pause *pauses;		/* sorted by begin, disjoint, not adjacent */
	size_t		npauses;
	const Extension *extensions;	/* sorted by on */
	size_t		nextensions;
} TimeLimit;

typedef struct DueDay
{
	bool		open;			/* a pause that counts has not ended: no due day yet */
	int32_t		day;			/* the last day of the limit; without meaning if open */
	bool		firm;			/* every day looked at is published */
	int32_t		needs;			/* the latest day the calendar was asked for */
	int64_t		extension;		/* units added by the extensions that count */
	int64_t		excluded;		/* days (working days for working limits) taken out by the pauses that count */
	size_t		pauses_counted;
} DueDay;

extern bool deadline_due(const Calendar *cal, const TimeLimit *limit, DueDay *due);
extern bool deadline_shift(const Calendar *cal, int32_t day, int64_t amount, LimitUnit unit, int32_t *result, bool *firm);
extern bool deadline_add_months(int32_t day, int64_t months, int32_t *result);
extern void deadline_civil(int32_t day, int32_t *year, int32_t *month, int32_t *mday);
extern int32_t deadline_from_civil(int32_t year, int32_t month, int32_t mday);

#endif							/* DEADLINE_CORE_H */
