"""Tries counted in PostgreSQL: shared by every process and machine of the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from forms_api.limits import Tries

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Connects(Protocol):
    """A store in PostgreSQL, which lends connections of its pool; they stand in autocommit."""

    def connected(self) -> AbstractContextManager[Any]:
        """Return a connection to be given back at the end."""


class PostgresCounts:
    """Counts in the table `limit_tries` of the store's own database (forms_api/store/postgres/migrations)."""

    def __init__(self, store: Connects) -> None:
        self._store = store

    @contextmanager
    def opened(self, names: Sequence[str]) -> Iterator[Tries]:
        """Return the counts; whoever decides on one of the names waits. Sorted, they cannot lock crosswise."""
        with self._store.connected() as connection, connection.transaction():
            for name in names:
                connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,))
            yield _PostgresTries(connection)


class _PostgresTries:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def seen(self, names: Sequence[str], since: datetime) -> tuple[int, datetime | None]:
        count, oldest = self._connection.execute(
            "SELECT count(*), min(at) FROM limit_tries WHERE name = ANY(%s) AND at > %s",
            (list(names), _micros(since)),
        ).fetchone()
        return count, None if oldest is None else BEGINNING + timedelta(microseconds=oldest)

    def add(self, name: str, at: datetime) -> None:
        self._connection.execute("INSERT INTO limit_tries (name, at) VALUES (%s, %s)", (name, _micros(at)))

    def forget(self, before: datetime) -> None:
        self._connection.execute("DELETE FROM limit_tries WHERE at < %s", (_micros(before),))


def _micros(moment: datetime) -> int:
    return (moment - BEGINNING) // timedelta(microseconds=1)
