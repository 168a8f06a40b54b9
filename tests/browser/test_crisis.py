"""A drill and an activation: asked, agreed, answered, read about, ended; the pack with everything else down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.community import Community
from tests.browser.looking import axe_violations, photograph, sideways, small_targets
from tests.browser.people import follow, heading, press, problems, sign_in

PLAYBOOK = "Five-day power cut in January"
PLAYBOOK_PAGE = "/playbooks/five-day-power-cut/"
ASKS, AGREES, MEMBER = "Inés Marroquín", "Marcus Ibeh", "Hassan al-Rubaie"
SITE_PAGES = ("/", "/members/", PLAYBOOK_PAGE, "/es/", "/ar/skills/")


def ask(page: Page, kind: str) -> str:
    """Ask for the playbook, after a first try without a choice; return the address of the board."""
    page.goto("/forms/desk")
    follow(page, "Playbooks and drills")
    press(page, "Ask for it")
    assert len(problems(page)) == 2
    page.get_by_label("Which playbook").select_option(label=PLAYBOOK)
    page.get_by_role("radio", name=re.compile(rf"^{kind}")).check()
    press(page, "Ask for it")
    heading(page, PLAYBOOK)
    return page.url


def agree(page: Page, board: str, button: str) -> None:
    page.goto(board)
    press(page, button)
    expect(page.get_by_text("Running since")).to_be_visible()


def test_a_steward_runs_a_drill_with_a_second_one_and_members_answer(
    walker: Callable[[], Page], community: Community
) -> None:
    asking, agreeing, member = sign_in(walker(), ASKS), sign_in(walker(), AGREES), sign_in(walker(), MEMBER)
    board = ask(asking, "A drill")
    expect(asking.get_by_text("somebody else has to agree")).to_be_visible()
    expect(asking.get_by_role("button", name=re.compile("I agree"))).to_have_count(0)

    agree(agreeing, board, "I agree: begin the drill")
    member.goto("/forms/me")
    expect(member.locator("section.crisis")).to_contain_text("This is a drill:")
    follow(member, "I was called: answer")
    heading(member, "You are called")
    member.get_by_role("button", name=re.compile("^Later")).first.click()
    expect(member.get_by_text("your answer: later").first).to_be_visible()
    member.get_by_role("button", name=re.compile("^Yes")).first.click()
    expect(member.get_by_text("your answer: yes").first).to_be_visible()

    agreeing.goto(board)
    row = agreeing.get_by_role("row").filter(has_text="Walter Pruitt").first
    row.get_by_role("button", name=re.compile("^Yes")).click()
    expect(agreeing.get_by_role("row").filter(has_text="Walter Pruitt").first).to_contain_text("by telephone")
    expect(agreeing.get_by_role("row").filter(has_text=MEMBER).filter(has_text="by web")).to_be_visible()
    follow(agreeing, "The call list, to print")
    heading(agreeing, "Call list")
    expect(agreeing.get_by_role("row").filter(has_text="Joe Tranter")).to_be_visible()

    community.build()
    for path in SITE_PAGES:
        member.goto(path)
        expect(member.locator("section.crisis")).to_be_visible()
    asking.goto(board)
    press(asking, "End the drill")
    expect(asking.get_by_text("What came of it")).to_be_visible()
    community.build()
    for path in SITE_PAGES:
        member.goto(path)
        expect(member.locator("section.crisis")).to_have_count(0)
    member.goto(PLAYBOOK_PAGE)
    expect(member.get_by_text(re.compile(r"last drill \d+ \w+ \d{4}"))).to_be_visible()


def test_a_real_activation_says_that_it_is_real(walker: Callable[[], Page], community: Community) -> None:
    asking, agreeing, stranger = sign_in(walker(), AGREES), sign_in(walker(), ASKS), walker()
    board = ask(asking, "It is real")
    agreeing.goto(board)
    expect(agreeing.get_by_text("This is not a drill.")).to_be_visible()
    agree(agreeing, board, "I agree: call everybody")

    community.build()
    stranger.goto("/")
    expect(stranger.locator("section.crisis")).to_contain_text(f"It has begun: {PLAYBOOK}")
    follow(stranger, "What is happening and how to help")
    heading(stranger, PLAYBOOK)

    agreeing.goto(board)
    press(agreeing, "It is over")
    community.build()
    stranger.goto("/")
    expect(stranger.locator("section.crisis")).to_have_count(0)


def test_the_pages_of_a_drill_are_plain_to_everybody(open_page: Callable[..., Page], community: Community) -> None:
    asking, agreeing = sign_in(open_page(), ASKS), sign_in(open_page(), AGREES)
    board = ask(asking, "A drill")
    agree(agreeing, board, "I agree: begin the drill")
    for name, path in (
        ("crisis", "/forms/crisis"),
        ("crisis-board", board),
        ("crisis-list", f"{board}/list"),
        ("crisis-mine", "/forms/crisis/mine"),
        ("crisis-card", "/forms/crisis/card"),
    ):
        agreeing.set_viewport_size({"width": 1280, "height": 800})
        agreeing.goto(path)
        assert axe_violations(agreeing) == [], name
        agreeing.set_viewport_size({"width": 360, "height": 800})
        assert sideways(agreeing, 320) == 0, name
        assert small_targets(agreeing) == [], name
        photograph(agreeing, f"forms-{name}")
    agreeing.goto(board)
    press(agreeing, "End the drill")


@pytest.fixture
def alone(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Yield a page with no network at all, and what it asked for."""
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    context.close()


def test_the_pack_opens_and_prints_from_a_folder_with_everything_else_down(
    alone: tuple[Page, list[str]], community: Community
) -> None:
    page, asked = alone
    packs = (community.folder / "data" / "packs").resolve()
    page.goto((packs / "index.html").as_uri())
    heading(page, "Packs for coordinators")
    follow(page, PLAYBOOK)
    heading(page, PLAYBOOK)
    expect(page.get_by_role("table")).to_have_count(2)
    sheet = page.pdf(format="A4")
    page.goto((packs / "cards.html").as_uri())
    cards = page.locator("section.card")

    assert cards.count() > 20
    assert re.search(rb"/Count [1-9]", sheet)
    assert [address for address in asked if not address.startswith(packs.as_uri())] == []
