"""The list of news: its front with the newest, the pages behind it that stay, and a list for each year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from site_builder import structured
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.pagination import Leaf, from_the_oldest
from site_builder.pages.texts import headline, news_order
from site_builder.steps import Step
from site_builder.syndication.feeds import NEWS, links
from site_builder.units import Unit

ONE_PAGE = 30
NEWS_A_PAGE = 20

Headline = tuple[str, str, str, date]
"""Slug, title, summary and day of a piece of news."""


def units(site: Site) -> Iterator[Unit]:
    yield Unit(index)
    yield Unit(years)


def index(site: Site) -> Iterator[Step]:
    """Yield the front of the news and the pages behind it, counted from the oldest."""
    items = tuple(headline(site, slug) for slug in news_order(site))
    yield from _pages(site, "/news/", 0, items, tuple(dict.fromkeys(item[3].year for item in items)))


def years(site: Site) -> Iterator[Step]:
    """Yield a list for each year, once there is more than one."""
    items = [headline(site, slug) for slug in news_order(site)]
    found = [(year, tuple(group)) for year, group in groupby(items, key=lambda item: item[3].year)]
    for year, group in found if len(found) > 1 else ():
        yield from _pages(site, f"/news/year/{year}/", year, group, ())


def _pages(
    site: Site, path: str, year: int, items: tuple[Headline, ...], others: tuple[int, ...]
) -> Iterator[Step]:
    counted = from_the_oldest(path, items, most=ONE_PAGE, size=NEWS_A_PAGE)
    after = counted.older[0].path if counted.older else ""
    front: Leaf[Headline] = Leaf(path, "", 0, 0, counted.front, "", after)
    for leaf in (front, *counted.older):
        yield page(
            site,
            site.default,
            leaf.path,
            "news.html",
            feeds=links(site, site.default, NEWS),
            structured=structured.section(site, site.default, structured.NEWS, "/news/"),
            leaf=leaf,
            year=year,
            years=others if leaf is front and len(others) > 1 else (),
        )
