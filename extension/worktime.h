/*
 * worktime.h
 *		Opening hours as the server sees them.
 */
#ifndef JIANCHA_WORKTIME_H
#define JIANCHA_WORKTIME_H

#include "calendar.h"

extern const WorkTime *jc_opening_hours(const CalendarVersion *cal);
extern Moment jc_moment(const CalendarVersion *cal, TimestampTz at);
extern TimestampTz jc_instant(const CalendarVersion *cal, Moment at);
extern int64 jc_unit_usec(LimitUnit unit);

#endif							/* JIANCHA_WORKTIME_H */
