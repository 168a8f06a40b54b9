"""The search page, the index of everything, and the lists by language, neighbourhood and way of getting in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from presentation.languages import tongue
from site_builder.model import Site
from site_builder.pages.index_entries import IndexEntry, everything, in_order
from site_builder.pages.page import page
from site_builder.pages.pagination import Letter, by_letter, in_parts, letters_of
from site_builder.pages.taxonomies import SHELVES, Taxonomy, Term, people_of, programs_of, terms
from site_builder.search.documents import GROUPS
from site_builder.steps import Step
from site_builder.units import Unit, each

ONE_PAGE_INDEX = 400
"""An index of so many lines stands on one page; a longer one has a page for each letter."""
LINES_A_PAGE = 250
NAMES_A_PAGE = 250
PROGRAMS_A_PAGE = 100


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(search_page, (language,))
    yield Unit(a_z, (language,))
    yield from each(lists, (taxonomy.value for taxonomy in Taxonomy), language)


def search_page(site: Site, language: str) -> Iterator[Step]:
    """Yield the page that searches, and from which one gets everywhere without searching."""
    digits = "-u-nu-arab" if tongue(language).digits else ""
    yield page(
        site,
        language,
        "/search/",
        "search.html",
        "search",
        locale=language + digits,
        groups=tuple(GROUPS),
        shelves=shelves(site, language),
        taxonomies={taxonomy.name.lower(): terms(site, language, taxonomy.value) for taxonomy in Taxonomy},
    )


def shelves(site: Site, language: str) -> tuple[Term, ...]:
    """Return the shelves of skills, in the order in which they stand."""
    return tuple(Term(SHELVES, c.slug, c.label) for c in site.catalogue.categories.values())


def a_z(site: Site, language: str) -> Iterator[Step]:
    """Yield the index of the whole site: on one page, or a page for each letter."""
    yield from index_pages(site, language, "/search/a-z/", "a_z.html", "search", everything(site, language))


def index_pages(
    site: Site, language: str, path: str, template: str, section: str, entries: Iterable[IndexEntry]
) -> Iterator[Step]:
    """Yield the pages of an index: all letters on one while it is short, else in front the letters alone."""
    ordered = in_order(entries)
    if len(ordered) <= ONE_PAGE_INDEX:
        found = dict.fromkeys(one.letter for one in ordered)
        letters = tuple(Letter(x, f"#letter-{at}") for at, x in enumerate(found, start=1))
        shown = tuple((x, tuple(e for e in ordered if e.letter == x)) for x in found)
        yield page(site, language, path, template, section, letters=letters, shown=shown, leaf=None)
        return
    leaves = by_letter(path, ((one.letter, one) for one in ordered), LINES_A_PAGE)
    letters = letters_of(leaves)
    yield page(site, language, path, template, section, letters=letters, shown=(), leaf=None)
    for leaf in leaves:
        shown = ((leaf.letter, leaf.entries),)
        yield page(site, language, leaf.path, template, section, letters=letters, shown=shown, leaf=leaf)


def lists(site: Site, language: str, taxonomy: str) -> Iterator[Step]:
    """Yield the pages of every list of the taxonomy; those with many names in parts."""
    section = taxonomy.partition("/")[0]
    for term in terms(site, language, taxonomy):
        people, programs = people_of(site, term), programs_of(site, language, term)
        parts = max(len(in_parts("", people, NAMES_A_PAGE)), len(in_parts("", programs, PROGRAMS_A_PAGE)))
        for leaf in in_parts(term.path, range(parts), 1):
            [at] = leaf.entries
            yield page(
                site,
                language,
                leaf.path,
                "listed.html",
                section,
                term=term,
                leaf=leaf,
                people=people[at * NAMES_A_PAGE : (at + 1) * NAMES_A_PAGE],
                programs=programs[at * PROGRAMS_A_PAGE : (at + 1) * PROGRAMS_A_PAGE],
            )
