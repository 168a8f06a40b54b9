"""
A disk that does what it is asked in a real folder, and logs it.

It need not force anything: the power cut is played, never real. A sync takes a moment all the same, so that other
threads get in between as they would.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from forms_api.store.disk import Disk
from tests.faults.failing_disk import FailingDisk
from tests.faults.power_cut.log import Create, Log, Rename, Sync, SyncFolder, Truncate, Unlink, Write

LEFT_OUT = ("lock",)
"""Files that hold nothing and are no part of the story."""


class RecordingDisk(Disk):
    """The disk under one folder."""

    def __init__(self, folder: Path, *, sync_seconds: float = 0.0) -> None:
        self.folder, self.sync_seconds = folder, sync_seconds
        self.log = Log()
        for number, path in enumerate(sorted(folder.glob("*")), start=1):
            if path.name not in LEFT_OUT:
                self.log.names[path.name] = number
                self.log.contents[number] = path.read_bytes()
        self._names = dict(self.log.names)
        self._opened: dict[int, int] = {}

    def open(self, path: Path, flags: int) -> int:
        with self.log.turn:
            name = self._name(path)
            if name in self._names and not path.exists():
                self.log.note(Unlink(name, self._names.pop(name)))
            opened = super().open(path, flags)
            if name not in self._names:
                self._names[name] = self.log.new_file()
                self.log.note(Create(name, self._names[name]))
            elif flags & os.O_TRUNC:
                self.log.note(Truncate(self._names[name], 0))
            self._opened[opened] = self._names[name]
            return opened

    def write(self, file: int, content: bytes) -> int:
        with self.log.turn:
            written = super().write(file, content)
            offset = os.lseek(file, 0, os.SEEK_CUR) - written
            self.log.note(Write(self._opened[file], offset, bytes(content[:written])))
            return written

    def truncate(self, file: int, size: int) -> None:
        with self.log.turn:
            super().truncate(file, size)
            self.log.note(Truncate(self._opened[file], size))

    def fdatasync(self, file: int) -> None:
        self._synced(file)

    def fsync(self, file: int) -> None:
        self._synced(file)

    def fsync_folder(self, folder: int) -> None:
        asked = len(self.log.entries)
        time.sleep(self.sync_seconds)
        self.log.note(SyncFolder(asked))

    def close(self, file: int) -> None:
        with self.log.turn:
            super().close(file)
            self._opened.pop(file, None)

    def rename(self, old: Path, new: Path) -> None:
        with self.log.turn:
            super().rename(old, new)
            file = self._names.pop(self._name(old))
            self._names[self._name(new)] = file
            self.log.note(Rename(old.name, new.name, file))

    def unlink(self, path: Path) -> None:
        with self.log.turn:
            super().unlink(path)
            self.log.note(Unlink(path.name, self._names.pop(self._name(path))))

    def name_of(self, file: int) -> str:
        """Return the name under which the opened file is known now."""
        return next((name for name, number in self._names.items() if number == self._opened[file]), "")

    def _synced(self, file: int) -> None:
        asked = len(self.log.entries)
        time.sleep(self.sync_seconds)
        self.log.note(Sync(self._opened[file], asked))

    def _name(self, path: Path) -> str:
        assert path.parent == self.folder, f"{path} is outside the folder that is recorded"
        return path.name


class FailingRecordingDisk(FailingDisk, RecordingDisk):
    """A disk that fails when it is told to, and logs what it did nevertheless."""

    def __init__(self, folder: Path) -> None:
        FailingDisk.__init__(self)
        RecordingDisk.__init__(self, folder)
