"""
The entries of a large JSON file of the record, read one by one when somebody asks.

Rules of this file: an entry that was read and fitted its type once is not read again while its text is the same,
nor is a file that nobody touched; an entry whose text is new is read at once, so that a file which does not hold
what it promises is told before anything is built from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from domain.codec import from_plain
from site_builder.digests import digest_of_bytes
from site_builder.kept.file_digests import Stat
from site_builder.record import RecordUnreadable

T = TypeVar("T")

Slice = tuple[int, bytes, int, int]
"""How many signs the text of an entry has, its digest, where it begins in the file, and how many bytes it has."""

Slices = Mapping[str, Slice]
"""By key in the order of the file; an entry that stands otherwise in it begins NOWHERE."""

NOWHERE = -1

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
        self.slices: dict[str, Slice] = {}
        # So far the walk has come, in signs and in bytes.
        self._signs, self._bytes = 0, 0
        if not self._walk(before):
            self._text, self._places, self.slices = "", {}, {}
            self._write_again(text)
        for key, one in self.slices.items():
            if key not in before or one[1] != before[key][1]:
                self[key]

    @property
    def digests(self) -> dict[str, bytes]:
        """The digest of each entry's text."""
        return {key: one[1] for key, one in self.slices.items()}

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

    def _entry(self, key: str, at: int, before: Slice | None) -> int:
        """Take in the entry at the place *at* and return where it ends."""
        if before is not None:
            end = at + before[0]
            if self._text[end : end + 1] in ",}" and self._take(key, at, end, before[1]):
                return end
        _, end = _DECODER.raw_decode(self._text, at)
        self._take(key, at, end)
        return end

    def _take(self, key: str, at: int, end: int, expected: bytes | None = None) -> bool:
        """Take in the entry between two places, if it is the one that is expected."""
        content = _bytes(self._text[at:end])
        digest = digest_of_bytes(content)
        if expected is not None and digest != expected:
            return False
        start = self._bytes + len(_bytes(self._text[self._signs : at]))
        self._signs, self._bytes = end, start + len(content)
        self._places[key], self.slices[key] = (at, end), (end - at, digest, start, len(content))
        return True

    def _write_again(self, text: str) -> None:
        """Take in a text that holds blanks between its parts, or no object at all."""
        plain = json.loads(text)
        if not isinstance(plain, dict):
            raise ValueError("not an object")
        for key, value in plain.items():
            entry = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            self._places[key] = len(self._text), len(self._text) + len(entry)
            self.slices[key] = len(entry), digest_of_bytes(_bytes(entry)), NOWHERE, 0
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


class KeptTable(Mapping[str, T]):
    """
    The entries of a *file* that is as the last build found it, by its *slices*: each is read when somebody asks.

    The file is held open: what is read is of the file that was looked at, whatever takes its place meanwhile.
    """

    def __init__(self, file: Path, kind: type[T], slices: Slices) -> None:
        self._name = file
        self._file = NOWHERE
        self._file = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        self._kind = kind
        self.slices = slices
        self._values: dict[str, T] = {}

    @property
    def digests(self) -> dict[str, bytes]:
        """The digest of each entry's text."""
        return {key: one[1] for key, one in self.slices.items()}

    def is_of(self, stat: Stat) -> bool:
        """Tell whether the open file is the one that looked like that, and its slices say where each entry is."""
        found = os.fstat(self._file)
        same = (found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns) == stat
        return same and NOWHERE not in (one[2] for one in self.slices.values())

    def __getitem__(self, key: str) -> T:
        """
        Raises:
            RecordUnreadable: somebody wrote into the file while it was read.
        """
        if key not in self._values:
            _, digest, start, size = self.slices[key]
            content = os.pread(self._file, size, start)
            if digest_of_bytes(content) != digest:
                raise RecordUnreadable(self._name, f"the entry {key!r} was changed while it was read")
            self._values[key] = from_plain(self._kind, json.loads(content))
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.slices)

    def __len__(self) -> int:
        return len(self.slices)

    def __contains__(self, key: object) -> bool:
        return key in self.slices

    def __del__(self) -> None:
        if self._file != NOWHERE:
            os.close(self._file)


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


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
