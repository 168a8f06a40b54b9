"""By keyboard alone: a vote is cast and an exchange confirmed, and one always sees where one is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.pages import proposal_at
from tests.browser.people import Sides, heading, hours, sign_in

MOST_STOPS = 80
FOCUS = """() => {
    const e = document.activeElement;
    const label = e.labels && e.labels[0] ? e.labels[0].innerText : '';
    return (e.getAttribute('aria-label') || label || e.innerText || e.value || '').trim().replace(/\\s+/g, ' ');
}"""
OUTLINED = """() => {
    // A button of a group is outlined together with its words.
    const e = document.activeElement, outlined = [e, e.closest('label')].filter(Boolean);
    const box = e.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && outlined.some(o => {
        const style = getComputedStyle(o);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
}"""


def tab_to(page: Page, label: str) -> None:
    """Press Tab until what is called *label*, or begins so, has the focus; it must be in view and outlined."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if str(page.evaluate(FOCUS)).startswith(label):
            assert page.evaluate(OUTLINED), f"the focus on {label!r} cannot be seen"
            return
    raise AssertionError(f"{label!r} is not reached by {MOST_STOPS} presses of Tab on {page.url}")


def enter(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_vote_is_cast_by_keyboard_alone(person: Callable[[], Page], community: Community) -> None:
    page = sign_in(person(), "Marcus Ibeh")
    page.goto(f"/forms/proposals/{proposal_at('voting', community)}/ballot")

    tab_to(page, "Yes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    tab_to(page, "Check your answers")
    enter(page)
    heading(page, "Check your answers")
    expect(page.get_by_role("definition").filter(has_text="Change Your vote")).to_contain_text("No")
    tab_to(page, "Put it in the box")
    enter(page)

    heading(page, "Your vote is in the box")


def test_an_exchange_is_confirmed_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = sign_in(open_page(java_script_enabled=False), "Nerys Pugh")
    before = hours(page)
    page.goto("/forms/me")

    tab_to(page, "Confirm: Furniture moving")
    enter(page)
    tab_to(page, "Yes, it was so")
    enter(page)

    assert hours(page) == Sides(before.given, before.received + 1.5)


def test_the_first_stop_of_every_page_skips_to_the_content(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")

    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
