"""
The journal's lines: how one is written, and what a line that cannot be read means.

A line is `crc32 sequence durable body`: eight hexadecimal digits over all that follows them, the line's own
number, the number of the last line known to be on the disk when this one was written, and one JSON value. Numbers
rise by one from line to line, through all segments.

A line that cannot be read is the *torn tail* of a write that nobody was told of, unless a later line says that it
was on the disk: then what was acknowledged is damaged, and nothing may be guessed.
"""

from __future__ import annotations

import json
import re
from binascii import crc32
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from forms_api.store.base import StoreUnreadable

BEGINS = "journal"
"""The word that opens the first line of a segment: ["journal", {…}]."""
SNAPSHOT = "snapshot"
"""The word that opens the line that announces a snapshot: ["snapshot", {…}]."""
_HEAD = re.compile(rb"[0-9a-f]{8} \d+ \d+ ")


class Line(NamedTuple):
    """A line as read; *start* and *end* are its place in the file, in bytes."""

    sequence: int
    durable: int
    body: bytes
    start: int
    end: int


@dataclass
class Torn:
    """Where a segment's torn tail begins, in bytes, and the sequence the first line of it had to have."""

    byte: int
    sequence: int


class JournalDamaged(StoreUnreadable):
    """A line that was acknowledged cannot be read any more."""

    def __init__(self, path: Path, byte: int, sequence: int) -> None:
        super().__init__(
            str(path),
            f"at byte {byte} the line with sequence {sequence} is damaged, and it was on the disk before; "
            "`rsn store repair` makes a copy without it",
        )
        self.byte = byte
        self.sequence = sequence


def line_of(sequence: int, durable: int, body: bytes) -> bytes:
    """Return the line."""
    told = b"%d %d %s" % (sequence, durable, body)
    return b"%08x %s\n" % (crc32(told), told)


def parsed(raw: bytes, start: int) -> Line | None:
    """Return what the line says, or None where it cannot be read."""
    if raw[-1:] != b"\n" or raw[8:9] != b" " or b"%08x" % crc32(raw[9:-1]) != raw[:8]:
        return None
    sequence, durable, body = raw[9:-1].split(b" ", 2)
    return Line(int(sequence), int(durable), body, start, start + len(raw))


def lines_of(path: Path, content: Iterable[bytes], expected: int | None) -> Iterator[Line | Torn]:
    """
    Go through the lines of a segment, the first of which has the *expected* sequence (None: any); last, where
    there is a torn tail, its place.

    Raises:
        JournalDamaged: a line that cannot be read was on the disk once, or a sequence is missing.
    """
    start = 0
    rest = iter(content)
    for raw in rest:
        line = parsed(raw, start)
        if line is None:
            torn = Torn(start, 1 if expected is None else expected)
            _demand_unacknowledged(path, torn, chain(_swallowed(raw), rest), known=expected is not None)
            yield torn
            return
        if expected is not None and line.sequence != expected:
            raise JournalDamaged(path, start, expected)
        yield line
        start, expected = line.end, line.sequence + 1


def _swallowed(torn: bytes) -> Iterator[bytes]:
    """Go through what may be a whole line in one that cannot be read: the line's end before it may be damaged."""
    return (torn[found.start() :] for found in _HEAD.finditer(torn, 1))


def _demand_unacknowledged(path: Path, torn: Torn, rest: Iterable[bytes], *, known: bool) -> None:
    """Raise JournalDamaged where a line behind the torn one says that it was on the disk."""
    for raw in rest:
        later = parsed(raw, 0)
        if later is not None and (later.durable >= torn.sequence or not known):
            raise JournalDamaged(path, torn.byte, torn.sequence)


def word_of(body: bytes) -> tuple[str, dict[str, Any]] | None:
    """Return a control line's word and what it says; None for a line that holds a transaction."""
    if body[:2] != b'["':
        return None
    word, said = json.loads(body)
    return word, said


def steps_of(body: bytes) -> list[dict[str, dict[str, Any] | None]]:
    """Return a transaction's steps: by table its changed documents, None for one that is removed."""
    found = json.loads(body)
    return found if isinstance(found, list) else [found]
