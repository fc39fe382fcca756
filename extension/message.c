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
	Datum	   *value;
	bool	   *isnull;
	int			count;
	const Message *m = NULL;
	ErrorContextCallback *outer;

	if (PG_ARGISNULL(0))
		elog(ERROR, "a message of jiancha needs a name");
	what = text_to_cstring(PG_GETARG_TEXT_PP(0));
	for (int i = 0; i < jc_message_count; i++)
		if (strcmp(jc_messages[i].name, what) == 0)
			m = &jc_messages[i];
	if (m == NULL)
		elog(ERROR, "jiancha has no message \"%s\"", what);

	for (int i = 0; i < MAX_ARGS; i++)
		arg[i] = "";
	if (!PG_ARGISNULL(1))
	{
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &value, &isnull, &count);
		for (int i = 0; i < count && i < MAX_ARGS; i++)
			if (!isnull[i])
				arg[i] = TextDatumGetCString(value[i]);
	}

	/* the way through our own functions tells the caller nothing about his mistake; his own functions stay */
	outer = error_context_stack;
	jc_buffer_hide_context();
	ereport(m->level,
			(m->sqlstate ? errcode(m->sqlstate) : 0,
			 errmsg_internal("%s", filled(m->text, arg)),
			 m->detail ? errdetail_internal("%s", filled(m->detail, arg)) : 0,
			 m->hint ? errhint("%s", filled(m->hint, arg)) : 0));
	error_context_stack = outer;
	PG_RETURN_VOID();
}
