/*
 * replay.c
 *		What was known at another time, derived again.
 *
 * The derivation works on copies of dockets, which it writes and rolls back; so it runs as the records' owner. What a caller may
 * see of its result is decided before, by a query under the caller's own rights.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(jiancha_replay_signal);
PG_FUNCTION_INFO_V1(jiancha_earned_as_known);
PG_FUNCTION_INFO_V1(jiancha_earned_of);
PG_FUNCTION_INFO_V1(jiancha_thresholds_of);

/*
 * Runs query as the owner and puts its rows into the set that fcinfo returns. SPI is connected; the query gives the columns
 * that the function declares, in order. read_only: with the caller's snapshot, and it may not write.
 */
static void
return_owner_rows(FunctionCallInfo fcinfo, const char *query, int nargs, Oid *types, Datum *values, bool read_only)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	OwnerSwitch save;
	Datum	   *column;
	bool	   *isnull;
	int			natts = rsinfo->setDesc->natts;

	jc_owner_enter(&save, jc_records_owner());
	jc_check_record_version();
	if (SPI_execute_with_args(query, nargs, types, values, NULL, read_only, 0) != SPI_OK_SELECT)
		elog(ERROR, "the derivation failed: %s", SPI_result_code_string(SPI_result));
	jc_owner_leave(&save);

	Assert(SPI_tuptable->tupdesc->natts == natts);
	column = palloc(natts * sizeof(Datum));
	isnull = palloc(natts * sizeof(bool));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		for (int j = 0; j < natts; j++)
			column[j] = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, j + 1, &isnull[j]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, column, isnull);
	}
}

/*
 * jiancha.replay_signal(signal_no text) returns setof record
 *
 * The card as recorded, as the facts known when it was found make it, and as the facts make it now; see sql/logic/replay.sql.
 * Strict. Error JC004 if there is no such card among those that the caller may see.
 */
Datum
jiancha_replay_signal(PG_FUNCTION_ARGS)
{
	Oid			types[] = {TEXTOID};
	Datum		values[1];

	InitMaterializedSRF(fcinfo, 0);
	jc_record_relation("signal");
	values[0] = PG_GETARG_DATUM(0);

	SPI_connect();
	if (SPI_execute_with_args("select from jiancha.signal s where s.signal_no operator(pg_catalog.=) $1",
							  1, types, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look up the signal: %s", SPI_result_code_string(SPI_result));
	if (SPI_processed == 0)
		ereport(ERROR,
				(errcode(ERRCODE_JC_UNKNOWN_NAME),
				 errmsg("signal \"%s\" does not exist or is not yours", text_to_cstring(DatumGetTextPP(values[0]))),
				 errhint("The signals you may read are in jiancha.signals.")));
	return_owner_rows(fcinfo, "select * from jiancha._replay_signal($1)", 1, types, values, false);
	SPI_finish();
	return (Datum) 0;
}

/*
 * jiancha.earned_as_known(as_of timestamptz, known_at timestamptz, case_no text) returns setof record
 *
 * What was earned as of as_of by what had been entered by known_at, of the dockets that the caller may see; case_no NULL: all
 * of them. Both instants must be given, and finite.
 */
Datum
jiancha_earned_as_known(PG_FUNCTION_ARGS)
{
	Oid			types[] = {INT8ARRAYOID, TIMESTAMPTZOID, TIMESTAMPTZOID};
	Oid			name_type[] = {TEXTOID};
	Datum		values[3];
	Datum		name[1];
	char		name_null[1];
	bool		isnull;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) ||
		TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(0)) || TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(1)))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("as_of and known_at must be given and finite"),
				 errhint("as_of: until when signals are earned; known_at: until when facts had been entered.")));
	InitMaterializedSRF(fcinfo, 0);
	jc_record_relation("docket");
	name[0] = PG_ARGISNULL(2) ? (Datum) 0 : PG_GETARG_DATUM(2);
	name_null[0] = PG_ARGISNULL(2) ? 'n' : ' ';

	SPI_connect();
	if (SPI_execute_with_args("select coalesce(pg_catalog.array_agg(d.docket_id), '{}') from jiancha.docket d"
							  " where $1 is null or d.business_no operator(pg_catalog.=) $1",
							  1, name_type, name, name_null, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not look up the dockets: %s", SPI_result_code_string(SPI_result));
	values[0] = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	values[1] = PG_GETARG_DATUM(0);
	values[2] = PG_GETARG_DATUM(1);
	return_owner_rows(fcinfo, "select * from jiancha._earned_as_known($1, $2, $3)", 3, types, values, false);
	SPI_finish();
	return (Datum) 0;
}

/* Runs query as the owner for a docket (argument 1) that the caller may see; no row for another. */
static void
return_docket_rows(FunctionCallInfo fcinfo, const char *query, int nargs)
{
	Oid			types[] = {INT8OID, TIMESTAMPTZOID};
	Datum		values[2];

	Assert(nargs <= lengthof(types));
	InitMaterializedSRF(fcinfo, 0);
	jc_record_relation("docket");
	for (int i = 0; i < nargs; i++)
		values[i] = PG_GETARG_DATUM(i);

	SPI_connect();
	if (SPI_execute_with_args("select from jiancha.docket d where d.docket_id operator(pg_catalog.=) $1",
							  1, types, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look up the docket: %s", SPI_result_code_string(SPI_result));
	if (SPI_processed > 0)
		return_owner_rows(fcinfo, query, nargs, types, values, true);
	SPI_finish();
}

/*
 * jiancha._earned_of(docket bigint, as_of timestamptz) returns setof record
 *
 * What one docket has earned as of an instant, whether or not a sweep has found it. Strict. As the owner, because a part of the
 * facts may belong to another organisation that held the docket before.
 */
Datum
jiancha_earned_of(PG_FUNCTION_ARGS)
{
	return_docket_rows(fcinfo, "select x.rule, x.clock, x.cycle, x.level, x.earned_at from jiancha._earned(array[$1], $2) x", 2);
	return (Datum) 0;
}

/*
 * jiancha._thresholds_of(docket bigint) returns setof record
 *
 * The thresholds of the clocks of one docket. Strict; as the owner, as above.
 */
Datum
jiancha_thresholds_of(PG_FUNCTION_ARGS)
{
	return_docket_rows(fcinfo, "select t.rule, t.clock, t.cycle, t.at, t.firm, t.earnable from jiancha.clock_threshold t"
					   " where t.docket_id operator(pg_catalog.=) $1", 1);
	return (Datum) 0;
}
