"""What happens around a match: messages that carry no address, looks at a contact, and whole groups that meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction


@dataclass(frozen=True)
class Message:
    """A line from one side of a match to the other, passed on by the service without either address."""

    id: str
    match: str
    by: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Sighting:
    """*reader* was shown the contact of *of* in a match: kept so that *of* can ask who saw what."""

    id: str
    match: str
    reader: str
    of: str
    what: str
    at: datetime


@dataclass(frozen=True)
class Gathering:
    """
    A group event: some give the same *quarters* of a skill, others receive; one record with many edges.

    *confirmed* are those, on either side, who said that they were there and that it was so.
    """

    id: str
    skill: str
    on: date
    quarters: int
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    written_by: str
    written_at: datetime
    title: str = ""
    cohort: str = ""
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """Hours that went from one member to another on a day, confirmed by both or not."""

    giver: str
    receiver: str
    hours: Fraction
    on: date
    confirmed: bool


def edges(gathering: Gathering) -> Iterator[Edge]:
    """
    Yield an edge for each giver and receiver of a group event; nobody gives to themself.

    Each giver gave the whole time, shared equally among the receivers: what is given and what is received add
    up to the same, and a large group does not make a giver of forty hours out of one evening.
    """
    said = set(gathering.confirmed)
    for giver in gathering.givers:
        others = [r for r in gathering.receivers if r != giver]
        for receiver in others:
            hours = Fraction(gathering.quarters, 4 * len(others))
            yield Edge(giver, receiver, hours, gathering.on, confirmed={giver, receiver} <= said)
