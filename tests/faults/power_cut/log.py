"""
What was asked of a disk, in the order it was asked: the log that a power cut is played over.

Rules of this file: one folder, flat. A file is a number, since it outlives its names. A mark is no operation of
the disk: it says that something was begun, or that somebody was told it is done.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from threading import RLock

NOW = sys.maxsize


@dataclass(frozen=True)
class Write:
    """Bytes laid into a file at a place."""

    file: int
    offset: int
    content: bytes


@dataclass(frozen=True)
class Truncate:
    """A file cut, or stretched with zeros, to a size."""

    file: int
    size: int


@dataclass(frozen=True)
class Sync:
    """
    All of a file forced to the disk; its name is not.

    *asked* is the place in the log where that was asked for: what was written after it may be missing.
    """

    file: int
    asked: int = NOW


@dataclass(frozen=True)
class Create:
    """A new file under a name."""

    name: str
    file: int


@dataclass(frozen=True)
class Rename:
    """A file moved to a name, in the place of what had it."""

    name: str
    to: str
    file: int


@dataclass(frozen=True)
class Unlink:
    """A name taken away."""

    name: str
    file: int


@dataclass(frozen=True)
class SyncFolder:
    """All names of the folder forced to the disk, as they were at the place *asked*."""

    asked: int = NOW


@dataclass(frozen=True)
class Begun:
    """A unit of work took its place in the order of its home; *step* counts from 1 in each home."""

    home: str
    step: int


@dataclass(frozen=True)
class Acknowledged:
    """Somebody was told that the unit of work counts."""

    home: str
    step: int


@dataclass(frozen=True)
class Refused:
    """Somebody was told that the unit of work does not count: it has no place any more."""

    home: str


Operation = Write | Truncate | Sync | Create | Rename | Unlink | SyncFolder
NameOperation = Create | Rename | Unlink
Mark = Begun | Acknowledged | Refused


@dataclass
class Log:
    """The files there were at the beginning, and all that happened since."""

    names: dict[str, int] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    entries: list[Operation | Mark] = field(default_factory=list)
    turn: RLock = field(default_factory=RLock)

    def note(self, entry: Operation | Mark) -> None:
        with self.turn:
            self.entries.append(entry)

    def new_file(self) -> int:
        """Return a number no file has had."""
        with self.turn:
            used = max(self.contents, default=0)
            created = sum(isinstance(entry, Create) for entry in self.entries)
            return used + created + 1

    @property
    def operations(self) -> int:
        return sum(not isinstance(entry, Mark) for entry in self.entries)
