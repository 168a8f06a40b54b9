"""
The manifest as a text of JSON with a line for each file, in the order of the lines.

Rules of this file: a line is found by halving and changed in its place, so that an edit of one page reads and
makes no other line; what comes of it is, byte for byte, what all lines written anew would be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")
Entry = tuple[str, int]

END, FOOT = b",\n", b"\n}}"


class Lines(Mapping[str, T]):
    """The entries of a manifest's *content*, each made by *make* when somebody asks for it."""

    def __init__(self, content: bytes, make: Callable[[str, int], T]) -> None:
        self.content = content
        self._make = make
        self._all: dict[str, T] | None = None

    def __getitem__(self, output: str) -> T:
        if self._all is not None:
            return self._all[output]
        start, end = place(self.content, output)
        if start == end:
            raise KeyError(output)
        fingerprint, size = json.loads(b"{%b}" % self.content[start:end])[output]
        return self._make(fingerprint, size)

    def __contains__(self, output: object) -> bool:
        return isinstance(output, str) and self.get(output) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.everything())

    def __len__(self) -> int:
        return len(self.everything())

    def __bool__(self) -> bool:
        first, end = _body(self.content)
        return first < end

    def everything(self) -> dict[str, T]:
        """Return all entries: whoever asks for most of them reads them at once."""
        if self._all is None:
            entries = json.loads(self.content)["made"]
            self._all = {output: self._make(*one) for output, one in entries.items()}
        return self._all


def line(output: str, entry: Entry) -> bytes:
    """Return the line of a file."""
    return b'%b:["%b",%d]' % (_key(output), entry[0].encode(), entry[1])


def lines_of(version: int, lines: Iterable[bytes]) -> bytes:
    """Return the whole text."""
    return b'{"version":%d,"made":{\n' % version + END.join(sorted(lines)) + FOOT


def place(content: bytes, output: str) -> tuple[int, int]:
    """Return where the line of *output* begins and ends; twice the place where it belongs if it has none."""
    key = _key(output) + b":"
    low, body = _body(content)
    high = body + len(END) if body > low else low
    while low < high:
        start = content.rfind(b"\n", low, min((low + high) // 2, body)) + 1 or low
        end = content.find(END, start, body)
        end = body if end < 0 else end
        if content.startswith(key, start):
            return start, end
        if content[start : start + len(key)] < key:
            low = end + len(END)
        else:
            high = start
    return low, low


def _body(content: bytes) -> tuple[int, int]:
    """Return where the lines begin and where they end."""
    return content.index(b"\n") + 1, len(content) - len(FOOT)


def patched(content: bytes, changes: Mapping[str, Entry | None]) -> bytes:
    """Return the text with other lines for *changes*, and without those that are None there."""
    first, body = _body(content)
    # Every line with the same end, so that one may come or go anywhere.
    whole = content[:body] + (END if body > first else b"")
    pieces, at = [], 0
    for start, end, new in sorted(_edit(content, output, entry) for output, entry in changes.items()):
        pieces += [whole[at:start], new]
        at = end
    return b"".join([*pieces, whole[at:]]).removesuffix(END) + FOOT


def _edit(content: bytes, output: str, entry: Entry | None) -> tuple[int, int, bytes]:
    start, end = place(content, output)
    new = line(output, entry) + END if entry is not None else b""
    return start, end + len(END) if start < end else start, new


def _key(output: str) -> bytes:
    return json.dumps(output).encode()
