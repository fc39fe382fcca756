/*
 * score_core.h
 *		Arithmetic of scores: exact, in integer hundredths of a point. Plain C99, no server.
 *
 * A state gathers what counts for one subject in one period: points by dimension, and how many cases were completed,
 * early, late, incomplete. States of one period merge by addition, so order, partition and merge tree cannot change a
 * digit. Closing a state by the terms of a scheme turns it into a state that carries the score of one period; closed states
 * merge by addition too, and their mean is the score of the longer period.
 */
#ifndef SCORE_CORE_H
#define SCORE_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCORE_VERSION 1
#define SCORE_MAX_DIMENSIONS 64

/* no sum and no counter passes this, ten thousand million points: products with SCORE_ONE stay inside 64 bits */
#define SCORE_LIMIT INT64_C(1000000000000)
#define SCORE_ONE 10000			/* shares and coefficients are in ten-thousandths */
#define SCORE_MAX_COEFFICIENT (100 * SCORE_ONE)
#define SCORE_NO_CAP SCORE_LIMIT

typedef struct ScoreDimension
{
	int64_t		plus;			/* sum of additions, >= 0 */
	int64_t		minus;			/* sum of deductions, >= 0 */
	int64_t		entries;
	int64_t		closed;			/* sum of the dimension's scores of the closed periods */
} ScoreDimension;

typedef struct ScoreState
{
	int32_t		header;			/* the server's length word */
	int16_t		version;		/* SCORE_VERSION */
	int16_t		ndimensions;
	int64_t		completed;
	int64_t		early;
	int64_t		late;
	int64_t		incomplete;
	int64_t		periods;		/* closed periods */
	int64_t		total;			/* sum of their totals */
	ScoreDimension dimension[]; /* dimension n stands at n - 1 */
} ScoreState;

typedef struct ScoreTerm
{
	int64_t		weight;
	int64_t		floor;
	int64_t		cap;
} ScoreTerm;

/* steps of points for a share: first from `from` on, then `each` per further `step`; step 0: off */
typedef struct ScoreSteps
{
	int64_t		from;			/* ten-thousandths */
	int64_t		step;			/* ten-thousandths */
	int64_t		first;			/* hundredths */
	int64_t		each;			/* hundredths */
	int64_t		most;			/* hundredths */
} ScoreSteps;

typedef struct ScoreTerms
{
	int64_t		floor;			/* of the total */
	int64_t		cap;
	ScoreSteps	early;			/* added */
	ScoreSteps	incomplete;		/* deducted */
	int			ndimensions;
	ScoreTerm	dimension[SCORE_MAX_DIMENSIONS];
} ScoreTerms;

typedef struct ScoreResult
{
	int64_t		dimension[SCORE_MAX_DIMENSIONS];
	int64_t		sum;			/* of the dimensions */
	int64_t		early;			/* bonus, >= 0 */
	int64_t		incomplete;		/* deduction, >= 0 */
	int64_t		total;			/* after coefficient, floor and cap */
} ScoreResult;

#define SCORE_TERMS_HEAD 14		/* numbers before the dimensions in the flat form */

static inline size_t
score_size(int ndimensions)
{
	return offsetof(ScoreState, dimension) + (size_t) ndimensions * sizeof(ScoreDimension);
}

extern void score_clear(ScoreState *state, int ndimensions);
extern bool score_valid(const ScoreState *state);
extern bool score_add(ScoreState *state, int dimension, int64_t points);
extern bool score_merge(ScoreState *into, const ScoreState *from);
extern bool score_terms(ScoreTerms *terms, const int64_t *flat, size_t count);
extern int64_t score_steps(const ScoreSteps *steps, int64_t part, int64_t whole);
extern bool score_result(const ScoreState *state, const ScoreTerms *terms, int64_t coefficient, ScoreResult *result);
extern bool score_close(ScoreState *closed, const ScoreState *state, const ScoreTerms *terms, int64_t coefficient);
extern int64_t score_divide(int64_t sum, int64_t count);

#endif							/* SCORE_CORE_H */
