"""
Parts of a publish that need not be made again, because all they were made from is still the same.

What a part reads is noted while it is made: the snapshot and the catalogue are handed to it in a wrapping that
writes down each field it asks for. Next time the part is made again unless every one of those fields holds the
very same object. A snapshot keeps the objects of collections that did not change (snapshot.py), so nothing has to
be compared and no list of dependencies has to be kept by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from functools import cached_property
from types import MethodType
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from domain.codec import to_plain
from domain.record.alike import alike
from domain.record.canonical import canonical
from forms_api.publish.members import Community
from forms_api.publish.resting import Rested
from forms_api.publish.snapshot import Kept
from forms_api.store.base import Store

T = TypeVar("T")
Reads = dict[str, object]


class Noted:
    """A frozen value that notes which of its fields are read; what it computes, it computes through itself."""

    def __init__(self, whole: object, reads: Reads) -> None:
        self._whole = whole
        self._reads = reads
        self._fields = frozenset(field.name for field in fields(cast(Any, whole)))

    def __getattr__(self, name: str) -> Any:
        if name in self._fields:
            found = self._reads[name] = getattr(self._whole, name)
            return found
        computed = getattr(type(self._whole), name)
        if isinstance(computed, cached_property):
            found = self.__dict__[name] = computed.func(self)
            return found
        if isinstance(computed, property) and computed.fget is not None:
            return computed.fget(self)
        return MethodType(computed, self)


@dataclass(frozen=True)
class _Part:
    key: Hashable
    content: Reads
    store: Reads
    value: object
    number: int


class Remembered:
    """The parts of the last publish of one store."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.votes = Rested()
        self.saltless: set[str] = set()
        self._parts: dict[str, _Part] = {}
        self._texts: dict[str, tuple[int, bytes]] = {}
        self._made = 0

    def part(self, name: str, make: Callable[[Community], T], community: Community, *key: Hashable) -> T:
        """
        Return what *make* makes of the community, or what it made last if that would be the same.

        *key* stands for whatever else it depends on; the community's day is part of it.
        """
        snapshot, catalogue, whole = community.snapshot, community.catalogue, (community.on, *key)
        last = self._parts.get(name)
        if (
            last is not None
            and last.key == whole
            and all(getattr(snapshot, field) is value for field, value in last.store.items())
            and all(alike(field, getattr(catalogue, field), value) for field, value in last.content.items())
        ):
            return cast(T, last.value)
        store: Reads = {}
        content: Reads = {}
        noted = Community(cast(Any, Noted(snapshot, store)), cast(Any, Noted(catalogue, content)), community.on)
        value = make(noted)
        self._made += 1
        self._parts[name] = _Part(whole, content, store, value, self._made)
        return value

    def text(self, name: str, value: object) -> bytes:
        """Return the canonical bytes of the part *name*, which is *value*."""
        number, text = self._texts.get(name, (0, b""))
        if number != self.number(name):
            number, text = self._texts[name] = self.number(name), canonical(to_plain(value))
        return text

    def number(self, name: str) -> int:
        """Return a number that another value of this part does not have: the key of what is made from it."""
        return self._parts[name].number


_OF: WeakKeyDictionary[Store, Remembered] = WeakKeyDictionary()


def remembered(store: Store) -> Remembered:
    """Return what is remembered of the publishes of *store*; nothing of one that cannot tell what changed."""
    return _OF.setdefault(store, Remembered())


def forget(store: Store) -> None:
    """Let the next publish of *store* make everything anew."""
    _OF.pop(store, None)
