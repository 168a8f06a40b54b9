"""
The ballot box: the ballots of a count, equal ones together, with those that say nothing counted apart.

Ballots are read once from their plain form. What a voter can do wrong (an option twice, more credits than there
are) makes the ballot invalid, and it is counted as that. What no ballot paper can hold (an option that does not
stand) is an error of whoever wrote the box down, and is told with its place.

Equal ballots are put together before they are read, the whole box at once, so that a ballot costs little more than
a look at it. Where that meets anything unusual the box is read again, ballot by ballot: that way is the rule, the
other its shortcut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, Protocol, TypeVar

from domain.governance.methods.result import BallotUnreadable

B = TypeVar("B")
B_co = TypeVar("B_co", covariant=True)
Row = Mapping[str, Any]

BLANK = "blank"
INVALID = "invalid"


class Spoilt(Exception):
    """A ballot that a voter filled in against the rules: it is invalid, and never mended for them."""


class Empty(Exception):
    """A ballot that says nothing: it is blank."""


class Unusual(Exception):
    """Ballots that cannot be put together before they are read."""


class Reader(Protocol[B_co]):
    """How a ballot is read from its plain form."""

    def __call__(self, given: Any, where: str, /) -> B_co:
        """
        Return the ballot that *given* is, *where* being its place.

        Raises:
            BallotUnreadable, Spoilt, Empty.
        """
        ...

    def keys(self, given: Iterable[Any], /) -> Iterable[Hashable]:
        """
        Return something for each of *given* that is equal only for those that are read alike.

        Raises:
            Unusual, TypeError: some of them have none.
        """
        ...

    def ballot(self, key: Any, /) -> B_co:
        """Return the ballot that a key stands for; raises what __call__ does."""
        ...

    def ready(self, keys: Mapping[Any, int], /) -> bool:
        """Tell whether every one of *keys* is itself the valid ballot that it stands for."""
        ...


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


def fill(options: Sequence[str], rows: Sequence[Any], key: str, reader: Reader[B]) -> Box[B]:
    """
    Return the box of *rows*, each with a ballot under *key* (or a `choice` of blank or invalid) and a `count`.

    Raises:
        BallotUnreadable: a row that is no ballot of this method.
    """
    filling: _Filling[B] = _Filling()
    try:
        filling.put_at_once(rows, key, reader)
    except (Unusual, BallotUnreadable, KeyError, TypeError):
        return one_by_one(options, rows, key, reader)
    return filling.box(options)


def one_by_one(options: Sequence[str], rows: Sequence[Any], key: str, reader: Reader[B]) -> Box[B]:
    """Return the same box, every ballot read by itself."""
    filling: _Filling[B] = _Filling()
    filling.put_each(rows, key, reader)
    return filling.box(options)


class _Filling(Generic[B]):
    """A box that is being filled."""

    def __init__(self) -> None:
        self._ballots: dict[B, int] = {}
        self._apart = {BLANK: 0, INVALID: 0}

    def box(self, options: Sequence[str]) -> Box[B]:
        return Box(tuple(options), self._ballots, self._apart[BLANK], self._apart[INVALID])

    def put_each(self, rows: Sequence[Any], key: str, reader: Reader[B]) -> None:
        for number, row in enumerate(rows):
            where = f"ballots[{number}]"
            if not isinstance(row, Mapping):
                raise BallotUnreadable(where, "Give an object.")
            count = _count(row, where)
            if key not in row or _said_apart(row):
                self._apart[_apart(row, key, where)] += count
                continue
            try:
                self._put(reader(row[key], where), count)
            except Spoilt:
                self._apart[INVALID] += count
            except Empty:
                self._apart[BLANK] += count

    def put_at_once(self, rows: Sequence[Any], key: str, reader: Reader[B]) -> None:
        together, others = _together(rows, key, reader)
        if reader.ready(together):
            self._ballots = {b: n for b, n in together.items() if n} if 0 in together.values() else together
        else:
            self._put_kinds(together, reader)
        self.put_each(others, key, reader)

    def _put_kinds(self, together: Mapping[Any, int], reader: Reader[B]) -> None:
        for kind, count in together.items():
            try:
                self._put(reader.ballot(kind), count)
            except Spoilt:
                self._apart[INVALID] += count
            except Empty:
                self._apart[BLANK] += count

    def _put(self, ballot: B, count: int) -> None:
        if count:
            self._ballots[ballot] = self._ballots.get(ballot, 0) + count


def _together(rows: Sequence[Any], key: str, reader: Reader[B]) -> tuple[Counter[Any], list[Row]]:
    """Return how many ballots there are of each key, and the rows that none can be said of."""
    if sum(map(len, rows)) == len(rows):
        try:
            return Counter(reader.keys(map(itemgetter(key), rows))), []
        except KeyError:
            pass
    having = [row for row in rows if key in row]
    together: Counter[Any] = Counter(reader.keys([row[key] for row in having if len(row) == 1]))
    counted = [row for row in having if len(row) == 2 and "count" in row]
    if counted:
        for kind, count in zip(reader.keys([row[key] for row in counted]), _counts(counted), strict=True):
            together[kind] += count
    others = [row for row in rows if key not in row or len(row) > 2 or (len(row) == 2 and "count" not in row)]
    return together, others


def _counts(rows: Sequence[Any]) -> list[int]:
    counts = [row["count"] for row in rows]
    if set(map(type, counts)) != {int} or min(counts) < 0:
        raise Unusual
    return counts


def _said_apart(row: Row) -> bool:
    choice = row.get("choice")
    return isinstance(choice, str) and choice in (BLANK, INVALID)


def _count(row: Row, where: str) -> int:
    count = row.get("count", 1)
    if type(count) is not int or count < 0:
        raise BallotUnreadable(f"{where}.count", "Give how many such ballots there are, 0 or more.")
    return count


def _apart(row: Row, key: str, where: str) -> str:
    choice = row.get("choice")
    if choice not in (BLANK, INVALID):
        raise BallotUnreadable(where, f'Give "{key}", or a "choice" of blank or invalid.')
    return str(choice)


def apart(given: object) -> None:
    """
    Let pass what is a choice.

    Raises:
        Empty, Spoilt: it says that the ballot is blank, or invalid.
    """
    if given == BLANK:
        raise Empty
    if given == INVALID:
        raise Spoilt


class Places:
    """The place of each option, for readers of ballots."""

    def __init__(self, options: Sequence[str]) -> None:
        self._place = {option: place for place, option in enumerate(options)}
        self.names = tuple(options)

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
