"""
A form is sent while the service is down, in a real browser without JavaScript: what was typed is not lost.

The page that says so stands at the address the form was sent to, so reloading it sends the form again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import find_chromium
from tests.browser.conftest import ARGUMENTS, PATIENCE_MS
from tests.deploy.front import Standing

pytestmark = pytest.mark.browser
TYPED = "Two hours of reading letters aloud, on the east bank, most mornings."


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    path = find_chromium()
    assert path, "no browser: `make test` finds or installs one"
    # After the search, which may ask a driver of its own.
    chromium = request.getfixturevalue("playwright").chromium
    # As people have it: with the memory of pages gone by that tests leave out.
    with_memory = ["--disable-back-forward-cache"]
    browser = chromium.launch(executable_path=path, args=ARGUMENTS, ignore_default_args=with_memory)
    yield browser
    browser.close()


@pytest.fixture
def window(chromium: Browser, nginx: Standing) -> Iterator[BrowserContext]:
    """Yield a browser window, signed in by a printed code."""
    context = chromium.new_context(
        base_url=nginx.origin, ignore_https_errors=True, java_script_enabled=False, locale="en-GB"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/forms/sign-in/code")
    page.get_by_label("Your code").fill(nginx.codes("voter-09")[0])
    page.locator("main form button").first.click()
    page.wait_for_url("**/forms/me")
    page.close()
    yield context
    context.close()


def test_reloading_the_page_sends_the_form_again_as_it_was_typed(window: BrowserContext, nginx: Standing) -> None:
    page = window.new_page()
    page.goto("/forms/share")
    page.locator("main textarea").first.fill(TYPED)
    nginx.stop_service()
    try:
        with page.expect_response(lambda answer: answer.status == 503) as told:
            page.locator("main form:has(textarea) button").last.click()
        closed = page.locator("h1").inner_text()
    finally:
        nginx.start_service()
    page.reload()

    assert told.value.request.method == "POST"
    assert closed == "The forms are closed for a moment"
    # The service has it now: it asks for what is missing, and holds what was typed.
    assert page.locator("main textarea").first.input_value() == TYPED
    assert page.locator("section.errors").count() == 1


def test_going_back_finds_the_text_in_its_form(window: BrowserContext, nginx: Standing) -> None:
    page = window.new_page()
    page.goto("/forms/share")
    page.locator("main textarea").first.fill(TYPED)
    nginx.stop_service()
    try:
        page.locator("main form:has(textarea) button").last.click()
        page.wait_for_selector("text=The forms are closed for a moment")
    finally:
        nginx.start_service()
    page.go_back()

    assert page.locator("main textarea").first.input_value() == TYPED
