/*
 * derivation.c
 *		The clocks of dockets, from their facts, rules and calendars.
 *
 * Dockets are taken in batches, in order of docket_id: a few queries read what there is about a batch, then each docket is
 * turned in one pass. A clock is counted (clock_due.c), its rules' thresholds are found beside it and held against the
 * cards that stand (derivation_threshold.c).
 */
#include "derivation.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rangetypes.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(jiancha_derive_clocks);
PG_FUNCTION_INFO_V1(jiancha_clock_thresholds);
PG_FUNCTION_INFO_V1(jiancha_clock_differences);

/* what is read of so many stays in the processor's cache */
#define BATCH_DOCKETS 2048

static const CalendarVersion *
calendar_of(Derivation *d, text *code, int32 version)
{
	if (d->cal != NULL && d->calendar_generation == jc_calendar_generation && d->cal->version == version &&
		VARSIZE_ANY_EXHDR(code) == strlen(d->cal->code) && memcmp(VARDATA_ANY(code), d->cal->code, VARSIZE_ANY_EXHDR(code)) == 0)
		return d->cal;
	d->cal = jc_calendar_version(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), version);
	d->calendar_generation = jc_calendar_generation;
	return d->cal;
}

/*
 * jc_behind_version - the version of its calendar in force, if a later one than the clock's has changed a day the clock
 * rests on; else 0.
 */
int32
jc_behind_version(const Derivation *d, const ClockRow *row)
{
	for (int i = 0; i < d->nchanges; i++)
		if (d->changes[i].version == row->calendar_version && jc_same_text(d->changes[i].calendar_code, row->calendar_code))
			return row->last_on >= d->changes[i].changed_from ? d->changes[i].in_force : 0;
	return 0;
}

static void
read_changes(Derivation *d)
{
	MemoryContext context = CurrentMemoryContext;

	if (SPI_execute("select h.calendar_code, c.version, h.version, h.changed_from from jiancha.calendar_change h "
					"join jiancha.calendar c on c.calendar_code = h.calendar_code where h.changed_from is not null", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the changes of calendars");
	MemoryContextSwitchTo(context);
	d->nchanges = SPI_processed;
	d->changes = MemoryContextAlloc(context, sizeof(CalendarChange) * Max(d->nchanges, 1));
	d->changed_from = DATEVAL_NOEND;
	for (int i = 0; i < d->nchanges; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;

		d->changes[i].calendar_code = DatumGetTextPCopy(SPI_getbinval(row, desc, 1, &isnull));
		d->changes[i].in_force = DatumGetInt32(SPI_getbinval(row, desc, 2, &isnull));
		d->changes[i].version = DatumGetInt32(SPI_getbinval(row, desc, 3, &isnull));
		d->changes[i].changed_from = DatumGetDateADT(SPI_getbinval(row, desc, 4, &isnull));
		d->changed_from = Min(d->changed_from, d->changes[i].changed_from);
	}
}

/* the limit of a cycle; false: it has none, so there is no clock */
static bool
find_limit(const DocketRow *docket, const ClockRule *rule, const DocketHistory *history, const ClockCycle *cycle, Clock *clock)
{
	const DerivationEvent *start = &history->core.events[cycle->start];
	LimitUnit	unit = UNIT_WORKING_DAY;
	int32		amount;

	switch (rule->limit_from)
	{
		case LIMIT_FIXED:
			clock->limit_amount = rule->limit_amount;
			clock->limit_unit = rule->limit_unit_text;
			break;
		case LIMIT_PROMISED:
			/* where no promise is published the limit of the law is the base (A08) */
			if (docket->promised_limit > 0)
			{
				clock->limit_amount = docket->promised_limit;
				clock->limit_unit = docket->promised_unit;
				break;
			}
			/* FALLTHROUGH */
		case LIMIT_STATUTORY:
			clock->limit_amount = docket->statutory_limit;
			clock->limit_unit = docket->statutory_unit;
			break;
		case LIMIT_SET:
			clock->limit_amount = docket->set_limit;
			clock->limit_unit = docket->set_unit;
			break;
		case LIMIT_REQUESTED:
			if (!derivation_requested(start, rule->has_unit, rule->limit_unit, &amount, &unit))
				return false;
			clock->limit_amount = amount;
			clock->limit_unit = rule->has_unit && unit == rule->limit_unit ? rule->limit_unit_text
				: cstring_to_text(jc_unit_name(unit));
			break;
		case LIMIT_NODE:
			clock->node = history->nodes[start->node];
			if (!jc_read_node_limit(docket, clock->node, &clock->limit_amount, &clock->limit_unit))
				return false;
			break;
	}
	return clock->limit_amount > 0 && clock->limit_unit != NULL;
}

/* count a clock whose limit, pauses and extensions are known */
static void
count_clock(Clock *clock, TimestampTz start_at)
{
	TimeLimit  *limit = &clock->counted.limit;

	/* the arithmetic takes extensions by day, then length */
	limit->extensions = clock->extensions;
	limit->nextensions = clock->nextensions;
	if (clock->nextensions > 1)
	{
		Extension  *sorted = palloc(sizeof(Extension) * clock->nextensions);

		for (size_t i = 0; i < clock->nextensions; i++)
		{
			size_t		place = i;

			for (; place > 0 && (sorted[place - 1].on > clock->extensions[i].on ||
								 (sorted[place - 1].on == clock->extensions[i].on && sorted[place - 1].by > clock->extensions[i].by)); place--)
				sorted[place] = sorted[place - 1];
			sorted[place] = clock->extensions[i];
		}
		limit->extensions = sorted;
	}
	jc_clock_due(clock->cal, start_at, limit, clock->counted.exact, &clock->due);
	clock->counted.due_on = clock->due.due_on;
	clock->counted.due_at = clock->due.due_at;
	clock->counted.extension = clock->due.extension;
	clock->counted.has_start = true;
	clock->counted.start_at = start_at;
}

/* the pauses and extensions of a cycle, into the clock */
static void
find_length(const Clock *clock, const ClockRule *rule, const DocketHistory *history, const ClockCycle *cycle, CycleLength *length)
{
	length->pauses = palloc(sizeof(Pause) * history->core.nevents);
	length->extensions = palloc(sizeof(Extension) * history->core.nevents);
	if (!derivation_length(&rule->core, &history->core, cycle, &clock->cal->core, clock->counted.limit.unit, length))
		jc_date_out_of_range();
}

/* the clocks of a docket as its facts make them, appended to clocks[n ...]; in order of cycle for each name */
static int
derive_docket(Derivation *d, DocketRow *docket, DocketHistory *history, Clock **clocks)
{
	const CalendarVersion *cal = calendar_of(d, docket->calendar_code, docket->calendar_version);
	const PackVersion *versions[2];
	ClockCycle *cycles;
	int			n = 0;
	int			allocated = 0;

	jc_docket_history(&d->batch, docket, cal, history);
	/* a case is judged by the pack's version in force when it was accepted; how it was taken in, by that of the receipt */
	versions[0] = jc_pack_version_on(d->batch.rules, docket->pack,
									 jc_local_date(cal, docket->has_accepted ? docket->accepted_at : docket->received_at));
	if (versions[0] == NULL)
		return 0;
	versions[1] = docket->has_accepted ? jc_pack_version_on(d->batch.rules, docket->pack, jc_local_date(cal, docket->received_at))
		: versions[0];
	cycles = palloc(sizeof(ClockCycle) * history->core.nevents);
	*clocks = NULL;
	for (int v = 0; v < 2; v++)
	{
		if (versions[v] == NULL)
			continue;
		for (int i = 0; i < versions[v]->nclocks; i++)
		{
			const ClockRule *rule = &versions[v]->clocks[i];
			size_t		ncycles;

			if (rule->from_receipt != (v == 1) || !jc_same_text(rule->docket_kind, docket->kind))
				continue;
			ncycles = derivation_cycles(&rule->core, &history->core, cycles);
			for (size_t c = 0; c < ncycles; c++)
			{
				const DerivationEvent *start = &history->core.events[cycles[c].start];
				Clock	   *clock;
				CycleLength length;

				if (n == allocated)
				{
					allocated = allocated == 0 ? 4 : allocated * 2;
					*clocks = *clocks == NULL ? palloc(sizeof(Clock) * allocated) : repalloc(*clocks, sizeof(Clock) * allocated);
				}
				clock = &(*clocks)[n];
				memset(clock, 0, sizeof(Clock));
				if (!find_limit(docket, rule, history, &cycles[c], clock))
					continue;
				n++;
				clock->rule = rule;
				clock->cal = cal;
				clock->name = rule->clock;
				clock->cycle = (int32) c + 1;
				clock->has_stop = cycles[c].stop != DERIVATION_RUNS;
				if (clock->has_stop)
				{
					const DerivationEvent *stop = &history->core.events[cycles[c].stop];

					clock->stop_at = stop->at;
					clock->ended = (rule->core.roles[stop->kind] & ROLE_ENDS) != 0;
				}
				clock->pack = docket->pack;
				clock->rule_version = versions[v]->version;
				/* of a step known only to the day nobody knows the moment to count from */
				clock->counted.exact = rule->exact && !start->by_day;
				clock->count_mode = clock->counted.exact ? rule->count_mode : d->by_day;
				clock->roll = docket->roll ? docket->roll : d->last_day;
				clock->counted.limit.amount = clock->limit_amount;
				clock->counted.limit.unit = jc_unit(clock->limit_unit);
				clock->counted.limit.roll = jc_roll(clock->roll);
				find_length(clock, rule, history, &cycles[c], &length);
				clock->counted.limit.pauses = length.pauses;
				clock->counted.limit.npauses = length.npauses;
				clock->extensions = length.extensions;
				clock->nextensions = length.nextensions;
				count_clock(clock, start->at);
			}
		}
	}
	return n;
}

static int
compare_clocks(const void *a, const void *b)
{
	const Clock *x = a;
	const Clock *y = b;
	size_t		xlen = VARSIZE_ANY_EXHDR(x->name);
	size_t		ylen = VARSIZE_ANY_EXHDR(y->name);
	int			c = memcmp(VARDATA_ANY(x->name), VARDATA_ANY(y->name), Min(xlen, ylen));

	if (c == 0)
		c = (xlen > ylen) - (xlen < ylen);
	return c != 0 ? c : (x->cycle > y->cycle) - (x->cycle < y->cycle);
}

static size_t
stored_pauses(Derivation *d, Datum value, Pause **pauses)
{
	CalendarMemo memo = {.multirange = d->multirange};
	MultirangeType *multirange = DatumGetMultirangeTypeP(value);

	*pauses = palloc(sizeof(Pause) * MAX_FIXED_PAUSES);
	return jc_pauses(&memo, multirange, pauses);
}

/*
 * The clocks of a docket as stored, those that are behind counted again with the version in force. One whose pauses are cut
 * to the days applied for has them found again: those days are days of the calendar.
 */
static int
stored_docket(Derivation *d, DocketRow *docket, DocketHistory *history, Clock **clocks)
{
	int			n = 0;

	for (ClockRow *row = docket->clocks; row != NULL; row = row->next)
		n++;
	*clocks = palloc0(sizeof(Clock) * Max(n, 1));
	n = 0;
	for (ClockRow *row = docket->clocks; row != NULL; row = row->next)
	{
		int32		in_force = d->recount ? jc_behind_version(d, row) : 0;
		const PackVersion *version = jc_pack_version(d->batch.rules, row->pack, row->rule_version);
		Clock	   *clock = &(*clocks)[n];
		Pause	   *pauses;

		if (row->gone && !d->compare && (d->thresholds || in_force == 0))
			continue;
		n++;
		clock->stored = row;
		clock->left_out = d->recount && in_force == 0;
		clock->name = row->clock;
		clock->cycle = row->cycle;
		clock->cal = calendar_of(d, row->calendar_code, in_force > 0 ? in_force : row->calendar_version);
		clock->has_stop = row->has_stop;
		clock->ended = row->ended;
		clock->stop_at = row->stop_at;
		clock->limit_amount = row->limit_amount;
		clock->limit_unit = row->limit_unit;
		clock->roll = row->roll;
		clock->count_mode = row->count_mode;
		clock->node = row->node;
		clock->pack = row->pack;
		clock->rule_version = row->rule_version;
		if (row->gone)
			continue;
		clock->rule = version ? jc_clock_rule(version, row->clock) : NULL;
		clock->counted.exact = jc_is_exact(row->count_mode);
		clock->counted.limit.amount = row->limit_amount;
		clock->counted.limit.unit = jc_unit(row->limit_unit);
		clock->counted.limit.roll = jc_roll(row->roll);
		clock->counted.limit.npauses = stored_pauses(d, row->pauses, &pauses);
		clock->counted.limit.pauses = pauses;
		clock->counted.has_start = row->has_start;
		clock->counted.start_at = row->start_at;
		if (in_force > 0)
		{
			if (row->extended_on != (Datum) 0 && row->extended_by != (Datum) 0)
				clock->nextensions = jc_extensions(DatumGetArrayTypeP(row->extended_on), DatumGetArrayTypeP(row->extended_by),
												   &clock->extensions);
			if (clock->rule != NULL && clock->rule->core.special == SPECIAL_LEAST && history->core.nevents > 0)
			{
				ClockCycle *cycles = palloc(sizeof(ClockCycle) * history->core.nevents);
				size_t		ncycles = derivation_cycles(&clock->rule->core, &history->core, cycles);
				CycleLength length;

				if ((size_t) row->cycle <= ncycles)
				{
					find_length(clock, clock->rule, history, &cycles[row->cycle - 1], &length);
					clock->counted.limit.pauses = length.pauses;
					clock->counted.limit.npauses = length.npauses;
				}
			}
			count_clock(clock, row->start_at);
		}
		else
		{
			clock->due.due_on = clock->counted.due_on = row->due_on;
			clock->due.due_at = clock->counted.due_at = row->due_at;
			clock->due.extension = clock->counted.extension = row->extension;
			clock->due.firm = row->firm;
		}
	}
	qsort(*clocks, n, sizeof(Clock), compare_clocks);
	return n;
}

/* what stands on a clock that is gone (its start was corrected away) keeps a clock to be looked at through */
static void
emit_gone(Derivation *d, const DocketRow *docket)
{
	for (StandingRow *row = docket->standing; row != NULL; row = row->next)
	{
		ClockRow	stored = {0};
		Clock		clock = {0};

		if (row->at_home || row->clock == NULL)
			continue;
		clock.name = row->clock;
		clock.cycle = row->cycle;
		for (StandingRow *other = row; other != NULL; other = other->next)
			if (other->clock != NULL && other->cycle == row->cycle && jc_same_text(other->clock, row->clock))
			{
				other->at_home = true;
				if (other->stands)
					jc_look_at(&clock, other->lapse ? DT_NOBEGIN : other->earned_at);
			}
		stored.gone = true;
		stored.org_code = docket->org_code;
		stored.origin_org_code = docket->origin_org_code;
		stored.calendar_code = docket->calendar_code;
		clock.stored = &stored;
		clock.cal = calendar_of(d, docket->calendar_code, docket->calendar_version);
		clock.limit_unit = d->working_day;
		clock.count_mode = d->by_day;
		clock.roll = d->last_day;
		clock.pack = docket->pack;
		jc_emit_clock(d, docket, &clock);
	}
}

static void
turn_docket(Derivation *d, DocketRow *docket)
{
	DocketHistory history = {{0}};
	Clock	   *clocks = NULL;
	int			n;

	if (!d->from_facts)
	{
		if (docket->clocks == NULL && !d->compare)
			return;
		if (docket->found && docket->wants_history)
			jc_docket_history(&d->batch, docket, calendar_of(d, docket->calendar_code, docket->calendar_version), &history);
		n = stored_docket(d, docket, &history, &clocks);
	}
	else
	{
		if (!docket->found)
			return;
		n = derive_docket(d, docket, &history, &clocks);
	}
	if (d->compare)
	{
		jc_find_differences(d, docket, &history, clocks, n);
		return;
	}
	jc_find_thresholds(d, docket, &history, clocks, n);
	if (d->thresholds)
		return;
	jc_look_at_strays(docket, clocks, n);
	for (int i = 0; i < n; i++)
		if (!clocks[i].left_out)
			jc_emit_clock(d, docket, &clocks[i]);
	if (!d->recount)
		emit_gone(d, docket);
}

/* which dockets with stored clocks need more than these: those whose pauses are cut to days applied for; see also jc_read_marked */
static void
want_history(Derivation *d)
{
	const RuleCache *rules = d->batch.rules;

	if (d->recount && rules->any_capped)
		for (int i = 0; i < d->batch.ndockets; i++)
			for (ClockRow *row = d->batch.dockets[i].clocks; row != NULL; row = row->next)
			{
				const PackVersion *version = jc_pack_version(rules, row->pack, row->rule_version);
				const ClockRule *rule = version ? jc_clock_rule(version, row->clock) : NULL;

				if (rule != NULL && rule->core.special == SPECIAL_LEAST && jc_behind_version(d, row) != 0)
					d->batch.dockets[i].wants_history = true;
			}
}

static void
turn_batch(Derivation *d)
{
	DocketBatch *batch = &d->batch;
	bool		wanted = false;

	if (!d->from_facts)
	{
		/* of a rule that counts once every cycle matters */
		if (d->due_only)
			jc_read_due_clocks(batch, d->as_of);
		else
			jc_read_clocks(batch, d->recount && !d->thresholds && !batch->rules->any_once ? d->changed_from : DATEVAL_NOBEGIN);
		want_history(d);
		jc_read_marked(batch);
		for (int i = 0; i < batch->ndockets && !wanted; i++)
			wanted = batch->dockets[i].wants_history;
		if (wanted)
		{
			jc_read_dockets(batch);
			jc_read_some_steps(batch);
		}
	}
	else
	{
		jc_read_dockets(batch);
		if (!d->fresh)
			jc_read_steps(batch);
		if (d->only_changes)
			jc_read_clocks(batch, DATEVAL_NOBEGIN);
	}
	jc_read_scope(batch);
	if (d->due_only)
		jc_read_card_facts(batch, d->live_from);
	if (!d->fresh && !d->thresholds)
		jc_read_standing(batch);

	MemoryContextSwitchTo(d->scratch);
	for (int i = 0; i < batch->ndockets; i++)
	{
		CHECK_FOR_INTERRUPTS();
		turn_docket(d, &batch->dockets[i]);
		if (d->only_changes)
			jc_emit_vanished(d, &batch->dockets[i]);
		MemoryContextReset(d->scratch);
	}
}

static void
derive(FunctionCallInfo fcinfo, Derivation *d)
{
	int64	   *ids;
	int			n;
	int			columns = d->compare ? DIFFERENCE_COLUMNS : d->thresholds ? THRESHOLD_COLUMNS : CLOCK_COLUMNS;
	MemoryContext call;

	InitMaterializedSRF(fcinfo, 0);
	d->rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	if (d->rsinfo->setDesc->natts != columns)
		elog(ERROR, "%d columns expected, not %d", columns, d->rsinfo->setDesc->natts);
	if (PG_ARGISNULL(0))
		return;
	n = jc_sorted_ids(PG_GETARG_ARRAYTYPE_P(0), &ids);
	if (n == 0)
		return;

	SPI_connect();
	d->batch.rules = jc_rules();
	d->from_facts = !d->recount && !d->thresholds && !d->compare;
	d->multirange = lookup_type_cache(DATEMULTIRANGEOID, TYPECACHE_MULTIRANGE_INFO);
	d->no_pauses = MultirangeTypePGetDatum(make_multirange(DATEMULTIRANGEOID, d->multirange->rngtype, 0, NULL));
	d->running = cstring_to_text("running");
	d->paused = cstring_to_text("paused");
	d->stopped = cstring_to_text("stopped");
	d->ended = cstring_to_text("ended");
	d->gone = cstring_to_text("gone");
	d->firm = cstring_to_text("firm");
	d->provisional = cstring_to_text("provisional");
	d->working_day = cstring_to_text("working_day");
	d->last_day = cstring_to_text("last_day");
	d->by_day = cstring_to_text("day");
	if (d->recount || d->put_off)
		read_changes(d);
	if (d->due_only)
		jc_begin_cards(d);
	d->context = AllocSetContextCreate(CurrentMemoryContext, "jiancha dockets", ALLOCSET_DEFAULT_SIZES);
	d->scratch = AllocSetContextCreate(CurrentMemoryContext, "jiancha docket", ALLOCSET_DEFAULT_SIZES);
	call = CurrentMemoryContext;
	d->batch.context = d->context;
	d->batch.dockets = palloc(sizeof(DocketRow) * Min(n, BATCH_DOCKETS));
	for (int from = 0; from < n; from += BATCH_DOCKETS)
	{
		MemoryContextSwitchTo(d->context);
		d->batch.ndockets = Min(n - from, BATCH_DOCKETS);
		memset(d->batch.dockets, 0, sizeof(DocketRow) * d->batch.ndockets);
		for (int i = 0; i < d->batch.ndockets; i++)
			d->batch.dockets[i].docket_id = ids[from + i];
		turn_batch(d);
		MemoryContextSwitchTo(call);
		MemoryContextReset(d->context);
	}
	SPI_finish();
}

/*
 * jiancha._derive_clocks(dockets bigint[], fresh boolean, recount boolean, changes boolean) returns table (...)
 *
 * The clocks of dockets as their facts, rules and calendars make them. fresh: they were just received, have no steps and no
 * cards; recount: only the calendar has changed, so the clocks that it concerns are taken as stored and counted again, and
 * the old_ columns and row_id say what and where they were; changes: only those that differ from what is stored, row_id is
 * where (NULL: not stored), and a stored one that the facts do not make comes with its key, row_id and nothing else. Columns
 * as in jiancha.clock. NULL dockets are none.
 */
Datum
jiancha_derive_clocks(PG_FUNCTION_ARGS)
{
	Derivation	d = {0};

	d.fresh = !PG_ARGISNULL(1) && PG_GETARG_BOOL(1);
	d.recount = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
	d.only_changes = !PG_ARGISNULL(3) && PG_GETARG_BOOL(3);
	derive(fcinfo, &d);
	return (Datum) 0;
}

/*
 * jiancha._clock_thresholds(dockets bigint[], recount boolean) returns table (...)
 *
 * The thresholds of the rules about the stored clocks of dockets: the rows of the view clock_threshold. recount: as if the
 * clocks that a notice concerns had been counted again.
 */
Datum
jiancha_clock_thresholds(PG_FUNCTION_ARGS)
{
	Derivation	d = {0};

	d.thresholds = true;
	d.recount = !PG_ARGISNULL(1) && PG_GETARG_BOOL(1);
	derive(fcinfo, &d);
	return (Datum) 0;
}

/*
 * jiancha._clock_differences(dockets bigint[], as_of timestamptz, due_only boolean, put_off boolean, live_from timestamptz)
 *		returns table (...)
 *
 * Where the cards about the stored clocks of dockets differ from what is earned as of an instant. due_only: of their clocks
 * only those with next_at up to as_of; the last row of each, which has no rule if nothing differs, says when to look again
 * once the differences are mended (NULL: never), and where the clock is stored. put_off: a docket with a clock that a later
 * calendar version concerns, or a due one that may lapse, gives one row, difference "put off". live_from: only with
 * due_only; cards about dockets accepted (or received) from then on, that are not imported, go out; NULL: none does.
 */
Datum
jiancha_clock_differences(PG_FUNCTION_ARGS)
{
	Derivation	d = {0};

	d.compare = true;
	/* without an instant nothing is earned and nothing taken back */
	d.as_of = PG_ARGISNULL(1) ? DT_NOBEGIN : PG_GETARG_TIMESTAMPTZ(1);
	d.due_only = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
	d.put_off = !PG_ARGISNULL(3) && PG_GETARG_BOOL(3);
	d.live_from = PG_ARGISNULL(4) ? DT_NOEND : PG_GETARG_TIMESTAMPTZ(4);
	derive(fcinfo, &d);
	return (Datum) 0;
}
