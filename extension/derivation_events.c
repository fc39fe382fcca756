/*
 * derivation_events.c
 *		From the steps of a docket, as they stand in jiancha.step, to the events that clocks are derived from.
 *
 * It reads steps as the views effective_step, event and holder do: corrections applied, steps before the receipt left out,
 * steps known only to the day put in their place among those known to the minute. tests/property compares the two.
 */
#include "derivation.h"

#include "catalog/pg_collation.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"
#include "utils/varlena.h"

/* an event, with what decides the order of two at one instant */
typedef struct OrderedEvent
{
	DerivationEvent event;
	const StepRow *step;		/* NULL: the receipt */
} OrderedEvent;

/* a field of the data of a step, as ->> gives it; NULL for none */
static char *
field_text(Datum data, const char *name)
{
	Jsonb	   *jsonb;
	JsonbValue	found;

	if (data == (Datum) 0)
		return NULL;
	jsonb = DatumGetJsonbP(data);
	if (!JB_ROOT_IS_OBJECT(jsonb) ||
		getKeyJsonValueFromContainer(&jsonb->root, name, strlen(name), &found) == NULL)
		return NULL;
	switch (found.type)
	{
		case jbvString:
			return pnstrdup(found.val.string.val, found.val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(found.val.numeric)));
		case jbvBool:
			return pstrdup(found.val.boolean ? "true" : "false");
		case jbvBinary:
			return JsonbToCString(NULL, found.val.binary.data, found.val.binary.len);
		default:
			return NULL;
	}
}

/* a whole number from 1 to 10000; 0 for anything else */
static int32
field_amount(Datum data, const char *name)
{
	char	   *value = field_text(data, name);
	size_t		len = value ? strlen(value) : 0;

	if (len < 1 || len > 5 || value[0] == '0' || strspn(value, "0123456789") != len)
		return 0;
	return atoi(value) <= 10000 ? atoi(value) : 0;
}

static int
compare_strings(const text *a, const text *b)
{
	return varstr_cmp(VARDATA_ANY(a), VARSIZE_ANY_EXHDR(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(b), DEFAULT_COLLATION_OID);
}

static text *
data_text(const StepRow *step)
{
	Jsonb	   *jsonb;

	if (step->data == (Datum) 0)
		return cstring_to_text("");
	jsonb = DatumGetJsonbP(step->data);
	return cstring_to_text(JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb)));
}

/* of two corrections of one step, does a come after b? */
static bool
corrects_later(const RuleCache *rules, const StepRow *a, const StepRow *b)
{
	int			c;

	if (a->step_no != b->step_no)
		return a->step_no > b->step_no;
	if (a->at != b->at)
		return a->at > b->at;
	c = compare_strings(rules->kinds[a->kind].kind, rules->kinds[b->kind].kind);
	if (c == 0)
		c = compare_strings(data_text(a), data_text(b));
	return c != 0 ? c > 0 : a->seq > b->seq;
}

/* does a step count? Not if a correction names it, nor if another correction of the same step has a higher number. */
static bool
is_effective(const RuleCache *rules, const StepRow *step, StepRow **corrections, int ncorrections)
{
	if (step->kind == rules->cancel_kind)
		return false;
	for (int i = 0; i < ncorrections; i++)
	{
		const StepRow *other = corrections[i];

		if (step->has_no && other->corrects == step->step_no)
			return false;
		if (step->has_corrects && other->corrects == step->corrects && other != step && corrects_later(rules, other, step))
			return false;
	}
	return true;
}

static int
compare_events(const void *a, const void *b)
{
	const OrderedEvent *x = a;
	const OrderedEvent *y = b;
	int			c;

	if (x->event.at != y->event.at)
		return x->event.at < y->event.at ? -1 : 1;
	if (x->event.rank != y->event.rank)
		return x->event.rank < y->event.rank ? -1 : 1;
	if (x->step == NULL || y->step == NULL)
		return (x->step != NULL) - (y->step != NULL);
	/* of two steps of one kind at one instant the order must not be that of arrival */
	if (x->event.kind != y->event.kind)
		return x->event.kind < y->event.kind ? -1 : 1;
	if (x->step->has_no != y->step->has_no)
		return x->step->has_no ? -1 : 1;
	if (x->step->step_no != y->step->step_no)
		return x->step->step_no < y->step->step_no ? -1 : 1;
	c = compare_strings(data_text(x->step), data_text(y->step));
	if (c != 0)
		return c;
	if (x->step->node == NULL || y->step->node == NULL)
		return (x->step->node == NULL) - (y->step->node == NULL);
	return compare_strings(x->step->node, y->step->node);
}

static int
compare_tenures(const void *a, const void *b)
{
	const Tenure *x = a;
	const Tenure *y = b;

	if (x->from_at != y->from_at)
		return x->from_at < y->from_at ? -1 : 1;
	if (x->has_no != y->has_no)
		return x->has_no ? -1 : 1;
	if (x->step_no != y->step_no)
		return x->step_no < y->step_no ? -1 : 1;
	if (x->org_code == NULL || y->org_code == NULL)
		return (x->org_code == NULL) - (y->org_code == NULL);
	return compare_strings(x->org_code, y->org_code);
}

/* the number of a name among those met so far */
static int32
number_of(text **names, int32 *nnames, text *name)
{
	for (int32 i = 0; i < *nnames; i++)
		if (jc_same_text(names[i], name))
			return i;
	names[*nnames] = name;
	return (*nnames)++;
}

static void
set_amounts(DerivationEvent *event, Datum data)
{
	static const char *const words[AMOUNT_WORDS] = {
		[WORD_DAYS] = "days",
		[WORD_WEEKS] = "weeks",
		[WORD_MONTHS] = "months",
		[WORD_YEARS] = "years",
		[WORD_HOURS] = "hours"
	};

	for (int i = 0; i < AMOUNT_WORDS; i++)
		event->amounts[i] = field_amount(data, words[i]);
}

/* a step that a lapse entered stands like a card */
static void
note_lapse(DocketRow *docket, const StepRow *step)
{
	char	   *rule = field_text(step->data, "lapse");
	char	   *clock = field_text(step->data, "clock");
	char	   *earned_at = field_text(step->data, "earned_at");
	int32		cycle = field_amount(step->data, "cycle");
	StandingRow *row;

	/* the engine numbers its steps below zero; what a department wrote into data is no lapse */
	if (!step->has_no || step->step_no >= 0 || rule == NULL || cycle == 0 || earned_at == NULL)
		return;
	row = palloc0(sizeof(StandingRow));
	row->rule = cstring_to_text(rule);
	row->clock = clock ? cstring_to_text(clock) : NULL;
	row->cycle = cycle;
	row->lapse = true;
	row->effect = step->kind;
	row->stands = true;
	row->start_at = step->at;
	row->earned_at = DatumGetTimestampTz(DirectFunctionCall3(timestamptz_in, CStringGetDatum(earned_at),
															ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	row->next = docket->standing;
	docket->standing = row;
}

/* the instant a step takes in the order of events; false if it came before the receipt */
static bool
place_step(const RuleCache *rules, const CalendarVersion *cal, const DocketRow *docket, const StepRow *step,
		   StepRow **effective, int neffective, TimestampTz *at)
{
	TimestampTz begins,
				ends;

	*at = step->at;
	if (step->by_day)
	{
		begins = jc_start_of_day(cal, jc_local_date(cal, step->at));
		ends = begins + USECS_PER_DAY;
		if (step->at < docket->received_at && ends <= docket->received_at)
			return false;
		if (rules->kinds[step->kind].late)
			for (int i = 0; i < neffective; i++)
				if (!effective[i]->by_day && effective[i]->at >= begins && effective[i]->at < ends)
					*at = Max(*at, effective[i]->at);
	}
	else if (step->at < docket->received_at)
		return false;
	*at = Max(*at, docket->received_at);
	return true;
}

/*
 * jc_docket_history - the events of a docket in the order everything is derived from, who held it when, and, added to
 * docket->standing, the steps that lapses entered. Allocated in the current context.
 *
 * The row of the docket was read, and its steps, if it may have any.
 */
void
jc_docket_history(const DocketBatch *batch, DocketRow *docket, const CalendarVersion *cal, DocketHistory *history)
{
	const RuleCache *rules = batch->rules;
	int			n = docket->nsteps;
	StepRow   **effective = palloc(sizeof(StepRow *) * (n + 1));
	StepRow   **corrections = palloc(sizeof(StepRow *) * (n + 1));
	OrderedEvent *ordered = palloc0(sizeof(OrderedEvent) * (n + 1));
	DerivationEvent *events = palloc(sizeof(DerivationEvent) * (n + 1));
	text	  **procedures = palloc(sizeof(text *) * (n + 1));
	int			neffective = 0;
	int			ncorrections = 0;
	int			nevents = 0;
	int32		nnodes = 0;
	int32		nprocedures = 0;
	bool		ends_met = false;

	history->steps = palloc(sizeof(StepRow *) * (n + 1));
	history->nodes = palloc(sizeof(text *) * (n + 1));
	history->tenures = palloc(sizeof(Tenure) * (n + 1));
	history->ntenures = 0;

	for (StepRow *step = docket->steps; step != NULL; step = step->next)
		if (step->has_corrects)
			corrections[ncorrections++] = step;
	for (StepRow *step = docket->steps; step != NULL; step = step->next)
		if (is_effective(rules, step, corrections, ncorrections))
			effective[neffective++] = step;

	/* numbers 0: the receipt, and the procedure without a name */
	ordered[nevents].event.at = docket->received_at;
	ordered[nevents].event.kind = KIND_RECEIVED;
	ordered[nevents].event.node = NO_NODE;
	nevents++;
	procedures[nprocedures++] = cstring_to_text("");
	for (int i = 0; i < neffective; i++)
	{
		const StepRow *step = effective[i];
		DerivationEvent *event = &ordered[nevents].event;
		char	   *procedure;
		char	   *notice;

		if (step->data != (Datum) 0)
			note_lapse(docket, step);
		if (!place_step(rules, cal, docket, step, effective, neffective, &event->at))
			continue;
		ordered[nevents].step = step;
		event->kind = step->kind;
		event->rank = rules->kinds[step->kind].rank;
		event->by_day = step->by_day;
		event->node = step->node ? number_of(history->nodes, &nnodes, step->node) : NO_NODE;
		event->procedure = 0;
		event->noticed = false;
		if (step->data != (Datum) 0)
		{
			set_amounts(event, step->data);
			notice = field_text(step->data, "notice_no");
			event->noticed = notice != NULL && notice[strspn(notice, " ")] != '\0';
			procedure = field_text(step->data, "procedure");
			if (procedure != NULL)
				event->procedure = number_of(procedures, &nprocedures, cstring_to_text(procedure));
		}
		nevents++;
		if (step->kind == rules->transfer_kind && (!docket->has_closed || event->at <= docket->closed_at))
		{
			Tenure	   *tenure = &history->tenures[history->ntenures++];
			char	   *to_org = field_text(step->data, "to_org");

			tenure->from_at = event->at;
			tenure->org_code = to_org ? cstring_to_text(to_org) : NULL;
			tenure->step_no = step->step_no;
			tenure->has_no = step->has_no;
		}
	}
	qsort(ordered, nevents, sizeof(OrderedEvent), compare_events);
	qsort(history->tenures, history->ntenures, sizeof(Tenure), compare_tenures);

	history->core.events = events;
	history->core.nevents = nevents;
	history->core.closed_at = docket->has_closed ? docket->closed_at : DERIVATION_OPEN;
	history->core.closed_by = -1;
	for (int i = 0; i < nevents; i++)
	{
		events[i] = ordered[i].event;
		history->steps[i] = ordered[i].step;
		events[i].day = i > 0 && events[i].at == events[i - 1].at ? events[i - 1].day : jc_local_date(cal, events[i].at);
		if (!ends_met && docket->has_closed && rules->kinds[events[i].kind].ends && events[i].at <= docket->closed_at)
		{
			ends_met = true;
			history->core.closed_by = events[i].kind;
		}
	}
}

/*
 * jc_holder_at - who held the docket at an instant; NULL: the organisation that received it.
 */
text *
jc_holder_at(const DocketHistory *history, TimestampTz at)
{
	int			i = history->ntenures;

	while (i > 0 && history->tenures[i - 1].from_at >= at)
		i--;
	return i > 0 ? history->tenures[i - 1].org_code : NULL;
}
