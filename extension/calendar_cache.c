/*
 * calendar_cache.c
 *		Versions of calendars, cached in the backend.
 *
 * A version never changes once it is committed, so nothing invalidates this cache: it is keyed by (relation, calendar,
 * version), and only the pointer to the version in force, in jiancha.calendar, is read again, with the active snapshot,
 * once per FmgrInfo and snapshot. A transaction that holds an old snapshot therefore goes on seeing the old calendar, and
 * one that loads a notice sees the new one at once. What a transaction made itself may be rolled back and its number
 * used again, so a version whose row is not yet committed is forgotten when a transaction or subtransaction ends.
 *
 * Each version lives in a memory context of its own below "jiancha calendars". The tables are read by calendar_read.c.
 */
#include "calendar_read.h"

#include "access/xact.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(jiancha_calendar_loads);

typedef struct CacheKey
{
	Oid			relid;			/* of jiancha.calendar: records that were dropped and made again are others */
	int32		version;
	char		code[CALENDAR_CODE_LEN];
} CacheKey;

typedef struct CacheEntry
{
	CacheKey	key;
	CalendarVersion *version;
} CacheEntry;

uint64		jc_calendar_generation = 1;

static MemoryContext cache_context = NULL;
static HTAB *cache = NULL;
static int64 loads = 0;
static bool any_uncommitted = false;

static void
unknown_calendar(const char *code, int code_len)
{
	if (code == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_JC_UNKNOWN_CALENDAR),
				 errmsg("there is no default calendar"),
				 errhint("Name a calendar, or mark one as the default in jiancha.calendar.")));
	ereport(ERROR,
			(errcode(ERRCODE_JC_UNKNOWN_CALENDAR),
			 errmsg("calendar \"%.*s\" does not exist", code_len, code),
			 errhint("The calendars are listed in jiancha.calendar; jiancha.create_calendar() makes one.")));
}

/* lay the days of a calendar over those of its parent; both sorted */
static NoticedDay *
overlay(const NoticedDay *under, int nunder, const NoticedDay *over, int nover, int *n)
{
	NoticedDay *result = palloc(sizeof(NoticedDay) * Max(nunder + nover, 1));
	int			i = 0,
				j = 0,
				k = 0;

	while (i < nunder || j < nover)
	{
		if (j >= nover || (i < nunder && under[i].day < over[j].day))
			result[k++] = under[i++];
		else
		{
			if (i < nunder && under[i].day == over[j].day)
				i++;
			result[k++] = over[j++];
		}
	}
	*n = k;
	return result;
}

static CalendarVersion *
load_version(const CalendarRow *calendar, int32 version)
{
	VersionRow	row = {0};
	NoticedDay *days;
	int			ndays;
	CalendarDay *plain;
	NoticedDay *kept;
	CalendarVersion *result;
	MemoryContext context;
	MemoryContext old;
	int32		last;
	OpenDay		given[8] = {0};
	bool		has_hours;

	if (!jc_read_version(calendar->code, version, &row))
		ereport(ERROR,
				(errcode(ERRCODE_JC_UNKNOWN_CALENDAR),
				 errmsg("calendar \"%s\" has no version %d", calendar->code, version)));
	days = jc_read_days(calendar->code, version, row.staged, &ndays);
	has_hours = jc_read_hours(calendar->code, version, row.staged, given);
	if (calendar->parent[0] != '\0' && row.parent_version > 0)
	{
		const CalendarVersion *parent = jc_calendar_version(calendar->parent, strlen(calendar->parent),
															row.parent_version);

		days = overlay(parent->days, parent->ndays, days, ndays, &ndays);
		row.uncommitted |= parent->uncommitted;
		if (!has_hours && parent->has_hours)
		{
			has_hours = true;
			memcpy(given, parent->given, sizeof(given));
		}
	}

	plain = palloc(sizeof(CalendarDay) * Max(ndays, 1));
	last = Max(row.published_through, row.published_from);
	for (int i = 0; i < ndays; i++)
	{
		plain[i].day = days[i].day;
		plain[i].kind = days[i].kind;
		last = Max(last, days[i].day);
	}

	context = AllocSetContextCreate(CurrentMemoryContext, "jiancha calendar version", ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(context);
	result = palloc0(sizeof(CalendarVersion));
	strlcpy(result->code, calendar->code, CALENDAR_CODE_LEN);
	result->version = version;
	result->context = context;
	result->uncommitted = row.uncommitted;
	result->zone_name = pstrdup(calendar->time_zone ? calendar->time_zone : "");
	result->zone = pg_tzset(result->zone_name);
	if (result->zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("time zone \"%s\" of calendar \"%s\" is not known to this server", result->zone_name, result->code),
				 errhint("Time zones are listed in pg_timezone_names.")));
	kept = palloc(sizeof(NoticedDay) * Max(ndays, 1));
	for (int i = 0; i < ndays; i++)
	{
		kept[i] = days[i];
		kept[i].holiday = days[i].holiday ? pstrdup(days[i].holiday) : NULL;
		kept[i].notice = days[i].notice ? pstrdup(days[i].notice) : NULL;
	}
	result->days = kept;
	result->ndays = ndays;
	if (row.published_from > row.published_through + 1 ||
		row.published_from < CALENDAR_MIN_DAY + 366 || last > CALENDAR_MAX_DAY - 366 ||
		(int64) last - row.published_from >= CALENDAR_MAX_LENGTH ||
		!calendar_build(&result->core,
						palloc(calendar_memory(row.published_from, last)),
						row.published_from, row.published_through, last, row.weekly_rest, plain, ndays))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("version %d of calendar \"%s\" is not a calendar", version, calendar->code),
				 errdetail("It reaches from %s through %s.", jc_date_text(row.published_from), jc_date_text(last)),
				 errhint("A calendar spans at most 65000 days and has at least one working day a week.")));
	memcpy(result->given, given, sizeof(given));
	result->has_hours = has_hours;
	if (has_hours &&
		!worktime_build(&result->hours, palloc(worktime_memory(&result->core)), &result->core, given))
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("the opening hours of calendar \"%s\" overlap, or no working weekday has any", calendar->code)));
	MemoryContextSwitchTo(old);
	loads++;
	return result;
}

static void
forget_uncommitted(void)
{
	HASH_SEQ_STATUS status;
	CacheEntry *entry;

	if (!any_uncommitted)
		return;
	any_uncommitted = false;
	hash_seq_init(&status, cache);
	while ((entry = hash_seq_search(&status)) != NULL)
	{
		if (!entry->version->uncommitted)
			continue;
		MemoryContextDelete(entry->version->context);
		hash_search(cache, &entry->key, HASH_REMOVE, NULL);
	}
	jc_calendar_generation++;
}

static void
at_xact_end(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
		forget_uncommitted();
}

static void
at_subxact_end(SubXactEvent event, SubTransactionId mySubid, SubTransactionId parentSubid, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_uncommitted();
}

static void
make_cache(void)
{
	HASHCTL		control;

	if (cache != NULL)
		return;
	if (cache_context == NULL)
	{
		cache_context = AllocSetContextCreate(CacheMemoryContext, "jiancha calendars", ALLOCSET_DEFAULT_SIZES);
		RegisterXactCallback(at_xact_end, NULL);
		RegisterSubXactCallback(at_subxact_end, NULL);
	}
	memset(&control, 0, sizeof(control));
	control.keysize = sizeof(CacheKey);
	control.entrysize = sizeof(CacheEntry);
	control.hcxt = cache_context;
	cache = hash_create("jiancha calendars", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

/* the cached version, loaded if need be; row may be NULL if the caller has not read it */
static const CalendarVersion *
cached_version(const char *code, int code_len, int32 version, const CalendarRow *row)
{
	CacheKey	key;
	CacheEntry *entry;
	CalendarVersion *loaded;
	MemoryContext scratch;
	MemoryContext old;
	bool		found;

	make_cache();
	memset(&key, 0, sizeof(key));
	key.relid = jc_record_relation("calendar");
	key.version = version;
	if (code_len >= CALENDAR_CODE_LEN)
		unknown_calendar(code, code_len);
	memcpy(key.code, code, code_len);
	entry = hash_search(cache, &key, HASH_FIND, NULL);
	if (entry != NULL)
		return entry->version;

	scratch = AllocSetContextCreate(CurrentMemoryContext, "jiancha calendar load", ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(scratch);
	if (row == NULL)
	{
		row = jc_read_calendar(code, code_len, GetActiveSnapshot());
		if (row == NULL)
			unknown_calendar(code, code_len);
	}
	loaded = load_version(row, version);

	/* nothing fails from here on: make the entry, then hand the version over to the cache */
	entry = hash_search(cache, &key, HASH_ENTER, &found);
	Assert(!found);
	entry->version = loaded;
	MemoryContextSetParent(loaded->context, cache_context);
	any_uncommitted |= loaded->uncommitted;
	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
	return loaded;
}

/*
 * jc_calendar_memo - what a function remembers from call to call.
 */
CalendarMemo *
jc_calendar_memo(FmgrInfo *flinfo)
{
	if (flinfo->fn_extra == NULL)
		flinfo->fn_extra = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(CalendarMemo));
	return (CalendarMemo *) flinfo->fn_extra;
}

static CalendarInForce *
add_to_memo(CalendarMemo *memo, MemoryContext context)
{
	CalendarInForce *entry;

	if (memo->used == memo->allocated)
	{
		int			allocated = memo->allocated == 0 ? 2 : memo->allocated * 2;

		if (memo->entries == NULL)
			memo->entries = MemoryContextAlloc(context, sizeof(CalendarInForce) * allocated);
		else
			memo->entries = repalloc(memo->entries, sizeof(CalendarInForce) * allocated);
		memo->allocated = allocated;
	}
	entry = &memo->entries[memo->used++];
	memset(entry, 0, sizeof(CalendarInForce));
	return entry;
}

/*
 * jc_calendar_version - a version named by its number, whatever is in force.
 *
 * The caller has an active snapshot that sees the version's row, or the version is cached.
 */
const CalendarVersion *
jc_calendar_version(const char *code, int code_len, int32 version)
{
	return cached_version(code, code_len, version, NULL);
}

/*
 * jc_calendar_version_argument - the version of the calendar named by argument argno that argument argno + 1 numbers.
 *
 * Neither argument is NULL. Remembered in fn_extra, for callers that go through many rows.
 */
const CalendarVersion *
jc_calendar_version_argument(FunctionCallInfo fcinfo, int argno)
{
	CalendarMemo *memo = jc_calendar_memo(fcinfo->flinfo);
	text	   *name = PG_GETARG_TEXT_PP(argno);
	const char *code = VARDATA_ANY(name);
	int			code_len = VARSIZE_ANY_EXHDR(name);
	int32		version = PG_GETARG_INT32(argno + 1);
	CalendarInForce *entry;
	const CalendarVersion *found;

	if (memo->generation != jc_calendar_generation)
	{
		memo->generation = jc_calendar_generation;
		memo->used = 0;
	}
	for (int i = 0; i < memo->used; i++)
		if (memo->entries[i].version->version == version &&
			memo->entries[i].code_len == code_len && memcmp(memo->entries[i].code, code, code_len) == 0)
			return memo->entries[i].version;

	found = jc_calendar_version(code, code_len, version);
	memo->generation = jc_calendar_generation;
	entry = add_to_memo(memo, fcinfo->flinfo->fn_mcxt);
	memcpy(entry->code, code, code_len);
	entry->code_len = code_len;
	entry->version = found;
	return found;
}

/*
 * jc_calendar_find - the version in force under the active snapshot; slow path of jc_calendar_argument.
 */
const CalendarVersion *
jc_calendar_find(FmgrInfo *flinfo, const char *code, int code_len)
{
	CalendarMemo *memo = jc_calendar_memo(flinfo);
	bool		pushed = false;
	Snapshot	snapshot;
	CalendarInForce *entry = NULL;

	/* an expression evaluated outside of any query, a column default for example, has no snapshot */
	if (!ActiveSnapshotSet())
	{
		PushActiveSnapshot(GetTransactionSnapshot());
		pushed = true;
	}
	snapshot = GetActiveSnapshot();

	if (memo->generation != jc_calendar_generation ||
		memo->completion_count != snapshot->snapXactCompletionCount ||
		memo->curcid != snapshot->curcid)
	{
		memo->used = 0;
		memo->version = NULL;
	}
	for (int i = 0; i < memo->used && entry == NULL; i++)
		if (memo->entries[i].code_len == code_len &&
			(code_len <= 0 || memcmp(memo->entries[i].code, code, code_len) == 0))
			entry = &memo->entries[i];
	if (entry == NULL)
	{
		MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "jiancha calendar in force",
													  ALLOCSET_SMALL_SIZES);
		MemoryContext old = MemoryContextSwitchTo(scratch);
		CalendarRow *row = NULL;
		const CalendarVersion *version;

		if (code_len < CALENDAR_CODE_LEN)
			row = jc_read_calendar(code, code_len, snapshot);
		if (row == NULL)
			unknown_calendar(code, code_len);
		version = cached_version(row->code, strlen(row->code), row->version, row);
		MemoryContextSwitchTo(old);
		MemoryContextDelete(scratch);

		entry = add_to_memo(memo, flinfo->fn_mcxt);
		if (code_len > 0)
			memcpy(entry->code, code, code_len);
		entry->code_len = code_len;
		entry->version = version;
	}
	memo->version = entry->version;
	memo->code_len = code_len;
	memo->code = entry->code;
	memo->generation = jc_calendar_generation;
	memo->completion_count = snapshot->snapXactCompletionCount;
	memo->curcid = snapshot->curcid;
	if (pushed)
		PopActiveSnapshot();
	return entry->version;
}

/*
 * jiancha._calendar_loads() returns bigint
 *
 * How often this backend has read the content of a calendar version; tests count with it.
 */
Datum
jiancha_calendar_loads(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(loads);
}
