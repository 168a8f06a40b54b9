"""The records of one collection, as a unit of work on PostgreSQL sees them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, Protocol, TypeVar

from forms_api.store.base import AlreadyThere, Home, ReadOnly, StoreUnreadable, collection_fields, key_of
from forms_api.store.coding import coding_of
from forms_api.store.postgres.known import Known
from forms_api.store.postgres.tables import Table, holdable

T = TypeVar("T")
Row = tuple[Any, ...]


class Work(Protocol):
    """What a repository needs of its unit of work."""

    known: Known

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of a statement."""

    def change(self, statement: str, values: Sequence[Any]) -> int:
        """Run a statement that returns no rows; return how many it changed."""

    def change_all(self, statement: str, rows: Sequence[Sequence[Any]]) -> int:
        """Run a statement with each row of values; return how many it changed."""

    def note(self, table: Table, key: str, before: str | None) -> None:
        """Take note of a change and of what was there before."""


class PostgresRepository(Generic[T]):
    """A table as one unit of work uses it: its changes are in the transaction."""

    def __init__(self, table: Table, work: Work) -> None:
        self._table = table
        self._work = work
        self._coding = coding_of(table.collection)
        # While a unit lasts nobody else changes what it read, so it asks for a record once.
        self._got: dict[str, T | None] = {}

    def get(self, key: str) -> T | None:
        if not isinstance(key, str) or not holdable(key):
            return None
        if key not in self._got:
            self._got[key] = self._asked_for(key)
        return self._got[key]

    def _asked_for(self, key: str) -> T | None:
        version, known = self._work.known.at(self._table.name, key)
        rows = self._work.ask(self._table.get, (version, key))
        if not rows:
            return None
        record: T = known if rows[0][1] is None else self._read((key, *rows[0]))
        return record

    def add(self, record: T) -> None:
        table = self._table
        key, plain, body = self._written(record)
        if not self._work.change(table.add, table.row(key, plain, body, _version())):
            taken = self._work.ask(f'{table.count} WHERE "id" = %s', (key,))[0][0]
            raise AlreadyThere(table.name, key if taken else self._holder(key, plain))
        self._noted(key, None)

    def add_all(self, records: Iterable[T]) -> None:
        """Take new records, all of them on the way at once; raises as `add`."""
        table = self._table
        rows = []
        for record in records:
            key, plain, body = self._written(record)
            rows.append(table.row(key, plain, body, _version()))
        if self._work.change_all(table.add, rows) != len(rows):
            raise AlreadyThere(table.name, "one of so many")
        for row in rows:
            self._noted(row[0], None)

    def put(self, record: T) -> None:
        table = self._table
        key, plain, body = self._written(record)
        row = table.row(key, plain, body, _version())
        rows = self._work.ask(table.put, (key, *row, *table.combinations(key, plain)))
        if not rows:
            raise AlreadyThere(table.name, self._holder(key, plain))
        self._noted(key, rows[0][0])

    def remove(self, key: str) -> bool:
        rows = self._work.ask(self._table.remove, (key,)) if holdable(key) else []
        if rows:
            self._noted(key, rows[0][0])
        return bool(rows)

    def where(self, **equal: object) -> list[T]:
        table = self._table
        unknown = equal.keys() - collection_fields(table.collection)
        if unknown:
            raise TypeError(f"{table.name} have no field {', '.join(sorted(unknown))}.")
        asked = {name: table.column_value(name, value) for name, value in equal.items()}
        sought = {name: value for name, value in asked.items() if value is not None}
        if not all(holdable(value) for value in sought.values() if isinstance(value, str)):
            return []
        condition = " AND ".join(f'"{name}" = %s' for name in sought)
        found = self._all(f"WHERE {condition}" if condition else "", tuple(sought.values()))
        # What no column tells is compared here, and all else once more, as every store compares it.
        return [r for r in found if all(getattr(r, name) == value for name, value in equal.items())]

    def count(self, **equal: object) -> int:
        return len(self.where(**equal))

    def __iter__(self) -> Iterator[T]:
        return iter(self._all("", ()))

    def __len__(self) -> int:
        return int(self._work.ask(self._table.count)[0][0])

    def _all(self, condition: str, values: tuple[Any, ...]) -> list[T]:
        rows = self._work.ask(f'{self._table.all} {condition} ORDER BY "id"', values)
        return [self._read(row) for row in rows]

    def forget(self) -> None:
        """Forget what was read: the unit of work has ended."""
        self._got.clear()

    def _noted(self, key: str, before: str | None) -> None:
        self._got.pop(key, None)
        self._work.note(self._table, key, before)

    def _read(self, row: Row) -> T:
        key, version, body = row
        known_version, known = self._work.known.at(self._table.name, key)
        if known_version == version:
            record: T = known
            return record
        try:
            record = self._coding.record(json.loads(body))
        except ValueError as broken:
            raise StoreUnreadable(f"{self._table.name} {key!r}", str(broken)) from broken
        if self._table.collection.home is Home.MAIN:
            # Secrets and ballots do not outlast their removal in anybody's memory.
            self._work.known.keep(self._table.name, key, version, record, len(body))
        return record

    def _written(self, record: T) -> tuple[str, dict[str, Any], str]:
        """Return the record's key, its plain form and the text of that."""
        own, plain = self._coding.owned(record)
        return key_of(own), plain, json.dumps(plain, separators=(",", ":"))

    def _holder(self, key: str, plain: dict[str, Any]) -> str:
        """Return the key of who else has one of the record's unique combinations."""
        values = self._table.values(plain)
        for names in self._table.collection.unique:
            rows = self._work.ask(self._table.holder(names), (*(values[n] for n in names), key))
            if rows:
                return str(rows[0][0])
        return key


class ReadingPostgresRepository(PostgresRepository[T]):
    """A table as a unit of work uses it that only reads."""

    def add(self, record: T) -> None:
        raise ReadOnly

    def add_all(self, records: Iterable[T]) -> None:
        raise ReadOnly

    def put(self, record: T) -> None:
        raise ReadOnly

    def remove(self, key: str) -> bool:
        raise ReadOnly


def _version() -> int:
    # At random: numbers that grew would tell for ever in what order ballots came.
    return secrets.randbits(63)
