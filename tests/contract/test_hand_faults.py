"""By another hand, in every store: never an act without its row, never a row without its act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from domain.mandates import IDLE, Mandate, Way
from forms_api.services import acting, mandates, sessions
from forms_api.services.by_hand import BothSides, ByHandStore, Hand, OwnHand
from forms_api.services.refusals import NotThere
from forms_api.store.base import Home, ReadOnly, Store, StoreFailed, UnitOfWork
from tests.builders import NOW, TODAY, a_member, a_need, an_exchange, contents, put
from tests.contract.conftest import Place
from tests.contract.records import RECORDS, a_ballot

WALTER, ADA = a_member("walter-brook"), a_member("ada-quill")
HAND = Hand("row", WALTER.id, ADA.id, "share.compose", "phone", NOW)


@pytest.fixture
def held(store: Store) -> ByHandStore:
    """The store while Ada acts for Walter."""
    put(store, WALTER, ADA)
    return ByHandStore(store, HAND)


def test_an_act_and_its_row_are_there_together_after_a_restart(held: ByHandStore, place: Place) -> None:
    with held.unit() as unit:
        unit.intents.add(a_need(WALTER.id))

    kept = contents(place.reopened())
    assert [intent.member for intent in kept["intents"]] == [WALTER.id]
    (row,) = kept["acted"]
    assert (row.member, row.by, row.act, row.way) == (WALTER.id, ADA.id, "share.compose", "phone")


def test_a_refusal_takes_back_both(held: ByHandStore, store: Store) -> None:
    with pytest.raises(NotThere), held.unit() as unit:
        unit.intents.add(a_need(WALTER.id))
        raise NotThere

    assert contents(store)["intents"] == contents(store)["acted"] == []


class _Failing:
    """A store whose disk refuses the unit of work as a whole, when it is all written."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        with self._inner.unit() as unit:
            yield unit
            raise StoreFailed("store.json", "the disk is full")

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        return self._inner.reading()

    def settle(self) -> None: ...

    def rewrite(self, home: Home) -> None: ...

    def close(self) -> None: ...


def test_a_disk_that_fails_keeps_neither(held: ByHandStore, store: Store) -> None:
    with pytest.raises(StoreFailed), ByHandStore(_Failing(store), HAND).unit() as unit:
        unit.intents.add(a_need(WALTER.id))

    assert contents(store)["intents"] == contents(store)["acted"] == []


def test_a_row_that_cannot_be_written_keeps_the_act_out(
    held: ByHandStore, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise StoreFailed("store.json", "the disk is full")

    monkeypatch.setattr("forms_api.services.by_hand._Unit.leave_trace", fails)
    with pytest.raises(StoreFailed), held.unit() as unit:
        unit.intents.add(a_need(WALTER.id))

    assert contents(store)["intents"] == contents(store)["acted"] == []


def test_looking_leaves_no_row_and_writing_the_same_again_neither(held: ByHandStore, store: Store) -> None:
    put(store, a_need(WALTER.id))
    with held.unit() as unit:
        (need,) = unit.intents.where(member=WALTER.id)
        assert len(unit.intents) == len(list(unit.intents)) == 1
        unit.intents.put(need)
        assert not unit.intents.remove("nothing")

    assert contents(store)["acted"] == []


def test_a_change_and_a_removal_leave_one_row_between_them(held: ByHandStore, store: Store) -> None:
    put(store, a_need(WALTER.id), a_need(WALTER.id, "clothes-mending"))
    with held.unit() as unit:
        first, second = unit.intents.where(member=WALTER.id)
        unit.intents.put(replace(first, note="Both wheels."))
    with held.unit() as unit:
        unit.intents.remove(second.id)

    (row,) = contents(store)["acted"]
    assert set(row.subject.split()) == {f"intents/{first.id}", f"intents/{second.id}"}


def test_the_ballot_box_looks_empty_and_takes_nothing(held: ByHandStore, store: Store) -> None:
    put(store, a_ballot(), RECORDS["keys"])
    with held.unit() as unit:
        for box in (unit.ballots, unit.keys):
            assert (list(box), len(box), box.get("b1"), box.where()) == ([], 0, None, [])  # type: ignore[attr-defined]
    for act in ("add", "put"):
        with pytest.raises(OwnHand), held.unit() as unit:
            getattr(unit.ballots, act)(a_ballot("b2"))
    with pytest.raises(OwnHand), held.unit() as unit:
        unit.ballots.remove("b1")
    with pytest.raises(OwnHand):
        held.rewrite(Home.BALLOTS)
    with pytest.raises(OwnHand):
        held.close()

    assert len(contents(store)["ballots"]) == 1


def test_a_stewards_rights_are_neither_lent_nor_lost(held: ByHandStore, store: Store) -> None:
    put(store, replace(WALTER, steward=True))
    with held.unit() as unit:
        seen = unit.members.get(WALTER.id)
        assert seen is not None and not seen.steward
        assert not any(m.steward for m in unit.members)
        assert not unit.members.where(id=WALTER.id)[0].steward
        unit.members.put(replace(seen, email="new@mail.example"))

    with store.unit() as unit:
        kept = unit.members.get(WALTER.id)
    assert kept is not None and kept.steward and kept.email == "new@mail.example"


def test_nobody_confirms_their_own_exchange_as_the_other_side(held: ByHandStore, store: Store) -> None:
    ours = replace(an_exchange(ADA.id, WALTER.id, confirmed=False), confirmed_by_giver=NOW)
    put(store, ours)
    with pytest.raises(BothSides), held.unit() as unit:
        unit.exchanges.put(replace(ours, confirmed_by_receiver=NOW))
    with pytest.raises(BothSides), held.unit() as unit:
        unit.exchanges.add(replace(ours, id="fresh", confirmed_by_receiver=NOW))

    assert not contents(store)["exchanges"][0].confirmed
    assert contents(store)["acted"] == []


def test_nobody_confirms_for_another_a_gathering_they_were_at(held: ByHandStore, store: Store) -> None:
    meal = replace(RECORDS["gatherings"], givers=(ADA.id,), receivers=(WALTER.id, "third"), confirmed=(ADA.id,))
    put(store, meal)
    with pytest.raises(BothSides), held.unit() as unit:
        unit.gatherings.put(replace(meal, confirmed=(ADA.id, WALTER.id)))

    assert contents(store)["gatherings"] == [meal]


def test_a_mandate_taken_back_while_acts_come_in_lets_none_in_after_it(store: Store) -> None:
    put(store, WALTER, ADA, Mandate("word", WALTER.id, ADA.id, TODAY, TODAY + timedelta(days=9), WALTER.id))
    begun = sessions.start(store, ADA.id, "token", NOW, shared=False)
    session = acting.begin(store, begun, ADA, WALTER.id, Way.PHONE, "fresh", NOW)
    start = Barrier(2)
    after: list[bool] = []

    def take_back() -> None:
        start.wait()
        mandates.revoke(store, "word", WALTER.id, TODAY)

    def ask() -> None:
        start.wait()
        for _ in range(50):
            with store.unit() as unit:
                gone = not any(m.holds(TODAY) for m in unit.mandates)
                acts = acting.acts_for(unit, session, ADA, NOW)
            if gone:
                after.append(acts is not None)

    threads = [Thread(target=take_back), Thread(target=ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.unit() as unit:
        kept = unit.sessions.get("fresh")
        assert acting.acts_for(unit, session, ADA, NOW) is None
    assert kept is not None and kept.acting_for == ""
    assert not any(after)


def test_two_hands_that_give_the_same_word_at_once_give_it_once(store: Store) -> None:
    put(store, WALTER, ADA)
    start = Barrier(2)
    refused: list[str] = []

    def give() -> None:
        start.wait()
        try:
            mandates.give(store, WALTER.id, ADA.id, TODAY + timedelta(days=9), TODAY)
        except mandates.AlreadyGiven:
            refused.append("already")

    threads = [Thread(target=give) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(contents(store)["mandates"]) == 1
    assert refused == ["already"]


def test_acting_runs_out_by_itself(store: Store) -> None:
    steward = replace(ADA, steward=True)
    put(store, WALTER, steward)
    begun = sessions.start(store, steward.id, "token", NOW, shared=False)
    session = acting.begin(store, begun, steward, WALTER.id, Way.PAPER, "fresh", NOW)

    with store.unit() as unit:
        assert acting.acts_for(unit, session, steward, NOW + IDLE - timedelta(seconds=1)) is not None
        assert acting.acts_for(unit, session, steward, NOW + IDLE) is None


def test_whoever_only_looks_while_entering_for_another_sees_the_same_and_changes_nothing(
    held: ByHandStore, store: Store
) -> None:
    put(store, replace(WALTER, steward=True), a_need(WALTER.id), a_ballot())
    with held.reading() as unit:
        seen = unit.members.get(WALTER.id)
        assert seen is not None and not seen.steward
        assert (len(unit.intents), len(unit.ballots)) == (1, 0)
        with pytest.raises(ReadOnly):
            unit.intents.remove(next(iter(unit.intents)).id)
    held.settle()

    assert contents(store)["acted"] == []
    assert len(contents(store)["intents"]) == 1
