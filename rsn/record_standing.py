"""
Whether the record stands as the last publish left it, told by files alone: then nobody is asked to publish.

Rules of this file: where it is not sure, somebody is asked. What publish reads (the store, the clock, the keys,
our code, and of the content what publish sees of it) is looked at before it, what it wrote afterwards, so that no
change falls between; a store as young as the look is not trusted: a coarse clock could hide a second change.
"""

from __future__ import annotations

import json
import marshal
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rsn.folders import Folders, make_private
from rsn.storing import database_url

if TYPE_CHECKING:
    from domain.catalogue import Catalogue

VERSION = 1
NAME = "record-standing"
SIZE = 16
YOUNG_NS = 2_000_000_000
CODE = Path(__file__).resolve().parent.parent
CODE_FOLDERS = ("domain", "forms_api", "presentation", "rsn", "templates")
READ = ("store", "keys", "clock", "log-plan", "publishing", "log.json", "log-index.json", "turnout")
"""Of the data folder, beside what publish leaves there for others."""

WRITTEN = ("next_due", "frozen", "packs", "record")

_SMALL = ("network", "categories")
"""Parts of the content that are no mapping of files; they are read whole in any case."""

Line = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Seen:
    """What stands for all that publish reads, and whether it can be told again when it changes."""

    reads: bytes
    old_enough: bool


YOUNG = Seen(b"", old_enough=False)


def look(folders: Folders, catalogue: Catalogue, now: datetime) -> Seen | None:
    """Return how everything looks that publish reads; None where files do not tell whether it changed."""
    if database_url():
        return None
    looked_ns = time.time_ns()
    data = [line for name in READ for line in _below(folders.data / name)]
    if max((max(line[1], line[4]) for line in data), default=0) >= looked_ns - YOUNG_NS:
        # Younger than anything that was kept, and too young to be kept: the rest need not be looked at.
        return YOUNG
    content = _content(catalogue, now)
    if content is None:
        return None
    code = [line for name in CODE_FOLDERS for line in _below(CODE / name)]
    said = marshal.dumps((content, data, code, os.fspath(folders.record.absolute())), 2)
    return Seen(_sealed(said), old_enough=True)


def standing_sequence(folders: Folders, seen: Seen, now: datetime) -> int | None:
    """Return the record's number where a publish at *now* would leave all as it is, else None."""
    try:
        raw = (folders.build / NAME).read_bytes()
    except OSError:
        return None
    seal, body = raw[:SIZE], raw[SIZE:]
    if _sealed(body) != seal:
        return None
    # Our own bytes, sealed, in a folder that only its owner may enter.
    version, reads, written, begins, ends, sequence = marshal.loads(body)  # nosec B302
    stands = version == VERSION and reads == seen.reads and written == _written(folders)
    return int(sequence) if stands and begins <= now.timestamp() < ends else None


def keep_standing(folders: Folders, seen: Seen, catalogue: Catalogue, at: datetime, sequence: int) -> None:
    """Keep that a publish at *at*, which read what was *seen*, left the record as it is now."""
    file = folders.build / NAME
    if not seen.old_enough:
        file.unlink(missing_ok=True)
        return
    body = marshal.dumps(
        (VERSION, seen.reads, _written(folders), at.timestamp(), _ends(folders, catalogue, at), sequence)
    )
    make_private(folders.build)
    aside = file.with_suffix(".new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as kept:
        kept.write(_sealed(body) + body)
    aside.replace(file)


def _ends(folders: Folders, catalogue: Catalogue, at: datetime) -> float:
    """Return when something is due: what publish waits for, or an entry that comes or goes."""
    from domain.publication import next_turn

    due = datetime.fromisoformat(json.loads((folders.data / "next_due").read_bytes())["next_due"])
    turn = next_turn(catalogue, at, ZoneInfo(catalogue.network.time_zone))
    return min(due, turn or due).timestamp()


def _content(catalogue: Catalogue, now: datetime) -> bytes | None:
    """Return a digest of what publish sees of the content; None where it is not known without reading all."""
    from domain.publication import BEGUN, seen
    from domain.record.alike import PARTS, digests
    from site_builder.digests import digest_of

    begun = seen(catalogue, now, ZoneInfo(catalogue.network.time_zone), BEGUN)
    known = {part: digests(part, getattr(begun, part)) for part in PARTS if part not in _SMALL}
    if None in known.values():
        return None
    # What comes and goes decides until when this holds, though publish may not see it.
    small = [digest_of(getattr(begun, part)) for part in _SMALL] + [digest_of(catalogue.publications)]
    return _sealed(marshal.dumps((small, known), 2))


def _sealed(said: bytes) -> bytes:
    return blake2b(said, digest_size=SIZE).digest()


def _written(folders: Folders) -> list[Line]:
    return [line for name in WRITTEN for line in _below(folders.data / name)]


def _below(path: Path) -> list[Line]:
    """Return every file below *path*, or itself if it is one, in the order of the names; nothing if it is gone."""
    return sorted(_lines(os.fspath(path)))


def _lines(path: str) -> Iterator[Line]:
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name in ("__pycache__", "lock"):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _lines(entry.path)
                else:
                    yield _line(entry.path, entry.stat(follow_symlinks=False))
    except NotADirectoryError:
        yield _line(path, Path(path).stat())
    except FileNotFoundError:
        return


def _line(path: str, at: os.stat_result) -> Line:
    return path, at.st_mtime_ns, at.st_size, at.st_ino, at.st_ctime_ns
