"""What happens around a match: messages that carry no address, looks at a contact, and whole groups that meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
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

    *confirmed* are those, on either side, who said that they were there and that it was so. Who stands on both
    sides taught and learnt.
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

    @property
    def people(self) -> frozenset[str]:
        """Everybody named, on either side."""
        return frozenset((*self.givers, *self.receivers))


MOST_PEOPLE = 40
"""People of one group event; a larger one is written down as several."""

MOST_QUARTERS = 24 * 4


class GroupProblem(StrEnum):
    """Why a group event cannot be written down as it is."""

    NOBODY_GAVE = "nobody gave"
    NOBODY_RECEIVED = "nobody received"
    TOO_MANY = "too many people"
    BOTH_SIDES = "somebody stands on both sides"
    NO_TIME = "no time"
    TOO_LONG = "longer than a day"


def group_problem(gathering: Gathering, *, mutual: bool) -> GroupProblem | None:
    """Return the first thing wrong with a group event; only in *mutual* learning may one give and receive."""
    givers, receivers = set(gathering.givers), set(gathering.receivers)
    wrong = {
        GroupProblem.NO_TIME: gathering.quarters <= 0,
        GroupProblem.TOO_LONG: gathering.quarters > MOST_QUARTERS,
        GroupProblem.NOBODY_GAVE: not givers,
        # Who gives to nobody but themself gives to nobody.
        GroupProblem.NOBODY_RECEIVED: not any(edges(gathering)),
        GroupProblem.TOO_MANY: len(gathering.people) > MOST_PEOPLE,
        GroupProblem.BOTH_SIDES: not mutual and bool(givers & receivers),
    }
    return next((problem for problem, applies in wrong.items() if applies), None)


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
