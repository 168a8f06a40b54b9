"""The tables: what the migrations make is what the store needs, and nobody makes it twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest

from forms_api.store.base import COLLECTIONS, Collection, StoreFailed
from forms_api.store.postgres import PostgresStore, is_made
from forms_api.store.postgres.schema import Migration, SchemaTooNew, applied, migrate, migrations, missing
from forms_api.store.postgres.tables import TABLES
from tests.postgres_server import Server

Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def empty_url(postgres: Server) -> Iterator[str]:
    """Return the address of a database without any table."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bare")
    yield postgres.url("bare")
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE bare WITH (FORCE)")


@pytest.fixture
def bare(empty_url: str) -> Iterator[Connection]:
    with psycopg.connect(empty_url, autocommit=True) as connection:
        yield connection


def tables(connection: Connection) -> list[object]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return [name for (name,) in rows]


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda c: c.name)
def test_every_collection_has_its_table_columns_and_unique_combinations(
    store: PostgresStore, collection: Collection
) -> None:
    table = TABLES[collection.name]
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
    indexes = """
        SELECT i.indisunique, array_agg(a.attname::text ORDER BY array_position(i.indkey, a.attnum))
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = %s::regclass GROUP BY i.indexrelid, i.indisunique
    """
    with store.connected() as connection:
        names = [name for (name,) in connection.execute(columns, (table.name,)).fetchall()]
        found = {(unique, tuple(of)) for unique, of in connection.execute(indexes, (f'"{table.name}"',))}  # type: ignore[call-overload]

    unique = {(True, names) for names in collection.unique}
    assert names == ["id", "version", "body", *table.columns]
    assert found == {(True, ("id",)), *unique, *((False, (name,)) for name in table.indexes)}


def test_each_migration_is_run_once_and_recorded(bare: Connection) -> None:
    first, second = migrate(bare, "here"), migrate(bare, "here")

    assert [m.number for m in first] == [m.number for m in migrations()] == list(applied(bare))
    assert second == missing(bare) == ()


def test_asking_whether_a_store_is_there_makes_none(empty_url: str, bare: Connection) -> None:
    before = is_made(empty_url), tables(bare)
    PostgresStore.open(empty_url, fsync_off=True).close()

    assert before == (False, [])
    assert is_made(empty_url)


def test_two_processes_that_start_at_once_make_the_tables_once(empty_url: str, bare: Connection) -> None:
    wrong: list[BaseException] = []

    def start() -> None:
        try:
            PostgresStore.open(empty_url, fsync_off=True).close()
        except BaseException as error:
            wrong.append(error)

    starting = [threading.Thread(target=start) for _ in range(3)]
    for thread in starting:
        thread.start()
    for thread in starting:
        thread.join()

    assert wrong == []
    assert applied(bare) == tuple(m.number for m in migrations())


def test_a_migration_that_fails_leaves_neither_its_tables_nor_its_record(bare: Connection) -> None:
    good = Migration(1, "good", "CREATE TABLE kept ()")
    broken = Migration(2, "broken", "CREATE TABLE half (); SELECT 1 / 0")

    with pytest.raises(StoreFailed, match=r"a migration was refused [(]division by zero"):
        migrate(bare, "here", (good, broken))
    assert applied(bare) == (1,)
    assert set(tables(bare)) == {"kept", "schema_migrations"}


def test_tables_of_a_newer_version_are_left_alone(empty_url: str, bare: Connection) -> None:
    newest = migrations()[-1].number
    migrate(bare, "here", (*migrations(), Migration(newest + 1, "later", "CREATE TABLE later ()")))

    with pytest.raises(SchemaTooNew, match=f"has schema {newest + 1}; this version knows schemas up to {newest}"):
        PostgresStore.open(empty_url, fsync_off=True)


def test_the_numbers_of_the_migrations_rise_by_one() -> None:
    assert [m.number for m in migrations()] == list(range(1, len(migrations()) + 1))


def test_no_column_tells_in_what_order_records_came(store: PostgresStore) -> None:
    with store.connected() as connection:
        counters = connection.execute("SELECT sequencename FROM pg_sequences").fetchall()
        kinds = "SELECT DISTINCT data_type FROM information_schema.columns WHERE table_name = 'ballots'"
        types = {kind for (kind,) in connection.execute(kinds).fetchall()}

    assert counters == []
    assert types == {"text", "bigint", "json"}
