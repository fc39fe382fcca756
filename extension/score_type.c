/*
 * score_type.c
 *		The type jiancha.score_state: its text and its binary form. What comes from outside is checked number by number.
 */
#include "jiancha.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"

#include "score.h"

PG_FUNCTION_INFO_V1(jiancha_score_state_in);
PG_FUNCTION_INFO_V1(jiancha_score_state_out);
PG_FUNCTION_INFO_V1(jiancha_score_state_recv);
PG_FUNCTION_INFO_V1(jiancha_score_state_send);
PG_FUNCTION_INFO_V1(jiancha_score_state_from_bytea);

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
	ScoreState *wide = jc_score_state(SCORE_MAX_DIMENSIONS);
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
	state = jc_score_state(ndimensions);
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
