"""After an adoption: who does what by when, and what became of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.governance.lifecycle import State
from domain.governance.proposal import PromiseState
from forms_api.services import promises
from forms_api.services.promises import (
    EvidenceMissing,
    NoSuchPromise,
    NotAdopted,
    NotASteward,
    PromisesOpen,
)
from tests.forms_api.town import Town

DUE = date(2027, 3, 1)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def promise(town: Town, proposal: str, what: str = "Set up the bench") -> str:
    return promises.promise(town.store, proposal, what, "the garden group", DUE, town.steward, town.now).id


def settle(town: Town, key: str, state: PromiseState, evidence: str = "It stands there.") -> PromiseState:
    return promises.settle(town.store, key, state, evidence, town.steward, town.now).state


def test_the_first_promise_begins_the_work_and_the_last_settled_one_lets_it_end(town: Town) -> None:
    proposal = town.certified()
    key, other = promise(town, proposal), promise(town, proposal, "Oil it")
    assert town.state(proposal) is State.IMPLEMENTING

    settle(town, key, PromiseState.KEPT)
    settle(town, other, PromiseState.BEGUN, "")
    with pytest.raises(PromisesOpen):
        promises.finish(town.store, proposal, town.steward, town.now)
    settle(town, other, PromiseState.BROKEN, "No oil was to be had.")
    promises.finish(town.store, proposal, town.steward, town.now)
    assert town.state(proposal) is State.DONE


def test_a_promise_sent_twice_is_one(town: Town) -> None:
    proposal = town.certified()

    assert promise(town, proposal) == promise(town, proposal)
    with town.store.unit() as unit:
        assert len(unit.promises) == 1


def test_kept_and_broken_want_evidence(town: Town) -> None:
    key = promise(town, town.certified())

    for state in (PromiseState.KEPT, PromiseState.BROKEN):
        with pytest.raises(EvidenceMissing):
            settle(town, key, state, "")


def test_promises_belong_to_what_was_adopted(town: Town) -> None:
    rejected = town.certified("ynnnnnnn")

    with pytest.raises(NotAdopted):
        promise(town, rejected)
    with pytest.raises(NotAdopted):
        promise(town, town.sponsoring())


def test_stewards_write_promises_and_nobody_else(town: Town) -> None:
    proposal = town.certified()

    with pytest.raises(NotASteward):
        promises.promise(town.store, proposal, "x", "y", DUE, town.id(0), town.now)
    with pytest.raises(NotASteward):
        promises.finish(town.store, proposal, "nobody", town.now)
    with pytest.raises(NoSuchPromise):
        settle(town, "no-such-promise", PromiseState.BEGUN)


def test_a_decision_without_promises_can_be_done_at_once(town: Town) -> None:
    proposal = town.certified()
    promises.finish(town.store, proposal, town.steward, town.now)

    assert town.state(proposal) is State.DONE
