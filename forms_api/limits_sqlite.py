"""Tries counted in a file beside the store: kept over a restart, shared by all processes of one machine."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from forms_api.limits import Tries
from forms_api.store.base import StoreFailed

WAIT_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS tries (name TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS tries_by_name ON tries (name, at);
"""


class SqliteCounts:
    """
    Counts in an SQLite file of mode 0600.

    A power cut may lose the last few tries: they are no votes, and an fsync each would cost more than they are
    worth. A count that cannot be kept refuses the try (StoreFailed): nobody guesses codes for want of a disk.
    """

    def __init__(self, file: Path) -> None:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        file.chmod(0o600)
        self._file = file
        self._lock = Lock()
        self._connection = sqlite3.connect(
            file, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def opened(self, _names: Sequence[str]) -> Iterator[Tries]:
        """Return the counts in a transaction that no other process writes beside."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield _SqliteTries(self._connection)
                    self._connection.execute("COMMIT")
                finally:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
            except sqlite3.Error as failed:
                raise StoreFailed(self._file.name, str(failed)) from failed

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class _SqliteTries:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def seen(self, names: Sequence[str], since: datetime) -> tuple[int, datetime | None]:
        marks = ", ".join("?" for _ in names)
        asked = f"SELECT count(*), min(at) FROM tries WHERE name IN ({marks}) AND at > ?"  # nosec B608
        count, oldest = self._connection.execute(asked, (*names, since.timestamp())).fetchone()
        return count, None if oldest is None else datetime.fromtimestamp(oldest, UTC)

    def add(self, name: str, at: datetime) -> None:
        self._connection.execute("INSERT INTO tries VALUES (?, ?)", (name, at.timestamp()))

    def forget(self, before: datetime) -> None:
        self._connection.execute("DELETE FROM tries WHERE at < ?", (before.timestamp(),))
