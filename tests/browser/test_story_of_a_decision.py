"""
A ranked vote from the first draft to the last promise, with everything that may happen on the way.

A rule book of the maintainers' own, an amendment that becomes an option, the voice of those who use the program,
ballots by web, by a code from a letter and by a polling table, a challenge and its answer; then three ways to
check the count without trusting whoever runs the site.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.community import CHECKOUT, RSN, Community, serve
from tests.browser.people import draft, follow, heading, let_pass, press, receipt_code, sign_in, sponsor

AUTHOR = "Callum Reid"  # who completed the class, mentored the next and led the third
SPONSORS = ("Oluchi Nwosu", "Beatriz Fonseca")  # (4 + 1) // 2 on a roll of forty, for people of the program
AMENDER = "Priya Raman"
OTHERS = ("Comfort Asante", "Danny Okonjo", "Yusuf Demir", "Chiara Bellandi", "Joe Tranter")
WEB = (AUTHOR, *SPONSORS, AMENDER, *OTHERS)
BY_LETTER, AT_THE_TABLE = "Walter Pruitt", "Nerys Pugh"
STEWARDS = ("Inés Marroquín", "Marcus Ibeh")
RULE_BOOK = "Choosing together in a program"
TITLE = "An evening for the budgeting table"
EVENINGS = ("Mondays at seven", "Thursdays at six")
OFFERED = "Saturday mornings"

POLICY = f"""\
title: {{en: {RULE_BOOK}}}
version: 1
summary: {{en: People rank the options. Those who use the program speak first; ballots on paper are taken.}}
sponsors: default
sponsoring_days: 30
deliberation_days: 7
frozen_hours: 48
voting_days: 7
challenge_hours: 72
method: schulze
threshold: {{num: 1, den: 2, strict: true, base: yes_no}}
quorum: {{num: 1, den: 5, strict: false, base: cast}}
constituency: open_voice
secrecy: pseudonymous
tie: nothing changes
paper: true
"""


@pytest.fixture(scope="module")
def community(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Community]:
    """Yield the demo community, whose maintainers have written one more rule book."""
    own = tmp_path_factory.mktemp("content") / "seeded"
    shutil.copytree(seeded, own)
    (own / "content" / "policies" / "choosing-together.yaml").write_text(POLICY)
    with serve(own, tmp_path_factory.mktemp("community")) as running:
        yield running


def test_a_ranked_vote_goes_from_draft_to_done_and_is_checked_in_three_ways(
    walker: Callable[[], Page], open_page: Callable[..., Page], community: Community
) -> None:
    author, others = sign_in(walker(), AUTHOR), walker()
    proposal = propose(author)
    for name in SPONSORS:
        sponsor(sign_in(others, name), proposal)
    offer_an_option(sign_in(others, AMENDER), proposal)
    make_it_an_option(author, proposal)
    advise(sign_in(others, SPONSORS[0]), proposal)
    let_pass(author, 7)
    let_pass(author, 2)

    codes = letters(sign_in(others, STEWARDS[0]), proposal)
    kept = [rank(sign_in(others, name), proposal, [EVENINGS[1], OFFERED, EVENINGS[0]]) for name in WEB[:6]]
    kept += [rank(sign_in(others, name), proposal, [OFFERED, EVENINGS[1]]) for name in WEB[6:]]
    kept.append(vote_by_code(walker(), codes[BY_LETTER]))
    enter_at_the_table(others, proposal, codes[AT_THE_TABLE])
    let_pass(author, 7)
    author.goto("/forms/demo")
    press(author, "One hour")  # voting ends at a whole hour
    say_all_paper_is_in(others, proposal)

    read_after_the_next_build(author, proposal, "Provisional")
    challenge(sign_in(others, AMENDER), proposal)
    answer_the_challenge(sign_in(others, STEWARDS[0]), proposal)
    let_pass(author, 3)
    see_it_through(others, proposal)

    read_after_the_next_build(author, proposal, REMEDY, PROMISE, EVENINGS[1])
    community.build()
    find_the_code_in_two_clicks(author, proposal, kept[0])
    check_by_verify(community, proposal)
    check_by_recount(community, proposal, kept[0])
    check_in_the_browser(open_page(), proposal, kept[0])


def propose(page: Page) -> str:
    """Write a proposal with two options about the program and send it."""
    page.goto("/forms/proposals/new")
    draft(page, TITLE, "The class meets on one fixed evening from January on.", RULE_BOOK)
    for number, evening in enumerate(EVENINGS, start=1):
        page.get_by_role("group", name=f"Option {number}", exact=True).get_by_label("Its title").fill(evening)
    page.get_by_label("The program it is about").select_option(label="Kitchen-Table Budgeting")
    press(page, "See it as everyone will")
    heading(page, TITLE)
    press(page, "Send it to everybody")
    found = re.search(r"/forms/proposals/(\d{4}-\d+)", page.url)
    assert found
    return found.group(1)


def offer_an_option(page: Page, proposal: str) -> None:
    page.goto(f"/forms/proposals/{proposal}/amendments/new")
    page.get_by_role("radio", name="One more option").check()
    page.get_by_label("What it is about, in a few words").fill(OFFERED)
    page.get_by_label("Why", exact=True).fill("Who works late on weekdays could come too.")
    press(page, "Offer it")


def make_it_an_option(page: Page, proposal: str) -> None:
    page.goto(f"/forms/proposals/{proposal}/amendments/1")
    page.get_by_role("radio", name="Make it an option of its own on the ballot").check()
    page.get_by_label("The reason, for everybody to read").fill("Let all of us rank it.")
    press(page, "Answer")
    heading(page, "Amendments")


def advise(page: Page, proposal: str) -> None:
    page.goto(f"/forms/proposals/{proposal}/advise")
    page.get_by_label("My advice").fill(ADVICE)
    press(page, "Give this advice")


ADVICE = "Parents of small children cannot come before seven."
REMEDY = "We compared the list with the box once more: every receipt is there."
BUILDS_WAITED_FOR = 60
PROMISE = "Move the class to its new evening"


def rank(page: Page, proposal: str, best_first: list[str]) -> str:
    """Cast a ranked ballot by the form and its second look; return the receipt code."""
    page.goto(f"/forms/proposals/{proposal}/ballot")
    expect(page.get_by_text(ADVICE)).to_be_visible()
    fill_ranks(page, best_first)
    press(page, "Check your answers")
    press(page, "Put it in the box")
    return receipt_code(page)


def fill_ranks(page: Page, best_first: list[str]) -> None:
    for place, option in enumerate(best_first, start=1):
        page.get_by_label(option, exact=True).select_option(str(place))


def letters(page: Page, proposal: str) -> dict[str, str]:
    """Print letters for everybody whom no mail reaches; return the codes by name."""
    page.goto(f"/forms/desk/paper/{proposal}")
    page.get_by_role("radio", name="Everybody on the roll whom no mail reaches").check()
    press(page, "Make the letters")
    found = page.locator("section.envelope").all()
    return {one.locator(".outside").inner_text(): one.locator("p.code").inner_text() for one in found}


def vote_by_code(page: Page, code: str) -> str:
    """Vote with the code of a letter, signed in as nobody."""
    page.goto("/forms/vote-by-code")
    page.get_by_label("The code in your letter").fill(code.lower())
    press(page, "Open the ballot")
    fill_ranks(page, [EVENINGS[1]])
    press(page, "Check your answers")
    press(page, "Put it in the box")
    return receipt_code(page)


def enter_at_the_table(page: Page, proposal: str, code: str) -> None:
    """Enter one sheet; another steward compares it and puts it in the box."""
    table = f"/forms/table/{proposal}"
    page.goto(table)
    press(page, "Begin a batch")
    page.get_by_label("The code on the sheet").fill(code)
    fill_ranks(page, [EVENINGS[0], EVENINGS[1]])
    press(page, "Lay it in the batch")
    sign_in(page, STEWARDS[1]).goto(table)
    follow(page, "Batch 1")
    page.get_by_label("I compared every line with its sheet").check()
    press(page, "Put them in the box")
    expect(page.get_by_text("Receipt code").first).to_be_visible()


def say_all_paper_is_in(page: Page, proposal: str) -> None:
    for steward in STEWARDS:
        sign_in(page, steward).goto(f"/forms/table/{proposal}")
        press(page, "All paper is in")


def read_after_the_next_build(page: Page, proposal: str, *said: str) -> None:
    """Open the proposal's page again until it says all of *said*; what was posted is built in the background."""
    for _ in range(BUILDS_WAITED_FOR):
        page.goto(f"/proposals/{proposal}/")
        if all(page.get_by_text(words).count() for words in said):
            return
        page.wait_for_timeout(1000)
    pytest.fail(f"{said} is not all on the page of proposal {proposal}.")


def challenge(page: Page, proposal: str) -> None:
    page.goto(f"/forms/proposals/{proposal}/challenge")
    page.get_by_role("radio").first.check()
    page.get_by_label("What you have seen").fill("My neighbour did not find her code at first.")
    press(page, "Challenge the result")


def answer_the_challenge(page: Page, proposal: str) -> None:
    page.goto("/forms/challenges")
    page.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link").click()
    page.get_by_role("radio", name="Nothing changes: the count is right").check()
    page.get_by_label("The answer, which everyone can read").fill(REMEDY)
    press(page, "Publish the answer")


def see_it_through(page: Page, proposal: str) -> None:
    """Promise, answer the advice, keep the promise, and close the book."""
    sign_in(page, STEWARDS[0]).goto(f"/forms/desk/promises/{proposal}")
    page.get_by_label("What is promised").fill(PROMISE)
    page.get_by_label("Who has promised it, as everyone may read it").fill("the budgeting group")
    page.get_by_label("By which day").fill("2099-01-31")
    press(page, "Write it down")
    page.goto(f"/forms/desk/promises/{proposal}/answer")
    page.get_by_role("textbox", name="What the decision answers").fill("It begins at seven for that reason.")
    press(page, "Publish the answer")
    page.goto(f"/forms/desk/promises/{proposal}")
    page.get_by_role("link", name="Say what became of it").click()
    page.get_by_role("radio", name="Kept", exact=True).check()
    page.get_by_label("How one can see it, or why it was not kept").fill("The new evening is on the notice board.")
    press(page, "Write it down")
    page.goto(f"/forms/desk/promises/{proposal}")
    press(page, "This decision is done")


def find_the_code_in_two_clicks(page: Page, proposal: str, code: str) -> None:
    page.goto(f"/proposals/{proposal}/")
    follow(page, "Find your receipt code among the ballots")
    expect(page.get_by_text(code)).to_be_visible()


def check_by_verify(community: Community, proposal: str) -> None:
    """Ask `rsn verify` about the published site, as another community would."""
    command = [str(RSN), "verify", str(community.public / "record"), "--proposal", proposal]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "verified" in done.stdout


def check_by_recount(community: Community, proposal: str, code: str) -> None:
    """Run the published program by a Python that has nothing but its standard library."""
    folder = community.public / "record" / "proposals" / proposal
    command = [sys.executable, "-I", "-S", "recount.py", "--receipt", code]
    done = subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "verified" in done.stdout
    assert CHECKOUT.name not in done.stdout


def check_in_the_browser(page: Page, proposal: str, code: str) -> None:
    page.goto(f"/proposals/{proposal}/ballots/")
    page.get_by_label("Receipt code", exact=True).fill(code)
    press(page, "Check it")
    expect(page.get_by_text("your ballot is among those counted").first).to_be_visible()
