/*
 * identity_code_core_test.c
 *		Published codes, and the law that makes check digits worth having: no single wrong character passes, nor two
 *		neighbours exchanged (where the standard's weights promise it).
 */
#include "test.h"

#include "identity_code_core.h"

typedef CodeFinding (*Find) (const char *code, size_t length);

static CodeProblem
problem(Find find, const char *code)
{
	return find(code, strlen(code)).problem;
}

/* every other character of the alphabet at every place of a good code */
static void
single_errors(Find find, const char *good, const char *alphabet, const char *what)
{
	char		code[40];
	int			passed = 0,
				tried = 0;

	for (size_t i = 0; i < strlen(good); i++)
		for (const char *c = alphabet; *c != '\0'; c++)
		{
			if (*c == good[i])
				continue;
			strcpy(code, good);
			code[i] = *c;
			tried++;
			passed += problem(find, code) == CODE_GOOD;
		}
	ok(tried > 80 && passed == 0, "%s %s: none of %d single wrong characters passes (%d did)", what, good, tried, passed);
}

/* every two different neighbours exchanged */
static void
exchanges(Find find, const char *good, size_t from, const char *what)
{
	char		code[40];
	int			passed = 0,
				tried = 0;

	for (size_t i = from; i + 1 < strlen(good); i++)
	{
		if (good[i] == good[i + 1])
			continue;
		strcpy(code, good);
		code[i] = good[i + 1];
		code[i + 1] = good[i];
		tried++;
		passed += problem(find, code) == CODE_GOOD;
	}
	ok(tried > 0 && passed == 0, "%s %s: none of %d exchanges of neighbours passes", what, good, tried);
}

int
main(void)
{
	static const char *credit[] = {"91110000101623741K", "911101066976941872", "12441500196720244T", "91350100M000100Y43"};
	static const char *organisation[] = {"10162374-1", "69769418-7", "19672024-4", "D2143569-X", "10000123-8", "101623741"};
	static const char *identity[] = {"11010519491231002X", "11010519491231002x", "440524188001010014", "110105491231002",
		"810000199001010019", "820000198506150022", "830000199001010012", "911156199102030010"};
	CodeFinding f;

	for (size_t i = 0; i < sizeof(credit) / sizeof(*credit); i++)
		ok(problem(credit_code_find, credit[i]) == CODE_GOOD, "GB 32100 %s", credit[i]);
	for (size_t i = 0; i < sizeof(organisation) / sizeof(*organisation); i++)
		ok(problem(organisation_code_find, organisation[i]) == CODE_GOOD, "GB 11714 %s", organisation[i]);
	for (size_t i = 0; i < sizeof(identity) / sizeof(*identity); i++)
		ok(problem(identity_number_find, identity[i]) == CODE_GOOD, "GB 11643 %s", identity[i]);

	f = credit_code_find("911100001016237417", 18);
	ok(f.problem == CODE_CHECK_DIGIT && f.expected == 'K' && f.position == 18, "GB 32100: K is expected for 7");
	f = credit_code_find("91350211M0000XUF46", 18);
	ok(f.problem == CODE_CHECK_DIGIT && f.expected == 'R', "a printed code with a wrong check digit: R is expected");
	f = identity_number_find("110105194912310021", 18);
	ok(f.problem == CODE_CHECK_DIGIT && f.expected == 'X', "GB 11643: X is expected for 1");
	f = organisation_code_find("10162374-2", 10);
	ok(f.problem == CODE_CHECK_DIGIT && f.expected == '1', "GB 11714: 1 is expected for 2");
	f = credit_code_find("9111000010162374IK", 18);
	ok(f.problem == CODE_CHARACTER && f.position == 17, "I is no character of GB 32100");
	f = credit_code_find("91A10000101623741K", 18);
	ok(f.problem == CODE_CHARACTER && f.position == 3, "the division of GB 32100 is in digits");
	f = credit_code_find("91110000101623\0741", 18);
	ok(f.problem == CODE_CHARACTER, "a zero byte is a wrong character, not an end");
	ok(problem(credit_code_find, "") == CODE_LENGTH, "an empty text has a wrong length");
	ok(problem(organisation_code_find, "10162374+1") == CODE_LENGTH, "only a hyphen stands before the check digit");

	ok(problem(identity_number_find, "110105194902290029") == CODE_DATE, "29 February 1949 was none");
	ok(problem(identity_number_find, "110105194913310021") == CODE_DATE, "no thirteenth month");
	ok(problem(identity_number_find, "110105490229002") == CODE_DATE, "15 digits have a date too");
	ok(problem(identity_number_find, "000105194912310024") == CODE_REGION
	   && problem(identity_number_find, "840000199001010014") == CODE_REGION, "no province 00, none 84");
	ok(problem(identity_number_find, "990105491231002") == CODE_REGION && problem(identity_number_find, "830000900101001") == CODE_REGION,
	   "15 digits were given out by provinces alone");
	f = identity_number_find("911156199102030011", 18);
	ok(f.problem == CODE_CHECK_DIGIT && f.expected == '0', "the card of a foreigner has a check digit too");
	ok(problem(identity_number_find, "1101051949123100") == CODE_LENGTH, "16 characters are neither form");
	ok(problem(identity_number_find, "11010519491231002Y") == CODE_CHARACTER, "no Y");

	ok(problem(division_code_find, "410700") == CODE_GOOD && problem(division_code_find, "410702001") == CODE_GOOD, "GB/T 2260 and 10114");
	ok(problem(division_code_find, "500000") == CODE_GOOD && problem(division_code_find, "820000") == CODE_GOOD
	   && problem(division_code_find, "710000") == CODE_GOOD, "Chongqing, Macao, Taiwan");
	ok(problem(division_code_find, "160000") == CODE_REGION && problem(division_code_find, "470000") == CODE_REGION
	   && problem(division_code_find, "830000") == CODE_REGION && problem(division_code_find, "550000") == CODE_REGION, "no such provinces");
	ok(problem(division_code_find, "4107") == CODE_LENGTH && problem(division_code_find, "41070O") == CODE_CHARACTER, "four digits, a letter");

	ok(problem(basic_code_find, "442199806003") == CODE_GOOD && problem(basic_code_find, "000123456001") == CODE_GOOD, "12 digits of a matter");
	ok(problem(basic_code_find, "012199806003") == CODE_REGION, "00 alone is national");
	ok(problem(implementation_code_find, "12441500196720244T3442199806003") == CODE_GOOD, "31 characters of a matter");
	ok(problem(implementation_code_find, "12441500196720244T344219980600301") == CODE_GOOD, "33 with the variant");
	f = implementation_code_find("12441500196720244T34421998O6003", 31);
	ok(f.problem == CODE_CHARACTER && f.position == 27, "the place in the whole code is told");
	ok(problem(implementation_code_find, "12441500196720244A3442199806003") == CODE_CHECK_DIGIT, "its credit code is checked");

	single_errors(credit_code_find, "91110000101623741K", "0123456789ABCDEFGHJKLMNPQRTUWXY", "GB 32100");
	single_errors(organisation_code_find, "101623741", "0123456789", "GB 11714");
	single_errors(identity_number_find, "11010519491231002X", "0123456789X", "GB 11643");
	exchanges(credit_code_find, "91110000101623741K", 8, "GB 32100");
	exchanges(identity_number_find, "11010519491231002X", 14, "GB 11643");
	return done_testing();
}
