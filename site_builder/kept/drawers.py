"""A few large values that a build keeps, each a part of its own: read where asked for, written where changed."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, TypeVar

from site_builder.digests import digest_of_bytes
from site_builder.kept.parts import Parts

V = TypeVar("V")

PLAIN = 2
"""The last version of marshal that writes equal values as equal bytes, whoever else holds a part of them."""


class Drawers(MutableMapping[str, V]):
    """The values called *name* in *parts*, by key, and what was put in since; values are plain and not changed."""

    def __init__(self, name: str = "", parts: Parts | None = None) -> None:
        self.name = name
        self._parts = parts
        self._kept = dict.fromkeys(_keys(name, parts)) if parts else {}
        self._loaded: dict[str, V] = {}
        self.own: dict[str, V] = {}

    def successor(self) -> Drawers[V]:
        """Return drawers that hold what these hold; what is put into them does not come here."""
        heir: Drawers[V] = Drawers(self.name)
        heir._parts, heir._kept, heir._loaded = self._parts, dict(self._kept), self._loaded
        heir.own = dict(self.own)
        return heir

    @classmethod
    def over(cls, name: str, parts: Parts | None, values: Mapping[str, V]) -> Drawers[V]:
        """Return drawers that hold *values* and nothing else, over what is kept of *name*."""
        if isinstance(values, Drawers):
            return values
        heir: Drawers[V] = cls(name, parts)
        heir._kept = {key: None for key in heir._kept if key in values}
        heir.own = dict(values)
        return heir

    def __getitem__(self, key: str) -> V:
        """
        Raises:
            Damaged: the value is not as it was written.
        """
        if key in self.own:
            return self.own[key]
        if key not in self._kept or self._parts is None:
            raise KeyError(key)
        if key not in self._loaded:
            self._loaded[key] = self._parts.value(part_of(self.name, key))
        return self._loaded[key]

    def __setitem__(self, key: str, value: V) -> None:
        self.own[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self.own.pop(key, None)
        self._kept.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._kept, **dict.fromkeys(self.own)})

    def __len__(self) -> int:
        return len(self._kept.keys() | self.own.keys())

    def __contains__(self, key: object) -> bool:
        return key in self._kept or key in self.own

    def same(self, key: str, content: bytes) -> bool:
        """Tell whether what is kept of *key* has these bytes; nothing is read for it."""
        if key not in self._kept or self._parts is None:
            return False
        return self._parts.places[part_of(self.name, key)][2] == digest_of_bytes(content)

    def renewed(self) -> tuple[dict[str, bytes], set[str]]:
        """Return the parts that have to be written, and the names of those that may stay."""
        fresh = {}
        for key, value in self.own.items():
            content = value if isinstance(value, bytes) else plain_bytes(value)
            if not self.same(key, content):
                fresh[part_of(self.name, key)] = content
        return fresh, {part_of(self.name, key) for key in self._kept} - fresh.keys()


def plain_bytes(value: Any) -> bytes:
    """Return a plain value as bytes that are the same for equal ones."""
    return marshal.dumps(value, PLAIN)


def part_of(name: str, key: str) -> str:
    """Return what the part of a drawer is called."""
    return f"{name}/{key}"


def _keys(name: str, parts: Parts) -> list[str]:
    before = part_of(name, "")
    return [part.removeprefix(before) for part in parts.places if part.startswith(before)]
