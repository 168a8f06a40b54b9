"""Reading all that is kept, being erased, and two people who erase somebody else: the pages of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.governance.ballot import pseudonym
from domain.governance.challenge import Challenge, ChallengeReason
from domain.people import Member
from domain.record.erasing import erased_mark
from forms_api.services import own_data
from forms_api.store.memory import MemoryStore
from forms_api.store.rows import BallotKey
from tests.builders import NOW, a_member, contents, put
from tests.forms_api.client import Browser

SignIn = Callable[[Member], Browser]
ADA = a_member("ada-quill", id="0123456789abcdef", phone="555 0142")
ONE, TWO = a_member("one-steward", steward=True), a_member("two-steward", steward=True)


@pytest.fixture(autouse=True)
def town(store: MemoryStore) -> None:
    put(store, ADA, ONE, TWO, replace(a_member("ben-frost"), blocked=(ADA.id,)))


def row(store: MemoryStore, member: Member) -> Member:
    return next(one for one in contents(store)["members"] if one.id == member.id)


def test_my_page_shows_everything_kept_and_others_by_numbers(signed_in: SignIn, store: MemoryStore) -> None:
    page = signed_in(ADA).get("/forms/me/data")

    assert page.status == 200
    assert "555 0142" in page.text and "ada-quill@mail.example" in page.text
    assert "Ben Frost" not in page.text


def test_what_i_save_has_my_doubt_about_a_count_and_not_the_pseudonym_i_vote_under(store: MemoryStore) -> None:
    key = BallotKey("2026-1", "ab" * 32)
    mine = pseudonym(bytes.fromhex(key.key), key.id, ADA.id)
    doubts = [
        Challenge(by, "2026-1", 1, ChallengeReason.MISSING, f"Words of {by}", by, NOW) for by in (mine, "somebody")
    ]
    put(store, key, *doubts)
    kept = own_data.everything(store, ADA.id, NOW)["kept"]["challenges"]

    assert [row["words"] for row in kept] == [f"Words of {mine}"]
    assert all("by" not in row for row in kept)


def test_the_page_says_what_goes_and_what_stays_before_anything_is_done(
    signed_in: SignIn, store: MemoryStore
) -> None:
    page = signed_in(ADA).get("/forms/me/erase")

    assert "about 35 days" in page.text and "under a pseudonym" in page.text
    assert row(store, ADA) == ADA


def test_without_the_tick_nothing_is_erased_and_the_page_says_why(signed_in: SignIn, store: MemoryStore) -> None:
    page = signed_in(ADA).send("/forms/me/erase", {})

    assert "Tick that nobody can bring this back" in page.text
    assert row(store, ADA) == ADA


def test_who_is_erased_is_signed_out_and_gone(signed_in: SignIn, store: MemoryStore) -> None:
    browser = signed_in(ADA)
    answer = browser.send("/forms/me/erase", {"sure": "y"})
    after = row(store, ADA)

    assert answer.location.startswith("/forms/erased")
    assert browser.get("/forms/erased").status == 200
    assert browser.get("/forms/me").location.startswith("/forms/sign-in")
    assert (after.email, after.phone, after.entry.name) == ("", "", "")
    assert not [one for one in contents(store)["sessions"] if one.member == ADA.id]


def test_two_stewards_erase_who_asked_by_telephone_and_one_alone_cannot(
    signed_in: SignIn, store: MemoryStore
) -> None:
    first, second = signed_in(ONE), signed_in(TWO)
    mark = erased_mark(ADA.id)
    written = first.send("/forms/desk/erasures", {"member": ADA.id, "way": "phone"})
    alone = first.send(f"/forms/erasures/{mark}", {})
    still = row(store, ADA)
    done = second.send(f"/forms/erasures/{mark}", {})

    assert written.status == 303
    assert alone.status >= 400 and still == ADA
    assert done.status == 303 and row(store, ADA).entry.name == ""
    assert "Ada Quill" not in second.get("/forms/desk/erasures").text


def test_a_member_who_is_no_steward_cannot_give_the_second_word(signed_in: SignIn, store: MemoryStore) -> None:
    signed_in(ONE).send("/forms/desk/erasures", {"member": ADA.id, "way": "phone"})
    answer = signed_in(a_member("ben-frost")).send(f"/forms/erasures/{erased_mark(ADA.id)}", {})

    assert answer.status == 403
    assert row(store, ADA) == ADA


def test_what_was_written_down_can_be_taken_back(signed_in: SignIn, store: MemoryStore) -> None:
    first = signed_in(ONE)
    first.send("/forms/desk/erasures", {"member": ADA.id, "way": "phone"})
    first.send(f"/forms/desk/erasures/{erased_mark(ADA.id)}/take-back", {})

    assert contents(store)["erasures"] == []
