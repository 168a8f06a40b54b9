"""What a TinyDB with a journal does that a plain one does not, and what it is like in the hand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from forms_api.store.base import StoreBusy, StoreClosed
from forms_api.store.journal_storage import JournalStorage
from forms_api.store.journal_table import JournaledDB, JournalTable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.json"


@pytest.fixture
def database(path: Path) -> Iterator[JournaledDB]:
    with JournaledDB(path) as opened:
        yield opened


def test_an_id_is_never_given_a_second_time(database: JournaledDB, path: Path) -> None:
    first = database.insert_multiple([{"n": n} for n in range(3)])
    database.remove(doc_ids=[3])
    given = [database.insert({})]
    database.remove(doc_ids=given)
    database.compact()
    database.close()

    with JournaledDB(path) as again:
        given.append(again.insert({}))
    assert (first, given) == ([1, 2, 3], [4, 5])


def test_an_id_that_a_document_brings_along_falls_on_none_that_is_drawn(database: JournaledDB) -> None:
    database.insert_multiple([{}, {}, {}, {}])

    given = database.insert_multiple([Document({"from": "elsewhere"}, 5), {"from": "here"}])

    assert given == [5, 6]
    assert database.get(doc_id=5) == {"from": "elsewhere"}


def test_threads_draw_different_ids_and_every_document_is_kept(database: JournaledDB, path: Path) -> None:
    given: list[int] = []

    def write(thread: int) -> None:
        for number in range(40):
            given.append(database.insert({"thread": thread, "number": number}))
            database.search(where("number") == number)

    threads = [threading.Thread(target=write, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()

    assert sorted(given) == list(range(1, 321))
    with closing(TinyDB(path)) as plain:
        found = {(d["thread"], d["number"]) for d in plain}
    assert found == {(thread, number) for thread in range(8) for number in range(40)}


def test_what_is_read_is_a_copy(database: JournaledDB) -> None:
    database.insert({"tags": ["a"]})
    condition = where("tags").exists()

    for look in (database.all, lambda: database.search(condition), lambda: [database.get(doc_id=1)]):
        look()[0]["tags"].append("b")

        assert look() == [{"tags": ["a"]}]


def test_not_a_number_is_refused_and_nothing_is_changed(database: JournaledDB) -> None:
    database.insert({"x": 1.5})

    for act in (
        lambda: database.insert({"x": float("nan")}),
        lambda: database.update({"x": float("inf")}),
        lambda: database.insert_multiple([{"x": 1}, {"x": float("nan")}]),
    ):
        with pytest.raises(ValueError, match="not JSON compliant"):
            act()
    assert database.all() == [{"x": 1.5}]


def test_an_update_that_fails_half_way_changes_nothing(database: JournaledDB) -> None:
    database.insert_multiple([{"n": 1}, {"n": 2}, {}])

    with pytest.raises(KeyError):
        database.update(increment("n"))
    with pytest.raises(ZeroDivisionError):
        database.insert_multiple({"n": 1 // (2 - n)} for n in range(5))
    assert database.all() == [{"n": 1}, {"n": 2}, {}]


def test_the_price_of_a_change_is_the_change(database: JournaledDB, path: Path) -> None:
    database.insert_multiple({"n": n, "text": "x" * 200} for n in range(500))
    (journal,) = path.parent.glob("*.journal")

    def grown(act: Callable[[], Any]) -> int:
        before = journal.stat().st_size
        act()
        return journal.stat().st_size - before

    assert grown(lambda: database.insert({"n": 500})) < 80
    assert grown(lambda: database.update({"n": -1}, doc_ids=[7])) < 300
    assert grown(lambda: database.update({"n": 8}, where("n") == 8)) == 0
    assert grown(lambda: database.remove(doc_ids=[9])) < 80
    assert grown(lambda: database.truncate()) < 80


def test_files_are_their_owners_alone(database: JournaledDB, path: Path) -> None:
    database.insert({})
    database.compact()

    assert {p.stat().st_mode & 0o777 for p in path.parent.iterdir()} == {0o600}


def test_a_second_opener_is_refused_until_the_first_has_closed(database: JournaledDB, path: Path) -> None:
    with pytest.raises(StoreBusy):
        JournaledDB(path)
    database.close()

    JournaledDB(path).close()


def test_after_closing_nothing_is_read_or_written(database: JournaledDB) -> None:
    database.close()
    database.close()

    for act in (
        database.all,
        database.tables,
        lambda: database.insert({}),
        database.compact,
        database.storage.read,
    ):
        with pytest.raises(StoreClosed):
            act()


def test_a_file_of_plain_tinydb_is_opened_and_goes_on(path: Path) -> None:
    with TinyDB(path, indent=2) as plain:
        plain.insert_multiple([{"a": 1}, {"a": 2}])
        plain.table("boats").insert({"b": [1, {"c": None}]})

    with JournaledDB(path) as ours:
        assert ours.insert({"a": 3}) == 3
        ours.table("boats").remove(doc_ids=[1])
    with TinyDB(path) as plain:
        assert (plain.all(), plain.table("boats").all()) == ([{"a": 1}, {"a": 2}, {"a": 3}], [])
        assert plain.tables() == {"_default", "boats"}


def test_the_storage_alone_serves_plain_tables_and_middlewares(path: Path) -> None:
    with TinyDB(path, storage=JournalStorage) as database:
        database.insert_multiple([{"n": n} for n in range(3)])
        database.update({"n": 9}, doc_ids=[2])
        database.drop_table("nothing")
        assert type(database.table("_default")) is Table
    with JournaledDB(path, storage=CachingMiddleware(JournalStorage)) as database:
        assert type(database.table("_default")) is JournalTable
        database.remove(doc_ids=[1])

    with JournaledDB(path) as database:
        assert database.all() == [{"n": 9}, {"n": 2}]


def test_over_another_storage_it_is_tinydb_itself() -> None:
    database = JournaledDB(storage=MemoryStorage)
    database.insert({"n": 1})
    database.table("boats").insert({"n": 2})
    database.drop_table("boats")
    database.compact()

    assert (database.all(), database.tables()) == ([{"n": 1}], {"_default"})
    database.drop_tables()
    assert database.tables() == set()


def test_a_database_opened_to_read_takes_no_change_and_leaves_no_trace(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        JournaledDB(path, access_mode="r")
    with JournaledDB(path) as database:
        database.insert({"n": 1})
    before = {p.name: p.read_bytes() for p in path.parent.iterdir()}

    with JournaledDB(path, access_mode="r") as reading:
        with pytest.raises(OSError, match="Cannot write to the database"):
            reading.insert({"n": 2})
        assert reading.all() == [{"n": 1}]
    assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == before


def test_missing_folders_are_made_if_that_is_asked_for(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "notes.json"
    with pytest.raises(FileNotFoundError):
        JournaledDB(deep)

    JournaledDB(deep, create_dirs=True).close()

    assert deep.exists()


def test_a_default_for_what_json_has_not_is_heeded_and_a_layout_is_not(path: Path) -> None:
    with JournaledDB(path, default=sorted, indent=4, ensure_ascii=False) as database:
        database.insert({"tags": {"b", "a"}})
        database.storage.write({"_default": {"1": {"tags": {"ü"}}}})

        assert database.all() == [{"tags": ["ü"]}]
    assert json.loads(path.read_bytes())["_default"] == {"1": {"tags": ["ü"]}}


def test_another_access_mode_is_warned_of(path: Path) -> None:
    with pytest.warns(UserWarning, match="Using an `access_mode` other than"):
        JournaledDB(path, access_mode="w").close()


def test_ids_may_be_of_another_kind(path: Path) -> None:
    class Named(JournalTable):
        document_id_class = str

        def _get_next_id(self) -> str:
            return f"n°{len(self)}"

    with JournaledDB(path) as database:
        database.table_class = Named
        given = [database.table("by name").insert({"x": n}) for n in range(2)]
        database.table("by name").remove(doc_ids=["n°0"])
    with JournaledDB(path) as database:
        database.table_class = Named
        assert database.table("by name").get(doc_id="n°1") == {"x": 1}
        assert database.table("by name").all() == [{"x": 1}]
    assert given == ["n°0", "n°1"]
