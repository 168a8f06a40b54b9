"""The page that says what the public record is and lists its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.steps import Step
from site_builder.units import Unit
from site_builder.watching import summary


@dataclass(frozen=True)
class Kept:
    """A proposal whose files lie in the record; *counted* tells whether the result is there."""

    id: str
    title: str
    counted: bool
    rows: bool
    recount: bool


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(index, (language,))


def index(site: Site, language: str) -> Iterator[Step]:
    log = site.beside.log
    rows = (_kept(site, number) for number in sorted(site.public.proposals, key=_number, reverse=True))
    kept = tuple(row for row in rows if row)
    published = site.record is not None
    schema = site.beside.schema
    yield page(site, language, "/record/", "record.html", kept=kept, published=published, log=log, schema=schema)


@summary
def _kept(site: Site, number: str) -> Kept | None:
    """Return the line of a proposal, if it was frozen."""
    p, files = site.public.proposals[number], site.beside.files.get(number, ())
    if not any(event.event == "freeze" for event in p.events):
        return None
    return Kept(p.id, p.title, p.result is not None, p.rows_published, "recount.py" in files)


def _number(proposal: str) -> tuple[int, ...]:
    """Return what orders "2026-9" before "2026-10"."""
    return tuple(int(part) for part in proposal.split("-") if part.isdecimal())
