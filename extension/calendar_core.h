/*
 * calendar_core.h
 *		Working-day arithmetic over one immutable version of a calendar. Plain C99: no server header, no allocation.
 *
 * A day is a number of days since 2000-01-01 (a Saturday), as PostgreSQL counts them. W(d) is the number of working days
 * in (first - 1, d], I(k) the k-th working day after first - 1. Inside [first, last] both are array look-ups; outside,
 * where nothing but the weekly pattern is known, they are computed from the pattern in constant time. So the arithmetic
 * is total over all days; what is *known* is another question, answered beside each result: the days in [first, through]
 * are published, all others are only assumed.
 */
#ifndef CALENDAR_CORE_H
#define CALENDAR_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* what a notice says about a day */
typedef enum DayKind
{
	DAY_NORMAL = 0,				/* as the weekly pattern says; takes back what an earlier notice said */
	DAY_WORK = 1,				/* a make-up working day on a day of weekly rest */
	DAY_OFF = 2,				/* off by exchange with another day */
	DAY_STATUTORY = 3			/* statutory holiday */
} DayKind;

typedef struct CalendarDay
{
	int32_t		day;
	DayKind		kind;
} CalendarDay;

/* the outermost days that the arithmetic handles: 4713 BC to 5874897 AD, the range of the type date */
#define CALENDAR_MIN_DAY	(-2451545)
#define CALENDAR_MAX_DAY	(2145031948)

/* days of one calendar: 178 years, so that two bytes hold a place in it and both arrays stay in the nearest cache */
#define CALENDAR_MAX_LENGTH 65000

typedef struct Calendar
{
	int32_t		first;			/* first published day */
	int32_t		through;		/* last published day: the horizon */
	int32_t		last;			/* last day in the arrays; days after through are known by decree only */
	int32_t		nwork;			/* working days in [first, last] */
	int32_t		known_work;		/* working days in [first, through] */
	int32_t		week_count;		/* working days of a plain week */
	int8_t		week_prefix[7];	/* working days from Monday up to and including weekday i */
	int8_t		week_nth[7];	/* weekday (0 = Monday) of the k-th working day of a plain week, k from 0 */
	const uint16_t *rank;		/* rank[d - (first - 1)] = W(d), for first - 1 <= d <= last */
	const uint16_t *nth;		/* nth[k - 1] = I(k) - first, for 1 <= k <= nwork */
} Calendar;

/* weekday of a day, 0 = Monday */
static inline int32_t
calendar_weekday(int32_t day)
{
	int32_t		r = (int32_t) (((int64_t) day + 5) % 7);

	return r < 0 ? r + 7 : r;
}

/* is the day published? */
static inline bool
calendar_known(const Calendar *cal, int32_t day)
{
	return day >= cal->first && day <= cal->through;
}

extern size_t calendar_memory(int32_t first, int32_t last);
extern bool calendar_build(Calendar *cal, void *memory, int32_t first, int32_t through, int32_t last,
						   unsigned weekly_rest, const CalendarDay *days, size_t ndays);
extern int64_t calendar_rank_far(const Calendar *cal, int32_t day);
extern bool calendar_nth_far(const Calendar *cal, int64_t k, int32_t *day);

/*
 * calendar_rank - W(d) for any day, in constant time.
 */
static inline int64_t
calendar_rank(const Calendar *cal, int32_t day)
{
	if (day >= cal->first - 1 && day <= cal->last)
		return cal->rank[day - (cal->first - 1)];
	return calendar_rank_far(cal, day);
}

/*
 * calendar_nth - I(k), in constant time; false if that day lies outside [CALENDAR_MIN_DAY, CALENDAR_MAX_DAY].
 */
static inline bool
calendar_nth(const Calendar *cal, int64_t k, int32_t *day)
{
	if (k >= 1 && k <= cal->nwork)
	{
		*day = cal->first + cal->nth[k - 1];
		return true;
	}
	return calendar_nth_far(cal, k, day);
}

static inline bool
calendar_is_working(const Calendar *cal, int32_t day)
{
	return calendar_rank(cal, day) != calendar_rank(cal, day - 1);
}

/*
 * calendar_add - the n-th working day strictly after (n > 0) or strictly before (n < 0) day.
 *
 * The start day never counts (Civil Code art. 201), also when it is a rest day, so add(add(d, a), b) = add(d, a + b)
 * for a, b of one sign. n = 0 gives day itself: rolling is another question, see calendar_roll_forward.
 *
 * *firm says whether every day that the count looked at is published; false as the result means that the day lies outside
 * the range of dates. Constant time: one load of the rank, one load of the day.
 */
static inline bool
calendar_add(const Calendar *cal, int32_t day, int64_t n, int32_t *result, bool *firm)
{
	if (n > 0)
	{
		if (!calendar_nth(cal, calendar_rank(cal, day) + n, result))
			return false;
		*firm = day >= cal->first - 1 && *result <= cal->through;
	}
	else if (n < 0)
	{
		if (!calendar_nth(cal, calendar_rank(cal, day - 1) + 1 + n, result))
			return false;
		*firm = day <= cal->through + 1 && *result >= cal->first;
	}
	else
	{
		*result = day;
		*firm = true;
	}
	return true;
}

/*
 * calendar_add_known - calendar_add for n > 0 where every day looked at is published; false: ask calendar_add.
 *
 * The way that nearly every call goes. An infinite date lies outside of the array as any other strange one.
 */
static inline bool
calendar_add_known(const Calendar *cal, int32_t day, int32_t n, int32_t *result)
{
	uint32_t	at = (uint32_t) day - (uint32_t) (cal->first - 1);
	uint32_t	k;

	if (n <= 0 || at > (uint32_t) (cal->through - (cal->first - 1)))
		return false;
	k = cal->rank[at] + (uint32_t) n;
	if (k > (uint32_t) cal->known_work)
		return false;
	*result = cal->first + cal->nth[k - 1];
	return true;
}

/*
 * calendar_between - working days in (a, b], negative if b < a: between(a, b) = -between(b, a), and
 * between(d, add(d, n)) = n for n >= 0.
 */
static inline int64_t
calendar_between(const Calendar *cal, int32_t a, int32_t b, bool *firm)
{
	int32_t		low = a < b ? a : b;
	int32_t		high = a < b ? b : a;

	*firm = a == b || (low >= cal->first - 1 && high <= cal->through);
	return calendar_rank(cal, b) - calendar_rank(cal, a);
}

extern bool calendar_roll_forward(const Calendar *cal, int32_t day, int32_t *result, bool *firm);
extern bool calendar_roll_back(const Calendar *cal, int32_t day, int32_t *result, bool *firm);
extern void calendar_optimist(const Calendar *cal, Calendar *optimist);

#endif							/* CALENDAR_CORE_H */
