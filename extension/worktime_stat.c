/*
 * worktime_stat.c
 *		How long cases took, for SQL: the type jiancha.elapsed_state, its aggregates, what is read from it.
 *
 * Flat as jiancha.score_state is; its buckets are held densely up to the greatest in use.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "score.h"
#include "worktime_stat_core.h"

PG_FUNCTION_INFO_V1(jiancha_elapsed_state_in);
PG_FUNCTION_INFO_V1(jiancha_elapsed_state_out);
PG_FUNCTION_INFO_V1(jiancha_elapsed_state_recv);
PG_FUNCTION_INFO_V1(jiancha_elapsed_state_send);
PG_FUNCTION_INFO_V1(jiancha_elapsed_state_from_bytea);
PG_FUNCTION_INFO_V1(jiancha_elapsed_add);
PG_FUNCTION_INFO_V1(jiancha_elapsed_combine);
PG_FUNCTION_INFO_V1(jiancha_elapsed_percentile);
PG_FUNCTION_INFO_V1(jiancha_elapsed_summary);

#define PG_GETARG_ELAPSED_STATE(n) ((ElapsedState *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

static ElapsedState *
new_state(int nbuckets)
{
	Size		size = elapsed_size(nbuckets);
	ElapsedState *state = palloc(size);

	SET_VARSIZE(state, size);
	elapsed_clear(state, nbuckets);
	return state;
}

static void
too_many(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("too many cases, or too long ones, for one elapsed_state")));
}

static Datum
seconds_interval(int64 seconds)
{
	Interval   *result = palloc0(sizeof(Interval));

	result->time = seconds * USECS_PER_SEC;
	return IntervalPGetDatum(result);
}

/* nbuckets that hold all cases, so that equal states have equal bytes */
static int
used_buckets(const ElapsedState *state)
{
	return state->cases == 0 ? 0 : elapsed_bucket(state->most) + 1;
}

static ElapsedState *
read_numbers(const int64 *head, const int64 *pairs, int npairs, bool *good)
{
	ElapsedState *state;
	int			nbuckets = npairs == 0 ? 0 : (int) pairs[2 * npairs - 2] + 1;

	state = new_state(nbuckets);
	state->cases = head[0];
	state->on_time = head[1];
	state->sum = head[2];
	state->least = head[3];
	state->most = head[4];
	for (int i = 0; i < npairs; i++)
		state->bucket[pairs[2 * i]] = pairs[2 * i + 1];
	*good = elapsed_valid(state);
	return state;
}

/*
 * jiancha.elapsed_state input: "v1 cases=3 on_time=2 sum=5400 least=600 most=3000 600:1 ...", seconds; bucket and cases of each
 * bucket that has any, ascending.
 */
Datum
jiancha_elapsed_state_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	const char *at = text;
	int64		head[5];
	int64	   *pairs = palloc(sizeof(int64) * 2 * ELAPSED_MAX_BUCKETS);
	int			npairs = 0;
	int64		last = -1;
	bool		good;
	ElapsedState *state = NULL;

	good = jc_take(&at, "v1 cases=", &head[0]) && jc_take(&at, " on_time=", &head[1]) &&
		jc_take(&at, " sum=", &head[2]) && jc_take(&at, " least=", &head[3]) && jc_take(&at, " most=", &head[4]);
	while (good && *at != '\0')
	{
		int64		bucket;
		int64		cases;

		/* buckets ascend, so there are never more than fit */
		good = jc_take(&at, " ", &bucket) && jc_take(&at, ":", &cases) &&
			bucket > last && bucket < ELAPSED_MAX_BUCKETS && cases > 0;
		if (good)
		{
			pairs[2 * npairs] = last = bucket;
			pairs[2 * npairs++ + 1] = cases;
		}
	}
	if (good)
		state = read_numbers(head, pairs, npairs, &good);
	if (!good)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "jiancha.elapsed_state", text)));
	PG_RETURN_POINTER(state);
}

Datum
jiancha_elapsed_state_out(PG_FUNCTION_ARGS)
{
	ElapsedState *state = PG_GETARG_ELAPSED_STATE(0);
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "v%d cases=" INT64_FORMAT " on_time=" INT64_FORMAT " sum=" INT64_FORMAT " least=" INT64_FORMAT
					 " most=" INT64_FORMAT,
					 state->version, state->cases, state->on_time, state->sum, state->least, state->most);
	for (int i = 0; i < state->nbuckets; i++)
		if (state->bucket[i] != 0)
			appendStringInfo(&buf, " %d:" INT64_FORMAT, i, state->bucket[i]);
	PG_RETURN_CSTRING(buf.data);
}

/* the binary form: version byte, five numbers, number of used buckets, then bucket and cases of each */
static ElapsedState *
receive(StringInfo buf)
{
	ElapsedState *state = NULL;
	int			version = pq_getmsgbyte(buf);
	int64		head[5];
	int64	   *pairs;
	int			npairs;
	int64		last = -1;
	bool		good = true;

	if (version != ELAPSED_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("elapsed state of unknown version %d", version)));
	for (int i = 0; i < 5; i++)
		head[i] = pq_getmsgint64(buf);
	npairs = pq_getmsgint(buf, 2);
	if (npairs > ELAPSED_MAX_BUCKETS)
		good = false;
	else
	{
		pairs = palloc(sizeof(int64) * 2 * Max(npairs, 1));
		for (int i = 0; i < npairs && good; i++)
		{
			pairs[2 * i] = pq_getmsgint(buf, 2);
			pairs[2 * i + 1] = pq_getmsgint64(buf);
			good = pairs[2 * i] > last && pairs[2 * i] < ELAPSED_MAX_BUCKETS && pairs[2 * i + 1] > 0;
			last = pairs[2 * i];
		}
		if (good)
			state = read_numbers(head, pairs, npairs, &good);
	}
	if (!good || buf->cursor != buf->len)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary elapsed state")));
	return state;
}

Datum
jiancha_elapsed_state_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(receive((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
jiancha_elapsed_state_send(PG_FUNCTION_ARGS)
{
	ElapsedState *state = PG_GETARG_ELAPSED_STATE(0);
	StringInfoData buf;
	int			used = 0;

	for (int i = 0; i < state->nbuckets; i++)
		used += state->bucket[i] != 0;
	pq_begintypsend(&buf);
	pq_sendbyte(&buf, state->version);
	pq_sendint64(&buf, state->cases);
	pq_sendint64(&buf, state->on_time);
	pq_sendint64(&buf, state->sum);
	pq_sendint64(&buf, state->least);
	pq_sendint64(&buf, state->most);
	pq_sendint16(&buf, used);
	for (int i = 0; i < state->nbuckets; i++)
		if (state->bucket[i] != 0)
		{
			pq_sendint16(&buf, i);
			pq_sendint64(&buf, state->bucket[i]);
		}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * jiancha.elapsed_state(bytea) returns elapsed_state: the binary form as records store it; every byte is checked.
 */
Datum
jiancha_elapsed_state_from_bytea(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = PG_GETARG_BYTEA_PP(0);
	StringInfoData buf;

	buf.data = VARDATA_ANY(bytes);
	buf.len = buf.maxlen = VARSIZE_ANY_EXHDR(bytes);
	buf.cursor = 0;
	PG_RETURN_POINTER(receive(&buf));
}

static ElapsedState *
running_state(FunctionCallInfo fcinfo, int nbuckets)
{
	ElapsedState *state;
	ElapsedState *wider;

	if (PG_ARGISNULL(0))
		return new_state(nbuckets);
	state = PG_GETARG_ELAPSED_STATE(0);
	if (state->nbuckets >= nbuckets && AggCheckCallContext(fcinfo, NULL))
		return state;
	wider = new_state(Max(nbuckets, state->nbuckets));
	if (!elapsed_merge(wider, state))
		too_many();
	return wider;
}

/*
 * Transition of jiancha.elapsed(took interval, on_time boolean)
 *
 * took is working time as jiancha.working_time_between() gives it: hours, no days; a part of a second is cut off. A row with a
 * NULL duration is passed over; on_time NULL counts as not on time.
 */
Datum
jiancha_elapsed_add(PG_FUNCTION_ARGS)
{
	ElapsedState *state;
	Interval   *took;
	int64		seconds;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	took = PG_GETARG_INTERVAL_P(1);
	seconds = took->time / USECS_PER_SEC;
	if (took->month != 0 || took->day != 0 || took->time < 0 || seconds > ELAPSED_MAX_SECONDS)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("working time must be given in hours and not be negative, not %s",
						DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(took)))),
				 errhint("jiancha.working_time_between() gives it so.")));
	state = running_state(fcinfo, elapsed_bucket(seconds) + 1);
	if (!elapsed_add(state, seconds, !PG_ARGISNULL(2) && PG_GETARG_BOOL(2)))
		too_many();
	PG_RETURN_POINTER(state);
}

/*
 * Transition of jiancha.elapsed_merge(elapsed_state), and combine function of both.
 */
Datum
jiancha_elapsed_combine(PG_FUNCTION_ARGS)
{
	ElapsedState *from = PG_GETARG_ELAPSED_STATE(1);
	ElapsedState *state = running_state(fcinfo, used_buckets(from));

	if (!elapsed_merge(state, from))
		too_many();
	PG_RETURN_POINTER(state);
}

/*
 * jiancha.elapsed_percentile(state, percent numeric) returns interval
 *
 * percent is 0 to 100 with at most two decimal places. Never below the true percentile, less than 0.79 % above. NULL of no
 * case.
 */
Datum
jiancha_elapsed_percentile(PG_FUNCTION_ARGS)
{
	ElapsedState *state = PG_GETARG_ELAPSED_STATE(0);
	int64		percent = jc_scaled_int64(PG_GETARG_NUMERIC(1), 2, "percent");

	if (percent < 0 || percent > 10000)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("percent must be from 0 to 100")));
	if (state->cases == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(seconds_interval(elapsed_percentile(state, percent)));
}

/*
 * jiancha.elapsed_summary(state) returns (cases, on_time, on_time_rate, mean, median, p90, shortest, longest)
 *
 * on_time_rate has four decimal places; mean is exact but for the part of a second. NULL of no case.
 */
Datum
jiancha_elapsed_summary(PG_FUNCTION_ARGS)
{
	ElapsedState *state = PG_GETARG_ELAPSED_STATE(0);
	TupleDesc	tupdesc;
	Datum		values[8] = {0};
	bool		nulls[8] = {false};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	tupdesc = BlessTupleDesc(tupdesc);
	values[0] = Int64GetDatum(state->cases);
	values[1] = Int64GetDatum(state->on_time);
	if (state->cases == 0)
		memset(nulls + 2, true, sizeof(bool) * 6);
	else
	{
		values[2] = NumericGetDatum(int64_div_fast_to_numeric(score_divide(state->on_time * SCORE_ONE, state->cases), 4));
		values[3] = seconds_interval(score_divide(state->sum, state->cases));
		values[4] = seconds_interval(elapsed_percentile(state, 5000));
		values[5] = seconds_interval(elapsed_percentile(state, 9000));
		values[6] = seconds_interval(state->least);
		values[7] = seconds_interval(state->most);
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls)));
}
