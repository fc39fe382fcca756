/*
 * owner.c
 *		Work on behalf of a caller as the owner of the records.
 *
 * No function of jiancha is SECURITY DEFINER: what must write for a caller who may not write himself switches here, the
 * way the referential-integrity triggers of the server do. The owner can neither log in nor is he a superuser, so
 * nothing that is evaluated meanwhile (a policy, a rule's condition, a view a DBA changed) runs with more than his rights.
 */
#include "jiancha.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "seal.h"

PG_FUNCTION_INFO_V1(jiancha_as_owner);
PG_FUNCTION_INFO_V1(jiancha_sweep);
PG_FUNCTION_INFO_V1(jiancha_seal);
PG_FUNCTION_INFO_V1(jiancha_redact);
PG_FUNCTION_INFO_V1(jiancha_grant_to_owner);

Oid
jc_record_relation(const char *name)
{
	Oid			schema = get_namespace_oid(JIANCHA_SCHEMA, true);
	Oid			relid = OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;

	if (!OidIsValid(relid))
		ereport(ERROR,
				(errcode(ERRCODE_JC_NO_RECORDS),
				 errmsg("the records of jiancha do not exist in this database"),
				 errdetail("There is no relation %s.%s.", JIANCHA_SCHEMA, name),
				 errhint("A superuser makes them: SELECT * FROM jiancha.setup(region => '410700', pack => 'xinxiang').")));
	return relid;
}

Oid
jc_records_owner(void)
{
	Oid			relid = jc_record_relation("docket");
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relid));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", relid);
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

/*
 * Restricted, so that nothing done meanwhile can take effect later with the caller's rights: a deferred trigger that a
 * member of the owner left on a record would else fire at commit as the caller, who may be a superuser.
 */
void
jc_owner_enter(OwnerSwitch *save, Oid owner)
{
	if (superuser_arg(owner))
		ereport(ERROR,
				(errcode(ERRCODE_JC_NO_RECORDS),
				 errmsg("the records of jiancha belong to the superuser \"%s\"", GetUserNameFromId(owner, true)),
				 errdetail("Nothing may be evaluated with a superuser's rights on behalf of a caller."),
				 errhint("Call jiancha.setup() again: it gives the records back to their owner.")));
	GetUserIdAndSecContext(&save->save_userid, &save->save_sec_context);
	SetUserIdAndSecContext(owner,
						   save->save_sec_context | SECURITY_LOCAL_USERID_CHANGE |
						   SECURITY_RESTRICTED_OPERATION | SECURITY_NOFORCE_RLS);
}

/*
 * As the owner: are the records of a version that this extension serves? Older ones come from a dump or stand between an
 * update and its setup(), newer ones from a newer extension. A dump grants the owner what its own version had: with older
 * records all functions must be his, or setup() is due. Looked up once a backend: a version that is served stays so.
 */
void
jc_check_record_version(void)
{
	static bool served = false;
	int32		found[3];
	bool		isnull;
	bool		granted;

	if (served)
		return;
	(void) jc_record_relation("record_state");
	SPI_connect();
	if (SPI_execute("select s.record_version, jiancha._oldest_record_version(), jiancha._record_version(),"
					" s.record_version = jiancha._record_version() or not exists (select from pg_catalog.pg_proc p"
					" where p.pronamespace = 'jiancha'::pg_catalog.regnamespace and not pg_catalog.has_function_privilege(p.oid, 'execute'))"
					" from jiancha.record_state s", true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look at the version of the records");
	if (SPI_processed == 0)
	{
		SPI_finish();
		return;
	}
	for (int i = 0; i < lengthof(found); i++)
		found[i] = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, i + 1, &isnull));
	granted = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 4, &isnull));
	SPI_finish();
	if (!granted && found[0] >= found[1] && found[0] < found[2])
		ereport(ERROR,
				(errcode(ERRCODE_JC_NO_RECORDS),
				 errmsg("the records of jiancha have version %d, and their owner may not execute all functions of this extension", found[0]),
				 errhint("A superuser brings them on: SELECT * FROM jiancha.setup(), with the region, node and owner they have.")));
	served = found[0] >= found[1] && found[0] <= found[2];
	if (!served)
		ereport(ERROR,
				(errcode(ERRCODE_JC_NO_RECORDS),
				 errmsg("the records of jiancha have version %d, this extension serves versions %d to %d", found[0], found[1], found[2]),
				 found[0] < found[1]
				 ? errhint("A superuser brings them on: SELECT * FROM jiancha.setup(), with the region, node and owner they have.")
				 : errhint("Install the newer extension and run ALTER EXTENSION jiancha UPDATE.")));
}

void
jc_owner_leave(const OwnerSwitch *save)
{
	SetUserIdAndSecContext(save->save_userid, save->save_sec_context);
}

/*
 * jiancha._as_owner(owner name, script text) returns void
 *
 * Runs one or more SQL commands as owner: setup() makes the records and loads rule packs and calendars so. Superusers
 * only; the scripts are those shipped with the extension.
 */
Datum
jiancha_as_owner(PG_FUNCTION_ARGS)
{
	Oid			owner = get_role_oid(NameStr(*PG_GETARG_NAME(0)), false);
	char	   *script = text_to_cstring(PG_GETARG_TEXT_PP(1));
	OwnerSwitch save;
	int			rc;

	if (!superuser())
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("only a superuser may run a script as the records' owner")));

	jc_owner_enter(&save, owner);
	SPI_connect();
	rc = SPI_execute(script, false, 0);
	if (rc < 0)
		elog(ERROR, "SPI_execute failed: %s", SPI_result_code_string(rc));
	SPI_finish();
	jc_owner_leave(&save);
	PG_RETURN_VOID();
}

/*
 * jiancha._grant_to_owner() returns void
 *
 * At the end of an update script: the owner of the records, if there are any, may execute what the update has made. This is
 * a grant of the database, as that by setup() is, and no part of the extension: granted as part of it, pg_dump would leave
 * it out, and CREATE EXTENSION where the dump is restored would not make it. Superusers only.
 */
Datum
jiancha_grant_to_owner(PG_FUNCTION_ARGS)
{
	Oid			schema = get_namespace_oid(JIANCHA_SCHEMA, false);
	Oid			relid = get_relname_relid("docket", schema);
	bool		creating = creating_extension;
	char	   *grant;

	if (!superuser())
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("only a superuser may grant to the records' owner")));
	if (!OidIsValid(relid))
		PG_RETURN_VOID();
	grant = psprintf("grant execute on all routines in schema %s to %s", JIANCHA_SCHEMA,
					 quote_identifier(GetUserNameFromId(jc_records_owner(), false)));
	SPI_connect();
	creating_extension = false;
	PG_TRY();
	{
		if (SPI_execute(grant, false, 0) != SPI_OK_UTILITY)
			elog(ERROR, "could not grant to the records' owner");
	}
	PG_FINALLY();
	{
		creating_extension = creating;
	}
	PG_END_TRY();
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * One row from a query that is run as the records' owner, for a function that returns a row; the arguments of the function
 * are those of the query. *plan keeps the plan for the session.
 */
static Datum
row_as_owner(FunctionCallInfo fcinfo, const char *query, Oid *types, SPIPlanPtr *plan)
{
	Datum		values[8];
	OwnerSwitch save;
	TupleDesc	tupdesc;
	HeapTuple	result;
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext inner;

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	tupdesc = BlessTupleDesc(tupdesc);
	for (int i = 0; i < PG_NARGS(); i++)
		values[i] = PG_GETARG_DATUM(i);

	jc_owner_enter(&save, jc_records_owner());
	jc_check_record_version();
	SPI_connect();
	if (*plan == NULL)
	{
		SPIPlanPtr	fresh = SPI_prepare(query, PG_NARGS(), types);

		if (fresh == NULL || SPI_keepplan(fresh) != 0)
			elog(ERROR, "could not prepare \"%s\": %s", query, SPI_result_code_string(SPI_result));
		*plan = fresh;
	}
	if (SPI_execute_plan(*plan, values, NULL, false, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "\"%s\" returned no row", query);
	inner = MemoryContextSwitchTo(caller);
	{
		Datum	   *column = palloc(sizeof(Datum) * tupdesc->natts);
		bool	   *isnull = palloc(sizeof(bool) * tupdesc->natts);

		for (int i = 0; i < tupdesc->natts; i++)
			column[i] = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, i + 1, &isnull[i]);
		result = heap_form_tuple(tupdesc, column, isnull);
	}
	MemoryContextSwitchTo(inner);
	SPI_finish();
	jc_owner_leave(&save);
	return HeapTupleGetDatum(result);
}

/*
 * jiancha.sweep(as_of timestamptz, max_rows int) returns record
 *
 * One batch in the caller's transaction; see sql/logic/signal.sql for what it does. as_of must be finite, max_rows from
 * 1 to 1,000,000. The right to call it is the right to EXECUTE it.
 */
Datum
jiancha_sweep(PG_FUNCTION_ARGS)
{
	static SPIPlanPtr plan = NULL;
	Oid			types[] = {TIMESTAMPTZOID, INT4OID};

	if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(0)))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the instant of a sweep must be finite")));
	if (PG_GETARG_INT32(1) < 1 || PG_GETARG_INT32(1) > 1000000)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("max_rows must be from 1 to 1000000, not %d", PG_GETARG_INT32(1))));
	PG_RETURN_DATUM(row_as_owner(fcinfo, "select * from jiancha._sweep_batch($1, $2)", types, &plan));
}

/*
 * jiancha.seal(as_of timestamptz) returns record
 *
 * Seals what waits; see sql/logic/seal.sql. as_of must be finite. The right to call it is the right to EXECUTE it.
 */
Datum
jiancha_seal(PG_FUNCTION_ARGS)
{
	static SPIPlanPtr plan = NULL;
	Oid			types[] = {TIMESTAMPTZOID};

	if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(0)))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the instant of a seal must be finite")));
	PG_RETURN_DATUM(row_as_owner(fcinfo, "select * from jiancha._seal($1)", types, &plan));
}

/*
 * jiancha.redact(relation text, key text, column_name text, decision_no text, reason text, at timestamptz) returns void
 *
 * The one way in which a sealed content is taken out; see sql/logic/seal.sql. The guards let the UPDATE pass while it runs,
 * whatever becomes of it.
 */
Datum
jiancha_redact(PG_FUNCTION_ARGS)
{
	Oid			types[] = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TIMESTAMPTZOID, TEXTOID};
	Datum		values[7];
	OwnerSwitch save;

	for (int i = 0; i < 6; i++)
		values[i] = PG_GETARG_DATUM(i);
	if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(5)))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the instant of a redaction must be finite")));
	values[6] = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
	jc_owner_enter(&save, jc_records_owner());
	jc_check_record_version();
	SPI_connect();
	jc_redacting = true;
	PG_TRY();
	{
		if (SPI_execute_with_args("select jiancha._redact($1, $2, $3, $4, $5, $6, $7)", 7, types, values, NULL, false, 0) < 0)
			elog(ERROR, "the redaction failed: %s", SPI_result_code_string(SPI_result));
	}
	PG_FINALLY();
	{
		jc_redacting = false;
	}
	PG_END_TRY();
	SPI_finish();
	jc_owner_leave(&save);
	PG_RETURN_VOID();
}
