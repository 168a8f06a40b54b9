"""The pages for proposing, sponsoring, arguing and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.governance.lifecycle import State
from domain.governance.policy import ConstituencyRule
from domain.people import Member
from forms_api.store.memory import MemoryStore
from tests.builders import a_policy, contents
from tests.forms_api.client import Browser, Clock
from tests.forms_api.town import Town

SignIn = Callable[[Member], Browser]

WRITTEN = {
    "title": "A bench by the weir",
    "summary": "Somewhere to sit for those who walk slowly.",
    "text": "Two planks.\n\n- one\n- two",
    "policy": "ordinary",
    "program": "",
}


@pytest.fixture
def town(store: MemoryStore, catalogue: Catalogue, clock: Clock, tmp_path: Path) -> Town:
    return Town(tmp_path, store=store, catalogue=catalogue, now=clock.moment)


@pytest.fixture
def catalogue() -> Catalogue:
    from tests.builders import a_catalogue, by_slug

    voice = a_policy("one-program", constituency=ConstituencyRule.OPEN_VOICE)
    return a_catalogue(policies=by_slug(a_policy(), voice))


def test_a_member_drafts_previews_and_sends(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    preview = browser.follow(browser.send("/forms/proposals/new", WRITTEN))
    assert "3 members put it on the agenda" in preview.text
    assert "at least 7 yes votes" in preview.text
    assert "It looks for 3 sponsors, for 30 days at most" in preview.text
    assert "<li>one</li>" in preview.html
    address = preview.forms()[0]["action"]
    shown = browser.follow(browser.send(address))

    assert shown.response.request.path == "/forms/proposals/2026-1"
    assert "Looking for sponsors" in shown.text and "0 of 3" in shown.text
    assert town.state("2026-1") is State.SPONSORING


def test_a_draft_sent_twice_leads_to_the_same_proposal(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    draft = town.draft()
    places = [browser.send(f"/forms/proposals/{draft.id}/submit").location for _ in range(2)]

    assert places == ["/forms/proposals/2026-1"] * 2


def test_an_empty_proposal_is_told_what_to_write_at_each_field(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    before = contents(town.store)
    page = browser.send("/forms/proposals/new", {})

    assert page.errors == [
        "Enter a title",
        "Say in one or two sentences what shall be decided",
        "Enter the text that is voted on",
        "Choose a rule book",
    ]
    assert contents(town.store) == before


def test_what_was_typed_is_kept_when_something_does_not_fit(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    page = browser.send("/forms/proposals/new", WRITTEN | {"title": "x" * 121, "named": "y"})
    fields = page.forms()[0]["fields"]

    assert page.errors == ["Shorten this to 120 characters; it has 121"]
    assert (fields["title"], fields["summary"]) == (["x" * 121], [WRITTEN["summary"]])
    assert (fields["policy"], fields["named"]) == (["ordinary"], ["y"])
    assert "<title>Error:" in page.html


def test_a_sixth_draft_is_refused_with_the_text_kept(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    for _ in range(5):
        town.draft()
    page = browser.send("/forms/proposals/new", WRITTEN)

    assert "You have 5 drafts and proposals on their way" in page.errors[0]
    assert page.forms()[0]["fields"]["title"] == [WRITTEN["title"]]


def test_a_draft_can_be_changed_and_thrown_away(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    draft = town.draft(program="kitchen-table-budgeting")
    fields = browser.get(f"/forms/proposals/{draft.id}/edit").forms()[0]["fields"]
    assert (fields["policy"], fields["program"]) == (["ordinary"], ["kitchen-table-budgeting"])
    changed = browser.follow(browser.send(f"/forms/proposals/{draft.id}/edit", WRITTEN | {"title": "Two benches"}))
    assert "Two benches" in changed.text
    browser.send(f"/forms/proposals/{draft.id}/discard")

    assert browser.get(f"/forms/proposals/{draft.id}/preview").status == 404


def test_nobody_else_sees_a_draft(town: Town, signed_in: SignIn) -> None:
    draft = town.draft()
    browser = signed_in(town.member(1))

    for page in ("preview", "edit", "sponsor", "argue", "withdraw", "ballot"):
        assert browser.get(f"/forms/proposals/{draft.id}/{page}").status == 404
    assert browser.send(f"/forms/proposals/{draft.id}/submit").status == 404


def test_the_preview_says_why_a_rule_book_does_not_fit(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    page = browser.follow(browser.send("/forms/proposals/new", WRITTEN | {"policy": "one-program"}))

    assert "Choose the program this is about" in page.text
    assert not [form for form in page.forms() if form["action"].endswith("/submit")]


def test_the_sponsor_who_completes_the_number_moves_it_on(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    for number in (1, 2):
        page = signed_in(town.member(number)).send(f"/forms/proposals/{proposal}/sponsor", named="y")
        assert page.location == f"/forms/proposals/{proposal}"
    browser = signed_in(town.member(3))
    shown = browser.follow(browser.send(f"/forms/proposals/{proposal}/sponsor"))

    assert "Being discussed" in shown.text and "3 of 3, you among them" in shown.text
    with town.store.unit() as unit:
        assert sorted(s.named for s in unit.sponsorships) == [False, True, True]


def test_the_author_is_told_kindly_that_sponsors_are_others(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    browser = signed_in(town.member(0))
    page = browser.get(f"/forms/proposals/{proposal}/sponsor")

    assert "its sponsors are the others" in page.text
    assert [f for f in page.forms() if f["action"].endswith("/sponsor")] == []
    assert browser.send(f"/forms/proposals/{proposal}/sponsor").status == 409


def test_an_argument_stands_under_what_one_has_said(town: Town, signed_in: SignIn) -> None:
    proposal = town.deliberation()
    browser = signed_in(town.member(6))
    page = browser.send(f"/forms/proposals/{proposal}/argue", kind="question", text="Who *pays* for it?")
    shown = browser.follow(page)

    assert "Who pays for it?" in shown.text
    assert "<em>pays</em>" in shown.html


def test_an_argument_without_kind_and_words_is_told_so_and_markup_stays_text(
    town: Town, signed_in: SignIn
) -> None:
    proposal = town.deliberation()
    browser = signed_in(town.member(6))
    page = browser.send(f"/forms/proposals/{proposal}/argue", kind="other", text="")
    assert page.errors == ["Choose for, against, neither, or a question", "Write what you have to say"]
    shown = browser.follow(
        browser.send(f"/forms/proposals/{proposal}/argue", kind="for", text="<script>alert(1)</script> {{7*7}}")
    )

    assert "<script>alert" not in shown.html and "{{7*7}}" in shown.html


def test_the_author_takes_a_proposal_back(town: Town, signed_in: SignIn) -> None:
    proposal = town.sponsoring()
    assert signed_in(town.member(1)).get(f"/forms/proposals/{proposal}/withdraw").status == 403
    browser = signed_in(town.member(0))
    shown = browser.follow(
        browser.send(f"/forms/proposals/{proposal}/withdraw", reason="Overtaken by the bridge.")
    )

    assert "Withdrawn" in shown.text
    assert "no longer" in browser.get(f"/forms/proposals/{proposal}/withdraw").text


def test_ones_own_drafts_and_proposals_are_listed(town: Town, signed_in: SignIn) -> None:
    browser = signed_in(town.member(0))
    assert "Nothing of yours yet" in browser.get("/forms/proposals").text
    town.sponsoring(title="The older one")
    town.draft(title="The draft")
    page = browser.get("/forms/proposals")

    assert "The draft" in page.text and "The older one" in page.text


def test_the_hub_of_a_proposal_offers_what_is_possible_at_its_stage(
    town: Town, signed_in: SignIn, clock: Clock
) -> None:
    proposal = town.voting()
    clock.moment = town.now
    page = signed_in(town.member(9)).get(f"/forms/proposals/{proposal}")
    offered = {
        link.rsplit("/", 1)[-1] for link in page.links() if link.startswith(f"/forms/proposals/{proposal}/")
    }

    assert offered == {"ballot", "argue"}
    assert "The 20 members on the roll" in page.text
