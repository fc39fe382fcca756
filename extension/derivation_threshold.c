/*
 * derivation_threshold.c
 *		The thresholds of the rules about the clocks of a docket, held against the cards that stand: when a sweep must look
 *		next, on which days of the calendar all of it rests, and what differs from what is earned as of an instant.
 *
 * A rule is earned at its threshold if that is certain and the clock had not stopped before it; due_at is an exclusive bound,
 * so what is finished at it is late, what is finished at the instant of a reminder needs none. Of a rule that counts once,
 * later cycles have no threshold when an earlier one can earn it.
 */
#include "derivation.h"

/* of the rules of a clock that count once, which an earlier cycle can earn */
typedef struct EarnedOnce
{
	const ClockRule *rule;
	bool	   *earned;
} EarnedOnce;

/* a rule at its threshold */
typedef struct Earning
{
	Threshold	t;
	bool		earnable;
	text	   *holder;			/* who held the docket then */
} Earning;

/*
 * jc_look_at - a sweep is to look at a clock at an instant, or earlier.
 */
void
jc_look_at(Clock *clock, TimestampTz at)
{
	clock->next_at = clock->has_next ? Min(clock->next_at, at) : at;
	clock->has_next = true;
}

static void
next_clock(EarnedOnce *once, const Clock *clock)
{
	if (once->rule == clock->rule)
		return;
	once->rule = clock->rule;
	once->earned = palloc0(sizeof(bool) * Max(clock->rule->nrules, 1));
}

/* false: the rule has no threshold on this clock */
static bool
find_threshold(const DocketRow *docket, const DocketHistory *history, const Clock *clock, int r, EarnedOnce *once, Earning *e)
{
	const TimeRule *rule = &clock->rule->rules[r];

	if (rule->once && once->earned[r])
		return false;
	jc_threshold(clock->cal, &clock->counted, &rule->threshold, &e->t);
	e->earnable = e->t.firm && clock->due.firm && (rule->lapse || !docket->out_of_scope) &&
		(!clock->has_stop || e->t.at < clock->stop_at ||
		 (e->t.at == clock->stop_at && rule->threshold.comparison != COMPARISON_BEFORE &&
		  rule->threshold.comparison != COMPARISON_ELAPSED));
	once->earned[r] |= e->earnable;
	e->holder = history->ntenures > 0 ? jc_holder_at(history, e->t.at) : NULL;
	if (e->holder == NULL)
		e->holder = clock->stored ? clock->stored->origin_org_code : docket->origin_org_code;
	return true;
}

/* the row under the key of a rule, whether or not it stands; NULL: none */
static StandingRow *
find_standing(const DocketRow *docket, const Clock *clock, const TimeRule *rule)
{
	for (StandingRow *row = docket->standing; row != NULL; row = row->next)
		if (row->lapse == rule->lapse && row->cycle == clock->cycle && jc_same_text(row->rule, rule->rule) &&
			(rule->lapse ? row->effect == rule->effect : jc_same_text(row->clock, clock->name)))
			return row;
	return NULL;
}

/* does a row say what the rule says? A lapse has neither level nor due instant of its own. */
static bool
agrees(const StandingRow *row, const Clock *clock, const TimeRule *rule, const Earning *e)
{
	return row->earned_at == e->t.at &&
		(row->lapse || (row->due_at == clock->due.due_at && jc_same_text(row->level, rule->level) &&
						jc_same_text(row->org_code, e->holder)));
}

/*
 * jc_find_thresholds - the thresholds of a docket: emitted, or held against what stands to find when to look next.
 */
void
jc_find_thresholds(Derivation *d, DocketRow *docket, const DocketHistory *history, Clock *clocks, int nclocks)
{
	EarnedOnce	once = {0};

	for (int i = 0; i < nclocks; i++)
	{
		Clock	   *clock = &clocks[i];

		clock->thresholds_firm = true;
		clock->last_on = clock->due.due_on;
		if (clock->rule == NULL)
			continue;
		next_clock(&once, clock);
		for (int r = 0; r < clock->rule->nrules; r++)
		{
			const TimeRule *rule = &clock->rule->rules[r];
			StandingRow *standing;
			Earning		e;

			if (!find_threshold(docket, history, clock, r, &once, &e))
				continue;
			if (d->thresholds)
			{
				jc_emit_threshold(d, docket, clock, rule, &e.t, e.earnable, e.holder);
				continue;
			}
			clock->last_on = Max(clock->last_on, e.t.last_on);
			clock->thresholds_firm &= e.t.firm;
			standing = find_standing(docket, clock, rule);
			if (standing != NULL && !standing->stands)
				standing = NULL;
			if (standing != NULL)
				standing->matched = true;
			/* what was entered at another start of the clock is to be taken back whatever the instant */
			if (standing != NULL && rule->lapse && standing->start_at != clock->counted.start_at)
				jc_look_at(clock, DT_NOBEGIN);
			else if (standing == NULL)
			{
				if (e.earnable)
					jc_look_at(clock, e.t.at);
			}
			else if (!e.earnable)
				jc_look_at(clock, standing->earned_at);
			else if (!agrees(standing, clock, rule, &e))
				jc_look_at(clock, Min(standing->earned_at, e.t.at));
		}
	}
}

/*
 * jc_look_at_strays - cards that stand on no threshold any more are looked at through their clock; at_home says which have one.
 */
void
jc_look_at_strays(DocketRow *docket, Clock *clocks, int nclocks)
{
	for (StandingRow *row = docket->standing; row != NULL; row = row->next)
		for (int i = 0; i < nclocks; i++)
			if (row->clock != NULL && row->cycle == clocks[i].cycle && jc_same_text(row->clock, clocks[i].name))
			{
				row->at_home = true;
				if (row->stands && !row->matched)
					jc_look_at(&clocks[i], row->lapse && row->start_at != clocks[i].counted.start_at ? DT_NOBEGIN : row->earned_at);
				break;
			}
}

static Difference *
add_difference(Derivation *d, const Clock *clock, const char *kind)
{
	Difference *difference = palloc0(sizeof(Difference));

	difference->clock = clock;
	difference->kind = kind;
	d->differences = lappend(d->differences, difference);
	return difference;
}

/*
 * A threshold and the row under its key (one of them may be NULL) as of an instant: the difference, and when to look again
 * once it is mended. Lapses differ elsewhere (_lapse_differences), here they are only looked at again.
 */
static void
compare(Derivation *d, Clock *clock, const TimeRule *rule, const Earning *e, const StandingRow *row)
{
	bool		earnable = e != NULL && e->earnable;
	bool		earned = earnable && e->t.at <= d->as_of;
	bool		lapse = rule ? rule->lapse : row->lapse;
	bool		same = row != NULL && e != NULL && agrees(row, clock, rule, e);
	const char *kind = NULL;
	Difference *difference;

	if (earned)
		kind = row == NULL ? "missing" : !row->stands ? "reinstated" : !same ? "moved" : NULL;
	else if (row == NULL || !row->stands || row->earned_at <= d->as_of)
	{
		if (row != NULL && row->stands)
			kind = "unfounded";
		if (earnable)
			jc_look_at(clock, e->t.at);
	}
	else if (!earnable)
		jc_look_at(clock, row->earned_at);
	else if (!same)
		jc_look_at(clock, Min(row->earned_at, e->t.at));

	if (kind == NULL || lapse)
		return;
	difference = add_difference(d, clock, kind);
	difference->rule = rule ? rule->rule : row->rule;
	difference->level = rule ? rule->level : row->level;
	difference->org_code = e ? e->holder : row->org_code;
	difference->due_at = e ? clock->due.due_at : row->due_at;
	difference->has_derived = earned;
	difference->derived_at = earned ? e->t.at : 0;
	difference->has_recorded = row != NULL;
	difference->recorded_at = row ? row->earned_at : 0;
	difference->issue = e ? rule->issue : NULL;
}

/* the missing cards of a docket are counted in the order in which they were earned */
static void
count_cards(Derivation *d)
{
	for (;;)
	{
		Difference *first = NULL;
		ListCell   *lc;

		foreach(lc, d->differences)
		{
			Difference *difference = lfirst(lc);

			if (difference->has_derived && !difference->has_recorded && difference->place == 0 &&
				(first == NULL || difference->derived_at < first->derived_at))
				first = difference;
		}
		if (first == NULL)
			return;
		jc_count_card(d, first);
	}
}

/* is a docket to be counted again, or may it lapse, before its cards are compared? */
static bool
put_off(const Derivation *d, const Clock *clocks, int nclocks)
{
	for (int i = 0; i < nclocks; i++)
	{
		if (jc_behind_version(d, clocks[i].stored) != 0)
			return true;
		if (!clocks[i].stored->has_next || clocks[i].stored->next_at > d->as_of)
			continue;
		if (clocks[i].stored->gone)
			return true;
		for (int r = 0; clocks[i].rule != NULL && r < clocks[i].rule->nrules; r++)
			if (clocks[i].rule->rules[r].lapse)
				return true;
	}
	return false;
}

/*
 * jc_find_differences - where the cards about the clocks of a docket differ from what is earned as of d->as_of.
 */
void
jc_find_differences(Derivation *d, DocketRow *docket, const DocketHistory *history, Clock *clocks, int nclocks)
{
	EarnedOnce	once = {0};
	ListCell   *lc;

	d->differences = NIL;
	if (d->put_off && put_off(d, clocks, nclocks))
	{
		jc_emit_difference(d, docket, add_difference(d, &clocks[0], "put off"));
		return;
	}
	for (int i = 0; i < nclocks; i++)
	{
		Clock	   *clock = &clocks[i];
		bool		due = !d->due_only || (clock->stored->has_next && clock->stored->next_at <= d->as_of);
		int			before = list_length(d->differences);

		if (clock->rule != NULL)
		{
			next_clock(&once, clock);
			for (int r = 0; r < clock->rule->nrules; r++)
			{
				const TimeRule *rule = &clock->rule->rules[r];
				StandingRow *row;
				Earning		e;

				if ((!due && !rule->once) || !find_threshold(docket, history, clock, r, &once, &e) || !due)
					continue;
				row = find_standing(docket, clock, rule);
				if (row != NULL)
					row->matched = true;
				compare(d, clock, rule, &e, row);
			}
		}
		for (StandingRow *row = docket->standing; row != NULL; row = row->next)
			if (row->clock != NULL && row->cycle == clock->cycle && jc_same_text(row->clock, clock->name))
			{
				row->at_home = true;
				if (due && !row->matched)
					compare(d, clock, NULL, NULL, row);
			}
		/* the last of a clock says when to look again */
		if (due && d->due_only)
		{
			if (list_length(d->differences) == before)
				add_difference(d, clock, NULL);
			((Difference *) llast(d->differences))->look = true;
		}
	}
	/* a card whose clock is not there at all */
	if (!d->due_only)
		for (StandingRow *row = docket->standing; row != NULL; row = row->next)
			if (!row->at_home && row->clock != NULL)
			{
				Clock	   *clock = palloc0(sizeof(Clock));

				clock->name = row->clock;
				clock->cycle = row->cycle;
				compare(d, clock, NULL, NULL, row);
			}
	if (d->due_only)
		count_cards(d);
	foreach(lc, d->differences)
		jc_emit_difference(d, docket, lfirst(lc));
}
