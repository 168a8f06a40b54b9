"""
The published rows of a vote, written many at a time.

A vote can have very many ballots, and each is hashed twice and written once. So what all of them share is put
together once, and the rest by hand; the bytes are those of `row_of` and `canonical`, which a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from operator import itemgetter

from domain.governance.ballot import HASH_BYTES, NONCE_BYTES, Ballot

GROUP_TAG = "rsn/ballot-group/v1"
BALLOT_TAG = "rsn/ballot/v1"


def written_rows(proposal: str, ballots: Sequence[Ballot], *, flags: bool = False) -> list[tuple[str, bytes]]:
    """
    Return for each ballot its commitment (hexadecimal) and its line of ballots.jsonl, sorted by commitment.

    With *flags* each line shows whether the voter is of the group, and the nonce that proves it.
    """
    rows = []
    name = proposal.encode()
    group_head = _framed(GROUP_TAG.encode(), name)
    groups = {flag: group_head + _framed(b"1" if flag else b"0") + _length(NONCE_BYTES) for flag in (True, False)}
    shown = {flag: f'","in_group":{"true" if flag else "false"},' for flag in (True, False)}
    choices = {choice: _of_choice(name, choice) for choice in {ballot.choice for ballot in ballots}}
    between, before_phrase, unhex = _length(NONCE_BYTES), _length(HASH_BYTES), bytes.fromhex
    for ballot in ballots:
        head, opening = choices[ballot.choice]
        nonce, phrase = ballot.nonce, ballot.phrase
        group = sha256(groups[ballot.in_group] + unhex(ballot.group_nonce))
        hidden = head + group.digest() + between + unhex(nonce) + before_phrase + unhex(phrase)
        commitment = sha256(hidden).hexdigest()
        flag = f'"group_nonce":"{ballot.group_nonce}{shown[ballot.in_group]}' if flags else ""
        line = (
            f'{opening}{commitment}","group":"{group.hexdigest()}",{flag}"nonce":"{nonce}","phrase":"{phrase}"}}\n'
        )
        rows.append((commitment, line.encode()))
    rows.sort(key=itemgetter(0))
    return rows


def _of_choice(name: bytes, choice: str) -> tuple[bytes, str]:
    """Return what all ballots with this choice begin with: what is hashed, and what is written."""
    hashed = _framed(BALLOT_TAG.encode(), name, choice.encode()) + _length(HASH_BYTES)
    return hashed, f'{{"choice":{json.dumps(choice, ensure_ascii=False)},"commitment":"'


def _framed(*fields: bytes) -> bytes:
    return b"".join(_length(len(field)) + field for field in fields)


def _length(size: int) -> bytes:
    return size.to_bytes(8, "big")
