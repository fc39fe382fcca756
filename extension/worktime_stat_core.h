/*
 * worktime_stat_core.h
 *		How long cases took: count, on-time share, exact sum, and a histogram for percentiles. Plain C99, no server.
 *
 * Durations are whole seconds. A bucket is one second wide below 256 seconds and at most 1/128 of its value above: the top
 * eight bits of the duration tell its bucket. So states merge by addition, and a percentile is never too small and less
 * than 0.79 % too great.
 */
#ifndef WORKTIME_STAT_CORE_H
#define WORKTIME_STAT_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ELAPSED_VERSION 1
#define ELAPSED_BITS 7			/* 1 << ELAPSED_BITS buckets per power of two */
#define ELAPSED_MAX_SECONDS ((INT64_C(1) << 36) - 1)	/* two thousand years */
#define ELAPSED_MAX_BUCKETS ((36 - ELAPSED_BITS + 1) << ELAPSED_BITS)
#define ELAPSED_LIMIT INT64_C(1000000000)	/* cases in one state */

typedef struct ElapsedState
{
	int32_t		header;			/* the server's length word */
	int16_t		version;		/* ELAPSED_VERSION */
	int16_t		nbuckets;		/* buckets held; those behind are empty */
	int64_t		cases;
	int64_t		on_time;
	int64_t		sum;			/* seconds */
	int64_t		least;			/* of no case: 0 */
	int64_t		most;
	int64_t		bucket[];
} ElapsedState;

static inline size_t
elapsed_size(int nbuckets)
{
	return offsetof(ElapsedState, bucket) + (size_t) nbuckets * sizeof(int64_t);
}

extern int	elapsed_bucket(int64_t seconds);
extern int64_t elapsed_bucket_end(int bucket);
extern void elapsed_clear(ElapsedState *state, int nbuckets);
extern bool elapsed_valid(const ElapsedState *state);
extern bool elapsed_add(ElapsedState *state, int64_t seconds, bool on_time);
extern bool elapsed_merge(ElapsedState *into, const ElapsedState *from);
extern int64_t elapsed_percentile(const ElapsedState *state, int64_t percent);

#endif							/* WORKTIME_STAT_CORE_H */
