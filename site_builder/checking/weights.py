"""
What a first view of a page weighs, as gzip sends it, against the budget for an old phone on a slow line.

A page over its budget still works: these are warnings.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

from site_builder.checking.findings import Finding, Level
from site_builder.checking.page import Link

KILOBYTE = 1000
MOST_BYTES = {"page": 14 * KILOBYTE, "sheet": 10 * KILOBYTE, "script": 5 * KILOBYTE}
MOST_IN_ALL = 50 * KILOBYTE
MOST_REQUESTS = 5
GZIP_HEADER = 18
LOADED = ("sheet", "script", "icon")


def weight(content: bytes) -> int:
    """Return how many bytes *content* is on the way, compressed as a web server does it."""
    return len(zlib.compress(content, 6)) + GZIP_HEADER


def page_weight(content: bytes) -> int:
    """Return the weight of a page; one that is light enough uncompressed is not compressed to know more."""
    return len(content) if len(content) <= MOST_BYTES["page"] else weight(content)


def check_weights(
    page: str, own: int, links: Iterator[Link], eager: int, weights: Mapping[str, int]
) -> Iterator[Finding]:
    """
    Yield where the first view of *page* is over the budget.

    *own* is its weight, *links* what it links to, *eager* how many pictures it loads at once, *weights* those of
    the site's sheets, scripts and icons by address.
    """
    if own > MOST_BYTES["page"]:
        yield _over(page, "the page", own, MOST_BYTES["page"], "Split it, or shorten its lists.")
    loaded = {link.url: link.kind for link in links if link.kind in LOADED}
    for kind, what in (("sheet", "its sheets"), ("script", "its scripts")):
        sent = sum(weights.get(url, 0) for url, one in loaded.items() if one == kind)
        if sent > MOST_BYTES[kind]:
            yield _over(page, what, sent, MOST_BYTES[kind], "Take out what is not needed for a first view.")
    in_all = own + sum(weights.get(url, 0) for url in loaded)
    if in_all > MOST_IN_ALL:
        yield _over(page, "a first view without its photographs", in_all, MOST_IN_ALL, "Make it lighter.")
    requests = 1 + len(loaded) + eager
    if requests > MOST_REQUESTS:
        what = f"a first view asks for {requests} files; the budget is {MOST_REQUESTS}."
        yield Finding(page, 1, "budget", what, "Load pictures lazily, join scripts.", Level.WARNING)


def _over(page: str, what: str, sent: int, most: int, mend: str) -> Finding:
    told = f"{what} weighs {_kilobytes(sent)} compressed; the budget is {_kilobytes(most)}."
    return Finding(page, 1, "budget", told, mend, Level.WARNING)


def _kilobytes(size: int) -> str:
    return f"{size / KILOBYTE:.1f} kB"
