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

/*
 * The simulation: a clock that ticks once a day. It knows of no multirange and adds no days up: on each day it asks whether
 * the day is paused and whether it counts, and in the evening what was granted or begins on it. What begins when the limit
 * is over comes too late.
 */
#define DIARY_BEFORE 50			/* pauses lie from so many days before the start */
#define DIARY_DAYS 300
#define MOST_DAYS 5000			/* that a natural limit runs */

typedef struct Simulated
{
	bool		open;
	int32_t		due;
	int64_t		extension;
} Simulated;

typedef struct Diary
{
	unsigned char paused[DIARY_DAYS];	/* by any pause, capped */
	int32_t		open_from;		/* from this day on paused without end */
} Diary;

static bool
paused_on(const Diary *diary, const TimeLimit *l, int32_t day)
{
	int32_t		place = day - l->start + DIARY_BEFORE;

	return day >= diary->open_from || (place >= 0 && place < DIARY_DAYS && diary->paused[place]);
}

/* so many days (or, where only these count, working days) has the limit to run */
static int64_t
run_length(const TimeLimit *l, int64_t units)
{
	int32_t		end = l->start;

	if (l->unit == UNIT_WORKING_DAY || l->unit == UNIT_DAY)
		return units;
	if (l->unit == UNIT_WEEK)
		return 7 * units;
	deadline_add_months(l->start, units * (l->unit == UNIT_YEAR ? 12 : 1), &end);
	return end - l->start;
}

static Simulated
simulate(const TimeLimit *l, const Diary *diary)
{
	static int32_t day_of[MOST_DAYS];	/* the last day on which so many had run */
	bool		all_days = l->unit != UNIT_WORKING_DAY && l->roll != ROLL_SKIP_ALL;
	Simulated	s = {false, l->start, 0};
	int64_t		units = l->amount;
	int64_t		length = run_length(l, units);
	int64_t		run = 0;
	int32_t		stands_until = INT32_MIN;	/* the clock stands through this day */
	int32_t		not_before = INT32_MIN; /* due not before: the end of a pause begun while the last day was awaited */
	size_t		e = 0;

	for (int32_t day = l->start;; day++)
	{
		bool		over;

		/* does the day run? */
		if (day > l->start && day > stands_until && (all_days || is_working(&r, day)))
		{
			if (!all_days && run == length)
				return s;		/* was over before */
			run++;
		}
		if (all_days)
			day_of[run] = day;

		/* is the limit over by this evening, so that nothing of the day moves it? */
		if (all_days)
		{
			int32_t		last = run >= length ? day_of[length] : INT32_MAX;

			if (last != INT32_MAX && last < not_before)
				last = not_before;
			/* a last day of rest waits for a working day */
			while (l->roll == ROLL_LAST_DAY && last < day && !is_working(&r, last))
				last++;
			over = last < day;
			if (over)
			{
				s.due = last;
				return s;
			}
		}
		else
		{
			/* an end on which a pause begins is put off to the last working day of the pause */
			if (run == length && (run == 0 ? day == l->start || is_working(&r, day) : is_working(&r, day)))
				s.due = day;
			over = run == length && s.due < day;
			for (int32_t later = day + 1; over && later <= stands_until; later++)
				over = !is_working(&r, later);
			if (over && day > stands_until)
				return s;
		}

		/* what the day brings: first extensions, then a pause from the next day on */
		while (e < l->nextensions && l->extensions[e].on <= day)
		{
			if (!over)
			{
				units += l->extensions[e].by;
				s.extension += l->extensions[e].by;
				length = run_length(l, units);
			}
			e++;
		}
		if (!over && paused_on(diary, l, day + 1) && (day == l->start || !paused_on(diary, l, day)))
		{
			int32_t		until = day + 1;

			while (until < diary->open_from && paused_on(diary, l, until + 1))
				until++;
			if (until >= diary->open_from)
			{
				s.open = true;
				for (; e < l->nextensions; e++)
					s.extension += l->extensions[e].by;
				return s;
			}
			if (!all_days || run <= length)
				stands_until = until;
			else
				not_before = until;
		}
	}
}

/*
 * Random pauses as they are entered: in any order, overlapping, some capped, some not ended; beside the diary what the
 * core is given: each capped, then all united, sorted, disjoint and not adjacent, as a multirange has them.
 */
static size_t
enter_pauses(const TimeLimit *l, Diary *diary, Pause *pauses)
{
	Pause		entered[6];
	size_t		n = 0,
				m = 0;
	int			entries = (int) between_random(0, 6);

	memset(diary->paused, 0, sizeof(diary->paused));
	diary->open_from = INT32_MAX;
	for (int i = 0; i < entries; i++)
	{
		Pause		p;

		p.begin = l->start + (int32_t) between_random(-40, between_random(0, 1) ? 40 : 160);
		p.end = between_random(0, 19) == 0 ? PAUSE_OPEN : p.begin + (int32_t) between_random(0, 30);
		if (between_random(0, 2) == 0)
		{
			/* a cap of so many days: what is left of it does not pause */
			int32_t		cap = (int32_t) between_random(0, 20);

			if (p.end == PAUSE_OPEN || p.end - p.begin > cap)
				p.end = p.begin + cap;
		}
		if (p.end == p.begin)
			continue;
		if (p.end == PAUSE_OPEN)
			diary->open_from = p.begin + 1 < diary->open_from ? p.begin + 1 : diary->open_from;
		else
			for (int32_t day = p.begin + 1; day <= p.end; day++)
				diary->paused[day - l->start + DIARY_BEFORE] = 1;
		entered[n++] = p;
	}
	/* united */
	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j > 0 && entered[j].begin < entered[j - 1].begin; j--)
		{
			Pause		p = entered[j];

			entered[j] = entered[j - 1];
			entered[j - 1] = p;
		}
	for (size_t i = 0; i < n; i++)
	{
		if (m > 0 && entered[i].begin <= pauses[m - 1].end)
		{
			if (entered[i].end > pauses[m - 1].end)
				pauses[m - 1].end = entered[i].end;
		}
		else
			pauses[m++] = entered[i];
	}
	return m;
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

/* which kinds of cases came up, so that a generator that tests nothing is noticed */
enum
{
	SEEN_OPEN,
	SEEN_MOVED,
	SEEN_TOO_LATE,
	SEEN_EXTENDED,
	SEEN_NATURAL,
	SEEN_UNITED,
	SEEN_KINDS
};

static void
simulation(void)
{
	static const char *const kinds[] = {"open", "moved", "too late", "extended", "natural", "united"};
	static Diary diary;
	int			bad = 0,
				bad_firm = 0,
				bad_extension = 0,
				seen[SEEN_KINDS] = {0};
	TimeLimit	l;
	Pause		pauses[6];
	Extension	extensions[3];

	for (int i = 0; i < CASES; i++)
	{
		DueDay		due,
					plain;
		Simulated	s;
		TimeLimit	without;

		if (i % 5000 == 0)
			make_random_calendar(&r, (int32_t) between_random(-5000, 12000), 2500, (int32_t) between_random(0, 300),
								 (int) between_random(0, 40));
		random_limit(&l, pauses, extensions);
		l.npauses = enter_pauses(&l, &diary, pauses);
		s = simulate(&l, &diary);
		check(bad, deadline_due(&r.cal, &l, &due) && due.open == s.open && (s.open || due.day == s.due),
			  "case %d: unit %d roll %d amount %d from %d: %d, not %d", i, l.unit, l.roll, (int) l.amount, l.start, due.day, s.due);
		check(bad_extension, due.extension == s.extension, "case %d: extension %d, not %d", i, (int) due.extension, (int) s.extension);
		if (l.unit == UNIT_WORKING_DAY && !due.open && l.amount > 0)
			check(bad_firm, due.firm == (l.start >= r.cal.first - 1 && due.needs <= r.cal.through) && due.needs >= due.day,
				  "case %d: firmness", i);

		without = l;
		without.npauses = 0;
		deadline_due(&r.cal, &without, &plain);
		seen[SEEN_OPEN] += s.open;
		seen[SEEN_MOVED] += !s.open && plain.day != s.due;
		seen[SEEN_TOO_LATE] += l.npauses > 0 && !s.open && pauses[l.npauses - 1].begin > s.due;
		seen[SEEN_EXTENDED] += s.extension > 0;
		seen[SEEN_NATURAL] += l.unit != UNIT_WORKING_DAY && l.npauses > 0;
		seen[SEEN_UNITED] += l.npauses > 1;
	}
	ok(bad == 0, "due day as a clock that ticks day by day: %d cases", CASES);
	ok(bad_extension == 0, "extensions as simulated: %d cases", CASES);
	ok(bad_firm == 0, "firm exactly inside the horizon: %d cases", CASES);
	for (int k = 0; k < SEEN_KINDS; k++)
		ok(seen[k] > CASES / 50, "cases of every kind: %s, %d %%", kinds[k], seen[k] / (CASES / 100));
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
	simulation();
	laws();
	return done_testing();
}
