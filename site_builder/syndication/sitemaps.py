"""
What search engines read first: the index of sitemaps, one for each language and kind of page, and robots.txt.

Rules of this file: every page that has an address of its own stands in exactly one sitemap, with the same page in
the other languages; a date is told only where something is dated, for a build is no news.
Sources: https://www.sitemaps.org/protocol.html (50 000 addresses a file); hreflang as in
https://developers.google.com/search/docs/specialty/international/localized-versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath

from presentation.shell import localised
from site_builder.model import Site
from site_builder.steps import Verbatim
from site_builder.syndication.feed_entries import news_on
from site_builder.syndication.xml_text import escape, quoteattr
from site_builder.units import Unit
from site_builder.watching import summary

MOST_ADDRESSES = 50_000
FOLDER = "sitemaps"
KINDS = ("programs", "skills", "members", "proposals", "playbooks", "news", "policies")
"""Parts of the site with a sitemap of their own; whatever else there is stands in "pages"."""
OTHERS = "pages"
MAPS, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
OPENING = '<?xml version="1.0" encoding="utf-8"?>\n'


def units(site: Site) -> Iterator[Unit]:
    yield Unit(robots)


def late_units(site: Site) -> Iterator[Unit]:
    """Yield what can be planned only once every page is."""
    yield Unit(sitemaps)


def sitemaps(site: Site) -> Iterator[Verbatim]:
    """Yield /sitemap.xml and the sitemaps it leads to."""
    # A page that ends in .html stands where a web server shows it in the place of another.
    pages = {path for path in site.addresses if not path.endswith(".html")}
    sorted_out: dict[tuple[str, str], list[str]] = {}
    default, others = site.default, site.languages[1:]
    for path in sorted(pages):
        language, plain = _language_of(path, default, others)
        kind = plain.split("/", 2)[1]
        sorted_out.setdefault((language, kind if kind in KINDS else OTHERS), []).append(plain)
    names, url = [], _Urls(site, pages)
    for (language, kind), plain_paths in sorted(sorted_out.items()):
        for number, some in enumerate(_parts(plain_paths), start=1):
            name = f"{FOLDER}/{language}-{kind}{f'-{number}' if number > 1 else ''}.xml"
            names.append(name)
            entries = "".join([url.of(plain, language) for plain in some])
            body = f'<urlset xmlns="{MAPS}" xmlns:xhtml="{XHTML}">\n{entries}</urlset>\n'
            yield Verbatim(PurePosixPath(name), (OPENING + body).encode())
    listed = "".join(f"<sitemap><loc>{escape(f'{_base(site)}/{name}')}</loc></sitemap>\n" for name in names)
    index = f'{OPENING}<sitemapindex xmlns="{MAPS}">\n{listed}</sitemapindex>\n'
    yield Verbatim(PurePosixPath("sitemap.xml"), index.encode())


def _parts(paths: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(paths), MOST_ADDRESSES):
        yield paths[start : start + MOST_ADDRESSES]


def _language_of(path: str, default: str, others: Iterable[str]) -> tuple[str, str]:
    """Return the language of the page at *path*, and its address in the first language."""
    for language in others:
        if path.startswith(f"/{language}/"):
            return language, path.removeprefix(f"/{language}")
    return default, path


class _Urls:
    """Writes the entries of *pages*, asking the site once for what all of them need."""

    def __init__(self, site: Site, pages: set[str]) -> None:
        self._site, self._pages = site, pages
        self._base, self._languages, self._default = _base(site), site.languages, site.default

    def of(self, plain: str, language: str) -> str:
        """Return the entry of the page *plain* in *language*."""
        versions = {code: localised(plain, code, self._default) for code in self._languages}
        others = {code: path for code, path in versions.items() if path in self._pages}
        links = ""
        if len(set(others.values())) > 1:
            every = [*others.items(), ("x-default", plain)]
            links = "".join(_alternate(code, self._base + path) for code, path in every)
        day = changed_on(self._site, plain)
        dated = f"<lastmod>{day}</lastmod>" if day else ""
        return f"<url><loc>{escape(self._base + versions[language])}</loc>{dated}{links}</url>\n"


def _alternate(code: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'


def changed_on(site: Site, plain: str) -> date | None:
    """Return the day of what the page is about: of a news item, of a proposal's last step; None for others."""
    match plain.strip("/").split("/"):
        case ["news", slug]:
            return news_on(site, slug)
        case ["proposals", proposal]:
            return last_step_on(site, proposal)
    return None


@summary
def last_step_on(site: Site, proposal: str) -> date | None:
    """Return the day of the last step that the proposal took."""
    events = site.public.proposals[proposal].events
    return events[-1].at.date() if events else None


def _base(site: Site) -> str:
    return site.catalogue.network.base_url.rstrip("/")


def robots(site: Site) -> Iterator[Verbatim]:
    """Yield /robots.txt: everything may be read, the forms need no visit."""
    text = f"User-agent: *\nDisallow: /forms/\nSitemap: {_base(site)}/sitemap.xml\n"
    yield Verbatim(PurePosixPath("robots.txt"), text.encode())
