"""
Values that were read before, kept on disk and unpickled when somebody asks for them.

The file of values is only ever added to and read by place, so forked workers and threads may share it. A value is
believed if its bytes have the digest that the index says; else everything is read again from content/.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from site_builder.content.texts import packed, unpacked

V = TypeVar("V")

DIGEST = 16
INDEX = "content-index"

Place = tuple[bytes, int, int]
"""The digest of a value, and where its bytes begin and how many they are; -1 where they are still in memory."""


def hash_of(raw: bytes) -> bytes:
    """Return 16 bytes that stand for *raw*."""
    return sha256(raw).digest()[:DIGEST]


def digest_of(value: object) -> bytes:
    """Return 16 bytes that are the same only for equal values."""
    return hash_of(packed(value)[0])


def digests_of(mapping: Mapping[str, Any]) -> Mapping[str, bytes]:
    """Return the digest of each value; a kept mapping knows them without reading one."""
    if isinstance(mapping, KeptMapping):
        return mapping.digests
    return {key: digest_of(value) for key, value in mapping.items()}


class Store:
    """The bytes of the values: those on disk, and those read in this run, which are written at its end."""

    def __init__(self, file: str | None, again: Callable[[], Any]) -> None:
        self.file = file
        self.fresh: dict[bytes, bytes] = {}
        self.again = again
        self._open: int | None = None
        self._catalogue: Any = None

    def value(self, place: Place) -> Any:
        """Return the value at *place*; raise LookupError where its bytes are gone or damaged."""
        try:
            return unpacked(self.bytes_of(place))
        except ValueError as broken:
            raise LookupError(place[1]) from broken

    def bytes_of(self, place: Place) -> bytes:
        """Return the packed value at *place*; raise LookupError where it is gone or damaged."""
        digest, offset, length = place
        data = self.fresh.get(digest) or self._read(offset, length)
        if hash_of(data) != digest:
            raise LookupError(offset)
        return data

    def _read(self, offset: int, length: int) -> bytes:
        try:
            if self._open is None:
                self._open = os.open(self.file or "", os.O_RDONLY | os.O_CLOEXEC)
            return os.pread(self._open, length, offset)
        except OSError as gone:
            raise LookupError(offset) from gone

    def forget(self) -> None:
        """Take the index away, so that the next reading is a whole one: something of what was kept is damaged."""
        if self.file:
            with suppress(OSError):
                (Path(self.file).parent / INDEX).unlink()

    def otherwise(self) -> Any:
        """Return the catalogue as the files of content/ say it now."""
        self.forget()
        if self._catalogue is None:
            self._catalogue = self.again()
        return self._catalogue

    def __del__(self) -> None:
        if self._open is not None:
            os.close(self._open)


class KeptMapping(Mapping[str, V]):
    """
    The entries of one kind, by slug. Keys and digests are known at once, values when they are asked for.

    *without_texts* are digests of all but the long texts; *finish* makes the last step from the stored value to
    the one that is handed out.
    """

    def __init__(
        self,
        name: str,
        places: Mapping[str, Place],
        store: Store,
        digests: dict[str, bytes],
        without_texts: dict[str, bytes],
        finish: Callable[[str, V], V] | None = None,
    ) -> None:
        self.name = name
        self.places = places
        self.digests = digests
        self.without_texts = without_texts
        self._store = store
        self._finish = finish
        self._values: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        if key not in self._values:
            self._values[key] = self._value(key, self.places[key])
        return self._values[key]

    def _value(self, key: str, place: Place) -> V:
        try:
            value: V = self._store.value(place)
        except LookupError:
            found: Mapping[str, V] = getattr(self._store.otherwise(), self.name)
            return found[key]
        return self._finish(key, value) if self._finish else value

    def put(self, key: str, value: V) -> None:
        """Take a value that was read in this very run, as it is stored."""
        self._values[key] = self._finish(key, value) if self._finish else value

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, key: object) -> bool:
        return key in self.places

    def __eq__(self, other: object) -> bool:
        if isinstance(other, KeptMapping):
            others = (key for key, digest in self.digests.items() if other.digests.get(key) != digest)
            return len(self) == len(other) and all(key in other and self[key] == other[key] for key in others)
        return dict(self) == dict(other) if isinstance(other, Mapping) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a copy, or another process, have a plain mapping."""
        return dict, (dict(self),)
