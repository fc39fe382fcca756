/*
 * jiancha.h
 *		What the C files of jiancha share: text domain, SQLSTATEs, and the few functions that cross files.
 */
#ifndef JIANCHA_H
#define JIANCHA_H

#include "compat.h"

#include "fmgr.h"
#include "utils/relcache.h"

#undef TEXTDOMAIN
#define TEXTDOMAIN PG_TEXTDOMAIN("jiancha")

/* the server's own _() looks into the server's catalogue */
#undef _
#define _(x) dgettext(TEXTDOMAIN, x)

#define JIANCHA_SCHEMA "jiancha"

/* SQLSTATE class JC; docs/reference.md lists them */
#define ERRCODE_JC_NOT_PUBLISHED	MAKE_SQLSTATE('J', 'C', '0', '0', '1')	/* past the calendar's horizon */
#define ERRCODE_JC_UNKNOWN_CALENDAR MAKE_SQLSTATE('J', 'C', '0', '0', '2')
#define ERRCODE_JC_NO_RECORDS		MAKE_SQLSTATE('J', 'C', '0', '0', '3')	/* setup() was not called */
#define ERRCODE_JC_UNKNOWN_NAME		MAKE_SQLSTATE('J', 'C', '0', '0', '4')	/* organisation, matter, case … */
#define ERRCODE_JC_BAD_VALUE		MAKE_SQLSTATE('J', 'C', '0', '0', '5')
#define ERRCODE_JC_CONFLICT			MAKE_SQLSTATE('J', 'C', '0', '0', '6')	/* same key, other content */
#define ERRCODE_JC_NOT_ALLOWED		MAKE_SQLSTATE('J', 'C', '0', '0', '7')	/* not the caller's organisation */
#define ERRCODE_JC_APPEND_ONLY		MAKE_SQLSTATE('J', 'C', '0', '0', '8')
#define ERRCODE_JC_BAD_RULE			MAKE_SQLSTATE('J', 'C', '0', '0', '9')
#define ERRCODE_JC_BAD_NOTICE		MAKE_SQLSTATE('J', 'C', '0', '1', '0')	/* calendar notice refused */
#define ERRCODE_JC_COPY				MAKE_SQLSTATE('J', 'C', '0', '1', '1')	/* a copy issues and sends nothing */

/* owner.c */
typedef struct OwnerSwitch
{
	Oid			save_userid;
	int			save_sec_context;
} OwnerSwitch;

/* Oid of the relation jiancha.<name>, or an error (JC003) that names setup() */
extern Oid	jc_record_relation(const char *name);

/* the role that owns the records: the owner of jiancha.docket */
extern Oid	jc_records_owner(void);

/* become the records' owner until jc_owner_leave; an error leaves by itself, with the (sub)transaction */
extern void jc_owner_enter(OwnerSwitch *save, Oid owner);
extern void jc_owner_leave(const OwnerSwitch *save);

/* as the owner: an error (JC003) if the records are of a version that this extension does not serve */
extern void jc_check_record_version(void);

/* binding.c: does the docket belong to another region or node than these records do? */
extern bool jc_is_collected(int64 docket_id);

/* buffer.c: while the rows of a statement are handled, errors show the context of the statement only */
extern void jc_buffer_hide_context(void);

/* buffer.c: the staging view that takes the good rows, if the rows being handled come by COPY into a view that has one */
extern const char *jc_buffer_staging(void);

/* called by _PG_init */
extern void jc_buffer_init(void);
extern void jc_board_init(void);
extern void jc_worker_init(void);

#endif							/* JIANCHA_H */
