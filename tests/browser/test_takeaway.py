"""Carry the site away as one file, unpack it, and read it with no server and no network."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.checking.page import read_page
from site_builder.content import load_catalogue
from site_builder.takeaway import pack
from tests.browser.conftest import PATIENCE_MS

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def stick(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the demo community's site, packed and unpacked again."""
    folder = tmp_path_factory.mktemp("stick")
    pack(seeded / "public", folder / "site.zip", load_catalogue(seeded / "content").network)
    with zipfile.ZipFile(folder / "site.zip") as packed:
        packed.extractall(folder)
    return folder / "weirside.example"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window without network; what a page's policy stops fails the test."""
    contexts, stopped = [], []

    def open_one(**settings: object) -> Page:
        context = browser.new_context(viewport=PHONE, offline=True, reduced_motion="reduce", **settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda said: stopped.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: stopped.append(str(error)))
        contexts.append(context)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert stopped == []


@pytest.mark.parametrize("scripts", [False, True], ids=["javascript off", "javascript on"])
def test_it_is_read_from_page_to_page_by_double_click(
    reader: Callable[..., Page], stick: Path, scripts: bool
) -> None:
    page = reader(java_script_enabled=scripts)
    page.goto((stick / "index.html").as_uri())
    ground = "getComputedStyle(document.querySelector('.masthead .wrap')).display"

    page.get_by_role("navigation").get_by_role("link", name="Programs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Programs")
    page.get_by_role("link", name="Kitchen-Table Budgeting", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kitchen-Table Budgeting")
    page.get_by_role("link", name="العربية").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url == (stick / "ar/programs/kitchen-table-budgeting/index.html").as_uri()
    if scripts:
        assert page.evaluate(ground) in ("grid", "flex"), "the sheet was not loaded"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_link_that_needs_the_network_says_so(reader: Callable[..., Page], stick: Path) -> None:
    page = reader(java_script_enabled=False)
    page.goto((stick / "index.html").as_uri())

    sign_in = page.get_by_role("link", name="Sign in (online only)")
    expect(sign_in.first).to_have_attribute("href", "https://weirside.example/forms/")


@pytest.mark.parametrize(("language", "word"), [("", "bicycle"), ("ar/", "دراجة")])
def test_the_search_finds_and_leads_there(
    reader: Callable[..., Page], stick: Path, language: str, word: str
) -> None:
    page = reader()
    page.goto((stick / language / "search/index.html").as_uri())
    page.get_by_role("searchbox").fill(word)
    first = page.locator(".found").get_by_role("link").first
    expect(first).to_be_visible()
    first.click()

    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.startswith(stick.as_uri())
    assert "/index.html" in page.url


def test_every_link_of_every_page_leads_somewhere(stick: Path) -> None:
    pages = {file.relative_to(stick).as_posix(): read_page(file.read_text()) for file in stick.rglob("*.html")}

    broken = [
        f"{name}: {link.url}"
        for name, page in pages.items()
        for link in page.links
        if not urlsplit(link.url).scheme and not leads_somewhere(stick, name, link.url, pages)
    ]

    assert len(pages) > 500
    assert broken == []


def leads_somewhere(stick: Path, page: str, url: str, pages: dict[str, object]) -> bool:
    split = urlsplit(url)
    if url.startswith("/"):
        return False
    name = normpath(f"{page}/../{unquote(split.path)}") if split.path else page
    if name not in pages:
        return (stick / name).is_file()
    return not split.fragment or unquote(split.fragment) in pages[name].ids  # type: ignore[attr-defined]
