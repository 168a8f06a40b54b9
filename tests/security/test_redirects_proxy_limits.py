"""Requirements 25 to 33: redirects, the web server in front, limits."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import create_environ

from domain.exchange import Direction
from domain.people import Member
from forms_api.app import create_app
from forms_api.auth.csrf import FIELD
from forms_api.config import Config
from forms_api.limits import Limit, Limiter, TooMany
from forms_api.limits_kept import counts_for
from forms_api.limits_sqlite import SqliteCounts
from forms_api.services import intents, proposals
from forms_api.services.intents import MOST_OPEN, IntentDraft
from forms_api.store.memory import MemoryStore
from forms_api.views import sign_in as views_sign_in
from tests.builders import NOW, a_catalogue
from tests.forms_api.client import Browser, Clock
from tests.forms_api.test_sign_in import ask
from tests.forms_api.town import Town
from tests.security.raw_http import asked, served

HOUR = timedelta(hours=1)
EVIL = (
    "//evil.example",
    "https://evil.example/forms/me",
    "javascript:alert(1)",
    "\t//evil.example",
    "/\\evil.example",
)


@pytest.mark.parametrize("asked", EVIL)
def test_s25_after_signing_in_nobody_is_led_off_the_service(browser: Browser, ada: Member, asked: str) -> None:
    link = ask(browser, ada)

    assert browser.send(link, next=asked).location == "/forms/me"


@pytest.mark.parametrize(("hops", "told_apart"), [(0, False), (1, True)])
def test_s26_who_asks_is_what_our_own_web_servers_say_and_nothing_before_it(
    config: Config, store: MemoryStore, clock: Clock, hops: int, told_apart: bool
) -> None:
    app = create_app(replace(config, proxy_hops=hops), store, a_catalogue, clock)
    answers = []
    for number in range(31):
        browser = Browser(app, clock)
        form = {FIELD: browser.token(), "code": f"{number:04}-wrong"}
        # The first entry is what a liar would send; the last is what the web server saw.
        seen = {"X-Forwarded-For": f"198.51.{number}.7, 203.0.{number}.9", "X-Forwarded-Host": "evil.example"}
        answer = browser.raw.post("/forms/sign-in/code", data=form, headers=seen)
        answers.append(answer.status_code)
        assert "evil.example" not in str(answer.headers)

    assert (answers[-1] == 200) == told_apart


def test_s26_a_spoofed_first_address_is_not_what_is_counted(
    config: Config, store: MemoryStore, clock: Clock
) -> None:
    app = create_app(replace(config, proxy_hops=1), store, a_catalogue, clock)
    answers = []
    for number in range(31):
        browser = Browser(app, clock)
        form = {FIELD: browser.token(), "code": f"{number:04}-wrong"}
        seen = {"X-Forwarded-For": f"198.51.{number}.7, 203.0.113.9"}
        answers.append(browser.raw.post("/forms/sign-in/code", data=form, headers=seen).status_code)

    assert answers == [200] * 30 + [429]


def _allowed(limiter: Limiter, limit: Limit) -> bool:
    try:
        limiter.take(NOW, limit)
    except TooMany:
        return False
    return True


def test_s27_limits_outlive_a_restart_and_are_shared_by_processes(config: Config, tmp_path: Path) -> None:
    kept = replace(config, limits_file=tmp_path / "limits.sqlite")
    one, other = (Limiter(config.secret, counts_for(kept, MemoryStore())) for _ in range(2))
    limit = Limit("mail", "ada@mail.example", 3, HOUR)
    before = [_allowed(limiter, limit) for limiter in (one, other, one)]
    again = Limiter(config.secret, counts_for(kept, MemoryStore()))

    assert before == [True] * 3
    assert not _allowed(again, limit)


def test_s27_what_is_counted_holds_no_address_and_no_day_is_like_another(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "limits.sqlite"
    limiter = Limiter(config.secret, SqliteCounts(file))
    for day in range(2):
        limiter.take(NOW + timedelta(hours=23 * day), Limit("mail", "ada@mail.example", 9, HOUR))
    names = [name for (name,) in sqlite3.connect(file).execute("SELECT name FROM tries")]
    held = b"".join(path.read_bytes() for path in tmp_path.glob("limits.sqlite*"))

    assert len(set(names)) == 2
    assert b"ada" not in held and b"mail.example" not in held
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("limits.sqlite*")} == {0o600}


def test_s27_one_network_cannot_use_up_what_is_for_all(
    browser: Browser, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_sign_in, "MAILS_FOR_ALL", 35)
    for number in range(40):
        browser.send("/forms/sign-in", email=f"nobody-{number}@mail.example")
    elsewhere = Browser(browser.app, browser.clock)
    answer = elsewhere.raw.post(
        "/forms/sign-in",
        data={FIELD: elsewhere.token(), "email": ada.email},
        environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
    )

    assert browser.send("/forms/sign-in", email="one-more@mail.example").status == 429
    assert answer.status_code == 303


def test_s28_a_limit_answers_429_and_when_to_come_back_to_members_and_others_alike(
    browser: Browser, ada: Member
) -> None:
    answers = []
    for email in (ada.email, "nobody@mail.example"):
        pages = [browser.send("/forms/sign-in", email=email) for _ in range(4)]
        assert [page.status for page in pages] == [303, 303, 303, 429]
        answers.append((pages[-1].response.headers["Retry-After"], pages[-1].text))

    assert answers[0] == answers[1]
    assert int(answers[0][0]) > 0


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, *_size: Any) -> bytes:
        raise AssertionError("the body was read")

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("the body was read")


def test_s29_a_long_body_is_refused_before_it_is_read_and_many_or_long_fields_after(browser: Browser) -> None:
    token = {FIELD: browser.token()}
    environ = create_environ("/forms/sign-in", method="POST", input_stream=Unread())
    environ |= {"CONTENT_LENGTH": "70000", "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    status: list[str] = []
    list(browser.app.wsgi_app(environ, lambda line, _headers: status.append(line)))  # type: ignore[arg-type]

    assert status == ["413 REQUEST ENTITY TOO LARGE"]
    assert browser.send("/forms/sign-out", {"f": "x" * 20_001}).status == 413
    assert browser.send("/forms/sign-out", token | {f"f{i}": "x" for i in range(201)}).status == 413


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"email": ' + "[" * 20 + "1" + "]" * 20 + "}", "too-deep"),
        ('{"email": ' + "[" * 5000, "too-deep"),
        ('{"email": NaN}', "bad-number"),
        ('{"email": "a", "email": "b"}', "name-twice"),
        (r'{"email": "\ud800"}', "half-a-sign"),
    ],
)
def test_s30_json_that_is_deep_double_or_no_text_gets_400(browser: Browser, text: str, code: str) -> None:
    asked_as = {"X-CSRF-Token": browser.token(), "Accept": "application/json"}
    answer = browser.raw.post("/forms/sign-in", data=text, content_type="application/json", headers=asked_as)

    assert (answer.status_code, answer.get_json()["code"]) == (400, code)


def test_s32_a_request_that_says_its_length_twice_is_refused() -> None:
    with served() as address:
        both = asked(address, "Content-Length: 5\r\nTransfer-Encoding: chunked")
        turned = asked(address, "transfer-encoding : chunked\r\ncontent-length: 5")
        chunked = asked(address, "Transfer-Encoding: chunked")
        huge = asked(address, "Content-Length: 10000000", b"")

    assert [answer.split()[1] for answer in (both, turned, chunked, huge)] == ["400", "400", "200", "413"]


def test_s33_a_member_has_so_many_needs_open_and_no_more(store: MemoryStore, ada: Member) -> None:
    draft = IntentDraft(direction=Direction.NEED, skill="bicycle-repair", note="A brake.")
    intents.place(store, a_catalogue(), ada.id, [draft] * MOST_OPEN, NOW)

    with pytest.raises(intents.TooManyOpen):
        intents.place(store, a_catalogue(), ada.id, [draft], NOW)


def test_s33_a_member_has_so_many_proposals_looking_for_sponsors_and_no_more(tmp_path: Path) -> None:
    town = Town(tmp_path)
    with pytest.raises(proposals.TooManyOpen):
        for number in range(20):
            town.sponsoring(title=f"A bench by the weir {number}")


def test_s27_of_many_at_once_no_more_than_allowed_get_through(tmp_path: Path) -> None:
    limiters = [Limiter(b"s" * 32, SqliteCounts(tmp_path / "limits.sqlite")) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda n: _allowed(limiters[n % 4], Limit("code", "ABCD", 5, HOUR)), range(24)))

    assert sum(passed) == 5
