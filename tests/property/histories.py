"""Random histories of cases, entered in random order with random sweeps between, compared with oracle.py.

Histories are entered in two databases, all in the first, a part again in the second: in different orders, in statements of
different sizes, with sweeps at different instants, some of them two at once. Held against the oracle, which sees facts alone:

- the signals ever written are the union over the sweeps of what was earned by the facts visible then, each with the instant
  it was first earned and found at; the marks upon them are what each later sweep had to say, in its order;
- those that are not unfounded in the end are what all facts earn at the last instant, and so are the clocks.

Prints the seed first; the last line is "N passed, N failed".
"""
import argparse
import csv
import datetime as dt
import io
import json
import os
import random
import subprocess
import sys

import oracle
from oracle import DAY, ZONE

ORGS = ['north', 'south', 'east']
# past the last published day: nothing may be earned there that needs an unpublished one
END = dt.datetime(2028, 1, 1, tzinfo=ZONE)

RULES = ['X-W-5.1', 'X-W-5.2', 'X-W-5.3']

# code: promised limit and unit, statutory limit and unit, roll
MATTERS = {
    'w1': (1, 'working_day', 5, 'working_day', 'last_day'), 'w2': (2, 'working_day', 20, 'working_day', 'last_day'),
    'w5': (5, 'working_day', 20, 'day', 'last_day'), 'w10': (10, 'working_day', 30, 'day', 'none'),
    'w20': (20, 'working_day', 45, 'working_day', 'last_day'), 'd7': (7, 'day', 15, 'day', 'last_day'),
    'd15n': (15, 'day', 20, 'working_day', 'none'), 'd10s': (10, 'day', 1, 'month', 'skip_all'),
    'd30': (30, 'day', 2, 'month', 'last_day'), 'm1': (1, 'month', 1, 'year', 'last_day'),
    'm1s': (1, 'month', 60, 'day', 'skip_all'), 'none': (None, 'working_day', 20, 'working_day', 'last_day'),
    # around the end of the published days
    'w400': (400, 'working_day', 20, 'month', 'last_day'), 'd600': (560, 'day', 600, 'day', 'last_day'),
    'd600n': (600, 'day', 2, 'year', 'none'),
}


def matter(code):
    keys = ('promised_limit', 'promised_unit', 'statutory_limit', 'statutory_unit', 'roll')
    return dict(zip(keys, MATTERS[code]))


class Maker:
    """One random case: its steps as a department would record them, with its mistakes."""

    def __init__(self, rng, number):
        self.rng, self.no = rng, 0
        self.at = dt.datetime(2024, 1, 2, 9, tzinfo=ZONE) + rng.randrange(0, 500 * 24 * 60) * dt.timedelta(minutes=1)
        self.case = {'case_no': f'P-{number:06d}', 'org_code': rng.choice(ORGS), 'matter': rng.choice(list(MATTERS)),
                     'received_at': self.at, 'steps': []}
        self.make()

    def pass_time(self, days):
        """On by up to so many days; sometimes to the very start of a day."""
        at = self.at + self.rng.randrange(0, max(1, days * 24 * 60)) * dt.timedelta(minutes=1)
        if self.rng.random() < 0.15:
            at = max(self.at, at.astimezone(ZONE).replace(hour=0, minute=0))
        self.at = at

    def add(self, kind, at=None, numbered=True, data=None, corrects=None, precision=None):
        self.no += 1
        at = at or self.at
        precision = precision or ('day' if self.rng.random() < 0.08 else 'minute')
        if precision == 'day':
            at = at.astimezone(ZONE).replace(hour=0, minute=0)
        step = {'step_no': self.no if numbered else None, 'kind': kind, 'at': at, 'precision': precision, 'data': data,
                'corrects': corrects}
        self.case['steps'].append(step)
        return step

    def make(self):
        rng = self.rng
        if rng.random() < 0.25:
            self.pass_time(4)
            self.add('request_correction')
            self.pass_time(10)
            self.add(rng.choice(['correction_received'] * 4 + ['correction_expired']))
        self.pass_time(6)
        kind = rng.choices(['accept', 'refuse_acceptance', None], [92, 4, 4])[0]
        if kind:
            self.add(kind)
        for _ in range(rng.randrange(0, 5)):
            self.pass_time(8)
            what = rng.choices(['pause', 'extend', 'transfer', 'plain', 'open pause'], [4, 2, 2, 4, 1])[0]
            if what == 'pause':
                self.add('begin_special')
                self.pass_time(12)
                self.add('end_special')
            elif what == 'open pause':
                self.add('begin_special')
            elif what == 'extend':
                data = rng.choice([{'days': rng.randrange(1, 11)}] * 4 + [{'months': 1}, {'days': 7, 'months': 1, 'years': 1}])
                self.add('extend', data=data, precision='minute')
            elif what == 'transfer':
                self.add('transfer', data={'to_org': rng.choice(ORGS)}, precision='minute')
            else:
                self.add(rng.choice(['handle', 'review', 'approve', 'rollback', 'accept', 'correction_received']),
                         numbered=rng.random() < 0.7)
        if rng.random() < 0.8:
            if rng.random() < 0.6:
                self.pass_time(20)
                self.add('decide')
            self.pass_time(25)
            self.add(rng.choices(['close', 'withdraw', 'void', 'terminate', 'sent_up'], [12, 1, 1, 1, 1])[0])
            if rng.random() < 0.3:
                self.pass_time(5)
                self.add(rng.choice(['deliver', 'handle', 'begin_special']))
        # mistakes: a step before receipt, one typed wrong and corrected, a correction corrected, a step cancelled
        if rng.random() < 0.08:
            self.add(rng.choice(['accept', 'handle', 'close']), at=self.case['received_at'] - rng.randrange(1, 5 * 24 * 60) * dt.timedelta(minutes=1))
        while rng.random() < 0.3:
            target = rng.choice([s for s in self.case['steps'] if s['step_no']] or [None])
            if target is None:
                break
            if rng.random() < 0.35:
                self.add('cancel_step', corrects=target['step_no'], precision='minute')
            else:
                shift = rng.randrange(-6 * 24 * 60, 6 * 24 * 60) * dt.timedelta(minutes=1)
                self.add(target['kind'] if target['kind'] != 'cancel_step' else 'handle', at=target['at'] + shift,
                         data=target['data'], corrects=target['step_no'], precision=target['precision'])


class Database:
    def __init__(self, name):
        self.name = name
        subprocess.run(['createdb', name], check=True)
        self.run('''set client_min_messages = error; create extension jiancha;
            select jiancha.setup('410700', 'xinxiang') \\g /dev/null
            insert into jiancha.signal_rule (pack, version, rule, kind, clock, at, amount, unit, comparison, effect, source, status)
            select 'xinxiang', 1, 'L-32', 'lapse', 'acceptance', 'due passed', p.amount, p.unit, p.comparison, 'deemed_accept', 'law', 'statute'
            from jiancha._parse_threshold('due passed') p
            where not exists (select from jiancha.effective_signal_rule r where r.pack = 'xinxiang' and r.version = 1 and r.kind = 'lapse');
            insert into jiancha.org (org_code, name) values ('city', 'city');
            insert into jiancha.org (org_code, name, parent_code) values ''' +
                 ', '.join(f"('{o}', '{o}', 'city')" for o in ORGS) + ''';
            insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit, roll)
            values ''' + ', '.join(f"('{c}', 'north', '{c}', {p or 'null'}, '{pu}', {s}, '{su}', '{r}')"
                                   for c, (p, pu, s, su, r) in MATTERS.items()) + f''';
            create role {name}_clerk;
            select jiancha.grant_access('{name}_clerk', 'city') \\g /dev/null
            ''')

    def run(self, script):
        done = subprocess.run(['psql', '-qAtX', '-v', 'ON_ERROR_STOP=1', '-d', self.name], input="set timezone = 'Asia/Shanghai';\n" + script,
                              text=True, capture_output=True, check=False)
        if done.returncode or done.stderr:
            sys.exit(f'{self.name}: {done.stderr}')
        return done.stdout

    def start(self, script):
        return subprocess.Popen(['psql', '-qAtX', '-v', 'ON_ERROR_STOP=1', '-d', self.name, '-c', script], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def finish(self, process):
        _, errors = process.communicate()
        if process.returncode or errors:
            sys.exit(f'{self.name}: {errors}')

    def rows(self, query):
        return list(csv.DictReader(io.StringIO(self.run(f'copy ({query}) to stdout (format csv, header)'))))

    def drop(self):
        subprocess.run(['dropdb', self.name], check=True)
        subprocess.run(['psql', '-qX', '-c', f'drop role {self.name}_clerk'], check=True)


def literal(value):
    if value is None:
        return 'null'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.datetime):
        value = value.isoformat()
    if isinstance(value, dict):
        value = json.dumps(value)
    return "'" + value.replace("'", "''") + "'"


def intake_rows(cases):
    return ('insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values\n' +
            ',\n'.join('(' + ', '.join(map(literal, (c['case_no'], c['org_code'], c['matter'], 'somebody', c['received_at']))) + ')'
                       for c in cases) + ';\n')


def step_rows(steps):
    return ('insert into jiancha.case_step (case_no, step_no, kind, at, at_precision, data, corrects, reason) values\n' +
            ',\n'.join('(' + ', '.join(map(literal, (c['case_no'], s['step_no'], s['kind'], s['at'], s['precision'], s['data'], s['corrects'],
                                                     'typed wrong' if s['corrects'] else None))) + ')' for c, s in steps) + ';\n')


def plan(rng, cases, batches):
    """All facts in random order, cut into batches; behind each perhaps a sweep. A list of (facts, sweep): facts are (case, step),
    step None for the receipt; sweep is None or (as_of, max_rows, how many at once)."""
    facts = []
    for case in cases:
        # in order, in the reverse order, or at random
        manner = rng.choice(['in order', 'reverse', 'random', 'random'])
        first = rng.random()
        facts.append((first, case, None))
        for i, s in enumerate(case['steps']):
            part = {'in order': (i + 1) / 40, 'reverse': (40 - i) / 40, 'random': rng.random()}[manner]
            facts.append((first + (1 - first) * min(part, 1), case, s))
            if s['step_no'] and rng.random() < 0.06:
                facts.append((first + (1 - first) * rng.random(), case, s))
        if rng.random() < 0.1:
            facts.append((first + (1 - first) * rng.random(), case, None))
    facts.sort(key=lambda f: f[0])
    cuts = sorted(rng.sample(range(1, len(facts)), min(batches, len(facts)) - 1)) + [len(facts)]
    steps, begin = [], 0
    for cut in cuts:
        sweep = None
        if rng.random() < 0.7:
            as_of = dt.datetime(2024, 1, 1, tzinfo=ZONE) + rng.randrange(0, 800 * 24 * 60) * dt.timedelta(minutes=1)
            if rng.random() < 0.3:
                as_of = as_of.replace(hour=0, minute=0)
            sweep = (as_of, rng.choice([31, 1000]), rng.choice([1, 1, 2]))
        steps.append(([(c, s) for _, c, s in facts[begin:cut]], sweep))
        begin = cut
    return steps + [([], (END, 1000, 1))]


def enter(rng, database, planned):
    """Enters what was planned and sweeps as planned; returns what verify() said after the sweeps."""
    found, script = [], []

    def flush():
        found.extend(line for line in database.run(''.join(script)).splitlines() if line)
        script.clear()

    for facts, sweep in planned:
        cases_now = [c for c, s in facts if s is None]
        steps_now = [(c, s) for c, s in facts if s is not None]
        rng.shuffle(steps_now)
        script.append(f'set role {database.name}_clerk;\n')
        if cases_now:
            script.append(intake_rows(cases_now))
        while steps_now:
            size = rng.choice([1, 3, 50, 5000])
            script.append(step_rows(steps_now[:size]))
            steps_now = steps_now[size:]
        script.append('reset role;\n')
        if facts:
            # as autovacuum would
            script.append('analyze jiancha.docket, jiancha.step, jiancha.clock, jiancha.signal, jiancha.signal_action;\n')
        if sweep:
            as_of, max_rows, at_once = sweep
            if at_once > 1:
                flush()
                sweepers = [database.start(f"call jiancha.sweep_all('{as_of.isoformat()}', {max_rows});") for _ in range(at_once)]
                for sweeper in sweepers:
                    database.finish(sweeper)
            # what one of two passed over because the other held it
            script.append(f"call jiancha.sweep_all('{as_of.isoformat()}', {max_rows});\n")
            script.append(f"select '{as_of.isoformat()}', v.* from jiancha.verify('{as_of.isoformat()}') v;\n")
    flush()
    return found


def foretell(calendar, planned):
    """The signals that the sweeps of a plan must leave, by key: as first found, as they are now, and their marks; and the cases of
    which the regulations do not say enough."""
    visible, told, signals, doubtful, judged, lapsed, silent = {}, set(), {}, set(), {}, {}, set()
    for facts, sweep in planned:
        for case, step in facts:
            known = visible.setdefault(case['case_no'], dict(case, steps=[]))
            if step is not None and not any(s is step for s in known['steps']):
                known['steps'].append(step)
            told.add(case['case_no'])
        if sweep is None:
            continue
        as_of = sweep[0]
        # a limit that ran out has its effect from the first sweep that sees it
        for case_no in told | silent:
            before = lapsed.get(case_no, {})
            docket, clocks, earned = oracle.judge(calendar, visible[case_no], matter(visible[case_no]['matter']), as_of, before)
            lapsed[case_no] = docket['lapsed']
            (silent.add if docket['silences'] or docket['lapsed'] else silent.discard)(case_no)
            if any(c.get('doubtful') for c in clocks.values()):
                doubtful.add(case_no)
            judged[case_no] = {(case_no, *key): (s['earned_at'], s['due_at'], s['org_code']) for key, s in earned.items()}
        told.clear()
        earned = {key: value for mine in judged.values() for key, value in mine.items() if value[0] <= as_of}
        for key, value in earned.items():
            signal = signals.get(key)
            if signal is None:
                signals[key] = {'found_at': as_of, 'first': value, 'now': value, 'stands': True, 'marks': []}
            elif not signal['stands'] or signal['now'] != value:
                signal['marks'].append(('moved' if signal['stands'] else 'reinstated', as_of, *value))
                signal.update(now=value, stands=True)
        for key, signal in signals.items():
            if key not in earned and signal['stands'] and signal['now'][0] <= as_of:
                signal['marks'].append(('unfounded', as_of, None, None, None))
                signal['stands'] = False
    return signals, doubtful


def instant(text):
    if not text:
        return None
    if text in ('infinity', '-infinity'):
        return text
    return dt.datetime.fromisoformat(text + ':00' if len(text) == 22 else text).astimezone(ZONE)


def multirange(pauses):
    return '{' + ','.join(f"[{b + DAY},{(e + DAY) if e else ''})" for b, e in pauses) + '}'


def names(words):
    return '(' + ', '.join(f"'{w}'" for w in words) + ')'


def compare_history(report, database, foretold, doubtful, name):
    """Every signal ever written and every mark upon it, against what the sweeps had to find."""
    marks, got = {}, {}
    for r in database.rows("""select s.business_no, a.rule, a.clock, a.cycle, a.kind, a.at, a.earned_at, a.due_at, a.org_code
            from jiancha.signal_action a join jiancha.signal s using (docket_id, rule, clock, cycle)
            where a.kind in ('unfounded', 'reinstated', 'moved') order by a.seq"""):
        gone = r['kind'] == 'unfounded'
        marks.setdefault((r['business_no'], r['rule'], r['clock'], int(r['cycle'])), []).append(
            (r['kind'], instant(r['at']), *((None,) * 3 if gone else (instant(r['earned_at']), instant(r['due_at']), r['org_code']))))
    for r in database.rows("""select s.business_no, s.rule, s.clock, s.cycle, s.found_at, s.earned_at, s.due_at, s.org_code
            from jiancha.signal s join jiancha.docket d using (docket_id) where d.kind = 'approval' and s.rule in """ + names(RULES)):
        if r['business_no'] not in doubtful:
            got[r['business_no'], r['rule'], r['clock'], int(r['cycle'])] = r
    foretold = {key: s for key, s in foretold.items() if key[0] not in doubtful}
    report.check([f'{key}: never earned' for key in got if key not in foretold] + [f'{key}: missing' for key in foretold if key not in got],
                 f'{name}: {len(foretold)} signals, the union over the sweeps of what was earned by the facts visible then')
    first, later, marked = [], [], 0
    for key, want in foretold.items():
        r = got.get(key)
        if r is None:
            continue
        have = (instant(r['found_at']), instant(r['earned_at']), instant(r['due_at']), r['org_code'])
        if have != (want['found_at'], *want['first']):
            first.append(f'{key}: {have} should be {(want["found_at"], *want["first"])}')
        marked += len(want['marks'])
        if marks.get(key, []) != want['marks']:
            later.append(f'{key}: {marks.get(key, [])} should be {want["marks"]}')
    report.check(first, f'{name}: each found by the first sweep that could, at the instant it was earned by then')
    report.check(later, f'{name}: {marked} marks, each by the sweep that had to')


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, differences, what):
        """One check; the first few differences are printed."""
        if differences:
            self.failed += 1
            print(f'not ok {what}: {len(differences)} differ')
            for line in differences[:8]:
                print('#  ', line)
        else:
            self.passed += 1
            print(f'ok {what}')


def compare(report, database, cases, wanted, name):
    dockets = {r['business_no']: r for r in database.rows(
        "select business_no, accepted_at, closed_at, state, org_code from jiancha.docket where kind = 'approval'")}
    differences = []
    for case in cases:
        want, got = wanted[case['case_no']][0], dockets.get(case['case_no'])
        for key in ('state', 'org_code', 'accepted_at', 'closed_at'):
            value = got and (instant(got[key]) if key.endswith('_at') else got[key])
            if value != want[key]:
                differences.append(f"{case['case_no']} {key}: {value} should be {want[key]}")
    report.check(differences, f'{name}: state, holder, acceptance and end of {len(cases)} cases')

    got_clocks = {}
    for r in database.rows("""select d.business_no, c.clock, c.cycle, c.state, c.start_at, c.stop_at, c.due_on, c.due_at, c.extension, c.pauses::text as pauses,
            c.certainty from jiancha.clock c join jiancha.docket d using (docket_id)
            where c.state <> 'gone' and d.kind = 'approval' and c.clock in """ + names(oracle.CLOCKS)):
        got_clocks[r['business_no'], r['clock'], int(r['cycle'])] = r
    want_clocks = {(case_no, *key): c for case_no, (_, clocks, _) in wanted.items() for key, c in clocks.items()}
    differences = [f'{key}: not expected' for key in got_clocks if key not in want_clocks]
    compared = 0
    for key, want in want_clocks.items():
        got = got_clocks.get(key)
        if got is None:
            differences.append(f'{key}: missing')
            continue
        if want.get('doubtful'):
            continue
        compared += 1
        values = {
            'state': (got['state'], want['state']), 'start_at': (instant(got['start_at']), want['start_at']),
            'stop_at': (instant(got['stop_at']), want['stop_at']), 'pauses': (got['pauses'], multirange(want['pauses'])),
            'due_on': (got['due_on'], str(want['due_on'] or 'infinity')),
            'due_at': (instant(got['due_at']), want['due_at'] or 'infinity'), 'extension': (int(got['extension']), want['extension']),
            'certainty': (got['certainty'], 'firm' if want['firm'] else 'provisional'),
        }
        if not want['firm']:
            del values['due_on'], values['due_at']
        if want['due_on'] is None:
            del values['certainty']
        differences += [f'{key} {k}: {a} should be {b}' for k, (a, b) in values.items() if a != b]
    report.check(differences, f'{name}: {compared} clocks (start, stop, due, pauses, extension, certainty)')

    doubtful = {key[0] for key, c in want_clocks.items() if c.get('doubtful')}
    got_signals = {}
    holders = []
    for r in database.rows("""select d.business_no, s.rule, s.clock, s.cycle, s.earned_at, s.due_at, s.org_code
            from jiancha.standing_signal s join jiancha.docket d using (docket_id)
            where d.kind = 'approval' and s.rule in """ + names(RULES)):
        if r['business_no'] not in doubtful:
            got_signals[r['business_no'], r['rule'], r['clock'], int(r['cycle'])] = r
    want_signals = {(n, *key): s for n, (_, _, signals) in wanted.items() for key, s in signals.items()
                    if n not in doubtful and s['earned_at'] <= END}
    differences = [f'{key}: not earned, earned_at {s["earned_at"]}' for key, s in got_signals.items() if key not in want_signals]
    for key, want in want_signals.items():
        got = got_signals.get(key)
        if got is None:
            differences.append(f'{key}: missing')
        elif (instant(got['earned_at']), instant(got['due_at'])) != (want['earned_at'], want['due_at']):
            differences.append(f'{key}: earned {got["earned_at"]}, due {got["due_at"]}; should be {want["earned_at"]}, {want["due_at"]}')
        elif got['org_code'] != want['org_code']:
            holders.append(f'{key}: belongs to {got["org_code"]}, {want["org_code"]} held the case at {want["earned_at"]}')
    report.check(differences, f'{name}: {len(want_signals)} standing signals (earned, due)')
    report.check(holders, f'{name}: each card belongs to the organisation that held the case at earned_at')
    report.check(database.run('select * from jiancha.verify_clocks()').splitlines(), f'{name}: verify_clocks() is empty')
    database.run(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'derivation.sql'), encoding='utf-8').read())
    report.check(database.run('select * from derivations_differ()').splitlines(), f'{name}: the derivation in C gives the rows of the one in SQL')
    database.run('drop function derivations_differ, derived_by_sql')
    doubled = database.run('select signal_no, count(*) from jiancha.signal group by 1 having count(*) > 1').splitlines()
    report.check(doubled, f'{name}: no signal number twice')
    # what can be thrown away can be derived again: take half of the clocks away, sweep, compare
    bad = database.run("""select case_no, rule from jiancha.signals s where s.state <> 'unfounded' and not exists (
        select from jiancha.earned('""" + END.isoformat() + """') e where e.docket_id::text = s.docket_id and (e.rule, e.cycle) = (s.rule, s.cycle))""")
    report.check(bad.splitlines(), f'{name}: earned() and the view signals agree')


def main():
    options = argparse.ArgumentParser()
    options.add_argument('--histories', type=int, default=10000)
    options.add_argument('--seed', type=int, required=True)
    options.add_argument('--calendar', required=True)
    options = options.parse_args()
    print(f'JIANCHA_SEED={options.seed}, {options.histories} histories', flush=True)
    rng = random.Random(options.seed)
    calendar = oracle.Calendar(options.calendar)
    cases = [Maker(rng, i).case for i in range(options.histories)]
    wanted = {c['case_no']: oracle.judge(calendar, c, matter(c['matter'])) for c in cases}
    report = Report()
    # many sweeps over few cases find other mistakes than few over many
    for name, part, batches in (('property_a', cases, 12), ('property_b', cases[:len(cases) // 10 + 1], 60)):
        database = Database(name)
        planned = plan(rng, part, batches)
        report.check(enter(rng, database, planned), f'{name}: verify() is empty after each of {sum(s is not None for _, s in planned)} sweeps')
        compare_history(report, database, *foretell(calendar, planned), name)
        compare(report, database, part, {c['case_no']: wanted[c['case_no']] for c in part}, name)
        database.drop()
    print(f'{report.passed} passed, {report.failed} failed')
    return 1 if report.failed else 0


if __name__ == '__main__':
    sys.exit(main())
