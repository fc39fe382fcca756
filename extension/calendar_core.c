/*
 * calendar_core.c
 *		Building the two arrays of a calendar version, and the arithmetic outside of them. See calendar_core.h.
 *
 * Includes no server header: tests/unit compiles it alone against a day-by-day oracle.
 */
#include "calendar_core.h"

#include <assert.h>
#include <string.h>

/*
 * calendar_memory - bytes that calendar_build needs for the arrays of [first, last].
 */
size_t
calendar_memory(int32_t first, int32_t last)
{
	assert(first <= last);
	return sizeof(uint16_t) * (2 * ((size_t) last - first + 1) + 1);
}

/*
 * calendar_build - fill *cal from a weekly pattern and the days that differ from it.
 *
 * weekly_rest has bit i set if weekday i (0 = Monday) is a day of rest. days must be sorted by day, each day once; those
 * outside [first, last] are not looked at. memory must hold calendar_memory(first, last) bytes, aligned for uint16, and
 * live as long as *cal. False if the arguments make no calendar: an empty range or one longer than
 * CALENDAR_MAX_LENGTH, a week without a working day, or days out of order.
 */
bool
calendar_build(Calendar *cal, void *memory, int32_t first, int32_t through, int32_t last, unsigned weekly_rest,
			   const CalendarDay *days, size_t ndays)
{
	uint16_t   *rank = memory;
	uint16_t   *nth;
	int32_t		count = 0;
	size_t		next = 0;
	int			weekday;

	if (first <= CALENDAR_MIN_DAY || last >= CALENDAR_MAX_DAY || first > last || through > last || through < first - 1 ||
		(int64_t) last - first >= CALENDAR_MAX_LENGTH || (weekly_rest & 0x7f) == 0x7f)
		return false;
	nth = rank + ((size_t) last - first + 2);
	memset(cal, 0, sizeof(*cal));
	cal->first = first;
	cal->through = through;
	cal->last = last;
	cal->rank = rank;
	cal->nth = nth;

	for (weekday = 0; weekday < 7; weekday++)
	{
		if (!(weekly_rest & (1u << weekday)))
			cal->week_nth[cal->week_count++] = (int8_t) weekday;
		cal->week_prefix[weekday] = (int8_t) cal->week_count;
	}

	*rank++ = 0;
	weekday = calendar_weekday(first);
	for (int32_t day = first; day <= last; day++)
	{
		bool		working = !(weekly_rest & (1u << weekday));

		while (next < ndays && days[next].day < day)
		{
			if (next + 1 < ndays && days[next + 1].day <= days[next].day)
				return false;
			next++;
		}
		if (next < ndays && days[next].day == day && days[next].kind != DAY_NORMAL)
			working = days[next].kind == DAY_WORK;
		if (working)
			nth[count++] = (uint16_t) (day - first);
		*rank++ = (uint16_t) count;
		if (day == through)
			cal->known_work = count;
		weekday = weekday == 6 ? 0 : weekday + 1;
	}
	cal->nwork = count;
	return true;
}

/* working days of the plain pattern from the Monday 1999-12-27 up to and including day */
static int64_t
pattern_rank(const Calendar *cal, int64_t day)
{
	int64_t		m = day + 5;
	int64_t		week = m >= 0 ? m / 7 : -((-m + 6) / 7);

	return week * cal->week_count + cal->week_prefix[m - week * 7];
}

/* the first day with pattern_rank(day) >= k */
static int64_t
pattern_nth(const Calendar *cal, int64_t k)
{
	int64_t		z = k - 1;
	int64_t		week = z >= 0 ? z / cal->week_count : -((-z + cal->week_count - 1) / cal->week_count);

	return week * 7 + cal->week_nth[z - week * cal->week_count] - 5;
}

/*
 * calendar_rank_far - W(d) outside the arrays: the weekly pattern, continued from the near end of the arrays.
 */
int64_t
calendar_rank_far(const Calendar *cal, int32_t day)
{
	if (day > cal->last)
		return cal->nwork + pattern_rank(cal, day) - pattern_rank(cal, cal->last);
	assert(day < cal->first - 1);
	return pattern_rank(cal, day) - pattern_rank(cal, (int64_t) cal->first - 1);
}

/*
 * calendar_nth_far - I(k) outside the arrays.
 */
bool
calendar_nth_far(const Calendar *cal, int64_t k, int32_t *day)
{
	int64_t		found;

	/* more than any range of dates holds; also keeps the arithmetic below from overflowing */
	if (k > INT64_C(1) << 33 || k < -(INT64_C(1) << 33))
		return false;
	if (k > cal->nwork)
		found = pattern_nth(cal, k - cal->nwork + pattern_rank(cal, cal->last));
	else
	{
		assert(k < 1);
		found = pattern_nth(cal, k + pattern_rank(cal, (int64_t) cal->first - 1));
	}
	if (found < CALENDAR_MIN_DAY || found > CALENDAR_MAX_DAY)
		return false;
	*day = (int32_t) found;
	return true;
}

/*
 * calendar_roll_forward - day itself if it is a working day, else the next one (Civil Code art. 203: the day after the
 * rest days is the last day of the period).
 */
bool
calendar_roll_forward(const Calendar *cal, int32_t day, int32_t *result, bool *firm)
{
	if (!calendar_nth(cal, calendar_rank(cal, day - 1) + 1, result))
		return false;
	*firm = day >= cal->first && *result <= cal->through;
	return true;
}

/*
 * calendar_roll_back - day itself if it is a working day, else the last one before it.
 */
bool
calendar_roll_back(const Calendar *cal, int32_t day, int32_t *result, bool *firm)
{
	if (!calendar_nth(cal, calendar_rank(cal, day), result))
		return false;
	*firm = day <= cal->through && *result >= cal->first;
	return true;
}

/*
 * calendar_optimist - the same calendar, but every day that is not published is a working day.
 *
 * No notice can make a limit end earlier than under it: the safe earlier bound of a provisional date. *optimist shares
 * the arrays of *cal.
 */
void
calendar_optimist(const Calendar *cal, Calendar *optimist)
{
	*optimist = *cal;
	optimist->last = cal->through;
	optimist->nwork = cal->known_work;
	optimist->week_count = 7;
	for (int i = 0; i < 7; i++)
	{
		optimist->week_prefix[i] = (int8_t) (i + 1);
		optimist->week_nth[i] = (int8_t) i;
	}
}
