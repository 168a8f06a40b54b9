"""The list of programs: on one page while they are few, else what begins next, and a page for each letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from presentation.order import by_name, initial
from site_builder import structured
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.pagination import Leaf, Letter, by_letter, letters_of
from site_builder.pages.programs import STATUS_ORDER, ProgramRow, program_row
from site_builder.pages.taxonomies import SHELVES, Taxonomy, Term, on_shelves, terms
from site_builder.steps import Step
from site_builder.syndication.feeds import PROGRAMS, links
from site_builder.units import Unit

ONE_PAGE = 60
ROWS_A_PAGE = 50
BEGINNING_SHOWN = 20


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(index, (language,))


def index(site: Site, language: str) -> Iterator[Step]:
    """Yield the list; with many programs its first page has the letters and those that begin next."""
    rows = [program_row(site, language, slug) for slug in site.catalogue.programs]
    if len(rows) <= ONE_PAGE:
        rows.sort(key=lambda row: (STATUS_ORDER.index(row.status), row.words.title))
        yield _list_page(site, language, None, (), tuple(rows))
        return
    rows.sort(key=lambda row: by_name(row.words.title, row.path))
    leaves = by_letter("/programs/", ((initial(row.words.title), row) for row in rows), ROWS_A_PAGE)
    letters = letters_of(leaves)
    ahead = sorted((row.next.starts, row.path) for row in rows if row.next)[:BEGINNING_SHOWN]
    by_path = {row.path: row for row in rows}
    yield _list_page(site, language, None, letters, tuple(by_path[path] for _, path in ahead))
    for leaf in leaves:
        yield _list_page(site, language, leaf, letters, leaf.entries)


def _list_page(
    site: Site,
    language: str,
    leaf: Leaf[ProgramRow] | None,
    letters: tuple[Letter, ...],
    rows: tuple[ProgramRow, ...],
) -> Step:
    return page(
        site,
        language,
        leaf.path if leaf else "/programs/",
        "programs.html",
        "programs",
        feeds=links(site, language, PROGRAMS),
        structured=structured.section(site, language, structured.PROGRAMS, "/programs/"),
        leaf=replace(leaf, entries=()) if leaf else None,
        letters=letters,
        rows=rows,
        lists=() if leaf else (*_shelves(site), *terms(site, language, Taxonomy.ACCESS.value)),
    )


def _shelves(site: Site) -> tuple[Term, ...]:
    """Return the shelves of skills on which a program stands."""
    standing = on_shelves(site)
    return tuple(Term(SHELVES, c.slug, c.label) for c in site.catalogue.categories.values() if c.slug in standing)
