"""
The tables and how they came to be: numbered migrations, each in one transaction with its record.

Rules of this file: a migration that was released is never changed; a new collection or index is a new file in
migrations/, named NUMBER_what.sql. A schema of a higher number than we know is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psycopg

from forms_api.store.base import StoreFailed, StoreUnreadable
from forms_api.store.postgres.connections import Connection, why

FOLDER = Path(__file__).with_name("migrations")
RECORD = """
CREATE TABLE IF NOT EXISTS "schema_migrations" (
    "number" integer PRIMARY KEY,
    "name" text NOT NULL,
    "applied_at" timestamptz NOT NULL DEFAULT now()
)
"""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('rsn/migrate', 0))"
"""Two processes that start at once do not both make the tables."""


class SchemaTooNew(StoreUnreadable):
    """A newer version of this program made the tables; this one would not understand all of them."""

    def __init__(self, where: str, found: int, known: int) -> None:
        super().__init__(where, f"its schema has number {found} and this program knows {known}")
        self.args = (
            f"The {where} has schema {found}; this version knows schemas up to {known}. Start the newer version.",
        )


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    statements: str


def migrations() -> tuple[Migration, ...]:
    """Return all migrations in their order."""
    files = sorted(FOLDER.glob("[0-9]*_*.sql"))
    return tuple(Migration(int(f.name[:4]), f.stem[5:], f.read_text(encoding="utf-8")) for f in files)


def applied(connection: Connection) -> tuple[int, ...]:
    """Return the numbers of the migrations that were run here."""
    if connection.execute("SELECT to_regclass('schema_migrations')").fetchone() == (None,):
        return ()
    rows = connection.execute('SELECT "number" FROM "schema_migrations" ORDER BY "number"').fetchall()
    return tuple(int(str(row[0])) for row in rows)


def missing(connection: Connection) -> tuple[Migration, ...]:
    """Return the migrations that `migrate` would run."""
    done = applied(connection)
    return tuple(one for one in migrations() if one.number not in done)


def migrate(
    connection: Connection, where: str, known: tuple[Migration, ...] | None = None
) -> tuple[Migration, ...]:
    """
    Run the migrations that are missing, each in a transaction of its own; return them.

    Raises:
        SchemaTooNew: the tables are of a newer version.
        StoreFailed: a migration was refused; nothing of it is there.
    """
    known = migrations() if known is None else known
    done = applied(connection)
    newest = known[-1].number
    if done and done[-1] > newest:
        raise SchemaTooNew(where, done[-1], newest)
    missing = [one for one in known if one.number not in done]
    try:
        return tuple(one for one in missing if _run(connection, one))
    except psycopg.Error as refused:
        raise StoreFailed(where, f"a migration was refused ({why(refused)})") from refused


def _run(connection: Connection, migration: Migration) -> bool:
    """Run one; tell whether it was still missing when our turn came."""
    with connection.transaction():
        connection.execute(ONE_AT_A_TIME)
        connection.execute(RECORD)
        if migration.number in applied(connection):
            return False
        connection.execute(migration.statements.encode())
        connection.execute(
            'INSERT INTO "schema_migrations" ("number", "name") VALUES (%s, %s)',
            (migration.number, migration.name),
        )
    return True
