"""
TinyDB's storage with a journal: a file of TinyDB's own layout, and beside it what has been changed since.

Documents are kept in memory as the JSON they are on the disk. So whoever reads one gets a copy of their own, a
change costs what it changes, and what cannot be written is refused before anything has happened.
"""

from __future__ import annotations

import errno
import io
import json
import os
import warnings
from collections.abc import Callable, Iterable, Mapping
from json.encoder import encode_basestring_ascii
from pathlib import Path
from threading import RLock
from typing import Any

from tinydb.storages import Storage

from forms_api.store.base import StoreClosed, StoreFailed, StoreUnreadable
from forms_api.store.compaction import Compaction
from forms_api.store.disk import ASIDE, REAL, Disk, lock, why
from forms_api.store.journal import Journal, Ticket
from forms_api.store.journal_lines import steps_of
from forms_api.store.journal_recovery import Found, read_segments, remove_abandoned
from forms_api.store.journal_snapshot import (
    NOTHING,
    Identity,
    Measured,
    OtherLayout,
    Rows,
    decoded_all,
    encoded,
    pieces_in,
    rows_by_line,
    rows_of_whole,
)

Documents = dict[str, bytes]
"""The documents of a table by their ids, each as JSON, in the order in which they came."""
Step = tuple[str, Mapping[str, bytes | None] | None]
"""A table and what changes in it: by id the document, None for one that goes; None for the whole table."""
Undo = Callable[[], None]


VALUES = ("cls", "default", "skipkeys", "sort_keys")
"""The options of json.dumps that decide what a document's JSON says, not how it looks."""


class StorageClosed(StoreClosed, ValueError):
    """The storage has been closed; a ValueError too, as a closed file raises."""


class JournalStorage(Storage):
    """
    Tables in the file at *path*, which plain TinyDB opens, with a journal beside it.

    A write returns when it is on the disk. One process at a time: another gets StoreBusy. The arguments are those
    of TinyDB's own storage; of *layout*, which goes to json.dumps there, what changes values is heeded (`default`,
    `cls`, `sort_keys`, `skipkeys`), while how the file looks, its *encoding* too, is the journal's.
    """

    mode = "r+"
    encoded: Callable[[object], bytes] = staticmethod(encoded)

    def __init__(
        self,
        path: str | Path,
        create_dirs: bool = False,
        encoding: str | None = None,
        access_mode: str = "r+",
        *,
        disk: Disk = REAL,
        **layout: Any,
    ) -> None:
        super().__init__()
        if access_mode not in ("r", "rb", "r+", "rb+"):
            told = "Using an `access_mode` other than 'r', 'rb', 'r+' or 'rb+'"
            warnings.warn(f"{told} has no meaning here; {access_mode!r} is taken for 'r+'.", stacklevel=2)
        self.mode = access_mode
        self.encoded = _encoder({name: layout[name] for name in VALUES if name in layout})
        place = Path(path)
        if create_dirs:
            place.parent.mkdir(parents=True, exist_ok=True)
        if not (place if self.reads_only else place.parent).exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
        self._held = lock(place.with_name(place.name + ".lock"))
        try:
            aside = place.with_name(place.name + ASIDE)
            if aside.exists():
                disk.unlink(aside)
            if not place.exists():
                disk.close(disk.open(place, os.O_WRONLY | os.O_CREAT))
            self.open_at(place, RLock(), disk)
        except BaseException:
            os.close(self._held)
            raise

    @property
    def reads_only(self) -> bool:
        return self.mode in ("r", "rb")

    def open_at(self, path: Path, turn: Any, disk: Disk) -> None:
        """Read what is there; whoever calls holds the lock on it. *turn* is held by whoever changes memory."""
        self.path = path
        self.turn = turn
        self.tables: dict[str, Documents] = {}
        self.closed = False
        self._next: dict[str, int] = {}
        self.journal = Journal(path, turn, disk, self.about)
        self.compaction = Compaction(self.journal, self.rows, self.about)
        self.begin()
        self._load(read_segments(path))

    # What TinyDB asks of a storage.

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return copies of all documents, by table and id; None where there has never been a table."""
        with self.turn:
            self.demand_open()
            if not self.tables and not self.journal.segments:
                return None
            return {
                name: {doc_id: json.loads(raw) for doc_id, raw in documents.items()}
                for name, documents in self.tables.items()
            }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make *data* what the storage holds; what of it is there already is not written again."""
        wanted = {
            str(name): {str(doc_id): self.encoded(document) for doc_id, document in documents.items()}
            for name, documents in data.items()
        }
        with self.turn:
            self.demand_open()
            ticket = self.change(list(self._steps_to(wanted)))
        self.wait(ticket)

    def close(self) -> None:
        """Leave one complete file behind, if the disk lets us, and let go of it."""
        if not self.closed:
            self.shut()
            os.close(self._held)

    # What a table of ours asks of it.

    def change(self, steps: list[Step]) -> Ticket | None:
        """Change memory and queue the line; the caller holds the turn and waits for the ticket after it."""
        if not steps:
            return None
        if self.reads_only:
            raise io.UnsupportedOperation(f'Cannot write to the database. Access mode is "{self.mode}"')
        undo = [self._apply(name, changes) for name, changes in steps]
        try:
            return self.journal.append(body_of(steps), lambda: _all_reversed(undo))
        except StoreFailed:
            _all_reversed(undo)
            raise

    def wait(self, ticket: Ticket | None) -> None:
        """Return when the change is on the disk."""
        if ticket is not None:
            self.journal.wait(ticket)
            self.compaction.consider()

    def draw_id(self, name: str) -> int:
        """Return an id that no document of the table has or had, to nobody else."""
        with self.turn:
            drawn = self._next.get(name, 1)
            self._next[name] = drawn + 1
            return drawn

    def forget_ids(self, name: str) -> None:
        """Begin to count at 1 again, as TinyDB does for a table that was emptied as a whole."""
        with self.turn:
            self._next.pop(name, None)

    def compact(self) -> None:
        """
        Write the file anew, in the place of the old one, and remove the journal's lines that are in it.

        Raises:
            StoreFailed: the disk refused; all is there as before.
        """
        self.demand_open()
        self.compaction.run()

    def shut(self) -> None:
        """Compact what is worth it and end the journal."""
        self.closed = True
        if not self.reads_only:
            self.compaction.finish()
        self.journal.close()

    def demand_open(self) -> None:
        if self.closed:
            raise StorageClosed("The storage has been closed.")

    # What a subclass may do otherwise.

    def about(self) -> dict[str, Any]:
        """Return what the journal keeps beside the documents: the next id of every table."""
        return {"next": dict(self._next)}

    def rows(self) -> dict[str, Iterable[tuple[str, bytes]]]:
        """Return the documents of all tables as they are now, by a copy that costs little; with the turn held."""
        return {name: list(documents.items()) for name, documents in self.tables.items()}

    def take_rows(self, name: str, doc_ids: list[str], raws: list[bytes], *, trusted: bool) -> None:
        """Take documents of the snapshot; *trusted* if a journal says which file it has to be."""
        if not trusted and not all(isinstance(document, dict) for document in decoded_all(raws)):
            raise OtherLayout
        self.tables[name].update(zip(doc_ids, raws, strict=True))
        for doc_id in doc_ids if not trusted else ():
            self._seen(name, doc_id)

    def take_step(self, name: str, changes: Mapping[str, Any] | None) -> None:
        """Take a step of a transaction of the journal; its documents are values still."""
        raw = changes and {key: None if value is None else encoded(value) for key, value in changes.items()}
        self._apply(name, raw if changes is not None else None)

    # Inside.

    def _load(self, found: Found) -> None:
        self._next.update(found.about.get("next", {}))
        snapshot = self._load_snapshot(found)
        base = found.base(self.path, snapshot)
        for line in found.transactions:
            if line.sequence > base:
                for step in steps_of(line.body):
                    for name, changes in step.items():
                        self.take_step(name, changes)
        self.journal.snapshot = Identity(snapshot.size, snapshot.crc, base) if snapshot.size else None
        self.journal.waiting_lines = sum(line.sequence > base for line in found.transactions)
        if self.reads_only:
            return
        try:
            remove_abandoned(found, self.journal.disk)
            last = found.segments[-1] if found.segments else None
            self.journal.resume(found.segments, last, found.good, found.last)
        except OSError as refused:
            raise StoreFailed(str(self.path), why(refused)) from refused

    def _load_snapshot(self, found: Found) -> Identity:
        """Fill the tables and return the file's identity."""
        try:
            with self.path.open("rb") as content:
                measured = Measured(pieces_in(content))
                try:
                    self._fill(rows_by_line(measured), trusted=bool(found.segments))
                except (OtherLayout, ValueError):
                    return self._load_whole()
                return measured.identity(0)
        except FileNotFoundError:
            return NOTHING
        except OSError as refused:
            raise StoreUnreadable(str(self.path), refused.strerror or str(refused)) from refused

    def _load_whole(self) -> Identity:
        content = self.path.read_bytes()
        self.begin()
        measured = Measured([content])
        for _ in measured:
            if content:
                self._fill(rows_of_whole(self.path, content), trusted=False)
        return measured.identity(0)

    def _fill(self, rows: Rows, *, trusted: bool) -> None:
        for name, doc_ids, raws in rows:
            if raws:
                self.take_rows(name, doc_ids, raws, trusted=trusted)
            else:
                self.begin_table(name)

    def begin(self) -> None:
        """Forget all documents: they are about to be read."""
        self.tables.clear()

    def begin_table(self, name: str) -> None:
        """Take note of a table of the snapshot."""
        self.tables[name] = {}

    def _apply(self, name: str, changes: Mapping[str, bytes | None] | None) -> Undo:
        """Change memory and return what takes that back."""
        if changes is None:
            return self._drop(name)
        new = name not in self.tables
        documents = self.tables.setdefault(name, {})
        undo = _put_back(documents, {key: documents.get(key) for key in changes})
        for key, raw in changes.items():
            if raw is None:
                documents.pop(key, None)
            else:
                documents[key] = raw
                self._seen(name, key)
        return (lambda: _both(undo, lambda: self.tables.pop(name, None))) if new else undo

    def _drop(self, name: str) -> Undo:
        documents, drawn = self.tables.pop(name, None), self._next.pop(name, None)
        if documents is None:
            return lambda: None
        there = documents

        def undo() -> None:
            self.tables[name] = there
            if drawn is not None:
                self._next[name] = max(drawn, self._next.get(name, 1))

        return undo

    def _seen(self, name: str, doc_id: str) -> None:
        if doc_id.isdecimal() and int(doc_id) >= self._next.get(name, 1):
            self._next[name] = int(doc_id) + 1

    def _steps_to(self, wanted: dict[str, Documents]) -> Iterable[Step]:
        """Go through the least steps from what is there to what is wanted, its order included."""
        for name in self.tables.keys() - wanted.keys():
            yield name, None
        for name, documents in wanted.items():
            there = self.tables.get(name)
            if there is None:
                yield name, documents
            elif _in_order(there, documents):
                gone: dict[str, bytes | None] = {key: None for key in there if key not in documents}
                changed = {key: raw for key, raw in documents.items() if there.get(key) != raw}
                if gone or changed:
                    yield name, gone | changed
            else:
                yield name, None
                yield name, documents


def body_of(steps: list[Step]) -> bytes:
    """Return a transaction's body."""
    told = [
        b"{%s:%s}"
        % (
            _said(name),
            b"null"
            if changes is None
            else b"{%s}" % b",".join([b"%s:%s" % (_said(key), raw or b"null") for key, raw in changes.items()]),
        )
        for name, changes in steps
    ]
    return told[0] if len(told) == 1 else b"[%s]" % b",".join(told)


def _said(text: str) -> bytes:
    return encode_basestring_ascii(text).encode("ascii")


def _encoder(options: dict[str, Any]) -> Callable[[object], bytes]:
    """Return what makes JSON of a document, with those of json.dumps' options that change values."""
    if not options:
        return encoded

    def encode(document: object) -> bytes:
        return json.dumps(document, allow_nan=False, separators=(",", ":"), **options).encode("ascii")

    return encode


def _in_order(there: Documents, wanted: Documents) -> bool:
    """Tell whether *wanted* is *there* with some documents gone and others after the last."""
    kept = [key for key in there if key in wanted]
    return [*kept, *(key for key in wanted if key not in there)] == [*wanted]


def _put_back(documents: Documents, before: dict[str, bytes | None]) -> Undo:
    def undo() -> None:
        for key, raw in before.items():
            if raw is None:
                documents.pop(key, None)
            else:
                documents[key] = raw

    return undo


def _both(one: Undo, other: Callable[[], object]) -> None:
    one()
    other()


def _all_reversed(undo: list[Undo]) -> None:
    for act in reversed(undo):
        act()
