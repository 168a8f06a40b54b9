"""
The published ballots, each checked against its own commitment.

A hundred thousand rows are a usual size here, so a row is read by one expression that takes its canonical spelling
and no other; only the text of the choice, of which few differ, is parsed as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from domain.record.canonical import canonical
from domain.record.verification import Wrong

_HEX = r"([0-9a-f]{64})"
_ROW = re.compile(
    r'\{"choice":("(?:[^"\\]|\\.)*"),"commitment":"' + _HEX + r'","group":"' + _HEX + r'"'
    r'(?:,"group_nonce":"' + _HEX + r'","in_group":(true|false))?'
    r',"nonce":"' + _HEX + r'","phrase":"' + _HEX + r'"\}'
)
_LENGTH = (32).to_bytes(8, "big").hex()
_TAG, _GROUP_TAG = b"rsn/ballot/v1", b"rsn/ballot-group/v1"


@dataclass(frozen=True)
class Rows:
    """The rows in their order; *in_group* is empty where no row shows its group."""

    commitments: Sequence[str]
    choices: Sequence[str]
    in_group: Sequence[bool]


def read_rows(raw: bytes, proposal: str, where: str) -> Rows:
    """
    Return the rows of ballots.jsonl.

    Raises:
        Wrong: a line is no row in its canonical spelling, or does not give its commitment or its group mark.
    """
    begun: dict[str, tuple[str, bytes]] = {}
    commitments, choices, shown = [], [], []
    for number, line in enumerate(_lines(raw, where), 1):
        found = _ROW.fullmatch(line)
        if found is None:
            raise Wrong(f"{where}, line {number}", "is no ballot as the record writes it.")
        spelled, commitment, group, group_nonce, flag, nonce, phrase = found.groups()
        if spelled not in begun:
            choice = _choice(spelled, f"{where}, line {number}")
            begun[spelled] = (choice, _fields(_TAG, proposal.encode(), choice.encode()))
        choice, start = begun[spelled]
        rest = bytes.fromhex(f"{_LENGTH}{group}{_LENGTH}{nonce}{_LENGTH}{phrase}")
        if sha256(start + rest).hexdigest() != commitment:
            raise Wrong(f"{where}, line {number}", "does not give its commitment: something was changed.")
        if flag:
            if _mark(proposal, flag, group_nonce) != group:
                raise Wrong(f"{where}, line {number}", "shows another group than the one committed to.")
            shown.append(flag == "true")
        commitments.append(commitment)
        choices.append(choice)
    if shown and len(shown) < len(choices):
        raise Wrong(where, "shows the group on some rows and not on others.")
    return Rows(commitments, choices, shown)


def _lines(raw: bytes, where: str) -> list[str]:
    try:
        lines = raw.decode().split("\n")
    except UnicodeDecodeError as broken:
        raise Wrong(where, "is not UTF-8.") from broken
    if lines.pop():
        raise Wrong(where, "does not end with a newline.")
    return lines


def _choice(spelled: str, where: str) -> str:
    """Return the text of the choice, whose JSON must be spelled in the one canonical way."""
    try:
        choice = str(json.loads(spelled))
        same = canonical(choice).decode() == spelled
    except ValueError as broken:
        raise Wrong(where, "has a choice that is no text as the record writes it.") from broken
    if not same:
        raise Wrong(where, "has a choice that is not in its one canonical spelling.")
    return choice


def _mark(proposal: str, flag: str, nonce: str) -> str:
    word = b"1" if flag == "true" else b"0"
    return sha256(_fields(_GROUP_TAG, proposal.encode(), word) + bytes.fromhex(_LENGTH + nonce)).hexdigest()


def _fields(*fields: bytes) -> bytes:
    """Return the fields as a commitment hashes them: each led by its length in eight bytes."""
    return b"".join(len(field).to_bytes(8, "big") + field for field in fields)
