"""Whatever is done to the store in memory and to one that lasts, in whatever order, they hold the same records."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from forms_api.store.base import COLLECTIONS, AlreadyThere, Home, Store, TwoHomes
from forms_api.store.memory import MemoryStore
from forms_api.store.postgres import PostgresStore
from forms_api.store.tinydb import TinyStore
from tests.contract.records import a_ballot, a_member, a_sponsorship
from tests.postgres_server import Server
from tests.strategies import texts

KEYS = st.sampled_from(["a", "b", "c"])
RECORDS = st.one_of(
    st.builds(lambda key, email: ("members", a_member(key, email=email)), KEYS, texts),
    st.builds(lambda key, by: ("sponsorships", a_sponsorship(key, member=by)), KEYS, KEYS),
    st.builds(lambda key, by: ("ballots", a_ballot(key, pseudonym=by)), KEYS, KEYS),
)
ACTS = st.tuples(st.sampled_from(["add", "put", "remove"]), RECORDS)


class Interrupted(Exception):
    """The unit of work was broken off on purpose."""


def act_on(unit: Any, acts: list[tuple[str, tuple[str, Any]]]) -> list[object]:
    answers: list[object] = []
    for act, (collection, record) in acts:
        repository = getattr(unit, collection)
        try:
            answers.append(getattr(repository, act)(record.id if act == "remove" else record))
        except AlreadyThere as refused:
            answers.append((refused.collection, refused.key))
    return answers


def outcome(store: Store, acts: list[tuple[str, tuple[str, Any]]], *, interrupted: bool) -> object:
    try:
        with store.unit() as unit:
            answers = act_on(unit, acts)
            if interrupted:
                raise Interrupted
    except (TwoHomes, Interrupted) as error:
        return type(error)
    return answers


def contents(store: Store) -> dict[str, list[Any]]:
    with store.unit() as unit:
        return {collection.name: list(getattr(unit, collection.name)) for collection in COLLECTIONS}


class StoresAgree(RuleBasedStateMachine):
    @initialize()
    def open_both(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.memory = MemoryStore()
        self.lasting = self.open_lasting()

    def open_lasting(self) -> Store:
        return TinyStore.open(Path(self.folder.name) / "store")

    @rule(acts=st.lists(ACTS, max_size=6), interrupted=st.booleans())
    def work(self, acts: list[tuple[str, tuple[str, Any]]], interrupted: bool) -> None:
        assert outcome(self.lasting, acts, interrupted=interrupted) == outcome(
            self.memory, acts, interrupted=interrupted
        )

    @rule()
    def reopen(self) -> None:
        self.lasting.close()
        self.lasting = self.open_lasting()

    @rule(home=st.sampled_from(list(Home)))
    def rewrite(self, home: Home) -> None:
        self.memory.rewrite(home)
        self.lasting.rewrite(home)

    @rule(key=KEYS)
    def look_for(self, key: str) -> None:
        with self.memory.unit() as one, self.lasting.unit() as other:
            assert one.sponsorships.where(member=key) == other.sponsorships.where(member=key)
            assert one.ballots.where(proposal="2026-1", pseudonym=key) == other.ballots.where(
                proposal="2026-1", pseudonym=key
            )

    @invariant()
    def both_hold_the_same(self) -> None:
        assert contents(self.lasting) == contents(self.memory)

    def teardown(self) -> None:
        with suppress(AttributeError):
            self.lasting.close()
            self.folder.cleanup()


TestStoresAgree = StoresAgree.TestCase
TestStoresAgree.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)


@pytest.mark.parametrize("examples", [4, pytest.param(200, marks=pytest.mark.long)])
def test_postgresql_agrees_too(postgres: Server, examples: int) -> None:
    class PostgresAgrees(StoresAgree):
        @initialize()
        def open_both(self) -> None:
            postgres.empty()
            super().open_both()

        def open_lasting(self) -> Store:
            return PostgresStore.open(postgres.url(), fsync_off=True)

    run_state_machine_as_test(
        PostgresAgrees, settings=settings(max_examples=examples, stateful_step_count=15, deadline=None)
    )
