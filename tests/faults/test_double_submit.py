"""
Fault 9: the same form from sixteen threads at once, over every store.

Pass: it counts once, every caller gets the same receipt, and so does who opens the store again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services import ballots, sessions
from forms_api.services.ballots import Receipt
from forms_api.store.base import Store
from tests.contract.acts import at_once
from tests.contract.conftest import STORES, Place
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

pytestmark = pytest.mark.faults
AT_ONCE = 16
VOTER = 4
TOKEN = "t" * 43


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    made = STORES[request.param](request)
    yield made
    made.store.close()


@pytest.fixture
def town(place: Place, tmp_path: Path) -> Town:
    return Town(tmp_path / "data", store=place.store)


def in_the_box(store: Store, vote: str) -> list[str]:
    with store.reading() as unit:
        return [ballot.choice for ballot in unit.ballots.where(proposal=vote)]


def test_one_page_sent_sixteen_times_at_once_is_one_ballot_and_one_receipt(place: Place, town: Town) -> None:
    vote, receipts = town.voting(), list[Receipt]()

    wrong = at_once(AT_ONCE, lambda _: receipts.append(town.cast(vote, VOTER, "no", form="one page")))

    assert wrong == []
    assert len(receipts) == AT_ONCE
    assert len(set(receipts)) == 1
    assert in_the_box(town.store, vote) == ["no"]
    with town.store.reading() as unit:
        assert len(unit.superseded) == 0
    assert ballots.own_receipt(place.reopened(), vote, town.id(VOTER)) == receipts[0]


def test_sixteen_pages_of_one_voter_sent_at_once_are_one_ballot_and_fifteen_replaced(
    place: Place, town: Town
) -> None:
    vote, receipts = town.voting(), list[Receipt]()

    wrong = at_once(AT_ONCE, lambda number: receipts.append(town.cast(vote, VOTER, form=f"page {number}")))

    assert wrong == []
    assert len(set(receipts)) == AT_ONCE
    assert in_the_box(town.store, vote) == ["yes"]
    with place.reopened().reading() as unit:
        replaced = {row.id for row in unit.superseded}
        (kept,) = unit.ballots.where(proposal=vote)
    assert replaced == {r.commitment for r in receipts} - {kept.commitment.hex()}


def test_sixteen_voters_at_once_are_sixteen_ballots_and_the_count_agrees(place: Place, town: Town) -> None:
    vote = town.voting()

    wrong = at_once(AT_ONCE, lambda number: town.cast(vote, number, "yes" if number else "no"))
    town.store = place.reopened()
    town.publish(days=8)

    assert wrong == []
    with town.store.reading() as unit:
        assert sorted(b.choice for b in unit.ballots.where(proposal=vote)) == ["no"] + ["yes"] * (AT_ONCE - 1)


def test_one_form_posted_sixteen_times_at_once_leads_every_browser_to_the_same_receipt(town: Town) -> None:
    vote = town.voting()
    clock = Clock(town.now)
    config = Config(
        data_dir=town.data,
        record_dir=town.record,
        base_url="https://weirside.example",
        secret=b"k" * 32,
        mail=town.data / "mail",
        languages=("en",),
    )
    app = create_app(config, town.store, lambda: town.catalogue, clock)
    sessions.start(town.store, town.id(VOTER), TOKEN, clock(), shared=False)
    fields, pages = {"choice": "no", "phrase": "", "page": "ab" * 16}, list[str]()

    def post(_: int) -> None:
        browser = Browser(app, clock)
        browser.raw.set_cookie(config.cookie_name, TOKEN)
        pages.append(browser.follow(browser.send(f"/forms/proposals/{vote}/ballot", fields)).text)

    wrong = at_once(AT_ONCE, post)
    app.extensions[EXTENSION].outbox.close()

    assert wrong == []
    assert len(pages) == AT_ONCE
    assert len(set(pages)) == 1
    assert in_the_box(town.store, vote) == ["no"]


def test_a_clock_set_back_takes_no_ballot_away_and_lets_the_next_one_in(place: Place, town: Town) -> None:
    vote = town.voting()
    town.cast(vote, 1)
    before = town.now
    town.publish(minutes=-90)

    town.cast(vote, 2, "no")
    town.store = place.reopened()
    town.now = before
    town.publish(minutes=1)
    town.cast(vote, 1, "no")

    assert in_the_box(town.store, vote) == ["no", "no"]
