"""
Methods that add up marks and let the highest total win: plurality, approval, score, dots, quadratic.

Sources: plurality and approval: Brams & Fishburn, Approval Voting (1983); score: Smith, Range Voting (2000);
dots: cumulative voting, Sawyer & MacRae (1962); quadratic: Lalley & Weyl, Quadratic Voting (2018).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter, mul
from typing import Any

from domain.governance.methods.box import Box, Places, Reader, Spoilt, Unusual, apart
from domain.governance.methods.result import Outcome, Status, settled

Marks = tuple[int, ...]
"""What a ballot gives each option, by place."""


@dataclass(frozen=True)
class MarksCount:
    """The totals by option, and who leads them."""

    outcome: Outcome
    scores: dict[str, int]


def columns(box: Box[Marks]) -> list[list[int]]:
    """Return the marks that each option has on each different ballot, in the order of the box, by place."""
    marks = list(chain.from_iterable(box.ballots))
    options = len(box.options)
    return [marks[place::options] for place in range(options)]


def totals_of(box: Box[Marks], by_place: list[list[int]] | None = None) -> list[int]:
    """Return the sum of marks of each option, by place; *by_place* are the box's columns, where they are known."""
    # In a large box of many options most ballots stand alone: only those that do not are multiplied.
    more = [(marks, count - 1) for marks, count in box.ballots.items() if count > 1]
    totals = [sum(column) for column in by_place or columns(box)]
    if more:
        again = [count for _, count in more]
        for place, column in enumerate(zip(*(marks for marks, _ in more), strict=True)):
            totals[place] += sum(map(mul, column, again))
    return totals


def count_marks(box: Box[Marks]) -> MarksCount:
    """Return the totals; whoever has the most wins, and several with the most are tied."""
    totals = totals_of(box)
    scores = dict(zip(box.options, totals, strict=True))
    if not box.valid:
        return MarksCount(Outcome(Status.NO_BALLOTS), scores)
    most = max(totals)
    leading = [frozenset({option}) for option, total in scores.items() if total == most]
    return MarksCount(settled(leading), scores)


def one_choice(places: Places) -> Reader[Marks]:
    """Return the reader of a plurality ballot: one option."""
    return _OneChoice(places)


def approvals(places: Places) -> Reader[Marks]:
    """Return the reader of an approval ballot: any options, none as well; one named twice spoils it."""
    return _Approvals(places)


def scores(places: Places, most: int) -> Reader[Marks]:
    """Return the reader of a score ballot: 0 to *most* for each option, what is missing being 0."""
    return _Amounts(places, "scores", max, most)


def credits_linear(places: Places, credits: int) -> Reader[Marks]:
    """Return the reader of a ballot with dots: none negative, together at most *credits*."""
    return _Amounts(places, "credits", sum, credits)


def credits_squared(places: Places, credits: int) -> Reader[Marks]:
    """Return the reader of a quadratic ballot: votes cost their square, together at most *credits*."""
    return _Amounts(places, "credits", _squared, credits)


class _OneChoice:
    def __init__(self, places: Places) -> None:
        self._places = places
        everyone = range(len(places.names))
        self._marks = [tuple(int(place == chosen) for place in everyone) for chosen in everyone]

    def __call__(self, given: object, where: str) -> Marks:
        return self._marks[self._places.of(given, f"{where}.choice")]

    def keys(self, given: Iterable[Any]) -> Iterable[Hashable]:
        return given

    def ballot(self, key: object) -> Marks:
        apart(key)
        return self(key, "")

    def ready(self, keys: Mapping[Any, int]) -> bool:
        return False


class _Approvals:
    def __init__(self, places: Places) -> None:
        self._places = places

    def __call__(self, given: object, where: str) -> Marks:
        marks = [0] * len(self._places.names)
        for place in self._places.all_of(given, f"{where}.approve"):
            marks[place] += 1
        if max(marks) > 1:
            raise Spoilt
        return tuple(marks)

    def keys(self, given: Iterable[Any]) -> Iterable[Hashable]:
        given = list(given)
        if not set(map(type, given)) <= {list, tuple}:
            raise Unusual
        return map(tuple, given)

    def ballot(self, key: object) -> Marks:
        return self(key, "")

    def ready(self, keys: Mapping[Any, int]) -> bool:
        return False


def _squared(marks: Marks) -> int:
    return sum(map(mul, marks, marks))


class _Amounts:
    """A number for each option, none below zero, which together *come_to* no more than *most*."""

    def __init__(self, places: Places, name: str, come_to: Callable[[Marks], int], most: int) -> None:
        self._places = places
        self._name = name
        self._come_to = come_to
        self._most = most

    def __call__(self, given: object, where: str) -> Marks:
        return self.ballot(self._places.amounts(given, f"{where}.{self._name}"))

    def keys(self, given: Iterable[Any]) -> Iterable[Hashable]:
        given = list(given)
        # True and 1.0 are equal to 1 and are no whole numbers: they are left to be told with their place.
        if not set(map(type, given)) <= {dict} or not set(map(type, _inside(given))) <= {int}:
            raise Unusual
        names = self._places.names
        if len(names) > 1 and set(map(len, given)) == {len(names)}:
            return map(itemgetter(*names), given)
        none = dict.fromkeys(names, 0)
        keys = [tuple((none | marks).values()) for marks in given]
        if not set(map(len, keys)) <= {len(none)}:
            raise Unusual
        return keys

    def ballot(self, key: Marks) -> Marks:
        if min(key) < 0 or self._come_to(key) > self._most:
            raise Spoilt
        return key

    def ready(self, keys: Mapping[Any, int]) -> bool:
        marks = set(chain.from_iterable(keys))
        if not marks or min(marks) < 0:
            return False
        # The highest of all marks is the highest that any ballot comes to; only sums are made ballot by ballot.
        most = max(marks) if self._come_to is max else max(map(self._come_to, keys))
        return most <= self._most


def _inside(given: Iterable[dict[Any, Any]]) -> Iterable[Any]:
    return chain.from_iterable(map(dict.values, given))
