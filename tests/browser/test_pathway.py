"""From attendee to peer mentor: join, complete, be invited, say yes, and be read about on the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.people import heading, press, problems, sign_in

JOINED = "kitchen-table-budgeting-4"
LED = "kitchen-table-budgeting-5"
NEXT_PAGE = "/programs/kitchen-table-budgeting/cohort-5/"
LEADER = "Oluchi Nwosu"
WHO = {"javascript off": "Hassan al-Rubaie", "javascript on": "Bea Lindqvist"}


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    return WHO[request.node.callspec.id]


def test_who_joins_and_completes_a_cohort_helps_to_lead_the_next(
    person: Callable[[], Page], name: str, community: Community
) -> None:
    attendee, leader = sign_in(person(), name), sign_in(person(), LEADER)

    attendee.goto(f"/forms/cohorts/{JOINED}/join")
    press(attendee, "Join this cohort")
    expect(attendee.get_by_text("You have a place.")).to_be_visible()

    leader.goto(f"/forms/cohorts/{JOINED}")
    leader.get_by_role("checkbox", name=name).check()
    press(leader, "Go on")
    heading(leader, "Check the names")
    press(leader, "Yes, they have completed it")

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
