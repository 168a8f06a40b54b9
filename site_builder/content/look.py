"""How the folder content/ looks: one line for each file, from one look at each folder, without opening any."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

from site_builder.content.kinds import KINDS, OTHER_FOLDERS, THEME

_NUMBERS: Callable[[os.stat_result], tuple[int, int, int, int, int]] = attrgetter(
    "st_mtime_ns", "st_size", "st_ino", "st_ctime_ns", "st_mode"
)

Line = tuple[str, int, int, int, int, int]
"""A file's name, then its time and size, inode, time of change and mode; names alone for a folder."""

YOUNG_NS = 2_000_000_000
"""A file stamped so shortly before a look may change again without another stamp: its bytes are read next time."""

_FLAT = frozenset({kind.folder for kind in KINDS} | (set(OTHER_FOLDERS) - {THEME}))


def look_at(content: Path) -> dict[str, list[Line]]:
    """Return the lines of *content* by folder, "" for the top, each list in the order of the names."""
    root = os.fspath(content)
    top = _lines(root)
    looks = {"": top}
    for name, *_, kind in top:
        if not stat.S_ISDIR(kind):
            continue
        path = f"{root}/{name}"
        if name in _FLAT:
            looks[name] = _lines(path)
        elif name == THEME:
            looks[name] = _below(path)
    return looks


def _lines(folder: str) -> list[Line]:
    with os.scandir(folder) as entries:
        every = [entry.name for entry in entries]
    every.sort()
    names = [name for name in every if (name[0] not in "._" and name[-1] != "~") or not _left_out(name)]
    # One look after the other without a line of ours between them: there are very many.
    numbers = map(_NUMBERS, map(os.lstat, [f"{folder}/{name}" for name in names]))
    lines = [(name, *at) for name, at in zip(names, numbers, strict=True)]
    return [(line[0], 0, 0, 0, 0, stat.S_IFDIR) if stat.S_ISDIR(line[-1]) else line for line in lines]


def _left_out(name: str) -> bool:
    return name[0] == "." or name[-1] == "~" or name[:2] == "__"


def _below(folder: str) -> list[Line]:
    """Return the lines of a folder and of all below it, each with its way from there."""
    lines: list[Line] = []
    for line in _lines(folder):
        lines.append(line)
        if stat.S_ISDIR(line[-1]):
            inner = _below(f"{folder}/{line[0]}")
            lines += [(f"{line[0]}/{name}", *rest) for name, *rest in inner]  # type: ignore[misc]
    return lines


def young(lines: dict[str, list[Line]], looked_ns: int) -> list[str]:
    """Return the files, as FOLDER/NAME, that were stamped too shortly before the look."""
    limit = looked_ns - YOUNG_NS
    return [
        f"{folder}/{line[0]}"
        for folder, those in lines.items()
        for line in those
        if line[4] > limit or line[1] > limit
    ]
