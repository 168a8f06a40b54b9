"""The stewards' pages for moderation and promises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.governance.deliberation import AmendmentKind
from domain.governance.lifecycle import State
from domain.governance.proposal import ArgumentKind, PromiseState
from domain.people import Member
from forms_api.services import amendments, arguments, versions
from forms_api.services.amendments import Offer
from forms_api.services.versions import Wording
from forms_api.store.memory import MemoryStore
from tests.builders import contents
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]


@pytest.fixture
def town(store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path) -> Town:
    return Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)


@pytest.fixture
def desk(town: Town, signed_in: SignIn) -> Browser:
    """A steward's browser."""
    return signed_in(town.member(19))


def argue(town: Town, proposal: str, text: str) -> str:
    return arguments.argue(town.store, proposal, town.id(6), ArgumentKind.AGAINST, text, town.now).id


def test_a_steward_takes_a_contribution_off_for_a_reason_and_puts_it_back(town: Town, desk: Browser) -> None:
    assert "Nothing was said yet" in desk.get("/forms/desk/moderation").text
    key = argue(town, town.sponsoring(), "You are all fools")
    without = desk.send(f"/forms/desk/moderation/said/{key}")
    assert without.errors == ["Choose the reason"]
    taken = desk.follow(desk.send(f"/forms/desk/moderation/said/{key}", reason="insult"))
    assert "Taken off: it insulted somebody" in taken.text
    desk.send(f"/forms/desk/moderation/said/{key}/restore")

    with town.store.unit() as unit:
        argument = unit.arguments.get(key)
        assert argument is not None and argument.removed == ""
        assert len(unit.traces) == 2


def test_the_member_sees_that_a_steward_took_their_words_off(town: Town, desk: Browser, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    key = argue(town, proposal, "You are all fools")
    desk.send(f"/forms/desk/moderation/said/{key}", reason="insult")

    assert "A steward took this off" in signed_in(town.member(6)).get(f"/forms/proposals/{proposal}").text


def test_a_steward_stops_a_proposal(town: Town, desk: Browser) -> None:
    proposal = town.sponsoring()
    page = desk.get(f"/forms/desk/moderation/proposals/{proposal}")
    assert "Stop the whole proposal" in page.text
    desk.send(f"/forms/desk/moderation/proposals/{proposal}", reason="unlawful")

    assert town.state(proposal) is State.INVALID
    assert desk.get(f"/forms/desk/moderation/proposals/{proposal}").status == 409


def test_members_do_not_come_to_the_desk(town: Town, signed_in: SignIn) -> None:
    key = argue(town, town.sponsoring(), "Words")
    browser = signed_in(town.member(0))
    before = contents(town.store)

    for path in ("/forms/desk/moderation", f"/forms/desk/moderation/said/{key}", "/forms/desk/promises"):
        assert browser.get(path).status == 403
    assert browser.send(f"/forms/desk/moderation/said/{key}", reason="insult").status == 403
    assert contents(town.store) == before


def test_a_promise_is_written_down_settled_and_the_book_closed(
    town: Town, signed_in: SignIn, clock: Clock
) -> None:
    proposal = town.certified()
    clock.moment = town.now
    desk = signed_in(town.member(19))
    assert "A bench by the weir" in desk.get("/forms/desk/promises").text
    place = f"/forms/desk/promises/{proposal}"
    wrong = desk.send(place, what="", owner="", due="")
    assert wrong.errors == [
        "Say what is promised",
        "Say who has promised it: a group, a role, or a name its bearer agreed to",
        "Enter the day by which it shall be done",
    ]
    page = desk.follow(desk.send(place, what="Set it up", owner="the garden group", due="2027-03-01"))
    assert "by 1 March 2027" in page.text and town.state(proposal) is State.IMPLEMENTING
    settle = next(link for link in page.links() if link.startswith(f"{place}/"))
    assert desk.send(settle, state="kept").errors == [
        "Write how one can see that the promise was kept, or why it was broken."
    ]
    settled = desk.follow(desk.send(settle, state="kept", evidence="It stands there."))
    assert "It stands there." in settled.text
    desk.send(f"{place}/finish")

    assert town.state(proposal) is State.DONE
    with town.store.unit() as unit:
        assert [promise.state for promise in unit.promises] == [PromiseState.KEPT]


def test_promises_of_an_unknown_decision_are_not_there(town: Town, desk: Browser) -> None:
    proposal = town.sponsoring()

    assert desk.get("/forms/desk/promises/2026-99").status == 404
    assert desk.get(f"/forms/desk/promises/{proposal}/none").status == 404
    assert desk.send(f"/forms/desk/promises/{proposal}", what="x", owner="y", due="2027-01-01").status == 409


def test_earlier_versions_and_amendments_are_taken_off_and_put_back(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    wording = Wording("A bench", "To sit.", "Two planks of oak.", why="Oak lasts.")
    versions.revise(town.store, proposal, town.id(0), wording, 1, town.now)
    offer = Offer(AmendmentKind.WORDING, "Three", "Three planks.", "Two are narrow.")
    amendments.offer(town.store, proposal, town.id(6), offer, 2, town.now)
    desk = signed_in(town.member(town.people - 1))
    for what, shown in (("versions", "Two planks."), ("amendments", "Two are narrow.")):
        address = f"/forms/desk/moderation/{what}/{proposal}/1"
        assert shown in desk.get(address).text
        assert desk.send(address).errors == ["Choose the reason"]
        gone = desk.follow(desk.send(address, {"reason": "insult"}))
        assert "Taken off: it insulted somebody." in gone.text
        assert "Taken off" not in desk.follow(desk.send(f"{address}/restore")).text
    with town.store.unit() as unit:
        acts = sorted(trace.act for trace in unit.traces)

    assert acts == ["remove_amendment", "remove_version", "restore_amendment", "restore_version"]
    assert desk.get(f"/forms/desk/moderation/versions/{proposal}/2").status == 404
    assert desk.get(f"/forms/desk/moderation/amendments/{proposal}/2").status == 404
