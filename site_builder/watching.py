"""
What units read, noted while they read it.

A *fact* is one thing that can be asked of the site, by a name that stays the same from build to build: an entry
("content.skills mending"), the names of all entries ("content.skills"), whether there is one, the day it is, or a
*summary*: a value that a function of ours makes of other facts. Whoever reads a fact gets it into the list of what
it read; a summary has such a list of its own. So a list page that shows summaries depends on these alone: where
they come out as before, it is not even planned again.

Rules of this file: what a unit gets to see hands out nothing that is not noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import wraps
from inspect import unwrap
from sys import intern
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from site_builder.digests import digest_of_bytes, written
from site_builder.kept.recall import Recall
from site_builder.units import KEPT, TAB, named

if TYPE_CHECKING:
    from site_builder.model import Site

P = ParamSpec("P")
T = TypeVar("T")

Fact = str
"""Its parts stand between tabs: the kind, then words."""
SUMMARY = "="
"""What the name of a summary begins with."""
ASKED = "?"
"""Ends the fact that there is, or is not, an entry of a name."""


Trace = tuple[tuple[Fact, ...], bytes]
"""What was read to make something, in the order in which it was first read, and the digest of what was made."""


class Watch:
    """Makes each summary once; *notes* nothing of what is read."""

    notes = False

    def __init__(self) -> None:
        self._made: dict[Fact, Any] = {}

    def note(self, fact: Fact) -> None:
        """Note that *fact* was read."""

    def summary(self, site: Site, fact: Fact, make: Callable[..., T], arguments: tuple[str, ...]) -> T:
        """Return the summary *fact*, which *make* makes of the site."""
        if fact not in self._made:
            self._made[fact] = make(site, *arguments)
        return cast(T, self._made[fact])

    def watched(self, make: Callable[[], T]) -> tuple[T, tuple[Fact, ...]]:
        """Return what *make* returns, and what it read, as far as that is noted."""
        return make(), ()


class Noting(Watch):
    """Makes each summary once and notes what is read; *traces* are those of the summaries made so far."""

    notes = True

    def __init__(self) -> None:
        self._made: dict[Fact, tuple[Fact, Any]] = {}
        self.traces: dict[Fact, Trace] = {}
        self.recall: Recall | None = None
        self._reading: list[dict[Fact, None]] = []

    def note(self, fact: Fact) -> None:
        if self._reading:
            # One object for each name: what is kept of a build names most of them many times.
            self._reading[-1][intern(fact)] = None

    def summary(self, site: Site, fact: Fact, make: Callable[..., T], arguments: tuple[str, ...]) -> T:
        # Asked some hundred thousand times in a build: a summary that is made costs one look.
        known = self._made.get(fact)
        if known is None:
            self.note(fact)
            known = self._made[fact] = intern(fact), self._value(site, fact, make, arguments)
        elif self._reading:
            self._reading[-1][known[0]] = None
        value: T = known[1]
        return value

    def _value(self, site: Site, fact: Fact, make: Callable[..., Any], arguments: tuple[str, ...]) -> Any:
        recall = self.recall if is_kept(fact) else None
        # What is read to find that out is nothing that was read for its own sake.
        kept = self.watched(lambda: recall.value(fact))[0] if recall else None
        if kept:
            return kept[0]
        value, reads = self.watched(lambda: make(site, *arguments))
        content = written(value)
        self.traces[intern(fact)] = reads, digest_of_bytes(content)
        if recall:
            recall.keep(fact, content)
        return value

    def watched(self, make: Callable[[], T]) -> tuple[T, tuple[Fact, ...]]:
        """Return what *make* returns, and what it read."""
        self._reading.append({})
        try:
            value = make()
        finally:
            reads = self._reading.pop()
        return value, tuple(reads)


def summary(make: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """
    Mark a function of the site and plain words as a summary: what lists show of an entry.

    A list that asks for summaries is planned again only where one of them comes out differently.
    """
    return _asked(make, SUMMARY + named(make))


def kept(asked: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """Mark a summary, above `summary`, as one whose values are kept: dear to make, and made of many entries."""
    return _asked(unwrap(asked), SUMMARY + named(asked) + KEPT)


def is_kept(fact: Fact) -> bool:
    """Tell whether *fact* is a summary whose values are kept."""
    return KEPT in fact and fact.partition(TAB)[0].endswith(KEPT)


def _asked(make: Callable[Concatenate[Site, P], T], name: Fact) -> Callable[Concatenate[Site, P], T]:
    """Return what asks the site for the summary *name*."""

    before = name + TAB

    @wraps(make)
    def asked(site: Site, *words: str) -> T:
        return site.watch.summary(site, before + TAB.join(words) if words else name, make, words)

    return asked  # type: ignore[return-value]


class Watched(Mapping[str, T]):
    """A mapping that notes what is read of it: an entry, whether there is one, or the names of all."""

    __slots__ = ("_table", "_values", "_watch")

    def __init__(self, watch: Watch, table: str, values: Mapping[str, T]) -> None:
        self._watch = watch
        self._table = table
        self._values = values

    def __getitem__(self, key: str) -> T:
        self._watch.note(f"{self._table}{TAB}{key}")
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        self._watch.note(f"{self._table}{TAB}{key}{TAB}{ASKED}")
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        self._watch.note(self._table)
        return iter(self._values)

    def __len__(self) -> int:
        self._watch.note(self._table)
        return len(self._values)


class WatchedFields:
    """The fields of a value, each noted when it is read; those that are mappings, entry by entry."""

    def __init__(self, watch: Watch, area: str, value: Any) -> None:
        self._watch = watch
        self._area = area
        self._value = value
        self._facts = {field.name: intern(f"{area}.{field.name}{TAB}") for field in fields(value)}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._facts:
            raise AttributeError(f"{self._area}.{name} is nothing that a unit may read")
        value = getattr(self._value, name)
        if isinstance(value, Mapping):
            watched: Watched[Any] = Watched(self._watch, f"{self._area}.{name}", value)
            self.__dict__[name] = watched
            return watched
        self._watch.note(self._facts[name])
        return value
