"""When the server is away, slow or not to be trusted: nothing is called kept that is not."""

from __future__ import annotations

import time

import pytest

from forms_api.store.base import StoreFailed
from forms_api.store.postgres import PostgresStore, connections
from tests.contract.acts import add, keys
from tests.contract.records import a_member, a_session
from tests.postgres_server import Server


def cut_all_but_ours(store: PostgresStore) -> None:
    """End every connection to the database but the one that says so."""
    with store.connected() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND application_name LIKE 'rsn %'"
        )


def test_a_server_that_forces_nothing_to_its_disk_is_refused(postgres_url: str) -> None:
    with pytest.raises(StoreFailed, match="fsync is off there: a power cut would lose ballots"):
        PostgresStore.open(postgres_url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://somebody:secret@/nothing?host=/nowhere", "PostgreSQL database nothing on /nowhere"),
        ("postgresql://localhost:99999999/x", "PostgreSQL database x on localhost"),
        ("nonsense", "RSN_DATABASE_URL"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(
    url: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "CONNECT_SECONDS", 1)

    with pytest.raises(StoreFailed) as failed:
        PostgresStore.open(url)
    assert said in str(failed.value)
    assert "secret" not in str(failed.value)


def test_a_server_that_was_started_again_is_used_again_without_a_restart_of_ours(
    store: PostgresStore, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store._connections._pool, "timeout", 0.3)
    add(store, "members", a_member("m1"))
    postgres.stop("fast")

    with pytest.raises(StoreFailed) as failed:
        add(store, "members", a_member("m2"))
    unwell = store.health()
    postgres.start()
    add(store, "members", a_member("m3"))
    with store.reading() as unit:
        found = keys(unit.members)
    assert not failed.value.outcome_unknown
    assert "No such file" in unwell or "refused" in unwell
    assert store.health() == ""
    assert found == ["m1", "m3"]


def test_a_connection_lost_in_the_middle_changes_nothing(store: PostgresStore, other: PostgresStore) -> None:
    with pytest.raises(StoreFailed) as failed, store.unit() as unit:
        unit.members.add(a_member("m1"))
        cut_all_but_ours(other)
        unit.members.add(a_member("m2"))

    assert not failed.value.outcome_unknown
    with store.unit() as unit:
        assert len(unit.members) == 0


def test_a_connection_lost_while_it_commits_is_of_unknown_outcome(
    store: PostgresStore, other: PostgresStore
) -> None:
    with pytest.raises(StoreFailed) as failed, store.unit() as unit:
        unit.members.add(a_member("m1"))
        cut_all_but_ours(other)

    assert failed.value.outcome_unknown
    add(store, "members", a_member("m2"))


def test_whoever_waits_too_long_for_a_turn_is_told(
    store: PostgresStore, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.SETTINGS, "lock_timeout", "100ms")
    hasty = PostgresStore.open(postgres_url, fsync_off=True)

    with store.unit(), pytest.raises(StoreFailed, match="lock timeout"):
        add(hasty, "members", a_member())
    add(hasty, "members", a_member())
    hasty.close()


def test_a_failure_that_somebody_swallowed_is_not_committed(store: PostgresStore) -> None:
    with pytest.raises(StoreFailed, match="a statement failed"), store.unit() as unit:
        unit.members.add(a_member())
        with pytest.raises(StoreFailed):
            unit.ask("SELECT 1 / 0")  # type: ignore[attr-defined]

    with store.reading() as reading:
        assert len(reading.members) == 0


def test_what_the_server_refuses_beside_the_collections_is_a_failure_too(store: PostgresStore) -> None:
    with pytest.raises(StoreFailed, match="division by zero"), store.connected() as connection:
        connection.execute("SELECT 1 / 0")

    assert store.health() == ""


def test_what_was_acknowledged_was_forced_to_the_disk(store: PostgresStore, other: PostgresStore) -> None:
    with other.connected() as watching:
        # So that nothing but a commit that waits moves what is on the disk.
        with store.unit() as unit:
            unit.members.add(a_member())
            before = watching.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        row = watching.execute("SELECT pg_current_wal_flush_lsn() > %s::pg_lsn", before).fetchone()

    assert row == (True,)


def test_what_others_committed_is_on_the_disk_once_settled(store: PostgresStore, other: PostgresStore) -> None:
    with other.connected() as connection:
        connection.execute("BEGIN; SET LOCAL synchronous_commit = off; CREATE TEMP TABLE x AS SELECT 1; COMMIT")
        before = connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        store.settle()
        row = connection.execute("SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn", before).fetchone()

    assert row == (True,)


def test_a_unit_waits_for_its_turn_and_reading_for_nobody(store: PostgresStore, other: PostgresStore) -> None:
    add(store, "sessions", a_session("e1"))

    with store.unit() as unit:
        unit.sessions.add(a_session("e2"))
        started = time.monotonic()
        with other.reading() as reading:
            seen = keys(reading.sessions)
        waited = time.monotonic() - started

    assert seen == ["e1"]
    assert waited < 5
