/*
 * derivation_rules.c
 *		The rules of all packs as the derivation uses them, cached in the backend.
 *
 * Rows of the rule tables are only ever added. A statement trigger on them (jiancha_rules_changed) sends a relation-cache
 * invalidation, which reaches every backend with the commit, and this one with the command; an abort sends it again. The
 * rules are read with a snapshot taken for it, after that message could have been heard: what the cache holds is what was
 * committed then, so a transaction with an old snapshot leaves nothing stale behind. A version that judges cases is never
 * added to, so for those an old snapshot and the cache say the same.
 *
 * The cache is dropped at the beginning of a derivation, never in the middle of one.
 */
#include "derivation.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(jiancha_rules_changed);

static const char *const rule_relations[] = {
	"step_kind", "rule_pack", "clock_rule", "signal_rule", "scope_pair", "rule_lineage", "effective_clock_rule", "effective_signal_rule"
};

static MemoryContext rules_context = NULL;
static RuleCache *rules = NULL;
static bool stale = false;
static bool registered = false;
static Oid	watched[lengthof(rule_relations)];

static void
relation_changed(Datum arg, Oid relid)
{
	if (rules == NULL || stale)
		return;
	if (relid == InvalidOid)
		stale = true;
	for (int i = 0; i < lengthof(watched); i++)
		if (relid == watched[i])
			stale = true;
}

/*
 * jiancha._rules_changed() returns trigger
 *
 * AFTER INSERT FOR EACH STATEMENT on the tables that rules are read from: tells every backend to read them again.
 */
Datum
jiancha_rules_changed(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "jiancha._rules_changed() was not called as a trigger");
	CacheInvalidateRelcache(trigdata->tg_relation);
	return PointerGetDatum(NULL);
}

bool
jc_same_text(const text *a, const text *b)
{
	size_t		len = VARSIZE_ANY_EXHDR(a);

	return a == b || (len == VARSIZE_ANY_EXHDR(b) && memcmp(VARDATA_ANY(a), VARDATA_ANY(b), len) == 0);
}

/*
 * jc_step_kind - number of a kind of step; -1 if there is none of that name.
 */
int
jc_step_kind(const RuleCache *cache, const text *kind)
{
	for (int i = 0; i < cache->nkinds; i++)
		if (jc_same_text(cache->kinds[i].kind, kind))
			return i;
	return -1;
}

/* by bytes, which is all that finding needs */
static int
compare_text(const text *a, const text *b)
{
	size_t		alen = VARSIZE_ANY_EXHDR(a);
	size_t		blen = VARSIZE_ANY_EXHDR(b);
	int			c = memcmp(VARDATA_ANY(a), VARDATA_ANY(b), Min(alen, blen));

	return c != 0 ? c : (alen > blen) - (alen < blen);
}

static int
compare_versions(const void *a, const void *b)
{
	const PackVersion *x = a;
	const PackVersion *y = b;
	int			c = compare_text(x->pack, y->pack);

	return c != 0 ? c : (x->version > y->version) - (x->version < y->version);
}

/*
 * jc_pack_version - a version of a pack; NULL if there is none of that number.
 */
const PackVersion *
jc_pack_version(const RuleCache *cache, const text *pack, int32 version)
{
	for (int i = 0; i < cache->nversions; i++)
		if (cache->versions[i].version == version && jc_same_text(cache->versions[i].pack, pack))
			return &cache->versions[i];
	return NULL;
}

/*
 * jc_pack_version_on - the version of a pack in force on a day: the one that begins on or before it and is followed by none
 * that does. NULL before the first.
 */
const PackVersion *
jc_pack_version_on(const RuleCache *cache, const text *pack, DateADT day)
{
	for (int i = 0; i < cache->nversions; i++)
	{
		const PackVersion *v = &cache->versions[i];

		if (v->valid_from <= day && jc_same_text(v->pack, pack) &&
			(i + 1 == cache->nversions || !jc_same_text(v[1].pack, pack) || v[1].valid_from > day))
			return v;
	}
	return NULL;
}

/*
 * jc_clock_rule - the rule of a clock by its name; NULL: the version has none.
 */
const ClockRule *
jc_clock_rule(const PackVersion *version, const text *clock)
{
	for (int i = 0; i < version->nclocks; i++)
		if (jc_same_text(version->clocks[i].clock, clock))
			return &version->clocks[i];
	return NULL;
}

/* the value of a column of an SPI row, copied; NULL for NULL */
static text *
row_text(HeapTuple row, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? NULL : DatumGetTextPCopy(value);
}

static int32
row_int(HeapTuple row, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? 0 : DatumGetInt32(value);
}

static bool
row_bool(HeapTuple row, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, SPI_tuptable->tupdesc, column, &isnull);

	return !isnull && DatumGetBool(value);
}

/* SPI leaves its own memory context behind as the current one */
static void
query(const char *sql)
{
	MemoryContext context = CurrentMemoryContext;

	if (SPI_execute(sql, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the rules");
	MemoryContextSwitchTo(context);
}

/* give the role to the kinds of an array */
static void
set_roles(const RuleCache *cache, uint8 *roles, HeapTuple row, int column, uint8 role)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, SPI_tuptable->tupdesc, column, &isnull);
	Datum	   *elements;
	bool	   *nulls;
	int			n;

	if (isnull)
		return;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		int			kind = nulls[i] ? -1 : jc_step_kind(cache, DatumGetTextPP(elements[i]));

		if (kind >= 0)
			roles[kind] |= role;
	}
}

static LimitFrom
limit_from(const text *value)
{
	static const char *const names[] = {
		[LIMIT_PROMISED] = "promised",
		[LIMIT_STATUTORY] = "statutory",
		[LIMIT_FIXED] = "fixed",
		[LIMIT_SET] = "set",
		[LIMIT_REQUESTED] = "requested",
		[LIMIT_NODE] = "node"
	};

	for (int i = 0; i < lengthof(names); i++)
		if (jc_text_is(value, names[i]))
			return (LimitFrom) i;
	elog(ERROR, "unknown source of a limit: \"%s\"", text_to_cstring(value));
}

static SpecialMode
special_mode(const text *value)
{
	return jc_text_is(value, "requested") ? SPECIAL_REQUESTED : jc_text_is(value, "least") ? SPECIAL_LEAST :
		jc_text_is(value, "noticed") ? SPECIAL_NOTICED : SPECIAL_ACTUAL;
}

static void
read_kinds(RuleCache *cache)
{
	query("select k.kind, k.rank, k.ends, k.late, k.state from jiancha.step_kind k order by k.kind");
	cache->nkinds = SPI_processed + 1;
	cache->kinds = palloc0(sizeof(StepKind) * cache->nkinds);
	cache->kinds[KIND_RECEIVED].kind = cstring_to_text("received");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		StepKind   *kind = &cache->kinds[i + 1];
		bool		isnull;

		kind->kind = row_text(row, 1);
		kind->rank = DatumGetInt16(SPI_getbinval(row, SPI_tuptable->tupdesc, 2, &isnull));
		kind->ends = row_bool(row, 3);
		kind->late = row_bool(row, 4);
		kind->state = row_text(row, 5);
	}
	cache->cancel_kind = jc_step_kind(cache, cstring_to_text("cancel_step"));
	cache->transfer_kind = jc_step_kind(cache, cstring_to_text("transfer"));
	cache->accept_kind = jc_step_kind(cache, cstring_to_text("accept"));
	cache->deemed_kind = jc_step_kind(cache, cstring_to_text("deemed_accept"));
}

static void
read_versions(RuleCache *cache)
{
	query("select p.pack, p.version, p.valid_from from jiancha.rule_pack p");
	cache->nversions = SPI_processed;
	cache->versions = palloc0(sizeof(PackVersion) * Max(cache->nversions, 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];

		cache->versions[i].pack = row_text(row, 1);
		cache->versions[i].version = row_int(row, 2);
		cache->versions[i].valid_from = row_int(row, 3);
	}
	qsort(cache->versions, cache->nversions, sizeof(PackVersion), compare_versions);
}

static void
read_clocks(RuleCache *cache)
{
	query("select r.pack, r.version, r.clock, r.docket_kind, r.limit_from, r.limit_amount, r.limit_unit, r.count_mode, r.special_mode, "
		  "r.start_kinds, r.stop_kinds, r.pause_kinds, r.resume_kinds, r.extend_kinds, r.final_kinds "
		  "from jiancha.effective_clock_rule r order by r.clock");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		PackVersion *version = unconstify(PackVersion *, jc_pack_version(cache, row_text(row, 1), row_int(row, 2)));
		ClockRule  *rule;
		uint8	   *roles = palloc0(cache->nkinds);

		if (version == NULL)
			continue;
		if (version->nclocks == 0)
			version->clocks = palloc0(sizeof(ClockRule) * SPI_processed);
		rule = &version->clocks[version->nclocks++];
		rule->clock = row_text(row, 3);
		rule->docket_kind = row_text(row, 4);
		rule->limit_from = limit_from(row_text(row, 5));
		rule->limit_amount = row_int(row, 6);
		rule->limit_unit_text = row_text(row, 7);
		rule->has_unit = rule->limit_unit_text != NULL;
		if (rule->has_unit)
			rule->limit_unit = jc_unit(rule->limit_unit_text);
		rule->count_mode = row_text(row, 8);
		rule->exact = jc_is_exact(rule->count_mode);
		rule->core.special = special_mode(row_text(row, 9));
		rule->core.by_node = rule->limit_from == LIMIT_NODE;
		cache->any_capped |= rule->core.special == SPECIAL_LEAST;
		set_roles(cache, roles, row, 10, ROLE_START);
		set_roles(cache, roles, row, 11, ROLE_STOP);
		/* what ends a docket stops every clock, unless it starts it */
		for (int kind = 0; kind < cache->nkinds; kind++)
			if (cache->kinds[kind].ends && !(roles[kind] & (ROLE_START | ROLE_STOP)))
			{
				const text *state = cache->kinds[kind].state;

				roles[kind] |= state && jc_text_is(state, "closed") ? ROLE_STOP : ROLE_STOP | ROLE_ENDS;
			}
		set_roles(cache, roles, row, 12, ROLE_PAUSE);
		set_roles(cache, roles, row, 13, ROLE_RESUME);
		set_roles(cache, roles, row, 14, ROLE_EXTEND);
		set_roles(cache, roles, row, 15, ROLE_FINAL);
		rule->from_receipt = (roles[KIND_RECEIVED] & ROLE_START) != 0;
		rule->core.roles = roles;
	}
}

static void
read_signals(RuleCache *cache)
{
	query("select r.pack, r.version, r.clock, r.rule, r.level, r.once, r.kind = 'lapse', r.effect, r.comparison, r.amount, r.unit, r.issue "
		  "from jiancha.effective_signal_rule r where r.kind in ('time', 'lapse') order by r.rule");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		PackVersion *version = unconstify(PackVersion *, jc_pack_version(cache, row_text(row, 1), row_int(row, 2)));
		ClockRule  *clock = version ? unconstify(ClockRule *, jc_clock_rule(version, row_text(row, 3))) : NULL;
		TimeRule   *rule;
		text	   *effect;
		text	   *unit;

		if (clock == NULL)
			continue;
		if (clock->nrules % 8 == 0)
			clock->rules = clock->nrules == 0 ? palloc(sizeof(TimeRule) * 8)
				: repalloc(clock->rules, sizeof(TimeRule) * (clock->nrules + 8));
		rule = &clock->rules[clock->nrules++];
		memset(rule, 0, sizeof(TimeRule));
		rule->rule = row_text(row, 4);
		rule->level = row_text(row, 5);
		rule->once = row_bool(row, 6);
		rule->lapse = row_bool(row, 7);
		effect = row_text(row, 8);
		rule->effect = effect == NULL ? -1 : jc_step_kind(cache, effect);
		rule->threshold.comparison = jc_comparison(row_text(row, 9));
		rule->threshold.amount = row_int(row, 10);
		unit = row_text(row, 11);
		if (unit != NULL && rule->threshold.comparison != COMPARISON_ELAPSED)
			rule->threshold.unit = jc_unit(unit);
		rule->issue = row_text(row, 12);
		cache->any_once |= rule->once;
		cache->any_lapse |= rule->lapse;
	}
}

static void
read_scope(RuleCache *cache)
{
	query("select from jiancha.scope_pair limit 1");
	cache->any_scope = SPI_processed > 0;
}

/*
 * jc_rules - the rules of all packs. Called inside SPI, at the beginning of a derivation.
 */
const RuleCache *
jc_rules(void)
{
	MemoryContext context;
	MemoryContext old;
	RuleCache  *loaded;

	if (rules != NULL && !stale)
		return rules;
	if (!registered)
	{
		CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
		registered = true;
	}
	rules = NULL;
	if (rules_context != NULL)
		MemoryContextDelete(rules_context);
	rules_context = NULL;

	context = AllocSetContextCreate(CurrentMemoryContext, "jiancha rules", ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(context);
	loaded = palloc0(sizeof(RuleCache));
	for (int i = 0; i < lengthof(rule_relations); i++)
		watched[i] = jc_record_relation(rule_relations[i]);
	AcceptInvalidationMessages();
	PushActiveSnapshot(GetLatestSnapshot());
	/* from here on a message makes what is being read stale */
	stale = false;
	rules = loaded;
	PG_TRY();
	{
		read_kinds(loaded);
		read_versions(loaded);
		read_clocks(loaded);
		read_signals(loaded);
		read_scope(loaded);
	}
	PG_CATCH();
	{
		rules = NULL;
		PG_RE_THROW();
	}
	PG_END_TRY();
	PopActiveSnapshot();
	MemoryContextSwitchTo(old);
	MemoryContextSetParent(context, CacheMemoryContext);
	rules_context = context;
	return rules;
}
