"""
The published rows of a vote, written many at a time.

A vote can have very many ballots, and each is hashed twice and written once. So what all of them share is put
together once, and the rest by hand; the bytes are those of `row_of` and `canonical`, which a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from domain.governance.ballot import HASH_BYTES, NONCE_BYTES, Ballot

GROUP_TAG = "rsn/ballot-group/v1"
BALLOT_TAG = "rsn/ballot/v1"


def written_rows(proposal: str, ballots: Iterable[Ballot], *, flags: bool = False) -> list[tuple[str, bytes]]:
    """
    Return for each ballot its commitment (hexadecimal) and its line of ballots.jsonl, sorted by commitment.

    With *flags* each line shows whether the voter is of the group, and the nonce that proves it.
    """
    rows = []
    name = proposal.encode()
    group_head = _framed(GROUP_TAG.encode(), name)
    groups = {flag: group_head + _framed(b"1" if flag else b"0") + _length(NONCE_BYTES) for flag in (True, False)}
    choices: dict[str, tuple[bytes, str]] = {}
    hash_length, nonce_length = _length(HASH_BYTES), _length(NONCE_BYTES)
    for ballot in ballots:
        choice = ballot.choice
        if choice not in choices:
            head = _framed(BALLOT_TAG.encode(), name, choice.encode()) + hash_length
            choices[choice] = head, f'{{"choice":{json.dumps(choice, ensure_ascii=False)},"commitment":"'
        head, opening = choices[choice]
        group = sha256(groups[ballot.in_group] + bytes.fromhex(ballot.group_nonce)).digest()
        hidden = (group, nonce_length, bytes.fromhex(ballot.nonce), hash_length, bytes.fromhex(ballot.phrase))
        commitment = sha256(head + b"".join(hidden)).hexdigest()
        flag = ""
        if flags:
            said = "true" if ballot.in_group else "false"
            flag = f'"group_nonce":"{ballot.group_nonce}","in_group":{said},'
        line = (
            f'{opening}{commitment}","group":"{group.hex()}",{flag}'
            f'"nonce":"{ballot.nonce}","phrase":"{ballot.phrase}"}}\n'
        )
        rows.append((commitment, line.encode()))
    rows.sort()
    return rows


def _framed(*fields: bytes) -> bytes:
    return b"".join(_length(len(field)) + field for field in fields)


def _length(size: int) -> bytes:
    return size.to_bytes(8, "big")
