/*
 * calendar_read.h
 *		Rows of the calendar tables, read for the cache.
 */
#ifndef JIANCHA_CALENDAR_READ_H
#define JIANCHA_CALENDAR_READ_H

#include "calendar.h"

/* a row of jiancha.calendar */
typedef struct CalendarRow
{
	char		code[CALENDAR_CODE_LEN];
	char		parent[CALENDAR_CODE_LEN];	/* empty: none */
	char	   *time_zone;
	int32		version;
} CalendarRow;

/* what a version row says */
typedef struct VersionRow
{
	int32		published_from;
	int32		published_through;
	int32		parent_version; /* 0: none */
	unsigned	weekly_rest;
	bool		uncommitted;
	List	   *staged;			/* the versions below this one that were only staged, of integers */
} VersionRow;

extern CalendarRow *jc_read_calendar(const char *code, int code_len, Snapshot snapshot);
extern bool jc_read_version(const char *code, int32 version, VersionRow *row);
extern NoticedDay *jc_read_days(const char *code, int32 version, const List *staged, int *ndays);
extern bool jc_read_hours(const char *code, int32 version, const List *staged, OpenDay hours[8]);

#endif							/* JIANCHA_CALENDAR_READ_H */
