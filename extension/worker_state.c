/*
 * worker_state.c
 *		What is known of the background workers: shared status, and the SQL functions around it.
 *
 * Status lives in shared memory, is never written to disk and begins anew with the server: what must last (signals,
 * quarantine) is in tables. A server that has not preloaded the library has no such memory; there the functions look for
 * the process itself, and read the line it shows in pg_stat_activity.
 */
#include "jiancha.h"

#include <signal.h>
#include <unistd.h>

#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/pg_authid.h"
#include "commands/dbcommands.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "portability/instr_time.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "storage/shmem.h"
#include "utils/acl.h"
#include "utils/backend_status.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "worker.h"

#define STATUS_COLUMNS 17

/* how long stop_worker() waits for the end of the sweeper's batch */
#define STOP_WAIT_MS 10000

WorkerShared *JcWorker = NULL;

static shmem_request_hook_type prev_shmem_request_hook = NULL;
static shmem_startup_hook_type prev_shmem_startup_hook = NULL;

PG_FUNCTION_INFO_V1(jiancha_start_worker);
PG_FUNCTION_INFO_V1(jiancha_stop_worker);
PG_FUNCTION_INFO_V1(jiancha_worker_status);

static void
request_shmem(void)
{
	if (prev_shmem_request_hook)
		prev_shmem_request_hook();
	RequestAddinShmemSpace(MAXALIGN(sizeof(WorkerShared)));
	RequestNamedLWLockTranche("jiancha_worker", 1);
}

static void
startup_shmem(void)
{
	bool		found;

	if (prev_shmem_startup_hook)
		prev_shmem_startup_hook();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	JcWorker = ShmemInitStruct("jiancha_worker", sizeof(WorkerShared), &found);
	if (!found)
	{
		memset(JcWorker, 0, sizeof(WorkerShared));
		JcWorker->lock = &(GetNamedLWLockTranche("jiancha_worker"))->lock;
	}
	LWLockRelease(AddinShmemInitLock);
}

void
jc_worker_state_init(void)
{
	prev_shmem_request_hook = shmem_request_hook;
	shmem_request_hook = request_shmem;
	prev_shmem_startup_hook = shmem_startup_hook;
	shmem_startup_hook = startup_shmem;
}

/* Around each use of a slot. Without preload the slot is local, and there is no lock. Nothing inside may raise. */
void
jc_slot_lock(void)
{
	if (JcWorker != NULL)
		LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
}

void
jc_slot_unlock(void)
{
	if (JcWorker != NULL)
		LWLockRelease(JcWorker->lock);
}

/* milliseconds of a clock that nobody sets; the same for all processes of the machine */
uint64
jc_monotonic_ms(void)
{
	instr_time	now;

	INSTR_TIME_SET_CURRENT(now);
	return (uint64) INSTR_TIME_GET_MILLISEC(now);
}

const char *
jc_state_word(WorkerState state)
{
	switch (state)
	{
		case JC_STATE_UNKNOWN:
			return "waiting";
		case JC_STATE_IDLE:
			return "idle";
		case JC_STATE_BEHIND:
			return "behind";
		case JC_STATE_SWEEPING:
			return "sweeping";
		case JC_STATE_FAILED:
			return "failed";
		case JC_STATE_NO_EXTENSION:
			return "no extension";
		case JC_STATE_OTHER_VERSION:
			return "other version";
		case JC_STATE_NO_RECORDS:
			return "no records";
		case JC_STATE_INCOMPLETE:
			return "incomplete";
		case JC_STATE_BAD_OWNER:
			return "bad owner";
		case JC_STATE_COPY:
			return "copy";
		case JC_STATE_NO_SLOT:
			return "no slot";
		case JC_STATE_ABSENT:
			return "no database";
		case JC_STATE_CLOSED:
			return "closed";
	}
	return "unknown";
}

/* what to do about a state, or NULL */
static const char *
state_note(WorkerState state)
{
	switch (state)
	{
		case JC_STATE_BEHIND:
			return _("more was due than one turn does, or dockets were locked: goes on");
		case JC_STATE_FAILED:
			return _("the last sweep failed: see last_error and the server log; it is tried again");
		case JC_STATE_NO_EXTENSION:
			return _("the extension is not in this database: CREATE EXTENSION jiancha");
		case JC_STATE_OTHER_VERSION:
			return _("extension and library differ in version: ALTER EXTENSION jiancha UPDATE, or restart the server");
		case JC_STATE_NO_RECORDS:
			return _("there are no records: SELECT jiancha.setup()");
		case JC_STATE_INCOMPLETE:
			return _("a record table has no primary key: a restore is under way, or has failed");
		case JC_STATE_BAD_OWNER:
			return _("the records are owned by a superuser: give them to a role that is none");
		case JC_STATE_COPY:
			return _("the records are a copy, so nothing is issued: SELECT * FROM jiancha.resume(reason) if it takes the place of the original");
		case JC_STATE_NO_SLOT:
			return _("no background worker slot is free: increase max_worker_processes");
		case JC_STATE_ABSENT:
			return _("there is no database of this name");
		case JC_STATE_CLOSED:
			return _("the database is a template or takes no connections");
		default:
			return NULL;
	}
}

/*
 * The sweeper of this database, if one runs: a copy of its entry in the snapshot of backends, else NULL. The type of a
 * background worker cannot be forged by a session.
 */
static PgBackendStatus *
find_sweeper(void)
{
	int			n;

	pgstat_clear_backend_activity_snapshot();
	n = pgstat_fetch_stat_numbackends();
	for (int i = 1; i <= n; i++)
	{
		LocalPgBackendStatus *local = jc_local_beentry(i);
		const char *type;

		if (local == NULL || local->backendStatus.st_databaseid != MyDatabaseId ||
			local->backendStatus.st_backendType != B_BG_WORKER)
			continue;
		type = GetBackgroundWorkerTypeByPid(local->backendStatus.st_procpid);
		if (type != NULL && strcmp(type, JC_SWEEPER_TYPE) == 0)
			return &local->backendStatus;
	}
	return NULL;
}

static bool
is_named(const char *dbname)
{
	ListCell   *lc;

	foreach(lc, jc_database_list())
	{
		if (strncmp(lfirst(lc), dbname, NAMEDATALEN - 1) == 0)
			return true;
	}
	return false;
}

/* an interval as milliseconds for a latch; NULL stands for jiancha.sweep_interval and gives 0 */
static int
interval_arg_ms(FunctionCallInfo fcinfo, int argno)
{
	Interval   *interval;
	double		ms;

	if (PG_ARGISNULL(argno))
		return 0;
	interval = PG_GETARG_INTERVAL_P(argno);
	ms = (interval->time + interval->day * (double) USECS_PER_DAY +
		  interval->month * (double) DAYS_PER_MONTH * USECS_PER_DAY) / 1000.0;
	if (!(ms >= 100 && ms <= INT_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("sweep_interval must be from 100 milliseconds to 24 days")));
	return (int) ms;
}

/*
 * jiancha.start_worker(sweep_interval interval) returns integer
 *
 * Without preload: starts the one sweeper that stays in this database, and returns its process id; if there is one
 * already, a NOTICE and that one's. It first waits for the end of the calling transaction. Preloaded: asks the launcher
 * for a round now and returns NULL.
 */
Datum
jiancha_start_worker(PG_FUNCTION_ARGS)
{
	int			interval_ms = interval_arg_ms(fcinfo, 0);
	char	   *dbname = get_database_name(MyDatabaseId);
	SweeperArgs args = {0};
	BackgroundWorker worker;
	BackgroundWorkerHandle *handle;
	PgBackendStatus *there;
	pid_t		pid = 0;

	if (RecoveryInProgress())
		ereport(ERROR,
				(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
				 errmsg("a standby cannot sweep"),
				 errhint("With jiancha in shared_preload_libraries and the database in jiancha.databases sweeping begins by itself at promotion; otherwise call this function after it.")));

	if (JcWorker != NULL)
	{
		if (!is_named(dbname))
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("database \"%s\" is not in jiancha.databases", dbname),
					 errhint("A superuser runs ALTER SYSTEM SET jiancha.databases = ... and SELECT pg_reload_conf(); then the launcher sweeps it.")));
		LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
		JcWorker->nudged = true;
		if (JcWorker->launcher_latch != NULL)
			SetLatch(JcWorker->launcher_latch);
		LWLockRelease(JcWorker->lock);
		ereport(NOTICE,
				(errmsg("jiancha is preloaded: its launcher sweeps database \"%s\", now and each jiancha.sweep_interval", dbname)));
		PG_RETURN_NULL();
	}

	there = find_sweeper();
	if (there != NULL)
	{
		ereport(NOTICE,
				(errmsg("database \"%s\" has a sweeper already", dbname),
				 errhint("To change its interval call jiancha.stop_worker() first.")));
		PG_RETURN_INT32(there->st_procpid);
	}

	args.dboid = MyDatabaseId;
	args.slot = -1;
	args.interval_ms = interval_ms;
	GET_VXID_FROM_PGPROC(args.starter, *MyProc);
	jc_sweeper_describe(&worker, &args, dbname);
	if (!RegisterDynamicBackgroundWorker(&worker, &handle))
		ereport(ERROR,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("no background worker slot is free"),
				 errhint("You might need to increase max_worker_processes.")));
	if (WaitForBackgroundWorkerStartup(handle, &pid) != BGWH_STARTED)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_RESOURCES),
				 errmsg("the sweeper could not start"),
				 errhint("More details may be available in the server log.")));
	PG_RETURN_INT32(pid);
}

/*
 * jiancha.stop_worker() returns boolean
 *
 * Ends the sweeper that start_worker() left in this database, after its batch and for good. False: there was none, or it
 * has not ended within 10 seconds (it will).
 */
Datum
jiancha_stop_worker(PG_FUNCTION_ARGS)
{
	PgBackendStatus *there;
	pid_t		pid;

	if (JcWorker != NULL)
	{
		ereport(NOTICE,
				(errmsg("jiancha is preloaded: its launcher starts the sweepers"),
				 errhint("Take the database out of jiancha.databases and reload the configuration.")));
		PG_RETURN_BOOL(false);
	}
	there = find_sweeper();
	if (there == NULL)
		PG_RETURN_BOOL(false);

	/* SIGTERM would only make the postmaster start it again */
	pid = there->st_procpid;
	if (kill(pid, SIGUSR2) != 0)
		PG_RETURN_BOOL(false);
	for (int waited = 0; waited < STOP_WAIT_MS; waited += 20)
	{
		if (BackendPidGetProc(pid) == NULL)
			PG_RETURN_BOOL(true);
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, 20, PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
	}
	ereport(WARNING,
			(errmsg("the sweeper with process id %d ends after its batch", (int) pid)));
	PG_RETURN_BOOL(false);
}

/* text from another database may be in another encoding: what is not valid in this one shows as question marks */
static Datum
shown_text(const char *raw)
{
	char	   *copy = pstrdup(raw);

	if (!pg_verify_mbstr(GetDatabaseEncoding(), copy, strlen(copy), true))
	{
		for (char *p = copy; *p != '\0'; p++)
			if (IS_HIGHBIT_SET(*p))
				*p = '?';
	}
	return CStringGetTextDatum(copy);
}

/* NULL for what never was */
static void
put_time(Datum *value, bool *isnull, TimestampTz at)
{
	*value = TimestampTzGetDatum(at);
	*isnull = at == 0;
}

static void
put_slot(ReturnSetInfo *rsinfo, const WorkerSlot *slot, const char *mode, pid_t launcher_pid, const char *note, bool may_read)
{
	Datum		value[STATUS_COLUMNS];
	bool		isnull[STATUS_COLUMNS] = {0};
	bool		counted = strcmp(mode, "none") != 0;

	value[0] = shown_text(NameStr(slot->name));
	value[1] = CStringGetTextDatum(mode);
	value[2] = CStringGetTextDatum(counted ? jc_state_word(slot->state) : "none");
	value[3] = Int32GetDatum(slot->pid);
	isnull[3] = slot->pid == 0;
	value[4] = Int32GetDatum(launcher_pid);
	isnull[4] = launcher_pid == 0;
	put_time(&value[5], &isnull[5], slot->last_start);
	put_time(&value[6], &isnull[6], slot->last_sweep);
	put_time(&value[7], &isnull[7], slot->watermark);
	value[8] = Int64GetDatum(slot->sweeps);
	value[9] = Int64GetDatum(slot->issued);
	value[10] = Int64GetDatum(slot->marked);
	value[11] = Int64GetDatum(slot->skipped);
	value[12] = Int64GetDatum(slot->quarantined);
	value[13] = Int64GetDatum(slot->failures);
	/* a staying sweeper shows three of its counters */
	for (int i = 8; i <= 13; i++)
		isnull[i] = !counted || (JcWorker == NULL && i >= 10 && i <= 12);
	isnull[14] = slot->last_error_code == 0;
	if (!isnull[14])
	{
		const char *code = unpack_sql_state(slot->last_error_code);

		/* a message may quote what its reader may not see */
		value[14] = may_read ? shown_text(psprintf("%s: %s", code, slot->last_error)) : CStringGetTextDatum(code);
	}
	put_time(&value[15], &isnull[15], slot->last_error_at);
	if (note == NULL && counted)
		note = state_note(slot->state);
	isnull[16] = note == NULL;
	if (note != NULL)
		value[16] = CStringGetTextDatum(note);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, value, isnull);
}

/* of the sweeper that stays in this database: what its line in pg_stat_activity says */
static void
read_staying(WorkerSlot *slot, const PgBackendStatus *there)
{
	long long	sweeps;
	long long	issued;
	long long	failures;
	char		word[32];

	slot->pid = there->st_procpid;
	slot->last_start = there->st_proc_start_timestamp;
	slot->state = there->st_state == STATE_RUNNING ? JC_STATE_SWEEPING : JC_STATE_UNKNOWN;
	if (sscanf(there->st_activity_raw, "jiancha: %31[^,], %lld sweeps, %lld issued, %lld failures",
			   word, &sweeps, &issued, &failures) != 4)
		return;
	slot->sweeps = sweeps;
	slot->issued = issued;
	slot->failures = failures;
	for (WorkerState state = JC_STATE_UNKNOWN; state <= JC_STATE_CLOSED; state++)
		if (strcmp(word, jc_state_word(state)) == 0)
			slot->state = state;
}

/*
 * jiancha.worker_status() returns setof record
 *
 * One row for each database named in jiancha.databases, and one for the current database if it is not among them. For
 * every role; the text of errors is for members of pg_read_all_stats, others see the SQLSTATE.
 */
Datum
jiancha_worker_status(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	bool		may_read = has_privs_of_role(GetUserId(), ROLE_PG_READ_ALL_STATS);
	WorkerSlot	here = {0};
	char	   *dbname = get_database_name(MyDatabaseId);
	bool		seen = false;

	InitMaterializedSRF(fcinfo, 0);
	namestrcpy(&here.name, dbname);
	if (JcWorker != NULL)
	{
		WorkerShared *copy = palloc(sizeof(WorkerShared));
		const char *note = NULL;

		LWLockAcquire(JcWorker->lock, LW_SHARED);
		memcpy(copy, JcWorker, offsetof(WorkerShared, slot) + JcWorker->nslots * sizeof(WorkerSlot));
		LWLockRelease(JcWorker->lock);
		if (copy->launcher_pid == 0)
			note = RecoveryInProgress() ? _("standby: sweeping begins at promotion") :
				_("the launcher does not run: see the server log, and max_worker_processes");
		for (int i = 0; i < copy->nslots; i++)
		{
			if (NameStr(copy->slot[i].name)[0] == '\0')
				continue;
			seen |= strcmp(NameStr(copy->slot[i].name), dbname) == 0;
			put_slot(rsinfo, &copy->slot[i], "launcher", copy->launcher_pid, note, may_read);
		}
		if (!seen && is_named(dbname))
			put_slot(rsinfo, &here, "launcher", copy->launcher_pid, note, may_read);
		else if (!seen)
			put_slot(rsinfo, &here, "none", copy->launcher_pid,
					 _("this database is not swept: add it to jiancha.databases and reload the configuration"), may_read);
	}
	else
	{
		PgBackendStatus *there = find_sweeper();

		if (there != NULL)
		{
			const char *line = strstr(there->st_activity_raw, "complete as of ");

			read_staying(&here, there);
			if (line != NULL)
				line += strlen("complete as of ");
			if (line != NULL && strcmp(line, "never") != 0)
				here.watermark = DatumGetTimestampTz(DirectFunctionCall3(timestamptz_in, CStringGetDatum(line),
																		 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
			put_slot(rsinfo, &here, "dynamic", 0,
					 _("jiancha is not preloaded: this worker is gone after a restart of the server; add jiancha to shared_preload_libraries"),
					 may_read);
		}
		else
			put_slot(rsinfo, &here, "none", 0,
					 _("jiancha is not preloaded: add it to shared_preload_libraries, or call jiancha.start_worker()"),
					 may_read);
	}
	return (Datum) 0;
}
