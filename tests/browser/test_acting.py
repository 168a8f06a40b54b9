"""By another hand: a helper asks, chooses and confirms for somebody on the telephone, who later reads it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import follow, heading, press, sign_in


@dataclass(frozen=True)
class Case:
    """Who is told what by whom, and who helps; other people in each run, since a run leaves its traces."""

    member: str
    helper: str
    giver: str
    skill: str
    when: str

    @property
    def first(self) -> str:
        return self.helper.split(" ", maxsplit=1)[0]


CASES = {
    "javascript off": Case("Walter Pruitt", "Joe Tranter", "Keira Mossop", "Clothes mending", "Before the frost"),
    "javascript on": Case("Nerys Pugh", "Keira Mossop", "Walter Pruitt", "Bicycle repair", "When the sun is out"),
}


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.node.callspec.id]


def bar(page: Page) -> Locator:
    """Return the line at the top that says for whom things are entered."""
    return page.get_by_role("complementary", name="By another hand")


def act_for(page: Page, case: Case) -> None:
    page.goto("/forms/acting")
    page.get_by_role("radio", name=case.member).check()
    page.get_by_role("radio", name="By telephone").check()
    press(page, "Begin")
    expect(bar(page)).to_contain_text(f"You are entering this for {case.member}, as told by telephone.")


def ask(page: Page, case: Case) -> None:
    page.goto("/forms/share")
    need = page.get_by_role("region", name="I invite help with")
    need.get_by_label("Skill", exact=True).select_option(label=case.skill)
    need.get_by_label("When", exact=True).fill(case.when)
    press(page, "Check your answers")
    press(page, "Store it")
    heading(page, "It is stored")


def offer(page: Page, case: Case) -> None:
    page.goto("/forms/needs")
    page.get_by_role("listitem").filter(has_text=case.when).get_by_role("link").first.click()
    follow(page, "I could")
    page.get_by_label("A few words to them").fill("I could on Sunday.")
    press(page, "Send it")


def write_down(page: Page, match: str) -> None:
    page.goto(match)
    page.get_by_role("link", name="It has happened").click()
    page.get_by_role("radio", name="Hours").check()
    page.get_by_label("How many").fill("1")
    page.get_by_label("On which day").fill(datetime.now(UTC).date().isoformat())
    press(page, "It was so")


def test_what_a_helper_enters_counts_and_its_member_reads_it(walker: Callable[[], Page], case: Case) -> None:
    helper, giver = sign_in(walker(), case.helper), sign_in(walker(), case.giver)
    act_for(helper, case)
    ask(helper, case)
    offer(giver, case)

    helper.goto("/forms/me")
    follow(helper, case.skill)
    follow(helper, "See all who could, and choose")
    press(helper, "Choose 1")
    expect(helper.get_by_text(f"You chose {case.giver.split()[0]}.").first).to_be_visible()
    match = helper.url
    write_down(giver, match)
    helper.goto(match)
    press(helper, "Yes, it was so")
    expect(bar(helper)).to_contain_text(case.member)
    press(helper, "Stop")
    heading(helper, "My bridges")
    expect(bar(helper)).to_have_count(0)

    member = sign_in(walker(), case.member)
    member.goto("/forms/acting/entered")
    heading(member, "What others entered for you")
    for words in ("An offer or a need was placed", "Somebody was chosen to help", "An exchange was confirmed"):
        row = member.get_by_role("listitem").filter(has_text=words).first
        expect(row.get_by_text(f"Entered by {case.first} · By telephone")).to_be_visible()


def test_a_helper_never_comes_to_a_ballot_of_somebody_else(person: Callable[[], Page], case: Case) -> None:
    page = sign_in(person(), case.helper)
    act_for(page, case)

    page.goto("/forms/proposals/2026-1/ballot")

    heading(page, "This cannot be done")
    expect(page.get_by_text("A ballot is seen and cast by its voter alone")).to_be_visible()
    press(page, "Stop")
