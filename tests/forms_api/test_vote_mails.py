"""Stopping the mails about votes: by the address in the mail, by a mailbox, on one's own page; and begun again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Member, Standing
from forms_api.stop_address import member_of, stop_token
from forms_api.store.memory import MemoryStore
from tests.builders import a_member
from tests.forms_api.client import Browser, Page

SECRET = b"k" * 32


@pytest.fixture
def stop(ada: Member) -> str:
    return f"/forms/stop/{stop_token(SECRET, ada.id)}"


def wanted(store: MemoryStore, member: Member) -> bool:
    with store.unit() as unit:
        found = unit.members.get(member.id)
    assert found is not None
    return found.vote_mails


def test_to_open_the_address_stops_nothing_and_the_button_does(
    browser: Browser, store: MemoryStore, ada: Member, stop: str
) -> None:
    asked = browser.get(stop)
    after_looking = wanted(store, ada)
    pressed = Page(browser.raw.post(stop, content_type="application/x-www-form-urlencoded"))
    done = browser.follow(pressed)

    assert after_looking is True
    assert "Stop the mails about votes?" in asked.text
    assert [form["action"] for form in asked.forms()] == [stop]
    assert wanted(store, ada) is False
    assert "No more mails about votes" in done.text


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_mailbox_stops_them_in_one_step_and_follows_nothing(
    browser: Browser, store: MemoryStore, ada: Member, stop: str, kind: str
) -> None:
    headers = {"Origin": "https://mailbox.example", "Sec-Fetch-Site": "cross-site"}
    sent = {"List-Unsubscribe": "One-Click"}
    answers = [browser.raw.post(stop, data=sent, content_type=kind, headers=headers) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert wanted(store, ada) is False


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.split(".")[0], lambda t: ".", str.upper]
)
def test_an_address_that_is_not_ours_does_nothing_and_says_what_to_do(
    browser: Browser, store: MemoryStore, ada: Member, stop: str, spoil: Callable[[str], str]
) -> None:
    token = stop.rsplit("/", 1)[1]
    wrong = f"/forms/stop/{spoil(token)}"
    looked = browser.get(wrong)
    sent = browser.raw.post(wrong, data={"List-Unsubscribe": "One-Click"})

    assert (looked.status, sent.status_code) == (404, 404)
    assert "Copy it whole from the mail" in looked.text
    assert wanted(store, ada) is True


def test_the_address_of_who_is_gone_says_that_none_come(browser: Browser) -> None:
    page = browser.get(f"/forms/stop/{stop_token(SECRET, 'id-gone')}")

    assert "No more mails about votes" in page.text


def test_on_ones_own_page_they_are_stopped_and_begun_again(
    signed_in: Callable[[Member], Browser], store: MemoryStore, ada: Member
) -> None:
    mine = signed_in(ada)
    stopped = mine.follow(mine.send("/forms/vote-mails/stop"))
    off = wanted(store, ada)
    begun = mine.follow(mine.send("/forms/vote-mails/start"))

    assert off is False
    assert "Let them come again" in stopped.html
    assert wanted(store, ada) is True
    assert "Stop these mails" in begun.html


def test_who_has_no_address_reads_where_open_votes_stand(
    signed_in: Callable[[Member], Browser], store: MemoryStore
) -> None:
    page = signed_in(a_member("dot-lark", email="")).get("/forms/me")

    assert "You left no e-mail address" in page.html


def test_who_has_no_vote_is_asked_nothing(signed_in: Callable[[Member], Browser]) -> None:
    page = signed_in(a_member("new-comer", standing=Standing.NEWCOMER)).get("/forms/me")

    assert "Mails about votes" not in page.html


@given(st.text(max_size=40), st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_an_address_is_good_for_its_member_under_its_secret_alone(
    member: str, secret: bytes, other: bytes
) -> None:
    token = stop_token(secret, member)

    assert member_of(secret, token) == (member or None)
    assert other == secret or member_of(other, token) is None
