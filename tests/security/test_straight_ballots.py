"""What holds for a ballot that goes straight into the box (forms_api/straight.py): all that holds for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from domain.mandates import Mandate
from domain.people import Member
from forms_api.auth.csrf import FIELD
from forms_api.store.memory import MemoryStore
from tests.builders import put
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

FORM = "application/x-www-form-urlencoded"
Cast = Callable[..., int]


@pytest.fixture
def town(tmp_path: Path, store: MemoryStore, clock: Clock) -> Town:
    return Town(tmp_path, store=store, now=clock.moment)


@pytest.fixture
def voter(town: Town, clock: Clock, signed_in: Callable[[Member], Browser]) -> Browser:
    """A voter whose vote is open."""
    town.voting()
    clock.moment = town.now
    return signed_in(town.member(4))


@pytest.fixture
def cast(voter: Browser, store: MemoryStore) -> Cast:
    """Send an ordinary ballot, with what is given in the place of its own; return the answer's status."""

    def send(browser: Browser = voter, fields: dict[str, Any] | None = None, **how: Any) -> int:
        with store.reading() as unit:
            (proposal,) = unit.proposals
        data = {"choice": "no", "phrase": "", "page": "a" * 32, FIELD: browser.token(), **(fields or {})}
        how = {"content_type": FORM, "data": {k: v for k, v in data.items() if v is not None}, **how}
        return browser.raw.post(f"/forms/proposals/{proposal.id}/ballot", **how).status_code

    return send


def box(store: MemoryStore) -> list[str]:
    with store.reading() as unit:
        return [ballot.choice for ballot in unit.ballots]


def test_s05_a_ballot_notes_the_use_of_a_session_like_any_form(
    cast: Cast, voter: Browser, store: MemoryStore, clock: Clock
) -> None:
    clock.tick(minutes=6)
    answered = cast()
    with store.reading() as unit:
        (session,) = unit.sessions

    assert (answered, box(store)) == (303, ["no"])
    assert session.used_at == clock()


def test_s09_a_ballot_without_a_token_of_this_browser_and_hour_goes_into_no_box(
    cast: Cast, voter: Browser, store: MemoryStore, clock: Clock
) -> None:
    others = Browser(voter.app, clock).token()
    tokens = (None, others, "0.é", voter.token(clock() - timedelta(hours=2)))

    assert [cast(fields={FIELD: token}) for token in tokens] == [400, 400, 400, 200]
    assert box(store) == []
    assert (cast(), box(store)) == (303, ["no"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
    ],
)
def test_s12_a_ballot_from_another_site_goes_into_no_box(
    cast: Cast, store: MemoryStore, headers: dict[str, str]
) -> None:
    assert cast(headers=headers) == 400
    assert box(store) == []


@pytest.mark.parametrize("kind", ["text/plain", "", "multipart/form-data; boundary=x"])
def test_s14_a_ballot_that_is_no_form_goes_into_no_box(
    cast: Cast, voter: Browser, store: MemoryStore, kind: str
) -> None:
    body = f"choice=no&phrase=&page=a&csrf_token={voter.token()}"

    assert cast(content_type=kind, data=body) == 415
    assert box(store) == []


def test_s23_a_ballot_to_an_unknown_host_goes_into_no_box(cast: Cast, voter: Browser, store: MemoryStore) -> None:
    voter.raw.set_cookie("rsn", voter.cookie, domain="evil.example")

    assert cast(base_url="http://evil.example") == 400
    assert box(store) == []


def test_s68_a_ballot_of_nobody_or_by_another_hand_goes_into_no_box(
    cast: Cast, voter: Browser, town: Town, store: MemoryStore, app: Flask, clock: Clock
) -> None:
    today = clock().date()
    put(store, Mandate("word", town.id(5), town.id(4), today, today + timedelta(days=99), town.id(5)))
    nobody = cast(Browser(app, clock))
    voter.send("/forms/acting", member=town.id(5), way="phone")
    from_own_page = cast()
    voter.acting_for = town.id(5)

    assert (nobody, from_own_page, cast()) == (303, 409, 403)
    assert box(store) == []


def test_s69_a_ballot_with_a_field_its_form_does_not_have_goes_into_no_box(cast: Cast, store: MemoryStore) -> None:
    assert cast(fields={"steward": "y"}) == 400
    assert [cast(fields={"choice": choice}) for choice in ("blank", "maybe", "", None)] == [200] * 4
    assert box(store) == []


def test_s70_a_ballot_sent_again_or_changed_is_one(cast: Cast, store: MemoryStore) -> None:
    sent = [cast(), cast(), cast(fields={"choice": "yes", "page": "b"})]

    assert sent == [303] * 3
    assert box(store) == ["yes"]
