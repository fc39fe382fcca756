/*
 * deadline_core.c
 *		The last day of a limit. See deadline_core.h.
 *
 * Nothing here walks days: pauses and extensions are taken one by one, each in constant time.
 */
#include "deadline_core.h"

#include <assert.h>

/*
 * deadline_civil - year, month and day of the proleptic Gregorian calendar.
 *
 * Counts in eras of 400 years from 1 March, so that the leap day is the last of its year.
 */
void
deadline_civil(int32_t day, int32_t *year, int32_t *month, int32_t *mday)
{
	int64_t		z = (int64_t) day + 730425; /* days since 0000-03-01 */
	int64_t		era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t		doe = (int32_t) (z - era * 146097);
	int32_t		yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t		doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int32_t		mp = (5 * doy + 2) / 153;

	*mday = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = (int32_t) (yoe + era * 400 + (*month <= 2));
}

int32_t
deadline_from_civil(int32_t year, int32_t month, int32_t mday)
{
	int64_t		y = (int64_t) year - (month <= 2);
	int64_t		era = (y >= 0 ? y : y - 399) / 400;
	int64_t		yoe = y - era * 400;
	int64_t		doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + mday - 1;
	int64_t		doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (int32_t) (era * 146097 + doe - 730425);
}

static int32_t
days_in_month(int32_t year, int32_t month)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)))
		return 29;
	return days[month - 1];
}

/* day + n within the range of dates */
static bool
add_days(int32_t day, int64_t n, int32_t *result)
{
	if (n > (int64_t) CALENDAR_MAX_DAY - day || n < (int64_t) CALENDAR_MIN_DAY - day)
		return false;
	*result = (int32_t) (day + n);
	return true;
}

/*
 * deadline_add_months - the corresponding day so many months on; where that month has no such day, its last day (Civil
 * Code art. 202). False outside the range of dates.
 */
bool
deadline_add_months(int32_t day, int64_t months, int32_t *result)
{
	int32_t		year,
				month,
				mday;
	int64_t		m;

	/* as many months as the range of dates holds, about */
	if (months > 70600000 || months < -70600000)
		return false;
	deadline_civil(day, &year, &month, &mday);
	m = (int64_t) year * 12 + (month - 1) + months;
	year = (int32_t) (m >= 0 ? m / 12 : -((-m + 11) / 12));
	month = (int32_t) (m - (int64_t) year * 12) + 1;
	if (year < -4713 || year > 5874897)
		return false;
	if (mday > days_in_month(year, month))
		mday = days_in_month(year, month);
	*result = deadline_from_civil(year, month, mday);
	return *result >= CALENDAR_MIN_DAY && *result <= CALENDAR_MAX_DAY;
}

/*
 * deadline_shift - the day amount units after (or, negative, before) a day, without rolling. Not for hours and minutes.
 */
bool
deadline_shift(const Calendar *cal, int32_t day, int64_t amount, LimitUnit unit, int32_t *result, bool *firm)
{
	*firm = true;
	switch (unit)
	{
		case UNIT_WORKING_DAY:
			return calendar_add(cal, day, amount, result, firm);
		case UNIT_DAY:
			return add_days(day, amount, result);
		case UNIT_WEEK:
			return amount >= -INT64_C(10000000000) && amount <= INT64_C(10000000000) &&
				add_days(day, amount * 7, result);
		case UNIT_MONTH:
			return deadline_add_months(day, amount, result);
		case UNIT_YEAR:
			return amount >= -10000000 && amount <= 10000000 &&
				deadline_add_months(day, amount * 12, result);
		case UNIT_WORKING_HOUR:
		case UNIT_WORKING_MINUTE:
			break;
	}
	assert(false);
	return false;
}

/* what is found so far, on the way to the due day */
typedef struct Progress
{
	int64_t		units;			/* amount with extensions */
	int64_t		excluded;		/* days excluded */
	int32_t		at_least;		/* due not before this day: end of a pause begun after the count, before the rolled due */
	bool		counts_rest;	/* do days of rest count? (natural limits, except with skip_all) */
	int32_t		raw;			/* where the count ends */
	int32_t		due;			/* raw, rolled */
	bool		firm;
	int32_t		needs;
} Progress;

static void
note(Progress *p, int32_t day, bool firm)
{
	if (day > p->needs)
		p->needs = day;
	p->firm &= firm;
}

/* raw and due from start, units, excluded, at_least */
static bool
find_due(const Calendar *cal, const TimeLimit *limit, Progress *p)
{
	bool		firm;

	if (limit->unit == UNIT_WORKING_DAY)
	{
		if (!calendar_add(cal, limit->start, p->units + p->excluded, &p->raw, &firm))
			return false;
		p->due = p->raw;
		note(p, p->due, firm);
		return true;
	}

	if (!deadline_shift(cal, limit->start, p->units, limit->unit, &p->raw, &firm))
		return false;
	if (!p->counts_rest)
	{
		/* skip_all: the limit is as long as it would be in natural days, but no day of rest is one of them */
		if (!calendar_add(cal, limit->start, (int64_t) p->raw - limit->start + p->excluded, &p->raw, &firm))
			return false;
		p->due = p->raw;
		note(p, p->due, firm);
		return true;
	}
	if (!add_days(p->raw, p->excluded, &p->raw))
		return false;
	p->due = p->raw > p->at_least ? p->raw : p->at_least;
	if (limit->roll == ROLL_LAST_DAY)
	{
		if (!calendar_roll_forward(cal, p->due, &p->due, &firm))
			return false;
		note(p, p->due, firm);
	}
	return true;
}

/*
 * deadline_due - the last day of a limit.
 *
 * The start day never counts (Civil Code art. 201). Working days are counted; natural units end on the corresponding day
 * (art. 202) and are rolled as limit->roll says (art. 203). Pauses and extensions are taken in order of their first day;
 * each counts only if that day is on or before the due day found so far, so nothing that begins after due moves it. A
 * pause excludes its days that lie after the start: working days from limits that count only these, all days from others.
 * One that begins after the count of a natural limit has ended, but before its rolled due day, has nothing left to
 * exclude; the due day then is not before the end of that pause. An open pause that counts gives an open end.
 *
 * An extension that begins on the same day as a pause is taken first. False if the result is outside the range of dates.
 */
bool
deadline_due(const Calendar *cal, const TimeLimit *limit, DueDay *due)
{
	Progress	p = {limit->amount, 0, CALENDAR_MIN_DAY, true, 0, 0, true, CALENDAR_MIN_DAY};
	size_t		next_pause = 0;
	size_t		next_ext = 0;

	assert(limit->amount >= 0);
	if (limit->unit == UNIT_WORKING_DAY || limit->roll == ROLL_SKIP_ALL)
		p.counts_rest = false;
	due->open = false;
	due->extension = 0;
	due->pauses_counted = 0;

	if (!find_due(cal, limit, &p))
		return false;
	for (;;)
	{
		const Pause *pause = next_pause < limit->npauses ? &limit->pauses[next_pause] : NULL;
		const Extension *ext = next_ext < limit->nextensions ? &limit->extensions[next_ext] : NULL;

		if (pause && pause->end != PAUSE_OPEN && pause->end <= limit->start)
		{
			/* wholly before the limit */
			next_pause++;
			continue;
		}
		if (ext && (pause == NULL || ext->on <= pause->begin))
		{
			next_ext++;
			if (ext->on > p.due)
				continue;
			p.units += ext->by;
			due->extension += ext->by;
			if (p.units < 0)
				return false;
		}
		else if (pause)
		{
			int32_t		begin = pause->begin > limit->start ? pause->begin : limit->start;

			next_pause++;
			if (begin > p.due)
				break;			/* and no later pause or extension begins before it */
			due->pauses_counted++;
			if (pause->end == PAUSE_OPEN)
			{
				/* an end without end: whatever extension comes later, it comes in time */
				due->open = true;
				for (; next_ext < limit->nextensions; next_ext++)
					due->extension += limit->extensions[next_ext].by;
				break;
			}
			if (!p.counts_rest)
			{
				bool		firm;

				p.excluded += calendar_between(cal, begin, pause->end, &firm);
				note(&p, pause->end, firm);
			}
			else if (begin <= p.raw)
				p.excluded += (int64_t) pause->end - begin;
			else if (pause->end > p.at_least)
				p.at_least = pause->end;
		}
		else
			break;
		if (!find_due(cal, limit, &p))
			return false;
	}

	due->day = p.due;
	due->firm = p.firm;
	due->needs = p.needs;
	due->excluded = p.excluded;
	return true;
}
