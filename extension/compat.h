/*
 * compat.h
 *		Every test of the server's version stands here and nowhere else.
 */
#ifndef JIANCHA_COMPAT_H
#define JIANCHA_COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 150000
#error "jiancha needs PostgreSQL 15 or later"
#endif

/* 16 moved the access to variable-length values out of postgres.h */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 16 renamed the lookup of the i-th entry (from 1) of the snapshot of backends */
#if PG_VERSION_NUM < 160000
#define jc_local_beentry(i) pgstat_fetch_stat_local_beentry(i)
#else
#define jc_local_beentry(i) pgstat_get_local_beentry_by_index(i)
#endif

/* 16 can report an error softly */
#if PG_VERSION_NUM < 160000
#define jc_make_range(type, lower, upper) make_range(type, lower, upper, false)
#else
#define jc_make_range(type, lower, upper) make_range(type, lower, upper, false, NULL)
#endif

/* 17 lets an extension name its wait events; before, all of them show as "Extension" */
#if PG_VERSION_NUM < 170000
#define jc_wait_event_new(name) PG_WAIT_EXTENSION
#else
#define jc_wait_event_new(name) WaitEventExtensionNew(name)
#endif

#endif							/* JIANCHA_COMPAT_H */
