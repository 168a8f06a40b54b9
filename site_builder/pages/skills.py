"""Skills: by category, from A to Z, and a page each with who shares it and where it would be missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.people import Entry, Level, Share
from domain.record.public import DrillState, SlotState
from domain.skills import Category
from domain.words import Words
from site_builder import structured
from site_builder.model import Site
from site_builder.pages.browse import NAMES_A_PAGE, index_pages
from site_builder.pages.index_entries import skill_entries
from site_builder.pages.page import page
from site_builder.pages.pagination import in_parts
from site_builder.pages.related import near_skill
from site_builder.pages.taxonomies import PROGRAMS_ON_A_SHELF, in_order, on_shelves
from site_builder.references import MemberRef, ProgramRef, SkillRef
from site_builder.refs import refs_of
from site_builder.steps import Step
from site_builder.units import Unit, each
from site_builder.watching import kept, summary

GIVERS_IN_WORDS = 30
"""So many stand on a skill's page with what they write of it; more stand there by name alone."""


@dataclass(frozen=True)
class SkillRow:
    """A skill in a list; *named* counts those who share it under their name."""

    ref: SkillRef
    description: Words
    named: int
    others: int | None
    gaps: int


@dataclass(frozen=True)
class Shelf:
    category: Category
    rows: tuple[SkillRow, ...]


@dataclass(frozen=True)
class Giver:
    """Somebody who shares the skill, in their own words."""

    member: MemberRef
    level: Level
    share: Share
    zone: Words
    languages: tuple[str, ...]


@dataclass(frozen=True)
class CoverRow:
    """The skill in one playbook."""

    path: str
    title: Words
    slot: SlotState
    drill: DrillState | None


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(index, (language,))
    yield Unit(a_z, (language,))
    yield from each(category_page, site.catalogue.categories, language)
    yield from each(skill_page, site.catalogue.skills, language)
    yield from each(people_pages, site.catalogue.skills, language)


def index(site: Site, language: str) -> Iterator[Step]:
    shelves = tuple(_shelf(site, category) for category in site.catalogue.categories.values())
    yield page(
        site,
        language,
        "/skills/",
        "skills.html",
        "skills",
        structured=structured.skills(site, language),
        shelves=shelves,
    )


def a_z(site: Site, language: str) -> Iterator[Step]:
    """Yield the index of skills under every word for them."""
    entries = (entry for slug in site.catalogue.skills for entry in skill_entries(site, language, slug))
    yield from index_pages(site, language, "/skills/a-z/", "skills_a_z.html", "skills", entries)


def category_page(site: Site, language: str, slug: str) -> Iterator[Step]:
    shelf = _shelf(site, site.catalogue.categories[slug])
    path = f"/skills/categories/{slug}/"
    programs = in_order(site, language, on_shelves(site).get(slug, ()))
    yield page(
        site,
        language,
        path,
        "skill_category.html",
        "skills",
        shelf=shelf,
        programs=programs[:PROGRAMS_ON_A_SHELF],
        more=len(programs) > PROGRAMS_ON_A_SHELF,
    )


def skill_gaps(site: Site, skill: str) -> int:
    """Return how many jobs of all playbooks call for the skill and have nobody."""
    return sum(row.slot.wanted - row.slot.covered for row in _cover(site, skill))


def _shelf(site: Site, category: Category) -> Shelf:
    skills = (slug for slug in site.catalogue.skills if _category(site, slug) == category.slug)
    return Shelf(category, tuple(_row(site, slug) for slug in skills))


@summary
def _category(site: Site, slug: str) -> str:
    return site.catalogue.skills[slug].category


@summary
def _row(site: Site, slug: str) -> SkillRow:
    sharers = site.sharers[slug]
    return SkillRow(
        ref=site.skill(slug),
        description=site.catalogue.skills[slug].description,
        named=len(site.named(sharers.named)),
        others=sharers.others,
        gaps=skill_gaps(site, slug),
    )


@summary
def _cover(site: Site, skill: str) -> tuple[CoverRow, ...]:
    return tuple(
        CoverRow(
            f"/playbooks/{state.playbook}/",
            {code: words.title for code, words in site.catalogue.playbooks[state.playbook].words.items()},
            slot,
            state.drill,
        )
        for state in site.public.playbooks.values()
        if state.playbook in site.catalogue.playbooks
        for slot in state.slots
        if slot.skill == skill
    )


def _giver(site: Site, entry: Entry, share: Share) -> Giver:
    zones = {zone.slug: zone.name for zone in site.catalogue.network.zones}
    return Giver(
        member=MemberRef(entry.slug, entry.name),
        level=share.level,
        share=share,
        zone=zones.get(entry.zone, {}),
        languages=tuple(language.code for language in entry.languages),
    )


def skill_page(site: Site, language: str, slug: str) -> Iterator[Step]:
    skill = site.catalogue.skills[slug]
    sharers = site.sharers[skill.slug]
    named = site.named(sharers.named)
    shown = (site.members[member.slug] for member in named[:GIVERS_IN_WORDS])
    givers = tuple(
        _giver(site, entry, share) for entry in shown for share in entry.shares if share.skill == skill.slug
    )
    many = len(named) > GIVERS_IN_WORDS
    yield page(
        site,
        language,
        f"/skills/{skill.slug}/",
        "skill.html",
        "skills",
        structured=structured.skill(site, language, slug),
        skill=skill,
        refs=refs_of(site, skill.text, site.default, language),
        category=site.catalogue.categories[skill.category],
        givers=() if many else givers,
        named=named[:NAMES_A_PAGE] if many else (),
        people=len(named),
        others=sharers.others,
        can_teach=sharers.can_teach,
        invited_by=site.named(sharers.invited_by),
        cover=_cover(site, skill.slug),
        classes=_programs(site, slug)[0],
        wanted_by=_programs(site, slug)[1],
        related=near_skill(site, language, slug),
        near=tuple(_row(site, other) for other in skill.related if other in site.catalogue.skills),
    )


def people_pages(site: Site, language: str, slug: str) -> Iterator[Step]:
    """Yield the names of all who share the skill, where they are too many for its page."""
    named = site.named(site.sharers[slug].named)
    if len(named) > NAMES_A_PAGE:
        for leaf in in_parts(f"/skills/{slug}/people/", named, NAMES_A_PAGE):
            yield page(site, language, leaf.path, "skill_people.html", "skills", skill=site.skill(slug), leaf=leaf)


@summary
def _programs(site: Site, skill: str) -> tuple[tuple[ProgramRef, ...], tuple[ProgramRef, ...]]:
    """Return the programs that teach the skill, and those that need it."""
    taught, needed = (_by_skill(site)[at].get(skill, ()) for at in (0, 1))
    return tuple(map(site.program, taught)), tuple(map(site.program, needed))


@kept
@summary
def _by_skill(site: Site) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return by skill the programs that teach it, and those that need it."""
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for slug in site.catalogue.programs:
        for at, skills in enumerate(_skills_of(site, slug)):
            for skill in dict.fromkeys(skills):
                found[at].setdefault(skill, []).append(slug)
    taught, needed = ({skill: tuple(slugs) for skill, slugs in each.items()} for each in found)
    return taught, needed


@summary
def _skills_of(site: Site, program: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return site.catalogue.programs[program].skills_taught, site.catalogue.programs[program].skills_needed
