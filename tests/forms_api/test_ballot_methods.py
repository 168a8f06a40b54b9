"""The ballot of each of the fourteen methods: filled in, checked in words, cast as its one canonical text."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.governance.ballot import Ballot
from domain.governance.policy import Method, MethodRules
from forms_api.app import create_app
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services import sessions
from tests.builders import contents
from tests.forms_api.ballot_town import a_policy, votes
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.town import Town

CASES: dict[Method, tuple[dict[str, Any], str, str]] = {
    Method.YES_NO: ({"choice": "no"}, "no", "No Change"),
    Method.CONSENT: ({"choice": "stand_aside"}, "stand_aside", "I stand aside"),
    Method.PLURALITY: ({"choice": "a-swing"}, "a-swing", "A swing"),
    Method.APPROVAL: ({"approve": ["a-tree", "a-bench"]}, '{"approve":["a-bench","a-tree"]}', "A bench A tree"),
    Method.SCORE: ({"mark-a-bench": "5", "mark-a-tree": "0"}, '{"scores":{"a-bench":5}}', "A bench 5"),
    Method.STAR: ({"mark-a-swing": "3"}, '{"scores":{"a-swing":3}}', "A swing 3"),
    Method.IRV: (
        {"mark-a-bench": "2", "mark-a-tree": "1"},
        '{"ranking":[["a-tree"],["a-bench"]]}',
        "A tree A bench",
    ),
    Method.SCHULZE: (
        {"mark-a-bench": "1", "mark-a-swing": "1", "mark-none-of-these": "4"},
        '{"ranking":[["a-bench","a-swing"],["none-of-these"]]}',
        "A bench and A swing None of these",
    ),
    Method.RANKED_PAIRS: ({"mark-a-swing": "1"}, '{"ranking":[["a-swing"]]}', "A swing"),
    Method.STV: (
        {"mark-a-swing": "1", "mark-a-tree": "3"},
        '{"ranking":[["a-swing"],["a-tree"]]}',
        "A swing A tree",
    ),
    Method.DOTS: (
        {"mark-a-tree": "4", "mark-a-bench": "3"},
        '{"credits":{"a-bench":3,"a-tree":4}}',
        "Left over: 2",
    ),
    Method.QUADRATIC: (
        {"mark-a-tree": "2", "mark-a-swing": "٢"},
        '{"credits":{"a-swing":2,"a-tree":2}}',
        "Used: 8",
    ),
    Method.BUDGET_GREEDY: ({"approve": ["a-swing"]}, '{"approve":["a-swing"]}', "A swing"),
    Method.BUDGET_EQUAL_SHARES: ({"approve": ["none-of-these"]}, '{"approve":["none-of-these"]}', "None of these"),
}
IN_ORDER = ("a-bench", "a-swing", "a-tree", "none-of-these")
OF_OPTIONS = sorted(set(CASES) - {Method.YES_NO, Method.CONSENT, Method.PLURALITY})


SCOTTISH = MethodRules(seats=1, quota="droop", arithmetic="scottish")


class Hall:
    """One town in which all fourteen votes are open; whoever comes to vote in one finds its box empty."""

    def __init__(self, folder: Path) -> None:
        self.town = Town(folder)
        policies = [*(a_policy(method) for method in CASES), a_policy(Method.STV, rules=SCOTTISH)]
        ids = votes(self.town, policies)
        self.votes = dict(zip(CASES, ids, strict=False))
        self.scottish = ids[-1]
        clock = Clock(self.town.now)
        record = self.town.record
        config = Config(folder, record, "https://weirside.example", b"k" * 32, folder / "mail", languages=("en",))
        self.app = create_app(config, self.town.store, lambda: self.town.catalogue, clock)
        token = secrets.token_urlsafe(32)
        sessions.start(self.town.store, self.town.id(18), token, clock(), shared=False, twofold=True)
        self.browser = Browser(self.app, clock)
        self.browser.raw.set_cookie(self.browser.config.cookie_name, token)

    def ballot(self, method: Method) -> str:
        """Return the ballot's address of an open vote, with nothing in any box."""
        with self.town.store.unit() as unit:
            for ballot in list(unit.ballots):
                unit.ballots.remove(ballot.id)
        return f"/forms/proposals/{self.votes[method]}/ballot"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    made = Hall(tmp_path_factory.mktemp("hall"))
    yield made
    made.app.extensions[EXTENSION].outbox.close()


def carried(page: Page, action: str) -> dict[str, Any]:
    form = next(form for form in page.forms() if form["action"].endswith(action))
    return {n: values if n == "approve" else values[0] for n, values in form["fields"].items()}


def in_the_box(hall: Hall) -> Ballot:
    with hall.town.store.unit() as unit:
        (ballot,) = unit.ballots
    return ballot


@pytest.mark.parametrize("method", CASES)
def test_a_ballot_is_filled_in_checked_in_words_and_cast(method: Method, hall: Hall) -> None:
    sent, choice, words = CASES[method]
    browser, address = hall.browser, hall.ballot(method)
    first = browser.get(address)
    chosen = {name: value for name, value in carried(first, "/check").items() if name != "csrf_token"}
    assert not any(chosen.values()), "nothing is chosen beforehand"
    check = browser.send(f"{address}/check", sent)
    again = browser.send(f"{address}/change", carried(check, "/change"))
    receipt = browser.follow(browser.send(address, carried(check, "/ballot")))

    assert words in check.text, check.text
    kept = {name: value for name, value in carried(again, "/check").items() if name in sent}
    assert kept == {name: sorted(value) if isinstance(value, list) else value for name, value in sent.items()}
    assert in_the_box(hall).choice == choice
    assert "Your vote is in the box" in receipt.text


@pytest.mark.parametrize("method", OF_OPTIONS)
def test_an_empty_ballot_is_told_and_a_blank_one_is_cast(method: Method, hall: Hall) -> None:
    browser, address = hall.browser, hall.ballot(method)
    empty = browser.send(f"{address}/check", {})
    both = browser.send(f"{address}/check", CASES[method][0] | {"blank": "y"})
    check = browser.send(f"{address}/check", blank="y")
    browser.send(address, carried(check, "/ballot"))

    assert empty.errors == ["Fill in at least one, or tick blank"]
    assert both.errors == ["You filled something in and ticked blank. Keep one or the other"]
    assert in_the_box(hall).choice == "blank"


@pytest.mark.parametrize(
    ("method", "sent", "says"),
    [
        (
            Method.QUADRATIC,
            {"mark-a-bench": "2", "mark-a-tree": "3"},
            "You have given 13 of 9 points. Take some away",
        ),
        (Method.DOTS, {"mark-a-bench": "5", "mark-a-tree": "7"}, "You have given 12 of 9 points. Take some away"),
        (Method.DOTS, {"mark-a-bench": "-1"}, "Enter a whole number from 0 to 9999"),
        (Method.DOTS, {"mark-a-bench": "²"}, "Enter a whole number from 0 to 9999"),
        (Method.SCORE, {"mark-a-bench": "6"}, "Choose one of these"),
        (Method.SCHULZE, {"mark-a-bench": "9"}, "Choose one from the list"),
        (Method.PLURALITY, {"choice": "a-house"}, "Choose one option, none of these, or blank"),
        (Method.APPROVAL, {"approve": ["a-house"]}, "Tick some of these, or none"),
        (
            Method.BUDGET_GREEDY,
            {"approve": ["a-tree", "none-of-these"]},
            "You ticked projects and “none of these”. Keep one or the other",
        ),
        (Method.CONSENT, {"choice": "object"}, "Write your reason: an objection is one with a reason"),
    ],
)
def test_what_cannot_be_counted_is_told_with_numbers_and_kept(
    method: Method, sent: dict[str, Any], says: str, hall: Hall
) -> None:
    browser, address = hall.browser, hall.ballot(method)
    page = browser.send(f"{address}/check", sent)
    forged = browser.send(address, sent)
    kept = carried(page, "/check")

    assert page.errors == forged.errors == [says]
    assert contents(hall.town.store)["ballots"] == []
    for name in set(kept) & {"mark-a-tree"}:
        assert kept[name] == sent.get(name, "")


def test_equal_ranks_are_refused_where_the_count_takes_none(hall: Hall) -> None:
    browser, address = hall.browser, f"/forms/proposals/{hall.scottish}/ballot"
    page = browser.send(f"{address}/check", {"mark-a-bench": "1", "mark-a-tree": "1"})

    assert page.errors == ["Give each number once: 1 stands twice"]
    assert "Give each number once: two options with the same number" in page.text


def test_an_objection_has_its_reason_in_the_open_and_both_are_said_before(hall: Hall) -> None:
    browser, address = hall.browser, hall.ballot(Method.CONSENT)
    first = browser.get(address)
    check = browser.send(f"{address}/check", choice="object", why="The roots lift the path.")
    browser.send(address, carried(check, "/ballot"))
    ballot = in_the_box(hall)

    for page in (first, check):
        assert "This vote is open: after the close everybody can read your name" in page.text
    assert (ballot.choice, ballot.reason) == ("object", "The roots lift the path.")
    assert contents(hall.town.store)["voter_names"] != []


def test_a_reason_without_an_objection_is_kept_nowhere(hall: Hall) -> None:
    browser, address = hall.browser, hall.ballot(Method.CONSENT)
    check = browser.send(f"{address}/check", choice="consent", why="I liked it.")
    browser.send(address, carried(check, "/ballot"))

    assert in_the_box(hall).reason == ""


def test_options_stand_by_their_titles_with_none_of_these_last_for_everybody(
    hall: Hall,
) -> None:
    browser, address = hall.browser, hall.ballot(Method.BUDGET_GREEDY)
    page = browser.get(address)
    text, places = page.text, [page.html.index(f'value="{one}"') for one in IN_ORDER]

    assert places == sorted(places)
    assert "There is 100 to spend" in text and "costs 55.50" in text
    assert "The options stand in the order of their titles, the same for everybody" in text
