"""
The journal: what was committed is on the disk before anybody is told, whatever the number of those who wait.

Group commit with hand-off. Each writer appends its line in memory, in its turn, and then waits for the disk
outside of it. The first to wait *leads*: it writes all lines there are, forces them to the disk once, hands the
lead to the first who came meanwhile, and wakes the others. All sleep on locks of their own and are woken once.

Rules of this file:
- Lines are appended by whoever holds `turn`, so that their order is the order in which memory changed.
- Where the disk refuses, all that is not on it is taken back, the newest first, with the turn held.
- After an fsync that failed nobody can tell what is on the disk: nothing is forced a second time, and nothing more
  is written until the store has been opened again.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from typing import Any

from forms_api.store.base import StoreFailed
from forms_api.store.disk import Disk, folder_opened, why, write_all
from forms_api.store.journal_lines import BEGINS, line_of
from forms_api.store.journal_snapshot import Identity, encoded

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE})
"""What the disk refuses before it took anything, so that the next try may succeed."""


class Ticket:
    """One line on its way to the disk, or (without a body) somebody who waits for those before it."""

    __slots__ = ("body", "counted", "done", "error", "leads", "lock", "rotates", "sequence", "undo")

    def __init__(self, body: bytes | None, undo: Callable[[], None] | None, *, rotates: bool = False) -> None:
        self.body = body
        self.undo = undo
        self.rotates = rotates
        self.sequence = 0
        self.counted = 0
        self.leads = False
        self.done = False
        self.error: StoreFailed | None = None
        self.lock = Lock()
        self.lock.acquire()


class Journal:
    """
    The segments beside the snapshot at *path*, and the turn at writing them.

    *about* tells what the first line of a segment says beside the snapshot's identity.
    """

    def __init__(
        self,
        path: Path,
        turn: AbstractContextManager[Any],
        disk: Disk,
        about: Callable[[], dict[str, Any]] = dict,
    ) -> None:
        self.path = path
        self.disk = disk
        self.segments: list[Path] = []
        self.snapshot: Identity | None = None
        self.unsure = ""
        """Why nothing more is written, or "" while all is well."""
        self.taken_back = 0
        """How often what was in memory had to be taken back because the disk refused it."""
        self.durable = 0
        self.waiting_lines = 0
        """How many transactions lie in the segments and in no snapshot."""
        self.size = 0
        """How many bytes all segments have together."""
        self.turn = turn
        self._about = about
        self._mutex = Lock()
        self._pending: list[Ticket] = []
        self._led = False
        self._file: int | None = None
        self._good = 0

    def append(self, body: bytes, undo: Callable[[], None] | None = None) -> Ticket:
        """
        Take a line; the caller holds the turn, and waits for the ticket after it has given it up.

        Raises:
            StoreFailed: an earlier write failed so that nothing more is written.
        """
        self.demand_sure()
        return self._queue(Ticket(body, undo))

    def mark(self) -> Ticket:
        """Return a ticket that is done when all lines before it are on the disk, with the last one's sequence."""
        return self._queue(Ticket(None, None))

    def wait(self, ticket: Ticket) -> None:
        """
        Return when the ticket's line is on the disk.

        Raises:
            StoreFailed: it is not, and what it stood for was taken back.
        """
        interrupted: BaseException | None = None
        while not ticket.leads and not ticket.done:
            try:
                ticket.lock.acquire()
            except BaseException as stop:
                # The lead may be handed to this ticket: who walked away would leave all others waiting.
                interrupted = stop
        if ticket.leads and not ticket.done:
            self._lead()
        if interrupted is not None:
            raise interrupted
        if ticket.error is not None:
            raise ticket.error

    def settle(self) -> None:
        """Return when all lines appended so far are on the disk."""
        with self._mutex:
            if not self._led:
                return
        self.wait(self.mark())

    def rotate(self) -> list[Path]:
        """
        Begin a new segment and return the ones before it, which get no more lines.

        Raises:
            StoreFailed: the disk refused; lines go on into the segment there is.
        """
        self.demand_sure()
        before = list(self.segments)
        self.wait(self._queue(Ticket(None, None, rotates=True)))
        return before

    def demand_sure(self) -> None:
        if self.unsure:
            raise StoreFailed(str(self.path), f"an earlier write failed ({self.unsure}); restart first")

    def resume(self, segments: list[Path], last: Path | None, good: int, durable: int) -> None:
        """Go on in the segment *last*, whose first *good* bytes are in order."""
        self.segments = segments
        self.durable = durable
        self.size = sum(path.stat().st_size for path in segments)
        if last is not None:
            self._file = self.disk.open(last, os.O_WRONLY | os.O_APPEND)
            self._good = good
            if last.stat().st_size != good:
                self.disk.truncate(self._file, good)
            # What a kill left may be in the machine's memory only, and is about to be shown to people.
            self.disk.fdatasync(self._file)

    def close(self) -> None:
        """Let go of the file; nothing may be waiting."""
        if self._file is not None:
            self.disk.close(self._file)
            self._file = None

    def compacted(self, snapshot: Identity, reached: Ticket, before: list[Path]) -> None:
        """Take note that the *snapshot* holds all lines up to *reached*, and that the segments *before* go."""
        freed = sum(path.stat().st_size for path in before)
        with self._mutex:
            self.snapshot = snapshot
            self.waiting_lines -= reached.counted
            self.size -= freed
            self.segments = [path for path in self.segments if path not in before]

    def _grow(self, size: int) -> None:
        with self._mutex:
            self.size += size

    def _queue(self, ticket: Ticket) -> Ticket:
        with self._mutex:
            self._pending.append(ticket)
            if not self._led:
                self._led = ticket.leads = True
        return ticket

    def _lead(self) -> None:
        """Bring everything that is pending to the disk, and hand the lead on."""
        batch = self._next_batch()
        try:
            self.demand_sure()
            self._write(batch)
        except BaseException as refused:
            self._refuse(batch, refused)
            if not isinstance(refused, OSError | StoreFailed):
                raise
            return
        with self._mutex:
            heir = self._pending[0] if self._pending else None
            if heir is None:
                self._led = False
            else:
                heir.leads = True
        if heir is not None:
            heir.lock.release()
        _tell(batch)

    def _next_batch(self) -> list[Ticket]:
        """Take what is pending, as far as the first ticket that asks for a new segment."""
        with self._mutex:
            stop = next((n for n, ticket in enumerate(self._pending, 1) if ticket.rotates), None)
            batch = self._pending[:stop]
            del self._pending[: len(batch)]
        return batch

    def _write(self, batch: list[Ticket]) -> None:
        lines = [ticket for ticket in batch if ticket.body is not None]
        if lines and self._file is None:
            self._begin_segment()
        before = self.durable
        if lines:
            self._put_lines(lines)
        self._number(batch, before)
        if batch[-1].rotates:
            try:
                self._begin_segment()
            except OSError as refused:
                # The lines before it are on the disk; only the new segment is not there.
                batch[-1].error = StoreFailed(str(self.path), why(refused), outcome_unknown=bool(self.unsure))

    def _put_lines(self, lines: list[Ticket]) -> None:
        content = b"".join(
            line_of(sequence, self.durable, ticket.body or b"")
            for sequence, ticket in enumerate(lines, self.durable + 1)
        )
        self._put(content)
        self.durable += len(lines)

    def _number(self, batch: list[Ticket], sequence: int) -> None:
        """Tell each ticket its line's sequence, one without a line that of the last line before it."""
        with self._mutex:
            for ticket in batch:
                sequence += ticket.body is not None
                self.waiting_lines += ticket.undo is not None
                ticket.sequence, ticket.counted = sequence, self.waiting_lines

    def _put(self, content: bytes) -> None:
        """Append to the segment, durably; where the disk refuses, cut it back to what it was."""
        file = self._file
        if file is None:
            raise StoreFailed(str(self.path), "the journal is not open")
        try:
            write_all(file, content, self.disk)
            self.sure(lambda: self.disk.fdatasync(file))
        except OSError:
            if not self.unsure:
                self._cut_back(file)
            raise
        self._good += len(content)
        self._grow(len(content))

    def _cut_back(self, file: int) -> None:
        """Leave nothing of a line whose writer is told that it is not there, not even after a power cut."""
        try:
            self.disk.truncate(file, self._good)
            self.disk.fdatasync(file)
        except OSError as refused:
            self.unsure = why(refused)

    def _begin_segment(self) -> None:
        """Make the next segment, its first line and its name on the disk, before any line goes into it."""
        number = 1 + max(map(number_of, segments_of(self.path)), default=0)
        path = segment_path(self.path, number)
        snapshot = self.snapshot and [self.snapshot.sequence, self.snapshot.size, self.snapshot.crc]
        said = encoded([BEGINS, {"version": 1, "snapshot": snapshot, **self._about()}])
        head = line_of(self.durable + 1, self.durable, said)
        with folder_opened(path.parent, self.disk) as folder:
            file = self.disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
            try:
                write_all(file, head, self.disk)
                self.sure(lambda: self.disk.fsync(file))
                self.sure(lambda: self.disk.fsync_folder(folder))
            except BaseException:
                self.disk.close(file)
                self._remove(path, folder)
                raise
        self.close()
        self._file, self._good = file, len(head)
        self._grow(len(head))
        self.durable += 1
        self.segments.append(path)

    def _remove(self, path: Path, folder: int) -> None:
        """Remove a segment that did not begin, for good: it must not come back beside the lines that go on."""
        try:
            self.disk.unlink(path)
            self.disk.fsync_folder(folder)
        except OSError as refused:
            self.unsure = self.unsure or why(refused)

    def sure(self, act: Callable[[], None]) -> None:
        """Act; where that fails, nobody can tell what is on the disk, except where there was no room for it."""
        try:
            act()
        except OSError as refused:
            if refused.errno not in FULL:
                self.unsure = why(refused)
            raise

    def _refuse(self, batch: list[Ticket], refused: BaseException) -> None:
        """Take back the batch and all that came after it, the newest first, and tell each who waits."""
        if not isinstance(refused, OSError | StoreFailed):
            self.unsure = self.unsure or f"the write was broken off by {type(refused).__name__}"
        with self.turn:
            with self._mutex:
                later, self._pending, self._led = self._pending, [], False
                self.taken_back += 1
            for ticket in reversed(batch + later):
                if ticket.undo is not None:
                    ticket.undo()
        unknown = set(map(id, batch)) if self.unsure else set()
        for ticket in batch + later:
            ticket.error = self._said(refused, outcome_unknown=id(ticket) in unknown)
        _tell(batch + later)

    def _said(self, refused: BaseException, *, outcome_unknown: bool) -> StoreFailed:
        if isinstance(refused, StoreFailed):
            return StoreFailed(refused.where, refused.why, outcome_unknown=refused.outcome_unknown)
        told = why(refused) if isinstance(refused, OSError) else type(refused).__name__
        return StoreFailed(str(self.path), told, outcome_unknown=outcome_unknown)


def _tell(tickets: list[Ticket]) -> None:
    """Wake all whose tickets these are; the first is the leader's own, who is awake."""
    for ticket in tickets:
        ticket.done = True
    for ticket in tickets[1:]:
        ticket.lock.release()


def segment_path(path: Path, number: int) -> Path:
    """Return the place of the segment with this number beside the snapshot at *path*."""
    return path.with_name(f"{path.name}.{number}.journal")


def number_of(segment: Path) -> int:
    """Return a segment's number."""
    return int(segment.name.split(".")[-2])


def segments_of(path: Path) -> list[Path]:
    """Return the segments beside the snapshot at *path*, the oldest first."""
    found = [
        file
        for file in path.parent.glob("*.journal")
        if file.name.startswith(path.name + ".") and file.name[len(path.name) + 1 : -len(".journal")].isdigit()
    ]
    return sorted(found, key=number_of)
