"""Advice in the browser: given by those it concerns, read above the ballot, answered at the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.governance.policy import ConstituencyRule
from domain.people import Member
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, a_participation, put
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]
TEXT = "Keep the morning for those who work nights."


@pytest.fixture
def catalogue() -> Catalogue:
    """A catalogue whose rule books hear the people of a program."""
    found = a_catalogue()
    policies = {
        slug: replace(policy, constituency=ConstituencyRule.OPEN_VOICE) for slug, policy in found.policies.items()
    }
    return replace(found, policies=policies)


@pytest.fixture
def town(store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path) -> Town:
    town = Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)
    cohort = next(iter(catalogue.cohorts.values()))
    put(store, a_participation(town.id(1), cohort=cohort.slug))
    return town


@pytest.fixture
def proposal(town: Town) -> str:
    return town.deliberation(program=next(iter(town.catalogue.programs)))


def test_advice_is_given_changed_and_read_above_the_ballot(
    town: Town, proposal: str, signed_in: SignIn, clock: Clock
) -> None:
    browser = signed_in(town.member(1))
    path = f"/forms/proposals/{proposal}/advise"
    assert path in browser.get(f"/forms/proposals/{proposal}").links()

    assert browser.send(path, text="").errors == ["Write what you advise"]
    browser.follow(browser.send(path, text="Keep the morning."))
    assert "What you write now takes its place." in browser.get(path).text
    browser.follow(browser.send(path, text=TEXT, named="y"))
    town.publish(days=14)
    town.publish(hours=48)
    clock.moment = town.now
    ballot = signed_in(town.member(2)).get(f"/forms/proposals/{proposal}/ballot").text
    assert TEXT in ballot
    assert ballot.index(TEXT) < ballot.index("Check your answers")


def test_who_takes_no_part_is_told_where_else_to_speak(town: Town, proposal: str, signed_in: SignIn) -> None:
    browser = signed_in(town.member(2))
    path = f"/forms/proposals/{proposal}/advise"

    assert path not in browser.get(f"/forms/proposals/{proposal}").links()
    assert "You can still argue for or against." in browser.get(path).text
    assert "Advice is given here by the people the proposal concerns" in browser.send(path, text=TEXT).text
    with town.store.unit() as unit:
        assert len(unit.advice) == 0


def test_the_desk_answers_and_may_word_it_better(
    town: Town, proposal: str, signed_in: SignIn, clock: Clock
) -> None:
    signed_in(town.member(1)).send(f"/forms/proposals/{proposal}/advise", text=TEXT)
    town.publish(days=14)
    town.publish(hours=48)
    for voter in range(8):
        town.cast(proposal, voter)
    town.publish(days=8)
    town.publish(hours=72)
    clock.moment = town.now
    desk = signed_in(town.member(19))
    path = f"/forms/desk/promises/{proposal}/answer"

    assert "It is not answered yet." in desk.get(f"/forms/desk/promises/{proposal}").text
    assert desk.send(path, text="").errors == ["Write what the decision answers to the advice"]
    assert "The morning stays." in desk.follow(desk.send(path, text="The morning stays.")).text
    assert "The morning stays, all year." in desk.follow(desk.send(path, text="The morning stays, all year.")).text
