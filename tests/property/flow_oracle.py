"""What is wrong with the steps of a case, by the chart of its matter. Written from docs/design.md, section 15, without a look at the SQL.

A chart: nodes {name: {'start', 'kinds', 'post', 'opinion'}}, edges {(from, to)}. Holders: [(post, person, first day, day after the last or None)]; heads
likewise, without a post. A step: dict of no, kind, at (datetime), precision, node, staff, opinion, reason, data, corrects. faults() returns {(no, fault)}.
"""
import datetime as dt

# place among steps of one instant, and whether one known only to the day comes last on it
ORDER = {'accept': (40, False), 'refuse_acceptance': (50, True), 'begin_special': (70, False), 'end_special': (80, True), 'extend': (90, False),
         'rollback': (100, False), 'handle': (110, False), 'propose': (111, False), 'review': (120, False), 'approve': (130, False),
         'decide': (140, True), 'close': (160, True), 'deliver': (170, True)}
PROCEDURES = {'hearing', 'tender', 'auction', 'inspection', 'test', 'quarantine', 'appraisal', 'expert_review'}
NEGATIVE = ('不同意', '不予', '不准', '不符合', '不通过', '不批准', '退回', '驳回', '否决')


def standing(steps):
    """Steps that count: a correction takes the place of what it names, of several the one with the highest number."""
    named = {s['corrects'] for s in steps if s['corrects'] is not None}
    best = {}
    for s in steps:
        if s['corrects'] is not None:
            best[s['corrects']] = max(best.get(s['corrects'], s['no']), s['no'])
    return [s for s in steps
            if s['kind'] != 'cancel_step' and s['no'] not in named and (s['corrects'] is None or best[s['corrects']] == s['no'])]


def blank(text):
    return text is None or text.strip(' ') == ''


def held(rows, person, day, post=None):
    return any((post is None or p == post) and who == person and first <= day and (after is None or day < after) for p, who, first, after in rows)


def faults(steps, chart, holders, heads, times=1):
    nodes, edges = chart['nodes'], chart['edges']
    found = set()
    walk = []
    for s in standing(steps):
        places = [n for n, node in nodes.items() if s['kind'] in node['kinds']]
        if s['node'] is None and not places and s['kind'] not in ('rollback', 'extend', 'begin_special'):
            continue
        if s['node'] is not None:
            node = s['node'] if s['node'] in nodes else None
        else:
            node = places[0] if len(places) == 1 and s['kind'] != 'rollback' else None
        walk.append((s, node, places))
    # order
    last_minute = {}
    for s, _, _ in walk:
        if s['precision'] == 'minute':
            day = s['at'].date()
            last_minute[day] = max(last_minute.get(day, s['at']), s['at'])

    def key(entry):
        s = entry[0]
        rank, late = ORDER[s['kind']]
        at = s['at']
        if s['precision'] == 'day' and late:
            at = max(at, last_minute.get(s['at'].date(), at))
        return at, rank, s['no']

    walk.sort(key=key)
    here, seen, extensions = None, set(), 0
    for s, node, places in walk:
        def flag(fault, s=s):
            found.add((s['no'], fault))
        kind, day = s['kind'], s['at'].date()
        if s['node'] is not None and node is None:
            flag('unknown_node')
        if s['node'] is None and node is None and kind not in ('extend', 'begin_special'):
            flag('no_node')
        signs = None
        if node is not None:
            if places and kind not in nodes[node]['kinds'] and kind != 'rollback':
                flag('wrong_kind')
            if kind == 'rollback':
                if node not in seen or node == here:
                    flag('not_earlier')
            elif node != here and ((here is None and not nodes[node]['start']) or (here is not None and (here, node) not in edges)):
                flag('no_edge')
            if nodes[node]['opinion'] and kind != 'rollback' and blank(s['opinion']):
                flag('no_opinion')
            signs = nodes[here if kind == 'rollback' and here is not None else node]['post']
        if signs is not None:
            if s['staff'] is None:
                flag('no_signer')
            elif not held(holders, s['staff'], day, signs):
                flag('not_on_duty')
        negative = (kind in ('refuse_acceptance', 'rollback') or s['data'].get('decision') == 'refused'
                    or (s['opinion'] or '').strip(' ').startswith(NEGATIVE))
        if negative and blank(s['reason']):
            flag('no_reason')
        if kind == 'begin_special' and s['data'].get('procedure') not in PROCEDURES:
            flag('bad_procedure')
        if kind == 'extend':
            if extensions >= times:
                flag('extended_before')
            if not held(heads, s['staff'], day):
                flag('extension_duty')
            extensions += 1
        if node is not None:
            here = node
            seen.add(node)
    return found


def strict(steps, *world):
    """Which steps strict mode lets in, entered one by one: the numbers."""
    kept, before = [], set()
    for s in steps:
        after = faults(kept + [s], *world)
        if not after - before:
            kept.append(s)
            before = after
    return [s['no'] for s in kept]
