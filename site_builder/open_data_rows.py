"""
The rows of the open data: by table what it has rows about, and what rows those are.

Each row is a tuple in the order of the table's columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from domain.governance.lifecycle import State
from domain.governance.policy import Method
from domain.measures.passport import Measure
from domain.words import in_language
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.structured import address
from site_builder.watching import summary

Value = str | int | bool | date | None
Row = tuple[Value, ...]

CERTIFIED = frozenset({State.ADOPTED, State.IMPLEMENTING, State.DONE, State.REJECTED, State.NO_QUORUM, State.TIED})
QUESTIONS = frozenset({Method.YES_NO})
SEPARATOR = "; "


def keys(site: Site, table: str) -> Sequence[str]:
    """Return what a table has rows about, in its order."""
    return TABLE_ROWS[table][0](site)


def rows(site: Site, table: str, key: str) -> tuple[Row, ...]:
    """Return the rows about one of the keys of a table."""
    return TABLE_ROWS[table][1](site, key)


@summary
def program(site: Site, slug: str) -> Row:
    """Return a program as a row."""
    found = site.catalogue.programs[slug]
    words = found.words[spoken_in(found.words, site.default, site.default)]
    return (
        *(slug, words.title, words.summary, found.category, found.status.value, _list(found.languages)),
        *(_list(found.skills_taught), _list(found.skills_needed), words.place or None, words.costs or None),
        _page(site, f"/programs/{slug}/"),
    )


def _cohorts(site: Site) -> list[str]:
    programs = site.catalogue.programs
    return [slug for slug in sorted(site.catalogue.cohorts) if _program_of(site, slug) in programs]


@summary
def _program_of(site: Site, slug: str) -> str:
    return site.catalogue.cohorts[slug].program


@summary
def cohort(site: Site, slug: str) -> Row:
    """Return a cohort as a row; its counts as published."""
    found, state = site.cohorts[slug], site.cohort_state(slug)
    counts = (state.places_left, state.enrolled, state.completed) if state else (None, None, None)
    return (
        *(slug, found.program, found.number, found.starts, found.ends, found.schedule, found.time, found.language),
        *(found.capacity, *counts, _page(site, site.cohort(slug).path)),
    )


@summary
def skill(site: Site, slug: str) -> Row:
    """Return a skill as a row, with how many share it as its page tells."""
    found, sharers = site.catalogue.skills[slug], site.sharers[slug]
    also = found.also.get(site.default, ())
    return (
        *(slug, in_language(found.label, site.default), _list(also), found.category, found.safeguarding.value),
        *(
            found.crisis_relevant,
            len(sharers.named),
            sharers.others,
            sharers.can_teach,
            _page(site, f"/skills/{slug}/"),
        ),
    )


@summary
def proposal(site: Site, number: str) -> Row:
    """Return a proposal as a row."""
    found = site.public.proposals[number]
    submitted = found.events[0].at.date() if found.events else None
    return (
        *(number, found.title, found.summary, found.program or None, found.policy.slug, found.policy.method.value),
        *(found.state.value, submitted, found.sponsors, found.sponsors_needed, found.eligible, found.turnout),
        _page(site, f"/proposals/{number}/"),
    )


@summary
def decision(site: Site, number: str) -> tuple[Row, ...]:
    """Return a certified result as a row; none before."""
    found, result = site.public.proposals[number], site.public.proposals[number].result
    certified = [event.at.date() for event in found.events if event.event.startswith("certify")]
    if result is None or found.state not in CERTIFIED or not certified:
        return ()
    answers: tuple[Value, ...] = (None, None, None)
    if result.method in QUESTIONS:
        answers = (result.yes, result.no, result.abstain)
    return (
        (
            *(number, found.title, certified[-1], found.state.value, result.method.value, result.eligible),
            *(result.cast, result.valid, result.blank, result.invalid, *answers, _list(result.winners)),
            *(result.quorum_met, result.margin, result.margin_exact, _page(site, f"/proposals/{number}/")),
        ),
    )


@summary
def promises(site: Site, number: str) -> tuple[Row, ...]:
    """Return the promises of a proposal as rows."""
    page = _page(site, f"/proposals/{number}/")
    found = site.public.proposals[number].promises
    return tuple(
        (number, place, one.what, one.due, one.state.value, one.settled_on, one.evidence or None, page)
        for place, one in enumerate(found, start=1)
    )


def _strength(site: Site, _: str) -> tuple[Row, ...]:
    state = site.public.strength
    return tuple(_figure(one) for one in (state.measures if state else ()))


def _figure(one: Measure) -> Row:
    null = (one.null.mean, one.null.networks) if one.null else (None, None)
    return (
        *(one.key, one.about or None, one.value or None, one.part or None, one.whole or None),
        *(one.low or None, one.high or None, one.window, one.formula, one.source),
        *(one.recomputable, one.too_few, one.or_more, *null),
    )


def by_number(site: Site) -> list[str]:
    """Return the proposals by their numbers: "2026-9" before "2026-10"."""
    return sorted(site.public.proposals, key=lambda id: [int(part) for part in id.split("-") if part.isdecimal()])


def _list(items: tuple[str, ...]) -> str | None:
    return SEPARATOR.join(items) or None


def _page(site: Site, path: str) -> str:
    return address(site, path, site.default)


def _one(make: Callable[[Site, str], Row]) -> Callable[[Site, str], tuple[Row, ...]]:
    """Return a function for a table that has one row about each of its keys."""
    return lambda site, key: (make(site, key),)


TABLE_ROWS: Mapping[str, tuple[Callable[[Site], Sequence[str]], Callable[[Site, str], tuple[Row, ...]]]] = {
    "programs": (lambda site: sorted(site.catalogue.programs), _one(program)),
    "cohorts": (_cohorts, _one(cohort)),
    "skills": (lambda site: sorted(site.catalogue.skills), _one(skill)),
    "proposals": (by_number, _one(proposal)),
    "decisions": (by_number, decision),
    "promises": (by_number, promises),
    "strength": (lambda site: ("measures",), _strength),
}
