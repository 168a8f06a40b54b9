"""TinyDB with a journal is TinyDB: the same answers, the same documents, whatever is asked of it in what order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import JSONStorage, Query, TinyDB, where
from tinydb.operations import delete, increment
from tinydb.operations import set as set_to
from tinydb.table import Document, Table

from forms_api.store.journal_table import JournaledDB

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
