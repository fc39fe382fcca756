/*
 * score.c
 *		Scores for SQL: the aggregates that fill and merge jiancha.score_state, what is read from it.
 *
 * The state is flat, so that it can be an aggregate's typed state: it prints, travels between nodes (score_type.c), and
 * partial states merge. Inside an aggregate it is changed in place.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "score.h"

PG_FUNCTION_INFO_V1(jiancha_score_add);
PG_FUNCTION_INFO_V1(jiancha_score_case);
PG_FUNCTION_INFO_V1(jiancha_score_combine);
PG_FUNCTION_INFO_V1(jiancha_score_counts);
PG_FUNCTION_INFO_V1(jiancha_score_total);
PG_FUNCTION_INFO_V1(jiancha_score_detail);
PG_FUNCTION_INFO_V1(jiancha_score_close);
PG_FUNCTION_INFO_V1(jiancha_score_mean);
PG_FUNCTION_INFO_V1(jiancha_score_step_points);
PG_FUNCTION_INFO_V1(jiancha_score_state_counts);
PG_FUNCTION_INFO_V1(jiancha_score_dimension_means);

/*
 * jc_score_state - an empty state of 0 to SCORE_MAX_DIMENSIONS dimensions, in the current context.
 */
ScoreState *
jc_score_state(int ndimensions)
{
	Size		size = score_size(ndimensions);
	ScoreState *state = palloc(size);

	SET_VARSIZE(state, size);
	score_clear(state, ndimensions);
	return state;
}

/* a copy with room for ndimensions dimensions, or for its own if it has more */
static ScoreState *
copy_state(const ScoreState *from, int ndimensions)
{
	ScoreState *state = jc_score_state(Max(ndimensions, from->ndimensions));

	if (!score_merge(state, from))
		elog(ERROR, "score state is corrupt");
	return state;
}

static void
out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("score out of range"),
			 errdetail("No sum of points and no count may pass %lld.", (long long) (SCORE_LIMIT / 100))));
}

/*
 * jc_scaled_int64 - value times 10^digits, which must be a whole number; JC005 names what it was for.
 */
int64
jc_scaled_int64(Numeric value, int digits, const char *what)
{
	Datum		scaled;
	Datum		whole;

	if (!numeric_is_nan(value) && !numeric_is_inf(value))
	{
		scaled = DirectFunctionCall2(numeric_mul, NumericGetDatum(value),
									 NumericGetDatum(int64_to_numeric(digits == 2 ? 100 : 10000)));
		whole = DirectFunctionCall2(numeric_round, scaled, Int32GetDatum(0));
		if (DatumGetBool(DirectFunctionCall2(numeric_eq, scaled, whole)) &&
			DatumGetBool(DirectFunctionCall2(numeric_le, DirectFunctionCall1(numeric_abs, whole),
											 NumericGetDatum(int64_to_numeric(SCORE_LIMIT)))))
			return DatumGetInt64(DirectFunctionCall1(numeric_int8, whole));
	}
	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_VALUE),
			 errmsg("%s must be a number of at most %lld with at most %d decimal places, not %s", what,
					(long long) (SCORE_LIMIT / (digits == 2 ? 100 : SCORE_ONE)), digits,
					DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value))))));
	return 0;					/* keep compiler quiet */
}

/*
 * jc_hundredths - hundredths as a numeric with two decimal places.
 */
Datum
jc_hundredths(int64 value)
{
	return NumericGetDatum(int64_div_fast_to_numeric(value, 2));
}

/*
 * The running state of an aggregate, with room for ndimensions. Inside an aggregate the state is the caller's to change;
 * a greater one is made in the current context, and the executor moves it to the aggregate's.
 */
static ScoreState *
running_state(FunctionCallInfo fcinfo, int ndimensions)
{
	ScoreState *state;

	if (PG_ARGISNULL(0))
		return jc_score_state(ndimensions);
	state = PG_GETARG_SCORE_STATE(0);
	if (state->ndimensions >= ndimensions && AggCheckCallContext(fcinfo, NULL))
		return state;
	return copy_state(state, ndimensions);
}

/*
 * Transition of jiancha.score(dimension integer, points numeric)
 *
 * Points have at most two decimal places; dimension is 1 to 64. A row with a NULL is passed over.
 */
Datum
jiancha_score_add(PG_FUNCTION_ARGS)
{
	ScoreState *state;
	int32		dimension;
	int64		points;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	dimension = PG_GETARG_INT32(1);
	if (dimension < 1 || dimension > SCORE_MAX_DIMENSIONS)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("a dimension must be a number from 1 to %d, not %d", SCORE_MAX_DIMENSIONS, dimension)));
	points = jc_scaled_int64(PG_GETARG_NUMERIC(2), 2, "points");
	state = running_state(fcinfo, dimension);
	if (!score_add(state, dimension, points))
		out_of_range();
	PG_RETURN_POINTER(state);
}

/*
 * Transition of jiancha.score_cases(stop_at timestamptz, due_at timestamptz, lead interval)
 *
 * Counts a completed case (stop_at is not NULL): late if stop_at >= due_at, early if it stopped before due_at - lead. lead
 * is hours and parts of them, so the answer does not depend on a time zone. Without a due instant it is neither.
 */
Datum
jiancha_score_case(PG_FUNCTION_ARGS)
{
	ScoreState *state;
	TimestampTz stop_at;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	state = running_state(fcinfo, 0);
	stop_at = PG_GETARG_TIMESTAMPTZ(1);
	if (state->completed >= SCORE_LIMIT)
		out_of_range();
	state->completed++;
	if (!PG_ARGISNULL(2))
	{
		TimestampTz due_at = PG_GETARG_TIMESTAMPTZ(2);
		Interval   *lead = PG_ARGISNULL(3) ? NULL : PG_GETARG_INTERVAL_P(3);

		if (lead != NULL && (lead->month != 0 || lead->day != 0 || lead->time < 0))
			ereport(ERROR,
					(errcode(ERRCODE_JC_BAD_VALUE),
					 errmsg("the lead of an early completion must be given in hours, not %s",
							DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(lead))))));
		if (stop_at >= due_at)
			state->late++;
		else if (lead != NULL && !TIMESTAMP_NOT_FINITE(due_at) &&
				 due_at > stop_at && (uint64) due_at - (uint64) stop_at > (uint64) lead->time)
			state->early++;
	}
	PG_RETURN_POINTER(state);
}

/*
 * Transition and combine function of all: the sum of two states.
 */
Datum
jiancha_score_combine(PG_FUNCTION_ARGS)
{
	ScoreState *from = PG_GETARG_SCORE_STATE(1);
	ScoreState *state = running_state(fcinfo, from->ndimensions);

	if (!score_merge(state, from))
		out_of_range();
	PG_RETURN_POINTER(state);
}

/*
 * jiancha.score_counts(completed bigint, early bigint, late bigint, incomplete bigint) returns score_state
 *
 * A state without points. early + late must not pass completed.
 */
Datum
jiancha_score_counts(PG_FUNCTION_ARGS)
{
	ScoreState *state = jc_score_state(0);

	state->completed = PG_GETARG_INT64(0);
	state->early = PG_GETARG_INT64(1);
	state->late = PG_GETARG_INT64(2);
	state->incomplete = PG_GETARG_INT64(3);
	if (!score_valid(state))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("these are no counts of cases: %lld completed, %lld early, %lld late, %lld incomplete",
						(long long) state->completed, (long long) state->early, (long long) state->late, (long long) state->incomplete)));
	PG_RETURN_POINTER(state);
}

static void
get_terms(ScoreTerms *terms, ArrayType *array)
{
	if (ARR_NDIM(array) != 1 || ARR_HASNULL(array) || ARR_ELEMTYPE(array) != INT8OID ||
		!score_terms(terms, (int64 *) ARR_DATA_PTR(array), ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array))))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("these are no terms of a scheme"),
				 errhint("jiancha.score_terms() gives those of a scheme's version; score_sheet keeps those of a frozen score.")));
}

static void
bad_result(const ScoreState *state, const ScoreTerms *terms)
{
	if (state->ndimensions > terms->ndimensions)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("there are points in dimension %d, the scheme has %d dimensions",
						state->ndimensions, terms->ndimensions)));
	out_of_range();
}

static int64
get_coefficient(Numeric value)
{
	int64		coefficient = jc_scaled_int64(value, 4, "coefficient");

	if (coefficient < 0 || coefficient > SCORE_MAX_COEFFICIENT)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("a coefficient must be from 0 to %d", SCORE_MAX_COEFFICIENT / SCORE_ONE)));
	return coefficient;
}

/*
 * jiancha.score_total(state, terms bigint[], coefficient numeric) returns numeric: the score of one period.
 */
Datum
jiancha_score_total(PG_FUNCTION_ARGS)
{
	ScoreState *state = PG_GETARG_SCORE_STATE(0);
	ScoreTerms	terms;
	ScoreResult result;

	get_terms(&terms, PG_GETARG_ARRAYTYPE_P(1));
	if (!score_result(state, &terms, get_coefficient(PG_GETARG_NUMERIC(2)), &result))
		bad_result(state, &terms);
	PG_RETURN_DATUM(jc_hundredths(result.total));
}

/*
 * jiancha.score_close(state, terms, coefficient) returns score_state: carries the period's score, for score_mean().
 */
Datum
jiancha_score_close(PG_FUNCTION_ARGS)
{
	ScoreState *state = PG_GETARG_SCORE_STATE(0);
	ScoreState *closed;
	ScoreTerms	terms;

	get_terms(&terms, PG_GETARG_ARRAYTYPE_P(1));
	if (state->periods != 0)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the score state carries the score of a period already")));
	closed = jc_score_state(Max(terms.ndimensions, state->ndimensions));
	if (!score_close(closed, state, &terms, get_coefficient(PG_GETARG_NUMERIC(2))))
		bad_result(state, &terms);
	PG_RETURN_POINTER(closed);
}

/*
 * jiancha.score_mean(state) returns numeric: mean of the scores of the periods that were closed into it, rounded half away
 * from zero; NULL if there is none.
 */
Datum
jiancha_score_mean(PG_FUNCTION_ARGS)
{
	ScoreState *state = PG_GETARG_SCORE_STATE(0);

	if (state->periods == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(jc_hundredths(score_divide(state->total, state->periods)));
}

/*
 * jiancha.score_step_points(part bigint, whole bigint, from_share numeric, step numeric, first numeric, each numeric, most numeric)
 * returns numeric: points for a share, by steps; see score_steps().
 */
Datum
jiancha_score_step_points(PG_FUNCTION_ARGS)
{
	int64		part = PG_GETARG_INT64(0);
	int64		whole = PG_GETARG_INT64(1);
	ScoreSteps	steps;

	if (part < 0 || whole < 0 || part > SCORE_LIMIT || whole > SCORE_LIMIT)
		out_of_range();
	steps.from = jc_scaled_int64(PG_GETARG_NUMERIC(2), 4, "from_share");
	steps.step = jc_scaled_int64(PG_GETARG_NUMERIC(3), 4, "step");
	steps.first = jc_scaled_int64(PG_GETARG_NUMERIC(4), 2, "first");
	steps.each = jc_scaled_int64(PG_GETARG_NUMERIC(5), 2, "each");
	steps.most = jc_scaled_int64(PG_GETARG_NUMERIC(6), 2, "most");
	if (steps.from < 0 || steps.from > SCORE_ONE || steps.step < 0 || steps.step > SCORE_ONE ||
		steps.first < 0 || steps.each < 0 || steps.most < 0)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("shares must be from 0 to 1, points not negative")));
	PG_RETURN_DATUM(jc_hundredths(score_steps(&steps, part, whole)));
}

/*
 * jiancha.score_dimension_means(state) returns table (dimension, score, entries)
 */
Datum
jiancha_score_dimension_means(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	ScoreState *state = PG_GETARG_SCORE_STATE(0);

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < state->ndimensions && state->periods > 0; i++)
	{
		Datum		values[3];
		bool		nulls[3] = {false};

		values[0] = Int32GetDatum(i + 1);
		values[1] = jc_hundredths(score_divide(state->dimension[i].closed, state->periods));
		values[2] = Int64GetDatum(state->dimension[i].entries);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * jiancha.score_state_counts(state) returns (completed, early, late, incomplete, periods)
 */
Datum
jiancha_score_state_counts(PG_FUNCTION_ARGS)
{
	ScoreState *state = PG_GETARG_SCORE_STATE(0);
	TupleDesc	tupdesc;
	Datum		values[5];
	bool		nulls[5] = {false};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = Int64GetDatum(state->completed);
	values[1] = Int64GetDatum(state->early);
	values[2] = Int64GetDatum(state->late);
	values[3] = Int64GetDatum(state->incomplete);
	values[4] = Int64GetDatum(state->periods);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}

/*
 * jiancha.score_detail(state, terms, coefficient) returns table (part, dimension, entries, additions, deductions, base, score)
 *
 * How a score came about: a row for each dimension, for the bonus and the deduction by steps, and for the total.
 */
Datum
jiancha_score_detail(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	ScoreState *state = PG_GETARG_SCORE_STATE(0);
	ScoreTerms	terms;
	ScoreResult result;
	static const char *const part[] = {"early", "incomplete", "total"};

	get_terms(&terms, PG_GETARG_ARRAYTYPE_P(1));
	if (!score_result(state, &terms, get_coefficient(PG_GETARG_NUMERIC(2)), &result))
		bad_result(state, &terms);
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < terms.ndimensions + lengthof(part); i++)
	{
		Datum		values[7];
		bool		nulls[7] = {false};
		int			k = i - terms.ndimensions;

		if (k < 0)
		{
			ScoreDimension none = {0};
			const ScoreDimension *d = i < state->ndimensions ? &state->dimension[i] : &none;

			values[0] = CStringGetTextDatum("dimension");
			values[1] = Int32GetDatum(i + 1);
			values[2] = Int64GetDatum(d->entries);
			values[3] = jc_hundredths(d->plus);
			values[4] = jc_hundredths(-d->minus);
			values[5] = jc_hundredths(terms.dimension[i].weight);
			values[6] = jc_hundredths(result.dimension[i]);
		}
		else
		{
			int64		score[] = {result.early, -result.incomplete, result.total};
			int64		entries[] = {state->early, state->incomplete, state->completed};

			values[0] = CStringGetTextDatum(part[k]);
			nulls[1] = nulls[3] = nulls[4] = true;
			values[2] = Int64GetDatum(entries[k]);
			nulls[5] = k != 2;
			values[5] = jc_hundredths(result.sum);
			values[6] = jc_hundredths(score[k]);
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
