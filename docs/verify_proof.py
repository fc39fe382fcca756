#!/usr/bin/env python3
"""Checks one sealed row with SHA-256 alone, without PostgreSQL and without jiancha.

    psql -Atc "select jiancha.seal_proof('step', '3612555404220825601/22')" > proof.json
    python3 verify_proof.py proof.json CHAIN

CHAIN is the chain of the seal as it was printed and kept elsewhere; without it the proof only agrees with itself.
The form that is hashed is written down in security.md. Exit status 0: the row is what was sealed.
"""
import hashlib
import json
import struct
import sys


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def column_digest(column, salt):
    if 'redacted' in column:
        return bytes.fromhex(column['redacted'])
    content = b'\0' if 'text' not in column else b'\1' + column['text'].encode('utf-8')
    return sha256(salt, struct.pack('>i', column['no']), content)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as file:
        proof = json.load(file)
    salt = bytes.fromhex(proof['salt'])
    head = '\n'.join((proof['relation'], str(proof['layout']), proof['key'])).encode('utf-8')
    found = sha256(b'\0', head, b'\0', *(column_digest(column, salt) for column in proof['columns']))
    for step in proof['steps']:
        sibling = bytes.fromhex(step['hash'])
        found = sha256(b'\1', sibling, found) if step['side'] == 'left' else sha256(b'\1', found, sibling)
    chain = sha256(b'\2', bytes.fromhex(proof['chain_before']), struct.pack('>qq', proof['seal_no'], proof['leaves']),
                   proof['sealed_at'].encode('ascii'), found)
    expected = sys.argv[2].strip().lower() if len(sys.argv) == 3 else proof['chain']
    if chain.hex() != expected:
        print('NOT what was sealed: this row leads to chain', chain.hex())
        sys.exit(1)
    for column in proof['columns']:
        print(f"{column['name']:>16}  {column.get('text', '〔已遮盖〕' if 'redacted' in column else '')}")
    print(f"sealed under number {proof['seal_no']} at {proof['sealed_at']}" +
          ('' if len(sys.argv) == 3 else ' (no printed chain was given: compared with itself only)'))


main()
