"""
Places in the output folder: which may be written, and what is taken away there.

Rules of this file: no path leaves the folder, no symlink is followed, and nothing is removed but single files that
the caller names, what a killed build left, and folders that hold nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from stat import S_ISLNK

from site_builder.refusals import BuildRefused

ASIDE = ".rsn-new"
"""Ends the name of a file that is not in its place yet; whoever finds one after a kill may take it away."""


class UnsafeOutput(BuildRefused):
    """An output path that leads out of the folder or through a symlink."""

    def __init__(self, path: Path | PurePosixPath, why: str) -> None:
        super().__init__(f"{path}: {why}. Nothing was written there; choose another output folder.")


class OutputRefused(BuildRefused):
    """The machine does not let us write where the site belongs: no folder, no right, no space."""

    def __init__(self, out: Path, cause: OSError) -> None:
        where = cause.filename or out
        super().__init__(f"{where}: {cause.strerror or cause}. Mend that and build again; the last site stands.")


def is_aside(name: str) -> bool:
    """Tell whether a file of the output folder is one that never came into its place."""
    return name.endswith(ASIDE) or name.startswith(f"{ASIDE}/")


def safe_target(out: Path, relative: PurePosixPath) -> Path:
    """
    Return the file for *relative* inside *out*.

    Raises:
        UnsafeOutput: an absolute or climbing path, or a symlink on the way.
    """
    check_inside(relative)
    target = out
    for part in relative.parts:
        target = target / part
        refuse_link(target)
    return target


def refuse_link(place: Path | str) -> None:
    """
    Raise where a symlink lies at *place*.

    Raises:
        UnsafeOutput: one does.
    """
    with suppress(FileNotFoundError, NotADirectoryError):
        if S_ISLNK(os.lstat(place).st_mode):
            raise UnsafeOutput(Path(place), "is a symlink")


def check_inside(relative: PurePosixPath) -> None:
    """
    Raise where the path *relative* leads out of the output folder.

    Raises:
        UnsafeOutput: it does.
    """
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        raise UnsafeOutput(relative, "leads out of the output folder")


def take_away(out: Path, names: Iterable[str]) -> None:
    """Remove what a killed build left aside: its folder, and what is aside among *names*."""
    if (out / ASIDE).is_dir():
        # Where it is a link, nothing of what it leads to.
        shutil.rmtree(out / ASIDE, ignore_errors=True)
    for name in names:
        if name.endswith(ASIDE):
            remove(out, out / name)


def remove(out: Path, target: Path) -> bool:
    """Remove the file *target*, and the folders around it that hold nothing then; tell whether it was there."""
    if not target.is_file():
        return False
    target.unlink()
    with suppress(OSError):
        folder = target.parent
        while folder != out:
            folder.rmdir()
            folder = folder.parent
    return True
