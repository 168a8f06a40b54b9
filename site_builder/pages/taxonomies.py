"""
Ways to look through the site besides A to Z: the languages people speak, neighbourhoods, how one gets in.

Rules of this file: a list is made from what the pages show anyway, holds names in their order and nothing that
compares them, and is not made where it would be empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.privacy import ZONE_FROM_MEMBERS
from domain.slugs import slug_from
from domain.words import Words
from presentation.order import by_name
from site_builder.model import Site
from site_builder.references import MemberRef, ProgramRef, spoken_in
from site_builder.watching import kept, summary

SHELVES = "skills/categories"
"""Where the shelves of skills lie, which are a taxonomy that content/ writes down itself."""

PROGRAMS_ON_A_SHELF = 100
"""So many programs stand on the page of their shelf; more have a list of their own."""

ACCESS_FROM_PROGRAMS = 2
"""A way of getting in that one program names stands on its page; from two on it is a list."""


class Taxonomy(StrEnum):
    """A way to look through the site; the value is where its lists lie."""

    LANGUAGE = "members/languages"
    ZONE = "members/zones"
    ACCESS = "programs/access"
    SHELF = "programs/shelves"


@dataclass(frozen=True)
class Term:
    """A list of a taxonomy: its *key* is the end of its address, *title* what it is called in each language."""

    taxonomy: str
    key: str
    title: Words

    @property
    def path(self) -> str:
        return f"/{self.taxonomy}/{self.key}/"


def language_name(code: str, language: str) -> str:
    """Return the name of the language *code* in *language*."""
    # Imported late: its library is large, and most builds have no such list to make.
    from presentation.formats import Formats

    return Formats(language).language_name(code)


@summary
def _spoken_by(site: Site, member: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language.code for language in site.members[member].languages))


@summary
def _zone_of(site: Site, member: str) -> str:
    return site.members[member].zone


@summary
def _held_in(site: Site, program: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(site.catalogue.programs[program].languages))


@summary
def shelf_of(site: Site, program: str) -> str:
    """Return the category in which the program stands."""
    return site.catalogue.programs[program].category


@kept
@summary
def speakers(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by language the slugs of those who speak it, in the order of names."""
    return _gathered((member, _spoken_by(site, member)) for member in site.members)


@kept
@summary
def neighbours(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by zone the slugs of its public members, in the order of names; zones with too few are left out."""
    found = _gathered((member, (_zone_of(site, member),)) for member in site.members)
    zones = (zone.slug for zone in site.catalogue.network.zones)
    return {zone: found[zone] for zone in zones if len(found.get(zone, ())) >= ZONE_FROM_MEMBERS}


@kept
@summary
def held_in(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by language the programs held in it."""
    return _gathered((program, _held_in(site, program)) for program in site.catalogue.programs)


def _gathered(entries: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug, terms in entries:
        for term in terms:
            found.setdefault(term, []).append(slug)
    return {term: tuple(found[term]) for term in sorted(found)}


@summary
def _ways_in(site: Site, program: str) -> tuple[Mapping[str, str], ...]:
    """Return how one gets into the program: each way in every language in which all of them were written."""
    words = site.catalogue.programs[program].words
    first = words[spoken_in(words, site.default, site.default)].access
    alike = {code: each.access for code, each in words.items() if len(each.access) == len(first)}
    return tuple({code: said[at] for code, said in alike.items()} for at in range(len(first)))


@kept
@summary
def access(site: Site) -> Mapping[str, tuple[Words, tuple[str, ...]]]:
    """
    Return by slug each way of getting in that several programs name, its words and those programs.

    "step-free from the yard" counts as "step-free" where another program says only that.
    """
    ways = [(slug, way) for slug in site.catalogue.programs for way in _ways_in(site, slug)]
    plain = {_plain(site, way): way for _, way in reversed(ways)}
    found: dict[str, list[str]] = {}
    for program, way in ways:
        found.setdefault(_shortest(_plain(site, way), plain), []).append(program)
    named = {text: tuple(dict.fromkeys(programs)) for text, programs in sorted(found.items())}
    return {
        slug_from(text, fallback="way"): (plain[text], programs)
        for text, programs in named.items()
        if len(programs) >= ACCESS_FROM_PROGRAMS
    }


def _plain(site: Site, way: Words) -> str:
    return (way.get(site.default) or next(iter(way.values()))).casefold()


def _shortest(text: str, known: Mapping[str, object]) -> str:
    """Return the shortest of the *known* ways with which the words of *text* begin."""
    words = text.split()
    begun = (" ".join(words[:number]) for number in range(1, len(words)))
    return next((beginning for beginning in begun if beginning in known), text)


@kept
@summary
def on_shelves(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by category the programs that stand in it."""
    return _gathered((program, (shelf_of(site, program),)) for program in site.catalogue.programs)


@kept
@summary
def terms(site: Site, language: str, taxonomy: str) -> tuple[Term, ...]:
    """Return the lists of the taxonomy in the order of their titles in *language*."""
    kind = Taxonomy(taxonomy)
    found = tuple(Term(kind, key, title) for key, title in _TITLES[kind](site, language))
    return tuple(sorted(found, key=lambda term: by_name(title_of(term, language, site.default), term.key)))


def title_of(term: Term, language: str, default: str) -> str:
    """Return what the list is called in *language*."""
    return term.title[spoken_in(term.title, language, default)]


def _languages(site: Site, language: str) -> Iterable[tuple[str, Words]]:
    codes = dict.fromkeys((*speakers(site), *held_in(site)))
    return ((code, {language: language_name(code, language)}) for code in codes)


def _zones(site: Site, language: str) -> Iterable[tuple[str, Words]]:
    names = {zone.slug: zone.name for zone in site.catalogue.network.zones}
    return ((zone, names[zone]) for zone in neighbours(site))


def _shelves(site: Site, language: str) -> Iterable[tuple[str, Words]]:
    full = (shelf for shelf, programs in on_shelves(site).items() if len(programs) > PROGRAMS_ON_A_SHELF)
    return ((shelf, site.catalogue.categories[shelf].label) for shelf in full)


def _access(site: Site, language: str) -> Iterable[tuple[str, Words]]:
    return ((key, words) for key, (words, _) in access(site).items())


_TITLES: Mapping[Taxonomy, Callable[[Site, str], Iterable[tuple[str, Words]]]] = {
    Taxonomy.LANGUAGE: _languages,
    Taxonomy.ZONE: _zones,
    Taxonomy.ACCESS: _access,
    Taxonomy.SHELF: _shelves,
}


def people_of(site: Site, term: Term) -> tuple[MemberRef, ...]:
    """Return the members on the list, in the order of names."""
    found: Mapping[str, tuple[str, ...]] = {}
    if term.taxonomy is Taxonomy.LANGUAGE:
        found = speakers(site)
    elif term.taxonomy is Taxonomy.ZONE:
        found = neighbours(site)
    refs = (site.member(slug) for slug in found.get(term.key, ()))
    return tuple(ref for ref in refs if ref)


def programs_of(site: Site, language: str, term: Term) -> tuple[ProgramRef, ...]:
    """Return the programs on the list, in the order of their titles in *language*."""
    slugs: tuple[str, ...] = ()
    if term.taxonomy is Taxonomy.LANGUAGE:
        slugs = held_in(site).get(term.key, ())
    elif term.taxonomy is Taxonomy.ACCESS:
        slugs = access(site)[term.key][1]
    elif term.taxonomy is Taxonomy.SHELF:
        slugs = on_shelves(site)[term.key]
    return in_order(site, language, slugs)


def in_order(site: Site, language: str, programs: Iterable[str]) -> tuple[ProgramRef, ...]:
    """Return the programs in the order of their titles in *language*."""
    refs = [site.program(slug) for slug in programs]
    return tuple(
        sorted(refs, key=lambda ref: by_name(ref.title[spoken_in(ref.title, language, site.default)], ref.slug))
    )
