"""
See also: what belongs to a page by what was written down, never by how many looked at it.

Programs belong together that share skills, playbooks and programs by the skills they call for, news by what they
refer to, proposals by their program. At most five of a page, in the order of their titles; people never.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, islice

from domain.words import Words
from presentation.order import by_name
from site_builder.content.mentions import targets
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.watching import kept, summary

MOST = 5
_ADDRESSES = {"programs": "program", "skills": "skill", "playbooks": "playbook", "proposals": "proposal"}
_LINK = re.compile(r"\]\(/(" + "|".join(_ADDRESSES) + r")/([A-Za-z0-9-]+)/(?=[#)\s])")
KINDS = frozenset(_ADDRESSES.values())


@dataclass(frozen=True)
class Related:
    """A page that belongs to another; *kind* is what it is about."""

    kind: str
    path: str
    title: Words


@summary
def _named_in_news(site: Site, slug: str) -> tuple[str, ...]:
    """Return what a piece of news refers to, as "program:work-door", sorted."""
    return _named_in(site.catalogue.news[slug].text)


def _named_in(text: str) -> tuple[str, ...]:
    """Return what *text* refers to, by reference or by address."""
    linked = (f"{_ADDRESSES[folder]}:{slug}" for folder, slug in _LINK.findall(text))
    found = (target for target in targets(text) if target.partition(":")[0] in KINDS)
    return tuple(sorted({*linked, *found}))


@kept
@summary
def _news_naming(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by what is referred to the news that do so, the latest first."""
    return _gathered((slug, _named_in_news(site, slug)) for slug in sorted(site.catalogue.news, reverse=True))


@summary
def _skills_of_program(site: Site, slug: str) -> tuple[str, ...]:
    program = site.catalogue.programs[slug]
    return tuple(dict.fromkeys((*program.skills_taught, *program.skills_needed)))


@kept
@summary
def _programs_with(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by skill the programs that teach or need it."""
    return _gathered((slug, _skills_of_program(site, slug)) for slug in site.catalogue.programs)


@summary
def _program_of(site: Site, number: str) -> str:
    return site.public.proposals[number].program


@kept
@summary
def _proposals_about(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return by program the proposals about it, the latest first."""
    numbers = sorted(site.public.proposals, key=lambda number: (len(number), number), reverse=True)
    return _gathered((number, (_program_of(site, number),)) for number in numbers)


def _gathered(entries: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug, keys in entries:
        for key in keys:
            found.setdefault(key, []).append(slug)
    return {key: tuple(found[key]) for key in sorted(found)}


@summary
def near_program(site: Site, language: str, slug: str) -> tuple[Related, ...]:
    """Return the programs that share most skills with this one, and the latest news that refer to it."""
    programs = _sharing(site, " ".join(_skills_of_program(site, slug)), slug)
    return _chosen(site, language, (_program(site, other) for other in programs), _news(site, f"program:{slug}"))


@summary
def near_skill(site: Site, language: str, slug: str) -> tuple[Related, ...]:
    """Return the latest news that refer to the skill; the skills near to it its page shows by itself."""
    return _chosen(site, language, _news(site, f"skill:{slug}"))


@summary
def near_playbook(site: Site, language: str, slug: str) -> tuple[Related, ...]:
    """Return the programs that teach or need most of the skills it calls for, and the news that refer to it."""
    skills = tuple(dict.fromkeys(slot.skill for slot in site.catalogue.playbooks[slug].slots))
    programs = (_program(site, other) for other in _sharing(site, " ".join(skills), ""))
    return _chosen(site, language, programs, _news(site, f"playbook:{slug}"))


@summary
def near_proposal(site: Site, language: str, number: str) -> tuple[Related, ...]:
    """Return the latest other proposals about the same program, and the news that refer to this one."""
    program = _program_of(site, number)
    others = (other for other in _proposals_about(site).get(program, ()) if other != number) if program else ()
    return _chosen(site, language, (_proposal(site, each) for each in others), _news(site, f"proposal:{number}"))


@summary
def near_news(site: Site, slug: str) -> tuple[Related, ...]:
    """Return the latest other news that refer to the same things."""
    found = dict.fromkeys(other for target in _named_in_news(site, slug) for other in _news_naming(site)[target])
    others = sorted((other for other in found if other != slug), reverse=True)
    return _chosen(site, site.default, (_piece(site, other) for other in others))


@summary
def _sharing(site: Site, skills: str, program: str) -> tuple[str, ...]:
    """Return the programs with most of the *skills* (between blanks), those with most first, without *program*."""
    places = _programs_with(site)
    shared = Counter(chain.from_iterable(places.get(skill, ()) for skill in skills.split()))
    del shared[program]
    chosen: list[str] = []
    # By how many they share, from above: of hundreds that share one skill only the first by name are wanted.
    for count in sorted(set(shared.values()), reverse=True):
        alike = (other for other, number in shared.items() if number == count)
        chosen += nsmallest(MOST - len(chosen), alike)
    return tuple(chosen)


def _chosen(site: Site, language: str, *kinds: Iterable[Related]) -> tuple[Related, ...]:
    """Return at most five in the order of their titles: of each kind in turn, as long as there are some."""
    # No more than these are even looked at: what a page does not show it does not depend on.
    turns = [list(islice(kind, MOST)) for kind in kinds]
    chosen = [kind[at] for at in range(MOST) for kind in turns if at < len(kind)][:MOST]
    return tuple(sorted(chosen, key=lambda one: by_name(_title(site, language, one), one.path)))


def _title(site: Site, language: str, one: Related) -> str:
    return one.title[spoken_in(one.title, language, site.default)]


def _news(site: Site, target: str) -> Iterator[Related]:
    return (_piece(site, slug) for slug in _news_naming(site).get(target, ()))


@summary
def _piece(site: Site, slug: str) -> Related:
    return Related("news", f"/news/{slug}/", {site.default: site.catalogue.news[slug].title})


def _program(site: Site, slug: str) -> Related:
    ref = site.program(slug)
    return Related("program", ref.path, ref.title)


@summary
def _proposal(site: Site, number: str) -> Related:
    return Related("proposal", f"/proposals/{number}/", {site.default: site.public.proposals[number].title})
