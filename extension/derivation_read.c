/*
 * derivation_read.c
 *		What the derivation reads: dockets, steps, cards that stand, clocks, limits of nodes.
 *
 * Each reading is one query over a batch of dockets. Its plan is made once per backend and way of asking: for one docket,
 * for a few, for many of them, and for nearly all of an id range, where following the index beats looking up each. Rows go
 * from the executor straight into the batch, without a copy in between. Queries see what the caller's statement sees.
 */
#include "derivation.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "tcop/dest.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/memutils.h"

/* the ways of asking for dockets */
typedef enum Asking
{
	ASK_ONE,
	ASK_FEW,
	ASK_MANY,
	ASK_RANGE
} Asking;

#define ASKINGS 4
#define FEW_DOCKETS 100

typedef struct Reading
{
	const char *sql;			/* with %s for the condition, over docket_id */
	Oid			extra;			/* type of a last argument; InvalidOid: none */
	SPIPlanPtr	plans[ASKINGS];
} Reading;

typedef struct Receiver
{
	DestReceiver pub;
	DocketBatch *batch;
	void		(*handle) (DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot);
} Receiver;

static int
compare_ids(const void *a, const void *b)
{
	int64		x = *(const int64 *) a;
	int64		y = *(const int64 *) b;

	return (x > y) - (x < y);
}

/*
 * jc_sorted_ids - the elements of a bigint[], sorted, each once; NULL elements are left out.
 */
int
jc_sorted_ids(ArrayType *array, int64 **ids)
{
	Datum	   *values;
	bool	   *nulls;
	int			n;
	int			kept = 0;
	int			unique = 0;

	deconstruct_array(array, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &values, &nulls, &n);
	*ids = palloc(sizeof(int64) * Max(n, 1));
	for (int i = 0; i < n; i++)
		if (!nulls[i])
			(*ids)[kept++] = DatumGetInt64(values[i]);
	qsort(*ids, kept, sizeof(int64), compare_ids);
	for (int i = 0; i < kept; i++)
		if (i == 0 || (*ids)[i] != (*ids)[unique - 1])
			(*ids)[unique++] = (*ids)[i];
	return unique;
}

/* the docket of that id; NULL if the batch has none. Rows mostly come in order. */
static DocketRow *
find_docket(DocketBatch *batch, int64 docket_id)
{
	int			low = 0;
	int			high = batch->ndockets - 1;
	int			near = batch->last_found;

	for (int i = 0; i < 2 && near + i < batch->ndockets; i++)
		if (batch->dockets[near + i].docket_id == docket_id)
		{
			batch->last_found = near + i;
			return &batch->dockets[near + i];
		}
	while (low <= high)
	{
		int			middle = low + (high - low) / 2;

		if (batch->dockets[middle].docket_id == docket_id)
		{
			batch->last_found = middle;
			return &batch->dockets[middle];
		}
		if (batch->dockets[middle].docket_id < docket_id)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return NULL;
}

static bool
receive_row(TupleTableSlot *slot, DestReceiver *self)
{
	Receiver   *receiver = (Receiver *) self;
	DocketBatch *batch = receiver->batch;
	DocketRow  *docket;
	bool		isnull;
	MemoryContext old;

	slot_getallattrs(slot);
	docket = find_docket(batch, DatumGetInt64(slot_getattr(slot, 1, &isnull)));
	if (docket == NULL)
		return true;
	old = MemoryContextSwitchTo(batch->context);
	receiver->handle(batch, docket, slot);
	MemoryContextSwitchTo(old);
	return true;
}

static void
receive_nothing(DestReceiver *self)
{
}

static void
receive_start(DestReceiver *self, int operation, TupleDesc typeinfo)
{
}

static SPIPlanPtr
plan_for(Reading *reading, Asking asking)
{
	static const char *const conditions[ASKINGS] = {
		[ASK_ONE] = "docket_id = $1",
		[ASK_FEW] = "docket_id = any ($1)",
		[ASK_MANY] = "docket_id = any ($1)",
		[ASK_RANGE] = "docket_id between $1 and $2"
	};
	Oid			types[3];
	int			n = 0;
	SPIPlanPtr	plan;

	if (reading->plans[asking] != NULL)
		return reading->plans[asking];
	types[n++] = asking == ASK_FEW || asking == ASK_MANY ? INT8ARRAYOID : INT8OID;
	types[n++] = INT8OID;
	if (OidIsValid(reading->extra))
		types[n++] = reading->extra;
	plan = SPI_prepare_cursor(psprintf(reading->sql, conditions[asking]), n, types,
							  asking == ASK_ONE || asking == ASK_FEW ? CURSOR_OPT_GENERIC_PLAN : CURSOR_OPT_CUSTOM_PLAN);
	if (plan == NULL || SPI_keepplan(plan) != 0)
		elog(ERROR, "could not prepare \"%s\": %s", reading->sql, SPI_result_code_string(SPI_result));
	reading->plans[asking] = plan;
	return plan;
}

/* run a reading for the dockets of the batch; only_wanted: for those that want their history */
static void
read_rows(Reading *reading, DocketBatch *batch, bool only_wanted, Datum extra,
		  void (*handle) (DocketBatch *, DocketRow *, TupleTableSlot *))
{
	Receiver	receiver = {{receive_row, receive_start, receive_nothing, receive_nothing, DestNone}, batch, handle};
	Datum	   *ids = palloc(sizeof(Datum) * Max(batch->ndockets, 1));
	int			n = 0;
	Asking		asking;
	Datum		values[3];
	char		nulls[4] = "   ";
	ParamListInfo params;
	SPIExecuteOptions options = {0};
	SPIPlanPtr	plan;
	int64		first,
				last;
	MemoryContext context = CurrentMemoryContext;

	for (int i = 0; i < batch->ndockets; i++)
		if (!only_wanted || batch->dockets[i].wants_history)
			ids[n++] = Int64GetDatum(batch->dockets[i].docket_id);
	if (n == 0)
		return;
	batch->last_found = 0;
	first = DatumGetInt64(ids[0]);
	last = DatumGetInt64(ids[n - 1]);
	if (n == 1)
		asking = ASK_ONE;
	else if (n <= FEW_DOCKETS)
		asking = ASK_FEW;
	else
		/* ids are given in order of receipt, so neighbours are often asked for together */
		asking = last - first < (int64) n * 2 ? ASK_RANGE : ASK_MANY;
	plan = plan_for(reading, asking);
	if (asking == ASK_FEW || asking == ASK_MANY)
		values[0] = PointerGetDatum(construct_array(ids, n, INT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	else
		values[0] = Int64GetDatum(first);
	values[1] = Int64GetDatum(last);
	values[2] = extra;

	params = makeParamList(OidIsValid(reading->extra) ? 3 : 2);
	for (int i = 0; i < params->numParams; i++)
	{
		params->params[i].value = values[i];
		params->params[i].isnull = nulls[i] == 'n';
		params->params[i].pflags = PARAM_FLAG_CONST;
		params->params[i].ptype = i == 0 ? (asking == ASK_FEW || asking == ASK_MANY ? INT8ARRAYOID : INT8OID)
			: i == 1 ? INT8OID : reading->extra;
	}
	options.params = params;
	options.read_only = true;
	options.dest = &receiver.pub;
	if (SPI_execute_plan_extended(plan, &options) < 0)
		elog(ERROR, "could not execute \"%s\": %s", reading->sql, SPI_result_code_string(SPI_result));
	/* SPI leaves its own */
	MemoryContextSwitchTo(context);
}

static text *
slot_text(TupleTableSlot *slot, int column)
{
	if (slot->tts_isnull[column - 1])
		return NULL;
	return DatumGetTextPCopy(slot->tts_values[column - 1]);
}

/* the same as the text before it, mostly: then that one */
static text *
slot_same_text(TupleTableSlot *slot, int column, text **before)
{
	text	   *value;

	if (slot->tts_isnull[column - 1])
		return NULL;
	value = DatumGetTextPP(slot->tts_values[column - 1]);
	if (*before == NULL || !jc_same_text(*before, value))
		*before = DatumGetTextPCopy(PointerGetDatum(value));
	return *before;
}

static bool
slot_null(TupleTableSlot *slot, int column)
{
	return slot->tts_isnull[column - 1];
}

static Datum
slot_value(TupleTableSlot *slot, int column)
{
	return slot->tts_values[column - 1];
}

static Datum
slot_copy(TupleTableSlot *slot, int column)
{
	if (slot->tts_isnull[column - 1])
		return (Datum) 0;
	return PointerGetDatum(PG_DETOAST_DATUM_COPY(slot->tts_values[column - 1]));
}

static void
handle_docket(DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot)
{
	DocketRow  *before = docket > batch->dockets && docket[-1].found ? &docket[-1] : NULL;
	text	   *same[8] = {0};

	if (before != NULL)
	{
		same[0] = before->kind;
		same[1] = before->org_code;
		same[2] = before->origin_org_code;
		same[3] = before->pack;
		same[4] = before->calendar_code;
		same[5] = before->promised_unit;
		same[6] = before->statutory_unit;
		same[7] = before->roll;
	}
	docket->found = true;
	docket->kind = slot_same_text(slot, 2, &same[0]);
	docket->org_code = slot_same_text(slot, 3, &same[1]);
	docket->origin_org_code = slot_same_text(slot, 4, &same[2]);
	docket->received_at = DatumGetTimestampTz(slot_value(slot, 5));
	docket->has_accepted = !slot_null(slot, 6);
	docket->accepted_at = docket->has_accepted ? DatumGetTimestampTz(slot_value(slot, 6)) : 0;
	docket->has_closed = !slot_null(slot, 7);
	docket->closed_at = docket->has_closed ? DatumGetTimestampTz(slot_value(slot, 7)) : 0;
	docket->pack = slot_same_text(slot, 8, &same[3]);
	docket->matter_code = slot_text(slot, 9);
	docket->matter_version = slot_null(slot, 10) ? 0 : DatumGetInt32(slot_value(slot, 10));
	docket->calendar_code = slot_same_text(slot, 11, &same[4]);
	docket->calendar_version = DatumGetInt32(slot_value(slot, 12));
	docket->promised_limit = slot_null(slot, 13) ? 0 : DatumGetInt32(slot_value(slot, 13));
	docket->promised_unit = slot_same_text(slot, 14, &same[5]);
	docket->statutory_limit = slot_null(slot, 15) ? 0 : DatumGetInt32(slot_value(slot, 15));
	docket->statutory_unit = slot_same_text(slot, 16, &same[6]);
	docket->roll = slot_same_text(slot, 17, &same[7]);
	docket->set_limit = slot_null(slot, 18) ? 0 : DatumGetInt32(slot_value(slot, 18));
	docket->set_unit = slot_text(slot, 19);
	docket->row_id = *(ItemPointer) DatumGetPointer(slot_value(slot, 20));
}

/*
 * jc_read_dockets - the rows of the dockets, with the calendar version in force and the limits of their matters, corrected
 * ones where a correction stands.
 */
void
jc_read_dockets(DocketBatch *batch)
{
	static Reading reading = {
		"select d.docket_id, d.kind, d.org_code, d.origin_org_code, d.received_at, d.accepted_at, d.closed_at, d.pack, d.matter_code, "
		"d.matter_version, d.calendar_code, c.version, "
		"case when x.version is null then m.promised_limit else x.promised_limit end, coalesce(x.promised_unit, m.promised_unit), "
		"case when x.version is null then m.statutory_limit else x.statutory_limit end, coalesce(x.statutory_unit, m.statutory_unit), "
		"coalesce(x.roll, m.roll), "
		"d.set_limit, d.set_unit, d.ctid "
		"from jiancha.docket d "
		"join jiancha.calendar c on c.calendar_code = d.calendar_code "
		"left join jiancha.matter_version m on m.matter_code = d.matter_code and m.version = d.matter_version "
		"left join jiancha.matter_correction x on x.matter_code = m.matter_code and x.version = m.version and x.stands "
		"where d.%s"
	};

	read_rows(&reading, batch, false, (Datum) 0, handle_docket);
}

static void
handle_step(DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot)
{
	int			kind = jc_step_kind(batch->rules, DatumGetTextPP(slot_value(slot, 3)));
	StepRow    *step;

	if (kind < 0)
		return;
	step = palloc0(sizeof(StepRow));
	step->has_no = !slot_null(slot, 2);
	step->step_no = step->has_no ? DatumGetInt64(slot_value(slot, 2)) : 0;
	step->kind = kind;
	step->at = DatumGetTimestampTz(slot_value(slot, 4));
	step->by_day = !jc_text_is(DatumGetTextPP(slot_value(slot, 5)), "minute");
	step->has_corrects = !slot_null(slot, 6);
	step->corrects = step->has_corrects ? DatumGetInt64(slot_value(slot, 6)) : 0;
	step->node = slot_text(slot, 7);
	step->data = slot_copy(slot, 8);
	step->seq = DatumGetInt64(slot_value(slot, 9));
	step->next = docket->steps;
	docket->steps = step;
	docket->nsteps++;
}

static Reading step_reading = {
	"select s.docket_id, s.step_no, s.kind, s.at, s.at_precision, s.corrects, s.node, s.data, s.seq from jiancha.step s where s.%s"
};

/*
 * jc_read_steps - every step of the dockets, those named by corrections included.
 */
void
jc_read_steps(DocketBatch *batch)
{
	read_rows(&step_reading, batch, false, (Datum) 0, handle_step);
}

/*
 * jc_read_some_steps - the steps of the dockets that want their history.
 */
void
jc_read_some_steps(DocketBatch *batch)
{
	read_rows(&step_reading, batch, true, (Datum) 0, handle_step);
}

static void
handle_marked(DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot)
{
	docket->wants_history = true;
}

/*
 * jc_read_marked - which of the dockets were handed over or have a lapse entered: they want their history.
 */
void
jc_read_marked(DocketBatch *batch)
{
	static Reading transfers = {"select s.docket_id from jiancha.step s where s.kind = 'transfer' and s.%s"};
	static Reading lapses = {"select s.docket_id from jiancha.step s where s.step_no < 0 and s.%s"};

	read_rows(&transfers, batch, false, (Datum) 0, handle_marked);
	if (batch->rules->any_lapse)
		read_rows(&lapses, batch, false, (Datum) 0, handle_marked);
}

static void
handle_scope(DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot)
{
	docket->out_of_scope = true;
}

/*
 * jc_read_scope - which of the dockets earn no card; nothing is read while no scope list was approved.
 */
void
jc_read_scope(DocketBatch *batch)
{
	static Reading reading = {
		"select d.docket_id from jiancha.docket d where d.out_of_scope and d.%s"
	};

	if (batch->rules->any_scope)
		read_rows(&reading, batch, false, (Datum) 0, handle_scope);
}

static void
handle_card_facts(DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot)
{
	docket->business_no = slot_text(slot, 2);
	docket->revision = DatumGetInt64(slot_value(slot, 3));
	docket->answers = DatumGetBool(slot_value(slot, 4));
	docket->goes_out = DatumGetBool(slot_value(slot, 5));
}

/*
 * jc_read_card_facts - what cards about the dockets say of them. Those of imported dockets, and of dockets accepted before
 * live_from, do not go out.
 */
void
jc_read_card_facts(DocketBatch *batch, TimestampTz live_from)
{
	static Reading reading = {
		"select d.docket_id, d.business_no, d.revision, d.kind = 'signal', "
		"not d.imported and coalesce(d.accepted_at, d.received_at) >= $3 from jiancha.docket d where d.%s", TIMESTAMPTZOID
	};

	read_rows(&reading, batch, false, TimestampTzGetDatum(live_from), handle_card_facts);
}

static void
handle_standing(DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot)
{
	StandingRow *row = palloc0(sizeof(StandingRow));

	row->rule = slot_text(slot, 2);
	row->clock = slot_text(slot, 3);
	row->cycle = DatumGetInt32(slot_value(slot, 4));
	row->level = slot_text(slot, 5);
	row->stands = DatumGetBool(slot_value(slot, 6));
	row->earned_at = DatumGetTimestampTz(slot_value(slot, 7));
	row->due_at = DatumGetTimestampTz(slot_value(slot, 8));
	row->org_code = slot_text(slot, 9);
	row->next = docket->standing;
	docket->standing = row;
}

/*
 * jc_read_standing - the cards of the dockets that the engine gave on a clock, whether or not they stand.
 */
void
jc_read_standing(DocketBatch *batch)
{
	static Reading reading = {
		"select s.docket_id, s.rule, s.clock, s.cycle, s.level, s.mark <> 'unfounded', s.earned_at, s.due_at, s.org_code "
		"from jiancha.signal_now s where s.due_at is not null and s.origin = 'auto' and s.%s"
	};

	read_rows(&reading, batch, false, (Datum) 0, handle_standing);
}

static void
handle_clock(DocketBatch *batch, DocketRow *docket, TupleTableSlot *slot)
{
	ClockRow   *row = palloc0(sizeof(ClockRow));
	ClockRow   *before = docket->clocks;
	text	   *same[9] = {0};

	if (before == NULL && docket > batch->dockets)
		before = docket[-1].clocks;
	if (before != NULL)
	{
		same[0] = before->org_code;
		same[1] = before->origin_org_code;
		same[2] = before->limit_unit;
		same[3] = before->count_mode;
		same[4] = before->roll;
		same[5] = before->calendar_code;
		same[6] = before->pack;
		same[7] = before->clock;
	}
	row->row_id = *(ItemPointer) DatumGetPointer(slot_value(slot, 2));
	row->clock = slot_same_text(slot, 3, &same[7]);
	row->cycle = DatumGetInt32(slot_value(slot, 4));
	row->org_code = slot_same_text(slot, 5, &same[0]);
	row->origin_org_code = slot_same_text(slot, 6, &same[1]);
	row->gone = DatumGetBool(slot_value(slot, 7));
	row->has_start = !slot_null(slot, 8);
	row->start_at = row->has_start ? DatumGetTimestampTz(slot_value(slot, 8)) : 0;
	row->has_stop = !slot_null(slot, 9);
	row->stop_at = row->has_stop ? DatumGetTimestampTz(slot_value(slot, 9)) : 0;
	row->limit_amount = DatumGetInt32(slot_value(slot, 10));
	row->limit_unit = slot_same_text(slot, 11, &same[2]);
	row->count_mode = slot_same_text(slot, 12, &same[3]);
	row->roll = slot_same_text(slot, 13, &same[4]);
	row->node = slot_text(slot, 14);
	row->extension = DatumGetInt32(slot_value(slot, 15));
	row->extended_on = slot_copy(slot, 16);
	row->extended_by = slot_copy(slot, 17);
	row->pauses = slot_copy(slot, 18);
	row->due_on = slot_null(slot, 19) ? 0 : DatumGetDateADT(slot_value(slot, 19));
	row->due_at = slot_null(slot, 20) ? 0 : DatumGetTimestampTz(slot_value(slot, 20));
	row->firm = DatumGetBool(slot_value(slot, 21));
	row->last_on = DatumGetDateADT(slot_value(slot, 22));
	row->calendar_code = slot_same_text(slot, 23, &same[5]);
	row->calendar_version = DatumGetInt32(slot_value(slot, 24));
	row->pack = slot_same_text(slot, 25, &same[6]);
	row->rule_version = DatumGetInt32(slot_value(slot, 26));
	row->has_next = !slot_null(slot, 27);
	row->next_at = row->has_next ? DatumGetTimestampTz(slot_value(slot, 27)) : 0;
	row->ended = DatumGetBool(slot_value(slot, 28));
	row->next = docket->clocks;
	docket->clocks = row;
}

#define CLOCK_QUERY \
	"select c.docket_id, c.ctid, c.clock, c.cycle, c.org_code, c.origin_org_code, c.state = 'gone', c.start_at, c.stop_at, c.limit_amount, " \
	"c.limit_unit, c.count_mode, c.roll, c.node, c.extension, c.extended_on, c.extended_by, c.pauses, c.due_on, c.due_at, " \
	"c.certainty = 'firm', c.last_on, c.calendar_code, c.calendar_version, c.pack, c.rule_version, c.next_at, c.state = 'ended' from jiancha.clock c "

/*
 * jc_read_clocks - the clocks of the dockets whose thresholds rest on that day or a later one.
 */
void
jc_read_clocks(DocketBatch *batch, DateADT last_on_from)
{
	static Reading reading = {CLOCK_QUERY "where c.last_on >= $3 and c.%s", DATEOID};

	read_rows(&reading, batch, false, DateADTGetDatum(last_on_from), handle_clock);
}

/*
 * jc_read_due_clocks - the clocks of the dockets with next_at up to an instant. Of a rule that counts once the cycles before
 * matter too: where there may be some, all clocks are read.
 */
void
jc_read_due_clocks(DocketBatch *batch, TimestampTz as_of)
{
	static Reading reading = {CLOCK_QUERY "where c.next_at <= $3 and c.%s", TIMESTAMPTZOID};
	bool		later_cycle = false;

	read_rows(&reading, batch, false, TimestampTzGetDatum(as_of), handle_clock);
	if (!batch->rules->any_once)
		return;
	for (int i = 0; i < batch->ndockets; i++)
		for (ClockRow *row = batch->dockets[i].clocks; row != NULL; row = row->next)
			later_cycle |= row->cycle > 1;
	if (!later_cycle)
		return;
	for (int i = 0; i < batch->ndockets; i++)
		batch->dockets[i].clocks = NULL;
	jc_read_clocks(batch, DATEVAL_NOBEGIN);
}

/*
 * jc_read_node_limit - the limit of a node of the flow of a docket's matter; false if it has none.
 */
bool
jc_read_node_limit(const DocketRow *docket, const text *node, int32 *amount, text **unit)
{
	static SPIPlanPtr plan = NULL;
	Datum		values[3];
	bool		isnull;
	MemoryContext context = CurrentMemoryContext;

	if (docket->matter_code == NULL)
		return false;
	if (plan == NULL)
	{
		Oid			types[] = {TEXTOID, INT4OID, TEXTOID};

		plan = SPI_prepare_cursor("select n.limit_amount, n.limit_unit from jiancha.node_limit n "
								  "where n.matter_code = $1 and n.version = $2 and n.node = $3", 3, types, CURSOR_OPT_GENERIC_PLAN);
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare the reading of node limits: %s", SPI_result_code_string(SPI_result));
	}
	values[0] = PointerGetDatum(docket->matter_code);
	values[1] = Int32GetDatum(docket->matter_version);
	values[2] = PointerGetDatum(node);
	if (SPI_execute_plan(plan, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read node limits");
	MemoryContextSwitchTo(context);
	if (SPI_processed == 0)
		return false;
	*amount = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	*unit = DatumGetTextPCopy(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull));
	SPI_freetuptable(SPI_tuptable);
	return true;
}
