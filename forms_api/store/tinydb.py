"""
The embedded store: one TinyDB file per home, in one folder, for one process.

Each file is what plain TinyDB reads: a table per collection, documents numbered in the order of their keys. Keys
are random, so the order tells nothing of who came first. Records are read from memory; a commit writes the one
file of its home anew, aside, and moves it into place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage

from domain.codec import NotReadable, to_plain
from forms_api.store.base import COLLECTIONS, Home, StoreFailed, StoreUnreadable, key_of
from forms_api.store.disk import clear_aside, lock, own_folder, replace_file
from forms_api.store.shelf import owned_from_plain
from forms_api.store.shelved import Changes, ShelvedStore

LOCK = "lock"
Tables = dict[str, dict[str, Any]]


class HomeStorage(Storage):
    """A home's file as TinyDB wants it: read once, and replaced durably by every write."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._tables = self._on_disk()

    def read(self) -> Tables | None:
        return self._tables

    def write(self, data: Tables) -> None:
        replace_file(self.path, json.dumps(data, separators=(",", ":")).encode())
        self._tables = data

    def _on_disk(self) -> Tables | None:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as refused:
            raise StoreUnreadable(str(self.path), refused.strerror or str(refused)) from refused
        try:
            tables: Tables = json.loads(content)
        except ValueError as broken:
            raise StoreUnreadable(str(self.path), f"it is not JSON ({broken})") from broken
        return tables


class TinyStore(ShelvedStore):
    """The store in a folder; made by `open`."""

    def __init__(self, folder: Path, held: int) -> None:
        super().__init__()
        self._held = held
        self._paths = {home: folder / f"{home}.json" for home in Home}
        self._files = {home: TinyDB(path, storage=HomeStorage) for home, path in self._paths.items()}
        self._plain: Tables = {collection.name: {} for collection in COLLECTIONS}
        self._unsure = ""
        for home in Home:
            self._load(home)

    @classmethod
    def open(cls, folder: Path) -> TinyStore:
        """
        Return the store in *folder*, which is made if it is not there.

        Raises:
            StoreBusy: another process, or this one, has it open.
            StoreFailed: the folder cannot be made or written in.
            StoreUnreadable: a file there holds something else than records.
        """
        own_folder(folder)
        held = lock(folder / LOCK)
        try:
            clear_aside(folder)
            return cls(folder, held)
        except BaseException:
            os.close(held)
            raise

    def _load(self, home: Home) -> None:
        database = self._files[home]
        where = str(self._paths[home])
        here = {c.name: c for c in COLLECTIONS if c.home is home}
        try:
            strange = database.tables() - here.keys()
            if strange:
                raise StoreUnreadable(where, f"it holds the unknown table {min(strange)!r}")
            for name in here:
                for document in database.table(name).all():
                    self._take(name, dict(document))
        except (NotReadable, AttributeError, TypeError, ValueError) as broken:
            raise StoreUnreadable(where, str(broken)) from broken

    def _take(self, name: str, plain: dict[str, Any]) -> None:
        shelf = self._shelves[name]
        record = owned_from_plain(shelf.collection, plain)
        key = key_of(record)
        if key in shelf.records or shelf.holder(record) is not None:
            raise ValueError(f"{key!r} stands twice in {name}")
        shelf.set(key, record)
        self._plain[name][key] = plain

    def _commit(self, home: Home, changes: Changes) -> None:
        plain = {name: {**self._plain[name]} for name in changes}
        for name, changed in changes.items():
            for key, record in changed.items():
                if record is None:
                    del plain[name][key]
                else:
                    plain[name][key] = to_plain(record)
        self._write(home, self._plain | plain)
        self._plain.update(plain)

    def _rewrite(self, home: Home) -> None:
        self._write(home, self._plain)

    def _write(self, home: Home, plain: Tables) -> None:
        if self._unsure:
            raise StoreFailed(str(self._paths[home]), f"an earlier write failed ({self._unsure}); restart first")
        names = [c.name for c in COLLECTIONS if c.home is home]
        tables = {name: _numbered(plain[name], self._shelves[name].keys) for name in names}
        try:
            self._files[home].storage.write(tables)
        except StoreFailed as failed:
            self._unsure = failed.why if failed.outcome_unknown else ""
            raise

    def _let_go(self) -> None:
        for database in self._files.values():
            database.close()
        os.close(self._held)


def _numbered(documents: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    return {str(number): documents[key] for number, key in enumerate(keys, start=1)}
