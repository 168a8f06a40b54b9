"""A unit of work on PostgreSQL: one transaction, with a repository for each collection that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from forms_api.store.base import Home, StoreClosed, StoreFailed, TwoHomes
from forms_api.store.postgres.connections import Connection, why
from forms_api.store.postgres.known import Known
from forms_api.store.postgres.repository import PostgresRepository, ReadingPostgresRepository, Row
from forms_api.store.postgres.tables import TABLES, Table


class Unit:
    """The collections as attributes, each made when first asked for."""

    def __init__(self, connection: Connection, known: Known, where: str, *, reads_only: bool = False) -> None:
        self.known = known
        self._lent: Connection | None = connection
        self._where = where
        kind: type[PostgresRepository[Any]] = ReadingPostgresRepository if reads_only else PostgresRepository
        self._kind = kind
        self._before: dict[tuple[str, str], str | None] = {}
        self._homes: set[Home] = set()
        self._made: list[PostgresRepository[Any]] = []

    def __getattr__(self, name: str) -> PostgresRepository[Any]:
        table = TABLES.get(name)
        if table is None:
            raise AttributeError(f"There is no collection {name!r}.")
        repository: PostgresRepository[Any] = self._kind(table, self)
        self._made.append(repository)
        self.__dict__[name] = repository
        return repository

    @property
    def changed(self) -> bool:
        return bool(self._before)

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._run(statement, values).fetchall()

    def change(self, statement: str, values: Sequence[Any]) -> int:
        return self._run(statement, values).rowcount

    def change_all(self, statement: str, rows: Sequence[Sequence[Any]]) -> int:
        with self._failing(), self._connection.cursor() as cursor:
            cursor.executemany(statement, rows)
            return cursor.rowcount

    def note(self, table: Table, key: str, before: str | None) -> None:
        self._before.setdefault((table.name, key), before)
        self._homes.add(table.collection.home)

    def check(self) -> None:
        """
        Make sure that what was done may be committed.

        Raises:
            TwoHomes: it changes, on balance, the collections of two homes.
            StoreFailed: a statement failed, whoever kept silent about that.
        """
        if self._connection.info.transaction_status is TransactionStatus.INERROR:
            raise StoreFailed(self._where, "a statement failed")
        if len(self._homes) > 1:
            homes = frozenset(TABLES[n].collection.home for n, key in self._before if self._differs(n, key))
            if len(homes) > 1:
                raise TwoHomes(homes)

    def end(self) -> None:
        """Take the collections away; from now on every use is refused."""
        self._lent = None
        for repository in self._made:
            repository.forget()

    @property
    def _connection(self) -> Connection:
        if self._lent is None:
            raise StoreClosed("This unit of work has ended. Open a new one.")
        return self._lent

    def _differs(self, name: str, key: str) -> bool:
        rows = self.ask(f'{TABLES[name].all} WHERE "id" = %s', (key,))
        return (rows[0][2] if rows else None) != self._before[name, key]

    def _run(self, statement: str, values: Sequence[Any]) -> psycopg.Cursor[Row]:
        with self._failing():
            return self._connection.execute(statement, values)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as failed:
            raise StoreFailed(self._where, why(failed)) from failed
