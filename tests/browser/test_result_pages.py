"""
The pages of a counted vote: plain to everybody in every method, and a receipt checked in its reader's browser.

A small site of closed votes is built here and served as files, so that each method is looked at once.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.governance.policy import Method
from domain.governance.receipt import receipt_code
from site_builder.build import build
from tests.browser.looking import axe_violations, refuse_strays, sideways
from tests.builders import a_network
from tests.site_builder.community import NOW, a_record, community, write_record
from tests.site_builder.logs import KEY, close_entries, write_log
from tests.site_builder.results import PHRASE, VOTES, a_result, ballots_of, of_every_method, write_rows

FAMILIES = (
    Method.YES_NO,
    Method.CONSENT,
    Method.STAR,
    Method.STV,
    Method.SCHULZE,
    Method.RANKED_PAIRS,
    Method.BUDGET_EQUAL_SHARES,
)
HEADERS = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
           "connect-src 'self'"}  # fmt: skip
PATIENCE_MS = 20_000
ENDS = re.compile("verified|broken|No published|no receipt code|could not be read|cannot check")
"""How each check in the browser ends."""

VOTE = a_result(Method.APPROVAL)
MADE = f"/proposals/{VOTE.id}/ballots/"


class Files(SimpleHTTPRequestHandler):
    """The site as a static host serves it, under the policy of its pages."""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing: a test's output is its own."""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    record = write_record(folder / "record", a_record(*of_every_method()))
    ballots = write_rows(record, VOTE.id, VOTES[Method.APPROVAL])
    write_log(record, close_entries(VOTE.id, ballots))
    build(community(network=a_network(languages=("en", "ar"))), record, folder / "public", NOW)
    return folder / "public"


@pytest.fixture(scope="module")
def origin(public: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(public)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def look(browser: Browser, origin: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page; nothing may leave the origin or be stopped by the policy."""
    context = browser.new_context(base_url=origin, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page, errors = context.new_page(), []
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    strays = refuse_strays(page, origin)

    def opened(path: str) -> Page:
        page.goto(path)
        return page

    yield opened
    context.close()
    assert strays == []
    assert [error for error in errors if "Content Security Policy" in error] == []


@pytest.mark.parametrize("method", FAMILIES)
def test_a_result_is_plain_to_everybody_by_day_and_by_night(method: Method, look: Callable[..., Page]) -> None:
    page = look(f"/proposals/{a_result(method).id}/")
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")

    assert axe_violations(page) == []
    assert sideways(page, 320) == 0


@pytest.mark.parametrize("path", [f"/ar/proposals/{a_result(Method.IRV).id}/", MADE, "/record/"])
def test_the_pages_around_a_result_are_plain_as_well(path: str, look: Callable[..., Page]) -> None:
    page = look(path)

    assert axe_violations(page) == []
    assert sideways(page, 320) == 0


def test_a_decision_pack_prints_on_a_few_light_sheets(look: Callable[..., Page]) -> None:
    page = look(f"/proposals/{a_result(Method.STV).id}/pack/")
    page.emulate_media(media="print", color_scheme="dark")

    expect(page.get_by_role("navigation").first).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 4


@pytest.mark.parametrize("method", [Method.YES_NO, Method.SCHULZE, Method.IRV, Method.STV])
def test_a_decision_with_its_count_prints_on_three_sheets_and_leaves_nothing_out(
    method: Method, look: Callable[..., Page]
) -> None:
    page = look(f"/proposals/{a_result(method).id}/")
    shown = page.locator("main section:visible").count()
    page.emulate_media(media="print")

    assert page.locator("main section:visible").count() == shown
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 3


def a_code(public: Path) -> str:
    row = json.loads((public / "record" / "proposals" / VOTE.id / "ballots.jsonl").read_bytes().splitlines()[0])
    return receipt_code(bytes.fromhex(row["commitment"]))


def checked(page: Page, code: str) -> str:
    """Type the code into the check of the open page and return what it says in the end."""
    page.get_by_label("Receipt code", exact=True).fill(code)
    page.get_by_role("button", name="Check it").click()
    last = page.locator("#receipt-check output p").last
    expect(last).to_contain_text(ENDS)
    return last.inner_text()


def test_a_reader_checks_her_receipt_in_her_own_browser(look: Callable[..., Page], public: Path) -> None:
    page = look(MADE)

    assert checked(page, a_code(public).lower()).startswith("verified: your ballot is among those counted")
    said = page.locator("#receipt-check output").inner_text()
    assert "All 23 published ballots give their commitments again." in said
    assert "in the log of 24 entries" in said


@pytest.mark.parametrize(
    ("phrase", "said"), [(PHRASE, "Your ballot holds your phrase."), ("two swans", "does not hold this phrase")]
)
def test_a_phrase_is_checked_with_the_salt_of_the_receipt(
    look: Callable[..., Page], public: Path, phrase: str, said: str
) -> None:
    page, code = look(MADE), a_code(public)
    ballots = ballots_of(VOTE.id, VOTES[Method.APPROVAL])
    page.get_by_label("Salt of your phrase").fill(
        next(b.salt for b in ballots if receipt_code(b.commitment) == code)
    )
    page.get_by_label("Your phrase, if you gave one").fill(phrase)

    checked(page, code)
    expect(page.locator("#receipt-check output")).to_contain_text(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7KQ4-M2XV-0HTN-9RWD-E", "This is no receipt code"),
        ("hello", "This is no receipt code"),
        ("0000-0000-0000-0000-0", "No published ballot has this code."),
    ],
)
def test_a_wrong_code_is_told_so(look: Callable[..., Page], typed: str, said: str) -> None:
    assert checked(look(MADE), typed).startswith(said)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (f"proposals/{VOTE.id}/ballots.jsonl", b"bench", b"swing", "broken: the ballot that begins"),
        ("tile/0/000.p/24", None, None, "broken: your ballot’s commitment is not in the log."),
        ("checkpoint", b"\xe2\x80\x94 weirside", b"\xe2\x80\x94 otherside", "broken: the head of the log is not"),
    ],
)
def test_a_changed_record_is_broken_in_the_browser_too(
    look: Callable[..., Page], public: Path, name: str, old: bytes | None, new: bytes | None, said: str
) -> None:
    file = public / "record" / name
    code, whole = a_code(public), file.read_bytes()
    changed = whole.replace(old, new, 1) if old is not None and new is not None else whole[::-1]
    file.write_bytes(changed)
    try:
        assert checked(look(MADE), code).startswith(said)
    finally:
        file.write_bytes(whole)


def test_a_log_that_does_not_lead_to_its_head_is_broken(look: Callable[..., Page], public: Path) -> None:
    file, code = public / "record" / "tile" / "0" / "000.p" / "24", a_code(public)
    whole = file.read_bytes()
    # The first leaf is that of the close: no ballot is touched.
    file.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    try:
        assert checked(look(MADE), code) == "broken: the log does not lead to its signed head."
    finally:
        file.write_bytes(whole)


def test_a_head_signed_by_another_key_is_broken(look: Callable[..., Page], public: Path) -> None:
    file = public / "record" / "vkey"
    whole, other = file.read_text(), str(KEY.verifier)
    swapped = other[:-6] + ("A" if other[-6] != "A" else "B") + other[-5:]
    file.write_text(swapped + "\n")
    try:
        assert checked(look(MADE), a_code(public)).startswith("broken: the head of the log is not signed")
    finally:
        file.write_text(whole)


def test_without_javascript_the_list_is_there_and_the_check_is_not(browser: Browser, origin: str) -> None:
    context = browser.new_context(base_url=origin, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/proposals/{VOTE.id}/")
    page.get_by_role("link", name="Find your receipt code among the ballots").click()

    expect(page.locator("#receipt-check")).to_be_hidden()
    assert page.locator("#codes-table").locator("xpath=ancestor::table").get_by_role("row").count() == 24
    context.close()
