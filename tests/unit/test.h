/*
 * test.h
 *		A few lines that print TAP.
 */
#ifndef TEST_H
#define TEST_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int	tests_run = 0;
static int	tests_failed = 0;

#define ok(condition, ...) \
	do { \
		int ok_ = (condition) ? 1 : 0; \
		tests_run++; \
		tests_failed += !ok_; \
		printf("%sok %d - ", ok_ ? "" : "not ", tests_run); \
		printf(__VA_ARGS__); \
		printf("\n"); \
	} while (0)

/* inside a loop over many cases: print the first failures, count them all */
#define check(failures, condition, ...) \
	do { \
		if (!(condition) && (failures)++ < 5) \
		{ \
			printf("# "); \
			printf(__VA_ARGS__); \
			printf("\n"); \
		} \
	} while (0)

static inline int
done_testing(void)
{
	printf("1..%d\n", tests_run);
	printf("%d passed, %d failed\n", tests_run - tests_failed, tests_failed);
	return tests_failed != 0;
}

/* xorshift64*: the same numbers everywhere for one seed */
static uint64_t random_state;

static inline uint64_t
next_random(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * UINT64_C(2685821657736338717);
}

/* from low to high, both included */
static inline int64_t
between_random(int64_t low, int64_t high)
{
	return low + (int64_t) (next_random() % (uint64_t) (high - low + 1));
}

static inline uint64_t
choose_seed(void)
{
	const char *given = getenv("JIANCHA_SEED");
	uint64_t	seed = given ? strtoull(given, NULL, 10) : UINT64_C(20250101);

	random_state = seed ? seed : 1;
	printf("# seed %" PRIu64 " (set JIANCHA_SEED for another)\n", seed);
	return seed;
}

#endif							/* TEST_H */
