/*
 * feed_value_core.h
 *		Values as departments' systems and office programs write them: full-width digits, Chinese dates, stray marks.
 */
#ifndef JIANCHA_FEED_VALUE_CORE_H
#define JIANCHA_FEED_VALUE_CORE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct FeedInstant
{
	int			year;			/* 1 to 9999 */
	int			month;			/* 1 to 12 */
	int			day;			/* 1 to the length of the month */
	bool		has_time;		/* false: known to the day only, hour to microsecond are 0 */
	int			hour;			/* 0 to 24; 24 with nothing behind it is the end of the day */
	int			minute;
	int			second;
	int			microsecond;
	bool		has_zone;
	int			zone;			/* seconds east of Greenwich, if has_zone */
} FeedInstant;

extern size_t feed_clean(const char *in, size_t length, bool code, char *out);
extern bool feed_is_e_notation(const char *in, size_t length);
extern bool feed_integer(const char *in, size_t length, long long *result);
extern bool feed_instant(const char *in, size_t length, FeedInstant *result);

#endif							/* JIANCHA_FEED_VALUE_CORE_H */
