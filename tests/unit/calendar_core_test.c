/*
 * calendar_core_test.c
 *		The arithmetic against an oracle that walks day by day, and its laws over random calendars.
 */
#include "random_calendar.h"

#define DAY_1990 (-3653)
#define DAY_2101 36891			/* 2101-01-01 */
#define CASES 1000000

static RandomCalendar r;

/* the oracle: walk */
static int32_t
walk(int32_t day, int64_t n)
{
	while (n > 0)
		n -= is_working(&r, ++day);
	while (n < 0)
		n += is_working(&r, --day);
	return day;
}

static void
every_day(int percent)
{
	int			bad_is = 0,
				bad_add = 0,
				bad_back = 0,
				bad_between = 0,
				bad_roll = 0,
				bad_firm = 0;
	static const int ns[] = {0, 1, 2, 3, 5, 10, 20, 60, 250};
	const Calendar *cal = &r.cal;
	int32_t		result;
	bool		firm;

	/* published 2004 through 2026 inside the span that is walked, so that both ends and the outside are passed */
	make_random_calendar(&r, 1461, 8401, 400, percent);
	for (int32_t day = DAY_1990; day < DAY_2101; day++)
	{
		check(bad_is, calendar_is_working(cal, day) == is_working(&r, day), "is_working(%d)", day);
		for (size_t i = 0; i < sizeof(ns) / sizeof(ns[0]); i++)
		{
			int32_t		truth;
			int			n = ns[i];

			/* walking 250 days from each is slow: only from every 16th */
			if (n > 20 && day % 16)
				continue;
			truth = walk(day, n);
			check(bad_add, calendar_add(cal, day, n, &result, &firm) && result == truth, "add(%d, %d) = %d, not %d", day, n, result, truth);
			if (n > 0)
				check(bad_firm, firm == (day + 1 >= cal->first && truth <= cal->through), "firmness of add(%d, %d)", day, n);
			if (calendar_add_known(cal, day, n, &result))
				check(bad_add, result == truth && n > 0 && day >= cal->first - 1 && truth <= cal->through, "add_known(%d, %d)", day, n);
			else
				check(bad_add, n == 0 || day < cal->first - 1 || truth > cal->through, "add_known(%d, %d) is unknown", day, n);
			check(bad_between, calendar_between(cal, day, truth, &firm) == n, "between(%d, %d)", day, truth);
			truth = walk(day, -n);
			check(bad_back, calendar_add(cal, day, -n, &result, &firm) && result == truth, "add(%d, %d) = %d, not %d", day, -n, result, truth);
			if (n > 0)
				check(bad_firm, firm == (day - 1 <= cal->through && truth >= cal->first), "firmness of add(%d, %d)", day, -n);
		}
		check(bad_roll, calendar_roll_forward(cal, day, &result, &firm) && result == walk(day - 1, 1), "roll_forward(%d) = %d", day, result);
		check(bad_roll, firm == (day >= cal->first && result <= cal->through), "firmness of roll_forward(%d)", day);
		check(bad_roll, calendar_roll_back(cal, day, &result, &firm) && result == walk(day + 1, -1), "roll_back(%d) = %d", day, result);
	}
	ok(bad_is == 0, "every day 1990 to 2100 is what the oracle says (%d %% noticed)", percent);
	ok(bad_add == 0, "adding is walking forward (%d %%)", percent);
	ok(bad_back == 0, "subtracting is walking back (%d %%)", percent);
	ok(bad_between == 0, "between(d, add(d, n)) = n (%d %%)", percent);
	ok(bad_roll == 0, "rolling is walking to the next working day (%d %%)", percent);
	ok(bad_firm == 0, "firm exactly if all days looked at are published (%d %%)", percent);
}

static void
laws(void)
{
	int			bad[7] = {0};
	const Calendar *cal = &r.cal;
	bool		firm;

	for (int i = 0; i < CASES; i++)
	{
		int32_t		d,
					x,
					y,
					z;
		int64_t		a,
					b;

		if (i % 2000 == 0)
			make_random_calendar(&r, (int32_t) between_random(-20000, 20000), (int32_t) between_random(1, 3000),
								 (int32_t) between_random(0, 500), (int) between_random(0, 60));
		d = cal->first + (int32_t) between_random(-2000, 5000);
		a = between_random(0, 700);
		b = between_random(0, 700);

		/* additivity for one sign */
		calendar_add(cal, d, a, &x, &firm);
		calendar_add(cal, x, b, &y, &firm);
		calendar_add(cal, d, a + b, &z, &firm);
		check(bad[0], y == z, "add(add(%d, %" PRId64 "), %" PRId64 ") = %d, not %d", d, a, b, y, z);
		calendar_add(cal, d, -a, &y, &firm);
		calendar_add(cal, y, -b, &y, &firm);
		calendar_add(cal, d, -a - b, &z, &firm);
		check(bad[0], y == z, "add(add(%d, -%" PRId64 "), -%" PRId64 ") = %d, not %d", d, a, b, y, z);

		/* inverse: back from x by a is d, if d is a working day; else the working day before it */
		calendar_add(cal, x, -a, &y, &firm);
		calendar_roll_back(cal, d, &z, &firm);
		check(bad[1], a == 0 ? y == d : y == z, "add(add(%d, %" PRId64 "), -%" PRId64 ") = %d", d, a, a, y);
		check(bad[2], calendar_between(cal, d, x, &firm) == a, "between(%d, add(%" PRId64 "))", d, a);

		/* antisymmetry and additivity of between */
		z = d + (int32_t) between_random(-1000, 1000);
		check(bad[3], calendar_between(cal, d, z, &firm) == -calendar_between(cal, z, d, &firm), "between(%d, %d)", d, z);
		check(bad[4], calendar_between(cal, d, z, &firm) + calendar_between(cal, z, x, &firm) ==
			  calendar_between(cal, d, x, &firm), "between(%d, %d, %d)", d, z, x);

		/* strictly monotone in n from n = 1 on, monotone in d */
		calendar_add(cal, d, a + 1, &y, &firm);
		check(bad[5], y > x || (a == 0 && y > d), "add(%d, %" PRId64 ") and one more", d, a);
		calendar_add(cal, d + 1, a, &y, &firm);
		check(bad[6], y >= x, "add(%d + 1, %" PRId64 ")", d, a);
	}
	ok(bad[0] == 0, "add(add(d, a), b) = add(d, a + b): %d cases", CASES);
	ok(bad[1] == 0, "add(add(d, a), -a) is d, rolled back: %d cases", CASES);
	ok(bad[2] == 0, "between(d, add(d, n)) = n: %d cases", CASES);
	ok(bad[3] == 0, "between(a, b) = -between(b, a): %d cases", CASES);
	ok(bad[4] == 0, "between(a, b) + between(b, c) = between(a, c): %d cases", CASES);
	ok(bad[5] == 0, "one working day more is later: %d cases", CASES);
	ok(bad[6] == 0, "a later start is never due earlier: %d cases", CASES);
}

static void
limits(void)
{
	int32_t		result;
	bool		firm;
	CalendarDay days[2] = {{5, DAY_OFF}, {5, DAY_WORK}};
	uint16_t	memory[64];
	Calendar	cal;

	ok(!calendar_build(&cal, memory, 10, 9, 9, 0, NULL, 0), "no calendar without a day");
	ok(!calendar_build(&cal, memory, 0, 9, 9, 0x7f, NULL, 0), "no calendar without a working weekday");
	ok(!calendar_build(&cal, memory, 0, 9, 9, 0, days, 2), "no calendar with a day set twice");
	ok(!calendar_build(&cal, memory, 0, 9, CALENDAR_MAX_LENGTH, 0x60, NULL, 0), "no calendar longer than two bytes reach");
	ok(calendar_build(&cal, memory, 0, 9, 9, 0x60, days, 1), "a calendar of ten days");
	ok(!calendar_add(&cal, 0, INT32_MAX, &result, &firm), "more working days than there are dates");
	ok(!calendar_add(&cal, 0, INT32_MIN, &result, &firm), "fewer working days than there are dates");
	ok(!calendar_add_known(&cal, INT32_MAX, 1, &result) && !calendar_add_known(&cal, INT32_MIN, 1, &result) &&
	   !calendar_add_known(&cal, 3, INT32_MAX, &result) && !calendar_add_known(&cal, 3, -1, &result), "the fast way refuses what it does not know");
	ok(!calendar_add(&cal, CALENDAR_MAX_DAY, 1, &result, &firm), "nothing after the last date");
	ok(calendar_add(&cal, CALENDAR_MAX_DAY, 0, &result, &firm) && result == CALENDAR_MAX_DAY, "n = 0 is the day itself");
	ok(calendar_add(&cal, CALENDAR_MIN_DAY + 400000000, -1000000, &result, &firm) && !firm, "far before the calendar");
}

int
main(void)
{
	choose_seed();
	every_day(7);
	every_day(50);
	laws();
	limits();
	return done_testing();
}
