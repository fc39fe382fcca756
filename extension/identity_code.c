/*
 * identity_code.c
 *		Check digits as SQL functions: immutable, so that they may stand in a CHECK and in an index.
 */
#include "jiancha.h"

#include "utils/builtins.h"

#include "identity_code_core.h"

PG_FUNCTION_INFO_V1(jiancha_code_is_valid);
PG_FUNCTION_INFO_V1(jiancha_code_problem);
PG_FUNCTION_INFO_V1(jiancha_identity_number_18);

typedef struct CodeKind
{
	const char *name;
	const char *standard;
	const char *lengths;
	CodeFinding (*find) (const char *code, size_t length);
} CodeKind;

static const CodeKind kinds[] = {
	{"credit_code", "GB 32100-2015", "18", credit_code_find},
	{"organisation_code", "GB 11714", "9", organisation_code_find},
	{"identity_number", "GB 11643", "18或15", identity_number_find},
	{"division_code", "GB/T 2260", "6、9或12", division_code_find},
	{"basic_code", "GB/T 39554.1", "12", basic_code_find},
	{"implementation_code", "GB/T 39554.2", "31或33", implementation_code_find},
};

static const CodeKind *
code_kind(text *name)
{
	for (int i = 0; i < lengthof(kinds); i++)
		if (VARSIZE_ANY_EXHDR(name) == strlen(kinds[i].name) &&
			memcmp(VARDATA_ANY(name), kinds[i].name, strlen(kinds[i].name)) == 0)
			return &kinds[i];
	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_VALUE),
			 errmsg("\"%s\" is no kind of code", text_to_cstring(name)),
			 errhint("Kinds are credit_code, organisation_code, identity_number, division_code, basic_code and implementation_code.")));
	return NULL;
}

static CodeFinding
find(FunctionCallInfo fcinfo, const CodeKind **kind)
{
	text	   *code = PG_GETARG_TEXT_PP(1);

	*kind = code_kind(PG_GETARG_TEXT_PP(0));
	return (*kind)->find(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
}

/*
 * jiancha.code_is_valid(kind text, code text) returns boolean
 *
 * NULL for NULL. An unknown kind is an error (JC005), any text as a code is answered.
 */
Datum
jiancha_code_is_valid(PG_FUNCTION_ARGS)
{
	const CodeKind *kind;

	PG_RETURN_BOOL(find(fcinfo, &kind).problem == CODE_GOOD);
}

/*
 * jiancha.code_problem(kind text, code text) returns text
 *
 * What is wrong with a code, in words that do not depend on lc_messages: Chinese, since it goes into lists of errors that
 * departments read. NULL: nothing. For old data that is to be kept and flagged.
 */
Datum
jiancha_code_problem(PG_FUNCTION_ARGS)
{
	const CodeKind *kind;
	CodeFinding finding = find(fcinfo, &kind);
	char	   *problem = NULL;

	switch (finding.problem)
	{
		case CODE_GOOD:
			PG_RETURN_NULL();
		case CODE_LENGTH:
			problem = psprintf("长度不符，应为%s位（%s）", kind->lengths, kind->standard);
			break;
		case CODE_CHARACTER:
			problem = psprintf("第%d位字符不合规（%s）", (int) finding.position, kind->standard);
			break;
		case CODE_REGION:
			problem = psprintf("第%d位起的行政区划不存在（GB/T 2260）", (int) finding.position);
			break;
		case CODE_DATE:
			problem = psprintf("出生日期不存在（%s）", kind->standard);
			break;
		case CODE_CHECK_DIGIT:
			problem = psprintf("校验码不符，第%d位应为%c（%s）", (int) finding.position, finding.expected, kind->standard);
			break;
	}
	PG_RETURN_TEXT_P(cstring_to_text(problem));
}

/*
 * jiancha.identity_number_18(code text) returns text
 *
 * The 18 characters of an identity number: of 15 digits those of the twentieth century with the check digit added, of 18 the
 * same with a capital X. NULL if it is none.
 */
Datum
jiancha_identity_number_18(PG_FUNCTION_ARGS)
{
	text	   *code = PG_GETARG_TEXT_PP(0);
	const char *bytes = VARDATA_ANY(code);
	size_t		length = VARSIZE_ANY_EXHDR(code);
	char		full[18];

	if (identity_number_find(bytes, length).problem != CODE_GOOD)
		PG_RETURN_NULL();
	if (length == 15)
	{
		memcpy(full, bytes, 6);
		memcpy(full + 6, "19", 2);
		memcpy(full + 8, bytes + 6, 9);
		full[17] = identity_number_check(full);
	}
	else
	{
		memcpy(full, bytes, 18);
		if (full[17] == 'x')
			full[17] = 'X';
	}
	PG_RETURN_TEXT_P(cstring_to_text_with_len(full, 18));
}
