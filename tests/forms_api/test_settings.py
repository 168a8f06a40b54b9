"""Settings, the secret key, and how often something may be tried."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import request
from werkzeug.test import create_environ, run_wsgi_app

from forms_api.app import create_app
from forms_api.config import Config, SecretTooOpen, SecretTooShort, secret_from
from forms_api.limits import Limiter, TooMany, network_of
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_catalogue
from tests.forms_api.client import Browser, Clock

HOUR = timedelta(hours=1)


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    first, second = secret_from(file), secret_from(file)

    assert first == second
    assert len(first) == 32
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_secret_others_may_read_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    secret_from(file)
    file.chmod(0o640)

    with pytest.raises(SecretTooOpen, match="chmod 600"):
        secret_from(file)


def test_a_short_secret_is_refused(config: Config) -> None:
    with pytest.raises(SecretTooShort, match="has 5 bytes; it needs 32"):
        replace(config, secret=b"short")


def test_over_https_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay(
    config: Config, store: MemoryStore, clock: Clock
) -> None:
    secure = replace(config, secure_cookies=True, trusted_hosts=("weirside.example",))
    app = create_app(secure, store, a_catalogue, clock)
    answer = Browser(app, clock).get("/forms/sign-in", base_url="https://weirside.example").response
    cookie = answer.headers["Set-Cookie"]

    assert cookie.startswith("__Host-rsn=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"])
def test_a_demo_answers_no_proxy(config: Config, store: MemoryStore, clock: Clock, name: str) -> None:
    app = create_app(replace(config, demo=True), store, a_catalogue, clock)
    browser = Browser(app, clock)

    assert browser.get("/forms/sign-in").status == 200
    assert browser.get("/forms/sign-in", headers={name: "127.0.0.1"}).status == 400


def test_a_demo_answers_this_machine_only_whatever_hosts_are_trusted(
    config: Config, store: MemoryStore, clock: Clock
) -> None:
    open_demo = replace(config, demo=True, trusted_hosts=("weirside.example", "localhost"))
    browser = Browser(create_app(open_demo, store, a_catalogue, clock), clock)

    assert browser.get("/forms/sign-in", headers={"Host": "weirside.example"}).status == 400
    assert browser.get("/forms/sign-in", headers={"Host": "localhost:8000"}).status == 200


def test_without_the_demo_its_pages_are_not_there(browser: Browser) -> None:
    assert browser.get("/forms/demo").status == 404


def test_a_limit_counts_each_key_apart_and_forgets_with_time() -> None:
    limiter = Limiter(b"s" * 32)
    for _ in range(2):
        limiter.check("mail", "ada", NOW, most=2, within=HOUR)
    with pytest.raises(TooMany) as refused:
        limiter.check("mail", "ada", NOW + timedelta(minutes=20), most=2, within=HOUR)
    limiter.check("mail", "ben", NOW, most=2, within=HOUR)
    limiter.check("code", "ada", NOW, most=2, within=HOUR)
    limiter.check("mail", "ada", NOW + HOUR, most=2, within=HOUR)

    assert refused.value.seconds == 40 * 60


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", "unknown"),
        (None, "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_people_are_counted_by_their_network(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_behind_a_proxy_people_are_told_apart_by_what_it_says_and_nothing_before_it(
    config: Config, store: MemoryStore, clock: Clock
) -> None:
    seen = []
    app = create_app(replace(config, proxy_hops=1), store, a_catalogue, clock)
    app.before_request(lambda: seen.append((request.remote_addr, request.host)))
    browser = Browser(app, clock)
    browser.get(
        "/forms/sign-in", headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.77", "X-Forwarded-Host": "evil"}
    )

    assert seen == [("203.0.113.77", "localhost")]


def test_without_a_proxy_nobody_says_who_they_are(config: Config, store: MemoryStore, clock: Clock) -> None:
    seen = []
    app = create_app(config, store, a_catalogue, clock)
    app.before_request(lambda: seen.append(request.remote_addr))
    Browser(app, clock).get("/forms/sign-in", headers={"X-Forwarded-For": "203.0.113.77"})

    assert seen == ["127.0.0.1"]


def test_no_hostile_host_is_answered(browser: Browser, fixtures_dir: Path) -> None:
    lines = (fixtures_dir / "hostile" / "own.jsonl").read_text().splitlines()
    hosts = [row["text"] for row in map(json.loads, lines) if row["class"] == "host-header"]
    statuses = {host: raw_status(browser, host) for host in hosts}

    assert len(hosts) > 10
    assert {host: status for host, status in statuses.items() if status != 400} == {}


def raw_status(browser: Browser, host: str) -> int:
    """Return the answer to a request with this Host, as a server hands it over: past the test client."""
    environ = create_environ("/forms/sign-in") | {"HTTP_HOST": host.encode("utf-8", "replace").decode("latin-1")}
    _body, status, _headers = run_wsgi_app(browser.app, environ)
    return int(status.split(" ")[0])
