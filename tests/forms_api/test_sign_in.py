"""Signing in and out, in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from domain.governance.receipt import receipt_code
from domain.people import Member, Standing
from forms_api.current import EXTENSION
from forms_api.services import codes
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_member, contents, put
from tests.forms_api.client import Browser, Clock, Page

SignIn = Callable[[Member], Browser]


def mails(browser: Browser) -> list[EmailMessage]:
    browser.app.extensions[EXTENSION].outbox.wait()
    folder = browser.config.mail
    assert isinstance(folder, Path)
    files = sorted(folder.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"https://weirside\.example(/forms/sign-in/link/\S+)", mail.get_content())
    assert found is not None
    return found.group(1)


def ask(browser: Browser, member: Member, **more: str) -> str:
    browser.send("/forms/sign-in", email=member.email, **more)
    return link_in(mails(browser)[-1])


def signs_shown(browser: Browser) -> str:
    tree = browser.get("/forms/sign-in/sent").tree
    assert tree is not None
    return "".join(next(e for e in tree.iter("p") if e.get("class") == "big").itertext())


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/forms/me").status == 200


def test_opening_the_link_shows_a_button_and_pressing_it_signs_in(browser: Browser, ada: Member) -> None:
    link = ask(browser, ada)
    shown = browser.get(link)
    before = is_signed_in(browser)
    pressed = browser.send(link)

    assert (shown.status, before) == (200, False)
    assert (pressed.status, pressed.location) == (303, "/forms/me")
    assert is_signed_in(browser)


def test_the_mail_is_plain_and_says_nothing_about_the_member(browser: Browser, ada: Member) -> None:
    ask(browser, ada)
    (mail,) = mails(browser)

    assert mail["To"] == ada.email
    assert mail["Subject"] == "Your link"
    assert mail.get_content_type() == "text/plain"
    assert ada.entry.name not in mail.as_string()
    assert "&" not in mail.get_content()


def test_a_mail_file_is_for_its_owner_only(browser: Browser, ada: Member, tmp_path: Path) -> None:
    ask(browser, ada)

    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "mail").iterdir()} == {0o600}
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700


def test_known_and_unknown_addresses_get_the_same_answer_and_only_members_a_mail(
    browser: Browser, ada: Member, store: MemoryStore
) -> None:
    put(store, a_member("gone-away", standing=Standing.LEFT))
    answers = []
    for email in (ada.email, "nobody@mail.example", "gone-away@mail.example"):
        answer = browser.send("/forms/sign-in", email=email)
        page = browser.follow(answer)
        answers.append((answer.status, answer.location, re.sub(signs_shown(browser)[:3] + ".*", "", page.text)))

    assert len({answer[:2] for answer in answers}) == 1
    assert len({answer[2].split("Six signs")[0] for answer in answers}) == 1
    assert [mail["To"] for mail in mails(browser)] == [ada.email]


def test_a_link_works_once(browser: Browser, ada: Member) -> None:
    link = ask(browser, ada)
    browser.send(link)
    again = browser.get(link)

    assert again.status == 410
    assert "older than ten minutes" in again.text


def test_a_link_is_dead_after_ten_minutes(browser: Browser, ada: Member, clock: Clock) -> None:
    link = ask(browser, ada)
    clock.tick(minutes=10)

    assert browser.send(link).status == 410
    assert not is_signed_in(browser)


def test_asking_again_voids_the_link_before(browser: Browser, ada: Member) -> None:
    first = ask(browser, ada)
    second = ask(browser, ada)

    assert browser.get(first).status == 410
    assert browser.get(second).status == 200


def test_another_browser_has_to_type_the_six_signs(
    app: Flask, clock: Clock, browser: Browser, ada: Member
) -> None:
    link = ask(browser, ada)
    signs = signs_shown(browser)
    other = Browser(app, clock)
    without = other.send(link)
    with_them = other.send(link, code=f" {signs.lower()[:3]}-{signs.lower()[3:]} ")

    assert without.errors == ["Type the six signs that the page shows where you asked for this link."]
    assert with_them.status == 303
    assert is_signed_in(other)
    assert not is_signed_in(browser)


def test_five_wrong_tries_kill_the_link(app: Flask, clock: Clock, browser: Browser, ada: Member) -> None:
    link = ask(browser, ada)
    signs = signs_shown(browser)
    other = Browser(app, clock)
    wrong = "AAAAAA" if signs != "AAAAAA" else "BBBBBB"
    tries = [other.send(link, code=wrong) for _ in range(5)]

    assert all("These are not the six signs" in page.errors[0] for page in tries)
    assert other.send(link, code=signs).status == 410


def test_of_fifty_presses_at_once_one_signs_in(app: Flask, clock: Clock, browser: Browser, ada: Member) -> None:
    link = ask(browser, ada)
    signs = signs_shown(browser)
    others = [Browser(app, clock) for _ in range(50)]
    for other in others:
        assert other.cookie
    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(lambda other: other.send(link, code=signs), others))

    assert sorted(page.status for page in pages) == [303] + [410] * 49
    assert sum(is_signed_in(other) for other in others) == 1


def test_a_link_for_nobody_cannot_be_used(browser: Browser, store: MemoryStore) -> None:
    browser.send("/forms/sign-in", email="nobody@mail.example")

    assert len(contents(store)["links"]) == 1
    assert browser.send(f"/forms/sign-in/link/{'A' * 43}").status == 410


def test_the_fourth_mail_within_an_hour_is_refused_for_members_and_others_alike(
    browser: Browser, ada: Member, clock: Clock
) -> None:
    for email in (ada.email, "nobody@mail.example"):
        pages = [browser.send("/forms/sign-in", email=email) for _ in range(4)]
        assert [page.status for page in pages] == [303, 303, 303, 429]
        assert int(pages[-1].response.headers["Retry-After"]) > 3000
    clock.tick(hours=1)

    assert browser.send("/forms/sign-in", email=ada.email).status == 303


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter your e-mail address"),
        ("ada", "Enter an e-mail address like name@example.org"),
        ("ada@mail", "Enter an e-mail address like name@example.org"),
        ("a@b.example,c@d.example", "Enter an e-mail address like name@example.org"),
        ("=?utf-8?q?a=0ABcc:_x@y.example?=", "Enter an e-mail address like name@example.org"),
    ],
)
def test_what_is_no_address_is_told_at_the_field_and_kept(browser: Browser, typed: str, says: str) -> None:
    page = browser.send("/forms/sign-in", email=typed)

    assert page.errors == [says]
    assert page.forms()[0]["fields"]["email"] == [typed]
    assert "Error: Sign in" in page.html


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/forms/me", "/forms/me"),
        ("//evil.example", "/forms/me"),
        ("/\\evil.example", "/forms/me"),
        ("https://evil.example/forms/me", "/forms/me"),
        ("javascript:alert(1)", "/forms/me"),
        ("/forms/sign-out", "/forms/me"),
        ("/forms/sign-in", "/forms/me"),
        ("\t//evil.example", "/forms/me"),
        ("//[evil", "/forms/me"),
        ("/forms/needs", "/forms/needs"),
        ("/forms/share?direction=need&skill=bicycle-repair", "/forms/share?direction=need&skill=bicycle-repair"),
        ("/forms/share?skill=%0d%0aSet-Cookie:x", "/forms/share"),
        ("/forms/share?a=b&c=d&e=f&g=h&i=j", "/forms/share"),
        ("", "/forms/me"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(browser: Browser, ada: Member, asked: str, led_to: str) -> None:
    link = ask(browser, ada)

    assert browser.send(link, next=asked).location == led_to


def test_a_stranger_on_a_page_filled_in_by_a_link_comes_back_to_it(browser: Browser, ada: Member) -> None:
    there = "/forms/share?direction=need&skill=clothes-mending"
    asked = browser.follow(browser.get(there))
    fields = {name: values[0] for name, values in asked.forms()[0]["fields"].items()}
    browser.send("/forms/sign-in", fields | {"email": ada.email})
    link = link_in(mails(browser)[-1])
    page = browser.get(link)
    signed_in = browser.send(
        link, {name: values[0] for name, values in page.forms()[0]["fields"].items() if values}
    )

    assert signed_in.location == there


def test_a_session_gets_a_new_token_and_the_old_one_is_dead(browser: Browser, ada: Member) -> None:
    link = ask(browser, ada)
    before = browser.cookie
    browser.send(link)
    after = browser.cookie
    browser.raw.set_cookie("rsn", before)

    assert before != after
    assert not is_signed_in(browser)


def test_the_store_knows_no_token_and_no_code(browser: Browser, ada: Member, store: MemoryStore) -> None:
    link = ask(browser, ada)
    signs = signs_shown(browser)
    kept = repr(contents(store))

    assert link.rsplit("/", 1)[1] not in kept
    assert signs not in kept
    assert browser.cookie not in kept


def test_signing_out_ends_the_session_on_the_server(signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)
    token = browser.cookie
    page = browser.send("/forms/sign-out")
    browser.raw.set_cookie("rsn", token)

    assert page.response.headers["Clear-Site-Data"]
    assert not is_signed_in(browser)


def test_signing_out_everywhere_ends_all_sessions(signed_in: SignIn, ada: Member, ben: Member) -> None:
    here, there, somebody = signed_in(ada), signed_in(ada), signed_in(ben)
    here.send("/forms/sign-out/everywhere")

    assert [is_signed_in(b) for b in (here, there, somebody)] == [False, False, True]


def test_an_own_device_stays_signed_in_for_a_week_without_use_and_a_month_at_most(
    browser: Browser, ada: Member, clock: Clock
) -> None:
    browser.send(ask(browser, ada))
    for _ in range(4):
        clock.tick(days=6, hours=23)
        assert is_signed_in(browser)
        browser.send("/forms/sign-in", email="somebody@mail.example")
    clock.tick(days=3)

    assert not is_signed_in(browser)


def test_reading_alone_does_not_keep_a_session_alive(signed_in: SignIn, ada: Member, clock: Clock) -> None:
    browser = signed_in(ada)
    clock.tick(days=6)
    browser.get("/forms/me")
    clock.tick(days=1)

    assert not is_signed_in(browser)


def test_a_shared_device_is_signed_out_after_half_an_hour(browser: Browser, ada: Member, clock: Clock) -> None:
    page = browser.send(ask(browser, ada), shared="y")
    clock.tick(minutes=29)
    before = is_signed_in(browser)
    clock.tick(minutes=1)

    assert "Max-Age" not in page.response.headers["Set-Cookie"]
    assert before
    assert not is_signed_in(browser)


def test_who_left_the_network_is_signed_out_at_once(signed_in: SignIn, ada: Member, store: MemoryStore) -> None:
    from dataclasses import replace

    browser = signed_in(ada)
    put(store, replace(ada, standing=Standing.LEFT))

    assert not is_signed_in(browser)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    cookie = browser.get("/forms/sign-in").response.headers["Set-Cookie"]

    assert cookie.startswith("rsn=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def by_code(browser: Browser, code: str) -> Page:
    return browser.send("/forms/sign-in/code", code=code)


def test_a_printed_code_signs_in_once_however_it_is_written(
    app: Flask, clock: Clock, ada: Member, store: MemoryStore
) -> None:
    first, second, *_ = codes.issue(store, ada.id, NOW)
    one, two = Browser(app, clock), Browser(app, clock)
    untidy = by_code(one, f"  {first.lower().replace('-', ' ')} ")
    again = by_code(two, first)
    other = by_code(two, second)

    assert untidy.location == "/forms/me"
    assert again.errors == [
        "This code does not sign in. Compare each sign with your sheet; a code works only once."
    ]
    assert other.location == "/forms/me"


def test_a_new_sheet_voids_the_old_one(browser: Browser, ada: Member, store: MemoryStore) -> None:
    old = codes.issue(store, ada.id, NOW)
    new = codes.issue(store, ada.id, NOW)

    assert by_code(browser, old[0]).status == 200
    assert by_code(browser, new[0]).status == 303


def test_a_misspelt_and_an_unknown_code_get_the_same_words(
    browser: Browser, ada: Member, store: MemoryStore
) -> None:
    (code, *_) = codes.issue(store, ada.id, NOW)
    unknown = receipt_code(b"?" * 32)
    words = [by_code(browser, typed).errors for typed in (code[:-1] + "?", code[:5], unknown, "0" * 17)]

    assert len({tuple(w) for w in words}) == 1


def test_guessing_codes_is_stopped(browser: Browser, ada: Member, store: MemoryStore, clock: Clock) -> None:
    (code, *_) = codes.issue(store, ada.id, NOW)
    for number in range(30):
        by_code(browser, f"{number:04}-wrong")

    assert by_code(browser, code).status == 429
    clock.tick(hours=1)
    assert by_code(browser, code).status == 303
