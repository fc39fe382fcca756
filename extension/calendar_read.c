/*
 * calendar_read.c
 *		Reading the calendar tables.
 *
 * Reads go straight to the tables, without SPI: no plan, no operator looked up by search_path, no rights of the caller
 * involved, and a policy cannot hide a holiday. All results are in the current memory context.
 */
#include "calendar_read.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"

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
CalendarRow *
jc_read_calendar(const char *code, int code_len, Snapshot snapshot)
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
NoticedDay *
jc_read_days(const char *code, int32 version, const List *staged, int *ndays)
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

		if (row_version > version || row_version < 1 || list_member_int(staged, row_version))
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
bool
jc_read_hours(const char *code, int32 version, const List *staged, OpenDay hours[8])
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

		if (v > version || v < best || list_member_int(staged, v) || weekday < 0 || weekday > 7)
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

/*
 * What the row of a version says; false if the active snapshot sees none.
 */
bool
jc_read_version(const char *code, int32 version, VersionRow *row)
{
	Relation	rel = table_open(jc_record_relation("calendar_version"), AccessShareLock);
	AttrNumber	version_att = column(rel, "version");
	ScanKeyData key;
	SysScanDesc scan = scan_calendar(rel, code, GetActiveSnapshot(), &key);
	HeapTuple	tuple;
	bool		found = false;

	row->staged = NIL;
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		bool		isnull;
		int32		v = DatumGetInt32(heap_getattr(tuple, version_att, RelationGetDescr(rel), &isnull));
		Datum		parent;

		if (v < version && DatumGetBool(needed_column(tuple, rel, "staged")))
			row->staged = lappend_int(row->staged, v);
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
