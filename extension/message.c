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
	/* scores */
	{"score_unknown_scheme", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("scheme \"{1}\" has no version {2}"),
		NULL,
	gettext_noop("The schemes are listed in jiancha.score_scheme; jiancha.define_scheme() makes one.")},
	{"score_no_scheme", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("no version of scheme \"{1}\" is in force on {2}"),
		NULL,
	gettext_noop("The schemes and their valid_from are listed in jiancha.score_scheme.")},
	{"score_scheme_in_use", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("scores were frozen by version {2} of scheme \"{1}\""),
		gettext_noop("\"{3}\" would change what they rest on."),
	gettext_noop("Define the scheme's next version, valid from a month that is not frozen.")},
	{"score_scheme_order", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("version {2} of scheme \"{1}\" must be valid from a later month than the version before it, and follow it"),
		NULL,
	NULL},
	{"score_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("\"{3}\" exists already in version {2} of scheme \"{1}\" with other content"),
		NULL,
	gettext_noop("A version is never changed: define the scheme's next version.")},
	{"score_needs_source", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("\"{1}\" of scheme \"{2}\" cites no source"),
		NULL,
	gettext_noop("Name the clause, or give status => 'assumed' and say who assumed it.")},
	{"score_fine", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("indicator \"{1}\" rests on amounts of fines or confiscations"),
		gettext_noop("Article 74 of the Administrative Penalty Law forbids them any part in the assessment of the organ that decides them."),
	gettext_noop("Count violations, not amounts.")},
	{"score_twice", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("version {2} of scheme \"{1}\" has two indicators for early completion or for incomplete data"),
		NULL,
	gettext_noop("Keep one of each; enabled => false switches an inherited one off.")},
	{"score_bad_period", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" is no period"),
		NULL,
	gettext_noop("Write a month as 2025-03, a quarter as 2025-Q1, a half-year as 2025-H1, a year as 2025.")},
	{"score_no_touch", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("cards of rule \"{1}\" touch no dimension in version {3} of scheme \"{2}\""),
		NULL,
	gettext_noop("Say which with jiancha.define_touch() in the scheme's next version.")},
	{"score_months_missing", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("\"{1}\" is merged from months that are not all frozen"),
		gettext_noop("Missing: {2}."),
	gettext_noop("Freeze them with jiancha.score_freeze().")},
	{"score_not_submitted", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("the parts of \"{1}\" are not all submitted"),
		gettext_noop("Missing: {2}."),
	gettext_noop("Each assessor inserts a row into jiancha.score_submit.")},
	{"score_period_runs", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" is not over"),
		gettext_noop("Its last day is {2}."),
	NULL},
	{"score_frozen", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("\"{1}\" is frozen already by scheme \"{2}\""),
		NULL,
	gettext_noop("Correct it with jiancha.score_correct(), with reason and decision.")},
	{"score_not_frozen", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("\"{1}\" is not frozen"),
		NULL,
	gettext_noop("jiancha.score_run() shows the scores as the facts are now; jiancha.score_freeze() stores them.")},
	{"score_unchanged", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("nothing has changed in \"{1}\""),
		NULL,
	gettext_noop("jiancha.score_drift() shows what a correction would change.")},
	{"score_published", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("version {2} of \"{1}\" is published already"),
		NULL,
	gettext_noop("A published score is never changed: correct it with jiancha.score_correct(), then publish the next version.")},
	{"score_no_result", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("\"{1}\" has no score in \"{2}\" that is visible to you"),
		gettext_noop("Asked for: {3}."),
	NULL},
	{"score_unknown_assessor", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("there is no assessor \"{1}\""),
		gettext_noop("There are: {2}."),
	NULL},
	{"score_unknown_indicator", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("indicator \"{1}\" does not exist in version {3} of scheme \"{2}\""),
		NULL,
	gettext_noop("The indicators are listed in jiancha.effective_indicator.")},
	{"score_not_your_part", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("\"{1}\" is the part of assessor \"{2}\""),
		gettext_noop("Role \"{3}\" does not assess it."),
	gettext_noop("The administrator grants it with jiancha.grant_assessor().")},
	{"score_not_entered", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("indicator \"{1}\" is not entered by hand"),
		gettext_noop("Its measure is {2}."),
	NULL},
	{"score_unknown_staff", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("\"{1}\" is not on the staff of organisation \"{2}\""),
		gettext_noop("Row of \"{3}\"."),
	gettext_noop("Look it up in jiancha.staff.")},
	{"score_no_evidence", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("a score entry needs evidence"),
		gettext_noop("Row of \"{1}\"."),
	gettext_noop("Give evidence_kind and evidence_no; of a veto the number of the finding.")},
	{"score_unknown_evidence", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("there is no {1} \"{2}\" on record"),
		gettext_noop("Row of \"{3}\"."),
	gettext_noop("Paper evidence is entered as document.")},
	{"score_fixed_points", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("the points of indicator \"{1}\" are fixed: {2}"),
		gettext_noop("Row of \"{3}\"."),
	gettext_noop("Leave points out.")},
	{"score_needs_decider", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" needs a reason and who decided it"),
		NULL,
	gettext_noop("Fill the columns \"reason\" and \"decided_by\".")},
	{"score_unknown_entry", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("there is no score entry \"{1}\" here"),
		NULL,
	NULL},
	{"score_row_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("\"{2}\" exists already in {1} with other content"),
		NULL,
	gettext_noop("Repeating a row word for word does nothing; an entry is taken back by one whose \"cancels\" names it.")},
	{"score_unknown_survey", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("there is no survey \"{1}\""),
		NULL,
	gettext_noop("Insert it into jiancha.survey_intake first.")},
	{"score_unknown_veto", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("there is no veto \"{1}\" to lift"),
		NULL,
	NULL},
	{"score_unknown_appeal", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("there is no appeal \"{1}\""),
		NULL,
	NULL},
	{"score_own_entry", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("who made entry \"{1}\" does not decide about it"),
		gettext_noop("Role \"{2}\" entered it."),
	NULL},
	{"score_appeal_late", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("the time for an appeal against \"{1}\" does not hold {2}"),
		gettext_noop("It runs from the freezing to the end of {3}."),
	NULL},
	{"score_bad_format", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" is no format of a bulletin"),
		NULL,
	gettext_noop("Ask for html or json.")},
	{"score_unknown_recipient", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("\"{1}\" is not on the list of recipients"),
		NULL,
	gettext_noop("Insert it into jiancha.report_recipient.")},
	{"score_no_consequence", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("no fail grade of \"{1}\" in \"{2}\" has opened anything"),
		NULL,
	gettext_noop("jiancha.consequences_open() lists what waits for a report.")},
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
