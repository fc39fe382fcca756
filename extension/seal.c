/*
 * seal.c
 *		Seals over the append-only records: what waits to be sealed, the hash of a row, trees of hashes.
 *
 * The form that is hashed is written down in docs/security.md, so that a court can check a row without this program.
 */
#include "jiancha.h"

#include "access/genam.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "common/cryptohash.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

#include "merkle_core.h"
#include "seal.h"

PG_FUNCTION_INFO_V1(jiancha_seal_append);
PG_FUNCTION_INFO_V1(jiancha_key_parts);
PG_FUNCTION_INFO_V1(jiancha_row_key);
PG_FUNCTION_INFO_V1(jiancha_row_texts);
PG_FUNCTION_INFO_V1(jiancha_leaf_hash);
PG_FUNCTION_INFO_V1(jiancha_merkle_root);
PG_FUNCTION_INFO_V1(jiancha_merkle_proof);

/* keys in one row of seal_pending: a batch of a million rows must not become one value of a hundred megabytes */
#define KEYS_A_ROW 1000

bool		jc_redacting = false;

/* parts of a key are divided by slashes; a slash or backslash inside a part has a backslash before it */
static void
append_key_part(StringInfo buf, bool first, const char *part, size_t length)
{
	if (!first)
		appendStringInfoChar(buf, '/');
	if (memchr(part, '/', length) == NULL && memchr(part, '\\', length) == NULL)
	{
		appendBinaryStringInfo(buf, part, length);
		return;
	}
	for (const char *p = part; p < part + length; p++)
	{
		if (*p == '/' || *p == '\\')
			appendStringInfoChar(buf, '\\');
		appendStringInfoChar(buf, *p);
	}
}

/* what texts of dates and instants depend on must be as documented: the SQL functions around these pin it */
static void
check_canonical_settings(void)
{
	if (DateStyle != USE_ISO_DATES || strcmp(pg_get_timezone_name(session_timezone), "UTC") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("rows are sealed in ISO dates and UTC only")));
}

static void
append_pending(const char *relation, Datum *keys, int count)
{
	static SPIPlanPtr plan = NULL;
	Oid			types[] = {TEXTOID, TEXTARRAYOID};
	Datum		values[2];
	MemoryContext context = CurrentMemoryContext;

	if (plan == NULL)
	{
		SPIPlanPtr	fresh = SPI_prepare("insert into jiancha.seal_pending (relation, keys) values ($1, $2)", 2, types);

		if (fresh == NULL || SPI_keepplan(fresh) != 0)
			elog(ERROR, "could not prepare the entry of what is to be sealed: %s", SPI_result_code_string(SPI_result));
		plan = fresh;
	}
	values[0] = CStringGetTextDatum(relation);
	values[1] = PointerGetDatum(construct_array(keys, count, TEXTOID, -1, false, TYPALIGN_INT));
	if (SPI_execute_plan(plan, values, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not enter what is to be sealed");
	/* SPI leaves its own */
	MemoryContextSwitchTo(context);
}

/*
 * Trigger jiancha._seal_append(), AFTER INSERT FOR EACH STATEMENT with a transition table: enters the primary keys of the
 * rows into seal_pending. Nothing is hashed here: whoever appends waits for nobody and for no digest.
 */
Datum
jiancha_seal_append(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	Relation	rel,
				index;
	TupleTableSlot *slot;
	int			nkeys;
	AttrNumber	attnum[INDEX_MAX_KEYS];
	FmgrInfo	out[INDEX_MAX_KEYS];
	Datum		keys[KEYS_A_ROW];
	int			count = 0;
	int			pointer;
	int			guc_level;
	StringInfoData buf;
	MemoryContext caller = CurrentMemoryContext,
				batch;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BY_INSERT(trigdata->tg_event) ||
		!TRIGGER_FIRED_FOR_STATEMENT(trigdata->tg_event) || trigdata->tg_newtable == NULL)
		elog(ERROR, "jiancha._seal_append() is for AFTER INSERT FOR EACH STATEMENT with a transition table");
	rel = trigdata->tg_relation;
	(void) RelationGetIndexList(rel);	/* fills rd_pkindex */
	if (!OidIsValid(rel->rd_pkindex))
		elog(ERROR, "table \"%s\" has no primary key to be sealed by", RelationGetRelationName(rel));
	index = index_open(rel->rd_pkindex, AccessShareLock);
	nkeys = index->rd_index->indnkeyatts;
	for (int i = 0; i < nkeys; i++)
	{
		Oid			output;
		bool		varlena;

		attnum[i] = index->rd_index->indkey.values[i];
		getTypeOutputInfo(TupleDescAttr(RelationGetDescr(rel), attnum[i] - 1)->atttypid, &output, &varlena);
		fmgr_info(output, &out[i]);
	}
	index_close(index, AccessShareLock);

	guc_level = NewGUCNestLevel();
	(void) set_config_option("datestyle", "ISO, YMD", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	(void) set_config_option("timezone", "UTC", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	SPI_connect();
	batch = AllocSetContextCreate(caller, "keys to be sealed", ALLOCSET_DEFAULT_SIZES);
	slot = MakeSingleTupleTableSlot(RelationGetDescr(rel), &TTSOpsMinimalTuple);
	pointer = tuplestore_alloc_read_pointer(trigdata->tg_newtable, EXEC_FLAG_REWIND);
	tuplestore_select_read_pointer(trigdata->tg_newtable, pointer);
	tuplestore_rescan(trigdata->tg_newtable);
	initStringInfo(&buf);
	MemoryContextSwitchTo(batch);
	while (tuplestore_gettupleslot(trigdata->tg_newtable, true, false, slot))
	{
		resetStringInfo(&buf);
		for (int i = 0; i < nkeys; i++)
		{
			bool		isnull;
			Datum		value = slot_getattr(slot, attnum[i], &isnull);

			/* most keys are numbers and texts, which need no memory */
			if (out[i].fn_oid == F_INT8OUT || out[i].fn_oid == F_INT4OUT)
			{
				char		digits[MAXINT8LEN + 1];
				int			length = pg_lltoa(out[i].fn_oid == F_INT8OUT ? DatumGetInt64(value) : DatumGetInt32(value), digits);

				append_key_part(&buf, i == 0, digits, length);
			}
			else if (out[i].fn_oid == F_TEXTOUT)
			{
				text	   *part = DatumGetTextPP(value);

				append_key_part(&buf, i == 0, VARDATA_ANY(part), VARSIZE_ANY_EXHDR(part));
			}
			else
			{
				char	   *part = OutputFunctionCall(&out[i], value);

				append_key_part(&buf, i == 0, part, strlen(part));
			}
		}
		keys[count++] = PointerGetDatum(cstring_to_text_with_len(buf.data, buf.len));
		if (count == KEYS_A_ROW)
		{
			append_pending(RelationGetRelationName(rel), keys, count);
			count = 0;
			/* a tuple read from a tuplestore on disk lies in this context */
			ExecClearTuple(slot);
			MemoryContextReset(batch);
		}
	}
	if (count > 0)
		append_pending(RelationGetRelationName(rel), keys, count);
	MemoryContextSwitchTo(caller);
	ExecDropSingleTupleTableSlot(slot);
	MemoryContextDelete(batch);
	SPI_finish();
	AtEOXact_GUC(true, guc_level);
	return PointerGetDatum(NULL);
}

/*
 * jiancha._key_parts(key text) returns text[]
 *
 * The values of a key as they were joined. Any text is taken apart somehow; a backslash at the end stands for itself.
 */
Datum
jiancha_key_parts(PG_FUNCTION_ARGS)
{
	char	   *key = text_to_cstring(PG_GETARG_TEXT_PP(0));
	ArrayBuildState *parts = NULL;
	StringInfoData buf;

	initStringInfo(&buf);
	for (char *p = key;; p++)
	{
		if (*p == '/' || *p == '\0')
		{
			parts = accumArrayResult(parts, PointerGetDatum(cstring_to_text_with_len(buf.data, buf.len)), false,
									 TEXTOID, CurrentMemoryContext);
			resetStringInfo(&buf);
			if (*p == '\0')
				break;
			continue;
		}
		if (*p == '\\' && p[1] != '\0')
			p++;
		appendStringInfoChar(&buf, *p);
	}
	PG_RETURN_DATUM(makeArrayResult(parts, CurrentMemoryContext));
}

/* what a function on rows remembers: the columns asked for, found in the row's type */
typedef struct RowColumns
{
	Oid			type;
	int32		typmod;
	TupleDesc	tupdesc;
	ArrayType  *names;
	int			count;
	AttrNumber *attnum;
	FmgrInfo   *out;
	pg_cryptohash_ctx *hash;
} RowColumns;

static RowColumns *
row_columns(FunctionCallInfo fcinfo, HeapTupleHeader row, ArrayType *names)
{
	RowColumns *known = fcinfo->flinfo->fn_extra;
	Oid			type = HeapTupleHeaderGetTypeId(row);
	int32		typmod = HeapTupleHeaderGetTypMod(row);
	MemoryContext old;
	TupleDesc	tupdesc;
	Datum	   *name;
	bool	   *isnull;

	if (known != NULL && known->type == type && known->typmod == typmod &&
		VARSIZE(known->names) == VARSIZE(names) && memcmp(known->names, names, VARSIZE(names)) == 0)
		return known;

	check_canonical_settings();
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	known = palloc0(sizeof(RowColumns));
	known->type = type;
	known->typmod = typmod;
	tupdesc = lookup_rowtype_tupdesc(type, typmod);
	known->tupdesc = CreateTupleDescCopy(tupdesc);
	ReleaseTupleDesc(tupdesc);
	known->names = DatumGetArrayTypePCopy(PointerGetDatum(names));
	deconstruct_array(known->names, TEXTOID, -1, false, TYPALIGN_INT, &name, &isnull, &known->count);
	known->attnum = palloc(sizeof(AttrNumber) * Max(known->count, 1));
	known->out = palloc(sizeof(FmgrInfo) * Max(known->count, 1));
	for (int i = 0; i < known->count; i++)
	{
		char	   *wanted = isnull[i] ? "" : TextDatumGetCString(name[i]);
		Oid			output;
		bool		varlena;

		known->attnum[i] = InvalidAttrNumber;
		for (int a = 0; a < known->tupdesc->natts; a++)
			if (!TupleDescAttr(known->tupdesc, a)->attisdropped &&
				strcmp(NameStr(TupleDescAttr(known->tupdesc, a)->attname), wanted) == 0)
				known->attnum[i] = a + 1;
		if (known->attnum[i] == InvalidAttrNumber)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("the sealed column \"%s\" is gone", wanted),
					 errhint("Sealed rows can be checked only while they have all their columns.")));
		getTypeOutputInfo(TupleDescAttr(known->tupdesc, known->attnum[i] - 1)->atttypid, &output, &varlena);
		fmgr_info_cxt(output, &known->out[i], fcinfo->flinfo->fn_mcxt);
	}
	fcinfo->flinfo->fn_extra = known;
	MemoryContextSwitchTo(old);
	return known;
}

/* the canonical text of the i-th column asked for, in UTF-8; NULL: it is NULL */
static char *
column_text(const RowColumns *columns, HeapTuple tuple, int i)
{
	bool		isnull;
	Datum		value = heap_getattr(tuple, columns->attnum[i], columns->tupdesc, &isnull);

	return isnull ? NULL : OutputFunctionCall(&columns->out[i], value);
}

static void
tuple_of(HeapTupleHeader row, HeapTupleData *tuple)
{
	tuple->t_len = HeapTupleHeaderGetDatumLength(row);
	ItemPointerSetInvalid(&tuple->t_self);
	tuple->t_tableOid = InvalidOid;
	tuple->t_data = row;
}

/*
 * jiancha._row_key(row record, columns text[]) returns text
 *
 * The key of a row as seal_pending and seal_leaf have it: the named columns, those of its primary key.
 */
Datum
jiancha_row_key(PG_FUNCTION_ARGS)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(0);
	RowColumns *columns = row_columns(fcinfo, row, PG_GETARG_ARRAYTYPE_P(1));
	HeapTupleData tuple;
	StringInfoData buf;

	tuple_of(row, &tuple);
	initStringInfo(&buf);
	for (int i = 0; i < columns->count; i++)
	{
		char	   *part = column_text(columns, &tuple, i);

		append_key_part(&buf, i == 0, part ? part : "", part ? strlen(part) : 0);
	}
	PG_RETURN_TEXT_P(cstring_to_text_with_len(buf.data, buf.len));
}

/*
 * jiancha._row_texts(row record, columns text[]) returns text[]
 *
 * The canonical texts of the named columns, as they are hashed; for a proof on paper.
 */
Datum
jiancha_row_texts(PG_FUNCTION_ARGS)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(0);
	RowColumns *columns = row_columns(fcinfo, row, PG_GETARG_ARRAYTYPE_P(1));
	HeapTupleData tuple;
	ArrayBuildState *texts = initArrayResult(TEXTOID, CurrentMemoryContext, false);

	tuple_of(row, &tuple);
	for (int i = 0; i < columns->count; i++)
	{
		char	   *part = column_text(columns, &tuple, i);

		accumArrayResult(texts, part ? CStringGetTextDatum(part) : (Datum) 0, part == NULL, TEXTOID, CurrentMemoryContext);
	}
	PG_RETURN_DATUM(makeArrayResult(texts, CurrentMemoryContext));
}

static void
sha256_failed(pg_cryptohash_ctx *hash)
{
	elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
}

static void
sha256_begin(pg_cryptohash_ctx *hash)
{
	if (pg_cryptohash_init(hash) < 0)
		sha256_failed(hash);
}

static void
sha256_add(pg_cryptohash_ctx *hash, const void *bytes, size_t length)
{
	if (pg_cryptohash_update(hash, bytes, length) < 0)
		sha256_failed(hash);
}

static void
sha256_end(pg_cryptohash_ctx *hash, uint8 *digest)
{
	if (pg_cryptohash_final(hash, digest, MERKLE_HASH) < 0)
		sha256_failed(hash);
}

static void
sha256_free(void *hash)
{
	pg_cryptohash_free(hash);
}

/* a hash state that goes with the memory context that is current */
static pg_cryptohash_ctx *
sha256_create(void)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);
	MemoryContextCallback *callback = palloc(sizeof(MemoryContextCallback));

	if (hash == NULL)
		elog(ERROR, "out of memory for SHA-256");
	callback->func = sha256_free;
	callback->arg = hash;
	MemoryContextRegisterResetCallback(CurrentMemoryContext, callback);
	return hash;
}

/*
 * jiancha._leaf_hash(row record, columns text[], head text, salt bytea, known int[], digests bytea) returns bytea
 *
 * digest i = SHA-256(salt || i as four bytes || 0x00 for NULL, else 0x01 || text in UTF-8), i from 1;
 * leaf = SHA-256(0x00 || head || 0x00 || digest 1 || … || digest n). head names relation, key and layout. The digest
 * of a column that was redacted is not computed from the row: known holds the numbers of such columns in ascending order,
 * digests their digests one after the other.
 */
Datum
jiancha_leaf_hash(PG_FUNCTION_ARGS)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(0);
	RowColumns *columns = row_columns(fcinfo, row, PG_GETARG_ARRAYTYPE_P(1));
	text	   *head = PG_GETARG_TEXT_PP(2);
	bytea	   *salt = PG_GETARG_BYTEA_PP(3);
	ArrayType  *known = PG_GETARG_ARRAYTYPE_P(4);
	bytea	   *digests = PG_GETARG_BYTEA_PP(5);
	int			nknown = ArrayGetNItems(ARR_NDIM(known), ARR_DIMS(known));
	const int32 *known_no = (const int32 *) ARR_DATA_PTR(known);
	uint8	   *all = palloc(MERKLE_HASH * Max(columns->count, 1));
	bytea	   *result = palloc(VARHDRSZ + MERKLE_HASH);
	uint8		tag;
	HeapTupleData tuple;

	if (ARR_HASNULL(known) || VARSIZE_ANY_EXHDR(digests) != MERKLE_HASH * nknown)
		elog(ERROR, "digests of redacted columns do not fit their numbers");
	if (columns->hash == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		columns->hash = sha256_create();
		MemoryContextSwitchTo(old);
	}
	tuple_of(row, &tuple);
	for (int i = 0, k = 0; i < columns->count; i++)
	{
		uint32		no = pg_hton32(i + 1);
		char	   *value;

		if (k < nknown && known_no[k] == i + 1)
		{
			memcpy(all + MERKLE_HASH * i, VARDATA_ANY(digests) + MERKLE_HASH * k++, MERKLE_HASH);
			continue;
		}
		value = column_text(columns, &tuple, i);
		tag = value != NULL;
		sha256_begin(columns->hash);
		sha256_add(columns->hash, VARDATA_ANY(salt), VARSIZE_ANY_EXHDR(salt));
		sha256_add(columns->hash, &no, sizeof(no));
		sha256_add(columns->hash, &tag, 1);
		if (value != NULL)
		{
			sha256_add(columns->hash, value, strlen(value));
			pfree(value);
		}
		sha256_end(columns->hash, all + MERKLE_HASH * i);
	}
	tag = 0;
	sha256_begin(columns->hash);
	sha256_add(columns->hash, &tag, 1);
	sha256_add(columns->hash, VARDATA_ANY(head), VARSIZE_ANY_EXHDR(head));
	sha256_add(columns->hash, &tag, 1);
	sha256_add(columns->hash, all, MERKLE_HASH * columns->count);
	SET_VARSIZE(result, VARHDRSZ + MERKLE_HASH);
	sha256_end(columns->hash, (uint8 *) VARDATA(result));
	PG_RETURN_BYTEA_P(result);
}

static void
sha256_node(void *context, const uint8_t *left, const uint8_t *right, uint8_t *result)
{
	static const uint8 tag = 1;

	sha256_begin(context);
	sha256_add(context, &tag, 1);
	sha256_add(context, left, MERKLE_HASH);
	sha256_add(context, right, MERKLE_HASH);
	sha256_end(context, result);
}

/* hashes of an array of bytea, one after the other */
static uint8 (*
			  read_leaves(ArrayType *array, int *count))[MERKLE_HASH]
{
	Datum	   *value;
	bool	   *isnull;
	uint8		(*leaves)[MERKLE_HASH];

	deconstruct_array(array, BYTEAOID, -1, false, TYPALIGN_INT, &value, &isnull, count);
	leaves = MemoryContextAllocHuge(CurrentMemoryContext, (Size) MERKLE_HASH * Max(*count, 1));
	for (int i = 0; i < *count; i++)
	{
		bytea	   *leaf = isnull[i] ? NULL : DatumGetByteaPP(value[i]);

		if (leaf == NULL || VARSIZE_ANY_EXHDR(leaf) != MERKLE_HASH)
			ereport(ERROR,
					(errcode(ERRCODE_JC_BAD_VALUE),
					 errmsg("leaf %d is no hash of %d bytes", i, MERKLE_HASH)));
		memcpy(leaves[i], VARDATA_ANY(leaf), MERKLE_HASH);
	}
	return leaves;
}

/*
 * jiancha._merkle_root(leaves bytea[]) returns bytea
 *
 * The root of the tree over the hashes in the order given (RFC 6962); NULL if there are none.
 */
Datum
jiancha_merkle_root(PG_FUNCTION_ARGS)
{
	int			count;
	uint8		(*leaves)[MERKLE_HASH] = read_leaves(PG_GETARG_ARRAYTYPE_P(0), &count);
	MerkleTree	tree;
	bytea	   *result = palloc(VARHDRSZ + MERKLE_HASH);

	merkle_begin(&tree, sha256_node, sha256_create());
	for (int i = 0; i < count; i++)
		merkle_add(&tree, leaves[i]);
	if (!merkle_root(&tree, (uint8_t *) VARDATA(result)))
		PG_RETURN_NULL();
	SET_VARSIZE(result, VARHDRSZ + MERKLE_HASH);
	PG_RETURN_BYTEA_P(result);
}

/*
 * jiancha._merkle_proof(leaves bytea[], place int) returns setof (step int, side text, hash bytea)
 *
 * The siblings on the way from the leaf at place (from 1) to the root, the lowest first; side: left or right.
 */
Datum
jiancha_merkle_proof(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	int			count;
	uint8		(*leaves)[MERKLE_HASH] = read_leaves(PG_GETARG_ARRAYTYPE_P(0), &count);
	int32		place = PG_GETARG_INT32(1);
	MerkleStep	steps[MERKLE_DEPTH];
	int			depth;

	if (place < 1 || place > count)
		ereport(ERROR,
				(errcode(ERRCODE_JC_BAD_VALUE),
				 errmsg("there is no leaf %d among %d", place, count)));
	InitMaterializedSRF(fcinfo, 0);
	depth = merkle_proof((const uint8_t (*)[MERKLE_HASH]) leaves, count, place - 1, sha256_node, sha256_create(), steps);
	for (int i = 0; i < depth; i++)
	{
		bytea	   *hash = palloc(VARHDRSZ + MERKLE_HASH);
		Datum		values[3];
		bool		nulls[3] = {false, false, false};

		SET_VARSIZE(hash, VARHDRSZ + MERKLE_HASH);
		memcpy(VARDATA(hash), steps[i].hash, MERKLE_HASH);
		values[0] = Int32GetDatum(i + 1);
		values[1] = CStringGetTextDatum(steps[i].left ? "left" : "right");
		values[2] = PointerGetDatum(hash);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
