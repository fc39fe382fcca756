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
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(jiancha_as_owner);
PG_FUNCTION_INFO_V1(jiancha_sweep);

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
 * jiancha.sweep(as_of timestamptz, max_rows int) returns record
 *
 * One batch in the caller's transaction; see sql/logic/signal.sql for what it does. as_of must be finite, max_rows from
 * 1 to 1,000,000. The right to call it is the right to EXECUTE it.
 */
Datum
jiancha_sweep(PG_FUNCTION_ARGS)
{
	TimestampTz as_of = PG_GETARG_TIMESTAMPTZ(0);
	int32		max_rows = PG_GETARG_INT32(1);
	static SPIPlanPtr plan = NULL;
	Oid			types[] = {TIMESTAMPTZOID, INT4OID};
	Datum		values[2];
	OwnerSwitch save;
	TupleDesc	tupdesc;
	HeapTuple	result;
	MemoryContext caller = CurrentMemoryContext;

	if (TIMESTAMP_NOT_FINITE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the instant of a sweep must be finite")));
	if (max_rows < 1 || max_rows > 1000000)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("max_rows must be from 1 to 1000000, not %d", max_rows)));
	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	tupdesc = BlessTupleDesc(tupdesc);

	jc_owner_enter(&save, jc_records_owner());
	SPI_connect();
	if (plan == NULL)
	{
		SPIPlanPtr	fresh = SPI_prepare("select * from jiancha._sweep($1, $2)", 2, types);

		if (fresh == NULL || SPI_keepplan(fresh) != 0)
			elog(ERROR, "could not prepare the sweep: %s", SPI_result_code_string(SPI_result));
		plan = fresh;
	}
	values[0] = TimestampTzGetDatum(as_of);
	values[1] = Int32GetDatum(max_rows);
	if (SPI_execute_plan(plan, values, NULL, false, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "the sweep returned no row");
	{
		MemoryContext inner = MemoryContextSwitchTo(caller);
		Datum		column[6];
		bool		isnull[6];

		for (int i = 0; i < 6; i++)
			column[i] = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, i + 1, &isnull[i]);
		result = heap_form_tuple(tupdesc, column, isnull);
		MemoryContextSwitchTo(inner);
	}
	SPI_finish();
	jc_owner_leave(&save);
	PG_RETURN_DATUM(HeapTupleGetDatum(result));
}
