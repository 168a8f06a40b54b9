"""A decision from the first draft to the page that says what was decided, with JavaScript off and on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.people import (
    draft,
    follow,
    heading,
    let_pass,
    press,
    problems,
    sign_in,
    sponsor,
    vote,
)

AUTHOR = "Callum Reid"
SPONSORS = ("Oluchi Nwosu", "Walter Pruitt", "Beatriz Fonseca", "Yusuf Demir")
# On a roll of forty a yes needs ten members. One more votes yes, thinks again and votes no.
IN_FAVOUR = (*SPONSORS, AUTHOR, "Comfort Asante", "Danny Okonjo", "Hassan al-Rubaie", "Joe Tranter", "Priya Raman")
DOUBTER = "Chiara Bellandi"
TITLE = "A bench at the tram stop"
TEXT = "We build **one bench** from the spare planks.\n\n- two Saturdays\n- forty pounds for screws and oil"


def test_a_proposal_is_written_supported_voted_adopted_and_read(
    walker: Callable[[], Page], community: Community
) -> None:
    # Two windows: the author's, and one that everybody else uses in turn, as at a library desk.
    author, others = sign_in(walker(), AUTHOR), walker()
    proposal = propose_with_a_mistake_first(author)
    for name in SPONSORS:
        sponsor(sign_in(others, name), proposal)
    argue(sign_in(others, DOUBTER), proposal)
    let_pass(author, 17)

    receipts = [vote(sign_in(others, name), proposal, "Yes") for name in IN_FAVOUR]
    replaced, after_yes = vote(sign_in(others, DOUBTER), proposal, "Yes"), words(others)
    receipts.append(vote(others, proposal, "No"))
    assert words(others) == after_yes, "a receipt never shows the choice"

    let_pass(author, 7)
    author.goto(f"/proposals/{proposal}/")
    expect(author.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert counted(author) == {"Yes": len(IN_FAVOUR), "No": 1, "Abstain": 0}
    let_pass(author, 3)
    author.goto("/decisions/")
    author.locator(f'main a[href="/proposals/{proposal}/"]').click()
    expect(author.get_by_text("Adopted").first).to_be_visible()
    read_the_record(community, proposal, kept=receipts, replaced=replaced)


def words(page: Page) -> str:
    """Return what the open page says, but for its codes."""
    return str(
        page.evaluate(
            """() => {
                const main = document.querySelector('main').cloneNode(true);
                main.querySelectorAll('.big, .code').forEach(code => code.remove());
                return main.textContent.replace(/\\s+/g, ' ');
            }"""
        )
    )


def counted(page: Page) -> dict[str, int]:
    """Return the ballots per choice from the page's own table."""
    rows = {}
    for choice in ("Yes", "No", "Abstain"):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=choice, exact=True)).first
        rows[choice] = int(row.get_by_role("cell").first.inner_text())
    return rows


def propose_with_a_mistake_first(page: Page) -> str:
    """Write the proposal, without a title at first; send it; return the id it was given."""
    page.goto("/forms/proposals/new")
    draft(page, TITLE, TEXT, "Ordinary decisions")
    page.get_by_label("Title", exact=True).fill("")
    press(page, "See it as everyone will")
    assert problems(page) == ["Enter a title"]
    expect(page.get_by_label("The text that is voted on")).to_have_value(TEXT)
    page.get_by_label("Title", exact=True).fill(TITLE)
    press(page, "See it as everyone will")
    heading(page, TITLE)
    expect(page.locator("strong").filter(has_text="one bench")).to_be_visible()
    press(page, "Send it to everybody")
    found = re.search(r"/forms/proposals/(\d{4}-\d+)", page.url)
    assert found
    return found.group(1)


def argue(page: Page, proposal: str) -> None:
    page.goto(f"/forms/proposals/{proposal}")
    follow(page, "Say something about it")
    page.get_by_role("radio", name="Against it", exact=True).check()
    page.get_by_label("My words").fill("The stop may move next year.")
    press(page, "Say it")


def read_the_record(community: Community, proposal: str, kept: list[str], replaced: str) -> None:
    """Find each counted ballot in the public files by its receipt, and not the one that was replaced."""
    folder = community.public / "record" / "proposals" / proposal
    rows = [json.loads(line) for line in (folder / "ballots.jsonl").read_text().splitlines()]
    page = "".join(file.read_text() for file in (community.public / "proposals" / proposal).rglob("*.html"))
    page += "".join(file.read_text() for file in (community.public / "record").rglob("*.html"))

    assert len(rows) == len(kept)
    assert [code for code in kept if code not in page] == []
    assert replaced not in page
