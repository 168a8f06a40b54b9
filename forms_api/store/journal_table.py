"""
TinyDB's table and database over a journal: the whole of TinyDB's interface, at the cost of the change alone.

    database = JournaledDB("notes.json")
    database.insert({"text": "a bench"})

A table's methods are TinyDB's own. They all go through two hooks, reading the table and updating it; here the one
gives a view that copies a document when it is looked at, and the other an overlay that notes what was touched.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from forms_api.store.journal_storage import Documents, JournalStorage, Step


class View(Mapping[str, dict[str, Any]]):
    """A table's documents, each decoded anew when it is asked for."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def __getitem__(self, doc_id: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._documents[doc_id])
        return found

    def __iter__(self) -> Iterator[str]:
        # A list first: another thread may change the table meanwhile.
        return iter(list(self._documents))

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._documents

    def items(self) -> Any:
        """Go through the documents as they were when this was asked."""
        return ((doc_id, json.loads(raw)) for doc_id, raw in list(self._documents.items()))


class Overlay(MutableMapping[Any, Any]):
    """A table as an update may change it: nothing reaches the table before `step` is taken."""

    def __init__(
        self, documents: Documents, id_class: Callable[[str], Any], encoded: Callable[[object], bytes]
    ) -> None:
        self._there = documents
        self._id_class = id_class
        self._encoded = encoded
        self._touched: dict[str, Any] = {}
        self._gone: dict[str, None] = {}
        self._moved: set[str] = set()
        self._cleared = False

    def __getitem__(self, doc_id: Any) -> Any:
        key = str(doc_id)
        if key not in self._touched:
            if not self._is_below(key):
                raise KeyError(doc_id)
            # Kept: what is done to it in place is a change too.
            self._touched[key] = json.loads(self._there[key])
        return self._touched[key]

    def __setitem__(self, doc_id: Any, document: Any) -> None:
        key = str(doc_id)
        if key in self._gone:
            self._moved.add(key)
        self._touched[key] = document

    def __delitem__(self, doc_id: Any) -> None:
        key = str(doc_id)
        if key not in self:
            raise KeyError(doc_id)
        self._touched.pop(key, None)
        self._moved.discard(key)
        if key in self._there and not self._cleared:
            self._gone[key] = None

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return key in self._touched or self._is_below(key)

    def __iter__(self) -> Iterator[Any]:
        below = [] if self._cleared else [key for key in self._there if key not in self._gone]
        new = [key for key in self._touched if not self._is_below(key)]
        return map(self._id_class, below + new)

    def __len__(self) -> int:
        new = sum(not self._is_below(key) for key in self._touched)
        return new + (0 if self._cleared else len(self._there) - len(self._gone))

    def clear(self) -> None:
        """Begin the table anew, its ids too."""
        self._touched.clear()
        self._gone.clear()
        self._moved.clear()
        self._cleared = True

    def steps(self, name: str, *, new: bool) -> list[Step]:
        """
        Return what was changed, as the least that says it.

        Raises:
            TypeError, ValueError: a document has no JSON; nothing was changed.
        """
        wanted = {key: self._encoded(document) for key, document in self._touched.items()}
        if self._cleared:
            return [(name, None), (name, wanted)]
        gone: dict[str, bytes | None] = dict.fromkeys(self._gone)
        changed = {key: raw for key, raw in wanted.items() if key in gone or self._there.get(key) != raw}
        if self._moved:
            # Removed and put in again: it stands at the end now, as in a dict.
            return [(name, gone), (name, changed)]
        return [(name, gone | changed)] if gone or changed or new else []

    def _is_below(self, key: str) -> bool:
        return key in self._there and key not in self._gone and not self._cleared


class JournalTable(Table):
    """
    A table whose changes are on the disk when its methods return. Threads may share it.

    Over any other storage, or one behind a middleware, it is TinyDB's own table.
    """

    _overlay: Overlay | None = None

    @property
    def _journaled(self) -> JournalStorage | None:
        storage = self._storage
        return storage if isinstance(storage, JournalStorage) else None

    def search(self, cond: QueryLike) -> list[Document]:
        """Return copies of all documents that match."""
        storage = self._journaled
        if storage is None:
            return super().search(cond)
        # With the turn held: TinyDB's cache has no lock, and must not keep what is out of date already.
        with storage.turn:
            return [self._copied(document) for document in super().search(cond)]

    def _copied(self, document: Document) -> Document:
        return self.document_class(copy.deepcopy(dict(document)), document.doc_id)

    def _get_next_id(self) -> Any:
        storage = self._journaled
        if storage is None or not issubclass(self.document_id_class, int):
            return super()._get_next_id()  # type: ignore[no-untyped-call]
        drawn = storage.draw_id(self.name)
        # In one insert_multiple a document may have brought the id along that was next.
        while self._overlay is not None and drawn in self._overlay:
            drawn = storage.draw_id(self.name)
        return self.document_id_class(drawn)

    def _read_table(self) -> Any:
        storage = self._journaled
        if storage is None:
            return super()._read_table()
        storage.demand_open()
        return View(storage.tables.get(self.name, {}))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        storage = self._journaled
        if storage is None:
            super()._update_table(updater)
            return
        with storage.turn:
            storage.demand_open()
            self._overlay = Overlay(storage.tables.get(self.name, {}), self.document_id_class, storage.encoded)
            try:
                updater(self._overlay)
                ticket = storage.change(self._overlay.steps(self.name, new=self.name not in storage.tables))
            finally:
                self._overlay = None
            self.clear_cache()
        storage.wait(ticket)


class JournaledDB(TinyDB):
    """TinyDB with a journal: `JournaledDB(path)` in the place of `TinyDB(path)`."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment]

    def tables(self) -> set[str]:
        storage = self.storage
        if not isinstance(storage, JournalStorage):
            return super().tables()
        storage.demand_open()
        return set(storage.tables)

    def drop_tables(self) -> None:
        if isinstance(self.storage, JournalStorage):
            self._drop(self.storage, list)
            self._tables.clear()
        else:
            super().drop_tables()

    def drop_table(self, name: str) -> None:
        if isinstance(self.storage, JournalStorage):
            self._tables.pop(name, None)
            self._drop(self.storage, lambda there: [name] if name in there else [])
        else:
            super().drop_table(name)

    def compact(self) -> None:
        """
        Write the file anew, complete, and empty the journal.

        Raises:
            StoreFailed: the disk refused; all is there as before.
        """
        if isinstance(self.storage, JournalStorage):
            self.storage.compact()

    def _drop(self, storage: JournalStorage, names: Callable[[Iterable[str]], list[str]]) -> None:
        with storage.turn:
            storage.demand_open()
            ticket = storage.change([(name, None) for name in names(storage.tables)])
        storage.wait(ticket)
