"""
What search knows of each page: its title, the other words for it, and the words its readers see on it.

Rules of this file: only what the page itself shows, in the words it shows; nothing that consent closed reaches it,
because it asks the site for what the pages ask for. They are read in many parts, so that an edit reads few again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from domain.words import Words, in_language
from presentation.shell import localised
from site_builder.model import Site
from site_builder.pages.taxonomies import SHELVES, Taxonomy, terms, title_of
from site_builder.references import spoken_in
from site_builder.search.folding import indexed, telling
from site_builder.search.texts import beginning, seen
from site_builder.watching import summary

EXCERPT_SIGNS = 220


class Kind(StrEnum):
    """What a page is about; one letter each, because every file of the index says it."""

    SKILL = "s"
    PROGRAM = "g"
    PLAYBOOK = "b"
    LIST = "l"
    PAGE = "p"
    RULES = "r"
    PROPOSAL = "d"
    NEWS = "n"
    MEMBER = "m"


FOLDERS = {
    Kind.SKILL: "/skills/",
    Kind.PROGRAM: "/programs/",
    Kind.PLAYBOOK: "/playbooks/",
    Kind.LIST: "/",
    Kind.PAGE: "/",
    Kind.RULES: "/policies/",
    Kind.PROPOSAL: "/proposals/",
    Kind.NEWS: "/news/",
    Kind.MEMBER: "/members/",
}
"""Where the pages of a kind lie, in the network's first language."""

NEWEST_FIRST = frozenset({Kind.PROPOSAL, Kind.NEWS})
"""Kinds whose pages are numbered as they came, so that a new one renumbers none; the others go by title."""


class Document(NamedTuple):
    """
    A page as search knows it: *place* is its address below the folder of its kind.

    *names* are the words of its title and of other names for it, *words* the other words on it, both folded,
    sorted and parted by spaces; *language* is that of its text.
    """

    kind: Kind
    place: str
    title: str
    language: str
    excerpt: str
    names: str
    words: str


def _document(
    kind: Kind, place: str, title: str, language: str, lead: str, *texts: str, others: Iterable[str] = ()
) -> Document:
    names = indexed(" ".join((title, *others)))
    words = telling(" ".join((lead, *texts))) - names
    shown = beginning(lead or next(filter(None, texts), ""), EXCERPT_SIGNS)
    return Document(kind, place, title, language, shown, " ".join(sorted(names)), " ".join(sorted(words)))


def skill(site: Site, language: str, slug: str) -> Document:
    """Return the skill: found by every other word for it in this language, too."""
    one = site.catalogue.skills[slug]
    others = one.also.get(language, ())
    spoken = spoken_in(one.label, language, site.default)
    lead = _said(site, one.description, language)
    return _document(
        Kind.SKILL, f"{slug}/", one.label[spoken], spoken, lead, ", ".join(others), seen(one.text), others=others
    )


def program(site: Site, language: str, slug: str) -> Document:
    """Return the program, with the skills it teaches."""
    one = site.catalogue.programs[slug]
    spoken = spoken_in(one.words, language, site.default)
    words = one.words[spoken]
    skills = (_said(site, site.skill(s).label, language) for s in (*one.skills_taught, *one.skills_needed))
    texts = (*skills, words.place, *words.access, seen(words.text))
    return _document(Kind.PROGRAM, f"{slug}/", words.title, spoken, words.summary, *texts)


def playbook(site: Site, language: str, slug: str) -> Document:
    """Return the playbook."""
    one = site.catalogue.playbooks[slug]
    spoken = spoken_in(one.words, language, site.default)
    words = one.words[spoken]
    skills = (_said(site, site.skill(s.skill).label, language) for s in one.slots)
    return _document(
        Kind.PLAYBOOK, f"{slug}/", words.title, spoken, words.summary, words.trigger, *skills, seen(words.text)
    )


def text_page(site: Site, language: str, slug: str) -> Document:
    """Return a page that maintainers wrote."""
    one = site.catalogue.pages[slug]
    spoken = spoken_in(one.words, language, site.default)
    words = one.words[spoken]
    return _document(Kind.PAGE, f"{slug}/", words.title, spoken, words.summary, seen(words.text))


def rules(site: Site, language: str, slug: str) -> Document:
    """Return a rule book."""
    one = site.catalogue.policies[slug]
    spoken = spoken_in(one.title, language, site.default)
    return _document(Kind.RULES, f"{slug}/", one.title[spoken], spoken, _said(site, one.summary, language))


def proposal(site: Site, language: str, identity: str) -> Document:
    """Return the proposal; its number finds it, too."""
    one = site.public.proposals[identity]
    options = (option.title for option in one.options)
    return _document(
        Kind.PROPOSAL, f"{identity}/", one.title, site.default, one.summary, *options, seen(one.text),
        others=(identity,),
    )  # fmt: skip


def news(site: Site, language: str, slug: str) -> Document:
    """Return a piece of news."""
    one = site.catalogue.news[slug]
    return _document(Kind.NEWS, f"{slug}/", one.title, site.default, one.summary, seen(one.text))


def member(site: Site, language: str, slug: str) -> Document:
    """Return a member's entry, in the member's own words, as their page shows it."""
    one = site.members[slug]
    shares = [s for s in one.shares if skill_called(site, language, s.skill)]
    invites = [i for i in one.invites if skill_called(site, language, i.skill)]
    labels = [
        skill_called(site, language, skill) for skill in (*(s.skill for s in shares), *(i.skill for i in invites))
    ]
    notes = [text for s in shares for text in (s.note, s.format, s.when)] + [i.note for i in invites]
    held = (program_called(site, language, program) for program in dict.fromkeys(r.program for r in one.roles))
    lead, about = ", ".join(labels[: len(shares)]), seen(one.about)
    texts = (*labels, *notes, zones_called(site, language).get(one.zone, ""), *filter(None, held), about)
    return _document(Kind.MEMBER, f"{slug}/", one.name, site.default, lead or about, *texts)


@summary
def skill_called(site: Site, language: str, slug: str) -> str:
    """Return what a skill is called; nothing where there is no such one."""
    return _said(site, site.skill(slug).label, language) if slug in site.catalogue.skills else ""


@summary
def zones_called(site: Site, language: str) -> Mapping[str, str]:
    """Return what each part of town is called."""
    return {zone.slug: _said(site, zone.name, language) for zone in reversed(site.catalogue.network.zones)}


@summary
def program_called(site: Site, language: str, slug: str) -> str:
    """Return what a program is called; nothing where there is no such one."""
    return _said(site, site.program(slug).title, language) if slug in site.catalogue.programs else ""


def _said(site: Site, words: Words, language: str) -> str:
    return in_language(words, language, site.default)


GROUPS: Mapping[str, tuple[Kind, ...]] = {
    "people": (Kind.MEMBER,),
    "talk": (Kind.PROPOSAL, Kind.NEWS),
    "things": (Kind.SKILL, Kind.PROGRAM, Kind.PLAYBOOK, Kind.LIST, Kind.PAGE, Kind.RULES),
}
"""Kinds that have an index of their own, so that an edit among the many leaves the others alone."""

SLICES = 64
"""Into how many parts the pages of a group are read: an edit reads one part again."""


def listed(site: Site, language: str, key: str) -> Document:
    """Return a list of the site: a shelf of skills, or one of a taxonomy."""
    taxonomy, _, name = key.partition(" ")
    if taxonomy == SHELVES:
        shelf = site.catalogue.categories[name]
        spoken = spoken_in(shelf.label, language, site.default)
        lead = _said(site, shelf.description, language)
        return _document(Kind.LIST, f"{SHELVES}/{name}/", shelf.label[spoken], spoken, lead)
    term = next(term for term in terms(site, language, taxonomy) if term.key == name)
    title = title_of(term, language, site.default)
    return _document(Kind.LIST, term.path.lstrip("/"), title, spoken_in(term.title, language, site.default), "")


def _lists(site: Site, language: str) -> Iterator[str]:
    yield from (f"{SHELVES} {category}" for category in site.catalogue.categories)
    for taxonomy in Taxonomy:
        yield from (f"{taxonomy.value} {term.key}" for term in terms(site, language, taxonomy.value))


READERS: Mapping[Kind, Callable[[Site, str, str], Document]] = {
    Kind.SKILL: skill,
    Kind.PROGRAM: program,
    Kind.PLAYBOOK: playbook,
    Kind.LIST: listed,
    Kind.PAGE: text_page,
    Kind.RULES: rules,
    Kind.PROPOSAL: proposal,
    Kind.NEWS: news,
    Kind.MEMBER: member,
}
"""What reads a page of each kind."""


def _keys(site: Site, language: str, kind: Kind) -> Iterable[str]:
    """Return the keys of the pages of a kind that there are in *language*."""
    catalogue = site.catalogue
    match kind:
        case Kind.SKILL:
            return catalogue.skills
        case Kind.PROGRAM:
            return catalogue.programs
        case Kind.PLAYBOOK:
            return catalogue.playbooks
        case Kind.PAGE:
            return catalogue.pages
        case Kind.RULES:
            return catalogue.policies
        case Kind.PROPOSAL:
            return site.public.proposals
        case Kind.NEWS:
            return catalogue.news
        case Kind.MEMBER:
            return site.shown
        case Kind.LIST:
            return _lists(site, language)


@summary
def slice_of(site: Site, language: str, group: str, number: str) -> tuple[Document, ...]:
    """Return the pages of one part of the group."""
    return tuple(READERS[Kind(kind)](site, language, key) for kind, key in keys_of(site, language, group, number))


@summary
def keys_of(site: Site, language: str, group: str, number: str) -> tuple[tuple[str, str], ...]:
    """Return which pages one part of the group has; what exists in one language only is found in that alone."""
    kinds = (kind for kind in GROUPS[group] if language == site.default or kind is not Kind.NEWS)
    parts = ((kind.value, _parted(tuple(_keys(site, language, kind)))[int(number)]) for kind in kinds)
    return tuple((kind, key) for kind, keys in parts for key in keys)


@lru_cache(maxsize=len(Kind))
def _parted(keys: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the keys part by part; each stays in its part whichever others come and go."""
    parts: tuple[list[str], ...] = tuple([] for _ in range(SLICES))
    for key in keys:
        parts[crc32(key.encode()) % SLICES].append(key)
    return tuple(map(tuple, parts))


def documents(site: Site, language: str, group: str) -> Iterator[Document]:
    """Yield every page of the group that search may find in *language*."""
    for number in range(SLICES):
        yield from slice_of(site, language, group, str(number))


def folder(kind: Kind, language: str, default: str) -> str:
    """Return the address under which the pages of *kind* lie in *language*."""
    return localised(FOLDERS[kind], language, default)
