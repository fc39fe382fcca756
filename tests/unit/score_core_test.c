/*
 * score_core_test.c
 *		Scores against sums kept apart, every edge of rounding and of the steps.
 */
#include "score_core.h"

#include "test.h"

typedef union Wide
{
	ScoreState	state;
	char		room[sizeof(ScoreState) + SCORE_MAX_DIMENSIONS * sizeof(ScoreDimension)];
} Wide;

static ScoreState *
fresh(Wide *wide, int ndimensions)
{
	memset(wide, 0, sizeof(Wide));
	score_clear(&wide->state, ndimensions);
	return &wide->state;
}

/* nine weights and an overlay, early 10 % steps, incomplete 1 % steps */
static void
worked_terms(ScoreTerms *terms)
{
	static const int64_t weight[] = {1000, 1400, 1400, 800, 1400, 1000, 1000, 1000, 1000, 0};
	int64_t		flat[SCORE_TERMS_HEAD + 30] = {SCORE_VERSION, 0, SCORE_NO_CAP, 1000, 1000, 100, 100, 1000, 100, 100, 100, 100, 500, 10};

	for (int i = 0; i < 10; i++)
	{
		flat[SCORE_TERMS_HEAD + 3 * i] = weight[i];
		flat[SCORE_TERMS_HEAD + 3 * i + 1] = i == 9 ? -10000 : 0;
		flat[SCORE_TERMS_HEAD + 3 * i + 2] = weight[i];
	}
	ok(score_terms(terms, flat, SCORE_TERMS_HEAD + 30), "terms are read");
	ok(!score_terms(terms, flat, SCORE_TERMS_HEAD + 29), "terms cut short are not");
	flat[0] = 2;
	ok(!score_terms(terms, flat, SCORE_TERMS_HEAD + 30), "nor those of another version");
	flat[0] = SCORE_VERSION;
	flat[SCORE_TERMS_HEAD + 1] = 1001;
	ok(!score_terms(terms, flat, SCORE_TERMS_HEAD + 30), "nor a floor above its cap");
	flat[SCORE_TERMS_HEAD + 1] = 0;
	(void) score_terms(terms, flat, SCORE_TERMS_HEAD + 30);
}

static void
worked_example(void)
{
	ScoreTerms	terms;
	ScoreResult result;
	Wide		wide;
	ScoreState *s = fresh(&wide, 10);

	worked_terms(&terms);
	s->completed = 200;
	s->early = 60;
	s->late = 3;
	s->incomplete = 4;
	score_add(s, 3, -500);
	score_add(s, 3, -500);
	score_add(s, 3, -1000);
	score_add(s, 2, -1000);
	ok(score_result(s, &terms, SCORE_ONE, &result) && result.total == 7700, "the worked example gives 77");
	ok(result.dimension[2] == 0 && result.dimension[1] == 400 && result.sum == 7600 && result.early == 300 && result.incomplete == 200,
	   "by 76, 3 and -2");
	ok(score_result(s, &terms, 12345, &result) && result.total == 9506, "times 1.2345: 95.0565 is 95.06");
	ok(score_result(s, &terms, 0, &result) && result.total == 0, "times 0");
	ok(!score_result(s, &terms, -1, &result) && !score_result(s, &terms, SCORE_MAX_COEFFICIENT + 1, &result), "a coefficient outside its range is refused");
	score_add(s, 10, -9000);
	ok(score_result(s, &terms, 20000, &result) && result.total == 0, "below 0 the floor of the total holds, whatever the coefficient");
}

static void
steps(void)
{
	ScoreSteps	early = {1000, 1000, 100, 100, 1000};
	ScoreSteps	promise = {3000, 1000, 300, 100, 1000};
	ScoreSteps	incomplete = {100, 100, 100, 100, 500};
	static const struct
	{
		const ScoreSteps *steps;
		int64_t		part;
		int64_t		whole;
		int64_t		points;
	}			cases[] = {
		{0, 99, 1000, 0}, {0, 100, 1000, 100}, {0, 199, 1000, 100}, {0, 200, 1000, 200}, {0, 999, 1000, 900}, {0, 1000, 1000, 1000},
		{0, 0, 0, 0}, {0, 1, 3, 300}, {0, 0, 10, 0},
		{(const ScoreSteps *) 1, 299, 1000, 0}, {(const ScoreSteps *) 1, 300, 1000, 300}, {(const ScoreSteps *) 1, 399, 1000, 300},
		{(const ScoreSteps *) 1, 400, 1000, 400}, {(const ScoreSteps *) 1, 1, 1, 1000},
		{(const ScoreSteps *) 2, 9, 1000, 0}, {(const ScoreSteps *) 2, 10, 1000, 100}, {(const ScoreSteps *) 2, 19, 1000, 100},
		{(const ScoreSteps *) 2, 49, 1000, 400}, {(const ScoreSteps *) 2, 50, 1000, 500}, {(const ScoreSteps *) 2, 7, 100, 500},
		{(const ScoreSteps *) 2, 1, 0, 500}, {(const ScoreSteps *) 2, SCORE_LIMIT, 1, 500},
	};
	const ScoreSteps *const sets[] = {&early, &promise, &incomplete};
	static const char *const names[] = {"early", "promise", "incomplete"};
	int64_t		failures = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		int			set = (int) (intptr_t) cases[i].steps;
		int64_t		got = score_steps(sets[set], cases[i].part, cases[i].whole);

		ok(got == cases[i].points, "%s: %" PRId64 " of %" PRId64 " gives %" PRId64, names[set], cases[i].part, cases[i].whole, cases[i].points);
	}
	early.step = 0;
	ok(score_steps(&early, 10, 10) == 0, "a step of 0 switches the bonus off");
	/* against counting up step by step */
	for (int i = 0; i < 100000; i++)
	{
		ScoreSteps	s = {between_random(0, SCORE_ONE), between_random(1, SCORE_ONE), between_random(0, 500), between_random(0, 500), between_random(0, 2000)};
		int64_t		whole = between_random(1, 100000);
		int64_t		part = between_random(1, whole);
		int64_t		points = 0;

		if (part * SCORE_ONE >= s.from * whole)
		{
			points = s.first;
			for (int64_t at = s.from + s.step; part * SCORE_ONE >= at * whole; at += s.step)
				points += s.each;
			if (points > s.most)
				points = s.most;
		}
		check(failures, score_steps(&s, part, whole) == points, "part %" PRId64 " whole %" PRId64, part, whole);
	}
	ok(failures == 0, "100,000 random shares against counting step by step");
}

static void
division(void)
{
	ok(score_divide(1, 2) == 1 && score_divide(-1, 2) == -1, "a half goes away from zero");
	ok(score_divide(149, 100) == 1 && score_divide(150, 100) == 2 && score_divide(-149, 100) == -1 && score_divide(-150, 100) == -2, "from both sides");
	ok(score_divide(29800, 3) == 9933 && score_divide(29801, 3) == 9934 && score_divide(29799, 3) == 9933, "thirds");
	ok(score_divide(0, 12) == 0, "nothing");
}

/* any split of any entries over any tree of merges gives the same state */
static void
merges(void)
{
	int64_t		failures = 0;

	for (int run = 0; run < 2000; run++)
	{
		Wide		part[8];
		Wide		whole;
		ScoreState *all = fresh(&whole, 10);
		int			left = 8;

		for (int i = 0; i < 8; i++)
			(void) fresh(&part[i], 10);
		for (int n = (int) between_random(0, 60); n > 0; n--)
		{
			ScoreState *one = &part[between_random(0, 7)].state;
			int			d = (int) between_random(1, 10);
			int64_t		p = between_random(-2000, 2000);

			score_add(all, d, p);
			score_add(one, d, p);
			all->completed++;
			one->completed++;
			if (between_random(0, 1))
				all->early++, one->early++;
		}
		while (left > 1)
		{
			int			a = (int) between_random(0, left - 1);
			int			b = (int) between_random(0, left - 2);

			if (b >= a)
				b++;
			check(failures, score_merge(&part[a].state, &part[b].state), "a merge was refused");
			part[b] = part[left - 1];
			if (a == left - 1)
				a = b;
			left--;
		}
		check(failures, memcmp(&part[0].state, all, score_size(10)) == 0, "run %d", run);
	}
	ok(failures == 0, "2,000 random merge trees give one state");
}

/* a year from twelve closed months is the mean of the twelve totals */
static void
years(void)
{
	ScoreTerms	terms;
	int64_t		failures = 0;

	worked_terms(&terms);
	for (int run = 0; run < 2000; run++)
	{
		Wide		year_memory;
		ScoreState *year = fresh(&year_memory, 10);
		int64_t		sum = 0;

		for (int month = 0; month < 12; month++)
		{
			Wide		month_memory;
			Wide		closed_memory;
			ScoreState *s = fresh(&month_memory, 10);
			ScoreState *closed = fresh(&closed_memory, 10);
			ScoreResult result;

			for (int n = (int) between_random(0, 10); n > 0; n--)
				score_add(s, (int) between_random(1, 10), between_random(-1000, 10));
			s->completed = between_random(0, 100);
			s->early = between_random(0, s->completed);
			check(failures, score_result(s, &terms, SCORE_ONE, &result) && score_close(closed, s, &terms, SCORE_ONE), "a month was refused");
			check(failures, !score_close(closed, closed, &terms, SCORE_ONE), "a closed state was closed again");
			sum += result.total;
			(void) fresh(&closed_memory, 10);
			(void) score_close(closed, s, &terms, SCORE_ONE);
			check(failures, score_merge(year, closed), "a merge was refused");
		}
		check(failures, year->periods == 12 && year->total == sum && score_divide(year->total, 12) == score_divide(sum, 12), "run %d", run);
	}
	ok(failures == 0, "2,000 years of twelve months");
}

static void
limits(void)
{
	Wide		a;
	Wide		b;
	ScoreState *s = fresh(&a, 1);
	ScoreState *t = fresh(&b, 1);

	ok(score_add(s, 1, -SCORE_LIMIT) && !score_add(s, 1, -1) && s->dimension[0].minus == SCORE_LIMIT && s->dimension[0].entries == 1, "no sum passes the limit, and nothing changes when it would");
	ok(!score_add(s, 1, SCORE_LIMIT + 1), "nor do points");
	score_add(t, 1, -1);
	ok(!score_merge(s, t), "nor a merge");
	(void) fresh(&a, 1);
	ok(score_valid(s), "an empty state is one");
	s->early = 1;
	ok(!score_valid(s), "more early cases than completed ones are none");
	s->early = 0;
	s->dimension[0].plus = 1;
	ok(!score_valid(s), "nor points without an entry");
	s->dimension[0].plus = 0;
	s->total = 1;
	ok(!score_valid(s), "nor a total without a period");
	s->total = 0;
	s->version = 2;
	ok(!score_valid(s), "nor another version");
}

int
main(void)
{
	choose_seed();
	worked_example();
	steps();
	division();
	merges();
	years();
	limits();
	return done_testing();
}
