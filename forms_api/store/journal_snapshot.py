"""
The snapshot beside a journal: a file that plain TinyDB opens, written and read a document at a time.

Each document stands on a line of its own, which to JSON is nothing and to us means that a million of them are
read without holding the file in memory. A file of any other layout is read too, whole.
"""

from __future__ import annotations

import json
import re
from binascii import crc32
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from forms_api.store.base import StoreUnreadable

PIECE = 128 * 1024
READ = 512 * 1024
Rows = Iterator[tuple[str, list[str], list[bytes]]]
"""A table, ids of documents and the documents as JSON; none of either where the table begins."""
ROW = re.compile(rb'^"([^"\\]*)":(\{.*\}),?\n', re.MULTILINE)


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


def decoded_all(raws: list[bytes]) -> list[Any]:
    """
    Return what the documents are, all at once, which takes half the time of one after the other.

    Raises:
        ValueError: they are not each one JSON value.
    """
    found: list[Any] = json.loads(b"[%s]" % b",".join(raws))
    if len(found) != len(raws):
        raise ValueError("a line holds more than one document")
    return found


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


def pieces_in(file: BinaryIO) -> Iterator[bytes]:
    """Go through a file by some whole lines at a time."""
    while piece := file.read(READ):
        yield piece + file.readline()


def rows_by_line(pieces: Iterable[bytes]) -> Rows:
    """
    Go through the documents of a file laid out by `pieces_of`, given by whole lines.

    Raises:
        OtherLayout: it is laid out otherwise, or broken.
    """
    name: str | None = None
    begun = ended = False
    for piece in pieces:
        found = ROW.findall(piece)
        if name is not None and len(found) == piece.count(b"\n"):
            yield name, [doc_id.decode() for doc_id, _ in found], [raw for _, raw in found]
            continue
        for line in piece.splitlines(keepends=True):
            row = ROW.fullmatch(line)
            if row is not None and name is not None:
                yield name, [row[1].decode()], [row[2]]
            elif line == b"{\n" and not begun:
                begun = True
            elif line in (b"}\n", b"},\n") and begun and not ended:
                ended, name = name is None, None
            elif name is None and begun and not ended and line[-3:] == b":{\n":
                name = _name(line[:-3])
                yield name, [], []
            else:
                raise OtherLayout
    if not ended:
        raise OtherLayout


def _name(raw: bytes) -> str:
    try:
        return str(json.loads(raw))
    except ValueError as broken:
        raise OtherLayout from broken


def rows_of_whole(path: Path, content: bytes) -> Rows:
    """
    Go through the documents of any file that plain TinyDB wrote.

    Raises:
        StoreUnreadable: it holds something else.
    """
    for name, documents in _tables(path, content).items():
        if not isinstance(documents, dict):
            raise StoreUnreadable(str(path), f"{name!r} is no table of documents")
        wrong = next((doc_id for doc_id, document in documents.items() if not isinstance(document, dict)), None)
        if wrong is not None:
            raise StoreUnreadable(str(path), f"document {wrong} of {name} is no object")
        yield name, [], []
        if documents:
            yield name, list(documents), [encoded(document) for document in documents.values()]


def _tables(path: Path, content: bytes) -> dict[str, Any]:
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise StoreUnreadable(str(path), f"it is not JSON ({broken})") from broken
    if not isinstance(tables, dict):
        raise StoreUnreadable(str(path), "it holds no tables")
    return tables
