"""
The snapshot beside a journal: a file that plain TinyDB opens, written and read a document at a time.

Each document stands on a line of its own, which to JSON is nothing and to us means that a million of them are
read without holding the file in memory. A file of any other layout is read too, whole.
"""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms_api.store.base import StoreUnreadable

PIECE = 128 * 1024
Rows = Iterator[tuple[str, str, bytes]]
"""Table, document id and the document as JSON; an id and a document that are empty for a table that begins."""


class OtherLayout(Exception):
    """The file is not laid out a document a line, and has to be read whole."""


@dataclass(frozen=True)
class Identity:
    """What tells a snapshot from every other; *sequence* is the last line of the journal that is in it."""

    size: int
    crc: int
    sequence: int

    def same_file(self, other: Identity) -> bool:
        return (self.size, self.crc) == (other.size, other.crc)


NOTHING = Identity(0, 0, 0)
"""The identity of a snapshot that is not there."""


class Measured:
    """Bytes that go through, counted and summed up on their way."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.size = 0
        self.crc = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            self.crc = crc32(piece, self.crc)
            yield piece

    def identity(self, sequence: int) -> Identity:
        return Identity(self.size, self.crc, sequence)


def encoded(value: object) -> bytes:
    """
    Return *value* as the JSON a journal holds: no NaN, nothing but ASCII.

    Raises:
        TypeError, ValueError: it has no JSON.
    """
    return _ENCODER.encode(value).encode("ascii")


_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


def pieces_of(tables: Mapping[str, Iterable[tuple[str, bytes]]]) -> Iterator[bytes]:
    """Go through the bytes of a snapshot of *tables*, some ten thousand at a time."""
    kept = [b"{"]
    length = 0
    for place, (name, rows) in enumerate(tables.items()):
        kept.append(b"%s\n%s:{" % (b"," if place else b"", encoded(name)))
        comma = b"\n"
        for doc_id, raw in rows:
            row = b"%s%s:%s" % (comma, encoded(doc_id), raw)
            kept.append(row)
            comma = b",\n"
            length += len(row)
            if length > PIECE:
                yield b"".join(kept)
                kept, length = [], 0
        kept.append(b"\n}")
    kept.append(b"\n}\n")
    yield b"".join(kept)


def rows_by_line(lines: Iterable[bytes]) -> Rows:
    """
    Go through the documents of a file laid out by `pieces_of`.

    Raises:
        OtherLayout: it is laid out otherwise, or broken.
    """
    name = None
    ended = False
    for number, line in enumerate(lines):
        if line[:1] == b'"' and name is not None:
            quote = line.find(b'":{', 1)
            if quote < 0 or b"\\" in line[:quote] or line[-2:] not in (b"}\n", b",\n"):
                raise OtherLayout
            yield name, line[1:quote].decode(), line[quote + 2 : -2 if line[-2:] == b",\n" else -1]
        elif number == 0 and line == b"{\n":
            continue
        elif line in (b"}\n", b"},\n"):
            ended, name = name is None, None
        elif name is None and not ended and line[-3:] == b":{\n" and number:
            name = json.loads(line[:-3])
            yield name, "", b""
        else:
            raise OtherLayout
    if not ended:
        raise OtherLayout


def rows_of_whole(path: Path, content: bytes) -> Rows:
    """
    Go through the documents of any file that plain TinyDB wrote.

    Raises:
        StoreUnreadable: it holds something else.
    """
    for name, documents in _tables(path, content).items():
        if not isinstance(documents, dict):
            raise StoreUnreadable(str(path), f"{name!r} is no table of documents")
        yield name, "", b""
        for doc_id, document in documents.items():
            if not isinstance(document, dict):
                raise StoreUnreadable(str(path), f"document {doc_id} of {name} is no object")
            yield name, doc_id, encoded(document)


def _tables(path: Path, content: bytes) -> dict[str, Any]:
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise StoreUnreadable(str(path), f"it is not JSON ({broken})") from broken
    if not isinstance(tables, dict):
        raise StoreUnreadable(str(path), "it holds no tables")
    return tables
