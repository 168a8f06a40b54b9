"""
One browser a worker, one living community a module.

The browser is the machine's own Chromium, named by RSN_CHROMIUM (`make test` finds or installs
one). The community is what a newcomer gets: `rsn demo` and `rsn serve --demo`, as processes, on a
free port, in a folder of their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.chromium import find_chromium
from tests.browser.community import Community, serve
from tests.browser.looking import refuse_strays

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# Two cores carry two browsers and two services at once.
PATIENCE_MS = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        reason = "No browser was found: `make test` finds or installs one."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    # After the search, which may ask a driver of its own.
    browser = request.getfixturevalue("playwright").chromium.launch(executable_path=path, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def seeded(demo_community: Callable[..., Path]) -> Path:
    """Return a freshly seeded demo community: copied by each module, never written to."""
    return demo_community()


@pytest.fixture(scope="module")
def community(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Community]:
    """Yield a community of this module's own, running."""
    with serve(seeded, tmp_path_factory.mktemp("community")) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, community: Community) -> Iterator[Callable[..., Page]]:
    """
    Return a function that opens a new person's browser window on the community.

    Arguments go to the browser context (`java_script_enabled=False` …). When the test ends every
    window is closed; a request that wanted to leave the origin fails it, and so does an answer of 500.
    """
    contexts, strays, broken = [], [], []

    def note(answer: Response) -> None:
        if answer.status >= 500:
            broken.append(f"{answer.status} {answer.url}")

    def open_one(**settings: object) -> Page:
        settings.setdefault("locale", "en-GB")
        # Smooth scrolling would have a test look before the page has arrived.
        settings.setdefault("reduced_motion", "reduce")
        context = browser.new_context(base_url=community.origin, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("response", note)
        contexts.append(context)
        strays.append(refuse_strays(page, community.origin))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [address for tried in strays for address in tried] == [], "requests that wanted to leave the origin"
    assert broken == []


@pytest.fixture(
    params=[
        pytest.param(False, id="javascript off"),
        pytest.param(True, id="javascript on", marks=pytest.mark.long),
    ]
)
def walker(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Callable[[], Page]:
    """Do what `person` does, on a walk so long that the one with JavaScript on is left to `make test-long`."""
    return lambda: open_page(java_script_enabled=request.param)


@pytest.fixture(params=[False, True], ids=["javascript off", "javascript on"])
def person(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Callable[[], Page]:
    """Return a function that opens a window for one more person, JavaScript off in one run and on in the other."""
    return lambda: open_page(java_script_enabled=request.param)
