"""Requirements 9 to 16: forms that only our own pages send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from domain.people import Member
from forms_api.auth.csrf import FIELD
from forms_api.store.memory import MemoryStore
from tests.builders import a_share, contents
from tests.forms_api.busy import Busy
from tests.forms_api.client import Browser, Clock
from tests.forms_api.test_every_route import BY_ADDRESS, rules
from tests.forms_api.test_sign_in import ask, is_signed_in
from tests.security.crawl import Crawl

SignIn = Callable[[Member], Browser]
FORM = "application/x-www-form-urlencoded"


def without_sessions(store: MemoryStore) -> dict[str, object]:
    return {name: rows for name, rows in contents(store).items() if name != "sessions"}


def test_s09_every_unsafe_route_refuses_a_form_without_a_token_of_this_browser_and_hour(
    busy_app: Flask, busy_town: Busy, clock: Clock, signed_in: SignIn, store: MemoryStore
) -> None:
    browser, other = Browser(busy_app, clock), Browser(busy_app, clock)
    for each, member in ((browser, busy_town.steward), (other, busy_town.me)):
        each.raw.set_cookie("rsn", signed_in(member).cookie)
    stale = {FIELD: browser.token(clock() - timedelta(hours=2))}
    before = without_sessions(store)
    asked = [rule for rule in rules(busy_app, "POST") if rule.endpoint not in BY_ADDRESS]
    for rule in asked:
        for token in ({}, {FIELD: other.token()}, {FIELD: "0.é"}):
            answer = browser.raw.post(busy_town.path(rule), data=token, content_type=FORM)
            assert answer.status_code == 400, f"{rule}: {answer.status_code}"
        # Shown again with its text at most; nothing is done.
        late = browser.raw.post(busy_town.path(rule), data=stale, content_type=FORM)
        assert late.status_code != 303 and late.status_code < 500, f"{rule}: {late.status_code}"

    assert len(asked) > 100
    assert without_sessions(store) == before


def test_s10_asking_for_a_link_and_using_it_need_a_token_of_the_pre_session(
    browser: Browser, app: Flask, ada: Member, store: MemoryStore
) -> None:
    link, other = ask(browser, ada), Browser(app, browser.clock)
    answers = [
        browser.raw.post(path, data={FIELD: other.token(), "email": ada.email}).status_code
        for path in ("/forms/sign-in", "/forms/sign-in/code", link)
    ]

    assert answers == [400, 400, 400]
    assert contents(store)["sessions"] == []
    assert browser.send(link).status == 303


class Forms(HTMLParser):
    """Collects how the forms of a page would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.methods: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.methods.append(dict(attrs).get("method") or "get")


def test_s11_no_built_page_posts_and_a_link_from_one_lands_on_a_form_filled_in_and_not_on_its_effect(
    built_site: Path, signed_in: SignIn, ada: Member, store: MemoryStore
) -> None:
    pages = sorted(built_site.rglob("*.html"))
    found = Forms()
    for page in pages:
        found.feed(page.read_text("utf-8"))
    browser = signed_in(ada)
    before = contents(store)
    filled_in = browser.get("/forms/share?direction=need&skill=bicycle-repair")

    assert len(pages) > 20
    assert set(found.methods) <= {"get"}
    assert any("bicycle-repair" in str(form["fields"]) for form in filled_in.forms())
    assert contents(store) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://weirside.example.evil.example"},
    ],
)
def test_s12_a_form_from_another_site_is_refused_even_with_its_token(
    signed_in: SignIn, ada: Member, headers: dict[str, str]
) -> None:
    browser = signed_in(ada)
    answer = browser.raw.post("/forms/sign-out", data={FIELD: browser.token()}, headers=headers)

    assert answer.status_code == 400
    assert is_signed_in(browser)


def test_s13_a_form_that_was_open_too_long_comes_again_with_its_text(signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)
    late = browser.token(browser.clock() - timedelta(hours=3))
    page = browser.send("/forms/proposals/new", {FIELD: late}, title="A bench by the weir", summary="To sit on.")
    again = {name: values for form in page.forms() for name, values in form["fields"].items()}

    assert page.status == 200
    assert again["title"] == ["A bench by the weir"]
    assert again[FIELD] == [browser.token()]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_s14_a_body_that_is_neither_json_nor_a_form_is_refused(browser: Browser, kind: str) -> None:
    answer = browser.raw.post("/forms/sign-out", data=b"csrf_token=x", content_type=kind)

    assert answer.status_code == 415


def test_s15_what_members_write_is_cleaned_and_its_page_runs_no_script(
    signed_in: SignIn, ada: Member, store: MemoryStore
) -> None:
    from dataclasses import replace

    from tests.builders import put

    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    put(store, replace(ada, entry=replace(ada.entry, shares=(a_share(),), about=bad)))
    page = signed_in(ada).get("/forms/entry")

    assert "<script>alert" not in page.html and "<img src=x" not in page.html
    assert "script-src 'self';" in page.response.headers["Content-Security-Policy"]


def test_s16_get_head_and_options_change_nothing_in_the_store(crawl: Crawl) -> None:
    asked = [one for one in crawl.answers if one.what.split()[0] in ("nobody", "steward")]

    assert len(asked) > 200
    assert [one.what for one in asked if one.status >= 500] == []
    assert crawl.after == crawl.before
