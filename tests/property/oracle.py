"""What the clocks and signals of a case must be, worked out day by day from its facts.

Written from docs/design.md and the regulations, without the project's code: it walks calendars one day at a time, keeps
nothing between cases, and knows nothing of SQL. The calendar is the published list of days, and weekends.
"""
import csv
import datetime as dt

ZONE = dt.timezone(dt.timedelta(hours=8))
DAY = dt.timedelta(days=1)

# rank among the steps of one instant; does the case end with it; the state it leaves (None: as it was)
KINDS = {
    'request_correction': (10, False, 'correcting'), 'correction_received': (20, False, 'received'),
    'correction_expired': (30, True, 'expired'), 'deemed_accept': (35, False, 'accepted'), 'accept': (40, False, 'accepted'),
    'refuse_acceptance': (50, True, 'refused'), 'transfer': (60, False, None), 'begin_special': (70, False, 'special'),
    'end_special': (80, False, 'accepted'), 'extend': (90, False, None), 'rollback': (100, False, 'accepted'),
    'handle': (110, False, None), 'review': (120, False, None), 'approve': (130, False, None),
    'decide': (140, False, 'decided'), 'sent_up': (150, True, 'sent_up'), 'close': (160, True, 'closed'),
    'deliver': (170, False, None), 'withdraw': (180, True, 'withdrawn'), 'void': (190, True, 'void'),
    'terminate': (200, True, 'terminated'), 'cancel_step': (210, False, None),
}

# of steps known only to the day
LAST_OF_DAY = {'request_correction', 'correction_expired', 'refuse_acceptance', 'transfer', 'end_special', 'decide', 'sent_up', 'close',
               'deliver', 'withdraw', 'void', 'terminate'}

CLOCKS = {
    'promised': (('accept', 'deemed_accept'), ('close',), True),
    'statutory': (('accept', 'deemed_accept'), ('decide', 'close'), True),
    'acceptance': (('received', 'correction_received'), ('accept', 'refuse_acceptance', 'request_correction'), False),
}


class Calendar:
    def __init__(self, path):
        self.special = {}
        with open(path, encoding='utf-8') as rows:
            for row in csv.DictReader(rows):
                # one notice may revise an earlier one: the later row of the file holds
                self.special[dt.date.fromisoformat(row['day'])] = row['kind']
        self.first = dt.date(2004, 1, 1)
        self.last = max(self.special).replace(month=12, day=31)

    def works(self, day):
        kind = self.special.get(day, 'normal')
        if kind == 'normal':
            return day.isoweekday() <= 5
        return kind == 'work'

    def known(self, day):
        return self.first <= day <= self.last

    def walk(self, day, n):
        """The n-th working day after day (before it for negative n); n = 0 gives day."""
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.works(day):
                day += step
        return day

    def count(self, after, through):
        days, day = 0, after
        while day < through:
            day += DAY
            days += self.works(day)
        return days

    def roll(self, day):
        while not self.works(day):
            day += DAY
        return day


def add_months(day, months):
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    month += 1
    for last in (31, 30, 29, 28):
        try:
            return dt.date(year, month, min(day.day, last))
        except ValueError:
            continue


def local_date(at):
    return at.astimezone(ZONE).date()


def midnight(day):
    return dt.datetime(day.year, day.month, day.day, tzinfo=ZONE)


class Doubtful(Exception):
    """The regulations do not say; such a clock is not compared."""


def due_day(calendar, start, amount, unit, roll, pauses, extensions):
    """Last day of the limit, extension that counts, or None as the day while a pause that counts is open."""
    excluded = extension = 0

    def end():
        if unit == 'working_day':
            return (calendar.walk(start, amount + extension + excluded),) * 2
        if unit == 'day':
            raw = start + (amount + extension) * DAY
        else:
            raw = add_months(start, (amount + extension) * (12 if unit == 'year' else 1))
        if roll == 'skip_all':
            return (calendar.walk(start, (raw - start).days + excluded),) * 2
        raw += excluded * DAY
        return raw, calendar.roll(raw) if roll == 'last_day' else raw

    # extensions of a day before pauses of that day
    events = [(day, 0, days, None) for day, days in extensions] + \
             [(begin, 1, 0, stop) for begin, stop in pauses if stop is None or stop > start]
    is_open = False
    for day, what, days, stop in sorted(events, key=lambda e: (e[0], e[1], e[2])):
        raw, due = end()
        if is_open:
            # no end: any extension comes in time; a further pause cannot begin
            extension += days
            continue
        if max(day, start) > due and what == 1 or day > due and what == 0:
            continue
        if what == 0:
            extension += days
        elif stop is None:
            is_open = True
        else:
            begin = max(day, start)
            if begin > raw:
                raise Doubtful
            only_working = unit == 'working_day' or roll == 'skip_all'
            excluded += calendar.count(begin, stop) if only_working else (stop - begin).days
    return (None if is_open else end()[1]), extension


def unite(pauses):
    """Overlapping and adjoining (s, e] become one; e = None is open; empty ones go."""
    far = dt.date.max
    out = []
    for begin, stop in sorted((b, s or far) for b, s in pauses if s is None or s > b):
        if out and begin <= out[-1][1]:
            out[-1][1] = max(out[-1][1], stop)
        else:
            out.append([begin, stop])
    return [(b, None if s == far else s) for b, s in out]


def effective(steps):
    named = {s['corrects'] for s in steps if s['corrects'] is not None}
    best = {}
    for s in steps:
        if s['corrects'] is not None:
            best[s['corrects']] = max(best.get(s['corrects'], 0), s['step_no'])
    return [s for s in steps if s['kind'] != 'cancel_step' and s['step_no'] not in named
            and (s['corrects'] is None or best[s['corrects']] == s['step_no'])]


def silences(calendar, case, matter, events):
    """The starts of the rounds in which nobody answered within five working days, as deemed acceptances (行政许可法 32)."""
    starts, stops, _ = CLOCKS['acceptance']
    running, cycle, over, deemed = None, 0, False, []

    def lapse(start, stop):
        due = calendar.walk(local_date(start), 5)
        # what was answered at the very bound is late; an unpublished day decides nothing
        if calendar.known(due) and (stop is None or midnight(due + DAY) <= stop):
            deemed.append({'cycle': cycle, 'over_at': midnight(due + DAY), 'kind': 'deemed_accept', 'at': start, 'rank': 35, 'ends': False, 'state': 'accepted', 'step_no': -1, 'data': None,
                           'precision': 'minute', 'corrects': None})

    for e in [dict(kind='received', at=case['received_at'], ends=False)] + events:
        if running is None and e['kind'] in starts and not over:
            running = e['at']
            cycle += 1
        elif running is not None and (e['kind'] in stops or e['ends']):
            lapse(running, e['at'])
            running = None
        over = over or e['kind'] in ('accept', 'refuse_acceptance')
    if running is not None:
        lapse(running, None)
    return deemed


def judge(calendar, case, matter, as_of=None, lapsed=None):
    """The docket, its clocks by (clock, cycle), and thresholds of its promised clocks, as all its facts make them, and the silences
    that have their effect, by cycle. as_of: a silence that ends later has none, unless an earlier sweep had a later instant and
    left it (lapsed): that one stands until a sweep reaches its end and finds it unfounded, or its cycle ends in another."""
    received = case['received_at']
    events = []
    counting = effective(case['steps'])
    for s in counting:
        at = s['at']
        if s['precision'] == 'day':
            at = dt.datetime.combine(local_date(at), dt.time(), at.tzinfo)
        if s['at'] < received and not (s['precision'] == 'day' and at + DAY > received):
            continue
        if s['precision'] == 'day' and s['kind'] in LAST_OF_DAY:
            # what stops or hands over comes after what is known to the minute on that day
            at = max([at] + [o['at'] for o in counting if o['precision'] != 'day' and at <= o['at'] < at + DAY])
        rank, ends, state = KINDS[s['kind']]
        events.append(dict(s, at=max(at, received), rank=rank, ends=ends, state=state))
    closed = min((e['at'] for e in events if e['ends']), default=None)
    if closed:
        events = [e for e in events if e['at'] <= closed]
    events.sort(key=lambda e: (e['at'], e['rank'], e['step_no'] or 0))
    silent = silences(calendar, case, matter, events)
    over = {e['cycle']: e for e in silent if as_of is None or e['over_at'] <= as_of}
    for cycle, e in (lapsed or {}).items():
        if as_of is not None and e['over_at'] > as_of:
            over.setdefault(cycle, e)
    events += [e for e in over.values() if closed is None or e['at'] <= closed]
    events.sort(key=lambda e: (e['at'], e['rank'], e['step_no'] or 0))

    docket = {
        'silences': silent,
        'lapsed': over,
        'accepted_at': min((e['at'] for e in events if e['kind'] in ('accept', 'deemed_accept')), default=None),
        'closed_at': closed,
        'state': next((e['state'] for e in reversed(events) if e['state']), 'received'),
        'org_code': next((e['data']['to_org'] for e in reversed(events) if e['kind'] == 'transfer'), case['org_code']),
    }

    def holder(at):
        return next((e['data']['to_org'] for e in reversed(events) if e['kind'] == 'transfer' and e['at'] < at), case['org_code'])

    clocks, signals = {}, {}
    accepted = docket['accepted_at']
    for name, (starts, stops, pausable) in CLOCKS.items():
        if name == 'acceptance':
            amount, unit, roll = 5, 'working_day', matter['roll']
        else:
            # where no promise is published the statutory limit is judged (A08)
            basis = 'statutory' if matter[name + '_limit'] is None else name
            amount, unit, roll = matter[basis + '_limit'], matter[basis + '_unit'], matter['roll']
        if amount is None:
            continue
        marks = [dict(kind='received', at=received, ends=False)] + events
        running, cycle, over = None, 0, False
        spans = []
        for e in marks:
            # an accepted case has no limit of acceptance any more (A14)
            if running is None and e['kind'] in starts and not over:
                running = e['at']
                cycle += 1
            elif running is not None and (e['kind'] in stops or e['ends']):
                spans.append((cycle, running, e['at'], e['kind'] in stops or e.get('state') == 'closed'))
                running = None
            over = over or name == 'acceptance' and e['kind'] == 'accept'
        if running is not None:
            spans.append((cycle, running, None, False))

        begun, halts = None, []
        for e in events if pausable else ():
            if e['kind'] == 'begin_special' and begun is None:
                begun = e['at']
            elif e['kind'] == 'end_special' and begun is not None:
                halts.append((begun, e['at']))
                begun = None
        if begun is not None:
            halts.append((begun, None))

        for cycle, start, stop, reached in spans:
            pauses = []
            for b, e in halts:
                if stop is not None:
                    if b >= stop:
                        continue
                    e = min(e, stop) if e else stop
                if e is not None and e <= start:
                    continue
                pauses.append((local_date(b), local_date(e) if e else None))
            pauses = unite(pauses)
            # an extension lengthens the limits whose unit it is given in
            word = {'working_day': 'days', 'day': 'days', 'month': 'months', 'year': 'years'}[unit]
            extensions = [(local_date(e['at']), e['data'][word]) for e in events
                          if pausable and e['kind'] == 'extend' and word in e['data'] and e['at'] >= start and (stop is None or e['at'] <= stop)]
            clock = {'start_at': start, 'stop_at': stop, 'pauses': pauses}
            clocks[name, cycle] = clock
            try:
                due, extension = due_day(calendar, local_date(start), amount, unit, roll, pauses, extensions)
            except Doubtful:
                clock['doubtful'] = True
                continue
            needs_calendar = unit == 'working_day' or roll != 'none'
            clock.update(due_on=due, due_at=midnight(due + DAY) if due else None, extension=extension,
                         state='stopped' if stop and reached else 'ended' if stop else 'paused' if due is None else 'running',
                         firm=due is None or not needs_calendar or calendar.known(due))
            if name != 'promised' or due is None:
                continue
            before, after = calendar.walk(due, -1), calendar.walk(due, 3)
            for rule, at, rests_on in (('X-W-5.1', max(midnight(before), start), due - DAY), ('X-W-5.2', clock['due_at'], due),
                                       ('X-W-5.3', midnight(after), after)):
                # stopped at the very instant is late, but no longer to be reminded of
                if clock['firm'] and (rule == 'X-W-5.2' or calendar.known(rests_on)) \
                        and (stop is None or at < stop or at == stop and rule != 'X-W-5.1'):
                    signals[rule, name, cycle] = {'earned_at': at, 'due_at': clock['due_at'], 'org_code': holder(at)}
    return docket, clocks, signals
