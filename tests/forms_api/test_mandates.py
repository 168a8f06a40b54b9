"""Mandates: who gives their word to whom, how, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.mandates import Mandate
from domain.people import Member
from forms_api.services import mandates
from forms_api.services.mandates import helper_code
from forms_api.store.memory import MemoryStore
from tests.builders import TODAY, a_member, an_exchange, contents, put
from tests.forms_api.client import Browser

SignIn = Callable[[Member], Browser]


@pytest.fixture
def walter(store: MemoryStore) -> Member:
    """A member who tells others what to enter."""
    member = a_member("walter-brook", entry=replace(a_member("walter-brook").entry, name="Walter Brook"))
    put(store, member)
    return member


@pytest.fixture
def mandate(store: MemoryStore, walter: Member, ada: Member) -> Mandate:
    """Walter's word that Ada may act for him."""
    made = Mandate("mandate", walter.id, ada.id, TODAY, TODAY + timedelta(days=365), walter.id)
    put(store, made)
    return made


def test_a_member_gives_their_word_by_the_code_the_helper_reads_out(
    signed_in: SignIn, store: MemoryStore, walter: Member, ada: Member
) -> None:
    shown = signed_in(ada).get("/forms/mandates").text
    code = helper_code(b"k" * 32, ada.id, TODAY)
    assert f"{code[:3]}-{code[3:]}" in shown

    own = signed_in(walter)
    answer = own.send("/forms/mandates", helper="", code=f"{code[:3]} {code[3:].lower()}", until="2027-11-23")

    assert answer.status == 303
    (given,) = contents(store)["mandates"]
    assert (given.member, given.helper, given.recorded_by) == (walter.id, ada.id, walter.id)
    assert "Ada" in own.get("/forms/mandates").text
    assert "Walter" in signed_in(ada).get("/forms/mandates").text


def test_a_member_gives_their_word_to_somebody_they_know_from_an_exchange(
    signed_in: SignIn, store: MemoryStore, walter: Member, ada: Member, ben: Member
) -> None:
    put(store, an_exchange(ada.id, walter.id))
    own = signed_in(walter)
    page = own.get("/forms/mandates")
    assert "Ada" in page.html and "Ben" not in page.html

    assert own.send("/forms/mandates", helper=ben.id, code="", until="2027-01-01").status == 200
    assert own.send("/forms/mandates", helper=ada.id, code="", until="2027-01-01").status == 303

    assert [m.helper for m in contents(store)["mandates"]] == [ada.id]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"code": "", "helper": ""}, "Choose somebody, or type your helper's code"),
        ({"code": "ZZZZZZ", "helper": ""}, "This code is nobody's today. Ask your helper to read out"),
        ({"until": "2026-11-22"}, "Choose a last day between today and two years from now."),
        ({"until": "2029-01-01"}, "Choose a last day between today and two years from now."),
        ({"until": ""}, "Enter the last day"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused_in_words(
    signed_in: SignIn, store: MemoryStore, walter: Member, ada: Member, sent: dict[str, str], says: str
) -> None:
    code = helper_code(b"k" * 32, ada.id, TODAY)

    page = signed_in(walter).send("/forms/mandates", {"helper": "", "code": code, "until": "2027-01-01"} | sent)

    assert any(error.startswith(says) for error in page.errors), page.errors
    assert contents(store)["mandates"] == []


def test_nobody_gives_their_word_to_themself_twice_or_to_a_fourth(
    store: MemoryStore, walter: Member, ada: Member, mandate: Mandate
) -> None:
    until = TODAY + timedelta(days=30)
    with pytest.raises(mandates.NotYourself):
        mandates.give(store, ada.id, ada.id, until, TODAY)
    with pytest.raises(mandates.AlreadyGiven):
        mandates.give(store, walter.id, ada.id, until, TODAY)
    for number in range(2):
        put(store, a_member(f"more-{number}"))
        mandates.give(store, walter.id, f"id-more-{number}", until, TODAY)
    put(store, a_member("one-more"))
    with pytest.raises(mandates.TooManyHelpers):
        mandates.give(store, walter.id, "id-one-more", until, TODAY)


def test_a_steward_writes_down_what_a_member_told_and_ends_it_when_asked(
    signed_in: SignIn, store: MemoryStore, walter: Member, ada: Member, steward: Member
) -> None:
    browser = signed_in(steward)
    assert browser.send("/forms/desk/by-hand", member=walter.id, helper=ada.id, until="2027-06-01").status == 303
    (given,) = contents(store)["mandates"]
    assert given.recorded_by == steward.id
    assert "written down by a steward" in signed_in(walter).get("/forms/mandates").text

    assert browser.send(f"/forms/desk/by-hand/{given.id}/revoke").status == 303
    assert contents(store)["mandates"][0].revoked_on == TODAY


def test_nobody_takes_back_a_word_that_is_not_theirs_and_a_helper_may_lay_it_down(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member, ben: Member
) -> None:
    assert signed_in(ben).send(f"/forms/mandates/{mandate.id}/revoke").status == 404
    assert contents(store)["mandates"] == [mandate]

    assert signed_in(ada).send(f"/forms/mandates/{mandate.id}/revoke").status == 303
    assert not contents(store)["mandates"][0].holds(TODAY)
