/*
 * deadline_core_test.c
 *		Limits against a simulation that walks day by day.
 */
#include "random_calendar.h"
#include "deadline_core.h"

#define CASES 1000000

static RandomCalendar r;

static int32_t
walk(int32_t day, int64_t n)
{
	while (n > 0)
		n -= is_working(&r, ++day);
	return day;
}

static int
leap(int y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

/* one calendar month on, by the book: the corresponding day, else the month's last (Civil Code art. 202) */
static int32_t
month_on(int32_t day)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int32_t		y,
				m,
				d;

	deadline_civil(day, &y, &m, &d);
	{
		int			this_length = lengths[m - 1] + (m == 2 && leap(y));
		int			next_length = m == 12 ? 31 : lengths[m] + (m == 1 && leap(y));

		return day - d + this_length + (d < next_length ? d : next_length);
	}
}

static void
civil(void)
{
	int			bad = 0,
				bad_month = 0;
	int32_t		y = 1600,
				m = 1,
				d = 1,
				day;

	for (day = -146097; day < 146097; day++)
	{
		int32_t		y2,
					m2,
					d2;

		deadline_civil(day, &y2, &m2, &d2);
		check(bad, y == y2 && m == m2 && d == d2, "day %d is %d-%d-%d, not %d-%d-%d", day, y, m, d, y2, m2, d2);
		check(bad, deadline_from_civil(y, m, d) == day, "%d-%d-%d is day %d", y, m, d, day);
		check(bad_month, deadline_add_months(day, 1, &y2) && y2 == month_on(day), "a month after day %d", day);
		if (++d > (m == 2 ? 28 + leap(y) : (m == 4 || m == 6 || m == 9 || m == 11) ? 30 : 31))
		{
			d = 1;
			if (++m > 12)
			{
				m = 1;
				y++;
			}
		}
	}
	ok(bad == 0, "the civil calendar, each day of 800 years");
	ok(bad_month == 0, "a month on, each day of 800 years");
	ok(deadline_add_months(deadline_from_civil(2024, 1, 31), 1, &day) && day == deadline_from_civil(2024, 2, 29), "31 January and a month");
	ok(deadline_add_months(deadline_from_civil(2024, 2, 29), -12, &day) && day == deadline_from_civil(2023, 2, 28), "29 February less a year");
	ok(!deadline_add_months(0, 70500000, &day), "more months than there are dates");
	ok(!deadline_add_months(0, INT64_MAX, &day) && !deadline_add_months(0, INT64_MIN, &day), "absurd numbers of months");
}

/* the simulation: what counts is decided pause by pause, days are looked at one by one */
typedef struct Simulated
{
	bool		open;
	int32_t		due;
	int64_t		extension;
} Simulated;

static int32_t
simulate_end(const TimeLimit *l, int64_t units, const unsigned char *excluded, int32_t low, int32_t at_least)
{
	int32_t		day = l->start;
	int64_t		count = 0;

	/* how many units: natural months end on a day, working days are counted */
	if (l->unit == UNIT_WORKING_DAY)
		count = units;
	else
	{
		int32_t		end = l->start;

		if (l->unit == UNIT_DAY)
			end += (int32_t) units;
		else if (l->unit == UNIT_WEEK)
			end += (int32_t) (7 * units);
		else
			deadline_add_months(l->start, units * (l->unit == UNIT_YEAR ? 12 : 1), &end);
		count = end - l->start;
	}
	/* each excluded day after the start makes the count one longer */
	for (int32_t d = l->start + 1; d < low + TRUTH_DAYS; d++)
		if (excluded[d - low] && (is_working(&r, d) || (l->unit != UNIT_WORKING_DAY && l->roll != ROLL_SKIP_ALL)))
			count++;
	if (l->unit == UNIT_WORKING_DAY || l->roll == ROLL_SKIP_ALL)
		return walk(day, count);
	day += (int32_t) count;
	if (day < at_least)
		day = at_least;
	if (l->roll == ROLL_LAST_DAY)
		day = walk(day - 1, 1);
	return day;
}

static Simulated
simulate(const TimeLimit *l)
{
	static unsigned char excluded[TRUTH_DAYS];
	Simulated	s = {false, 0, 0};
	int64_t		units = l->amount;
	int32_t		at_least = INT32_MIN;
	size_t		p = 0,
				e = 0;

	memset(excluded, 0, sizeof(excluded));
	s.due = simulate_end(l, units, excluded, r.low, at_least);
	while (p < l->npauses || e < l->nextensions)
	{
		if (e < l->nextensions && (p == l->npauses || l->extensions[e].on <= l->pauses[p].begin))
		{
			if (s.open || l->extensions[e].on <= s.due)
			{
				units += l->extensions[e].by;
				s.extension += l->extensions[e].by;
			}
			e++;
		}
		else
		{
			int32_t		begin = l->pauses[p].begin < l->start ? l->start : l->pauses[p].begin;

			if (!s.open && l->pauses[p].end > l->start && begin <= s.due)
			{
				if (l->pauses[p].end == PAUSE_OPEN)
					s.open = true;
				else if (begin > l->start && l->unit != UNIT_WORKING_DAY && l->roll != ROLL_SKIP_ALL &&
						 begin > simulate_end(&(TimeLimit)
											  {
											  l->start, l->amount, l->unit, ROLL_NONE, NULL, 0, NULL, 0
											  }, units, excluded, r.low, INT32_MIN))
				{
					/* begins after the count, before the rolled due day */
					if (l->pauses[p].end > at_least)
						at_least = l->pauses[p].end;
				}
				else
					for (int32_t d = begin + 1; d <= l->pauses[p].end; d++)
						excluded[d - r.low] = 1;
			}
			p++;
		}
		if (!s.open)
			s.due = simulate_end(l, units, excluded, r.low, at_least);
	}
	return s;
}

/* random pauses: sorted, disjoint, not adjacent, as a multirange has them */
static size_t
random_pauses(Pause *pauses, int32_t start, size_t max)
{
	size_t		n = 0;
	int32_t		day = start + (int32_t) between_random(-30, 40);

	while (n < max)
	{
		pauses[n].begin = day;
		pauses[n].end = day + (int32_t) between_random(1, 25);
		day = pauses[n].end + (int32_t) between_random(1, 40);
		n++;
		if (between_random(0, 2) == 0)
			break;
	}
	if (n > 0 && between_random(0, 15) == 0)
		pauses[n - 1].end = PAUSE_OPEN;
	if (n > 0 && between_random(0, 15) == 0)
		pauses[0].begin = PAUSE_ALWAYS;
	return n;
}

static void
random_limit(TimeLimit *l, Pause *pauses, Extension *extensions)
{
	l->start = r.cal.first + (int32_t) between_random(-100, 2500);
	l->unit = (LimitUnit) between_random(UNIT_WORKING_DAY, UNIT_YEAR);
	l->amount = l->unit == UNIT_YEAR ? between_random(0, 2) : l->unit == UNIT_MONTH ? between_random(0, 14) : between_random(0, 70);
	l->roll = (RollMode) between_random(ROLL_NONE, ROLL_SKIP_ALL);
	l->npauses = between_random(0, 3) == 0 ? 0 : random_pauses(pauses, l->start, 4);
	l->pauses = pauses;
	l->nextensions = 0;
	l->extensions = extensions;
	if (between_random(0, 2) == 0)
	{
		int32_t		day = l->start;

		while (l->nextensions < 3)
		{
			day += (int32_t) between_random(0, 40);
			extensions[l->nextensions].on = day;
			extensions[l->nextensions].by = (int32_t) (l->unit == UNIT_YEAR ? 1 : between_random(0, 15));
			l->nextensions++;
			if (between_random(0, 1))
				break;
		}
	}
}

static void
simulation(int cases)
{
	int			bad = 0,
				bad_firm = 0,
				bad_extension = 0;
	TimeLimit	l;
	Pause		pauses[4];
	Extension	extensions[3];

	for (int i = 0; i < cases; i++)
	{
		DueDay		due;
		Simulated	s;

		if (i % 500 == 0)
			make_random_calendar(&r, (int32_t) between_random(-5000, 12000), 2500, (int32_t) between_random(0, 300),
								 (int) between_random(0, 40));
		random_limit(&l, pauses, extensions);
		s = simulate(&l);
		check(bad, deadline_due(&r.cal, &l, &due) && due.open == s.open && (s.open || due.day == s.due),
			  "case %d: unit %d roll %d amount %d: %d, not %d", i, l.unit, l.roll, (int) l.amount, due.day, s.due);
		check(bad_extension, due.extension == s.extension, "case %d: extension", i);
		if (l.unit == UNIT_WORKING_DAY && !due.open && l.amount > 0)
			check(bad_firm, due.firm == (l.start >= r.cal.first - 1 && due.needs <= r.cal.through) && due.needs >= due.day,
				  "case %d: firmness", i);
	}
	ok(bad == 0, "due day as simulated: %d cases", cases);
	ok(bad_extension == 0, "extensions as simulated: %d cases", cases);
	ok(bad_firm == 0, "firm exactly inside the horizon: %d cases", cases);
}

static void
laws(void)
{
	int			bad[6] = {0};
	Pause		pauses[4];
	Extension	extensions[3];
	TimeLimit	l;

	for (int i = 0; i < CASES; i++)
	{
		DueDay		due,
					other;
		TimeLimit	m;

		if (i % 2000 == 0)
			make_random_calendar(&r, (int32_t) between_random(-5000, 12000), 2500, 100, (int) between_random(0, 40));
		random_limit(&l, pauses, extensions);
		deadline_due(&r.cal, &l, &due);

		/* monotone in the amount */
		m = l;
		m.amount++;
		deadline_due(&r.cal, &m, &other);
		check(bad[0], other.open || (!due.open && other.day >= due.day), "case %d: one unit more is due earlier", i);

		/* a pause after the due day changes nothing */
		if (l.npauses < 4 && !due.open && (l.npauses == 0 || pauses[l.npauses - 1].end != PAUSE_OPEN))
		{
			Pause		more[5];

			if (l.npauses > 0)
				memcpy(more, pauses, sizeof(Pause) * l.npauses);
			more[l.npauses].begin = due.day + 1 + (int32_t) between_random(0, 50);
			if (l.npauses > 0 && more[l.npauses].begin <= pauses[l.npauses - 1].end)
				more[l.npauses].begin = pauses[l.npauses - 1].end + 1;
			more[l.npauses].end = more[l.npauses].begin + (int32_t) between_random(1, 30);
			m = l;
			m.pauses = more;
			m.npauses = l.npauses + 1;
			/* the extensions may come after the pause and see a due day that it moved: leave them out */
			m.nextensions = 0;
			l.nextensions = 0;
			deadline_due(&r.cal, &l, &due);
			if (!due.open && more[l.npauses].begin > due.day)
			{
				deadline_due(&r.cal, &m, &other);
				check(bad[1], other.day == due.day && !other.open, "case %d: a pause after due moved it", i);
			}
		}

		/* a pause ended before the start changes nothing */
		m = l;
		{
			Pause		one = {l.start - 20, l.start - (int32_t) between_random(0, 10)};

			m.pauses = &one;
			m.npauses = 1;
			deadline_due(&r.cal, &m, &other);
			m.npauses = 0;
			deadline_due(&r.cal, &m, &due);
			check(bad[2], other.day == due.day, "case %d: a pause before the start moved due", i);

			/* without pauses and extensions working days are plain addition */
			m.nextensions = 0;
			m.unit = UNIT_WORKING_DAY;
			deadline_due(&r.cal, &m, &due);
			check(bad[3], due.day == (m.amount ? walk(m.start, m.amount) : m.start), "case %d: plain addition", i);

			/* a pause that begins inside a working limit postpones by exactly its working days */
			one.begin = m.start + (int32_t) between_random(0, due.day - m.start);
			one.end = one.begin + (int32_t) between_random(1, 40);
			m.npauses = 1;
			deadline_due(&r.cal, &m, &other);
			check(bad[4], m.amount == 0 || calendar_rank(&r.cal, other.day) - calendar_rank(&r.cal, due.day) ==
				  calendar_rank(&r.cal, one.end) - calendar_rank(&r.cal, one.begin), "case %d: postponement", i);

			/* union: a pause cut in two adjacent pieces is the same pause */
			if (one.end - one.begin > 1 && m.amount > 0)
			{
				Pause		two[2];
				int32_t		cut = one.begin + (int32_t) between_random(1, one.end - one.begin - 1);
				DueDay		halves;

				two[0].begin = one.begin;
				two[0].end = cut;
				two[1].begin = cut;
				two[1].end = one.end;
				m.pauses = two;
				m.npauses = 2;
				deadline_due(&r.cal, &m, &halves);
				/* unless nothing was left of the limit and the first piece ends on a rest day */
				check(bad[5], halves.day == other.day || one.begin >= due.day || !is_working(&r, cut), "case %d: union", i);
			}
		}
	}
	ok(bad[0] == 0, "one unit more is never due earlier: %d cases", CASES);
	ok(bad[1] == 0, "a pause that begins after the due day changes nothing: %d cases", CASES);
	ok(bad[2] == 0, "a pause that ended before the start changes nothing: %d cases", CASES);
	ok(bad[3] == 0, "without pauses a limit in working days is plain addition: %d cases", CASES);
	ok(bad[4] == 0, "a pause postpones by its working days: %d cases", CASES);
	ok(bad[5] == 0, "a pause in two adjacent pieces is one pause: %d cases", CASES);
}

int
main(void)
{
	choose_seed();
	civil();
	simulation(20000);
	laws();
	return done_testing();
}
