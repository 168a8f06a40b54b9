"""
The store on a PostgreSQL server: several processes, on one machine or many, one after the other.

Rules of this file: whoever changes something locks the table `turn` first, so units of work are serial over all
processes; who only reads sees one snapshot and waits for nobody. A unit gives its turn on as soon as its changes
are in order, and then waits for the disk together with all who wait (as the embedded store does): that is why a
commit is not synchronous and is followed, in the same message, by one that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import get_ident
from typing import cast

import psycopg

from forms_api.store.base import Home, StoreClosed, StoreFailed, UnitInsideUnit, UnitOfWork
from forms_api.store.electing import Head
from forms_api.store.postgres.checks import check_server
from forms_api.store.postgres.connections import OWN_NAME, Connection, Connections, undo, why
from forms_api.store.postgres.known import Known
from forms_api.store.postgres.schema import Migration, applied, migrate
from forms_api.store.postgres.tables import TABLES
from forms_api.store.postgres.unit import Unit

TAKE_TURN = """
BEGIN; SET LOCAL synchronous_commit = off; LOCK TABLE "turn" IN SHARE ROW EXCLUSIVE MODE
"""
READ = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE "turn" IN ACCESS SHARE MODE
"""
TAKE_LONG_TURN = f"{TAKE_TURN}; SET LOCAL statement_timeout = 0"
ALONE = """
BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'; LOCK TABLE "turn" IN ACCESS EXCLUSIVE MODE
"""
FORCE_TO_DISK = "SELECT pg_logical_emit_message(true, 'rsn', '')"
"""A transaction of no effect: it is not over before all that was committed earlier is on the disk."""


class PostgresStore:
    """The store in a database; made by `open`."""

    def __init__(self, connections: Connections, migrated: tuple[Migration, ...]) -> None:
        self.migrated = migrated
        self._connections = connections
        self._known = Known()
        self._at_work: set[int] = set()
        self._closed = False

    @classmethod
    def open(cls, url: str, *, fsync_off: bool = False) -> PostgresStore:
        """
        Return the store in the database at *url*, its tables made or brought up to date.

        *fsync_off* takes a server that forces nothing to its disk: for tests only.

        Raises:
            StoreFailed: nobody answers there, or the server would lose what it acknowledged.
            StoreUnreadable: the tables are of a newer version of this program.
        """
        connections = Connections(url)
        try:
            with connections.lent() as connection:
                check_server(connection, connections.where, fsync_off=fsync_off)
                migrated = migrate(connection, connections.where)
        except BaseException:
            connections.close()
            raise
        return cls(connections, migrated)

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        with self._begun(TAKE_TURN) as connection:
            unit = Unit(connection, self._known, self._connections.where)
            try:
                yield cast(UnitOfWork, unit)
                unit.check()
                changed = unit.changed
            except BaseException:
                undo(connection)
                raise
            finally:
                unit.end()
            self._commit(connection, changed=changed)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self._begun(READ) as connection:
            unit = Unit(connection, self._known, self._connections.where, reads_only=True)
            try:
                yield cast(UnitOfWork, unit)
            finally:
                unit.end()
                undo(connection)

    def settle(self) -> None:
        with self.connected() as connection:
            _run(connection, FORCE_TO_DISK, self._connections.where)

    def rewrite(self, home: Home) -> None:
        names = [name for name, table in TABLES.items() if table.collection.home is home]
        # First all rows become of one age, then they are laid into a new file in the order of their keys: neither
        # their place nor their age tells any more which came first. What was deleted stays in the old file, since
        # nobody reads at that moment who could still see it.
        with self._begun(TAKE_LONG_TURN) as connection:
            for name in names:
                _run(connection, f'UPDATE "{name}" SET "version" = "version"', self._connections.where)  # nosec B608
            _run(connection, "COMMIT", self._connections.where)
        with self._begun(ALONE) as connection:
            for name in names:
                _run(connection, f'CLUSTER "{name}" USING "{name}_pkey"', self._connections.where)
            _run(connection, "COMMIT", self._connections.where)

    def close(self) -> None:
        if get_ident() in self._at_work:
            raise UnitInsideUnit
        self._closed = True
        self._connections.close()

    def health(self) -> str:
        """Return why nothing can be kept at the moment; "" where all is well."""
        try:
            with self.connected() as connection:
                connection.execute('SELECT 1 FROM "turn"')
        except StoreFailed as failed:
            return failed.why
        return ""

    def others(self) -> int:
        """Return how many connections of other processes of this program the database has."""
        asked = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'rsn %%' AND application_name <> %s
        """
        with self.connected() as connection:
            row = connection.execute(asked, (OWN_NAME,)).fetchone()
        return int(str(row[0])) if row else 0

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """
        Lend a connection in autocommit, for what is not of the collections: limits, elections.

        Raises:
            StoreFailed: there is none, or the server refused what was asked.
        """
        self._check_open()
        with self._connections.lent() as connection:
            try:
                yield connection
            except psycopg.Error as failed:
                raise StoreFailed(self._connections.where, why(failed)) from failed

    @contextmanager
    def elected(self, office: str) -> Iterator[bool]:
        """Tell whether this is the only process that holds *office* while the block runs; dying gives it up."""
        with self.connected() as connection:
            lock = "(hashtextextended('rsn/office/' || %s, 0))"
            held = connection.execute(f"SELECT pg_try_advisory_lock{lock}", (office,)).fetchone() == (True,)
            try:
                yield held
            finally:
                if held:
                    # A connection that is lost has given it up by that.
                    with suppress(psycopg.Error):
                        connection.execute(f"SELECT pg_advisory_unlock{lock}", (office,))

    def published(self) -> Head | None:
        with self.connected() as connection:
            row = connection.execute('SELECT "size", "root" FROM "published"').fetchone()
        return None if row is None else (int(str(row[0])), str(row[1]))

    def note_published(self, head: Head) -> None:
        note = """
            INSERT INTO "published" ("id", "size", "root") VALUES (1, %s, %s)
            ON CONFLICT ("id") DO UPDATE SET "size" = EXCLUDED."size", "root" = EXCLUDED."root"
        """
        with self.connected() as connection:
            connection.execute(note, head)

    @contextmanager
    def _begun(self, begin: str) -> Iterator[Connection]:
        if get_ident() in self._at_work:
            raise UnitInsideUnit
        self._check_open()
        self._at_work.add(get_ident())
        try:
            connection = self._connections.begun(begin)
            try:
                yield connection
            finally:
                self._connections.give_back(connection)
        finally:
            self._at_work.discard(get_ident())

    def _check_open(self) -> None:
        if self._closed:
            raise StoreClosed("The store has been closed.")

    def _commit(self, connection: Connection, *, changed: bool) -> None:
        try:
            connection.execute(f"COMMIT; {FORCE_TO_DISK}" if changed else "COMMIT")
        except psycopg.Error as failed:
            undo(connection)
            raise StoreFailed(self._connections.where, why(failed), outcome_unknown=changed) from failed


def _run(connection: Connection, statement: str, where: str) -> None:
    try:
        connection.execute(statement.encode())
    except psycopg.Error as failed:
        undo(connection)
        raise StoreFailed(where, why(failed)) from failed


def is_made(url: str) -> bool:
    """
    Tell whether the database at *url* has a store's tables; asking makes none.

    Raises:
        StoreFailed: it cannot be reached.
    """
    connections = Connections(url)
    try:
        with connections.lent() as connection:
            return bool(applied(connection))
    finally:
        connections.close()
