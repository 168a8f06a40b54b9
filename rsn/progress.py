"""How far a build is: a bar at a terminal, one line a stage in a log, and nothing in the first second."""

from __future__ import annotations

import sys
import time
from typing import TextIO

QUIET_SECONDS = 1.0
BETWEEN_SECONDS = 0.1
SIGNS = 30


class Progress:
    """Tells on *stream* how far a build is; what it did stands in the summary that always follows."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._began = time.monotonic()
        self._shown = 0.0
        self._left = self._began

    def stage(self, name: str) -> None:
        """Tell that the stage *name* is done."""
        now = time.monotonic()
        if not self._bar and now - self._began > QUIET_SECONDS:
            self._stream.write(f"{name}: {now - self._left:.1f} s.\n")
            self._stream.flush()
        self._left = now

    def __call__(self, done: int, total: int) -> None:
        """Tell that *done* of *total* files are made."""
        now = time.monotonic()
        if (
            self._bar
            and now - self._began > QUIET_SECONDS
            and (now - self._shown > BETWEEN_SECONDS or (done == total and self._shown))
        ):
            self._shown = now
            filled = "#" * (SIGNS * done // total)
            self._stream.write(f"\r[{filled:<{SIGNS}}] {done} of {total} files")
            self._stream.flush()

    def end(self) -> None:
        """Take the bar away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
