#!/usr/bin/env python3
"""Checks the export of a volume with SHA-256 alone, without PostgreSQL and without jiancha.

    psql -Atc "select line from jiancha.export_volume('v2022') order by no" > v2022.jsonl
    python3 verify_volume.py v2022.jsonl [CHAINS]

Every sealed row must be a leaf of the seal it names, the leaves of each seal must make its root, and the root its chain.
CHAINS is a file with the chains as they were printed and kept elsewhere, one a line; without it the file only agrees with
itself. Rows that the engine derives (docket, clock) are not sealed and are counted apart. The form that is hashed is
written down in security.md. Exit status 0: all rows are what was sealed.
"""
import hashlib
import json
import struct
import sys


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def leaf_hash(row, columns):
    salt = bytes.fromhex(row['salt'])
    redacted = row['redacted'] or {}
    digests = []
    for number, (name, text) in enumerate(zip(columns, row['texts']), 1):
        if name in redacted:
            digests.append(bytes.fromhex(redacted[name]))
        else:
            digests.append(sha256(salt, struct.pack('>i', number), b'\0' if text is None else b'\1' + text.encode('utf-8')))
    head = '\n'.join((row['relation'], str(row['layout']), row['key'])).encode('utf-8')
    return sha256(b'\0', head, b'\0', *digests)


def merkle_root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b'\1', merkle_root(leaves[:split]), merkle_root(leaves[split:]))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as file:
        lines = [json.loads(line) for line in file]
    about, lines = lines[0], lines[1:]
    rows = [line for line in lines if 'relation' in line]
    seals = {line['seal_no']: line for line in lines if 'root' in line}
    leaves = {}
    for line in lines:
        if 'hashes' in line:
            hashes = bytes.fromhex(line['hashes'])
            leaves.setdefault(line['seal_no'], []).extend(hashes[i:i + 32] for i in range(0, len(hashes), 32))
    printed = None
    if len(sys.argv) == 3:
        with open(sys.argv[2], encoding='ascii') as file:
            printed = set(file.read().lower().split())
    problems = []
    for number, seal in sorted(seals.items()):
        found = leaves.get(number, [])
        if len(found) != seal['leaves'] or merkle_root(found).hex() != seal['root']:
            problems.append(f'seal {number}: the leaves do not make the root')
        chain = sha256(b'\2', bytes.fromhex(seal['chain_before']), struct.pack('>qq', number, seal['leaves']),
                       seal['sealed_at'].encode('ascii'), bytes.fromhex(seal['root'])).hex()
        if chain != seal['chain'] or (printed is not None and chain not in printed):
            problems.append(f'seal {number}: chain {chain} is not the one that was kept')
    counted = {}
    derived = 0
    for row in rows:
        counted[row['relation']] = counted.get(row['relation'], 0) + 1
        if 'row' in row:
            derived += 1
            continue
        seal = leaves.get(row['seal_no'], [])
        expected = seal[row['leaf_no'] - 1] if 0 < (row['leaf_no'] or 0) <= len(seal) else None
        if expected is None or leaf_hash(row, about['layouts'][f"{row['relation']}/{row['layout']}"]) != expected:
            problems.append(f"{row['relation']} {row['key']}: the row is not what was sealed")
    if counted != about['rows']:
        problems.append(f"rows {counted}, the volume says {about['rows']}")
    for problem in problems:
        print('NOT as sealed:', problem)
    print(f"volume {about['volume']}: {len(rows) - derived} sealed rows, {derived} derived, {len(seals)} seals" +
          ('' if printed is not None else ' (no printed chains were given: compared with itself only)'))
    sys.exit(1 if problems else 0)


main()
