/*
 * archive.c
 *		Volumes: the one way in which rows leave the append-only tables, and the digest of what is exported.
 *
 * What is moved, and when it may be, is said in sql/logic/archive.sql.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "archive.h"

PG_FUNCTION_INFO_V1(jiancha_archive_volume);
PG_FUNCTION_INFO_V1(jiancha_lines_sha256);

/* lines fetched at once while a volume is hashed */
#define LINES_AT_ONCE 1000

/* the dockets that are being moved, while archiving is true */
static bool archiving = false;
static int64 first_docket;
static int64 last_docket;

bool
jc_is_being_archived(HeapTuple tuple, TupleDesc tupdesc)
{
	int			attnum;
	bool		isnull;
	int64		docket;

	if (!archiving)
		return false;
	attnum = SPI_fnumber(tupdesc, "docket_id");
	if (attnum <= 0 || TupleDescAttr(tupdesc, attnum - 1)->atttypid != INT8OID)
		return false;
	docket = DatumGetInt64(heap_getattr(tuple, attnum, tupdesc, &isnull));
	return !isnull && docket >= first_docket && docket <= last_docket;
}

/*
 * jiancha.archive_volume(volume text, from_docket bigint, to_docket bigint, as_of timestamptz, decision_no text)
 *		returns void
 *
 * Calls jiancha._archive_volume() with these and the caller's name as the owner of the records. While it runs the guards
 * let rows of dockets in [from_docket, to_docket] be deleted, whatever becomes of it. All arguments may be NULL: the inner
 * function says which must not.
 */
Datum
jiancha_archive_volume(PG_FUNCTION_ARGS)
{
	Oid			types[] = {TEXTOID, INT8OID, INT8OID, TIMESTAMPTZOID, TEXTOID, NAMEOID};
	Datum		values[6];
	char		nulls[] = "      ";
	OwnerSwitch save;

	for (int i = 0; i < 5; i++)
	{
		nulls[i] = PG_ARGISNULL(i) ? 'n' : ' ';
		values[i] = PG_ARGISNULL(i) ? (Datum) 0 : PG_GETARG_DATUM(i);
	}
	values[5] = DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(GetUserId(), false)));
	if (archiving)
		elog(ERROR, "jiancha.archive_volume() was called inside itself");

	jc_owner_enter(&save, jc_records_owner());
	SPI_connect();
	if (nulls[1] == ' ' && nulls[2] == ' ')
	{
		first_docket = DatumGetInt64(values[1]);
		last_docket = DatumGetInt64(values[2]);
		archiving = true;
	}
	PG_TRY();
	{
		if (SPI_execute_with_args("select jiancha._archive_volume($1, $2, $3, $4, $5, $6)", 6, types, values, nulls, false, 0) < 0)
			elog(ERROR, "the volume could not be made: %s", SPI_result_code_string(SPI_result));
	}
	PG_FINALLY();
	{
		archiving = false;
	}
	PG_END_TRY();
	SPI_finish();
	jc_owner_leave(&save);
	PG_RETURN_VOID();
}

/*
 * jiancha._lines_sha256(query text, volume text) returns bytea
 *
 * SHA-256 of the lines that a query of one text column returns, in UTF-8, a line feed behind each: what sha256sum says of
 * the file that psql -At writes. The query gets the volume as $1. Reads a thousand lines at a time; NULL is an error.
 */
Datum
jiancha_lines_sha256(PG_FUNCTION_ARGS)
{
	char	   *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Oid			types[] = {TEXTOID};
	Datum		values[] = {PG_GETARG_DATUM(1)};
	bytea	   *result = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	pg_cryptohash_ctx *hash;
	Portal		portal;

	SPI_connect();
	portal = SPI_cursor_open_with_args(NULL, query, 1, types, values, NULL, true, 0);
	hash = pg_cryptohash_create(PG_SHA256);
	if (hash == NULL || pg_cryptohash_init(hash) < 0)
		elog(ERROR, "could not begin SHA-256");
	PG_TRY();
	{
		do
		{
			SPI_cursor_fetch(portal, true, LINES_AT_ONCE);
			for (uint64 i = 0; i < SPI_processed; i++)
			{
				char	   *line = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

				if (line == NULL)
					elog(ERROR, "a line of a volume is NULL");
				if (pg_cryptohash_update(hash, (uint8 *) line, strlen(line)) < 0 ||
					pg_cryptohash_update(hash, (const uint8 *) "\n", 1) < 0)
					elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
				pfree(line);
			}
			SPI_freetuptable(SPI_tuptable);
		} while (SPI_processed > 0);
		if (pg_cryptohash_final(hash, (uint8 *) VARDATA(result), PG_SHA256_DIGEST_LENGTH) < 0)
			elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
	}
	PG_FINALLY();
	{
		pg_cryptohash_free(hash);
	}
	PG_END_TRY();
	SPI_cursor_close(portal);
	SPI_finish();
	SET_VARSIZE(result, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	PG_RETURN_BYTEA_P(result);
}
