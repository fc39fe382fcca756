/*
 * binding.c
 *		Where the records live: which server, which database, and by which history of its log.
 *
 * A copy of the records must not issue and send what the original issues and sends. sql/logic/binding.sql compares what
 * these functions return with what setup() or resume() wrote down.
 */
#include "jiancha.h"

#include "access/htup_details.h"
#include "access/xlog.h"
#include "access/xlog_internal.h"
#include "access/xlogrecovery.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(jiancha_place);
PG_FUNCTION_INFO_V1(jiancha_recovered_to);

/* what the server writes into a history file when recovery ended because there was no more log */
#define END_OF_LOG "no recovery target specified"

static TimeLineID
current_timeline(void)
{
	TimeLineID	timeline;

	if (!RecoveryInProgress())
		return GetWALInsertionTimeLine();
	(void) GetXLogReplayRecPtr(&timeline);
	return timeline;
}

/*
 * jc_is_collected - does the docket belong to another region or node than these records do?
 *
 * Division code 20 bits, node 8 bits, sequence 35 bits. Region and node never change, so a backend reads them once. Needs a
 * snapshot and the right to read record_state; false before setup().
 */
bool
jc_is_collected(int64 docket_id)
{
	static int64 place = -1;

	if (place < 0)
	{
		SPI_connect();
		if (SPI_execute("select (s.region::pg_catalog.int8 << 8) | s.node from jiancha.record_state s", true, 1) != SPI_OK_SELECT)
			elog(ERROR, "could not look where the records live");
		if (SPI_processed == 1)
		{
			bool		isnull;

			place = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
		}
		SPI_finish();
	}
	return place >= 0 && (docket_id >> 35) != place;
}

/*
 * jiancha._place(out system bigint, out database bigint, out timeline int)
 *
 * System identifier of the cluster, Oid of the current database, timeline that is written or, on a standby, replayed.
 */
Datum
jiancha_place(PG_FUNCTION_ARGS)
{
	TupleDesc	tupdesc;
	Datum		values[3];
	bool		nulls[3] = {false};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = Int64GetDatum((int64) GetSystemIdentifier());
	values[1] = Int64GetDatum((int64) MyDatabaseId);
	values[2] = Int32GetDatum((int32) current_timeline());
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}

/*
 * jiancha._recovered_to(since int) returns text
 *
 * NULL if all that was written on timeline since, and on those that followed, is still there as far as this server can
 * tell: each of them ended where the log ended, as when a standby is promoted. Else how the first that was left early was
 * left, in the server's words ("before 2025-05-06 09:00:00+08"), or that its history is not known. The file of the current
 * timeline holds a line for each timeline it descends from, in order: number, where it was left, why.
 */
Datum
jiancha_recovered_to(PG_FUNCTION_ARGS)
{
	TimeLineID	since = (TimeLineID) PG_GETARG_INT32(0);
	TimeLineID	timeline = current_timeline();
	char		path[MAXPGPATH];
	char		line[1024];
	FILE	   *file;
	char	   *why = NULL;
	bool		descends = false;

	if (since == timeline)
		PG_RETURN_NULL();
	TLHistoryFilePath(path, timeline);
	file = AllocateFile(path, "r");
	if (file == NULL)
		PG_RETURN_TEXT_P(cstring_to_text(psprintf("the history of timeline %u is not there", timeline)));
	while (why == NULL && fgets(line, sizeof(line), file) != NULL)
	{
		unsigned int left;
		int			reason = 0;

		line[strcspn(line, "\n")] = '\0';
		if (sscanf(line, "%u %*X/%*X %n", &left, &reason) < 1 || reason == 0 || left < since)
			continue;
		descends |= left == since;
		if (strcmp(line + reason, END_OF_LOG) != 0)
			why = pstrdup(line + reason);
	}
	FreeFile(file);
	if (why == NULL && !descends)
		why = psprintf("timeline %u does not descend from timeline %u", timeline, since);
	if (why == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(why));
}
