/*
 * worker_sweep.c
 *		The sweeper: a background worker in one database that calls jiancha.sweep() until nothing is due.
 *
 * Two ways of life. A sweeper started by the launcher works for one turn and exits, so that nothing of ours is connected
 * while there is nothing to do and a plain DROP DATABASE succeeds. One started by start_worker() on a server that has not
 * preloaded the library stays, sweeps each interval, and ends for good when the extension or the database is gone.
 *
 * Every batch is a transaction of its own, which first looks the extension, its version and the records up again: any
 * of them may have gone since. Between transactions no heavyweight lock is held but the one that keeps a second sweeper
 * out, which nothing else waits for, and no snapshot. A sweep that finds nothing due assigns no transaction id, so it
 * writes no WAL, and logs nothing.
 *
 * The worker connects as the bootstrap superuser because a role that cannot log in cannot connect, and becomes the
 * records' owner, restricted as in an autovacuum worker, before anything of the database is run.
 */
#include "jiancha.h"

#include <unistd.h>

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_database.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_tablespace.h"
#include "catalog/pg_type.h"
#include "commands/dbcommands.h"
#include "commands/extension.h"
#include "common/relpath.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/interrupt.h"
#include "storage/fd.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lmgr.h"
#include "storage/proc.h"
#include "tcop/tcopprot.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "worker.h"

/* A launcher's sweeper gives way after this long, between batches: DROP DATABASE waits 5 s for others to leave. */
#define TURN_MS 3000

/* longest wait after failures, unless the interval is longer */
#define MAX_BACKOFF_MS (15 * 60 * 1000)

/* the lock that keeps a second sweeper out; no key that SQL can lock has a 3 in the last field */
#define SET_LOCKTAG_SWEEPER(tag, dboid) SET_LOCKTAG_ADVISORY(tag, dboid, 0x6a69616e, 0x63686121, 3)

typedef struct Batch
{
	WorkerState state;			/* JC_STATE_IDLE: it ran */
	char		version[32];	/* of the extension, as far as looked up */
	char		table[NAMEDATALEN]; /* JC_STATE_INCOMPLETE: the one without a primary key */
	TimestampTz as_of;			/* 0: take this transaction's start */
	int64		examined;
	int64		issued;
	int64		marked;
	int64		skipped;
	int64		quarantined;
	bool		more;
} Batch;

static WorkerSlot own_slot;		/* of a sweeper that stays */
static WorkerSlot *slot = &own_slot;
static SweeperArgs args;
static bool stays;
static bool version_was_right = false;
static volatile sig_atomic_t stop_requested = false;
static MemoryContext sweep_context;

static void
handle_stop(SIGNAL_ARGS)
{
	int			save_errno = errno;

	stop_requested = true;
	SetLatch(MyLatch);
	errno = save_errno;
}

/*
 * Is there a directory of the database, in any tablespace? Asked before connecting: a connection to a database that is
 * gone fails with exit code 1, and the postmaster would start the worker again for ever.
 */
static bool
database_directory_exists(Oid dboid)
{
	char	   *path = GetDatabasePath(dboid, DEFAULTTABLESPACE_OID);
	DIR		   *dir;
	struct dirent *entry;
	bool		found = access(path, F_OK) == 0;

	if (found)
		return true;
	dir = AllocateDir("pg_tblspc");
	while (!found && (entry = ReadDirExtended(dir, "pg_tblspc", LOG)) != NULL)
	{
		Oid			spcoid = (Oid) strtoul(entry->d_name, NULL, 10);

		if (OidIsValid(spcoid))
			found = access(GetDatabasePath(dboid, spcoid), F_OK) == 0;
	}
	if (dir != NULL)
		FreeDir(dir);
	return found;
}

/* What ALTER DATABASE ... SET may have set for people is not for the sweeper. */
static void
pin_settings(void)
{
	static const char *const pinned[][2] = {
		{"application_name", JC_SWEEPER_TYPE},
		{"search_path", "pg_catalog, pg_temp"},
		{"default_transaction_isolation", "read committed"},
		{"default_transaction_read_only", "off"},
		{"default_transaction_deferrable", "off"},
		{"session_replication_role", "origin"},
		{"row_security", "on"},
		{"statement_timeout", "0"},
		{"transaction_timeout", "0"},
		{"lock_timeout", "10s"},
	};

	for (int i = 0; i < lengthof(pinned); i++)
	{
		if (GetConfigOption(pinned[i][0], true, false) != NULL)
			SetConfigOption(pinned[i][0], pinned[i][1], PGC_SUSET, PGC_S_OVERRIDE);
	}
}

/*
 * In a transaction of its own: wait until the transaction that called start_worker() has ended, since it may have
 * created the extension; learn the database's name; become the only sweeper here. False: not to be swept by us.
 */
static bool
claim_database(void)
{
	LOCKTAG		tag;
	HeapTuple	tuple;
	bool		ok = false;

	StartTransactionCommand();
	if (VirtualTransactionIdIsValid(args.starter))
		VirtualXactLock(args.starter, true);
	tuple = SearchSysCache1(DATABASEOID, ObjectIdGetDatum(MyDatabaseId));
	if (HeapTupleIsValid(tuple))
	{
		Form_pg_database form = (Form_pg_database) GETSTRUCT(tuple);

		if (stays)
			slot->name = form->datname;
		ok = form->datallowconn && !form->datistemplate;
		ReleaseSysCache(tuple);
	}
	SET_LOCKTAG_SWEEPER(tag, MyDatabaseId);
	if (ok)
		ok = LockAcquire(&tag, ExclusiveLock, true, true) != LOCKACQUIRE_NOT_AVAIL;
	CommitTransactionCommand();
	return ok;
}

/* Is all here that a sweep needs? JC_STATE_IDLE: yes, and *owner is the records' owner. Needs a transaction. */
static WorkerState
look_up(Oid *owner, char *version, Size version_size)
{
	Oid			extension = get_extension_oid("jiancha", true);
	Oid			schema;
	Oid			docket;
	Relation	rel;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	version[0] = '\0';
	if (!OidIsValid(extension))
		return JC_STATE_NO_EXTENSION;

	/* DROP EXTENSION waits for this batch, not the two for each other's tables; the scan sees whether it was first */
	LockDatabaseObject(ExtensionRelationId, extension, 0, AccessShareLock);
	rel = table_open(ExtensionRelationId, AccessShareLock);
	ScanKeyInit(&key, Anum_pg_extension_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(extension));
	scan = systable_beginscan(rel, ExtensionOidIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
	{
		bool		isnull;
		Datum		value = heap_getattr(tuple, Anum_pg_extension_extversion, RelationGetDescr(rel), &isnull);

		if (!isnull)
			strlcpy(version, TextDatumGetCString(value), version_size);
	}
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	if (version[0] == '\0')
		return JC_STATE_NO_EXTENSION;
	if (strcmp(version, JIANCHA_VERSION) != 0)
		return JC_STATE_OTHER_VERSION;

	schema = get_namespace_oid(JIANCHA_SCHEMA, true);
	docket = OidIsValid(schema) ? get_relname_relid("docket", schema) : InvalidOid;
	tuple = OidIsValid(docket) ? SearchSysCache1(RELOID, ObjectIdGetDatum(docket)) : NULL;
	if (!HeapTupleIsValid(tuple))
		return JC_STATE_NO_RECORDS;
	*owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);

	/* what rules and views evaluate must never run with more than an owner's rights */
	return superuser_arg(*owner) ? JC_STATE_BAD_OWNER : JC_STATE_IDLE;
}

/*
 * A restore makes primary keys after the rows. A sweep before that fails, or issues what is still to be restored so that
 * its key cannot be made: wait until every table of the records' owner has one.
 */
static bool
records_complete(Oid owner, char *table)
{
	Oid			types[2] = {TEXTOID, OIDOID};
	Datum		values[2];
	bool		complete;

	values[0] = CStringGetTextDatum(JIANCHA_SCHEMA);
	values[1] = ObjectIdGetDatum(owner);
	SPI_connect();
	if (SPI_execute_with_args("select c.relname::text from pg_catalog.pg_class c"
							  " where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1::name)"
							  " and c.relkind in ('r', 'p') and c.relowner = $2 and not exists ("
							  "select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary and i.indisvalid)",
							  2, types, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look at the record tables");
	complete = SPI_processed == 0;
	if (!complete)
		strlcpy(table, SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1), NAMEDATALEN);
	SPI_finish();
	return complete;
}

/* one transaction; errors go to the caller */
static void
run_batch(Batch *batch)
{
	Oid			owner = InvalidOid;

	SetCurrentStatementStartTimestamp();
	StartTransactionCommand();
	PushActiveSnapshot(GetTransactionSnapshot());
	batch->state = look_up(&owner, batch->version, sizeof(batch->version));
	if (batch->state == JC_STATE_IDLE && batch->as_of == 0 && !records_complete(owner, batch->table))
		batch->state = JC_STATE_INCOMPLETE;
	if (batch->state == JC_STATE_IDLE)
	{
		Oid			types[2] = {TIMESTAMPTZOID, INT4OID};
		Datum		values[2];
		int64	   *column[] = {&batch->examined, &batch->issued, &batch->marked, &batch->skipped, &batch->quarantined};
		Oid			save_userid;
		int			save_sec_context;
		bool		isnull;

		if (batch->as_of == 0)
			batch->as_of = GetCurrentTransactionStartTimestamp();
		values[0] = TimestampTzGetDatum(batch->as_of);
		values[1] = Int32GetDatum(jiancha_sweep_batch);

		GetUserIdAndSecContext(&save_userid, &save_sec_context);
		SetUserIdAndSecContext(owner,
							   save_sec_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
		SPI_connect();
		if (SPI_execute_with_args("select examined::int8, issued::int8, marked::int8, skipped::int8,"
								  " quarantined::int8, more from jiancha.sweep($1, $2)",
								  2, types, values, NULL, false, 1) != SPI_OK_SELECT || SPI_processed != 1)
			elog(ERROR, "jiancha.sweep() returned no row");
		for (int i = 0; i < lengthof(column); i++)
		{
			Datum		value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, i + 1, &isnull);

			*column[i] = isnull ? 0 : DatumGetInt64(value);
		}
		batch->more = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 6, &isnull));
		if (isnull)
			batch->more = false;
		SPI_finish();
		SetUserIdAndSecContext(save_userid, save_sec_context);
	}
	PopActiveSnapshot();
	CommitTransactionCommand();
}

/* run_batch(), or the error it ended with; the transaction is over either way */
static ErrorData *
try_batch(Batch *batch)
{
	ErrorData  *volatile edata = NULL;

	PG_TRY();
	{
		run_batch(batch);
	}
	PG_CATCH();
	{
		HOLD_INTERRUPTS();
		MemoryContextSwitchTo(sweep_context);
		edata = CopyErrorData();
		AbortOutOfAnyTransaction();
		FlushErrorState();
		QueryCancelPending = false;
		RESUME_INTERRUPTS();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(sweep_context);
	return edata;
}

/* The same for errors that differ in their numbers only: case numbers, ids and instants change from try to try. */
static uint32
fingerprint(const ErrorData *edata)
{
	uint32		hash = 2166136261u ^ (uint32) edata->sqlerrcode;

	for (const char *p = edata->message; p != NULL && *p != '\0'; p++)
	{
		if (*p < '0' || *p > '9')
			hash = (hash ^ (unsigned char) *p) * 16777619u;
	}
	return hash;
}

static int
interval_ms(void)
{
	return args.interval_ms > 0 ? args.interval_ms : jiancha_sweep_interval;
}

static void
note_failure(const ErrorData *edata)
{
	const char *message = edata->message ? edata->message : "";
	uint32		print = fingerprint(edata);
	int64		wait = interval_ms();
	bool		known = false;
	int			len = strlen(message);

	jc_slot_lock();
	slot->state = JC_STATE_FAILED;
	slot->failures++;
	slot->failures_in_row++;
	if (wait < MAX_BACKOFF_MS)
		wait = Min(wait << Min(slot->failures_in_row - 1, 20), MAX_BACKOFF_MS);
	slot->not_before = jc_monotonic_ms() + wait;
	slot->last_error_code = edata->sqlerrcode;
	slot->last_error_at = GetCurrentTimestamp();
	if (len >= JC_ERROR_LEN)
		len = pg_mbcliplen(message, len, JC_ERROR_LEN - 1);
	memcpy(slot->last_error, message, len);
	slot->last_error[len] = '\0';
	for (int i = 0; i < Min(slot->nlogged, JC_LOGGED_ERRORS); i++)
		known |= slot->logged[i] == print;
	if (!known)
		slot->logged[slot->nlogged++ % JC_LOGGED_ERRORS] = print;
	jc_slot_unlock();

	/* no detail of the error: it may quote a row */
	if (!known)
		ereport(LOG,
				(errcode(edata->sqlerrcode),
				 errmsg("sweep of database \"%s\" failed: %s", NameStr(slot->name), message),
				 errdetail("It is tried again, at last every %d seconds; this error is not logged again until a sweep succeeds.",
						   Max(interval_ms(), MAX_BACKOFF_MS) / 1000),
				 edata->hint ? errhint("%s", edata->hint) : 0,
				 edata->context ? errcontext("%s", edata->context) : 0));
}

/* a state that a person must change is warned about once, each time it is entered */
static void
note_state(const Batch *batch)
{
	bool		warn;

	jc_slot_lock();
	slot->state = batch->state;
	warn = slot->warned_state != batch->state ||
		(batch->state == JC_STATE_OTHER_VERSION && strcmp(slot->warned_version, batch->version) != 0);
	slot->warned_state = batch->state;
	strlcpy(slot->warned_version, batch->version, sizeof(slot->warned_version));
	jc_slot_unlock();

	if (warn && batch->state == JC_STATE_OTHER_VERSION)
		ereport(WARNING,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("extension jiancha of database \"%s\" is of version %s, the library of version %s: not swept",
						NameStr(slot->name), batch->version, JIANCHA_VERSION),
				 errhint("If the library is the newer one, run ALTER EXTENSION jiancha UPDATE and SELECT jiancha.setup(); if it is the older one, restart the server.")));
	if (warn && batch->state == JC_STATE_INCOMPLETE)
		ereport(WARNING,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table %s.%s of database \"%s\" has no primary key: not swept",
						JIANCHA_SCHEMA, batch->table, NameStr(slot->name)),
				 errhint("If the database is being restored, sweeping begins when that is done; otherwise the restore has failed.")));
	if (warn && batch->state == JC_STATE_COPY)
		ereport(WARNING,
				(errcode(ERRCODE_JC_COPY),
				 errmsg("the records of jiancha in database \"%s\" are a copy: not swept", NameStr(slot->name)),
				 errhint("If the copy takes the place of the original, stop the original and SELECT * FROM jiancha.resume(reason, printed).")));
	if (warn && batch->state == JC_STATE_BAD_OWNER)
		ereport(WARNING,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the records of jiancha in database \"%s\" are owned by a superuser: not swept", NameStr(slot->name)),
				 errhint("Give them to a role that is no superuser and cannot log in, as jiancha.setup() does.")));
}

static void
note_batch(const Batch *batch, bool complete)
{
	int			failures;

	jc_slot_lock();
	failures = slot->failures_in_row;
	slot->failures_in_row = 0;
	slot->nlogged = 0;
	slot->not_before = 0;
	slot->warned_state = JC_STATE_UNKNOWN;
	slot->issued += batch->issued;
	slot->marked += batch->marked;
	slot->skipped += batch->skipped;
	slot->quarantined += batch->quarantined;
	if (complete)
	{
		slot->sweeps++;
		slot->last_sweep = GetCurrentTimestamp();
		slot->watermark = batch->as_of;
		slot->state = JC_STATE_IDLE;
	}
	else
		slot->state = JC_STATE_BEHIND;
	jc_slot_unlock();

	if (failures > 0)
		ereport(LOG,
				(errmsg("sweep of database \"%s\" works again after %d failures", NameStr(slot->name), failures)));
}

/*
 * Batches until nothing is due, or until the turn is over or something is amiss. True: there is more to do at once.
 * Relies on sweep(): it says that there may be more only if the batch got on, so never because of locked dockets alone;
 * those it counts as skipped, and they wait for the next round.
 */
static bool
sweep_round(void)
{
	uint64		until = jc_monotonic_ms() + TURN_MS;
	TimestampTz as_of = 0;
	bool		again = false;

	pgstat_report_activity(STATE_RUNNING, "select * from jiancha.sweep(now())");
	do
	{
		Batch		batch = {0};
		ErrorData  *edata;

		CHECK_FOR_INTERRUPTS();
		batch.as_of = as_of;
		edata = try_batch(&batch);
		if (edata != NULL)
		{
			Batch		look = {0};
			Oid			owner;

			/* DROP EXTENSION in the middle of a sweep is no failure of the sweep */
			StartTransactionCommand();
			look.state = look_up(&owner, look.version, sizeof(look.version));
			CommitTransactionCommand();
			if (look.state == JC_STATE_IDLE && edata->sqlerrcode == ERRCODE_JC_COPY)
				look.state = JC_STATE_COPY;
			if (look.state == JC_STATE_IDLE)
				note_failure(edata);
			else
				note_state(&look);
			again = false;
		}
		else if (batch.state != JC_STATE_IDLE)
		{
			note_state(&batch);
			again = false;
		}
		else
		{
			version_was_right = true;
			as_of = batch.as_of;
			note_batch(&batch, !batch.more && batch.skipped == 0);
			again = batch.more;
		}
		MemoryContextReset(sweep_context);
	} while (again && !stop_requested && (stays || jc_monotonic_ms() < until));
	pgstat_report_stat(true);
	return again;
}

/* The state of a sweeper that stays is known to others by what pg_stat_activity shows; worker_status() reads it back. */
static void
show_status(void)
{
	char		line[256];

	snprintf(line, sizeof(line), "jiancha: %s, %lld sweeps, %lld issued, %lld failures, complete as of %s",
			 jc_state_word(slot->state), (long long) slot->sweeps, (long long) slot->issued,
			 (long long) slot->failures, slot->watermark == 0 ? "never" : timestamptz_to_str(slot->watermark));
	pgstat_report_activity(STATE_IDLE, line);
}

static void
stay(void)
{
	uint32		wait_event = jc_wait_event_new("JianchaSweep");
	uint64		next = 0;

	while (!stop_requested)
	{
		uint64		now = jc_monotonic_ms();

		if (now >= next)
		{
			sweep_round();
			if (slot->state == JC_STATE_NO_EXTENSION)
			{
				ereport(LOG,
						(errmsg("extension jiancha is not in database \"%s\": its sweeper ends", NameStr(slot->name))));
				proc_exit(0);
			}
			/* a new library beside new SQL: only a new process loads it, and only once is that worth a try */
			if (slot->state == JC_STATE_OTHER_VERSION && version_was_right)
				proc_exit(1);
			show_status();
			now = jc_monotonic_ms();
			next = now + interval_ms();
			if (slot->state == JC_STATE_FAILED)
				next = slot->not_before;
		}
		if (!stop_requested)
			WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, (long) (next - now), wait_event);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
		if (ConfigReloadPending)
		{
			ConfigReloadPending = false;
			ProcessConfigFile(PGC_SIGHUP);
			next = Min(next, jc_monotonic_ms() + interval_ms());
		}
	}
}

static void
leave_slot(int code, Datum arg)
{
	jc_slot_lock();
	if (slot->pid == MyProcPid)
	{
		slot->pid = 0;
		if (slot->state == JC_STATE_SWEEPING)
			slot->state = JC_STATE_BEHIND;
	}
	jc_slot_unlock();
}

void
jiancha_sweeper_main(Datum arg)
{
	memcpy(&args, MyBgworkerEntry->bgw_extra, sizeof(args));
	stays = args.slot < 0;
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	pqsignal(SIGTERM, die);
	pqsignal(SIGUSR2, handle_stop);
	BackgroundWorkerUnblockSignals();

	if (!stays)
	{
		if (JcWorker == NULL || args.slot >= JC_MAX_DATABASES)
			proc_exit(0);
		slot = &JcWorker->slot[args.slot];
	}
	else if (!database_directory_exists(args.dboid))
		proc_exit(0);

	/* as superuser, whether connections are allowed or not: claim_database() looks, and leaves without an error */
	BackgroundWorkerInitializeConnectionByOid(args.dboid, InvalidOid, BGWORKER_BYPASS_ALLOWCONN);
	pin_settings();
	sweep_context = AllocSetContextCreate(TopMemoryContext, "jiancha sweeper", ALLOCSET_DEFAULT_SIZES);
	if (!claim_database())
	{
		jc_slot_lock();
		slot->turn_ended = true;
		jc_slot_unlock();
		proc_exit(0);
	}

	before_shmem_exit(leave_slot, (Datum) 0);
	jc_slot_lock();
	slot->dboid = args.dboid;
	slot->pid = MyProcPid;
	slot->state = JC_STATE_SWEEPING;
	slot->last_start = GetCurrentTimestamp();
	jc_slot_unlock();

	MemoryContextSwitchTo(sweep_context);
	if (stays)
		stay();
	else
	{
		bool		again = sweep_round();

		jc_slot_lock();
		slot->more_now = again;
		slot->turn_ended = true;
		jc_slot_unlock();
	}
	proc_exit(0);
}
