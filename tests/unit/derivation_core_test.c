/*
 * derivation_core_test.c
 *		Cycles, pauses and extensions against a walk through the events that keeps what is open, day by day.
 */
#include "derivation_core.h"

#include "test.h"

enum
{
	K_RECEIVED,
	K_ACCEPT,
	K_PAUSE,
	K_RESUME,
	K_EXTEND,
	K_DECIDE,
	K_CLOSE,
	K_VOID,
	K_DELIVER,
	K_LAST,
	KINDS
};

#define MAX_EVENTS 24
#define DAYS 60
#define HOUR INT64_C(3600000000)

static Calendar cal;
static uint16_t memory[4 * 400];

/* every day works but Saturday and Sunday */
static void
make_calendar(void)
{
	if (calendar_memory(-30, 300) > sizeof(memory) ||
		!calendar_build(&cal, memory, -30, 300, 300, 0x60, NULL, 0))
		abort();
}

static DerivationEvent
event(int kind, int64_t hour)
{
	DerivationEvent e = {0};

	e.kind = (int16_t) kind;
	e.rank = (int16_t) kind;
	e.at = hour * HOUR;
	e.day = (int32_t) (hour / 24);
	e.node = NO_NODE;
	return e;
}

static int
compare(const void *a, const void *b)
{
	const DerivationEvent *x = a;
	const DerivationEvent *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->rank - y->rank;
}

static const uint8_t promised[KINDS] = {
	[K_ACCEPT] = ROLE_START, [K_CLOSE] = ROLE_STOP, [K_VOID] = ROLE_STOP, [K_PAUSE] = ROLE_PAUSE, [K_RESUME] = ROLE_RESUME,
	[K_EXTEND] = ROLE_EXTEND, [K_DECIDE] = ROLE_STOP, [K_LAST] = ROLE_FINAL
};
static const uint8_t delivery[KINDS] = {
	[K_DECIDE] = ROLE_START, [K_CLOSE] = ROLE_START, [K_VOID] = ROLE_STOP, [K_DELIVER] = ROLE_STOP
};
static const uint8_t nodes[KINDS] = {[K_ACCEPT] = ROLE_START, [K_DECIDE] = ROLE_START, [K_CLOSE] = ROLE_STOP};

static void
examples(void)
{
	DerivationEvent events[8];
	DerivationHistory history = {events, 0, DERIVATION_OPEN, -1};
	DerivationRule rule = {promised, false, SPECIAL_ACTUAL};
	ClockCycle	cycles[8];
	Pause		pauses[8];
	Extension	extensions[8];
	CycleLength length = {pauses, 0, extensions, 0};
	int32_t		amount;
	LimitUnit	unit;

	events[0] = event(K_RECEIVED, 1);
	events[1] = event(K_ACCEPT, 10);
	events[2] = event(K_PAUSE, 34);
	events[2].amounts[WORD_DAYS] = 3;
	events[3] = event(K_ACCEPT, 40);
	events[4] = event(K_RESUME, 34 + 24 * 8);
	history.nevents = 5;
	ok(derivation_cycles(&rule, &history, cycles) == 1 && cycles[0].start == 1 && cycles[0].stop == DERIVATION_RUNS, "a second start does nothing");
	ok(derivation_length(&rule, &history, &cycles[0], &cal, UNIT_WORKING_DAY, &length) && length.npauses == 1 &&
	   pauses[0].begin == 1 && pauses[0].end == 9, "a pause is the days after its begin up to its end");
	rule.special = SPECIAL_LEAST;
	/* day 1 is a Sunday: Monday, Tuesday, Wednesday */
	ok(derivation_length(&rule, &history, &cycles[0], &cal, UNIT_WORKING_DAY, &length) && pauses[0].end == 4, "three working days applied for cut it");
	ok(derivation_length(&rule, &history, &cycles[0], &cal, UNIT_MONTH, &length) && pauses[0].end == 4, "so do three natural days");
	rule.special = SPECIAL_REQUESTED;
	ok(derivation_length(&rule, &history, &cycles[0], &cal, UNIT_WORKING_DAY, &length) && length.npauses == 0 &&
	   length.nextensions == 1 && extensions[0].on == 1 && extensions[0].by == 3, "or lengthen the limit instead");
	ok(derivation_length(&rule, &history, &cycles[0], &cal, UNIT_WEEK, &length) && length.npauses == 1 && length.nextensions == 0,
	   "days do not lengthen a limit in weeks: the pause stands still");
	ok(derivation_requested(&events[2], true, UNIT_DAY, &amount, &unit) && amount == 3 && unit == UNIT_DAY, "days are those of the unit given");
	ok(derivation_requested(&events[2], true, UNIT_MONTH, &amount, &unit) && amount == 3 && unit == UNIT_WORKING_DAY, "a step that does not say the unit says another");
	ok(!derivation_requested(&events[1], true, UNIT_DAY, &amount, &unit), "no number, no limit");

	/* delivery outlives the end that starts it, not another */
	events[0] = event(K_RECEIVED, 1);
	events[1] = event(K_DECIDE, 10);
	events[2] = event(K_CLOSE, 20);
	events[3] = event(K_DELIVER, 30);
	events[4] = event(K_DECIDE, 40);
	history.closed_at = events[2].at;
	history.closed_by = K_CLOSE;
	rule.roles = delivery;
	ok(derivation_cycles(&rule, &history, cycles) == 1 && cycles[0].start == 1 && cycles[0].stop == 3, "a clock that the end starts runs on to its own stop; nothing starts after the end");
	events[2] = event(K_VOID, 20);
	history.closed_by = K_VOID;
	ok(derivation_cycles(&rule, &history, cycles) == 1 && cycles[0].stop == 2, "another end stops it");
	ok(derivation_reach(&rule, &history) == 3, "and what comes later does not count");

	/* nodes */
	history.closed_at = DERIVATION_OPEN;
	history.closed_by = -1;
	rule.roles = nodes;
	rule.by_node = true;
	events[0] = event(K_ACCEPT, 1);
	events[1] = event(K_ACCEPT, 2);
	events[1].node = 0;
	events[2] = event(K_DECIDE, 3);
	events[2].node = 0;
	events[3] = event(K_DECIDE, 4);
	events[3].node = 1;
	events[4] = event(K_CLOSE, 5);
	ok(derivation_cycles(&rule, &history, cycles) == 2 && cycles[0].start == 1 && cycles[0].stop == 3 && cycles[1].start == 3 && cycles[1].stop == 4,
	   "another node ends the cycle of the one before");
}

/* what a walk through the events finds of one cycle */
typedef struct Walked
{
	int64_t		start_at;
	int64_t		stop_at;		/* INT64_MAX: runs */
	int32_t		stop_day;
} Walked;

static size_t
walk_cycles(const uint8_t *roles, const DerivationEvent *events, size_t n, Walked *found)
{
	size_t		count = 0;
	bool		runs = false;
	int64_t		final_at = INT64_MAX;

	for (size_t i = 0; i < n; i++)
		if ((roles[events[i].kind] & ROLE_FINAL) && events[i].at < final_at)
			final_at = events[i].at;
	for (size_t i = 0; i < n; i++)
	{
		if (events[i].at > final_at)
			continue;
		if (!runs && (roles[events[i].kind] & ROLE_START))
		{
			found[count].start_at = events[i].at;
			found[count].stop_at = INT64_MAX;
			count++;
			runs = true;
		}
		else if (runs && (roles[events[i].kind] & ROLE_STOP))
		{
			found[count - 1].stop_at = events[i].at;
			found[count - 1].stop_day = events[i].day;
			runs = false;
		}
	}
	return count;
}

/* the days that the pauses of a cycle take out, each procedure for itself */
static void
walk_pauses(const DerivationEvent *events, size_t n, const Walked *cycle, bool *out)
{
	memset(out, 0, sizeof(bool) * (DAYS + 2));
	for (int procedure = 0; procedure < 3; procedure++)
	{
		bool		open = false;
		int64_t		begin_at = 0;
		int32_t		begin = 0;

		for (size_t i = 0; i <= n; i++)
		{
			bool		end = i == n || (events[i].kind == K_RESUME && events[i].procedure == procedure);

			if (i < n && events[i].kind == K_PAUSE && events[i].procedure == procedure && !open)
			{
				open = true;
				begin_at = events[i].at;
				begin = events[i].day;
			}
			else if (open && end)
			{
				int64_t		end_at = i == n ? INT64_MAX : events[i].at;
				int32_t		last = i == n ? DAYS + 1 : events[i].day;

				open = false;
				if (begin_at < cycle->stop_at && end_at > cycle->start_at)
				{
					if (end_at > cycle->stop_at)
						last = cycle->stop_day;
					for (int32_t day = begin + 1; day <= last; day++)
						out[day] = true;
				}
			}
		}
	}
}

static void
random_histories(void)
{
	int			failures = 0;
	int			cycles_seen = 0;
	int			pauses_seen = 0;

	for (int run = 0; run < 200000; run++)
	{
		DerivationEvent events[MAX_EVENTS];
		size_t		n = (size_t) between_random(1, MAX_EVENTS);
		DerivationHistory history = {events, n, DERIVATION_OPEN, -1};
		DerivationRule rule = {promised, false, SPECIAL_ACTUAL};
		ClockCycle	cycles[MAX_EVENTS];
		Walked		walked[MAX_EVENTS];
		size_t		nwalked,
					ncycles;
		size_t		counted = n;

		for (size_t i = 0; i < n; i++)
		{
			events[i] = event((int) between_random(1, KINDS - 1), between_random(0, between_random(1, DAYS * 24 - 1)));
			/* few of the kinds that end all */
			if (events[i].kind >= K_CLOSE && between_random(0, 3) > 0)
				events[i] = event((int) between_random(K_ACCEPT, K_DECIDE), events[i].at / HOUR);
			events[i].procedure = (int32_t) between_random(0, 2);
			if (events[i].kind == K_EXTEND)
				events[i].amounts[between_random(0, 1)] = (int32_t) between_random(1, 9);
		}
		qsort(events, n, sizeof(DerivationEvent), compare);
		for (size_t i = 0; i < n && history.closed_by < 0; i++)
			if (events[i].kind == K_CLOSE || events[i].kind == K_VOID)
			{
				history.closed_by = events[i].kind;
				history.closed_at = events[i].at;
			}
		while (counted > 0 && events[counted - 1].at > history.closed_at)
			counted--;
		nwalked = walk_cycles(promised, events, counted, walked);
		ncycles = derivation_cycles(&rule, &history, cycles);
		check(failures, ncycles == nwalked, "run %d: %zu cycles, not %zu", run, ncycles, nwalked);
		for (size_t c = 0; c < ncycles && ncycles == nwalked; c++)
		{
			Pause		pauses[MAX_EVENTS];
			Extension	extensions[MAX_EVENTS];
			CycleLength length = {pauses, 0, extensions, 0};
			bool		out[DAYS + 2];
			bool		got[DAYS + 2] = {false};
			size_t		wanted = 0;
			int64_t		sum = 0,
						got_sum = 0;

			cycles_seen++;
			check(failures, events[cycles[c].start].at == walked[c].start_at &&
				  (cycles[c].stop == DERIVATION_RUNS ? walked[c].stop_at == INT64_MAX : events[cycles[c].stop].at == walked[c].stop_at),
				  "run %d: cycle %zu starts or stops elsewhere", run, c);
			if (!derivation_length(&rule, &history, &cycles[c], &cal, UNIT_WORKING_DAY, &length))
				abort();
			walk_pauses(events, counted, &walked[c], out);
			for (size_t p = 0; p < length.npauses; p++)
			{
				check(failures, pauses[p].begin < pauses[p].end && (p == 0 || pauses[p].begin > pauses[p - 1].end), "run %d: pauses not sorted and apart", run);
				for (int32_t day = pauses[p].begin + 1; day <= (pauses[p].end < DAYS + 1 ? pauses[p].end : DAYS + 1); day++)
					got[day] = true;
				pauses_seen++;
			}
			check(failures, memcmp(out, got, sizeof(out)) == 0, "run %d: cycle %zu: other days paused", run, c);
			for (size_t i = 0; i < counted; i++)
				if (events[i].kind == K_EXTEND && events[i].amounts[WORD_DAYS] > 0 && events[i].at >= walked[c].start_at && events[i].at <= walked[c].stop_at)
				{
					wanted++;
					sum += (int64_t) events[i].day * 1000 + events[i].amounts[WORD_DAYS];
				}
			for (size_t e = 0; e < length.nextensions; e++)
			{
				got_sum += (int64_t) extensions[e].on * 1000 + extensions[e].by;
				check(failures, e == 0 || extensions[e].on >= extensions[e - 1].on, "run %d: extensions out of order", run);
			}
			check(failures, wanted == length.nextensions && sum == got_sum, "run %d: cycle %zu: other extensions", run, c);
		}
	}
	ok(failures == 0 && cycles_seen > 10000 && pauses_seen > 10000, "200000 random histories: %d cycles, %d pauses, %d differences", cycles_seen, pauses_seen, failures);
}

int
main(void)
{
	choose_seed();
	make_calendar();
	examples();
	random_histories();
	return done_testing();
}
