"""The forms on paper, for everybody: printed without signing in, in every language of the network."""

from __future__ import annotations

from collections.abc import Iterator

from presentation.paper import SHEETS
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.steps import Step
from site_builder.units import Unit, each


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(index, (language,))
    yield from each(paper, SHEETS, language)


def index(site: Site, language: str) -> Iterator[Step]:
    yield page(site, language, "/print/", "prints.html", papers=tuple(SHEETS.values()))


def paper(site: Site, language: str, slug: str) -> Iterator[Step]:
    yield page(site, language, f"/print/{slug}/", "print.html", paper=SHEETS[slug])
