"""Give and receive: a need, "I could", chosen, done, confirmed by both, and two counts that both grew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.people import Sides, follow, heading, hours, press, problems, sign_in

QUARTERS_AS_TYPED = "1.5"


@dataclass(frozen=True)
class Case:
    """Who asks whom for what; another pair in each run, since a run leaves its traces."""

    receiver: str
    giver: str
    skill: str
    when: str
    note: str


CASES = {
    "javascript off": Case(
        "Priya Raman", "Bea Lindqvist", "Bicycle repair", "Sundays at two", "The gears jump on the hill home."
    ),
    "javascript on": Case(
        "Joe Tranter",
        "Nerys Pugh",
        "Food preserving",
        "Before the plums are brown",
        "Eleven pounds of plums, two jars.",
    ),
}


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.node.callspec.id]


def ask_for(page: Page, case: Case) -> None:
    """Fill in one side of the form, look at it once more, change a word of it, and store it."""
    page.goto("/forms/share")
    need = page.get_by_role("region", name="I invite help with")
    need.get_by_label("Skill", exact=True).select_option(label=case.skill)
    need.get_by_label("When").fill(case.when)
    need.get_by_label("In your own words").fill("A word too many.")
    press(page, "Check your answers")
    heading(page, "Check your answers")
    page.get_by_role("button", name="Change In your own words").click()
    page.get_by_role("region", name="I invite help with").get_by_label("In your own words").fill(case.note)
    press(page, "Check your answers")
    press(page, "Store it")
    heading(page, "It is stored")


def test_a_need_is_met_and_both_counts_grow(person: Callable[[], Page], case: Case, community: Community) -> None:
    receiver, giver = sign_in(person(), case.receiver), sign_in(person(), case.giver)
    before = hours(giver), hours(receiver)
    ask_for(receiver, case)

    giver.goto("/forms/needs")
    giver.get_by_role("listitem").filter(has_text=case.when).get_by_role("link").click()
    expect(giver.get_by_text(case.note)).to_be_visible()
    expect(giver.get_by_text(case.receiver)).to_have_count(0)
    follow(giver, "I could")
    giver.get_by_label("A few words to them").fill("I could on Saturday morning.")
    press(giver, "Send it")

    receiver.goto("/forms/me")
    follow(receiver, case.skill)
    follow(receiver, "See all who could, and choose")
    expect(receiver.get_by_text("I could on Saturday morning.")).to_be_visible()
    expect(receiver.get_by_text(case.giver)).to_have_count(0)
    press(receiver, "Choose 1")
    expect(receiver.get_by_text(f"You chose {case.giver.split()[0]}.").first).to_be_visible()

    giver.goto("/forms/me")
    follow(giver, case.skill)
    giver.get_by_role("link", name="It has happened").click()
    giver.get_by_role("radio", name="Hours").check()
    giver.get_by_label("How many").fill(QUARTERS_AS_TYPED)
    giver.get_by_label("On which day").fill(datetime.now(UTC).date().isoformat())
    press(giver, "It was so")
    assert hours(giver) == before[0], "it counts once both have said it"

    receiver.goto("/forms/me")
    follow(receiver, f"Confirm: {case.skill}")
    press(receiver, "Yes, it was so")

    assert hours(giver) == Sides(before[0].given + 1.5, before[0].received)
    assert hours(receiver) == Sides(before[1].given, before[1].received + 1.5)
    community.build()
    public = [file for file in community.public.rglob("*") if file.is_file()]
    assert [file for file in public if case.note.encode() in file.read_bytes()] == [], "a need is never public"


def test_an_empty_form_of_sharing_says_what_to_do_and_keeps_what_was_typed(person: Callable[[], Page]) -> None:
    page = sign_in(person(), "Callum Reid")
    page.goto("/forms/share")
    page.get_by_role("region", name="I can share").get_by_label("When").fill("Sunday mornings")

    press(page, "Check your answers")

    assert problems(page) == ["Choose a skill, or empty this side"]
    expect(page).to_have_title("Error: Share and ask – Weirside Network")
    expect(page.get_by_role("region", name="I can share").get_by_label("When")).to_have_value("Sunday mornings")


def test_a_safeguarded_skill_cannot_be_offered_without_what_it_demands(person: Callable[[], Page]) -> None:
    page = sign_in(person(), "Keira Mossop")
    page.goto("/forms/share")
    page.get_by_role("region", name="I can share").get_by_label("Skill", exact=True).select_option(
        label="Shared childcare"
    )

    press(page, "Check your answers")

    assert problems(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Share and ask")
