/*
 * derivation_state.c
 *		State, holder, acceptance and end of dockets, from their steps.
 *
 * The same events as the clocks are derived from, read the same way. tests/property says it once more in SQL, over the view
 * event.
 */
#include "derivation.h"

#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(jiancha_docket_states);

#define BATCH_DOCKETS 8192
#define STATE_COLUMNS 6

/* does an event leave its state later than another of that instant and rank? A step without a number comes last. */
static bool
states_later(const DocketHistory *history, size_t a, size_t b)
{
	const DerivationEvent *x = &history->core.events[a];
	const DerivationEvent *y = &history->core.events[b];
	const StepRow *s = history->steps[a];
	const StepRow *t = history->steps[b];

	if (x->at != y->at)
		return x->at > y->at;
	if (x->rank != y->rank)
		return x->rank > y->rank;
	if (s->has_no != t->has_no)
		return !s->has_no;
	if (s->step_no != t->step_no)
		return s->step_no > t->step_no;
	return x->kind > y->kind;
}

static void
emit_state(ReturnSetInfo *rsinfo, const DocketBatch *batch, DocketRow *docket, const text *received)
{
	const CalendarVersion *cal = jc_calendar_version(VARDATA_ANY(docket->calendar_code), VARSIZE_ANY_EXHDR(docket->calendar_code),
													 docket->calendar_version);
	const RuleCache *rules = batch->rules;
	DocketHistory history = {{0}};
	const DerivationEvent *events;
	bool		accepted = false;
	TimestampTz accepted_at = 0;
	bool		closed = false;
	TimestampTz closed_at = 0;
	bool		has_state = false;
	size_t		state = 0;
	const text *org_code = docket->origin_org_code;
	const text *state_text = received;
	Datum		values[STATE_COLUMNS] = {0};
	bool		nulls[STATE_COLUMNS] = {false};

	/* the row says when it ended as its steps were before; tenures after the end are passed over below */
	docket->has_closed = false;
	jc_docket_history(batch, docket, cal, &history);
	events = history.core.events;
	for (size_t i = 0; i < history.core.nevents && !closed; i++)
		if (history.steps[i] != NULL && rules->kinds[events[i].kind].ends)
		{
			closed = true;
			closed_at = events[i].at;
		}
	for (size_t i = 0; i < history.core.nevents && (!closed || events[i].at <= closed_at); i++)
	{
		if (history.steps[i] == NULL)
			continue;
		if (!accepted && (events[i].kind == rules->accept_kind || events[i].kind == rules->deemed_kind))
		{
			accepted = true;
			accepted_at = events[i].at;
		}
		if (rules->kinds[events[i].kind].state != NULL && (!has_state || states_later(&history, i, state)))
		{
			has_state = true;
			state = i;
		}
	}
	if (has_state)
		state_text = rules->kinds[events[state].kind].state;
	for (int i = 0; i < history.ntenures && (!closed || history.tenures[i].from_at <= closed_at); i++)
		org_code = history.tenures[i].org_code ? history.tenures[i].org_code : docket->origin_org_code;

	values[0] = Int64GetDatum(docket->docket_id);
	values[1] = TimestampTzGetDatum(accepted_at);
	nulls[1] = !accepted;
	values[2] = TimestampTzGetDatum(closed_at);
	nulls[2] = !closed;
	values[3] = PointerGetDatum(state_text);
	values[4] = PointerGetDatum(org_code);
	values[5] = PointerGetDatum(&docket->row_id);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/*
 * jiancha._docket_states(dockets bigint[]) returns table (docket_id, accepted_at, closed_at, state, org_code, row_id)
 *
 * What the steps make of dockets: when accepted and when ended (NULL: not), the state that the latest step up to the end
 * left, who holds it, and where its row of jiancha.docket is stored. NULL dockets are none; those not there give no row.
 */
Datum
jiancha_docket_states(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	DocketBatch batch = {0};
	text	   *received;
	int64	   *ids;
	int			n;
	MemoryContext call;
	MemoryContext scratch;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != STATE_COLUMNS)
		elog(ERROR, "%d columns expected, not %d", STATE_COLUMNS, rsinfo->setDesc->natts);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	n = jc_sorted_ids(PG_GETARG_ARRAYTYPE_P(0), &ids);
	if (n == 0)
		return (Datum) 0;

	SPI_connect();
	batch.rules = jc_rules();
	received = cstring_to_text("received");
	call = CurrentMemoryContext;
	batch.context = AllocSetContextCreate(call, "jiancha dockets", ALLOCSET_DEFAULT_SIZES);
	scratch = AllocSetContextCreate(call, "jiancha docket", ALLOCSET_DEFAULT_SIZES);
	for (int from = 0; from < n; from += BATCH_DOCKETS)
	{
		MemoryContextSwitchTo(batch.context);
		batch.ndockets = Min(n - from, BATCH_DOCKETS);
		batch.dockets = palloc0(sizeof(DocketRow) * batch.ndockets);
		for (int i = 0; i < batch.ndockets; i++)
			batch.dockets[i].docket_id = ids[from + i];
		jc_read_dockets(&batch);
		jc_read_steps(&batch);
		MemoryContextSwitchTo(scratch);
		for (int i = 0; i < batch.ndockets; i++)
		{
			CHECK_FOR_INTERRUPTS();
			if (batch.dockets[i].found)
				emit_state(rsinfo, &batch, &batch.dockets[i], received);
			MemoryContextReset(scratch);
		}
		MemoryContextSwitchTo(call);
		MemoryContextReset(batch.context);
	}
	SPI_finish();
	return (Datum) 0;
}
