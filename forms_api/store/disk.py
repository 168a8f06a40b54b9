"""
Files that are there whole or not at all, and the lock that says whose they are.

Rules of this file: all that must last goes through `Disk`, so that a test can put another in its place and cut the
power between any two of its calls. Nothing is overwritten in place: the new file is written aside, forced to the
disk, moved over the old one in one step, and the folder forced to the disk. Whatever the umask says, files are
0600 and folders 0700.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from forms_api.store.base import StoreBusy, StoreFailed

FOLDER_MODE = 0o700
FILE_MODE = 0o600
ASIDE = ".new"
"""The ending of a file not yet in its place; one found when the store is opened was never acknowledged."""

_FULLFSYNC = getattr(fcntl, "F_FULLFSYNC", None)
"""macOS: what alone makes the drive itself write; its fsync stops at the drive's cache."""


class Disk:
    """The calls through which everything durable goes. Raises OSError like the system calls it makes."""

    def open(self, path: Path, flags: int) -> int:
        """Return the opened file; one that is made is its owner's alone whatever the umask says."""
        file = os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
        if flags & os.O_CREAT:
            os.fchmod(file, FILE_MODE)
        return file

    def write(self, file: int, content: bytes) -> int:
        """Write what the system takes of *content* where the file stands, and return how many bytes that was."""
        return os.write(file, content)

    def fdatasync(self, file: int) -> None:
        """Force the file's content and length to the disk."""
        if _FULLFSYNC is not None or not hasattr(os, "fdatasync"):
            self.fsync(file)
        else:
            os.fdatasync(file)

    def fsync(self, file: int) -> None:
        """Force the file to the disk."""
        if _FULLFSYNC is not None:
            fcntl.fcntl(file, _FULLFSYNC)
        else:
            os.fsync(file)

    def truncate(self, file: int, size: int) -> None:
        """Cut the file to *size* bytes."""
        os.ftruncate(file, size)

    def close(self, file: int) -> None:
        os.close(file)

    def rename(self, old: Path, new: Path) -> None:
        """Move *old* into the place of *new* in one step."""
        old.replace(new)

    def unlink(self, path: Path) -> None:
        path.unlink()

    def open_folder(self, folder: Path) -> int:
        """Return the opened folder, for `fsync_folder`: before anything is changed, to have it at hand after."""
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def fsync_folder(self, folder: int) -> None:
        """Force the names in the folder to the disk: what was made, moved or removed there."""
        self.fsync(folder)


REAL = Disk()
"""The machine's own disk."""


def write_all(file: int, content: bytes, disk: Disk) -> None:
    """Write all of *content*, however many calls that takes."""
    written = disk.write(file, content)
    while written < len(content):
        content = content[written:]
        written = disk.write(file, content)


def replace_file(path: Path, content: bytes | Iterable[bytes], disk: Disk = REAL) -> None:
    """
    Put *content* in the place of the file, durably.

    Raises:
        StoreFailed: the disk refused; with *outcome_unknown* where the new file is in place, perhaps not for good.
    """
    aside = path.with_name(path.name + ASIDE)
    try:
        with folder_opened(path.parent, disk) as folder:
            try:
                write_new(aside, (content,) if isinstance(content, bytes) else content, disk)
                disk.rename(aside, path)
            except BaseException:
                with suppress(OSError):
                    disk.unlink(aside)
                raise
            _force_folder(path, folder, disk)
    except OSError as refused:
        raise StoreFailed(str(path), why(refused)) from refused


@contextmanager
def folder_opened(folder: Path, disk: Disk) -> Iterator[int]:
    """Hold the folder open while the block runs."""
    file = disk.open_folder(folder)
    try:
        yield file
    finally:
        disk.close(file)


def own_folder(folder: Path, disk: Disk = REAL) -> None:
    """
    Make the folder and what is missing above it, for the owner alone, each name on the disk before it is used.

    Raises:
        StoreFailed: it cannot be made or nothing can be written in it.
    """
    try:
        for missing in reversed([p for p in (folder, *folder.parents) if not p.exists()]):
            missing.mkdir(exist_ok=True)
            missing.chmod(FOLDER_MODE)
            with folder_opened(missing.parent, disk) as above:
                disk.fsync_folder(above)
        with tempfile.TemporaryFile(dir=folder):
            folder.chmod(FOLDER_MODE)
    except OSError as refused:
        raise StoreFailed(str(folder), why(refused)) from refused


def clear_aside(folder: Path, disk: Disk = REAL) -> None:
    """Remove what a kill left aside. Only for who holds the lock: a write under way would lose its file."""
    for left in folder.glob(f"*{ASIDE}"):
        disk.unlink(left)


def lock(path: Path) -> int:
    """
    Take the lock on the side file *path* and return its open file; closing that, or dying, frees it.

    Raises:
        StoreBusy: another holds it.
        StoreFailed: the side file cannot be opened.
    """
    try:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, FILE_MODE)
    except OSError as refused:
        raise StoreFailed(str(path), why(refused)) from refused
    try:
        os.fchmod(held, FILE_MODE)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise StoreBusy(str(path.parent)) from None
    except OSError as refused:
        os.close(held)
        raise StoreFailed(str(path), why(refused)) from refused
    return held


def why(refused: OSError) -> str:
    """Return the system's words for what it refused."""
    return refused.strerror or str(refused)


def write_new(path: Path, pieces: Iterable[bytes], disk: Disk) -> None:
    """Write the file anew and force it to the disk; its name is not forced."""
    file = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        for piece in pieces:
            write_all(file, piece, disk)
        disk.fsync(file)
    finally:
        disk.close(file)


def _force_folder(path: Path, folder: int, disk: Disk) -> None:
    try:
        disk.fsync_folder(folder)
    except OSError as refused:
        raise StoreFailed(str(path), why(refused), outcome_unknown=True) from refused
