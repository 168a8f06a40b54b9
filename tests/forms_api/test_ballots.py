"""The ballot on the screen: nothing chosen beforehand, checked, cast, changed, and a receipt without a choice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import Catalogue
from domain.governance.promise import PromisedCommitment
from domain.people import Member, Standing
from forms_api.services import ballots
from forms_api.services.receipts import promised
from forms_api.store.memory import MemoryStore
from tests.builders import contents, put
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]


@pytest.fixture
def town(store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path) -> Town:
    return Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)


@pytest.fixture
def vote(town: Town, clock: Clock) -> str:
    """A vote that is open now."""
    proposal = town.voting()
    clock.moment = town.now
    return proposal


def carried(page: Page, action: str) -> dict[str, Any]:
    """Return what the page's form for *action* would send."""
    form = next(form for form in page.forms() if form["action"].endswith(action))
    return {name: values[0] for name, values in form["fields"].items()}


def test_a_vote_is_checked_cast_and_answered_by_a_receipt(town: Town, signed_in: SignIn, vote: str) -> None:
    browser = signed_in(town.member(4))
    ballot = browser.get(f"/forms/proposals/{vote}/ballot")
    assert "choice" not in carried(ballot, "/check"), "nothing is chosen beforehand"
    check = browser.send(f"/forms/proposals/{vote}/ballot/check", choice="no", phrase="a heron on one leg")
    assert "No Change" in check.text and "a heron on one leg" in check.text
    cast = browser.send(f"/forms/proposals/{vote}/ballot", carried(check, "/ballot"))
    receipt = browser.follow(cast)
    with town.store.unit() as unit:
        (kept,) = unit.ballots

    assert cast.location == f"/forms/proposals/{vote}/ballot/receipt"
    assert "Your vote is in the box" in receipt.text
    assert kept.choice == "no"
    own = ballots.own_receipt(town.store, vote, town.id(4))
    assert own is not None and len(bytes.fromhex(own.salt)) == 16
    for part in (kept.commitment.hex(), own.salt, kept.pseudonym):
        assert part in receipt.text
    assert receipt.response.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in receipt.html


def test_the_receipt_is_the_same_page_whatever_was_chosen(town: Town, signed_in: SignIn, vote: str) -> None:
    pages = set()
    for choice in ("yes", "no", "abstain"):
        browser = signed_in(town.member(4))
        browser.send(f"/forms/proposals/{vote}/ballot", choice=choice, page="p")
        html = browser.get(f"/forms/proposals/{vote}/ballot/receipt").html
        html = re.sub(r'name="csrf_token" type="hidden" value="[^"]*"|<p class="big">.*?</p>|\n— .*\n', "", html)
        own = ballots.own_receipt(town.store, vote, town.id(4))
        assert own is not None
        for drawn in (own.commitment, own.salt):
            html = html.replace(drawn, "")
        pages.add(html)

    assert len(pages) == 1


def test_the_receipt_holds_the_signed_promise_and_can_be_kept_as_a_text_file(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    receipt = town.cast(vote, 4, "no")
    browser = signed_in(town.member(4))
    page = browser.get(f"/forms/proposals/{vote}/ballot/receipt")
    file = browser.get(f"/forms/proposals/{vote}/ballot/receipt.txt")
    note = "rsn/promise/v1" + file.html.split("rsn/promise/v1")[1]
    none = signed_in(town.member(5)).get(f"/forms/proposals/{vote}/ballot/receipt.txt")
    with town.store.unit() as unit:
        found = unit.proposals.get(vote)

    assert file.response.mimetype == "text/plain" and "attachment" in file.response.headers["Content-Disposition"]
    assert promised(town.record, note) == PromisedCommitment(vote, receipt.commitment)
    assert promised(town.record, note.replace(receipt.commitment, "0" * 64)) is None
    assert found is not None
    for words in (receipt.code, receipt.pseudonym, receipt.salt, found.policy_hash):
        assert words in page.text and words in file.html
    assert none.location == f"/forms/proposals/{vote}/ballot/receipt"


def test_what_stands_on_a_receipt_tells_anybody_whether_it_was_counted(
    town: Town, browser: Browser, vote: str, clock: Clock
) -> None:
    receipts = [town.cast(vote, n, "yes") for n in range(10)]
    replaced, last = receipts[0], town.cast(vote, 0, "no")
    address = f"/forms/proposals/{vote}/counted"
    before = browser.send(address, words=last.pseudonym)
    town.publish(days=8)
    town.publish(days=4)
    clock.moment = town.now

    assert "The vote is not counted yet" in before.text
    for words in (last.pseudonym, last.code, last.code.lower().replace("-", "")):
        assert "Yes: it is among the ballots counted" in browser.send(address, words=words).text
    for words in (replaced.code, "0" * 32):
        assert "No counted ballot has this" in browser.send(address, words=words).text
    assert "neither a receipt code nor a pseudonym" in browser.send(address, words="a heron").errors[0]


def test_of_fewer_than_ten_ballots_the_pseudonym_tells_and_the_code_cannot(
    town: Town, browser: Browser, vote: str, clock: Clock
) -> None:
    receipt = town.cast(vote, 4)
    town.publish(days=8)
    clock.moment = town.now
    address = f"/forms/proposals/{vote}/counted"

    assert "Type your pseudonym instead" in browser.send(address, words=receipt.code).text
    assert "Yes: it is among" in browser.send(address, words=receipt.pseudonym).text


def test_a_ballot_without_a_choice_and_with_too_long_a_phrase_says_so_and_keeps_the_phrase(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    browser = signed_in(town.member(4))
    page = browser.send(f"/forms/proposals/{vote}/ballot/check", phrase="w" * 74)

    assert page.errors == ["Choose yes, no or abstain", "Shorten this to 60 characters; it has 74"]
    assert carried(page, "/check")["phrase"] == "w" * 74


def test_changing_an_answer_keeps_the_other_one(town: Town, signed_in: SignIn, vote: str) -> None:
    browser = signed_in(town.member(4))
    check = browser.send(f"/forms/proposals/{vote}/ballot/check", choice="yes", phrase="a heron")
    again = browser.send(f"/forms/proposals/{vote}/ballot/change", carried(check, "/change"))

    sent = carried(again, "/check")
    assert (sent["choice"], sent["phrase"]) == ("yes", "a heron")
    assert again.errors == []


def test_a_vote_can_be_changed_and_the_code_is_another_one(town: Town, signed_in: SignIn, vote: str) -> None:
    browser = signed_in(town.member(4))
    texts = []
    for choice in ("no", "yes"):
        check = browser.send(f"/forms/proposals/{vote}/ballot/check", choice=choice)
        texts.append(
            browser.follow(browser.send(f"/forms/proposals/{vote}/ballot", carried(check, "/ballot"))).text
        )
    with town.store.unit() as unit:
        (kept,) = unit.ballots

    assert texts[0] != texts[1]
    assert kept.choice == "yes"
    assert (
        "Your ballot is in the box. A new one takes its place."
        in browser.get(f"/forms/proposals/{vote}/ballot").text
    )


def test_the_same_page_sent_twice_is_one_ballot(town: Town, signed_in: SignIn, vote: str) -> None:
    browser = signed_in(town.member(4))
    sent = carried(browser.send(f"/forms/proposals/{vote}/ballot/check", choice="yes"), "/ballot")
    first = browser.follow(browser.send(f"/forms/proposals/{vote}/ballot", sent)).text
    before = contents(town.store)
    second = browser.follow(browser.send(f"/forms/proposals/{vote}/ballot", sent)).text

    assert first == second
    assert contents(town.store) == before


def test_checking_and_changing_store_nothing_and_their_addresses_lead_to_the_ballot(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    browser = signed_in(town.member(4))
    before = contents(town.store)
    check = browser.send(f"/forms/proposals/{vote}/ballot/check", choice="yes")
    browser.send(f"/forms/proposals/{vote}/ballot/change", carried(check, "/change"))

    assert contents(town.store)["ballots"] == before["ballots"] == []
    for step in ("check", "change"):
        page = browser.get(f"/forms/proposals/{vote}/ballot/{step}")
        assert (page.status, page.location) == (303, f"/forms/proposals/{vote}/ballot")


@pytest.mark.parametrize("sent", [{"choice": "invalid"}, {"choice": ""}, {"choice": "blank"}, {"choice": "YES"}])
def test_a_forged_choice_goes_in_no_box(town: Town, signed_in: SignIn, vote: str, sent: dict[str, str]) -> None:
    page = signed_in(town.member(4)).send(f"/forms/proposals/{vote}/ballot", sent | {"page": "p"})
    with town.store.unit() as unit:
        assert len(unit.ballots) == 0

    assert page.errors == ["Choose yes, no or abstain"]


def test_the_ballot_says_when_it_closes_by_which_rules_and_what_it_cannot_promise(
    town: Town, signed_in: SignIn, vote: str
) -> None:
    text = signed_in(town.member(4)).get(f"/forms/proposals/{vote}/ballot").text

    assert "The vote closes on Wednesday 16 December 2026, 12:00 GMT" in text
    assert "no website can help" in text and "can be used to show how you voted" in text
    assert "at least 7 yes votes" in text and "Ordinary decisions" in text


def test_before_the_opening_a_kind_page_says_when(town: Town, signed_in: SignIn, clock: Clock) -> None:
    proposal = town.frozen()
    clock.moment = town.now
    page = signed_in(town.member(4)).get(f"/forms/proposals/{proposal}/ballot")

    assert "The vote has not opened yet" in page.text
    assert "Voting opens Wednesday 9 December 2026, 12:00 GMT" in page.text
    assert [form for form in page.forms() if "ballot" in form["action"]] == []


def test_after_the_shut_the_ballot_is_a_page_that_says_so(
    town: Town, signed_in: SignIn, clock: Clock, vote: str
) -> None:
    browser = signed_in(town.member(4))
    check = browser.send(f"/forms/proposals/{vote}/ballot/check", choice="yes")
    clock.tick(days=7)
    again = signed_in(town.member(4))
    sent = {k: v for k, v in carried(check, "/ballot").items() if k != "csrf_token"}
    late = again.send(f"/forms/proposals/{vote}/ballot", sent)

    assert late.status == 409 and "The vote is closed" in late.text
    assert "The vote is closed" in again.get(f"/forms/proposals/{vote}/ballot").text
    with town.store.unit() as unit:
        assert len(unit.ballots) == 0


def test_who_is_not_on_the_roll_reads_why(town: Town, signed_in: SignIn, vote: str) -> None:
    put(town.store, replace(town.member(40), standing=Standing.NEWCOMER))
    page = signed_in(town.member(40)).get(f"/forms/proposals/{vote}/ballot")

    assert "You are not on the roll of this vote" in page.text


def test_without_a_ballot_and_after_the_key_is_gone_there_is_no_receipt(
    town: Town, signed_in: SignIn, clock: Clock, vote: str
) -> None:
    town.cast(vote, 4)
    address = f"/forms/proposals/{vote}/ballot/receipt"
    assert "There is no ballot of yours in this box" in signed_in(town.member(5)).get(address).text
    town.publish(days=8)
    clock.moment = town.now
    closed = signed_in(town.member(4)).get(address)
    assert "Your ballot is counted" in closed.text and "Salt" not in closed.text
    town.publish(days=3)
    clock.moment = town.now

    assert "The receipt you kept still shows it" in signed_in(town.member(4)).get(address).text


def test_in_a_small_network_the_ballot_warns_that_totals_tell(
    store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path, signed_in: SignIn
) -> None:
    few = Town(tmp_path, people=6, store=store, catalogue=catalogue, now=clock.moment)
    proposal = few.voting()
    clock.moment = few.now
    page = signed_in(few.member(4)).get(f"/forms/proposals/{proposal}/ballot")

    assert "With fewer than ten people on the roll" in page.text


def test_a_page_open_for_hours_keeps_the_choice_and_asks_to_send_again(
    town: Town, signed_in: SignIn, clock: Clock, vote: str
) -> None:
    browser = signed_in(town.member(4))
    stale = browser.token(clock() - timedelta(hours=3))
    page = browser.send(
        f"/forms/proposals/{vote}/ballot/check", {"csrf_token": stale, "choice": "no", "phrase": "a heron"}
    )
    sent = carried(page, "/check")

    assert (sent["choice"], sent["phrase"]) == ("no", "a heron")
    assert len(page.errors) == 1
