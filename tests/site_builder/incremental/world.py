"""What a maintainer has: content, the record, templates, a built site; and how edits of it are registered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.codec import to_plain
from domain.record.canonical import canonical
from domain.record.public import PublicRecord
from site_builder.manifest import NAME
from tests.builders import NOW
from tests.site_builder.incremental.published import first_record, write_beside
from tests.site_builder.incremental.town import write_town


@dataclass
class World:
    """
    A community on the disk and the moment it is.

    *foreign* are the files in the output folder that no build made; *orphans* those of a build whose manifest
    somebody took away, which may stay and then have to be reported.
    """

    folder: Path
    templates: Path
    now: datetime = NOW
    record: PublicRecord = field(default_factory=first_record)
    votes: dict[str, int] = field(default_factory=dict)
    logged: int = 3
    published: int = 0
    foreign: set[str] = field(default_factory=set)
    orphans: set[str] = field(default_factory=set)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def record_dir(self) -> Path:
        return self.folder / "data" / "record"

    @property
    def state(self) -> Path:
        return self.folder / "data" / "build"

    @property
    def out(self) -> Path:
        return self.folder / "public"

    def change_record(self, **changes: Any) -> None:
        """Let publish have written *changes*."""
        self.record = replace(self.record, **changes)
        self.publish()

    def publish(self) -> None:
        """Write the record as publish does: aside and in place, and only what is another one than before."""
        self.published += 1
        for one in fields(self.record):
            plain = to_plain(getattr(self.record, one.name))
            put(self.record_dir / "state" / f"{one.name}.json", canonical(plain))
        write_beside(self.record_dir, self.record, self.votes, self.logged)
        put(self.record_dir / "index.json", canonical({"v": 1, "sequence": self.published}))


def put(file: Path, content: bytes) -> None:
    """Put *content* in place unless it is there."""
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(file.name + ".tmp")
    aside.write_bytes(content)
    aside.replace(file)


def new_world(folder: Path, templates: Path) -> World:
    """Return a community of its own in *folder*; *templates* is a copy that may be edited."""
    world = World(folder, templates)
    write_town(world.content)
    world.publish()
    return world


def copied(world: World, folder: Path) -> World:
    """Return the same community in another folder, its site with the time stamps it has."""
    shutil.copytree(world.folder, folder, symlinks=True)
    with suppress(FileNotFoundError):
        # Last of all, as a build leaves it: what is younger than the manifest counts as touched.
        os.utime(folder / "public" / NAME)
    return replace(world, folder=folder, foreign=set(world.foreign), orphans=set(world.orphans))


Edit = Callable[[World, int], bool | None]
"""Changes the world, the number choosing where and how; False where there was nothing to change."""

EDITS: dict[str, Edit] = {}


def edit(function: Edit) -> Edit:
    """Register an edit under its name in words."""
    EDITS[getattr(function, "__name__", "").replace("_", " ")] = function
    return function


def nth(things: Mapping[str, Any] | list[Any], n: int) -> Any:
    """Return the n-th of *things*, counting round."""
    listed = list(things)
    return listed[n % len(listed)]
