"""
Large mappings of what a build keeps, of which each build reads and writes the few shards that it touches.

Rules of this file: which shard a name belongs to follows from the name alone, and what is about one entry lies
together. What was put on a shelf hides what lay there before; what was taken off stays off.
"""

from __future__ import annotations

import marshal
from collections.abc import ItemsView, Iterator, MutableMapping
from typing import Any, TypeVar
from zlib import crc32

from site_builder.kept.parts import Parts
from site_builder.units import TAB

V = TypeVar("V")

FEW = 128
"""So many entries make a shard, or up to twice as many."""
SHORT = 5
"""What is no longer than that, such as a language, names no entry."""
CROWDED = 2
"""Where so many times as many came at once, shards are dealt out anew."""


class Shelf(MutableMapping[str, V]):
    """The mapping *name* in *shards* of *parts*, and what came to it since; all in memory where there are none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shards = 0
        self._parts: Parts | None = None
        self._loaded: dict[int, dict[str, V]] = {}
        self.own: dict[str, V] = {}
        self.off: set[str] = set()

    def lay(self, parts: Parts, shards: int) -> None:
        """Let everything lie here that was kept in so many shards of *parts*."""
        self._parts, self.shards = parts, shards

    def successor(self) -> Shelf[V]:
        """Return a shelf on which everything lies that lies on this one; what is put on it does not come here."""
        heir: Shelf[V] = Shelf(self.name)
        heir._parts, heir.shards, heir._loaded = self._parts, self.shards, self._loaded
        heir.own, heir.off = dict(self.own), set(self.off)
        return heir

    def shard(self, number: int) -> dict[str, V]:
        """
        Return what lay in a shard when it was kept.

        Raises:
            Damaged: it is not as it was written.
        """
        found = self._loaded.get(number)
        if found is None and self._parts is not None:
            found = self._loaded[number] = self._parts.value(part_name(self.name, number))
        return found or {}

    def _kept(self, key: str) -> dict[str, V]:
        return self.shard(_shard_of(key, self.shards)) if self.shards and key not in self.off else {}

    def __getitem__(self, key: str) -> V:
        return self.own[key] if key in self.own else self._kept(key)[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and (key in self.own or key in self._kept(key))

    def __setitem__(self, key: str, value: V) -> None:
        self.own[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self.own.pop(key, None)
        if self.shards:
            self.off.add(key)

    def __iter__(self) -> Iterator[str]:
        """Yield every key: all shards are read for it."""
        yield from self.own
        for number in range(self.shards):
            yield from (key for key in self.shard(number) if key not in self.own and key not in self.off)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return bool(self.own) or any(True for _ in self)

    def items(self) -> ItemsView[str, V]:
        """Return every key with its value, read shard by shard."""
        if not self.shards:
            return self.own.items()
        everything: dict[str, V] = {}
        for number in range(self.shards):
            everything |= self.shard(number)
        for key in self.off:
            everything.pop(key, None)
        return (everything | self.own).items()

    def crowded(self) -> bool:
        """Tell whether so much was added that more shards are worth it."""
        return len(self.own) > self.shards * FEW * CROWDED

    def whole(self) -> dict[int, dict[str, V]]:
        """Return everything that lies here, in as many shards as it asks for."""
        items = self.items()
        shards = shards_for(len(items))
        found: dict[int, dict[str, V]] = {number: {} for number in range(shards)}
        for key, value in items:
            found[_shard_of(key, shards)][key] = value
        return found

    def renewed(self) -> dict[int, dict[str, V]]:
        """Return the shards that are others than they were kept, as they are now."""
        touched: dict[int, dict[str, V]] = {}
        for key in (*self.off, *self.own):
            touched.setdefault(_shard_of(key, self.shards), {})
        for number, now in touched.items():
            now.update((key, value) for key, value in self.shard(number).items() if key not in self.off)
        for key, value in self.own.items():
            touched[_shard_of(key, self.shards)][key] = value
        return touched


def _shard_of(key: str, shards: int) -> int:
    """Return where *key* lies: beside all else that is about the same entry, whose name comes last in it."""
    about = key.rpartition(TAB)[2]
    return crc32((about if len(about) > SHORT else key).encode("utf-8", "surrogatepass")) % shards


def part_name(name: str, number: int) -> str:
    """Return what the part of a shard is called."""
    return f"{name} {number}"


def shards_for(entries: int) -> int:
    """Return how many shards so many entries make: a power of two, so that few edits ever ask for more."""
    return 1 << max(0, (entries // FEW).bit_length())


def written(shard: dict[str, Any]) -> bytes:
    """Return a shard as the bytes of a part."""
    return marshal.dumps(shard)
