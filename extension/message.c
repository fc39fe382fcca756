/*
 * message.c
 *		Errors and warnings of the PL/pgSQL functions.
 *
 * RAISE texts in PL/pgSQL are out of gettext's reach, so what a user reads is raised here, by name. Arguments are put
 * in by position, {1} to {6}, so that a translation may change their order.
 */
#include "jiancha.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"

typedef struct Message
{
	const char *name;
	int			level;
	int			sqlstate;
	const char *text;
	const char *detail;			/* NULL: none */
	const char *hint;			/* NULL: none */
} Message;

#define MAX_ARGS 6

/* the fields are found by xgettext as gettext_noop */
static const Message messages[] = {
	{"unknown_org", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("organisation \"{1}\" is not registered"),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("Register it first: INSERT INTO jiancha.org (org_code, name, parent_code).")},
	{"unknown_matter", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("matter \"{1}\" is not registered, or was not in force on the day of receipt"),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("Look it up in jiancha.matter; its versions count from their valid_from.")},
	{"unknown_case", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("case \"{1}\" does not exist"),
		NULL,
	gettext_noop("Insert the case into jiancha.case_intake first.")},
	{"case_not_yours", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("case \"{1}\" does not exist or is not handled by you"),
		gettext_noop("Role \"{2}\" acts for: {3}."),
	gettext_noop("Insert the case into jiancha.case_intake first, or ask the organisation that holds it.")},
	{"case_elsewhere", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("case \"{1}\" was collected from another server"), NULL,
	gettext_noop("Enter its steps where it was received; here it is read-only.")},
	{"org_circle", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("organisation \"{1}\" would stand above itself"), NULL,
	gettext_noop("Look at parent_code in jiancha.org.")},
	{"unknown_kind", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("step kind \"{1}\" does not exist"),
		gettext_noop("Step of case \"{2}\"."),
	gettext_noop("The kinds are listed in jiancha.step_kind.")},
	{"unknown_pack", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("rule pack \"{1}\" does not exist"),
		NULL,
	gettext_noop("Packs shipped with this version: {2}.")},
	{"unknown_role", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("role \"{1}\" does not exist"), NULL,
	gettext_noop("Create it first: CREATE ROLE \"{1}\" LOGIN.")},
	{"unknown_case_no", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("case \"{1}\" does not exist or is not visible to you"),
		NULL, NULL},
	{"missing_value", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("column \"{1}\" must not be empty"),
		gettext_noop("Row of \"{2}\"."),
	NULL},
	{"bad_value", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("value \"{2}\" is not allowed in column \"{1}\""),
		gettext_noop("Row of \"{3}\"."),
	gettext_noop("Allowed: {4}.")},
	{"bad_instant", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{2}\" in column \"{1}\" is no instant the calendar knows"),
		gettext_noop("Row of \"{3}\"; calendar \"{4}\" begins on {5}."),
	gettext_noop("Give a finite date and time on or after the calendar's first day.")},
	{"in_the_future", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{2}\" in column \"{1}\" lies in the future"),
		gettext_noop("Row of \"{3}\"; the server's clock says {4}."),
	gettext_noop("A fact is entered when it has happened; at most five minutes of difference between clocks are allowed.")},
	{"correction_without_reason", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("a correction needs a reason"),
		gettext_noop("Case \"{1}\", step that corrects step_no {2}."),
	gettext_noop("Fill the column \"reason\".")},
	{"correction_without_target", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("a step of kind \"cancel_step\" must name the step it cancels"),
		gettext_noop("Case \"{1}\"."),
	gettext_noop("Fill the column \"corrects\" with its step_no.")},
	{"corrects_itself", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("step_no {2} of case \"{1}\" corrects itself"), NULL,
	gettext_noop("A correction is a step of its own with a step_no of its own.")},
	{"bad_extension", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("an extension must say by how much, a whole number from 1 to 366"),
		gettext_noop("Case \"{1}\", data: {2}."),
	gettext_noop("Give it in the unit of the limit, as data: {\"days\": 10}, also weeks, months, years, hours.")},
	{"bad_transfer", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("a transfer must name a registered organisation"),
		gettext_noop("Case \"{1}\", data: {2}."),
	gettext_noop("Give it as data: {\"to_org\": \"410700-07\"}.")},
	{"case_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("case \"{1}\" exists already with other content"),
		gettext_noop("What differs: {2}."),
	gettext_noop("Repeating a row word for word does nothing. What was declared at receipt stays: enter a step of kind void and receive the case anew under another number.")},
	{"step_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("step_no {2} of case \"{1}\" exists already with other content"),
		NULL,
	gettext_noop("Repeating a row word for word does nothing; to change a step, insert one whose \"corrects\" names it.")},
	{"register_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("{1} \"{2}\" has a version valid from {3} already, with other content"),
		NULL,
	gettext_noop("Versions are never changed; insert the next one with a later valid_from.")},
	{"not_your_org", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("you may not enter rows for organisation \"{1}\""),
		gettext_noop("Row of \"{2}\"; role \"{3}\" acts for: {4}."),
	gettext_noop("The administrator grants it with jiancha.grant_access().")},
	{"not_for_departments", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("only the administrator keeps the register \"{1}\""), NULL,
	gettext_noop("Ask the database's administrator.")},
	{"time_zone_differs", WARNING, 0,
		gettext_noop("session time zone \"{1}\" differs from that of calendar \"{2}\", \"{3}\""),
		gettext_noop("Instants without a zone were read in the session's."),
	gettext_noop("Write the zone with each instant, or SET timezone = '{3}'.")},
	{"rule_needs_source", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("rule \"{1}\" of pack \"{2}\" cites no source"), NULL,
	gettext_noop("Name the clause, or give status => 'assumed' and say who assumed it.")},
	{"bad_region", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" is no division code"),
		NULL,
	gettext_noop("Give the six digits of GB/T 2260, for example 410700.")},
	{"bad_node", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("node must be a number from 0 to 255, not {1}"), NULL, NULL},
	{"bad_encoding", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("the database's encoding is {1}"),
		NULL,
	gettext_noop("Create the database with ENCODING 'UTF8': names and documents are Chinese.")},
	{"needs_superuser", ERROR, ERRCODE_INSUFFICIENT_PRIVILEGE,
		gettext_noop("{1} must be called by a superuser"), NULL,
	gettext_noop("It makes roles, tables and rights.")},
	{"unsafe_owner", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("role \"{1}\" cannot own the records"),
		gettext_noop("It {2}."),
	gettext_noop("Name another role, or let setup() make one.")},
	{"other_setup", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("the records were set up with {1} \"{2}\", not \"{3}\""), NULL,
	gettext_noop("Region, node and owner are part of every docket's identity and stay.")},
	{"record_version", ERROR, ERRCODE_JC_NO_RECORDS,
		gettext_noop("the records have version {1}, this extension knows versions up to {2}"), NULL,
	gettext_noop("Install the newer extension and run ALTER EXTENSION jiancha UPDATE.")},
	{"foreign_object", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("\"{1}\" exists in schema jiancha and does not belong to \"{2}\""), NULL,
	gettext_noop("If it is one of the records, give it back with ALTER ... OWNER TO \"{2}\"; else find out who made it and why.")},
	{"version_in_use", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("version {2} of rule pack \"{1}\" already judges cases"),
		gettext_noop("\"{3}\" would change what they have earned."),
	gettext_noop("Define the pack's next version, valid from a day on which no clock has started yet.")},
	{"version_order", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("version {2} of rule pack \"{1}\" must be valid from a later day than the version before it, and follow it"),
		NULL, NULL},
	{"rule_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("\"{3}\" exists already in version {2} of rule pack \"{1}\" with other content"), NULL,
	gettext_noop("A version is never changed: define the pack's next version with a later valid_from.")},
	{"unknown_clock", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("clock \"{1}\" is not defined in pack \"{2}\""), NULL,
	gettext_noop("The clocks are listed in jiancha.clock_rule; jiancha.define_clock() makes one.")},
	{"bad_as_of", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("the instant of a sweep must be finite"), NULL, NULL},
	/* limits of the nodes of a flow */
	{"unknown_matter_version", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("matter \"{1}\" has no version {2}"),
		gettext_noop("Row of node \"{3}\"."),
	gettext_noop("Look it up in jiancha.matter; leave version out for the latest one.")},
	{"matter_version_in_use", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("version {2} of matter \"{1}\" already has cases"),
		gettext_noop("Node \"{3}\" would get a limit that these cases were not received under."),
	gettext_noop("Enter a further version of the matter through jiancha.matter, with a later valid_from, and the limits of its nodes.")},
	{"node_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("node \"{3}\" of matter \"{1}\" is there with another limit"),
		gettext_noop("Version {2} of the matter."),
	gettext_noop("Enter a further version of the matter through jiancha.matter, with a later valid_from, and the limits of its nodes.")},
	{"nodes_exceed_promise", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("the nodes of matter \"{1}\" together take longer than what is promised"),
		gettext_noop("Their limits add up to {2}, the promised limit is {3} (unit {4})."),
	gettext_noop("Shorten the limits of the nodes, or promise a longer limit through a further version of the matter.")},
};

PG_FUNCTION_INFO_V1(jiancha_raise);

/* text, translated, with {1} ... {6} replaced */
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
	for (int i = 0; i < lengthof(messages); i++)
		if (strcmp(messages[i].name, what) == 0)
			m = &messages[i];
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
