"""
Compaction: the snapshot written anew, so that the journal's lines that are in it can go.

The order of its steps is what makes a power cut harmless at any of them: a new segment takes the lines from now
on; what memory holds is copied, and written aside, once all of it is on the disk; the journal says which file is
coming; the file takes its place, and only when that is on the disk are the segments before removed. Posts go on
meanwhile.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from threading import Lock, Thread
from typing import Any

from forms_api.store.base import StoreFailed
from forms_api.store.disk import ASIDE, folder_opened, why, write_new
from forms_api.store.journal import Journal
from forms_api.store.journal_lines import SNAPSHOT
from forms_api.store.journal_snapshot import Identity, Measured, encoded, pieces_of

LEAST = 1024 * 1024
"""A journal below this is not worth a compaction while the store is open."""
BREATH_SECONDS = 0.002
"""How long a compaction beside posts lets them go first, after each piece."""
LOG = logging.getLogger(__name__)


class Stopped(Exception):
    """The store is about to close, or is compacted by somebody who waits for it."""


class Compaction:
    """The compactions of one journal: beside the posts when it has grown, at once when asked."""

    def __init__(
        self,
        journal: Journal,
        rows: Callable[[], Mapping[str, Iterable[tuple[str, bytes]]]],
        about: Callable[[], dict[str, Any]],
    ) -> None:
        self._journal = journal
        self._rows = rows
        self._about = about
        self._one = Lock()
        self._starting = Lock()
        self._thread: Thread | None = None
        self._stop = False
        self._not_below = LEAST

    def consider(self) -> None:
        """Begin one beside the posts if the journal has outgrown its snapshot and none is under way."""
        journal = self._journal
        if journal.size <= self._not_below or journal.size <= (journal.snapshot.size if journal.snapshot else 0):
            return
        with self._starting:
            if self._thread is None and not self._stop and not journal.unsure:
                self._thread = Thread(target=self._beside, name=f"compact {journal.path.name}", daemon=True)
                self._thread.start()

    def run(self) -> None:
        """
        Compact now.

        Raises:
            StoreFailed: the disk refused; all is there as before.
        """
        self._end_thread()
        try:
            with self._one:
                self._compact(lambda pieces: pieces)
        finally:
            self._stop = False

    def finish(self) -> None:
        """End what is under way, and leave one complete file behind where something is not in it yet."""
        self._end_thread()
        journal = self._journal
        if journal.unsure or not (journal.waiting_lines or len(journal.segments) > 1):
            return
        try:
            with self._one:
                self._compact(lambda pieces: pieces)
        except StoreFailed as refused:
            LOG.warning("%s: not compacted: %s", journal.path, refused.why)

    def _end_thread(self) -> None:
        self._stop = True
        with self._starting:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _beside(self) -> None:
        try:
            with self._one:
                self._compact(self._slowly)
            self._not_below = LEAST
        except Stopped:
            pass
        except StoreFailed as refused:
            # Not before the journal has grown again: a disk that is full stays so for a while.
            self._not_below = self._journal.size + LEAST
            LOG.warning("%s: not compacted: %s", self._journal.path, refused.why)
        finally:
            with self._starting:
                self._thread = None

    def _slowly(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if self._stop:
                raise Stopped
            yield piece
            time.sleep(BREATH_SECONDS)

    def _compact(self, paced: Callable[[Iterable[bytes]], Iterable[bytes]]) -> None:
        journal = self._journal
        if not journal.segments and journal.snapshot is None:
            return
        before = journal.rotate()
        with journal.turn:
            rows = self._rows()
            reached = journal.mark()
        journal.wait(reached)
        aside = journal.path.with_name(journal.path.name + ASIDE)
        try:
            with folder_opened(journal.path.parent, journal.disk) as folder:
                try:
                    measured = Measured(paced(pieces_of(rows)))
                    write_new(aside, measured, journal.disk)
                    identity = measured.identity(reached.sequence)
                    self._announce(identity)
                    journal.disk.rename(aside, journal.path)
                except BaseException:
                    with suppress(OSError):
                        journal.disk.unlink(aside)
                    raise
                journal.sure(lambda: journal.disk.fsync_folder(folder))
                journal.compacted(identity, reached, before)
                for segment in before:
                    # One after the other, the oldest first: a power cut must not take one from among them.
                    journal.disk.unlink(segment)
                    journal.sure(lambda: journal.disk.fsync_folder(folder))
        except OSError as refused:
            raise StoreFailed(str(journal.path), why(refused), outcome_unknown=bool(journal.unsure)) from refused

    def _announce(self, identity: Identity) -> None:
        """Say in the journal which file is coming, so that whoever finds it knows what is in it."""
        said = {"snapshot": [identity.sequence, identity.size, identity.crc], **self._about()}
        self._journal.wait(self._journal.append(encoded([SNAPSHOT, said])))
