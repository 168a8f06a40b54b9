"""Every route: whom it is open to, and that neither a GET nor a POST without its token does anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from domain.people import Member
from forms_api.app import Unguarded, create_app
from forms_api.auth.csrf import FIELD
from forms_api.auth.guards import Access, access_of
from forms_api.config import Config, DemoHooks
from forms_api.current import EXTENSION
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, contents
from tests.forms_api.busy import Busy, busy
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

# What these tests run is measured by those of each page; here it would double the time.
pytestmark = pytest.mark.no_cover

SignIn = Callable[[Member], Browser]

PUBLIC = {
    "api.openapi",
    "api.session",
    "ballot_codes.ask",
    "ballot_codes.back",
    "ballot_codes.cast",
    "ballot_codes.change",
    "ballot_codes.check",
    "ballot_codes.receipt",
    "ballot_codes.receipt_file",
    "ballot_codes.show",
    "demo.clock",
    "demo.enter",
    "demo.people",
    "erasure.done",
    "join.ask",
    "join.left",
    "join.received",
    "me.start",
    "prints.show",
    "receipts.ask",
    "receipts.tell",
    "search.show",
    "sign_in.ask",
    "sign_in.code",
    "sign_in.leave",
    "sign_in.link",
    "sign_in.sent",
    "challenges.by_code",
    "challenges.made",
    "vote_mails.address",
    "vote_mails.by_address",
}
BY_ADDRESS = {"vote_mails.by_address"}
"""What is asked by a signed address, and by nothing else (tests/forms_api/test_vote_mails.py)."""
STEWARDS = (
    "desk.",
    "matching.",
    "moderation.",
    "paper.",
    "promises.",
    "reviews.",
    "roll.",
    "advice.answer",
    "hand.",
    "importing.",
    "erasing.",
    "admission.",
    "checks.",
    "hiding.",
)


@pytest.fixture
def town(tmp_path: Path, store: MemoryStore) -> Busy:
    return busy(Town(tmp_path, store=store))


@pytest.fixture
def app(config: Config, store: MemoryStore, town: Busy, clock: Clock) -> Iterator[Flask]:
    clock.moment = town.town.now
    hooks = DemoHooks(let_pass=lambda seconds: clock.tick(seconds=seconds), refresh=lambda: None)
    demo = replace(config, demo=True, demo_hooks=hooks)
    made = create_app(demo, store, lambda: town.town.catalogue, clock)
    yield made
    made.extensions[EXTENSION].outbox.close()


def rules(app: Flask, method: str) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted(found, key=lambda rule: rule.rule)


def test_every_endpoint_is_public_or_guarded_as_listed_here(app: Flask) -> None:
    access = {name: access_of(view) for name, view in app.view_functions.items()}
    expected = {
        name: Access.PUBLIC if name in PUBLIC else Access.STEWARD if name.startswith(STEWARDS) else Access.MEMBER
        for name in access
    }

    assert access == expected


def test_a_view_that_does_not_say_whom_it_is_for_keeps_the_service_from_starting(
    config: Config, store: MemoryStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms_api.views import me

    monkeypatch.setattr(me.show, "access", None)

    with pytest.raises(Unguarded, match=r"me\.show"):
        create_app(config, store, a_catalogue, clock)


def test_guarded_pages_send_strangers_to_sign_in_and_members_away_from_the_desk(
    app: Flask, browser: Browser, signed_in: SignIn, town: Busy
) -> None:
    member = signed_in(town.me)
    for rule in rules(app, "GET"):
        access = access_of(app.view_functions[rule.endpoint])
        if access is not Access.PUBLIC:
            assert browser.get(town.path(rule)).location.startswith("/forms/sign-in?next="), rule
        if access is Access.STEWARD:
            assert member.get(town.path(rule)).status == 403, rule


def test_no_get_changes_anything_and_every_page_passes_the_audit(
    app: Flask, signed_in: SignIn, town: Busy, store: MemoryStore
) -> None:
    browsers = [Browser(app, signed_in(town.me).clock), signed_in(town.me), signed_in(town.steward)]
    before = contents(store)
    for browser in browsers:
        for rule in rules(app, "GET"):
            page = browser.get(town.path(rule))
            assert page.status < 500, rule
            assert browser.raw.head(town.path(rule)).status_code == page.status, rule

    assert contents(store) == before


def test_my_pages_are_all_there(app: Flask, signed_in: SignIn, town: Busy) -> None:
    elsewhere = {
        "address.link",
        "ballot_codes.back",
        "ballots.back",
        "ballots.receipt",
        "ballots.receipt_file",
        "draws.back",
        "me.start",
        "recounts.back",
        "roll.done",
        "sign_in.link",
    }
    mine, desk = signed_in(town.me), signed_in(town.steward)
    for rule in rules(app, "GET"):
        if rule.endpoint not in elsewhere:
            browser = desk if rule.endpoint.startswith(STEWARDS) else mine
            page = browser.get(town.path(rule))
            assert page.status == 200, f"{rule}: {page.status} {page.location}"


def test_every_link_within_the_service_leads_somewhere(app: Flask, signed_in: SignIn, town: Busy) -> None:
    for browser in (signed_in(town.me), signed_in(town.steward)):
        waiting, seen = ["/forms/me", "/forms/needs", "/forms/proposals", "/forms/desk"], set()
        while waiting:
            path = waiting.pop().split("#")[0]
            if path in seen or not path.startswith("/forms") or path.startswith("/forms/demo"):
                continue
            seen.add(path)
            page = browser.get(path)
            assert page.status in (200, 303) or (path == "/forms/desk" and page.status == 403), path
            waiting += page.links() if page.tree is not None else [page.location]


def test_every_post_is_refused_to_strangers_and_the_desk_to_members(
    app: Flask, browser: Browser, signed_in: SignIn, town: Busy, store: MemoryStore
) -> None:
    member = signed_in(town.me)
    before = {name: rows for name, rows in contents(store).items() if name != "sessions"}
    for rule in rules(app, "POST"):
        access = access_of(app.view_functions[rule.endpoint])
        if access is not Access.PUBLIC:
            assert browser.send(town.path(rule)).location.startswith("/forms/sign-in"), rule
        if access is Access.STEWARD:
            assert member.send(town.path(rule)).status == 403, rule

    assert {name: rows for name, rows in contents(store).items() if name != "sessions"} == before


def test_no_other_method_is_taken(app: Flask, signed_in: SignIn, town: Busy) -> None:
    browser = signed_in(town.steward)
    for rule in app.url_map.iter_rules():
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            answer = browser.raw.open(
                town.path(rule), method=method, data={FIELD: browser.token()},
                content_type="application/x-www-form-urlencoded",
            )  # fmt: skip
            assert answer.status_code in (400, 405, 415), f"{method} {rule}"
