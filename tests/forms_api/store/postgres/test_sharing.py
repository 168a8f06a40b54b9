"""Two processes on one database: turns, snapshots, elections, and what a rewrite leaves behind."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.codec import NotReadable
from forms_api.store.base import AlreadyThere, Home, StoreClosed, StoreUnreadable
from forms_api.store.electing import elected
from forms_api.store.memory import MemoryStore
from forms_api.store.postgres import PostgresStore
from forms_api.store.postgres.known import NEVER, Known
from tests.contract.acts import add, at_once, keys
from tests.contract.records import RECORDS, a_ballot, a_member, a_session
from tests.postgres_server import Server

CANARY = "only-the-removed-ballot-says-this"


def test_what_one_process_reads_no_other_changes_before_it_is_done(
    store: PostgresStore, other: PostgresStore
) -> None:
    add(store, "links", replace(RECORDS["links"], tries=0))

    def count_up(number: int) -> None:
        for _ in range(10):
            with (store, other)[number % 2].unit() as unit:
                link = unit.links.get("l1")
                assert link is not None
                unit.links.put(replace(link, tries=link.tries + 1))

    wrong = at_once(6, count_up)

    assert wrong == []
    with other.reading() as unit:
        assert [link.tries for link in unit.links] == [60]


def test_of_two_processes_that_take_one_voter_one_succeeds(store: PostgresStore, other: PostgresStore) -> None:
    wrong = at_once(8, lambda n: add((store, other)[n % 2], "ballots", a_ballot(f"b{n}", pseudonym="the same")))

    assert [type(error) for error in wrong] == [AlreadyThere] * 7


def test_a_reading_unit_sees_one_moment_whatever_others_commit(store: PostgresStore, other: PostgresStore) -> None:
    add(store, "sessions", a_session("e1"))

    with other.reading() as reading:
        first = keys(reading.sessions)
        add(store, "sessions", a_session("e2"))
        add(store, "codes", RECORDS["codes"])
        later = keys(reading.sessions), len(reading.codes)

    assert (first, later) == (["e1"], (["e1"], 0))
    with other.reading() as reading:
        assert keys(reading.sessions) == ["e1", "e2"]


def test_a_record_known_here_and_changed_there_is_read_anew(store: PostgresStore, other: PostgresStore) -> None:
    add(store, "members", a_member(email="old@mail.example"))
    with other.reading() as reading:
        before = reading.members.get("m1")
    with store.unit() as unit:
        unit.members.put(a_member(email="new@mail.example"))

    with other.reading() as reading:
        after, again = reading.members.get("m1"), reading.members.get("m1")

    assert (before, after) == (a_member(email="old@mail.example"), a_member(email="new@mail.example"))
    assert again is after


def test_a_unit_asks_for_a_record_once_and_sees_its_own_change_of_it(store: PostgresStore) -> None:
    add(store, "sessions", a_session("e1"))

    with store.unit() as unit:
        first, second = unit.sessions.get("e1"), unit.sessions.get("e1")
        unit.sessions.put(a_session("e1", shared=True))
        changed = unit.sessions.get("e1")
        unit.sessions.remove("e1")
        removed = unit.sessions.get("e1")
        unit.sessions.add(a_session("e1"))
        sessions = unit.sessions

    with pytest.raises(StoreClosed):
        sessions.get("e1")
    assert first is second
    assert (changed, removed) == (a_session("e1", shared=True), None)


def test_what_is_known_has_an_end_and_holds_no_secret(store: PostgresStore) -> None:
    known = Known(most_signs=10)
    for key in "abc":
        known.keep("members", key, 1, key, 5)
    add(store, "ballots", a_ballot())
    with store.reading() as unit:
        unit.ballots.get("b1")

    assert [known.at("members", key)[0] for key in "abc"] == [NEVER, 1, 1]
    assert store._known.at("ballots", "b1") == (NEVER, None)


def test_one_of_two_processes_holds_an_office_until_it_lays_it_down(
    store: PostgresStore, other: PostgresStore
) -> None:
    with elected(store, "publisher") as mine, elected(other, "publisher") as theirs:
        at_the_same_time = mine, theirs
        with elected(other, "reminders") as another_office:
            pass
    with elected(other, "publisher") as afterwards:
        pass

    assert at_the_same_time == (True, False)
    assert another_office
    assert afterwards


def test_an_office_is_free_once_its_holder_is_dead(store: PostgresStore, other: PostgresStore) -> None:
    dead, holds = threading.Event(), threading.Event()

    def hold() -> None:
        with elected(store, "publisher"):
            holds.set()
            dead.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    holds.wait(10)
    with other.connected() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks "
            "WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    with elected(other, "publisher") as mine:
        pass
    dead.set()
    holder.join()

    assert mine


def test_a_store_of_one_process_elects_itself() -> None:
    with elected(MemoryStore(), "publisher") as mine:
        assert mine


def test_a_rewrite_leaves_neither_the_order_of_casting_nor_what_was_removed(
    store: PostgresStore, postgres: Server
) -> None:
    for key in ("b7", "b2", "b9", "b4"):
        add(store, "ballots", a_ballot(key, choice=CANARY if key == "b2" else "yes"))
    with store.unit() as unit:
        unit.ballots.remove("b2")
    before = files_with(postgres, store, CANARY)

    store.rewrite(Home.BALLOTS)

    with store.connected() as connection:
        rows = connection.execute('SELECT "id", xmin::text FROM ballots ORDER BY ctid').fetchall()
    assert [key for key, _ in rows] == ["b4", "b7", "b9"]
    assert len({age for _, age in rows}) == 1
    assert before != []
    assert files_with(postgres, store, CANARY) == []


def files_with(server: Server, store: PostgresStore, text: str) -> list[Path]:
    """Return the files of the database's tables, as they lie on the disk, that hold *text*."""
    with store.connected() as connection:
        connection.execute("CHECKPOINT")
    files = [path for path in (server.folder / "data" / "base").rglob("*") if path.is_file()]
    return [path for path in files if text.encode() in path.read_bytes()]


@pytest.mark.parametrize("key", ["a\0b", "\ud800"])
def test_a_key_that_no_column_holds_finds_nothing_and_is_refused(store: PostgresStore, key: str) -> None:
    with store.unit() as unit:
        found: list[Any] = [unit.sessions.get(key), unit.sessions.remove(key), unit.sessions.where(member=key)]
        with pytest.raises(NotReadable):
            unit.sessions.add(a_session(key))

    assert found == [None, False, []]


def test_half_a_sign_in_a_text_comes_back_as_it_was(store: PostgresStore) -> None:
    add(store, "arguments", replace(RECORDS["arguments"], text="half \ud83d a sign"))

    with store.reading() as unit:
        assert [argument.text for argument in unit.arguments] == ["half \ud83d a sign"]


def test_many_records_at_once_are_taken_whole_or_not_at_all(store: PostgresStore) -> None:
    with store.unit() as unit:
        unit.ballots.add_all([a_ballot("b1"), a_ballot("b2")])  # type: ignore[attr-defined]
    with pytest.raises(AlreadyThere), store.unit() as unit:
        unit.ballots.add_all([a_ballot("b3"), a_ballot("b1")])  # type: ignore[attr-defined]

    with store.reading() as unit:
        assert keys(unit.ballots) == ["b1", "b2"]


def test_what_is_no_record_is_named_when_it_is_read(store: PostgresStore) -> None:
    add(store, "sessions", a_session())
    with store.connected() as connection:
        connection.execute("""UPDATE sessions SET body = '{"id": "e1"}'""")

    with store.reading() as unit, pytest.raises(StoreUnreadable, match="sessions 'e1'"):
        unit.sessions.get("e1")
