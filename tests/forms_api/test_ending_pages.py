"""When things end, page by page: say when one has time, renew it, be reminded, leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask

from domain.people import Availability, Member, Standing
from forms_api.current import EXTENSION
from forms_api.reminding import send_due
from forms_api.store.memory import MemoryStore
from tests.builders import (
    NOW,
    TODAY,
    a_catalogue,
    a_member,
    a_need,
    a_network,
    an_exchange,
    contents,
    put,
)
from tests.forms_api.client import Browser
from tests.forms_api.test_sign_in import mails

SignIn = Callable[[Member], Browser]
MONTH = timedelta(days=30)


def stored(store: MemoryStore, key: str) -> Member:
    (found,) = (m for m in contents(store)["members"] if m.id == key)
    assert isinstance(found, Member)
    return found


def test_saying_when_one_has_time_and_renewing_it_with_one_button(
    signed_in: SignIn, store: MemoryStore, ada: Member, clock: Any
) -> None:
    browser = signed_in(ada)
    assert "You have not said when you have time." in browser.get("/forms/me").text
    page = browser.send("/forms/availability", {"bands": ["tue evening", "mon morning"], "until": "2027-02-21"})
    said = stored(store, ada.id).availability
    clock.tick(days=80)
    browser = signed_in(ada)
    due = browser.get("/forms/availability/ending").text
    browser.send(f"/forms/availability/renew/availability/{ada.id}")
    renewed = stored(store, ada.id).availability

    assert page.location == "/forms/me#availability"
    assert said == Availability(TODAY, TODAY + timedelta(days=90), ("mon morning", "tue evening"))
    assert "It still holds" in due
    assert renewed is not None
    assert renewed.until == TODAY + timedelta(days=170)
    assert "Nothing runs out soon" in browser.get("/forms/availability/ending").text
    assert browser.send("/forms/availability").errors == ["Enter until when this holds"]
    wrong = browser.send("/forms/availability", until="2026-01-01").errors
    assert wrong == ["Choose a day from today on and within a year."]
    browser.send("/forms/availability/forget")
    assert stored(store, ada.id).availability is None
    assert browser.send("/forms/availability/renew/nothing/x").status == 404


def test_one_mail_before_the_end_says_nothing_of_what_it_is(
    signed_in: SignIn, store: MemoryStore, ada: Member, app: Flask
) -> None:
    browser = signed_in(ada)
    spanish = a_member("sol", availability=Availability(TODAY - MONTH, TODAY))
    spanish = replace(spanish, entry=replace(spanish.entry, languages=()))
    need = a_need(ada.id, expires_on=TODAY + timedelta(days=3))
    put(store, spanish, need)
    outbox = app.extensions[EXTENSION].outbox
    sent = [send_due(store, a_network(), "https://weirside.example/", outbox, NOW) for _twice in range(2)]
    both = mails(browser)

    assert sent == [2, 0]
    assert sorted(mail["To"] for mail in both) == [ada.email, spanish.email]
    assert {mail["Subject"] for mail in both} == {"Something of yours ends soon"}
    assert all("https://weirside.example/forms/availability/ending" in m.get_content() for m in both)
    assert not any("icycle" in m.as_string() or "need" in m.as_string() for m in both)
    assert contents(store)["intents"][0].reminded_on == TODAY


def test_a_mail_about_an_exchange_that_waits_leads_to_ones_own_page(
    browser: Browser, store: MemoryStore, ada: Member, ben: Member, app: Flask
) -> None:
    waits = replace(an_exchange(ada.id, ben.id), confirmed_by_receiver=None)
    waits = replace(waits, confirmed_by_giver=NOW - timedelta(days=25))
    put(store, waits)
    send_due(store, a_network(), "https://weirside.example", app.extensions[EXTENSION].outbox, NOW)
    (mail,) = mails(browser)

    assert mail["To"] == ben.email
    assert "https://weirside.example/forms/me" in mail.get_content().split()


def test_leaving_signs_out_and_says_goodbye(signed_in: SignIn, store: MemoryStore, ada: Member) -> None:
    browser = signed_in(ada)
    sure = browser.get("/forms/entry/leave").text
    page = browser.send("/forms/entry/leave")

    assert "Nobody asks why." in sure
    assert "You have left" in browser.follow(page).text
    assert browser.get("/forms/me").location.startswith("/forms/sign-in")
    assert stored(store, ada.id).standing is Standing.LEFT


def test_the_catalogue_of_the_tests_knows_the_skills_used_here() -> None:
    assert {"bicycle-repair", "first-aid", "shared-childcare"} <= set(a_catalogue().skills)
