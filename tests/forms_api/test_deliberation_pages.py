"""The pages where a submitted text is changed, amended, and written together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import Catalogue
from domain.governance.policy import Method, MethodRules
from domain.governance.proposal import ArgumentKind, Proposal
from domain.people import Member
from forms_api.services import amendments, arguments, coauthors, sponsors
from forms_api.services.amendments import Offer
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, a_policy, by_slug, contents
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]
TEXT = "Two planks by the weir, of oak."
WORDS = {"title": "T", "summary": "S", "text": "X", "program": ""}


@pytest.fixture
def town(store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path) -> Town:
    return Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)


@pytest.fixture
def catalogue() -> Catalogue:
    budget = a_policy("money", method=Method.BUDGET_GREEDY, rules=MethodRules(budget="1000"))
    return a_catalogue(policies=by_slug(a_policy(), a_policy("choosing", method=Method.SCHULZE), budget))


def proposal_of(town: Town, number: str = "2026-1") -> Proposal:
    with town.store.unit() as unit:
        found = unit.proposals.get(number)
    assert found is not None
    return found


def chosen(town: Town, *titles: str) -> str:
    """Return a proposal that looks for sponsors and has these options."""
    from domain.governance.proposal import Option

    return town.sponsoring(policy="choosing", options=tuple(Option("", title) for title in titles))


def written(title: str = "A bench by the weir", text: str = TEXT, **more: str) -> dict[str, Any]:
    return {"title": title, "summary": "To sit on.", "text": text, "why": "Oak lasts.", "base": "1", **more}


def test_a_draft_takes_options_and_another_row_keeps_what_was_typed(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    rows = {"options-0-title": "Oak", "options-1-title": "Steel"}
    typed = {"title": "Which bench?", "policy": "choosing", "program": "", **rows}
    before = contents(town.store)
    page = browser.send("/forms/proposals/new", typed | {"more": "1"})
    fields = page.forms()[0]["fields"]

    assert page.errors == []
    assert (fields["title"], fields["options-1-title"], fields["options-2-title"]) == (
        ["Which bench?"],
        ["Steel"],
        [""],
    )
    assert contents(town.store) == before
    preview = browser.follow(
        browser.send(
            "/forms/proposals/new", typed | {"summary": "Choose.", "text": "Which?", "options-2-title": ""}
        )
    )
    assert "Oak" in preview.text and "Steel" in preview.text and "“None of these” always stands" in preview.text
    again = browser.get(preview.response.request.path.replace("preview", "edit")).forms()[0]["fields"]
    assert again["options-0-title"] == ["Oak"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"options-0-text": "Of oak"}, "Give this option a title, or empty it"),
        ({"options-0-title": "Oak", "options-0-cost": "a lot"}, "Enter a sum like 1200 or 12.50"),
    ],
)
def test_a_row_that_is_half_an_option_is_told_at_its_field(
    town: Town, signed_in: SignIn, typed: dict[str, str], said: str
) -> None:
    page = signed_in(town.member(0)).send("/forms/proposals/new", WORDS | {"policy": "choosing"} | typed)

    assert page.errors == [said]


@pytest.mark.parametrize(
    ("policy", "options", "said"),
    [
        ("choosing", {"options-0-title": "Oak"}, "write at least 2"),
        ("ordinary", {"options-0-title": "Oak"}, "the proposal itself is what people answer"),
        ("money", {"options-0-title": "Oak"}, "say for each option what it costs"),
        ("money", {"options-0-title": "Oak", "options-0-cost": "1,000.50"}, "Enter a sum"),
        (
            "money",
            {"options-0-title": "Oak", "options-0-cost": "1000,5"},
            "costs more than the whole sum there is, 1000",
        ),
        ("choosing", {"options-0-title": "Oak", "options-1-title": "oak"}, "the same title"),
    ],
)
def test_options_that_do_not_fit_the_rule_book_are_told_before_it_is_sent(
    town: Town, signed_in: SignIn, policy: str, options: dict[str, str], said: str
) -> None:
    browser = signed_in(town.member(0))
    page = browser.send("/forms/proposals/new", WORDS | {"policy": policy} | options)
    shown = page if page.status == 200 else browser.follow(page)

    assert said in shown.text


def test_the_author_changes_the_text_and_everybody_reads_what_changed(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    author = signed_in(town.member(0))
    shown = author.follow(author.send(f"/forms/proposals/{proposal}/revise", written()))
    reader = signed_in(town.member(5)).get(f"/forms/proposals/{proposal}/versions")

    assert "See what has changed in the text" in shown.text
    assert proposal_of(town).version == 2
    assert "[put in: planks by the weir, of oak.]" in reader.text.replace(" ]", "]")
    assert "Oak lasts." in reader.text and "The text as it was submitted." in reader.text
    first = signed_in(town.member(5)).get(f"/forms/proposals/{proposal}/versions/1")
    assert "Two planks." in first.text and "[put in:" not in first.text


def test_whoever_saves_second_is_told_and_loses_nothing(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    author = signed_in(town.member(0))
    author.send(f"/forms/proposals/{proposal}/revise", written())
    second = author.send(f"/forms/proposals/{proposal}/revise", written(text="Two planks of elm."))
    fields = second.forms()[0]["fields"]

    assert "it is now version 2" in second.errors[0]
    assert f"/forms/proposals/{proposal}/versions/2" in second.links()
    assert (fields["text"], fields["base"]) == (["Two planks of elm."], ["2"])
    assert author.send(f"/forms/proposals/{proposal}/revise", {k: v[0] for k, v in fields.items()}).status == 303
    assert (proposal_of(town).text, proposal_of(town).version) == ("Two planks of elm.", 3)


def test_a_change_of_nothing_is_told(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    page = signed_in(town.member(0)).send(f"/forms/proposals/{proposal}/revise", written(text="Two planks."))

    assert page.errors == ["Nothing has changed: this is what the proposal says already."]


def test_nobody_else_changes_the_text(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()

    assert signed_in(town.member(1)).send(f"/forms/proposals/{proposal}/revise", written()).status == 403


def test_after_the_freeze_the_text_is_past_changing(town: Town, signed_in: SignIn, clock: Clock) -> None:
    proposal = town.frozen()
    clock.moment = town.now
    author = signed_in(town.member(0))

    assert "has moved on" in author.get(f"/forms/proposals/{proposal}/revise").text
    assert "has moved on" in author.send(f"/forms/proposals/{proposal}/revise", written()).text
    assert proposal_of(town).version == 1


def test_a_sponsor_is_told_of_a_new_text_and_may_take_the_support_back(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    sponsors.sponsor(town.store, proposal, town.id(1), town.now)
    sponsors.sponsor(town.store, proposal, town.id(2), town.now)
    signed_in(town.member(0)).send(f"/forms/proposals/{proposal}/revise", written())
    one, other = signed_in(town.member(1)), signed_in(town.member(2))
    told = one.get(f"/forms/proposals/{proposal}")
    gone = one.follow(one.send(f"/forms/proposals/{proposal}/sponsor/withdraw"))
    stays = other.follow(other.send(f"/forms/proposals/{proposal}/sponsor/keep"))

    assert "The text has changed since you supported it." in told.text
    assert "1 of 3" in gone.text and "Support it, so that it is voted on" in gone.text
    assert "You support this proposal as it reads now." in stays.text


def test_an_amendment_is_offered_shown_by_words_and_taken_in(town: Town, signed_in: SignIn) -> None:
    proposal = town.deliberation()
    giver, author = signed_in(town.member(6)), signed_in(town.member(0))
    form = giver.get(f"/forms/proposals/{proposal}/amendments/new")
    assert form.forms()[0]["fields"]["wording"] == ["Two planks."]
    offered = {"title": "Three", "wording": "Three planks.", "reason": "Two are narrow.", "base": "1"}
    listed = giver.follow(giver.send(f"/forms/proposals/{proposal}/amendments/new", offered))
    page = author.get(f"/forms/proposals/{proposal}/amendments/1")
    answered = author.send(
        f"/forms/proposals/{proposal}/amendments/1", {"answer": "accept", "reason": "You are right."}
    )

    assert "Three" in listed.text and "not answered yet" in listed.text
    assert "[taken out: Two" in page.text and "[put in: Three" in page.text
    assert "taken into the text" in author.follow(answered).text
    assert (proposal_of(town).text, proposal_of(town).version) == ("Three planks.", 2)
    assert "You are right." in giver.get(f"/forms/proposals/{proposal}/amendments/1").text


def test_an_offered_option_stands_on_the_ballot_if_the_author_says_so(town: Town, signed_in: SignIn) -> None:
    proposal = chosen(town, "Oak", "Steel")
    giver, author = signed_in(town.member(6)), signed_in(town.member(0))
    offered = {"kind": "option", "title": "Stone", "text": "From the quarry.", "reason": "It stays.", "base": "1"}
    assert giver.send(f"/forms/proposals/{proposal}/amendments/new", offered).status == 303
    address = f"/forms/proposals/{proposal}/amendments/1"
    assert "Take it into the text" not in author.get(address).text
    assert author.send(address, {"answer": "option", "reason": "Let us see."}).status == 303

    assert [option.id for option in proposal_of(town).options] == ["oak", "steel", "stone"]


def test_an_outdated_amendment_is_taken_in_by_hand(town: Town, signed_in: SignIn) -> None:
    proposal = town.deliberation()
    offer = Offer(amendments.AmendmentKind.WORDING, "Three", "Three planks.", "Two are narrow.")
    amendments.offer(town.store, proposal, town.id(6), offer, 1, town.now)
    author = signed_in(town.member(0))
    author.send(f"/forms/proposals/{proposal}/revise", written())
    page = author.get(f"/forms/proposals/{proposal}/amendments/1")

    assert "The text has changed since this was offered." in page.text
    assert "Take it into the text" not in page.text
    sent = author.send(
        f"/forms/proposals/{proposal}/amendments/1", {"answer": "by_hand", "reason": "In other words."}
    )
    assert sent.status == 303 and proposal_of(town).text == TEXT


def test_an_amendment_without_words_or_reason_is_told_at_its_fields(town: Town, signed_in: SignIn) -> None:
    proposal = town.deliberation()
    page = signed_in(town.member(6)).send(f"/forms/proposals/{proposal}/amendments/new", {"base": "1"})

    assert page.errors == ["Say in a few words what it is about", "Change the text; it is empty now", "Say why"]


def test_who_offered_takes_it_back_and_nobody_else_answers(town: Town, signed_in: SignIn) -> None:
    proposal = town.deliberation()
    offer = Offer(amendments.AmendmentKind.WORDING, "Three", "Three planks.", "Two are narrow.")
    amendments.offer(town.store, proposal, town.id(6), offer, 1, town.now)
    address = f"/forms/proposals/{proposal}/amendments/1"
    stranger, giver = signed_in(town.member(7)), signed_in(town.member(6))

    assert "What becomes of it" not in stranger.get(address).text
    assert stranger.send(address, {"answer": "decline", "reason": "No."}).status == 200
    assert stranger.send(f"{address}/withdraw").status == 404
    assert "taken back" in giver.follow(giver.send(f"{address}/withdraw")).text


def test_a_coauthor_is_asked_says_yes_writes_and_leaves(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    author, other = signed_in(town.member(0)), signed_in(town.member(3))
    people = author.follow(author.send(f"/forms/proposals/{proposal}/coauthors", {"name": "Voter 03"}))
    asked = other.get("/forms/proposals")
    assert "asked" in people.text and "You are asked to write with others" in asked.text
    joined = other.follow(other.send(f"/forms/proposals/{proposal}/coauthors/answer", {"answer": "yes"}))
    assert "you are a co-author" in joined.text
    assert other.send(f"/forms/proposals/{proposal}/revise", written()).status == 303
    assert other.send(f"/forms/proposals/{proposal}/coauthors/answer", {"answer": "no"}).status == 303

    assert proposal_of(town).coauthors == ()
    assert other.send(f"/forms/proposals/{proposal}/revise", written(base="2")).status == 403


def test_a_name_nobody_goes_by_is_told_at_its_field(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    author = signed_in(town.member(0))

    page = author.send(f"/forms/proposals/{proposal}/coauthors", {"name": "Nobody At All"})
    assert "goes by exactly this name" in page.errors[0]
    own = author.send(f"/forms/proposals/{proposal}/coauthors", {"name": "Voter 00"})
    assert own.errors == ["This member writes with you already, or has been asked."]


def test_the_author_takes_a_coauthor_off(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    coauthors.invite(town.store, proposal, town.id(0), town.id(3), town.now)
    author = signed_in(town.member(0))
    page = author.follow(author.send(f"/forms/proposals/{proposal}/coauthors/{town.id(3)}/remove"))

    assert "Nobody writes it with you yet" in page.text
    assert signed_in(town.member(3)).get(f"/forms/proposals/{proposal}/coauthors/answer").status == 404


def test_a_question_is_answered_below_it(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    arguments.argue(town.store, proposal, town.id(6), ArgumentKind.QUESTION, "Of what wood?", town.now)
    browser = signed_in(town.member(0))
    assert "Of what wood?" in browser.get(f"/forms/proposals/{proposal}").text
    page = browser.follow(browser.send(f"/forms/proposals/{proposal}/questions/1", {"text": "Of oak."}))

    assert "1 answer" in page.text
    assert browser.get(f"/forms/proposals/{proposal}/questions/2").status == 404
    town.publish()
    assert b'"text":"Of oak."' in (town.record / "state" / "proposals.json").read_bytes()


@pytest.mark.parametrize("base", ["", "one", "9" * 5000])
def test_a_page_that_does_not_say_what_it_was_written_on_is_told_to_look_again(
    town: Town, signed_in: SignIn, base: str
) -> None:
    proposal = town.sponsoring()
    page = signed_in(town.member(0)).send(f"/forms/proposals/{proposal}/revise", written(base=base))

    assert page.status == 200 and "it is now version 1" in page.errors[0]
