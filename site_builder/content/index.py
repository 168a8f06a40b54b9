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
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cache
from hashlib import sha256
from pathlib import Path

from site_builder.content.kept import DIGEST, INDEX, Place, Store, hash_of
from site_builder.content.look import Line

VERSION = 1
VALUES = "content-values-"
LOCK = "content-lock"
FEWEST_DEAD = 1_000_000
"""Bytes nobody points to any more, from which on the file of values is written anew where they are its half."""

Record = tuple[tuple[str, ...], bytes, int, int, bytes, bytes, bool]
"""
Of an entry: its files; its value's digest, place and length; the digests of what relations look at and of what it
asked; whether it may tell streets.
"""

CODE = Path(__file__).resolve().parents[2]
OUR_CODE = ("domain", "domain/governance", "domain/governance/methods", "presentation", "site_builder/content")
OUR_FILES = ("site_builder/problems.py", "site_builder/tokens.py", "requirements.txt")


@dataclass
class Index:
    """
    *records* by kind and slug, in the order of a full reading; *related* is what each skill names, *titles* what
    each program is called. *shared*, *extras* and *images* are packed: few readings look into them. *values* names
    the file of the values, of which *end* bytes are ours; *asked* tells where the questions of all entries stand.
    """

    content: str = ""
    today: str = ""
    lines: dict[str, list[Line]] = field(default_factory=dict)
    young: list[str] = field(default_factory=list)
    hashes: dict[str, bytes] = field(default_factory=dict)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shared: bytes = b""
    extras: bytes = b""
    images: bytes = b""
    asked: Place | None = None
    values: str = ""
    end: int = 0


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
    try:
        whole = (folder / index.values).stat().st_size >= index.end
    except OSError:
        whole = False
    return seal, index if whole else None


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
        body = marshal.dumps((our_code(), *(getattr(index, one.name) for one in fields(Index))))
        aside = folder / f"{INDEX}.new"
        _write(aside, os.O_TRUNC, [hash_of(body), body])
        aside.replace(folder / INDEX)
        for other in folder.glob(f"{VALUES}*"):
            if other.name != index.values:
                other.unlink(missing_ok=True)


def _seal(folder: Path) -> bytes:
    try:
        with (folder / INDEX).open("rb") as file:
            return file.read(DIGEST)
    except OSError:
        return b""


def _write_values(folder: Path, index: Index, store: Store, changed: Iterable[tuple[str, str]]) -> None:
    """Add the new values to the file of values, or write a new one of those that are still pointed to."""
    live = sum([record[3] for those in index.records.values() for record in those.values()])
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
        index.records[kind][slug] = (names, *placed((digest, offset, length)), *rest)  # type: ignore[assignment]
    _write(folder / index.values, os.O_APPEND, parts)
    index.end = at


def _write(file: Path, flag: int, parts: list[bytes]) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | flag, 0o600), "wb") as written:
        written.writelines(parts)
