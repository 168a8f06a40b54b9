"""The content as the running service knows it: read again when a file changed, the last good one kept."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from domain.catalogue import Catalogue

LOOK_EVERY_SECONDS = 1.0


class LiveCatalogue:
    """A callable that returns the newest catalogue without mistakes; *problems* tells why a newer one is not."""

    def __init__(self, content: Path) -> None:
        from site_builder.content import load_catalogue

        self._content = content
        self._lock = threading.Lock()
        self._stamp = _stamp(content)
        self._catalogue = load_catalogue(content)
        self._looked = time.monotonic()
        self.problems: tuple[str, ...] = ()

    def __call__(self) -> Catalogue:
        with self._lock:
            if time.monotonic() >= self._looked + LOOK_EVERY_SECONDS:
                self._look()
            return self._catalogue

    def look_again(self) -> None:
        """Look at the next call, however short ago the last look was: somebody knows that a file changed."""
        with self._lock:
            self._looked = -LOOK_EVERY_SECONDS

    def _look(self) -> None:
        from site_builder.content import ContentErrors, load_catalogue

        self._looked = time.monotonic()
        stamp = _stamp(self._content)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._catalogue = load_catalogue(self._content)
            self.problems = ()
        except ContentErrors as errors:
            self.problems = tuple(str(problem) for problem in errors.problems)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of every file below *folder*."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".yaml"}:
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
