"""Playbooks: the jobs of a crisis, who is there for them in numbers, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.record.public import DrillState, PlaybookState
from domain.resilience import Playbook, PlaybookWords, Situation
from domain.words import Words
from site_builder import structured
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.related import near_playbook
from site_builder.references import SkillRef, spoken_in
from site_builder.refs import refs_of
from site_builder.steps import Step
from site_builder.syndication.feeds import PLAYBOOKS, links
from site_builder.units import Unit, each
from site_builder.watching import summary


@dataclass(frozen=True)
class Job:
    """One line of a playbook; *covered* and *spare* are None before the first publish."""

    skill: SkillRef
    label: Words
    zone: Words
    within_hours: int
    wanted: int
    covered: int | None
    spare: str


@dataclass(frozen=True)
class PlaybookRow:
    """*perhaps* counts jobs for people whose word on their time has run out, None where too few to tell."""

    path: str
    words: PlaybookWords
    words_language: str
    situation: Situation
    wanted: int
    covered: int | None
    missing: tuple[Job, ...]
    perhaps: int | None
    drill: DrillState | None


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(index, (language,))
    yield from each(playbook_page, site.catalogue.playbooks, language)


def index(site: Site, language: str) -> Iterator[Step]:
    rows = tuple(playbook_row(site, language, slug) for slug in site.catalogue.playbooks)
    yield page(
        site,
        language,
        "/playbooks/",
        "playbooks.html",
        "playbooks",
        feeds=links(site, language, PLAYBOOKS),
        rows=rows,
    )


@summary
def playbook_row(site: Site, language: str, slug: str) -> PlaybookRow:
    """Return the playbook as lists show it, with the jobs that nobody has."""
    playbook = site.catalogue.playbooks[slug]
    spoken = spoken_in(playbook.words, language, site.default)
    state = _state(site, playbook)
    jobs = _jobs(site, playbook)
    return PlaybookRow(
        path=f"/playbooks/{playbook.slug}/",
        words=playbook.words[spoken],
        words_language=spoken,
        situation=playbook.situation,
        wanted=sum(job.wanted for job in jobs),
        covered=state.covered if state else None,
        missing=tuple(job for job in jobs if job.covered is not None and job.covered < job.wanted),
        perhaps=state.perhaps if state else 0,
        drill=state.drill if state else None,
    )


def _state(site: Site, playbook: Playbook) -> PlaybookState | None:
    """Return what was published of the playbook, unless its jobs were changed since."""
    state = site.public.playbooks.get(playbook.slug)
    if state is None or [s.skill for s in state.slots] != [s.skill for s in playbook.slots]:
        return None
    return state


def _jobs(site: Site, playbook: Playbook) -> tuple[Job, ...]:
    zones = {zone.slug: zone.name for zone in site.catalogue.network.zones}
    state = _state(site, playbook)
    return tuple(
        Job(
            skill=site.skill(slot.skill),
            label=slot.label or site.catalogue.skills[slot.skill].label,
            zone=zones.get(slot.zone, {}),
            within_hours=slot.within_hours,
            wanted=slot.people,
            covered=state.slots[number].covered if state else None,
            spare=state.slots[number].spare if state else "",
        )
        for number, slot in enumerate(playbook.slots)
    )


def playbook_page(site: Site, language: str, slug: str) -> Iterator[Step]:
    playbook = site.catalogue.playbooks[slug]
    row = playbook_row(site, language, slug)
    yield page(
        site,
        language,
        row.path,
        "playbook.html",
        "playbooks",
        feeds=links(site, language, PLAYBOOKS),
        structured=structured.playbook(site, language, slug),
        row=row,
        refs=refs_of(site, row.words.text, row.words_language, language),
        jobs=_jobs(site, playbook),
        review_on=playbook.review_on,
        related=near_playbook(site, language, slug),
    )
