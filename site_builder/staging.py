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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO

from site_builder.forked import Work, shared
from site_builder.manifest import Manifest
from site_builder.out_folder import files_in
from site_builder.out_places import ASIDE, OutputRefused, UnsafeOutput, check_inside, safe_target, take_away

CHUNK = 1 << 20


class Staging:
    """
    Files for the folder *out*, of which *before* tells what the last build wrote.

    Used with `with`: where an error ends it, nothing of what was staged stays.
    """

    def __init__(self, out: Path, before: Manifest) -> None:
        self._out = out
        self._before = before
        self._into = out / ASIDE if not before.made and out.is_dir() and not any(out.iterdir()) else None
        self._known_folders: set[PurePosixPath] = set()

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
        with _refused(self._out / output, self._out):
            target = self._out / output
            if self._stands(output) and not differs(target, content):
                return False
            _write(self._aside(output), content)
        return True

    def copy(self, output: PurePosixPath, source: Path) -> tuple[int, bool]:
        """
        Write what *source* holds, whatever its size; return how much that is, and whether it differs.

        Raises:
            UnsafeOutput, OutputRefused: as in add.
        """
        with source.open("rb") as opened, _refused(self._out / output, self._out):
            if self._stands(output) and _holds(self._out / output, opened):
                return opened.tell(), False
            opened.seek(0)
            with self._aside(output).open("wb") as aside:
                shutil.copyfileobj(opened, aside, CHUNK)
                return aside.tell(), True

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
        target = self._out / name
        try:
            _beside(target).replace(target)
        except FileNotFoundError:
            # A worker that was killed may have put it there and not have come to say so.
            if target.lstat().st_ctime_ns <= self._before.written_ns:
                raise

    def discard(self) -> None:
        """Take away what is not in its place, whoever staged it, with the folders made for it."""
        with suppress(OSError):
            take_away(self._out, files_in(self._out))

    def _stands(self, output: PurePosixPath) -> bool:
        """Tell whether a file of ours stands at *output*; make the folder where it belongs."""
        target = self._out / output
        if self._into is not None:
            # Nothing stands there, and nothing leads elsewhere.
            check_inside(output)
            self._make_folder(output.parent)
            return False
        if output.parent not in self._known_folders or output.name == "..":
            safe_target(self._out, output)
        try:
            mode = os.lstat(target).st_mode
        except FileNotFoundError:
            self._make_folder(output.parent)
            return False
        self._known_folders.add(output.parent)
        self._refuse_to_overwrite(target, mode, str(output))
        return True

    def _refuse_to_overwrite(self, target: Path, mode: int, name: str) -> None:
        """
        Raise UnsafeOutput where a page would take the place of a link, a folder or somebody else's file.

        Only a manifest can tell whose a file is: without one the folder counts as ours.
        """
        if stat.S_ISLNK(mode):
            raise UnsafeOutput(target, "is a symlink")
        if stat.S_ISDIR(mode):
            raise UnsafeOutput(target, "is a folder where a page belongs")
        if self._before.written_ns and name not in self._before.made:
            raise UnsafeOutput(target, "was not written by a build and stands where a page belongs")

    def _make_folder(self, folder: PurePosixPath) -> None:
        if folder not in self._known_folders:
            ((self._into or self._out) / folder).mkdir(parents=True, exist_ok=True)
            self._known_folders.add(folder)

    def _aside(self, output: PurePosixPath) -> Path:
        return self._into / output if self._into is not None else _beside(self._out / output)


@contextmanager
def _refused(target: Path, out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        # What fails in the midst of writing does not say where.
        cause.filename = cause.filename or str(target)
        raise OutputRefused(out, cause) from cause


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


def _beside(target: Path) -> Path:
    return target.with_name(target.name + ASIDE)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb", buffering=0) as opened:
        left = memoryview(content)
        while left:
            left = left[opened.write(left) :]
