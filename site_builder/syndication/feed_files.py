"""
How a feed is written: as Atom, and as JSON Feed. Neither carries the time of the build.

Rules of this file: everything is escaped here and nowhere else; signs that XML cannot hold at all are left out; a
feed is as old as its newest entry; links inside a text are whole, for a reader has no page to start from.
Sources: RFC 4287 (Atom), https://www.jsonfeed.org/version/1.1/ (JSON Feed), XML 1.0 section 2.2 (characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from domain.codec import moment_text
from site_builder.indented import indented
from site_builder.syndication.xml_text import escape, quoteattr

ATOM, JSON = "feed.xml", "feed.json"
ATOM_TYPE, JSON_TYPE = "application/atom+xml", "application/feed+json"
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)
"""The feed's date while it is empty: it must have one, and it must not be the build's."""

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOCAL = re.compile(r'(\s(?:href|src)=")(/(?!/))')


@dataclass(frozen=True)
class FeedEntry:
    """
    One thing a feed tells: *path* is its page, with a fragment where the page has more than one.

    *text* is plain, *html* the whole of it where there is more; *more* are fields of our own for JSON readers.
    """

    at: datetime
    path: str
    title: str
    text: str
    html: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Feed:
    """*path* is its address without the name of a file, *page* that of the page it belongs to; both end with /."""

    base_url: str
    author: str
    path: str
    page: str
    title: str
    language: str
    description: str = ""

    @property
    def base(self) -> str:
        return self.base_url.rstrip("/")


def newest(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """Return the entries, the newest first."""
    return sorted(entries, key=order, reverse=True)


def order(entry: FeedEntry) -> tuple[datetime, str, str]:
    """Return what puts entries in the order of their moments, and equal moments in an order of their own."""
    return entry.at, entry.path, entry.title


def atom(feed: Feed, entries: Iterable[FeedEntry]) -> bytes:
    """Return the feed as an Atom document."""
    listed = list(entries)
    where = feed.base + feed.path + ATOM
    updated = max((entry.at for entry in listed), default=NOTHING_YET)
    head = (
        _element("title", feed.title)
        + _link(feed.base + feed.page, "alternate", "text/html")
        + _link(where, "self", ATOM_TYPE)
        + _element("id", where)
        + _element("updated", moment_text(updated))
        + f"<author>{_element('name', feed.author)}</author>"
        + (_element("subtitle", feed.description) if feed.description else "")
    )
    told = "".join(_entry(feed, entry) for entry in listed)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.language)}>{head}{told}\n</feed>\n'
    ).encode()


def _entry(feed: Feed, entry: FeedEntry) -> str:
    moment = moment_text(entry.at)
    return (
        "\n<entry>"
        + _element("title", entry.title)
        + _link(_page(feed, entry), "alternate", "text/html")
        + _element("id", feed.base + entry.path)
        + _element("published", moment)
        + _element("updated", moment)
        # Plain text, written as HTML: a reader that shows markup whatever it is told finds none.
        + _element("summary", escape(entry.text), ' type="html"')
        + (_element("content", _whole(feed, entry.html), ' type="html"') if entry.html else "")
        + "</entry>"
    )


def _element(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(_NOT_XML.sub('', text))}</{name}>"


def _link(address: str, relation: str, kind: str) -> str:
    return f'<link href={quoteattr(_NOT_XML.sub("", address))} rel="{relation}" type="{kind}"/>'


def _page(feed: Feed, entry: FeedEntry) -> str:
    return feed.base + entry.path.split("#", 1)[0]


def _whole(feed: Feed, html: str) -> str:
    return _LOCAL.sub(lambda found: found[1] + feed.base + found[2], html)


def json_feed(feed: Feed, entries: Iterable[FeedEntry]) -> bytes:
    """Return the feed as a JSON Feed, version 1.1."""
    made: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.base + feed.page,
        "feed_url": feed.base + feed.path + JSON,
        "language": feed.language,
        "authors": [{"name": feed.author, "url": f"{feed.base}/"}],
    }
    if feed.description:
        made["description"] = feed.description
    made["items"] = [_item(feed, entry) for entry in entries]
    return f"{indented(made)}\n".encode()


def _item(feed: Feed, entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": feed.base + entry.path,
        "url": _page(feed, entry),
        "title": entry.title,
        "date_published": moment_text(entry.at),
    }
    if entry.html:
        item |= {"summary": entry.text, "content_html": _whole(feed, entry.html)}
    else:
        item["content_text"] = entry.text
    return {**item, **entry.more}
