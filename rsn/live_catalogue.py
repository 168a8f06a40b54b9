"""The content as the running service knows it: read again when a file changed, the last good one kept."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from domain.catalogue import Catalogue
from rsn.collecting import leave_out_what_stays, left_out

LOOK_EVERY_SECONDS = 1.0
REST = 50
"""A look at very many files takes a while: the next comes after so many times as long."""


class LiveCatalogue:
    """
    A callable that returns the newest catalogue without mistakes; *problems* tells why a newer one is not.

    One caller looks at the files and reads what changed; the others go on with what was good until then.

    *kept* is where values are kept between readings, so that a changed file is the only one that is read.
    """

    def __init__(self, content: Path, kept: Path | None = None) -> None:
        from site_builder.content import load_catalogue
        from site_builder.content.look import look_at

        self._content = content
        self._kept = kept
        self._looking = threading.Lock()
        self._asked = False
        self._seen = look_at(content) if content.is_dir() else {}
        self._catalogue = load_catalogue(content, kept=kept)
        self._next_look = time.monotonic() + LOOK_EVERY_SECONDS
        self.problems: tuple[str, ...] = ()

    def __call__(self) -> Catalogue:
        asked = self._asked
        if (asked or time.monotonic() >= self._next_look) and self._looking.acquire(blocking=asked):
            try:
                self._look()
            finally:
                self._looking.release()
        return self._catalogue

    def look_again(self) -> None:
        """Look at the next call, however short ago the last look was: somebody knows that a file changed."""
        self._asked = True

    def _look(self) -> None:
        from site_builder.content import ContentErrors, load_catalogue
        from site_builder.content.look import look_at

        begun = time.monotonic()
        self._asked = False
        try:
            seen = look_at(self._content)
        except FileNotFoundError:
            # A file that goes while it is looked at: the next look finds it gone.
            return
        took = time.monotonic() - begun
        self._next_look = begun + max(LOOK_EVERY_SECONDS, REST * took)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._catalogue = load_catalogue(self._content, kept=self._kept)
            self.problems = ()
            if left_out():
                leave_out_what_stays()
        except ContentErrors as errors:
            self.problems = tuple(str(problem) for problem in errors.problems)
