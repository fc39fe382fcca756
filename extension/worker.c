/*
 * worker.c
 *		Settings of the background worker, and the launcher.
 *
 * The launcher is a static worker without a database. It looks the names in jiancha.databases up in pg_database in every
 * round, so a database that is created, dropped or renamed needs no restart and makes no noise, and starts sweepers one
 * after another: two slots of max_worker_processes are enough for any number of databases, and there is never a second
 * sweeper in one database. A sweeper with much to do gives way after its turn and is started again after the others.
 *
 * Intervals are measured on a monotonic clock, so setting the clock of the machine neither stops nor hurries a round.
 */
#include "jiancha.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_database.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "tcop/tcopprot.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/varlena.h"

#include "worker.h"

/* a launcher or a staying sweeper that failed is started again after this long */
#define RESTART_SECONDS 5

/* with no free slot for a sweeper, try again after this long at most */
#define NO_SLOT_MS 5000

char	   *jiancha_databases = NULL;
int			jiancha_sweep_interval = 60000;
int			jiancha_sweep_batch = 1000;

/* what the launcher alone knows of a slot */
static bool wanted[JC_MAX_DATABASES];	/* a sweeper is to be started */
static int	running = -1;		/* slot of the sweeper started last, while it runs */
static BackgroundWorkerHandle *running_handle = NULL;

static bool
check_databases(char **newval, void **extra, GucSource source)
{
	char	   *copy = pstrdup(*newval);
	List	   *names = NIL;
	bool		ok = SplitGUCList(copy, ',', &names);

	if (!ok)
		GUC_check_errdetail("List syntax is invalid.");
	list_free(names);
	pfree(copy);
	return ok;
}

/*
 * The names in jiancha.databases, in the current memory context. They are taken as written, not folded to lower case;
 * a name with a comma or space stands in double quotes.
 */
List *
jc_database_list(void)
{
	List	   *names = NIL;

	if (jiancha_databases == NULL || !SplitGUCList(pstrdup(jiancha_databases), ',', &names))
		return NIL;
	return names;
}

/* must not raise an error: see _PG_init */
void
jc_worker_init(void)
{
	BackgroundWorker worker = {0};

	DefineCustomStringVariable("jiancha.databases",
							   gettext_noop("Databases that the background worker sweeps."),
							   gettext_noop("A list of names, separated by commas. Takes effect only if jiancha is in shared_preload_libraries."),
							   &jiancha_databases,
							   "",
							   PGC_SIGHUP,
							   GUC_LIST_INPUT,
							   check_databases, NULL, NULL);
	DefineCustomIntVariable("jiancha.sweep_batch",
							gettext_noop("Most dockets that the background worker takes in one transaction."),
							NULL,
							&jiancha_sweep_batch,
							1000, 1, 1000000,
							PGC_SIGHUP,
							0,
							NULL, NULL, NULL);
	DefineCustomIntVariable("jiancha.sweep_interval",
							gettext_noop("Time from one sweep of a database to the next."),
							NULL,
							&jiancha_sweep_interval,
							60000, 100, INT_MAX,
							PGC_SIGHUP,
							GUC_UNIT_MS,
							NULL, NULL, NULL);
	MarkGUCPrefixReserved("jiancha");

	if (!process_shared_preload_libraries_in_progress)
		return;
	jc_worker_state_init();

	/* on a standby it waits, and starts by itself at promotion */
	worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
	worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
	worker.bgw_restart_time = RESTART_SECONDS;
	strlcpy(worker.bgw_library_name, "jiancha", sizeof(worker.bgw_library_name));
	strlcpy(worker.bgw_function_name, "jiancha_launcher_main", sizeof(worker.bgw_function_name));
	strlcpy(worker.bgw_name, JC_LAUNCHER_TYPE, sizeof(worker.bgw_name));
	strlcpy(worker.bgw_type, JC_LAUNCHER_TYPE, sizeof(worker.bgw_type));
	RegisterBackgroundWorker(&worker);
}

/* fill in a sweeper to be registered; one that stays comes back after a failure, one for a turn never does */
void
jc_sweeper_describe(BackgroundWorker *worker, const SweeperArgs *args, const char *dbname)
{
	StaticAssertStmt(sizeof(SweeperArgs) <= BGW_EXTRALEN, "the sweeper's arguments must fit bgw_extra");

	memset(worker, 0, sizeof(*worker));
	worker->bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
	worker->bgw_start_time = BgWorkerStart_RecoveryFinished;
	worker->bgw_restart_time = args->slot < 0 ? RESTART_SECONDS : BGW_NEVER_RESTART;
	strlcpy(worker->bgw_library_name, "jiancha", sizeof(worker->bgw_library_name));
	strlcpy(worker->bgw_function_name, "jiancha_sweeper_main", sizeof(worker->bgw_function_name));
	snprintf(worker->bgw_name, sizeof(worker->bgw_name), JC_SWEEPER_TYPE " for %s", dbname);
	strlcpy(worker->bgw_type, JC_SWEEPER_TYPE, sizeof(worker->bgw_type));
	memcpy(worker->bgw_extra, args, sizeof(*args));
	worker->bgw_notify_pid = MyProcPid;
}

/* Bring the slots into line with the list of names; logs names that do not fit. */
static void
refresh_names(void)
{
	static bool full_warned = false;
	List	   *names = jc_database_list();
	bool		keep[JC_MAX_DATABASES] = {0};
	bool		full = false;
	ListCell   *lc;

	LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
	foreach(lc, names)
	{
		const char *name = lfirst(lc);
		int			found = -1;
		int			empty = -1;

		for (int i = 0; i < JC_MAX_DATABASES && found < 0; i++)
		{
			const char *slot_name = NameStr(JcWorker->slot[i].name);

			if (strncmp(slot_name, name, NAMEDATALEN - 1) == 0)
				found = i;
			else if (empty < 0 && slot_name[0] == '\0')
				empty = i;
		}
		if (found < 0 && empty >= 0)
		{
			found = empty;
			memset(&JcWorker->slot[found], 0, sizeof(WorkerSlot));
			namestrcpy(&JcWorker->slot[found].name, name);
			JcWorker->nslots = Max(JcWorker->nslots, found + 1);
		}
		if (found < 0)
			full = true;
		else
			keep[found] = true;
	}
	for (int i = 0; i < JcWorker->nslots; i++)
	{
		WorkerSlot *slot = &JcWorker->slot[i];

		if (!keep[i] && i != running && slot->pid == 0)
			memset(slot, 0, sizeof(WorkerSlot));
	}
	LWLockRelease(JcWorker->lock);

	if (full && !full_warned)
		ereport(WARNING,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("jiancha.databases names more than %d databases", JC_MAX_DATABASES),
				 errdetail("Those beyond are not swept.")));
	full_warned = full;
}

/*
 * Look the names up, and want a sweeper for each database that is there and not waiting after a failure. An entry that
 * appears or vanishes is logged once.
 */
static void
begin_round(bool ignore_backoff)
{
	static WorkerState presence[JC_MAX_DATABASES];
	WorkerState now_present[JC_MAX_DATABASES];
	Oid			found[JC_MAX_DATABASES] = {0};
	NameData	names[JC_MAX_DATABASES];
	uint64		now = jc_monotonic_ms();
	Relation	rel;
	TableScanDesc scan;
	HeapTuple	tuple;
	int			nslots;

	refresh_names();
	LWLockAcquire(JcWorker->lock, LW_SHARED);
	nslots = JcWorker->nslots;
	for (int i = 0; i < nslots; i++)
	{
		names[i] = JcWorker->slot[i].name;
		now_present[i] = NameStr(names[i])[0] == '\0' ? JC_STATE_UNKNOWN : JC_STATE_ABSENT;
	}
	LWLockRelease(JcWorker->lock);

	StartTransactionCommand();
	(void) GetTransactionSnapshot();
	rel = table_open(DatabaseRelationId, AccessShareLock);
	scan = table_beginscan_catalog(rel, 0, NULL);
	while (HeapTupleIsValid(tuple = heap_getnext(scan, ForwardScanDirection)))
	{
		Form_pg_database form = (Form_pg_database) GETSTRUCT(tuple);

		for (int i = 0; i < nslots; i++)
		{
			if (now_present[i] == JC_STATE_ABSENT && strcmp(NameStr(names[i]), NameStr(form->datname)) == 0)
			{
				bool		open = form->datallowconn && !form->datistemplate && form->datconnlimit != DATCONNLIMIT_INVALID_DB;

				now_present[i] = open ? JC_STATE_IDLE : JC_STATE_CLOSED;
				found[i] = form->oid;
			}
		}
	}
	table_endscan(scan);
	table_close(rel, AccessShareLock);
	CommitTransactionCommand();

	LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
	for (int i = 0; i < nslots; i++)
	{
		WorkerSlot *slot = &JcWorker->slot[i];

		wanted[i] = now_present[i] == JC_STATE_IDLE &&
			(ignore_backoff || slot->not_before <= now || slot->dboid != found[i]);
		if (now_present[i] == JC_STATE_UNKNOWN)
			continue;
		if (slot->dboid != found[i] && i != running)
		{
			/* another database of the same name: nothing known of the old one holds */
			NameData	name = slot->name;

			memset(slot, 0, sizeof(WorkerSlot));
			slot->name = name;
			slot->dboid = found[i];
		}
		if (now_present[i] != JC_STATE_IDLE)
			slot->state = now_present[i];
		else if (slot->state == JC_STATE_ABSENT || slot->state == JC_STATE_CLOSED)
			slot->state = JC_STATE_UNKNOWN;
	}
	LWLockRelease(JcWorker->lock);

	for (int i = 0; i < nslots; i++)
	{
		const char *name = NameStr(names[i]);

		if (now_present[i] == presence[i])
			continue;
		if (now_present[i] == JC_STATE_ABSENT)
			ereport(LOG,
					(errmsg("database \"%s\" named in jiancha.databases does not exist", name)));
		else if (now_present[i] == JC_STATE_CLOSED)
			ereport(LOG,
					(errmsg("database \"%s\" named in jiancha.databases is a template or takes no connections", name)));
		else if (now_present[i] == JC_STATE_IDLE && presence[i] != JC_STATE_UNKNOWN)
			ereport(LOG,
					(errmsg("database \"%s\" named in jiancha.databases is there now", name)));
		presence[i] = now_present[i];
	}
}

/* Has the sweeper started last ended? If it did not end by itself (terminated, failed to connect), wait before the next. */
static void
collect(void)
{
	WorkerSlot *slot = &JcWorker->slot[running];
	pid_t		pid;

	if (GetBackgroundWorkerPid(running_handle, &pid) != BGWH_STOPPED)
		return;
	LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
	if (slot->turn_ended)
		wanted[running] |= slot->more_now;
	else
	{
		slot->failures++;
		slot->failures_in_row++;
		slot->not_before = jc_monotonic_ms() + jiancha_sweep_interval;
		slot->state = JC_STATE_FAILED;
	}
	LWLockRelease(JcWorker->lock);
	pfree(running_handle);
	running_handle = NULL;
	running = -1;
}

/* Start the next sweeper that is wanted, if none runs. False: there is no free slot of max_worker_processes. */
static bool
start_next(void)
{
	static int	cursor = 0;
	static bool no_slot_warned = false;
	int			next = -1;
	SweeperArgs args = {0};
	NameData	name = {{0}};
	BackgroundWorker worker;
	MemoryContext old;
	bool		started;

	LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
	for (int n = 0; n < JcWorker->nslots && next < 0; n++)
	{
		int			i = (cursor + n) % JcWorker->nslots;
		WorkerSlot *slot = &JcWorker->slot[i];

		/* a sweeper that an earlier launcher started may still be at work */
		if (wanted[i] && slot->pid == 0)
		{
			next = i;
			slot->turn_ended = false;
			slot->more_now = false;
			args.dboid = slot->dboid;
			name = slot->name;
		}
	}
	LWLockRelease(JcWorker->lock);
	if (next < 0)
		return true;

	args.slot = next;
	jc_sweeper_describe(&worker, &args, NameStr(name));
	old = MemoryContextSwitchTo(TopMemoryContext);
	started = RegisterDynamicBackgroundWorker(&worker, &running_handle);
	MemoryContextSwitchTo(old);
	if (started)
	{
		running = next;
		wanted[next] = false;
		cursor = next + 1;
	}
	else
	{
		LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
		JcWorker->slot[next].state = JC_STATE_NO_SLOT;
		LWLockRelease(JcWorker->lock);
		if (!no_slot_warned)
			ereport(WARNING,
					(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
					 errmsg("no background worker slot is free to sweep database \"%s\"", NameStr(name)),
					 errdetail("It is tried again until one is."),
					 errhint("You might need to increase max_worker_processes.")));
	}
	no_slot_warned = !started;
	return started;
}

static void
leave_launcher(int code, Datum arg)
{
	LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
	JcWorker->launcher_pid = 0;
	JcWorker->launcher_latch = NULL;
	LWLockRelease(JcWorker->lock);
}

void
jiancha_launcher_main(Datum arg)
{
	uint32		wait_event = jc_wait_event_new("JianchaLauncher");
	uint64		next_round = 0;
	MemoryContext context;

	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	pqsignal(SIGTERM, die);
	BackgroundWorkerUnblockSignals();
	BackgroundWorkerInitializeConnection(NULL, NULL, 0);
	SetConfigOption("application_name", JC_LAUNCHER_TYPE, PGC_SUSET, PGC_S_OVERRIDE);
	pgstat_report_activity(STATE_IDLE, NULL);

	before_shmem_exit(leave_launcher, (Datum) 0);
	LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
	JcWorker->launcher_pid = MyProcPid;
	JcWorker->launcher_latch = MyLatch;
	JcWorker->launcher_start = GetCurrentTimestamp();
	LWLockRelease(JcWorker->lock);

	context = AllocSetContextCreate(TopMemoryContext, "jiancha launcher", ALLOCSET_DEFAULT_SIZES);
	for (;;)
	{
		uint64		now = jc_monotonic_ms();
		bool		nudged;
		bool		slot_free = true;
		bool		others = false;
		bool		named = false;
		long		timeout;

		MemoryContextSwitchTo(context);
		MemoryContextReset(context);
		if (running >= 0)
			collect();

		LWLockAcquire(JcWorker->lock, LW_EXCLUSIVE);
		nudged = JcWorker->nudged;
		JcWorker->nudged = false;
		LWLockRelease(JcWorker->lock);
		if (nudged || now >= next_round)
		{
			SetCurrentStatementStartTimestamp();
			begin_round(nudged);
			next_round = now + jiancha_sweep_interval;
		}
		if (running < 0)
			slot_free = start_next();

		for (int i = 0; i < JcWorker->nslots; i++)
		{
			others |= wanted[i];
			named |= NameStr(JcWorker->slot[i].name)[0] != '\0';
		}
		if (!slot_free)
			timeout = Min(jiancha_sweep_interval, NO_SLOT_MS);
		else if (running < 0 && others)
			timeout = 1000;		/* an earlier launcher's sweeper does not tell us its end */
		else if (!named)
			timeout = -1;
		else
		{
			now = jc_monotonic_ms();
			timeout = next_round > now ? (long) (next_round - now) : 0;
		}
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_EXIT_ON_PM_DEATH | (timeout >= 0 ? WL_TIMEOUT : 0), timeout, wait_event);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
		if (ConfigReloadPending)
		{
			ConfigReloadPending = false;
			ProcessConfigFile(PGC_SIGHUP);
			ereport(DEBUG1,
					(errmsg_internal("jiancha launcher: databases \"%s\", sweep_interval %d ms, sweep_batch %d",
									 jiancha_databases, jiancha_sweep_interval, jiancha_sweep_batch)));
			next_round = 0;
		}
	}
}
