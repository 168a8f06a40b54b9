"""TinyDB with a journal is TinyDB: the same answers, the same documents, whatever is asked of it in what order."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import JSONStorage, Query, TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import delete, increment
from tinydb.operations import set as set_to
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from forms_api.store.base import StoreBusy, StoreClosed
from forms_api.store.journal_storage import JournalStorage
from forms_api.store.journal_table import JournaledDB, JournalTable

NAMES = st.sampled_from(["_default", "boats", "hüte"])
LETTERS = st.sampled_from("abc")
VALUES = st.one_of(
    st.integers(-2, 3), st.text(max_size=3), st.none(), st.booleans(), st.lists(LETTERS, max_size=2)
)
DOCUMENTS = st.dictionaries(LETTERS, VALUES, max_size=3)
IDS = st.integers(1, 9)
CONDITIONS = st.builds(
    lambda name, value, how: {
        "equal": where(name) == value,
        "there": where(name).exists(),
        "not": ~(where(name) == value),
        "either": (where(name) == value) | where("a").exists(),
        "any": Query().noop(),
    }[how],
    LETTERS,
    VALUES,
    st.sampled_from(["equal", "there", "not", "either", "any"]),
)
FIELDS = st.one_of(DOCUMENTS, LETTERS.map(delete), LETTERS.map(increment), st.builds(set_to, LETTERS, VALUES))
BAD = st.sampled_from([{"a": {1, 2}}, {"a": object()}, {("a", "b"): 1}])


def answer(act: Callable[[], Any]) -> Any:
    """Return what the act answers, with the ids of documents, or the kind of its refusal."""
    try:
        given = act()
    except Exception as refused:
        return type(refused)
    if isinstance(given, Document):
        return given.doc_id, dict(given)
    if isinstance(given, list):
        return [(d.doc_id, dict(d)) if isinstance(d, Document) else d for d in given]
    return given


class TinyDBsAgree(RuleBasedStateMachine):
    """Every public method, on TinyDB's own file and on ours. Each id is drawn from what no document had before."""

    @initialize()
    def open_both(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.plain = TinyDB(Path(self.folder.name) / "plain.json", storage=JSONStorage)
        self.ours = JournaledDB(Path(self.folder.name) / "ours.json")
        self.removed: set[tuple[str, int]] = set()

    def both(self, act: Callable[[Any], Any]) -> Any:
        one, other = answer(lambda: act(self.plain)), answer(lambda: act(self.ours))
        assert other == one
        return other

    def both_at(self, name: str, act: Callable[[Table], Any]) -> Any:
        return self.both(lambda database: act(database.table(name)))

    @rule(name=NAMES, document=DOCUMENTS)
    def insert(self, name: str, document: dict[str, Any]) -> None:
        self.keep_ids_in_step(name)
        self.both_at(name, lambda table: table.insert(document))

    @rule(name=NAMES, documents=st.lists(DOCUMENTS, max_size=3))
    def insert_multiple(self, name: str, documents: list[dict[str, Any]]) -> None:
        self.keep_ids_in_step(name)
        self.both_at(name, lambda table: table.insert_multiple(iter(documents)))

    @rule(name=NAMES, document=DOCUMENTS, doc_id=IDS)
    def insert_with_id(self, name: str, document: dict[str, Any], doc_id: int) -> None:
        self.both_at(name, lambda table: table.insert(Document(document, doc_id)))

    @rule(name=NAMES, documents=st.lists(st.tuples(DOCUMENTS, IDS), max_size=3))
    def insert_multiple_with_ids(self, name: str, documents: list[tuple[dict[str, Any], int]]) -> None:
        self.both_at(name, lambda table: table.insert_multiple(Document(d, i) for d, i in documents))
        self.both_at(name, lambda table: setattr(table, "_next_id", None))

    @rule(name=NAMES, wrong=st.one_of(BAD, st.sampled_from([7, "text", None])))
    def insert_what_cannot_be_kept(self, name: str, wrong: Any) -> None:
        self.keep_ids_in_step(name)
        refused = self.both_at(name, lambda table: table.insert(wrong))
        assert refused in (TypeError, ValueError)

    @rule(name=NAMES, fields=FIELDS, condition=CONDITIONS)
    def update(self, name: str, fields: Any, condition: Any) -> None:
        self.both_at(name, lambda table: table.update(fields, condition))

    @rule(name=NAMES, fields=FIELDS)
    def update_all(self, name: str, fields: Any) -> None:
        self.both_at(name, lambda table: table.update(fields))

    @rule(name=NAMES, fields=FIELDS, doc_ids=st.lists(IDS, max_size=3))
    def update_by_ids(self, name: str, fields: Any, doc_ids: list[int]) -> None:
        self.both_at(name, lambda table: table.update(fields, doc_ids=doc_ids))

    @rule(name=NAMES, updates=st.lists(st.tuples(FIELDS, CONDITIONS), max_size=2))
    def update_multiple(self, name: str, updates: Any) -> None:
        self.both_at(name, lambda table: table.update_multiple(updates))

    @rule(name=NAMES, document=DOCUMENTS, condition=CONDITIONS)
    def upsert(self, name: str, document: dict[str, Any], condition: Any) -> None:
        self.keep_ids_in_step(name)
        self.both_at(name, lambda table: table.upsert(document, condition))

    @rule(name=NAMES, document=DOCUMENTS, doc_id=IDS)
    def upsert_with_id(self, name: str, document: dict[str, Any], doc_id: int) -> None:
        self.both_at(name, lambda table: table.upsert(Document(document, doc_id)))

    @rule(name=NAMES, document=DOCUMENTS)
    def upsert_nothing(self, name: str, document: dict[str, Any]) -> None:
        assert self.both_at(name, lambda table: table.upsert(document)) is ValueError

    @rule(name=NAMES, condition=CONDITIONS)
    def remove(self, name: str, condition: Any) -> None:
        self.both_at(name, lambda table: table.remove(condition))

    @rule(name=NAMES, doc_ids=st.lists(IDS, max_size=3, unique=True))
    def remove_by_ids(self, name: str, doc_ids: list[int]) -> None:
        self.both_at(name, lambda table: table.remove(doc_ids=doc_ids))

    @rule(name=NAMES)
    def remove_nothing(self, name: str) -> None:
        assert self.both_at(name, lambda table: table.remove()) is RuntimeError

    @rule(name=NAMES)
    def truncate(self, name: str) -> None:
        self.both_at(name, lambda table: table.truncate())

    @rule(name=NAMES)
    def drop_table(self, name: str) -> None:
        self.both(lambda database: database.drop_table(name))

    @rule()
    def drop_tables(self) -> None:
        self.both(lambda database: database.drop_tables())

    @rule(name=NAMES)
    def begin_a_table_that_is_kept_empty(self, name: str) -> None:
        self.both(lambda database: len(database.table(name, persist_empty=True)))

    @rule(name=NAMES, condition=CONDITIONS, doc_id=IDS, doc_ids=st.lists(IDS, max_size=3))
    def look(self, name: str, condition: Any, doc_id: int, doc_ids: list[int]) -> None:
        for act in (
            lambda table: table.search(condition),
            lambda table: table.search(condition),
            lambda table: table.count(condition),
            lambda table: table.get(condition),
            lambda table: table.get(doc_id=doc_id),
            lambda table: table.get(doc_ids=doc_ids),
            lambda table: table.get(),
            lambda table: table.contains(condition),
            lambda table: table.contains(doc_id=doc_id),
            lambda table: table.contains(),
            lambda table: table.all(),
            lambda table: list(iter(table)),
            lambda table: len(table),
            lambda table: table.name,
            lambda table: table.clear_cache(),
        ):
            self.both_at(name, act)

    @rule(data=st.dictionaries(NAMES, st.dictionaries(IDS.map(str), DOCUMENTS, max_size=3), max_size=2))
    def write_to_the_storage(self, data: Any) -> None:
        self.both(lambda database: database.storage.write(data))
        for table in (*self.plain._tables.values(), *self.ours._tables.values()):
            table.clear_cache()
            table._next_id = None

    @rule()
    def reopen(self) -> None:
        self.plain.close()
        self.ours.close()
        self.plain = TinyDB(Path(self.folder.name) / "plain.json")
        self.ours = JournaledDB(Path(self.folder.name) / "ours.json")

    @rule()
    def reopen_after_a_kill(self) -> None:
        self.ours.storage.journal.close()
        import os

        os.close(self.ours.storage._held)
        self.ours = JournaledDB(Path(self.folder.name) / "ours.json")
        self.plain.close()
        self.plain = TinyDB(Path(self.folder.name) / "plain.json")

    @rule()
    def compact(self) -> None:
        self.ours.compact()

    @invariant()
    def both_hold_the_same(self) -> None:
        assert answer(self.ours.tables) == answer(self.plain.tables)
        assert (self.ours.storage.read() or {}) == (self.plain.storage.read() or {})
        for name in self.plain.tables():
            assert answer(self.ours.table(name).all) == answer(self.plain.table(name).all)

    def keep_ids_in_step(self, name: str) -> None:
        """Let plain TinyDB, which gives an id a second time, go on where we do; ours never may be behind."""
        table, ours = self.plain.table(name), self.ours.storage._next.get(name, 1)
        ids = [document.doc_id for document in table.all()]
        assert ours > max(ids, default=0)
        assert table._next_id is None or ours >= table._next_id
        table._next_id = ours

    def teardown(self) -> None:
        with suppress(AttributeError):
            self.plain.close()
            self.ours.close()
            self.folder.cleanup()


TestTinyDBsAgree = TinyDBsAgree.TestCase
TestTinyDBsAgree.settings = settings(
    settings(), max_examples=max(10, settings().max_examples // 4), stateful_step_count=25
)


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
