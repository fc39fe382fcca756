/*
 * derivation.h
 *		What the files of the derivation share: rules as the engine uses them, and the rows it reads.
 */
#ifndef JIANCHA_DERIVATION_H
#define JIANCHA_DERIVATION_H

#include "deadline.h"
#include "derivation_core.h"

#include "executor/tuptable.h"
#include "nodes/execnodes.h"
#include "storage/itemptr.h"
#include "utils/array.h"
#include "utils/typcache.h"

/* where the limit of a clock comes from */
typedef enum LimitFrom
{
	LIMIT_PROMISED,
	LIMIT_STATUTORY,
	LIMIT_FIXED,
	LIMIT_SET,
	LIMIT_REQUESTED,
	LIMIT_NODE
} LimitFrom;

/* a rule about a threshold of a clock */
typedef struct TimeRule
{
	text	   *rule;
	text	   *level;			/* NULL: a lapse */
	text	   *issue;			/* NULL: a lapse */
	bool		once;
	bool		lapse;
	int			effect;			/* kind of step that a lapse enters; -1: none */
	ThresholdRule threshold;
} TimeRule;

typedef struct ClockRule
{
	text	   *clock;
	text	   *docket_kind;
	bool		from_receipt;	/* "received" starts it: judged by the version in force on the day of receipt */
	LimitFrom	limit_from;
	bool		has_unit;
	int32		limit_amount;
	LimitUnit	limit_unit;
	text	   *limit_unit_text;	/* NULL: none */
	bool		exact;
	text	   *count_mode;
	DerivationRule core;
	int			nrules;
	TimeRule   *rules;
} ClockRule;

/* what holds for one version of a pack */
typedef struct PackVersion
{
	text	   *pack;
	int32		version;
	DateADT		valid_from;
	int			nclocks;
	ClockRule  *clocks;
} PackVersion;

typedef struct StepKind
{
	text	   *kind;
	text	   *state;			/* in which it leaves a docket; NULL: the one before stays */
	int16		rank;
	bool		ends;
	bool		late;
} StepKind;

/* number of the receipt of a docket among the kinds of step */
#define KIND_RECEIVED 0

typedef struct RuleCache
{
	int			nkinds;
	StepKind   *kinds;
	int			cancel_kind;	/* number of cancel_step */
	int			transfer_kind;	/* number of transfer */
	int			accept_kind;	/* number of accept */
	int			deemed_kind;	/* number of deemed_accept */
	int			nversions;
	PackVersion *versions;		/* sorted by pack, then version */
	bool		any_once;
	bool		any_lapse;
	bool		any_capped;		/* a clock whose pauses are counted in days of the calendar */
	bool		any_scope;		/* a scope list was approved */
} RuleCache;

/* derivation_rules.c */
extern const RuleCache *jc_rules(void);
extern const PackVersion *jc_pack_version(const RuleCache *cache, const text *pack, int32 version);
extern const PackVersion *jc_pack_version_on(const RuleCache *cache, const text *pack, DateADT day);
extern const ClockRule *jc_clock_rule(const PackVersion *version, const text *clock);
extern int	jc_step_kind(const RuleCache *cache, const text *kind);
extern bool jc_same_text(const text *a, const text *b);

/* a step as it stands */
typedef struct StepRow
{
	int64		step_no;		/* 0 and has_no false: none */
	bool		has_no;
	bool		has_corrects;
	int64		corrects;
	int64		seq;
	int			kind;
	bool		by_day;			/* known to the day only */
	TimestampTz at;
	text	   *node;
	Datum		data;			/* jsonb, 0: none */
	struct StepRow *next;
} StepRow;

/* a card that stands or stood, or a step that a lapse entered */
typedef struct StandingRow
{
	text	   *rule;
	text	   *clock;
	int32		cycle;
	text	   *level;
	bool		lapse;
	int			effect;			/* of a lapse: kind of the step */
	bool		stands;
	bool		matched;		/* its threshold was met with */
	bool		at_home;		/* its clock was */
	TimestampTz start_at;		/* of a lapse: start of the clock when it was entered */
	TimestampTz earned_at;
	TimestampTz due_at;
	text	   *org_code;
	struct StandingRow *next;
} StandingRow;

/* a clock as stored */
typedef struct ClockRow
{
	ItemPointerData row_id;
	text	   *clock;
	int32		cycle;
	text	   *org_code;
	text	   *origin_org_code;
	bool		gone;
	bool		ended;
	bool		has_next;
	TimestampTz next_at;
	bool		has_stop;
	bool		has_start;
	TimestampTz start_at;
	TimestampTz stop_at;
	int32		limit_amount;
	text	   *limit_unit;
	int32		extension;
	Datum		extended_on;	/* 0: none */
	Datum		extended_by;
	Datum		pauses;
	DateADT		due_on;
	TimestampTz due_at;
	bool		firm;
	DateADT		last_on;
	text	   *calendar_code;
	int32		calendar_version;
	text	   *pack;
	int32		rule_version;
	text	   *count_mode;
	text	   *roll;
	text	   *node;
	bool		derived;		/* the facts make this clock, as it is or otherwise */
	struct ClockRow *next;
} ClockRow;

/* who held a docket after an instant */
typedef struct Tenure
{
	TimestampTz from_at;
	text	   *org_code;
	int64		step_no;
	bool		has_no;
} Tenure;

/* a docket with what was read about it */
typedef struct DocketRow
{
	int64		docket_id;
	bool		found;			/* the row of docket was seen */
	ItemPointerData row_id;
	text	   *kind;
	text	   *org_code;
	text	   *origin_org_code;
	TimestampTz received_at;
	bool		has_accepted;
	TimestampTz accepted_at;
	bool		has_closed;
	TimestampTz closed_at;
	text	   *pack;
	text	   *matter_code;	/* NULL: none */
	int32		matter_version;
	text	   *calendar_code;
	int32		calendar_version;
	int32		promised_limit; /* 0: none */
	text	   *promised_unit;
	int32		statutory_limit;
	text	   *statutory_unit;
	text	   *roll;			/* NULL: no matter */
	int32		set_limit;
	text	   *set_unit;
	StepRow    *steps;
	int			nsteps;
	StandingRow *standing;
	ClockRow   *clocks;
	bool		wants_history;	/* read its steps */
	bool		out_of_scope;	/* earns no card */

	/* what a card about it says; see jc_read_card_facts */
	text	   *business_no;	/* NULL: not read */
	int64		revision;
	bool		answers;		/* it is the answer to a card */
	bool		goes_out;		/* its cards may go out */
} DocketRow;

/* some dockets, sorted by docket_id */
typedef struct DocketBatch
{
	DocketRow  *dockets;
	int			ndockets;
	int			last_found;
	MemoryContext context;		/* of what is read */
	const RuleCache *rules;
} DocketBatch;

/* derivation_read.c */
extern void jc_read_dockets(DocketBatch *batch);
extern void jc_read_steps(DocketBatch *batch);
extern void jc_read_some_steps(DocketBatch *batch);
extern void jc_read_marked(DocketBatch *batch);
extern void jc_read_scope(DocketBatch *batch);
extern void jc_read_card_facts(DocketBatch *batch, TimestampTz live_from);
extern void jc_read_standing(DocketBatch *batch);
extern void jc_read_due_clocks(DocketBatch *batch, TimestampTz as_of);
extern void jc_read_clocks(DocketBatch *batch, DateADT last_on_from);
extern int	jc_sorted_ids(ArrayType *array, int64 **ids);
extern bool jc_read_node_limit(const DocketRow *docket, const text *node, int32 *amount, text **unit);

/* derivation_events.c */
typedef struct DocketHistory
{
	DerivationHistory core;
	const StepRow **steps;		/* by event; NULL: the receipt */
	text	  **nodes;			/* by number of the node */
	Tenure	   *tenures;		/* in order */
	int			ntenures;
} DocketHistory;

extern void jc_docket_history(const DocketBatch *batch, DocketRow *docket, const CalendarVersion *cal, DocketHistory *history);
extern text *jc_holder_at(const DocketHistory *history, TimestampTz at);

/* a clock, derived from facts or taken as stored */
typedef struct Clock
{
	const ClockRule *rule;		/* NULL: its pack does not have it any more */
	const ClockRow *stored;		/* NULL: derived from facts */
	const CalendarVersion *cal;
	text	   *name;
	int32		cycle;
	bool		has_stop;
	bool		ended;			/* stopped by an end of the docket without a result */
	TimestampTz stop_at;
	int32		limit_amount;
	text	   *limit_unit;
	text	   *roll;
	text	   *count_mode;
	text	   *node;
	text	   *pack;
	int32		rule_version;
	Extension  *extensions;
	size_t		nextensions;
	ClockDue	due;
	CountedClock counted;		/* what thresholds need; limit holds the pauses */
	bool		left_out;		/* counted for the sake of others only */

	/* found with the thresholds */
	bool		has_next;
	TimestampTz next_at;
	bool		thresholds_firm;
	DateADT		last_on;
} Clock;

/* days of a calendar that were changed since a version */
typedef struct CalendarChange
{
	text	   *calendar_code;
	int32		in_force;
	int32		version;
	DateADT		changed_from;
} CalendarChange;

/* what a call keeps */
typedef struct Derivation
{
	ReturnSetInfo *rsinfo;
	DocketBatch batch;
	MemoryContext context;		/* of the batch */
	MemoryContext scratch;		/* of a docket */
	bool		thresholds;		/* rows are thresholds */
	bool		compare;		/* rows are differences as of as_of */
	bool		due_only;		/* of clocks that are due */
	bool		put_off;		/* dockets that are behind or may lapse are only named */
	TimestampTz as_of;
	TimestampTz live_from;		/* cards about dockets from then on go out; infinity: about none */
	List	   *differences;	/* of a docket */
	struct cardcount_hash *cards;	/* missing so far, by organisation and year */
	const CalendarVersion *year_calendar;	/* used last, and the year of as_of in it */
	uint64		year_generation;
	int32		year;
	bool		from_facts;		/* clocks are derived from steps, not taken as stored */
	bool		fresh;
	bool		recount;
	bool		only_changes;	/* rows are the clocks that differ from the stored ones */
	int			nchanges;
	CalendarChange *changes;
	DateADT		changed_from;	/* the earliest of all */
	const CalendarVersion *cal; /* used last */
	text	   *calendar_code;
	uint64		calendar_generation;
	TypeCacheEntry *multirange;
	Datum		no_pauses;
	text	   *running,
			   *paused,
			   *stopped,
			   *ended,
			   *gone,
			   *firm,
			   *provisional,
			   *working_day,
			   *last_day,
			   *by_day;
} Derivation;

/* derivation.c */
extern int32 jc_behind_version(const Derivation *d, const ClockRow *row);

/* derivation_threshold.c */
extern void jc_look_at(Clock *clock, TimestampTz at);
extern void jc_find_thresholds(Derivation *d, DocketRow *docket, const DocketHistory *history, Clock *clocks, int nclocks);
extern void jc_look_at_strays(DocketRow *docket, Clock *clocks, int nclocks);
extern void jc_find_differences(Derivation *d, DocketRow *docket, const DocketHistory *history, Clock *clocks, int nclocks);

/* what a card about a clock differs in */
typedef struct Difference
{
	const Clock *clock;
	bool		look;			/* says when to look at the clock again */
	const char *kind;			/* missing, unfounded, reinstated, moved, put off; NULL: none */
	text	   *rule;
	text	   *level;
	text	   *org_code;
	TimestampTz due_at;
	bool		has_derived;
	TimestampTz derived_at;
	bool		has_recorded;
	TimestampTz recorded_at;
	text	   *issue;			/* when its card goes out; NULL: there is no threshold */
	int32		year;			/* of a missing card: in which it is found, */
	int32		place;			/* and which of its organisation's of this call it is, from 1 */
} Difference;

/* derivation_emit.c */
#define CLOCK_COLUMNS 31
#define THRESHOLD_COLUMNS 15
#define DIFFERENCE_COLUMNS 22

extern void jc_emit_threshold(Derivation *d, const DocketRow *docket, const Clock *clock, const TimeRule *rule, const Threshold *t,
							  bool earnable, text *org_code);
extern void jc_emit_difference(Derivation *d, const DocketRow *docket, const Difference *difference);
extern void jc_emit_clock(Derivation *d, const DocketRow *docket, const Clock *clock);
extern void jc_begin_cards(Derivation *d);
extern void jc_count_card(Derivation *d, Difference *difference);
extern void jc_emit_vanished(Derivation *d, const DocketRow *docket);

#endif							/* JIANCHA_DERIVATION_H */
