"""
Whether everything still stands as the last job left it, so that the next one can end at once.

Rules of this file: nothing heavier than os is imported, for a job that runs every minute spends its time on
imports. What was read is looked at before the job reads it, what was written after it, so that no change falls
between; inputs as young as the job itself are not trusted, because a coarse clock could hide a second change.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Iterator

VERSION = 1
YOUNG_NS = 2_000_000_000
CODE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CODE_FOLDERS = ("domain", "forms_api", "presentation", "rsn", "site_builder", "templates")
DATA_INPUTS = ("store", "clock", "next_due")
DATA_OUTPUTS = ("record",)
OPTIONS = {"--content": "content", "--data": "data", "--out": "public"}
"""The options under which a job may end at once, and what stands where they are not given."""

Place = tuple[str, str, str]
"""The folders of a job: content, data, out."""

_SKIPPED = frozenset({"__pycache__", "lock"})


def place_of(arguments: list[str]) -> Place | None:
    """Return the folders that *arguments* name; None where they ask for anything else than the usual job."""
    given = dict(OPTIONS)
    if len(arguments) % 2:
        return None
    for option, value in zip(arguments[::2], arguments[1::2], strict=True):
        if option == "--jobs" and value.isdigit():
            continue
        if option not in OPTIONS:
            return None
        given[option] = value
    content, data, out = (os.path.abspath(given[option]) for option in OPTIONS)
    return content, data, out


def nothing_to_do(place: Place) -> str | None:
    """Return what to say where nothing is due and nothing changed since the last job; None where it has to run."""
    if os.environ.get("RSN_DATABASE_URL"):
        # No file tells whether a database changed.
        return None
    file = os.path.join(place[1], "built")
    try:
        with open(file, "rb") as kept:
            # Our own file in a folder that only its owner may enter.
            version, folders, until, said, seen = marshal.loads(kept.read())  # nosec B302
    except (OSError, ValueError, EOFError, TypeError):
        return None
    if version != VERSION or folders != place or time.time() >= until:
        return None
    return said if seen == inputs(place) + outputs(place) else None


def keep(place: Place, before: bytes, until: float, said: str, started_ns: int) -> None:
    """Keep what the job saw: *before* it the inputs, now the outputs; *until* is when something is due."""
    file = os.path.join(place[1], "built")
    if _youngest(before) > started_ns - YOUNG_NS:
        if os.path.exists(file):
            os.remove(file)
        return
    aside = f"{file}.new"
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
        kept.write(marshal.dumps((VERSION, place, until, said, before + outputs(place))))
    os.replace(aside, file)


def inputs(place: Place) -> bytes:
    """Return how everything a job reads looks now: content, store, clock, templates, code and libraries."""
    content, data, _ = place
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    roots = [content, *(os.path.join(CODE, folder) for folder in CODE_FOLDERS)]
    roots += [os.path.join(data, name) for name in DATA_INPUTS]
    found = [*_alone([sys.executable, *libraries]), *(line for root in roots for line in _below(root))]
    return marshal.dumps(found)


def outputs(place: Place) -> bytes:
    """Return how everything a job writes looks now: the record and the site."""
    roots = [*(os.path.join(place[1], name) for name in DATA_OUTPUTS), place[2]]
    return marshal.dumps([line for root in roots for line in _below(root)])


Line = tuple[str, int, int, int, int]


def _line(name: str, stat: os.stat_result) -> Line:
    return name, stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_ctime_ns


def _alone(paths: list[str]) -> Iterator[Line]:
    for path in paths:
        try:
            yield _line(path, os.stat(path))
        except OSError:
            continue


def _below(root: str) -> list[Line]:
    """Return every file below *root*, or *root* itself if it is one, in the order of the names."""
    found: list[Line] = []
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name in _SKIPPED:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        found.append(_line(entry.path, _stat(entry)))
        except NotADirectoryError:
            found.append(_line(folder, os.stat(folder)))
        except FileNotFoundError:
            continue
    found.sort()
    return found


def _stat(entry: os.DirEntry[str]) -> os.stat_result:
    try:
        return entry.stat()
    except OSError:  # a link that leads nowhere
        return entry.stat(follow_symlinks=False)


def _youngest(seen: bytes) -> int:
    lines = marshal.loads(seen)  # nosec B302
    return max((line[1] for line in lines), default=0)
