"""After the count in the browser: challenged, answered, counted again, drawn by lot, looked back at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.governance.lifecycle import State
from domain.governance.policy import Base, Proportion, TieRule
from domain.people import Member
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]
WORDS = "I count seven, the page says eight."
REMEDY = "We read the list together: it is eight."
SECRET = "a heron stood on the weir"


@pytest.fixture
def catalogue() -> Catalogue:
    """A catalogue whose rule books draw lots over a tie."""
    found = a_catalogue()
    few = Proportion(1, 10, Base.CAST)
    policies = {slug: replace(one, tie=TieRule.DRAW, quorum=few) for slug, one in found.policies.items()}
    return replace(found, policies=policies)


@pytest.fixture
def town(store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path) -> Town:
    return Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)


def test_a_challenge_is_made_answered_and_read_by_nobody_else(
    town: Town, signed_in: SignIn, clock: Clock, browser: Browser
) -> None:
    proposal = town.closed()
    clock.moment = town.now
    voter, steward = signed_in(town.member(0)), signed_in(town.member(19))
    path = f"/forms/proposals/{proposal}/challenge"
    assert path in voter.get(f"/forms/proposals/{proposal}").links()
    assert voter.send(path).errors == ["Choose what is wrong", "Write what you have seen"]
    assert "is not certified before" in voter.follow(voter.send(path, reason="wrong_count", words=WORDS)).text
    again = voter.send(path, reason="wrong_count", words=WORDS)
    assert "challenged this result already" in again.text

    desk = steward.get("/forms/desk")
    assert "1 challenge waits" in desk.text
    link = next(link for link in steward.get("/forms/challenges").links() if link.startswith("/forms/challenges/"))
    assert WORDS in steward.get(link).text
    assert steward.send(link).errors == ["Choose what follows", "Write the answer"]
    steward.follow(steward.send(link, outcome="no_change", remedy=REMEDY))
    assert REMEDY in steward.get(link).text
    town.publish(hours=72)
    assert town.state(proposal) is State.ADOPTED
    clock.moment = town.now
    assert "over" in signed_in(town.member(1)).get(path).text


def test_a_receipt_challenges_without_signing_in_and_not_too_often(
    town: Town, browser: Browser, clock: Clock
) -> None:
    proposal = town.voting()
    receipt = town.cast(proposal, 0)
    town.publish(days=8)
    clock.moment = town.now
    sent = {"proposal": proposal, "code": receipt.code, "reason": "missing", "words": WORDS}

    assert "No ballot in this box" in browser.send("/forms/challenge", **(sent | {"code": "X"})).text
    assert "Thank you" in browser.follow(browser.send("/forms/challenge", **sent)).text
    pages = [browser.send("/forms/challenge", **sent).status for _ in range(25)]
    assert 429 in pages


def test_two_members_count_again_on_the_page(town: Town, signed_in: SignIn, clock: Clock) -> None:
    proposal = town.voting()
    receipt = town.cast(proposal, 0)
    town.publish(days=8)
    clock.moment = town.now
    one, two = signed_in(town.member(19)), signed_in(town.member(1))
    one.send(f"/forms/proposals/{proposal}/challenge", reason="wrong_voter", words=WORDS)
    two.send(f"/forms/proposals/{proposal}/challenge", reason="wrong_voter", words=WORDS)
    link = next(link for link in one.get("/forms/challenges").links() if link.startswith("/forms/challenges/"))
    page = one.follow(one.send(link, outcome="recount", remedy=REMEDY))
    assert "Nothing so far" in page.text
    path = f"/forms/recounts/{proposal}"
    assert one.send(f"{path}/void", code="x").errors == ["Choose the reason"]
    one.follow(one.send(f"{path}/void", code=receipt.code, reason="not_on_roll"))
    assert "was not signed by this network" in one.send(f"{path}/late", promise="x").text
    assert receipt.commitment in one.get(path).text
    assert "You have said" in one.follow(one.send(f"{path}/end")).text
    assert f"Recount of {proposal}" in one.get("/forms/desk").text.replace("\u2066", "").replace("\u2069", "")
    page = two.follow(two.send(f"{path}/end"))

    assert "No recount of this vote is under way." in page.text
    assert town.state(proposal) is State.PROVISIONAL


def test_a_secret_is_committed_and_revealed_on_the_page(town: Town, signed_in: SignIn, clock: Clock) -> None:
    proposal = town.frozen()
    clock.moment = town.now
    path = f"/forms/proposals/{proposal}/lots"
    voter, steward = signed_in(town.member(0)), signed_in(town.member(19))
    assert path in voter.get(f"/forms/proposals/{proposal}").links()
    assert voter.send(f"{path}/secret").errors == ["Enter your secret"]
    assert "Take at least 12 signs" in voter.send(f"{path}/secret", secret="short").text
    assert "You have committed a secret" in voter.follow(voter.send(f"{path}/secret", secret=SECRET)).text
    day = (town.now + timedelta(days=40)).date().isoformat()
    assert (
        "State lottery" in steward.follow(steward.send(f"{path}/public-draw", name="State lottery", on=day)).text
    )
    town.publish(hours=48)
    for who in range(12):
        town.cast(proposal, who, "yes" if who % 2 else "no")
    town.publish(days=8)
    clock.moment = town.now
    voter, steward = signed_in(town.member(0)), signed_in(town.member(19))
    assert "This is not the secret" in voter.send(f"{path}/reveal", secret=SECRET.upper()).text
    assert "You have revealed" in voter.follow(voter.send(f"{path}/reveal", secret=SECRET)).text
    assert "is held on" in steward.send(f"{path}/drawn", words="3 9").text


def test_the_desk_looks_back_after_ninety_days(town: Town, signed_in: SignIn, clock: Clock) -> None:
    proposal = town.certified()
    path = f"/forms/desk/promises/{proposal}/review"
    clock.moment = town.now
    assert "ninety days" in signed_in(town.member(19)).get(path).text
    clock.moment = town.now + timedelta(days=90)
    steward = signed_in(town.member(19))
    assert path in steward.get("/forms/desk").links()
    assert steward.send(path).errors == ["Write whether it did what it promised", "Write what was learnt"]
    steward.follow(steward.send(path, did="It stands.", learnt="Ask the painters."))

    assert "The review is written." in steward.get(f"/forms/desk/promises/{proposal}").text
    assert path not in steward.get("/forms/desk").links()
