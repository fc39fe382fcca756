/*
 * deadline_core_fuzz.c
 *		libFuzzer target: any limit with any pauses and extensions; a result or a refusal, and the laws hold.
 */
#include "deadline_core.h"

#include <stdlib.h>

#define require(condition) do { if (!(condition)) abort(); } while (0)

typedef struct Input
{
	const uint8_t *data;
	size_t		size;
} Input;

static int64_t
take(Input *in, size_t bytes)
{
	uint64_t	value = 0;

	for (size_t i = 0; i < bytes; i++)
	{
		value = value << 8 | (in->size ? *in->data : 0);
		if (in->size)
			in->data++, in->size--;
	}
	return bytes == 1 ? (int8_t) value : bytes == 2 ? (int16_t) value : (int32_t) value;
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		in = {data, size};
	Calendar	cal;
	uint16_t	memory[2 * 1000 + 1];
	CalendarDay one = {500, DAY_OFF};
	Pause		pauses[8];
	Extension	extensions[4];
	TimeLimit	limit;
	DueDay		due,
				more;
	int64_t		day;

	if (!calendar_build(&cal, memory, 0, 900, 999, (uint8_t) take(&in, 1), &one, 1))
		return 0;
	limit.start = take(&in, 1) & 1 ? (int32_t) take(&in, 4) : (int32_t) take(&in, 2);
	limit.amount = take(&in, 1) & 1 ? take(&in, 4) & INT32_MAX : (uint8_t) take(&in, 1);
	limit.unit = (LimitUnit) ((uint8_t) take(&in, 1) % 5);
	limit.roll = (RollMode) ((uint8_t) take(&in, 1) % 3);
	if (limit.start < CALENDAR_MIN_DAY || limit.start > CALENDAR_MAX_DAY)
		return 0;
	day = limit.start + take(&in, 2);
	for (limit.npauses = 0; limit.npauses < 8 && take(&in, 1) > 0; limit.npauses++)
	{
		int64_t		end = day + 1 + (uint16_t) take(&in, 2);

		if (day < CALENDAR_MIN_DAY || end > CALENDAR_MAX_DAY)
			break;
		pauses[limit.npauses].begin = (int32_t) day;
		pauses[limit.npauses].end = (int32_t) end;
		day = end + 1 + (uint8_t) take(&in, 1);
	}
	if (limit.npauses > 0 && take(&in, 1) & 1)
		pauses[limit.npauses - 1].end = PAUSE_OPEN;
	if (limit.npauses > 0 && take(&in, 1) & 1)
		pauses[0].begin = PAUSE_ALWAYS;
	day = limit.start;
	for (limit.nextensions = 0; limit.nextensions < 4 && take(&in, 1) > 0; limit.nextensions++)
	{
		day += (uint8_t) take(&in, 1);
		if (day > CALENDAR_MAX_DAY)
			break;
		extensions[limit.nextensions].on = (int32_t) day;
		extensions[limit.nextensions].by = (int32_t) (take(&in, 4) & INT32_MAX);
	}
	limit.pauses = pauses;
	limit.extensions = extensions;

	if (deadline_due(&cal, &limit, &due) && !due.open)
	{
		TimeLimit	longer = limit;

		require(due.day >= limit.start);
		require(due.pauses_counted <= limit.npauses);
		require(limit.unit != UNIT_WORKING_DAY || limit.amount == 0 || calendar_is_working(&cal, due.day));
		require(limit.roll != ROLL_LAST_DAY || limit.unit == UNIT_WORKING_DAY || calendar_is_working(&cal, due.day));
		longer.amount++;
		require(!deadline_due(&cal, &longer, &more) || more.open || more.day >= due.day);
	}
	return 0;
}
