"""Requirements 1 to 8: sessions and cookies."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from domain.mandates import Way
from domain.people import Member, Standing
from forms_api.app import create_app
from forms_api.config import Config
from forms_api.secret_file import GRACE, OldSecret, SecretTooOpen, old_secrets_from, replace_secret, secret_from
from forms_api.services import codes, sessions
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_catalogue, contents, put
from tests.forms_api.client import Browser, Clock
from tests.forms_api.test_sign_in import ask, is_signed_in

SignIn = Callable[[Member], Browser]


def cookies_of(browser: Browser, path: str, **how: object) -> list[str]:
    return browser.raw.get(path, **how).headers.getlist("Set-Cookie")


def test_s01_the_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts(
    config: Config, store: MemoryStore, clock: Clock
) -> None:
    secure = create_app(replace(config, secure_cookies=True), store, a_catalogue, clock)
    (cookie,) = cookies_of(Browser(secure, clock), "/forms/sign-in", base_url="https://localhost")
    name, *marks = cookie.split("; ")

    assert name.startswith("__Host-rsn=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(marks)
    assert not [mark for mark in marks if mark.startswith("Domain")]


def test_s02_the_cookie_stays_behind_when_another_site_posts(browser: Browser) -> None:
    (cookie,) = cookies_of(browser, "/forms/sign-in")

    assert "SameSite=Lax" in cookie.split("; ")


def test_s03_the_cookie_is_a_reference_of_32_bytes_and_the_store_knows_only_its_hash(
    browser: Browser, ada: Member, store: MemoryStore
) -> None:
    browser.send(ask(browser, ada))
    names = [cookie.key for cookie in (browser.raw._cookies or {}).values()]
    (row,) = contents(store)["sessions"]

    assert names == ["rsn"]
    assert len(browser.cookie) == 43
    assert row.id == hashlib.sha256(browser.cookie.encode()).hexdigest()
    assert browser.cookie not in repr(contents(store))


def test_s04_every_change_of_rights_changes_the_token_and_the_old_one_is_dead(
    browser: Browser, steward: Member, ben: Member, store: MemoryStore, app: Flask, clock: Clock
) -> None:
    tokens = [browser.cookie]
    browser.send(ask(browser, steward))
    tokens.append(browser.cookie)
    browser.send("/forms/sign-in/again", code=codes.issue(store, steward.id, clock())[0])
    tokens.append(browser.cookie)
    desk = browser.get("/forms/desk").status
    browser.send("/forms/acting", member=ben.id, way=Way.PHONE.value)
    tokens.append(browser.cookie)

    assert desk == 200
    assert len(set(tokens)) == 4
    for old in tokens[:-1]:
        thief = Browser(app, clock)
        thief.raw.set_cookie("rsn", old)
        assert not is_signed_in(thief)


@pytest.mark.parametrize(
    ("shared", "idle", "at_most"),
    [(False, timedelta(days=7), timedelta(days=30)), (True, timedelta(minutes=30), timedelta(hours=4))],
)
def test_s05_a_session_ends_idle_and_at_last_by_the_servers_clock(
    store: MemoryStore, ada: Member, shared: bool, idle: timedelta, at_most: timedelta
) -> None:
    session = sessions.start(store, ada.id, "t" * 43, NOW, shared=shared)
    used = replace(session, used_at=session.expires_at - timedelta(seconds=1))

    assert sessions.alive(session, NOW + idle - timedelta(seconds=1))
    assert not sessions.alive(session, NOW + idle)
    assert sessions.alive(used, NOW + at_most - timedelta(seconds=1))
    assert not sessions.alive(used, NOW + at_most)


def test_s05_use_is_noted_once_in_five_minutes_and_never_lengthens_the_end(
    signed_in: SignIn, ada: Member, store: MemoryStore, clock: Clock
) -> None:
    browser = signed_in(ada)
    noted = []
    for minutes in (4, 4, 4, 60 * 24 * 6):
        clock.tick(minutes=minutes)
        browser.send("/forms/sign-in", email="nobody@mail.example")
        (row,) = contents(store)["sessions"]
        noted.append(row.used_at - NOW)

    assert noted[:3] == [timedelta(), timedelta(minutes=8), timedelta(minutes=8)]
    assert noted[3] == timedelta(days=6, minutes=12)
    assert row.expires_at == NOW + timedelta(days=30)


def test_s06_signing_out_kills_the_session_on_the_server_and_clears_the_browser(
    signed_in: SignIn, ada: Member, store: MemoryStore
) -> None:
    browser = signed_in(ada)
    old = browser.cookie
    answer = browser.send("/forms/sign-out")
    browser.raw.set_cookie("rsn", old)

    assert answer.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert contents(store)["sessions"] == []
    assert not is_signed_in(browser)


def test_s07_signing_out_everywhere_and_leaving_end_all_sessions_at_once(
    signed_in: SignIn, ada: Member, ben: Member, store: MemoryStore
) -> None:
    here, there, left, other = signed_in(ada), signed_in(ada), signed_in(ben), signed_in(ben)
    here.send("/forms/sign-out/everywhere")
    put(store, replace(ben, standing=Standing.LEFT))

    assert [is_signed_in(one) for one in (here, there, left, other)] == [False] * 4


def _after(config: Config, store: MemoryStore, clock: Clock, cookie: str, grace: timedelta | None) -> Browser:
    """Return the browser with *cookie* on the service with a new secret key, the old one honoured for *grace*."""
    old = (OldSecret(config.secret, clock() + grace),) if grace else ()
    changed = create_app(replace(config, secret=b"n" * 32, old_secrets=old), store, a_catalogue, clock)
    browser = Browser(changed, clock)
    browser.raw.set_cookie("rsn", cookie)
    return browser


def test_s08_a_replaced_secret_key_ends_sessions_and_forms_after_its_grace(
    browser: Browser, ada: Member, config: Config, store: MemoryStore, clock: Clock
) -> None:
    browser.send(ask(browser, ada))
    token = {"csrf_token": browser.token()}
    at_once = _after(config, store, clock, browser.cookie, None)
    graced = _after(config, store, clock, browser.cookie, GRACE)
    taken = graced.raw.post("/forms/sign-in", data={**token, "email": "nobody@mail.example"}).status_code
    within = is_signed_in(graced)
    clock.tick(days=2)

    assert not is_signed_in(at_once)
    assert at_once.raw.post("/forms/sign-out", data=token).status_code == 400
    assert (taken, within) == (303, True)
    assert not is_signed_in(graced)


def test_s08_a_session_used_within_the_grace_lives_on_under_the_new_key(
    browser: Browser, ada: Member, config: Config, store: MemoryStore, clock: Clock
) -> None:
    browser.send(ask(browser, ada))
    graced = _after(config, store, clock, browser.cookie, GRACE)
    clock.tick(hours=1)
    graced.send("/forms/sign-in", email="nobody@mail.example")
    clock.tick(days=2)

    assert is_signed_in(graced)


def test_s08_the_key_is_replaced_on_disk_and_the_old_one_kept_for_its_grace_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    first = secret_from(file)
    second = replace_secret(file, NOW)
    kept = old_secrets_from(file)
    third = replace_secret(file, NOW + timedelta(days=1), timedelta())

    assert len({first, second, third}) == 3
    assert secret_from(file) == third
    assert kept == (OldSecret(first, NOW + GRACE),)
    assert old_secrets_from(file) == ()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_s08_an_old_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    secret_from(file)
    replace_secret(file, NOW)
    (tmp_path / "secret.key.old").chmod(0o640)

    with pytest.raises(SecretTooOpen):
        old_secrets_from(file)
