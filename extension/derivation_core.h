/*
 * derivation_core.h
 *		From the events of a docket to the cycles of a clock, their pauses and extensions. Plain C99, over calendar_core
 *		and deadline_core.
 *
 * An event is a step that counts, or the receipt of the docket. Events are given in the order everything is derived from:
 * by instant, then by the rank of the kind of step. What a kind of step is to a clock says the clock's rule, one set of
 * roles for each kind.
 */
#ifndef DERIVATION_CORE_H
#define DERIVATION_CORE_H

#include "deadline_core.h"

/* what a kind of step is to a clock */
#define ROLE_START		0x01
#define ROLE_STOP		0x02	/* also what ends the docket, unless it starts the clock */
#define ROLE_PAUSE		0x04
#define ROLE_RESUME		0x08
#define ROLE_EXTEND		0x10
#define ROLE_FINAL		0x20	/* after it the clock never starts again */
#define ROLE_ENDS		0x40	/* with ROLE_STOP: ends the docket without a result */

/* the words in which a step says how long: {"days": 5} */
typedef enum AmountWord
{
	WORD_DAYS,
	WORD_WEEKS,
	WORD_MONTHS,
	WORD_YEARS,
	WORD_HOURS
} AmountWord;

#define AMOUNT_WORDS 5

typedef struct DerivationEvent
{
	int64_t		at;				/* instant, in microseconds */
	int32_t		day;			/* the local day it falls on */
	int16_t		kind;			/* number of the kind of step */
	int16_t		rank;			/* of the kind, among events of one instant */
	bool		by_day;			/* known to the day only */
	bool		noticed;		/* names the written notice to the applicant */
	int32_t		procedure;		/* number of the named procedure; equal names have equal numbers */
	int32_t		node;			/* number of the node of the flow; NO_NODE: the step names none */
	int32_t		amounts[AMOUNT_WORDS];	/* what the step says, by word; 0: not said */
} DerivationEvent;

#define NO_NODE (-1)

/* what a pause does to the limit (A33) */
typedef enum SpecialMode
{
	SPECIAL_ACTUAL,				/* stands still while it lasts */
	SPECIAL_REQUESTED,			/* the limit grows by what was applied for */
	SPECIAL_LEAST,				/* stands still, at most for the days applied for */
	SPECIAL_NOTICED				/* stands still if the applicant was told in writing */
} SpecialMode;

typedef struct DerivationRule
{
	const uint8_t *roles;		/* by number of the kind */
	bool		by_node;		/* each node of the flow has a limit of its own */
	SpecialMode special;
} DerivationRule;

/* the events of one docket */
typedef struct DerivationHistory
{
	const DerivationEvent *events;
	size_t		nevents;
	int64_t		closed_at;		/* when the docket ended; DERIVATION_OPEN: it has not */
	int			closed_by;		/* kind of the step it ended with; -1: none */
} DerivationHistory;

#define DERIVATION_OPEN INT64_MAX

typedef struct ClockCycle
{
	size_t		start;			/* the event that started it */
	size_t		stop;			/* the event that stopped it; DERIVATION_RUNS: none */
} ClockCycle;

#define DERIVATION_RUNS SIZE_MAX

/* what lengthens a cycle: both arrays have as many places as there are events */
typedef struct CycleLength
{
	Pause	   *pauses;			/* sorted, disjoint, none empty */
	size_t		npauses;
	Extension  *extensions;		/* in order of the events, of two at one instant the shorter first */
	size_t		nextensions;
} CycleLength;

extern size_t derivation_reach(const DerivationRule *rule, const DerivationHistory *history);
extern size_t derivation_cycles(const DerivationRule *rule, const DerivationHistory *history, ClockCycle *cycles);
extern bool derivation_length(const DerivationRule *rule, const DerivationHistory *history, const ClockCycle *cycle,
							  const Calendar *cal, LimitUnit unit, CycleLength *length);
extern bool derivation_requested(const DerivationEvent *event, bool unit_given, LimitUnit unit, int32_t *amount,
								 LimitUnit *found);
extern int	derivation_word(LimitUnit unit);

#endif							/* DERIVATION_CORE_H */
