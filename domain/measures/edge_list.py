"""
The public list of hours: who gave how many to whom, without names, rounded to whole hours, dated by quarter.

Rules of this file: a row is all that one person gave another in one quarter of the year; people are numbers drawn
anew for each list, so that no number follows anybody from list to list; the list is written only from fifty active
members on (`domain.privacy`), and the first five figures are then computed from exactly these rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from domain.codec import NotReadable, from_plain, to_plain
from domain.measures.hours import Network
from domain.meeting import Edge
from domain.privacy import quarter_of, rounded_hours
from domain.record.canonical import canonical

VERSION = 1

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """Whole hours that one number gave another in a quarter of a year."""

    giver: int
    receiver: int
    hours: int
    quarter: str


@dataclass(frozen=True)
class EdgeList:
    """The rows of a window: since <= day < until."""

    since: date
    until: date
    rows: tuple[Row, ...]


class EdgeListUnreadable(ValueError):
    """A file that is no list of hours; *line* counts from one."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


def numbered(people: Iterable[str], key: bytes) -> dict[str, int]:
    """Return a number for each person, from 1, in an order that only the holder of *key* could repeat."""
    drawn = sorted(people, key=lambda person: hashlib.sha256(key + person.encode()).digest())
    return {person: number for number, person in enumerate(drawn, start=1)}


def rows_of(found: Iterable[Edge], numbers: Mapping[str, int]) -> tuple[Row, ...]:
    """Return the confirmed edges as rows, sorted; what is rounded is the sum of a quarter."""
    hours: dict[tuple[int, int, str], Fraction] = {}
    for edge in found:
        if edge.confirmed and edge.giver != edge.receiver and edge.hours > 0:
            row = numbers[edge.giver], numbers[edge.receiver], quarter_of(edge.on)
            hours[row] = hours.get(row, Fraction(0)) + edge.hours
    return tuple(
        Row(giver, receiver, rounded_hours(hours[giver, receiver, quarter]), quarter)
        for giver, receiver, quarter in sorted(hours)
    )


def network_from(rows: Iterable[Row]) -> Network:
    """Return the network that the rows tell of."""
    hours: dict[tuple[str, str], int] = {}
    for row in rows:
        tie = str(row.giver), str(row.receiver)
        hours[tie] = hours.get(tie, 0) + row.hours
    return Network(hours)


def list_text(found: EdgeList) -> bytes:
    """Return the file: a line about the window, then a line for each row."""
    head = {"v": VERSION, "since": found.since.isoformat(), "until": found.until.isoformat()}
    return b"".join(canonical(line) + b"\n" for line in (head, *map(to_plain, found.rows)))


def read_list(text: bytes) -> EdgeList:
    """
    Return what the file says.

    Raises:
        EdgeListUnreadable: a line is not what it should be.
    """
    lines = text.splitlines() or [b""]
    head = _parsed(1, lines[0])
    if not isinstance(head, dict) or head.get("v") != VERSION or set(head) != {"v", "since", "until"}:
        raise EdgeListUnreadable(1, f'not the head of a list of hours: {{"since":…,"until":…,"v":{VERSION}}}')
    since, until = (_read(1, date, head[name]) for name in ("since", "until"))
    rows = tuple(_row(number, line) for number, line in enumerate(lines[1:], start=2))
    return EdgeList(since, until, rows)


def _row(number: int, line: bytes) -> Row:
    row = _read(number, Row, _parsed(number, line))
    if row.hours < 1 or row.giver == row.receiver:
        raise EdgeListUnreadable(number, "a row is at least one hour from one number to another")
    return row


def _parsed(number: int, line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError as broken:
        raise EdgeListUnreadable(number, f"no JSON ({broken})") from broken


def _read(number: int, kind: type[T], plain: object) -> T:
    try:
        return from_plain(kind, plain)
    except NotReadable as broken:
        raise EdgeListUnreadable(number, str(broken)) from broken
