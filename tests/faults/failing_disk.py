"""A disk that fails when it is told to: full after so many bytes, or with an error of the nth call of a kind."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from forms_api.store.disk import Disk

Which = Callable[[str], bool]


def any_file(name: str) -> bool:
    return True


def aside(name: str) -> bool:
    """Tell whether it is a file not yet in its place, as a compaction writes it."""
    return name.endswith(".new")


def journal(name: str) -> bool:
    return name.endswith(".journal")


class FailingDisk(Disk):
    """The machine's disk until told otherwise. *calls* counts what was asked, *refusals* what was not done."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.refusals: Counter[int] = Counter()
        self._names: dict[int, str] = {}
        self._left: int | None = None
        self._full_for: Which = any_file
        self._broken: dict[str, tuple[int, Which]] = {}

    def fill(self, left: int = 0, which: Which = any_file) -> None:
        """Take no more than *left* bytes from now on, of the files that are meant."""
        self._left, self._full_for = left, which

    def free(self) -> None:
        """Take as much as is wanted again."""
        self._left = None

    def break_call(self, kind: str, error: int = errno.EIO, which: Which = any_file) -> None:
        """Answer every call of this kind with *error* from now on."""
        self._broken[kind] = (error, which)

    def mend(self) -> None:
        self._broken.clear()

    def open(self, path: Path, flags: int) -> int:
        self._ask("open", path.name)
        file = super().open(path, flags)
        self._names[file] = path.name
        return file

    def write(self, file: int, content: bytes) -> int:
        self._ask("write", self._names[file])
        if self._left is not None and self._full_for(self._names[file]):
            if not self._left:
                self._refuse(errno.ENOSPC)
            # What still fits is written, as a real disk does it: the line is torn.
            content = bytes(content[: self._left])
            self._left -= len(content)
        return super().write(file, content)

    def fdatasync(self, file: int) -> None:
        self._ask("fdatasync", self._names.get(file, ""))
        super().fdatasync(file)

    def fsync(self, file: int) -> None:
        self._ask("fsync", self._names.get(file, ""))
        super().fsync(file)

    def fsync_folder(self, folder: int) -> None:
        self._ask("fsync_folder", "")
        super().fsync_folder(folder)

    def truncate(self, file: int, size: int) -> None:
        self._ask("truncate", self._names[file])
        super().truncate(file, size)

    def close(self, file: int) -> None:
        self._names.pop(file, None)
        super().close(file)

    def rename(self, old: Path, new: Path) -> None:
        self._ask("rename", new.name)
        super().rename(old, new)

    def unlink(self, path: Path) -> None:
        self._ask("unlink", path.name)
        super().unlink(path)

    def _ask(self, kind: str, name: str) -> None:
        self.calls[kind] += 1
        error, which = self._broken.get(kind, (0, any_file))
        if error and which(name):
            self._refuse(error)

    def _refuse(self, error: int) -> NoReturn:
        self.refusals[error] += 1
        raise OSError(error, os.strerror(error))
