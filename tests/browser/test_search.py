"""Search as a browser does it: from small scripts, by keyboard, in every language, and without JavaScript."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.record.public import PublicMember
from presentation.translations import TEMPLATES
from site_builder.content import load_catalogue
from site_builder.model import Site
from site_builder.pages import browse
from site_builder.render import content_of
from site_builder.search import files
from site_builder.search.documents import GROUPS, Kind, documents
from site_builder.search.folding import folded
from tests.browser.conftest import PATIENCE_MS
from tests.browser.looking import axe_violations, sideways
from tests.builders import NOW
from tests.site_builder.community import a_proposal, a_record

SCRIPT = TEMPLATES / "assets" / "search.js"


@pytest.fixture(scope="module")
def site(checkout: Path) -> Site:
    """Return the demo community as its content says it, with a proposal."""
    return Site(load_catalogue(checkout / "content"), a_record(a_proposal(), members=shown(checkout)), NOW)


def shown(checkout: Path) -> dict[str, PublicMember]:
    entries = Site(load_catalogue(checkout / "content"), None, NOW).members
    return {slug: PublicMember(entry, from_content=True) for slug, entry in entries.items()}


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the search pages, the files of their index, and what they load."""
    out = tmp_path_factory.mktemp("search")
    for language in site.languages:
        for unit in (*browse.units(site, language), *files.units(site, language)):
            for planned in unit.plan(site, *unit.arguments):
                put(out / planned.output, content_of(planned))
    for name, content in site.assets.items():
        for address in (f"/assets/{name}", site.asset_addresses[name]):
            put(out / address.lstrip("/"), content)
    return out


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the test tells what went wrong."""


@pytest.fixture(scope="module")
def origin(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def window(browser: Browser, origin: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of the site; a fault of a script fails the test."""
    contexts, faults = [], []

    def open_one(path: str, **settings: Any) -> Page:
        context = browser.new_context(base_url=origin, **settings)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def status(page: Page) -> Any:
    return page.get_by_role("status")


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)


def found(page: Page) -> list[str]:
    return list(page.locator(".found a").evaluate_all("links => links.map(link => link.getAttribute('href'))"))


def test_typing_finds_and_says_how_much_was_found(window: Callable[..., Page]) -> None:
    page = window("/search/")

    search(page, "bicyc")

    expect(status(page)).to_contain_text("Pages found:")
    assert "/skills/bicycle-repair/" in found(page)
    expect(page.locator(".found mark").first).to_contain_text(re.compile("bicyc", re.IGNORECASE))
    expect(page.get_by_role("heading", name="Skills (1)")).to_be_visible()
    assert axe_violations(page) == []
    assert sideways(page, 320) == 0


def test_an_address_with_words_is_a_search_and_the_search_is_in_the_address(window: Callable[..., Page]) -> None:
    page = window("/search/?q=first%20aid")

    expect(status(page)).to_contain_text("Pages found:")
    assert "/skills/first-aid/" in found(page)
    search(page, "plumber")
    expect(page).to_have_url(re.compile(r"/search/\?q=plumber$"))
    assert found(page)[0] == "/skills/basic-plumbing/"


def test_a_slip_of_the_pen_is_guessed_and_the_guess_taken_by_keyboard(window: Callable[..., Page]) -> None:
    page = window("/search/")

    search(page, "plumbign")
    expect(status(page)).to_contain_text("Did you mean plumbing?")
    page.get_by_role("button", name="plumbing").press("Enter")

    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(status(page)).to_contain_text("Pages found:")
    assert "/skills/basic-plumbing/" in found(page)


def test_what_nobody_wrote_is_said_to_be_nowhere(window: Callable[..., Page]) -> None:
    page = window("/search/")

    search(page, "xylophonist")
    expect(status(page)).to_contain_text("No page has this word.")
    search(page, "bicycle fever")
    expect(status(page)).to_contain_text("No page has all of these words.")
    search(page, "")
    expect(status(page)).to_be_empty()


def test_members_stand_in_the_order_of_their_names_and_the_others_follow_on_asking(
    window: Callable[..., Page], site: Site
) -> None:
    page = window("/search/")

    search(page, "mill")
    expect(page.get_by_role("heading", name=re.compile(r"Members \(\d+\)"))).to_be_visible()
    more = page.locator("section[aria-labelledby=found-m] button")
    if more.is_visible():
        more.press("Enter")
        expect(more).to_be_hidden()
    names = page.locator("section[aria-labelledby=found-m] h3").all_inner_texts()

    order = [site.members[slug].name for slug in site.members]
    assert len(names) > 5
    assert names == [name for name in order if name in names]


def test_arabic_is_found_without_its_article_and_counted_in_its_digits(window: Callable[..., Page]) -> None:
    page = window("/ar/search/")

    search(page, "دراجات")
    expect(status(page)).to_contain_text(re.compile("[٠-٩]"))
    bare = found(page)
    search(page, "الدرّاجات")
    page.wait_for_timeout(400)

    assert "/ar/skills/bicycle-repair/" in bare
    assert found(page) == bare
    assert sideways(page, 320) == 0


def test_only_small_files_are_fetched_and_only_for_a_question(window: Callable[..., Page]) -> None:
    page = window("/search/")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))

    page.wait_for_timeout(300)
    # The browser asks for the icon of its tab when it pleases.
    before = [url for url in fetched if "/assets/icon." not in url]
    search(page, "budgeting")
    expect(status(page)).to_contain_text("Pages found:")
    scripts = [url for url in fetched if ".js" in url]

    assert before == []
    assert all("/search/index/en/" in url for url in scripts)
    assert 0 < len(scripts) <= 3 * len(GROUPS) + len(Kind)


def test_the_search_works_from_a_folder_of_files(browser: Browser, folder: Path, tmp_path: Path) -> None:
    carried = tmp_path / "index.html"
    page_text = (folder / "search" / "index.html").read_text("utf-8")
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    relative = re.sub(
        r'(href|src|data-root|data-shards)="/', rf'\1="{folder.as_uri()}/', policy.sub("", page_text)
    )
    carried.write_text(relative, "utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(carried.as_uri())

    search(page, "first aid")
    expect(status(page)).to_contain_text("Pages found:")

    assert found(page)[0].endswith("/skills/first-aid/index.html")
    context.close()


def test_without_javascript_the_form_asks_the_service_and_lists_lead_everywhere(
    window: Callable[..., Page],
) -> None:
    page = window("/search/", java_script_enabled=False)

    form = page.get_by_role("search")
    assert form.get_attribute("action") == "/forms/search"
    assert form.get_attribute("method") == "get"
    expect(page.get_by_role("searchbox")).to_have_attribute("name", "q")
    links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert {"/search/a-z/", "/members/", "/proposals/", "/news/", "/members/languages/ar/"} <= set(links)
    expect(page.locator("main").get_by_text("Did you mean")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.long)])
def test_a_page_is_found_by_its_title(language: str, every: int, window: Callable[..., Page], site: Site) -> None:
    page = window("/search/" if language == "en" else f"/{language}/search/")
    wanted = [one for group in GROUPS for one in documents(site, language, group)][::every]

    for one in wanted:
        search(page, one.title)
        title = page.locator(f".found a[href$='/{one.place}'] bdi").get_by_text(one.title, exact=True)
        expect(title).to_have_count(1)
    assert len(wanted) > 5


def test_the_script_folds_words_as_the_index_does(window: Callable[..., Page], site: Site) -> None:
    source = SCRIPT.read_text("utf-8")
    folding = source[source.index("  const LETTERS") : source.index("  // A typed word")]
    texts = [
        f"{one.title} {one.excerpt}"
        for language in site.languages
        for g in GROUPS
        for one in documents(site, language, g)
    ]
    texts += [
        "Doctor’s doctor's 's",
        "ﬁx ＡＢＣ İI ıß ẞ ΣΟΦΟΣ ŒÆØÅ",
        "ـــكتاب ٱلكتابة ئ ؤ أ إ آ",
        "a_b-c 1½ ²",
        "हिन्दी தமிழ் 中文",
    ]
    page = window("/search/")

    in_browser = page.evaluate(f"texts => {{ {folding} return texts.map(fold); }}", texts)

    assert in_browser == [folded(text) for text in texts]


def test_the_script_weighs_no_more_than_it_may() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 6)) <= 5000
    assert "fetch(" not in SCRIPT.read_text("utf-8")
    assert "import" not in SCRIPT.read_text("utf-8")


def test_words_of_the_page_are_all_translated_in_the_page(folder: Path) -> None:
    said = set(re.findall(r'say\("([a-z-]+)"', SCRIPT.read_text("utf-8"))) - {"kind-"}
    page = (folder / "search" / "index.html").read_text("utf-8")

    assert all(f'data-say="{key}"' in page for key in said)
    assert all(f'data-say="kind-{kind.value}"' in page for kind in Kind)
