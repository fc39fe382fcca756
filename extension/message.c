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
	/* seals */
	{"not_sealed", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("no row \"{2}\" of \"{1}\" is sealed"), NULL,
	gettext_noop("Sealed rows are listed in jiancha.seal_leaf; jiancha.seal() seals what waits.")},
	{"redaction_needs_decision", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("a redaction needs the number of a decision and a reason"),
		gettext_noop("Row \"{2}\" of \"{1}\"."),
	NULL},
	{"not_redactable", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("column \"{1}\" of \"{2}\" cannot be redacted"), NULL,
	gettext_noop("Only texts and JSON that nothing is derived from can be: an applicant, a subject, an opinion, a reason, data.")},
	{"redacted_already", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("column \"{1}\" of row \"{3}\" of \"{2}\" has been redacted already"), NULL, NULL},

	/* handling of cards */
	{"not_supervised", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("you do not supervise organisation \"{1}\""),
		gettext_noop("Row of \"{2}\"; role \"{3}\" supervises: {4}."),
	gettext_noop("The administrator grants it with jiancha.grant_access(…, duty => 'supervisor').")},
	{"own_card", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("nobody decides about the own organisation \"{1}\""),
		gettext_noop("Row of \"{2}\"; role \"{3}\" belongs to it."),
	gettext_noop("A supervisor of the organisation above decides.")},
	{"unknown_case_of", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("case \"{1}\" does not exist"),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("Leave case_no out, or give the number of a case in jiancha.case_intake.")},
	{"case_of_another", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("case \"{1}\" was never with organisation \"{3}\""),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("Raise it against the organisation that holds or held the case.")},
	{"pack_not_in_force", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("no version of rule pack \"{1}\" was in force at {3}"),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("Look at valid_from in jiancha.rule_pack.")},
	{"unknown_code", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("rule \"{1}\" does not exist in version {3} of rule pack \"{2}\""),
		gettext_noop("The codes are: {4}."),
	gettext_noop("Look them up in jiancha.effective_signal_rule.")},
	{"rule_needs_text", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("a card by rule \"{1}\" needs words that say what happened"),
		gettext_noop("Row of \"{2}\"; {3}."),
	gettext_noop("Fill the column \"text\".")},
	{"no_bad_effect", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("rule pack \"{3}\" knows no bad consequence of a card of level \"{1}\""),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("Leave bad_effect out; jiancha.effective_effect_rule lists what the pack knows.")},
	{"raise_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("raise_no \"{1}\" exists already with other content"),
		NULL,
	gettext_noop("Repeating a row word for word does nothing; another finding needs another number.")},
	{"card_not_yours", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("card \"{1}\" does not exist or is not yours"),
		gettext_noop("Role \"{2}\" acts for: {3}."),
	gettext_noop("The cards of your organisation are listed in jiancha.signals.")},
	{"unknown_card", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("card \"{1}\" does not exist or its organisation is not supervised by you"),
		gettext_noop("Role \"{2}\" supervises: {3}."),
	gettext_noop("The cards you see are listed in jiancha.signals.")},
	{"card_not_issued", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("card \"{1}\" is not one that was issued and stands"),
		gettext_noop("Its state is {2}."),
	gettext_noop("Only an issued card can be answered or inquired into.")},
	{"act_before_card", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("an act upon \"{1}\" cannot lie before it"),
		gettext_noop("The act is dated {2}, it {3}."),
	gettext_noop("Give the instant at which it happened.")},
	{"appeal_again", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("card \"{1}\" was appealed already"),
		gettext_noop("Its state is {2}."),
	gettext_noop("An appeal is decided once.")},
	{"appeal_too_late", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("the time to appeal card \"{1}\" is over"),
		gettext_noop("It was issued at {3} and could be appealed until {4}; the appeal is dated {2}."),
	gettext_noop("Explain or report the correction instead.")},
	{"acts_in_one_statement", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("one statement holds two acts upon \"{1}\""),
		NULL,
	gettext_noop("What may be done next depends on the first: enter them one after the other.")},
	{"decision_state", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("\"{2}\" cannot be decided about card \"{1}\""),
		gettext_noop("Its state is {3}; what can be decided: {4}."),
	gettext_noop("jiancha.signal_history shows how it came to that.")},
	{"issuer_decides", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("who issued card \"{1}\" cannot decide \"{2}\" about it"),
		gettext_noop("Role \"{3}\" raised or confirmed it."),
	gettext_noop("Another supervisor decides.")},
	{"unknown_ground", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" is no ground of exemption"),
		gettext_noop("Card \"{2}\", rule pack \"{3}\"."),
	gettext_noop("Allowed: {4}.")},
	{"procedure_unknown", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("rule pack \"{3}\" knows no step \"{1}\" for dockets of kind \"{2}\""),
		gettext_noop("Row of \"{4}\"."),
	gettext_noop("The steps are: {5}.")},
	{"procedure_order", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("step \"{1}\" of \"{2}\" comes too early"),
		gettext_noop("One of {3} must stand before it; there is: {4}. {5}."),
	gettext_noop("Enter what comes before it first.")},
	{"procedure_decider", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("\"{3}\" cannot decide step \"{1}\" of \"{2}\""),
		gettext_noop("It is decided by: {4}. {5}."),
	gettext_noop("Fill the column \"decider\" with who decided.")},
	{"procedure_needs", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("step \"{3}\" of \"{2}\" must fill column \"{1}\""),
		gettext_noop("{4}."),
	NULL},
	{"procedure_result", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{3}\" is no result of step \"{1}\" of \"{2}\""),
		gettext_noop("Allowed: {4}. {5}."),
	NULL},
	{"unknown_inquiry", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("inquiry \"{1}\" does not exist"),
		NULL,
	gettext_noop("Its first step names the card: fill the column \"signal_no\".")},
	{"inquiry_other_card", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("inquiry \"{1}\" is about card \"{2}\", not \"{3}\""),
		NULL,
	gettext_noop("Leave signal_no out, or open another inquiry.")},
	{"inquiry_closed", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("inquiry \"{1}\" is over"),
		gettext_noop("Its state is {2} since {3}."),
	NULL},
	{"inquiry_open", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("card \"{1}\" is inquired into already"),
		gettext_noop("Inquiry \"{2}\" is open; row of \"{3}\"."),
	gettext_noop("Go on with that one.")},
	{"unknown_citation", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("{1} \"{2}\" does not exist or its organisation is not supervised by you"),
		gettext_noop("Row of \"{3}\"."),
	gettext_noop("A measure rests on a card, an inspection, a complaint or an inquiry: cite its number.")},
	{"unknown_measure", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" is no measure of rule pack \"{2}\""),
		gettext_noop("Row of \"{3}\"."),
	gettext_noop("Allowed: {4}.")},
	{"measure_level", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("measure \"{1}\" cannot follow a card of level \"{2}\""),
		gettext_noop("Row of \"{3}\"; it follows: {4}. {5}."),
	NULL},
	{"citation_not_standing", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("card \"{1}\" bears no accountability"),
		gettext_noop("Its state is {2}; row of \"{3}\"."),
	gettext_noop("Only a card that was issued and stands does.")},
	{"citation_exempt", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("card \"{1}\" is exempt from liability"),
		gettext_noop("Ground: {2}; row of \"{3}\". {4}."),
	NULL},
	{"accountability_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("accountability \"{1}\" exists already with other content"),
		NULL,
	gettext_noop("Repeating a row word for word does nothing; another measure needs another number.")},
	{"order_conflict", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("number \"{1}\" exists already with other content"),
		NULL,
	gettext_noop("Repeating a row word for word does nothing; another order needs another number.")},
	{"unknown_instrument", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("\"{1}\" is no instrument of rule pack \"{2}\""),
		gettext_noop("Row of \"{3}\"."),
	gettext_noop("Allowed: {4}.")},
	{"order_not_yours", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("{1} \"{2}\" does not exist or is not addressed to you"),
		gettext_noop("Role \"{3}\" acts for: {4}."),
	gettext_noop("What you must answer is listed in jiancha.follow_up.")},
	{"bad_interval", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("the interval from {1} to {2} is none"),
		NULL,
	gettext_noop("Give two finite instants, the first before the second.")},
	/* dockets of every kind, lapses */
	{"unknown_docket_kind", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("docket kind \"{1}\" does not exist"),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("Kinds that you may enter: {3}.")},
	{"not_entered_here", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("dockets of kind \"{1}\" are not entered by departments"),
		gettext_noop("Row of \"{2}\"."),
	gettext_noop("The engine and the acts of supervisors open and close them; jiancha.docket_kind.department_enters says which kinds you may enter.")},
	{"unknown_docket", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("docket \"{2}\" of kind \"{1}\" does not exist"),
		NULL,
	gettext_noop("Insert it into jiancha.docket_intake first.")},
	{"docket_not_yours", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("docket \"{2}\" of kind \"{1}\" does not exist or is not handled by you"),
		gettext_noop("Role \"{3}\" acts for: {4}."),
	gettext_noop("Insert it into jiancha.docket_intake first, or ask the organisation that holds it.")},
	{"engine_step", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("step_no {2} of \"{1}\" was entered by the engine when a limit ran out"),
		NULL,
	gettext_noop("Enter the fact that is missing or wrong, for example the acceptance with the instant at which it happened: the next sweep takes the effect back.")},
	{"engine_data", ERROR, ERRCODE_JC_NOT_ALLOWED,
		gettext_noop("the key \"lapse\" in data is kept for steps that the engine enters"),
		gettext_noop("Step of \"{1}\", data: {2}."),
	gettext_noop("Name the field otherwise.")},
	{"endless_lapse", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("the lapses of docket \"{1}\" do not come to an end"), NULL,
	gettext_noop("The effect of a rule of kind lapse must not stop the clock that it rests on, nor move its start.")},
	/* rules */
	{"unknown_version", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("version {2} of rule pack \"{1}\" does not exist"), NULL,
	gettext_noop("Define it first: SELECT jiancha.define_pack('{1}', {2}, ...).")},
	{"no_parent", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("rule pack \"{2}\", named as parent of \"{1}\", has no version in force on {3}"), NULL,
	gettext_noop("The versions are listed in jiancha.rule_pack; a parent is defined before its children.")},
	{"pack_circle", ERROR, ERRCODE_JC_BAD_VALUE,
		gettext_noop("rule pack \"{1}\" would stand above itself"),
		gettext_noop("\"{2}\", named as its parent, inherits from it."),
	gettext_noop("Look at parent_pack in jiancha.rule_pack.")},
	{"no_basis", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("legal basis \"{1}\" is not defined"), NULL,
	gettext_noop("The articles are listed in jiancha.legal_basis; jiancha.define_basis() makes one.")},
	{"unknown_basis", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("legal basis \"{1}\" is not defined"),
		gettext_noop("Rule \"{2}\" of pack \"{3}\" cites it."),
	gettext_noop("The articles are listed in jiancha.legal_basis; jiancha.define_basis() makes one.")},
	{"unknown_answer_clock", ERROR, ERRCODE_JC_BAD_RULE,
		gettext_noop("\"{1}\" is no clock of docket kind signal that pack \"{3}\" knows"),
		gettext_noop("Rule \"{2}\" names it as its answer clock."),
	gettext_noop("Define it with jiancha.define_clock(..., docket_kind => 'signal').")},
	{"unknown_rule", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("rule \"{1}\" does not hold in version {3} of pack \"{2}\" or its parents"), NULL,
	gettext_noop("The rules that hold are listed in jiancha.effective_signal_rule.")},
	{"repealed_before", ERROR, ERRCODE_JC_CONFLICT,
		gettext_noop("legal basis \"{1}\" was repealed on {2} already"), NULL,
	gettext_noop("The day of a repeal is never changed.")},
		gettext_noop("the instant of a sweep must be finite"), NULL, NULL},	/* documents and condition rules */
	{"document_unknown_docket", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("docket \"{2}\" of kind \"{1}\" does not exist"), NULL,
	gettext_noop("Enter it first, then its documents.")},
	{"document_not_yours", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("docket \"{2}\" of kind \"{1}\" does not exist or is not handled by you"),
		gettext_noop("Role \"{3}\" acts for: {4}."),
	gettext_noop("Enter it first, or ask the organisation that holds it.")},
	{"unknown_pack_version", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("version {2} of rule pack \"{1}\" does not exist"), NULL,
	gettext_noop("Define it first with jiancha.define_pack().")},
	{"rule_not_aside", ERROR, ERRCODE_JC_UNKNOWN_NAME,
		gettext_noop("rule \"{1}\" of version {3} of pack \"{2}\" is not in quarantine"), NULL,
	gettext_noop("Those that are stand in jiancha.rule_quarantine.")},
	{"rule_failed", WARNING, 0,
		gettext_noop("condition rule \"{1}\" of version {3} of pack \"{2}\" failed and is in quarantine"),
		gettext_noop("On \"{4}\": {6} (SQLSTATE {5})."),
	gettext_noop("It gives and takes back no card until jiancha.release_rule() is called.")},
	{"rule_left_out", WARNING, 0,
		gettext_noop("condition rule \"{1}\" of version {3} of pack \"{2}\" failed and was left out"),
		gettext_noop("On \"{4}\": {6} (SQLSTATE {5})."),
	gettext_noop("The next sweep puts it in quarantine.")},
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
