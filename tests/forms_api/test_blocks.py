"""
A block stays invisible: whoever is kept away gets, page by page and act by act, what they would get had the other
side ended the same things on an ordinary day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from domain.exchange import Direction, Intent, IntentState, Match, MatchState
from domain.people import Member
from forms_api.app import create_app
from forms_api.auth.csrf import FIELD
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services import blocks, intents, matches, sessions
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_catalogue, a_gathering, a_match, a_member, a_need, a_share, an_exchange, put
from tests.forms_api.client import Browser, Clock

ADA = a_member("ada-quill")
BEN = replace(a_member("ben-marsh"), entry=replace(a_member("ben-marsh").entry, shares=(a_share(),)))
CLEO = a_member("cleo-third")
OTHERS = tuple(a_member(f"other-{number}") for number in range(6))
LIVE = (MatchState.SUGGESTED, MatchState.OFFERED, MatchState.ACCEPTED)
PAGES = ("/forms/me", "/forms/needs", "/forms/gatherings/new", "/forms/gatherings/gathering-1", "/forms/share")
MATCH_ACTS = (
    "message", "channel", "choose", "decline", "withdraw", "could-not", "confirm", "take-back", "done", "apart",
)  # fmt: skip
VARYING = re.compile(r'<input[^>]*type="hidden"[^>]*>|\b[0-9a-f]{16}\b')
"""What differs between any two answers: tokens of forms, and ids that chance made."""


def asked(owner: Member, number: int, state: MatchState) -> tuple[Intent, Match]:
    """Return a need of *owner* and the match of the other of the two with it, as it stands in *state*."""
    chosen = state is MatchState.ACCEPTED
    need = a_need(
        owner.id, id=f"need-{owner.id}-{number}", state=IntentState.MATCHED if chosen else IntentState.OPEN
    )
    other = BEN if owner is ADA else ADA
    return need, a_match(need, other.id, state, id=f"match-{owner.id}-{number}")


FIELDS = {
    "message": {"text": "Hello?"},
    "done": {"kind": "hours", "amount": "1", "on": NOW.date().isoformat()},
}

RELATIONS = st.tuples(
    st.lists(st.sampled_from(LIVE), min_size=1, max_size=2),
    st.lists(st.sampled_from(LIVE), max_size=2),
    st.booleans(),
)


def world(of_ada: list[MatchState], of_ben: list[MatchState], met: bool) -> MemoryStore:
    """Return a store where Ben could meet some needs of Ada's, and Ada some of Ben's."""
    store = MemoryStore()
    put(store, ADA, BEN, CLEO, *OTHERS)
    for owner, states in ((ADA, of_ada), (BEN, of_ben)):
        for number, state in enumerate(states):
            put(store, *asked(owner, number, state))
    put(store, a_need(CLEO.id), a_gathering([CLEO.id], [ADA.id, BEN.id]))
    if met:
        put(store, an_exchange(ADA.id, BEN.id))
    return store


def kept_apart(store: MemoryStore) -> None:
    """Let Ada keep Ben away, from whichever match."""
    blocks.keep_apart(store, f"match-{ADA.id}-0", ADA.id, NOW)


def ended_otherwise(store: MemoryStore) -> None:
    """Let Ada step back from all that was agreed and offered, and take her own needs back: an ordinary day."""
    with store.unit() as unit:
        between = list(unit.matches)
    for match in between:
        if match.state is MatchState.ACCEPTED or (match.provider == ADA.id and match.state in LIVE):
            matches.withdraw(store, match.id, ADA.id, NOW)
    with store.unit() as unit:
        own = [need.id for need in unit.intents.where(member=ADA.id)]
    for need in own:
        intents.withdraw(store, need, ADA.id, NOW)


@contextmanager
def seen_by_ben(store: MemoryStore, folder: Path) -> Iterator[Browser]:
    config = Config(
        data_dir=folder, record_dir=folder / "record", base_url="https://weirside.example", secret=b"k" * 32,
        mail=folder / "mail", languages=("en", "es", "ar"),
    )  # fmt: skip
    clock, catalogue = Clock(), a_catalogue()
    app: Flask = create_app(config, store, lambda: catalogue, clock)
    sessions.start(store, BEN.id, "t" * 43, clock(), shared=False)
    browser = Browser(app, clock)
    browser.raw.set_cookie(config.cookie_name, "t" * 43)
    try:
        yield browser
    finally:
        app.extensions[EXTENSION].outbox.close()


def answers(store: MemoryStore, folder: Path) -> dict[str, tuple[int, str, str]]:
    """Return what Ben gets from every page and act that has to do with Ada: status, where to, and the page."""
    with store.unit() as unit:
        between = [match.id for match in unit.matches]
        needs = [need.id for need in unit.intents]
    pages = [*PAGES, *(f"/forms/needs/{n}" for n in needs), *(f"/forms/matches/{m}" for m in between)]
    acts = {f"/forms/needs/{need}/could": {"message": "I could."} for need in needs}
    acts |= {f"/forms/matches/{match}/{act}": FIELDS.get(act, {}) for match in between for act in MATCH_ACTS}
    with seen_by_ben(store, folder) as browser:
        found = {path: browser.raw.get(path) for path in pages}
        found |= {f"POST {path}": posted(browser, path, fields) for path, fields in acts.items()}
    return {name: told(answer) for name, answer in found.items()}


def told(answer: TestResponse) -> tuple[int, str, str]:
    return answer.status_code, VARYING.sub("", answer.location or ""), VARYING.sub("", answer.text)


def posted(browser: Browser, path: str, fields: dict[str, str]) -> TestResponse:
    """Return the answer to a form; unlike a page it is not audited, which takes its time."""
    form = {FIELD: browser.token(), **fields}
    return browser.raw.post(path, data=form, content_type="application/x-www-form-urlencoded")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


# Not shrunk: an example is small already, and each is some hundred requests.
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(RELATIONS)
def test_who_is_kept_away_gets_what_an_ordinary_day_would_give_them(
    folder: Path, relations: tuple[list[MatchState], list[MatchState], bool]
) -> None:
    blocked, ordinary = world(*relations), world(*relations)
    kept_apart(blocked)
    ended_otherwise(ordinary)
    theirs, usual = answers(blocked, folder), answers(ordinary, folder)

    assert {name for name in usual if theirs[name] != usual[name]} == set()


@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("by", [ADA, BEN], ids=["the one who asked", "the one who could"])
def test_all_that_is_open_between_the_two_ends_whoever_asks_for_it(state: MatchState, by: Member) -> None:
    store = world([state, MatchState.OFFERED], [MatchState.ACCEPTED], False)
    blocks.keep_apart(store, f"match-{ADA.id}-0", by.id, NOW)
    with store.unit() as unit:
        states = {match.id: match.state for match in unit.matches}
        open_needs = {need.id for need in unit.intents.where(state=IntentState.OPEN)}

    over = {MatchState.DECLINED, MatchState.WITHDRAWN}
    assert set(states.values()) <= over
    assert states[f"match-{ADA.id}-1"] is (MatchState.DECLINED if by is ADA else MatchState.WITHDRAWN)
    assert states[f"match-{BEN.id}-0"] is MatchState.WITHDRAWN
    assert {f"need-{ADA.id}-0", f"need-{ADA.id}-1", f"need-{BEN.id}-0"} <= open_needs


@pytest.mark.parametrize("by", [ADA, BEN], ids=["ada", "ben"])
def test_after_it_neither_sees_what_the_other_offers_or_needs_and_a_third_sees_both(by: Member) -> None:
    catalogue = a_catalogue()
    store = world([MatchState.OFFERED], [MatchState.OFFERED], False)
    put(store, *(a_need(m.id, id=f"offer-{m.id}", direction=Direction.OFFER) for m in (ADA, BEN)))
    blocks.keep_apart(store, f"match-{ADA.id}-0", by.id, NOW)

    def seen(member: Member) -> set[str]:
        cards = intents.needs_for(store, catalogue, member.id, NOW)
        offers = intents.offers_for(store, catalogue, member.id, NOW)
        return {card.need.member for card in cards} | {offer.member for offer in offers}

    assert seen(ADA) == seen(BEN) == {CLEO.id}
    assert seen(CLEO) == {ADA.id, BEN.id}


def test_keeping_apart_twice_or_from_an_ended_match_does_nothing_more() -> None:
    store = world([MatchState.OFFERED], [], False)
    kept_apart(store)
    with store.unit() as unit:
        once = list(unit.members), list(unit.matches)
    kept_apart(store)
    with store.unit() as unit:
        assert (list(unit.members), list(unit.matches)) == once


def test_where_the_other_is_gone_from_the_roll_nothing_happens() -> None:
    store = world([MatchState.OFFERED], [], False)
    with store.unit() as unit:
        unit.members.remove(BEN.id)
    kept_apart(store)
    with store.unit() as unit:
        kept = unit.members.get(ADA.id)
        assert kept is not None and kept.blocked == ()
