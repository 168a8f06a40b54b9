"""The first page: what is going on, what awaits people, what became of earlier decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.governance.lifecycle import State
from domain.governance.proposal import PromiseState
from domain.programs import ProgramWords
from domain.record.public import StrengthState
from domain.words import Words
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.playbooks import PlaybookRow, playbook_row
from site_builder.pages.programs import CohortRow, next_cohort
from site_builder.pages.proposals import (
    CERTIFIED,
    Promised,
    ProposalRow,
    latest_first,
    promised,
    proposal_row,
)
from site_builder.pages.texts import news
from site_builder.references import spoken_in
from site_builder.steps import Step
from site_builder.units import Unit

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
        lead=catalogue.network.lead,
        strength=_told(site.public.strength),
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
        news=tuple((item.slug, item.title, item.summary, item.on) for item in news(site)[:NEWS_SHOWN]),
        news_language=site.default,
    )


def _told(state: StrengthState | None) -> StrengthState | None:
    return state if state is not None and state.exchanges else None


def _in_state(site: Site, state: State) -> tuple[ProposalRow, ...]:
    chosen = [proposal_row(site, p) for p in site.public.proposals.values() if p.state is state]
    return tuple(sorted(chosen, key=lambda row: (row.until or site.now, row.path))[:OPEN_SHOWN])


def _starting(site: Site, language: str) -> tuple[StartingCohort, ...]:
    found = []
    for program in site.catalogue.programs.values():
        row = next_cohort(site, program.slug)
        if row:
            spoken = spoken_in(program.words, language, site.default)
            found.append(StartingCohort(row, program.words[spoken], spoken))
    return tuple(sorted(found, key=lambda one: (one.row.starts, one.row.ref.path))[:OPEN_SHOWN])


def _gaps(site: Site, language: str) -> tuple[PlaybookRow, ...]:
    rows = (playbook_row(site, language, playbook) for playbook in site.catalogue.playbooks.values())
    return tuple(row for row in rows if row.missing)


def _categories(site: Site) -> tuple[CategoryCount, ...]:
    of = {slug: skill.category for slug, skill in site.catalogue.skills.items()}
    people: dict[str, set[str]] = {slug: set() for slug in site.catalogue.categories}
    for entry in site.members.values():
        for share in entry.shares:
            if share.skill in of:
                people[of[share.skill]].add(entry.slug)
    return tuple(
        CategoryCount(slug, category.label, len(people[slug]))
        for slug, category in site.catalogue.categories.items()
    )


def _promises(site: Site) -> PromisesKept | None:
    every = [one for p in site.public.proposals.values() for one in promised(site, p)]
    kept = sum(one.promise.state is PromiseState.KEPT for one in every)
    return PromisesKept(kept, len(every), sum(one.late for one in every)) if every else None


def _decided(site: Site) -> tuple[tuple[ProposalRow, Promised | None], ...]:
    """Return the latest decisions, each with the promise that is due next, else the one settled last."""
    decided = latest_first(p for p in site.public.proposals.values() if p.state in CERTIFIED)
    return tuple((proposal_row(site, p), _telling(promised(site, p))) for p in decided[:DECIDED_SHOWN])


def _telling(promises: tuple[Promised, ...]) -> Promised | None:
    waiting = [p for p in promises if p.promise.state in (PromiseState.OPEN, PromiseState.BEGUN)]
    return waiting[0] if waiting else (promises[-1] if promises else None)
