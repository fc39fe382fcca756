/*
 * worktime_stat_core.c
 *		How long cases took: see worktime_stat_core.h.
 */
#include "worktime_stat_core.h"

#include <string.h>

/*
 * elapsed_bucket - the bucket of a duration, 0 to ELAPSED_MAX_SECONDS.
 */
int
elapsed_bucket(int64_t seconds)
{
	int			shift = 0;

	while (seconds >> shift >= (INT64_C(2) << ELAPSED_BITS))
		shift++;
	/* below 2 << ELAPSED_BITS the bucket is the duration itself */
	return (int) (seconds >> shift) + (shift << ELAPSED_BITS);
}

/*
 * elapsed_bucket_end - the greatest duration of a bucket.
 */
int64_t
elapsed_bucket_end(int bucket)
{
	int			shift = bucket < (2 << ELAPSED_BITS) ? 0 : (bucket >> ELAPSED_BITS) - 1;

	return (((int64_t) bucket - (shift << ELAPSED_BITS) + 1) << shift) - 1;
}

/*
 * elapsed_clear - an empty state with room for nbuckets; the length word is left alone.
 */
void
elapsed_clear(ElapsedState *state, int nbuckets)
{
	int32_t		header = state->header;

	memset(state, 0, elapsed_size(nbuckets));
	state->header = header;
	state->version = ELAPSED_VERSION;
	state->nbuckets = (int16_t) nbuckets;
}

/*
 * elapsed_valid - whether a state that came from outside could have been made by the functions below.
 *
 * The caller has seen to it that memory holds nbuckets buckets.
 */
bool
elapsed_valid(const ElapsedState *state)
{
	int64_t		cases = 0;

	if (state->version != ELAPSED_VERSION || state->nbuckets < 0 || state->nbuckets > ELAPSED_MAX_BUCKETS)
		return false;
	if (state->cases < 0 || state->cases > ELAPSED_LIMIT || state->on_time < 0 || state->on_time > state->cases)
		return false;
	for (int i = 0; i < state->nbuckets; i++)
	{
		if (state->bucket[i] < 0 || state->bucket[i] > state->cases - cases)
			return false;
		cases += state->bucket[i];
	}
	if (cases != state->cases)
		return false;
	if (cases == 0)
		return state->sum == 0 && state->least == 0 && state->most == 0;
	return state->least >= 0 && state->least <= state->most && state->most <= ELAPSED_MAX_SECONDS &&
		elapsed_bucket(state->most) < state->nbuckets && state->bucket[elapsed_bucket(state->most)] > 0 &&
		state->bucket[elapsed_bucket(state->least)] > 0 &&
		/* divided, the bounds cannot overflow */
		state->sum / cases >= state->least && state->sum / cases <= state->most;
}

/*
 * elapsed_add - one case; the state holds the duration's bucket. false, and nothing changed, if there are too many cases or
 * their sum does not fit.
 */
bool
elapsed_add(ElapsedState *state, int64_t seconds, bool on_time)
{
	if (state->cases >= ELAPSED_LIMIT || state->sum > INT64_MAX - seconds)
		return false;
	if (state->cases == 0 || seconds < state->least)
		state->least = seconds;
	if (seconds > state->most)
		state->most = seconds;
	state->bucket[elapsed_bucket(seconds)]++;
	state->cases++;
	state->on_time += on_time ? 1 : 0;
	state->sum += seconds;
	return true;
}

/*
 * elapsed_merge - adds from to into, which holds at least as many buckets. false, and nothing changed, as above.
 */
bool
elapsed_merge(ElapsedState *into, const ElapsedState *from)
{
	if (from->cases == 0)
		return true;
	if (into->cases + from->cases > ELAPSED_LIMIT || into->sum > INT64_MAX - from->sum)
		return false;
	if (into->cases == 0 || from->least < into->least)
		into->least = from->least;
	if (from->most > into->most)
		into->most = from->most;
	for (int i = 0; i < from->nbuckets; i++)
		into->bucket[i] += from->bucket[i];
	into->cases += from->cases;
	into->on_time += from->on_time;
	into->sum += from->sum;
	return true;
}

/*
 * elapsed_percentile - a duration that at least percent (hundredths of a percent, 0 to 10000) of the cases did not pass; of
 * all such buckets the first, its end, or the longest duration if that is less. The state has cases.
 */
int64_t
elapsed_percentile(const ElapsedState *state, int64_t percent)
{
	int64_t		rank = (state->cases * percent + 9999) / 10000;
	int64_t		seen = 0;

	if (rank <= 1)
		rank = 1;
	for (int i = 0; i < state->nbuckets; i++)
	{
		seen += state->bucket[i];
		if (seen >= rank)
			return elapsed_bucket_end(i) < state->most ? elapsed_bucket_end(i) : state->most;
	}
	return state->most;
}
