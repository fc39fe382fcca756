/*
 * identity_code_core.c
 *		GB 32100-2015 unified social credit code, GB 11714 organisation code, GB 11643 identity number, GB/T 2260 division
 *		code, and the 12, 31 and 33 digits of a matter.
 */
#include "identity_code_core.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* GB 32100-2015: no I, O, S, V, Z; the place is the value */
static const char credit_characters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static CodeFinding
found(CodeProblem problem, size_t position, char expected)
{
	CodeFinding finding = {problem, position, expected};

	return finding;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* the first of length characters that is no digit, from 1; 0: all are */
static size_t
first_no_digit(const char *code, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_digit(code[i]))
			return i + 1;
	return 0;
}

static int
number(const char *digits, int count)
{
	int			n = 0;

	for (int i = 0; i < count; i++)
		n = n * 10 + (digits[i] - '0');
	return n;
}

/* the provinces of GB/T 2260, Taiwan, Hong Kong and Macao among them */
static bool
is_province(const char *digits)
{
	switch (digits[0])
	{
		case '1':
		case '5':
		case '6':
			return digits[1] >= (digits[0] == '5' ? '0' : '1') && digits[1] <= (digits[0] == '5' ? '4' : '5');
		case '2':
			return digits[1] >= '1' && digits[1] <= '3';
		case '3':
			return digits[1] >= '1' && digits[1] <= '7';
		case '4':
			return digits[1] >= '1' && digits[1] <= '6';
		case '7':
			return digits[1] == '1';
		case '8':
			return digits[1] == '1' || digits[1] == '2';
		default:
			return false;
	}
}

/*
 * credit_code_find - GB 32100-2015: 18 characters; department, kind of body, six digits of division, nine of the body, check.
 *
 * C18 = 31 - (sum of value times 3^(i-1) mod 31), 31 becoming 0. The division is not looked up: bodies keep the code under
 * which they were registered.
 */
CodeFinding
credit_code_find(const char *code, size_t length)
{
	int			sum = 0,
				weight = 1;

	if (length != 18)
		return found(CODE_LENGTH, 0, 0);
	for (size_t i = 0; i < 18; i++)
	{
		const char *at = code[i] == '\0' ? NULL : strchr(credit_characters, code[i]);

		if (at == NULL || (i >= 2 && i < 8 && !is_digit(code[i])))
			return found(CODE_CHARACTER, i + 1, 0);
		if (i < 17)
			sum += (int) (at - credit_characters) * weight;
		weight = weight * 3 % 31;
	}
	sum = (31 - sum % 31) % 31;
	if (code[17] != credit_characters[sum])
		return found(CODE_CHECK_DIGIT, 18, credit_characters[sum]);
	return found(CODE_GOOD, 0, 0);
}

/*
 * organisation_code_find - GB 11714: eight digits or letters and a check character, with or without a hyphen before it.
 *
 * C = 11 - (sum mod 11); 10 is written X, 11 is written 0.
 */
CodeFinding
organisation_code_find(const char *code, size_t length)
{
	static const int weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};
	int			sum = 0;
	char		check,
				expected;

	if (length == 10 && code[8] == '-')
		check = code[9];
	else if (length == 9)
		check = code[8];
	else
		return found(CODE_LENGTH, 0, 0);
	for (size_t i = 0; i < 8; i++)
	{
		if (is_digit(code[i]))
			sum += (code[i] - '0') * weight[i];
		else if (code[i] >= 'A' && code[i] <= 'Z')
			sum += (code[i] - 'A' + 10) * weight[i];
		else
			return found(CODE_CHARACTER, i + 1, 0);
	}
	sum = 11 - sum % 11;
	expected = sum == 10 ? 'X' : sum == 11 ? '0' : (char) ('0' + sum);
	if (check != expected)
		return found(CODE_CHECK_DIGIT, length, expected);
	return found(CODE_GOOD, 0, 0);
}

/* the check character of the first 17 digits of an identity number (GB 11643) */
char
identity_number_check(const char *seventeen)
{
	static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int			sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (seventeen[i] - '0') * weight[i];
	return "10X98765432"[sum % 11];
}

static bool
is_date(int year, int month, int day)
{
	static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return year >= 1800 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

/*
 * Where an identity number of 18 characters was given out: a province, or 83 on a residence permit of Taiwan (81, 82 on
 * those of Hong Kong and Macao are provinces); the permanent residence card of foreigners of 2023 begins with 9, and its
 * digits after that are no division.
 */
static bool
gives_identity_numbers(const char *digits)
{
	return digits[0] == '9' || (digits[0] == '8' && digits[1] == '3') || is_province(digits);
}

/*
 * identity_number_find - GB 11643: 18 characters, or the 15 digits that were given out before, which have no check digit and
 * a year of the twentieth century.
 */
CodeFinding
identity_number_find(const char *code, size_t length)
{
	size_t		digits = length == 18 ? 17 : 15;
	size_t		bad;

	if (length != 18 && length != 15)
		return found(CODE_LENGTH, 0, 0);
	bad = first_no_digit(code, digits);
	if (bad != 0)
		return found(CODE_CHARACTER, bad, 0);
	if (!(length == 18 ? gives_identity_numbers(code) : is_province(code)))
		return found(CODE_REGION, 1, 0);
	if (length == 15 ? !is_date(1900 + number(code + 6, 2), number(code + 8, 2), number(code + 10, 2))
		: !is_date(number(code + 6, 4), number(code + 10, 2), number(code + 12, 2)))
		return found(CODE_DATE, 7, 0);
	if (length == 18)
	{
		char		expected = identity_number_check(code);
		char		check = code[17] == 'x' ? 'X' : code[17];

		if (!is_digit(check) && check != 'X')
			return found(CODE_CHARACTER, 18, 0);
		if (check != expected)
			return found(CODE_CHECK_DIGIT, 18, expected);
	}
	return found(CODE_GOOD, 0, 0);
}

/*
 * division_code_find - GB/T 2260: six digits; GB/T 10114 and the statistical codes add three and six more.
 */
CodeFinding
division_code_find(const char *code, size_t length)
{
	size_t		bad;

	if (length != 6 && length != 9 && length != 12)
		return found(CODE_LENGTH, 0, 0);
	bad = first_no_digit(code, length);
	if (bad != 0)
		return found(CODE_CHARACTER, bad, 0);
	if (!is_province(code))
		return found(CODE_REGION, 1, 0);
	return found(CODE_GOOD, 0, 0);
}

/*
 * basic_code_find - the 12 digits of a matter in the catalogue: region (00: national), type, main item, sub-item.
 */
CodeFinding
basic_code_find(const char *code, size_t length)
{
	size_t		bad;

	if (length != 12)
		return found(CODE_LENGTH, 0, 0);
	bad = first_no_digit(code, 12);
	if (bad != 0)
		return found(CODE_CHARACTER, bad, 0);
	if (!(code[0] == '0' && code[1] == '0') && !is_province(code))
		return found(CODE_REGION, 1, 0);
	return found(CODE_GOOD, 0, 0);
}

/*
 * implementation_code_find - the 31 characters of a matter as one body carries it out: credit code, level, basic code; two
 * more digits name a variant of handling.
 */
CodeFinding
implementation_code_find(const char *code, size_t length)
{
	CodeFinding finding;
	size_t		bad;

	if (length != 31 && length != 33)
		return found(CODE_LENGTH, 0, 0);
	finding = credit_code_find(code, 18);
	if (finding.problem != CODE_GOOD)
		return finding;
	if (!is_digit(code[18]))
		return found(CODE_CHARACTER, 19, 0);
	finding = basic_code_find(code + 19, 12);
	if (finding.problem != CODE_GOOD)
	{
		finding.position += 19;
		return finding;
	}
	bad = first_no_digit(code + 31, length - 31);
	if (bad != 0)
		return found(CODE_CHARACTER, 31 + bad, 0);
	return finding;
}
