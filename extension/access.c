/*
 * access.c
 *		Which organisations a role acts for, and the guard of append-only records.
 */
#include "jiancha.h"

#include "access/htup_details.h"
#include "catalog/pg_auth_members.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "replication/logicalworker.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "access.h"
#include "archive.h"
#include "seal.h"

PG_FUNCTION_INFO_V1(jiancha_my_orgs);
PG_FUNCTION_INFO_V1(jiancha_my_clearances);
PG_FUNCTION_INFO_V1(jiancha_orgs_of);
PG_FUNCTION_INFO_V1(jiancha_guard);

/*
 * The roles in which member takes part, himself included. The server's own walk (roles_is_member_of) is not exported;
 * the list is only of candidates, has_privs_of_role() decides on each.
 */
static List *
candidate_roles(Oid member)
{
	List	   *roles = list_make1_oid(member);
	ListCell   *lc;

	foreach(lc, roles)
	{
		CatCList   *list = SearchSysCacheList1(AUTHMEMMEMROLE, ObjectIdGetDatum(lfirst_oid(lc)));

		for (int i = 0; i < list->n_members; i++)
		{
			HeapTuple	tuple = &list->members[i]->tuple;

			roles = list_append_unique_oid(roles, ((Form_pg_auth_members) GETSTRUCT(tuple))->roleid);
		}
		ReleaseSysCacheList(list);
	}
	return roles;
}

/*
 * The organisations userid acts for, as text[]: of each role <prefix><code> whose privileges he has, the code.
 * Empty when there is none. Reads no table, so it means the same on every node and a dropped role harms nobody.
 */
ArrayType *
jc_orgs_of(Oid userid, const char *prefix)
{
	List	   *roles = candidate_roles(userid);
	Datum	   *codes = palloc(sizeof(Datum) * list_length(roles));
	int			count = 0;
	ListCell   *lc;

	foreach(lc, roles)
	{
		Oid			role = lfirst_oid(lc);
		char	   *name = GetUserNameFromId(role, true);

		if (name != NULL &&
			strncmp(name, prefix, strlen(prefix)) == 0 &&
			has_privs_of_role(userid, role))
			codes[count++] = CStringGetTextDatum(name + strlen(prefix));
	}
	return construct_array(codes, count, TEXTOID, -1, false, TYPALIGN_INT);
}

typedef struct MyCodes
{
	Oid			userid;
	ArrayType  *codes;
} MyCodes;

/*
 * What the current role has by roles of one prefix. Kept for the query in fn_extra: as a filter a STABLE function is called
 * for every row.
 */
static ArrayType *
my_codes(FunctionCallInfo fcinfo, const char *prefix)
{
	MyCodes    *cached = fcinfo->flinfo->fn_extra;

	if (cached == NULL || cached->userid != GetUserId())
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		cached = palloc(sizeof(MyCodes));
		cached->userid = GetUserId();
		cached->codes = jc_orgs_of(cached->userid, prefix);
		fcinfo->flinfo->fn_extra = cached;
		MemoryContextSwitchTo(old);
	}
	return cached->codes;
}

/*
 * jiancha.my_orgs() returns text[]
 *
 * The organisations whose rows the current role reads.
 */
Datum
jiancha_my_orgs(PG_FUNCTION_ARGS)
{
	PG_RETURN_ARRAYTYPE_P(my_codes(fcinfo, JIANCHA_READ_PREFIX));
}

/*
 * jiancha.my_clearances() returns text[]
 *
 * The clearances under which the current role reads what decisions have made secret (X-M-4.2).
 */
Datum
jiancha_my_clearances(PG_FUNCTION_ARGS)
{
	PG_RETURN_ARRAYTYPE_P(my_codes(fcinfo, JIANCHA_CLEARED_PREFIX));
}

/*
 * jiancha._orgs_of(role name, prefix text) returns text[]
 *
 * The codes of the organisations for which role has the privileges of a role <prefix><code>; see jc_orgs_of(). An
 * unknown role is an error. A superuser has only what he was granted.
 */
Datum
jiancha_orgs_of(PG_FUNCTION_ARGS)
{
	Oid			userid = get_role_oid(NameStr(*PG_GETARG_NAME(0)), false);

	PG_RETURN_ARRAYTYPE_P(jc_orgs_of(userid, text_to_cstring(PG_GETARG_TEXT_PP(1))));
}

/* is name one of those in list, which are divided by commas? */
static bool
is_listed(const char *list, const char *name)
{
	size_t		length = strlen(name);

	for (const char *p = list;; p++)
	{
		if (strncmp(p, name, length) == 0 && (p[length] == '\0' || p[length] == ','))
			return true;
		if ((p = strchr(p, ',')) == NULL)
			return false;
	}
}

/* does new differ from old in one of the named columns, and in no other? */
static bool
only_differs_in(const char *columns, HeapTuple old, HeapTuple new, TupleDesc tupdesc)
{
	bool		differs = false;

	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute att = TupleDescAttr(tupdesc, i);
		Datum		was,
					is;
		bool		was_null,
					is_null;

		if (att->attisdropped)
			continue;
		was = heap_getattr(old, i + 1, tupdesc, &was_null);
		is = heap_getattr(new, i + 1, tupdesc, &is_null);
		if (was_null == is_null && (was_null || datum_image_eq(was, is, att->attbyval, att->attlen)))
			continue;
		if (!is_listed(columns, NameStr(att->attname)))
			return false;
		differs = true;
	}
	return differs;
}

/* is this, before and after, a row about a docket of another server? A table about no docket has none such */
static bool
is_collected(HeapTuple old, HeapTuple new, TupleDesc tupdesc)
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute att = TupleDescAttr(tupdesc, i);
		bool		was_null,
					is_null;
		Datum		was,
					is;

		if (att->attisdropped || att->atttypid != INT8OID || strcmp(NameStr(att->attname), "docket_id") != 0)
			continue;
		was = heap_getattr(old, i + 1, tupdesc, &was_null);
		is = heap_getattr(new, i + 1, tupdesc, &is_null);
		return !was_null && !is_null && DatumGetInt64(was) == DatumGetInt64(is) && jc_is_collected(DatumGetInt64(was));
	}
	return false;
}

/*
 * Trigger jiancha._guard(columns): refuses UPDATE, DELETE and TRUNCATE, for every role. Facts and signals are corrected by
 * further rows, never by changing one (X-W-9.2: problems and inquiries are kept on file). An UPDATE of the named columns
 * alone passes, their names divided by commas: a label that says who may see the row is no part of what happened. So does a
 * redaction, which is recorded and sealed itself (seal.sql), the DELETE by which the archive takes rows out that it has put
 * into a volume, and where rows of another server are collected, what logical replication brings of it: the guard over
 * there has let it pass.
 */
Datum
jiancha_guard(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "jiancha._guard() was not called as a trigger");
	if (TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) && TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) &&
		trigdata->tg_trigger->tgnargs == 1 && trigdata->tg_trigger->tgargs[0][0] != '\0' &&
		only_differs_in(trigdata->tg_trigger->tgargs[0], trigdata->tg_trigtuple, trigdata->tg_newtuple,
						RelationGetDescr(trigdata->tg_relation)))
		return PointerGetDatum(trigdata->tg_newtuple);
	if (jc_redacting && TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) && TRIGGER_FIRED_FOR_ROW(trigdata->tg_event))
		return PointerGetDatum(trigdata->tg_newtuple);
	if (IsLogicalWorker() && TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) && TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) &&
		is_collected(trigdata->tg_trigtuple, trigdata->tg_newtuple, RelationGetDescr(trigdata->tg_relation)))
		return PointerGetDatum(trigdata->tg_newtuple);
	if (TRIGGER_FIRED_BY_DELETE(trigdata->tg_event) && TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) &&
		jc_is_being_archived(trigdata->tg_trigtuple, RelationGetDescr(trigdata->tg_relation)))
		return PointerGetDatum(trigdata->tg_trigtuple);
	ereport(ERROR,
			(errcode(ERRCODE_JC_APPEND_ONLY),
			 errmsg("rows of \"%s\" are never changed or deleted", RelationGetRelationName(trigdata->tg_relation)),
			 errdetail("The command was %s.",
					   TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) ? "UPDATE" :
					   TRIGGER_FIRED_BY_DELETE(trigdata->tg_event) ? "DELETE" : "TRUNCATE"),
			 errhint("A correction is a further row: a step whose \"corrects\" names the wrong one, a further version in a register.")));
	return PointerGetDatum(NULL);
}
