"""The service as a whole: who may call what, what every answer carries, and what is refused before any view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from domain.people import Member
from forms_api.auth.csrf import FIELD, Token, read_token, token_for
from forms_api.headers import HEADERS
from tests.builders import NOW
from tests.forms_api.client import Browser, Clock

SECRET = b"s" * 32


def test_a_stranger_is_led_to_signing_in_and_back(browser: Browser) -> None:
    page = browser.get("/forms/me")

    assert (page.status, page.location) == (303, "/forms/sign-in?next=/forms/me")


def test_a_member_sees_their_own_page(signed_in: Callable[[Member], Browser], ada: Member) -> None:
    page = signed_in(ada).get("/forms/me")

    assert page.status == 200


def test_every_answer_carries_the_headers_errors_and_redirects_too(browser: Browser) -> None:
    for path in ("/forms/", "/forms/sign-in", "/forms/nowhere"):
        headers = browser.get(path).response.headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS
        assert headers["Cache-Control"] == "no-store"
        assert not [name for name, _ in headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("at", [-3, -2])
def test_a_form_from_a_page_open_for_hours_does_nothing(
    signed_in: Callable[[Member], Browser], ada: Member, at: int
) -> None:
    browser = signed_in(ada)
    page = browser.send("/forms/sign-out", {FIELD: browser.token(NOW + timedelta(hours=at))})

    assert page.status == 400
    assert "open for too long" in page.text
    assert browser.get("/forms/me").status == 200


def test_a_token_is_good_for_its_browser_and_two_hours_only() -> None:
    token = token_for(SECRET, "here", NOW)

    assert read_token(SECRET, "here", token, NOW + timedelta(minutes=119)) is Token.GOOD
    assert read_token(SECRET, "here", token, NOW + timedelta(minutes=120)) is Token.STALE
    assert read_token(SECRET, "here", token, NOW - timedelta(hours=1)) is Token.FOREIGN
    assert read_token(SECRET, "there", token, NOW) is Token.FOREIGN
    assert read_token(b"t" * 32, "here", token, NOW) is Token.FOREIGN


@pytest.mark.parametrize("token", ["", ".", "x.y", "-1.", "é.é", f"{'f' * 300}.a"])
def test_what_is_no_token_is_foreign(token: str) -> None:
    assert read_token(SECRET, "here", token, NOW) is Token.FOREIGN


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://weirside.example"}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_a_form_from_another_site_is_refused_even_with_a_token(
    browser: Browser, headers: dict[str, str], status: int
) -> None:
    response = browser.raw.post("/forms/sign-out", data={FIELD: browser.token()}, headers=headers)

    assert response.status_code == status


@pytest.mark.parametrize(
    "kind", ["text/json", "multipart/form-data; boundary=x", "text/plain", "", "application/xml"]
)
def test_other_bodies_than_forms_are_refused(browser: Browser, kind: str) -> None:
    response = browser.raw.post("/forms/sign-out", data=b"csrf_token=x", content_type=kind)

    assert response.status_code == 415


def test_a_body_a_field_or_a_count_of_fields_that_is_too_large_is_refused(browser: Browser) -> None:
    token = {FIELD: browser.token()}
    too_many = token | {f"f{i}": "x" for i in range(201)}

    assert browser.send("/forms/sign-out", {"f": "x" * 70_000}).status == 413
    assert browser.send("/forms/sign-out", {"f": "x" * 20_001}).status == 413
    assert browser.send("/forms/sign-out", too_many).status == 413


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::1]"])
def test_an_unknown_host_is_refused(browser: Browser, host: str) -> None:
    assert browser.get("/forms/sign-in", headers={"Host": host}).status == 400


def test_the_language_asked_for_is_kept_and_one_that_is_not_there_is_passed_over(browser: Browser) -> None:
    arabic = browser.get("/forms/sign-in?lang=ar")
    kept = browser.get("/forms/sign-in?lang=tlh")

    assert 'lang="ar" dir="rtl"' in arabic.html
    assert 'lang="ar" dir="rtl"' in kept.html


def test_the_language_of_the_browser_is_spoken_where_we_have_it(browser: Browser) -> None:
    page = browser.get("/forms/sign-in", headers={"Accept-Language": "fr, es;q=0.8, en;q=0.5"})

    assert 'lang="es"' in page.html


def test_a_fault_of_ours_is_told_by_a_number_and_shows_nothing_inside(
    app: Flask, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RecursionError("a secret of the inside")

    app.view_functions["me.start"] = broken
    page = Browser(app, clock).get("/forms/")

    assert page.status == 500
    assert "secret of the inside" not in page.html
    number = page.text.split("this number: ")[1].split(" ")[0]
    assert [record.says["number"] for record in caplog.records if hasattr(record, "says")] == [number]
