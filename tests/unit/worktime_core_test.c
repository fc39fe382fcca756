/*
 * worktime_core_test.c
 *		Opening hours against an oracle that walks minute by minute, and their laws.
 */
#include "random_calendar.h"
#include "worktime_core.h"

#define MINUTE INT64_C(60000000)
#define CASES 1000000

static RandomCalendar r;
static WorkTime wt;
static int64_t memory[TRUTH_DAYS * 2];
static OpenDay given[8];

static void
random_hours(void)
{
	do
	{
		memset(given, 0, sizeof(given));
		for (int i = 0; i < 8; i++)
		{
			int64_t		minute = between_random(0, 600);

			if (between_random(0, 5) == 0)
				continue;
			for (int s = 0; s < (int) between_random(1, 3) && minute < 1400; s++)
			{
				int64_t		closes = minute + between_random(1, 300);

				given[i].spans[s].opens = minute * MINUTE;
				given[i].spans[s].closes = (closes > 1440 ? 1440 : closes) * MINUTE;
				given[i].nspans = s + 1;
				minute = closes + between_random(0, 90);
			}
		}
	} while (!worktime_build(&wt, memory, &r.cal, given));
}

/* the truth about a minute */
static int
open_minute(int32_t day, int minute)
{
	int			weekday = (int) ((((int64_t) day + 5) % 7 + 7) % 7);
	int			place = weekday;
	int			works = r.cal.week_prefix[weekday] > (weekday ? r.cal.week_prefix[weekday - 1] : 0);

	if (!is_working(&r, day))
		return 0;
	if (!works)
	{
		if (given[7].nspans)
			place = 7;
		else if (!given[weekday].nspans)
			for (place = 0; !(given[place].nspans && r.cal.week_prefix[place] > (place ? r.cal.week_prefix[place - 1] : 0)); place++)
				;
	}
	for (int s = 0; s < given[place].nspans; s++)
		if (minute * MINUTE >= given[place].spans[s].opens && minute * MINUTE < given[place].spans[s].closes)
			return 1;
	return 0;
}

static void
minutes(void)
{
	int			bad = 0,
				bad_open = 0,
				bad_add = 0;

	for (int round = 0; round < 60; round++)
	{
		Moment		at;
		int64_t		position;

		make_random_calendar(&r, (int32_t) between_random(-3000, 12000), (int32_t) between_random(20, 60), (int32_t) between_random(0, 9), 30);
		random_hours();
		at.day = r.cal.first - 20;
		at.usec = 0;
		position = worktime_position(&wt, at);
		for (; at.day < r.cal.last + 20; at.day++)
			for (int minute = 0; minute < 1440; minute++)
			{
				Moment		found;

				at.usec = minute * MINUTE;
				check(bad, worktime_position(&wt, at) == position, "position of %d %d", at.day, minute);
				check(bad_open, worktime_is_open(&wt, at) == open_minute(at.day, minute), "open at %d %d", at.day, minute);
				if (open_minute(at.day, minute))
				{
					/* an open minute begins at the latest moment of its position and ends at the earliest of the next */
					check(bad_add, worktime_latest(&wt, position, &found) && found.day == at.day && found.usec == at.usec,
						  "latest of %d %d is %d %d", at.day, minute, found.day, (int) (found.usec / MINUTE));
					position += MINUTE;
					check(bad_add, worktime_earliest(&wt, position, &found) && found.day == at.day && found.usec == at.usec + MINUTE,
						  "earliest of %d %d is %d %d", at.day, minute + 1, found.day, (int) (found.usec / MINUTE));
				}
			}
	}
	ok(bad == 0, "position is what walking minute by minute counts");
	ok(bad_open == 0, "open exactly in the intervals");
	ok(bad_add == 0, "the way back from a position");
}

static void
laws(void)
{
	int			bad[3] = {0};

	for (int i = 0; i < CASES; i++)
	{
		Moment		a,
					b,
					c;
		int64_t		x,
					y;

		if (i % 1000 == 0)
		{
			make_random_calendar(&r, (int32_t) between_random(-3000, 12000), 600, 50, (int) between_random(0, 30));
			random_hours();
		}
		a.day = r.cal.first + (int32_t) between_random(-300, 1000);
		a.usec = between_random(0, WORKTIME_DAY);
		x = between_random(1, 40 * 480 * MINUTE);
		y = between_random(1, 40 * 480 * MINUTE);
		worktime_earliest(&wt, worktime_position(&wt, a) + x, &b);
		check(bad[0], worktime_position(&wt, b) - worktime_position(&wt, a) == x, "case %d: inverse", i);
		worktime_earliest(&wt, worktime_position(&wt, b) + y, &b);
		worktime_earliest(&wt, worktime_position(&wt, a) + x + y, &c);
		check(bad[1], b.day == c.day && b.usec == c.usec, "case %d: additivity", i);
		worktime_latest(&wt, worktime_position(&wt, a), &b);
		worktime_earliest(&wt, worktime_position(&wt, a), &c);
		check(bad[2], (c.day < a.day || (c.day == a.day && c.usec <= a.usec)) && (b.day > a.day || (b.day == a.day && b.usec >= a.usec)),
			  "case %d: earliest and latest", i);
	}
	ok(bad[0] == 0, "between(t, add(t, x)) = x: %d cases", CASES);
	ok(bad[1] == 0, "add(add(t, x), y) = add(t, x + y): %d cases", CASES);
	ok(bad[2] == 0, "earliest <= t <= latest: %d cases", CASES);
}

int
main(void)
{
	OpenDay		none[8] = {{0}};
	OpenDay		crossed[8] = {{2, {{10, 20}, {15, 30}}, 0}};
	Moment		at;

	choose_seed();
	minutes();
	laws();
	ok(!worktime_build(&wt, memory, &r.cal, none), "no opening hours without an interval");
	ok(!worktime_build(&wt, memory, &r.cal, crossed), "no intervals that overlap");
	random_hours();
	ok(!worktime_earliest(&wt, INT64_MAX, &at) && !worktime_latest(&wt, INT64_MIN, &at), "more working time than there is");
	return done_testing();
}
