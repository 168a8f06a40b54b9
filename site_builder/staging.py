"""
New contents of files, written whole before the first takes its place: a full disk meets them and not the site.

Rules of this file: no path leaves the output folder, no symlink is followed or replaced, no file of somebody else
is written over; what is equal to what stands there is not written at all. Each new file waits beside the one whose
place it takes. Into a folder that holds nothing yet the whole site is written below one folder of it, whose parts
are then moved: to rename every file of a site takes seconds. Several processes may stage files for one site.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO

from site_builder.forked import Work, shared
from site_builder.manifest import Manifest
from site_builder.out_folder import files_in
from site_builder.out_places import ASIDE, OutputRefused, UnsafeOutput, check_inside, refuse_link, take_away

CHUNK = 1 << 20


class Staging:
    """
    Files for the folder *out*, of which *before* tells what the last build wrote.

    Used with `with`: where an error ends it, nothing of what was staged stays.
    """

    # Paths are words here: many thousand files are asked about, and pathlib takes longer for each than the disk.

    def __init__(self, out: Path, before: Manifest) -> None:
        self._out, self._root = out, str(out)
        self._before = before
        self._into = out / ASIDE if not before.made and out.is_dir() and not any(out.iterdir()) else None
        self._safe_folders: set[str] = set()
        self._made_folders: set[str] = set()

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is not None:
            self.discard()

    @property
    def is_for_an_empty_folder(self) -> bool:
        return self._into is not None

    def add(self, output: PurePosixPath, content: bytes) -> bool:
        """
        Write what is to stand at *output*; tell whether that is anything else than what stands there.

        Raises:
            UnsafeOutput: a path that leads elsewhere or is somebody else's.
            OutputRefused: the disk is full, or something may not be written.
        """
        name = str(output)
        try:
            size = self._standing(output, name)
            if size == len(content) and _read(f"{self._root}/{name}", size) == content:
                return False
            _write(self._aside(name), content)
        except OSError as cause:
            raise _refusal(self._out, name, cause) from cause
        return True

    def copy(self, output: PurePosixPath, source: Path) -> tuple[int, bool]:
        """
        Write what *source* holds, whatever its size; return how much that is, and whether it differs.

        Raises:
            UnsafeOutput, OutputRefused: as in add.
        """
        name = str(output)
        try:
            with source.open("rb") as opened:
                if self._standing(output, name) is not None and _holds(self._out / output, opened):
                    return opened.tell(), False
                opened.seek(0)
                with Path(self._aside(name)).open("wb") as aside:
                    shutil.copyfileobj(opened, aside, CHUNK)
                    return aside.tell(), True
        except OSError as cause:
            raise _refusal(self._out, name, cause) from cause

    def place(self, names: Sequence[str], last: Iterable[str] = (), jobs: int | None = 1) -> None:
        """
        Let each of the files staged take the place of what stood there; those that come *last* in their order.

        A disk may well take a tenth of a millisecond for each: *jobs* processes share them.
        """
        if self._into is None:
            shared(Work(self._put), names, jobs)
            for name in last:
                self._put(name)
        elif self._into.is_dir():
            # The record last: its checkpoint must not be seen before what it stands for.
            for entry in sorted(self._into.iterdir(), key=lambda entry: (entry.name == "record", entry.name)):
                entry.rename(self._out / entry.name)
            self._into.rmdir()

    def _put(self, name: str) -> None:
        target = f"{self._root}/{name}"
        try:
            Path(_beside(target)).replace(target)
        except FileNotFoundError:
            # A worker that was killed may have put it there and not have come to say so.
            if os.lstat(target).st_ctime_ns <= self._before.written_ns:
                raise

    def discard(self) -> None:
        """Take away what is not in its place, whoever staged it, with the folders made for it."""
        with suppress(OSError):
            take_away(self._out, files_in(self._out))

    def _standing(self, output: PurePosixPath, name: str) -> int | None:
        """Return the size of our own file at *output*; None where there is none, but the folder for it."""
        folder = name.rpartition("/")[0]
        if self._into is not None:
            # Nothing stands there, and nothing leads elsewhere.
            check_inside(output)
            self._make_folder(folder)
            return None
        if not folder or folder not in self._safe_folders or output.name == "..":
            check_inside(output)
            self._look_for_links(folder)
        try:
            look = os.lstat(f"{self._root}/{name}")
        except FileNotFoundError:
            self._make_folder(folder)
            return None
        self._refuse_to_overwrite(look.st_mode, name)
        return look.st_size

    def _look_for_links(self, folder: str) -> None:
        """Raise UnsafeOutput where a link leads elsewhere on the way to *folder*."""
        if folder and folder not in self._safe_folders:
            self._look_for_links(folder.rpartition("/")[0])
            refuse_link(f"{self._root}/{folder}")
            self._safe_folders.add(folder)

    def _refuse_to_overwrite(self, mode: int, name: str) -> None:
        """
        Raise UnsafeOutput where a page would take the place of a link, a folder or somebody else's file.

        Only a manifest can tell whose a file is: without one the folder counts as ours.
        """
        if stat.S_ISLNK(mode):
            raise UnsafeOutput(self._out / name, "is a symlink")
        if stat.S_ISDIR(mode):
            raise UnsafeOutput(self._out / name, "is a folder where a page belongs")
        if self._before.written_ns and name not in self._before.made:
            raise UnsafeOutput(self._out / name, "was not written by a build and stands where a page belongs")

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made_folders:
            ((self._into or self._out) / folder).mkdir(parents=True, exist_ok=True)
            self._made_folders.add(folder)

    def _aside(self, name: str) -> str:
        return f"{self._into}/{name}" if self._into is not None else _beside(f"{self._root}/{name}")


def _refusal(out: Path, name: str, cause: OSError) -> OutputRefused:
    # What fails in the midst of writing does not say where.
    cause.filename = cause.filename or str(out / name)
    return OutputRefused(out, cause)


def differs(target: Path, content: bytes) -> bool:
    """Tell whether the file *target* holds anything else than *content*, or cannot be read."""
    try:
        return target.stat().st_size != len(content) or target.read_bytes() != content
    except OSError:
        return True


def _holds(target: Path, source: IO[bytes]) -> bool:
    """Tell whether *target* holds what *source* does; a large file is not taken into memory."""
    if target.stat().st_size != os.fstat(source.fileno()).st_size:
        return False
    with target.open("rb") as standing:
        while (part := source.read(CHUNK)) == standing.read(CHUNK):
            if not part:
                return True
    return False


def _beside(target: str) -> str:
    return target + ASIDE


def _read(file: str, size: int) -> bytes:
    """Return what *file* says, which is *size* bytes long; nothing where it cannot be read."""
    try:
        opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(opened, size + 1)
    finally:
        os.close(opened)


def _write(file: str, content: bytes) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(opened, left) :]
    finally:
        os.close(opened)
