"""What other programs read: the Atom feed, the sitemap, robots.txt. None of them carries the time of the build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import StringIO
from pathlib import PurePosixPath
from typing import Any
from xml.sax.saxutils import escape

from feedgenerator import Atom1Feed

from domain.words import in_language
from presentation.environment import environment
from presentation.labels import label
from presentation.shell import localised
from site_builder.model import Site
from site_builder.pages.texts import news
from site_builder.steps import Verbatim
from site_builder.units import Unit

FEED_ENTRIES = 40
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)
"""The feed's date while it is empty: it must have one, and it must not be the build's."""


@dataclass(frozen=True)
class FeedEntry:
    at: datetime
    path: str
    title: str
    summary: str
    html: str = ""


def units(site: Site) -> Iterator[Unit]:
    yield Unit(atom_feed)
    yield Unit(robots)


def late_units(site: Site) -> Iterator[Unit]:
    """Yield what can be planned only once every page is."""
    yield Unit(sitemap)


def atom_feed(site: Site) -> Iterator[Verbatim]:
    """Yield /feed.xml: news, and every step a proposal takes, newest first."""
    network = site.catalogue.network
    entries = sorted([*_news(site), *_steps(site)], key=lambda e: (e.at, e.path, e.title), reverse=True)
    base = network.base_url.rstrip("/")
    feed = DatedFeed(
        title=in_language(network.name, site.default),
        link=f"{base}/",
        feed_url=f"{base}/feed.xml",
        feed_guid=f"{base}/feed.xml",
        description=in_language(network.tagline, site.default),
        language=site.default,
        author_name=in_language(network.name, site.default),
    )
    for entry in entries[:FEED_ENTRIES]:
        feed.add_item(
            title=entry.title,
            link=base + entry.path.split("#", 1)[0],
            unique_id=base + entry.path,
            description=escape(entry.summary),
            content=entry.html or None,
            pubdate=entry.at,
            updateddate=entry.at,
        )
    written = StringIO()
    feed.write(written, "utf-8")
    yield Verbatim(PurePosixPath("feed.xml"), written.getvalue().encode())


_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class DatedFeed(Atom1Feed):  # type: ignore[misc]
    """
    An Atom feed whose date is that of its newest entry, where the library would ask the clock.

    Signs that XML cannot hold at all, escaped or not, are left out of its entries.
    """

    def add_item(self, **said: Any) -> None:
        super().add_item(**{k: _NOT_XML.sub("", v) if isinstance(v, str) else v for k, v in said.items()})

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(dates, default=NOTHING_YET)


def _news(site: Site) -> Iterator[FeedEntry]:
    markdown = environment(site.default, site.catalogue.network.time_zone).filters["markdown"]
    for item in news(site):
        at = datetime.combine(item.on, time(), tzinfo=UTC)
        yield FeedEntry(at, f"/news/{item.slug}/", item.title, item.summary, str(markdown(item.text)))


def _steps(site: Site) -> Iterator[FeedEntry]:
    for proposal in site.public.proposals.values():
        for number, event in enumerate(proposal.events, start=1):
            title = f"{proposal.title}: {label(event.state)}"
            yield FeedEntry(event.at, f"/proposals/{proposal.id}/#step-{number}", title, proposal.summary)


def sitemap(site: Site) -> Iterator[Verbatim]:
    """Yield /sitemap.xml with every page but those a web server shows in the place of another."""
    base = site.catalogue.network.base_url.rstrip("/")
    pages = (path for path in site.addresses if not path.endswith(".html"))
    lines = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in pages)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    )
    yield Verbatim(PurePosixPath("sitemap.xml"), text.encode())


def robots(site: Site) -> Iterator[Verbatim]:
    """Yield /robots.txt: everything may be read, the forms need no visit."""
    where = site.catalogue.network.base_url.rstrip("/") + localised("/sitemap.xml", site.default, site.default)
    yield Verbatim(PurePosixPath("robots.txt"), f"User-agent: *\nDisallow: /forms/\nSitemap: {where}\n".encode())
