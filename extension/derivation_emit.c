/*
 * derivation_emit.c
 *		Rows of the functions that derive: clocks, thresholds, differences.
 */
#include "derivation.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/datum.h"
#include "utils/rangetypes.h"
#include "utils/tuplestore.h"

/* whose counter numbers a card */
typedef struct CardCounter
{
	text	   *org_code;
	int32		year;
} CardCounter;

typedef struct CardCount
{
	CardCounter counter;
	int32		cards;
	char		status;
} CardCount;

static inline uint32
hash_counter(CardCounter key)
{
	return hash_bytes((const unsigned char *) VARDATA_ANY(key.org_code), VARSIZE_ANY_EXHDR(key.org_code)) ^ (uint32) key.year;
}

#define SH_PREFIX cardcount
#define SH_ELEMENT_TYPE CardCount
#define SH_KEY_TYPE CardCounter
#define SH_KEY counter
#define SH_HASH_KEY(tb, key) hash_counter(key)
#define SH_EQUAL(tb, a, b) ((a).year == (b).year && jc_same_text((a).org_code, (b).org_code))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/*
 * jc_emit_threshold - a row of _clock_thresholds(). org_code: who held the docket at the threshold.
 */
void
jc_emit_threshold(Derivation *d, const DocketRow *docket, const Clock *clock, const TimeRule *rule, const Threshold *t, bool earnable,
				  text *org_code)
{
	Datum		values[THRESHOLD_COLUMNS];
	bool		nulls[THRESHOLD_COLUMNS] = {false};

	values[0] = Int64GetDatum(docket->docket_id);
	values[1] = PointerGetDatum(rule->rule);
	values[2] = PointerGetDatum(clock->name);
	values[3] = Int32GetDatum(clock->cycle);
	values[4] = PointerGetDatum(rule->level);
	nulls[4] = rule->level == NULL;
	values[5] = TimestampTzGetDatum(t->at);
	values[6] = BoolGetDatum(t->firm && clock->due.firm);
	values[7] = BoolGetDatum(earnable);
	values[8] = TimestampTzGetDatum(clock->stop_at);
	nulls[8] = !clock->has_stop;
	values[9] = TimestampTzGetDatum(clock->due.due_at);
	values[10] = PointerGetDatum(org_code);
	values[11] = PointerGetDatum(clock->stored->calendar_code);
	values[12] = Int32GetDatum(clock->cal->version);
	values[13] = PointerGetDatum(clock->pack);
	values[14] = Int32GetDatum(clock->rule_version);
	tuplestore_putvalues(d->rsinfo->setResult, d->rsinfo->setDesc, values, nulls);
}

/*
 * jc_begin_cards - no card is missing so far.
 */
void
jc_begin_cards(Derivation *d)
{
	d->cards = cardcount_create(CurrentMemoryContext, 64, NULL);
}

/*
 * jc_count_card - a card is missing: its place among those of its organisation, found in the year of d->as_of there.
 */
void
jc_count_card(Derivation *d, Difference *difference)
{
	const CalendarVersion *cal = difference->clock->cal;
	CardCounter counter = {difference->org_code};
	CardCount  *count;
	bool		found;

	if (d->year_calendar != cal || d->year_generation != jc_calendar_generation)
	{
		int			year,
					month,
					day;

		j2date(jc_local_date(cal, d->as_of) + POSTGRES_EPOCH_JDATE, &year, &month, &day);
		d->year_calendar = cal;
		d->year_generation = jc_calendar_generation;
		d->year = year;
	}
	counter.year = d->year;
	count = cardcount_insert(d->cards, counter, &found);
	if (!found)
	{
		/* what was read of a batch goes with it */
		count->counter.org_code = MemoryContextAlloc(d->cards->ctx, VARSIZE_ANY(difference->org_code));
		memcpy(count->counter.org_code, difference->org_code, VARSIZE_ANY(difference->org_code));
		count->cards = 0;
	}
	difference->year = counter.year;
	difference->place = ++count->cards;
}

/*
 * jc_emit_difference - a row of _clock_differences().
 */
void
jc_emit_difference(Derivation *d, const DocketRow *docket, const Difference *difference)
{
	const Clock *clock = difference->clock;
	Datum		values[DIFFERENCE_COLUMNS] = {0};
	bool		nulls[DIFFERENCE_COLUMNS];

	memset(nulls, true, sizeof(nulls));
	values[0] = Int64GetDatum(docket->docket_id);
	values[2] = PointerGetDatum(clock->name);
	values[3] = Int32GetDatum(clock->cycle);
	nulls[0] = nulls[2] = nulls[3] = false;
	if (difference->look)
	{
		values[5] = TimestampTzGetDatum(clock->next_at);
		nulls[5] = !clock->has_next;
		values[15] = PointerGetDatum(&clock->stored->row_id);
		nulls[15] = false;
	}
	if (difference->kind != NULL)
	{
		values[4] = CStringGetTextDatum(difference->kind);
		nulls[4] = false;
	}
	if (difference->rule != NULL)
	{
		values[1] = PointerGetDatum(difference->rule);
		values[6] = TimestampTzGetDatum(difference->derived_at);
		nulls[6] = !difference->has_derived;
		values[7] = TimestampTzGetDatum(difference->recorded_at);
		nulls[7] = !difference->has_recorded;
		values[8] = PointerGetDatum(difference->level);
		values[9] = TimestampTzGetDatum(difference->due_at);
		values[10] = PointerGetDatum(difference->org_code);
		nulls[1] = nulls[8] = nulls[9] = nulls[10] = false;
	}
	if (difference->issue != NULL)
	{
		values[11] = PointerGetDatum(clock->stored->calendar_code);
		values[12] = Int32GetDatum(clock->cal->version);
		values[13] = PointerGetDatum(clock->pack);
		values[14] = Int32GetDatum(clock->rule_version);
		nulls[11] = nulls[12] = nulls[13] = nulls[14] = false;
	}
	if (difference->place > 0 && docket->business_no != NULL)
	{
		values[16] = PointerGetDatum(docket->business_no);
		values[17] = Int64GetDatum(docket->revision);
		values[18] = Int32GetDatum(difference->year);
		values[19] = Int32GetDatum(difference->place);
		values[20] = BoolGetDatum(docket->answers);
		values[21] = BoolGetDatum(docket->goes_out && jc_text_is(difference->issue, "at_once"));
		nulls[16] = nulls[17] = nulls[18] = nulls[19] = nulls[20] = nulls[21] = false;
	}
	tuplestore_putvalues(d->rsinfo->setResult, d->rsinfo->setDesc, values, nulls);
}

static Datum
pauses_datum(Derivation *d, const Pause *pauses, size_t npauses)
{
	RangeType **ranges;

	if (npauses == 0)
		return d->no_pauses;
	ranges = palloc(sizeof(RangeType *) * npauses);
	for (size_t i = 0; i < npauses; i++)
	{
		RangeBound	lower = {.val = DateADTGetDatum(pauses[i].begin + 1), .inclusive = true, .lower = true};
		RangeBound	upper = {.val = DateADTGetDatum(pauses[i].end + 1), .infinite = pauses[i].end == PAUSE_OPEN};

		if (upper.infinite)
			upper.val = (Datum) 0;
		lower.infinite = pauses[i].begin == PAUSE_ALWAYS;
		if (lower.infinite)
			lower.inclusive = false;
		ranges[i] = jc_make_range(d->multirange->rngtype, &lower, &upper);
	}
	return MultirangeTypePGetDatum(make_multirange(d->multirange->type_id, d->multirange->rngtype, npauses, ranges));
}

static Datum
extension_array(const Clock *clock, bool days)
{
	Datum	   *values = palloc(sizeof(Datum) * clock->nextensions);

	for (size_t i = 0; i < clock->nextensions; i++)
		values[i] = days ? DateADTGetDatum(clock->extensions[i].on) : Int32GetDatum(clock->extensions[i].by);
	return PointerGetDatum(construct_array(values, clock->nextensions, days ? DATEOID : INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

static text *
clock_state(const Derivation *d, bool gone, bool ended, bool has_stop, DateADT due_on)
{
	return gone ? d->gone : ended ? d->ended : has_stop ? d->stopped : DATE_IS_NOEND(due_on) ? d->paused : d->running;
}

static ClockRow *
stored_row(const DocketRow *docket, const Clock *clock)
{
	for (ClockRow *row = docket->clocks; row != NULL; row = row->next)
		if (row->cycle == clock->cycle && jc_same_text(row->clock, clock->name))
			return row;
	return NULL;
}

static bool
same_instant(bool has, TimestampTz at, bool isnull, Datum value)
{
	return has != isnull && (!has || at == DatumGetTimestampTz(value));
}

static bool
same_array(Datum stored, bool isnull, Datum value)
{
	return (stored != (Datum) 0) != isnull && (isnull || datum_image_eq(stored, value, false, -1));
}

/* a row of _derive_clocks() and what is stored */
static bool
same_clock(const Derivation *d, const ClockRow *row, const Datum *values, const bool *nulls)
{
	const struct
	{
		const text *stored;
		int			column;
	}			texts[] = {
		{row->org_code, 3}, {row->origin_org_code, 4}, {row->limit_unit, 9}, {row->calendar_code, 19}, {row->pack, 21}, {row->count_mode, 27}, {row->roll, 28}
	};

	if (clock_state(d, row->gone, row->ended, row->has_stop, row->due_on) != (text *) DatumGetPointer(values[5]) ||
		!same_instant(row->has_start, row->start_at, nulls[6], values[6]) ||
		!same_instant(row->has_stop, row->stop_at, nulls[7], values[7]) ||
		!same_instant(row->has_next, row->next_at, nulls[17], values[17]) ||
		row->limit_amount != DatumGetInt32(values[8]) ||
		row->extension != DatumGetInt32(values[10]) ||
		!same_array(row->extended_on, nulls[11], values[11]) ||
		!same_array(row->extended_by, nulls[12], values[12]) ||
		!datum_image_eq(row->pauses, values[13], false, -1) ||
		row->firm != ((text *) DatumGetPointer(values[16]) == d->firm) ||
		row->last_on != DatumGetDateADT(values[18]) ||
		row->calendar_version != DatumGetInt32(values[20]) ||
		row->rule_version != DatumGetInt32(values[22]) ||
		(row->node != NULL) != !nulls[29] ||
		(row->node != NULL && !jc_same_text(row->node, (text *) DatumGetPointer(values[29]))))
		return false;
	if (!row->gone && (row->due_on != DatumGetDateADT(values[14]) || row->due_at != DatumGetTimestampTz(values[15])))
		return false;
	for (size_t i = 0; i < lengthof(texts); i++)
		if (!jc_same_text(texts[i].stored, (text *) DatumGetPointer(values[texts[i].column])))
			return false;
	return true;
}

/*
 * jc_emit_vanished - the stored clocks of a docket that its facts do not make: their key, and where they are.
 */
void
jc_emit_vanished(Derivation *d, const DocketRow *docket)
{
	for (ClockRow *row = docket->clocks; row != NULL; row = row->next)
	{
		Datum		values[CLOCK_COLUMNS] = {0};
		bool		nulls[CLOCK_COLUMNS];

		if (row->derived)
			continue;
		memset(nulls, true, sizeof(nulls));
		values[0] = Int64GetDatum(docket->docket_id);
		values[1] = PointerGetDatum(row->clock);
		values[2] = Int32GetDatum(row->cycle);
		values[30] = PointerGetDatum(&row->row_id);
		nulls[0] = nulls[1] = nulls[2] = nulls[30] = false;
		tuplestore_putvalues(d->rsinfo->setResult, d->rsinfo->setDesc, values, nulls);
	}
}

/*
 * jc_emit_clock - a row of _derive_clocks().
 */
void
jc_emit_clock(Derivation *d, const DocketRow *docket, const Clock *clock)
{
	const ClockRow *stored = clock->stored;
	bool		gone = stored != NULL && stored->gone;
	bool		certain = clock->due.firm && clock->thresholds_firm;
	Datum		values[CLOCK_COLUMNS] = {0};
	bool		nulls[CLOCK_COLUMNS] = {false};

	values[0] = Int64GetDatum(docket->docket_id);
	values[1] = PointerGetDatum(clock->name);
	values[2] = Int32GetDatum(clock->cycle);
	values[3] = PointerGetDatum(stored ? stored->org_code : docket->org_code);
	values[4] = PointerGetDatum(stored ? stored->origin_org_code : docket->origin_org_code);
	values[5] = PointerGetDatum(clock_state(d, gone, clock->ended, clock->has_stop, clock->due.due_on));
	values[6] = TimestampTzGetDatum(clock->counted.start_at);
	nulls[6] = gone;
	values[7] = TimestampTzGetDatum(clock->stop_at);
	nulls[7] = !clock->has_stop;
	values[8] = Int32GetDatum(clock->limit_amount);
	values[9] = PointerGetDatum(clock->limit_unit);
	values[10] = Int32GetDatum(clock->due.extension);
	if (stored != NULL)
	{
		values[11] = stored->extended_on;
		values[12] = stored->extended_by;
		nulls[11] = stored->extended_on == (Datum) 0;
		nulls[12] = stored->extended_by == (Datum) 0;
	}
	else if (clock->nextensions > 0)
	{
		values[11] = extension_array(clock, true);
		values[12] = extension_array(clock, false);
	}
	else
		nulls[11] = nulls[12] = true;
	values[13] = pauses_datum(d, clock->counted.limit.pauses, clock->counted.limit.npauses);
	values[14] = DateADTGetDatum(clock->due.due_on);
	values[15] = TimestampTzGetDatum(clock->due.due_at);
	nulls[14] = nulls[15] = gone;
	values[16] = PointerGetDatum(gone || clock->due.firm ? d->firm : d->provisional);
	values[17] = TimestampTzGetDatum(clock->next_at);
	nulls[17] = !clock->has_next;
	values[18] = DateADTGetDatum(!gone && certain ? clock->last_on : DATEVAL_NOEND);
	values[19] = PointerGetDatum(stored ? stored->calendar_code : docket->calendar_code);
	values[20] = Int32GetDatum(clock->cal->version);
	values[21] = PointerGetDatum(clock->pack);
	values[22] = Int32GetDatum(clock->rule_version);
	nulls[23] = nulls[24] = nulls[25] = nulls[26] = true;
	if (stored != NULL && !gone)
	{
		values[23] = Int32GetDatum(stored->calendar_version);
		values[24] = DateADTGetDatum(stored->due_on);
		values[25] = TimestampTzGetDatum(stored->due_at);
		values[26] = PointerGetDatum(stored->firm ? d->firm : d->provisional);
		nulls[23] = nulls[24] = nulls[25] = nulls[26] = false;
	}
	values[27] = PointerGetDatum(clock->count_mode);
	values[28] = PointerGetDatum(clock->roll);
	values[29] = PointerGetDatum(clock->node);
	nulls[29] = clock->node == NULL;
	if (d->only_changes)
	{
		ClockRow   *row = stored_row(docket, clock);

		if (row != NULL)
		{
			row->derived = true;
			if (same_clock(d, row, values, nulls))
				return;
		}
		stored = row;
	}
	if (stored != NULL)
		values[30] = PointerGetDatum(&stored->row_id);
	else
		nulls[30] = true;
	tuplestore_putvalues(d->rsinfo->setResult, d->rsinfo->setDesc, values, nulls);
}
