"""The first page: what is going on, what awaits people, what became of earlier decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from domain.governance.lifecycle import State
from domain.governance.proposal import PromiseState
from domain.programs import ProgramWords
from domain.record.public import StrengthState
from domain.words import Words
from site_builder import structured
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.playbooks import PlaybookRow, playbook_row
from site_builder.pages.programs import CohortRow, next_cohort, program_row
from site_builder.pages.proposals import (
    CERTIFIED,
    NEVER,
    Promised,
    ProposalRow,
    latest_first,
    promised,
    proposal_row,
)
from site_builder.pages.texts import headline, news_order
from site_builder.steps import Step
from site_builder.units import Unit
from site_builder.watching import summary

OPEN_SHOWN = 4
DECIDED_SHOWN = 4
NEWS_SHOWN = 2


@dataclass(frozen=True)
class StartingCohort:
    row: CohortRow
    words: ProgramWords
    words_language: str


@dataclass(frozen=True)
class CategoryCount:
    """A category and how many people share something in it under their name."""

    slug: str
    label: Words
    people: int


@dataclass(frozen=True)
class PromisesKept:
    kept: int
    made: int
    late: int


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(home, (language,))


def home(site: Site, language: str) -> Iterator[Step]:
    catalogue = site.catalogue
    yield page(
        site,
        language,
        "/",
        "home.html",
        structured=structured.home(site, language),
        lead=catalogue.network.lead,
        strength=_told(site),
        promises=_promises(site),
        votes=_in_state(site, State.VOTING),
        gathering=_in_state(site, State.SPONSORING),
        talking=_in_state(site, State.DELIBERATION),
        starting=_starting(site, language),
        gaps=_gaps(site, language),
        categories=_categories(site),
        skills=len(catalogue.skills),
        programs=len(catalogue.programs),
        decided=_decided(site),
        news=tuple(headline(site, slug) for slug in news_order(site)[:NEWS_SHOWN]),
        news_language=site.default,
    )


def _told(site: Site) -> StrengthState | None:
    state = site.public.strength
    return state if state is not None and state.exchanges else None


def _in_state(site: Site, state: State) -> tuple[ProposalRow, ...]:
    chosen = [proposal_row(site, number) for number in latest_first(site, {state})]
    return tuple(sorted(chosen, key=lambda row: (row.until or NEVER, row.path))[:OPEN_SHOWN])


def _starting(site: Site, language: str) -> tuple[StartingCohort, ...]:
    rows = ((slug, next_cohort(site, slug)) for slug in site.catalogue.programs)
    found = sorted(((slug, row) for slug, row in rows if row), key=lambda one: (one[1].starts, one[1].ref.path))
    return tuple(_start(site, language, slug, row) for slug, row in found[:OPEN_SHOWN])


def _start(site: Site, language: str, slug: str, row: CohortRow) -> StartingCohort:
    listed = program_row(site, language, slug)
    return StartingCohort(row, listed.words, listed.words_language)


def _gaps(site: Site, language: str) -> tuple[PlaybookRow, ...]:
    rows = (playbook_row(site, language, slug) for slug in site.catalogue.playbooks)
    return tuple(row for row in rows if row.missing)


def _categories(site: Site) -> tuple[CategoryCount, ...]:
    people = Counter(category for slug in site.shown for category in _shared_categories(site, slug))
    return tuple(
        CategoryCount(slug, category.label, people[slug]) for slug, category in site.catalogue.categories.items()
    )


@summary
def _shared_categories(site: Site, member: str) -> tuple[str, ...]:
    """Return the categories in which the member shares something, each once."""
    skills = (share.skill for share in site.members[member].shares)
    return tuple(sorted({_category(site, skill) for skill in skills} - {""}))


@summary
def _category(site: Site, skill: str) -> str:
    return site.catalogue.skills[skill].category if skill in site.catalogue.skills else ""


def _promises(site: Site) -> PromisesKept | None:
    every = [one for number in site.public.proposals for one in promised(site, number)]
    kept = sum(one.promise.state is PromiseState.KEPT for one in every)
    return PromisesKept(kept, len(every), sum(one.late for one in every)) if every else None


def _decided(site: Site) -> tuple[tuple[ProposalRow, Promised | None], ...]:
    """Return the latest decisions, each with the promise that is due next, else the one settled last."""
    decided = latest_first(site, CERTIFIED)[:DECIDED_SHOWN]
    return tuple((proposal_row(site, number), _telling(promised(site, number))) for number in decided)


def _telling(promises: tuple[Promised, ...]) -> Promised | None:
    waiting = [p for p in promises if p.promise.state in (PromiseState.OPEN, PromiseState.BEGUN)]
    return waiting[0] if waiting else (promises[-1] if promises else None)
