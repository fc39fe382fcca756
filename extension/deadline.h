/*
 * deadline.h
 *		What the files about limits share: words of SQL as values of deadline_core.
 */
#ifndef JIANCHA_DEADLINE_H
#define JIANCHA_DEADLINE_H

#include "calendar.h"

#include "utils/array.h"
#include "utils/multirangetypes.h"

/* pauses of one limit that need no allocation */
#define MAX_FIXED_PAUSES 8

/* how a threshold lies to the due day; the order is that of the words in clock_due.c */
typedef enum Comparison
{
	COMPARISON_PASSED,
	COMPARISON_BEFORE,
	COMPARISON_MORE_THAN,
	COMPARISON_AT_LEAST,
	COMPARISON_ELAPSED
} Comparison;

typedef struct ThresholdRule
{
	Comparison	comparison;
	int32		amount;			/* units; percent for elapsed */
	LimitUnit	unit;			/* unused for passed and elapsed */
} ThresholdRule;

typedef struct ClockDue
{
	DateADT		due_on;			/* infinity: a pause is open */
	TimestampTz due_at;			/* exclusive bound */
	bool		firm;
	int32		extension;		/* units that the extensions in time add */
} ClockDue;

/* a clock that was counted, as thresholds need it */
typedef struct CountedClock
{
	DateADT		due_on;
	TimestampTz due_at;
	bool		has_start;
	TimestampTz start_at;
	bool		exact;
	int32		extension;
	TimeLimit	limit;			/* for elapsed: all but start and extensions */
} CountedClock;

typedef struct Threshold
{
	TimestampTz at;
	bool		firm;
	DateADT		last_on;
} Threshold;

/* clock_due.c */
extern Comparison jc_comparison(const text *value);
extern bool jc_is_exact(const text *value);
extern size_t jc_extensions(ArrayType *on_array, ArrayType *by_array, Extension **extensions);
extern void jc_clock_due(const CalendarVersion *cal, TimestampTz start_at, TimeLimit *limit, bool exact, ClockDue *due);
extern void jc_threshold(const CalendarVersion *cal, const CountedClock *clock, const ThresholdRule *rule, Threshold *result);

/* deadline.c */
extern bool jc_text_is(const text *value, const char *name);
extern LimitUnit jc_unit(const text *value);
extern const char *jc_unit_name(LimitUnit unit);
extern RollMode jc_roll(const text *value);
extern void jc_check_amount(int32 amount);
extern size_t jc_pauses(CalendarMemo *memo, MultirangeType *value, Pause **pauses);
extern Datum jc_row_result(FunctionCallInfo fcinfo, CalendarMemo *memo, Datum *values, bool *nulls);

#endif							/* JIANCHA_DEADLINE_H */
