"""What every store owes those who keep records in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.codec import NotReadable
from domain.people import Standing
from forms_api.store.base import (
    COLLECTIONS,
    AlreadyThere,
    Collection,
    Store,
)
from tests.contract.acts import add, keys
from tests.contract.conftest import Place
from tests.contract.records import (
    NOW,
    RECORDS,
    TODAY,
    a_ballot,
    a_member,
    a_proposal,
    a_session,
    a_sponsorship,
    a_vouch,
)

EVERY = pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda c: c.name)
UNIQUE = [
    pytest.param(collection, names, id=f"{collection.name}-{'-'.join(names)}")
    for collection in COLLECTIONS
    for names in collection.unique
]


def test_every_collection_has_an_example_here() -> None:
    assert RECORDS.keys() == {collection.name for collection in COLLECTIONS}


@EVERY
def test_what_was_added_is_found_by_its_key_and_outlasts_a_restart(place: Place, collection: Collection) -> None:
    record = RECORDS[collection.name]
    add(place.store, collection.name, record)

    with place.reopened().unit() as unit:
        found = getattr(unit, collection.name).get(record.id)
    assert found == record
    assert type(found) is collection.kind


@EVERY
def test_a_key_is_taken_once(store: Store, collection: Collection) -> None:
    record = RECORDS[collection.name]
    add(store, collection.name, record)

    with store.unit() as unit, pytest.raises(AlreadyThere) as refused:
        getattr(unit, collection.name).add(record)
    assert (refused.value.collection, refused.value.key) == (collection.name, record.id)


@EVERY
def test_what_is_removed_is_gone_and_stays_gone(place: Place, collection: Collection) -> None:
    record = RECORDS[collection.name]
    add(place.store, collection.name, record)

    with place.store.unit() as unit:
        repository = getattr(unit, collection.name)
        removed = [repository.remove(record.id), repository.remove(record.id)]
    with place.reopened().unit() as unit:
        left = list(getattr(unit, collection.name))
    assert removed == [True, False]
    assert left == []


@EVERY
def test_a_put_takes_the_place_of_the_one_before(place: Place, collection: Collection) -> None:
    record = RECORDS[collection.name]
    for _ in range(2):
        with place.store.unit() as unit:
            getattr(unit, collection.name).put(record)

    with place.reopened().unit() as unit:
        assert list(getattr(unit, collection.name)) == [record]


def test_a_changed_record_is_the_one_found_later(place: Place) -> None:
    add(place.store, "members", a_member(email="noor@example.org"))

    with place.store.unit() as unit:
        unit.members.put(a_member(email="new@example.org"))
    with place.reopened().unit() as unit:
        found = unit.members.get("m1")
    assert found == a_member(email="new@example.org")


def test_a_key_nobody_has_finds_nothing(store: Store) -> None:
    with store.unit() as unit:
        assert unit.members.get("nobody") is None


@pytest.mark.parametrize(("collection", "names"), UNIQUE)
def test_a_unique_combination_is_taken_once(store: Store, collection: Collection, names: tuple[str, ...]) -> None:
    first = RECORDS[collection.name]
    second = replace(first, id="another")
    add(store, collection.name, first)

    for act in ("add", "put"):
        with store.unit() as unit, pytest.raises(AlreadyThere) as refused:
            getattr(getattr(unit, collection.name), act)(second)
        assert refused.value.key == first.id
    with store.unit() as unit:
        assert list(getattr(unit, collection.name)) == [first]


def test_a_record_may_be_put_again_with_its_own_unique_fields(store: Store) -> None:
    add(store, "ballots", a_ballot())

    with store.unit() as unit:
        unit.ballots.put(a_ballot(choice="no"))
    with store.unit() as unit:
        assert list(unit.ballots) == [a_ballot(choice="no")]


def test_a_unique_combination_is_free_after_its_record_is_removed_or_changed(store: Store) -> None:
    add(store, "sponsorships", a_sponsorship("s1", member="m1"), a_sponsorship("s2", member="m2"))

    with store.unit() as unit:
        unit.sponsorships.remove("s1")
        unit.sponsorships.put(a_sponsorship("s2", member="m1"))
        unit.sponsorships.add(a_sponsorship("s3", member="m2"))
    with store.unit() as unit:
        assert [(s.id, s.member) for s in unit.sponsorships] == [("s2", "m1"), ("s3", "m2")]


def test_part_of_a_unique_combination_may_occur_often(store: Store) -> None:
    add(store, "ballots", a_ballot("b1", pseudonym="p1"), a_ballot("b2", pseudonym="p2"))

    with store.unit() as unit:
        assert len(unit.ballots) == 2


def test_records_come_in_the_order_of_their_keys_not_of_their_arrival(place: Place) -> None:
    for key in ("m", "z", "a", "Z", "é", "aa"):
        add(place.store, "sessions", a_session(key))

    with place.reopened().unit() as unit:
        assert keys(unit.sessions) == ["Z", "a", "aa", "m", "z", "é"]
        assert [s.id for s in unit.sessions.where(member="m1")] == ["Z", "a", "aa", "m", "z", "é"]


def test_where_finds_what_equals_in_every_named_field(store: Store) -> None:
    late = date(2027, 1, 1)
    add(
        store,
        "vouches",
        a_vouch("v1", expires_on=TODAY),
        a_vouch("v2", expires_on=late),
        a_vouch("v3", expires_on=late, of="m9"),
    )

    with store.unit() as unit:
        assert [v.id for v in unit.vouches.where(expires_on=late, of="m2")] == ["v2"]
        assert [v.id for v in unit.vouches.where(expires_on=late)] == ["v2", "v3"]
        assert [v.id for v in unit.vouches.where(withdrawn_on=None)] == ["v1", "v2", "v3"]
        assert unit.vouches.where(of="nobody") == []


def test_where_finds_by_enum_moment_number_and_truth(store: Store) -> None:
    add(store, "members", a_member("m1"), a_member("m2", standing=Standing.LEFT), a_member("m3", steward=True))
    later = NOW + timedelta(seconds=1)
    add(store, "sessions", a_session("e1"), a_session("e2", used_at=later))
    event = RECORDS["events"]
    add(store, "events", event, replace(event, id="second", number=2))

    with store.unit() as unit:
        assert [m.id for m in unit.members.where(standing=Standing.MEMBER)] == ["m1", "m3"]
        assert [m.id for m in unit.members.where(steward=True)] == ["m3"]
        assert [s.id for s in unit.sessions.where(used_at=later)] == ["e2"]
        assert [e.id for e in unit.events.where(number=2)] == ["second"]


def test_where_uses_the_unique_fields_and_still_heeds_the_others(store: Store) -> None:
    add(store, "ballots", a_ballot("b1", pseudonym="p1", choice="yes"))

    with store.unit() as unit:
        assert [b.id for b in unit.ballots.where(proposal="2026-1", pseudonym="p1")] == ["b1"]
        assert unit.ballots.where(proposal="2026-1", pseudonym="p1", choice="no") == []
        assert unit.ballots.where(proposal="2026-1", pseudonym="p2") == []


def test_where_without_conditions_finds_all(store: Store) -> None:
    add(store, "sessions", a_session("e2"), a_session("e1"))

    with store.unit() as unit:
        assert unit.sessions.where() == list(unit.sessions)
        assert unit.sessions.count() == 2


@pytest.mark.parametrize(
    "asked",
    [
        *({"proposal": "2026-1"}, {"proposal": "2026-9"}, {"pseudonym": "p1"}, {"choice": "no"}, {"reason": None}),
        *({"proposal": "2026-1", "pseudonym": "p1"}, {"proposal": "2026-1", "choice": "no"}, {"proposal": 7}),
    ],
)
def test_as_many_are_counted_as_are_found(store: Store, asked: dict[str, Any]) -> None:
    add(store, "ballots", a_ballot("b1", pseudonym="p1"), a_ballot("b2", pseudonym="p2", choice="no"))
    add(store, "ballots", a_ballot("b3", proposal="2026-2"))
    with store.unit() as unit:
        unit.ballots.remove("b2")

    with store.reading() as unit:
        assert unit.ballots.count(**asked) == len(unit.ballots.where(**asked))
        assert unit.sessions.count(member="m1") == 0


def test_counted_by_a_field_that_has_an_index_alone(store: Store) -> None:
    add(store, "sessions", a_session("e1"), a_session("e2"), a_session("e3", member="m2"))

    with store.reading() as unit:
        assert [unit.sessions.count(member=member) for member in ("m1", "m2", "m3")] == [2, 1, 0]


def test_a_field_that_no_record_has_is_a_mistake_not_an_empty_answer(store: Store) -> None:
    with store.unit() as unit, pytest.raises(TypeError, match="members have no field colour"):
        unit.members.where(colour="red")


def test_who_keeps_what_was_put_in_cannot_change_what_is_stored(store: Store) -> None:
    consents = dict(a_member().consents)
    add(store, "members", a_member(consents=consents))

    consents.clear()

    with store.unit() as unit:
        assert unit.members.get("m1") == a_member()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda unit: unit.members.get("m1").consents.clear(),
        lambda unit: unit.proposals.get("2026-1").policy.title.update(en="Mine"),
        lambda unit: setattr(unit.members.get("m1"), "steward", True),
    ],
    ids=["mapping", "nested mapping", "field"],
)
def test_what_is_read_cannot_be_changed_in_place(store: Store, spoil: Callable[[Any], None]) -> None:
    add(store, "members", a_member())
    add(store, "proposals", a_proposal())

    with store.unit() as unit, pytest.raises((AttributeError, TypeError, FrozenInstanceError)):
        spoil(unit)


@pytest.mark.parametrize("wrong", [a_session(), a_member(""), "m1"], ids=["type", "no key", "text"])
def test_what_is_no_record_of_the_collection_is_refused(store: Store, wrong: Any) -> None:
    with store.unit() as unit, pytest.raises((TypeError, AttributeError)):
        unit.members.put(wrong)


def test_a_record_that_could_not_be_read_back_is_refused_at_once(store: Store) -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001

    with store.unit() as unit:
        for wrong in (a_session(used_at=naive), a_session(used_at=TODAY), a_session(member=7)):
            with pytest.raises(NotReadable):
                unit.sessions.add(wrong)
        assert len(unit.sessions) == 0


def test_text_of_every_script_and_awkward_signs_come_back_as_they_were(place: Place) -> None:
    text = 'نور Zoë 日本 "quoted" \\ \n\t\u2028 \x00 \x7f 🙂 e\u0301'
    add(place.store, "arguments", replace(RECORDS["arguments"], text=text))

    with place.reopened().unit() as unit:
        found = unit.arguments.get("a1")
    assert found is not None
    assert found.text == text


def test_moments_come_back_in_utc_to_the_microsecond(place: Place) -> None:
    moment = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=UTC)
    add(place.store, "sessions", a_session(used_at=moment.astimezone()))

    with place.reopened().unit() as unit:
        found = unit.sessions.get("e1")
    assert found is not None
    assert found.used_at == moment
    assert found.used_at.utcoffset() == timedelta(0)
