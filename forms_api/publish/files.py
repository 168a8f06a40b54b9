"""
The folder of the public record: every file replaced whole, only when its bytes differ.

Rules of this file: a reader sees the old file or the new one, never a half; publish can be killed between any
two writes and the next run ends with the same bytes, sequence number included. For that a marker beside the
record tells, from the first write on, which number this change will have.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from domain.record.canonical import canonical
from domain.record.public import RECORD_VERSION

PUBLIC_FILE = 0o644
PUBLIC_FOLDER = 0o755
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def put(path: Path, content: bytes, mode: int) -> None:
    """Replace the file at once and durably: written aside, flushed to the disk, renamed."""
    aside = path.with_name(f".{path.name}.new")
    with aside.open("wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _flush_folder(path.parent)


def read(path: Path) -> bytes | None:
    """Return the file's bytes, None where there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
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

    def write(self, name: str, content: bytes) -> None:
        """Replace the file *name* if its bytes differ."""
        path = self.folder / name
        if read(path) != content:
            self.begin()
            self._make_folder(path.parent)
            put(path, content, PUBLIC_FILE)

    def write_once(self, name: str, content: bytes) -> None:
        """Write the file *name* unless it is there: what was frozen or counted is not written twice."""
        if not (self.folder / name).exists():
            self.write(name, content)

    def remove(self, name: str) -> None:
        """Take the file *name* away if it is there."""
        if (self.folder / name).exists():
            self.begin()
            (self.folder / name).unlink()

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
        """Write the sequence number last and take the marker away; tell whether anything changed."""
        if self._target is not None:
            put(self.folder / "index.json", _index(self._target), PUBLIC_FILE)
            changed, self._sequence, self._target = True, self._target, None
        else:
            changed = False
        with suppress(FileNotFoundError):
            self._marker.unlink()
        return changed

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

    def _make_folder(self, folder: Path) -> None:
        # The service runs with umask 077, and the record is for everyone: each folder's mode is set by itself.
        inside = [folder, *folder.parents]
        for part in reversed(inside[: inside.index(self.folder) + 1]):
            if not part.is_dir():
                part.mkdir(mode=PUBLIC_FOLDER)
                part.chmod(PUBLIC_FOLDER)


def _index(sequence: int) -> bytes:
    return canonical({"v": RECORD_VERSION, "sequence": sequence})
