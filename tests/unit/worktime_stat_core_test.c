/*
 * worktime_stat_core_test.c
 *		How long cases took: buckets, percentiles against sorting, merges.
 */
#include "worktime_stat_core.h"

#include "test.h"

static ElapsedState *
fresh(void)
{
	ElapsedState *state = calloc(1, elapsed_size(ELAPSED_MAX_BUCKETS));

	elapsed_clear(state, ELAPSED_MAX_BUCKETS);
	return state;
}

static void
buckets(void)
{
	int64_t		failures = 0;

	for (int b = 0; b < ELAPSED_MAX_BUCKETS; b++)
	{
		int64_t		begin = b == 0 ? 0 : elapsed_bucket_end(b - 1) + 1;
		int64_t		end = elapsed_bucket_end(b);

		check(failures, begin <= end && elapsed_bucket(begin) == b && elapsed_bucket(end) == b, "bucket %d holds %" PRId64 " to %" PRId64, b, begin, end);
		check(failures, (end - begin) * 128 <= begin, "bucket %d is too wide", b);
	}
	ok(failures == 0, "each of %d buckets holds what lies between the ends of its neighbours, at most 1/128 wide", ELAPSED_MAX_BUCKETS);
	ok(elapsed_bucket_end(ELAPSED_MAX_BUCKETS - 1) == ELAPSED_MAX_SECONDS, "the last ends with the longest duration");
}

static int
compare(const void *a, const void *b)
{
	int64_t		x = *(const int64_t *) a;
	int64_t		y = *(const int64_t *) b;

	return x < y ? -1 : x > y;
}

static void
percentiles(void)
{
	int64_t		failures = 0;

	for (int run = 0; run < 500; run++)
	{
		int64_t		taken[200];
		int			n = (int) between_random(1, 200);
		int64_t		top = INT64_C(1) << between_random(1, 36);
		int64_t		sum = 0;
		ElapsedState *all = fresh();
		ElapsedState *half[2] = {fresh(), fresh()};

		for (int i = 0; i < n; i++)
		{
			taken[i] = between_random(0, top - 1);
			sum += taken[i];
			check(failures, elapsed_add(all, taken[i], i % 3 == 0) && elapsed_add(half[between_random(0, 1)], taken[i], i % 3 == 0), "a case was refused");
		}
		check(failures, elapsed_merge(half[0], half[1]) && memcmp(half[0], all, elapsed_size(ELAPSED_MAX_BUCKETS)) == 0, "run %d: merged is not the same", run);
		qsort(taken, (size_t) n, sizeof(int64_t), compare);
		check(failures, all->sum == sum && all->least == taken[0] && all->most == taken[n - 1] && elapsed_valid(all), "run %d: sum, least or most", run);
		for (int percent = 0; percent <= 10000; percent += 50)
		{
			int64_t		rank = (n * percent + 9999) / 10000;
			int64_t		truth = taken[rank <= 1 ? 0 : rank - 1];
			int64_t		got = elapsed_percentile(all, percent);

			check(failures, got >= truth && (got - truth) * 127 <= truth, "run %d: %d of %d is %" PRId64 ", not %" PRId64, run, percent, n, got, truth);
			check(failures, truth >= 256 || got == truth, "run %d: not exact below 256", run);
		}
		free(all);
		free(half[0]);
		free(half[1]);
	}
	ok(failures == 0, "500 random sets: merges to the bit, percentiles never below the sorted ones and less than 1/127 above");
}

static void
hostile(void)
{
	ElapsedState *s = fresh();

	ok(elapsed_valid(s), "an empty state is one");
	elapsed_add(s, 100, true);
	s->sum = 101;
	ok(!elapsed_valid(s), "a mean above the longest is none");
	s->sum = 100;
	s->bucket[100] = 2;
	ok(!elapsed_valid(s), "nor more in the buckets than cases");
	s->bucket[100] = INT64_MAX;
	s->bucket[101] = INT64_MAX;
	ok(!elapsed_valid(s), "also where the sum would overflow");
	s->bucket[100] = 1;
	s->bucket[101] = 0;
	s->on_time = 2;
	ok(!elapsed_valid(s), "nor more on time than cases");
	s->on_time = 1;
	s->least = 99;
	ok(!elapsed_valid(s), "nor a shortest whose bucket is empty");
	free(s);
	s = fresh();
	for (int i = 0; i < 3; i++)
		elapsed_add(s, ELAPSED_MAX_SECONDS, false);
	ok(s->sum == 3 * ELAPSED_MAX_SECONDS && elapsed_percentile(s, 5000) == ELAPSED_MAX_SECONDS, "the longest durations");
	free(s);
}

int
main(void)
{
	choose_seed();
	buckets();
	percentiles();
	hostile();
	return done_testing();
}
