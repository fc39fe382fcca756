/*
 * feed_value.c
 *		Values of a feed as SQL functions: fields out of a record, cleaned, and read as instants and numbers.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "pgtime.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"

#include "feed_value_core.h"

PG_FUNCTION_INFO_V1(jiancha_feed_pick);
PG_FUNCTION_INFO_V1(jiancha_feed_rest);
PG_FUNCTION_INFO_V1(jiancha_feed_clean);
PG_FUNCTION_INFO_V1(jiancha_feed_bad);
PG_FUNCTION_INFO_V1(jiancha_feed_instant);
PG_FUNCTION_INFO_V1(jiancha_feed_has_time);
PG_FUNCTION_INFO_V1(jiancha_feed_integer);

/* the kinds of values, one character each: t text, c code */
#define KIND_CODE 'c'

static const char *
kinds_of(text *kinds, int count)
{
	if (VARSIZE_ANY_EXHDR(kinds) < count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg_internal("%d values need as many kinds", count)));
	return VARDATA_ANY(kinds);
}

/* a cleaned value, or false for what is empty */
static bool
cleaned(const char *value, size_t length, bool code, Datum *result)
{
	text	   *clean = palloc(VARHDRSZ + length);
	size_t		written = feed_clean(value, length, code, VARDATA(clean));

	SET_VARSIZE(clean, VARHDRSZ + written);
	*result = PointerGetDatum(clean);
	return written > 0;
}

/*
 * One field as text: a scalar as it is, an array or an object as JSON. A name with plus signs stands for several fields,
 * whose values are joined by plus signs. False: it is missing, or null.
 */
static bool
append_field(Jsonb *fields, const char *name, size_t length, StringInfo buf)
{
	const char *plus = memchr(name, '+', length);
	JsonbValue	holder;
	JsonbValue *value;

	if (plus != NULL)
	{
		bool		first = append_field(fields, name, plus - name, buf);
		size_t		rest = length - (plus - name) - 1;

		appendStringInfoChar(buf, '+');
		return append_field(fields, plus + 1, rest, buf) || first;
	}
	value = getKeyJsonValueFromContainer(&fields->root, name, length, &holder);
	if (value == NULL)
		return false;
	switch (value->type)
	{
		case jbvNull:
			return false;
		case jbvString:
			appendBinaryStringInfo(buf, value->val.string.val, value->val.string.len);
			return true;
		case jbvNumeric:
			appendStringInfoString(buf, DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric))));
			return true;
		case jbvBool:
			appendStringInfoString(buf, value->val.boolean ? "true" : "false");
			return true;
		case jbvBinary:
			(void) JsonbToCString(buf, value->val.binary.data, value->val.binary.len);
			return true;
		default:
			elog(ERROR, "unknown type of a JSON value: %d", (int) value->type);
	}
	return false;
}

/*
 * jiancha._feed_pick(fields jsonb, names text[], kinds text) returns text[]
 *
 * The named fields of a record, cleaned by their kinds (feed_clean); NULL where the name is NULL or the field missing,
 * null or empty. NULL if the record is no object.
 */
Datum
jiancha_feed_pick(PG_FUNCTION_ARGS)
{
	Jsonb	   *fields = PG_GETARG_JSONB_P(0);
	const char *kinds;
	Datum	   *names;
	bool	   *nulls;
	int			count;
	int			lower = 1;
	StringInfoData buf;

	if (!JB_ROOT_IS_OBJECT(fields))
		PG_RETURN_NULL();
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &names, &nulls, &count);
	kinds = kinds_of(PG_GETARG_TEXT_PP(2), count);
	initStringInfo(&buf);
	for (int i = 0; i < count; i++)
	{
		if (nulls[i])
			continue;
		resetStringInfo(&buf);
		nulls[i] = !append_field(fields, VARDATA_ANY(DatumGetPointer(names[i])), VARSIZE_ANY_EXHDR(DatumGetPointer(names[i])), &buf) ||
			!cleaned(buf.data, buf.len, kinds[i] == KIND_CODE, &names[i]);
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(names, nulls, 1, &count, &lower, TEXTOID, -1, false, TYPALIGN_INT));
}

/*
 * jiancha._feed_rest(fields jsonb, names text[], keys text[]) returns jsonb
 *
 * The named fields of a record that are there, cleaned as texts, as an object under the keys; NULL if none is, or if the
 * record is no object.
 */
Datum
jiancha_feed_rest(PG_FUNCTION_ARGS)
{
	Jsonb	   *fields = PG_GETARG_JSONB_P(0);
	Datum	   *names,
			   *keys;
	int			count,
				key_count;
	StringInfoData buf;
	JsonbParseState *state = NULL;
	JsonbValue *object;

	if (!JB_ROOT_IS_OBJECT(fields))
		PG_RETURN_NULL();
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &names, NULL, &count);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), TEXTOID, -1, false, TYPALIGN_INT, &keys, NULL, &key_count);
	if (key_count != count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg_internal("%d fields need as many keys", count)));
	initStringInfo(&buf);
	for (int i = 0; i < count; i++)
	{
		Datum		value;
		JsonbValue	pair;

		resetStringInfo(&buf);
		if (!append_field(fields, VARDATA_ANY(DatumGetPointer(names[i])), VARSIZE_ANY_EXHDR(DatumGetPointer(names[i])), &buf) ||
			!cleaned(buf.data, buf.len, false, &value))
			continue;
		if (state == NULL)
			(void) pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		pair.type = jbvString;
		pair.val.string.val = VARDATA_ANY(DatumGetPointer(keys[i]));
		pair.val.string.len = VARSIZE_ANY_EXHDR(DatumGetPointer(keys[i]));
		(void) pushJsonbValue(&state, WJB_KEY, &pair);
		pair.val.string.val = VARDATA(DatumGetPointer(value));
		pair.val.string.len = VARSIZE(DatumGetPointer(value)) - VARHDRSZ;
		(void) pushJsonbValue(&state, WJB_VALUE, &pair);
	}
	if (state == NULL)
		PG_RETURN_NULL();
	object = pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	PG_RETURN_JSONB_P(JsonbValueToJsonb(object));
}

/*
 * jiancha._feed_clean(given text[], kinds text) returns text[]
 *
 * The values cleaned by their kinds, as _feed_pick does.
 */
Datum
jiancha_feed_clean(PG_FUNCTION_ARGS)
{
	const char *kinds;
	Datum	   *values;
	bool	   *nulls;
	int			count;
	int			lower = 1;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &count);
	kinds = kinds_of(PG_GETARG_TEXT_PP(1), count);
	for (int i = 0; i < count; i++)
		nulls[i] = nulls[i] ||
			!cleaned(VARDATA_ANY(DatumGetPointer(values[i])), VARSIZE_ANY_EXHDR(DatumGetPointer(values[i])), kinds[i] == KIND_CODE, &values[i]);
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, 1, &count, &lower, TEXTOID, -1, false, TYPALIGN_INT));
}

/*
 * jiancha._feed_bad(given text[], kinds text) returns integer
 *
 * The place (from 1) of the first code that a spreadsheet has turned into a number in E-notation; NULL: none.
 */
Datum
jiancha_feed_bad(PG_FUNCTION_ARGS)
{
	const char *kinds;
	Datum	   *values;
	bool	   *nulls;
	int			count;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &count);
	kinds = kinds_of(PG_GETARG_TEXT_PP(1), count);
	for (int i = 0; i < count; i++)
		if (!nulls[i] && kinds[i] == KIND_CODE &&
			feed_is_e_notation(VARDATA_ANY(DatumGetPointer(values[i])), VARSIZE_ANY_EXHDR(DatumGetPointer(values[i]))))
			PG_RETURN_INT32(i + 1);
	PG_RETURN_NULL();
}

/*
 * jiancha._feed_instant(given text, zone text) returns timestamptz
 *
 * What feed_instant() reads, in the named time zone unless the value says its own; NULL for what is no instant. A time
 * that the zone skips or has twice is read as the server reads it. An unknown zone is an internal error.
 */
Datum
jiancha_feed_instant(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	FeedInstant read;
	struct pg_tm tm;
	int			zone;
	TimestampTz result;

	if (!feed_instant(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given), &read))
		PG_RETURN_NULL();
	memset(&tm, 0, sizeof(tm));
	tm.tm_year = read.year;
	tm.tm_mon = read.month;
	tm.tm_mday = read.day;
	tm.tm_hour = read.hour;
	tm.tm_min = read.minute;
	tm.tm_sec = read.second;
	if (read.has_zone)
		zone = -read.zone;
	else
	{
		pg_tz	   *tz = fcinfo->flinfo->fn_extra;

		/* the zone is that of the calendar: the same in every row of a query */
		if (tz == NULL || strcmp(pg_get_timezone_name(tz), text_to_cstring(PG_GETARG_TEXT_PP(1))) != 0)
		{
			tz = pg_tzset(text_to_cstring(PG_GETARG_TEXT_PP(1)));
			if (tz == NULL)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("time zone \"%s\" is not known to this server", text_to_cstring(PG_GETARG_TEXT_PP(1)))));
			fcinfo->flinfo->fn_extra = tz;
		}
		zone = DetermineTimeZoneOffset(&tm, tz);
	}
	if (tm2timestamp(&tm, read.microsecond, &zone, &result) != 0)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(result);
}

/*
 * jiancha._feed_has_time(given text) returns boolean
 *
 * Whether an instant is given to the minute; false: to the day only. NULL for what is no instant.
 */
Datum
jiancha_feed_has_time(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	FeedInstant read;

	if (!feed_instant(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given), &read))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(read.has_time);
}

/*
 * jiancha._feed_integer(given text) returns bigint
 *
 * A whole number of at most 18 digits; NULL for what is none.
 */
Datum
jiancha_feed_integer(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	long long	result;

	if (!feed_integer(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given), &result))
		PG_RETURN_NULL();
	PG_RETURN_INT64(result);
}
