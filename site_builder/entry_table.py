"""
The entries of a large JSON file of the record, read one by one when somebody asks.

Rules of this file: an entry that was read and fitted its type once is not read again while its text is the same;
one whose text is new is read at once, so that a file which does not hold what it promises is told before
anything is built from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, TypeVar

from domain.codec import from_plain
from site_builder.digests import SIZE

T = TypeVar("T")

Slices = Mapping[str, tuple[int, bytes]]
"""By key the length of an entry's text, and its digest."""

_DECODER = json.JSONDecoder()


class EntryTable(Mapping[str, T]):
    """The entries of *text*, an object of JSON; *before* are the slices of it as the last build found them."""

    def __init__(self, text: str, kind: type[T], before: Slices) -> None:
        """
        Raises:
            ValueError: it is no object of JSON, or an entry that is new does not fit *kind*.
        """
        self._text = text
        self._kind = kind
        self._values: dict[str, T] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self.slices: dict[str, tuple[int, bytes]] = {}
        if not self._walk(before):
            self._text, self._places, self.slices = "", {}, {}
            self._write_again(text)
        for key in [key for key in self.slices if self.slices[key] != before.get(key)]:
            self[key]

    @property
    def digests(self) -> dict[str, bytes]:
        """The digest of each entry's text."""
        return {key: digest for key, (_, digest) in self.slices.items()}

    def _walk(self, before: Slices) -> bool:
        """Find each entry in a text without blanks; return False where it is written in another way."""
        text, at = self._text, 1
        if text[:1] != "{":
            return False
        while text[at : at + 1] == '"':
            key, at = json.decoder.scanstring(text, at + 1)  # type: ignore[attr-defined]
            if text[at : at + 1] != ":" or key in self.slices:
                return False
            at = self._entry(key, at + 1, before.get(key))
            if text[at : at + 1] == "}":
                return text[at + 1 :].strip() == ""
            if text[at : at + 1] != ",":
                return False
            at += 1
        return text.strip() == "{}"

    def _entry(self, key: str, at: int, before: tuple[int, bytes] | None) -> int:
        """Take in the entry at the place *at* and return where it ends."""
        if before is not None:
            end = at + before[0]
            if self._text[end : end + 1] in ",}" and _digest(self._text[at:end]) == before[1]:
                self._places[key], self.slices[key] = (at, end), before
                return end
        _, end = _DECODER.raw_decode(self._text, at)
        self._places[key], self.slices[key] = (at, end), (end - at, _digest(self._text[at:end]))
        return end

    def _write_again(self, text: str) -> None:
        """Take in a text that holds blanks between its parts, or no object at all."""
        plain = json.loads(text)
        if not isinstance(plain, dict):
            raise ValueError("not an object")
        for key, value in plain.items():
            entry = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            self._places[key] = len(self._text), len(self._text) + len(entry)
            self.slices[key] = len(entry), _digest(entry)
            self._text += entry

    def __getitem__(self, key: str) -> T:
        if key not in self._values:
            start, end = self._places[key]
            self._values[key] = from_plain(self._kind, json.loads(self._text[start:end]))
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places


class FileTable(Mapping[str, T]):
    """Values that lie in files of their own: *digests* by key, and *read*, which returns one of them."""

    def __init__(self, digests: Mapping[str, bytes], read: Callable[[str], T]) -> None:
        self.digests = digests
        self._read = read
        self._values: dict[str, Any] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._values:
            if key not in self.digests:
                raise KeyError(key)
            self._values[key] = self._read(key)
        value: T = self._values[key]
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)

    def __contains__(self, key: object) -> bool:
        return key in self.digests


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()
