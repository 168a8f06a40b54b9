"""The hours of a window as a network: who gave how many to whom, parallel exchanges added up first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm

from domain.exchange import Exchange, Kind
from domain.meeting import Edge, Gathering, edges

QUARTERS_AN_HOUR = 4

Tie = tuple[str, str]
"""Giver and receiver."""


@dataclass(frozen=True)
class Network:
    """
    Hours above zero by giver and receiver, as whole parts of which *per_hour* make an hour.

    A *person* is whoever gave or received any. Whole parts keep every share exact and quick to count.
    """

    hours: Mapping[Tie, int] = field(default_factory=dict)
    per_hour: int = 1

    @cached_property
    def people(self) -> tuple[str, ...]:
        return tuple(sorted({person for tie in self.hours for person in tie}))

    @cached_property
    def receivers(self) -> Mapping[str, frozenset[str]]:
        """To whom each person gave."""
        found: dict[str, set[str]] = {person: set() for person in self.people}
        for giver, receiver in self.hours:
            found[giver].add(receiver)
        return {person: frozenset(others) for person, others in found.items()}

    @cached_property
    def given(self) -> Mapping[str, int]:
        """What each person gave, 0 included."""
        return self._sums(0)

    @cached_property
    def received(self) -> Mapping[str, int]:
        return self._sums(1)

    @cached_property
    def total(self) -> int:
        return sum(self.hours.values())

    def _sums(self, side: int) -> Mapping[str, int]:
        sums = dict.fromkeys(self.people, 0)
        for tie, hours in self.hours.items():
            sums[tie[side]] += hours
        return sums


def hour_edges(exchanges: Iterable[Exchange], gatherings: Iterable[Gathering]) -> Iterator[Edge]:
    """Yield the hours of exchanges and of group events, confirmed or not; other kinds are not hours."""
    for each in exchanges:
        if each.kind is Kind.HOURS:
            hours = Fraction(each.amount, QUARTERS_AN_HOUR)
            yield Edge(each.giver, each.receiver, hours, each.on, each.confirmed)
    for gathering in gatherings:
        yield from edges(gathering)


def within(found: Iterable[Edge], since: date, until: date) -> list[Edge]:
    """Return the edges with since <= day < until."""
    return [edge for edge in found if since <= edge.on < until]


def network_of(found: Iterable[Edge]) -> Network:
    """Return the confirmed edges as a network; an edge to oneself or of no hours is none."""
    counted = [e for e in found if e.confirmed and e.giver != e.receiver and e.hours > 0]
    per_hour = lcm(*(edge.hours.denominator for edge in counted))
    parts: dict[Tie, int] = {}
    for edge in counted:
        tie = edge.giver, edge.receiver
        parts[tie] = parts.get(tie, 0) + int(edge.hours * per_hour)
    return Network(parts, per_hour)


def twelve_months(on: date) -> tuple[date, date]:
    """Return first day and end (not included) of the last twelve whole calendar months before *on*."""
    until = on.replace(day=1)
    return until.replace(year=until.year - 1), until
