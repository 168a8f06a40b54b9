"""
What a browser test looks at besides the words: axe, bytes, sideways scroll, photographs.

Everything here works on a page that is already open and changes nothing on the server.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, Request, Response, Route

# One phone, one desk. 360 px is the narrowest phone still common; 320 px is tested for scrolling only.
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """
    Return what axe-core finds on the open page, one line a place, in the scheme now shown.

    *colours_only* looks at what another scheme can change, and takes a fraction of the time.
    """
    # A heading is there before the sheet is: without its sheet every link is too small a target.
    page.wait_for_load_state("load")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    only = {"type": "rule", "values": ["color-contrast"]} if colours_only else {"type": "tag", "values": AXE_TAGS}
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page, width: int = 320) -> int:
    """Return by how many pixels the page is wider than a window of *width*."""
    page.set_viewport_size({"width": width, "height": 640})
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page, least: int = 24) -> list[str]:
    """Return the buttons and fields smaller than *least* pixels; a field counts with its label's box."""
    return list(
        page.evaluate(
            """least => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea')]
                .filter(e => e.getClientRects().length)
                .filter(e => {
                    const label = e.labels && e.labels[0];
                    const boxes = [e, label].filter(Boolean).map(b => b.getBoundingClientRect());
                    return !boxes.some(b => b.height >= least && b.width >= least);
                })
                .map(e => e.outerHTML.slice(0, 120))""",
            least,
        )
    )


def photograph(page: Page, name: str) -> None:
    """Take the page at both widths in both schemes into the folder RSN_SHOTS names, for somebody to look at."""
    if folder := os.environ.get("RSN_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for width, scheme in _views():
            _take(page, Path(folder) / f"{name}-{width}-{scheme}.png", width, scheme)


def _views() -> Iterator[tuple[int, str]]:
    return ((width, scheme) for width in WIDTHS for scheme in SCHEMES)


def _take(page: Page, file: Path, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.screenshot(path=file, full_page=True, animations="disabled")


def add_style(page: Page, css: str) -> None:
    """Replace what a reader's own sheet adds; a constructed sheet is not stopped by the page's policy."""
    page.evaluate(
        "css => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets = [own]; }",
        css,
    )


def weights(answers: Iterable[Response]) -> dict[str, int]:
    """Return bytes by kind (document, stylesheet, script …), each body as gzip would send it."""
    total: dict[str, int] = {}
    for answer in answers:
        # A redirect has no body, and the browser refuses to show one.
        if 300 <= answer.status < 400:
            continue
        kind = answer.request.resource_type
        total[kind] = total.get(kind, 0) + len(gzip.compress(answer.body(), 6))
    return total


def refuse_strays(page: Page, origin: str) -> list[str]:
    """Let no request of *page* leave *origin*; return the list that will hold those that tried."""
    strays: list[str] = []

    def refuse(route: Route, request: Request) -> None:
        strays.append(request.url)
        route.abort()

    page.route(re.compile(rf"^(?!{re.escape(origin)}(/|$)|data:|blob:|about:)"), refuse)
    return strays
