"""Look at one page of every kind: what axe finds, what it weighs, how narrow it goes, how it looks."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.community import Community
from tests.browser.looking import add_style, axe_violations, photograph, sideways, small_targets, weights
from tests.browser.pages import KINDS, address

KILOBYTE = 1000
# The budget of a first view (bytes as gzip sends them).
MOST_BYTES = {"document": 14 * KILOBYTE, "stylesheet": 10 * KILOBYTE, "script": 5 * KILOBYTE}
MOST_BYTES_IN_ALL = 50 * KILOBYTE
MOST_REQUESTS = 5
MOST_SECONDS = 3


@pytest.fixture
def page_of(open_page: Callable[..., Page], community: Community) -> Callable[[str], Page]:
    """Return a function that opens the page of a kind."""

    def open_kind(kind: str, **settings: object) -> Page:
        page = open_page(**settings)
        page.goto(address(kind, community))
        return page

    return open_kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_light_and_plain_to_everybody_at_any_width_by_day_and_by_night(
    kind: str, open_page: Callable[..., Page], community: Community
) -> None:
    page = open_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address(kind, community), wait_until="load")
    # What comes later is the question of `rsn serve` whether there is something new to see.
    first_view = list(answers)
    found = weights(first_view)
    by_day = axe_violations(page)
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")

    assert {kind: size for kind, size in found.items() if size > MOST_BYTES.get(kind, MOST_BYTES_IN_ALL)} == {}
    assert sum(found.values()) <= MOST_BYTES_IN_ALL
    assert len(first_view) <= MOST_REQUESTS
    assert by_day + axe_violations(page, colours_only=True) == []
    assert sideways(page, 320) == 0
    assert small_targets(page) == []
    says_where_one_is(page, kind)
    photograph(page, f"site-{kind}")


def says_where_one_is(page: Page, kind: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    language = {"spanish": "es", "arabic": "ar"}.get(kind.split("-")[0], "en")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


def test_home_is_there_within_three_seconds_on_an_old_phones_network(
    open_page: Callable[..., Page], community: Community
) -> None:
    page = open_page(java_script_enabled=False)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 300, "downloadThroughput": 700_000 / 8, "uploadThroughput": 700_000 / 8},
    )

    start = time.monotonic()
    page.goto(address("home", community), wait_until="load")

    assert time.monotonic() - start <= MOST_SECONDS


@pytest.mark.parametrize("kind", ["playbook", "program"])
def test_a_page_for_the_notice_board_prints_without_navigation_on_light_ground(
    kind: str, page_of: Callable[..., Page]
) -> None:
    page = page_of(kind)
    page.emulate_media(media="print", color_scheme="dark")

    expect(page.get_by_role("navigation").first).to_be_hidden()
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize("kind", ["playbook", "program", "cohort", "arabic-program", "programs"])
def test_what_hangs_on_a_notice_board_is_one_sheet(kind: str, page_of: Callable[..., Page]) -> None:
    page = page_of(kind)

    sheet = page.pdf(format="A4")

    assert sheet.count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("kind", ["home", "program", "proposal-voting", "arabic-home"])
def test_a_page_bears_wider_spacing_and_text_twice_as_large(kind: str, page_of: Callable[..., Page]) -> None:
    page = page_of(kind)
    add_style(
        page, "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    spaced = sideways(page, 320)
    add_style(page, "html { font-size: 200% !important }")

    assert spaced == 0
    assert sideways(page, 640) == 0
