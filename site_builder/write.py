"""
Write the site: aside first, then in place at once; what is equal keeps its time stamp.

Rules of this file: no path leaves the output folder, no symlink is followed or replaced, and only files that
our own manifest knows are ever removed. A tile or a proof of the record's log that was shown once stays, whatever
the record folder holds now, and the checkpoint is written behind all that it stands for.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_builder.manifest import NAME, Made, Manifest, manifest_bytes
from site_builder.refusals import BuildRefused

ASIDE = ".rsn-new"
NEVER_REMOVED = ("record/tile/", "record/consistency/")
SIGNED = ("record/files", "record/checkpoint")
"""Written last, in this order."""


class UnsafeOutput(BuildRefused):
    """An output path that leads out of the folder or through a symlink."""

    def __init__(self, path: Path | PurePosixPath, why: str) -> None:
        super().__init__(f"{path}: {why}. Nothing was written there; choose another output folder.")


@dataclass(frozen=True)
class Written:
    """How many files were replaced or made, left alone because they were equal, and removed."""

    written: int
    unchanged: int
    removed: int


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Wait until no other build works on the folder: one by hand may meet the scheduled one."""
    if not out.is_dir():
        yield
        return
    folder = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def write(out: Path, rendered: Mapping[str, bytes], fingerprints: Mapping[str, str], before: Manifest) -> Written:
    """
    Bring the folder to what was planned and leave the manifest of it.

    *rendered* holds the due outputs, *fingerprints* every planned one.

    Raises:
        UnsafeOutput: a path that leads elsewhere; found before anything is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    gone = sorted(name for name in set(before.made) - set(fingerprints) if not name.startswith(NEVER_REMOVED))
    targets = {name: safe_target(out, PurePosixPath(name)) for name in [*rendered, *gone]}
    written = sum(_replace(targets[name], rendered[name]) for name in sorted(rendered, key=_place))
    removed = sum(_remove(out, targets[name]) for name in gone)
    if rendered or gone:
        _replace(out / NAME, manifest_bytes(_manifest(fingerprints, rendered, before)))
        # The manifest must be the youngest file, even where it did not change: see manifest.py.
        os.utime(out / NAME)
    return Written(written, len(fingerprints) - written, removed)


def _place(name: str) -> int:
    return SIGNED.index(name) if name in SIGNED else -1


def safe_target(out: Path, relative: PurePosixPath) -> Path:
    """
    Return the file for *relative* inside *out*.

    Raises:
        UnsafeOutput: an absolute or climbing path, or a symlink on the way.
    """
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        raise UnsafeOutput(relative, "leads out of the output folder")
    target = out
    for part in relative.parts:
        target = target / part
        if target.is_symlink():
            raise UnsafeOutput(target, "is a symlink")
    return target


def foreign_files(out: Path, known: Iterable[str]) -> list[str]:
    """Return the files in *out* that no build of ours made, sorted."""
    ours = set(known) | {NAME}
    if not out.is_dir():
        return []
    found = (
        str(PurePosixPath(Path(folder, file).relative_to(out)))
        for folder, _, files in os.walk(out)
        for file in files
    )
    return sorted(name for name in found if name not in ours)


def _replace(target: Path, content: bytes) -> bool:
    """Put *content* in place; return False where it was there already."""
    try:
        if target.read_bytes() == content:
            return False
    except OSError:
        target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(target.name + ASIDE)
    aside.write_bytes(content)
    aside.replace(target)
    return True


def _remove(out: Path, target: Path) -> bool:
    if not target.is_file():
        return False
    target.unlink()
    folder = target.parent
    while folder != out and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
    return True


def _manifest(fingerprints: Mapping[str, str], rendered: Mapping[str, bytes], before: Manifest) -> Manifest:
    made = {}
    for name, fingerprint in fingerprints.items():
        if name in rendered:
            made[name] = Made(fingerprint, len(rendered[name]))
        else:
            made[name] = before.made[name]
    kept = {name: one for name, one in before.made.items() if name.startswith(NEVER_REMOVED)}
    return Manifest(kept | made)
