"""
What the feeds tell, entry by entry; each is dated by what it tells of, never by the build.

Rules of this file: a feed repeats what the pages already show and nothing else; nobody's coming or going is news.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from domain.governance.lifecycle import State
from domain.governance.proposal import PromiseState
from presentation.environment import environment
from presentation.shell import localised
from presentation.translations import N_
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.refs import refs_of
from site_builder.syndication.feed_files import FeedEntry
from site_builder.watching import summary

ANNOUNCED_BEFORE = timedelta(days=28)
"""So long before its first meeting a cohort is told of: time enough to join, and to tell a neighbour."""

COHORT = N_("cohort %(number)s")
BEGINS = N_("Begins on %(day)s and meets at %(time)s, in %(language)s.")
DRILL, BEGAN = N_("This is a drill:"), N_("It has begun:")
DRILLED = N_("A drill was held.")
CERTIFIED = frozenset({State.ADOPTED, State.REJECTED, State.NO_QUORUM, State.TIED})
SETTLED = frozenset({PromiseState.KEPT, PromiseState.BROKEN})


def _filters(site: Site, language: str) -> Mapping[str, Any]:
    return environment(language, site.catalogue.network.time_zone).filters


def midnight(day: date) -> datetime:
    """Return the beginning of the day, in UTC: what is known by its day alone."""
    return datetime.combine(day, time(), tzinfo=UTC)


@summary
def news_on(site: Site, slug: str) -> date:
    """Return the day of a news item."""
    return site.catalogue.news[slug].on


@summary
def news_entry(site: Site, slug: str) -> FeedEntry:
    """Return a news item with the whole of its text."""
    item = site.catalogue.news[slug]
    refs = refs_of(site, item.text, site.default, site.default)
    html = str(_filters(site, site.default)["markdown"](item.text, refs))
    return FeedEntry(midnight(item.on), f"/news/{slug}/", item.title, item.summary, html)


@summary
def proposal_entries(site: Site, proposal: str, language: str) -> tuple[FeedEntry, ...]:
    """Return every step that a proposal took."""
    found = site.public.proposals[proposal]
    label = _filters(site, language)["label"]
    where = localised(f"/proposals/{proposal}/", language, site.default)
    return tuple(
        FeedEntry(event.at, f"{where}#step-{number}", f"{found.title}: {label(event.state)}", found.summary)
        for number, event in enumerate(found.events, start=1)
    )


@summary
def decision_entries(site: Site, proposal: str, language: str) -> tuple[FeedEntry, ...]:
    """Return what was decided about a proposal, and each promise that was kept or broken."""
    found = site.public.proposals[proposal]
    label = _filters(site, language)["label"]
    where = localised(f"/proposals/{proposal}/", language, site.default)
    steps = tuple(
        FeedEntry(event.at, f"{where}#step-{number}", f"{label(event.state)}: {found.title}", found.summary)
        for number, event in enumerate(found.events, start=1)
        if event.state in CERTIFIED and event.event.startswith("certify")
    )
    kept = tuple(
        FeedEntry(
            midnight(one.settled_on), f"{where}#promise-{number}", f"{label(one.state)}: {one.what}", found.title
        )
        for number, one in enumerate(found.promises, start=1)
        if one.state in SETTLED and one.settled_on is not None
    )
    return steps + kept


@summary
def cohort_entries(site: Site, slug: str, language: str) -> tuple[FeedEntry, ...]:
    """Return the one entry of a cohort once it is announced, and none before."""
    cohort = site.cohorts[slug]
    announced = cohort.starts - ANNOUNCED_BEFORE
    if cohort.program not in site.catalogue.programs or site.today < announced:
        return ()
    filters = _filters(site, language)
    words = site.catalogue.programs[cohort.program].words
    title = words[spoken_in(words, language, site.default)].title
    number = filters["translated"](COHORT) % {"number": filters["number"](cohort.number)}
    text = filters["translated"](BEGINS) % {
        "day": filters["day"](cohort.starts),
        "time": cohort.time,
        "language": filters["language_name"](cohort.language),
    }
    path = localised(site.cohort(slug).path, language, site.default)
    return (FeedEntry(midnight(announced), path, f"{title}: {number}", text),)


@summary
def playbook_entries(site: Site, slug: str, language: str) -> tuple[FeedEntry, ...]:
    """Return that a playbook is at work, or its drill, and when its last drill was."""
    words = site.catalogue.playbooks[slug].words
    spoken = words[spoken_in(words, language, site.default)]
    translated = _filters(site, language)["translated"]
    where = localised(f"/playbooks/{slug}/", language, site.default)
    found = []
    for one in site.public.activations.values():
        if one.playbook == slug:
            title = f"{translated(DRILL if one.drill else BEGAN)} {spoken.title}"
            key = "drill" if one.drill else "since"
            found.append(FeedEntry(one.since, f"{where}#{key}-{one.since:%Y%m%dT%H%M%SZ}", title, spoken.summary))
    state = site.public.playbooks.get(slug)
    if state is not None and state.drill is not None:
        day = state.drill.on
        said = translated(DRILLED)
        found.append(
            FeedEntry(midnight(day), f"{where}#drilled-{day:%Y%m%d}", f"{spoken.title}: {said}", spoken.summary)
        )
    return tuple(found)


@summary
def proposals_by_program(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return the proposals about each program that has any, in the order of the record."""
    found: dict[str, list[str]] = {}
    for proposal in site.public.proposals:
        found.setdefault(program_of(site, proposal), []).append(proposal)
    return {program: tuple(proposals) for program, proposals in found.items()}


@summary
def program_of(site: Site, proposal: str) -> str:
    """Return the program a proposal is about, "" for none."""
    return site.public.proposals[proposal].program


@summary
def proposals_about(site: Site, program: str) -> tuple[str, ...]:
    """Return the proposals about the program."""
    return proposals_by_program(site).get(program, ())
