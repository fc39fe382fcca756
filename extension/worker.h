/*
 * worker.h
 *		What worker.c (launcher and sweeper processes) and worker_state.c (shared status, SQL functions) share.
 *
 * With the library preloaded there is one launcher without a database, and one slot of shared memory for each name in
 * jiancha.databases; the launcher starts short-lived sweepers, one after another, each for one turn. Without preload
 * there is no shared memory: start_worker() starts one sweeper that stays in its database.
 */
#ifndef JIANCHA_WORKER_H
#define JIANCHA_WORKER_H

#include "datatype/timestamp.h"
#include "postmaster/bgworker.h"
#include "storage/lock.h"
#include "storage/lwlock.h"

#define JC_LAUNCHER_TYPE	"jiancha launcher"
#define JC_SWEEPER_TYPE		"jiancha sweeper"
#define JC_MAX_DATABASES	256
#define JC_ERROR_LEN		256
#define JC_LOGGED_ERRORS	8

/* what is known of a database; worker_state.c has the words */
typedef enum WorkerState
{
	JC_STATE_UNKNOWN,			/* not looked at yet */
	JC_STATE_IDLE,				/* last sweep complete */
	JC_STATE_BEHIND,			/* a turn ended with more to do */
	JC_STATE_SWEEPING,
	JC_STATE_FAILED,			/* last sweep failed, waiting to try again */
	JC_STATE_NO_EXTENSION,
	JC_STATE_OTHER_VERSION,
	JC_STATE_NO_RECORDS,
	JC_STATE_INCOMPLETE,		/* a record table has no primary key: a restore is under way */
	JC_STATE_BAD_OWNER,
	JC_STATE_COPY,				/* the records live elsewhere, or were recovered to a point */
	JC_STATE_NO_SLOT,			/* no free background worker slot */
	JC_STATE_ABSENT,			/* no database of this name */
	JC_STATE_CLOSED				/* a template, or takes no connections */
} WorkerState;

/*
 * One database. In shared memory under JcWorkerShared.lock; a sweeper that stays has one of its own, in local memory.
 * Counters count since the server (or the staying sweeper) started.
 */
typedef struct WorkerSlot
{
	NameData	name;			/* as in jiancha.databases; empty: slot free */
	Oid			dboid;			/* InvalidOid while there is no such database */
	WorkerState state;
	pid_t		pid;			/* of the running sweeper, else 0 */
	bool		turn_ended;		/* the last sweeper ended its turn, rather than being ended */
	bool		more_now;		/* it ended with more to do at once */
	TimestampTz last_start;		/* of a sweeper; all three 0 when never */
	TimestampTz last_sweep;		/* end of the last complete sweep */
	TimestampTz watermark;		/* as_of of that sweep */
	int64		sweeps;			/* complete ones */
	int64		issued;
	int64		marked;
	int64		skipped;
	int64		quarantined;
	int64		failures;
	int			failures_in_row;
	uint64		not_before;		/* back-off: jc_monotonic_ms() of the next try */
	int			nlogged;		/* errors logged since the last success: a ring of fingerprints */
	uint32		logged[JC_LOGGED_ERRORS];
	WorkerState warned_state;	/* state already warned about */
	char		warned_version[32];
	int			last_error_code;	/* SQLSTATE, 0: never failed */
	TimestampTz last_error_at;
	char		last_error[JC_ERROR_LEN];
} WorkerSlot;

typedef struct WorkerShared
{
	LWLock	   *lock;
	pid_t		launcher_pid;	/* 0 while none runs */
	struct Latch *launcher_latch;
	TimestampTz launcher_start;
	bool		nudged;			/* start_worker(): a round now, whatever the back-off */
	int			nslots;			/* slots ever used */
	WorkerSlot	slot[JC_MAX_DATABASES];
} WorkerShared;

/* hand-over to a sweeper, in bgw_extra */
typedef struct SweeperArgs
{
	Oid			dboid;
	int			slot;			/* -1: a sweeper that stays */
	int			interval_ms;	/* 0: jiancha.sweep_interval */
	VirtualTransactionId starter;	/* transaction that called start_worker() */
} SweeperArgs;

/* NULL when the library is not preloaded */
extern WorkerShared *JcWorker;

extern char *jiancha_databases;
extern int	jiancha_sweep_interval;
extern int	jiancha_sweep_batch;

/* worker.c */
extern void jc_sweeper_describe(BackgroundWorker *worker, const SweeperArgs *args, const char *dbname);
extern List *jc_database_list(void);

/* worker_state.c */
extern void jc_worker_state_init(void);
extern void jc_slot_lock(void);
extern void jc_slot_unlock(void);
extern uint64 jc_monotonic_ms(void);
extern const char *jc_state_word(WorkerState state);

PGDLLEXPORT extern void jiancha_launcher_main(Datum arg) pg_attribute_noreturn();
PGDLLEXPORT extern void jiancha_sweeper_main(Datum arg) pg_attribute_noreturn();

#endif							/* JIANCHA_WORKER_H */
