"""
What the last reading of content/ left for the next one: how each file looked, and where its value is kept.

Rules of this file: it is our own, in a folder that only its owner may enter, and it is believed whole or not at
all (a version, our code, the libraries, a seal over the bytes). Whoever writes holds a lock and goes on from the
very index that it read; where another process came first it leaves that one's, and nothing is lost but time.
"""

from __future__ import annotations

import fcntl
import marshal
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from site_builder.content.kept import DIGEST, INDEX, Place, Store, hash_of
from site_builder.content.look import Line
from site_builder.content.rows import Rows

VERSION = 2
PLAIN = 2
"""The last version of marshal that writes equal values as equal bytes, whoever else holds a part of them."""

VALUES = "content-values-"
LOCK = "content-lock"
FEWEST_DEAD = 1_000_000
"""Bytes nobody points to any more, from which on the file of values is written anew where they are its half."""

CODE = Path(__file__).resolve().parents[2]
OUR_CODE = ("domain", "domain/governance", "domain/governance/methods", "presentation", "site_builder/content")
OUR_FILES = ("site_builder/problems.py", "site_builder/tokens.py", "requirements.txt")


@dataclass
class Index:
    """
    *records* by kind and slug, in the order of a full reading; *related* is what each skill names, *titles* what
    each program is called. *lines* and *hashes* are packed by folder, *shared*, *extras* and *images* each as a
    whole: few readings look into them. *values* names the file of the values, of which *end* bytes are ours;
    *asked* tells where the questions of all entries stand.
    """

    content: str = ""
    today: str = ""
    lines: dict[str, bytes] = field(default_factory=dict)
    young: list[str] = field(default_factory=list)
    hashes: dict[str, bytes] = field(default_factory=dict)
    records: dict[str, Rows] = field(default_factory=dict)
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shared: bytes = b""
    extras: bytes = b""
    images: bytes = b""
    asked: Place | None = None
    values: str = ""
    end: int = 0

    def lines_of(self, folder: str) -> list[Line]:
        """Return how the files of a folder looked."""
        packed = self.lines.get(folder)
        # Our own bytes, sealed with the rest of the index; below too.
        return marshal.loads(packed) if packed else []  # nosec B302

    def hash(self, file: str) -> bytes | None:
        """Return the hash of FOLDER/NAME; None where it is not known."""
        folder, _, name = file.rpartition("/")
        packed = self.hashes.get(folder)
        return marshal.loads(packed).get(name) if packed else None  # nosec B302

    def learn(self, hashes: Mapping[str, bytes]) -> None:
        """Take in the hashes of files, each by its FOLDER/NAME."""
        found: dict[str, dict[str, bytes]] = {}
        for file, digest in hashes.items():
            folder, _, name = file.rpartition("/")
            found.setdefault(folder, {})[name] = digest
        for folder, those in found.items():
            packed = self.hashes.get(folder)
            known = marshal.loads(packed) if packed else {}  # nosec B302
            self.hashes[folder] = marshal.dumps(known | those, PLAIN)


def packed_lines(lines: Mapping[str, list[Line]]) -> dict[str, bytes]:
    """Return the lines of each folder as bytes that are the same for equal ones."""
    return {folder: marshal.dumps(those, PLAIN) for folder, those in lines.items()}


def read_index(folder: Path) -> tuple[bytes, Index | None]:
    """Return the seal of the index in *folder*, and the index, or None where this code cannot believe it."""
    try:
        raw = (folder / INDEX).read_bytes()
    except OSError:
        return b"", None
    seal, body = raw[:DIGEST], raw[DIGEST:]
    if hash_of(body) != seal:
        return seal, None
    # Our own bytes, sealed by their digest.
    code, *values = marshal.loads(body)  # nosec B302
    if code != our_code():
        return seal, None
    index = Index(*values)
    index.records = {kind: Rows.of(plain) for kind, plain in values[RECORDS]}
    try:
        whole = (folder / index.values).stat().st_size >= index.end
    except OSError:
        whole = False
    return seal, index if whole else None


RECORDS = [one.name for one in fields(Index)].index("records")


@cache
def our_code() -> bytes:
    """Return what stands for the code that reads: how its files look, and the Python and libraries it runs on."""
    # Not sys.path: it begins with the folder of whatever was called, and the job is called in several ways.
    lines: list[object] = [VERSION, sys.version]
    for name in OUR_CODE:
        with os.scandir(CODE / name) as entries:
            found = [(e.name, e.stat()) for e in entries if e.name.endswith(".py")]
        lines += sorted((name, file, at.st_mtime_ns, at.st_size, at.st_ino, at.st_ctime_ns) for file, at in found)
    for name in (*OUR_FILES, *(path for path in sys.path if path.endswith("site-packages"))):
        try:
            at = (CODE / name).stat()
            lines.append((name, at.st_mtime_ns, at.st_size, at.st_ino, at.st_ctime_ns))
        except OSError:
            lines.append(name)
    return sha256(repr(lines).encode()).digest()


def write_index(folder: Path, seal: bytes, index: Index, store: Store, changed: Iterable[tuple[str, str]]) -> None:
    """
    Write *index*, and the values of the entries that *changed*: each by its kind and slug.

    Nothing is written where another process writes, or has written since it had *seal*.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if _seal(folder) != seal:
            return
        _write_values(folder, index, store, changed)
        body = marshal.dumps((our_code(), *_plain(index)), PLAIN)
        aside = folder / f"{INDEX}.new"
        _write(aside, os.O_TRUNC, [hash_of(body), body])
        aside.replace(folder / INDEX)
        for other in folder.glob(f"{VALUES}*"):
            if other.name != index.values:
                other.unlink(missing_ok=True)


def _plain(index: Index) -> list[Any]:
    values: list[Any] = [getattr(index, one.name) for one in fields(Index)]
    values[RECORDS] = [(kind, rows.plain()) for kind, rows in index.records.items()]
    return values


def _seal(folder: Path) -> bytes:
    try:
        with (folder / INDEX).open("rb") as file:
            return file.read(DIGEST)
    except OSError:
        return b""


def _write_values(folder: Path, index: Index, store: Store, changed: Iterable[tuple[str, str]]) -> None:
    """Add the new values to the file of values, or write a new one of those that are still pointed to."""
    live = sum(rows.live for rows in index.records.values())
    anew = not index.values or (index.end - live > FEWEST_DEAD and index.end > 2 * live)
    if anew:
        index.values = f"{VALUES}{os.urandom(4).hex()}"
        changed = [(kind, slug) for kind, those in index.records.items() for slug in those]
    at = 0 if anew else (folder / index.values).stat().st_size
    parts: list[bytes] = []

    def placed(place: Place) -> Place:
        nonlocal at
        data = store.bytes_of(place)
        parts.append(data)
        at += len(data)
        return place[0], at - len(data), len(data)

    if index.asked and (anew or index.asked[1] < 0):
        index.asked = placed(index.asked)
    for kind, slug in changed:
        names, digest, offset, length, *rest = index.records[kind][slug]
        index.records[kind].put(slug, (names, *placed((digest, offset, length)), *rest))  # type: ignore[arg-type]
    _write(folder / index.values, os.O_APPEND, parts)
    index.end = at


def _write(file: Path, flag: int, parts: list[bytes]) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | flag, 0o600), "wb") as written:
        written.writelines(parts)
