"""
Files that are there whole or not at all, and the lock that says whose they are.

Rules of this file: nothing is overwritten in place. The new file is written aside, forced to the disk, moved over
the old one in one step, and the folder forced to the disk, so that a kill or a power cut at any moment leaves the
old file or the new one. Whatever the umask says, files are 0600 and folders 0700.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from forms_api.store.base import StoreBusy, StoreFailed

FOLDER_MODE = 0o700
FILE_MODE = 0o600
ASIDE = ".new"
"""The ending of a file not yet in its place; one found when the store is opened was never acknowledged."""


def replace_file(path: Path, content: bytes) -> None:
    """
    Put *content* in the place of the file, durably.

    Raises:
        StoreFailed: the disk refused; with *outcome_unknown* where the new file is in place, perhaps not for good.
    """
    aside = path.with_name(path.name + ASIDE)
    try:
        with _opened(path.parent, os.O_RDONLY | os.O_DIRECTORY) as folder:
            try:
                _write(aside, content)
                aside.replace(path)
            except OSError:
                with suppress(OSError):
                    aside.unlink()
                raise
            _force_folder(path, folder)
    except OSError as refused:
        raise StoreFailed(str(path), _why(refused)) from refused


def own_folder(folder: Path) -> None:
    """
    Make the folder and what is missing above it, for the owner alone.

    Raises:
        StoreFailed: it cannot be made or nothing can be written in it.
    """
    try:
        for missing in reversed([p for p in (folder, *folder.parents) if not p.exists()]):
            missing.mkdir(exist_ok=True)
            missing.chmod(FOLDER_MODE)
        with tempfile.TemporaryFile(dir=folder):
            folder.chmod(FOLDER_MODE)
    except OSError as refused:
        raise StoreFailed(str(folder), _why(refused)) from refused


def clear_aside(folder: Path) -> None:
    """Remove what a kill left aside. Only for who holds the lock: a write under way would lose its file."""
    for left in folder.glob(f"*{ASIDE}"):
        left.unlink()


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
        raise StoreFailed(str(path), _why(refused)) from refused
    try:
        os.fchmod(held, FILE_MODE)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise StoreBusy(str(path.parent)) from None
    except OSError as refused:
        os.close(held)
        raise StoreFailed(str(path), _why(refused)) from refused
    return held


def _write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with _opened(path, flags) as file:
        os.fchmod(file, FILE_MODE)
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
        os.fsync(file)


def _force_folder(path: Path, folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as refused:
        raise StoreFailed(str(path), _why(refused), outcome_unknown=True) from refused


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags, FILE_MODE)
    try:
        yield file
    finally:
        os.close(file)


def _why(refused: OSError) -> str:
    return refused.strerror or str(refused)
