/*
 * owner_call.c
 *		Public functions whose work is done as the owner of the records.
 *
 * Such a function is declared LANGUAGE C with the symbol jiancha_call_as_owner. Beside it stands a function with the
 * same arguments, named alike but for a leading underscore, that only the owner may execute; it does the work. So who
 * may call is who may EXECUTE the public one, and what is evaluated meanwhile (a trigger or a view that somebody
 * changed) never runs with more than the owner's rights, whoever calls.
 */
#include "jiancha.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(jiancha_call_as_owner);
PG_FUNCTION_INFO_V1(jiancha_call_as_owner_for);

/* the call of the function that does the work, and the types of its arguments, as declared */
static char *
inner_call(Oid funcid, bool named, Oid **types, int *nargs)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(funcid));
	Form_pg_proc proc;
	StringInfoData buf;
	char	   *inner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", funcid);
	proc = (Form_pg_proc) GETSTRUCT(tuple);
	inner = psprintf("_%s", NameStr(proc->proname));
	*nargs = proc->pronargs;
	*types = palloc(sizeof(Oid) * (*nargs + 1));
	memcpy(*types, proc->proargtypes.values, sizeof(Oid) * *nargs);
	ReleaseSysCache(tuple);
	if (named)
		(*types)[(*nargs)++] = NAMEOID;

	initStringInfo(&buf);
	appendStringInfo(&buf, "select * from %s(", quote_qualified_identifier(JIANCHA_SCHEMA, inner));
	for (int i = 0; i < *nargs; i++)
		appendStringInfo(&buf, "%s$%d", i == 0 ? "" : ", ", i + 1);
	appendStringInfoChar(&buf, ')');
	return buf.data;
}

static Datum
call_as_owner(FunctionCallInfo fcinfo, bool named)
{
	Oid		   *types;
	int			nargs;
	char	   *call = inner_call(fcinfo->flinfo->fn_oid, named, &types, &nargs);
	Datum	   *values;
	char	   *nulls;
	ReturnSetInfo *rsinfo = NULL;
	Oid			result_type = get_func_rettype(fcinfo->flinfo->fn_oid);
	Datum		result = (Datum) 0;
	OwnerSwitch save;
	int			rc;

	Assert(nargs == PG_NARGS() + (named ? 1 : 0));
	if (fcinfo->flinfo->fn_retset)
	{
		InitMaterializedSRF(fcinfo, 0);
		rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	}
	values = palloc(sizeof(Datum) * Max(nargs, 1));
	nulls = palloc(nargs + 1);
	for (int i = 0; i < PG_NARGS(); i++)
	{
		nulls[i] = PG_ARGISNULL(i) ? 'n' : ' ';
		values[i] = PG_ARGISNULL(i) ? (Datum) 0 : PG_GETARG_DATUM(i);
	}
	if (named)
	{
		nulls[nargs - 1] = ' ';
		values[nargs - 1] = DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(GetUserId(), false)));
	}
	nulls[nargs] = '\0';

	jc_owner_enter(&save, jc_records_owner());
	jc_check_record_version();
	SPI_connect();
	rc = SPI_execute_with_args(call, nargs, types, values, nulls, false, 0);
	if (rc != SPI_OK_SELECT)
		elog(ERROR, "%s failed: %s", call, SPI_result_code_string(rc));
	if (rsinfo != NULL)
		for (uint64 i = 0; i < SPI_processed; i++)
			tuplestore_puttuple(rsinfo->setResult, SPI_tuptable->vals[i]);
	fcinfo->isnull = true;
	if (rsinfo == NULL && result_type != VOIDOID && SPI_processed == 1)
	{
		int16		length;
		bool		byval;

		result = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &fcinfo->isnull);
		get_typlenbyval(result_type, &length, &byval);
		if (!fcinfo->isnull)
			result = SPI_datumTransfer(result, byval, length);
	}
	SPI_finish();
	jc_owner_leave(&save);
	return result;
}

/*
 * jiancha.<name>(…) returns void, a value, or table (…)
 *
 * Calls jiancha._<name>(…) as the owner of the records with the arguments as they are, NULL included. A table is returned
 * as the inner function returns it: both declare the same columns. Errors: JC003 if there are no records, or if they
 * belong to a superuser; else those of the inner function.
 */
Datum
jiancha_call_as_owner(PG_FUNCTION_ARGS)
{
	return call_as_owner(fcinfo, false);
}

/*
 * As jiancha_call_as_owner; the inner function has one more argument, of type name, and gets the role that called: what
 * may be done is then decided by who asks.
 */
Datum
jiancha_call_as_owner_for(PG_FUNCTION_ARGS)
{
	return call_as_owner(fcinfo, true);
}
