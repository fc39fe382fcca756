/*
 * score_core_fuzz.c
 *		libFuzzer target: any state that passes the check may be merged, scored and closed; no input may read outside of it,
 *		overflow, or make a state that fails the check.
 */
#include "score_core.h"
#include "worktime_stat_core.h"

#include <stdlib.h>
#include <string.h>

#define require(condition) do { if (!(condition)) abort(); } while (0)

typedef union Wide
{
	ScoreState	state;
	char		room[sizeof(ScoreState) + SCORE_MAX_DIMENSIONS * sizeof(ScoreDimension)];
} Wide;

typedef struct Input
{
	const uint8_t *data;
	size_t		size;
} Input;

/* mostly small numbers, now and then anything */
static int64_t
take(Input *in)
{
	uint8_t		kind = in->size ? (in->size--, *in->data++) : 0;
	uint64_t	value = 0;

	for (int i = 0; i < (kind < 200 ? 2 : 8) && in->size; i++)
		value = value << 8 | (in->size--, *in->data++);
	return kind < 180 ? (int64_t) value : kind < 200 ? -(int64_t) value : kind < 210 ? SCORE_LIMIT - (int64_t) (value & 3) : (int64_t) value;
}

static bool
read_state(Input *in, Wide *wide)
{
	ScoreState *s = &wide->state;

	memset(wide, 0, sizeof(Wide));
	score_clear(s, (int) (take(in) & 15));
	s->completed = take(in);
	s->early = take(in);
	s->late = take(in);
	s->incomplete = take(in);
	s->periods = take(in) & 1;
	s->total = s->periods ? take(in) : 0;
	for (int i = 0; i < s->ndimensions; i++)
	{
		s->dimension[i].plus = take(in);
		s->dimension[i].minus = take(in);
		s->dimension[i].entries = take(in);
		s->dimension[i].closed = s->periods ? take(in) : 0;
	}
	return score_valid(s);
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		in = {data, size};
	static ElapsedState *elapsed[2];
	Wide		a;
	Wide		b;
	Wide		closed;
	ScoreTerms	terms;
	ScoreResult result;
	int64_t		flat[SCORE_TERMS_HEAD + 3 * 16];
	int			ndimensions = (int) (take(&in) & 15);
	int64_t		coefficient = take(&in);

	flat[0] = SCORE_VERSION;
	for (int i = 1; i < SCORE_TERMS_HEAD + 3 * ndimensions; i++)
		flat[i] = take(&in);
	flat[13] = ndimensions;
	if (read_state(&in, &a) && read_state(&in, &b))
	{
		Wide		both = a;

		if (b.state.ndimensions > both.state.ndimensions)
			both.state.ndimensions = b.state.ndimensions;
		if (score_merge(&both.state, &b.state))
			require(score_valid(&both.state));
		if (a.state.ndimensions > 0 && score_add(&a.state, 1, take(&in)))
			require(a.state.dimension[0].plus <= SCORE_LIMIT && a.state.dimension[0].minus <= SCORE_LIMIT);
		if (score_terms(&terms, flat, SCORE_TERMS_HEAD + 3 * (size_t) ndimensions) && score_result(&b.state, &terms, coefficient, &result))
		{
			require(result.total >= terms.floor && result.total <= terms.cap);
			for (int i = 0; i < terms.ndimensions; i++)
				require(result.dimension[i] >= terms.dimension[i].floor && result.dimension[i] <= terms.dimension[i].cap);
			require(result.early >= 0 && result.early <= terms.early.most && result.incomplete >= 0 && result.incomplete <= terms.incomplete.most);
			memset(&closed, 0, sizeof(closed));
			score_clear(&closed.state, terms.ndimensions > b.state.ndimensions ? terms.ndimensions : b.state.ndimensions);
			if (score_close(&closed.state, &b.state, &terms, coefficient))
				require(score_valid(&closed.state) && closed.state.total == result.total);
		}
	}

	/* durations: any, into two states, merged */
	for (int i = 0; i < 2; i++)
	{
		if (elapsed[i] == NULL)
			elapsed[i] = calloc(1, elapsed_size(ELAPSED_MAX_BUCKETS));
		elapsed_clear(elapsed[i], ELAPSED_MAX_BUCKETS);
	}
	for (int i = 0; i < 8 && in.size; i++)
	{
		int64_t		seconds = take(&in) & ELAPSED_MAX_SECONDS;

		require(elapsed_add(elapsed[i & 1], seconds, i & 2));
		require(elapsed_bucket_end(elapsed_bucket(seconds)) >= seconds);
	}
	require(elapsed_merge(elapsed[0], elapsed[1]) && elapsed_valid(elapsed[0]) && elapsed_valid(elapsed[1]));
	if (elapsed[0]->cases > 0)
	{
		int64_t		half = elapsed_percentile(elapsed[0], 5000);

		require(half >= elapsed[0]->least && half <= elapsed[0]->most && elapsed_percentile(elapsed[0], 10000) == elapsed[0]->most);
	}
	return 0;
}
