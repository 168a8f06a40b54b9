"""
Long lists, cut into pages whose addresses stay.

Two ways: by letter, where a new name touches the pages of its letter only; and counted from the oldest, where a
new item comes to the front and every page behind it stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Letter:
    """A letter of an index, and the address where it stands."""

    letter: str
    path: str


@dataclass(frozen=True)
class Leaf(Generic[T]):
    """
    A page of a long list; *letter* is "" where it is not cut by letters.

    *number* counts the pages of its letter, or from the oldest; *numbers* tells how many there are of those, 0
    where that must not be said, because it would change every page with each new one. *before* and *after* are
    the addresses of its neighbours, "" where there is none.
    """

    path: str
    letter: str
    number: int
    numbers: int
    entries: tuple[T, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Counted(Generic[T]):
    """A list counted from the oldest: what stands in front and the pages behind it, both newest first."""

    front: tuple[T, ...]
    older: tuple[Leaf[T], ...]


def letter_name(letter: str) -> str:
    """Return the letter as an address says it: "a", "u0628", "other" for what is no letter."""
    if letter == "#":
        return "other"
    return letter.lower() if letter.isascii() else "-".join(f"u{ord(sign):04x}" for sign in letter)


def by_letter(path: str, entries: Iterable[tuple[str, T]], at_most: int) -> tuple[Leaf[T], ...]:
    """Return the pages below *path* of entries that come with their letter, in order; at most so many a page."""
    cut: list[Leaf[T]] = []
    # By letter first: an article, or a sign that is no letter, may have put a name elsewhere in the order.
    for letter, group in groupby(sorted(entries, key=lambda one: one[0]), key=lambda one: one[0]):
        found = [entry for _, entry in group]
        parts = [tuple(found[at : at + at_most]) for at in range(0, len(found), at_most)]
        place = f"{path}letters/{letter_name(letter)}/"
        for number, part in enumerate(parts, start=1):
            where = place if number == 1 else f"{place}{number}/"
            cut.append(Leaf(where, letter, number, len(parts), part))
    return tuple(_linked(cut))


def letters_of(leaves: Iterable[Leaf[T]]) -> tuple[Letter, ...]:
    """Return each letter once, with the page where it begins."""
    return tuple(Letter(leaf.letter, leaf.path) for leaf in leaves if leaf.number == 1)


def from_the_oldest(path: str, newest_first: Sequence[T], *, most: int, size: int) -> Counted[T]:
    """
    Return the list as it is while it has at most *most* items; beyond, pages of *size*, counted from the oldest.

    In front stay between half a page and one and a half, so that a page is full before it leaves the front.
    """
    count = len(newest_first)
    pages = max(0, (count - size // 2) // size) if count > most else 0
    front = tuple(newest_first[: count - pages * size])
    behind = newest_first[count - pages * size :]
    leaves = [
        Leaf(f"{path}page/{pages - at}/", "", pages - at, 0, tuple(behind[at * size : (at + 1) * size]))
        for at in range(pages)
    ]
    return Counted(front, tuple(_linked(leaves, path)))


def in_parts(path: str, entries: Sequence[T], size: int) -> tuple[Leaf[T], ...]:
    """Return the pages of a list in the order of names: the first at *path* itself, the others below."""
    parts = [tuple(entries[at : at + size]) for at in range(0, len(entries), size)] or [()]
    leaves = [
        Leaf(path if number == 1 else f"{path}{number}/", "", number, len(parts), part)
        for number, part in enumerate(parts, start=1)
    ]
    return tuple(_linked(leaves))


def _linked(leaves: Sequence[Leaf[T]], first: str = "") -> Iterator[Leaf[T]]:
    """Yield the pages with their neighbours; the first comes after the page at *first*."""
    paths = [first, *(leaf.path for leaf in leaves), ""]
    for at, leaf in enumerate(leaves, start=1):
        yield Leaf(leaf.path, leaf.letter, leaf.number, leaf.numbers, leaf.entries, paths[at - 1], paths[at + 1])
