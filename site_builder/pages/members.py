"""Members who agreed to be public: an entry each, and what lists show of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.people import Entry, Invitation, ProgramRole, Share
from domain.programs import Lead
from site_builder.model import Site
from site_builder.pages.lineage import leads
from site_builder.pages.page import page
from site_builder.references import CohortRef, MemberRef, ProgramRef, SkillRef
from site_builder.steps import Step
from site_builder.units import Unit, each
from site_builder.watching import kept, summary


@dataclass(frozen=True)
class Person:
    """
    A line of the index: the name, and what the person gives.

    Nobody stands here merely for what they invite: with no open skill the line says what they lead, and with
    neither that one may ask them.
    """

    member: MemberRef
    skills: tuple[SkillRef, ...]
    leads: tuple[ProgramRef, ...]


@dataclass(frozen=True)
class Lesson:
    """A cohort a member learnt in or led."""

    cohort: CohortRef
    starts: date
    ends: date
    role: ProgramRole


def units(site: Site, language: str) -> Iterator[Unit]:
    yield from each(entry_page, site.shown, language)


@summary
def person(site: Site, slug: str) -> Person:
    """Return the member's line of the index."""
    entry = site.members[slug]
    known = (share.skill for share in entry.shares if share.skill in site.catalogue.skills)
    skills = tuple(site.skill(skill) for skill in known)
    return Person(MemberRef(entry.slug, entry.name), skills, _led(_roles(site, entry)))


def entry_page(site: Site, language: str, member: str) -> Iterator[Step]:
    entry = site.members[member]
    # Their line of the index is left to those who make the index: in most builds another process does.
    roles = tuple(_roles(site, entry))
    zones = {zone.slug: zone.name for zone in site.catalogue.network.zones}
    yield page(
        site,
        language,
        f"/members/{entry.slug}/",
        "member.html",
        "members",
        entry=entry,
        zone=zones.get(entry.zone, {}),
        shares=_with_skill(site, entry.shares),
        invites=_with_skill(site, entry.invites),
        roles=roles,
        leads=_led(roles),
        way=_way(site, member),
    )


def _with_skill(
    site: Site, things: tuple[Share, ...] | tuple[Invitation, ...]
) -> tuple[tuple[SkillRef, Share | Invitation], ...]:
    return tuple((site.skill(thing.skill), thing) for thing in things if thing.skill in site.catalogue.skills)


def _roles(site: Site, entry: Entry) -> Iterator[tuple[ProgramRef, tuple[ProgramRole, ...]]]:
    """Yield each program with the roles held in it."""
    for program in dict.fromkeys(role.program for role in entry.roles):
        if program in site.catalogue.programs:
            yield site.program(program), tuple(r.role for r in entry.roles if r.program == program)


def _led(roles: Iterable[tuple[ProgramRef, tuple[ProgramRole, ...]]]) -> tuple[ProgramRef, ...]:
    """Return the programs in which somebody is more than one who attends."""
    return tuple(program for program, held in roles if set(held) != {ProgramRole.ATTENDEE})


@summary
def _way(site: Site, member: str) -> tuple[Lesson, ...]:
    """Return the cohorts a named leader learnt in and led, in the order they began, each once."""
    found: dict[str, ProgramRole] = {}
    for cohort, lead in _leading(site).get(member, ()):
        if lead.learnt_in:
            found.setdefault(lead.learnt_in, ProgramRole.ATTENDEE)
        found.setdefault(cohort, lead.role)
    return tuple(Lesson(site.cohort(slug), *_days(site, slug), role) for slug, role in found.items())


@kept
@summary
def _leading(site: Site) -> Mapping[str, tuple[tuple[str, Lead], ...]]:
    """Return by member what they lead or led: the cohort's slug and how, in the order the cohorts began."""
    found: dict[str, list[tuple[str, Lead]]] = {}
    for slug in site.cohorts:
        for lead in leads(site, slug):
            found.setdefault(lead.member, []).append((slug, lead))
    return {member: tuple(each) for member, each in found.items()}


@summary
def _days(site: Site, cohort: str) -> tuple[date, date]:
    return site.cohorts[cohort].starts, site.cohorts[cohort].ends
