"""One entry of content/: where it is written, and all that others may want to know of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from domain.publication import Mention, Publication
from site_builder.content.doubt import Doubt
from site_builder.content.kinds import Kind


@dataclass(frozen=True)
class Place:
    """Where an entry is written: the names of its files in the folder of its kind, the original first."""

    kind: Kind
    slug: str
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.kind.name}/{self.slug}"


@dataclass(frozen=True)
class Extra:
    """What few entries have."""

    traits: tuple[tuple[str, str], ...] = ()
    publication: Publication | None = None
    mentions: tuple[Mention, ...] = ()


NOTHING = Extra()


@dataclass(frozen=True)
class Entry:
    """
    An entry that has no problem of its own: its value, and the same packed into *packed*. *hashes* are those of
    its files, *others* is the digest of all that relations between entries look at, *asked* what it took for
    granted of other files. *streets* tells that words of it may be a street address, unless programs are called
    so; *titles* is what a program is called, *related* what a skill names.
    """

    place: Place
    value: Any
    packed: bytes
    hashes: tuple[bytes, ...]
    others: bytes
    asked: frozenset[str]
    streets: bool
    titles: tuple[str, ...]
    related: tuple[str, ...]
    extra: Extra


def raw_of(path: str) -> bytes:
    """Return the bytes of the file."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as gone:
        raise Doubt from gone
    try:
        return os.read(file, os.fstat(file).st_size + 1)
    except OSError as broken:
        raise Doubt from broken
    finally:
        os.close(file)
