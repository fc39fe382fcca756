/*
 * buffer.c
 *		Insertable views that work set-based: rows are buffered and handled once per statement.
 *
 * An INSERT or COPY into a view fires INSTEAD OF triggers row by row, and views know no transition tables. So three
 * triggers share a buffer: BEFORE STATEMENT opens it, INSTEAD OF INSERT appends the row, AFTER STATEMENT calls the PL/pgSQL
 * function named by its argument, which reads all rows through jiancha._buffered(), as the owner of the view.
 *
 * Buffers form a stack: a statement run by a function inside a statement has its own, above the other's. A frame
 * belongs to the subtransaction that opened it and goes when that aborts.
 */
#include "jiancha.h"

#include "access/tupdesc.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/supportnodes.h"
#include "tcop/pquery.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/resowner.h"
#include "utils/tuplestore.h"

#include "access.h"

/* from this many rows on a statement is worth a plan of its own */
#define BULK_ROWS 1000

typedef struct BufferFrame
{
	Oid			relid;			/* the view */
	int			nest_level;		/* the subtransaction that opened the frame */
	int64		rows;
	TupleDesc	tupdesc;
	Tuplestorestate *store;
	MemoryContext context;		/* holds the frame and all in it */
	bool		handling;		/* the rows are being handled */
	Oid			caller;			/* for whom, while handling */
	struct BufferFrame *outer;	/* the frame whose handling function ran the statement, while handling */
	Jsonb	   *answer;			/* of the latest statement that the handling function ran; see jiancha._buffer_answer() */
	ErrorContextCallback *error_context;	/* of the statement, while handling */
	struct BufferFrame *below;
} BufferFrame;

static BufferFrame *top_frame = NULL;

/*
 * The frame whose rows are being handled. It is the top one but when one statement inserts into two views (WITH ...):
 * then both are open, and the one opened first is handled first.
 */
static BufferFrame *handled_frame = NULL;

PG_FUNCTION_INFO_V1(jiancha_buffer_begin);
PG_FUNCTION_INFO_V1(jiancha_buffer_row);
PG_FUNCTION_INFO_V1(jiancha_buffer_end);
PG_FUNCTION_INFO_V1(jiancha_buffered);
PG_FUNCTION_INFO_V1(jiancha_buffered_support);
PG_FUNCTION_INFO_V1(jiancha_buffer_answer);
PG_FUNCTION_INFO_V1(jiancha_buffer_answered);

/*
 * At abort the memory and the temporary files go with their contexts and resource owners; only the list must forget.
 * Frames lie in TopTransactionContext, so freeing them at the abort of a subtransaction is ours to do.
 */
static void
forget_frames(int nest_level)
{
	while (top_frame != NULL && top_frame->nest_level >= nest_level)
	{
		BufferFrame *frame = top_frame;

		top_frame = frame->below;
		MemoryContextDelete(frame->context);
	}
	handled_frame = NULL;
	for (BufferFrame *frame = top_frame; frame != NULL && handled_frame == NULL; frame = frame->below)
		if (frame->handling)
			handled_frame = frame;
}

static void
buffer_xact_callback(XactEvent event, void *arg)
{
	/* the context is about to be deleted with TopTransactionContext; at commit the stack is empty already */
	if (event == XACT_EVENT_ABORT || event == XACT_EVENT_COMMIT || event == XACT_EVENT_PREPARE)
		top_frame = handled_frame = NULL;
}

static void
buffer_subxact_callback(SubXactEvent event, SubTransactionId mySubid, SubTransactionId parentSubid, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_frames(GetCurrentTransactionNestLevel());
}

void
jc_buffer_init(void)
{
	RegisterXactCallback(buffer_xact_callback, NULL);
	RegisterSubXactCallback(buffer_subxact_callback, NULL);
}

void
jc_buffer_hide_context(void)
{
	if (handled_frame != NULL)
		error_context_stack = handled_frame->error_context;
}

const char *
jc_buffer_staging(void)
{
	const char *name;

	/* one row at a time is an INSERT's affair, and mended at once; a file is not */
	if (handled_frame == NULL || handled_frame->outer != NULL || ActivePortal == NULL || ActivePortal->commandTag != CMDTAG_COPY)
		return NULL;
	name = get_rel_name(handled_frame->relid);
	if (name == NULL)
		return NULL;
	if (strcmp(name, "case_intake") == 0 || strcmp(name, "docket_intake") == 0)
		return "feed_case";
	if (strcmp(name, "case_step") == 0 || strcmp(name, "docket_step") == 0)
		return "feed_step";
	return NULL;
}

static TriggerData *
check_trigger(FunctionCallInfo fcinfo, const char *name)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "jiancha.%s() was not called as a trigger", name);
	if (!TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
		elog(ERROR, "jiancha.%s() is a trigger for INSERT", name);
	return trigdata;
}

static BufferFrame *
frame_of(Relation view)
{
	for (BufferFrame *frame = top_frame; frame != NULL; frame = frame->below)
		if (frame->relid == RelationGetRelid(view))
			return frame;
	elog(ERROR, "view \"%s\" has no open buffer: its BEFORE STATEMENT trigger is missing",
		 RelationGetRelationName(view));
	return NULL;
}

/* BEFORE INSERT FOR EACH STATEMENT */
Datum
jiancha_buffer_begin(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = check_trigger(fcinfo, "_buffer_begin");
	MemoryContext context = AllocSetContextCreate(TopTransactionContext, "jiancha buffer", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	ResourceOwner old_owner = CurrentResourceOwner;
	BufferFrame *frame = palloc0(sizeof(BufferFrame));

	frame->relid = RelationGetRelid(trigdata->tg_relation);
	frame->nest_level = GetCurrentTransactionNestLevel();
	frame->tupdesc = CreateTupleDescCopy(RelationGetDescr(trigdata->tg_relation));
	frame->context = context;

	/* temporary files must outlive the executor's own resource owner, as those of transition tables do */
	CurrentResourceOwner = CurTransactionResourceOwner;
	frame->store = tuplestore_begin_heap(false, false, work_mem);
	CurrentResourceOwner = old_owner;

	frame->below = top_frame;
	top_frame = frame;
	MemoryContextSwitchTo(old);
	return PointerGetDatum(NULL);
}

/* INSTEAD OF INSERT FOR EACH ROW */
Datum
jiancha_buffer_row(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = check_trigger(fcinfo, "_buffer_row");
	BufferFrame *frame = frame_of(trigdata->tg_relation);

	tuplestore_puttuple(frame->store, trigdata->tg_trigtuple);
	frame->rows++;
	return PointerGetDatum(trigdata->tg_trigtuple);
}

/*
 * The prefix of the roles that say for whom a caller may insert, by the second argument of the trigger: jiancha_<word>_,
 * enter if it has none.
 */
static const char *
duty_prefix(const Trigger *trigger)
{
	if (trigger->tgnargs < 2)
		return JIANCHA_ENTER_PREFIX;
	return psprintf("jiancha_%s_", trigger->tgargs[1]);
}

/*
 * Does the caller act for all organisations? A superuser, a member of the records' owner, and, where the second argument
 * of the trigger is "administer", one who administers the registers (sql/logic/duties.sql).
 */
static bool
acts_for_all(const Trigger *trigger, Oid caller, Oid owner)
{
	if (superuser_arg(caller) || has_privs_of_role(caller, owner))
		return true;
	if (trigger->tgnargs < 2 || strcmp(trigger->tgargs[1], "administer") != 0)
		return false;
	return ARR_NDIM(jc_orgs_of(caller, duty_prefix(trigger))) > 0;
}

/*
 * The plan of the call of a handling function, kept for the session: it is made for every statement on a view.
 */
static SPIPlanPtr
handler_plan(const char *function)
{
	static HTAB *plans = NULL;
	struct
	{
		NameData	function;
		SPIPlanPtr	plan;
	}		   *entry;
	Oid			types[] = {TEXTARRAYOID, NAMEOID};
	NameData	key;
	bool		found;

	if (plans == NULL)
	{
		HASHCTL		ctl = {.keysize = sizeof(NameData), .entrysize = sizeof(*entry)};

		plans = hash_create("jiancha buffer plans", 16, &ctl, HASH_ELEM | HASH_BLOBS);
	}
	memset(&key, 0, sizeof(key));
	namestrcpy(&key, function);
	entry = hash_search(plans, &key, HASH_ENTER, &found);
	if (!found)
		entry->plan = NULL;
	if (entry->plan == NULL)
	{
		char	   *query = psprintf("select %s($1, $2)", quote_qualified_identifier(JIANCHA_SCHEMA, function));
		SPIPlanPtr	plan = SPI_prepare(query, 2, types);

		if (plan == NULL)
			elog(ERROR, "could not prepare \"%s\": %s", query, SPI_result_code_string(SPI_result));
		if (SPI_keepplan(plan) != 0)
			elog(ERROR, "could not keep the plan of \"%s\"", query);
		entry->plan = plan;
	}
	return entry->plan;
}

/*
 * AFTER INSERT FOR EACH STATEMENT, with the name of the function that handles the rows as its argument; a second one
 * says as what the caller inserts: enter (the default), supervise, complaint_desk, secrecy, administer.
 *
 * The function gets the organisations the caller may do so for, NULL for one who may for all (see acts_for_all), and
 * runs as the view's owner. A statement that it runs itself on such a view is the caller's too.
 */
Datum
jiancha_buffer_end(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = check_trigger(fcinfo, "_buffer_end");
	BufferFrame *frame = frame_of(trigdata->tg_relation);
	BufferFrame *outer = handled_frame;
	BufferFrame **link;
	Oid			owner = trigdata->tg_relation->rd_rel->relowner;
	Oid			caller = GetUserId();
	Datum		values[2];
	char		nulls[2] = {' ', ' '};
	OwnerSwitch save;
	int			guc_level;

	if (trigdata->tg_trigger->tgnargs < 1)
		elog(ERROR, "jiancha._buffer_end() needs the name of a function");

	/* what a handling function inserts, it inserts for the caller of its own statement */
	if (outer != NULL && caller == owner)
		caller = outer->caller;

	if (frame->rows > 0)
	{
		if (acts_for_all(trigdata->tg_trigger, caller, owner))
			nulls[0] = 'n';
		else
			values[0] = PointerGetDatum(jc_orgs_of(caller, duty_prefix(trigdata->tg_trigger)));
		values[1] = DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(caller, false)));

		frame->handling = true;
		frame->caller = caller;
		frame->outer = outer;
		frame->error_context = error_context_stack;
		handled_frame = frame;
		guc_level = NewGUCNestLevel();
		/* compiling these statements takes longer than running them */
		(void) set_config_option("jit", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
		/* planning takes longer than running them too, unless they are many: a few rows share the plans of the session */
		(void) set_config_option("plan_cache_mode", frame->rows > BULK_ROWS ? "force_custom_plan" : "force_generic_plan",
								 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
		jc_owner_enter(&save, owner);
		jc_check_record_version();
		SPI_connect();
		if (SPI_execute_plan(handler_plan(trigdata->tg_trigger->tgargs[0]), values, nulls, false, 0) < 0)
			elog(ERROR, "could not handle the rows of view \"%s\": %s", RelationGetRelationName(trigdata->tg_relation),
				 SPI_result_code_string(SPI_result));
		SPI_finish();
		jc_owner_leave(&save);
		AtEOXact_GUC(true, guc_level);
	}

	handled_frame = outer;
	for (link = &top_frame; *link != frame; link = &(*link)->below)
		Assert(*link != NULL);
	*link = frame->below;
	tuplestore_end(frame->store);
	MemoryContextDelete(frame->context);
	return PointerGetDatum(NULL);
}

/*
 * jiancha._buffered() returns setof record
 *
 * The rows of the statement being handled, in the order in which they came. The column definition list must be that of
 * the view. May be read more than once: each reading is a copy.
 */
Datum
jiancha_buffered(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	BufferFrame *frame = handled_frame;
	MemoryContext old;
	Tuplestorestate *copy;
	TupleTableSlot *slot;

	if (rsinfo == NULL || !IsA(rsinfo, ReturnSetInfo) ||
		!(rsinfo->allowedModes & SFRM_Materialize) || rsinfo->expectedDesc == NULL)
		elog(ERROR, "jiancha._buffered() must be called in FROM with a column definition list");
	if (frame == NULL)
		elog(ERROR, "jiancha._buffered() was called outside a statement on a view of jiancha");

	if (rsinfo->expectedDesc->natts != frame->tupdesc->natts)
		elog(ERROR, "the column definition list has %d columns, the view %d",
			 rsinfo->expectedDesc->natts, frame->tupdesc->natts);
	for (int i = 0; i < frame->tupdesc->natts; i++)
		if (TupleDescAttr(rsinfo->expectedDesc, i)->atttypid != TupleDescAttr(frame->tupdesc, i)->atttypid)
			elog(ERROR, "column %d of the column definition list differs in type from the view's", i + 1);

	old = MemoryContextSwitchTo(rsinfo->econtext->ecxt_per_query_memory);
	copy = tuplestore_begin_heap((rsinfo->allowedModes & SFRM_Materialize_Random) != 0, false, work_mem);
	rsinfo->returnMode = SFRM_Materialize;
	rsinfo->setResult = copy;
	rsinfo->setDesc = CreateTupleDescCopy(frame->tupdesc);
	MemoryContextSwitchTo(old);

	slot = MakeSingleTupleTableSlot(frame->tupdesc, &TTSOpsMinimalTuple);
	tuplestore_rescan(frame->store);
	while (tuplestore_gettupleslot(frame->store, true, false, slot))
		tuplestore_puttupleslot(copy, slot);
	ExecDropSingleTupleTableSlot(slot);
	return (Datum) 0;
}

/* tells the planner how many rows are buffered */
Datum
jiancha_buffered_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestRows) && handled_frame != NULL)
	{
		((SupportRequestRows *) request)->rows = Max(handled_frame->rows, 1);
		PG_RETURN_POINTER(request);
	}
	PG_RETURN_POINTER(NULL);
}

/*
 * jiancha._buffer_answer(answer jsonb) returns void
 *
 * Called by a handling function whose statement another handling function ran: leaves an answer for that one, in place of
 * an earlier one. Does nothing if nobody waits for it. NULL is no answer.
 */
Datum
jiancha_buffer_answer(PG_FUNCTION_ARGS)
{
	BufferFrame *asker = handled_frame == NULL ? NULL : handled_frame->outer;

	if (asker != NULL && !PG_ARGISNULL(0))
	{
		MemoryContext old = MemoryContextSwitchTo(asker->context);

		asker->answer = PG_GETARG_JSONB_P_COPY(0);
		MemoryContextSwitchTo(old);
	}
	PG_RETURN_VOID();
}

/*
 * jiancha._buffer_answered() returns jsonb
 *
 * The answer of the statement that the handling function ran before, once; NULL if it left none.
 */
Datum
jiancha_buffer_answered(PG_FUNCTION_ARGS)
{
	Jsonb	   *answer = handled_frame == NULL ? NULL : handled_frame->answer;

	if (answer == NULL)
		PG_RETURN_NULL();
	handled_frame->answer = NULL;
	PG_RETURN_JSONB_P(answer);
}
