"""What maintainers write at length: pages in every language, news in one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.catalogue import NewsItem
from site_builder import structured
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.related import near_news
from site_builder.references import spoken_in
from site_builder.refs import refs_of
from site_builder.steps import Step
from site_builder.syndication.feeds import NEWS, links
from site_builder.units import Unit, each
from site_builder.watching import summary

MAINTENANCE = "maintenance.html"


def units(site: Site, language: str) -> Iterator[Unit]:
    yield from each(text_page, site.catalogue.pages, language)
    yield Unit(maintenance, (language,))


def units_in_one_language(site: Site) -> Iterator[Unit]:
    """Yield what exists in the network's first language only: the news, and the page for a wrong address."""
    yield from each(news_page, site.catalogue.news)
    yield Unit(not_found)


def text_page(site: Site, language: str, slug: str) -> Iterator[Step]:
    text = site.catalogue.pages[slug]
    spoken = spoken_in(text.words, language, site.default)
    words = text.words[spoken]
    refs = refs_of(site, words.text, spoken, language)
    yield page(
        site,
        language,
        f"/{text.slug}/",
        "text.html",
        picture=refs.card,
        words=words,
        words_language=spoken,
        refs=refs,
    )


def maintenance(site: Site, language: str) -> Iterator[Step]:
    # No page to go to: a web server in front shows it while the forms are down.
    yield page(site, language, f"/{MAINTENANCE}", MAINTENANCE)


def news(site: Site) -> tuple[NewsItem, ...]:
    """Return the news, newest first, with all their words."""
    return tuple(site.catalogue.news[slug] for slug in news_order(site))


@summary
def headline(site: Site, slug: str) -> tuple[str, str, str, date]:
    """Return slug, title, summary and day of a piece of news."""
    item = site.catalogue.news[slug]
    return item.slug, item.title, item.summary, item.on


@summary
def news_order(site: Site) -> tuple[str, ...]:
    """Return the slugs of the news, newest first."""
    days = ((headline(site, slug)[3], slug) for slug in site.catalogue.news)
    return tuple(slug for _, slug in sorted(days, reverse=True))


def news_page(site: Site, slug: str) -> Iterator[Step]:
    item = site.catalogue.news[slug]
    refs = refs_of(site, item.text, site.default, site.default)
    path = f"/news/{item.slug}/"
    yield page(
        site,
        site.default,
        path,
        "news_item.html",
        feeds=links(site, site.default, NEWS),
        structured=structured.news_item(site, slug, refs.card),
        picture=refs.card,
        article=True,
        item=item,
        refs=refs,
        related=near_news(site, slug),
    )


def not_found(site: Site) -> Iterator[Step]:
    yield page(site, site.default, "/404.html", "not_found.html")
