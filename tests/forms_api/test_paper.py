"""Votes on paper: letters, the code that is typed, the sheet, and a polling table that takes two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import Catalogue
from domain.governance.ballot import Channel
from domain.governance.lifecycle import State
from domain.governance.policy import Method
from domain.people import Member
from forms_api.services.ballot_codes import make_letters
from forms_api.store.memory import MemoryStore
from tests.builders import contents, put
from tests.forms_api.ballot_town import a_vote
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]
BY_CODE = "/forms/vote-by-code"


@pytest.fixture
def town(store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path) -> Town:
    return Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)


@pytest.fixture
def vote(town: Town, clock: Clock) -> str:
    """A ranked vote with paper that is open now; there are two stewards."""
    put(town.store, replace(town.member(18), steward=True))
    proposal = a_vote(town, Method.SCHULZE, paper=True)
    clock.moment = town.now
    return proposal


def codes(town: Town, vote: str, *voters: int) -> list[str]:
    made = make_letters(town.store, vote, [town.id(n) for n in voters], "set", town.steward, town.now)
    return [letter.code for letter in made]


def carried(page: Page, action: str) -> dict[str, Any]:
    form = next(form for form in page.forms() if form["action"].endswith(action))
    return {name: values[0] for name, values in form["fields"].items()}


def stewards(town: Town, signed_in: SignIn) -> tuple[Browser, Browser]:
    return signed_in(replace(town.member(18), steward=True)), signed_in(town.member(19))


def a_batch(browser: Browser, vote: str) -> str:
    """Begin a batch and return its address."""
    table = browser.get(f"/forms/table/{vote}")
    return browser.send(f"/forms/table/{vote}/begin", carried(table, "/begin")).location


def test_letters_are_printed_with_the_name_outside_and_the_code_inside_and_only_hashes_are_kept(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    desk = signed_in(town.member(19))
    page = desk.get(f"/forms/desk/paper/{vote}")
    sent = carried(page, "/letters") | {"whom": "chosen", "members": [town.id(3), town.id(5)]}
    letters = desk.send(f"/forms/desk/paper/{vote}/letters", sent)
    again = desk.send(f"/forms/desk/paper/{vote}/letters", sent)
    found = re.findall(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b", letters.text)
    kept = contents(town.store)["ballot_codes"]

    assert len(set(found)) == 2 and len(kept) == 2
    assert town.member(3).entry.name in letters.text
    assert 'lang="en"' in letters.html and 'class="qr"' in letters.html
    assert letters.response.headers["Cache-Control"] == "no-store"
    for code in found:
        assert code not in str(contents(town.store)) and code.replace("-", "") not in str(contents(town.store))
    assert town.id(3) not in str(kept)
    assert set(found) == set(re.findall(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b", again.text)), "sent twice"
    assert "Letters made 2" in desk.get(f"/forms/desk/paper/{vote}").text
    assert "2 letters made" in desk.get("/forms/desk").text


def test_letters_for_nobody_are_told_and_a_rule_book_without_paper_has_none(
    town: Town, signed_in: SignIn, clock: Clock, vote: str
) -> None:
    desk = signed_in(town.member(19))
    page = desk.send(f"/forms/desk/paper/{vote}/letters", {"whom": "chosen"})
    nothing = desk.send(f"/forms/desk/paper/{vote}/letters", {})
    other = town.voting(author=5)
    clock.moment = town.now

    assert "None of these is on the roll of this vote" in page.errors[0]
    assert nothing.errors == ["Choose whom the letters are for"]
    refused = signed_in(town.member(19)).get(f"/forms/desk/paper/{other}")
    assert refused.status == 409 and "takes no ballots on paper" in refused.text


def test_the_ballot_sheet_stands_in_large_print_with_options_rules_and_the_close(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    text = signed_in(town.member(19)).get(f"/forms/desk/paper/{vote}/ballot-sheet").text

    assert text.index("A bench") < text.index("A swing") < text.index("A tree") < text.rindex("None of these")
    said = ("Put the options in order: 1 is what you like best", "The vote closes on", "The code in your letter")
    for words in said:
        assert words in text


def test_a_code_casts_its_members_ballot_without_signing_in(
    town: Town, browser: Browser, signed_in: SignIn, vote: str
) -> None:
    (code,) = codes(town, vote, 4)
    ballot = browser.send(BY_CODE, code=code.lower().replace("-", " "))
    check = browser.send(f"{BY_CODE}/check", carried(ballot, "/check") | {"mark-a-tree": "1"})
    changed = browser.send(f"{BY_CODE}/change", carried(check, "/change"))
    cast = browser.send(f"{BY_CODE}/cast", carried(check, "/cast"))
    receipt = browser.follow(cast)
    with town.store.unit() as unit:
        (kept,) = unit.ballots

    assert carried(changed, "/check")["mark-a-tree"] == "1"
    assert kept.choice == '{"ranking":[["a-tree"]]}'
    assert kept.channel is Channel.WEB
    assert cast.location == f"{BY_CODE}/receipt/{kept.id}" and cast.status == 303
    assert kept.pseudonym in receipt.text and "A tree" not in receipt.text
    own = signed_in(town.member(4)).get(f"/forms/proposals/{vote}/ballot/receipt").text
    assert kept.commitment.hex() in own, "one box, whatever the way"
    for step in ("check", "change", "cast"):
        assert browser.get(f"{BY_CODE}/{step}").location == BY_CODE


def test_every_wrong_code_is_answered_alike_and_tries_are_limited(
    town: Town, browser: Browser, vote: str, clock: Clock
) -> None:
    (old,) = codes(town, vote, 4)
    make_letters(town.store, vote, [town.id(4)], "a newer set", town.steward, town.now)
    wrong = [old, "nonsense", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", old[:-2]]
    said = {tuple(browser.send(BY_CODE, code=code).errors) for code in wrong}

    assert len(said) == 1 and "This code opens no ballot" in str(said)
    assert browser.send(f"{BY_CODE}/check", {"code": old, "mark-a-tree": "1"}).status == 409
    statuses = {browser.send(BY_CODE, code="nonsense").status for _ in range(40)}
    assert statuses == {200, 429}
    clock.tick(hours=1)
    assert browser.send(BY_CODE, code="nonsense").status == 200


def test_a_batch_takes_two_people_and_then_its_ballots_are_in_the_one_box(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    one, two, three = codes(town, vote, 3, 4, 5)
    town.cast(vote, 3, '{"ranking":[["a-swing"]]}')
    first, second = stewards(town, signed_in)
    batch = a_batch(first, vote)
    first.send(batch, {"code": one, "mark-a-tree": "1", "mark-a-bench": "1"})
    first.send(batch, {"code": two, "spoiled": "y"})
    first.send(batch, {"code": three, "blank": "y"})
    assert len(contents(town.store)["ballots"]) == 1, "nothing is in the box yet"
    alone = first.send(f"{batch}/confirm", compared="y")
    unticked = second.send(f"{batch}/confirm", {})
    seen = second.get(batch)
    receipts = second.follow(second.send(f"{batch}/confirm", compared="y"))
    second.send(f"{batch}/confirm", compared="y")
    with town.store.unit() as unit:
        box = {ballot.choice: ballot.channel for ballot in unit.ballots}
        (kept,) = unit.paper_batches
        assert len(unit.paper_ballots) == 0 and len(unit.superseded) == 1

    assert alone.status == 409 and "Somebody else has to compare" in alone.text
    assert unticked.errors == ["Tick that you compared every line"]
    assert "A bench and A tree" in seen.text and "Spoiled: it cannot be read" in seen.text
    assert box == dict.fromkeys(('{"ranking":[["a-bench","a-tree"]]}', "invalid", "blank"), Channel.PAPER)
    assert (kept.first, kept.second) == (town.id(18), town.id(19))
    assert receipts.text.count("Receipt code") == 3 and one[:4] in receipts.text
    assert "A tree" not in receipts.text


def test_a_sheet_with_a_wrong_code_or_mark_is_told_and_what_was_typed_is_kept(
    town: Town, signed_in: SignIn, vote: str, clock: Clock
) -> None:
    first, _ = stewards(town, signed_in)
    batch = a_batch(first, vote)
    page = first.send(batch, {"code": "nonsense", "mark-a-tree": "2"})
    empty = first.send(batch, {"code": "nonsense"})
    missing = first.send(batch, {"spoiled": "y"})

    assert page.errors[0].startswith("This code opens no ballot")
    assert carried(page, batch)["mark-a-tree"] == "2"
    assert empty.errors == ["Fill in at least one, or tick blank"]
    assert missing.errors == ["Type the code on the sheet"]
    assert contents(town.store)["paper_ballots"] == []


def test_a_sheet_is_taken_out_and_a_batch_is_thrown_away(town: Town, signed_in: SignIn, vote: str) -> None:
    one, two = codes(town, vote, 3, 4)
    first, second = stewards(town, signed_in)
    batch = a_batch(first, vote)
    first.send(batch, {"code": one, "mark-a-tree": "1"})
    first.send(batch, {"code": two, "mark-a-tree": "1"})
    second.send(f"{batch}/take-out", number="1")
    left = [row.number for row in contents(town.store)["paper_ballots"]]
    thrown = second.send(f"{batch}/throw-away", {})

    assert left == [2]
    assert thrown.location == f"/forms/table/{vote}"
    assert contents(town.store)["paper_batches"] == contents(town.store)["paper_ballots"] == []


def test_who_is_neither_steward_nor_helper_is_kept_from_the_table(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    page = signed_in(town.member(4)).get(f"/forms/table/{vote}")

    assert page.status == 403 and "The polling table is kept by two stewards" in page.text


def test_the_vote_closes_when_two_have_said_that_all_paper_is_in(
    town: Town, signed_in: SignIn, vote: str, clock: Clock
) -> None:
    (code,) = codes(town, vote, 3)
    town.publish(days=7, hours=1)
    clock.moment = town.now
    first, second = stewards(town, signed_in)
    assert town.state(vote) is State.VOTING
    assert "The vote is closed" in signed_in(town.member(4)).get(f"/forms/proposals/{vote}/ballot").text
    batch = a_batch(first, vote)
    first.send(batch, {"code": code, "mark-a-tree": "1"})
    waits = first.send(f"/forms/table/{vote}/all-in", {})
    second.send(f"{batch}/confirm", compared="y")
    first.send(f"/forms/table/{vote}/all-in", {})
    first.send(f"/forms/table/{vote}/all-in", {})
    town.publish()
    assert town.state(vote) is State.VOTING, "one person said it, twice"
    second.send(f"/forms/table/{vote}/all-in", {})
    town.publish()

    assert waits.status == 409 and "still waits for its second person" in waits.text
    assert town.state(vote) is State.PROVISIONAL
    assert "No receipts here" in first.get(f"{batch}/receipts").text
