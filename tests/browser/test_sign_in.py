"""Signing in without a memory test: by a mailed link, from another browser, and by a printed code."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.community import Community
from tests.browser.people import heading, press, problems


def last_link(community: Community) -> str:
    """Return the address in the newest mail of the community's mail folder."""
    newest = max((community.folder / "data" / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    mail = email.message_from_bytes(newest.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    assert body
    found = re.search(r"https?://\S+/forms/sign-in/link/\S+", body.get_content())
    assert found
    return found.group(0)


def ask_for_a_link(page: Page, address: str) -> None:
    page.goto("/forms/sign-in")
    page.get_by_label("E-mail").fill(address)
    press(page, "Mail me a link")
    heading(page, "Look into your mail")


def test_a_mailed_link_signs_in_once(person: Callable[[], Page], community: Community) -> None:
    page = person()
    ask_for_a_link(page, "callum@weirside.example")
    link = last_link(community)

    page.goto(link)
    press(page, "Sign in")

    heading(page, "My bridges")
    again = person()
    again.goto(link)
    expect(again.get_by_role("heading", level=1)).not_to_have_text("My bridges")


def test_another_browser_is_asked_for_the_six_signs(person: Callable[[], Page], community: Community) -> None:
    asking, other = person(), person()
    ask_for_a_link(asking, "yusuf@weirside.example")
    signs = asking.get_by_role("region", name="Six signs").locator(".big").inner_text()

    other.goto(last_link(community))
    press(other, "Sign in")
    assert problems(other)
    other.get_by_role("textbox").fill(signs)
    press(other, "Sign in")

    heading(other, "My bridges")
