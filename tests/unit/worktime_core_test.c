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
	bool		until_midnight = between_random(0, 2) == 0;

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

				if (closes > 900 && until_midnight)
					closes = 1440;

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

/*
 * Pauses and extensions against a clock that ticks once a minute: it asks of each minute whether the office is open and
 * whether the clock stands, and at each instant what was granted or begins then. What begins after the end comes too late.
 */
#define MAP_DAYS 120
#define MAP_MINUTES (MAP_DAYS * 1440)
#define PAUSE_CASES 30000

static unsigned char open_map[MAP_MINUTES + 1];

typedef struct MinuteSpan
{
	int			from;			/* minute of the map; the pause is [from, to) */
	int			to;				/* MAP_MINUTES: not ended */
} MinuteSpan;

typedef struct MinuteGrant
{
	int			on;
	int			by;
} MinuteGrant;

/* the end of the limit as a minute of the map; MAP_MINUTES: open; -1: beyond the map */
static int
tick(int start, int amount, const MinuteSpan *pauses, size_t npauses, const MinuteGrant *grants, size_t ngrants, int *granted)
{
	int			run = 0;
	int			length = amount;
	int			due = start;
	int			until = -1;		/* the clock stands before this minute */
	size_t		g = 0,
				p = 0;

	*granted = 0;
	for (int now = start; now < MAP_MINUTES; now++)
	{
		bool		over = run == length && due < now;

		/* an end put off by a pause: as long as there is opening time left in it */
		for (int later = now; over && later < until; later++)
			over = !open_map[later];
		if (over)
			return due;
		for (; g < ngrants && grants[g].on <= now; g++)
		{
			length += grants[g].by;
			*granted += grants[g].by;
		}
		for (; p < npauses && pauses[p].from <= now; p++)
		{
			if (pauses[p].to <= now)
				continue;
			if (pauses[p].to == MAP_MINUTES)
			{
				for (; g < ngrants; g++)
					*granted += grants[g].by;
				return MAP_MINUTES;
			}
			until = pauses[p].to;
		}
		if (!open_map[now])
			continue;
		if (now < until)
			due = run == length ? now + 1 : due;
		else if (run == length)
			return due;
		else if (++run == length)
			due = now + 1;
	}
	return -1;
}

static Moment
moment_of(int minute)
{
	Moment		m = {r.cal.first + minute / 1440, minute % 1440 * MINUTE};

	return m;
}

/* midnight as the end of a day: so it is compared with an end */
static Moment
instant_of(int minute)
{
	Moment		m = moment_of(minute);

	if (m.usec == 0)
	{
		m.day--;
		m.usec = WORKTIME_DAY;
	}
	return m;
}

static void
pauses(void)
{
	int			bad = 0,
				bad_extension = 0,
				compared = 0,
				open = 0,
				moved = 0;

	for (int i = 0; i < PAUSE_CASES; i++)
	{
		MinuteSpan	spans[4];
		WorkPause	given_pauses[4];
		MinuteGrant grants[3];
		WorkExtension given_grants[3];
		size_t		nspans = 0,
					ngrants = 0;
		WorkDue		due;
		int			start,
					amount,
					minute,
					expected,
					granted;

		if (i % 500 == 0)
		{
			make_random_calendar(&r, (int32_t) between_random(-3000, 12000), MAP_DAYS, 20, (int) between_random(0, 30));
			random_hours();
			for (minute = 0; minute < MAP_MINUTES; minute++)
				open_map[minute] = (unsigned char) open_minute(r.cal.first + minute / 1440, minute % 1440);
		}
		start = (int) between_random(1440, 10 * 1440);
		amount = (int) between_random(0, between_random(0, 1) ? 60 : 1500);
		/* some at instants that the limit touches: a pause that begins as it ends */
		minute = start + (int) between_random(-1440, 3 * 1440);
		while (nspans < 4 && between_random(0, 3) > 0)
		{
			if (between_random(0, 3) == 0)
			{
				expected = tick(start, amount, spans, nspans, NULL, 0, &granted);
				if (expected >= minute && expected < MAP_MINUTES / 2)
					minute = expected + (int) between_random(0, 1);
			}
			spans[nspans].from = minute;
			spans[nspans].to = between_random(0, 15) == 0 ? MAP_MINUTES : minute + (int) between_random(1, 4 * 1440);
			minute = spans[nspans].to + (int) between_random(1, 2 * 1440);
			if (spans[nspans++].to == MAP_MINUTES || minute > MAP_MINUTES / 2)
				break;
		}
		minute = start;
		while (ngrants < 3 && between_random(0, 2) == 0)
		{
			minute += (int) between_random(0, 2 * 1440);
			grants[ngrants].on = minute;
			grants[ngrants++].by = (int) between_random(0, 500);
		}
		for (size_t p = 0; p < nspans; p++)
		{
			given_pauses[p].from = moment_of(spans[p].from);
			given_pauses[p].counts_from = instant_of(spans[p].from);
			given_pauses[p].open = spans[p].to == MAP_MINUTES;
			given_pauses[p].to = moment_of(given_pauses[p].open ? spans[p].from : spans[p].to);
		}
		for (size_t g = 0; g < ngrants; g++)
		{
			given_grants[g].on = instant_of(grants[g].on);
			given_grants[g].by = grants[g].by * MINUTE;
		}
		expected = tick(start, amount, spans, nspans, grants, ngrants, &granted);
		if (expected < 0)
			continue;
		compared++;
		open += expected == MAP_MINUTES;
		moved += nspans > 0 && expected != MAP_MINUTES && expected != tick(start, amount, NULL, 0, grants, ngrants, &minute);
		check(bad, worktime_due(&wt, moment_of(start), amount * MINUTE, given_pauses, nspans, given_grants, ngrants, &due) &&
			  due.open == (expected == MAP_MINUTES) &&
			  (due.open || (due.at.day - r.cal.first) * INT64_C(1440) + due.at.usec / MINUTE == expected),
			  "case %d: from minute %d, %d minutes, %d pauses: %d, not %d", i, start, amount, (int) nspans,
			  (int) ((due.at.day - r.cal.first) * INT64_C(1440) + due.at.usec / MINUTE), expected);
		check(bad_extension, due.extension == granted * MINUTE, "case %d: extension", i);
	}
	ok(bad == 0, "due moment as a clock that ticks minute by minute: %d cases", compared);
	ok(bad_extension == 0, "extensions as simulated");
	ok(compared > PAUSE_CASES * 8 / 10 && open > PAUSE_CASES / 50 && moved > PAUSE_CASES / 5,
	   "cases of every kind: %d compared, %d open, %d moved by a pause", compared, open, moved);
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
	pauses();
	ok(!worktime_build(&wt, memory, &r.cal, none), "no opening hours without an interval");
	ok(!worktime_build(&wt, memory, &r.cal, crossed), "no intervals that overlap");
	random_hours();
	ok(!worktime_earliest(&wt, INT64_MAX, &at) && !worktime_latest(&wt, INT64_MIN, &at), "more working time than there is");
	return done_testing();
}
