"""Requirements 68 to 72 of docs/security.md: who may do what, and what is stored is whole and counted once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from domain.mandates import Mandate
from domain.people import Member, Standing
from forms_api.app import Unguarded, create_app
from forms_api.auth.csrf import FIELD
from forms_api.config import Config
from forms_api.services.ballots import VotingClosed, VotingNotOpen
from forms_api.services.sessions import PROOF_HOLDS
from forms_api.services.text_rules import normal, refused_at
from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, a_member, contents, put
from tests.contract.acts import at_once
from tests.contract.conftest import STORES, Place
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town
from tests.security.corpus import texts
from tests.security.matrix import ROLES, ask, expected, path_of, put_aside

pytestmark = pytest.mark.longer

SignIn = Callable[[Member], Browser]


def browsers(app: Flask, clock: Clock, signed_in: SignIn, store: MemoryStore) -> dict[str, Browser]:
    """Return a browser for each role there is."""
    today = clock().date()
    other = a_member("other")
    helpers = {"acting": a_member("helper"), "acting steward": a_member("helping-steward", steward=True)}
    put(store, other, *helpers.values())
    for helper in helpers.values():
        put(store, Mandate(f"for-{helper.id}", other.id, helper.id, today, today + timedelta(days=9), other.id))
    left = signed_in(a_member("left"))
    with store.unit() as unit:
        unit.members.put(a_member("left", standing=Standing.LEFT))
    late = {"unproved": signed_in(a_member("late")), "unproved steward": signed_in(a_member("odo", steward=True))}
    one = signed_in(a_member("one-secret", steward=True))
    acting = {role: signed_in(helper) for role, helper in helpers.items()}
    for browser in acting.values():
        assert browser.send("/forms/acting", member=other.id, way="phone").status == 303
        browser.acting_for = other.id
    with store.unit() as unit:
        for session in list(unit.sessions):
            early = session.member in ("id-late", "id-odo", "id-helper", "id-helping-steward")
            proved = clock() - PROOF_HOLDS if early else session.proved_at
            twofold = session.twofold and session.member != "id-one-secret"
            unit.sessions.put(replace(session, proved_at=proved, twofold=twofold))
    here = {"member": signed_in(a_member("ada")), "steward": signed_in(a_member("stella", steward=True))}
    nobody = Browser(app, clock)
    return {"nobody": nobody, "left": left, "steward of one secret": one, **late, **acting, **here}


def test_s68_every_route_lets_in_whom_its_guard_names_and_nobody_else(
    app: Flask, clock: Clock, signed_in: SignIn, store: MemoryStore
) -> None:
    found = browsers(app, clock, signed_in, store)
    tokens = {role: found[role].token() for role in ROLES}
    wrong, seen = [], set()
    with put_aside(app):
        for rule in app.url_map.iter_rules():
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                for role in ROLES:
                    path = path_of(rule, {})
                    answer = ask(found[role], rule, method, path, tokens[role])
                    should = expected(app.view_functions[rule.endpoint], role)
                    seen.add(answer)
                    if answer != should:
                        wrong.append((method, path, role, answer, should))

    assert wrong == []
    assert seen == {"in", "sign in", "prove", "refused"}


def test_s68_a_view_without_a_guard_keeps_the_service_from_starting(
    config: Config, store: MemoryStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms_api.views import me

    monkeypatch.setattr(me.show, "access", None)

    with pytest.raises(Unguarded):
        create_app(config, store, a_catalogue, clock)


@pytest.mark.parametrize("more", ["steward", "standing", "id", "consents-name", "__class__", "member"])
def test_s69_a_field_the_form_does_not_have_is_refused_with_all_the_rest(
    signed_in: SignIn, ada: Member, store: MemoryStore, more: str
) -> None:
    browser = signed_in(ada)
    (form,) = [one for one in browser.get("/forms/entry").forms() if "name" in one["fields"]]
    before = contents(store)["members"]
    kept = {name: values[0] for name, values in form["fields"].items() if values and name != FIELD}
    answer = browser.send("/forms/entry", {**kept, "about": "changed", more: "1"})

    assert answer.status == 400
    assert contents(store)["members"] == before


def test_s69_nul_is_refused_and_no_text_is_a_pattern(signed_in: SignIn, ada: Member, store: MemoryStore) -> None:
    page = signed_in(ada).send("/forms/entry", {"about": "a\x00b"})

    assert any("cannot be shown" in error for error in page.errors)
    put(store, a_member("ben-marsh"))
    with store.reading() as unit:
        assert not list(unit.members.where(email=".*"))


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    made = STORES[request.param](request)
    yield made
    made.store.close()


def test_s69_every_store_gives_back_the_same_texts(place: Place, fixtures_dir: Path) -> None:
    found = [
        normal(text) for text in texts(fixtures_dir, "sqli", "nosqli", "xss", "mixed", "zero-width", every=15)
    ]
    kept = [text for text in found if refused_at(text, lines=True) is None]
    with place.store.unit() as unit:
        for number, text in enumerate(kept):
            unit.members.add(a_member(f"m{number}", id=f"m{number}", email=text))
    store = place.reopened()
    with store.reading() as unit:
        assert [unit.members.get(f"m{number}").email for number in range(len(kept))] == kept
        assert all([m.id for m in unit.members.where(email=text)] for text in kept)


def test_s70_fifty_ballots_of_one_member_at_once_are_one(place: Place, tmp_path: Path) -> None:
    town = Town(tmp_path / "data", store=place.store)
    vote = town.voting()
    wrong = at_once(50, lambda number: town.cast(vote, 4, "yes" if number % 2 else "no", form=f"page {number}"))
    store: Store = place.reopened()

    assert wrong == []
    with store.reading() as unit:
        assert len(unit.ballots.where(proposal=vote)) == 1
        assert len(unit.superseded) == 49


def test_s72_a_clock_set_back_reopens_nothing(tmp_path: Path) -> None:
    town = Town(tmp_path)
    vote = town.voting()
    during = town.now
    town.publish(days=8)
    town.now = during
    before = contents(town.store)

    with pytest.raises((VotingClosed, VotingNotOpen)):
        town.cast(vote, 4, "yes")
    town.publish()
    assert contents(town.store)["ballots"] == before["ballots"]
    assert town.state(vote).value != "voting"
