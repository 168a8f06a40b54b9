"""Every route, asked by who acts for a member: open in their name, or closed with words that say what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from domain.mandates import Mandate
from domain.people import Member
from forms_api.app import create_app
from forms_api.auth.csrf import FIELD
from forms_api.auth.guards import Access, access_of, own_hand_of
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services.act_words import ACTS
from forms_api.services.by_hand import OwnHand
from forms_api.store.memory import MemoryStore
from tests.builders import contents, put
from tests.forms_api.busy import Busy, busy
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]

OWN_HAND = {
    "acting.choose",
    "address.ask",
    "address.link",
    "address.sent",
    "challenges.answer",
    "challenges.index",
    "erasure.agree",
    "erasure.mine",
    "mandates.index",
    "mandates.revoke",
    "own_data.everything",
    "own_data.show",
    "sign_in.again",
    "sign_in.again_by_mail",
    "sign_in.leave_everywhere",
}
"""What nobody does for another, beside ballots and what calls everybody in a crisis."""

OWN_AREAS = ("ballots.", "paper_table.", "recounts.", "draws.")
"""The box, its table, and what may change a count."""

IN_A_CRISIS = {"crisis.mine", "crisis.answer", "crisis.card"}
"""What a member does when called; the rest of those pages calls others."""

NO_ACT = {"acting.stop"}
"""Posts that change nothing of the member's."""


def is_own_hand(endpoint: str) -> bool:
    if endpoint.startswith("crisis."):
        return endpoint not in IN_A_CRISIS
    return endpoint.startswith(OWN_AREAS) or endpoint in OWN_HAND


@pytest.fixture
def town(tmp_path: Path, store: MemoryStore) -> Busy:
    made = busy(Town(tmp_path, store=store))
    today = made.town.now.date()
    put(store, Mandate("word", made.me.id, made.town.id(7), today, today + timedelta(days=99), made.me.id))
    return made


@pytest.fixture
def app(config: Config, store: MemoryStore, town: Busy, clock: Clock) -> Iterator[Flask]:
    clock.moment = town.town.now
    made = create_app(config, store, lambda: town.town.catalogue, clock)
    yield made
    made.extensions[EXTENSION].outbox.close()


@pytest.fixture
def helper(signed_in: SignIn, town: Busy) -> Browser:
    """A helper who acts for the busiest member."""
    browser = signed_in(town.town.member(7))
    assert browser.send("/forms/acting", member=town.me.id, way="phone").status == 303
    browser.acting_for = town.me.id
    return browser


def rules(app: Flask, method: str, access: Access) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted((r for r in found if access_of(app.view_functions[r.endpoint]) is access), key=lambda r: r.rule)


def test_what_is_for_ones_own_hand_is_listed_here_and_nothing_else_is(app: Flask) -> None:
    closed = {name for name, view in app.view_functions.items() if own_hand_of(view) is not None}

    assert closed == {name for name in app.view_functions if is_own_hand(name)}


def test_every_page_of_a_member_opens_to_who_acts_for_them_or_says_why_not(
    app: Flask, helper: Browser, town: Busy, store: MemoryStore
) -> None:
    before = contents(store)
    for rule in rules(app, "GET", Access.MEMBER):
        page = helper.get(town.path(rule))
        if is_own_hand(rule.endpoint):
            assert page.status == 403 and "Voter-07" not in page.text, rule
        else:
            assert page.status in (200, 303, 404), f"{rule}: {page.status}"

    assert contents(store) == before


def test_the_pages_a_member_finds_are_found_by_who_acts_for_them(
    app: Flask, helper: Browser, signed_in: SignIn, town: Busy
) -> None:
    own = signed_in(town.me)
    for rule in rules(app, "GET", Access.MEMBER):
        if not is_own_hand(rule.endpoint):
            path = town.path(rule)
            assert helper.get(path).status == own.get(path).status, rule


def test_no_post_of_ones_own_hand_does_anything_for_another(
    app: Flask, helper: Browser, town: Busy, store: MemoryStore
) -> None:
    before = {name: rows for name, rows in contents(store).items() if name != "sessions"}
    for rule in rules(app, "POST", Access.MEMBER):
        if is_own_hand(rule.endpoint):
            assert helper.send(town.path(rule)).status == 403, rule

    assert {name: rows for name, rows in contents(store).items() if name != "sessions"} == before


def test_every_other_post_is_taken_in_the_members_name_and_what_it_changes_has_its_row(
    app: Flask, config: Config, clock: Clock, signed_in: SignIn, town: Busy, store: MemoryStore, helper: Browser
) -> None:
    for rule in rules(app, "POST", Access.MEMBER):
        if is_own_hand(rule.endpoint) or rule.endpoint in NO_ACT:
            continue
        before = contents(store)
        answer = helper.raw.post(
            town.path(rule), data={FIELD: helper.token()}, content_type="application/x-www-form-urlencoded"
        )
        after = contents(store)
        assert answer.status_code < 500, f"{rule}: {answer.status_code}"
        assert "Stop entering for somebody else" not in answer.get_data(as_text=True), rule
        changed = {name for name in after if after[name] != before[name]} - {"sessions", "acted"}
        rows = [row for row in after["acted"] if row not in before["acted"]]
        assert bool(rows) == bool(changed), f"{rule}: {changed}"
        assert all((row.member, row.by, row.act) == (town.me.id, town.town.id(7), rule.endpoint) for row in rows)


def test_every_act_has_its_words(app: Flask) -> None:
    posts = {rule.endpoint for rule in rules(app, "POST", Access.MEMBER)}

    assert {name for name in posts if not is_own_hand(name)} - NO_ACT - set(ACTS) == set()


def test_the_desk_is_closed_to_a_steward_who_acts_for_somebody(
    app: Flask, signed_in: SignIn, town: Busy, store: MemoryStore
) -> None:
    browser = signed_in(town.steward)
    browser.send("/forms/acting", member=town.me.id, way="paper")
    browser.acting_for = town.me.id
    before = {name: rows for name, rows in contents(store).items() if name != "sessions"}
    for rule in rules(app, "GET", Access.STEWARD):
        page = browser.get(town.path(rule))
        assert page.status == 403 and "The desk is closed" in page.text, rule
    for rule in rules(app, "POST", Access.STEWARD):
        assert browser.send(town.path(rule)).status == 403, rule

    assert {name: rows for name, rows in contents(store).items() if name != "sessions"} == before


def test_a_ballot_is_refused_with_the_ways_that_are_left(helper: Browser, town: Busy) -> None:
    voting = town.by_endpoint["ballots.ask"]["proposal"]
    for path in ("", "/receipt"):
        page = helper.get(f"/forms/proposals/{voting}/ballot{path}")
        assert page.status == 403
        assert "seen and cast by its voter alone" in page.text and "on paper" in page.text


def test_nobody_learns_from_a_members_pages_whether_they_voted(
    signed_in: SignIn, helper: Browser, town: Busy, store: MemoryStore
) -> None:
    voting = town.by_endpoint["ballots.ask"]["proposal"]
    before = [helper.get(path).html for path in ("/forms/me", f"/forms/proposals/{voting}")]
    town.town.cast(voting, 1)
    after = [helper.get(path).html for path in ("/forms/me", f"/forms/proposals/{voting}")]

    def plain(html: str) -> list[str]:
        return [line for line in html.splitlines() if "csrf_token" not in line]

    assert list(map(plain, after)) == list(map(plain, before))


def test_a_refusal_says_more_than_its_status(app: Flask) -> None:
    refusals = {own_hand_of(view) for view in app.view_functions.values()} - {None}

    assert all(issubclass(one, OwnHand) and one.status == 403 and len(one.message) > 40 for one in refusals if one)
