"""The page that tells, in words, what can be followed: every feed and every calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from presentation.shell import localised
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.steps import Step
from site_builder.syndication.calendars import ALL, held_in_path, languages_held
from site_builder.syndication.deadline_feeds import CALENDAR
from site_builder.syndication.feeds import EVERYTHING, KINDS, NEWS, links
from site_builder.units import Unit

IN_ONE_LANGUAGE = (EVERYTHING, NEWS)


@dataclass(frozen=True)
class Followed:
    """A feed as the page names it: *title* and *about* are yet to be translated, *path* is where its files lie."""

    title: str
    about: str
    path: str


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(subscribe, (language,))


def subscribe(site: Site, language: str) -> Iterator[Step]:
    held = languages_held(site)
    yield page(
        site,
        language,
        "/feeds/",
        "feeds.html",
        feeds=tuple(link for kind in KINDS if kind not in IN_ONE_LANGUAGE for link in links(site, language, kind)),
        followed=tuple(Followed(kind.title, kind.about, _folder(site, language, kind.path)) for kind in KINDS),
        everything=localised(ALL, language, site.default) if held else "",
        deadlines=localised(CALENDAR, language, site.default),
        held=tuple((spoken, held_in_path(spoken)) for spoken in held),
    )


def _folder(site: Site, language: str, path: str) -> str:
    return path if path in {kind.path for kind in IN_ONE_LANGUAGE} else localised(path, language, site.default)
