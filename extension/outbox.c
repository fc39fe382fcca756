/*
 * outbox.c
 *		What a relay calls: take messages, report them, revive dead ones.
 *
 * A relay logs in as an ordinary role that owns and reads nothing: the right to EXECUTE these functions is all it has.
 * They become the records' owner for one statement, as sweep() does.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(jiancha_take_notices);
PG_FUNCTION_INFO_V1(jiancha_notice_done);
PG_FUNCTION_INFO_V1(jiancha_revive_notices);

#define MAX_MESSAGES 1000

/* the one value that query returns, run as the records' owner; copied into the caller's memory; *isnull if it is NULL */
static Datum
value_as_owner(const char *query, int nargs, Oid *types, Datum *values, const char *nulls, bool *isnull)
{
	MemoryContext caller = CurrentMemoryContext;
	OwnerSwitch save;
	Datum		result;

	jc_owner_enter(&save, jc_records_owner());
	jc_check_record_version();
	SPI_connect();
	if (SPI_execute_with_args(query, nargs, types, values, nulls, false, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "\"%s\" returned no row", query);
	result = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, isnull);
	if (!*isnull)
	{
		Form_pg_attribute attribute = TupleDescAttr(SPI_tuptable->tupdesc, 0);
		MemoryContext inner = MemoryContextSwitchTo(caller);

		result = datumCopy(result, attribute->attbyval, attribute->attlen);
		MemoryContextSwitchTo(inner);
	}
	SPI_finish();
	jc_owner_leave(&save);
	return result;
}

static void
check_instant(TimestampTz at)
{
	if (TIMESTAMP_NOT_FINITE(at))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the instant of a relay must be finite")));
}

/*
 * jiancha.take_notices(worker text, max_messages int, as_of timestamptz, claim interval, channels text[]) returns jsonb
 *
 * max_messages from 1 to 1000, claim longer than nothing, as_of finite. See sql/logic/outbox.sql.
 */
Datum
jiancha_take_notices(PG_FUNCTION_ARGS)
{
	int32		max_messages = PG_GETARG_INT32(1);
	Interval   *claim = PG_GETARG_INTERVAL_P(3);
	Oid			types[] = {TEXTOID, INT4OID, TIMESTAMPTZOID, INTERVALOID, TEXTARRAYOID};
	Datum		values[] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(1), PG_GETARG_DATUM(2), PG_GETARG_DATUM(3), PG_GETARG_DATUM(4)};
	bool		isnull;

	check_instant(PG_GETARG_TIMESTAMPTZ(2));
	if (max_messages < 1 || max_messages > MAX_MESSAGES)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("max_messages must be from 1 to %d, not %d", MAX_MESSAGES, max_messages)));
	if (claim->month != 0 || claim->day != 0 || claim->time <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the claim of a relay must be some hours, minutes or seconds")));
	return value_as_owner("select jiancha._notice_take($1, $2, $3, $4, $5)", lengthof(types), types, values, NULL, &isnull);
}

/*
 * jiancha.notice_done(message_key text, worker text, ok boolean, error text, as_of timestamptz) returns int
 *
 * Only error may be NULL.
 */
Datum
jiancha_notice_done(PG_FUNCTION_ARGS)
{
	Oid			types[] = {TEXTOID, TEXTOID, BOOLOID, TEXTOID, TIMESTAMPTZOID};
	Datum		values[lengthof(types)];
	char		nulls[lengthof(types)];
	bool		isnull;

	for (int i = 0; i < lengthof(types); i++)
	{
		nulls[i] = PG_ARGISNULL(i) ? 'n' : ' ';
		values[i] = PG_ARGISNULL(i) ? (Datum) 0 : PG_GETARG_DATUM(i);
		if (PG_ARGISNULL(i) && i != 3)
			ereport(ERROR,
					(errcode(ERRCODE_JC_BAD_VALUE),
					 errmsg("a report of a message must not be NULL")));
	}
	check_instant(PG_GETARG_TIMESTAMPTZ(4));
	return value_as_owner("select jiancha._notice_done($1, $2, $3, $4, $5)", lengthof(types), types, values, nulls, &isnull);
}

/* jiancha.revive_notices(as_of timestamptz) returns int */
Datum
jiancha_revive_notices(PG_FUNCTION_ARGS)
{
	Oid			types[] = {TIMESTAMPTZOID};
	Datum		values[] = {PG_GETARG_DATUM(0)};
	bool		isnull;

	check_instant(PG_GETARG_TIMESTAMPTZ(0));
	return value_as_owner("select jiancha._revive_notices($1)", lengthof(types), types, values, NULL, &isnull);
}
