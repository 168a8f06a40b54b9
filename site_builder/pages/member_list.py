"""The index of members: on one page while they are few, else a page for each letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.words import Words
from presentation.order import initial
from site_builder.model import Site
from site_builder.pages.members import Person, person
from site_builder.pages.page import page
from site_builder.pages.pagination import Leaf, Letter, by_letter, letters_of
from site_builder.pages.taxonomies import Taxonomy, neighbours, terms
from site_builder.references import MemberRef
from site_builder.steps import Step
from site_builder.units import Unit

ONE_PAGE = 200
ENTRIES_A_PAGE = 100


@dataclass(frozen=True)
class Neighbourhood:
    """A zone with its public members; zones with too few are left out."""

    name: Words
    people: tuple[MemberRef, ...]


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(index, (language,))


def index(site: Site, language: str) -> Iterator[Step]:
    """Yield the index; with many members its first page has the letters, and theirs have the names."""
    members = tuple(site.members)
    if len(members) <= ONE_PAGE:
        yield _index_page(site, language, None, (), members, _neighbourhoods(site))
        return
    refs = ((slug, site.member(slug)) for slug in members)
    leaves = by_letter("/members/", ((initial(ref.name), slug) for slug, ref in refs if ref), ENTRIES_A_PAGE)
    letters = letters_of(leaves)
    yield _index_page(site, language, None, letters, (), ())
    for leaf in leaves:
        yield _index_page(site, language, leaf, letters, leaf.entries, ())


def _index_page(
    site: Site,
    language: str,
    leaf: Leaf[str] | None,
    letters: tuple[Letter, ...],
    members: tuple[str, ...],
    neighbourhoods: tuple[Neighbourhood, ...],
) -> Step:
    people: tuple[Person, ...] = tuple(person(site, slug) for slug in members)
    return page(
        site,
        language,
        leaf.path if leaf else "/members/",
        "members.html",
        "members",
        leaf=replace(leaf, entries=()) if leaf else None,
        letters=letters,
        people=people,
        neighbourhoods=neighbourhoods,
        zones=terms(site, language, Taxonomy.ZONE.value) if letters and not leaf else (),
        languages=() if leaf else terms(site, language, Taxonomy.LANGUAGE.value),
    )


def _neighbourhoods(site: Site) -> tuple[Neighbourhood, ...]:
    names = {zone.slug: zone.name for zone in site.catalogue.network.zones}
    return tuple(Neighbourhood(names[zone], site.named(people)) for zone, people in neighbours(site).items())
