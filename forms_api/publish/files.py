"""
The folder of the public record: every file replaced whole, only when its bytes differ.

Rules of this file: a reader sees the old file or the new one, never a half; publish can be killed between any
two writes and the next run ends with the same bytes, sequence number included. For that a marker beside the
record tells, from the first write on, which number this change will have, until the last one is done.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.record.canonical import canonical
from domain.record.public import RECORD_VERSION

PUBLIC_FILE = 0o644
PUBLIC_FOLDER = 0o755
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
ASIDE = ".new"


FLUSHED_AT_ONCE = 16
"""A disk that is asked for many files at the same time writes them together."""


def put(path: Path, content: bytes, mode: int) -> None:
    """Replace the file at once and durably: written aside, flushed to the disk, renamed."""
    aside = _aside(path)
    with aside.open("wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _flush(path.parent)


def lay(path: Path, content: bytes, mode: int) -> None:
    """Put a new file in its place; it lasts only once `flush` has been called."""
    aside = _aside(path)
    with aside.open("wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
    aside.replace(path)


def take_away(path: Path) -> None:
    """Remove the file if it is there."""
    with suppress(FileNotFoundError):
        path.unlink()


def flush(paths: Iterable[Path]) -> None:
    """Make these files and their folders last: first all files, then the folders."""
    paths = list(paths)
    with ThreadPoolExecutor(FLUSHED_AT_ONCE) as pool:
        list(pool.map(_flush, paths))
    for folder in sorted({path.parent for path in paths}):
        _flush(folder)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}{ASIDE}")


def read(path: Path) -> bytes | None:
    """Return the file's bytes, None where there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class RecordFolder:
    """The record while one publish writes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._marker = folder.parent / "publishing"
        self._sequence = self._published_sequence()
        promised = self._promised_sequence()
        self.resumed = promised is not None
        """Whether an earlier publish was stopped half-way."""
        self._target = promised if promised is not None and promised > self._sequence else None
        self.hashes: dict[str, str] = {}
        """Of each file that this publish wrote or found to be right: its SHA-256."""
        self.removed: set[str] = set()
        if self.resumed:
            self._clear_aside()

    def write(self, name: str, content: bytes) -> None:
        """Replace the file *name* if its bytes differ."""
        path = self.folder / name
        self.hashes[name] = sha256(content).hexdigest()
        if read(path) != content:
            self.begin()
            self._make_folder(path.parent)
            put(path, content, PUBLIC_FILE)

    def write_once(self, name: str, content: bytes) -> None:
        """Write the file *name* unless it is there: what was frozen or counted is not written twice."""
        if not (self.folder / name).exists():
            self.write(name, content)

    def write_many(self, contents: Iterable[tuple[str, bytes]]) -> None:
        """Write new files, all of them durable when this returns; one that is there already is left alone."""
        laid = []
        for name, content in contents:
            path = self.folder / name
            self.hashes[name] = sha256(content).hexdigest()
            if read(path) != content:
                self.begin()
                self._make_folder(path.parent)
                lay(path, content, PUBLIC_FILE)
            # A publish that was stopped may have laid it and not flushed it.
            laid.append(path)
        flush(laid)

    def remove(self, name: str) -> None:
        """Take the file *name* away if it is there."""
        self.removed.add(name)
        if (self.folder / name).exists():
            self.begin()
            take_away(self.folder / name)

    def has(self, name: str) -> bool:
        """Tell whether the file *name* is there."""
        return (self.folder / name).exists()

    def hash(self, name: str) -> str:
        """Return the SHA-256 of the file *name*."""
        return sha256((self.folder / name).read_bytes()).hexdigest()

    def names(self) -> Iterator[str]:
        """Yield the names of all files of the record."""
        top = os.fspath(self.folder)
        for folder, _, files in os.walk(top):
            inside = f"{folder[len(top) + 1 :]}/" if folder != top else ""
            yield from (inside + file for file in files if not file.endswith(ASIDE))

    def read(self, name: str) -> bytes | None:
        """Return the bytes of the file *name*, None where it is not there."""
        return read(self.folder / name)

    def read_json(self, name: str) -> Any:
        """Return what the file *name* says, None where it is not there."""
        content = self.read(name)
        return None if content is None else json.loads(content)

    def begin(self) -> None:
        """Promise a new sequence number before the first change; a second call changes nothing."""
        if self._target is None:
            self.folder.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self._make_folder(self.folder)
            self._target = self._sequence + 1
            put(self._marker, canonical({"sequence": self._target}), PRIVATE_FILE)

    def finish(self) -> bool:
        """Write the sequence number; tell whether anything changed. What comes now is signing and `end`."""
        if self._target is None:
            return False
        content = _index(self._target)
        put(self.folder / "index.json", content, PUBLIC_FILE)
        self.hashes["index.json"] = sha256(content).hexdigest()
        self._sequence, self._target = self._target, None
        return True

    def sign(self, name: str, content: bytes) -> None:
        """Replace one of the signed files, which are no change of their own."""
        if self.read(name) != content:
            put(self.folder / name, content, PUBLIC_FILE)

    def end(self) -> None:
        """Take the marker away: all is done."""
        if self._marker.exists():
            take_away(self._marker)

    @property
    def sequence(self) -> int:
        """The number of the last change that was written out whole; 0 before the first."""
        return self._sequence

    def _published_sequence(self) -> int:
        index = self.read_json("index.json")
        return int(index["sequence"]) if index else 0

    def _promised_sequence(self) -> int | None:
        marker = read(self._marker)
        return None if marker is None else int(json.loads(marker)["sequence"])

    def _clear_aside(self) -> None:
        for left in self.folder.rglob(f".*{ASIDE}"):
            left.unlink()

    def _make_folder(self, folder: Path) -> None:
        # The service runs with umask 077, and the record is for everyone: each folder's mode is set by itself.
        inside = [folder, *folder.parents]
        for part in reversed(inside[: inside.index(self.folder) + 1]):
            if not part.is_dir():
                part.mkdir(mode=PUBLIC_FOLDER)
                part.chmod(PUBLIC_FOLDER)


def _index(sequence: int) -> bytes:
    return canonical({"v": RECORD_VERSION, "sequence": sequence})
