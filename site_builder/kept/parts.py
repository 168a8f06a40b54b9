"""
What a build keeps, in parts that are read one by one where somebody asks, and written only where they changed.

Rules of this file: parts lie behind one another in a file that is only ever added to, while the head names each by
its place and digest. The head takes the place of the last one at once, when all it names lies there: so a build
that is killed leaves the state before it. A part that has not the digest which its head names is never believed.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from site_builder.digests import SIZE, digest_of_bytes

Place = tuple[int, int, bytes]
"""Where a part begins in the file, how many bytes it is long, and their digest."""

LEAST = 1 << 20
"""So many bytes that nobody needs any more are left alone in any case."""


class Damaged(Exception):
    """What is kept is not as it was written: none of it counts."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is damaged or not of this state")
        self.file = file


class Parts:
    """The parts that lie in *file*, by name; it is held open, whatever takes its place or is added to it."""

    def __init__(self, file: Path, places: Mapping[str, Place]) -> None:
        self.file = file
        self.places = places
        self._open = -1

    def content(self, name: str) -> bytes:
        """
        Return the part *name*.

        Raises:
            Damaged: it does not lie there as it was written.
        """
        try:
            at, length, digest = self.places[name]
            if self._open < 0:
                self._open = os.open(self.file, os.O_RDONLY | os.O_CLOEXEC)
            content = os.pread(self._open, length, at)
        except (OSError, LookupError, TypeError, ValueError) as broken:
            raise Damaged(self.file) from broken
        if digest_of_bytes(content) != digest:
            raise Damaged(self.file)
        return content

    def value(self, name: str) -> Any:
        """
        Return the value that the part *name* is made of.

        Raises:
            Damaged: it does not lie there as it was written.
        """
        # Our own file in a folder that only its owner may enter; marshal makes values and no more.
        return marshal.loads(self.content(name))  # nosec B302

    def __del__(self) -> None:
        if self._open >= 0:
            os.close(self._open)


def write_parts(file: Path, before: Parts | None, fresh: Mapping[str, bytes], kept: set[str]) -> Parts:
    """
    Write the parts *fresh*, behind those of *before* where most of these are *kept*, else into *file* with them.

    Raises:
        Damaged: one that is kept does not lie there as it was written.
        OSError: nothing can be written there.
    """
    places = {name: before.places[name] for name in kept} if before else {}
    if before is not None and _worth_adding(before, places):
        return Parts(before.file, places | _added(before.file, fresh, os.O_WRONLY))
    contents = {name: before.content(name) for name in places} if before else {}
    file.unlink(missing_ok=True)
    return Parts(file, _added(file, contents | dict(fresh), os.O_WRONLY | os.O_CREAT | os.O_EXCL))


def _worth_adding(before: Parts, places: Mapping[str, Place]) -> bool:
    needed = sum(place[1] for place in places.values())
    return before.file.stat().st_size < LEAST + 2 * needed


def _added(file: Path, fresh: Mapping[str, bytes], flags: int) -> dict[str, Place]:
    """Write *fresh* at the end of *file* and return where each lies."""
    places = {}
    with os.fdopen(os.open(file, flags | os.O_CLOEXEC, 0o600), "wb") as into:
        at = into.seek(0, os.SEEK_END)
        for name, content in fresh.items():
            into.write(content)
            places[name] = at, len(content), digest_of_bytes(content)
            at += len(content)
    return places


def seal(file: Path, head: Any) -> None:
    """Put *head* in place at once, with a digest of it behind."""
    aside = file.with_name(f"{file.name}.new")
    aside.unlink(missing_ok=True)
    content = marshal.dumps(head)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(content + digest_of_bytes(content))
    aside.replace(file)


def sealed(file: Path) -> Any:
    """
    Return the head in *file*.

    Raises:
        OSError, ValueError: there is none, or it is not as it was written.
    """
    content = file.read_bytes()
    if len(content) <= SIZE or digest_of_bytes(content[:-SIZE]) != content[-SIZE:]:
        raise ValueError("not as it was written")
    # Our own file in a folder that only its owner may enter; marshal makes values and no more.
    return marshal.loads(content[:-SIZE])  # nosec B302
