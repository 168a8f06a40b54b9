"""
The ballot box: the ballots of a count, equal ones together, with those that say nothing counted apart.

Ballots are read once from their plain form. What a voter can do wrong (an option twice, more credits than there
are) makes the ballot invalid, and it is counted as that. What no ballot paper can hold (an option that does not
stand) is an error of whoever wrote the box down, and is told with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.governance.methods.result import BallotUnreadable

B = TypeVar("B")

BLANK = "blank"
INVALID = "invalid"


class Spoilt(Exception):
    """A ballot that a voter filled in against the rules: it is invalid, and never mended for them."""


class Empty(Exception):
    """A ballot that says nothing: it is blank."""


@dataclass(frozen=True)
class Box(Generic[B]):
    """*ballots* maps each different valid ballot to how many there are; *options* are sorted by code point."""

    options: tuple[str, ...]
    ballots: Mapping[B, int]
    blank: int = 0
    invalid: int = 0

    @property
    def valid(self) -> int:
        return sum(self.ballots.values())

    @property
    def cast(self) -> int:
        return self.valid + self.blank + self.invalid

    def named(self, options: Iterable[int]) -> frozenset[str]:
        """Return the names of options given by their place."""
        return frozenset(self.options[option] for option in options)


def fill(
    options: Sequence[str], rows: Sequence[Mapping[str, Any]], key: str, read: Callable[[Any, str], B]
) -> Box[B]:
    """
    Return the box of *rows*, each with a ballot under *key* (or a `choice` of blank or invalid) and a `count`.

    *read* makes a ballot of its plain form; it raises Spoilt or Empty where the ballot is invalid or blank.

    Raises:
        BallotUnreadable: a row that is no ballot of this method.
    """
    ballots: dict[B, int] = {}
    apart = {BLANK: 0, INVALID: 0}
    for number, row in enumerate(rows):
        where = f"ballots[{number}]"
        count = _count(row, where)
        if key not in row or row.get("choice") in apart:
            apart[_apart(row, key, where)] += count
            continue
        try:
            ballot = read(row[key], where)
        except Spoilt:
            apart[INVALID] += count
        except Empty:
            apart[BLANK] += count
        else:
            if count:
                ballots[ballot] = ballots.get(ballot, 0) + count
    return Box(tuple(options), ballots, apart[BLANK], apart[INVALID])


def _count(row: Mapping[str, Any], where: str) -> int:
    count = row.get("count", 1)
    if type(count) is not int or count < 0:
        raise BallotUnreadable(f"{where}.count", "Give how many such ballots there are, 0 or more.")
    return count


def _apart(row: Mapping[str, Any], key: str, where: str) -> str:
    choice = row.get("choice")
    if choice not in (BLANK, INVALID):
        raise BallotUnreadable(where, f'Give "{key}", or a "choice" of blank or invalid.')
    return str(choice)


class Places:
    """The place of each option, for readers of ballots."""

    def __init__(self, options: Sequence[str]) -> None:
        self._place = {option: place for place, option in enumerate(options)}

    def of(self, option: object, where: str) -> int:
        """
        Return the option's place.

        Raises:
            BallotUnreadable: it does not stand.
        """
        place = self._place.get(option) if isinstance(option, str) else None
        if place is None:
            raise BallotUnreadable(where, f"{option!r} is no option. Use: {', '.join(self._place)}.")
        return place

    def all_of(self, names: object, where: str) -> tuple[int, ...]:
        """
        Return the places of a list of options.

        Raises:
            BallotUnreadable: no list, or an option that does not stand.
        """
        if not isinstance(names, list | tuple):
            raise BallotUnreadable(where, "Give a list of options.")
        return tuple(self.of(name, where) for name in names)

    def amounts(self, given: object, where: str) -> tuple[int, ...]:
        """
        Return a whole number for every option, 0 where none is given.

        Raises:
            BallotUnreadable: no mapping from options to whole numbers.
        """
        if not isinstance(given, Mapping):
            raise BallotUnreadable(where, "Give a number for each option, as a mapping.")
        amounts = [0] * len(self._place)
        for option, amount in given.items():
            if type(amount) is not int:
                raise BallotUnreadable(f"{where}.{option}", "Give a whole number.")
            amounts[self.of(option, where)] = amount
        return tuple(amounts)
