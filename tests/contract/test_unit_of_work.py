"""What every store owes a unit of work: it counts whole or not at all, and nobody comes between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_api.store.base import (
    AlreadyThere,
    Home,
    ReadOnly,
    Store,
    StoreClosed,
    TwoHomes,
    UnitInsideUnit,
)
from tests.contract.acts import add, at_once, keys
from tests.contract.conftest import Place
from tests.contract.records import (
    RECORDS,
    a_ballot,
    a_member,
    a_session,
    a_sponsorship,
)


class Broken(Exception):
    """Something went wrong in the middle of a unit of work."""


def test_a_unit_sees_its_own_changes(store: Store) -> None:
    add(store, "sessions", a_session("e1"), a_session("e2"))

    with store.unit() as unit:
        unit.sessions.add(a_session("e3"))
        unit.sessions.remove("e1")
        unit.sessions.put(a_session("e2", shared=True))
        assert keys(unit.sessions) == ["e2", "e3"]
        assert len(unit.sessions) == 2
        assert unit.sessions.get("e1") is None
        assert [s.id for s in unit.sessions.where(shared=True)] == ["e2"]


def test_records_may_be_removed_while_going_through_them(store: Store) -> None:
    add(store, "sessions", *(a_session(f"e{n}") for n in range(9)))

    with store.unit() as unit:
        for session in unit.sessions:
            unit.sessions.remove(session.id)
    with store.unit() as unit:
        assert len(unit.sessions) == 0


@pytest.mark.parametrize("error", [Broken, KeyboardInterrupt, AlreadyThere], ids=lambda e: e.__name__)
def test_an_exception_discards_every_change_of_its_unit(place: Place, error: type[BaseException]) -> None:
    before = [a_sponsorship("s1", member="m1"), a_sponsorship("s2", member="m2"), a_sponsorship("s3")]
    add(place.store, "sponsorships", *before)

    with pytest.raises(error), place.store.unit() as unit:
        unit.sponsorships.remove("s1")
        unit.sponsorships.put(a_sponsorship("s2", member="m1"))
        unit.sponsorships.add(a_sponsorship("s1", member="m2"))
        unit.sponsorships.remove("s3")
        unit.members.add(a_member())
        raise error("members", "m1") if error is AlreadyThere else error()
    for opened in (lambda: place.store, place.reopened):
        with opened().unit() as unit:
            assert list(unit.sponsorships) == before
            assert unit.sponsorships.where(proposal="2026-1", member="m1") == before[:1]
            assert len(unit.members) == 0


def test_changes_of_two_collections_of_one_home_commit_together(place: Place) -> None:
    with place.store.unit() as unit:
        unit.sessions.add(a_session())
        unit.codes.add(RECORDS["codes"])

    with place.reopened().unit() as unit:
        assert (len(unit.sessions), len(unit.codes)) == (1, 1)


def test_changes_of_two_homes_are_refused_and_discarded(place: Place) -> None:
    with pytest.raises(TwoHomes) as refused, place.store.unit() as unit:
        unit.ballots.add(a_ballot())
        unit.members.add(a_member())

    assert refused.value.homes == {Home.BALLOTS, Home.MAIN}
    with place.reopened().unit() as unit:
        assert (len(unit.ballots), len(unit.members)) == (0, 0)


def test_reading_one_home_while_changing_another_is_fine(store: Store) -> None:
    add(store, "members", a_member())

    with store.unit() as unit:
        voter = unit.members.get("m1")
        unit.ballots.add(a_ballot())
    with store.unit() as unit:
        assert voter is not None
        assert len(unit.ballots) == 1


def test_a_unit_inside_another_is_refused_and_the_outer_one_goes_on(store: Store) -> None:
    with store.unit() as unit:
        unit.sessions.add(a_session())
        with pytest.raises(UnitInsideUnit), store.unit():
            pytest.fail("a second unit was opened")
        with pytest.raises(UnitInsideUnit):
            store.rewrite(Home.SESSIONS)
        with pytest.raises(UnitInsideUnit):
            store.close()
    with store.unit() as unit:
        assert keys(unit.sessions) == ["e1"]


def test_a_unit_that_has_ended_is_of_no_more_use(store: Store) -> None:
    with store.unit() as unit:
        sessions = unit.sessions

    with pytest.raises(StoreClosed):
        sessions.add(a_session())
    with pytest.raises(StoreClosed):
        sessions.get("e1")


def test_a_closed_store_opens_no_unit_and_may_be_closed_again(store: Store) -> None:
    store.close()
    store.close()

    with pytest.raises(StoreClosed), store.unit():
        pytest.fail("a unit was opened")
    with pytest.raises(StoreClosed):
        store.rewrite(Home.MAIN)


@pytest.mark.parametrize("home", Home)
def test_a_rewrite_changes_no_record(place: Place, home: Home) -> None:
    for name, record in RECORDS.items():
        add(place.store, name, record)

    place.store.rewrite(home)

    with place.reopened().unit() as unit:
        found = {name: list(getattr(unit, name)) for name in RECORDS}
    assert found == {name: [record] for name, record in RECORDS.items()}


def test_of_sixteen_threads_that_add_the_same_voter_exactly_one_succeeds(place: Place) -> None:
    def vote(number: int) -> None:
        with place.store.unit() as unit:
            unit.ballots.add(a_ballot(f"b{number}", pseudonym="same"))

    wrong = at_once(16, vote)

    assert [type(error) for error in wrong] == [AlreadyThere] * 15
    with place.reopened().unit() as unit:
        assert len(unit.ballots) == 1


def test_what_a_unit_reads_no_other_changes_before_it_ends(store: Store) -> None:
    add(store, "links", replace(RECORDS["links"], tries=0))

    def count_up(number: int) -> None:
        for _ in range(20):
            with store.unit() as unit:
                link = unit.links.get("l1")
                assert link is not None
                unit.links.put(replace(link, tries=link.tries + 1))

    wrong = at_once(8, count_up)

    assert wrong == []
    with store.unit() as unit:
        assert [link.tries for link in unit.links] == [160]


def test_a_reading_unit_sees_what_is_committed_and_changes_nothing(store: Store) -> None:
    add(store, "sessions", a_session("e1"))

    with store.reading() as unit:
        assert keys(unit.sessions) == ["e1"]
        with pytest.raises(ReadOnly):
            unit.sessions.put(a_session("e2"))
        with pytest.raises(ReadOnly):
            unit.sessions.add(a_session("e3"))
        with pytest.raises(ReadOnly):
            unit.sessions.remove("e1")
    store.settle()
    with store.unit() as unit:
        assert keys(unit.sessions) == ["e1"]
