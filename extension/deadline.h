/*
 * deadline.h
 *		What the files about limits share: words of SQL as values of deadline_core.
 */
#ifndef JIANCHA_DEADLINE_H
#define JIANCHA_DEADLINE_H

#include "calendar.h"

#include "utils/multirangetypes.h"

/* pauses of one limit that need no allocation */
#define MAX_FIXED_PAUSES 8

extern bool jc_text_is(const text *value, const char *name);
extern LimitUnit jc_unit(const text *value);
extern RollMode jc_roll(const text *value);
extern void jc_check_amount(int32 amount);
extern size_t jc_pauses(CalendarMemo *memo, MultirangeType *value, Pause **pauses);
extern Datum jc_row_result(FunctionCallInfo fcinfo, CalendarMemo *memo, Datum *values, bool *nulls);

#endif							/* JIANCHA_DEADLINE_H */
