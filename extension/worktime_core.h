/*
 * worktime_core.h
 *		Opening hours: working time over local days and microseconds of the day. Plain C99, over calendar_core.
 *
 * The time of day is what the clock on the wall shows: an office that opens from 08:30 to 12:00 is open for three and a
 * half hours also on the night's other side of a change to summer time. A moment is a day and the microseconds since its
 * local midnight, [0, 24 h]. The position of a moment is the opening time before it, counted from the start of the day
 * cal->first; it is an array look-up plus at most a few intervals of one day, the way back a binary search.
 */
#ifndef WORKTIME_CORE_H
#define WORKTIME_CORE_H

#include "calendar_core.h"

#define WORKTIME_MAX_SPANS 8	/* intervals of one day */
#define WORKTIME_DAY INT64_C(86400000000)

/* days are handled from -WORKTIME_MAX_DAY to WORKTIME_MAX_DAY, 35,000 years: so many microseconds fit into 64 bits */
#define WORKTIME_MAX_DAY 13000000

typedef struct OpenSpan
{
	int64_t		opens;			/* microseconds since midnight; [opens, closes) */
	int64_t		closes;
} OpenSpan;

typedef struct OpenDay
{
	int			nspans;
	OpenSpan	spans[WORKTIME_MAX_SPANS];	/* sorted, disjoint */
	int64_t		length;
} OpenDay;

#define WORKTIME_MAKE_UP 7		/* place of the make-up working days behind the weekdays 0 (Monday) to 6 */

typedef struct WorkTime
{
	const Calendar *cal;
	OpenDay		hours[8];
	int64_t		week_before[8]; /* opening time of a plain week before weekday i; [7]: all of it */
	const int64_t *before;		/* before[d - first]: opening time in the days [first, d), for first <= d <= last + 1 */
	const uint8_t *make_up;		/* make_up[d - first]: a working day on a day of weekly rest */
} WorkTime;

typedef struct Moment
{
	int32_t		day;
	int64_t		usec;
} Moment;

/*
 * A pause [from, to); counts if it begins, at counts_from, on or before the due moment so far. A due moment is the end of
 * opening time, so 24:00 and not 00:00 of the next day: where instants are compared, a begin at midnight is written so too.
 */
typedef struct WorkPause
{
	Moment		from;
	Moment		to;
	Moment		counts_from;
	bool		open;			/* not ended yet; to has no meaning */
} WorkPause;

typedef struct WorkExtension
{
	Moment		on;
	int64_t		by;				/* microseconds */
} WorkExtension;

typedef struct WorkDue
{
	bool		open;			/* a pause that counts has not ended */
	Moment		at;
	int64_t		extension;		/* microseconds added by the extensions that count */
	int32_t		first_needed;	/* first and last day looked at */
	int32_t		last_needed;
} WorkDue;

extern size_t worktime_memory(const Calendar *cal);
extern bool worktime_build(WorkTime *wt, void *memory, const Calendar *cal, const OpenDay hours[8]);
extern int64_t worktime_position(const WorkTime *wt, Moment at);
extern bool worktime_earliest(const WorkTime *wt, int64_t position, Moment *at);
extern bool worktime_latest(const WorkTime *wt, int64_t position, Moment *at);
extern bool worktime_is_open(const WorkTime *wt, Moment at);
extern const OpenDay *worktime_day(const WorkTime *wt, int32_t day);
extern bool worktime_due(const WorkTime *wt, Moment start, int64_t amount, const WorkPause *pauses, size_t npauses,
						 const WorkExtension *extensions, size_t nextensions, WorkDue *due);

#endif							/* WORKTIME_CORE_H */
