/*
 * derivation_core.c
 *		From events to clocks. See derivation_core.h.
 */
#include "derivation_core.h"

#include <assert.h>

/*
 * derivation_word - the word in which an amount of a unit is said; -1: there is none.
 */
int
derivation_word(LimitUnit unit)
{
	switch (unit)
	{
		case UNIT_WORKING_DAY:
		case UNIT_DAY:
			return WORD_DAYS;
		case UNIT_WEEK:
			return WORD_WEEKS;
		case UNIT_MONTH:
			return WORD_MONTHS;
		case UNIT_YEAR:
			return WORD_YEARS;
		case UNIT_WORKING_HOUR:
			return WORD_HOURS;
		case UNIT_WORKING_MINUTE:
			break;
	}
	return -1;
}

/*
 * derivation_requested - the limit that a step asks for: {"days": 7}.
 *
 * In the word of unit, if one is given and the step says it; else in the first word that it says. Days are those of unit,
 * working days if that is no unit of days. False if the step says no number.
 */
bool
derivation_requested(const DerivationEvent *event, bool unit_given, LimitUnit unit, int32_t *amount, LimitUnit *found)
{
	static const LimitUnit units[AMOUNT_WORDS] = {
		UNIT_WORKING_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR, UNIT_WORKING_HOUR
	};
	int			own = unit_given ? derivation_word(unit) : -1;

	if (own >= 0 && event->amounts[own] > 0)
	{
		*amount = event->amounts[own];
		*found = unit;
		return true;
	}
	for (int word = 0; word < AMOUNT_WORDS; word++)
		if (event->amounts[word] > 0)
		{
			*amount = event->amounts[word];
			*found = units[word];
			return true;
		}
	return false;
}

/* does a clock that runs at the end of the docket run on? Only if such an end starts it */
static bool
outlives(const DerivationRule *rule, const DerivationHistory *history)
{
	return history->closed_by >= 0 && (rule->roles[history->closed_by] & ROLE_START) != 0;
}

/*
 * derivation_reach - how many of the events count for a clock: those up to the end of the docket, all of them for a clock
 * that an end of that kind starts (delivery, a certificate).
 */
size_t
derivation_reach(const DerivationRule *rule, const DerivationHistory *history)
{
	size_t		n = history->nevents;

	if (!outlives(rule, history))
		while (n > 0 && history->events[n - 1].at > history->closed_at)
			n--;
	return n;
}

/*
 * derivation_cycles - when a clock started and stopped; the number of cycles. cycles has as many places as there are
 * events.
 *
 * A start counts when the clock does not run, a stop when it does, so the two alternate. After the first final step
 * nothing starts any more: what comes at a later instant is not looked at. A clock by node is started by a step that names
 * a node; one that names another while it runs ends that cycle and begins the next. After the end of the docket nothing
 * starts.
 */
size_t
derivation_cycles(const DerivationRule *rule, const DerivationHistory *history, ClockCycle *cycles)
{
	const DerivationEvent *events = history->events;
	size_t		reach = derivation_reach(rule, history);
	size_t		ncycles = 0;
	bool		runs = false;
	bool		final = false;
	int64_t		final_at = 0;

	for (size_t i = 0; i < reach; i++)
	{
		unsigned	role = rule->roles[events[i].kind];

		if (final && events[i].at > final_at)
			break;
		if (!final && (role & ROLE_FINAL))
		{
			final = true;
			final_at = events[i].at;
		}
		if (role & ROLE_START)
		{
			if (events[i].at > history->closed_at || (rule->by_node && events[i].node == NO_NODE))
				continue;
			if (runs)
			{
				if (!rule->by_node || events[i].node == events[cycles[ncycles - 1].start].node)
					continue;
				cycles[ncycles - 1].stop = i;
			}
			cycles[ncycles].start = i;
			cycles[ncycles].stop = DERIVATION_RUNS;
			ncycles++;
			runs = true;
		}
		else if ((role & ROLE_STOP) && runs)
		{
			cycles[ncycles - 1].stop = i;
			runs = false;
		}
	}
	return ncycles;
}

/* the pause (begin, end] cut to the days applied for; false outside the range of dates */
static bool
cap_pause(const Calendar *cal, LimitUnit unit, int32_t days, Pause *pause)
{
	int32_t		last;
	bool		firm;

	if (!deadline_shift(cal, pause->begin, days,
						unit == UNIT_WORKING_DAY || unit >= UNIT_WORKING_HOUR ? UNIT_WORKING_DAY : UNIT_DAY, &last, &firm))
		return false;
	if (last < pause->end)
		pause->end = last;
	return true;
}

static void
add_pause(CycleLength *length, Pause pause)
{
	size_t		at = length->npauses;

	if (pause.end <= pause.begin)
		return;
	for (; at > 0 && length->pauses[at - 1].begin > pause.begin; at--)
		length->pauses[at] = length->pauses[at - 1];
	length->pauses[at] = pause;
	length->npauses++;
}

/* those that overlap or touch become one */
static void
unite_pauses(CycleLength *length)
{
	size_t		kept = 0;

	for (size_t i = 0; i < length->npauses; i++)
	{
		Pause	   *last = kept > 0 ? &length->pauses[kept - 1] : NULL;

		if (last == NULL || length->pauses[i].begin > last->end)
			length->pauses[kept++] = length->pauses[i];
		else if (length->pauses[i].end > last->end)
			last->end = length->pauses[i].end;
	}
	length->npauses = kept;
}

/*
 * derivation_length - what lengthens a cycle: its pauses and its extensions.
 *
 * Procedures that run side by side are told apart by name: the end of one does not end the other. A pause counts if it
 * begins before the stop and ends after the start; as days it is (day of the begin, day of the end or of the stop]. An
 * extension counts if it is given from the start up to the stop, in the word of the limit's unit.
 *
 * A pause whose step says nothing of days stands still while it lasts, in every mode: the law takes its time out. False
 * if a day lies outside the range of dates.
 */
bool
derivation_length(const DerivationRule *rule, const DerivationHistory *history, const ClockCycle *cycle,
				  const Calendar *cal, LimitUnit unit, CycleLength *length)
{
	const DerivationEvent *events = history->events;
	size_t		reach = derivation_reach(rule, history);
	int64_t		start_at = events[cycle->start].at;
	bool		stopped = cycle->stop != DERIVATION_RUNS;
	int64_t		stop_at = stopped ? events[cycle->stop].at : 0;
	int			word = derivation_word(unit);
	size_t		group = 0;		/* the first extension of this instant */
	int64_t		group_at = 0;

	length->npauses = 0;
	length->nextensions = 0;
	for (size_t i = 0; i < reach; i++)
	{
		unsigned	role = rule->roles[events[i].kind];
		int32_t		by = 0;

		if (role & ROLE_PAUSE)
		{
			size_t		before = i;
			size_t		end = i + 1;
			bool		begins = true;
			bool		within = events[i].at >= start_at && (!stopped || events[i].at <= stop_at);

			/* one that begins while it lasts does not begin */
			while (before > 0)
			{
				unsigned	earlier = rule->roles[events[--before].kind];

				if ((earlier & (ROLE_PAUSE | ROLE_RESUME)) && events[before].procedure == events[i].procedure)
				{
					begins = (earlier & ROLE_PAUSE) == 0;
					break;
				}
			}
			if (!begins)
				continue;
			while (end < reach &&
				   !((rule->roles[events[end].kind] & (ROLE_PAUSE | ROLE_RESUME)) == ROLE_RESUME &&
					 events[end].procedure == events[i].procedure))
				end++;
			if (rule->special == SPECIAL_REQUESTED && word >= 0 && events[i].amounts[word] > 0)
			{
				if (within)
					by = events[i].amounts[word];
			}
			else if (rule->special == SPECIAL_NOTICED && !events[i].noticed)
				;				/* of what the applicant was not told the clock takes no notice */
			else if ((!stopped || events[i].at < stop_at) && (end == reach || events[end].at > start_at))
			{
				Pause		pause = {events[i].day, PAUSE_OPEN};

				if (end < reach)
					pause.end = events[end].day;
				if (stopped && (end == reach || events[end].at > stop_at))
					pause.end = events[cycle->stop].day;
				if (rule->special == SPECIAL_LEAST && events[i].amounts[WORD_DAYS] > 0 &&
					!cap_pause(cal, unit, events[i].amounts[WORD_DAYS], &pause))
					return false;
				add_pause(length, pause);
			}
		}
		if ((role & ROLE_EXTEND) && word >= 0 && events[i].amounts[word] > 0 &&
			events[i].at >= start_at && (!stopped || events[i].at <= stop_at))
			by = events[i].amounts[word];
		if (by > 0)
		{
			size_t		place = length->nextensions;

			if (place == 0 || events[i].at != group_at)
			{
				group = place;
				group_at = events[i].at;
			}
			for (; place > group && length->extensions[place - 1].by > by; place--)
				length->extensions[place] = length->extensions[place - 1];
			length->extensions[place].on = events[i].day;
			length->extensions[place].by = by;
			length->nextensions++;
		}
	}
	unite_pauses(length);
	return true;
}
