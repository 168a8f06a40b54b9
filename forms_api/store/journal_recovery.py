"""What the segments of a journal say when it is opened: which lines count, and where a torn tail begins."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forms_api.store.base import StoreUnreadable
from forms_api.store.disk import Disk, folder_opened
from forms_api.store.journal import segments_of
from forms_api.store.journal_lines import BEGINS, SNAPSHOT, JournalDamaged, Line, Torn, lines_of, word_of
from forms_api.store.journal_snapshot import NOTHING, Identity

VERSION = 1
LOG = logging.getLogger(__name__)


@dataclass
class Found:
    """
    What the segments hold. *identities* are the snapshots that may lie beside them, *about* what the newest line
    of control says, *good* how many bytes of the last segment are in order, *abandoned* segments that never began.
    """

    transactions: list[Line] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)
    segments: list[Path] = field(default_factory=list)
    abandoned: list[Path] = field(default_factory=list)
    first: int = 0
    last: int = 0
    good: int = 0
    torn: Torn | None = None

    def base(self, path: Path, snapshot: Identity) -> int:
        """
        Return the sequence of the last line that is in the snapshot.

        Raises:
            StoreUnreadable: it is not one that this journal goes on from.
        """
        if not self.segments:
            return 0
        known = [identity.sequence for identity in self.identities if identity.same_file(snapshot)]
        if not known:
            raise StoreUnreadable(
                str(path),
                f"it is not the file that the journal beside it ({self.segments[0].name}) goes on from; it was "
                "damaged or changed by another program",
            )
        if self.first > max(known) + 1:
            raise StoreUnreadable(
                str(path), f"lines {max(known) + 1} to {self.first - 1} of its journal are missing"
            )
        return max(known)


def read_segments(path: Path) -> Found:
    """
    Read the segments beside the snapshot at *path*.

    Raises:
        JournalDamaged: a line that was on the disk is not there any more as it was.
        StoreUnreadable: a segment cannot be read, or is of a later version.
    """
    found = Found()
    for segment in segments_of(path):
        try:
            with segment.open("rb") as content:
                _add(found, segment, [*lines_of(segment, content, None)])
        except OSError as refused:
            raise StoreUnreadable(str(segment), refused.strerror or str(refused)) from refused
    if found.torn is not None:
        LOG.warning(
            "%s: dropped a torn, unacknowledged tail from byte %d (sequence %d)",
            found.segments[-1],
            found.torn.byte,
            found.torn.sequence,
        )
    return found


def _add(found: Found, segment: Path, lines: list[Line | Torn]) -> None:
    read = [line for line in lines if isinstance(line, Line)]
    if not read or _never_begun(found, read):
        found.abandoned.append(segment)
        return
    _demand_next(found, segment, read[0])
    found.segments.append(segment)
    found.torn = lines[-1] if isinstance(lines[-1], Torn) else None
    found.first = found.first or read[0].sequence
    found.last, found.good = read[-1].sequence, read[-1].end
    for line in read:
        said = word_of(line.body)
        if said is None:
            found.transactions.append(line)
        else:
            _heed(found, segment, line, *said)


def _never_begun(found: Found, read: list[Line]) -> bool:
    """Tell whether the segment is but a first line, made when the disk refused and the one before it went on."""
    return bool(found.segments) and len(read) == 1 and read[0].sequence <= found.last


def _demand_next(found: Found, segment: Path, head: Line) -> None:
    if found.torn is not None:
        # A segment is only begun when all of the one before it is on the disk.
        raise JournalDamaged(found.segments[-1], found.torn.byte, found.torn.sequence)
    if found.segments and head.sequence != found.last + 1:
        raise JournalDamaged(segment, 0, found.last + 1)
    said = word_of(head.body)
    if said is None or said[0] != BEGINS:
        raise JournalDamaged(segment, 0, head.sequence)


def _heed(found: Found, segment: Path, line: Line, word: str, said: dict[str, Any]) -> None:
    if word == BEGINS and said["version"] != VERSION:
        raise StoreUnreadable(str(segment), f"it is of version {said['version']}; this program knows {VERSION}")
    if word == BEGINS and said["snapshot"] is None:
        found.identities.append(NOTHING)
    elif word in (BEGINS, SNAPSHOT):
        sequence, size, crc = said["snapshot"]
        found.identities.append(Identity(size, crc, sequence))
    found.about = said


def remove_abandoned(found: Found, disk: Disk) -> None:
    """Remove segments that never began, for good."""
    for segment in found.abandoned:
        with folder_opened(segment.parent, disk) as folder:
            disk.unlink(segment)
            disk.fsync_folder(folder)
