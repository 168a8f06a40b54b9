"""
What people do, said in their words: each step is a page opened, fields filled and a button pressed.

Steps go by labels and roles, never by ids or classes: what a screen reader cannot find, a test cannot either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

SUMMARY = "There is a problem"


def sign_in(page: Page, name: str) -> Page:
    """Sign in as the demo's member *name* and stay on their own page."""
    page.goto("/forms/demo")
    press(page, f"Sign in as {name}")
    expect(page.get_by_role("heading", level=1)).to_have_text("My bridges")
    return page


def press(page: Page, label: str, within: Locator | None = None) -> None:
    """Press the button that is called exactly *label*."""
    (within or page).get_by_role("button", name=label, exact=True).click()


def follow(page: Page, label: str) -> None:
    """Follow the link that is called exactly *label*."""
    page.get_by_role("link", name=label, exact=True).first.click()


def heading(page: Page, text: str) -> None:
    """Expect the page to be headed by *text*."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def problems(page: Page) -> list[str]:
    """Return the messages of the summary of mistakes, each of which must lead to a field."""
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading", name=SUMMARY)).to_be_visible()
    links = summary.get_by_role("link").all()
    for link in links:
        expect(page.locator(link.get_attribute("href") or "#none")).to_have_count(1)
    return [link.inner_text() for link in links]


def let_pass(page: Page, days: int) -> None:
    """Let *days* pass in the demo: its clock goes on, what fell due is published, the site is built anew."""
    steps = {14: "Fourteen days", 7: "Seven days", 3: "Three days", 1: "One day"}
    for size, label in steps.items():
        while days >= size:
            page.goto("/forms/demo")
            press(page, label)
            days -= size


@dataclass(frozen=True)
class Sides:
    """The two counts of one kind as their owner sees them."""

    given: float
    received: float


def hours(page: Page) -> Sides:
    """Return the hours given and received that stand on a member's own page."""
    page.goto("/forms/me")
    folded = page.locator("summary").filter(has_text="Two counts, side by side")
    if folded.count():
        folded.click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Hours", exact=True))
    if not row.count():
        return Sides(0, 0)
    given, received = (float(cell.inner_text()) for cell in row.get_by_role("cell").all())
    return Sides(given, received)


def draft(page: Page, title: str, text: str, rule_book: str) -> None:
    """Fill in the whole form of a proposal."""
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("In one or two sentences").fill(f"{title}, for one year.")
    page.get_by_label("The text that is voted on").fill(text)
    page.get_by_role("radio", name=re.compile(rf"^{rule_book}")).check()


def sponsor(page: Page, proposal: str) -> None:
    """Support the proposal, without a name."""
    page.goto(f"/forms/proposals/{proposal}/sponsor")
    press(page, "I support it")


def vote(page: Page, proposal: str, choice: str) -> str:
    """Cast a ballot by the form and its second look; return the receipt code."""
    page.goto(f"/forms/proposals/{proposal}/ballot")
    page.get_by_role("radio", name=re.compile(rf"^{choice}")).check()
    press(page, "Check your answers")
    press(page, "Put it in the box")
    return receipt_code(page)


def receipt_code(page: Page) -> str:
    """Return the code of the receipt that is open, written as on paper."""
    heading(page, "Your vote is in the box")
    return "".join(page.get_by_role("region", name="Receipt code").locator(".big span").all_inner_texts())
