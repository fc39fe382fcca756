/*
 * score_core.c
 *		Arithmetic of scores: see score_core.h.
 */
#include "score_core.h"

#include <string.h>

/*
 * score_clear - an empty state of ndimensions dimensions, 0 to SCORE_MAX_DIMENSIONS; the length word is left alone.
 */
void
score_clear(ScoreState *state, int ndimensions)
{
	int32_t		header = state->header;

	memset(state, 0, score_size(ndimensions));
	state->header = header;
	state->version = SCORE_VERSION;
	state->ndimensions = (int16_t) ndimensions;
}

static bool
counter(int64_t value)
{
	return value >= 0 && value <= SCORE_LIMIT;
}

static bool
within(int64_t value)
{
	return value >= -SCORE_LIMIT && value <= SCORE_LIMIT;
}

/*
 * score_valid - whether a state that came from outside could have been made by the functions below.
 *
 * The caller has seen to it that memory holds ndimensions dimensions.
 */
bool
score_valid(const ScoreState *state)
{
	if (state->version != SCORE_VERSION || state->ndimensions < 0 || state->ndimensions > SCORE_MAX_DIMENSIONS)
		return false;
	if (!counter(state->completed) || !counter(state->early) || !counter(state->late) || !counter(state->incomplete) ||
		!counter(state->periods) || !within(state->total))
		return false;
	if (state->early + state->late > state->completed || (state->periods == 0 && state->total != 0))
		return false;
	for (int i = 0; i < state->ndimensions; i++)
	{
		const ScoreDimension *d = &state->dimension[i];

		if (!counter(d->plus) || !counter(d->minus) || !counter(d->entries) || !within(d->closed))
			return false;
		if ((d->entries == 0 && (d->plus != 0 || d->minus != 0)) || (state->periods == 0 && d->closed != 0))
			return false;
	}
	return true;
}

/*
 * score_add - one entry of points (hundredths, signed) in a dimension, 1 to the state's ndimensions.
 *
 * false, and nothing changed, if a sum would pass SCORE_LIMIT.
 */
bool
score_add(ScoreState *state, int dimension, int64_t points)
{
	ScoreDimension *d = &state->dimension[dimension - 1];

	if (!within(points) || d->entries >= SCORE_LIMIT)
		return false;
	if (points < 0 ? d->minus - points > SCORE_LIMIT : d->plus + points > SCORE_LIMIT)
		return false;
	if (points < 0)
		d->minus -= points;
	else
		d->plus += points;
	d->entries++;
	return true;
}

/*
 * score_merge - adds from to into, which has at least as many dimensions.
 *
 * false if a sum would pass SCORE_LIMIT; into is then of no more use.
 */
bool
score_merge(ScoreState *into, const ScoreState *from)
{
	into->completed += from->completed;
	into->early += from->early;
	into->late += from->late;
	into->incomplete += from->incomplete;
	into->periods += from->periods;
	into->total += from->total;
	for (int i = 0; i < from->ndimensions; i++)
	{
		into->dimension[i].plus += from->dimension[i].plus;
		into->dimension[i].minus += from->dimension[i].minus;
		into->dimension[i].entries += from->dimension[i].entries;
		into->dimension[i].closed += from->dimension[i].closed;
	}
	return score_valid(into);
}

static bool
steps_valid(const ScoreSteps *steps)
{
	/* a step below one ten-thousandth cannot be written; 0 switches the steps off */
	return steps->from >= 0 && steps->from <= SCORE_ONE && steps->step >= 0 && steps->step <= SCORE_ONE &&
		counter(steps->first) && counter(steps->each) && counter(steps->most);
}

/*
 * score_terms - the terms of a scheme from their flat form, the one that records store:
 *
 *		version, floor, cap, early (from, step, first, each, most), incomplete (the same), number of dimensions,
 *		then weight, floor, cap of each dimension
 *
 * Points are hundredths, shares ten-thousandths; SCORE_NO_CAP means no cap. false if the form is not this one.
 */
bool
score_terms(ScoreTerms *terms, const int64_t *flat, size_t count)
{
	if (count < SCORE_TERMS_HEAD || flat[0] != SCORE_VERSION)
		return false;
	terms->floor = flat[1];
	terms->cap = flat[2];
	terms->early = (ScoreSteps) {flat[3], flat[4], flat[5], flat[6], flat[7]};
	terms->incomplete = (ScoreSteps) {flat[8], flat[9], flat[10], flat[11], flat[12]};
	if (flat[13] < 0 || flat[13] > SCORE_MAX_DIMENSIONS || count != SCORE_TERMS_HEAD + 3 * (size_t) flat[13])
		return false;
	terms->ndimensions = (int) flat[13];
	if (!within(terms->floor) || !within(terms->cap) || terms->floor > terms->cap ||
		!steps_valid(&terms->early) || !steps_valid(&terms->incomplete))
		return false;
	for (int i = 0; i < terms->ndimensions; i++)
	{
		const int64_t *at = flat + SCORE_TERMS_HEAD + 3 * i;

		terms->dimension[i] = (ScoreTerm) {at[0], at[1], at[2]};
		if (!within(at[0]) || !within(at[1]) || !within(at[2]) || at[1] > at[2])
			return false;
	}
	return true;
}

/*
 * score_steps - points for the share part / whole, both 0 to SCORE_LIMIT; exact, without division before the end.
 *
 * Below from: nothing. From it on: first, and each once more per whole further step; never more than most. Of nothing
 * (whole 0) a part counts as all of it, no part as nothing.
 */
int64_t
score_steps(const ScoreSteps *steps, int64_t part, int64_t whole)
{
	int64_t		over;
	int64_t		further;

	if (steps->step == 0 || part == 0)
		return 0;
	if (whole == 0)
		part = whole = 1;
	over = part * SCORE_ONE - steps->from * whole;
	if (over < 0)
		return 0;
	further = over / (steps->step * whole);
	if (steps->first >= steps->most || (steps->each > 0 && further >= (steps->most - steps->first) / steps->each + 1))
		return steps->most;
	return steps->first + further * steps->each;
}

/*
 * score_divide - sum / count, count > 0, rounded half away from zero as numeric's round() does.
 */
int64_t
score_divide(int64_t sum, int64_t count)
{
	int64_t		quotient = sum / count;
	int64_t		rest = sum % count;

	if (rest < 0)
		rest = -rest;
	if (rest >= count - rest)
		quotient += sum < 0 ? -1 : 1;
	return quotient;
}

static int64_t
clip(int64_t value, int64_t floor, int64_t cap)
{
	return value < floor ? floor : value > cap ? cap : value;
}

/*
 * score_result - the score of one period: of each dimension weight + additions - deductions inside its floor and cap; their
 * sum and the bonus, less the deduction for incomplete data; times coefficient (ten-thousandths, 0 to
 * SCORE_MAX_COEFFICIENT), rounded half away from zero; inside floor and cap of the total.
 *
 * The floor of the total holds before the coefficient too: a coefficient never turns a loss into a greater one.
 * false if the state has entries in a dimension that the terms have not, or a sum would pass SCORE_LIMIT.
 */
bool
score_result(const ScoreState *state, const ScoreTerms *terms, int64_t coefficient, ScoreResult *result)
{
	int64_t		sum = 0;

	if (coefficient < 0 || coefficient > SCORE_MAX_COEFFICIENT)
		return false;
	for (int i = terms->ndimensions; i < state->ndimensions; i++)
		if (state->dimension[i].entries != 0)
			return false;
	for (int i = 0; i < terms->ndimensions; i++)
	{
		const ScoreTerm *t = &terms->dimension[i];
		int64_t		points = t->weight;

		if (i < state->ndimensions)
			points += state->dimension[i].plus - state->dimension[i].minus;
		result->dimension[i] = clip(points, t->floor, t->cap);
		sum += result->dimension[i];
	}
	result->sum = sum;
	result->early = score_steps(&terms->early, state->early, state->completed);
	result->incomplete = score_steps(&terms->incomplete, state->incomplete, state->completed);
	sum += result->early - result->incomplete;
	if (!within(sum))
		return false;
	if (sum < terms->floor)
		sum = terms->floor;
	result->total = clip(score_divide(sum * coefficient, SCORE_ONE), terms->floor, terms->cap);
	return true;
}

/*
 * score_close - the state of one period with its score, for merging into longer periods. closed has the dimensions of
 * the terms, at least those of the state. A state that is closed already is an error. Otherwise as score_result.
 */
bool
score_close(ScoreState *closed, const ScoreState *state, const ScoreTerms *terms, int64_t coefficient)
{
	ScoreResult result;

	if (state->periods != 0 || !score_result(state, terms, coefficient, &result) || !score_merge(closed, state))
		return false;
	closed->periods = 1;
	closed->total = result.total;
	for (int i = 0; i < terms->ndimensions; i++)
		closed->dimension[i].closed = result.dimension[i];
	return true;
}
