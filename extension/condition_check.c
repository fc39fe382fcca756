/*
 * condition_check.c
 *		What a condition rule may say: one SQL expression over the columns of a fact view, checked when it is defined.
 *
 * The text is parsed and analysed by the server itself and then walked: what is not on a list here is refused. So a rule
 * can read nothing but the facts of its docket, call nothing that has an effect or reads the wall clock, and means the
 * same for every caller: the evaluation pins search_path, time zone and date style (sql/logic/condition.sql).
 */
#include "jiancha.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "parser/analyze.h"
#include "parser/parser.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(jiancha_check_condition);

#define MAX_TEXT 4000			/* bytes of an expression */
#define MAX_WORD 40				/* bytes of it that an error repeats */

typedef struct Author
{
	const char *text;			/* as written */
	const char *column;			/* condition or holds_from */
	const char *rule;
	const char *view;			/* name of the fact view */
} Author;

static const char *const allowed_functions[] = {
	"abs", "array_length", "array_position", "btrim", "cardinality", "ceil", "char_length", "date_part", "date_trunc", "extract", "floor",
	"jsonb_array_length", "jsonb_typeof", "left", "length", "lower", "ltrim", "make_date", "make_interval", "mod", "position", "right",
	"round", "rtrim", "sign", "starts_with", "strpos", "substr", "substring", "timezone", "trunc", "upper"
};

/* what members of jiancha a condition may call */
static const char *const allowed_members[] = {
	"add_working_days", "deadline", "deadline_at", "is_working_day", "percent_of_limit", "roll_back", "roll_forward", "working_days_between"
};

static const char *const allowed_operators[] = {
	"=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||", "~~", "!~~", "~~*", "!~~*", "@>", "<@", "&&", "->", "->>", "?", "?|", "?&"
};

static const Oid allowed_types[] = {
	BOOLOID, TEXTOID, VARCHAROID, INT2OID, INT4OID, INT8OID, NUMERICOID, FLOAT8OID, DATEOID, TIMESTAMPOID, TIMESTAMPTZOID, TIMEOID, INTERVALOID, JSONBOID,
	TEXTARRAYOID, INT4ARRAYOID, INT8ARRAYOID, NUMERICARRAYOID, DATEARRAYOID, TIMESTAMPTZARRAYOID
};

static bool
is_listed(const char *name, const char *const *list, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(name, list[i]) == 0)
			return true;
	return false;
}

static bool
is_clock_type(Oid type)
{
	return type == DATEOID || type == TIMESTAMPOID || type == TIMESTAMPTZOID || type == TIMEOID || type == TIMETZOID ||
		type == DATEARRAYOID || type == TIMESTAMPTZARRAYOID;
}

/* the word of text at a byte offset: a name, a literal, or a run of other signs; "" at the end */
static char *
word_at(const char *text, int location)
{
	const char *start = text + location;
	const char *end = start;

	if (*start == '\'' || *start == '"')
	{
		do
			end++;
		while (*end != '\0' && *end != *start);
		if (*end != '\0')
			end++;
	}
	else if (IS_HIGHBIT_SET(*start) || isalnum((unsigned char) *start) || *start == '_' || *start == '$')
		while (IS_HIGHBIT_SET(*end) || isalnum((unsigned char) *end) || *end == '_' || *end == '$' || *end == '.')
			end++;
	else
		while (*end != '\0' && strchr("+-*/<>=~!@#%^&|`?:", *end) != NULL)
			end++;
	if (end == start && *start != '\0')
		end++;
	return pnstrdup(start, pg_mbcliplen(start, end - start, MAX_WORD));
}

/*
 * Refuses the expression at a byte offset (-1: as a whole). reason and hint are translated already; hint NULL: the list of
 * what is allowed.
 */
static void
refuse(const Author *author, int location, const char *reason, const char *hint)
{
	char	   *word = location >= 0 ? word_at(author->text, location) : "";
	bool		at_end = location >= 0 && word[0] == '\0';

	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_RULE),
			 location < 0 ? errmsg("%s of rule \"%s\" is refused", author->column, author->rule) :
			 at_end ? errmsg("%s of rule \"%s\" is refused at its end", author->column, author->rule) :
			 errmsg("%s of rule \"%s\" is refused at \"%s\"", author->column, author->rule, word),
			 location < 0 ? errdetail_internal("%s", reason) :
			 errdetail("Character %d: %s", pg_mbstrlen_with_len(author->text, location) + 1, reason),
			 hint ? errhint("%s", hint) :
			 errhint("docs/rules.md lists the functions, operators and types a condition may use.")));
}

/* what the server's own parser says of the text becomes our error; what concerns the server is passed on */
static void
refuse_as_parsed(const Author *author, MemoryContext context)
{
	ErrorData  *error;
	int			location = -1;
	const char *hint;

	MemoryContextSwitchTo(context);
	error = CopyErrorData();
	if (error->elevel > ERROR || ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_OPERATOR_INTERVENTION ||
		ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_INSUFFICIENT_RESOURCES ||
		error->sqlerrcode == ERRCODE_JC_NO_RECORDS)
		PG_RE_THROW();
	FlushErrorState();

	if (error->cursorpos > 0)
	{
		location = 0;
		for (int i = 1; i < error->cursorpos && author->text[location] != '\0'; i++)
			location += pg_mblen(author->text + location);
	}
	if (error->hint != NULL)
		hint = error->hint;
	else if (error->sqlerrcode == ERRCODE_UNDEFINED_COLUMN)
		hint = psprintf(_("The facts are the columns of %s.%s."), JIANCHA_SCHEMA, author->view);
	else
		hint = NULL;
	refuse(author, location, psprintf("%s.", error->message), hint);
}

/* does another quote follow the one at p, with nothing but blanks and line comments between? */
static bool
follows_quote(const char *p)
{
	if (*p != '\'')
		return false;
	p++;
	for (;;)
	{
		p += strspn(p, " \t\r\n\f");
		if (strncmp(p, "--", 2) != 0)
			return *p == '\'';
		p += strcspn(p, "\r\n");
	}
}

/* a literal of a date or time stands in ISO form: "now" and "today" would read the wall clock, 01/02/03 the session */
static void
check_literal(const Author *author, const Const *literal)
{
	const char *p = literal->location >= 0 ? author->text + literal->location : "";
	size_t		length;

	if (literal->constisnull || !is_clock_type(literal->consttype))
		return;
	if (*p == '\'')
	{
		p++;
		length = strcspn(p, "'");
		/* what stands here is not all of it if a quote follows: one within it, or that of a further piece on another line */
		if (follows_quote(p + length))
			length = 0;
		if (strspn(p, "0123456789-+:. TZ{},\"") >= length && length > 0)
			return;
		if ((length == 8 && strncmp(p, "infinity", 8) == 0) || (length == 9 && strncmp(p, "-infinity", 9) == 0))
			return;
	}
	refuse(author, literal->location, _("A date or instant must be written in full."),
		   _("Write it as '2025-04-27' or '2025-04-27 00:00:00+08'."));
}

typedef struct Call
{
	const Author *author;
	Node	   *node;
	int			location;
} Call;

/* called for each function a node rests on; refuses those not listed */
static bool
check_function(Oid function, void *context)
{
	Call	   *call = context;
	char	   *name = get_func_name(function);
	Oid			schema = get_func_namespace(function);

	if (name == NULL)
		elog(ERROR, "cache lookup failed for function %u", function);
	if (IsA(call->node, FuncExpr))
	{
		CoercionForm form = ((FuncExpr *) call->node)->funcformat;
		bool		listed;

		if (schema == PG_CATALOG_NAMESPACE)
			listed = form == COERCE_EXPLICIT_CAST || form == COERCE_IMPLICIT_CAST ||
				is_listed(name, allowed_functions, lengthof(allowed_functions));
		else
			listed = schema == get_namespace_oid(JIANCHA_SCHEMA, false) &&
				is_listed(name, allowed_members, lengthof(allowed_members));
		if (!listed || ((FuncExpr *) call->node)->funcretset)
			refuse(call->author, call->location,
				   psprintf(_("Function \"%s\" is not among those a condition may call."),
							quote_qualified_identifier(get_namespace_name(schema), name)), NULL);
	}
	else if (schema != PG_CATALOG_NAMESPACE)
		refuse(call->author, call->location,
			   psprintf(_("Function \"%s\" is not among those a condition may call."),
						quote_qualified_identifier(get_namespace_name(schema), name)), NULL);
	if (func_volatile(function) == PROVOLATILE_VOLATILE)
		refuse(call->author, call->location, psprintf(_("Function \"%s\" is volatile."), name), NULL);
	return false;
}

static void
check_operator(const Author *author, Oid operator, int location)
{
	char	   *name = NULL;
	HeapTuple	tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(operator));

	/* that of pg_catalog: anybody can make one of the same name in a schema of his own, over any function */
	if (HeapTupleIsValid(tuple))
	{
		Form_pg_operator form = (Form_pg_operator) GETSTRUCT(tuple);

		name = form->oprnamespace == PG_CATALOG_NAMESPACE ? pstrdup(NameStr(form->oprname)) :
			psprintf("%s.%s", get_namespace_name(form->oprnamespace), NameStr(form->oprname));
		ReleaseSysCache(tuple);
	}
	if (name == NULL || !is_listed(name, allowed_operators, lengthof(allowed_operators)))
		refuse(author, location, psprintf(_("Operator \"%s\" is not among those a condition may use."), name ? name : ""), NULL);
}

static bool
check_node(Node *node, void *context)
{
	const Author *author = context;
	Call		call = {author, node, -1};
	Oid			type;
	bool		typed = false;

	if (node == NULL)
		return false;
	call.location = exprLocation(node);
	switch (nodeTag(node))
	{
		case T_Var:
			if (((Var *) node)->varattno <= 0 || ((Var *) node)->varlevelsup != 0)
				refuse(author, call.location, _("A condition names single facts, not the row."), NULL);
			break;
		case T_Const:
			check_literal(author, (Const *) node);
			break;
		case T_FuncExpr:
			if (((FuncExpr *) node)->location >= 0)
				call.location = ((FuncExpr *) node)->location;
			break;
		case T_OpExpr:
		case T_DistinctExpr:
		case T_NullIfExpr:
			if (((OpExpr *) node)->location >= 0)
				call.location = ((OpExpr *) node)->location;
			check_operator(author, ((OpExpr *) node)->opno, call.location);
			break;
		case T_ScalarArrayOpExpr:
			if (((ScalarArrayOpExpr *) node)->location >= 0)
				call.location = ((ScalarArrayOpExpr *) node)->location;
			check_operator(author, ((ScalarArrayOpExpr *) node)->opno, call.location);
			break;
		case T_CoerceViaIO:
			/* text that says "now" would read the wall clock */
			if (is_clock_type(((CoerceViaIO *) node)->resulttype))
				refuse(author, call.location, _("Text is not turned into a date or an instant."),
					   _("Compare with a fact that is one, or use make_date()."));
			break;
		case T_List:
		case T_CaseWhen:
			typed = true;
			break;
		case T_BoolExpr:
		case T_NullTest:
		case T_BooleanTest:
		case T_CaseExpr:
		case T_CaseTestExpr:
		case T_CoalesceExpr:
		case T_MinMaxExpr:
		case T_RelabelType:
		case T_ArrayCoerceExpr:
		case T_ArrayExpr:
		case T_SubscriptingRef:
			break;
		case T_SubLink:
			refuse(author, ((SubLink *) node)->location, _("A condition asks no other table: no sub-select."), NULL);
			break;
		case T_Aggref:
		case T_GroupingFunc:
		case T_WindowFunc:
			refuse(author, call.location, _("A condition is about one docket: no aggregate and no window."), NULL);
			break;
		case T_SQLValueFunction:
			refuse(author, call.location, _("A condition does not ask who or when: it reads facts alone."),
				   _("What time does to a docket is said by a time rule: jiancha.define_signal()."));
			break;
		default:
			refuse(author, call.location, _("An expression of this kind is not allowed."), NULL);
	}
	(void) check_functions_in_node(node, check_function, &call);

	if (!typed)
	{
		bool		listed = false;

		type = exprType(node);
		for (int i = 0; i < lengthof(allowed_types); i++)
			listed |= type == allowed_types[i];
		if (!listed)
			refuse(author, call.location, psprintf(_("Type \"%s\" is not among those a condition may use."), format_type_be(type)), NULL);
	}
	return expression_tree_walker(node, check_node, context);
}

/* the one expression that text is, over the view, as the server understands it */
static Node *
analysed(const Author *author)
{
	MemoryContext context = CurrentMemoryContext;
	ErrorContextCallback *outer = error_context_stack;
	Node	   *volatile result = NULL;

	PG_TRY();
	{
		List	   *trees;
		RawStmt    *raw;
		SelectStmt *select;
		ResTarget  *target;
		Query	   *query;

		/* SPI's callback would take the position for one in its own query */
		error_context_stack = NULL;

		trees = raw_parser(author->text, RAW_PARSE_PLPGSQL_EXPR);
		raw = linitial_node(RawStmt, trees);
		select = castNode(SelectStmt, raw->stmt);
		/* this way of parsing takes all that may follow SELECT; an expression is one target and nothing else */
		if (list_length(trees) != 1 || list_length(select->targetList) != 1 || select->distinctClause != NIL || select->fromClause != NIL ||
			select->whereClause != NULL || select->groupClause != NIL || select->havingClause != NULL || select->windowClause != NIL ||
			select->sortClause != NIL || select->limitCount != NULL || select->limitOffset != NULL || select->lockingClause != NIL ||
			select->intoClause != NULL || select->valuesLists != NIL || select->withClause != NULL || select->op != SETOP_NONE)
			refuse(author, -1, _("It must be one expression and nothing else."), NULL);
		target = linitial_node(ResTarget, select->targetList);
		if (target->name != NULL || target->indirection != NIL)
			refuse(author, -1, _("It must be one expression and nothing else."), NULL);

		select->fromClause = list_make1(makeRangeVar(pstrdup(JIANCHA_SCHEMA), pstrdup(author->view), -1));
		query = parse_analyze_fixedparams(raw, author->text, NULL, 0, NULL);
		if (list_length(query->targetList) != 1)
			refuse(author, -1, _("It must be one expression and nothing else."), NULL);
		result = (Node *) linitial_node(TargetEntry, query->targetList)->expr;
		error_context_stack = outer;
	}
	PG_CATCH();
	{
		/* one of our own, raised above, is passed on */
		if (geterrcode() == ERRCODE_JC_BAD_RULE)
			PG_RE_THROW();
		refuse_as_parsed(author, context);
	}
	PG_END_TRY();
	return result;
}

/*
 * jiancha._check_condition(view text, rule text, "column" text, expression text) returns void
 *
 * Refuses with JC009 what is not one expression over the columns of jiancha.<view> made of listed functions, operators and
 * types, of type boolean for column condition, timestamptz for holds_from. The error names the rule, the word and its
 * position in the text. Expects the caller to pin search_path and standard_conforming_strings. STRICT.
 */
Datum
jiancha_check_condition(PG_FUNCTION_ARGS)
{
	Author		author = {
		.view = text_to_cstring(PG_GETARG_TEXT_PP(0)),
		.rule = text_to_cstring(PG_GETARG_TEXT_PP(1)),
		.column = text_to_cstring(PG_GETARG_TEXT_PP(2)),
		.text = text_to_cstring(PG_GETARG_TEXT_PP(3)),
	};
	Oid			wanted = strcmp(author.column, "condition") == 0 ? BOOLOID : TIMESTAMPTZOID;
	OwnerSwitch save;
	Node	   *expression;

	(void) jc_record_relation(author.view);
	if (author.text[strspn(author.text, " \t\r\n")] == '\0')
		refuse(&author, -1, _("It is empty."), NULL);
	if (strlen(author.text) > MAX_TEXT)
		refuse(&author, -1, psprintf(_("It has %d bytes, at most %d are allowed."), (int) strlen(author.text), MAX_TEXT), NULL);

	jc_owner_enter(&save, jc_records_owner());
	expression = analysed(&author);
	(void) check_node(expression, &author);
	jc_owner_leave(&save);

	if (exprType(expression) != wanted)
		refuse(&author, -1, psprintf(_("It gives %s, not %s."), format_type_be(exprType(expression)), format_type_be(wanted)), NULL);
	PG_RETURN_VOID();
}
