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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_builder.manifest import NAME, Made, Manifest, expecting, manifest_bytes
from site_builder.refusals import BuildRefused
from site_builder.staging import ASIDE, Staging, remove_empty

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


class OutputRefused(BuildRefused):
    """The machine does not let us write where the site belongs: no folder, no right, no space."""

    def __init__(self, out: Path, cause: OSError) -> None:
        where = cause.filename or out
        super().__init__(f"{where}: {cause.strerror or cause}. Mend that and build again; the last site stands.")


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """
    Wait until no other build works on the folder: one by hand may meet the scheduled one.

    The folder is made where there is none, and taken away again if nothing came into it.

    Raises:
        OutputRefused: it is no folder, or none can be made there.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as cause:
        raise OutputRefused(out, cause) from cause
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
        with suppress(OSError):
            out.rmdir()


def write(out: Path, rendered: Mapping[str, bytes], fingerprints: Mapping[str, str], before: Manifest) -> Written:
    """
    Bring the folder to what was planned and leave the manifest of it.

    *rendered* holds the due outputs, *fingerprints* every planned one.

    Raises:
        UnsafeOutput: a path that leads elsewhere or is somebody else's; found before anything is written.
        OutputRefused: the disk is full, or something may not be written; all stands as it stood.
    """
    if not rendered and fingerprints.keys() == before.made.keys():
        return Written(0, len(fingerprints), 0)
    gone = sorted(name for name in set(before.made) - set(fingerprints) if not name.startswith(NEVER_REMOVED))
    targets = {name: safe_target(out, PurePosixPath(name)) for name in [*rendered, *gone]}
    changed = [name for name in sorted(rendered, key=_place) if _differs(targets[name], rendered[name])]
    _refuse_to_overwrite(out, changed, before)
    manifest = manifest_bytes(_manifest(fingerprints, rendered, before))
    try:
        out.mkdir(parents=True, exist_ok=True)
        staging = Staging(out, plainly=not before.made and not any(out.iterdir()))
        _stage(out, staging, {targets[name]: rendered[name] for name in changed}, _announced(before, changed))
        removed = sum(_remove(out, targets[name]) for name in gone)
        if rendered or gone:
            _seal(out, manifest)
    except OSError as cause:
        raise OutputRefused(out, cause) from cause
    return Written(len(changed), len(fingerprints) - len(changed), removed)


def _differs(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size != len(content) or target.read_bytes() != content
    except OSError:
        return True


def _refuse_to_overwrite(out: Path, changed: Iterable[str], before: Manifest) -> None:
    """
    Raise UnsafeOutput where a page would take the place of a folder or of somebody else's file.

    Only a manifest can tell whose a file is: without one the folder counts as ours.
    """
    for name in changed:
        if (out / name).is_dir():
            raise UnsafeOutput(out / name, "is a folder where a page belongs")
        if before.written_ns and name not in before.made and (out / name).exists():
            raise UnsafeOutput(out / name, "was not written by a build and stands where a page belongs")


def _announced(before: Manifest, changed: Iterable[str]) -> bytes | None:
    """Return the manifest to stand while new pages come: after a kill none of them is nobody's."""
    new = [name for name in changed if name not in before.made]
    return manifest_bytes(expecting(before, new)) if new else None


def _stage(out: Path, staging: Staging, contents: Mapping[Path, bytes], announced: bytes | None) -> None:
    try:
        if announced is not None and staging.plainly:
            _seal(out, announced)
        for target, content in contents.items():
            staging.add(target, content)
        if announced is not None and not staging.plainly:
            _seal(out, announced)
    except OSError:
        staging.discard()
        if staging.plainly:
            (out / NAME).unlink(missing_ok=True)
        raise
    staging.place()


def _seal(out: Path, manifest: bytes) -> None:
    """Put the manifest in place; it must be the youngest file, even where it did not change: see manifest.py."""
    if _differs(out / NAME, manifest):
        aside = out / (NAME + ASIDE)
        aside.write_bytes(manifest)
        aside.replace(out / NAME)
    os.utime(out / NAME)


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


def take_away(out: Path, names: Iterable[str]) -> None:
    """Remove what a killed build left aside among *names*."""
    for name in names:
        if name.endswith(ASIDE):
            _remove(out, out / name)


def _remove(out: Path, target: Path) -> bool:
    if not target.is_file():
        return False
    target.unlink()
    remove_empty(out, target.parent)
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
