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
 * Reads go straight to the tables, without SPI: no plan, no operator looked up by search_path, no rights of the caller
 * involved, and a policy cannot hide a holiday. All of it lives in one memory context per version below "jiancha calendars".
 */
#include "calendar.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/rel.h"

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

/* a row of jiancha.calendar */
typedef struct CalendarRow
{
	char		code[CALENDAR_CODE_LEN];
	char		parent[CALENDAR_CODE_LEN];	/* empty: none */
	char	   *time_zone;
	int32		version;
} CalendarRow;

/* attribute number of a column of a record, by name: a DBA may have restored them in another order */
static AttrNumber
column(Relation rel, const char *name)
{
	TupleDesc	desc = RelationGetDescr(rel);

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute att = TupleDescAttr(desc, i);

		if (!att->attisdropped && strcmp(NameStr(att->attname), name) == 0)
			return att->attnum;
	}
	ereport(ERROR,
			(errcode(ERRCODE_JC_NO_RECORDS),
			 errmsg("relation %s.%s has no column \"%s\"", JIANCHA_SCHEMA, RelationGetRelationName(rel), name),
			 errhint("Bring the records to the version of the extension: call jiancha.setup().")));
}

static char *
text_column(HeapTuple tuple, Relation rel, const char *name)
{
	bool		isnull;
	Datum		value = heap_getattr(tuple, column(rel, name), RelationGetDescr(rel), &isnull);

	return isnull ? NULL : TextDatumGetCString(value);
}

static Datum
needed_column(HeapTuple tuple, Relation rel, const char *name)
{
	bool		isnull;
	Datum		value = heap_getattr(tuple, column(rel, name), RelationGetDescr(rel), &isnull);

	if (isnull)
		elog(ERROR, "column \"%s\" of %s.%s is null", name, JIANCHA_SCHEMA, RelationGetRelationName(rel));
	return value;
}

/* scan the rows of a calendar through the primary key of a record, or all of it where there is none */
static SysScanDesc
scan_calendar(Relation rel, const char *code, Snapshot snapshot, ScanKey key)
{
	Oid			index = RelationGetPrimaryKeyIndex(rel);
	AttrNumber	attnum = column(rel, "calendar_code");

	ScanKeyEntryInitialize(key, 0, attnum, BTEqualStrategyNumber, InvalidOid,
						   TupleDescAttr(RelationGetDescr(rel), attnum - 1)->attcollation,
						   F_TEXTEQ, PointerGetDatum(cstring_to_text(code)));
	return systable_beginscan(rel, index, OidIsValid(index), snapshot, 1, key);
}

/*
 * Find the row of a calendar as the snapshot sees it; code NULL means the default calendar. NULL if there is none.
 */
static CalendarRow *
read_calendar(const char *code, int code_len, Snapshot snapshot)
{
	Relation	rel = table_open(jc_record_relation("calendar"), AccessShareLock);
	AttrNumber	code_att = column(rel, "calendar_code");
	AttrNumber	default_att = column(rel, "is_default");
	SysScanDesc scan = systable_beginscan(rel, InvalidOid, false, snapshot, 0, NULL);
	CalendarRow *found = NULL;
	HeapTuple	tuple;

	/* few rows, all in one or two pages: a scan is as good as an index */
	while (found == NULL && HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		bool		isnull;
		Datum		value;
		text	   *name;

		if (code == NULL)
		{
			value = heap_getattr(tuple, default_att, RelationGetDescr(rel), &isnull);
			if (isnull || !DatumGetBool(value))
				continue;
		}
		value = heap_getattr(tuple, code_att, RelationGetDescr(rel), &isnull);
		if (isnull)
			continue;
		name = DatumGetTextPP(value);
		if (code != NULL &&
			(VARSIZE_ANY_EXHDR(name) != code_len || memcmp(VARDATA_ANY(name), code, code_len) != 0))
			continue;
		if (VARSIZE_ANY_EXHDR(name) >= CALENDAR_CODE_LEN)
			elog(ERROR, "code of calendar too long");

		found = palloc0(sizeof(CalendarRow));
		memcpy(found->code, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
		found->time_zone = text_column(tuple, rel, "time_zone");
		found->version = DatumGetInt32(needed_column(tuple, rel, "version"));
		{
			char	   *parent = text_column(tuple, rel, "parent");

			if (parent != NULL)
				strlcpy(found->parent, parent, CALENDAR_CODE_LEN);
		}
	}
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return found;
}

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

/* a row of jiancha.calendar_day */
typedef struct DayRow
{
	NoticedDay	noticed;
	int32		version;
} DayRow;

static int
compare_day_rows(const void *a, const void *b)
{
	const DayRow *x = a;
	const DayRow *y = b;

	if (x->noticed.day != y->noticed.day)
		return x->noticed.day < y->noticed.day ? -1 : 1;
	return (x->version > y->version) - (x->version < y->version);
}

static DayKind
kind_of(const char *kind)
{
	if (strcmp(kind, "work") == 0)
		return DAY_WORK;
	if (strcmp(kind, "off") == 0)
		return DAY_OFF;
	if (strcmp(kind, "statutory") == 0)
		return DAY_STATUTORY;
	if (strcmp(kind, "normal") == 0)
		return DAY_NORMAL;
	elog(ERROR, "kind of day \"%s\" is unknown", kind);
}

/*
 * The days that a calendar itself sets, as of a version: of the rows for a day the one with the highest version that is
 * not above it. Sorted by day.
 */
static NoticedDay *
read_days(const char *code, int32 version, const bool *skip, int *ndays)
{
	Relation	rel = table_open(jc_record_relation("calendar_day"), AccessShareLock);
	AttrNumber	day_att = column(rel, "day");
	AttrNumber	version_att = column(rel, "version");
	ScanKeyData key;
	SysScanDesc scan = scan_calendar(rel, code, GetActiveSnapshot(), &key);
	HeapTuple	tuple;
	int			allocated = 256;
	int			count = 0;
	DayRow	   *rows = palloc(sizeof(DayRow) * allocated);
	NoticedDay *days;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		bool		isnull;
		int32		row_version = DatumGetInt32(heap_getattr(tuple, version_att, RelationGetDescr(rel), &isnull));
		DayRow	   *row;

		if (row_version > version || row_version < 1 || (row_version < version && skip[row_version]))
			continue;
		if (count == allocated)
		{
			allocated *= 2;
			rows = repalloc(rows, sizeof(DayRow) * allocated);
		}
		row = &rows[count++];
		row->version = row_version;
		row->noticed.day = DatumGetDateADT(heap_getattr(tuple, day_att, RelationGetDescr(rel), &isnull));
		row->noticed.kind = kind_of(text_column(tuple, rel, "kind"));
		row->noticed.holiday = text_column(tuple, rel, "holiday");
		row->noticed.notice = text_column(tuple, rel, "notice_no");
	}
	systable_endscan(scan);
	table_close(rel, AccessShareLock);

	/* of the rows for one day the last */
	qsort(rows, count, sizeof(DayRow), compare_day_rows);
	days = palloc(sizeof(NoticedDay) * Max(count, 1));
	*ndays = 0;
	for (int i = 0; i < count; i++)
		if (i + 1 == count || rows[i + 1].noticed.day != rows[i].noticed.day)
			days[(*ndays)++] = rows[i].noticed;
	return days;
}

/*
 * The opening hours that a calendar itself sets, as of a version: the rows of the highest version that is not above it
 * and has rows. False if there are none.
 */
static bool
read_hours(const char *code, int32 version, const bool *skip, OpenDay hours[8])
{
	Relation	rel = table_open(jc_record_relation("calendar_hours"), AccessShareLock);
	AttrNumber	version_att = column(rel, "version");
	int32		best = 0;
	ScanKeyData key;
	SysScanDesc scan = scan_calendar(rel, code, GetActiveSnapshot(), &key);
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		bool		isnull;
		int32		v = DatumGetInt32(heap_getattr(tuple, version_att, RelationGetDescr(rel), &isnull));
		int			weekday = DatumGetInt32(needed_column(tuple, rel, "weekday"));
		OpenDay    *day;
		OpenSpan	span;
		int			place;

		if (v > version || v < best || (v < version && skip[v]) || weekday < 0 || weekday > 7)
			continue;
		if (v > best)
			memset(hours, 0, sizeof(OpenDay) * 8);
		best = v;
		day = &hours[weekday == 0 ? WORKTIME_MAKE_UP : weekday - 1];
		if (day->nspans == WORKTIME_MAX_SPANS)
			ereport(ERROR,
					(errcode(ERRCODE_JC_BAD_VALUE),
					 errmsg("calendar \"%s\" opens more than %d times a day", code, WORKTIME_MAX_SPANS)));
		span.opens = DatumGetTimeADT(needed_column(tuple, rel, "opens"));
		span.closes = DatumGetTimeADT(needed_column(tuple, rel, "closes"));
		for (place = day->nspans++; place > 0 && day->spans[place - 1].opens > span.opens; place--)
			day->spans[place] = day->spans[place - 1];
		day->spans[place] = span;
	}
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return best > 0;
}

/* what a version row says */
typedef struct VersionRow
{
	int32		published_from;
	int32		published_through;
	int32		parent_version; /* 0: none */
	unsigned	weekly_rest;
	bool		uncommitted;
	bool	   *skip;			/* skip[v]: version v below this one was only staged */
} VersionRow;

static unsigned
weekly_rest_mask(Datum value)
{
	Datum	   *elems;
	bool	   *nulls;
	int			n;
	unsigned	mask = 0;

	deconstruct_array(DatumGetArrayTypeP(value), INT4OID, sizeof(int32), true, TYPALIGN_INT, &elems, &nulls, &n);
	for (int i = 0; i < n; i++)
		if (!nulls[i] && DatumGetInt32(elems[i]) >= 1 && DatumGetInt32(elems[i]) <= 7)
			mask |= 1u << (DatumGetInt32(elems[i]) - 1);
	return mask;
}

static bool
read_version(const char *code, int32 version, VersionRow *row)
{
	Relation	rel = table_open(jc_record_relation("calendar_version"), AccessShareLock);
	AttrNumber	version_att = column(rel, "version");
	ScanKeyData key;
	SysScanDesc scan = scan_calendar(rel, code, GetActiveSnapshot(), &key);
	HeapTuple	tuple;
	bool		found = false;

	row->skip = palloc0(sizeof(bool) * (Max(version, 0) + 1));
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		bool		isnull;
		int32		v = DatumGetInt32(heap_getattr(tuple, version_att, RelationGetDescr(rel), &isnull));
		Datum		parent;

		if (v < version && v >= 1)
			row->skip[v] = DatumGetBool(needed_column(tuple, rel, "staged"));
		if (v != version)
			continue;
		found = true;
		row->published_from = DatumGetDateADT(needed_column(tuple, rel, "published_from"));
		row->published_through = DatumGetDateADT(needed_column(tuple, rel, "published_through"));
		row->weekly_rest = weekly_rest_mask(needed_column(tuple, rel, "weekly_rest"));
		parent = heap_getattr(tuple, column(rel, "parent_version"), RelationGetDescr(rel), &isnull);
		row->parent_version = isnull ? 0 : DatumGetInt32(parent);
		row->uncommitted = TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetXmin(tuple->t_data));
	}
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return found;
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

	if (!read_version(calendar->code, version, &row))
		ereport(ERROR,
				(errcode(ERRCODE_JC_UNKNOWN_CALENDAR),
				 errmsg("calendar \"%s\" has no version %d", calendar->code, version)));
	days = read_days(calendar->code, version, row.skip, &ndays);
	has_hours = read_hours(calendar->code, version, row.skip, given);
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
		row = read_calendar(code, code_len, GetActiveSnapshot());
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
 * jc_calendar_known_on - the last version of a calendar that had been made public by a day.
 *
 * A version whose notice has no proven day of issue counts from the next one that has. JC001 if there is none.
 */
const CalendarVersion *
jc_calendar_known_on(const CalendarVersion *in_force, DateADT known_on)
{
	Relation	rel = table_open(jc_record_relation("calendar_version"), AccessShareLock);
	int32		best = 0;
	ScanKeyData key;
	SysScanDesc scan = scan_calendar(rel, in_force->code, GetActiveSnapshot(), &key);
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		int32		v = DatumGetInt32(needed_column(tuple, rel, "version"));
		bool		isnull;
		Datum		issued_on = heap_getattr(tuple, column(rel, "issued_on"), RelationGetDescr(rel), &isnull);

		if (v > in_force->version || v <= best || DatumGetBool(needed_column(tuple, rel, "staged")))
			continue;
		if (isnull ? text_column(tuple, rel, "notice_no") == NULL : DatumGetDateADT(issued_on) <= known_on)
			best = v;
	}
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	if (best == 0)
		ereport(ERROR,
				(errcode(ERRCODE_JC_NOT_PUBLISHED),
				 errmsg("nothing of calendar \"%s\" is known to have been public on %s", in_force->code,
						jc_date_text(known_on)),
				 errhint("The days on which its notices were issued are listed in jiancha.calendar_notice.")));
	return jc_calendar_version(in_force->code, strlen(in_force->code), best);
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
			row = read_calendar(code, code_len, snapshot);
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
