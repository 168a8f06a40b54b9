"""
The digests of the files in a folder: one is read again only where its name, times, size or number changed.

Rules of this file: a file that was stamped within the last two seconds is read again the next time, too, for a
coarse clock could hide a second change.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from site_builder.digests import digest_of_bytes

YOUNG_NS = 2_000_000_000
Stat = tuple[int, int, int, int]
Known = Mapping[str, tuple[Stat, bytes]]
"""By name in the folder: how the file looked when it was read, and its digest."""


def file_digests(folder: Path, names: Iterator[tuple[str, Stat]], before: Known) -> dict[str, tuple[Stat, bytes]]:
    """Return how each of the files looks now, and its digest."""
    oldest = time.time_ns() - YOUNG_NS
    found = {}
    for name, stat in names:
        known = before.get(name)
        if known is None or known[0] != stat:
            digest = digest_of_bytes((folder / name).read_bytes())
            known = (stat if max(stat[0], stat[3]) < oldest else (0, 0, 0, 0)), digest
        found[name] = known
    return found


def files_below(folder: Path) -> list[tuple[str, Stat]]:
    """Return every file below *folder* that is no link, by its name in it, sorted; hidden ones are left out."""
    found: list[tuple[str, Stat]] = []
    waiting = [("", str(folder))]
    while waiting:
        before, place = waiting.pop()
        try:
            entries = os.scandir(place)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.is_symlink():
                    continue
                if entry.is_dir():
                    waiting.append((f"{before}{entry.name}/", entry.path))
                elif entry.is_file():
                    found.append((before + entry.name, _look(entry.stat())))
    # By the parts of the name: "a/b" comes before "a-b".
    return sorted(found, key=lambda one: one[0].split("/"))


def _look(stat: os.stat_result) -> Stat:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_ctime_ns
