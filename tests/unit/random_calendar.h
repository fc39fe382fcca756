/*
 * random_calendar.h
 *		Random calendars, and beside each the plain truth: one byte a day.
 */
#ifndef RANDOM_CALENDAR_H
#define RANDOM_CALENDAR_H

#include "calendar_core.h"
#include "test.h"

#define TRUTH_DAYS 90000

typedef struct RandomCalendar
{
	Calendar	cal;
	int32_t		low;			/* truth[i] is day low + i */
	unsigned char truth[TRUTH_DAYS];
	int32_t		memory[2 * TRUTH_DAYS + 2];
	CalendarDay days[TRUTH_DAYS];
} RandomCalendar;

static inline int
is_working(const RandomCalendar *r, int32_t day)
{
	if (day < r->low || day >= r->low + TRUTH_DAYS)
	{
		printf("Bail out! day %d outside of the truth\n", day);
		exit(2);
	}
	return r->truth[day - r->low];
}

/* a calendar of length days from first, at most max_exceptions per cent of the days set by a notice */
static inline void
make_random_calendar(RandomCalendar *r, int32_t first, int32_t length, int32_t beyond, int percent)
{
	unsigned	week;
	size_t		n = 0;
	int			weekday;

	do
		week = (unsigned) (next_random() >> 20) & 0x7f;
	while (week == 0x7f);
	if (between_random(0, 2) > 0)
		week = 0x60;			/* Saturday and Sunday, most of the time */
	r->low = first - TRUTH_DAYS / 2;
	for (int32_t i = 0; i < TRUTH_DAYS; i++)
	{
		weekday = (int) ((((int64_t) r->low + i + 5) % 7 + 7) % 7);
		r->truth[i] = !(week & (1u << weekday));
	}
	for (int32_t day = first; day < first + length + beyond; day++)
	{
		if (between_random(0, 99) >= percent)
			continue;
		r->days[n].day = day;
		r->days[n].kind = (DayKind) between_random(0, 3);
		if (r->days[n].kind != DAY_NORMAL)
			r->truth[day - r->low] = r->days[n].kind == DAY_WORK;
		n++;
	}
	if (calendar_memory(first, first + length + beyond - 1) > sizeof(r->memory) ||
		!calendar_build(&r->cal, r->memory, first, first + length - 1, first + length + beyond - 1, week, r->days, n))
	{
		printf("Bail out! no calendar\n");
		exit(2);
	}
}

#endif							/* RANDOM_CALENDAR_H */
