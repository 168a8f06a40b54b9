"""What maintainers write at length: pages in every language, news in one."""

from __future__ import annotations

from collections.abc import Iterator

from domain.catalogue import NewsItem
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.references import spoken_in
from site_builder.steps import Step

MAINTENANCE = "maintenance.html"


def pages(site: Site, language: str) -> Iterator[Step]:
    for text in site.catalogue.pages.values():
        spoken = spoken_in(text.words, language, site.default)
        yield page(site, language, f"/{text.slug}/", "text.html", words=text.words[spoken], words_language=spoken)
    # No page to go to: a web server in front shows it while the forms are down.
    yield page(site, language, f"/{MAINTENANCE}", MAINTENANCE)


def news(site: Site) -> tuple[NewsItem, ...]:
    """Return the news, newest first."""
    return tuple(sorted(site.catalogue.news.values(), key=lambda item: (item.on, item.slug), reverse=True))


def pages_in_one_language(site: Site) -> Iterator[Step]:
    """Yield what exists in the network's first language only: news, and the page for a wrong address."""
    items = news(site)
    yield page(site, site.default, "/news/", "news.html", items=items)
    for item in items:
        yield page(site, site.default, f"/news/{item.slug}/", "news_item.html", item=item)
    yield page(site, site.default, "/404.html", "not_found.html")
