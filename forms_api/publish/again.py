"""
Whether a publish would find anything new: what this process published last, and what changed since.

Rules of this file: where it is not sure, it says that there is something to do. A publish that changed the store
itself is followed by another one; a vote in the box changes nothing public before the next look at it is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from domain.catalogue import Catalogue
from domain.record.alike import reads_same
from forms_api.store.base import COLLECTIONS, Counting, Home, Store

UNSEEN = frozenset({"ballots", "superseded", "voter_names", "notices", "acted", "sightings"})
"""Collections that publish reads only when something is due, or not at all; besides those of the sessions."""
READ = tuple(c.name for c in COLLECTIONS if c.home is not Home.SESSIONS and c.name not in UNSEEN)
SIGNED = ("checkpoint", "files")

Seen = tuple[int, ...]


@dataclass(frozen=True)
class Last:
    """The last publish of a store that changed nothing of it."""

    record: Path
    seen: Seen
    signed: Seen
    catalogue: Catalogue
    sequence: int
    at: datetime
    next_due: datetime


_LAST: WeakKeyDictionary[Store, Last] = WeakKeyDictionary()


def seen(store: Store) -> Seen | None:
    """Return how often what publish reads has changed; None where the store does not count."""
    return tuple(store.changed.get(name, 0) for name in READ) if isinstance(store, Counting) else None


def unchanged(store: Store, catalogue: Catalogue, record: Path, now: datetime) -> Last | None:
    """Return the last publish where another one at *now* would leave everything as it is."""
    last = _LAST.get(store)
    if last is None or last.record != record or not last.at <= now < last.next_due:
        return None
    same = seen(store) == last.seen and _signed(record) == last.signed and reads_same(last.catalogue, catalogue)
    return last if same else None


def begun(store: Store, catalogue: Catalogue, record: Path, at: datetime) -> Callable[[int, datetime], None]:
    """
    Forget the last publish, and return what the one that begins now at *at* is told to when it is done.

    It takes the record's sequence number and the next moment something is due.
    """
    before = seen(store)
    _LAST.pop(store, None)

    def done(sequence: int, next_due: datetime) -> None:
        if before is not None and before == seen(store):
            _LAST[store] = Last(record, before, _signed(record), catalogue, sequence, at, next_due)

    return done


def _signed(record: Path) -> Seen:
    """Return how the files look that stand for the whole record, so that a lost or restored one is noticed."""
    found: list[int] = []
    for name in SIGNED:
        try:
            stat = (record / name).stat()
        except OSError:
            return ()
        found += [stat.st_mtime_ns, stat.st_size, stat.st_ino]
    return tuple(found)
