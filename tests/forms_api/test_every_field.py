"""Every field of every form: empty, too long, wrong, hostile; never a fault, nothing stored, all escaped."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forms_api.app import create_app
from forms_api.auth.csrf import FIELD
from forms_api.config import Config, DemoHooks
from forms_api.current import EXTENSION
from forms_api.services import sessions
from forms_api.services.text_rules import normal, refused_at
from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from forms_api.store.tinydb import TinyStore
from tests.builders import contents, put_back
from tests.forms_api.audit import audit
from tests.forms_api.busy import Busy, busy
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.town import Town
from tests.security.corpus import LONG, rows

# What these tests run is measured by those of each page; here it would double the time.
pytestmark = [pytest.mark.no_cover, pytest.mark.longer]
SHARES = 10

DEFAULTS = ("", "My knees say yes.", "The back wheel rubs.", "Saturday mornings")
FREE_TEXTS = ("note", "when", "message", "text")
NEVER_STORED = frozenset({"bidi", "text-control"})
"""Classes of hostile text that no field of any form may take."""

OWN_TAG = re.compile(r"</?[a-z]*[1-6]?/?>?", re.IGNORECASE)
"""A tag alone stands on our own pages too: nobody could tell ours from one that was sent."""

WORST = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}{% raw %}${7*7}",
    "</textarea></select></title><h1>",
    "\u202egnp.exe",
    "a\x00b",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "𓂀" * 3000,
    "-1",
    "99999999999999999999999999999999",
    "²",
    "2026-02-30",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
)


OTHERS_EVERY_DAY = 40
"""Of the lists of others each so-many-th string is sent every day; in the long run all of them."""


def our_own(fixtures: Path) -> list[tuple[str, str]]:
    """Return class and text of every hostile string of our own list."""
    lines = (fixtures / "hostile" / "own.jsonl").read_text().splitlines()
    return [(r["class"], r["text"]) for r in map(json.loads, lines) if "text" in r]


def hostile(fixtures: Path) -> list[tuple[str, str]]:
    """Return class and text of every hostile string of our own list, and of a share of all others."""
    own = our_own(fixtures)
    others = [row for row in rows(fixtures) if row not in set(own)]
    return own + (others if LONG else others[::OTHERS_EVERY_DAY])


@pytest.fixture(scope="module", params=["memory", "tinydb"] if LONG else ["memory"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Busy]:
    folder = tmp_path_factory.mktemp("town")
    store = MemoryStore() if request.param == "memory" else TinyStore.open(folder / "store")
    yield busy(Town(folder, store=store))
    store.close()


@pytest.fixture(scope="module")
def app(town: Busy) -> Iterator[Flask]:
    data, clock = town.town.data, Clock(town.town.now)
    hooks = DemoHooks(let_pass=lambda seconds: clock.tick(seconds=seconds), refresh=lambda: None)
    config = Config(
        data_dir=data,
        record_dir=data / "record",
        base_url="https://weirside.example",
        secret=b"k" * 32,
        mail=data / "mail",
        languages=("en", "es", "ar"),
        demo=True,
        demo_hooks=hooks,
    )
    made = create_app(config, town.town.store, lambda: town.town.catalogue, clock)
    # This test sends more forms in a minute than a person in a year; the limits have tests of their own.
    object.__setattr__(made.extensions[EXTENSION], "limiter", Unlimited())
    yield made
    made.extensions[EXTENSION].outbox.close()


class Unlimited:
    def check(self, *_what: Any, **_limits: Any) -> None:
        """Let everything pass."""

    take = check


class Sent:
    """A form as a page offers it: who may send it, where to, and what it would send."""

    def __init__(self, browser: Browser, page: str, action: str, fields: dict[str, list[str]]) -> None:
        self.browser, self.page, self.action = browser, page, action or page
        self.ticks: frozenset[str] = frozenset()
        self.fields = {name: values[0] for name, values in fields.items() if name != FIELD and values}

    def __repr__(self) -> str:
        return f"{self.action} on {self.page}: {sorted(self.fields)}"

    def raw(self, **changes: str) -> TestResponse:
        """Send the form with these fields changed; the answer is not audited, which takes its time."""
        fields = {FIELD: self.browser.token(), **self.fields, **changes}
        return self.browser.raw.post(self.action, data=fields, content_type="application/x-www-form-urlencoded")


def forms_of(app: Flask, town: Busy, browsers: list[Browser]) -> list[Sent]:
    """Return every form with a field to type into, choose from or tamper with, once."""
    found: dict[tuple[str, tuple[str, ...]], Sent] = {}
    for browser in browsers:
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint.startswith("demo."):
                continue
            path = town.path(rule)
            page = browser.get(path)
            if page.tree is None or page.status != 200:
                continue
            for form in page.forms():
                sent = Sent(browser, path, form["action"], with_radios(page, form))
                if sent.fields:
                    sent.ticks = ticks(page)
                    found.setdefault((sent.action, tuple(sorted(sent.fields))), sent)
    return list(found.values())


def ticks(page: Page) -> frozenset[str]:
    """Return the names of the page's tick boxes: nothing ticked, or anything in them, is an answer."""
    assert page.tree is not None
    return frozenset(e.get("name") or "" for e in page.tree.iter("input") if e.get("type") == "checkbox")


def with_radios(page: Page, form: dict[str, Any]) -> dict[str, list[str]]:
    """Return the form's fields; where nothing is chosen among radio buttons, the first is."""
    fields: dict[str, list[str]] = dict(form["fields"])
    assert page.tree is not None
    for element in page.tree.iter("form"):
        if (element.get("action") or "") == form["action"]:
            for button in element.iter("input"):
                if button.get("type") in ("radio", "checkbox"):
                    fields.setdefault(button.get("name") or "", [button.get("value") or ""])
    return fields


@pytest.fixture(scope="module")
def found(app: Flask, town: Busy) -> tuple[list[Sent], dict[str, Any]]:
    """Return every form, and what the store holds before anything is sent: to look for them takes seconds."""
    clock, store = app.extensions[EXTENSION].clock, town.town.store
    browsers = [Browser(app, clock) for _ in range(3)]
    for browser, member in zip(browsers[1:], (town.me, town.steward), strict=True):
        sign_in(browser, store, member.id)
    forms = forms_of(app, town, browsers)
    return forms, contents(store)


def sign_in(browser: Browser, store: Store, member: str) -> None:
    token = secrets.token_urlsafe(32)
    sessions.start(store, member, token, browser.clock(), shared=False, twofold=True)
    browser.raw.set_cookie(browser.config.cookie_name, token)


@pytest.fixture
def store(town: Busy, found: tuple[list[Sent], dict[str, Any]]) -> Store:
    """Return the store as it was before any form was sent."""
    put_back(town.town.store, found[1])
    return town.town.store


@pytest.fixture
def forms(found: tuple[list[Sent], dict[str, Any]], store: Store) -> list[Sent]:
    return found[0]


def kept(store: Store) -> dict[str, Any]:
    """Return what the store holds but for sign-in records, which asking and using make and touch."""
    return {name: rows for name, rows in contents(store).items() if name not in ("sessions", "links")}


def fault(answer: TestResponse, text: str) -> str:
    """Return what is wrong with the answer to *text*, or nothing."""
    if answer.status_code >= 500:
        return f"answered {answer.status_code}"
    if "<" in text and not OWN_TAG.fullmatch(text) and text in answer.get_data(as_text=True):
        return "shows it as it came"
    if any("\n" in value or "\r" in value for _, value in answer.headers):
        return "lets it into a header"
    return ""


def test_there_are_forms_to_try(forms: list[Sent]) -> None:
    paths = {sent.action.split("?")[0] for sent in forms}

    assert {"/forms/sign-in", "/forms/sign-in/code", "/forms/share", "/forms/entry", "/forms/desk/roll"} <= paths
    assert len(forms) >= 12


def test_a_form_without_any_field_stores_nothing(forms: list[Sent], store: Store) -> None:
    before = kept(store)
    for sent in forms:
        # To take a proposal back nobody has to say why.
        if set(sent.fields) - sent.ticks and not sent.action.endswith("/withdraw"):
            assert sent.browser.send(sent.action).status < 500, sent

    assert kept(store) == before


def test_each_field_too_long_is_told_and_nothing_is_stored(forms: list[Sent], store: Store) -> None:
    before = kept(store)
    for sent in forms:
        for names in one_by_one(sent.fields.keys() - sent.ticks):
            answer = sent.raw(**dict.fromkeys(names, "x" * 12_000))
            led_to = answer.headers.get("Location", "")
            # A link is mailed whatever the page says to go on to; where that is no page of ours, it is dropped.
            led_back = answer.status_code == 303 and led_to in (sent.page, "/forms/sign-in/sent")
            assert led_back or answer.status_code in (200, 400, 403, 404, 409, 410, 413), (
                f"{sent} {names}: {answer.status_code}"
            )

    assert kept(store) == before


def one_by_one(names: Iterable[str]) -> list[list[str]]:
    """Return the names each for itself; of a long form its rows of the same kind together."""
    kinds: dict[str, list[str]] = {}
    for name in sorted(names):
        kinds.setdefault(name.rsplit("-", 1)[-1], []).append(name)
    return list(kinds.values())


def test_each_field_empty_or_wrong_by_itself_is_never_a_fault(forms: list[Sent]) -> None:
    for sent in forms:
        for names in one_by_one(sent.fields):
            for text in ("", *WORST[:3]):
                assert fault(sent.raw(**dict.fromkeys(names, text)), text) == "", f"{sent} {names}: {text!r}"


def test_the_worst_in_all_fields_at_once_leaves_a_page_a_page(forms: list[Sent]) -> None:
    for text in WORST:
        for sent in forms:
            answer = sent.raw(**dict.fromkeys(sent.fields, text))
            assert fault(answer, text) == "", f"{sent}: {text[:60]!r}"
            if answer.status_code == 200:
                audit(answer.get_data(as_text=True))


def test_hostile_strings_are_refused_or_kept_as_text(forms: list[Sent], store: Store, fixtures_dir: Path) -> None:
    strings = hostile(fixtures_dir)
    for place, sent in enumerate(forms):
        # Every form meets a share of them, and every string meets some forms.
        send_all(sent, strings[place % SHARES :: SHARES], store)


@pytest.mark.long
def test_every_hostile_string_of_ours_in_every_form_is_refused_or_kept_as_text(
    forms: list[Sent], store: Store, fixtures_dir: Path
) -> None:
    # Six thousand of others into every form would take hours: each meets a tenth of the forms, in the test above.
    for sent in forms:
        send_all(sent, our_own(fixtures_dir), store)


def send_all(sent: Sent, strings: list[tuple[str, str]], store: Store) -> None:
    """Send the form with all of *strings*; what it answers and stores has to be as it should."""
    names = sorted(sent.fields.keys() - sent.ticks - {"step", "nonce"})
    # Each field takes another string: a form of twenty fields meets them all in a twentieth of the time.
    for start in range(0, len(strings), len(names) or len(strings)):
        batch = strings[start : start + len(names)]
        before = kept(store)
        answer = sent.raw(**encodable({n: text for n, (_, text) in zip(names, batch, strict=False)}))
        assert [(text, f) for _, text in batch if (f := fault(answer, text))] == [], sent
        check_store(batch, before, kept(store))


def check_store(batch: list[tuple[str, str]], before: dict[str, Any], after: dict[str, Any]) -> None:
    """Hold the store to it: nothing of what may never be stored, and of the rest the text as it was meant."""
    never = [t for kind, t in batch if kind in NEVER_STORED and refused_at(normal(t), lines=True) is not None]
    assert not never or after == before, f"one of {never} was stored"
    if after != before:
        texts = [normal(text) for _, text in batch]
        assert all(part in DEFAULTS or part in texts for part in new_texts(before, after)), batch


def encodable(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields as a browser would send them: half a sign becomes the replacement character."""
    return {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()}


def new_texts(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Go through the free texts of records that were not there before."""
    for name in after:
        for row in after[name]:
            if row not in before[name]:
                yield from (
                    getattr(row, field) for field in ("note", "when", "message", "text") if hasattr(row, field)
                )
