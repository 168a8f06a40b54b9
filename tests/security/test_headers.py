"""Requirements 17 to 24: what every answer says of itself, and what no page does."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client

from domain.people import Member
from forms_api.app import create_app
from forms_api.config import Config
from forms_api.startup import Around, problems
from forms_api.store.memory import MemoryStore
from presentation.policy import PAGE_POLICY
from rsn.static_site import StaticSite
from tests.builders import a_catalogue
from tests.forms_api.client import Browser, Clock
from tests.forms_api.test_sign_in import mails
from tests.security.crawl import Crawl
from tests.security.raw_http import asked, served

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EXACT = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"


def test_s17_the_policy_is_exact_on_every_answer_of_the_service(crawl: Crawl) -> None:
    statuses = {one.status for one in crawl.answers}

    assert {200, 303, 400, 404, 405, 413, 415, 500} <= statuses
    assert {one.headers.get("Content-Security-Policy") for one in crawl.answers} == {POLICY}


def test_s17_static_pages_carry_the_policy_too(built_site: Path) -> None:
    site = Client(StaticSite(built_site, tuple))
    paths = ("/", "/members/", "/assets/site.css", "/record/index.json", "/nowhere", "/members")

    for path in paths:
        headers = dict(site.get(path).headers)
        assert {name: headers.get(name) for name in EXACT} == EXACT, path


def test_s17_every_page_says_its_policy_itself_for_hosts_that_set_no_headers(
    crawl: Crawl, built_site: Path
) -> None:
    pages = {one.what: one.html for one in crawl.answers if one.html and not 300 <= one.status < 400}
    pages |= {str(path): path.read_text("utf-8") for path in built_site.rglob("*.html")}
    said = {name: re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
            for name, text in pages.items()}  # fmt: skip

    assert len(pages) > 100
    assert {name for name, policies in said.items() if policies != [PAGE_POLICY]} == set()
    assert f"{PAGE_POLICY}; frame-ancestors 'none'" == POLICY


class Inline(HTMLParser):
    """Finds what would run or paint without a file of its own, and what would be loaded from elsewhere."""

    LOADING = ("script", "link", "img", "iframe", "source", "video", "audio", "object", "embed", "use", "image")

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        named = [name for name in given if name.startswith("on") or name == "style"]
        # A block of this one type is read by search engines and run by nobody.
        told = given.get("type") == "application/ld+json"
        if named or tag == "style" or (tag == "script" and "src" not in given and not told):
            self.inline.append(f"<{tag} {named}>")
        if tag in self.LOADING and given.get("rel") not in ("canonical", "alternate"):
            self.loaded += [value for name, value in attrs if name in ("src", "href", "data", "srcset") and value]


def _pages(crawl: Crawl, built_site: Path) -> dict[str, Inline]:
    found = {}
    texts = {one.what: one.html for one in crawl.answers if one.html}
    texts |= {str(path): path.read_text("utf-8") for path in built_site.rglob("*.html")}
    for name, text in texts.items():
        found[name] = Inline()
        found[name].feed(text)
    return found


def test_s18_no_page_holds_a_script_a_style_or_a_handler_inline(crawl: Crawl, built_site: Path) -> None:
    found = {name: page.inline for name, page in _pages(crawl, built_site).items()}

    assert {name: inline for name, inline in found.items() if inline} == {}


def test_s19_every_answer_says_how_it_may_be_used(crawl: Crawl) -> None:
    for one in crawl.answers:
        assert {name: one.headers.get(name) for name in EXACT} == EXACT, one.what
        assert one.headers.get("Strict-Transport-Security") == HSTS, one.what


def test_s20_nothing_the_service_says_is_kept_by_a_browser(crawl: Crawl) -> None:
    kept = {one.what for one in crawl.answers if one.headers.get("Cache-Control") != "no-store"}

    assert kept <= {what for what in kept if "openapi" in what}


def test_s21_no_other_site_may_read_an_answer(crawl: Crawl) -> None:
    told = [name for one in crawl.answers for name in one.headers if name.startswith("Access-Control")]

    assert told == []
    assert "evil.example" not in " ".join(value for one in crawl.answers for value in one.headers.values())


def test_s22_no_page_loads_anything_from_elsewhere(crawl: Crawl, built_site: Path) -> None:
    # What browsers really ask for is watched in every test of tests/browser (looking.refuse_strays).
    loaded = {url for page in _pages(crawl, built_site).values() for url in page.loaded}
    styles = [path.read_text("utf-8") for path in built_site.rglob("*.css")]

    assert "/assets/site.css" in loaded
    assert {url for url in loaded if urlsplit(url).netloc or urlsplit(url).scheme} == set()
    assert styles
    assert [style for style in styles if "@import" in style or "//" in re.sub(r"/\*.*?\*/", "", style)] == []


@pytest.mark.parametrize("host", ["evil.example", "weirside.example.evil.example", "[::1]"])
def test_s23_an_unknown_host_gets_400(browser: Browser, host: str) -> None:
    answer = browser.raw.get("/forms/sign-in", headers={"Host": host})

    assert answer.status_code == 400


def test_s23_links_in_mails_are_made_from_the_settings_whatever_the_host(browser: Browser, ada: Member) -> None:
    named = {"Host": "127.0.0.1", "Cookie": f"rsn={browser.cookie}"}
    form = {"csrf_token": browser.token(), "email": ada.email}
    answer = browser.app.test_client(use_cookies=False).post("/forms/sign-in", data=form, headers=named)
    (mail,) = mails(browser)

    assert answer.status_code == 303
    assert "https://weirside.example/forms/sign-in/link/" in mail.get_content()
    assert "127.0.0.1" not in mail.as_string()


def test_s24_the_server_says_neither_its_name_nor_its_version() -> None:
    with served() as address:
        answer = asked(address, "Content-Length: 5", b"hello")

    assert answer.startswith("HTTP/1.1 200 OK")
    assert "\nserver:" not in answer.lower() and "waitress" not in answer.lower()


def test_s24_no_trace_and_no_debugger(config: Config, clock: Clock) -> None:
    app = create_app(config, MemoryStore(), a_catalogue, clock)
    answer = Browser(app, clock).raw.open("/forms/sign-in", method="TRACE")
    debugged = replace(config, secret=bytes(range(32)))
    around = Around((3, 13, 0), 1000, {})

    assert answer.status_code in (400, 405, 415)
    assert not app.debug
    assert [p.text for p in problems(debugged, around, debug=True) if "debugger" in p.text]
