/*
 * message.c
 *		Errors and warnings of the PL/pgSQL functions.
 *
 * RAISE texts in PL/pgSQL are out of gettext's reach, so what a user reads is raised here, by name. Arguments are put
 * in by position, {1} to {6}, so that a translation may change their order.
 */
#include "jiancha.h"

#include "message.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"

#define MAX_ARGS 6

PG_FUNCTION_INFO_V1(jiancha_raise);
PG_FUNCTION_INFO_V1(jiancha_message);

/* acts upon a card, which {_n} puts into a text in its language */
static const char *const acts[] = {
	gettext_noop("explain"), gettext_noop("rectify"), gettext_noop("appeal"),
	gettext_noop("accept"), gettext_noop("reject"), gettext_noop("uphold")
};

/* the word for an act; what is none stays as it is */
static const char *
word_of(const char *code)
{
	for (int i = 0; i < lengthof(acts); i++)
		if (strcmp(acts[i], code) == 0)
			return _(acts[i]);
	return code;
}

/* text, translated, with {1} ... {6} replaced, and {_1} ... {_6} by the words for acts */
static char *
filled(const char *text, const char *const *arg)
{
	StringInfoData buf;

	initStringInfo(&buf);
	for (const char *p = _(text); *p != '\0'; p++)
	{
		if (p[0] == '{' && p[1] >= '1' && p[1] < '1' + MAX_ARGS && p[2] == '}')
		{
			appendStringInfoString(&buf, arg[p[1] - '1']);
			p += 2;
		}
		else if (p[0] == '{' && p[1] == '_' && p[2] >= '1' && p[2] < '1' + MAX_ARGS && p[3] == '}')
		{
			appendStringInfoString(&buf, word_of(arg[p[2] - '1']));
			p += 3;
		}
		else
			appendStringInfoChar(&buf, *p);
	}
	return buf.data;
}

/* NULL: there is none of this name */
static const Message *
find_message(const char *what)
{
	for (int i = 0; i < jc_message_count; i++)
		if (strcmp(jc_messages[i].name, what) == 0)
			return &jc_messages[i];
	return NULL;
}

/* the elements of args, or NULL, as strings; NULL and missing ones are empty */
static void
read_args(ArrayType *args, const char **arg)
{
	Datum	   *value;
	bool	   *isnull;
	int			count = 0;

	for (int i = 0; i < MAX_ARGS; i++)
		arg[i] = "";
	if (args == NULL)
		return;
	deconstruct_array(args, TEXTOID, -1, false, TYPALIGN_INT, &value, &isnull, &count);
	for (int i = 0; i < count && i < MAX_ARGS; i++)
		if (!isnull[i])
			arg[i] = TextDatumGetCString(value[i]);
}

/*
 * jiancha._raise(what text, variadic args text[]) returns void
 *
 * Raises the message named what; NULL arguments print as nothing. An unknown name is an internal error.
 */
Datum
jiancha_raise(PG_FUNCTION_ARGS)
{
	char	   *what;
	const char *arg[MAX_ARGS];
	const Message *m;
	const char *hint,
			   *staging;
	ErrorContextCallback *outer;

	if (PG_ARGISNULL(0))
		elog(ERROR, "a message of jiancha needs a name");
	what = text_to_cstring(PG_GETARG_TEXT_PP(0));
	m = find_message(what);
	if (m == NULL)
		elog(ERROR, "jiancha has no message \"%s\"", what);
	read_args(PG_ARGISNULL(1) ? NULL : PG_GETARG_ARRAYTYPE_P(1), arg);

	hint = m->hint ? filled(m->hint, arg) : NULL;
	staging = m->level >= ERROR ? jc_buffer_staging() : NULL;
	if (staging != NULL)
	{
		const char *more = psprintf(_("To keep the good rows, COPY into jiancha.%s: it puts the bad ones aside with field and reason."), staging);

		hint = hint ? psprintf("%s\n%s", hint, more) : more;
	}

	/* the way through our own functions tells the caller nothing about his mistake; his own functions stay */
	outer = error_context_stack;
	jc_buffer_hide_context();
	ereport(m->level,
			(m->sqlstate ? errcode(m->sqlstate) : 0,
			 errmsg_internal("%s", filled(m->text, arg)),
			 m->detail ? errdetail_internal("%s", filled(m->detail, arg)) : 0,
			 hint ? errhint("%s", hint) : 0));
	error_context_stack = outer;
	PG_RETURN_VOID();
}

/*
 * jiancha._message(what text, part text, args text[]) returns text
 *
 * What a message would say: its text, detail or hint in the language of the session. NULL if it has no such part, or if
 * there is no message of the name.
 */
Datum
jiancha_message(PG_FUNCTION_ARGS)
{
	const Message *m = find_message(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	char	   *part = text_to_cstring(PG_GETARG_TEXT_PP(1));
	const char *arg[MAX_ARGS];
	const char *text;

	if (m == NULL)
		PG_RETURN_NULL();
	text = strcmp(part, "text") == 0 ? m->text : strcmp(part, "detail") == 0 ? m->detail : m->hint;
	if (text == NULL)
		PG_RETURN_NULL();
	read_args(PG_GETARG_ARRAYTYPE_P(2), arg);
	PG_RETURN_TEXT_P(cstring_to_text(filled(text, arg)));
}
