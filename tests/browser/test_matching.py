"""From a few words typed without an account to a suggestion that its member decides on, with JavaScript off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import follow, heading, press, sign_in

TYPED = {
    "en": "translation at the doctor's",
    "es": "traducción en el médico",
    "ar": "ترجمة عند الطبيب",
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_visitor_finds_interpreting_by_words_of_any_language(open_page: Callable[..., Page], typed: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/skills/")
    follow(page, "Search in your own words")
    page.get_by_label("What would help, or what can you do?").fill(typed)
    press(page, "Search")

    expect(page.get_by_role("heading", level=2, name="Spoken interpreting")).to_be_visible()
    expect(page.get_by_role("link", name="Hassan al-Rubaie")).to_be_visible()


def test_a_steward_suggests_and_the_member_says_i_could(open_page: Callable[..., Page]) -> None:
    steward, helper = open_page(java_script_enabled=False), open_page(java_script_enabled=False)
    sign_in(steward, "Inés Marroquín")
    steward.goto("/forms/desk")
    follow(steward, "Who could meet what")
    heading(steward, "Who could meet what")
    press(steward, "Suggest this to Elspeth Mackay")
    sign_in(helper, "Elspeth Mackay")
    follow(helper, "Letter reading for low vision")
    expect(helper.get_by_text("you have time: Saturday afternoon")).to_be_visible()
    follow(helper, "I could")
    helper.get_by_label("A few words to them").fill("Saturday after the bench. I bring my good lamp.")
    press(helper, "Send it")

    expect(helper.get_by_text("They have your words.")).to_be_visible()
    steward.reload()
    expect(steward.get_by_role("heading", level=2, name="Letter reading for low vision")).to_have_count(0)


def test_the_steps_of_a_chain_are_suggested_at_once_and_one_refusal_changes_no_other(
    open_page: Callable[..., Page],
) -> None:
    steward, first, second = (open_page(java_script_enabled=False) for _ in range(3))
    sign_in(steward, "Inés Marroquín")
    steward.goto("/forms/desk/matching/circles")
    chain = steward.get_by_role("region").filter(has_text="Visiting older neighbours")
    expect(chain.get_by_role("listitem").first).to_contain_text("Somebody who asks for nothing")
    press(steward, "Suggest every step", chain)
    sign_in(first, "Haruko Whitfield")
    follow(first, "Visiting older neighbours")
    press(first, "Not this one")
    sign_in(second, "Emeka Udeh")
    follow(second, "Driving with own car")

    expect(second.get_by_role("link", name="I could", exact=True)).to_be_visible()
