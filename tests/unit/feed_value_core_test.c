/* feed_value_core: what departments write, and that every written form of every day reads as that day. */
#include "feed_value_core.h"

#include "test.h"

static const char *
clean(const char *in, bool code)
{
	static char out[256];

	out[feed_clean(in, strlen(in), code, out)] = '\0';
	return out;
}

static const char *
instant(const char *in)
{
	static char out[128];
	FeedInstant t;

	if (!feed_instant(in, strlen(in), &t))
		return "none";
	snprintf(out, sizeof(out), "%04d-%02d-%02d", t.year, t.month, t.day);
	if (t.has_time)
		snprintf(out + 10, sizeof(out) - 10, " %02d:%02d:%02d.%06d", t.hour, t.minute, t.second, t.microsecond);
	if (t.has_zone)
		snprintf(out + strlen(out), sizeof(out) - strlen(out), " %+d", t.zone);
	return out;
}

static int	failures = 0;

#define CHECK(condition) check(failures, condition, "line %d: %s", __LINE__, #condition)
#define IS(have, want) do { const char *h_ = (have); check(failures, strcmp(h_, (want)) == 0, "line %d: %s", __LINE__, h_); } while (0)
#define GROUP(name) do { ok(failures == 0, name); failures = 0; } while (0)

int
main(void)
{
	char		text[200];
	long long	n;

	IS(clean("  张 三　", false), "张 三");
	IS(clean("\xEF\xBB\xBF" "C-1", true), "C-1");
	IS(clean("Ｃ－１２３", true), "C-123");
	IS(clean("４１０７ ００", true), "410700");
	IS(clean("（甲）", false), "（甲）");
	IS(clean("　\t ", false), "");
	IS(clean("", true), "");
	IS(clean("a\xE2\x80\x8B" "b", true), "ab");
	IS(clean("\xE5\xBC", false), "\xE5\xBC");

	GROUP("stray marks, blanks and full-width forms");

	CHECK(feed_is_e_notation("4.10700E+17", 11));
	CHECK(feed_is_e_notation("4E+17", 5));
	CHECK(feed_is_e_notation("-1.5e-07", 8));
	CHECK(!feed_is_e_notation("41E12", 5));
	CHECK(!feed_is_e_notation("E+17", 4));
	CHECK(!feed_is_e_notation("4.1E+", 5));
	CHECK(!feed_is_e_notation("4.1E+1x", 7));
	CHECK(!feed_is_e_notation("410700", 6));
	CHECK(!feed_is_e_notation("", 0));

	GROUP("numbers that lost their digits");

	CHECK(feed_integer("12", 2, &n) && n == 12);
	CHECK(feed_integer("-7", 2, &n) && n == -7);
	CHECK(feed_integer("999999999999999999", 18, &n) && n == 999999999999999999LL);
	CHECK(!feed_integer("1000000000000000000", 19, &n));
	CHECK(!feed_integer("", 0, &n) && !feed_integer("-", 1, &n) && !feed_integer("1.0", 3, &n) && !feed_integer("1 2", 3, &n));

	GROUP("whole numbers");

	IS(instant("2025-03-03"), "2025-03-03");
	IS(instant("2025/3/3"), "2025-03-03");
	IS(instant("2025.3.3"), "2025-03-03");
	IS(instant("20250303"), "2025-03-03");
	IS(instant("2025年3月3日"), "2025-03-03");
	IS(instant("2025 年 3 月 3 日"), "2025-03-03");
	IS(instant("二〇二五年三月三日"), "2025-03-03");
	IS(instant("二〇二四年十二月三十一日"), "2024-12-31");
	IS(instant("二〇二五年十月二十日"), "2025-10-20");
	IS(instant("２０２５－０３－０３　０９：０５"), "2025-03-03 09:05:00.000000");
	IS(instant("2025-03-03 9:05"), "2025-03-03 09:05:00.000000");
	IS(instant("2025-03-03T09:05:30.25+08:00"), "2025-03-03 09:05:30.250000 +28800");
	IS(instant("2025-03-03T01:05:30Z"), "2025-03-03 01:05:30.000000 +0");
	IS(instant("2025-03-03 09:05:30.123456+08"), "2025-03-03 09:05:30.123456 +28800");
	IS(instant("2025-03-03 09:05 -0330"), "2025-03-03 09:05:00.000000 -12600");
	IS(instant("20250303090530"), "2025-03-03 09:05:30.000000");
	IS(instant("202503030905"), "2025-03-03 09:05:00.000000");
	IS(instant("20250303T090530+08"), "2025-03-03 09:05:30.000000 +28800");
	IS(instant("2025年3月3日9时5分"), "2025-03-03 09:05:00.000000");
	IS(instant("2025年3月3日 下午3:05"), "2025-03-03 15:05:00.000000");
	IS(instant("2025年3月3日上午12时"), "2025-03-03 00:00:00.000000");
	IS(instant("2025/3/3 9点"), "2025-03-03 09:00:00.000000");
	IS(instant("2025-03-03 24:00"), "2025-03-03 24:00:00.000000");
	IS(instant("2024-02-29"), "2024-02-29");
	GROUP("dates and times as they are written");
	{
		static const char *const none[] = {
			"", " ", "2025", "2025-02-29", "2025-13-01", "2025-00-01", "2025-01-00", "0000-01-01", "25-03-03", "3/4/2025", "2025-03/03",
			"2025-03-03 25:00", "2025-03-03 24:01", "2025-03-03 09:60", "2025-03-03 9:5", "2025-03-03 09:05:60", "2025-03-03x",
			"2025年3月3", "2025-03-03T", "45719", "4.57190E+04", "2025-03-03 下午13:00", "2025-03-03 09:05+99", "infinity", "now", "昨天",
			"202503030", "2025030309053", "2025-03-03 09", "2025-3-3-3", "2025-03-03 09:05:30 PM"
		};

		for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		{
			IS(instant(none[i]), "none");
		}
	}

	GROUP("what is no date");

	/* every day of 400 years in six forms; the day after the last of a month in none */
	for (int year = 1900; year < 2300; year++)
		for (int month = 1; month <= 12; month++)
		{
			int			last = month == 2 ? (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28) :
				month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;

			for (int day = 1; day <= last + 1; day++)
			{
				static const char *const forms[] = {"%d-%02d-%02d", "%d/%d/%d", "%d.%d.%d", "%d年%d月%d日", "%d%02d%02d", "%d－%d－%d"};
				char		want[16];

				snprintf(want, sizeof(want), "%04d-%02d-%02d", year, month, day);
				for (size_t f = 0; f < sizeof(forms) / sizeof(forms[0]); f++)
				{
					snprintf(text, sizeof(text), forms[f], year, month, day);
					IS(instant(text), day <= last ? want : "none");
				}
			}
		}

	GROUP("every day of four centuries in six forms, the day after the last of a month in none");

	/* any bytes: no read past the end (run with SANITIZE=1) */
	{
		static const char *const pieces[] = {"2025", "年", "月", "日", "十", "-", "/", ":", " ", "9", "T", "Z", "+08", "下午", "\xE5", "\xEF\xBB\xBF", "０", "E+17", "."};

		choose_seed();
		for (int i = 0; i < 200000; i++)
		{
			FeedInstant t;
			char	   *exact;
			size_t		length;

			text[0] = '\0';
			for (int k = (int) between_random(0, 11); k > 0; k--)
				strcat(text, pieces[between_random(0, sizeof(pieces) / sizeof(pieces[0]) - 1)]);
			length = strlen(text);
			exact = malloc(length + 1);
			memcpy(exact, text, length);
			if (feed_instant(exact, length, &t))
				CHECK(t.year >= 1 && t.month >= 1 && t.month <= 12 && t.day >= 1 && t.day <= 31 && t.hour <= 24 && t.minute < 60);
			{
				char	   *out = malloc(length + 1);

				CHECK(feed_clean(exact, length, (i & 1) != 0, out) <= length);
				free(out);
			}
			free(exact);
		}
	}
	GROUP("any pieces in any order");
	return done_testing();
}
