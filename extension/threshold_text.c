/*
 * threshold_text.c
 *		The little language in which a time rule says when it fires.
 *
 *		threshold := 'due' 'passed'
 *				   | 'due' '-' number unit
 *				   | 'due' '+' 'more' 'than' number unit
 *				   | 'due' '+' 'at' 'least' number unit
 *				   | number 'percent' 'of' 'limit'
 *		unit	  := 'working' day | 'working' hour | day
 *		day		  := 'day' | 'days'
 *		hour	  := 'hour' | 'hours'
 *
 * "due + 2 working days" alone is refused: X-W-5.3 says "more than two", other cities say "two or more", and the
 * difference of a day is a red card.
 */
#include "jiancha.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(jiancha_parse_threshold);

typedef struct Scanner
{
	const char *text;			/* the whole */
	const char *next;			/* behind the current word */
	const char *start;			/* of the current word */
	int			length;			/* of the current word, 0 at the end */
} Scanner;

static void
advance(Scanner *s)
{
	const char *p = s->next;

	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	s->start = p;
	if (*p >= '0' && *p <= '9')
		while (*p >= '0' && *p <= '9')
			p++;
	else if (*p == '+' || *p == '-')
		p++;
	else
		while (*p != '\0' && strchr(" \t\n\r+-", *p) == NULL)
			p++;
	s->length = p - s->start;
	s->next = p;
}

static bool
is_word(const Scanner *s, const char *word)
{
	return s->length == (int) strlen(word) && pg_strncasecmp(s->start, word, s->length) == 0;
}

static void refuse(const Scanner *s, const char *expected) pg_attribute_noreturn();

static void
refuse(const Scanner *s, const char *expected)
{
	int			position = pg_mbstrlen_with_len(s->text, s->start - s->text) + 1;

	ereport(ERROR,
			(errcode(ERRCODE_JC_BAD_RULE),
			 s->length == 0 ?
			 errmsg("threshold \"%s\" ends too early", s->text) :
			 errmsg("threshold \"%s\" is not understood at \"%.*s\"", s->text, s->length, s->start),
			 errdetail("At character %d one of these was expected: %s.", position, expected),
			 errhint("Examples: \"due passed\", \"due - 1 working day\", \"due + more than 2 working days\", \"90 percent of limit\".")));
}

static void
expect(Scanner *s, const char *word)
{
	if (!is_word(s, word))
		refuse(s, word);
	advance(s);
}

static bool
is_number(const Scanner *s)
{
	return s->length > 0 && *s->start >= '0' && *s->start <= '9';
}

/* the current word as a number from 1 to most, which has at most four digits */
static int
read_number(Scanner *s, int most, const char *expected)
{
	int			number;

	if (!is_number(s))
		refuse(s, "a whole number");
	if (s->length > 4 || (number = atoi(s->start)) < 1 || number > most)
		refuse(s, expected);
	advance(s);
	return number;
}

/* what follows the number: working days, working hours or natural days */
static const char *
read_unit(Scanner *s)
{
	const char *unit = "day";

	if (is_word(s, "working"))
	{
		advance(s);
		if (is_word(s, "hour") || is_word(s, "hours"))
		{
			advance(s);
			return "working_hour";
		}
		if (!is_word(s, "day") && !is_word(s, "days"))
			refuse(s, "day, days, hour, hours");
		unit = "working_day";
	}
	else if (!is_word(s, "day") && !is_word(s, "days"))
		refuse(s, "working day(s), working hour(s), day(s)");
	advance(s);
	return unit;
}

/*
 * jiancha._parse_threshold(at text, out amount integer, out unit text, out comparison text)
 *
 * comparison is passed, before, more_than, at_least or elapsed; unit is working_day, working_hour, day, or percent with
 * elapsed; amount is 0 for passed, 1 to 100 percent, else from 1 to 9999. Errors JC009 with the position of the wrong word
 * and the words that would be right. IMMUTABLE, STRICT, PARALLEL SAFE.
 */
Datum
jiancha_parse_threshold(PG_FUNCTION_ARGS)
{
	Scanner		s;
	int			amount = 0;
	const char *unit = "working_day";
	const char *comparison;
	TupleDesc	tupdesc;
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");

	s.text = s.next = text_to_cstring(PG_GETARG_TEXT_PP(0));
	advance(&s);
	if (is_number(&s))
	{
		amount = read_number(&s, 100, "a number from 1 to 100");
		expect(&s, "percent");
		expect(&s, "of");
		expect(&s, "limit");
		unit = "percent";
		comparison = "elapsed";
	}
	else if (!is_word(&s, "due"))
		refuse(&s, "due, a number of percent");
	else
	{
		advance(&s);
		if (is_word(&s, "passed"))
		{
			comparison = "passed";
			advance(&s);
		}
		else
		{
			if (is_word(&s, "-"))
			{
				comparison = "before";
				advance(&s);
			}
			else if (is_word(&s, "+"))
			{
				advance(&s);
				if (is_word(&s, "more"))
				{
					advance(&s);
					expect(&s, "than");
					comparison = "more_than";
				}
				else if (is_word(&s, "at"))
				{
					advance(&s);
					expect(&s, "least");
					comparison = "at_least";
				}
				else
					refuse(&s, "more than, at least");
			}
			else
				refuse(&s, "passed, -, +");
			amount = read_number(&s, 9999, "a number from 1 to 9999");
			unit = read_unit(&s);
		}
	}
	if (s.length != 0)
		refuse(&s, "the end");

	values[0] = Int32GetDatum(amount);
	values[1] = CStringGetTextDatum(unit);
	values[2] = CStringGetTextDatum(comparison);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}
