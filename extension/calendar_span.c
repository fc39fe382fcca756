/*
 * calendar_span.c
 *		What an explanation shows: the days of an interval as spans, each with its reason.
 */
#include "deadline.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(jiancha_day_spans);

typedef enum SpanKind
{
	SPAN_WORKING,
	SPAN_MAKE_UP,				/* a working day on a day of weekly rest */
	SPAN_WEEKEND,
	SPAN_HOLIDAY,				/* statutory or off */
	SPAN_PAUSED,
	SPAN_UNPUBLISHED			/* past the horizon, or before the first day */
} SpanKind;

static const char *const span_names[] = {
	[SPAN_WORKING] = "working_day",
	[SPAN_MAKE_UP] = "make_up_day",
	[SPAN_WEEKEND] = "weekend",
	[SPAN_HOLIDAY] = "holiday",
	[SPAN_PAUSED] = "paused",
	[SPAN_UNPUBLISHED] = "unpublished"
};

typedef struct Span
{
	SpanKind	kind;
	int32		last;			/* last day of the span */
	const NoticedDay *noticed;	/* NULL: nothing but the weekly pattern */
} Span;

/* the first noticed day on or after day: its place in cal->days */
static int
noticed_from(const CalendarVersion *cal, int32 day)
{
	int			low = 0;
	int			high = cal->ndays;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (cal->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/*
 * The span that begins on day and ends on or before limit, pauses apart.
 *
 * Days of weekly rest between two days of one holiday belong to the holiday: people say "the festival lasted from ...
 * to ...". A span of plain working days ends before the next rest day, found through the rank, not by walking.
 */
static Span
span_from(const CalendarVersion *cal, int32 day, int32 limit)
{
	const Calendar *core = &cal->core;
	int			at = noticed_from(cal, day);
	const NoticedDay *noticed = at < cal->ndays && cal->days[at].day == day ? &cal->days[at] : NULL;
	Span		span = {SPAN_WORKING, day, noticed};

	if (!calendar_known(core, day))
	{
		span.kind = SPAN_UNPUBLISHED;
		span.noticed = NULL;
		span.last = day < core->first ? Min(limit, core->first - 1) : limit;
		return span;
	}
	limit = Min(limit, core->through);
	if (noticed != NULL && (noticed->kind == DAY_OFF || noticed->kind == DAY_STATUTORY))
	{
		span.kind = SPAN_HOLIDAY;
		while (++at < cal->ndays && cal->days[at].day <= limit &&
			   (cal->days[at].kind == DAY_OFF || cal->days[at].kind == DAY_STATUTORY) &&
			   same_text(cal->days[at].holiday, noticed->holiday) &&
			   same_text(cal->days[at].notice, noticed->notice) &&
			   calendar_rank(core, cal->days[at].day) == calendar_rank(core, day))
			span.last = cal->days[at].day;
		return span;
	}
	if (noticed != NULL && noticed->kind == DAY_WORK)
	{
		span.kind = SPAN_MAKE_UP;
		return span;
	}
	span.kind = calendar_is_working(core, day) ? SPAN_WORKING : SPAN_WEEKEND;
	if (noticed != NULL)
		return span;

	/* up to the day before the next one that is noticed or is of the other kind */
	if (at < cal->ndays)
		limit = Min(limit, cal->days[at].day - 1);
	if (span.kind == SPAN_WEEKEND)
	{
		int32		next;

		if (calendar_nth(core, calendar_rank(core, day) + 1, &next))
			limit = Min(limit, next - 1);
		span.last = limit;
	}
	else
		while (span.last < limit && calendar_is_working(core, span.last + 1))
			span.last++;		/* ends with the week */
	return span;
}

/*
 * jiancha._day_spans(after date, through date, pauses datemultirange, calendar text, version int,
 *		out first_day date, out last_day date, out counted int, out kind text, out holiday text, out notice_no text)
 *
 * The days of (after, through] as spans of one kind: working_day, make_up_day, weekend, holiday, paused, unpublished.
 * counted is the number of working days in the span that a limit counts, none in a paused or unpublished one. holiday
 * and notice_no name what set the days. No row if the interval is empty or one of its ends is infinite or NULL.
 */
Datum
jiancha_day_spans(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	CalendarMemo *memo;
	const CalendarVersion *cal;
	Pause		fixed[MAX_FIXED_PAUSES];
	Pause	   *pauses = fixed;
	size_t		npauses = 0;
	size_t		next_pause = 0;
	int32		day,
				through;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3) || PG_ARGISNULL(4) ||
		DATE_NOT_FINITE(PG_GETARG_DATEADT(0)) || DATE_NOT_FINITE(PG_GETARG_DATEADT(1)))
		return (Datum) 0;
	memo = jc_calendar_memo(fcinfo->flinfo);
	cal = jc_calendar_version_argument(fcinfo, 3);
	if (!PG_ARGISNULL(2))
		npauses = jc_pauses(memo, PG_GETARG_MULTIRANGE_P(2), &pauses);
	through = PG_GETARG_DATEADT(1);

	for (day = PG_GETARG_DATEADT(0) + 1; day <= through;)
	{
		Span		span;
		Datum		values[6];
		bool		nulls[6] = {false, false, false, false, false, false};
		int64		counted = 0;

		CHECK_FOR_INTERRUPTS();
		while (next_pause < npauses && pauses[next_pause].end != PAUSE_OPEN && pauses[next_pause].end < day)
			next_pause++;
		if (next_pause < npauses && pauses[next_pause].begin < day)
		{
			span.kind = SPAN_PAUSED;
			span.last = Min(through, pauses[next_pause].end);
			span.noticed = NULL;
		}
		else
			span = span_from(cal, day, next_pause < npauses ? Min(through, pauses[next_pause].begin) : through);

		if (span.kind == SPAN_WORKING || span.kind == SPAN_MAKE_UP)
			counted = calendar_rank(&cal->core, span.last) - calendar_rank(&cal->core, day - 1);
		values[0] = DateADTGetDatum(day);
		values[1] = DateADTGetDatum(span.last);
		values[2] = Int32GetDatum((int32) counted);
		values[3] = CStringGetTextDatum(span_names[span.kind]);
		nulls[4] = span.noticed == NULL || span.noticed->holiday == NULL;
		values[4] = nulls[4] ? (Datum) 0 : CStringGetTextDatum(span.noticed->holiday);
		nulls[5] = span.noticed == NULL || span.noticed->notice == NULL;
		values[5] = nulls[5] ? (Datum) 0 : CStringGetTextDatum(span.noticed->notice);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		if (span.last == through)
			break;
		day = span.last + 1;
	}
	return (Datum) 0;
}
