/*
 * score.c
 *		Scores for SQL: the type jiancha.score_state, the aggregates that fill and merge it, what is read from it.
 *
 * The state is flat, so that it can be an aggregate's typed state: it prints, travels between nodes, and partial states
 * merge. Records store its binary form as bytea. Inside an aggregate it is changed in place.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "score.h"

PG_FUNCTION_INFO_V1(jiancha_score_state_in);
PG_FUNCTION_INFO_V1(jiancha_score_state_out);
PG_FUNCTION_INFO_V1(jiancha_score_state_recv);
PG_FUNCTION_INFO_V1(jiancha_score_state_send);
PG_FUNCTION_INFO_V1(jiancha_score_state_from_bytea);
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

#define DatumGetScoreState(d) ((ScoreState *) PG_DETOAST_DATUM(d))
#define PG_GETARG_SCORE_STATE(n) DatumGetScoreState(PG_GETARG_DATUM(n))

static ScoreState *
new_state(int ndimensions)
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
	ScoreState *state = new_state(Max(ndimensions, from->ndimensions));

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

static void
bad_state(const char *text)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%s\"", "jiancha.score_state", text)));
}

/*
 * jc_take - reads the literal at *at, then a number if value is given, and moves *at behind them.
 *
 * The number is decimal digits with at most a minus before them, and fits into 64 bits. false if it is not so.
 */
bool
jc_take(const char **at, const char *literal, int64 *value)
{
	size_t		length = strlen(literal);
	const char *end;

	if (strncmp(*at, literal, length) != 0)
		return false;
	*at += length;
	if (value == NULL)
		return true;
	for (end = *at + (**at == '-'); *end >= '0' && *end <= '9'; end++)
		;
	if (end == *at + (**at == '-'))
		return false;
	errno = 0;
	*value = strtoll(*at, NULL, 10);
	*at = end;
	return errno == 0;
}

/*
 * jiancha.score_state input: "v1 cases=200 early=60 late=3 incomplete=4 periods=0 total=0 3:+0-2000x3=0 ...", points in
 * hundredths: additions, deductions, entries, closed scores of each dimension that has any, dimensions ascending.
 */
Datum
jiancha_score_state_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	const char *at = text;
	ScoreState *wide = new_state(SCORE_MAX_DIMENSIONS);
	int64_t		version;
	int			last = 0;

	if (!jc_take(&at, "v", &version) || version != SCORE_VERSION ||
		!jc_take(&at, " cases=", &wide->completed) || !jc_take(&at, " early=", &wide->early) ||
		!jc_take(&at, " late=", &wide->late) || !jc_take(&at, " incomplete=", &wide->incomplete) ||
		!jc_take(&at, " periods=", &wide->periods) || !jc_take(&at, " total=", &wide->total))
		bad_state(text);
	while (*at != '\0')
	{
		int64_t		n;
		ScoreDimension d;

		if (!jc_take(&at, " ", &n) || n <= last || n > SCORE_MAX_DIMENSIONS ||
			!jc_take(&at, ":+", &d.plus) || !jc_take(&at, "-", &d.minus) ||
			!jc_take(&at, "x", &d.entries) || !jc_take(&at, "=", &d.closed))
			bad_state(text);
		last = (int) n;
		wide->dimension[last - 1] = d;
	}
	wide->ndimensions = last;
	SET_VARSIZE(wide, score_size(last));
	if (!score_valid(wide))
		bad_state(text);
	PG_RETURN_POINTER(wide);
}

Datum
jiancha_score_state_out(PG_FUNCTION_ARGS)
{
	ScoreState *state = PG_GETARG_SCORE_STATE(0);
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "v%d cases=" INT64_FORMAT " early=" INT64_FORMAT " late=" INT64_FORMAT " incomplete=" INT64_FORMAT
					 " periods=" INT64_FORMAT " total=" INT64_FORMAT,
					 state->version, state->completed, state->early, state->late, state->incomplete,
					 state->periods, state->total);
	for (int i = 0; i < state->ndimensions; i++)
	{
		const ScoreDimension *d = &state->dimension[i];

		if (d->entries != 0 || d->closed != 0)
			appendStringInfo(&buf, " %d:+" INT64_FORMAT "-" INT64_FORMAT "x" INT64_FORMAT "=" INT64_FORMAT,
							 i + 1, d->plus, d->minus, d->entries, d->closed);
	}
	PG_RETURN_CSTRING(buf.data);
}

/* the binary form: version byte, number of dimensions, six counters, four numbers a dimension */
static ScoreState *
receive(StringInfo buf)
{
	ScoreState *state;
	int			version = pq_getmsgbyte(buf);
	int			ndimensions;

	if (version != SCORE_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("score state of unknown version %d", version)));
	ndimensions = pq_getmsgbyte(buf);
	if (ndimensions > SCORE_MAX_DIMENSIONS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary score state")));
	state = new_state(ndimensions);
	state->completed = pq_getmsgint64(buf);
	state->early = pq_getmsgint64(buf);
	state->late = pq_getmsgint64(buf);
	state->incomplete = pq_getmsgint64(buf);
	state->periods = pq_getmsgint64(buf);
	state->total = pq_getmsgint64(buf);
	for (int i = 0; i < ndimensions; i++)
	{
		state->dimension[i].plus = pq_getmsgint64(buf);
		state->dimension[i].minus = pq_getmsgint64(buf);
		state->dimension[i].entries = pq_getmsgint64(buf);
		state->dimension[i].closed = pq_getmsgint64(buf);
	}
	if (buf->cursor != buf->len || !score_valid(state))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary score state")));
	return state;
}

Datum
jiancha_score_state_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(receive((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
jiancha_score_state_send(PG_FUNCTION_ARGS)
{
	ScoreState *state = PG_GETARG_SCORE_STATE(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, state->version);
	pq_sendbyte(&buf, state->ndimensions);
	pq_sendint64(&buf, state->completed);
	pq_sendint64(&buf, state->early);
	pq_sendint64(&buf, state->late);
	pq_sendint64(&buf, state->incomplete);
	pq_sendint64(&buf, state->periods);
	pq_sendint64(&buf, state->total);
	for (int i = 0; i < state->ndimensions; i++)
	{
		pq_sendint64(&buf, state->dimension[i].plus);
		pq_sendint64(&buf, state->dimension[i].minus);
		pq_sendint64(&buf, state->dimension[i].entries);
		pq_sendint64(&buf, state->dimension[i].closed);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * jiancha.score_state(bytea) returns score_state: the binary form as records store it; every byte is checked.
 */
Datum
jiancha_score_state_from_bytea(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = PG_GETARG_BYTEA_PP(0);
	StringInfoData buf;

	buf.data = VARDATA_ANY(bytes);
	buf.len = buf.maxlen = VARSIZE_ANY_EXHDR(bytes);
	buf.cursor = 0;
	PG_RETURN_POINTER(receive(&buf));
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
		return new_state(ndimensions);
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
	ScoreState *state = new_state(0);

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
	closed = new_state(Max(terms.ndimensions, state->ndimensions));
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
