"""The page that says what the public record is and lists its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.record.public import PublicProposal
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.steps import Step
from site_builder.units import Unit


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
    log, files = site.beside.log, site.beside.files
    kept = tuple(
        Kept(p.id, p.title, p.result is not None, p.rows_published, "recount.py" in files.get(p.id, ()))
        for p in sorted(site.public.proposals.values(), key=_number, reverse=True)
        if any(e.event == "freeze" for e in p.events)
    )
    published = site.record is not None
    schema = site.beside.schema
    yield page(site, language, "/record/", "record.html", kept=kept, published=published, log=log, schema=schema)


def _number(proposal: PublicProposal) -> tuple[int, ...]:
    """Return what orders "2026-9" before "2026-10"."""
    return tuple(int(part) for part in proposal.id.split("-") if part.isdecimal())
