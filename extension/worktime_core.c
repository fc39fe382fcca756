/*
 * worktime_core.c
 *		Opening hours. See worktime_core.h.
 */
#include "worktime_core.h"

#include <assert.h>
#include <string.h>

static const OpenDay closed = {0};

static bool
weekday_works(const Calendar *cal, int weekday)
{
	return cal->week_prefix[weekday] > (weekday > 0 ? cal->week_prefix[weekday - 1] : 0);
}

/*
 * worktime_memory - bytes that worktime_build needs for the arrays.
 */
size_t
worktime_memory(const Calendar *cal)
{
	size_t		days = (size_t) cal->last - cal->first + 1;

	return sizeof(int64_t) * (days + 1) + days;
}

/*
 * worktime_build - opening hours for the working days of a calendar.
 *
 * hours[0 .. 6] are those of the weekdays from Monday, hours[WORKTIME_MAKE_UP] those of make-up working days; without
 * any there, a make-up day has the hours of its weekday or, if that has none, of the first weekday that has. False if no
 * working weekday has hours, a day's intervals are out of order, or the calendar lies out of range. memory must be aligned for int64 and live as long.
 */
bool
worktime_build(WorkTime *wt, void *memory, const Calendar *cal, const OpenDay hours[8])
{
	size_t		days = (size_t) cal->last - cal->first + 1;
	int64_t    *before = memory;
	uint8_t    *make_up = (uint8_t *) (before + days + 1);
	int64_t		sum = 0;
	int			weekday;

	if (cal->first < -WORKTIME_MAX_DAY || cal->last > WORKTIME_MAX_DAY)
		return false;
	memset(wt, 0, sizeof(*wt));
	wt->cal = cal;
	for (int i = 0; i < 8; i++)
	{
		wt->hours[i] = hours[i];
		wt->hours[i].length = 0;
		if (hours[i].nspans < 0 || hours[i].nspans > WORKTIME_MAX_SPANS)
			return false;
		for (int s = 0; s < hours[i].nspans; s++)
		{
			if (hours[i].spans[s].opens < (s > 0 ? hours[i].spans[s - 1].closes : 0) ||
				hours[i].spans[s].closes <= hours[i].spans[s].opens || hours[i].spans[s].closes > WORKTIME_DAY)
				return false;
			wt->hours[i].length += hours[i].spans[s].closes - hours[i].spans[s].opens;
		}
	}
	for (int i = 0; i < 7; i++)
		wt->week_before[i + 1] = wt->week_before[i] + (weekday_works(cal, i) ? wt->hours[i].length : 0);
	if (wt->week_before[7] == 0)
		return false;

	wt->before = before;
	wt->make_up = make_up;
	weekday = calendar_weekday(cal->first);
	for (size_t i = 0; i < days; i++)
	{
		int32_t		day = cal->first + (int32_t) i;

		before[i] = sum;
		make_up[i] = calendar_is_working(cal, day) && !weekday_works(cal, weekday);
		sum += worktime_day(wt, day)->length;
		weekday = weekday == 6 ? 0 : weekday + 1;
	}
	before[days] = sum;
	return true;
}

/*
 * worktime_day - the opening hours of a day; none on a day of rest.
 */
const OpenDay *
worktime_day(const WorkTime *wt, int32_t day)
{
	int			weekday = calendar_weekday(day);

	if (!calendar_is_working(wt->cal, day))
		return &closed;
	if (day < wt->cal->first || day > wt->cal->last || !wt->make_up[day - wt->cal->first])
		return &wt->hours[weekday];
	if (wt->hours[WORKTIME_MAKE_UP].nspans > 0)
		return &wt->hours[WORKTIME_MAKE_UP];
	for (int i = 0; i < 7 && wt->hours[weekday].nspans == 0; i++)
		weekday = weekday_works(wt->cal, i) && wt->hours[i].nspans > 0 ? i : weekday;
	return &wt->hours[weekday];
}

/* opening time of the plain pattern from Monday 1999-12-27 to the start of day */
static int64_t
pattern_before(const WorkTime *wt, int64_t day)
{
	int64_t		m = day + 5;
	int64_t		week = m >= 0 ? m / 7 : -((-m + 6) / 7);

	return week * wt->week_before[7] + wt->week_before[m - week * 7];
}

/* opening time in [first, day), negative before first */
static int64_t
before_day(const WorkTime *wt, int64_t day)
{
	int64_t		first = wt->cal->first;
	int64_t		end = (int64_t) wt->cal->last + 1;

	if (day > end)
		return wt->before[end - first] + pattern_before(wt, day) - pattern_before(wt, end);
	if (day < first)
		return pattern_before(wt, day) - pattern_before(wt, first);
	return wt->before[day - first];
}

/*
 * worktime_position - opening time before a moment, which lies within WORKTIME_MAX_DAY.
 */
int64_t
worktime_position(const WorkTime *wt, Moment at)
{
	const OpenDay *hours = worktime_day(wt, at.day);
	int64_t		position;

	assert(at.day >= -WORKTIME_MAX_DAY - 1 && at.day <= WORKTIME_MAX_DAY + 1);
	position = before_day(wt, at.day);
	for (int s = 0; s < hours->nspans && hours->spans[s].opens < at.usec; s++)
		position += (at.usec < hours->spans[s].closes ? at.usec : hours->spans[s].closes) - hours->spans[s].opens;
	return position;
}

/* the last day with before_day(day) < position or, if equal is given, <= position; false outside the range of dates */
static bool
find_day(const WorkTime *wt, int64_t position, bool equal, int32_t *day)
{
	int64_t		first = wt->cal->first;
	int64_t		end = (int64_t) wt->cal->last + 1;
	int64_t		low,
				high;

	/* wants before_day(d) < target */
	if (equal)
		position++;
	if (position > INT64_C(1) << 60 || position < -(INT64_C(1) << 60))
		return false;
	if (before_day(wt, first) < position && position <= before_day(wt, end))
	{
		low = first;			/* before_day(low) < position */
		high = end;				/* before_day(high) >= position */
	}
	else
	{
		/* in the pattern: some week before, some week after */
		int64_t		anchor = position > before_day(wt, end) ? end : first;
		int64_t		weeks = (position - before_day(wt, anchor)) / wt->week_before[7];

		if (weeks > 2 * WORKTIME_MAX_DAY / 7 || weeks < -2 * WORKTIME_MAX_DAY / 7)
			return false;
		low = anchor + (weeks - 2) * 7;
		high = anchor + (weeks + 2) * 7;
		if (anchor == end && low < end)
			low = end;
		if (anchor == end && before_day(wt, low) >= position)
			low = end - 1;
		if (anchor == first && high > first)
			high = first;
	}
	while (high - low > 1)
	{
		int64_t		middle = low + (high - low) / 2;

		if (before_day(wt, middle) < position)
			low = middle;
		else
			high = middle;
	}
	if (low < -WORKTIME_MAX_DAY || low > WORKTIME_MAX_DAY)
		return false;
	*day = (int32_t) low;
	return true;
}

/*
 * worktime_earliest - the earliest moment with so much opening time before it: at the end of an interval, not at the
 * beginning of the next. False outside the range of dates.
 */
bool
worktime_earliest(const WorkTime *wt, int64_t position, Moment *at)
{
	const OpenDay *hours;

	if (!find_day(wt, position, false, &at->day))
		return false;
	hours = worktime_day(wt, at->day);
	position -= before_day(wt, at->day);
	for (int s = 0; s < hours->nspans; s++)
	{
		int64_t		length = hours->spans[s].closes - hours->spans[s].opens;

		if (position <= length)
		{
			at->usec = hours->spans[s].opens + position;
			return true;
		}
		position -= length;
	}
	assert(false);
	return false;
}

/*
 * worktime_latest - the latest moment with so much opening time before it: at the beginning of an interval, not at the
 * end of the one before. False outside the range of dates.
 */
bool
worktime_latest(const WorkTime *wt, int64_t position, Moment *at)
{
	const OpenDay *hours;

	if (!find_day(wt, position, true, &at->day))
		return false;
	hours = worktime_day(wt, at->day);
	position -= before_day(wt, at->day);
	for (int s = 0; s < hours->nspans; s++)
	{
		int64_t		length = hours->spans[s].closes - hours->spans[s].opens;

		if (position < length)
		{
			at->usec = hours->spans[s].opens + position;
			return true;
		}
		position -= length;
	}
	assert(false);
	return false;
}

bool
worktime_is_open(const WorkTime *wt, Moment at)
{
	const OpenDay *hours = worktime_day(wt, at.day);

	for (int s = 0; s < hours->nspans; s++)
		if (at.usec >= hours->spans[s].opens && at.usec < hours->spans[s].closes)
			return true;
	return false;
}

static bool
not_after(Moment a, Moment b)
{
	return a.day < b.day || (a.day == b.day && a.usec <= b.usec);
}

/*
 * worktime_due - when a limit in working time is over: see deadline_due, with microseconds of opening time as the unit.
 *
 * Pauses are sorted and disjoint, extensions sorted. False outside the range of dates.
 */
bool
worktime_due(const WorkTime *wt, Moment start, int64_t amount, const WorkPause *pauses, size_t npauses,
			 const WorkExtension *extensions, size_t nextensions, WorkDue *due)
{
	int64_t		origin = worktime_position(wt, start);
	int64_t		total = amount;
	size_t		p = 0;
	size_t		e = 0;

	assert(amount >= 0);
	due->open = false;
	due->extension = 0;
	due->first_needed = start.day;
	due->last_needed = start.day;
	for (;;)
	{
		/* nothing to count ends where it starts, not at the closing time before */
		if (total == 0)
			due->at = start;
		else if (total > INT64_C(1) << 60 || !worktime_earliest(wt, origin + total, &due->at))
			return false;
		if (due->at.day > due->last_needed)
			due->last_needed = due->at.day;

		if (p < npauses && !pauses[p].open && not_after(pauses[p].to, start))
			p++;
		else if (e < nextensions && (p == npauses || not_after(extensions[e].on, pauses[p].counts_from)))
		{
			if (not_after(extensions[e].on, due->at))
			{
				total += extensions[e].by;
				due->extension += extensions[e].by;
			}
			e++;
		}
		else if (p < npauses)
		{
			Moment		from = not_after(pauses[p].from, start) ? start : pauses[p].from;

			if (!not_after(pauses[p].counts_from, due->at))
				break;
			if (pauses[p].open)
			{
				due->open = true;
				for (; e < nextensions; e++)
					due->extension += extensions[e].by;
				break;
			}
			total += worktime_position(wt, pauses[p].to) - worktime_position(wt, from);
			/* a pause to the first instant of a day needs the days before it */
			if (pauses[p].to.day - (pauses[p].to.usec == 0) > due->last_needed)
				due->last_needed = pauses[p].to.day - (pauses[p].to.usec == 0);
			p++;
		}
		else
			break;
	}
	return true;
}
