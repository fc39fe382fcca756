/*
 * assessor.c
 *		Which parts of a score a role assesses.
 */
#include "jiancha.h"

#include "miscadmin.h"

#include "access.h"

#define JIANCHA_ASSESS_PREFIX "jiancha_assess_"

PG_FUNCTION_INFO_V1(jiancha_my_assessments);

typedef struct MyAssessments
{
	Oid			userid;
	ArrayType  *assessors;
} MyAssessments;

/*
 * jiancha.my_assessments() returns text[]
 *
 * Of each role jiancha_assess_<assessor> whose privileges the current role has, the assessor. Kept for the query: as a
 * filter it is called for every row.
 */
Datum
jiancha_my_assessments(PG_FUNCTION_ARGS)
{
	MyAssessments *cached = fcinfo->flinfo->fn_extra;

	if (cached == NULL || cached->userid != GetUserId())
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		cached = palloc(sizeof(MyAssessments));
		cached->userid = GetUserId();
		cached->assessors = jc_orgs_of(cached->userid, JIANCHA_ASSESS_PREFIX);
		fcinfo->flinfo->fn_extra = cached;
		MemoryContextSwitchTo(old);
	}
	PG_RETURN_ARRAYTYPE_P(cached->assessors);
}
