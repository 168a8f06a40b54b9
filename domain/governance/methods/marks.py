"""
Methods that add up marks and let the highest total win: plurality, approval, score, dots, quadratic.

Sources: plurality and approval: Brams & Fishburn, Approval Voting (1983); score: Smith, Range Voting (2000);
dots: cumulative voting, Sawyer & MacRae (1962); quadratic: Lalley & Weyl, Quadratic Voting (2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.governance.methods.box import Box, Places, Spoilt
from domain.governance.methods.result import Outcome, Status, settled

Marks = tuple[int, ...]
"""What a ballot gives each option, by place."""


@dataclass(frozen=True)
class MarksCount:
    """The totals by option, and who leads them."""

    outcome: Outcome
    scores: dict[str, int]


def count_marks(box: Box[Marks]) -> MarksCount:
    """Return the totals; whoever has the most wins, and several with the most are tied."""
    totals = [0] * len(box.options)
    for marks, count in box.ballots.items():
        for place, mark in enumerate(marks):
            totals[place] += mark * count
    scores = dict(zip(box.options, totals, strict=True))
    if not box.valid:
        return MarksCount(Outcome(Status.NO_BALLOTS), scores)
    most = max(totals)
    leading = [frozenset({option}) for option, total in scores.items() if total == most]
    return MarksCount(settled(leading), scores)


Reader = Callable[[object, str], Marks]


def one_choice(places: Places, options: int) -> Reader:
    """Return the reader of a plurality ballot: one option."""

    def read(given: object, where: str) -> Marks:
        chosen = places.of(given, f"{where}.choice")
        return tuple(int(place == chosen) for place in range(options))

    return read


def approvals(places: Places, options: int) -> Reader:
    """Return the reader of an approval ballot: any options, none as well; one named twice spoils it."""

    def read(given: object, where: str) -> Marks:
        chosen = places.all_of(given, f"{where}.approve")
        if len(set(chosen)) < len(chosen):
            raise Spoilt
        return tuple(int(place in chosen) for place in range(options))

    return read


def scores(places: Places, most: int) -> Reader:
    """Return the reader of a score ballot: 0 to *most* for each option, what is missing being 0."""

    def read(given: object, where: str) -> Marks:
        marks = places.amounts(given, f"{where}.scores")
        if any(not 0 <= mark <= most for mark in marks):
            raise Spoilt
        return marks

    return read


def credits_linear(places: Places, credits: int) -> Reader:
    """Return the reader of a ballot with dots: none negative, together at most *credits*."""

    def read(given: object, where: str) -> Marks:
        marks = places.amounts(given, f"{where}.credits")
        if min(marks, default=0) < 0 or sum(marks) > credits:
            raise Spoilt
        return marks

    return read


def credits_squared(places: Places, credits: int) -> Reader:
    """Return the reader of a quadratic ballot: votes cost their square, together at most *credits*."""

    def read(given: object, where: str) -> Marks:
        marks = places.amounts(given, f"{where}.credits")
        if min(marks, default=0) < 0 or sum(mark * mark for mark in marks) > credits:
            raise Spoilt
        return marks

    return read
