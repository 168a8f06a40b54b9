"""
Bring the site into place when every file of it is staged: what is new, what is gone, and the manifest of it all.

Rules of this file: only files that our own manifest knows are ever removed. A tile or a proof of the record's log
that was shown once stays, whatever the record folder holds now, and the checkpoint comes behind all that it stands
for.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_builder.digests import digest_of_bytes
from site_builder.making import File
from site_builder.manifest import NAME, Made, Manifest, expecting, manifest_with
from site_builder.out_places import ASIDE, OutputRefused, remove, safe_target
from site_builder.staging import Staging, differs

NEVER_REMOVED = ("record/tile/", "record/consistency/")
SIGNED = ("record/files", "record/checkpoint")
"""Put in place last, in this order."""


@dataclass(frozen=True)
class Written:
    """
    The *names* of the files that were replaced or made, and those *gone*.

    *manifest* is the digest of the manifest, *sealed* whether it was put in place anew.
    """

    names: tuple[str, ...]
    gone: tuple[str, ...]
    manifest: bytes
    sealed: bool


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


def write(
    out: Path,
    staging: Staging,
    files: Iterable[File],
    fingerprints: Mapping[str, str],
    nowhere: Iterable[str],
    before: Manifest,
    jobs: int | None = 1,
) -> Written:
    """
    Bring the folder to what was planned and leave the manifest of it.

    *files* were made, and staged where they differ from what stands; *fingerprints* are theirs; *nowhere* are
    planned those that the last build knew and this one does not; *jobs* processes put them in place.

    Raises:
        UnsafeOutput: what has to be removed lies elsewhere; found before anything is put in place.
        OutputRefused: the disk is full, or something may not be written.
    """
    made = {name: (size, is_other) for name, size, is_other, _ in files}
    gone = sorted(name for name in nowhere if not name.startswith(NEVER_REMOVED))
    if not made and not gone:
        return Written((), (), before.sealed, sealed=False)
    targets = {name: safe_target(out, PurePosixPath(name)) for name in gone}
    changed = sorted(name for name, (_, is_other) in made.items() if is_other)
    entries = {name: Made(fingerprints[name], size) for name, (size, _) in made.items()}
    manifest = manifest_with(before, entries | dict.fromkeys(gone))
    try:
        announced = _announced(before, changed)
        if announced is not None:
            _seal(out, announced)
        staging.place(*_in_order(changed), jobs)
        removed = tuple(name for name in gone if remove(out, targets[name]))
        _seal(out, manifest)
    except OSError as cause:
        raise OutputRefused(out, cause) from cause
    return Written(tuple(changed), removed, digest_of_bytes(manifest), sealed=True)


def _announced(before: Manifest, changed: Iterable[str]) -> bytes | None:
    """Return the manifest to stand while new pages come: after a kill none of them is nobody's."""
    new = [name for name in changed if name not in before.made]
    return expecting(before, new) if new else None


def _seal(out: Path, manifest: bytes) -> None:
    """Put the manifest in place; it must be the youngest file, even where it did not change: see manifest.py."""
    if differs(out / NAME, manifest):
        aside = out / (NAME + ASIDE)
        aside.write_bytes(manifest)
        aside.replace(out / NAME)
    os.utime(out / NAME)


def _in_order(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return what may come in any order, and what comes last, in its own."""
    known = set(names)
    return sorted(known - set(SIGNED)), [name for name in SIGNED if name in known]
