"""
All that is hostile on the pages of site and service, in a browser: nothing runs, even with the policy put aside.

The pages are handed to the browser from memory under one address, so that no server has to stand. Each is looked
at twice: as it is served, where the policy must have had nothing to refuse, and with the policy put aside, where
no script may run all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route
from werkzeug.test import Client

from domain.governance.proposal import ArgumentKind
from domain.record.public import PublicArgument, PublicMember
from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services import sessions
from forms_api.services.text_rules import normal, refused_at
from forms_api.store.memory import MemoryStore
from rsn.static_site import StaticSite
from site_builder.build import build
from tests.builders import NOW, a_member, put
from tests.forms_api.busy import Busy, busy
from tests.forms_api.client import Clock
from tests.forms_api.test_every_route import rules
from tests.forms_api.town import Town
from tests.security.corpus import LONG, texts
from tests.site_builder.community import a_proposal, a_record, an_entry, community, write_record

pytestmark = pytest.mark.longer

HOST = "https://weirside.example"
A_TEXT = 9_000
"""Characters in one text: as many as members' Markdown renders."""
EVERY = 12
FLAG = "window.__ran = (window.__ran || 0) + 1"
"""What a string would do here that is written to call a function of its own."""

TOUCH = """() => {
  for (const element of document.querySelectorAll("main *"))
    for (const kind of ["mouseover", "focus", "click"])
      if (kind !== "click" || !element.matches("a, button, summary")) element.dispatchEvent(new Event(kind));
  return window.__ran || 0;
}"""
NEVER_MADE = "main :is(script:not([src]), iframe, object, embed, [onclick], [onerror], [style])"

TALKATIVE = {
    "me.show",
    "needs.show",
    "matches.show",
    "proposals.index",
    "proposals.preview",
    "proposals.edit",
    "desk.index",
    "roll.index",
    "matching.index",
    "moderation.index",
    "ballots.ask",
    "entry.edit",
}
"""Pages of the service that repeat most of what people wrote: looked at every day; in the long run all are."""


@dataclass
class Heard:
    """What the browser told of while pages were looked at."""

    page: str = ""
    ran: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        self.ran.append(f"{self.page}: {what}"[:300])


def storable(fixtures: Path) -> list[str]:
    """Return the hostile strings as members could store them, each once."""
    found = dict.fromkeys(normal(text) for text in texts(fixtures, every=EVERY))
    return [text for text in found if text and refused_at(text, lines=True) is None]


def bundles(found: list[str]) -> Iterator[str]:
    """Yield texts that hold all of them, each as long as one text may be."""
    bundle = ""
    for text in found:
        if len((bundle + text).encode()) > A_TEXT:
            yield bundle
            bundle = ""
        bundle += f"{text}\n\n"
    yield bundle


@pytest.fixture(scope="module")
def found(fixtures_dir: Path) -> list[str]:
    return storable(fixtures_dir)


@pytest.fixture(scope="module")
def site(found: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built site whose members, proposals and arguments say all of it."""
    folder = tmp_path_factory.mktemp("hostile")
    proposals, members = [], {}
    for number, text in enumerate(bundles(found)):
        one = found[number % len(found)].replace("\n", " ")
        argument = PublicArgument(ArgumentKind.AGAINST, text, "ada-quill", NOW.date())
        proposals.append(
            a_proposal(
                id=f"2026-{number + 1}", title=one[:120], summary=one[:280], text=text, arguments=(argument,)
            )
        )
        entry = replace(an_entry(f"m{number}"), name=f"M {one[:70]}", about=text)
        members[entry.slug] = PublicMember(entry, from_content=False)
    shown = {"ada-quill": PublicMember(an_entry(), from_content=True), **members}
    record = write_record(folder / "record", a_record(*proposals, members=shown))
    build(community(), record, folder / "public", NOW)
    return folder / "public"


@pytest.fixture(scope="module")
def service(found: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Busy]]:
    """Return the service of a town in which everything that was written is hostile."""
    data, store = tmp_path_factory.mktemp("town"), MemoryStore()
    town = busy(Town(data, store=store))
    texts_of = list(bundles(found))
    with store.unit() as unit:
        for number, proposal in enumerate(list(unit.proposals)):
            said = texts_of[number % len(texts_of)]
            one = found[-number - 1].replace("\n", " ")
            unit.proposals.put(replace(proposal, title=one[:120], summary=one[:280], text=said))
        for number, member in enumerate(list(unit.members)):
            words = replace(member.entry, name=found[number].replace("\n", " ")[:80], about=found[-number - 1])
            unit.members.put(replace(member, entry=words))
        for name, part in (("intents", "note"), ("messages", "text"), ("arguments", "text")):
            for number, row in enumerate(list(getattr(unit, name))):
                getattr(unit, name).put(replace(row, **{part: found[(number * 7) % len(found)]}))
    config = Config(data_dir=data, record_dir=data / "record", base_url=HOST, secret=b"k" * 32, mail=data / "mail")
    app = create_app(config, store, lambda: town.town.catalogue, Clock(town.town.now))
    for number, who in enumerate((town.me, town.steward)):
        sessions.start(store, who.id, str(number) * 43, town.town.now, shared=False, twofold=True)
    put(store, a_member("plain"))
    yield app, town
    app.extensions[EXTENSION].outbox.close()


def window(browser: Browser, heard: Heard, answer: Any, *, aside: bool) -> Page:
    """Open a window that gets every page of HOST from *answer*; *aside* puts the pages' policy aside."""
    context = browser.new_context(bypass_csp=aside)

    def serve(route: Route) -> None:
        url = route.request.url
        if not url.startswith(HOST):
            heard.note(f"asked for {url}")
            route.abort()
            return
        given = answer(url.removeprefix(HOST))
        route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.get_data())

    context.route("**/*", serve)
    context.add_init_script(
        "for (const f of ['alert','confirm','prompt','print']) window[f] = () => { " + FLAG + " };"
    )
    page = context.new_page()
    page.on("dialog", lambda dialog: (heard.note(f"a dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: heard.note(f"an error: {error}"))
    page.on(
        "console", lambda said: heard.note(said.text) if said.type == "error" and "404" not in said.text else None
    )
    return page


def look(page: Page, heard: Heard, path: str) -> None:
    """Open a page, and touch what wants to be touched; note what ran."""
    heard.page = path
    page.goto(HOST + path, wait_until="load")
    count = page.evaluate(TOUCH)
    if count:
        heard.note(f"ran {count} times")
    if page.query_selector(NEVER_MADE):
        heard.note("holds an element that nobody made")


@pytest.mark.parametrize("aside", [False, True], ids=["with the policy", "without it"])
def test_s47_nothing_hostile_runs_on_any_page_of_the_site(browser: Browser, site: Path, aside: bool) -> None:
    client, heard = Client(StaticSite(site, lambda: ())), Heard()
    page = window(browser, heard, client.get, aside=aside)
    paths = sorted(p.parent.relative_to(site).as_posix() for p in site.glob("*/*/index.html"))
    wanted = [f"/{one}/" for one in paths if one.startswith(("proposals/", "members/"))]
    for path in ("/", "/proposals/", "/members/", *(wanted if LONG or not aside else wanted[::4])):
        look(page, heard, path)
    page.context.close()

    assert wanted
    assert heard.ran == []


@pytest.mark.parametrize("aside", [False, True], ids=["with the policy", "without it"])
def test_s47_nothing_hostile_runs_on_any_page_of_the_service(
    browser: Browser, service: tuple[Flask, Busy], site: Path, aside: bool
) -> None:
    (app, town), heard, beside = service, Heard(), Client(StaticSite(site, lambda: ()))
    every = rules(app, "GET")
    for number in (0, 1) if LONG else (1,):
        client = app.test_client()
        client.set_cookie("rsn", str(number) * 43)

        def answer(path: str, client: FlaskClient = client) -> Any:
            return client.get(path) if path.startswith("/forms") else beside.get(path)

        page = window(browser, heard, answer, aside=aside)
        for rule in every if LONG else [one for one in every if one.endpoint in TALKATIVE]:
            given = client.get(town.path(rule))
            if given.status_code == 200 and given.mimetype == "text/html":
                look(page, heard, town.path(rule))
        page.context.close()

    assert heard.ran == []


def test_the_browser_would_have_told(browser: Browser) -> None:
    heard = Heard()
    evil = (
        b"<main><p id=a onclick='alert(1)'>x</p><img src=/x onerror='confirm(1)'><script>alert(2)</script></main>"
    )

    class Answer:
        status_code, headers = 200, {"Content-Type": "text/html"}

        def get_data(self) -> bytes:
            return evil

    page = window(browser, heard, lambda path: Answer(), aside=True)
    look(page, heard, "/")
    page.context.close()

    assert any("ran" in one for one in heard.ran)
    assert any("nobody made" in one for one in heard.ran)
