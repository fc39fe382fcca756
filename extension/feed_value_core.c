/*
 * feed_value_core.c
 *		Values as departments' systems and office programs write them: full-width digits, Chinese dates, stray marks.
 *
 * All input is UTF-8. Nothing here knows the server.
 */
#include "feed_value_core.h"

#include <stdint.h>
#include <string.h>

#define MAX_INSTANT 128			/* bytes; no date with time is longer */

/* the code point at p, and its length in *size; a broken sequence counts as one byte and is none of ours */
static uint32_t
code_point(const char *p, const char *end, int *size)
{
	const unsigned char *s = (const unsigned char *) p;

	*size = 1;
	if (s[0] < 0x80)
		return s[0];
	if ((s[0] & 0xE0) == 0xC0 && end - p >= 2)
	{
		*size = 2;
		return (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	}
	if ((s[0] & 0xF0) == 0xE0 && end - p >= 3)
	{
		*size = 3;
		return (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	}
	if ((s[0] & 0xF8) == 0xF0 && end - p >= 4)
	{
		*size = 4;
		return (s[0] & 0x07) << 18 | (s[1] & 0x3F) << 12 | (s[2] & 0x3F) << 6 | (s[3] & 0x3F);
	}
	return 0xFFFD;
}

/* what no one means to send: byte order mark, zero-width characters, soft hyphen */
static bool
is_stray(uint32_t c)
{
	return c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0x00AD;
}

static bool
is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x00A0 || c == 0x3000;
}

/*
 * feed_clean - a value without stray marks and without blanks before and behind.
 *
 * With code, full-width forms (U+FF01 to U+FF5E) become ASCII and every blank goes, so that a number typed by hand is the
 * number; a name keeps what stands inside it. out must have room for length bytes; returns how many were written, 0 for
 * what is empty.
 */
size_t
feed_clean(const char *in, size_t length, bool code, char *out)
{
	const char *end = in + length;
	size_t		written = 0,
				kept = 0;

	for (const char *p = in; p < end;)
	{
		int			size;
		uint32_t	c = code_point(p, end, &size);

		if (is_stray(c))
			;
		else if (is_blank(c))
		{
			/* kept only if something follows */
			if (!code && written > 0)
			{
				memmove(out + written, p, size);
				written += size;
			}
		}
		else if (code && c >= 0xFF01 && c <= 0xFF5E)
		{
			out[written++] = (char) (c - 0xFF01 + '!');
			kept = written;
		}
		else
		{
			memmove(out + written, p, size);
			written += size;
			kept = written;
		}
		p += size;
	}
	return kept;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * feed_is_e_notation - is this a number as spreadsheets write one that is too long for the cell: 4.10700E+17?
 *
 * The sign is what spreadsheets always write and codes never hold. Such a number has lost its last digits.
 */
bool
feed_is_e_notation(const char *in, size_t length)
{
	size_t		i = 0,
				digits = 0;

	if (i < length && (in[i] == '-' || in[i] == '+'))
		i++;
	for (; i < length && is_digit(in[i]); i++)
		digits++;
	if (i < length && in[i] == '.')
		for (i++; i < length && is_digit(in[i]); i++)
			digits++;
	if (digits == 0 || i + 2 >= length || (in[i] != 'E' && in[i] != 'e') || (in[i + 1] != '+' && in[i + 1] != '-'))
		return false;
	for (i += 2; i < length; i++)
		if (!is_digit(in[i]))
			return false;
	return true;
}

/* feed_integer - a cleaned code as a whole number of at most 18 digits; false if it is none */
bool
feed_integer(const char *in, size_t length, long long *result)
{
	size_t		i = 0;
	bool		negative = false;
	long long	value = 0;

	if (length > 0 && (in[0] == '-' || in[0] == '+'))
	{
		negative = in[0] == '-';
		i = 1;
	}
	if (i == length || length - i > 18)
		return false;
	for (; i < length; i++)
	{
		if (!is_digit(in[i]))
			return false;
		value = value * 10 + (in[i] - '0');
	}
	*result = negative ? -value : value;
	return true;
}

/* dates: text with every digit, mark and separator as ASCII */

/* Chinese numerals and words, each as one letter; 十 is X */
static const struct
{
	const char *from;
	const char *to;
} words[] = {
	{"〇", "0"}, {"○", "0"}, {"零", "0"}, {"一", "1"}, {"二", "2"}, {"三", "3"}, {"四", "4"}, {"五", "5"}, {"六", "6"},
	{"七", "7"}, {"八", "8"}, {"九", "9"}, {"十", "X"},
	{"年", "Y"}, {"月", "M"}, {"日", "D"}, {"号", "D"}, {"时", "h"}, {"點", "h"}, {"点", "h"}, {"分", "m"}, {"秒", "s"},
	{"上午", "a"}, {"下午", "p"}, {"凌晨", "a"}, {"晚上", "p"}
};

/* cleaned text to ASCII; blanks stay, since they part the date from the time. False: something else stands in it */
static bool
to_ascii(const char *in, size_t length, char *out)
{
	const char *end = in + length;
	size_t		n = 0;

	for (const char *p = in; p < end;)
	{
		int			size;
		uint32_t	c = code_point(p, end, &size);

		if (n >= MAX_INSTANT - 1)
			return false;
		if (is_blank(c))
			out[n++] = ' ';
		else if (c >= 0xFF01 && c <= 0xFF5E)
			out[n++] = (char) (c - 0xFF01 + '!');
		else if (c < 0x80)
			/* capital letters mean Chinese words here, but for T and Z */
			out[n++] = c == 't' ? 'T' : c == 'z' ? 'Z' : (c == 'T' || c == 'Z' || c < 'A') ? (char) c : '?';
		else if (!is_stray(c))
		{
			size_t		i;

			for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			{
				size_t		w = strlen(words[i].from);

				if ((size_t) (end - p) >= w && memcmp(p, words[i].from, w) == 0)
				{
					out[n++] = words[i].to[0];
					size = (int) w;
					break;
				}
			}
			if (i == sizeof(words) / sizeof(words[0]))
				return false;
		}
		p += size;
	}
	out[n] = '\0';
	return true;
}

/*
 * A number of min to max digits at *p; with X (十) among them, of one to three characters: 十 10, 十二 12, 二十 20, 三十一 31.
 * False if there is none.
 */
static bool
number(const char **p, int min, int max, int *result)
{
	const char *s = *p;
	int			n = 0,
				value = 0;

	while (is_digit(s[n]) && n < max)
		value = value * 10 + (s[n++] - '0');
	if (s[n] == 'X' && n <= 1)
	{
		value = n == 0 ? 10 : value * 10;
		n++;
		if (is_digit(s[n]))
			value += s[n++] - '0';
	}
	else if (n < min)
		return false;
	*p = s + n;
	*result = value;
	return true;
}

static void
skip_blanks(const char **p)
{
	while (**p == ' ')
		(*p)++;
}

static int
digits_at(const char *p)
{
	int			n = 0;

	while (is_digit(p[n]))
		n++;
	return n;
}

static int
days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)))
		return 29;
	return days[month - 1];
}

static bool
date_part(const char **p, FeedInstant *t, bool *compact)
{
	const char *s = *p;
	char		mark;
	int			n = digits_at(s);

	/* YYYYMMDD, YYYYMMDDhhmmss (GB/T 7408) */
	*compact = n == 8 || n == 12 || n == 14;
	if (*compact)
	{
		const char *q = s;

		t->year = (q[0] - '0') * 1000 + (q[1] - '0') * 100 + (q[2] - '0') * 10 + (q[3] - '0');
		t->month = (q[4] - '0') * 10 + (q[5] - '0');
		t->day = (q[6] - '0') * 10 + (q[7] - '0');
		*p = s + 8;
		return true;
	}
	if (!number(&s, 4, 4, &t->year))
		return false;
	skip_blanks(&s);
	mark = *s++;
	if (mark != '-' && mark != '/' && mark != '.' && mark != 'Y')
		return false;
	skip_blanks(&s);
	if (!number(&s, 1, 2, &t->month))
		return false;
	skip_blanks(&s);
	if (*s++ != (mark == 'Y' ? 'M' : mark))
		return false;
	skip_blanks(&s);
	if (!number(&s, 1, 2, &t->day))
		return false;
	if (mark == 'Y')
	{
		skip_blanks(&s);
		if (*s++ != 'D')
			return false;
	}
	*p = s;
	return true;
}

static bool
time_part(const char **p, FeedInstant *t, bool compact)
{
	const char *s = *p;
	char		half = 0;

	t->has_time = true;
	if (compact)
	{
		t->hour = (s[0] - '0') * 10 + (s[1] - '0');
		t->minute = (s[2] - '0') * 10 + (s[3] - '0');
		s += 4;
		if (is_digit(*s))
		{
			t->second = (s[0] - '0') * 10 + (s[1] - '0');
			s += 2;
		}
		*p = s;
		return true;
	}
	if (*s == 'a' || *s == 'p')
	{
		half = *s++;
		skip_blanks(&s);
	}
	if (!number(&s, 1, 2, &t->hour))
		return false;
	if (*s == 'h')
	{
		s++;
		if (number(&s, 1, 2, &t->minute))
		{
			if (*s++ != 'm')
				return false;
			if (number(&s, 1, 2, &t->second) && *s++ != 's')
				return false;
		}
	}
	else if (*s++ == ':')
	{
		if (!number(&s, 2, 2, &t->minute))
			return false;
		if (*s == ':')
		{
			s++;
			if (!number(&s, 2, 2, &t->second))
				return false;
			if (*s == '.' || *s == ',')
			{
				int			unit = 100000;

				for (s++; is_digit(*s); s++, unit /= 10)
					t->microsecond += (*s - '0') * unit;
			}
		}
	}
	else
		return false;
	if (half != 0)
	{
		if (t->hour > 12)
			return false;
		if (half == 'p' && t->hour < 12)
			t->hour += 12;
		else if (half == 'a' && t->hour == 12)
			t->hour = 0;
	}
	*p = s;
	return true;
}

static bool
zone_part(const char **p, FeedInstant *t)
{
	const char *s = *p;
	int			hours,
				minutes = 0;
	int			sign = *s == '-' ? -1 : 1;

	if (*s == 'Z')
	{
		t->has_zone = true;
		*p = s + 1;
		return true;
	}
	s++;
	if (!number(&s, 2, 2, &hours))
		return false;
	if (*s == ':')
		s++;
	if (is_digit(*s) && !number(&s, 2, 2, &minutes))
		return false;
	if (hours > 15 || minutes > 59)
		return false;
	t->has_zone = true;
	t->zone = sign * (hours * 3600 + minutes * 60);
	*p = s;
	return true;
}

/*
 * feed_instant - a date, or a date with time, in one of the ways in which it is written in China.
 *
 *		2025-03-03  2025/3/3  2025.3.3  2025年3月3日  二〇二五年三月三日  20250303
 *		each with 9:05, 09:05:30, 09:05:30.5, 9时5分, 9点, 下午3:05 behind it, or with T before; 20250303090530, 20250303T090530;
 *		a zone behind the time (Z, +08, +0800, +08:00) is kept
 *
 * Digits may be full-width. 24:00 is the end of the day. False, with *result undefined, for anything else: a date is
 * never guessed, so two digits are no year and 3/4/2025 is no date.
 */
bool
feed_instant(const char *in, size_t length, FeedInstant *result)
{
	char		text[MAX_INSTANT];
	const char *p = text;
	FeedInstant t = {0};
	bool		compact;

	if (length >= MAX_INSTANT * 3 || !to_ascii(in, length, text))
		return false;
	skip_blanks(&p);
	if (!date_part(&p, &t, &compact))
		return false;
	if (compact && (is_digit(*p) || (*p == 'T' && digits_at(p + 1) >= 4)))
	{
		if (*p == 'T')
			p++;
		if ((digits_at(p) != 4 && digits_at(p) != 6) || !time_part(&p, &t, true))
			return false;
	}
	else if (*p == 'T')
	{
		p++;
		if (!time_part(&p, &t, false))
			return false;
	}
	else
	{
		skip_blanks(&p);
		if (*p != '\0' && !time_part(&p, &t, false))
			return false;
	}
	if (t.has_time)
	{
		skip_blanks(&p);
		if ((*p == 'Z' || *p == '+' || *p == '-') && !zone_part(&p, &t))
			return false;
	}
	skip_blanks(&p);
	if (*p != '\0')
		return false;
	if (t.year < 1 || t.month < 1 || t.month > 12 || t.day < 1 || t.day > days_of_month(t.year, t.month))
		return false;
	if (t.minute > 59 || t.second > 59 || t.hour > 24 || (t.hour == 24 && (t.minute > 0 || t.second > 0 || t.microsecond > 0)))
		return false;
	*result = t;
	return true;
}
