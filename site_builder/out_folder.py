"""What lies in the output folder at this moment: one look at every file, links and hidden ones included."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

Found = Mapping[str, tuple[int, int]]
"""By name in the folder: the size of a file, and the younger of its two stamps."""


def files_in(out: Path) -> Found:
    """Return what lies in *out*, without what links lead to; nothing where there is no such folder."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [("", str(out))]
    while waiting:
        before, place = waiting.pop()
        try:
            entries = os.scandir(place)
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{before}{entry.name}/", entry.path))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[before + entry.name] = stat.st_size, max(stat.st_mtime_ns, stat.st_ctime_ns)
    return found
