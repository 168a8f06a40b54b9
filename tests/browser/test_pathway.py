"""From attendee to mentor: join, be there, complete, be invited, say yes, be read about, and take a learner on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.people import follow, heading, press, problems, sign_in

JOINED = "kitchen-table-budgeting-4"
LED = "kitchen-table-budgeting-5"
NEXT_PAGE = "/programs/kitchen-table-budgeting/cohort-5/"
LEADER = "Oluchi Nwosu"
LEARNERS = {"javascript off": "Shane Doherty", "javascript on": "Joe Tranter"}
PROGRAM_PAGE = "/programs/kitchen-table-budgeting/"
WHO = {"javascript off": "Hassan al-Rubaie", "javascript on": "Bea Lindqvist"}


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    return WHO[request.node.callspec.id]


@pytest.fixture
def learner(request: pytest.FixtureRequest) -> str:
    return LEARNERS[request.node.callspec.id]


def test_who_joins_and_completes_a_cohort_leads_the_next_and_walks_beside_a_learner(
    walker: Callable[[], Page], name: str, learner: str, community: Community
) -> None:
    attendee, leader = sign_in(walker(), name), sign_in(walker(), LEADER)

    attendee.goto(f"/forms/cohorts/{JOINED}/join")
    press(attendee, "Join this cohort")
    expect(attendee.get_by_text("You have a place.")).to_be_visible()

    leader.goto(f"/forms/cohorts/{JOINED}/attendance")
    leader.get_by_role("checkbox", name=name).check()
    press(leader, "Save who was there")
    expect(leader.get_by_text("Saved.")).to_be_visible()

    complete(leader, name)
    done = leader.get_by_role("listitem").filter(has_text=name)
    press(leader, "Take this back", within=done)
    complete(leader, name)

    attendee.goto("/forms/me")
    attendee.get_by_role("link", name="Help lead the next cohort?").click()
    heading(attendee, "An invitation to help lead")
    press(attendee, "Send my answer")
    assert problems(attendee) == ["Choose yes or not now"]
    attendee.get_by_role("radio", name="Yes, I will help lead it").check()
    attendee.get_by_role("checkbox", name="Show my name with the cohort").check()
    press(attendee, "Send my answer")

    community.build()
    attendee.goto(NEXT_PAGE)
    line = attendee.get_by_role("listitem").filter(has_text=name).first
    expect(line).to_contain_text("peer mentor", ignore_case=True)

    attendee.goto("/forms/mentoring")
    attendee.get_by_role("link", name="Say how many learners you take on").first.click()
    attendee.get_by_role("radio", name="Yes, they may ask me").check()
    attendee.get_by_role("checkbox", name="Show my name").check()
    press(attendee, "Save")
    expect(attendee.get_by_text("accepting now")).to_be_visible()

    new = sign_in(walker(), learner)
    new.goto(f"/forms/cohorts/{LED}/join")
    press(new, "Join this cohort")
    follow(new, "Would you like somebody beside you?")
    new.get_by_role("radio", name=name).check()
    press(new, "Ask them")
    expect(new.get_by_text(f"{name.split()[0]} walks beside you in this cohort.")).to_be_visible()

    community.build()
    attendee.goto("/forms/mentoring")
    expect(attendee.get_by_role("heading", name=learner.split()[0])).to_be_visible()
    new.goto(PROGRAM_PAGE)
    expect(new.get_by_role("region", name="From attendee to peer mentor")).to_contain_text(name)
    expect(new.get_by_role("table", name="From one role to the next")).to_be_visible()


def complete(leader: Page, name: str) -> None:
    """Mark on the leaders' list that *name* has completed the cohort."""
    leader.goto(f"/forms/cohorts/{JOINED}")
    leader.get_by_role("checkbox", name=name).check()
    press(leader, "Go on")
    heading(leader, "Check the names")
    press(leader, "Yes, they have completed it")
