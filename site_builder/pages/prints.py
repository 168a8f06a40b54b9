"""The forms on paper, for everybody: printed without signing in, in every language of the network."""

from __future__ import annotations

from collections.abc import Iterator

from presentation.paper import SHEETS
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.steps import Step


def pages(site: Site, language: str) -> Iterator[Step]:
    yield page(site, language, "/print/", "prints.html", papers=tuple(SHEETS.values()))
    for slug, paper in SHEETS.items():
        yield page(site, language, f"/print/{slug}/", "print.html", paper=paper)
