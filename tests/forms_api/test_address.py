"""Another mail address, in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from domain.people import Member
from forms_api.services import codes
from forms_api.store.memory import MemoryStore
from tests.builders import NOW
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.test_sign_in import mails

SignIn = Callable[[Member], Browser]
NEW = "new@mail.example"


def address_of(store: MemoryStore, member: Member) -> str:
    with store.reading() as unit:
        found = unit.members.get(member.id)
    assert found is not None
    return found.email


def last_link(browser: Browser) -> tuple[str, str]:
    mail = mails(browser)[-1]
    found = re.search(r"https://weirside\.example(/forms/me/address/link/\S+)", mail.get_content())
    assert found is not None
    return str(mail["To"]), found.group(1)


def ask(browser: Browser, **more: str) -> Page:
    return browser.send("/forms/me/address", email=NEW, **more)


def test_an_address_is_changed_when_both_mailboxes_have_confirmed(
    signed_in: SignIn, ada: Member, store: MemoryStore
) -> None:
    browser = signed_in(ada)
    ask(browser)
    first_to, first = last_link(browser)
    seen, after_reading = browser.get(first), address_of(store, ada)
    browser.send(first)
    second_to, second = last_link(browser)
    between = address_of(store, ada)
    browser.send(second)

    assert (first_to, second_to) == (ada.email, NEW)
    assert (seen.status, after_reading, between) == (200, ada.email, ada.email)
    assert address_of(store, ada) == NEW
    assert browser.get(second).status == 410


def test_an_unsafe_old_mailbox_hears_nothing_but_a_printed_code_is_asked_for(
    app: Flask, clock: Clock, ada: Member, signed_in: SignIn, store: MemoryStore
) -> None:
    refused = ask(signed_in(ada), unsafe="y")
    with_code = Browser(app, clock)
    with_code.send("/forms/sign-in/code", code=codes.issue(store, ada.id, NOW)[0])
    ask(with_code, unsafe="y")
    to, link = last_link(with_code)
    with_code.send(link)

    assert "by a code from your printed sheet" in refused.errors[0]
    assert (to, [mail["To"] for mail in mails(with_code)]) == (NEW, [NEW])
    assert address_of(store, ada) == NEW


def test_the_link_works_for_the_member_who_asked_alone(
    signed_in: SignIn, ada: Member, ben: Member, store: MemoryStore
) -> None:
    browser = signed_in(ada)
    ask(browser)
    _, link = last_link(browser)

    assert signed_in(ben).send(link).status == 410
    assert browser.send(link).status == 303


def test_an_address_that_is_somebody_elses_is_not_taken_and_not_told(
    signed_in: SignIn, ada: Member, ben: Member, store: MemoryStore
) -> None:
    browser = signed_in(ada)
    asked = browser.send("/forms/me/address", email=ben.email)
    browser.send(last_link(browser)[1])
    answer = browser.send(last_link(browser)[1])

    assert (asked.status, asked.location) == (303, "/forms/me/address/sent")
    assert answer.status == 410
    assert address_of(store, ada) == ada.email


@pytest.mark.parametrize("minutes", [10, 600])
def test_the_link_is_dead_after_ten_minutes(signed_in: SignIn, ada: Member, clock: Clock, minutes: int) -> None:
    browser = signed_in(ada)
    ask(browser)
    _, link = last_link(browser)
    clock.tick(minutes=minutes)

    assert browser.send(link).status == 410


def test_a_link_for_an_address_signs_nobody_in(signed_in: SignIn, app: Flask, clock: Clock, ada: Member) -> None:
    browser = signed_in(ada)
    ask(browser)
    token = last_link(browser)[1].rsplit("/", 1)[1]
    stranger = Browser(app, clock)

    assert stranger.send(f"/forms/sign-in/link/{token}").status == 410


def test_an_old_session_has_to_prove_itself_first(signed_in: SignIn, ada: Member, clock: Clock) -> None:
    browser = signed_in(ada)
    clock.tick(minutes=10)

    assert browser.get("/forms/me/address").location == "/forms/sign-in/again?next=/forms/me/address"
    assert ask(browser).location.startswith("/forms/sign-in/again")
    assert mails(browser) == []
