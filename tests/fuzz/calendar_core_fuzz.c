/*
 * calendar_core_fuzz.c
 *		libFuzzer target: any calendar, any arithmetic on it; no input may read outside of it or break a law.
 */
#include "calendar_core.h"
#include "worktime_core.h"

#include <stdlib.h>
#include <string.h>

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
	return bytes == 1 ? (int8_t) value : bytes == 2 ? (int16_t) value : bytes == 4 ? (int32_t) value : (int64_t) value;
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		in = {data, size};
	Calendar	cal;
	WorkTime	wt;
	CalendarDay days[64];
	OpenDay		hours[8];
	size_t		ndays = 0;
	int32_t		first = (int32_t) take(&in, 4);
	int64_t		last = (int64_t) first + (uint16_t) take(&in, 2) % 3000;
	int64_t		through = (int64_t) first - 1 + (uint16_t) take(&in, 2) % 3000;
	unsigned	week = (uint8_t) take(&in, 1);
	int32_t		day = first;
	void	   *memory;

	if (last > INT32_MAX || through > INT32_MAX || through < INT32_MIN)
		return 0;
	while (ndays < 64 && take(&in, 1) > 0)
	{
		day = (int32_t) ((uint32_t) day + (uint32_t) take(&in, 2));
		days[ndays].day = day;
		days[ndays++].kind = (DayKind) (take(&in, 1) & 3);
	}
	memory = malloc(calendar_memory(first, (int32_t) last));
	if (calendar_build(&cal, memory, first, (int32_t) through, (int32_t) last, week, days, ndays))
	{
		void	   *more = malloc(worktime_memory(&cal));

		memset(hours, 0, sizeof(hours));
		for (int i = 0; i < 8; i++)
		{
			hours[i].nspans = (int) take(&in, 1);
			for (int s = 0; s < hours[i].nspans && s < WORKTIME_MAX_SPANS; s++)
			{
				hours[i].spans[s].opens = take(&in, 2) * INT64_C(3000000);
				hours[i].spans[s].closes = take(&in, 2) * INT64_C(3000000);
			}
		}
		while (in.size > 0)
		{
			int32_t		d = take(&in, 1) & 1 ? (int32_t) take(&in, 4) : first + (int32_t) take(&in, 2);
			int64_t		n = take(&in, 1) & 1 ? take(&in, 4) : take(&in, 2);
			int32_t		x,
						y;
			bool		firm;

			if (d < CALENDAR_MIN_DAY || d > CALENDAR_MAX_DAY)
				continue;
			if (calendar_add(&cal, d, n, &x, &firm))
			{
				require(n == 0 || calendar_is_working(&cal, x));
				require(n < 0 || calendar_between(&cal, d, x, &firm) == n);
				require(n <= 0 || !calendar_add_known(&cal, d, (int32_t) n, &y) || y == x);
				require(n > 0 ? x > d : n < 0 ? x < d : x == d);
			}
			if (calendar_roll_forward(&cal, d, &x, &firm))
				require(x >= d && calendar_is_working(&cal, x));
			if (calendar_roll_back(&cal, d, &x, &firm))
				require(x <= d && calendar_is_working(&cal, x));
			if (d >= -WORKTIME_MAX_DAY && d <= WORKTIME_MAX_DAY && worktime_build(&wt, more, &cal, hours))
			{
				Moment		at = {d, (take(&in, 2) & 0x7fff) * INT64_C(2600000)};
				Moment		found;
				int64_t		position = worktime_position(&wt, at);

				if (worktime_earliest(&wt, position + n, &found))
					require(worktime_position(&wt, found) == position + n);
				if (worktime_latest(&wt, position + n, &found))
					require(worktime_position(&wt, found) == position + n && worktime_is_open(&wt, found));
			}
		}
		free(more);
	}
	free(memory);
	return 0;
}
