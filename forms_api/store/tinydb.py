"""
The embedded store: one TinyDB file with its journal per home, in one folder, for one process.

Each file is what plain TinyDB reads: a table per collection, documents numbered in the order of their keys. Keys
are random, so the order tells nothing of who came first; the journal beside it does until it is compacted, which
happens at the latest when the store is closed. Records are read from memory. A unit of work is appended to its
home's journal in its turn and waits for the disk outside of it, so that the next one runs while the disk works.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import chain, count
from pathlib import Path
from threading import local
from typing import Any

from domain.codec import NotReadable, to_plain
from forms_api.store.base import COLLECTIONS, Home, StoreFailed, StoreUnreadable
from forms_api.store.disk import REAL, Disk, clear_aside, lock, own_folder
from forms_api.store.journal_snapshot import decoded_all, encoded
from forms_api.store.journal_storage import JournalStorage, body_of
from forms_api.store.shelf import Shelf
from forms_api.store.shelved import Changes, ShelvedStore, Wait

LOCK = "lock"
RUN = 10_000
"""So many keys are put in order at a time, so that a compaction keeps no post waiting for a million."""


class HomeStorage(JournalStorage):
    """A home's file and journal; its documents lie on a store's shelves, by the keys of the records."""

    def __init__(self, path: Path, shelves: Mapping[str, Shelf], turn: Any, disk: Disk) -> None:
        # Not the whole of a storage's beginning: the store holds the lock for all its homes.
        self._shelves = shelves
        try:
            if path.exists() and not path.stat().st_size:
                raise StoreUnreadable(str(path), "it is empty, and was never written so")
            self.open_at(path, turn, disk)
        except StoreUnreadable:
            raise
        except (NotReadable, AttributeError, KeyError, TypeError, ValueError) as broken:
            raise StoreUnreadable(str(path), str(broken)) from broken

    def begin(self) -> None:
        self.tables = {name: shelf.raw for name, shelf in self._shelves.items()}
        for shelf in self._shelves.values():
            shelf.empty()

    def begin_table(self, name: str) -> None:
        if name not in self._shelves:
            raise StoreUnreadable(str(self.path), f"it holds the unknown table {name!r}")

    def take_rows(self, name: str, doc_ids: list[str], raws: list[bytes], *, trusted: bool) -> None:
        shelf = self._shelves[name]
        plains = decoded_all(raws)
        if trusted and shelf.coding.are_whole(plains):
            shelf.take_all(plains, raws)
            return
        for doc_id, plain, raw in zip(doc_ids, plains, raws, strict=True):
            int(doc_id)
            self._take_row(shelf, plain, raw)

    def _take_row(self, shelf: Shelf, plain: Any, raw: bytes) -> None:
        if not shelf.coding.fits(plain):
            plain = to_plain(shelf.coding.record(plain))
            raw = encoded(plain)
        key = shelf.coding.key(plain)
        if key in shelf.raw or shelf.holder(key, plain) is not None:
            raise StoreUnreadable(str(self.path), f"{key!r} stands twice in {shelf.collection.name}")
        shelf.take(key, plain, raw)

    def take_step(self, name: str, changes: Mapping[str, Any] | None) -> None:
        self.begin_table(name)
        shelf = self._shelves[name]
        for key, plain in (changes or {}).items():
            if plain is None:
                shelf.take_away(key)
            else:
                record = shelf.coding.record(plain)
                shelf.lay(key, record, to_plain(record))

    def rows(self) -> dict[str, Iterable[tuple[str, bytes]]]:
        return {name: numbered(dict(shelf.raw)) for name, shelf in self._shelves.items()}

    def about(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class FileStanding:
    """A file: its bytes, those of its journal, and the transactions there that are not in the file yet."""

    name: str
    snapshot: int
    journal: int
    lines: int


class TinyStore(ShelvedStore):
    """The store in a folder; made by `open`."""

    def __init__(self, folder: Path, held: int, disk: Disk) -> None:
        super().__init__()
        self.folder = folder
        self._held = held
        self._read = local()
        self._homes = {home: self._opened(folder / f"{home}.json", home, disk) for home in Home}

    @classmethod
    def open(cls, folder: Path, disk: Disk = REAL) -> TinyStore:
        """
        Return the store in *folder*, which is made if it is not there.

        Raises:
            StoreBusy: another process, or this one, has it open.
            StoreFailed: the folder cannot be made or written in.
            StoreUnreadable: a file there holds something else than records, or acknowledged ones are damaged.
        """
        own_folder(folder, disk)
        held = lock(folder / LOCK)
        try:
            clear_aside(folder, disk)
            return cls(folder, held, disk)
        except BaseException:
            os.close(held)
            raise

    def files(self) -> list[FileStanding]:
        """Return how each file stands that has been written."""
        found = [(s.path.name, s.journal) for s in self._homes.values()]
        return [
            FileStanding(
                name, journal.snapshot.size if journal.snapshot else 0, journal.size, journal.waiting_lines
            )
            for name, journal in found
            if journal.snapshot or journal.segments
        ]

    def health(self) -> str:
        """Return "", or why the store only reads until it is opened again."""
        return next((f"{s.path.name}: {s.journal.unsure}" for s in self._homes.values() if s.journal.unsure), "")

    def begin(self) -> None:
        super().begin()
        if getattr(self._read, "state", None) is None:
            self._read.state = self._taken_back()

    def hold(self) -> int:
        """Return the lock once more, as an open file: others wait until it is closed, though the store is."""
        return os.dup(self._held)

    def settle(self) -> None:
        """
        Return when all that was committed is on the disk.

        Raises:
            StoreFailed: what this thread read since it last asked was taken back, or could not be written.
        """
        self._demand_outside()
        seen, self._read.state = getattr(self._read, "state", None), None
        for storage in self._homes.values():
            storage.journal.settle()
        if seen is not None and seen != self._taken_back():
            raise StoreFailed(str(self.folder), "the disk refused what had been read")

    def _taken_back(self) -> int:
        return sum(storage.journal.taken_back for storage in self._homes.values())

    def _opened(self, path: Path, home: Home, disk: Disk) -> HomeStorage:
        shelves = {c.name: self.shelves[c.name] for c in COLLECTIONS if c.home is home}
        return HomeStorage(path, shelves, self._turn, disk)

    def _commit(self, home: Home, changes: Changes, undo: Callable[[], None]) -> Wait:
        unsure = next((s.journal for s in self._homes.values() if s.journal.unsure), None)
        storage = self._homes[home]
        if unsure is not None:
            why = f"an earlier write failed ({unsure.unsure}); restart first"
            raise StoreFailed(str(storage.path), why)
        # One step a collection; all of them are one line, there whole or not at all.
        ticket = storage.journal.append(body_of(list(changes.items())), undo)
        return lambda: storage.wait(ticket)

    def _rewrite(self, home: Home) -> None:
        for storage in self._homes.values():
            storage.journal.demand_sure()
        self._homes[home].compact()

    def _let_go(self) -> None:
        for storage in self._homes.values():
            storage.shut()
        os.close(self._held)


def numbered(documents: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Go through the documents in the order of their keys, numbered from 1 as TinyDB numbers them."""
    keys = list(documents)
    runs = [keys[start : start + RUN] for start in range(0, len(keys), RUN)]
    in_order = merge(*map(_in_order, runs)) if len(runs) > 1 else chain.from_iterable(map(sorted, runs))
    for number, key in zip(count(1), in_order, strict=False):
        yield str(number), documents[key]


def _in_order(keys: list[str]) -> Iterator[str]:
    yield from sorted(keys)
