"""Programs, their cohorts, and who learnt from whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.governance.lifecycle import State
from domain.pathways import ROLE_RULES
from domain.people import ProgramRole
from domain.programs import Cohort, Phase, ProgramStatus, ProgramWords
from domain.words import Words
from presentation.schedule import Schedule, read_schedule
from site_builder import structured
from site_builder.model import Site, cohort_slugs
from site_builder.pages.lineage import leads, tree_of, unnamed_leaders
from site_builder.pages.page import page
from site_builder.pages.related import near_program
from site_builder.references import CohortRef, MemberRef, spoken_in
from site_builder.refs import refs_of
from site_builder.steps import Step
from site_builder.syndication.calendars import dates_of, program_meets
from site_builder.syndication.feeds import program_links
from site_builder.units import Unit, each
from site_builder.watching import kept, summary

STATUS_ORDER = (ProgramStatus.RUNNING, ProgramStatus.PLANNED, ProgramStatus.PAUSED, ProgramStatus.ENDED)


@dataclass(frozen=True)
class CohortRow:
    """A cohort in a list; counts are None where they are too small to tell or nothing is published yet."""

    ref: CohortRef
    phase: Phase
    starts: date
    ends: date
    language: str
    capacity: int
    time: str
    places_left: int | None = None
    enrolled: int | None = None
    completed: int | None = None


@dataclass(frozen=True)
class ProgramRow:
    path: str
    words: ProgramWords
    words_language: str
    status: ProgramStatus
    category: Words
    next: CohortRow | None


@dataclass(frozen=True)
class MentorsNow:
    """Mentors who take learners on now; *others* are not named, None where they are too few to tell."""

    named: tuple[MemberRef, ...]
    others: int | None

    @property
    def all(self) -> int | None:
        """Return how many they are; None where that would count too few."""
        return None if self.others is None else len(self.named) + self.others


@dataclass(frozen=True)
class LeadRow:
    """Who leads a cohort, and where they learnt it."""

    member: MemberRef | None
    role: ProgramRole
    learnt_in: CohortRef | None


@dataclass(frozen=True)
class ProposalRow:
    path: str
    title: str
    state: State


@summary
def cohort_row(site: Site, slug: str) -> CohortRow:
    """Return the cohort as lists show it today."""
    cohort, state = site.catalogue.cohorts[slug], site.cohort_state(slug)
    return CohortRow(
        ref=site.cohort(slug),
        phase=site.phase(slug),
        starts=cohort.starts,
        ends=cohort.ends,
        language=cohort.language,
        capacity=cohort.capacity,
        time=cohort.time,
        places_left=state.places_left if state else None,
        enrolled=state.enrolled if state else None,
        completed=state.completed if state else None,
    )


@summary
def next_cohort(site: Site, program: str) -> CohortRow | None:
    """Return the program's next cohort that has not begun, or None."""
    rows = (cohort_row(site, slug) for slug in cohort_slugs(site, program))
    return min((row for row in rows if row.phase is Phase.AHEAD), key=lambda row: row.starts, default=None)


def units(site: Site, language: str) -> Iterator[Unit]:
    yield from each(program_page, site.catalogue.programs, language)
    yield from each(cohort_page, site.catalogue.cohorts, language)


@summary
def program_row(site: Site, language: str, slug: str) -> ProgramRow:
    """Return the program as lists show it."""
    program = site.catalogue.programs[slug]
    spoken = spoken_in(program.words, language, site.default)
    return ProgramRow(
        path=f"/programs/{program.slug}/",
        words=ProgramWords(program.words[spoken].title, program.words[spoken].summary),
        words_language=spoken,
        status=program.status,
        category=site.catalogue.categories[program.category].label,
        next=next_cohort(site, program.slug),
    )


def program_page(site: Site, language: str, slug: str) -> Iterator[Step]:
    program = site.catalogue.programs[slug]
    spoken = spoken_in(program.words, language, site.default)
    cohorts = site.cohorts_of(program.slug)
    rows = tuple(cohort_row(site, cohort.slug) for cohort in cohorts)
    yield page(
        site,
        language,
        f"/programs/{program.slug}/",
        "program.html",
        "programs",
        feeds=program_links(site, language, slug),
        structured=structured.program(site, language, slug, _not_over(site, cohorts)),
        calendar=program_meets(site, slug),
        words=program.words[spoken],
        words_language=spoken,
        refs=refs_of(site, program.words[spoken].text, spoken, language),
        status=program.status,
        languages=program.languages,
        category=site.catalogue.categories[program.category],
        cohorts=rows,
        next=next_cohort(site, program.slug),
        meetings_of=_meetings(cohorts, rows),
        completed=_sum(row.completed for row in rows),
        tree=tree_of(site, program.slug),
        mentors=_mentors(site, program.slug),
        rules=ROLE_RULES,
        taught=tuple(site.skill(skill) for skill in program.skills_taught),
        needed=tuple(site.skill(skill) for skill in program.skills_needed),
        stewards=site.named(program.stewards),
        proposals=_proposals(site, program.slug),
        related=near_program(site, language, slug),
    )


def _not_over(site: Site, cohorts: tuple[Cohort, ...]) -> list[Cohort]:
    return [cohort for cohort in cohorts if site.phase(cohort.slug) is not Phase.OVER]


def _sum(counts: Iterator[int | None]) -> int | None:
    """Return the sum of the counts that may be told; None where none may."""
    told = [count for count in counts if count is not None]
    return sum(told) if told else None


def _meetings(cohorts: tuple[Cohort, ...], rows: tuple[CohortRow, ...]) -> tuple[Schedule, str] | None:
    """Return when the running cohort meets, else the next one, else the last."""
    if not cohorts:
        return None
    current = next((c for c, row in zip(cohorts, rows, strict=True) if row.phase is not Phase.OVER), cohorts[-1])
    return read_schedule(current.schedule), current.time


def _mentors(site: Site, program: str) -> MentorsNow:
    """Return who takes learners on: the named, and a count of the others (None: too few to tell)."""
    found = site.public.mentors.get(program)
    return MentorsNow(site.named(found.named), found.others) if found else MentorsNow((), 0)


@summary
def _proposals(site: Site, program: str) -> tuple[ProposalRow, ...]:
    return _by_program(site).get(program, ())


@kept
@summary
def _by_program(site: Site) -> Mapping[str, tuple[ProposalRow, ...]]:
    """Return the proposals about each program."""
    found: dict[str, list[ProposalRow]] = {}
    for number in site.public.proposals:
        program, row = _about(site, number)
        found.setdefault(program, []).append(row)
    return {program: tuple(rows) for program, rows in found.items()}


@summary
def _about(site: Site, number: str) -> tuple[str, ProposalRow]:
    proposal = site.public.proposals[number]
    return proposal.program, ProposalRow(f"/proposals/{number}/", proposal.title, proposal.state)


def cohort_page(site: Site, language: str, slug: str) -> Iterator[Step]:
    cohort = site.cohorts[slug]
    if cohort.program not in site.catalogue.programs:
        return
    program = site.catalogue.programs[cohort.program]
    spoken = spoken_in(program.words, language, site.default)
    yield page(
        site,
        language,
        site.cohort(cohort.slug).path,
        "cohort.html",
        "programs",
        feeds=program_links(site, language, cohort.program),
        structured=structured.cohort(site, language, slug),
        row=cohort_row(site, slug),
        slug=cohort.slug,
        words=program.words[spoken],
        words_language=spoken,
        schedule=read_schedule(cohort.schedule),
        dates=dates_of(cohort),
        text=cohort.text,
        refs=refs_of(site, cohort.text, site.default, language),
        leads=tuple(
            LeadRow(
                site.member(lead.member),
                lead.role,
                site.cohort(lead.learnt_in) if lead.learnt_in else None,
            )
            for lead in cohort.leads
        ),
        unnamed=tuple(unnamed_leaders(site, cohort)),
        led_later=_led_later(site, slug),
        others=tuple(
            (row.ref, row.starts, row.ends)
            for row in (cohort_row(site, other) for other in cohort_slugs(site, program.slug) if other != slug)
        ),
    )


@summary
def _led_later(site: Site, cohort: str) -> tuple[tuple[MemberRef, tuple[CohortRef, ...]], ...]:
    """Return who learnt in this cohort and, named by consent, led later ones; in the order of names."""
    led: dict[str, list[CohortRef]] = {}
    for member, later in _learners(site).get(cohort, ()):
        led.setdefault(member, []).append(site.cohort(later))
    return tuple((member, tuple(led[member.slug])) for member in site.named(tuple(led)))


@kept
@summary
def _learners(site: Site) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return by cohort who learnt in it and led later ones: member and later cohort, in the order these began."""
    found: dict[str, list[tuple[str, str]]] = {}
    for later in site.cohorts:
        for lead in leads(site, later):
            found.setdefault(lead.learnt_in, []).append((lead.member, later))
    return {cohort: tuple(pairs) for cohort, pairs in found.items()}
