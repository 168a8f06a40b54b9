"""
Give and receive: a newcomer asks, is helped, and then gives; messages, one way to reach each other, two counts.

The newcomer's two halves are the same acts from both sides of a match, with JavaScript off and on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.people import Sides, follow, heading, hours, press, problems, sign_in

QUARTERS_AS_TYPED = "1.5"


@dataclass(frozen=True)
class Case:
    """
    Who asks whom for what, and what the other way round; another pair in each run, since a run leaves its traces.

    Rosalind is a newcomer: somebody who was met and is not on the roll of voters yet.
    """

    receiver: str
    giver: str
    skill: str
    when: str
    note: str
    back_skill: str
    back_note: str

    @property
    def back(self) -> Case:
        """The same two the other way round."""
        note, when = self.back_note, f"Any day but {self.when.lower()}"
        return replace(self, receiver=self.giver, giver=self.receiver, skill=self.back_skill, note=note, when=when)


CASES = {
    "javascript off": Case(
        "Rosalind Amoah",
        "Bea Lindqvist",
        "Bicycle repair",
        "Sundays at two",
        "The gears jump on the hill home.",
        "Clothes mending",
        "A zip on a coat that has seen four winters.",
    ),
    "javascript on": Case(
        "Rosalind Amoah",
        "Nerys Pugh",
        "Food preserving",
        "Before the plums are brown",
        "Eleven pounds of plums, two jars.",
        "Furniture moving",
        "A dresser that came with the house, one room over.",
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


def could(giver: Page, case: Case) -> None:
    """Find the need among all, and say "I could"."""
    giver.goto("/forms/needs")
    giver.get_by_role("listitem").filter(has_text=case.when).get_by_role("link").click()
    expect(giver.get_by_text(case.note)).to_be_visible()
    expect(giver.get_by_text(case.receiver)).to_have_count(0)
    follow(giver, "I could")
    giver.get_by_label("A few words to them").fill("I could on Saturday morning.")
    press(giver, "Send it")


def choose(receiver: Page, case: Case) -> None:
    """Read who could, without a name, and choose."""
    receiver.goto("/forms/me")
    placed = receiver.get_by_role("region", name="What I placed")
    placed.get_by_role("link", name=case.skill, exact=True).first.click()
    expect(receiver.get_by_text("I could on Saturday morning.")).to_be_visible()
    expect(receiver.get_by_text(case.giver)).to_have_count(0)
    press(receiver, "Choose 1")
    expect(receiver.get_by_text(f"You chose {case.giver.split()[0]}.").first).to_be_visible()


def agreed(page: Page, case: Case) -> None:
    """Open the match from one's own page."""
    page.goto("/forms/me")
    region = page.get_by_role("region", name="Agreed and offered")
    region.get_by_role("link", name=case.skill, exact=True).first.click()


def write(page: Page, words: str) -> None:
    page.get_by_label("A message to the other side").fill(words)
    press(page, "Pass it on")
    expect(page.get_by_text(words, exact=True)).to_be_visible()


def look_up(page: Page, case: Case) -> None:
    """Ask how to reach the other side: shown on this answer, and not on the page itself."""
    press(page, "Show how to reach them")
    region = page.get_by_role("region", name="How to reach each other")
    expect(region.get_by_text(case.giver.split()[0]).first).to_be_visible()
    reached = region.get_by_role("link").inner_text()
    agreed(page, case)
    expect(page.get_by_text(reached)).to_have_count(0)


def write_down(giver: Page, case: Case) -> None:
    """Say what was given, by mistake first, and then as it was."""
    agreed(giver, case)
    giver.get_by_role("link", name="It has happened").click()
    giver.get_by_role("radio", name="Hours").check()
    giver.get_by_label("How many").fill("0.3")
    giver.get_by_label("On which day").fill(datetime.now(UTC).date().isoformat())
    press(giver, "It was so")
    assert problems(giver) == ["Hours are counted in quarters: enter 0.25 or 0.5"]
    giver.get_by_label("How many").fill("90 min")
    press(giver, "It was so")
    press(giver, "I wrote it down by mistake")
    giver.get_by_role("link", name="It has happened").click()
    giver.get_by_role("radio", name="Hours").check()
    giver.get_by_label("How many").fill(QUARTERS_AS_TYPED)
    giver.get_by_label("On which day").fill(datetime.now(UTC).date().isoformat())
    press(giver, "It was so")


def through(receiver: Page, giver: Page, case: Case) -> None:
    """Lead one need from asking to two counts, and hold each count to it."""
    before = hours(giver), hours(receiver)
    ask_for(receiver, case)
    could(giver, case)
    choose(receiver, case)
    write(receiver, "Is ten too early?")
    agreed(giver, case)
    expect(giver.get_by_text("Is ten too early?", exact=True)).to_be_visible()
    write(giver, "Ten is fine.")
    agreed(receiver, case)
    look_up(receiver, case)
    agreed(giver, case)
    expect(giver.get_by_role("region", name="Who saw how to reach you")).to_be_visible()
    write_down(giver, case)
    assert hours(giver) == before[0], "it counts once both have said it"

    receiver.goto("/forms/me")
    follow(receiver, f"Confirm: {case.skill}")
    press(receiver, "Yes, it was so")
    expect(receiver.get_by_text("Is ten too early?", exact=True)).to_have_count(0)

    assert hours(giver) == Sides(before[0].given + 1.5, before[0].received)
    assert hours(receiver) == Sides(before[1].given, before[1].received + 1.5)


def test_a_newcomer_asks_and_is_helped_and_then_gives(
    walker: Callable[[], Page], case: Case, community: Community
) -> None:
    newcomer, other = sign_in(walker(), case.receiver), sign_in(walker(), case.giver)
    through(newcomer, other, case)
    through(other, newcomer, case.back)

    community.build()
    public = [file for file in community.public.rglob("*") if file.is_file()]
    for note in (case.note, case.back.note):
        assert [file for file in public if note.encode() in file.read_bytes()] == [], "a need is never public"


def test_an_offer_rests_goes_on_and_is_changed_on_its_own_page(person: Callable[[], Page]) -> None:
    page = sign_in(person(), "Nerys Pugh")
    page.goto("/forms/share")
    offer = page.get_by_role("region", name="I can share")
    offer.get_by_label("Skill", exact=True).select_option(label="Seed keeping")
    offer.get_by_label("When").fill("After the first frost")
    press(page, "Check your answers")
    press(page, "Store it")
    page.goto("/forms/me")
    placed = page.get_by_role("region", name="What I placed")
    placed.get_by_role("link", name="Seed keeping", exact=True).first.click()

    press(page, "Pause")
    press(page, "Go on")
    follow(page, "Change it")
    page.get_by_role("checkbox", name="Sunday afternoon").check()
    press(page, "Store it")
    expect(page.get_by_text("Sunday afternoon")).to_be_visible()
    press(page, "Still offered")
    heading(page, "My bridges")


def test_a_group_event_is_written_down_by_one_and_confirmed_by_another(person: Callable[[], Page]) -> None:
    writer, there = sign_in(person(), "Walter Pruitt"), sign_in(person(), "Bea Lindqvist")
    before = hours(writer)
    writer.goto("/forms/gatherings/new")
    writer.get_by_label("Skill", exact=True).select_option(label="Bicycle repair")
    writer.get_by_label("What it was").fill("Eight spokes and a kettle")
    writer.get_by_label("On which day").fill(datetime.now(UTC).date().isoformat())
    writer.get_by_label("How long, in hours").fill("2")
    writer.get_by_role("group", name="Who gave").get_by_label("I myself").check()
    writer.get_by_role("group", name="Who took part").get_by_label("Bea Lindqvist").check()
    press(writer, "Write it down")
    expect(writer.get_by_text("1 person has not answered yet.")).to_be_visible()
    assert hours(writer) == before

    there.goto("/forms/me")
    there.get_by_role("region", name="Group events").get_by_role("listitem").filter(
        has_text="Eight spokes and a kettle"
    ).get_by_role("link").first.click()
    press(there, "Yes, it was so")

    assert hours(writer) == Sides(before.given + 2, before.received)


def test_an_empty_form_of_sharing_says_what_to_do_and_keeps_what_was_typed(person: Callable[[], Page]) -> None:
    page = sign_in(person(), "Callum Reid")
    page.goto("/forms/share")
    page.get_by_role("region", name="I can share").get_by_label("When").fill("Sunday mornings")

    press(page, "Check your answers")

    assert problems(page) == ["Choose a skill, describe it, or empty this side"]
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
